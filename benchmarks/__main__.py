"""`python -m benchmarks`: prints how quick two pages are, what protection costs, and what size costs."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from amends.database.addresses import connect_as  # noqa: E402
from amends.database.roles import clone, drop  # noqa: E402
from benchmarks.filling import FEW, KEYS, MANY, Filled, fill, switch_protection_off  # noqa: E402
from benchmarks.loading import Load, load  # noqa: E402

# What the issue of speed asks for, on two cores: checked, and printed beside what was measured.
LEAST_REQUESTS_A_SECOND = 150
LONGEST_P99_MILLISECONDS = 150
MOST_LOST_SHARE = 0.35
MOST_SLOWER = 1.2

PAGES = {
    "list": (FEW, "/staff/"),
    "case": (FEW, "/staff/{case}/"),
    "list of many seats": (MANY, "/staff/"),
    "case of many seats": (MANY, "/staff/{case}/"),
}
Rounds = dict[str, list[Load]]
SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Site(NamedTuple):
    """A site that is served: where, by which process, from which database."""

    address: str
    process_id: int
    database: str

    def cpu_seconds(self) -> dict[int, float]:
        """Return how long each of this site's processes, and of its sessions in the database, has been computing."""
        with connect_as("amends_owner", self.database) as owner:
            sessions = [pid for (pid,) in owner.execute(SESSIONS)]
        workers = Path(f"/proc/{self.process_id}/task/{self.process_id}/children").read_text().split()
        used = {}
        for process in (self.process_id, *map(int, workers), *sessions):
            # A session may end meanwhile.
            with suppress(FileNotFoundError, ProcessLookupError):
                # After the name, which may hold anything, come the state and, twelfth and thirteenth, the ticks used.
                after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                used[process] = (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
        return used


@contextmanager
def served(database: str) -> Iterator[Site]:
    """Serve the site from a database as `amends run` does, on loopback."""
    command = [sys.executable, "-m", "benchmarks.serving"]
    with subprocess.Popen(
        command, env={**os.environ, "AMENDS_BENCHMARK_DATABASE": database}, stdout=subprocess.PIPE, text=True
    ) as site:
        try:
            yield Site(site.stdout.readline().strip(), site.pid, database)
        finally:
            site.terminate()
            site.wait(timeout=30)


def measure(filled: dict[str, Filled], *, rounds: int, seconds: int) -> dict[str, dict[str, list[Load]]]:
    """Return what each page of each person bore in each round, by database and by a name for the page.

    A round asks every database for a page before it goes on to the next page. A machine that is slower for a
    minute is slower for all of them, so what is compared was measured within seconds of each other.
    """
    measured: dict[str, dict[str, list[Load]]] = {name: {} for name in filled}
    with ExitStack() as sites:
        served_from = {name: sites.enter_context(served(one.database)) for name, one in filled.items()}
        for number in range(rounds):
            for page, (who, path) in PAGES.items():
                for name, one in filled.items():
                    site = served_from[name]
                    address = site.address + path.format(case=one.case_of[who])
                    bore = load(address, key=KEYS[who], seconds=seconds, cpu_seconds=site.cpu_seconds)
                    measured[name].setdefault(page, []).append(bore)
            print(f"round {number + 1} of {rounds} done", flush=True)
    return measured


def main() -> int:
    """Measure, print a table and one line of JSON; exit 1 when a bar was missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=100_000, help="in the large database")
    asked.add_argument("--rounds", type=int, default=5, help="how often each page is asked for")
    asked.add_argument("--seconds", type=int, default=4, help="of load on each page in each round")
    told = asked.parse_args()
    names = [f"amends_benchmark_{size}" for size in ("small", "large", "unprotected")]
    small, large, unprotected = names
    try:
        filled = {}
        for name, cases in ((small, 1_000), (large, told.cases)):
            began = time.monotonic()
            filled[name] = fill(name, cases=cases, seats_of_many=min(20_000, cases))
            print(f"{cases:,} cases of 20 records: filled in {time.monotonic() - began:.0f} s", flush=True)
        drop(unprotected)
        clone(large, unprotected)
        switch_protection_off(unprotected)
        filled[unprotected] = filled[large]._replace(database=unprotected)
        return report(*measure(filled, rounds=told.rounds, seconds=told.seconds).values())
    finally:
        for name in names:
            drop(name)


def report(small: Rounds, large: Rounds, unprotected: Rounds) -> int:
    """Print what was measured and each ratio beside its bar; return 1 when one was missed, else 0.

    Each figure is the median of its rounds; a ratio is taken within a round, and then the median.
    """
    measured = {"small": small, "large": large, "unprotected": unprotected}
    print(
        f"\n{'database':<14}{'page':<22}{'requests/s':>12}{'CPU ms':>10}{'p50 ms':>10}{'p99 ms':>10}{'not 200':>9}"
    )
    for database, pages in measured.items():
        for page, rounds in pages.items():
            one = middle(rounds)
            print(
                f"{database:<14}{page:<22}{one.requests_a_second:>12.1f}{one.cpu_milliseconds:>10.1f}"
                f"{one.p50_milliseconds:>10.1f}{one.p99_milliseconds:>10.1f}{sum(each.failed for each in rounds):>9}"
            )
    bars = [
        ("list, requests a second", middle(large["list"]).requests_a_second, ">=", LEAST_REQUESTS_A_SECOND)
    ]
    bars.append(("list, p99 in ms", middle(large["list"]).p99_milliseconds, "<=", LONGEST_P99_MILLISECONDS))
    for page in PAGES:
        kept = ratio(large[page], unprotected[page], "requests_a_second")
        bars.append((f"{page}: share of throughput that protection costs", 1 - kept, "<=", MOST_LOST_SHARE))
        less = 1 - ratio(unprotected[page], large[page], "cpu_milliseconds")
        bars.append((f"{page}: the same, by CPU time", less, "<=", MOST_LOST_SHARE))
        slower = ratio(large[page], small[page], "p50_milliseconds")
        bars.append((f"{page}: p50, large to small", slower, "<=", MOST_SLOWER))
    for page in ("list", "case"):
        slower = ratio(large[f"{page} of many seats"], large[page], "p50_milliseconds")
        bars.append((f"{page}: p50, 20,000 seats to a few", slower, "<=", MOST_SLOWER))
    failed = sum(one.failed for pages in measured.values() for rounds in pages.values() for one in rounds)
    bars.append(("answers that were not 200", failed, "<=", 0))
    print()
    missed = 0
    for name, value, sign, bar in bars:
        is_kept = value >= bar if sign == ">=" else value <= bar
        missed += not is_kept
        print(f"{'kept  ' if is_kept else 'MISSED'}  {name:<55}{value:>9.2f}  {sign} {bar}")
    told = {
        database: {page: [one._asdict() for one in rounds] for page, rounds in pages.items()}
        for database, pages in measured.items()
    }
    print(json.dumps({"measured": told, "bars": {name: value for name, value, _, _ in bars}}))
    return 1 if missed else 0


def middle(rounds: list[Load]) -> Load:
    """Return the median of each figure over the rounds."""
    return Load(*(median(figures) for figures in zip(*rounds, strict=True)))


def ratio(above: list[Load], below: list[Load], figure: str) -> float:
    """Return the median over the rounds of one figure divided by the other's in the same round."""
    return median(getattr(a, figure) / getattr(b, figure) for a, b in zip(above, below, strict=True))


if __name__ == "__main__":
    sys.exit(main())
