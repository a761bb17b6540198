"""What a reader of a scenario's figures has to know before believing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from amends.money.model.arithmetic import exactly
from amends.money.model.reckoning import VIEWS, total
from amends.money.model.results import reckon_exactly
from amends.money.model.scenario import NOT_COUNTED, SIDES, Reading


class Remark(NamedTuple):
    """One thing to know about a reading's figures."""

    key: str
    says: str


def remarks_on(reading: Reading) -> tuple[Remark, ...]:
    """Return what is to be known about a reading: prices that are mixed, what is left out, what is not known."""
    return tuple(one for remark in REMARKS for one in remark(reading))


def prices_of_different_years(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where amounts of different years are set against each other as printed, with what that hides."""
    spent = {one.year for one in reading.entries if one.year and reading.quantities[one.key].value}
    if reading.prices is not None or len(spent) < 2:
        return
    latest = max(spent)
    years = ", ".join(str(year) for year in sorted(spent))
    with exactly():
        sums = reckon_exactly(replace(reading, prices=latest), "average").views[VIEWS[-1]]
        program, present = total(sums.program), total(sums.present)
        share = f"; of it {(present - program) / present:.1%} would be saved" if present else ""
    yield Remark(
        "prices of different years",
        f"Amounts in the prices of {years} are set against each other as printed. In the prices of {latest} the"
        f" present side would be {present / 100:,.0f} USD{share}.",
    )


def shorter_than_the_process(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where the figures end before a process does."""
    years = reading.quantities["process.years"].value
    if years is not None and reading.horizon_years < years:
        yield Remark(
            "part of a process", f"The figures are of {reading.horizon_years} year; a process lasts {years}."
        )


def parties_served_in_part(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where the accountable party's part is shorter than the process."""
    part, whole = (reading.quantities[f"process.{one}"].value for one in ("accountability_years", "years"))
    if part is not None and whole is not None and part < whole:
        yield Remark(
            "served in part", f"An accountable party is served for {part} of the {whole} years of a process."
        )


def nobody_returns(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where every case is held to complete."""
    if reading.quantities["process.completed_share"].value == 1:
        yield Remark("nobody returns", "Every case is counted as completed: none returns to prosecution.")


def everybody_imprisoned(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where everybody who is charged is held to be sent to prison otherwise."""
    shares = [
        reading.quantities[f"otherwise.{one}_share"].value for one in ("dismissed", "convicted", "prison")
    ]
    if shares == [0, 1, 1]:
        yield Remark(
            "everybody in prison",
            "Otherwise everybody who is charged is counted as convicted and sent to prison.",
        )


def on_one_side_only(reading: Reading) -> Iterator[Remark]:
    """Yield a remark for survivors' services that one side has and the other does not mention."""
    counted = {side: {one.item for one in reading.entries if one.side == side} for side in SIDES}
    missing = sorted(
        item
        for item in counted["program"] ^ counted["present"]
        if item.startswith("services_") or item == "wraparound_support"
    )
    if missing:
        yield Remark("services on one side", f"Counted on one side only: {', '.join(missing)}.")


def extrapolated(reading: Reading) -> Iterator[Remark]:
    """Yield what the scenario says about the parts of prison's cost."""
    if reading.prison is not None and reading.prison.note:
        yield Remark("our extrapolation", reading.prison.note)


def not_known(reading: Reading) -> Iterator[Remark]:
    """Yield a remark for each number of which only limits are known."""
    for one in reading.unknowns:
        low, high = one.between or (0, 0)
        used = "nothing is assumed" if one.value is None else f"figures are shown for {one.value}"
        yield Remark("not known", f"[{one.key}] is not known: between {low} and {high}; {used}.")


def not_counted(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where new convictions are not counted at all."""
    if reading.quantities["recidivism.present_share"].source == NOT_COUNTED:
        yield Remark("re-convictions", "New convictions, and what they cost, are not counted on either side.")


REMARKS = (
    prices_of_different_years,
    everybody_imprisoned,
    nobody_returns,
    shorter_than_the_process,
    parties_served_in_part,
    on_one_side_only,
    not_counted,
    extrapolated,
    not_known,
)
