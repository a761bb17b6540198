"""The chapter of a report that sets it beside the published programs of published.toml, each with its design and people."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from amends.evidence.reporting import figures
from amends.evidence.reporting.parts import Figure, Paragraph, Part
from amends.evidence.reporting.telling import Telling

PUBLISHED: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("published.toml").read_text(encoding="utf-8")
)["studies"]


def published_chapter(of: Telling) -> Iterator[Part]:
    """Yield the published results as picture and table, this report's own ratio first."""
    language = of.language
    yield of.heading("published")
    yield Paragraph(language.say("published_says"))
    others = (
        figures.Row(
            _label(of, _in(of, study, "name"), _in(of, study, "short"), study.get("people")),
            study["ratio"],
            is_own=False,
            is_read=study["source_is"] == "abstract",
        )
        for study in PUBLISHED
        if "ratio" in study
    )
    rows = [*_own_ratio(of), *others]
    says = language.say("published_drawn")
    title = language.words("axis_ratio")
    yield Figure(says, title, figures.forest(rows, title=title, none=1, ratios=True))
    yield of.table(
        language.say("published_table"),
        ("head_program", "head_design", "head_studied", "head_ratio", "head_read", "head_source"),
        [
            (
                language.own(_in(of, study, "name")),
                language.own(_in(of, study, "design")),
                language.own(str(study.get("people") or language.words("people_unknown"))),
                language.own(language.number(study["ratio"]) if "ratio" in study else language.words("none")),
                language.own(language.words(f"read_{study['source_is'].replace(' ', '_')}")),
                of.english(study["source"]),
            )
            for study in PUBLISHED
        ],
    )


def _own_ratio(of: Telling) -> Iterator[figures.Row]:
    planned = of.primary["as_planned"]
    value = planned.get("e_value") or {}
    if value.get("measure") == "risk ratio" and value.get("risk_ratio") is not None:
        design = of.language.words("short_lot" if of.is_by_lot else "short_no_lot")
        yield figures.Row(
            _label(of, of.language.words("this_report"), design, planned["n"]),
            value["risk_ratio"],
            value.get("lower"),
            value.get("upper"),
        )


def _label(of: Telling, name: str, design: str, people: int | None) -> str:
    if people is None:
        return of.language.words("label", name=name, design=design)
    return of.language.words("label_people", name=name, design=design, people=of.language.whole(people))


def _in(of: Telling, study: Mapping[str, Any], key: str) -> str:
    return str(study[key] if of.language.key == "en" else study[f"{key}_{of.language.key}"])
