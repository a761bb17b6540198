"""The rows of people under observation: from when, until when, and whether the event came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from amends.evidence.faults import BadInput, Fault
from amends.evidence.reading import Levels, Reading

# Times nearer to each other than this, or than this part of the mean time, are one time that a computation
# has blurred: the tolerance of R's survival package (its timefix).
BLUR = 1.5e-8
EVERYBODY = "all"
MOST_GROUPS = 500


@dataclass(frozen=True)
class Rows:
    """Rows at risk from just after `entry` until `time`.

    time    when observation ends, zero or more, in the file's unit
    event   whether the event came then
    entry   when observation begins; minus infinity where it began with the clock
    weight  what each row counts for, above zero
    """

    time: np.ndarray
    event: np.ndarray
    entry: np.ndarray
    weight: np.ndarray

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.time)

    def of(self, chosen: np.ndarray) -> Rows:
        """Return the rows that are chosen, by a mask or by their places."""
        return Rows(self.time[chosen], self.event[chosen], self.entry[chosen], self.weight[chosen])

    def weighted(self, weight: np.ndarray) -> Rows:
        """Return the same rows with other weights."""
        return replace(self, weight=weight)


def rows_of(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weight: ArrayLike | None = None,
    asked: tuple[float, ...] = (),
) -> Rows:
    """Return rows from plain sequences; without `entry` all are at risk from the start, without `weight` alike.

    Times that differ only by what a computation blurs are made the same, also from those that will be asked for.
    """
    time = np.asarray(time, dtype=float)
    began = np.full(time.shape, -np.inf) if entry is None else np.asarray(entry, dtype=float)
    time, began = without_blur(time, began, asked)
    return Rows(
        time,
        np.asarray(event).astype(bool),
        began,
        np.ones(len(time)) if weight is None else np.asarray(weight, dtype=float),
    )


def without_blur(
    time: np.ndarray, entry: np.ndarray, asked: tuple[float, ...] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Return times and entries in which nearly the same times are exactly the same, the lowest of them.

    asked  times that will be asked for: what happens at nearly one of them happens at it, or before
    """
    held = np.concatenate([time, entry[np.isfinite(entry)]])
    if not len(held):
        return time, entry
    blur = BLUR * max(1.0, np.abs(np.unique(held)).mean())
    # What comes just after zero does not happen at zero.
    known = np.unique(np.concatenate([held, [when for when in asked if when > 0]]))
    blurred = np.diff(known) <= blur
    if not blurred.any():
        return time, entry
    kept = known[np.concatenate([[True], ~blurred])]
    near = np.where(np.isfinite(entry), entry, kept[0])
    entry = np.where(np.isfinite(entry), kept[np.searchsorted(kept, near, side="right") - 1], entry)
    return kept[np.searchsorted(kept, time, side="right") - 1], entry


def groups_of(reading: Reading, by: str | None) -> Levels:
    """Return the groups that a column makes, or one of everybody. Raises BadInput for a column of more than 500."""
    if by is None:
        return Levels([EVERYBODY], np.zeros(reading.n, dtype=int))
    found = reading.levels(by)
    if len(found.labels) > MOST_GROUPS:
        says = f"makes {len(found.labels)} groups; expected no more than {MOST_GROUPS}."
        raise BadInput([Fault(says, column=by)])
    return found


def faults_between(reading: Reading, *, time: str, entry: str | None, person: str | None) -> Iterator[Fault]:
    """Yield what is wrong between rows: an end before its entry, two rows of one person at the same time."""
    ends = reading.numbers(time)
    begins = np.full(reading.n, -np.inf) if entry is None else reading.numbers(entry)
    ends, begins = without_blur(ends, begins)
    for place in np.flatnonzero(ends < begins):
        yield Fault("ends before its entry.", row=int(reading.rows[place]), column=time)
    if person is None:
        return
    who = reading.levels(person).codes
    order = np.lexsort((ends, begins, who))
    same = who[order][1:] == who[order][:-1]
    # Within one person the rows are in the order of their entries, so looking one row back is enough.
    overlap = same & (begins[order][1:] < ends[order][:-1])
    for place in np.flatnonzero(overlap):
        earlier, later = reading.rows[order[place]], reading.rows[order[place + 1]]
        says = f"overlaps row {earlier} of the same person; expected one row, or an entry for each."
        yield Fault(says, row=int(later), column=person)
