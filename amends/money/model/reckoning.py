"""A reading's costs, line by line and payer by payer, in either kind of number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from operator import attrgetter

from amends.money.model.accounting import CLOSURE, closures, price_factor, unit_cost
from amends.money.model.arithmetic import Arithmetic, Number
from amends.money.model.flows import Quantities, Values, Years, added, quantities_of, times
from amends.money.model.scenario import (
    GOVERNMENT,
    PAYERS,
    PERSPECTIVE_OF,
    PERSPECTIVES,
    PRISON,
    SIDES,
    Entry,
    Reading,
)

# Whose money is looked at: one payer's, that of all governments, or everybody's.
VIEWS = (*PAYERS, "government", "society")
WHEN_IN_YEAR = {"start": Decimal(0), "middle": Decimal("0.5"), "end": Decimal(1)}


@dataclass(frozen=True)
class Given:
    """What is reckoned: a reading, a value for each of its numbers, the kind of number, and the way of accounting."""

    reading: Reading
    values: Values
    arithmetic: Arithmetic
    accounting: str

    @cached_property
    def quantities(self) -> Quantities:
        """Return how much there is in each year of what the costs are for."""
        return quantities_of(self.reading, self.values, self.arithmetic)

    @cached_property
    def discount(self) -> Years:
        """Return what one cent of each year is worth at the start."""
        return discount_factors(self.reading, self.values, self.arithmetic)


@dataclass(frozen=True)
class Line:
    """One cost on one side, as it stands in a reckoning."""

    entry: Entry
    per: str
    given: Given
    base: tuple[Line, ...] = ()

    @cached_property
    def quantity(self) -> Years:
        """Return how much of it there is in each year."""
        if self.per == CLOSURE:
            return closures(self.given.quantities, self.given.values, self.given.arithmetic)
        if self.per == "rate":
            return [self.given.values[self.entry.key]] * self.given.reading.horizon_years
        return self.given.quantities[self.entry.side, self.per]

    @cached_property
    def unit_cents(self) -> Years:
        """Return the cost of one in each year, in cents: for a rate, the sum of what it is a rate of."""
        of = self.given
        if self.per == "rate":
            nothing = [of.arithmetic.of(Decimal(0))] * of.reading.horizon_years
            return added(nothing, *(one.amounts for one in self.base))
        if self.per == CLOSURE:
            key = "prison.saving_per_closure"
            unit = of.values[key] * of.arithmetic.of(
                price_factor(of.reading.quantities[key].year, of.reading)
            )
        else:
            unit = unit_cost(self.entry, of.reading, of.values, of.arithmetic, of.accounting)
        return [unit] * of.reading.horizon_years

    @cached_property
    def amounts(self) -> Years:
        """Return quantity x unit cost, in cents, of each year."""
        return [quantity * unit for quantity, unit in zip(self.quantity, self.unit_cents, strict=True)]

    @cached_property
    def in_all(self) -> Years:
        """Return the sum of the amounts of all years, alone in a list."""
        return [total(self.amounts)]

    @cached_property
    def at_the_start(self) -> Years:
        """Return what the amounts of all years are worth at the start, alone in a list."""
        return [total([one * factor for one, factor in zip(self.amounts, self.given.discount, strict=True)])]


@dataclass(frozen=True)
class Sums:
    """What the program's side and the present side cost somebody in each year, in cents."""

    program: Years
    present: Years

    @property
    def saving(self) -> Years:
        """Return what the program saves in each year: present - program. Below zero it costs more."""
        return [present - program for present, program in zip(self.present, self.program, strict=True)]


@dataclass(frozen=True)
class Reckoned:
    """What a reading comes to under one way of accounting. Nothing is rounded, and nothing reckoned before it is asked."""

    given: Given
    lines: tuple[Line, ...]

    @property
    def quantities(self) -> Quantities:
        """Return how much there is in each year of what the costs are for."""
        return self.given.quantities

    @property
    def discount(self) -> Years:
        """Return what one cent of each year is worth at the start."""
        return self.given.discount

    @cached_property
    def views(self) -> Mapping[str, Sums]:
        """Return the yearly sums of each payer, of all governments, and of society."""
        return {view: self.sums(view, BY_YEAR) for view in VIEWS}

    @cached_property
    def perspectives(self) -> Mapping[str, Sums]:
        """Return society's yearly sums by whose gain or loss they are: they add up to it."""
        return {one: self._sums(partial(self._part_of, (one,)), BY_YEAR) for one in PERSPECTIVES}

    def sums(self, view: str, part: Part) -> Sums:
        """Return what each side costs in one view: one payer's money, that of all governments, or everybody's."""
        if view == "society":
            return self._sums(partial(self._part_of, PERSPECTIVES), part)
        payers = GOVERNMENT if view == "government" else (view,)
        return self._sums(partial(paid_by, payers), part)

    def saving(self, view: str) -> Number:
        """Return what somebody saves over the whole horizon, not discounted."""
        return self.sums(view, IN_ALL).saving[0]

    def net_present_value(self, view: str) -> Number:
        """Return what those savings are worth at the start: each year's x (1 + rate) to the power of -its moment."""
        return self.sums(view, AT_THE_START).saving[0]

    def _sums(self, weight: Callable[[Entry], Number], part: Part) -> Sums:
        sides: dict[str, Years] = {side: [] for side in SIDES}
        for line in self.lines:
            share = weight(line.entry)
            # A share of nothing is left out, and with it all that it would rest on.
            if isinstance(share, Decimal) and not share:
                continue
            amounts = part(line)
            if not isinstance(share, Decimal):
                amounts = times(share, amounts)
            elif share != 1:
                amounts = times(self.given.arithmetic.of(share), amounts)
            so_far = sides[line.entry.side]
            sides[line.entry.side] = added(so_far, amounts) if so_far else amounts
        nothing = [self.given.arithmetic.of(Decimal(0))] * (
            self.given.reading.horizon_years if part is BY_YEAR else 1
        )
        return Sums(*(sides[side] or nothing for side in SIDES))

    def _part_of(self, perspectives: tuple[str, ...], entry: Entry) -> Number:
        share = sum((seen_from(one, entry) for one in perspectives), Decimal(0))
        taxes = paid_by(GOVERNMENT, entry)
        if "indirect" not in perspectives or not taxes:
            return share
        return self.given.arithmetic.of(share) + self.given.values[
            "society.deadweight_share"
        ] * self.given.arithmetic.of(taxes)


# Which part of a line is added up: the amount of each year, of all years, or what they are worth at the start.
Part = Callable[[Line], Years]
BY_YEAR: Part = attrgetter("amounts")
IN_ALL: Part = attrgetter("in_all")
AT_THE_START: Part = attrgetter("at_the_start")


def paid_by(payers: Collection[str], entry: Entry) -> Decimal:
    """Return the share of a cost that these payers pay, less what they receive of it: transfers cancel."""
    return lost_by(payers, entry) - (1 if entry.receiver in payers else 0)


def lost_by(payers: Collection[str], entry: Entry) -> Decimal:
    """Return the share of a cost that these payers pay, whatever they receive."""
    return sum((share for payer, share in entry.payers.items() if payer in payers), Decimal(0))


def seen_from(perspective: str, entry: Entry) -> Decimal:
    """Return the share of a cost that is the loss of one perspective, less what that perspective receives of it."""
    if entry.counts_for:
        lost = Decimal(1 if entry.counts_for == perspective else 0)
    else:
        lost = lost_by([payer for payer in entry.payers if PERSPECTIVE_OF[payer] == perspective], entry)
    return lost - (1 if entry.receiver and PERSPECTIVE_OF[entry.receiver] == perspective else 0)


def paying(reading: Reading) -> tuple[str, ...]:
    """Return the views in which a reading has any cost: its payers and receivers, all governments, and society."""
    payers = [
        one
        for one in PAYERS
        if any(one in entry.payers or one == entry.receiver for entry in reading.entries)
    ]
    return (*payers, "government", "society")


def reckon(reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str) -> Reckoned:
    """Return what a reading comes to, given a value for each of its numbers."""
    given = Given(reading, values, arithmetic, accounting)
    return Reckoned(given, tuple(lines_of(given)))


def lines_of(given: Given) -> Iterator[Line]:
    """Yield each cost of each side; under steps whole prisons in place of years in prison."""
    in_steps = given.accounting == "step"
    left_out = ("rate", *PRISON) if in_steps else ("rate",)
    lines = [Line(one, one.per, given) for one in given.reading.entries if one.per not in left_out]
    yield from lines
    for entry in (one for one in given.reading.entries if one.per == "rate"):
        base = tuple(one for one in lines if one.entry.side == entry.side and one.entry.item in entry.base)
        yield Line(entry, entry.per, given, base)
    prison = [one for one in given.reading.entries if (one.side, one.per) == ("present", "prison year")]
    if in_steps:
        yield from (Line(one, CLOSURE, given) for one in prison[:1])


def discount_factors(reading: Reading, values: Values, arithmetic: Arithmetic) -> Years:
    """Return what one cent of each year is worth at the start: (1 + rate) ** -(year - 1 + moment in the year)."""
    growth = arithmetic.of(Decimal(1)) + values["discount.rate"]
    moments = (year + WHEN_IN_YEAR[reading.timing] for year in range(reading.horizon_years))
    return [growth ** arithmetic.of(-moment) for moment in moments]


def total(years: Years) -> Number:
    """Return the sum over all years."""
    return sum(years[1:], start=years[0])
