"""Where the database is and how roles sign in: computed from the environment, refused when it cannot be."""

import stat

import pytest

from amends.database.addresses import (
    LOG_IN_ROLES,
    BadAddress,
    administer,
    database_name,
    database_settings,
    password_of,
    program_secret,
)
from amends.database.embedded import CannotStart

SECRET = "a secret of the tests, and of nobody else"


@pytest.fixture
def elsewhere(monkeypatch):
    """Name a server far away, which is never asked anything."""

    def name(url: str, secret: str = SECRET) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("AMENDS_SECRET", secret)

    return name


def test_each_role_signs_in_with_a_password_of_its_own(elsewhere):
    elsewhere("postgresql://db.example/amends")
    passwords = {password_of(role) for role in LOG_IN_ROLES}
    assert len(passwords) == len(LOG_IN_ROLES)
    elsewhere("postgresql://db.example/amends", secret=SECRET + "!")
    assert passwords.isdisjoint({password_of(role) for role in LOG_IN_ROLES})


def test_the_site_never_signs_in_as_the_administrator(elsewhere):
    elsewhere("postgresql://keeper:hunter22@db.example:6432/house?sslmode=verify-full&sslrootcert=system")
    settings = database_settings("amends_web")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "6432", "house")
    assert (settings["USER"], settings["PASSWORD"]) == ("amends_web", password_of("amends_web"))
    assert settings["OPTIONS"] == {
        "sslmode": "verify-full",
        "sslrootcert": "system",
        "connect_timeout": "5",
        "server_side_binding": True,
        "prepare_threshold": 2,
    }
    assert "hunter22" not in repr(settings)


@pytest.mark.parametrize("role", LOG_IN_ROLES)
def test_every_role_binds_its_values_on_the_server(elsewhere, role):
    elsewhere("postgresql://db.example/amends")
    assert database_settings(role)["OPTIONS"]["server_side_binding"] is True


def test_nothing_leaves_the_machine_in_clear_unless_somebody_says_so(elsewhere):
    for url, mode in (
        ("postgresql://db.example/amends", "require"),
        ("postgresql://db.example/amends?sslmode=disable", "disable"),
        ("postgresql://127.0.0.1,db.example/amends", "require"),
        ("postgresql://localhost/amends", None),
        ("postgresql:///amends?host=/run/postgresql", None),
    ):
        elsewhere(url)
        assert database_settings("amends_web")["OPTIONS"].get("sslmode") == mode, url


def test_a_name_is_taken_from_the_address_and_is_ours_otherwise(elsewhere):
    elsewhere("postgresql://db.example/house")
    assert database_name() == "house"
    elsewhere("postgresql://db.example")
    assert database_name() == "amends"


@pytest.mark.parametrize(
    "url, secret, said",
    [
        ("postgresql://keeper:hunter22@[db.example/amends", SECRET, "DATABASE_URL cannot be read"),
        ("postgresql://keeper:hunter22@db.example/amends?shoe=1", SECRET, "DATABASE_URL cannot be read"),
        ("postgresql://keeper:hunter22@db.example/amends", "", "AMENDS_SECRET is not set"),
        ("postgresql://keeper:hunter22@db.example/amends", "short", "AMENDS_SECRET has 5 characters"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence_without_a_password(elsewhere, url, secret, said):
    elsewhere(url, secret)
    with pytest.raises(BadAddress, match=said) as refused:
        database_settings("amends_web")
    assert "hunter22" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_role_that_is_not_ours_has_no_password(elsewhere):
    elsewhere("postgresql://db.example/amends")
    with pytest.raises(BadAddress, match="postgres"):
        database_settings("postgres")


def test_nobody_administers_without_being_named(elsewhere):
    elsewhere("postgresql://db.example/amends")
    with pytest.raises(BadAddress, match="names no user"):
        administer()


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(empty_home):
    first = program_secret("one purpose")
    assert first == program_secret("one purpose")
    assert first != program_secret("another purpose")
    kept = empty_home / "var" / "secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(kept.read_text().strip()) >= 32
    assert list(kept.parent.glob(".secret*")) == []

    kept.chmod(0o640)
    with pytest.raises(CannotStart, match="Others on this machine may read"):
        program_secret("one purpose")
