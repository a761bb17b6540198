"""Where a figure is from: its formula, the numbers that it rests on, and their sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from amends.money.model.arithmetic import EXACT, exactly
from amends.money.model.claims import public_claims
from amends.money.model.flows import Values, people_of
from amends.money.model.reckoning import reckon, total
from amends.money.model.scenario import NOT_COUNTED, Quantity, Reading
from amends.money.model.tracing import inputs_of

VIEW = "state"


class NoSuchFigure(LookupError):
    """Something was to be explained that is neither a number, nor a result, nor a claim."""


class Explained(NamedTuple):
    """What a figure is: `value` is in `unit`, None when it is not known; `inputs` are what it rests on."""

    key: str
    says: str
    formula: str
    value: Decimal | None
    unit: str
    inputs: tuple[Quantity, ...]
    sources: tuple[str, ...]


class Figure(NamedTuple):
    """A result that can be explained: its formula in words, and how it is reckoned."""

    says: str
    formula: str
    unit: str
    reckon: Callable[[Reading, str, Values], Decimal | None]


def _sums(reading: Reading, accounting: str, values: Values) -> tuple[Decimal, Decimal]:
    view = reckon(reading, values, EXACT, accounting).views[VIEW]
    return total(view.program), total(view.present)


def _share(reading: Reading, accounting: str, values: Values) -> Decimal | None:
    program, present = _sums(reading, accounting, values)
    return (present - program) / present if present > 0 else None


def _people(name: str) -> Callable[[Reading, str, Values], Decimal]:
    return lambda reading, _, values: getattr(people_of(values, reading, EXACT), name)


FIGURES: Mapping[str, Figure] = {
    "program_cents": Figure(
        "What the program's side costs the state over the horizon",
        "sum of quantity x unit cost x share that the state pays, over the costs and years of the program's side",
        "cents",
        lambda *of: _sums(*of)[0],
    ),
    "present_cents": Figure(
        "What the present side costs the state over the horizon",
        "sum of quantity x unit cost x share that the state pays, over the costs and years of the present side",
        "cents",
        lambda *of: _sums(*of)[1],
    ),
    "saving_cents": Figure(
        "What the state saves over the horizon",
        "present_cents - program_cents",
        "cents",
        lambda *of: _sums(*of)[1] - _sums(*of)[0],
    ),
    "saving_share": Figure(
        "What the state saves of its present cost",
        "(present_cents - program_cents) / present_cents",
        "share",
        _share,
    ),
    "net_present_value_cents": Figure(
        "What the state's savings are worth at the start",
        "sum over the years of (present - program) x (1 + discount.rate) ** -(year - 1 + moment in the year)",
        "cents",
        lambda reading, accounting, values: reckon(reading, values, EXACT, accounting).net_present_value(
            VIEW
        ),
    ),
    "entering": Figure(
        "Accountable parties who enter in a year",
        "people.parties a year; or at a time, / (completed_share x accountability_years + (1 - completed_share)"
        " x the smaller of returned_after_years and accountability_years)",
        "people",
        _people("entering"),
    ),
    "parties_at_a_time": Figure(
        "Accountable parties in the program at a time, once as many leave as enter",
        "entering x mean time in the accountable party's part",
        "people",
        _people("parties_at_a_time"),
    ),
    "survivors_at_a_time": Figure(
        "Survivors supported at a time, once as many leave as enter",
        "entering x people.survivors_per_party x process.support_years",
        "people",
        _people("survivors_at_a_time"),
    ),
    "imprisoned_share": Figure(
        "Share of those charged who would otherwise be convicted and sent to prison",
        "(1 - otherwise.dismissed_share) x otherwise.convicted_share x otherwise.prison_share",
        "share",
        _people("imprisoned_share"),
    ),
}


def explain(key: str, reading: Reading, accounting: str) -> Explained:
    """Return where a number, a result or a claim is from. Raises NoSuchFigure, which names what there is."""
    if key in reading.quantities:
        one = reading.quantities[key]
        formula = str(one.distribution) if one.distribution is not None else "given"
        if one.between is not None:
            formula = f"between {one.between[0]} and {one.between[1]}, nothing known within"
        return Explained(key, one.says, formula, one.value, one.unit, (one,), (one.source,))
    if key in FIGURES:
        figure = FIGURES[key]
        asked = inputs_of(reading, lambda values: figure.reckon(reading, accounting, values))
        inputs = tuple(one for one in asked if one.source != NOT_COUNTED)
        with exactly():
            value = figure.reckon(reading, accounting, reading.values())
        known = all(one.value is not None for one in inputs)
        return Explained(
            key,
            figure.says,
            figure.formula,
            value if known else None,
            figure.unit,
            inputs,
            sources_of(inputs),
        )
    if key in public_claims():
        claim = public_claims()[key]
        return Explained(
            key,
            claim.claim,
            claim.formula or claim.because,
            None,
            claim.unit,
            (),
            (f"{claim.source} ({claim.year})",),
        )
    known_keys = ", ".join((*FIGURES, *public_claims(), *reading.quantities))
    raise NoSuchFigure(f"There is nothing called [{key}]; expected one of {known_keys}.")


def sources_of(inputs: tuple[Quantity, ...]) -> tuple[str, ...]:
    """Return the sources of some numbers, each once."""
    return tuple(dict.fromkeys(one.source for one in inputs))
