"""`amends evidence`: what the records show, from any CSV or Parquet file; needs neither site nor database."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple

import click

from amends.evidence.faults import BadInput


class Estimate(NamedTuple):
    """A word that may follow `amends evidence`, in the order in which they are listed."""

    word: str
    says: str


# A new one is a file in estimating/, in which `command` is a click command or group, and a line here.
# fmt: off
ESTIMATES: tuple[Estimate, ...] = (
    Estimate("survival",   "How long until an event: curves, restricted means, models."),
    Estimate("competing",  "How many have had one event by when, where others may come first."),
    Estimate("effect",     "What difference a treatment makes, or why that cannot be told."),
    Estimate("cloning",    "What beginning in time would change, where groups part only later."),
    Estimate("did",        "How differently an outcome changed where something began."),
    Estimate("link",       "Which records of two files are of one person."),
    Estimate("outcomes",   "What became of people after time zero, by a dated definition."),
    Estimate("review",     "Look at the pairs of which `link` is least sure."),
    Estimate("score",      "Score the answers to an instrument, row by row."),
    Estimate("change",     "How scores of the same people changed, and what those unseen could change."),
    Estimate("rate",       "A share or a rate, with intervals that hold in small groups."),
    Estimate("synthesize", "Write an invented population whose true effects are known."),
    Estimate("plan",       "Lock a plan of analysis before outcomes are read."),
    Estimate("run",        "Run a locked plan: the same bytes each time."),
    Estimate("report",     "The report of a run, as a page and as a tagged PDF."),
    Estimate("coverage",   "How often the intervals hold the truth, counted on invented people."),
    Estimate("power",      "What a study of this size can see, and what it would miss."),
)
# fmt: on


class Estimates(click.Group):
    """A group that imports a file when its word is typed, and lists every fault of what it was given."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words, in the order of the table."""
        return [estimate.word for estimate in ESTIMATES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The click command of a word, or None. Fails when what estimates stand on is not installed."""
        if cmd_name not in self.list_commands(ctx):
            return None
        try:
            return importlib.import_module(f"amends.command.estimating.{cmd_name}").command
        except ModuleNotFoundError as absent:
            if (absent.name or "").startswith("amends"):
                raise
            raise click.ClickException(
                f"This needs [{absent.name}], which the site does without and is not installed here. "
                "Run `make evidence` first."
            ) from absent

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List every word with its sentence, without importing a single one of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(estimate.word, estimate.says) for estimate in ESTIMATES])

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was typed; what cannot be used is told whole, with status 2."""
        try:
            return super().invoke(ctx)
        except BadInput as bad:
            click.echo(f"Error: {bad}", err=True)
            raise click.exceptions.Exit(2) from bad


@click.group(cls=Estimates, help=__doc__)
def command() -> None:
    """Everything is done by the words that follow."""
