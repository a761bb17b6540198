"""What is asked before a word opens a file with outcomes: whether a plan names it, is locked, and allows it.

This binds the commands, not a person: a copy that is opened with another program is seen by nobody. What the
commands read is written into the record, where there is one, by the hash of its bytes; so a run can tell which of
its inputs were read before the lock, also from another folder and under another name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from amends.evidence.faults import BadInput
from amends.evidence.planning.files import hashes_of
from amends.evidence.planning.plan import divided_after_time_zero, read_plan
from amends.evidence.planning.record import find_lock, record_reading

# The plan of whatever stands in its folder or below.
PLAN = "plan.toml"


def open_outcomes(
    word: str,
    files: Mapping[str, Path],
    options: Mapping[str, Any],
    *,
    plan_file: Path | None,
    record: Path,
) -> str | None:
    """Write down that a word is about to read files, and return a sentence to warn with, or None.

    files      by the options that name them; those that are none are left to the word itself
    options    what else the word was given
    plan_file  the plan that the files belong to; else the plan.toml beside or above that names one of them

    Under a plan raises NotLocked, RecordIsBroken, and BadInput for a plan that cannot be used, a column measured
    after time zero by which people would be divided, and a record that cannot be written. Under none a record that
    is not there stays so, and one that cannot be written is only told of.
    """
    named = plan_file or next(filter(None, map(plan_of, files.values())), None)
    if named is None:
        return _read_under_none(word, files, record)
    plan = read_plan(named)
    find_lock(plan, record)
    if wrong := list(divided_after_time_zero(plan, options)):
        raise BadInput(wrong, name=named.name)
    record_reading(plan, record, by=word, inputs=hashes_of(files))
    return None


def _read_under_none(word: str, files: Mapping[str, Path], record: Path) -> str | None:
    try:
        if not record.exists():
            return None
        record_reading(None, record, by=word, inputs=hashes_of(files))
    except (BadInput, OSError) as error:
        return f"That this was read does not stand in the record of plans. {error}"
    return None


def plan_of(path: Path) -> Path | None:
    """Return the plan.toml, beside a file or in a folder above it, that names it as an input; None without one.

    Raises BadInput for one that is no TOML: nobody could say what it names.
    """
    path = path.resolve()
    for folder in path.parents:
        plan = folder / PLAN
        if plan.is_file() and path in _named_by(plan):
            return plan
    return None


def _named_by(plan: Path) -> set[Path]:
    try:
        inputs = tomllib.loads(plan.read_text(encoding="utf-8")).get("inputs")
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput([f"What it names cannot be told: {error}."], name=plan.name) from error
    if not isinstance(inputs, dict):
        return set()
    files = [file for file in inputs.values() if isinstance(file, str) and "\0" not in file]
    return {(plan.parent / file).resolve() for file in files}
