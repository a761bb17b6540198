"""What the liaison and counsel fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.circles import models as circles
from amends.journey.stages import OFFICE_REASONS
from amends.people.models import CHANNELS as CHANNEL_WORDS
from amends.people.models import LANGUAGES as LANGUAGE_WORDS
from amends.portals.shared.forms import DatedForm, PlainDateField
from amends.portals.shared.words import (
    ANSWERS,
    CHANNELS,
    ENDING_REASONS,
    FORMS,
    HOW,
    ISSUED_BY,
    LANGUAGES,
    YES_OR_NO,
    in_words,
)
from amends.safety.models import FORMS as FORM_WORDS

EXAMPLE_DAY = _("For example, 3 27 2026.")
YES_AND_NO = in_words([("yes", "yes"), ("no", "no")], YES_OR_NO)


class ReferralForm(DatedForm):
    """All that the office tells in a referral. What it says of the survivor cannot be read back (P1)."""

    past = ("charged_on", "told_on", "her_born_on", "his_born_on")
    form_number = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    court_number = forms.CharField(label=_("Court number"), max_length=60)
    counts = forms.CharField(
        label=_("The counts that concern this survivor"),
        help_text=_("As charged. Without a charge there is no referral."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
    )
    charged_on = PlainDateField(label=_("Day of the charge"), help_text=EXAMPLE_DAY)
    his_called = forms.CharField(label=_("Name under which the person is charged"), max_length=120)
    his_born_on = PlainDateField(
        label=_("Birth date of the person who is charged"),
        help_text=_("Used once, to see that the two sides are two people. It is not kept."),
    )
    counsel = forms.TypedChoiceField(
        label=_("Counsel of the person who is charged"),
        help_text=_("Counsel hears of the case only if the survivor chooses this road."),
        coerce=lambda given: UUID(given) if given else None,
        empty_value=None,
        required=False,
    )
    her_called = forms.CharField(
        label=_("What the survivor wants to be called"),
        help_text=_("As the survivor says it. No identity papers are asked for."),
        max_length=120,
    )
    her_born_on = PlainDateField(
        label=_("Birth date of the survivor"),
        help_text=_("As the survivor says it. Used once, and not kept."),
    )
    her_language = forms.ChoiceField(
        label=_("Language that the survivor reads"), choices=in_words(LANGUAGE_WORDS["choices"], LANGUAGES)
    )
    says_adult = forms.BooleanField(
        label=_("The survivor says that they are an adult today"),
        help_text=_("What was done to a child does not exclude an adult."),
        required=False,
    )
    told_on = PlainDateField(
        label=_("Day on which the survivor was told about the program"), help_text=EXAMPLE_DAY
    )
    may_be_contacted = forms.BooleanField(
        label=_("The survivor said that the program may contact them"),
        help_text=_("Without this nobody contacts the survivor. An advocate makes the first contact."),
        required=False,
    )
    contact_how = forms.ChoiceField(
        label=_("In which way"),
        widget=forms.RadioSelect,
        choices=in_words(CHANNEL_WORDS["choices"], CHANNELS),
    )
    contact_address = forms.CharField(
        label=_("Where: a number, an address, or the person to go through"), max_length=200
    )
    contact_whom = forms.CharField(
        label=_("Whom to ask for"),
        help_text=_("The survivor, or somebody the survivor named."),
        max_length=120,
    )
    contact_hours = forms.CharField(
        label=_("When it is safe, if the survivor said so"), max_length=200, required=False
    )

    # The parts of the page, each with its fields.
    parts = (
        (_("The charge"), ("court_number", "counts", "charged_on")),
        (_("The person who is charged"), ("his_called", "his_born_on", "counsel")),
        (_("The survivor"), ("her_called", "her_born_on", "her_language", "says_adult", "told_on")),
        (
            _("How the survivor may be contacted"),
            ("may_be_contacted", "contact_how", "contact_address", "contact_whom", "contact_hours"),
        ),
    )

    def __init__(self, *args: Any, counsel: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(person), called) for person, called in counsel]
        whom = cast("forms.ChoiceField", self.fields["counsel"])
        whom.choices = [("", _("Not known yet")), *known]

    def in_parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the visible fields, part by part, under their titles."""
        return [(title, [self[name] for name in names]) for title, names in self.parts]


class CourtNumberForm(forms.Form):
    """A whole court number to look for. It is sent, not put into an address."""

    court_number = forms.CharField(label=_("Court number"), max_length=60)


class OrderForm(DatedForm):
    """An order that forbids forms of contact, with the court's exception if there is one (P6)."""

    issued_by = forms.ChoiceField(
        label=_("Who issued the order"),
        widget=forms.RadioSelect,
        choices=in_words([(word, word) for word in ISSUED_BY], ISSUED_BY),
    )
    forbids = forms.MultipleChoiceField(
        label=_("Which forms of contact it forbids"),
        widget=forms.CheckboxSelectMultiple,
        choices=in_words(FORM_WORDS["choices"], FORMS),
    )
    from_on = PlainDateField(label=_("First day of the order"), help_text=EXAMPLE_DAY)
    until_on = PlainDateField(
        label=_("Day on which it is over"), help_text=_("Leave it empty if it has no end."), required=False
    )
    exception_from_on = PlainDateField(
        label=_("First day of a written exception for this program"),
        help_text=_(
            "Leave it empty if there is none. If the order is on file, file it again with its exception."
        ),
        required=False,
    )
    exception_until_on = PlainDateField(label=_("Day on which the exception is over"), required=False)

    def clean(self) -> dict[str, Any]:
        """What was given, with an error where days stand in the wrong order or one of two is missing."""
        given = super().clean()
        both = given.get("exception_from_on"), given.get("exception_until_on")
        if any(both) and not all(both) and not {"exception_from_on", "exception_until_on"} & set(self.errors):
            self.add_error(
                "exception_from_on" if both[1] else "exception_until_on",
                _("An exception has a first day and an end."),
            )
        for first, last in (("from_on", "until_on"), ("exception_from_on", "exception_until_on")):
            if given.get(first) and given.get(last) and given[last] <= given[first]:
                self.add_error(last, _("The end must come after the first day."))
        return given


class EndForm(forms.Form):
    """Why the office ends a case. The reason stays inside the program (P10)."""

    because = forms.ChoiceField(
        label=_("Why the office ends it"),
        widget=forms.RadioSelect,
        choices=in_words([(reason, reason) for reason in OFFICE_REASONS], ENDING_REASONS),
    )


class MoreTimeForm(forms.Form):
    """A yes or no to more time."""

    answer = forms.ChoiceField(
        label=_("Does the office agree to more time?"), widget=forms.RadioSelect, choices=YES_AND_NO
    )


def how_given() -> forms.ChoiceField:
    """Return the question how an instruction was given: by voice or on paper."""
    return forms.ChoiceField(
        label=_("How was the instruction given?"),
        widget=forms.RadioSelect,
        choices=in_words([("voice", "voice"), ("paper", "paper")], HOW),
    )


class InstructedForm(forms.Form):
    """An act of the accountable party that counsel writes down."""

    how = how_given()


class InstructedConsentForm(DatedForm):
    """What came before the yes: a day each, never words (P5)."""

    past = ("counsel_consulted_on", "consequences_explained_on", "acknowledged_on")
    counsel_consulted_on = PlainDateField(
        label=_("Day of your talk with the accountable party"), help_text=EXAMPLE_DAY
    )
    consequences_explained_on = PlainDateField(
        label=_("Day on which the consequences of a yes and of a no were explained")
    )
    acknowledged_on = PlainDateField(
        label=_("Day on which the accountable party acknowledged the harm"),
        help_text=_("A day, never words. Nothing of it goes to the prosecutor."),
        required=False,
    )
    how = how_given()

    def __init__(self, *args: Any, acknowledges: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not acknowledges:
            del self.fields["acknowledged_on"]


class InstructedAnswerForm(DatedForm):
    """An answer to one task, from the list."""

    past = ("counsel_consulted_on",)
    answer = forms.ChoiceField(
        label=_("What is the answer?"),
        widget=forms.RadioSelect,
        choices=in_words(circles.ANSWERS["choices"], ANSWERS),
    )
    counsel_consulted_on = PlainDateField(
        label=_("Day of your talk about this task"), help_text=_("Needed for a yes."), required=False
    )
    how = how_given()

    def clean(self) -> dict[str, Any]:
        """What was given, with an error when a yes comes before the talk with counsel (P8)."""
        given = super().clean()
        if given.get("answer") == "accept" and given.get("counsel_consulted_on", self) is None:
            self.add_error("counsel_consulted_on", _("A yes needs the day of your talk."))
        return given


class InstructedWishForm(forms.Form):
    """Whether the accountable party wants to go on."""

    wish = forms.ChoiceField(
        label=_("What did the accountable party say?"),
        widget=forms.RadioSelect,
        choices=[("go on", _("Wants to go on")), ("not yet", _("Not yet"))],
    )
    how = how_given()


class InstructedMoreTimeForm(forms.Form):
    """A yes or no to more time, by instruction."""

    answer = forms.ChoiceField(
        label=_("Does the accountable party agree to more time?"),
        widget=forms.RadioSelect,
        choices=YES_AND_NO,
    )
    how = how_given()


class AnotherWorkerForm(forms.Form):
    """For which part somebody else is asked. There is no place for a reason (P18)."""

    role = forms.ChoiceField(
        label=_("Who should be somebody else?"),
        widget=forms.RadioSelect,
        choices=[("coach", _("The coach")), ("facilitator", _("The facilitator"))],
    )
