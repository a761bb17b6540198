"""Where the database is and how each role signs in to it; computes, and starts nothing when it is imported.

DATABASE_URL names a PostgreSQL 15 or newer. Its user and password are the administrator's: they prepare and
migrate, and the site may be given the address without them. Unset, the checkout's own server is meant.
"""

import hmac
import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from amends.database import embedded

LOG_IN_ROLES = ("amends_owner", "amends_web", "amends_door", "amends_jobs", "amends_study")
DATABASE = "amends"
# Where an administrator goes for what concerns the whole server: making roles and databases, waiting in turn.
MAINTENANCE_DATABASE = "postgres"

SHORTEST_SECRET_CHARACTERS = 32
CONNECT_SECONDS = 5


class BadAddress(ValueError):
    """DATABASE_URL or AMENDS_SECRET is missing or cannot be used. The message says what was expected."""


def program_secret(purpose: str) -> bytes:
    """The 32 bytes that this program keeps for one purpose: HMAC-SHA256 of the purpose under its secret.

    The secret is AMENDS_SECRET. Where that and DATABASE_URL are both unset it is kept in `var/secret`, made
    at first use. Raises BadAddress when a server is named and no secret is: the passwords of the roles
    there must outlive this machine.
    """
    return hmac.digest(_secret().encode(), purpose.encode(), "sha256")


def password_of(role: str) -> str:
    """The password of a log-in role: derived, so that nobody has to keep five of them."""
    if role not in LOG_IN_ROLES:
        raise BadAddress(f"[{role}] is no role that signs in: expected one of {', '.join(LOG_IN_ROLES)}.")
    return program_secret(f"database role {role}").hex()


def database_name() -> str:
    """The name of the program's database: what DATABASE_URL says, otherwise [amends]."""
    return _server()["dbname"]


def database_settings(role: str) -> dict[str, Any]:
    """One entry of Django's DATABASES that signs in as this role.

    Connections persist, one to a thread, because a worker has few threads and each uses few roles: a pool
    would add a check-out to every request and idle connections of its own. A health check replaces one that
    the server has lost. `server_side_binding` keeps keys and words out of statements, hence out of
    pg_stat_activity. What is asked again on a connection is planned once (`prepare_threshold`): a policy takes
    longer to plan than to judge a row. The plan holds no asker, only the places where one is asked for.
    """
    server = _server()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": server.pop("dbname"),
        "HOST": server.pop("host", ""),
        "PORT": server.pop("port", ""),
        "USER": role,
        "PASSWORD": password_of(role),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**server, "server_side_binding": True, "prepare_threshold": 2},
    }


def connect_as(role: str, database: str | None = None, **options: Any) -> psycopg.Connection:
    """A psycopg connection signed in as a log-in role, to the program's database or to another one."""
    there = {**_server(), "user": role, "password": password_of(role)}
    return psycopg.connect(_conninfo(there, database), **options)


def administer(database: str | None = None, **options: Any) -> psycopg.Connection:
    """A psycopg connection as the administrator; our own server is started if need be.

    The administrator makes roles and databases, and never answers a request. Without a name, to the
    maintenance database.
    Raises BadAddress when DATABASE_URL names no user, CannotStart when our own server cannot be started.
    """
    there = _server()
    if not _url():
        embedded.ensure_running()
        there |= {"user": embedded.ADMINISTRATOR, "password": embedded.administrator_password()}
    else:
        named = conninfo_to_dict(_url())
        if "user" not in named:
            raise BadAddress(
                "DATABASE_URL names no user: to prepare or migrate, expected postgresql://user:password@..."
            )
        there |= {part: str(named[part]) for part in ("user", "password") if part in named}
    return psycopg.connect(_conninfo(there, database or MAINTENANCE_DATABASE), **options)


def _conninfo(there: dict[str, str], database: str | None) -> str:
    return make_conninfo(**{**there, "dbname": database or there["dbname"]})


def _url() -> str:
    return os.environ.get("DATABASE_URL", "").strip()


def _server() -> dict[str, str]:
    """How to reach the server, as libpq's own words for it, without user and password."""
    if not _url():
        return {
            "dbname": DATABASE,
            "host": str(embedded.socket_directory()),
            "port": str(embedded.PORT),
            # Whoever else might listen on that path is not believed.
            "requirepeer": embedded.server_account(),
            "connect_timeout": str(CONNECT_SECONDS),
        }
    try:
        named = {name: str(value) for name, value in conninfo_to_dict(_url()).items() if value is not None}
    except psycopg.ProgrammingError:
        # The reason would repeat the address, and the address holds a password.
        raise BadAddress(
            "DATABASE_URL cannot be read: expected postgresql://user:password@host:port/name."
        ) from None
    without_person = {name: value for name, value in named.items() if name not in ("user", "password")}
    usual = {"dbname": DATABASE, "connect_timeout": str(CONNECT_SECONDS)}
    if _is_far(named):
        # Left to itself libpq goes on in plain text when somebody in between says that the server has no TLS.
        usual["sslmode"] = "require"
    return {**usual, **without_person}


def _is_far(named: dict[str, str]) -> bool:
    """Does the address leave this machine? A path is a socket; no host at all is the default socket."""
    hosts = (named.get("host", "") + "," + named.get("hostaddr", "")).split(",")
    return not all(
        host in ("", "localhost", "127.0.0.1", "::1") or host.startswith(("/", "@")) for host in hosts
    )


def _secret() -> str:
    given = os.environ.get("AMENDS_SECRET", "")
    if given:
        if len(given) < SHORTEST_SECRET_CHARACTERS:
            raise BadAddress(
                f"AMENDS_SECRET has {len(given)} characters: expected at least {SHORTEST_SECRET_CHARACTERS}, "
                'for example from `python3 -c "import secrets; print(secrets.token_hex(32))"`.'
            )
        return given
    if _url():
        raise BadAddress(
            "AMENDS_SECRET is not set although DATABASE_URL names a server: expected at least "
            f"{SHORTEST_SECRET_CHARACTERS} random characters, the same on every machine of this program."
        )
    return embedded.kept_secret(_var() / "secret")


def _var() -> Path:
    folder = embedded.checkout() / "var"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
