"""Opening and ending sittings. The key goes into a cookie and nowhere else; the table holds its hash."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from amends.access.models import Sitting
from amends.entrance.moments import moment

KEY_BYTES = 32
IDLE_RULES = {"staff": "idle_staff_minutes", "participant": "idle_participant_minutes"}


def open_sitting(person_id: UUID, *, idle_minutes: int) -> str:
    """Open a sitting of this person and return its key, which nobody can get a second time."""
    key = secrets.token_urlsafe(KEY_BYTES)
    when = moment()
    Sitting.objects.create(
        person_id=person_id,
        key_hash=key_hash(key),
        opened_at=when.now,
        seen_at=when.now,
        idle=timedelta(minutes=idle_minutes),
        ends_at=when.now + timedelta(hours=when.rule("sitting_hours")),
    )
    return key


def open_sitting_of(person_id: UUID, kind: str) -> str:
    """Open a sitting that lasts as the rules of the day say for this kind of account, and return its key."""
    return open_sitting(person_id, idle_minutes=moment().rule(IDLE_RULES[kind]))


def end_sitting(key: str) -> None:
    """End the sitting of this key. Nothing happens when there is none."""
    Sitting.objects.filter(key_hash=key_hash(key), ended_at=None).update(ended_at=moment().now)


def end_every_sitting(key: str) -> None:
    """End all sittings of the person whose key this is. Nothing happens unless the sitting still stands."""
    person_id = (
        Sitting.objects.filter(key_hash=key_hash(key), ended_at=None)
        .values_list("person_id", flat=True)
        .first()
    )
    if person_id:
        end_sittings_of(person_id)


def end_sittings_of(person_id: UUID) -> None:
    """End all sittings of one person."""
    Sitting.objects.filter(person_id=person_id, ended_at=None).update(ended_at=moment().now)


def key_hash(key: str) -> bytes:
    """Return what the table holds of a key: SHA-256 of its text, as access.me() computes it."""
    return hashlib.sha256(key.encode()).digest()
