"""Small scenarios for tests, written as a person would write them."""

from __future__ import annotations

from pathlib import Path

from amends.money.model.loading import load_scenario
from amends.money.model.scenario import Reading, Scenario

EXAMPLE = Path(__file__).parents[3] / "examples" / "scenario.toml"

PLAIN = """\
[scenario]
title = "A plain case"
dated = 2026-01-31
source = "A test"
prices = {prices}
flow = "{flow}"
entering = "{entering}"
enrolling_years = {enrolling}
horizon_years = {horizon}
timing = "{timing}"

[people]
counted = "a year"
parties = {{ value = 40, source = "A test" }}
survivors_per_party = {{ value = 1, source = "A test" }}

[process]
years = {{ value = 2, source = "A test" }}
completed_share = {{ value = 0.75, source = "A test" }}
returned_after_years = {{ value = 0.5, source = "A test" }}

[otherwise]
dismissed_share = {{ value = 0.2, source = "A test" }}
convicted_share = {{ value = 0.9, source = "A test" }}
prison_share = {{ value = 0.5, source = "A test" }}
prison_years = {{ value = 3, source = "A test" }}

[prison]
total_usd = 100
year = 2024
source = "A test"
components.food = {{ usd = 30, marginal_share = {{ value = 1, source = "A test" }} }}
components.walls = {{ usd = 70, marginal_share = {{ value = 0, source = "A test" }} }}
empty_beds = {{ value = 1000, source = "A test" }}
beds_per_closure = {{ value = 600, source = "A test" }}
saving_per_closure = {{ usd = 5_000_000, year = 2024, source = "A test" }}

[program.accountability_program]
usd = 10_000
per = "party year"
year = 2024
payer = "state"
source = "A test"

[both.prison]
usd = 50_000
per = "prison year"
year = 2024
payer = "state"
source = "A test"
"""
STEADY = {
    "prices": 2024,
    "flow": "steady",
    "entering": "through the year",
    "enrolling": 1,
    "horizon": 1,
    "timing": "end",
}
FROM_EMPTY = {**STEADY, "flow": "from empty", "enrolling": 3, "horizon": 8}


def written(**how: object) -> str:
    """Return the plain scenario, steady unless something else is said."""
    return PLAIN.format(**{**STEADY, **how})


def scenario_of(folder: Path, text: str) -> Scenario:
    """Return the scenario of a text, by way of a file. Raises BadScenario."""
    file = folder / "case.toml"
    file.write_text(text)
    return load_scenario(file)


def reading_of(folder: Path, text: str) -> Reading:
    """Return the only reading of a text. Raises BadScenario."""
    (reading,) = scenario_of(folder, text).readings.values()
    return reading
