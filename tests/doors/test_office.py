"""The office's door: what the liaison brings and reads, and what counsel does by instruction."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from amends.access.matrix import load_matrix
from amends.circles import models as circles
from amends.circles.meeting import missing
from amends.journey.asking_for_referral import ask_for_referral, referral_requests
from amends.journey.models import CaseMove, Charge, Referral
from amends.journey.moving import NoSuchCase, refer
from amends.people.models import HerName, SafeWay
from amends.portals.office import listing
from tests.doors.opening import come_in, sentences, without_tokens
from tests.walking import Walk
from tests.world import WORLD, id_of, key_of

LIAISON, COUNSEL = key_of("rose's liaison"), key_of("rose's counsel")


@pytest.fixture
def walk(own_world):
    return Walk()


def at(walk: Walk, *words: object) -> str:
    """Return an address of this case behind the office's door."""
    return "/".join(["/office", str(walk.case_id), *map(str, words), ""])


def day(name: str, on: date) -> dict[str, str]:
    """Return a day as it is typed into the three boxes of a field."""
    return {f"{name}_month": str(on.month), f"{name}_day": str(on.day), f"{name}_year": str(on.year)}


def told(today: date, **changes: str) -> dict[str, str]:
    """Return a referral as it is typed."""
    return {
        "form_number": str(id_of("a form")),
        "court_number": " cr-26  0147",
        "counts": "PC 236.1(a), count 3",
        **day("charged_on", today - timedelta(days=30)),
        "his_called": "Ash Example",
        **day("his_born_on", date(1980, 5, 6)),
        "counsel": str(id_of("rose's counsel")),
        "her_called": "Linden",
        **day("her_born_on", date(1991, 7, 8)),
        "her_language": "es",
        "says_adult": "on",
        **day("told_on", today - timedelta(days=2)),
        "may_be_contacted": "on",
        "contact_how": "text",
        "contact_address": "555-0177",
        "contact_whom": "Linden",
        "contact_hours": "mornings",
        **changes,
    }


def words(page) -> str:
    return " ".join(sentences(page.content))


def test_a_charged_case_is_referred_and_nothing_about_her_can_be_read_back(walk):
    with walk.as_("liaison", at_case=False) as asker:
        today = asker.today
    office = come_in(LIAISON)
    empty = office.get("/office/refer/")
    assert "A spare counsel" in empty.content.decode().replace("a spare", "A spare")
    done = office.post("/office/refer/", told(today))
    assert done.status_code == 303
    walk.case_id = id_of("a form")
    assert done["Location"] == at(walk)
    assert walk.state() == "referred"
    page = office.get(at(walk))
    assert "CR-26 0147" in page.content.decode()
    assert "Received" in words(page)
    for hers in ("Linden", "555-0177", "mornings", "1991"):
        assert hers not in page.content.decode()
    with walk.as_("liaison"):
        assert not any(record.objects.exists() for record in (Referral, HerName, SafeWay))
    for record in [*load_matrix().records, "likeness", "person"]:
        rows = str(WORLD.rows(record))
        assert "1991-07-08" not in rows
        assert "date(1991, 7, 8)" not in rows
        assert "date(1980, 5, 6)" not in rows

    again = office.post("/office/refer/", told(today))
    assert (again.status_code, again["Location"]) == (303, at(walk)), (
        "a form that is sent twice opens one case"
    )
    with walk.as_("liaison", at_case=False):
        assert Charge.objects.filter(court_number="CR-26 0147").count() == 1


REFUSED = {
    "she was not asked": ({"may_be_contacted": ""}, "A referral needs an agreed way of contact."),
    "she does not say that she is an adult": (
        {"says_adult": ""},
        "The program takes referrals from the age of 18",
    ),
    "her birth date makes her a child": (day("her_born_on", date(2012, 1, 1)), "from the age of 18"),
    "both sides are one person": (
        {"her_called": "ásh  EXAMPLE", **day("her_born_on", date(1980, 5, 6))},
        "The same name and birth date stand on both sides.",
    ),
}
SLIPS = {
    "nobody is charged": ({"counts": "  "}, "counts"),
    "the charge is to come": (day("charged_on", date(2090, 1, 1)), "This day has not come yet."),
    "no way to reach her": ({"contact_address": ""}, "contact_address"),
    "counsel who is none": ({"counsel": str(id_of("rose's advocate"))}, "counsel"),
    "a birth date that is none": (
        day("his_born_on", date(1980, 5, 6)) | {"his_born_on_day": "41"},
        "calendar",
    ),
}


def test_a_referral_that_lacks_something_is_refused_with_its_reason_and_keeps_what_was_typed(walk):
    with walk.as_("liaison", at_case=False) as asker:
        today = asker.today
    office = come_in(LIAISON)
    for why, (changes, reason) in (REFUSED | SLIPS).items():
        page = office.post("/office/refer/", told(today, **changes))
        assert page.status_code == 200, why
        text = page.content.decode()
        assert reason in text, why
        assert 'value="Linden"' in text or 'value="ásh  EXAMPLE"' in text, why
        assert "555-0177" in text or why == "no way to reach her", why
    with walk.as_("liaison", at_case=False):
        assert not Charge.objects.filter(court_number="CR-26 0147").exists()


def test_the_database_takes_no_counsel_who_is_none_and_no_referral_from_others(walk):
    told_by_hand, told_well = walk.told(counsel=str(id_of("rose's advocate"))), walk.told()
    with walk.as_("liaison", at_case=False), pytest.raises(NoSuchCase):
        refer(told_by_hand)
    with walk.as_("counsel", at_case=False), pytest.raises(NoSuchCase):
        refer(told_well)
    assert come_in(COUNSEL).get("/office/refer/").status_code == 404
    taken = walk.told(form_number=str(WORLD.oak))
    with walk.as_("liaison", at_case=False), pytest.raises(NoSuchCase):
        refer(taken)


def test_each_lists_their_own_cases_page_by_page_and_finds_one_by_its_court_number(walk, monkeypatch):
    walk.to_choosing()
    office = come_in(LIAISON)
    first = office.get("/office/").content.decode()
    assert at(walk) in first
    assert str(WORLD.rose) in first
    assert str(WORLD.oak) not in first
    assert str(walk.case_id) not in come_in(COUNSEL).get("/office/").content.decode(), (
        "she has not chosen yet"
    )

    monkeypatch.setattr(listing, "PAGE_LENGTH", 1)
    page = office.get("/office/").content.decode()
    assert at(walk) in page, "the newest stands first"
    assert str(WORLD.rose) not in page
    older = re.search(r"/office/after/[0-9a-f-]+/", page)[0]
    next_page = office.get(older).content.decode()
    assert str(WORLD.rose) in next_page
    assert at(walk) not in next_page
    assert 'href="/office/after/' not in next_page
    stranger = reverse("office:cases_after", args=[id_of("seat of oak's liaison")])
    assert at(walk) in office.get(stranger).content.decode(), "a seat that is not theirs begins at the start"

    assert at(walk) in office.post("/office/", {"court_number": " CR-fir "}).content.decode()
    assert at(walk) not in office.post("/office/", {"court_number": "CR-other"}).content.decode()
    oaks = come_in(key_of("oak's liaison")).post("/office/", {"court_number": "CR-fir"})
    assert at(walk) not in oaks.content.decode(), "another liaison's case is not found"


def test_the_office_files_an_order_answers_about_time_and_ends(walk):
    walk.to_preparing()
    walk.prepares()
    office, today = come_in(LIAISON), walk.today()
    order = {"issued_by": "court", "forbids": ["circle", "letters"], **day("from_on", today)}
    wrong = office.post(at(walk, "order"), {**order, **day("until_on", today)})
    assert "The end must come after the first day." in wrong.content.decode()
    half = office.post(at(walk, "order"), {**order, **day("exception_from_on", today)})
    assert "An exception has a first day and an end." in half.content.decode()
    exception = {**day("exception_from_on", today), **day("exception_until_on", today + timedelta(days=3))}
    assert office.post(at(walk, "order"), {**order, **exception}).status_code == 303
    assert "A court, from" in words(office.get(at(walk)))
    with walk.as_("facilitator"):
        later = missing(walk.case_id, form="circle", on_day=today + timedelta(days=5))
        assert ("no_order_forbids", "not met") in later
        assert not [
            c for c, _ in missing(walk.case_id, form="circle", on_day=today) if c == "no_order_forbids"
        ]
    assert "A court, from" not in words(come_in(COUNSEL).get(at(walk)))

    assert "More time" not in words(office.get(at(walk)))
    walk.adds("facilitator", circles.Extension, until_on=today + timedelta(days=900))
    assert office.post(at(walk, "more-time"), {"answer": "no"}).status_code == 303
    assert "Nothing was saved" in words_after(office, at(walk, "more-time"), {"answer": "yes"})
    with walk.as_("facilitator"):
        said = circles.ExtensionAnswer.objects.filter(case_id=walk.case_id)
        assert [(one.role, one.answer) for one in said] == [("liaison", "no")]

    assert office.post(at(walk, "end"), {"because": "because I say so"}).status_code == 200
    assert walk.state() == "preparing"
    assert office.post(at(walk, "end"), {"because": "charge dismissed"}).status_code == 303
    assert (walk.state(), walk.words()[-1]) == ("returned", "returned")
    page = office.get(at(walk))
    assert "What you can do" not in words(page)
    assert "dismissed" not in page.content.decode(), "the reason stays inside"
    assert "Nothing was saved" in words_after(office, at(walk, "order"), order)


def words_after(browser, address: str, sent: dict) -> str:
    """Return all that stands on the page to which an answer leads."""
    return browser.post(address, sent, follow=True).content.decode()


def test_counsel_consents_answers_and_leaves_by_instruction(walk):
    walk.to_inviting()
    counsel, today = come_in(COUNSEL), walk.today()
    days = {**day("counsel_consulted_on", today), **day("consequences_explained_on", today)}
    refused = counsel.post(at(walk, "yes"), {**days, "how": "voice"})
    assert "acknowledge" in words(refused)
    assert walk.state() == "inviting"
    assert counsel.post(at(walk, "yes"), {**days, **day("acknowledged_on", today)}).status_code == 200
    whole = {**days, **day("acknowledged_on", today), "how": "voice"}
    assert counsel.post(at(walk, "yes"), whole).status_code == 303
    with walk.as_("facilitator"):
        move = CaseMove.objects.filter(case_id=walk.case_id, event="consent").get()
        assert (move.role, move.how, move.taken_by_id) == ("accountable", "voice", id_of("rose's counsel"))
        assert move.moved_by_id != move.taken_by_id, "it is recorded as his"

    walk.prepares()
    walk.moves("facilitator", "go on")
    item = walk.writes_item()
    walk.adds("facilitator", circles.Extension, until_on=today + timedelta(days=900))
    walk.days_pass(8)
    with walk.as_("counsel"):
        task = circles.Task.objects.get(item_id=item.id)
    assert "Attend the course" in words(counsel.get(at(walk)))
    early = counsel.post(at(walk, "task", task.id), {"answer": "accept", "how": "paper"})
    assert "A yes needs the day of your talk." in early.content.decode()
    accept = {"answer": "accept", "how": "paper", **day("counsel_consulted_on", today)}
    assert counsel.post(at(walk, "task", task.id), accept).status_code == 303
    counsel.post(at(walk, "wish"), {"wish": "go on", "how": "voice"})
    counsel.post(at(walk, "another-worker"), {"role": "facilitator"})
    counsel.post(at(walk, "more-time"), {"answer": "yes", "how": "voice"})
    with walk.as_("facilitator"):
        answer = circles.TaskAnswer.objects.get(case_id=walk.case_id)
        assert (answer.answer, answer.how) == ("accept", "paper")
        assert circles.HisWish.objects.filter(case_id=walk.case_id, how="voice").exists()
        more = circles.ExtensionAnswer.objects.get(case_id=walk.case_id)
        assert (more.role, more.answer, more.how) == ("accountable", "yes", "voice")
    with walk.as_("director", at_case=False):
        asked = circles.WorkerChangeAsked.objects.filter(case_id=walk.case_id)
        assert [one.role for one in asked] == ["facilitator"]
    assert "Said yes" in words(counsel.get(at(walk)))
    assert counsel.post(at(walk, "leave"), {"how": "voice"}).status_code == 303
    assert walk.state() == "returned"


def test_counsel_records_a_no(walk):
    walk.to_inviting()
    counsel = come_in(COUNSEL)
    assert counsel.post(at(walk, "no"), {}).status_code == 200
    assert counsel.post(at(walk, "no"), {"how": "paper"}).status_code == 303
    assert (walk.state(), walk.words()[-1]) == ("not_accepted", "not accepted")


def test_nothing_at_the_office_changes_when_she_pauses_or_stops(walk):
    walk.to_planning()
    addresses = [
        at(walk),
        at(walk, "more-time"),
        at(walk, "leave"),
        at(walk, "end"),
        "/office/",
        "/office/memorandum/",
    ]
    before = [
        without_tokens(come_in(key).get(each).content) for key in (LIAISON, COUNSEL) for each in addresses
    ]
    assert any(b"Active" in page for page in before)
    for event in ("pause", "stop"):
        walk.moves("survivor", event)
        now = [
            without_tokens(come_in(key).get(each).content) for key in (LIAISON, COUNSEL) for each in addresses
        ]
        assert now == before
    assert come_in(COUNSEL).post(at(walk, "wish"), {"wish": "not yet", "how": "voice"}).status_code == 303
    assert come_in(LIAISON).post(at(walk, "end"), {"because": "prosecution resumed"}).status_code == 303


def test_each_role_has_its_own_acts_and_what_is_not_theirs_is_the_same_404_as_nothing(walk):
    walk.to_choosing()
    office, counsel = come_in(LIAISON), come_in(COUNSEL)
    nothing = counsel.get(f"/office/{id_of('nothing')}/")
    assert nothing.status_code == 404
    for address in (at(walk), f"/office/{WORLD.oak}/", f"/office/{WORLD.oak}/end/"):
        assert counsel.get(address).content == nothing.content
    assert office.get(at(walk)).status_code == 200
    own = f"/office/{WORLD.rose}"
    task = id_of("rose task by survivor")
    for browser, theirs in (
        (counsel, (f"{own}/end/", f"{own}/order/", "/office/requests/", f"/office/{WORLD.rose}/nowhere/")),
        (office, (f"{own}/yes/", f"{own}/leave/", f"{own}/wish/", f"{own}/task/{task}/")),
    ):
        for address in theirs:
            refused = browser.get(address)
            assert refused.status_code == 404, address
            assert without_tokens(refused.content) == without_tokens(nothing.content), address
            assert browser.post(address, {"how": "voice"}).status_code == 404, address
    for other in ("rose's survivor", "rose's accountable", "rose's advocate", "a stranger"):
        assert come_in(key_of(other)).get(f"{own}/").status_code == 404


def test_an_office_answers_the_requests_of_advocates_once_and_reads_the_memorandum(walk):
    with walk.as_("advocate", at_case=False):
        ask_for_referral(office_id=id_of("prosecutor"), court_number="CR-26 0900")
    office = come_in(LIAISON)
    assert "CR-26 0900" in words(office.get("/office/requests/"))
    with walk.as_("advocate", at_case=False):
        asked = referral_requests()[0].id
    assert office.post("/office/requests/", {"request": asked, "answer": "perhaps"}).status_code == 404
    assert office.post("/office/requests/", {"request": "x", "answer": "will refer"}).status_code == 404
    assert office.post("/office/requests/", {"request": asked, "answer": "will refer"}).status_code == 303
    assert office.post("/office/requests/", {"request": asked, "answer": "no such charge"}).status_code == 404
    assert "Will refer" in words(office.get("/office/requests/"))
    for key in (LIAISON, COUNSEL):
        assert "What is said here is not used in court." in words(come_in(key).get("/office/memorandum/"))


def test_no_page_of_the_office_names_an_hour_or_says_anything_of_her(walk):
    walk.to_planning()
    walk.writes_item()
    walk.schedules(in_days=10)
    walk.days_pass(8)
    own = ("/office/", at(walk), at(walk, "end"), at(walk, "more-time"), at(walk, "leave"), at(walk, "order"))
    for key in (LIAISON, COUNSEL):
        for address in own:
            page = come_in(key).get(address, follow=True)
            if page.status_code == 404:
                continue
            assert not re.search(r"\d\s*[ap]\.m\.|\d{1,2}:\d{2}", words(page)), address
            assert not re.search(r"Fern|555-0100|\b(she|her|hers)\b", page.content.decode()), address
