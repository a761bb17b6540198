"""Average effects by when treatment began and by time (Callaway and Sant'Anna 2021, J Econom 225:200).

Each is the change since a time before treatment, of units whose treatment began at one time, minus the same
change of units that are not treated. No covariates: without treatment both would have changed alike on average.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from amends.evidence.did.panel import NEVER, Panel
from amends.evidence.did.wild_bootstrap import ByCluster, Spread, without_means

# Whom the treated are compared with: units that are never treated, or all that are not treated yet as well.
CONTROLS = ("never", "notyet")
# What times before treatment are compared with: the last of them, so that a slope shows as one (Roth 2024,
# Interpreting event studies from recent difference-in-differences methods), or each with the one before it.
BASES = ("universal", "varying")


class Cell(NamedTuple):
    """When treatment began, the time looked at and the time it is compared with, as places among the times."""

    cohort: int
    time: int
    base: int


class Average(NamedTuple):
    """An average of effects, and each unit's influence on it."""

    estimate: float
    influence: np.ndarray


@dataclass(frozen=True)
class GroupTime:
    """Each cell's effect.

    influence  of each unit (rows) on each cell (columns)
    controls   whether each unit (rows) is compared with in each cell (columns)
    """

    panel: Panel
    cells: list[Cell]
    effects: np.ndarray
    influence: np.ndarray
    controls: np.ndarray

    @property
    def cohorts(self) -> np.ndarray:
        """The cohort of each cell."""
        return np.array([cell.cohort for cell in self.cells])

    @property
    def after(self) -> np.ndarray:
        """Whether each cell lies after the beginning of treatment."""
        return np.array([cell.time >= cell.cohort for cell in self.cells])

    @property
    def since(self) -> np.ndarray:
        """How long after the beginning each cell lies, in units of time; below zero before it."""
        times = self.panel.times
        # Tenths and thirds of a year do not subtract to the same last digit.
        return np.round([times[cell.time] - times[cell.cohort] for cell in self.cells], 9)

    @property
    def gaps(self) -> np.ndarray:
        """How long each cell lies after the time that it is compared with."""
        times = self.panel.times
        return np.array([times[cell.time] - times[cell.base] for cell in self.cells])

    def weights(self, chosen: np.ndarray) -> np.ndarray:
        """Return the share of each cell in the average of some cells: as many as its cohort has units."""
        units = chosen * self._units(self.cohorts)
        return np.asarray(units / units.sum())

    def average(self, chosen: np.ndarray) -> Average:
        """Return the average of some cells by their units."""
        return self.by_units(self.cohorts[chosen], self.effects[chosen], self.influence[:, chosen])

    def by_units(self, cohorts: np.ndarray, effects: np.ndarray, influence: np.ndarray) -> Average:
        """Return the average of effects by their cohorts' units, counting that the shares are estimated too."""
        units = self._units(cohorts)
        share = units / units.sum()
        estimate = float(share @ effects)
        return Average(estimate, influence @ share + self.by_share(cohorts) @ (effects - estimate))

    def by_share(self, cohorts: np.ndarray) -> np.ndarray:
        """Return each unit's influence on the share of each cohort in an average over them."""
        units = self._units(cohorts)
        return np.asarray(
            ((self.panel.start[:, None] == cohorts) * len(self.panel.start) - units) / units.sum()
        )

    def _units(self, cohorts: np.ndarray) -> np.ndarray:
        return np.array([np.sum(self.panel.start == cohort) for cohort in cohorts])


def comparable(panel: Panel) -> Panel:
    """Return a panel with untreated units: where none is, the last to be treated serve, until they are."""
    return panel if panel.untreated.any() else panel.until(panel.cohorts[-1])


def group_time(panel: Panel, *, controls: str = "never", base: str = "universal") -> GroupTime:
    """Return the effect in each cell of a panel that has untreated units.

    controls, base  words of CONTROLS and BASES
    """
    n = len(panel.start)
    cells, effects, influences, compared = [], [], [], []
    for cohort in panel.cohorts:
        members = panel.start == cohort
        for time in range(len(panel.times)):
            reference = cohort - 1 if base == "universal" or time >= cohort else time - 1
            if reference in (time, -1):
                continue
            others = panel.untreated
            if controls == "notyet":
                others = others | (panel.start > max(time, reference)) & ~members
            change = panel.outcome[:, time] - panel.outcome[:, reference]
            treated, untreated = change[members].mean(), change[others].mean()
            cells.append(Cell(cohort, time, reference))
            effects.append(treated - untreated)
            influences.append(
                n
                * (
                    members * (change - treated) / members.sum()
                    - others * (change - untreated) / others.sum()
                )
            )
            compared.append(others)
    return GroupTime(panel, cells, np.array(effects), np.column_stack(influences), np.column_stack(compared))


def averaged(of: GroupTime) -> ByCluster:
    """Return the average of all cells after treatment, by clusters, at any hypothesis about it.

    A hypothesis is imposed on the regression in which each cell after treatment has an effect of its own: its
    residuals are what the bootstrap turns. The shares of the cohorts are turned with them, as the scores that
    they are (Kline and Santos 2012, A score based approach to wild bootstrap inference, J Econom Methods 1:23).
    """
    panel, after = of.panel, of.after
    weights, effects, cohorts = of.weights(after)[after], of.effects[after], of.cohorts[after]
    average = of.average(after)
    columns, inverse, outcome = _after_treatment(of)
    fitted = inverse @ (columns.T @ outcome)
    towards = inverse @ weights / (weights @ inverse @ weights)
    # At a hypothesis of the estimate, and for each unit further away from it.
    at_estimate = fitted - (weights @ fitted - average.estimate) * towards
    residuals = (outcome - columns @ at_estimate, columns @ towards)
    by_share = panel.sums(of.by_share(cohorts)) / len(panel.start)
    shares = (by_share @ (effects - average.estimate), -by_share @ (towards - 1))
    sizes = panel.sums(np.ones(len(panel.start))) / len(panel.start)
    return ByCluster(
        average.estimate,
        *(
            _turned(of, of.weights(after), residual, share, sizes)
            for residual, share in zip(residuals, shares, strict=True)
        ),
    )


def leads(of: GroupTime, averages: list[np.ndarray]) -> list[Spread]:
    """Return how averages of cells before treatment spread by cluster, if all of those cells are zero.

    averages  which cells each is an average of
    """
    columns, inverse, outcome = _after_treatment(of)
    residual = outcome - columns @ (inverse @ (columns.T @ outcome))
    nothing = np.zeros(len(of.panel.clusters))
    return [_turned(of, of.weights(chosen), residual, nothing, nothing) for chosen in averages]


def _after_treatment(of: GroupTime) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the regressors of the cells after treatment, the inverse of their products, and the outcome.

    Flat over units and times, less the means of units and of times.
    """
    panel = of.panel
    cells = [cell for cell, chosen in zip(of.cells, of.after, strict=True) if chosen]
    columns = without_means(panel, _indicators(panel, cells))
    return columns, np.linalg.inv(columns.T @ columns), without_means(panel, panel.outcome.ravel())


def _indicators(panel: Panel, cells: list[Cell]) -> np.ndarray:
    """Return an indicator of each cell over units and times, flat."""
    columns = np.zeros((*panel.outcome.shape, len(cells)))
    for place, cell in enumerate(cells):
        columns[panel.start == cell.cohort, cell.time, place] = 1
    return columns.reshape(-1, len(cells))


def _turned(
    of: GroupTime, weights: np.ndarray, flat: np.ndarray, share: np.ndarray, sizes: np.ndarray
) -> Spread:
    """Return how an average of cells spreads when residuals, and scores of the shares, are turned by cluster."""
    panel = of.panel
    residual = flat.reshape(panel.outcome.shape)
    own, left, right = share, [sizes], [share]
    for place, (cell, weight) in enumerate(zip(of.cells, weights, strict=True)):
        if weight == 0:
            continue
        change = residual[:, cell.time] - residual[:, cell.base]
        for sign, among in ((1, panel.start == cell.cohort), (-1, of.controls[:, place])):
            part = panel.sums(sign * weight * among * change / among.sum())
            own = own + part
            left.append(panel.sums(among / among.sum()))
            right.append(part)
    return Spread(own, np.column_stack(left), np.column_stack(right))


def under_treatment(panel: Panel) -> np.ndarray:
    """Return whether each unit (rows) is treated at each time (columns)."""
    begun = np.where(panel.start == NEVER, len(panel.times), panel.start)
    return np.asarray(np.arange(len(panel.times)) >= begun[:, None])
