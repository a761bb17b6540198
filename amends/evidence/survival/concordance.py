"""How well a model's risk tells who has the event first."""

from __future__ import annotations

import numpy as np

from amends.evidence.survival.rows import Rows


def concordance(rows: Rows, risk: np.ndarray) -> float:
    """Return how often, of two people at risk of whom one has the event, it is the one with the higher risk.

    By chance 0.5. Equal risks count a half, equal times not at all; not-a-number where there is no such pair.

    Source: Harrell, Lee and Mark (1996), Statistics in Medicine 15:361; ties, weights and late entries as in
    R's survival package.
    """
    # What is equal but for rounding is equal.
    largest = np.abs(risk).max()
    levels, place = np.unique(np.round(risk / (largest or 1.0), 10), return_inverse=True)
    times = np.unique(rows.time[rows.event])
    ends = np.searchsorted(times, rows.time, side="right")
    begins = np.searchsorted(times, rows.entry, side="right")
    has_event_at = np.where(rows.event, ends, 0)
    ending, entering = _by_place(ends, len(times)), _by_place(begins, len(times))
    level, weight = place.tolist(), rows.weight.tolist()
    at_risk = Tally(len(levels))
    agree = pairs = 0.0
    for when in range(len(times), 0, -1):
        # Whoever ends at this time or until the next joins, and whoever enters only after it leaves.
        joining = ending[when]
        now = joining[has_event_at[joining] == when].tolist()
        for row in joining[has_event_at[joining] != when].tolist():
            at_risk.add(level[row], weight[row])
        for row in entering[when].tolist():
            at_risk.add(level[row], -weight[row])
        for row in now:
            below, alike = at_risk.below(level[row]), at_risk.weights[level[row]]
            agree += weight[row] * (below + alike / 2)
            pairs += weight[row] * at_risk.total
        for row in now:
            at_risk.add(level[row], weight[row])
    return agree / pairs if pairs > 0 else np.nan


def _by_place(places: np.ndarray, last: int) -> list[np.ndarray]:
    """Return the rows at each place from 0 to the last."""
    order = np.argsort(places, kind="stable")
    return np.split(order, np.searchsorted(places[order], np.arange(1, last + 1)))


class Tally:
    """Weights at levels numbered from 0, and quickly their sum below any level.

    Source: Fenwick (1994), Software: Practice and Experience 24:327.
    """

    def __init__(self, levels: int):
        self.weights = [0.0] * levels
        self.total = 0.0
        self._sums = [0.0] * (levels + 1)

    def add(self, level: int, weight: float) -> None:
        """Add a weight at a level; below zero it is taken away."""
        self.weights[level] += weight
        self.total += weight
        place = level + 1
        while place < len(self._sums):
            self._sums[place] += weight
            place += place & -place

    def below(self, level: int) -> float:
        """Return the sum of the weights at all lower levels."""
        summed, place = 0.0, level
        while place:
            summed += self._sums[place]
            place &= place - 1
        return summed
