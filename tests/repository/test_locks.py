"""The locks name what is installed by exact version and hash, and no host and no folder of anybody's."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LOCKS = sorted((CHECKOUT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
EXACT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z0-9,]+\])?==(?P<version>[A-Za-z0-9.]+)")

# Hosts that hold packages, and what a path of one machine begins with.
PLACES = re.compile(
    r"https?://|file:|--index-url|--extra-index-url|--find-links"
    r"|pypi\.org|pythonhosted|npmjs|(?<![\w.])/(home|root|opt|work|tmp|Users)/"
)


def asked_for() -> dict[str, list[str]]:
    """Each lock's name, and the requirements that it is made from."""
    groups = PROJECT["dependency-groups"]
    return {"base": PROJECT["project"]["dependencies"], **groups}


def plain(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: Path) -> dict[str, str]:
    """What a lock installs: names and versions."""
    return {
        plain(found["name"]): found["version"]
        for found in map(EXACT.match, lock.read_text().split("\n"))
        if found
    }


def test_there_is_a_lock_for_each_group():
    assert {lock.stem for lock in LOCKS} == set(asked_for())


@pytest.mark.parametrize("group", asked_for())
def test_every_version_is_exact_and_is_the_one_that_is_locked(group):
    there = locked(CHECKOUT / "requirements" / f"{group}.txt")
    for requirement in asked_for()[group]:
        exact = EXACT.fullmatch(requirement)
        assert exact, f"[{requirement}] leaves the version open."
        assert there.get(plain(exact["name"])) == exact["version"], f"[{requirement}] is not what is locked."


@pytest.mark.parametrize("group", ["evidence", "dev"])
def test_what_two_locks_share_they_share_at_one_version(group):
    base, other = (locked(CHECKOUT / "requirements" / f"{name}.txt") for name in ("base", group))
    shared = base.keys() & other.keys()
    assert shared
    assert {name: base[name] for name in shared} == {name: other[name] for name in shared}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_file_is_named_by_its_hash(lock):
    text = lock.read_text().replace("\\\n", "")
    entries = [line for line in text.split("\n") if line and not line.lstrip().startswith("#")]
    assert entries
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_design_systems_are_exact_and_named_by_their_hash():
    asked = json.loads((CHECKOUT / "package.json").read_text())["dependencies"]
    packages = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    for name, version in asked.items():
        assert re.fullmatch(r"[0-9.]+", version), f"[{name}] leaves the version open."
        assert packages[f"node_modules/{name}"]["version"] == version
    installed = [package for path, package in packages.items() if path]
    assert all(package["integrity"].startswith("sha512-") for package in installed)


@pytest.mark.parametrize("lock", [*LOCKS, CHECKOUT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_names_a_host_or_a_folder(lock):
    assert PLACES.search("--extra-index-url file:///opt/simple")
    found = PLACES.search(lock.read_text())
    assert found is None, f"{lock.name} names [{found and found[0]}]."


def test_no_committed_file_names_a_registry():
    registries = r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org"
    # This file names them in order to look for them.
    apart = ":!tests/repository/test_locks.py"
    found = subprocess.run(
        ["git", "grep", "-n", "-I", "-E", registries, "--", ".", apart],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1, found.stdout or found.stderr
