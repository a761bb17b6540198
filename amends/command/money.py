"""`amends money`: what the program costs and saves, under every reading, and what of the public case holds."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amends.money.model.accounting import ACCOUNTINGS
from amends.money.model.arithmetic import whole_cents
from amends.money.model.claims import Judged, judge_claims
from amends.money.model.explaining import NoSuchFigure, explain
from amends.money.model.intervals import limits_of_figures
from amends.money.model.loading import load_scenario, published_scenario
from amends.money.model.reading import BadScenario
from amends.money.model.reckoning import VIEWS
from amends.money.model.remarks import remarks_on
from amends.money.model.results import (
    Row,
    Total,
    averted_of,
    averted_reconvictions,
    break_even,
    cash_flow,
    chosen,
    evens_of,
    heads_of,
    per_head,
    reckon_exactly,
    table,
)
from amends.money.model.scenario import (
    NOT_COUNTED,
    NOT_KNOWN,
    SIDES,
    NoSuchReading,
    Quantity,
    Reading,
    Scenario,
)

if TYPE_CHECKING:
    from amends.money.model.simulating import Simulated

# Decimals of shares and quantities in JSON: more than any source has.
DECIMALS = 12


class Money(click.Group):
    """A group whose bad input is told whole, with status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was typed; nothing is printed on standard output for what cannot be used."""
        try:
            return super().invoke(ctx)
        except (BadScenario, NoSuchReading, NoSuchFigure) as bad:
            for line in str(bad).splitlines():
                click.echo(f"Error: {line}", err=True)
            raise click.exceptions.Exit(2) from bad


@click.group(cls=Money, help=__doc__)
def command() -> None:
    """Group the commands of this file."""


FILE = click.Path(path_type=Path, dir_okay=False)


def of_scenario(function: Callable[..., None]) -> Callable[..., None]:
    """Add the option that names a scenario, and the one that asks for JSON."""
    function = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for other programs.")(
        function
    )
    return click.option(
        "--scenario", "file", type=FILE, help="A scenario of your own; else the published case."
    )(function)


def of_reading(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose a reading and a way of accounting."""
    function = click.option(
        "--accounting", type=click.Choice(ACCOUNTINGS), help="What one person fewer in prison saves."
    )(function)
    return click.option("--reading", help="One reading: of the published case, year, process or half.")(
        function
    )


def scenario_of(file: Path | None) -> Scenario:
    """Return the scenario of a file, or the published one. Raises BadScenario."""
    return published_scenario() if file is None else load_scenario(file)


@command.command("table")
@of_reading
@of_scenario
def show_table(*, file: Path | None, reading: str | None, accounting: str | None, as_json: bool) -> None:
    """Show every cost, and who saves how much: all readings and ways of accounting, or those named."""
    scenario = scenario_of(file)
    found = table(scenario, reading=reading, accounting=accounting)
    readings = list(dict.fromkeys(one.key for one, _ in chosen(scenario, reading, accounting)))
    remarks = {key: remarks_on(scenario.reading(key)) for key in readings}
    if as_json:
        say_json(
            {
                "scenario": scenario.title,
                "dated": scenario.dated.isoformat(),
                "records": [in_json(one._asdict()) for one in found.records],
                "totals": [in_json(one._asdict()) for one in found.totals],
                **measures_in_json([*chosen(scenario, reading, accounting)]),
                "remarks": [
                    {"reading": key, "key": one.key, "says": one.says}
                    for key, ones in remarks.items()
                    for one in ones
                ],
            }
        )
        return
    click.echo(f"{scenario.title}, {scenario.dated.isoformat()}")
    for key in readings:
        click.echo(f"\nReading [{key}]: {scenario.reading(key).about}\n")
        say_costs([one for one in found.records if one.reading == key])
        say_totals([one for one in found.totals if one.reading == key])
        say_measures(scenario.reading(key))
        click.echo()
        for one in remarks[key]:
            click.echo(f"  {one.key}: {one.says}")


def measures_in_json(several: Sequence[tuple[Reading, str]]) -> dict[str, list[dict[str, Any]]]:
    """Return what is measured of each reading under each way of accounting, of the state's money where it is anybody's."""
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("flows", "perspectives", "per_head", "break_even", "averted_reconvictions")
    }
    for reading, way in several:
        of = {"reading": reading.key, "accounting": way}
        for flow in cash_flow(reading, way):
            cents = {
                f"{name}_cents": whole_cents(one) for name, one in flow._asdict().items() if name != "year"
            }
            found["flows"].append({**of, "payer": "state", "year": flow.year, **cents})
        for one, sums in reckon_exactly(reading, way).perspectives.items():
            sides = {"program": sum(sums.program), "present": sum(sums.present), "saving": sum(sums.saving)}
            cents = {f"{name}_cents": whole_cents(Decimal(amount)) for name, amount in sides.items()}
            found["perspectives"].append({**of, "perspective": one, **cents})
        heads = limits_of_figures(reading, way, heads_of)
        ends = {f"{name}_cents": ends_in(limits, "cents") for name, limits in heads.items()}
        found["per_head"].append({**of, **per_head(reading, way)._asdict(), "limits": ends})
        evens = limits_of_figures(reading, way, evens_of)
        found["break_even"] += (
            {
                **of,
                "payer": "state",
                **in_json(each._asdict()),
                "limits": ends_in(evens.get(each.key), each.unit),
            }
            for each in break_even(reading, way)
        )
        averted = averted_reconvictions(reading, way)
        if averted is not None:
            limits = limits_of_figures(reading, way, averted_of)
            ends = {
                "averted": ends_in(limits.get("averted"), "people"),
                "net_cost_cents": ends_in(limits.get("net_cost"), "cents"),
                "net_monetary_benefit_cents": ends_in(limits.get("net_monetary_benefit"), "cents"),
            }
            found["averted_reconvictions"].append({**of, **in_json(averted._asdict()), "limits": ends})
    return found


def say_measures(reading: Reading) -> None:
    """Print what a pair and a case cost, and what it would take to lose nothing, at prison's average cost."""
    limits = limits_of_figures(reading, ACCOUNTINGS[0], heads_of)
    click.echo()
    say_line("costs the program, in USD", "value", "from", "to")
    for name, cents in per_head(reading)._asdict().items():
        head = name.removesuffix("_cents")
        if cents is not None:
            say_line(f"a {head.replace('_', ' ')}", dollars(cents), *map(dollars, limits.get(head, ())))
    limits = limits_of_figures(reading, ACCOUNTINGS[0], evens_of)
    click.echo()
    say_line("nothing is lost from", "value", "now", "from", "to")
    for one in break_even(reading, ACCOUNTINGS[0]):
        ends = (in_words(end, one.unit) for end in limits.get(one.key, ()))
        values = ("none" if value is None else in_words(value, one.unit) for value in (one.at, one.now))
        say_line(one.key, *values, *ends)


def say_costs(rows: Sequence[Row]) -> None:
    """Print what each item costs on each side over the horizon, under the first of the ways of accounting."""
    way = rows[0].accounting
    items = dict.fromkeys(one.item for one in rows if one.amount_cents is not None)
    say_line(f"costs in USD, {way}", "program", "present")
    for item in items:
        sides = []
        for side in SIDES:
            amounts = [
                one.amount_cents for one in rows if (one.accounting, one.side, one.item) == (way, side, item)
            ]
            counted = [amount for amount in amounts if amount is not None]
            sides.append(dollars(sum(counted)) if counted else NOT_COUNTED)
        say_line(item, *sides)
    missing = sorted({one.item for one in rows if one.amount_cents is None} - items.keys())
    if missing:
        click.echo(f"  {NOT_COUNTED} on either side: {', '.join(missing)}")


def say_totals(totals: Sequence[Total]) -> None:
    """Print what each payer saves, with its limits where an input is uncertain."""
    click.echo()
    say_line("who saves, in USD", "program", "present", "saves", "share", "from", "to")
    for one in totals:
        amounts = (one.program_cents, one.present_cents, one.saving_cents)
        share = "" if one.saving_share is None else f"{one.saving_share:.1%}"
        limits = ("" if cents is None else dollars(cents) for cents in (one.lower_cents, one.upper_cents))
        shown = (NOT_KNOWN if cents is None else dollars(cents) for cents in amounts)
        say_line(f"{one.payer}, {one.accounting}", *shown, share, *limits)


def say_line(first: str, *others: str) -> None:
    """Print one line of a table."""
    click.echo(f"  {first:<28}" + "".join(f"{one:>16}" for one in others))


@command.command("claims")
@of_scenario
def show_claims(*, file: Path | None, as_json: bool) -> None:
    """Try each public claim for the program under every reading."""
    judged = judge_claims(scenario_of(file))
    if as_json:
        say_json({"records": [claim_in_json(one) for one in judged]})
        return
    for one in judged:
        stated = (
            "" if one.claim.stated is None else f" (stated: {in_words(one.claim.stated, one.claim.unit)})"
        )
        click.echo(f"\n{one.claim.claim}{stated}")
        for verdict in one.verdicts:
            value = "" if verdict.value is None else f" ({in_words(verdict.value, one.claim.unit)})"
            condition = "" if verdict.condition is None else f": {verdict.condition}"
            click.echo(f"  [{verdict.reading}] {verdict.verdict}{value}{condition}")


def claim_in_json(one: Judged) -> dict[str, Any]:
    """Return one claim as it is documented: amounts are whole cents, shares fractions."""
    claim = one.claim
    stated = (
        [number(part) for part in claim.stated] if isinstance(claim.stated, tuple) else number(claim.stated)
    )
    return {
        "id": claim.id,
        "claim": claim.claim,
        "stated": stated,
        "unit": claim.unit or None,
        "formula": claim.formula or None,
        "source": claim.source,
        "year": claim.year,
        "verdicts": [
            {
                "reading": verdict.reading,
                "verdict": verdict.verdict,
                "value": value_in(verdict.value, claim.unit),
                "condition": verdict.condition,
            }
            for verdict in one.verdicts
        ],
    }


@command.command("simulate")
@click.option(
    "--draws", type=click.IntRange(1, 10**8), required=True, help="At least so many draws are made."
)
@click.option("--seed", type=click.IntRange(0), required=True, help="The same seed gives the same figures.")
@click.option("--payer", type=click.Choice(VIEWS), default="state", help="Whose saving is taken apart.")
@of_reading
@of_scenario
def show_simulation(
    *,
    file: Path | None,
    reading: str | None,
    accounting: str | None,
    draws: int,
    seed: int,
    payer: str,
    as_json: bool,
) -> None:
    """Draw what is uncertain: how sure a saving is, and which number matters most.

    Without a reading the first of the scenario is drawn, without an accounting the average.
    """
    from amends.money.model.simulating import simulate  # noqa: PLC0415 - what draws is loaded only to draw

    scenario = scenario_of(file)
    one = scenario.reading(reading or next(iter(scenario.readings)))
    found = simulate(one, accounting=accounting or ACCOUNTINGS[0], draws=draws, seed=seed, view=payer)
    if as_json:
        say_json(simulation_in_json(found))
        return
    click.echo(
        f"{scenario.title}, reading [{found.reading}], {found.accounting} accounting: {found.drawn:,} draws."
    )
    for key in found.not_known:
        click.echo(f"[{key}] is not known and not drawn: `amends money table` shows what it may change.")
    say_line("who saves, in USD", "mean", "its error", "from", "to", "P(saves)")
    for view, mean in found.mean.items():
        limits = found.quantiles[view]["saving_cents"]
        amounts = (mean["saving_cents"], found.se[view]["saving_cents"], limits[0.025], limits[0.975])
        say_line(view, *map(dollars, amounts), f"{found.probability_saves[view]:.1%}")
    click.echo()
    say_line(f"variance of {found.view}'s saving", "first order", "total")
    for share in found.shares:
        say_line(" + ".join(share.keys), f"{share.first_order:.1%}", f"{share.total:.1%}")
    click.echo()
    say_line("one at a time, in USD", "at low", "at high")
    for swing in found.swings:
        say_line(swing.key, dollars(swing.at_low_cents), dollars(swing.at_high_cents))
    click.echo()
    say_line("draws", "mean", "its error")
    for step in found.convergence:
        say_line(f"{step.drawn:,}", dollars(step.mean), dollars(step.se))


def simulation_in_json(found: Simulated) -> dict[str, Any]:
    """Return a simulation as it is documented."""
    return {
        "reading": found.reading,
        "accounting": found.accounting,
        "payer": found.view,
        "drawn": found.drawn,
        "seed": found.seed,
        "not_known": list(found.not_known),
        "mean": {
            view: {name: figure_in_json(name, one) for name, one in of.items()}
            for view, of in found.mean.items()
        },
        "se": {
            view: {name: figure_in_json(name, one) for name, one in of.items()}
            for view, of in found.se.items()
        },
        "quantiles": {
            view: {
                name: {str(at): figure_in_json(name, one) for at, one in at_.items()}
                for name, at_ in of.items()
            }
            for view, of in found.quantiles.items()
        },
        "probability_saves": dict(found.probability_saves),
        "shares": [
            {
                "inputs": list(share.keys),
                "first_order": share.first_order,
                "first_order_se": share.first_order_se,
                "total": share.total,
                "total_se": share.total_se,
            }
            for share in found.shares
        ],
        "swings": [
            {
                "input": swing.key,
                "low": swing.low,
                "high": swing.high,
                "at_low_cents": whole_cents(swing.at_low_cents),
                "at_high_cents": whole_cents(swing.at_high_cents),
            }
            for swing in found.swings
        ],
        "convergence": [
            {"drawn": step.drawn, "mean_cents": round(step.mean), "se_cents": round(step.se, 2)}
            for step in found.convergence
        ],
    }


def figure_in_json(name: str, value: float) -> float | int | None:
    """Return a figure for JSON: amounts in whole cents, a share as it is, none where some draws have none."""
    if math.isnan(value):
        return None
    return whole_cents(Decimal(value)) if name.endswith("_cents") else value


@command.command("explain")
@click.argument("key")
@of_reading
@of_scenario
def show_explanation(
    *, file: Path | None, reading: str | None, accounting: str | None, key: str, as_json: bool
) -> None:
    """Say where KEY is from: its formula, the numbers that it rests on, and their sources.

    KEY is a number of the scenario (otherwise.prison_share), a result (saving_cents) or a claim.
    """
    scenario = scenario_of(file)
    one = scenario.reading(reading or next(iter(scenario.readings)))
    found = explain(key, one, accounting or ACCOUNTINGS[0])
    if as_json:
        say_json(
            {
                "key": found.key,
                "reading": one.key,
                "accounting": accounting or ACCOUNTINGS[0],
                "says": found.says,
                "formula": found.formula,
                "unit": found.unit or None,
                "value": value_in(found.value, found.unit),
                "inputs": [input_in_json(each) for each in found.inputs],
                "sources": list(found.sources),
            }
        )
        return
    value = "" if found.value is None else f" = {in_words(found.value, found.unit)}"
    click.echo(f"{found.key}{value}\n  {found.says}.\n  {found.formula}")
    for each in found.inputs:
        given = NOT_KNOWN if each.value is None else in_words(each.value, each.unit)
        click.echo(f"  {each.key} = {given}: {each.source}")
    if not found.inputs:
        click.echo(f"  {'; '.join(found.sources)}")


def input_in_json(one: Quantity) -> dict[str, Any]:
    """Return one number of a scenario with its source and how sure it is."""
    return {
        "key": one.key,
        "unit": one.unit,
        "value": value_in(one.value, one.unit),
        "between": None if one.between is None else [value_in(end, one.unit) for end in one.between],
        "distribution": None if one.distribution is None else str(one.distribution),
        "source": one.source,
    }


@command.command("check")
@click.argument("file", type=FILE)
def check_file(file: Path) -> None:
    """Say whether FILE is a scenario that can be used; name each fault, its line, and what was expected there."""
    scenario = load_scenario(file)
    click.echo(
        f"{scenario.title}: can be used, in {len(scenario.readings)} readings ({', '.join(scenario.readings)})."
    )


def say_json(answer: dict[str, Any]) -> None:
    """Print an answer on one line."""
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))


def in_json(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with its decimals as numbers."""
    return {name: number(value) if isinstance(value, Decimal) else value for name, value in record.items()}


def number(value: Decimal | None) -> float | int | None:
    """Return a decimal as a number of JSON: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, DECIMALS))


def value_in(value: Decimal | None, unit: str) -> float | int | None:
    """Return a value in its unit for JSON: amounts in whole cents."""
    return whole_cents(value) if value is not None and unit == "cents" else number(value)


def ends_in(limits: tuple[Decimal, Decimal] | None, unit: str) -> list[float | int | None] | None:
    """Return a lower and an upper limit in their unit for JSON; None where there are none."""
    return None if limits is None else [value_in(one, unit) for one in limits]


def in_words(value: Decimal | tuple[Decimal, Decimal], unit: str) -> str:
    """Return a value with its unit for a reader: dollars, percent, or a number."""
    if isinstance(value, tuple):
        return " to ".join(in_words(one, unit) for one in value)
    if unit == "cents":
        return f"{dollars(value)} USD"
    return f"{value:.2%}" if unit == "share" else f"{round(value, 2).normalize():f} {unit}"


def dollars(cents: Decimal | float) -> str:
    """Return an amount in cents as dollars, with cents only where there are any."""
    amount = Decimal(whole_cents(Decimal(cents))) / 100
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
