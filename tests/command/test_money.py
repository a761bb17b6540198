"""`amends money`: what other programs read stays as it is documented, and bad input leaves with 2 and every fault."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.command import money

CHECKOUT = Path(__file__).parents[2]
EXAMPLE = CHECKOUT / "examples" / "scenario.toml"


def ask(*words: str) -> dict:
    """What `amends money` answers in JSON, which must be all that it prints."""
    answered = CliRunner().invoke(money.command, [*words, "--json"])
    assert answered.exit_code == 0, answered.output
    assert answered.stdout.count("\n") == 1
    return json.loads(answered.stdout)


def say(*words: str) -> str:
    """What `amends money` says to a person."""
    answered = CliRunner().invoke(money.command, words)
    assert answered.exit_code == 0, answered.output
    return answered.stdout


def refuse(*words: str) -> str:
    """What `amends money` says about what it cannot use; it must leave with 2 and answer nothing."""
    answered = CliRunner().invoke(money.command, words)
    assert (answered.exit_code, answered.stdout) == (2, "")
    return answered.stderr


def test_the_table_has_every_reading_and_accounting_side_by_side():
    found = ask("table")
    for kind in ("records", "totals"):
        pairs = {(one["reading"], one["accounting"]) for one in found[kind]}
        assert pairs == {(r, a) for r in ("year", "process", "half") for a in ("average", "marginal", "step")}
    assert list(found["records"][0]) == [
        "reading", "accounting", "payer", "year", "side", "item",
        "quantity", "unit_cost_cents", "amount_cents", "source",
    ]  # fmt: skip
    assert {"saving_cents", "saving_share", "lower", "upper"} <= found["totals"][0].keys()
    state = {(one["reading"], one["accounting"]): one for one in found["totals"] if one["payer"] == "state"}
    assert state["year", "average"]["saving_cents"] == 356_184_000
    assert state["process", "average"]["saving_share"] == pytest.approx(0.476543, abs=1e-6)
    assert {"prices of different years", "our extrapolation"} <= {one["key"] for one in found["remarks"]}


def test_beside_the_table_stand_what_a_case_costs_and_what_it_takes_with_their_limits():
    found = ask("table", "--reading", "year", "--accounting", "average")
    assert found["per_head"][0]["pair_cents"] == 13_311_000
    assert found["flows"][0]["cumulative_cents"] == 356_184_000
    assert {one["key"]: one["limits"] for one in found["break_even"]}["marginal_share"] is None
    assert found["averted_reconvictions"] == []
    found = ask("table", "--reading", "pilot_only", "--accounting", "average", "--scenario", str(EXAMPLE))
    for one in found["per_head"]:
        for name, (low, high) in one["limits"].items():
            assert low < one[name] < high
    for one in found["break_even"]:
        assert one["at"] is None or one["limits"][0] < one["at"] < one["limits"][1], one["key"]
    society = next(one for one in found["totals"] if one["payer"] == "society")
    parts = [one["saving_cents"] for one in found["perspectives"]]
    assert abs(sum(parts) - society["saving_cents"]) <= len(parts)
    (averted,) = found["averted_reconvictions"]
    assert averted["limits"]["averted"][0] < averted["averted"] < averted["limits"]["averted"][1]


def test_the_table_can_be_asked_for_one_reading_and_one_accounting():
    found = ask("table", "--reading", "half", "--accounting", "step")
    assert {(one["reading"], one["accounting"]) for one in found["totals"]} == {("half", "step")}
    said = say("table", "--reading", "half", "--accounting", "average")
    for part in ("4,999,950", "9,551,790", "47.7%", "not counted", "prices of different years"):
        assert part in said


def test_claims_have_a_verdict_for_each_reading():
    records = ask("claims")["records"]
    assert len(records) > 20
    for one in records:
        assert {"id", "claim", "stated", "formula", "source", "year", "verdicts"} <= one.keys()
        for verdict in one["verdicts"]:
            assert list(verdict) == ["reading", "verdict", "value", "condition"]
    (saves,) = [one for one in records if one["id"] == "saves_48_percent"]
    assert [one["verdict"] for one in saves["verdicts"]] == [
        "does not hold",
        "holds only if",
        "holds only if",
    ]
    assert "48 % a year" in say("claims")
    assert "[pilot_only] does not hold" in say("claims", "--scenario", str(EXAMPLE))


def test_a_simulation_says_how_many_were_drawn_and_how_sure_it_is():
    words = ("simulate", "--draws", "1000", "--seed", "3", "--scenario", str(EXAMPLE))
    found = ask(*words)
    assert (found["drawn"], found["seed"]) == (1024, 3)
    for view in ("state", "county", "government", "society"):
        assert 0 <= found["probability_saves"][view] <= 1
        assert isinstance(found["mean"][view]["saving_cents"], int)
        limits = found["quantiles"][view]["saving_cents"]
        assert limits["0.025"] <= limits["0.5"] <= limits["0.975"]
        assert found["se"][view]["saving_cents"] >= 0
    assert found["mean"]["donor"]["saving_share"] is None
    assert {"inputs", "first_order", "total"} <= found["shares"][0].keys()
    assert {"input", "at_low_cents", "at_high_cents"} <= found["swings"][0].keys()
    assert found["convergence"][-1]["drawn"] == found["drawn"]
    assert ask(*words) == found
    assert ask(*words, "--accounting", "marginal")["not_known"] == [
        "prison.components.health_care.marginal_share"
    ]
    assert "P(saves)" in say(*words, "--reading", "pilot_only", "--payer", "county")


@pytest.mark.parametrize(
    "key, unit, part",
    [
        ("saving_cents", "cents", "present.prison"),
        ("present.prison", "cents", "present.prison"),
        ("otherwise.prison_share", "share", "otherwise.prison_share"),
        ("net_present_value_cents", "cents", "program.wraparound_support"),
        ("saving_share", "share", "people.parties"),
        ("imprisoned_share", "share", "otherwise.convicted_share"),
    ],
)
def test_each_figure_says_its_formula_its_inputs_and_their_sources(key, unit, part):
    found = ask("explain", key)
    assert (found["key"], found["unit"]) == (key, unit)
    assert found["formula"]
    assert part in [one["key"] for one in found["inputs"]]
    assert all(one["source"] for one in found["inputs"])
    assert {one["source"] for one in found["inputs"]} == set(found["sources"])
    assert part in say("explain", key)


def test_a_claim_is_explained_too():
    assert ask("explain", "five_sentences")["formula"].startswith("5 * 10 * prison_year_cents")
    assert "5 * 10" in say("explain", "five_sentences")


def test_no_answer_holds_a_time_of_day_or_an_amount_that_is_no_whole_number_of_cents():
    for words in (
        ("table",),
        ("claims",),
        ("table", "--scenario", str(EXAMPLE)),
        ("explain", "saving_cents"),
    ):
        found = ask(*words)
        assert not re.search(r"\d\d:\d\d|seconds|elapsed", json.dumps(found))
        for name, amounts in fields(found):
            if name.endswith("_cents"):
                for amount in amounts if isinstance(amounts, list) else [amounts]:
                    assert amount is None or type(amount) is int, name


def fields(answer):
    """Every name in an answer with what stands under it, however deep."""
    if isinstance(answer, dict):
        yield from answer.items()
    for inner in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
        yield from fields(inner)


def test_bad_input_leaves_with_two_and_names_each_fault_with_its_line(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        EXAMPLE.read_text().replace("value = 0.035", "value = 3").replace('payer = "donor"', 'payer = "me"')
    )
    lines = [
        at
        for at, line in enumerate(file.read_text().splitlines(), 1)
        if line in ("value = 3", 'payer = "me"')
    ]
    for words in (
        ("check", str(file)),
        ("table", "--scenario", str(file)),
        ("claims", "--scenario", str(file)),
    ):
        said = refuse(*words).splitlines()
        assert [one.startswith("Error: mine.toml, line ") for one in said] == [True] * 2
        assert [int(re.findall(r"line (\d+)", one)[0]) for one in said] == lines
        assert all("expected" in one for one in said)
    assert "can be used" in say("check", str(EXAMPLE))


@pytest.mark.parametrize(
    "words, part",
    [
        (("table", "--reading", "nothing"), "expected year, process, half"),
        (("table", "--accounting", "nothing"), "nothing"),
        (("simulate", "--draws", "0", "--seed", "1"), "--draws"),
        (("simulate", "--draws", "10", "--seed", "-1"), "--seed"),
        (("simulate", "--seed", "1"), "--draws"),
        (("explain", "nothing"), "There is nothing called [nothing]"),
        (("check", "nowhere.toml"), "expected a file that can be read"),
        (("table", "--scenario", "nowhere.toml"), "expected a file that can be read"),
    ],
)
def test_wrong_words_are_refused_in_a_sentence(words, part):
    assert part in refuse(*words)


def test_figures_that_are_not_drawn_start_without_django_and_without_scipy():
    asked = "import sys; from amends.command.__main__ import program; "
    asked += "program(['money', 'table', '--json'], standalone_mode=False); "
    asked += "sys.exit(any(name in sys.modules for name in ('django', 'scipy', 'numpy', 'pandas')))"
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
