"""An effect that its data do not bear is refused by the measure that fails, and leaves no figure behind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.figures.shared_data import ask, refuse, shared

BASE = ("--treatment", "a", "--outcome", "y")
NONE = ("estimate", "se", "se_full", "lower", "upper", "p", "e_value")


def write(path: Path, *columns: Sequence[object] | np.ndarray, heads: str = "a,y,x,g") -> Path:
    """Write columns under the first of these heads."""
    lines = [",".join(heads.split(",")[: len(columns)])]
    lines += [",".join(str(cell) for cell in row) for row in zip(*columns, strict=True)]
    path.write_text("\n".join(lines) + "\n")
    return path


def groups(folder: Path, treated: dict[float, int], control: dict[float, int]) -> Path:
    """Write so many rows of each group at each value of x, with an outcome of numbers."""
    x = [value for part in (treated, control) for value, count in part.items() for _ in range(count)]
    a = [1] * sum(treated.values()) + [0] * sum(control.values())
    return write(folder / "crafted.csv", a, np.random.default_rng(1).normal(size=len(a)).round(3), x)


# So many of each group at each x, and what has to be said of them: one measure fails, and no other does.
CRAFTED = {
    "effective rows as a share": (
        ({1: 198, 0: 2}, {1: 30, 0: 970}),
        "The control group's effective sample size is 30.6, 3.1% of its 1000 rows; at least 5% are needed.",
    ),
    "effective rows": (
        ({1: 198, 0: 2}, {1: 15, 0: 85}),
        "The control group's effective sample size is 15.3; at least 20 are needed.",
    ),
    "one row's weight": (
        ({1: 21, 0: 79}, {1: 1, 0: 300}),
        "One row carries 21.0% of the control group's weight; at most 20% may be one row's.",
    ),
}


@pytest.mark.parametrize("crafted, says", CRAFTED.values(), ids=CRAFTED)
def test_weights_that_rest_on_few_rows_are_refused_by_the_measure_that_fails_and_no_other(
    tmp_path: Path, crafted: tuple[dict, dict], says: str
):
    path = groups(tmp_path, *crafted)
    options = (*BASE, "--covariates", "x", "--estimand", "att")
    for method in ("ipw", "entropy"):
        answer = ask("effect", path, *options, "--method", method)
        assert answer["refused"] == says
        assert {name: answer[name] for name in NONE} == dict.fromkeys(NONE)
        assert answer["balance"]
        assert answer["thresholds"]
    assert ask("effect", path, *BASE, "--covariates", "x", "--method", "itt")["refused"] is None


def test_groups_that_weights_leave_apart_are_refused_and_named(tmp_path: Path):
    """The treated lie so close together that a logistic curve cannot bring the others among them."""
    draw = np.random.default_rng(2)
    x = np.concatenate([draw.normal(1, 0.05, 150), np.zeros(150), np.full(40, 5.0)]).round(4)
    a = np.repeat([1, 0], [150, 190])
    path = write(tmp_path / "apart.csv", a, draw.normal(size=340).round(3), x)
    answer = ask("effect", path, *BASE, "--covariates", "x", "--method", "ipw", "--estimand", "att")
    assert answer["estimate"] is None
    assert answer["refused"].startswith("The standardized difference of [x] is ")
    assert abs(answer["balance"][0]["after"]) > 0.5


@pytest.mark.parametrize("method", ["ipw", "aipw"])
def test_a_propensity_that_separates_is_refused_and_names_the_term(tmp_path: Path, method: str):
    draw = np.random.default_rng(3)
    a, x = np.tile([1, 0], 60), draw.normal(size=120).round(3)
    y, g = (draw.random(120) < 0.5).astype(int), ["seen" if one else "unseen" for one in a]
    whole = write(tmp_path / "whole.csv", a, y, x, g)
    answer = ask("effect", whole, *BASE, "--covariates", "x+C(g)", "--method", method)
    assert answer["refused"] == (
        "The propensity model separates: [C(g)[unseen]] tells some rows' group with certainty."
    )
    assert answer["estimate"] is None
    assert [row["after"] for row in answer["balance"]] == [None, None, None]
    # In part: nobody of one level was treated.
    g = ["never" if not one and place < 30 else "mixed" for place, one in enumerate(a)]
    part = write(tmp_path / "part.csv", a, y, x, g)
    assert (
        "separates: [C(g)[never]]"
        in (ask("effect", part, *BASE, "--covariates", "x+C(g)", "--method", method)["refused"])
    )


def test_terms_that_say_the_same_are_refused_and_named(tmp_path: Path):
    draw = np.random.default_rng(4)
    x = draw.normal(size=80).round(3)
    path = write(tmp_path / "same.csv", np.tile([1, 0], 40), draw.normal(size=80), x, (2 * x + 1).round(3))
    for method in ("ipw", "entropy", "aipw", "regression"):
        answer = ask("effect", path, *BASE, "--covariates", "x+g", "--method", method)
        assert answer["estimate"] is None
        assert "can be computed from the other terms" in answer["refused"]


def test_an_event_that_nobody_of_a_group_had_has_an_exact_limit_and_no_e_value(tmp_path: Path):
    draw = np.random.default_rng(5)
    a = np.tile([1, 0], 50)
    y = np.where(a == 1, 0, draw.integers(0, 2, 100))
    answer = ask("effect", write(tmp_path / "none.csv", a, y), *BASE, "--method", "itt")
    assert {name: answer[name] for name in NONE} == dict.fromkeys(NONE)
    assert "The treated group has no event" in answer["refused"]
    assert answer["exact"][0]["upper"] == pytest.approx(1 - 0.025 ** (1 / 50))


def test_a_difference_without_an_error_is_refused(tmp_path: Path):
    draw = np.random.default_rng(6)
    y = draw.normal(size=60).round(3)
    lone = write(tmp_path / "lone.csv", [1] + [0] * 59, y)
    assert ask("effect", lone, *BASE, "--method", "itt")["refused"].startswith("The treated group is one row")
    flat = write(tmp_path / "flat.csv", [1] * 30 + [0] * 30, [3] * 30 + [4] * 30)
    assert "does not vary" in ask("effect", flat, *BASE, "--method", "itt")["refused"]
    same = write(tmp_path / "same.csv", [1] * 30 + [0] * 30, [3] * 60)
    assert "the same in every row" in ask("effect", same, *BASE, "--method", "itt")["refused"]


def test_few_clusters_are_remarked_on_and_one_in_a_group_is_refused(tmp_path: Path):
    draw = np.random.default_rng(7)
    a, y, x = np.repeat([1, 0], 60), draw.normal(size=120).round(3), draw.normal(size=120).round(3)
    clustered = (*BASE, "--covariates", "x", "--cluster", "g")
    for method in ("itt", "ipw", "entropy", "aipw", "regression"):
        few = write(tmp_path / "few.csv", a, y, x, np.tile(["p", "q", "r", "s"], 30))
        answer = ask("effect", few, *clustered, "--method", method)
        assert answer["se_full"] > 0
        assert any("There are 4 clusters" in warning for warning in answer["warnings"])
        for one in (
            np.full(120, "p"),
            np.where(a == 1, "p", "q"),
            np.where(a == 1, "p", np.tile(["q", "r"], 60)),
        ):
            answer = ask("effect", write(tmp_path / "one.csv", a, y, x, one), *clustered, "--method", method)
            assert answer["estimate"] is None
            assert answer["refused"].startswith("The treated group is one cluster")


def test_a_regression_that_reaches_beyond_its_rows_says_so(tmp_path: Path):
    draw = np.random.default_rng(8)
    x = np.concatenate([draw.normal(2, 1, 100), draw.normal(0, 1, 100)]).round(3)
    path = write(tmp_path / "far.csv", np.repeat([1, 0], 100), (x + draw.normal(size=200)).round(3), x)
    answer = ask("effect", path, *BASE, "--covariates", "x", "--method", "regression")
    assert answer["weights"]["min"] < 0
    assert any("count negatively" in warning for warning in answer["warnings"])
    near = write(tmp_path / "near.csv", np.tile([1, 0], 100), (x + draw.normal(size=200)).round(3), x)
    answer = ask("effect", near, *BASE, "--covariates", "x", "--method", "regression")
    assert answer["weights"]["min"] > 0
    assert not any("count negatively" in warning for warning in answer["warnings"])


def test_a_matched_sample_that_stays_apart_in_race_raises_the_alarm(tmp_path: Path):
    """One to one nearest neighbours, the highest propensity first and nobody twice: the default of R's MatchIt."""
    lines = shared("weighting/lalonde_matchit_614.csv").read_text().splitlines()
    rows = [dict(zip(lines[0].split(","), line.split(","), strict=True)) for line in lines[1:]]
    terms = ("age", "educ", "married", "nodegree", "re74", "re75")
    treated = np.array([int(row["treat"]) for row in rows])
    columns = [np.array([float(row[term]) for row in rows]) for term in terms]
    columns += [np.array([float(row["race"] == race) for row in rows]) for race in ("black", "hispan")]
    propensity = logistic(treated, np.column_stack(columns))
    free, kept = set(np.flatnonzero(treated == 0).tolist()), []
    for one in sorted(np.flatnonzero(treated == 1).tolist(), key=lambda row: -propensity[row]):
        nearest = min(sorted(free), key=lambda row: abs(propensity[row] - propensity[one]))
        free.discard(nearest)
        kept += [one, nearest]
    matched = tmp_path / "matched.csv"
    matched.write_text("\n".join([lines[0], *(lines[1 + row] for row in sorted(kept))]) + "\n")
    asked = ("--treatment", "treat", "--outcome", "re78", "--covariates", "age+educ+C(race)+re74")
    answer = ask("effect", matched, *asked, "--method", "itt", "--estimand", "att")
    assert answer["n"] == 370
    apart = {row["term"]: row["after"] for row in answer["balance"]}
    assert apart["C(race)[black]"] == pytest.approx(1.03, abs=0.005)
    alarm = next(warning for warning in answer["warnings"] if "not alike" in warning)
    assert "[C(race)[black]] 1.03" in alarm


def logistic(outcome: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return fitted shares, by Newton's steps written here once more."""
    matrix = np.column_stack([np.ones(len(columns)), columns / columns.std(axis=0)])
    coefficients = np.zeros(matrix.shape[1])
    for _ in range(30):
        share = 1 / (1 + np.exp(-matrix @ coefficients))
        information = (matrix * (share * (1 - share))[:, None]).T @ matrix
        coefficients += np.linalg.solve(information, matrix.T @ (outcome - share))
    return 1 / (1 + np.exp(-matrix @ coefficients))


BAD = {
    "a treatment of 1 and 2": ("a,y\n1,2\n2,3\n1,4\n", (), "expected 0 or 1"),
    "a treatment of words": ("a,y\nyes,2\nno,3\n", (), "holds words"),
    "one group only": ("a,y\n1,2\n1,3\n", (), "the same in every row that is used"),
    "one head twice": ("a,y,y\n1,2,3\n0,3,4\n", (), "stands over two columns"),
    "no rows": ("a,y\n", (), "No row of 0"),
    "numbers beyond all measure": ("a,y\n1,1e200\n0,3\n1,4\n0,2\n", (), "in another unit"),
    "a factor of one level": (
        "a,y,x\n1,2,u\n0,3,u\n1,4,u\n",
        ("--covariates", "C(x)"),
        "the same in every row",
    ),
    "the square of a word": ("a,y,x\n1,2,u\n0,3,v\n1,4,u\n", ("--covariates", "x^2"), "holds words"),
    "links of a number": (
        "a,y,x\n1,2,.5\n0,3,.5\n1,4,.5\n",
        ("--match", "x"),
        "only an event can be linked wrongly",
    ),
    "wrong links of a number": ("a,y\n1,2\n0,3\n1,4\n", ("--missed", "0.1"), "Leave out --missed"),
    "loss without a time": ("a,y,x\n1,2,3\n0,3,4\n1,4,5\n", ("--censoring-covariates", "x"), "need --time"),
    "a plot of nothing": ("a,y\n1,2\n0,3\n1,4\n", ("--plot", "plot.svg"), "there are none"),
}


@pytest.mark.parametrize("content, options, says", BAD.values(), ids=BAD)
def test_what_cannot_be_compared_leaves_with_status_2_and_a_sentence(
    tmp_path: Path, content: str, options: tuple[str, ...], says: str
):
    path = tmp_path / "bad.csv"
    path.write_text(content)
    assert says in refuse("effect", path, *BASE, "--method", "itt", *options)
