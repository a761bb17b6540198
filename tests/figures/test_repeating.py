"""An estimate over uncertain links is that of every draw, pooled; links that leave no doubt change nothing."""

from __future__ import annotations

import json
import math

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy import stats
from shared_data import ask, refuse

from amends.evidence.answers import answer
from amends.evidence.repeating import pooled


def one(estimate: float, se: float, **rest):
    return answer(
        n=10, events=4, missing={"age": 1}, estimate=estimate, se_full=se, lower=0.0, upper=0.0, p=0.5, **rest
    )


def test_figures_are_pooled_as_rubin_pools_them():
    # Mean 2, within 0.5, between 1: 0.5 + 4/3 in all, on 2 (1 + 0.5 / (4/3))^2 degrees of freedom.
    told = pooled([one(figure, math.sqrt(0.5)) for figure in (1.0, 2.0, 3.0)])
    error, df = math.sqrt(0.5 + 4 / 3), 2 * (1 + 0.5 / (4 / 3)) ** 2
    assert told["estimate"] == pytest.approx(2)
    assert told["se_full"] == pytest.approx(error)
    assert told["lower"] == pytest.approx(2 - stats.t.isf(0.025, df) * error)
    assert told["p"] == pytest.approx(2 * stats.t.sf(2 / error, df))
    assert told["owed_to_links"] == pytest.approx((4 / 3) / (0.5 + 4 / 3))
    assert told["over_draws"] == {"draws": 3, "n": {"min": 10, "max": 10}, "events": {"min": 4, "max": 4}}


def test_a_share_is_pooled_where_it_cannot_leave_its_bounds_and_a_test_of_one_draw_is_left_out():
    def drawn(share: float, statistic: float):
        record = {"group": "all", "time": 12, "estimate": share, "se": 0.02, "lower": 0.0, "upper": 1.0}
        return answer(
            n=9,
            events=1,
            missing={},
            survival=[record],
            logrank={"statistic": statistic, "df": 1, "p": 0.2 / statistic},
        )

    told = pooled([drawn(0.96, 1.0), drawn(0.95, 2.0), drawn(0.97, 3.0)])
    found = told["survival"][0]
    assert 0.8 < found["lower"] < found["estimate"] < found["upper"] < 1
    assert (found["group"], found["time"]) == ("all", 12)
    assert told["logrank"] == {"statistic": None, "df": 1, "p": None}
    # A share of 1 has no place on that scale: the mean is told, and no error is made up.
    found = pooled([drawn(1.0, 1.0), drawn(0.95, 2.0)])["survival"][0]
    assert found["estimate"] == pytest.approx(0.975)
    assert found["se"] is found["lower"] is None


def test_a_ratio_is_pooled_by_its_logarithm_and_has_its_e_value_anew():
    def drawn(ratio: float):
        value = {"estimate": 2.0, "limit": 1.0, "risk_ratio": ratio, "lower": ratio / 2, "upper": ratio * 2}
        hazard = {"estimate": ratio, "se": 0.3, "lower": 0.0, "upper": 0.0, "p": 0.5}
        return one(1.0, 1.0, hazard_ratio=hazard, e_value=value | {"measure": "risk ratio"})

    told = pooled([drawn(0.5), drawn(0.8)])
    assert told["hazard_ratio"]["estimate"] == pytest.approx(math.sqrt(0.4))
    assert told["e_value"]["risk_ratio"] == pytest.approx(math.sqrt(0.4))
    assert told["e_value"]["estimate"] == pytest.approx(
        1 / math.sqrt(0.4) + math.sqrt(1 / math.sqrt(0.4) * (1 / math.sqrt(0.4) - 1))
    )


def test_one_draw_that_is_refused_refuses_all_and_each_warning_is_told_once():
    sound = one(1.0, 1.0, warnings=["The smaller group has 31 rows."])
    no = answer(n=9, events=3, missing={}, refused="Nobody is left.", estimate=None, se_full=None)
    told = pooled(
        [sound, no | {"missing": {"age": 1}}, one(2.0, 1.0, warnings=["The smaller group has 29 rows."])]
    )
    assert told["refused"] == "In 1 of 3 draws of the links: Nobody is left."
    assert told["estimate"] is None
    assert told["warnings"] == ["The smaller group has 31 rows. (In 2 of 3 draws.)"]


@pytest.fixture
def draws(tmp_path):
    """Write two hundred people in four draws, in which ever other events are theirs; returns the file."""
    chance = np.random.default_rng(1)
    n, tables = 200, []
    offered, age = np.arange(n) % 2, np.round(chance.normal(40, 9, n))
    time = np.ceil(chance.exponential(500, n))
    for draw in range(1, 5):
        event = (time < 900) & (chance.random(n) < 0.8)
        cause = np.where(event, 1, np.where(chance.random(n) < 0.1, 3, 0))
        columns = {"draw": np.full(n, draw), "offered": offered, "age": age, "time": np.minimum(time, 900)}
        tables.append(pa.table(columns | {"event": event.astype(int), "cause": cause}))
    pq.write_table(pa.concat_tables(tables), tmp_path / "draws.parquet")
    return tmp_path / "draws.parquet"


@pytest.mark.parametrize(
    "words",
    [
        "survival --time time --event event --by offered --cox age,offered --at 180,365",
        "competing --time time --event cause --cause 1 --by offered --finegray age --at 180,365",
        "effect --treatment offered --outcome event --time time --at 365 --covariates age --method ipw",
        "effect --treatment offered --outcome event --covariates age+age^2 --method aipw",
    ],
)
def test_every_estimate_runs_over_draws_and_gives_what_each_draw_gives_by_itself(draws, tmp_path, words):
    word, *options = words.split()
    whole = ask(word, draws, *options, "--draw", "draw")
    assert whole["over_draws"]["draws"] == 4
    assert whole["refused"] is None
    table = pq.read_table(draws)
    single = []
    for draw in range(1, 5):
        part = tmp_path / f"{draw}.parquet"
        pq.write_table(table.filter(pa.array(np.array(table["draw"]) == draw)), part)
        single.append(ask(word, part, *options))
    assert whole.keys() - {"over_draws", "owed_to_links"} == single[0].keys()
    if word == "effect":
        assert whole["estimate"] == pytest.approx(np.mean([one["estimate"] for one in single]))
        assert whole["se_full"] > np.mean([one["se_full"] for one in single])
    if word == "survival":
        terms = [np.mean([one["cox"][place]["estimate"] for one in single]) for place in (0, 1)]
        assert [row["estimate"] for row in whole["cox"]] == pytest.approx(terms)
        assert whole["cox"][0]["hazard_ratio"] == pytest.approx(math.exp(whole["cox"][0]["estimate"]))
    if word == "competing":
        assert whole["incidence"][0]["estimate"] == pytest.approx(
            np.mean([one["incidence"][0]["estimate"] for one in single]), abs=0.01
        )
        assert all(row["variance"] > 0 for row in whole["incidence"] if row["cause"] == "1")
    json.dumps(whole, allow_nan=False)


def test_draws_that_are_all_the_same_change_nothing_but_that_they_were_drawn(draws):
    table = pq.read_table(draws)
    first = table.filter(pa.array(np.array(table["draw"]) == 1))
    again = first.set_column(0, "draw", pa.array([2] * len(first)))
    pq.write_table(pa.concat_tables([first, again]), draws)
    words = ["--treatment", "offered", "--outcome", "event", "--covariates", "age", "--method", "ipw"]
    whole = ask("effect", draws, *words, "--draw", "draw")
    pq.write_table(first, draws)
    plain = ask("effect", draws, *words)
    for key in ("estimate", "se", "se_full", "lower", "upper", "p"):
        assert whole[key] == pytest.approx(plain[key])
    assert whole["owed_to_links"] == 0
    assert whole["e_value"]["estimate"] == pytest.approx(plain["e_value"]["estimate"])
    # What stands in a column that nobody asked for is nobody's fault, whatever the file.
    odd = first.append_column("notes", pa.array([["a"]] * len(first)))
    pq.write_table(pa.concat_tables([odd, odd.set_column(0, "draw", pa.array([2] * len(first)))]), draws)
    assert ask("effect", draws, *words, "--draw", "draw")["estimate"] == pytest.approx(plain["estimate"])
    text = draws.with_suffix(".csv")
    rows = [",".join(map(str, row.values())) for row in first.to_pylist()]
    lines = [
        ",".join(first.column_names) + ",notes",
        *(f"{row},x" for row in rows),
        *(f"2{row[1:]},x" for row in rows),
    ]
    text.write_bytes(
        b"\n".join([line.encode() + b"\xe9" * (place > 0) for place, line in enumerate(lines)]) + b"\n"
    )
    assert ask("effect", text, *words, "--draw", "draw")["estimate"] == pytest.approx(plain["estimate"])
    pq.write_table(first, draws)
    assert "fewer than two draws" in refuse("effect", draws, *words, "--draw", "draw")
    assert "no such column" in refuse("effect", draws, *words, "--draw", "which")
