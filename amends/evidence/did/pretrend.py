"""Whether groups already went apart before treatment, and how likely one would have noticed.

A test that sees nothing may have had no chance to (Roth 2022, Pretest with caution, AER Insights 4:305).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.optimize
from scipy.stats import chi2, ncf
from scipy.stats import f as fisher

from amends.evidence.did.group_time import GroupTime

LEVEL = 0.05
WANTED_POWER = 0.8


def pretrend(
    gaps: np.ndarray,
    effects: np.ndarray,
    covariance: np.ndarray,
    *,
    clusters: int,
    estimate: float,
    estimate_of_slope: float,
) -> dict[str, Any]:
    """Return the joint test that all effects before treatment are zero, with its power against straight trends.

    gaps               how long each lies after the time that it is compared with: what a slope of one makes of it
    covariance         of the effects, by clusters; the statistic is compared with F, as for so many clusters
    estimate_of_slope  what a slope of one makes of the estimate
    Power is told against the slope that would by itself make the estimate; and the slope is told that would be
    noticed with a power of .8, with what it makes of the estimate.
    """
    df, left = len(effects), clusters - 1
    if df == 0:
        return {"says": "There is one time before treatment: no trend can be looked for.", "p": None}
    if np.linalg.matrix_rank(covariance, hermitian=True) < df or left < df:
        return {"says": "There are too few clusters for a joint test of so many times.", "p": None, "df": df}
    inverse = np.linalg.inv(covariance)
    statistic = float(effects @ inverse @ effects)
    p = float(fisher.sf(statistic / df, df, left))
    per_slope = float(gaps @ inverse @ gaps)
    critical = fisher.ppf(1 - LEVEL, df, left)

    def power(slope: float) -> float:
        return float(ncf.sf(critical, df, left, slope**2 * per_slope)) if slope else LEVEL

    slope = abs(estimate / estimate_of_slope)
    high = 1.0 / np.sqrt(per_slope)
    while power(high) < WANTED_POWER:
        high *= 2
    noticed = float(scipy.optimize.brentq(lambda at: power(at) - WANTED_POWER, 0, high))
    power_here = power(slope)
    found = "rejected" if p < LEVEL else "not rejected"
    return {
        "statistic": statistic,
        "df": df,
        "df_clusters": left,
        "p": p,
        "power_against_the_estimate": power_here,
        "slope_noticed": noticed,
        "estimate_from_slope_noticed": noticed * abs(estimate_of_slope),
        "says": (
            f"No difference before treatment: {found} (p {p:.3f}). Had a straight trend made the whole estimate, the "
            f"test would have noticed it with a probability of {power_here:.2f}. Not to be rejected is no proof of "
            "going the same way."
        ),
    }


def without_averaging(effects: GroupTime) -> dict[str, Any] | None:
    """Return the test of all cells before treatment at once, none of them averaged (Wald, chi-squared).

    It is the test that Callaway and Sant'Anna's own program prints, here by clusters; for few clusters it rejects
    too often, and it is None where they are fewer than the cells or the cells depend on one another.
    """
    before = ~effects.after
    figures, panel = effects.effects[before], effects.panel
    sums = panel.sums(effects.influence[:, before]) / len(panel.start)
    df = len(figures)
    if df == 0 or df >= len(panel.clusters):
        return None
    covariance = sums.T @ sums
    if np.linalg.matrix_rank(covariance, hermitian=True) < df:
        return None
    statistic = float(figures @ np.linalg.solve(covariance, figures))
    return {"statistic": statistic, "df": df, "p": float(chi2.sf(statistic, df))}
