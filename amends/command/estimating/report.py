"""`amends evidence report`: the report of a run, as an accessible page and a tagged PDF, with figures and tables."""

from pathlib import Path

import click

from amends.command.estimating.planned import record_file
from amends.evidence.planning.record import usual_record
from amends.evidence.reporting.report import write_report


@click.command(help=__doc__)
@click.argument("run", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder for it."
)
@record_file
def command(*, run: Path, out: Path, record: Path | None) -> None:
    """Write it, and name what was written. Words of cause need a run that the record of plans holds."""
    for path in write_report(run, out, record or usual_record()):
        click.echo(f"Written: {path}")
