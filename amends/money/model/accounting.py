"""What the state saves when one person fewer is in prison: on average, at the margin, or by whole prisons."""

from __future__ import annotations

from decimal import Decimal

from amends.money.model.arithmetic import Arithmetic, Number
from amends.money.model.flows import Quantities, Values, Years
from amends.money.model.prices import Year, price_series
from amends.money.model.scenario import PRISON, Entry, Reading

ACCOUNTINGS = ("average", "marginal", "step")
CLOSURE = "closed prison"


def unit_cost(
    entry: Entry, reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str
) -> Number:
    """Return the cost of one unit in cents, in the prices of the reading, under one way of accounting.

    average: the whole cost
    marginal: cost x the share of it that one fewer saves; in prison, that of its components together
    step: as at the margin; prison is left out, because only whole prisons count
    """
    cost = values[entry.key] * arithmetic.of(price_factor(entry.year, reading))
    if accounting == "average":
        return cost
    if entry.marginal_key:
        return cost * values[entry.marginal_key]
    return cost * marginal_prison_share(reading, values, arithmetic) if entry.per in PRISON else cost


def price_factor(year: Year | None, reading: Reading) -> Decimal:
    """Return what an amount of a year is multiplied by: 1 where amounts stand as printed. Raises NoSuchYear."""
    if reading.prices is None or year is None:
        return Decimal(1)
    return price_series().factor(year, reading.prices)


def marginal_prison_share(reading: Reading, values: Values, arithmetic: Arithmetic) -> Number:
    """Return the share of an average year in prison that one person fewer saves.

    sum of (component x its marginal share) / sum of components
    """
    components = reading.prison.components if reading.prison else ()
    total = sum((one.cents for one in components), Decimal(0))
    parts = [arithmetic.of(one.cents / total) * values[one.marginal_key] for one in components]
    return sum(parts, start=arithmetic.of(Decimal(0)))


def closures(quantities: Quantities, values: Values, arithmetic: Arithmetic) -> Years:
    """Return how many prisons close in each year because of this program, and of nothing else.

    whole((empty beds + people fewer) / beds a closure) - whole(empty beds / beds a closure): a prison that could
    close without the program does not count, and neither does one that is not yet reached.
    """
    empty, beds = values["prison.empty_beds"], values["prison.beds_per_closure"]
    without = arithmetic.whole(empty / beds)
    found = []
    for present, program in zip(
        in_prison(quantities, "present"), in_prison(quantities, "program"), strict=True
    ):
        fewer = arithmetic.most(present - program, arithmetic.of(Decimal(0)))
        found.append(arithmetic.whole((empty + fewer) / beds) - without)
    return found


def in_prison(quantities: Quantities, side: str) -> Years:
    """Return the person-years in prison of one side in each year, first and later convictions together."""
    first, again = (quantities[side, per] for per in PRISON)
    return [one + other for one, other in zip(first, again, strict=True)]
