"""The invented population is the same for a seed, holds the truth that it states, and errs only as it was told to."""

import hashlib
import json

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from amends.command.evidence import command
from amends.evidence.faults import BadInput
from amends.evidence.synthetic import writing
from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.writing import synthesize


def marks(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path):
    for name, seed in (("one", 5), ("same", 5), ("other", 6)):
        synthesize(Options(people=400, seed=seed, missing=0.1), tmp_path / name)
    assert marks(tmp_path / "one") == marks(tmp_path / "same")
    changed = {
        name for name, mark in marks(tmp_path / "one").items() if marks(tmp_path / "other")[name] != mark
    }
    assert changed == set(marks(tmp_path / "one"))


def test_the_first_people_are_the_same_however_many_follow(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "SLICE", 100)
    synthesize(Options(people=100, seed=1), tmp_path / "few")
    synthesize(Options(people=250, seed=1), tmp_path / "more")
    few, more = (pq.read_table(tmp_path / name / "people.parquet") for name in ("few", "more"))
    assert len(more) == 250
    assert more.slice(0, 100).equals(few)
    assert len(set(more["person_id"].to_pylist())) == 250


def test_the_stated_risks_are_those_of_the_true_events(tmp_path):
    told = synthesize(Options(people=60_000, seed=2, hazard_ratio=0.5, randomized=True), tmp_path / "out")
    people = pq.read_table(tmp_path / "out" / "people.parquet")
    events = pq.read_table(tmp_path / "out" / "truth" / "events.parquet")
    arrests = events.filter(
        pc.and_(pc.equal(events["event"].cast("string"), "arrest"), pc.invert(events["index_case"]))
    )
    day = np.full(len(people) + 1, np.iinfo(np.int32).max, dtype=np.int64)
    day[arrests["person_id"].to_numpy()] = arrests["event_on"].cast("int32").to_numpy()
    waited = day[1:] - people["time_zero"].cast("int32").to_numpy()
    offered = people["offered"].to_numpy() == 1
    for stated in told["effects"]["by_days"]:
        for group, name in ((offered, "risk_offered"), (~offered, "risk_not_offered")):
            share = (waited[group] <= stated["days"]).mean()
            error = np.sqrt(share * (1 - share) / group.sum())
            assert abs(share - stated[name]) < 4 * error


def test_linkage_errors_are_in_the_events_and_never_in_the_truth(tmp_path):
    options = Options(people=20_000, seed=3, missed_match=0.2, missed_match_offered=0.05)
    synthesize(options, tmp_path / "out")
    people = pq.read_table(tmp_path / "out" / "people.parquet")
    offered = dict(zip(people["person_id"].to_pylist(), people["offered"].to_pylist(), strict=True))

    def with_events(name):
        return set(pq.read_table(tmp_path / "out" / f"{name}.parquet")["person_id"].to_pylist())

    assert with_events("truth/events") == set(offered)
    missing = set(offered) - with_events("events")
    for group, share in ((1, 0.05), (0, 0.2)):
        everybody = [person for person, was in offered.items() if was == group]
        found = sum(person in missing for person in everybody) / len(everybody)
        assert found == pytest.approx(share, abs=0.015)


def test_without_errors_asked_for_nothing_is_missing_and_nobody_is_mistaken(tmp_path):
    synthesize(Options(people=3_000, seed=4, missing_scores=0.0), tmp_path / "out")
    events, truth = (
        pq.read_table(tmp_path / "out" / name) for name in ("events.parquet", "truth/events.parquet")
    )
    assert events.equals(truth)
    people, scores = (pq.read_table(tmp_path / "out" / f"{name}.parquet") for name in ("people", "scores"))
    assert people["employed"].null_count == scores["after"].null_count == 0


def test_no_file_but_the_truth_holds_what_nobody_measured(tmp_path):
    synthesize(Options(people=50, seed=1, confounding=1.0), tmp_path / "out")
    for file in (tmp_path / "out").glob("*.parquet"):
        assert "unmeasured" not in pq.read_schema(file).names
    assert "unmeasured" in pq.read_schema(tmp_path / "out" / "truth" / "people.parquet").names


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        synthesize(Options(people=10, seed=1), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_the_command_prints_the_truth_as_one_object_and_progress_elsewhere(tmp_path):
    words = ["--people", "30", "--seed", "1", "--out", str(tmp_path / "out"), "--json"]
    ran = CliRunner().invoke(command, ["synthesize", *words])
    assert ran.exit_code == 0
    answer = json.loads(ran.stdout)
    assert answer["n"] == 30
    assert answer["hazard_ratio"] == 0.7
    assert [one["days"] for one in answer["by_days"]] == [183, 365, 730, 1095]


@pytest.mark.slow
def test_ten_million_people_take_less_than_ten_minutes_and_four_gigabytes(tmp_path):
    import resource  # noqa: PLC0415 - not everywhere
    import time  # noqa: PLC0415 - only here

    began = time.monotonic()
    synthesize(Options(people=10_000_000, seed=1), tmp_path / "out")
    assert time.monotonic() - began < 600
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 * 1024**2
