"""Clerical review: the pairs of which the model is least sure, with their values read from the inputs when opened.

Nothing of these values is written anywhere; a decision holds two ids, a word, and who gave it on which day.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from amends.evidence.faults import BadInput
from amends.evidence.linkage.records import both_heads, find_id_column
from amends.evidence.linkage.settings import read_settings, usual_settings
from amends.evidence.reading import read_texts

NO_CANDIDATES = "Expected the candidates that `amends evidence link` wrote beside its links."
HEADS = ("unique_id_l", "unique_id_r", "decision", "by", "on")


@dataclass(frozen=True)
class Pair:
    """A pair to be looked at: its ids, how probable one person is, and each column's two values and level."""

    left: str
    right: str
    probability: float
    columns: tuple[tuple[str, str | None, str | None, str], ...]


def queue(candidates: Path) -> list[tuple[str, str]]:
    """Return the ids of all undecided pairs, those nearest to even odds first, then by id.

    Raises BadInput when the file is none of candidates.
    """
    with duckdb.connect() as connection:
        connection.register("candidates", _read(candidates))
        rows = connection.execute(
            "SELECT unique_id_l, unique_id_r FROM candidates WHERE decision IS NULL "
            "ORDER BY round(abs(match_probability - 0.5), 9), unique_id_l, unique_id_r"
        ).fetchall()
    return [(left, right) for left, right in rows]


def pairs_to_review(
    candidates: Path, left: Path, right: Path, *, settings: Path | None = None, most: int = 20
) -> Iterator[Pair]:
    """Yield the first pairs of the queue, each with the values that stand in the inputs now.

    candidates  what `link` wrote beside its links
    Raises BadInput when a file cannot be read, or an id is no longer there.
    """
    chosen = read_settings(settings) if settings else usual_settings(*both_heads(left, right))
    names = [column.name for column in chosen.columns]
    table = _read(candidates, *names)
    wanted = queue(candidates)[:most]
    values = {}
    for side, path, place in (("left", left, 0), ("right", right, 1)):
        id_column = find_id_column(path, chosen.ids)
        in_file = [getattr(column, side) for column in chosen.columns]
        texts = read_texts(path, (id_column, *in_file))
        asked = {pair[place] for pair in wanted}
        rows = {one: row for row, one in enumerate(texts[id_column].to_pylist()) if one in asked}
        values[side] = {one: [texts[name][row].as_py() for name in in_file] for one, row in rows.items()}
    with duckdb.connect() as connection:
        connection.register("candidates", table)
        for one, other in wanted:
            if one not in values["left"] or other not in values["right"]:
                raise BadInput(
                    [f"The pair {one} and {other} is not in the inputs any more."], name=candidates.name
                )
            columns = ", ".join(f'"{name}"' for name in names)
            probability, *levels = connection.execute(
                f"SELECT match_probability, {columns} FROM candidates WHERE unique_id_l = ? AND unique_id_r = ?",
                [one, other],
            ).fetchall()[0]
            told = zip(chosen.columns, values["left"][one], values["right"][other], levels, strict=True)
            yield Pair(
                one, other, probability, tuple((column.name, a, b, level) for column, a, b, level in told)
            )


def _read(candidates: Path, *levels: str) -> pa.Table:
    """Return what `link` wrote beside its links, with the levels of these columns among others. Raises BadInput."""
    try:
        table = pyarrow.parquet.read_table(candidates)
    except (OSError, pa.ArrowException) as error:
        raise BadInput([NO_CANDIDATES], name=candidates.name) from error
    there = set(table.column_names)
    if not there >= {"unique_id_l", "unique_id_r", "match_probability", "decision"}:
        raise BadInput([NO_CANDIDATES], name=candidates.name)
    if absent := sorted(set(levels) - there):
        raise BadInput(
            [f"It was written with other settings: it says nothing of [{', '.join(absent)}]."],
            name=candidates.name,
        )
    return table


def decide(decisions: Path, pair: Pair, decision: str, *, by: str, on: date) -> None:
    """Add a decision to the file, which is made for this account alone (0600) when it is missing."""
    new = not decisions.exists()
    with os.fdopen(
        os.open(decisions, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", newline=""
    ) as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(HEADS)
        writer.writerow((pair.left, pair.right, decision, by, on.isoformat()))
