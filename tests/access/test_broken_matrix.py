"""A slip in the access matrix stops the start, with the file, the line and what was expected there."""

import pytest

from amends.access import matrix
from amends.access.matrix import FILE, BrokenMatrix, load_matrix
from amends.access.policies import policies_sql
from amends.command.check import faults_of_the_files

TEXT = FILE.read_text()
HERS = 'advocate = { read = "seat" }'
SLIPS = {
    "an unknown word": (
        HERS,
        'advocate = { read = "seats" }',
        r"records.case_file.advocate\] is \[seats\]: expected one of own",
    ),
    "an unknown verb": (
        HERS,
        'advocate = { reed = "seat" }',
        r"advocate\] is \[reed\]: expected one of read, add, change",
    ),
    "an unknown role": (
        HERS,
        'advokate = { read = "seat" }',
        r"advokate\] is not known here: expected one of survivor",
    ),
    "a word in place of verbs": (HERS, 'advocate = "read"', r"advocate\] is no table"),
    "nothing of what it holds": (
        'holds = "That a case exists',
        'hold = "That a case exists',
        r"case_file\] has no \[holds\]",
    ),
    "a stage in place of stages": (
        'during = ["screening", "choosing"]',
        'during = "choosing"',
        r"during\] is no list of words",
    ),
    "neither true nor false": ("calm = true", 'calm = "yes"', r"calm\] is neither true nor false"),
    "an unknown part": ('whose = "survivor"', 'whose = "survivors"', r"whose\] is \[survivors\]"),
    "an unknown section": ("[people]", "[peoples]", r"peoples\] is not known here"),
    "no TOML": (HERS, "advocate = {", r"expected TOML"),
    "a table that is none": (
        "[records.chosen_name]",
        "[records.chosen_names]",
        r"chosen_names\] is no table of the program",
    ),
    "a column that is none": (
        'past = ["told_on"]',
        'past = ["tolled_on"]',
        r"past\] names \[tolled_on\]: expected a column",
    ),
    "a book without readers": (
        'fund = { read = ["director",',
        'fund = { reads = ["director",',
        r"books.*\] is not whole",
    ),
    "a gate's table that is none": (
        'look = "write"',
        'looks = "write"',
        r"gate.looks\] is no table of the program",
    ),
}


@pytest.mark.parametrize("before, after, expected", SLIPS.values(), ids=SLIPS)
def test_a_slip_stops_the_start_with_file_line_and_what_was_expected(
    tmp_path, monkeypatch, before, after, expected
):
    at = next(n for n, row in enumerate(TEXT.splitlines(), 1) if before in row)
    broken = tmp_path / "matrix.toml"
    broken.write_text(TEXT.replace(before, after, 1))
    monkeypatch.setattr(matrix, "FILE", broken)
    monkeypatch.setattr("amends.access.policies.load_matrix", lambda: load_matrix(broken))
    with pytest.raises(BrokenMatrix, match=expected) as refused:
        policies_sql()
    said = str(refused.value)
    assert said.startswith("matrix.toml")
    # The head of the record, where what is missing has no line of its own.
    line = at - 1 if "has no" in said else at
    assert f"line {line}" in said


def test_the_matrix_as_it_stands_is_whole():
    assert load_matrix(FILE).records
    assert policies_sql()


def test_a_stage_that_is_none_is_found_by_the_check(tmp_path, monkeypatch):
    assert list(faults_of_the_files()) == []
    broken = tmp_path / "matrix.toml"
    broken.write_text(TEXT.replace('"screening", "choosing"]', '"screenings", "choosing"]', 1))
    monkeypatch.setattr("amends.command.check.load_matrix", lambda: load_matrix(broken))
    (fault,) = faults_of_the_files()
    assert "[explanation] be added during [screenings]: expected a stage" in fault
