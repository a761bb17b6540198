"""What the accountable party's side and the office can open of a case, as the parts that show it need it.

Nothing here decides who sees what: each function reads what the policies let through for whoever asks. So the
same lines serve the door that they belong to, and *see what they see of me* behind another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from amends.circles.models import MeetingNotice, PlanItem, Task
from amends.journey.models import OutwardWord
from amends.portals.shared.words import EVIDENCE, FORMS, ITEM_KINDS, OUTWARD, OUTWARD_MEANS

Words = str | Promise


@dataclass(frozen=True)
class WordOut:
    """The word on a case as its reader sees it: the word, what it means, and the day on which it went out."""

    word: Words
    means: Words
    on_day: date


@dataclass(frozen=True)
class TaskSeen:
    """One task as he sees it. `status` and `link` are for the door where something can be done with it."""

    kind: Words
    action: str
    by_when: date
    shown_by: Words
    status: Words = ""
    link: tuple[str, Words] | None = None


@dataclass(frozen=True)
class NoticeSeen:
    """What his side is told of a meeting: its form, its day, and whether it is called off."""

    form: Words
    on_day: date
    cancelled: bool


def words_out(case_id: UUID) -> list[WordOut]:
    """Return the words that have gone out about a case, the one that holds now first."""
    sent = OutwardWord.objects.filter(case_id=case_id).order_by("-number")
    return [WordOut(OUTWARD[one.word], OUTWARD_MEANS[one.word], one.on_day) for one in sent]


def tasks_asked(case_id: UUID) -> list[Task]:
    """Return the tasks that are asked now, by the day on which they are due; those that have ended are gone.

    The order tells nothing of when she wrote them.
    """
    return list(Task.objects.filter(case_id=case_id, ended__isnull=True).order_by("by_when", "id"))


def task_seen(
    task: Task | PlanItem, *, status: Words = "", link: tuple[str, Words] | None = None
) -> TaskSeen:
    """Return a task, or an item that would become one, exactly as he sees it."""
    return TaskSeen(ITEM_KINDS[task.kind], task.action, task.by_when, EVIDENCE[task.shown_by], status, link)


def notices_seen(case_id: UUID) -> list[NoticeSeen]:
    """Return what his side is told of meetings, the latest day first."""
    told = (
        MeetingNotice.objects.filter(case_id=case_id).select_related("cancellation").order_by("-on_day", "id")
    )
    return [NoticeSeen(FORMS[one.form], one.on_day, cancelled=hasattr(one, "cancellation")) for one in told]
