"""The pages in Spanish: every sentence is said, nothing is filled in that is not there, and no English is left."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client

from amends.care.models import Service
from amends.circles.models import Extension
from amends.command.words import (
    all_that_is_said,
    brought_up,
    catalogues,
    faults,
    placeholders,
    placeholders_differ,
    read,
)
from tests.doors.opening import come_in, sentences
from tests.reading import reading_grade
from tests.walking import Walk

SPANISH = next(path for path in catalogues() if path.parts[-3] == "es")
# Words that no Spanish sentence holds and few English ones go without.
ENGLISH = re.compile(
    r"\b(the|you|your|is|are|of|and|this|that|with|for|they|what|who|was|will|not|by|from)\b", re.IGNORECASE
)
# What somebody has typed, and what people and organizations are called, stays as it is.
TYPED = re.compile(
    r"Take the course|words of|is not used in court|Invented County"
    r"|the director|The (community|prosecutor|defense|program|fund)\b|The invented funder"
)
# In a crawl each page counts once, whichever case, item or person it is of.
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture(scope="module")
def said():
    return all_that_is_said()


def test_everything_that_is_said_is_said_in_spanish(said):
    assert len(said) > 1000
    assert list(faults(SPANISH, said)) == []


def test_a_catalogue_that_lacks_something_is_named(said, tmp_path):
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    text = SPANISH.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "Sign out"', '#, fuzzy\nmsgid "Sign out"')
        .replace('msgstr "Cerrar sesión"', 'msgstr "Cerrar %(what)s"')
        .replace('msgid "Menu"', 'msgid "Menu of old"')
        .replace('msgstr "Guardar"', 'msgstr ""'),
        encoding="utf-8",
    )
    wrong = read(path)
    assert placeholders_differ(wrong["Sign out"])
    assert wrong["Sign out"].fuzzy
    told = "\n".join(faults(path, said))
    assert "not sure (fuzzy): “Sign out”" in told
    assert "not translated: “Save”" in told
    assert "not translated: “Menu”" in told
    assert "nothing says it any more: “Menu of old”" in told


def test_a_catalogue_is_brought_up_without_losing_a_word_and_names_no_day(said):
    text = SPANISH.read_text(encoding="utf-8")
    assert brought_up(SPANISH, said) == text
    assert "POT-Creation-Date" not in text
    assert not re.search(r"^#: .*:\d+$", text, re.MULTILINE)


def test_each_sentence_that_the_parties_read_is_easy_in_spanish():
    doors = ("portals/survivor/", "portals/accountable/", "portals/entrance/", "shared/templates/")
    theirs = [
        one for one in read(SPANISH) if any(door in place for place, _ in one.locations for door in doors)
    ]
    assert len(theirs) > 300
    forms = [one.string if isinstance(one.string, str) else (one.string or [""])[-1] for one in theirs]
    told = [part for one in forms for part in re.split(r"(?<=[.!?:])\s+", one) if len(part.split()) > 4]
    assert {part: grade for part in told if (grade := reading_grade(part, "es")) > 6} == {}


def test_what_a_sentence_leaves_open_is_found_however_it_is_written():
    assert placeholders("By %(day)s, or {count}") == {"day", "count"}
    assert placeholders("100 % {of}") == {"of"}
    assert placeholders("Nothing") == set()


def in_spanish(key: str) -> Client:
    browser = come_in(key)
    browser.cookies["django_language"] = "es"
    return browser


def every_page(browser: Client, first: str) -> dict[str, list[str]]:
    """Return what each page says to which links lead from the first one, by address."""
    found: dict[str, list[str]] = {}
    ahead, kinds = [first], set[str]()
    while ahead:
        address = ahead.pop()
        kind = ONE_OF_MANY.sub("x", address.partition("?")[0])
        if kind in kinds:
            continue
        kinds.add(kind)
        response = browser.get(address, follow=True)
        assert response.status_code == 200, address
        if not response["Content-Type"].startswith("text/html"):
            continue  # A file to take away says its columns, and no sentence.
        assert '<html lang="es"' in response.content.decode(), address
        found[address] = sentences(response.content)
        links = re.findall(r'href="([^"#?]+)', response.content.decode())
        at = response.redirect_chain[-1][0] if response.redirect_chain else address
        ahead += [link for link in (urljoin(at, one) for one in links) if link.startswith(first)]
    return found


FIRST_PAGES = {
    "survivor": "/my/",
    "accountable": "/answer/",
    "advocate": "/staff/",
    "facilitator": "/staff/",
    "coach": "/staff/",
    "counsel": "/office/",
    "liaison": "/office/",
    "director": "/staff/",
}
EASY = ("survivor", "accountable")


def test_no_english_is_left_on_any_page_and_theirs_are_easy_to_read_in_spanish_too(own_world):
    walk = Walk()
    pages: dict[str, dict[str, list[str]]] = {part: {} for part in FIRST_PAGES}

    def looked_at(moment: str) -> None:
        for part, first in FIRST_PAGES.items():
            opened = every_page(in_spanish(walk.key(part)), first)
            pages[part] |= {f"{moment}: {address}": told for address, told in opened.items()}

    walk.to_inviting()
    looked_at("inviting")
    walk.consents()
    walk.prepares()
    walk.moves("facilitator", "go on")
    walk.writes_item(action="Take the course.")
    walk.schedules(in_days=10)
    walk.adds("facilitator", Extension, until_on=walk.today() + timedelta(days=900))
    walk.adds(
        "advocate",
        Service,
        kind="housing",
        opened_on=walk.today(),
        means_until_on=walk.today() + timedelta(days=99),
    )
    walk.days_pass(8)
    looked_at("planning")
    walk.moves("survivor", "stop")
    looked_at("stopping")

    english, hard = set(), {}
    for part, of_part in pages.items():
        assert of_part, part
        for address, told in of_part.items():
            english |= {(part, one) for one in told if ENGLISH.search(one) and not TYPED.search(one)}
            text = " ".join(one if one[-1] in ".?!:" else f"{one}." for one in told)
            if part in EASY and (grade := reading_grade(text, "es")) > 6:
                hard[part, address] = grade
    assert english == set()
    assert hard == {}
