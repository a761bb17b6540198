"""What the database's own catalog says is what the matrix and the gate say, and nothing more."""

import json
import re
from pathlib import Path

import psycopg
import pytest
from django.db import models

from amends.access.leave import gate_functions, leave
from amends.access.matrix import HIS_SIDE, VERBS, WORDS, load_matrix
from amends.access.policies import FILE, SQL_VERBS, policies_sql
from amends.database.addresses import LOG_IN_ROLES, administer, connect_as
from amends.journey.stages import ACTS, legal_steps, needs_of
from amends.policy.rules import rule_rows
from tests.access.rows import MODELS, the_database

MATRIX = load_matrix()
SEALED = [
    table
    for table in dict.fromkeys([*MATRIX.records, *MATRIX.people, *MATRIX.books, *MATRIX.gate, *MATRIX.door])
    if table not in MATRIX.open
]
# Tables that say nothing of anybody, and that no role but the owner may touch.
NOT_OURS = {
    "django_migrations": "Django's own note of which migrations have run.",
    "django_content_type": "Django's own list of kinds of records.",
}
SITE_ROLES = [role for role in LOG_IN_ROLES if role != "amends_owner"]


@pytest.fixture
def catalog(world) -> psycopg.Connection:
    """The catalog of the world's database, as the administrator reads it."""
    with administer(the_database()) as server:
        yield server


def rows(catalog: psycopg.Connection, query: str, *values: object) -> list[tuple]:
    return catalog.execute(query, values).fetchall()


TABLES = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
    WHERE c.relnamespace = 'amends'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""


def test_every_table_is_in_the_matrix_or_is_named_with_a_reason(catalog):
    tables = {name for name, _, _ in rows(catalog, TABLES)}
    assert tables == {*SEALED, *MATRIX.open, *NOT_OURS}


def test_every_table_about_people_is_under_forced_row_level_security(catalog):
    guarded = {name for name, enabled, forced in rows(catalog, TABLES) if enabled and forced}
    assert guarded == set(SEALED)


def granted(catalog: psycopg.Connection, role: str) -> dict[str, set[str]]:
    """Return what a role may do with each table or with any column of it, whoever granted it to whom."""
    found = rows(
        catalog,
        """
        SELECT c.relname, verb FROM pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) verb
        WHERE c.relnamespace = 'amends'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND has_any_column_privilege(%(role)s, c.oid, verb)
        UNION ALL
        SELECT c.relname, verb FROM pg_class c, unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) verb
        WHERE c.relnamespace = 'amends'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND has_table_privilege(%(role)s, c.oid, verb)
        """.replace("%(role)s", f"'{role}'"),
    )
    told: dict[str, set[str]] = {}
    for table, verb in found:
        told.setdefault(table, set()).add(verb)
    return told


def test_the_site_has_the_grants_of_the_matrix_and_no_other(catalog):
    expected = {table: {"SELECT"} for table in MATRIX.open}
    expected |= {
        table: {"SELECT"} if table == "seat" else {"SELECT", "INSERT", "UPDATE"} for table in MATRIX.people
    }
    expected |= {table: {"SELECT", "INSERT"} for table in MATRIX.books}
    expected |= {
        record: {SQL_VERBS[verb] for verb in VERBS if told.roles(verb, *WORDS)}
        for record, told in MATRIX.records.items()
    }
    found = granted(catalog, "amends_web")
    assert found == {table: verbs for table, verbs in expected.items() if verbs}
    for written_by_the_gate_alone in ("seat", "look", "case_move", "outward_word"):
        assert found[written_by_the_gate_alone] == {"SELECT"}
    assert "sitting" not in found
    assert not [
        table for table, verbs in found.items() if verbs & {"DELETE", "TRUNCATE", "TRIGGER", "REFERENCES"}
    ]


def test_the_other_roles_touch_no_case(catalog):
    door = {table: {SQL_VERBS[verb] for verb in verbs} for table, verbs in MATRIX.door.items()}
    assert granted(catalog, "amends_door") == {**{table: {"SELECT"} for table in MATRIX.open}, **door}
    assert granted(catalog, "amends_jobs") == {table: {"SELECT"} for table in MATRIX.open}
    assert granted(catalog, "amends_study") == {}
    assert granted(catalog, "public") == {}


def test_a_role_that_signs_in_owns_nothing_belongs_to_nothing_and_makes_nothing(catalog):
    owned = rows(
        catalog,
        "SELECT pg_get_userbyid(refobjid), classid::regclass::text FROM pg_shdepend"
        " WHERE deptype = 'o' AND refclassid = 'pg_authid'::regclass"
        " AND pg_get_userbyid(refobjid) = ANY (%s)",
        SITE_ROLES,
    )
    assert owned == []
    memberships = rows(
        catalog,
        "SELECT member::regrole::text FROM pg_auth_members WHERE member::regrole::text = ANY (%s)",
        SITE_ROLES,
    )
    assert memberships == []
    for role in SITE_ROLES:
        for schema in ("amends", "access", "public", "extensions"):
            assert rows(catalog, "SELECT has_schema_privilege(%s, %s, 'CREATE')", role, schema) == [(False,)]
        assert rows(
            catalog, "SELECT has_database_privilege(%s, current_database(), 'TEMP, CREATE')", role
        ) == [(False,)]


POLICY = re.compile(
    r'^CREATE POLICY "(.+)" ON amends\.(\w+)( AS RESTRICTIVE)? FOR (\w+) TO (\w+)$', re.MULTILINE
)
IN_CATALOG = """
    SELECT policyname::text, tablename::text, permissive, cmd, roles::text[], qual, with_check FROM
    pg_policies WHERE schemaname = 'amends'
"""


def test_the_policies_are_those_of_the_committed_file_and_no_others(catalog):
    written = {
        (name, table, "RESTRICTIVE" if kind else "PERMISSIVE", verb, (role,))
        for name, table, kind, verb, role in POLICY.findall(FILE.read_text())
    }
    found = {
        (name, table, kind, verb, tuple(roles))
        for name, table, kind, verb, roles, _, _ in rows(catalog, IN_CATALOG)
    }
    assert found == written


def test_writing_the_committed_file_again_changes_nothing(own_world):
    everything = [
        IN_CATALOG + " ORDER BY 2, 1",
        (
            "SELECT relname, relacl::text, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'amends'::regnamespace ORDER BY 1"
        ),
        (
            "SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE NOT tgisinternal ORDER BY 1, 2"
        ),
    ]
    with administer(the_database(), autocommit=True) as server:
        before = [rows(server, query) for query in everything]
        with connect_as("amends_owner", the_database()) as owner:
            owner.execute(FILE.read_text())
        after = [rows(server, query) for query in everything]
    assert after == before
    assert all(before)


def roles_in(condition: str | None) -> set[str]:
    """Return every role that a condition of the catalog names, in an array or alone."""
    arrays = re.findall(r"'\{([\w,]*)\}'::text\[\]", condition or "")
    return {role for array in arrays for role in array.split(",")} | set(
        re.findall(r"access\.\"is\"\('(\w+)'::text\)", condition or "")
    )


def test_the_roles_in_each_policy_are_those_of_the_matrix(catalog):
    found = {
        (table, verb): (roles_in(qual), roles_in(with_check), qual, with_check)
        for _, table, kind, verb, roles, qual, with_check in rows(catalog, IN_CATALOG)
        if kind == "PERMISSIVE" and roles == ["amends_web"] and table in MATRIX.records
    }
    expected = {
        (record, SQL_VERBS[verb]): set(told.roles(verb, *WORDS))
        for record, told in MATRIX.records.items()
        for verb in VERBS
        if told.roles(verb, *WORDS)
    }
    assert {key: read or checked for key, (read, checked, _, _) in found.items()} == expected
    for (record, verb), (_, _, qual, with_check) in found.items():
        told = MATRIX.records[record]
        condition = with_check if verb == "INSERT" else qual
        if told.roles(dict(zip(SQL_VERBS.values(), SQL_VERBS, strict=True))[verb], "case", "own"):
            assert "access.cases_open_to" in condition, record
        if verb == "INSERT":
            assert "added_by_id = ( SELECT access.me()" in condition, record


def test_each_table_has_one_permissive_policy_a_verb_and_one_that_narrows(catalog):
    for record, told in MATRIX.records.items():
        of_web = [
            (kind, verb)
            for _, table, kind, verb, roles, _, _ in rows(catalog, IN_CATALOG)
            if table == record and roles == ["amends_web"]
        ]
        verbs = [SQL_VERBS[verb] for verb in VERBS if told.roles(verb, *WORDS)]
        narrowing = [("RESTRICTIVE", "SELECT")] if told.roles("read", *WORDS) else []
        assert sorted(of_web) == sorted([*(("PERMISSIVE", verb) for verb in verbs), *narrowing]), record


def test_what_appears_to_his_side_at_fixed_times_is_fenced_for_his_side_only(catalog):
    appearing = {record for record, told in MATRIX.records.items() if told.appears}
    assert appearing
    for _, table, kind, verb, roles, qual, _ in rows(catalog, IN_CATALOG):
        if verb == "SELECT" and kind == "PERMISSIVE" and roles == ["amends_web"] and table in appearing:
            late, _, _ = qual.partition(" AND ")[2].partition(" OR ")
            assert "shown_from <= access.now()" in qual, table
            assert roles_in(late) == set(MATRIX.records[table].roles("read", *WORDS)) & set(HIS_SIDE), table


FUNCTIONS = """
    SELECT p.proname::text, pg_get_userbyid(p.proowner)::text, p.prosecdef, p.proconfig,
           (SELECT bool_or(a.grantee = 0) FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a),
           ARRAY(SELECT r FROM unnest(%s::text[]) r WHERE has_function_privilege(r, p.oid, 'EXECUTE'))
    FROM pg_proc p WHERE p.pronamespace = 'access'::regnamespace
"""


def test_the_gates_functions_are_those_of_its_files_and_can_be_called_by_those_named_there(catalog):
    allowed, written = leave(), {one.name: one.definer for one in gate_functions()}
    found = rows(catalog, FUNCTIONS, list(LOG_IN_ROLES))
    assert {name: definer for name, _, definer, _, _, _ in found} == written
    assert len(found) == len(written)
    for name, owner, definer, settings, by_everybody, callers in found:
        assert owner == "amends_gate", name
        assert not by_everybody, name
        assert set(callers) == allowed.get(name, set()), name
        if definer:
            assert settings == ["search_path=pg_catalog"], name


def test_no_function_looks_past_the_policies_but_the_gates(catalog):
    elsewhere = rows(
        catalog,
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef"
        " AND p.pronamespace NOT IN ('access'::regnamespace, 'pg_catalog'::regnamespace)",
    )
    assert elsewhere == []
    views = rows(
        catalog,
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'amends'::regnamespace",
    )
    assert views == []


def test_no_row_goes_with_another(catalog):
    cascades = rows(
        catalog,
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
        " AND connamespace = 'amends'::regnamespace"
        " AND (confdeltype NOT IN ('a', 'r') OR confupdtype NOT IN ('a', 'r'))",
    )
    assert cascades == []


def test_whoever_may_add_without_reading_is_not_asked_to_read_back():
    blind = [
        record
        for record, told in MATRIX.records.items()
        if set(told.roles("add", *WORDS)) - set(told.roles("read", *WORDS))
    ]
    assert {"breach", "worker_change_asked"} <= set(blind)
    for record in blind:
        for field in MODELS[record]._meta.concrete_fields:
            # Django asks such columns back with RETURNING, for which the row must be readable.
            assert field.db_default is models.NOT_PROVIDED, field
            assert not isinstance(field, models.GeneratedField), field
            assert not isinstance(field, models.AutoField), field


def test_the_journey_and_the_rules_in_the_database_are_those_of_their_files(catalog):
    steps = rows(catalog, 'SELECT start, event, "end", "by", word FROM amends.legal_move')
    assert sorted((start, event, end, tuple(by), word) for start, event, end, by, word in steps) == [
        (step.start, step.event, step.end, step.by, step.word) for step in legal_steps()
    ]
    needs = rows(catalog, "SELECT act, condition FROM amends.need ORDER BY act, place")
    written = {act: needs_of(act) for act in {step.event for step in legal_steps()} | set(ACTS)}
    assert needs == [(act, need) for act in sorted(written) for need in written[act]]
    values = rows(catalog, "SELECT key, applies_from, value FROM amends.policy_rule")
    assert sorted(values, key=str) == sorted(
        ((row.key, row.applies_from, json.loads(row.value)) for row in rule_rows()), key=str
    )


def test_every_early_end_sends_the_same_word_whatever_it_is_inside(catalog):
    words = rows(
        catalog,
        """SELECT split_part("end", ' ', 1), array_agg(DISTINCT word) FROM amends.legal_move
           WHERE word IS NOT NULL GROUP BY 1""",
    )
    assert dict(words) == {
        "referred": ["received"],
        "preparing": ["active"],
        "completed": ["completed"],
        "not_accepted": ["not accepted"],
        "returned": ["returned"],
    }


def test_nobody_locks_rows_in_order_to_read_them():
    # Under row-level security that returns only the rows that one may change, and says nothing. The gate may lock a
    # case while it judges, and then so that a stop can be kept meanwhile: a row that names the case must get in.
    for file in [*Path("amends").rglob("*.py"), *Path("amends").rglob("*.sql")]:
        text = "\n".join(re.sub(r"--.*|#.*", "", line) for line in file.read_text().splitlines())
        if file.parent.name == "gate":
            text = re.sub(r"\bFOR (?:NO KEY UPDATE|SHARE)\b", "", text)
        assert not re.search(
            r"select_for_update|\bFOR (?:NO KEY )?UPDATE(?! TO\b)|\bFOR (?:KEY )?SHARE\b", text
        ), file


ACCESS = FILE.parent
ANOTHER_CLOCK = re.compile(
    r"(?<!access\.)\bnow\s*\(\s*\)|\b(?:clock|statement|transaction)_timestamp\s*\(|\btimeofday\s*\("
    r"|\b(?:current|local)_(?:date|time|timestamp)\b|\blocaltime(?:stamp)?\b"
    r"|'(?:now|today|tomorrow|yesterday)'",
    re.IGNORECASE,
)


def test_there_is_one_clock_and_it_reads_no_setting(catalog):
    files = [
        *ACCESS.glob("gate/*.sql"),
        ACCESS / "triggers.sql",
        FILE,
        *Path("amends").rglob("migrations/*.py"),
    ]
    for file in files:
        text = "\n".join(re.sub(r"--.*|#.*", "", line) for line in file.read_text().splitlines())
        if file.name == "1_asking.sql":
            text = text.replace("RETURN pg_catalog.now();", "", 1).replace(
                "CREATE FUNCTION access.now()", "", 1
            )
        assert not ANOTHER_CLOCK.findall(text), file
    assert rows(catalog, "SELECT pg_get_function_sqlbody('access.now()'::regprocedure)") == [
        ("RETURN now()",)
    ]
    stored = rows(
        catalog,
        """
        SELECT 'default of ' || adrelid::regclass, pg_get_expr(adbin, adrelid) FROM pg_attrdef
        UNION ALL SELECT 'policy on ' || tablename, concat_ws(' ', qual, with_check) FROM pg_policies
        UNION ALL SELECT 'constraint ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        UNION ALL SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p
            WHERE p.pronamespace IN ('access'::regnamespace, 'amends'::regnamespace) AND p.proname <> 'now'
        """,
    )
    assert len(stored) > 100
    for where, text in stored:
        assert not ANOTHER_CLOCK.findall(text or ""), where


def test_the_committed_policies_are_those_of_the_matrix():
    assert FILE.read_text() == policies_sql()
