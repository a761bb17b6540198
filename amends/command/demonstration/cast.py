"""Who works in the invented program, and when it is there: its people, its calendar, its clock."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings

from amends.access.asking import asking
from amends.command.demonstration.story import rule
from amends.command.jobs import do_what_is_due
from amends.command.program import found_program
from amends.database.clock import set_clock
from amends.entrance.sittings import open_sitting_of
from amends.people.models import Appointment, Credential, Organization
from amends.policy.reading import read_policy
from amends.policy.rules import program_rules

PROGRAM = Path(__file__).with_name("program.toml")
PEOPLE = Path(__file__).with_name("people.toml")
YEARS_TOLD = 2
MONDAY, SATURDAY = 0, 5
OPENS, CLOSES = 9, 16
A_MINUTE = 1


@cache
def people_told() -> dict[str, Any]:
    """Return what people.toml says: the staff, the names of everybody else, and what survivors ask for."""
    return tomllib.loads(PEOPLE.read_text(encoding="utf-8"))


class Calendar:
    """The days of the program: `days` are those on which people work, oldest first, all before `present`."""

    def __init__(self, true_today: date) -> None:
        """Tell two years.

        Nothing can be told of days for which a rule has no value yet. Until two years have gone by since,
        the present is ahead of the true day.
        """
        ruled = max(min(value.applies_from for value in rule.values) for rule in program_rules().values())
        opening = next(day for n in range(7) if (day := ruled + timedelta(days=n)).weekday() == MONDAY)
        self.present = max(true_today, opening.replace(year=opening.year + YEARS_TOLD))
        self.begins = max(opening, self.present - timedelta(days=365 * YEARS_TOLD))
        every = (self.begins + timedelta(days=n) for n in range((self.present - self.begins).days))
        self.days = [day for day in every if day.weekday() < SATURDAY]


@dataclass(frozen=True)
class Worker:
    """Somebody who works in the program, in one part, in the counties with these places in program.toml."""

    person_id: UUID
    role: str
    counties: tuple[int, ...]


class Cast:
    """Everybody who works in the program. Its clock is set for all of them at once."""

    def __init__(self, owner: psycopg.Connection, calendar: Calendar) -> None:
        """Keep the owner's connection, which is in autocommit, and the calendar."""
        self.owner = owner
        self.database = owner.info.dbname
        self.calendar = calendar
        self.keys: dict[UUID, str] = {}
        self.workers: list[Worker] = []

    def playing(self, role: str, *, county: int) -> list[Worker]:
        """Return who works in a part in a county, in the order of people.toml."""
        return [one for one in self.workers if one.role == role and county in one.counties]

    def goes_by(self, after: date, before: date) -> None:
        """Let the jobs do what is due at the first fixed time between two days at which his side has news."""
        every, hour = rule("plan.news_every", after), rule("plan.news_hour", after)
        days = (after + timedelta(days=n) for n in range(1, (before - after).days))
        news = next((day for day in days if f"{day:%A}".lower() in every), None)
        if news is not None:
            self.at(news, hour, A_MINUTE)
            do_what_is_due(self.database)

    def at(self, day: date, hour: int, minute: int) -> None:
        """Let it be this moment for everybody. Whoever was signed in has gone home."""
        moment = datetime.combine(day, time(hour, minute), ZoneInfo(settings.TIME_ZONE))
        self._ahead(moment - datetime.now(UTC))

    def at_present(self, true_today: date) -> None:
        """Let the clock run on from the present day of the program, at the true hour, with nothing left due."""
        self._ahead(self.calendar.present - true_today)
        do_what_is_due(self.database)

    def _ahead(self, ahead: timedelta) -> None:
        with self.owner.transaction():
            set_clock(self.owner, ahead=ahead)
        self.keys.clear()

    def key(self, person_id: UUID, kind: str) -> str:
        """Return the key of a sitting of today, opened when there is none yet."""
        if person_id not in self.keys:
            self.keys[person_id] = open_sitting_of(person_id, kind)
        return self.keys[person_id]

    @contextmanager
    def gate(self) -> Iterator[psycopg.Connection]:
        """Read what the gate alone reads, such as who the parties of a case are."""
        with self.owner.transaction():
            self.owner.execute("SET LOCAL ROLE amends_gate")
            yield self.owner

    def moves_in(self) -> None:
        """Found the program, as its operator; then let its director say who works there."""
        self.at(self.calendar.begins, OPENS, 0)
        program = read_policy(PROGRAM)
        found_program(self.owner, program)
        with self.gate() as gate:
            question = "SELECT person_id FROM amends.appointment WHERE role = 'director' AND called = %s"
            [(director,)] = gate.execute(question, [program.content["directors"][0]["called"]]).fetchall()
        self.workers = [Worker(director, "director", (0, 1))]
        people = [(uuid4(), told, called) for told in people_told()["staff"] for called in told["called"]]
        with self.gate() as gate:
            for person_id, _, _ in people:
                gate.execute("INSERT INTO amends.person (id, made_at) VALUES (%s, access.now())", [person_id])
        with asking(self.key(director, "staff")) as asker:
            organizations = dict(Organization.objects.values_list("name", "id"))
            for person_id, told, called in people:
                Appointment.objects.create(
                    person_id=person_id,
                    organization_id=organizations[told["organization"]],
                    role=told["role"],
                    called=called,
                    from_at=asker.now,
                )
                Credential.objects.create(person_id=person_id, role=told["role"], from_on=asker.today)
                self.workers.append(Worker(person_id, told["role"], tuple(told["counties"])))
