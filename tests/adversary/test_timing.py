"""Somebody of his side looks again and again, and learns of no hour and no day on which she did something (P12)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from amends.access.asking import NotOpen, asking
from amends.circles import models as circles
from amends.database.addresses import connect_as
from amends.journey.models import WordToHisSide
from amends.journey.moving import NoSuchMove
from amends.journey.recording import Refused
from tests.adversary.injecting import through_the_gate
from tests.walking import Walk

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def words_of_his(walk: Walk, part: str = "accountable") -> list[str]:
    """Return the words that somebody of his side reads, in their order."""
    with walk.as_(part):
        words = WordToHisSide.objects.filter(case_id=walk.case_id).order_by("number")
        return list(words.values_list("word", flat=True))


def comes_with_the_news(walk: Walk, is_there: Callable[[], bool]) -> bool:
    """Whether something is not there a minute before the next fixed time, and is there a minute after it."""
    question = "SELECT access.next_news() - access.now(), to_char(access.next_news() AT TIME ZONE %s, 'FMday HH24:MI')"
    ((wait, moment),) = through_the_gate(question, "America/Los_Angeles")
    assert moment in ("tuesday 09:00", "friday 09:00")
    walk.days_pass((wait - MINUTE) / DAY)
    there_before = is_there()
    walk.days_pass(2 * MINUTE / DAY)
    return is_there() and not there_before


def is_invited(walk: Walk) -> bool:
    """Whether he can open the case."""
    try:
        with walk.as_("accountable"):
            return True
    except NotOpen:
        return False


def before_the_invitation(walk: Walk) -> None:
    """Take a case to the moment at which she has just confirmed her choice."""
    walk.to_choosing()
    walk.explains()
    walk.chooses()
    walk.days_pass(4)
    walk.moves("survivor", "choose the restorative road")


def test_he_is_invited_at_a_fixed_time_and_not_when_they_choose(walk):
    before_the_invitation(walk)
    for part in ("accountable", "counsel"):
        with pytest.raises(NotOpen), walk.as_(part):
            pass
    assert comes_with_the_news(walk, lambda: is_invited(walk))
    assert words_of_his(walk) == words_of_his(walk, "counsel") == ["received"]


def test_a_case_that_ends_before_the_invitation_never_existed_for_him(walk):
    before_the_invitation(walk)
    walk.moves("survivor", "stop")
    walk.news_comes()
    assert walk.state() == "not_accepted"
    assert not is_invited(walk)
    assert walk.words() == ["received", "not accepted"]


def test_nobody_is_invited_during_a_pause_and_the_invitation_does_not_follow_at_once_when_they_go_on(walk):
    before_the_invitation(walk)
    walk.moves("survivor", "pause")
    walk.news_comes()
    assert not is_invited(walk)
    walk.moves("survivor", "resume")
    walk.clock_runs()
    assert not is_invited(walk)
    assert comes_with_the_news(walk, lambda: is_invited(walk))


@pytest.mark.parametrize("how", ["their stop", "a breach", "not eligible", "the office"])
def test_every_end_reaches_his_side_at_a_fixed_time_in_the_same_word(walk, how):
    walk.to_preparing()
    if how == "their stop":
        walk.moves("survivor", "stop")
        walk.moves("survivor", "send the word")
    elif how == "a breach":
        walk.adds("facilitator", circles.Breach, kind="contact", happened_on=walk.today())
        walk.moves("facilitator", "breach")
    elif how == "not eligible":
        walk.moves("facilitator", "end as not eligible")
    else:
        walk.moves("liaison", "end by the office", because="charge dismissed")
    assert walk.words()[-1] == "returned"
    assert words_of_his(walk) == words_of_his(walk, "coach") == ["received", "active"]
    assert comes_with_the_news(walk, lambda: words_of_his(walk)[-1] == "returned")


def test_what_he_does_himself_is_answered_at_once(walk):
    walk.to_preparing()
    assert words_of_his(walk) == ["received", "active"]
    walk.moves("accountable", "leave")
    assert words_of_his(walk) == ["received", "active", "returned"]


def test_an_end_that_has_not_reached_him_is_in_no_answer_to_him(walk):
    walk.to_preparing()
    walk.moves("survivor", "stop")
    walk.moves("survivor", "send the word")
    assert walk.state() == "returned"
    walk.adds("accountable", circles.HisWish, wish="go on")
    walk.adds("coach", circles.HisPreparation, held_on=walk.today(), minutes=60, mode="in person")
    walk.adds("coach", circles.Breach, kind="other", happened_on=walk.today())
    with pytest.raises(Refused) as of_another_stage:
        walk.consents()
    assert of_another_stage.value.constraint == "record_fits_the_journey"
    walk.moves("accountable", "leave")
    assert words_of_his(walk) == ["received", "active", "returned"]
    with pytest.raises(NoSuchMove):
        walk.moves("accountable", "leave")
    with pytest.raises(Refused):
        walk.adds("accountable", circles.HisWish, wish="go on")
    walk.news_comes()
    assert words_of_his(walk) == ["received", "active", "returned"]
    assert walk.words() == ["received", "active", "returned"]


def test_a_coach_who_takes_a_stop_is_answered_alike_before_and_after_an_end_that_has_not_reached_his_side(
    walk,
):
    walk.to_preparing()
    walk.moves("survivor", "stop")
    assert walk.moves("coach", "stop", how="voice") is True
    walk.moves("survivor", "send the word")
    assert walk.state() == "returned"
    for event in ("stop", "pause"):
        assert walk.moves("coach", event, how="voice") is True, event
        with pytest.raises(NoSuchMove):
            walk.moves("advocate", event, how="voice")
    walk.news_comes()
    with pytest.raises(NoSuchMove):
        walk.moves("coach", "stop", how="voice")
    assert walk.state() == "returned"


@pytest.mark.parametrize(
    "answer, then",
    [
        ("consent", ["received", "active", "returned"]),
        ("decline", ["received", "not accepted"]),
        (None, ["received", "not accepted"]),
    ],
)
def test_whatever_he_answers_after_an_end_that_has_not_reached_him_reads_as_always(walk, answer, then):
    walk.to_inviting()
    walk.moves("survivor", "stop")
    walk.moves("survivor", "send the word")
    assert (walk.state(), words_of_his(walk)) == ("not_accepted", ["received"])
    if answer == "consent":
        walk.consents()
        assert words_of_his(walk) == ["received", "active"]
    elif answer:
        walk.moves("accountable", answer)
    walk.news_comes()
    assert words_of_his(walk) == then
    assert walk.state() == "not_accepted"
    assert walk.words() == ["received", "not accepted"]


def test_what_his_side_may_add_rests_on_the_word_and_not_on_their_pause(walk):
    walk.to_inviting()
    walk.moves("survivor", "pause")
    walk.consents()
    assert walk.state() == "inviting paused"
    walk.adds("coach", circles.Breach, kind="other", happened_on=walk.today())
    with pytest.raises(Refused):
        walk.adds("counsel", circles.Consent, how="voice", **consulted(walk))
    walk.moves("survivor", "resume")
    walk.adds("coach", circles.Breach, kind="other", happened_on=walk.today())
    with pytest.raises(Refused):
        walk.adds("counsel", circles.Consent, how="voice", **consulted(walk))


def consulted(walk: Walk) -> dict:
    """Return the days that a consent needs."""
    today = walk.today()
    return {"counsel_consulted_on": today, "consequences_explained_on": today, "acknowledged_on": today}


def test_a_coachs_hold_is_answered_the_same_whatever_they_do_and_is_stored_when_it_can_be(walk):
    walk.to_preparing()
    walk.moves("survivor", "stop")
    assert walk.moves("coach", "hold") is False
    walk.clock_runs()
    assert walk.state() == "preparing stopping"
    walk.moves("survivor", "take it back")
    walk.clock_runs()
    assert walk.state() == "preparing held"
    assert walk.moves("coach", "hold") is False
    walk.clock_runs()
    assert walk.state() == "preparing held"


def test_his_yes_counts_although_they_go_on_at_the_same_moment(walk):
    """She resumes in one transaction while he says yes in another: whichever ends first, his yes is not lost."""
    walk.to_inviting()
    walk.moves("survivor", "pause")
    name = connections["default"].settings_dict["NAME"]
    with connect_as("amends_web", name) as hers, connect_as("amends_web", name) as his:
        his.execute("SELECT set_config('access.key', %s, true)", [walk.key("accountable")])
        his.execute("SELECT access.record_look(%s, 'answering what is asked of me')", [walk.case_id])
        his.commit()
        for connection, part in ((hers, "survivor"), (his, "accountable")):
            connection.execute("SELECT set_config('access.key', %s, true)", [walk.key(part)])
        his.execute(
            "INSERT INTO consent (id, case_id, added_by_id, added_at, counsel_consulted_on,"
            " consequences_explained_on, acknowledged_on, how)"
            " SELECT gen_random_uuid(), %s, access.me(), access.now(), d, d, d, 'page' FROM access.today() AS d",
            [walk.case_id],
        )
        his.execute("SELECT access.take_move(%s, 'consent')", [walk.case_id])
        ((outcome,),) = hers.execute(
            "SELECT access.take_move(%s, 'resume') ->> 'outcome'", [walk.case_id]
        ).fetchall()
        assert outcome == "somebody was first"
        his.commit()
        ((outcome,),) = hers.execute(
            "SELECT access.take_move(%s, 'resume') ->> 'outcome'", [walk.case_id]
        ).fetchall()
        assert outcome == "taken"
        hers.commit()
    assert walk.state() == "preparing"


def test_the_keys_of_his_side_open_nothing_before_their_seats_begin(walk):
    before_the_invitation(walk)
    with asking(walk.key("counsel")) as asker:
        assert asker.seats == frozenset({"counsel"}), "by another case"
        assert not WordToHisSide.objects.filter(case_id=walk.case_id).exists()
