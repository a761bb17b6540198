"""The pages of the office's door: one word for the liaison; for counsel, what the accountable party sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amends.access.asking import AskedRequest, Asker
from amends.circles.models import (
    Consent,
    Extension,
    ExtensionAnswer,
    HisPreparation,
    HisWish,
    Memorandum,
    Task,
    TaskEnded,
)
from amends.journey.asking_for_referral import answer_request, referral_requests
from amends.journey.models import Charge
from amends.journey.moving import NoSuchCase, NotNow
from amends.journey.referring import counsel_to_choose_from, refer_case
from amends.people.models import HisName
from amends.policy.findings import Finding
from amends.policy.rules import RULES
from amends.portals.office.acts import ACTS, OFFERED, TASK_ACT
from amends.portals.office.forms import CourtNumberForm, ReferralForm
from amends.portals.office.listing import cases_called, own_cases
from amends.portals.shared.acts import Act, Words, explained, not_now, perform, with_form
from amends.portals.shared.forms import DatedForm
from amends.portals.shared.theirs import (
    answers_now,
    how_it_stands,
    notices_seen,
    progress_given,
    task_seen,
    tasks_asked,
    word_now,
    words_out,
)
from amends.portals.shared.words import (
    ANSWERS,
    FORMS,
    HOW,
    ISSUED_BY,
    MODES,
    REQUEST_ANSWERS,
    ROLES,
    WISHES,
    YES_OR_NO,
)
from amends.safety.models import ContactOrder
from amends.trace.models import LookByHisSide

FRAME = "frames/office.html"
PLACES = {
    "liaison": (
        ("office:cases", _("Cases")),
        ("office:refer", _("Refer a case")),
        ("office:requests", _("Requests")),
        ("office:memorandum", _("The memorandum")),
    ),
    "counsel": (("office:cases", _("Cases")), ("office:memorandum", _("The memorandum"))),
}
# What a role answers for when it answers for a part.
ANSWERS_FOR = {"liaison": "liaison", "counsel": "accountable"}
REFERRED = _(
    "The case is referred. An advocate makes the first contact."
    " What you wrote about the survivor cannot be read here."
)
LOOKED_FOR = {"coach": _("To work with the accountable party"), "counsel": _("To advise")}


def role_of(asker: Asker) -> str:
    """Return in which role somebody is here: by their seat in the case or in any, else by appointment."""
    return next(role for held in (asker.seats, asker.appointments) for role in PLACES if role in held)


def show(request: AskedRequest, template: str, told: dict[str, Any]) -> HttpResponse:
    """Return a page of this door, with its places across the top."""
    return render(request, template, {**around(request), **told})


def around(request: AskedRequest) -> dict[str, Any]:
    """Return what the frame of every page of this door is given."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    places = [(reverse(name), words, name == here) for name, words in PLACES[role_of(request.asker)]]
    return {"door_name": _("Office"), "navigation": places}


def cases(request: AskedRequest, seat_id: UUID | None = None) -> HttpResponse:
    """Show the cases of whoever asks, fifty at a time; or, when a court number is sent, those it names."""
    role = role_of(request.asker)
    form = CourtNumberForm(request.POST or None)
    searched = request.method == "POST" and form.is_valid()
    if searched:
        found, more = cases_called(form.cleaned_data["court_number"], request.asker, role), None
    else:
        found, more = own_cases(request.asker, role, after=seat_id)
    told = {
        "page_title": _("Cases"),
        "role": role,
        "rows": found,
        "more": more,
        "form": form,
        "searched": searched,
    }
    return show(request, "office/cases.html", told)


def refer(request: AskedRequest) -> HttpResponse:
    """Show the form of a referral, or open the case (P1). On a refusal nothing is written."""
    if role_of(request.asker) != "liaison":
        raise Http404
    today = request.asker.today
    form = ReferralForm(request.POST or None, today=today, counsel=counsel_to_choose_from())
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            case_id = refer_case(form.cleaned_data, today=today)
        except NoSuchCase as error:
            raise Http404 from error
        except NotNow as error:
            findings = explained(error.findings, role="liaison", rules_on=today)
        else:
            messages.success(request, str(REFERRED))
            return HttpResponseRedirect(reverse("office:case", args=[case_id]), status=303)
    told = {"page_title": _("Refer a case"), "form": form, "findings": findings, "refused": bool(findings)}
    return show(request, "office/refer.html", told)


def requests(request: AskedRequest) -> HttpResponse:
    """Show what advocates asked this office to refer; an answer is given once, with one button."""
    if role_of(request.asker) != "liaison":
        raise Http404
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        try:
            asked = UUID(request.POST.get("request", ""))
        except ValueError as error:
            raise Http404 from error
        if answer not in REQUEST_ANSWERS or not answer_request(asked, answer=answer):
            raise Http404
        messages.success(request, str(_("The answer is sent.")))
        return HttpResponseRedirect(reverse("office:requests"), status=303)
    told = [
        (one.id, one.court_number, localdate(one.asked_at), REQUEST_ANSWERS[one.answer] if one.answer else "")
        for one in referral_requests()
    ]
    given = {"page_title": _("Requests"), "requests": told, "answers": REQUEST_ANSWERS.items()}
    return show(request, "office/requests.html", given)


def memorandum(request: AskedRequest) -> HttpResponse:
    """Show the memoranda that are in force, each with the office that signed it."""
    in_force = (
        Memorandum.objects.filter(from_on__lte=request.asker.today)
        .exclude(until_on__lte=request.asker.today)
        .select_related("office__site")
        .order_by("office__name", "-from_on")
    )
    told = {"page_title": _("The memorandum"), "memoranda": in_force}
    return show(request, "office/memorandum.html", told)


def case(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show one case to the liaison or to counsel, each what is theirs."""
    role, charge = role_of(request.asker), get_object_or_404(Charge, case_id=case_id)
    word = word_now(case_id)
    told = {
        "page_title": _("Case %(number)s") % {"number": charge.court_number},
        "back": (reverse("office:cases"), _("Cases")),
        "rows": [
            (_("Counts"), charge.counts, None),
            (_("Charged on"), date_format(charge.charged_on), None),
            (_("Charged under the name"), his_name(case_id), None),
        ],
        "charge": charge,
        "words_out": words_out(case_id),
        "more_time": more_time(case_id, role),
        "choices": choices(request, case_id, word),
        "memorandum": reverse("office:memorandum"),
    }
    return show(request, f"office/{role}.html", {**told, **PARTS[role](case_id, word)})


def his_name(case_id: UUID) -> str:
    """Return the name under which the accountable party is charged."""
    return HisName.objects.filter(case_id=case_id).values_list("called", flat=True).first() or ""


def for_liaison(case_id: UUID, word: str | None) -> dict[str, Any]:
    """Return what the liaison's page of a case has besides: the orders that this liaison filed."""
    orders = [
        (
            ISSUED_BY[one.issued_by],
            ", ".join(str(FORMS[form]) for form in one.forbids),
            days(one.from_on, one.until_on),
            days(one.exception_from_on, one.exception_until_on) if one.exception_from_on else "",
        )
        for one in ContactOrder.objects.filter(case_id=case_id).order_by("-from_on", "id")
    ]
    return {"orders": orders}


def for_counsel(case_id: UUID, word: str | None) -> dict[str, Any]:
    """Return what counsel's page has besides: all that the accountable party sees, and the consent."""
    answers, given = answers_now(case_id), progress_given(case_id)
    tasks = [
        task_seen(
            one,
            status=how_it_stands(
                answers.get(one.id), given.get(one.id, []), said={"": _("No answer yet"), **ANSWERS}
            ),
            link=(reverse("office:task", args=[case_id, one.id]), _("Record an answer")),
        )
        for one in (tasks_asked(case_id) if word == "active" else [])
    ]
    wish = HisWish.objects.filter(case_id=case_id).order_by("-added_at").first()
    return {
        "takes_part": word == "active",
        "tasks": tasks,
        "notices": notices_seen(case_id),
        "consents": [
            (
                one.counsel_consulted_on,
                one.consequences_explained_on,
                one.acknowledged_on,
                HOW[one.how] if one.how != "page" else _("By themself"),
            )
            for one in Consent.objects.filter(case_id=case_id).order_by("-added_at")
        ],
        "preparation": [
            (one.held_on, MODES[one.mode])
            for one in HisPreparation.objects.filter(case_id=case_id).order_by("-held_on", "id")
        ],
        "wish": (WISHES[wish.wish], localdate(wish.added_at)) if wish else None,
        "looks": [
            (date_format(one.looked_on), ROLES[one.role], LOOKED_FOR[one.role])
            for one in LookByHisSide.objects.filter(case_id=case_id).order_by("-looked_on", "role")
        ],
    }


PARTS = {"liaison": for_liaison, "counsel": for_counsel}


def days(first: date, last: date | None) -> str:
    """Return from when to when, in words."""
    told = {"first": date_format(first), "last": date_format(last) if last else ""}
    return str(_("from %(first)s to %(last)s") % told if last else _("from %(first)s on") % told)


def open_extension(case_id: UUID, role: str, today: date) -> Extension | None:
    """Return what is asked about more time and not answered by this person's part, as far as they read."""
    asked = Extension.objects.filter(case_id=case_id, until_on__gt=today).order_by("-added_at").first()
    answered = ExtensionAnswer.objects.filter(case_id=case_id, extension=asked, role=ANSWERS_FOR[role])
    return None if asked is None or answered.exists() else asked


def more_time(case_id: UUID, role: str) -> list[tuple[date, Words]]:
    """Return what was asked about more time, with the answer of this person's part as far as they read it."""
    mine = ExtensionAnswer.objects.filter(case_id=case_id, role=ANSWERS_FOR[role])
    said = {one.extension_id: YES_OR_NO[one.answer] for one in mine}
    asked = Extension.objects.filter(case_id=case_id).order_by("-added_at")
    return [(one.until_on, said.get(one.id, _("No answer yet"))) for one in asked]


def choices(request: AskedRequest, case_id: UUID, word: str | None) -> list[tuple[str, Words, Words]]:
    """Return what can be done while this word stands, as shared/parts/choices.html is given it."""
    role = role_of(request.asker)
    offered = OFFERED[role].get(word or "", ())
    extension = open_extension(case_id, role, request.asker.today)
    return [
        (reverse("office:act", args=[case_id, one.address]), one.title, one.lead[-1])
        for one in ACTS[role]
        if one.address in offered and (one.address != "more-time" or extension)
    ]


def act(request: AskedRequest, case_id: UUID, address: str) -> HttpResponse:
    """Show or do one act on the case."""
    role, charge = role_of(request.asker), get_object_or_404(Charge, case_id=case_id)
    chosen = next((one for one in ACTS[role] if one.address == address), None)
    if chosen is None:
        raise Http404
    back = reverse("office:case", args=[case_id]), charge.court_number
    if address not in OFFERED[role].get(word_now(case_id) or "", ()):
        return not_now(request, back[0])
    if address == "more-time":
        extension = open_extension(case_id, role, request.asker.today)
        if extension is None:
            return not_now(request, back[0])
        asked = _("The program asks to go on until %(day)s.") % {"day": date_format(extension.until_on)}
        answer = partial(chosen.does, extension_id=extension.id, role=ANSWERS_FOR[role])
        chosen = replace(chosen, does=answer, lead=(asked, *chosen.lead))
    return done_by(request, charge, chosen, back)


def task(request: AskedRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Show one task to counsel, with the form for an answer that was given by instruction."""
    charge = get_object_or_404(Charge, case_id=case_id)
    one = get_object_or_404(Task, case_id=case_id, id=task_id)
    back = reverse("office:case", args=[case_id]), charge.court_number
    if word_now(case_id) != "active" or TaskEnded.objects.filter(case_id=case_id, task=one).exists():
        return not_now(request, back[0])
    chosen = replace(TASK_ACT, does=partial(TASK_ACT.does, task_id=one.id), lead=(one.action, *TASK_ACT.lead))
    return done_by(request, charge, chosen, back)


def done_by(request: AskedRequest, charge: Charge, act: Act, back: tuple[str, Words]) -> HttpResponse:
    """Show or do an act in the role of whoever asks. A form of days is told which day it is."""
    entered_on = localdate(charge.added_at)
    if isinstance(act.form, type) and issubclass(act.form, DatedForm):
        act = with_form(act, today=request.asker.today)
    if act.address == "yes":
        act = with_form(act, acknowledges=RULES["entry.accountable_acknowledges"].on(entered_on))
    return perform(
        request,
        charge.case_id,
        act,
        frame=FRAME,
        role=role_of(request.asker),
        back=back,
        rules_on=entered_on,
        context=around(request),
    )
