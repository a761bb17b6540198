"""Scores before and after are compared as published, and those not measured again are never forgotten."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.command.evidence import command
from amends.evidence.change import (
    imputed_change,
    mean_change,
    not_measured_again,
    reliable_change_index,
    tipping_point,
)


def changed(tmp_path, rows, instrument="pcl5", status=0):
    file = tmp_path / "scores.csv"
    file.write_text("person,first,second\n" + "\n".join(rows) + "\n")
    words = ["--id", "person", "--before", "first", "--after", "second", "--instrument", instrument, "--json"]
    ran = CliRunner().invoke(command, ["change", "--input", str(file), *words])
    assert ran.exit_code == status, ran.output
    return json.loads(ran.stdout) if status == 0 else ran.stderr


def test_every_published_size_of_change_is_counted_in_both_directions(tmp_path):
    rows = ["a,50,32", "b,50,35", "c,50,40", "d,50,45", "e,50,50", "f,50,60", "g,40,"]
    answer = changed(tmp_path, rows)
    counted = {one["points"]: (one["better"], one["worse"], one["neither"]) for one in answer["thresholds"]}
    assert counted == {5: (4, 1, 1), 9: (3, 1, 2), 10: (3, 1, 2), 12: (2, 0, 4), 15: (2, 0, 4), 18: (1, 0, 5)}
    assert (answer["n"], answer["missing"]) == (6, {"person": 0, "first": 0, "second": 1})
    assert answer["not_measured_again"]["n"] == 1
    assert all(one["source"] for one in answer["thresholds"])


def test_the_paired_test_is_that_of_students_sleep():
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    change = mean_change(first, second)
    assert change.estimate == pytest.approx(1.58)
    assert change.t == pytest.approx(4.0621, abs=5e-5)
    assert change.p == pytest.approx(0.002833, abs=5e-7)


def test_the_reliable_change_index_is_that_of_its_authors_example():
    index = reliable_change_index(np.array([47.5]), np.array([32.5]), sd_before=7.5, correlation=0.80)
    assert index[0] == pytest.approx(-3.16, abs=0.005)


def test_a_change_before_and_after_never_says_what_brought_it(tmp_path):
    answer = changed(tmp_path, ["a,50,32", "b,50,35", "c,44,40"])
    assert any("no comparison group" in warning for warning in answer["warnings"])
    assert any("Falling below a cut" in warning for warning in answer["warnings"])


def test_one_pair_is_refused_and_no_pair_is_no_crash(tmp_path):
    assert "two or more" in changed(tmp_path, ["a,50,32", "b,50,"])["refused"]
    assert changed(tmp_path, ["a,50,", "b,,30"])["estimate"] is None


def test_everybody_who_scored_the_same_gives_figures_and_no_crash(tmp_path):
    answer = changed(tmp_path, ["a,50,40", "b,50,40", "c,50,40", "d,50,40", "e,50,"])
    assert answer["estimate"] == -10
    assert answer["imputed"] is None


@pytest.mark.parametrize(
    "rows, where",
    [
        (["a,81,20", "b,3,4"], "row 1, [first]"),
        (["a,20,-1", "b,3,4"], "row 1, [second]"),
        (["a,20,10", "a,3,4"], "row 2, [person]"),
        (["a,20,10", "b,many,4"], "row 2, [first]"),
    ],
)
def test_scores_that_cannot_be_are_named_by_row(tmp_path, rows, where):
    assert where in changed(tmp_path, rows, status=2)


def test_goals_are_compared_by_their_t_scores_and_nothing_is_believed_beyond_all_scores(tmp_path):
    rows = ["a,40,52", "b,50,56", "c,35,48", "d,45,52", "e,41,50", "f,38,", "g,44,"]
    answer = changed(tmp_path, rows, instrument="goals")
    assert answer["estimate"] > 0
    assert answer["better"] == "higher"
    assert answer["tipping_point"] is None or answer["tipping_point"] > 4
    assert "row 1, [first]" in changed(tmp_path, ["a,1e200,3", "b,3,4"], instrument="goals", status=2)
    assert "row 2, [second]" in changed(tmp_path, ["a,1,3", "b,3,1e9"], instrument="cts2", status=2)


def test_those_lost_are_compared_by_welchs_test_as_published():
    """R's sleep: t.test(extra ~ group) prints t = -1.8608, df = 17.776, p = 0.07939, -3.3654832 to 0.2054832."""
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    lost = not_measured_again(first, second)
    assert lost.difference == pytest.approx(-1.58)
    assert lost.p == pytest.approx(0.07939, abs=5e-6)
    assert (lost.lower, lost.upper) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


SCORES = st.sampled_from(["", "NA", "0", "1", "2", "5", "5", "27", "30", "80", "-1", "1.5", "1e200", "many"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["pcl5", "phq9", "gad7", "goals", "justice", "cdrisc", "cts2", "dash"]),
    st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=8),
)
def test_any_scores_are_answered_refused_or_named_as_faults(tmp_path, instrument, pairs):
    file = tmp_path / "any.csv"
    file.write_text(
        "person,first,second\n" + "\n".join(f"p{n},{a},{b}" for n, (a, b) in enumerate(pairs)) + "\n"
    )
    words = ["--id", "person", "--before", "first", "--after", "second", "--instrument", instrument, "--json"]
    ran = CliRunner().invoke(command, ["change", "--input", str(file), *words, "--imputations", "3"])
    assert ran.exit_code in (0, 2), ran.output
    if ran.exit_code == 0:
        answer = json.loads(ran.stdout)
        assert (answer["estimate"] is None) == (answer["refused"] is not None)


def study(seed, people=120, lost=0.3, worse=0.0):
    draws = np.random.default_rng(seed)
    before = draws.normal(45, 12, people)
    after = before - 6 + draws.normal(0, 9, people)
    gone = draws.random(people) < lost
    return before, after + worse * gone, gone


def test_imputing_those_missing_at_random_holds_the_truth_as_often_as_it_says():
    held = 0
    for seed in range(200):
        before, after, gone = study(seed)
        found = imputed_change(before[~gone], after[~gone], before[gone], imputations=10, seed=seed)
        held += found.lower <= -6 <= found.upper
    assert 182 <= held <= 198


def test_the_tipping_point_is_where_the_interval_first_holds_no_change():
    before, after, gone = study(1)
    seen = before[~gone], after[~gone], before[gone]
    points = tipping_point(*seen, furthest=80.0)
    assert imputed_change(*seen, delta=points - 0.05).upper < 0
    assert imputed_change(*seen, delta=points + 0.05).upper >= 0


def test_the_same_seed_gives_the_same_figures():
    before, after, gone = study(2)
    seen = before[~gone], after[~gone], before[gone]
    assert imputed_change(*seen, seed=4) == imputed_change(*seen, seed=4)
    assert imputed_change(*seen, seed=4) != imputed_change(*seen, seed=5)
