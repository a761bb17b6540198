"""The choice between the two roads, which is hers and can be changed (P3)."""

from __future__ import annotations

from uuid import UUID

from amends.circles.models import Choice
from amends.journey.recording import add


def choose_road(case_id: UUID, *, road: str, how: str = "page") -> None:
    """Store which road she chose. The newest counts, and the time to think runs from it.

    Nothing outside changes by it: the step is taken when she confirms (`amends.journey.moving.take_move`).
    """
    add(Choice(case_id=case_id, road=road, how=how))
