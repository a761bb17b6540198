"""The chapter of a report on what was described beside the comparison: curves over time, and other figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from amends.evidence.reporting import figures
from amends.evidence.reporting.language import Said
from amends.evidence.reporting.parts import Figure, Listing, Part
from amends.evidence.reporting.telling import Telling

# A table behind a curve tells it at so many times, not at each: a day on which something happened is somebody's.
TIMES_TOLD = 9
# Which words of `amends evidence` answer with curves, and where those stand in the answer.
DRAWN = {"survival": "survival", "competing": "incidence"}


def curves_chapter(of: Telling) -> Iterator[Part]:
    """Yield a figure for each described curve, and a line for each other described figure."""
    told = [one for one in of.run["described"] if one["answer"].get(DRAWN.get(one["by"], ""))]
    if told:
        yield of.heading("curves")
    for one in told:
        yield from _curve(of, one)
    others = [one for one in of.run["described"] if one not in told]
    if others:
        yield of.heading("described")
        yield Listing(tuple(_described(of, one) for one in others))


def _described(of: Telling, one: Mapping[str, Any]) -> Said:
    language, answer = of.language, one["answer"]
    name = of.plan_words("described", one["name"])
    if answer.get("refused") is not None:
        return language.say("of_outcome", outcome=name, what=language.relayed(answer["refused"]))
    people = str(answer.get("n") or 0)
    if isinstance(answer.get("estimate"), float):
        kind = "score" if answer.get("events") is None else "event"
        return language.say(
            "described_estimate", name=name, people=people, figures=of.with_limits(answer, kind)
        )
    return language.say(
        "described_counts",
        name=name,
        people=people,
        events=str(answer.get("events") or language.words("none")),
    )


def _curve(of: Telling, one: Mapping[str, Any]) -> Iterator[Part]:
    language, answer = of.language, one["answer"]
    survives, records = one["by"] == "survival", answer[DRAWN[one["by"]]]
    labels = of.labels_of(one)
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        name = labels.get(record["group"], record["group"])
        if not survives:
            name = language.words("group_cause", group=name, cause=record["cause"])
        groups.setdefault(name, []).append(record)
    groups, day = _until_horizon(groups, max(outcome["horizon_days"] for outcome in of.run["outcomes"]))
    name = of.plan_words("described", one["name"])
    shares = "; ".join(
        language.words("group_share", group=group, share=language.whole(100 * steps[-1]["estimate"]))
        for group, steps in groups.items()
        if steps[-1]["estimate"] is not None
    )
    ends = language.words("curve_ends", day=language.whole(day), shares=shares)
    says = language.say("curve_survival" if survives else "curve_incidence", name=name, ends=ends)
    drawn = [
        figures.Curve(
            group,
            *([step[key] for step in steps] for key in ("time", "estimate", "lower", "upper")),
        )
        for group, steps in groups.items()
    ]
    title = language.words("axis_without" if survives else "axis_with")
    start = 1.0 if survives else 0.0
    chart = figures.curves(drawn, start=start, x_title=language.words("axis_days"), y_title=title)
    yield Figure(says, title, chart)
    yield of.table(
        language.say("curve_shares", name=name),
        ("head_group", "head_day", "head_share"),
        [
            (language.own(group), language.own(language.whole(day)), language.own(of.share_with_limits(step)))
            for group, steps in groups.items()
            for day, step in _at_some_times(steps)
        ],
        behind=True,
    )
    if answer["warnings"]:
        yield Listing(tuple(language.relayed(warning) for warning in answer["warnings"]))


def _until_horizon(
    groups: dict[str, list[Mapping[str, Any]]], horizon: float
) -> tuple[dict[str, list[Mapping[str, Any]]], float]:
    """Return curves until the horizon of the plan, and the day on which they end: of what is later nothing was planned.

    Curves that begin after the horizon stay as they are.
    """
    cut = {
        name: within
        for name, steps in groups.items()
        if (within := [step for step in steps if step["time"] <= horizon])
    }
    if not cut:
        return groups, max(step["time"] for steps in groups.values() for step in steps)
    lasts = max(step["time"] for steps in groups.values() for step in steps)
    day = min(horizon, lasts)
    # A curve stays where it is until the next event, which may lie beyond.
    return {
        name: [*steps, {**steps[-1], "time": day}] if steps[-1]["time"] < day else steps
        for name, steps in cut.items()
    }, day


def _at_some_times(steps: list[Mapping[str, Any]]) -> Iterator[tuple[float, Mapping[str, Any]]]:
    """Yield a step function at evenly spread times, each with the step that holds there."""
    last = steps[-1]["time"]
    for place in range(1, TIMES_TOLD + 1):
        day = last * place / TIMES_TOLD
        before = [step for step in steps if step["time"] <= day + 1e-9]
        if before:
            yield day, before[-1]
