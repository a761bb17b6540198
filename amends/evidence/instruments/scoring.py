"""Scores the answers of one person to one instrument. Pure: answers in, score out, nothing kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from amends.evidence.instruments.reading import Alert, Instrument

Given = Mapping[int, int | None]


class WrongAnswer(ValueError):
    """An answer cannot be given to this instrument. Nothing was scored."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """What answers come to.

    total           the sum when everything needed was answered, otherwise None: nothing is prorated
    total_answered  the sum of what was answered
    provisional     the instrument's provisional finding, from what was answered; None where it has none
    clusters        the sum of each cluster, from what was answered
    symptoms        in each cluster, how many answers count as a symptom
    findings        each finding of the instrument, from what was answered
    severity        the published band, None where there is none or an item that counts is missing
    t_score         goals only: how far they were reached, 50 meaning as hoped, 10 the standard deviation
    alerts          what has to be acted on the same day, complete or not
    """

    complete: bool
    total: int | float | None
    total_answered: int | float
    provisional: bool | None = None
    clusters: dict[str, int] = field(default_factory=dict)
    symptoms: dict[str, int] = field(default_factory=dict)
    findings: dict[str, bool] = field(default_factory=dict)
    severity: str | None = None
    t_score: float | None = None
    alerts: tuple[Alert, ...] = ()


def wrong_answers(instrument: Instrument, answers: Given) -> dict[int, str]:
    """What is wrong with each answer that cannot be given, by the number of its item."""
    low, high = instrument.answers.lowest, instrument.answers.highest
    known = {*instrument.items, *instrument.answers.beside}
    wrong = {}
    for item, answer in answers.items():
        if instrument.kind == "items" and item not in known:
            wrong[item] = f"{instrument.id} has no item {item}"
        elif answer is not None and (answer < low or (high is not None and answer > high)):
            wrong[item] = f"{answer} is not between {low} and {high}"
    return wrong


def score_answers(instrument: Instrument, answers: Given) -> Score:
    """The score of one person's answers, by the number of the item; None or absent is not answered.

    Items beside those that count, such as the tenth of the PHQ-9, belong among the answers only where they
    were asked; then a blank there leaves the row incomplete when the instrument says so.
    Raises WrongAnswer for an answer outside the instrument's range, and for one that only takes a total.

    >>> from amends.evidence.instruments.reading import instrument
    >>> score_answers(instrument("gad7"), dict.fromkeys(range(1, 8), 2)).severity
    'moderate'
    """
    if instrument.kind == "score entry":
        raise WrongAnswer(f"{instrument.name} is licensed: only a total is taken, never answers.")
    wrong = wrong_answers(instrument, answers)
    if wrong:
        raise WrongAnswer("; ".join(f"item {item}: {what}" for item, what in wrong.items()) + ".")
    if instrument.kind == "goals":
        return score_goals([answer for answer in answers.values() if answer is not None], instrument)
    return _score_items(instrument, answers)


def _score_items(instrument: Instrument, answers: Given) -> Score:
    counted = {item: answer for item in instrument.items if (answer := answers.get(item)) is not None}
    total = sum(counted.values())
    every_item = len(counted) == len(instrument.items)
    beside = [item for item in instrument.answers.beside if item in answers]
    beside_is_missing = (
        total > 0
        and instrument.answers.beside_is_needed is not None
        and any(answers[item] is None for item in beside)
    )
    complete = every_item and not beside_is_missing
    symptoms = {
        cluster: sum(counted.get(item, -1) >= instrument.symptom_from[item] for item in items)
        for cluster, items in instrument.clusters.items()
        if instrument.symptom_from
    }
    findings = {
        finding.name: all(symptoms[cluster] >= least for cluster, least in finding.clusters.items())
        and (finding.in_all is None or finding.in_all[0] <= sum(symptoms.values()) <= finding.in_all[1])
        for finding in instrument.findings
    }
    bands = [band.name for band in instrument.bands if total >= band.start]
    return Score(
        complete=complete,
        total=total if complete else None,
        total_answered=total,
        provisional=next((findings[one.name] for one in instrument.findings if one.provisional), None),
        clusters={
            cluster: sum(counted.get(item, 0) for item in items)
            for cluster, items in instrument.clusters.items()
        },
        symptoms=symptoms,
        findings=findings,
        severity=bands[-1] if bands and every_item else None,
        alerts=tuple(alert for alert in instrument.alerts if counted.get(alert.item, -1) > alert.above),
    )


def score_goals(ratings: list[int], instrument: Instrument) -> Score:
    """How far the goals of one person were reached: their sum, and the T score of Kiresuk and Sherman.

    ratings  one for each goal that was set, -2 to +2, all of one weight

    With n goals rated x and a correlation r of .3, T = 50 + 10 sum(x) / sqrt((1 - r) n + r n^2).
    Nothing set gives a score that is not complete.

    >>> from amends.evidence.instruments.reading import instrument
    >>> score_goals([0, 0, 0], instrument("goals")).t_score
    50.0
    >>> score_goals([1], instrument("goals")).t_score
    60.0

    Source: Kiresuk and Sherman (1968), Community Mental Health Journal 4:443.
    """
    total, goals = sum(ratings), len(ratings)
    together = instrument.answers.correlation or 0.0
    spread = math.sqrt((1 - together) * goals + together * goals**2)
    return Score(
        complete=goals > 0,
        total=total if goals else None,
        total_answered=total,
        t_score=50 + 10 * total / spread if goals else None,
    )


def score_entry(instrument: Instrument, total: float | None) -> Score:
    """The total of a licensed instrument that somebody scored by its own rules; None is not known.

    Raises WrongAnswer for a total outside the instrument's range.
    """
    if total is not None and not instrument.answers.lowest <= total <= instrument.highest_total:
        raise WrongAnswer(f"{total:g} is not a total of {instrument.id}.")
    return Score(complete=total is not None, total=total, total_answered=0 if total is None else total)
