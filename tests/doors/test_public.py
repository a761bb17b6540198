"""The public door: anybody may see what the money comes to, change any number, and take it away with its sources."""

import csv
import io
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.portals.public.numbers import changeable
from tests.browsing import barriers, is_too_wide
from tests.serving import site

ADDRESSES = ("/", "/money/", "/money/claims/", "/money/numbers/")
SURE = {
    "otherwise.convicted_share": "80",
    "otherwise.convicted_share.low": "50",
    "otherwise.convicted_share.high": "95",
}
# The pages are asked without a database: any use of it is an error.
pytestmark = pytest.mark.usefixtures("no_database")


@pytest.fixture
def no_database(monkeypatch):
    """Every connection of the site fails, whoever asks for one."""

    def refuse(*_):
        raise ImproperlyConfigured("A public page asked the database.")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse)


def read(address: str, told: dict[str, str] | None = None, *, language: str = "en"):
    """Return the page of an address as somebody reads it who has never been here."""
    return Client(HTTP_ACCEPT_LANGUAGE=language).get(address, told or {}, follow=True)


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.add(dict(attrs).get("href", ""))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_needs_nobody_and_no_database_and_leads_to_no_door(address):
    page = read(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    links = Links()
    links.feed(page.content.decode())
    assert all(link.startswith(("/money/", "#")) or link == "/" for link in links.found), links.found
    assert "noindex" not in page.content.decode()


@pytest.mark.parametrize(
    "reading,program,saving",
    [
        ("year", "5,989,950", "3,561,840"),
        ("process", "4,999,950", "4,551,840"),
        ("half", "4,999,950", "4,551,840"),
    ],
)
def test_the_first_screen_says_who_saves_under_each_reading(reading, program, saving):
    page = read("/money/", {"reading": reading}).content.decode()
    assert f"${saving}" in page
    assert f"<span>{program}</span>" in page
    assert "it saves money, in every reading." in page, "at average cost"
    assert page.count("it costs more, in every reading.") == 2, "at the margin and by steps"
    assert "nothing can be said about how sure it is" in page


def test_a_share_of_convictions_below_the_break_even_turns_saving_into_cost():
    for share, words in (("63", "it saves money, in every reading."), ("62", "It costs more if")):
        assert words in read("/money/", {"otherwise.convicted_share": share}).content.decode(), share


def test_an_address_carries_what_differs_and_nothing_else():
    everything = {key: str(one.shared) for key, one in changeable().items() if one.shared is not None}
    page = read(
        "/money/", {**everything, "reading": "year", "payer": "", "years": "1", "people.parties": "60"}
    )
    assert page.redirect_chain[-1][0] == "/money/?people.parties=60"
    again = read(page.redirect_chain[-1][0])
    assert again.redirect_chain == []
    assert page.content.count(b"$") == again.content.count(b"$")


def test_limits_say_how_sure_it_is_and_which_number_matters():
    page = read("/money/", SURE).content.decode()
    drawn = re.search(r"drawn ([\d,]+) times. Money was saved in (\d+) of 100", page)
    assert drawn[1] == "4,096"
    assert 85 < int(drawn[2]) < 100
    assert page.count("<svg") == 3
    assert page.count("The same as a table") == 3
    assert re.search(r"<title>Which number matters most</title><desc>[^<]+</desc>", page)


def test_what_cannot_be_read_is_named_beside_its_field_and_kept():
    wrong = {"people.parties": "many", "otherwise.convicted_share": "180", "process.years.low": "1"}
    page = Client().get("/money/", wrong)
    text = page.content.decode()
    assert page.status_code == 400
    assert text.count("govuk-error-message") == 3
    assert 'href="#id_people.parties"' in text
    assert 'value="many"' in text
    assert 'value="180"' in text
    assert "$" not in text, "nothing is answered for what was not understood"


def test_numbers_that_cannot_all_be_so_are_refused_and_not_reckoned():
    page = Client().get("/money/", {"process.completed_share": "0"})
    assert page.status_code == 400
    assert b"cannot all be so at once" in page.content


@pytest.mark.parametrize("language,words", [("en", "Holds only if"), ("es", "Se sostiene solo si")])
def test_every_claim_stands_with_its_verdict_in_each_language(language, words):
    page = read("/money/claims/", language=language).content.decode()
    assert words in page
    assert page.count('class="box"') >= 12
    assert page.count('class="finding"') == 3 * page.count('class="box"')


def test_the_table_to_take_away_has_every_cost_with_its_source_and_no_formula():
    answer = read("/money/table.csv", {"people.parties": "60"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    costs = [dict(zip(rows[0], row, strict=True)) for row in rows[1 : rows.index([])]]
    program = [
        int(row["amount_cents"])
        for row in costs
        if (row["reading"], row["accounting"], row["side"]) == ("year", "average", "program")
        and row["amount_cents"]
    ]
    assert sum(program) == 60 * (2_200_000 + 4_455_500)
    assert all(row["source"] for row in costs)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("told", [{}, SURE], ids=["published", "with limits"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_brief_is_one_tagged_page_in_each_language(told, language):
    answer = read("/money/brief.pdf", told, language=language)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", answer.content)) == 1
    assert b"pdfuaid" in answer.content
    assert b"/StructTreeRoot" in answer.content


NAMES = st.sampled_from(
    [*changeable(), *(f"{key}{end}" for key in changeable() for end in (".low", ".high")), "years"]
)
TYPED = st.one_of(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-10, max_value=Decimal(10) ** 12
    ).map(str),
    st.sampled_from(["", "0", "1", "100", "NaN", "1e9", "١٢", "-0", "9" * 40]),
    st.text(max_size=6),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, TYPED, max_size=5))
def test_whatever_an_address_says_it_is_answered_or_told_what_is_wrong(no_database, told):
    page = read("/money/", told)
    assert page.status_code in (200, 400)
    assert len(page.redirect_chain) <= 1
    assert ("govuk-error-summary" in page.content.decode()) == (page.status_code == 400)


def test_the_pages_answer_a_slider_at_once_and_need_no_script(browser):
    with site() as address:
        context = browser.new_context(
            base_url=address, viewport={"width": 320, "height": 800}, locale="en-US"
        )
        page = context.new_page()
        for path in (
            *ADDRESSES,
            "/money/?people.parties=60&present.prison.low=15000&present.prison.high=120000",
        ):
            page.goto(path)
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                assert barriers(page) == [], path
                assert not is_too_wide(page), path
        page.goto("/money/")
        assert page.get_by_text("$3,561,840").is_visible()
        page.get_by_text("What would happen otherwise").click()
        page.get_by_role("slider", name="Share of those not dismissed who would be convicted").fill("50")
        page.wait_for_url("**/money/?otherwise.convicted_share=50")
        assert page.get_by_text("$1,214,055").first.is_visible()
        context.close()

        context = browser.new_context(base_url=address, java_script_enabled=False, locale="en-US")
        page = context.new_page()
        page.goto("/money/")
        assert page.get_by_role("slider").count() == 0
        page.get_by_text("What would happen otherwise").click()
        page.locator('[name="otherwise.convicted_share"]').fill("50")
        page.get_by_role("button", name="Show what comes of it").click()
        assert page.url.endswith("/money/?otherwise.convicted_share=50")
        assert page.get_by_text("$1,214,055").first.is_visible()
        context.close()
