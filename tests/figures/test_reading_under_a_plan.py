"""Before the lock no word opens a file that a plan names; afterwards each reading stands in the record."""

import json
import os
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from amends.command.evidence import command
from amends.evidence.planning.record import read_record
from tests.figures.planned_study import typed, write_study

WORDS = {
    "survival": ("--input", "people.csv", "--time", "days", "--event", "rearrested"),
    "competing": ("--input", "people.csv", "--time", "days", "--event", "rearrested", "--cause", "1"),
    "effect": ("--input", "people.csv", "--treatment", "offered", "--outcome", "after", "--method", "itt"),
    "cloning": (
        *("--input", "people.csv", "--time", "days", "--event", "rearrested", "--begun", "consented_on"),
        *("--window", "60", "--at", "365", "--draws", "2"),
    ),
    "did": (
        *("--input", "people.csv", "--outcome", "after", "--unit", "organization"),
        *("--time", "age", "--treated-from", "before"),
    ),
    "change": (
        *("--input", "people.csv", "--id", "organization", "--before", "before"),
        *("--after", "after", "--instrument", "pcl5"),
    ),
    "outcomes": (
        *("--people", "people.csv", "--events", "people.csv", "--custody", "people.csv"),
        *("--extract-date", "2029-01-31", "--definition", "bscc", "--out", "out.parquet"),
    ),
}


@pytest.fixture
def study(tmp_path, monkeypatch):
    """Yield a folder with a plan and what it names, in which commands are typed."""
    write_study(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def readings(folder):
    return [line for line in read_record(folder / "plans.record") if line.what == "reading"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_refuses_a_file_of_a_plan_before_the_lock_and_writes_its_reading_down_after_it(study, word):
    early = typed(study, word, *WORDS[word])
    assert (early.exit_code, "never locked" in early.stderr, early.stdout) == (2, True, "")
    typed(study, "plan", "lock", "plan.toml")
    late = typed(study, word, *WORDS[word])
    assert "locked" not in late.stderr
    assert [line.details["by"] for line in readings(study)] == [word]
    assert readings(study)[0].plan == "pilot"


def test_a_file_elsewhere_is_bound_by_the_plan_that_is_named_and_by_none_otherwise(study, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere") / "copy.csv"
    shutil.copy(study / "people.csv", other)
    asked = ("--input", other, *WORDS["survival"][2:])
    assert typed(study, "survival", *asked, "--plan", "plan.toml").exit_code == 2
    assert typed(study, "survival", *asked).exit_code == 0
    # There was no record yet, and a word that belongs to no study begins none.
    assert not (study / "plans.record").exists()


def test_a_plan_in_a_folder_above_binds_what_it_names_and_nothing_else(study):
    (study / "data").mkdir()
    (study / "people.csv").rename(study / "data" / "people.csv")
    (study / "plan.toml").write_text(
        (study / "plan.toml").read_text().replace('"people.csv"', '"data/people.csv"')
    )
    shutil.copy(study / "data" / "people.csv", study / "data" / "other.csv")
    rest = WORDS["survival"][2:]
    assert typed(study, "survival", "--input", "data/people.csv", *rest).exit_code == 2
    assert typed(study, "survival", "--input", "data/other.csv", *rest).exit_code == 0


def test_a_run_tells_that_its_file_was_read_before_the_lock_under_whatever_name(study, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere") / "copy.csv"
    shutil.copy(study / "people.csv", other)
    (study / "plans.record").touch()
    typed(study, "survival", "--input", other, *WORDS["survival"][2:])
    typed(study, "plan", "lock", "plan.toml")
    assert typed(study, "run", "plan.toml", "--out", "run.json").exit_code == 0
    run = json.loads((study / "run.json").read_text())
    assert [(one["by"], one["input"]) for one in run["lock"]["read_before"]] == [("survival", "people")]
    assert run["deviations"][0]["what"] == "Files with outcomes were read before the plan was locked."
    assert run["inputs"][0]["at_lock"] == "the same"


def test_a_run_tells_whether_its_files_were_there_at_the_lock(study):
    (study / "people.csv").rename(study / "later.csv")
    locked = typed(study, "plan", "lock", "plan.toml", "--json")
    assert "Already there" not in locked.stdout
    (study / "later.csv").rename(study / "people.csv")
    assert typed(study, "run", "plan.toml", "--out", "run.json").exit_code == 0
    run = json.loads((study / "run.json").read_text())
    assert run["inputs"][0]["at_lock"] == "not there"
    assert run["deviations"] == []


@pytest.mark.parametrize(
    "word, asked",
    [
        ("survival", ("--by", "completed")),
        ("survival", ("--cox", "age,completed")),
        ("competing", ("--strata", "completed")),
        ("competing", ("--finegray", "C(completed)")),
        ("effect", ("--covariates", "age+completed")),
        ("effect", ("--censoring-covariates", "completed")),
    ],
)
def test_nobody_is_divided_by_what_the_plan_marks_as_measured_after_time_zero(study, word, asked):
    typed(study, "plan", "lock", "plan.toml")
    ran = typed(study, word, *WORDS[word], *asked)
    assert (ran.exit_code, "measured after time zero" in ran.stderr) == (2, True)
    assert readings(study) == []
    # What was measured before is no fault.
    assert "time zero" not in typed(study, word, *WORDS[word], asked[0], "age").stderr


def test_completion_may_change_with_time_in_a_model_that_has_times_of_entry(study):
    typed(study, "plan", "lock", "plan.toml")
    ran = typed(study, "survival", *WORDS["survival"], "--cox", "completed", "--entry", "age")
    assert "measured after time zero" not in ran.stderr


def test_a_reading_under_no_plan_that_cannot_be_written_is_told_and_one_under_a_plan_is_refused(study):
    typed(study, "plan", "lock", "plan.toml")
    record = study / "plans.record"
    record.write_text(record.read_text()[:-20])
    bound = typed(study, "survival", *WORDS["survival"])
    assert (bound.exit_code, bound.stdout) == (2, "")
    shutil.copy(study / "people.csv", study / "other.csv")
    free = typed(study, "survival", "--input", "other.csv", *WORDS["survival"][2:])
    assert (free.exit_code, "does not stand in the record" in free.stderr) == (0, True)


def test_a_plan_beside_a_file_that_is_no_toml_stops_its_reading(study):
    (study / "plan.toml").write_text("id =")
    ran = typed(study, "survival", *WORDS["survival"])
    assert (ran.exit_code, "What it names cannot be told" in ran.stderr) == (2, True)


def test_an_answer_is_the_same_whether_or_not_its_reading_was_written_down(study):
    free = CliRunner().invoke(command, ["survival", *WORDS["survival"][:1], "copy.csv"])
    assert free.exit_code == 2
    shutil.copy(study / "people.csv", study / "copy.csv")
    words = ["survival", "--input", "copy.csv", *WORDS["survival"][2:], "--json"]
    alone = CliRunner().invoke(command, words)
    typed(study, "plan", "lock", "plan.toml")
    assert typed(study, *words).stdout == alone.stdout
    assert len(readings(study)) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can ask the kernel to keep a record")
def test_a_reading_stands_in_a_kept_record_and_cannot_be_taken_out_of_it(study):
    record = study / "plans.record"
    if typed(study, "plan", "keep").exit_code != 0:
        pytest.skip("this file system knows no files that are only added to")
    try:
        shutil.copy(study / "people.csv", study / "copy.csv")
        typed(study, "survival", "--input", "copy.csv", *WORDS["survival"][2:])
        assert len(readings(study)) == 1
        with pytest.raises(PermissionError):
            record.write_text("")
    finally:
        subprocess.run(["chattr", "-a", str(record)], check=True)
