"""What she wishes: to go on or not, the form of meeting, what she wants to hear of, who works with her."""

from __future__ import annotations

from uuid import UUID

from amends.circles.models import AnswerAtTheEnd, BreachWish, HearsOfProgress, HerWish, WorkerChangeAsked
from amends.journey.recording import add


def say_her_wish(case_id: UUID, *, wish: str, form: str | None = None, how: str = "page") -> None:
    """Store whether she wants to go on, and the form of meeting that she chose, if any. The newest counts."""
    add(HerWish(case_id=case_id, wish=wish, form=form or None, how=how))


def say_whether_to_hear_of_progress(case_id: UUID, *, wants: bool) -> None:
    """Store whether she wants to see what he did. The newest counts; never having said so means no (P12)."""
    add(HearsOfProgress(case_id=case_id, wants=wants))


def say_breach_wish(case_id: UUID, *, kind: str, wish: str) -> None:
    """Store whether she wants to hear of one kind of breach, or to be asked first. The newest counts (P9)."""
    add(BreachWish(case_id=case_id, kind=kind, wish=wish))


def say_at_the_end(case_id: UUID, *, answer: str) -> None:
    """Store what she answered when she was asked whether all is done. The newest counts."""
    add(AnswerAtTheEnd(case_id=case_id, answer=answer))


def ask_for_another_worker(case_id: UUID, *, role: str) -> None:
    """Store that somebody asks for another advocate, facilitator or coach. No reason is asked (P18)."""
    add(WorkerChangeAsked(case_id=case_id, role=role))
