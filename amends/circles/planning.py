"""The plan: she writes an item, her side reads it, she has it shown, he answers, two people see it done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from amends.access.records import CaseRecord
from amends.circles.models import ItemDropped, NoMoneyWanted, PlanItem, SecondView, Task, TaskEnded
from amends.journey.recording import add

AGREED = "accept"
SAFE = "safe to show"
# How an item stands that has no answer yet, in the order of its road.
BEFORE_AN_ANSWER = ("to be read", "not passed on", "may be shown", "shown soon", "no answer yet")
SEEN_BY = 2

Record = TypeVar("Record", bound=CaseRecord)


def write_item(case_id: UUID, *, replaces: PlanItem | None = None, **wording: Any) -> PlanItem:
    """Add an item to the plan, as a draft that nobody of his side sees, and return it.

    `wording` is kind, action, for_whom, by_when, shown_by, and how it was given. With `replaces` it is a
    new wording: the one before it stands until he has agreed to the new one (P8). One that he had not agreed
    to is no longer asked of him, from the next fixed time on.
    """
    item = add(PlanItem(case_id=case_id, replaces=replaces, **wording))
    if replaces is not None and last_answer(replaces) != AGREED:
        end_task(replaces)
    return item


def show_item(item: PlanItem) -> Task:
    """Have an item shown to him at the next fixed time, word for word as it stands. Returns what he will see.

    Raises Refused when nobody of her side has read it and found it safe to show, and while she has paused or
    stopped.
    """
    return add(Task(case_id=item.case_id, item=item))


def drop_item(item: PlanItem) -> None:
    """Drop an item: it counts no longer from this moment, and he is told at the next fixed time."""
    add(ItemDropped(case_id=item.case_id, item=item))
    end_task(item)


def end_task(item: PlanItem) -> None:
    """Ask an item of him no longer, from the next fixed time on, if it was ever shown to him."""
    shown = Task.objects.filter(case_id=item.case_id, item=item, ended__isnull=True).first()
    if shown is not None:
        add(TaskEnded(case_id=item.case_id, task=shown))


def want_no_money(case_id: UUID) -> None:
    """Store that she was asked about money terms and wants none (P3)."""
    add(NoMoneyWanted(case_id=case_id))


def ask_for_second_view(item: PlanItem) -> None:
    """Ask that somebody else looks again at an item that was not passed on (P8)."""
    add(SecondView(case_id=item.case_id, item=item))


def last(records: Iterable[Record]) -> Record | None:
    """Return the record that was added last, or None."""
    return max(records, key=lambda record: record.added_at, default=None)


def last_answer(item: PlanItem) -> str | None:
    """Return his newest answer to an item, or None while there is none, or none that may be read."""
    task = getattr(item, "task", None)
    answer = last(task.answers.all()) if task else None
    return answer.answer if answer else None


def every_item(case_id: UUID) -> list[PlanItem]:
    """Return every item that was ever written, oldest first, with all that `standing` needs."""
    return list(
        PlanItem.objects.filter(case_id=case_id)
        .select_related("dropped", "second_view", "task", "task__ended")
        .prefetch_related("readings", "verifications", "progress_shown", "task__answers")
        .order_by("added_at", "id")
    )


def items_asked(case_id: UUID) -> list[PlanItem]:
    """Return the items that are asked now, oldest first: neither dropped nor worded anew since."""
    return [
        item
        for item, later in with_later_wordings(every_item(case_id))
        if not is_dropped(item) and all(is_dropped(one) for one in later)
    ]


def items_in_force(case_id: UUID) -> list[PlanItem]:
    """Return the items that he has agreed to and that stand, oldest first.

    A newer wording counts only once he has agreed to it as well (P8).
    """
    return [
        item
        for item, later in with_later_wordings(every_item(case_id))
        if last_answer(item) == AGREED
        and not is_dropped(item)
        and not any(last_answer(one) == AGREED for one in later)
    ]


def is_dropped(item: PlanItem) -> bool:
    """Return whether she has dropped an item."""
    return hasattr(item, "dropped")


def with_later_wordings(items: list[PlanItem]) -> list[tuple[PlanItem, list[PlanItem]]]:
    """Return each item with the wordings that came after it, each replacing the one before."""
    next_one = {item.replaces_id: item for item in items if item.replaces_id}

    def later(item: PlanItem) -> list[PlanItem]:
        newer = next_one.get(item.id)
        return [newer, *later(newer)] if newer else []

    return [(item, later(item)) for item in items]


def standing(item: PlanItem, *, now: datetime) -> str:
    """Return how one item stands: one of BEFORE_AN_ANSWER, his answer, or `done` once two people saw it."""
    if len({seen.added_by_id for seen in item.verifications.all()}) >= SEEN_BY:
        return "done"
    task = getattr(item, "task", None)
    if task is not None:
        if task.shown_from > now:
            return "shown soon"
        return last_answer(item) or "no answer yet"
    reading = last(item.readings.all())
    if reading is None:
        return "to be read"
    return "may be shown" if reading.reading == SAFE else "not passed on"
