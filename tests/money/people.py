"""Several people of the small world in one transaction that is rolled back, each with the look that they need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from amends.access.asking import arrive, set_key
from amends.money.models import Fund
from tests.world import World, id_of, key_of

PURPOSE = "working on the case"
OPEN = ("survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "liaison")


@contextmanager
def a_day_in_rose() -> Iterator[None]:
    """Let everybody of rose open it, then begin a transaction of which nothing stays."""
    for part in OPEN:
        arrive(key_of(f"rose's {part}"), case=World.rose, purpose=PURPOSE)
    with transaction.atomic(durable=True):
        yield
        connections["default"].set_rollback(True)


def i_am(part: str) -> None:
    """Be somebody of rose, or the director, from here on."""
    set_key(key_of(World().person(part)))


def the_fund() -> Fund:
    """Return the one fund of the world, which pays for everything and holds ten thousand dollars."""
    return Fund(pk=id_of("fund"))
