"""What is done to a slice of the people, the same wherever it is done: on this machine or on a worker of a cluster."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from amends.evidence.outcomes import following
from amends.evidence.outcomes.definitions import Measure
from amends.evidence.outcomes.telling import Told

# People at a time: few enough for a small machine, enough for a state's file to take seconds.
SLICE = 1_000_000


@dataclass(frozen=True)
class Steps:
    """How a slice is followed.

    size             how many people are in it
    members          the SQL of a slice, with the row before its first in place of FIRST
    statements       from there to the table [outcomes], by the tables [people], [events] and [custody]
    written          the SQL of what is written of it
    by               the column of the groups that are counted
    primary, beside  the measures that are counted
    """

    size: int
    members: str
    statements: tuple[str, ...]
    written: str
    by: str | None
    primary: Measure
    beside: tuple[Measure, ...]

    def take(self, connection: duckdb.DuckDBPyConnection, first: int, counted: Told) -> pa.Table:
        """Return what is to be written of the slice that begins after a row, and count it."""
        connection.execute(self.members.replace("FIRST", str(first)))
        for statement in self.statements:
            connection.execute(statement)
        counted.add(connection, self.by, self.primary, self.beside)
        return connection.sql(self.written).to_arrow_table()


def steps(
    *,
    time_zero: str,
    extract: str,
    by: str | None,
    primary: Measure,
    beside: tuple[Measure, ...],
    marked: bool,
    days_before: int,
    written: str,
) -> Steps:
    """Return the steps for an extract of a day, year-month-day.

    marked, days_before  how records of the index case are known; see `following.indexed`
    written              the SQL of what is written
    """
    return Steps(
        SLICE,
        f'CREATE OR REPLACE TEMP TABLE members AS SELECT * RENAME ("{time_zero}" AS time_zero) '
        f"FROM people WHERE row > FIRST AND row <= FIRST + {SLICE}",
        (
            following.followed(f"DATE '{extract}'"),
            following.indexed(marked=marked, days_before=days_before),
            following.later(marked=marked, days_before=days_before),
            following.first_events((primary, *beside)),
            following.held(following.day_column(primary, "any")),
            following.outcomes(primary),
        ),
        written,
        by,
        primary,
        beside,
    )
