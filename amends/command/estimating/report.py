"""`amends evidence report`: the report of a run, as an accessible page and a tagged PDF, with figures and tables."""

from pathlib import Path

import click

from amends.evidence.reporting.report import write_report


@click.command(help=__doc__)
@click.argument("run", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder for it."
)
def command(*, run: Path, out: Path) -> None:
    """Write it, and name what was written."""
    for path in write_report(run, out):
        click.echo(f"Written: {path}")
