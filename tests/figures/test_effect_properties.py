"""Whatever the file, an effect depends on what it is of, and not on how it is written down."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.evidence.effects import balance
from amends.evidence.effects.comparing import METHODS, Means, by_method
from amends.evidence.effects.e_value import from_hazard_ratio, from_odds_ratio, of_ratio
from amends.evidence.effects.standard_errors import error
from amends.evidence.effects.weighting import by_entropy, effective_rows

NAMES = ["x", "z"]
ASKED = [(method, estimand) for method, estimands in METHODS.items() for estimand in estimands]
seeds = st.integers(0, 10**6)


def drawn(seed: int, *, binary: bool = False, n: int = 160) -> dict[str, Any]:
    """Draw rows in which treatment leans on covariates, and no group is without overlap or events."""
    draw = np.random.default_rng(seed)
    matrix = np.column_stack([draw.normal(size=n), draw.integers(0, 2, n)])
    treated = (draw.random(n) < 1 / (1 + np.exp(-0.5 * matrix[:, 0]))).astype(float)
    outcome = treated + matrix @ [0.8, -0.4] + draw.normal(size=n)
    return {
        "outcome": (outcome > 0.4).astype(float) if binary else outcome,
        "treated": treated,
        "matrix": matrix,
        "names": NAMES,
        "binary": binary,
    }


def same(one: Means, other: Means, *, scale: float = 1.0) -> None:
    assert other.values == pytest.approx(one.values * scale, rel=1e-7, abs=1e-9)
    for part in ("se", "se_full"):
        first, last = getattr(one.difference(), part), getattr(other.difference(), part)
        assert last == pytest.approx(first * abs(scale), rel=1e-6)


@pytest.mark.parametrize("method, estimand", ASKED)
@settings(max_examples=8, deadline=None)
@given(seed=seeds, binary=st.booleans(), size=st.floats(1e-6, 1e6), shift=st.floats(-1e4, 1e4))
def test_neither_the_order_of_rows_nor_the_unit_of_a_covariate_matters(
    *, method: str, estimand: str, seed: int, binary: bool, size: float, shift: float
):
    rows = drawn(seed, binary=binary)
    first = by_method(method, estimand, **rows)
    order = np.random.default_rng(seed).permutation(len(rows["treated"]))
    mixed = {name: rows[name][order] for name in ("outcome", "treated", "matrix")}
    same(first, by_method(method, estimand, **rows | mixed))
    rescaled = rows["matrix"] * [size, 1] + [shift * size, 0]
    same(first, by_method(method, estimand, **rows | {"matrix": rescaled}))
    turned = rows["matrix"] @ [[1, 0.5], [-2, 1]]
    same(first, by_method(method, estimand, **rows | {"matrix": turned}))
    if not binary:
        same(first, by_method(method, estimand, **rows | {"outcome": 3 * rows["outcome"]}), scale=3)


@pytest.mark.parametrize("method, estimand", [one for one in ASKED if one[1] != "att"])
@settings(max_examples=8, deadline=None)
@given(seed=seeds, binary=st.booleans())
def test_the_other_way_round_an_effect_has_the_other_sign(
    *, method: str, estimand: str, seed: int, binary: bool
):
    rows = drawn(seed, binary=binary)
    first = by_method(method, estimand, **rows).difference()
    turned = by_method(method, estimand, **rows | {"treated": 1 - rows["treated"]}).difference()
    assert turned.estimate == pytest.approx(-first.estimate, rel=1e-7, abs=1e-9)
    assert turned.se_full == pytest.approx(first.se_full, rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, binary=st.booleans())
def test_groups_as_offered_are_the_difference_of_their_means(*, seed: int, binary: bool):
    rows = drawn(seed, binary=binary)
    found = by_method("itt", "ate", **rows).difference()
    groups = [rows["outcome"][rows["treated"] == group] for group in (1, 0)]
    assert found.estimate == pytest.approx(groups[0].mean() - groups[1].mean())
    assert found.se == found.se_full
    assert found.se == pytest.approx(np.sqrt(sum(group.var() / len(group) for group in groups)))


@pytest.mark.parametrize("estimand", ["att", "ate"])
@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_entropy_weights_give_exactly_the_means_that_were_asked_for(estimand: str, seed: int):
    rows = drawn(seed)
    treated, matrix = rows["treated"], rows["matrix"]
    weights = by_entropy(treated, matrix, NAMES, estimand=estimand).weights
    target = matrix[treated == 1].mean(axis=0) if estimand == "att" else matrix.mean(axis=0)
    for group in (1, 0):
        own = weights[treated == group]
        assert (own > 0).all()
        assert own.sum() == pytest.approx((treated == group).sum())
        assert np.average(matrix[treated == group], axis=0, weights=own) == pytest.approx(target, abs=1e-8)


@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_overlap_weights_balance_means_exactly_and_implied_weights_do_too(seed: int):
    rows = drawn(seed)
    for method, estimand in (("ipw", "ato"), ("regression", "ate"), ("regression", "att")):
        weights = by_method(method, estimand, **rows).weighting.weights
        table = balance.records(NAMES, rows["matrix"], rows["treated"], weights, estimand=estimand)
        assert max(abs(record["after"]) for record in table) < 1e-7


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=40))
def test_no_weights_are_worth_more_rows_than_there_are(weights: list[float]):
    assert 1 - 1e-9 <= effective_rows(np.array(weights)) <= len(weights) + 1e-9


@settings(max_examples=20, deadline=None)
@given(seed=seeds, size=st.integers(2, 5))
def test_rows_that_are_there_several_times_over_count_once_in_their_cluster(seed: int, size: int):
    rows = drawn(seed, n=80)
    many = {name: np.repeat(rows[name], size, axis=0) for name in ("outcome", "treated", "matrix")}
    once, often = by_method("ipw", "ate", **rows), by_method("ipw", "ate", **rows | many)
    clusters = np.repeat(np.arange(80), size)
    assert often.difference(clusters).se_full == pytest.approx(once.difference().se_full, rel=1e-6)
    assert error(once.full[:, 0], np.arange(80)) == pytest.approx(error(once.full[:, 0]))


@given(ratio=st.floats(0.01, 100), width=st.floats(1.01, 3), rare=st.booleans())
def test_an_e_value_is_one_or_more_and_the_same_either_way_round(*, ratio: float, width: float, rare: bool):
    said = of_ratio(ratio, ratio / width, ratio * width, measure="risk ratio")
    other = of_ratio(1 / ratio, 1 / ratio / width, 1 / ratio * width, measure="risk ratio")
    assert 1 <= said["limit"] <= said["estimate"]
    assert said["estimate"] == pytest.approx(other["estimate"])
    assert said["limit"] == pytest.approx(other["limit"])
    for bring in (from_odds_ratio, from_hazard_ratio):
        # A conversion never makes an effect larger, nor changes its side.
        assert abs(np.log(bring(ratio, rare=rare))) <= abs(np.log(ratio)) + 1e-12
        assert (bring(ratio, rare=rare) > 1) == (ratio > 1) or ratio == 1


def test_an_e_value_of_no_interval_is_not_known():
    assert np.isnan(of_ratio(2.0, float("nan"), float("nan"), measure="risk ratio")["limit"])
    assert np.isnan(from_hazard_ratio(0.0, rare=False))
