"""Planning a meeting, cancelling it, and writing down that it took place."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amends.circles.models import CancellationNotice, Meeting, MeetingNotice, MeetingOutcome
from amends.journey.moving import NotNow, findings
from amends.journey.recording import Refused, add


def schedule_meeting(case_id: UUID, *, form: str, on_day: date) -> Meeting:
    """Plan a meeting, and tell his side of it at the next fixed time. Returns the meeting.

    Raises NotNow with every reason when it is not safe (P6); then nothing has been written.
    """
    try:
        meeting = add(Meeting(case_id=case_id, form=form, on_day=on_day))
    except Refused as refusal:
        if refusal.constraint != "meeting_is_safe":
            raise
        raise NotNow(missing(case_id, form=form, on_day=on_day)) from refusal
    add(MeetingNotice(case_id=case_id, meeting=meeting))
    return meeting


def missing(case_id: UUID, *, form: str, on_day: date) -> list[tuple[str, str]]:
    """Return every condition of a meeting that is not met or not known, in the order in which it is told."""
    found = findings(case_id, "schedule a meeting", form=form, on_day=on_day)
    return [(condition, answer) for condition, answer in found if answer != "met"]


def cancel_meeting(meeting: Meeting) -> None:
    """Cancel a meeting. His side is told in the same words whatever the cause, at the next fixed time."""
    add(MeetingOutcome(case_id=meeting.case_id, meeting=meeting, outcome="cancelled"))
    add(CancellationNotice(case_id=meeting.case_id, notice_id=notice_of(meeting)))


def hold_meeting(meeting: Meeting, *, minutes: int) -> None:
    """Write down that a meeting took place, and how long it was. Raises Refused when it may not have (P4, P6)."""
    add(MeetingOutcome(case_id=meeting.case_id, meeting=meeting, outcome="held", minutes=minutes))


def notice_of(meeting: Meeting) -> UUID:
    """Return the id of what his side was told of a meeting."""
    return MeetingNotice.objects.values_list("id", flat=True).get(meeting=meeting)
