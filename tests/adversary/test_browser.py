"""Somebody has the survivor's phone in hand, or a link to the site, or a page that asks it something."""

import base64
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from amends.access.asking import arrive
from amends.entrance.sittings import end_sitting
from tests.conftest import point_at
from tests.doors.opening import come_in
from tests.world import WORLD, id_of, key_of

CASE = f"/my/{WORLD.rose}/"
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HER_WAY = {"channel": "phone", "allowed": "yes", "address": "555 0100", "hours": ""}
EVERYWHERE = (
    ("/enter/", None, 200),
    ("/enter/words/", None, 200),
    ("/enter/invitation/", None, 200),
    ("/enter/out/done/", None, 200),
    (CASE, None, 302),
    (CASE, "rose's survivor", 200),
    (f"{CASE}close/", "rose's survivor", 200),
    (f"/my/{WORLD.oak}/", "rose's survivor", 404),
    ("/my/nothing/at/all/", "rose's survivor", 404),
    (f"/answer/{WORLD.rose}/", "rose's accountable", 200),
    (f"/staff/{WORLD.rose}/", "rose's advocate", 200),
    (f"/staff/{WORLD.oak}/", "rose's coach", 404),
    ("/staff/", "rose's advocate", 200),
    ("/office/", "rose's liaison", 200),
)


def come_in_as(browser: Client, key: str) -> Client:
    """Return another browser with the same cookies, in which somebody else's key was put in place of the first."""
    other = come_in(key)
    other.cookies["messages"] = browser.cookies["messages"].value
    return other


def visit(address: str, name: str | None):
    """Ask for a page as somebody of the world, or as nobody."""
    return (come_in(key_of(name)) if name else Client()).get(address)


def test_every_page_is_kept_by_no_cache_framed_by_nobody_and_loads_nothing_from_elsewhere(own_world):
    for address, name, status in EVERYWHERE:
        answer = visit(address, name)
        assert answer.status_code == status, address
        assert answer["Cache-Control"] == "no-store", address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Referrer-Policy"] == "same-origin", address
        assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} >= POLICY, address


def test_what_was_done_is_shown_on_the_next_page_and_no_more(own_world):
    hers = come_in(key_of("rose's survivor"))
    done = hers.post(f"{CASE}close/")
    assert done.status_code == 303
    assert b"This holds from now on." in hers.get(done["Location"]).content
    assert b"This holds from now on." not in hers.get(done["Location"]).content


def test_what_was_done_waits_in_the_browser_unread_and_goes_with_it(own_world):
    hers = come_in(key_of("rose's survivor"))
    hers.post(f"{CASE}close/")
    waiting = hers.cookies["messages"]
    held = base64.urlsafe_b64decode(waiting.value)
    for words in (b"stopped", b"holds", b"success", b"message"):
        assert words not in held.lower()
    assert (waiting["httponly"], waiting["samesite"], waiting["max-age"]) == (True, "Strict", "")


@pytest.mark.parametrize("kept", [True, False], ids=["left signed in, until it was over", "signed out"])
def test_what_was_done_is_not_said_to_whoever_takes_up_the_phone(own_world, kept):
    hers = come_in(key_of("rose's survivor"))
    hers.post(f"{CASE}close/")
    assert b"This holds from now on." in come_in_as(hers, key_of("rose's survivor")).get(CASE).content
    if kept:
        end_sitting(key_of("rose's survivor"))
    else:
        del hers.cookies["amends_sitting"]
    entrance = hers.get("/enter/words/")
    assert b"This holds from now on." not in entrance.content
    assert entrance.cookies["messages"].value == "", "it is taken out of the browser"


def test_what_was_done_is_not_said_to_whoever_signs_in_next(own_world):
    hers = come_in(key_of("oak's survivor"))
    assert hers.post(f"/my/{WORLD.oak}/way/", HER_WAY).status_code == 303
    his = come_in_as(hers, key_of("oak's accountable"))
    page = his.get(f"/answer/{WORLD.oak}/")
    assert page.status_code == 200
    assert b"govuk-notification-banner" not in page.content
    assert b"govuk-notification-banner" in hers.get(f"/my/{WORLD.oak}/ways/").content, "there was something"


def test_what_somebody_put_there_in_place_of_it_is_not_said_and_breaks_no_page(own_world):
    hers = come_in(key_of("rose's survivor"))
    for planted in ("", "nonsense", "=", base64.urlsafe_b64encode(b"x" * 2000).decode(), "ñ"):
        hers.cookies["messages"] = planted
        page = hers.get(CASE)
        assert page.status_code == 200, planted
        assert b"govuk-notification-banner" not in page.content, planted
        assert page.cookies["messages"].value == "", planted


def test_what_waits_in_the_browser_is_as_long_whatever_it_says(own_world):
    lengths = set()
    for act in ("rest", "on", "close", "return"):
        hers = come_in(key_of("rose's survivor"))
        assert hers.post(f"{CASE}{act}/").status_code == 303, act
        lengths.add(len(hers.cookies["messages"].value))
    assert len(lengths) == 1


def test_what_was_not_stored_after_all_is_never_said_to_be_done(own_world, monkeypatch):
    hers = come_in(key_of("rose's survivor"))
    honest = connection.commit

    def lost():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM case_move WHERE event = 'stop'")
            if cursor.fetchone() == (0,):
                return honest()
        raise OperationalError("the server has gone")

    monkeypatch.setattr(connection, "commit", lost)
    answer = hers.post(f"{CASE}close/")
    monkeypatch.undo()
    assert answer.status_code == 503
    assert b"Nothing was saved" in answer.content
    page = hers.get(CASE).content
    assert b"This holds from now on." not in page
    assert b"This holds now." not in page


@pytest.mark.parametrize(
    "address, onward", [("/enter/out/leave/", settings.EXIT_TO), ("/enter/out/", "/enter/out/done/")]
)
def test_whoever_goes_takes_what_is_about_them_out_of_the_browser(own_world, address, onward):
    hers = come_in(key_of("rose's survivor"))
    page = hers.get(CASE)
    hers.post(f"{CASE}rest/")
    gone = hers.post(address)
    assert (gone.status_code, gone["Location"]) == (303, onward)
    for cookie in ("amends_sitting", "csrftoken", "messages"):
        assert (gone.cookies[cookie].value, gone.cookies[cookie]["max-age"]) == ("", 0), cookie
    assert "cache" in gone["Clear-Site-Data"]
    assert page.cookies["csrftoken"]["max-age"] == "", "it ends with the browser's session, not in a year"
    assert arrive(key_of("rose's survivor")) is None


def test_the_way_to_sign_out_is_not_taken_for_somebody_by_another_site(own_world):
    hers = Client(enforce_csrf_checks=True)
    hers.cookies["amends_sitting"] = key_of("rose's survivor")
    for address in ("/enter/out/", "/enter/out/everywhere/", "/language/", f"{CASE}close/"):
        assert hers.post(address).status_code == 403, address
    assert arrive(key_of("rose's survivor")) is not None
    assert hers.post("/enter/out/leave/").status_code == 303, "nothing stands in the way of leaving at once"
    assert arrive(key_of("rose's survivor")) is None


def test_choosing_a_language_leads_nowhere_else():
    for onward in (
        "https://elsewhere.test/",
        "//elsewhere.test/",
        "/\\elsewhere.test",
        "javascript:alert(1)",
    ):
        answer = Client().post("/language/", {"language": "es", "next": onward})
        assert answer.status_code == 302
        assert "elsewhere" not in answer["Location"]
        assert "javascript" not in answer["Location"]


def test_a_key_that_somebody_planted_is_not_the_key_of_whoever_signs_in(own_world):
    planted = key_of("rose's accountable")
    browser = Client()
    browser.cookies["amends_sitting"] = planted
    assert browser.get("/enter/words/").status_code == 200
    assert browser.post("/enter/words/", {"words": "amber birch", "number": "000000"}).status_code == 200
    assert browser.cookies["amends_sitting"].value == planted
    assert arrive(planted) is not None, "a wrong try ends nobody's sitting"


NOT_HERS = (
    f"/my/{id_of('nothing')}/",
    f"/my/{WORLD.oak}/",
    f"/my/{WORLD.rose}/list/{id_of('oak plan_item by survivor')}/",
    f"/my/{WORLD.rose}/no-such-page-at-all/",
    f"/my/{str(WORLD.rose).upper()}/",
    f"/My/{WORLD.rose}/",
    "/my/not-an-id/",
    f"/answer/{WORLD.rose}/",
    f"/staff/{WORLD.rose}/",
)


def test_what_is_not_hers_is_the_same_404_byte_for_byte(own_world):
    hers = come_in(key_of("rose's survivor"))
    assert hers.get(f"/my/{WORLD.rose}/").status_code == 200
    nothing = hers.get("/my/nothing/whatever/at/all/")
    for address in NOT_HERS:
        found = hers.get(address)
        assert (found.status_code, found.content) == (404, nothing.content), address
        assert dict(found.headers) == dict(nothing.headers), address


def test_a_page_of_a_failure_says_that_nothing_was_saved_and_nothing_else(own_world):
    hers = come_in(key_of("rose's survivor"))
    name = settings.DATABASES["default"]["NAME"]
    try:
        point_at("a_database_that_is_not_there")
        answer = hers.get(CASE)
    finally:
        point_at(name)
    assert answer.status_code == 503
    assert b"Traceback" not in answer.content
    assert b"database" not in answer.content.lower()
    assert str(WORLD.rose).encode() not in answer.content
    assert answer["Cache-Control"] == "no-store"


QUESTION = """
import json, django
from django.conf import settings
names = [name for name in dir(settings) if name.endswith(("SECURE", "HTTPONLY", "SAMESITE", "_AGE")) or name in
         ("DEBUG", "SITTING_COOKIE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def test_live_every_cookie_is_sent_over_tls_alone_and_read_by_no_script():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "amends.settings.live",
        "AMENDS_HOSTS": "program.test",
        "AMENDS_SECRET": "0123456789abcdef" * 4,
        "AMENDS_PROXIES": "0",
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    }
    said = subprocess.run([sys.executable, "-c", QUESTION], env=environment, capture_output=True, check=True)
    live = json.loads(said.stdout)
    assert live["DEBUG"] is False
    assert live["SITTING_COOKIE"].startswith("__Host-")
    for cookie in ("CSRF", "LANGUAGE"):
        assert live[f"{cookie}_COOKIE_SECURE"] is True, cookie
        assert live[f"{cookie}_COOKIE_HTTPONLY"] is True, cookie
        assert live[f"{cookie}_COOKIE_SAMESITE"] == "Strict", cookie
    assert live["SITTING_COOKIE_SECURE"] is True
    assert live["CSRF_COOKIE_AGE"] is None
    assert live["LANGUAGE_COOKIE_AGE"] is None
    assert live["SECURE_SSL_REDIRECT"] is True
