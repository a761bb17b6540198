"""Effects are those that others have published, and are refused where a design does not bear them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from amends.command.evidence import command
from amends.evidence.effects.e_value import e_value, from_hazard_ratio, of_ratio
from amends.evidence.effects.effect import effect
from amends.evidence.effects.question import Question
from amends.evidence.effects.refusing import Limit, Thresholds, limits, tightened
from amends.evidence.faults import BadInput

LALONDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "weighting" / "lalonde_matchit_614.csv"
COVARIATES = "age+educ+C(race)+married+nodegree+re74+re75"
published = pytest.mark.skipif(not LALONDE.exists(), reason="the shared data are not here")


def lalonde(method: str, estimand: str, **more: Any) -> dict[str, Any]:
    asked = {"treatment": "treat", "outcome": "re78", "covariates": COVARIATES} | more
    return effect(LALONDE, Question(method=method, estimand=estimand, **asked))


def people(folder: Path, n: int = 400, seed: int = 3, effect_of: float = 2.0) -> tuple[Path, np.ndarray]:
    """Write an invented file, treated more often where x is high, and return it with its rows."""
    draw = np.random.default_rng(seed)
    x, z = draw.normal(size=n), draw.integers(0, 2, n)
    treated = draw.random(n) < 1 / (1 + np.exp(-0.6 * x))
    outcome = effect_of * treated + x + z + draw.normal(size=n)
    rows = np.column_stack([treated, outcome, x, z])
    return write(folder / "people.csv", rows), rows


def write(path: Path, rows: np.ndarray) -> Path:
    np.savetxt(path, rows, delimiter=",", header="a,y,x,z", comments="", fmt="%.17g")
    return path


def ask(path: Path, method: str, estimand: str = "ate", **more: Any) -> dict[str, Any]:
    return effect(
        path, Question(treatment="a", outcome="y", covariates="x+z", method=method, estimand=estimand, **more)
    )


@published
def test_the_crude_difference_is_the_published_one():
    assert lalonde("itt", "ate")["estimate"] == pytest.approx(-635.03, abs=0.005)


@published
def test_weights_by_propensity_give_the_published_effects():
    treated = lalonde("ipw", "att")
    assert treated["estimate"] == pytest.approx(1214.0712, abs=5e-5)
    assert treated["se"] == pytest.approx(824.05, abs=0.005)
    assert treated["effective_sample_size"]["control"] == pytest.approx(99.815, abs=5e-4)
    assert treated["regression_adjusted"]["estimate"] == pytest.approx(1237.405, abs=5e-4)
    assert lalonde("ipw", "ate")["estimate"] == pytest.approx(224.676, abs=5e-4)


@published
def test_errors_that_count_the_weights_are_those_that_weightit_publishes():
    """The front page of R's WeightIt, and the examples of its lm_weightit: all to the digits that it prints."""
    found = lalonde("ipw", "att")
    printed = {"estimate": 1214.1, "se_full": 798.2, "lower": -350.3, "upper": 2778.4}
    assert {name: round(found[name], 1) for name in printed} == printed
    assert round(found["p"], 3) == 0.128
    control = found["groups"][1]
    printed = {"estimate": 5135.1, "se_full": 583.8, "lower": 3990.9, "upper": 6279.2}
    assert {name: round(control[name], 1) for name in printed} == printed
    fewer = lalonde("ipw", "att", covariates="age+educ+married+re74")
    printed = {"estimate": 833.2, "se": 676.6, "se_full": 669.1}
    assert {name: round(fewer[name], 1) for name in printed} == printed
    printed = {"estimate": 5515.9, "se": 353.5, "se_full": 376.5}
    assert {name: round(fewer["groups"][1][name], 1) for name in printed} == printed


@published
@pytest.mark.parametrize("method, estimand", [("entropy", "att"), ("entropy", "ate"), ("ipw", "ato")])
def test_balancing_weights_leave_no_difference_of_means(method: str, estimand: str):
    assert max(abs(row["after"]) for row in lalonde(method, estimand)["balance"]) < 1e-8


def test_e_values_are_the_published_ones():
    assert e_value(0.7) == pytest.approx(2.21103, abs=5e-6)
    assert e_value(0.9) == pytest.approx(1.46248, abs=5e-6)
    both = of_ratio(10.73, 8.02, 14.36, measure="risk ratio")
    assert both["estimate"] == pytest.approx(20.948, abs=5e-4)
    assert both["limit"] == pytest.approx(15.523, abs=5e-4)
    assert of_ratio(0.9, 0.7, 1.1, measure="risk ratio")["limit"] == 1.0
    assert from_hazard_ratio(0.5, rare=True) == 0.5


METHODS = [("itt", "ate"), ("ipw", "ate"), ("entropy", "ate"), ("aipw", "ate"), ("regression", "ate")]


@pytest.mark.parametrize("method, estimand", METHODS)
def test_an_effect_turns_its_sign_with_the_labels_and_follows_the_units(
    tmp_path: Path, method: str, estimand: str
):
    path, rows = people(tmp_path)
    first = ask(path, method, estimand)
    turned = rows * [-1, 1, 1, 1] + [1, 0, 0, 0]
    assert ask(write(tmp_path / "b.csv", turned), method)["estimate"] == pytest.approx(-first["estimate"])
    scaled = rows * [1, 3, 10, 1] + [0, 7, 5, 0]
    again = ask(write(tmp_path / "c.csv", scaled), method)
    assert again["estimate"] == pytest.approx(3 * first["estimate"])
    assert again["se_full"] == pytest.approx(3 * first["se_full"])
    twice = ask(write(tmp_path / "d.csv", np.vstack([rows, rows])), method)
    assert twice["estimate"] == pytest.approx(first["estimate"])
    assert twice["se_full"] == pytest.approx(first["se_full"] / np.sqrt(2), rel=1e-6)
    mixed = ask(write(tmp_path / "e.csv", rows[np.random.default_rng(1).permutation(len(rows))]), method)
    assert mixed["estimate"] == pytest.approx(first["estimate"])
    assert abs(first["estimate"] - 2) < 1 or method == "itt"


def test_separated_groups_are_refused_and_a_constant_or_unknown_word_is_a_fault(tmp_path: Path):
    path, rows = people(tmp_path)
    rows[:, 2] = rows[:, 0] * 5 + np.random.default_rng(2).random(len(rows))
    apart = ask(write(tmp_path / "apart.csv", rows), "ipw")
    assert apart["estimate"] is None
    assert "separates" in apart["refused"]
    rows[:, 2] = 1
    with pytest.raises(BadInput, match="same in every row"):
        ask(write(tmp_path / "same.csv", rows), "ipw")
    for method, estimand in (("aipw", "ato"), ("entropy", "ato"), ("match", "ate")):
        with pytest.raises(BadInput):
            ask(path, method, estimand)


@pytest.mark.parametrize("name, limit", limits().items())
def test_every_limit_may_be_tightened_by_an_option_or_a_plan_and_none_loosened(
    tmp_path: Path, name: str, limit: Limit
):
    path, _ = people(tmp_path)
    words = ["effect", "--input", str(path), "--treatment", "a", "--outcome", "y", "--covariates", "x+z"]
    words += ["--method", "ipw", "--json"]
    tighter, looser = sorted((limit.limit * 1.1, limit.limit * 0.9), reverse=limit.bound == "least")
    option = f"--{limit.option}"
    answer = json.loads(CliRunner().invoke(command, [*words, option, str(tighter)]).stdout)
    assert answer["thresholds"][name] == tighter
    assert tightened({name: tighter}) == Thresholds(**answer["thresholds"])
    for wrong in (looser, float("nan"), float("inf"), -1):
        refused = CliRunner().invoke(command, [*words, option, str(wrong)])
        assert refused.exit_code == 2
        assert refused.stdout == ""
        assert f"[{name}]" in refused.stderr
    for wrong in ("0.1", True, looser):
        with pytest.raises(BadInput):
            tightened({name: wrong})


def test_a_limit_that_is_tightened_refuses_what_stood_before_and_an_unknown_one_is_a_fault(tmp_path: Path):
    path, _ = people(tmp_path)
    assert ask(path, "ipw")["estimate"] is not None
    assert ask(path, "ipw", limits={"effective_rows": 300})["estimate"] is None
    with pytest.raises(BadInput, match="is no limit"):
        tightened({"rows": 30})


def test_no_event_gives_an_exact_limit_and_no_model(tmp_path: Path):
    _, rows = people(tmp_path)
    rows[:, 1] = (rows[:, 0] == 0) & (rows[:, 1] > 0)
    found = ask(write(tmp_path / "none.csv", rows), "ipw")
    assert found["estimate"] is None
    limits = found["exact"][0]
    assert limits["upper"] == pytest.approx(1 - 0.025 ** (1 / limits["n"]))


def test_time_until_an_event_answers_with_risks_first_and_the_hazard_ratio_last(tmp_path: Path):
    draw = np.random.default_rng(5)
    _, rows = people(tmp_path)
    time = draw.exponential(5 * np.exp(-0.3 * rows[:, 2]), len(rows))
    rows[:, 1] = time < 6
    table = np.column_stack([rows, np.minimum(time, 6)])
    path = tmp_path / "times.csv"
    np.savetxt(path, table, delimiter=",", header="a,y,x,z,t", comments="", fmt="%.17g")
    for method in ("itt", "ipw", "entropy", "aipw", "regression"):
        found = ask(path, method, time="t", at=4.0)
        assert list(found)[-1] == "hazard_ratio"
        assert found["risk_difference"]["estimate"] == pytest.approx(found["estimate"])
        assert {row["group"] for row in found["survival"]} == {"treated", "control"}
        assert found["rmst_difference"]["se_full"] > 0
    crude = ask(path, "itt", time="t", at=4.0)
    # Nobody left before: the Kaplan-Meier curve is a share, with its error.
    share = np.mean(table[table[:, 0] == 1][:, 4] > 4)
    assert crude["survival"][0]["estimate"] == pytest.approx(share)
    assert crude["survival"][0]["se"] == pytest.approx(np.sqrt(share * (1 - share) / table[:, 0].sum()))
    with pytest.raises(BadInput, match="horizon"):
        ask(path, "ipw", time="t")


def test_a_command_answers_with_one_object_and_bad_input_with_status_2(tmp_path: Path):
    path, _ = people(tmp_path)
    words = ["effect", "--input", str(path), "--treatment", "a", "--outcome", "y", "--covariates", "x+z"]
    good = CliRunner().invoke(
        command, [*words, "--method", "ipw", "--plot", str(tmp_path / "p.svg"), "--json"]
    )
    assert good.exit_code == 0
    assert json.loads(good.stdout)["refused"] is None
    assert "<svg" in (tmp_path / "p.svg").read_text()
    assert CliRunner().invoke(command, [*words, "--method", "magic"]).exit_code == 2


def test_the_clock_from_the_first_free_day_describes_and_carries_no_effect(tmp_path: Path):
    _, rows = people(tmp_path)
    rows[:, 1] = rows[:, 1] > 1
    path = tmp_path / "free.csv"
    table = np.column_stack([rows, np.full(len(rows), 9.0)])
    np.savetxt(path, table, delimiter=",", header="a,y,x,z,free_days", comments="", fmt="%.17g")
    found = ask(path, "itt", time="free_days", at=5.0)
    assert found["estimate"] is None
    assert "first free day" in found["refused"]


def in_time(path: Path, treated: np.ndarray, event: np.ndarray, time: np.ndarray) -> Path:
    draw = np.random.default_rng(8)
    table = np.column_stack([treated, event, draw.normal(size=(len(time), 2)), time])
    np.savetxt(path, table, delimiter=",", header="a,y,x,z,t", comments="", fmt="%.17g")
    return path


def test_who_was_not_watched_until_the_horizon_is_not_said_to_have_had_the_event(tmp_path: Path):
    draw = np.random.default_rng(4)
    treated, time = np.repeat([1, 0], 60), draw.exponential(9, 120)
    path = in_time(tmp_path / "t.csv", treated, time < 6, np.minimum(time, 6))
    found = ask(path, "ipw", time="t", at=7.0)
    assert found["estimate"] is None
    assert "horizon" in found["refused"]
    assert "All of" not in found["refused"]
    assert all(limits["lower"] == 0 for limits in found["exact"])


def test_the_hazard_ratio_has_the_robust_error_of_the_cox_model_alone(tmp_path: Path):
    draw = np.random.default_rng(4)
    treated, time = np.tile([1, 0], 60), np.ceil(draw.exponential(6, 120))
    path = in_time(tmp_path / "t.csv", treated, time < 9, np.minimum(time, 9))
    ratio = ask(path, "itt", time="t", at=5.0)["hazard_ratio"]
    words = [
        "survival",
        "--input",
        str(path),
        "--time",
        "t",
        "--event",
        "y",
        "--cox",
        "a",
        "--robust",
        "--json",
    ]
    alone = json.loads(CliRunner().invoke(command, words).stdout)["cox"][0]
    assert ratio["estimate"] == pytest.approx(alone["hazard_ratio"])
    assert ratio["se"] == pytest.approx(alone["robust_se"])
