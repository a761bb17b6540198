"""The files that a plan names: where they stand, and the hashes by which they are known again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from amends.evidence.faults import BadInput, Fault
from amends.evidence.planning.plan import Plan


def inputs_of(plan: Plan, folder: Path) -> dict[str, Path]:
    """Return where each input stands, the plan's folder given. Raises BadInput naming every one that is no file.

    None is opened.
    """
    paths = {name: folder / file for name, file in plan.inputs.items()}
    absent = [
        Fault(f"[{name}] is no file that is there: {path.name}; expected it beside the plan or below.")
        for name, path in paths.items()
        if not _is_file(path)
    ]
    if absent:
        raise BadInput(absent)
    return paths


def hashes_of(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of each of these that is a file. Raises BadInput for one that cannot be opened."""
    return {name: hash_of(path) for name, path in files.items() if _is_file(path)}


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises BadInput when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput([f"It cannot be read: {error.strerror or error}."], name=path.name) from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name that is too long, say.
        return False
