"""The words of every condition: complete, plain, in both languages, and only for those who may know."""

import doctest
import importlib
import itertools
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.journey.stages import ACTS, HIS_FACTS, JOURNEY, OFFICE_FACTS, TURNS
from amends.policy.conditions import (
    AUDIENCE,
    AUDIENCES,
    CONDITIONS,
    LANGUAGES,
    explain,
    explain_all,
    load_conditions,
    program_wording,
    withheld,
)
from amends.policy.findings import Finding, Met, may_go_ahead
from amends.policy.page import rules_page
from amends.policy.reading import PROJECT, BadPolicy
from amends.policy.rules import RULES, NoRuleYet
from tests.reading import reading_grade, syllables

TODAY = date(2026, 11, 23)
MOST_GRADE = 6

# A finding and a breach are told to the survivor by a person, as they chose; a page must not be first.
TOLD_BY_A_PERSON = {
    "finding_by_two",
    "told_first",
    "safety_plan_made",
    "her_view_recorded",
    "breach_recorded",
    "her_breach_wish_asked",
}
# What only staff or the office does needs no words for her, and his own facts are not hers to read.
NOT_HERS = TOLD_BY_A_PERSON | set(HIS_FACTS) | {"reason_given", "review_is_outside"}
HERS = set(CONDITIONS) - NOT_HERS
WHO_MAY_KNOW = {
    "survivor": HERS,
    "accountable": set(HIS_FACTS),
    "staff": set(CONDITIONS),
    "his_side": set(HIS_FACTS),
    "office": set(OFFICE_FACTS),
}

# What must never be read on the other side or in the office, in any form.
GIVES_AWAY = {
    "en": r"\b(she|her|hers|herself|survivors?|check\w*|screen\w*|coerc\w*|pressure\w*|safe\w*|risk\w*"
    r"|paus\w*|stop\w*|h[eo]ld\w*|findings?|resum\w*)\b",
    "es": r"\b(ella|sobreviviente|revis\w*|presi\w*|coacci\w*|segur\w*|riesg\w*|paus\w*|par(?:ar|ó|ada)"
    r"|deten\w*|esper\w*|conclusi\w*)\b",
}
BLAMES = {
    "en": r"\b(fail\w*|fault|blame|must|wrongly|refus\w*|guilty?|forbidden|unfortunately|error|invalid)\b",
    "es": r"\b(culpa\w*|falló|fracas\w*|error|inválid\w*|desgraciadamente)\b",
}


def sentences(audience: str):
    """Yield everything that one audience can be told: condition, answer, language, sentence."""
    role = next(role for role, told in AUDIENCE.items() if told == audience)
    for condition, language in itertools.product(CONDITIONS.values(), LANGUAGES):
        if audience in condition.says:
            for met in (Met.NO, Met.NOT_KNOWN):
                finding = explain(condition.id, met, role=role, language=language, rules_on=TODAY)
                yield condition.id, met, language, finding.sentence
    for language in LANGUAGES:
        yield "otherwise", Met.NOT_KNOWN, language, program_wording().otherwise[audience][language]


def test_every_condition_that_the_journey_asks_for_has_words():
    asked = {need for row in (*JOURNEY, *TURNS) for need in row.needs} | set(itertools.chain(*ACTS.values()))
    assert asked <= set(CONDITIONS)
    assert len(CONDITIONS) >= 47


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_audience_is_told_exactly_what_it_may_know(audience):
    assert {name for name, condition in CONDITIONS.items() if audience in condition.says} == WHO_MAY_KNOW[
        audience
    ]
    assert WHO_MAY_KNOW[audience], "nothing to tell would prove nothing"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_sentence_is_there_in_both_languages_and_ends(audience):
    said = list(sentences(audience))
    assert {language for _, _, language, _ in said} == set(LANGUAGES)
    for name, met, language, sentence in said:
        assert re.search(r"[.?]$", sentence), (name, met, language)
        assert not re.search(r"[{}]", sentence), (name, met, language)
        assert sentence == sentence.strip()
        assert "  " not in sentence


def test_no_and_not_known_are_different_sentences_and_so_are_the_languages():
    for condition, audience in itertools.product(CONDITIONS.values(), AUDIENCES):
        if audience in condition.says:
            said = [
                condition.says[audience][met][language]
                for met in (Met.NO, Met.NOT_KNOWN)
                for language in LANGUAGES
            ]
            assert len(set(said)) == len(said), (condition.id, audience)


@pytest.mark.parametrize("audience", ["survivor", "accountable"])
def test_survivor_and_accountable_party_read_at_the_sixth_grade_or_below(audience):
    hard = {
        sentence: round(reading_grade(sentence, language), 1)
        for _, _, language, sentence in sentences(audience)
        if reading_grade(sentence, language) > MOST_GRADE
    }
    assert hard == {}


@pytest.mark.parametrize("audience", ["survivor", "accountable"])
def test_no_sentence_blames_or_shouts(audience):
    for name, _, language, sentence in sentences(audience):
        assert not re.search(BLAMES[language], sentence, re.IGNORECASE), (name, sentence)
        assert not re.search(r"\b[A-ZÁÉÍÓÚ]{2,}\b|!", sentence), (name, sentence)


@pytest.mark.parametrize("audience", ["accountable", "his_side", "office"])
def test_the_other_side_and_the_office_never_read_of_her_a_check_a_pause_or_a_stop(audience):
    for name, _, language, sentence in sentences(audience):
        assert not re.search(GIVES_AWAY[language], sentence, re.IGNORECASE), (name, sentence)
        assert not re.search(r"\b(both|other|two) (sides?|people)\b|otra (parte|persona)", sentence) or (
            name == "two_different_people"
        ), (name, sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_for_what_gives_her_away_would_find_it(language):
    staff = [sentence for _, _, tongue, sentence in sentences("staff") if tongue == language]
    found = [sentence for sentence in staff if re.search(GIVES_AWAY[language], sentence, re.IGNORECASE)]
    assert len(found) > len(staff) / 4


@pytest.mark.parametrize("role", ["accountable", "coach", "counsel", "liaison"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withheld_reason_leaves_no_trace_in_the_finding(role, language):
    unknown = sorted(set(CONDITIONS) - WHO_MAY_KNOW[AUDIENCE[role]])
    findings = {
        explain(name, answer, role=role, language=language, rules_on=TODAY)
        for name, answer in itertools.product(unknown, ("not met", "not known"))
    }
    common = program_wording().otherwise[AUDIENCE[role]][language]
    assert findings == {Finding(None, Met.NOT_KNOWN, common, None, None)}
    met = {explain(name, "met", role=role, language=language, rules_on=TODAY) for name in unknown}
    assert met == {Finding(None, Met.YES, "", None, None)}
    assert findings == {withheld(role, language=language)}


def test_the_accountable_party_reads_that_counsel_or_coach_will_say_the_next_step():
    finding = explain("her_wish_fresh", "not met", role="accountable", language="en", rules_on=TODAY)
    assert finding.sentence == "Not yet. Your counsel or coach will tell you the next step."


ANSWERS = st.dictionaries(st.sampled_from(sorted(CONDITIONS)), st.sampled_from(Met))


@given(ANSWERS, st.sampled_from(sorted(AUDIENCE)), st.sampled_from(LANGUAGES))
def test_an_act_goes_ahead_only_when_every_condition_is_known_to_be_met(answers, role, language):
    findings = explain_all(answers.items(), role=role, language=language, rules_on=TODAY)
    assert may_go_ahead(findings) == (set(answers.values()) <= {Met.YES})


@given(ANSWERS, st.sampled_from(["accountable", "coach", "counsel", "liaison"]), st.data())
def test_reasons_that_are_withheld_cannot_be_counted_or_told_apart(answers, role, data):
    hidden = sorted(set(answers) - WHO_MAY_KNOW[AUDIENCE[role]])
    not_met = [name for name in hidden if answers[name] is not Met.YES]
    # Whatever else were true of what this reader may not know: while one thing is missing, they see the same.
    other = dict(answers)
    for name in hidden:
        other[name] = data.draw(st.sampled_from(Met))
    if not_met:
        other[not_met[0]] = data.draw(st.sampled_from([Met.NO, Met.NOT_KNOWN]))
        assert explain_all(answers.items(), role=role, language="en", rules_on=TODAY) == explain_all(
            other.items(), role=role, language="en", rules_on=TODAY
        )


def test_what_is_known_comes_in_the_order_asked_and_what_is_withheld_last():
    asked = [("her_wish_fresh", "not met"), ("prepared_his", "met"), ("his_wish_fresh", "not known")]
    told = explain_all(asked, role="coach", language="es", rules_on=TODAY)
    assert [finding.condition for finding in told] == ["prepared_his", "his_wish_fresh", None]
    assert [finding.answer for finding in told] == ["met", "not known", "not known"]
    told = explain_all(asked, role="facilitator", language="en", rules_on=TODAY)
    assert [finding.condition for finding in told] == ["her_wish_fresh", "prepared_his", "his_wish_fresh"]


def test_a_sentence_gives_the_number_of_the_day_on_which_the_case_entered():
    finding = explain("cooling_off_over", Met.NO, role="survivor", language="en-us", rules_on=TODAY)
    assert "You have 3 days to think" in finding.sentence
    assert finding.rule is RULES["choice.cooling_off_days"]
    assert (finding.condition, finding.promise, finding.answer) == ("cooling_off_over", "P3", "not met")
    assert (
        "Tiene 3 días"
        in explain("cooling_off_over", Met.NO, role="survivor", language="es-MX", rules_on=TODAY).sentence
    )
    with pytest.raises(NoRuleYet):
        explain("cooling_off_over", Met.NO, role="survivor", language="en", rules_on=date(2025, 12, 31))


def test_a_condition_that_is_met_is_told_as_its_question():
    finding = explain("charged", "met", role="liaison", language="en", rules_on=TODAY)
    assert (finding.met, finding.sentence) == (Met.YES, CONDITIONS["charged"].asks["en"])


def test_an_unknown_role_answer_condition_or_language_is_an_error_and_never_a_yes():
    right = {"role": "advocate", "language": "en", "rules_on": TODAY}
    assert explain("adult", "met", **right).met is Met.YES
    for role in ("provider", "operator", "evaluator", "board", "public", ""):
        with pytest.raises(ValueError, match="told why"):
            explain("adult", "met", **right | {"role": role})
    with pytest.raises(ValueError, match="perhaps"):
        explain("adult", "perhaps", **right)
    with pytest.raises(KeyError):
        explain("tall", "met", **right)
    with pytest.raises(KeyError):
        explain("adult", "not met", **right | {"language": "fr"})


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=lambda condition: condition.id)
def test_a_condition_asks_a_question_and_keeps_a_promise(condition):
    assert condition.asks["en"].endswith("?")
    assert condition.asks["es"].startswith(("¿", "Si "))
    assert condition.asks["es"].endswith("?")
    assert re.fullmatch(r"P([1-9]|1[0-9])", condition.promise)


# --- The file


SMALL = """\
[otherwise]
survivor = { says = "Not yet.", says_es = "Aún no." }
accountable = { says = "Not yet.", says_es = "Aún no." }
staff = { says = "Not yet.", says_es = "Aún no." }
his_side = { says = "Not yet.", says_es = "Aún no." }
office = { says = "Not yet.", says_es = "Aún no." }

[time_over]
promise = "P3"
rule = "choice.cooling_off_days"
asks = "Have {days} passed?"
asks_es = "¿Pasaron {days}?"

[time_over.staff]
not_met = "Wait {days}."
not_met_es = "Espere {days}."
not_known = "Nobody knows."
not_known_es = "Nadie sabe."
"""


@pytest.fixture(scope="session")
def loading(tmp_path_factory):
    path = tmp_path_factory.mktemp("conditions") / "conditions.toml"

    def load(text: str):
        path.write_text(text)
        return load_conditions(path)

    return load


@pytest.mark.parametrize(
    "right, wrong, line, said",
    [
        ("[otherwise]", "[other]", 1, r"expected a table \[otherwise\]"),
        ('office = { says = "Not yet.", says_es = "Aún no." }\n', "", 1, r"\[otherwise\] has no \[office\]"),
        ("office = {", "officer = {", 6, r"\[otherwise\.officer\] is not known here"),
        ('[otherwise]\nsurvivor = { says = "Not yet.",', "[otherwise]\nsurvivor = {", 2, r"has no \[says\]"),
        ('"P3"', '"P20"', 9, r"is \[P20\]; expected one of P1, P2"),
        ('promise = "P3"\n', "", 8, r"\[time_over\] has no \[promise\]"),
        (
            '"choice.cooling_off_days"',
            '"choice.cooling"',
            10,
            r"is \[choice\.cooling\]; expected the key of a rule",
        ),
        ("rule =", "rules =", 10, r"\[time_over\.rules\] is not known here"),
        ('rule = "choice.cooling_off_days"\n', "", 10, r"\[time_over\.asks\] has a slot; expected none"),
        (
            "choice.cooling_off_days",
            "plan.news_hour",
            11,
            r"has a slot; expected none without a counted rule",
        ),
        (
            "choice.cooling_off_days",
            "clocks.length_months",
            11,
            r"has another slot; expected only \{months\}",
        ),
        (
            "Wait {days}.",
            "Wait {weeks}.",
            15,
            r"\[time_over\.staff\.not_met\] has another slot; expected only",
        ),
        ("Espere {days}.", "Espere {days.", 16, r"\[time_over\.staff\.not_met_es\] has another slot"),
        ('not_known_es = "Nadie sabe."\n', "", 14, r"\[time_over\.staff\] has no \[not_known_es\]"),
        ("not_known =", "unknown =", 17, r"\[time_over\.staff\.unknown\] is not known here"),
        ('"Nobody knows."', '" "', 17, r"\[time_over\.staff\.not_known\] is no text"),
        ("[time_over.staff]", "[time_over.coach]", 14, r"\[time_over\.coach\] is not known here"),
        ("[time_over.staff]", "[time_over.survivor]", 8, r"\[time_over\] has no \[staff\]"),
        ("[time_over]\n", "[TimeOver]\n", 8, r"\[TimeOver\] is no name"),
    ],
)
def test_a_slip_is_refused_with_file_line_and_what_was_expected(loading, right, wrong, line, said):
    assert set(loading(SMALL).conditions) == {"time_over"}
    assert right in SMALL
    with pytest.raises(BadPolicy, match=rf"^conditions\.toml, line {line}: .*{said}"):
        loading(SMALL.replace(right, wrong))


@settings(deadline=None)  # each example writes a file, which a busy disk may delay
@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_an_audience_that_does_not_exist_is_refused(loading, name):
    text = f'{SMALL}\n[time_over.{name}x]\nnot_met = "a"\n'
    with pytest.raises(BadPolicy, match=rf"\[time_over\.{name}x\] is not known here"):
        loading(text)


def test_a_missing_file_stops_the_start(tmp_path):
    with pytest.raises(BadPolicy, match=r"^conditions\.toml: expected a file that can be read"):
        load_conditions(tmp_path / "conditions.toml")


# --- The page, and the measure


def test_the_page_of_rules_shows_every_rule_value_and_condition():
    page = rules_page()
    for rule in RULES.values():
        assert f"| `{rule.key}` | {rule.asks} | " in page
        for dated in rule.values:
            assert f"| {dated.applies_from} | " in page
    for condition in CONDITIONS.values():
        assert f"| `{condition.id}` | " in page
    assert "{" not in page
    assert page == rules_page()
    assert page.endswith(" |\n")
    tables = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.count(" | ") for line in tables} == {4, 5}


def test_the_page_links_to_decisions_that_exist():
    links = set(re.findall(r"\]\((\.\./[^)]+)\)", rules_page()))
    assert links
    for link in links:
        assert (PROJECT / "docs" / "reference" / link).resolve().is_file()


def test_the_reading_grade_tells_plain_from_hard():
    plain = "You can stop at any time. We will help you."
    hard = "Participation necessitates satisfactory completion of preparatory consultations."
    assert reading_grade(plain) < MOST_GRADE < reading_grade(hard)
    llano = "Usted puede parar cuando quiera. Le vamos a ayudar."
    dificil = "La participación presupone la realización satisfactoria de consultas preparatorias."
    assert reading_grade(llano, "es") < MOST_GRADE < reading_grade(dificil, "es")
    assert reading_grade("") == reading_grade("...", "es") == 0


def test_the_reading_grade_is_the_published_formula():
    # Ten words, one sentence, twelve syllables: .39 * 10 + 11.8 * 1.2 - 15.59.
    text = "The cat and the dog ran to the paper table."
    assert sum(syllables(word, "en") for word in text.strip(".").split()) == 12
    assert reading_grade(text) == pytest.approx(2.47)


@pytest.mark.parametrize("module", ["reading", "rules", "findings", "conditions"])
def test_the_examples_in_the_code_are_true(module):
    outcome = doctest.testmod(importlib.import_module(f"amends.policy.{module}"))
    assert outcome.failed == 0
