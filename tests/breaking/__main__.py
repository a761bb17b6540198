"""`make break`: damages the guard of a copy of the database, one way after another, and requires the tests to notice.

A test that cannot fail proves nothing. Each damage is done to a copy of its own, on a server of its own unless
DATABASE_URL names one; the tests that must notice it run there, and at least one of them has to fail. Before that,
all of them must pass on an undamaged copy. Exit status 1 when a damage goes unnoticed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import django
import psycopg
from click import echo
from psycopg import sql

from amends.database import embedded, roles
from amends.database.addresses import administer, connect_as
from tests.breaking.damages import ADMINISTRATOR, DAMAGES, GATE, Damage

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATE = "amends_test_undamaged"
AT_ONCE = os.cpu_count() or 1


def main() -> int:
    """Try every damage, print what noticed it, and return the exit status."""
    os.chdir(PROJECT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings.tests"
    began = time.monotonic()
    with a_server_of_our_own():
        django.setup()
        make_template()
        try:
            return try_all(began)
        finally:
            roles.drop(TEMPLATE)


def try_all(began: float) -> int:
    """Run the tests on the undamaged copy, then on every damaged one. Returns the exit status."""
    everything = list(dict.fromkeys(test for damage in DAMAGES for test in damage.noticed_by))
    failed, problem = run_tests(TEMPLATE, everything)
    if problem or failed:
        echo(f"Nothing was damaged yet, and the tests do not pass: {problem or ', '.join(failed)}")
        return 1
    echo(f"{len(everything)} tests pass while nothing is damaged.\n")
    alone = [damage for damage in DAMAGES if damage.undoes]
    together = [damage for damage in DAMAGES if not damage.undoes]
    with ThreadPoolExecutor(AT_ONCE) as several:
        unnoticed = [damage for damage, noticed in several.map(trial, together) if not tell(damage, noticed)]
    # What concerns the whole server must not reach the copies of the others.
    unnoticed += [damage for damage, noticed in map(trial, alone) if not tell(damage, noticed)]
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    echo(
        f"\n{len(DAMAGES) - len(unnoticed)} of {len(DAMAGES)} damages were noticed, in {minutes} min {seconds} s."
    )
    return 1 if unnoticed else 0


def tell(damage: Damage, noticed: str) -> bool:
    """Print one line of the table, and return whether the damage was noticed."""
    echo(f"  {'noticed' if noticed else 'NOT NOTICED':12} {damage.what:62} {noticed}")
    return bool(noticed)


def trial(damage: Damage) -> tuple[Damage, str]:
    """Do one damage to a copy, run its tests there, and return it with the name of a test that failed, or nothing."""
    copy = f"amends_damaged_{DAMAGES.index(damage)}"
    roles.drop(copy)
    roles.clone(TEMPLATE, copy)
    try:
        do(damage, copy)
        failed, problem = run_tests(copy, damage.noticed_by)
    finally:
        if damage.undoes:
            with administer(autocommit=True) as server:
                server.execute(damage.undoes)
        roles.drop(copy)
    if problem:
        echo(f"  [{damage.what}] {problem}")
    return damage, failed[0].rpartition("::")[2] if failed else ""


def do(damage: Damage, database: str) -> None:
    """Damage a database. Raises when there is nothing there to damage."""
    if damage.by == ADMINISTRATOR:
        with administer(database, autocommit=True) as server:
            server.execute(damage.does)
        return
    with connect_as("amends_owner", database) as owner:
        if damage.by == GATE:
            owner.execute("SET LOCAL ROLE amends_gate")
        owner.execute(damage.does if damage.rewrites is None else rewritten(owner, *damage.rewrites))


def rewritten(owner: psycopg.Connection, function: str, was: str, becomes: str) -> sql.SQL:
    """Return the definition of one of the gate's functions with a piece of it replaced."""
    told = owner.execute("SELECT pg_get_functiondef(%s::regprocedure)", [f"access.{function}"]).fetchone()[0]
    if was not in told:
        raise AssertionError(f"access.{function} does not say [{was}] any more: {told}")
    return sql.SQL(told.replace(was, becomes))


def run_tests(database: str, tests: tuple[str, ...] | list[str]) -> tuple[list[str], str]:
    """Run tests on copies of a database. Returns those that failed, and what else went wrong, if anything did."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *tests],
            env={**os.environ, "AMENDS_TEST_TEMPLATE": database},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode not in (0, 1) or not report.exists():
            return [], f"The tests did not run: {ran.stdout[-800:]}{ran.stderr[-400:]}"
        cases = list(ET.parse(report).iter("testcase"))
    failed = [
        f"{case.get('classname')}::{case.get('name')}" for case in cases if case.find("failure") is not None
    ]
    broken = [f"{case.get('name')}" for case in cases if case.find("error") is not None]
    return failed, f"These could not be tried: {', '.join(broken)}." if broken and not failed else ""


def make_template() -> None:
    """Make the world in a database that all copies come from."""
    # Both need Django, which is only ready now.
    from amends.command.migrate import migrate  # noqa: PLC0415
    from tests.conftest import point_at  # noqa: PLC0415
    from tests.world import build_world  # noqa: PLC0415

    roles.drop(TEMPLATE)
    point_at(TEMPLATE)
    migrate(TEMPLATE)
    build_world(TEMPLATE)
    point_at(TEMPLATE)


@contextmanager
def a_server_of_our_own() -> Iterator[None]:
    """Start a server that nothing else uses: some damages would reach every database of it."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="amends-break-") as home:
        os.environ["AMENDS_HOME"] = home
        embedded.ensure_running()
        try:
            with administer(autocommit=True) as server:
                # It lives for minutes; no copy has to survive a power cut.
                server.execute("ALTER SYSTEM SET fsync = off")
                server.execute("SELECT pg_reload_conf()")
            yield
        finally:
            embedded.erase()


if __name__ == "__main__":
    sys.exit(main())
