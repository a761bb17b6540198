"""The numbers of the published case that a visitor may change: which, between which limits, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amends.money.model.loading import published_scenario
from amends.money.model.scenario import (
    MOST_USD,
    NOT_COUNTED,
    SHARE,
    Entry,
    Quantity,
    items,
    wanted_numbers,
)

CENTS = Decimal(100)
PERCENT = Decimal(100)
STEPS = 100
# What the published case does not count, and a visitor would ask for first.
ASKED_FOR = ("discount.rate", "process.returned_after_years")

SECTIONS: dict[str, Promise] = {
    "people": _("People"),
    "process": _("The process"),
    "otherwise": _("What would happen otherwise"),
    "program": _("What the program costs"),
    "present": _("What the present system costs"),
    "prison": _("What one person fewer in prison saves"),
    "discount": _("The worth of later money"),
}
COMPONENTS: dict[str, Promise] = {
    "security": _("Security"),
    "health_care": _("Health care"),
    "facility": _("Buildings"),
    "administration": _("Administration"),
    "food_and_activities": _("Food and activities"),
    "rehabilitation": _("Rehabilitation"),
    "miscellaneous": _("All else"),
}
UNITS: dict[str, Promise] = {
    "cents": _("US dollars"),
    "share": _("percent"),
    "years": _("years"),
    "people": _("people"),
    "beds": _("beds"),
}


@dataclass(frozen=True)
class Changeable:
    """A number that a visitor may change. Amounts are shown in dollars and shares in percent: `scale` times as much.

    `least` and `most` are in the model's own unit; `values` are those of the readings, by their names.
    """

    quantity: Quantity
    least: Decimal
    most: Decimal
    values: dict[str, Decimal]

    @property
    def key(self) -> str:
        """Return the name by which the model knows it."""
        return self.quantity.key

    @property
    def section(self) -> str:
        """Return the part of the page in which it stands."""
        return self.key.partition(".")[0]

    @property
    def scale(self) -> Decimal:
        """Return what a shown number is multiplied by for the model."""
        return {"cents": CENTS, "share": 1 / PERCENT}.get(self.quantity.unit, Decimal(1))

    @property
    def unit(self) -> str:
        """Return the unit in which it is shown, in the reader's language."""
        return str(UNITS[self.quantity.unit])

    @property
    def label(self) -> str:
        """Return what it is, in the reader's language."""
        spanish = get_language() == "es"
        for wanted in wanted_numbers():
            if wanted.key == self.key:
                return wanted.says_es if spanish else wanted.says
        if self.section in ("program", "present"):
            item = items()[self.key.partition(".")[2]]
            return f"{item.says_es if spanish else item.says} ({PER[entry_of(self.key).per]})"
        if self.section == "prison":
            return _("Saved of what is spent on: %(part)s") % {"part": COMPONENTS[self.key.split(".")[2]]}
        return str(_("Discount rate a year"))

    @property
    def shared(self) -> Decimal | None:
        """Return the value that all readings have, as it is shown; None where they differ."""
        values = set(self.values.values())
        return self.shown(values.pop()) if len(values) == 1 else None

    @property
    def placeholder(self) -> str:
        """Return what the readings have, for an empty box."""
        own = [f"{self.shown(value):f}" for value in dict.fromkeys(self.values.values())]
        return " / ".join(own)

    @property
    def slider(self) -> dict[str, str]:
        """Return a slider's ends, step and usual place: up to twice the largest value that a reading has."""
        largest = max(map(self.shown, self.values.values()))
        most = self.shown(self.most) if self.quantity.unit == "share" else 2 * largest or Decimal(10)
        least = max(self.shown(self.least), Decimal(0))
        told = {"least": least, "most": most, "step": (most - least) / STEPS, "usual": largest}
        return {name: f"{value.normalize():f}" for name, value in told.items()}

    def shown(self, value: Decimal) -> Decimal:
        """Return a value as it is shown, without zeros at its end."""
        shown = (value / self.scale).normalize()
        return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown


PER: dict[str, Promise] = {
    "party year": _("for each accountable party and year"),
    "process": _("for each accountable party and process"),
    "survivor year": _("for each survivor and year"),
    "prison year": _("for each person and year"),
}


def entry_of(key: str) -> Entry:
    """Return the cost of the first reading whose amount has this key."""
    reading = next(iter(published_scenario().readings.values()))
    return next(entry for entry in reading.entries if entry.key == key)


@cache
def changeable() -> dict[str, Changeable]:
    """Return every number of the published case that may be changed, by its key, in the order of the page."""
    return {one.key: one for one in sorted(_changeable(), key=lambda one: list(SECTIONS).index(one.section))}


def _changeable() -> Iterator[Changeable]:
    readings = published_scenario().readings
    for key, quantity in next(iter(readings.values())).quantities.items():
        if quantity.value is None or (quantity.source == NOT_COUNTED and key not in ASKED_FOR):
            continue
        least, most = limits_of(quantity)
        values = {name: one.quantities[key].value or Decimal(0) for name, one in readings.items()}
        yield Changeable(quantity, least, most, values)


def limits_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return between which limits a number makes sense, in the model's own unit."""
    for wanted in wanted_numbers():
        if wanted.key == quantity.key:
            scale = CENTS if quantity.unit == "cents" else 1
            return wanted.unit.least * scale, wanted.unit.most * scale
    if quantity.unit == "cents":
        return Decimal(0), MOST_USD * CENTS
    return SHARE.least, SHARE.most


def with_labels(sentence: str) -> str:
    """Return a sentence of the model in which numbers are called as a reader knows them."""
    for key, one in changeable().items():
        sentence = sentence.replace(
            f"[{key}]", f"\N{LEFT DOUBLE QUOTATION MARK}{one.label}\N{RIGHT DOUBLE QUOTATION MARK}"
        )
    return sentence
