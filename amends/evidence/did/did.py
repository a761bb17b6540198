"""Differences in differences, from a file to an answer that claims no more than its clusters bear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from amends.evidence import no_events
from amends.evidence.answers import Answer, answer
from amends.evidence.did.averaging import averages, event_study, told_of
from amends.evidence.did.group_time import (
    BASES,
    CONTROLS,
    GroupTime,
    averaged,
    comparable,
    group_time,
    under_treatment,
)
from amends.evidence.did.panel import NEVER, Columns, Panel, read_panel
from amends.evidence.did.pretrend import pretrend, without_averaging
from amends.evidence.did.sensitivity import e_value_of, of_links
from amends.evidence.did.two_way import two_way
from amends.evidence.did.wild_bootstrap import Bootstrap, ByCluster, bootstrap
from amends.evidence.effects.standard_errors import error
from amends.evidence.faults import BadInput

METHODS = ("two-way", "group-time")
# What it takes before clusters can say anything of chance.
CLUSTERS, TREATED, UNTREATED = 6, 2, 2
# With fewer on one side than this the bootstrap is not to be leaned on.
FEW = 4
# A cohort of fewer units than this hardly shows how far its units differ.
SMALL = 5
# Fewer events than this for each effect are too few to lean on the normal distribution.
FEW_EVENTS = 10
# An error below this part of the largest outcome is what rounding leaves of none.
ROUNDING = 1e-12


class Design(NamedTuple):
    """How a difference in differences is asked for: words of METHODS, CONTROLS and BASES; None where not said."""

    method: str | None = None
    controls: str | None = None
    base: str | None = None


def did(path: Path, names: Columns, design: Design | None = None, *, seed: int = 1) -> Answer:
    """Return how differently an outcome changed where something began, or why that is not told.

    Of one beginning the two-way coefficient is estimated, of several the average of the group-time effects. The
    treated are compared with those who are never treated; where nobody is, with those not treated yet.
    Interval and p come from the wild cluster bootstrap; without clusters enough there is neither, but the rank of
    the difference among those that the same reckoning gives where nothing began. Nothing is written.
    Raises BadInput for a file or a question that cannot be used.
    """
    design = design or Design()
    _check(design)
    whole = read_panel(path, names)
    panel = comparable(whole)
    method = design.method or ("two-way" if len(whole.cohorts) == 1 else "group-time")
    controls = design.controls or ("never" if whole.untreated.any() else "notyet")
    base = design.base or "universal"
    told = _of_panel(whole, names) | {"method": method, "controls": controls, "base": base}
    refused = _refusal(whole, panel, method, design)
    if refused is not None:
        return answer(**told, warnings=whole.said, refused=refused, **_nothing(whole))

    def estimating(of: Panel) -> ByCluster:
        return two_way(of) if method == "two-way" else averaged(group_time(of, controls=controls, base=base))

    found = estimating(panel)
    effects = group_time(panel, controls=controls, base=base)
    by_chance = bootstrap(found, seed=seed) if _enough(panel) and _varies(panel, found) else None
    figures: dict[str, Any] = _main(found, by_chance)
    figures |= _of_effects(panel, effects, found, method=method, known=by_chance is not None, seed=seed)
    limits = (by_chance.lower, by_chance.upper) if by_chance else (np.nan, np.nan)
    figures["e_value"] = e_value_of(panel, found.estimate, found.se, limits)
    figures |= of_links(panel, estimating, known=by_chance is not None)
    warnings = [*whole.said, *_remarks(whole, panel, design, by_chance)]
    return answer(**told, warnings=warnings, refused=None, **figures)


def _check(design: Design) -> None:
    for word, known, what in (
        (design.method, METHODS, "method"),
        (design.controls, CONTROLS, "choice of controls"),
        (design.base, BASES, "base"),
    ):
        if word is not None and word not in known:
            raise BadInput([f"[{word}] is no {what}: expected {' or '.join(known)}."])


def _refusal(whole: Panel, panel: Panel, method: str, design: Design) -> str | None:
    if not whole.outcome.any() and np.isin(whole.outcome, (0, 1)).all():
        return "Nobody had the event: an exact upper limit is given, and no model."
    if np.ptp(whole.outcome) == 0:
        return "The outcome is the same in every row: there is nothing to compare."
    if not panel.cohorts:
        return "Treatment begins everywhere at once: nothing is left to compare with."
    if method == "two-way" and len(whole.cohorts) > 1:
        return (
            f"Treatment begins at {len(whole.cohorts)} times: two-way fixed effects would compare the treated with "
            "the treated, and may even turn the sign (Goodman-Bacon 2021). Ask for group-time averages."
        )
    if design.controls == "never" and not whole.untreated.any():
        return "No unit is never treated. Ask for those not treated yet as controls (notyet)."
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


def _nothing(panel: Panel) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(("estimate", "se", "lower", "upper", "p"))
    if not panel.outcome.any():
        nothing["highest_share"] = no_events.highest_share(panel.outcome.size)
    return nothing


def _apart(panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    """Return the clusters with treated units, and those without."""
    treated = panel.clusters_where(~panel.untreated)
    return treated, np.setdiff1d(np.arange(len(panel.clusters)), treated)


def _enough(panel: Panel) -> bool:
    treated, untreated = _apart(panel)
    return len(panel.clusters) >= CLUSTERS and len(treated) >= TREATED and len(untreated) >= UNTREATED


def _varies(panel: Panel, found: ByCluster) -> bool:
    """Return whether clusters depart from the fit by more than rounding: chance cannot be told from nothing."""
    return found.se > ROUNDING * np.abs(panel.outcome).max()


def _main(found: ByCluster, by_chance: Bootstrap | None) -> dict[str, Any]:
    told: dict[str, Any] = {"estimate": found.estimate} | dict.fromkeys(("se", "lower", "upper", "p"))
    if by_chance is None:
        return told | {"bootstrap": None}
    return told | {
        "se": found.se,
        "se_is": "cluster-robust, without a factor for few clusters",
        "lower": by_chance.lower,
        "upper": by_chance.upper,
        "p": by_chance.p,
        "bootstrap": {"patterns": by_chance.patterns, "all_listed": by_chance.listed, "weights": "Webb"},
    }


def _of_effects(
    panel: Panel, effects: GroupTime, found: ByCluster, *, method: str, known: bool, seed: int
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    profile = _profile(panel, effects, method)
    if not known:
        told["placebo"] = _placebo(panel, profile, found.estimate)
    told["group_time"] = [
        {
            "from": panel.times[cell.cohort],
            "time": panel.times[cell.time],
            "base": panel.times[cell.base],
            "estimate": effects.effects[place],
            "se": error(effects.influence[:, place], panel.cluster) if known else None,
        }
        for place, cell in enumerate(effects.cells)
    ]
    told |= averages(effects, known=known)
    told |= told_of(event_study(effects), effects, known=known, seed=seed)
    if not known:
        return told | {"pretrend": None}
    slope = float(profile @ panel.times)
    told["pretrend"] = pretrend(effects, estimate=found.estimate, estimate_of_slope=slope, seed=seed)
    told["pretrend"] |= {"of_cells": without_averaging(effects)}
    return told


def _profile(panel: Panel, effects: GroupTime, method: str) -> np.ndarray:
    """Return how the outcomes of the treated at each time enter the estimate: they sum to zero."""
    if method == "two-way":
        after = under_treatment(panel)[~panel.untreated][0]
        return after / after.sum() - ~after / (~after).sum()
    profile = np.zeros(len(panel.times))
    for cell, weight in zip(effects.cells, effects.weights(effects.after), strict=True):
        profile[cell.time] += weight
        profile[cell.base] -= weight
    return profile


def _placebo(panel: Panel, profile: np.ndarray, estimate: float) -> dict[str, Any] | None:
    """Return what the same reckoning gives for each untreated cluster in turn, and where the real one ranks.

    A rank of 1 is the largest, without its sign. None where fewer than two clusters are wholly untreated.
    """
    _, untreated = _apart(panel)
    if len(untreated) < UNTREATED:
        return None
    changes = panel.outcome @ profile
    records = []
    for one in untreated:
        own = panel.cluster == one
        rest = panel.untreated & ~own
        records.append(
            {"cluster": panel.clusters[one], "estimate": float(changes[own].mean() - changes[rest].mean())}
        )
    larger = sum(abs(record["estimate"]) >= abs(estimate) for record in records)
    return {"rank": larger + 1, "of": len(records) + 1, "records": records}


def _remarks(whole: Panel, panel: Panel, design: Design, found: Bootstrap | None) -> Iterator[str]:
    treated, untreated = (len(side) for side in _apart(panel))
    if found is None and _enough(panel):
        yield "The outcome follows units, times and treatment exactly: nothing is left to speak of chance with."
    elif found is None:
        yield (
            f"{len(panel.clusters)} clusters, {treated} of them treated, are too few to speak of chance: at least "
            f"{CLUSTERS} are needed, {TREATED} treated and {UNTREATED} untreated. There is neither p nor interval."
        )
    elif min(treated, untreated) < FEW:
        yield (
            f"{treated} treated and {untreated} untreated clusters: with so few on one side the bootstrap rejects too "
            "seldom or too often, and p says little (MacKinnon and Webb 2017, J Appl Econom 32:233)."
        )
    if found is not None and not np.isfinite([found.lower, found.upper]).all():
        yield "Some values are never rejected: the interval has an open end."
    small = sorted({panel.times[cohort] for cohort in panel.cohorts if np.sum(panel.start == cohort) < SMALL})
    if small and found is not None:
        yield (
            f"Fewer than {SMALL} units began at {', '.join(f'{time:g}' for time in small)}: errors of what rests on "
            "them are too small."
        )
    if len(panel.times) < len(whole.times):
        yield (
            "No unit stays untreated: those treated last are compared with"
            f"{'' if design.controls == 'never' else ', and others that are not treated yet'}; times from "
            f"{whole.times[len(panel.times)]:g} on are left out."
        )
    events = panel.outcome.sum()
    cells = len({(cohort, time) for cohort in panel.cohorts for time in range(cohort, len(panel.times))})
    if np.isin(panel.outcome, (0, 1)).all() and events < FEW_EVENTS * cells:
        yield (
            f"{events:.0f} events for {cells} effects: fewer than {FEW_EVENTS} for each, and the errors are not to be "
            "trusted."
        )
