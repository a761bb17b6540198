"""Links the records of two files: the act of `amends evidence link`, from reading to what is written.

What is written holds ids, levels of agreement, weights and probabilities; no name, no birth date, no other value.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from amends.evidence.answers import Answer, answer
from amends.evidence.faults import BadInput
from amends.evidence.linkage.charts import draw
from amends.evidence.linkage.choosing import DECISIONS, Choice, choose
from amends.evidence.linkage.model import Model, estimate, open_linker, quiet, read_model, save
from amends.evidence.linkage.records import Records, Side, both_heads, load, with_loose_rules
from amends.evidence.linkage.settings import Settings, read_settings, usual_settings
from amends.evidence.reading import read_texts
from amends.evidence.spilling import opened

Engine = Literal["duckdb", "spark"]
Told = Callable[[str], None]

# Pairs below are written nowhere: one in a hundred of them would be true.
LEAST_KEPT = 0.01


@dataclass(frozen=True)
class Files:
    """What a linkage writes, each beside the file of links that was asked for."""

    links: Path

    @property
    def candidates(self) -> Path:
        """Every pair that may be of one person, linked or not: for review and for estimates over all of them."""
        return self.links.with_suffix(".candidates.parquet")

    @property
    def model(self) -> Path:
        """The model, unless another file was named for it."""
        return self.links.with_suffix(".model.json")


def link(
    left: Path,
    right: Path,
    out: Path,
    *,
    settings: Path | None = None,
    one_to_one: bool = False,
    truth: str | None = None,
    model: Path | None = None,
    decisions: Path | None = None,
    probability: float | None = None,
    charts: Path | None = None,
    engine: Engine = "duckdb",
    master: str | None = None,
    seed: int = 1,
    told: Told = lambda _: None,
) -> Answer:
    """Link the records of two files, or those within one when both are the same; write links, candidates and model.

    settings     which column is which; columns with usual names when nothing is said
    one_to_one   a record is in one link at most
    truth        a column of both files; equal values mean one person, blank is not known; the settings may say which
                 part of the value counts
    model        a saved model to score with; where there is no such file, the estimated one is saved there
    decisions    what a reviewer decided about pairs; it goes before what the model says
    probability  the least probability of a link; otherwise it follows from the estimated share of false links
    charts       a folder for charts: what levels add, unlinkables, waterfalls of the pairs nearest the threshold
    engine       where pairs are scored; a model is always estimated by DuckDB
    told         is called with a phrase as each step begins

    `n` of the answer is the records of the left file. Raises BadInput; then nothing was written.
    """
    files = Files(out)
    _check_place(out, model, charts)
    within = os.path.realpath(left) == os.path.realpath(right)
    chosen = read_settings(settings) if settings else usual_settings(*both_heads(left, right))
    with opened() as connection:
        told("reading")
        counted: dict[Side, Records] = {"left": load(connection, left, "left", chosen, truth=truth)}
        if within and counted["left"].n < 2:
            raise BadInput(["It holds one record; to link within a file takes two."], name=left.name)
        if not within:
            counted["right"] = load(connection, right, "right", chosen, truth=truth)
        chosen = with_loose_rules(connection, chosen, within=within)
        if model is not None and model.exists():
            fitted = read_model(model, chosen)
        else:
            fitted = estimate(connection, chosen, within=within, seed=seed, told=told)
        told("scoring pairs")
        _score(connection, fitted, within=within, engine=engine, master=master)
        unheeded = _add_decisions(connection, decisions)
        told("choosing links")
        choice = choose(
            connection,
            one_to_one=one_to_one,
            within=within,
            false_share=chosen.false_share,
            probability=probability or chosen.probability,
        )
        judged = _judge(connection, choice, within=within) if truth else {}
        if charts is not None:
            told("drawing")
            draw(connection, fitted, choice.threshold, charts, within=within)
        told("writing")
        _write(connection, "SELECT * EXCLUDE (linked, decision) FROM scored WHERE linked", files.links)
        _write(connection, "SELECT * FROM scored", files.candidates)
        candidates = connection.table("scored").shape[0]
    save(fitted, model or files.model)
    missing = {
        f"{side}.{name}" if not within else name: count
        for side, records in counted.items()
        for name, count in records.missing.items()
    }
    return answer(
        n=counted["left"].n,
        events=None,
        missing=missing,
        warnings=[*_warnings(chosen, counted, fitted, choice, truth), *unheeded],
        records={side: records.n for side, records in counted.items()},
        pairs=choice.pairs,
        candidates=candidates,
        threshold=choice.threshold,
        expected={"false_links": choice.false_links, "missed_links": choice.missed_links},
        model_sha256=fitted.hash,
        **judged,
    )


def _score(
    connection: duckdb.DuckDBPyConnection, model: Model, *, within: bool, engine: Engine, master: str | None
) -> None:
    """Make the table [scored] of the pairs that a rule compares: ids, weight, probability, and each column's level."""
    if engine == "spark":
        from amends.evidence.linkage.spark import score_on_spark  # noqa: PLC0415 - nothing else needs Spark

        score_on_spark(connection, model, within=within, master=master, least=LEAST_KEPT)
        return
    with quiet():
        linker = open_linker(connection, model.with_levels, within=within)
        scored = linker.inference.predict(threshold_match_probability=LEAST_KEPT, warning_mode="never")
    connection.execute(f"CREATE TABLE scored AS SELECT {model.scores} FROM {scored.physical_name}")
    scored.drop_table_from_database_and_remove_from_cache()


def _add_decisions(connection: duckdb.DuckDBPyConnection, decisions: Path | None) -> list[str]:
    """Add to [scored] the column `decision`: what a reviewer said of the pair, or null. The last word counts.

    Returns a warning where something was said of pairs that are not there, so that nothing comes of it.
    """
    if decisions is None:
        connection.execute("ALTER TABLE scored ADD COLUMN decision VARCHAR")
        return []
    told = read_texts(decisions, ("unique_id_l", "unique_id_r", "decision"))
    wrong = sorted(set(told["decision"].to_pylist()) - {*DECISIONS}, key=str)
    if wrong:
        raise BadInput(
            [f"A decision is [{wrong[0]}]; expected {' or '.join(DECISIONS)}."], name=decisions.name
        )
    connection.register("told", told)
    connection.execute(
        """
        CREATE OR REPLACE TABLE scored AS
        WITH said AS (
            SELECT unique_id_l, unique_id_r, last(decision ORDER BY place) AS decision
            FROM (SELECT *, row_number() OVER () AS place FROM told) GROUP BY ALL
        )
        SELECT * FROM scored LEFT JOIN said USING (unique_id_l, unique_id_r)
        """
    )
    unheeded = _one(
        connection,
        "SELECT count(*) FROM (SELECT DISTINCT unique_id_l, unique_id_r FROM told) "
        "ANTI JOIN scored USING (unique_id_l, unique_id_r)",
    )
    connection.unregister("told")
    return [f"Decisions about {unheeded} pairs came to nothing: no rule compares them."] if unheeded else []


def _judge(connection: duckdb.DuckDBPyConnection, choice: Choice, *, within: bool) -> dict[str, Any]:
    """Return precision, recall and their harmonic mean; a link to a record whose person is not known counts nowhere."""
    right = "left_truth" if within else "right_truth"
    pairs = "count(*) * (count(*) - 1) // 2" if within else "count(*)"
    group = (
        f"SELECT {pairs} AS pairs FROM left_truth GROUP BY truth"
        if within
        else (f"SELECT {pairs} AS pairs FROM left_truth JOIN {right} USING (truth) GROUP BY truth")
    )
    true = _one(connection, f"SELECT coalesce(sum(pairs), 0)::BIGINT FROM ({group})")
    judged, found = connection.execute(
        f"""
        SELECT count(*), count(*) FILTER (l.truth = r.truth) FROM scored
        JOIN left_truth AS l ON l.unique_id = unique_id_l JOIN {right} AS r ON r.unique_id = unique_id_r
        WHERE linked
        """
    ).fetchall()[0]
    precision = found / judged if judged else None
    recall = found / true if true else None
    return {
        "true_pairs": true,
        "precision": precision,
        "recall": recall,
        "f1": 2 * found / (judged + true) if judged + true else None,
    }


def _warnings(
    settings: Settings, counted: dict[Side, Records], model: Model, choice: Choice, truth: str | None
) -> list[str]:
    said = list(model.warnings)
    for side, records in counted.items():
        for name, unread in records.unread.items():
            if unread * 2 > (known := records.n - records.missing[name]):
                said.append(
                    f"Of {known} values of [{name}] in the {side} file {unread} are not read as days; "
                    "say in the settings with date_form how they are written."
                )
    if unused := [name for name in settings.unused if name != truth]:
        said.append(f"Not used, because no settings say what they hold: {', '.join(unused)}.")
    if choice.pairs == 0:
        said.append("No pair is sure enough to be a link.")
    return said


def _check_place(out: Path, model: Path | None, charts: Path | None) -> None:
    for file in (out, model):
        if file is not None and not file.resolve().parent.is_dir():
            raise BadInput([f"There is no folder [{file.parent}] to write to."], name=file.name)
        if file is not None and file.is_dir():
            raise BadInput(["It is a folder; expected the name of a file to write."], name=file.name)
    if charts is not None and charts.exists() and not charts.is_dir():
        raise BadInput(["It is a file; expected a folder for charts."], name=charts.name)


def _write(connection: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    """Write the rows of a query as Parquet, whole or not at all."""
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        connection.execute(
            f"COPY ({query}) TO '{str(unfinished).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)"
        )
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    found = connection.execute(query).fetchall()[0]
    return int(found[0])
