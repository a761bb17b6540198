"""What is wrong with a file or a request, told all at once. Imports nothing, so that refusing is quick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong: where, and what was expected. Never what stood there, which may be a name.

    row     the first row below the heads of the file is 1; None where the fault is in no single row
    column  the column's head, or None
    """

    says: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """Return one line of a list."""
        where = [f"row {self.row}"] if self.row is not None else []
        where += [f"[{self.column}]"] if self.column is not None else []
        return f"{', '.join(where)}: {self.says}" if where else self.says


class BadInput(ValueError):
    """A file or a request cannot be used. Holds every fault that was found; nothing was computed or written."""

    def __init__(self, faults: Iterable[Fault | str], *, name: str | None = None):
        self.faults = tuple(fault if isinstance(fault, Fault) else Fault(fault) for fault in faults)
        rows = any(fault.row is not None for fault in self.faults)
        counted = " Row 1 is the first below the heads." if rows else ""
        opening = f"{name} cannot be used; nothing was computed.{counted}\n" if name else ""
        super().__init__(opening + "\n".join(f"{'  ' if name else ''}{fault}" for fault in self.faults))
