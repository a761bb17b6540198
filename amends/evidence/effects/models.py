"""The two regressions that effects stand on, and the question whether a logistic one has an answer at all."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import scipy.linalg
import scipy.optimize
import statsmodels.api as sm

from amends.evidence.effects.refusing import Refused

# Nearer to 0 or 1 than this a fitted share may be the sign of separation, which is then looked for.
NEARLY_SURE = 1e-6


def with_constant(matrix: np.ndarray) -> np.ndarray:
    """Return the columns in units of their spread around their mean, with a column of ones before them.

    What is estimated does not depend on the units; the digits that are lost on the way do.
    """
    spread = matrix.std(axis=0)
    scaled = (matrix - matrix.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.column_stack([np.ones(len(matrix)), scaled])


def expit(values: np.ndarray) -> np.ndarray:
    """Return the logistic function, also of complex numbers, which scipy's does not take."""
    return 1 / (1 + np.exp(-values))


def refuse_dependent(matrix: np.ndarray, names: Sequence[str], where: str) -> None:
    """Raise Refused where a column, the first a constant, is a combination of others in these rows."""
    _, triangle, order = scipy.linalg.qr(matrix, mode="economic", pivoting=True)
    sizes = np.abs(np.diag(triangle))
    rank = int(np.sum(sizes > sizes[0] * max(matrix.shape) * np.finfo(float).eps * 10))
    if rank < matrix.shape[1]:
        extra = ", ".join(f"[{('constant', *names)[place]}]" for place in sorted(order[rank:]))
        raise Refused(
            f"{where}: {extra} can be computed from the other terms, or is the same in every row, so that the "
            "coefficients are not determined. Leave out a term."
        )


def fit_linear(outcome: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return the least-squares coefficients of the columns of a matrix."""
    return np.linalg.lstsq(matrix, outcome, rcond=None)[0]


def fit_logistic(outcome: np.ndarray, matrix: np.ndarray, names: Sequence[str], where: str) -> np.ndarray:
    """Return the maximum-likelihood coefficients of a logistic regression of 0 and 1.

    matrix  columns as `with_constant` makes them; `names` are of those after the first
    Raises Refused where the columns separate the ones from the zeros, wholly or in part: the likelihood then
    has no largest value (Albert and Anderson 1984, Biometrika 71:1).
    """
    with warnings.catch_warnings():
        # What statsmodels warns of is looked into below, and refused in words.
        warnings.simplefilter("ignore")
        try:
            fitted = sm.Logit(outcome, matrix).fit(method="newton", maxiter=100, tol=1e-12, disp=0)
            coefficients = np.asarray(fitted.params)
            settled = bool(fitted.mle_retvals["converged"]) and bool(np.isfinite(coefficients).all())
        except (np.linalg.LinAlgError, sm.tools.sm_exceptions.PerfectSeparationError):
            settled = False
    if settled:
        share = expit(matrix @ coefficients)
        settled = float(np.minimum(share, 1 - share).min()) > NEARLY_SURE
    if not settled:
        by = separating(outcome, matrix)
        if by:
            terms = ", ".join(f"[{('constant', *names)[place]}]" for place in by if place) or "the constant"
            raise Refused(f"{where} separates: {terms} tells some rows' group with certainty.")
        if not np.isfinite(coefficients).all():
            raise Refused(f"{where} has no finite estimate.")
    return coefficients


def separating(outcome: np.ndarray, matrix: np.ndarray) -> list[int]:
    """Return the columns of a direction that separates ones from zeros, wholly or in part; empty for none.

    By linear programming (Konis 2007, Linear programming algorithms for detecting separated data, section 4).
    """
    signed = matrix * np.where(outcome == 1, 1.0, -1.0)[:, None]
    found = scipy.optimize.linprog(
        -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1), method="highs"
    )
    if not found.success or -found.fun < 1e-7 * len(signed):
        return []
    return [int(place) for place in np.flatnonzero(np.abs(found.x) > 1e-6)]
