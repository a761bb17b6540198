"""The director's pages of the books: how they stand, what waits for an answer, and each act that writes a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from amends.access.asking import AskedRequest
from amends.journey.models import Case
from amends.journey.moving import NoSuchCase
from amends.money import booking
from amends.money.amounts import dollars
from amends.money.model.arithmetic import whole_cents
from amends.money.model.loading import published_scenario
from amends.money.model.reckoning import IN_ALL
from amends.money.model.results import per_head, reckon_exactly
from amends.money.models import GRANTED_BECAUSE, BudgetLine, EmergencyRequest, Fund, FundTerms, Transfer
from amends.money.sheets import COLUMNS, KINDS, BadSheet, as_csv, as_workbook, entries, store
from amends.money.spending import decline, grant
from amends.money.standing import (
    FundStands,
    LineStands,
    MonthStands,
    budget_against_actual,
    burn_down,
    cost_by_case,
    ends_soon,
    funds_now,
    held_for_everybody,
    years_of_the_books,
)
from amends.portals.shared import words
from amends.portals.shared.acts import Act, Words, perform
from amends.portals.staff import money_forms
from amends.portals.staff.at_hand import DIRECTOR
from amends.portals.staff.money_chart import burn_down_chart
from amends.portals.staff.program import only_a_director
from amends.portals.staff.views import FRAME, get_or_post, navigation, page

SOON = timedelta(days=60)
LAST_ENTRIES = 40
CASES_SHOWN = 50
LAST_ANSWERS = 30
MONEY: tuple[str, Words] = ("staff:money", _("Money"))


@require_GET
def overview(request: AskedRequest) -> HttpResponse:
    """How the books stand: requests that wait, funds, the budget of a year against what was spent, and each case's cost."""
    only_a_director(request)
    today = request.asker.today
    years = years_of_the_books() or [today.year]
    try:
        year = int(request.GET.get("year", today.year if today.year in years else years[0]))
    except ValueError as error:
        raise Http404 from error
    lines = budget_against_actual(year)
    months = burn_down(year, today=today)
    return page(
        request,
        "staff/money.html",
        page_title=MONEY[1],
        waiting=waiting(request),
        answered_in=minutes_to_answer(),
        funds=[fund_told(one) for one in funds_now(today)],
        year=year,
        years=years,
        lines=[line_told(one) for one in lines],
        total=line_told(together(lines, year)) if lines else None,
        chart=mark_safe(burn_down_chart(months, year)) if lines else None,  # noqa: S308 - drawn here, its words escaped
        months=[month_told(one) for one in months],
        cases=cases_told(),
        held=dollars(held_for_everybody() or 0),
        model=model_told(),
        spent_in_year=dollars(sum(one.spent_cents for one in lines)),
    )


def waiting(request: AskedRequest) -> list[dict[str, Any]]:
    """Return the requests that nobody has answered, the longest wait first."""
    found = EmergencyRequest.objects.filter(answer__isnull=True).select_related("case").order_by("added_at")
    return [
        {
            "id": one.pk,
            "case": one.case.number,
            "need": words.EMERGENCIES[one.need],
            "amount": dollars(one.cents),
            "minutes": int((request.asker.now - one.added_at).total_seconds() // 60),
        }
        for one in found
    ]


def minutes_to_answer() -> int | None:
    """Return in how many minutes half of the last requests were answered; None when none was."""
    answered = EmergencyRequest.objects.filter(answer__isnull=False).select_related("answer")
    took = [
        (one.answer.added_at - one.added_at).total_seconds() // 60
        for one in answered.order_by("-added_at")[:LAST_ANSWERS]
    ]
    return int(median(took)) if took else None


def fund_told(one: FundStands) -> dict[str, Any]:
    """Return a fund as a page shows it."""
    return {
        "id": one.fund_id,
        "funder": one.funder,
        "name": one.name,
        "until_on": one.terms.until_on,
        "is_over": one.is_over,
        "is_soon": ends_soon(one, within=SOON),
        "given": dollars(one.given_cents),
        "spent": dollars(one.spent_cents),
        "committed": dollars(one.committed_cents),
        "left": dollars(one.left_cents),
    }


def line_told(one: LineStands) -> dict[str, Any]:
    """Return a line of the budget as a page shows it."""
    return {
        "fund": one.fund,
        "purpose": words.MONEY_FOR.get(one.purpose, ""),
        "side": words.SIDES.get(one.side, ""),
        "planned": dollars(one.planned_cents),
        "spent": dollars(one.spent_cents),
        "committed": dollars(one.committed_cents),
        "left": dollars(one.left_cents),
        "is_over": one.left_cents < 0,
    }


def together(lines: list[LineStands], year: int) -> LineStands:
    """Return all lines of a year as one."""
    return replace(
        lines[0],
        fund="",
        purpose="",
        side="",
        planned_cents=sum(one.planned_cents for one in lines),
        spent_cents=sum(one.spent_cents for one in lines),
        committed_cents=sum(one.committed_cents for one in lines),
    )


def month_told(one: MonthStands) -> dict[str, Any]:
    """Return one month of the burn-down as a page shows it; nothing where the month is still to come."""
    return {
        "month": MONTHS[one.month] if one.month else _("Start of the year"),
        "evenly": dollars(one.evenly_cents),
        "left": "" if one.left_cents is None else dollars(one.left_cents),
    }


def cases_told() -> dict[str, Any]:
    """Return what each case has cost so far, the highest first, and what they cost on average."""
    costs = cost_by_case()
    numbers = dict(Case.objects.filter(pk__in=costs).values_list("pk", "number"))
    both = {case_id: sum(sides.values()) for case_id, sides in costs.items()}
    most = sorted(both, key=lambda case_id: (-both[case_id], numbers[case_id]))
    return {
        "count": len(both),
        "average": dollars(sum(both.values()) // len(both)) if both else "",
        "rows": [
            (
                numbers[case_id],
                case_id,
                dollars(costs[case_id].get("hers", 0)),
                dollars(costs[case_id].get("his", 0)),
                dollars(both[case_id]),
            )
            for case_id in most[:CASES_SHOWN]
        ],
    }


def model_told() -> list[tuple[str, str, str]]:
    """Return for each reading of the public case, in words: what a year of the program costs, and a pair in all."""
    spanish = get_language() == "es"
    return [
        (
            reading.about_es if spanish else reading.about,
            dollars(whole_cents(reckon_exactly(reading, "average").sums("society", IN_ALL).program[0])),
            dollars(per_head(reading).pair_cents),
        )
        for reading in published_scenario().readings.values()
    ]


@require_GET
def fund(request: AskedRequest, fund_id: UUID) -> HttpResponse:
    """One fund: its terms, how it stands, what is planned of it, and its last entries."""
    only_a_director(request)
    stands = next((one for one in funds_now(request.asker.today) if one.fund_id == fund_id), None)
    if stands is None:
        raise Http404
    entries = Transfer.objects.filter(fund_id=fund_id).select_related("put_right_by")
    lines = BudgetLine.objects.filter(fund_id=fund_id, puts_right__isnull=True, put_right_by__isnull=True)
    return page(
        request,
        "staff/fund.html",
        page_title=stands.name,
        back=(reverse(MONEY[0]), MONEY[1]),
        fund=fund_told(stands),
        terms=terms_told(stands.terms),
        acts=[
            (reverse("staff:money_fund_act", args=[fund_id, name]), act.title)
            for name, act in OF_FUND.items()
        ],
        lines=[
            (one.pk, one.year, words.MONEY_FOR[one.purpose], words.SIDES[one.side], dollars(one.cents))
            for one in lines.order_by("-year", "side", "purpose")
        ],
        entries=[entry_told(one) for one in entries.order_by("-added_at", "-on_day")[:LAST_ENTRIES]],
        most=LAST_ENTRIES,
    )


def terms_told(terms: FundTerms) -> list[tuple[Words, str, None]]:
    """Return a fund's terms as shared/parts/summary.html is given them."""
    return [
        (
            _("What it may be spent on"),
            ", ".join(str(words.MONEY_FOR[word]) for word in terms.purposes),
            None,
        ),
        (_("On whose side"), ", ".join(str(words.SIDES[word]) for word in terms.sides), None),
    ]


def entry_told(one: Transfer) -> dict[str, Any]:
    """Return one transfer as a page shows it, with what can be done about it."""
    is_undone, undoes = hasattr(one, "put_right_by"), one.puts_right_id is not None
    possible = [] if is_undone or undoes else acts_about(one)
    return {
        "on_day": one.on_day,
        "giver": words.PLACES[one.giver],
        "taker": words.PLACES[one.taker],
        "amount": dollars(one.cents),
        "purpose": words.MONEY_FOR[one.purpose] if one.purpose else "",
        "side": words.SIDES[one.side] if one.side else "",
        "voucher": one.voucher or "",
        "is_undone": is_undone,
        "undoes": undoes,
        "acts": [
            (reverse("staff:money_entry_act", args=[one.pk, name]), OF_ENTRY[name].title) for name in possible
        ],
    }


def acts_about(entry: Transfer) -> list[str]:
    """Return what can be done about an entry that stands: a commitment is paid or released, all can be undone."""
    return ["pay", "release", "undo"] if entry.taker == "committed" else ["undo"]


UNDONE = _("A second entry undoes the whole of it. Both stay to be read.")
SAVE = _("Store it")


def of(act: Callable[..., object], kind: type[Fund | Transfer | BudgetLine]) -> Callable[..., object]:
    """Return an act that is given the id of the row that it is about, first."""

    def do(about: UUID, **told: Any) -> object:
        return act(get_object_or_404(kind, pk=about), **told)

    return do


OPEN_FUND = Act(
    address="open",
    title=_("Write down a new fund"),
    form=money_forms.NewFund,
    submit=SAVE,
    does=lambda _none, **told: booking.open_fund(**told),
)
OF_FUND = {
    "receive": Act(
        "receive", _("Money came from the funder"), SAVE, of(booking.receive, Fund), form=money_forms.Received
    ),
    "spend": Act(
        "spend",
        _("What was spent"),
        SAVE,
        of(booking.spend, Fund),
        lead=(_("Only what belongs to no single case: what a case costs is stored in the case."),),
        form=money_forms.SpentByProgram,
    ),
    "commit": Act(
        "commit",
        _("Commit money"),
        SAVE,
        of(booking.commit, Fund),
        lead=(_("Set aside now, paid later: such as a contract."),),
        form=money_forms.Committed,
    ),
    "plan": Act(
        "plan", _("Plan a line of the budget"), SAVE, of(booking.plan, Fund), form=money_forms.Planned
    ),
    "terms": Act(
        "terms",
        _("The funder changed the terms"),
        SAVE,
        of(booking.set_terms, Fund),
        lead=(_("They hold for what is entered from now on. What was entered stays."),),
        form=money_forms.Terms,
    ),
}
OF_ENTRY = {
    "pay": Act("pay", _("Paid"), SAVE, of(booking.pay_committed, Transfer), form=money_forms.Paid),
    "release": Act(
        "release", _("No longer needed"), SAVE, of(booking.release, Transfer), form=money_forms.Released
    ),
    "undo": Act("undo", _("Undo"), _("Undo it"), of(booking.undo, Transfer), lead=(UNDONE,)),
}
UNPLAN = Act("undo", _("Undo this line"), _("Undo it"), of(booking.unplan, BudgetLine), lead=(UNDONE,))


def book(
    request: AskedRequest,
    about: UUID,
    act: Act,
    back: tuple[str, Words],
    facts: list[tuple[Words, Any]],
    **initial: Any,
) -> HttpResponse:
    """Show one act of the books, or do it and go back."""
    only_a_director(request)
    today = request.asker.today
    bound = replace(act, form=partial(act.form, today=today)) if act.form else act
    return perform(
        request,
        about,
        bound,
        frame=FRAME,
        role=DIRECTOR,
        back=back,
        rules_on=today,
        initial=initial or None,
        context={
            "navigation": navigation(request),
            "door_name": _("Staff"),
            "facts": [(key, value, None) for key, value in facts],
        },
        template="staff/act.html",
    )


@get_or_post
def open_fund(request: AskedRequest) -> HttpResponse:
    """Write down a fund with its first terms."""
    return book(request, request.asker.person_id, OPEN_FUND, (reverse(MONEY[0]), MONEY[1]), [])


@get_or_post
def fund_act(request: AskedRequest, fund_id: UUID, address: str) -> HttpResponse:
    """Do one act with a fund."""
    only_a_director(request)
    fund = get_object_or_404(Fund, pk=fund_id)
    if address not in OF_FUND:
        raise Http404
    terms = booking.terms_now()[fund_id]
    now = {name: getattr(terms, name) for name in ("purposes", "sides", "from_on", "until_on")}
    return book(
        request,
        fund_id,
        OF_FUND[address],
        (reverse("staff:money_fund", args=[fund_id]), fund.name),
        [(_("Fund"), fund.name)],
        **(now if address == "terms" else {}),
    )


@get_or_post
def entry_act(request: AskedRequest, entry_id: UUID, address: str) -> HttpResponse:
    """Do one act with an entry that stands."""
    only_a_director(request)
    standing = Transfer.objects.filter(puts_right__isnull=True, put_right_by__isnull=True)
    entry = get_object_or_404(standing.select_related("fund"), pk=entry_id)
    if address not in acts_about(entry):
        raise Http404
    facts: list[tuple[Words, Any]] = [
        (_("Fund"), entry.fund.name),
        (_("From"), words.PLACES[entry.giver]),
        (_("To"), words.PLACES[entry.taker]),
        (_("Amount"), dollars(entry.cents)),
        (_("Day"), entry.on_day),
    ]
    return book(
        request,
        entry_id,
        OF_ENTRY[address],
        (reverse("staff:money_fund", args=[entry.fund_id]), entry.fund.name),
        facts,
    )


@get_or_post
def line_act(request: AskedRequest, line_id: UUID) -> HttpResponse:
    """Take a line of the budget back."""
    only_a_director(request)
    line = get_object_or_404(BudgetLine.objects.select_related("fund"), pk=line_id)
    facts: list[tuple[Words, Any]] = [
        (_("Fund"), line.fund.name),
        (_("Year"), line.year),
        (_("For what"), words.MONEY_FOR[line.purpose]),
        (_("Side"), words.SIDES[line.side]),
        (_("Amount"), dollars(line.cents)),
    ]
    return book(
        request, line_id, UNPLAN, (reverse("staff:money_fund", args=[line.fund_id]), line.fund.name), facts
    )


@get_or_post
def answer(request: AskedRequest, request_id: UUID) -> HttpResponse:
    """Grant or decline a request to the emergency fund."""
    only_a_director(request)
    waits = EmergencyRequest.objects.filter(answer__isnull=True).select_related("case")
    asked = get_object_or_404(waits, pk=request_id)

    def give(_about: UUID, *, answer: str, fund_id: str) -> object:
        if answer != GRANTED_BECAUSE:
            return decline(asked, reason=answer)
        return grant(asked, fund=get_object_or_404(Fund, pk=fund_id))

    act = Act(
        "answer",
        _("Answer the emergency request"),
        _("Answer now"),
        give,
        lead=(_("Somebody waits for this. What is granted is set aside at once."),),
        form=money_forms.Answered,
    )
    facts: list[tuple[Words, Any]] = [
        (_("Case"), asked.case.number),
        (_("What is needed"), words.EMERGENCIES[asked.need]),
        (_("Amount"), dollars(asked.cents)),
        (_("Asked at"), asked.added_at),
    ]
    return book(request, request_id, act, (reverse(MONEY[0]), MONEY[1]), facts)


@get_or_post
def sheets(request: AskedRequest) -> HttpResponse:
    """Let entries go out as a sheet, or come in: all of a sheet or nothing of it, each fault with its row."""
    only_a_director(request)
    form = money_forms.Sheet(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = store(form.cleaned_data["sheet"])
        except BadSheet as bad:
            form.add_error("sheet", money_forms.in_words(bad))
        except NoSuchCase as error:
            raise Http404 from error
        else:
            said = ngettext("%(count)s entry was stored.", "%(count)s entries were stored.", count)
            messages.success(request, said % {"count": count})
            return HttpResponseRedirect(reverse(MONEY[0]), status=303)
    return page(
        request,
        "staff/sheets.html",
        page_title=_("Sheets in and out"),
        back=(reverse(MONEY[0]), MONEY[1]),
        form=form,
        columns=COLUMNS,
        kinds=list(KINDS),
    )


SHEETS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
}


@require_GET
def sheet(request: AskedRequest, kind: str) -> HttpResponse:
    """Return every entry that stands, as a sheet for a funder or another program. It names no case."""
    only_a_director(request)
    if kind not in SHEETS:
        raise Http404
    content_type, write = SHEETS[kind]
    response = HttpResponse(write(entries()), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="books.{kind}"'
    return response
