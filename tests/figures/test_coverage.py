"""Intervals hold the truth as often as they say where what they assume is so, and the page tells where they do not."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from amends.command.evidence import command
from amends.evidence.coverage import page
from amends.evidence.coverage.counting import count
from amends.evidence.coverage.page import (
    Line,
    counted,
    coverage_figure,
    coverage_page,
    given,
    keeps,
    lines,
    share,
)
from amends.evidence.coverage.people import PEOPLE, Traits, invented, truths
from amends.evidence.coverage.studies import ASSUMED, STUDIES
from amends.evidence.effects.comparing import METHODS
from amends.evidence.synthetic.drawing import draws_for

# What another machine's arithmetic may turn over in a thousand studies.
TURNED = 5


def counted_again(*, wrong: bool) -> Iterator[tuple[Line, dict, dict]]:
    """Each interval of the page, its count as it is stored and the same counted again."""
    stored = counted()
    again = count(
        (study for study in STUDIES if bool(study.wrong) is wrong),
        people=stored["n"],
        repetitions=stored["repetitions"],
        seed=stored["seed"],
    )
    for before, line in zip(lines(stored), lines(again), strict=True):
        first, last = (before.not_so, line.not_so) if wrong else (before.so, line.so)
        assert (first is None) == (last is None)
        if first is not None and last is not None:
            yield line, first, last


@pytest.mark.slow
def test_intervals_hold_the_truth_in_93_to_97_percent_of_studies_of_180_people_and_exact_ones_in_95_or_more():
    seen = list(counted_again(wrong=False))
    assert len(seen) == len(lines(counted()))
    for line, before, again in seen:
        assert keeps(line), (line.interval.chapter, line.interval.name, share(again))
        assert abs(before["held"] - again["held"]) <= TURNED


@pytest.mark.slow
def test_where_one_thing_that_they_assume_is_not_so_they_hold_it_less_often_and_the_page_says_how_much():
    so = {line.interval: share(line.so) for line in lines(counted()) if line.so}
    for line, before, again in counted_again(wrong=True):
        assert share(again) < so[line.interval], (line.interval.chapter, line.interval.name)
        assert abs(before["held"] - again["held"]) <= TURNED


def test_every_interval_was_counted_in_a_thousand_studies_of_180_people_as_they_are_invented_today():
    told = counted()
    assert (told["n"], told["repetitions"], told["people_are"]) == (180, 1_000, PEOPLE)
    for line in lines(told):
        assert line.so is not None, line.interval
    asked = {
        (interval.chapter, interval.name, study.wrong): 1_000 * study.times
        for study in STUDIES
        for asking in study.asked
        for interval in asking.intervals
    }
    assert asked == {
        (one["chapter"], one["interval"], one["wrong"]): given(one) + one["none"] for one in told["counted"]
    }


def test_every_method_is_counted_for_every_estimand_that_it_answers():
    asked = {(method, estimand) for method, estimands in METHODS.items() for estimand in estimands}
    # Of groups as they were offered both are the same difference.
    assert set(ASSUMED) == asked - {("itt", "att")}


def test_counting_again_gives_the_same_and_the_file_that_is_written_is_what_was_printed(tmp_path):
    written = tmp_path / "counted.json"
    words = [
        "coverage",
        "--people",
        "120",
        "--repetitions",
        "2",
        "--seed",
        "4",
        "--json",
        "--out",
        str(written),
    ]
    answer = CliRunner().invoke(command, words)
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told == json.loads(written.read_text())
    assert {given(one) + one["none"] for one in told["counted"]} == {2, 6}
    again = count(STUDIES[:1], people=120, repetitions=2, seed=4)["counted"]
    assert again == told["counted"][: len(again)]


def test_the_page_tells_what_was_counted_and_what_does_not_keep_its_word(monkeypatch):
    told = counted()
    line = lines(told)[0]
    text = coverage_page()
    assert f"{share(line.so):.1%}".replace("%", " %") in text
    assert line.interval.assumes in text
    assert "<desc" in coverage_figure() or "aria-label" in coverage_figure()
    line.so.update(held=900, above=100, below=0, none=0)
    monkeypatch.setattr(page, "counted", lambda: told)
    assert f"Not kept by: {line.interval.name}" in coverage_page()
    assert "90.0 % (not what is promised)" in coverage_page()
    assert coverage_page() != text


def test_what_is_true_of_invented_people_is_what_many_of_them_show():
    many = invented(draws_for(7, 0), 200_000, by_lot=True, unmeasured=False)
    offered = many["offered"].to_numpy() == 1
    true = truths(7, unmeasured=False)
    for column, error in (("score", 0.2), ("arrested", 0.01), ("returned", 0.01)):
        values = many[column].to_numpy()
        apart = values[offered].mean() - values[~offered].mean()
        assert apart == pytest.approx(true[f"{column}, ate"], abs=error)
    came_by_then = (many["months"].to_numpy() <= 20) & (many["back"].to_numpy() == 1)
    expected = true["returned, offered"] * 20 / PEOPLE["returned"]["months"]
    assert came_by_then[offered].mean() == pytest.approx(expected, abs=0.01)
    for name in ("reached", "rare", "reached_together", "rare_together"):
        assert many[name].to_numpy().mean() == pytest.approx(true[name.split("_")[0]], abs=0.01)


def test_no_share_of_invented_people_leaves_0_to_1():
    traits = Traits.drawn(draws_for(1, 0), 100_000, unmeasured=True)
    for road in (0.0, 1.0):
        shares = traits.expected(road)["returned"]
        assert 0 < shares.min() < shares.max() < 1
