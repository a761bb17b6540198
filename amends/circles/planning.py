"""The plan: she writes an item, her side reads it, she has it shown, he answers, it is done and seen to be done."""

from __future__ import annotations

from uuid import UUID

from amends.circles.models import ItemDropped, PlanItem, Task, TaskEnded
from amends.journey.recording import add


def show_item(item: PlanItem) -> Task:
    """Have an item shown to him at the next fixed time, word for word as it stands. Returns what he will see.

    Raises Refused when nobody of her side has read it and found it safe to show, and while she has paused or stopped.
    """
    return add(Task(case_id=item.case_id, item=item))


def drop_item(item: PlanItem) -> None:
    """Drop an item: it counts no longer from this moment, and he is told at the next fixed time."""
    add(ItemDropped(case_id=item.case_id, item=item))
    shown = Task.objects.filter(case_id=item.case_id, item=item).first()
    if shown is not None:
        add(TaskEnded(case_id=item.case_id, task=shown))


def items_asked(case_id: UUID) -> list[PlanItem]:
    """Return the items that are asked now, oldest first: not dropped, and not replaced by a newer wording."""
    return list(
        PlanItem.objects.filter(case_id=case_id, dropped__isnull=True, replaced_by__isnull=True)
        .select_related("task")
        .prefetch_related("readings", "verifications", "task__answers", "task__progress")
        .order_by("added_at")
    )
