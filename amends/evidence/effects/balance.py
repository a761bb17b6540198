"""How alike two groups are: standardized differences, effective sample sizes, overlap, and what fails of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from amends.evidence.effects.refusing import Refused, Thresholds
from amends.evidence.effects.weighting import effective_rows

GROUPS = {"treated": 1, "control": 0}


def differences(matrix: np.ndarray, treated: np.ndarray, weights: np.ndarray, *, estimand: str) -> np.ndarray:
    """Return for each column the treated minus the control weighted mean, in standard deviations.

    The standard deviation is that before weighting, so that weights cannot shrink a difference by spreading
    it: of the treated rows for `att`, else the root of the mean of both groups' variances (Austin 2009; Stuart
    2010, Stat Sci 25:1). A column of 0 and 1 has the variance p(1 - p). Not a number where nothing varies.
    """
    apart = _mean(matrix, weights, treated == 1) - _mean(matrix, weights, treated == 0)
    spread = np.sqrt(_variance(matrix[treated == 1]))
    pooled = np.sqrt((_variance(matrix[treated == 1]) + _variance(matrix[treated == 0])) / 2)
    spread = np.where((spread > 0) & (estimand == "att"), spread, pooled)
    return np.divide(apart, spread, out=np.full(len(apart), np.nan), where=spread > 0)


def _mean(matrix: np.ndarray, weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return np.average(matrix[rows], axis=0, weights=weights[rows])


def _variance(matrix: np.ndarray) -> np.ndarray:
    binary = np.isin(matrix, (0, 1)).all(axis=0)
    share = matrix.mean(axis=0)
    ddof = 1 if len(matrix) > 1 else 0
    return np.where(binary, share * (1 - share), matrix.var(axis=0, ddof=ddof))


def records(
    names: Sequence[str], matrix: np.ndarray, treated: np.ndarray, weights: np.ndarray, *, estimand: str
) -> list[dict[str, Any]]:
    """Return the balance table: for each term its standardized difference before and after weighting."""
    before = differences(matrix, treated, np.ones(len(treated)), estimand=estimand)
    after = differences(matrix, treated, weights, estimand=estimand)
    return [
        {"term": name, "before": float(first), "after": float(last)}
        for name, first, last in zip(names, before, after, strict=True)
    ]


def effective(treated: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Return each group's effective sample size."""
    return {name: effective_rows(weights[treated == group]) for name, group in GROUPS.items()}


def row_share(treated: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Return the largest share that one row carries of its group's weight; negative weights count as large."""
    sizes = {name: np.abs(weights[treated == group]) for name, group in GROUPS.items()}
    return {name: float(size.max() / size.sum()) for name, size in sizes.items()}


def overlap(treated: np.ndarray, propensity: np.ndarray) -> list[dict[str, Any]]:
    """Return the spread of each group's propensities, and how many lie beyond the other group's."""
    told = []
    for name, group in GROUPS.items():
        own, other = propensity[treated == group], propensity[treated != group]
        low, quarter, middle, three_quarters, high = np.quantile(own, (0, 0.25, 0.5, 0.75, 1))
        told.append(
            {
                "group": name,
                "min": low,
                "lower_quartile": quarter,
                "median": middle,
                "upper_quartile": three_quarters,
                "max": high,
                "beyond_the_other": int(np.sum((own < other.min()) | (own > other.max()))),
            }
        )
    return told


def failures(
    table: Sequence[dict[str, Any]], treated: np.ndarray, weights: np.ndarray, limits: Thresholds
) -> Iterator[str]:
    """Yield each measure on which a comparison has to be refused, with its figure and its limit."""
    for name, rows in effective(treated, weights).items():
        count = int(np.sum(treated == GROUPS[name]))
        if rows < limits.effective_share * count:
            yield (
                f"The {name} group's effective sample size is {rows:.1f}, {rows / count:.1%} of its {count} rows; "
                f"at least {limits.effective_share:.0%} are needed."
            )
        if rows < limits.effective_rows:
            yield (
                f"The {name} group's effective sample size is {rows:.1f}; at least {limits.effective_rows:g} are "
                "needed."
            )
    for name, share in row_share(treated, weights).items():
        if share > limits.row_share:
            yield (
                f"One row carries {share:.1%} of the {name} group's weight; at most {limits.row_share:.0%} may be "
                "one row's."
            )
    for record in table:
        if abs(record["after"]) > limits.difference:
            yield (
                f"The standardized difference of [{record['term']}] is {record['after']:.2f} after weighting; at "
                f"most {limits.difference:g} may stay."
            )


def refuse(
    table: Sequence[dict[str, Any]], treated: np.ndarray, weights: np.ndarray, limits: Thresholds
) -> None:
    """Raise Refused, naming every measure that fails, where a comparison cannot stand."""
    failed = list(failures(table, treated, weights, limits))
    if failed:
        raise Refused(" ".join(failed))


def remarks(
    table: Sequence[dict[str, Any]], treated: np.ndarray, weights: np.ndarray, limits: Thresholds
) -> Iterator[str]:
    """Yield what does not forbid a comparison and has to be said with it."""
    for name, rows in effective(treated, weights).items():
        count = int(np.sum(treated == GROUPS[name]))
        if rows < limits.warned_effective_share * count:
            yield (
                f"The {name} group's effective sample size is {rows:.1f}, only {rows / count:.0%} of its {count} "
                "rows."
            )
    for name, group in GROUPS.items():
        own = weights[treated == group]
        if (own < 0).any():
            yield (
                f"{int((own < 0).sum())} rows of the {name} group count negatively: the regression extends a straight "
                "line beyond where that group has rows like those that it is to stand for."
            )
    apart = [
        f"[{record['term']}] {record['after']:.2f}"
        for record in table
        if abs(record["after"]) > limits.warned_difference
    ]
    if apart:
        yield (
            f"The groups are not alike: standardized differences above {limits.warned_difference:g} are "
            f"{', '.join(apart)}."
        )
    unknown = [f"[{record['term']}]" for record in table if np.isnan(record["after"])]
    if unknown:
        yield f"No standardized difference could be formed, for nothing varies within a group: {', '.join(unknown)}."
