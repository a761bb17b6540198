"""Everybody of one story: who they are, the site they all use, and the days that pass for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, expect

from amends.command.jobs import do_what_is_due
from amends.database.addresses import administer, connect_as
from tests.stories.people import (
    Accountable,
    Advocate,
    Coach,
    Counsel,
    Director,
    Facilitator,
    Liaison,
    Person,
    Survivor,
    Worker,
)
from tests.stories.pictures import Pictures
from tests.walking import Walk
from tests.world import WORLD, key_of

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# Of a page on a busy machine. A page that never comes is told all the same.
MILLISECONDS_OF_PATIENCE = 30_000
expect.set_options(timeout=MILLISECONDS_OF_PATIENCE)


class Company:
    """The people around one case. `walk` takes the case to the stage where a story begins, and tells the time."""

    def __init__(self, browser: Browser, address: str, walk: Walk, pictures: Pictures) -> None:
        """Nobody is there yet; each comes when called for."""
        self.browser = browser
        self.address = address
        self.walk = walk
        self.pictures = pictures
        self.scripts = True
        self.open: list[BrowserContext] = []
        # Keys, and what people typed: nobody else may come upon any of it.
        self.said: set[str] = set()
        self.overheard: set[str] = set()

    def visitor(self, *, phone: bool = False, **how: object) -> BrowserContext:
        """Return a browser that knows nobody, with an English reader in front of it."""
        usual = {"base_url": self.address, "locale": "en-US", "java_script_enabled": self.scripts}
        options = {**usual, "viewport": PHONE if phone else DESK, **how}
        context = self.browser.new_context(**options)
        context.set_default_timeout(MILLISECONDS_OF_PATIENCE)
        self.open.append(context)
        return context

    def comes(self, kind: type[Person], key: str | None = None, **how: object) -> Person:
        """Return somebody at a browser of their own, signed in by a key if there is one."""
        context = self.visitor(phone=kind.phone, **how)
        if key:
            self.said.add(key)
            context.add_cookies([{"name": settings.SITTING_COOKIE, "value": key, "url": self.address}])
        return kind(self, context.new_page())

    def survivor(self, **how: object) -> Survivor:
        """Return the survivor of the case."""
        return self.comes(Survivor, self.walk.key("survivor"), **how)

    def accountable(self, **how: object) -> Accountable:
        """Return the accountable party of the case."""
        return self.comes(Accountable, self.walk.key("accountable"), **how)

    def advocate(self, **how: object) -> Advocate:
        """Return her advocate."""
        return self.comes(Advocate, self.walk.key("advocate"), **how)

    def facilitator(self, **how: object) -> Facilitator:
        """Return the facilitator of the case."""
        return self.comes(Facilitator, self.walk.key("facilitator"), **how)

    def coach(self, **how: object) -> Coach:
        """Return his coach."""
        return self.comes(Coach, self.walk.key("coach"), **how)

    def counsel(self, **how: object) -> Counsel:
        """Return his counsel."""
        return self.comes(Counsel, self.walk.key("counsel"), **how)

    def liaison(self, **how: object) -> Liaison:
        """Return the liaison of the office that referred the case."""
        return self.comes(Liaison, self.walk.key("liaison"), **how)

    def director(self, **how: object) -> Director:
        """Return the director of the program."""
        return self.comes(Director, self.walk.key("director"), **how)

    def another_worker(self, name: str = "a spare advocate", **how: object) -> Worker:
        """Return somebody who works in the program and has no part in the case."""
        return self.comes(Worker, key_of(name), **how)

    def today(self) -> date:
        """Return the program's day, however far the clock has been set."""
        return self._one("SELECT access.today()")

    def days_pass(self, days: int) -> None:
        """Let time pass for everybody, day by day, and do what falls due. Who really signed in is signed out by then."""
        for _ in range(days):
            self.walk.days_pass(1)
            do_what_is_due(connections["default"].settings_dict["NAME"])

    def number(self) -> str:
        """Return the number of the case, as those who work on it say it."""
        return self._one("SELECT number FROM amends.case_file WHERE id = %s", self.walk.case_id)

    def court_number(self) -> str:
        """Return the number of the case in court, by which the office and his side know it."""
        return self._one("SELECT court_number FROM amends.charge WHERE case_id = %s", self.walk.case_id)

    def matter(self, case_id: UUID) -> UUID:
        """Return the court case to which a case belongs."""
        return self._one("SELECT matter_id FROM amends.case_file WHERE id = %s", case_id)

    @contextmanager
    def without_the_database(self) -> Iterator[None]:
        """Cut every connection of the site within the block, and let no new one come about."""
        settings_of = [connections[alias].settings_dict for alias in connections]
        name, there = settings_of[0]["NAME"], [each["HOST"] for each in settings_of]
        for each in settings_of:
            each["HOST"] = str(Path(__file__).parent / "nowhere")
        with administer() as server:
            server.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        try:
            yield
        finally:
            for each, host in zip(settings_of, there, strict=True):
                each["HOST"] = host
            for alias in connections:
                connections[alias].close()

    def finds_the_case(self) -> None:
        """Take the one case that the world does not know for the case of this story."""
        known = list(WORLD.cases.values())
        self.walk.case_id = self._one("SELECT id FROM amends.case_file WHERE id <> ALL (%s)", known)

    def goes_home(self) -> None:
        """Close every browser."""
        for context in self.open:
            context.close()

    def _one(self, question: str, *about: object) -> object:
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            owner.execute("SET LOCAL ROLE amends_gate")
            return owner.execute(question, about).fetchone()[0]
