"""What somebody learns who can see which statements the server is at: it must be no key and no word of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connections

from amends.database.addresses import LOG_IN_ROLES, administer

SECONDS_BETWEEN = 0.02


@contextmanager
def overhearing() -> Iterator[set[str]]:
    """Read, again and again, what the site's roles are doing in this database. Yields the statements, as they come."""
    name = connections["default"].settings_dict["NAME"]
    statements: set[str] = set()
    enough = Event()

    def listen() -> None:
        with administer(autocommit=True) as server:
            while not enough.wait(SECONDS_BETWEEN):
                statements.update(
                    statement
                    for (statement,) in server.execute(
                        "SELECT query FROM pg_stat_activity WHERE datname = %s AND usename = ANY (%s)",
                        [name, [role for role in LOG_IN_ROLES if role != "amends_owner"]],
                    )
                )

    listener = Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield statements
    finally:
        enough.set()
        listener.join()
