"""The one-page brief of a scenario, as a tagged PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from amends.money.model.remarks import remarks_on
from amends.portals.public import charts, words
from amends.portals.public.figures import Cell, how_sure, savings
from amends.portals.public.forms import AskForm
from amends.portals.public.numbers import with_labels

PAGE = Path(__file__).with_name("brief.typ")


def brief(form: AskForm, *, language: str, address: str) -> bytes:
    """Return one page on the scenario of a valid form, as PDF/UA-1: the answer, the table, what to know, the link."""
    with override(language):
        told = json.dumps(contents(form, address) | {"language": language}, ensure_ascii=False)
        return typst.compile(PAGE, sys_inputs={"told": told}, format="pdf", pdf_standards=["ua-1"])


def contents(form: AskForm, address: str) -> dict[str, Any]:
    """Return all that the page says, in the language that is active."""
    asked = form.cleaned_data
    scenario = form.scenario()
    view, way = asked["payer"], asked["accounting"]
    reading = scenario.reading(asked["reading"])
    sure = how_sure(reading, way, view)
    found = savings(scenario, view)
    return {
        "title": _("Does it save money?"),
        "who": str(words.VIEW[view]),
        "lead": _(
            "What a restorative justice program saves or costs, beside prosecution and prison, under each way of reading"
            " its published figures."
        ),
        "head": ["", *(str(words.ACCOUNTING[way]) for way in words.ACCOUNTING)],
        "rows": [[str(words.READING[name]), *map(in_words, cells)] for name, cells in found.items()],
        "table": _(
            "Saved over the years that are looked at, in US dollars. A minus means that the program costs more."
        ),
        "sure": sure_in_words(sure),
        "chart": charts.spread(sure) if sure else "",
        "chart_says": _("How often each amount was saved in the draws."),
        "know": _("What to know before believing it"),
        "remarks": [
            with_labels(one.says_es if get_language() == "es" else one.says) for one in remarks_on(reading)
        ],
        "changed": [f"{one.label}: {in_unit(one, value, limits)}" for one, value, limits in form.changes()],
        "changed_title": _("Changed from the published case"),
        "as_published": _("Nothing is changed from the published case."),
        "link": address,
        "link_title": _("All numbers with their sources"),
    }


def in_words(one: Cell) -> str:
    """Return what is saved, with its limits and its share of the present cost."""
    if one.saving is None:
        return _("not known")
    said = f"{one.saving:,.0f}"
    if one.share is not None:
        said += f" ({one.share:.0%})"
    if one.lower is not None:
        said += "\n" + _("from {low} to {high}").format(low=f"{one.lower:,.0f}", high=f"{one.upper:,.0f}")
    return said


def sure_in_words(sure: Any) -> str:
    """Return how sure the saving is, or that nothing can be said about it."""
    if sure is None:
        return _("No number has limits here, so nothing can be said about how sure the figures are.")
    return _(
        "In {drawn} draws within the limits of the numbers, money was saved in {share}; the middle 95 of 100 lie between"
        " {low} and {high} US dollars."
    ).format(
        drawn=f"{sure.drawn:,}",
        share=f"{sure.probability:.0%}",
        low=f"{sure.low:,.0f}",
        high=f"{sure.high:,.0f}",
    )


def in_unit(one: Any, value: Any, limits: Any) -> str:
    """Return a changed number as a visitor typed it."""
    parts = [f"{one.shown(value):,f} {one.unit}"] if value is not None else []
    if limits is not None:
        parts.append(
            _("between {low} and {high} {unit}").format(
                low=f"{one.shown(limits[0]):,f}", high=f"{one.shown(limits[1]):,f}", unit=one.unit
            )
        )
    return ", ".join(parts)
