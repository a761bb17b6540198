"""The chapter of a report on how alike the groups were made, and when no estimate would have been given."""

from __future__ import annotations

from collections.abc import Iterator

from amends.evidence.reporting import figures
from amends.evidence.reporting.parts import Figure, Paragraph, Part
from amends.evidence.reporting.telling import Telling


def alike_chapter(of: Telling) -> Iterator[Part]:
    """Yield the balance of the primary outcome as picture and table, and the limits of refusal."""
    language, planned = of.language, of.primary["as_planned"]
    balance = planned.get("balance")
    if balance:
        yield of.heading("alike")
        limits = planned["thresholds"]
        after = [abs(one["after"]) for one in balance if one["after"] is not None]
        says = language.say(
            "alike_drawn", after=language.number(max(after), 2) if after else language.words("none")
        )
        title = language.words("axis_alike")
        yield Figure(
            says,
            title,
            figures.love_plot(
                balance,
                title=title,
                names=(language.words("head_before"), language.words("head_after")),
                limits=[
                    (limits[key], language.words(word, limit=language.number(limits[key])))
                    for key, word in (("warned_difference", "remarked"), ("difference", "refused_from"))
                ],
            ),
        )
        yield of.table(
            language.say("alike_table"),
            ("head_term", "head_before", "head_after"),
            [
                tuple(
                    language.own(cell)
                    for cell in (one["term"], *(language.number(one[key], 2) for key in ("before", "after")))
                )
                for one in balance
            ],
            behind=True,
        )
        if size := planned.get("effective_sample_size"):
            yield Paragraph(
                language.say(
                    "effective",
                    first=language.number(size["treated"]),
                    second=language.number(size["control"]),
                    offered=of.group("offered"),
                    others=of.group("others"),
                )
            )
    if limits := planned.get("thresholds"):
        yield of.table(
            language.say("thresholds"),
            ("head_measure", "head_limit"),
            [
                (language.say(f"threshold_{key}"), language.own(language.number(limit)))
                for key, limit in limits.items()
            ],
            behind=True,
        )
