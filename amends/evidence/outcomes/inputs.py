"""The three files of outcomes, checked whole and seen by DuckDB as typed tables: people, events, custody.

A CSV file is read by the reader of all estimates; a Parquet file, which may hold a state's whole history, is never read
into memory at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import duckdb

from amends.evidence.faults import BadInput, Fault
from amends.evidence.outcomes.definitions import EVENTS, LEVELS
from amends.evidence.reading import BLANKS, heads, read_texts, told_heads

# How many faults of one kind are listed; a file with more is the wrong file.
MOST_LISTED = 100
WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}


class Column(NamedTuple):
    """A column that a file has or may have, and what stands in it.

    kind    "id", "date" (year-month-day), "yes or no" (0 and 1, false and true), "word" (one of `words`), "label"
    """

    name: str
    kind: Literal["id", "date", "yes or no", "word", "label"]
    needed: bool = False
    words: tuple[str, ...] = ()


EVENT_COLUMNS = (
    Column("person_id", "id", needed=True),
    Column("event", "word", needed=True, words=EVENTS),
    Column("event_on", "date", needed=True),
    Column("offense_on", "date"),
    Column("violent", "yes or no"),
    Column("trafficking", "yes or no"),
    Column("same_survivor", "yes or no"),
    Column("technical", "yes or no"),
    Column("level", "word", words=LEVELS),
    Column("index_case", "yes or no"),
)
CUSTODY_COLUMNS = (
    Column("person_id", "id", needed=True),
    Column("from", "date", needed=True),
    Column("until", "date"),
    Column("because", "label"),
)
_SQL = {"id": "VARCHAR", "date": "DATE", "yes or no": "BOOLEAN", "word": "VARCHAR", "label": "VARCHAR"}


@dataclass(frozen=True)
class Table:
    """A file as DuckDB sees it under `name`, which columns it has, and in how many rows each is blank."""

    name: str
    has: frozenset[str]
    rows: int
    missing: Mapping[str, int]


def people_columns(time_zero: str, kept: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the file of people; those to be kept are taken as they stand."""
    own = (
        Column("person_id", "id", needed=True),
        Column(time_zero, "date", needed=True),
        Column("time_zero_event", "label"),
        Column("died_on", "date"),
        Column("removed_on", "date"),
        Column("lost_on", "date"),
        Column("consented_on", "date"),
        Column("completed_on", "date"),
    )
    names = {column.name for column in own}
    return (*own, *(Column(name, "label", needed=True) for name in kept if name not in names))


def see(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    columns: Sequence[Column],
    *,
    id_type: str = "VARCHAR",
    unique: bool = False,
    filled: Sequence[str] = (),
) -> Table:
    """Make a table or a view [name] of a file, with a column `row` and these columns typed; null where blank.

    id_type  how ids are held: see `id_type_of`
    unique   each id may stand in one row only; the table is then kept, and is no view
    filled   columns, besides those that are needed, without which a row is left out

    A column that the file lacks and may lack is all null. Rows in which a needed column is blank are left out, and
    counted. Raises BadInput with every fault of the file.
    """
    raw_of = _raw(connection, path, name, columns)
    has = frozenset(raw_of)
    described = {row[0]: row[1] for row in connection.execute(f"DESCRIBE {name}_raw").fetchall()}
    typed = {column.name: _typed(column, raw_of.get(column.name), described, id_type) for column in columns}
    connection.execute(
        f"CREATE VIEW {name}_typed AS SELECT row, "
        + ", ".join(f"{value} AS {_quoted(column)}" for column, value in typed.items())
        + f" FROM {name}_raw"
    )
    checks = [
        (
            column,
            f"NOT {_is_blank(raw_of[column.name], described)} AND {typed[column.name]} IS NULL",
            _expected(column),
        )
        for column in columns
        if column.name in has and _may_be_wrong(column, described[raw_of[column.name]])
    ]
    blank = {
        column.name: f"count(*) FILTER ({_is_blank(raw_of[column.name], described)})"
        for column in columns
        if column.name in has
    }
    counts = connection.execute(
        f"SELECT count(*), {', '.join(blank.values())}"
        + "".join(f", count(*) FILTER ({wrong})" for _, wrong, _ in checks)
        + f" FROM {name}_raw"
    ).fetchall()[0]
    missing = dict(zip(blank, counts[1 : 1 + len(blank)], strict=True))
    faults = []
    for (column, wrong, says), count in zip(checks, counts[1 + len(blank) :], strict=True):
        if count:
            faults += _at(connection, f"{name}_raw", wrong, says, column.name)
    faults += (
        _at(connection, f"{name}_typed", "person_id IS NULL", "is blank; expected an id.", "person_id")
        if missing["person_id"]
        else []
    )
    if unique:
        faults += _repeats(connection, f"{name}_typed")
    refuse(faults, path)
    asked = [column.name for column in columns if column.needed and column.kind != "label"]
    needed = " AND ".join(f"{_quoted(column)} IS NOT NULL" for column in dict.fromkeys([*asked, *filled]))
    connection.execute(
        f"CREATE {'TABLE' if unique else 'VIEW'} {name} AS SELECT * FROM {name}_typed WHERE {needed}"
    )
    return Table(name, has, counts[0], missing)


def refuse(faults: Iterable[Fault], path: Path) -> None:
    """Raise BadInput when there is a fault."""
    found = sorted(faults, key=lambda fault: fault.row or 0)
    if found:
        raise BadInput(found, name=path.name)


def faults_where(
    connection: duckdb.DuckDBPyConnection, table: str, wrong: str, says: str, column: str | None = None
) -> list[Fault]:
    """Return a fault for each row of a table in which a condition holds."""
    return _at(connection, table, wrong, says, column)


def _raw(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, columns: Sequence[Column]
) -> dict[str, str]:
    """Make the view [name_raw] with the file's own columns and a column `row`; returns the head of each asked column."""
    there = heads(path)
    absent = [
        Fault("there is no such column.", column=column.name)
        for column in columns
        if column.needed and column.name not in there
    ]
    if absent:
        raise BadInput([*absent, Fault(told_heads("The file", there))], name=path.name)
    asked = list(dict.fromkeys(column.name for column in columns if column.name in there))
    if _is_parquet(path):
        as_stored = {
            row[0].strip(): row[0]
            for row in connection.execute("SELECT name FROM parquet_schema(?)", [str(path)]).fetchall()
        }
        chosen = ", ".join(_quoted(as_stored[column]) + " AS " + _quoted(column) for column in asked)
        file = str(path).replace("'", "''")
        connection.execute(
            f"CREATE VIEW {name}_raw AS SELECT file_row_number + 1 AS row, {chosen} "
            f"FROM read_parquet('{file}', file_row_number = true)"
        )
    else:
        connection.register(f"{name}_texts", read_texts(path, asked))
        chosen = ", ".join(map(_quoted, asked))
        connection.execute(
            f"CREATE TABLE {name}_raw AS SELECT row_number() OVER () AS row, {chosen} FROM {name}_texts"
        )
        connection.unregister(f"{name}_texts")
    return {column: column for column in asked}


def _typed(column: Column, raw: str | None, described: Mapping[str, str], id_type: str) -> str:
    if raw is None:
        return f"NULL::{_SQL[column.kind]}"
    if described[raw] == {"date": "DATE", "yes or no": "BOOLEAN"}.get(column.kind):
        return _quoted(raw)
    text = _text(raw, described[raw])
    as_kind = {
        # A moment counts as its day.
        "date": f"try_cast(substr({text}, 1, 10) AS DATE)",
        "yes or no": f"CASE WHEN lower({text}) IN ('1', 'true', '1.0') THEN true "
        f"WHEN lower({text}) IN ('0', 'false', '0.0') THEN false END",
        "word": f"CASE WHEN {text} IN ({', '.join(repr(word) for word in column.words)}) THEN {text} END",
        "id": text if id_type == "VARCHAR" else f"{_quoted(raw)}::{id_type}",
        "label": text,
    }
    return as_kind[column.kind]


def id_type_of(connection: duckdb.DuckDBPyConnection, *paths: Path) -> str:
    """Return how the ids of all these files can be held alike: as whole numbers where all are stored so, else as text."""
    stored = {
        row[1]
        for path in paths
        if _is_parquet(path)
        for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        if row[0].strip() == "person_id"
    }
    return "BIGINT" if stored <= WHOLE and all(map(_is_parquet, paths)) else "VARCHAR"


def _is_blank(raw: str, described: Mapping[str, str]) -> str:
    """Return the SQL that tells whether nothing is known; a kind that cannot hold a blank text is not read as text."""
    plain = described[raw] in {"DATE", "BOOLEAN", *WHOLE}
    return f"({_quoted(raw) if plain else _text(raw, described[raw])} IS NULL)"


def _may_be_wrong(column: Column, stored: str) -> bool:
    known = {"date": {"DATE"}, "yes or no": {"BOOLEAN"}}
    return column.kind not in {"id", "label"} and stored not in known.get(column.kind, set())


def _expected(column: Column) -> str:
    match column.kind:
        case "date":
            return "is no day; expected year-month-day."
        case "yes or no":
            return "expected 0 or 1, or false or true."
    return f"expected one of {', '.join(column.words)}."


def _text(name: str, stored: str) -> str:
    """Return the SQL of a column, stored as this type, as text: null where nothing is known, whole numbers as such."""
    blanks = ", ".join(f"'{blank}'" for blank in BLANKS)
    value = _quoted(name)
    if stored in {"FLOAT", "DOUBLE"}:
        # Codes among which some were missing: 4011.0 is 4011 elsewhere.
        whole = f"{value} = floor({value}) AND abs({value}) < 1e15"
        return f"CASE WHEN {whole} THEN {value}::BIGINT::VARCHAR WHEN NOT isnan({value}) THEN {value}::VARCHAR END"
    text = f"trim({value}::VARCHAR)"
    return f"CASE WHEN {text} NOT IN ({blanks}) THEN {text} END"


def _at(
    connection: duckdb.DuckDBPyConnection, table: str, wrong: str, says: str, column: str | None
) -> list[Fault]:
    rows = connection.execute(
        f"SELECT row FROM {table} WHERE {wrong} ORDER BY row LIMIT {MOST_LISTED + 1}"
    ).fetchall()
    faults = [Fault(says, row=row, column=column) for (row,) in rows[:MOST_LISTED]]
    if len(rows) > MOST_LISTED:
        faults.append(
            Fault(f"{says} More than {MOST_LISTED} rows are so; the first are listed.", column=column)
        )
    return faults


def _repeats(connection: duckdb.DuckDBPyConnection, table: str) -> list[Fault]:
    rows = connection.execute(
        f"""
        WITH repeated AS (SELECT person_id, min(row) AS first FROM {table} GROUP BY person_id HAVING count(*) > 1)
        SELECT row, first FROM {table} JOIN repeated USING (person_id) WHERE row > first ORDER BY row LIMIT {MOST_LISTED}
        """
    ).fetchall()
    return [
        Fault(f"repeats the id of row {first}; expected each id once.", row=row, column="person_id")
        for row, first in rows
    ]


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
