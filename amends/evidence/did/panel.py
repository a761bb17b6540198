"""A panel: the same units at the same times, some of which something begins in at a known time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from amends.evidence.faults import BadInput, Fault
from amends.evidence.reading import Column, Reading, read

NEVER = -1


class Columns(NamedTuple):
    """Which column is which: one row a unit and time; `treated_from` is blank, or 0 before all times, for never."""

    outcome: str
    unit: str
    time: str
    treated_from: str
    cluster: str


@dataclass(frozen=True)
class Panel:
    """Units that were all seen at all times.

    outcome   a row a unit, a column a time
    times     lowest first
    start     for each unit, the place among the times of the first one under treatment; NEVER for none
    cluster   for each unit the number of its cluster, from 0; the names are in `clusters`
    said      why some units are not among them, or not as the file has them: sentences
    """

    outcome: np.ndarray
    times: np.ndarray
    start: np.ndarray
    cluster: np.ndarray
    clusters: list[str]
    missing: dict[str, int]
    said: tuple[str, ...] = ()

    @property
    def cohorts(self) -> list[int]:
        """The places among the times at which treatment begins somewhere."""
        return sorted({int(place) for place in self.start} - {NEVER})

    @property
    def untreated(self) -> np.ndarray:
        """Whether each unit is never treated."""
        return self.start == NEVER

    def clusters_where(self, units: np.ndarray) -> np.ndarray:
        """Return the numbers of the clusters that have such a unit."""
        return np.unique(self.cluster[units])

    def sums(self, rows: np.ndarray) -> np.ndarray:
        """Return the sum of rows, one a unit, within each cluster."""
        summed = np.zeros((len(self.clusters), *rows.shape[1:]))
        np.add.at(summed, self.cluster, rows)
        return summed

    def only(self, units: np.ndarray) -> Panel:
        """Return the same of some units; clusters are numbered anew."""
        numbers, cluster = np.unique(self.cluster[units], return_inverse=True)
        return replace(
            self,
            outcome=self.outcome[units],
            start=self.start[units],
            cluster=cluster,
            clusters=[self.clusters[number] for number in numbers],
        )

    def until(self, place: int) -> Panel:
        """Return the times before a place; units whose treatment begins later are untreated in it."""
        return replace(
            self,
            outcome=self.outcome[:, :place],
            times=self.times[:place],
            start=np.where(self.start >= place, NEVER, self.start),
        )


def read_panel(path: Path, names: Columns) -> Panel:
    """Return the panel of a file with a row a unit and time.

    Units that lack a time, and units treated from the first time on, of which no before is known, are left out.
    Raises BadInput as `read` does; where a unit has a time twice, two beginnings or two clusters; where nobody is
    treated, or nobody is left.
    """
    columns = [
        Column(names.unit, "label"),
        Column(names.time, "number"),
        Column(names.outcome, "number"),
        Column(names.cluster, "label"),
    ]
    reading = read(path, columns, also=lambda rows: _twice(rows, names))
    # A blank beginning says never: those rows are not left out.
    begun = read(path, [Column(names.treated_from, "number")], blanks_stay=True).numbers(names.treated_from)
    start = np.where(np.isnan(begun), np.inf, begun)[reading.rows - 1]
    if reading.numbers(names.time).min() > 0:
        start = np.where(start == 0, np.inf, start)
    units = reading.levels(names.unit)
    clusters = reading.levels(names.cluster)
    faults = [
        *_changing(reading, units.codes, start, names.treated_from),
        *_changing(reading, units.codes, clusters.codes, names.cluster),
    ]
    if faults:
        raise BadInput(faults, name=path.name)
    times, place = np.unique(reading.numbers(names.time), return_inverse=True)
    if len(times) < 2:
        raise BadInput([Fault("holds one time only; expected a before and an after.", column=names.time)])
    outcome = np.full((len(units.labels), len(times)), np.nan)
    outcome[units.codes, place] = reading.numbers(names.outcome)
    first = np.empty(len(units.labels))
    first[units.codes] = start
    cluster = np.empty(len(units.labels), dtype=np.int64)
    cluster[units.codes] = clusters.codes
    at = np.searchsorted(times, first)
    panel = Panel(
        outcome,
        times,
        np.where(at == len(times), NEVER, at),
        cluster,
        clusters.labels,
        # A blank beginning says never, and lacks nothing.
        dict(reading.missing) | {names.treated_from: 0},
    )
    between = (at > 0) & (at < len(times)) & ~np.isin(first, times)
    return _usable(panel, between, path)


def _usable(panel: Panel, between: np.ndarray, path: Path) -> Panel:
    whole = ~np.isnan(panel.outcome).any(axis=1)
    always = panel.start == 0
    said = []
    if (~whole).any():
        said.append(f"Left out because they lack a time: {int((~whole).sum())} of {len(whole)} units.")
    if (whole & always).any():
        said.append(f"Left out as treated from the first time on: {int((whole & always).sum())} units.")
    kept = whole & ~always
    if not kept.any() or not (panel.start[kept] != NEVER).any():
        raise BadInput(
            ["No unit is left in which treatment begins after the first time.", *said], name=path.name
        )
    if (kept & between).any():
        said.append(
            "Treatment begins between two times, of which the later counts as the first under treatment, in so many "
            f"units: {int((kept & between).sum())}."
        )
    return replace(panel.only(kept), said=tuple(said))


def _twice(reading: Reading, names: Columns) -> Iterator[Fault]:
    units, times = reading.levels(names.unit).codes, reading.numbers(names.time)
    seen: dict[tuple[int, float], int] = {}
    for row, unit, time in zip(reading.rows.tolist(), units.tolist(), times.tolist(), strict=True):
        first = seen.setdefault((unit, time), row)
        if first != row:
            yield Fault(f"repeats unit and time of row {first}.", row=row, column=names.unit)


def _changing(reading: Reading, units: np.ndarray, values: np.ndarray, column: str) -> Iterator[Fault]:
    first: dict[int, float] = {}
    for row, unit, value in zip(reading.rows.tolist(), units.tolist(), values.tolist(), strict=True):
        if first.setdefault(unit, value) != value:
            yield Fault("differs from an earlier row of the same unit.", row=row, column=column)
