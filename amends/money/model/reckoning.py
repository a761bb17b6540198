"""A reading's costs, line by line and payer by payer, in either kind of number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

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
class Line:
    """One cost on one side: how much of it in each year, at which unit cost in cents, and what that makes."""

    entry: Entry
    per: str
    quantity: Years
    unit_cents: Years

    @property
    def amounts(self) -> Years:
        """Return quantity x unit cost, in cents, of each year."""
        return [quantity * unit for quantity, unit in zip(self.quantity, self.unit_cents, strict=True)]


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
    """Everything that a reading comes to under one way of accounting; nothing of it is rounded."""

    quantities: Quantities
    lines: tuple[Line, ...]
    views: Mapping[str, Sums]
    perspectives: Mapping[str, Sums]
    discount: Years

    def saving(self, view: str) -> Number:
        """Return what somebody saves over the whole horizon, not discounted."""
        return total(self.views[view].saving)

    def net_present_value(self, view: str) -> Number:
        """Return what those savings are worth at the start: each year's x (1 + rate) to the power of -its moment."""
        return total(
            [saving * factor for saving, factor in zip(self.views[view].saving, self.discount, strict=True)]
        )


def reckon(reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str) -> Reckoned:
    """Return what a reading comes to, given a value for each of its numbers. Raises NoSuchYear."""
    quantities = quantities_of(reading, values, arithmetic)
    lines = tuple(lines_of(reading, values, arithmetic, accounting, quantities))
    zero = arithmetic.of(Decimal(0))
    nothing = [zero] * reading.horizon_years
    paid = {(payer, side): nothing for payer in PAYERS for side in SIDES}
    seen = {(perspective, side): nothing for perspective in PERSPECTIVES for side in SIDES}
    for line in lines:
        entry, amounts = line.entry, line.amounts
        shares = [(payer, arithmetic.of(share), entry.counts_for) for payer, share in entry.payers.items()]
        if entry.receiver:
            # What somebody receives is as much less for them: transfers cancel in everybody's money.
            shares.append((entry.receiver, arithmetic.of(Decimal(-1)), ""))
        for payer, share, counts_for in shares:
            part = times(share, amounts)
            perspective = counts_for or PERSPECTIVE_OF[payer]
            paid[payer, entry.side] = added(paid[payer, entry.side], part)
            seen[perspective, entry.side] = added(seen[perspective, entry.side], part)
    for side in SIDES:
        taxes = times(values["society.deadweight_share"], added(*(paid[payer, side] for payer in GOVERNMENT)))
        seen["indirect", side] = added(seen["indirect", side], taxes)
    views = {payer: [paid[payer, side] for side in SIDES] for payer in PAYERS}
    views["government"] = [added(*(paid[payer, side] for payer in GOVERNMENT)) for side in SIDES]
    views["society"] = [added(*(seen[perspective, side] for perspective in PERSPECTIVES)) for side in SIDES]
    return Reckoned(
        quantities=quantities,
        lines=lines,
        views={view: Sums(*sides) for view, sides in views.items()},
        perspectives={one: Sums(*(seen[one, side] for side in SIDES)) for one in PERSPECTIVES},
        discount=discount_factors(reading, values, arithmetic),
    )


def lines_of(
    reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str, quantities: Quantities
) -> Iterable[Line]:
    """Yield each cost of each side; under steps also the prisons that close, as a cost of the present side."""
    nothing = [arithmetic.of(Decimal(0))] * reading.horizon_years
    amounts: dict[tuple[str, str], Years] = {}
    # Under steps a year in prison costs nothing by itself: what is saved are whole prisons, below.
    left_out = {"rate", *PRISON} if accounting == "step" else {"rate"}
    for entry in (one for one in reading.entries if one.per not in left_out):
        unit = unit_cost(entry, reading, values, arithmetic, accounting)
        quantity = quantities.get((entry.side, entry.per), nothing)
        line = Line(entry, entry.per, quantity, [unit] * reading.horizon_years)
        amounts[entry.side, entry.item] = line.amounts
        yield line
    for entry in (one for one in reading.entries if one.per == "rate"):
        base = added(
            nothing, *(amounts[entry.side, item] for item in entry.base if (entry.side, item) in amounts)
        )
        yield Line(entry, entry.per, [values[entry.key]] * reading.horizon_years, base)
    prison = next((one for one in reading.entries if (one.side, one.per) == ("present", "prison year")), None)
    if accounting == "step" and prison is not None and reading.prison is not None:
        factor = arithmetic.of(price_factor(reading.prison.closure_year, reading))
        unit = values["prison.saving_per_closure"] * factor
        closed = closures(quantities, values, arithmetic)
        yield Line(prison, CLOSURE, closed, [unit] * reading.horizon_years)


def discount_factors(reading: Reading, values: Values, arithmetic: Arithmetic) -> Years:
    """Return what one cent of each year is worth at the start: (1 + rate) ** -(year - 1 + moment in the year)."""
    growth = arithmetic.of(Decimal(1)) + values["discount.rate"]
    moments = (year + WHEN_IN_YEAR[reading.timing] for year in range(reading.horizon_years))
    return [growth ** arithmetic.of(-moment) for moment in moments]


def total(years: Years) -> Number:
    """Return the sum over all years."""
    return sum(years[1:], start=years[0])
