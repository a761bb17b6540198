"""The program's rules (P17): dated, sourced, and refused when anything in a file is not understood."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.policy import rules as rules_module
from amends.policy.reading import PROJECT, BadPolicy
from amends.policy.rules import MOST, RULES, UNITS, WEEKDAYS, NoRuleYet, Rule, load_rules, rule_rows

QUIET = """\
# A remark that says unit = "nothing" and is not a key.
[quiet_days]
asks = "How long?"
asks_es = "¿Cuánto tiempo?"
unit = "days"
source = "Guidance of the Ministry, 2024"
decided = "advisory board"
values = { 2026-01-01 = 3, 2027-01-01 = 5 }
"""

WORDS = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=9)
NUMBERS = st.integers(0, MOST)
VALUES = {
    "hour of the day": st.integers(0, 23),
    "list of months": st.lists(NUMBERS, min_size=1, max_size=6, unique=True).map(sorted),
    "weekdays": st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    "yes or no": st.booleans(),
    "words": st.lists(WORDS, min_size=1, max_size=4, unique=True),
}
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@st.composite
def units_and_values(draw):
    """Draw a unit and a history of values that fit it, by the day on which each begins, oldest first."""
    unit = draw(st.sampled_from(sorted(UNITS)))
    history = draw(st.dictionaries(DAYS, VALUES.get(unit, NUMBERS), min_size=1, max_size=5))
    return unit, dict(sorted(history.items()))


def written(unit: str, history: dict[date, object]) -> str:
    """Return a file with one rule that has this history."""
    values = ", ".join(f"{day} = {json.dumps(value)}" for day, value in history.items())
    text = QUIET.replace('unit = "days"', f'unit = "{unit}"')
    return text.replace("{ 2026-01-01 = 3, 2027-01-01 = 5 }", f"{{ {values} }}")


@pytest.fixture(scope="session")
def loading(tmp_path_factory):
    """Write one file of rules, load it, and give the rules; `decision` is a decision that exists."""
    project = tmp_path_factory.mktemp("project with a space")
    folder = project / "rules"
    folder.mkdir()
    (project / "docs" / "decisions").mkdir(parents=True)
    (project / "docs" / "decisions" / "0001-first.md").write_text("Decided.")
    (project / "docs" / "secret.md").write_text("No decision.")

    def load(text: str | bytes, name: str = "choice.toml"):
        for old in folder.iterdir():
            old.unlink()
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_rules(folder, project=project)

    return load


@settings(deadline=None)  # each example writes a file, which a busy disk may delay
@given(units_and_values())
def test_whatever_is_written_is_read_back_for_each_day_on_which_it_holds(loading, drawn):
    unit, history = drawn
    rule = loading(written(unit, history))["choice.quiet_days"]
    assert rule.unit == unit
    for day, value in history.items():
        assert rule.on(day) == (tuple(value) if isinstance(value, list) else value)
    rows = list(rule_rows({rule.key: rule}))
    assert {row.applies_from: json.loads(row.value) for row in rows} == history
    assert {(row.key, row.unit, row.source) for row in rows} == {
        ("choice.quiet_days", unit, "Guidance of the Ministry, 2024")
    }


@settings(deadline=None)  # each example writes a file, which a busy disk may delay
@given(units_and_values(), DAYS, DAYS)
def test_a_value_holds_from_its_day_until_the_day_of_the_next(loading, drawn, one, other):
    rule = loading(written(*drawn))["choice.quiet_days"]
    earlier, later = sorted((one, other))
    starts = [dated.applies_from for dated in rule.values]

    def began(day: date) -> date | None:
        try:
            return rule.dated_on(day).applies_from
        except NoRuleYet:
            return None

    # The meaning of "in force", said a second time.
    assert began(earlier) == max((start for start in starts if start <= earlier), default=None)
    assert began(earlier) is None or began(earlier) <= began(later)


def test_before_its_first_day_a_rule_gives_no_answer(loading):
    rule = loading(QUIET)["choice.quiet_days"]
    assert rule.on(date(2026, 1, 1)) == rule.on(date(2026, 12, 31)) == 3
    assert rule.on(date(2027, 1, 1)) == 5
    with pytest.raises(NoRuleYet, match=r"\[choice\.quiet_days\].*\[2025-12-31\]"):
        rule.on(date(2025, 12, 31))
    with pytest.raises(TypeError):
        rule.on(datetime(2026, 1, 1, tzinfo=UTC))


def test_a_value_says_its_own_source_and_decision(loading):
    text = QUIET.replace(
        'source = "Guidance of the Ministry, 2024"',
        'source = { 2026-01-01 = "A Guidance", 2027-01-01 = "docs/decisions/0001-first.md" }',
    )
    first, second = loading(text)["choice.quiet_days"].values
    assert (first.source, second.source) == ("A Guidance", "docs/decisions/0001-first.md")
    assert first.decided == second.decided == "advisory board"


@settings(deadline=None)  # each example writes a file, which a busy disk may delay
@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True).filter(lambda key: key not in rules_module.NEEDED))
def test_a_key_that_nobody_would_read_is_refused(loading, key):
    with pytest.raises(BadPolicy, match=rf"^choice\.toml, line 9: \[quiet_days\.{key}\] is not known here"):
        loading(f"{QUIET}{key} = 3\n")


@pytest.mark.parametrize("key", rules_module.NEEDED)
def test_a_rule_that_lacks_something_is_refused_at_its_name(loading, key):
    text = "\n".join(line for line in QUIET.splitlines() if not line.startswith(f"{key} "))
    with pytest.raises(BadPolicy, match=rf"line 2: \[quiet_days\] has no \[{key}\]; expected asks, asks_es"):
        loading(text)


# What stands in the file, what is put in its place, the line of the refusal, and what it says.
SLIPS = [
    ("{ 2026-01-01 = 3, 2027-01-01 = 5 }", "{}", 8, r"\[quiet_days\.values\] is no table, or an empty one"),
    ("{ 2026-01-01 = 3, 2027-01-01 = 5 }", "3", 8, r"\[quiet_days\.values\] is no table, or an empty one"),
    ("2027-01-01", "2025-01-01", 8, r"comes after \[2026-01-01\]; expected dates that rise"),
    ("2027-01-01", "2026-01-01", 8, r"expected TOML; "),
    ("2027-01-01", "2027-02-29", 8, r"\[quiet_days\.values\.2027-02-29\] is no date; expected one like"),
    ("2027-01-01", "20270101", 8, r"is no date"),
    ("2027-01-01", "2027-W01-1", 8, r"is no date"),
    ("2027-01-01", "soon", 8, r"is no date"),
    ("= 5", "= -1", 8, r"is \[-1\]; the unit is \[days\]: expected a whole number from 0"),
    ("= 5", "= 5.0", 8, r"is \[5\.0\]"),
    ("= 5", "= true", 8, r"is \[True\]"),
    ("= 5", '= "5"', 8, r"the unit is \[days\]"),
    ("= 5", "= [5]", 8, r"is \[\[5\]\]"),
    ("= 5", "= 10001", 8, r"expected a whole number from 0 to 10000"),
    ('unit = "days"', 'unit = "fortnights"', 5, r"is \[fortnights\]; expected one of minutes, hours, days"),
    ('unit = "days"', "unit = 3", 5, r"\[quiet_days\.unit\] is no text"),
    ('unit = "days"', 'unit = "yes or no"', 8, r"expected true or false"),
    ('unit = "days"', 'unit = "weekdays"', 8, r"expected a list of different days out of monday"),
    ('unit = "days"', 'unit = "list of months"', 8, r"expected a list of whole numbers, each larger"),
    ('unit = "days"', 'unit = "words"', 8, r"expected a list of different words"),
    (
        'asks = "How long?"',
        'asks = ""',
        3,
        r"\[quiet_days\.asks\] is no text, or an empty one; expected words",
    ),
    ('asks_es = "¿Cuánto tiempo?"', "asks_es = [1]", 4, r"\[quiet_days\.asks_es\] is no text"),
    (
        "Guidance of the Ministry, 2024",
        "docs/decisions/0002-none.md",
        6,
        r"expected a file that exists under",
    ),
    ("Guidance of the Ministry, 2024", "docs/decisions", 6, r"expected a file that exists under"),
    ("Guidance of the Ministry, 2024", "docs/secret.md", 6, r"expected a file that exists under"),
    ("Guidance of the Ministry, 2024", "docs/decisions/../secret.md", 6, r"expected a file that exists"),
    ("Guidance of the Ministry, 2024", "decisions/0001-first.md", 6, r"or the name of a document in words"),
    ("Guidance of the Ministry, 2024", "somewhere", 6, r"or the name of a document in words"),
    ('"Guidance of the Ministry, 2024"', '{ 2026-01-01 = "The Law" }', 6, r"has no \[2027-01-01\]"),
    ('"advisory board"', '{ 2026-01-01 = "a", 2027-01-01 = "b", 2028-01-01 = "c" }', 7, r"is not known here"),
    ('"advisory board"', '{ 2026-01-01 = "a", 2027-01-01 = 3 }', 7, r"decided\.2027-01-01\] is no text"),
    ("[quiet_days]", "[quietDays]", 2, r"is no name; expected whole words in small letters"),
    ("[quiet_days]", "loose = 3\n[quiet_days]", 2, r"\[loose\] is no table"),
    ("[quiet_days]", "[empty]\n[quiet_days]", 2, r"\[empty\] is no table, or an empty one"),
    ("[quiet_days]", "[[quiet_days]]", 2, r"\[quiet_days\] is no table"),
    ("[quiet_days]", "[quiet_days", 2, r"expected TOML"),
    ('decided = "advisory board"', 'decided = "a"\ndecided = "b"', 8, r"expected TOML"),
]


@pytest.mark.parametrize("right, wrong, line, said", SLIPS)
def test_a_slip_is_refused_with_file_line_and_what_was_expected(loading, right, wrong, line, said):
    assert loading(QUIET)
    assert right in QUIET
    with pytest.raises(BadPolicy, match=rf"^choice\.toml, line {line}: .*{said}"):
        loading(QUIET.replace(right, wrong))


@pytest.mark.parametrize(
    "unit, value",
    [
        ("hour of the day", 24),
        ("list of months", [3, 3]),
        ("list of months", [6, 3]),
        ("list of months", []),
        ("list of months", [True, 3]),
        ("weekdays", ["monday", "monday"]),
        ("weekdays", ["mon"]),
        ("weekdays", [[]]),
        ("words", []),
        ("words", [""]),
        ("words", [3]),
        ("yes or no", 1),
    ],
)
def test_a_value_that_does_not_fit_its_unit_is_refused(loading, unit, value):
    with pytest.raises(BadPolicy, match=rf"line 8: .*the unit is \[{unit}\]: expected "):
        loading(written(unit, {date(2026, 1, 1): value}))


def test_a_file_that_is_no_file_of_rules_is_refused(loading, tmp_path):
    with pytest.raises(BadPolicy, match=r"^choice\.toml, line 1: expected at least one rule"):
        loading("# Only a remark.\n")
    with pytest.raises(
        BadPolicy, match=r"^choice\.toml\.old, line 1: expected only files named for one subject"
    ):
        loading(QUIET, name="choice.toml.old")
    with pytest.raises(BadPolicy, match=r"^choice\.toml, line 4: expected text in UTF-8"):
        loading(QUIET.encode("latin-1"))
    with pytest.raises(BadPolicy, match=r"expected at least one file of rules"):
        load_rules(tmp_path)
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(BadPolicy, match=r"^folder\.toml: expected a file that can be read"):
        load_rules(tmp_path)


def test_a_file_that_ends_too_early_is_refused_at_its_last_line(loading):
    with pytest.raises(BadPolicy, match=r"^choice\.toml, line 3: expected TOML"):
        loading('[quiet_days]\nasks = "How long?"\nunit = """days')


def test_the_line_is_that_of_the_rule_meant_and_not_of_one_before_it(loading):
    second = QUIET.replace("quiet_days", "other_days").replace("= 5", "= -1")
    with pytest.raises(BadPolicy, match=rf"line {len(QUIET.splitlines()) + 8}: \[other_days\.values\.2027"):
        loading(QUIET + second)


def test_an_editors_hidden_file_is_not_taken_for_rules(loading):
    assert set(loading(QUIET)) == {"choice.quiet_days"}
    with pytest.raises(BadPolicy, match="expected at least one file of rules"):
        loading(QUIET, name=".choice.toml.swp")


def test_rules_cannot_be_changed_while_the_program_runs(loading):
    rules = loading(QUIET)
    with pytest.raises(TypeError):
        rules["choice.quiet_days"] = None
    with pytest.raises(AttributeError):
        rules["choice.quiet_days"].unit = "years"


# What the first values are. Whoever changes one adds a date, and this stays true for the days before it.
FIRST = {
    "entry.least_age_years": 18,
    "entry.accountable_acknowledges": True,
    "choice.cooling_off_days": 3,
    "stopping.hold_days": 3,
    "stopping.check_in_days": 30,
    "clocks.longest_stay_referred_days": 30,
    "clocks.longest_stay_screening_days": 30,
    "clocks.longest_stay_choosing_days": 60,
    "clocks.longest_stay_inviting_days": 30,
    "clocks.longest_stay_planning_days": 120,
    "clocks.warn_before_days": 7,
    "clocks.length_months": 24,
    "clocks.review_months": (3, 6, 12, 18, 24),
    "safety.check_is_fresh_days": 14,
    "safety.wish_is_fresh_days": 14,
    "meeting.least_preparation_sessions": 2,
    "meeting.least_preparation_minutes": 120,
    "plan.answer_limit_days": 14,
    "plan.news_hour": 9,
    "plan.news_every": ("tuesday", "friday"),
    "looking.window_minutes": 15,
    "looking.most_cases_an_hour": 40,
    "looking.break_glass_hours": 4,
    "working.idle_staff_minutes": 20,
    "working.idle_participant_minutes": 10,
    "working.sitting_hours": 12,
    "working.invitation_days": 14,
    "working.tries_before_pause": 5,
    "working.pause_after_tries_minutes": 15,
}
FIRST_DAY = date(2026, 1, 1)


@pytest.mark.parametrize("key", FIRST)
def test_the_first_value_of_a_rule_stays_what_it_was(key):
    assert RULES[key].on(FIRST_DAY) == FIRST[key]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.key)
def test_a_rule_says_its_unit_in_its_name_and_asks_a_question_in_both_languages(rule: Rule):
    if UNITS[rule.unit].one_and_more:
        assert rule.unit in rule.key
    assert rule.question("en").endswith("?")
    assert rule.question("es").startswith("¿")
    assert rule.question("es").endswith("?")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.key)
def test_the_decision_that_a_rule_names_gives_a_ground_for_it(rule: Rule):
    for dated in rule.values:
        if dated.source.startswith("docs/"):
            assert f"| `{rule.key}` |" in (PROJECT / dated.source).read_text()


def test_an_amount_is_said_in_the_singular_and_in_the_plural(loading):
    rule = loading(QUIET.replace("2026-01-01 = 3", "2026-01-01 = 1"))["choice.quiet_days"]
    assert rule.amount_on(FIRST_DAY, "en") == "1 day"
    assert rule.amount_on(FIRST_DAY, "es") == "1 día"
    assert rule.amount_on(FIRST_DAY + timedelta(days=366), "en") == "5 days"
    assert RULES["entry.accountable_acknowledges"].amount_on(FIRST_DAY, "es") == "sí"
    assert RULES["clocks.review_months"].amount_on(FIRST_DAY, "en") == "3, 6, 12, 18, 24"
    assert RULES["plan.news_hour"].amount_on(FIRST_DAY, "en") == "9"


def test_the_examples_in_the_explanation_are_rules_that_load(loading):
    page = (PROJECT / "docs/explanation/rules.md").read_text()
    first, changed = (block.partition("\n```")[0] for block in page.split("```toml\n")[1:])
    decision = "docs/decisions/0001-first.md"
    before = loading(re.sub(r"docs/decisions/[\w-]+\.md", decision, first))["choice.cooling_off_days"]
    after = loading(re.sub(r"docs/decisions/[\w-]+\.md", decision, changed))["choice.cooling_off_days"]
    assert before.on(date(2027, 3, 1)) == after.on(date(2027, 2, 28)) == 3
    assert after.on(date(2027, 3, 1)) == 5


def test_where_the_program_runs_makes_no_difference_to_where_its_rules_are(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert load_rules() == RULES
    assert not Path("docs").exists()
