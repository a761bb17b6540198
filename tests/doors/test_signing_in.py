"""Coming in and going out: by invitation, with secrets that stand nowhere in clear, as the rules say."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from time import sleep

import pytest
from django.apps import apps
from django.conf import settings as site_settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.test import Client, RequestFactory
from django.utils import translation

from amends.access.asking import NotOpen, arrive, asking
from amends.access.models import Sitting
from amends.database.addresses import administer, connect_as
from amends.database.clock import set_clock
from amends.entrance.accounts import (
    InvitationIsOver,
    NameIsTaken,
    OnlyByInvitation,
    ParticipantSecrets,
    StaffSecrets,
    make_account,
)
from amends.entrance.codes import draw_one_time_key, draw_recovery_codes, one_time_code, true_time
from amends.entrance.inviting import code_hash, find_invitation, invite, invite_worker, my_invitations
from amends.entrance.models import Account, Invitation, OneTimeCode, RecoveryCode, WrongTry
from amends.entrance.moments import moment
from amends.entrance.passphrases import FEWEST_WORDS, BrokenWords, draw_passphrase, words_of
from amends.entrance.sealing import NotOurs, carried, carry, open_sealed
from amends.entrance.signing_in import NotRight, sign_in_participant, sign_in_staff
from amends.entrance.sittings import key_hash, open_sitting
from amends.entrance.waiting import HaveToWait, address_of, begin_try
from amends.settings import base
from tests.conftest import point_at
from tests.reading import reading_grade
from tests.world import WORLD, id_of, key_of

HERE, THERE, ELSEWHERE = "192.0.2.1", "192.0.2.2", "192.0.2.3"
COOKIE = "amends_sitting"
WORDS = ParticipantSecrets(passphrase="amber birch cloud delta ember fern", pin="402917")


def worker(name="heron.testperson"):
    return StaffSecrets(
        name=name,
        password="quiet harbor at noon",
        one_time_key=draw_one_time_key(),
        recovery_codes=draw_recovery_codes(),
    )


def visitor(address=HERE, **options):
    return Client(REMOTE_ADDR=address, **options)


def typed(secrets, code=None):
    """What a worker types."""
    code = code or one_time_code(secrets.one_time_key)
    return {"name": secrets.name, "password": secrets.password, "code": code}


def typed_words(secrets):
    """What a participant types."""
    return {"words": secrets.passphrase, "number": secrets.pin}


def key_in(response):
    return response.cookies[COOKIE].value


def asked_in_the_database(question, *values, alias="default"):
    with administer(connections[alias].settings_dict["NAME"]) as server:
        return server.execute(question, values).fetchall()


@pytest.fixture
def minutes_pass(own_world):
    """A function that lets time pass in this copy of the world."""
    passed = [0.0]

    def let_pass(minutes):
        passed[0] += minutes
        with connect_as("amends_owner", connections["default"].settings_dict["NAME"]) as owner:
            set_clock(owner, ahead=timedelta(minutes=passed[0]))

    return let_pass


# Signing in.


def test_a_worker_comes_in_with_name_password_and_code_and_with_nothing_less(own_world):
    secrets = worker()
    make_account(id_of("rose's advocate"), secrets)
    for wrong in (
        {"password": "quiet harbor at night"},
        {"code": "000000" if typed(secrets)["code"] != "000000" else "111111"},
        {"name": "nobody.testperson"},
        {"code": ""},
    ):
        response = visitor(THERE).post("/enter/", {**typed(secrets), **wrong})
        assert response.status_code == 200
        assert COOKIE not in response.cookies
    response = visitor().post("/enter/", {**typed(secrets), "name": "Heron.Testperson "})
    assert (response.status_code, response["Location"]) == (303, "/staff/")
    assert arrive(key_in(response)).person_id == id_of("rose's advocate")


def test_a_participant_comes_in_with_words_and_number_however_the_words_are_typed(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    for wrong in ({"number": "402918"}, {"words": "amber birch cloud delta ember fig"}, {"number": ""}):
        response = visitor(THERE).post("/enter/words/", {**typed_words(WORDS), **wrong})
        assert response.status_code == 200
        assert COOKIE not in response.cookies
    response = visitor().post(
        "/enter/words/", {"words": " Ámber-BIRCH  cloud, delta ember fern", "number": " 402917 "}
    )
    assert (response.status_code, response["Location"]) == (303, "/my/")
    assert arrive(key_in(response)).person_id == id_of("rose's survivor")


def test_everybody_is_led_to_their_own_door_and_nobody_without_a_part_comes_in(own_world):
    doors = {"advocate": "/staff/", "facilitator": "/staff/", "coach": "/staff/", "director": "/staff/"}
    for part, door in {**doors, "liaison": "/office/", "counsel": "/office/"}.items():
        secrets = worker(f"{part}.testperson")
        make_account(id_of(WORLD.person(part)), secrets)
        assert visitor().post("/enter/", typed(secrets))["Location"] == door
    for part, door in {"survivor": "/my/", "accountable": "/answer/"}.items():
        secrets = ParticipantSecrets(passphrase=draw_passphrase("en"), pin="402917")
        make_account(id_of(WORLD.person(part)), secrets)
        assert visitor().post("/enter/words/", typed_words(secrets))["Location"] == door
    secrets = worker("stranger.testperson")
    make_account(id_of(WORLD.stranger), secrets)
    response = visitor().post("/enter/", typed(secrets))
    assert response.status_code == 200
    assert COOKIE not in response.cookies
    assert not Sitting.objects.filter(person_id=id_of(WORLD.stranger), ended_at=None).exclude(
        key_hash=key_hash(key_of(WORLD.stranger))
    )


def test_the_answer_does_not_say_what_was_wrong_nor_whether_there_is_such_a_person(own_world):
    secrets = worker()
    make_account(id_of("rose's advocate"), secrets)
    make_account(id_of("rose's survivor"), WORDS)
    for address, wrongs in {
        "/enter/": [{"name": "nobody.testperson"}, {"password": "quiet harbor at night"}, {"code": "12"}],
        "/enter/words/": [{"words": "one two three four five six"}, {"number": "111112"}],
    }.items():
        right = typed(secrets) if address == "/enter/" else typed_words(WORDS)
        answers = set()
        for n, wrong in enumerate(wrongs):
            page = visitor(f"198.51.100.{n}").post(address, {**right, **wrong}).content.decode()
            for secret in ("quiet harbor", right.get("code", "402917"), "amber", "three"):
                assert secret not in page
            page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
            answers.add(page.replace("nobody.testperson", "heron.testperson"))
        assert len(answers) == 1
        assert "Something here is not right" in answers.pop()


def test_a_code_works_once_and_so_does_a_recovery_code(own_world):
    secrets = worker()
    make_account(id_of("rose's advocate"), secrets)
    code = one_time_code(secrets.one_time_key)
    assert sign_in_staff(secrets.name, secrets.password, code, address=HERE)
    with pytest.raises(NotRight):
        sign_in_staff(secrets.name, secrets.password, code, address=HERE)
    following = one_time_code(secrets.one_time_key, true_time() + timedelta(seconds=30))
    assert sign_in_staff(secrets.name, secrets.password, following, address=HERE)
    with pytest.raises(NotRight):
        sign_in_staff(secrets.name, secrets.password, code, address=HERE)
    recovery = secrets.recovery_codes[3].lower().replace("-", " ")
    assert sign_in_staff(secrets.name, secrets.password, recovery, address=HERE)
    with pytest.raises(NotRight):
        sign_in_staff(secrets.name, secrets.password, recovery, address=HERE)
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_a_code_of_half_a_minute_ago_still_works_and_one_of_two_minutes_ago_does_not(own_world):
    secrets = worker()
    make_account(id_of("rose's advocate"), secrets)
    if true_time().timestamp() % 30 > 28:
        sleep(2)  # so that the step does not change under the test
    now = true_time()
    old = one_time_code(secrets.one_time_key, now - timedelta(minutes=2))
    with pytest.raises(NotRight):
        sign_in_staff(secrets.name, secrets.password, old, address=HERE)
    late = one_time_code(secrets.one_time_key, now - timedelta(seconds=30))
    assert sign_in_staff(secrets.name, secrets.password, late, address=HERE)


def test_what_is_verified_costs_work_and_is_no_plain_hash(own_world):
    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    account = make_account(id_of("rose's survivor"), WORDS)
    assert account.verifier.startswith("argon2$argon2id$")
    for alone in (WORDS.passphrase, WORDS.pin, f"{WORDS.passphrase} {WORDS.pin}"):
        assert not check_password(alone, account.verifier), "a stolen table alone cannot be guessed at"


def test_a_phone_shows_the_right_code_whatever_clock_a_demonstration_has_set(own_world, minutes_pass):
    secrets = worker()
    make_account(id_of("rose's advocate"), secrets)
    minutes_pass(400 * 24 * 60)
    assert sign_in_staff(secrets.name, secrets.password, one_time_code(secrets.one_time_key), address=HERE)


# Waiting.


@pytest.mark.parametrize("known", [True, False])
def test_after_too_many_wrong_tries_even_what_is_right_has_to_wait_and_the_page_says_for_how_long(
    own_world, minutes_pass, known
):
    if known:
        make_account(id_of("rose's survivor"), WORDS)
    door = "/enter/words/"
    for n in range(5):
        wrong = {**typed_words(WORDS), "number": "000001"}
        assert visitor(f"198.51.100.{n}").post(door, wrong).status_code == 200
    page = visitor().post(door, typed_words(WORDS))
    assert page.status_code == 429
    assert "Please wait 15 minutes, then try again." in page.content.decode()
    assert "what you can do here, you can do by phone" in page.content.decode()
    minutes_pass(14)
    assert (
        "Please wait 1 minute, then try again." in visitor().post(door, typed_words(WORDS)).content.decode()
    )
    minutes_pass(1.1)
    assert visitor().post(door, typed_words(WORDS)).status_code == (303 if known else 200)


def test_a_place_has_to_wait_for_everybody_and_other_places_do_not(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    for n in range(5):
        with pytest.raises(NotRight):
            sign_in_participant(f"amber birch cloud delta ember {n}", "402917", address=HERE)
    with pytest.raises(HaveToWait):
        sign_in_participant(WORDS.passphrase, WORDS.pin, address=HERE)
    assert sign_in_participant(WORDS.passphrase, WORDS.pin, address=THERE)


def test_somebody_who_comes_in_after_all_is_forgiven_their_own_tries_and_nobody_elses(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    make_account(id_of("rose's accountable"), ParticipantSecrets(passphrase="fern amber", pin="402917"))
    for _ in range(2):
        for passphrase in (WORDS.passphrase, "fern amber"):
            with pytest.raises(NotRight):
                sign_in_participant(passphrase, "000001", address=HERE)
    assert sign_in_participant(WORDS.passphrase, WORDS.pin, address=HERE)
    assert WrongTry.objects.count() == 2


def test_many_tries_at_once_are_not_more_tries(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    connections.close_all()

    def try_once(number):
        with closing(connections["door"]):
            try:
                sign_in_participant(WORDS.passphrase, f"00000{number}", address=f"198.51.100.{number}")
            except (NotRight, HaveToWait) as refusal:
                return type(refusal)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(try_once, range(8)))
    assert answers.count(NotRight) == 5
    assert answers.count(HaveToWait) == 3


def test_a_wait_ends_when_it_was_said_to_although_somebody_goes_on_trying(own_world, minutes_pass):
    make_account(id_of("rose's survivor"), WORDS)
    for n in range(5):
        begin_try("participant", WORDS.passphrase, address=f"198.51.100.{n}")
    for left in (15, 10, 5):
        with pytest.raises(HaveToWait) as wait:
            sign_in_participant(WORDS.passphrase, WORDS.pin, address=THERE)
        assert wait.value.minutes == left
        minutes_pass(5)
    minutes_pass(0.1)
    assert sign_in_participant(WORDS.passphrase, WORDS.pin, address=THERE)
    minutes_pass(31)
    begin_try("participant", "somebody else", address=HERE)
    assert WrongTry.objects.count() == 1


@pytest.mark.parametrize(
    "proxies, direct, passed_on, address",
    [
        ("", "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("1", "127.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("2", "127.0.0.1", "203.0.113.9, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
        ("2", "127.0.0.1", "192.0.2.7", "unknown"),
        ("1", "127.0.0.1", "not an address", "unknown"),
        ("", "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("", "::ffff:192.0.2.7", "", "192.0.2.7"),
        ("", "", "", "unknown"),
    ],
)
def test_nobody_chooses_the_place_that_they_are_counted_at(settings, proxies, direct, passed_on, address):
    settings.PROXIES = proxies
    headers = {"x-forwarded-for": passed_on} if passed_on else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=direct, headers=headers)) == address


# Invitations.


def test_each_is_invited_by_the_right_person_and_by_nobody_else(own_world):
    right = {
        ("survivor", "advocate"),
        ("accountable", "coach"),
        ("accountable", "facilitator"),
    }
    parts = ("survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "liaison", "director")
    for invited in ("survivor", "accountable", "advocate", "counsel"):
        for part in parts:
            for case in ("rose", "oak"):
                with WORLD.acting_as(WORLD.person(part, case)):
                    if case == "rose" and (invited, part) in right:
                        assert re.fullmatch(r"(\w{4}-){3}\w{4}", invite(WORLD.rose, invited))
                    else:
                        with pytest.raises(NotOpen):
                            invite(WORLD.rose, invited)


def test_the_accountable_party_is_not_invited_before_they_hold_a_seat(own_world):
    with WORLD.acting_as("rose's coach"):
        assert invite(WORLD.rose, "accountable")
    with administer(connections["default"].settings_dict["NAME"]) as server:
        server.execute(
            "UPDATE amends.seat SET until_at = now() WHERE person_id = %s", [id_of("rose's accountable")]
        )
    with WORLD.acting_as("rose's coach"), pytest.raises(NotOpen):
        invite(WORLD.rose, "accountable")


def test_a_director_invites_workers_and_neither_themself_nor_anybody_who_does_not_work_here(
    own_world,
):
    with WORLD.acting_as(WORLD.director):
        assert invite_worker(id_of("a spare coach"))
        for who in (WORLD.director, WORLD.stranger, "rose's survivor", "nobody at all"):
            with pytest.raises(NotOpen):
                invite_worker(id_of(who))
    with WORLD.acting_as("rose's facilitator"), pytest.raises(NotOpen):
        invite_worker(id_of("a spare coach"))


def invited(name, part="survivor"):
    """Invite the survivor or the accountable party of rose for good, and return the code."""
    return committed(name, lambda: invite(WORLD.rose, part))


def committed(name, do):
    with asking(key_of(name)):
        return do()


def test_an_invitation_works_once_until_its_day_and_only_the_newest(own_world, minutes_pass):
    first, second = invited("rose's advocate"), invited("rose's advocate")
    with pytest.raises(InvitationIsOver):
        find_invitation(first, address=HERE)
    found = find_invitation(second.lower().replace("-", " "), address=HERE)
    make_account(found.person_id, WORDS, invitation_id=found.id)
    with pytest.raises(InvitationIsOver):
        make_account(found.person_id, WORDS, invitation_id=found.id)
    with pytest.raises(InvitationIsOver):
        find_invitation(second, address=HERE)
    third = invited("rose's advocate")
    minutes_pass(14 * 24 * 60 + 1)
    with pytest.raises(InvitationIsOver):
        find_invitation(third, address=THERE)
    ended = Invitation.objects.get(code_hash=code_hash(third))
    with pytest.raises(InvitationIsOver):
        make_account(ended.person_id, WORDS, invitation_id=ended.id)


def test_an_invitation_makes_the_account_of_its_own_person_and_kind_and_no_other(own_world):
    found = find_invitation(invited("rose's advocate"), address=HERE)
    with pytest.raises(InvitationIsOver):
        make_account(id_of("rose's accountable"), WORDS, invitation_id=found.id)
    with pytest.raises(InvitationIsOver):
        make_account(found.person_id, worker(), invitation_id=found.id)
    assert not Account.objects.exists()
    assert make_account(found.person_id, WORDS, invitation_id=found.id).person_id == id_of("rose's survivor")


def test_codes_are_not_found_by_trying(own_world):
    for n in range(5):
        with pytest.raises(InvitationIsOver):
            find_invitation(f"AAAA-AAAA-AAAA-AAA{n}", address=HERE)
    with pytest.raises(HaveToWait):
        find_invitation(invited("rose's advocate"), address=HERE)


def go_on(client, page, **typed):
    """Send the form of a page, with what it carries, and return the next page."""
    token = re.search(r'name="carried" value="([^"]+)"', page.content.decode())[1]
    return client.post("/enter/invitation/", {"carried": token, **typed})


def six_words(page):
    return " ".join(re.findall(r"<strong>([a-z]+)</strong>", page.content.decode()))


def words_asked(page, passphrase):
    places = re.findall(r'name="word_(\d)"', page.content.decode())
    return {f"word_{place}": passphrase.split()[int(place) - 1] for place in places}


def test_a_survivor_comes_in_for_the_first_time_and_again_by_words_shown_once(own_world):
    code = invited("rose's advocate")
    her = visitor()
    page = go_on(her, her.post("/enter/invitation/", {"code": code}), number="402917", again="402917")
    passphrase = six_words(page)
    assert len(set(passphrase.split())) == 6
    page = go_on(her, page)
    assert six_words(page) == ""
    asked = words_asked(page, passphrase)
    assert len(asked) == 2
    wrong = go_on(her, page, **{**asked, next(iter(asked)): "zebra"})
    assert "This is not that word." in wrong.content.decode()
    assert not set(passphrase.split()) & set(re.sub(r"<[^>]*>", " ", wrong.content.decode()).split())
    assert not Account.objects.exists()
    last = go_on(her, page, **asked)
    assert (last.status_code, last["Location"]) == (303, "/my/")
    again = visitor(THERE).post("/enter/words/", {"words": passphrase, "number": "402917"})
    assert again["Location"] == "/my/"
    # The page that carried everything is worth nothing now.
    assert "Please type the code once more" in go_on(her, page, **asked).content.decode()


def test_a_worker_comes_in_for_the_first_time_and_the_code_that_showed_it_is_used_up(own_world):
    code = committed(WORLD.director, lambda: invite_worker(id_of("rose's coach")))
    client = visitor()
    chosen = {"name": "heron", "password": "quiet harbor at noon", "again": "quiet harbor at noon"}
    page = go_on(client, client.post("/enter/invitation/", {"code": code}), **chosen)
    assert "<svg" in page.content.decode()
    one_time_key = re.search(r"<strong>([A-Z2-7]{32})</strong>", page.content.decode())[1]
    wrong = go_on(client, page, code="12345")
    assert one_time_key in wrong.content.decode()
    assert "This code is not right." in wrong.content.decode()
    now = one_time_code(one_time_key)
    last = go_on(client, page, code=now)
    codes = re.findall(r"<strong>(\w{5}-\w{5})</strong>", last.content.decode())
    assert len(codes) == 10
    assert 'href="/staff/"' in last.content.decode()
    assert arrive(key_in(last)).person_id == id_of("rose's coach")
    with pytest.raises(NotRight):
        sign_in_staff("heron", "quiet harbor at noon", now, address=HERE)
    assert sign_in_staff("heron", "quiet harbor at noon", codes[0], address=HERE)


@pytest.mark.parametrize(
    "typed, says",
    [
        ({"number": "12345", "again": "12345"}, "needs six digits"),
        ({"number": "123456", "again": "123456"}, "easy to guess"),
        ({"number": "777777", "again": "777777"}, "easy to guess"),
        ({"number": "402917", "again": "402918"}, "not the same"),
    ],
)
def test_a_number_that_others_would_try_first_is_refused_beside_its_field(own_world, typed, says):
    her = visitor()
    page = go_on(her, her.post("/enter/invitation/", {"code": invited("rose's advocate")}), **typed)
    assert says in page.content.decode()
    assert typed["number"] not in page.content.decode()
    assert "six words" not in page.content.decode()


@pytest.mark.parametrize(
    "typed, says",
    [
        ({"name": "h"}, "at least three letters"),
        ({"name": "heron@example.org"}, "at least three letters"),
        ({"password": "too short", "again": "too short"}, "at least 12 characters"),
        ({"password": "password1234", "again": "password1234"}, "Many people use this password"),
        ({"again": "quiet harbor at night"}, "not the same"),
        ({"password": "heron harbor at noon", "again": "heron harbor at noon"}, "must not hold the name"),
    ],
)
def test_a_weak_password_is_refused_and_the_name_stays_typed(own_world, typed, says):
    chosen = {"name": "heron", "password": "quiet harbor at noon", "again": "quiet harbor at noon", **typed}
    code = committed(WORLD.director, lambda: invite_worker(id_of("rose's coach")))
    client = visitor()
    page = go_on(client, client.post("/enter/invitation/", {"code": code}), **chosen).content.decode()
    assert says in page
    assert f'value="{chosen["name"]}"' in page
    assert chosen["password"] not in page


def test_two_people_cannot_sign_in_with_one_name(own_world):
    make_account(id_of("rose's advocate"), worker("heron"))
    with pytest.raises(NameIsTaken):
        make_account(id_of("rose's coach"), worker("Heron"))
    assert Account.objects.count() == 1
    code = committed(WORLD.director, lambda: invite_worker(id_of("rose's coach")))
    client = visitor()
    chosen = {"name": "HERON", "password": "quiet harbor at noon", "again": "quiet harbor at noon"}
    page = go_on(client, client.post("/enter/invitation/", {"code": code}), **chosen)
    assert "has this name already" in page.content.decode()


def test_a_new_invitation_is_a_recovery_that_ends_everything_old_and_that_its_person_can_read_of(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    old = sign_in_participant(WORDS.passphrase, WORDS.pin, address=HERE)
    code = invited("rose's advocate")
    assert arrive(old), "nothing old ends before the invitation is used"
    found = find_invitation(code, address=HERE)
    new = ParticipantSecrets(passphrase="fern amber birch cloud delta ember", pin="402917")
    make_account(found.person_id, new, invitation_id=found.id)
    assert arrive(old) is None
    with pytest.raises(NotRight):
        sign_in_participant(WORDS.passphrase, WORDS.pin, address=HERE)
    key = sign_in_participant(new.passphrase, new.pin, address=HERE)
    invited("rose's advocate")
    waiting, used = committed_as(key, my_invitations)
    today = moment().today
    assert (used.made_as, used.by, used.made_on, used.used_on) == (
        "advocate",
        "rose's advocate",
        today,
        today,
    )
    assert (waiting.used_on, waiting.ends_on) == (None, today + timedelta(days=14))
    assert committed("oak's survivor", my_invitations) == []


def committed_as(key, do):
    with asking(key):
        return do()


def test_the_accountable_party_reads_the_part_of_whoever_invited_them_and_no_name(own_world):
    invited("rose's coach", "accountable")
    (read,) = committed("rose's accountable", my_invitations)
    assert (read.made_as, read.by) == ("coach", "")


def test_a_worker_made_anew_has_new_codes_and_none_of_the_old(own_world):
    secrets = worker()
    make_account(id_of("rose's coach"), secrets)
    anew = worker()
    make_account(id_of("rose's coach"), anew)
    assert (OneTimeCode.objects.count(), RecoveryCode.objects.count()) == (1, 10)
    with pytest.raises(NotRight):
        sign_in_staff(secrets.name, secrets.password, secrets.recovery_codes[0], address=HERE)
    assert sign_in_staff(anew.name, anew.password, anew.recovery_codes[0], address=HERE)


# What a page carries.


def test_a_page_carries_only_what_we_sealed_for_it_and_not_for_long(own_world, minutes_pass):
    until = moment().now + timedelta(minutes=30)
    token = carry({"step": "number", "pin": "402917"}, until=until)
    assert carried(token, now=moment().now) == {"step": "number", "pin": "402917"}
    middle = len(token) // 2
    for changed in (
        token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :],
        "",
        "AAAA",
        "é",
    ):
        with pytest.raises(NotOurs):
            carried(changed, now=moment().now)
        page = visitor().post("/enter/invitation/", {"carried": changed})
        assert page.status_code == 200
        assert "Please type the code once more" in page.content.decode()
    minutes_pass(31)
    with pytest.raises(NotOurs):
        carried(token, now=moment().now)


def test_a_key_of_codes_opens_only_in_its_own_row(own_world):
    ours, theirs = worker(), worker("another.testperson")
    make_account(id_of("rose's coach"), ours)
    make_account(id_of("oak's coach"), theirs)
    first, second = OneTimeCode.objects.all()
    assert open_sealed(
        "one-time codes", f"one_time_code|sealed_key|{first.account_id}", bytes(first.sealed_key)
    )
    OneTimeCode.objects.filter(pk=first.pk).update(sealed_key=second.sealed_key)
    moved = Account.objects.get(pk=first.pk).person_id
    secrets = ours if moved == id_of("rose's coach") else theirs
    with pytest.raises(NotOurs):
        sign_in_staff(secrets.name, secrets.password, typed(secrets)["code"], address=HERE)


# Sittings.


@pytest.mark.parametrize("part, minutes", [("advocate", 20), ("survivor", 10)])
def test_a_sitting_ends_when_it_is_not_used_for_so_long(own_world, minutes_pass, part, minutes):
    client = visitor()
    if part == "advocate":
        secrets = worker()
        make_account(id_of("rose's advocate"), secrets)
        client.post("/enter/", typed(secrets))
    else:
        make_account(id_of("rose's survivor"), WORDS)
        client.post("/enter/words/", typed_words(WORDS))
    key = client.cookies[COOKIE].value
    minutes_pass(minutes - 1)
    assert arrive(key), "used just in time"
    minutes_pass(minutes - 1)
    assert arrive(key), "each use begins a new wait"
    minutes_pass(minutes + 0.1)
    assert arrive(key) is None


def test_a_sitting_ends_after_its_hours_even_in_use(own_world, minutes_pass):
    make_account(id_of("rose's survivor"), WORDS)
    key = sign_in_participant(WORDS.passphrase, WORDS.pin, address=HERE)
    for _ in range(12 * 60 // 9 - 1):
        minutes_pass(9)
        assert arrive(key)
    minutes_pass(9)
    assert arrive(key) is None


def test_whoever_signs_out_ends_this_sitting_and_whoever_signs_out_everywhere_ends_all_of_theirs(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    here, there = visitor(), visitor(THERE)
    keys = []
    for client in (here, there):
        client.post("/enter/words/", typed_words(WORDS))
        keys.append(client.cookies[COOKIE].value)
    response = here.post("/enter/out/")
    assert (response.status_code, response["Location"]) == (303, "/enter/out/done/")
    assert here.cookies[COOKIE].value == ""
    assert arrive(keys[0]) is None
    assert arrive(keys[1])
    here.cookies[COOKIE] = keys[0]
    here.post("/enter/out/everywhere/")
    assert arrive(keys[1]), "a sitting that has ended ends no other"
    there.post("/enter/out/everywhere/")
    assert arrive(keys[1]) is None
    assert arrive(key_of("rose's survivor")) is None
    assert arrive(key_of("oak's survivor"))


def test_nobody_is_signed_out_by_a_page_of_somebody_else(own_world):
    client = visitor(enforce_csrf_checks=True)
    client.cookies[COOKIE] = key_of("rose's survivor")
    assert client.post("/enter/out/").status_code == 403
    assert client.get("/enter/out/").status_code == 405
    assert arrive(key_of("rose's survivor"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_ends_the_sitting_empties_the_browser_and_goes_to_a_neutral_site(own_world, method):
    client = visitor(enforce_csrf_checks=True)
    client.cookies[COOKIE] = key_of("rose's survivor")
    response = getattr(client, method)("/enter/out/leave/")
    assert (response.status_code, response["Location"]) == (303, site_settings.EXIT_TO)
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert client.cookies[COOKIE].value == ""
    assert arrive(key_of("rose's survivor")) is None


def test_leaving_works_without_the_database(own_world):
    here = connections["default"].settings_dict["NAME"]
    client = visitor()
    client.cookies[COOKIE] = key_of("rose's survivor")
    point_at("amends_test_that_is_not_there")
    try:
        response = client.get("/enter/out/leave/")
    finally:
        point_at(here)
    assert (response.status_code, response["Location"]) == (303, site_settings.EXIT_TO)
    assert client.cookies[COOKIE].value == ""


def test_a_key_that_somebody_put_into_the_browser_is_never_taken_over(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    client = visitor()
    client.cookies[COOKIE] = key_of("oak's survivor")
    client.post("/enter/words/", typed_words(WORDS))
    key = client.cookies[COOKIE].value
    assert key != key_of("oak's survivor")
    assert len(key) == 43, "256 bits"
    assert arrive(key).person_id == id_of("rose's survivor")
    assert arrive(key_of("oak's survivor")) is None, "what was signed in before in this browser has ended"


def test_a_sitting_can_be_opened_for_whoever_needs_no_secret(own_world):
    key = open_sitting(id_of("rose's survivor"), idle_minutes=10)
    assert arrive(key).person_id == id_of("rose's survivor")
    assert arrive(key + "x") is None


# Where secrets stand.


def test_the_key_is_in_one_strict_cookie_and_nowhere_else(own_world):
    make_account(id_of("rose's survivor"), WORDS)
    staff = worker()
    make_account(id_of("rose's coach"), staff)
    code = invited("rose's advocate")
    find_invitation(code, address=HERE)
    with pytest.raises(NotRight):
        sign_in_participant(WORDS.passphrase, "000002", address="203.0.113.77")
    signed_in = [
        visitor().post("/enter/words/", typed_words(WORDS)),
        visitor().post("/enter/", typed(staff)),
    ]
    keys = [key_in(response) for response in signed_in]
    for response in signed_in:
        assert set(response.cookies) == {COOKIE}
        cookie = response.cookies[COOKIE]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
        assert (cookie["domain"], cookie["max-age"], cookie["expires"]) == ("", "", "")
        assert key_in(response) not in response.content.decode()
    secrets = [*keys, WORDS.passphrase, "000002", staff.name, staff.password, staff.one_time_key, code]
    secrets += [*staff.recovery_codes, "203.0.113.77", WORDS.pin]
    running = str(
        asked_in_the_database("SELECT query FROM pg_stat_activity WHERE datname = current_database()")
    )
    assert "set_config" in running or "sitting" in running, "there is something to see"
    stored = "\n".join(
        str(asked_in_the_database(f"SELECT to_jsonb(t) FROM amends.{model._meta.db_table} AS t"))
        for model in apps.get_models()
        if model._meta.app_label in ("access", "entrance")
    )
    for key in keys:
        assert key_hash(key).hex() in stored, "there is something to find"
    for secret in secrets:
        assert secret not in running
        for spelling in (secret, secret.encode().hex(), secret.replace("-", "").encode().hex()):
            assert spelling not in stored


def test_a_live_cookie_is_bound_to_this_host_and_to_tls(own_world, settings):
    settings.SITTING_COOKIE, settings.SITTING_COOKIE_SECURE = "__Host-sitting", True
    make_account(id_of("rose's survivor"), WORDS)
    client = visitor()
    client.post("/enter/words/", typed_words(WORDS), secure=True)
    cookie = client.cookies["__Host-sitting"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    response = client.post("/enter/out/", secure=True)
    assert response.cookies["__Host-sitting"]["secure"], "a browser refuses to remove it otherwise"


def test_a_sign_in_that_everybody_knows_is_impossible_live(own_world, settings):
    make_account(id_of("rose's survivor"), WORDS)
    settings.LIVE = True
    with pytest.raises(OnlyByInvitation):
        make_account(id_of("rose's accountable"), WORDS)
    with pytest.raises(NotRight):
        sign_in_participant(WORDS.passphrase, WORDS.pin, address=HERE)
    found = find_invitation(invited("rose's advocate"), address=HERE)
    make_account(found.person_id, WORDS, invitation_id=found.id)
    assert sign_in_participant(WORDS.passphrase, WORDS.pin, address=HERE)


@pytest.mark.parametrize(
    "live, proxies, starts", [(True, "", False), (True, "1", True), (False, "", True), (False, "x", False)]
)
def test_a_site_does_not_start_before_it_knows_its_proxies(settings, live, proxies, starts):
    settings.LIVE, settings.PROXIES = live, proxies
    chapter = apps.get_app_config("entrance")
    if starts:
        chapter.ready()
    else:
        with pytest.raises(ImproperlyConfigured, match="AMENDS_PROXIES"):
            chapter.ready()


def test_the_lists_of_words_are_long_enough_and_plain(tmp_path, monkeypatch):
    for language in ("en", "es"):
        assert len(words_of(language)) >= FEWEST_WORDS
        drawn = [draw_passphrase(language) for _ in range(3)]
        assert len(set(drawn)) == 3
        assert {word for passphrase in drawn for word in passphrase.split()} <= set(words_of(language))
    monkeypatch.setattr("amends.entrance.passphrases.FOLDER", tmp_path)
    for broken in ("too few", " ".join(f"word{n}" for n in range(600)), "same " * 600):
        (tmp_path / "xx.txt").write_text(broken)
        with pytest.raises(BrokenWords, match=r"xx\.txt"):
            words_of("xx")


# The pages.


def pages_of_participants(own_world):
    """Every page that a participant may see on the way in and out, by title."""
    her = visitor()
    page = her.post("/enter/invitation/", {"code": invited("rose's advocate")})
    pages = [her.get("/enter/words/"), her.post("/enter/words/", {"words": "a", "number": "b"}), page]
    pages += [her.get("/enter/invitation/"), her.post("/enter/invitation/", {"code": "wrong"})]
    pages.append(go_on(her, page, number="1", again="2"))
    page = go_on(her, page, number="402917", again="402917")
    pages += [page, go_on(her, page), go_on(her, go_on(her, page), word_1="x"), her.get("/enter/out/done/")]
    return pages


def test_a_participants_pages_name_no_program_are_kept_nowhere_and_let_them_leave(own_world):
    for page in pages_of_participants(own_world):
        text = page.content.decode()
        title = re.search(r"<title>(.*?)</title>", text)[1]
        words = re.sub(r"<[^>]+>|/enter/\S*", " ", re.sub(r"(?s)<head>.*?</head>", title, text))
        for word in ("amends", "program", "case", "survivor", "harm", "court", "justice"):
            assert not re.search(rf"\b{word}\b", words, re.IGNORECASE), (title, word)
        assert page["Cache-Control"] == "no-store"
        assert "data-exit" in text
        assert 'type="password"' not in text


def test_a_participants_pages_are_easy_to_read(own_world):
    for page in pages_of_participants(own_world):
        said = re.search(r"(?s)<main.*?</main>", page.content.decode())[0]
        # Whatever stands by itself, a heading or a label, is read as a sentence.
        said = re.sub(r"</(h1|h2|p|li|label|div|button)>", ". ", said)
        said = re.sub(r"[\s.]*\.[\s.]*", ". ", re.sub(r"<[^>]*>", " ", said))
        assert len(said.split()) > 5
        assert reading_grade(said) <= 6, said


def test_no_page_of_the_entrance_is_kept_by_any_cache(own_world):
    client = visitor()
    for address in (
        "/enter/",
        "/enter/words/",
        "/enter/invitation/",
        "/enter/out/done/",
        "/enter/out/leave/",
    ):
        response = client.get(address)
        assert response["Cache-Control"] == "no-store", address
    assert client.post("/enter/out/")["Cache-Control"] == "no-store"


def test_a_survivor_who_reads_spanish_gets_spanish_words(own_world):
    her = visitor(headers={"accept-language": "es"})
    page = go_on(
        her,
        her.post("/enter/invitation/", {"code": invited("rose's advocate")}),
        number="402917",
        again="402917",
    )
    assert set(six_words(page).split()) <= set(words_of("es"))
    translation.activate("en")
