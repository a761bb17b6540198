"""Proportional hazards: Cox's model with tied times, late entries, weights, and errors that hold in clusters."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from scipy.stats import chi2

from amends.evidence.maximizing import NoEstimate, Point, maximize
from amends.evidence.survival.curves import kaplan_meier
from amends.evidence.survival.rows import Rows

Ties = Literal["efron", "breslow"]


class Hazards(NamedTuple):
    """A model that was fitted.

    coefficients  logarithms of hazard ratios, one a column of the design
    variance      the inverse of the information
    loglik_null   the partial log-likelihood without covariates; loglik_model with them
    """

    coefficients: np.ndarray
    variance: np.ndarray
    loglik_null: float
    loglik_model: float


class Moment(NamedTuple):
    """The partial likelihood at one value of the coefficients, event by event.

    risk   each row's hazard relative to the mean covariates
    pace   for each event, the hazard's increment: its weight over the weighted risk of those at risk
    mean   for each event, the mean covariates of those at risk
    spread  for each event, their variance matrix, times the event's weight
    """

    loglik: float
    score: np.ndarray
    risk: np.ndarray
    pace: np.ndarray
    mean: np.ndarray
    spread: np.ndarray


class PartialLikelihood:
    """Cox's partial likelihood of rows, of which one person may have several, each from its entry to its time.

    Each event is one term of it. Of d events at the same time, Efron's form takes those tied out of the risk
    set by 0, 1/d, ..., (d - 1)/d; Breslow's leaves them in it. Weights enter as in R's survival package: a tied
    event has the mean weight of those tied.

    Sources: Cox (1972), Journal of the Royal Statistical Society B 34:187; Efron (1977), Journal of the American
    Statistical Association 72:557; Therneau and Grambsch (2000), Modeling Survival Data, 3.3 and appendix E,
    whose data sets worked by hand are what the tests check. Written here because no library for Python has Efron's
    score residuals, or weights with both ways of ties and late entries.
    """

    def __init__(self, rows: Rows, design: np.ndarray, ties: Ties = "efron"):
        self.rows = rows
        self.middle = np.average(design, axis=0, weights=rows.weight)
        self.design = design - self.middle
        self.times = np.unique(rows.time[rows.event])
        places = len(self.times)
        self.ends = np.searchsorted(self.times, rows.time, side="right")
        self.begins = np.searchsorted(self.times, rows.entry, side="right")
        tied = np.bincount(self.ends[rows.event] - 1, minlength=places)
        weight = np.bincount(self.ends[rows.event] - 1, rows.weight[rows.event], places)
        # One term for each event: the place of its time, its part of those tied, its weight.
        self.place = np.repeat(np.arange(places), tied)
        number = np.arange(len(self.place)) - np.repeat(np.cumsum(tied) - tied, tied)
        self.part = number / tied[self.place] if ties == "efron" else np.zeros(len(self.place))
        self.weight = (weight / tied)[self.place]

    @cached_property
    def scale(self) -> np.ndarray:
        """The standard deviation of each covariate; 1 where that is none."""
        spread = np.sqrt(np.average(self.design**2, axis=0, weights=self.rows.weight))
        return np.where(spread > 0, spread, 1.0)

    # Where a step was much too long, risks vanish beside each other; the next one is then shorter.
    @np.errstate(divide="ignore", over="ignore", invalid="ignore")
    def at(self, coefficients: np.ndarray) -> Moment:
        """Return the likelihood's parts at these coefficients; not-a-number where they are far too large."""
        rows, x = self.rows, self.design
        linear = x @ coefficients
        # A common factor of all risks divides out; the largest must not overflow.
        top = linear.max(initial=0.0)
        risk = np.exp(linear - top)
        part = self.part
        total, tied = self._sums(rows.weight * risk)
        level = total[self.place] - part * tied[self.place]
        columns = [self._sums(rows.weight * risk * column) for column in x.T]
        mean = np.column_stack(
            [(whole[self.place] - part * deaths[self.place]) / level for whole, deaths in columns]
        )
        width = x.shape[1]
        spread = np.empty((len(self.place), width, width))
        for one in range(width):
            for other in range(one + 1):
                whole, deaths = self._sums(rows.weight * risk * x[:, one] * x[:, other])
                square = (whole[self.place] - part * deaths[self.place]) / level
                both = self.weight * (square - mean[:, one] * mean[:, other])
                spread[:, one, other] = spread[:, other, one] = both
        event = rows.event
        loglik = rows.weight[event] @ (linear[event] - top) - self.weight @ np.log(level)
        score = rows.weight[event] @ x[event] - self.weight @ mean
        return Moment(float(loglik), score, risk, self.weight / level, mean, spread)

    def _sums(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return, for each time with an event, the sum over those at risk and the sum over those with the event."""
        places = len(self.times) + 1
        left = np.bincount(self.ends, values, places) - np.bincount(self.begins, values, places)
        event = self.rows.event
        deaths = np.bincount(self.ends[event] - 1, values[event], places - 1)
        return np.cumsum(left[::-1])[::-1][1:], deaths

    def fit(self, names: list[str]) -> Hazards:
        """Return the coefficients at which the likelihood is highest. Raises NoEstimate when there are none."""

        def scaled(place: np.ndarray) -> Point:
            moment = self.at(place / self.scale)
            information = moment.spread.sum(axis=0) / np.outer(self.scale, self.scale)
            return Point(moment.loglik, moment.score / self.scale, information)

        coefficients = maximize(scaled, np.zeros(len(names)), names) / self.scale
        moment = self.at(coefficients)
        units = np.outer(self.scale, self.scale)
        try:
            variance = np.linalg.inv(moment.spread.sum(axis=0) / units) / units
        except np.linalg.LinAlgError as error:
            raise NoEstimate("The information of the coefficients is singular.") from error
        if not (np.isfinite(variance).all() and (np.diag(variance) > 0).all()):
            raise NoEstimate("The variance of the coefficients is not finite.")
        return Hazards(coefficients, variance, self.at(np.zeros(len(names))).loglik, moment.loglik)

    def score_residuals(self, coefficients: np.ndarray) -> np.ndarray:
        """Return what each row adds to the score, rows by covariates, before weights.

        With tied events each of them has its part of every term, as R's survival package has it.

        Source: Therneau and Grambsch (2000), Modeling Survival Data, 4.6 and appendix E.
        """
        moment, rows, x = self.at(coefficients), self.rows, self.design
        # The increments of the hazard, and of the hazard times the mean, added up over times.
        paced = np.column_stack([moment.pace, moment.pace[:, None] * moment.mean])
        summed = np.zeros((len(self.times) + 1, paced.shape[1]))
        np.add.at(summed[1:], self.place, paced)
        summed = np.cumsum(summed, axis=0)
        over = summed[self.ends] - summed[self.begins]
        residuals = -moment.risk[:, None] * (x * over[:, :1] - over[:, 1:])
        # Whoever has the event was only partly at risk for those tied, and has a share of each tied term.
        spared, means = np.zeros_like(summed[1:]), np.zeros((len(self.times), x.shape[1]))
        np.add.at(spared, self.place, self.part[:, None] * paced)
        np.add.at(means, self.place, moment.mean)
        means /= np.bincount(self.place, minlength=len(self.times))[:, None]
        event, place = rows.event, self.ends[rows.event] - 1
        residuals[event] += x[event] - means[place]
        residuals[event] += moment.risk[event, None] * (x[event] * spared[place, :1] - spared[place, 1:])
        return residuals


def robust_variance(
    likelihood: PartialLikelihood, fitted: Hazards, cluster: np.ndarray | None = None
) -> np.ndarray:
    """Return the variance of the coefficients that holds when the model is wrong or rows are alike in clusters.

    cluster  the number of each row's cluster, from 0; None takes each row by itself

    Source: Lin and Wei (1989), Journal of the American Statistical Association 84:1074, by dfbeta residuals.
    """
    weighted = likelihood.rows.weight[:, None] * likelihood.score_residuals(fitted.coefficients)
    moved = sum_by_cluster(weighted @ fitted.variance, cluster)
    return moved.T @ moved


def sum_by_cluster(moved: np.ndarray, cluster: np.ndarray | None) -> np.ndarray:
    """Return what each cluster moves the coefficients by, from what each row does; rows where there is none."""
    if cluster is None:
        return moved
    together = np.zeros((cluster.max() + 1, moved.shape[1]))
    np.add.at(together, cluster, moved)
    return together


class Proportionality(NamedTuple):
    """A test that one term's, or all terms', effect does not change with time."""

    term: str
    statistic: float
    df: int
    p: float


def test_proportionality(
    likelihood: PartialLikelihood, fitted: Hazards, places: dict[str, list[int]]
) -> list[Proportionality]:
    """Return a score test for each term and for all, named GLOBAL, against effects that change with time.

    The time is one minus Kaplan-Meier just before it, of everybody and without weights.

    places  for each term, its columns of the design

    Source: Grambsch and Therneau (1994), Biometrika 81:515; the score test itself, not its approximation, as
    `cox.zph` of R's survival package does from version 3.
    """
    rows = likelihood.rows
    moment = likelihood.at(fitted.coefficients)
    curve = kaplan_meier(rows.weighted(np.ones(len(rows))))
    # In one order: `times` of the likelihood and of the curve are the same.
    clock = 1 - np.concatenate([[1.0], curve.survival[:-1]])
    event = rows.event
    own = clock[likelihood.ends[event] - 1] * rows.weight[event]
    each = clock[likelihood.place]
    middle = np.average(each, weights=likelihood.weight)
    own, each = own - middle * rows.weight[event], each - middle
    score = own @ likelihood.design[event] - (each * likelihood.weight) @ moment.mean
    plain, once, twice = (np.tensordot(each**power, moment.spread, axes=1) for power in (0, 1, 2))
    width = len(score)

    def judge(term: str, columns: list[int]) -> Proportionality:
        information = np.block([[plain, once[:, columns]], [once[columns], twice[np.ix_(columns, columns)]]])
        full = np.concatenate([np.zeros(width), score[columns]])
        # With events at a single time, or at two for two terms, nothing can be seen to change.
        scale = np.sqrt(np.maximum(np.diag(information), np.finfo(float).tiny))
        alike, full = information / np.outer(scale, scale), full / scale
        known = np.linalg.matrix_rank(alike, hermitian=True) == len(full)
        statistic = float(full @ np.linalg.solve(alike, full)) if known else np.nan
        return Proportionality(term, statistic, len(columns), float(chi2.sf(statistic, len(columns))))

    return [
        *(judge(term, columns) for term, columns in places.items()),
        judge("GLOBAL", list(range(width))),
    ]


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
    by_end, by_begin = np.argsort(ends, kind="stable"), np.argsort(begins, kind="stable")
    end_at = np.searchsorted(ends[by_end], np.arange(len(times) + 2))
    begin_at = np.searchsorted(begins[by_begin], np.arange(len(times) + 2))
    at_risk = np.zeros(len(levels))
    agree = pairs = 0.0
    event_at = np.where(rows.event, ends - 1, -1)
    for when in range(len(times) - 1, -1, -1):
        # Whoever ends at this time or until the next joins, and whoever enters only after it leaves.
        joined = by_end[end_at[when + 1] : end_at[when + 2]]
        np.add.at(at_risk, place[joined], rows.weight[joined])
        entered = by_begin[begin_at[when + 1] : begin_at[when + 2]]
        np.subtract.at(at_risk, place[entered], rows.weight[entered])
        now = joined[event_at[joined] == when]
        others = at_risk.copy()
        np.subtract.at(others, place[now], rows.weight[now])
        below = np.cumsum(others) - others
        agree += rows.weight[now] @ (below[place[now]] + others[place[now]] / 2)
        pairs += rows.weight[now].sum() * others.sum()
    return float(agree / pairs) if pairs > 0 else np.nan
