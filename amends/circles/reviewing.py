"""Looking at the process at its fixed months, asking for more time, and what is decided about a hold."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from amends.circles.models import Extension, Review
from amends.journey.models import HoldReview
from amends.journey.recording import add


def review(case_id: UUID, *, month: int, held_on: date, outcome: str) -> None:
    """Store that the process was looked at in a fixed month. Raises Refused when that month has been."""
    add(Review(case_id=case_id, month=month, held_on=held_on, outcome=outcome))


def months_to_review(
    agreed_on: date | None, *, months: Iterable[int], held: Collection[int]
) -> list[tuple[int, date]]:
    """Return each fixed month that waits for its review, with the day it falls on; none before his yes.

    >>> months_to_review(date(2026, 8, 31), months=(3, 6), held=())
    [(3, datetime.date(2026, 11, 30)), (6, datetime.date(2027, 2, 28))]
    """
    if agreed_on is None:
        return []
    return [(month, months_after(agreed_on, month)) for month in months if month not in held]


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ask_for_more_time(case_id: UUID, *, until_on: date) -> None:
    """Store that the program asks all three for more time, until a day. It counts once all have said yes."""
    add(Extension(case_id=case_id, until_on=until_on))


def review_hold(case_id: UUID, *, outcome: str) -> None:
    """Store what people outside the case decided about a hold (P1). Only a director may."""
    add(HoldReview(case_id=case_id, outcome=outcome))
