"""An interval by cluster holds the truth as often as it says, also with few clusters of unlike sizes."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from shared_data import ask

from amends.evidence.effects.comparing import Inference, weighted_means
from amends.evidence.effects.standard_errors import FewClusters, few_clusters
from amends.evidence.effects.weighting import known


def test_with_many_clusters_it_is_the_normal_interval_and_with_few_it_is_wider():
    few = FewClusters(5.0, math.sqrt(6 / 5))
    normal, many, wide = (Inference(1.0, 0.5, 0.5, one) for one in (None, FewClusters(5000.0, 1.0001), few))
    assert many.limits == pytest.approx(normal.limits, abs=1e-3)
    assert many.p == pytest.approx(normal.p, abs=1e-3)
    half = stats.t.isf(0.025, 5) * 0.5 * math.sqrt(6 / 5)
    assert wide.limits == pytest.approx((1 - half, 1 + half))
    assert wide.p == pytest.approx(2 * stats.t.sf(2 / math.sqrt(6 / 5), 5))


def test_clusters_of_one_size_count_each_and_unlike_ones_for_fewer():
    treated, even = np.tile([1, 0], 60), np.repeat(np.arange(12), 10)
    # Both groups in every cluster.
    assert few_clusters(treated, even) == pytest.approx((11, math.sqrt(12 / 11)))
    # Six clusters each: as in a t test of twelve means.
    assert few_clusters((even < 6).astype(int), even) == pytest.approx((10, math.sqrt(6 / 5)))
    # Nearly all rests on the two treated clusters.
    assert few_clusters((even < 2).astype(int), even).df < 2
    uneven = np.where(np.arange(120) < 80, 0, even)
    assert few_clusters(treated, uneven).df < 2


@pytest.mark.parametrize("by", ["within clusters", "by cluster"])
@pytest.mark.parametrize("unlike", [False, True])
def test_the_interval_holds_no_effect_at_least_93_times_in_100(by, unlike):
    draws, held, old = np.random.default_rng(8), [], []
    for _ in range(600):
        sizes = (
            np.maximum(3, draws.multinomial(180, draws.dirichlet(np.ones(8)))) if unlike else np.full(8, 22)
        )
        cluster = np.repeat(np.arange(8), sizes)
        own = draws.permutation(np.repeat([0, 1], 4))[cluster]
        treated = own if by == "by cluster" else (draws.random(len(cluster)) < 0.5).astype(int)
        shift = draws.normal(0, 0.4, (2, 8))
        outcome = shift[0][cluster] + treated * shift[1][cluster] * (by != "by cluster")
        outcome = outcome + draws.normal(0, 0.9, len(cluster))
        means = weighted_means(outcome, treated, known(np.ones(len(treated))))
        # Means by themselves do not know who is treated.
        plain = means.difference(cluster)
        few = replace(plain, few=few_clusters(treated, cluster))
        held.append(few.limits[0] < 0 < few.limits[1])
        old.append(plain.limits[0] < 0 < plain.limits[1])
    assert np.mean(held) > 0.93
    assert np.mean(old) < 0.91


def test_an_answer_by_cluster_says_how_many_clusters_it_rests_on(tmp_path):
    draws = np.random.default_rng(2)
    cluster, treated = np.repeat(np.arange(8), 20), np.tile([0, 1], 80)
    outcome = draws.normal(0, 1, 8)[cluster] + 0.4 * treated + draws.normal(0, 1, 160)
    file = tmp_path / "people.csv"
    rows = zip(treated, outcome, cluster, strict=True)
    file.write_text("a,y,g\n" + "".join(f"{a},{y},{g}\n" for a, y, g in rows))
    words = ["--treatment", "a", "--outcome", "y", "--method", "itt"]
    alone, together = ask("effect", file, *words), ask("effect", file, *words, "--cluster", "g")
    assert together["df"] == pytest.approx(7)
    assert "df" not in alone
    width = stats.t.isf(0.025, 7) * together["se_full"] * math.sqrt(8 / 7)
    assert together["upper"] - together["estimate"] == pytest.approx(width)
    assert any("8 clusters" in warning for warning in together["warnings"])


def test_few_clusters_stay_few_over_draws_of_the_links(tmp_path):
    draws = np.random.default_rng(4)
    cluster, treated = np.repeat(np.arange(8), 20), np.tile([0, 1], 80)
    outcome = draws.normal(0, 1, 8)[cluster] + 0.4 * treated + draws.normal(0, 1, 160)
    file = tmp_path / "people.csv"
    rows = [f"{a},{y},{g}" for a, y, g in zip(treated, outcome, cluster, strict=True)]
    file.write_text("\n".join(["a,y,g,d", *(f"{row},{draw}" for draw in (1, 2) for row in rows)]) + "\n")
    words = ["--treatment", "a", "--outcome", "y", "--method", "itt", "--cluster", "g"]
    whole = ask("effect", file, *words, "--draw", "d")
    (tmp_path / "one.csv").write_text("\n".join(["a,y,g", *rows]) + "\n")
    single = ask("effect", tmp_path / "one.csv", *words)
    assert whole["se_full"] == pytest.approx(single["se_full"])
    assert single["df"] == pytest.approx(7)
    # Barnard and Rubin keep a little less than the degrees of freedom of a file that misses nothing: 8 / 10 of 7.
    half = stats.t.isf(0.025, 5.6) * single["se_full"] * math.sqrt(8 / 7)
    assert whole["upper"] - whole["estimate"] == pytest.approx(half)
    assert whole["p"] > single["p"]
