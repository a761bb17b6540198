"""Runs a locked plan to the letter: every figure, every input's hash, every deviation, the same bytes each time."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from amends.evidence.answers import Answer
from amends.evidence.effects.refusing import limits
from amends.evidence.faults import BadInput
from amends.evidence.planning.files import hashes_of, inputs_of
from amends.evidence.planning.missing import Estimate, bounds, holm, imputed_scores, weighted_for_loss
from amends.evidence.planning.plan import CLOCKS, Described, Outcome, Plan, question, read_plan
from amends.evidence.planning.record import (
    Line,
    can_be_rewritten,
    find_lock,
    read_before,
    read_record,
    record_run,
)
from amends.evidence.planning.versions import versions
from amends.evidence.power import what_can_be_seen

# What of a question is typed after `effect`.
ASKED = ("treatment", "outcome", "method", "estimand", "covariates", "time", "at", "cluster", "completed")


def run_plan(plan_file: Path, record: Path, estimate: Estimate, *, mark: str | None = None) -> dict[str, Any]:
    """Return everything that a locked plan asks for, ready to be written as JSON; no time of day is in it.

    record    where the plan was locked; that it is run, and on which inputs, is added there first
    estimate  answers a word of `amends evidence` with its options

    No input is opened before the lock was found. Raises NotLocked, RecordIsBroken, and BadInput for an input
    that cannot be used; nothing is written but the record's line.
    """
    plan = read_plan(plan_file)
    lock = find_lock(plan, record, mark=mark)
    inputs = inputs_of(plan, plan_file.parent)
    hashes = hashes_of(inputs)
    before = read_record(record)
    record_run(plan, record, inputs=hashes)
    # In a folder that only this account can open, and that is gone when the run is.
    with tempfile.TemporaryDirectory(prefix="amends-run-") as scratch:
        study = Study(plan, estimate, Path(scratch), dict(inputs))
        made = study.make()
        found = [
            {"family": family, **study.compare(outcome)}
            for family, outcomes in (
                ("primary", (plan.primary,)),
                ("secondary", plan.secondary),
                ("exploratory", plan.exploratory),
            )
            for outcome in outcomes
        ]
        described = [study.describe(one) for one in plan.described]
    _adjust_family(found)
    n1, n2 = plan.design.people
    return {
        "plan": _told(plan),
        "lock": {
            "at": lock.at,
            "mark": lock.mark,
            "can_be_rewritten": can_be_rewritten(record),
            "read_before": read_before(before, lock, hashes),
        },
        "inputs": [
            {
                "name": name,
                "file": inputs[name].name,
                "sha256": hashes[name],
                "at_lock": _at_lock(lock, name, hashes[name]),
            }
            for name in sorted(inputs)
        ],
        "made": made,
        "versions": versions(),
        "outcomes": found,
        "described": described,
        "power": what_can_be_seen(n1, n2, base=plan.design.base) if plan.design.base is not None else None,
        "deviations": [
            *_changes_since_lock(plan, lock, before, hashes),
            *_not_given(found),
            *({"what": one.what, "why": f"{one.why} ({one.on})"} for one in plan.deviations),
        ],
    }


def _told(plan: Plan) -> dict[str, Any]:
    """Return a plan as a run tells it, without the text that the digest stands for."""
    told = asdict(plan)
    del told["text"]
    return told | {
        "measured_before": plan.columns.before_time_zero,
        "measured_after": plan.columns.after_time_zero,
    }


def _at_lock(lock: Line, name: str, digest: str) -> str:
    """Return whether an input was there when the plan was locked, and with the same bytes."""
    there = lock.details["there"]
    if name not in there:
        return "not there"
    return "the same" if there[name] == digest else "other bytes"


@dataclass
class Study:
    """A plan at work: its files, and the figures that it asks for."""

    plan: Plan
    estimate: Estimate
    folder: Path
    files: dict[str, Path]

    def make(self) -> list[dict[str, Any]]:
        """Make the files that the plan makes of its inputs, in its order, and return what their words answered.

        Raises BadInput when one is not made.
        """
        told = []
        for one in self.plan.made:
            path = self.folder / f"{one.name}.parquet"
            answer = self.estimate(one.by, {**self._with_files(one), "out": path})
            if answer["refused"] is not None:
                raise BadInput([f"[{one.name}] was not made: {answer['refused']}"])
            # Candidates, say, stand beside the links that were chosen of them.
            beside = {file.stem: file for file in self.folder.glob(f"{one.name}.*.parquet")}
            self.files |= {one.name: path, **beside}
            told.append({"name": one.name, "by": one.by, "answer": answer})
        return told

    def describe(self, one: Described) -> dict[str, Any]:
        """Return a figure beside the comparison."""
        return {
            "name": one.name,
            "by": one.by,
            "answer": self.estimate(one.by, self._with_files(one)),
        }

    def compare(self, outcome: Outcome) -> dict[str, Any]:
        """Return one outcome by group as offered, as planned, and what those who were not seen could change.

        `as_planned` counts them in as the plan says; `complete_cases` is the same without them, where they differ.
        """
        as_offered = self._effect(outcome, "itt")
        complete = as_offered if outcome.method == "itt" else self._effect(outcome, outcome.method)
        planned, missing = self._with_unseen(outcome, complete)
        return {
            "name": outcome.name,
            "kind": outcome.kind,
            "better": outcome.better,
            "clock": CLOCKS[outcome.clock],
            "horizon_days": outcome.horizon_days,
            "smallest_difference": outcome.smallest_difference,
            "as_offered": as_offered,
            "as_planned": planned,
            "complete_cases": None if planned is complete else complete,
            "missing": missing,
        }

    def _with_unseen(self, outcome: Outcome, complete: Answer) -> tuple[Answer, dict[str, Any]]:
        path, options = self.files[outcome.input], self._options(outcome, outcome.method)
        if outcome.kind == "event":
            told = bounds(path, options, self.estimate, folder=self.folder)
            weighted = (
                weighted_for_loss(path, options, seed=self.plan.seed) if outcome.time is not None else None
            )
            return complete, {"bounds": told, "weighted_for_loss": weighted}
        found = imputed_scores(
            path,
            options,
            self.estimate,
            imputations=self.plan.missing.imputations,
            deltas=self.plan.missing.deltas,
            worse=1 if outcome.better == "lower" else -1,
            seed=self.plan.seed,
            folder=self.folder,
        )
        if found is None:
            return complete, {"imputed": None}
        everybody, by_delta = found
        return everybody | {"missing": complete["missing"]}, {"imputed": by_delta}

    def _effect(self, outcome: Outcome, method: str) -> Answer:
        return self.estimate("effect", self._options(outcome, method))

    def _options(self, outcome: Outcome, method: str) -> dict[str, Any]:
        """Return what is typed after `effect`: what the plan asks, and its limits by the names of their options."""
        asked = vars(question(self.plan, outcome, method))
        options = {name: asked[name] for name in ASKED if asked[name]}
        tighter = {limits()[name].option: limit for name, limit in self.plan.thresholds.items()}
        return {"input": self.files[outcome.input], **options, **tighter}

    def _with_files(self, one: Described) -> dict[str, Any]:
        """Return a word's options, each that names an input or a made file turned into its path."""
        return {
            name: self.files.get(value, value) if isinstance(value, str) else value
            for name, value in one.options.items()
        }


def _adjust_family(found: list[dict[str, Any]]) -> None:
    """Add to each secondary outcome its p-value adjusted for how many there are; others have none."""
    family = [one for one in found if one["family"] == "secondary"]
    for one, p in zip(family, holm([one["as_planned"].get("p") for one in family]), strict=True):
        one["p_of_family"] = p


def _changes_since_lock(
    plan: Plan, lock: Line, before: list[Line], hashes: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Yield what the record shows to be otherwise than first planned."""
    own = [line for line in before if line.plan == plan.id]
    locks, runs = [line for line in own if line.what == "lock"], [line for line in own if line.what == "run"]
    if runs and runs[0].number < lock.number:
        yield {
            "what": "This plan was locked after outcomes had been read for an earlier one.",
            "why": runs[0].at,
        }
    early = read_before(before, lock, hashes)
    # A run of an earlier form of this plan is told already.
    if others := [one for one in early if (one["by"], one["plan"]) != ("run", plan.id)]:
        yield {
            "what": "Files with outcomes were read before the plan was locked.",
            "why": "; ".join(f"[{one['input']}] by {one['by']}, {one['at']}" for one in others),
        }
    if locks and locks[0].digest != plan.digest:
        yield {
            "what": f"The plan was changed after it was first locked on {locks[0].at}.",
            "why": _difference_of(locks[0].details["text"], plan.text),
        }
    other = {
        name for run in runs for name, digest in run.details["inputs"].items() if hashes.get(name) != digest
    }
    if other:
        yield {"what": "An earlier run read other files.", "why": ", ".join(sorted(other))}
    used = versions()
    newer = [
        f"{name} {was}, now {used.get(name)}"
        for name, was in lock.details["versions"].items()
        if used.get(name) != was
    ]
    if newer:
        yield {"what": "Other versions were used than when the plan was locked.", "why": "; ".join(newer)}


def _difference_of(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _not_given(found: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Yield each outcome of which no estimate is given."""
    for one in found:
        if one["as_planned"]["refused"] is not None:
            yield {"what": f"No estimate is given of {one['name']}.", "why": one["as_planned"]["refused"]}
