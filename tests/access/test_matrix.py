"""Every cell of the access matrix, tried in the database as the role that the site uses."""

import pytest
from django.apps import apps
from django.db import connections
from psycopg import sql

from amends.access.matrix import ROLES, WORDS, load_matrix
from amends.access.records import CaseRecord
from tests.access.rows import case_records, is_let, is_let_in, plausible
from tests.world import id_of

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
        read = sql.SQL("SELECT {} FROM {}").format(sql.Identifier(key_column(record)), sql.Identifier(record))
        cursor.execute(read.as_string())
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize("record,role", READING)
def test_a_role_reads_exactly_what_the_matrix_says(world, record, role):
    told = MATRIX.records[record]
    rows = world.rows(record)
    name = world.person(role)
    scope = told.scope(role, "read")
    opened = role != "director"
    with world.acting_as(name, opening=world.rose if opened else None):
        if not told.roles("read", *WORDS):
            return
        seen = visible(record)
    expected = {
        row[key_column(record)]
        for row in rows
        if may_reach(row, person=id_of(name), case=world.rose, scope=scope, opened=opened, record=told)
    }
    assert seen == expected


def test_seeing_nothing_is_not_an_accident(world):
    for record, told in MATRIX.records.items():
        cases = {row["id" if told.case == "id" else "case_id"] for row in world.rows(record)}
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


ADDING = [(record, role) for record in MATRIX.records if record in case_records() for role in ROLES]


def test_only_records_of_a_case_with_an_author_can_be_added():
    added = {record for record, told in MATRIX.records.items() if told.roles("add", *WORDS)}
    assert added <= set(case_records())


@pytest.mark.parametrize("record,role", ADDING)
def test_a_role_adds_exactly_what_the_matrix_says(world, record, role):
    scope = MATRIX.records[record].scope(role, "add")
    name = world.person(role)
    here = plausible(record, case="rose", author=role)
    elsewhere = plausible(record, case="oak", author=role)
    opened = role != "director"
    with world.acting_as(name, opening=world.rose if opened else None):
        assert is_let_in(record, here) == (scope == "all" or (scope is not None and opened))
        assert is_let_in(record, elsewhere) == (scope == "all"), "in another case"


@pytest.mark.parametrize("record", MATRIX.records)
def test_each_role_changes_exactly_what_the_matrix_says(world, record):
    key = sql.Identifier(key_column(record))
    count = sql.SQL("UPDATE {} SET {} = {}").format(sql.Identifier(record), key, key).as_string()
    for role in ROLES:
        scope = MATRIX.records[record].scope(role, "change")
        opened = role != "director"
        with world.acting_as(world.person(role), opening=world.rose if opened else None):
            if not MATRIX.records[record].roles("change", *WORDS):
                assert not is_let(sql.SQL(count), []), role
                continue
            with connections["default"].cursor() as cursor:
                cursor.execute(count)
                changed = cursor.rowcount
        assert changed == (1 if scope == "case" else 0), role


def test_what_can_be_changed_is_there_to_be_changed_in_both_cases(world):
    for record, told in MATRIX.records.items():
        if told.roles("change", *WORDS):
            assert {word for (_, verb), word in told.cells.items() if verb == "change"} == {"case"}
            assert [row["case_id"] for row in world.rows(record)].count(world.rose) == 1
