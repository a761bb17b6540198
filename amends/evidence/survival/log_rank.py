"""Do groups have the event at the same rate? The log-rank test and its weighted forms."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from scipy.stats import chi2

from amends.evidence.survival.curves import at_risk_and_events
from amends.evidence.survival.rows import Rows

Weighing = Literal["standard", "wilcoxon", "tarone", "peto", "fleming"]


class Test(NamedTuple):
    """A test of no difference: its statistic, degrees of freedom and p; what was seen and expected by group."""

    statistic: float
    df: int
    p: float
    observed: np.ndarray
    expected: np.ndarray


def log_rank(rows: Rows, groups: np.ndarray, weighing: Weighing = "standard") -> Test:
    """Return the test that the hazard is the same in all groups (numbered from 0), with any entries and ties.

    weighing  what each time with an event counts for, n being the number at risk: "standard" 1; "wilcoxon" n
              (Gehan, Breslow); "tarone" the root of n (Tarone, Ware); "peto" the product of 1 - d/(n + 1) up to
              that time (Peto, Peto, Prentice); "fleming" Kaplan-Meier just before it (Harrington, Fleming,
              rho 1)

    Weights of rows are not looked at. Not-a-number when no time with an event has two groups at risk.

    Source: Klein and Moeschberger (2003), Survival Analysis, 7.3, whose table 7.3 is what the tests check.
    """
    rows = rows.weighted(np.ones(len(rows)))
    times = np.unique(rows.time[rows.event])
    counted = [at_risk_and_events(rows.of(groups == group), times) for group in range(groups.max() + 1)]
    at_risk, events = (np.array(part) for part in zip(*counted, strict=True))
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    weight = _weight(weighing, n, d)
    share = at_risk / n
    expected = share * d
    score = (weight * (events - expected)).sum(axis=1)
    # The variance of what is drawn without putting back; a single person at risk decides nothing.
    spread = weight**2 * d * np.where(n > 1, (n - d) / np.maximum(n - 1, 1), 0)
    variance = np.diag((spread * share).sum(axis=1)) - (spread * share) @ share.T
    df = int(np.linalg.matrix_rank(variance, hermitian=True)) if variance.any() else 0
    statistic = float(score @ np.linalg.pinv(variance, hermitian=True) @ score) if df else np.nan
    return Test(
        statistic,
        df,
        float(chi2.sf(statistic, df)) if df else np.nan,
        events.sum(axis=1),
        expected.sum(axis=1),
    )


def _weight(weighing: Weighing, n: np.ndarray, d: np.ndarray) -> np.ndarray:
    if weighing == "wilcoxon":
        return n
    if weighing == "tarone":
        return np.sqrt(n)
    if weighing == "peto":
        return np.cumprod(1 - d / (n + 1))
    if weighing == "fleming":
        return np.concatenate([[1.0], np.cumprod(1 - d / n)[:-1]])
    return np.ones_like(n)
