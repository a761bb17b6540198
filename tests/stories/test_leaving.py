"""*Exit this page*: gone at once, nothing left on the screen or in the history, and signed out."""

import pytest
from playwright.sync_api import expect

from tests.stories.crawling import everything_behind


def test_the_way_out_stands_on_every_page_and_needs_no_script(company):
    company.walk.to_planning()
    company.walk.writes_item()
    she = company.survivor(java_script_enabled=False)
    pages = list(everything_behind("/my/", she.looks_at))
    assert len(pages) > 20
    assert [found.address for found in pages if 'href="/enter/out/leave/"' not in found.page] == []
    she.goes_to_the_first_page()
    she.leaves_at_once()
    she.reads("The weather")
    she.is_signed_out()


@pytest.mark.parametrize("way", ["link", "shift"])
def test_after_leaving_back_does_not_show_the_page_and_the_sitting_is_over(company, way):
    company.walk.to_planning()
    she = company.survivor()
    she.goes_to_the_first_page()
    she.follows("Your safety")
    here = she.page.url
    if way == "link":
        she.leaves_at_once()
    else:
        she.presses_shift_three_times()
    she.reads("The weather")
    she.page.go_back(wait_until="load")
    assert she.page.url != here, "the page that was left is no longer in the history"
    expect(she.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    she.does_not_read("Your safety", "plan")
    she.is_signed_out()
