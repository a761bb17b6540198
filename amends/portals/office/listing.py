"""The list of somebody's cases: quick with any number of seats, for it starts from theirs and counts none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from amends.access.asking import Asker
from amends.journey.models import Charge, OutwardWord, Seat, WordToHisSide
from amends.journey.referring import court_number_as_kept
from amends.portals.shared.acts import Words
from amends.portals.shared.words import OUTWARD

PAGE_LENGTH = 50
# Whose word a role reads: the office's own, or the one that has reached his side.
WORD_OF: dict[str, type[OutwardWord | WordToHisSide]] = {"liaison": OutwardWord, "counsel": WordToHisSide}


@dataclass(frozen=True)
class Row:
    """One case of the list."""

    case_id: UUID
    court_number: str
    counts: str
    word: Words
    on_day: date | None


def seats_of(asker: Asker, role: str) -> QuerySet[Seat]:
    """Return the query for the seats that this person has now in this role, the newest first."""
    return (
        Seat.objects.filter(person_id=asker.person_id, role=role, from_at__lte=asker.now)
        .filter(Q(until_at=None) | Q(until_at__gt=asker.now))
        .order_by("-from_at", "-id")
    )


def own_cases(asker: Asker, role: str, *, after: UUID | None = None) -> tuple[list[Row], UUID | None]:
    """Return at most fifty of this person's cases, the newest first, and the seat after which the next begin.

    `after` is a seat of their own; a seat that is not theirs begins at the start.
    """
    seats = seats_of(asker, role)
    last = seats.filter(id=after).first() if after else None
    if last:
        seats = seats.filter(Q(from_at__lt=last.from_at) | Q(from_at=last.from_at, id__lt=last.id))
    page = list(seats[: PAGE_LENGTH + 1])
    more = page[PAGE_LENGTH - 1].id if len(page) > PAGE_LENGTH else None
    return rows([seat.case_id for seat in page[:PAGE_LENGTH]], role), more


def cases_called(court_number: str, asker: Asker, role: str) -> list[Row]:
    """Return this person's cases in a matter, by the whole court number as it is kept or as it was typed."""
    spellings = {court_number.strip(), court_number_as_kept(court_number)}
    found = Charge.objects.filter(court_number__in=spellings).values_list("case_id", flat=True)
    theirs = seats_of(asker, role).filter(case_id__in=list(found[:PAGE_LENGTH]))
    return rows([seat.case_id for seat in theirs], role)


def rows(case_ids: list[UUID], role: str) -> list[Row]:
    """Return what the list shows of these cases, in their order."""
    charges = {one.case_id: one for one in Charge.objects.filter(case_id__in=case_ids)}
    newest = (
        WORD_OF[role].objects.filter(case_id__in=case_ids).order_by("case_id", "-number").distinct("case_id")
    )
    words = {one.case_id: one for one in newest}
    return [
        Row(
            case_id,
            charges[case_id].court_number,
            charges[case_id].counts,
            OUTWARD[words[case_id].word] if case_id in words else "",
            words[case_id].on_day if case_id in words else None,
        )
        for case_id in case_ids
    ]
