"""The program's one clock, access.now(). Tests and demonstrations may set it ahead; a live database may not be so."""

from datetime import timedelta

import psycopg
from psycopg import sql

TRUE_CLOCK = "now()"


def set_clock(connection: psycopg.Connection, *, ahead: timedelta) -> None:
    """Let access.now() run ahead of the true time (or behind it), as the owner, in the transaction that is open.

    The function's body is replaced, because a setting could be moved by whoever can run SQL.
    """
    body: sql.Composable = sql.SQL("pg_catalog.now()")
    if ahead:
        body = sql.SQL("(pg_catalog.now() + {}::pg_catalog.interval)").format(
            sql.Literal(f"{int(ahead.total_seconds())} seconds")
        )
    connection.execute("SET LOCAL ROLE amends_gate")
    connection.execute(
        sql.SQL(
            "CREATE OR REPLACE FUNCTION access.now() RETURNS timestamptz LANGUAGE sql STABLE RETURN {}"
        ).format(body)
    )
    connection.execute("RESET ROLE")


def clock_is_true(connection: psycopg.Connection) -> bool:
    """Return whether access.now() is the server's own time and nothing else."""
    row = connection.execute(
        "SELECT pg_get_function_sqlbody('access.now()'::regprocedure), prosecdef, proconfig"
        " FROM pg_proc WHERE oid = 'access.now()'::regprocedure"
    ).fetchone()
    return row is not None and row == (f"RETURN {TRUE_CLOCK}", False, None)
