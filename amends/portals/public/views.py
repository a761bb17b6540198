"""The pages that anybody may read. None of them asks the database anything, or keeps anything of who came."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from decimal import DecimalException
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amends.money.model.claims import judge_claims
from amends.money.model.loading import published_scenario
from amends.money.model.remarks import remarks_on
from amends.money.model.results import table
from amends.portals.public import charts, words
from amends.portals.public.brief import brief
from amends.portals.public.figures import FEWEST_YEARS_DRAWN, how_sure, savings, year_by_year
from amends.portals.public.forms import AskForm
from amends.portals.public.numbers import changeable, with_labels

# What a spreadsheet would take for a formula.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """What the program is, for whoever comes without knowing it."""
    return show(request, "welcome", _("A second road to justice"))


@require_GET
def explore(request: HttpRequest) -> HttpResponse:
    """Whether the program saves money, for whom, under which reading, and how sure that is.

    An address that says more than it has to is answered with the one that carries the same scenario.
    """
    form = AskForm(request.GET)
    if not form.is_valid():
        return show(request, "money", _("Does it save money?"), form=form, status=400)
    if urlencode(form.link()) != request.GET.urlencode():
        return HttpResponseRedirect(address("explore", form))
    try:
        told = worked_out(urlencode(form.link()), get_language() or "en")
    except (DecimalException, ZeroDivisionError):
        form.add_error(None, _("These numbers cannot all be so at once. Change one of them back."))
        return show(request, "money", _("Does it save money?"), form=form, status=400)
    return show(request, "money", _("Does it save money?"), form=form, **told)


@lru_cache(maxsize=128)
def worked_out(link: str, language: str) -> dict[str, Any]:
    """Return all that the page shows of the scenario that an address carries, in one language."""
    with override(language):
        form = AskForm(QueryDict(link))
        form.is_valid()
        asked = form.cleaned_data
        scenario = form.scenario()
        reading = scenario.reading(asked["reading"])
        # A single year shows nothing of how it goes on.
        drawn_years = max(reading.horizon_years, FEWEST_YEARS_DRAWN)
        years = year_by_year(replace(reading, horizon_years=drawn_years), asked["accounting"], asked["payer"])
        sure = how_sure(reading, asked["accounting"], asked["payer"])
        return {
            "cards": cards(savings(scenario, asked["payer"])),
            "answer": answer(savings(scenario, asked["payer"])),
            "who": words.VIEW[asked["payer"]],
            "reading_words": words.READING[asked["reading"]],
            "accounting_words": words.ACCOUNTING[asked["accounting"]],
            "horizon": reading.horizon_years,
            "years": years,
            "cash_flow": mark_safe(charts.cash_flow(years)),  # noqa: S308 - drawn here, its words escaped
            "sure": sure,
            "spread": mark_safe(charts.spread(sure)) if sure else "",  # noqa: S308 - the same
            "tornado": mark_safe(charts.tornado(sure)) if sure else "",  # noqa: S308 - the same
            "swings": [
                (changeable()[key].label, low, high, *sure.shares.get(key, (None, None)))
                for key, low, high in sure.swings
            ]
            if sure
            else [],
            "remarks": [
                with_labels(one.says_es if get_language() == "es" else one.says)
                for one in remarks_on(reading)
            ],
            "link": link,
        }


def cards(found: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Return the readings side by side, with a line for each accounting."""
    return [
        {
            "title": words.READING[name],
            "means": words.READING_MEANS[name],
            "lines": [(words.ACCOUNTING[one.accounting], one) for one in lines],
        }
        for name, lines in found.items()
    ]


def answer(found: dict[str, list[Any]]) -> list[tuple[Any, list[Any], list[Any], list[Any]]]:
    """Return for each accounting in which readings money is saved, in which it is not, and where that is open."""
    by_accounting = zip(*found.values(), strict=True)
    return [
        (
            words.ACCOUNTING_MEANS[row[0].accounting],
            [words.READING[one.reading] for one in row if one.saves],
            [words.READING[one.reading] for one in row if one.saves is False],
            [words.READING[one.reading] for one in row if one.saves is None],
        )
        for row in by_accounting
    ]


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """Every public claim for the program, with its verdict under each reading."""
    spanish = get_language() == "es"
    register = [
        {
            "says": one.claim.claim_es if spanish else one.claim.claim,
            "source": f"{one.claim.source} ({one.claim.year})",
            "formula": one.claim.formula,
            "verdicts": [
                (
                    words.READING[verdict.reading],
                    words.VERDICT[verdict.verdict],
                    words.VERDICT_TAG[verdict.verdict],
                    verdict.condition_es if spanish else verdict.condition,
                )
                for verdict in one.verdicts
            ],
        }
        for one in judge_claims(published_scenario())
    ]
    return show(request, "claims", _("What is said, and what holds"), register=register)


@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Every number of the published case, with its source."""
    rows = [
        (one, [(words.READING[name], one.shown(value)) for name, value in one.values.items()])
        for one in changeable().values()
    ]
    return show(request, "numbers", _("The numbers, and where they are from"), rows=rows)


@require_GET
def table_csv(request: HttpRequest) -> HttpResponse:
    """Every cost and every total of the scenario that the address carries, with its sources."""
    form = AskForm(request.GET)
    if not form.is_valid():
        return HttpResponseRedirect(f"{reverse('explore')}?{request.GET.urlencode()}")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="costs.csv"'
    sheet = csv.writer(response)
    for row in table_rows(form):
        sheet.writerow([harmless(value) for value in row])
    return response


def table_rows(form: AskForm) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the table: costs first, then totals. Amounts are in cents."""
    found = table(form.scenario())
    yield (
        "reading",
        "accounting",
        "payer",
        "year",
        "side",
        "item",
        "quantity",
        "unit_cost_cents",
        "amount_cents",
        "source",
    )
    yield from found.records
    yield ()
    yield tuple(found.totals[0]._asdict())
    yield from found.totals


def harmless(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula. Numbers stay what they are."""
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


@require_GET
def brief_pdf(request: HttpRequest) -> HttpResponse:
    """One page on the scenario that the address carries, to print or to send."""
    form = AskForm(request.GET)
    if not form.is_valid():
        return HttpResponseRedirect(f"{reverse('explore')}?{request.GET.urlencode()}")
    page = brief(
        form, language=get_language() or "en", address=request.build_absolute_uri(address("explore", form))
    )
    response = HttpResponse(page, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="brief.pdf"'
    return response


def address(name: str, form: AskForm) -> str:
    """Return the address of a page that carries a scenario."""
    link = urlencode(form.link())
    return f"{reverse(name)}?{link}" if link else reverse(name)


def show(request: HttpRequest, page: str, title: str, *, status: int = 200, **told: Any) -> HttpResponse:
    """Return one of the public pages."""
    places = (
        ("welcome", _("The program")),
        ("explore", _("The money")),
        ("claims", _("Claims")),
        ("numbers", _("Numbers")),
    )
    navigation = [(reverse(name), says, reverse(name) == request.path) for name, says in places]
    told = {"page_title": title, "navigation": navigation, "door_name": "Amends", **told}
    return render(request, f"public/{page}.html", told, status=status)
