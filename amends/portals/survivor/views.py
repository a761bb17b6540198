"""The survivor's pages. The database says what may be seen and done; here it is only put into words."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from amends.access.asking import AskedRequest
from amends.care.models import Service
from amends.circles.models import (
    Explanation,
    HearsOfProgress,
    HerPreparation,
    Meeting,
    NoMoneyWanted,
    PlanItem,
    WorkerChangeAsked,
)
from amends.circles.planning import every_item, is_dropped, items_in_force, last, standing
from amends.journey.models import Case, EndingReason, Seat, Worker
from amends.journey.moving import findings
from amends.journey.reaching import ways_now
from amends.money.amounts import dollars
from amends.money.models import HeldIn, HeldOut, HerCost
from amends.money.spending import held_now, not_undone, outcome_of, requests_of, spent_on_her
from amends.people.models import ChosenName, HerName
from amends.policy.findings import Finding, Met
from amends.policy.rules import RULES
from amends.portals.shared import words as shared
from amends.portals.shared.acts import explained
from amends.portals.survivor import seeing, words
from amends.portals.survivor.acts import breach_wishes_now
from amends.portals.survivor.framing import BACK, framed
from amends.portals.survivor.next_thing import next_thing
from amends.portals.survivor.offering import PLACES, item_acts, item_of, offered, place
from amends.portals.survivor.standing import Standing
from amends.portals.survivor.words import Text
from amends.safety.models import ContactOrder, SafetyPlan


def show(request: AskedRequest, now: Standing, template: str, **told: Any) -> HttpResponse:
    """Show a page of her case, with pause and stop one touch away and nothing telling in the tab."""
    return render(request, f"survivor/{template}.html", {**framed(now), "now": now, **told})


def cases(request: AskedRequest) -> HttpResponse:
    """Show her cases when there are several; go straight to the one."""
    asker = request.asker
    seats = Seat.objects.filter(person_id=asker.person_id, role="survivor").filter(
        Q(until_at__isnull=True) | Q(until_at__gt=asker.now)
    )
    found = Case.objects.filter(id__in=seats.values("case_id")).order_by("-since", "id")
    if len(found) == 1:
        return redirect("survivor:page", case_id=found[0].id)
    names = dict(
        ChosenName.objects.filter(case_id__in=[case.id for case in found]).values_list("case_id", "name")
    )
    listed = [
        (reverse("survivor:page", args=[case.id]), names.get(case.id, case.number), part_of(case.stage))
        for case in found
    ]
    return render(request, "survivor/cases.html", {"page_title": _("Page"), "cases": listed})


def missing(now: Standing, step: str) -> list[Finding]:
    """Return the reasons why a step is not possible yet, those that she may know."""
    found = explained(findings(now.case.id, step), role="survivor", rules_on=now.case.entered_on)
    return [one for one in found if one.met is not Met.YES]


def part_of(stage: str) -> Any:
    """Return the part of the road to which a stage belongs, in her words."""
    return next((part for part, stages in words.PARTS if stage in stages), _("This has ended"))


def page(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show in one look where she is, what she can do, who works with her, who can see and who has looked."""
    now = Standing(request.asker, case_id)
    name = ChosenName.objects.filter(case_id=case_id).values_list("name", flat=True).first()
    one = next_thing(now)
    return show(
        request,
        now,
        "page",
        back=None,
        name=name,
        steps=journey(now),
        where=words.WHERE.get(now.case.stage),
        ended=ended(now),
        next={
            "title": one.title,
            "sentence": now.told(one.sentence),
            "link": (place(now, one.page), one.words) if one.page else None,
        },
        places=[(place(now, at), said, why) for at, said, why, when in PLACES if when(now)],
        workers=workers(now),
        services=services_open(case_id),
        looks=seeing.in_words(case_id, seeing.looks(case_id, most=3)),
        emergencies=seeing.emergencies(case_id)[:1],
    )


def journey(now: Standing) -> list[tuple[Any, str]]:
    """Return the parts of the road, each done, now or ahead, as shared/parts/journey.html is given them."""
    here = next((place for place, (_, stages) in enumerate(words.PARTS) if now.case.stage in stages), None)
    if here is None:
        return []
    states = {-1: "done", 0: "now", 1: "ahead"}
    return [(part, states[(place > here) - (place < here)]) for place, (part, _) in enumerate(words.PARTS)]


def ended(now: Standing) -> dict[str, Any] | None:
    """Return how and on which day it ended, in words that say what she decided; None while it goes on."""
    if not now.is_over:
        return None
    final = now.moves[0]
    reason = EndingReason.objects.filter(case_id=now.case.id).values_list("reason", flat=True).first()
    return {
        "how": words.ENDED[final.event],
        "why": words.ENDING_REASONS.get(reason or "", ""),
        "at": final.moved_at,
    }


def workers(now: Standing) -> list[tuple[Any, str, Any]]:
    """Return who works on her case now: the part, the name with the organization, and what they do."""
    seated = Worker.objects.filter(case_id=now.case.id).filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now.asker.now)
    )
    by_role = {one.role: one for one in seated.order_by("from_at")}
    return [
        (words.ROLES[role], f"{by_role[role].called}, {by_role[role].organization}", does)
        for role, does in words.WHAT_THEY_DO.items()
        if role in by_role
    ]


def services_open(case_id: UUID) -> list[tuple[Text, Service]]:
    """Return the services that are open for her, each with its words, in the order in which they were opened."""
    found = Service.objects.filter(case_id=case_id, closed_by_her_on__isnull=True)
    return [(shared.SERVICES[one.kind], one) for one in found.order_by("opened_on", "added_at")]


def two(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Explain both roads with every point of the rule, what was told to her, and her choice as it stands."""
    now = Standing(request.asker, case_id)
    told = {one.point: one for one in Explanation.objects.filter(case_id=case_id).order_by("added_at")}
    points = [
        (words.POINTS[point], told_in_words(told.get(point)), point == "what the prosecutor learns")
        for point in cast("tuple[str, ...]", RULES["choice.points"].on(now.case.entered_on))
    ]
    is_this_road = now.case.stage == "choosing" and now.road == "restorative"
    return show(
        request,
        now,
        "two",
        plan_road=[now.told(sentence) for sentence in words.PLAN_ROAD],
        court_road=[now.told(sentence) for sentence in words.COURT_ROAD],
        points=points,
        outward=[(word, shared.OUTWARD_MEANS[stored]) for stored, word in shared.OUTWARD.items()],
        found=missing(now, "choose the restorative road") if is_this_road else (),
        choices=offered(now, "two"),
    )


def told_in_words(one: Explanation | None) -> tuple[date, Text, str] | None:
    """Return when a point was told to her, in which language, and who was in the room."""
    if one is None:
        return None
    language = shared.LANGUAGES.get(one.language, words.ANOTHER_LANGUAGE)
    return one.told_on, language, ", ".join(str(words.IN_THE_ROOM[person]) for person in one.in_the_room)


def plan(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show every part of her plan with how it stands, and what is missing before it can begin."""
    now = Standing(request.asker, case_id)
    asked = {item.id for item, _ in now.items}
    older = [item for item in items_in_force(case_id) if item.id not in asked]
    listed = [*now.items, *((item, standing(item, now=request.asker.now)) for item in older)]
    is_to_be_agreed = now.case.stage == "planning" and bool(now.items)
    hears = HearsOfProgress.objects.filter(case_id=case_id).order_by("-added_at").first()
    return show(
        request,
        now,
        "list",
        items=[
            (
                reverse("survivor:item", args=[case_id, item.id]),
                item.action,
                hint(item, stands, is_older=item in older),
                words.STANDING[in_force(now, stands)],
                stands in ("accept", "done"),
            )
            for item, stands in listed
        ],
        past=[item for item in every_item(case_id) if is_dropped(item)],
        found=missing(now, "agree the plan") if is_to_be_agreed else (),
        hears=hears is not None and hears.wants,
        no_money=NoMoneyWanted.objects.filter(case_id=case_id).exists(),
        choices=offered(now, "list"),
    )


def in_force(now: Standing, stands: str) -> str:
    """Return how an item stands once the plan is agreed: what they said yes to is in force."""
    return "in force" if stands == "accept" and now.case.stage in ("following", "completed") else stands


def hint(item: PlanItem, stands: str, *, is_older: bool) -> Any:
    """Return the one sentence that stands below an item on the list."""
    if is_older:
        return _("These words count until the other person says yes to the new ones.")
    if stands == "not passed on":
        return why_not(item)
    return shared.ITEM_KINDS[item.kind]


def why_not(item: PlanItem) -> Text:
    """Return why an item was not passed on, in words; nothing for one that nobody has read."""
    reading = last(item.readings.all())
    return words.WHY_NOT_PASSED_ON[reading.reading] if reading else ""


def item(request: AskedRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Show one part of her plan: its words, how it stands, and what she can do with it."""
    now = Standing(request.asker, case_id)
    one = item_of(case_id, item_id)
    stands = standing(one, now=request.asker.now)
    return show(
        request,
        now,
        "item",
        back=(place(now, "list"), BACK),
        item=one,
        kind=shared.ITEM_KINDS[one.kind],
        for_whom=words.FOR_WHOM[one.for_whom],
        shown_by=shared.EVIDENCE[one.shown_by],
        stands=words.STANDING[in_force(now, stands)],
        why=why_not(one) if stands == "not passed on" else "",
        done=[(shared.SAYS[told.says], told.done_on) for told in one.progress_shown.order_by("done_on")],
        choices=[
            (
                reverse("survivor:item_act", args=[case_id, item_id, act.address]),
                act.title,
                now.told(act.lead[0]) if act.lead else "",
            )
            for act in item_acts(now, one)
        ],
    )


def dates(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show what she last said she wants, the meetings, and the days on which she got ready."""
    now = Standing(request.asker, case_id)
    meetings = Meeting.objects.filter(case_id=case_id).select_related("outcome").order_by("-on_day")
    return show(
        request,
        now,
        "dates",
        wish=shared.WISHES[now.wish.wish] if now.wish else None,
        form=words.FORMS[now.wish.form] if now.wish and now.wish.form else words.NO_FORM,
        meetings=[
            (
                shared.FORMS[one.form],
                one.on_day,
                words.OUTCOMES[one.outcome.outcome if hasattr(one, "outcome") else ""],
            )
            for one in meetings
        ],
        ready=[
            (one.held_on, one.minutes, shared.MODES[one.mode])
            for one in HerPreparation.objects.filter(case_id=case_id).order_by("-held_on", "-added_at")
        ],
        choices=offered(now, "dates"),
    )


def ways(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show how she may be reached and how never, and what she and her case are called."""
    now = Standing(request.asker, case_id)
    her = HerName.objects.filter(case_id=case_id).first()
    return show(
        request,
        now,
        "ways",
        ways=[(shared.CHANNELS[way.channel], way) for way in ways_now(case_id)],
        name=ChosenName.objects.filter(case_id=case_id).values_list("name", flat=True).first(),
        called=her.called if her else "",
        reads=shared.LANGUAGES[her.language] if her else "",
        choices=offered(now, "ways"),
    )


def card(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show her safety plan, what she wants to hear of, and the orders that forbid contact."""
    now = Standing(request.asker, case_id)
    wishes = breach_wishes_now(case_id)
    return show(
        request,
        now,
        "card",
        plan=SafetyPlan.objects.filter(case_id=case_id).order_by("-added_at").first(),
        wishes=[(shared.BREACHES[kind], shared.BREACH_WISHES[wish], None) for kind, wish in wishes.items()],
        orders=[
            (
                shared.ISSUED_BY[order.issued_by],
                [words.FORMS_FORBIDDEN[form] for form in order.forbids],
                order,
            )
            for order in ContactOrder.objects.filter(case_id=case_id).order_by("-from_on")
        ],
        choices=offered(now, "card"),
    )


def services(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show her services, which hang on nothing that she chooses, with the day until which there are means."""
    now = Standing(request.asker, case_id)
    ended_by_her = Service.objects.filter(case_id=case_id, closed_by_her_on__isnull=False)
    return show(
        request,
        now,
        "help",
        services=services_open(case_id),
        past=[(shared.SERVICES[one.kind], one.closed_by_her_on) for one in ended_by_her.order_by("added_at")],
        money=money_of(case_id),
    )


def money_of(case_id: UUID) -> dict[str, Any]:
    """Return in words what was asked, spent and is kept for her."""
    return {
        "kept": dollars(held_now(case_id)),
        "came": [(dollars(one.cents), one.on_day) for one in not_undone(HeldIn, case_id)],
        "went": [
            (dollars(one.cents), one.on_day, shared.PAID_BY[one.paid_by])
            for one in not_undone(HeldOut, case_id)
        ],
        "spent": dollars(spent_on_her(case_id)),
        "costs": [
            (dollars(one.cents), one.on_day, shared.MONEY_FOR[one.purpose])
            for one in not_undone(HerCost, case_id)
        ],
        "asked": [
            (shared.EMERGENCIES[one.need], dollars(one.cents), one.added_at, shared.GRANTED[outcome_of(one)])
            for one in requests_of(case_id)
        ],
    }


def people(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show who works with her, and how to ask for somebody else."""
    now = Standing(request.asker, case_id)
    asked = WorkerChangeAsked.objects.filter(case_id=case_id).order_by("-added_at")
    return show(
        request,
        now,
        "people",
        workers=workers(now),
        asked=[(words.ROLES[one.role], one.added_at) for one in asked],
        choices=offered(now, "people"),
    )


def seen(request: AskedRequest, case_id: UUID, before: int | None = None) -> HttpResponse:
    """Show who has looked, the newest first, page by page, and each look in an emergency with its reason."""
    now = Standing(request.asker, case_id)
    found = seeing.looks(case_id, most=seeing.LOOKS_A_PAGE + 1, before=before)
    older = None
    if len(found) > seeing.LOOKS_A_PAGE:
        found.pop()
        older = reverse("survivor:seen_before", args=[case_id, found[-1].number])
    return show(
        request,
        now,
        "seen",
        looks=seeing.in_words(case_id, found),
        older=older,
        emergencies=seeing.emergencies(case_id) if before is None else (),
    )


def who(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show who can see what, as the access matrix has it, and offer to see what they see."""
    now = Standing(request.asker, case_id)
    return show(
        request,
        now,
        "who",
        themes=seeing.who_sees_what(),
        others=[
            (reverse("survivor:as_they_see", args=[case_id, other]), words.ROLES[part])
            for other, part in seeing.OTHERS.items()
        ],
    )


def as_they_see(request: AskedRequest, case_id: UUID, other: str) -> HttpResponse:
    """Show what another person can open about her now, and nothing that is their own."""
    now = Standing(request.asker, case_id)
    if other not in seeing.OTHERS:
        raise Http404
    part = seeing.OTHERS[other]
    return show(
        request,
        now,
        "as_they_see",
        back=(place(now, "who"), BACK),
        them=words.ROLES[part],
        seen=seeing.seen_by(part, case_id),
    )


def days(request: AskedRequest, case_id: UUID) -> HttpResponse:
    """Show every step of the history, the newest first."""
    now = Standing(request.asker, case_id)
    return show(
        request,
        now,
        "days",
        events=[
            {
                "when": localtime(one.moved_at).date(),
                "title": words.EVENTS[one.event],
                "by": words.ROLES[one.role],
                "text": words.BY_INSTRUCTION if one.how != "page" and one.role == "survivor" else "",
            }
            for one in now.moves
        ],
    )
