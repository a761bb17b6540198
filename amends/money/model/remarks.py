"""What a reader of a scenario's figures has to know before believing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from amends.money.model.arithmetic import exactly
from amends.money.model.reckoning import IN_ALL
from amends.money.model.results import reckon_exactly
from amends.money.model.scenario import NOT_COUNTED, PRISON, SIDES, Reading, items


class Remark(NamedTuple):
    """One thing to know about a reading's figures, in each language."""

    key: str
    says: str
    says_es: str


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
        sums = reckon_exactly(replace(reading, prices=latest), "average").sums("society", IN_ALL)
        saving, present = sums.saving[0], sums.present[0]
        would, would_es = "", ""
        if present > 0:
            would = f"; of it {saving / present:.1%} would be saved"
            would_es = f"; de ello se ahorraría el {saving / present:.1%}"
    yield Remark(
        "prices of different years",
        f"Amounts in the prices of {years} are set against each other as printed. In the prices of {latest} the"
        f" present side would be {present / 100:,.0f} USD{would}.",
        f"Se comparan montos en precios de {years} tal como se publicaron. En precios de {latest} el lado actual sería"
        f" de {present / 100:,.0f} USD{would_es}.",
    )


def shorter_than_the_process(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where the figures end before a process does."""
    years = reading.quantities["process.years"].value
    if years is not None and reading.horizon_years < years:
        yield Remark(
            "part of a process",
            f"The figures are of {reading.horizon_years} year; a process lasts {years}.",
            f"Las cifras son de {reading.horizon_years} año; un proceso dura {years}.",
        )


def parties_served_in_part(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where the accountable party's part is shorter than the process."""
    part, whole = (reading.quantities[f"process.{one}"].value for one in ("accountability_years", "years"))
    if part is not None and whole is not None and part < whole:
        yield Remark(
            "served in part",
            f"An accountable party is served for {part} of the {whole} years of a process.",
            f"Se atiende a la persona responsable durante {part} de los {whole} años de un proceso.",
        )


def nobody_returns(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where every case is held to complete."""
    if reading.quantities["process.completed_share"].value == 1:
        yield Remark(
            "nobody returns",
            "Every case is counted as completed: none returns to prosecution.",
            "Todos los casos se cuentan como completados: ninguno vuelve a la fiscalía.",
        )


def everybody_imprisoned(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where everybody who is charged is held to be sent to prison otherwise."""
    shares = [
        reading.quantities[f"otherwise.{one}_share"].value for one in ("dismissed", "convicted", "prison")
    ]
    if shares == [0, 1, 1]:
        yield Remark(
            "everybody in prison",
            "Otherwise everybody who is charged is counted as convicted and sent to prison.",
            "De otro modo, se cuenta que toda persona acusada sería condenada y enviada a prisión.",
        )


def on_one_side_only(reading: Reading) -> Iterator[Remark]:
    """Yield a remark for survivors' services that one side has and the other does not mention."""
    counted = {side: {one.item for one in reading.entries if one.side == side} for side in SIDES}
    missing = [
        one
        for one in items().values()
        if one.key in counted["program"] ^ counted["present"]
        and (one.key.startswith("services_") or one.key == "wraparound_support")
    ]
    if missing:
        yield Remark(
            "services on one side",
            f"Counted on one side only: {', '.join(one.says for one in missing)}.",
            f"Se cuenta solo en un lado: {', '.join(one.says_es for one in missing)}.",
        )


def extrapolated(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where the cost of one year is divided as that of another was."""
    if reading.prison is None:
        return
    others = [one.year for one in reading.entries if one.per in PRISON and one.year != reading.prison.year]
    if others:
        made, given = reading.prison.year, others[0]
        yield Remark(
            "our extrapolation",
            f"What one person fewer in prison saves of the cost of {given} is our extrapolation from the shares of {made}.",
            f"Lo que ahorra una persona menos en prisión del costo de {given} es extrapolación nuestra a partir de las"
            f" proporciones de {made}.",
        )


def not_known(reading: Reading) -> Iterator[Remark]:
    """Yield a remark for each number of which only limits are known."""
    for one in reading.unknowns:
        low, high = one.between or (0, 0)
        used, used_es = "nothing is assumed", "no se supone nada"
        if one.value is not None:
            used, used_es = f"figures are shown for {one.value}", f"las cifras se muestran para {one.value}"
        yield Remark(
            "not known",
            f"[{one.key}] is not known: between {low} and {high}; {used}.",
            f"[{one.key}] no se conoce: entre {low} y {high}; {used_es}.",
        )


def not_counted(reading: Reading) -> Iterator[Remark]:
    """Yield a remark where new convictions are not counted at all."""
    if reading.quantities["recidivism.present_share"].source == NOT_COUNTED:
        yield Remark(
            "re-convictions",
            "New convictions, and what they cost, are not counted on either side.",
            "Las nuevas condenas, y lo que cuestan, no se cuentan en ningún lado.",
        )


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
