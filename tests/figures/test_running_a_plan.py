"""A run opens nothing before the lock, follows the plan, repeats to the byte, and counts in who was not seen."""

import json
from dataclasses import replace

import pytest

from amends.evidence.faults import BadInput
from amends.evidence.planning import missing
from amends.evidence.planning.missing import holm
from amends.evidence.planning.plan import read_plan
from amends.evidence.planning.record import record_result
from amends.evidence.reporting.report import WORDS, Block, may_say_causal, refuse_words
from tests.browsing import barriers, is_too_wide
from tests.figures.planned_study import typed, write_study

# What a plan compares with; without it there is nothing to run.
pytest.importorskip("amends.command.estimating.effect")


@pytest.fixture
def study(tmp_path, monkeypatch):
    """Yield a folder with a plan and a file of 180 invented people, some of them lost, some scores blank."""
    # Enough to try what is done with them; an interval worth reading takes more.
    monkeypatch.setattr(missing, "RESAMPLES", 10)
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
    assert primary["missing"]["weighted_for_loss"]["lost"]["offered"] > 0
    assert primary["missing"]["weighted_for_loss"]["lower"] < primary["missing"]["weighted_for_loss"]["upper"]
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


def reported(study, name: str = "run.json") -> str:
    """Make the report of a run, and return its page."""
    ran = typed(study, "report", str(study / name), "--out", str(study / "out"))
    assert ran.exit_code == 0, ran.output
    return (study / "out" / "report.html").read_text()


def a_run(study) -> dict:
    """Lock the plan, run it, and return what was found."""
    plan = str(study / "plan.toml")
    typed(study, "plan", "lock", plan)
    assert typed(study, "run", plan, "--out", str(study / "run.json")).exit_code == 0
    return json.loads((study / "run.json").read_text())


def looks_clear(run: dict) -> dict:
    """Return a run as somebody would forge it: an interval far from no difference, and everything met."""
    planned = run["outcomes"][0]["as_planned"]
    planned |= {"refused": None, "estimate": -0.3, "lower": -0.4, "upper": -0.2, "balance": []}
    planned["balance"] = [{"term": "age", "before": 0.4, "after": 0.01}]
    planned["e_value"] = {"estimate": 3.0, "limit": 2.0, "measure": "risk ratio"}
    planned["e_value"] |= {"risk_ratio": 0.5, "lower": 0.4, "upper": 0.7}
    return run


def test_a_run_that_was_altered_says_so_and_says_nothing_of_cause(study):
    run = a_run(study)
    assert "It is the run that the record holds." in reported(study)
    forged = json.dumps(looks_clear(run))
    (study / "forged.json").write_text(forged)
    page = reported(study, "forged.json")
    assert "The record holds no such run" in page
    assert "reduced" not in page
    # The same file, once the record holds it, may say it, and says under which assumptions.
    record_result(read_plan(study / "plan.toml"), study / "plans.record", content=forged.encode())
    page = reported(study, "forged.json")
    assert "the offer reduced it" in page
    assert "What this rests on" in page
    assert page.index("the offer reduced it") < page.index("What this rests on")
    assert "no covariate measured" in page


@pytest.mark.parametrize("place", ["outcome", "title", "question"])
def test_words_of_cause_that_one_sentence_has_earned_stand_nowhere_else(study, place):
    run = looks_clear(a_run(study))
    if place == "outcome":
        run["outcomes"][1]["name"] = "the score, which the program reduced"
    else:
        run["plan"][{"title": "title", "question": "asks"}[place]] = "That it reduced harm"
    told = json.dumps(run)
    (study / "run.json").write_text(told)
    record_result(read_plan(study / "plan.toml"), study / "plans.record", content=told.encode())
    ran = typed(study, "report", str(study / "run.json"), "--out", str(study / "out"))
    assert ran.exit_code == 2
    assert "[reduced]" in ran.stderr
    assert not (study / "out").exists()


@pytest.mark.parametrize(
    "content", ["[]", "null", "7", '{"outcomes": []}', '{"plan": 3, "outcomes": [1]}', "not json"]
)
def test_what_is_no_run_is_bad_input_whatever_it_holds(study, content):
    (study / "odd.json").write_text(content)
    ran = typed(study, "report", str(study / "odd.json"), "--out", str(study / "out"))
    assert (ran.exit_code, "no run" in ran.stderr) == (2, True), ran.output
    assert not (study / "out").exists()


def test_the_page_of_a_report_has_no_barrier_and_need_not_be_moved_sideways(study, browser):
    a_run(study)
    reported(study)
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto((study / "out" / "report.html").as_uri())
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert barriers(page) == [], width
        assert not is_too_wide(page), width
    page.close()


def test_the_report_says_no_more_than_the_run_supports_and_repeats_to_the_byte(study):
    a_run(study)
    for name in ("one", "two"):
        ran = typed(study, "report", str(study / "run.json"), "--out", str(study / name))
        assert ran.exit_code == 0, ran.output
    for file in ("report.html", "report.pdf", "figure-1.svg"):
        assert (study / "one" / file).read_bytes() == (study / "two" / file).read_bytes()
    page = (study / "one" / "report.html").read_text()
    assert "not drawn by lot" in page
    assert "Make-it-Right" in page


@pytest.mark.parametrize(
    "change, may",
    [
        ({}, True),
        ({"refused": "too few"}, False),
        ({"upper": 0.01}, False),
        ({"e_value": None}, False),
        ({"balance": [{"term": "age", "before": 0.4, "after": 0.3}]}, False),
    ],
)
def test_words_of_cause_are_used_only_where_every_condition_is_met(change, may):
    fine = {"refused": None, "lower": -0.2, "upper": -0.05, "e_value": {"estimate": 2.0}}
    fine["balance"] = [{"term": "age", "before": 0.4, "after": 0.02}]
    run = {
        "plan": {"design": {"kind": "comparison"}},
        "lock": {"at": "2026-07-01"},
        "outcomes": [{"as_planned": fine | change}],
    }
    assert may_say_causal(run, is_recorded=True) is may
    assert not may_say_causal(run, is_recorded=False)


@pytest.mark.parametrize("word", [word for rule in WORDS.values() for word in rule["words"]])
def test_no_block_says_a_word_that_was_not_earned_for_that_block(word):
    said = Block("text", f"The offer {word} it.")
    with pytest.raises(BadInput, match=word):
        refuse_words((said,))
    refuse_words(
        (replace(said, earned=tuple(name for name, rule in WORDS.items() if word in rule["words"])),)
    )
