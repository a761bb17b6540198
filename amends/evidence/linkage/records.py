"""Two files become two tables in DuckDB: an id, and the columns of the settings with their values made alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from amends.evidence.faults import BadInput, Fault
from amends.evidence.linkage.settings import MOST_LOOSE_PAIRS, Column, Settings
from amends.evidence.reading import heads, read_texts

Side = Literal["left", "right"]

# Records that one thread makes alike before it takes the next.
AT_ONCE = 100_000

# A whole number that went through a column of floating numbers ends so.
_WHOLE = r"regexp_replace({0}, '\.0+$', '')"
CLEANED = {
    "words": r"nullif(trim(regexp_replace(strip_accents(lower({0})), '\s+', ' ', 'g')), '')",
    "digits": rf"nullif(regexp_replace({_WHOLE}, '[^0-9]', '', 'g'), '')",
    "together": rf"nullif(regexp_replace(strip_accents(lower({_WHOLE})), '[^a-z0-9@]', '', 'g'), '')",
}


@dataclass(frozen=True)
class Records:
    """What one file brought: how many records, in how many each column is blank, and how many days it could not read."""

    n: int
    missing: dict[str, int]
    unread: dict[str, int]


def load(
    connection: duckdb.DuckDBPyConnection, path: Path, side: Side, settings: Settings, *, truth: str | None
) -> Records:
    """Make the table [left_records] or [right_records] of a file, with `unique_id` and the columns that the settings name.

    truth  a column that says who somebody is; it goes into the table [left_truth] or [right_truth]
    Raises BadInput: no record, a column that is not there, an id that is blank or repeats.
    """
    id_column = find_id_column(path, settings.ids)
    in_file = {column.name: column.left if side == "left" else column.right for column in settings.columns}
    wanted = [id_column, *in_file.values(), *([truth] if truth else [])]
    texts = read_texts(path, wanted, unique=id_column)
    if not len(texts):
        raise BadInput(["It holds no record."], name=path.name)
    # In one piece it would be read by one thread.
    connection.register("texts", pa.Table.from_batches(texts.to_batches(max_chunksize=AT_ONCE)))
    made = ", ".join(
        f'{_cleaned(column, in_file[column.name])} AS "{column.name}"' for column in settings.columns
    )
    connection.execute(
        f"CREATE TABLE {side}_records AS SELECT {_quoted(id_column)} AS unique_id, {made} FROM texts"
    )
    if truth:
        connection.execute(
            f"CREATE TABLE {side}_truth AS SELECT {_quoted(id_column)} AS unique_id, "
            f"coalesce(nullif(regexp_extract({_quoted(truth)}, ?, 1), ''), {_quoted(truth)}) AS truth "
            f"FROM texts WHERE {_quoted(truth)} IS NOT NULL",
            [settings.truth_part or "()"],
        )
    unread = {
        column.name: _one(
            connection,
            f"SELECT count(*) FROM texts WHERE {_quoted(in_file[column.name])} IS NOT NULL "
            f"AND {_day(column, in_file[column.name])} IS NULL",
        )
        for column in settings.columns
        if column.forms
    }
    connection.unregister("texts")
    names = [column.name for column in settings.columns]
    counted = connection.execute(f"SELECT count(*), {_counts(names)} FROM {side}_records").fetchall()[0]
    return Records(counted[0], dict(zip(names, counted[1:], strict=True)), unread)


def with_loose_rules(connection: duckdb.DuckDBPyConnection, settings: Settings, *, within: bool) -> Settings:
    """Return the settings with those loose rules among the others that compare few pairs of the loaded tables."""
    right = "left_records" if within else "right_records"
    added = []
    for rule in settings.loose:
        names = ", ".join(f'"{name}"' for name in rule)
        counted = (
            f"(SELECT {names}, count(*)::HUGEINT AS records FROM {{}} "
            f"WHERE {' AND '.join(f'{name} IS NOT NULL' for name in names.split(', '))} GROUP BY ALL)"
        )
        pairs = connection.execute(
            f"SELECT coalesce(sum(l.records * r.records), 0) FROM {counted.format('left_records')} AS l "
            f"JOIN {counted.format(right)} AS r USING ({names})"
        ).fetchall()[0][0]
        if pairs <= MOST_LOOSE_PAIRS:
            added.append(rule)
    return replace(settings, blocking=settings.blocking + tuple(added))


def both_heads(left: Path, right: Path) -> tuple[list[str], list[str]]:
    """Return the heads of both files. Raises BadInput when one cannot be read or is empty."""
    for path in (left, right):
        if not heads(path):
            raise BadInput(["It is empty; expected heads and records."], name=path.name)
    return heads(left), heads(right)


def find_id_column(path: Path, candidates: Iterable[str]) -> str:
    """Return the first of these columns that a file has. Raises BadInput when it has none."""
    there = heads(path)
    for name in candidates:
        if name in there:
            return name
    expected = " or ".join(f"[{name}]" for name in candidates)
    raise BadInput(
        [Fault(f"There is no id column {expected}. The settings name it with `id`.")], name=path.name
    )


def _cleaned(column: Column, in_file: str) -> str:
    cleaned = CLEANED[column.kind.clean].format(_quoted(in_file))
    if not column.forms:
        return cleaned
    # A day that does not exist is still worth its digits: a slip of one of them is near the day that was meant.
    return f"coalesce(strftime({_day(column, in_file)}, '%Y%m%d'), {cleaned})"


def _day(column: Column, in_file: str) -> str:
    forms = ", ".join("'" + form.replace("'", "''") + "'" for form in column.forms)
    return f"try_strptime({_WHOLE.format(_quoted(in_file))}, [{forms}])"


def _counts(names: Iterable[str]) -> str:
    return ", ".join(f'count(*) FILTER ("{name}" IS NULL)' for name in names)


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
