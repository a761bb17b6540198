"""Writes the population slice by slice, so that its size is bound by the disk and not by memory."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from amends.evidence.faults import BadInput
from amends.evidence.synthetic.drawing import WORLD, People, Truth, draw_people, draws_for
from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.records import (
    counties_table,
    custody_table,
    described,
    events_tables,
    journeys_table,
    linking_tables,
    people_table,
    scores_table,
    truth_table,
)

# Large enough for arrays to pay, small enough for a laptop. Changing it changes every file.
SLICE = 250_000
# Its own numbers, whatever the number of slices.
COUNTIES = 2**31 - 1


def synthesize(
    options: Options, out: Path, *, progress: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """Write the population into a new folder, and return what truth.json says of it.

    people, events, custody, journeys, scores, counties, program and history (two files to link) hold what
    somebody who evaluates would be given; `truth/` what nobody would: every true event, each person's rate,
    and `truth.json` with the true effects. The same options give the same bytes. `progress` is called with
    the number of people after each slice.

    Raises BadInput, nothing written, when the folder exists and is not empty, or nobody is asked for.
    """
    if options.people < 1:
        raise BadInput(["Expected one person or more."])
    if out.exists() and any(out.iterdir()):
        raise BadInput([f"{out} is not empty; name a new folder."])
    unfinished = out.with_name(f".{out.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "truth").mkdir(parents=True)
    truth, columns = Truth.none_yet(), {}
    try:
        with ExitStack() as open_files:
            writers: dict[str, pq.ParquetWriter] = {}
            for part, first in enumerate(range(1, options.people + 1, SLICE)):
                n = min(SLICE, options.people + 1 - first)
                draws = draws_for(options.seed, part)
                people = draw_people(draws, first, n, options)
                truth.add(people, options)
                for name, table in _tables(people, draws, options):
                    if name not in writers:
                        writers[name] = open_files.enter_context(
                            pq.ParquetWriter(unfinished / f"{name}.parquet", table.schema)
                        )
                        columns[name] = described(table)
                    writers[name].write_table(table)
                if progress is not None:
                    progress(n)
        counties = counties_table(draws_for(options.seed, COUNTIES), options)
        pq.write_table(counties, unfinished / "counties.parquet")
        told = {
            "people": options.people,
            "extract_date": WORLD["extract_date"].isoformat(),
            "options": asdict(options),
            "effects": truth.told(options),
            "files": columns | {"counties": described(counties)},
        }
        (unfinished / "truth" / "truth.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        if out.exists():
            out.rmdir()
        unfinished.rename(out)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return told


def _tables(people: People, draws: Any, options: Options) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table of a slice under the name of its file."""
    yield "people", people_table(people, draws, options)
    true_events, events = events_tables(people, draws, options)
    yield "events", events
    yield "truth/events", true_events
    yield "custody", custody_table(people, draws)
    yield "journeys", journeys_table(people)
    yield "scores", scores_table(people, draws, options)
    program, history = linking_tables(people, draws, options)
    yield "program", program
    yield "history", history
    yield "truth/people", truth_table(people)
