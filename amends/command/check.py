"""`amends check`: says whether the matrix, the journey, the rules and the database fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import psycopg
from django.conf import settings
from psycopg.errors import InvalidSchemaName, UndefinedFunction

from amends.access.leave import FOLDER, gate_functions
from amends.access.matrix import load_matrix
from amends.access.policies import policies_sql
from amends.database.addresses import connect_as, database_name
from amends.database.clock import clock_is_true
from amends.database.quiet import loud_settings
from amends.journey.stages import ACTS, JOURNEY, STAGES, TURNS, needs_of
from amends.policy.conditions import program_wording
from amends.policy.rules import program_rules

CONDITION = "condition_"
# What entry needs is judged from what the office tells, before there is a case that a function could look at.
ENTRY = "refer"


@click.command(help=__doc__)
def command() -> None:
    """Read all that the database is made from, look at the database if it answers, and name each fault.

    Broken files are refused by the first reader, with file and line.
    """
    rules, matrix = len(program_rules()), len(policies_sql())
    found = [*faults_of_the_files(), *faults_of_the_database()]
    for fault in found:
        click.echo(fault)
    if not found and rules and matrix:
        click.echo("The matrix, the journey, the rules and the gate fit each other.")
    raise click.exceptions.Exit(1 if found else 0)


def faults_of_the_files() -> Iterator[str]:
    """Yield each way in which the journey, the conditions and the gate's functions do not fit."""
    known = program_wording().conditions
    for record in load_matrix().records.values():
        for stage in set(record.during) - set(STAGES):
            yield f"access/matrix.toml lets [{record.name}] be added during [{stage}]: expected a stage of the journey."
    functions = {one.name for one in gate_functions()}
    gate = "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.sql")))
    needed = {need for act in all_acts() for need in needs_of(act)}
    for need in sorted(needed - known.keys()):
        yield f"journey/stages.py needs [{need}]: expected it in policy/conditions.toml."
    for act in all_acts():
        for need in needs_of(act):
            judged = f"('{need}'," in gate if act == ENTRY else CONDITION + need in functions
            if not judged:
                yield f"[{act}] needs [{need}]: expected the gate to judge it in access/gate/."
    for name in sorted(functions):
        unneeded = name.startswith(CONDITION) and name.removeprefix(CONDITION) not in needed
        # One may also serve another condition from within: then it is named a second time.
        if unneeded and len(re.findall(rf"access\.{name}\b", gate)) == 1:
            yield f"access.{name} judges what no step needs: expected it in journey/stages.py."


def all_acts() -> list[str]:
    """Return the name of every step, turn and act that can have conditions."""
    return list(dict.fromkeys([*(move.event for move in JOURNEY), *(turn.event for turn in TURNS), *ACTS]))


def faults_of_the_database() -> Iterator[str]:
    """Yield what is wrong with the database behind the settings in use; nothing when none answers there."""
    try:
        with connect_as("amends_web") as connection:
            yield from faults_of_a_database(connection, live=settings.LIVE)
    except psycopg.OperationalError:
        click.echo(f"The database [{database_name()}] does not answer, so it was not looked at.")
    except (UndefinedFunction, InvalidSchemaName):
        click.echo(
            f"The database [{database_name()}] is empty: `amends migrate` fills it. It was not looked at."
        )


def faults_of_a_database(connection: psycopg.Connection, *, live: bool) -> Iterator[str]:
    """Yield what must not be so in a database: a clock that was set, and live also a log that tells.

    Any role of the program may ask.
    """
    if not clock_is_true(connection):
        yield "access.now() is not the server's own clock: expected the one that `amends migrate` writes."
    if live:
        yield from loud_settings(connection)
