"""Preparation on either side: days, minutes and how. There is no place for what was said (P15)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amends.circles.models import HerPreparation, HisPreparation
from amends.journey.recording import add


def prepare_her(case_id: UUID, *, held_on: date, minutes: int, mode: str) -> None:
    """Store one preparation session on her side.

    Raises Refused while she has paused or stopped; then nothing has been written.
    """
    add(HerPreparation(case_id=case_id, held_on=held_on, minutes=minutes, mode=mode))


def prepare_him(case_id: UUID, *, held_on: date, minutes: int, mode: str) -> None:
    """Store one preparation session on his side. Her pause changes nothing here (P4)."""
    add(HisPreparation(case_id=case_id, held_on=held_on, minutes=minutes, mode=mode))
