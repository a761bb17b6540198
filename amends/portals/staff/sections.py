"""What stands on the page of a case, section by section, and which sections each role has, in which order.

A section is a function that reads what it shows, and a template of the same name under staff/parts/. One that
answers None is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amends.circles.breaching import is_urgent, wishes_on_breaches
from amends.circles.explaining import points_to_tell
from amends.circles.models import (
    AnswerAtTheEnd,
    AskedAtTheEnd,
    Breach,
    Confirmation,
    Extension,
    HerPreparation,
    HerWish,
    HisPreparation,
    HisWish,
    Meeting,
    NoMoneyWanted,
    SecondView,
)
from amends.circles.planning import every_item
from amends.circles.verifying import wants_to_hear
from amends.journey.models import CaseMove, Charge, EndingReason, HoldReview, Referral
from amends.journey.moving import findings
from amends.journey.reaching import ways_now
from amends.journey.stages import AFTER_HIS_YES, FINAL, ROAD, STAGES
from amends.money.amounts import dollars
from amends.money.models import HeldIn, HeldOut, HerCost, HisCost
from amends.money.spending import held_now, left_of_grant, not_undone, outcome_of, requests_of, spent_on_her
from amends.people.models import HisName
from amends.policy.findings import Finding
from amends.portals.shared import theirs, words
from amends.portals.shared.acts import explained
from amends.portals.staff import things
from amends.portals.staff.acts import GROUPS, Group, StaffAct
from amends.portals.staff.at_hand import CaseAtHand
from amends.portals.staff.offering import acts_about, possible_acts
from amends.portals.staff.words import OUTCOMES, STANDINGS, WISHES, days_ago
from amends.safety.models import CheckReason, ContactOrder, SafetyCheck, SafetyPlan

Section = dict[str, Any] | None


def reach(at: CaseAtHand) -> Section:
    """How she may be reached, and first of all how never."""
    ways = [(words.CHANNELS[way.channel], way) for way in ways_now(at.case_id)]
    referral = Referral.objects.filter(case_id=at.case_id).first()
    return {
        "whom": referral.contact_whom if referral else "",
        "never": [channel for channel, way in ways if not way.allowed],
        "allowed": [(channel, way.address, way.hours) for channel, way in ways if way.allowed],
    }


def safety_plan(at: CaseAtHand) -> Section:
    """The safety plan that counts."""
    plan = SafetyPlan.objects.filter(case_id=at.case_id).order_by("-added_at").first()
    return {"plan": plan, "age": age(at, plan.added_at) if plan else ""}


def where(at: CaseAtHand) -> Section:
    """Where the case is, since when, until when, and what is switched on."""
    road = [stage for stage in STAGES if stage not in ("returned", "not_accepted")]
    stage = at.case.stage
    ended = stage in ("returned", "not_accepted")
    here = road.index(stage) if not ended else -1
    reason = EndingReason.objects.filter(case_id=at.case_id).first() if ended else None
    return {
        "steps": [
            (words.STAGES[stage], "done" if place < here else "now" if place == here else "ahead")
            for place, stage in enumerate(road)
        ],
        "ended": words.STAGES[stage] if stage in FINAL else None,
        "because": reason and words.ENDING_REASONS.get(reason.reason, words.EVENTS.get(reason.reason, "")),
        "since": at.case.since,
        "due_on": None if at.is_over else at.case.due_on,
        "is_urgent": is_near(at, at.case.due_on),
        "flags": [flag_on(at, flag) for flag in at.flags],
    }


def is_near(at: CaseAtHand, day: date | None) -> bool:
    """Return whether the team is warned of a day by now."""
    return day is not None and day - timedelta(days=at.rule("clocks.warn_before_days")) <= at.today


def flag_on(at: CaseAtHand, flag: str) -> dict[str, Any]:
    """Return what is switched on, since when, and what follows when."""
    event, follows, after_days = {
        "paused": ("pause", _("The advocate checks in by:"), at.rule("stopping.check_in_days")),
        "stopping": (
            "stop",
            _("Unless it is taken back, the word goes out on:"),
            at.rule("stopping.hold_days"),
        ),
        "held": ("hold", "", 0),
    }[flag]
    moves = CaseMove.objects.filter(case_id=at.case_id, event=event).order_by("-number")
    since = moves.values_list("moved_at", flat=True).first()
    return {
        "flag": flag,
        "words": words.FLAGS[flag],
        "since": since,
        "follows": follows,
        "by": since + timedelta(days=after_days) if since and follows else None,
    }


def next_step(at: CaseAtHand) -> Section:
    """The next step on the road: whose it is, what it needs, and how each need stands."""
    move = next((move for move in ROAD if move.start == at.stage), None)
    if move is None or at.flags:
        return None
    act = next((act for act in possible_acts(at) if act.needs == move.event), None)
    found: tuple[Finding, ...] = ()
    if act:
        answers = findings(at.case_id, move.event, **act.asked_with)
        found = explained(answers, role=at.role, rules_on=at.rules_on)
    return {
        "event": words.EVENTS[move.event],
        "whose": words.ROLES[move.by[0]],
        "act": act,
        "met": [one for one in found if one.answer == "met"],
        "missing": [one for one in found if one.answer != "met"],
    }


def safe(at: CaseAtHand) -> Section:
    """How safe it is: the newest check of each kind, and a finding of coercion if there is one."""
    newest = {
        one.kind: one
        for one in SafetyCheck.objects.filter(case_id=at.case_id).order_by("checked_on", "added_at")
    }
    reasons = dict(
        CheckReason.objects.filter(check_made__in=[one.pk for one in newest.values()]).values_list(
            "check_made_id", "reason"
        )
    )
    fresh_days = at.rule("safety.check_is_fresh_days")
    finding = next(iter(things.newest_finding(at)), None)
    return {
        "checks": [
            {
                "kind": words.CHECKS[kind],
                "level": words.LEVELS[newest[kind].level] if kind in newest else None,
                "is_low": kind in newest and newest[kind].level == "low",
                "age": age(at, newest[kind].checked_on) if kind in newest else "",
                "is_fresh": kind in newest and (at.today - newest[kind].checked_on).days <= fresh_days,
                "rater": at.who(newest[kind].added_by_id) if kind in newest else "",
                "reason": reasons.get(newest[kind].pk, "") if kind in newest else "",
            }
            for kind in words.CHECKS
        ],
        "finding": finding
        and {
            "pressure": words.PRESSURE[finding.pressure_from],
            "told_on": finding.told_her_on,
            "view": words.VIEWS[finding.her_view],
            "found_by": at.who(finding.added_by_id),
            "by_two": Confirmation.objects.filter(case_id=at.case_id, about=finding.id)
            .exclude(added_by_id=finding.added_by_id)
            .exists(),
            "acts": links(at, "finding", finding),
        },
    }


def choice(at: CaseAtHand) -> Section:
    """What was explained to her, what she chose, and until when she can think about it."""
    if at.stage not in ("screening", "choosing"):
        return None
    points = at.rule("choice.points")
    left = points_to_tell(at.case_id, points=points)
    chosen = next(iter(things.newest_choice(at)), None)
    return {
        "told": len(points) - len(left),
        "of": len(points),
        "left": [words.POINTS[point] for point in left],
        "chosen": chosen
        and {
            "road": words.ROADS[chosen.road],
            "how": words.HOW[chosen.how],
            "on": chosen.added_at,
            "until": chosen.added_at + timedelta(days=at.rule("choice.cooling_off_days")),
            "acts": links(at, "choice", chosen),
        },
    }


def wishes(at: CaseAtHand) -> Section:
    """Whether each side wants to go on, as each last said, and how long ago."""
    if at.stage not in AFTER_HIS_YES:
        return None
    sides: list[tuple[Any, Any]] = [(_("The survivor"), HerWish)]
    if at.role == "facilitator":
        sides.append((_("The accountable party"), HisWish))
    return {"sides": [wish_of(at, who, record) for who, record in sides]}


def wish_of(at: CaseAtHand, who: Any, record: Any) -> dict[str, Any]:
    """Return the newest wish of one side."""
    said = record.objects.filter(case_id=at.case_id).order_by("-added_at").first()
    fresh_days = at.rule("safety.wish_is_fresh_days")
    form = getattr(said, "form", None)
    return {
        "who": who,
        "wish": WISHES[said.wish] if said else _("Not asked yet"),
        "goes_on": said is not None and said.wish == "go on",
        "form": words.FORMS[form] if form else None,
        "age": age(at, said.added_at) if said else "",
        "is_fresh": said is not None and at.now - said.added_at <= timedelta(days=fresh_days),
    }


def preparation(at: CaseAtHand) -> Section:
    """How much preparation each side has had, against the least that a meeting needs."""
    if at.stage not in AFTER_HIS_YES:
        return None
    sides: list[tuple[Any, Any]] = [(_("The survivor"), HerPreparation)]
    if at.role == "facilitator":
        sides.append((_("The accountable party"), HisPreparation))
    return sessions(at, sides)


def his_preparation(at: CaseAtHand) -> Section:
    """How much preparation he has had: for his coach."""
    return sessions(at, [(_("The accountable party"), HisPreparation)])


def sessions(at: CaseAtHand, sides: list[tuple[Any, Any]]) -> Section:
    """Return the sessions of some sides, newest first, with their sums."""
    held = [
        (who, list(record.objects.filter(case_id=at.case_id).order_by("-held_on"))) for who, record in sides
    ]
    least = at.rule("meeting.least_preparation_sessions"), at.rule("meeting.least_preparation_minutes")
    return {
        "least_sessions": least[0],
        "least_minutes": least[1],
        "sides": [
            {
                "who": who,
                "sessions": len(rows),
                "minutes": (minutes := sum(row.minutes for row in rows)),
                "is_enough": len(rows) >= least[0] and minutes >= least[1],
                "rows": [(row.held_on, row.minutes, words.MODES[row.mode]) for row in rows],
            }
            for who, rows in held
        ],
    }


def meetings(at: CaseAtHand) -> Section:
    """The meetings that are planned, with what can be done about each, and those that have been."""
    every = list(Meeting.objects.filter(case_id=at.case_id).select_related("outcome").order_by("on_day"))
    if not every and at.stage not in AFTER_HIS_YES:
        return None
    planned = [one for one in every if not hasattr(one, "outcome")]
    return {
        "planned": [(words.FORMS[one.form], one.on_day, links(at, "meeting", one)) for one in planned],
        "past": [
            (words.FORMS[one.form], one.on_day, OUTCOMES[one.outcome.outcome], one.outcome.minutes)
            for one in reversed(every)
            if hasattr(one, "outcome")
        ],
    }


def plan(at: CaseAtHand) -> Section:
    """The plan item by item, how each stands, and what can be done about it."""
    if at.stage not in AFTER_HIS_YES and at.stage not in ("completed", "returned"):
        return None
    items = every_item(at.case_id)
    gone = [item for item in items if things.standing(at, item) == "dropped"]
    asked = AskedAtTheEnd.objects.filter(case_id=at.case_id).order_by("-added_at").first()
    answered = AnswerAtTheEnd.objects.filter(case_id=at.case_id).order_by("-added_at").first()
    second_views = set(SecondView.objects.filter(case_id=at.case_id).values_list("item_id", flat=True))
    return {
        "items": [
            {
                "action": item.action,
                "kind": words.ITEM_KINDS[item.kind],
                "by_when": item.by_when,
                "is_late": item.by_when < at.today and things.standing(at, item) == "accept",
                "stands": STANDINGS[things.standing(at, item)],
                "is_done": things.standing(at, item) in ("done", "accept"),
                "seen_by": [at.who(seen.added_by_id) for seen in item.verifications.all()],
                "second_view": item.id in second_views,
                "newer": hasattr(item, "replaced_by"),
                "acts": links(at, "item", item),
            }
            for item in items
            if item not in gone
        ],
        "dropped": len(gone),
        "no_money": NoMoneyWanted.objects.filter(case_id=at.case_id).exists(),
        "wants_to_hear": wants_to_hear(at.case_id),
        "progress": [
            {
                "action": given.task.action,
                "says": words.SAYS[given.says],
                "done_on": given.done_on,
                "shown_by": words.EVIDENCE[given.shown_by],
                "note": given.note,
                "found": theirs.found(given),
                "acts": links(at, "progress", given),
            }
            for given in (things.progress_given(at) if at.role == "facilitator" else [])
        ],
        "asked_on": asked and asked.asked_on,
        "answered": words.AT_THE_END[answered.answer] if answered else "",
    }


def tasks(at: CaseAtHand) -> Section:
    """What is asked of him, how each task stands, and what was given for it: for his coach."""
    answers, given = theirs.answers_now(at.case_id), theirs.progress_given(at.case_id)
    return {
        "tasks": [
            {
                "seen": theirs.task_seen(task),
                "stands": STANDINGS[answers[task.id].answer] if task.id in answers else _("No answer yet"),
                "is_accepted": task.id in answers and answers[task.id].answer == "accept",
                "given": [
                    (words.SAYS[one.says], one.done_on, words.EVIDENCE[one.shown_by], theirs.found(one))
                    for one in given.get(task.id, [])
                ],
                "acts": links(at, "task", task),
            }
            for task in theirs.tasks_asked(at.case_id)
        ]
    }


def word(at: CaseAtHand) -> Section:
    """The word on the case, his name, and the charge: for his coach."""
    charge = Charge.objects.filter(case_id=at.case_id).first()
    return {
        "words": theirs.words_out(at.case_id)[:1],
        "called": HisName.objects.filter(case_id=at.case_id).values_list("called", flat=True).first(),
        "charge": charge,
        "wish": wish_of(at, "", HisWish),
    }


def notices(at: CaseAtHand) -> Section:
    """What his side is told of meetings."""
    return {"notices": theirs.notices_seen(at.case_id)}


def parties(at: CaseAtHand) -> Section:
    """Who is charged, and with what."""
    return {
        "charge": Charge.objects.filter(case_id=at.case_id).first(),
        "called": HisName.objects.filter(case_id=at.case_id).values_list("called", flat=True).first(),
    }


def services(at: CaseAtHand) -> Section:
    """The services that are open for her, until when there are means, and what can be done about each."""
    return {
        "services": [
            {
                "kind": words.SERVICES[one.kind],
                "opened_on": one.opened_on,
                "means_until_on": one.means_until_on,
                "is_urgent": one.means_until_on <= at.today + timedelta(days=30),
                "acts": links(at, "service", one),
            }
            for one in things.open_services(at)
        ]
    }


def money(at: CaseAtHand) -> Section:
    """What was asked, spent and is held for her, and what can be done about each."""
    case_id = at.case_id
    return {
        "requests": [
            {
                "need": words.EMERGENCIES[one.need],
                "amount": dollars(one.cents),
                "asked_at": one.added_at,
                "outcome": words.GRANTED[outcome_of(one)],
                "waits": not outcome_of(one),
                "reason": words.GRANT_REASONS[one.answer.reason] if outcome_of(one) == "declined" else "",
                "left": dollars(left_of_grant(one)) if outcome_of(one) == "granted" else "",
                "acts": links(at, "grant", one) if left_of_grant(one) else [],
            }
            for one in requests_of(case_id)
        ],
        "spent": dollars(spent_on_her(case_id)),
        "costs": [cost_told(at, one) for one in not_undone(HerCost, case_id)],
        "held": dollars(held_now(case_id)),
        "came_in": [held_told(at, one) for one in not_undone(HeldIn, case_id)],
        "went_out": [held_told(at, one) for one in not_undone(HeldOut, case_id)],
    }


def his_money(at: CaseAtHand) -> Section:
    """What was spent on his side: for his coach."""
    costs = not_undone(HisCost, at.case_id)
    return {
        "spent": dollars(sum(one.cents for one in costs)),
        "costs": [cost_told(at, one) for one in costs],
    }


def money_came(at: CaseAtHand) -> Section:
    """On which days money came in under the plan: for the facilitator, who verifies it."""
    rows = not_undone(HeldIn, at.case_id)
    return {"came_in": [held_told(at, one) for one in rows]} if rows else None


def cost_told(at: CaseAtHand, cost: HerCost | HisCost) -> dict[str, Any]:
    """Return one cost in words, with what can be done about it."""
    return {
        "purpose": words.MONEY_FOR[cost.purpose],
        "spent_on": words.SPENT_ON[cost.spent_on],
        "amount": dollars(cost.cents),
        "on_day": cost.on_day,
        "acts": links(at, "cost", cost),
    }


def held_told(at: CaseAtHand, entry: HeldIn | HeldOut) -> dict[str, Any]:
    """Return money that came in or went out in words, with what can be done about it."""
    how = words.THROUGH[entry.through] if isinstance(entry, HeldIn) else words.PAID_BY[entry.paid_by]
    return {
        "amount": dollars(entry.cents),
        "on_day": entry.on_day,
        "how": how,
        "acts": links(at, "held", entry),
    }


def orders(at: CaseAtHand) -> Section:
    """Orders that forbid contact and have not ended."""
    standing = (
        ContactOrder.objects.filter(case_id=at.case_id).exclude(until_on__lte=at.today).order_by("from_on")
    )
    rows = [
        {
            "by": words.ISSUED_BY[one.issued_by],
            "forbids": [words.FORMS[form] for form in one.forbids],
            "from_on": one.from_on,
            "until_on": one.until_on,
            "exception": (one.exception_from_on, one.exception_until_on) if one.exception_from_on else None,
        }
        for one in standing
    ]
    return {"orders": rows} if rows else None


def time(at: CaseAtHand) -> Section:
    """Reviews that fall due, more time that was asked for, breaches, and reviews of a hold."""
    breaches = Breach.objects.filter(case_id=at.case_id).order_by("-added_at")
    wished = wishes_on_breaches(at.case_id)
    hold = (
        HoldReview.objects.filter(case_id=at.case_id).order_by("-added_at").first()
        if "held" in at.flags
        else None
    )
    told: dict[str, Any] = {
        "reviews": [],
        "asked_until": None,
        "breaches": [
            {
                "kind": words.BREACHES[one.kind],
                "on": one.happened_on,
                "is_urgent": is_urgent(one.kind),
                "asked_on": one.asked_her_on,
                "wish": words.BREACH_WISHES.get(wished.get(one.kind, ""), ""),
            }
            for one in breaches
        ],
        "hold": hold and words.HOLD_REVIEWED[hold.outcome],
    }
    if at.stage in AFTER_HIS_YES:
        waiting = things.reviews_waiting(at)
        told["reviews"] = [(month, day, day <= at.today) for month, day in waiting[:2]]
        asked = Extension.objects.filter(case_id=at.case_id).order_by("-added_at").first()
        told["asked_until"] = asked and asked.until_on
        told["answers"] = [
            (words.ROLES[one.role], words.YES_OR_NO[one.answer])
            for one in (asked.answers.all() if asked else ())
        ]
    return told if any(told.values()) else None


def things_to_do(at: CaseAtHand) -> Section:
    """Everything that can be done now, by purpose: what this stage needs most stands open, the rest not."""
    listed: dict[str, list[StaffAct]] = {}
    for act in possible_acts(at):
        if not act.about:
            listed.setdefault(act.group, []).append(act)
    stages = {state.partition(" ")[0] for state in at.states}
    found = [(group, listed[name]) for name, group in GROUPS.items() if name in listed]

    def is_foremost(group: Group) -> bool:
        return at.role in group.always_for or not stages.isdisjoint(group.foremost)

    return {
        "foremost": [(group.title, acts) for group, acts in found if is_foremost(group)],
        "others": [(group.title, acts) for group, acts in found if not is_foremost(group)],
    }


SECTIONS: dict[str, tuple[Callable[[CaseAtHand], Section], ...]] = {
    "advocate": (
        reach,
        safety_plan,
        where,
        next_step,
        safe,
        choice,
        wishes,
        services,
        money,
        meetings,
        plan,
        orders,
        time,
        preparation,
        parties,
    ),
    "facilitator": (
        wishes,
        safe,
        where,
        next_step,
        choice,
        preparation,
        meetings,
        plan,
        money_came,
        orders,
        time,
        parties,
    ),
    "coach": (word, tasks, his_preparation, notices, his_money),
    "director": (where, parties, time, money, his_money),
}


def sections_of(at: CaseAtHand) -> list[tuple[str, dict[str, Any]]]:
    """Return the sections of the page of a case for a role, each with its template and what it shows."""
    found = [(f"staff/parts/{section.__name__}.html", section(at)) for section in SECTIONS[at.role]]
    return [(template, told) for template, told in found if told is not None]


def links(at: CaseAtHand, name: str, thing: Any) -> list[tuple[str, Any]]:
    """Return what can be done about one thing now: an address below the case, and its words."""
    return [
        (f"do/{act.address}/{thing.id}/", act.title) for act in acts_about(name, thing, possible_acts(at), at)
    ]


def age(at: CaseAtHand, when: date | datetime) -> str:
    """Return how long ago something was, in words."""
    day = localdate(when) if isinstance(when, datetime) else when
    return days_ago((at.today - day).days)
