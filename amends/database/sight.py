"""Letting the owner see the rows of confidential tables for one change, and for nobody else meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql


@contextmanager
def with_sight(connection: psycopg.Connection, *tables: str) -> Iterator[None]:
    """Open tables to their owner for one transaction, in which data are moved or a key is added.

    Under FORCE ROW LEVEL SECURITY an owner's change would silently touch no rows, and a foreign key would be accepted
    over rows that break it. The lock that comes with it keeps everybody else out until the transaction ends.
    """
    with connection.transaction():
        for table in tables:
            connection.execute(
                sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table))
            )
        yield
        # What is still to be checked at the end would keep a table from being closed again.
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            connection.execute(
                sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(sql.Identifier(table))
            )
