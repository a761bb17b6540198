"""Errors that count what was estimated on the way: stacked estimating equations, as influence functions.

An influence function has a row for each row of the data, and one minus the truth is its mean: whatever is
computed from several estimates inherits theirs by the chain rule (Stefanski and Boos 2002, The calculus of
M-estimation, Am Stat 56:29). The derivative of a figure of two means is taken by a complex step, which loses no
digits (Squire and Trapp 1998, SIAM Rev 40:110), so that it has to be written of operations that take complex numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from amends.evidence.effects.refusing import Refused

STEP = 1e-30


def gradient(function: Callable[[np.ndarray], np.ndarray], at: np.ndarray) -> np.ndarray:
    """Return the derivative of each value (rows) of a function by each of its parameters (columns).

    >>> gradient(lambda x: np.array([x[0] ** 2 * x[1]]), np.array([3.0, 2.0]))
    array([[12.,  9.]])
    """
    columns = []
    for place in range(len(at)):
        moved = at.astype(complex)
        moved[place] += STEP * 1j
        columns.append(np.imag(function(moved)) / STEP)
    return np.column_stack(columns) if columns else np.empty((len(np.atleast_1d(function(at))), 0))


def solved(bread: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return what moves parameters, from what moves their equations. Raises Refused where nothing determines them."""
    try:
        return np.linalg.solve(bread, rows.T).T
    except np.linalg.LinAlgError as error:
        raise Refused(
            "The equations of the weights or of the model do not determine its parameters."
        ) from error


def error(rows: np.ndarray, clusters: np.ndarray | None = None) -> float:
    """Return the standard error of an estimate from its influence function.

    Without clusters it is the heteroscedasticity-consistent error HC0 (White 1980), with them its sum over
    clusters (Liang and Zeger 1986), neither with a factor for small samples.

    clusters  for each row the number of its cluster, from 0
    """
    sums = rows if clusters is None else np.bincount(clusters, weights=rows)
    return float(np.sqrt(np.sum(sums**2)) / len(rows))


class FewClusters(NamedTuple):
    """What few clusters do to a figure: the degrees of freedom of its t, and how many times too small its error is."""

    df: float
    widened: float


def few_clusters(treated: np.ndarray, clusters: np.ndarray) -> FewClusters:
    """Return what an error by cluster needs before limits and p are made of it, in a comparison of two groups.

    Each group amounts to so many clusters of one size: the square of the sum of its rows by cluster over the sum of
    their squares (Carter, Schnepel and Steigerwald 2017, Rev Econ Stat 99:698), 2 at least. The variance of each is
    too small by one less over that number (Bester, Conley and Hansen 2011, J Econom 165:137), and degrees of freedom are
    those of Welch (1947, Biometrika 34:28), but no more than of all clusters together.

    clusters  for each row the number of its cluster, from 0

    >>> few_clusters(np.array([1, 1, 1, 0, 0, 0]), np.array([0, 1, 2, 3, 4, 5])).df
    4.0
    >>> few_clusters(np.array([1, 0, 1, 0, 1, 0]), np.array([0, 0, 1, 1, 2, 2])).df
    2.0
    """
    both = [_effective(clusters[treated == group]) for group in (1, 0)]
    variance = sum(1 / count for count in both)
    welch = variance**2 / sum(1 / count**2 / (count - 1) for count in both)
    widened = sum(1 / (count - 1) for count in both) / variance
    return FewClusters(min(welch, _effective(clusters) - 1), float(np.sqrt(widened)))


def _effective(clusters: np.ndarray) -> float:
    rows = np.bincount(clusters)
    return max(2.0, float(rows.sum() ** 2 / (rows**2).sum()))
