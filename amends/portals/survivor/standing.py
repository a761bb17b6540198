"""Where things stand for her: read once, for the page that answers it in one look."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext

from amends.access.asking import Asker
from amends.circles.models import AnswerAtTheEnd, AskedAtTheEnd, Choice, HerWish, PlanItem
from amends.circles.planning import items_asked, standing
from amends.journey.models import Case, CaseMove
from amends.journey.stages import FINAL, FLAGS, steps_from
from amends.policy.rules import RULES
from amends.portals.survivor.words import Text

# What the sentences of this door call the rules that they speak of.
AMOUNTS = {
    "hold": "stopping.hold_days",
    "check_in": "stopping.check_in_days",
    "think": "choice.cooling_off_days",
    "length": "clocks.length_months",
}
# What is new for the other side follows the rule of today, as it does in the database.
NEWS_DAYS = "plan.news_every"


class Standing:
    """One case as it stands for its survivor at the moment of one request."""

    def __init__(self, asker: Asker, case_id: UUID) -> None:
        """Read the case. Raises Http404 when there is none that this person may see."""
        self.asker = asker
        self.case = get_object_or_404(Case, id=case_id)

    @cached_property
    def flags(self) -> frozenset[str]:
        """What is switched on: paused, stopping, held."""
        return frozenset(self.case.state.split()) & set(FLAGS)

    @property
    def is_over(self) -> bool:
        """Whether the case has ended, in whatever way."""
        return self.case.stage in FINAL

    @cached_property
    def steps(self) -> frozenset[str]:
        """The steps that are hers to take now."""
        return frozenset(step.event for step in steps_from(self.case.state) if "survivor" in step.by)

    @cached_property
    def amounts(self) -> dict[str, str]:
        """The rules of the day on which the case entered, as a person says them, by the names of AMOUNTS."""
        language = (get_language() or "en").partition("-")[0]
        day = self.case.entered_on
        amounts = {name: RULES[rule].amount_on(day, language) for name, rule in AMOUNTS.items()}
        news_days = cast("tuple[str, ...]", RULES[NEWS_DAYS].on(self.asker.today))
        days = [gettext(day.capitalize()) for day in news_days]
        return {**amounts, "news_days": ", ".join(days)}

    def rule(self, name: str) -> int:
        """Return the number of a rule by its name in AMOUNTS."""
        return cast("int", RULES[AMOUNTS[name]].on(self.case.entered_on))

    def told(self, sentence: Text) -> str:
        """Return a sentence with the rules that it speaks of put in."""
        return str(sentence).format(**self.amounts)

    @cached_property
    def moves(self) -> list[CaseMove]:
        """Every step so far, the newest first."""
        return list(CaseMove.objects.filter(case_id=self.case.id).order_by("-number"))

    def last_move(self, event: str) -> CaseMove | None:
        """Return the newest step of a kind."""
        return next((move for move in self.moves if move.event == event), None)

    @cached_property
    def word_goes_out_at(self) -> datetime | None:
        """When the word of her stop goes out by itself."""
        stop = self.last_move("stop")
        return stop.moved_at + timedelta(days=self.rule("hold")) if stop else None

    @cached_property
    def check_in_by(self) -> date | None:
        """The day by which her advocate gets in touch during a pause."""
        pause = self.last_move("pause")
        return (pause.moved_at + timedelta(days=self.rule("check_in"))).date() if pause else None

    @cached_property
    def last_day(self) -> date | None:
        """The day on which this ends at the latest, once both have said yes."""
        if self.case.stage in ("preparing", "following") and self.case.due_on:
            return self.case.due_on
        return self.case.agreed_on and months_after(self.case.agreed_on, self.rule("length"))

    @cached_property
    def choice(self) -> Choice | None:
        """Which road she last chose."""
        return Choice.objects.filter(case_id=self.case.id).order_by("-added_at").first()

    @property
    def road(self) -> str | None:
        """The road that she last chose."""
        return self.choice.road if self.choice else None

    @cached_property
    def may_confirm_at(self) -> datetime | None:
        """When her time to think is over."""
        return self.choice.added_at + timedelta(days=self.rule("think")) if self.choice else None

    @property
    def is_thinking(self) -> bool:
        """Whether her time to think is still running."""
        return bool(self.may_confirm_at and self.asker.now < self.may_confirm_at)

    @cached_property
    def items(self) -> list[tuple[PlanItem, str]]:
        """What she asks for now, each with how it stands."""
        return [(item, standing(item, now=self.asker.now)) for item in items_asked(self.case.id)]

    def has_item(self, *how: str) -> bool:
        """Return whether any item stands in one of these ways."""
        return any(stands in how for _, stands in self.items)

    @cached_property
    def wish(self) -> HerWish | None:
        """What she last said she wants."""
        return HerWish.objects.filter(case_id=self.case.id).order_by("-added_at").first()

    @cached_property
    def is_asked_at_the_end(self) -> bool:
        """Whether she was asked if all is done, and has not answered since."""
        asked = AskedAtTheEnd.objects.filter(case_id=self.case.id).order_by("-added_at").first()
        answers = AnswerAtTheEnd.objects.filter(case_id=self.case.id)
        return asked is not None and not answers.filter(added_at__gte=asked.added_at).exists()


def months_after(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or the last one that the month has.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
