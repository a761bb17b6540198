"""See what they see of me: reading as another part narrows what she reads, and lends nobody anything (P12)."""

import psycopg
import pytest
from psycopg import sql

from amends.access.asking import seen_as
from amends.access.matrix import ROLES, WORDS, load_matrix
from amends.journey.models import Case
from tests.access.rows import as_web
from tests.conftest import point_at
from tests.world import World

RECORDS = load_matrix().records
READ = [record for record, told in RECORDS.items() if told.roles("read", *WORDS)]
SEVEN = [role for role in ROLES if role != "director"]


def read(web: psycopg.Connection, record: str) -> set:
    key = "seat_id" if record == "worker" else "id"
    chosen = sql.SQL("SELECT {} FROM {}").format(sql.Identifier(key), sql.Identifier(record))
    return {row[0] for row in web.execute(chosen).fetchall()}


def read_by(part: str, *, as_part: str | None = None) -> dict[str, set]:
    """Return what somebody of rose reads of each record, possibly as another part sees it."""
    with as_web(f"rose's {part}", opening=World.rose) as web:
        if as_part is not None:
            web.execute("SELECT set_config('access.seen_as', %s, true)", [as_part])
        return {record: read(web, record) for record in READ}


@pytest.fixture(scope="module")
def everything(shared_clone) -> dict[str, dict[str, set]]:
    """What each part of rose reads of each record, by part, once everybody has looked."""
    point_at(shared_clone)
    for part in SEVEN:
        with as_web(f"rose's {part}", opening=World.rose):
            pass
    return {part: read_by(part) for part in SEVEN}


@pytest.mark.parametrize("part", SEVEN)
def test_she_sees_exactly_what_both_she_and_the_other_part_may_read(world, everything, part):
    hers, theirs = everything["survivor"], everything[part]
    assert read_by("survivor", as_part=part) == {record: hers[record] & theirs[record] for record in READ}


def test_of_what_he_sees_there_is_something_of_each_kind(world, everything):
    hers, his = everything["survivor"], everything["accountable"]
    as_his = read_by("survivor", as_part="accountable")
    assert hers["task"] & his["task"] == as_his["task"] != set()
    assert his["progress"]
    assert not as_his["progress"], "his alone"
    assert hers["safety_plan"]
    assert not as_his["safety_plan"], "hers alone"


@pytest.mark.parametrize("part", [part for part in SEVEN if part != "survivor"])
def test_nobody_else_sees_anything_as_another_sees_it(world, everything, part):
    assert any(everything[part].values())
    for other in SEVEN:
        assert not any(read_by(part, as_part=other).values()), other


@pytest.mark.parametrize(
    "word",
    ["director", "operator", "survivor ", "SURVIVOR", "{survivor}", "survivor,advocate", "%", "0", " "],
)
def test_any_other_word_shows_nothing(world, everything, word):
    assert any(everything["survivor"].values())
    assert not any(read_by("survivor", as_part=word).values())


def test_an_empty_word_is_no_word_and_it_ends_with_its_block(world, everything):
    assert read_by("survivor", as_part="") == everything["survivor"]
    with world.acting_as("rose's survivor", opening=World.rose):
        before = Case.objects.count()
        with seen_as("accountable"):
            assert Case.objects.count() == 0 < before
        assert Case.objects.count() == before


def test_seeing_as_another_shows_no_other_case(world, everything):
    for other in SEVEN:
        with as_web("rose's survivor", opening=World.rose) as web:
            web.execute("SELECT set_config('access.seen_as', %s, true)", [other])
            for record in READ:
                count = sql.SQL("SELECT count(*) FROM {} WHERE {} <> %s")
                elsewhere = count.format(sql.Identifier(record), sql.Identifier(RECORDS[record].case))
                assert web.execute(elsewhere, [World.rose]).fetchone() == (0,), record


STATE = ("case_file", "case_move", "ending_reason", "chosen_name", "her_wish", "choice")


@pytest.mark.parametrize("part", ["liaison", "counsel", "accountable", "coach"])
def test_of_where_a_case_is_his_side_and_the_office_read_the_word_and_nothing_else(world, everything, part):
    seen = everything[part]
    for record in STATE:
        assert world.rows(record), record
        assert not seen[record], record
    word = "outward_word" if part == "liaison" else "word_to_his_side"
    assert {row["id"] for row in world.rows(word) if row["case_id"] == World.rose} == seen[word] != set()
    with as_web(f"rose's {part}", opening=World.rose) as web:
        shown = web.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(word))).description
    assert {column.name for column in shown} == {"id", "case_id", "number", "word", "on_day"}
