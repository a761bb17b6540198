"""`amends evidence review`: look at the pairs of which `link` is least sure, and say what they are."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

import click

from amends.evidence.faults import BadInput
from amends.evidence.linkage.choosing import SAME
from amends.evidence.linkage.reviewing import Pair, decide, pairs_to_review

file = click.Path(path_type=Path)


@click.command(help=__doc__)
@click.option(
    "--candidates", type=file, required=True, metavar="FILE", help="What `link` wrote beside the links."
)
@click.option(
    "--left", type=file, required=True, metavar="FILE", help="The left file, as `link` was given it."
)
@click.option("--right", type=file, required=True, metavar="FILE", help="The right file.")
@click.option("--settings", type=file, metavar="FILE", help="The settings, as `link` was given them.")
@click.option(
    "--decisions", type=file, required=True, metavar="FILE", help="Where decisions are added; for `link`."
)
@click.option(
    "--most", type=click.IntRange(1), default=20, show_default=True, help="How many pairs to look at."
)
def command(
    candidates: Path, left: Path, right: Path, *, settings: Path | None, decisions: Path, most: int
) -> None:
    """Show each pair on the terminal, and add what is said of it to the file of decisions."""
    if not sys.stdout.isatty():
        raise BadInput(["Review shows names: it needs a terminal, so that they end in no file."])
    today = datetime.now(UTC).date()
    for pair in pairs_to_review(candidates, left, right, settings=settings, most=most):
        show(pair)
        said = click.prompt("One person?", type=click.Choice(["yes", "no", "skip", "end"]), default="skip")
        if said == "end":
            break
        if said != "skip":
            decide(decisions, pair, SAME if said == "yes" else "different", by=getuser(), on=today)
        # What was shown does not stay on the screen.
        click.clear()


def show(pair: Pair) -> None:
    """Print a pair's columns beside each other."""
    click.echo(f"{pair.left} and {pair.right}: one person with probability {pair.probability:.2f}")
    for name, left, right, level in pair.columns:
        click.echo(f"  {name:<20} {left or '-':<28} {right or '-':<28} {level}")
