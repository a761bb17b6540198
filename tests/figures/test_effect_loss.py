"""Who stays stands for those like them who were lost, where it is known what loss goes with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from amends.evidence.effects.comparing import by_method
from amends.evidence.effects.loss import loss_by
from amends.evidence.effects.times import Clock
from tests.figures.shared_data import ask

HORIZON = 5.0
ASKED = ("--treatment", "a", "--outcome", "y", "--time", "t", "--at", str(HORIZON), "--covariates", "x+z")
METHODS = ("itt", "ipw", "entropy", "aipw", "regression")


def population(draw: np.random.Generator, n: int, *, by_lot: bool) -> tuple[np.ndarray, ...]:
    """Draw people of whom those with a high risk, x, are lost sooner when treated and later when not.

    Return treatment, event, time, covariates and the time that would have been seen without loss.
    """
    x, z = draw.normal(size=n), draw.integers(0, 2, n)
    leaning = np.full(n, 0.5) if by_lot else 1 / (1 + np.exp(-0.5 * x))
    a = (draw.random(n) < leaning).astype(float)
    event = draw.exponential(10 * np.exp(-0.7 * x + 0.3 * a))
    lost = draw.exponential(12 * np.exp(np.where(a == 1, -1.0, 0.5) * x))
    time = np.minimum(np.minimum(event, lost), 10).round(1)
    return a, (event <= np.minimum(lost, 10)).astype(float), time, np.column_stack([x, z]), event


def write(path: Path, a: np.ndarray, y: np.ndarray, t: np.ndarray, columns: np.ndarray) -> Path:
    table = np.column_stack([a, y, t, columns])
    np.savetxt(path, table, delimiter=",", header="a,y,t,x,z", comments="", fmt="%.10g")
    return path


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A file of many, and the difference of risks that would have been seen had nobody been lost."""
    a, y, t, columns, event = population(np.random.default_rng(20), 8_000, by_lot=True)
    happened = event <= HORIZON
    truth = happened[a == 1].mean() - happened[a == 0].mean()
    return write(tmp_path_factory.mktemp("lost") / "lost.csv", a, y, t, columns), truth


@pytest.mark.parametrize("method", METHODS)
def test_loss_that_goes_with_risk_misleads_until_those_who_stay_stand_for_those_who_left(
    lost: tuple[Path, float], method: str
):
    path, truth = lost
    plain = ask("effect", path, *ASKED, "--method", method)
    answer = ask("effect", path, *ASKED, "--method", method, "--censoring-covariates", "x+z")
    assert abs(plain["estimate"] - truth) > 3 * plain["se_full"]
    assert abs(answer["estimate"] - truth) < 2 * answer["se_full"]
    assert answer["risk_difference"]["estimate"] == pytest.approx(answer["estimate"])
    assert answer["rmst_difference"]["estimate"] < plain["rmst_difference"]["estimate"]
    assert [group["lost"] for group in answer["lost"]] == [group["lost"] for group in plain["lost"]]
    assert any("--censoring-covariates" in warning for warning in plain["warnings"])
    assert any("is not put right" in warning for warning in answer["warnings"])
    assert answer["hazard_ratio"]["estimate"] is None
    assert "loss" in answer["hazard_ratio"]["remark"]


def test_loss_that_goes_with_nothing_leaves_the_curve_as_it_was(tmp_path: Path):
    draw = np.random.default_rng(21)
    n = 4_000
    a, columns = np.tile([1.0, 0.0], n // 2), np.column_stack([draw.normal(size=n), draw.integers(0, 2, n)])
    event, gone = draw.exponential(8, n), draw.exponential(8, n)
    time = np.minimum(event, gone).round(1)
    path = write(tmp_path / "chance.csv", a, (event <= gone).astype(float), time, columns)
    plain = ask("effect", path, *ASKED, "--method", "itt")
    answer = ask("effect", path, *ASKED, "--method", "itt", "--censoring-covariates", "x")
    for one, other in zip(plain["survival"], answer["survival"], strict=True):
        assert one["estimate"] == pytest.approx(other["estimate"], abs=0.004)
        assert one["se_full"] == pytest.approx(other["se_full"], rel=0.03)


def test_without_a_loss_before_the_horizon_nothing_changes(tmp_path: Path):
    a, _, _, columns, event = population(np.random.default_rng(22), 600, by_lot=False)
    happened = (event <= 6).astype(float)
    path = write(tmp_path / "none.csv", a, happened, np.minimum(event, 6), columns)
    for method in ("itt", "ipw", "entropy"):
        plain = ask("effect", path, *ASKED, "--method", method)
        answer = ask("effect", path, *ASKED, "--method", method, "--censoring-covariates", "x")
        for name in ("estimate", "se", "se_full"):
            assert answer[name] == pytest.approx(plain[name], rel=1e-9)
        assert not any("Lost before" in warning for warning in answer["warnings"])


@pytest.mark.parametrize("method", ["itt", "ipw", "entropy", "regression"])
def test_the_error_counts_what_was_estimated_of_loss(method: str):
    """Adding a row moves the estimate as the row's influence says: a derivative taken another way."""
    a, y, t, columns, _ = population(np.random.default_rng(23), 120, by_lot=False)

    def means(rows: np.ndarray):
        clock = Clock(t[rows], y[rows], a[rows])
        loss = loss_by(clock, HORIZON, columns[rows], ["x", "z"])
        stayed = clock.seen_without_event(HORIZON).astype(float)
        return by_method(
            method,
            "ate",
            outcome=stayed,
            treated=a[rows],
            matrix=columns[rows],
            names=["x", "z"],
            binary=True,
            loss=loss,
        )

    # Each row many times over, so that one more is a small step.
    many = np.repeat(np.arange(120), 40)
    whole = means(many)
    for row in (3, 50, 111):
        moved = (means(np.append(many, row)).values - whole.values) * len(many)
        assert moved == pytest.approx(whole.full[40 * row], rel=0.03, abs=0.005)


def test_a_model_of_loss_without_an_estimate_is_refused_and_few_losses_are_remarked_on(tmp_path: Path):
    a, y, t, columns, _ = population(np.random.default_rng(24), 300, by_lot=True)
    columns[:, 1] = (y == 0) & (t < HORIZON) & (a == 1)
    path = write(tmp_path / "certain.csv", a, y, t, columns)
    asked = ("--treatment", "a", "--outcome", "y", "--time", "t", "--at", str(HORIZON), "--method", "itt")
    answer = ask("effect", path, *asked, "--censoring-covariates", "z")
    assert answer["estimate"] is None
    assert answer["refused"].startswith("The model of loss of the treated group")
    a, y, t, columns, _ = population(np.random.default_rng(25), 60, by_lot=True)
    answer = ask(
        "effect", write(tmp_path / "few.csv", a, y, t, columns), *asked, "--censoring-covariates", "x+z+x^2"
    )
    assert any("losses, fewer than 10 for each" in warning for warning in answer["warnings"])


@pytest.mark.slow
@pytest.mark.parametrize("method", ["ipw", "entropy", "aipw", "regression"])
def test_intervals_after_informative_loss_hold_the_truth_as_often_as_they_say(method: str):
    draw = np.random.default_rng(26)
    risk = draw.normal(size=1_000_000)
    survived = [np.exp(-HORIZON / (10 * np.exp(-0.7 * risk + 0.3 * a))).mean() for a in (1, 0)]
    truth, held = survived[1] - survived[0], 0
    for _ in range(1_000):
        a, y, t, columns, _ = population(draw, 500, by_lot=False)
        clock = Clock(t, y, a)
        found = by_method(
            method,
            "ate",
            outcome=clock.seen_without_event(HORIZON).astype(float),
            treated=a,
            matrix=columns,
            names=["x", "z"],
            binary=True,
            loss=loss_by(clock, HORIZON, columns, ["x", "z"]),
        )
        lower, upper = found.complement().difference().limits
        held += lower <= truth <= upper
    assert 0.92 <= held / 1_000 <= 0.97
