"""What people type to come in. Nothing secret is ever written back into a page."""

import re
import secrets
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amends.entrance.codes import DIGITS
from amends.entrance.passphrases import WORDS_IN_A_PASSPHRASE, in_one_spelling

# Long enough for anybody; what is longer only costs time to compare.
MOST_CHARACTERS = 200
FEWEST_PASSWORD_CHARACTERS = 12
WORDS_ASKED = 2


class SecretText(forms.TextInput):
    """A line for a participant's secret.

    It is no password box: a browser would offer to keep a password, with the address of this site, on a
    phone that others may share. It is not filled in again, and the browser is asked to remember nothing.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Ask the browser not to remember, correct or complete what is typed."""
        silent = {
            "autocomplete": "off",
            "autocapitalize": "none",
            "autocorrect": "off",
            "spellcheck": "false",
        }
        super().__init__({**silent, **(attrs or {})})

    def format_value(self, value: object) -> None:
        """Nothing, whatever was typed."""


def secret_line(label: Any, *, help_text: Any = "", numbers: bool = False) -> forms.CharField:
    """Return a field for a participant's secret."""
    attrs = {"inputmode": "numeric", "class": "govuk-input--width-10"} if numbers else {}
    return forms.CharField(
        label=label, help_text=help_text, max_length=MOST_CHARACTERS, widget=SecretText(attrs)
    )


def password_line(label: Any, complete: str, *, help_text: Any = "") -> forms.CharField:
    """Return a field for a worker's password; `complete` says to the browser which one it is."""
    widget = forms.PasswordInput({"autocomplete": complete})
    return forms.CharField(
        label=label, help_text=help_text, max_length=MOST_CHARACTERS, strip=False, widget=widget
    )


def one_time_code() -> forms.CharField:
    """Return a field for the code on a worker's phone."""
    return forms.CharField(
        label=_("The code on your phone"),
        help_text=_("Six digits. If your phone is lost, type one of your recovery codes."),
        max_length=MOST_CHARACTERS,
        widget=SecretText({"class": "govuk-input--width-10", "autocomplete": "one-time-code"}),
    )


class StaffForm(forms.Form):
    """How a worker signs in."""

    forgets = True

    name = forms.CharField(
        label=_("Your sign-in name"),
        max_length=MOST_CHARACTERS,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = password_line(_("Your password"), "current-password")
    code = one_time_code()


class WordsForm(forms.Form):
    """How a participant signs in."""

    forgets = True

    words = secret_line(_("Your six words"), help_text=_("Big or small letters, it is all the same."))
    number = secret_line(_("Your number"), help_text=_("Six digits."), numbers=True)


class CodeForm(forms.Form):
    """The code of an invitation."""

    forgets = True

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("It has four groups of four, such as K7QM-2XRT-9HWP-4DNB."),
        max_length=MOST_CHARACTERS,
        widget=SecretText({"autocapitalize": "characters"}),
    )


class StepForm(forms.Form):
    """One step of an errand; `carried` is what the page takes along, sealed. `told` is the same, opened."""

    forgets = True
    carried = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, told: dict[str, Any], **options: Any) -> None:
        """Keep what the step rests on."""
        super().__init__(*arguments, **options)
        self.told = told


class NumberForm(StepForm):
    """A participant chooses a PIN."""

    number = secret_line(_("Your number"), help_text=_("Six digits."), numbers=True)
    again = secret_line(_("The same number once more"), numbers=True)

    def clean_number(self) -> str:
        """Six digits that nobody tries first."""
        number = "".join(self.cleaned_data["number"].split())
        if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", number):
            raise forms.ValidationError(_("The number needs six digits, and nothing else."))
        steps = {int(right) - int(left) for left, right in pairwise(number)}
        if steps in ({0}, {1}, {-1}):
            raise forms.ValidationError(_("This number is easy to guess. Please choose another one."))
        return number

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        typed = super().clean() or {}
        again = "".join(typed.get("again", "").split())
        if "number" in typed and "again" in typed and typed["number"] != again:
            self.add_error("again", _("The two numbers are not the same."))
        return typed


class ShownWordsForm(StepForm):
    """The words were shown; there is nothing to type."""


class CheckForm(StepForm):
    """Two of the six words, to see that they were kept."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Add a field for each word that is asked for."""
        super().__init__(*arguments, **options)
        for place in self.told["asked"]:
            self.fields[f"word_{place}"] = secret_line(format_lazy(_("Word number {place}"), place=place))

    def clean(self) -> dict[str, Any]:
        """Each is the word at its place."""
        typed = super().clean() or {}
        words = self.told["passphrase"].split()
        for place in self.told["asked"]:
            name = f"word_{place}"
            if name in typed and in_one_spelling(typed[name]) != words[place - 1]:
                self.add_error(name, _("This is not that word."))
        return typed


def places_to_ask() -> list[int]:
    """Return which words to ask for, counted from 1, in rising order."""
    places = range(1, WORDS_IN_A_PASSPHRASE + 1)
    return sorted(secrets.SystemRandom().sample(places, WORDS_ASKED))


class NameForm(StepForm):
    """A worker chooses a name and a password."""

    name = forms.CharField(
        label=_("A sign-in name"),
        help_text=_("Letters, digits, dots and dashes. Not an e-mail address."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = password_line(
        _("A password"),
        "new-password",
        help_text=_("At least 12 characters. Several words are easy to keep."),
    )
    again = password_line(_("The same password once more"), "new-password")

    def clean_name(self) -> str:
        """A plain name."""
        name = self.cleaned_data["name"]
        if not re.fullmatch(r"[\w.-]{3,}", name):
            raise forms.ValidationError(_("Use at least three letters, digits, dots or dashes."))
        return name

    def clean_password(self) -> str:
        """Long enough, and on no list of passwords that everybody tries."""
        chosen = self.cleaned_data["password"]
        if len(chosen) < FEWEST_PASSWORD_CHARACTERS:
            raise forms.ValidationError(_("The password needs at least 12 characters."))
        try:
            CommonPasswordValidator().validate(chosen)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("Many people use this password. Please choose another one.")
            ) from error
        return chosen

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same, and not the name."""
        typed = super().clean() or {}
        if "password" in typed and "again" in typed and typed["password"] != typed["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        if typed.get("name") and typed.get("name", "").casefold() in typed.get("password", "").casefold():
            self.add_error("password", _("The password must not hold the name."))
        return typed


class PhoneForm(StepForm):
    """A worker shows that their phone makes the right codes."""

    code = forms.CharField(
        label=_("The code on your phone"),
        help_text=_("Six digits."),
        max_length=MOST_CHARACTERS,
        widget=SecretText(
            {"class": "govuk-input--width-10", "autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )
