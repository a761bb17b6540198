"""Adding a record to a case. The database refuses what must not be; here its refusals become Python's."""

from __future__ import annotations

from typing import TypeVar

from django.db import IntegrityError, OperationalError, ProgrammingError, transaction
from django.db.models import Model
from psycopg.errors import InsufficientPrivilege

from amends.journey.moving import NoSuchCase, Refused, SomebodyWasFirst, constraint_of, is_held_up

__all__ = ["Refused", "add"]

Record = TypeVar("Record", bound=Model)


def add(record: Record) -> Record:
    """Store a new record of a case, or a row of the books, as the person who is signed in, and return it.

    Author and moment are the database's. Raises NoSuchCase when this person may not add it there, Refused when a
    constraint does not let it in, and SomebodyWasFirst while a step of the case is being stored; then nothing has
    been written.
    """
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except OperationalError as error:
        if is_held_up(error):
            raise SomebodyWasFirst from error
        raise
    except IntegrityError as error:
        raise Refused(constraint_of(error)) from error
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise NoSuchCase from error
        raise
    return record
