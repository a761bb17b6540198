"""`amends program`: what a program is before anybody can sign in: counties, organizations, agreements, directors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import psycopg

from amends.database.addresses import connect_as, database_name
from amends.database.sight import with_sight
from amends.entrance.codes import draw_invitation_code
from amends.entrance.inviting import code_hash
from amends.people.models import ORGANIZATIONS
from amends.policy.reading import PolicyFile, any_of, read_policy

KINDS = tuple(word for word, _ in ORGANIZATIONS["choices"])


@dataclass(frozen=True)
class Invited:
    """A director who was written down now, and the code with which they make their account, once."""

    called: str
    code: str


@click.group(help=__doc__)
def command() -> None:
    """Group the commands of this file."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def found(file: Path) -> None:
    """Write down what FILE says and is not there yet. Shows each new director's invitation, once.

    examples/program.toml is a file to begin with. Everybody else is invited by a director, on the pages.
    """
    told = read_policy(file)
    with connect_as("amends_owner", database_name()) as owner:
        invited = found_program(owner, told)
    for one in invited:
        click.echo(f"{one.called} can make an account at /enter/invitation/ with {one.code}")
    if not invited:
        click.echo("No director is new. Everything that the file says is there.")


def found_program(owner: psycopg.Connection, file: PolicyFile) -> list[Invited]:
    """Write counties, organizations, agreements and directors that are not there yet, as the owner, in one transaction.

    Returns the directors that are new. Raises BadPolicy with file, line and what was expected; then nothing was written.
    """
    file.only(of=file.content, needed=("counties", "organizations", "directors"), allowed=("memoranda",))
    with with_sight(owner, "person", "appointment", "invitation"):
        for county in file.content["counties"]:
            _add(owner, "site", {"name": county}, same=("name",))
        for told in file.content["organizations"]:
            file.only("organizations", of=told, needed=("name", "kind", "county"))
            if told["kind"] not in KINDS:
                file.refuse(
                    "organizations", "kind", expected=f"is [{told['kind']}]; expected {any_of(KINDS)}."
                )
            site_id = _find(owner, "site", told["county"], file, "organizations", "county")
            _add(
                owner,
                "organization",
                {"site_id": site_id, "kind": told["kind"], "name": told["name"]},
                same=("name",),
            )
        for told in file.content.get("memoranda", []):
            file.only("memoranda", of=told, needed=("office", "version", "text", "from"), allowed=("until",))
            office_id = _find(owner, "organization", told["office"], file, "memoranda", "office")
            agreed = {"office_id": office_id, "version": told["version"], "text": told["text"]}
            dates = {"from_on": _day(file, told, "from"), "until_on": told.get("until")}
            _add(owner, "memorandum", {**agreed, **dates}, same=("office_id", "version"))
        return [
            Invited(told["called"], code)
            for told in file.content["directors"]
            if (code := _appoint_director(owner, file, told))
        ]


def _appoint_director(owner: psycopg.Connection, file: PolicyFile, told: dict[str, Any]) -> str | None:
    file.only("directors", of=told, needed=("called", "organization"))
    organization_id = _find(owner, "organization", told["organization"], file, "directors", "organization")
    there = owner.execute(
        "SELECT 1 FROM appointment WHERE role = 'director' AND called = %s AND organization_id = %s",
        [told["called"], organization_id],
    )
    if there.fetchone():
        return None
    person_id, code = uuid4(), draw_invitation_code()
    owner.execute("INSERT INTO person (id, made_at) VALUES (%s, access.now())", [person_id])
    owner.execute(
        "INSERT INTO appointment (id, person_id, organization_id, role, called, from_at)"
        " VALUES (gen_random_uuid(), %s, %s, 'director', %s, access.now())",
        [person_id, organization_id, told["called"]],
    )
    owner.execute(
        "INSERT INTO invitation (id, person_id, kind, code_hash, made_as, made_at, ends_at)"
        " SELECT gen_random_uuid(), %s, 'staff', %s, 'operator', access.now(), access.now() + make_interval(days =>"
        " (SELECT value::integer FROM policy_rule WHERE key = 'working.invitation_days' AND applies_from <= access.today()"
        " ORDER BY applies_from DESC LIMIT 1))",
        [person_id, code_hash(code)],
    )
    return code


def _add(owner: psycopg.Connection, table: str, values: dict[str, Any], *, same: tuple[str, ...]) -> None:
    """Insert a row unless one with the same words in these columns is there."""
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    alike = " AND ".join(f"{column} = %s" for column in same)
    owner.execute(
        f"INSERT INTO {table} (id, {columns}) SELECT gen_random_uuid(), {marks}"  # noqa: S608 - names of our own
        f" WHERE NOT EXISTS (SELECT FROM {table} WHERE {alike})",
        [*values.values(), *(values[column] for column in same)],
    )


def _find(owner: psycopg.Connection, table: str, name: str, file: PolicyFile, *keys: str) -> object:
    row = owner.execute(f"SELECT id FROM {table} WHERE name = %s", [name]).fetchone()  # noqa: S608 - a name of our own
    if row is None:
        file.refuse(*keys, expected=f"is [{name}]; expected a name that stands above it in this file.")
    return row[0]


def _day(file: PolicyFile, told: dict[str, Any], key: str) -> date:
    if not isinstance(told[key], date):
        file.refuse("memoranda", key, expected="is no day; expected one like 2026-01-31.")
    return told[key]
