"""Loads one page on loopback with wrk, as one person who is signed in, and counts what answering it took."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from typing import NamedTuple

CONNECTIONS = 8


class Load(NamedTuple):
    """What a page bore. `cpu_milliseconds` are those of the site and its database sessions, for one answer."""

    requests_a_second: float
    cpu_milliseconds: float
    p50_milliseconds: float
    p99_milliseconds: float
    failed: int


def load(address: str, *, key: str, seconds: int, cpu_seconds: Callable[[], dict[int, float]]) -> Load:
    """Ask for a page over 8 connections for some seconds, after one second of warming up.

    `cpu_seconds` tells what each process has used until now. Raises RuntimeError when wrk is not there or does not
    answer in its usual words.
    """
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not there: `apt-get install wrk` brings it.")
    for lasting in (1, seconds):
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{lasting}s",
            "--latency",
            "-H",
            f"Cookie: amends_sitting={key}",
        ]
        before = cpu_seconds()
        said = subprocess.run([*command, address], check=True, capture_output=True, text=True).stdout
        used = sum(spent - before.get(process, 0) for process, spent in cpu_seconds().items())
    answered = re.search(r"(\d+) requests in", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None or answered is None:
        raise RuntimeError(f"wrk said nothing that can be read: {said}")
    if float(rate[1]) == 0:
        raise RuntimeError(f"Nothing was answered in {seconds} s: this machine is busy with something else.")
    return Load(
        requests_a_second=float(rate[1]),
        cpu_milliseconds=used * 1000 / int(answered[1]),
        p50_milliseconds=_latency(said, "50%"),
        p99_milliseconds=_latency(said, "99%"),
        failed=int(failed[1]) if failed else 0,
    )


def _latency(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)\b", said)
    if found is None:
        raise RuntimeError(f"wrk gave no {share}: {said}")
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]
