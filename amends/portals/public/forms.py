"""What a visitor may ask of the model: whose money, which accounting, and other numbers, sure or between limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.money.model.accounting import ACCOUNTINGS
from amends.money.model.distributions import Pert
from amends.money.model.loading import published_scenario
from amends.money.model.scenario import Reading, Scenario
from amends.portals.public.numbers import SECTIONS, Changeable, changeable
from amends.portals.public.words import ACCOUNTING, READING, VIEW

LOW, HIGH = ".low", ".high"
MOST_YEARS = 30
MOST_DIGITS = 14


class AskForm(forms.Form):
    """A scenario as it is asked for. A number that is left empty is as each reading has it."""

    reading = forms.ChoiceField(
        label=_("Which reading?"), choices=list(READING.items()), widget=forms.Select, required=False
    )
    accounting = forms.ChoiceField(
        label=_("What does one person fewer in prison save?"),
        choices=list(ACCOUNTING.items()),
        widget=forms.Select,
        required=False,
    )
    payer = forms.ChoiceField(
        label=_("Whose money?"), choices=list(VIEW.items()), widget=forms.Select, required=False
    )
    years = forms.IntegerField(
        label=_("Over how many years?"), min_value=1, max_value=MOST_YEARS, required=False
    )

    first = ("reading", "accounting", "payer", "years")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add three fields for each number: what it is, and between which limits it may lie."""
        super().__init__(*args, **kwargs)
        usual = {one.horizon_years for one in published_scenario().readings.values()}
        self.fields["years"].widget.attrs["placeholder"] = "/".join(map(str, usual))
        for key, one in changeable().items():
            # The reader's language decides the words, so they are made for each request.
            for ending in ("", LOW, HIGH):
                self.fields[key + ending] = forms.DecimalField(
                    label=one.label,
                    required=False,
                    min_value=one.shown(one.least),
                    max_value=one.shown(one.most),
                    max_digits=MOST_DIGITS,
                )

    def clean(self) -> dict[str, Any]:
        """What was given, with an error where two limits do not enclose a value."""
        given = super().clean() or self.cleaned_data
        for name, usual in (
            ("reading", next(iter(READING))),
            ("accounting", ACCOUNTINGS[0]),
            ("payer", "state"),
        ):
            given[name] = given.get(name) or usual
        for key, one in changeable().items():
            low, value, high = (given.get(key + ending) for ending in (LOW, "", HIGH))
            if low is None and high is None:
                continue
            if low is None or high is None:
                missing = LOW if low is None else HIGH
                if key + missing not in self.errors:
                    self.add_error(key + missing, _("Give both limits, or none."))
            elif not all(low <= likely <= high for likely in self.likely(one, value)):
                self.add_error(key + LOW, _("The likely value must lie between the limits."))
        return given

    @staticmethod
    def likely(one: Changeable, value: Decimal | None) -> list[Decimal]:
        """Return the likely value under each reading, as it is shown."""
        return [one.shown(own) for own in one.values.values()] if value is None else [value]

    def changes(self) -> Iterator[tuple[Changeable, Decimal | None, tuple[Decimal, Decimal] | None]]:
        """Yield each number that differs from the published case: its value, and its limits, in the model's own unit."""
        for key, one in changeable().items():
            low, value, high = (self.cleaned_data.get(key + ending) for ending in (LOW, "", HIGH))
            if value is not None and value == one.shared:
                value = None
            limits = (
                None if low is None or high is None or low == high else (low * one.scale, high * one.scale)
            )
            if value is not None or limits is not None:
                yield one, None if value is None else value * one.scale, limits

    def scenario(self) -> Scenario:
        """Return the published case with what was changed in it."""
        scenario = published_scenario()
        readings = {name: self.changed(one) for name, one in scenario.readings.items()}
        return replace(scenario, readings=readings)

    def changed(self, reading: Reading) -> Reading:
        """Return one reading with what was changed in it."""
        years = self.cleaned_data.get("years")
        if years is not None:
            reading = replace(reading, horizon_years=years)
        for one, value, limits in self.changes():
            if value is not None:
                reading = reading.changed({one.key: value})
            if limits is not None:
                now = reading.quantities[one.key]
                spread = Pert(limits[0], now.value or Decimal(0), limits[1])
                quantities = {**reading.quantities}
                # What a distribution is worth at its best guess is its mean, as in a scenario's file.
                quantities[one.key] = replace(now, value=spread.mean, between=None, distribution=spread)
                reading = replace(reading, quantities=quantities)
        return reading

    def link(self) -> list[tuple[str, str]]:
        """Return what an address has to say to carry this scenario: only what differs from the published case."""
        given = self.cleaned_data
        usual = {"reading": next(iter(READING)), "accounting": ACCOUNTINGS[0], "payer": "state"}
        told = [(name, given[name]) for name in usual if given[name] != usual[name]]
        years = given.get("years")
        horizons = {one.horizon_years for one in published_scenario().readings.values()}
        if years is not None and {years} != horizons:
            told.append(("years", str(years)))
        for one, value, limits in self.changes():
            told += [(one.key, plain(one.shown(value)))] if value is not None else []
            ends = zip((LOW, HIGH), limits or (), strict=False)
            told += [(one.key + ending, plain(one.shown(end))) for ending, end in ends]
        return told

    def sections(self) -> Iterator[tuple[Any, list[tuple[Changeable, Any, Any, Any]], bool]]:
        """Yield each part of the form: its words, its numbers with their three fields, and whether it stands open."""
        for section, words in SECTIONS.items():
            rows = [
                (one, self[key], self[key + LOW], self[key + HIGH])
                for key, one in changeable().items()
                if one.section == section
            ]
            touched = any(field.data for row in rows for field in row[1:] if field.data != str(row[0].shared))
            yield words, rows, touched


def plain(value: Decimal) -> str:
    """Return a number as somebody types it."""
    return f"{value.normalize():f}"
