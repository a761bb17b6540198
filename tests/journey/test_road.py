"""A case goes the whole road, and back, as each of the people in it, on the real roles."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connections

from amends.access.asking import NotOpen
from amends.circles import models as circles
from amends.journey.models import Case, WordToHisSide
from amends.journey.moving import NoSuchCase, NoSuchMove, NotNow, Refused, take_move
from amends.people.models import HerName
from amends.trace.models import BreakGlass, Look
from tests.walking import Walk
from tests.world import id_of


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
    with pytest.raises(NotOpen), walk.as_("accountable"):
        pass
    walk.news_comes()
    with walk.as_("accountable"):
        assert [word.word for word in WordToHisSide.objects.all()] == ["received"]


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
    walk.to_preparing()
    walk.moves("survivor", "stop")
    walk.days_pass(2)
    assert walk.state() == "preparing stopping"
    walk.days_pass(2)
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


def test_more_time_needs_her_him_and_the_office(walk):
    walk.to_following()
    last_day = walk.today() + timedelta(days=900)
    extension = walk.adds("facilitator", circles.Extension, until_on=last_day)
    for part in ("survivor", "accountable"):
        walk.adds(part, circles.ExtensionAnswer, extension=extension, role=part, answer="yes")
    with walk.as_("survivor"):
        assert Case.objects.get(pk=walk.case_id).due_on != last_day
    walk.adds("liaison", circles.ExtensionAnswer, extension=extension, role="liaison", answer="yes")
    with walk.as_("survivor"):
        assert Case.objects.get(pk=walk.case_id).due_on == last_day


def test_counsel_is_somebody_whom_the_program_knows_as_counsel(walk):
    with pytest.raises(NoSuchCase):
        walk.refer(counsel=str(id_of("a stranger")))
    walk.refer(counsel=str(id_of("rose's counsel")))
    assert walk.state() == "referred"


def test_a_director_breaks_the_glass_and_cannot_take_a_seat_instead(walk):
    walk.to_following()

    def breaks_the_glass(reason: str) -> bool:
        with walk.as_("director", at_case=False), connections["default"].cursor() as cursor:
            cursor.execute("SELECT access.break_the_glass(%s, %s)", [walk.case_id, reason])
            return cursor.fetchone()[0]

    with walk.as_("director", at_case=False), connections["default"].cursor() as cursor:
        cursor.execute("SELECT access.offer_seat(%s, access.me(), 'advocate')", [walk.case_id])
        assert cursor.fetchone() == ("no such case",)
    with pytest.raises(NotOpen), walk.as_("director"):
        pass
    with pytest.raises(IntegrityError):
        breaks_the_glass("why")
    assert breaks_the_glass("The advocate is in hospital and a call must be made.")
    with walk.as_("director"):
        assert HerName.objects.get(case_id=walk.case_id).called == "Fern"
    with walk.as_("survivor"):
        assert BreakGlass.objects.get(case_id=walk.case_id).reason.startswith("The advocate")
        assert Look.objects.get(case_id=walk.case_id, role="director").purpose == "break-glass"
    walk.days_pass(1)
    with pytest.raises(NotOpen), walk.as_("director"):
        pass


def test_an_advocate_asks_for_a_referral_and_the_office_answers_once(walk):
    def ask(part: str, question: str, *values):
        with walk.as_(part, at_case=False), connections["default"].cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchall()

    asks = "SELECT access.ask_for_referral(%s, %s)"
    assert ask("advocate", asks, id_of("prosecutor"), "CR-77") == [(True,)]
    assert ask("coach", asks, id_of("prosecutor"), "CR-77") == [(False,)]
    assert ask("advocate", asks, id_of("community"), "CR-77") == [(False,)]
    reads = "SELECT id, court_number, answer FROM access.referral_requests()"
    ((request, court_number, answer),) = ask("liaison", reads)
    assert (court_number, answer) == ("CR-77", None)
    assert ask("facilitator", reads) == []
    answers = "SELECT access.answer_referral_request(%s, %s)"
    assert ask("advocate", answers, request, "will refer") == [(False,)]
    assert ask("liaison", answers, request, "will refer") == [(True,)]
    assert ask("liaison", answers, request, "will not refer") == [(False,)]
    assert ask("director", reads) == [(request, "CR-77", "will refer")]


def test_a_referral_without_a_name_is_refused_in_our_own_words(walk):
    with pytest.raises(Refused):
        walk.refer(his_called=None)
    walk.refer()
    assert walk.state() == "referred"
