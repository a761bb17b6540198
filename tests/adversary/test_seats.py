"""Nobody keeps a part that they may not play any more, takes one twice, or takes one by an offer that has passed."""

from datetime import timedelta

import pytest

from amends.access.asking import NotOpen, asking
from amends.circles import models as circles
from amends.journey.models import Case, Seat, Worker
from amends.journey.moving import NoSuchCase, NotNow
from amends.journey.seating import answer_offer, end_part, offer_part, offers_to_me
from amends.people.models import Appointment, Credential, SafeWay
from tests.adversary.injecting import through_the_gate
from tests.walking import Walk
from tests.world import id_of, key_of


def leaves_the_program(walk: Walk, name: str, role: str) -> None:
    """The director ends somebody's appointment."""
    with walk.as_("director", at_case=False) as asker:
        Appointment.objects.filter(person_id=id_of(name), role=role).update(until_at=asker.now)


def lapses(walk: Walk, name: str, role: str) -> None:
    """The director writes down that somebody's credential has ended."""
    with walk.as_("director", at_case=False) as asker:
        Credential.objects.filter(person_id=id_of(name), role=role).update(until_on=asker.today)


@pytest.mark.parametrize("goes", [leaves_the_program, lapses])
def test_whoever_may_not_play_a_part_any_more_reads_and_does_nothing_in_it(walk, goes):
    walk.to_preparing()
    with walk.as_("advocate"):
        assert SafeWay.objects.filter(case_id=walk.case_id).exists()
        assert Case.objects.filter(id=walk.case_id).exists()
    goes(walk, "rose's advocate", "advocate")
    with pytest.raises(NotOpen), walk.as_("advocate"):
        pass
    with walk.as_("advocate", at_case=False) as asker:
        assert "advocate" not in asker.seats
        assert not Case.objects.exists()
        assert not SafeWay.objects.exists(), "although the case was opened a moment ago"
        with pytest.raises(NoSuchCase):
            end_part(walk.case_id, part="facilitator")
    with pytest.raises(NotNow) as refusal:
        walk.schedules()
    assert ("advocate_seated", "not met") in refusal.value.findings
    assert ("three_different_workers", "not met") in refusal.value.findings


def test_a_liaison_who_has_left_the_office_reads_no_word_and_ends_no_case(walk):
    walk.to_preparing()
    leaves_the_program(walk, "rose's liaison", "liaison")
    with pytest.raises(NotOpen), walk.as_("liaison"):
        pass
    with asking(walk.key("liaison")) as asker:
        assert asker.seats == frozenset()


def test_a_part_is_taken_by_one_of_two_who_answer_at_the_same_moment(walk, injected):
    walk.to_referred()
    answers = "SELECT access.answer_offer(%s, 'no tie')"
    with walk.as_("director", at_case=False):
        for name in ("rose's advocate", "a spare advocate"):
            offer_part(walk.case_id, who=id_of(name), part="advocate")
    people = {name: injected(key_of(name)) for name in ("rose's advocate", "a spare advocate")}
    offers = {name: one.runs("SELECT id FROM access.my_offers()")[0][0] for name, one in people.items()}
    with people["rose's advocate"].open() as first:
        first.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        assert first.execute(answers, [offers["rose's advocate"]]).fetchone() == ("seated",)
        said = people["a spare advocate"].is_told(answers, offers["a spare advocate"])
        assert "seated" not in said
    assert people["a spare advocate"].runs(answers, offers["a spare advocate"]) == [("no such offer",)]
    question = (
        "SELECT person_id FROM amends.seat WHERE case_id = %s AND role = 'advocate' AND until_at IS NULL"
    )
    assert through_the_gate(question, walk.case_id) == [(id_of("rose's advocate"),)]


def test_an_offer_of_before_somebody_took_the_part_takes_it_from_nobody(walk):
    walk.to_referred()
    with walk.as_("director", at_case=False):
        offer_part(walk.case_id, who=id_of("a spare advocate"), part="advocate")
    with asking(key_of("a spare advocate")):
        (old,) = offers_to_me()
    walk.days_pass(1)
    walk.seats("advocate")
    with asking(key_of("a spare advocate")):
        assert offers_to_me() == []
        with pytest.raises(NoSuchCase):
            answer_offer(old.id, said="no tie")
    with walk.as_("survivor"):
        assert [one.person_id for one in Worker.objects.filter(case_id=walk.case_id, until_at=None)] == [
            id_of("rose's advocate")
        ]
    walk.days_pass(1)
    with walk.as_("director", at_case=False):
        offer_part(walk.case_id, who=id_of("a spare advocate"), part="advocate")
    with asking(key_of("a spare advocate")):
        (new,) = offers_to_me()
        assert answer_offer(new.id, said="no tie"), "whoever is asked anew can take it"


@pytest.mark.parametrize("goes", [leaves_the_program, lapses])
def test_whoever_has_left_takes_no_part_by_an_offer_that_still_stands(walk, goes):
    walk.to_referred()
    with walk.as_("director", at_case=False):
        offer_part(walk.case_id, who=id_of("a spare coach"), part="coach")
    with asking(key_of("a spare coach")):
        (offer,) = offers_to_me()
    goes(walk, "a spare coach", "coach")
    with asking(key_of("a spare coach")), pytest.raises(NoSuchCase):
        answer_offer(offer.id, said="no tie")
    with asking(key_of("a spare coach")):
        assert not Seat.objects.exists()


def test_a_worker_whose_credential_ends_later_works_until_then(walk):
    walk.to_preparing()
    with walk.as_("director", at_case=False) as asker:
        coach = Credential.objects.filter(person_id=id_of("rose's coach"), role="coach")
        coach.update(until_on=asker.today + timedelta(days=2))
    walk.adds("coach", circles.HisPreparation, held_on=walk.today(), minutes=60, mode="in person")
    walk.days_pass(2)
    with pytest.raises(NotOpen), walk.as_("coach"):
        pass
