"""The case that a page of this door is about, as the person who works on it may know it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from amends.access.asking import AskedRequest, Asker
from amends.circles.models import Review
from amends.journey.models import Case, Charge, Worker
from amends.journey.seating import PARTS
from amends.journey.stages import FINAL, STAGES, all_flags, state_word
from amends.policy.rules import RULES
from amends.portals.shared.theirs import word_now

DIRECTOR = "director"
BEFORE_INVITING = ("referred", "screening", "choosing")


@dataclass(frozen=True)
class CaseAtHand:
    """One case, the role in which somebody works on it, and what decides what can be done.

    `number` is the case's, or the court's for a coach. `states` are the states in which the case may be: the
    one where it is, or, for a coach, who reads only the word, all that go under that word. `rules_on` is the
    day whose rules hold. `from_outside` is true for a director who has not opened the case, and reads only
    what a director reads of every case.
    """

    asker: Asker
    case_id: UUID
    role: str
    number: str
    file: Case | None
    word: str | None
    states: frozenset[str]
    rules_on: date
    from_outside: bool = False
    # What was worked out for this request and is asked for again.
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def today(self) -> date:
        """The program's day."""
        return self.asker.today

    @property
    def now(self) -> datetime:
        """The moment of this request."""
        return self.asker.now

    @property
    def case(self) -> Case:
        """The file, for whoever may read it. Raises Http404 for whoever may not."""
        if self.file is None:
            raise Http404
        return self.file

    @property
    def stage(self) -> str | None:
        """The stage, for whoever may know it."""
        return self.file.stage if self.file else None

    @property
    def flags(self) -> tuple[str, ...]:
        """What is switched on: paused, stopping, held."""
        return tuple(self.file.state.split()[1:]) if self.file else ()

    @property
    def is_over(self) -> bool:
        """Whether the case has ended, as far as this person knows."""
        return all(state in FINAL for state in self.states)

    def rule(self, key: str) -> Any:
        """Return the value of a rule for this case. Raises NoRuleYet."""
        return RULES[key].on(self.rules_on)

    @cached_property
    def workers(self) -> list[Worker]:
        """Everybody who works or worked on the case, whoever came last first."""
        return list(Worker.objects.filter(case_id=self.case_id).order_by("-from_at"))

    @cached_property
    def reviews_held(self) -> set[int]:
        """The months of the reviews that were held."""
        return set(Review.objects.filter(case_id=self.case_id).values_list("month", flat=True))

    def who(self, person_id: UUID | None) -> str:
        """Return the name of somebody who works or worked on the case; empty for everybody else."""
        return next((worker.called for worker in self.workers if worker.person_id == person_id), "")

    def working_as(self, role: str) -> str:
        """Return the name of whoever holds a part now; empty when nobody does."""
        now = (worker.called for worker in self.workers if worker.role == role and not worker.until_at)
        return next(now, "")


def at_hand(request: AskedRequest, case_id: UUID) -> CaseAtHand:
    """Return the case that this request has opened. Raises Http404 for whoever does not work on it."""
    asker = request.asker
    role = next((part for part in PARTS if part in asker.seats), None)
    if role is None and not asker.seats and DIRECTOR in asker.appointments:
        # Without a seat the look was recorded because the director has broken the glass of this case.
        role = DIRECTOR
    if role is None:
        raise Http404
    if role == "coach":
        return _by_the_word(asker, case_id)
    return _by_the_file(asker, get_object_or_404(Case, pk=case_id), role)


def from_outside(request: AskedRequest, case_id: UUID) -> CaseAtHand:
    """Return a case as a director knows every case, without opening it. Raises Http404 for everybody else."""
    asker = request.asker
    if DIRECTOR not in asker.appointments:
        raise Http404
    return replace(_by_the_file(asker, get_object_or_404(Case, pk=case_id), DIRECTOR), from_outside=True)


def _by_the_file(asker: Asker, file: Case, role: str) -> CaseAtHand:
    return CaseAtHand(
        asker=asker,
        case_id=file.pk,
        role=role,
        number=file.number,
        file=file,
        word=None,
        states=frozenset({file.state}),
        rules_on=file.entered_on,
    )


def _by_the_word(asker: Asker, case_id: UUID) -> CaseAtHand:
    charge = get_object_or_404(Charge, case_id=case_id)
    word = word_now(case_id)
    # His side hears of the case from the invitation on, so that *received* means that it is open.
    stages = {None: BEFORE_INVITING, "received": ("inviting",)}.get(
        word, [stage for stage, goes_out in STAGES.items() if goes_out == word]
    )
    return CaseAtHand(
        asker=asker,
        case_id=case_id,
        role="coach",
        number=charge.court_number,
        file=None,
        word=word,
        states=frozenset(state_word(stage, flags) for stage in stages for flags in all_flags()),
        rules_on=localdate(charge.added_at),
    )
