"""Who comes in, and who may sit where (P1, P18)."""

import pytest
from django.db import connections

from amends.access.asking import NotOpen
from amends.database.addresses import connect_as
from amends.database.sight import with_sight
from amends.journey.moving import NoSuchCase, NotNow
from amends.journey.seating import NotOffered, answer_offer, end_part, offer_part, offers_to_me
from amends.people.models import HerName
from tests.walking import Walk
from tests.world import LONG_AGO, Writer, id_of

PART = "advocate"


@pytest.fixture
def walk(own_world) -> Walk:
    return Walk()


def knows_counsel_as_advocate_too(walk: Walk) -> None:
    """Let the program know the counsel of the case as an advocate as well, with a credential."""
    database = connections["default"].settings_dict["NAME"]
    with connect_as("amends_owner", database) as owner, with_sight(owner, "appointment", "credential"):
        write, who = Writer(owner), walk.person("counsel")
        write.row("appointment", id=id_of("second part"), person_id=who, organization_id=id_of("community"),
                  role=PART, called="Counsel", from_at=LONG_AGO)  # fmt: skip
        write.row("credential", id=id_of("second"), person_id=who, role=PART, from_on=LONG_AGO.date())
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")


def missing(walk: Walk, **told: object) -> list[str]:
    """Return what a referral lacks; none means that it is a case now."""
    try:
        walk.refer(**told)
    except NotNow as refusal:
        return [condition for condition, _ in refusal.findings]
    return []


def test_one_human_being_is_found_on_both_sides_however_the_likeness_is_spelt(walk):
    same = {"her_likeness": "ab" * 16, "his_likeness": "AB" * 16}
    assert missing(walk, **same) == ["two_different_people"]
    assert missing(walk, her_likeness="ab" * 16, his_likeness="AC" * 16) == []


def test_nobody_is_referred_whom_nobody_knows_how_to_reach(walk):
    for lacks in ({"contact_how": None}, {"contact_how": "pigeon"}, {"contact_whom": " "}):
        assert missing(walk, **lacks) == ["contact_agreed"]
    assert missing(walk, contact_how="text", contact_whom="her sister") == []


def test_the_counsel_of_a_case_can_work_on_no_other_side_of_it(walk):
    knows_counsel_as_advocate_too(walk)
    walk.to_referred()
    with walk.as_("director", at_case=False):
        with pytest.raises(NotOffered) as refusal:
            offer_part(walk.case_id, who=walk.person("counsel"), part=PART)
        offer_part(walk.case_id, who=walk.person(PART), part=PART)
    assert refusal.value.constraint == "another side"


def test_whoever_works_on_her_side_cannot_be_his_counsel_in_the_same_matter(walk):
    knows_counsel_as_advocate_too(walk)
    walk.refer(counsel=str(id_of("oak's counsel")))
    with walk.as_("director", at_case=False):
        offer_part(walk.case_id, who=walk.person("counsel"), part=PART)
    with walk.as_("counsel", at_case=False):
        (offer,) = offers_to_me()
        assert answer_offer(offer.id, said="no tie")
    second = {"her_likeness": "cd" * 16, "court_number": "CR-fir"}
    assert missing(walk, **second) == ["two_different_people"]
    assert missing(walk, counsel=str(id_of("oak's counsel")), **second) == []


def test_whoever_has_left_a_part_returns_only_when_asked_anew(walk):
    walk.to_referred()
    with walk.as_("director", at_case=False):
        offer_part(walk.case_id, who=walk.person(PART), part=PART)
        offer_part(walk.case_id, who=walk.person(PART), part=PART)
    with walk.as_(PART, at_case=False):
        first, second = (offer for offer in offers_to_me() if offer.case_id == walk.case_id)
        assert answer_offer(first.id, said="no tie")
    with walk.as_("director", at_case=False):
        end_part(walk.case_id, part=PART)
    with walk.as_(PART, at_case=False), pytest.raises(NoSuchCase):
        answer_offer(second.id, said="no tie")
    with pytest.raises(NotOpen), walk.as_(PART):
        pass
    walk.seats(PART)
    with walk.as_(PART):
        assert HerName.objects.filter(case_id=walk.case_id).exists()
