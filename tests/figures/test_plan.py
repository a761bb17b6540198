"""A plan settles what has to be settled, and its lock cannot be changed without being seen."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.command.evidence import command
from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import read_plan
from amends.evidence.planning.record import (
    NotLocked,
    RecordIsBroken,
    can_be_rewritten,
    find_lock,
    keep_record,
    lock_plan,
    read_record,
)

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "plan.toml"


def on(day):
    return lambda: datetime(2026, 7, day, 9, tzinfo=UTC)


def changed(folder, right, wrong, name="changed.toml"):
    text = EXAMPLE.read_text()
    assert right in text
    file = folder / name
    file.write_text(text.replace(right, wrong, 1))
    return file


def test_the_example_is_a_plan_with_one_primary_outcome():
    plan = read_plan(EXAMPLE)
    assert plan.primary.horizon_days == 730
    assert [outcome.name for outcome in plan.secondary] == ["the survivor's PCL-5 after a year"]


@pytest.mark.parametrize(
    "right, wrong, says",
    [
        ("[primary]", "[[primary]]", "[primary] once"),
        ('clock = "offer"', 'clock = "consent"', "never consent"),
        ("horizon_days = 730", "horizon_days = 0", "a horizon of one day"),
        ("smallest_difference = 0.10", "smallest_difference = 0", "smallest difference"),
        ('estimand = "ate"\n', "", "estimand"),
        ('cluster = "organization"\n', "", "cluster"),
        ('covariates = "age+', 'covariates = "completed+', "what comes after the offer"),
        ('"completed"]', '"completed", "age"]', "both before and after"),
        ('outcome = "bounds"', 'outcome = "complete cases"', "bounds"),
        ("seed = 20260701\n", "", "[seed]: missing"),
        ('id = "pilot"', 'id = "pilot"\ncolour = "red"', "nothing reads it"),
    ],
)
def test_a_plan_that_leaves_something_open_is_refused_with_the_reason(tmp_path, right, wrong, says):
    with pytest.raises(BadInput) as refused:
        read_plan(changed(tmp_path, right, wrong))
    assert says in str(refused.value)


def test_dividing_people_by_what_came_after_time_zero_is_refused(tmp_path):
    described = (
        '[[described]]\nname = "survival"\nby = "survival"\noptions = { by = "completed" }\n\n[missing]'
    )
    with pytest.raises(BadInput, match="after time zero"):
        read_plan(changed(tmp_path, "[missing]", described))


def test_a_plan_is_known_only_to_the_letter_and_keeps_its_first_time(tmp_path):
    record, plan = tmp_path / "plans.record", read_plan(EXAMPLE)
    with pytest.raises(NotLocked, match="never locked"):
        find_lock(plan, record)
    first = lock_plan(plan, record, versions={}, now=on(1))
    assert lock_plan(plan, record, versions={}, now=on(2)) == first
    assert find_lock(plan, record).at == "2026-07-01T09:00:00+00:00"
    other = read_plan(changed(tmp_path, "smallest_difference = 0.10", "smallest_difference = 0.01"))
    with pytest.raises(NotLocked, match="changed since"):
        find_lock(other, record)


def test_a_line_that_is_altered_taken_out_moved_or_cut_off_is_found(tmp_path):
    record = tmp_path / "plans.record"
    for day in (1, 2, 3):
        lock_plan(
            read_plan(changed(tmp_path, "seed = 20260701", f"seed = {day}")), record, versions={}, now=on(day)
        )
    lines = record.read_text().splitlines(keepends=True)
    damages = {
        "altered": [lines[0].replace("2026-07-01", "2026-06-01"), *lines[1:]],
        "taken out": [lines[0], lines[2]],
        "moved": [lines[1], lines[0], lines[2]],
        "cut off": [*lines[:2], lines[2][:40]],
    }
    for damage in damages.values():
        record.write_text("".join(damage))
        with pytest.raises(RecordIsBroken):
            read_record(record)
    record.write_text("".join(lines))
    assert len(read_record(record)) == 3


def test_a_record_that_was_written_anew_is_found_by_the_mark_that_somebody_noted(tmp_path):
    record, plan = tmp_path / "plans.record", read_plan(EXAMPLE)
    mark = lock_plan(plan, record, versions={}, now=on(5)).mark
    assert find_lock(plan, record, mark=mark)
    record.unlink()
    lock_plan(plan, record, versions={}, now=on(1))
    assert find_lock(plan, record)
    with pytest.raises(RecordIsBroken, match="written anew"):
        find_lock(plan, record, mark=mark)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can ask the kernel to keep a record")
def test_a_kept_record_can_be_added_to_and_not_rewritten_even_by_root(tmp_path):
    record = tmp_path / "plans.record"
    if not keep_record(record):
        pytest.skip("this file system knows no files that are only added to")
    try:
        lock_plan(read_plan(EXAMPLE), record, versions={}, now=on(1))
        assert not can_be_rewritten(record)
        with pytest.raises(PermissionError):
            record.write_text("")
        with pytest.raises(PermissionError):
            record.unlink()
        assert len(read_record(record)) == 1
    finally:
        subprocess.run(["chattr", "-a", str(record)], check=True)


def test_the_command_locks_tells_the_mark_and_verifies_it(tmp_path):
    record = str(tmp_path / "plans.record")
    locked = CliRunner().invoke(command, ["plan", "lock", str(EXAMPLE), "--record", record, "--json"])
    assert locked.exit_code == 0, locked.output
    answer = json.loads(locked.stdout)
    assert answer["digest"] == read_plan(EXAMPLE).digest
    assert any(answer["mark"] in warning for warning in answer["warnings"])
    words = ["plan", "verify", "--record", record, "--json", "--mark"]
    assert CliRunner().invoke(command, [*words, answer["mark"]]).exit_code == 0
    assert CliRunner().invoke(command, [*words, "0" * 16]).exit_code == 2
