"""From invented records to a report: two thousand people whose true effect is known, linked, followed and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from shared_data import ask

from amends.command.evidence import command
from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.writing import synthesize

EXAMPLES = Path(__file__).parents[2] / "examples"
COVARIATES = "age+prior_arrests+employed+housed"

# What differs from the example: the files are made from records, and only one outcome is asked for.
PLAN = f"""
id = "chain"
title = "Does the offer come with fewer new arrests?"
asks = "Are those who were offered the program arrested again less often within two years?"
seed = 7
covariates = "{COVARIATES}"

[design]
kind = "comparison"
says = "People charged in the same counties and years, by whether they were offered the program."
group = "offered"
offered = "those offered the program"
others = "those not offered it"
cluster = "organization"
people = [1000, 1000]
base = 0.4

[inputs]
people = "told/people.parquet"
events = "told/events.parquet"
custody = "told/custody.parquet"
links = "links.parquet"
candidates = "links.candidates.parquet"

[columns]
before_time_zero = ["age", "prior_arrests", "employed", "housed", "organization"]
after_time_zero = ["consented_on", "completed_on"]

[[made]]
name = "outcomes"
by = "outcomes"
options = {{ OPTIONS }}

[[made]]
name = "by_every_draw"
by = "outcomes"
options = {{ OPTIONS, candidates = "candidates", draws = 3, rows = "draws" }}

[primary]
name = "a new arrest within two years"
input = "outcomes"
outcome = "event"
time = "time"
kind = "event"
better = "lower"
clock = "offer"
horizon_days = 730
estimand = "ate"
method = "ipw"
smallest_difference = 0.05

[[described]]
name = "over every draw of the links"
by = "effect"
[described.options]
input = "by_every_draw"
draw = "draw"
treatment = "offered"
outcome = "event"
time = "time"
at = 730
covariates = "{COVARIATES}"
method = "ipw"

[missing]
outcome = "bounds"
loss = "censoring weights"
scores = "multiple imputation"
imputations = 5
deltas = [0, 2]
""".replace(
    "OPTIONS",
    'people = "people", events = "events", custody = "custody", links = "links", extract_date = "2032-01-31", '
    f'definition = "bjs", by = "offered", keep = "{COVARIATES.replace("+", ",")},organization"',
)


def run(*words: object) -> dict:
    """What a word of `amends evidence` answers in JSON."""
    answered = CliRunner().invoke(command, [*map(str, words), "--json"])
    assert answered.exit_code == 0, answered.output
    return json.loads(answered.stdout)


def test_from_records_to_a_report_the_true_effect_lies_inside_the_interval(tmp_path):
    told = synthesize(Options(people=2000, seed=11), tmp_path / "told")
    truth = next(one for one in told["effects"]["by_days"] if one["days"] == 730)
    files = {name: tmp_path / "told" / f"{name}.parquet" for name in ("program", "history")}
    links = tmp_path / "links.parquet"
    linked = run(
        *("link", "--left", files["program"], "--right", files["history"], "--one-to-one", "--out", links),
        *("--settings", EXAMPLES / "invented.toml", "--truth", "true_person"),
    )
    assert linked["precision"] > 0.99
    assert linked["recall"] > 0.98

    plan, record = tmp_path / "plan.toml", tmp_path / "record.jsonl"
    plan.write_text(PLAN, encoding="utf-8")
    run("plan", "lock", plan, "--record", record)
    found = run("run", plan, "--record", record, "--out", tmp_path / "run.json")
    assert found["refused"] is None
    # Some were not linked, and of them nothing is known.
    assert found["n"] == linked["pairs"] < 2000
    assert found["lower"] < truth["risk_difference"] < found["upper"] < 0

    whole = json.loads((tmp_path / "run.json").read_text())
    (drawn,) = (one["answer"] for one in whole["described"])
    assert drawn["over_draws"]["draws"] == 3
    assert drawn["lower"] < truth["risk_difference"] < drawn["upper"] < 0
    assert 0 < drawn["owed_to_links"] < 0.2
    mean = drawn["rmst_difference"]
    assert mean["lower"] < truth["restricted_mean_difference_days"] < mean["upper"]

    words = ["report", tmp_path / "run.json", "--record", record, "--out", tmp_path / "report"]
    answered = CliRunner().invoke(command, [str(word) for word in words])
    assert answered.exit_code == 0, answered.output
    assert (tmp_path / "report").is_dir()
    page = next((tmp_path / "report").glob("*.html")).read_text(encoding="utf-8")
    assert "a new arrest within two years" in page


@pytest.mark.parametrize("missed_offered", [0.0, 0.3])
def test_whom_the_linkage_misses_is_unknown_and_is_bounded(tmp_path, missed_offered):
    options = Options(people=2000, seed=3, randomized=True, missed_match_offered=missed_offered)
    synthesize(options, tmp_path / "told")
    files = [f"--{name}={tmp_path / 'told' / name}.parquet" for name in ("people", "events", "custody")]
    out = tmp_path / "outcomes.parquet"
    words = ["--extract-date", "2032-01-31", "--definition", "bjs", "--by", "offered", "--out", out]
    found = run("outcomes", *files, *words)
    unknown = {one["group"]: one["unknown"] for one in found["unknown"]}
    assert unknown["0"] == 0
    assert unknown["1"] == pytest.approx(1000 * missed_offered, abs=60)
    bounds = {one["group"]: one for one in found["bounds"] if one["months"] == 24}
    assert (bounds["1"]["if_all"] - bounds["1"]["if_none"] > 0.2) == (missed_offered > 0)
    compared = ask("effect", out, "--treatment", "offered", "--outcome", "within_24", "--method", "itt")
    assert (compared["unknown_outcome"]["treated"] > 200) == (missed_offered > 0)
