"""What she is asked, in plain words. Nothing here asks for a reason, and nothing asks where she is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.circles.models import (
    BREACH_WISHES,
    BREACHES,
    EVIDENCE,
    FOR_WHOM,
    ITEM_KINDS,
    ROADS,
    URGENT_BREACHES,
    WISHES,
)
from amends.people.models import CHANNELS, LANGUAGES
from amends.portals.shared import words as shared
from amends.portals.shared.forms import PlainDateField
from amends.portals.shared.words import in_words
from amends.portals.survivor import words
from amends.safety.models import FORMS

# No text is long: what is said is not kept (P15).
A_LINE_LETTERS, A_NOTE_LETTERS, A_PLAN_LETTERS = 80, 400, 1500


def one_of(**options: Any) -> forms.ChoiceField:
    """Return a question with a few answers, one of which is chosen."""
    return forms.ChoiceField(widget=forms.RadioSelect, **options)


def a_note(letters: int, rows: int, **options: Any) -> forms.CharField:
    """Return a question that is answered in a few lines."""
    return forms.CharField(max_length=letters, widget=forms.Textarea({"rows": rows}), **options)


class Road(forms.Form):
    """Which road she wants."""

    road = one_of(
        label=_("Which road do you want?"),
        help_text=_("You can change it until you say yes for good."),
        choices=in_words(
            ROADS["choices"],
            {
                "restorative": _("Make a plan"),
                "another": _("Another road: the court, or none of this, or not now"),
            },
        ),
    )


class Wish(forms.Form):
    """Whether she wants to go on, and how she wants to meet, if at all."""

    wish = one_of(
        label=_("Do you want to go on?"),
        help_text=_("Both answers are fine. You can change your mind on any day."),
        choices=in_words(WISHES["choices"], {"go on": _("Yes, I want to go on"), "not yet": _("Not yet")}),
    )
    form = one_of(
        label=_("How do you want to meet, if at all?"),
        help_text=_("No way is better than the others."),
        required=False,
        choices=[*in_words(FORMS["choices"], words.FORMS), ("", words.NO_FORM)],
    )


class Item(forms.Form):
    """One thing that has to be done, and how one can see that it was."""

    kind = forms.ChoiceField(
        label=_("What kind of thing is it?"),
        help_text=_("Money goes through an account of the program or the court. No one hands it to you."),
        choices=in_words(ITEM_KINDS["choices"], shared.ITEM_KINDS),
    )
    action = a_note(
        A_NOTE_LETTERS,
        4,
        label=_("What has to be done?"),
        help_text=_(
            "The other person will read these words. Leave out places, names and what you do each day."
        ),
    )
    for_whom = one_of(label=_("Who is it for?"), choices=in_words(FOR_WHOM["choices"], words.FOR_WHOM))
    by_when = PlainDateField(label=_("By which day?"), help_text=_("For example, 3 27 2027."))
    shown_by = forms.ChoiceField(
        label=_("What will show that it was done?"), choices=in_words(EVIDENCE["choices"], shared.EVIDENCE)
    )

    def clean_by_when(self) -> date:
        """Return the day, which must not be over."""
        day = self.cleaned_data["by_when"]
        if day < self.initial["today"]:
            raise forms.ValidationError(_("This day is over. Choose a later day."))
        return day


class Way(forms.Form):
    """One way in which we may reach her, or must not."""

    channel = one_of(label=_("Which way?"), choices=in_words(CHANNELS["choices"], shared.CHANNELS))
    allowed = forms.TypedChoiceField(
        label=_("May we use it?"),
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
        choices=[("yes", _("Yes, this is safe for me")), ("no", _("No, never use this"))],
    )
    address = forms.CharField(
        label=_("Which number or address?"),
        help_text=_("Or the name of the person to ask. You can leave this out if you said no."),
        max_length=A_LINE_LETTERS,
        required=False,
    )
    hours = forms.CharField(
        label=_("When is it safe?"),
        help_text=_("For example: weekdays after 6 in the evening."),
        max_length=A_LINE_LETTERS,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Return what was said; a way that we may use needs a number, an address or a name."""
        said = super().clean() or self.cleaned_data
        if said.get("allowed") and not said.get("address"):
            self.add_error("address", _("Tell us the number, the address or the name."))
        return said


class CaseName(forms.Form):
    """What her case is called on lists."""

    name = forms.CharField(
        label=_("What should we call your case?"),
        help_text=_("A word that says nothing about you. A color or a plant is fine."),
        max_length=A_LINE_LETTERS,
    )


class Called(forms.Form):
    """What she is called, and the language she reads."""

    called = forms.CharField(
        label=_("What should we call you?"),
        help_text=_("Any name you like. It need not be the name on your papers."),
        max_length=A_LINE_LETTERS,
    )
    language = one_of(
        label=_("Which language do you want to read?"),
        choices=in_words(LANGUAGES["choices"], shared.LANGUAGES),
    )


class SafetySteps(forms.Form):
    """What she will do when something happens."""

    steps = a_note(
        A_PLAN_LETTERS,
        10,
        label=_("What will you do, and whom will you call?"),
        help_text=_("Only you and your advocate can read this. Leave out where you live or sleep."),
    )


class Breaches(forms.Form):
    """What she wants to hear of, kind by kind."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        wishes = in_words(BREACH_WISHES["choices"], shared.BREACH_WISHES)
        for kind, said in in_words(BREACHES["choices"], shared.BREACHES):
            # Staff answer these at once: to offer to ask first would be a promise that is not kept (P9).
            urgent = kind in URGENT_BREACHES
            offered = [(wish, words) for wish, words in wishes if wish != "ask me first" or not urgent]
            self.fields[kind] = one_of(label=said, choices=offered)

    def clean(self) -> dict[str, Any]:
        """Return her wishes as one thing: `wishes`, a word for each kind."""
        said = super().clean()
        return {"wishes": said}


class News(forms.Form):
    """Whether she wants to hear what was done."""

    wants = forms.TypedChoiceField(
        label=_("Do you want to hear what the other person has done?"),
        help_text=_("The facilitator reads it first. You can change this on any day."),
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )


class AtTheEnd(forms.Form):
    """How she sees it when all seems done."""

    answer = one_of(label=_("Is all of your plan done?"), choices=list(words.AT_THE_END.items()))


class MoreTime(forms.Form):
    """Her yes or no to more time."""

    answer = one_of(label=_("Do you say yes to more time?"), choices=list(shared.YES_OR_NO.items()))


class Another(forms.Form):
    """Whom she wants somebody else in place of."""

    role = one_of(
        label=_("Who should be someone else?"),
        choices=[(role, words.ROLES[role]) for role in ("advocate", "facilitator", "coach")],
    )
