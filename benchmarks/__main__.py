"""`python -m benchmarks`: prints how quick two pages are, what protection costs, and what size costs."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from amends.database.roles import drop  # noqa: E402
from benchmarks.filling import FEW, KEYS, MANY, Filled, fill, switch_protection_off  # noqa: E402
from benchmarks.loading import Load, load  # noqa: E402

# What the issue of speed asks for, on two cores: checked, and printed beside what was measured.
LEAST_REQUESTS_A_SECOND = 150
LONGEST_P99_MILLISECONDS = 150
MOST_LOST_SHARE = 0.35
MOST_SLOWER = 1.2


@contextmanager
def served(database: str) -> Iterator[str]:
    """Serve the site from a database as `amends run` does, on loopback; yields its address."""
    command = [sys.executable, "-m", "benchmarks.serving"]
    with subprocess.Popen(
        command, env={**os.environ, "AMENDS_BENCHMARK_DATABASE": database}, stdout=subprocess.PIPE, text=True
    ) as site:
        try:
            yield site.stdout.readline().strip()
        finally:
            site.terminate()
            site.wait(timeout=30)


def measure(filled: Filled, *, seconds: int) -> dict[str, Load]:
    """Return what each page of each person bore, by a name for it."""
    pages = {
        "list": (FEW, "/staff/"),
        "case": (FEW, f"/staff/{filled.case_of[FEW]}/"),
        "list of many seats": (MANY, "/staff/"),
        "case of many seats": (MANY, f"/staff/{filled.case_of[MANY]}/"),
    }
    with served(filled.database) as address:
        return {
            name: load(address + page, key=KEYS[who], seconds=seconds) for name, (who, page) in pages.items()
        }


def main() -> int:
    """Measure, print a table and one line of JSON; exit 1 when a bar was missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=100_000, help="in the large database")
    asked.add_argument("--seconds", type=int, default=8, help="of load on each page")
    asked.add_argument("--keep", action="store_true", help="leave the databases for another look")
    told = asked.parse_args()
    names = {"small": "amends_benchmark_small", "large": "amends_benchmark_large"}
    measured: dict[str, dict[str, Load]] = {}
    try:
        for size, cases in (("small", 1_000), ("large", told.cases)):
            began = time.monotonic()
            filled = fill(names[size], cases=cases, seats_of_many=min(20_000, cases))
            print(f"{cases:,} cases of 20 records: filled in {time.monotonic() - began:.0f} s", flush=True)
            measured[size] = measure(filled, seconds=told.seconds)
        switch_protection_off(names["large"])
        measured["unprotected"] = measure(filled, seconds=told.seconds)
    finally:
        if not told.keep:
            for name in names.values():
                drop(name)
    return report(measured)


def report(measured: dict[str, dict[str, Load]]) -> int:
    """Print what was measured and each ratio beside its bar; return 1 when one was missed, else 0."""
    print(f"\n{'database':<14}{'page':<22}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'not 200':>9}")
    for database, pages in measured.items():
        for page, one in pages.items():
            print(
                f"{database:<14}{page:<22}{one.requests_a_second:>12.1f}{one.p50_milliseconds:>10.1f}"
                f"{one.p99_milliseconds:>10.1f}{one.failed:>9}"
            )
    large, small, bare = measured["large"], measured["small"], measured["unprotected"]
    bars = [("list, requests a second", large["list"].requests_a_second, ">=", LEAST_REQUESTS_A_SECOND)]
    bars.append(("list, p99 in ms", large["list"].p99_milliseconds, "<=", LONGEST_P99_MILLISECONDS))
    for page in large:
        lost = 1 - large[page].requests_a_second / bare[page].requests_a_second
        bars.append((f"{page}: share of throughput that protection costs", lost, "<=", MOST_LOST_SHARE))
        slower = large[page].p50_milliseconds / small[page].p50_milliseconds
        bars.append((f"{page}: p50, large to small", slower, "<=", MOST_SLOWER))
    for page in ("list", "case"):
        slower = large[f"{page} of many seats"].p50_milliseconds / large[page].p50_milliseconds
        bars.append((f"{page}: p50, 20,000 seats to a few", slower, "<=", MOST_SLOWER))
    failed = sum(one.failed for pages in measured.values() for one in pages.values())
    bars.append(("answers that were not 200", failed, "<=", 0))
    print()
    kept = True
    for name, value, sign, bar in bars:
        is_kept = value >= bar if sign == ">=" else value <= bar
        kept = kept and is_kept
        print(f"{'kept  ' if is_kept else 'MISSED'}  {name:<55}{value:>9.2f}  {sign} {bar}")
    told = {
        database: {page: one._asdict() for page, one in pages.items()} for database, pages in measured.items()
    }
    print(json.dumps({"measured": told, "bars": {name: value for name, value, _, _ in bars}}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
