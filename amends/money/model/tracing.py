"""Which numbers of a scenario a figure really rests on: found by watching the formulas, not written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from amends.money.model.arithmetic import EXACT, exactly
from amends.money.model.flows import Values
from amends.money.model.reckoning import VIEWS, reckon
from amends.money.model.scenario import Quantity, Reading


class Watched(dict[str, Decimal]):
    """Values that remember which of them were asked for, in the order of asking."""

    def __init__(self, values: dict[str, Decimal]):
        super().__init__(values)
        self.asked: dict[str, None] = {}

    def __getitem__(self, key: str) -> Decimal:
        self.asked[key] = None
        return super().__getitem__(key)


def inputs_of(reading: Reading, figure: Callable[[Values], object]) -> tuple[Quantity, ...]:
    """Return the numbers that a figure asks for, in the order of the scenario."""
    watched = Watched(reading.values())
    with exactly():
        figure(watched)
    return tuple(one for key, one in reading.quantities.items() if key in watched.asked)


def inputs_of_reading(
    reading: Reading, accounting: str, views: Iterable[str] = VIEWS
) -> tuple[Quantity, ...]:
    """Return the numbers that the totals and net present values of some views rest on, in one way of accounting."""

    def totals(values: Values) -> None:
        reckoned = reckon(reading, values, EXACT, accounting)
        for view in views:
            reckoned.net_present_value(view)

    return inputs_of(reading, totals)
