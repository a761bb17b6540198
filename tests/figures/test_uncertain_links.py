"""Links that may be wrong widen an interval, and rates of error that differ between groups move a comparison."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.evidence.faults import BadInput
from amends.evidence.linkage.uncertainty import (
    Rates,
    corrected_share,
    difference_by_rates,
    draw_links,
    over_links,
    pool,
)

PAIRS = [
    ("a", "x", 0.999, 10.0, None),
    ("b", "y", 0.60, 0.6, None),
    ("b", "z", 0.55, 0.3, None),
    ("c", "z", 0.50, 0.0, "same"),
    ("d", "w", 0.90, 3.2, "different"),
]


@pytest.fixture
def candidates(tmp_path):
    """Writes five candidates, of which a reviewer decided two."""
    heads = ("unique_id_l", "unique_id_r", "match_probability", "match_weight", "decision")
    path = tmp_path / "links.candidates.parquet"
    pq.write_table(pa.table(dict(zip(heads, zip(*PAIRS, strict=True), strict=True))), path)
    return path


def test_a_pair_is_drawn_as_often_as_it_is_probable_and_a_decision_stands(candidates):
    drawn = [links.to_pylist() for links in draw_links(candidates, draws=2000, seed=1, one_to_one=False)]

    def share(left, right):
        return sum({"unique_id_l": left, "unique_id_r": right} in links for links in drawn) / len(drawn)

    assert share("b", "y") == pytest.approx(0.6, abs=0.04)
    assert share("b", "z") == pytest.approx(0.55, abs=0.04)
    assert share("c", "z") == 1
    assert share("d", "w") == 0


def test_one_to_one_draws_nobody_twice_and_the_same_seed_draws_the_same(candidates):
    drawn = [links.to_pylist() for links in draw_links(candidates, draws=200, seed=7)]
    for links in drawn:
        for side in ("unique_id_l", "unique_id_r"):
            assert len({link[side] for link in links}) == len(links)
    assert drawn == [links.to_pylist() for links in draw_links(candidates, draws=200, seed=7)]
    assert drawn != [links.to_pylist() for links in draw_links(candidates, draws=200, seed=8)]


def test_a_file_that_holds_no_candidates_is_refused(tmp_path):
    (tmp_path / "other.parquet").write_text("nothing")
    with pytest.raises(BadInput, match="candidates"):
        next(draw_links(tmp_path / "other.parquet", draws=1, seed=1))


def test_doubt_about_links_widens_the_interval_and_no_doubt_leaves_it(candidates):
    def how_many(links: pa.Table) -> tuple[float, float]:
        return float(links.num_rows), 0.25

    doubted = over_links(candidates, how_many, draws=50, seed=1)
    assert doubted.se > 0.5
    assert 0 < doubted.doubt < 1
    sure = pool([3.0, 3.0], [0.25, 0.25])
    assert (sure.estimate, sure.se, sure.df, sure.doubt) == (3.0, 0.5, math.inf, 0.0)
    assert sure.upper == pytest.approx(3 + 1.959964 * 0.5)
    with pytest.raises(ValueError, match="two data sets"):
        pool([1.0], [1.0])


@given(st.floats(0, 1), st.floats(0, 0.4), st.floats(0, 0.4))
def test_correcting_takes_back_exactly_what_the_errors_did(true, false, missed):
    shown = false * (1 - true) + (1 - missed) * true
    corrected = corrected_share(min(1.0, shown), Rates(false, missed))
    # At the very ends rounding alone may contradict the rates.
    assert (corrected is None and min(true, 1 - true) < 1e-9) or corrected == pytest.approx(true, abs=1e-9)


def test_a_share_that_the_rates_could_not_show_is_not_corrected():
    assert corrected_share(0.01, Rates(false=0.05, missed=0.0)) is None
    assert corrected_share(0.3, Rates(false=0.5, missed=0.5)) is None
    with pytest.raises(ValueError, match="from 0 to 1"):
        corrected_share(1.2, Rates(0, 0))


def test_rates_that_differ_between_groups_can_make_a_difference_where_there_is_none():
    # Both groups re-offend at 40 %, but of the first a quarter is missed.
    shown = (0.4 * 0.75, 0.4)
    naive, _ = difference_by_rates(shown, (90, 90), (Rates(0, 0), Rates(0, 0)))
    known, error = difference_by_rates(shown, (90, 90), (Rates(0, 0.25), Rates(0, 0)))
    assert naive == pytest.approx(-0.1)
    assert known == pytest.approx(0, abs=1e-12)
    assert error > math.sqrt(0.3 * 0.7 / 90 + 0.4 * 0.6 / 90)


def test_the_interval_over_links_holds_the_truth_as_often_as_it_says():
    chance = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        made = 5 + chance.normal(0, 1) + chance.normal(0, 0.7, 20)
        pooled = pool(made.tolist(), [1.0] * 20)
        held += pooled.lower <= 5 <= pooled.upper
    assert held / 400 > 0.93
