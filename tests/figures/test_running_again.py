"""The same plan on the same files gives the same bytes, from names to a figure, wherever and whenever it is run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.writing import synthesize
from tests.figures.planned_study import typed

PROJECT = Path(__file__).resolve().parents[2]
COVARIATES = "age+prior_arrests+employed+housed"
PLAN = f"""
id = "again"
title = "Does the offer come with fewer new arrests?"
asks = "Are those who were offered the program arrested again less often within two years?"
seed = 7
covariates = "{COVARIATES}"

[design]
kind = "randomized"
says = "People charged in the same counties and years."
group = "offered"
offered = "those offered the program"
others = "those not offered it"
cluster = "organization"
people = [300, 300]

[inputs]
program = "program.parquet"
history = "history.parquet"
settings = "invented.toml"
people = "people.parquet"
events = "events.parquet"
custody = "custody.parquet"

[columns]
before_time_zero = ["age", "prior_arrests", "employed", "housed"]

[[made]]
name = "links"
by = "link"
options = {{ left = "program", right = "history", settings = "settings", one_to_one = true }}

[[made]]
name = "outcomes"
by = "outcomes"
[made.options]
people = "people"
events = "events"
custody = "custody"
links = "links"
candidates = "links.candidates"
rows = "draws"
draws = 2
extract_date = 2032-01-31
definition = "bjs"
by = "offered"
keep = "{COVARIATES.replace("+", ",")},organization"

[primary]
name = "a new arrest within two years"
input = "outcomes"
outcome = "event"
time = "time"
draw = "draw"
kind = "event"
better = "lower"
clock = "offer"
horizon_days = 730
estimand = "ate"
method = "ipw"
smallest_difference = 0.05

[[described]]
name = "incidences where others may come first"
by = "competing"
[described.options]
input = "outcomes"
time = "cause_time"
event = "cause"
cause = "1"
by = "offered"
at = [183, 365]
draw = "draw"

[missing]
outcome = "bounds"
loss = "censoring weights"
scores = "multiple imputation"
imputations = 5
deltas = [0, 2]
"""
# A machine that agrees with this one on nothing that a run might lean on.
THERE = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "77", "LC_ALL": "C", "OMP_NUM_THREADS": "1"}


def run_elsewhere(folder, *words):
    """Run a word in another process, where clock, language, order of sets and number of threads differ."""
    words = [sys.executable, "-m", "amends", "evidence", *words, "--record", str(folder / "plans.record")]
    said = {**os.environ, **THERE, "PYTHONPATH": str(PROJECT)}
    subprocess.run(words, cwd=folder, env=said, check=True, capture_output=True)


def test_a_run_from_records_to_a_figure_repeats_to_the_byte_on_another_machine(tmp_path):
    synthesize(Options(people=400, seed=11, randomized=True, missed_match=0.1), tmp_path / "study")
    study = tmp_path / "study"
    shutil.copy(PROJECT / "examples" / "invented.toml", study)
    (study / "plan.toml").write_text(PLAN)
    for words in (
        ("plan", "lock", study / "plan.toml"),
        ("run", study / "plan.toml", "--out", study / "one.json"),
    ):
        ran = typed(study, *words)
        assert ran.exit_code == 0, ran.output
    other = tmp_path / "elsewhere, with a blank"
    shutil.copytree(study, other)
    run_elsewhere(other, "run", "plan.toml", "--out", "two.json")
    assert (study / "one.json").read_bytes() == (other / "two.json").read_bytes()
    found = json.loads((study / "one.json").read_text())
    assert [one["by"] for one in found["made"]] == ["link", "outcomes"]
    planned = found["outcomes"][0]["as_planned"]
    assert planned["over_draws"]["draws"] == 2
    assert planned["estimate"] is not None
    assert found["described"][0]["answer"]["incidence"]
    # Whoever was not linked is nobody of whom it is known that nothing happened.
    assert found["outcomes"][0]["missing"]["bounds"]["blank"]["offered"] > 0
    assert str(study) not in (study / "one.json").read_text()
