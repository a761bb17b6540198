"""Intervals and powers equal published ones, and hold as often as they say."""

import doctest
import importlib
import json

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from amends.command.evidence import command
from amends.evidence.power import (
    people_needed,
    power_of_pairs,
    power_of_two_shares,
    smallest_change_seen,
    smallest_share_seen,
)
from amends.evidence.rates import exact_interval, poisson_interval, wilson_interval


def ran(*words, status=0):
    result = CliRunner().invoke(command, list(words))
    assert result.exit_code == status, result.output
    return json.loads(result.stdout) if status == 0 else result.stderr


# Newcombe (1998), Statistics in Medicine 17:857, table I: methods 3 and 5.
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize("yes, asked, wilson, exact", NEWCOMBE)
def test_shares_have_the_intervals_that_newcombe_printed(yes, asked, wilson, exact):
    answer = ran("rate", "--events", str(yes), "--of", str(asked), "--json")
    assert (answer["n"], answer["events"], answer["missing"]) == (asked, yes, {})
    assert tuple(round(answer["wilson"][end], 4) for end in ("lower", "upper")) == wilson
    assert tuple(round(answer["exact"][end], 4) for end in ("lower", "upper")) == exact


# Garwood (1936), as tabled by Ulm (1990), American Journal of Epidemiology 131:373.
@pytest.mark.parametrize("events, low, high", [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390)])
def test_counts_have_the_exact_interval_of_garwood(events, low, high):
    answer = ran("rate", "--events", str(events), "--person-years", "1", "--json")
    assert answer["lower"] == pytest.approx(low, abs=6e-4)
    assert answer["upper"] == pytest.approx(high, abs=6e-4)


# GraphPad's explanation of its count calculator, 25 objects.
@pytest.mark.parametrize(
    "level, low, high", [("0.90", 17.38, 34.92), ("0.95", 16.18, 36.90), ("0.99", 14.00, 41.00)]
)
def test_a_count_has_the_interval_that_graphpad_prints_at_each_level(level, low, high):
    answer = ran("rate", "--events", "25", "--person-years", "1", "--level", level, "--json")
    assert (answer["lower"], answer["upper"]) == pytest.approx((low, high), abs=6e-3)


def test_no_event_is_never_told_as_no_risk():
    answer = ran("rate", "--events", "0", "--of", "22", "--json")
    assert answer["exact"]["upper"] == pytest.approx(1 - 0.025 ** (1 / 22))
    assert any("no proof" in warning for warning in answer["warnings"])


@pytest.mark.parametrize(
    "words",
    [
        ["--events", "3"],
        ["--events", "3", "--of", "2"],
        ["--events", "3", "--of", "9", "--person-years", "2"],
        ["--events", "3", "--person-years", "0"],
        ["--events", "-1", "--of", "9"],
        ["--events", "1.5", "--of", "9"],
        ["--events", "0", "--of", "1" + "0" * 30],
        ["--events", "3", "--person-years", "nan"],
    ],
)
def test_what_cannot_be_a_share_or_a_rate_is_refused_with_status_2(words):
    assert ran("rate", *words, status=2)


@given(st.integers(1, 400).flatmap(lambda asked: st.tuples(st.integers(0, asked), st.just(asked))))
def test_an_interval_holds_its_share_and_mirrors_its_complement(drawn):
    yes, asked = drawn
    for interval in (wilson_interval, exact_interval):
        lower, upper = interval(yes, asked)
        mirrored = interval(asked - yes, asked)
        assert 0 <= lower <= yes / asked <= upper <= 1
        assert lower == pytest.approx(1 - mirrored.upper, abs=1e-9)


@pytest.mark.parametrize("asked", [10, 22, 90])
def test_exact_intervals_hold_the_truth_at_least_as_often_as_they_say(asked):
    intervals = [exact_interval(yes, asked) for yes in range(asked + 1)]
    for truth in np.linspace(0.01, 0.99, 99):
        held = [interval.lower <= truth <= interval.upper for interval in intervals]
        assert stats.binom.pmf(range(asked + 1), asked, truth) @ held >= 0.95


@pytest.mark.parametrize("mean", [0.5, 3.0, 12.0])
def test_exact_intervals_of_counts_hold_the_truth_at_least_as_often_as_they_say(mean):
    counts = range(60)
    held = [poisson_interval(count).lower <= mean <= poisson_interval(count).upper for count in counts]
    assert stats.poisson.pmf(counts, mean) @ held >= 0.95


def test_the_pilot_sees_nineteen_points_and_no_less():
    answer = ran("power", "--n1", "90", "--n2", "90", "--base", "0.4", "--sd", "15", "--json")
    assert round(100 * answer["smallest_fall"]) == 19
    assert round(answer["paired"]["smallest_effect"], 2) == 0.30
    assert round(answer["paired"]["smallest_change"], 1) == 4.5
    assert any("no evidence that there is none" in warning for warning in answer["warnings"])


def test_a_power_that_chance_alone_has_is_refused():
    ran("power", "--n1", "9", "--n2", "9", "--base", "0.3", "--alpha", "0.5", "--power", "0.4", status=2)
    assert ran(
        "power", "--n1", "9", "--n2", "9", "--base", "0.3", "--alpha", "0.5", "--power", "0.6", "--json"
    )


# The examples of R's power.prop.test.
def test_powers_are_those_that_r_prints():
    assert power_of_two_shares(50, 50, base=0.50, other=0.75) == pytest.approx(0.740, abs=5e-4)
    assert people_needed(base=0.50, other=0.75, power=0.90) == 77
    assert smallest_share_seen(50, 50, base=0.50, power=0.90, rise=True) == pytest.approx(0.8026, abs=5e-4)


# Two worked examples of G*Power: 25 people and a third of a standard deviation; a whole one, for a power of .8.
def test_powers_of_pairs_are_those_that_g_power_prints():
    assert power_of_pairs(25, effect=1 / 3) == pytest.approx(0.360, abs=5e-4)
    assert power_of_pairs(9, effect=1.0) < 0.8 <= power_of_pairs(10, effect=1.0)


@given(st.integers(2, 500), st.floats(0.05, 0.95))
def test_more_people_never_see_less(people, base):
    few = smallest_share_seen(people, people, base=base)
    many = smallest_share_seen(2 * people, 2 * people, base=base)
    assert few is None or many >= few
    assert smallest_change_seen(2 * people) < smallest_change_seen(people)


@pytest.mark.parametrize("module", ["rates", "power", "change"])
def test_the_examples_in_the_docstrings_hold(module):
    outcome = doctest.testmod(importlib.import_module(f"amends.evidence.{module}"))
    assert outcome.attempted
    assert not outcome.failed
