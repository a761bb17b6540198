"""The command `amends`: finds the file of the word that was typed, and answers refusals in one sentence.

A new command is a file beside this one, in which `command` is a click command or group, and a line in
COMMANDS. Exit status: 0 done, 1 refused or failed, 2 wrong words or a wrong configuration.
"""

import importlib
import os
import sys
from typing import NamedTuple

import click
import psycopg

import amends
from amends.access.matrix import BrokenMatrix
from amends.database.addresses import BadAddress
from amends.database.embedded import CannotStart
from amends.database.roles import RolesAreWrong
from amends.policy.reading import BadPolicy

# What runs when nobody says otherwise; a server sets DJANGO_SETTINGS_MODULE to the live one.
USUAL_SETTINGS = "amends.settings.desk"


class Command(NamedTuple):
    """A word that may follow `amends`, in the order in which they are listed."""

    word: str
    says: str
    needs_django: bool
    settings: str = USUAL_SETTINGS


# fmt: off
COMMANDS = (
    Command("access",   "Write the database's rules anew from the access matrix.",      needs_django=True),
    Command("assets",   "Fetch the design systems that the pages use.",                 needs_django=False),
    Command("check",    "Say whether matrix, journey, rules and database fit.",         needs_django=True),
    Command("database", "Start, stop or describe this checkout's own PostgreSQL.",      needs_django=False),
    Command(
        "demo",         "Show the site with an invented program in it.",                needs_django=True,
        settings="amends.settings.demonstration",
    ),
    Command("docs",     "Write the reference pages anew, or find stale ones.",          needs_django=True),
    Command("evidence", "Estimate what the records show, from any table of them.",      needs_django=False),
    Command("jobs",     "Do what is due while nobody asks; `run` does so too.",         needs_django=True),
    Command("migrate",  "Bring the database to what this version says.",                needs_django=True),
    Command("money",    "Say what the program costs and saves, and how sure that is.",    needs_django=False),
    Command("program",  "Write down a new program: counties, organizations, directors.",  needs_django=True),
    Command("run",      "Serve the site on this machine.",                              needs_django=True),
    Command("trace",    "Anchor or verify the record of who looked.",                   needs_django=True),
    Command("words",    "Bring the catalogues of sentences up to what the program says.", needs_django=True),
)
# fmt: on

# Errors that are one sentence for whoever typed the command, and the status to leave with.
REFUSALS: dict[type[Exception], int] = {
    BadAddress: 2,
    BadPolicy: 2,
    BrokenMatrix: 2,
    CannotStart: 1,
    RolesAreWrong: 1,
}


class Program(click.Group):
    """A group that imports a file when its word is typed, and Django only where the file needs it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words, in the order of the table."""
        return [command.word for command in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The click command of a word; None, which click answers with the likely word, when there is none."""
        found = next((command for command in COMMANDS if command.word == cmd_name), None)
        if found is None:
            return None
        if found.needs_django:
            set_up_django(found.settings)
        return importlib.import_module(f"amends.command.{found.word}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List every word with its sentence, without importing a single one of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(command.word, command.says) for command in COMMANDS])


def set_up_django(usual_settings: str) -> None:
    """Load the settings and the records, once. Raises UsageError when a setting is missing or wrong.

    The settings are those that the environment names, or these.
    """
    import django  # noqa: PLC0415 - the money model and the evidence must start without it
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - the same

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", usual_settings)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.UsageError(str(error)) from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]}, help=amends.__doc__)
def program() -> None:
    """Everything is done by the words that follow."""


def main() -> None:
    """Run what was typed, and leave with its exit status."""
    try:
        program(prog_name="amends")
    except tuple(REFUSALS) as refusal:
        click.echo(f"Error: {refusal}", err=True)
        sys.exit(next(status for kind, status in REFUSALS.items() if isinstance(refusal, kind)))
    except psycopg.OperationalError:
        # Its own words would name the server and what was asked of it.
        where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "`amends database status`"
        click.echo(
            "Error: The database does not answer, or does not let us in; nothing more was written. "
            f"See that the server runs and knows this program's roles, and look at {where}.",
            err=True,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
