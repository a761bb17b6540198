"""What became of six invented people, in days that can be counted by hand, and what must hold for any others."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shared_data import ask

from amends.command.evidence import command
from amends.evidence.faults import BadInput
from amends.evidence.outcomes.definitions import HORIZONS, definition_on, measures
from amends.evidence.outcomes.finding import Asked, find_outcomes
from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.writing import synthesize

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "recidivism" / "iowa_releases_3yr.csv"
ZERO, EXTRACT = date(2026, 1, 1), date(2029, 1, 31)

PEOPLE = """person_id,offered,time_zero,died_on,completed_on
ada,1,2026-01-01,,2027-01-01
ben,1,2026-01-01,,
cleo,0,2026-01-01,2026-12-31,
dan,0,2026-01-01,,
eva,0,2026-01-01,,
finn,1,2026-01-01,,
"""
EVENTS = """person_id,event,event_on,offense_on,violent,trafficking,same_survivor,technical,level,index_case
ada,arrest,2025-12-20,2025-12-01,0,1,1,0,felony,1
ben,charge,2025-12-22,2025-12-01,0,1,1,0,felony,1
cleo,charge,2025-12-22,2025-12-01,0,1,1,0,felony,1
eva,charge,2025-12-22,2025-12-01,0,1,1,0,felony,1
finn,charge,2025-12-22,2025-12-01,0,1,1,0,felony,1
ada,arrest,2026-04-11,2026-04-10,1,0,0,0,felony,0
ada,return to custody,2026-05-01,,0,0,0,1,,0
eva,arrest,2026-06-29,2025-05-01,0,0,0,0,felony,0
finn,charge,2027-01-10,2026-06-30,0,0,0,0,misdemeanor,0
finn,conviction,2028-03-01,2026-06-30,0,0,0,0,misdemeanor,0
finn,conviction,2026-03-01,2026-02-01,0,0,0,0,infraction,0
dan,arrest,2026-02-01,2026-02-01,1,0,0,0,felony,0
"""
CUSTODY = """person_id,from,until,because
ben,2025-12-01,2026-03-02,index case
ben,2026-02-01,2026-03-12,index case
eva,2026-07-01,,index case
ada,2026-02-01,2026-02-11,other
"""


def write(folder: Path, people=PEOPLE, events=EVENTS, custody=CUSTODY) -> list[Path]:
    """Write the three files, and give their paths."""
    paths = []
    for name, text in (("people", people), ("events", events), ("custody", custody)):
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text)
    return paths


def typed(files: list[Path], *words: object) -> Result:
    """Ask for the outcomes of the three files on the command line, as JSON."""
    people, events, custody = files
    asked = ["--people", people, "--events", events, "--custody", custody, "--extract-date", "2029-01-31"]
    return CliRunner().invoke(command, ["outcomes", *map(str, [*asked, *words]), "--json"])


def found(folder: Path, files=None, **asked):
    """Find outcomes of the six; returns the answer and each one's row by id."""
    out = folder / "outcomes.parquet"
    told = {"extract_on": EXTRACT, "definition": "bjs", **asked}
    answer = find_outcomes(*(files or write(folder)), out, Asked(**told))
    return answer, {row["person_id"]: row for row in pq.read_table(out).to_pylist()}


def test_an_arrest_a_hundred_days_after_time_zero_has_the_time_one_hundred(tmp_path):
    answer, rows = found(tmp_path, by="offered")
    ada = rows["ada"]
    assert (ada["time"], ada["event"]) == (100, 1)
    assert (ada["arrest_violent_time"], ada["arrest_violent_event"]) == (100, 1)
    assert ada["arrest_trafficking_event"] == 0
    assert [ada[f"within_{months}"] for months in HORIZONS] == [1, 1, 1, 1]
    # January 2026 to January 2029 is 1,096 days, of which 2028 has 366; to the 31st it is thirty more.
    assert ada["follow_up_days"] == 1126
    assert answer["n"] == 5
    assert answer["events"] == 1


def test_whoever_is_not_found_is_unknown_and_bounded_and_never_a_success(tmp_path):
    answer, rows = found(tmp_path, by="offered")
    assert rows["dan"]["found"] is False
    assert rows["dan"]["time"] is rows["dan"]["event"] is rows["dan"]["within_6"] is None
    assert answer["unknown"] == [
        {"group": "0", "known": 2, "unknown": 1},
        {"group": "1", "known": 3, "unknown": 0},
    ]
    bound = next(row for row in answer["bounds"] if row["group"] == "0" and row["months"] == 36)
    assert bound["if_none"] == 0
    assert bound["if_all"] == pytest.approx(1 / 3)
    assert any("index case of 1 " in warning for warning in answer["warnings"])


def test_death_ends_the_clock_and_is_a_cause_of_its_own(tmp_path):
    _, rows = found(tmp_path)
    cleo = rows["cleo"]
    assert (cleo["time"], cleo["event"]) == (364, 0)
    assert (cleo["cause_time"], cleo["cause"]) == (364, 3)
    assert [cleo[f"within_{months}"] for months in HORIZONS] == [0, 0, 0, 0]


def test_a_record_of_an_offense_from_before_time_zero_is_no_new_offense(tmp_path):
    answer, rows = found(tmp_path)
    assert (rows["eva"]["time"], rows["eva"]["event"]) == (1126, 0)
    assert any("offenses from before" in warning for warning in answer["warnings"])


def test_prison_for_the_index_case_is_a_cause_but_stays_at_risk_on_the_first_clock(tmp_path):
    _, rows = found(tmp_path)
    # From 1 January to 1 July 2026: 181 days.
    assert (rows["eva"]["cause_time"], rows["eva"]["cause"]) == (181, 2)
    assert rows["eva"]["time"] == 1126
    # Whoever was held already on time zero has not been incarcerated since.
    assert (rows["ben"]["cause_time"], rows["ben"]["cause"]) == (1126, 0)


def test_overlapping_custody_is_counted_once_and_the_free_clock_begins_on_the_first_free_day(tmp_path):
    _, rows = found(tmp_path)
    ben, ada, eva = rows["ben"], rows["ada"], rows["eva"]
    # From 1 January to 12 March: 31 + 28 + 11.
    assert ben["held_days"] == 70
    assert ben["first_free_on"] == date(2026, 3, 12)
    assert ben["free_days"] == 1126 - 70
    # Of a hundred days to the arrest ten were spent in custody.
    assert (ada["free_days"], ada["free_event"]) == (90, 1)
    assert ada["first_free_on"] == ZERO
    # Held until the extract, of which the day is not known.
    assert eva["free_days"] == 181
    assert ada["person_years"] == pytest.approx(100 / 365.25)
    assert ada["free_person_years"] == pytest.approx(90 / 365.25)


def test_a_conviction_is_dated_by_the_offense_where_the_definition_says_so(tmp_path):
    answer, rows = found(tmp_path, definition="bscc")
    finn = rows["finn"]
    # 30 June is day 180; the conviction came in 2028; the infraction of February does not count.
    assert (finn["time"], finn["event"], finn["within_6"]) == (180, 1, 1)
    # 1 January 2026 to 1 March 2028: 365 + 365 + 31 + 29; as a measure of its own it is the earlier infraction.
    assert finn["conviction_any_time"] == 59
    assert answer["definition"]["holds_from"] == "2014-11-13"
    _, rows = found(tmp_path, definition="cdcr")
    assert rows["finn"]["time"] == 59


def test_a_definition_is_the_one_that_held_on_the_day_of_the_extract():
    assert definition_on("cdcr", date(2015, 1, 1)).measure.event == "return to custody"
    assert definition_on("cdcr", date(2017, 10, 10)).measure.event == "conviction"
    with pytest.raises(BadInput, match="holds from"):
        definition_on("bscc", date(2010, 1, 1))
    assert [measure.event for measure in measures()] == [
        "arrest",
        "charge",
        "conviction",
        "return to custody",
    ]


def test_a_broken_term_counts_where_the_definition_counts_it(tmp_path):
    _, rows = found(tmp_path)
    assert (rows["ada"]["return_any_time"], rows["ada"]["return_any_event"]) == (120, 1)
    _, rows = found(tmp_path, definition="cdcr", extract_on=EXTRACT)
    assert rows["ada"]["event"] == 0


def test_completers_are_looked_at_from_a_landmark_among_those_without_an_event(tmp_path):
    answer, rows = found(tmp_path, landmark=365)
    # Of the five: one was arrested, one had died.
    assert sorted(rows) == ["ben", "eva", "finn"]
    assert rows["ben"]["time"] == 1126 - 365
    assert {row["completed"] for row in rows.values()} == {0}
    assert any("beside the result for everybody" in warning for warning in answer["warnings"])
    out = tmp_path / "varying.parquet"
    people = PEOPLE.replace("ben,1,2026-01-01,,", "ben,1,2026-01-01,,2027-01-01")
    find_outcomes(*write(tmp_path, people=people), out, Asked(EXTRACT, "bjs", varying=True))
    rows = [row for row in pq.read_table(out).to_pylist() if row["person_id"] == "ben"]
    assert [(row["entry"], row["time"], row["event"], row["completed"]) for row in rows] == [
        (0, 365, 0, 0),
        (365, 1126, 0, 1),
    ]


@pytest.mark.parametrize(
    "asked, says",
    [
        ({"time_zero": "consented_on"}, "no time zero"),
        ({"time_zero": "completed_on"}, "no time zero"),
        ({"by": "completed_on"}, "only after time zero"),
        ({"definition": "ours"}, "not known"),
        ({"extract_on": date(2025, 1, 1)}, "row 1, .time_zero.: is after the extract"),
        ({"by": "county"}, "county"),
        ({"rows": "draws"}, "candidates to draw them from"),
        ({"by": "time_zero"}, "makes no groups"),
        ({"keep": ("row",)}, "rename the column"),
    ],
)
def test_what_would_bias_or_cannot_be_is_refused_before_anything_is_written(tmp_path, asked, says):
    with pytest.raises(BadInput, match=says):
        found(tmp_path, **asked)
    assert not list(tmp_path.glob("*.parquet"))


def test_every_fault_is_told_by_its_row(tmp_path):
    files = write(tmp_path, events=EVENTS + "ada,caution,2026-05-01,soon,maybe,0,0,0,felony,0\n")
    result = typed(files, "--definition", "bjs", "--out", tmp_path / "out.parquet")
    assert result.exit_code == 2
    for column in ("event", "offense_on", "violent"):
        assert f"row 13, [{column}]" in result.stderr
    twice = PEOPLE + "ada,1,2026-01-01,2025-01-01,\n"
    with pytest.raises(BadInput, match=r"row 7, \[person_id\]: repeats the id of row 1"):
        found(tmp_path, write(tmp_path, people=twice))
    backwards = CUSTODY + "ada,2026-05-01,2026-04-01,other\n"
    with pytest.raises(BadInput, match=r"row 5, \[until\]"):
        found(tmp_path, write(tmp_path, custody=backwards))
    early = PEOPLE.replace("2026-12-31", "2025-12-31")
    with pytest.raises(BadInput, match=r"row 3, \[died_on\]"):
        found(tmp_path, write(tmp_path, people=early))


def test_time_zero_is_one_event_that_everybody_has(tmp_path):
    def people(first: str, second: str) -> str:
        return (
            "person_id,time_zero,time_zero_event,consented_on\n"
            f"ada,2026-01-01,{first},2026-01-09\nben,2026-01-01,{second},2026-01-01\n"
        )

    answer, _ = found(tmp_path, write(tmp_path, people=people("offer", "offer")))
    assert answer["n"] == 2
    with pytest.raises(BadInput, match="one event for everybody"):
        found(tmp_path, write(tmp_path, people=people("offer", "charge")))
    with pytest.raises(BadInput, match="one event for everybody"):
        found(tmp_path, write(tmp_path, people=people("consent", "consent")))
    same = people("offer", "offer").replace("2026-01-09", "2026-01-01")
    with pytest.raises(BadInput, match="only some reach it"):
        found(tmp_path, write(tmp_path, people=same))


def test_links_give_the_history_the_ids_of_people(tmp_path):
    files = write(
        tmp_path,
        events=EVENTS.replace("\n", "\nH-").removesuffix("H-"),
        custody=CUSTODY.replace("\n", "\nH-").removesuffix("H-"),
    )
    links = tmp_path / "links.parquet"
    ids = ["ada", "ben", "cleo", "dan", "eva"]
    pq.write_table(pa.table({"unique_id_l": ids, "unique_id_r": [f"H-{one}" for one in ids]}), links)
    answer, rows = found(tmp_path, files, links=links)
    assert rows["ada"]["time"] == 100
    assert rows["ben"]["held_days"] == 70
    assert rows["finn"]["found"] is False
    assert answer["n"] == 4
    # Of ada's link half the draws know nothing: she is the only one with an event.
    sure = {
        "unique_id_l": ids,
        "unique_id_r": [f"H-{one}" for one in ids],
        "match_weight": [0.0] + [30.0] * 4,
    }
    candidates = tmp_path / "candidates.parquet"
    sure |= {"match_probability": [0.5] + [1.0] * 4, "decision": pa.nulls(5, pa.string())}
    pq.write_table(pa.table(sure), candidates)
    answer, _ = found(tmp_path, files, links=links, candidates=candidates, draws=6)
    year = next(row for row in answer["over_links"] if row["months"] == 12)
    assert 0 < year["share"] < 0.25
    assert year["owed_to_links"] > 0


def test_parquet_and_csv_say_the_same(tmp_path):
    expected, rows = found(tmp_path, by="offered")
    files = []
    for path in write(tmp_path):
        import pyarrow.csv  # noqa: PLC0415 - this test alone

        files.append(path.with_suffix(".pq"))
        pq.write_table(pyarrow.csv.read_csv(path), files[-1])
    again, rows_again = found(tmp_path, files, by="offered")
    assert json.dumps(again, default=float) == json.dumps(expected, default=float)
    assert rows_again == rows


def test_numbers_that_were_stored_with_a_point_are_the_same_numbers(tmp_path):
    """Ids and codes among which some were missing are stored as 12.0, and days of which none is known as not-a-number."""
    number = {name: place for place, name in enumerate(("ada", "ben", "cleo", "dan", "eva", "finn"))}

    def stored(text: str, kind: pa.DataType, **also: pa.Array) -> pa.Table:
        rows = list(csv.DictReader(text.splitlines()))
        columns = {head: [row[head] or None for row in rows] for head in rows[0]}
        columns["person_id"] = pa.array([number[name] for name in columns["person_id"]], kind)
        return pa.table(columns | also)

    files = [tmp_path / f"{name}.parquet" for name in ("people", "events", "custody")]
    unknown = pa.array([float("nan")] * 6)
    offered = pa.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0])
    pq.write_table(stored(PEOPLE, pa.int64(), died_on=unknown, offered=offered), files[0])
    pq.write_table(stored(EVENTS, pa.float64()), files[1])
    pq.write_table(stored(CUSTODY, pa.float64()), files[2])
    answer, rows = found(tmp_path, files, by="offered")
    assert [one["group"] for one in answer["unknown"]] == ["0", "1"]
    assert answer["n"] == 5
    assert (rows["0"]["time"], rows["0"]["event"]) == (100, 1)


def test_a_column_that_is_kept_may_be_called_as_a_column_of_the_events_but_not_as_what_is_written(tmp_path):
    people = PEOPLE.replace("offered,", "violent,", 1)
    _, rows = found(tmp_path, write(tmp_path, people=people), by="violent", keep=("died_on", "time_zero"))
    assert rows["cleo"]["violent"] == "0"
    assert rows["cleo"]["died_on"] == date(2026, 12, 31)
    (tmp_path / "outcomes.parquet").unlink()
    with pytest.raises(BadInput, match="rename the column"):
        found(tmp_path, write(tmp_path, people=PEOPLE.replace("offered,", "event,", 1)), by="event")
    assert not list(tmp_path.glob("*outcomes*"))


days = st.integers(-400, 1600)


@given(
    events=st.lists(
        st.tuples(
            st.sampled_from(["arrest", "charge", "conviction", "return to custody"]),
            days,
            st.one_of(st.none(), days),
            st.booleans(),
        ).map(lambda told: (told[0], told[1], None if told[2] is None else min(told[1], told[2]), told[3])),
        max_size=8,
    ),
    custody=st.lists(st.tuples(days, st.integers(0, 500)), max_size=6),
    definition=st.sampled_from(["bscc", "cdcr", "bjs"]),
    died=st.one_of(st.none(), st.integers(0, 1500)),
)
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_must_hold_whatever_became_of_somebody(tmp_path, events, custody, definition, died):
    def day(number):
        return "" if number is None else (ZERO + timedelta(days=number)).isoformat()

    records = ["ada,charge,2025-12-20,2025-12-01,0,1"]
    records += [
        f"ada,{event},{day(on)},{day(offense)},{int(violent)},0" for event, on, offense, violent in events
    ]
    files = write(
        tmp_path,
        people=f"person_id,time_zero,died_on\nada,2026-01-01,{day(died)}\n",
        events="person_id,event,event_on,offense_on,violent,index_case\n" + "\n".join(records) + "\n",
        custody="person_id,from,until,because\n"
        + "".join(f"ada,{day(began)},{day(began + length)},other\n" for began, length in custody),
    )
    answer, rows = found(tmp_path, files, definition=definition)
    row = rows["ada"]
    follow_up = row["follow_up_days"]
    for measure in ("arrest", "charge", "conviction", "return"):
        anything, violent = (f"{measure}_{category}" for category in ("any", "violent"))
        assert row[f"{anything}_time"] > 0 or not row[f"{anything}_event"]
        assert row[f"{anything}_event"] >= row[f"{violent}_event"]
        assert row[f"{anything}_time"] <= row[f"{violent}_time"] <= follow_up
    seen = [row[f"within_{months}"] for months in HORIZONS]
    assert all(later >= 1 for earlier, later in pairwise(seen) if earlier == 1)
    assert row["event"] == 0 or 0 < row["time"] <= follow_up
    assert 0 <= row["person_years"] <= follow_up / 365.25 + 1e-9
    assert 0 <= row["free_person_years"] <= row["person_years"] + 1e-9
    # Day by day, in another language than the one that is tested.
    held = {
        number
        for number in range(follow_up)
        if any(began <= number < began + length for began, length in custody)
    }
    assert row["held_days"] == len(held)
    free = [number for number in range(follow_up) if number not in held]
    assert row["first_free_on"] == (ZERO + timedelta(days=free[0]) if free else None) or not follow_up
    if row["free_days"] is not None:
        assert row["free_days"] == sum(1 for number in free if number < row["time"])
    assert sum(record["events"] for record in answer["person_years"]) == row["event"]


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published releases are not beside the project")
def test_the_returns_that_iowa_publishes_come_out_of_its_records(tmp_path):
    # Four came back on the day of their release, which here is the day after time zero: day 0 is the index case's.
    def to_day(number: float) -> date:
        return ZERO - timedelta(days=3000) + timedelta(days=number)

    people, events = [], []
    with PUBLISHED.open(encoding="utf-8", errors="replace") as file:
        for number, told in enumerate(csv.DictReader(file)):
            people.append((number, to_day(0), told["year_released"]))
            events.append((number, "charge", to_day(-30), None, True))
            if told["days_to_recidivism"]:
                events.append(
                    (number, "return to custody", to_day(1 + float(told["days_to_recidivism"])), None, False)
                )
    files = [tmp_path / name for name in ("people.parquet", "events.parquet", "custody.parquet")]
    pq.write_table(
        pa.table(dict(zip(("person_id", "time_zero", "cohort"), zip(*people, strict=True), strict=True))),
        files[0],
    )
    columns = dict(
        zip(
            ("person_id", "event", "event_on", "offense_on", "index_case"),
            zip(*events, strict=True),
            strict=True,
        )
    )
    pq.write_table(pa.table(columns | {"offense_on": pa.nulls(len(events), pa.date32())}), files[1])
    pq.write_table(
        pa.table({"person_id": pa.array([], pa.int64()), "from": pa.array([], pa.date32())}), files[2]
    )
    answer, rows = found(tmp_path, files, definition="cdcr", extract_on=to_day(1200), by="cohort")
    assert answer["n"] == 26020
    cohorts: dict[str, list[int]] = {}
    for row in rows.values():
        cohorts.setdefault(row["cohort"], []).append(row["return_any_event"])
    assert sum(map(sum, cohorts.values())) == 8681
    shares = [round(100 * sum(cohorts[year]) / len(cohorts[year]), 2) for year in sorted(cohorts)]
    assert shares == [30.33, 29.67, 31.86, 34.24, 35.39, 37.81]
    survival = ["survival", "--input", tmp_path / "outcomes.parquet", "--time", "return_any_time", "--event"]
    survival += ["return_any_event", "--at", "366,731,1096", "--json"]
    told = json.loads(CliRunner().invoke(command, [str(word) for word in survival]).stdout)
    assert [round(row["estimate"], 6) for row in told["survival"]] == [0.855573, 0.736434, 0.666372]


def test_completion_is_followed_from_its_day_and_beginning_is_compared_without_immortal_time(tmp_path):
    synthesize(Options(people=1500, seed=5, randomized=True), tmp_path / "told")
    files = [tmp_path / "told" / f"{name}.parquet" for name in ("people", "events", "custody")]
    asked = {"extract_on": date(2032, 1, 31), "definition": "bjs"}

    def survival(*words: str) -> dict:
        return ask("survival", tmp_path / "outcomes.parquet", "--time", "time", "--event", "event", *words)

    found(tmp_path, files, varying=True, **asked)
    varying = survival("--entry", "entry", "--id", "person_id", "--cox", "completed", "--at", "730")
    assert varying["people"] == 1500 < varying["n"]
    assert [row["term"] for row in varying["cox"]] == ["completed"]
    _, rows = found(tmp_path, files, landmark=365, **asked)
    assert {row["completed"] for row in rows.values()} <= {0, 1}
    landmark = survival("--by", "completed", "--at", "730")
    assert landmark["n"] == len(rows) < 1500
    _, rows = found(tmp_path, files, keep=("age", "prior_arrests"), **asked)
    consented = [row for row in rows.values() if row["consented_time"] is not None]
    assert consented
    assert all(20 <= row["consented_time"] < 90 for row in consented)
    words = [
        "--time",
        "time",
        "--event",
        "event",
        "--begun",
        "consented_time",
        "--window",
        "90",
        "--at",
        "730",
    ]
    words += ["--covariates", "age+prior_arrests", "--draws", "10"]
    begun = ask("cloning", tmp_path / "outcomes.parquet", *words)
    assert begun["refused"] is None
    # Consent is not the offer: nothing hangs on it here but what the offer does, which is for those offered alone.
    assert {row["group"] for row in begun["survival"]} == {"begin", "do not"}


def test_what_is_told_is_what_survival_and_competing_find_in_the_file(tmp_path):
    synthesize(Options(people=800, seed=9), tmp_path / "told")
    files = [tmp_path / "told" / f"{name}.parquet" for name in ("people", "events", "custody")]
    answer, rows = found(tmp_path, files, extract_on=date(2032, 1, 31), by="offered")
    out, at = tmp_path / "outcomes.parquet", ["--by", "offered", "--at", "183,365,730,1096"]
    survival = ask("survival", out, "--time", "time", "--event", "event", *at)
    for told, row in zip(answer["incidence"], survival["survival"], strict=True):
        assert (told["group"], told["days"]) == (row["group"], row["time"])
        assert [told["event_free"], told["se"], told["lower"], told["upper"]] == pytest.approx(
            [row["estimate"], row["se"], row["lower"], row["upper"]]
        )
    competing = ask("competing", out, "--time", "cause_time", "--event", "cause", "--cause", "1", *at)
    first = [row for row in competing["incidence"] if row["cause"] == "1"]
    assert [row["cumulative_incidence"] for row in answer["incidence"]] == pytest.approx(
        [row["estimate"] for row in first]
    )
    # And the shares are the means of their columns.
    for told in answer["shares"]:
        if (told["measure"], told["category"]) == ("new_offense", "any"):
            seen = [
                row[f"within_{told['months']}"] for row in rows.values() if row["offered"] == told["group"]
            ]
            seen = [one for one in seen if one is not None]
            assert (told["known"], told["events"]) == (len(seen), sum(seen))


# The first is a blank.
cells = st.one_of(
    st.sampled_from(["", "NA", "NaN", "ada", "-1", "0", "1", "1e309", "true", "O'Hara", '""', "\u00e9"]),
    st.sampled_from(
        ["2026-01-01", " 2026-05-05 ", "2026-13-40", "0001-01-01", "9999-12-31", "2026-01-01T23:59"]
    ),
    st.sampled_from(["arrest", "conviction", "felony", "index case"]),
)


@given(
    people=st.lists(st.tuples(cells, cells, cells, cells), max_size=4),
    events=st.lists(st.tuples(cells, cells, cells, cells, cells), max_size=6),
    custody=st.lists(st.tuples(cells, cells, cells, cells), max_size=4),
    asked=st.sampled_from(
        [(), ("--by", "county"), ("--landmark", "100"), ("--varying",), ("--keep", "county")]
    ),
)
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_stands_in_the_files_it_answers_or_says_what_is_wrong(
    tmp_path, people, events, custody, asked
):
    def text(heads: str, rows) -> str:
        return "\n".join([heads, *(",".join(row) for row in rows)]) + "\n"

    files = write(
        tmp_path,
        people=text("person_id,time_zero,completed_on,county", people),
        events=text("person_id,event,event_on,offense_on,violent", events),
        custody=text("person_id,from,until,because", custody),
    )
    out = tmp_path / "out.parquet"
    out.unlink(missing_ok=True)
    result = typed(files, "--definition", "bscc", "--out", out, *asked)
    assert result.exit_code in (0, 2), result.exception
    assert out.exists() == (result.exit_code == 0)
    assert result.exit_code == 2 or json.loads(result.stdout)["n"] >= 0
