"""`amends evidence effect`: what difference a treatment makes to an outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import Numbers, input_file, json_wanted, tell
from amends.evidence.effects.effect import Question, effect
from amends.evidence.effects.love_plot import love_plot
from amends.evidence.effects.refusing import thresholds


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
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draws of links.")
@click.option("--least-effective-share", "effective_share", type=float, help="Tightens the limit of refusal.")
@click.option("--least-effective-rows", "effective_rows", type=float, help="The same.")
@click.option("--largest-row-share", "row_share", type=float, help="The same.")
@click.option("--largest-difference", "difference", type=float, help="The same, of standardized differences.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a love plot, as SVG.",
)
@json_wanted
def command(
    *,
    path: Path,
    in_json: bool,
    plot: Path | None,
    effective_share: float | None,
    effective_rows: float | None,
    row_share: float | None,
    difference: float | None,
    **asked: Any,
) -> None:
    """Estimate, draw if asked, and print."""
    limits = {
        "effective_share": effective_share,
        "effective_rows": effective_rows,
        "row_share": row_share,
        "difference": difference,
    }
    found = effect(path, Question(limits=limits, **asked))
    if plot is not None:
        plot.write_text(love_plot(found["balance"], thresholds()), encoding="utf-8")
    tell(found, in_json=in_json)
