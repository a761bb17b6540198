"""What people do in the machine: the product's own acts, with details that are mostly right and now and then wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from amends.access.asking import NotOpen, TooManyCases
from amends.care.closing import end_service
from amends.care.models import Service
from amends.care.serving import move_end_of_means, open_service
from amends.circles import models as circles
from amends.circles.answering import answer_extension, answer_task, say_his_wish, tell_progress
from amends.circles.breaching import record_breach
from amends.circles.choosing import choose_road
from amends.circles.consenting import consent, decline, leave
from amends.circles.explaining import explain_points
from amends.circles.meeting import cancel_meeting, hold_meeting, schedule_meeting
from amends.circles.planning import drop_item, show_item
from amends.circles.preparing import prepare_her, prepare_him
from amends.circles.reviewing import ask_for_more_time, review_hold
from amends.circles.verifying import (
    ask_her_at_the_end,
    confirm,
    confirm_act,
    pass_on,
    read_item,
    read_progress,
    verify_item,
)
from amends.circles.wishing import (
    ask_for_another_worker,
    say_at_the_end,
    say_breach_wish,
    say_her_wish,
    say_whether_to_hear_of_progress,
)
from amends.journey.moving import NoSuchCase, NoSuchMove, NotNow, SomebodyWasFirst, take_move
from amends.journey.recording import Refused, add
from amends.journey.seating import NotOffered
from amends.safety.judging import find_coercion, judge
from amends.safety.models import ContactOrder
from tests.machine.promises import Picture, Row, day_of

# How the product says no. Whatever else an act raises is a fault.
NO = (
    NoSuchCase, NoSuchMove, NotNow, SomebodyWasFirst, Refused, NotOpen, TooManyCases, NotOffered,
    ObjectDoesNotExist,
)  # fmt: skip

HOW = ("page", "voice", "paper")
FORMS = ("circle", "conference", "shuttle", "letters", "stand-in")
POINTS = tuple(point for point, _ in circles.POINTS["choices"])
READINGS = tuple(reading for reading, _ in circles.READINGS["choices"])
BREACHES = tuple(kind for kind, _ in circles.BREACHES["choices"])

Thunk = Callable[[], object]


class Hand:
    """Deals details: mostly what is right, now and then something else. One for each act that is tried."""

    def __init__(
        self, draw: Callable[[Any], Any], sampled: Callable[[Any], Any], now: Picture, case: str
    ) -> None:
        """Keep where details are drawn from, what there is, and the case that the act is about."""
        self.draw, self.sampled, self.now, self.case = draw, sampled, now, case
        self.case_id = UUID(case)
        self.today = day_of(now.now)

    def one(self, *options: Any) -> Any:
        """Return one of these."""
        return self.draw(self.sampled(options))

    def mostly(self, usual: Any, *others: Any) -> Any:
        """Return what is usual, except for now and then."""
        return self.draw(self.sampled((usual,) * 8 + others)) if others else usual

    def day(self) -> date:
        """Return today, now and then another day."""
        return self.today + timedelta(days=self.mostly(0, -400, -15, -1, 1, 30))

    def row(self, table: str) -> Row | None:
        """Return a row of this case, now and then of another one; None when there is none."""
        rows = self.now.of(table, self.case)
        if self.mostly(True, False) is False:
            rows = self.now.rows[table]
        return self.one(*sorted(rows, key=lambda row: str(row.get("added_at")))[-4:]) if rows else None

    def item(self) -> circles.PlanItem | None:
        """Return an item of the plan, as one that is known by its address."""
        row = self.row("plan_item")
        return row and circles.PlanItem(id=UUID(row["id"]), case_id=self.case_id)


def on_a_row(table: str, does: Callable[[Hand, Row], object]) -> Callable[[Hand], Thunk | None]:
    """Return an act on one row, or no act when there is none."""

    def act(hand: Hand) -> Thunk | None:
        row = hand.row(table)
        return None if row is None else lambda: does(hand, row)

    return act


def on_an_item(does: Callable[[Hand, circles.PlanItem], object]) -> Callable[[Hand], Thunk | None]:
    """Return an act on one item of the plan, or no act when there is none."""

    def act(hand: Hand) -> Thunk | None:
        item = hand.item()
        return None if item is None else lambda: does(hand, item)

    return act


def simply(does: Callable[[Hand], object]) -> Callable[[Hand], Thunk]:
    """Return an act that needs no row."""
    return lambda hand: lambda: does(hand)


def writes_item(hand: Hand) -> Thunk:
    """She writes an item, or another wording of one."""
    kind, how = hand.one("action", "money", "letter"), hand.mostly("page", "voice", "paper")
    old = hand.row("plan_item") if hand.one(True, False) else None
    by_when = hand.today + timedelta(days=90)
    return lambda: add(
        circles.PlanItem(
            case_id=hand.case_id,
            kind=kind,
            action="Attend the course and finish it.",
            for_whom="community",
            by_when=by_when,
            shown_by="attendance sheet",
            replaces_id=old and UUID(old["id"]),
            how=how,
        )
    )


def explains(hand: Hand) -> Thunk:
    """Points of the choice are told."""
    points = hand.mostly(POINTS, POINTS[:1], POINTS[1:], POINTS[4:])
    told_on = hand.day()
    return lambda: explain_points(
        hand.case_id, points=points, language="en", in_the_room=["survivor", "advocate"], told_on=told_on
    )


def plans_meeting(hand: Hand) -> Thunk:
    """A meeting is planned."""
    form, on_day = hand.mostly("circle", *FORMS), hand.today + timedelta(days=hand.one(0, 0, 2, 20, -3))
    return lambda: schedule_meeting(hand.case_id, form=form, on_day=on_day)


def finds_coercion(hand: Hand) -> Thunk:
    """Coercion is found."""
    told, planned = hand.day(), hand.day()
    return lambda: find_coercion(
        hand.case_id, pressure_from="family", told_her_on=told, safety_plan_made_on=planned, her_view="agrees"
    )


def orders(hand: Hand) -> Thunk:
    """An order that forbids forms of contact is written down."""
    starts, ends = (
        hand.today + timedelta(days=hand.one(-5, 0, 3)),
        hand.one(None, hand.today + timedelta(days=40)),
    )
    excepted = hand.one(None, hand.today)
    forbids = hand.one(["circle"], list(FORMS), ["letters"])
    return lambda: add(
        ContactOrder(
            case_id=hand.case_id,
            issued_by="court",
            forbids=forbids,
            from_on=starts,
            until_on=ends,
            exception_from_on=excepted,
            exception_until_on=excepted and excepted + timedelta(days=10),
        )
    )


def judges(hand: Hand) -> Thunk:
    """A check is made."""
    kind, level, day = (
        hand.one("coercion", "safety"),
        hand.one("low", "raised", "high", "not now"),
        hand.day(),
    )
    return lambda: judge(hand.case_id, kind=kind, level=level, checked_on=day, reason="As she told it.")


def says_yes(hand: Hand) -> Thunk:
    """He consents."""
    counsel, told, owned = hand.day(), hand.day(), hand.mostly(hand.today, None, hand.day())
    how = hand.mostly("page", "voice")
    return lambda: consent(
        hand.case_id,
        counsel_consulted_on=counsel,
        consequences_explained_on=told,
        acknowledged_on=owned,
        how=how,
    )


def answers_task(hand: Hand) -> Thunk | None:
    """He answers a task."""
    row = hand.row("task")
    answer = hand.one("accept", "accept", "accept", "decline", "ask for more time")
    consulted = hand.mostly(hand.today, hand.day(), None)
    return row and (
        lambda: answer_task(
            hand.case_id, task_id=UUID(row["id"]), answer=answer, counsel_consulted_on=consulted
        )
    )


def confirms(hand: Hand) -> Thunk:
    """A second person stands behind a record, or reads back what is still to come."""
    about = [
        hand.now.of(table, hand.case)[-1]["id"]
        for table in ("choice", "coercion_finding")
        if hand.now.of(table, hand.case)
    ]
    if about and hand.one(True, False):
        one = hand.one(*about)
        return lambda: confirm(hand.case_id, about=UUID(one))
    act = hand.one("choose another road", "agree the plan", "resume", "take it back")
    return lambda: confirm_act(hand.case_id, act=act)


def moves(event: str, *becauses: str | None) -> Callable[[Hand], Thunk]:
    """Return an act that takes one step."""

    def act(hand: Hand) -> Thunk:
        how, because = (
            hand.mostly("page", "voice", "paper"),
            hand.one(*(becauses or (None, "words of my own"))),
        )
        return lambda: take_move(hand.case_id, event, how=how, because=because)

    return act


def changes_service(hand: Hand) -> Thunk | None:
    """She ends a service, or the end of its means moves."""
    row = hand.row("service")
    if row is None:
        return None
    service = Service(id=UUID(row["id"]), case_id=hand.case_id)
    if hand.one(True, False):
        return lambda: end_service(hand.case_id, service_id=service.id, today=hand.today)
    return lambda: move_end_of_means(service, means_until_on=hand.today + timedelta(days=700))


PROGRAM = ("survivor under 18", "death", "cannot be reached", "no answer by the deadline", "time is up")
OFFICE = ("charge dismissed", "prosecution resumed", "memorandum ended")
HERS = ("survivor", "advocate")
HIS = ("accountable", "counsel", "coach")
WITH_HER = ("advocate", "facilitator")
OURS = ("facilitator", "director")

# Each act: its name, by whom it rightly is, and how it is dealt.
RECORDS: dict[str, tuple[tuple[str, ...], Callable[[Hand], Thunk | None]]] = {
    "explain points": (("advocate",), explains),
    "choose a road": (HERS, simply(lambda h: choose_road(
        h.case_id, road=h.mostly("restorative", "another"), how=h.mostly("page", "voice")))),
    "confirm": ((*WITH_HER, "coach", "director"), confirms),
    "judge": (WITH_HER, judges),
    "find coercion": (WITH_HER, finds_coercion),
    "order": ((*WITH_HER, "liaison"), orders),
    "her wish": (HERS, simply(lambda h: say_her_wish(
        h.case_id, wish=h.mostly("go on", "not yet"), form=h.mostly("circle", None, "letters"), how=h.one(*HOW)))),
    "his wish": (HIS, simply(lambda h: say_his_wish(h.case_id, wish=h.mostly("go on", "not yet")))),
    "prepare her": (WITH_HER, simply(lambda h: prepare_her(
        h.case_id, held_on=h.day(), minutes=h.mostly(70, 10), mode="in person"))),
    "prepare him": (("coach", "facilitator"), simply(lambda h: prepare_him(
        h.case_id, held_on=h.day(), minutes=h.mostly(70, 10), mode="in person"))),
    "write an item": (HERS, writes_item),
    "want no money": (HERS, simply(lambda h: add(circles.NoMoneyWanted(case_id=h.case_id)))),
    "read an item": (("advocate",), on_an_item(lambda h, item: read_item(
        item, reading=h.mostly("safe to show", *READINGS)))),
    "show an item": (HERS, on_an_item(lambda h, item: show_item(item))),
    "drop an item": (HERS, on_an_item(lambda h, item: drop_item(item))),
    "ask for a second view": (("survivor",), on_an_item(lambda h, item: add(
        circles.SecondView(case_id=h.case_id, item=item)))),
    "answer a task": (HIS, answers_task),
    "tell progress": (("accountable", "coach"), on_a_row("task", lambda h, row: tell_progress(
        h.case_id, task_id=UUID(row["id"]), says=h.one("done", "part done"), shown_by="receipt", done_on=h.day()))),
    "read progress": (("facilitator",), on_a_row("progress", lambda h, row: read_progress(
        circles.Progress(id=UUID(row["id"]), case_id=h.case_id), outcome=h.one("accepted", "more is needed")))),
    "hear of progress": (HERS, simply(lambda h: say_whether_to_hear_of_progress(h.case_id, wants=h.one(True, False)))),
    "pass on progress": (("facilitator",), on_a_row("progress", lambda h, row: pass_on(
        circles.Progress(id=UUID(row["id"]), case_id=h.case_id, task_id=UUID(row["task_id"]), says=row["says"],
                         done_on=row["done_on"])))),
    "pass on what nobody asked for": (("facilitator",), on_an_item(lambda h, item: add(
        circles.ProgressShown(case_id=h.case_id, item=item, says="done", done_on=h.today)))),
    "verify": ((*WITH_HER, "director"), on_an_item(lambda h, item: verify_item(item))),
    "ask at the end": (WITH_HER, simply(lambda h: ask_her_at_the_end(h.case_id, asked_on=h.day()))),
    "answer at the end": (HERS, simply(lambda h: say_at_the_end(
        h.case_id, answer=h.mostly("it is done", "not done", "does not want to say")))),
    "record a breach": ((*WITH_HER, "coach", "director"), simply(lambda h: record_breach(
        h.case_id, kind=h.one(*BREACHES), happened_on=h.day(), asked_her_on=h.one(None, h.today)))),
    "breach wish": (HERS, simply(lambda h: say_breach_wish(
        h.case_id, kind=h.one(*BREACHES), wish=h.one("tell me", "ask me first", "do not tell me")))),
    "plan a meeting": (("facilitator",), plans_meeting),
    "hold a meeting": (("facilitator",), on_a_row("meeting", lambda h, row: hold_meeting(
        circles.Meeting(id=UUID(row["id"]), case_id=h.case_id), minutes=90))),
    "cancel a meeting": (WITH_HER, on_a_row("meeting", lambda h, row: cancel_meeting(
        circles.Meeting(id=UUID(row["id"]), case_id=h.case_id)))),
    "ask for more time": (("facilitator",), simply(lambda h: ask_for_more_time(
        h.case_id, until_on=h.today + timedelta(days=1500)))),
    "answer about more time": (("survivor", "accountable", "liaison"), on_a_row("extension", lambda h, row:
        answer_extension(h.case_id, extension_id=UUID(row["id"]), role=h.one("survivor", "accountable", "liaison"),
                         answer=h.mostly("yes", "no")))),
    "review a hold": (("director",), simply(lambda h: review_hold(
        h.case_id, outcome=h.one("go on", "go on", "end")))),
    "ask for another worker": (("survivor", "accountable"), simply(lambda h: ask_for_another_worker(
        h.case_id, role=h.one("advocate", "facilitator", "coach")))),
    "change a service": (HERS, changes_service),
    "open a service": (("advocate",), simply(lambda h: open_service(
        h.case_id, kind="housing", opened_on=h.today, means_until_on=h.today + timedelta(days=365)))),
}  # fmt: skip

MOVES: dict[str, tuple[tuple[str, ...], Callable[[Hand], Thunk | None]]] = {
    "agree to talk": (("advocate",), moves("agree to talk")),
    "offer the choice": (("facilitator",), moves("offer the choice")),
    "choose the restorative road": (HERS, moves("choose the restorative road")),
    "choose another road": (HERS, moves("choose another road")),
    "consent": (HIS, says_yes),
    "decline": (("accountable",), simply(lambda h: decline(h.case_id))),
    "go on": (("facilitator",), moves("go on")),
    "agree the plan": (HERS, moves("agree the plan")),
    "complete": (("facilitator",), moves("complete")),
    "leave": (("accountable",), simply(lambda h: leave(h.case_id))),
    "leave with words": (("accountable",), moves("leave", "words of my own")),
    "send the word": (HERS, moves("send the word")),
    "end as not eligible": (OURS, moves("end as not eligible")),
    "end for safety": (OURS, moves("end for safety")),
    "end for coercion": (OURS, moves("end for coercion")),
    "end by the program": (OURS, moves("end by the program", *PROGRAM, None, "words of my own")),
    "end by the office": (("liaison",), moves("end by the office", *OFFICE, None, "words of my own")),
    "breach": (OURS, moves("breach")),
    "hold": ((*WITH_HER, "coach", "director"), moves("hold")),
    "let go on": (OURS, moves("let go on")),
}
