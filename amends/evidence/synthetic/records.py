"""Turns a slice of the population into the tables that offices would keep of it, with their gaps and errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from amends.evidence.synthetic.drawing import NEVER, WORLD, People, day
from amends.evidence.synthetic.options import Options

CHARGES = ["sex trafficking", "labor trafficking", "sex trafficking of a minor"]
EVENTS = ["arrest", "charge", "conviction", "return to custody"]
MOVES = ["offer", "consent", "completion"]
ARREST, CHARGE, CONVICTION, RETURN = range(4)


def people_table(people: People, draws: np.random.Generator, options: Options) -> pa.Table:
    """Who they are, as the program's own file has it; blanks where nobody wrote it down."""
    last = day(WORLD["extract_date"])
    names = WORLD["counties"]["names"]
    return pa.table(
        {
            "person_id": people.ids,
            "offered": people.offered.astype(np.int8),
            "time_zero": _days(people.time_zero),
            "county": _words(people.county, names),
            "organization": _words(
                people.organization, [f"{name} {letter}" for name in names for letter in ("one", "two")]
            ),
            "charge": _words(people.charge, CHARGES),
            "age": people.age,
            "prior_arrests": people.prior_arrests,
            "employed": _with_blanks(people.employed, draws, options.missing),
            "housed": _with_blanks(people.housed, draws, options.missing),
            "consented_on": _days(people.consented, until=last),
            "completed_on": _days(people.completed, until=last),
            "died_on": _days(people.died, until=last),
            "removed_on": _days(people.removed, until=last),
            "lost_on": _days(people.lost, until=last),
        }
    )


def events_tables(people: People, draws: np.random.Generator, options: Options) -> tuple[pa.Table, pa.Table]:
    """The criminal history as it is, and as the linkage finds it.

    Each holds the index arrest and charge before time zero, and the first re-arrest after it with what came of
    it, up to death, removal or the day of the extract. Whom the linkage misses has no event at all, not even
    the index arrest; to whom somebody else is matched falsely, that person's re-arrest is given.
    """
    after, n = WORLD["after_rearrest"], people.n
    marks = [draws.random(n) < after[f"{kind}_share"] for kind in ("violent", "trafficking", "same_survivor")]
    index_on = people.time_zero - draws.integers(5, 60, n).astype(np.int32)
    charged = draws.random(n) < after["charged_share"]
    convicted = charged & (draws.random(n) < after["convicted_share"])
    returned = convicted & (draws.random(n) < after["returned_share"])
    seen = (people.rearrested < np.minimum(people.died, people.removed)) & (
        people.rearrested <= day(WORLD["extract_date"])
    )
    days_later = {
        ARREST: np.zeros(n, dtype=np.int64),
        CHARGE: 1 + draws.integers(0, 2 * after["days_to_charge"], n),
        CONVICTION: 2 * after["days_to_charge"] + draws.integers(0, 2 * after["days_to_conviction"], n),
    }
    days_later[RETURN] = days_later[CONVICTION] + 10
    who = {ARREST: seen, CHARGE: seen & charged, CONVICTION: seen & convicted, RETURN: seen & returned}
    rows = [
        _events(people.ids, ARREST, index_on - 30, index_on, index_case=True),
        _events(people.ids, CHARGE, index_on - 30, index_on + 4, index_case=True),
    ]
    owners = _falsely_matched(people, draws, options)
    missed = draws.random(n) < np.where(
        people.offered,
        options.missed_match if options.missed_match_offered is None else options.missed_match_offered,
        options.missed_match,
    )
    observed = [row.filter(pa.array(~missed)) for row in rows]
    for kind, shown in who.items():
        on = (people.rearrested.astype(np.int64) + days_later[kind]).clip(max=NEVER)
        shown_by_then = shown & (on <= day(WORLD["extract_date"]))
        rows.append(_events(people.ids, kind, people.rearrested, on, marks=marks, where=shown_by_then))
        theirs = shown_by_then[owners] & (on[owners] > people.time_zero) & ~missed
        observed.append(
            _events(
                people.ids,
                kind,
                people.rearrested[owners],
                on[owners],
                marks=[mark[owners] for mark in marks],
                where=theirs,
            )
        )
    return pa.concat_tables(rows).combine_chunks(), pa.concat_tables(observed).combine_chunks()


def _falsely_matched(people: People, draws: np.random.Generator, options: Options) -> np.ndarray:
    """Whose later events are taken for each person's: their own, or those of somebody else in the slice."""
    share = np.where(
        people.offered,
        options.false_match if options.false_match_offered is None else options.false_match_offered,
        options.false_match,
    )
    owners = np.arange(people.n)
    wrong = draws.random(people.n) < share
    owners[wrong] = draws.integers(0, people.n, int(wrong.sum()))
    return owners


def _events(
    ids: np.ndarray,
    kind: int,
    offense_on: np.ndarray,
    event_on: np.ndarray,
    *,
    marks: Sequence[np.ndarray] | None = None,
    where: np.ndarray | None = None,
    index_case: bool = False,
) -> pa.Table:
    chosen = slice(None) if where is None else np.flatnonzero(where)
    n = len(ids[chosen])
    # The index case is one of trafficking, against the survivor in the same case.
    given = (
        [np.zeros(n, bool), np.ones(n, bool), np.ones(n, bool)]
        if marks is None
        else [m[chosen] for m in marks]
    )
    violent, trafficking, same_survivor = given
    return pa.table(
        {
            "person_id": ids[chosen],
            "event": _words(np.full(n, kind, dtype=np.int8), EVENTS),
            "offense_on": _days(offense_on[chosen]),
            "event_on": _days(event_on[chosen]),
            "violent": violent,
            "trafficking": trafficking,
            "same_survivor": same_survivor,
            "index_case": np.full(n, index_case),
        }
    )


def custody_table(people: People, draws: np.random.Generator) -> pa.Table:
    """From when until when somebody was held: for the index case, and after a return."""
    held, n = WORLD["custody"], people.n
    share = np.where(people.offered, held["share_offered"], held["share_today"])
    mean = np.where(people.offered, held["days_offered"], held["days_today"])
    index = draws.random(n) < share
    until = people.time_zero + 1 + draws.exponential(1.0, n) * mean
    last = day(WORLD["extract_date"])
    until = np.minimum(until.astype(np.int64), np.minimum(people.died, people.removed))
    chosen = np.flatnonzero(index & (until > people.time_zero))
    return pa.table(
        {
            "person_id": people.ids[chosen],
            "from": _days(people.time_zero[chosen] - 30),
            "until": _days(until[chosen], until=last),
            "because": _words(np.zeros(len(chosen), dtype=np.int8), ["index case"]),
        }
    )


def journeys_table(people: People) -> pa.Table:
    """The steps of those who were offered the program, a row each."""
    last = day(WORLD["extract_date"])
    steps = [
        (0, people.offered, people.time_zero),
        (1, people.consented <= last, people.consented),
        (2, people.completed <= last, people.completed),
    ]
    return pa.concat_tables(
        [
            pa.table(
                {
                    "person_id": people.ids[where],
                    "move": _words(np.full(int(where.sum()), step, dtype=np.int8), MOVES),
                    "on": _days(on[where]),
                }
            )
            for step, where, on in steps
        ]
    ).combine_chunks()


def scores_table(people: People, draws: np.random.Generator, options: Options) -> pa.Table:
    """The survivors' PCL-5 totals at the offer and a year later; blank where there was no answer."""
    said, n = WORLD["scores"], people.n
    before = np.clip(np.rint(draws.normal(said["mean"], said["sd"], n)), 0, 80)
    shift = said["usual_change"] + options.score_difference * people.offered
    change = shift + draws.normal(0, said["sd_of_change"], n)
    after = np.clip(np.rint(before + change), 0, 80)
    # With informative loss, whoever is worse a year later is seen less often.
    odds = (
        np.log(options.missing_scores / (1 - options.missing_scores)) if options.missing_scores else -np.inf
    )
    unseen = draws.random(n) < 1 / (
        1 + np.exp(-(odds + options.informative_loss * (after - 40) / said["sd"]))
    )
    return pa.table(
        {
            "case_id": people.ids,
            "offered": people.offered.astype(np.int8),
            "before": before.astype(np.int8),
            "after": pa.array(after.astype(np.int8), mask=unseen),
        }
    )


def linking_tables(people: People, draws: np.random.Generator, options: Options) -> tuple[pa.Table, pa.Table]:
    """The same people in the program's file and in the history's, spelled differently in some.

    Ids are those of `people` on the one side and of `events` and `custody` on the other; linking looks at neither.
    `true_person` says who is who; it is for `--truth` alone, and nobody has it in earnest.
    """
    named, n = WORLD["linking"], people.n
    given, surname = _spelled(named["given_names"]), _spelled(named["surnames"])
    first = _frequent(draws, len(named["given_names"]), n)
    last = _frequent(draws, len(named["surnames"]), n)
    born = people.time_zero - (people.age * 365.25 + draws.integers(0, 365, n)).astype(np.int32)

    def table(*, misspelled: float) -> pa.Table:
        first_as, last_as = (_misspelled(draws, chosen, misspelled) for chosen in (first, last))
        off = np.where(draws.random(n) < misspelled / 2, draws.choice([-30, -9, -1, 1, 9, 30], n), 0)
        order = draws.permutation(n)
        return pa.table(
            {
                # Cast by Arrow, the same ids now and then come out as other bytes.
                "unique_id": pa.array([str(number) for number in people.ids[order].tolist()]),
                "given_name": _words(first_as[order], given),
                "surname": _words(last_as[order], surname),
                "date_of_birth": _days((born + off)[order]),
                "county": _words(people.county[order], WORLD["counties"]["names"]),
                "true_person": people.ids[order],
            }
        )

    return table(misspelled=0.0), table(misspelled=options.misspelled)


def counties_table(draws: np.random.Generator, options: Options) -> pa.Table:
    """A monthly rate for each county; the program adds the same to it from the month in which it begins."""
    said = WORLD["counties"]
    names, began, months = said["names"], said["began"], said["months"]
    level = draws.normal(0, said["sd"], len(names))
    season = draws.normal(0, said["sd"] / 2, months)
    month = np.tile(np.arange(1, months + 1), len(names))
    county = np.repeat(np.arange(len(names), dtype=np.int8), months)
    start = np.repeat(np.array(began), months)
    running = (start > 0) & (month >= start)
    rate = said["rate"] + level[county] + season[month - 1] + draws.normal(0, said["sd"], len(month))
    return pa.table(
        {
            "county": _words(county, names),
            "month": month.astype(np.int16),
            "treated_from": pa.array(start.astype(np.int16), mask=start == 0),
            "rate": rate + options.county_difference * running,
        }
    )


def truth_table(people: People) -> pa.Table:
    """What no office knows: the unmeasured, each rate, and the day of the first re-arrest however far off."""
    return pa.table(
        {
            "person_id": people.ids,
            "unmeasured": people.unmeasured,
            "rearrest_a_year_if_not_offered": people.rate,
            "rearrested_on": _days(people.rearrested),
        }
    )


def _days(numbers: np.ndarray, *, until: int = NEVER - 1) -> pa.Array:
    """Days; blank beyond `until`."""
    return pa.array(numbers.astype(np.int32), mask=numbers > until).cast(pa.date32())


def _words(codes: np.ndarray, words: Sequence[str]) -> pa.DictionaryArray:
    kind = np.int8 if len(words) < 128 else np.int16
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(kind)), pa.array(words))


def _with_blanks(values: np.ndarray, draws: np.random.Generator, share: float) -> pa.Array:
    return pa.array(values.astype(np.int8), mask=draws.random(len(values)) < share)


def _spelled(names: Sequence[str]) -> list[str]:
    """Each name, followed by three ways in which it gets misspelled."""
    return [
        spelling
        for name in names
        for spelling in (
            name,
            name[0] + name[2:],
            name[:-2] + name[-1] + name[-2],
            name[:2] + name[1] + name[2:],
        )
    ]


def _frequent(draws: np.random.Generator, names: int, n: int) -> np.ndarray:
    """Names as they are spread in life: few common, many rare."""
    weights = 1 / np.arange(1, names + 1)
    return draws.choice(names, n, p=weights / weights.sum()).astype(np.int16)


def _misspelled(draws: np.random.Generator, names: np.ndarray, share: float) -> np.ndarray:
    wrong = draws.random(len(names)) < share
    return (names * 4 + np.where(wrong, draws.integers(1, 4, len(names)), 0)).astype(np.int16)


def described(table: pa.Table) -> dict[str, Any]:
    """The columns of a table and what each holds, for the file that says what was written."""
    return {name: str(table.schema.field(name).type) for name in table.column_names}
