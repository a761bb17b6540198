"""Weights that make two groups alike: from the propensity of being treated, or by balancing means exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.optimize

from amends.evidence.effects import models
from amends.evidence.effects.refusing import Refused
from amends.evidence.effects.standard_errors import influence, solved

# From each row's influence on figures at given weights (columns) to what else it moves them by.
Carried = Callable[[np.ndarray], np.ndarray]

# Means count as balanced when they differ by less than this many standard deviations.
BALANCED = 1e-7


@dataclass(frozen=True)
class Weighting:
    """A weight for each row, as a function of what was estimated to get it.

    weights     a row each, before any scaling; comparisons scale them to one within each group
    of          parameters to weights, also of complex numbers
    parameters  where `weights` come from; none where they are known
    influence   of each row (rows) on each parameter (columns)
    propensity  of each row to be treated, where it was estimated
    carried     what the estimate of a part of the weights that is no parameter adds to rows' influence, from
                their influence at given weights
    """

    weights: np.ndarray
    of: Callable[[np.ndarray], np.ndarray]
    parameters: np.ndarray
    influence: np.ndarray
    propensity: np.ndarray | None = None
    carried: Carried = np.zeros_like

    def times(self, other: np.ndarray, carried: Carried) -> Weighting:
        """Return the weights times others, which were estimated by themselves."""
        return replace(
            self,
            weights=self.weights * other,
            of=lambda parameters: self.of(parameters) * other,
            carried=carried,
        )


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
    return Weighting(weights, lambda _: weights, np.empty(0), np.empty((len(weights), 0)))


# A row's weight from its propensity, for a treated row and for a control row.
PROPENSITY_WEIGHTS: dict[str, tuple[Callable, Callable]] = {
    # everybody: Horvitz and Thompson 1952
    "ate": (lambda share: 1 / share, lambda share: 1 / (1 - share)),
    # those who were treated: Hirano and Imbens 2001
    "att": (lambda share: 0 * share + 1, lambda share: share / (1 - share)),
    # those who might as well have been in either group: Li, Morgan and Zaslavsky 2018
    "ato": (lambda share: 1 - share, lambda share: share),
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
    share = models.expit(columns @ at)
    if float(np.minimum(share, 1 - share).min()) <= 0:
        raise Refused("The propensity model separates: it gives some rows their group with certainty.")
    for_treated, for_control = PROPENSITY_WEIGHTS[estimand]

    def of(parameters: np.ndarray) -> np.ndarray:
        share = models.expit(columns @ parameters)
        return np.where(treated == 1, for_treated(share), for_control(share))

    scores = columns * (treated - share)[:, None]
    information = (columns * (share * (1 - share))[:, None]).T @ columns / len(treated)
    return Weighting(of(at), of, at, solved(information, scores), share)


def by_entropy(treated: np.ndarray, matrix: np.ndarray, names: Sequence[str], *, estimand: str) -> Weighting:
    """Return the weights nearest to equal ones under which groups have the same means of all covariates.

    att: the control group is given the treated group's means; ate: each group the whole sample's.
    Weights have the mean one in each group. (Hainmueller 2012, Entropy balancing, Polit Anal 20:25.)
    Raises Refused where no weights can do that, or where the covariates depend on each other.
    """
    columns = models.with_constant(matrix)
    models.refuse_dependent(columns, names, "Entropy balancing")
    values = columns[:, 1:]
    width = values.shape[1]
    target_rows = treated if estimand == "att" else np.ones(len(treated))
    target = np.average(values, axis=0, weights=target_rows)
    moved = (0,) if estimand == "att" else (1, 0)
    parts = [target, *(_tilt(values[treated == group], target) for group in moved)]

    def tilts(parameters: np.ndarray, group: int) -> np.ndarray:
        start = width * (1 + moved.index(group))
        raw = np.exp(values @ parameters[start : start + width])
        member = (treated == group).astype(float)
        return raw / ((raw * member).sum() / member.sum())

    def of(parameters: np.ndarray) -> np.ndarray:
        weights = np.ones(len(treated), dtype=parameters.dtype)
        for group in moved:
            weights = np.where(treated == group, tilts(parameters, group), weights)
        return weights

    def moments(parameters: np.ndarray) -> np.ndarray:
        apart = values - parameters[:width]
        blocks = [target_rows[:, None] * apart]
        for group in moved:
            # Without the scale to a mean of one, which is a sum over rows and no row's own.
            start = width * (1 + moved.index(group))
            raw = np.exp(values @ parameters[start : start + width]) * (treated == group)
            blocks.append(raw[:, None] * apart)
        return np.column_stack(blocks)

    at = np.concatenate(parts)
    return Weighting(of(at).real, of, at, influence(moments, at))


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
