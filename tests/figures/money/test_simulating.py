"""Draws: what they answer is what is known of their distributions, and how sure they are is told with them."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.money.model.distributions import Counts, Empirical, Lognormal, Pert
from amends.money.model.drawing import EDGE, Group, normal_scores, values_at
from amends.money.model.intervals import limits_of
from amends.money.model.loading import load_scenario, published_scenario
from amends.money.model.results import reckon_exactly, table
from amends.money.model.scenario import Correlation, Quantity
from amends.money.model.simulating import NotPossible, simulate
from tests.figures.money.writing import EXAMPLE, reading_of, written

FULL = load_scenario(EXAMPLE).reading("followed_for_ten")


def decimals(*values: float) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(value)) for value in values)


def beta_of(distribution: Pert | Counts) -> tuple[float, float, float, float]:
    """Return alpha, beta, lower end and width of the beta distribution that this is."""
    if isinstance(distribution, Counts):
        return float(distribution.found) + 0.5, float(distribution.of - distribution.found) + 0.5, 0.0, 1.0
    least, mode, most = map(float, (distribution.least, distribution.mode, distribution.most))
    span = most - least
    return 1 + 4 * (mode - least) / span, 1 + 4 * (most - mode) / span, least, span


@pytest.mark.parametrize(
    "distribution",
    [
        Pert(*decimals(0, 0.5, 1)),
        Pert(*decimals(2, 2, 9)),
        Pert(*decimals(-1, 3, 3)),
        Pert(*decimals(10, 10.001, 500)),
        Counts(*decimals(0, 5)),
        Counts(*decimals(7, 7)),
        Counts(*decimals(658, 1343)),
        Counts(*decimals(3, 200_000)),
    ],
    ids=str,
)
def test_a_table_gives_the_inverse_distribution_to_a_millionth_of_its_range(distribution):
    alpha, beta, low, span = beta_of(distribution)
    shares = np.concatenate(
        [np.linspace(0, 1, 100_003)[1:-1], 10.0 ** -np.arange(2, 16), 1 - 10.0 ** -np.arange(2, 15)]
    )
    found = values_at(distribution, scipy.stats.norm.ppf(shares))
    assert np.max(np.abs(found - (low + span * scipy.stats.beta.ppf(shares, alpha, beta)))) < 1e-6 * span


@settings(deadline=None, max_examples=30)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 1))
def test_whatever_is_drawn_stays_within_its_limits_and_rises_with_its_score(least, mode, more):
    distribution = Pert(*decimals(least, least + mode, least + mode + more))
    found = values_at(distribution, np.linspace(-EDGE - 2, EDGE + 2, 3001))
    assert np.all(np.diff(found) >= 0)
    assert float(distribution.least) - 1e-12 <= found[0] <= found[-1] <= float(distribution.most) + 1e-12


def test_a_lognormal_has_its_median_and_its_limits_and_what_was_seen_is_drawn_as_often_as_seen():
    lognormal = Lognormal(*decimals(3, 6, 12))
    assert values_at(lognormal, np.array([-1.959963984540054, 0, 1.959963984540054])) == pytest.approx(
        [3, 6, 12]
    )
    expected = scipy.stats.lognorm(s=float(lognormal.sigma), scale=6).mean()
    assert float(lognormal.mean) == pytest.approx(expected, rel=1e-12)
    seen = Empirical(decimals(1, 2, 2, 7))
    values, counts = np.unique(
        values_at(seen, normal_scores(1, 4096, np.random.default_rng(3))[0]), return_counts=True
    )
    assert (list(values), list(counts)) == ([1, 2, 7], [1024, 2048, 1024])
    assert list(values_at(Pert(*decimals(4, 4, 4)), np.array([-9.0, 0.0, 9.0]))) == [4, 4, 4]


def test_ranks_are_correlated_as_the_scenario_says_and_each_input_keeps_its_own_distribution():
    ranks = ((1, 0.6, -0.3), (0.6, 1, 0.2), (-0.3, 0.2, 1))
    forms = (Pert(*decimals(0, 1, 9)), Lognormal(*decimals(3, 6, 12)), Counts(*decimals(3, 9)))
    inputs = [Quantity(str(at), "share", None, "A test", distribution=one) for at, one in enumerate(forms)]
    correlation = Correlation(("0", "1", "2"), tuple(decimals(*row) for row in ranks), "A test")
    scores = normal_scores(3, 1 << 15, np.random.default_rng(5))
    drawn = dict(Group(inputs, correlation).draw(scores))
    for one in range(3):
        for other in range(one):
            found = scipy.stats.spearmanr(drawn[str(one)], drawn[str(other)]).statistic
            assert found == pytest.approx(ranks[one][other], abs=0.01)
    for at, form in enumerate(forms):
        assert drawn[str(at)].mean() == pytest.approx(float(form.mean), rel=0.01)


UNCERTAIN = {
    "completed_share = { value = 0.75, ": "completed_share = { pert = [0.5, 0.8, 0.9], ",
    "convicted_share = { value = 0.9, ": "convicted_share = { counts = [658, 1343], ",
    "prison_share = { value = 0.5, ": "prison_share = { empirical = [0.3, 0.5, 0.9], ",
    "prison_years = { value = 3, ": "prison_years = { lognormal = [2, 4, 8], ",
}


def uncertain(folder):
    """Return the plain scenario, in which four numbers are uncertain and each counts in proportion."""
    text = written()
    for right, other in UNCERTAIN.items():
        assert right in text
        text = text.replace(right, other)
    return reading_of(folder, text)


@pytest.mark.parametrize("seed", range(4))
def test_the_mean_of_the_draws_is_the_known_one_within_three_of_its_errors(tmp_path, seed):
    reading = uncertain(tmp_path)
    # Whoever enters is counted by the year, and each number enters as a factor: the mean is that of the means.
    known = float(reckon_exactly(reading, "average").saving("state"))
    found = simulate(reading, accounting="average", draws=20_000, seed=seed)
    mean, error = found.mean["state"]["saving_cents"], found.se["state"]["saving_cents"]
    assert 0 < error < 1e-3 * abs(known)
    assert abs(mean - known) < 3 * error


def test_variance_shares_of_factors_are_those_of_the_formula(tmp_path):
    reading = uncertain(tmp_path)
    found = {one.keys[0]: one for one in simulate(reading, accounting="average", draws=20_000, seed=1).shares}
    known = {key: moments_of(reading.quantities[key].distribution) for key in found}
    # What is saved is a product of them, less the program: each counts by its squared coefficient of variation.
    assert 0.85 < sum(one.first_order for one in found.values()) < 1
    assert sum(one.total for one in found.values()) > 1
    for one in found.values():
        assert one.first_order <= one.total + 3 * (one.first_order_se + one.total_se)
    years, share = (known[f"otherwise.prison_{name}"] for name in ("years", "share"))
    ratio = found["otherwise.prison_years"].first_order / found["otherwise.prison_share"].first_order
    assert ratio == pytest.approx((years[1] / years[0] ** 2) / (share[1] / share[0] ** 2), rel=0.05)


def moments_of(distribution) -> tuple[float, float]:
    """Return mean and variance, by scipy's own formulas."""
    if isinstance(distribution, Lognormal):
        known = scipy.stats.lognorm(s=float(distribution.sigma), scale=float(distribution.median))
    elif isinstance(distribution, Empirical):
        seen = np.array([float(one) for one in distribution.seen])
        return float(seen.mean()), float(seen.var())
    else:
        alpha, beta, low, span = beta_of(distribution)
        known = scipy.stats.beta(alpha, beta, loc=low, scale=span)
    return float(known.mean()), float(known.var())


def test_correlated_inputs_are_taken_apart_as_one(tmp_path):
    found = simulate(FULL, accounting="average", draws=2_000, seed=1)
    keys = [one.keys for one in found.shares]
    assert ("otherwise.convicted_share", "otherwise.prison_share", "otherwise.prison_years") in keys
    assert sum(len(one) for one in keys) == len({key for one in keys for key in one})
    # What only other payers pay is no part of what the state's saving rests on.
    assert "both.services_voca" not in {key for one in keys for key in one}
    federal = simulate(FULL, accounting="average", draws=2_000, seed=1, view="federal")
    assert "both.services_voca" in federal.shares[0].keys + federal.shares[1].keys


def test_the_same_seed_gives_the_same_answer_and_more_draws_a_surer_one():
    one, same, other = (simulate(FULL, accounting="average", draws=5_000, seed=seed) for seed in (7, 7, 8))
    assert (one.mean["state"], one.se["state"], one.shares) == (
        same.mean["state"],
        same.se["state"],
        same.shares,
    )
    assert one.mean["state"] != other.mean["state"]
    assert one.drawn == same.drawn == 16 * 512
    assert [step.drawn for step in one.convergence] == [
        one.drawn // 8,
        one.drawn // 4,
        one.drawn // 2,
        one.drawn,
    ]
    assert one.convergence[-1].se < one.convergence[0].se
    assert one.convergence[-1].mean == one.mean["state"]["saving_cents"]
    assert simulate(FULL, accounting="average", draws=16 * 512, seed=1, detailed=False).drawn == 16 * 512
    assert simulate(FULL, accounting="average", draws=1, seed=1, detailed=False).drawn == 16


def test_what_cannot_be_drawn_is_refused():
    for wrong in ({"draws": 0, "seed": 1}, {"draws": 10**9, "seed": 1}, {"draws": 10, "seed": -1}):
        with pytest.raises(NotPossible):
            simulate(FULL, accounting="average", **wrong)


def test_where_nothing_is_uncertain_nothing_varies():
    found = simulate(published_scenario().reading("year"), accounting="average", draws=100, seed=1)
    assert found.mean["state"]["saving_cents"] == 356_184_000
    assert found.se["state"]["saving_cents"] == 0
    assert found.probability_saves == {"state": 1, "government": 1, "society": 1}
    assert (found.shares, found.swings) == ((), ())
    assert limits_of(published_scenario().reading("year"), "average") == {}


def test_no_figure_stands_without_its_limits_where_an_input_has_some():
    for one in table(load_scenario(EXAMPLE), reading="pilot_only").totals:
        assert one.lower_cents <= one.upper_cents
        if one.saving_cents is not None:
            # Where nothing of a payer's varies, both limits are the figure.
            assert one.lower_cents <= one.saving_cents + 1
            assert one.saving_cents - 1 <= one.upper_cents
        # Health care's share is not known, so that no figure at the margin is shown as if it were.
        assert (one.saving_cents is None) == (one.accounting == "marginal")


def test_limits_of_what_is_not_known_are_the_widest_whatever_lies_between(tmp_path):
    text = written().replace(
        "prison_share = { value = 0.5, ", "prison_share = { value = 0.5, between = [0.2, 0.7], "
    )
    text = text.replace(
        "prison_years = { value = 3, ", 'prison_years = { value = "not known", between = [1, 5], '
    )
    limits = limits_of(reading_of(tmp_path, text), "average")["state"]
    # 40 x 0.8 x 0.9 x share x years x 0.75 avoided, at 50,000 USD, less 650,000 USD.
    low, high = (
        28.8 * share * years * 0.75 * 5_000_000 - 65_000_000 for share, years in ((0.2, 1), (0.7, 5))
    )
    assert [float(end) for end in limits.saving] == pytest.approx([low, high])


def test_swings_are_exact_at_both_ends_of_each_input():
    found = simulate(FULL, accounting="average", draws=500, seed=1).swings
    assert [one.key for one in found][:2] == ["process.support_years", "otherwise.prison_years"]
    for one in found:
        for value, saved in ((one.low, one.at_low_cents), (one.high, one.at_high_cents)):
            again = reckon_exactly(FULL.changed({one.key: Decimal(value)}), "average").saving("state")
            assert round(again, 9) == round(saved, 9)


def test_draws_of_a_steady_flow_at_a_time_are_possible_too():
    steady = replace(FULL, flow="steady", counted="at a time", horizon_years=2)
    assert simulate(steady, accounting="marginal", draws=500, seed=1).mean["society"]["saving_cents"] != 0
