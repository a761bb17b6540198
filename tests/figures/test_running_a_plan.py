"""A run opens nothing before the lock, follows the plan, repeats to the byte, and counts in who was not seen."""

import json

import pytest

from amends.evidence.planning.missing import holm
from tests.figures.planned_study import typed, write_study

# What a plan compares with; without it there is nothing to run.
pytest.importorskip("amends.command.estimating.effect")


@pytest.fixture
def study(tmp_path):
    """Yield a folder with a plan and a file of 180 invented people, some of them lost, some scores blank."""
    write_study(tmp_path)
    return tmp_path


def test_nothing_is_run_before_the_lock_and_two_runs_give_the_same_bytes(study):
    plan = str(study / "plan.toml")
    early = typed(study, "run", plan, "--out", str(study / "early.json"))
    assert early.exit_code == 2
    assert "No outcome was read" in early.stderr
    assert not (study / "early.json").exists()
    assert typed(study, "plan", "lock", plan).exit_code == 0
    for name in ("one.json", "two.json"):
        ran = typed(study, "run", plan, "--out", str(study / name))
        assert ran.exit_code == 0, ran.output
    assert (study / "one.json").read_bytes() == (study / "two.json").read_bytes()
    run = json.loads((study / "one.json").read_text())
    primary, score = run["outcomes"]
    assert primary["as_planned"]["estimate"] is not None
    assert [one["delta"] for one in score["missing"]["imputed"]] == [0, 2, 5, 10]
    assert score["p_of_family"] == score["as_planned"]["p"]
    assert run["deviations"] == []
    assert len(run["inputs"][0]["sha256"]) == 64


def test_a_plan_changed_after_a_run_is_refused_until_locked_and_then_told_with_what_changed(study):
    plan = study / "plan.toml"
    typed(study, "plan", "lock", str(plan))
    typed(study, "run", str(plan), "--out", str(study / "one.json"))
    plan.write_text(plan.read_text().replace("smallest_difference = 0.10", "smallest_difference = 0.02"))
    assert typed(study, "run", str(plan), "--out", str(study / "two.json")).exit_code == 2
    typed(study, "plan", "lock", str(plan))
    assert typed(study, "run", str(plan), "--out", str(study / "two.json")).exit_code == 0
    told = json.loads((study / "two.json").read_text())["deviations"]
    assert "after outcomes had been read" in told[0]["what"]
    assert "smallest_difference = 0.02" in told[1]["why"]


def test_other_files_than_before_are_told(study):
    plan = str(study / "plan.toml")
    typed(study, "plan", "lock", plan)
    typed(study, "run", plan, "--out", str(study / "one.json"))
    file = study / "people.csv"
    file.write_text(file.read_text().rstrip("\n").rpartition("\n")[0] + "\n")
    typed(study, "run", plan, "--out", str(study / "two.json"))
    told = json.loads((study / "two.json").read_text())["deviations"]
    assert told[0]["what"] == "An earlier run read other files."


def test_an_input_that_is_not_there_is_named_and_nothing_is_written(study):
    typed(study, "plan", "lock", str(study / "plan.toml"))
    (study / "people.csv").unlink()
    ran = typed(study, "run", str(study / "plan.toml"), "--out", str(study / "one.json"))
    assert ran.exit_code == 2
    assert "people.csv" in ran.stderr
    assert not (study / "one.json").exists()


def test_a_family_is_adjusted_as_by_holm_and_what_was_refused_counts():
    # The figures that p.adjust of R prints.
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.01, None]) == [0.02, None]
