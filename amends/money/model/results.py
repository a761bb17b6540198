"""The figures that a scenario comes to: every cost, who saves how much, per head, and what it would take to save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from amends.money.model.accounting import ACCOUNTINGS, CLOSURE, in_prison, marginal_prison_share, price_factor
from amends.money.model.arithmetic import EXACT, Arithmetic, Number, exactly, whole_cents
from amends.money.model.flows import Values, Years, people_of, returned_stay
from amends.money.model.intervals import limits_of
from amends.money.model.reckoning import Line, Reckoned, reckon, total
from amends.money.model.scenario import (
    COURT_ROAD,
    NOT_COUNTED,
    PAYERS,
    PRISON,
    SIDES,
    Reading,
    Scenario,
    items,
)
from amends.money.model.tracing import inputs_of_reading

# What only follows from what people do after the process; all other costs of its side are the program's own.
NOT_ITS_OWN = {*COURT_ROAD, *PRISON, "re-conviction", CLOSURE}
# Halvings of a share until no decimal that is shown can change.
HALVINGS = 60


class NoSuchAccounting(LookupError):
    """A way of accounting was asked for that there is not."""


class Row(NamedTuple):
    """One cost of one side in one year of the horizon, as one payer pays it.

    What a scenario gives no amount for has a row whose source says that it is not counted, and nothing else.
    """

    reading: str
    accounting: str
    payer: str | None
    year: int | None
    side: str
    item: str
    quantity: Decimal | None
    unit_cost_cents: int | None
    amount_cents: int | None
    source: str


class Total(NamedTuple):
    """What somebody pays on each side over the horizon, and saves; `payer` is a payer, `government` or `society`.

    `saving_share` is of the present cost; None where that is not above zero. `lower` and `upper` are its 95 % limits (or,
    for numbers that are not known, its extremes), `lower_cents` and `upper_cents` those of the saving, and
    so on; None when nothing is uncertain. The amounts are None when they rest on a number that is not known.
    """

    reading: str
    accounting: str
    payer: str
    program_cents: int | None
    present_cents: int | None
    saving_cents: int | None
    saving_share: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    lower_cents: int | None
    upper_cents: int | None
    net_present_value_cents: int | None
    net_present_value_lower_cents: int | None
    net_present_value_upper_cents: int | None


class Table(NamedTuple):
    """Every cost and every total of a scenario under the readings and ways of accounting that were asked for."""

    records: tuple[Row, ...]
    totals: tuple[Total, ...]


def chosen(scenario: Scenario, reading: str | None, accounting: str | None) -> Iterator[tuple[Reading, str]]:
    """Yield each reading with each way of accounting, or only those named. Raises NoSuchReading, NoSuchAccounting."""
    readings = scenario.readings.values() if reading is None else (scenario.reading(reading),)
    if accounting is not None and accounting not in ACCOUNTINGS:
        raise NoSuchAccounting(f"There is no accounting [{accounting}]; expected {', '.join(ACCOUNTINGS)}.")
    for one in readings:
        for way in ACCOUNTINGS if accounting is None else (accounting,):
            yield one, way


def table(scenario: Scenario, *, reading: str | None = None, accounting: str | None = None) -> Table:
    """Return every cost and total, side by side. Raises NoSuchReading, NoSuchAccounting.

    Where an input is uncertain, its draws are made with a fixed seed: the same scenario gives the same figures.
    """
    rows: list[Row] = []
    totals: list[Total] = []
    for one, way in chosen(scenario, reading, accounting):
        reckoned = reckon_exactly(one, way)
        rows += rows_of(one, way, reckoned)
        totals += totals_of(one, way, reckoned)
    return Table(tuple(rows), tuple(totals))


def reckon_exactly(reading: Reading, accounting: str) -> Reckoned:
    """Return what a reading comes to at the value of each number, in decimals, every cost of it worked out."""
    with exactly():
        reckoned = reckon(reading, reading.values(), EXACT, accounting)
        for line in reckoned.lines:
            total([*line.in_all, *line.at_the_start])
        return reckoned


class Flow(NamedTuple):
    """What somebody pays on each side in one year, saves, and has saved since the start: in cents, not rounded.

    `discounted` is what the year's saving is worth at the start.
    """

    year: int
    program: Decimal
    present: Decimal
    saving: Decimal
    cumulative: Decimal
    discounted: Decimal


def cash_flow(reading: Reading, accounting: str, view: str = "state") -> tuple[Flow, ...]:
    """Return the flows of each year of the horizon in one view."""
    reckoned = reckon_exactly(reading, accounting)
    with exactly():
        sums = reckoned.views[view]
        so_far = accumulate(sums.saving)
        columns = zip(sums.program, sums.present, sums.saving, so_far, reckoned.discount, strict=True)
        return tuple(
            Flow(year, program, present, saving, cumulative, saving * factor)
            for year, (program, present, saving, cumulative, factor) in enumerate(columns, 1)
        )


def rows_of(reading: Reading, accounting: str, reckoned: Reckoned) -> Iterator[Row]:
    """Yield a row for each cost, payer and year, and one for everything on the list that is not counted."""
    counted = {(entry.side, entry.item) for entry in reading.entries}
    with exactly():
        for line in reckoned.lines:
            for payer, share in line.entry.payers.items():
                for year, quantity in enumerate(line.quantity):
                    yield Row(
                        reading.key,
                        accounting,
                        payer,
                        year + 1,
                        line.entry.side,
                        line.entry.item,
                        share * quantity,
                        whole_cents(line.unit_cents[year]),
                        whole_cents(share * line.amounts[year]),
                        source_of(reading, line),
                    )
    for side in SIDES:
        for item in items():
            if (side, item) not in counted:
                yield Row(reading.key, accounting, None, None, side, item, None, None, None, NOT_COUNTED)


def source_of(reading: Reading, line: Line) -> str:
    """Return where the unit cost of a line is from."""
    key = "prison.saving_per_closure" if line.per == CLOSURE else line.entry.key
    return reading.quantities[key].source


def totals_of(reading: Reading, accounting: str, reckoned: Reckoned) -> Iterator[Total]:
    """Yield the total of each payer who pays anything, of all governments together, and of everybody."""
    limits = limits_of(reading, accounting)
    known = all(one.value is not None for one in inputs_of_reading(reading, accounting))
    with exactly():
        for view, sums in reckoned.views.items():
            program, present = total(sums.program), total(sums.present)
            if view in PAYERS and not program and not present:
                continue
            saving = present - program
            within = limits.get(view)
            yield Total(
                reading.key,
                accounting,
                view,
                whole_cents(program) if known else None,
                whole_cents(present) if known else None,
                whole_cents(saving) if known else None,
                saving / present if known and present > 0 else None,
                lower=within.share[0] if within and within.share else None,
                upper=within.share[1] if within and within.share else None,
                lower_cents=whole_cents(within.saving[0]) if within else None,
                upper_cents=whole_cents(within.saving[1]) if within else None,
                net_present_value_cents=whole_cents(reckoned.net_present_value(view)) if known else None,
                net_present_value_lower_cents=whole_cents(within.worth[0]) if within else None,
                net_present_value_upper_cents=whole_cents(within.worth[1]) if within else None,
            )


class PerHead(NamedTuple):
    """What the program itself costs, in cents: without what courts, prisons and new crimes cost on either side.

    A person is a survivor or an accountable party; a pair is one survivor with the accountable party of their
    case. `returned_case_cents` is what a returned case has cost by the time that it returns, without costs that
    do not depend on how many there are. A figure is None where nobody completes, or returns, within the horizon.
    """

    person_cents: int
    pair_cents: int
    completed_case_cents: int | None
    returned_case_cents: int | None


def per_head(reading: Reading, accounting: str = "average") -> PerHead:
    """Return what the program costs for each of those who enter, and for each case that completes or returns.

    Where not everybody's process ends within the horizon, the later part of it is in no figure but the last.
    """
    with exactly():
        found = heads_of(reading, reading.values(), EXACT, accounting)
        cents = {name: whole_cents(one) for name, one in found.items()}
    return PerHead(cents["person"], cents["pair"], cents.get("completed_case"), cents.get("returned_case"))


def heads_of(reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str) -> dict[str, Number]:
    """Return what PerHead says, in cents and in either kind of number; without what nobody does."""
    reckoned = reckon(reading, values, arithmetic, accounting)
    own = [one for one in reckoned.lines if one.entry.side == "program" and one.per not in NOT_ITS_OWN]
    nothing = arithmetic.of(Decimal(0))
    cost = sum((one.in_all[0] for one in own), start=nothing)
    survivors, parties, completed, returned = (
        total(reckoned.quantities["program", per])
        for per in ("survivor", "party", "completed case", "returned case")
    )
    found = {"person": cost / (survivors + parties), "pair": cost / survivors}
    if not is_nothing(completed):
        found["completed_case"] = cost / completed
    if not is_nothing(returned):
        by_return = until_return(values, arithmetic)
        parts = (one.unit_cents[0] * by_return[one.per] for one in own if one.per in by_return)
        found["returned_case"] = sum(parts, start=nothing)
    return found


def is_nothing(number: Number) -> bool:
    """Tell whether a number is zero, and the same for all draws."""
    return isinstance(number, Decimal | float) and not number


def until_return(values: Values, arithmetic: Arithmetic) -> dict[str, Number]:
    """Return how much of what the program pays for there is in a case that returns, until it does."""
    once = arithmetic.of(Decimal(1))
    after, survivors = values["process.returned_after_years"], values["people.survivors_per_party"]
    stay = returned_stay(values, arithmetic)
    return {
        "case": once,
        "party": once,
        "survivor": survivors,
        "survivor year": survivors * arithmetic.least(after, values["process.support_years"]),
        "party year": stay,
        "process": stay / values["process.accountability_years"],
        "returned case": once,
    }


class BreakEven(NamedTuple):
    """From which value of one thing on nothing is lost: `at`, beside what the scenario has `now`.

    `at` is None where no value does, with the reason in `says`.
    """

    key: str
    unit: str
    at: Decimal | None
    now: Decimal | None
    says: str


def break_even(reading: Reading, accounting: str, view: str = "state") -> tuple[BreakEven, ...]:
    """Return what it would take for one payer, or all, to save nothing and lose nothing over the horizon.

    Prison counts in proportion to its years here, so that under steps the first, second and last have none.
    """
    values = reading.values()
    changes = {"completed_share": completing(reading), "imprisoned_share": imprisoning(reading)}
    with exactly():
        at = evens_of(reading, values, EXACT, accounting, view=view)
        at |= {
            key: root(partial(saved_at, reading, accounting, view, change))
            for key, change in changes.items()
            if change is not None
        }
        people, now = people_of(values, reading, EXACT), reckon(reading, values, EXACT, accounting)
        avoided = total(avoided_years(now))
        today = {
            "prison_years_per_pair": avoided / total(now.quantities["program", "survivor"]),
            "people_not_imprisoned": avoided / reading.horizon_years,
            "completed_share": people.completed_share,
            "imprisoned_share": people.imprisoned_share,
            "marginal_share": marginal_prison_share(reading, values, EXACT) if reading.prison else None,
        }
    return tuple(
        BreakEven(
            key, unit, within_a_share(at.get(key)) if unit == "share" else at.get(key), today[key], says
        )
        for key, (unit, says) in EVENS.items()
    )


EVENS = {
    "prison_years_per_pair": ("years", "years in prison that must be avoided for each pair that enters"),
    "people_not_imprisoned": ("people", "people fewer in prison at a time"),
    "completed_share": (
        "share",
        "share of those who begin that must complete; none where a return costs nothing",
    ),
    "imprisoned_share": ("share", "share of those charged who would otherwise have to be sent to prison"),
    "marginal_share": ("share", "share of prison's average cost that one person fewer must save"),
}


def evens_of(
    reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str, *, view: str = "state"
) -> dict[str, Number]:
    """Return what BreakEven says of prison, in either kind of number: it counts in proportion to its years.

    years needed = years avoided x what all else costs more / what the years avoided are worth
    """
    way = "marginal" if accounting == "step" else accounting
    costs = [entry.key for entry in reading.entries if entry.per in PRISON]
    free_of_charge = {**values, **dict.fromkeys(costs, arithmetic.of(Decimal(0)))}
    rest = reckon(reading, free_of_charge, arithmetic, way).saving(view)
    reckoned = reckon(reading, values, arithmetic, way)
    worth = reckoned.saving(view) - rest
    on_average = reckon(reading, values, arithmetic, "average").saving(view)
    average = on_average - reckon(reading, free_of_charge, arithmetic, "average").saving(view)
    found: dict[str, Number] = {}
    if not is_nothing(worth) and accounting != "step":
        needed = -rest / worth * total(avoided_years(reckoned))
        found["prison_years_per_pair"] = needed / total(reckoned.quantities["program", "survivor"])
        found["people_not_imprisoned"] = needed / arithmetic.of(Decimal(reading.horizon_years))
    if not is_nothing(average):
        found["marginal_share"] = -rest / average
    return found | straight_evens(reading, values, arithmetic, accounting, view=view)


def straight_evens(
    reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str, *, view: str
) -> dict[str, Number]:
    """Return where shares break even in which a saving is a straight line: on it from two of its points.

    It is one in the share convicted, and in the share completed where people are counted as they enter; under
    steps in neither.
    """
    if accounting == "step":
        return {}
    nothing, one = (arithmetic.of(Decimal(number)) for number in (0, 1))

    def saved(key: str, value: Number) -> Number:
        return reckon(reading, {**values, key: value}, arithmetic, accounting).saving(view)

    found: dict[str, Number] = {}
    without = saved("otherwise.convicted_share", nothing)
    risen = saved("otherwise.convicted_share", values["otherwise.convicted_share"]) - without
    if not is_nothing(risen):
        found["imprisoned_share"] = -without / risen * people_of(values, reading, arithmetic).imprisoned_share
    if reading.counted == "a year" and completing(reading) is not None:
        none, every = (saved("process.completed_share", share) for share in (nothing, one))
        if not is_nothing(every - none):
            found["completed_share"] = -none / (every - none)
    return found


def within_a_share(value: Decimal | None) -> Decimal | None:
    """Return a share as it is; None for what no share can be."""
    return value if value is not None and 0 <= value <= 1 else None


def avoided_years(reckoned: Reckoned) -> Years:
    """Return the person-years in prison that the program avoids in each year, of first and later convictions."""
    sides = (in_prison(reckoned.quantities, side) for side in ("present", "program"))
    return [present - program for present, program in zip(*sides, strict=True)]


Change = Callable[[Decimal], dict[str, Decimal]]


def completing(reading: Reading) -> Change | None:
    """Return how the completed share is changed; None where returned cases would cost nothing."""
    on_program = {entry.item for entry in reading.entries if entry.side == "program"}
    on_present = {
        entry.item for entry in reading.entries if entry.side == "present" and entry.per in COURT_ROAD
    }
    return (lambda share: {"process.completed_share": share}) if on_present <= on_program else None


def imprisoning(reading: Reading) -> Change:
    """Return how the share of those charged who are sent to prison is changed: by the share who are convicted."""
    values = reading.values()

    def change(share: Decimal) -> dict[str, Decimal]:
        of_all = (1 - values["otherwise.dismissed_share"]) * values["otherwise.prison_share"]
        if of_all < share or not of_all:
            # More than everybody convicted is not possible: then nobody is dismissed, and everybody is imprisoned.
            return {
                "otherwise.dismissed_share": Decimal(0),
                "otherwise.prison_share": Decimal(1),
                "otherwise.convicted_share": share,
            }
        return {"otherwise.convicted_share": share / of_all}

    return change


def saved_at(reading: Reading, accounting: str, view: str, change: Change, share: Decimal) -> Decimal:
    """Return what is saved with a share changed."""
    return reckon(reading, {**reading.values(), **change(share)}, EXACT, accounting).saving(view)


def root(saved: Callable[[Decimal], Decimal]) -> Decimal | None:
    """Return the share, from 0 to 1, at which nothing is saved or lost; None where there is none.

    A straight line is solved at once; anything else by halving, to the last decimal that is shown.
    """
    low, high = Decimal(0), Decimal(1)
    at_low, at_high = saved(low), saved(high)
    if at_low * at_high > 0 or at_low == at_high:
        return None
    straight = -at_low / (at_high - at_low)
    if abs(saved(straight)) < Decimal("1e-6"):
        return straight
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (saved(middle) > 0) == (at_high > 0):
            high = middle
        else:
            low = middle
    return (low + high) / 2


class Averted(NamedTuple):
    """How many re-convictions the program averts over the horizon, at which net cost in cents.

    Where it is cheaper and better it dominates, and a ratio would mean nothing: then there is none. The net
    monetary benefit is averted x what one is held to be worth, less the net cost; None where that is not said.
    """

    averted: Decimal
    net_cost_cents: int
    cents_per_averted: int | None
    verdict: str
    net_monetary_benefit_cents: int | None


def averted_reconvictions(reading: Reading, accounting: str, view: str = "society") -> Averted | None:
    """Return what an averted re-conviction costs; None where the scenario counts no re-convictions."""
    if reading.quantities["recidivism.present_share"].source == NOT_COUNTED:
        return None
    with exactly():
        found = averted_of(reading, reading.values(), EXACT, accounting, view=view)
        averted, cost, worth = found["averted"], found["net_cost"], found["worth"]
        verdict = VERDICTS[averted > 0, cost > 0] if averted else DOES_THE_SAME
        return Averted(
            averted,
            whole_cents(cost),
            whole_cents(cost / averted) if verdict == TO_BE_WEIGHED else None,
            verdict,
            whole_cents(averted * worth - cost) if worth else None,
        )


def averted_of(
    reading: Reading, values: Values, arithmetic: Arithmetic, accounting: str, *, view: str = "society"
) -> dict[str, Number]:
    """Return how many re-convictions are averted, at which net cost, and what one is worth; in either kind of number."""
    reckoned = reckon(reading, values, arithmetic, accounting)
    present, program = (total(reckoned.quantities[side, "re-conviction"]) for side in ("present", "program"))
    of_one = reading.quantities["society.averted_reconviction"]
    worth = values[of_one.key] * arithmetic.of(price_factor(of_one.year, reading))
    averted, net_cost = present - program, -reckoned.saving(view)
    benefit = averted * worth - net_cost
    return {"averted": averted, "net_cost": net_cost, "worth": worth, "net_monetary_benefit": benefit}


TO_BE_WEIGHED = "costs more and averts more"
DOES_THE_SAME = "averts as many"
VERDICTS = {
    (True, False): "dominates",
    (True, True): TO_BE_WEIGHED,
    (False, True): "is dominated",
    (False, False): "costs less and averts less",
}
