"""What every page promises of its looks and behaviour, tried on the gallery in a real browser."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import TemplateDoesNotExist
from playwright.sync_api import expect

from amends.portals.shared.forms import PlainDateField, PlainFormRenderer
from tests.browsing import barriers, is_too_wide
from tests.reading import reading_grade

CHECKOUT = Path(__file__).parents[2]
TEMPLATES = CHECKOUT / "amends" / "portals" / "shared" / "templates"
ERRORS = ["400", "403", "403_csrf", "404", "429", "500", "503"]
PARTICIPANTS = ["/", "/accountable", "/fields", "/refused", "/danger"]
PAGES = [*PARTICIPANTS, "/staff", "/office", "/public", *(f"/errors/{status}" for status in ERRORS)]


@pytest.fixture(scope="module")
def gallery():
    """The address of the gallery, served for as long as this module's tests last."""
    command = [sys.executable, str(Path(__file__).with_name("gallery.py"))]
    with subprocess.Popen(
        command, cwd=CHECKOUT, env={"PYTHONPATH": str(CHECKOUT)}, stdout=subprocess.PIPE, text=True
    ) as server:
        yield server.stdout.readline().strip()
        server.terminate()


@pytest.fixture
def look(gallery, browser):
    """A function that opens a page of the gallery as a new visitor, and gives the page."""
    visitors, refused_by_policy = [], []

    def note(line):
        if "Content Security Policy" in line.text:
            refused_by_policy.append(line.text)

    def open_page(address, *, width=1280, **how):
        visitor = browser.new_context(
            base_url=gallery, viewport={"width": width, "height": 800}, locale="en-US", **how
        )
        visitors.append(visitor)
        page = visitor.new_page()
        page.on("console", note)
        page.goto(address)
        return page

    yield open_page
    for visitor in visitors:
        visitor.close()
    assert refused_by_policy == []


def send(page):
    page.locator("main button[type=submit]").click()


@pytest.mark.parametrize("width, scheme", [(320, "light"), (1280, "light"), (320, "dark")])
def test_everybody_can_read_and_use_every_page(look, width, scheme):
    page = look("/", width=width, color_scheme=scheme)
    found = []
    for address in [*PARTICIPANTS, "/staff", "/office", "/public", "/errors/404"]:
        page.goto(address)
        found += [(address, *each) for each in barriers(page)]
    page.goto("/fields")
    send(page)
    assert page.locator(".govuk-error-summary").count() == 1
    found += [("/fields, sent empty", *each) for each in barriers(page)]
    assert found == []


def test_the_search_for_barriers_can_find_one(look):
    page = look("/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [barrier for barrier, _ in barriers(page)] == ["html-has-lang"]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_has_to_be_moved_sideways(look, width):
    page = look("/", width=width)
    too_wide = []
    for address in PAGES:
        page.goto(address)
        if is_too_wide(page):
            too_wide.append(address)
    page.goto("/fields")
    send(page)
    assert not is_too_wide(page)
    assert too_wide == []


@pytest.mark.parametrize("address", ["/", "/fields", "/staff"])
def test_what_one_presses_is_large_enough_for_a_thumb(look, address):
    page = look(address, width=320)
    for each in page.locator(".govuk-button, .as-link, .govuk-input, .govuk-select").all():
        assert each.bounding_box()["height"] >= 44, each.evaluate("it => it.outerHTML")
    for each in page.locator("a:visible:not(.govuk-skip-link), summary").all():
        assert each.bounding_box()["height"] >= 24 or each.evaluate(
            "it => getComputedStyle(it).display === 'inline'"
        ), each.evaluate("it => it.outerHTML")


def test_a_mistake_is_named_above_and_beside_its_field_and_what_was_typed_stays(look):
    page = look("/fields", java_script_enabled=False)
    page.get_by_label("What should we call you?").fill("Rose")
    page.get_by_label("Text message").check()
    page.get_by_label("How many minutes?").fill("ninety")
    page.get_by_label("Month").fill("13")
    page.get_by_label("Day").fill("1")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("Your passphrase").fill("four plain little words")
    send(page)

    assert page.title() == "Error: Tell us"
    assert page.get_by_label("What should we call you?").input_value() == "Rose"
    assert page.get_by_label("Text message").is_checked()
    assert page.get_by_label("How many minutes?").input_value() == "ninety"
    assert page.get_by_label("Month").input_value() == "13"
    assert page.get_by_label("Your passphrase").input_value() == "", "a page never holds a passphrase"

    links = page.locator(".govuk-error-summary a")
    reached = [link.get_attribute("href") for link in links.all()]
    assert reached == [
        "#id_day_0",
        "#id_form_of_meeting_0",
        "#id_minutes",
        "#id_action",
        "#id_agrees",
    ]
    for address in reached:
        field = page.locator(address)
        assert field.is_visible()
        described = field.get_attribute("aria-describedby") or page.locator(
            f"fieldset:has({address})"
        ).get_attribute("aria-describedby")
        errors = [page.locator(f"#{each}") for each in described.split() if each.endswith("_error")]
        assert errors, f"nothing says aloud what is wrong with {address}"
        expect(errors[0]).to_contain_text("Error:")
    links.first.click()
    assert page.url.endswith("#id_day_0")


@pytest.mark.parametrize(
    "month, day, year, sentence",
    [
        ("", "", "", "Write the day, with its month and year."),
        ("", "1", "2026", "The day must include a month."),
        ("1", "", "2026", "The day must include a day of the month."),
        ("1", "1", "", "The day must include a year."),
        ("May", "1", "2026", "Use numbers only, such as 3, 27 and 2026."),
        ("1", "²", "2026", "Use numbers only, such as 3, 27 and 2026."),
        ("1", "1", "26", "The year must have four numbers, such as 2026."),
        ("2", "29", "2026", "This day is not on the calendar. Check the month and the day."),
        ("1", "1", "0000", "This day is not on the calendar. Check the month and the day."),
        (" 02 ", "29", "2028", None),
    ],
)
def test_a_day_that_cannot_be_read_is_told_why(month, day, year, sentence):
    typed = QueryDict(mutable=True)
    typed.update({"by_month": month, "by_day": day, "by_year": year})
    day_asked_for = PlainDateField()
    if sentence:
        with pytest.raises(ValidationError) as refused:
            day_asked_for.clean(day_asked_for.widget.value_from_datadict(typed, {}, "by"))
        assert refused.value.messages == [sentence]
    else:
        assert day_asked_for.clean(day_asked_for.widget.value_from_datadict(typed, {}, "by")) == date(
            2028, 2, 29
        )


def test_a_day_that_nobody_has_to_give_may_stay_empty():
    assert PlainDateField(required=False).clean(["", "", ""]) is None
    with pytest.raises(ValidationError):
        PlainDateField(required=False).clean(["", "3", ""])


def test_a_widget_that_was_never_drawn_is_refused():
    renderer = PlainFormRenderer()
    assert renderer.get_template("django/forms/widgets/textarea.html")
    with pytest.raises(TemplateDoesNotExist):
        renderer.get_template("django/forms/widgets/select_date.html")


def test_a_form_without_a_mistake_is_taken_without_a_script(look):
    page = look("/fields", java_script_enabled=False)
    page.get_by_label("What should we call you?").fill("Rose")
    page.get_by_label("Month").fill("3")
    page.get_by_label("Day").fill("27")
    page.get_by_label("Year").fill("2026")
    page.get_by_label("By letters").check()
    page.get_by_label("Phone call").check()
    page.get_by_label("Language").select_option("es")
    page.get_by_label("How many minutes?").fill("90")
    page.get_by_label("What is to be done?").fill("Pay 40 dollars each month")
    page.get_by_label("Your passphrase").fill("four plain little words")
    page.get_by_label("I was told that I can stop at any time").check()
    send(page)
    assert page.locator(".govuk-error-summary").count() == 0
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Saved.")


def test_beside_every_text_box_stands_that_what_is_said_is_not_kept(look):
    page = look("/fields")
    assert page.locator("textarea").count() == 1
    reminder = page.locator(f"#{page.locator('textarea').get_attribute('id')}_reminder")
    expect(reminder).to_have_text("Please do not write down what anyone said.")
    assert reminder.get_attribute("id") in page.locator("textarea").get_attribute("aria-describedby").split()


def test_a_refused_act_says_why_and_offers_no_button(look):
    page = look("/refused")
    assert page.locator("main button").count() == 0
    reasons = page.locator(".not-yet .finding")
    assert reasons.count() == 2
    expect(page.locator(".not-yet")).to_contain_text("The rule: How long is the time to think?")
    expect(page.locator(".not-yet")).not_to_contain_text("Everything that you need to know was told to you.")
    page.goto("/danger")
    assert page.locator("main button").count() == 1


def test_the_language_changes_in_its_own_words_and_keeps_the_page(look):
    page = look("/refused?from=here", java_script_enabled=False)
    assert page.locator("html").get_attribute("lang") == "en"
    switch = page.get_by_role("button", name="Español")
    assert switch.get_attribute("lang") == "es"
    switch.click()
    assert page.url.endswith("/refused?from=here")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.get_by_role("button", name="English").get_attribute("lang") == "en"
    expect(page.locator(".not-yet h2")).to_have_text("Esto todavía no se puede hacer")
    expect(page.locator(".not-yet")).to_contain_text("¿Cuánto dura el tiempo para pensar?")


def test_the_way_out_is_on_each_page_behind_her_door_and_works_without_a_script(look, gallery):
    page = look("/", java_script_enabled=False)
    for address in ["/", "/fields", "/refused", "/danger", *(f"/errors/{status}" for status in ERRORS)]:
        page.goto(address)
        page.get_by_role("link", name="Exit this page").click()
        assert page.url == f"{gallery}/elsewhere"
    page.goto("/staff")
    assert page.get_by_role("link", name="Exit this page").count() == 0


def times_left(page):
    return page.request.get("/who-left").text().split()


@pytest.mark.parametrize("way", ["link", "shift"])
def test_leaving_signs_out_at_once_and_back_does_not_return_to_the_page(look, gallery, way):
    page = look("/refused")
    page.goto("/fields")
    before = times_left(page)
    if way == "link":
        page.get_by_role("link", name="Exit this page").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(f"{gallery}/elsewhere")
    assert times_left(page) == [*before, "POST"]
    page.go_back()
    assert page.url == f"{gallery}/refused", "the page that was left is no longer in the history"


def test_shift_leaves_from_an_error_page_too(look, gallery):
    page = look("/errors/404")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{gallery}/elsewhere")
    assert times_left(page)[-1] == "GET"


def test_writing_capitals_does_not_leave(look, gallery):
    page = look("/fields")
    page.get_by_label("What should we call you?").focus()
    for letter in "ROSE":
        page.keyboard.press(f"Shift+{letter}")
    assert page.get_by_label("What should we call you?").input_value() == "ROSE"
    assert page.url == f"{gallery}/fields"


def test_the_way_out_stays_in_sight(look):
    page = look("/", width=320)
    page.evaluate("window.scrollTo(0, 1500)")
    expect(page.get_by_role("link", name="Exit this page")).to_be_in_viewport()


@pytest.mark.parametrize("address", PARTICIPANTS)
def test_the_tab_and_the_page_of_a_participant_do_not_name_the_program(look, address):
    page = look(address)
    assert re.search("amends|justice|restorative|trafficking|survivor", page.content(), re.IGNORECASE) is None
    page.goto("/public")
    assert "Amends" in page.content(), "there was a name to find"


def test_hidden_and_missing_look_the_same_and_say_nothing_of_who_asked(look):
    page = look("/errors/404?case=1", color_scheme="light")
    other = look("/errors/404?case=2", width=320)
    first, second = (each.request.get(each.url) for each in (page, other))
    assert first.body() == second.body()
    assert "csrf" not in first.text()
    assert "case" not in first.text()


def test_on_paper_there_are_words_and_no_buttons(look):
    page = look("/")
    page.emulate_media(media="print")
    assert not page.locator(".exit, .top-acts, .govuk-button").first.is_visible()
    assert page.get_by_role("heading", name="Your page").is_visible()


def test_nothing_moves_for_those_who_asked_for_calm(look):
    moving = "getComputedStyle(document.querySelector('main .govuk-button')).transitionDuration"
    assert look("/", reduced_motion="reduce").evaluate(moving) == "0s"
    assert look("/", reduced_motion="no-preference").evaluate(moving) != "0s"


def test_the_keyboard_reaches_the_content_first(look):
    page = look("/staff")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    assert page.evaluate("document.activeElement.id") == "main"


def every_template():
    return sorted((CHECKOUT / "amends").rglob("templates/**/*.html"))


def test_no_template_has_a_style_or_script_of_its_own():
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
    assert [path.name for path in every_template() if inline.search(path.read_text())] == []
    assert inline.search('<p style="color: red">')
    assert inline.search("<script>leave()</script>")


def test_every_shared_template_begins_by_saying_what_it_is_given():
    opening = re.compile(
        r"(\{% extends [^%]*%\}\s*)?\{% comment %\}\n.*(Given|Needs).*?\{% endcomment %\}", re.DOTALL
    )
    silent = [path.name for path in sorted(TEMPLATES.rglob("*.html")) if not opening.match(path.read_text())]
    assert silent == []


def test_every_word_on_a_shared_page_can_be_translated():
    """Whatever is left of a template without its tags, comments and markup is a word in one language only."""
    comment = r"\{% comment %\}.*?\{% endcomment %\}"
    translated = r"\{% blocktrans.*?endblocktrans %\}"
    classes = r"\{% block width %\}.*?\{% endblock %\}"
    markup = re.compile(rf"{comment}|{translated}|{classes}|\{{[{{%#].*?[%}}#]\}}|<[^>]*>", re.DOTALL)
    untranslated = {
        path.name: left
        for path in TEMPLATES.rglob("*.html")
        if (left := re.findall(r"[^\W\d_]{2,}", markup.sub("", markup.sub("", path.read_text()))))
    }
    assert untranslated == {}


@pytest.fixture(scope="module")
def said():
    """Each sentence of the frame in English, with its Spanish, or nothing where it has none."""
    says = re.compile(r"""\{% trans "(.*?)" %\}|_\("(.*?)"\)""")
    files = [*TEMPLATES.rglob("*.html"), TEMPLATES.parent / "forms.py"]
    sentences = {"".join(found) for path in files for found in says.findall(path.read_text())}
    with (CHECKOUT / "locale" / "es" / "LC_MESSAGES" / "django.po").open("rb") as catalog:
        spanish = read_po(catalog, locale="es")
    return {each: spanish[each].string if each in spanish else "" for each in sentences}


def test_every_sentence_of_the_frame_is_said_in_spanish_too(said):
    assert len(said) > 50
    assert [english for english, spanish in said.items() if not spanish] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_sentences_of_the_frame_are_easy_to_read(said, language):
    sentences = [each for each in (said if language == "en" else said.values()) if len(each.split()) > 3]
    assert len(sentences) > 20
    assert {each: grade for each in sentences if (grade := reading_grade(each, language)) > 6} == {}
