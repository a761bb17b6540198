"""The chapter of a report on its outcomes: family by family, what to beware of, and those who completed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from amends.evidence.reporting import figures
from amends.evidence.reporting.language import Said, capital, plain
from amends.evidence.reporting.parts import Figure, Listing, Paragraph, Part
from amends.evidence.reporting.telling import Telling

FAMILIES = ("primary", "secondary", "exploratory")


def outcomes_chapter(of: Telling) -> Iterator[Part]:
    """Yield every outcome in the table of its family, their figure, and what to beware of."""
    say = of.language.say
    yield of.heading("all_outcomes")
    yield Paragraph(say("differences"))
    heads = ("head_outcome", "head_people", "head_as_offered", "head_as_planned", "head_p", "head_e_value")
    for family in FAMILIES:
        rows = [_outcome_row(of, one) for one in of.run["outcomes"] if one["family"] == family]
        if rows:
            yield of.table(say(f"family_{family}"), heads, rows)
    drawn = [
        figures.Row(
            plain(capital(of.outcome(one))),
            *(100 * one["as_planned"][key] for key in ("estimate", "lower", "upper")),
        )
        for one in of.run["outcomes"]
        if one["kind"] == "event" and one["as_planned"].get("lower") is not None
    ]
    if drawn:
        says = say("differences_drawn")
        title = of.language.words("axis_difference")
        yield Figure(says, title, figures.forest(drawn, title=title, none=0))
    warnings = [
        say("of_outcome", outcome=of.outcome(one), what=of.language.relayed(warning))
        for one in of.run["outcomes"]
        for warning in (*_refusal(one), *one["as_planned"]["warnings"])
    ]
    warnings += [of.language.relayed(one) for one in (of.run["power"] or {}).get("warnings", ())]
    warnings += [
        say("over_draws", outcome=of.outcome(one), draws=str(drawn["draws"]))
        for one in of.run["outcomes"]
        if (drawn := one["as_planned"].get("over_draws"))
    ]
    if warnings:
        yield of.heading("beware", 3)
        yield Listing(tuple(warnings))
    yield from _completers(of)


def _refusal(one: Mapping[str, Any]) -> tuple[str, ...]:
    refused = one["as_planned"]["refused"]
    return () if refused is None else (refused,)


def _outcome_row(of: Telling, one: Mapping[str, Any]) -> tuple[Said, ...]:
    language, planned, kind = of.language, one["as_planned"], one["kind"]
    value = planned.get("e_value") or {}
    events = planned["events"]
    return (
        capital(of.outcome(one)),
        language.own(
            str(planned["n"])
            if events is None
            else language.words("people_events", people=str(planned["n"]), events=str(events))
        ),
        language.own(of.with_limits(one["as_offered"], kind)),
        language.own(of.with_limits(planned, kind)),
        language.own(_p(of, one)),
        language.own(
            language.words(
                "pair", first=language.number(value["estimate"]), second=language.number(value.get("limit"))
            )
            if value.get("estimate") is not None
            else language.words("none")
        ),
    )


def _p(of: Telling, one: Mapping[str, Any]) -> str:
    """Return a p-value with what has to be said beside it."""
    language, planned = of.language, one["as_planned"]
    if planned.get("p") is None:
        return language.words("not_given")
    told = language.p_value(planned["p"])
    if one.get("p_of_family") is not None:
        told = language.words("p_of_family", p=told, adjusted=language.p_value(one["p_of_family"]))
    if of.has_few_clusters(one):
        told = language.words("p_few_clusters", p=told)
    return told


def _completers(of: Telling) -> Iterator[Part]:
    for one in of.run["outcomes"]:
        found = one["as_planned"].get("completers_only")
        if not found:
            continue
        yield of.heading("completers", 3)
        yield Paragraph(of.language.relayed(found["warning"]), warns=True)
        if found["refused"] is not None:
            yield Paragraph(
                of.language.say(
                    "of_outcome", outcome=of.outcome(one), what=of.language.relayed(found["refused"])
                )
            )
            continue
        yield Paragraph(
            of.language.say(
                "completers_figures",
                outcome=of.outcome(one),
                completed=str(found["completed"]),
                figures=of.with_limits(found, one["kind"]),
                offered=of.with_limits(one["as_offered"], one["kind"]),
            )
        )
