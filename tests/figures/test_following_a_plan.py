"""A run says what was planned: those not seen are counted in, families adjusted, limits kept, departures told."""

import json

import numpy as np
import pytest

from amends.command.estimating.planned import estimate
from amends.evidence.effects.e_value import e_value
from amends.evidence.planning.missing import bounds, holm, imputed_scores
from tests.figures.planned_study import typed, write_study

SECONDARY = """
[[secondary]]
name = "{name}"
input = "people"
outcome = "{outcome}"
kind = "score"
better = "lower"
clock = "offer"
horizon_days = 365
estimand = "ate"
method = "{method}"
smallest_difference = 10
"""


@pytest.fixture
def study(tmp_path):
    """Yield a folder with a plan and its file of people, some of them lost, some scores blank."""
    write_study(tmp_path)
    return tmp_path


def run(study, *, plan=None):
    """Lock the plan, run it, and return what was found."""
    file = study / "plan.toml"
    if plan is not None:
        file.write_text(plan)
    locked = typed(study, "plan", "lock", file)
    assert locked.exit_code == 0, locked.output
    ran = typed(study, "run", file, "--out", study / "run.json")
    assert ran.exit_code == 0, ran.output
    return json.loads((study / "run.json").read_text())


def test_scores_not_seen_are_counted_in_by_what_was_planned_and_complete_cases_stand_beside(study):
    score = run(study)["outcomes"][1]
    planned, complete = score["as_planned"], score["complete_cases"]
    assert planned["by"] == "multiple imputation"
    assert planned["n"] == 180
    assert complete["n"] + complete["missing"]["after"] == 180
    at_random, *worse = score["missing"]["imputed"]
    assert (planned["estimate"], planned["p"]) == (at_random["estimate"], at_random["p"])
    # The worse those unseen fared, the smaller the difference: lower scores are better.
    figures = [one["estimate"] for one in (at_random, *worse)]
    assert figures == sorted(figures)
    assert sum(one["tips"] for one in score["missing"]["imputed"]) <= 1
    assert planned["balance"]
    assert planned["e_value"]["limit"] <= planned["e_value"]["estimate"]


def test_imputing_gives_back_the_truth_where_scores_are_missing_by_what_was_measured(tmp_path):
    # Whoever began high is not seen again more often, and more so without the offer.
    draws = np.random.default_rng(5)
    n = 2000
    offered, before = np.arange(n) % 2, draws.normal(40, 10, n)
    after = before - 6 * offered + draws.normal(0, 5, n)
    unseen = draws.random(n) < 1 / (1 + np.exp(-(before - 45) / 4 - 3 * (1 - offered)))
    rows = [
        f"{o},{b},{'' if lost else a},{place}"
        for place, (o, b, a, lost) in enumerate(zip(offered, before, after, unseen, strict=True))
    ]
    file = tmp_path / "people.csv"
    file.write_text("offered,before,after,one\n" + "\n".join(rows) + "\n")
    asked = {"input": file, "treatment": "offered", "outcome": "after", "method": "itt"}
    rules = {
        "covariates": "before",
        "imputations": 5,
        "deltas": (0, 4),
        "worse": 1,
        "seed": 1,
        "folder": tmp_path,
    }
    everybody, by_delta = imputed_scores(file, asked, estimate, **rules)
    assert everybody["lower"] < -6 < everybody["upper"]
    assert not -6.5 < estimate("effect", asked)["estimate"] < -5.5
    share = unseen[offered == 1].mean()
    assert by_delta[1]["estimate"] - by_delta[0]["estimate"] == pytest.approx(4 * share, rel=1e-6)


def test_who_was_lost_is_stood_for_as_planned_and_bounded_and_complete_cases_stand_beside(study):
    primary = run(study)["outcomes"][0]
    planned, complete, missing = primary["as_planned"], primary["complete_cases"], primary["missing"]
    assert planned["by"] == "censoring weights"
    assert planned["estimate"] != complete["estimate"]
    assert missing["weighted_for_loss"]["estimate"] == planned["estimate"]
    lost = missing["bounds"]["lost"]
    assert lost == missing["weighted_for_loss"]["lost"] == missing["bounds"]["unseen"]
    assert lost["offered"] > 0
    assert (
        missing["bounds"]["lowest"]["estimate"]
        < planned["estimate"]
        < missing["bounds"]["highest"]["estimate"]
    )
    assert missing["bounds"]["lower"] < missing["bounds"]["lowest"]["estimate"]
    assert (
        planned["e_value"]["limit"]
        <= planned["e_value"]["estimate"]
        == e_value(planned["e_value"]["risk_ratio"])
    )


def test_bounds_are_what_they_are_by_hand(tmp_path):
    # Four a group: one event each by day 100; of the offered one was lost and of the others two, one is blank.
    rows = ["1,50,1", "1,100,0", "1,100,0", "1,60,0", "0,20,1", "0,100,0", "0,30,0", "0,,"]
    rows = [row for row in rows for _ in range(10)]
    file = tmp_path / "people.csv"
    file.write_text("offered,days,event\n" + "\n".join(rows) + "\n")
    asked = {
        "input": file,
        "treatment": "offered",
        "outcome": "event",
        "method": "itt",
        "time": "days",
        "at": 100,
    }
    found = bounds(file, asked, estimate, folder=tmp_path)
    assert (found["blank"], found["lost"]) == ({"offered": 0, "others": 10}, {"offered": 10, "others": 10})
    told = {case: found[case]["estimate"] for case in ("lowest", "highest", "if_none", "if_all")}
    assert told == pytest.approx(
        {"lowest": 1 / 4 - 3 / 4, "highest": 2 / 4 - 1 / 4, "if_none": 0.0, "if_all": 2 / 4 - 3 / 4}
    )


def test_nothing_is_drawn_or_bounded_where_everybody_was_seen(study):
    file = study / "people.csv"
    head, *rows = file.read_text().splitlines()
    places = {name: place for place, name in enumerate(head.split(","))}
    whole = []
    for row in rows:
        cells = row.split(",")
        cells[places["after"]] = cells[places["after"]] or "30"
        cells[places["days"]] = (
            str(min(730, int(cells[places["days"]]))) if cells[places["rearrested"]] == "1" else "730"
        )
        whole.append(",".join(cells))
    file.write_text("\n".join([head, *whole]) + "\n")
    primary, score = run(study)["outcomes"]
    for one in (primary, score):
        assert one["complete_cases"] is None
        assert not any(one["missing"].values())
        assert "by" not in one["as_planned"]


def test_too_few_scores_to_draw_others_from_refuse_the_outcome_and_nothing_else(study):
    file = study / "people.csv"
    head, *rows = file.read_text().splitlines()
    place = head.split(",").index("after")
    some = [
        ",".join("" if p == place and n > 9 else c for p, c in enumerate(r.split(",")))
        for n, r in enumerate(rows)
    ]
    file.write_text("\n".join([head, *some]) + "\n")
    found = run(study)
    assert found["outcomes"][0]["as_planned"]["refused"] is None
    assert "too few to draw" in found["outcomes"][1]["as_planned"]["refused"]
    assert any("PCL-5" in one["what"] for one in found["deviations"])


def test_the_secondary_family_is_adjusted_by_holm_and_what_is_exploratory_has_no_such_p(study):
    added = [("a", "before", "itt"), ("b", "age", "itt"), ("c", "prior_arrests", "itt")]
    plan = (study / "plan.toml").read_text()
    parts = "".join(SECONDARY.format(name=n, outcome=o, method=m) for n, o, m in added)
    parts += SECONDARY.format(name="explored", outcome="housed", method="itt").replace(
        "secondary", "exploratory"
    )
    found = run(study, plan=plan.replace("[missing]", f"{parts}\n[missing]"))["outcomes"]
    families = [one["family"] for one in found]
    assert families == ["primary", *["secondary"] * 4, "exploratory"]
    family = found[1:5]
    adjusted = holm([one["as_planned"]["p"] for one in family])
    assert [one["p_of_family"] for one in family] == pytest.approx(adjusted)
    assert all("p_of_family" not in one for one in (found[0], found[5]))


def test_limits_that_a_plan_tightens_are_those_of_the_answer_and_may_refuse(study):
    plan = (study / "plan.toml").read_text()
    found = run(study, plan=f"{plan}\n[thresholds]\neffective_rows = 170\n")
    planned = found["outcomes"][0]["as_planned"]
    assert planned["thresholds"]["effective_rows"] == found["plan"]["thresholds"]["effective_rows"] == 170
    assert "effective sample size" in planned["refused"]
    assert planned["estimate"] is None
    assert any(one["why"] == planned["refused"] for one in found["deviations"])


def test_what_a_plan_says_was_done_otherwise_is_told_with_its_day(study):
    said = '\n[[deviations]]\nwhat = "One site began late."\nwhy = "A flood."\non = 2026-09-01\n'
    found = run(study, plan=(study / "plan.toml").read_text() + said)
    assert found["deviations"] == [{"what": "One site began late.", "why": "A flood. (2026-09-01)"}]


def test_groups_as_offered_by_lot_have_those_lost_stood_for_too_and_completers_stand_beside(study):
    plan = (study / "plan.toml").read_text().replace('kind = "comparison"', 'kind = "randomized"')
    plan = plan.replace('method = "ipw"\n', 'method = "itt"\ncompleted = "completed"\n')
    plan = plan.replace('method = "regression"\n', 'method = "itt"\ncompleted = "completed"\n')
    primary, score = run(study, plan=plan)["outcomes"]
    assert primary["as_planned"]["by"] == "censoring weights"
    assert primary["as_planned"]["completers_only"]["warning"]
    assert primary["complete_cases"]["estimate"] == primary["as_offered"]["estimate"]
    assert score["as_planned"]["by"] == "multiple imputation"
    assert "completers_only" not in score["as_planned"]
    assert score["complete_cases"]["completers_only"]["refused"] == "Nobody completed."
