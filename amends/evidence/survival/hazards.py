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

# In the model's errors: what moves coefficients by less is rounding.
MOVES_NOTHING = 1e-6


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
    """

    loglik: float
    score: np.ndarray
    risk: np.ndarray
    pace: np.ndarray
    mean: np.ndarray


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
        event = rows.event
        loglik = rows.weight[event] @ (linear[event] - top) - self.weight @ np.log(level)
        score = rows.weight[event] @ x[event] - self.weight @ mean
        return Moment(float(loglik), score, risk, self.weight / level, mean)

    @np.errstate(over="ignore", invalid="ignore")
    def information(self, moment: Moment, clock: np.ndarray | None = None) -> np.ndarray:
        """Return the variance matrix of the covariates of those at risk, summed over events by their weights.

        clock  what each event's matrix is multiplied by; 1 where nothing is said
        """
        times = np.ones(len(self.place)) if clock is None else clock
        # Of the square minus the squared mean, the first is summed row by row: no matrix is kept for each event.
        own = self.rows.weight * moment.risk * self.over_events(moment.pace * times)
        square = (self.design * own[:, None]).T @ self.design
        return square - (moment.mean * (self.weight * times)[:, None]).T @ moment.mean

    def over_events(self, values: np.ndarray) -> np.ndarray:
        """Return for each row the sum of the events' values, each by how much the row was at risk of it."""
        summed = self._until(values)
        over = summed[self.ends] - summed[self.begins]
        # Whoever has the event was only partly at risk for those tied.
        event = self.rows.event
        spared = self._by_time((self.part * values.T).T)
        over[event] -= spared[self.ends[event] - 1]
        return over

    def _by_time(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of the events' values at each time."""
        if values.ndim == 1:
            return np.bincount(self.place, values, len(self.times))
        return np.column_stack([self._by_time(column) for column in values.T])

    def _until(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of the events' values before the first time, and until each time."""
        summed = np.cumsum(self._by_time(values), axis=0)
        return np.concatenate([np.zeros((1, *summed.shape[1:])), summed])

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
            information = self.information(moment) / np.outer(self.scale, self.scale)
            return Point(moment.loglik, moment.score / self.scale, information)

        coefficients = maximize(scaled, np.zeros(len(names)), names) / self.scale
        moment = self.at(coefficients)
        units = np.outer(self.scale, self.scale)
        try:
            variance = np.linalg.inv(self.information(moment) / units) / units
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
        moment, event, x = self.at(coefficients), self.rows.event, self.design
        over = self.over_events(np.column_stack([moment.pace, moment.pace[:, None] * moment.mean]))
        residuals = -moment.risk[:, None] * (x * over[:, :1] - over[:, 1:])
        means = self._by_time(moment.mean) / np.bincount(self.place, minlength=len(self.times))[:, None]
        residuals[event] += x[event] - means[self.ends[event] - 1]
        return residuals


def robust_variance(
    likelihood: PartialLikelihood, fitted: Hazards, cluster: np.ndarray | None = None
) -> np.ndarray:
    """Return the variance of the coefficients that holds when the model is wrong or rows are alike in clusters.

    cluster  the number of each row's cluster, from 0; None takes each row by itself

    Source: Lin and Wei (1989), Journal of the American Statistical Association 84:1074, by dfbeta residuals.
    """
    moved = sum_by_cluster(moved_coefficients(likelihood, fitted), cluster)
    return moved.T @ moved


def moved_coefficients(likelihood: PartialLikelihood, fitted: Hazards) -> np.ndarray:
    """Return how far each row moves each coefficient (dfbeta), its weight included."""
    weighted = likelihood.rows.weight[:, None] * likelihood.score_residuals(fitted.coefficients)
    return weighted @ fitted.variance


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
    plain, once, twice = (likelihood.information(moment, each**power) for power in (0, 1, 2))
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
