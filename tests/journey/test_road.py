"""A case goes the whole road, and back, as each of the people in it, on the real roles."""

import pytest
from django.db import connections

from amends.access.asking import NotOpen
from amends.circles import models as circles
from amends.database.addresses import connect_as
from amends.journey.models import OutwardWord
from amends.journey.moving import NoSuchCase, NoSuchMove, NotNow, take_move
from tests.walking import Walk


@pytest.fixture
def walk(own_world) -> Walk:
    return Walk()


def test_a_case_can_go_from_referral_to_completion(walk):
    walk.to_completed()
    assert walk.state() == "completed"
    assert walk.words() == ["received", "active", "completed"]


def test_nothing_exists_on_his_door_before_she_has_chosen(walk):
    walk.to_choosing()
    with pytest.raises(NotOpen), walk.as_("accountable"):
        pass
    walk.explains()
    walk.adds("survivor", circles.Choice, road="restorative")
    with pytest.raises(NotNow) as too_soon:
        walk.moves("survivor", "choose the restorative road")
    assert too_soon.value.findings == [("cooling_off_over", "not met")]
    walk.days_pass(4)
    walk.moves("survivor", "choose the restorative road")
    with walk.as_("accountable"):
        assert [word.word for word in OutwardWord.objects.all()] == ["received"]


def test_she_stops_takes_it_back_and_nothing_was_seen_outside(walk):
    walk.to_following()
    walk.moves("survivor", "stop")
    assert walk.state() == "following stopping"
    with pytest.raises(NoSuchMove):
        walk.moves("facilitator", "complete")
    walk.moves("survivor", "take it back")
    assert walk.state() == "following"
    walk.moves("survivor", "stop")
    walk.moves("survivor", "send the word")
    assert walk.state() == "returned"
    assert walk.words() == ["received", "active", "returned"]


def test_his_yes_during_her_pause_is_answered_as_always_and_counts_when_she_resumes(walk):
    walk.to_inviting()
    walk.moves("survivor", "pause")
    walk.consents()
    assert (walk.state(), walk.words()) == ("inviting paused", ["received", "active"])
    walk.moves("survivor", "resume")
    assert (walk.state(), walk.words()) == ("preparing", ["received", "active"])


def test_an_end_after_his_yes_reads_the_same_outside_whatever_it_is_inside(walk):
    walk.to_inviting()
    walk.moves("survivor", "pause")
    walk.consents()
    walk.moves("survivor", "stop")
    walk.moves("survivor", "send the word")
    assert (walk.state(), walk.words()) == ("not_accepted", ["received", "active", "returned"])


def test_the_clock_sends_the_word_when_the_hold_is_over_and_not_before(walk):
    def clock() -> int:
        with connect_as("amends_jobs", connections["default"].settings_dict["NAME"]) as jobs:
            return jobs.execute("SELECT access.do_what_is_due()").fetchone()[0]

    walk.to_preparing()
    walk.moves("survivor", "stop")
    walk.days_pass(2)
    assert clock() == 0
    assert walk.state() == "preparing stopping"
    walk.days_pass(2)
    assert clock() == 1
    assert (walk.state(), walk.words()) == ("returned", ["received", "active", "returned"])


def test_no_meeting_unless_it_is_safe(walk):
    walk.to_preparing()
    with pytest.raises(NotNow) as refusal:
        walk.schedules()
    missing = {condition for condition, _ in refusal.value.findings}
    assert {"prepared_hers", "prepared_his", "her_wish_fresh", "his_wish_fresh", "form_is_hers"} <= missing
    walk.prepares()
    assert walk.schedules().form == "circle"


def test_nobody_moves_a_case_in_which_they_have_no_part(walk):
    walk.to_referred()
    with walk.as_("survivor"), pytest.raises(NoSuchCase):
        take_move(walk.case_id, "end by the office", because="charge dismissed")
    with walk.as_("coach", at_case=False), pytest.raises(NoSuchCase):
        take_move(walk.case_id, "end for safety")
    walk.moves("liaison", "end by the office", because="charge dismissed")
    assert walk.state() == "not_accepted"
