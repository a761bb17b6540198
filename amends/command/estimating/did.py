"""`amends evidence did`: how differently an outcome changed where something began."""

from __future__ import annotations

from pathlib import Path

import click

from amends.command.estimating.asking import input_file, json_wanted, tell
from amends.command.estimating.planned import reads_outcomes
from amends.evidence.did.did import METHODS, Design, did
from amends.evidence.did.group_time import BASES, CONTROLS
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
    "--controls",
    metavar="WHOM",
    help=f"{' or '.join(CONTROLS)}: whom the treated are compared with; never, unless nobody is.",
)
@click.option(
    "--base",
    metavar="WHICH",
    help=f"{' or '.join(BASES)}: what times before treatment are compared with, the last of them or each with the "
    "one before it; universal if not said.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Of the bootstrap, where not all is listed."
)
@json_wanted
@reads_outcomes("input")
def command(
    *,
    path: Path,
    outcome: str,
    unit: str,
    time: str,
    treated_from: str,
    cluster: str | None,
    method: str | None,
    controls: str | None,
    base: str | None,
    seed: int,
    in_json: bool,
) -> None:
    """Estimate, and print."""
    names = Columns(outcome, unit, time, treated_from, cluster or unit)
    tell(did(path, names, Design(method, controls, base), seed=seed), in_json=in_json)
