"""Every cell of the access matrix, tried in the database as the role that the site uses."""

import pytest
from django.apps import apps
from django.db import connections
from psycopg import sql

from amends.access.matrix import ROLES, load_matrix
from amends.access.records import CaseRecord

MATRIX = load_matrix()
READING = [(record, role) for record in MATRIX.records for role in ROLES]


def may_reach(row: dict, *, person, case, scope: str | None, opened: bool, record) -> bool:
    """What a word of the matrix means, written a second time and in another language."""
    of_this_case = row["id" if record.case == "id" else "case_id"] == case
    match scope:
        case None:
            return False
        case "all":
            return True
        case "seat":
            return of_this_case
        case "case":
            return of_this_case and opened
        case "own":
            return of_this_case and opened and row["added_by_id"] == person
    raise AssertionError(scope)


def key_column(record: str) -> str:
    return "seat_id" if record == "worker" else "id"


def visible(record: str) -> set:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT {} FROM {}").format(sql.Identifier(key_column(record)), sql.Identifier(record)).as_string()
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize(("record", "role"), READING)
def test_a_role_reads_exactly_what_the_matrix_says(world, record, role):
    from tests.world import id_of

    rows = world.rows(record)
    name = world.person(role)
    scope = MATRIX.records[record].scope(role, "read")
    opened = role != "director"
    with world.acting_as(name, opening=world.rose if opened else None):
        if not MATRIX.records[record].roles("read", "own", "case", "seat", "all"):
            return
        seen = visible(record)
    expected = {
        row[key_column(record)]
        for row in rows
        if may_reach(row, person=id_of(name), case=world.rose, scope=scope, opened=opened, record=MATRIX.records[record])
    }
    assert seen == expected


def test_seeing_nothing_is_not_an_accident(world):
    for record in MATRIX.records:
        cases = {row["id" if MATRIX.records[record].case == "id" else "case_id"] for row in world.rows(record)}
        assert {world.rose, world.oak} <= cases, record


def test_the_gate_can_check_every_record_that_another_names():
    named = {
        field.related_model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, CaseRecord)
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, CaseRecord)
    }
    assert "progress" in named
    assert named <= set(MATRIX.gate)
