"""Somebody signs in as themself and guesses the addresses of other cases."""

from uuid import uuid4

import pytest

from tests.stories.people import (
    Accountable,
    Advocate,
    Coach,
    Counsel,
    Director,
    Facilitator,
    Liaison,
    Survivor,
)
from tests.world import WORLD, id_of, key_of

OAKS = "oak {} by {}"
PLACES = {
    Survivor: (
        "",
        "two/",
        "list/",
        "dates/",
        "ways/",
        "card/",
        "help/",
        "people/",
        "seen/",
        "who/",
        "days/",
        "close/",
    ),
    Accountable: ("", "rights/", "looks/", "yes/", "leave/"),
    Advocate: ("", "history/", "people/", "memorandum/", "invite/", "do/check/", "do/stop/"),
    Facilitator: ("", "history/", "do/schedule/", "do/complete/"),
    Coach: ("", "memorandum/", "do/prepare-his/"),
    Director: ("", "history/", "do/breach/"),
    Liaison: ("", "order/", "end/"),
    Counsel: ("", "yes/", "leave/"),
}


@pytest.mark.parametrize("kind", PLACES, ids=lambda kind: kind.called)
def test_whoever_guesses_the_address_of_another_case_finds_what_stands_for_nothing(company, kind):
    somebody = company.comes(kind, key_of(WORLD.person(kind.called)))
    somebody.goes_to_the_first_page()
    for place in PLACES[kind]:
        theirs = f"{kind.door}{WORLD.oak}/{place}"
        nobodys = f"{kind.door}{uuid4()}/{place}"
        somebody.cannot_open(theirs)
        somebody.cannot_open(nobodys)
        assert somebody.answers(theirs) == somebody.answers(nobodys), "header by header, too"
    owner = company.comes(kind, key_of(WORLD.person(kind.called, "oak")))
    if kind is not Director:
        assert owner.goes_to(f"{kind.door}{WORLD.oak}/") == 200, "there is something to find"


@pytest.mark.parametrize("kind", PLACES, ids=lambda kind: kind.called)
def test_nobody_comes_through_a_door_that_is_not_theirs(company, kind):
    somebody = company.comes(kind, key_of(WORLD.person(kind.called)))
    for door in {"/my/", "/answer/", "/staff/", "/office/"} - {kind.door}:
        somebody.cannot_open(door)
        somebody.cannot_open(f"{door}{WORLD.rose}/")


def test_a_part_of_another_plan_is_not_found_under_ones_own_case(company):
    she = company.comes(Survivor, key_of("rose's survivor"))
    other = company.comes(Survivor, key_of("oak's survivor"))
    item = id_of("oak plan_item by survivor")
    assert other.goes_to(f"/my/{WORLD.oak}/list/{item}/") == 200
    she.cannot_open(f"/my/{WORLD.rose}/list/{item}/")
    she.cannot_open(f"/my/{WORLD.rose}/list/{item}/off/")
