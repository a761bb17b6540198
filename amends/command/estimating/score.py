"""`amends evidence score`: scores the answers to an instrument; see amends/evidence/instruments for what there is."""

from pathlib import Path

import click

from amends.command.estimating.asking import input_file, json_wanted, tell
from amends.evidence.instruments.reading import instrument, instrument_ids
from amends.evidence.score import score_file, write_table


@click.command(help=__doc__)
@click.option(
    "--instrument", "instrument_id", type=click.Choice(instrument_ids(), case_sensitive=False), required=True
)
@input_file
@click.option("--id", "id_column", metavar="COLUMN", help="A column to carry along; no other is.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Where the scores go: CSV, or Parquet where the name ends in .parquet.",
)
@json_wanted
def command(*, instrument_id: str, path: Path, id_column: str | None, out: Path, in_json: bool) -> None:
    """Score the file, write the scores, and say what they come to."""
    answer, table = score_file(path, instrument(instrument_id), id_column=id_column)
    write_table(table, out)
    tell(answer, in_json=in_json)
