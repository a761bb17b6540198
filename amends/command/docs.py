"""`amends docs`: writes the reference pages anew from what the program is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import click

from amends.access.leave import gate_page
from amends.access.policies import FILE, policies_sql, who_sees_what
from amends.command.__main__ import COMMANDS
from amends.evidence.coverage.page import FIGURE, coverage_figure, coverage_page
from amends.journey.page import journey_page
from amends.money.model.page import money_page
from amends.policy.page import rules_page

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = PROJECT / "docs" / "reference"

COMMAND_LINE_OPENING = """\
# The command line

Made by `amends docs` from the commands themselves. In a checkout, `make` sets up what each needs;
`.venv/bin/amends` runs one directly. Exit status: 0 done, 1 refused or failed, 2 wrong words or a wrong
configuration.
"""


@click.command(help=__doc__)
@click.option(
    "--check", is_flag=True, help="Write nothing; name what is stale, and leave with 1 if anything is."
)
def command(*, check: bool) -> None:
    """Write, or with --check compare, every page; the database's rules are compared too."""
    if not check:
        for path in write(stale(PAGES)):
            click.echo(f"Written: {path.relative_to(PROJECT)}")
        return
    behind = stale({**PAGES, FILE: policies_sql})
    for path in behind:
        make = "amends access" if path == FILE else "amends docs"
        click.echo(f"{path.relative_to(PROJECT)} is not what it is made from says: run `{make}`.")
    raise click.exceptions.Exit(1 if behind else 0)


def command_line_page() -> str:
    """Return docs/reference/command-line.md: every word that may follow `amends`, in Markdown."""
    lines = [COMMAND_LINE_OPENING]
    for word in COMMANDS:
        found = import_module(f"amends.command.{word.word}").command
        lines += _of_command(found, f"amends {word.word}")
    return "\n".join(lines)


def _of_command(one: click.Command, called: str) -> Iterable[str]:
    context = click.Context(one, info_name=called)
    options = [option for option in one.params if isinstance(option, click.Option)]
    arguments = [argument for argument in one.params if isinstance(argument, click.Argument)]
    usage = " ".join([called, *(argument.make_metavar(context) for argument in arguments)])
    yield f"## `{usage}`\n"
    told = cleandoc(one.help or "").replace(f"`{called}`: ", "")
    yield told[:1].upper() + told[1:] + "\n"
    for option in options:
        names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
        yield f"- {names}: {option.help or ''}"
    if options:
        yield ""
    if isinstance(one, click.Group):
        for name in one.list_commands(context):
            inner = one.get_command(context, name)
            if inner is not None:
                yield from (line.replace("## ", "### ", 1) for line in _of_command(inner, f"{called} {name}"))


PAGES: Mapping[Path, Callable[[], str]] = {
    REFERENCE / "who-sees-what.md": who_sees_what,
    REFERENCE / "rules.md": rules_page,
    REFERENCE / "journey.md": journey_page,
    REFERENCE / "money.md": money_page,
    REFERENCE / "gate.md": gate_page,
    REFERENCE / "coverage.md": coverage_page,
    REFERENCE / FIGURE: coverage_figure,
    REFERENCE / "command-line.md": command_line_page,
}


def stale(pages: Mapping[Path, Callable[[], str]]) -> dict[Path, str]:
    """Return the files that are not what they are made from says, with what should stand in each."""
    made = {path: make() for path, make in pages.items()}
    return {
        path: text
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def write(texts: Mapping[Path, str]) -> Iterable[Path]:
    """Write these texts into their files, and return the files."""
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return texts.keys()
