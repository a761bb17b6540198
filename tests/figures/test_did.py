"""Differences in differences follow their published arithmetic, and say no more than their clusters bear."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from amends.evidence.did.did import did
from amends.evidence.did.panel import Columns
from amends.evidence.faults import BadInput

NAMES = Columns("y", "unit", "t", "from", "unit")


def panel(path: Path, starts: list[float | None], effect: float = 2.0, times: int = 4) -> Path:
    """Write a panel whose units differ by a level and a little noise."""
    draw = np.random.default_rng(11)
    lines = ["unit,t,from,y"]
    for unit, start in enumerate(starts):
        for time in range(1, times + 1):
            treated = start is not None and time >= start
            value = unit + 0.5 * time + effect * treated + draw.normal(scale=0.1)
            lines.append(f"u{unit},{time},{'' if start is None else start},{value}")
    path.write_text("\n".join(lines))
    return path


def test_two_places_and_two_times_give_the_published_difference(tmp_path: Path):
    """Card and Krueger 1994, Am Econ Rev 84:772, table 3: 20.44 to 21.03 against 23.33 to 21.17, so 2.75."""
    path = tmp_path / "wages.csv"
    path.write_text("unit,t,from,y\nnj,1,2,20.44\nnj,2,2,21.03\npa,1,,23.33\npa,2,,21.17\n")
    found = did(path, NAMES)
    assert found["estimate"] == pytest.approx(2.75)
    assert found["p"] is None
    assert found["lower"] is None


def test_several_beginnings_are_averaged_by_cohort_and_refused_two_way(tmp_path: Path):
    path = panel(tmp_path / "p.csv", [2, 2, 3, 3, None, None, None])
    found = did(path, NAMES)
    assert found["method"] == "group-time"
    assert found["estimate"] == pytest.approx(2, abs=0.3)
    assert found["p"] < 0.2
    assert found["bootstrap"]["all_listed"]
    assert found["lower"] < found["estimate"] < found["upper"]
    refused = did(path, NAMES, method="two-way")
    assert refused["estimate"] is None
    assert "two-way" in refused["refused"]


def test_few_clusters_give_ranks_and_neither_p_nor_interval(tmp_path: Path):
    found = did(panel(tmp_path / "p.csv", [3, None, None, None, None, None, None]), NAMES)
    assert found["p"] is None
    assert found["placebo"]["rank"] == 1
    assert found["placebo"]["of"] == 7


def test_one_beginning_with_clusters_enough_has_an_interval_and_no_word_of_parallel(tmp_path: Path):
    found = did(panel(tmp_path / "p.csv", [3, 3, 3, None, None, None]), NAMES)
    assert found["method"] == "two-way"
    assert found["bootstrap"]["patterns"] == 6**6
    assert found["estimate"] == pytest.approx(2, abs=0.3)
    assert "parallel" not in str(found)


def test_a_unit_twice_at_a_time_and_a_panel_without_treatment_are_faults(tmp_path: Path):
    path = panel(tmp_path / "p.csv", [3, None])
    with path.open("a") as file:
        file.write("\nu0,1,3,5")
    with pytest.raises(BadInput, match="repeats"):
        did(path, NAMES)
    with pytest.raises(BadInput):
        did(panel(tmp_path / "q.csv", [None, None]), NAMES)


def test_an_outcome_without_chance_in_it_has_no_p_and_one_that_never_moves_is_refused(tmp_path: Path):
    path = tmp_path / "p.csv"
    rows = [(unit, time, 3 if unit < 4 else "") for unit in range(8) for time in range(1, 6)]

    def exactly(treated: float, slope: float) -> dict[str, object]:
        lines = [f"{u},{t},{start},{slope * t + treated * (start == 3 and t >= 3)}" for u, t, start in rows]
        path.write_text("\n".join(["unit,t,from,y", *lines]))
        return did(path, NAMES)

    found = exactly(2.0, 1.0)
    assert found["estimate"] == pytest.approx(2)
    assert found["p"] is None
    assert any("chance" in warning for warning in found["warnings"])
    assert "same in every row" in exactly(0.0, 0.0)["refused"]


def test_a_p_from_draws_is_never_zero_and_a_blank_beginning_is_not_missing(tmp_path: Path):
    found = did(panel(tmp_path / "p.csv", [3] * 6 + [None] * 6, effect=50.0), NAMES)
    assert not found["bootstrap"]["all_listed"]
    assert found["p"] >= 1 / (found["bootstrap"]["patterns"] + 1)
    assert found["missing"]["from"] == 0
