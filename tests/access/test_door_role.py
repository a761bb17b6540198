"""Signing in is wholly under its own role: the site reaches none of it, and it reaches nothing of a case."""

import pytest
from django.apps import apps
from django.db import connections, router
from psycopg import errors, sql

from amends.access.matrix import FILE as MATRIX_FILE
from amends.access.matrix import BrokenMatrix, load_matrix
from amends.access.policies import SQL_VERBS
from amends.database.addresses import administer, connect_as
from amends.entrance.models import Account, Invitation
from amends.people.models import Person

DOOR = load_matrix().door
PRIVILEGES_OF_COLUMNS = ("SELECT", "INSERT", "UPDATE", "REFERENCES")
PRIVILEGES = (*PRIVILEGES_OF_COLUMNS, "DELETE", "TRUNCATE", "TRIGGER")
FORCED = "SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"
TRIES = {
    "read": "SELECT FROM {}",
    "add": "INSERT INTO {} SELECT FROM generate_series(1, 0)",
    "change": "UPDATE {} SET {} = {} WHERE false",
    "remove": "DELETE FROM {} WHERE false",
}


def database() -> str:
    return connections["default"].settings_dict["NAME"]


def granted(role: str) -> dict[str, set[str]]:
    """Every privilege that the catalog gives a role on a table of ours, or on a single column of it."""
    with administer(database()) as server:
        rows = server.execute(
            "SELECT c.relname, p FROM pg_class c, unnest(%s::text[]) AS p"
            " WHERE c.relnamespace = 'amends'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')"
            " AND CASE WHEN p = ANY (%s::text[]) THEN has_any_column_privilege(%s, c.oid, p)"
            " ELSE has_table_privilege(%s, c.oid, p) END",
            [list(PRIVILEGES), list(PRIVILEGES_OF_COLUMNS), role, role],
        ).fetchall()
    found: dict[str, set[str]] = {}
    for table, privilege in rows:
        found.setdefault(table, set()).add(privilege)
    return found


def attempt(role: str, table: str, verb: str) -> bool:
    """Whether a role, signed in as itself, may use a verb on a table."""
    column = "person_id" if table in ("account", "sitting", "invitation") else first_column(table)
    names = [sql.Identifier(table), sql.Identifier(column), sql.Identifier(column)]
    question = sql.SQL(TRIES[verb]).format(*names[: 3 if verb == "change" else 1])
    with connect_as(role, database()) as connection:
        try:
            connection.execute(question)
        except errors.InsufficientPrivilege:
            return False
        finally:
            connection.rollback()
    return True


def first_column(table: str) -> str:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return model._meta.concrete_fields[-1].column


@pytest.mark.parametrize("table", DOOR)
def test_the_door_does_with_a_table_what_the_matrix_says_and_nobody_else_does_anything(world, table):
    assert granted("amends_door")[table] == {SQL_VERBS[verb] for verb in DOOR[table]}
    assert {verb for verb in SQL_VERBS if attempt("amends_door", table, verb)} == set(DOOR[table])
    for role in ("amends_web", "amends_jobs", "amends_study"):
        assert table not in granted(role), role
        assert not any(attempt(role, table, verb) for verb in SQL_VERBS), role


def test_the_door_reads_nothing_but_its_own_tables_and_what_is_open_to_all(world):
    reached = granted("amends_door")
    assert set(reached) == set(DOOR) | set(load_matrix().open)
    assert all(reached[table] == {"SELECT"} for table in load_matrix().open)


def test_the_door_calls_no_function_of_the_gate_but_the_clock(world):
    with administer(database()) as server:
        callable_ones = server.execute(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'access'::regnamespace"
            " AND has_function_privilege('amends_door', p.oid, 'EXECUTE') ORDER BY 1"
        ).fetchall()
    assert [name for (name,) in callable_ones] == ["now", "today"]


def test_even_their_owner_sees_no_row_of_what_signs_people_in(world):
    with connect_as("amends_owner", database()) as owner:
        for table in DOOR:
            assert owner.execute(FORCED, [table]).fetchone() == (True,), table
        assert owner.execute("SELECT count(*) FROM sitting").fetchone() == (0,)
    with connect_as("amends_door", database()) as door:
        assert door.execute("SELECT count(*) > 0 FROM sitting").fetchone() == (True,)


def test_django_goes_to_these_tables_under_the_alias_of_the_door_and_to_no_other_so():
    aliases = {model._meta.db_table: router.db_for_read(model) for model in apps.get_models()}
    assert {table for table, alias in aliases.items() if alias == "door"} == set(DOOR)
    assert router.db_for_write(Account) == router.db_for_write(Invitation) == "door"
    assert router.db_for_write(Person) == "default"


@pytest.mark.parametrize(
    "line, expected",
    [
        ('account = ["erase"]', "one of read, add, change, remove"),
        ('charge = ["read"]', "a table of signing in"),
    ],
)
def test_a_slip_in_the_door_s_section_stops_the_start_with_its_line(tmp_path, line, expected):
    text = MATRIX_FILE.read_text().replace("[door]\n", f"[door]\n{line}\n")
    text = text.replace('account = ["read", "add", "change"]\n', "")
    file = tmp_path / "matrix.toml"
    file.write_text(text)
    number = text.splitlines().index(line) + 1
    with pytest.raises(BrokenMatrix, match=rf"matrix\.toml, line {number}: .*{expected}"):
        load_matrix(file)
