"""Weights that make two groups alike: from the propensity of being treated, or by balancing means exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.optimize
from scipy.special import expit

from amends.evidence.effects import models
from amends.evidence.effects.refusing import Refused
from amends.evidence.effects.standard_errors import solved

# From each row's influence on figures at given weights (columns) to what else it moves them by.
Carried = Callable[[np.ndarray], np.ndarray]

# Means count as balanced when they differ by less than this many standard deviations.
BALANCED = 1e-7


@dataclass(frozen=True)
class Weighting:
    """A weight for each row, and what was estimated to get it.

    weights     a row each, before any scaling; comparisons scale them to one within each group
    slopes      of each weight's logarithm (rows) by each parameter (columns) that it was estimated with
    influence   of each row (rows) on each such parameter (columns)
    propensity  of each row to be treated, where it was estimated
    carried     what the estimate of a part of the weights that is no parameter adds to rows' influence, from
                their influence at given weights
    """

    weights: np.ndarray
    slopes: np.ndarray
    influence: np.ndarray
    propensity: np.ndarray | None = None
    carried: Carried = np.zeros_like

    def inherited(self, known: np.ndarray) -> np.ndarray:
        """Return what the estimate of the weights adds to rows' influence (rows) on figures (columns).

        known  that influence at given weights; a row's is what its weight, times more, moves the figure by, so that
               the chain rule leads from weights to parameters, and from those to the rows they were estimated from
        """
        return self.influence @ (self.slopes.T @ known) / len(known) + self.carried(known)

    def times(self, other: np.ndarray, carried: Carried) -> Weighting:
        """Return the weights times others, which were estimated by themselves."""
        return replace(self, weights=self.weights * other, carried=carried)


@dataclass(frozen=True)
class Loss:
    """The weights of those who stayed.

    lost     of each row, whether it was lost before the horizon without the event
    weights  one over the probability of having been seen until the event or the horizon; 0 for who was lost
    carried  rows' influence at given weights to what the estimate of these weights adds to it
    """

    lost: np.ndarray
    weights: np.ndarray
    carried: Carried


def known(weights: np.ndarray) -> Weighting:
    """Return weights that nothing had to be estimated for."""
    nothing = np.empty((len(weights), 0))
    return Weighting(weights, nothing, nothing)


# A row's weight from its propensity p, for a treated row and for a control row; and the slopes of its logarithm by
# the logarithm of p / (1 - p).
PROPENSITY_WEIGHTS: dict[str, tuple[Callable, Callable, Callable, Callable]] = {
    # everybody: Horvitz and Thompson 1952
    "ate": (lambda p: 1 / p, lambda p: 1 / (1 - p), lambda p: p - 1, lambda p: p),
    # those who were treated: Hirano and Imbens 2001
    "att": (lambda p: 0 * p + 1, lambda p: p / (1 - p), lambda p: 0 * p, lambda p: 0 * p + 1),
    # those who might as well have been in either group: Li, Morgan and Zaslavsky 2018
    "ato": (lambda p: 1 - p, lambda p: p, lambda p: -p, lambda p: 1 - p),
}


def by_propensity(
    treated: np.ndarray, matrix: np.ndarray, names: Sequence[str], *, estimand: str
) -> Weighting:
    """Return weights from a logistic regression of the treatment on covariates.

    treated   1 for a treated row, 0 for a control row
    matrix    covariates, without a constant
    estimand  a key of PROPENSITY_WEIGHTS
    Raises Refused where the covariates separate the groups or depend on each other.
    """
    columns = models.with_constant(matrix)
    models.refuse_dependent(columns, names, "The propensity model")
    at = models.fit_logistic(treated, columns, names, "The propensity model")
    share = expit(columns @ at)
    if float(np.minimum(share, 1 - share).min()) <= 0:
        raise Refused("The propensity model separates: it gives some rows their group with certainty.")
    treated_weight, control_weight, treated_slope, control_slope = PROPENSITY_WEIGHTS[estimand]
    weights = np.where(treated == 1, treated_weight(share), control_weight(share))
    slopes = np.where(treated == 1, treated_slope(share), control_slope(share))
    scores = columns * (treated - share)[:, None]
    information = (columns * (share * (1 - share))[:, None]).T @ columns / len(treated)
    return Weighting(weights, columns * slopes[:, None], solved(information, scores), share)


def by_entropy(treated: np.ndarray, matrix: np.ndarray, names: Sequence[str], *, estimand: str) -> Weighting:
    """Return the weights nearest to equal ones under which groups have the same means of all covariates.

    att: the control group is given the treated group's means; ate: each group the whole sample's.
    Weights have the mean one in each group. (Hainmueller 2012, Entropy balancing, Polit Anal 20:25.)
    Raises Refused where no weights can do that, or where the covariates depend on each other.
    """
    columns = models.with_constant(matrix)
    models.refuse_dependent(columns, names, "Entropy balancing")
    values = columns[:, 1:]
    target_rows = treated if estimand == "att" else np.ones(len(treated))
    target = np.average(values, axis=0, weights=target_rows)
    moved = (0,) if estimand == "att" else (1, 0)
    weights = np.ones(len(treated))
    slopes, moved_by = [], []
    # Of each row on the means that are asked for, themselves estimated.
    on_target = target_rows[:, None] * (values - target) / target_rows.mean()
    for group in moved:
        member = (treated == group).astype(float)
        exponents = values @ _tilt(values[treated == group], target)
        raw = member * np.exp(exponents - exponents[treated == group].max())
        own = raw / raw.sum() * member.sum()
        weights = np.where(treated == group, own, weights)
        apart = own[:, None] * (values - target)
        bread = apart.T @ (values - target) / len(treated)
        slopes.append(values * member[:, None])
        moved_by.append(-solved(bread, apart - member.mean() * on_target))
    return Weighting(weights, np.hstack(slopes), np.hstack(moved_by))


def _tilt(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the exponents' coefficients under which these rows have the means of `target`."""
    apart = values - target

    def shares(tilt: np.ndarray) -> np.ndarray:
        exponents = apart @ tilt
        raw = np.exp(exponents - exponents.max())
        return raw / raw.sum()

    def dual(tilt: np.ndarray) -> float:
        exponents = apart @ tilt
        highest = exponents.max()
        return float(highest + np.log(np.exp(exponents - highest).sum()))

    def slope(tilt: np.ndarray) -> np.ndarray:
        return apart.T @ shares(tilt)

    def curve(tilt: np.ndarray) -> np.ndarray:
        mean = slope(tilt)
        return (apart * shares(tilt)[:, None]).T @ apart - np.outer(mean, mean)

    found = scipy.optimize.minimize(
        dual,
        np.zeros(values.shape[1]),
        jac=slope,
        hess=curve,
        method="trust-exact",
        options={"gtol": BALANCED / 1000, "maxiter": 500},
    )
    tilt = found.x
    for _ in range(3):
        # The last digits: the dual is flat to rounding before its slope is zero.
        try:
            tilt = tilt - np.linalg.solve(curve(tilt), slope(tilt))
        except np.linalg.LinAlgError:
            break
    left = np.abs(slope(tilt))
    if not np.isfinite(left).all() or left.max() > BALANCED:
        raise Refused(
            "Entropy balancing: no weights give one group the means that are asked for, which lie beyond its rows."
        )
    return tilt


def effective_rows(weights: np.ndarray) -> float:
    """Return how many equally weighted rows carry as much (Kish 1965).

    >>> effective_rows(np.array([1.0, 1.0, 1.0, 1.0]))
    4.0
    """
    total = np.sum(weights**2)
    return float(np.sum(weights) ** 2 / total) if total else 0.0
