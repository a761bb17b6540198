"""Incidences, Gray's test and Fine and Gray's model equal results that nobody here computed."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from amends.evidence.competing.comparing import compare_incidence
from amends.evidence.competing.incidence import cumulative_incidence, incidence_at
from amends.evidence.competing.subdistribution import SubdistributionLikelihood
from amends.evidence.maximizing import NoEstimate
from amends.evidence.survival.curves import kaplan_meier, survival_at
from amends.evidence.survival.hazards import PartialLikelihood
from amends.evidence.survival.rows import rows_of
from tests.figures.shared_data import ask, refuse, shared

# The rows that the tests of R's package cmprsk (version 2.2-9, R 3.6.1) draw with their seed; the figures below
# are what it prints of them: test.Rout.save.
ROWS = Path(__file__).with_name("cmprsk.csv")
COMMON = ("competing", ROWS, "--time", "time", "--event", "cause")


def curve(answer: dict, group: str, cause: str) -> tuple[list, list]:
    """Estimates and variances of one group and cause, in the order of time."""
    found = [record for record in answer["incidence"] if (record["group"], record["cause"]) == (group, cause)]
    return [record["estimate"] for record in found], [record["variance"] for record in found]


def same(found: list, printed: list) -> None:
    """What is printed is what was found; None where there is nothing to say."""
    assert [value is None for value in found] == [value is None for value in printed]
    known = [(one, other) for one, other in zip(found, printed, strict=True) if other is not None]
    assert [one for one, _ in known] == pytest.approx([other for _, other in known], rel=2e-7)


def test_incidences_and_variances_are_those_that_cmprsk_prints():
    answered = ask(*COMMON, "--cause", "1", "--at", "1,2,3,4,5")
    assert (answered["n"], answered["events"], answered["gray"]) == (
        100,
        answered["events_by_cause"]["1"],
        None,
    )
    estimates, variances = curve(answered, "all", "1")
    same(estimates, [0.2352861, 0.3287068, 0.4247898, 0.4247898, 0.4247898])
    same(variances, [0.002062112, 0.002957844, 0.004170634, 0.004170634, 0.004170634])
    estimates, variances = curve(answered, "all", "2")
    same(estimates, [0.2567862, 0.3931580, 0.4631781, 0.4911861, 0.4911861])
    same(variances, [0.002190305, 0.003273248, 0.004004514, 0.004369940, 0.004369940])


def test_groups_are_compared_as_cmprsk_compares_them():
    answered = ask(*COMMON, "--cause", "2", "--by", "group", "--strata", "stratum", "--at", "1,2,3,4,5")
    tests = {test["cause"]: test for test in answered["gray"]}
    assert tests["1"]["statistic"] == pytest.approx(3.393977, abs=5e-7)
    assert tests["1"]["p"] == pytest.approx(0.1832345, abs=5e-8)
    assert tests["2"]["statistic"] == pytest.approx(1.989511, abs=5e-7)
    assert (tests["1"]["df"], tests["2"]["df"]) == (2, 2)
    same(curve(answered, "a", "1")[0], [0.1311269, 0.2699184, 0.3420625, 0.3420625, 0.3420625])
    same(curve(answered, "b", "2")[0], [0.3117647, 0.5878431, None, None, None])
    same(curve(answered, "c", "1")[1], [0.009854126, 0.012351948, 0.015575726, None, None])
    same(curve(answered, "c", "2")[1], [0.006497566, 0.007867543, 0.007867543, None, None])
    assert any("Group [b] was observed until" in warning for warning in answered["warnings"])


@pytest.mark.parametrize(
    "time, group, rows, statistics",
    [
        ("other_time", "group", 100, (1.214132, 3.269462)),
        ("other_time", "group_known", 100, (1.008453, 2.728735)),
        ("time", "group_known", 80, (4.716769, 2.696396)),
    ],
)
def test_the_comparison_leaves_out_rows_whose_group_is_not_known(tmp_path, time, group, rows, statistics):
    path = tmp_path / "some.csv"
    path.write_text("\n".join(ROWS.read_text().splitlines()[: rows + 1]))
    answered = ask(
        *("competing", path, "--time", time, "--event", "cause", "--cause", "1"),
        *("--by", group, "--strata", "stratum", "--at", "1"),
    )
    assert [test["statistic"] for test in answered["gray"]] == pytest.approx(statistics, abs=5e-7)
    assert answered["missing"][group] == rows - answered["n"] == (3 if group == "group_known" else 0)


def test_the_model_of_the_incidence_is_the_one_that_cmprsk_prints():
    three = ask(*COMMON, "--cause", "1", "--finegray", "x1,x2,x3")
    assert (three["n"], three["missing"]["x1"]) == (97, 3)
    found = {record["term"]: (record["estimate"], record["se"]) for record in three["finegray"]}
    printed = {"x1": (-0.29130, 0.3698), "x2": (-0.06346, 0.3566), "x3": (-0.47510, 0.3544)}
    for term, (estimate, error) in printed.items():
        assert found[term] == (pytest.approx(estimate, abs=5e-5), pytest.approx(error, abs=5e-5))
    assert three["loglik"]["null"] == pytest.approx(-125, abs=0.5)
    (one,) = ask(*COMMON, "--cause", "1", "--finegray", "x1")["finegray"]
    assert (one["estimate"], one["se"]) == (pytest.approx(-0.1753, abs=5e-5), pytest.approx(0.354, abs=5e-4))
    assert round(one["p"], 2) == 0.62
    # A sceptic asks how strong an unmeasured cause would have to be.
    assert one["e_value"] > one["e_value_limit"] == 1


def test_the_example_worked_by_hand_is_as_published():
    path = shared("competing_risks/finegray_fixture_14.csv")
    answered = ask(
        *("competing", path, "--time", "time", "--event", "status", "--cause", "type1", "--censored", "cen"),
        *("--at", "1,2,4,5,8,10", "--finegray", "x"),
    )
    first, second = curve(answered, "all", "type1")[0], curve(answered, "all", "type2")[0]
    assert [first[place] for place in (0, 2, 3, 5)] == pytest.approx(
        [0.07143, 0.14935, 0.24675, 0.48052], abs=5e-6
    )
    assert [second[place] for place in (1, 3, 4)] == pytest.approx([0.07143, 0.16883, 0.28571], abs=5e-6)
    assert (answered["n"], answered["events"]) == (14, 4)
    assert any("fewer than 10" in warning for warning in answered["warnings"])


def test_whoever_has_an_event_at_a_time_is_at_risk_of_being_censored_then():
    # By hand, of the 14 people above: censored are 1 of 12 at 3, 2 of 11 at 4, 1 of 6 at 6, 1 of 5 at 8, 1 of 3 at 9,
    # as `cmprsk::crr` counts. (R's `survival::finegray` takes the events of the same time away first.)
    time = np.array([1, 2, 3, 4, 4, 4, 5, 5, 6, 8, 8, 9, 10, 12.0])
    cause = np.array([1, 2, 0, 1, 0, 0, 2, 1, 0, 0, 2, 0, 1, 0])
    likelihood = SubdistributionLikelihood(time, cause, 1, np.zeros((14, 1)))
    kept = np.cumprod([1, 11 / 12, 9 / 11, 5 / 6, 4 / 5, 2 / 3])
    assert likelihood.kept_at == pytest.approx(kept[[0, 1, 2, 5]])
    assert likelihood.kept_own[[1, 6, 10]] == pytest.approx(kept[[0, 2, 3]])


def test_a_cause_that_never_happens_has_an_exact_limit_and_no_model(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("t,c,x\n" + "".join(f"10,0,{x}\n" for x in range(30)))
    answered = ask(
        *(
            "competing",
            path,
            "--time",
            "t",
            "--event",
            "c",
            "--cause",
            "death",
            "--finegray",
            "x",
            "--at",
            "5,10",
        ),
    )
    assert (answered["n"], answered["events"], answered["events_by_cause"]) == (30, 0, {"death": 0})
    assert [record["estimate"] for record in answered["incidence"]] == [0, 0]
    # Clopper and Pearson for 0 of 30: the tables' 11.6 %.
    assert [limit["risk_upper"] for limit in answered["limits_without_events"]] == pytest.approx(
        [0.116] * 2, abs=5e-4
    )
    assert [(one["lower"], one["upper"]) for one in answered["incidence"]] == [
        (0, limit["risk_upper"]) for limit in answered["limits_without_events"]
    ]
    assert answered["finegray"] is None
    assert "no event of the cause" in answered["refused"]
    # Whoever mistyped a cause is told which there are.
    other = ask(*COMMON, "--cause", "death", "--at", "1", "--by", "group")
    assert "No row holds the cause [death]; there are [0], [1], [2]." in other["warnings"]
    assert (other["refused"], other["events"]) == (None, 0)
    assert next(test for test in other["gray"] if test["cause"] == "death")["statistic"] is None
    for censored in ("0", "0.0"):
        assert "cannot be both" in refuse(*COMMON, "--cause", "0", "--censored", censored)
    assert any(
        "nobody counts as censored" in one
        for one in ask(*COMMON, "--cause", "1", "--censored", "c")["warnings"]
    )


def test_what_is_censored_at_time_zero_counts_as_crr_counts_it():
    # Before zero is nothing, so that what R's `crr` reads just before it is what stands at it.
    time, cause = np.array([0, 0, 0, 2, 3, 4.0]), np.array([0, 1, 2, 1, 0, 1])
    likelihood = SubdistributionLikelihood(time, cause, 1, np.zeros((6, 1)))
    assert likelihood.kept_at == pytest.approx([5 / 6, 5 / 6, 5 / 6 / 2])
    assert likelihood.kept_own[2] == pytest.approx(5 / 6)


def test_the_cumulative_hazard_of_each_cause_stands_beside_its_incidence_with_limits(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("t,c\n" + "1,1\n2,2\n3,1\n4,0\n")
    answered = ask("competing", path, "--time", "t", "--event", "c", "--cause", "1", "--at", "0.5,3")
    before, after = (one for one in answered["cause_specific_hazard"] if one["cause"] == "1")
    assert (before["estimate"], before["lower"], before["upper"]) == (0, None, None)
    # By hand: 1/4 + 1/2, its variance 1/16 + 1/4, and limits that are it times exp(+- 1.96 se / it).
    hazard, error = 0.75, math.sqrt(5 / 16)
    assert (after["estimate"], after["se"]) == pytest.approx((hazard, error))
    reach = math.exp(1.959964 * error / hazard)
    assert (after["lower"], after["upper"]) == pytest.approx((hazard / reach, hazard * reach), rel=1e-6)


def test_a_group_without_the_event_gets_an_exact_limit(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("t,c,g\n" + "10,0,a\n" * 30 + "5,1,b\n6,2,b\n")
    answered = ask(
        "competing", path, "--time", "t", "--event", "c", "--cause", "1", "--by", "g", "--at", "10"
    )
    limit = next(limit for limit in answered["limits_without_events"] if limit["cause"] == "1")
    assert (limit["group"], limit["followed"], limit["risk_upper"]) == (
        "a",
        30,
        pytest.approx(0.116, abs=5e-4),
    )


def test_a_model_without_a_highest_likelihood_is_refused(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("t,c,x\n" + "".join(f"{t},{1 if t % 2 else 2},{t % 2}\n" for t in range(1, 30)))
    answered = ask(
        "competing", path, "--time", "t", "--event", "c", "--cause", "1", "--finegray", "x", "--at", "9"
    )
    assert "[x]" in answered["refused"]
    assert (answered["finegray"], answered["loglik"]) == (None, None)
    assert answered["incidence"]


def test_groups_that_cannot_be_compared_have_no_statistic(tmp_path):
    # All of one group have the event before any of the other, so that in the end there is nothing to divide by.
    path = tmp_path / "p.csv"
    path.write_text("t,c,g\n1,1,a\n1,1,a\n2,1,b\n3,1,b\n")
    (test,) = ask("competing", path, "--time", "t", "--event", "c", "--cause", "1", "--by", "g")["gray"]
    assert test == {"cause": "1", "statistic": None, "df": 1, "p": None}


lives = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2), st.integers(0, 2)), min_size=10, max_size=50)


def parts(rows: list[tuple]) -> list[np.ndarray]:
    """Times, causes and groups; the groups that are there are numbered without gaps."""
    time, cause, group = (np.array(part) for part in zip(*rows, strict=True))
    return [time.astype(float), cause, np.unique(group, return_inverse=True)[1]]


@settings(max_examples=80, deadline=None)
@given(lives)
def test_incidences_and_the_share_without_any_event_make_a_whole(rows):
    time, cause, _ = parts(rows)
    at = np.arange(10.0)
    free = survival_at(kaplan_meier(rows_of(time, cause > 0)), at).estimate
    first, second = (incidence_at(cumulative_incidence(time, cause, of), at)[0] for of in (1, 2))
    known = at <= time.max()
    assert (free + first + second)[known] == pytest.approx(np.ones(known.sum()))


@settings(max_examples=80, deadline=None)
@given(lives)
def test_without_another_cause_an_incidence_is_what_is_missing_from_the_curve(rows):
    time, cause, group = parts([(time, min(cause, 1), group) for time, cause, group in rows])
    at = np.arange(time.max())
    curve_of_all = survival_at(kaplan_meier(rows_of(time, cause > 0)), at)
    estimate, variance = incidence_at(cumulative_incidence(time, cause, 1), at)
    assert estimate == pytest.approx(1 - curve_of_all.estimate, abs=1e-12)
    # Without ties the variance is nearly Greenwood's; with them the two correct differently.
    assert (variance >= -1e-12).all()
    x = (group > 0).astype(float)[:, None]
    try:
        fine, cox = (
            SubdistributionLikelihood(time, cause, 1, x),
            PartialLikelihood(rows_of(time, cause > 0), x, "breslow"),
        )
        fitted, peer = fine.fit(["x"]), cox.fit(["x"])
    except NoEstimate:
        return
    assert fitted.coefficients == pytest.approx(peer.coefficients, rel=1e-6, abs=1e-8)


def test_a_group_in_which_nobody_is_left_divides_nothing_by_nothing():
    time, cause = np.array([1.0, 1, 2, 2]), np.array([2, 0, 1, 1])
    found = compare_incidence(time, cause, np.array([0, 0, 1, 1]), 1, np.zeros(4, dtype=int))
    assert found.df == 1
    assert not np.isinf(found.statistic)


@settings(max_examples=80, deadline=None)
@given(lives, st.randoms(use_true_random=False), st.sampled_from([0.25, 30.4375]))
def test_neither_the_order_of_rows_nor_the_unit_of_time_nor_the_names_of_groups_matter(rows, random, unit):
    time, cause, group = parts(rows)
    count = group.max() + 1
    assume(count > 1)
    order = np.array(random.sample(range(len(rows)), len(rows)))
    strata = np.arange(len(rows)) % 2
    one = compare_incidence(time, cause, group, 1, strata)
    other = compare_incidence(time[order] * unit, cause[order], (count - 1 - group)[order], 1, strata[order])
    if np.isfinite(one.statistic) and np.isfinite(other.statistic):
        assert other.statistic == pytest.approx(one.statistic, rel=1e-6, abs=1e-9)
    first, second = (
        cumulative_incidence(time, cause, 1),
        cumulative_incidence(time[order] * unit, cause[order], 1),
    )
    assert second.estimate == pytest.approx(first.estimate, abs=1e-12)
    assert second.variance == pytest.approx(first.variance, abs=1e-12)


def test_the_variance_of_the_model_is_what_its_definition_says_also_for_ties():
    # The sums of Fine and Gray (1999), section 3, row by row and without any short cut.
    draws = np.random.default_rng(5)
    time, cause = draws.integers(0, 9, 40).astype(float), draws.integers(0, 3, 40)
    x = draws.normal(size=(40, 2))
    likelihood = SubdistributionLikelihood(time, cause, 1, x)
    fitted = likelihood.fit(["a", "b"])
    risk = np.exp(x @ fitted.coefficients)
    kept = np.array([
        np.prod([1 - ((time == u) & (cause == 0)).sum() / (time >= u).sum() for u in set(time[(cause == 0) & (time < t)])])
        for t in time
    ])  # fmt: skip
    events = np.flatnonzero(cause == 1)
    # Weight of row i at event k, the mean of the covariates there, and the hazard's increment.
    weight = np.array([
        [risk[i] if time[i] >= time[k] else risk[i] * kept[k] / kept[i] if cause[i] == 2 else 0 for k in events]
        for i in range(40)
    ])  # fmt: skip
    pace = 1 / weight.sum(axis=0)
    mean = (weight * pace).T @ x
    eta = np.array([
        (x[i] - mean[list(events).index(i)] if cause[i] == 1 else 0)
        - sum(weight[i, k] * pace[k] * (x[i] - mean[k]) for k in range(len(events)))
        for i in range(40)
    ])  # fmt: skip

    def q(u: float) -> np.ndarray:
        total = np.zeros(2)
        for place, k in enumerate(events):
            if time[k] >= u:
                for i in np.flatnonzero((time < u) & (cause == 2)):
                    total += weight[i, place] * pace[place] * (x[i] - mean[place])
        return total

    psi = np.array([
        (q(time[i]) / (time >= time[i]).sum() if cause[i] == 0 else np.zeros(2))
        - sum((q(u) / (time >= u).sum() ** 2 for u in time[(cause == 0) & (time <= time[i])]), start=np.zeros(2))
        for i in range(40)
    ])  # fmt: skip
    moved = (eta + psi) @ fitted.variance
    assert likelihood.robust_variance(fitted) == pytest.approx(moved.T @ moved, rel=1e-9)
