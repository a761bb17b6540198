"""`amends run`: serves the site, and does beside it what is due while nobody asks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import Any

import click
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from amends.access.matrix import load_matrix
from amends.command.assets import VENDOR
from amends.command.migrate import is_up_to_date, migrate
from amends.database import embedded
from amends.database.addresses import connect_as
from amends.database.clock import clock_is_true
from amends.database.quiet import loud_settings
from amends.policy.rules import program_rules

LOOPBACK = "127.0.0.1"
PORT = 8000
WORKERS = 2
THREADS = 4
# Whoever is answered when the site is told to stop still gets the whole page.
LONGEST_ANSWER_SECONDS = 10
LEAST_LIFE_SECONDS = 5

port_option = click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
workers_option = click.option("--workers", type=click.IntRange(1, 64), default=WORKERS, show_default=True)


@click.command(help=__doc__)
@click.option("--host", default=LOOPBACK, show_default=True, help="The address of this machine to listen on.")
@port_option
@workers_option
def command(host: str, port: int, workers: int) -> None:
    """Refuse to start unless everything that the site stands on is there."""
    with listen(host, port) as listener:
        make_ready()
        click.echo(f"The site is at {address_of(listener)}  Ctrl+C ends it.")
        serve(listener, workers=workers)


def make_ready() -> None:
    """See to it that database, rules and design systems are there; on a desk, bring the database up to date.

    Raises what says in a sentence what is missing. Live, nothing is changed: whoever updates migrates.
    """
    load_matrix()
    program_rules()
    if not (VENDOR / "made-from.txt").exists():
        raise click.ClickException(
            "The design systems that the pages use are not there: run `amends assets` first."
        )
    database = settings.DATABASES["default"]["NAME"]
    if not is_ready(database):
        if settings.LIVE or os.environ.get("DATABASE_URL"):
            raise click.ClickException("The database is of another version: run `amends migrate` first.")
        click.echo("Bringing the database up to date ...")
        migrate(database)
    if settings.LIVE:
        refuse_what_is_not_live(database)
    lay_out_static_files()


def lay_out_static_files() -> None:
    """Copy what the pages load to where it is served from, each under a name made of its content.

    What lies there stays: a site of an older version that still runs, or a demonstration beside this one, goes on
    serving its own, and would otherwise lose its way out of the page first.
    """
    call_command("collectstatic", verbosity=0, interactive=False)


def is_ready(database: str) -> bool:
    """Return whether the database can be used as it is. Our own server is started if need be.

    On our own server, one that cannot be reached has not been made yet.
    """
    if os.environ.get("DATABASE_URL"):
        return is_up_to_date(database)
    embedded.ensure_running()
    try:
        return is_up_to_date(database)
    except psycopg.OperationalError:
        return False


def refuse_what_is_not_live(database: str) -> None:
    """Raise ClickException when the clock was set, or when the server's log could tell what is stored."""
    with connect_as("amends_owner", database) as owner:
        if not clock_is_true(owner):
            raise click.ClickException("The clock of this database was set; a live one is the server's own.")
        if loud := loud_settings(owner):
            raise click.ClickException(
                "The database server's log could tell what is stored. " + " ".join(loud)
            )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any that is free. Raises ClickException with what to do."""
    try:
        return socket.create_server((host, port), reuse_port=False)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        taken = f"Port {port} of {host} cannot be used ({why}): choose another one with --port."
        raise click.ClickException(taken) from error


def address_of(listener: socket.socket) -> str:
    """Return the address at which a browser on this machine finds the site."""
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}/"


def serve(listener: socket.socket, *, workers: int = WORKERS, threads: int = THREADS) -> None:
    """Answer requests until SIGTERM or Ctrl+C; then leave the process."""
    # What was opened here is not for the workers: two processes on one connection mix up their answers.
    connections.close_all()
    # From here on gunicorn closes what listens.
    Site(listener.detach(), workers=workers, threads=threads).run()


class Site(BaseApplication):
    """The site as gunicorn runs it. Gunicorn, because its workers end with a master that was killed."""

    def __init__(self, listener: int, **options: Any) -> None:
        """Keep what is ours to say; `listener` is the number of an open socket."""
        self.options = {
            "bind": f"fd://{listener}",
            "worker_class": "gthread",
            "preload_app": True,
            # A connection that is kept stays with its worker: now and then all came to one, and the other stood idle.
            "keepalive": 0,
            "graceful_timeout": LONGEST_ANSWER_SECONDS,
            "control_socket_disable": True,
            # No line a request, and none of an error either: both would name an address that was opened.
            "accesslog": None,
            "loglevel": "critical",
            **options,
        }
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn our options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the site."""
        from amends.portals.wsgi import application  # noqa: PLC0415 - gunicorn says when

        return application

    def run(self) -> None:
        """Go on until told to stop."""
        WithJobs(self).run()


class WithJobs(Arbiter):
    """Gunicorn's master, which watches over the jobs as it does over its workers."""

    jobs: subprocess.Popen | None = None
    jobs_may_start_at: float = 0

    def manage_workers(self) -> None:
        """Start what is missing: workers, and the process that does what is due. Called about once a second."""
        super().manage_workers()
        runs = self.jobs is not None and self.jobs.poll() is None
        if not runs and time.monotonic() >= self.jobs_may_start_at:
            # One that cannot live must not be born every second.
            self.jobs_may_start_at = time.monotonic() + LEAST_LIFE_SECONDS
            words = [sys.executable, "-m", "amends", "jobs", "--beside", str(os.getpid())]
            self.jobs = subprocess.Popen(words, stdin=subprocess.DEVNULL)

    def stop(self, *how: Any, **options: Any) -> None:
        """End the jobs with the workers."""
        if self.jobs is not None:
            self.jobs.terminate()
        super().stop(*how, **options)
