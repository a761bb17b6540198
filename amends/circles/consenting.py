"""The accountable party's yes, no and leaving: each free, each possible through counsel or coach (P5)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from amends.circles.models import Consent
from amends.journey.moving import take_move
from amends.journey.recording import add


def consent(
    case_id: UUID,
    *,
    counsel_consulted_on: date,
    consequences_explained_on: date,
    acknowledged_on: date | None = None,
    how: str = "page",
) -> None:
    """Write down what came before his yes, and take the step, both or neither.

    `how` is `voice` or `paper` when counsel or coach writes it down for him. While the survivor has paused or
    stopped, the yes is kept and answered just the same (P4). Raises as take_move and add; then nothing has
    been written.
    """
    with transaction.atomic():
        add(
            Consent(
                case_id=case_id,
                counsel_consulted_on=counsel_consulted_on,
                consequences_explained_on=consequences_explained_on,
                acknowledged_on=acknowledged_on,
                how=how,
            )
        )
        take_move(case_id, "consent", how=how)


def decline(case_id: UUID, *, how: str = "page") -> None:
    """Say no to the invitation; no reason is asked or kept. Raises as take_move; then nothing is written."""
    take_move(case_id, "decline", how=how)


def leave(case_id: UUID, *, how: str = "page") -> None:
    """End his taking part, on any day after his yes. Raises as take_move; then nothing is written."""
    take_move(case_id, "leave", how=how)
