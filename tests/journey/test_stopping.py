"""Her stop and her pause hold from the moment in which she gives them, whoever else is at work (P4)."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.db import connections

from amends.circles import models as circles
from amends.circles.planning import show_item
from amends.circles.preparing import prepare_her
from amends.database.addresses import connect_as
from amends.journey.moving import NoSuchMove, NotNow, SomebodyWasFirst, findings, take_move
from amends.journey.recording import Refused, add
from tests.walking import Walk


@pytest.fixture
def walk(own_world) -> Walk:
    return Walk()


class Beside(AbstractContextManager):
    """Somebody who acts at the same time, on a connection of their own."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)

    def does(self, act: Callable[[], object]) -> Future:
        """Begin an act, and wait until it is done or held up."""
        begun = self.thread.submit(act)
        until = monotonic() + 0.3
        while not begun.done() and monotonic() < until:
            sleep(0.01)
        return begun

    def __exit__(self, *error: object) -> None:
        self.thread.submit(connections.close_all).result()
        self.thread.shutdown()


def gives_what_waits(walk: Walk, event: str) -> None:
    """Write down a stop or a pause as one that somebody's open transaction held up, and that is not stored yet."""
    with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
        owner.execute("SET LOCAL ROLE amends_gate")
        owner.execute(
            "INSERT INTO amends.stop_asked (id, case_id, event, moved_by_id, taken_by_id, role, how, asked_at)"
            " SELECT gen_random_uuid(), case_id, %s, survivor_id, survivor_id, 'survivor', 'page', access.now()"
            " FROM amends.parties WHERE case_id = %s",
            [event, walk.case_id],
        )


def prepares(walk: Walk) -> None:
    """Her advocate writes a session down, in a transaction of its own."""
    with walk.as_("advocate"):
        prepare_her(walk.case_id, held_on=walk.now_on, minutes=60, mode="in person")


def test_a_stop_that_waits_holds_before_it_is_stored_and_is_overtaken_by_nobody(walk):
    walk.to_preparing()
    walk.prepares()
    walk.now_on = walk.today()
    gives_what_waits(walk, "stop")
    with pytest.raises(Refused):
        prepares(walk)
    with pytest.raises(NotNow) as refusal:
        walk.schedules()
    assert refusal.value.findings == [("not_stopping", "not met")]
    assert walk.state() == "preparing"
    with pytest.raises(NoSuchMove):
        walk.moves("facilitator", "go on")
    assert walk.clock_runs() == 1
    assert walk.state() == "preparing stopping"
    walk.moves("survivor", "take it back")
    prepares(walk)
    walk.moves("facilitator", "go on")
    assert walk.state() == "planning"


def test_a_stop_that_waited_does_not_come_again_after_she_took_it_back(walk):
    walk.to_preparing()
    gives_what_waits(walk, "stop")
    walk.moves("survivor", "stop")
    walk.moves("survivor", "take it back")
    assert walk.clock_runs() == 0
    assert walk.state() == "preparing"


def test_what_touches_her_is_stored_before_her_stop_or_not_at_all(walk):
    walk.to_preparing()
    walk.now_on = walk.today()
    with Beside() as beside:
        with walk.as_("advocate"):
            prepare_her(walk.case_id, held_on=walk.now_on, minutes=60, mode="in person")
            stop = beside.does(lambda: walk.moves("survivor", "stop"))
            assert not stop.done()
        assert stop.result(timeout=10)
        assert walk.state() == "preparing stopping"
        walk.moves("survivor", "take it back")
        with walk.as_("survivor"):
            take_move(walk.case_id, "stop")
            session = beside.does(lambda: prepares(walk))
            assert not session.done()
        with pytest.raises((Refused, SomebodyWasFirst)):
            session.result(timeout=10)
    with walk.as_("survivor"):
        assert circles.HerPreparation.objects.filter(case_id=walk.case_id).count() == 1


def test_her_time_to_answer_runs_from_when_she_was_asked_and_not_while_she_pauses(walk):
    walk.to_following()
    for part in ("facilitator", "advocate"):
        walk.adds(part, circles.Verification, item=walk.item)
    walk.adds("facilitator", circles.AskedAtTheEnd, asked_on=walk.today() - timedelta(days=30))

    def is_kept_from_completing() -> list[tuple[str, str]]:
        with walk.as_("facilitator"):
            return [found for found in findings(walk.case_id, "complete") if found[1] != "met"]

    assert is_kept_from_completing() == [("she_was_asked", "not met")]
    walk.moves("survivor", "pause")
    walk.days_pass(20)
    walk.moves("survivor", "resume")
    assert is_kept_from_completing() == [("she_was_asked", "not met")]
    walk.adds("facilitator", circles.AskedAtTheEnd, asked_on=walk.today())
    walk.days_pass(20)
    assert is_kept_from_completing() == []


def test_nothing_is_shown_to_him_while_her_pause_waits(walk):
    walk.to_planning()
    item = walk.adds(
        "survivor", circles.PlanItem, kind="action", action="Write to the court.", for_whom="community",
        by_when=walk.today(), shown_by="receipt",
    )  # fmt: skip
    walk.adds("advocate", circles.ItemReading, item=item, reading="safe to show")
    gives_what_waits(walk, "pause")
    with walk.as_("survivor"), pytest.raises(Refused):
        show_item(item)
    walk.clock_runs()
    walk.moves("survivor", "resume")
    with walk.as_("survivor"):
        add(circles.Task(case_id=walk.case_id, item=item))
