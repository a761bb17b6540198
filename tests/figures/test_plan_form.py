"""Whatever is wrong in a plan is told with its line and what was expected, and nothing ends in a traceback."""

import json
import re

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.command.evidence import command
from amends.evidence.effects.refusing import thresholds
from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import read_plan
from tests.figures.planned_study import PLAIN, typed, write_study

TEXT = PLAIN
LINES = TEXT.splitlines()


def refused(folder, text):
    """Return what is said of a plan that is refused."""
    file = folder / "changed.toml"
    file.write_text(text)
    with pytest.raises(BadInput) as no:
        read_plan(file)
    return str(no.value)


@pytest.mark.parametrize(
    "right, wrong, says",
    [
        ("seed = 20260701", 'seed = "20260701"', "[seed]: expected a whole number."),
        ("seed = 20260701", "seed = true", "[seed]: expected a whole number."),
        ("seed = 20260701", "seed = -1", "[seed]: expected 0 or more."),
        ("people = [90, 90]", "people = [90]", "[design] people: expected a list of 2, each a whole number."),
        ("people = [90, 90]", 'people = "90"', "[design] people: expected a list of 2, each a whole number."),
        ("base = 0.4", "base = nan", "[design] base: expected a number."),
        ("base = 0.4", "base = 1.4", "[design] base: expected a share between 0 and 1."),
        ('kind = "comparison"', 'kind = "trial"', "[design] kind: expected randomized or comparison."),
        ('people = "people.csv"', "people = 3", "expected a table, each value a text."),
        ('clock = "offer"', 'clock = "free"', "[primary] clock: expected offer or charge"),
        ("horizon_days = 730", "horizon_days = 730.5", "[primary] horizon_days: expected a whole number."),
        ('method = "ipw"', 'method = "magic"', "[primary] method: [magic] is no method"),
        (
            '"ate"\nmethod = "ipw"',
            '"late"\nmethod = "ipw"',
            "[primary] method: [ipw] does not estimate [late]",
        ),
        ('input = "people"', 'input = "nobody"', "[primary] input: [nobody] is no input and nothing made."),
        ("deltas = [0, 2, 5, 10]", "deltas = 5", "[missing] deltas: expected a list, each a number."),
        ("deltas = [0, 2, 5, 10]", "deltas = []", "[missing] deltas: expected points of the score"),
        ("imputations = 20", "imputations = 1", "[missing] imputations: expected 2 to 1000."),
        ("imputations = 20", "tries = 20", "[missing] tries: nothing reads it; expected one of outcome"),
        ('group = "offered"', 'group = ""', "[design] group: expected a text."),
        ("name = \"the survivor's PCL-5", 'nam = "', "[secondary 1] name: missing; expected a text."),
    ],
)
def test_a_fault_is_told_with_the_line_that_it_stands_on(tmp_path, right, wrong, says):
    last = right.splitlines()[-1]
    place = next(number for number, line in enumerate(LINES, start=1) if last in line)
    told = refused(tmp_path, TEXT.replace(right, wrong, 1))
    assert says in told
    line = int(re.search(r"line (\d+), ", told)[1])
    # What is missing is told at the head of its table.
    assert line == place or LINES[line - 1].startswith("[")


def test_every_fault_is_told_at_once_and_in_the_order_of_the_lines(tmp_path):
    told = refused(
        tmp_path, TEXT.replace("= 20260701", '= "x"').replace("0.10", "true").replace("= 20\n", "= []\n")
    )
    lines = [int(found) for found in re.findall(r"line (\d+)", told)]
    assert len(lines) == 3
    assert lines == sorted(lines)


WORDS_IN_SPANISH = """
[words.es]
title = "t"
asks = "a"
says = "s"
offered = "o"
others = "p"

[words.es.outcomes]
"a new arrest within two years" = "un nuevo arresto"
"the survivor's PCL-5 after a year" = "el PCL-5"
"""


def test_words_in_another_language_are_whole_and_name_what_the_plan_names(tmp_path):
    (tmp_path / "plan.toml").write_text(TEXT + WORDS_IN_SPANISH)
    assert (
        read_plan(tmp_path / "plan.toml").words["es"].outcomes["the survivor's PCL-5 after a year"]
        == "el PCL-5"
    )
    without = refused(tmp_path, TEXT + WORDS_IN_SPANISH.replace('asks = "a"\n', ""))
    assert "[words.es] asks: missing; expected a text." in without
    other = refused(tmp_path, TEXT + WORDS_IN_SPANISH.replace('"a new arrest', '"an arrest'))
    assert "[a new arrest within two years] is not said." in other
    assert "names no [an arrest within two years]" in other


@pytest.mark.parametrize("on", ["2026-13-01", "in May", ""])
def test_a_day_that_is_none_is_refused_and_one_may_be_written_as_a_day_or_as_a_text(tmp_path, on):
    deviation = '\n[[deviations]]\nwhat = "a"\nwhy = "b"\non = {}\n'
    assert "a day, such as 2026-07-01" in refused(tmp_path, TEXT + deviation.format(f'"{on}"'))
    for right in ("2026-08-01", '"2026-08-01"'):
        (tmp_path / "right.toml").write_text(TEXT + deviation.format(right))
        assert read_plan(tmp_path / "right.toml").deviations[0].on == "2026-08-01"


def test_a_plan_without_secondary_outcomes_has_an_empty_family(tmp_path):
    start, end = TEXT.index("[[secondary]]"), TEXT.index("[missing]")
    for empty in ("", "secondary = []\n"):
        (tmp_path / "plan.toml").write_text(empty + TEXT[:start] + TEXT[end:])
        assert read_plan(tmp_path / "plan.toml").secondary == ()


@pytest.mark.parametrize("name, tighter, looser", [("effective_rows", 30, 10), ("difference", 0.2, 0.9)])
def test_a_plan_may_tighten_a_limit_and_not_loosen_it(tmp_path, name, tighter, looser):
    (tmp_path / "plan.toml").write_text(f"{TEXT}\n[thresholds]\n{name} = {tighter}\n")
    assert read_plan(tmp_path / "plan.toml").thresholds == {name: tighter}
    told = refused(tmp_path, f"{TEXT}\n[thresholds]\n{name} = {looser}\n")
    assert f"[thresholds] {name}" in told
    assert f"{getattr(thresholds(), name):g}" in told
    assert "[thresholds] colour" in refused(tmp_path, f"{TEXT}\n[thresholds]\ncolour = 1\n")


@pytest.mark.parametrize(
    "content, says",
    [
        ("id = ", "no TOML"),
        ("", "[design]: missing; expected a table."),
        ("a = " + "[" * 5000 + "]" * 5000, "no TOML"),
        ('id = "a\\u0000b"', "[id]: expected a text."),
        ('[design]\nkind = "x"\n[design]\n', "no TOML"),
    ],
)
def test_what_is_no_plan_at_all_is_refused_in_words(tmp_path, content, says):
    assert says in refused(tmp_path, content)


def test_a_plan_that_is_not_there_or_a_folder_or_no_text_is_bad_input(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("absent.toml", "folder.toml", "bytes.toml"):
        for words in (("plan", "lock", name), ("run", name, "--out", "run.json")):
            ran = typed(tmp_path, words[0], *(str(tmp_path / w) if "." in w else w for w in words[1:]))
            assert (ran.exit_code, "Traceback" in ran.output) == (2, False), ran.output


@pytest.mark.parametrize("there", ["folder", "nothing", "too long"])
def test_an_input_that_is_no_file_is_named_and_nothing_is_written(tmp_path, there):
    plan = write_study(tmp_path)
    if there == "folder":
        (tmp_path / "people.csv").unlink()
        (tmp_path / "people.csv").mkdir()
    elif there == "nothing":
        (tmp_path / "people.csv").unlink()
    else:
        plan.write_text(plan.read_text().replace("people.csv", f"{'p' * 300}.csv"))
    assert typed(tmp_path, "plan", "lock", plan).exit_code == 0
    ran = typed(tmp_path, "run", plan, "--out", tmp_path / "run.json")
    assert (ran.exit_code, "[people] is no file" in ran.stderr) == (2, True), ran.output
    assert not (tmp_path / "run.json").exists()


@pytest.mark.parametrize(
    "part, says",
    [
        ('by = "magic"', "[magic] cannot be asked here; expected survival"),
        ('by = "run"', "[run] cannot be asked here"),
        ('by = "survival"\noptions = { time = "days" }', "Missing option '--input'"),
        ('by = "rate"\noptions = { events = 3, colour = "red" }', "colour"),
        ('by = "effect"\noptions = { input = "/etc/hostname" }', "expected an input"),
        (
            'by = "survival"\noptions = { input = "people", time = "days", event = "rearrested", ties = "none" }',
            "'none' is not one of",
        ),
    ],
)
def test_a_figure_beside_that_nobody_could_type_is_refused_at_the_lock(tmp_path, part, says):
    plan = write_study(tmp_path)
    plan.write_text(f'{plan.read_text()}\n[[described]]\nname = "beside"\n{part}\n')
    ran = typed(tmp_path, "plan", "lock", plan)
    assert (ran.exit_code, says in ran.stderr) == (2, True), ran.output
    assert not (tmp_path / "plans.record").exists()


def test_a_run_has_somewhere_to_go_and_overwrites_nothing_that_it_is_made_from(tmp_path):
    plan = write_study(tmp_path)
    typed(tmp_path, "plan", "lock", plan)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for out in ("nowhere/run.json", "people.csv", "plan.toml", "plans.record"):
        assert typed(tmp_path, "run", plan, "--out", tmp_path / out).exit_code == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


VALUES = st.sampled_from(
    [
        '""',
        '"x"',
        "0",
        "-1",
        "1e9",
        "nan",
        "inf",
        "true",
        "[]",
        "[[]]",
        "{}",
        '{ a = "b" }',
        "2026-07-01",
        "1979-05-27T07:32:00Z",
    ]
)
KEYS = [number for number, line in enumerate(LINES) if re.match(r"\w+ = ", line)]


@settings(max_examples=150, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(KEYS), st.one_of(VALUES, st.none()), min_size=1, max_size=4))
def test_whatever_stands_for_a_value_a_plan_is_read_or_refused(changes, tmp_path_factory):
    lines = list(LINES)
    for number, value in changes.items():
        lines[number] = "" if value is None else f"{lines[number].partition(' = ')[0]} = {value}"
    file = tmp_path_factory.mktemp("fuzzed") / "plan.toml"
    file.write_text("\n".join(lines))
    ran = CliRunner().invoke(
        command, ["plan", "lock", str(file), "--record", str(file.with_name("record")), "--json"]
    )
    assert ran.exit_code in (0, 2), ran.output
    if ran.exit_code == 0:
        assert json.loads(ran.stdout)["digest"]
    else:
        assert "Error" in ran.stderr
