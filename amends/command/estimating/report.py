"""`amends evidence report`: the report of a run, as an accessible page and a tagged PDF, with figures and tables."""

from pathlib import Path

import click

from amends.command.estimating.money_beside import money_beside
from amends.command.estimating.planned import record_file
from amends.evidence.planning.record import usual_record
from amends.evidence.reporting.language import LANGUAGES
from amends.evidence.reporting.report import write_report


@click.command(help=__doc__)
@click.argument("run", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder for it."
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="What it is written in; words of the plan need theirs there, under [words].",
)
@record_file
@click.option(
    "--mark", help="The mark that was told when the plan was locked: it must still be in the record."
)
def command(*, run: Path, out: Path, language: str, record: Path | None, mark: str | None) -> None:
    """Write it, and name what was written.

    Words of cause need a run that the record of plans holds; words of money, a plan that names payer and accounting.
    """
    for path in write_report(
        run, out, record or usual_record(), language=language, money=money_beside(run.parent), mark=mark
    ):
        click.echo(f"Written: {path}")
