"""The published case: each of its three readings comes out to the dollar, and says what it takes for granted."""

import csv
from decimal import Decimal

import pytest

from amends.money.model.claims import (
    CANNOT_BE_CHECKED,
    DOES_NOT_HOLD,
    HOLDS,
    ONLY_IF,
    BrokenClaim,
    evaluate,
    judge_claims,
    read_claim,
)
from amends.money.model.loading import load_scenario, published_scenario
from amends.money.model.remarks import remarks_on
from amends.money.model.results import break_even, per_head, table
from tests.figures.money.writing import EXAMPLE, scenario_of, written
from tests.figures.shared_data import shared

READINGS = {"year": 5_989_950, "process": 4_999_950, "half": 4_999_950}
PRISON = 9_551_790


def totals(reading: str, accounting: str = "average") -> dict:
    """Return the totals of a reading by whose money is looked at."""
    return {
        one.payer: one for one in table(published_scenario(), reading=reading, accounting=accounting).totals
    }


def published() -> dict[str, Decimal]:
    """Return the figures that were published, by their name."""
    with shared("published/published_cost_figures.csv").open() as file:
        return {row["id"]: Decimal(row["value"]) for row in csv.DictReader(file) if "-" not in row["value"]}


def verdicts() -> dict[str, dict]:
    """Return each claim's verdicts by reading."""
    return {
        one.claim.id: {verdict.reading: verdict for verdict in one.verdicts}
        for one in judge_claims(published_scenario())
    }


@pytest.mark.parametrize("reading, share", [("year", "0.373"), ("process", "0.4765"), ("half", "0.4765")])
def test_each_reading_comes_out_to_the_dollar(reading, share):
    for view in ("state", "government", "society"):
        found = totals(reading)[view]
        assert (found.program_cents, found.present_cents) == (READINGS[reading] * 100, PRISON * 100)
        assert found.saving_cents == (PRISON - READINGS[reading]) * 100
        assert round(found.saving_share, len(share) - 2) == Decimal(share)
        assert found.lower is found.upper is found.lower_cents is found.upper_cents is None


def test_the_readings_are_those_of_the_published_figures():
    figures = published()
    assert figures["faq_rj_total_printed"] == READINGS["process"] == READINGS["half"]
    assert READINGS["year"] == figures["faq_rj_total_printed"] + figures["faq_rp90_printed"]
    scenario = published_scenario()
    for reading in scenario.readings.values():
        assert reading.quantities["program.accountability_program"].value == figures["faq_rp_cost"] * 100
        assert reading.quantities["program.wraparound_support"].value == figures["faq_survivor_cost"] * 100
        assert reading.quantities["present.prison"].value == figures["faq_prison_year"] * 100
    for reading in ("process", "half"):
        rows = table(scenario, reading=reading, accounting="average").records
        parties, survivors = (
            sum(
                row.amount_cents
                for row in rows
                if (row.side, row.item) == ("program", item) and row.amount_cents
            )
            for item in ("accountability_program", "wraparound_support")
        )
        assert parties == figures["faq_rp90_printed"] * 100
        assert survivors == figures["faq_survivor90_printed"] * 100


def test_what_one_person_fewer_saves_lies_within_our_extrapolation_and_no_prison_closes():
    for reading, program in READINGS.items():
        marginal, step = totals(reading, "marginal")["state"], totals(reading, "step")["state"]
        # 3,484 and 3,484 + 21,582 of 70,811: food and activities, and all of health care besides.
        low, high = (round(90 * 106_131 * part * 100 / Decimal(70_811)) for part in (3_484, 3_484 + 21_582))
        assert marginal.present_cents == low
        assert marginal.lower_cents == low - program * 100
        assert marginal.upper_cents == high - program * 100
        assert marginal.lower <= marginal.saving_share <= marginal.upper < 0
        assert (step.present_cents, step.saving_cents, step.saving_share) == (0, -program * 100, None)


@pytest.mark.parametrize("reading, years, share", [("year", "1.25", "0.627"), ("process", "1.05", "0.523")])
def test_break_even_is_where_two_years_of_a_pair_are_worth_their_cost(reading, years, share):
    found = {one.key: one for one in break_even(published_scenario().reading(reading), "average")}
    assert round(found["prison_years_per_pair"].at, 2) == Decimal(years)
    assert round(found["imprisoned_share"].at, 3) == round(found["marginal_share"].at, 3) == Decimal(share)
    assert found["people_not_imprisoned"].now == 90
    assert round(found["people_not_imprisoned"].at, 9) == round(Decimal(READINGS[reading]) / 106_131, 9)
    assert found["completed_share"].at is None


def test_a_pair_costs_two_years_of_both():
    scenario = published_scenario()
    assert per_head(scenario.reading("year")).pair_cents == 133_110_00
    assert per_head(scenario.reading("process")).pair_cents == 111_110_00
    assert per_head(scenario.reading("half")).pair_cents == 111_110_00


def test_prices_of_different_years_are_a_remark_of_their_own():
    for reading in published_scenario().readings.values():
        said = {one.key: one.says for one in remarks_on(reading)}
        assert "2021-22, 2025" in said["prices of different years"]
        assert {"everybody in prison", "nobody returns", "our extrapolation", "not known"} <= said.keys()


def test_every_claim_of_the_public_case_has_a_verdict_under_each_reading():
    found = verdicts()
    assert len(found) > 20
    for of_readings in found.values():
        assert list(of_readings) == ["year", "process", "half"]
        for verdict in of_readings.values():
            assert verdict.verdict in (HOLDS, ONLY_IF, DOES_NOT_HOLD, CANNOT_BE_CHECKED)
            assert (verdict.condition is None) == (verdict.verdict in (HOLDS, DOES_NOT_HOLD))
            assert (verdict.condition is None) == (verdict.condition_es is None)
            assert (verdict.value is None) == (verdict.verdict == CANNOT_BE_CHECKED)


def test_the_claims_come_out_as_whoever_checks_them_by_hand_finds():
    found = verdicts()

    def of(claim: str) -> list[str]:
        return [one.verdict for one in found[claim].values()]

    assert of("parties_product") == [DOES_NOT_HOLD] * 3
    assert of("program_total") == of("parties_total") == [DOES_NOT_HOLD, HOLDS, HOLDS]
    assert of("survivors_total") == of("prison_total") == of("five_sentences_worth") == [HOLDS] * 3
    assert of("saves_48_percent") == [DOES_NOT_HOLD, ONLY_IF, ONLY_IF]
    assert of("five_sentences") == [DOES_NOT_HOLD, ONLY_IF, ONLY_IF]
    assert found["five_sentences"]["year"].value == -683_400_00
    assert found["five_sentences"]["process"].value == 306_600_00
    assert found["five_sentences_worth"]["year"].value == 5_306_550_00
    assert [round(one.value, 3) for one in found["third_to_half"].values()] == [
        Decimal(one) for one in ("0.627", "0.523", "0.523")
    ]


def test_a_claim_says_from_which_share_on_it_fails():
    found = verdicts()
    # 4,999,950 / (1 - 0.475) / 9,551,790 for 48 % when rounded; the program's cost over prison's for any saving.
    assert "99.71%" in found["saves_48_percent"]["process"].condition
    assert "62.72%" in found["lower_cost"]["year"].condition
    assert "52.35%" in found["lower_cost"]["process"].condition
    assert "94.23%" in found["five_sentences"]["process"].condition
    assert "average cost" in found["lower_cost"]["year"].condition


def test_a_claim_is_tried_on_any_scenario_and_says_what_that_lacks(tmp_path):
    plain = scenario_of(tmp_path, written())
    found = {one.claim.id: one.verdicts[0] for one in judge_claims(plain)}
    assert found["survivors_total"].verdict == CANNOT_BE_CHECKED
    assert found["survivors_total"].condition == "the scenario has no [program.wraparound_support]"
    assert found["five_sentences_worth"].value == 5 * 10 * 50_000_00
    for one in judge_claims(load_scenario(EXAMPLE)):
        assert [verdict.reading for verdict in one.verdicts] == ["followed_for_ten", "pilot_only"]


@pytest.mark.parametrize(
    "formula", ["1 +", "nothing", "__import__('os')", "90 ** 90", "'a' * 3", "[1]", "True + 1"]
)
def test_a_formula_that_is_no_arithmetic_is_refused(formula):
    with pytest.raises(BrokenClaim):
        evaluate(formula, published_scenario().reading("year"))


@pytest.mark.parametrize(
    "told", [{"formula": "1", "relation": "is", "becuase": "x"}, {}, {"formula": "1", "relation": "like"}]
)
def test_a_claim_that_could_not_be_judged_is_refused(told):
    words = {"claim": "A", "claim_es": "A", "source": "A test", "year": "2025"}
    with pytest.raises(BrokenClaim, match="mine"):
        read_claim("mine", words | told)
