"""Who asks is known by a key that only the person holds, and the site's role can pass for nobody else."""

import re
import threading
import time
from datetime import timedelta

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from amends.access.asking import NotOpen, arrive, asking, set_key
from amends.access.leave import FOLDER
from amends.access.matrix import WORDS, load_matrix
from amends.database.addresses import administer, connect_as
from amends.database.clock import set_clock
from tests.access.rows import as_owner, as_web, insert, plausible, the_database
from tests.access.rows import set_key as set_key_on
from tests.world import World, id_of, key_of

READABLE = [
    table
    for table in dict.fromkeys([*load_matrix().records, *load_matrix().people])
    if table in load_matrix().people or load_matrix().records[table].roles("read", *WORDS)
]
SURVIVOR, ADVOCATE = "rose's survivor", "rose's advocate"
HERS = ("case_file", "her_name", "plan_item", "safety_plan", "seat")


def seen(web: psycopg.Connection, *tables: str) -> dict[str, int]:
    """Return how many rows of each table are shown."""
    count = sql.SQL("SELECT count(*) FROM {}")
    found = {table: web.execute(count.format(sql.Identifier(table))).fetchone()[0] for table in tables}
    return {table: rows for table, rows in found.items() if rows}


def me(web: psycopg.Connection) -> object:
    return web.execute("SELECT access.me()").fetchone()[0]


def test_without_a_key_there_is_nobody_and_nothing(world):
    with as_web(SURVIVOR, opening=world.rose) as web:
        assert me(web) == id_of(SURVIVOR)
        assert set(seen(web, *HERS)) == set(HERS)
    with as_web() as web:
        assert me(web) is None
        assert seen(web, *READABLE) == {}
    for table in READABLE:
        assert table in load_matrix().people or world.rows(table), table


def test_a_key_ends_with_its_transaction_and_leaves_an_empty_one_that_is_nobody(world):
    with connect_as("amends_web", the_database(), autocommit=True) as web:
        with web.transaction():
            set_key_on(web, SURVIVOR)
            assert me(web) == id_of(SURVIVOR)
        assert web.execute("SELECT current_setting('access.key', true)").fetchone() == ("",)
        assert me(web) is None
        assert seen(web, *READABLE) == {}


def test_what_was_planned_for_one_person_shows_the_next_one_only_what_is_theirs(world):
    asked = sql.SQL("SELECT count(*) FROM her_name WHERE case_id = %s")
    read = {SURVIVOR: set(), World.stranger: set(), "": set()}
    with connect_as("amends_web", the_database(), autocommit=True, prepare_threshold=0) as web:
        for _ in range(8):
            for who, rows in read.items():
                if who == SURVIVOR:
                    arrive(key_of(who), case=world.rose, purpose="my own case")
                with web.transaction():
                    if who:
                        set_key_on(web, who)
                    rows.add(web.execute(asked, [world.rose]).fetchone()[0])
        planned = web.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement ~ 'her_name'")
        assert planned.fetchone()[0] > 0
    assert read == {SURVIVOR: {1}, World.stranger: {0}, "": {0}}


def test_a_key_cannot_be_set_where_it_would_not_hold(world):
    with pytest.raises(RuntimeError):
        set_key(key_of(SURVIVOR))


@pytest.mark.parametrize(
    "key", ["", " ", "0", key_of(SURVIVOR)[:-1], key_of("nobody"), "%", "rose's survivor"]
)
def test_a_key_that_is_not_right_is_nobodys(world, key):
    assert arrive(key_of(SURVIVOR)).person_id == id_of(SURVIVOR)
    assert arrive(key) is None
    with pytest.raises(NotOpen), asking(key):
        pass


SITTINGS = {
    "that has ended": "ended_at = access.now()",
    "that nobody has used for long": "idle = '10 minutes', seen_at = access.now() - interval '10 minutes'",
    "that has reached its latest end": "ends_at = access.now()",
}
STANDING = {
    "that goes on": "ended_at = NULL",
    "that was used just now": "idle = '10 minutes', seen_at = access.now() - interval '9 minutes'",
    "that ends in a minute": "ends_at = access.now() + interval '1 minute'",
}


@pytest.mark.parametrize("how", [*SITTINGS, *STANDING])
def test_a_sitting_opens_nothing_after_its_end(own_world, how):
    change = {**SITTINGS, **STANDING}[how]
    with as_web(SURVIVOR, opening=own_world.rose):
        pass
    with as_owner("sitting") as owner:
        assert (
            owner.execute(f"UPDATE sitting SET {change} WHERE person_id = %s", [id_of(SURVIVOR)]).rowcount
            == 1
        )
    with as_web(SURVIVOR) as web:
        assert me(web) == (id_of(SURVIVOR) if how in STANDING else None)
        assert set(seen(web, *HERS)) == (set(HERS) if how in STANDING else set())
    assert (arrive(key_of(SURVIVOR)) is not None) == (how in STANDING)


def test_using_a_sitting_keeps_it_alive_and_one_minute_is_near_enough(own_world):
    with as_owner("sitting") as owner:
        owner.execute("UPDATE sitting SET idle = '10 minutes', seen_at = access.now()")
    for minutes in (9, 18, 27):
        with connect_as("amends_owner", the_database()) as owner:
            set_clock(owner, ahead=timedelta(minutes=minutes))
        assert arrive(key_of(SURVIVOR)) is not None
    with connect_as("amends_owner", the_database()) as owner:
        set_clock(owner, ahead=timedelta(minutes=27 + 11))
    assert arrive(key_of(SURVIVOR)) is None


def test_neither_key_nor_words_can_be_read_by_another_connection_of_the_same_role(own_world):
    key, words = key_of(SURVIVOR), "What she wrote in plain words"

    def waits(run: object) -> str:
        """Return what another connection reads of the statement while it runs."""
        running = threading.Thread(target=run)
        running.start()
        try:
            with connect_as("amends_web", the_database(), autocommit=True) as other:
                for _ in range(200):
                    found = other.execute(
                        "SELECT string_agg(query, ' ') FROM pg_stat_activity"
                        " WHERE usename = 'amends_web' AND state = 'active' AND pid <> pg_backend_pid()"
                        " AND query LIKE '%pg_sleep%'"
                    ).fetchone()[0]
                    if found:
                        return found
                    time.sleep(0.02)
        finally:
            running.join()
        raise AssertionError("The statement was never seen.")

    def as_the_site_sends_it() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('access.key', %s, true), %s::text, pg_sleep(0.4)", [key, words])
        connection.close()

    def in_the_statement() -> None:
        with connect_as("amends_web", the_database()) as careless:
            careless.execute(sql.SQL("SELECT {}, pg_sleep(0.4)").format(sql.Literal(words)))

    assert words in waits(in_the_statement)
    read = waits(as_the_site_sends_it)
    assert "set_config" in read
    assert key not in read
    assert words not in read


def test_every_alias_keeps_values_out_of_its_statements():
    for alias, told in settings.DATABASES.items():
        assert told["OPTIONS"]["server_side_binding"] is True, alias


def test_the_programs_day_is_the_same_in_the_database_and_on_its_pages():
    named = {
        zone
        for file in FOLDER.glob("*.sql")
        for zone in re.findall(r"AT TIME ZONE '([^']+)'", file.read_text())
    }
    assert named == {settings.TIME_ZONE}


def test_no_table_holds_the_key(own_world):
    with as_web(SURVIVOR, opening=own_world.rose):
        pass
    sealed = [model._meta.db_table for model in apps.get_models()]
    assert "django_session" not in sealed
    with administer(the_database()) as server:
        for table in sealed:
            found = server.execute(
                sql.SQL("SELECT count(*) FROM amends.{} t WHERE t::text LIKE %s").format(
                    sql.Identifier(table)
                ),
                [f"%{key_of(SURVIVOR)}%"],
            ).fetchone()
            assert found == (0,), table


ESCAPES = [
    "SET ROLE amends_owner",
    "SET ROLE amends_gate",
    "SET SESSION AUTHORIZATION amends_owner",
    "ALTER TABLE amends.plan_item DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE amends.plan_item NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE amends.plan_item DISABLE TRIGGER ALL",
    "ALTER TABLE amends.plan_item OWNER TO amends_web",
    'DROP POLICY "seen as another sees it" ON amends.plan_item',
    "CREATE POLICY mine ON amends.plan_item USING (true)",
    "GRANT amends_owner TO amends_web",
    "ALTER ROLE amends_web BYPASSRLS",
    "ALTER ROLE amends_web SUPERUSER",
    "SET session_replication_role = replica",
    "CREATE TABLE amends.mine (id int)",
    "CREATE TABLE public.mine (id int)",
    "CREATE TEMPORARY TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION access.mine() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE OR REPLACE FUNCTION access.now() RETURNS timestamptz LANGUAGE sql RETURN 'now'::timestamptz",
    "CREATE VIEW amends.mine AS SELECT 1",
    "COPY amends.plan_item TO PROGRAM 'cat'",
    "COPY amends.sitting TO STDOUT",
    "SELECT pg_read_file('postgresql.auto.conf')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM amends.sitting",
    "SELECT * FROM amends.likeness",
    "SELECT * FROM amends.parties",
    "SELECT * FROM amends.person",
    "SELECT access.chain()",
    "SELECT access.rule('looking.window_minutes', access.today())",
    "SELECT access.do_what_is_due()",
    "SELECT access.file_of(gen_random_uuid())",
    "SELECT access.seat_somebody(gen_random_uuid(), gen_random_uuid(), 'survivor')",
    "DELETE FROM amends.plan_item",
    "TRUNCATE amends.plan_item",
    "LOCK TABLE amends.case_move IN ACCESS EXCLUSIVE MODE",
]


@pytest.mark.parametrize("escape", ESCAPES)
def test_the_sites_role_cannot_lift_its_guard(world, escape):
    with connect_as("amends_web", the_database()) as web:
        set_key_on(web, SURVIVOR)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(escape)
        web.rollback()


def test_what_it_may_set_shows_it_no_more(world):
    with connect_as("amends_web", the_database(), autocommit=True) as web:
        for harmless in ("RESET ROLE", "RESET SESSION AUTHORIZATION", "SET ROLE NONE", "RESET ALL"):
            web.execute(harmless)
            assert web.execute("SELECT current_user, session_user").fetchone() == ("amends_web", "amends_web")
            assert seen(web, *READABLE) == {}
        web.execute("SET row_security = off")
        for table in HERS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                seen(web, table)


WRITTEN_BY_THE_GATE = (
    "seat",
    "look",
    "case_move",
    "outward_word",
    "case_file",
    "sitting",
    "break_glass",
    "worker",
)


@pytest.mark.parametrize("table", WRITTEN_BY_THE_GATE)
def test_the_site_writes_nothing_that_opens_or_moves_a_case(world, table):
    key = "seat_id" if table == "worker" else "id"
    own = {
        "add": insert(table, {key: id_of("anything")}),
        "change": sql.SQL("UPDATE {} SET {} = {}").format(*map(sql.Identifier, (table, key, key))),
        "remove": sql.SQL("DELETE FROM {}").format(sql.Identifier(table)),
        "empty": sql.SQL("TRUNCATE {}").format(sql.Identifier(table)),
    }
    with as_owner(table) as owner:
        assert owner.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(table))).rowcount
    for verb, statement in own.items():
        with connect_as("amends_web", the_database()) as web:
            set_key_on(web, "the director")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement, [id_of("anything")] if verb == "add" else [])


def test_statistics_about_rows_are_shown_to_nobody_who_may_not_see_the_rows(own_world):
    hers = plausible("plan_item", case="rose", author="survivor", action="What she asks for")
    with administer(the_database(), autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("SET search_path = amends")
        for number in range(20):
            one = {**hers, "id": id_of(f"item {number}")}
            server.execute(insert("plan_item", one), list(one.values()))
        server.execute("ANALYZE plan_item")
        told = "SELECT count(*) FROM pg_stats WHERE schemaname = 'amends' AND tablename = 'plan_item'"
        assert server.execute(told).fetchone()[0] > 0
    with as_web(SURVIVOR) as web:
        assert web.execute(told).fetchone() == (0,)


def test_whoever_asks_is_told_in_which_parts_and_roles(world):
    assert arrive(key_of(ADVOCATE)).roles == {"advocate"}
    assert arrive(key_of(World.director)).roles == {"director"}
    assert arrive(key_of(SURVIVOR), case=world.rose, purpose="my own case").seats == {"survivor"}
    assert arrive(key_of(World.stranger)).roles == frozenset()
