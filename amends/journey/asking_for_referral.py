"""Asking a prosecutor's office to refer a case, for a survivor who wants that, and the office's answer (P1)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from amends.journey.models import ReferralRequest


def ask_for_referral(*, office_id: UUID, court_number: str) -> bool:
    """Ask an office to refer a case; returns whether it was asked. Only an advocate can ask, and only an office."""
    return _yes("SELECT access.ask_for_referral(%s, %s)", [office_id, court_number])


def answer_request(request_id: UUID, *, answer: str) -> bool:
    """Answer a request to one's own office, once; returns whether it was answered."""
    return _yes("SELECT access.answer_referral_request(%s, %s)", [request_id, answer])


def referral_requests() -> list[ReferralRequest]:
    """Return the requests that this person may read, at most 200, the newest first.

    An advocate reads their own, a liaison those to their office, a director all.
    """
    return list(ReferralRequest.objects.raw("SELECT * FROM access.referral_requests()"))


def _yes(statement: str, values: list[UUID | str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
