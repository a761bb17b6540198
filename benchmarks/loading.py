"""Loads one page on loopback with wrk, as one person who is signed in."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import NamedTuple

CONNECTIONS = 8


class Load(NamedTuple):
    """What a page bore."""

    requests_a_second: float
    p50_milliseconds: float
    p99_milliseconds: float
    failed: int


def load(address: str, *, key: str, seconds: int) -> Load:
    """Ask for a page over 8 connections for some seconds, after one second of warming up.

    Raises RuntimeError when wrk is not there or does not answer in its usual words.
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
        said = subprocess.run([*command, address], check=True, capture_output=True, text=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None:
        raise RuntimeError(f"wrk said nothing that can be read: {said}")
    if float(rate[1]) == 0:
        raise RuntimeError(f"Nothing was answered in {seconds} s: this machine is busy with something else.")
    return Load(float(rate[1]), _latency(said, "50%"), _latency(said, "99%"), int(failed[1]) if failed else 0)


def _latency(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)\b", said)
    if found is None:
        raise RuntimeError(f"wrk gave no {share}: {said}")
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]
