"""What the accountable party is asked to fill in: lists and days, and one short note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.circles import models as circles
from amends.portals.shared.forms import DatedForm, PlainDateField
from amends.portals.shared.words import ANSWERS_TO_GIVE, EVIDENCE, SAYS, WISHES, YES_OR_NO, in_words

NOTE_LENGTH = 300


class ConsentForm(DatedForm):
    """What comes before a yes: counsel, consequences, and the tick if the program's rule asks for it (P5)."""

    past = ("counsel_consulted_on", "consequences_explained_on")
    counsel_consulted_on = PlainDateField(
        label=_("On which day did you talk with your lawyer?"), help_text=_("For example, 3 27 2026.")
    )
    consequences_explained_on = PlainDateField(
        label=_("On which day were you told what a yes and a no would mean for you?"),
        help_text=_("Your lawyer or your coach can tell you this."),
    )
    acknowledged = forms.BooleanField(
        label=_("I own that what I did caused harm"),
        help_text=_("This is a tick and a day, no words. Ask your lawyer what it means first."),
        required=False,
    )

    def __init__(self, *args: Any, acknowledges: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not acknowledges:
            del self.fields["acknowledged"]

    def clean(self) -> dict[str, Any]:
        """What was given, with the tick as the day on which it was made."""
        given = super().clean()
        given["acknowledged_on"] = self.today if given.pop("acknowledged", False) else None
        return given


class AnswerForm(DatedForm):
    """An answer to one task, from the list."""

    past = ("counsel_consulted_on",)
    answer = forms.ChoiceField(
        label=_("What is your answer?"),
        widget=forms.RadioSelect,
        choices=in_words(circles.ANSWERS["choices"], ANSWERS_TO_GIVE),
    )
    counsel_consulted_on = PlainDateField(
        label=_("If you say yes: on which day did you talk with your lawyer about this?"),
        help_text=_("For example, 3 27 2026."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What was given, with an error when a yes comes before the talk with counsel (P8)."""
        given = super().clean()
        if given.get("answer") == "accept" and given.get("counsel_consulted_on", self) is None:
            self.add_error("counsel_consulted_on", _("Talk with your lawyer first. Then write the day."))
        return given


class ProgressForm(DatedForm):
    """What was done for one task, and what shows it."""

    past = ("done_on",)
    says = forms.ChoiceField(
        label=_("How much have you done?"),
        widget=forms.RadioSelect,
        choices=in_words(circles.SAYS["choices"], SAYS),
    )
    done_on = PlainDateField(label=_("On which day did you do it?"), help_text=_("For example, 3 27 2026."))
    shown_by = forms.ChoiceField(
        label=_("What shows that you did it?"),
        widget=forms.RadioSelect,
        choices=in_words(circles.EVIDENCE["choices"], EVIDENCE),
    )
    note = forms.CharField(
        label=_("A short note, if you want"),
        help_text=_("For example, where you left the paper. Your coach, your lawyer and our staff read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=NOTE_LENGTH,
        required=False,
    )


class WishForm(forms.Form):
    """Whether he wants to go on."""

    wish = forms.ChoiceField(
        label=_("Do you want to go on?"),
        widget=forms.RadioSelect,
        choices=in_words(circles.WISHES["choices"], WISHES),
    )


class AnotherWorkerForm(forms.Form):
    """For which part somebody else is asked. There is no place for a reason (P18)."""

    role = forms.ChoiceField(
        label=_("Who should be someone else?"),
        widget=forms.RadioSelect,
        choices=[("coach", _("My coach")), ("facilitator", _("The facilitator"))],
    )


class MoreTimeForm(forms.Form):
    """His yes or no to more time, once counsel has been asked."""

    answer = forms.ChoiceField(
        label=_("Do you agree to more time?"),
        widget=forms.RadioSelect,
        choices=in_words([("yes", "yes"), ("no", "no")], YES_OR_NO),
    )
    counsel_consulted = forms.BooleanField(
        label=_("I have talked with my lawyer about this"),
        error_messages={"required": _("Please talk with your lawyer first. That is your right.")},
    )

    def clean(self) -> dict[str, Any]:
        """The answer alone: that counsel was asked is a condition, and is not kept."""
        given = super().clean() or self.cleaned_data
        given.pop("counsel_consulted", None)
        return given
