"""A term that was not kept: the program records it and acts; she never has to decide alone (P9)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amends.circles.models import URGENT_BREACHES, Breach, BreachWish
from amends.journey.recording import add


def record_breach(case_id: UUID, *, kind: str, happened_on: date, asked_her_on: date | None = None) -> Breach:
    """Store that a term was not kept, when, and when she was asked if she was. Returns the record.

    It ends nothing by itself: a person decides. Raises what add raises; then nothing has been written.
    """
    return add(Breach(case_id=case_id, kind=kind, happened_on=happened_on, asked_her_on=asked_her_on))


def wishes_on_breaches(case_id: UUID) -> dict[str, str]:
    """Return what she last said for each kind of breach: whether to tell her, ask her first, or neither."""
    said = BreachWish.objects.filter(case_id=case_id).order_by("added_at")
    return {one.kind: one.wish for one in said}


def is_urgent(kind: str) -> bool:
    """Return whether a breach of this kind is acted on the same day, whatever she wished beforehand."""
    return kind in URGENT_BREACHES
