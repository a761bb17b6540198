"""What an act can be about: an item, a task, a meeting, and how each stands for whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from amends.care.models import Service
from amends.circles import planning
from amends.circles.explaining import points_to_tell
from amends.circles.models import (
    Choice,
    Confirmation,
    Meeting,
    NoMoneyWanted,
    PlanItem,
    Progress,
    ProgressShown,
)
from amends.circles.reviewing import months_to_review
from amends.circles.verifying import wants_to_hear
from amends.money.amounts import dollars
from amends.money.models import EmergencyRequest, HeldIn, HeldOut, HerCost, HisCost
from amends.money.spending import left_of_grant, not_undone, requests_of
from amends.portals.shared.acts import Words
from amends.portals.shared.theirs import tasks_asked
from amends.portals.shared.words import (
    EMERGENCIES,
    EVIDENCE,
    FOR_WHOM,
    FORMS,
    ITEM_KINDS,
    MONEY_FOR,
    PRESSURE,
    ROADS,
    SAYS,
    SERVICES,
)
from amends.portals.staff.at_hand import CaseAtHand
from amends.safety.models import CoercionFinding

Facts = list[tuple[Words, Any]]


@dataclass(frozen=True)
class Thing:
    """One kind of thing that an act can be about: which there are in a case, and what a page says of one."""

    of: Callable[[CaseAtHand], list[Any]]
    facts: Callable[[Any], Facts]


def stands_behind(at: CaseAtHand, about: UUID) -> bool:
    """Return whether the person who is signed in has confirmed a record already."""
    mine = Confirmation.objects.filter(case_id=at.case_id, about=about, added_by_id=at.asker.person_id)
    return mine.exists()


def waits_for_a_second_person(at: CaseAtHand, finding: CoercionFinding) -> bool:
    """Return whether somebody else recorded this finding, and this person has not confirmed it."""
    return finding.added_by_id != at.asker.person_id and not stands_behind(at, finding.id)


def waits_to_be_read_back(at: CaseAtHand, choice: Choice) -> bool:
    """Return whether a choice was given by instruction, and this person has not read it back."""
    return choice.how != "page" and not stands_behind(at, choice.id)


def standing(at: CaseAtHand, item: PlanItem) -> str:
    """Return how an item stands now, or `dropped`."""
    return "dropped" if planning.is_dropped(item) else planning.standing(item, now=at.now)


def waits_for_a_reading(at: CaseAtHand, item: PlanItem) -> bool:
    """Return whether an item has not been shown, so that reading it still matters."""
    return standing(at, item) in ("to be read", "not passed on", "may be shown")


def may_be_shown(at: CaseAtHand, item: PlanItem) -> bool:
    """Return whether an item was found safe to show, and has not been shown."""
    return standing(at, item) == "may be shown"


def is_asked(_at: CaseAtHand, item: PlanItem) -> bool:
    """Return whether an item has not been dropped."""
    return not planning.is_dropped(item)


def is_the_last_wording(at: CaseAtHand, item: PlanItem) -> bool:
    """Return whether an item has neither been dropped nor been replaced by a newer wording."""
    return is_asked(at, item) and not hasattr(item, "replaced_by")


def waits_for_my_eyes(at: CaseAtHand, item: PlanItem) -> bool:
    """Return whether the accountable party agreed to an item, and this person has not seen it done."""
    seen_by = {seen.added_by_id for seen in item.verifications.all()}
    return standing(at, item) == planning.AGREED and at.asker.person_id not in seen_by


def is_unread(_at: CaseAtHand, given: Progress) -> bool:
    """Return whether nobody has read what was given for a task."""
    return not hasattr(given, "reading")


def may_be_passed_on(at: CaseAtHand, given: Progress) -> bool:
    """Return whether she asked to see what was given, it was read, and has not been shown to her before."""
    if is_unread(at, given) or not wants_to_hear(at.case_id):
        return False
    same = ProgressShown.objects.filter(
        case_id=at.case_id, item_id=given.task.item_id, says=given.says, done_on=given.done_on
    )
    return not same.exists()


def is_due(at: CaseAtHand, meeting: Meeting) -> bool:
    """Return whether the day of a meeting has come."""
    return meeting.on_day <= at.today


def points_are_left(at: CaseAtHand, _nothing: None) -> bool:
    """Return whether a point of the choice has not been told yet."""
    return bool(points_to_tell(at.case_id, points=at.rule("choice.points")))


def money_is_open(at: CaseAtHand, _nothing: None) -> bool:
    """Return whether she has not yet said that she wants no money terms."""
    return not NoMoneyWanted.objects.filter(case_id=at.case_id).exists()


def is_held(at: CaseAtHand, _nothing: None) -> bool:
    """Return whether the case is on hold."""
    return "held" in at.flags


def is_paused(at: CaseAtHand, _nothing: None) -> bool:
    """Return whether the case is paused."""
    return "paused" in at.flags


def is_stopping(at: CaseAtHand, _nothing: None) -> bool:
    """Return whether the case is stopping."""
    return "stopping" in at.flags


def reviews_waiting(at: CaseAtHand) -> list[tuple[int, date]]:
    """Return the reviews that have not been held, each with its month and the day on which it falls."""
    months = at.rule("clocks.review_months")
    return months_to_review(at.file.agreed_on if at.file else None, months=months, held=at.reviews_held)


def reviews_are_left(at: CaseAtHand, _nothing: None) -> bool:
    """Return whether a review has not been held."""
    return bool(reviews_waiting(at))


def newest_finding(at: CaseAtHand) -> list[CoercionFinding]:
    """Return the finding of coercion that counts, if there is one."""
    return list(CoercionFinding.objects.filter(case_id=at.case_id).order_by("-added_at")[:1])


def newest_choice(at: CaseAtHand) -> list[Choice]:
    """Return the choice that counts, if there is one."""
    return list(Choice.objects.filter(case_id=at.case_id).order_by("-added_at")[:1])


def planned_meetings(at: CaseAtHand) -> list[Meeting]:
    """Return the meetings that have neither taken place nor been cancelled, the next first."""
    return list(
        Meeting.objects.filter(case_id=at.case_id, outcome__isnull=True).order_by("on_day", "added_at")
    )


def progress_given(at: CaseAtHand) -> list[Progress]:
    """Return what was given for tasks, newest first."""
    given = Progress.objects.filter(case_id=at.case_id).select_related("task", "reading")
    return list(given.order_by("-added_at"))


def open_services(at: CaseAtHand) -> list[Service]:
    """Return the services that the survivor has not ended."""
    return list(
        Service.objects.filter(case_id=at.case_id, closed_by_her_on__isnull=True).order_by("opened_on", "id")
    )


def grants_left(at: CaseAtHand) -> list[EmergencyRequest]:
    """Return the requests that were granted and of which something is left."""
    return [one for one in requests_of(at.case_id) if left_of_grant(one) > 0]


def costs(at: CaseAtHand) -> list[HerCost] | list[HisCost]:
    """Return the costs of a case that stand and were written down on this person's side."""
    return not_undone(HisCost, at.case_id) if at.role == "coach" else not_undone(HerCost, at.case_id)


def held(at: CaseAtHand) -> list[HeldIn | HeldOut]:
    """Return what came in for her and went out to her, as it stands."""
    return [*not_undone(HeldIn, at.case_id), *not_undone(HeldOut, at.case_id)]


def facts_of_money(record: HerCost | HisCost | HeldIn | HeldOut) -> Facts:
    """Return how much it was and when."""
    return [(_("Amount"), dollars(record.cents)), (_("Day"), record.on_day)]


THINGS: dict[str, Thing] = {
    "item": Thing(
        of=lambda at: planning.every_item(at.case_id),
        facts=lambda item: [
            (_("What"), item.action),
            (_("Kind"), ITEM_KINDS[item.kind]),
            (_("For whom"), FOR_WHOM[item.for_whom]),
            (_("By when"), item.by_when),
            (_("What shows it"), EVIDENCE[item.shown_by]),
        ],
    ),
    "task": Thing(
        of=lambda at: tasks_asked(at.case_id),
        facts=lambda task: [
            (_("What"), task.action),
            (_("By when"), task.by_when),
            (_("What shows it"), EVIDENCE[task.shown_by]),
        ],
    ),
    "progress": Thing(
        of=progress_given,
        facts=lambda given: [
            (_("Task"), given.task.action),
            (_("How far"), SAYS[given.says]),
            (_("When"), given.done_on),
            (_("What shows it"), EVIDENCE[given.shown_by]),
            *([(_("Note"), given.note)] if given.note else []),
        ],
    ),
    "meeting": Thing(
        of=planned_meetings,
        facts=lambda meeting: [(_("Form"), FORMS[meeting.form]), (_("Day"), meeting.on_day)],
    ),
    "service": Thing(
        of=open_services,
        facts=lambda service: [
            (_("Service"), SERVICES[service.kind]),
            (_("Means until"), service.means_until_on),
        ],
    ),
    "grant": Thing(
        of=grants_left,
        facts=lambda request: [
            (_("Granted for"), EMERGENCIES[request.need]),
            (_("Left of it"), dollars(left_of_grant(request))),
        ],
    ),
    "cost": Thing(
        of=costs, facts=lambda cost: [(_("For what"), MONEY_FOR[cost.purpose]), *facts_of_money(cost)]
    ),
    "held": Thing(of=held, facts=facts_of_money),
    "choice": Thing(of=newest_choice, facts=lambda choice: [(_("Choice"), ROADS[choice.road])]),
    "finding": Thing(
        of=newest_finding,
        facts=lambda finding: [
            (_("Pressure from"), PRESSURE[finding.pressure_from]),
            (_("Told on"), finding.told_her_on),
        ],
    ),
}
