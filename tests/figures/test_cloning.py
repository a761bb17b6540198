"""Groups that part only after time zero are compared without giving one of them time in which nothing could happen."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lifelines import CoxPHFitter
from shared_data import ask, refuse

from amends.evidence.cloning.comparing import compare, redraw
from amends.evidence.cloning.strategies import People, clones, curve
from amends.evidence.effects.refusing import Refused

NEVER = np.inf


def people(time, event, begun, covariates=None) -> People:
    matrix = np.empty((len(time), 0)) if covariates is None else np.asarray(covariates, dtype=float)
    names = tuple(f"x{place}" for place in range(matrix.shape[1]))
    return People(
        np.asarray(time, dtype=float), np.asarray(event) == 1, np.asarray(begun, dtype=float), matrix, names
    )


def test_the_copies_are_those_of_the_published_example():
    # Three of the people of Maringe et al. (2020), window 182.62, as the R package survivalCCW prints their copies:
    # one without surgery who died on day 345, one operated on day 112 and alive, one on day 41 who died on day 226.
    three = people([345, 365.24, 226], [1, 0, 1], [NEVER, 112, 41])
    without, with_it = (clones(three, strategy, 182.62) for strategy in ("do not", "begin"))
    assert without.time.tolist() == [345, 112, 41]
    assert without.event.tolist() == [True, False, False]
    assert without.parted.tolist() == [False, True, True]
    assert with_it.time.tolist() == [182.62, 365.24, 226]
    assert with_it.event.tolist() == [False, False, True]
    assert with_it.parted.tolist() == [True, False, False]


def test_what_happens_on_a_day_comes_before_the_parting_of_that_day():
    # An event on the day of beginning, an event on the last day of the window, a beginning after the window.
    some = people([5, 10, 30], [1, 1, 0], [5, NEVER, 20])
    assert clones(some, "do not", 10).event.tolist() == [True, True, False]
    assert clones(some, "begin", 10).event.tolist() == [True, True, False]
    assert clones(some, "do not", 10).parted.tolist() == [False, False, False]
    assert clones(some, "begin", 10).parted.tolist() == [False, False, True]


def test_eight_people_worked_by_hand():
    # Begun by 2: of those of kind 0 one of two who are left then, of kind 1 two of three.
    time = [1, 6, 5, 4, 6, 6, 3, 2]
    event = [1, 0, 1, 1, 0, 0, 1, 1]
    begun = [NEVER, 1, NEVER, 2, 2, NEVER, NEVER, NEVER]
    kind = [0, 0, 0, 1, 1, 1, 0, 1]
    some = people(time, event, begun, np.array(kind)[:, None])
    found, late = curve(some, "begin", 2)
    # Until 2 nobody has parted: 1 of 8 and 1 of 7. Then of kind 0 (second, third, seventh) the second stands for
    # three, of kind 1 (fourth, fifth, sixth) two for three: at 4, 1.5 of 6.
    assert late == pytest.approx([0, 3, 0, 1.5, 1.5, 0, 0, 0])
    assert found.times.tolist() == [1, 2, 4]
    assert found.survival == pytest.approx([7 / 8, 6 / 8, 6 / 8 * 0.75])
    # Without covariates weights are alike and fall away: a plain product limit of the copies that are there.
    plain, late = curve(people(time, event, begun), "do not", 2)
    assert (late > 0).tolist() == [False, False, True, False, False, True, True, False]
    # At 1: 1 of 8; the second leaves; at 2: 1 of 6; the fourth and fifth leave; at 3: 1 of 3; at 5: 1 of 2.
    assert plain.times.tolist() == [1, 2, 3, 5]
    assert plain.survival == pytest.approx(np.cumprod([7 / 8, 5 / 6, 2 / 3, 1 / 2]))
    both = compare(people(time, event, begun), window=2, at=6)
    assert both.survival[1] == pytest.approx(7 / 8 * 5 / 6 * 2 / 3 / 2)
    # One until 1, 7/8 until 2, 35/48 until 3, 35/72 until 5, 35/144 until 6.
    assert both.mean[1] == pytest.approx(1 + 7 / 8 + 35 / 48 + 2 * 35 / 72 + 35 / 144)


def test_weights_of_not_beginning_are_those_of_an_independent_hazard_model():
    chance = np.random.default_rng(4)
    n = 400
    kind = chance.normal(size=n)
    begun = chance.exponential(40 * np.exp(-0.6 * kind))
    time = np.minimum(chance.exponential(60, n), 100.0)
    some = people(time, time < 100, begun, kind[:, None])
    _, late = curve(some, "do not", 30)
    frame = pd.DataFrame(
        {
            "x": kind,
            "until": np.minimum(np.minimum(time, begun), 30),
            "begins": (begun < time) & (begun <= 30),
        }
    )
    fitted = CoxPHFitter().fit(frame, "until", "begins")
    stay = fitted.predict_survival_function(frame, times=[30]).to_numpy()[0]
    left = (time > 30) & (begun > 30)
    assert late[left] == pytest.approx(1 / stay[left], rel=1e-5)
    assert (late[~left] == 0).all()


def invented(n: int, seed: int, *, ratio: float) -> dict[str, np.ndarray]:
    """Return people of whom the steadier begin sooner; beginning multiplies their hazard from then on."""
    chance = np.random.default_rng(seed)
    steady = chance.random(n) < 0.5
    hazard = np.where(steady, 0.25, 0.7) / 365
    begun = np.ceil(chance.exponential(np.where(steady, 120, 320)))
    before = np.ceil(chance.exponential(1 / hazard))
    after = begun + np.ceil(chance.exponential(1 / (hazard * ratio)))
    time = np.where(before <= begun, before, after)
    watched = np.minimum(730, np.ceil(chance.exponential(4000, n)))
    return {
        "time": np.minimum(time, watched),
        "event": (time <= watched).astype(int),
        "begun": np.where(begun < np.minimum(time, watched), begun, np.nan),
        "steady": steady.astype(int),
        "site": chance.integers(0, 60, n),
    }


def truth(*, ratio: float, window: int = 180, at: int = 730) -> tuple[float, float]:
    """Return the risks at the horizon when all begin within the window, the late on its last day, and when none do."""
    risks = np.zeros(2)
    chance = np.random.default_rng(0)
    n = 400_000
    steady = chance.random(n) < 0.5
    hazard = np.where(steady, 0.25, 0.7) / 365
    clock = chance.exponential(1.0, n)
    for place, begins in enumerate((True, False)):
        natural = np.ceil(chance.exponential(np.where(steady, 120, 320)))
        # Who does not begin within the window may begin after it, at the same pace as anybody then.
        start = np.minimum(natural, window) if begins else natural + window
        passed = hazard * np.minimum(at, start) + ratio * hazard * np.maximum(at - start, 0)
        risks[place] = (clock <= passed).mean()
    return float(risks[0]), float(risks[1])


def test_immortal_time_makes_a_difference_out_of_none_and_copies_do_not(tmp_path):
    """Beginning changes nothing here, yet those who began had the event far less often: they had to live to begin."""
    told = invented(3000, 1, ratio=1.0)
    began = np.isfinite(told["begun"]) & (told["begun"] <= 180)
    done = told["time"] >= 730
    known = done | (told["event"] == 1)
    naive = told["event"][known & began].mean() - told["event"][known & ~began].mean()
    assert naive < -0.15
    file = tmp_path / "told.parquet"
    pq.write_table(
        pa.table({name: pa.array(values, from_pandas=True) for name, values in told.items()}), file
    )
    words = ["--time", "time", "--event", "event", "--begun", "begun", "--window", "180", "--at", "730"]
    found = ask("cloning", file, *words, "--covariates", "C(steady)", "--draws", "30")
    assert found["lower"] < 0 < found["upper"]
    assert abs(found["estimate"]) < 0.05
    assert found["refused"] is None
    assert found["n"] == 3000
    assert found["missing"] == {"time": 0, "event": 0, "steady": 0}
    # Without what makes people begin early, those who do look better than they would be.
    confounded = ask("cloning", file, *words, "--draws", "30")
    assert confounded["estimate"] < found["estimate"] - 0.03
    assert any("No covariates" in warning for warning in confounded["warnings"])


def test_the_true_difference_is_found_where_there_is_one(tmp_path):
    told = invented(4000, 7, ratio=0.4)
    some = people(
        told["time"],
        told["event"],
        np.where(np.isnan(told["begun"]), NEVER, told["begun"]),
        told["steady"][:, None],
    )
    begin, do_not = truth(ratio=0.4)
    found = compare(some, window=180, at=730)
    assert 1 - found.survival == pytest.approx([begin, do_not], abs=0.025)


def test_a_cluster_is_drawn_whole_and_the_same_seed_gives_the_same_errors(tmp_path):
    told = invented(600, 3, ratio=0.6)
    file = tmp_path / "told.parquet"
    pq.write_table(
        pa.table({name: pa.array(values, from_pandas=True) for name, values in told.items()}), file
    )
    words = ["--time", "time", "--event", "event", "--begun", "begun", "--window", "180", "--at", "365"]
    words += ["--covariates", "steady", "--draws", "40"]
    by_person, again = (ask("cloning", file, *words) for _ in range(2))
    assert by_person == again
    by_site = ask("cloning", file, *words, "--cluster", "site")
    assert by_site["estimate"] == by_person["estimate"]
    assert by_site["se"] != by_person["se"]


def test_what_cannot_be_compared_is_refused_and_says_why(tmp_path):
    with pytest.raises(Refused, match="Nobody is known to have begun"):
        compare(people([5, 6, 7], [1, 0, 1], [NEVER] * 3), window=2, at=6)
    file = tmp_path / "few.csv"
    file.write_text("time,event,begun\n" + "9,0,1\n8,1,\n9,0,\n7,1,2\n" * 5)
    words = ["--time", "time", "--event", "event", "--begun", "begun", "--window", "3"]
    found = ask("cloning", file, *words, "--at", "8")
    assert "effective sample size" in found["refused"]
    assert found["estimate"] is found["risk_difference"] is None
    assert "nobody" in ask("cloning", file, *words, "--at", "30")["refused"].lower()
    file.write_text("time,event,begun\n5,1,-1\n4,maybe,2\n")
    said = refuse("cloning", file, *words, "--at", "4")
    assert "row 1, [begun]" in said
    assert "row 2, [event]" in said
    assert "above zero" in refuse("cloning", file, *words[:-1], "0", "--at", "4")


@pytest.mark.slow
def test_the_interval_holds_the_truth_as_often_as_it_says():
    begin, do_not = truth(ratio=0.5)
    estimates, errors = [], []
    for seed in range(1000, 1120):
        told = invented(800, seed, ratio=0.5)
        begun = np.where(np.isnan(told["begun"]), NEVER, told["begun"])
        some = people(told["time"], told["event"], begun, told["steady"][:, None])
        drawn, _, _ = redraw(
            some, np.arange(800), window=180, at=730, draws=60, seed=seed, told=lambda _, __: None
        )
        found = compare(some, window=180, at=730)
        estimates.append(found.survival[1] - found.survival[0])
        errors.append((drawn[:, 1] - drawn[:, 0]).std(ddof=1))
    away = np.array(estimates) - (begin - do_not)
    # Of 120 studies at 95 %, 108 to 119 in all but one of two hundred.
    assert 0.9 <= (np.abs(away) < 1.96 * np.array(errors)).mean() <= 0.992
    assert abs(away.mean()) < 3 * np.std(estimates) / np.sqrt(len(estimates))
    assert np.mean(errors) == pytest.approx(np.std(estimates), rel=0.2)
