"""`amends evidence link`: which records of two files are of one person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.evidence.linkage.linking import Engine, link

file = click.Path(path_type=Path)


@click.command(help=__doc__)
@click.option("--left", type=file, required=True, metavar="FILE", help="One file, CSV or Parquet.")
@click.option(
    "--right", type=file, required=True, metavar="FILE", help="The other; the same one to link within it."
)
@click.option("--out", type=file, required=True, metavar="FILE", help="Where to write the links, as Parquet.")
@click.option(
    "--settings", type=file, metavar="FILE", help="TOML that says which column is which; examples/febrl.toml."
)
@click.option("--one-to-one", is_flag=True, help="A record is in one link at most.")
@click.option("--truth", metavar="COLUMN", help="A column of both files; equal values mean one person.")
@click.option(
    "--model",
    type=file,
    metavar="FILE",
    help="Score with this model; if it is not there, save the model there.",
)
@click.option("--decisions", type=file, metavar="FILE", help="What `review` wrote: it goes before the model.")
@click.option(
    "--probability",
    type=click.FloatRange(0, 1, min_open=True),
    help="The least probability of a link; otherwise the estimated share of false links decides.",
)
@click.option(
    "--charts", type=file, metavar="FOLDER", help="Draw what the model says, without a value of any record."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Draws the pairs of strangers.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option("--master", metavar="URL", help="Where Spark runs, such as spark://host:7077.")
@json_wanted
def command(left: Path, right: Path, out: Path, *, engine: Engine, in_json: bool, **asked: Any) -> None:
    """Link, and print how many pairs there are and how sure they are."""
    answer = link(
        left,
        right,
        out,
        engine=engine,
        told=lambda step: click.echo(f"Linking: {step} ...", err=True),
        **asked,
    )
    tell(answer, in_json=in_json)
