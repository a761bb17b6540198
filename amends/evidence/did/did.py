"""Differences in differences, from a file to an answer that claims no more than its clusters bear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.answers import Answer, answer
from amends.evidence.did.group_time import (
    GroupTime,
    cell_columns,
    comparable,
    group_time,
    under_treatment,
)
from amends.evidence.did.panel import NEVER, Columns, Panel, read_panel
from amends.evidence.did.pretrend import pretrend
from amends.evidence.did.wild_bootstrap import Bootstrap, ByCluster, bootstrap, by_cluster
from amends.evidence.effects import e_value
from amends.evidence.effects.standard_errors import error
from amends.evidence.faults import BadInput

METHODS = ("two-way", "group-time")
# What it takes before clusters can say anything of chance.
CLUSTERS, TREATED, UNTREATED = 6, 2, 2
# An error below this part of the largest outcome is what rounding leaves of none.
ROUNDING = 1e-12


def did(path: Path, names: Columns, *, method: str | None = None, seed: int = 1) -> Answer:
    """Return how differently an outcome changed where something began, or why that is not told.

    method  "two-way", only for one beginning, or "group-time"; by the number of beginnings if not said
    Interval and p come from the wild cluster bootstrap; without clusters enough there is neither, but the rank of
    the difference among those that the same reckoning gives where nothing began. Nothing is written.
    Raises BadInput for a file or a question that cannot be used.
    """
    if method is not None and method not in METHODS:
        raise BadInput([f"[{method}] is no method: expected {', '.join(METHODS)}."])
    whole = read_panel(path, names)
    panel = comparable(whole)
    method = method or ("two-way" if len(whole.cohorts) == 1 else "group-time")
    told = _of_panel(whole, names)
    refused = _refusal(whole, panel, method)
    if refused is not None:
        return answer(**told, warnings=whole.left_out, refused=refused, method=method, **_nothing())
    effects = group_time(panel)
    after = effects.where(before=False)
    if method == "two-way":
        coefficient = by_cluster(panel, under_treatment(panel), np.empty((panel.outcome.size, 0)))
    else:
        coefficient = _averaged(panel, effects, after)
    enough = _enough(panel) and _varies(panel, coefficient)
    found = bootstrap(coefficient, seed=seed) if enough else None
    figures = _figures(panel, effects, coefficient, found)
    warnings = [*whole.left_out, *_remarks(whole, panel, found)]
    return answer(**told, warnings=warnings, refused=None, method=method, **figures)


def _refusal(whole: Panel, panel: Panel, method: str) -> str | None:
    if np.ptp(whole.outcome) == 0:
        return "The outcome is the same in every row: there is nothing to compare."
    if not panel.cohorts:
        return "Treatment begins everywhere at once: nothing is left to compare with."
    if method == "two-way" and len(whole.cohorts) > 1:
        return (
            f"Treatment begins at {len(whole.cohorts)} times: two-way fixed effects would compare the treated with "
            "the treated, and may even turn the sign (Goodman-Bacon 2021). Ask for group-time averages."
        )
    return None


def _of_panel(panel: Panel, names: Columns) -> dict[str, Any]:
    """Return what the panel holds: rows, events where the outcome is 0 or 1, and how many began when."""
    binary = np.isin(panel.outcome, (0, 1)).all()
    beginnings = [
        {"from": panel.times[cohort], "units": int(np.sum(panel.start == cohort))} for cohort in panel.cohorts
    ]
    return {
        "n": int(panel.outcome.size),
        "events": int(panel.outcome.sum()) if binary else None,
        "missing": panel.missing,
        "units": len(panel.start),
        "times": len(panel.times),
        "clusters": len(panel.clusters),
        "treated_clusters": len(panel.clusters_where(panel.start != NEVER)),
        "untreated_units": int(panel.untreated.sum()),
        "beginnings": beginnings,
    }


def _nothing() -> dict[str, Any]:
    return dict.fromkeys(("estimate", "se", "lower", "upper", "p"))


def _enough(panel: Panel) -> bool:
    treated = panel.clusters_where(~panel.untreated)
    untreated = np.setdiff1d(np.arange(len(panel.clusters)), treated)
    return len(panel.clusters) >= CLUSTERS and len(treated) >= TREATED and len(untreated) >= UNTREATED


def _varies(panel: Panel, coefficient: ByCluster) -> bool:
    """Return whether clusters depart from the fit by more than rounding: chance cannot be told from nothing."""
    return coefficient.se > ROUNDING * np.abs(panel.outcome).max()


def _averaged(panel: Panel, effects: GroupTime, after: np.ndarray) -> ByCluster:
    """Return the average of all cells after treatment as one coefficient of the regression that has a cell each.

    With untreated units and all times that regression's coefficients are the group-time effects; written with the
    average in the place of one of them, it can be held at a hypothesis.
    """
    columns = cell_columns(panel, effects.cells)
    weights = effects.weights(after)
    one = int(np.argmax(weights))
    own = columns[:, one] / weights[one]
    others = np.delete(columns - np.outer(own, weights), one, axis=1)
    return by_cluster(panel, own, others)


def _figures(
    panel: Panel, effects: GroupTime, coefficient: ByCluster, found: Bootstrap | None
) -> dict[str, Any]:
    told: dict[str, Any] = {"estimate": coefficient.estimate} | dict.fromkeys(("se", "lower", "upper", "p"))
    after = effects.where(before=False)
    if found is None:
        told["placebo"] = _placebo(panel, effects, after, coefficient.estimate)
    else:
        told |= {"se": coefficient.se, "lower": found.lower, "upper": found.upper, "p": found.p}
        told["bootstrap"] = {"patterns": found.patterns, "all_listed": found.listed, "weights": "Webb"}
    known = found is not None
    told["group_time"] = [
        {
            "from": panel.times[cell.cohort],
            "time": panel.times[cell.time],
            "estimate": effects.effects[place],
            "se": error(effects.influence[:, place], panel.cluster) if known else None,
        }
        for place, cell in enumerate(effects.cells)
    ]
    told |= _event_study(panel, effects, coefficient.estimate, known=known)
    told["e_value"] = _e_value(panel, coefficient, known=known)
    return told


def _event_study(panel: Panel, effects: GroupTime, estimate: float, *, known: bool) -> dict[str, Any]:
    since = np.array([cell.since for cell in effects.cells])
    lags = np.unique(since)
    averages = [effects.average(since == lag) for lag in lags]
    figures = np.array([figure for figure, _ in averages])
    influence = np.column_stack([rows for _, rows in averages])
    told: dict[str, Any] = {
        "event_study": [
            {
                "times_since": int(lag),
                "estimate": figures[place],
                "se": error(influence[:, place], panel.cluster) if known else None,
            }
            for place, lag in enumerate(lags)
        ]
    }
    if not known:
        return told | {"pretrend": None}
    before = lags < 0
    sums = np.array([np.bincount(panel.cluster, weights=column) for column in influence[:, before].T])
    after = effects.where(before=False)
    treated_for = float(effects.weights(after) @ (since + 1.0))
    told["pretrend"] = pretrend(
        lags[before],
        figures[before],
        sums @ sums.T / len(panel.start) ** 2,
        clusters=len(panel.clusters),
        estimate=estimate,
        mean_times_treated=treated_for,
    )
    return told


def _placebo(panel: Panel, effects: GroupTime, after: np.ndarray, estimate: float) -> dict[str, Any] | None:
    """Return what the same reckoning gives for each untreated cluster in turn, and where the real one ranks.

    A rank of 1 is the largest, without its sign. None where fewer than two clusters are wholly untreated.
    """
    treated = panel.clusters_where(~panel.untreated)
    untreated = np.setdiff1d(np.arange(len(panel.clusters)), treated)
    if len(untreated) < UNTREATED:
        return None
    weights = effects.weights(after)
    records = []
    for one in untreated:
        own, rest = panel.cluster == one, panel.untreated & (panel.cluster != one)
        figure = 0.0
        for cell, weight in zip(effects.cells, weights, strict=True):
            change = panel.outcome[:, cell.time] - panel.outcome[:, cell.cohort - 1]
            figure += weight * (change[own].mean() - change[rest].mean())
        records.append({"cluster": panel.clusters[one], "estimate": float(figure)})
    larger = sum(abs(record["estimate"]) >= abs(estimate) for record in records)
    return {"rank": larger + 1, "of": len(records) + 1, "records": records}


def _e_value(panel: Panel, coefficient: ByCluster, *, known: bool) -> dict[str, Any] | None:
    """Return the E-value of the difference in standard deviations of the untreated; its limit only with an error."""
    spread = float(panel.outcome[panel.untreated].std())
    if spread == 0:
        return None
    ratios = e_value.from_mean_difference(coefficient.estimate, coefficient.se, spread)
    told = e_value.of_ratio(*ratios, measure="mean difference")
    return told if known else told | {"limit": None, "lower": None, "upper": None}


def _remarks(whole: Panel, panel: Panel, found: Bootstrap | None) -> Iterator[str]:
    if found is None and _enough(panel):
        yield "The outcome follows units, times and treatment exactly: nothing is left to speak of chance with."
    elif found is None:
        treated = len(panel.clusters_where(~panel.untreated))
        yield (
            f"{len(panel.clusters)} clusters, {treated} of them treated, are too few to speak of chance: at least "
            f"{CLUSTERS} are needed, {TREATED} treated and {UNTREATED} untreated. There is neither p nor interval."
        )
    elif not np.isfinite([found.lower, found.upper]).all():
        yield "Some values are never rejected: the interval has an open end."
    if len(panel.times) < len(whole.times):
        yield (
            "No unit stays untreated: those treated last are compared with, and times from "
            f"{whole.times[len(panel.times)]:g} on are left out."
        )
