"""Answers `amends evidence competing`: from a file to incidences, their comparison and a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.answers import Answer, answer
from amends.evidence.competing.comparing import compare_incidence
from amends.evidence.competing.incidence import CENSORED, Incidence, cumulative_incidence, incidence_at
from amends.evidence.competing.subdistribution import SubdistributionLikelihood
from amends.evidence.effects.e_value import RARE, of_hazard_ratio
from amends.evidence.faults import BadInput
from amends.evidence.maximizing import NoEstimate
from amends.evidence.no_events import highest_rate, highest_share
from amends.evidence.normal import ratio_of_hazards
from amends.evidence.reading import Column, Reading, read
from amends.evidence.survival.curves import (
    Estimates,
    hazard_at,
    interval_of_hazard,
    interval_of_survival,
    kaplan_meier,
)
from amends.evidence.survival.hazards import PartialLikelihood, test_proportionality
from amends.evidence.survival.rows import groups_of, rows_of, without_blur
from amends.evidence.terms import Term, columns_of, design, parse_terms

EVENTS_PER_COEFFICIENT = 10


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a file about events of several causes. Names are heads of the file's columns.

    time, event  when observation ends, and the label of what ended it
    cause        the label of the cause that is asked for; the others compete with it
    censored     the label of rows in which nothing had happened yet
    by           the groups that are compared, within `strata`
    terms        covariates of the model of the cause's incidence
    at           the times at which incidences are told; none tells every time at which the cause happened
    """

    time: str
    event: str
    cause: str
    censored: str = "0"
    by: str | None = None
    strata: str | None = None
    terms: str | None = None
    at: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse times below zero, and strata without groups. Raises BadInput."""
        faults = [
            f"[{time:g}] is below zero; expected times of the file's clock." for time in self.at if time < 0
        ]
        if self.strata is not None and self.by is None:
            faults.append("Strata serve the comparison of groups: name those with --by.")
        if _found(self.cause, [self.censored]) is not None:
            faults.append(f"[{self.cause}] cannot be both the cause and the label of what is censored.")
        if faults:
            raise BadInput(faults)


def estimate_competing(path: Path, asked: Asked) -> Answer:
    """Return what a CSV or Parquet file shows about events of several causes.

    Incidences of every cause are told by group and, beside them, cumulative cause-specific hazards; one minus
    Kaplan-Meier is no incidence and is not offered. A model that has no estimate is refused with its reason,
    and the incidences stand beside it.

    Raises BadInput with every fault of the file or of what was asked. Nothing is written.
    """
    terms = parse_terms(asked.terms) if asked.terms is not None else ()
    columns = [Column(asked.time, "number", at_least=0), Column(asked.event, "label"), *columns_of(terms)]
    columns += [Column(name, "label") for name in (asked.by, asked.strata) if name]
    reading = read(path, columns)
    causes, cause, of = _causes(reading, asked)
    time, _ = without_blur(reading.numbers(asked.time), np.full(reading.n, -np.inf), asked.at)
    labels, groups = groups_of(reading, asked.by)
    strata = reading.levels(asked.strata).codes if asked.strata else None
    events = int((cause == of).sum())
    warnings = list(_warnings(time, cause, labels, groups, asked))
    if not events:
        known = ", ".join(f"[{label}]" for label in reading.levels(asked.event).labels)
        warnings.append(f"No row holds the cause [{asked.cause}]; there are {known}.")
    model, refused = _model(time, cause, of, reading=reading, terms=terms, warnings=warnings)
    incidence: list[dict[str, Any]] = []
    hazards: list[dict[str, Any]] = []
    limits: list[dict[str, Any]] = []
    for number, name in enumerate(causes, start=1):
        for place, label in enumerate(labels):
            inside = groups == place
            said = {"group": label, "cause": name}
            incidence += _incidence(time[inside], cause[inside], number, asked, said)
            hazards += _hazard(time[inside], cause[inside] == number, asked, said)
            limits += _limits(time[inside], cause[inside], number, asked, said)
    warnings += [
        f"Group [{limit['group']}] has no event of cause [{limit['cause']}]: its incidence stays at 0 without an "
        "error, with exact upper limits; `limits_without_events` says what may still be."
        for limit in limits
    ]
    return answer(
        n=reading.n,
        events=events,
        missing=reading.missing,
        warnings=warnings,
        refused=refused,
        events_by_cause={name: int((cause == place).sum()) for place, name in enumerate(causes, start=1)},
        incidence=incidence,
        gray=[
            {"cause": name, **compare_incidence(time, cause, groups, number, strata)._asdict()}
            for number, name in enumerate(causes, start=1)
        ]
        if len(labels) > 1
        else None,
        cause_specific_hazard=hazards,
        limits_without_events=limits,
        **model,
    )


def _causes(reading: Reading, asked: Asked) -> tuple[list[str], np.ndarray, int]:
    """Return the labels of the causes, lowest first, each row's cause, and the number of the one asked for.

    A row's cause is CENSORED or the number of the cause, from 1. One that no row holds is a cause all the same.
    """
    labels, codes = reading.levels(asked.event)
    censored = _found(asked.censored, labels)
    causes = [label for label in labels if label != censored]
    wanted = _found(asked.cause, causes)
    if wanted is None:
        causes.append(wanted := asked.cause)
    numbers = np.array([CENSORED if label == censored else causes.index(label) + 1 for label in labels])
    return causes, numbers[codes], causes.index(wanted) + 1


def _found(wanted: str, labels: Sequence[str]) -> str | None:
    """Return the label as the file has it: the same characters, or else the same number."""
    if wanted in labels:
        return wanted
    return next((label for label in labels if _number(label) == _number(wanted)), None)


def _number(label: str) -> float:
    try:
        return float(label)
    except ValueError:
        # Nothing equals it, so that two labels which are no numbers are never the same number.
        return float("nan")


def _incidence(
    time: np.ndarray, cause: np.ndarray, of: int, asked: Asked, said: dict[str, str]
) -> Iterator[dict[str, Any]]:
    found = cumulative_incidence(time, cause, of)
    times = _times(asked, found)
    estimate, variance = incidence_at(found, times)
    # The limits of a share, whose complement is what the interval of a curve is made for.
    upper, lower = (
        1 - limit for limit in interval_of_survival(Estimates(1 - estimate, np.sqrt(variance)), "loglog")
    )
    if not (cause == of).any():
        exact = [highest_share(_known(time, cause, when)) for when in times]
        upper = np.where(np.isfinite(estimate), exact, np.nan)
    for place, when in enumerate(times):
        yield {
            **said,
            "time": when,
            "estimate": estimate[place],
            "variance": variance[place],
            "se": np.sqrt(variance[place]),
            "lower": lower[place],
            "upper": upper[place],
        }


def _times(asked: Asked, found: Incidence) -> np.ndarray:
    if asked.at:
        return np.array(asked.at, dtype=float)
    return found.times if len(found.times) else np.array([found.last])


def _hazard(
    time: np.ndarray, event: np.ndarray, asked: Asked, said: dict[str, str]
) -> Iterator[dict[str, Any]]:
    curve = kaplan_meier(rows_of(time, event))
    times = np.array(asked.at) if asked.at else curve.times
    found = hazard_at(curve, times)
    for when, estimate, error, lower, upper in zip(times, *found, *interval_of_hazard(found), strict=True):
        yield {**said, "time": when, "estimate": estimate, "se": error, "lower": lower, "upper": upper}


def _limits(
    time: np.ndarray, cause: np.ndarray, of: int, asked: Asked, said: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield what risk and rate of a cause may still be in a group without an event of it: exact limits."""
    if (cause == of).any():
        return
    for when in asked.at or (float(time.max()),):
        known = _known(time, cause, when)
        yield {
            **said,
            "time": when,
            "followed": known,
            "risk_upper": highest_share(known),
            "observed_time": float(time.sum()),
            "rate_upper": highest_rate(float(time.sum())),
        }


def _known(time: np.ndarray, cause: np.ndarray, when: float) -> int:
    """Return of how many it is known by a time that they had no event of a cause that nobody had.

    Whoever had another event is one of them.
    """
    return int(((time >= when) | (cause != CENSORED)).sum())


def _warnings(
    time: np.ndarray, cause: np.ndarray, labels: Sequence[str], groups: np.ndarray, asked: Asked
) -> Iterator[str]:
    if not (cause == CENSORED).any():
        yield f"No row holds [{asked.censored}], so nobody counts as censored: name the label with --censored."
    for place, label in enumerate(labels):
        last = time[groups == place].max()
        beyond = [when for when in asked.at if when > last]
        if beyond:
            name = f"Group [{label}]" if asked.by else "The file"
            told = ", ".join(f"{when:g}" for when in beyond)
            yield f"{name} was observed until {last:g} only: nothing is said of {told}."


def _model(
    time: np.ndarray,
    cause: np.ndarray,
    of: int,
    *,
    reading: Reading,
    terms: Sequence[Term],
    warnings: list[str],
) -> tuple[dict[str, Any], str | None]:
    """Return the model's part of the answer and why it was refused; adds warnings to the list."""
    parts: dict[str, Any] = {
        "finegray": None,
        "loglik": None,
        "finegray_proportionality": None,
        "cause_specific_cox": None,
        "e_value_outcome": None,
    }
    if not terms:
        return parts, None
    events = int((cause == of).sum())
    if not events:
        none = "There is no event of the cause, so there is no model; `limits_without_events` says what may still be."
        return parts, none
    made = design(terms, reading)
    if events < EVENTS_PER_COEFFICIENT * len(made.names):
        warnings.append(
            f"{events} events for {len(made.names)} coefficients: with fewer than {EVENTS_PER_COEFFICIENT} each, "
            "estimates and their errors are unreliable."
        )
    try:
        likelihood = SubdistributionLikelihood(time, cause, of, made.matrix)
        fitted = likelihood.fit(made.names)
        variance = likelihood.robust_variance(fitted)
        own = PartialLikelihood(rows_of(time, cause == of), made.matrix)
        beside = own.fit(made.names)
    except NoEstimate as none:
        return parts, f"The model of the incidence has no estimate. {none}"
    tests = test_proportionality(likelihood, fitted, made.places)
    if tests[-1].p < 0.05:
        warnings.append(
            "Subdistribution hazards are not proportional (GLOBAL p below .05): a ratio of them is an average over "
            "times in which the effect changes."
        )
    rare = events < RARE * len(time)
    parts["finegray"] = list(_terms(made.names, fitted.coefficients, variance, rare=rare))
    parts["loglik"] = {"null": fitted.loglik_null, "model": fitted.loglik_model}
    parts["finegray_proportionality"] = [test._asdict() for test in tests]
    parts["cause_specific_cox"] = list(_terms(made.names, beside.coefficients, beside.variance, rare=rare))
    parts["e_value_outcome"] = "rare" if rare else "common"
    return parts, None


def _terms(
    names: Sequence[str], coefficients: np.ndarray, variance: np.ndarray, *, rare: bool
) -> Iterator[dict[str, Any]]:
    for name, estimate, error in zip(names, coefficients, np.sqrt(np.diag(variance)), strict=True):
        yield {
            "term": name,
            "estimate": estimate,
            "se": error,
            **ratio_of_hazards(estimate, error),
            **of_hazard_ratio(estimate, error, rare=rare),
        }
