"""The cases of one worker, and the director's list of all: fifty at a time, newest first, without counting.

A page starts from the worker's own seats, which an index keeps in order, so that it costs the same with
twenty thousand seats as with fifty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from amends.access.asking import Asker
from amends.journey.models import Case, Charge, Seat, WordToHisSide, Worker
from amends.journey.seating import PARTS
from amends.journey.stages import FINAL, LASTING
from amends.people.models import ChosenName
from amends.policy.rules import RULES
from amends.portals.shared.acts import Words
from amends.portals.shared.words import FLAGS, OUTWARD, ROLES, STAGES

ROWS = 50
NOT_INVITED = _("Not invited yet")


@dataclass(frozen=True)
class Row:
    """One case on a list.

    `said` is the stage, or the word for whoever reads only that; `since` is empty where its day is not told.
    `lacks` names the parts that nobody holds.
    """

    case_id: UUID
    number: str
    name: str
    said: Words
    since: date | None
    due_on: date | None = None
    is_urgent: bool = False
    is_late: bool = False
    flags: tuple[Words, ...] = ()
    is_over: bool = False
    lacks: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next page begins (None on the last)."""

    rows: list[Row]
    after: str | None


def my_cases(asker: Asker, *, part: str, stage: str = "", after: str = "") -> Page:
    """Return one page of the cases in which this person holds a part now, those seated last first.

    `after` is what the page before gave. Raises ValueError for one that no page gave.
    """
    seats = Seat.objects.filter(person_id=asker.person_id, role=part)
    seats = seats.exclude(until_at__lte=asker.now)
    if stage:
        seats = seats.filter(case__stage=stage)
    seats, following = _page_of(seats, after, by="from_at")
    ids = [seat.case_id for seat in seats]
    rows = _by_the_word(ids) if part == "coach" else _by_the_file(ids, today=asker.today)
    return Page([rows[case_id] for case_id in ids if case_id in rows], following)


def all_cases(asker: Asker, *, stage: str = "", lacking: str = "", after: str = "") -> Page:
    """Return one page of all cases, for a director, those that moved last first.

    `lacking` narrows it to those still going on in which nobody holds that part. Raises as my_cases.
    """
    cases = Case.objects.all()
    if stage:
        cases = cases.filter(stage=stage)
    if lacking:
        held = Worker.objects.filter(case_id=OuterRef("pk"), role=lacking, until_at__isnull=True)
        cases = cases.filter(~Exists(held), stage__in=LASTING)
    cases, following = _page_of(cases, after, by="since")
    held_in: dict[UUID, set[str]] = {}
    for worker in Worker.objects.filter(case_id__in=[case.pk for case in cases], until_at__isnull=True):
        held_in.setdefault(worker.case_id, set()).add(worker.role)
    return Page(
        [_row(case, "", today=asker.today, held=held_in.get(case.pk, set())) for case in cases], following
    )


def case_of_mine(asker: Asker, number: str) -> UUID | None:
    """Return the case with a number in which this person works now, or None."""
    seats = Seat.objects.filter(
        person_id=asker.person_id, role__in=PARTS, case__number=number.strip().upper()
    )
    return seats.exclude(until_at__lte=asker.now).values_list("case_id", flat=True).first()


def _page_of(rows: QuerySet, after: str, *, by: str) -> tuple[list, str | None]:
    """Return one page of rows, newest first, and what to ask for to get the next one."""
    if after:
        moment, _, key = after.partition("~")
        when, last = datetime.fromisoformat(moment), UUID(key)
        # The first condition lets the index begin in the right place, the second parts rows of one moment.
        rows = rows.filter(**{f"{by}__lte": when}).filter(Q(**{f"{by}__lt": when}) | Q(pk__gt=last))
    found = list(rows.order_by(F(by).desc(), "pk")[: ROWS + 1])
    page = found[:ROWS]
    more = len(found) > ROWS
    return page, f"{getattr(page[-1], by).isoformat()}~{page[-1].pk}" if more else None


def _by_the_file(ids: Collection[UUID], *, today: date) -> dict[UUID, Row]:
    names = dict(ChosenName.objects.filter(case_id__in=ids).values_list("case_id", "name"))
    cases = Case.objects.filter(pk__in=ids)
    return {case.pk: _row(case, names.get(case.pk, ""), today=today) for case in cases}


def _row(case: Case, name: str, *, today: date, held: Iterable[str] = PARTS) -> Row:
    flags = case.state.split()[1:]
    is_over = case.stage in FINAL
    warn_from = case.due_on and case.due_on - timedelta(
        days=RULES["clocks.warn_before_days"].on(case.entered_on)
    )
    return Row(
        case_id=case.pk,
        number=case.number,
        name=name,
        said=STAGES[case.stage],
        since=localdate(case.since),
        due_on=None if is_over else case.due_on,
        is_urgent=not is_over and warn_from is not None and warn_from <= today,
        is_late=not is_over and case.due_on is not None and case.due_on < today,
        flags=tuple(FLAGS[flag] for flag in flags),
        is_over=is_over,
        lacks=() if is_over else tuple(ROLES[part] for part in PARTS if part not in held),
    )


def _by_the_word(ids: Collection[UUID]) -> dict[UUID, Row]:
    """Return rows for a coach, who reads the court number and the word, and never where the case stands."""
    numbers = dict(Charge.objects.filter(case_id__in=ids).values_list("case_id", "court_number"))
    sent = {word.case_id: word for word in WordToHisSide.objects.filter(case_id__in=ids).order_by("number")}
    return {
        case_id: Row(
            case_id=case_id,
            number=numbers.get(case_id, ""),
            name="",
            said=OUTWARD[sent[case_id].word] if case_id in sent else NOT_INVITED,
            since=sent[case_id].on_day if case_id in sent else None,
            is_over=case_id in sent and sent[case_id].word not in ("received", "active"),
        )
        for case_id in ids
    }
