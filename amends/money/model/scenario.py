"""What a scenario says: people, what would happen otherwise, costs, and how each reading changes them.

Every number has its source. It has a value, or a distribution, or limits with nothing known between them.
loading.py reads a scenario from its file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from amends.money.model.distributions import Distribution
from amends.money.model.prices import Year

FOLDER = Path(__file__).parent
PUBLISHED = FOLDER / "scenarios" / "published.toml"

SIDES = ("program", "present")
PAYERS = ("state", "county", "federal", "donor", "survivor", "other")
GOVERNMENT = ("state", "county", "federal")
# Whose gain or loss a payer's money is, in the words of the Washington State Institute for Public Policy.
PERSPECTIVES = ("taxpayers", "participants", "others", "indirect")
PERSPECTIVE_OF = {
    **dict.fromkeys(GOVERNMENT, "taxpayers"),
    "survivor": "participants",
    "donor": "others",
    "other": "others",
}
KINDS = ("resource", "transfer")
TIMINGS = ("start", "middle", "end")
AS_PRINTED = "as printed"
NOT_COUNTED = "not counted"
NOT_KNOWN = "not known"

# What is met along the road through the court: on the program's side, only returned cases meet it.
COURT_ROAD = (
    "prosecuted case",
    "pretrial jail year",
    "prison year",
    "jail year",
    "probation year",
    "supervision year",
)
# What only a process has: nothing of the present system is paid for these.
PROCESS = ("party year", "process", "returned case", "completed case")
PRISON = ("prison year", "re-conviction prison year")
PER = (
    "start",
    "year",
    "case",
    "party",
    "survivor",
    "survivor year",
    *PROCESS,
    *COURT_ROAD,
    "re-conviction",
    "re-conviction prison year",
)

# Above these a number is a slip, and the sums could lose cents when many draws run in binary fractions.
MOST_USD = Decimal(10**10)
MOST_PEOPLE = Decimal(10**6)
MOST_YEARS = Decimal(100)
MOST_HORIZON = 100


class Unit(NamedTuple):
    """What a number is measured in, and between which limits it makes sense."""

    name: str
    least: Decimal
    most: Decimal


SHARE = Unit("share", Decimal(0), Decimal(1))
USD = Unit("USD", Decimal(0), MOST_USD)
UNITS = {
    "share": SHARE,
    "difference": Unit("share", Decimal(-1), Decimal(1)),
    "years": Unit("years", Decimal(0), MOST_YEARS),
    "some years": Unit("years", Decimal("0.01"), MOST_YEARS),
    "some people": Unit("people", Decimal("0.01"), MOST_PEOPLE),
    "beds": Unit("beds", Decimal(0), MOST_PEOPLE),
    "some beds": Unit("beds", Decimal(1), MOST_PEOPLE),
    "USD": USD,
}


class Wanted(NamedTuple):
    """A number that a scenario may give. One that is not needed is another when absent, or counts as nothing."""

    section: str
    name: str
    unit: Unit
    says: str
    says_es: str
    needed: bool = False
    otherwise: str = ""

    @property
    def key(self) -> str:
        """Return the name by which the formulas ask for it."""
        return f"{self.section}.{self.name}"


@cache
def wanted_numbers() -> tuple[Wanted, ...]:
    """Return the numbers that a scenario may give besides its costs, in their order."""
    told = tomllib.loads((FOLDER / "numbers.toml").read_text(encoding="utf-8"))
    return tuple(
        Wanted(section, name, **{**one, "unit": UNITS[one["unit"]]})
        for section, names in told.items()
        for name, one in names.items()
    )


CAPACITY = ("empty_beds", "beds_per_closure", "saving_per_closure")


@dataclass(frozen=True)
class Quantity:
    """One number of a scenario. Amounts of money are in cents here, whatever the file says.

    `value` is None when it is not known; then `between` holds the limits within which it must lie. `year` is that of
    the prices of an amount that is no cost of its own; a cost's stands in its entry.
    """

    key: str
    unit: str
    value: Decimal | None
    source: str
    says: str = ""
    note: str = ""
    between: tuple[Decimal, Decimal] | None = None
    distribution: Distribution | None = None
    year: Year | None = None

    @property
    def lowest(self) -> Decimal:
        """Return the lowest value that the number may have."""
        if self.between is not None:
            return self.between[0]
        if self.distribution is not None:
            return self.distribution.lowest
        return self.value if self.value is not None else Decimal(0)


@dataclass(frozen=True)
class Component:
    """One part of what a person-year in prison costs on average, and how much of it one person fewer saves."""

    name: str
    cents: Decimal
    marginal_key: str


@dataclass(frozen=True)
class Prison:
    """What a year in prison was made of in one published year."""

    components: tuple[Component, ...]
    year: Year | None
    source: str
    note: str


@dataclass(frozen=True)
class Entry:
    """One cost on one side. Its unit cost is the quantity of the same key; the price year is that of the amount."""

    side: str
    item: str
    key: str
    per: str
    year: Year | None
    payers: Mapping[str, Decimal]
    kind: str
    receiver: str
    counts_for: str
    marginal_key: str = ""
    base: tuple[str, ...] = ()


@dataclass(frozen=True)
class Correlation:
    """Inputs that go up and down together: the correlation of their ranks, as a matrix."""

    keys: tuple[str, ...]
    ranks: tuple[tuple[Decimal, ...], ...]
    source: str


@dataclass(frozen=True)
class Reading:
    """One way to read a scenario: everything that the formulas need, and nothing else.

    `prices` is the year in whose prices all amounts are, or None when they stand as printed.
    """

    key: str
    about: str
    about_es: str
    source: str
    prices: Year | None
    counted: str
    flow: str
    entering: str
    enrolling_years: int
    horizon_years: int
    timing: str
    discount_kind: str
    quantities: Mapping[str, Quantity]
    entries: tuple[Entry, ...]
    prison: Prison | None
    correlations: tuple[Correlation, ...]

    def values(self) -> dict[str, Decimal]:
        """Return the value of every number by its key, those not known at their lower limit.

        What such a figure is worth is said by `unknowns`: nobody shows it as if it were known.
        """
        return {
            key: one.value if one.value is not None else one.between[0]  # type: ignore[index]
            for key, one in self.quantities.items()
        }

    @property
    def unknowns(self) -> tuple[Quantity, ...]:
        """Return the numbers that may lie anywhere between two limits, whether or not one of them is used."""
        return tuple(one for one in self.quantities.values() if one.between is not None)

    @property
    def uncertain(self) -> tuple[Quantity, ...]:
        """Return the numbers that have a distribution, in the order of the file."""
        return tuple(one for one in self.quantities.values() if one.distribution is not None)

    def changed(self, values: Mapping[str, Decimal]) -> Reading:
        """Return this reading with other values for some numbers, which are then certain. Raises NoSuchNumber.

        Amounts are in cents. The source of a changed number says that it was changed.
        """
        quantities = dict(self.quantities)
        for key, value in values.items():
            if key not in quantities:
                raise NoSuchNumber(f"There is no number called [{key}] in this scenario.")
            changed = replace(quantities[key], value=value, between=None, distribution=None, source=CHANGED)
            quantities[key] = changed
        return replace(self, quantities=quantities)


CHANGED = "changed by whoever asked"


class NoSuchNumber(LookupError):
    """A number was asked for that the scenario does not have."""


class NoSuchReading(LookupError):
    """A reading was asked for that the scenario does not have."""


@dataclass(frozen=True)
class Scenario:
    """A dated, sourced case, in one reading or several."""

    name: str
    title: str
    dated: date
    source: str
    readings: Mapping[str, Reading]

    def reading(self, key: str) -> Reading:
        """Return one reading. Raises NoSuchReading, which names those that there are."""
        if key not in self.readings:
            raise NoSuchReading(f"There is no reading [{key}]; expected {', '.join(self.readings)}.")
        return self.readings[key]


class Item(NamedTuple):
    """One line of the list that both sides carry, in each language."""

    key: str
    says: str
    says_es: str


@cache
def items() -> Mapping[str, Item]:
    """Return the list of what may cost money, in its order."""
    told = tomllib.loads((FOLDER / "items.toml").read_text(encoding="utf-8"))
    return {key: Item(key, **words) for key, words in told.items()}
