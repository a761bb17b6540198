"""Whether groups already went apart before treatment, and how likely one would have noticed.

A test that sees nothing may have had no chance to (Roth 2022, Pretest with caution, AER Insights 4:305).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.optimize
from scipy.stats import f as fisher
from scipy.stats import ncf

LEVEL = 0.05
WANTED_POWER = 0.8


def pretrend(
    since: np.ndarray,
    effects: np.ndarray,
    covariance: np.ndarray,
    *,
    clusters: int,
    estimate: float,
    mean_times_treated: float,
) -> dict[str, Any]:
    """Return the joint test that all effects before treatment are zero, with its power against straight trends.

    since               times to the beginning of treatment, all below the reference, -1
    covariance          of the effects, by clusters; the statistic is compared with F, as for so many clusters
    mean_times_treated  how many times after the reference the estimate looks at on average
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
    # A straight trend is zero at the reference, where every effect is.
    straight = since + 1.0
    per_slope = float(straight @ inverse @ straight)
    critical = fisher.ppf(1 - LEVEL, df, left)

    def power(slope: float) -> float:
        return float(ncf.sf(critical, df, left, slope**2 * per_slope)) if slope else LEVEL

    slope = abs(estimate) / mean_times_treated
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
        "estimate_from_slope_noticed": noticed * mean_times_treated,
        "says": (
            f"No difference before treatment: {found} (p {p:.3f}). Had a straight trend made the whole estimate, the "
            f"test would have noticed it with a probability of {power_here:.2f}. Not to be rejected is no proof of "
            "going the same way."
        ),
    }
