"""A server of the tests' own: in a folder with a space, 150 characters down, far from the developer's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.database import embedded

DEPTH_CHARACTERS = 150


def deep_folder(above: Path) -> Path:
    """A new folder whose path has a space in it and is at least 150 characters long."""
    folder = above / "a checkout"
    while len(str(folder)) < DEPTH_CHARACTERS:
        folder /= "farther down"
    folder.mkdir(parents=True)
    return folder


def modes_above(folder: Path) -> dict[Path, int]:
    """Each parent of a folder, and who may enter it."""
    return {above: above.stat().st_mode for above in folder.parents}


@pytest.fixture(scope="session")
def far_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[Path, int]]]:
    """The folder of a running server, and what its parents allowed before the server came."""
    home = deep_folder(tmp_path_factory.mktemp("server"))
    before = modes_above(home)
    embedded.ensure_running(home)
    yield home, before
    embedded.erase(home)


@pytest.fixture
def home(far_home: tuple[Path, dict[Path, int]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the tests' server, which runs, and which is where the program looks during this test."""
    for name in ("DATABASE_URL", "AMENDS_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AMENDS_HOME", str(far_home[0]))
    embedded.ensure_running(far_home[0])
    return far_home[0]


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which nothing has been started, and which is where the program looks during this test."""
    for name in ("DATABASE_URL", "AMENDS_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AMENDS_HOME", str(tmp_path))
    yield tmp_path
    if (tmp_path / "var" / "database" / "place.json").exists():
        monkeypatch.undo()
        embedded.erase(tmp_path)


def as_root() -> bool:
    """Is this run root's?"""
    return os.geteuid() == 0
