"""`amends jobs`: does what is due while nobody asks, until it is stopped; `amends run` brings it along."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import click
import psycopg
from django.conf import settings

from amends.database import embedded
from amends.database.addresses import connect_as
from amends.database.embedded import CannotStart
from amends.trace.chain import anchor, place_of_anchors

log = logging.getLogger("amends.jobs")

# A stop that somebody's open transaction held up is stored within ten seconds: that transaction is ended
# after three, and this comes round in three more.
LOOK_AROUND_EVERY_SECONDS = 3
ANCHOR_EVERY_SECONDS = 3600


@dataclass
class Duty:
    """Something to do again and again. What there is to do stands in the rows, so nothing is lost between."""

    name: str
    every_seconds: int
    does: Callable[[str], object]
    next_at: float = 0


def do_what_is_due(database: str) -> int:
    """Store the stops that wait, send the word of those whose hold is over; return how many steps were taken.

    Two at once are harmless: a history takes each step once.
    """
    with connect_as("amends_jobs", database) as jobs:
        row = jobs.execute("SELECT access.do_what_is_due()").fetchone()
        return row[0] if row else 0


def anchor_the_trace(database: str) -> None:
    """Anchor the trace when the newest anchor is an hour old, whoever wrote it, and say aloud what was found.

    The log line names no case: `amends trace verify` does, to whoever may ask.
    """
    newest = place_of_anchors() / f"{database}.jsonl"
    if newest.exists() and time.time() - newest.stat().st_mtime < ANCHOR_EVERY_SECONDS:
        return
    written, verdict = anchor(database)
    if not verdict.intact:
        log.error(
            "the anchor: THE RECORD OF WHO LOOKED WAS CHANGED, in %d of %d cases. Run `amends trace verify`, "
            "and keep anchor %d and those before it.",
            len({damage.case_id for damage in verdict.damages}),
            verdict.cases,
            written.number,
        )


@click.command(help=__doc__)
@click.option("--beside", "parent", type=int, metavar="PID", help="End with the process that started this.")
def command(parent: int | None) -> None:
    """Go on until SIGTERM, or until whoever started this is gone."""
    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopped.set())
    keep_up(settings.DATABASES["jobs"]["NAME"], stopped=stopped, parent=parent)


def keep_up(database: str, *, stopped: threading.Event, parent: int | None = None) -> None:
    """Do every duty when its time has come, until `stopped` is set or `parent` is no longer our parent.

    What fails is tried again in the next round. A log line says which duty and the kind of error, and nothing
    of what was in it; it is written when the kind changes, so that an hour without a database is one line.
    """
    duties = (
        Duty("what is due", LOOK_AROUND_EVERY_SECONDS, do_what_is_due),
        Duty("the anchor", 60, anchor_the_trace),
    )
    said: dict[str, str] = {}
    while not stopped.is_set() and (parent is None or os.getppid() == parent):
        for duty in duties:
            if time.monotonic() < duty.next_at:
                continue
            duty.next_at = time.monotonic() + duty.every_seconds
            outcome = _try(duty, database)
            if outcome != said.get(duty.name, ""):
                log.warning("%s: %s.", duty.name, outcome or "works again")
            said[duty.name] = outcome
        stopped.wait(1)


def _try(duty: Duty, database: str) -> str:
    try:
        duty.does(database)
    except psycopg.OperationalError:
        with suppress(CannotStart):
            # Nobody else would: whoever has to stop may not wait until somebody looks at this machine.
            if not os.environ.get("DATABASE_URL") and embedded.revive():
                return "the database had died and was started again"
        return "the database does not answer"
    except Exception as error:  # noqa: BLE001 - one duty that fails must not keep the others from being done
        return f"failed with {type(error).__name__}"
    return ""
