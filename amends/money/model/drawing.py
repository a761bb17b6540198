"""Draw the uncertain numbers of a reading, many at once, from points that fill the space evenly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr, ndtri
from scipy.stats import qmc

from amends.money.model.correlations import lower_triangle, normal_correlation
from amends.money.model.distributions import Counts, Distribution, Empirical, Lognormal, Pert
from amends.money.model.scenario import Correlation, Quantity

Floats = NDArray[np.float64]

# Beyond these normal scores lies less than 1e-16 of a distribution.
EDGE = 8.25
# Table points between the edges. The error of reading between two of them is below 1e-6 of the range.
POINTS = 1 << 13
SCORES = np.linspace(-EDGE, EDGE, POINTS)
POINTS_A_SCORE = (POINTS - 1) / (2 * EDGE)
LEAST_UNIFORM = float(ndtr(-EDGE))


def normal_scores(dimensions: int, count: int, rng: np.random.Generator) -> Floats:
    """Return `count` (a power of two) scrambled points of Sobol as normal scores, an array a dimension."""
    points = qmc.Sobol(dimensions, scramble=True, rng=rng).random(count)
    return ndtri(np.clip(points.T, LEAST_UNIFORM, 1 - LEAST_UNIFORM))


@cache
def beta_table(alpha: float, beta: float) -> tuple[Floats, Floats]:
    """Return the values of a beta distribution at SCORES, and how far it is from each to the next."""
    # The upper half is read from the other end, where 1 - p has lost its digits.
    low, high = np.split(SCORES, 2)
    values = np.concatenate([betaincinv(alpha, beta, ndtr(low)), 1 - betaincinv(beta, alpha, ndtr(-high))])
    return values, np.append(np.diff(values), 0)


def values_at(distribution: Distribution, scores: Floats) -> Floats:
    """Return what a distribution has at these normal scores: its quantile at the share of scores below each."""
    if isinstance(distribution, Pert):
        least, mode, most = (float(one) for one in (distribution.least, distribution.mode, distribution.most))
        if least == most:
            return np.full_like(scores, least)
        span = most - least
        return least + span * between_points(
            1 + 4 * (mode - least) / span, 1 + 4 * (most - mode) / span, scores
        )
    if isinstance(distribution, Counts):
        found, of = float(distribution.found), float(distribution.of)
        return between_points(found + 0.5, of - found + 0.5, scores)
    if isinstance(distribution, Lognormal):
        return float(distribution.median) * np.exp(float(distribution.sigma) * scores)
    return seen_at(distribution, scores)


def between_points(alpha: float, beta: float, scores: Floats) -> Floats:
    """Return the values of a beta distribution at these scores, on straight lines between the points of its table."""
    values, steps = beta_table(alpha, beta)
    position = np.clip(scores, -EDGE, EDGE)
    position = (position + EDGE) * POINTS_A_SCORE
    point = position.astype(np.intp)
    return values[point] + (position - point) * steps[point]


def seen_at(distribution: Empirical, scores: Floats) -> Floats:
    """Return the value seen at each score: each of n values has the n-th part of them."""
    seen = np.array([float(one) for one in distribution.seen])
    return seen[np.minimum((ndtr(scores) * len(seen)).astype(np.intp), len(seen) - 1)]


class Group:
    """Inputs that are drawn together: one alone, or several whose ranks are correlated."""

    def __init__(self, inputs: Sequence[Quantity], correlation: Correlation | None):
        self.inputs = tuple(inputs)
        self.lower = lower_triangle(normal_correlation(correlation.ranks)) if correlation else None

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of its inputs."""
        return tuple(one.key for one in self.inputs)

    def draw(self, scores: Floats) -> Iterator[tuple[str, Floats]]:
        """Yield each input's values, from independent normal scores, a row for each input."""
        for row, one in enumerate(self.inputs):
            own = scores[row]
            if self.lower is not None:
                own = sum(self.lower[row][column] * scores[column] for column in range(row + 1))
            yield one.key, values_at(one.distribution, own)  # type: ignore[arg-type]
