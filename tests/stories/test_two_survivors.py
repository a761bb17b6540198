"""Two survivors in one court case, who must not learn of each other, nor he of how many there are."""

from tests.stories.crawling import everything_behind
from tests.stories.people import Survivor
from tests.walking import Walk


def test_two_survivors_in_one_matter_do_not_learn_of_each_other(company):
    first = company.walk
    first.to_planning()
    first_item = first.writes_item(action="Pay back forty dollars a month.")
    second = Walk("fig")
    second.ahead = first.ahead
    likeness = first.told()["his_likeness"]
    second.refer(court_number=company.court_number(), his_likeness=likeness, her_called="Juniper")
    assert company.matter(first.case_id) == company.matter(second.case_id), "it is one court case"

    she, other = company.survivor(), company.comes(Survivor, second.key("survivor"))
    for one, theirs, not_theirs in (
        (she, first, (second.case_id, "Juniper")),
        (other, second, (first.case_id, "Fern", first_item.action, "plan road")),
    ):
        one.goes_to_the_first_page()
        assert str(theirs.case_id) in one.page.url, "with one case there is no list of cases"
        pages = [found.page for found in everything_behind("/my/", one.looks_at)]
        assert len(pages) > 10
        for told in not_theirs:
            assert not [page for page in pages if str(told) in page], told
        one.cannot_open(f"/my/{not_theirs[0]}/")

    he = company.accountable()
    before = {found.address: found.page for found in everything_behind("/answer/", he.looks_at)}
    assert any(str(first.case_id) in address for address in before)
    assert not [address for address, page in before.items() if str(second.case_id) in address + page]
    assert not [page for page in before.values() if "Juniper" in page or "Fern" in page]
