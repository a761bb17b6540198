"""A report says no more than its run supports, in each language, to whoever reads, hears or prints it."""

import ast
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import read_plan
from amends.evidence.planning.record import record_result
from amends.evidence.reporting.contents import report_of
from amends.evidence.reporting.earning import WORDS, may_say_causal, refuse_words, words_in
from amends.evidence.reporting.language import LANGUAGES, RELAYED, SENTENCES, Language, plain
from amends.evidence.reporting.parts import Figure, Paragraph, Table
from amends.evidence.reporting.published import PUBLISHED
from tests.browsing import barriers, is_too_wide
from tests.figures.planned_study import EXAMPLE, typed, write_study

PROJECT = Path(__file__).resolve().parents[2]
COMPETING = """
[[described]]
name = "A new arrest, where death may come first"
by = "competing"
options = { input = "people", time = "days", event = "ended_by", cause = "arrest", by = "offered" }
"""


def with_deaths(people: str) -> str:
    """Return the file of people with a column that tells what ended each one's time: an arrest, a death or nothing."""
    head, *rows = people.splitlines()
    ended = []
    for place, row in enumerate(rows):
        arrested = row.split(",")[2] == "1"
        ended.append(f"{row},{'arrest' if arrested else 'death' if place % 13 == 0 else 0}")
    return "\n".join([f"{head},ended_by", *ended]) + "\n"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Lock and run the example's plan on invented people, once for all tests."""
    folder = tmp_path_factory.mktemp("study")
    plan, people = write_study(folder), folder / "people.csv"
    people.write_text(with_deaths(people.read_text()))
    text = EXAMPLE.read_text().replace("imputations = 20", "imputations = 3")
    text = text.replace("\n[money]", f"{COMPETING}\n[money]", 1)
    name = "A new arrest, where death may come first"
    text = text.replace("[words.es.described]", f'[words.es.described]\n"{name}" = "{name} (en español)"')
    plan.write_text(text)
    for words in (("plan", "lock"), ("run",)):
        out = ["--out", str(folder / "run.json")] if words == ("run",) else []
        ran = typed(folder, *words, plan, *out)
        assert ran.exit_code == 0, ran.output
    return folder


@pytest.fixture
def study(once, tmp_path):
    """Yield a folder of its own with the plan, the people, the record and the run."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path


def reported(study, name: str = "run.json", *, language: str = "en") -> str:
    """Make the report of a run, and return its page."""
    ran = typed(
        study, "report", str(study / name), "--out", str(study / f"out-{language}"), "--language", language
    )
    assert ran.exit_code == 0, ran.output
    return (study / f"out-{language}" / "report.html").read_text()


def run_of(study) -> dict:
    return json.loads((study / "run.json").read_text())


def recorded(study, run: dict) -> None:
    """Write a run, and let the record hold it."""
    told = json.dumps(run)
    (study / "run.json").write_text(told)
    record_result(read_plan(study / "plan.toml"), study / "plans.record", content=told.encode())


def looks_clear(run: dict) -> dict:
    """Return a run as somebody would forge it: an interval far from no difference, and everything met."""
    planned = run["outcomes"][0]["as_planned"]
    planned |= {"refused": None, "estimate": -0.3, "lower": -0.4, "upper": -0.2, "balance": []}
    planned["balance"] = [{"term": "age", "before": 0.4, "after": 0.01}]
    planned["e_value"] = {"estimate": 3.0, "limit": 2.0, "measure": "risk ratio"}
    planned["e_value"] |= {"risk_ratio": 0.5, "lower": 0.4, "upper": 0.7}
    return run


def read_aloud(page: str) -> str:
    """Return every word of a page that is shown or heard, on one line."""
    heard = re.findall(r'(?:aria-label|data-head|alt|title)="([^"]*)"', page)
    return " ".join(
        unescape(
            " ".join([re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL), *heard])
        ).split()
    )


# -- words --


def test_a_run_that_was_altered_says_so_and_says_nothing_of_cause(study):
    assert "This is the run that the record holds." in reported(study)
    run = looks_clear(run_of(study))
    (study / "forged.json").write_text(json.dumps(run))
    page = reported(study, "forged.json")
    assert "The record holds no such run" in page
    assert "causal" not in words_in(read_aloud(page))
    # The same file, once the record holds it, may say it, and says under which assumptions.
    recorded(study, run)
    page = reported(study)
    assert "the offer reduced a new arrest within two years" in page
    assert (
        page.index("the offer reduced")
        < page.index("What this rests on")
        < page.index("no covariate measured")
    )
    spanish = reported(study, language="es")
    assert "la oferta redujo un nuevo arresto en dos años" in spanish


def test_harm_is_told_as_plainly_as_good(study):
    run = looks_clear(run_of(study))
    run["outcomes"][0]["as_planned"] |= {"estimate": 0.3, "lower": 0.2, "upper": 0.4}
    recorded(study, run)
    assert "the offer raised a new arrest" in reported(study)
    assert "leave no room for one as large in the direction that was hoped for" in reported(study)


PLACES = {
    "outcome": lambda run, said: run["outcomes"][1].update(name=said),
    "title": lambda run, said: run["plan"].update(title=said),
    "question": lambda run, said: run["plan"].update(asks=said),
    "group": lambda run, said: run["plan"]["design"].update(offered=said),
    "warning": lambda run, said: run["outcomes"][0]["as_planned"]["warnings"].append(said),
    "refusal": lambda run, said: run["outcomes"][1]["as_planned"].update(refused=said),
    "deviation": lambda run, said: run["deviations"].append({"what": "Otherwise.", "why": said}),
    "curve": lambda run, said: [one.update(name=said) for one in run["described"]],
    "group of a curve": lambda run, said: [
        one.update(group=said) for one in run["described"][0]["answer"]["survival"]
    ],
    "term": lambda run, said: run["outcomes"][0]["as_planned"]["balance"][0].update(term=said),
    "column": lambda run, said: run["outcomes"][0]["as_planned"]["missing"].update({said: 3}),
    "file": lambda run, said: run["inputs"][0].update(file=said),
    "in Spanish": lambda run, said: run["plan"]["words"]["es"].update(title=said),
}
SAID = [
    "that it reduced harm",
    "lo que redujo el daño",
    "it cau\u00adsed less",
    "causo\u0301 menos",
    "what it saved",
    "lo que ahorró",
]


@pytest.mark.parametrize("place", PLACES)
def test_no_place_of_a_run_lets_a_word_through_that_one_sentence_has_earned(once, place):
    run = looks_clear(run_of(once))
    language = "es" if place == "in Spanish" else "en"
    refuse_words(report_of(run, language=language, is_recorded=True).parts)
    for said in SAID:
        changed = deepcopy(run)
        PLACES[place](changed, said)
        with pytest.raises(BadInput, match="The report would say"):
            refuse_words(report_of(changed, language=language, is_recorded=True).parts)


def test_a_report_with_an_unearned_word_is_not_written(study):
    run = run_of(study)
    run["plan"]["title"] = "That it reduced harm"
    (study / "run.json").write_text(json.dumps(run))
    ran = typed(study, "report", str(study / "run.json"), "--out", str(study / "out"))
    assert (ran.exit_code, "[reduced]" in ran.stderr) == (2, True)
    assert not (study / "out").exists()


@pytest.mark.parametrize(
    "was, now",
    [
        ('title = "Does', 'title = "It reduced arrests. Does'),
        ("un nuevo arresto en dos años", "lo que evitó un arresto"),
        ('payer = "state"', 'payer = "nobody"'),
        ('reading = "process"', 'reading = "kind"'),
        ('"un nuevo arresto en dos años"', "7\nnonsense = 1"),
        ('offered = "las personas con oferta del programa"\n', ""),
    ],
)
def test_a_plan_that_no_report_could_repeat_is_told_before_it_is_locked(study, was, now):
    plan = study / "plan.toml"
    assert was in plan.read_text()
    plan.write_text(plan.read_text().replace(was, now))
    before = (study / "plans.record").read_bytes()
    ran = typed(study, "plan", "lock", str(plan))
    assert ran.exit_code == 2, ran.output
    assert (study / "plans.record").read_bytes() == before


NO_EVENT = "The treated group has no event: an exact upper limit is given, and no model."
E_VALUES = [
    None,
    *({"estimate": one, "limit": other} for one, other in ((None, None), (3.0, None), (3.0, 2.0))),
]
FACTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["comparison", "randomized"]),
        "refused": st.sampled_from([None, NO_EVENT]),
        "estimate": st.sampled_from([-0.3, -0.001, 0.0, 0.2]),
        "reach": st.sampled_from([0.0, 0.05, 0.25]),
        "after": st.sampled_from([[], [0.01], [0.099, -0.1], [0.11], [None]]),
        "e_value": st.sampled_from(E_VALUES),
        "is_recorded": st.booleans(),
        "rewritable": st.booleans(),
        "family": st.sampled_from(["secondary", "exploratory"]),
        "better": st.sampled_from(["lower", "higher"]),
        "read_before": st.booleans(),
        "names_money": st.booleans(),
        "completers": st.booleans(),
        "language": st.sampled_from(LANGUAGES),
    }
)


@settings(max_examples=60, deadline=None)
@given(facts=FACTS)
def test_no_combination_of_facts_lets_a_word_through_that_is_not_earned(once, facts):
    run = run_of(once)
    planned = run["outcomes"][0]["as_planned"]
    low, high = facts["estimate"] - facts["reach"], facts["estimate"] + facts["reach"]
    run["plan"]["design"]["kind"] = facts["kind"]
    run["outcomes"][0]["better"], run["outcomes"][1]["family"] = facts["better"], facts["family"]
    run["lock"]["can_be_rewritten"] = facts["rewritable"]
    before = {"at": "2026-11-01T10:00:00+00:00", "by": "survival", "plan": "other", "input": "people"}
    run["lock"]["read_before"] = [before] if facts["read_before"] else []
    planned |= {"estimate": facts["estimate"], "lower": low, "upper": high, "e_value": facts["e_value"]}
    planned["balance"] = [
        {"term": f"x{n}", "before": 0.3, "after": one} for n, one in enumerate(facts["after"])
    ]
    if facts["refused"]:
        planned |= {
            "refused": facts["refused"],
            "estimate": None,
            "lower": None,
            "upper": None,
            "e_value": None,
        }
    if facts["completers"]:
        planned["completers_only"] = {"warning": "Completers are others.", "refused": None, "completed": 40}
        planned["completers_only"] |= {"estimate": -0.2, "lower": -0.3, "upper": -0.1}
    if not facts["names_money"]:
        run["plan"]["money"] = None
    report = report_of(run, language=facts["language"], is_recorded=facts["is_recorded"])
    refuse_words(report.parts)
    said = [part for part in report.parts if any("causal" in words_in(text) for text in part.texts())]
    clear = facts["is_recorded"] and not facts["refused"] and (low > 0 or high < 0)
    known = [one for one in facts["after"] if one is not None]
    met = len(known) == len(facts["after"]) > 0 and all(abs(one) <= 0.1 for one in known)
    shown = bool(facts["e_value"]) and all(facts["e_value"].values())
    earned = clear and (facts["kind"] == "randomized" or (met and shown and not facts["read_before"]))
    assert len(said) == earned
    assert all(isinstance(part, Paragraph) and part in report.first for part in said)
    # No money model was asked here, so nothing is said of money, whatever the plan names.
    assert not any("money" in words_in(text) for part in report.parts for text in part.texts())


@pytest.mark.parametrize(
    "change, may",
    [
        ({}, True),
        ({"refused": "too few"}, False),
        ({"upper": 0.01}, False),
        ({"e_value": None}, False),
        ({"balance": [{"term": "age", "before": 0.4, "after": 0.3}]}, False),
    ],
)
def test_words_of_cause_are_used_only_where_every_condition_is_met(change, may):
    fine = {"refused": None, "lower": -0.2, "upper": -0.05, "e_value": {"estimate": 2.0, "limit": 1.4}}
    fine["balance"] = [{"term": "age", "before": 0.4, "after": 0.02}]
    run = {
        "plan": {"design": {"kind": "comparison"}},
        "lock": {},
        "outcomes": [{"as_planned": fine | change}],
    }
    assert may_say_causal(run, is_recorded=True) is may
    assert not may_say_causal(run, is_recorded=False)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("It caused it", "causal"),
        ("una reducción", "causal"),
        ("REDUJO", "causal"),
        ("it led\nto less", "causal"),
        ("the savings", "money"),
        ("se ahorraría", "money"),
        ("the cause of death", None),
        ("a causa judicial", None),
        ("produced", None),
    ],
)
def test_a_word_is_found_however_it_is_written_and_its_neighbours_are_let_be(text, kind):
    assert list(words_in(text)) == ([kind] if kind else [])


def test_no_sentence_of_the_report_itself_needs_a_word_but_those_that_earn_it():
    may = {"reduced", "raised", "money_saved"}
    for texts in (SENTENCES, {str(n): one for n, one in enumerate(RELAYED)}):
        for key, told in texts.items():
            found = {kind for text in told.values() for kind in words_in(text)}
            assert bool(found) == (key in may), (key, found)
    assert set(WORDS) == {"causal", "money"}


# -- money --


def test_money_is_told_with_its_payer_and_its_accounting_or_not_at_all(study):
    run = run_of(study)
    assert "would have spent" in reported(study)
    run["plan"]["money"]["accounting"] = "average"
    recorded(study, run)
    page = reported(study)
    # 9,551,790 less 4,999,950 USD: the published case in its second reading, at prison's average cost.
    assert "counted as the whole average cost of prison, the state would have saved 4,551,840 USD" in page
    assert "Only what falls away at once" in page
    assert "el estado habría ahorrado 4,551,840 USD" in reported(study, language="es")
    run["plan"]["money"] = None
    recorded(study, run)
    page = reported(study)
    assert "money" not in words_in(read_aloud(page))
    assert "It says nothing of money" in page
    # Named after the run was recorded it is not the plan's.
    run["plan"]["money"] = {"payer": "state", "accounting": "average", "reading": "process"}
    (study / "run.json").write_text(json.dumps(run))
    assert "money" not in words_in(read_aloud(reported(study)))


def test_a_mark_that_somebody_noted_has_to_be_in_the_record(study):
    mark = run_of(study)["lock"]["mark"]
    told = ["report", study / "run.json", "--out", study / "out", "--mark"]
    assert typed(study, *told, "0" * 16).exit_code == 2
    assert not (study / "out").exists()
    assert typed(study, *told, mark).exit_code == 0


def test_what_was_read_or_there_before_the_lock_is_said_on_the_first_page(study):
    run = run_of(study)
    run["lock"]["read_before"] = [
        {"at": "2026-11-01T10:00:00+00:00", "by": "survival", "plan": "other", "input": "people"}
    ]
    (study / "run.json").write_text(json.dumps(run))
    page = read_aloud(reported(study))
    first = page[: page.index("What this rests on")]
    assert "had been read by [survival] on 1 November 2026, 10:00 UTC, before this plan was locked" in first
    assert "these files were there already, with the same bytes: people" in first


def test_where_no_event_was_seen_exact_limits_stand_in_place_of_an_estimate(once):
    run = run_of(once)
    planned = run["outcomes"][0]["as_planned"]
    planned |= {"refused": NO_EVENT, "estimate": None, "lower": None, "upper": None, "survival": []}
    planned["exact"] = [
        {"group": "treated", "events": 0, "n": 30, "lower": 0.0, "upper": 0.1157},
        {"group": "control", "events": 3, "n": 30, "lower": 0.021, "upper": 0.2653},
    ]
    report = report_of(run, language="en", is_recorded=True)
    said = " ".join(text for part in report.first for text in part.texts())
    # Three in thirty and none in thirty, by Clopper and Pearson's table.
    assert "the share of those offered the program lies between 0 and 12 of 100 (exact limits)" in said
    assert "the share of those not offered it lies between 2 and 27 of 100" in said


# -- languages --


def test_every_sentence_stands_in_both_languages_with_the_same_places():
    every = [*SENTENCES.values(), *({key: one[key] for key in LANGUAGES} for one in RELAYED)]
    for told in every:
        assert set(told) == set(LANGUAGES)
        places = {key: set(re.findall(r"{(\w+)}", text)) for key, text in told.items()}
        assert places["en"] == places["es"], told
    for study in PUBLISHED:
        assert {"name", "design", "short", "source", "source_is"} <= set(study)
        assert {"name_es", "design_es", "short_es"} <= set(study)


def sentences_in(code: ast.Module) -> Iterator[str]:
    """Yield every text of a module but its docstrings, braces for what is filled in."""
    for node in ast.walk(code):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            # A docstring says nothing to whoever reads a report.
            node.value.value = None
    for node in ast.walk(code):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_what_estimates_say_is_told_in_spanish_as_long_as_they_say_it():
    modules = (PROJECT / "amends" / "evidence").rglob("*.py")
    said = {text for path in modules for text in sentences_in(ast.parse(path.read_text()))}
    for one in RELAYED:
        for text in re.split(r"{\w+}", one["en"]):
            assert any(text in known for known in said), f"Nothing says any more: {one['en']}"


def test_no_sentence_of_an_estimate_keeps_a_report_from_being_written():
    modules = (
        path for path in (PROJECT / "amends" / "evidence").rglob("*.py") if "reporting" not in path.parts
    )
    for path in modules:
        # A single word is the name of something.
        said = (one for one in sentences_in(ast.parse(path.read_text())) if " " in one)
        assert words_in(" | ".join(said)) == {}, path.name


def test_what_has_no_spanish_is_told_in_english_and_marked_as_such():
    spanish = Language("es")
    told = spanish.relayed(
        "The propensity model has 5 coefficients and the smaller group 31 rows, fewer than 10 for each. Odd."
    )
    assert [piece.language for piece in told] == ["es", "en"]
    assert plain(told).startswith("El modelo de propensión tiene 5")
    lost = spanish.relayed("Lost before the horizon: 3 of 20 treated and 1 of 30 control rows.")
    assert plain(lost) == "Perdidas antes del horizonte, en filas: 3 de 20 con oferta y 1 de 30 sin oferta."
    told = spanish.relayed("Odd. The outcome is the same in every row: there is nothing to compare. Even.")
    assert [piece.language for piece in told] == ["en", "es", "en"]
    # Words that somebody wrote are not taken for a count.
    named = plain(spanish.relayed("No estimate is given of an arrest of 3 and more."))
    assert named == "No se da ninguna estimación de an arrest of 3 and more."


def test_a_spanish_report_is_spanish_and_says_where_it_is_not(study):
    page = reported(study, language="es")
    assert '<html lang="es">' in page
    assert "¿Va el camino restaurativo con menos arrestos nuevos?" in page
    marked = " ".join(re.findall(r'<span lang="en">(.*?)</span>', page))
    assert "Shem-Tov" in marked
    assert "Are people who were offered" not in page
    run = run_of(study)
    run["plan"]["words"] = {}
    (study / "run.json").write_text(json.dumps(run))
    page = reported(study, language="es")
    assert '<span lang="en">Are people who were offered' in page
    assert "en su propio idioma" in page


@pytest.mark.parametrize(
    "language, written",
    [("en", "26 November 2026, 00:12 UTC"), ("es", "26 de noviembre de 2026, 00:12 UTC")],
)
def test_moments_are_told_as_people_tell_them(language, written):
    assert Language(language).moment("2026-11-26T00:12:31+00:00") == written
    assert Language(language).moment("2026-11-25T16:12:31-08:00") == written
    told = Language(language).relayed(
        "The plan was changed after it was first locked on 2026-11-26T00:12:31+00:00."
    )
    assert written in plain(told)


def test_no_sentence_begins_with_a_small_letter(once):
    for language in LANGUAGES:
        report = report_of(run_of(once), language=language, is_recorded=True)
        for part in report.first:
            for text in part.texts():
                assert text[0] == text[0].upper(), text


# -- what stands in it --


def test_what_somebody_wrote_is_shown_as_it_was_written_and_never_run(study):
    odd = '<script>alert(1)</script> #panic() $x$ *b* [c] "d" &amp; \\'
    run = run_of(study)
    run["plan"]["title"] = run["outcomes"][0]["name"] = run["inputs"][0]["file"] = odd
    run["described"][0]["answer"]["survival"][0]["group"] = odd
    (study / "run.json").write_text(json.dumps(run))
    page = reported(study)
    assert "<script" not in page
    assert odd in unescape(page)


def test_each_figure_has_its_table_behind_it_and_what_is_not_shown_is_said(study):
    report = report_of(run_of(study), language="en", is_recorded=True)
    figures = [part for part in report.parts if isinstance(part, Figure)]
    titles = " ".join(one.title for one in figures)
    for word in (
        "points of a hundred",
        "without the event",
        "with the event",
        "Standardized difference",
        "Ratio",
    ):
        assert word in titles
    for figure in figures[1:]:
        after = report.parts[report.parts.index(figure) + 1]
        assert isinstance(after, Table), figure.title
    page = reported(study)
    for sentence in (
        "What this does not show",
        "no lot decided who got it",
        "If records were linked wrongly",
        "When no estimate would have been given",
        "few clusters: of a t, see below",
        "E-value: estimate; limit nearest none",
        "lot, disputed",
        "a critic holds that the lot was not kept",
        "the pooled figure was read nowhere",
    ):
        assert sentence in read_aloud(page), sentence


def test_curves_end_where_the_plan_does_and_their_tables_tell_no_single_day(once):
    run = run_of(once)
    report = report_of(run, language="en", is_recorded=True)
    days = {one["time"] for one in run["described"][0]["answer"]["survival"]}
    assert max(days) > 730
    table = next(
        part for part in report.parts if isinstance(part, Table) and "figures behind" in plain(part.caption)
    )
    told = {int(plain(row[1]).replace(",", "")) for row in table.rows}
    assert max(told) == 730
    assert len(told) < len(days) / 2


@pytest.mark.parametrize("key", ["as_offered", "missing", "described", "power", "versions"])
def test_a_run_of_which_something_is_missing_is_bad_input_and_nothing_is_written(study, key):
    run = run_of(study)
    (run if key in run else run["outcomes"][0]).pop(key)
    (study / "run.json").write_text(json.dumps(run))
    ran = typed(study, "report", str(study / "run.json"), "--out", str(study / "out"))
    assert (ran.exit_code, "no run" in ran.stderr) == (2, True), ran.output
    assert not (study / "out").exists()


@pytest.mark.parametrize(
    "content", ["[]", "null", "7", '{"outcomes": []}', '{"plan": 3, "outcomes": [1]}', "not json"]
)
def test_what_is_no_run_is_bad_input_whatever_it_holds(study, content):
    (study / "odd.json").write_text(content)
    ran = typed(study, "report", str(study / "odd.json"), "--out", str(study / "out"))
    assert (ran.exit_code, "no run" in ran.stderr) == (2, True), ran.output
    assert not (study / "out").exists()


def test_the_page_of_a_report_has_no_barrier_and_need_not_be_moved_sideways(study, browser):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    for language in LANGUAGES:
        reported(study, language=language)
        page.goto((study / f"out-{language}" / "report.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert not is_too_wide(page), (language, width)
    # The last is Spanish and narrow: it has the most words in the least room.
    assert barriers(page) == []
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_tagged_in_its_language_and_repeats_to_the_byte(study, language):
    reported(study, language=language)
    first = {path.name: path.read_bytes() for path in (study / f"out-{language}").iterdir()}
    reported(study, language=language)
    assert first == {path.name: path.read_bytes() for path in (study / f"out-{language}").iterdir()}
    document = first["report.pdf"]
    figures = sum(name.startswith("figure-") for name in first)
    for tag, times in (
        (b"pdfuaid", 1),
        (b"/StructTreeRoot", 1),
        (b"/Alt", figures),
        (b"/Scope", 20),
        (b"/H1", 1),
    ):
        assert document.count(tag) >= times, tag
    assert re.search(rf"/Lang\s*\({language}", document.decode("latin-1"))
    assert {"report.html", "report.pdf", "figure-1.svg", "figure-5.svg"} <= set(first)


def test_what_a_report_is_made_from_is_data_that_a_reader_can_check():
    assumptions = tomllib.loads((PROJECT / "amends/evidence/reporting/assumptions.toml").read_text())
    assert set(assumptions) == {"randomized", "comparison"}
    assert all(set(one) == set(LANGUAGES) for told in assumptions.values() for one in told)
    disputed = next(one for one in PUBLISHED if one["name"].startswith("Make-it-Right"))
    assert "disputed" in disputed["short"]
    assert {one["source_is"] for one in PUBLISHED} <= {"abstract", "quoted", "not verified"}
