"""Ending a service, which nobody but she can do, and which no stage of the journey does (P11)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amends.care.models import Service
from amends.journey.moving import NoSuchCase


def end_service(case_id: UUID, *, service_id: UUID, today: date) -> None:
    """Store that she no longer wants a service. Raises NoSuchCase when there is no such service of hers."""
    open_now = Service.objects.filter(case_id=case_id, id=service_id, closed_by_her_on__isnull=True)
    if not open_now.update(closed_by_her_on=today):
        raise NoSuchCase
