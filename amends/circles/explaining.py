"""Telling her what each road would mean, point by point, before she chooses (P3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from amends.circles.models import Explanation
from amends.journey.recording import add


def explain_points(
    case_id: UUID, *, points: Iterable[str], language: str, in_the_room: Sequence[str], told_on: date
) -> None:
    """Store which points were told to her, in which language, on which day, and who was in the room.

    All are stored or none. Raises what add raises; then nothing has been written.
    """
    with transaction.atomic():
        for point in points:
            add(
                Explanation(
                    case_id=case_id,
                    point=point,
                    language=language,
                    in_the_room=list(in_the_room),
                    told_on=told_on,
                )
            )


def points_to_tell(case_id: UUID, *, points: Sequence[str]) -> list[str]:
    """Return those of the points of the rule that nobody has told her yet, in the order of the rule."""
    told = set(Explanation.objects.filter(case_id=case_id).values_list("point", flat=True))
    return [point for point in points if point not in told]
