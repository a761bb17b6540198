"""What few clusters can tell: the wild cluster bootstrap-t with the null imposed.

Cameron, Gelbach and Miller 2008, Rev Econ Stat 90:414; the six weights of Webb 2023, Can J Econ 56:839; intervals
by the values that are not rejected. All patterns of weights are listed where they are few enough, so that nothing
depends on a seed; computed from sums by cluster (Roodman et al. 2019, Stata J 19:4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from amends.evidence.did.panel import Panel

WEBB = np.array([-np.sqrt(1.5), -1, -np.sqrt(0.5), np.sqrt(0.5), 1, np.sqrt(1.5)])
# Six to the seventh; eight clusters would be 1.7 million.
LISTED = 300_000
DRAWS = 9_999
# Numbers that are held at once, so that memory does not grow with the patterns.
AT_ONCE = 4_000_000
LEVEL = 0.95
# How far from the estimate, in errors, a limit is looked for before it is said that there is none.
FAR = 1_000.0


@dataclass(frozen=True)
class Spread:
    """How residuals that are multiplied by cluster move each cluster's influence, once all is fitted anew.

    own          what each cluster's residuals give to the estimate, and to its own influence
    left, right  by cluster, a column for each thing that is fitted: how much of it each cluster takes, and what each
                 cluster's residuals give to it
    """

    own: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def of(self, weights: np.ndarray) -> np.ndarray:
        """Return each cluster's influence (columns) under each pattern of weights (rows)."""
        return np.asarray(weights * self.own - (weights @ self.right) @ self.left.T)

    @property
    def unturned(self) -> np.ndarray:
        """Each cluster's influence in the data themselves."""
        return np.asarray(self.own - self.left @ self.right.sum(axis=0))


@dataclass(frozen=True)
class ByCluster:
    """An estimate, as sums by cluster, at any hypothesis about it.

    at_estimate  how the residuals spread under the hypothesis that the estimate is the truth
    away         what is taken off for each unit that the hypothesis lies above the estimate
    """

    estimate: float
    at_estimate: Spread
    away: Spread

    @property
    def se(self) -> float:
        """The cluster-robust error, without a factor for few clusters."""
        return float(np.sqrt(np.sum(self.at_estimate.unturned**2)))


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


def bootstrap(of: ByCluster, *, seed: int) -> Bootstrap:
    """Return p of no effect and the limits of what is not rejected at 5 %."""
    weights, listed = patterns(len(of.away.own), seed=seed)
    # The data themselves are the pattern of ones: the last row, reckoned as all others are.
    drawn = np.vstack([weights, np.ones(weights.shape[1])])
    given, taken = drawn @ of.at_estimate.own, drawn @ of.away.own
    moved, shifted = of.at_estimate.of(drawn), of.away.of(drawn)
    # The squared error at a hypothesis is a parabola in how far it lies from the estimate.
    square, cross, far = (
        (left * right).sum(axis=1) for left, right in ((moved, moved), (moved, shifted), (shifted, shifted))
    )

    def p(away: float) -> float:
        effects = np.abs(given - away * taken)
        errors = np.sqrt(np.maximum(square - 2 * away * cross + away**2 * far, 0.0))
        # One listed pattern is the data themselves: equal up to rounding, and it counts.
        as_far = np.sum(effects[:-1] * errors[-1] >= effects[-1] * errors[:-1] * (1 - 1e-9))
        # Among draws that pattern need not be: it is added, so that p is never zero (Davison and Hinkley 1997, 4.2).
        return float(as_far / len(weights) if listed else (as_far + 1) / (len(weights) + 1))

    return Bootstrap(p(-of.estimate), _limit(p, of, -1), _limit(p, of, 1), len(weights), listed)


@dataclass(frozen=True)
class Joint:
    """How the Wald statistic of several figures stands among those of all patterns, were all of them zero.

    statistic  of the figures as they are
    critical   what it exceeds 5 times of 100 if all are zero
    among      of each pattern (columns): the statistic, and what makes it a parabola in how far the figures lie from
               zero in the direction that was asked
    """

    p: float
    statistic: float
    critical: float
    among: np.ndarray

    def power(self, steps: float) -> float:
        """Return how often the figures would be told from zero, were they so many steps from it."""
        square, cross, far = self.among
        return float(np.mean(square + 2 * steps * cross + steps**2 * far > self.critical))


def joint(figures: list[Spread], step: np.ndarray, *, seed: int) -> Joint:
    """Return the test that several figures are all zero.

    figures  each under that hypothesis
    step     how far each figure goes in one step of the alternative for which power is wanted
    """
    weights, listed = patterns(len(figures[0].own), seed=seed)
    drawn = np.vstack([np.ones(weights.shape[1]), weights])
    parts = np.array_split(drawn, drawn.size * len(figures) // AT_ONCE + 1)
    whole = np.column_stack([_wald(part, figures, step) for part in parts])
    seen, among = whole[0, 0], whole[:, 1:]
    as_far = np.sum(among[0] >= seen * (1 - 1e-9))
    p = as_far / len(weights) if listed else (as_far + 1) / (len(weights) + 1)
    return Joint(float(p), float(seen), float(np.quantile(among[0], LEVEL, method="inverted_cdf")), among)


def _wald(drawn: np.ndarray, figures: list[Spread], step: np.ndarray) -> np.ndarray:
    turned = np.column_stack([drawn @ one.own for one in figures])
    influence = np.stack([one.of(drawn) for one in figures], axis=1)
    inverse = np.linalg.pinv(influence @ influence.transpose(0, 2, 1), hermitian=True)
    there, back = np.einsum("bkl,bl->bk", inverse, turned), inverse @ step
    return np.array([np.sum(turned * there, axis=1), there @ step, back @ step])


def patterns(clusters: int, *, seed: int) -> tuple[np.ndarray, bool]:
    """Return a row of weights for each pattern, and whether they are all there are."""
    if len(WEBB) ** clusters <= LISTED:
        return WEBB[np.indices((len(WEBB),) * clusters).reshape(clusters, -1).T], True
    return np.random.default_rng(seed).choice(WEBB, size=(DRAWS, clusters)), False


def uniform(influence: np.ndarray, errors: np.ndarray, *, seed: int) -> float:
    """Return how many errors a band reaches to either side that holds all figures at once 95 times of 100.

    influence  sums by cluster (rows) of the influence on each figure (columns), in the figures' units
    By the multiplier bootstrap of Callaway and Sant'Anna 2021, algorithm 1, with the six weights of Webb.
    """
    weights, _ = patterns(len(influence), seed=seed)
    farthest = np.zeros(len(weights))
    for column, error in zip(influence.T, errors, strict=True):
        farthest = np.maximum(farthest, np.abs(weights @ column) / error)
    return float(np.quantile(farthest, LEVEL, method="inverted_cdf"))


def _limit(p: Callable[[float], float], of: ByCluster, way: int) -> float:
    """Return the farthest value on one side that is not rejected, to a ten-thousandth of the error."""
    near, step = 0.0, 2.0
    while p(way * step * of.se) >= 1 - LEVEL:
        near, step = step, step * 2
        if step > FAR:
            return way * float("inf")
    far = step
    while far - near > 1e-4:
        middle = (near + far) / 2
        if p(way * middle * of.se) >= 1 - LEVEL:
            near = middle
        else:
            far = middle
    return of.estimate + way * near * of.se
