"""How forms are drawn: every field the design system's way, and a day asked for in three parts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.template.base import Template
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from amends.money.amounts import NoAmount, cents_of

DJANGO_WIDGETS = "django/forms/widgets/"
OUR_FIELDS = "shared/fields/"
ONE_LINE = {"text", "email", "tel", "url", "search"}


class PlainFormRenderer(TemplatesSetting):
    """Draws forms from shared/fields/. A widget without a template there is refused, not drawn otherwise."""

    form_template_name = "shared/fields/form.html"
    field_template_name = "shared/fields/field.html"

    def get_template(self, template_name: str) -> Template | None:
        """Our template for one of Django's widgets, or the template itself.

        Raises TemplateDoesNotExist for a widget of Django's that we have not drawn: it would come out
        without its label, hint and error in the places where people look for them.
        """
        if not template_name.startswith(DJANGO_WIDGETS):
            return super().get_template(template_name)
        kind = template_name.removeprefix(DJANGO_WIDGETS).removesuffix(".html")
        return super().get_template(f"{OUR_FIELDS}{'input' if kind in ONE_LINE else kind}.html")


class DateParts(forms.MultiWidget):
    """Three boxes for a day: month, day, year. What was typed is shown again as it was typed."""

    template_name = "shared/fields/date.html"
    use_fieldset = True
    labels = {"month": _("Month"), "day": _("Day"), "year": _("Year")}
    widths = {"month": 2, "day": 2, "year": 4}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                {"class": f"govuk-input--width-{width}", "maxlength": 20, "autocomplete": "off"}
            )
            for part, width in self.widths.items()
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """Month, day and year of a day, or three times nothing."""
        return [value.month, value.day, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What date.html is given: Django's context, with a label on each box."""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels.values(), strict=True):
            box["label"] = label
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[str]:
        """Month, day and year as they were typed, without the spaces around them."""
        typed = super().value_from_datadict(data, files, name)
        return [(part or "").strip() for part in typed]


class PlainDateField(forms.Field):
    """A day, typed in three parts. Gives a date, or None where a day is not required.

    Each way to get it wrong has its own sentence, which names the part that is missing.
    """

    widget = DateParts
    default_error_messages = {
        "required": _("Write the day, with its month and year."),
        "month": _("The day must include a month."),
        "day": _("The day must include a day of the month."),
        "year": _("The day must include a year."),
        "numbers": _("Use numbers only, such as 3, 27 and 2026."),
        "four": _("The year must have four numbers, such as 2026."),
        "real": _("This day is not on the calendar. Check the month and the day."),
    }

    def clean(self, value: Any) -> date | None:
        """The day that was typed.

        Raises ValidationError when a part is missing, is not a number, or the three make no real day.
        """
        if not any(value or ()):
            return super().clean(None)
        return super().clean(self.to_python(value))

    def to_python(self, value: Any) -> date | None:
        """A date from (month, day, year) as typed; a date, or nothing, as it is."""
        if not value or isinstance(value, date):
            return value or None
        typed = dict(zip(DateParts.labels, value, strict=True))
        for part, text in typed.items():
            if not text:
                raise self._wrong(part)
        if not all(text.isdecimal() for text in typed.values()):
            raise self._wrong("numbers")
        if len(typed["year"]) != len("2026"):
            raise self._wrong("four")
        try:
            return date(**{part: int(text) for part, text in typed.items()})
        except ValueError as error:
            raise self._wrong("real") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the typed day is another than the first one; what cannot be read counts as changed."""
        try:
            return self.to_python(data if any(data or ()) else None) != initial
        except forms.ValidationError:
            return True

    def _wrong(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


class AmountField(forms.CharField):
    """An amount in dollars, typed as people write it. Gives whole cents, always more than nothing."""

    default_error_messages = {
        "required": _("Write an amount."),
        "amount": _("Write dollars and cents, such as 1,250.00. It must be more than nothing."),
    }

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"}
        super().__init__(widget=forms.TextInput(attributes), max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """The amount in cents. Raises ValidationError for what is no amount."""
        try:
            return cents_of(super().clean(value))
        except NoAmount as error:
            raise forms.ValidationError(self.error_messages["amount"], code="amount") from error


class DatedForm(forms.Form):
    """A form with days that have been: none of those in `past` can lie after `today`, the program's day."""

    past: tuple[str, ...] = ()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """What was given, with an error beside each day that has not come yet."""
        given = super().clean() or self.cleaned_data
        for name in self.past:
            if given.get(name) and given[name] > self.today:
                self.add_error(name, _("This day has not come yet."))
        return given
