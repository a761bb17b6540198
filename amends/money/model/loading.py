"""Read a scenario from its file, and refuse it with every fault that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from amends.money.model.arithmetic import EXACT, exactly
from amends.money.model.correlations import is_correlation, lower_triangle, normal_correlation
from amends.money.model.distributions import FORMS
from amends.money.model.prices import NoSuchYear, Year, price_series, read_year
from amends.money.model.reading import BadScenario, Fault, Keys, Reader, read_toml
from amends.money.model.reckoning import reckon
from amends.money.model.scenario import (
    AS_PRINTED,
    CAPACITY,
    COURT_ROAD,
    GOVERNMENT,
    KINDS,
    MOST_HORIZON,
    NOT_COUNTED,
    NOT_KNOWN,
    PAYERS,
    PER,
    PERSPECTIVES,
    PRISON,
    PROCESS,
    PUBLISHED,
    SHARE,
    SIDES,
    TIMINGS,
    USD,
    Component,
    Correlation,
    Entry,
    Prison,
    Quantity,
    Reading,
    Scenario,
    Unit,
    Wanted,
    items,
    wanted_numbers,
)

CENTS = Decimal(100)
RATE = Unit("share", Decimal(0), Decimal("0.5"))
# How sure a number is, beside or in place of its value.
HOW_SURE = ("between", *FORMS)
VALUES = {"value", "usd", *HOW_SURE}
# Whose money a cost is.
WHOSE = ("kind", "receiver", "counts_for")
FLOWS = ("steady", "from empty")
ENTERING = ("through the year", "at the start of the year")
COUNTED = ("at a time", "a year")
# What a reading says of itself.
ABOUT = ("about", "about_es", "source")
# Each number between limits doubles what has to be reckoned to know the widest ones.
MOST_UNKNOWN = 6
# A trillion dollars: beyond it binary fractions could lose cents.
MOST_CENTS = Decimal(10**14)
# The table of a cost that is the same on both sides.
BOTH = "both"
ONLY_READING = "scenario"


@cache
def published_scenario() -> Scenario:
    """Return the published case in its three readings. Raises BadScenario."""
    return load_scenario(PUBLISHED)


def load_scenario(path: Path) -> Scenario:
    """Return what a file says, in each of its readings. Raises BadScenario, which names every fault and its line."""
    content, lines = read_toml(path)
    faults: list[Fault] = []
    told_readings = content.pop("readings", None)
    plain = Reader(lines, faults)
    if told_readings is None:
        told_readings = {ONLY_READING: {"about": "The scenario as it stands.", "source": "this file"}}
    readings = {}
    with exactly():
        for key, told in plain.table(
            ("readings",), told_readings, needed=(), allowed=names_in(told_readings)
        ).items():
            if not isinstance(told, dict):
                plain.fault(
                    ("readings", key), "is no table; expected one with about, source and what is read anew."
                )
                continue
            reader = Reader(lines, faults, reading=key)
            own = {name: one for name, one in told.items() if name not in ABOUT}
            readings[key] = read_reading(
                reader,
                key,
                merged(content, own),
                about=reader.words(("readings", key, "about"), told.get("about")),
                about_es=reader.words(("readings", key, "about_es"), told.get("about_es", told.get("about"))),
                source=reader.words(("readings", key, "source"), told.get("source")),
            )
    if not readings and not faults:
        plain.fault(("readings",), "is empty; expected a reading at least, or no such table.")
    meta = content.get("scenario")
    meta = meta if isinstance(meta, dict) else {}
    title, source = (
        plain.words(("scenario", name), meta.get(name)) if name in meta else ""
        for name in ("title", "source")
    )
    dated = meta.get("dated")
    if type(dated) is not date:
        plain.fault(("scenario", "dated"), f"is [{dated}]; expected a day like 2026-01-31.")
    if faults or type(dated) is not date:
        raise BadScenario(path, faults)
    return Scenario(path.stem, title, dated, source, readings)


def names_in(told: object) -> tuple[str, ...]:
    """Return the names that a table may choose itself; none when it is no table."""
    return tuple(told) if isinstance(told, dict) else ()


def merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of a scenario with those of one reading laid over them.

    What says how sure a number is replaces all that the scenario said of it.
    """
    result = dict(base)
    for key, one in own.items():
        below = result.get(key)
        if isinstance(one, dict) and isinstance(below, dict):
            if VALUES & one.keys():
                below = {name: said for name, said in below.items() if name not in VALUES}
            result[key] = merged(below, one)
        else:
            result[key] = one
    return result


def read_reading(
    reader: Reader, key: str, told: Mapping[str, Any], *, about: str, about_es: str, source: str
) -> Reading:
    """Return one reading from the tables that are laid over each other. Remembers each fault."""
    told = reader.table(
        (),
        told,
        needed=("scenario", "people", "process", "otherwise"),
        allowed=("discount", "recidivism", "prison", "society", *SIDES, BOTH, "correlation"),
    )
    meta = reader.table(
        ("scenario",),
        told.get("scenario", {}),
        needed=("title", "dated", "source", "prices", "flow", "horizon_years", "timing"),
        allowed=("entering", "enrolling_years", "note"),
    )
    prices = read_prices(reader, meta.get("prices"))
    horizon = read_whole_years(reader, "horizon_years", meta.get("horizon_years", 1))
    enrolling = read_whole_years(reader, "enrolling_years", meta.get("enrolling_years", horizon))
    quantities = {one.key: one for one in read_wanted(reader, told)}
    kind = read_discount(reader, told.get("discount"), quantities, prices)
    entries = tuple(read_entries(reader, told, quantities))
    prison = read_prison(reader, told.get("prison"), quantities)
    people = told.get("people")
    counted = people.get("counted", "") if isinstance(people, dict) else ""
    reading = Reading(
        key=key,
        about=about,
        about_es=about_es,
        source=source,
        prices=prices,
        counted=reader.one_of(("people", "counted"), counted, COUNTED),
        flow=reader.one_of(("scenario", "flow"), meta.get("flow", FLOWS[0]), FLOWS),
        entering=reader.one_of(("scenario", "entering"), meta.get("entering", ENTERING[0]), ENTERING),
        enrolling_years=enrolling,
        horizon_years=horizon,
        timing=reader.one_of(("scenario", "timing"), meta.get("timing", TIMINGS[0]), TIMINGS),
        discount_kind=kind,
        quantities=quantities,
        entries=entries,
        prison=prison,
        correlations=tuple(read_correlations(reader, told.get("correlation", []), quantities)),
    )
    if all(one.key in quantities for one in wanted_numbers()):
        check_together(reader, reading)
    return reading


def read_whole_years(reader: Reader, name: str, told: object) -> int:
    """Return a whole number of years from 1 on. Remembers a fault when it is none."""
    value = reader.number(("scenario", name), told, Decimal(1), Decimal(MOST_HORIZON))
    if value % 1:
        reader.fault(("scenario", name), f"is [{told}]; expected a whole number of years.")
    return int(value)


def read_prices(reader: Reader, told: object) -> Year | None:
    """Return the year in whose prices everything is to be, or None for amounts as they were printed."""
    if told == AS_PRINTED:
        return None
    year = read_year(told)
    if year is None:
        reader.fault(("scenario", "prices"), f'is [{told}]; expected a year like 2024, or "{AS_PRINTED}".')
        return None
    try:
        price_series().level(year)
    except NoSuchYear as error:
        reader.fault(("scenario", "prices"), str(error))
        return None
    return year


def read_wanted(reader: Reader, told: Mapping[str, Any]) -> Iterator[Quantity]:
    """Yield each number that is not a cost; one that may be absent and is counts as nothing, and says so."""
    others = {"people": ("counted",), "prison": ("total_usd", "year", "source", "note", "components")}
    for section in dict.fromkeys(one.section for one in wanted_numbers()):
        names = [one.name for one in wanted_numbers() if one.section == section]
        if section in told:
            reader.table((section,), told[section], needed=(), allowed=(*names, *others.get(section, ())))
    for wanted in wanted_numbers():
        table = told.get(wanted.section, {})
        table = table if isinstance(table, dict) else {}
        name = wanted.name if wanted.name in table else wanted.otherwise
        if name in table:
            yield read_wanted_number(reader, (wanted.section, name), table[name], wanted)
        elif wanted.needed:
            if wanted.section in told:
                reader.fault((wanted.section,), f"has no [{wanted.name}]; expected it: {wanted.says}.")
        else:
            yield Quantity(wanted.key, wanted.unit.name, Decimal(0), NOT_COUNTED, wanted.says)


def read_wanted_number(reader: Reader, keys: Keys, told: object, wanted: Wanted) -> Quantity:
    """Return one number that is not a cost; an amount with the year of its prices. Remembers each fault."""
    own = ("year",) if wanted.unit is USD else ()
    one = read_quantity(reader, keys, told, wanted.unit, key=wanted.key, says=wanted.says, own=own)
    if not own or not isinstance(told, dict):
        return one
    if "year" not in told:
        reader.fault(keys, "has no [year]; expected the year of its prices.")
    return replace(one, year=read_price_year(reader, keys, told))


def read_quantity(
    reader: Reader, keys: Keys, told: object, unit: Unit, *, key: str, says: str, own: tuple[str, ...] = ()
) -> Quantity:
    """Return one number with its source and how sure it is; `own` names what else its table may hold.

    Amounts are given in dollars and become cents. Remembers each fault.
    """
    name = "usd" if unit is USD else "value"
    ways = (name, *HOW_SURE)
    table = reader.table(keys, told, needed=("source",), allowed=(*ways, "note", *own))
    given = [way for way in HOW_SURE if way in table]
    if len(given) > 1:
        reader.fault(
            keys, f"says how sure it is in {len(given)} ways; expected one of {', '.join(HOW_SURE)}."
        )
    if table and name not in table and not given:
        reader.fault(keys, f"has no [{name}]; expected one of {', '.join(ways)}.")
    limits = read_limits(reader, keys, table, unit) if "between" in table else None
    spread = None
    for form in given:
        if form in FORMS:
            spread = FORMS[form](reader, (*keys, form), table[form], unit.least, unit.most)
    value = spread.mean if spread is not None else None
    if table.get(name, NOT_KNOWN) != NOT_KNOWN:
        value = reader.number((*keys, name), table[name], unit.least, unit.most)
        if unit is USD and value * CENTS % 1:
            reader.fault((*keys, name), f"is [{value}]; expected whole cents.")
        if limits is not None and not limits[0] <= value <= limits[1]:
            reader.fault((*keys, name), f"is [{value}]; expected it between {limits[0]} and {limits[1]}.")
    elif name in table and "between" not in table:
        reader.fault(
            (*keys, name), f"is [{NOT_KNOWN}]; expected the limits it lies in: between = [lower, upper]."
        )
    source, note = (
        reader.words((*keys, one), table[one]) if one in table else "" for one in ("source", "note")
    )
    if unit is USD:
        value = None if value is None else value * CENTS
        limits = None if limits is None else (limits[0] * CENTS, limits[1] * CENTS)
        spread = None if spread is None else spread.scaled(CENTS)
    return Quantity(key, "cents" if unit is USD else unit.name, value, source, says, note, limits, spread)


def read_limits(
    reader: Reader, keys: Keys, table: Mapping[str, Any], unit: Unit
) -> tuple[Decimal, Decimal] | None:
    """Return the limits between which nothing is known. Remembers a fault, and returns None, when they are none."""
    limits = reader.numbers((*keys, "between"), table["between"], unit.least, unit.most, count=2)
    if not limits:
        return None
    if limits[0] > limits[1]:
        reader.fault((*keys, "between"), f"is [{limits[0]}, {limits[1]}]; expected the lower limit first.")
    return limits[0], limits[1]


def read_discount(reader: Reader, told: object, quantities: dict[str, Quantity], prices: Year | None) -> str:
    """Add the discount rate, 0 without one, and return its kind. A real rate needs amounts in one year's prices."""
    fits = "nominal" if prices is None else "real"
    key, says = "discount.rate", "discount rate a year"
    quantities[key] = Quantity(key, SHARE.name, Decimal(0), NOT_COUNTED, says)
    if told is None:
        return fits
    table = reader.table(("discount",), told, needed=("kind", "rate"))
    if "kind" in table and table["kind"] != fits:
        flows = "amounts as printed" if prices is None else "amounts in the prices of one year"
        reader.fault(("discount", "kind"), f"is [{table['kind']}]; {flows} are {fits}: expected {fits}.")
    if "rate" in table:
        quantities[key] = read_quantity(reader, ("discount", "rate"), table["rate"], RATE, key=key, says=says)
    return fits


def read_entries(reader: Reader, told: Mapping[str, Any], quantities: dict[str, Quantity]) -> Iterator[Entry]:
    """Yield each cost of each side, and add its unit cost to the numbers."""
    for place in (BOTH, *SIDES):
        costs = told.get(place, {})
        if not isinstance(costs, dict):
            reader.fault((place,), f"is no table; expected costs by name, such as [{place}.training].")
            continue
        for item, cost in costs.items():
            if item not in items():
                reader.fault(
                    (place, item), f"is not on the list of costs; expected one of {', '.join(items())}."
                )
            elif place != BOTH and item in told.get(BOTH, {}):
                reader.fault(
                    (place, item), f"stands under [{BOTH}] too; expected it there, or once for each side."
                )
            else:
                entry = read_entry(reader, (place, item), cost, quantities)
                yield from (replace(entry, side=side) for side in (SIDES if place == BOTH else (place,)))


def read_entry(reader: Reader, keys: Keys, told: object, quantities: dict[str, Quantity]) -> Entry:
    """Return one cost, for the side that its table names, and add its numbers. Remembers each fault."""
    key, item = ".".join(keys), keys[-1]
    if isinstance(told, dict) and "rate" in told:
        table = reader.table(keys, told, needed=("rate", "base", "payer"), allowed=WHOSE)
        quantities[key] = read_quantity(
            reader, (*keys, "rate"), table["rate"], SHARE, key=key, says="indirect cost rate"
        )
        base = table.get("base")
        if not isinstance(base, list) or not base or not set(map(str, base)) <= set(items()) - {item}:
            reader.fault((*keys, "base"), f"is [{base}]; expected a list of other costs on this side.")
            base = []
        per, year, marginal_key = "rate", None, ""
    else:
        table = reader.table(
            keys,
            told,
            needed=("per", "year", "payer", "source"),
            allowed=("usd", *HOW_SURE, "note", "marginal_share", *WHOSE),
        )
        per = reader.one_of((*keys, "per"), table["per"], PER) if "per" in table else PER[0]
        about = {name: one for name, one in table.items() if name in ("usd", *HOW_SURE, "source", "note")}
        quantities[key] = read_quantity(
            reader, keys, about, USD, key=key, says=f"cost of {item} for each {per}"
        )
        year, base = read_price_year(reader, keys, table), []
        marginal_key = read_marginal_share(reader, keys, table, quantities)
    kind = reader.one_of((*keys, "kind"), table.get("kind", KINDS[0]), KINDS)
    receiver = reader.one_of((*keys, "receiver"), table["receiver"], PAYERS) if "receiver" in table else ""
    if (kind == "transfer") != bool(receiver):
        reader.fault(
            keys, "expected a [receiver] with kind = [transfer], and only there: a transfer goes to somebody."
        )
    counts_for = (
        reader.one_of((*keys, "counts_for"), table["counts_for"], PERSPECTIVES)
        if "counts_for" in table
        else ""
    )
    return Entry(
        side=keys[0],
        item=item,
        key=key,
        per=per,
        year=year,
        payers=read_payers(reader, keys, table),
        kind=kind,
        receiver=receiver,
        counts_for=counts_for,
        marginal_key=marginal_key,
        base=tuple(base),
    )


def read_marginal_share(
    reader: Reader, keys: Keys, table: Mapping[str, Any], quantities: dict[str, Quantity]
) -> str:
    """Add the share of a cost that one fewer saves, and return its key; empty when the cost has none."""
    if "marginal_share" not in table:
        return ""
    key = ".".join((*keys, "marginal_share"))
    says = f"share of {keys[-1]} that is saved by one fewer"
    quantities[key] = read_quantity(
        reader, (*keys, "marginal_share"), table["marginal_share"], SHARE, key=key, says=says
    )
    return key


def read_price_year(reader: Reader, keys: Keys, table: Mapping[str, Any]) -> Year | None:
    """Return the year in whose prices an amount is. Remembers a fault when it is none, or outside the series."""
    if "year" not in table:
        return None
    year = read_year(table["year"])
    if year is None:
        reader.fault((*keys, "year"), f'is [{table["year"]}]; expected a year like 2025 or "2021-22".')
        return None
    try:
        price_series().level(year)
    except NoSuchYear as error:
        reader.fault((*keys, "year"), str(error))
    return year


def read_payers(reader: Reader, keys: Keys, table: Mapping[str, Any]) -> Mapping[str, Decimal]:
    """Return the share that each payer pays of a cost. Remembers a fault when the shares are not one together."""
    told = table.get("payer", PAYERS[0])
    if not isinstance(told, dict):
        return {reader.one_of((*keys, "payer"), told, PAYERS): Decimal(1)}
    shares = reader.table((*keys, "payer"), told, needed=(), allowed=PAYERS)
    payers = {
        payer: reader.number((*keys, "payer", payer), share, SHARE.least, SHARE.most)
        for payer, share in shares.items()
    }
    if sum(payers.values()) != 1:
        reader.fault(
            (*keys, "payer"), f"adds up to [{sum(payers.values())}]; expected shares that are 1 together."
        )
    return payers


def read_prison(reader: Reader, told: object, quantities: dict[str, Quantity]) -> Prison | None:
    """Return what a year in prison is made of, and when one can be closed; None when the scenario does not say."""
    if not isinstance(told, dict) or "components" not in told:
        return None
    for name in ("total_usd", "year", "source"):
        if name not in told:
            reader.fault(("prison",), f"has no [{name}]; expected that of the components.")
    parts = reader.table(
        ("prison", "components"), told["components"], needed=(), allowed=names_in(told["components"])
    )
    components = []
    for name, part in parts.items():
        keys = ("prison", "components", name)
        table = reader.table(keys, part, needed=("usd", "marginal_share"))
        if table.keys() >= {"usd", "marginal_share"}:
            cents = reader.number((*keys, "usd"), table["usd"], USD.least, USD.most) * CENTS
            key = read_marginal_share(reader, keys, table, quantities)
            components.append(Component(name, cents, key))
    total = reader.number(("prison", "total_usd"), told.get("total_usd", 0), USD.least, USD.most) * CENTS
    added = sum((one.cents for one in components), Decimal(0))
    # Each part and the total were rounded to a dollar by whoever published them.
    if abs(added - total) > len(components) * CENTS or not added:
        reader.fault(
            ("prison", "total_usd"),
            f"is [{total / CENTS}], and the components add up to [{added / CENTS}]; expected a difference of at most"
            f" {len(components)} dollars.",
        )
    source, note = (
        reader.words(("prison", one), told[one]) if one in told else "" for one in ("source", "note")
    )
    return Prison(tuple(components), read_price_year(reader, ("prison",), told), source, note)


def read_correlations(
    reader: Reader, told: object, quantities: Mapping[str, Quantity]
) -> Iterator[Correlation]:
    """Yield each group of inputs that go together. Remembers a matrix that no draws can have."""
    seen: set[str] = set()
    for number, one in enumerate(told if isinstance(told, list) else [told]):
        keys = ("correlation", str(number))
        table = reader.table(keys, one, needed=("inputs", "ranks", "source"))
        if not table.keys() >= {"inputs", "ranks", "source"}:
            continue
        inputs = [str(key) for key in table["inputs"]] if isinstance(table["inputs"], list) else []
        unfit = [key for key in inputs if key not in quantities or quantities[key].distribution is None]
        if len(inputs) < 2 or len(set(inputs)) != len(inputs) or unfit or seen & set(inputs):
            says = f"is {inputs}; expected two or more numbers with a distribution, each in one group."
            reader.fault((*keys, "inputs"), says)
            continue
        seen |= set(inputs)
        rows = table["ranks"] if isinstance(table["ranks"], list) else []
        ranks = tuple(
            reader.numbers((*keys, "ranks"), row, Decimal(-1), Decimal(1), count=len(inputs)) for row in rows
        )
        if len(ranks) != len(inputs) or not all(ranks):
            reader.fault(
                (*keys, "ranks"),
                f"has {len(ranks)} rows; expected {len(inputs)} rows of {len(inputs)} numbers.",
            )
        elif not is_correlation(ranks):
            reader.fault(
                (*keys, "ranks"),
                "is no correlation; expected ones on the diagonal, the same above and below it.",
            )
        elif lower_triangle(normal_correlation(ranks)) is None:
            reader.fault((*keys, "ranks"), "is not positive definite: no numbers can go together like this.")
        else:
            yield Correlation(tuple(inputs), ranks, reader.words((*keys, "source"), table["source"]))


def check_together(reader: Reader, reading: Reading) -> None:
    """Remember what is wrong only between one part of a reading and another."""
    check_returns(reader, reading)
    check_bases(reader, reading)
    check_new_crimes(reader, reading)
    check_prison(reader, reading)
    unknown = [one.key for one in reading.unknowns]
    if len(unknown) > MOST_UNKNOWN:
        reader.fault((), f"leaves {len(unknown)} numbers between limits; expected at most {MOST_UNKNOWN}.")
    if not reader.faults:
        lines = reckon(reading, reading.values(), EXACT, "average").lines
        cost = sum(amount for line in lines for amount in line.amounts)
        if cost > MOST_CENTS:
            reader.fault(
                (), f"comes to [{cost / CENTS:,.0f}] USD; expected at most {MOST_CENTS / CENTS:,} USD."
            )


def check_returns(reader: Reader, reading: Reading) -> None:
    """Remember where cases may return and the scenario does not say when, or what that costs."""
    stays = [
        reading.quantities[f"process.{one}"].lowest for one in ("completed_share", "returned_after_years")
    ]
    if reading.counted == COUNTED[0] and not any(stays):
        says = (
            "is [at a time], and nobody may stay for any time; expected some to complete, or to return later."
        )
        reader.fault(("people", "counted"), says)
    completed, sides = reading.quantities["process.completed_share"], sides_of(reading)
    if completed.value == 1 and completed.between is None and completed.distribution is None:
        return
    if reading.quantities["process.returned_after_years"].source == NOT_COUNTED:
        reader.fault(("process",), "has no [returned_after_years]; expected it, because not all complete.")
    for (side, item), entry in sides.items():
        if side == "present" and entry.per in COURT_ROAD and ("program", item) not in sides:
            says = f"is not met by returned cases; expected [{BOTH}.{item}], because not all complete."
            reader.fault((side, item), says)


def check_bases(reader: Reader, reading: Reading) -> None:
    """Remember each base of an indirect cost rate that is no cost with an amount on the same side.

    Remember, too, what the present system would pay for something that only the process has.
    """
    sides = sides_of(reading)
    for (side, _), entry in sides.items():
        if side == "present" and entry.per in PROCESS:
            says = f"is [{entry.per}], which only the program has; expected it under [program]."
            reader.fault((*entry.key.split("."), "per"), says)
        for item in entry.base:
            base = sides.get((side, item))
            if base is None or base.per == "rate":
                says = f"names [{item}]; expected a cost with an amount on this side."
                reader.fault((*entry.key.split("."), "base"), says)


def check_new_crimes(reader: Reader, reading: Reading) -> None:
    """Remember a cost of new crimes that is paid by the wrong ones: taxpayers' and others' shares are never added twice."""
    for entry in reading.entries:
        by_taxpayers = set(entry.payers) & set(GOVERNMENT)
        keys = tuple(entry.key.split("."))
        if entry.item == "reconviction_harm" and by_taxpayers:
            reader.fault(
                keys, "is paid by taxpayers; expected their share of a new crime under [reconviction] only."
            )
        if entry.item in ("reconviction", "reconviction_prison") and set(entry.payers) - by_taxpayers:
            reader.fault(
                keys, "is paid by others than taxpayers; expected what others lose under [reconviction_harm]."
            )


def check_prison(reader: Reader, reading: Reading) -> None:
    """Remember what is missing to say what one person fewer in prison saves, and when a prison closes."""
    costs = [one for one in reading.entries if one.per in PRISON]
    if not costs:
        return
    if reading.prison is None:
        says = "is prison; expected [prison.components], for what one person fewer saves."
        reader.fault(tuple(costs[0].key.split(".")), says)
    for name in CAPACITY:
        if reading.quantities[f"prison.{name}"].source == NOT_COUNTED:
            reader.fault(("prison",), f"has no [{name}]; expected it, for the steps in which prisons close.")


def sides_of(reading: Reading) -> dict[tuple[str, str], Entry]:
    """Return each cost by its side and its place on the list."""
    return {(one.side, one.item): one for one in reading.entries}
