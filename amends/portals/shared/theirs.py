"""What the accountable party's side and the office can open of a case, as the parts that show it need it.

Nothing here decides who sees what: each function reads what the policies let through for whoever asks. So the
same lines serve the door that they belong to, and *see what they see of me* behind another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from amends.circles.models import MeetingNotice, PlanItem, Progress, Task, TaskAnswer
from amends.journey.models import OutwardWord, WordToHisSide
from amends.portals.shared.words import EVIDENCE, FORMS, ITEM_KINDS, OUTWARD, OUTWARD_MEANS, PASSED, SAYS

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


def sent_words(case_id: UUID) -> list[OutwardWord | WordToHisSide]:
    """Return the words that have reached whoever asks, the newest first: the office's, or his side's.

    Each of the two tables is empty for the other's readers.
    """
    sent: list[OutwardWord | WordToHisSide] = [
        *OutwardWord.objects.filter(case_id=case_id),
        *WordToHisSide.objects.filter(case_id=case_id),
    ]
    return sorted(sent, key=lambda one: one.number, reverse=True)


def words_out(case_id: UUID) -> list[WordOut]:
    """Return the words that have gone out about a case, the one that holds now first."""
    return [WordOut(OUTWARD[one.word], OUTWARD_MEANS[one.word], one.on_day) for one in sent_words(case_id)]


def word_now(case_id: UUID) -> str | None:
    """Return the stored word that holds now, or None where no word has gone out to whoever asks."""
    sent = sent_words(case_id)
    return sent[0].word if sent else None


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


def answers_now(case_id: UUID) -> dict[UUID, TaskAnswer]:
    """Return the answer that counts for each task that has one, by the task's id: the newest."""
    return {one.task_id: one for one in TaskAnswer.objects.filter(case_id=case_id).order_by("added_at")}


def progress_given(case_id: UUID) -> dict[UUID, list[Progress]]:
    """Return what was given for each task, by the task's id, the newest first, each with any reading of it."""
    given: dict[UUID, list[Progress]] = {}
    for one in Progress.objects.filter(case_id=case_id).select_related("reading").order_by("-added_at"):
        given.setdefault(one.task_id, []).append(one)
    return given


def found(progress: Progress) -> Words:
    """Return in words what a facilitator found of what was given, or that it has not been read."""
    return PASSED[progress.reading.outcome if hasattr(progress, "reading") else ""]


def how_it_stands(answer: TaskAnswer | None, progress: list[Progress], *, said: Mapping[str, Words]) -> Words:
    """Return how a task stands: what was found of what was given last, or the answer as `said` says it."""
    if not progress:
        return said[answer.answer if answer else ""]
    last = progress[0]
    is_enough = hasattr(last, "reading") and last.reading.outcome == "accepted"
    return SAYS[last.says] if is_enough else found(last)


def notices_seen(case_id: UUID) -> list[NoticeSeen]:
    """Return what his side is told of meetings, the latest day first."""
    told = (
        MeetingNotice.objects.filter(case_id=case_id).select_related("cancellation").order_by("-on_day", "id")
    )
    return [NoticeSeen(FORMS[one.form], one.on_day, cancelled=hasattr(one, "cancellation")) for one in told]
