"""Means of an outcome in two groups that were made alike, and the influence of each row on both."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import norm, t

from amends.evidence.effects import models, weighting
from amends.evidence.effects.standard_errors import effective_clusters, error, gradient, influence, solved
from amends.evidence.effects.weighting import Loss, Weighting

LEVEL = 0.95
BOTH = (1, 0)


@dataclass(frozen=True)
class Means:
    """What an outcome is on average when everybody is treated, and when nobody is.

    values     two: treated, control
    full       influence of each row (rows) on both, counting everything that was estimated on the way
    known      the same with weights, or who is averaged over, taken as known
    weighting  which row counted how much
    treated    which group each row is in, where errors by cluster are asked for
    """

    values: np.ndarray
    full: np.ndarray
    known: np.ndarray
    weighting: Weighting
    treated: np.ndarray | None = None

    def of(self, function: Callable[[np.ndarray], np.ndarray], clusters: np.ndarray | None) -> Inference:
        """Return one figure made of both means, and its errors by the chain rule."""
        slope = gradient(lambda values: np.atleast_1d(function(values)), self.values)[0]
        return Inference(
            float(function(self.values)),
            error(self.known @ slope, clusters),
            error(self.full @ slope, clusters),
            None if clusters is None or self.treated is None else effective_clusters(self.treated, clusters),
        )

    def group(self, place: int, clusters: np.ndarray | None = None) -> Inference:
        """Return one group's mean: 0 treated, 1 control."""
        return self.of(lambda values: values[place], clusters)

    def complement(self) -> Means:
        """Return one minus both: of survival, the risk."""
        return replace(self, values=1 - self.values, full=-self.full, known=-self.known)

    def difference(self, clusters: np.ndarray | None = None) -> Inference:
        """Return the treated mean minus the control mean."""
        return self.of(lambda values: values[0] - values[1], clusters)


@dataclass(frozen=True)
class Inference:
    """A figure with its error: `se` takes weights as known, `se_full` counts that they were estimated.

    clusters  how many clusters of one size its rows amount to; None where rows are independent

    An error from few clusters is too small, and what it is divided by is no normal: limits and p are then those of
    Student's t with one degree of freedom less than clusters, the variance times clusters over one less (Bester,
    Conley and Hansen 2011, Inference with dependent data using cluster covariance estimators, J Econom 165:137).
    """

    estimate: float
    se: float
    se_full: float
    clusters: float | None = None

    @property
    def half_width(self) -> float:
        """How far the 95 % limits lie from the estimate."""
        if self.clusters is None:
            return float(norm.ppf((1 + LEVEL) / 2)) * self.se_full
        return float(t.ppf((1 + LEVEL) / 2, self.clusters - 1)) * self.se_full * self._widened

    @property
    def wide_error(self) -> float:
        """The error with which a normal interval would be as wide."""
        return self.half_width / float(norm.ppf((1 + LEVEL) / 2))

    @property
    def limits(self) -> tuple[float, float]:
        """The 95 % interval by `se_full`."""
        return self.estimate - self.half_width, self.estimate + self.half_width

    @property
    def p(self) -> float:
        """The two-sided p-value by `se_full`; not a number where there is no error."""
        if not self.se_full > 0:
            return float("nan")
        distance = abs(self.estimate) / self.se_full
        if self.clusters is None:
            return float(2 * norm.sf(distance))
        return float(2 * t.sf(distance / self._widened, self.clusters - 1))

    @property
    def _widened(self) -> float:
        return 1.0 if self.clusters is None else math.sqrt(self.clusters / (self.clusters - 1))


Functional = Callable[[np.ndarray, int], np.ndarray]
Direct = Callable[[np.ndarray, int], np.ndarray]


def weighted(of: Weighting, functional: Functional, direct: Direct) -> Means:
    """Return what a functional of weighted rows is in each group.

    functional  weights (also complex) and a group (1 treated, 0 control) to a figure
    direct      the same to each row's influence on it, at given weights
    """
    values = np.array([functional(of.weights, group) for group in BOTH])
    known = np.column_stack([direct(of.weights, group) for group in BOTH])
    slopes = gradient(
        lambda parameters: np.array([functional(of.of(parameters), group) for group in BOTH]), of.parameters
    )
    return Means(values, known + of.influence @ slopes.T + of.carried(known), known, of)


def weighted_means(outcome: np.ndarray, treated: np.ndarray, of: Weighting) -> Means:
    """Return each group's weighted mean (Hajek: weights scaled to one within the group)."""

    def mean(weights: np.ndarray, group: int) -> np.ndarray:
        within = weights * (treated == group)
        return (within * outcome).sum() / within.sum()

    def direct(weights: np.ndarray, group: int) -> np.ndarray:
        within = weights * (treated == group)
        return within * (outcome - mean(weights, group)) * len(outcome) / within.sum()

    return weighted(of, mean, direct)


@dataclass(frozen=True)
class OutcomeModel:
    """A regression of the outcome in each group on the covariates: linear, or logistic for 0 and 1.

    predicted  of each row (rows) when treated and when not (columns)
    influence  of each row on the coefficients of both models, treated first
    gradient   coefficients to the mean prediction over rows of given weights, for both
    """

    predicted: np.ndarray
    coefficients: np.ndarray
    columns: np.ndarray
    influence: np.ndarray
    binary: bool

    def mean(self, coefficients: np.ndarray, over: np.ndarray) -> np.ndarray:
        """Return the mean prediction over rows of these weights, treated and control."""
        both = self._predict(coefficients)
        return (both * over[:, None]).sum(axis=0) / over.sum()

    def _predict(self, coefficients: np.ndarray) -> np.ndarray:
        linear = self.columns @ coefficients.reshape(2, -1).T
        return models.expit(linear) if self.binary else linear


def outcome_model(
    outcome: np.ndarray,
    treated: np.ndarray,
    matrix: np.ndarray,
    names: Sequence[str],
    *,
    binary: bool,
    counts: np.ndarray,
) -> OutcomeModel:
    """Return a regression of the outcome in each group, so that no effect is taken to be the same for all.

    counts  what each row counts for
    Raises Refused where a group's covariates depend on each other, or separate its ones from its zeros.
    """
    columns = models.with_constant(matrix)
    fitted = []
    for group in BOTH:
        where = f"The outcome model of the {'treated' if group else 'control'} group"
        rows = (treated == group) & (counts > 0)
        models.refuse_dependent(columns[rows], names, where)
        weights = None if np.ptp(counts[rows]) == 0 else counts[rows]
        fitted.append(
            models.fit_logistic(outcome[rows], columns[rows], names, where, weights)
            if binary
            else models.fit_linear(outcome[rows], columns[rows], weights)
        )
    at = np.concatenate(fitted)
    width = columns.shape[1]

    def moments(coefficients: np.ndarray) -> np.ndarray:
        blocks = []
        for place, group in enumerate(BOTH):
            linear = columns @ coefficients[place * width : (place + 1) * width]
            expected = models.expit(linear) if binary else linear
            blocks.append(columns * (counts * (treated == group) * (outcome - expected))[:, None])
        return np.column_stack(blocks)

    model = OutcomeModel(np.empty(0), at, columns, influence(moments, at), binary)
    return replace(model, predicted=model._predict(at))  # noqa: SLF001 - its own, made whole


def standardized_means(treated: np.ndarray, of: Weighting, model: OutcomeModel, *, estimand: str) -> Means:
    """Return the mean predictions over everybody (ate) or over the treated rows (att).

    of  what each row counted for in the model

    The weighting is that which a linear regression on the same columns amounts to (Chattopadhyay and
    Zubizarreta 2023, On the implied weights of linear regression, Biometrika 110:615).
    """
    over = treated.astype(float) if estimand == "att" else np.ones(len(treated))
    values = model.mean(model.coefficients, over)
    slopes = gradient(lambda coefficients: model.mean(coefficients, over), model.coefficients)
    known = model.influence @ slopes.T
    averaged = over[:, None] * (model.predicted - values) * len(treated) / over.sum()
    return Means(
        values,
        known + averaged + of.carried(known),
        known,
        _implied(treated, model.columns, over, of.weights),
    )


def _implied(treated: np.ndarray, columns: np.ndarray, over: np.ndarray, counts: np.ndarray) -> Weighting:
    weights = np.empty(len(treated))
    target = np.average(columns, axis=0, weights=over)
    for group in BOTH:
        rows = treated == group
        part, own = columns[rows], counts[rows]
        weights[rows] = own * (part @ solved((part * own[:, None]).T @ part, target)) * rows.sum()
    return weighting.known(weights)


def doubly_robust_means(
    outcome: np.ndarray, treated: np.ndarray, of: Weighting, model: OutcomeModel, *, estimand: str
) -> Means:
    """Return mean predictions, put right by the weighted means of what the predictions miss.

    Right when either the propensity or the outcome is modelled well (Robins, Rotnitzky and Zhao 1994, JASA
    89:846; for the treated: Mercatanti and Li 2014, Ann Appl Stat 8:2485). Weights are scaled to one within
    each group. The errors are those of the influence function, for which both models are taken as right.
    """
    n = len(treated)
    over = treated.astype(float) if estimand == "att" else np.ones(n)
    values, predicted, missing = [], [], []
    for place, group in enumerate(BOTH):
        within = of.weights * (treated == group)
        missed = outcome - model.predicted[:, place]
        value = np.average(model.predicted[:, place], weights=over) + np.average(missed, weights=within)
        values.append(value)
        average = np.average(model.predicted[:, place], weights=over)
        predicted.append(over * (model.predicted[:, place] - average) * n / over.sum())
        missing.append(within * (missed - np.average(missed, weights=within)) * n / within.sum())
    known = np.column_stack(predicted) + np.column_stack(missing)
    return Means(np.array(values), known + of.carried(np.column_stack(missing)), known, of)


def regression_adjusted(
    outcome: np.ndarray, treated: np.ndarray, matrix: np.ndarray, of: Weighting, clusters: np.ndarray | None
) -> dict[str, float]:
    """Return the treatment's coefficient, with its HC0 error, in a weighted regression with the covariates."""
    columns = np.column_stack([models.with_constant(matrix), treated])
    bread = (columns * of.weights[:, None]).T @ columns / len(treated)
    coefficients = solved(bread, columns.T @ (of.weights * outcome) / len(treated))
    scores = columns * (of.weights * (outcome - columns @ coefficients))[:, None]
    return {
        "estimate": float(coefficients[-1]),
        "se": error(solved(bread, scores)[:, -1], clusters),
    }


def by_method(
    method: str,
    estimand: str,
    *,
    outcome: np.ndarray,
    treated: np.ndarray,
    matrix: np.ndarray,
    names: Sequence[str],
    binary: bool,
    loss: Loss | None = None,
) -> Means:
    """Return both groups' means by one of the methods of METHODS.

    loss  who was lost, whose outcome counts for nothing, and how those who stayed stand for them
    Raises Refused where a method has no answer.
    """

    def standing(of: Weighting) -> Weighting:
        return of if loss is None else of.times(loss.weights, loss.carried)

    alike = standing(weighting.known(np.ones(len(treated))))
    if method == "itt":
        return weighted_means(outcome, treated, alike)
    if method == "entropy":
        balanced = weighting.by_entropy(treated, matrix, names, estimand=estimand)
        return weighted_means(outcome, treated, standing(balanced))
    if method == "ipw":
        leaning = weighting.by_propensity(treated, matrix, names, estimand=estimand)
        return weighted_means(outcome, treated, standing(leaning))
    # Before the outcome is modelled: what separates groups is the better reason to refuse.
    leaning = (
        weighting.by_propensity(treated, matrix, names, estimand=estimand) if method == "aipw" else alike
    )
    model = outcome_model(outcome, treated, matrix, names, binary=binary, counts=alike.weights)
    if method == "regression":
        return standardized_means(treated, alike, model, estimand=estimand)
    return doubly_robust_means(outcome, treated, standing(leaning), model, estimand=estimand)


# What may be asked of each method.
METHODS: dict[str, tuple[str, ...]] = {
    "itt": ("ate", "att"),
    "ipw": ("ate", "att", "ato"),
    "entropy": ("att", "ate"),
    "aipw": ("ate", "att"),
    "regression": ("ate", "att"),
}
