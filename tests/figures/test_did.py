"""Differences in differences follow their published arithmetic, and say no more than their clusters bear."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.evidence.did.did import Design, did
from amends.evidence.did.group_time import averaged, group_time
from amends.evidence.did.panel import NEVER, Columns, Panel, read_panel
from amends.evidence.did.pretrend import pretrend
from amends.evidence.did.two_way import two_way
from amends.evidence.did.wild_bootstrap import WEBB, bootstrap
from amends.evidence.faults import BadInput
from tests.figures.shared_data import ask, refuse

NAMES = Columns("y", "unit", "t", "from", "unit")
# Teen employment in 500 counties, and the year in which the minimum wage rose: a part of what Callaway and Sant'Anna
# 2021 use, from the Quarterly Workforce Indicators of the Census Bureau, as shipped by R's did (GPL-3) in logarithms.
TEENS = Path(__file__).with_name("teens.csv")
OPTIONS = ("--outcome", "y", "--unit", "unit", "--time", "t", "--treated-from", "from")


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


def teens(folder: Path, *, never: bool = True) -> Path:
    """Write the logarithm of teen employment, a row a county and year; the state is the cluster."""
    path = folder / "teens.csv"
    with TEENS.open(newline="") as file:
        counties = [county for county in csv.DictReader(file) if never or county["from"] != "0"]
    years = range(2003, 2008)
    lines = [
        f"{one['countyreal']},{int(one['countyreal']) // 1000},{year},{one['from']},{math.log(int(one[str(year)]))!r}"
        for one in counties
        for year in years
    ]
    path.write_text("\n".join(["unit,state,t,from,y", *lines]))
    return path


# What R's did prints for them (att_gt and aggte, bstrap = FALSE): over all, its "simple", "group", "calendar" and
# "dynamic"; then by cohort, by time, and each cell. Two choices of whom to compare with.
OF_R = {
    "never": {
        "simple": (-0.0399512751551763, 0.0120340127701854),
        "cohort": (-0.0310182822287484, 0.0124460593209979),
        "time": (-0.0417004321312822, 0.0159718518845600),
        "since": (-0.0772398214573151, 0.0199649890618494),
        "by_cohort": {
            2004: (-0.0797491265747291, 0.0263677994350273),
            2006: (-0.0229095392495403, 0.0167033302551619),
            2007: (-0.0260544107191966, 0.0166554353492522),
        },
        "by_time": {
            2004: (-0.0105032462209624, 0.0232510363681664),
            2005: (-0.0704231581031467, 0.0309847667572767),
            2006: (-0.0488159842650431, 0.0201258612605003),
            2007: (-0.0370593399359766, 0.0137470791411185),
        },
        "event_study": {
            -3: (0.0305066555832928, 0.0150335602801300),
            -2: (-0.000563084626385429, 0.01329164473655),
            -1: (-0.0244587449711696, 0.0142364022105193),
            0: (-0.0199318167892593, 0.0118263640580582),
            1: (-0.0509573670651939, 0.016893476268678),
            2: (-0.137258738889403, 0.0364356642876865),
            3: (-0.100811363085404, 0.0343592258346733),
        },
        "group_time": {
            (2006, 2004): (0.00652011242423301, 0.0233268051418047),
            (2006, 2006): (-0.00459460695286304, 0.0177551966592763),
            (2007, 2005): (-0.00272589288611625, 0.0163958328955344),
            (2007, 2006): (-0.0310871193896889, 0.0178775113133435),
        },
        "wald": (7.79123662720035, 0.16812),
    },
    "notyet": {
        "simple": (-0.0397636256230437, 0.0120524247873419),
        "cohort": (-0.030462228112565, 0.0125751201316818),
        "time": (-0.0442670834758837, 0.0155709044211449),
        "since": (-0.0773993139705847, 0.0195601769463944),
        "by_cohort": {
            2004: (-0.0836942930380162, 0.0257015997680069),
            2006: (-0.0182817976131207, 0.0159222358245001),
            2007: (-0.0260544107191966, 0.0166554353492522),
        },
        "by_time": {
            2004: (-0.0193723636759221, 0.0223101128836806),
            2005: (-0.0783190990620607, 0.0303902285433972),
            2006: (-0.0423175312295752, 0.0190562576431668),
            2007: (-0.0370593399359766, 0.0137470791411185),
        },
        "event_study": {
            -3: (0.0297593647610311, 0.0145335416386514),
            -2: (-0.00244615388606511, 0.0131203504342708),
            -1: (-0.0242689034145076, 0.0144636816758019),
            0: (-0.0189221990834249, 0.0120445686892691),
            1: (-0.0535893473848319, 0.016946385539125),
            2: (-0.136274346328678, 0.03540338496891),
            3: (-0.100811363085404, 0.0343592258346733),
        },
        "group_time": {
            (2006, 2004): (-0.00256255094261098, 0.0225302351453388),
            (2006, 2006): (0.00466087631997615, 0.0163355842468236),
            (2007, 2005): (-0.0024106128000969, 0.0160312963755178),
            (2007, 2006): (-0.0310871193896889, 0.0178775113133435),
        },
        "wald": (7.79092771882739, 0.16814),
    },
}


@pytest.mark.parametrize("controls", ["never", "notyet"])
def test_group_time_effects_their_averages_and_errors_are_those_of_the_authors_program(
    tmp_path: Path, controls: str
):
    found = ask("did", teens(tmp_path), *OPTIONS, "--controls", controls, "--base", "varying")
    of_r = OF_R[controls]
    assert (found["estimate"], found["se"]) == pytest.approx(of_r["simple"], rel=1e-9)
    for record in found["averages"]:
        assert (record["estimate"], record["se"]) == pytest.approx(of_r[record["over"]], rel=1e-9)
    for records, keys in (
        ("by_cohort", ("from",)),
        ("by_time", ("time",)),
        ("event_study", ("times_since",)),
        ("group_time", ("from", "time")),
    ):
        for record in found[records]:
            place = tuple(record[key] for key in keys)
            wanted = of_r[records].get(place if len(keys) > 1 else place[0])
            if records == "group_time" and wanted is None:
                continue
            assert (record["estimate"], record["se"]) == pytest.approx(wanted, rel=1e-8)
    wald = found["pretrend"]["of_cells"]
    assert (wald["statistic"], round(wald["p"], 5)) == pytest.approx(of_r["wald"])
    assert found["controls"] == controls
    # R prints about 2.6 for the dynamic band; it draws, so no digit more can be held against it.
    assert 2.45 < found["band"]["errors"] < 2.7
    assert found["lower"] < found["estimate"] < found["upper"] < 0


def test_leads_against_the_last_time_before_and_errors_by_state_are_those_of_the_authors_program(
    tmp_path: Path,
):
    found = ask("did", teens(tmp_path), *OPTIONS, "--cluster", "state")
    by_cell = {(record["from"], record["time"]): record for record in found["group_time"]}
    assert found["base"] == "universal"
    assert by_cell[2006, 2003]["estimate"] == pytest.approx(-0.0037692936737142)
    assert by_cell[2007, 2003]["estimate"] == pytest.approx(0.00330635669251235)
    assert by_cell[2007, 2004]["estimate"] == pytest.approx(0.0338130122758051)
    assert (2007, 2006) not in by_cell
    for cell, se in {
        (2004, 2004): 0.0121342668946805,
        (2004, 2007): 0.020797887486524,
        (2006, 2006): 0.0202838930271974,
        (2007, 2007): 0.0143442032201854,
    }.items():
        assert by_cell[cell]["se"] == pytest.approx(se, rel=1e-9)


def test_where_everybody_is_treated_in_the_end_those_not_treated_yet_are_compared_with_and_it_is_said(
    tmp_path: Path,
):
    path = teens(tmp_path, never=False)
    found = ask("did", path, *OPTIONS)
    assert found["controls"] == "notyet"
    assert any("No unit stays untreated" in warning for warning in found["warnings"])
    assert {record["time"] for record in found["group_time"]} <= {2003, 2004, 2005, 2006}
    assert "notyet" in ask("did", path, *OPTIONS, "--controls", "never")["refused"]


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
    refused = did(path, NAMES, Design("two-way"))
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
        lines = [
            f"{u},{t},{start},{7 + slope * t + treated * (start == 3 and t >= 3)}" for u, t, start in rows
        ]
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


def by_hand(panel: Panel, hypothesis: float) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Return a two-way coefficient with its error, and both of every pattern, by regressions with dummies."""
    units, times = panel.outcome.shape
    treated = ((panel.start[:, None] != NEVER) & (np.arange(times) >= panel.start[:, None])).ravel()
    dummies = np.column_stack(
        [
            np.kron(np.eye(units), np.ones((times, 1))),
            np.kron(np.ones((units, 1)), np.eye(times))[:, 1:],
        ]
    )
    whole = np.column_stack([treated, dummies])
    outcome = panel.outcome.ravel()
    cluster = np.repeat(panel.cluster, times)

    def fit(outcomes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        bread = np.linalg.inv(whole.T @ whole)[0] @ whole.T
        residuals = outcomes - whole @ np.linalg.lstsq(whole, outcomes, rcond=None)[0]
        parts = np.array(
            [(bread[cluster == one] @ residuals[cluster == one]) ** 2 for one in np.unique(cluster)]
        )
        return bread @ outcomes, np.sqrt(parts.sum(axis=0))

    null = dummies @ np.linalg.lstsq(dummies, outcome - hypothesis * treated, rcond=None)[0]
    residual = outcome - hypothesis * treated - null
    weights = np.array(list(itertools.product(WEBB, repeat=len(panel.clusters))))[:, cluster]
    (estimate,), (se,) = fit(outcome[:, None])
    drawn, errors = fit((null + hypothesis * treated + weights * residual).T)
    return float(estimate), float(se), drawn, errors


def test_the_bootstrap_is_that_of_regressions_done_one_pattern_at_a_time(tmp_path: Path):
    panel_of_six = read_panel(panel(tmp_path / "p.csv", [3, 3, 3, None, None, None], effect=0.15), NAMES)
    found = two_way(panel_of_six)
    estimate, se, drawn, errors = by_hand(panel_of_six, 0.0)
    assert (found.estimate, found.se) == pytest.approx((estimate, se))
    told = bootstrap(found, seed=1)
    as_far = np.abs(drawn) * se >= abs(estimate) * errors * (1 - 1e-9)
    assert told.p == pytest.approx(as_far.mean())
    assert told.listed
    for limit, inside in ((told.lower, -1e-3), (told.upper, 1e-3)):
        for moved, kept in ((-inside, True), (inside, False)):
            at = limit + moved * se
            _, _, drawn, errors = by_hand(panel_of_six, at)
            as_far = np.abs(drawn - at) * se >= abs(estimate - at) * errors * (1 - 1e-9)
            assert (as_far.mean() >= 0.05) == kept


@pytest.mark.parametrize(
    "starts, known",
    [
        ([3, 3, None, None, None], False),
        ([3, 3, None, None, None, None], True),
        ([3, None, None, None, None, None, None], False),
        ([3, 3, 3, 3, 3, None], False),
        ([3, 3, 3, 3, None, None], True),
        ([2, 3, None, None, None, None], True),
    ],
)
def test_six_clusters_with_two_on_either_side_have_a_p_and_fewer_have_none(
    tmp_path: Path, starts: list[float | None], *, known: bool
):
    found = did(panel(tmp_path / "p.csv", starts), NAMES)
    for key in ("se", "lower", "upper", "p"):
        assert (found[key] is not None) == known
    assert ("placebo" in found) == (not known)
    assert (found["pretrend"] is not None) == known
    assert any("p says little" in warning for warning in found["warnings"]) == (
        known and min(starts.count(None), len(starts) - starts.count(None)) < 4
    )
    for record in (*found["event_study"], *found["group_time"], *found["averages"]):
        assert (record["se"] is not None) == known
    if not known and starts.count(None) > 1:
        assert found["placebo"]["of"] == starts.count(None) + 1


def test_a_placebo_is_reckoned_as_the_estimate_is(tmp_path: Path):
    path = tmp_path / "p.csv"
    outcomes = {"a": [1, 2, 9, 11], "b": [3, 5, 4, 8], "c": [2, 2, 3, 1], "d": [7, 6, 6, 9]}
    lines = [
        f"{unit},{time},{3 if unit == 'a' else ''},{value}"
        for unit, values in outcomes.items()
        for time, value in enumerate(values, start=1)
    ]
    path.write_text("\n".join(["unit,t,from,y", *lines]))
    # Two-way: the mean of both times after less the mean of both times before.
    change = {unit: (v[2] + v[3] - v[0] - v[1]) / 2 for unit, v in outcomes.items()}
    found = did(path, NAMES)
    assert found["estimate"] == pytest.approx(change["a"] - (change["b"] + change["c"] + change["d"]) / 3)
    placebo = {record["cluster"]: record["estimate"] for record in found["placebo"]["records"]}
    assert placebo == pytest.approx(
        {
            "b": change["b"] - (change["c"] + change["d"]) / 2,
            "c": change["c"] - (change["b"] + change["d"]) / 2,
            "d": change["d"] - (change["b"] + change["c"]) / 2,
        }
    )
    assert found["placebo"]["rank"] == 1


def test_a_band_holds_all_at_once_and_is_never_narrower_than_each_alone(tmp_path: Path):
    found = did(panel(tmp_path / "p.csv", [3, 3, 4, 4, None, None, None, None], times=6), NAMES)
    again = did(tmp_path / "p.csv", NAMES)
    other = did(tmp_path / "p.csv", NAMES, seed=2)
    assert found == again
    assert found["band"] != other["band"]
    for record in found["event_study"]:
        assert record["band_lower"] <= record["lower"] <= record["estimate"]
        assert record["estimate"] <= record["upper"] <= record["band_upper"]


def shares(path: Path, effect: float) -> Path:
    draw = np.random.default_rng(5)
    lines = ["unit,t,from,y"]
    for unit in range(10):
        for time in range(1, 5):
            treated = unit < 5 and time >= 3
            lines.append(
                f"u{unit},{time},{3 if unit < 5 else ''},{0.4 + effect * treated + draw.normal(scale=0.01)}"
            )
    path.write_text("\n".join(lines))
    return path


def test_a_share_is_tried_with_wrong_links_and_a_number_is_not_and_it_is_said_why(tmp_path: Path):
    found = did(shares(tmp_path / "s.csv", -0.1), NAMES)
    at = {
        (one["missed_treated"], one["missed_control"], one["false_treated"], one["false_control"]): one
        for one in found["linkage_sensitivity"]
    }
    assert at[0.0, 0.0, 0.0, 0.0]["estimate"] == pytest.approx(found["estimate"])
    # A fifth of the records missed since treatment began: .3 would be .375.
    assert at[0.2, 0.0, 0.0, 0.0]["estimate"] == pytest.approx(-0.025, abs=0.01)
    assert at[0.0, 0.2, 0.0, 0.0]["estimate"] < found["estimate"]
    assert found["linkage_tipping"]["group"] == "treated"
    assert found["linkage_tipping"]["missed"] == pytest.approx(0.25, abs=0.02)
    assert "under treatment" in found["linkage_says"]
    assert found["e_value"]["measure"] == "risk ratio"
    assert found["e_value"]["risk_ratio"] == pytest.approx(0.75, abs=0.02)
    number = did(panel(tmp_path / "p.csv", [3, 3, 3, None, None, None]), NAMES)
    assert number["linkage_sensitivity"] is None
    assert number["e_value"]["limit"] >= 1
    few = did(panel(tmp_path / "q.csv", [3, None, None]), NAMES)
    assert few["e_value"]["estimate"] > 1
    assert few["e_value"]["limit"] is None
    assert "share" in number["linkage_says"]


def test_no_event_at_all_has_an_upper_limit_and_no_model(tmp_path: Path):
    path = tmp_path / "none.csv"
    path.write_text(
        "\n".join(["unit,t,from,y", *(f"u{u},{t},{2 if u < 4 else ''},0" for u in range(8) for t in (1, 2))])
    )
    found = did(path, NAMES)
    assert found["estimate"] is None
    assert "Nobody had the event" in found["refused"]
    assert found["highest_share"] == pytest.approx(1 - 0.025 ** (1 / 16))


def test_times_apart_are_told_in_their_own_units(tmp_path: Path):
    path = tmp_path / "p.csv"
    draw = np.random.default_rng(2)
    lines = [
        f"u{unit},{time},{2008 if unit < 4 else ''},{draw.normal()}"
        for unit in range(8)
        for time in (2000, 2004, 2008, 2016)
    ]
    path.write_text("\n".join(["unit,t,from,y", *lines]))
    assert [record["times_since"] for record in did(path, NAMES)["event_study"]] == [-8, 0, 8]


def test_a_beginning_between_two_times_counts_from_the_later_one_and_it_is_said(tmp_path: Path):
    path = panel(tmp_path / "p.csv", [2.5, 3, 2.5, None, None, None])
    found = did(path, NAMES)
    assert found["beginnings"] == [{"from": 3.0, "units": 3}]
    assert any("between two times" in warning and warning.endswith("2.") for warning in found["warnings"])


def test_units_that_lack_a_time_or_were_always_treated_are_left_out_and_counted(tmp_path: Path):
    path = panel(tmp_path / "p.csv", [1, 3, 3, 3, None, None, None, None])
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("u7,2,")))
    found = did(path, NAMES)
    assert found["units"] == 6
    assert any("they lack a time: 1 of 8" in warning for warning in found["warnings"])
    assert any("treated from the first time" in warning for warning in found["warnings"])
    assert found["p"] is not None


def test_the_pretrend_test_has_its_power_and_sees_the_slope_that_it_says(tmp_path: Path):
    draw = np.random.default_rng(4)
    lines = ["unit,t,from,y"]
    for unit in range(20):
        for time in range(1, 7):
            slope = 0.3 * time if unit < 10 else 0.0
            lines.append(f"u{unit},{time},{5 if unit < 10 else ''},{unit + slope + draw.normal(scale=0.1)}")
    path = tmp_path / "p.csv"
    path.write_text("\n".join(lines))
    found = did(path, NAMES)["pretrend"]
    assert found["p"] < 0.01
    assert found["power_against_the_estimate"] > 0.99
    assert 0 < found["slope_noticed"] < 0.3
    assert "parallel" not in found["says"]


@pytest.mark.parametrize("controls", ["never", "notyet"])
def test_the_pattern_that_is_the_data_gives_back_the_error_that_is_printed(tmp_path: Path, controls: str):
    starts = [2, 2, 2, 3, 3, None, None, None]
    whole = read_panel(panel(tmp_path / "p.csv", starts), NAMES)
    effects = group_time(whole, controls=controls)
    found, average = averaged(effects), effects.average(effects.after)
    assert found.estimate == pytest.approx(average.estimate)
    assert found.se == pytest.approx(np.sqrt(np.sum(average.influence**2)) / len(starts))
    assert found.at_estimate.own.sum() == pytest.approx(0, abs=1e-12)
    assert found.away.own.sum() == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.parametrize("controls", ["never", "notyet"])
def test_the_interval_holds_the_truth_as_often_as_it_says(controls: str):
    """With cohorts drawn anew each time, the average over the cohorts that there will be is held too."""
    held, draw = 0, np.random.default_rng(9)
    for _ in range(400):
        start = draw.choice([2, 3, NEVER], p=[0.25, 0.25, 0.5], size=60)
        effect = np.where(start == 2, 1.0, 2.0)[:, None] * (
            (start[:, None] != NEVER) & (np.arange(5) >= start[:, None])
        )
        outcome = draw.normal(size=(60, 1)) + draw.normal(scale=0.7, size=(60, 5)).cumsum(axis=1) + effect
        whole = Panel(outcome, np.arange(5.0), start, np.arange(60), [str(one) for one in range(60)], {})
        told = bootstrap(averaged(group_time(whole, controls=controls)), seed=1)
        # Three cells of the early cohort at 1, two of the late one at 2.
        held += told.lower <= (3 * 1 + 2 * 2) / 5 <= told.upper
    assert 0.92 <= held / 400 <= 0.98


@pytest.mark.slow
def test_the_pretrend_test_rejects_no_more_often_than_it_says_where_few_units_began_at_a_time():
    draw, rejected, by_f = np.random.default_rng(3), 0, 0
    start = np.array([3, 4, 4, 5, 5, 5] + [NEVER] * 18)
    for _ in range(300):
        outcome = draw.normal(size=(24, 7))
        whole = Panel(outcome, np.arange(7.0), start, np.arange(24), [str(one) for one in range(24)], {})
        told = pretrend(group_time(whole), estimate=1.0, estimate_of_slope=1.0, seed=1)
        rejected += told["p"] < 0.05
        by_f += told["p_of_f"] < 0.05
    assert rejected / 300 < 0.08
    assert by_f > 2 * rejected


CELLS = st.one_of(
    st.sampled_from(["", "NA", "0", "1", "-3", "2.5", "1e200", "-1e200", "1e-200", "word", "5"]),
    st.floats(-100, 100).map(str),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 7), st.integers(0, 3), st.sampled_from(["", "0", "1", "2", "3", "9"]), CELLS
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_file_is_answered_refused_or_named_as_a_fault(
    tmp_path: Path, rows: list[tuple[int, int, str, str]]
):
    path = tmp_path / "any.csv"
    path.write_text("\n".join(["unit,t,from,y", *(",".join(map(str, row)) for row in rows)]))
    try:
        found = did(path, NAMES)
    except BadInput:
        return
    assert (found["estimate"] is None) == (found["refused"] is not None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    starts=st.lists(st.sampled_from([1, 2, 3, None]), min_size=2, max_size=9),
    values=st.lists(st.sampled_from([0.0, 1.0, 0.5, 1e60, -1e60, 1e-60, 3.0]), min_size=9, max_size=9),
)
def test_a_whole_panel_never_breaks_it(tmp_path: Path, starts: list[int | None], values: list[float]):
    path = tmp_path / "panel.csv"
    lines = [
        f"u{unit},{time},{'' if start is None else start},{values[(unit * 3 + time * 5) % 9]}"
        for unit, start in enumerate(starts)
        for time in range(4)
    ]
    path.write_text("\n".join(["unit,t,from,y", *lines]))
    if starts == [None] * len(starts):
        assert "begins" in refuse("did", path, *OPTIONS)
        return
    for controls in ("never", "notyet"):
        found = ask("did", path, *OPTIONS, "--controls", controls, "--method", "group-time")
        assert (found["estimate"] is None) == (found["refused"] is not None)
