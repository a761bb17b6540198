"""The chapter of a report on how alike the groups were made, and when no estimate would have been given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from amends.evidence.reporting import figures
from amends.evidence.reporting.language import Language
from amends.evidence.reporting.parts import Figure, Paragraph, Part
from amends.evidence.reporting.telling import Telling


def balance_picture(
    balance: Sequence[Mapping[str, Any]], limits: Mapping[str, float], language: Language
) -> Figure:
    """Return a balance table as a love plot, with the limits beyond which a difference is remarked on or refused.

    Where nothing was weighted there is the difference before alone. The form is Thomas Love's (2004). The table itself
    has to stand beside it.
    """
    after = [abs(one["after"]) for one in balance if is_known(one["after"])]
    title = language.words("axis_alike")
    says = (
        language.say("alike_drawn", after=difference_told(max(after), language))
        if after
        else language.say("alike_drawn_unweighted")
    )
    chart = figures.love_plot(
        [
            {
                "term": one["term"],
                **{key: one[key] if is_known(one[key]) else None for key in ("before", "after")},
            }
            for one in balance
        ],
        title=title,
        names=(language.words("head_before"), language.words("head_after")),
        limits=[
            (limits[key], language.words(word, limit=language.number(limits[key])))
            for key, word in (("warned_difference", "remarked"), ("difference", "refused_from"))
        ],
    )
    return Figure(says, title, chart)


def difference_told(difference: float | None, language: Language) -> str:
    """Return a standardized difference as people write it; what is left of one by rounding is 0."""
    return language.number(None if difference is None else round(difference, 3), 2)


def is_known(difference: float | None) -> bool:
    """Return whether a standardized difference could be computed."""
    return difference is not None and isfinite(difference)


def alike_chapter(of: Telling) -> Iterator[Part]:
    """Yield the balance of the primary outcome as picture and table, and the limits of refusal."""
    language, planned = of.language, of.primary["as_planned"]
    balance = planned.get("balance")
    if balance:
        yield of.heading("alike")
        yield balance_picture(balance, planned["thresholds"], language)
        yield of.table(
            language.say("alike_table"),
            ("head_term", "head_before", "head_after"),
            [
                tuple(
                    language.own(cell)
                    for cell in (
                        one["term"],
                        *(difference_told(one[key], language) for key in ("before", "after")),
                    )
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
