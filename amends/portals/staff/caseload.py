"""The cases of one worker, and the director's list of all: fifty at a time, newest first, without counting.

A page starts from the worker's own seats, which an index keeps in order, so that it costs the same with
twenty thousand seats as with fifty. Seats, cases and names are asked for one after the other: joined, their
policies lead the planner to read every case of somebody who has twenty thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amends.access.asking import Asker
from amends.journey.models import Case, Charge, Seat, WordToHisSide, Worker
from amends.journey.seating import PARTS
from amends.journey.stages import FINAL, LASTING
from amends.people.models import ChosenName
from amends.policy.rules import RULES
from amends.portals.shared.words import FLAGS, OUTWARD, ROLES, STAGES

ROWS = 50
NOT_INVITED = _("Not invited yet")
# What a list tells of a case.
TOLD = ("number", "stage", "state", "since", "due_on", "entered_on")


class Row(NamedTuple):
    """One case on a list, every word ready to be shown, because a page shows fifty of them.

    said     the stage, or the word for whoever reads only that
    since    the day in words; empty where it is not told
    warning  `late`, `soon` or nothing, of the day on which it is due
    lacks    the parts that nobody holds
    """

    case_id: UUID
    number: str
    name: str
    said: str
    flags: tuple[str, ...]
    since: str
    due_on: str
    warning: str
    is_over: bool
    lacks: str


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next page begins (None on the last)."""

    rows: list[Row]
    after: str | None


def my_cases(asker: Asker, *, part: str, stage: str = "", after: str = "") -> Page:
    """Return one page of the cases in which this person holds a part now, those seated last first.

    `after` is what the page before gave. Raises ValueError for one that no page gave.
    """
    seats = Seat.objects.filter(person_id=asker.person_id, role=part).exclude(until_at__lte=asker.now)
    if stage:
        seats = seats.filter(case__stage=stage)
    found, following = _page_of(seats, after, by="from_at", then=("case_id",))
    ids = [case_id for _moment, _key, case_id in found]
    if part == "coach":
        rows = _by_the_word(ids)
    else:
        names = dict(ChosenName.objects.filter(case_id__in=ids).values_list("case_id", "name"))
        cases = Case.objects.filter(pk__in=ids).values_list("pk", *TOLD)
        rows = {
            case_id: _row(case_id, told, names.get(case_id, ""), today=asker.today)
            for case_id, *told in cases
        }
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
    found, following = _page_of(cases, after, by="since", then=TOLD)
    held_in: dict[UUID, set[str]] = {}
    workers = Worker.objects.filter(
        case_id__in=[key for _moment, key, *_told in found], until_at__isnull=True
    )
    for case_id, role in workers.values_list("case_id", "role"):
        held_in.setdefault(case_id, set()).add(role)
    rows = [
        _row(key, told, "", today=asker.today, held=held_in.get(key, set())) for _moment, key, *told in found
    ]
    return Page(rows, following)


def case_of_mine(asker: Asker, number: str) -> UUID | None:
    """Return the case with a number in which this person works now, or None."""
    seats = Seat.objects.filter(
        person_id=asker.person_id, role__in=PARTS, case__number=number.strip().upper()
    )
    return seats.exclude(until_at__lte=asker.now).values_list("case_id", flat=True).first()


def _page_of(
    rows: QuerySet, after: str, *, by: str, then: tuple[str, ...]
) -> tuple[list[tuple[Any, ...]], str | None]:
    """Return one page of rows, newest first, and what to ask for to get the next one.

    Each row is its moment, its key, and what `then` names.
    """
    if after:
        moment, _, key = after.partition("~")
        when, last = datetime.fromisoformat(moment), UUID(key)
        # The first condition lets the index begin in the right place, the second parts rows of one moment.
        rows = rows.filter(**{f"{by}__lte": when}).filter(Q(**{f"{by}__lt": when}) | Q(pk__gt=last))
    found = list(rows.order_by(F(by).desc(), "pk").values_list(by, "pk", *then)[: ROWS + 1])
    page = found[:ROWS]
    return page, f"{page[-1][0].isoformat()}~{page[-1][1]}" if len(found) > ROWS else None


def _row(case_id: UUID, told: list[Any], name: str, *, today: date, held: Container[str] = PARTS) -> Row:
    number, stage, state, since, due_on, entered_on = told
    language = get_language() or "en"
    said = _in_language(language)
    is_over = stage in FINAL
    if is_over:
        due_on = None
    return Row(
        case_id=case_id,
        number=number,
        name=name,
        said=said[stage],
        flags=tuple(said[flag] for flag in state.split()[1:]),
        since=_day_in_words(localdate(since), language),
        due_on=_day_in_words(due_on, language) if due_on else "",
        warning=_warning(due_on, today=today, rules_on=entered_on) if due_on else "",
        is_over=is_over,
        lacks="" if is_over else ", ".join(said[part] for part in PARTS if part not in held),
    )


def _warning(due_on: date, *, today: date, rules_on: date) -> str:
    if due_on < today:
        return "late"
    warn_days = cast("int", RULES["clocks.warn_before_days"].on(rules_on))
    return "soon" if due_on - timedelta(days=warn_days) <= today else ""


# A page of fifty says the same few words and days again and again.


@lru_cache(maxsize=4096)
def _day_in_words(day: date, language: str) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


@cache
def _in_language(language: str) -> dict[str, str]:
    """Return the words of stages, flags and parts in the language that is on, by the stored word."""
    return {stored: str(said) for stored, said in {**STAGES, **FLAGS, **ROLES}.items()}


def _by_the_word(ids: Collection[UUID]) -> dict[UUID, Row]:
    """Return rows for a coach, who reads the court number and the word, and never where the case stands."""
    language = get_language() or "en"
    numbers = dict(Charge.objects.filter(case_id__in=ids).values_list("case_id", "court_number"))
    sent = {word.case_id: word for word in WordToHisSide.objects.filter(case_id__in=ids).order_by("number")}
    return {
        case_id: Row(
            case_id=case_id,
            number=numbers.get(case_id, ""),
            name="",
            said=str(OUTWARD[sent[case_id].word] if case_id in sent else NOT_INVITED),
            flags=(),
            since=_day_in_words(sent[case_id].on_day, language) if case_id in sent else "",
            due_on="",
            warning="",
            is_over=case_id in sent and sent[case_id].word not in ("received", "active"),
            lacks="",
        )
        for case_id in ids
    }
