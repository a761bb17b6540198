"""The formulas keep what money keeps: linear in people, payers add up, a cost never saves, and the years never overlap."""

import csv
from dataclasses import replace
from decimal import Decimal

import numpy as np
import numpy_financial
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.money.model.accounting import ACCOUNTINGS
from amends.money.model.arithmetic import EXACT, exactly, whole_cents
from amends.money.model.flows import people_of
from amends.money.model.loading import load_scenario, published_scenario
from amends.money.model.reckoning import GOVERNMENT, PERSPECTIVES, reckon, total
from amends.money.model.results import averted_reconvictions, break_even, per_head, reckon_exactly, table
from amends.money.model.scenario import PAYERS, PRISON
from amends.money.model.simulating import DRAWS
from tests.figures.money.writing import EXAMPLE, FROM_EMPTY, reading_of, scenario_of, written
from tests.figures.shared_data import shared

FULL = load_scenario(EXAMPLE).reading("followed_for_ten")
SHARES = [key for key, one in FULL.quantities.items() if one.unit == "share" and "difference" not in key]
YEARS = [key for key, one in FULL.quantities.items() if one.unit == "years"]
CENTS = [key for key, one in FULL.quantities.items() if one.unit == "cents"]
QUIET = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def decimals(least: str, most: str, places: int) -> st.SearchStrategy[Decimal]:
    """Draw decimals with so many places."""
    return st.decimals(Decimal(least), Decimal(most), places=places)


@st.composite
def values_drawn(draw) -> dict[str, Decimal]:
    """Draw a value for each number of the full example, anywhere that a number of its kind may be."""
    values = FULL.values()
    values |= {key: draw(decimals("0", "1", 4)) for key in SHARES}
    values |= {key: draw(decimals("0", "12", 3)) for key in YEARS}
    values |= {key: draw(decimals("0", "50000000", 0)) for key in CENTS}
    values["process.years"] = draw(decimals("0.5", "4", 3))
    values["process.accountability_years"] = draw(decimals("0.5", "4", 3))
    # Somebody always stays for a while, and nothing happens at the very turn of a year, where a binary fraction
    # may fall on its other side.
    values = {
        key: value + Decimal(number) / 10**7 if key in YEARS else value
        for number, (key, value) in enumerate(values.items(), 3)
    }
    values["process.returned_after_years"] += Decimal("0.1")
    values["people.parties"] = draw(decimals("1", "500", 0))
    values["people.survivors_per_party"] = draw(decimals("0.1", "3", 2))
    values["recidivism.difference_share"] = draw(decimals("-1", "1", 4))
    return values


@st.composite
def readings_drawn(draw):
    """Draw the full example in another rhythm: how people enter, for how long, and when money flows."""
    return replace(
        FULL,
        flow=draw(st.sampled_from(["steady", "from empty"])),
        entering=draw(st.sampled_from(["through the year", "at the start of the year"])),
        counted=draw(st.sampled_from(["a year", "at a time"])),
        enrolling_years=draw(st.integers(1, 6)),
        horizon_years=draw(st.integers(1, 12)),
        timing=draw(st.sampled_from(["start", "middle", "end"])),
    )


def exact(reading, values, accounting="average"):
    """Return what a reading comes to exactly."""
    return reckon(reading, values, EXACT, accounting)


@QUIET
@given(readings_drawn(), values_drawn(), st.sampled_from(ACCOUNTINGS))
def test_what_runs_over_many_draws_is_the_exact_form_within_one_cent(reading, values, accounting):
    floats = {key: np.array([float(value)] * 2) for key, value in values.items()}
    with exactly():
        exact_form, drawn = exact(reading, values, accounting), reckon(reading, floats, DRAWS, accounting)
        for view in (*PAYERS, "government", "society"):
            for one, other in (
                (exact_form.saving(view), drawn.saving(view)),
                (exact_form.net_present_value(view), drawn.net_present_value(view)),
            ):
                assert np.all(np.abs(np.broadcast_to(other, 2) - float(one)) < 1), view


@QUIET
@given(readings_drawn(), values_drawn(), st.sampled_from(ACCOUNTINGS))
def test_payers_add_up_to_government_and_perspectives_to_society(reading, values, accounting):
    with exactly():
        found = exact(reading, values, accounting)
        for year in range(reading.horizon_years):
            for side in ("program", "present"):

                def of(view: str, side=side, year=year) -> Decimal:
                    return getattr(found.views[view], side)[year]

                assert abs(sum(map(of, GOVERNMENT)) - of("government")) < Decimal("1e-12")
                parts = sum(getattr(found.perspectives[one], side)[year] for one in PERSPECTIVES)
                assert abs(parts - of("society")) < Decimal("1e-12")
                # What the state pays a survivor leaves it and reaches her: in everybody's money it is nothing.
                everybody = sum(map(of, PAYERS)) + values["society.deadweight_share"] * of("government")
                assert abs(everybody - of("society")) < Decimal("1e-12")


@QUIET
@given(readings_drawn(), values_drawn(), st.sampled_from(ACCOUNTINGS))
def test_the_years_add_up_to_the_total(reading, values, accounting):
    with exactly():
        found = exact(reading, values, accounting)
        for view in ("state", "society"):
            assert abs(total(found.views[view].saving) - found.saving(view)) < Decimal("1e-12")


@QUIET
@given(readings_drawn(), values_drawn(), st.sampled_from(sorted(CENTS)), decimals("0", "1000000", 0))
def test_a_cost_that_is_added_to_the_program_never_raises_savings(reading, values, key, more):
    with exactly():
        before = exact(reading, values)
        after = exact(reading, {**values, key: values[key] + more})
        for view in ("state", "government", "society"):
            change = after.saving(view) - before.saving(view)
            if key.startswith("program."):
                assert change <= 0
            if key.startswith("present."):
                assert change >= 0


@QUIET
@given(readings_drawn(), values_drawn(), st.integers(2, 9))
def test_costs_of_people_are_linear_in_people_and_those_of_the_year_are_not_touched(reading, values, factor):
    many = {**values, "people.parties": values["people.parties"] * factor}
    with exactly():
        one, several = exact(reading, values), exact(reading, many)
        for line, other in zip(one.lines, several.lines, strict=True):
            fixed = line.per in ("start", "year")
            if line.per != "rate":
                expected = total(line.amounts) * (1 if fixed else factor)
                assert abs(total(other.amounts) - expected) < Decimal("1e-9")


@QUIET
@given(readings_drawn(), values_drawn())
def test_shares_stay_between_nothing_and_all(reading, values):
    with exactly():
        people = people_of(values, reading, EXACT)
        found = exact(reading, values)
        assert 0 <= people.imprisoned_share <= 1
        assert people.completed_share + people.returned_share == 1
        for (side, per), _ in list(found.quantities.ways.items()):
            assert all(amount >= 0 for amount in found.quantities[side, per]), (side, per)


@QUIET
@given(readings_drawn(), values_drawn())
def test_no_year_in_prison_counts_twice(reading, values):
    """First and later convictions together never hold more people than there are, each in one prison at most."""
    with exactly():
        found = exact(reading, values)
        people = people_of(values, reading, EXACT)
        if reading.flow == "steady":
            return
        entered = Decimal(0)
        for year in range(reading.horizon_years):
            entered += people.entering if year < reading.enrolling_years else 0
            for side in ("program", "present"):
                in_prison = sum(found.quantities[side, per][year] for per in PRISON)
                assert in_prison <= entered + Decimal("1e-9")


def test_who_enters_through_the_year_fills_it_by_half_and_leaves_it_so(tmp_path):
    text = written(**{**FROM_EMPTY, "enrolling": 1, "horizon": 5}).replace("value = 0.75", "value = 1")
    steady = reckon_exactly(reading_of(tmp_path, text), "average")
    # 40 enter evenly through the first year and stay for two: 20, 40 and 20 person-years.
    assert steady.quantities["program", "party year"] == [20, 40, 20, 0, 0]
    # 40 x 0.8 x 0.9 x 0.5 = 14.4 in prison for three years.
    assert steady.quantities["present", "prison year"] == [
        Decimal(x) for x in ("7.2", "14.4", "14.4", "7.2", "0")
    ]
    assert steady.quantities["present", "prosecuted case"] == [40, 0, 0, 0, 0]
    text = text.replace("through the year", "at the start of the year")
    at_start = reckon_exactly(reading_of(tmp_path, text), "average")
    assert at_start.quantities["program", "party year"] == [40, 40, 0, 0, 0]


def test_a_caseload_follows_from_who_enters_and_who_leaves(tmp_path):
    # A quarter return after half a year: 40 x (0.75 x 2 + 0.25 x 0.5) = 65 are there at a time.
    text = written()
    people = people_of(reading_of(tmp_path, text).values(), reading_of(tmp_path, text), EXACT)
    assert (people.entering, people.parties_at_a_time, people.survivors_at_a_time) == (40, 65, 80)
    at_a_time = text.replace('counted = "a year"', 'counted = "at a time"').replace(
        "value = 40", "value = 65"
    )
    people = people_of(reading_of(tmp_path, at_a_time).values(), reading_of(tmp_path, at_a_time), EXACT)
    assert (people.entering, people.parties_at_a_time) == (40, 65)


def test_returned_cases_pay_for_the_program_and_for_prison(tmp_path):
    found = reckon_exactly(reading_of(tmp_path, written()), "average")
    # 65 party-years at 10,000, and a quarter of 14.4 x 3 prison-years at 50,000, against all of them.
    assert found.views["state"].program == [65 * 1_000_000 + Decimal("10.8") * 5_000_000]
    assert found.views["state"].present == [Decimal("43.2") * 5_000_000]
    assert found.views["county"].saving == [0]


@pytest.mark.parametrize(
    "timing, when, at", [("end", "end", 0), ("start", "begin", 0), ("middle", "end", 0.5)]
)
def test_net_present_value_is_that_of_numpy_financial(tmp_path, timing, when, at):
    rate = '\n[discount]\nkind = "real"\nrate = { value = 0.035, source = "A test" }\n'
    reading = reading_of(tmp_path, written(**{**FROM_EMPTY, "timing": timing}) + rate)
    found = reckon_exactly(reading, "average")
    flows = [float(one) for one in found.views["state"].saving]
    # Their first flow is at the start; ours comes at the end of its year, or earlier by what the timing says.
    first = [0.0] if when == "end" else []
    expected = numpy_financial.npv(0.035, [*first, *flows]) * 1.035**at
    assert float(found.net_present_value("state")) == pytest.approx(expected, rel=1e-12)


def test_ten_years_of_five_people_are_worth_what_an_annuity_is(tmp_path):
    # 530,655 USD a year, at the ends of ten years: 4.53 million at 3 %, 4.41 million at 3.5 %.
    for rate, millions in ((0.03, 4.53), (0.035, 4.41)):
        worth = -numpy_financial.pv(rate, 10, 530_655)
        assert round(worth / 1e6, 2) == millions
        text = written(flow="steady", horizon=10, prices='"as printed"').replace("value = 0.75", "value = 1")
        text = text.replace("usd = 10_000", "usd = 0").replace("usd = 50_000", "usd = 106_131")
        text = text.replace("value = 40", "value = 5").replace("value = 0.2,", "value = 0,")
        for value in ("0.9", "0.5", "3"):
            text = text.replace(f"value = {value}", "value = 1")
        text += f'\n[discount]\nkind = "nominal"\nrate = {{ value = {rate}, source = "A test" }}\n'
        found = reckon_exactly(reading_of(tmp_path, text), "average").net_present_value("state")
        assert float(found) / 100 == pytest.approx(worth, rel=1e-12)


def test_amounts_of_different_years_meet_only_in_the_prices_of_one(tmp_path):
    old = 'usd = 10_000\nper = "party year"\nyear = {}'
    text = written().replace(old.format(2024), old.format(2016))
    for prices, unit in (
        (2024, 1_000_000 * Decimal("313.689") / Decimal("240.007")),
        ('"as printed"', 1_000_000),
    ):
        reading = reading_of(tmp_path, text.replace("prices = 2024", f"prices = {prices}"))
        (line,) = [one for one in reckon_exactly(reading, "average").lines if one.per == "party year"]
        assert round(line.unit_cents[0], 9) == round(unit, 9)


def test_at_the_margin_only_what_one_person_fewer_saves_is_counted(tmp_path):
    reading = reading_of(tmp_path, written())
    average, marginal = (reckon_exactly(reading, way) for way in ("average", "marginal"))
    assert marginal.views["state"].present == [one * Decimal("0.3") for one in average.views["state"].present]


@pytest.mark.parametrize(
    "empty, closed", [(1000, 0), (1167, 0), (1168, 1), (1199, 1), (1200, 0), (599, 1), (0, 0)]
)
def test_a_prison_closes_only_where_this_programs_people_cross_the_next_threshold(tmp_path, empty, closed):
    # 43.2 in prison at a time less 10.8 returned: 32.4 fewer; a prison closes for each 600 empty beds.
    text = written().replace("empty_beds = { value = 1000", f"empty_beds = {{ value = {empty}")
    found = reckon_exactly(reading_of(tmp_path, text), "step")
    assert found.views["state"].present == [closed * 5_000_000 * 100]
    assert found.views["state"].program == [65 * 1_000_000]


def test_where_it_breaks_even_nothing_is_saved_and_nothing_lost(tmp_path):
    for reading in (reading_of(tmp_path, written()), reading_of(tmp_path, written(**FROM_EMPTY)), FULL):
        found = {one.key: one for one in break_even(reading, "average")}
        values = reading.values()
        with exactly():
            at = found["completed_share"].at
            assert abs(exact(reading, {**values, "process.completed_share": at}).saving("state")) < 1
            share = found["imprisoned_share"].at / found["imprisoned_share"].now
            less = {**values, "otherwise.convicted_share": values["otherwise.convicted_share"] * share}
            assert abs(exact(reading, less).saving("state")) < 1
            assert found["people_not_imprisoned"].now > 0


def test_an_averted_reconviction_has_a_price_only_where_it_is_paid_for(tmp_path):
    again = """
[recidivism]
present_share = { value = 0.4, source = "A test" }
difference_share = { value = -0.1, source = "A test" }
[society]
averted_reconviction = { usd = 100_000, year = 2024, source = "A test" }
"""
    assert averted_reconvictions(reading_of(tmp_path, written()), "average") is None
    # 40 people: 16 re-convictions against 12; the program saves 32.4 x 50,000 - 650,000 USD.
    cheap = averted_reconvictions(reading_of(tmp_path, written() + again), "average")
    assert (cheap.averted, cheap.net_cost_cents, cheap.verdict) == (4, -97_000_000, "dominates")
    assert cheap.cents_per_averted is None
    assert cheap.net_monetary_benefit_cents == 4 * 10_000_000 + 97_000_000
    dearer = written().replace("10_000\n", "50_000\n") + again
    dear = averted_reconvictions(reading_of(tmp_path, dearer), "average")
    assert (dear.verdict, dear.net_cost_cents) == ("costs more and averts more", 163_000_000)
    assert dear.cents_per_averted == 40_750_000
    worse = averted_reconvictions(reading_of(tmp_path, dearer.replace("-0.1", "0.1")), "average")
    assert (worse.verdict, worse.cents_per_averted) == ("is dominated", None)


def test_what_the_program_itself_costs_is_free_of_courts_and_prisons(tmp_path):
    found = per_head(reading_of(tmp_path, written()))
    # 65 x 10,000 USD for 40 who enter a year, of whom 30 complete; 80 people.
    assert (found.pair_cents, found.person_cents) == (1_625_000, 812_500)
    assert found.completed_case_cents == whole_cents(Decimal(65_000_000) / 30)
    # Half a year at 10,000 USD.
    assert found.returned_case_cents == 500_000


def test_the_institutes_program_45_adds_up_as_it_was_published(tmp_path):
    with shared("published/published_cost_figures.csv").open() as file:
        figures = {row["id"].removeprefix("wsipp45_"): row["value"] for row in csv.DictReader(file)}

    def cost(item: str, of: str, more: str = "") -> str:
        whose = f'per = "party"\nyear = 2024\npayer = "state"\nsource = "A test"\n{more}'
        return f"\n[present.{item}]\nusd = {figures[of]}\n{whose}"

    text = written().partition("[program.accountability_program]")[0].replace("value = 40", "value = 1")
    text = text.replace("value = 0.75", "value = 1")
    for item, one in zip(("court", "defense", "prosecution", "supervision"), PERSPECTIVES, strict=True):
        text += cost(item, one, f'counts_for = "{one}"\n')
    found = reckon_exactly(reading_of(tmp_path, text), "average")
    for one in PERSPECTIVES:
        assert found.perspectives[one].saving == [int(figures[one]) * 100]
    assert found.views["society"].saving == [int(figures["total"]) * 100]
    # The program itself is cheaper than what is done otherwise: its net cost counts as a benefit.
    text += cost("probation", "netcost")
    assert reckon_exactly(reading_of(tmp_path, text), "average").views["society"].saving == [
        int(figures["bminusc"]) * 100
    ]


def test_a_sum_differs_from_its_parts_by_no_more_than_their_number():
    scenario = load_scenario(EXAMPLE)
    found = table(scenario, reading="followed_for_ten", accounting="average")
    totals = {one.payer: one for one in found.totals}
    for side in ("program", "present"):
        rows = [row.amount_cents for row in found.records if row.side == side and row.payer == "county"]
        assert abs(sum(rows) - getattr(totals["county"], f"{side}_cents")) <= len(rows)


def test_a_half_cent_is_rounded_away_from_nothing_and_only_once():
    assert [whole_cents(Decimal(one)) for one in ("0.5", "1.5", "-0.5", "0.49999")] == [1, 2, -1, 0]


def test_readings_lie_over_the_scenario_and_leave_the_rest(tmp_path):
    said = '\n[readings.{}]\nabout = "A test"\nsource = "A test"\n'
    text = written() + said.format("cheap") + "[readings.cheap.program.accountability_program]\nusd = 5_000\n"
    text += said.format("dear")
    scenario = scenario_of(tmp_path, text)
    cheap, dear = (
        reckon_exactly(scenario.reading(one), "average").views["state"] for one in ("cheap", "dear")
    )
    assert dear.program[0] - cheap.program[0] == 65 * 500_000
    assert cheap.present == dear.present
    assert list(published_scenario().readings) == ["year", "process", "half"]
