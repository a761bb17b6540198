"""What few clusters can tell: the wild cluster bootstrap-t with the null imposed.

Cameron, Gelbach and Miller 2008, Rev Econ Stat 90:414; the six weights of Webb 2023, Can J Econ 56:839; intervals
by the values that are not rejected. All patterns of weights are listed where they are few enough, so that nothing
depends on a seed; computed from sums by cluster (Roodman et al. 2019, Stata J 19:4).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from amends.evidence.did.panel import Panel

WEBB = np.array([-np.sqrt(1.5), -1, -np.sqrt(0.5), np.sqrt(0.5), 1, np.sqrt(1.5)])
# Six to the seventh; eight clusters would be 1.7 million.
LISTED = 300_000
DRAWS = 9_999
LEVEL = 0.95
# How far from the estimate, in errors, a limit is looked for before it is said that there is none.
FAR = 1_000.0


@dataclass(frozen=True)
class ByCluster:
    """One coefficient, its other regressors taken out, as sums by cluster.

    estimate  of the coefficient
    se        its cluster-robust error, without a factor for few clusters
    size      the sum of squares of what the other regressors do not explain of the regressor
    scores    two: of the outcome and of the regressor; a hypothesis is the first minus itself times the second
    spread    the same, of how one cluster's residuals move each cluster's score once all is fitted anew
    """

    estimate: float
    se: float
    size: float
    scores: tuple[np.ndarray, np.ndarray]
    spread: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Bootstrap:
    """The outcome of the bootstrap: p, limits (infinite where none was found), and how it was done."""

    p: float
    lower: float
    upper: float
    patterns: int
    listed: bool


def without_means(panel: Panel, flat: np.ndarray) -> np.ndarray:
    """Return values over units and times less the means of their unit and of their time."""
    cube = flat.reshape(*panel.outcome.shape, -1)
    cube = cube - cube.mean(axis=1, keepdims=True) - cube.mean(axis=0, keepdims=True) + cube.mean(axis=(0, 1))
    return cube.reshape(flat.shape)


def by_cluster(panel: Panel, regressor: np.ndarray, others: np.ndarray) -> ByCluster:
    """Return the coefficient of a regressor beside units, times and other regressors, as sums by cluster.

    regressor, others  over units and times, flat; `others` with a column each
    """
    cluster = np.repeat(panel.cluster, len(panel.times))
    beside = np.linalg.qr(without_means(panel, others))[0] if others.shape[1] else others

    def left(values: np.ndarray) -> np.ndarray:
        centred = without_means(panel, values)
        return centred - beside @ (beside.T @ centred)

    own, outcome = left(regressor), left(panel.outcome.ravel())
    size = float(own @ own)
    estimate = float(own @ outcome) / size
    count = len(panel.clusters)

    def sums(values: np.ndarray) -> np.ndarray:
        return np.bincount(cluster, weights=own * values, minlength=count)

    def moved(values: np.ndarray) -> np.ndarray:
        columns = []
        for one in range(count):
            residual = left(np.where(cluster == one, values, 0.0))
            columns.append(sums(residual - own * (own @ residual) / size))
        return np.column_stack(columns)

    se = float(np.sqrt(np.sum(sums(outcome - estimate * own) ** 2))) / size
    return ByCluster(estimate, se, size, (sums(outcome), sums(own)), (moved(outcome), moved(own)))


def bootstrap(of: ByCluster, *, seed: int) -> Bootstrap:
    """Return p of no effect and the limits of what is not rejected at 5 %."""
    weights, listed = patterns(len(of.scores[0]), seed=seed)

    def p(hypothesis: float) -> float:
        scores = of.scores[0] - hypothesis * of.scores[1]
        spread = of.spread[0] - hypothesis * of.spread[1]
        errors = np.sqrt(np.sum((weights @ spread.T) ** 2, axis=1))
        drawn = np.abs(weights @ scores)
        seen = abs(of.estimate - hypothesis) / of.se
        # One pattern is the data themselves: equal up to rounding, and it counts.
        as_far = np.sum(drawn >= seen * errors * (1 - 1e-9))
        # Among draws that pattern need not be: it is added, so that p is never zero (Davison and Hinkley 1997, 4.2).
        return float(as_far / len(weights) if listed else (as_far + 1) / (len(weights) + 1))

    return Bootstrap(p(0.0), _limit(p, of, -1), _limit(p, of, 1), len(weights), listed)


def patterns(clusters: int, *, seed: int) -> tuple[np.ndarray, bool]:
    """Return a row of weights for each pattern, and whether they are all there are."""
    if len(WEBB) ** clusters <= LISTED:
        return np.array(list(itertools.product(WEBB, repeat=clusters))), True
    return np.random.default_rng(seed).choice(WEBB, size=(DRAWS, clusters)), False


def _limit(p: Callable[[float], float], of: ByCluster, way: int) -> float:
    """Return the farthest value on one side that is not rejected, to a thousandth of the error."""
    near, step = 0.0, 2.0
    while p(of.estimate + way * step * of.se) >= 1 - LEVEL:
        near, step = step, step * 2
        if step > FAR:
            return way * float("inf")
    far = step
    while far - near > 1e-4:
        middle = (near + far) / 2
        if p(of.estimate + way * middle * of.se) >= 1 - LEVEL:
            near = middle
        else:
            far = middle
    return of.estimate + way * near * of.se
