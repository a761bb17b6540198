"""Every page behind every door can be read and used by everybody, on a small phone and on a desk."""

import pytest

from tests.browsing import barriers, is_too_wide
from tests.stories.crawling import Found, everything_behind

PEOPLE = ("survivor", "accountable", "advocate", "facilitator", "coach", "director", "liaison", "counsel")
WIDTHS = (320, 1280)
# What was judged: pages, and what stood on them behind each door.
JUDGED: set[object] = set()


def is_new(page: Found, door: str) -> bool:
    """Return whether a page is another one than those that were judged, or has something on it that none of them had."""
    view, act, shape = page.kind
    told = {(view, act), *((door, element) for element in shape)}
    new = not told <= JUDGED
    JUDGED.update(told)
    return new


@pytest.mark.parametrize("stage", ["choosing", "inviting", "planning", "following"])
def test_no_page_of_anybody_has_a_barrier_or_must_be_moved_sideways(company, stage):
    getattr(company.walk, f"to_{stage}")()
    found, there = [], set()
    for who in PEOPLE:
        somebody = getattr(company, who)()
        for page in everything_behind(somebody.door, somebody.looks_at):
            if page.status != 200 or not is_new(page, somebody.door):
                continue
            there.add(who)
            somebody.goes_to(page.address)
            for width in WIDTHS:
                somebody.page.set_viewport_size({"width": width, "height": 800})
                found += [(page.address, width, *each) for each in barriers(somebody.page)]
                found += [(page.address, width, "too wide")] if is_too_wide(somebody.page) else []
    assert found == []
    assert stage != "inviting" or there >= {"accountable", "counsel"}, "he is asked, and finds a page"
    assert "survivor" in there


def test_no_page_of_the_entrance_has_a_barrier_or_must_be_moved_sideways(company):
    visitor = company.visitor().new_page()
    for address in ("/enter/", "/enter/words/", "/enter/invitation/", "/enter/out/done/"):
        visitor.goto(address)
        for width in WIDTHS:
            visitor.set_viewport_size({"width": width, "height": 800})
            assert barriers(visitor) == [], address
            assert not is_too_wide(visitor), address
