"""`amends evidence cloning`: what beginning within a window would change, where groups part only after time zero."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import draw_wanted, input_file, json_wanted, tell
from amends.command.estimating.planned import reads_outcomes
from amends.evidence.cloning.estimating import Asked, estimate_cloning
from amends.evidence.repeating import over_draws


@click.command(help=__doc__)
@input_file
@click.option(
    "--time", required=True, metavar="COLUMN", help="When observation ends, from time zero: zero or more."
)
@click.option(
    "--event", required=True, metavar="COLUMN", help="Whether the event came then: 0 or 1, or false or true."
)
@click.option(
    "--begun", required=True, metavar="COLUMN", help="When somebody began, from time zero; blank for never."
)
@click.option("--window", type=float, required=True, metavar="T", help="Begin within this, or do not.")
@click.option("--at", type=float, required=True, metavar="T", help="The horizon, in the unit of --time.")
@click.option(
    "--covariates", default="", metavar="TERMS", help="Such as age+C(county), measured before time zero."
)
@click.option("--cluster", metavar="COLUMN", help="Rows with one label are drawn together.")
@click.option(
    "--draws",
    type=click.IntRange(2),
    default=500,
    show_default=True,
    help="How often the people are drawn anew.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of these draws.")
@draw_wanted
@json_wanted
@reads_outcomes("input")
def command(*, path: Path, draw: str | None, in_json: bool, **asked: Any) -> None:
    """Every fault of the file is listed by row."""
    question = Asked(**asked)
    found = over_draws(path, draw, lambda file: estimate_cloning(file, question, told=_tell_of_draws))
    tell(found, in_json=in_json)


def _tell_of_draws(done: int, of: int) -> None:
    if done % 100 == 0:
        click.echo(f"Drawing people anew: {done} of {of}", err=True)
