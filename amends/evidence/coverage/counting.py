"""Counts in how many invented studies each interval holds the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from amends.evidence.answers import Answer, answer
from amends.evidence.coverage.people import PEOPLE
from amends.evidence.coverage.studies import Interval, Study

# What was counted last, from which the page is made.
COUNTED = Path(__file__).with_name("counted.json")


@dataclass
class Tally:
    """What became of one interval, study by study: it held the truth, lay above or below it, or was not given."""

    held: int = 0
    above: int = 0
    below: int = 0
    none: int = 0

    def add(self, ends: Any, truth: float) -> None:
        """Count one study's interval."""
        lower, upper = (None, None) if ends is None else (ends["lower"], ends["upper"])
        if lower is None or upper is None or not isfinite(lower + upper):
            self.none += 1
        elif truth < lower:
            self.above += 1
        elif truth > upper:
            self.below += 1
        else:
            self.held += 1

    def record(self, interval: Interval, wrong: str) -> dict[str, Any]:
        """Return the count as it is stored, by names that the page finds again."""
        return {"chapter": interval.chapter, "interval": interval.name, "wrong": wrong} | vars(self)


def count(
    studies: Iterable[Study],
    *,
    people: int,
    repetitions: int,
    seed: int,
    told: Callable[[], None] = lambda: None,
) -> Answer:
    """Return for each interval of these studies in how many of so many repetitions it held the truth.

    Every study is written to a file and asked as anybody's file would be, so what is counted is what the commands
    print. The same arguments give the same counts on one machine. Nothing stays written; `told` is called after each
    repetition.
    """
    records = []
    for study in studies:
        # The same people each time, as far as they can be, so that counts differ by what is wrong and not by luck.
        known, tables = study.invent(people, repetitions * study.times, seed)
        tallies = {interval: Tally() for asking in study.asked for interval in asking.intervals}
        with TemporaryDirectory() as folder:
            path = Path(folder) / "study.parquet"
            for table in tables:
                pq.write_table(table, path)
                for asking in study.asked:
                    said = asking.ask(path)
                    for interval in asking.intervals:
                        tallies[interval].add(interval.ends(said), known[interval.truth])
                told()
        records += [tally.record(interval, study.wrong) for interval, tally in tallies.items()]
    return answer(
        n=people,
        events=None,
        missing={},
        warnings=["Everybody in these studies is invented."],
        repetitions=repetitions,
        seed=seed,
        people_are=PEOPLE,
        counted=records,
    )
