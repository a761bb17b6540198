"""Opening a service for her, and closing it when she wants; the journey does neither (P11)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amends.care.models import Service
from amends.journey.moving import NoSuchCase
from amends.journey.recording import add


def open_service(case_id: UUID, *, kind: str, opened_on: date, means_until_on: date) -> Service:
    """Open a service for her, with the day until which the program has the means for it, and return it.

    Raises what add raises; then nothing has been written.
    """
    return add(Service(case_id=case_id, kind=kind, opened_on=opened_on, means_until_on=means_until_on))


def close_service(service: Service, *, closed_by_her_on: date) -> None:
    """Close a service on the day on which she said so. Raises NoSuchCase when it may not be changed."""
    _change(service, closed_by_her_on=closed_by_her_on)


def move_end_of_means(service: Service, *, means_until_on: date) -> None:
    """Set the day until which there are means for a service. Raises NoSuchCase when it may not be changed."""
    _change(service, means_until_on=means_until_on)


def _change(service: Service, **values: date) -> None:
    if not Service.objects.filter(pk=service.pk, case_id=service.case_id).update(**values):
        raise NoSuchCase
