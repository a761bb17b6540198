"""The site is served by one command: it says what is missing, does what is due beside it, and ends cleanly."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
import psutil
import pytest
from django.db import connections

from amends.command import run as serving
from amends.command.jobs import do_what_is_due
from amends.command.migrate import guard, is_up_to_date
from amends.database import embedded
from amends.database.addresses import administer, connect_as
from amends.database.clock import set_clock
from amends.settings import base
from tests.walking import Walk

CHECKOUT = Path(__file__).parents[2]
SECONDS = 60
HOLD = timedelta(days=4)


def environment(**more: str) -> dict[str, str]:
    """What a command finds that was typed in this checkout, with nothing said about the database."""
    ours = ("DATABASE_URL", "AMENDS_SECRET", "DJANGO_SETTINGS_MODULE")
    return {**{name: value for name, value in os.environ.items() if name not in ours}, **more}


def this_database() -> dict[str, str]:
    """What makes a command use the database of the test: its address, without anybody's password."""
    there = connections["default"].settings_dict
    address = f"postgresql:///{there['NAME']}?host={there['HOST']}&port={there['PORT']}"
    secret = os.environ.get("AMENDS_SECRET") or embedded.kept_secret(embedded.checkout() / "var" / "secret")
    return {"DATABASE_URL": address, "AMENDS_SECRET": secret}


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "amends", "run", *words],
        cwd=CHECKOUT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


@contextmanager
def the_site():
    """The site over the test's database, in processes of its own; yields its master and its address."""
    with administer(connections["default"].settings_dict["NAME"]) as server:
        # The world's looks were written without their chain, and the hourly anchor would rightly say so.
        server.execute("SET session_replication_role = replica")
        server.execute("DELETE FROM amends.look")
    with (
        tempfile.TemporaryDirectory() as anchors,
        subprocess.Popen(
            [sys.executable, "-m", "amends", "run", "--port", "0"],
            cwd=CHECKOUT,
            env=environment(**this_database(), PYTHONUNBUFFERED="1", AMENDS_ANCHORS=anchors),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        master = psutil.Process(process.pid)
        try:
            line = process.stdout.readline()
            assert line.startswith("The site is at http://127.0.0.1:"), line + process.stdout.read()
            until(lambda: any("jobs" in child.cmdline() for child in master.children()))
            yield process, line.split()[4]
        finally:
            family = [master, *master.children(recursive=True)] if process.poll() is None else []
            for one in family:
                one.kill()


def until(is_so, seconds: float = SECONDS) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "It did not come about."
        time.sleep(0.1)


def get(address: str):
    return urllib.request.urlopen(address, timeout=SECONDS)


def answers(address: str) -> bool:
    try:
        with get(address):
            return True
    except urllib.error.URLError:
        return False


def test_the_site_answers_keeps_its_files_for_good_and_ends_cleanly(own_world):
    with the_site() as (process, address):
        with get(f"{address}enter/") as page:
            text = page.read().decode()
        style = next(part for part in text.split('"') if part.startswith("/static/shared/page."))
        with get(f"{address}{style[1:]}") as file:
            assert "immutable" in file.headers["Cache-Control"]
        assert not answers(f"{address}nothing-here/{'x' * 40}")
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) == 3
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
        until(lambda: not any(child.is_running() for child in children))
        assert process.stdout.read() == ""
        assert not answers(f"{address}enter/")


def test_nothing_lives_on_when_the_master_is_killed(own_world):
    with the_site() as (process, address):
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        until(lambda: not any(child.is_running() for child in children))
        assert not answers(f"{address}enter/")


def test_what_is_due_is_done_beside_the_site_even_when_the_jobs_were_killed(own_world):
    walk = Walk()
    walk.to_preparing()
    walk.moves("survivor", "stop")
    with the_site() as (process, _):
        jobs = next(one for one in psutil.Process(process.pid).children() if "jobs" in one.cmdline())
        jobs.kill()
        assert walk.state() == "preparing stopping"
        walk.ahead += HOLD
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            set_clock(owner, ahead=walk.ahead)
        until(lambda: walk.state() == "returned")


def test_a_port_that_is_taken_is_told_before_anything_is_touched():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = run("--port", port, DATABASE_URL="postgresql://127.0.0.1:1/nowhere", AMENDS_SECRET="x" * 32)
    assert said.returncode == 1
    assert said.stderr == (
        f"Error: Port {port} of 127.0.0.1 cannot be used (Address already in use): "
        "choose another one with --port.\n"
    )


def test_a_database_that_does_not_answer_is_told_in_one_sentence():
    said = run("--port", "0", DATABASE_URL="postgresql://127.0.0.1:1/nowhere", AMENDS_SECRET="x" * 32)
    assert said.returncode == 1
    assert said.stderr == (
        "Error: The database does not answer, or does not let us in; nothing more was written. "
        "See that the server runs and knows this program's roles, and look at DATABASE_URL.\n"
    )


def test_a_database_of_another_version_is_not_served(own_world):
    database = connections["default"].settings_dict["NAME"]
    with connect_as("amends_owner", database) as owner:
        guard(owner)
    assert is_up_to_date(database)
    with connect_as("amends_owner", database) as owner:
        owner.execute("COMMENT ON SCHEMA amends IS 'an older one'")
    said = run("--port", "0", **this_database())
    assert said.returncode == 1
    assert said.stderr == "Error: The database is of another version: run `amends migrate` first.\n"


def test_a_setting_that_is_missing_is_told_with_what_to_give():
    said = run("--port", "0", DJANGO_SETTINGS_MODULE="amends.settings.live")
    assert said.returncode == 2
    assert "[AMENDS_HOSTS] is not set. Give the names" in " ".join(said.stderr.split())


def test_missing_design_systems_are_told(own_world, monkeypatch, tmp_path):
    serving.make_ready()
    monkeypatch.setattr(serving, "VENDOR", tmp_path)
    with pytest.raises(click.ClickException, match="run `amends assets` first"):
        serving.make_ready()


def test_a_live_site_starts_on_a_true_clock_only(own_world):
    database = connections["default"].settings_dict["NAME"]
    serving.refuse_what_is_not_live(database)
    with connect_as("amends_owner", database) as owner:
        set_clock(owner, ahead=HOLD)
    with pytest.raises(click.ClickException, match="clock"):
        serving.refuse_what_is_not_live(database)


def test_two_jobs_at_once_take_a_step_once(own_world):
    walk = Walk()
    walk.to_preparing()
    walk.moves("survivor", "stop")
    walk.ahead += HOLD
    database = connections["default"].settings_dict["NAME"]
    with connect_as("amends_owner", database) as owner:
        set_clock(owner, ahead=walk.ahead)
    with ThreadPoolExecutor() as both:
        steps = list(both.map(do_what_is_due, [database, database]))
    assert sum(steps) >= 1
    assert walk.state() == "returned"
    assert do_what_is_due(database) == 0


def test_a_site_that_starts_takes_no_file_away_from_one_that_runs(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = base.STORAGES
    of_another_version = tmp_path / "shared" / "exit.0123456789ab.js"
    of_another_version.parent.mkdir()
    of_another_version.write_text("leave();")
    serving.lay_out_static_files()
    serving.lay_out_static_files()
    assert of_another_version.read_text() == "leave();"
    assert list(tmp_path.glob("shared/page.????????????.css"))
