"""Instruments are data, their scores equal those of an independent clinical implementation, and nothing is guessed."""

import csv
import doctest
import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from amends.command.evidence import command
from amends.evidence.instruments.reading import (
    SEEN,
    BadInstrument,
    NoSuchInstrument,
    instrument,
    instrument_ids,
    read_instrument,
)
from amends.evidence.instruments.scoring import WrongAnswer, score_answers, score_entry, score_goals

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "instruments"
FREE = ("gad7", "pcl5", "phq9")
LICENSED = ("cdrisc", "cts2", "dash")

needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the published vectors are not on this machine"
)


def vectors(name):
    with (VECTORS / f"{name}_vectors_camcops.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def scored(name, tmp_path, *words, file=None):
    """Return the JSON that the command prints, and the rows that it wrote."""
    out = tmp_path / "scores.csv"
    source = file or VECTORS / f"{name}_vectors_camcops.csv"
    ran = CliRunner().invoke(
        command, ["score", "--instrument", name, "--input", str(source), "--out", str(out), "--json", *words]
    )
    assert ran.exit_code == 0, ran.stderr
    with out.open(newline="") as rows:
        return json.loads(ran.stdout), list(csv.DictReader(rows))


@needs_vectors
def test_every_published_vector_of_the_pcl5_is_scored_alike(tmp_path):
    _, rows = scored("pcl5", tmp_path)
    published = vectors("pcl5")
    assert len(rows) == len(published) > 300
    for row, one in zip(rows, published, strict=True):
        clusters, symptoms = json.loads(row["clusters"]), json.loads(row["symptoms"])
        assert row["complete"] == one["complete"]
        assert row["total_answered"] == one["total_answered"]
        assert row["total"] == (one["total_answered"] if one["complete"] == "True" else "")
        assert row["provisional"] == one["provisional_ptsd"]
        assert clusters == {cluster: int(one[f"sum_{cluster}"]) for cluster in "BCDE"}
        assert symptoms == {cluster: int(one[f"n_{cluster}"]) for cluster in "BCDE"}
        assert sum(symptoms.values()) == int(one["n_symptomatic"])


@needs_vectors
def test_every_published_vector_of_the_phq9_is_scored_alike_and_its_ninth_item_raises_an_alert(tmp_path):
    answer, rows = scored("phq9", tmp_path)
    published = vectors("phq9")
    assert len(rows) == len(published) > 150
    for row, one in zip(rows, published, strict=True):
        assert row["complete"] == one["complete"]
        assert row["total_answered"] == one["total"]
        assert json.loads(row["symptoms"]) == {"core": int(one["n_core"]), "other": int(one["n_other"])}
        assert row["major_dep_syndrome"] == row["provisional"] == one["major_dep_syndrome"]
        assert row["other_dep_syndrome"] == one["other_dep_syndrome"]
        assert row["severity"] == one["severity"]
        assert bool(row["alert"]) == (one["q9"] not in ("", "0"))
    named = [place for place, one in enumerate(published, start=1) if one["q9"] not in ("", "0")]
    assert [alert["row"] for alert in answer["alerts"]] == named
    assert answer["warnings"][0].startswith("TODAY: ")


@needs_vectors
def test_every_published_vector_of_the_gad7_is_scored_alike(tmp_path):
    _, rows = scored("gad7", tmp_path)
    assert [row["total"] for row in rows] == [one["total"] for one in vectors("gad7")]


def test_an_incomplete_row_keeps_its_sum_and_its_finding_and_is_given_no_total():
    answers = dict.fromkeys(range(1, 21), 2) | {11: None}
    score = score_answers(instrument("pcl5"), answers)
    assert (score.complete, score.total, score.total_answered, score.provisional) == (False, None, 38, True)
    whole = score_answers(instrument("pcl5"), answers | {11: 2})
    assert (whole.complete, whole.total) == (True, 40)


def test_thoughts_of_death_raise_an_alert_even_where_nothing_else_was_answered():
    phq9 = instrument("phq9")
    assert score_answers(phq9, {9: 1}).alerts
    assert not score_answers(phq9, {9: 0, 1: 3}).alerts
    assert not score_answers(phq9, {}).alerts


def test_no_band_of_severity_is_made_up_for_the_pcl5():
    assert instrument("pcl5").bands == ()
    assert score_answers(instrument("pcl5"), dict.fromkeys(range(1, 21), 4)).severity is None


@pytest.mark.parametrize("name", LICENSED)
def test_a_licensed_scale_ships_no_question_and_takes_only_a_total(name):
    scale = instrument(name)
    assert scale.kind == "score entry"
    assert scale.text == {}
    with pytest.raises(WrongAnswer, match="licensed"):
        score_answers(scale, {1: 1})
    assert score_entry(scale, 5).total == 5
    assert score_entry(scale, None).complete is False
    with pytest.raises(WrongAnswer):
        score_entry(scale, -1)


@pytest.mark.parametrize("name", instrument_ids())
def test_every_instrument_says_whose_it_is_and_who_may_use_it(name):
    one = instrument(name)
    assert one.source
    assert one.licence
    for figure in (*one.changes, *one.ends, *one.retests, *one.cuts):
        assert figure.source
        assert figure.source_seen in SEEN


@pytest.mark.parametrize("name", ["gad7", "phq9", "justice", "goals"])
def test_what_may_be_asked_in_english_may_be_asked_in_spanish(name):
    english, spanish = instrument(name).text["en"], instrument(name).text["es"]
    assert len(english.items) == len(spanish.items)
    assert len(english.beside) == len(spanish.beside)


@given(
    st.sampled_from(FREE).flatmap(
        lambda name: st.tuples(
            st.just(name),
            st.lists(
                st.one_of(st.none(), st.integers(0, instrument(name).answers.highest)),
                min_size=len(instrument(name).items),
                max_size=len(instrument(name).items),
            ),
        )
    )
)
def test_a_total_is_the_sum_of_its_answers_or_nothing(drawn):
    name, answers = drawn
    score = score_answers(instrument(name), dict(enumerate(answers, start=1)))
    assert score.complete == (None not in answers)
    assert score.total == (sum(answers) if score.complete else None)
    assert score.total_answered == sum(answer for answer in answers if answer is not None)
    if score.clusters:
        assert sum(score.clusters.values()) == score.total_answered


def test_a_score_says_in_which_languages_its_questions_stand_here(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text(",".join(f"q{item}" for item in range(1, 21)) + "\n" + ",".join("1" * 20))
    english, _ = scored("pcl5", tmp_path, file=file)
    assert english["languages"] == ["en"]
    assert any("in English only" in warning for warning in english["warnings"])
    both, _ = scored("PHQ9", tmp_path, file=file)
    assert both["languages"] == ["en", "es"]
    file.write_text("total\n70\n")
    assert scored("cdrisc", tmp_path, file=file)[0]["languages"] == []


def test_goals_are_put_together_as_their_authors_do():
    goals = instrument("goals")
    # Three goals, one step above what was hoped each: 50 + 30 / sqrt(.7 * 3 + .3 * 9).
    assert score_goals([1, 1, 1], goals).t_score == pytest.approx(63.693, abs=0.001)
    assert score_goals([-2, 2], goals).t_score == 50
    assert score_goals([], goals).complete is False


def test_goals_that_were_not_set_are_no_blank_answers(tmp_path):
    file = tmp_path / "goals.csv"
    file.write_text("q1,q2,q3\n1,,\n0,0,0\n-2,2,1\n,,\n")
    answer, rows = scored("goals", tmp_path, file=file)
    assert [row["total"] for row in rows] == ["1", "0", "1", ""]
    assert [row["complete"] for row in rows] == ["True", "True", "True", "False"]
    assert float(rows[0]["t_score"]) == 60
    assert answer["n"] == 4


def test_every_answer_that_cannot_be_given_is_named_by_row_and_nothing_is_written(tmp_path):
    file = tmp_path / "answers.csv"
    heads = ",".join(f"q{item}" for item in range(1, 8))
    file.write_text(f"{heads}\n0,1,2,3,4,0,0\n0,NA,,NaN,0,0,0\n0,0,0,0.5,0,0,-1\n0,0,0,0,0,0,often\n")
    out = tmp_path / "scores.csv"
    ran = CliRunner().invoke(
        command, ["score", "--instrument", "gad7", "--input", str(file), "--out", str(out)]
    )
    assert ran.exit_code == 2
    for where in ("row 1, [q5]", "row 3, [q4]", "row 3, [q7]", "row 4, [q7]"):
        assert where in ran.stderr
    assert "row 2" not in ran.stderr
    assert not out.exists()


def test_only_the_id_that_is_named_is_carried_along(tmp_path):
    file = tmp_path / "answers.csv"
    heads = ",".join(f"q{item}" for item in range(1, 8))
    file.write_text(f"name,code,{heads}\nRose,a1,1,1,1,1,1,1,1\n")
    _, rows = scored("gad7", tmp_path, "--id", "code", file=file)
    assert rows[0]["code"] == "a1"
    assert "name" not in rows[0]
    assert "Rose" not in (tmp_path / "scores.csv").read_text()


def test_an_instrument_that_is_not_there_names_those_that_are():
    with pytest.raises(NoSuchInstrument, match="pcl5"):
        instrument("bdi")


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("lowest = 0", "lowest = 0\nweight = 2"),
        ('kind = "items"', 'kind = "survey"'),
        ("items = 7", "items = 8"),
        ('licence = "', 'license = "'),
        ('source_seen = "abstract"', 'source_seen = "surely"'),
    ],
)
def test_an_instrument_that_says_what_nobody_knows_is_refused(tmp_path, right, wrong):
    text = (
        Path(importlib.import_module("amends.evidence.instruments").__file__).parent / "gad7.toml"
    ).read_text()
    file = tmp_path / "gad7.toml"
    file.write_text(text.replace(right, wrong, 1))
    with pytest.raises(BadInstrument, match="gad7"):
        read_instrument(file)


def test_the_examples_in_the_docstrings_hold():
    outcome = doctest.testmod(importlib.import_module("amends.evidence.instruments.scoring"))
    assert outcome.attempted
    assert not outcome.failed
