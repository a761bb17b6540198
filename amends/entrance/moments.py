"""The moment and the day as the database has them, asked under the door's own role."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import connections

from amends.policy.rules import program_rules

DOOR = "door"


class Moment(NamedTuple):
    """When something is done: the moment, and the day it is where the program works."""

    now: datetime
    today: date

    def rule(self, name: str) -> int:
        """Return the number that a rule about working has on this day, in the rule's own unit."""
        value = program_rules()[f"working.{name}"].on(self.today)
        if not isinstance(value, int):
            raise TypeError(f"The rule [working.{name}] is [{value}]; expected a number.")
        return value


def moment() -> Moment:
    """Return the database's moment; within a transaction it stands still."""
    with connections[DOOR].cursor() as cursor:
        cursor.execute("SELECT access.now(), access.today()")
        return Moment(*cursor.fetchone())
