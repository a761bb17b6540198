"""Rows as a test needs them: plausible ones of any record, sent in any name, as the site's own role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connections, models, transaction
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from amends.access.records import CaseRecord
from amends.database import roles
from amends.database.addresses import connect_as
from amends.database.sight import with_sight
from tests.conftest import point_at
from tests.world import WORLD, Writer, id_of, key_of

MODELS: dict[str, type[models.Model]] = {
    model._meta.db_table: model for model in apps.get_models(include_auto_created=True)
}
PURPOSE = "working on the case"


def the_database() -> str:
    """Return the name of the database that this test has."""
    return connections["default"].settings_dict["NAME"]


def works_on_oak_as_well(name: str) -> None:
    """Give a worker of rose the same part in oak, from whoever has played it there."""
    with as_owner("seat") as owner:
        role = owner.execute("SELECT role FROM seat WHERE person_id = %s", [id_of(name)]).fetchone()[0]
        owner.execute(
            "UPDATE seat SET until_at = access.now() WHERE case_id = %s AND role = %s", [WORLD.oak, role]
        )
        given = owner.execute(
            "INSERT INTO seat (id, matter_id, case_id, person_id, role, side, from_at)"
            " SELECT gen_random_uuid(), matter_id, case_id, %s, role, side, until_at FROM seat"
            " WHERE case_id = %s AND role = %s",
            [id_of(name), WORLD.oak, role],
        )
        assert given.rowcount == 1


def plausible(record: str, *, case: str, author: str, **changes: object) -> dict[str, Any]:
    """Return the columns of a new row of a record, like the one that the world has by this author."""
    values = Writer(None).values(MODELS[record], case, author)
    fresh = {"id": uuid4()} if "id" in values else {}
    return {**values, **fresh, **changes}


def insert(record: str, values: dict[str, Any]) -> sql.Composed:
    """Return the statement that adds these columns, with a placeholder for each value."""
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(record),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
    )


def is_let_in(record: str, values: dict[str, Any]) -> bool:
    """Return whether the policies let whoever is signed in add a row; a constraint may refuse it yet."""
    return is_let(insert(record, values), list(values.values()))


def is_let(statement: sql.Composed, values: list[object]) -> bool:
    """Return whether the person who is signed in has the right to do this; what is done is undone."""
    try:
        with transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute(statement.as_string(), values)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        return False
    return True


@contextmanager
def as_web(person: str | None = None, *, opening: UUID | None = None) -> Iterator[psycopg.Connection]:
    """Open a connection of the site's role, in a transaction in which this person asks, or nobody.

    The look at a case is committed before. What is written is committed at the end.
    """
    with connect_as("amends_web", the_database(), autocommit=True) as web:
        if opening:
            with web.transaction():
                set_key(web, person)
                answer = web.execute("SELECT access.record_look(%s, %s)", [opening, PURPOSE]).fetchone()
            assert answer in [("recorded",), ("open",)], answer
        with web.transaction():
            if person:
                set_key(web, person)
            yield web


def set_key(web: psycopg.Connection, person: str) -> None:
    """Say who asks, until the transaction ends."""
    web.execute("SELECT set_config('access.key', %s, true)", [key_of(person)])


@contextmanager
def as_owner(*tables: str) -> Iterator[psycopg.Connection]:
    """Open a connection of the owner, who sees these tables, in a transaction that is committed."""
    with connect_as("amends_owner", the_database()) as owner, with_sight(owner, *tables):
        yield owner


@contextmanager
def copy_of(database: str) -> Iterator[None]:
    """Let a test have a copy of a database to itself."""
    name = f"{database}_copy"
    point_at(name)
    roles.clone(database, name)
    yield
    point_at(database)
    roles.drop(name)


def case_records() -> list[str]:
    """Return the tables whose rows carry a case and an author."""
    return [table for table, model in MODELS.items() if issubclass(model, CaseRecord)]
