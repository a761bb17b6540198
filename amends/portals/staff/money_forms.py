"""What staff type about money: in a case, and in the program's books."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.circles.models import PlanItem
from amends.money import models as money
from amends.money.booking import funds_that_pay
from amends.money.models import FIRST_YEAR, GRANTED_BECAUSE, LAST_YEAR, VOUCHER
from amends.money.sheets import BadSheet, Cells, read_sheet
from amends.portals.shared import words
from amends.portals.shared.forms import AmountField, DatedForm, PlainDateField
from amends.portals.staff.forms import StaffForm, choice_of, day, one_of, some_of

MOST_BYTES = 2_000_000
MOST_FAULTS = 100
NO_NAME = _("Write no name and no place: a funder may read this.")


def select(label: Any, choices: Any = (), *, hint: Any = "") -> forms.ChoiceField:
    """Return a question with many answers, of which one is picked from a list."""
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, widget=forms.Select)


def purpose_question() -> forms.ChoiceField:
    """Return the question for what money is."""
    return select(_("What is it for?"), words.in_words(money.PURPOSES["choices"], words.MONEY_FOR))


def spent_on_question() -> forms.ChoiceField:
    """Return the question for how money was spent."""
    return one_of(_("How was it spent?"), words.in_words(money.SPENT_ON["choices"], words.SPENT_ON))


def side_question(label: Any) -> forms.ChoiceField:
    """Return the question for whose side money is."""
    return one_of(label, words.in_words(money.SIDES["choices"], words.SIDES))


def voucher_question() -> forms.CharField:
    """Return the question for the number of a receipt."""
    return forms.CharField(
        label=_("Number of the receipt"),
        help_text=_(
            "So that nobody enters it twice. Capital letters, numbers and dashes. You can leave it empty."
        ),
        required=False,
        validators=[RegexValidator(VOUCHER, _("Use capital letters, numbers and dashes, at most twenty."))],
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
        empty_value=None,
    )


# In a case.


class EmergencyAsked(StaffForm):
    """What she needs today, and how much it costs."""

    need = one_of(_("What is needed?"), words.in_words(money.EMERGENCIES["choices"], words.EMERGENCIES))
    cents = AmountField(
        label=_("How much, in dollars?"),
        help_text=_("The director reads this and the number of the case, and nothing else."),
    )


class Spent(StaffForm):
    """What was spent in a case, and out of which fund."""

    past = begins_today = ("on_day",)
    whose = ""
    purpose = purpose_question()
    spent_on = spent_on_question()
    cents = AmountField(label=_("How much, in dollars?"))
    on_day = day(_("On which day?"))
    fund_id = select(_("Out of which fund?"), hint=_("Funds that pay for this side today."))

    def prepare(self) -> None:
        """Offer the funds that pay for this side now."""
        choice_of(self, "fund_id").choices = funds_that_pay(self.whose, today=self.today)


class SpentOnHer(Spent):
    """What was spent on her side."""

    whose = "hers"


class SpentOnHim(Spent):
    """What was spent on his side."""

    whose = "his"


class SpentOfGrant(StaffForm):
    """What was spent of what was granted."""

    past = begins_today = ("on_day",)
    spent_on = spent_on_question()
    cents = AmountField(label=_("How much, in dollars?"))
    on_day = day(_("On which day?"))


class HeldIn(StaffForm):
    """What came in for her, and under which item of the plan."""

    past = begins_today = ("on_day",)
    cents = AmountField(label=_("How much, in dollars?"))
    on_day = day(_("On which day did it come in?"))
    through = one_of(
        _("How did it come?"),
        words.in_words(money.THROUGH["choices"], words.THROUGH),
        hint=_("Money never goes from one side to the other by hand."),
    )
    item_id = forms.TypedChoiceField(
        label=_("Under which item of the plan?"),
        required=False,
        coerce=UUID,
        empty_value=None,
        widget=forms.RadioSelect,
    )

    def prepare(self) -> None:
        """Offer the items about money, to whoever reads the plan."""
        items = PlanItem.objects.filter(case_id=self.at.case_id, kind="money").order_by("added_at")
        told = [(item.id, item.action) for item in items]
        if told:
            choice_of(self, "item_id").choices = [("", _("Another one")), *told]
        else:
            del self.fields["item_id"]


class HeldOut(StaffForm):
    """What went out to her of what is held."""

    past = begins_today = ("on_day",)
    cents = AmountField(label=_("How much, in dollars?"))
    on_day = day(_("On which day?"))
    paid_by = one_of(
        _("How was it paid?"),
        words.in_words(money.PAID_BY["choices"], words.PAID_BY),
        hint=_("Whose account it was is not kept."),
    )


# In the books.


class BookForm(DatedForm):
    """A form of the books. The days in `begins_today` begin with today, to be changed."""

    begins_today: tuple[str, ...] = ()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Begin with today where that is asked for."""
        super().__init__(*args, today=today, **kwargs)
        for name in self.begins_today:
            self.fields[name].initial = today


class Terms(BookForm):
    """What a funder allows, and from when until when."""

    purposes = some_of(
        _("What may it be spent on?"), words.in_words(money.PURPOSES["choices"], words.MONEY_FOR)
    )
    sides = some_of(_("On whose side?"), words.in_words(money.SIDES["choices"], words.SIDES))
    from_on = PlainDateField(label=_("From which day?"))
    until_on = PlainDateField(
        label=_("Until which day?"), help_text=_("The last day on which it can be spent.")
    )

    def clean(self) -> dict[str, Any]:
        """What was given, with an error when it ends before it begins."""
        given = super().clean()
        if given.get("from_on") and given.get("until_on") and given["until_on"] < given["from_on"]:
            self.add_error("until_on", _("This day must not come before the first one."))
        return given


class NewFund(Terms):
    """A fund with its first terms."""

    field_order = ("funder", "name")
    funder = forms.CharField(label=_("Who gives the money?"), max_length=100)
    name = forms.CharField(label=_("What is the fund called?"), help_text=NO_NAME, max_length=100)


class Received(BookForm):
    """What a funder gave."""

    past = begins_today = ("on_day",)
    cents = AmountField(label=_("How much, in dollars?"))
    on_day = PlainDateField(label=_("On which day?"))


class Planned(BookForm):
    """A line of the budget."""

    year = forms.IntegerField(label=_("For which year?"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    purpose = purpose_question()
    side = side_question(_("For whose side?"))
    cents = AmountField(label=_("How much, in dollars?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Begin with this year."""
        super().__init__(*args, today=today, **kwargs)
        self.fields["year"].initial = today.year


class Committed(BookForm):
    """What is set aside to be paid."""

    past = begins_today = ("on_day",)
    purpose = purpose_question()
    side = side_question(_("For whose side?"))
    cents = AmountField(label=_("How much, in dollars?"))
    on_day = PlainDateField(label=_("On which day?"))
    voucher = voucher_question()


class SpentByProgram(Committed):
    """What was spent and belongs to no single case."""

    field_order = ("purpose", "side", "spent_on")
    spent_on = spent_on_question()


class Paid(BookForm):
    """What was paid of a commitment."""

    past = begins_today = ("on_day",)
    spent_on = spent_on_question()
    cents = AmountField(label=_("How much, in dollars?"))
    on_day = PlainDateField(label=_("On which day?"))


class Released(Received):
    """What a commitment no longer needs."""


class Answered(BookForm):
    """Whether a request is granted, out of which fund, or why not."""

    answer = one_of(_("What do you answer?"))
    fund_id = forms.ChoiceField(
        label=_("If yes: out of which fund?"),
        help_text=_("Funds that pay for emergencies of a survivor today."),
        required=False,
        widget=forms.Select,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Offer the funds that can pay, and every reason for which they may not."""
        super().__init__(*args, today=today, **kwargs)
        reasons = words.in_words(money.REASONS["choices"], words.GRANT_REASONS)
        choice_of(self, "answer").choices = [
            (GRANTED_BECAUSE, _("Yes, granted")),
            *(
                (word, _("No: %(reason)s") % {"reason": said})
                for word, said in reasons
                if word != GRANTED_BECAUSE
            ),
        ]
        choice_of(self, "fund_id").choices = [
            ("", _("None")),
            *funds_that_pay("hers", today=today, purpose="emergency"),
        ]

    def clean(self) -> dict[str, Any]:
        """What was given, with an error when a grant names no fund."""
        given = super().clean()
        if given.get("answer") == GRANTED_BECAUSE and not given.get("fund_id"):
            self.add_error("fund_id", _("Choose the fund that pays."))
        return given


class Sheet(forms.Form):
    """A sheet of entries that come in together."""

    sheet = forms.FileField(
        label=_("Which file?"),
        help_text=_("CSV or XLSX, with the columns of the sheet that goes out."),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )

    def clean_sheet(self) -> list[Cells]:
        """Return the rows of the sheet, with one error when it cannot be read."""
        sent = self.cleaned_data["sheet"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        try:
            return read_sheet(sent.name, sent.read())
        except BadSheet as bad:
            raise forms.ValidationError(in_words(bad)) from bad


def in_words(bad: BadSheet) -> list[str]:
    """Return each fault of a sheet with its row."""
    return [
        gettext("Row %(row)s: %(says)s") % {"row": one.row, "says": one.says}
        for one in bad.faults[:MOST_FAULTS]
    ]
