"""The report's chapter on money: what the money model comes to, for the payer and the accounting that the plan named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from amends.evidence.reporting.language import Said
from amends.evidence.reporting.parts import Heading, Listing, Paragraph, Part, Table
from amends.evidence.reporting.telling import Telling


def money_chapter(of: Telling, money: Mapping[str, Any] | None) -> Iterator[Part]:
    """Yield the chapter; nothing where the locked plan names no payer and no accounting.

    money  `scenario, dated, payer, reading, accounting`; `figures`: a record for every reading and accounting with
           `saving_cents, lower_cents, upper_cents`, None where not known; `readings`: what each says, by language;
           `remarks`: what to know before believing them, by language
    """
    if money is None or not of.says_money:
        return
    language = of.language
    say, payer = language.say, language.words(f"payer_{money['payer']}")
    named = {
        "reading": money["reading"],
        "accounting": language.words(f"accounting_{money['accounting']}"),
        "payer": payer,
    }
    found = next(
        one
        for one in money["figures"]
        if (one["reading"], one["accounting"]) == (money["reading"], money["accounting"])
    )
    yield Heading(say("money"))
    saving = found["saving_cents"]
    if saving is None:
        yield Paragraph(say("money_unknown", **named))
    elif saving > 0:
        yield Paragraph(say("money_saved", size=_dollars(of, saving), **named), earned=("money",))
    else:
        yield Paragraph(say("money_spent", size=_dollars(of, -saving), **named))
    if found["lower_cents"] is not None:
        yield Paragraph(
            say(
                "money_limits",
                low=_dollars(of, found["lower_cents"]),
                high=_dollars(of, found["upper_cents"]),
            )
        )
    yield Paragraph(say("money_origin", scenario=money["scenario"], day=language.day(money["dated"])))
    ways = list(dict.fromkeys(one["accounting"] for one in money["figures"]))
    yield Table(
        say("money_table", payer=payer),
        (say("head_reading"), *(say(f"accounting_{way}") for way in ways)),
        tuple(_row(of, money, reading, ways) for reading in money["readings"]),
    )
    yield Listing(
        tuple(
            language.own(f"[{reading}] {about[language.key]}") for reading, about in money["readings"].items()
        )
    )
    yield Listing(tuple(language.own(one[language.key]) for one in money["remarks"]), earned=("money",))


def _row(of: Telling, money: Mapping[str, Any], reading: str, ways: list[str]) -> tuple[Said, ...]:
    by_way = {one["accounting"]: one for one in money["figures"] if one["reading"] == reading}
    cells = (_cell(of, by_way[way]) if way in by_way else of.language.words("no_text") for way in ways)
    return (of.language.own(f"[{reading}]"), *(of.language.own(cell) for cell in cells))


def _cell(of: Telling, one: Mapping[str, Any]) -> str:
    if one["saving_cents"] is None:
        return of.language.words("none")
    told = _dollars(of, one["saving_cents"])
    if one["lower_cents"] is None:
        return told
    return of.language.words(
        "estimate_with_limits",
        estimate=told,
        low=_dollars(of, one["lower_cents"]),
        high=_dollars(of, one["upper_cents"]),
    )


def _dollars(of: Telling, cents: int) -> str:
    return of.language.whole(cents / 100)
