"""`amends access`: writes what the database enforces, and the page about it, anew from the access matrix."""

import click

from amends.access.policies import FILE, policies_sql
from amends.command.docs import PAGES, PROJECT, REFERENCE, stale, write


@click.command(help=__doc__)
def command() -> None:
    """Write policies.sql and the page of who sees what, and say what changed."""
    page = REFERENCE / "who-sees-what.md"
    written = write(stale({FILE: policies_sql, page: PAGES[page]}))
    for path in written:
        click.echo(f"Written: {path.relative_to(PROJECT)}")
    click.echo("The database follows with `amends migrate`." if written else "Nothing has changed.")
