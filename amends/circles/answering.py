"""What his side answers and shows: to a task, on the way to it, about going on, and about more time."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from amends.circles.models import ExtensionAnswer, HisWish, Progress, TaskAnswer
from amends.journey.recording import add


def answer_task(
    case_id: UUID, *, task_id: UUID, answer: str, counsel_consulted_on: date | None = None, how: str = "page"
) -> None:
    """Store his answer to a task, a choice from the list. The newest counts.

    Raises Refused when he accepts without the day of his talk with counsel (P8); then nothing is written.
    """
    add(
        TaskAnswer(
            case_id=case_id,
            task_id=task_id,
            answer=answer,
            counsel_consulted_on=counsel_consulted_on,
            how=how,
        )
    )


def tell_progress(case_id: UUID, *, task_id: UUID, **given: Any) -> None:
    """Store what he did for a task: says, shown_by, done_on and a note, as in Progress.

    A facilitator reads it; it does not reach the survivor (P12).
    """
    add(Progress(case_id=case_id, task_id=task_id, **given))


def say_his_wish(case_id: UUID, *, wish: str, how: str = "page") -> None:
    """Store whether he wants to go on. The newest counts."""
    add(HisWish(case_id=case_id, wish=wish, how=how))


def answer_extension(case_id: UUID, *, extension_id: UUID, role: str, answer: str, how: str = "page") -> None:
    """Store the yes or no of one part to more time. Counsel may give that of the accountable party.

    Raises Refused when that part has answered already, or is not theirs; then nothing is written.
    """
    add(ExtensionAnswer(case_id=case_id, extension_id=extension_id, role=role, answer=answer, how=how))
