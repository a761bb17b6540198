"""Between which limits a saving lies, where an input has a distribution or is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from itertools import product
from typing import NamedTuple

from amends.money.model.arithmetic import EXACT, Arithmetic, Number, exactly
from amends.money.model.flows import Values
from amends.money.model.reckoning import IN_ALL, VIEWS, reckon
from amends.money.model.scenario import Quantity, Reading
from amends.money.model.tracing import inputs_of, inputs_of_reading

DRAWS_FOR_LIMITS = 10_000
SEED_FOR_LIMITS = 0


class Limits(NamedTuple):
    """Lower and upper limit of a saving and its net present value in cents, and of its share where there is one."""

    saving: tuple[Decimal, Decimal]
    worth: tuple[Decimal, Decimal]
    share: tuple[Decimal, Decimal] | None


def limits_of(reading: Reading, accounting: str) -> Mapping[str, Limits]:
    """Return the limits by view; empty when no input that is used is uncertain.

    Distributions give the 2.5th and 97.5th percentile. Numbers of which only limits are known are tried at both,
    in every combination, and the widest limits count: nothing is assumed about what lies between.
    """
    used = inputs_of_reading(reading, accounting)
    uncertain = any(one.distribution is not None for one in used)
    if not uncertain and all(one.between is None for one in used):
        return {}
    found: dict[str, Limits] = {}
    for corner in corners(used):
        there = reading.changed(corner)
        for view, limits in (drawn_limits if uncertain else exact_values)(there, accounting).items():
            found[view] = wider(found.get(view, limits), limits)
    return found


def corners(used: tuple[Quantity, ...]) -> Iterator[dict[str, Decimal]]:
    """Yield each combination of the limits of the numbers that are not known; once nothing when all are."""
    limits = {one.key: one.between for one in used if one.between is not None}
    for ends in product(*limits.values()):
        yield dict(zip(limits, ends, strict=True))


def exact_values(reading: Reading, accounting: str) -> dict[str, Limits]:
    """Return what each view saves, as both of its limits."""
    with exactly():
        reckoned = reckon(reading, reading.values(), EXACT, accounting)
        found = {}
        for view in VIEWS:
            sums, worth = reckoned.sums(view, IN_ALL), reckoned.net_present_value(view)
            saving, present = sums.saving[0], sums.present[0]
            share = saving / present if present > 0 else None
            found[view] = Limits((saving, saving), (worth, worth), None if share is None else (share, share))
        return found


def drawn_limits(reading: Reading, accounting: str) -> dict[str, Limits]:
    """Return the 95 % limits of each view."""
    from amends.money.model.simulating import simulate  # noqa: PLC0415 - what draws is loaded only to draw

    simulated = simulate(
        reading, accounting=accounting, draws=DRAWS_FOR_LIMITS, seed=SEED_FOR_LIMITS, detailed=False
    )
    found = {}
    for view, of in simulated.quantiles.items():
        share = of.get("saving_share")
        found[view] = Limits(
            ends_of(of["saving_cents"]),
            ends_of(of["net_present_value_cents"]),
            None if share is None else ends_of(share),
        )
    return found


def ends_of(quantiles: Mapping[float, float]) -> tuple[Decimal, Decimal]:
    """Return the ends of the middle 95 %."""
    return Decimal(quantiles[0.025]), Decimal(quantiles[0.975])


def wider(one: Limits, other: Limits) -> Limits:
    """Return limits that hold both; no share where one of them has none."""
    share = None
    if one.share is not None and other.share is not None:
        share = both(one.share, other.share)
    return Limits(both(one.saving, other.saving), both(one.worth, other.worth), share)


def both(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """Return the lower of two lower limits, and the higher of two upper ones."""
    return min(one[0], other[0]), max(one[1], other[1])


Figures = Callable[[Reading, Values, Arithmetic, str], Mapping[str, Number]]


def limits_of_figures(
    reading: Reading, accounting: str, figures: Figures
) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the limits of any figures, as `limits_of` does of savings; empty when no input of theirs is uncertain.

    A figure that some draws do not have, such as the cost of a completed case where none completes, has no limits.
    """
    used = inputs_of(reading, lambda values: figures(reading, values, EXACT, accounting))
    uncertain = any(one.distribution is not None for one in used)
    if not uncertain and all(one.between is None for one in used):
        return {}
    found: dict[str, list[tuple[Decimal, Decimal]]] = {}
    combinations = list(corners(used))
    for corner in combinations:
        there = reading.changed(corner)
        for name, ends in (drawn_ends if uncertain else exact_ends)(there, accounting, figures).items():
            found.setdefault(name, []).append(ends)
    return {name: reduce(both, ends) for name, ends in found.items() if len(ends) == len(combinations)}


def exact_ends(reading: Reading, accounting: str, figures: Figures) -> dict[str, tuple[Decimal, Decimal]]:
    """Return each figure, as both of its limits."""
    with exactly():
        return {
            name: (one, one) for name, one in figures(reading, reading.values(), EXACT, accounting).items()
        }


def drawn_ends(reading: Reading, accounting: str, figures: Figures) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the 95 % limits of each figure that all draws have."""
    from amends.money.model.simulating import draw_figures  # noqa: PLC0415 - what draws is loaded only to draw

    drawn = draw_figures(reading, accounting, figures, draws=DRAWS_FOR_LIMITS, seed=SEED_FOR_LIMITS)
    return {name: (Decimal(low), Decimal(high)) for name, (low, high) in drawn.items()}
