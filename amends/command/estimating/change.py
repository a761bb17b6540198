"""`amends evidence change`: how scores of the same people changed, and what those not measured again could change."""

from pathlib import Path

import click

from amends.command.estimating.asking import input_file, json_wanted, tell
from amends.command.estimating.planned import reads_outcomes
from amends.evidence.change import changes_in
from amends.evidence.instruments.reading import instrument, instrument_ids


@click.command(help=__doc__)
@input_file
@click.option(
    "--id", "id_column", required=True, metavar="COLUMN", help="Whose scores these are; each id once."
)
@click.option("--before", required=True, metavar="COLUMN", help="The total before.")
@click.option("--after", required=True, metavar="COLUMN", help="The total after; blank where there is none.")
@click.option(
    "--instrument", "instrument_id", type=click.Choice(instrument_ids(), case_sensitive=False), required=True
)
@click.option("--imputations", type=click.IntRange(min=2), default=50, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@json_wanted
@reads_outcomes("input")
def command(
    *,
    path: Path,
    id_column: str,
    before: str,
    after: str,
    instrument_id: str,
    imputations: int,
    seed: int,
    in_json: bool,
) -> None:
    """Say how scores changed."""
    found = changes_in(
        path,
        instrument(instrument_id),
        id_column=id_column,
        before=before,
        after=after,
        imputations=imputations,
        seed=seed,
    )
    tell(found, in_json=in_json)
