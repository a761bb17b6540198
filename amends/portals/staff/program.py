"""The director's pages: every case as a director knows it, who lacks a worker, and who works here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from amends.access.asking import AskedRequest, NotOpen
from amends.circles.models import Breach, WorkerChangeAsked
from amends.entrance.inviting import invite_worker
from amends.journey.asking_for_referral import referral_requests
from amends.journey.models import Case, HoldReview, SeatOffer, Worker
from amends.journey.seating import PARTS
from amends.journey.stages import STAGES
from amends.people.models import Appointment, Credential
from amends.portals.shared import words
from amends.portals.shared.acts import not_now, perform
from amends.portals.staff import forms
from amends.portals.staff.at_hand import DIRECTOR, CaseAtHand, from_outside
from amends.portals.staff.caseload import all_cases
from amends.portals.staff.offering import find_act, is_theirs
from amends.portals.staff.sections import things_to_do, where
from amends.portals.staff.views import FRAME, get_or_post, navigation, page
from amends.trace.models import BreakGlass, Look

FEW = 20


def only_a_director(request: AskedRequest) -> None:
    """Raise Http404 for everybody else: to them, these pages do not exist."""
    if DIRECTOR not in request.asker.appointments:
        raise Http404


@get_or_post
def program(request: AskedRequest) -> HttpResponse:
    """Every case, those that lack a worker, and who asked for another one."""
    only_a_director(request)
    form = forms.CaseNumber(request.POST or None)
    if request.method == "POST" and form.is_valid():
        named = Case.objects.filter(number=form.cleaned_data["number"].strip().upper()).first()
        if named:
            return HttpResponseRedirect(reverse("staff:program_case", args=[named.pk]), status=303)
        form.add_error("number", _("There is no case with this number."))
    stage, lacking = request.GET.get("stage", ""), request.GET.get("lacking", "")
    if stage not in ("", *STAGES) or lacking not in ("", *PARTS):
        raise Http404
    try:
        found = all_cases(request.asker, stage=stage, lacking=lacking, after=request.GET.get("after", ""))
    except ValueError as error:
        raise Http404 from error
    requests = referral_requests()
    return page(
        request,
        "staff/program.html",
        page_title=_("The program"),
        found=found,
        form=form,
        stage=stage,
        stages=words.STAGES.items(),
        lacking=lacking,
        parts=[(part, words.ROLES[part]) for part in PARTS],
        changes=changes_asked(),
        referrals_asked=len(requests),
        referrals_answered=sum(1 for one in requests if one.answer),
    )


def changes_asked() -> list[tuple[str, UUID, Any, Any]]:
    """Return who asked for another worker and has none yet, the longest wait first, at most twenty."""
    came_after = Worker.objects.filter(
        case_id=OuterRef("case_id"), role=OuterRef("role"), from_at__gt=OuterRef("added_at")
    )
    waiting = (
        WorkerChangeAsked.objects.filter(~Exists(came_after)).select_related("case").order_by("added_at")
    )
    # Several people may ask for the same; it is told once, from the first who asked.
    first = {(one.case_id, one.role): one for one in reversed(waiting[:FEW])}
    return [
        (one.case.number, one.case_id, words.ROLES[one.role], one.added_at)
        for one in reversed(first.values())
    ]


@require_GET
def case(request: AskedRequest, of_case: UUID) -> HttpResponse:
    """One case as a director knows every case: where it is, who works on it, who looked. Not its contents."""
    at = from_outside(request, of_case)
    offers = SeatOffer.objects.filter(case_id=of_case, answer__isnull=True).order_by("offered_at")
    called = dict(
        Appointment.objects.filter(person_id__in=[one.person_id for one in offers]).values_list(
            "person_id", "called"
        )
    )
    glass = BreakGlass.objects.filter(case_id=of_case).order_by("-from_at")
    return page(
        request,
        "staff/program_case.html",
        page_title=_("Case"),
        identity=(at.number, [str(words.ROLES[DIRECTOR])]),
        back=(reverse("staff:program"), _("The program")),
        where=where(at),
        to_do=things_to_do(at),
        workers=[(words.ROLES[one.role], one) for one in at.workers],
        offers=[(words.ROLES[one.role], called.get(one.person_id, ""), one.offered_at) for one in offers],
        reviews=[
            (words.HOLD_REVIEWED[one.outcome], one.added_at)
            for one in HoldReview.objects.filter(case_id=of_case).order_by("-added_at")
        ],
        breaches=[
            (words.BREACHES[one.kind], one.happened_on)
            for one in Breach.objects.filter(case_id=of_case).order_by("-added_at")
        ],
        glass=[(one.from_at, one.until_at, one.reason) for one in glass],
        opened=next(
            (one for one in glass if one.person_id == at.asker.person_id and one.until_at > at.now), None
        ),
        case_id=of_case,
        looks=[
            who_looked(at, look) for look in Look.objects.filter(case_id=of_case).order_by("-number")[:FEW]
        ],
    )


def who_looked(at: CaseAtHand, look: Look) -> tuple[Any, str, Any]:
    """Return one look for the table of looks: when, who, and what for."""
    name = at.who(look.person_id)
    role = str(words.ROLES[look.role])
    return look.looked_at, f"{role}: {name}" if name else role, words.PURPOSES[look.purpose]


@get_or_post
def act(request: AskedRequest, of_case: UUID, address: str) -> HttpResponse:
    """Show one act of a director upon a case that is not open to them, or do it."""
    at = from_outside(request, of_case)
    found = find_act(at, address, None)
    back = (reverse("staff:program_case", args=[of_case]), _("The case"))
    if found is None and is_theirs(address, at):
        return not_now(request, back[0])
    if found is None:
        raise Http404
    bound, _facts, _initial = found
    return perform(
        request,
        of_case,
        bound,
        frame=FRAME,
        role=DIRECTOR,
        back=back,
        rules_on=at.rules_on,
        context={
            "navigation": navigation(request),
            "door_name": _("Staff"),
            "identity": (at.number, [str(words.ROLES[DIRECTOR])]),
            "guidance": bound.guidance,
        },
        template="staff/act.html",
    )


@require_GET
def people(request: AskedRequest) -> HttpResponse:
    """Who works in the program now, with which credential."""
    only_a_director(request)
    asker = request.asker
    appointed = Appointment.objects.filter(from_at__lte=asker.now).exclude(until_at__lte=asker.now)
    trained = {
        (one.person_id, one.role): one.until_on
        for one in Credential.objects.filter(from_on__lte=asker.today).exclude(until_on__lte=asker.today)
    }
    return page(
        request,
        "staff/people.html",
        page_title=_("Who works here"),
        back=(reverse("staff:program"), _("The program")),
        people=[
            {
                "person_id": one.person_id,
                "called": one.called,
                "role": words.ROLES[one.role],
                "organization": one.organization.name,
                "is_trained": (one.person_id, one.role) in trained,
                "until_on": trained.get((one.person_id, one.role)),
                "needs_training": one.role in PARTS,
                "is_me": one.person_id == asker.person_id,
            }
            for one in appointed.select_related("organization").order_by("called", "role")
        ],
    )


@get_or_post
def invite(request: AskedRequest, person_id: UUID) -> HttpResponse:
    """Make a code with which somebody who works here can sign in. It is shown once."""
    only_a_director(request)
    called = Appointment.objects.filter(person_id=person_id).values_list("called", flat=True).first()
    if called is None or person_id == request.asker.person_id:
        raise Http404
    code = None
    if request.method == "POST":
        try:
            code = invite_worker(person_id)
        except NotOpen as error:
            raise Http404 from error
    return page(
        request,
        "staff/invite.html",
        page_title=_("A code to sign in"),
        back=(reverse("staff:people"), _("Who works here")),
        who=called,
        part="worker",
        code=code,
    )
