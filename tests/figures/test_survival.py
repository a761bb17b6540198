"""Curves, tests and models of the time until an event equal results that nobody here computed."""

import json
import math
from pathlib import Path

import lifelines.datasets
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import CoxPHFitter, KaplanMeierFitter
from statsmodels.duration.hazard_regression import PHReg

from amends.command import evidence
from amends.evidence.maximizing import NoEstimate
from amends.evidence.survival.accelerated import fit_accelerated
from amends.evidence.survival.concordance import concordance
from amends.evidence.survival.curves import kaplan_meier, restricted_mean, survival_at
from amends.evidence.survival.hazards import PartialLikelihood, robust_variance
from amends.evidence.survival.hazards import test_proportionality as judge_proportionality
from amends.evidence.survival.log_rank import log_rank
from amends.evidence.survival.rows import rows_of
from tests.figures.shared_data import ask, refuse, shared

ROSSI = "fin,age,race,wexp,mar,paro,prio"


def of(records: list[dict], **where) -> dict:
    """The one record that says this."""
    (found,) = [record for record in records if all(record[key] == value for key, value in where.items())]
    return found


def write(path: Path, **columns) -> Path:
    """A CSV file of these columns."""
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="module")
def rossi() -> dict:
    """What is answered about the Rossi data."""
    return ask(
        *("survival", shared("recidivism/rossi.csv"), "--time", "week", "--event", "arrest", "--by", "fin"),
        *("--cox", ROSSI, "--at", "10,26,52"),
    )


def test_rossi_cox_with_efrons_ties_is_as_published(rossi):
    fin, prio = of(rossi["cox"], term="fin"), of(rossi["cox"], term="prio")
    assert (rossi["n"], rossi["events"], rossi["refused"]) == (432, 114, None)
    assert fin["estimate"] == pytest.approx(-0.37942217, rel=1e-7)
    assert fin["se"] == pytest.approx(0.19137948, rel=1e-7)
    assert fin["hazard_ratio"] == pytest.approx(0.68425668, rel=1e-7)
    assert (fin["lower"], fin["upper"]) == pytest.approx((0.4702, 0.9957), abs=5e-5)
    assert fin["p"] == pytest.approx(0.0474161, abs=5e-8)
    assert (prio["estimate"], prio["se"]) == pytest.approx((0.09149708, 0.02864855), rel=1e-6)
    others = {"age": -0.05743774, "race": 0.31389979, "wexp": -0.14979570, "mar": -0.43370388}
    for term, estimate in others.items():
        assert of(rossi["cox"], term=term)["estimate"] == pytest.approx(estimate, rel=1e-6)
    assert rossi["loglik"] == pytest.approx({"null": -675.380632, "model": -658.747659}, abs=1e-6)
    assert rossi["likelihood_ratio"]["statistic"] == pytest.approx(33.27, abs=5e-3)
    assert rossi["concordance"] == pytest.approx(0.640, abs=5e-4)
    # VanderWeele (2017): a common outcome's hazard ratio h is about the risk ratio (1 - .5^root h)/(1 - .5^root 1/h).
    root = math.sqrt(fin["hazard_ratio"])
    risk = (1 - 0.5**root) / (1 - 0.5 ** (1 / root))
    assert fin["e_value"] == pytest.approx(1 / risk + math.sqrt(1 / risk * (1 / risk - 1)))
    assert 1 < fin["e_value_limit"] < fin["e_value"]
    assert of(rossi["cox"], term="paro")["e_value_limit"] == 1
    assert rossi["e_value_outcome"] == "common"


def test_rossi_curves_log_rank_and_restricted_means_are_as_published(rossi):
    everybody = ask(
        *(
            "survival",
            shared("recidivism/rossi.csv"),
            "--time",
            "week",
            "--event",
            "arrest",
            "--at",
            "10,26,52",
        )
    )
    known = {10: 0.965278, 26: 0.875, 52: 0.736111}
    for time, estimate in known.items():
        assert of(everybody["survival"], group="all", time=time)["estimate"] == pytest.approx(
            estimate, abs=1e-6
        )
    last = of(everybody["survival"], time=52)
    assert (last["se"], last["lower"], last["upper"]) == pytest.approx(
        (0.021205, 0.691860, 0.775063), abs=1e-6
    )
    assert of(rossi["survival"], group="0", time=52)["estimate"] == pytest.approx(0.694444, abs=1e-6)
    assert of(rossi["survival"], group="1", time=52)["estimate"] == pytest.approx(0.777778, abs=1e-6)
    assert rossi["logrank"]["statistic"] == pytest.approx(3.83757, abs=5e-6)
    assert rossi["logrank"]["p"] == pytest.approx(0.05012, abs=5e-6)
    assert [record["estimate"] for record in rossi["rmst"]] == pytest.approx([44.8333, 46.8750], abs=5e-5)
    assert [record["se"] for record in rossi["rmst"]] == pytest.approx([0.917672, 0.793325], abs=1e-6)
    assert rossi["rmst_difference"] == pytest.approx(46.8750 - 44.8333, abs=1e-4)


def test_rossi_with_the_other_options_is_as_published():
    path = shared("recidivism/rossi.csv")
    common = ("survival", path, "--time", "week", "--event", "arrest")
    breslow = ask(*common, "--cox", ROSSI, "--ties", "breslow")
    assert of(breslow["cox"], term="fin")["estimate"] == pytest.approx(-0.37902189, rel=1e-7)
    assert of(breslow["cox"], term="prio")["estimate"] == pytest.approx(0.09111154, rel=1e-6)
    assert breslow["loglik"]["model"] == pytest.approx(-659.1206, abs=5e-5)
    robust = of(ask(*common, "--cox", ROSSI, "--robust")["cox"], term="fin")
    assert robust["robust_se"] == pytest.approx(0.19554178, rel=1e-7)
    assert math.log(robust["upper"] / robust["lower"]) == pytest.approx(2 * 1.959964 * 0.19554178, rel=1e-6)
    plain = of(ask(*common, "--at", "52", "--interval", "plain")["survival"], time=52)
    assert (plain["lower"], plain["upper"]) == pytest.approx((0.694550, 0.777672), abs=1e-6)


def test_iowas_releases_stay_out_as_published(tmp_path):
    rows = (
        shared("recidivism/iowa_releases_3yr.csv").read_text(encoding="utf-8", errors="replace").splitlines()
    )
    heads = rows[0].split(",")
    came, days = heads.index("recidivism"), heads.index("days_to_recidivism")
    cells = [row.split(",") for row in rows[1:]]
    path = write(
        tmp_path / "iowa.csv",
        days=[cell[days] if cell[came] == "Yes" else 1096 for cell in cells],
        event=[int(cell[came] == "Yes") for cell in cells],
    )
    answered = ask("survival", path, "--time", "days", "--event", "event", "--at", "365,730,1095")
    assert answered["n"] == 26_020 - answered["missing"]["days"]
    assert [record["estimate"] for record in answered["survival"]] == pytest.approx(
        [0.855573, 0.736434, 0.666372], abs=1e-6
    )


def test_the_lung_data_say_what_rs_survival_package_says_of_them(tmp_path):
    # coxph, cox.zph (3.x) and survreg of Surv(time, status) ~ age + sex + ph.ecog, as its documentation prints.
    lung = lifelines.datasets.load_lung()
    lung.to_csv(tmp_path / "lung.csv", index=False)
    answered = ask(
        *("survival", tmp_path / "lung.csv", "--time", "time", "--event", "status"),
        *("--cox", "age,sex,ph.ecog", "--aft", "weibull"),
    )
    assert (answered["n"], answered["events"], answered["missing"]["ph.ecog"]) == (227, 164, 1)
    cox = {record["term"]: (record["estimate"], record["se"]) for record in answered["cox"]}
    assert cox["age"] == pytest.approx((0.011067, 0.009267), abs=5e-7)
    assert cox["sex"] == pytest.approx((-0.552612, 0.167739), abs=5e-7)
    assert cox["ph.ecog"] == pytest.approx((0.463728, 0.113577), abs=5e-7)
    tests = {record["term"]: record for record in answered["proportionality"]}
    assert {term: round(test["statistic"], 3) for term, test in tests.items()} == {
        "age": 0.188,
        "sex": 2.305,
        "ph.ecog": 2.054,
        "GLOBAL": 4.464,
    }
    assert (tests["GLOBAL"]["df"], round(tests["GLOBAL"]["p"], 2)) == (3, 0.22)
    assert answered["concordance"] == pytest.approx(0.637, abs=5e-4)
    aft = {record["term"]: (record["estimate"], record["se"]) for record in answered["aft"]}
    assert aft["Intercept"] == pytest.approx((6.27344, 0.45358), abs=5e-6)
    assert aft["age"] == pytest.approx((-0.00748, 0.00676), abs=5e-6)
    assert aft["sex"] == pytest.approx((0.40109, 0.12373), abs=5e-6)
    assert aft["ph.ecog"] == pytest.approx((-0.33964, 0.08348), abs=5e-6)
    assert aft["log(scale)"] == pytest.approx((-0.31319, 0.06135), abs=5e-6)
    assert answered["scale"] == pytest.approx(0.731, abs=5e-4)
    assert answered["aft_loglik"] == pytest.approx(-1132.4, abs=5e-2)


def test_covariates_that_change_with_time_are_as_published_for_the_stanford_hearts(tmp_path):
    # coxph(Surv(start, stop, event) ~ age + year + surgery + transplant) of R's `heart`.
    heart = lifelines.datasets.load_stanford_heart_transplants()
    heart.to_csv(tmp_path / "heart.csv", index=False)
    asked = ("survival", tmp_path / "heart.csv", "--time", "stop", "--entry", "start", "--event", "event")
    terms = ("--cox", "age,year,surgery,transplant")
    answered = ask(*asked, *terms, "--id", "id")
    assert (answered["n"], answered["people"], answered["events"]) == (172, 103, 75)
    cox = {record["term"]: (record["estimate"], record["se"]) for record in answered["cox"]}
    assert cox["age"] == pytest.approx((0.0272, 0.0137), abs=5e-5)
    assert cox["year"] == pytest.approx((-0.1463, 0.0705), abs=5e-5)
    assert cox["surgery"] == pytest.approx((-0.6372, 0.3672), abs=5e-5)
    assert cox["transplant"] == pytest.approx((-0.0103, 0.3138), abs=5e-5)
    assert answered["likelihood_ratio"]["statistic"] == pytest.approx(15.1, abs=0.05)
    # Joining the rows of one person changes neither an estimate nor an error.
    assert ask(*asked, *terms)["cox"] == answered["cox"]
    assert ask(*asked, *terms)["survival"] == answered["survival"]
    by_row, by_person = ask(*asked, *terms, "--robust"), ask(*asked, *terms, "--cluster", "id")
    assert by_row["cox"][0]["robust_se"] != by_person["cox"][0]["robust_se"]
    assert ask(*asked, *terms, "--robust", "--id", "id")["cox"] == by_person["cox"]


# Time, event, covariate and weight of the data sets that Therneau and Grambsch (2000), Modeling Survival Data,
# work by hand in appendix E; the figures are those that the tests of R's survival package print.
FIRST = ([9, 1, 1, 6, 6, 8], [1, 1, 0, 1, 1, 0], [0, 1, 1, 1, 0, 0])
SECOND = ([2, 3, 6, 7, 8, 9, 9, 9, 14, 17], [1, 1, 1, 1, 1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 1, 1, 1, 0, 0])
ENTRY = [1, 2, 5, 2, 1, 7, 3, 4, 8, 8]
THIRD = ([1, 1, 2, 2, 2, 2, 3, 4, 5], [1, 0, 1, 1, 1, 0, 0, 1, 0], [2, 0, 1, 1, 0, 1, 0, 1, 0])
WEIGHT = [1, 2, 3, 4, 3, 2, 1, 2, 1]
BY_HAND = {
    "breslow": (FIRST, None, None, "breslow", math.log(1.5 + math.sqrt(33) / 2), None,
        [0.21138938, 0.13564322, -0.05049744, -0.12624360, -0.38168095, 0.21138938]),
    "efron": (FIRST, None, None, "efron", 1.676857, None,
        [0.2208584, 0.1132780, -0.0442340, -0.1029199, -0.4078409, 0.2208584]),
    "late entries": (SECOND, ENTRY, None, "breslow", -0.084526081, None,
        [0.27156496, -0.20696709, -0.45771743, -0.09586133, 0.13608234, 0.19288983, 0.04655651, -0.37389040,
         0.24367131, 0.24367131]),
    "weights, breslow": (THIRD, None, WEIGHT, "breslow", 0.8596, 0.7131,
        [0.88681615, 0.02497653, 0.03608964, 0.03608964, -0.54297652, -0.12528780, 0.29564605, -0.09476911,
         0.58400064]),
    "weights, efron": (THIRD, None, WEIGHT, "efron", 0.8726, 0.7126,
        [0.88116056, 0.02477248, 0.06057806, 0.06057806, -0.59724033, -0.16737066, 0.38040295, -0.13750290,
         0.66631324]),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_score_residuals_are_those_worked_by_hand(name):
    (time, event, x), entry, weight, ties, estimate, error, residuals = BY_HAND[name]
    likelihood = PartialLikelihood(
        rows_of(time, event, entry=entry, weight=weight), np.array(x, dtype=float)[:, None], ties
    )
    fitted = likelihood.fit(["x"])
    assert fitted.coefficients[0] == pytest.approx(estimate, abs=5e-5)
    if error is not None:
        assert np.sqrt(fitted.variance[0, 0]) == pytest.approx(error, abs=5e-5)
    assert likelihood.score_residuals(fitted.coefficients)[:, 0] == pytest.approx(residuals, abs=5e-8)


def test_the_log_likelihood_at_nothing_is_the_one_worked_by_hand():
    for ties, by_hand in (
        ("breslow", -(math.log(19) + 10 * math.log(16) + 2 * math.log(3))),
        (
            "efron",
            -(math.log(19) + 10 / 3 * (math.log(16) + math.log(38 / 3) + math.log(28 / 3)) + 2 * math.log(3)),
        ),
    ):
        time, event, x = THIRD
        likelihood = PartialLikelihood(rows_of(time, event, weight=WEIGHT), np.array(x, float)[:, None], ties)
        assert likelihood.at(np.zeros(1)).loglik == pytest.approx(by_hand, rel=1e-12)


def test_concordance_counts_the_pairs_that_rs_own_tests_count():
    # AML, maintained; counts of concordant, discordant and tied pairs from the tests of R's survival package.
    time = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    event = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
    x = np.array([1, 6, 2, 7, 3, 7, 3, 8, 4, 4, 5.0])
    weight = [1, 2, 3, 2, 1, 2, 3, 4, 3, 2, 1]
    assert concordance(rows_of(time, event), x) == pytest.approx((14 + 2 / 2) / (14 + 24 + 2))
    assert concordance(rows_of(time, event, weight=weight), x) == pytest.approx((70 + 7 / 2) / (70 + 91 + 7))
    lung = lifelines.datasets.load_lung().dropna(subset=["ph.ecog"])
    found = concordance(rows_of(lung["time"], lung["status"]), lung["ph.ecog"].to_numpy(float))
    assert found == pytest.approx((8392 + 7137 / 2) / (8392 + 4258 + 7137))
    # The same people in several intervals each.
    begin = [0, 3, 5, 6, 7, 0, 4, 17, 7, 0, 16, 2, 0, 0, 9, 5]
    end = [3, 9, 13, 7, 13, 18, 17, 23, 28, 16, 31, 34, 45, 9, 48, 60]
    came = [0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]
    risk = np.array([1, 1, 6, 2, 2, 7, 3, 3, 7, 3, 3, 8, 4, 4, 4, 5.0])
    several = rows_of(end, came, entry=begin, weight=[1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 4, 3, 2, 2, 1])
    assert concordance(several, risk) == pytest.approx((70 + 7 / 2) / (70 + 91 + 7))


@pytest.mark.parametrize("size", [0, 1e-300, 1e300])
def test_concordance_does_not_hang_on_how_large_the_risk_is(size):
    rows = rows_of([1, 2, 3, 4], [1, 1, 1, 0])
    assert concordance(rows, size * np.array([4, 3, 2, 1.0])) == (1 if size else 0.5)


# Klein and Moeschberger (2003), Survival Analysis, table 7.2: at risk and events of the two ways of placing a
# catheter; and the statistics of table 7.3.
CATHETER = {
    0.5: (43, 0, 76, 6), 1.5: (43, 1, 60, 0), 2.5: (42, 0, 56, 2), 3.5: (40, 1, 49, 1), 4.5: (36, 2, 43, 0),
    5.5: (33, 1, 40, 0), 6.5: (31, 0, 35, 1), 8.5: (25, 2, 30, 0), 9.5: (22, 1, 27, 0), 10.5: (20, 1, 25, 0),
    11.5: (18, 1, 22, 0), 15.5: (11, 1, 14, 1), 16.5: (10, 1, 13, 0), 18.5: (9, 1, 11, 0), 23.5: (4, 1, 5, 0),
    26.5: (2, 1, 3, 0),
}  # fmt: skip


@pytest.mark.parametrize(
    "weighing, statistic",
    [("standard", 2.53), ("wilcoxon", 0.002), ("tarone", 0.40), ("peto", 1.40), ("fleming", 1.39)],
)
def test_every_form_of_the_log_rank_test_is_as_published(weighing, statistic):
    time, event, group = [], [], []
    for place in (0, 1):
        counts = [(when, row[2 * place], row[2 * place + 1]) for when, row in CATHETER.items()]
        for (when, at_risk, events), (_, later, _) in zip(counts, [*counts[1:], (0, 0, 0)], strict=True):
            left = at_risk - later
            time += [when] * left
            event += [1] * events + [0] * (left - events)
            group += [place] * left
    found = log_rank(rows_of(time, event), np.array(group), weighing)
    assert (found.df, found.statistic) == (
        1,
        pytest.approx(statistic, abs=5e-3 if statistic > 0.01 else 5e-4),
    )


def test_a_group_without_an_event_takes_no_degree_of_freedom():
    # R's own test: AML with a third group that is censored before the first event.
    time = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    event = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]
    group = [0] * 11 + [1] * 12
    two = log_rank(rows_of(time, event), np.array(group))
    three = log_rank(rows_of([*time, 1, 2, 2, 3, 3, 3, 4], event + [0] * 7), np.array(group + [2] * 7))
    assert (round(two.statistic, 1), round(two.p, 2), two.df) == (3.4, 0.07, 1)
    assert [round(value, 2) for value in two.expected] == [10.69, 7.31]
    assert (three.statistic, three.df) == (pytest.approx(two.statistic), 1)


def people(
    seed: int, n: int = 200, ties: int = 0, *, late: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
    """Invented times, events, two covariates and, if late, entries; times are whole numbers up to `ties`."""
    draws = np.random.default_rng(seed)
    x = draws.normal(size=(n, 2))
    time = draws.exponential(np.exp(-x @ [0.5, -0.3]))
    time = np.ceil(time * ties) if ties else time
    event = draws.random(n) < 0.7
    return time, event, x, time * draws.random(n) * 0.9 if late else None


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("late", [False, True])
def test_the_model_of_the_hazard_is_what_the_libraries_find(ties, late):
    time, event, x, entry = people(7, ties=8, late=late)
    fitted = PartialLikelihood(rows_of(time, event, entry=entry), x, ties).fit(["a", "b"])
    peer = PHReg(time, x, event.astype(int), entry=entry, ties=ties).fit()
    assert fitted.coefficients == pytest.approx(peer.params, rel=1e-5)
    assert np.sqrt(np.diag(fitted.variance)) == pytest.approx(peer.bse, rel=1e-5)
    assert fitted.loglik_model == pytest.approx(peer.llf, rel=1e-9)


def test_weights_in_the_model_of_the_hazard_are_what_lifelines_finds():
    time, event, x, entry = people(8, ties=8, late=True)
    weight = np.random.default_rng(1).uniform(0.5, 3, len(time))
    frame = {"time": time, "event": event, "entry": entry, "a": x[:, 0], "b": x[:, 1], "w": weight}
    peer = CoxPHFitter().fit(
        pd.DataFrame(frame), "time", "event", weights_col="w", entry_col="entry", robust=True,
        fit_options={"precision": 1e-10},
    )  # fmt: skip
    fitted = PartialLikelihood(rows_of(time, event, entry=entry, weight=weight), x).fit(["a", "b"])
    assert fitted.coefficients == pytest.approx(peer.params_.to_numpy(), rel=1e-5)


def test_the_curve_is_what_lifelines_finds_with_late_entries():
    time, event, _, entry = people(9, ties=20, late=True)
    curve = kaplan_meier(rows_of(time, event, entry=entry))
    peer = KaplanMeierFitter().fit(time, event, entry=entry)
    at = np.unique(time)
    assert survival_at(curve, at).estimate == pytest.approx(peer.predict(at).to_numpy(), abs=1e-12)


def test_a_model_without_a_highest_likelihood_is_refused_with_its_term(tmp_path):
    time, event, x, _ = people(3, n=60)
    never = np.where(event, 0, (np.arange(60) % 2))
    path = write(tmp_path / "p.csv", t=time, e=event.astype(int), a=x[:, 0], never=never, twice=2 * x[:, 0])
    common = ("survival", path, "--time", "t", "--event", "e")
    answered = ask(*common, "--cox", "a,never", "--aft", "weibull")
    assert "[never]" in answered["refused"]
    assert "[a]" not in answered["refused"]
    assert answered["cox"] is None
    assert answered["aft"] is None
    assert answered["survival"]
    assert "say the same: [a], [twice]" in ask(*common, "--cox", "a,twice")["refused"]
    assert ask(*common, "--cox", "a")["refused"] is None


def test_no_event_gives_an_exact_limit_and_no_model(tmp_path):
    path = write(tmp_path / "p.csv", t=[10] * 30, e=[0] * 30, x=list(range(30)))
    answered = ask("survival", path, "--time", "t", "--event", "e", "--cox", "x", "--at", "10")
    assert answered["cox"] is None
    assert "no event" in answered["refused"]
    (limit,) = answered["limits_without_events"]
    # Clopper and Pearson for 0 of 30, and Garwood for no event in 300: the tables' 11.6 % and 3.689.
    assert limit["risk_upper"] == pytest.approx(0.116, abs=5e-4)
    assert limit["rate_upper"] * 300 == pytest.approx(3.689, abs=5e-4)
    (curve,) = answered["survival"]
    assert (curve["lower"], curve["estimate"], curve["upper"]) == (1 - limit["risk_upper"], 1, 1)
    assert ask("survival", path, "--time", "t", "--event", "e")["refused"] is None


def test_whoever_has_several_rows_is_followed_once(tmp_path):
    # Of 12 people without an event, 10 are seen in two rows each; one enters late and one has a gap.
    rows = [(f"p{n}", 0, 4) for n in range(10)] + [(f"p{n}", 4, 10) for n in range(10)]
    rows += [("late", 1, 10), ("gap", 0, 3), ("gap", 5, 10)]
    person, entry, time = zip(*rows, strict=True)
    path = write(tmp_path / "p.csv", i=person, s=entry, t=time, e=[0] * len(rows))
    asked = ("survival", path, "--time", "t", "--entry", "s", "--event", "e", "--id", "i", "--at", "2,10")
    assert [limit["followed"] for limit in ask(*asked)["limits_without_events"]] == [11, 10]


def test_a_rare_outcomes_hazard_ratio_is_taken_as_a_risk_ratio(tmp_path):
    # VanderWeele and Ding (2017): below 15 % by the end of follow-up, E = HR + root of HR (HR - 1).
    number = np.arange(100)
    happened = (number % 20 == 0) | (number % 12 == 1)
    path = write(tmp_path / "p.csv", t=number + 1, e=happened.astype(int), x=number % 2)
    answered = ask("survival", path, "--time", "t", "--event", "e", "--cox", "x")
    (record,) = answered["cox"]
    ratio = record["hazard_ratio"]
    assert ratio > 1 > record["lower"]
    assert answered["e_value_outcome"] == "rare"
    assert record["e_value"] == pytest.approx(ratio + math.sqrt(ratio * (ratio - 1)))
    assert record["e_value_limit"] == 1


def test_few_clusters_are_warned_of_and_too_few_give_no_errors(tmp_path):
    time, event, x, _ = people(13, n=120)
    number = np.arange(120)
    path = write(
        tmp_path / "p.csv", t=time, e=event.astype(int), a=x[:, 0], b=x[:, 1], many=number % 40, few=number % 8,
        two=number % 2,
    )  # fmt: skip
    asked = ("survival", path, "--time", "t", "--event", "e", "--cox", "a,b", "--cluster")
    assert not any("clusters" in warning for warning in ask(*asked, "many")["warnings"])
    few = ask(*asked, "few")
    assert any(warning.startswith("8 clusters: with fewer than 30") for warning in few["warnings"])
    assert few["refused"] is None
    assert few["cox"][0]["robust_se"] > 0
    two = ask(*asked, "two", "--aft", "weibull")
    assert "hazard model has no robust errors: 2 clusters cannot show how 2 coefficients" in two["refused"]
    assert "time model has no robust errors: 2 clusters cannot show how 4 coefficients" in two["refused"]
    for record, known in zip(two["cox"], few["cox"], strict=True):
        # The estimate stands; what would rest on the errors does not.
        assert (record["estimate"], record["se"]) == (known["estimate"], known["se"])
        assert [record[key] for key in ("robust_se", "lower", "upper", "p", "e_value_limit")] == [None] * 5
    assert {record["p"] for record in two["aft"]} == {None}


def test_where_everybody_has_the_event_at_once_nothing_shows_how_coefficients_vary(tmp_path):
    path = write(tmp_path / "p.csv", t=[3, 3, 3, 3], e=[1, 1, 1, 1], x=[0.2, 1, -1, 3])
    asked = (path, "--time", "t", "--event", "e")
    cox = ask("survival", *asked, "--cox", "x", "--ties", "breslow", "--robust")
    assert (cox["cox"][0]["robust_se"], cox["cox"][0]["p"]) == (None, None)
    assert "4 rows cannot show how 1 coefficients vary" in cox["refused"]
    assert "4 rows cannot show" in ask("competing", *asked, "--cause", "1", "--finegray", "x")["refused"]


def test_a_column_that_is_different_in_every_row_makes_no_groups(tmp_path):
    path = write(tmp_path / "p.csv", t=[1] * 501, e=[1, 0, 0] * 167, i=range(501))
    asked = (path, "--time", "t", "--event", "e", "--by", "i")
    assert "[i]: makes 501 groups; expected no more than 500." in refuse("survival", *asked)
    assert "[i]: makes 501 groups" in refuse("competing", *asked, "--cause", "1")


def test_clusters_are_said_to_change_the_models_errors_only(tmp_path):
    time, event, x, _ = people(17, n=80)
    path = write(tmp_path / "p.csv", t=time, e=event.astype(int), x=x[:, 0], c=np.arange(80) // 2)
    asked = ("survival", path, "--time", "t", "--event", "e", "--cox", "x")
    said = "the models' errors only"
    assert any(said in warning for warning in ask(*asked, "--cluster", "c")["warnings"])
    assert not any(said in warning for warning in ask(*asked, "--robust")["warnings"])


def test_a_number_beyond_computing_is_a_fault_and_a_large_one_is_not(tmp_path):
    time, event, x, _ = people(14, n=60)
    columns = {"t": time, "e": event.astype(int), "x": x[:, 0]}
    for name, size in (("huge", 1e200), ("large", 1e60), ("small", 1e-60), ("tiny", 1e-200)):
        columns[name] = x[:, 0] * size
    path = write(tmp_path / "p.csv", **columns)
    asked = ("survival", path, "--time", "t", "--event", "e", "--cox")
    assert "row 1, [huge]: is beyond 1e+70; give it in another unit." in refuse(*asked, "huge")
    assert "[tiny]: is the same in every row" in refuse(*asked, "tiny")
    (plain,) = ask(*asked, "x")["cox"]
    for name, size in (("large", 1e60), ("small", 1e-60)):
        (record,) = ask(*asked, name)["cox"]
        assert record["estimate"] * size == pytest.approx(plain["estimate"])
        assert record["p"] == pytest.approx(plain["p"])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_proportionality_is_the_score_test_of_effects_that_grow_with_the_clock(ties):
    # The model with x and x times the clock, written out: one row for each person and interval between events.
    time, event, x, entry = people(15, n=90, ties=6, late=True)
    weight = np.random.default_rng(3).uniform(0.5, 3, len(time))
    rows = rows_of(time, event, entry=entry, weight=weight)
    likelihood = PartialLikelihood(rows, x, ties)
    fitted = likelihood.fit(["a", "b"])
    whole = judge_proportionality(likelihood, fitted, {"a": [0], "b": [1]})
    curve = kaplan_meier(rows.weighted(np.ones(len(rows))))
    clock = np.concatenate([[0], 1 - curve.survival[:-1]])
    parts = []
    for place, when in enumerate(curve.times):
        there = (rows.entry < when) & (rows.time >= when)
        grown = np.column_stack([x[there], x[there] * clock[place]])
        parts.append(
            (np.full(there.sum(), place + 1.0), (event & (rows.time == when))[there], weight[there], grown)
        )
    ends, came, weights, grown = (np.concatenate(part) for part in zip(*parts, strict=True))
    cut = rows_of(ends, came, entry=ends - 1, weight=weights)
    for term, columns in (("a", [0, 1, 2]), ("b", [0, 1, 3]), ("GLOBAL", [0, 1, 2, 3])):
        longer = PartialLikelihood(cut, grown[:, columns], ties)
        beta = np.concatenate([fitted.coefficients, np.zeros(len(columns) - 2)])
        moment = longer.at(beta)
        statistic = moment.score @ np.linalg.solve(longer.information(moment), moment.score)
        (found,) = [test for test in whole if test.term == term]
        assert found.statistic == pytest.approx(statistic, rel=1e-7)


def test_the_error_of_a_weighted_curve_is_that_of_drawing_everybody_again(tmp_path):
    # Done again row by row, without a short cut, with draws of its own.
    time, event, _, _ = people(16, n=60, ties=5)
    weight = np.random.default_rng(4).uniform(0.2, 3, 60)
    path = write(tmp_path / "p.csv", t=time, e=event.astype(int), w=weight)
    at = float(np.median(time))
    (record,) = ask("survival", path, "--time", "t", "--event", "e", "--weights", "w", "--at", str(at))[
        "survival"
    ]
    draws, again = np.random.default_rng(99), []
    for _ in range(2000):
        drawn = draws.integers(60, size=60)
        alive = 1.0
        for when in sorted({time[row] for row in drawn if event[row] and time[row] <= at}):
            at_risk = sum(weight[row] for row in drawn if time[row] >= when)
            alive *= 1 - sum(weight[row] for row in drawn if event[row] and time[row] == when) / at_risk
        again.append(alive)
    assert record["se"] == pytest.approx(np.std(again, ddof=1), rel=0.08)


def test_one_person_alone_has_no_error_by_drawing_again(tmp_path):
    path = write(tmp_path / "p.csv", t=[1, 2, 3, 4], e=[1, 0, 1, 0], w=[1, 2, 1, 2], g=["a"] * 4)
    answered = ask(
        *("survival", path, "--time", "t", "--event", "e", "--weights", "w", "--cluster", "g", "--at", "3")
    )
    assert answered["survival"][0]["se"] is None
    assert answered["rmst"][0]["se"] is None
    assert any("1 clusters" in warning for warning in answered["warnings"])


def test_the_restricted_mean_runs_until_the_last_time_asked_or_the_first_group_ends(tmp_path):
    path = write(tmp_path / "p.csv", t=[1, 2, 3, 9, 1, 2, 7, 8], e=[1, 0, 1, 0] * 2, g=list("aaaabbbb"))
    asked = ("survival", path, "--time", "t", "--event", "e", "--by", "g")
    assert ask(*asked)["rmst_horizon"] == 8
    assert ask(*asked, "--at", "2,6")["rmst_horizon"] == 6
    assert ask(*asked, "--at", "2,6", "--rmst", "5")["rmst_horizon"] == 5
    for horizon in ("0", "-1", "nan", "inf"):
        assert "must be a number above zero" in refuse(*asked, "--rmst", horizon)


def test_few_events_are_warned_of_and_enough_are_not(tmp_path):
    time, event, x, _ = people(4, n=40)
    path = write(tmp_path / "p.csv", t=time, e=event.astype(int), a=x[:, 0], b=x[:, 1])
    assert event.sum() < 40
    asked = ("survival", path, "--time", "t", "--event", "e", "--cox")
    assert not any("coefficients" in warning for warning in ask(*asked, "a")["warnings"])
    assert any("fewer than 10" in warning for warning in ask(*asked, "a,b,a^2,b^2")["warnings"])


def test_what_is_wrong_with_a_file_of_times_is_told_by_row(tmp_path):
    path = write(
        tmp_path / "p.csv",
        t=[5, -1, 3, 4, 9],
        s=[0, 0, 4, 1, 3],
        e=[1, 2, 0, 1, 1],
        i=["a", "b", "c", "d", "d"],
    )
    told = refuse("survival", path, "--time", "t", "--event", "e", "--entry", "s", "--id", "i")
    for fault in (
        "row 2, [t]: expected 0 or more.",
        "row 2, [e]: expected 0 or 1, or false or true.",
        "row 3, [t]: ends before its entry.",
        "row 5, [i]: overlaps row 4 of the same person",
    ):
        assert fault in told
    assert "row 5, [i]: repeats the id of row 4" in refuse(
        "survival", write(tmp_path / "q.csv", t=[1] * 5, e=[1] * 5, i=list("abcdd")), "--time", "t", "--event", "e",
        "--id", "i",
    )  # fmt: skip


def test_a_row_that_is_never_at_risk_is_left_out_with_a_warning(tmp_path):
    path = write(tmp_path / "p.csv", t=[5, 4, 3], s=[0, 4, 1], e=[1, 1, 0])
    answered = ask("survival", path, "--time", "t", "--event", "e", "--entry", "s")
    assert (answered["n"], answered["events"]) == (2, 1)
    assert any("never at risk" in warning for warning in answered["warnings"])


def test_nothing_is_said_after_the_last_observation(tmp_path):
    path = write(tmp_path / "p.csv", t=[1, 2, 3, 1, 2, 4], e=[1, 0, 0, 1, 1, 1], g=list("aaabbb"))
    answered = ask("survival", path, "--time", "t", "--event", "e", "--by", "g", "--at", "3,10")
    assert of(answered["survival"], group="a", time=10)["estimate"] is None
    assert of(answered["survival"], group="b", time=10)["estimate"] == 0
    assert of(answered["rmst"], group="a")["estimate"] is None
    assert answered["rmst_difference"] is None
    assert any("until 3 only" in warning for warning in answered["warnings"])


def test_weights_of_one_change_no_curve_and_their_errors_are_near_greenwoods(tmp_path):
    time, event, _, _ = people(5, n=150)
    path = write(tmp_path / "p.csv", t=time, e=event.astype(int), g=[0, 1] * 75, w=[1] * 150)
    plain = ask("survival", path, "--time", "t", "--event", "e", "--by", "g", "--at", "0.5,1")
    weighted = ask(
        "survival", path, "--time", "t", "--event", "e", "--by", "g", "--at", "0.5,1", "--weights", "w"
    )
    for one, other in zip(
        plain["survival"] + plain["rmst"], weighted["survival"] + weighted["rmst"], strict=True
    ):
        assert one["estimate"] == pytest.approx(other["estimate"], abs=1e-12)
        assert one["se"] == pytest.approx(other["se"], rel=0.15)
    again = ask(
        "survival", path, "--time", "t", "--event", "e", "--by", "g", "--at", "0.5,1", "--weights", "w"
    )
    assert again == weighted
    assert weighted["bootstrap"]["replications"] == 1000


lives = st.lists(
    st.tuples(st.integers(1, 12), st.booleans(), st.integers(0, 1)), min_size=8, max_size=40
).filter(lambda rows: len({row[0] for row in rows if row[1]}) > 2 and len({row[2] for row in rows}) == 2)


@settings(max_examples=60, deadline=None)
@given(lives, st.randoms(use_true_random=False), st.sampled_from([0.25, 3.0, 365.25]))
def test_neither_the_order_of_rows_nor_the_unit_of_time_changes_what_is_found(rows, random, unit):
    shuffled = random.sample(rows, len(rows))
    one, other = (tuple(np.array(part) for part in zip(*given, strict=True)) for given in (rows, shuffled))
    first, second = rows_of(one[0], one[1]), rows_of(other[0] * unit, other[1])
    curve, again = kaplan_meier(first), kaplan_meier(second)
    assert again.survival == pytest.approx(curve.survival, abs=1e-12)
    mean, error = restricted_mean(curve, 1.0)
    assert restricted_mean(again, unit) == pytest.approx((mean * unit, error * unit), rel=1e-9, abs=1e-12)
    for weighing in ("standard", "wilcoxon", "tarone", "peto", "fleming"):
        before, after = (log_rank(*asked, weighing) for asked in ((first, one[2]), (second, other[2])))
        assert after.statistic == pytest.approx(before.statistic, rel=1e-9, abs=1e-12, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(lives)
def test_a_weight_of_two_is_a_row_twice(rows):
    time, event, group = (np.array(part) for part in zip(*rows, strict=True))
    twice = np.tile(np.arange(len(time)), 2)
    weighted, doubled = rows_of(time, event, weight=np.full(len(time), 2)), rows_of(time[twice], event[twice])
    one, other = kaplan_meier(weighted), kaplan_meier(doubled)
    assert one.survival == pytest.approx(other.survival, abs=1e-12)
    assert one.at_risk.tolist() == other.at_risk.tolist()
    try:
        x, xx = group[:, None].astype(float), group[twice][:, None].astype(float)
        first = PartialLikelihood(weighted, x, "breslow")
        second = PartialLikelihood(doubled, xx, "breslow")
        fitted, again = first.fit(["x"]), second.fit(["x"])
    except NoEstimate:
        return
    assert again.coefficients == pytest.approx(fitted.coefficients, rel=1e-6, abs=1e-9)
    # Twice the people know twice as much, but people who are the same person know it once.
    assert again.variance == pytest.approx(fitted.variance, rel=1e-6)
    cluster = np.tile(np.arange(len(time)), 2)
    assert robust_variance(second, again, cluster) == pytest.approx(robust_variance(first, fitted), rel=1e-6)


def test_cutting_a_persons_time_into_rows_changes_nothing():
    time, event, x, _ = people(11, n=80)
    cut = time / 3
    once = rows_of(time, event)
    twice = rows_of(
        np.concatenate([cut, time]),
        np.concatenate([np.zeros(80), event]),
        entry=np.concatenate([np.full(80, -np.inf), cut]),
    )
    assert kaplan_meier(twice).survival == pytest.approx(kaplan_meier(once).survival, abs=1e-12)
    one, other = PartialLikelihood(once, x), PartialLikelihood(twice, np.vstack([x, x]))
    fitted, again = one.fit(["a", "b"]), other.fit(["a", "b"])
    assert again.coefficients == pytest.approx(fitted.coefficients, rel=1e-8)
    same = np.tile(np.arange(80), 2)
    assert robust_variance(other, again, same) == pytest.approx(robust_variance(one, fitted), rel=1e-8)
    places = {"a": [0], "b": [1]}
    for before, after in zip(
        judge_proportionality(one, fitted, places), judge_proportionality(other, again, places), strict=True
    ):
        assert after.statistic == pytest.approx(before.statistic)
    assert concordance(twice, other.design @ again.coefficients) == pytest.approx(
        concordance(once, one.design @ fitted.coefficients)
    )


def test_a_weibull_model_cut_at_an_entry_is_the_same_model():
    # Of a memoryless time, what came before the entry says nothing: the rest is as if the clock began there.
    draws = np.random.default_rng(2)
    time, entry = draws.exponential(10, 4000) + 1, np.full(4000, 1.0)
    whole = fit_accelerated(rows_of(time, np.ones(4000)), np.empty((4000, 0)), [], "weibull")
    late = fit_accelerated(rows_of(time, np.ones(4000), entry=entry), np.empty((4000, 0)), [], "weibull")
    assert np.exp(late.coefficients[0]) == pytest.approx(10, rel=0.05)
    assert late.scale == pytest.approx(1, abs=0.05)
    assert whole.scale < 0.95


def test_a_time_just_after_zero_is_not_zero(tmp_path):
    path = write(tmp_path / "p.csv", t=[1e-9, 2, 4, 8], e=[1, 1, 1, 1])
    answered = ask("survival", path, "--time", "t", "--event", "e", "--aft", "lognormal", "--at", "0,1")
    assert [record["estimate"] for record in answered["survival"]] == [1, 0.75]
    assert answered["scale"] > 0


def test_a_model_of_the_time_needs_no_covariate(tmp_path):
    path = write(tmp_path / "p.csv", t=[1, 2, 4, 8], e=[1, 1, 1, 1])
    answered = ask("survival", path, "--time", "t", "--event", "e", "--aft", "lognormal")
    # The logarithms' own mean and, by likelihood, spread.
    assert of(answered["aft"], term="Intercept")["estimate"] == pytest.approx(1.5 * math.log(2))
    assert answered["scale"] == pytest.approx(math.log(2) * math.sqrt(1.25))
    assert answered["cox"] is None


@pytest.mark.parametrize("distribution", ["weibull", "lognormal", "loglogistic"])
def test_a_model_of_the_time_stretches_with_the_unit(distribution):
    time, event, x, _ = people(12)
    weeks, days = (
        fit_accelerated(rows_of(time * unit, event), x, ["a", "b"], distribution) for unit in (1, 7)
    )
    assert days.coefficients[1:] == pytest.approx(weeks.coefficients[1:], rel=1e-7)
    assert days.coefficients[0] == pytest.approx(weeks.coefficients[0] + math.log(7), rel=1e-7)
    assert (days.scale, days.variance) == (
        pytest.approx(weeks.scale),
        pytest.approx(weeks.variance, rel=1e-6),
    )
    assert days.loglik == pytest.approx(weeks.loglik - event.sum() * math.log(7))


def test_times_blurred_by_a_computation_are_tied(tmp_path):
    rows = rows_of([0.1 + 0.2, 0.3, 1.0], [1, 1, 0])
    assert len(kaplan_meier(rows).times) == 1
    # Nor does a blur put an event after the time that somebody asks for, however far the others lie.
    path = write(tmp_path / "p.csv", t=[0.1 + 0.2, 0.5, 1.0, 2.0], e=[1, 1, 0, 0])
    asked = (path, "--time", "t", "--event", "e", "--at", "0.3,0.49,1e12")
    curve = ask("survival", *asked)["survival"]
    assert [(one["time"], one["estimate"]) for one in curve] == [(0.3, 0.75), (0.49, 0.75), (1e12, None)]
    assert [one["estimate"] for one in ask("competing", *asked, "--cause", "1")["incidence"]] == [
        0.25,
        0.25,
        None,
    ]


# What a file may hold: few people, many ties, groups and covariates of any kind.
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 1, 2, 3.5, 1e-6, 1e6]),
            st.integers(0, 2),
            st.sampled_from("abc"),
            st.sampled_from([0, 1, -1e6, 1e-6, 2.5]),
        ),
        min_size=1,
        max_size=25,
    ),
    st.sampled_from(["x", "x,C(g)", "x+x^2"]),
    st.sampled_from([(), ("--robust",), ("--cluster", "g"), ("--ties", "breslow"), ("--at", "0,1,1e7")]),
)
def test_any_well_formed_file_gets_one_answer_or_every_fault(tmp_path_factory, rows, terms, options):
    time, event, group, x = zip(*rows, strict=True)
    path = write(
        tmp_path_factory.mktemp("any") / "p.csv",
        t=time,
        e=[min(one, 1) for one in event],
        c=event,
        g=group,
        x=x,
    )
    asked = ("--input", str(path), "--json", "--time", "t", "--by", "g")
    for words in (
        ["survival", *asked, "--event", "e", "--cox", terms, *options],
        ["competing", *asked, "--event", "c", "--cause", "1", "--finegray", terms],
    ):
        answered = CliRunner().invoke(evidence.command, words)
        assert answered.exit_code in {0, 2}, answered.exc_info
        if answered.exit_code == 0:
            assert {"n", "events", "missing", "warnings", "refused"} <= json.loads(answered.stdout).keys()
        else:
            assert answered.stderr.startswith("Error: ")
