"""Scores a file of answers, a row out for every row in, and names who has to be spoken to today."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from amends.evidence.answers import Answer, answer
from amends.evidence.faults import BadInput, Fault
from amends.evidence.instruments.reading import Instrument
from amends.evidence.instruments.scoring import Score, score_answers, score_entry, wrong_answers
from amends.evidence.reading import Column, Reading, heads, read


def score_file(
    path: Path, instrument: Instrument, *, id_column: str | None = None
) -> tuple[Answer, pa.Table]:
    """Return what the scores come to, and a table with one row for each row of the file, in its order.

    The columns are `q1`, `q2` and so on for answers, `total` for an instrument of which only a score is taken.
    The table holds the row's number, the id where one is named, and `total, total_answered, complete,
    provisional, clusters, symptoms` (the last two as JSON), the instrument's findings, `severity`, `t_score`
    and `alert`, empty where there is nothing to say.

    Raises BadInput with every answer that cannot be given, by row.
    """
    asked, beside = _columns(path, instrument)
    wanted = [Column(column, "number") for column in asked]
    if id_column is not None:
        wanted.append(Column(id_column, "label"))
    reading = read(path, wanted, also=lambda rows: _faults(rows, instrument, asked), blanks_stay=True)
    scores = [
        score_entry(instrument, given[0])
        if instrument.kind == "score entry"
        else score_answers(
            instrument, {_item(column): _whole(value) for column, value in zip(asked, given, strict=True)}
        )
        for given in _rows(reading, asked)
    ]
    table = _table(reading, scores, instrument, id_column)
    ids = [None] * len(scores) if id_column is None else reading.labels(id_column)
    alerts = [
        {"row": int(row), "id": known_as, "item": alert.item, "says": alert.says}
        for row, known_as, score in zip(reading.rows, ids, scores, strict=True)
        for alert in score.alerts
    ]
    complete = sum(score.complete for score in scores)
    return (
        answer(
            n=len(scores),
            events=None,
            missing=reading.missing,
            warnings=_warnings(
                instrument, beside_absent=beside, incomplete=len(scores) - complete, alerts=alerts
            ),
            instrument=instrument.id,
            languages=sorted(instrument.text),
            complete=complete,
            provisional=sum(bool(score.provisional) for score in scores)
            if any(finding.provisional for finding in instrument.findings)
            else None,
            mean_total=float(np.mean([score.total for score in scores if score.total is not None]))
            if complete
            else None,
            severity={
                band.name: sum(score.severity == band.name for score in scores) for band in instrument.bands
            },
            alerts=alerts,
        ),
        table,
    )


def write_table(table: pa.Table, out: Path) -> None:
    """Write a table as Parquet where the name ends so, as CSV otherwise; whole or not at all."""
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        if out.suffix == ".parquet":
            pyarrow.parquet.write_table(table, unfinished)
        else:
            pyarrow.csv.write_csv(
                _readable(table), unfinished, pyarrow.csv.WriteOptions(quoting_style="needed")
            )
        unfinished.replace(out)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise BadInput([f"{out} cannot be written: {error.strerror or error}."]) from error


def _readable(table: pa.Table) -> pa.Table:
    """Return a table in which yes and no are words, True and False, as the published vectors have them."""
    words = {
        name: pc.if_else(table[name], "True", "False")
        if pa.types.is_boolean(table[name].type)
        else table[name]
        for name in table.column_names
    }
    return pa.table(words)


def _columns(path: Path, instrument: Instrument) -> tuple[list[str], bool]:
    """Return which columns hold answers, and whether items beside those that count were not asked at all."""
    if instrument.kind == "score entry":
        return ["total"], False
    there = heads(path)
    if instrument.kind == "goals":
        goals = sorted((head for head in there if head[:1] == "q" and head[1:].isdecimal()), key=_item)
        if not goals:
            raise BadInput(
                ["There is no column [q1]: each goal's rating stands in one, -2 to 2."], name=path.name
            )
        return goals, False
    beside = [f"q{item}" for item in instrument.answers.beside]
    asked = [column for column in beside if column in there]
    return [*(f"q{item}" for item in instrument.items), *asked], asked != beside


def _faults(reading: Reading, instrument: Instrument, asked: list[str]) -> Iterator[Fault]:
    entry = instrument.kind == "score entry"
    low, high = instrument.answers.lowest, instrument.answers.highest
    if entry:
        high = instrument.highest_total
    for row, given in zip(reading.rows, _rows(reading, asked), strict=True):
        for column, value in zip(asked, given, strict=True):
            if value is None:
                continue
            if entry:
                wrong = not low <= value <= instrument.highest_total
            else:
                wrong = value != int(value) or bool(wrong_answers(instrument, {_item(column): int(value)}))
            if wrong:
                kind = "a score" if entry else "a whole number"
                yield Fault(f"expected {kind}, {low} to {high}.", row=int(row), column=column)


def _rows(reading: Reading, asked: list[str]) -> Iterable[list[float | None]]:
    cells = np.column_stack([reading.numbers(column) for column in asked])
    return ([None if np.isnan(cell) else float(cell) for cell in row] for row in cells)


def _item(column: str) -> int:
    return int(column[1:])


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _table(reading: Reading, scores: list[Score], instrument: Instrument, id_column: str | None) -> pa.Table:
    def as_json(parts: dict[str, int]) -> str | None:
        return json.dumps(parts) if parts else None

    columns: dict[str, Any] = {"row": pa.array(reading.rows)}
    if id_column is not None:
        columns[id_column] = pa.array(reading.labels(id_column), pa.large_string())
    whole = all(score.total is None or float(score.total).is_integer() for score in scores)
    number = pa.int64() if whole else pa.float64()
    columns |= {
        "total": pa.array([score.total for score in scores], number),
        "total_answered": pa.array([score.total_answered for score in scores], number),
        "complete": pa.array([score.complete for score in scores]),
        "provisional": pa.array([score.provisional for score in scores], pa.bool_()),
        "clusters": pa.array([as_json(score.clusters) for score in scores], pa.string()),
        "symptoms": pa.array([as_json(score.symptoms) for score in scores], pa.string()),
    }
    for finding in instrument.findings:
        columns[finding.name] = pa.array([score.findings[finding.name] for score in scores])
    if instrument.bands:
        columns["severity"] = pa.array([score.severity for score in scores], pa.string())
    if instrument.kind == "goals":
        columns["t_score"] = pa.array([score.t_score for score in scores], pa.float64())
    if instrument.alerts:
        columns["alert"] = pa.array(
            [" ".join(alert.says for alert in score.alerts) or None for score in scores], pa.string()
        )
    return pa.table(columns)


def _warnings(
    instrument: Instrument, *, beside_absent: bool, incomplete: int, alerts: list[dict[str, Any]]
) -> Iterator[str]:
    if alerts:
        rows = ", ".join(str(row) for row in dict.fromkeys(alert["row"] for alert in alerts))
        yield f"TODAY: {alerts[0]['says']} Rows: {rows}."
    if incomplete:
        yield f"{incomplete} rows are incomplete: they have no total, and none was guessed."
    if beside_absent:
        yield "Items beside those that count are not in the file; completeness was judged without them."
    if any(finding.provisional for finding in instrument.findings):
        yield "A provisional finding comes from a questionnaire; only an interview makes a diagnosis."
    if instrument.kind == "items" and not instrument.bands and not instrument.cuts and not instrument.changes:
        yield "These questions have no norms: no value is good or bad, and no change is known to matter."
    if instrument.not_shipped:
        yield instrument.not_shipped
    yield f"Source: {instrument.source}. Licence: {instrument.licence}"
