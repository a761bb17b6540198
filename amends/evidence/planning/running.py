"""Runs a locked plan to the letter: every figure, every input's hash, every deviation, the same bytes each time."""

from __future__ import annotations

import difflib
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amends.evidence.faults import BadInput, Fault
from amends.evidence.planning.missing import Estimate, bounds, holm, imputed_scores, weighted_for_loss
from amends.evidence.planning.plan import CLOCKS, Described, Outcome, Plan, read_plan
from amends.evidence.planning.record import Line, can_be_rewritten, find_lock, read_record, record_run
from amends.evidence.planning.versions import versions
from amends.evidence.power import what_can_be_seen


def run_plan(plan_file: Path, record: Path, estimate: Estimate, *, mark: str | None = None) -> dict[str, Any]:
    """Return everything that a locked plan asks for, ready to be written as JSON; no time of day is in it.

    record    where the plan was locked; that it is run, and on which inputs, is added there first
    estimate  answers a word of `amends evidence` with its options

    No input is opened before the lock was found. Raises NotLocked, RecordIsBroken, and BadInput for an input
    that cannot be used; nothing is written but the record's line.
    """
    plan = read_plan(plan_file)
    lock = find_lock(plan, record, mark=mark)
    inputs = _inputs(plan, plan_file.parent)
    hashes = {name: _hash(path) for name, path in inputs.items()}
    before = read_record(record)
    record_run(plan, record, inputs=hashes)
    # In a folder that only this account can open, and that is gone when the run is.
    with tempfile.TemporaryDirectory(prefix="amends-run-") as scratch:
        folder = Path(scratch)
        files = {**inputs, **_made(plan, inputs, estimate, folder)}
        found = [
            _compared(plan, outcome, files[outcome.input], family=family, estimate=estimate, folder=folder)
            for family, outcomes in (
                ("primary", (plan.primary,)),
                ("secondary", plan.secondary),
                ("exploratory", plan.exploratory),
            )
            for outcome in outcomes
        ]
        described = [
            {"name": one.name, "by": one.by, "answer": estimate(one.by, _with_files(one, files))}
            for one in plan.described
        ]
    _adjust_family(found)
    told = asdict(plan)
    told.pop("text")
    n1, n2 = plan.design.people
    return {
        "plan": told,
        "lock": {"at": lock.at, "mark": lock.mark, "can_be_rewritten": can_be_rewritten(record)},
        "inputs": [
            {"name": name, "file": inputs[name].name, "sha256": hashes[name]} for name in sorted(inputs)
        ],
        "versions": versions(),
        "outcomes": found,
        "described": described,
        "power": what_can_be_seen(n1, n2, base=plan.design.base) if plan.design.base is not None else None,
        "deviations": list(_deviations(plan, lock, before, hashes, found)),
    }


def _inputs(plan: Plan, folder: Path) -> dict[str, Path]:
    """Return where each input stands. Raises BadInput naming every one that is not there; none is opened."""
    paths = {name: folder / file for name, file in plan.inputs.items()}
    absent = [
        Fault(f"[{name}] is not there: {path.name}.") for name, path in paths.items() if not path.is_file()
    ]
    if absent:
        raise BadInput(absent)
    return paths


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _with_files(one: Described, files: Mapping[str, Path]) -> dict[str, Any]:
    """Return a word's options, each that names an input or a made file turned into its path."""
    return {
        key: files[value] if isinstance(value, str) and value in files else value
        for key, value in one.options.items()
    }


def _made(plan: Plan, inputs: Mapping[str, Path], estimate: Estimate, folder: Path) -> dict[str, Path]:
    """Make the files that the plan makes from its inputs, in its order, and return where they stand."""
    made: dict[str, Path] = {}
    for one in plan.made:
        path = folder / f"{one.name}.parquet"
        answer = estimate(one.by, {**_with_files(one, {**inputs, **made}), "out": path})
        if answer["refused"] is not None:
            raise BadInput([f"[{one.name}] was not made: {answer['refused']}"])
        made[one.name] = path
    return made


def _options(plan: Plan, outcome: Outcome, path: Path, method: str) -> dict[str, Any]:
    options: dict[str, Any] = {
        "input": path,
        "treatment": plan.design.group,
        "outcome": outcome.outcome,
        "method": method,
        "cluster": plan.design.cluster,
    }
    covariates = outcome.covariates if outcome.covariates is not None else plan.covariates
    if method != "itt":
        options |= {"covariates": covariates, "estimand": outcome.estimand}
    if outcome.time is not None:
        options |= {"time": outcome.time, "at": outcome.horizon_days}
    if outcome.completed is not None:
        options["completed"] = outcome.completed
    return options


def _compared(
    plan: Plan, outcome: Outcome, path: Path, *, family: str, estimate: Estimate, folder: Path
) -> dict[str, Any]:
    """Return one outcome by group as offered, as planned, and with what is missing counted in."""
    planned = _options(plan, outcome, path, outcome.method)
    as_offered = estimate("effect", _options(plan, outcome, path, "itt"))
    answer = as_offered if outcome.method == "itt" else estimate("effect", planned)
    rules = plan.missing
    if outcome.kind == "score":
        missing: dict[str, Any] = {
            "imputed": imputed_scores(
                path,
                planned,
                estimate,
                imputations=rules.imputations,
                deltas=rules.deltas,
                worse=1 if outcome.better == "lower" else -1,
                seed=plan.seed,
                folder=folder,
            )
        }
    else:
        missing = {
            "bounds": bounds(path, planned, estimate, folder=folder),
            "weighted_for_loss": weighted_for_loss(path, planned, seed=plan.seed)
            if outcome.time is not None
            else None,
        }
    return {
        "family": family,
        "name": outcome.name,
        "kind": outcome.kind,
        "better": outcome.better,
        "clock": CLOCKS[outcome.clock],
        "horizon_days": outcome.horizon_days,
        "smallest_difference": outcome.smallest_difference,
        "as_offered": as_offered,
        "as_planned": answer,
        "missing": missing,
    }


def _adjust_family(found: list[dict[str, Any]]) -> None:
    """Add to each secondary outcome its p-value adjusted for how many there are; others have none."""
    family = [one for one in found if one["family"] == "secondary"]
    for one, p in zip(family, holm([one["as_planned"].get("p") for one in family]), strict=True):
        one["p_of_family"] = p


def _deviations(
    plan: Plan, lock: Line, before: list[Line], hashes: Mapping[str, str], found: list[dict[str, Any]]
) -> Iterator[dict[str, str]]:
    """Yield what was done otherwise than first planned: found in the record, in the figures, or said by the plan."""
    own = [line for line in before if line.plan == plan.id]
    locks, runs = [line for line in own if line.what == "lock"], [line for line in own if line.what == "run"]
    if runs and runs[0].number < lock.number:
        yield {
            "what": "This plan was locked after outcomes had been read for an earlier one.",
            "why": runs[0].at,
        }
    if locks and locks[0].digest != plan.digest:
        changes = [
            line
            for line in difflib.unified_diff(
                locks[0].details["text"].splitlines(), plan.text.splitlines(), lineterm="", n=0
            )
            if not line.startswith(("---", "+++", "@@"))
        ]
        yield {
            "what": f"The plan was changed after it was first locked on {locks[0].at}.",
            "why": "\n".join(changes),
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
    for one in found:
        if one["as_planned"]["refused"] is not None:
            yield {"what": f"No estimate is given of {one['name']}.", "why": one["as_planned"]["refused"]}
    yield from ({"what": one.what, "why": f"{one.why} ({one.on})"} for one in plan.deviations)
