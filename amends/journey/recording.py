"""Adding a record to a case. The database refuses what must not be; here its refusals become Python's."""

from __future__ import annotations

from typing import TypeVar

import psycopg
from django.db import IntegrityError, ProgrammingError, transaction
from psycopg.errors import InsufficientPrivilege

from amends.access.records import CaseRecord
from amends.journey.moving import NoSuchCase

Record = TypeVar("Record", bound=CaseRecord)


class Refused(ValueError):
    """The database refused a record; `constraint` is the name of the promise that it would have broken."""

    def __init__(self, constraint: str) -> None:
        """Keep the constraint's name."""
        super().__init__(f"The record was refused: [{constraint}]. Nothing was written.")
        self.constraint = constraint


def add(record: Record) -> Record:
    """Store a new record of a case as the person who is signed in, and return it.

    Author and moment are the database's. Raises NoSuchCase when this person may not add it there, and Refused when a
    constraint does not let it in; either way nothing has been written.
    """
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(constraint_of(error)) from error
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise NoSuchCase from error
        raise
    return record


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the constraint that refused, or an empty text when the database gave none."""
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, psycopg.Error) else ""
