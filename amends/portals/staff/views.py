"""The pages of those who work on cases: their list, a case, its acts, and stop or pause by phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amends.access.asking import AskedRequest, NotOpen
from amends.circles.models import Memorandum
from amends.entrance.inviting import invite as make_invitation
from amends.journey.asking_for_referral import ask_for_referral, referral_requests
from amends.journey.models import CaseMove, EndingReason
from amends.journey.moving import NoSuchCase, NoSuchMove, take_by_voice
from amends.journey.seating import PARTS, NotOffered, answer_offer, offers_to_me, office_of
from amends.journey.stages import STAGES
from amends.people.models import ChosenName, HerName, Organization
from amends.portals.shared import words
from amends.portals.shared.acts import REFUSALS, Words, not_now, perform
from amends.portals.staff import forms
from amends.portals.staff.at_hand import DIRECTOR, CaseAtHand, at_hand
from amends.portals.staff.caseload import case_of_mine, my_cases
from amends.portals.staff.offering import find_act, is_theirs
from amends.portals.staff.sections import sections_of, things_to_do

FRAME = "frames/staff.html"
NO_SUCH_NUMBER = _("There is no such number. Please check it, letter by letter.")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])

# Who may invite whom to sign in: the gate judges it, this only knows what to ask for.
INVITES = {"advocate": "survivor", "coach": "accountable", "facilitator": "accountable"}


def navigation(request: AskedRequest) -> list[tuple[str, Words, bool]]:
    """Return the places behind this door for whoever is signed in."""
    asker = request.asker
    places = [
        (
            "staff:cases",
            _("My cases"),
            bool(asker.appointments.intersection(PARTS)) or not asker.appointments,
        ),
        ("staff:program", _("The program"), DIRECTOR in asker.appointments),
        ("staff:money", _("Money"), DIRECTOR in asker.appointments),
        ("staff:referrals", _("Ask for a referral"), "advocate" in asker.appointments),
        ("staff:by_phone", _("Stop or pause by phone"), True),
    ]
    addresses = [(reverse(name), said) for name, said, is_theirs in places if is_theirs]
    return [(address, said, request.path == address) for address, said in addresses]


def page(request: AskedRequest, template: str, **told: Any) -> HttpResponse:
    """Answer with a page in this door's frame."""
    return render(request, template, {"navigation": navigation(request), "door_name": _("Staff"), **told})


def form_page(request: AskedRequest, form: django_forms.Form, **told: Any) -> HttpResponse:
    """Answer with a page that is one form. `told` has at least title and submit; see shared/act.html."""
    return page(request, "shared/act.html", frame=FRAME, form=form, page_title=told["title"], **told)


@require_GET
def cases(request: AskedRequest) -> HttpResponse:
    """The worker's own cases, fifty at a time, and what waits for an answer of theirs."""
    asker = request.asker
    parts = [part for part in PARTS if part in asker.seats]
    if not parts and DIRECTOR in asker.appointments:
        return HttpResponseRedirect(reverse("staff:program"))
    part = request.GET.get("part", parts[0] if parts else PARTS[0])
    stage = request.GET.get("stage", "")
    if part not in PARTS or stage not in ("", *STAGES):
        raise Http404
    try:
        found = my_cases(asker, part=part, stage=stage, after=request.GET.get("after", ""))
    except ValueError as error:
        raise Http404 from error
    return page(
        request,
        "staff/cases.html",
        page_title=_("My cases"),
        found=found,
        part=part,
        parts=[(one, words.ROLES[one]) for one in parts] if len(parts) > 1 else [],
        stage=stage,
        stages=words.STAGES.items() if part != "coach" else (),
        by_stage=part != "coach",
        offers=[(one, words.ROLES[one.role]) for one in offers_to_me()],
    )


@get_or_post
def by_phone(request: AskedRequest) -> HttpResponse:
    """Store a stop or a pause that a survivor gives by voice. The answer says only that it is stored (P4).

    Nothing of the case is told: whoever knows the number learns no more than that it is one.
    """
    form = forms.ByPhone(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_by_voice(form.cleaned_data["number"], form.cleaned_data["event"])
        except NoSuchCase:
            form.add_error("number", NO_SUCH_NUMBER)
        except NoSuchMove:
            # A case that is over has nothing to stop, and that it is over is not for everybody to know.
            return _stored(request)
        else:
            return _stored(request)
    return page(request, "staff/by_phone.html", page_title=_("Stop or pause by phone"), form=form)


def _stored(request: AskedRequest) -> HttpResponse:
    messages.success(request, str(_("Stored. It holds from now on. Nothing more is asked of the survivor.")))
    return HttpResponseRedirect(reverse("staff:by_phone"), status=303)


@require_POST
def open_by_number(request: AskedRequest) -> HttpResponse:
    """Go to the case with a number, if this person works on it."""
    form = forms.CaseNumber(request.POST)
    found = case_of_mine(request.asker, form.cleaned_data["number"]) if form.is_valid() else None
    if found:
        return HttpResponseRedirect(reverse("staff:case", args=[found]), status=303)
    if form.is_valid():
        form.add_error("number", _("You work on no case with this number."))
    return form_page(
        request,
        form,
        title=_("Open a case"),
        submit=_("Open"),
        back=(reverse("staff:cases"), _("My cases")),
    )


@get_or_post
def offer(request: AskedRequest, offer_id: UUID) -> HttpResponse:
    """Answer whether one takes a part, after thinking of ties."""
    one = next((one for one in offers_to_me() if one.id == offer_id), None)
    if one is None:
        raise Http404
    form = forms.Ties(request.POST or None)
    back = (reverse("staff:cases"), _("My cases"))
    if request.method == "POST" and form.is_valid():
        try:
            seated = answer_offer(offer_id, said=form.cleaned_data["said"])
        except NotOffered as error:
            messages.error(request, str(REFUSALS[error.constraint]))
        else:
            done = _("You have the part now.") if seated else _("Thank you. Somebody else will be asked.")
            messages.success(request, str(done))
            return HttpResponseRedirect(back[0], status=303)
    part, called = words.ROLES[one.role], one.his_name
    return form_page(
        request,
        form,
        title=_("Will you take this part?"),
        lead=(_("Part: %(part)s") % {"part": part}, _("Charged in public: %(name)s") % {"name": called}),
        submit=_("Answer"),
        back=back,
    )


@get_or_post
def referrals(request: AskedRequest) -> HttpResponse:
    """Ask an office to refer a case, for a survivor who wants that, and see what it answered (P1)."""
    if "advocate" not in request.asker.appointments:
        raise Http404
    form = forms.ReferralAsked(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_for_referral(
            office_id=UUID(form.cleaned_data["office"]), court_number=form.cleaned_data["court_number"]
        )
        messages.success(request, str(_("Asked. The answer will stand below.")))
        return HttpResponseRedirect(reverse("staff:referrals"), status=303)
    offices = dict(Organization.objects.filter(kind="prosecutor").values_list("id", "name"))
    return page(
        request,
        "staff/referrals.html",
        page_title=_("Ask for a referral"),
        form=form,
        asked=[
            (
                one.asked_at,
                offices[one.office_id],
                one.court_number,
                words.REQUEST_ANSWERS[one.answer] if one.answer else "",
            )
            for one in referral_requests()
        ],
    )


@require_GET
def case(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """The page of a case, in the order that this role needs."""
    at = at_hand(request, case_id)
    return page(
        request,
        "staff/case.html",
        page_title=_("Case"),
        identity=identity(at),
        sections=sections_of(at),
        to_do=things_to_do(at),
        role=at.role,
        invites=INVITES.get(at.role),
        is_over=at.is_over,
    )


def identity(at: CaseAtHand) -> tuple[str, list[str]]:
    """Return what names a case across the top of its pages, for this role."""
    details = ChosenName.objects.filter(case_id=at.case_id).values_list("name", flat=True)
    called = HerName.objects.filter(case_id=at.case_id).first()
    told = [str(words.ROLES[at.role]), *details]
    if called:
        told.append(f"{called.called} ({words.LANGUAGES[called.language]})")
    return at.number, told


def back_to(at: CaseAtHand) -> tuple[str, Words]:
    """Return the way back to the page of a case."""
    return reverse("staff:case", args=[at.case_id]), _("The case")


@get_or_post
def act(request: AskedRequest, case_id: UUID, address: str, thing_id: UUID | None = None) -> HttpResponse:
    """Show one act, or do it. Whoever comes too late, because somebody else was first, is sent back and told."""
    at = at_hand(request, case_id)
    found = find_act(at, address, thing_id)
    if found is None and is_theirs(address, at):
        return not_now(request, back_to(at)[0])
    if found is None:
        raise Http404
    bound, facts, initial = found
    back = (reverse("staff:cases"), _("My cases")) if bound.leads_away else back_to(at)
    return perform(
        request,
        case_id,
        bound,
        frame=FRAME,
        role=at.role,
        back=back,
        rules_on=at.rules_on,
        initial=initial,
        context={
            "navigation": navigation(request),
            "door_name": _("Staff"),
            "identity": identity(at),
            "facts": [(key, value, None) for key, value in facts],
            "guidance": bound.guidance,
        },
        template="staff/act.html",
    )


@require_GET
def history(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """What has happened in a case: each step, when, whose it was, and who wrote it down."""
    at = at_hand(request, case_id)
    moves = CaseMove.objects.filter(case_id=at.case.pk).order_by("-number")
    reason = EndingReason.objects.filter(case_id=case_id).first()
    return page(
        request,
        "staff/history.html",
        page_title=_("History"),
        identity=identity(at),
        back=back_to(at),
        events=[told_of(at, move) for move in moves],
        reason=reason and words.ENDING_REASONS.get(reason.reason),
    )


def told_of(at: CaseAtHand, move: CaseMove) -> dict[str, Any]:
    """Return one step for the timeline. The name of a party never stands in it, only that of staff."""
    by = str(words.ROLES[move.role])
    name = at.who(move.moved_by_id)
    taken_by = at.who(move.taken_by_id) or _("another worker")
    return {
        "when": move.moved_at,
        "title": words.EVENTS[move.event],
        "by": f"{by}: {name}" if name else by,
        "text": ""
        if move.how == "page" or move.taken_by_id == move.moved_by_id
        else _("%(how)s, written down by %(who)s") % {"how": words.HOW[move.how], "who": taken_by},
    }


@require_GET
def workers(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Who works on a case and who did."""
    at = at_hand(request, case_id)
    if at.file is None:
        raise Http404
    return page(
        request,
        "staff/workers.html",
        page_title=_("Who works on the case"),
        identity=identity(at),
        back=back_to(at),
        workers=[(words.ROLES[one.role], one) for one in at.workers],
    )


@require_GET
def memorandum(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """The agreement with the prosecutor's office that protects what is said in this case."""
    at = at_hand(request, case_id)
    signed = Memorandum.objects.filter(office_id=office_of(case_id), from_on__lte=at.today)
    return page(
        request,
        "staff/memorandum.html",
        page_title=_("The memorandum"),
        identity=identity(at),
        back=back_to(at),
        memorandum=signed.exclude(until_on__lte=at.today).order_by("-from_on").first(),
    )


@get_or_post
def invite(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Make a code with which a party can sign in. It is shown once, to be told by voice or on paper."""
    at = at_hand(request, case_id)
    part = INVITES.get(at.role)
    if part is None:
        raise Http404
    code = None
    if request.method == "POST":
        try:
            code = make_invitation(case_id, part)
        except NotOpen:
            # The accountable party holds no seat before being invited, and nobody learns here why (P2).
            messages.error(request, str(_("A code cannot be made now. Please try again on another day.")))
    return page(
        request,
        "staff/invite.html",
        page_title=_("A code to sign in"),
        identity=identity(at),
        back=back_to(at),
        who=words.ROLES[part],
        part=part,
        code=code,
    )
