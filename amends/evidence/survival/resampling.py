"""Errors of weighted curves, by drawing the people again and doing everything again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from amends.evidence.survival.curves import Curve, kaplan_meier, restricted_mean, survival_at
from amends.evidence.survival.rows import Rows

REPLICATIONS = 1000
SEED = 20_260_101


class Errors(NamedTuple):
    """Standard errors of one group's curve at several times, of its restricted mean, and every drawn mean."""

    survival: np.ndarray
    mean: float
    means: np.ndarray


def bootstrap(
    rows: Rows, groups: np.ndarray, units: np.ndarray, *, times: list[np.ndarray], horizon: float
) -> list[Errors]:
    """Return the standard errors of weighted Kaplan-Meier curves and restricted means, for each group in turn.

    Units (rows, people or clusters, numbered from 0) are drawn with replacement from all, each with its weights;
    the seed is fixed, so that the same file gives the same errors. A draw without anybody of a group says nothing of
    it. Not-a-number where there is a single unit, so that no draw differs.

    times  for each group, where its curve is asked for

    Source: Efron (1981), Journal of the American Statistical Association 76:312. Weights are taken as they
    stand in the file: how they were made cannot be done again from it.
    """
    draws = np.random.default_rng(SEED)
    parts = [_Part(rows.of(groups == group), units[groups == group]) for group in range(len(times))]
    count = units.max() + 1
    survival = [
        Draws(survival_at(kaplan_meier(part.rows), asked).estimate)
        for part, asked in zip(parts, times, strict=True)
    ]
    means = np.full((len(times), REPLICATIONS), np.nan)
    for number in range(REPLICATIONS if count > 1 else 0):
        drawn = np.bincount(draws.integers(count, size=count), minlength=count).astype(float)
        for group, part in enumerate(parts):
            curve = part.curve(drawn)
            if curve is None:
                continue
            survival[group].add(survival_at(curve, times[group]).estimate)
            means[group, number] = restricted_mean(curve, horizon)[0]
    return [
        Errors(drawn.spread(), spread(drawn_means), drawn_means)
        for drawn, drawn_means in zip(survival, means, strict=True)
    ]


def spread(drawn: np.ndarray) -> float:
    """Return the standard deviation of the draws that are known; not-a-number for fewer than two."""
    known = drawn[np.isfinite(drawn)]
    return float(known.std(ddof=1)) if len(known) > 1 else np.nan


class Draws:
    """Draws of several numbers together, of which only count, sum and squares are kept: there may be many times.

    They are kept as differences from a middle near to them, so that rounding does not matter.
    """

    def __init__(self, middle: np.ndarray):
        self.middle = np.where(np.isfinite(middle), middle, 0)
        self.count, self.total, self.squares = (np.zeros(len(middle)) for _ in range(3))

    def add(self, drawn: np.ndarray) -> None:
        """Add one draw; what is not-a-number in it does not count."""
        known = np.isfinite(drawn)
        apart = np.where(known, drawn - self.middle, 0)
        self.count += known
        self.total += apart
        self.squares += apart**2

    def spread(self) -> np.ndarray:
        """Return the standard deviation of each number; not-a-number where fewer than two draws are known."""
        left = self.squares - self.total**2 / np.maximum(self.count, 1)
        return np.where(self.count > 1, np.sqrt(np.maximum(left, 0) / np.maximum(self.count - 1, 1)), np.nan)


class _Part:
    """One group's rows, prepared so that only the weights change from draw to draw."""

    def __init__(self, rows: Rows, units: np.ndarray):
        self.rows, self.units = rows, units
        self.times = np.unique(rows.time[rows.event])
        self.ends = np.searchsorted(self.times, rows.time, side="right")
        self.begins = np.searchsorted(self.times, rows.entry, side="right")

    def curve(self, drawn: np.ndarray) -> Curve | None:
        """Return the group's curve when each unit was drawn so often; None when none of it was."""
        rows, places = self.rows, len(self.times) + 1
        weight = rows.weight * drawn[self.units]
        if not weight.any():
            return None
        left = np.bincount(self.ends, weight, places) - np.bincount(self.begins, weight, places)
        at_risk = np.cumsum(left[::-1])[::-1][1:]
        events = np.bincount(self.ends[rows.event] - 1, weight[rows.event], places - 1).astype(float)
        # By rounding, no fewer may be at risk than have the event.
        at_risk = np.maximum(at_risk, events)
        hazard = np.divide(events, at_risk, out=np.zeros_like(events), where=events > 0)
        survival = np.cumprod(1 - hazard)
        return Curve(self.times, at_risk, events, survival, np.cumsum(hazard), rows.time.max())
