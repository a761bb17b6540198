"""One case of the invented program: what can happen in it, each act with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from amends.care.serving import open_service
from amends.circles.answering import say_his_wish, tell_progress
from amends.circles.breaching import record_breach
from amends.circles.meeting import hold_meeting
from amends.circles.models import Meeting, PlanItem, Progress, Review, Task
from amends.circles.reviewing import months_after, months_to_review, review
from amends.circles.verifying import confirm, pass_on, read_progress, wants_to_hear
from amends.circles.wishing import say_breach_wish, say_whether_to_hear_of_progress
from amends.command.demonstration.cast import Cast, people_told
from amends.command.demonstration.story import Story, rule
from amends.command.jobs import do_what_is_due
from amends.journey.models import Case
from amends.journey.reaching import name_case, say_how_to_reach
from amends.journey.referring import refer_case
from amends.safety.judging import find_coercion
from amends.safety.planning import write_safety_plan

DAYS_TO_A_MEETING = 8
SERVICES = (
    "advocacy",
    "housing",
    "counseling",
    "health",
    "legal",
    "immigration counsel",
    "work and learning",
)
COUNTS = (
    "PC 236.1(a), count 1",
    "PC 236.1(a), counts 1 and 3",
    "PC 236.1(b), count 2",
    "PC 266h(a), count 4",
)
SAFETY_PLAN = (
    "Call the advocate first. Papers and keys are in one bag. A friend knows the word that means come now. "
    "Change the phone's passwords on the first of each month."
)


@dataclass(frozen=True)
class Parties:
    """The two people of a case, what the office says of them, and what she calls the case."""

    court_number: str
    her_called: str
    her_language: str
    her_born_on: date
    his_called: str
    his_born_on: date
    case_called: str


class Tale(Story):
    """One case of the invented program, with workers of its county, told on the days of its plot."""

    meeting: Meeting

    def __init__(self, cast: Cast, parties: Parties, *, county: int, turn: int, draw: Random) -> None:
        """Choose who works on it: `turn` counts the cases of a county, so that all have about as many."""
        self.cast = cast
        self.parties = parties
        self.draw = draw
        self.language = parties.her_language
        self.people: dict[str, UUID] = {}
        for part in ("director", "liaison", "advocate", "facilitator", "coach", "counsel"):
            there = cast.playing(part, county=county)
            self.people[part] = there[turn % len(there)].person_id
        self.items: list[PlanItem] = []

    def key(self, part: str) -> str:
        """Return the key of a sitting of today."""
        kind = "participant" if part in ("survivor", "accountable") else "staff"
        return self.cast.key(self.people[part], kind)

    def person(self, part: str) -> UUID:
        """Return who plays a part."""
        return self.people[part]

    # The acts, in the order of the road.

    def is_referred(self) -> None:
        """The office refers the case."""
        with self.as_("liaison", at_case=False) as asker:
            told_on = asker.today - timedelta(days=self.draw.randint(1, 6))
            told = {
                "court_number": self.parties.court_number,
                "counts": self.draw.choice(COUNTS),
                "charged_on": told_on - timedelta(days=self.draw.randint(3, 30)),
                "his_called": self.parties.his_called,
                "his_born_on": self.parties.his_born_on,
                "counsel": self.people["counsel"],
                "her_called": self.parties.her_called,
                "her_born_on": self.parties.her_born_on,
                "her_language": self.language,
                "says_adult": True,
                "told_on": told_on,
                "may_be_contacted": True,
                "contact_how": "phone",
                "contact_address": f"555-01{self.draw.randint(0, 99):02}",
                "contact_whom": "herself",
                "contact_hours": self.draw.choice(("", "weekdays after 4", "mornings only")),
            }
            self.case_id = refer_case(told, today=asker.today)
        with self.cast.gate() as gate:
            question = "SELECT survivor_id, accountable_id FROM amends.parties WHERE case_id = %s"
            [(self.people["survivor"], self.people["accountable"])] = gate.execute(
                question, [self.case_id]
            ).fetchall()

    def is_staffed(self) -> None:
        """Three people take their parts."""
        self.seats()

    def talks_for_the_first_time(self) -> None:
        """Her advocate talks with her of how to reach her and what she needs. Services open at once."""
        self.moves("advocate", "agree to talk")
        with self.as_("advocate") as asker:
            say_how_to_reach(self.case_id, channel="e-mail", allowed=False)
            if self.draw.random() < 0.4:
                say_how_to_reach(
                    self.case_id, channel="text", allowed=True, address="555-0199", hours="after 6"
                )
            for kind in self.draw.sample(SERVICES, self.draw.randint(1, 3)):
                means = asker.today + timedelta(days=self.draw.choice((540, 730, 900)))
                open_service(self.case_id, kind=kind, opened_on=asker.today, means_until_on=means)

    def makes_a_safety_plan(self) -> None:
        """She and her advocate write down what to do when something happens; she names her case."""
        with self.as_("advocate"):
            write_safety_plan(self.case_id, steps=SAFETY_PLAN)
        with self.as_("survivor"):
            name_case(self.case_id, name=self.parties.case_called)

    def is_offered_the_choice(self) -> None:
        """The checks are made, and the facilitator offers the choice."""
        self.checks(self.draw.choice(("low", "low", "low", "raised")))
        self.moves("facilitator", "offer the choice")

    def hears_both_roads(self) -> None:
        """Every point of the choice is told to her."""
        interpreted = (
            ("survivor", "advocate", "interpreter") if self.language == "es" else ("survivor", "advocate")
        )
        self.explains(language=self.language, in_the_room=interpreted)

    def says_which_road(self) -> None:
        """She says that she wants the restorative road."""
        self.chooses()

    def confirms(self) -> None:
        """The time to think has passed, and she confirms."""
        self.moves("survivor", "choose the restorative road")

    def chooses_another_road(self) -> None:
        """She chooses not to take this road."""
        self.chooses("another")
        self.moves("survivor", "choose another road")

    def declines(self) -> None:
        """He says no. No reason is asked."""
        self.moves("accountable", "decline")

    def prepares_on_both_sides(self) -> None:
        """One session each; on her side in the way that suits her."""
        self.prepares_once(
            minutes=self.draw.choice((60, 75, 90)), mode=self.draw.choice(("in person", "by video"))
        )

    def wants_and_goes_on(self) -> None:
        """Both want to go on, it is safe, and the facilitator goes on."""
        self.both_want_to_go_on(self.draw.choice(("circle", "conference", "shuttle", "letters")))
        self.moves("facilitator", "go on")

    def writes_the_plan(self) -> None:
        """She writes what accountability must look like, and says what she wants to hear of."""
        for told in self.draw.sample(people_told()["items"], self.draw.randint(2, 4)):
            months = told["months"]
            with self.as_("survivor") as asker:
                by_when = months_after(asker.today, months)
            wording = {name: value for name, value in told.items() if name != "months"}
            self.items.append(self.writes_item(**wording, by_when=by_when))
        with self.as_("survivor"):
            say_whether_to_hear_of_progress(self.case_id, wants=self.draw.random() < 0.5)
            say_breach_wish(self.case_id, kind="contact", wish="tell me")
            say_breach_wish(
                self.case_id, kind="task not done", wish=self.draw.choice(("tell me", "ask me first"))
            )
        if all(item.kind != "money" for item in self.items):
            self.wants_no_money()

    def agrees_to_all(self) -> None:
        """He agrees to each task, after counsel."""
        for item in self.items:
            self.accepts(item)

    def agrees_the_plan(self) -> None:
        """She agrees the plan."""
        self.moves("survivor", "agree the plan")

    def shows_what_was_done(self, says: str = "part done") -> None:
        """He says how far he is with each task; the facilitator reads it, and passes it on if she asked."""
        with self.as_("accountable") as asker:
            for task in Task.objects.filter(case_id=self.case_id).order_by("added_at"):
                tell_progress(
                    self.case_id, task_id=task.id, says=says, shown_by=task.shown_by, done_on=asker.today
                )
        with self.as_("facilitator"):
            for progress in Progress.objects.filter(case_id=self.case_id, reading__isnull=True).order_by(
                "added_at"
            ):
                read_progress(progress, outcome="accepted")
                if wants_to_hear(self.case_id):
                    pass_on(progress)

    def shows_that_all_is_done(self) -> None:
        """He says that every task is done."""
        self.shows_what_was_done("done")

    def is_reviewed(self) -> None:
        """The process is looked at when a month for it has come."""
        with self.as_("facilitator") as asker:
            agreed_on = Case.objects.get(id=self.case_id).agreed_on
            months = rule("clocks.review_months", asker.today)
            held = set(Review.objects.filter(case_id=self.case_id).values_list("month", flat=True))
            for month, day in months_to_review(agreed_on, months=months, held=held):
                if day <= asker.today:
                    review(self.case_id, month=month, held_on=asker.today, outcome="goes on")

    def plans_to_meet(self) -> None:
        """Both still want it, in the form that she chose, and a meeting is planned for eight days later."""
        self.both_want_to_go_on("circle")
        self.meeting = self.schedules("circle", in_days=DAYS_TO_A_MEETING)

    def meets(self) -> None:
        """The meeting takes place. How long it was is kept, and nothing of what was said."""
        with self.as_("facilitator"):
            hold_meeting(self.meeting, minutes=self.draw.choice((90, 120, 150)))

    def is_verified(self) -> None:
        """Two people see that each item was done."""
        for item in self.items:
            self.verifies(item)

    def is_asked(self) -> None:
        """She is asked whether all is done, and answers."""
        self.is_asked_at_the_end(self.draw.choice(("it is done", "it is done", "does not want to say")))

    def completes(self) -> None:
        """All is done."""
        self.moves("facilitator", "complete")

    # What happens beside the road.

    def pauses(self) -> None:
        """She pauses."""
        self.moves("survivor", "pause")

    def resumes(self) -> None:
        """She goes on."""
        self.moves("survivor", "resume")

    def stops(self) -> None:
        """She stops. It holds at once, and the word waits."""
        self.moves("survivor", "stop")

    def takes_it_back(self) -> None:
        """She takes the stop back before the word went out."""
        self.moves("survivor", "take it back")

    def sends_the_word(self) -> None:
        """She lets the word go out."""
        self.moves("survivor", "send the word")

    def hold_runs_out(self) -> None:
        """The clock sends the word, because the hold of her stop is over."""
        do_what_is_due(self.cast.database)

    def is_held(self) -> None:
        """The person charged may be a victim of trafficking too: the case waits for people outside it."""
        self.moves("facilitator", "hold")

    def leaves(self) -> None:
        """He leaves. No reason is asked."""
        self.moves("accountable", "leave")

    def does_not_want_to_go_on_yet(self) -> None:
        """He would rather wait."""
        with self.as_("accountable"):
            say_his_wish(self.case_id, wish="not yet")

    def is_found_not_eligible(self) -> None:
        """The case cannot be offered this road."""
        self.moves("facilitator", "end as not eligible")

    def is_not_safe_enough(self) -> None:
        """It cannot be done safely now."""
        self.checks("not now", reason="A relative of the other side was seen near the work.")
        self.moves("facilitator", "end for safety")

    def is_under_pressure(self) -> None:
        """Two people find that she is being pressed. She is told first, with a safety plan; the case ends."""
        with self.as_("advocate") as asker:
            write_safety_plan(self.case_id, steps=SAFETY_PLAN)
            finding = find_coercion(
                self.case_id,
                pressure_from="family",
                told_her_on=asker.today,
                safety_plan_made_on=asker.today,
                her_view="agrees",
            )
        with self.as_("facilitator"):
            confirm(self.case_id, about=finding.id)
        self.moves("facilitator", "end for coercion")

    def is_contacted_against_the_terms(self) -> None:
        """He wrote to her. The program acts the same day."""
        with self.as_("facilitator") as asker:
            record_breach(self.case_id, kind="contact", happened_on=asker.today)
        self.moves("facilitator", "breach")

    def office_ends_it(self) -> None:
        """The office goes back to the prosecution."""
        self.moves("liaison", "end by the office", because="prosecution resumed")

    def cannot_be_reached(self) -> None:
        """Nobody can reach her any more."""
        self.moves("director", "end by the program", because="cannot be reached")
