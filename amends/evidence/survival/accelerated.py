"""Models in which covariates stretch or shorten the time itself."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from scipy.special import expit, log_expit, log_ndtr
from scipy.stats import norm

from amends.evidence.maximizing import NoEstimate, Point, maximize
from amends.evidence.survival.rows import Rows

Distribution = Literal["lognormal", "weibull", "loglogistic"]
DISTRIBUTIONS: tuple[Distribution, ...] = ("lognormal", "weibull", "loglogistic")


class Accelerated(NamedTuple):
    """A model log T = constant + design x coefficients + scale x error, that was fitted.

    coefficients  the constant first
    variance      of the coefficients and, last, of the scale's logarithm, from the information observed
    moved         how far each row moves each of these (dfbeta), its weight included; R's survreg leaves it out
    loglik        of the times themselves, not of their logarithms
    """

    coefficients: np.ndarray
    scale: float
    variance: np.ndarray
    moved: np.ndarray
    loglik: float


class Curvature(NamedTuple):
    """A function of the standardized residual, with its first and second derivative."""

    value: np.ndarray
    slope: np.ndarray
    bend: np.ndarray


def fit_accelerated(
    rows: Rows, design: np.ndarray, names: list[str], distribution: Distribution
) -> Accelerated:
    """Return the model in the parametrization of R's `survreg`.

    The error is the logarithm of a standard exponential time ("weibull"), standard normal ("lognormal") or
    standard logistic ("loglogistic"). Rows that enter late count given that they got so far. Every time must be above zero.

    Raises NoEstimate when the likelihood has no highest point or nothing happens.

    Source: Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, 3.6 and 7.
    Fitted in 1/scale and coefficients/scale, in which the likelihood has a single top: lifelines, tried on the
    Rossi data, stops short of it in the fourth to sixth digit.
    """
    if not rows.event.any():
        raise NoEstimate("Nobody has the event.")
    logs = np.log(rows.time)
    middle, spread = design.mean(axis=0), design.std(axis=0)
    center, width = logs.mean(), max(logs.std(), 1e-6)
    plain = np.column_stack([np.ones(len(rows)), (design - middle) / spread])
    late = rows.entry > 0
    begins = np.where(late, np.log(np.where(late, rows.entry, 1.0)), 0.0)
    y, y0 = (logs - center) / width, (begins - center) / width
    # Residual z = pace * y - x'g. Its derivatives by (g, pace) are (-x, y).
    by_end, by_begin = np.column_stack([-plain, y]), np.column_stack([-plain, y0])

    def pieces(place: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return each row's log-likelihood, its first derivatives, and the sum of minus the second ones."""
        pace = place[-1]
        if pace <= 0:
            bad = np.full(len(rows), -np.inf)
            return bad, np.full_like(by_end, np.nan), np.full((by_end.shape[1],) * 2, np.nan)
        density, tail = _shapes(distribution, by_end @ place)
        value = np.where(rows.event, density.value + np.log(pace), tail.value)
        slope = np.where(rows.event, density.slope, tail.slope)
        bend = np.where(rows.event, density.bend, tail.bend)
        first = slope[:, None] * by_end
        first[:, -1] += np.where(rows.event, 1 / pace, 0)
        information = -(by_end * (rows.weight * bend)[:, None]).T @ by_end
        information[-1, -1] += (rows.weight * rows.event).sum() / pace**2
        if late.any():
            _, before = _shapes(distribution, by_begin @ place)
            value = value - np.where(late, before.value, 0)
            first = first - np.where(late, before.slope, 0)[:, None] * by_begin
            information += (by_begin * (rows.weight * late * before.bend)[:, None]).T @ by_begin
        return value, first, information

    def likelihood(place: np.ndarray) -> Point:
        value, first, information = pieces(place)
        return Point(float(rows.weight @ value), rows.weight @ first, information)

    start = np.zeros(by_end.shape[1])
    start[-1] = 1.0
    place = maximize(likelihood, start, ["Intercept", *names, "scale"])
    value, first, information = pieces(place)
    pace = place[-1]
    scale = width / pace
    # Back to the file's units: beta = scale * g / spread, and the constant takes up the middles.
    stretched = scale * place[1:-1] / spread
    constant = center + scale * place[0] - middle @ stretched
    turn = np.zeros((len(place), len(place)))
    turn[1:-1, 1:-1] = np.diag(scale / spread)
    turn[1:-1, -1] = -stretched / pace
    turn[0, 0] = scale
    turn[0, 1:-1] = -scale * middle / spread
    turn[0, -1] = -(constant - center) / pace
    turn[-1, -1] = -1 / pace
    inverse = np.linalg.inv(information)
    moved = (rows.weight[:, None] * first) @ inverse @ turn.T
    # From the likelihood of (log t - center) / width to that of t.
    events = rows.weight * rows.event
    loglik = rows.weight @ value - events @ logs - events.sum() * np.log(width)
    return Accelerated(
        np.concatenate([[constant], stretched]), float(scale), turn @ inverse @ turn.T, moved, float(loglik)
    )


def _shapes(distribution: Distribution, z: np.ndarray) -> tuple[Curvature, Curvature]:
    """Return the logarithms of the error's density and of its upper tail at z."""
    if distribution == "weibull":
        grown = np.exp(np.minimum(z, 700))
        return Curvature(z - grown, 1 - grown, -grown), Curvature(-grown, -grown, -grown)
    if distribution == "loglogistic":
        share = expit(z)
        bend = -share * (1 - share)
        return (
            Curvature(z + 2 * log_expit(-z), 1 - 2 * share, 2 * bend),
            Curvature(log_expit(-z), -share, bend),
        )
    tail = log_ndtr(-z)
    hazard = np.exp(norm.logpdf(z) - tail)
    return (
        Curvature(norm.logpdf(z), -z, np.full_like(z, -1.0)),
        Curvature(tail, -hazard, -hazard * (hazard - z)),
    )
