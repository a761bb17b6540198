"""Somebody who got the site's own database role and the key of one sitting, and can run whatever they like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from amends.database.addresses import connect_as


class Injector(AbstractContextManager):
    """One connection of `amends_web`, which asks as whoever the key belongs to."""

    def __init__(self, key: str, *, at_case: UUID | None = None) -> None:
        """Connect; with a case, record the look at it first, as the site would."""
        self.key = key
        self.database = connections["default"].settings_dict["NAME"]
        self.connection = connect_as("amends_web", self.database, autocommit=True)
        if at_case is not None:
            self.runs("SELECT access.record_look(%s, 'working on the case')", at_case)

    def __exit__(self, *error: object) -> None:
        """Close the connection."""
        self.connection.close()

    def runs(self, statement: str, *values: Any) -> list[tuple]:
        """Run one statement in a transaction of its own, commit it, and return its rows."""
        with self.open() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def is_told(self, statement: str, *values: Any) -> str:
        """Run one statement, undo it, and return all that its answer says: rows, or the error with every detail."""
        try:
            with self.open() as connection:
                cursor = connection.execute(statement, values)
                said = str(cursor.fetchall() if cursor.description else cursor.rowcount)
                raise psycopg.Rollback
        except psycopg.Error as error:
            diag = error.diag
            return f"{error.sqlstate} {diag.message_primary} {diag.message_detail} {diag.constraint_name}"
        return said

    @contextmanager
    def open(self) -> Iterator[psycopg.Connection]:
        """Hold a transaction open, as whoever the key belongs to."""
        with self.connection.transaction():
            self.connection.execute("SELECT set_config('access.key', %s, true)", [self.key])
            yield self.connection


def through_the_gate(statement: str, *values: Any) -> list[tuple]:
    """Ask as the gate, which sees all that it needs: what is so, for a test to compare with what is told."""
    with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
        owner.execute("SET LOCAL ROLE amends_gate")
        return owner.execute(statement, values).fetchall()
