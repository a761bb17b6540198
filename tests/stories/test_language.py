"""The language changes on the page, in its own words."""

import pytest

from tests.stories.crawling import read


@pytest.mark.parametrize("who", ["survivor", "accountable", "advocate", "liaison"])
def test_the_language_changes_on_the_page_and_stays(company, who):
    company.walk.to_planning()
    somebody = getattr(company, who)(java_script_enabled=False)
    somebody.goes_to_the_first_page()
    here = somebody.page.url
    assert read(somebody.page.content()).language == "en"
    somebody.switches_language("Español")
    assert somebody.page.url == here
    assert read(somebody.page.content()).language == "es"
    somebody.goes_to(f"{somebody.door}{company.walk.case_id}/")
    assert read(somebody.page.content()).language == "es"
    somebody.switches_language("English")
    assert read(somebody.page.content()).language == "en"
