"""Two people at once: one is first and the other is told, and nobody keeps her from pausing or stopping."""

import threading
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from amends.command.jobs import do_what_is_due
from amends.database.addresses import connect_as
from amends.trace.chain import verify
from tests.access.rows import as_owner, as_web, copy_of, the_database
from tests.walking import Walk
from tests.world import World

PROMISED_SECONDS = 10


@pytest.fixture(scope="module")
def ready(make_clone) -> tuple[str, Walk]:
    """A database with a case in which both want to go on, and it is safe; and that case."""
    database = make_clone()
    walk = Walk()
    walk.to_preparing()
    walk.prepares()
    return database, walk


@pytest.fixture
def walk(ready) -> Iterator[Walk]:
    """That case, in a copy of its own."""
    database, walk = ready
    with copy_of(database):
        yield walk


def asks(web: psycopg.Connection, walk: Walk, part: str, event: str) -> str:
    """Take a step on a connection, as somebody, in the transaction that is open there. Returns the outcome."""
    web.execute("SELECT set_config('access.key', %s, true)", [walk.key(part)])
    return web.execute("SELECT access.take_move(%s, %s)", [walk.case_id, event]).fetchone()[0]["outcome"]


class Meanwhile:
    """Somebody who takes a step on a connection of their own, while another transaction is open."""

    def __init__(self, walk: Walk, part: str, event: str) -> None:
        self.outcome: str | None = None
        self.running = threading.Thread(target=self.run, args=(walk, part, event))
        self.running.start()

    def run(self, walk: Walk, part: str, event: str) -> None:
        with connect_as("amends_web", the_database()) as web:
            self.outcome = asks(web, walk, part, event)

    def waits(self) -> bool:
        """Return whether it is still waiting after half a second."""
        self.running.join(0.5)
        return self.running.is_alive()

    def ends(self) -> str | None:
        self.running.join(15)
        return self.outcome


def history(walk: Walk) -> list[str]:
    with as_owner("case_move") as owner:
        rows = owner.execute("SELECT event FROM case_move WHERE case_id = %s ORDER BY number", [walk.case_id])
        return [event for (event,) in rows]


def test_one_step_is_stored_and_the_other_person_is_told(walk):
    before = history(walk)
    with connect_as("amends_web", the_database()) as first:
        assert asks(first, walk, "facilitator", "go on") == "taken"
        second = Meanwhile(walk, "director", "end for safety")
        assert second.waits()
        first.commit()
        assert second.ends() == "somebody was first"
    assert history(walk) == [*before, "go on"]


def test_a_step_that_was_taken_back_leaves_room_for_the_other(walk):
    before = history(walk)
    with connect_as("amends_web", the_database()) as first:
        assert asks(first, walk, "facilitator", "go on") == "taken"
        second = Meanwhile(walk, "director", "end for safety")
        assert second.waits()
        first.rollback()
        assert second.ends() == "taken"
    assert history(walk) == [*before, "end for safety"]


def test_a_step_that_was_judged_before_another_was_stored_is_told_that_somebody_was_first(walk):
    """What take_move() and the clock try again; a history that is no path would stop them."""
    judged = (
        "SELECT access.write_move(%s, m, NULL, 'clock', NULL, 'page', NULL)"
        " FROM amends.legal_move m WHERE m.start = 'preparing' AND m.event = 'hold'"
    )
    with connect_as("amends_web", the_database()) as first:
        assert asks(first, walk, "survivor", "pause") == "taken"
    before = history(walk)
    with connect_as("amends_owner", the_database()) as owner:
        owner.execute("SET LOCAL ROLE amends_gate")
        with pytest.raises(psycopg.errors.UniqueViolation, match="stored first"):
            owner.execute(judged, [walk.case_id])
    assert history(walk) == before


@pytest.mark.parametrize("hers,state", [("pause", "planning paused"), ("stop", "planning stopping")])
def test_she_is_never_told_that_somebody_was_first(walk, hers, state):
    with connect_as("amends_web", the_database()) as first:
        assert asks(first, walk, "facilitator", "go on") == "taken"
        she = Meanwhile(walk, "survivor", hers)
        assert she.waits()
        first.commit()
        assert she.ends() == "taken"
    assert walk.state() == state


@pytest.mark.parametrize("hers,state", [("pause", "preparing paused"), ("stop", "preparing stopping")])
def test_nothing_that_both_must_want_goes_on_after_her_pause_or_stop(walk, hers, state):
    with connect_as("amends_web", the_database()) as she:
        assert asks(she, walk, "survivor", hers) == "taken"
        other = Meanwhile(walk, "facilitator", "go on")
        assert other.waits()
        she.commit()
        assert other.ends() == "somebody was first"
    assert walk.state() == state
    with connect_as("amends_web", the_database()) as again:
        assert asks(again, walk, "facilitator", "go on") == "no such move"


def held_by_a_colleague(walk: Walk, released: threading.Event) -> None:
    """Move the case and leave the page open: the database ends such a transaction after three seconds."""
    with connect_as("amends_web", the_database()) as web:
        assert asks(web, walk, "facilitator", "go on") == "taken"
        released.wait(20)
        with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
            web.execute("SELECT 1")


def held_for_long(walk: Walk, released: threading.Event) -> None:
    """Hold the case as a step does, for longer than she is made to wait."""
    with connect_as("amends_owner", the_database()) as owner:
        owner.execute("SET LOCAL ROLE amends_gate")
        owner.execute("SELECT FROM amends.case_file WHERE id = %s FOR NO KEY UPDATE", [walk.case_id])
        released.wait(7)


@pytest.mark.parametrize("holds", [held_by_a_colleague, held_for_long])
def test_her_stop_is_stored_within_ten_seconds_whoever_holds_the_case(
    walk, holds: Callable[[Walk, threading.Event], None]
):
    released = threading.Event()
    holder = threading.Thread(target=holds, args=(walk, released))
    holder.start()
    time.sleep(0.5)
    asked = time.monotonic()
    she = Meanwhile(walk, "survivor", "stop")
    try:
        assert she.waits(), "the case was held"
        assert she.ends() == ("kept" if holds is held_for_long else "taken")
        while walk.state() == "preparing" and time.monotonic() - asked < PROMISED_SECONDS:
            do_what_is_due(the_database())
            time.sleep(0.2)
        took = time.monotonic() - asked
    finally:
        released.set()
        holder.join()
    assert walk.state().endswith(" stopping")
    assert took < PROMISED_SECONDS


def test_two_looks_at_once_have_a_number_each_and_one_chain(walk, monkeypatch, tmp_path):
    monkeypatch.setenv("AMENDS_ANCHORS", str(tmp_path))
    walk.days_pass(1)

    def looks(web: psycopg.Connection, part: str) -> str:
        web.execute("SELECT set_config('access.key', %s, true)", [walk.key(part)])
        purpose = "working on the case"
        return web.execute("SELECT access.record_look(%s, %s)", [walk.case_id, purpose]).fetchone()[0]

    answers = []

    def second() -> None:
        with connect_as("amends_web", the_database()) as web:
            answers.append(looks(web, "coach"))

    with connect_as("amends_web", the_database()) as first:
        assert looks(first, "facilitator") == "recorded"
        other = threading.Thread(target=second)
        other.start()
        other.join(0.4)
        assert other.is_alive(), "the second waits for the first"
        first.commit()
        other.join(10)
    assert answers == ["recorded"]
    damaged = {damage.case_id for damage in verify(the_database()).damages}
    assert walk.case_id not in damaged


def test_a_look_at_one_case_holds_up_no_look_at_another(walk):
    with connect_as("amends_web", the_database()) as first:
        first.execute("SELECT set_config('access.key', %s, true)", [walk.key("facilitator")])
        first.execute("SELECT access.record_look(%s, 'working on the case')", [walk.case_id])
        # The other would wait one second and then be refused.
        with as_web("oak's facilitator", opening=World.oak) as web:
            assert web.execute("SELECT count(*) FROM plan_item").fetchone()[0] > 0
