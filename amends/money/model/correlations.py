"""Correlations of ranks, and what they are between normal scores (the Gaussian copula)."""

from __future__ import annotations

import math
from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]


def is_correlation(ranks: Sequence[Sequence[object]]) -> bool:
    """Tell whether a square matrix has ones on its diagonal and is the same above and below it."""
    size = range(len(ranks))
    return all(ranks[i][i] == 1 and ranks[i][j] == ranks[j][i] for i in size for j in size)


def normal_correlation(ranks: Sequence[Sequence[object]]) -> list[list[float]]:
    """Return the correlation of normal scores whose ranks are correlated like this (Spearman): 2 sin(pi r / 6).

    >>> normal_correlation([[1, 0.5], [0.5, 1]])[0][1].__round__(6)
    0.517638
    """
    size = range(len(ranks))
    return [[1.0 if i == j else 2 * math.sin(math.pi * float(ranks[i][j]) / 6) for j in size] for i in size]  # type: ignore[arg-type]


def lower_triangle(matrix: Matrix) -> list[list[float]] | None:
    """Return Cholesky's lower triangle of a symmetric matrix, or None when it is not positive definite.

    >>> lower_triangle([[1, 0.6], [0.6, 1]])
    [[1.0, 0.0], [0.6, 0.8]]
    >>> lower_triangle([[1, 1], [1, 1]]) is None
    True
    """
    size = len(matrix)
    lower = [[0.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row + 1):
            rest = matrix[row][column] - math.fsum(lower[row][k] * lower[column][k] for k in range(column))
            if row == column:
                # What is left on the diagonal of a matrix that is only just not definite is noise.
                if rest <= 1e-12:
                    return None
                lower[row][row] = math.sqrt(rest)
            else:
                lower[row][column] = rest / lower[column][column]
    return lower
