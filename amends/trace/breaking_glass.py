"""Opening one case without a part in it: for a reason that she can read, and with an end (P14)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from amends.access.asking import NotOpen


def break_the_glass(case_id: UUID, *, reason: str) -> None:
    """Open a case's contents to the director who is signed in, for the hours that the rule gives.

    Each look is recorded as any other. Raises NotOpen for whoever is no director, and for no such case; then
    nothing has been written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.break_the_glass(%s, %s)", [case_id, reason])
        if not cursor.fetchone()[0]:
            raise NotOpen
