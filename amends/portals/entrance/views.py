"""Signing in, coming in by invitation, going out. Only finding the right door asks the site's own role."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import qrcode
from django import forms
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amends.access.asking import arrive
from amends.access.middleware import DOORS
from amends.entrance.accounts import (
    InvitationIsOver,
    NameIsTaken,
    ParticipantSecrets,
    Secrets,
    StaffSecrets,
    make_account,
    name_is_free,
)
from amends.entrance.codes import draw_one_time_key, draw_recovery_codes, enrolment_address, step_of
from amends.entrance.inviting import find_invitation, standing
from amends.entrance.models import Invitation
from amends.entrance.moments import moment
from amends.entrance.passphrases import draw_passphrase
from amends.entrance.sealing import NotOurs, carried, carry
from amends.entrance.signing_in import NotRight, sign_in_participant, sign_in_staff
from amends.entrance.sittings import end_every_sitting, end_sitting, open_sitting_of
from amends.entrance.waiting import HaveToWait, address_of
from amends.portals.entrance.forms import (
    CheckForm,
    CodeForm,
    NameForm,
    NumberForm,
    PhoneForm,
    ShownWordsForm,
    StaffForm,
    StepForm,
    WordsForm,
    places_to_ask,
)
from amends.portals.shared import just_done

Words = str | Promise

NEUTRAL = "frames/survivor.html"
STAFF = "frames/staff.html"
# How long somebody may take over one step of coming in by invitation.
ERRAND_MINUTES = 30
TOO_MANY_REQUESTS = 429


class SeeOther(HttpResponseRedirect):
    """Go on to another address with a request of its own, so that nothing is sent twice."""

    status_code = 303


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a worker in, with name, password and code."""
    form = StaffForm(request.POST or None)

    def compare(typed: dict[str, str], address: str) -> str:
        return sign_in_staff(typed["name"], typed["password"], typed["code"], address=address)

    return signing_in(request, form, compare, template="entrance/staff.html", frame=STAFF)


@require_http_methods(["GET", "POST"])
def sign_in_with_words(request: HttpRequest) -> HttpResponse:
    """Sign a participant in, with six words and a number. The page names neither the program nor a person."""
    form = WordsForm(request.POST or None)

    def compare(typed: dict[str, str], address: str) -> str:
        return sign_in_participant(typed["words"], typed["number"], address=address)

    return signing_in(request, form, compare, template="entrance/words.html", frame=NEUTRAL)


def signing_in(
    request: HttpRequest,
    form: forms.Form,
    compare: Callable[[dict[str, str], str], str],
    *,
    template: str,
    frame: str,
) -> HttpResponse:
    """Compare what was typed, and lead to the right door; or show the page again, whatever was wrong."""
    status = 200
    if form.is_valid():
        try:
            key = compare(form.cleaned_data, address_of(request))
            return led_in(request, key)
        except NotRight:
            form.add_error(None, _("Something here is not right. Please check each line and try again."))
        except HaveToWait as wait:
            form.add_error(None, wait_words(wait.minutes))
            form.add_error(
                None, _("You do not have to wait for this page: what you can do here, you can do by phone.")
            )
            status = TOO_MANY_REQUESTS
    shown = {
        "page_title": _("Sign in"),
        "title": _("Sign in"),
        "submit": _("Sign in"),
        "frame": frame,
        "form": form,
    }
    return render(request, template, shown, status=status)


def wait_words(minutes: int) -> str:
    """Return when to try again, in words."""
    return ngettext(
        "There were many wrong tries. Please wait %(minutes)d minute, then try again.",
        "There were many wrong tries. Please wait %(minutes)d minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


def led_in(request: HttpRequest, key: str) -> HttpResponse:
    """Go to the door that is open to this key. Raises NotRight, the sitting ended, when none is."""
    door = door_of(key)
    if door is None:
        end_sitting(key)
        raise NotRight
    return with_key(request, SeeOther(door), key)


def door_of(key: str) -> str | None:
    """Return the address of the first door that is open to whoever holds this key; None when none is.

    The one place where both aliases are used: only the site's own role knows who plays which part.
    """
    asker = arrive(key)
    return next((door.begins for door in DOORS if asker and door.opens_to & asker.roles), None)


def with_key(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
    """Put a new key into the cookie. A key that came with the request is never kept: its sitting ends."""
    if old := request.COOKIES.get(settings.SITTING_COOKIE):
        end_sitting(old)
    response.set_cookie(
        settings.SITTING_COOKIE,
        key,
        path="/",
        secure=settings.SITTING_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


# Coming in by invitation: one address, and steps that carry what they rest on, sealed.


@dataclass(frozen=True)
class Step:
    """One step: the form, the words around it, and what is done with what was typed."""

    form: type[StepForm]
    title: Words
    submit: Words
    take: Callable[[HttpRequest, Invitation, StepForm], HttpResponse]
    lead: tuple[Words, ...] = ()
    template: str = "shared/act.html"


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Ask for the code of an invitation, and then, step by step, for what its holder will sign in with.

    Nothing is written before the last step. Whoever leaves on the way can begin again with the same code.
    """
    if "carried" in request.POST:
        return go_on(request)
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return ask_for_code(request, form)
    try:
        found = find_invitation(form.cleaned_data["code"], address=address_of(request))
    except InvitationIsOver:
        form.add_error("code", _("This code cannot be used. Check it, or ask for a new one."))
        return ask_for_code(request, form)
    except HaveToWait as wait:
        form.add_error(None, wait_words(wait.minutes))
        return ask_for_code(request, form, status=TOO_MANY_REQUESTS)
    return show(request, {"staff": "name", "participant": "number"}[found.kind], found, {})


def ask_for_code(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    """Return the page that asks for the code."""
    shown = {
        "page_title": _("Begin"),
        "title": _("Begin with your code"),
        "lead": [_("Somebody gave you a code, by phone or on paper.")],
        "submit": _("Go on"),
        "frame": NEUTRAL,
        "form": form,
    }
    return render(request, "shared/act.html", shown, status=status)


def go_on(request: HttpRequest) -> HttpResponse:
    """Take one step of the errand that the page carried. Begins again when it is not ours, old, or over."""
    try:
        told = carried(request.POST["carried"], now=moment().now)
        found = standing(id=told["invitation"])
    except (NotOurs, InvitationIsOver):
        return begin_again(request)
    step = STEPS[told["step"]]
    form = step.form(request.POST, told=told)
    if not form.is_valid():
        return show(request, told["step"], found, told, form=form)
    try:
        return step.take(request, found, form)
    except InvitationIsOver:
        return begin_again(request)


def begin_again(request: HttpRequest) -> HttpResponse:
    """Return the first page, saying that the code has to be typed once more."""
    form = CodeForm({"code": ""})
    form.errors.clear()
    form.add_error("code", _("Please type the code once more. If it does not work, ask for a new one."))
    return ask_for_code(request, form)


def show(
    request: HttpRequest,
    name: str,
    found: Invitation,
    told: dict[str, Any],
    *,
    form: StepForm | None = None,
    **more: object,
) -> HttpResponse:
    """Return the page of one step, carrying what it rests on."""
    step = STEPS[name]
    told = {**told, "step": name, "invitation": str(found.id)}
    if form is None:
        until = moment().now + timedelta(minutes=ERRAND_MINUTES)
        form = step.form(initial={"carried": carry(told, until=until)}, told=told)
    shown = {
        "page_title": step.title,
        "title": step.title,
        "lead": step.lead,
        "submit": step.submit,
        "frame": STAFF if found.kind == "staff" else NEUTRAL,
        "form": form,
        "told": told,
        **more,
    }
    if "one_time_key" in told:
        shown["picture"] = picture_of(enrolment_address(told["one_time_key"], told["name"]))
    return render(request, step.template, shown)


def take_number(request: HttpRequest, found: Invitation, form: StepForm) -> HttpResponse:
    """Draw six words for the number that was chosen, and show them."""
    passphrase = draw_passphrase(get_language() or "en")
    kept = {"pin": form.cleaned_data["number"], "passphrase": passphrase}
    return show(request, "words", found, kept, words=passphrase.split())


def take_words(request: HttpRequest, found: Invitation, form: StepForm) -> HttpResponse:
    """Ask for two of the words that were shown."""
    kept = {name: form.told[name] for name in ("pin", "passphrase")}
    return show(request, "check", found, {**kept, "asked": places_to_ask()})


def take_check(request: HttpRequest, found: Invitation, form: StepForm) -> HttpResponse:
    """Make the account, and lead its holder in."""
    secrets = ParticipantSecrets(passphrase=form.told["passphrase"], pin=form.told["pin"])
    key = come_in(found, secrets)
    try:
        return led_in(request, key)
    except NotRight:
        return SeeOther(reverse("signed_out"))


def take_name(request: HttpRequest, found: Invitation, form: StepForm) -> HttpResponse:
    """Draw a key for one-time codes, and show it as a picture for the phone."""
    typed = form.cleaned_data
    if not name_is_free(typed["name"], person_id=found.person_id):
        form.add_error("name", _("Somebody here has this name already. Please choose another one."))
        return show(request, "name", found, form.told, form=form)
    kept = {"name": typed["name"], "password": typed["password"], "one_time_key": draw_one_time_key()}
    return show(request, "phone", found, kept)


def take_code(request: HttpRequest, found: Invitation, form: StepForm) -> HttpResponse:
    """Make the account once the phone shows the right code, and show the recovery codes this one time."""
    told = form.told
    step = step_of(told["one_time_key"], form.cleaned_data["code"])
    if step is None:
        form.add_error(
            "code", _("This code is not right. Wait for the next one, and check the clock of your phone.")
        )
        return show(request, "phone", found, told, form=form)
    codes = draw_recovery_codes()
    secrets = StaffSecrets(
        name=told["name"],
        password=told["password"],
        one_time_key=told["one_time_key"],
        recovery_codes=codes,
        last_step=step,
    )
    try:
        key = come_in(found, secrets)
    except NameIsTaken:
        return begin_again(request)
    shown = {
        "page_title": _("Your recovery codes"),
        "title": _("Your recovery codes"),
        "frame": STAFF,
        "codes": codes,
        "onward": door_of(key),
    }
    return with_key(request, render(request, "entrance/codes.html", shown), key)


def come_in(found: Invitation, secrets: Secrets) -> str:
    """Make the account, and return the key of a first sitting. Raises InvitationIsOver, NameIsTaken."""
    make_account(found.person_id, secrets, invitation_id=found.id)
    return open_sitting_of(found.person_id, found.kind)


def picture_of(text: str) -> dict[str, object]:
    """Return a QR code as the path and the size of an SVG drawn into the page.

    A picture with an address of its own would put the key, or the way to it, into an address.
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    squares = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return {"path": "".join(squares), "size": len(rows)}


STEPS = {
    "number": Step(
        NumberForm,
        _("Choose a number"),
        _("Go on"),
        take_number,
        (_("Pick six digits that you can keep in mind. Do not use a birthday or a phone number."),),
    ),
    "words": Step(
        ShownWordsForm,
        _("Your six words"),
        _("I have my words"),
        take_words,
        (
            _("You need these six words and your number each time you come here."),
            _("Write the words down and keep them where nobody else looks, or learn them by heart."),
            _("We cannot show them again. If you lose them, ask whoever gave you the code for a new one."),
        ),
        "entrance/six_words.html",
    ),
    "check": Step(
        CheckForm,
        _("Check your words"),
        _("Go on"),
        take_check,
        (_("Please type two of your six words. If you do not have them, begin again with your code."),),
        "entrance/check.html",
    ),
    "name": Step(
        NameForm,
        _("Choose how you sign in"),
        _("Go on"),
        take_name,
        (_("Colleagues do not see this name."),),
    ),
    "phone": Step(
        PhoneForm,
        _("Set up your phone"),
        _("Go on"),
        take_code,
        (_("Open an authenticator app on your phone and let it read this picture."),),
        "entrance/phone.html",
    ),
}


# Going out.


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this sitting."""
    return gone(request, end_sitting, reverse("signed_out"), clear='"cache", "storage"')


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sittings of whoever holds this key, on every phone and computer."""
    return gone(request, end_every_sitting, reverse("signed_out"), clear='"cache", "storage"')


@csrf_exempt
@require_http_methods(["GET", "POST"])
def leave_page(request: HttpRequest) -> HttpResponse:
    """End this sitting, leave nothing in the browser, and go to a neutral site.

    It takes no proof that our own page asked for it, and goes on when the database does not answer: nothing
    may stand in the way of somebody who has to leave at once.
    """

    def end(key: str) -> None:
        with suppress(DatabaseError):
            end_sitting(key)

    response = gone(request, end, settings.EXIT_TO, clear='"cache", "cookies", "storage"')
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, path="/", samesite="Strict")
    return response


def gone(request: HttpRequest, end: Callable[[str], None], address: str, *, clear: str) -> HttpResponse:
    """End what has to end, take what is about somebody out of the browser, and go on to an address.

    Cookies are taken out one by one as well: a browser obeys `Clear-Site-Data` over TLS alone, and not every one does.
    """
    if key := request.COOKIES.get(settings.SITTING_COOKIE):
        end(key)
    response = SeeOther(address)
    for cookie in (settings.SITTING_COOKIE, settings.CSRF_COOKIE_NAME, just_done.COOKIE):
        response.delete_cookie(cookie, path="/", samesite="Strict")
    response["Clear-Site-Data"] = clear
    return response


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the way out is complete, to anybody, and nothing else."""
    shown = {"page_title": _("Signed out"), "title": _("You are signed out"), "frame": NEUTRAL}
    return render(request, "shared/act.html", {**shown, "lead": [_("You can close this page.")]})
