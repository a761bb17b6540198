"""Group-time effects brought together: by time since treatment, by cohort, by time, and over all of them.

The four averages are those of Callaway and Sant'Anna 2021, section 3; the errors count that the shares of the
cohorts are estimated from the same units.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from amends.evidence.did.group_time import Average, GroupTime
from amends.evidence.did.wild_bootstrap import LEVEL, patterns, uniform
from amends.evidence.effects.standard_errors import error


class EventStudy(NamedTuple):
    """Averages by time since treatment began.

    since      lowest first; below zero before treatment
    units      how many treated units each rests on
    influence  of each unit (rows) on each average (columns)
    """

    since: np.ndarray
    units: np.ndarray
    estimates: np.ndarray
    influence: np.ndarray


def event_study(effects: GroupTime) -> EventStudy:
    """Return the average of the cells at each time since treatment, by their cohorts' units."""
    since = np.unique(effects.since)
    chosen = [effects.since == one for one in since]
    averages = [effects.average(cells) for cells in chosen]
    return EventStudy(
        since,
        np.array([np.isin(effects.panel.start, effects.cohorts[cells]).sum() for cells in chosen]),
        np.array([average.estimate for average in averages]),
        np.column_stack([average.influence for average in averages]),
    )


def told_of(study: EventStudy, effects: GroupTime, *, known: bool, seed: int) -> dict[str, Any]:
    """Return the event study as records, with limits for each and limits that hold all of them at once.

    Limits are of Student's t with as many degrees of freedom as there are clusters but one. The bootstrap of the
    band knows of no such tails: it says how unlikely each figure alone must be to lie outside, and how many errors
    that is, t says. Without `known` there are neither errors nor limits.
    """
    records = [
        {"times_since": _whole(since), "treated_units": int(units), "estimate": estimate, "se": None}
        for since, units, estimate in zip(study.since, study.units, study.estimates, strict=True)
    ]
    if not known:
        return {"event_study": records, "band": None}
    clusters = len(effects.panel.clusters)
    sums = effects.panel.sums(study.influence) / len(effects.panel.start)
    errors = np.sqrt((sums**2).sum(axis=0))
    wide = errors > 0
    pointwise = float(student.ppf((1 + LEVEL) / 2, clusters - 1))
    alone = norm.ppf((1 + LEVEL) / 2)
    together = uniform(sums[:, wide], errors[wide], seed=seed) if wide.any() else alone
    at_once = float(student.isf(norm.sf(max(alone, together)), clusters - 1))
    for record, se in zip(records, errors, strict=True):
        record |= {"se": se}
        for ends, width in (("", pointwise), ("band_", at_once)):
            record |= {
                f"{ends}lower": record["estimate"] - width * se,
                f"{ends}upper": record["estimate"] + width * se,
            }
    weights, listed = patterns(clusters, seed=seed)
    return {
        "event_study": records,
        "band": {
            "errors": at_once,
            "pointwise_errors": pointwise,
            "patterns": len(weights),
            "all_listed": listed,
        },
    }


def averages(effects: GroupTime, *, known: bool) -> dict[str, Any]:
    """Return the averages over all cells after treatment that are in use, and those by cohort and by time.

    simple   each cell by its cohort's units
    cohort   each cohort's mean effect, by its units
    time     the plain mean over times of their averages
    since    the plain mean over times since treatment of their averages
    """
    panel, after = effects.panel, effects.after
    cohorts = np.array(panel.cohorts)
    by_cohort = [effects.average(after & (effects.cohorts == cohort)) for cohort in cohorts]
    times = np.unique([cell.time for cell, chosen in zip(effects.cells, after, strict=True) if chosen])
    at = np.array([cell.time for cell in effects.cells])
    by_time = [effects.average(after & (at == time)) for time in times]
    by_since = [effects.average(effects.since == one) for one in np.unique(effects.since[after])]
    over_all = {
        "simple": effects.average(after),
        "cohort": effects.by_units(
            cohorts,
            np.array([one.estimate for one in by_cohort]),
            np.column_stack([one.influence for one in by_cohort]),
        ),
        "time": _mean(by_time),
        "since": _mean(by_since),
    }

    def shown(average: Average) -> dict[str, Any]:
        return {
            "estimate": average.estimate,
            "se": error(average.influence, panel.cluster) if known else None,
        }

    return {
        "averages": [{"over": name} | shown(one) for name, one in over_all.items()],
        "by_cohort": [
            {"from": panel.times[cohort]} | shown(one) for cohort, one in zip(cohorts, by_cohort, strict=True)
        ],
        "by_time": [
            {"time": panel.times[time]} | shown(one) for time, one in zip(times, by_time, strict=True)
        ],
    }


def _mean(of: list[Average]) -> Average:
    return Average(
        float(np.mean([one.estimate for one in of])), np.mean([one.influence for one in of], axis=0)
    )


def _whole(since: float) -> int | float:
    return int(since) if float(since).is_integer() else float(since)
