"""`amends evidence survival`: how long until an event, for whom, and what goes with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import Numbers, draw_wanted, input_file, json_wanted, tell
from amends.command.estimating.planned import reads_outcomes
from amends.evidence.repeating import over_draws
from amends.evidence.survival.estimating import Asked, estimate_survival


@click.command(help=__doc__)
@input_file
@click.option("--time", required=True, metavar="COLUMN", help="When observation ends: zero or more.")
@click.option(
    "--event", required=True, metavar="COLUMN", help="Whether the event came then: 0 or 1, or false or true."
)
@click.option("--entry", metavar="COLUMN", help="When observation begins, where that is after time zero.")
@click.option(
    "--id", "person", metavar="COLUMN", help="Whose row it is; with --entry, a person may have several."
)
@click.option("--by", metavar="COLUMN", help="Groups to compare.")
@click.option(
    "--cox", "terms", metavar="TERMS", help='Fit a hazard model, for example "age,age^2,C(county)".'
)
@click.option(
    "--ties",
    type=click.Choice(["efron", "breslow"]),
    default="efron",
    help="How equal times enter that model.",
)
@click.option("--weights", metavar="COLUMN", help="What each row counts for: above zero.")
@click.option("--robust", is_flag=True, help="Errors that hold when the model is wrong.")
@click.option("--cluster", metavar="COLUMN", help="Rows that go together; implies --robust.")
@click.option(
    "--aft",
    "accelerated",
    type=click.Choice(["lognormal", "weibull", "loglogistic"]),
    help="Fit a model of the time itself, with the terms of --cox.",
)
@click.option("--at", type=Numbers(), default=(), metavar="TIMES", help="Tell the curves at these times.")
@click.option("--rmst", "horizon", type=float, metavar="TIME", help="Until when the restricted mean runs.")
@click.option(
    "--logrank",
    "weighing",
    type=click.Choice(["standard", "wilcoxon", "tarone", "peto", "fleming"]),
    default="standard",
    help="What early and late events count for when groups are compared.",
)
@click.option(
    "--interval",
    type=click.Choice(["loglog", "plain"]),
    default="loglog",
    help="The kind of limits of curves.",
)
@draw_wanted
@json_wanted
@reads_outcomes("input")
def command(*, path: Path, draw: str | None, in_json: bool, **asked: Any) -> None:
    """Every fault of the file is listed by row."""
    question = Asked(**asked)
    found = over_draws(path, draw, lambda file: estimate_survival(file, question))
    tell(found, in_json=in_json)
