"""What a report says of a run: the first page, and chapter by chapter what stands behind it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from amends.evidence.reporting.alike import alike_chapter
from amends.evidence.reporting.curves import curves_chapter
from amends.evidence.reporting.first_page import first_page
from amends.evidence.reporting.language import Language
from amends.evidence.reporting.money import money_chapter
from amends.evidence.reporting.outcomes import outcomes_chapter
from amends.evidence.reporting.parts import Listing, Paragraph, Part, Report
from amends.evidence.reporting.published import published_chapter
from amends.evidence.reporting.telling import Telling
from amends.evidence.reporting.unseen import links_chapter, missing_chapter

ASSUMPTIONS: dict[str, list[dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("assumptions.toml").read_text(encoding="utf-8")
)


def report_of(
    run: Mapping[str, Any], *, language: str, is_recorded: bool, money: Mapping[str, Any] | None = None
) -> Report:
    """Return the report of a run in one of LANGUAGES.

    is_recorded  whether the record of plans holds just this run, and the lock of its plan before it
    money        what the money model comes to for the payer and the accounting that the plan names

    Raises LookupError, TypeError or ValueError for what is no run.
    """
    of = Telling(run, Language(language), is_recorded=is_recorded)
    rest = (
        *_assumptions(of),
        *outcomes_chapter(of),
        *curves_chapter(of),
        *_made(of),
        *alike_chapter(of),
        *missing_chapter(of),
        *links_chapter(of),
        *published_chapter(of),
        *money_chapter(of, money),
        *_departures(of),
        *_repeating(of),
    )
    return Report(
        language,
        of.language.say("report_of", title=of.plan_words("title", of.plan["title"])),
        tuple(first_page(of)),
        rest,
    )


def _assumptions(of: Telling) -> Iterator[Part]:
    yield of.heading("rests_on")
    yield Listing(
        tuple(of.language.own(one[of.language.key]) for one in ASSUMPTIONS[of.plan["design"]["kind"]])
    )


def _made(of: Telling) -> Iterator[Part]:
    """Yield how files were made of others, with what has to be said of it: links and outcomes have their own."""
    made = of.run.get("made")
    if not made:
        return
    yield of.heading("made")
    for one in made:
        answer = one["answer"]
        yield Paragraph(
            of.language.say("made_counts", name=one["name"], by=one["by"], people=str(answer.get("n") or 0))
        )
        if answer.get("warnings"):
            yield Listing(tuple(of.language.relayed(warning) for warning in answer["warnings"]))


def _departures(of: Telling) -> Iterator[Part]:
    yield of.heading("departures")
    if not of.run["deviations"]:
        yield Paragraph(of.language.say("no_departures"))
        return
    own = {one["what"] for one in of.plan.get("deviations") or ()}
    yield Listing(
        tuple(
            of.language.say("departure", what=of.written(one["what"]), why=of.written(one["why"]))
            if one["what"] in own
            else of.language.say(
                "departure", what=of.language.relayed(one["what"]), why=of.language.relayed(one["why"])
            )
            for one in of.run["deviations"]
        )
    )


def _repeating(of: Telling) -> Iterator[Part]:
    language = of.language
    yield of.heading("repeat")
    yield Paragraph(language.say("repeat_says", digest=of.plan["digest"], seed=str(of.plan["seed"])))
    own = language.own
    yield of.table(
        language.say("inputs"),
        ("head_name", "head_file", "head_hash"),
        [(own(one["name"]), own(one["file"]), own(one["sha256"])) for one in of.run["inputs"]],
    )
    yield of.table(
        language.say("versions"),
        ("head_package", "head_version"),
        [(own(name), own(version)) for name, version in of.run["versions"].items()],
        behind=True,
    )
