"""Finds what became of people: the act of `amends evidence outcomes`, from three files to a row a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from amends.evidence.answers import Answer, answer
from amends.evidence.faults import BadInput, Fault
from amends.evidence.linkage.uncertainty import draw_links, pool
from amends.evidence.outcomes import following
from amends.evidence.outcomes.definitions import (
    CATEGORIES,
    Definition,
    days_before_time_zero,
    definition_on,
    measures,
)
from amends.evidence.outcomes.inputs import (
    CUSTODY_COLUMNS,
    EVENT_COLUMNS,
    Table,
    faults_where,
    id_type_of,
    people_columns,
    refuse,
    see,
)
from amends.evidence.outcomes.slicing import Steps, steps
from amends.evidence.outcomes.spark import slices_on_spark
from amends.evidence.outcomes.telling import Told
from amends.evidence.spilling import opened

# DuckDB's own share; the rest of the process stays well below as much again.
MEMORY = "2GB"
TIME_ZERO_EVENTS = ("charge", "offer")
# What somebody may begin later, of which the days from time zero are written beside the outcomes.
LATER = ("consented", "completed")
# Whoever chooses these as time zero compares those who got so far with everybody else.
AFTER_TIME_ZERO = ("consent", "complet")
COMPLETED = "completed_on"
# By group and months: of each draw how many had the event, of how many known.
Shares = dict[tuple[str, int], list[tuple[int, int]]]


@dataclass(frozen=True)
class Asked:
    """What outcomes are asked for.

    extract_on   the day on which the history was extracted: nothing after it is known
    definition   bscc, cdcr or bjs
    time_zero    the column with the day on which the clock begins, for both groups alike
    by           a column of groups, for the tables
    keep         columns of the file of people to write beside the outcomes
    links        what `link` wrote: ids of people (left) and of the history (right), when they differ
    candidates   what `link` wrote beside its links: the shares are repeated over links drawn from them
    rows         write everybody by the links that were chosen, or by every draw, for estimates to be repeated
    draws, seed  how often, and with which seed
    landmark     only who is observed and event-free so many days after time zero, the clock starting there
    varying      a row before completion and a row after it, for a covariate that changes with time
    engine       follow people here (duckdb), or on the workers of Spark, which runs at `master`
    """

    extract_on: date
    definition: str
    time_zero: str = "time_zero"
    by: str | None = None
    keep: tuple[str, ...] = ()
    links: Path | None = None
    candidates: Path | None = None
    rows: Literal["chosen", "draws"] = "chosen"
    draws: int = 20
    seed: int = 1
    landmark: int | None = None
    varying: bool = False
    engine: Literal["duckdb", "spark"] = "duckdb"
    master: str | None = None


def find_outcomes(
    people: Path,
    events: Path,
    custody: Path,
    out: Path,
    asked: Asked,
    *,
    told: Callable[[int, int], None] = lambda _, __: None,
) -> Answer:
    """Write a row a person to `out` (Parquet, in the order of the people) and return what it comes to.

    told  is called with how many people are done, and of how many
    `n` of the answer is everybody whose index case is in the events; whoever is not found there has blank outcomes and
    is counted under `unknown`. Raises BadInput with every fault; then nothing was written.
    """
    definition = definition_on(asked.definition, asked.extract_on)
    _check(asked, out)
    kept = tuple(dict.fromkeys([*([asked.by] if asked.by else []), *asked.keep]))
    kept = tuple(name for name in kept if name not in {"person_id", "time_zero", asked.time_zero})
    with opened(memory=MEMORY) as connection:
        tables = _see(connection, {"people": people, "events": events, "custody": custody}, asked, kept)
        taken, everybody = _steps(tables, definition, asked=asked, kept=kept), tables["people"].rows
        counted, done = Told(), count(1)
        slices_of = partial(slices_on_spark, master=asked.master) if asked.engine == "spark" else _slices
        slices = slices_of(connection, everybody, taken, counted)
        keep = _write if asked.rows == "chosen" else _leave
        keep(slices, out, told=lambda: told(min(next(done) * taken.size, everybody), everybody))
        shares: Shares = {}
        if asked.candidates:
            draws = draw_links(asked.candidates, draws=asked.draws, seed=asked.seed)
            drawn = _drawn(connection, draws, taken, slices_of, rows=everybody, shares=shares)
            keep = _write if asked.rows == "draws" else _leave
            keep(drawn, out)
    found = sum(counted.known.values())
    return answer(
        n=found,
        events=sum(map(counted.events, counted.groups)),
        missing={
            f"{name}.{column}": count
            for name, table in tables.items()
            for column, count in table.missing.items()
        },
        warnings=_warnings(tables, definition, counted, asked),
        refused=None
        if found
        else "Nobody's index arrest or charge is in the events, so nothing is known of anybody.",
        definition={
            "name": definition.name,
            "holds_from": definition.holds_from.isoformat(),
            "event": definition.measure.event,
            "dated_by": definition.measure.day,
            "months": definition.months,
            "source": definition.source,
        },
        causes={str(code): says for code, says in following.CAUSES.items()},
        **counted.records(),
        over_links=list(_over_links(shares)),
    )


def _check(asked: Asked, out: Path) -> None:
    faults = []
    if any(word in asked.time_zero.lower() for word in AFTER_TIME_ZERO):
        faults.append(
            f"[{asked.time_zero}] is no time zero: only some reach it. Take the charge or the offer, and look at "
            "completion by a landmark or as a covariate that changes with time."
        )
    if asked.by is not None and any(word in asked.by.lower() for word in AFTER_TIME_ZERO):
        faults.append(
            f"[{asked.by}] is known only after time zero; groups are by the offer. Use --landmark or --varying."
        )
    if asked.by in {"person_id", "time_zero", asked.time_zero}:
        faults.append(f"[{asked.by}] makes no groups.")
    if "row" in {asked.by, *asked.keep}:
        faults.append("[row] is what rows are counted by; rename the column.")
    if asked.landmark is not None and (asked.landmark < 1 or asked.varying):
        faults.append(
            "A landmark is a number of days from 1, and not asked for together with a covariate that varies."
        )
    if asked.candidates is not None and (asked.links is None or asked.draws < 2):
        faults.append("Candidates go with the links that were chosen of them, and are drawn twice or more.")
    if asked.rows == "draws" and asked.candidates is None:
        faults.append("Draws of links are written where there are candidates to draw them from.")
    if not out.resolve().parent.is_dir():
        faults.append(f"There is no folder [{out.parent}] to write to.")
    if faults:
        raise BadInput(faults)


def _see(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path], asked: Asked, kept: Sequence[str]
) -> dict[str, Table]:
    """Make the tables [people], [events] and [custody]; refuse what cannot be of one world."""
    people, events, custody = (files[name] for name in ("people", "events", "custody"))
    suffix = "_of_history" if asked.links else ""
    ids = "VARCHAR" if asked.links else id_type_of(connection, *files.values())
    columns = people_columns(asked.time_zero, kept)
    tables = {
        "people": see(
            connection,
            people,
            "people",
            columns,
            id_type=ids,
            unique=True,
            filled=[asked.by] if asked.by else (),
        ),
        "events": see(connection, events, f"events{suffix}", EVENT_COLUMNS, id_type=ids),
        "custody": see(connection, custody, f"custody{suffix}", CUSTODY_COLUMNS, id_type=ids),
    }
    zero = f'"{asked.time_zero}"'
    refuse(
        [
            *faults_where(
                connection,
                "people",
                f"{zero} > DATE '{asked.extract_on}'",
                "is after the extract.",
                asked.time_zero,
            ),
            *(
                fault
                for name in ("died_on", "removed_on", "lost_on", *(f"{name}_on" for name in LATER))
                for fault in faults_where(
                    connection, "people", f"{name} < {zero}", "is before time zero.", name
                )
            ),
            *_faults_of_time_zero(connection, asked.time_zero),
        ],
        people,
    )
    refuse(
        faults_where(connection, f"custody{suffix}", '"until" < "from"', "ends before it begins.", "until"),
        custody,
    )
    refuse(
        faults_where(
            connection, f"events{suffix}", "offense_on > event_on", "is after its record.", "offense_on"
        ),
        events,
    )
    if (asked.landmark is not None or asked.varying) and COMPLETED not in tables["people"].has:
        raise BadInput(
            [Fault("there is no such column; completion is looked at by it.", column=COMPLETED)],
            name=people.name,
        )
    if asked.links:
        _follow_links(connection, _linked(asked.links))
    return tables


def _faults_of_time_zero(connection: duckdb.DuckDBPyConnection, time_zero: str) -> Iterator[Fault]:
    """Yield what shows that time zero is not one event that exists in both groups."""
    kinds = sorted(
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT time_zero_event FROM people WHERE time_zero_event IS NOT NULL"
        ).fetchall()
    )
    if len(kinds) > 1 or not set(kinds) <= {*TIME_ZERO_EVENTS}:
        yield Fault(
            f"expected one event for everybody, {' or '.join(TIME_ZERO_EVENTS)}.", column="time_zero_event"
        )
    for name in ("consented_on", COMPLETED):
        asked, same = connection.execute(
            f'SELECT count({name}), count(*) FILTER ({name} = "{time_zero}") FROM people'
        ).fetchall()[0]
        if asked > 1 and asked == same:
            yield Fault(
                f"is the day in [{name}] for everybody who has one; only some reach it.", column=time_zero
            )


def _linked(links: Path) -> pa.Table:
    try:
        return pq.read_table(links, columns=["unique_id_l", "unique_id_r"])
    except (OSError, ValueError) as error:
        raise BadInput(["Expected the links that `amends evidence link` wrote."], name=links.name) from error


def _follow_links(connection: duckdb.DuckDBPyConnection, links: pa.Table) -> None:
    """Make the tables [events] and [custody] of those of the history, with the ids of people, by these links."""
    connection.register("linked", links)
    for name in ("events", "custody"):
        connection.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT unique_id_l AS person_id, theirs.* EXCLUDE (person_id) "
            f"FROM {name}_of_history AS theirs JOIN linked ON person_id = unique_id_r"
        )
    connection.unregister("linked")


def _drawn(
    connection: duckdb.DuckDBPyConnection,
    draws: Iterator[pa.Table],
    taken: Steps,
    slices_of: Callable[[duckdb.DuckDBPyConnection, int, Steps, Told], Iterator[pa.Table]],
    *,
    rows: int,
    shares: Shares,
) -> Iterator[pa.Table]:
    """Yield the outcomes again by each draw of the links, its number in the column `draw`, and add up its shares."""
    for number, links in enumerate(draws, start=1):
        _follow_links(connection, links)
        counted = Told()
        for table in slices_of(connection, rows, taken, counted):
            yield table.add_column(0, "draw", pa.repeat(pa.scalar(number, pa.int32()), len(table)))
        for row in counted.records()["shares"]:
            if (row["measure"], row["category"]) == (taken.primary.name, "any") and row["known"]:
                shares.setdefault((row["group"], row["months"]), []).append((row["events"], row["known"]))


def _over_links(shares: Shares) -> Iterator[dict[str, Any]]:
    """Yield the share of each group with a new offense by each horizon, pooled over the draws."""
    for (group, months), found in shares.items():
        if len(found) < 2:
            continue
        # Half a person more on either side keeps the error of a share of none above zero.
        smoothed = [((events + 0.5) / (known + 1), known) for events, known in found]
        pooled = pool(
            [events / known for events, known in found],
            [share * (1 - share) / known for share, known in smoothed],
        )
        yield {
            "group": group,
            "months": months,
            "draws": len(found),
            "share": pooled.estimate,
            "se": pooled.se,
            "lower": max(0.0, pooled.lower),
            "upper": min(1.0, pooled.upper),
            "owed_to_links": pooled.doubt,
        }


def _steps(tables: dict[str, Table], definition: Definition, *, asked: Asked, kept: Sequence[str]) -> Steps:
    """Return what is done to each slice of the people for what is asked."""
    primary, beside = definition.measure, measures()
    if asked.landmark is not None:
        written = following.from_landmark(primary, kept, asked.landmark)
    elif asked.varying:
        written = following.varying(primary, kept)
    else:
        later = [name for name in LATER if f"{name}_on" in tables["people"].has]
        written = following.written(primary, beside, kept, later)
    return steps(
        time_zero=asked.time_zero,
        extract=asked.extract_on.isoformat(),
        kept=kept,
        by=asked.by,
        primary=primary,
        beside=beside,
        marked="index_case" in tables["events"].has,
        days_before=days_before_time_zero(),
        written=written,
    )


def _slices(
    connection: duckdb.DuckDBPyConnection, rows: int, taken: Steps, counted: Told
) -> Iterator[pa.Table]:
    """Yield what is to be written, a slice of the people at a time, and count each."""
    for first in range(0, max(rows, 1), taken.size):
        yield taken.take(connection, first, counted)


def _leave(slices: Iterator[pa.Table], _: Path, *, told: Callable[[], None] = lambda: None) -> None:
    """Go through the slices, which count as they go, and write none."""
    for _table in slices:
        told()


def _write(slices: Iterator[pa.Table], out: Path, *, told: Callable[[], None] = lambda: None) -> None:
    """Write the slices as one file, whole or not at all; one is written while the next is made."""
    unfinished = out.with_name(f".{out.name}.unfinished")
    first = next(slices)
    try:
        with pq.ParquetWriter(unfinished, first.schema) as writer, ThreadPoolExecutor(1) as beside:
            writing = beside.submit(writer.write_table, first)
            for table in slices:
                writing.result()
                told()
                writing = beside.submit(writer.write_table, table)
            writing.result()
            told()
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _warnings(tables: dict[str, Table], definition: Definition, counted: Told, asked: Asked) -> list[str]:
    return [
        *_warnings_of_people(counted, asked),
        *_warnings_of_events(tables["events"], counted),
        *_warnings_of_definition(tables["events"], definition, counted),
    ]


def _warnings_of_people(counted: Told, asked: Asked) -> Iterator[str]:
    if unknown := sum(counted.unknown.values()):
        yield (
            f"The index case of {unknown} is not in the events: nothing is known of them. They are left out, and the "
            "bounds say what they could change."
        )
    if counted.held_at_time_zero:
        yield f"{counted.held_at_time_zero} were held on time zero. On the first clock their time in custody counts."
    if asked.landmark is not None or asked.varying:
        yield "Who completes is not who was offered: this stands only beside the result for everybody who was offered."


def _warnings_of_events(events: Table, counted: Told) -> Iterator[str]:
    if "index_case" not in events.has:
        yield (
            f"The events do not mark the index case; an arrest or charge up to {days_before_time_zero()} days before "
            "time zero was taken for it."
        )
    if counted.old_offenses:
        yield f"{counted.old_offenses} records after time zero are of offenses from before it, and do not count."
    for name in CATEGORIES[1:]:
        kind = name.replace("_", " ")
        if name not in events.has:
            yield f"The events do not say what was {kind}: none counts as such."
        elif events.missing[name]:
            yield f"Of {events.missing[name]} events it is not known whether they were {kind}; they do not count as such."


def _warnings_of_definition(events: Table, definition: Definition, counted: Told) -> Iterator[str]:
    if definition.measure.levels and ("level" not in events.has or events.missing["level"]):
        yield "Where the level of an offense is not known it counts, though the definition leaves some levels out."
    if definition.measure.day != "offense":
        return
    if "offense_on" not in events.has or events.missing["offense_on"]:
        yield "Where the day of an offense is not known, the day of its record was taken."
    if counted.pending:
        yield (
            f"{counted.pending} have a new charge and no new conviction yet. Convictions dated by the offense go on "
            "coming in: the last months before the extract look better than they are."
        )
