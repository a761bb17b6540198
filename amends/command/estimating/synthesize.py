"""`amends evidence synthesize`: writes an invented population whose true effects are known."""

import sys
from pathlib import Path
from typing import Any

import click

from amends.command.estimating.asking import json_wanted, tell
from amends.evidence.answers import answer
from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.writing import synthesize

SHARE = click.FloatRange(0, 1, max_open=True)


@click.command(help=__doc__)
@click.option("--people", type=click.IntRange(min=1), required=True, help="How many accountable parties.")
@click.option(
    "--seed", type=click.IntRange(min=0), required=True, help="The same seed writes the same bytes."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A new folder for the files.",
)
@click.option(
    "--hazard-ratio",
    type=click.FloatRange(0, min_open=True),
    default=Options.hazard_ratio,
    show_default=True,
    help="True effect of the offer on re-arrest.",
)
@click.option(
    "--score-difference",
    type=float,
    default=Options.score_difference,
    show_default=True,
    help="True effect on the change of PCL-5, in points.",
)
@click.option(
    "--county-difference",
    type=float,
    default=Options.county_difference,
    show_default=True,
    help="True effect on a county's monthly rate.",
)
@click.option("--randomized", is_flag=True, help="Draw the offer by lot.")
@click.option(
    "--confounding",
    type=float,
    default=Options.confounding,
    show_default=True,
    help="Strength of something unmeasured, on the log scale.",
)
@click.option(
    "--missing",
    type=SHARE,
    default=Options.missing,
    show_default=True,
    help="Share of covariates left blank.",
)
@click.option(
    "--missing-scores",
    type=SHARE,
    default=Options.missing_scores,
    show_default=True,
    help="Share of later scores left blank.",
)
@click.option(
    "--informative-loss",
    type=float,
    default=Options.informative_loss,
    show_default=True,
    help="How far loss goes with what would have been seen.",
)
@click.option(
    "--missed-match",
    type=SHARE,
    default=Options.missed_match,
    show_default=True,
    help="Share whose events the linkage misses.",
)
@click.option("--missed-match-offered", type=SHARE, help="The same among those offered, where it differs.")
@click.option(
    "--false-match",
    type=SHARE,
    default=Options.false_match,
    show_default=True,
    help="Share given somebody else's events.",
)
@click.option("--false-match-offered", type=SHARE, help="The same among those offered, where it differs.")
@click.option(
    "--misspelled",
    type=SHARE,
    default=Options.misspelled,
    show_default=True,
    help="Share of names and birth dates written otherwise in the second file to link.",
)
@json_wanted
def command(*, out: Path, in_json: bool, **asked: Any) -> None:
    """Write the files, and say what is true of them."""
    options = Options(**asked)
    # To stderr, so that stdout holds the answer and nothing else.
    with click.progressbar(length=options.people, label="Inventing people", file=sys.stderr) as bar:
        told = synthesize(options, out, progress=lambda n: bar.update(n))  # noqa: PLW0108 - click does not type it
    tell(
        answer(
            n=options.people,
            events=None,
            missing={},
            warnings=["Everybody in these files is invented."],
            out=str(out),
            extract_date=told["extract_date"],
            **told["effects"],
        ),
        in_json=in_json,
    )
