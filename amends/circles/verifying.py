"""Seeing that it is so: an item read, what he did, what is done, and a second person behind a record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amends.circles.models import (
    AskedAtTheEnd,
    Confirmation,
    HearsOfProgress,
    ItemReading,
    PlanItem,
    Progress,
    ProgressReading,
    ProgressShown,
    Verification,
)
from amends.journey.recording import add


def confirm(case_id: UUID, *, about: UUID) -> None:
    """Stand behind a record of this case as a second person: read it back to her, or found the same.

    Whether this is a second person is judged where it counts. Raises what add raises; then nothing is written.
    """
    add(Confirmation(case_id=case_id, about=about))


def confirm_act(case_id: UUID, *, act: str) -> None:
    """Say that what she told somebody else to write down was read back to her: a step that is still to come.

    `act` is one of READ_BACK; it counts for this step alone, and for a day. Raises as confirm.
    """
    add(Confirmation(case_id=case_id, about=case_id, act=act))


def read_item(item: PlanItem, *, reading: str) -> None:
    """Store what her side found on reading an item: safe, or a place, a name, a child, a routine (P12)."""
    add(ItemReading(case_id=item.case_id, item=item, reading=reading))


def read_progress(progress: Progress, *, outcome: str) -> None:
    """Store whether what he gave for a task is enough."""
    add(ProgressReading(case_id=progress.case_id, progress=progress, outcome=outcome))


def wants_to_hear(case_id: UUID) -> bool:
    """Return whether she wants to see what he did, as she last said; never having said so is no."""
    said = HearsOfProgress.objects.filter(case_id=case_id).order_by("-added_at").first()
    return said is not None and said.wants


def pass_on(progress: Progress) -> None:
    """Show her what he did: how far and on which day, none of his words (P12).

    Raises Refused unless she has asked to see it; then nothing has been written.
    """
    add(
        ProgressShown(
            case_id=progress.case_id,
            item_id=progress.task.item_id,
            says=progress.says,
            done_on=progress.done_on,
        )
    )


def verify_item(item: PlanItem) -> None:
    """Store that this person saw that an item was done; two different people are needed.

    Raises Refused when the same person has said so before; then nothing has been written.
    """
    add(Verification(case_id=item.case_id, item=item))


def ask_her_at_the_end(case_id: UUID, *, asked_on: date) -> None:
    """Store that she was asked whether all is done."""
    add(AskedAtTheEnd(case_id=case_id, asked_on=asked_on))
