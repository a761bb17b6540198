"""What would have to be hidden, or wrongly linked, to make a difference in differences of nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.stats import t as student

from amends.evidence.did.group_time import under_treatment
from amends.evidence.did.panel import Panel
from amends.evidence.did.wild_bootstrap import LEVEL, ByCluster
from amends.evidence.effects import e_value, linkage_errors


def is_share(panel: Panel) -> bool:
    """Return whether the outcome may be a share of people, or an event: all of it lies between 0 and 1."""
    return bool(((panel.outcome >= 0) & (panel.outcome <= 1)).all())


def e_value_of(
    panel: Panel, estimate: float, se: float, limits: tuple[float, float]
) -> dict[str, Any] | None:
    """Return the E-value of an estimate and of its limit nearest to no effect; None where there is no ratio.

    limits  of the estimate; not-a-number where there are none, and then no limit is told
    Of shares the ratio is that of the mean under treatment to what it would have been; of other outcomes it is
    that of the difference in standard deviations of the untreated.
    """
    if is_share(panel):
        treated = float(panel.outcome[under_treatment(panel)].mean())
        without = treated - np.array([estimate, *limits])
        if treated <= 0 or without[0] <= 0:
            return None
        # A limit at which fewer than nobody would have had the event is no limit.
        ratios = treated / np.where(without > 0, without, np.nan)
        return _with_known_limits(ratios.tolist(), "risk ratio")
    spread = float(panel.outcome[panel.untreated].std())
    if spread == 0:
        return None
    # Of a difference of hundreds of standard deviations there is no ratio, and none is told.
    with np.errstate(over="ignore"):
        ratio, *around = e_value.from_mean_difference(estimate, se, spread)
    if not np.isfinite(limits).any():
        around = [float("nan")] * 2
    return _with_known_limits([ratio, *around], "mean difference")


def _with_known_limits(ratios: list[float], measure: str) -> dict[str, Any]:
    ratio, lower, upper = ratios
    told = e_value.of_ratio(ratio, lower, upper, measure=measure)
    return told if np.isfinite(lower if ratio > 1 else upper) else told | {"limit": None}


def of_links(panel: Panel, estimating: Callable[[Panel], ByCluster], *, known: bool) -> dict[str, Any]:
    """Return the estimate at each pair of rates of wrong links, and the rate that would explain it away.

    estimating  a panel to its estimate
    known       whether clusters are enough for limits; they are of Student's t here
    What is linked differently since treatment began would be taken for its effect: the first rate of a pair is that
    of units and times under treatment, the second that of all others. None where the outcome is no share of
    people, for nobody can have been missed in it.
    """
    if not is_share(panel):
        return {
            "linkage_sensitivity": None,
            "linkage_tipping": None,
            "linkage_says": (
                "Wrong links are looked at only in an outcome from 0 to 1, which may be a share of people found by "
                "linkage; this one is none."
            ),
        }
    treated = under_treatment(panel)
    rates = linkage_errors.rates()
    pairs = [
        *((missed, (0.0, 0.0)) for missed in itertools.product(rates["missed"], repeat=2)),
        *(((0.0, 0.0), false) for false in itertools.product(rates["false"], repeat=2) if any(false)),
    ]
    width = float(student.ppf((1 + LEVEL) / 2, len(panel.clusters) - 1)) if known else float("nan")
    told = []
    for missed, false in pairs:
        lost, wrong = (np.where(treated, *rate) for rate in (missed, false))
        corrected = (panel.outcome - wrong) / (1 - lost - wrong)
        if not all(0 <= corrected[where].mean() <= 1 for where in (treated, ~treated)):
            continue
        found = estimating(replace(panel, outcome=corrected))
        told.append(
            {
                "missed_treated": missed[0],
                "missed_control": missed[1],
                "false_treated": false[0],
                "false_control": false[1],
                "estimate": found.estimate,
                "lower": found.estimate - width * found.se,
                "upper": found.estimate + width * found.se,
            }
        )
    return {
        "linkage_sensitivity": told,
        "linkage_tipping": _tipping(float(panel.outcome[treated].mean()), estimating(panel).estimate),
        "linkage_says": (
            "The first rate of a pair is that of units and times under treatment, the second that of all others: what "
            "is linked differently since treatment began would be taken for its effect."
        ),
    }


def _tipping(treated: float, estimate: float) -> dict[str, Any] | None:
    """Return the share of records that must be missed on the side with the smaller mean; None if there is none."""
    without = treated - estimate
    if estimate == 0 or min(treated, without) <= 0:
        return None
    return {
        "group": "treated" if treated < without else "control",
        "missed": 1 - min(treated, without) / max(treated, without),
    }
