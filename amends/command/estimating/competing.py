"""`amends evidence competing`: how many have had one event by when, where others may come first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import Numbers, draw_wanted, input_file, json_wanted, tell
from amends.command.estimating.planned import reads_outcomes
from amends.evidence.competing.estimating import Asked, estimate_competing
from amends.evidence.repeating import over_draws


@click.command(help=__doc__)
@input_file
@click.option("--time", required=True, metavar="COLUMN", help="When observation ends: zero or more.")
@click.option("--event", required=True, metavar="COLUMN", help="What ended it, in any labels.")
@click.option("--cause", required=True, metavar="LABEL", help="The cause that is asked for; others compete.")
@click.option(
    "--censored", default="0", show_default=True, metavar="LABEL", help="Where nothing had happened yet."
)
@click.option("--by", metavar="COLUMN", help="Groups to compare.")
@click.option("--strata", metavar="COLUMN", help="Compare groups within these only.")
@click.option(
    "--finegray", "terms", metavar="TERMS", help='Fit a model of the incidence, for example "age,C(county)".'
)
@click.option("--at", type=Numbers(), default=(), metavar="TIMES", help="Tell incidences at these times.")
@draw_wanted
@json_wanted
@reads_outcomes("input")
def command(*, path: Path, draw: str | None, in_json: bool, **asked: Any) -> None:
    """Every fault of the file is listed by row."""
    question = Asked(**asked)
    found = over_draws(path, draw, lambda file: estimate_competing(file, question))
    tell(found, in_json=in_json)
