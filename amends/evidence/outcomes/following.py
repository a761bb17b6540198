"""The SQL of outcomes: which records count, when follow-up ends, how long somebody was held.

Days are counted from one date to another, so that an event on the day after time zero has the time 1. Somebody is held
from the day of being taken in until the day of being let out, that day not included.
"""

from __future__ import annotations

from collections.abc import Iterable

from amends.evidence.outcomes.definitions import CATEGORIES, HORIZONS, Measure

# What ends the first clock, for cumulative incidence; several on one day count in this order.
CAUSES = {
    0: "censored",
    1: "new offense",
    2: "incarceration for the index case",
    3: "death",
    4: "removal from the country",
}
DAYS_A_YEAR = 365.25


def day_column(measure: Measure, category: str) -> str:
    """Return the name of the column with the day of the first event of a measure and category."""
    return f"{measure.name}_{category}_on"


def followed(extract: str) -> str:
    """Return the SQL of who is followed until when, from the slice [members].

    Follow-up ends at the extract, at death, on removal, or when somebody was lost, whichever is first.
    """
    horizons = ", ".join(
        f"(time_zero + INTERVAL {months} MONTH)::DATE AS month_{months}" for months in HORIZONS
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE followed AS
        SELECT *, least({extract}, died_on, removed_on, lost_on) AS end_on, {horizons} FROM members
    """


def indexed(*, marked: bool, days_before: int) -> str:
    """Return the SQL of whose index case is in the events: an arrest or charge of it.

    marked  the extract says which records are the index case's; otherwise they are known by their day
    """
    # A mark needs no day of the person's to be understood.
    records = "events" if marked else "events JOIN followed USING (person_id)"
    return f"""
        CREATE OR REPLACE TEMP TABLE indexed AS
        SELECT person_id FROM followed SEMI JOIN (
            SELECT person_id FROM {records}
            WHERE {_of_index_case(marked=marked, days_before=days_before)} AND event IN ('arrest', 'charge')
        ) USING (person_id)
    """


def later(*, marked: bool, days_before: int) -> str:
    """Return the SQL of the records after time zero and within follow-up that are not of the index case.

    `old` says that the offense was committed on or before time zero: such a record does not count.
    """
    return f"""
        CREATE OR REPLACE TEMP TABLE later AS
        SELECT person_id, event, event_on, offense_on, level, technical, violent, trafficking, same_survivor,
               coalesce(offense_on <= time_zero, false) AS old
        FROM events JOIN followed USING (person_id)
        WHERE event_on > time_zero AND event_on <= end_on
          AND NOT ({_of_index_case(marked=marked, days_before=days_before)})
    """


def first_events(measures: Iterable[Measure]) -> str:
    """Return the SQL of each person's first day of each measure and category, from the records in [later]."""
    # CASE within the aggregate takes two thirds of the time that FILTER does.
    columns = ", ".join(
        f"min(CASE WHEN {_counts(measure, category)} THEN {_day(measure)} END) AS {day_column(measure, category)}"
        for measure in measures
        for category in CATEGORIES
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE happened AS
        SELECT person_id, {columns} FROM later WHERE NOT old GROUP BY person_id
    """


def held(event_on: str) -> str:
    """Return the SQL of the custody of each person within follow-up, overlapping stretches counted once.

    event_on  the SQL of the day of the first new offense in [happened], up to which the free clock runs
    Incarceration for the index case begins with a stretch of custody for it after time zero; one that was running then
    is where somebody was, not what came.
    """
    return f"""
        CREATE OR REPLACE TEMP TABLE held AS
        WITH clipped AS (
            SELECT person_id, time_zero, end_on, "from", coalesce(lower(because) LIKE 'index%', false) AS for_index,
                   greatest("from", time_zero) AS began, least(coalesce(until, end_on), end_on) AS ended
            FROM custody JOIN followed USING (person_id)
        ),
        reached AS (
            SELECT *, max(ended) OVER earlier AS before, max(ended) OVER earlier_for_index AS before_for_index
            FROM clipped WHERE ended > began OR ("from" > time_zero AND "from" <= end_on)
            WINDOW earlier AS (
                PARTITION BY person_id ORDER BY began, ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            earlier_for_index AS (
                PARTITION BY person_id, for_index ORDER BY began, ended
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            )
        ),
        added AS (
            SELECT *, greatest(began, before) AS newly FROM reached
        )
        SELECT person_id, sum(greatest(ended - newly, 0))::INTEGER AS held_days,
               sum(greatest(least(ended, {event_on}) - newly, 0))::INTEGER AS held_before_event,
               bool_or(began = time_zero AND ended > began) AS held_at_time_zero,
               -- Where the first gap begins, if somebody was held from time zero on.
               CASE WHEN held_at_time_zero THEN coalesce(min(CASE WHEN began > before THEN before END), max(ended)) END
                   AS free_from,
               min(CASE WHEN for_index AND "from" > time_zero
                         AND (before_for_index IS NULL OR "from" > before_for_index) THEN "from" END) AS index_on
        FROM added LEFT JOIN happened USING (person_id) GROUP BY person_id
    """


def outcomes(primary: Measure) -> str:
    """Return the SQL of a row a person: when each clock stops and why; no cause where the index case was not found.

    `observed` is the last horizon up to which it is known what became of somebody; death and removal end it for good.
    """
    event_on = day_column(primary, "any")
    seen = " ".join(f"WHEN end_on >= month_{months} THEN {months}" for months in reversed(HORIZONS))
    return f"""
        CREATE OR REPLACE TEMP TABLE outcomes AS
        WITH joined AS (
            SELECT followed.*, happened.* EXCLUDE (person_id), indexed.person_id IS NOT NULL AS found,
                   coalesce(held_days, 0) AS held_days, coalesce(held_before_event, 0) AS held_before_event,
                   free_from, index_on, coalesce(held_at_time_zero, false) AS held_at_time_zero
            FROM followed LEFT JOIN indexed ON followed.person_id = indexed.person_id
            LEFT JOIN happened ON followed.person_id = happened.person_id
            LEFT JOIN held ON followed.person_id = held.person_id
        ),
        stopped AS (
            SELECT *, coalesce({event_on}, end_on) AS stop_on,
                   CASE WHEN end_on = died_on OR end_on = removed_on THEN {max(HORIZONS)} {seen} ELSE 0 END::TINYINT
                       AS observed,
                   CASE WHEN free_from IS NULL THEN time_zero WHEN free_from < end_on THEN free_from END AS first_free_on,
                   CASE WHEN {event_on} IS NOT NULL AND {event_on} <= coalesce(index_on, {event_on}) THEN 1
                        WHEN index_on IS NOT NULL THEN 2
                        WHEN died_on = end_on THEN 3 WHEN removed_on = end_on THEN 4 ELSE 0 END::TINYINT AS cause
            FROM joined
        )
        SELECT * EXCLUDE (cause),
               CASE WHEN found THEN cause END AS cause,
               CASE WHEN found THEN CASE cause WHEN 1 THEN {event_on} - time_zero WHEN 2 THEN index_on - time_zero
                    ELSE end_on - time_zero END END::INTEGER AS cause_time
        FROM stopped
    """


def written(primary: Measure, told: Iterable[Measure], kept: Iterable[str], later: Iterable[str]) -> str:
    """Return the SQL of what is written, a row a person.

    later  what some begin after time zero, `consented` or `completed`: its days from there are written
    """
    event_on = day_column(primary, "any")
    columns = ["person_id", *_kept(kept), "time_zero", "found", "end_on"]
    columns.append("CASE WHEN found THEN (end_on - time_zero)::INTEGER END AS follow_up_days")
    columns.append("CASE WHEN found THEN (stop_on - time_zero)::INTEGER END AS time")
    columns.append(f"CASE WHEN found THEN ({event_on} IS NOT NULL)::TINYINT END AS event")
    columns += ["cause_time", "cause"]
    columns += [f"({name}_on - time_zero)::INTEGER AS {name}_time" for name in later]
    columns += [f"{within(event_on, months)} AS within_{months}" for months in HORIZONS]
    for measure in told:
        for category in CATEGORIES:
            day, stem = day_column(measure, category), f"{measure.name}_{category}"
            columns.append(
                f"CASE WHEN found THEN (coalesce({day}, end_on) - time_zero)::INTEGER END AS {stem}_time"
            )
            columns.append(f"CASE WHEN found THEN ({day} IS NOT NULL)::TINYINT END AS {stem}_event")
    # Nobody is at risk on the free clock before the first free day.
    free = "CASE WHEN found AND first_free_on <= stop_on THEN"
    columns += [
        "CASE WHEN found THEN first_free_on END AS first_free_on",
        "CASE WHEN found THEN held_days END AS held_days",
        f"{free} (stop_on - time_zero - held_before_event)::INTEGER END AS free_days",
        f"{free} ({event_on} IS NOT NULL)::TINYINT END AS free_event",
        f"CASE WHEN found THEN (stop_on - time_zero) / {DAYS_A_YEAR} END AS person_years",
        f"CASE WHEN found THEN (stop_on - time_zero - held_before_event) / {DAYS_A_YEAR} END AS free_person_years",
    ]
    return f"SELECT {', '.join(columns)} FROM outcomes ORDER BY row"


def from_landmark(primary: Measure, kept: Iterable[str], days: int) -> str:
    """Return the SQL of who is observed and without a new offense so many days after time zero, the clock starting there.

    `completed` says whether somebody had completed by that day: it is known of everybody then, and no time is counted
    in which only one group could have an event.
    """
    event_on = day_column(primary, "any")
    columns = ["person_id", *_kept(kept), "time_zero", f"time_zero + {days} AS landmark_on"]
    columns.append(f"coalesce(completed_on <= time_zero + {days}, false)::TINYINT AS completed")
    columns.append(f"(stop_on - time_zero - {days})::INTEGER AS time")
    columns.append(f"({event_on} IS NOT NULL)::TINYINT AS event")
    columns += [
        f"CASE WHEN cause_time > {days} THEN cause_time - {days} END AS cause_time",
        f"CASE WHEN cause_time > {days} THEN cause END AS cause",
    ]
    return (
        f"SELECT {', '.join(columns)} FROM outcomes WHERE found AND stop_on > time_zero + {days} ORDER BY row"
    )


def varying(primary: Measure, kept: Iterable[str]) -> str:
    """Return the SQL of one row a person, or two where somebody completed while at risk: until that day and from it.

    `entry` and `time` are days since time zero; nobody counts as having completed before the day on which it was so.
    """
    event_on = day_column(primary, "any")
    columns = ", ".join(["person_id", *_kept(kept), "time_zero"])
    stop = "(stop_on - time_zero)::INTEGER"
    during = "completed_on > time_zero AND completed_on < stop_on"
    return f"""
        SELECT * EXCLUDE (row) FROM (
            SELECT row, {columns}, 0 AS entry,
                   CASE WHEN {during} THEN (completed_on - time_zero)::INTEGER ELSE {stop} END AS time,
                   CASE WHEN {during} THEN 0 ELSE ({event_on} IS NOT NULL)::INTEGER END::TINYINT AS event,
                   coalesce(completed_on <= time_zero, false)::TINYINT AS completed
            FROM outcomes WHERE found
            UNION ALL
            SELECT row, {columns}, (completed_on - time_zero)::INTEGER, {stop},
                   ({event_on} IS NOT NULL)::TINYINT, 1::TINYINT
            FROM outcomes WHERE found AND {during}
        ) ORDER BY row, entry
    """


def within(event_on: str, months: int) -> str:
    """Return the SQL of whether an event came within so many months: 1 or 0, blank where observation ended before.

    Death and removal end it for good: whoever died without a new offense had none.
    """
    return (
        f"CASE WHEN NOT found THEN NULL WHEN {event_on} <= month_{months} THEN 1 "
        f"WHEN end_on >= month_{months} OR end_on = died_on OR end_on = removed_on THEN 0 END::TINYINT"
    )


def _of_index_case(*, marked: bool, days_before: int) -> str:
    if marked:
        return "coalesce(index_case, false)"
    return f"event_on >= time_zero - {days_before} AND event_on <= time_zero"


def _day(measure: Measure) -> str:
    return "coalesce(offense_on, event_on)" if measure.day == "offense" else "event_on"


def _kept(names: Iterable[str]) -> list[str]:
    return [f"{kept_as(place)} AS {quoted(name)}" for place, name in enumerate(names)]


def _counts(measure: Measure, category: str) -> str:
    terms = [f"event = '{measure.event}'"]
    if not measure.technical:
        terms.append("NOT coalesce(technical, false)")
    if measure.levels:
        terms.append(f"(level IS NULL OR level IN ({', '.join(repr(level) for level in measure.levels)}))")
    if category != "any":
        terms.append(f"coalesce({category}, false)")
    return " AND ".join(terms)


def kept_as(place: int) -> str:
    """Return the name of a column that is kept, as long as it is on the way: no name of the file's can be in the way."""
    return f"kept_{place}"


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'
