"""Whoever changes the trace afterwards, even with the whole database in their hands, is found out."""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner

from amends.command import trace
from amends.command.jobs import anchor_the_trace
from amends.database.addresses import administer
from amends.trace.chain import AnchorsAreBroken, NoPlaceForAnchors, anchor, place_of_anchors, verify
from tests.access.rows import copy_of, the_database
from tests.walking import Walk
from tests.world import World


class Intruder:
    """Somebody who holds the whole server: no policy, trigger or right stands in the way."""

    def __init__(self, server: psycopg.Connection) -> None:
        self.server = server
        self.server.execute("SET session_replication_role = replica")
        self.server.execute("SET search_path = amends")

    def does(self, statement: str, *values: object) -> int:
        """Run one statement, and return how many rows it touched."""
        return self.server.execute(statement, values).rowcount

    def computes_anew(self, case: UUID, *, since: int = 1) -> None:
        """Give the rows of a case hashes that fit what they say now."""
        self.server.execute(
            "CREATE OR REPLACE FUNCTION pg_temp.hash(one look, before bytea) RETURNS bytea LANGUAGE sql"
            " RETURN sha256(before || convert_to(access.look_in_words(one), 'UTF8'))"
        )
        rows = self.server.execute(
            "SELECT number FROM look WHERE case_id = %s AND number >= %s ORDER BY number", [case, since]
        ).fetchall()
        for (number,) in rows:
            self.does(
                "UPDATE look l SET previous_hash = coalesce((SELECT b.hash FROM look b"
                " WHERE b.case_id = l.case_id AND b.number = l.number - 1), '')"
                " WHERE case_id = %s AND number = %s",
                case,
                number,
            )
            self.does(
                "UPDATE look l SET hash = pg_temp.hash(l, l.previous_hash)"
                " WHERE case_id = %s AND number = %s",
                case,
                number,
            )


@pytest.fixture(scope="module")
def story(make_clone) -> tuple[str, Walk]:
    """The name of a database in which a case has five looks, beside rose with three; and that case."""
    database = make_clone()
    with administer(database, autocommit=True) as server:
        # The world was written without its chain.
        Intruder(server).does("DELETE FROM look")
    walk = Walk()
    walk.to_referred()
    walk.seats()
    look_at(walk, walk.case_id, 5)
    look_at(walk, World.rose, 3)
    return database, walk


@pytest.fixture
def looked_at(story, tmp_path, monkeypatch) -> Iterator[Walk]:
    """That case in a copy of its own, with a folder of its own for the anchors."""
    monkeypatch.setenv("AMENDS_ANCHORS", str(tmp_path))
    monkeypatch.setattr("amends.trace.chain.database_name", the_database)
    database, walk = story
    with copy_of(database):
        yield copy(walk)


@pytest.fixture
def intruder(looked_at) -> Iterator[Intruder]:
    with administer(the_database(), autocommit=True) as server:
        yield Intruder(server)


def look_at(walk: Walk, case: UUID, times: int) -> None:
    """Let the advocate open a case some times, with enough time in between for a record each."""
    shown, walk.case_id = walk.case_id, case
    for _ in range(times):
        walk.days_pass(1)
        with walk.as_("advocate"):
            pass
    walk.case_id = shown


def found() -> list[tuple[UUID, int, int, str]]:
    return [(d.case_id, d.first, d.last, d.what) for d in verify().damages]


def test_an_untouched_trace_is_intact_before_and_after_an_anchor(looked_at):
    alone = verify()
    assert (alone.anchor, alone.intact, alone.rows, alone.cases) == (None, True, 8, 2)
    assert (alone.younger_rows, alone.younger_cases) == (8, 2)
    written, _ = anchor()
    held = verify()
    assert (held.anchor, held.intact, held.younger_rows) == (written, True, 0)
    assert (written.cases, written.rows) == (2, 8)


def test_rows_that_are_younger_than_the_anchor_are_counted_and_not_called_damage(looked_at):
    anchor()
    look_at(looked_at, looked_at.case_id, 2)
    held = verify()
    assert (held.intact, held.younger_rows, held.younger_cases) == (True, 2, 1)


COLUMNS = {
    "purpose": "'my own case'",
    "person_id": "gen_random_uuid()",
    "role": "'survivor'",
    "looked_at": "looked_at - interval '1 minute'",
    "open_until": "open_until - interval '1 minute'",
    "number": "number + 1000",
    "id": "gen_random_uuid()",
    "written_in": "'3'",
    "hash": "'x'",
}


def test_every_column_of_a_look_is_held_by_its_hash(world):
    with administer(the_database()) as server:
        columns = {
            name
            for (name,) in server.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = 'amends.look'::regclass AND attnum > 0"
            )
        }
    assert columns - {"case_id", "previous_hash"} == set(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_row_is_found_and_named(looked_at, intruder, column):
    anchor()
    case = looked_at.case_id
    assert intruder.does(
        f"UPDATE look SET {column} = {COLUMNS[column]} WHERE case_id = %s AND number = 2", case
    )
    if column == "number":
        assert found() == [(case, 2, 2, "missing"), (case, 6, 1001, "missing"), (case, 1002, 1002, "altered")]
    else:
        assert (case, 2, 2, "altered") in found()


def test_a_row_altered_together_with_its_hash_breaks_the_chain_after_it(looked_at, intruder):
    case = looked_at.case_id
    intruder.does("UPDATE look SET purpose = 'my own case' WHERE case_id = %s AND number = 2", case)
    intruder.does(
        "UPDATE look l SET hash = sha256(l.previous_hash || convert_to(access.look_in_words(l), 'UTF8'))"
        " WHERE case_id = %s AND number = 2",
        case,
    )
    assert found() == [(case, 2, 3, "not in order")]


def test_a_row_taken_out_of_the_middle_is_found_and_named(looked_at, intruder):
    assert intruder.does("DELETE FROM look WHERE case_id = %s AND number = 3", looked_at.case_id) == 1
    assert found() == [(looked_at.case_id, 3, 3, "missing")]


def test_a_tail_that_was_cut_off_is_found_by_the_anchor_and_by_nothing_else(looked_at, intruder):
    assert intruder.does("DELETE FROM look WHERE case_id = %s AND number > 3", looked_at.case_id) == 2
    assert found() == []
    intruder.does("DELETE FROM look WHERE case_id = %s", World.rose)
    look_at(looked_at, World.rose, 4)
    anchor()
    intruder.does("DELETE FROM look WHERE case_id = %s AND number > 2", World.rose)
    assert found() == [(World.rose, 3, 4, "cut off")]
    intruder.does("DELETE FROM look WHERE case_id = %s", World.rose)
    assert found() == [(World.rose, 1, 4, "cut off")]


def test_two_rows_that_changed_places_are_found_and_named(looked_at, intruder):
    case = looked_at.case_id
    for before, after in ((2, 1002), (3, 2), (1002, 3)):
        intruder.does("UPDATE look SET number = %s WHERE case_id = %s AND number = %s", after, case, before)
    assert found() == [(case, 2, 2, "altered"), (case, 3, 3, "altered")]


def test_a_row_carried_to_another_case_is_found_in_both(looked_at, intruder):
    case = looked_at.case_id
    intruder.does(
        "UPDATE look SET case_id = %s, number = 4 WHERE case_id = %s AND number = 5", World.rose, case
    )
    intruder.does(
        "UPDATE look SET case_id = %s, number = 5 WHERE case_id = %s AND number = 2", case, World.rose
    )
    assert (World.rose, 2, 2, "missing") in found()
    assert (World.rose, 4, 4, "altered") in found()
    assert (case, 5, 5, "altered") in found()


def test_a_chain_that_was_computed_anew_is_found_by_the_anchor_and_by_nothing_else(looked_at, intruder):
    case = looked_at.case_id

    def lie() -> None:
        intruder.does("UPDATE look SET purpose = 'my own case' WHERE case_id = %s AND number = 2", case)
        intruder.computes_anew(case)

    written, _ = anchor()
    lie()
    assert found() == [(case, 5, 5, "not as anchored")]
    # It is found just the same when rows have come since, and when the tail was shortened for it.
    look_at(looked_at, case, 1)
    assert found() == [(case, 5, 5, "not as anchored")]
    for file in Path(os.environ["AMENDS_ANCHORS"]).iterdir():
        file.unlink()
    assert verify().intact
    assert [fault for fault in verify(mark=written.mark).faults if written.mark in fault]


def test_a_row_added_by_hand_is_found_and_named(looked_at, intruder):
    anchor()
    case = looked_at.case_id
    by_hand = (
        "INSERT INTO look (id, case_id, number, person_id, role, purpose, looked_at, open_until, written_in,"
        " previous_hash, hash) SELECT gen_random_uuid(), case_id, %s, person_id, role, purpose, looked_at,"
        " open_until, written_in, previous_hash, hash FROM look WHERE case_id = %s AND number = 5"
    )
    intruder.does(by_hand, 6, case)
    assert found() == [(case, 6, 6, "altered")]
    intruder.does(by_hand, 0, case)
    assert found()[0] == (case, 0, 0, "out of place")


def test_an_anchor_never_covers_damage_up(looked_at, intruder):
    anchor()
    case = looked_at.case_id
    intruder.does("DELETE FROM look WHERE case_id = %s AND number = 5", case)
    look_at(looked_at, World.rose, 2)
    second, verdict = anchor()
    assert (second.damaged, [damage.what for damage in verdict.damages]) == (1, ["cut off"])
    assert found() == [(case, 5, 5, "cut off")]
    # What is sound goes on being anchored.
    intruder.does("DELETE FROM look WHERE case_id = %s AND number = 5", World.rose)
    assert found() == [(case, 5, 5, "cut off"), (World.rose, 5, 5, "cut off")] or found() == [
        (World.rose, 5, 5, "cut off"),
        (case, 5, 5, "cut off"),
    ]


def test_the_hourly_anchor_says_aloud_that_the_trace_was_changed_and_names_no_case(
    looked_at, intruder, caplog
):
    anchor_the_trace(the_database())
    newest = place_of_anchors() / f"{the_database()}.jsonl"
    assert (len(newest.read_text().splitlines()), caplog.text) == (1, "")
    intruder.does("DELETE FROM look WHERE case_id = %s AND number = 3", looked_at.case_id)
    anchor_the_trace(the_database())
    assert (len(newest.read_text().splitlines()), caplog.text) == (1, ""), "one an hour is enough"
    an_hour_ago = newest.stat().st_mtime - 3600
    os.utime(newest, (an_hour_ago, an_hour_ago))
    anchor_the_trace(the_database())
    assert len(newest.read_text().splitlines()) == 2
    assert "WAS CHANGED, in 1 of 2 cases" in caplog.text
    assert str(looked_at.case_id) not in caplog.text


class TestAnchorsThemselves:
    @pytest.fixture
    def file(self, looked_at) -> Path:
        for _ in range(3):
            look_at(looked_at, looked_at.case_id, 1)
            anchor()
        return Path(os.environ["AMENDS_ANCHORS"]) / f"{the_database()}.jsonl"

    def test_they_are_for_this_account_only_and_hold_no_name(self, file):
        for one in file.parent.iterdir():
            assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
        assert set(json.loads(file.read_text().splitlines()[0])) == {
            "number", "database", "anchored_at", "cases", "rows", "damaged", "heads", "previous", "seal",
        }  # fmt: skip

    def test_a_changed_anchor_is_found(self, file):
        lines = file.read_text().splitlines()
        told = json.loads(lines[2])
        file.write_text("\n".join([*lines[:2], json.dumps({**told, "rows": told["rows"] - 1})]) + "\n")
        assert "line 3" in verify().faults[0]
        with pytest.raises(AnchorsAreBroken):
            anchor()
        assert len(file.read_text().splitlines()) == 3

    def test_an_anchor_sealed_with_another_key_is_found(self, file, monkeypatch):
        assert verify().intact
        monkeypatch.setattr("amends.trace.chain.program_secret", lambda _: hashlib.sha256(b"x").digest())
        assert len(verify().faults) == 3

    def test_an_anchor_taken_out_of_the_middle_is_found(self, file):
        lines = file.read_text().splitlines()
        file.write_text("\n".join([lines[0], lines[2]]) + "\n")
        assert verify().faults == (f"{file.name}, line 2: the anchor before this one is missing.",)

    def test_an_old_anchor_does_not_pass_for_the_newest(self, file):
        newest = verify().anchor.mark
        lines = file.read_text().splitlines()
        file.write_text("\n".join(lines[:2]) + "\n")
        assert "not the newest" in verify().faults[0]
        assert len(verify(mark=newest).faults) == 2
        with pytest.raises(AnchorsAreBroken):
            anchor()

    def test_changed_heads_are_found(self, file, intruder, looked_at):
        heads = file.with_suffix(".heads")
        heads.write_text(heads.read_text().replace(" 8 ", " 7 "))
        assert not verify().intact

    def test_a_power_cut_between_the_two_files_leaves_a_sound_anchor(self, file, looked_at):
        before = file.read_text()
        heads = file.with_suffix(".heads")
        held = heads.read_text()
        look_at(looked_at, looked_at.case_id, 1)
        anchor()
        newer = heads.read_text()
        file.with_suffix(".heads.new").write_text(newer)
        heads.write_text(held)
        assert verify().intact
        file.write_text(before)
        assert verify().intact
        anchor()
        assert verify().intact

    def test_there_must_be_a_place_for_them(self, looked_at, monkeypatch, tmp_path):
        monkeypatch.setenv("AMENDS_ANCHORS", str(tmp_path / "nowhere"))
        with pytest.raises(NoPlaceForAnchors):
            anchor()


class TestCommand:
    @staticmethod
    def says(*words: str) -> tuple[int, str]:
        answer = CliRunner().invoke(trace.command, words)
        return answer.exit_code, answer.output

    def test_it_says_that_there_is_no_anchor_and_then_writes_one(self, looked_at):
        status, said = self.says("verify")
        assert (status, "There is no anchor" in said) == (0, True)
        status, said = self.says("anchor")
        assert (status, "8 rows of 2 cases" in said) == (0, True)
        status, said = self.says("verify")
        assert (status, said.splitlines()[0]) == (
            0,
            f"Intact: 8 rows of 2 cases in the database [{the_database()}].",
        )
        look_at(looked_at, World.rose, 1)
        assert "Younger than that anchor: 1 rows of 1 cases" in self.says("verify")[1]

    def test_it_names_case_and_row_and_leaves_with_one(self, looked_at, intruder):
        self.says("anchor")
        intruder.does("DELETE FROM look WHERE case_id = %s AND number = 3", looked_at.case_id)
        status, said = self.says("verify")
        assert (status, said.splitlines()[0]) == (1, f"Case {looked_at.case_id}: row 3 is missing.")
        status, said = self.says("verify", "--json")
        told = json.loads(said)
        assert (status, told["intact"]) == (1, False)
        assert told["damages"] == [
            {"case_id": str(looked_at.case_id), "first": 3, "last": 3, "what": "missing"}
        ]

    def test_words_that_it_does_not_know_and_places_that_are_not_there_are_bad_input(
        self, looked_at, monkeypatch, tmp_path
    ):
        assert self.says("verify", "--all")[0] == 2
        assert self.says("look")[0] == 2
        monkeypatch.setenv("AMENDS_ANCHORS", str(tmp_path / "nowhere"))
        assert self.says("anchor")[0] == 2
