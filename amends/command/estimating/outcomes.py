"""`amends evidence outcomes`: what became of people after time zero, from dated records and a dated definition."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.command.estimating.planned import reads_outcomes
from amends.evidence.outcomes.finding import Asked, find_outcomes

file = click.Path(path_type=Path)


@click.command(help=__doc__)
@click.option(
    "--people", type=file, required=True, metavar="FILE", help="One row a person: person_id, time_zero."
)
@click.option(
    "--events", type=file, required=True, metavar="FILE", help="person_id, event, event_on, offense_on ..."
)
@click.option("--custody", type=file, required=True, metavar="FILE", help="person_id, from, until, because.")
@click.option(
    "--extract-date", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day of the extract."
)
@click.option(
    "--definition", type=click.Choice(["bscc", "cdcr", "bjs"]), required=True, help="Of a new offense."
)
@click.option(
    "--out", type=file, required=True, metavar="FILE", help="Where to write a row a person, as Parquet."
)
@click.option(
    "--time-zero", default="time_zero", show_default=True, metavar="COLUMN", help="Charge or offer."
)
@click.option("--by", metavar="COLUMN", help="Groups, known at time zero.")
@click.option(
    "--keep", metavar="COLUMNS", default="", help="Columns to write along, with commas between them."
)
@click.option(
    "--links", type=file, metavar="FILE", help="What `link` wrote, when the history has ids of its own."
)
@click.option(
    "--candidates", type=file, metavar="FILE", help="Repeat the shares over links drawn from these."
)
@click.option(
    "--rows",
    type=click.Choice(["chosen", "draws"]),
    default="chosen",
    show_default=True,
    help="Of the links that were chosen, or of every draw, for `--draw draw` of an estimate.",
)
@click.option(
    "--draws", type=click.IntRange(2), default=20, show_default=True, help="How often to draw links."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Draws the links.")
@click.option("--landmark", type=int, metavar="DAYS", help="Look at completers from this day on.")
@click.option("--varying", is_flag=True, help="Look at completion as a covariate that changes with time.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option("--master", metavar="URL", help="Where Spark runs, such as spark://host:7077.")
@json_wanted
@reads_outcomes("people", "events", "custody")
def command(
    *,
    people: Path,
    events: Path,
    custody: Path,
    extract_date: datetime,
    definition: str,
    out: Path,
    time_zero: str,
    by: str | None,
    keep: str,
    links: Path | None,
    candidates: Path | None,
    rows: Literal["chosen", "draws"],
    draws: int,
    seed: int,
    landmark: int | None,
    varying: bool,
    engine: Literal["duckdb", "spark"],
    master: str | None,
    in_json: bool,
) -> None:
    """Find outcomes, write them, and print what they come to."""
    asked = Asked(
        extract_on=extract_date.date(),
        definition=definition,
        time_zero=time_zero,
        by=by,
        keep=tuple(name.strip() for name in keep.split(",") if name.strip()),
        links=links,
        candidates=candidates,
        rows=rows,
        draws=draws,
        seed=seed,
        landmark=landmark,
        varying=varying,
        engine=engine,
        master=master,
    )
    answer = find_outcomes(
        people,
        events,
        custody,
        out,
        asked,
        told=lambda done, of: click.echo(f"Outcomes: {done:,} of {of:,} people", err=True),
    )
    tell(answer, in_json=in_json)
