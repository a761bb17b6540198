"""`amends evidence coverage`: how often intervals hold the truth, counted in invented studies."""

import sys
from pathlib import Path

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.evidence.answers import as_json
from amends.evidence.coverage.counting import count
from amends.evidence.coverage.studies import STUDIES


@click.command(help=__doc__)
@click.option(
    "--people", type=click.IntRange(min=60), default=180, show_default=True, help="How many in each study."
)
@click.option(
    "--repetitions", type=click.IntRange(min=1), default=1000, show_default=True, help="How many studies."
)
@click.option("--seed", type=click.IntRange(min=0), default=180, show_default=True, help="Of the people.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file for the answer, as JSON, besides."
)
@json_wanted
def command(*, people: int, repetitions: int, seed: int, out: Path | None, in_json: bool) -> None:
    """Count; it takes some twenty minutes for a thousand studies."""
    # To stderr, so that stdout holds the answer and nothing else.
    studies = repetitions * sum(study.times for study in STUDIES)
    with click.progressbar(length=studies, label="Inventing studies", file=sys.stderr) as bar:
        told = count(STUDIES, people=people, repetitions=repetitions, seed=seed, told=lambda: bar.update(1))
    if out is not None:
        out.write_text(as_json(told).replace('{"chapter"', '\n{"chapter"') + "\n", encoding="utf-8")
    tell(told, in_json=in_json)
