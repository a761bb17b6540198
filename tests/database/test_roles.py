"""The roles, as the catalog shows them: each can do what its part needs, and nothing more."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from amends.database import embedded
from amends.database.addresses import LOG_IN_ROLES, administer, connect_as, password_of
from amends.database.roles import OWNER, ROLES, RolesAreWrong, clone, drop, prepare

DATABASE = "house_of_roles"

ATTRIBUTES = """
    SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
    FROM pg_roles WHERE rolname LIKE 'amends\\_%%' AND rolname <> %s
"""
MEMBERSHIPS = """
    SELECT member.rolname, role.rolname FROM pg_auth_members
    JOIN pg_roles AS member ON member.oid = member JOIN pg_roles AS role ON role.oid = roleid
    WHERE member.rolname LIKE 'amends\\_%%' AND member.rolname <> %s
"""
SETTINGS = """
    SELECT rolname, unnest(setconfig) FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole
    WHERE rolname LIKE 'amends\\_%%'
"""
SCHEMAS = (
    "SELECT nspname, pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname !~ '^pg_|information_schema'"
)
DATABASES = "SELECT datname, pg_get_userbyid(datdba), datacl::text FROM pg_database WHERE datname = %s"
IN_PUBLIC = """
    SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
"""


def rows(connection: psycopg.Connection, query: str, *values: object) -> list[tuple]:
    return sorted(connection.execute(query, values).fetchall())


def all_that_the_catalog_says(database: str) -> list[list[tuple]]:
    """Everything that preparing makes, except the passwords, whose salt is new each time."""
    with administer(database) as inside:
        admin = embedded.ADMINISTRATOR
        return [
            rows(inside, ATTRIBUTES, admin),
            rows(inside, MEMBERSHIPS, admin),
            rows(inside, SETTINGS),
            rows(inside, SCHEMAS),
            rows(inside, DATABASES, database),
            rows(inside, "SELECT nspname, nspacl::text FROM pg_namespace"),
            rows(inside, "SELECT extname, extnamespace::regnamespace::text FROM pg_extension"),
        ]


def forget_roles() -> None:
    """Undo what preparing did to the whole server."""
    drop(DATABASE)
    with administer(autocommit=True) as server:
        server.execute(
            sql.SQL("DROP ROLE IF EXISTS {}").format(sql.SQL(", ").join(map(sql.Identifier, ROLES)))
        )


@pytest.fixture
def prepared(home: Path) -> Iterator[str]:
    """A prepared database, with nothing in it."""
    prepare(DATABASE)
    yield DATABASE
    drop(DATABASE)


def test_no_role_can_look_past_a_policy_or_make_another(prepared):
    with administer(prepared) as server:
        found = rows(server, ATTRIBUTES, embedded.ADMINISTRATOR)
    assert found == sorted((role, role in LOG_IN_ROLES, False) for role in ROLES)


def test_only_the_owner_is_a_member_of_anything_and_inherits_nothing(prepared):
    with administer(prepared) as server:
        found = rows(server, MEMBERSHIPS, embedded.ADMINISTRATOR)
        inherited = rows(
            server,
            "SELECT r FROM unnest(%s::text[]) AS r WHERE pg_has_role('amends_owner', r, 'USAGE')",
            "{amends_gate,amends_views}",
        )
    assert found == [("amends_owner", "amends_gate"), ("amends_owner", "amends_views")]
    assert inherited == []


def test_the_owner_becomes_the_gate_only_by_saying_so(prepared):
    with connect_as("amends_owner", prepared, autocommit=True) as owner:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("CREATE FUNCTION access.one() RETURNS int LANGUAGE sql RETURN 1")
        owner.execute("SET ROLE amends_gate")
        owner.execute("CREATE FUNCTION access.one() RETURNS int LANGUAGE sql RETURN 1")
        assert rows(owner, "SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'one'") == [
            ("amends_gate",)
        ]


@pytest.mark.parametrize("role", [role for role in LOG_IN_ROLES if role != OWNER])
def test_a_role_that_signs_in_makes_nothing_and_becomes_nobody(prepared, role):
    with connect_as(role, prepared, autocommit=True) as one:
        assert rows(one, "SELECT current_user") == [(role,)]
        assert rows(one, "SELECT current_schemas(false)::text") == [("{amends}",)]
        for refused in (
            "CREATE TABLE amends.mine ()",
            "CREATE TABLE public.mine ()",
            "CREATE TEMPORARY TABLE mine ()",
            "CREATE SCHEMA mine",
            "CREATE ROLE mine",
            "SET ROLE amends_owner",
            "SET ROLE amends_gate",
            "SET ROLE amends_views",
            "ALTER ROLE amends_web BYPASSRLS",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                one.execute(sql.SQL(refused))


def test_who_waits_at_a_page_is_answered_within_seconds(prepared):
    patient = ("statement_timeout=8s", "lock_timeout=1s", "idle_in_transaction_session_timeout=3s")
    with administer(prepared) as server:
        found = rows(server, SETTINGS)
    for role in LOG_IN_ROLES:
        own = {setting for name, setting in found if name == role}
        expected = patient if role in ("amends_web", "amends_door", "amends_jobs") else ()
        assert own == {"search_path=amends", *expected}, role


def test_the_database_lets_in_its_own_roles_and_nobody_else(prepared):
    with administer(autocommit=True) as server:
        server.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
        try:
            there = dict(server.info.get_parameters(), password="stranger", user="stranger", dbname=prepared)
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(**there)
        finally:
            server.execute("DROP ROLE stranger")
    for role in LOG_IN_ROLES:
        connect_as(role, prepared).close()


def test_schemas_belong_to_their_roles_and_public_is_empty(prepared):
    with administer(prepared) as server:
        assert rows(server, SCHEMAS) == [
            ("access", "amends_gate"),
            ("amends", "amends_owner"),
            ("extensions", "amends_owner"),
            ("public", "pg_database_owner"),
        ]
        assert rows(server, IN_PUBLIC) == []
        assert rows(server, "SELECT has_schema_privilege('amends_web', 'public', 'USAGE')") == [(False,)]
    with connect_as("amends_owner", prepared) as owner:
        owner.execute("CREATE TABLE seat (a uuid, b text, EXCLUDE USING gist (a WITH =, b WITH <>))")


def test_preparing_twice_changes_nothing_and_keeps_what_is_there(prepared):
    with connect_as("amends_owner", prepared) as owner:
        owner.execute("CREATE TABLE kept ()")
    before = all_that_the_catalog_says(prepared)

    prepare(prepared)

    assert all_that_the_catalog_says(prepared) == before
    with connect_as("amends_owner", prepared) as owner:
        assert rows(owner, "SELECT 'kept'::regclass::text") == [("kept",)]


def test_several_may_prepare_at_once(home):
    wrong: list[Exception] = []

    def try_it() -> None:
        try:
            prepare(DATABASE)
        except Exception as error:  # noqa: BLE001 - a thread has no other way to tell
            wrong.append(error)

    together = [threading.Thread(target=try_it) for _ in range(4)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    drop(DATABASE)
    assert wrong == []


def test_a_role_with_too_much_power_stops_the_preparation(prepared):
    for give, take, said in (
        ("ALTER ROLE amends_web BYPASSRLS", "ALTER ROLE amends_web NOBYPASSRLS", "beyond row-level security"),
        ("GRANT amends_gate TO amends_web", "REVOKE amends_gate FROM amends_web", "member of amends_gate"),
        ("ALTER ROLE amends_gate LOGIN", "ALTER ROLE amends_gate NOLOGIN", "amends_gate is able to log in"),
    ):
        with administer(autocommit=True) as server:
            server.execute(sql.SQL(give))
            try:
                with pytest.raises(RolesAreWrong, match=said):
                    prepare(prepared)
            finally:
                server.execute(sql.SQL(take))
    prepare(prepared)


def test_an_administrator_who_is_no_superuser_makes_the_same(prepared, home, monkeypatch):
    by_superuser = all_that_the_catalog_says(prepared)
    forget_roles()
    with administer(autocommit=True) as server:
        server.execute("CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD 'keeper'")
    sockets = embedded.socket_directory(home)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("DATABASE_URL", f"postgresql://keeper:keeper@/{DATABASE}?host={sockets}")
        elsewhere.setenv("AMENDS_SECRET", "a secret of the tests, and of nobody else")
        prepare(DATABASE)
        prepare(DATABASE)
        clone(DATABASE, "house_of_keeper")
        for role in LOG_IN_ROLES:
            connect_as(role, "house_of_keeper").close()
        drop("house_of_keeper")
    by_keeper = all_that_the_catalog_says(DATABASE)
    forget_roles()
    with administer(autocommit=True) as server:
        server.execute("DROP ROLE keeper")
    assert by_keeper == by_superuser


def test_an_administrator_who_may_not_make_roles_is_told_what_is_missing(home, monkeypatch):
    forget_roles()
    with administer(autocommit=True) as server:
        server.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    sockets = embedded.socket_directory(home)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("DATABASE_URL", f"postgresql://guest:guest@/{DATABASE}?host={sockets}")
        elsewhere.setenv("AMENDS_SECRET", "a secret of the tests, and of nobody else")
        with pytest.raises(
            RolesAreWrong, match="expected an administrator who may create databases and roles"
        ):
            prepare(DATABASE)
    with administer(autocommit=True) as server:
        server.execute("DROP ROLE guest")


def test_a_copy_lets_in_the_same_roles_and_holds_the_same_rows(prepared):
    with connect_as("amends_owner", prepared) as owner:
        owner.execute("CREATE TABLE told AS SELECT 7 AS number")
    clone(prepared, "house_of_copies")
    try:
        with connect_as("amends_owner", "house_of_copies") as owner:
            assert rows(owner, "SELECT number FROM told") == [(7,)]
        with administer() as server:
            (first,), (second,) = (
                rows(server, "SELECT datacl::text FROM pg_database WHERE datname = %s", name)
                for name in (prepared, "house_of_copies")
            )
        assert first == second
    finally:
        drop("house_of_copies")


def test_no_password_is_kept_in_clear_or_said_to_the_log(prepared, home):
    with administer() as server:
        kept = rows(
            server,
            "SELECT rolname, left(rolpassword, 14) FROM pg_authid WHERE rolname = ANY(%s)",
            list(ROLES),
        )
    assert kept == sorted((role, "SCRAM-SHA-256$" if role in LOG_IN_ROLES else None) for role in ROLES)
    log = embedded.status(home).log.read_text()
    assert not any(password_of(role) in log for role in LOG_IN_ROLES)
    assert "SCRAM-SHA-256$" not in log
