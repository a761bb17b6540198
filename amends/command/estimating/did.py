"""`amends evidence did`: how differently an outcome changed where something began."""

from __future__ import annotations

from pathlib import Path

import click

from amends.command.estimating.asking import input_file, json_wanted, tell
from amends.evidence.did.did import METHODS, did
from amends.evidence.did.panel import Columns


@click.command(help=__doc__)
@input_file
@click.option("--outcome", required=True, metavar="COLUMN", help="A number for each unit and time.")
@click.option("--unit", required=True, metavar="COLUMN", help="What is seen again and again, a county say.")
@click.option("--time", required=True, metavar="COLUMN", help="When: a number, such as the year.")
@click.option(
    "--treated-from",
    required=True,
    metavar="COLUMN",
    help="The time at which treatment begins in the unit; blank, or 0 before all times, where it never does.",
)
@click.option(
    "--cluster", metavar="COLUMN", help="Units of one label are not independent; the unit if not said."
)
@click.option(
    "--method", metavar="METHOD", help=f"{' or '.join(METHODS)}; by the number of beginnings if not said."
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Of the bootstrap, where not all is listed."
)
@json_wanted
def command(
    *,
    path: Path,
    outcome: str,
    unit: str,
    time: str,
    treated_from: str,
    cluster: str | None,
    method: str | None,
    seed: int,
    in_json: bool,
) -> None:
    """Estimate, and print."""
    names = Columns(outcome, unit, time, treated_from, cluster or unit)
    tell(did(path, names, method=method, seed=seed), in_json=in_json)
