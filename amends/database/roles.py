"""Makes the database and the roles that the program runs under, and refuses roles that could do more.

Nothing here needs a superuser: an administrator who may create roles and databases will do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from amends.database.addresses import LOG_IN_ROLES, administer, password_of

OWNER, GATE, VIEWS = "amends_owner", "amends_gate", "amends_views"
ROLES = (*LOG_IN_ROLES, GATE, VIEWS)

# The person waiting at a page is told within seconds; nobody's open transaction delays a stop for longer.
PATIENCE = {
    "lock_timeout": "1s",
    "idle_in_transaction_session_timeout": "3s",
    "statement_timeout": "8s",
}
SETTINGS = {
    "amends_owner": {},
    "amends_web": PATIENCE,
    "amends_door": PATIENCE,
    "amends_jobs": PATIENCE,
    "amends_study": {},
}


class RolesAreWrong(Exception):
    """A role of the program can do more than it may, or the administrator less than is needed.

    The message names each. Roles and database may have been made; nothing was migrated.
    """


def prepare(database: str) -> None:
    """Make roles, database, schemas and grants, or put right what differs; harmless when repeated.

    Signed in as the administrator. Tables, policies and grants on tables come later, with `amends migrate`.
    Raises RolesAreWrong when a role can do more than it may and the administrator cannot change that.
    """
    try:
        with in_turn_for("amends roles") as server:
            for role in ROLES:
                _make_role(server, role)
            _let_owner_act_for_gate_and_views(server)
            _let_administrator_act_for_owner(server)
            _make_database(server, database)
            _admit(server, database)
            _refuse_power(server)
            with administer(database, autocommit=True) as inside:
                _make_schemas(inside)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RolesAreWrong(
            f"The database refused to be prepared ({error.diag.message_primary}): expected an administrator "
            "who may create databases and roles, and who made the program's roles himself."
        ) from error


@contextmanager
def in_turn_for(what: str) -> Iterator[psycopg.Connection]:
    """Wait until nobody else on this server is at `what`; yields the administrator's connection meanwhile.

    Roles belong to a whole server and not to one database, so neither do turns.
    """
    with administer(autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [what])
        # Closing the connection lets go of the lock, whatever happens in between.
        yield server


def clone(template: str, name: str) -> None:
    """Make a database that is a copy of another one, to which nobody may be connected meanwhile."""
    with administer(autocommit=True) as server:
        server.execute(
            # Copying files costs the server two checkpoints. A database of some 10 MB was copied in 15-45 ms
            # this way, and in 35-65 ms by files (PostgreSQL 18 and 15).
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY WAL_LOG").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER)
            )
        )
        _admit(server, name)


def drop(database: str) -> None:
    """Delete a database with all its rows, ending connections to it; nothing happens when there is none."""
    with administer(autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _make_role(server: psycopg.Connection, role: str) -> None:
    name = sql.Identifier(role)
    if not server.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount:
        server.execute(sql.SQL("CREATE ROLE {} NOINHERIT NOCREATEDB NOCREATEROLE").format(name))
    if role not in LOG_IN_ROLES:
        return
    # The verifier is made here, so that the password itself is in no statement and in no log.
    verifier = server.pgconn.encrypt_password(
        password_of(role).encode(), role.encode(), b"scram-sha-256"
    ).decode()
    server.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(verifier)))
    server.execute(sql.SQL("ALTER ROLE {} SET search_path = amends").format(name))
    for setting, value in SETTINGS[role].items():
        server.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
        )


def _let_owner_act_for_gate_and_views(server: psycopg.Connection) -> None:
    """The owner may become these two, and has none of their rights until it does."""
    # Before 16 it is the member's own NOINHERIT that says so.
    how = "WITH INHERIT FALSE, SET TRUE" if server.info.server_version >= 160000 else ""
    for role in (GATE, VIEWS):
        server.execute(
            sql.SQL("GRANT {} TO {} {}").format(sql.Identifier(role), sql.Identifier(OWNER), sql.SQL(how))
        )


def _let_administrator_act_for_owner(server: psycopg.Connection) -> None:
    """An administrator who is no superuser must be a member of the owner to give it a database."""
    if server.info.parameter_status("is_superuser") == "on":
        return
    how = "WITH INHERIT TRUE, SET TRUE" if server.info.server_version >= 160000 else ""
    server.execute(sql.SQL("GRANT {} TO CURRENT_USER {}").format(sql.Identifier(OWNER), sql.SQL(how)))


def _make_database(server: psycopg.Connection, database: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    found = server.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    if found is None:
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(name, owner)
        )
    elif found[0] != OWNER:
        server.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))


def _admit(server: psycopg.Connection, database: str) -> None:
    """Let the log-in roles connect, nobody else, and none make temporary tables. A copy lacks this."""
    name = sql.Identifier(database)
    server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    server.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            name, sql.SQL(", ").join(map(sql.Identifier, LOG_IN_ROLES))
        )
    )


def _make_schemas(inside: psycopg.Connection) -> None:
    """Our two schemas, one for the extension, and nothing for anybody in `public`."""
    everybody = sql.SQL(", ").join(map(sql.Identifier, ROLES))
    with inside.transaction():
        # `public` is the database owner's; ours inherits nothing, so on 15 it has to say that it is that.
        inside.execute("SET LOCAL ROLE pg_database_owner")
        inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        inside.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        inside.execute("CREATE SCHEMA IF NOT EXISTS amends")
        inside.execute(sql.SQL("GRANT USAGE ON SCHEMA amends TO {}").format(everybody))
        inside.execute(
            sql.SQL("CREATE SCHEMA IF NOT EXISTS access AUTHORIZATION {}").format(sql.Identifier(GATE))
        )
        inside.execute("CREATE SCHEMA IF NOT EXISTS extensions")
        inside.execute("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions")
        inside.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(GATE)))
        inside.execute(sql.SQL("GRANT USAGE ON SCHEMA access TO {}").format(everybody))


def _refuse_power(server: psycopg.Connection) -> None:
    """Raise RolesAreWrong when the catalog gives a role an attribute or membership that it must not have."""
    powers = server.execute(
        """
        SELECT rolname || ' is ' || power FROM pg_roles
        CROSS JOIN LATERAL (VALUES
            (rolsuper, 'a superuser'), (rolbypassrls, 'beyond row-level security'),
            (rolcreaterole, 'a maker of roles'), (rolcreatedb, 'a maker of databases'),
            (rolreplication, 'a replica'),
            (rolcanlogin AND rolname <> ALL(%(log_in)s), 'able to log in')
        ) AS attribute (held, power)
        WHERE held AND rolname = ANY(%(roles)s)
        UNION ALL
        SELECT member.rolname || ' is a member of ' || role.rolname
        FROM pg_auth_members
        JOIN pg_roles AS member ON member.oid = pg_auth_members.member
        JOIN pg_roles AS role ON role.oid = pg_auth_members.roleid
        WHERE member.rolname = ANY(%(roles)s)
            AND NOT (member.rolname = %(owner)s AND role.rolname = ANY(%(acted_for)s))
        """,
        {"roles": list(ROLES), "log_in": list(LOG_IN_ROLES), "owner": OWNER, "acted_for": [GATE, VIEWS]},
    ).fetchall()
    if powers:
        raise RolesAreWrong(
            f"The database gives more than it may: {'; '.join(power for (power,) in sorted(powers))}. "
            "Take that away as a superuser, then prepare again."
        )
