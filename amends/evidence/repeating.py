"""One answer out of those of several draws of uncertain links: every figure that has an error, by Rubin's rules."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy import stats

from amends.evidence.answers import Answer
from amends.evidence.effects.e_value import of_ratio
from amends.evidence.faults import BadInput, Fault
from amends.evidence.linkage.uncertainty import Pooled, pool
from amends.evidence.normal import LIMIT
from amends.evidence.reading import as_stored, read_texts
from amends.evidence.spilling import spill_folder

# The first that an answer has is the one that its interval rests on.
ERRORS = ("se_full", "robust_se", "se", "variance")
# What says which of several records one is.
NAMES = (
    *("group", "minus", "cause", "strategy", "term", "time", "days", "months"),
    *("missed_treated", "missed_control", "false_treated", "false_control"),
)
# A test is of one data set; those of several are not its mean.
OF_ONE_DRAW = ("p", "statistic", "lower", "upper")


class Scale(NamedTuple):
    """On what scale figures are about normal: there and back, and the slope of the way there."""

    there: Callable[[float], float]
    back: Callable[[float], float]
    slope: Callable[[float], float]


PLAIN = Scale(lambda figure: figure, lambda figure: figure, lambda _: 1.0)
LOG = Scale(math.log, math.exp, lambda figure: 1 / figure)
# Of a share without the event, as Marshall et al. (2009), BMC Medical Research Methodology 9:57, advise.
LOG_LOG = Scale(
    lambda share: math.log(-math.log(share)),
    lambda figure: math.exp(-math.exp(figure)),
    lambda share: 1 / (share * math.log(share)),
)
LOG_LOG_OF_RISK = Scale(
    lambda risk: LOG_LOG.there(1 - risk),
    lambda figure: 1 - LOG_LOG.back(figure),
    lambda risk: -LOG_LOG.slope(1 - risk),
)
SCALES = {"survival": LOG_LOG, "incidence": LOG_LOG_OF_RISK, "cumulative_hazard": LOG}


def over_draws(path: Path, draw: str | None, estimate: Callable[[Path], Answer]) -> Answer:
    """Return an answer of a file; with a column of draws, one out of the answers of each draw by itself.

    draw  the column in which `outcomes --rows draws` says which draw of the links a row belongs to
    Every figure with an error is pooled, on a scale on which it is about normal, and says in `owed_to_links` which share
    of its variance is owed to the links. Numbers without an error are their mean; tests of one draw are left out. A
    refusal in one draw refuses all. Raises BadInput as the estimate does, naming the draw, and for fewer than two draws.

    Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 3.1.
    """
    if draw is None:
        return estimate(path)
    # All of the columns: which of them the estimate asks for is its own affair.
    table, drawn = as_stored(path), read_texts(path, [draw])[draw]
    labels = [label for label in pc.unique(drawn).to_pylist() if label is not None]
    answers = []
    with spill_folder() as folder:
        part = folder / "draw.parquet"
        for label in labels:
            pq.write_table(table.filter(pc.equal(drawn, label)), part)
            try:
                answers.append(estimate(part))
            except BadInput as bad:
                raise BadInput(bad.faults, name=f"{path.name}, draw {label}") from bad
    if len(answers) < 2:
        raise BadInput([Fault("holds fewer than two draws.", column=draw)], name=path.name)
    return pooled(answers)


def pooled(answers: Sequence[Answer]) -> Answer:
    """Return one answer out of those of two draws or more."""
    refusals = [one["refused"] for one in answers if one["refused"] is not None]
    told: Answer = _pooled(answers, ())
    told["refused"] = (
        f"In {len(refusals)} of {len(answers)} draws of the links: {refusals[0]}" if refusals else None
    )
    for name in ("n", "events"):
        told[name] = None if told[name] is None else round(told[name])
    told["missing"] = {name: round(count) for name, count in told["missing"].items()}
    counted = {name: [one[name] for one in answers if one[name] is not None] for name in ("n", "events")}
    told["over_draws"] = {
        "draws": len(answers),
        **{name: {"min": min(found), "max": max(found)} for name, found in counted.items() if found},
    }
    told["warnings"] = _warnings(answers)
    return told


def _pooled(found: Sequence[Any], place: tuple[str, ...]) -> Any:
    """Return one value out of several of the same place; None where one has none."""
    if any(one is None for one in found):
        return None
    first = found[0]
    if isinstance(first, Mapping):
        return _e_value(found) if "measure" in first else _of_records(found, place)
    if isinstance(first, list):
        return _of_lists(found, place)
    if all(one == first for one in found):
        return first
    if isinstance(first, bool | str) or place[-1] in OF_ONE_DRAW:
        return None
    return float(np.mean(found))


def _of_lists(found: Sequence[list[Any]], place: tuple[str, ...]) -> Any:
    if not all(isinstance(record, Mapping) for one in found for record in one):
        return found[0] if all(one == found[0] for one in found) else None
    named = [{_name(record): record for record in one} for one in found]
    if any(
        set(one) != set(named[0]) or len(one) != len(told) for one, told in zip(named, found, strict=True)
    ):
        return None
    return [_pooled([one[name] for one in named], place) for name in named[0]]


def _name(record: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(record.get(name) for name in NAMES)


def _of_records(found: Sequence[Mapping[str, Any]], place: tuple[str, ...]) -> dict[str, Any]:
    first = found[0]
    told = {key: _pooled([one.get(key) for one in found], (*place, key)) for key in first}
    errors = [key for key in ERRORS if all(_is_number(one.get(key)) for one in found)]
    if "estimate" not in first or not errors:
        return told
    told |= dict.fromkeys({*OF_ONE_DRAW, *ERRORS} & first.keys())
    if all(_is_number(one["estimate"]) for one in found):
        told |= _figure(found, errors, place)
    return told


def _figure(
    found: Sequence[Mapping[str, Any]], errors: Sequence[str], place: tuple[str, ...]
) -> dict[str, Any]:
    """Return an estimate with its errors, limits and p, as far as each draw has them."""
    first = found[0]
    figures = [float(one["estimate"]) for one in found]
    is_ratio = place[-1:] == ("hazard_ratio",)
    scale = LOG if is_ratio else SCALES.get(place[0] if place else "", PLAIN)
    told: dict[str, Any] = {}
    # Of few clusters, as in `Inference` of effects.
    df = min((float(one["df"]) for one in found if _is_number(one.get("df"))), default=math.inf)
    widened = max(float(one.get("widened", 1.0)) for one in found)
    for key in reversed(errors):
        spread = [widened * float(one[key]) for one in found]
        if key == "variance":
            spread = [math.sqrt(one) for one in spread]
        # The error of a ratio is that of its logarithm already.
        one = _on_scale(figures, spread, scale, told_on_scale=is_ratio, df=df)
        if one is None:
            return {"estimate": float(np.mean(figures)), "owed_to_links": None}
        estimate = scale.back(one.estimate)
        error = (one.se if is_ratio else one.se / abs(scale.slope(estimate))) / widened
        told |= {"estimate": estimate, key: error**2 if key == "variance" else error}
        limits = sorted(scale.back(limit) for limit in (one.lower, one.upper))
        if _is_number(first.get("hazard_ratio")):
            told["hazard_ratio"], limits = math.exp(estimate), [math.exp(limit) for limit in limits]
        told |= {name: limit for name, limit in zip(("lower", "upper"), limits, strict=True) if name in first}
        if "p" in first:
            told["p"] = float(2 * stats.t.sf(abs(one.estimate) / one.se, one.df)) if one.se > 0 else None
        told["owed_to_links"] = one.doubt
    return told


def _on_scale(
    figures: Sequence[float], errors: Sequence[float], scale: Scale, *, told_on_scale: bool, df: float
) -> Pooled | None:
    """Return figures pooled on a scale; None where one of them has no place on it, such as a share of 1."""
    try:
        there = [scale.there(figure) for figure in figures]
        variances = [
            (error if told_on_scale else error * scale.slope(figure)) ** 2
            for figure, error in zip(figures, errors, strict=True)
        ]
    except (ValueError, ZeroDivisionError):
        return None
    return pool(there, variances, complete_df=df)


def _e_value(found: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    ratios = [[one[key] for key in ("risk_ratio", "lower", "upper")] for one in found]
    if not all(_is_number(figure) and figure > 0 for ratio in ratios for figure in ratio):
        return None
    logs = np.log(ratios)
    one = pool(logs[:, 0].tolist(), (((logs[:, 2] - logs[:, 1]) / (2 * LIMIT)) ** 2).tolist())
    return of_ratio(
        *(math.exp(figure) for figure in (one.estimate, one.lower, one.upper)), measure=found[0]["measure"]
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool) and math.isfinite(value)


def _warnings(answers: Sequence[Answer]) -> list[str]:
    """Return each kind of warning once, as the first draw that has it words it; figures differ from draw to draw."""
    first: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for one in answers:
        kinds = {re.sub(r"\d[\d.,]*", "#", warning): warning for warning in reversed(one["warnings"])}
        counted.update(kinds.keys())
        first = {**kinds, **first}
    return [
        warning
        if counted[kind] == len(answers)
        else f"{warning} (In {counted[kind]} of {len(answers)} draws.)"
        for kind, warning in first.items()
    ]
