"""Means of an outcome in two groups that were made alike, and the influence of each row on both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit
from scipy.stats import norm, t

from amends.evidence.effects import models, weighting
from amends.evidence.effects.standard_errors import FewClusters, error, few_clusters, gradient, solved
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
            None if clusters is None or self.treated is None else few_clusters(self.treated, clusters),
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

    few  where rows are not independent: what their clusters do to limits and p, which are then those of a t
    """

    estimate: float
    se: float
    se_full: float
    few: FewClusters | None = None

    @property
    def half_width(self) -> float:
        """How far the 95 % limits lie from the estimate."""
        if self.few is None:
            return float(norm.ppf((1 + LEVEL) / 2)) * self.se_full
        return float(t.ppf((1 + LEVEL) / 2, self.few.df)) * self.se_full * self.few.widened

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
        if self.few is None:
            return float(2 * norm.sf(distance))
        return float(2 * t.sf(distance / self.few.widened, self.few.df))


Figure = Callable[[np.ndarray, int], float]
Direct = Callable[[np.ndarray, int], np.ndarray]


def weighted(of: Weighting, figure: Figure, direct: Direct) -> Means:
    """Return what a figure of weighted rows is in each group.

    figure  of weights and a group (1 treated, 0 control); the same for weights that are all times more
    direct  of the same, each row's influence on it at given weights
    """
    values = np.array([figure(of.weights, group) for group in BOTH])
    known = np.column_stack([direct(of.weights, group) for group in BOTH])
    return Means(values, known + of.inherited(known), known, of)


def weighted_means(outcome: np.ndarray, treated: np.ndarray, of: Weighting) -> Means:
    """Return each group's weighted mean (Hajek: weights scaled to one within the group)."""

    def mean(weights: np.ndarray, group: int) -> float:
        within = weights * (treated == group)
        return float((within * outcome).sum() / within.sum())

    def direct(weights: np.ndarray, group: int) -> np.ndarray:
        within = weights * (treated == group)
        return within * (outcome - mean(weights, group)) * len(outcome) / within.sum()

    return weighted(of, mean, direct)


@dataclass(frozen=True)
class OutcomeModel:
    """A regression of the outcome in each group on the covariates: linear, or logistic for 0 and 1.

    columns    the covariates of each row, after a constant
    predicted  of each row (rows) when treated and when not (columns)
    slopes     of each such prediction by its linear predictor
    influence  of each row on the coefficients of the model of the treated, and of that of the others
    """

    columns: np.ndarray
    predicted: np.ndarray
    slopes: np.ndarray
    influence: list[np.ndarray]

    def mean(self, over: np.ndarray) -> np.ndarray:
        """Return the mean prediction over rows that count so much, treated and control."""
        return np.average(self.predicted, axis=0, weights=over)

    def influence_on_mean(self, over: np.ndarray) -> np.ndarray:
        """Return each row's influence on those means through the coefficients."""
        steps = (self.slopes * over[:, None]).T @ self.columns / over.sum()
        return np.column_stack([own @ step for own, step in zip(self.influence, steps, strict=True)])


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
    predicted, slopes, influences = [], [], []
    for group in BOTH:
        where = f"The outcome model of the {'treated' if group else 'control'} group"
        rows = (treated == group) & (counts > 0)
        models.refuse_dependent(columns[rows], names, where)
        weights = None if np.ptp(counts[rows]) == 0 else counts[rows]
        fitted = (
            models.fit_logistic(outcome[rows], columns[rows], names, where, weights)
            if binary
            else models.fit_linear(outcome[rows], columns[rows], weights)
        )
        linear = columns @ fitted
        expected = expit(linear) if binary else linear
        slope = expected * (1 - expected) if binary else np.ones(len(linear))
        own = counts * (treated == group)
        information = (columns * (own * slope)[:, None]).T @ columns / len(treated)
        influences.append(solved(information, columns * (own * (outcome - expected))[:, None]))
        predicted.append(expected)
        slopes.append(slope)
    return OutcomeModel(columns, np.column_stack(predicted), np.column_stack(slopes), influences)


def standardized_means(treated: np.ndarray, of: Weighting, model: OutcomeModel, *, estimand: str) -> Means:
    """Return the mean predictions over everybody (ate) or over the treated rows (att).

    of  what each row counted for in the model

    The weighting is that which a linear regression on the same columns amounts to (Chattopadhyay and
    Zubizarreta 2023, On the implied weights of linear regression, Biometrika 110:615).
    """
    over = treated.astype(float) if estimand == "att" else np.ones(len(treated))
    values, known = model.mean(over), model.influence_on_mean(over)
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
    averages = model.mean(over)
    values, predicted, missing = [], [], []
    for place, group in enumerate(BOTH):
        within = of.weights * (treated == group)
        missed = outcome - model.predicted[:, place]
        values.append(averages[place] + np.average(missed, weights=within))
        predicted.append(over * (model.predicted[:, place] - averages[place]) * n / over.sum())
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
