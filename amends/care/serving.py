"""Opening a service for her, for as long as the program has the means. No stage opens or ends one (P11)."""

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


def move_end_of_means(service: Service, *, means_until_on: date) -> None:
    """Set the day until which there are means for a service. Raises NoSuchCase when it may not be changed."""
    same = Service.objects.filter(pk=service.pk, case_id=service.case_id)
    if not same.update(means_until_on=means_until_on):
        raise NoSuchCase
