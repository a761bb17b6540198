"""The chapters of a report on what was not seen: what is missing and what it could change, and wrong links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from amends.evidence.reporting.language import Said, capital
from amends.evidence.reporting.parts import Paragraph, Part
from amends.evidence.reporting.telling import Telling


def missing_chapter(of: Telling) -> Iterator[Part]:
    """Yield for each outcome what is missing, and the estimate with it counted in."""
    language = of.language
    yield of.heading("missing")
    for one in of.run["outcomes"]:
        blanks = {column: rows for column, rows in one["as_planned"]["missing"].items() if rows}
        if blanks:
            yield Paragraph(
                language.say(
                    "blanks",
                    outcome=of.outcome(one),
                    columns=", ".join(
                        language.words("column_rows", column=column, rows=str(rows))
                        for column, rows in blanks.items()
                    ),
                )
            )
        rows = list(_missing_rows(of, one))
        if not rows:
            yield Paragraph(language.say("everybody_seen", outcome=of.outcome(one)))
            continue
        complete = (
            language.say("complete_only"),
            language.own(of.with_limits(one.get("complete_cases") or one["as_planned"], one["kind"])),
        )
        yield of.table(
            language.say(
                "missing_table_of_plan" if one["as_planned"].get("by") else "missing_table",
                outcome=of.outcome(one),
            ),
            ("head_how", "head_difference"),
            [*rows, complete],
        )


def _missing_rows(of: Telling, one: Mapping[str, Any]) -> Iterator[tuple[Said, ...]]:
    language, missing, kind = of.language, one["missing"], one["kind"]
    for record in missing.get("imputed") or ():
        how = language.words("imputed", delta=language.number(record["delta"]))
        if record.get("tips"):
            how = language.words("imputed_tips", how=how)
        yield capital(language.own(how)), language.own(of.with_limits(record, kind))
    if found := missing.get("weighted_for_loss"):
        yield language.say("weighted_for_loss"), language.own(of.with_limits(found, kind))
    if found := missing.get("bounds"):
        for key in ("lowest", "highest", "if_none", "if_all"):
            if key in found:
                yield language.say(f"bounds_{key}"), language.own(of.with_limits(found[key], kind))


def links_chapter(of: Telling) -> Iterator[Part]:
    """Yield the primary outcome at rates of wrong links; nothing where the run has none."""
    language, planned = of.language, of.primary["as_planned"]
    records = planned.get("linkage_sensitivity")
    if not records:
        return
    yield of.heading("links")
    yield Paragraph(language.say("links_says"))
    if tipping := planned.get("linkage_tipping"):
        group = of.group("offered" if tipping["group"] == "treated" else "others")
        yield Paragraph(language.say("links_tipping", share=f"{tipping['missed']:.0%}", group=group))
    if drawn := planned.get("over_links"):
        yield Paragraph(language.say("links_drawn", figures=of.with_limits(drawn, of.primary["kind"])))
    yield of.table(
        language.say("links_table", outcome=of.outcome(of.primary)),
        ("head_missed", "head_false", "head_difference"),
        [
            (
                language.own(", ".join(f"{record[key]:.0%}" for key in ("missed_treated", "missed_control"))),
                language.own(", ".join(f"{record[key]:.0%}" for key in ("false_treated", "false_control"))),
                language.own(of.with_limits(record, of.primary["kind"])),
            )
            for record in records
        ],
        behind=True,
    )
