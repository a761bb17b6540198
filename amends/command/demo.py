"""`amends demo`: shows the site with an invented program in it, and lets you in as each kind of person."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.db import connections

from amends.command.demonstration.filling import NotForDemonstrations
from amends.command.demonstration.place import is_made, is_there, let_pass, make, refuse_what_is_not_invented
from amends.command.demonstration.plots import PLOTS
from amends.command.demonstration.sign_ins import PARTICIPANTS, PASSWORD, PIN, WORKERS, SignIn
from amends.command.run import LOOPBACK, address_of, listen, make_ready, port_option, serve, workers_option
from amends.entrance.accounts import StaffSecrets
from amends.entrance.codes import one_time_code
from amends.entrance.moments import moment

WIDTH = 56


@click.group(help=__doc__, invoke_without_command=True)
@click.option("--fresh", is_flag=True, help="Make the invented program anew, as it was at the beginning.")
@click.option("--on-this-server", is_flag=True, help="The server of DATABASE_URL is for demonstrations.")
@port_option
@workers_option
@click.pass_context
def command(context: click.Context, port: int, workers: int, *, fresh: bool, on_this_server: bool) -> None:
    """Fill the invented program unless it is there, and serve the site on this machine."""
    try:
        refuse_what_is_not_invented(on_this_server=on_this_server)
    except NotForDemonstrations as refusal:
        raise click.UsageError(str(refusal)) from refusal
    if context.invoked_subcommand is not None:
        if not is_there():
            raise click.ClickException("There is no demonstration yet: run `amends demo` first.")
        return
    with listen(LOOPBACK, port) as listener:
        if fresh or not is_made():
            make_with_progress()
        make_ready()
        show_sign_ins(address_of(listener))
        serve(listener, workers=workers)


@command.command()
def sign_ins() -> None:
    """Show once more with what to sign in as whom, with the codes of this moment."""
    show_sign_ins()


@command.command()
@click.argument("name", type=click.Choice([one.part for one in WORKERS]))
def code(name: str) -> None:
    """Show the one-time code of NAME for this moment. Each code works once."""
    click.echo(code_now(next(one for one in WORKERS if one.part == name)))


@command.command()
@click.option("--days", type=click.IntRange(1, 3650), required=True, help="How many days pass.")
def later(days: int) -> None:
    """Let days pass in the demonstration, and do what has become due. Whoever is signed in stays so."""
    then = let_pass(days)
    click.echo(
        f"In the demonstration it is now {then.today:%A, %-d %B %Y}. Steps that were due: {then.steps}."
    )


def make_with_progress() -> None:
    """Make the demonstration, with a bar for its cases."""
    click.echo("Making a database of its own ...")
    cases = sum(plot.cases for plot in PLOTS)
    with click.progressbar(length=cases, label=f"Telling {cases} invented cases", file=sys.stderr) as bar:
        make(told=lambda: bar.update(1))


def show_sign_ins(site: str = "/") -> None:
    """Print who can come in where and with what, and what else a visitor can do."""
    click.echo(f"\nIn the invented program it is {moment().today:%A, %-d %B %Y}.")
    click.echo(f"\n  At {site} for anybody, without signing in.")
    click.echo(f"\n  At {site}enter/words/ with six words, and the number {PIN}:\n")
    for one in PARTICIPANTS:
        click.echo(f"    {one.who:<{WIDTH}}{one.secrets.passphrase}")
    click.echo(f"\n  At {site}enter/ with a name, the password [{PASSWORD}], and the code of the moment:\n")
    for worker in WORKERS:
        click.echo(f"    {worker.who:<{WIDTH}}{worker.secrets.name:<14}{code_now(worker)}")
    amends = how_to_call()
    click.echo(
        "\n  Each code works once and for a minute. In a second terminal:"
        f"\n    {amends} demo code advocate      the next code of one of them"
        f"\n    {amends} demo later --days 4     time passes, and what is due is done"
        "\n  To be two people at once, open a private window for the second one.\n"
    )
    # The site is about to be divided into processes, which must not share what was opened here.
    connections.close_all()


def code_now(one: SignIn[StaffSecrets]) -> str:
    """Return the code that the phone of a worker shows now."""
    return one_time_code(one.secrets.one_time_key)


def how_to_call() -> str:
    """Return how this program is called from where it was called, as one would type it."""
    beside = Path(sys.executable).with_name("amends")
    if not beside.exists():
        return "amends"
    return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)
