"""Walking a case along its road by the product's own acts, as each of the people in it, with a clock that can be set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, connections

from amends.access.asking import Asker, asking
from amends.circles import models as circles
from amends.circles.meeting import schedule_meeting
from amends.circles.planning import show_item
from amends.database.addresses import connect_as
from amends.database.clock import set_clock
from amends.journey.moving import refer, take_move
from amends.journey.recording import add
from amends.policy.rules import RULES
from amends.safety.models import SafetyCheck
from tests.world import id_of, key_of

PURPOSE = "working on the case"


class Walk:
    """One case from its referral on, in a database of its own. People are called as in the world: `fir's advocate`."""

    def __init__(self, name: str = "fir", *, like: str = "rose") -> None:
        """Name the case. Staff are the people of `like` and the director; the parties are new people."""
        self.name = name
        self.like = like
        self.ahead = timedelta()
        self.case_id: UUID | None = None
        self.keys: dict[str, str] = {}

    # The clock.

    def days_pass(self, days: float) -> None:
        """Let time pass for everybody. Sittings of the world last, whatever passes."""
        self.ahead += timedelta(days=days)
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            set_clock(owner, ahead=self.ahead)
            owner.execute("SET LOCAL ROLE amends_gate")
            owner.execute("UPDATE amends.sitting SET seen_at = access.now()")

    # Who asks.

    def key(self, part: str) -> str:
        """Return the key of whoever plays a part."""
        if part == "director":
            return key_of("the director")
        if part in ("survivor", "accountable"):
            return self.keys[part]
        return key_of(f"{self.like}'s {part}")

    @contextmanager
    def as_(self, part: str, *, at_case: bool = True) -> Iterator[Asker]:
        """Be somebody, with the look at this case recorded, in one transaction that is committed."""
        with asking(self.key(part), case=self.case_id if at_case else None, purpose=PURPOSE) as asker:
            yield asker

    def adds(self, part: str, model: type, **values: Any) -> Any:
        """Let somebody add a record to this case."""
        with self.as_(part):
            return add(model(case_id=self.case_id, **values))

    def moves(self, part: str, event: str, *, how: str = "page", because: str | None = None) -> bool:
        """Let somebody take a step."""
        with self.as_(part, at_case=part != "director"):
            return take_move(self.case_id, event, how=how, because=because)

    def today(self) -> date:
        """Return the program's day."""
        with self.as_("liaison", at_case=False) as asker:
            return asker.today

    def state(self) -> str:
        """Return where the case is, as the gate knows it."""
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            owner.execute("SET LOCAL ROLE amends_gate")
            return owner.execute("SELECT state FROM amends.case_file WHERE id = %s", [self.case_id]).fetchone()[0]

    def words(self) -> list[str]:
        """Return the outward words in their order."""
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            owner.execute("SET LOCAL ROLE amends_gate")
            rows = owner.execute("SELECT word FROM amends.outward_word WHERE case_id = %s ORDER BY number", [self.case_id])
            return [word for (word,) in rows]

    # The road.

    def told(self, **changes: Any) -> dict[str, Any]:
        """Return what the office says when it refers this case."""
        return {
            "court_number": f"CR-{self.name}",
            "counts": "PC 236.1(a), count 2",
            "charged_on": self.today(),
            "her_called": "Fern",
            "her_language": "en",
            "her_likeness": f"{id_of(self.name + ' her'):}".replace("-", ""),
            "told_on": self.today(),
            "may_be_contacted": True,
            "contact_how": "phone",
            "contact_address": "555-0100",
            "contact_whom": "herself",
            "says_adult": True,
            "his_called": "Alder Example",
            "his_likeness": f"{id_of(self.name + ' his'):}".replace("-", ""),
            "counsel": str(id_of(f"{self.like}'s counsel")),
            **changes,
        }

    def refer(self, **changes: Any) -> None:
        """The office refers the case. Its parties get sittings, as if they had been invited and signed in."""
        told = self.told(**changes)
        with self.as_("liaison", at_case=False):
            self.case_id = refer(told)
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            owner.execute("SET LOCAL ROLE amends_gate")
            for part in ("survivor", "accountable"):
                self.keys[part] = key_of(f"{self.name}'s {part}")
                owner.execute(
                    "INSERT INTO amends.sitting (id, person_id, key_hash, opened_at, seen_at, idle, ends_at)"
                    " SELECT gen_random_uuid(), CASE %s WHEN 'survivor' THEN survivor_id ELSE accountable_id END,"
                    " sha256(convert_to(%s, 'UTF8')), access.now(), access.now(), '4000 days', access.now() + interval '4000 days'"
                    " FROM amends.parties WHERE case_id = %s ON CONFLICT DO NOTHING",
                    [part, self.keys[part], self.case_id],
                )

    def seats(self, *parts: str) -> None:
        """The director asks people to take parts, and they do."""
        for part in parts or ("advocate", "facilitator", "coach"):
            with self.as_("director", at_case=False), connection.cursor() as cursor:
                cursor.execute("SELECT access.offer_seat(%s, %s, %s)", [self.case_id, id_of(f"{self.like}'s {part}"), part])
                answer = cursor.fetchone()
            assert answer == ("offered",), answer
            with self.as_(part, at_case=False), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT access.answer_offer(id, 'no tie') FROM access.my_offers() WHERE case_id = %s", [self.case_id]
                )
                answers = cursor.fetchall()
            assert answers == [("seated",)], answers

    def checks(self, level: str = "low") -> None:
        """The advocate judges coercion and safety today."""
        for kind in ("coercion", "safety"):
            self.adds("advocate", SafetyCheck, kind=kind, level=level, checked_on=self.today())

    def to_referred(self) -> None:
        self.refer()

    def to_screening(self) -> None:
        self.to_referred()
        self.seats()
        self.moves("advocate", "agree to talk")

    def to_choosing(self) -> None:
        self.to_screening()
        self.checks()
        self.moves("facilitator", "offer the choice")

    def explains(self) -> None:
        """The advocate tells her every point of the choice."""
        for point in RULES["choice.points"].on(self.today()):
            self.adds(
                "advocate",
                circles.Explanation,
                point=point,
                language="en",
                in_the_room=["survivor", "advocate"],
                told_on=self.today(),
            )

    def to_inviting(self) -> None:
        self.to_choosing()
        self.explains()
        self.adds("survivor", circles.Choice, road="restorative")
        self.days_pass(4)
        self.moves("survivor", "choose the restorative road")

    def consents(self) -> None:
        """He says yes, after counsel."""
        day = self.today()
        self.adds(
            "accountable",
            circles.Consent,
            counsel_consulted_on=day,
            consequences_explained_on=day,
            acknowledged_on=day,
        )
        self.moves("accountable", "consent")

    def to_preparing(self) -> None:
        self.to_inviting()
        self.consents()

    def prepares(self) -> None:
        """Both are prepared, both want to go on, and the checks are fresh."""
        for _ in range(2):
            day = self.today()
            self.adds("advocate", circles.HerPreparation, held_on=day, minutes=60, mode="in person")
            self.adds("coach", circles.HisPreparation, held_on=day, minutes=60, mode="in person")
        self.adds("survivor", circles.HerWish, wish="go on", form="circle")
        self.adds("accountable", circles.HisWish, wish="go on")
        self.checks()

    def to_planning(self) -> None:
        self.to_preparing()
        self.prepares()
        self.moves("facilitator", "go on")

    def writes_item(self, *, kind: str = "action", action: str = "Attend the course and finish it.") -> circles.PlanItem:
        """She writes an item, her advocate reads it, and she has it shown."""
        item = self.adds(
            "survivor",
            circles.PlanItem,
            kind=kind,
            action=action,
            for_whom="community",
            by_when=self.today() + timedelta(days=90),
            shown_by="attendance sheet",
        )
        self.adds("advocate", circles.ItemReading, item=item, reading="safe to show")
        with self.as_("survivor"):
            show_item(item)
        return item

    def accepts(self, item: circles.PlanItem) -> None:
        """He agrees to a task, after counsel."""
        with self.as_("accountable"):
            task = circles.Task.objects.get(case_id=self.case_id, item_id=item.id)
            add(
                circles.TaskAnswer(
                    case_id=self.case_id, task=task, answer="accept", counsel_consulted_on=self.today_of(task)
                )
            )

    def today_of(self, task: circles.Task) -> date:
        """Return the day on which a task appeared."""
        return task.shown_from.date()

    def to_following(self) -> None:
        self.to_planning()
        self.item = self.writes_item()
        self.adds("survivor", circles.NoMoneyWanted)
        self.days_pass(8)
        self.accepts(self.item)
        self.moves("survivor", "agree the plan")

    def to_completed(self) -> None:
        self.to_following()
        self.days_pass(60)
        self.adds("facilitator", circles.Verification, item=self.item)
        self.adds("advocate", circles.Verification, item=self.item)
        self.adds("facilitator", circles.AskedAtTheEnd, asked_on=self.today())
        self.adds("survivor", circles.AnswerAtTheEnd, answer="it is done")
        self.moves("facilitator", "complete")

    def schedules(self, form: str = "circle", *, in_days: int = 2) -> circles.Meeting:
        """The facilitator plans a meeting."""
        day = self.today() + timedelta(days=in_days)
        with self.as_("facilitator"):
            return schedule_meeting(self.case_id, form=form, on_day=day)
