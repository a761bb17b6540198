"""One case as it comes about: each act is the product's own, done as the person whose act it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from amends.access.asking import Asker, asking
from amends.access.middleware import DOORS
from amends.access.records import CaseRecord
from amends.circles.answering import answer_task, say_his_wish
from amends.circles.choosing import choose_road
from amends.circles.consenting import consent
from amends.circles.explaining import explain_points
from amends.circles.meeting import schedule_meeting
from amends.circles.models import Meeting, PlanItem, Task
from amends.circles.planning import show_item, want_no_money, write_item
from amends.circles.preparing import prepare_her, prepare_him
from amends.circles.verifying import ask_her_at_the_end, read_item, verify_item
from amends.circles.wishing import say_at_the_end, say_her_wish
from amends.journey.moving import take_move
from amends.journey.recording import add
from amends.journey.seating import PARTS, answer_offer, offer_part, offers_to_me
from amends.policy.rules import program_rules
from amends.safety.judging import judge

PURPOSES = {role: door.purpose for door in DOORS for role in door.opens_to}


def rule(key: str, day: date) -> Any:
    """Return the value of a rule on a day, of whatever kind it is."""
    return program_rules()[key].on(day)


class Story:
    """One case from its referral on. Whoever tells it says who its people are: `key` and `person`.

    Nothing here can do what its people could not: what the product refuses is raised as it is.
    """

    case_id: UUID

    def key(self, part: str) -> str:
        """Return the key of a sitting of whoever plays a part in this case, or of the director."""
        raise NotImplementedError

    def person(self, part: str) -> UUID:
        """Return who is to be asked to take a part."""
        raise NotImplementedError

    @contextmanager
    def as_(self, part: str, *, at_case: bool = True) -> Iterator[Asker]:
        """Be somebody in one transaction that is committed; with `at_case` the look is recorded before it."""
        case = self.case_id if at_case else None
        with asking(self.key(part), case=case, purpose=PURPOSES[part]) as asker:
            yield asker

    def adds(self, part: str, model: type[CaseRecord], **values: Any) -> Any:
        """Let somebody add a record to this case, and return it."""
        with self.as_(part):
            return add(model(case_id=self.case_id, **values))

    def moves(self, part: str, event: str, *, how: str = "page", because: str | None = None) -> bool:
        """Let somebody take a step. Returns what take_move returns."""
        with self.as_(part, at_case=part != "director"):
            return take_move(self.case_id, event, how=how, because=because)

    def today(self) -> date:
        """Return the program's day."""
        with self.as_("liaison", at_case=False) as asker:
            return asker.today

    def seats(self, *parts: str) -> None:
        """The director asks people to take parts, and they do; all three when none is named."""
        for part in parts or PARTS:
            with self.as_("director", at_case=False):
                offer_part(self.case_id, who=self.person(part), part=part)
            with self.as_(part, at_case=False):
                offer = next(offer for offer in offers_to_me() if offer.case_id == self.case_id)
                answer_offer(offer.id, said="no tie")

    def checks(self, level: str = "low", *, reason: str = "Nothing new since the last talk.") -> None:
        """The advocate judges coercion and safety today."""
        with self.as_("advocate") as asker:
            for kind in ("coercion", "safety"):
                judge(self.case_id, kind=kind, level=level, checked_on=asker.today, reason=reason)

    def explains(
        self, *, language: str = "en", in_the_room: Sequence[str] = ("survivor", "advocate")
    ) -> None:
        """The advocate tells her every point of the choice."""
        with self.as_("advocate") as asker:
            points = rule("choice.points", asker.today)
            explain_points(
                self.case_id, points=points, language=language, in_the_room=in_the_room, told_on=asker.today
            )

    def chooses(self, road: str = "restorative") -> None:
        """She says which road she wants; it is not confirmed yet."""
        with self.as_("survivor"):
            choose_road(self.case_id, road=road)

    def consents(self) -> None:
        """He says yes, after counsel."""
        with self.as_("accountable") as asker:
            consent(
                self.case_id,
                counsel_consulted_on=asker.today,
                consequences_explained_on=asker.today,
                acknowledged_on=asker.today,
            )

    def prepares_once(self, *, minutes: int = 60, mode: str = "in person") -> None:
        """Each side has one session of preparation."""
        with self.as_("advocate") as asker:
            prepare_her(self.case_id, held_on=asker.today, minutes=minutes, mode=mode)
        with self.as_("coach") as asker:
            prepare_him(self.case_id, held_on=asker.today, minutes=minutes, mode=mode)

    def both_want_to_go_on(self, form: str | None = "circle") -> None:
        """Both say that they want to go on, she in which form, and the checks are made anew."""
        with self.as_("survivor"):
            say_her_wish(self.case_id, wish="go on", form=form)
        with self.as_("accountable"):
            say_his_wish(self.case_id, wish="go on")
        self.checks()

    def prepares(self) -> None:
        """Both are prepared, both want to go on, and the checks are fresh."""
        self.prepares_once()
        self.prepares_once()
        self.both_want_to_go_on()

    def writes_item(self, **wording: Any) -> PlanItem:
        """She writes an item, her advocate reads it and finds it safe, and she has it shown."""
        with self.as_("survivor") as asker:
            item = write_item(
                self.case_id,
                **{
                    "kind": "action",
                    "action": "Attend the course and finish it.",
                    "for_whom": "community",
                    "by_when": asker.today + timedelta(days=90),
                    "shown_by": "attendance sheet",
                    **wording,
                },
            )
        with self.as_("advocate"):
            read_item(item, reading="safe to show")
        with self.as_("survivor"):
            show_item(item)
        return item

    def wants_no_money(self) -> None:
        """She was asked about money terms and wants none."""
        with self.as_("survivor"):
            want_no_money(self.case_id)

    def accepts(self, item: PlanItem) -> None:
        """He agrees to a task that has appeared for him, after counsel."""
        with self.as_("accountable"):
            task = Task.objects.get(case_id=self.case_id, item_id=item.id)
            answer_task(
                self.case_id, task_id=task.id, answer="accept", counsel_consulted_on=self.today_of(task)
            )

    def today_of(self, task: Task) -> date:
        """Return the day on which a task appeared."""
        return task.shown_from.date()

    def schedules(self, form: str = "circle", *, in_days: int = 2) -> Meeting:
        """The facilitator plans a meeting."""
        with self.as_("facilitator") as asker:
            return schedule_meeting(self.case_id, form=form, on_day=asker.today + timedelta(days=in_days))

    def verifies(self, item: PlanItem) -> None:
        """Two people see that an item was done."""
        for part in ("facilitator", "advocate"):
            with self.as_(part):
                verify_item(item)

    def is_asked_at_the_end(self, answer: str = "it is done") -> None:
        """She is asked whether all is done, and answers."""
        with self.as_("facilitator") as asker:
            ask_her_at_the_end(self.case_id, asked_on=asker.today)
        with self.as_("survivor"):
            say_at_the_end(self.case_id, answer=answer)
