"""Whether groups already went apart before treatment, and how likely one would have noticed.

A test that sees nothing may have had no chance to (Roth 2022, Pretest with caution, AER Insights 4:305).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.stats import chi2
from scipy.stats import f as fisher

from amends.evidence.did.group_time import GroupTime, leads
from amends.evidence.did.wild_bootstrap import joint

LEVEL = 0.05
WANTED_POWER = 0.8
# Treated clusters without which a figure is one place's own story.
FEWEST = 2
DOUBLINGS = 20


def pretrend(effects: GroupTime, *, estimate: float, estimate_of_slope: float, seed: int) -> dict[str, Any]:
    """Return the joint test that averages before treatment are all zero, with its power against straight trends.

    estimate_of_slope  what a slope of one makes of the estimate
    p comes from the wild cluster bootstrap of the statistic. `p_of_f` is that of F with as many degrees of freedom as
    there are clusters but one, which rejects too often where few units began at a time. Times at which fewer than two
    treated clusters are seen are left out: how far such figures depart from zero by chance is not known.
    Power is told, by the same bootstrap, against the slope that would by itself make the estimate; and the slope is
    told that would be noticed with a power of .8, with what it makes of the estimate.
    """
    panel = effects.panel
    early = [effects.since == since for since in np.unique(effects.since[~effects.after])]
    chosen = [cells for cells in early if _treated_clusters(effects, cells) >= FEWEST]
    df, left = len(chosen), len(panel.clusters) - 1
    if df == 0:
        return {"says": "There is no second time before treatment to look for a trend at.", "p": None}
    gaps = np.array([effects.weights(cells) @ effects.gaps for cells in chosen])
    figures = leads(effects, chosen)
    influence = np.column_stack([one.unturned for one in figures])
    covariance = influence.T @ influence
    if np.linalg.matrix_rank(covariance, hermitian=True) < df or left < df:
        return {"says": "There are too few clusters for a joint test of so many times.", "p": None, "df": df}
    tested = joint(figures, gaps, seed=seed)
    power_here = tested.power(abs(estimate / estimate_of_slope))
    noticed = _slope_with(tested.power, 1 / np.sqrt(gaps @ np.linalg.solve(covariance, gaps)))
    found = "rejected" if tested.p < LEVEL else "not rejected"
    return {
        "statistic": tested.statistic,
        "df": df,
        "df_clusters": left,
        "p": tested.p,
        "p_of_f": float(fisher.sf(tested.statistic / df, df, left)),
        "times_left_out": len(early) - df,
        "power_against_the_estimate": power_here,
        "slope_noticed": noticed,
        "estimate_from_slope_noticed": None if noticed is None else noticed * abs(estimate_of_slope),
        "says": (
            f"No difference before treatment: {found} (p {tested.p:.3f}). Had a straight trend made the whole "
            f"estimate, the test would have noticed it with a probability of {power_here:.2f}. Not to be rejected is "
            "no proof of going the same way."
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


def _treated_clusters(effects: GroupTime, cells: np.ndarray) -> int:
    return len(effects.panel.clusters_where(np.isin(effects.panel.start, effects.cohorts[cells])))


def _slope_with(power: Callable[[float], float], step: float) -> float | None:
    """Return the slope that is noticed with the power that is wanted; None where no number is steep enough."""
    high = step
    for _ in range(DOUBLINGS):
        if power(high) >= WANTED_POWER:
            break
        high *= 2
    else:
        return None
    low = 0.0
    while high - low > 1e-4 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= WANTED_POWER else (middle, high)
    return high
