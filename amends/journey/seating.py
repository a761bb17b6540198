"""Who works on a case: a part is offered, the worker says whether there are ties, and leaves it (P18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from amends.journey.models import SeatOffer
from amends.journey.moving import NoSuchCase
from amends.journey.recording import Refused
from amends.people.models import Appointment, Credential

PARTS = ("advocate", "facilitator", "coach")


class NotOffered(Refused):
    """A part could not be given: `no credential` or `another side`. Nothing was written."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take a part today: appointed to it, with a credential in force."""

    person_id: UUID
    called: str
    organization: str


def offer_part(case_id: UUID, *, who: UUID, part: str) -> None:
    """Ask a worker to take a part in a case, as its director.

    Raises NotOffered when the worker may not hold it, and NoSuchCase for whoever is no director, and for no such
    case or worker; then nothing has been written.
    """
    answer = _ask("SELECT access.offer_seat(%s, %s, %s)", case_id, who, part)
    if answer == "no such case":
        raise NoSuchCase
    if answer != "offered":
        raise NotOffered(answer)


def offers_to_me() -> list[SeatOffer]:
    """Return the parts that the person who is signed in was asked to take and has not answered, oldest first."""
    return list(SeatOffer.objects.raw("SELECT * FROM access.my_offers()"))


def answer_offer(offer_id: UUID, *, said: str) -> bool:
    """Say whether there is a tie to either side: `no tie` or `tie`. Returns whether the seat began.

    Raises NotOffered when this person has a part on another side of the matter, and NoSuchCase when there is
    no such offer to them; then nothing has been written.
    """
    answer = _ask("SELECT access.answer_offer(%s, %s)", offer_id, said)
    if answer == "no such offer":
        raise NoSuchCase
    if answer == "another side":
        raise NotOffered(answer)
    return answer == "seated"


def end_part(case_id: UUID, *, part: str) -> None:
    """End a worker's part at once: as the director, or one's own. Raises NoSuchCase when there is none to end."""
    if not _ask("SELECT access.end_seat(%s, %s)", case_id, part):
        raise NoSuchCase


def office_of(case_id: UUID) -> UUID | None:
    """Return the id of the prosecutor's office of a case, for whoever has a part in it; None for others."""
    return _ask("SELECT access.office_of(%s)", case_id)


def who_could_take(part: str, *, today: date) -> list[Candidate]:
    """Return who could be asked to take a part today, by name. Only a director sees anybody but themself."""
    trained = set(
        Credential.objects.filter(role=part, from_on__lte=today)
        .exclude(until_on__lte=today)
        .values_list("person_id", flat=True)
    )
    appointed = (
        Appointment.objects.filter(role=part, from_at__date__lte=today)
        .exclude(until_at__date__lte=today)
        .select_related("organization")
        .order_by("called", "from_at")
    )
    found = {one.person_id: Candidate(one.person_id, one.called, one.organization.name) for one in appointed}
    return [one for person_id, one in found.items() if person_id in trained]


def _ask(question: str, *about: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, about)
        return cursor.fetchone()[0]
