"""What the money pages show of a scenario: who saves how much under which reading, year by year, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

import numpy as np

from amends.money.model.accounting import ACCOUNTINGS
from amends.money.model.arithmetic import exactly
from amends.money.model.results import Total, reckon_exactly, table
from amends.money.model.scenario import Reading, Scenario
from amends.money.model.simulating import Simulated, simulate

DRAWS = 4_000
SEED = 1
BARS = 24
FEWEST_YEARS_DRAWN = 5
CENTS = 100


@dataclass(frozen=True)
class Cell:
    """What somebody saves under one reading and accounting, in dollars; None when it rests on what is not known."""

    reading: str
    accounting: str
    saving: Decimal | None
    share: Decimal | None
    lower: Decimal | None
    upper: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """Return the share in whole percent, half upwards."""
        return None if self.share is None else (self.share * 100).quantize(Decimal(1), ROUND_HALF_UP)

    @property
    def shown_amount(self) -> str:
        """Return what is saved, or what it costs more, without a sign."""
        return "" if self.saving is None else f"{abs(self.saving):,.0f}"

    @property
    def shown_lower(self) -> str:
        """Return the lower limit."""
        return "" if self.lower is None else f"{self.lower:,.0f}"

    @property
    def shown_upper(self) -> str:
        """Return the upper limit."""
        return "" if self.upper is None else f"{self.upper:,.0f}"

    @property
    def saves(self) -> bool | None:
        """Return whether money is saved, if even the limits agree on it; None when that is open."""
        ends = [one for one in (self.lower, self.saving, self.upper) if one is not None]
        if self.saving is None or (min(ends) <= 0 < max(ends)):
            return None
        return self.saving > 0


def savings(scenario: Scenario, view: str) -> dict[str, list[Cell]]:
    """Return what one view saves, by reading, with a cell for each accounting."""
    found = {(one.reading, one.accounting): one for one in table(scenario).totals if one.payer == view}
    return {name: [cell(found[name, way]) for way in ACCOUNTINGS] for name in scenario.readings}


def cell(one: Total) -> Cell:
    """Return a total as it is shown: limits that are no wider than the figure itself are none."""
    sure = one.lower_cents == one.upper_cents
    return Cell(
        one.reading,
        one.accounting,
        dollars(one.saving_cents),
        one.saving_share,
        None if sure else dollars(one.lower_cents),
        None if sure else dollars(one.upper_cents),
    )


def dollars(cents: int | None) -> Decimal | None:
    """Return an amount in whole dollars, half upwards."""
    return None if cents is None else Decimal((cents + CENTS // 2) // CENTS)


@dataclass(frozen=True)
class Year:
    """What one year costs and saves, and all years until then, in dollars."""

    number: int
    program: Decimal
    present: Decimal
    saving: Decimal
    so_far: Decimal


def year_by_year(reading: Reading, accounting: str, view: str) -> list[Year]:
    """Return each year of the horizon."""
    with exactly():
        sums = reckon_exactly(reading, accounting).views[view]
        rows = zip(sums.program, sums.present, accumulate(sums.saving), strict=True)
        return [
            Year(number, *(round(each / CENTS) for each in (program, present, present - program, so_far)))
            for number, (program, present, so_far) in enumerate(rows, 1)
        ]


@dataclass(frozen=True)
class Bar:
    """Which share of the draws saves between two amounts in dollars."""

    low: float
    high: float
    share: float

    @property
    def of_a_thousand(self) -> int:
        """Return how many of a thousand draws that is."""
        return round(1000 * self.share)


@dataclass(frozen=True)
class Sureness:
    """How sure a saving is when numbers have limits: drawn many times. Amounts in dollars."""

    drawn: int
    probability: float
    mean: float
    low: float
    high: float
    bars: Sequence[Bar]
    swings: Sequence[tuple[str, float, float]]
    shares: dict[str, tuple[float, float]]

    @property
    def percent(self) -> int:
        """Return in how many of a hundred draws money is saved."""
        return round(100 * self.probability)

    @property
    def shown_low(self) -> str:
        """Return the lower limit of the middle 95 of 100 draws."""
        return f"{self.low:,.0f}"

    @property
    def shown_high(self) -> str:
        """Return their upper limit."""
        return f"{self.high:,.0f}"


def how_sure(reading: Reading, accounting: str, view: str) -> Sureness | None:
    """Return how sure one view's saving is; None when no number that it rests on has a distribution."""
    if not reading.uncertain:
        return None
    found = simulate(reading, accounting=accounting, draws=DRAWS, seed=SEED, view=view)
    return None if not found.swings else sureness(found, view)


def sureness(found: Simulated, view: str) -> Sureness:
    """Return a simulation as it is shown."""
    saving = found.draws[view].saving_cents / CENTS
    counts, edges = np.histogram(saving, bins=BARS)
    quantiles = found.quantiles[view]["saving_cents"]
    return Sureness(
        drawn=found.drawn,
        probability=found.probability_saves[view],
        mean=found.mean[view]["saving_cents"] / CENTS,
        low=quantiles[0.025] / CENTS,
        high=quantiles[0.975] / CENTS,
        bars=[
            Bar(float(low), float(high), float(count) / len(saving))
            for low, high, count in zip(edges, edges[1:], counts, strict=False)
        ],
        swings=[
            (one.key, float(one.at_low_cents) / CENTS, float(one.at_high_cents) / CENTS)
            for one in found.swings
        ],
        shares={key: (one.first_order, one.total) for one in found.shares for key in one.keys},
    )
