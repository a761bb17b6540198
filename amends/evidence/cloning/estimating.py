"""Answers `amends evidence cloning`: from a file to what beginning within a window would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.answers import Answer, answer
from amends.evidence.cloning.comparing import Compared, compare, redraw
from amends.evidence.cloning.strategies import STRATEGIES, People, clones
from amends.evidence.effects import balance, e_value
from amends.evidence.effects.refusing import Refused, thresholds
from amends.evidence.faults import BadInput
from amends.evidence.normal import LIMIT, two_sided_p
from amends.evidence.reading import Column, Reading, read
from amends.evidence.survival.curves import Estimates, interval_of_survival
from amends.evidence.survival.rows import rows_of
from amends.evidence.terms import columns_of, design, parse_terms

NOT_AS_OFFERED = (
    "Who begins is not who was offered: this stands only beside the result for everybody as offered. It holds when "
    "everything that makes people begin, and has to do with the event, is among the covariates."
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a file, one row a person. Names are heads of the file's columns.

    time, event  when observation ends, from time zero, and whether the event came then
    begun        when somebody began what is studied, from time zero; blank for whoever never did
    window       within how long of time zero one strategy has everybody begin, and the other nobody
    at           the horizon, in the same unit
    covariates   terms, all measured before time zero
    cluster      rows of one label are drawn together
    """

    time: str
    event: str
    begun: str
    window: float
    at: float
    covariates: str = ""
    cluster: str | None = None
    draws: int = 500
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what makes no sense. Raises BadInput."""
        if not (0 < self.window < np.inf and 0 < self.at < np.inf):
            raise BadInput(["The window and the horizon are numbers above zero, in the unit of the times."])


def estimate_cloning(
    path: Path, asked: Asked, *, told: Callable[[int, int], None] = lambda _, __: None
) -> Answer:
    """Return what would be if everybody began within the window, against nobody: risks at the horizon, begin first.

    Errors come from drawing the people anew, of which `told` hears how many are done. Refused as `effect` is, judged on
    the copies that are left after the window. Raises BadInput with every fault of the file. Nothing is written.
    """
    reading, people = _people(path, asked)
    units = reading.levels(asked.cluster).codes if asked.cluster else np.arange(reading.n)
    figures: dict[str, Any] = dict.fromkeys(("estimate", "se", "lower", "upper", "p"))
    figures |= {"survival": [], "risk_difference": None, "rmst_difference": None, "e_value": None}
    warnings, refused = [NOT_AS_OFFERED, *_remarks(people, asked)], None
    try:
        found = compare(people, window=asked.window, at=asked.at)
        figures |= _weighting(people, found)
        warnings += _refuse_or_remark(people, found, figures["balance"])
        survival, mean, without = redraw(
            people,
            units,
            window=asked.window,
            at=asked.at,
            draws=asked.draws,
            seed=asked.seed,
            told=told,
        )
        figures |= _figures(found, survival, mean, at=asked.at)
        if without:
            warnings.append(f"{without} of {asked.draws} draws of the people had no answer and are left out.")
    except Refused as no:
        refused = str(no)
    return answer(
        n=len(people),
        events=int(people.event.sum()),
        missing={name: count for name, count in reading.missing.items() if name != asked.begun},
        warnings=warnings,
        refused=refused,
        **figures,
        strategies=_strategies(people, asked),
        window=asked.window,
        at=asked.at,
        draws=asked.draws,
        seed=asked.seed,
    )


def _people(path: Path, asked: Asked) -> tuple[Reading, People]:
    terms = parse_terms(asked.covariates) if asked.covariates.strip() else ()
    needed = [
        Column(asked.time, "number", at_least=0),
        Column(asked.event, "yes or no"),
        *columns_of(terms),
        *([Column(asked.cluster, "label")] if asked.cluster else []),
    ]
    everybody = read(path, [*needed, Column(asked.begun, "number", at_least=0)], blanks_stay=True)
    reading = read(path, needed)
    begun = everybody.numbers(asked.begun)[np.isin(everybody.rows, reading.rows)]
    made = design(terms, reading) if terms else None
    rows = rows_of(reading.numbers(asked.time), reading.numbers(asked.event))
    return reading, People(
        rows.time,
        rows.event,
        np.where(np.isnan(begun), np.inf, begun),
        made.matrix if made else np.empty((reading.n, 0)),
        tuple(made.names) if made else (),
    )


def _remarks(people: People, asked: Asked) -> Iterator[str]:
    if not people.names:
        yield "No covariates were named: those who begin are taken to be like those who do not."
    if asked.at <= asked.window:
        yield (
            "The horizon lies within the window: up to there, having everybody begin in time changes nothing of "
            "what happened anyhow."
        )
    began = int(((people.begun <= asked.window) & (people.begun <= people.time)).sum())
    coefficients = 1 + len(people.names)
    wanted = thresholds().warned_events_per_coefficient
    if began < wanted * coefficients:
        yield (
            f"{began} people began within the window; the models of beginning have {coefficients} coefficients, and "
            f"want {wanted:g} for each."
        )


def _left(found: Compared) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return whose copies are left after the window, in which strategy (1 begin, 0 do not), and their weights."""
    weights = np.concatenate(found.weights)
    people = np.tile(np.arange(len(found.weights[0])), 2)
    strategy = np.repeat([1, 0], len(found.weights[0]))
    left = weights > 0
    return people[left], strategy[left], weights[left]


def _weighting(people: People, found: Compared) -> dict[str, Any]:
    who, strategy, weights = _left(found)
    if not strategy.any() or strategy.all():
        raise Refused("Of one of the strategies no copy is left after the window.")
    return {
        "balance": balance.records(people.names, people.matrix[who], strategy, weights, estimand="ate"),
        "effective_sample_size": balance.effective(strategy, weights),
        "weights": {"min": weights.min(), "mean": weights.mean(), "max": weights.max()},
    }


def _refuse_or_remark(people: People, found: Compared, table: list[dict[str, Any]]) -> Iterator[str]:
    _, strategy, weights = _left(found)
    limits = thresholds()
    balance.refuse(table, strategy, weights, limits)
    return balance.remarks(table, strategy, weights, limits)


def _figures(found: Compared, survival: np.ndarray, mean: np.ndarray, *, at: float) -> dict[str, Any]:
    se = survival.std(axis=0, ddof=1)
    limits = interval_of_survival(Estimates(found.survival, se), "loglog")
    records = zip(STRATEGIES, found.survival, se, *limits, strict=True)
    risk = _difference(found.survival[1] - found.survival[0], survival[:, 1] - survival[:, 0])
    return {
        **risk,
        "survival": [
            dict(zip(("group", "time", "estimate", "se", "lower", "upper"), (group, at, *rest), strict=True))
            for group, *rest in records
        ],
        "risk_difference": risk,
        "rmst_difference": _difference(found.mean[0] - found.mean[1], mean[:, 0] - mean[:, 1]),
        "e_value": _e_value(1 - found.survival, 1 - survival),
    }


def _difference(estimate: float, drawn: np.ndarray) -> dict[str, float]:
    se = float(drawn.std(ddof=1))
    return {
        "estimate": float(estimate),
        "se": se,
        "lower": float(estimate - LIMIT * se),
        "upper": float(estimate + LIMIT * se),
        "p": two_sided_p(estimate, se),
    }


def _e_value(risk: np.ndarray, drawn: np.ndarray) -> dict[str, Any] | None:
    """Return the E-value of the ratio of risks; None where a risk is none."""
    if not ((risk > 0).all() and (drawn > 0).all()):
        return None
    ratio = np.log(risk[0] / risk[1])
    far = LIMIT * float(np.log(drawn[:, 0] / drawn[:, 1]).std(ddof=1))
    return e_value.of_ratio(
        *(float(np.exp(figure)) for figure in (ratio, ratio - far, ratio + far)), measure="risk ratio"
    )


def _strategies(people: People, asked: Asked) -> list[dict[str, Any]]:
    told = []
    for strategy in STRATEGIES:
        copies = clones(people, strategy, asked.window)
        told.append(
            {
                "strategy": strategy,
                "copies": len(people),
                "parted": int(copies.parted.sum()),
                "events": int(copies.event.sum()),
                "events_by_the_horizon": int((copies.event & (copies.time <= asked.at)).sum()),
            }
        )
    return told
