"""`amends migrate`: brings the database to what this version of the program says, in one go."""

import hashlib
from pathlib import Path

import click
import psycopg
from django.core.management import call_command
from psycopg import sql

from amends.access.policies import policies_sql
from amends.database.addresses import connect_as, database_name
from amends.database.roles import prepare
from amends.journey.stages import (
    ACTS,
    HIS_FACTS,
    JOURNEY,
    OFFICE_FACTS,
    TAKEN_BY,
    TURNS,
    legal_steps,
    move_called,
    needs_of,
)
from amends.policy.rules import rule_rows

PROGRAM = Path(__file__).resolve().parents[1]
ACCESS = PROGRAM / "access"

# Everything that the program put into the schema `access`, with the policies and triggers that stand on it.
FORGET = """
DO $$ DECLARE one regprocedure; BEGIN
    FOR one IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'access'::regnamespace LOOP
        -- What stood on a function that went before is gone with it.
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_proc p WHERE p.oid = one);
        EXECUTE format('DROP FUNCTION %s CASCADE', one);
    END LOOP;
END $$;
"""


@click.command(help=__doc__)
def command() -> None:
    """Prepare roles and database, migrate the tables, and write the rules anew."""
    migrate(database_name())
    click.echo("The database is up to date.")


def migrate(database: str) -> None:
    """Bring a database up to date. Tables change first; then, in one transaction, all that guards them.

    Raises RolesAreWrong when the server cannot hold the promises, BadPolicy when a rule file is broken, and
    psycopg or Django errors when a migration fails: what failed was not applied.
    """
    prepare(database)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with connect_as("amends_owner", database) as connection:
        guard(connection)


def guard(connection: psycopg.Connection) -> None:
    """Write the gate's functions, the policies, the journey and the rules, as owner, in one transaction."""
    connection.execute("SET LOCAL ROLE amends_gate")
    connection.execute(FORGET)
    for file in sorted(ACCESS.glob("gate/*.sql")):
        connection.execute(file.read_text(encoding="utf-8"))
    connection.execute("SET LOCAL ROLE amends_owner")
    connection.execute(policies_sql())
    connection.execute((ACCESS / "triggers.sql").read_text(encoding="utf-8"))
    write_journey(connection)
    write_rules(connection)
    connection.execute(sql.SQL("COMMENT ON SCHEMA amends IS {}").format(sql.Literal(fingerprint())))


def fingerprint() -> str:
    """Return what tells this version of the program from every other, in hex. Pages do not count.

    It says more than it must: a change of a comment counts as well. Unknown means migrate.
    """
    files = sorted(
        file
        for file in PROGRAM.rglob("*")
        if file.suffix in (".py", ".sql", ".toml")
        and file.relative_to(PROGRAM).parts[0] not in ("portals", "settings")
    )
    told = hashlib.sha256()
    for file in files:
        told.update(f"{file.relative_to(PROGRAM)}\n".encode() + file.read_bytes())
    return told.hexdigest()


def is_up_to_date(database: str) -> bool:
    """Return whether a database was last migrated by this version.

    Raises psycopg.OperationalError when it cannot be reached.
    """
    with connect_as("amends_owner", database) as owner:
        found = owner.execute("SELECT obj_description(to_regnamespace('amends'))").fetchone()
    return found is not None and found[0] == fingerprint()


def write_journey(connection: psycopg.Connection) -> None:
    """Put the table of journey/stages.py where the keys of every history point.

    A step that some history already holds cannot be taken out: the key refuses, and the whole change with it.
    """
    steps = legal_steps()
    connection.execute("CREATE TEMPORARY TABLE told (LIKE legal_move) ON COMMIT DROP")
    connection.cursor().executemany(
        'INSERT INTO told (id, start, event, "end", by, taken_by, reasons, word)'
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s)",
        [
            (s.start, s.event, s.end, list(s.by), takers(s.event), list(reasons(s.event)), s.word)
            for s in steps
        ],
    )
    connection.execute(
        "DELETE FROM legal_move m WHERE NOT EXISTS"
        " (SELECT FROM told t WHERE t.start = m.start AND t.event = m.event AND t.end = m.end)"
    )
    connection.execute(
        'INSERT INTO legal_move SELECT * FROM told ON CONFLICT (start, event, "end") DO UPDATE'
        " SET by = excluded.by, taken_by = excluded.taken_by, reasons = excluded.reasons,"
        " word = excluded.word"
    )
    acts = list(dict.fromkeys([*(m.event for m in JOURNEY), *(t.event for t in TURNS), *ACTS]))
    connection.execute("DELETE FROM need")
    connection.cursor().executemany(
        "INSERT INTO need (id, act, condition, rests_on, place) VALUES (gen_random_uuid(), %s, %s, %s, %s)",
        [
            (act, condition, rests_on(condition), place)
            for act in acts
            for place, condition in enumerate(needs_of(act), 1)
        ],
    )


def takers(event: str) -> list[str]:
    """Return who may write a step down for the person whose act it is."""
    return sorted({taker for part in move_called(event).by for taker in TAKEN_BY.get(part, ())})


def reasons(event: str) -> tuple[str, ...]:
    """Return the closed list of inward reasons of a step, empty when none is asked."""
    return getattr(move_called(event), "reasons", ())


def rests_on(condition: str) -> str:
    """Return on whose facts a condition rests, which decides who may be told of it."""
    return "his" if condition in HIS_FACTS else "office" if condition in OFFICE_FACTS else "hers"


def write_rules(connection: psycopg.Connection) -> None:
    """Put the dated rules where the gate reads them."""
    connection.execute("DELETE FROM policy_rule")
    connection.cursor().executemany(
        "INSERT INTO policy_rule (id, key, applies_from, value)"
        " VALUES (gen_random_uuid(), %s, %s, %s::jsonb)",
        [(row.key, row.applies_from, row.value) for row in rule_rows()],
    )
