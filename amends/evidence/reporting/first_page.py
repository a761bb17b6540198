"""The first page of a report, in words for anybody: what was asked, what was found, how sure, what it does not show."""

from __future__ import annotations

from collections.abc import Iterator

from amends.evidence.reporting.language import PLANS, Piece, Said
from amends.evidence.reporting.parts import Heading, Listing, Paragraph, Part
from amends.evidence.reporting.telling import Telling


def first_page(of: Telling) -> Iterator[Part]:
    """Yield the first page of a run."""
    say = of.language.say
    yield Heading(say("asked"))
    yield from _asked(of)
    yield Heading(say("found"))
    yield from _found(of)
    yield Heading(say("sure"))
    yield from _sure(of)
    yield Heading(say("not_shown"))
    yield Listing(tuple(_not_shown(of)))


def _asked(of: Telling) -> Iterator[Part]:
    say, planned = of.language.say, of.primary["as_planned"]
    yield Paragraph(of.plan_words("asks", of.plan["asks"]), leads=True)
    yield Paragraph(say("compared", says=of.plan_words("says", of.plan["design"]["says"])))
    people = str(planned["n"])
    if planned["events"] is None:
        yield Paragraph(say("counted_scores", people=people, outcome=of.outcome(of.primary)))
    else:
        yield Paragraph(
            say("counted", people=people, events=str(planned["events"]), outcome=of.outcome(of.primary))
        )
    if of.language.key not in (PLANS, *(of.plan.get("words") or ())):
        yield Paragraph(say("plan_words_foreign"))


def _found(of: Telling) -> Iterator[Part]:
    say, primary = of.language.say, of.primary
    planned, kind = primary["as_planned"], primary["kind"]
    if planned["refused"] is not None or planned.get("estimate") is None:
        yield Paragraph(say("refused", outcome=of.outcome(primary)), leads=True)
        if planned["refused"] is not None:
            yield Paragraph(of.language.relayed(planned["refused"]))
        yield from _exact(of)
        return
    yield from _both_groups(of)
    low, high = planned["lower"], planned["upper"]
    yield Paragraph(
        say(
            "difference",
            size=of.size(planned["estimate"], kind),
            low=of.size(low, kind),
            high=of.size(high, kind),
        ),
        leads=True,
    )
    yield Paragraph(say("may_be_none" if low <= 0 <= high else "differ"))
    if of.says_causal:
        key = "reduced" if planned["estimate"] < 0 else "raised"
        yield Paragraph(say(key, outcome=of.outcome(primary)), earned=("causal",))
    yield Paragraph(say(_matters(of, low, high), matters=_smallest(of)))


def _exact(of: Telling) -> Iterator[Part]:
    """Yield exact limits of each group's share, where there is no model."""
    for one in of.primary["as_planned"].get("exact") or ():
        group = of.group("offered" if one["group"] == "treated" else "others")
        low, high = (f"{100 * one[key]:.0f}" for key in ("lower", "upper"))
        yield Paragraph(of.language.say("exact", group=group, low=low, high=high))


def _both_groups(of: Telling) -> Iterator[Part]:
    """Yield what became of each group, made alike as the plan says, where the run tells it."""
    planned, kind = of.primary["as_planned"], of.primary["kind"]
    if planned.get("survival"):
        values = {one["group"]: 100 * (1 - one["estimate"]) for one in planned["survival"]}
    else:
        unit = 100 if kind == "event" else 1
        values = {one["group"]: unit * one["estimate"] for one in planned.get("groups") or ()}
    if len(values) < 2:
        return
    shown = {group: f"{value:.0f}" if kind == "event" else f"{value:.1f}" for group, value in values.items()}
    yield Paragraph(
        of.language.say(
            "both_shares" if kind == "event" else "both_means",
            offered=of.group("offered"),
            others=of.group("others"),
            outcome=of.outcome(of.primary),
            first=shown["treated"],
            second=shown["control"],
        )
    )


def _matters(of: Telling, low: float, high: float) -> str:
    """Return what is to be said of the smallest difference that matters, by where the limits lie."""
    smallest = of.primary["smallest_difference"]
    hoped = -1 if of.primary["better"] == "lower" else 1
    near, far = sorted((hoped * low, hoped * high))
    if far < smallest:
        return "matters_none"
    return "matters_all" if near >= smallest else "matters_some"


def _smallest(of: Telling) -> str:
    smallest = of.primary["smallest_difference"]
    if of.primary["kind"] == "event":
        return of.language.words("hundred", size=f"{100 * smallest:g}")
    return of.language.words("points", size=f"{smallest:g}")


def _sure(of: Telling) -> Iterator[Part]:
    say, planned, lock = of.language.say, of.primary["as_planned"], of.run["lock"]
    yield Paragraph(say("by_lot" if of.is_by_lot else "not_by_lot"))
    if planned["refused"] is None and planned.get("lower") is not None:
        value = planned.get("e_value") or {}
        if value.get("estimate") is None:
            yield Paragraph(say("e_value_absent"))
        elif planned["lower"] <= 0 <= planned["upper"]:
            yield Paragraph(say("e_value_none", estimate=of.language.number(value["estimate"])))
        else:
            yield Paragraph(
                say(
                    "e_value_limit",
                    estimate=of.language.number(value["estimate"]),
                    limit=of.language.number(value.get("limit")),
                )
            )
    yield from _beware(of)
    key = "locked" if lock["can_be_rewritten"] else "locked_for_good"
    told = say(key, moment=of.language.moment(lock["at"]), mark=lock["mark"])
    if of.is_recorded:
        told = (*told, *of.language.own(" "), *say("in_record"))
    yield Paragraph(told)
    for one in lock.get("read_before") or ():
        moment = of.language.moment(one["at"])
        yield Paragraph(say("read_before", file=one["input"], by=one["by"], moment=moment), warns=True)
    there = [one["name"] for one in of.run["inputs"] if one.get("at_lock") == "the same"]
    if there:
        yield Paragraph(say("there_before", files=", ".join(there)), warns=True)
    if not of.is_recorded:
        yield Paragraph(say("not_in_record"), warns=True)


def _beware(of: Telling) -> Iterator[Part]:
    """Yield in plain words what the figures themselves warn of, and what a study of this size can see."""
    say, warnings = of.language.say, of.primary["as_planned"]["warnings"]
    others = len(warnings)
    if of.has_few_clusters(of.primary):
        others -= 1
        yield Paragraph(say("few_clusters"), warns=True)
    if others > 0:
        yield Paragraph(say("beware_of", count=str(others)), warns=True)
    power = of.run["power"]
    if not power:
        return
    people = {key: str(power[key]) for key in ("n1", "n2")}
    if power["smallest_fall"] is None:
        yield Paragraph(say("power_sees_nothing", **people))
        return
    told = [*say("power_sees", fall=f"{100 * power['smallest_fall']:.0f}", **people)]
    missed = [one for one in power["falls"] if one["power"] < 0.5]
    if missed:
        needed = str(missed[-1]["people_needed_in_each_group"])
        told += of.language.own(" ")
        told += say("power_misses", fall=f"{100 * missed[-1]['fall']:.0f}", people=needed)
    yield Paragraph(tuple(told))


def _not_shown(of: Telling) -> Iterator[Said]:
    say, planned = of.language.say, of.primary["as_planned"]
    if not of.is_by_lot and not of.says_causal:
        yield say("not_why")
    low, high = planned.get("lower"), planned.get("upper")
    if low is not None and high is not None and low <= 0 <= high:
        yield say("not_none")
    yield say("not_elsewhere")
    named: list[Piece] = []
    for one in of.run["outcomes"]:
        named += [*of.language.own(", " if named else ""), *of.outcome(one)]
    yield say("not_measured", outcomes=tuple(named))
    if any(one["family"] == "exploratory" for one in of.run["outcomes"]):
        yield say("not_decided")
    yield say("money_apart" if of.says_money else "no_money")
    yield say("small_counts")
