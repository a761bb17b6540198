"""A folder for one run, in which an engine may put what does not fit into memory, and which nobody else can read.

It is removed at the end of the run; what a crash left behind is removed when the next run begins.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from amends.evidence.faults import BadInput

# More than this share of the memory that is there is put on the disk instead.
MEMORY_SHARE = 0.6


@contextmanager
def spill_folder() -> Iterator[Path]:
    """Yield a new folder that only this account may enter (0700); it is removed afterwards, whatever happens.

    Folders of runs that ended without removing theirs are removed first. Raises BadInput when others may enter
    the place where such folders are.
    """
    place = _place()
    with (place / "lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        _remove_left_behind(place)
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=place))
        held = (folder / "held").open("w")
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        held.close()


@contextmanager
def opened(*, threads: int | None = None, memory: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a DuckDB of its own, in memory, that fetches nothing from a network and spills into a folder of the run.

    threads  how many it may use; all that there are when nothing is said
    memory   how much it may take before it spills, as DuckDB writes it ("4GB")
    """
    with spill_folder() as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(folder / "duckdb"),
            "memory_limit": memory or f"{_memory_bytes() * MEMORY_SHARE / 2**20:.0f}MiB",
            "threads": threads or len(os.sched_getaffinity(0)),
        }
        connection = duckdb.connect(config=settings)
        try:
            yield connection
        finally:
            connection.close()


def _place() -> Path:
    """Return the folder of all runs of this account, made when it is missing."""
    place = Path(tempfile.gettempdir()) / f"amends-evidence-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    found = place.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    if not ours:
        raise BadInput(
            ["The folder for what does not fit into memory is open to others. Remove it, or set TMPDIR."]
        )
    return place


def _remove_left_behind(place: Path) -> None:
    """Remove every folder whose run is over: nobody holds its lock any more."""
    for folder in place.glob("run-*"):
        try:
            with (folder / "held").open("r") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        except FileNotFoundError:
            # It was made, and its run ended before it was held.
            pass
        shutil.rmtree(folder, ignore_errors=True)


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
