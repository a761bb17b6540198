"""The database under every test: one template with the small world in it, cloned for each worker."""

import fcntl
import os
from collections.abc import Callable, Iterator
from itertools import count

import psutil
import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from amends.command.migrate import migrate
from amends.database import roles
from amends.database.addresses import administer
from tests.browsing import CHROMIUM, FLAGS
from tests.world import WORLD, World, build_world


def point_at(database: str) -> None:
    """Let every alias of this process speak to one database, over new connections."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


# Playwright keeps an event loop in the thread of the tests; Django would refuse to read the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium without a window, for all tests of this worker."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


# A template made beforehand, which this run neither makes nor drops: `make break` gives a damaged one.
GIVEN_TEMPLATE = "AMENDS_TEST_TEMPLATE"


@pytest.fixture(scope="session")
def template(django_db_blocker, tmp_path_factory, worker_id) -> Iterator[str]:
    """The name of a database with the world committed in it: made by whoever comes first, for all workers."""
    made_by_us = f"amends_test_{os.getpid() if worker_id == 'master' else os.getppid()}"
    name = os.environ.get(GIVEN_TEMPLATE, made_by_us)
    shared = (
        tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    )
    with django_db_blocker.unblock():
        with (shared / "turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if name == made_by_us and not (shared / "made").exists():
                drop_left_over_databases()
                point_at(name)
                migrate(name)
                build_world(name)
                point_at(name)
                (shared / "made").touch()
        yield name
        for alias in connections:
            connections[alias].close()


def drop_left_over_databases() -> None:
    """Drop what earlier runs have left that were killed. A name holds the number of its run's process."""
    with administer() as server:
        names = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'amends\\_test\\_%'"
        ).fetchall()
    for (name,) in names:
        if not psutil.pid_exists(int(name.split("_")[2])):
            roles.drop(name)


@pytest.fixture(scope="session")
def make_clone(template, worker_id, django_db_blocker) -> Iterator[Callable[[], str]]:
    """Makes one more copy of the world and points every alias at it. All copies go at the end."""
    numbers = count(1)
    made = []

    def make() -> str:
        name = f"{template}_{worker_id}_{next(numbers)}"
        roles.clone(template, name)
        made.append(name)
        point_at(name)
        return name

    with django_db_blocker.unblock():
        yield make
        point_at(template)
        for name in made:
            roles.drop(name)


@pytest.fixture(scope="session")
def shared_clone(make_clone) -> str:
    """One copy for all tests of this worker that keep nothing of what they do."""
    return make_clone()


@pytest.fixture
def world(shared_clone, django_db_blocker) -> Iterator[World]:
    """The two cases, rose and oak, and everybody in them. A test that commits must take `own_world`."""
    with django_db_blocker.unblock():
        point_at(shared_clone)
        yield WORLD


@pytest.fixture
def own_world(make_clone, django_db_blocker) -> Iterator[World]:
    """The same, in a copy of its own that nobody else sees: for tests that commit or change the schema."""
    with django_db_blocker.unblock():
        name = make_clone()
        yield WORLD
        for alias in connections:
            connections[alias].close()
        # At once, while it is in memory: many copies dropped at the end took half a second each.
        roles.drop(name)
