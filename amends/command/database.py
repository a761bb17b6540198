"""`amends database`: this checkout's own PostgreSQL, which serves when DATABASE_URL is unset."""

import os

import click

from amends.database import embedded


@click.group(help=__doc__)
def command() -> None:
    """Refuse to speak of our own server where another one is in use: the answer would mislead."""
    if os.environ.get("DATABASE_URL"):
        raise click.UsageError(
            "DATABASE_URL names another server; `amends database` is for this checkout's own."
        )


@command.command()
def start() -> None:
    """Start the server unless it runs already. It goes on running until it is stopped."""
    embedded.ensure_running()
    _say_what_there_is()


@command.command()
def stop() -> None:
    """Stop the server. Open connections are ended, and nothing that was stored is lost."""
    click.echo("PostgreSQL has stopped." if embedded.stop() else "PostgreSQL was not running.")


@command.command()
def status() -> None:
    """Say whether the server runs, and where its rows, socket and log are; exit status 1 when it does not."""
    _say_what_there_is()
    if not embedded.status().running:
        raise click.exceptions.Exit(1)


@command.command()
@click.confirmation_option(prompt="Delete this checkout's database with everything in it?")
def erase() -> None:
    """Stop the server and delete its rows for good."""
    embedded.erase()
    click.echo("The database of this checkout is gone.")


def _say_what_there_is() -> None:
    found = embedded.status()
    click.echo(f"PostgreSQL {found.version} {'is running' if found.running else 'is not running'}.")
    click.echo(f"  rows    {found.rows}\n  socket  {found.sockets}\n  log     {found.log}")
