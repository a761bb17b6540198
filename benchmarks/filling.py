"""Fills a database with many cases of 20 records each, as its owner, by the server itself."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import psycopg
from django.db import connections
from psycopg import sql

from amends.access.matrix import load_matrix
from amends.command.migrate import migrate
from amends.database.addresses import connect_as
from amends.database.roles import drop
from amends.database.sight import with_sight

# Two facilitators: one with a page of cases, one with as many as an office has in years.
FEW, MANY = "few", "many"
SEATS_OF_FEW = 75
KEYS = {who: sha256(f"benchmark {who}".encode()).hexdigest() for who in (FEW, MANY)}

PEOPLE = """
INSERT INTO site VALUES ('{site}', 'Benchmark County');
INSERT INTO organization (id, site_id, kind, name)
    VALUES ('{office}', '{site}', 'prosecutor', 'Benchmark office'),
           ('{center}', '{site}', 'community', 'Benchmark center');
INSERT INTO person SELECT md5('person ' || n)::uuid, now() FROM generate_series(1, 200) n;
INSERT INTO appointment (id, person_id, organization_id, role, called, from_at)
    SELECT gen_random_uuid(), md5('person ' || n)::uuid, '{center}',
           (ARRAY['advocate', 'facilitator', 'coach'])[1 + n % 3], 'Worker ' || n, now() - interval '3 years'
    FROM generate_series(1, 200) n;
INSERT INTO credential (id, person_id, role, from_on)
    SELECT gen_random_uuid(), person_id, role, current_date - 1000 FROM appointment;
"""

# `n` counts the cases. The two facilitators are workers 1 and 4: every case has one of them or of the others.
CASES = """
INSERT INTO matter (id, office_id, court_number)
    SELECT md5('matter ' || n)::uuid, '{office}', 'B-' || n FROM generate_series(1, {cases}) n;
INSERT INTO case_file (id, matter_id, number, entered_on, move_number, state, stage, since, agreed_on)
    SELECT md5('case ' || n)::uuid, md5('matter ' || n)::uuid, 'B' || n, current_date - 200, 5, 'preparing', 'preparing',
           now() - interval '100 days', current_date - 100
    FROM generate_series(1, {cases}) n;
INSERT INTO seat (id, matter_id, case_id, person_id, role, side, from_at)
    SELECT gen_random_uuid(), md5('matter ' || n)::uuid, md5('case ' || n)::uuid,
           md5('person ' || CASE WHEN n <= {few} THEN 1 WHEN n <= {few} + {many} THEN 4 ELSE 7 + 3 * (n % 60) END)::uuid,
           'facilitator', 'between', now() - interval '200 days' + n * interval '1 second'
    FROM generate_series(1, {cases}) n;
INSERT INTO seat (id, matter_id, case_id, person_id, role, side, from_at)
    SELECT gen_random_uuid(), md5('matter ' || n)::uuid, md5('case ' || n)::uuid,
           md5('person ' || 3 + 3 * (n % 60))::uuid, 'advocate', 'hers', now() - interval '200 days'
    FROM generate_series(1, {cases}) n;
"""

ONE_EACH = {
    "charge": ("court_number, counts, charged_on", "'B-' || n, 'count 1', current_date - 300"),
    "her_name": ("called, language", "'Name ' || n, 'en'"),
    "his_name": ("called", "'Other name ' || n"),
    "chosen_name": ("name", "'Case ' || n"),
    "consent": (
        "counsel_consulted_on, consequences_explained_on, how",
        "current_date - 101, current_date - 101, 'page'",
    ),
    "service": ("kind, opened_on, means_until_on", "'advocacy', current_date - 200, current_date + 200"),
}
TWO_EACH = {
    "safety_check": ("kind, level, checked_on", "(ARRAY['coercion', 'safety'])[k], 'low', current_date - 3"),
    "her_preparation": ("held_on, minutes, mode", "current_date - 5, 60, 'in person'"),
    "his_preparation": ("held_on, minutes, mode", "current_date - 5, 60, 'in person'"),
    "her_wish": ("wish, form, how", "'go on', 'circle', 'page'"),
    "his_wish": ("wish, how", "'go on', 'page'"),
}
# With the four steps of the history below: 6 + 10 + 4 = 20.
STEPS = (
    ("(start)", "refer", "referred"),
    ("referred", "agree to talk", "screening"),
    ("screening", "offer the choice", "choosing"),
    ("choosing", "choose the restorative road", "inviting"),
)


class Filled(NamedTuple):
    """A database that is ready, and a case of each of the two facilitators."""

    database: str
    case_of: dict[str, UUID]


def fill(database: str, *, cases: int, seats_of_many: int) -> Filled:
    """Make the database anew and fill it. `cases` of 20 records; returns what a benchmark asks for."""
    drop(database)
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = database
    migrate(database)
    many = max(1, min(seats_of_many, cases - SEATS_OF_FEW))
    ids = {name: UUID(sha256(name.encode()).hexdigest()[:32]) for name in ("site", "office", "center")}
    told = {**ids, "cases": cases, "few": SEATS_OF_FEW, "many": many}
    matrix = load_matrix()
    sealed = [
        t
        for t in dict.fromkeys([*matrix.records, *matrix.people, *matrix.books, *matrix.gate, "sitting"])
        if t not in matrix.open
    ]
    with connect_as("amends_owner", database) as owner, with_sight(owner, *sealed):
        triggers(owner, sealed, "DISABLE")
        owner.execute(PEOPLE.format(**told))
        owner.execute(CASES.format(**told))
        for table, (columns, values) in ONE_EACH.items():
            owner.execute(_records(table, columns, values, cases=cases, each=1))
        for table, (columns, values) in TWO_EACH.items():
            owner.execute(_records(table, columns, values, cases=cases, each=2))
        for number, (start, event, end) in enumerate(STEPS, 1):
            owner.execute(
                'INSERT INTO case_move (id, case_id, number, previous, start, event, "end", moved_at, role, how)'
                f" SELECT gen_random_uuid(), md5('case ' || n)::uuid, {number}, nullif({number - 1}, 0), '{start}',"
                f" '{event}', '{end}', now() - interval '150 days', 'clock', 'page' FROM generate_series(1, {cases}) n"
            )
        for who, number in ((FEW, 1), (MANY, 4)):
            owner.execute(
                "INSERT INTO sitting (id, person_id, key_hash, opened_at, seen_at, idle, ends_at)"
                " VALUES (gen_random_uuid(),"
                " md5('person ' || %s)::uuid, sha256(convert_to(%s, 'UTF8')), now(), now(), '9 days',"
                " now() + interval '9 days')",
                [number, KEYS[who]],
            )
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        triggers(owner, sealed, "ENABLE")
    with connect_as("amends_owner", database, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
        (few, last) = owner.execute(
            "SELECT md5('case 1')::uuid, md5('case ' || %s)::uuid", [SEATS_OF_FEW + many]
        ).fetchone()
    connections.close_all()
    return Filled(database, {FEW: few, MANY: last})


def triggers(owner: psycopg.Connection, tables: list[str], what: str) -> None:
    """Switch the tables' own triggers off or on: rows of a benchmark need not have come about."""
    for table in tables:
        owner.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.Identifier(table), sql.SQL(what)))


def switch_protection_off(database: str) -> None:
    """Take row-level security and the trace away, in this database of the benchmark only."""
    matrix = load_matrix()
    with connect_as("amends_owner", database) as owner:
        for table in {*matrix.records, *matrix.people, *matrix.books, *matrix.gate} - set(matrix.open):
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
            owner.execute(sql.SQL("GRANT SELECT ON {} TO amends_web").format(sql.Identifier(table)))
        owner.execute("SET LOCAL ROLE amends_gate")
        owner.execute(
            "CREATE OR REPLACE FUNCTION access.record_look(of_case uuid, what_for text) RETURNS text"
            " LANGUAGE sql RETURN 'open'"
        )


def _records(table: str, columns: str, values: str, *, cases: int, each: int) -> str:
    return (
        f"INSERT INTO {table} (id, case_id, added_by_id, added_at, {columns}) SELECT gen_random_uuid(),"
        f" md5('case ' || n)::uuid, md5('person 1')::uuid, now() - interval '2 days', {values}"
        f" FROM generate_series(1, {cases}) n, generate_series(1, {each}) k"
    )
