"""She stops, thinks again, and takes it back; and she pauses. Outside, neither was to be seen."""

import pytest

from tests.stories.crawling import everything_behind


def what_they_see(company, *people) -> list[str]:
    """Return every line of every page behind each person's door, byte for byte, under the page's address."""
    seen = []
    for person in people:
        pages = list(everything_behind(f"{person.door}{company.walk.case_id}/", person.looks_at))
        assert len(pages) > 3, "there is something to see"
        lines = [f"{page.address} {line}" for page in pages for line in page.page.splitlines()]
        # The number of an empty form of the office is drawn anew each time.
        seen += [line for line in lines if 'name="form_number"' not in line]
    return seen


@pytest.fixture
def outside(company):
    """His side and the office, while the plan runs; her side has a service, and the plan a meeting."""
    company.walk.to_following()
    company.walk.schedules(in_days=6)
    people = company.accountable(), company.counsel(), company.liaison()
    # Counsel's own look of today stands on the pages of his side.
    what_they_see(company, *people)
    return people


def test_she_stops_and_takes_it_back_within_the_hold_and_nothing_was_seen_outside(company, outside):
    she = company.survivor()
    before = what_they_see(company, *outside)
    she.stops()
    assert company.walk.state() == "following stopping"
    assert what_they_see(company, *outside) == before

    company.days_pass(1)
    what_they_see(company, *outside)
    before = what_they_see(company, *outside)
    she.takes_it_back()
    assert company.walk.state() == "following"
    assert what_they_see(company, *outside) == before
    assert company.walk.words()[-1] == "active"
    she.goes_to_the_first_page()
    she.is_not_offered("Let the others know now")
    she.is_not_offered("Take your stop back")

    she.stops()
    company.days_pass(8)
    assert company.walk.state() == "returned", "left alone, a stop goes out by itself"
    for person in outside:
        person.reads_the_word("Returned")


def test_she_pauses_and_goes_on_and_nothing_was_seen_outside(company, outside):
    she = company.survivor()
    before = what_they_see(company, *outside)
    she.pauses()
    she.reads("Your advocate gets in touch by", "The time for all of this runs on until")
    assert what_they_see(company, *outside) == before
    company.facilitator().cannot("Plan a meeting")
    he = outside[0]
    he.tells_what_he_did(company.walk.item.action)
    he.reads("Not read yet")

    she.goes_on_after_her_pause()
    assert company.walk.state() == "following"
