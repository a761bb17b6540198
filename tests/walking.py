"""Walking a case along its road by the product's own acts, with a clock that can be set."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from amends.command.demonstration.story import Story
from amends.command.jobs import do_what_is_due
from amends.database.addresses import connect_as
from amends.database.clock import set_clock
from amends.journey.moving import refer
from tests.world import id_of, key_of

# From a Friday at nine to the Tuesday after, and an hour more when clocks are set back in between.
MOST_DAYS_TO_THE_NEWS = 5


class Walk(Story):
    """One case from its referral on, in a database of its own, with the people of the world."""

    def __init__(self, name: str = "fir", *, like: str = "rose") -> None:
        """Name the case. Staff are the people of `like` and the director; the parties are new people."""
        self.name = name
        self.like = like
        self.ahead = timedelta()
        self.keys: dict[str, str] = {}

    def days_pass(self, days: float) -> None:
        """Let time pass for everybody. Sittings of the world last, whatever passes."""
        self.ahead += timedelta(days=days)
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            set_clock(owner, ahead=self.ahead)
            owner.execute("SET LOCAL ROLE amends_gate")
            owner.execute("UPDATE amends.sitting SET seen_at = access.now()")
        self.clock_runs()

    def clock_runs(self) -> int:
        """Let the jobs do what is due. Returns how many steps that were."""
        return do_what_is_due(connections["default"].settings_dict["NAME"])

    def key(self, part: str) -> str:
        """Return the key of whoever plays a part."""
        if part == "director":
            return key_of("the director")
        if part in ("survivor", "accountable"):
            return self.keys[part]
        return key_of(f"{self.like}'s {part}")

    def person(self, part: str) -> UUID:
        """Return who is to be asked to take a part."""
        return id_of(f"{self.like}'s {part}")

    def state(self) -> str:
        """Return where the case is, as the gate knows it."""
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            owner.execute("SET LOCAL ROLE amends_gate")
            question = "SELECT state FROM amends.case_file WHERE id = %s"
            return owner.execute(question, [self.case_id]).fetchone()[0]

    def words(self) -> list[str]:
        """Return the outward words in their order."""
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            owner.execute("SET LOCAL ROLE amends_gate")
            question = "SELECT word FROM amends.outward_word WHERE case_id = %s ORDER BY number"
            return [word for (word,) in owner.execute(question, [self.case_id])]

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
                    " SELECT gen_random_uuid(),"
                    " CASE %s WHEN 'survivor' THEN survivor_id ELSE accountable_id END,"
                    " sha256(convert_to(%s, 'UTF8')), access.now(), access.now(), '4000 days',"
                    " access.now() + interval '4000 days'"
                    " FROM amends.parties WHERE case_id = %s ON CONFLICT DO NOTHING",
                    [part, self.keys[part], self.case_id],
                )

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

    def to_inviting(self) -> None:
        self.to_choosing()
        self.explains()
        self.chooses()
        self.days_pass(4)
        self.moves("survivor", "choose the restorative road")
        self.news_comes()

    def news_comes(self) -> None:
        """Wait for the next fixed time at which his side hears of what has come about. It is never far."""
        self.days_pass(MOST_DAYS_TO_THE_NEWS)

    def to_preparing(self) -> None:
        self.to_inviting()
        self.consents()

    def to_planning(self) -> None:
        self.to_preparing()
        self.prepares()
        self.moves("facilitator", "go on")

    def to_following(self) -> None:
        self.to_planning()
        self.item = self.writes_item()
        self.wants_no_money()
        self.days_pass(8)
        self.accepts(self.item)
        self.moves("survivor", "agree the plan")

    def to_completed(self) -> None:
        self.to_following()
        self.days_pass(60)
        self.verifies(self.item)
        self.is_asked_at_the_end()
        self.moves("facilitator", "complete")
