"""The two regressions that effects stand on, and the question whether a logistic one has an answer at all."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np
import scipy.linalg
import scipy.optimize
import scipy.special
import statsmodels.api as sm

from amends.evidence.effects.refusing import Refused
from amends.evidence.maximizing import NoEstimate, Point, maximize

# Nearer to 0 or 1 than this a fitted share may be the sign of separation, which is then looked for.
NEARLY_SURE = 1e-6


def with_constant(matrix: np.ndarray) -> np.ndarray:
    """Return the columns in units of their spread around their mean, with a column of ones before them.

    What is estimated does not depend on the units; the digits that are lost on the way do.
    """
    size = np.abs(matrix).max(axis=0, initial=0.0)
    # In parts of the largest first: squares of what is very small or very large are no numbers any more.
    matrix = matrix / np.where(size > 0, size, 1.0)
    spread = matrix.std(axis=0)
    scaled = (matrix - matrix.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.column_stack([np.ones(len(matrix)), scaled])


def refuse_dependent(matrix: np.ndarray, names: Sequence[str], where: str) -> None:
    """Raise Refused where a column, the first a constant, is a combination of others in these rows."""
    triangle, order = scipy.linalg.qr(matrix, mode="r", pivoting=True)
    sizes = np.abs(np.diag(triangle))
    rank = int(np.sum(sizes > sizes[0] * max(matrix.shape) * np.finfo(float).eps * 10))
    if rank < matrix.shape[1]:
        extra = ", ".join(f"[{('constant', *names)[place]}]" for place in sorted(order[rank:]))
        raise Refused(
            f"{where}: {extra} can be computed from the other terms, or is the same in every row, so that the "
            "coefficients are not determined. Leave out a term."
        )


def fit_linear(outcome: np.ndarray, matrix: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Return the least-squares coefficients of the columns of a matrix."""
    roots = np.ones(len(outcome)) if weights is None else np.sqrt(weights)
    return np.linalg.lstsq(matrix * roots[:, None], outcome * roots, rcond=None)[0]


def fit_logistic(
    outcome: np.ndarray,
    matrix: np.ndarray,
    names: Sequence[str],
    where: str,
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """Return the maximum-likelihood coefficients of a logistic regression of 0 and 1.

    matrix   columns as `with_constant` makes them; `names` are of those after the first
    weights  what each row counts for; a row that counts for nothing separates nothing
    Raises Refused where the columns separate the ones from the zeros, wholly or in part: the likelihood then
    has no largest value (Albert and Anderson 1984, Biometrika 71:1).
    """
    if weights is not None:
        outcome, matrix, weights = outcome[weights > 0], matrix[weights > 0], weights[weights > 0]
    coefficients = _by_newton(outcome, matrix) if weights is None else None
    none = None
    if coefficients is None:
        try:
            coefficients = maximize(
                _likelihood(outcome, matrix, weights), np.zeros(matrix.shape[1]), ["the constant", *names]
            )
        except NoEstimate as said:
            none = said
    share = np.zeros(1) if coefficients is None else scipy.special.expit(matrix @ coefficients)
    if float(np.minimum(share, 1 - share).min()) < NEARLY_SURE and (by := separating(outcome, matrix)):
        terms = ", ".join(f"[{names[place - 1]}]" for place in by if place) or "the constant"
        raise Refused(f"{where} separates: {terms} tells some rows' group with certainty.")
    if coefficients is None:
        raise Refused(f"{where} has no finite estimate. {none}")
    return coefficients


def _by_newton(outcome: np.ndarray, matrix: np.ndarray) -> np.ndarray | None:
    """Return the coefficients to which plain Newton steps lead, or None where they do not settle."""
    with warnings.catch_warnings():
        # What statsmodels warns of is looked into by whoever called, and refused in words.
        warnings.simplefilter("ignore")
        try:
            fitted = sm.Logit(outcome, matrix).fit(method="newton", maxiter=100, tol=1e-12, disp=0)
        except (np.linalg.LinAlgError, sm.tools.sm_exceptions.PerfectSeparationError):
            return None
    coefficients = np.asarray(fitted.params)
    settled = bool(fitted.mle_retvals["converged"]) and bool(np.isfinite(coefficients).all())
    return coefficients if settled else None


def _likelihood(
    outcome: np.ndarray, matrix: np.ndarray, weights: np.ndarray | None
) -> Callable[[np.ndarray], Point]:
    """Return the logistic likelihood, for weights, which statsmodels' takes none of, and for guarded steps."""
    counts = np.ones(len(outcome)) if weights is None else weights / weights.mean()

    def at(coefficients: np.ndarray) -> Point:
        linear = matrix @ coefficients
        share = scipy.special.expit(linear)
        loglik = counts @ (outcome * linear - np.logaddexp(0, linear))
        score = matrix.T @ (counts * (outcome - share))
        return Point(float(loglik), score, (matrix * (counts * share * (1 - share))[:, None]).T @ matrix)

    return at


def separating(outcome: np.ndarray, matrix: np.ndarray) -> list[int]:
    """Return columns that separate ones from zeros, wholly or in part, none of them needlessly; empty for none."""
    left = list(range(matrix.shape[1]))
    if not _separates(outcome, matrix):
        return []
    for place in range(1, matrix.shape[1]):
        without = [other for other in left if other != place]
        if _separates(outcome, matrix[:, without]):
            left = without
    return left


def _separates(outcome: np.ndarray, matrix: np.ndarray) -> bool:
    """Whether some direction of the columns has no one on the side of the zeros, nor any zero on that of the ones.

    By linear programming (Konis 2007, Linear programming algorithms for detecting separated data, section 4).
    """
    signed = matrix * np.where(outcome == 1, 1.0, -1.0)[:, None]
    found = scipy.optimize.linprog(
        -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1), method="highs"
    )
    return bool(found.success) and -found.fun >= 1e-7 * len(signed)
