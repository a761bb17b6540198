"""Average effects by when treatment began and by time (Callaway and Sant'Anna 2021, J Econom 225:200).

Each is the change since the last time before treatment, of units whose treatment began at one time, minus the
same change of units that are never treated in the panel. No covariates: without treatment both would have changed
alike on average. The time before treatment is the reference also of earlier ones (Roth 2024, Interpreting event
studies from recent difference-in-differences methods), so that a slope shows as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from amends.evidence.did.panel import NEVER, Panel


class Cell(NamedTuple):
    """When treatment began and the time that is looked at, as places among the panel's times."""

    cohort: int
    time: int

    @property
    def since(self) -> int:
        """How many times after the beginning; below zero before it."""
        return self.time - self.cohort


@dataclass(frozen=True)
class GroupTime:
    """Each cell's effect.

    influence  of each unit (rows) on each cell (columns)
    units      how many units each cell's cohort has
    """

    panel: Panel
    cells: list[Cell]
    effects: np.ndarray
    influence: np.ndarray
    units: np.ndarray

    def where(self, *, before: bool) -> np.ndarray:
        """Return which cells lie before treatment, or after its beginning."""
        since = np.array([cell.since for cell in self.cells])
        return since < 0 if before else since >= 0

    def average(self, chosen: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the average of some cells by their units, and each unit's influence, who is where included."""
        weights = chosen * self.units / np.sum(chosen * self.units)
        estimate = float(weights @ self.effects)
        n = len(self.panel.start)
        of_cohort = (self.panel.start[:, None] == [cell.cohort for cell in self.cells]) * n
        by_share = (of_cohort - self.units) * chosen / np.sum(chosen * self.units)
        return estimate, self.influence @ weights + by_share @ (self.effects - estimate)

    def weights(self, chosen: np.ndarray) -> np.ndarray:
        """Return the share of each cell in the average of some cells."""
        return np.asarray(chosen * self.units / np.sum(chosen * self.units))


def comparable(panel: Panel) -> Panel:
    """Return a panel with untreated units: where none is, the last to be treated serve, until they are."""
    return panel if panel.untreated.any() else panel.until(panel.cohorts[-1])


def group_time(panel: Panel) -> GroupTime:
    """Return the effect in each cell of a panel that has untreated units."""
    n = len(panel.start)
    controls = panel.untreated
    cells, effects, influences, units = [], [], [], []
    for cohort in panel.cohorts:
        members = panel.start == cohort
        for time in range(len(panel.times)):
            if time == cohort - 1:
                continue
            change = panel.outcome[:, time] - panel.outcome[:, cohort - 1]
            treated, untreated = change[members].mean(), change[controls].mean()
            cells.append(Cell(cohort, time))
            effects.append(treated - untreated)
            influences.append(
                n
                * (
                    members * (change - treated) / members.sum()
                    - controls * (change - untreated) / controls.sum()
                )
            )
            units.append(int(members.sum()))
    return GroupTime(panel, cells, np.array(effects), np.column_stack(influences), np.array(units))


def cell_columns(panel: Panel, cells: list[Cell]) -> np.ndarray:
    """Return an indicator of each cell over units and times, flat, as regressors of the same effects."""
    columns = np.zeros((len(panel.start), len(panel.times), len(cells)))
    for place, cell in enumerate(cells):
        columns[panel.start == cell.cohort, cell.time, place] = 1
    return columns.reshape(-1, len(cells))


def under_treatment(panel: Panel) -> np.ndarray:
    """Return an indicator of being treated over units and times, flat."""
    begun = np.where(panel.start == NEVER, len(panel.times), panel.start)
    return (np.arange(len(panel.times)) >= begun[:, None]).astype(float).ravel()
