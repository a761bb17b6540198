"""Charts of a linkage, as SVG with a title, a description and the table behind each; ids and levels, never values."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import duckdb
import vl_convert
from splink.internals.unlinkables import unlinkables_data

from amends.evidence.linkage.model import Model, open_linker, quiet

FOR, AGAINST, TOTAL = "#1f6f6b", "#a4552b", "#44546a"
WATERFALLS = 5


def draw(
    connection: duckdb.DuckDBPyConnection, model: Model, threshold: float, folder: Path, *, within: bool
) -> None:
    """Write charts into a folder, which is made when it is missing: what levels add, unlinkables, and waterfalls.

    The waterfalls are those of the pairs nearest to the threshold, which a reviewer would want to see.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "levels", *_levels(model))
    _write(folder / "unlinkables", *_unlinkables(connection, model, within=within))
    columns = [comparison.column for comparison in model.comparisons]
    quoted = ", ".join(f'"{column}"' for column in columns)
    nearest = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_weight, {quoted} FROM scored "
        "ORDER BY abs(match_probability - ?), unique_id_l, unique_id_r LIMIT ?",
        [threshold, WATERFALLS],
    ).fetchall()
    for number, (left, right, weight, *levels) in enumerate(nearest, start=1):
        steps = waterfall(model, dict(zip(columns, levels, strict=True)), weight)
        _write(folder / f"waterfall-{number}", *_waterfall(steps, f"{left} and {right}"))


def waterfall(model: Model, levels: dict[str, str], weight: float) -> list[dict[str, Any]]:
    """Return how the weight of a pair comes about, in bits: where it starts, what each level adds, and the whole.

    levels  the name of the level of each column
    weight  the weight of the pair; what levels do not explain of it is the rarity of values that agree
    """
    steps: list[dict[str, Any]] = [{"step": "before anything is known", "bits": model.starting_weight}]
    for comparison in model.comparisons:
        level = next(level for level in comparison.levels if level.name == levels[comparison.column])
        steps.append({"step": f"{comparison.column}: {level.name}", "bits": level.bits})
    steps.append({"step": "rarity of what agrees", "bits": weight - sum(step["bits"] for step in steps)})
    reached = 0.0
    for step in steps:
        step["from"], reached = reached, reached + step["bits"]
        step["to"] = reached
    return [*steps, {"step": "whole", "bits": weight, "from": 0.0, "to": weight}]


def _waterfall(steps: list[dict[str, Any]], pair: str) -> tuple[alt.Chart, list[dict[str, Any]]]:
    rows = [
        {
            **step,
            "says": "whole"
            if step["step"] == "whole"
            else "for one person"
            if step["bits"] >= 0
            else "against",
        }
        for step in steps
    ]
    colour = alt.Color(
        "says:N",
        title=None,
        scale=alt.Scale(domain=["for one person", "against", "whole"], range=[FOR, AGAINST, TOTAL]),
        legend=alt.Legend(orient="bottom"),
    )
    chart = (
        alt.Chart(
            alt.Data(values=rows),
            title=f"What speaks for one person behind {pair}",
            description=f"The weight of the pair {pair} in bits, from {rows[0]['bits']:.1f} before anything is known "
            f"to {rows[-1]['to']:.1f}, with what the agreement of each column adds.",
        )
        .mark_bar()
        .encode(
            y=alt.Y("step:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("from:Q", title="weight in bits"),
            x2="to:Q",
            color=colour,
        )
    )
    return chart, rows


def _levels(model: Model) -> tuple[alt.Chart, list[dict[str, Any]]]:
    rows = [
        {
            "column": comparison.column,
            "level": level.name,
            "step": f"{comparison.column}: {level.name}",
            "bits": level.bits,
        }
        for comparison in model.comparisons
        for level in comparison.levels[1:]
    ]
    chart = (
        alt.Chart(
            alt.Data(values=rows),
            title="What each agreement adds to the weight of a pair",
            description="Bits that each level of agreement of each column adds; below zero it speaks against one person.",
        )
        .mark_bar()
        .encode(
            y=alt.Y("step:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("bits:Q", title="bits"),
            color=alt.condition("datum.bits >= 0", alt.value(FOR), alt.value(AGAINST)),
        )
    )
    return chart, rows


def _unlinkables(
    connection: duckdb.DuckDBPyConnection, model: Model, *, within: bool
) -> tuple[alt.Chart, list[dict[str, Any]]]:
    """Draw which share of the records is too poor to be linked even to itself, at each probability asked for."""
    with quiet():
        found = unlinkables_data(open_linker(connection, dict(model.splink), within=within))
    rows = [{"probability": row["match_probability"], "share": row["cum_prop"]} for row in found]
    most = max((row["share"] for row in rows), default=0.0)
    chart = (
        alt.Chart(
            alt.Data(values=rows or [{"probability": 1, "share": 0}]),
            title="Records that hold too little to be linked",
            description="The share of records that would not be linked even to themselves at a least probability; "
            f"it reaches {most:.1%}.",
        )
        .mark_line(interpolate="step-after", color=TOTAL)
        .encode(
            x=alt.X("probability:Q", title="least probability of a link", scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("share:Q", title="share of records", axis=alt.Axis(format="%")),
        )
    )
    return chart, rows


def _write(stem: Path, chart: alt.Chart, rows: Sequence[dict[str, Any]]) -> None:
    stem.with_suffix(".svg").write_text(vl_convert.vegalite_to_svg(chart.to_dict()))
    with stem.with_suffix(".csv").open("w", newline="") as table:
        writer = csv.DictWriter(table, rows[0].keys() if rows else ["probability", "share"])
        writer.writeheader()
        writer.writerows(rows)
