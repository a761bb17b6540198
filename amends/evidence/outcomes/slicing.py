"""What is done to a slice of the people, the same wherever it is done: on this machine or on a worker of a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from amends.evidence.faults import BadInput
from amends.evidence.outcomes import following
from amends.evidence.outcomes.definitions import Measure
from amends.evidence.outcomes.telling import Told

# People at a time: few enough for a small machine, enough for a state's file to take seconds.
SLICE = 1_000_000
# The days of people that the statements look at, besides time zero.
DAYS = ("died_on", "removed_on", "lost_on", "consented_on", "completed_on")


@dataclass(frozen=True)
class Steps:
    """How a slice is followed.

    size             how many people are in it
    members          the SQL of a slice, with the row before its first in place of FIRST
    statements       from there to the table [outcomes], by the tables [people], [events] and [custody]
    written          the SQL of what is written of it
    by               the column of [outcomes] with the groups that are counted
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
        """Return what is to be written of the slice that begins after a row, and count it.

        Raises BadInput when a column that is kept has the name of one that is written.
        """
        connection.execute(self.members.replace("FIRST", str(first)))
        for statement in self.statements:
            connection.execute(statement)
        counted.add(connection, self.by, self.primary, self.beside)
        table = connection.sql(self.written).to_arrow_table()
        if twice := [name for name, times in Counter(table.column_names).items() if times > 1]:
            raise BadInput([f"[{name}] is what outcomes writes itself; rename the column." for name in twice])
        return table


def steps(
    *,
    time_zero: str,
    extract: str,
    kept: Sequence[str],
    by: str | None,
    primary: Measure,
    beside: tuple[Measure, ...],
    marked: bool,
    days_before: int,
    written: str,
) -> Steps:
    """Return the steps for an extract of a day, year-month-day.

    kept                 columns of people that are written along; on the way they have names of their own
    marked, days_before  how records of the index case are known; see `following.indexed`
    written              the SQL of what is written
    """
    columns = ["row", "person_id", f"{following.quoted(time_zero)} AS time_zero", *DAYS]
    columns += [f"{following.quoted(name)} AS {following.kept_as(place)}" for place, name in enumerate(kept)]
    return Steps(
        SLICE,
        f"CREATE OR REPLACE TEMP TABLE members AS SELECT {', '.join(columns)} "
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
        None if by is None else following.kept_as(list(kept).index(by)),
        primary,
        beside,
    )
