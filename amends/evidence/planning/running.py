"""Runs a locked plan to the letter: every figure, every input's hash, every deviation, the same bytes each time."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amends.evidence.faults import BadInput
from amends.evidence.planning.files import hashes_of, inputs_of
from amends.evidence.planning.missing import Estimate, holm
from amends.evidence.planning.plan import Plan, read_plan
from amends.evidence.planning.record import (
    Line,
    can_be_rewritten,
    find_lock,
    read_before,
    read_record,
    record_run,
)
from amends.evidence.planning.study import Study
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
    if hashes_of(inputs) != hashes:
        raise BadInput(["An input was changed while it was read; nothing was written. Run the plan again."])
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
    there = lock.details.get("there")
    if there is None:
        return "not known"
    if name not in there:
        return "not there"
    return "the same" if there[name] == digest else "other bytes"


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
