"""A scenario is refused with every fault that it has, each at its line; what is not said is shown as not counted."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.money.model.loading import load_scenario, published_scenario
from amends.money.model.prices import NoSuchYear, Year, price_series, read_year
from amends.money.model.reading import BadScenario, lines_of_keys
from amends.money.model.results import table
from amends.money.model.scenario import PUBLISHED, NoSuchNumber, NoSuchReading, items
from tests.figures.money.writing import EXAMPLE, reading_of, scenario_of, written

PERT = "{ pert = [0.5, 0.6, 0.9], source = 'A test' }"
COMPLETED = '{ value = 0.75, source = "A test" }'


def line_with(text: str, part: str) -> int:
    """Return the number of the first line that has this in it."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def faults_of(folder, text: str) -> list[str]:
    """Return what is said against a text, each beginning with its line."""
    with pytest.raises(BadScenario) as refused:
        scenario_of(folder, text)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    "right, wrong, says",
    [
        ("usd = 10_000", "usd = -1", "is [-1]; expected a number from 0 to 10,000,000,000"),
        ("usd = 10_000", "usd = 99_999_999_999", "expected a number from 0 to 10,000,000,000"),
        ("usd = 10_000", "usd = 0.001", "expected whole cents"),
        ("usd = 10_000", "usd = nan", "expected a number"),
        ("usd = 10_000", "usd = true", "expected a number"),
        ("usd = 10_000", 'usd = "not known"', "expected the limits it lies in"),
        ("usd = 10_000", "usd = 10_000\nbetween = [1, 2]", "expected it between"),
        ("usd = 10_000", "between = [3, 2]", "expected the lower limit first"),
        ("usd = 10_000", "usd = 10_000\ncounts = [1, 2]", "is only for shares"),
        ("usd = 10_000", "usd = 10_000\nprice = 3", "[program.accountability_program.price] is not known here"),
        ("usd = 10_000\n", "", "has no [usd]"),
        ('per = "party year"', 'per = "month"', "expected start, year"),
        ("convicted_share = { value = 0.9", "convicted_share = { value = 1.1", "expected a number from 0 to 1"),
        (COMPLETED, "{ value = 0.75 }", "has no [source]"),
        (COMPLETED, PERT.replace("0.5, 0.6", "0.7, 0.6"), "expected least <= mode <= most"),
        (COMPLETED, PERT.replace("pert = [0.5, 0.6, 0.9]", "lognormal = [0.1, 0.5, 0.9]"), "expected a median of about"),
        (COMPLETED, PERT.replace("pert = [0.5, 0.6, 0.9]", "lognormal = [0, 0.5, 0.9]"), "expected 0 < lower limit"),
        (COMPLETED, PERT.replace("pert = [0.5, 0.6, 0.9]", "counts = [4, 3]"), "found <= of"),
        (COMPLETED, PERT.replace("pert = [0.5, 0.6, 0.9]", "empirical = []"), "expected a list of a number or more"),
        (COMPLETED, PERT.replace("pert", "counts = [1, 2], pert"), "says how sure it is in 2 ways"),
        ("dated = 2026-01-31", 'dated = "soon"', "expected a day like 2026-01-31"),
        ("prices = 2024", "prices = 1850", "outside the series of prices"),
        ("prices = 2024", 'prices = "today"', "expected a year like 2024"),
        ('timing = "end"', 'timing = "never"', "expected start, middle, end"),
        ("horizon_years = 1", "horizon_years = 1.5", "expected a whole number of years"),
        ("total_usd = 100\n", "total_usd = 103\n", "expected a difference of at most 2 dollars"),
        ("[both.prison]", "[present.prison]", "not met by returned cases; expected [both.prison]"),
        ("[both.prison]", "[both.castle]", "is not on the list of costs"),
        ('payer = "state"', "payer = { state = 0.5, county = 0.4 }", "expected shares that are 1 together"),
        ('payer = "state"', 'payer = "king"', "expected state, county, federal, donor, survivor, other"),
        ('payer = "state"', 'payer = "state"\nkind = "transfer"', "expected a [receiver]"),
        ("year = 2024\npayer", 'year = "2021-23"\npayer', 'expected a year like 2025 or "2021-22"'),
        ("empty_beds = ", "full_beds = ", "has no [empty_beds]"),
        ('returned_after_years = { value = 0.5, source = "A test" }', "", "has no [returned_after_years]"),
        ("[process]", "[procession]", "has no [process]"),
        ("[program.accountability_program]", "[both.accountability_program]", "which only the program has"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_where_and_what_was_expected(tmp_path, right, wrong, says):
    good = written()
    assert scenario_of(tmp_path, good)
    assert right in good
    found = faults_of(tmp_path, good.replace(right, wrong, 1))
    assert any(says in fault for fault in found), found


def test_taxpayers_and_others_shares_of_a_new_crime_are_never_added_twice(tmp_path):
    cost = '\n[both.{}]\nusd = 10\nper = "re-conviction"\nyear = 2024\npayer = "{}"\nsource = "A test"\n'
    assert reading_of(
        tmp_path,
        written() + cost.format("reconviction", "county") + cost.format("reconviction_harm", "other"),
    )
    (fault,) = faults_of(tmp_path, written() + cost.format("reconviction_harm", "state"))
    assert "expected their share of a new crime under [reconviction] only" in fault
    (fault,) = faults_of(tmp_path, written() + cost.format("reconviction", "other"))
    assert "expected what others lose under [reconviction_harm]" in fault


def test_every_fault_is_told_at_once_and_at_its_line(tmp_path):
    text = written().replace("value = 0.75", "value = 7").replace("usd = 50_000", "usd = 50_000\ncolor = 3")
    text = text.replace('title = "A plain case"', "title = 3")
    found = faults_of(tmp_path, text)
    lines = [line_with(text, part) for part in ("title", "completed_share", "color")]
    assert [int(fault.split(":")[0].removeprefix("line ")) for fault in found] == lines


def test_a_fault_of_a_reading_is_told_at_the_readings_own_line(tmp_path):
    reading = """
[readings.dear]
about = "Dearer"
source = "A test"
[readings.dear.program.accountability_program]
usd = -5
"""
    text = written() + reading
    (fault,) = faults_of(tmp_path, text)
    assert fault.startswith(f"line {line_with(text, 'usd = -5')}: ")


def test_what_is_no_text_and_no_toml_is_refused_with_its_line(tmp_path):
    file = tmp_path / "case.toml"
    for raw, says in (
        (b"a = 1\nb = \xff", "line 2: expected text in UTF-8"),
        (b"a = 1\nb =", "line 2: expected TOML"),
    ):
        file.write_bytes(raw)
        with pytest.raises(BadScenario, match=says):
            load_scenario(file)
    with pytest.raises(BadScenario, match="can be read"):
        load_scenario(tmp_path / "nowhere.toml")


def test_real_rates_go_only_with_the_prices_of_one_year_and_nominal_ones_with_amounts_as_printed(tmp_path):
    for prices, fits, other in ((2024, "real", "nominal"), ('"as printed"', "nominal", "real")):
        rate = '\n[discount]\nkind = "{}"\nrate = {{ value = 0.03, source = "A test" }}\n'
        assert reading_of(tmp_path, written(prices=prices) + rate.format(fits)).discount_kind == fits
        (fault,) = faults_of(tmp_path, written(prices=prices) + rate.format(other))
        assert f"expected {fits}" in fault


@pytest.mark.parametrize(
    "ranks, says",
    [
        ("[[1, 0.3], [0.3, 1]]", None),
        ("[[1, 0.3], [0.2, 1]]", "is no correlation"),
        ("[[1, 1], [1, 1]]", "is not positive definite"),
        ("[[1, 0.3]]", "expected 2 rows of 2 numbers"),
        ("[[1, 2], [2, 1]]", "expected a number from -1 to 1"),
    ],
)
def test_a_correlation_that_no_numbers_can_have_is_refused(tmp_path, ranks, says):
    text = written().replace('{ value = 0.9, source = "A test" }', PERT).replace(COMPLETED, PERT)
    text += f'\n[[correlation]]\ninputs = ["otherwise.convicted_share", "process.completed_share"]\nranks = {ranks}\n'
    text += 'source = "A test"\n'
    if says is None:
        assert reading_of(tmp_path, text).correlations
    else:
        assert any(says in fault for fault in faults_of(tmp_path, text))
    certain = text.replace(PERT, COMPLETED, 1)
    assert any("with a distribution" in fault for fault in faults_of(tmp_path, certain))


def test_sums_that_would_lose_cents_are_refused(tmp_path):
    text = (
        written().replace("usd = 10_000", "usd = 10_000_000_000").replace("value = 40", "value = 1_000_000")
    )
    (fault,) = faults_of(tmp_path, text)
    assert "expected at most 1,000,000,000,000 USD" in fault


def test_whatever_is_on_the_list_and_not_in_a_scenario_is_shown_as_not_counted_and_a_zero_has_a_source():
    rows = table(published_scenario(), reading="year", accounting="average").records
    for side in ("program", "present"):
        shown = [row for row in rows if row.side == side]
        assert {row.item for row in shown} == set(items())
        for row in shown:
            assert (row.amount_cents is None) == (row.source == "not counted")
    (zero,) = [row for row in rows if row.amount_cents == 0]
    assert zero.item == "wraparound_support"
    assert "0 USD are allotted" in zero.source


def test_the_example_can_be_used_and_each_number_in_it_has_a_source():
    for reading in load_scenario(EXAMPLE).readings.values():
        for one in reading.quantities.values():
            assert one.source
            assert one.says


def test_another_value_makes_a_number_certain_and_an_unknown_number_is_refused():
    reading = load_scenario(EXAMPLE).reading("pilot_only")
    changed = reading.changed({"process.completed_share": Decimal("0.5")}).quantities[
        "process.completed_share"
    ]
    assert (changed.value, changed.distribution) == (Decimal("0.5"), None)
    with pytest.raises(NoSuchNumber):
        reading.changed({"process.completed": Decimal(1)})
    with pytest.raises(NoSuchReading, match="year, process, half"):
        published_scenario().reading("nothing")


def test_prices_are_those_of_the_bureau_and_no_year_is_guessed():
    series = price_series()
    assert (series.level(Year(2016, 2016)), series.level(Year(2024, 2024))) == (
        Decimal("240.007"),
        Decimal("313.689"),
    )
    assert series.level(Year(2021, 2022)) == (Decimal("270.97") + Decimal("292.655")) / 2
    assert read_year("1999-00") == Year(1999, 2000)
    assert [read_year(wrong) for wrong in ("2021-21", 20211, True, "soon", None)] == [None] * 5
    with pytest.raises(NoSuchYear, match="from 1913 to 2025"):
        series.factor(Year(2030, 2030), Year(2024, 2024))


def test_the_line_of_a_key_is_found_whatever_stands_around_it():
    text = (
        '# [a]\n[a]\nb = """\n[c]\nd = 1\n"""\nm = [\n  [1, 2],\n  [3, 4]\n]\n[a."x.y"]\nz = "q = 1" # [r]\n'
    )
    assert lines_of_keys(text) == {
        ("a",): 2,
        ("a", "b"): 3,
        ("a", "m"): 7,
        ("a", "x.y"): 11,
        ("a", "x.y", "z"): 12,
    }


JUNK = (
    "3",
    "-5",
    "0",
    "[]",
    "{}",
    '""',
    '"x"',
    "true",
    "nan",
    "1e400",
    "[[1]]",
    "[1, 2, 3]",
    "2026-01-01",
    "{ a = 1 }",
)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_words(tmp_path_factory, data):
    text = data.draw(st.sampled_from((EXAMPLE.read_text(), PUBLISHED.read_text(), written())))
    lines = text.splitlines()
    at = data.draw(st.sampled_from([number for number, line in enumerate(lines) if "=" in line]))
    lines[at] = f"{lines[at].split('=')[0]}= {data.draw(st.sampled_from(JUNK))}"
    faults = ()
    try:
        assert scenario_of(tmp_path_factory.getbasetemp(), "\n".join(lines)).readings
    except BadScenario as refused:
        faults = refused.faults
    assert all(fault.line >= 1 and fault.says for fault in faults)


def test_a_scenario_has_a_reading_at_least(tmp_path):
    (fault,) = faults_of(tmp_path, "readings = {}\n" + written())
    assert "expected a reading at least" in fault


@pytest.mark.parametrize("table", ["scenario", "people", "prison", "prison.components", "readings", "program", "both",
                                   "correlation", "discount", "process", "otherwise", "readings.one"])  # fmt: skip
@pytest.mark.parametrize("junk", ["3", "[]", "{}", '"x"'])
def test_a_value_in_place_of_a_table_is_refused_in_words(tmp_path, table, junk):
    with pytest.raises(BadScenario):
        scenario_of(tmp_path, f"{table} = {junk}\n")
