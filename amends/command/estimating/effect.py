"""`amends evidence effect`: what difference a treatment makes to an outcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import Numbers, draw_wanted, input_file, json_wanted, tell
from amends.command.estimating.planned import reads_outcomes
from amends.evidence.effects.effect import Question, effect
from amends.evidence.effects.refusing import limits
from amends.evidence.faults import BadInput
from amends.evidence.repeating import over_draws
from amends.evidence.reporting.alike import balance_picture
from amends.evidence.reporting.language import PLANS, Language


def tightening_options(tightens: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each limit of `thresholds.toml`, under the limit's own name."""
    for name, limit in reversed(limits().items()):
        may = "raised" if limit.bound == "least" else "lowered"
        says = f"{limit.says} {limit.limit:g}, and may only be {may}."
        tightens = click.option(f"--{limit.option}", name, type=float, metavar="LIMIT", help=says)(tightens)
    return tightens


@click.command(help=__doc__)
@input_file
@click.option("--treatment", required=True, metavar="COLUMN", help="1 for the road studied, 0 for the other.")
@click.option(
    "--outcome", required=True, metavar="COLUMN", help="A number, or 0 and 1; the event with --time."
)
@click.option("--covariates", default="", metavar="TERMS", help="Such as age+age^2+C(county).")
@click.option("--method", required=True, metavar="METHOD", help="itt, ipw, entropy, aipw or regression.")
@click.option("--estimand", default="ate", metavar="ESTIMAND", help="ate, att or ato (overlap; ipw only).")
@click.option("--time", metavar="COLUMN", help="How long each row was watched; needs --at.")
@click.option("--at", type=float, metavar="T", help="The horizon, in the unit of --time.")
@click.option(
    "--censoring-covariates",
    default="",
    metavar="TERMS",
    help="What loss before the horizon depends on; those who stay stand for those like them.",
)
@click.option("--cluster", metavar="COLUMN", help="Rows with one label are not independent.")
@click.option("--trim", type=float, metavar="Q", help="Leave out propensities beyond Q to 1 - Q.")
@click.option("--completed", metavar="COLUMN", help="0 or 1; adds those who completed, beside the rest.")
@click.option(
    "--match",
    metavar="COLUMN",
    help="The probability that the event found is this person's; adds draws of links.",
)
@click.option(
    "--missed", type=Numbers(), metavar="SHARES", help="Missed-match rates for the sensitivity table."
)
@click.option("--false", type=Numbers(), metavar="SHARES", help="False-match rates for the same.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of the draws of links."
)
@tightening_options
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a love plot, as SVG.",
)
@draw_wanted
@json_wanted
@reads_outcomes("input")
def command(*, path: Path, draw: str | None, in_json: bool, plot: Path | None, **asked: Any) -> None:
    """Estimate, draw if asked, and print."""
    if plot is not None and not asked["covariates"].strip():
        raise BadInput(["--plot draws how alike the groups are in --covariates, of which there are none."])
    tighter = {name: asked.pop(name) for name in limits()}
    question = Question(limits=tighter, **asked)
    found = over_draws(path, draw, lambda file: effect(file, question))
    if plot is not None:
        drawn = balance_picture(found["balance"], found["thresholds"], Language(PLANS)).svg
        try:
            plot.write_text(drawn, encoding="utf-8")
        except OSError as error:
            raise BadInput([f"{plot} cannot be written: {error.strerror or error}."]) from error
    tell(found, in_json=in_json)
