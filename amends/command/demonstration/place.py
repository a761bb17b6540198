"""The database of a demonstration: one of its own, with its own clock, made anew for each version."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connections
from psycopg import sql

from amends.command.demonstration.filling import NotForDemonstrations, fill
from amends.command.demonstration.plots import PLOTS, Plot
from amends.command.jobs import do_what_is_due
from amends.command.migrate import fingerprint, migrate
from amends.database.addresses import administer, connect_as
from amends.database.clock import set_clock
from amends.database.roles import drop, in_turn_for
from amends.entrance.sealing import keyed_hash
from amends.trace.chain import place_of_anchors


class Later(NamedTuple):
    """What came of letting time pass: the day that it is then, and how many steps were due and taken."""

    today: date
    steps: int


def refuse_what_is_not_invented(*, on_this_server: bool) -> None:
    """Raise NotForDemonstrations unless the settings are a demonstration's and the server may hold one.

    Our own server may; one that DATABASE_URL names only where somebody says so.
    """
    if not settings.DEMONSTRATION or settings.LIVE:
        raise NotForDemonstrations(
            f"The settings [{os.environ['DJANGO_SETTINGS_MODULE']}] are not a demonstration's: "
            "unset DJANGO_SETTINGS_MODULE. Nothing was written."
        )
    if os.environ.get("DATABASE_URL") and not on_this_server:
        raise NotForDemonstrations(
            "DATABASE_URL names a server, where people's own data may be: unset it, or say with "
            "--on-this-server that it is for demonstrations. Nothing was written."
        )


def demonstration_database() -> str:
    """Return the name of the database that the settings point at."""
    return str(connections["default"].settings_dict["NAME"])


def is_there() -> bool:
    """Return whether there is a demonstration, whole, of this version or of an older one."""
    return _made_by_what() is not None


def is_made() -> bool:
    """Return whether the demonstration is there, whole, and was made by this version and with this secret."""
    return _made_by_what() == _this_version()


def make(told: Callable[[], None], *, plots: Sequence[Plot] = PLOTS) -> None:
    """Make the demonstration anew, in place of any that is there; `told` is called after each case.

    What was begun and not ended is no demonstration: it is made anew next time.
    """
    database = demonstration_database()
    with in_turn_for("amends demo"):
        version = _this_version()
        connections.close_all()
        drop(database)
        # The anchors of the one that is gone would call this one damaged.
        for anchors in place_of_anchors().glob(f"{database}.*"):
            anchors.unlink()
        migrate(database)
        fill(plots=plots, told=told)
        with connect_as("amends_owner", database) as owner:
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
            owner.execute(comment.format(sql.Identifier(database), sql.Literal(version)))


def let_pass(days: int) -> Later:
    """Set the demonstration's clock ahead by some days, and do what is due then.

    Whoever is signed in stays so. Nothing else is written.
    """
    database, passed = demonstration_database(), timedelta(days=days)
    with connect_as("amends_owner", database) as owner:
        [(ahead,)] = owner.execute("SELECT access.now() - now()").fetchall()
        set_clock(owner, ahead=ahead + passed)
        owner.execute("SET LOCAL ROLE amends_gate")
        owner.execute(
            "UPDATE amends.sitting SET seen_at = seen_at + %(passed)s, ends_at = ends_at + %(passed)s"
            " WHERE ended_at IS NULL AND ends_at + %(passed)s > access.now()",
            {"passed": passed},
        )
    steps = do_what_is_due(database)
    with connect_as("amends_owner", database) as owner:
        [(today,)] = owner.execute("SELECT access.today()").fetchall()
    return Later(today, steps)


def _made_by_what() -> str | None:
    with administer() as server:
        found = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [demonstration_database()],
        ).fetchone()
    return found[0] if found else None


def _this_version() -> str:
    """Return what tells this version from every other; with another secret no sign-in of it would open."""
    return keyed_hash("demonstration", fingerprint()).hex()
