"""Asking the database as somebody: the key of their sitting is set for one transaction, and for no longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from psycopg.errors import LockNotAvailable


class NotOpen(Exception):
    """There is nothing to open for this person: no such case, or not theirs. Nothing was recorded or read."""


class TooManyCases(Exception):
    """This person has opened as many different cases as an hour allows. Nothing was read."""


@dataclass(frozen=True)
class Asker:
    """Who is signed in, as the database knows them, at the moment of this request.

    `seats` are the parts in the case that the request is about, or in any case when it is about none.
    """

    person_id: UUID
    appointments: frozenset[str]
    seats: frozenset[str]
    now: datetime
    today: date

    @property
    def roles(self) -> frozenset[str]:
        """The parts and appointments together."""
        return self.seats | self.appointments


class AskedRequest(HttpRequest):
    """A request behind a door: the middleware has found out who asks, and opened the transaction."""

    asker: Asker


# Somebody's unfinished transaction may hold the looks of a case for as long as the database lets it idle, three
# seconds. Each try waits one second, so that nobody can keep her from her own page, and from stopping.
TRIES = 5

ARRIVE = """
SELECT access.me(), access.touch_sitting(), ARRAY(SELECT access.my_appointments()),
       CASE WHEN %(case)s::uuid IS NULL THEN ARRAY(SELECT access.my_parts())
            ELSE ARRAY(SELECT access.my_seats(%(case)s::uuid)) END,
       access.now(), access.today(),
       CASE WHEN %(case)s::uuid IS NOT NULL THEN access.record_look(%(case)s::uuid, %(purpose)s) END
"""


def set_key(key: str) -> None:
    """Say who is asking, until the transaction that is open now ends. Raises outside a transaction: it would not hold."""
    if not connection.in_atomic_block:
        raise RuntimeError("A key is set for a transaction, and none is open. Nothing was asked.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('access.key', %s, true)", [key])


def arrive(key: str, *, case: UUID | None = None, purpose: str | None = None) -> Asker | None:
    """Record the look at a case, if there is one, commit it, and return who is asking; None when nobody is.

    Raises NotOpen or TooManyCases. What is written (the look, the minute of the sitting) is committed on return,
    so that the transaction in which the case is read comes after it (P14).
    """
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic(durable=True), connection.cursor() as cursor:
                set_key(key)
                cursor.execute(ARRIVE, {"case": case, "purpose": purpose})
                person_id, _, appointments, seats, now, today, look = cursor.fetchone()
                if look == "no":
                    # A sitting that ends while this is asked opens nothing: whoever left is to sign in again.
                    cursor.execute("SELECT access.me()")
                    (person_id,) = cursor.fetchone()
            break
        except OperationalError as error:
            if not tries_left or not isinstance(error.__cause__, LockNotAvailable):
                raise
    if person_id is None:
        return None
    if look == "too many":
        raise TooManyCases
    if look == "no":
        raise NotOpen
    return Asker(person_id, frozenset(appointments), frozenset(seats), now, today)


@contextmanager
def asking(key: str, *, case: UUID | None = None, purpose: str | None = None) -> Iterator[Asker]:
    """Arrive, then open the transaction in which this person reads and writes. Rolled back when the block raises.

    Raises NotOpen when nobody is signed in under the key, too.
    """
    asker = arrive(key, case=case, purpose=purpose)
    if asker is None:
        raise NotOpen
    with transaction.atomic(durable=True):
        set_key(key)
        yield asker


@contextmanager
def seen_as(part: str) -> Iterator[None]:
    """Within the block, read only what this other part may read as well. It narrows, and never lends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('access.seen_as', %s, true)", [part])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('access.seen_as', '', true)")
