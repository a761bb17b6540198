"""What may be asked beside an effect: trimming, clusters, completers, uncertain links, each alone and all together."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.figures.shared_data import ask, refuse

ASKED = ("--treatment", "a", "--outcome", "y", "--covariates", "x+C(k)")
METHODS = ("ipw", "entropy", "aipw", "regression")


def table(seed: int = 9, n: int = 400) -> dict[str, np.ndarray]:
    """Draw people of three kinds in 45 places, of whom a third of the treated completes and some lose their link."""
    draw = np.random.default_rng(seed)
    x, kind = draw.normal(size=n), draw.integers(0, 3, n)
    a = (draw.random(n) < 1 / (1 + np.exp(-1.2 * x))).astype(int)
    y = (draw.random(n) < 1 / (1 + np.exp(0.5 * a - 0.5 * x))).astype(int)
    time = draw.exponential(6, n).round(2)
    completed = np.where(a == 1, (draw.random(n) < 0.4).astype(int), -1)
    return {
        "a": a,
        "y": y,
        "x": x.round(6),
        "k": np.array(["low", "mid dle", "Höhe"])[kind],
        "place": draw.integers(0, 45, n),
        "done": np.where(completed < 0, "", completed.astype(str)),
        "match": draw.uniform(0.6, 1, n).round(4),
        "t": time,
    }


def write(path: Path, columns: dict[str, np.ndarray]) -> Path:
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return write(tmp_path / "people.csv", table())


@pytest.mark.parametrize("method", METHODS)
def test_all_options_together_answer_as_each_does_alone(people: Path, method: str):
    trim, cluster = ("--trim", "0.1"), ("--cluster", "place")
    completed, match = ("--completed", "done"), ("--match", "match")
    together = ask("effect", people, *ASKED, "--method", method, *trim, *cluster, *completed, *match)
    trimmed = ask("effect", people, *ASKED, "--method", method, *trim)
    assert together["n"] == 400 - together["trimmed"] == trimmed["n"] < 400
    assert "The population changed" in " ".join(together["warnings"])
    assert together["estimate"] == trimmed["estimate"]
    assert together["se_full"] != trimmed["se_full"]
    links = ask("effect", people, *ASKED, "--method", method, *trim, *match)["over_links"]
    assert together["over_links"]["estimate"] == links["estimate"]
    # A third of events are drawn away from both groups, and what is not known widens the interval.
    assert abs(links["estimate"]) < abs(trimmed["estimate"])
    done = ask("effect", people, *ASKED, "--method", method, *trim, *completed)["completers_only"]
    assert together["completers_only"]["estimate"] == done["estimate"]
    assert done["completed"] < trimmed["n"]
    assert "went well" in " ".join(together["warnings"])


def test_asking_for_completers_changes_nothing_else_and_blanks_of_those_never_offered_are_no_fault(
    people: Path,
):
    plain = ask("effect", people, *ASKED, "--method", "ipw")
    beside = ask("effect", people, *ASKED, "--method", "ipw", "--completed", "done")
    extra = beside.pop("completers_only")
    assert beside.pop("missing") == plain.pop("missing") | {"done": 0}
    warnings = beside.pop("warnings")
    assert set(warnings) > set(plain.pop("warnings"))
    assert beside == plain
    assert 0 < extra["completed"] < extra["n"] < plain["n"]
    columns = table()
    some = np.flatnonzero(columns["a"] == 1)[:7]
    columns["done"][some] = "NA"
    path = write(people.with_name("unknown.csv"), columns)
    again = ask("effect", path, *ASKED, "--method", "ipw", "--completed", "done")
    assert again["missing"]["done"] == 7
    assert again["estimate"] == plain["estimate"]
    columns["done"][some] = "2"
    assert "expected 0 or 1" in refuse(
        "effect", write(path, columns), *ASKED, "--method", "ipw", "--completed", "done"
    )


def test_clusters_change_the_errors_and_never_the_estimate(people: Path):
    for method in ("itt", *METHODS):
        alone = ask("effect", people, *ASKED, "--method", method)
        together = ask("effect", people, *ASKED, "--method", method, "--cluster", "place")
        assert together["estimate"] == alone["estimate"]
        assert together["se_full"] != alone["se_full"]
        columns = table()
        columns["place"] = np.arange(400)
        each = ask(
            "effect",
            write(people.with_name("each.csv"), columns),
            *ASKED,
            "--method",
            method,
            "--cluster",
            "place",
        )
        assert each["se_full"] == pytest.approx(alone["se_full"], rel=1e-12)


def test_a_level_that_trimming_empties_is_gone_and_does_not_refuse(tmp_path: Path):
    columns = table()
    # Few of this kind were treated, so that all of them lie beyond the limit.
    rare = np.flatnonzero(columns["k"] == "Höhe")
    columns["a"][rare] = (np.arange(len(rare)) < 3).astype(int)
    columns["x"][rare] = 0
    answer = ask("effect", write(tmp_path / "rare.csv", columns), *ASKED, "--method", "ipw", "--trim", "0.05")
    assert answer["refused"] is None
    assert answer["trimmed"] >= len(rare)
    assert not any("Höhe" in row["term"] for row in answer["balance"])


def test_links_that_leave_no_event_are_said_and_the_estimate_stands(tmp_path: Path):
    columns = table()
    columns["match"] = np.where(columns["a"] == 1, 0.0, 0.9)
    path = write(tmp_path / "wrong.csv", columns)
    answer = ask("effect", path, *ASKED, "--method", "ipw", "--match", "match")
    assert answer["estimate"] is not None
    assert answer["over_links"]["estimate"] is None
    assert "no event" in answer["over_links"]["refused"]
    columns["match"] = np.ones(400)
    sure = ask("effect", write(path, columns), *ASKED, "--method", "ipw", "--match", "match")
    assert sure["over_links"]["estimate"] == pytest.approx(sure["estimate"], rel=1e-12)
    assert sure["over_links"]["se_full"] == pytest.approx(sure["se_full"], rel=1e-9)


@pytest.mark.parametrize("method", ["itt", *METHODS])
def test_every_method_ends_its_answer_in_time_with_a_hazard_ratio_or_why_there_is_none(
    people: Path, method: str
):
    answer = ask(
        "effect", people, *ASKED, "--method", method, "--time", "t", "--at", "4", "--cluster", "place"
    )
    assert list(answer)[-1] == "hazard_ratio"
    ratio = answer["hazard_ratio"]
    if method == "regression":
        assert ratio["estimate"] is None
        assert "no one hazard ratio" in ratio["remark"]
    else:
        assert ratio["lower"] < ratio["estimate"] < ratio["upper"]
        assert ratio["e_value"]["limit"] >= 1
    if method == "aipw":
        assert "without the outcome model" in ratio["remark"]
        weighted = ask(
            "effect", people, *ASKED, "--method", "ipw", "--time", "t", "--at", "4", "--cluster", "place"
        )
        assert ratio["estimate"] == weighted["hazard_ratio"]["estimate"]


def test_every_effect_of_an_event_has_the_e_value_of_its_risk_ratio_and_of_its_odds_ratio(people: Path):
    answer = ask("effect", people, *ASKED, "--method", "ipw")
    treated, control = (group["estimate"] for group in answer["groups"])
    risk, odds = answer["risk_ratio"], answer["odds_ratio"]
    assert risk["estimate"] == pytest.approx(treated / control)
    assert odds["estimate"] == pytest.approx(treated / (1 - treated) / (control / (1 - control)))
    assert answer["e_value"] == risk["e_value"]
    assert odds["e_value"]["measure"] == "odds ratio of a common outcome"
    # The published conversion of a common outcome: the square root.
    assert odds["e_value"]["risk_ratio"] == pytest.approx(odds["estimate"] ** 0.5)
    upper = max(risk["e_value"]["risk_ratio"], 1 / risk["e_value"]["risk_ratio"])
    assert risk["e_value"]["estimate"] == pytest.approx(upper + np.sqrt(upper * (upper - 1)))


def test_the_balance_is_drawn_of_what_is_refused_too_and_the_picture_says_itself_in_words(people: Path):
    drawing = people.with_suffix(".svg")
    kept = ask("effect", people, *ASKED, "--method", "entropy", "--plot", str(drawing))
    assert kept["refused"] is None
    assert 'role="img"><title>' in drawing.read_text()
    assert "without and with weights: 0 at most with them." in drawing.read_text()
    # Names stand in the picture whole, with signs that mean something in SVG.
    columns = table()
    columns["k"] = np.where((columns["a"] == 1) & (columns["y"] == 1), "<all & one>", columns["k"])
    path = write(people.with_name("apart.csv"), columns)
    refused = ask("effect", path, *ASKED, "--method", "ipw", "--plot", str(drawing))
    assert refused["estimate"] is None
    assert "Nothing was weighted." in drawing.read_text()
    assert "C(k)[<all & one>]" in "".join(ET.fromstring(drawing.read_text()).itertext())
    assert "cannot be written" in refuse(
        "effect", people, *ASKED, "--method", "ipw", "--plot", str(people / "none" / "x.svg")
    )
