"""A file is read strictly: every fault is told with its row, and what is blank is left out and counted."""

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from amends.command import evidence
from amends.command.evidence import Estimate
from amends.evidence.answers import answer, as_json, as_text
from amends.evidence.faults import BadInput, Fault
from amends.evidence.reading import Column, heads, read

TIME = Column("time", "number", at_least=0)
EVENT = Column("event", "yes or no")
GROUP = Column("group", "label")


@pytest.fixture
def write(tmp_path):
    """Writes a CSV file and gives its path."""

    def to_file(text: str | bytes) -> Path:
        path = tmp_path / "people.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return to_file


def faults_of(path: Path, *columns: Column, **also) -> list[str]:
    """Every fault that reading a file tells, one a line."""
    with pytest.raises(BadInput) as told:
        read(path, columns, **also)
    return [str(fault) for fault in told.value.faults]


def test_blanks_are_missing_and_not_faults(write):
    path = write("time,event,group\n1,1,a\n,0,b\nNA,1,c\nNaN,,NA\n5,0, \n6,1,f\n")
    reading = read(path, [TIME, EVENT, GROUP])
    assert reading.n == 2
    assert reading.missing == {"time": 3, "event": 1, "group": 2}
    assert reading.rows.tolist() == [1, 6]
    assert reading.numbers("time").tolist() == [1, 6]
    assert reading.numbers("event").tolist() == [1, 1]
    assert reading.labels("group").tolist() == ["a", "f"]


def test_every_fault_is_told_with_its_row_and_nothing_that_stood_there(write):
    path = write("time,event,id\n-1,1,a\nRosa,2,b\n3,yes,a\ninf,,c\n5,true,a\n6,FALSE,d\n")
    assert faults_of(path, TIME, EVENT, Column("id", "label", unique=True)) == [
        "row 1, [time]: expected 0 or more.",
        "row 2, [time]: is no number.",
        "row 2, [event]: expected 0 or 1, or false or true.",
        "row 3, [event]: expected 0 or 1, or false or true.",
        "row 3, [id]: repeats the id of row 1; expected each id once.",
        "row 4, [time]: is no number.",
        "row 5, [id]: repeats the id of row 1; expected each id once.",
    ]


def test_what_is_wrong_between_columns_is_told_beside_the_rest(write):
    path = write("time,entry\n1,2\n3,x\n5,5\n9,1\n")

    def ends_before_it_begins(reading):
        for row in reading.rows[reading.numbers("time") <= reading.numbers("entry")]:
            yield Fault("ends before it begins.", row=int(row))

    assert faults_of(path, TIME, Column("entry", "number"), also=ends_before_it_begins) == [
        "row 1: ends before it begins.",
        "row 2, [entry]: is no number.",
        "row 3: ends before it begins.",
    ]


def test_only_the_named_columns_are_looked_at(write):
    path = write(b' time ,"other, one",event\n 1 ,\xff\xfe,1\n"2",-,0\n')
    reading = read(path, [TIME, EVENT])
    assert (reading.n, set(reading.missing)) == (2, {"time", "event"})
    assert heads(path) == ["time", "other, one", "event"]
    assert faults_of(path, Column("other, one", "label")) == ["row 1, [other, one]: is not text in UTF-8."]


def test_a_mark_of_byte_order_and_the_ends_of_lines_of_another_system_do_not_matter(write):
    assert read(write(b"\xef\xbb\xbftime,event\r\n1,1\r\n2,0\r\n"), [TIME, EVENT]).n == 2


def test_rows_of_the_wrong_length_are_told(write):
    path = write("time,event\n1,1\n2\n3,0,4\n")
    assert faults_of(path, TIME, EVENT) == [
        "row 2: has 1 cells; expected 2.",
        "row 3: has 3 cells; expected 2.",
    ]


def test_a_column_that_is_not_there_or_stands_twice_is_told_with_those_that_are(write):
    assert faults_of(write("time,event,event\n1,1,0\n"), TIME, EVENT, GROUP) == [
        "[group]: there is no such column.",
        "[event]: stands over two columns.",
        "The file has [time], [event], [event].",
    ]


def test_a_file_without_heads_is_told_as_one_and_nothing_of_its_first_line_is_repeated(write):
    assert faults_of(write("Rosa,Quill,1990-04-01\nAnn,Pike,1987-11-23\n"), TIME) == [
        "[time]: there is no such column.",
        "The first line of the file seems to hold values. Expected the names of its columns.",
    ]


def test_a_file_that_is_none_is_refused(write, tmp_path):
    assert faults_of(tmp_path / "nothing.csv", TIME) == ["It cannot be read: No such file or directory."]
    assert faults_of(write(""), TIME)[0] == "[time]: there is no such column."
    assert faults_of(write("time,event\n"), TIME)[0].startswith("No row of 0")
    assert faults_of(write(b"PAR1nothing"), TIME) == ["Expected a CSV file with heads, or a Parquet file."]


def test_a_table_stored_as_parquet_says_what_it_says_as_text(write, tmp_path):
    text = read(write("time,event,group\n1.5,true,b\n,false,a\n3,false,10\n"), [TIME, EVENT, GROUP])
    stored = tmp_path / "people"
    table = pa.table(
        {
            " time": pa.array([1.5, None, 3.0]),
            "event": pa.array([True, False, False]),
            "group": pa.array(["b", "a", "10"]).dictionary_encode(),
        }
    )
    pyarrow.parquet.write_table(table, stored)
    from_parquet = read(stored, [TIME, EVENT, GROUP])
    assert from_parquet.missing == text.missing == {"time": 1, "event": 0, "group": 0}
    assert from_parquet.numbers("time").tolist() == text.numbers("time").tolist()
    assert from_parquet.numbers("event").tolist() == text.numbers("event").tolist()
    assert from_parquet.labels("group").tolist() == text.labels("group").tolist()
    pyarrow.parquet.write_table(pa.table({"time": [-1, 2], "event": [0, 3]}), stored)
    assert faults_of(stored, TIME, EVENT) == [
        "row 1, [time]: expected 0 or more.",
        "row 2, [event]: expected 0 or 1, or false or true.",
    ]


def test_levels_stand_in_the_order_of_numbers_or_of_characters(write):
    path = write("size,word\n10,b\n9,a\n-1.5,B\n10,a\n")
    reading = read(path, [Column("size", "label"), Column("word", "label"), Column("size", "number")])
    assert reading.levels("size").labels == ["-1.5", "9", "10"]
    assert reading.levels("size").codes.tolist() == [2, 1, 0, 2]
    assert reading.levels("word").labels == ["B", "a", "b"]
    assert reading.numbers("size").tolist() == [10, 9, -1.5, 10]


def test_an_answer_is_one_object_in_which_nothing_known_is_null():
    given = answer(
        n=np.int64(3), events=None, missing={"x": 0}, warnings=["Few.", "Few."], curve=[{"se": float("nan")}]
    )
    assert json.loads(as_json(given)) == {
        "n": 3,
        "events": None,
        "missing": {"x": 0},
        "warnings": ["Few."],
        "refused": None,
        "curve": [{"se": None}],
    }
    assert as_text(given).splitlines() == [
        "n: 3",
        "missing: x 0",
        "warnings: Few.",
        "",
        "curve",
        "  se",
        "  -",
    ]


@pytest.fixture
def estimate(monkeypatch):
    """Offers one more word under `amends evidence`, whose file does what a function does."""

    def offer(act):
        made = ModuleType("amends.command.estimating.trial")
        made.command = click.command(act)
        monkeypatch.setitem(sys.modules, made.__name__, made)
        monkeypatch.setattr(evidence, "ESTIMATES", (Estimate("trial", "A trial."), Estimate("gone", "None.")))
        return lambda *words: CliRunner().invoke(evidence.command, words)

    return offer


def test_a_command_leaves_with_two_and_tells_every_fault(estimate, write):
    path = write("time\n-1\nx\n3\n")

    def trial() -> None:
        read(path, [TIME])

    answered = estimate(trial)("trial")
    assert (answered.exit_code, answered.stdout) == (2, "")
    assert answered.stderr.splitlines() == [
        "Error: people.csv cannot be used; nothing was computed. Row 1 is the first below the heads.",
        "  row 1, [time]: expected 0 or more.",
        "  row 2, [time]: is no number.",
    ]


def test_what_is_not_installed_is_told_in_a_sentence(estimate, monkeypatch):
    ask = estimate(lambda: None)

    def absent(name):
        raise ModuleNotFoundError(name="lifelines")

    monkeypatch.setattr(importlib, "import_module", absent)
    answered = ask("trial")
    assert answered.exit_code == 1
    assert answered.stderr.startswith("Error: This needs [lifelines]")
    assert "make evidence" in answered.stderr
    assert ask("nothing").exit_code == 2
