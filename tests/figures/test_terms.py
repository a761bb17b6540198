"""The language of covariates says three things, and refuses what it does not say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.evidence.faults import BadInput
from amends.evidence.reading import read
from amends.evidence.terms import columns_of, design, parse_terms


@pytest.fixture
def people(tmp_path):
    """Four people with an age, a county and a column with an odd head."""
    path = tmp_path / "people.csv"
    path.write_text("age,county,re.74 total,same\n20,10,1,7\n30,9,2,7\n40,9,3,7\n50,x,4,7\n")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "age,age^2,C(county),re.74 total",
        "age + age^2+C( county ) + re.74 total",
        "age, age ^ 2+C(county),re.74 total",
    ],
)
def test_both_separators_say_the_same(people, text):
    terms = parse_terms(text)
    assert [term.name for term in terms] == ["age", "age^2", "C(county)", "re.74 total"]
    made = design(terms, read(people, columns_of(terms)))
    assert made.names == ["age", "age^2", "C(county)[9]", "C(county)[x]", "re.74 total"]
    assert made.places == {"age": [0], "age^2": [1], "C(county)": [2, 3], "re.74 total": [4]}
    assert made.matrix.tolist() == [
        [20, 400, 0, 0, 1],
        [30, 900, 1, 0, 2],
        [40, 1600, 1, 0, 3],
        [50, 2500, 0, 1, 4],
    ]


def test_a_column_may_stand_as_it_is_and_as_levels(people):
    terms = parse_terms("age,C(age)")
    assert design(terms, read(people, columns_of(terms))).names == [
        "age",
        "C(age)[30]",
        "C(age)[40]",
        "C(age)[50]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age,",
        "age*county",
        "age:county",
        "age^3",
        "age**2",
        "log(age)",
        "I(age)",
        "age|county",
        "C(age)^2",
        "~age",
        "C()",
    ],
)
def test_what_the_language_does_not_say_is_refused(text):
    with pytest.raises(BadInput, match="is no term"):
        parse_terms(text)


def test_every_wrong_term_is_told_and_so_is_one_named_twice():
    with pytest.raises(BadInput) as told:
        parse_terms("age:county,exp(age),age,age")
    assert len(told.value.faults) == 3


def test_a_term_that_never_changes_is_refused(people):
    for text in ("same", "C(same)", "same^2"):
        terms = parse_terms(text)
        with pytest.raises(BadInput, match="the same in every row"):
            design(terms, read(people, columns_of(terms)))


@given(st.text(st.sampled_from("xyC()^2+, .-:*|~/I'\"\\\n\t\u00e9\u200b") | st.characters(), max_size=30))
def test_any_text_is_terms_of_columns_or_a_fault_and_is_never_passed_on(text):
    try:
        terms = parse_terms(text)
    except BadInput:
        return
    for term in terms:
        # A column is looked up by its head and nothing else; what could be code in a formula is in none.
        assert term.column in text
        assert not re.search(r"[,+^()*:~|/]", term.column)
        assert term.column == term.column.strip()
        assert parse_terms(term.name) == (term,)
    assert [term.name for term in parse_terms("+".join(term.name for term in terms))] == [
        term.name for term in terms
    ]
