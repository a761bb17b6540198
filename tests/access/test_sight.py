"""The owner of the tables sees no row of them, but for one change at a time, and nobody else sees meanwhile."""

import psycopg
import pytest
from psycopg import sql

from amends.access.matrix import load_matrix
from amends.database.addresses import connect_as
from amends.database.sight import with_sight
from tests.access.rows import as_web, the_database
from tests.world import World

SEALED = [
    *load_matrix().records,
    *load_matrix().people,
    *load_matrix().books,
    "sitting",
    "parties",
    "likeness",
    "person",
]
FORCED = "SELECT relforcerowsecurity FROM pg_class WHERE oid = 'amends.plan_item'::regclass"


def count(connection: psycopg.Connection, table: str) -> int:
    return connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()[0]


def test_the_owner_sees_no_row_without_sight_and_every_row_with_it(world):
    with connect_as("amends_owner", the_database()) as owner:
        assert [table for table in SEALED if count(owner, table)] == []
        assert owner.execute("UPDATE plan_item SET action = action").rowcount == 0
        owner.rollback()
        for table in SEALED:
            with with_sight(owner, table):
                seen = count(owner, table)
            if table in load_matrix().records:
                assert seen, table


def test_forgetting_sight_can_be_made_loud(world):
    with connect_as("amends_owner", the_database()) as owner:
        owner.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            count(owner, "plan_item")


def test_sight_ends_with_its_block_even_when_the_change_fails(own_world):
    with connect_as("amends_owner", the_database()) as owner:
        with pytest.raises(psycopg.errors.DivisionByZero), with_sight(owner, "plan_item"):
            owner.execute("SELECT 1/0 FROM plan_item")
        assert owner.execute(FORCED).fetchone() == (True,)
        with with_sight(owner, "plan_item"):
            assert owner.execute(FORCED).fetchone() == (False,)
        assert owner.execute(FORCED).fetchone() == (True,)
        assert count(owner, "plan_item") == 0


def test_nobody_reads_a_table_while_its_guard_is_lifted(own_world):
    with as_web("rose's survivor", opening=World.rose) as web:
        assert count(web, "plan_item")
    with (
        connect_as("amends_owner", the_database()) as owner,
        with_sight(owner, "plan_item"),
        pytest.raises(psycopg.errors.LockNotAvailable),
        as_web("rose's survivor") as web,
    ):
        count(web, "plan_item")
    with as_web("rose's survivor") as web:
        assert count(web, "plan_item")
