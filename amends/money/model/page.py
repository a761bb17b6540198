"""The page docs/reference/money.md: the published case, its claims, and what scenarios and answers are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from amends.money.model.accounting import ACCOUNTINGS
from amends.money.model.arithmetic import whole_cents
from amends.money.model.claims import judge_claims
from amends.money.model.explaining import FIGURES
from amends.money.model.loading import published_scenario
from amends.money.model.prices import price_series
from amends.money.model.remarks import remarks_on
from amends.money.model.results import Row, Total, break_even, per_head, table
from amends.money.model.scenario import (
    COURT_ROAD,
    PAYERS,
    PER,
    PERSPECTIVES,
    PROCESS,
    Scenario,
    items,
    wanted_numbers,
)
from amends.policy.page import table_head, table_row

OPENING = """\
# What the program costs and saves

Made by `amends docs` from `amends/money/model/`; change that instead. How the model is built:
[its chapter](../../amends/money/README.md). `amends money table`, `claims`, `simulate` and `explain` show the same
figures, and more; `amends money check FILE` says what is wrong with a scenario of your own.
"""

ANSWERS = """\
## What `--json` answers

One line, in UTF-8. Amounts end in `_cents` and are whole cents, rounded once, a half away from zero; shares are
fractions of 1. Nothing in an answer depends on the time of day, and the same seed gives the same draws. Bad input leaves
with status 2, with one line for each fault on standard error and nothing on standard output.

- `amends money table`: `scenario, dated, records, totals, flows, perspectives, per_head, break_even,
  averted_reconvictions, remarks`. Without `--reading` or `--accounting`, all.
  - `records`: {row}. `year` is that of the horizon, from 1; `quantity` and `amount_cents` are the payer's part. What a
    scenario does not count has one record a side, with `source` *not counted* and null for all that it does not say.
  - `totals`: {total}. `payer` is a payer, `government` or `society`. `lower` and `upper` are the 95 % limits of
    `saving_share`, those that end in `_cents` of the amounts; where only limits of an input are known, the widest ones
    that it makes possible. Null where no input is uncertain. A saving is null where it rests on a number that is not
    known, and a share where the present side costs nothing.
  - `flows`: of the state's money in each year: `program_cents, present_cents, saving_cents, cumulative_cents,
    discounted_cents`. `perspectives`: whose gain or loss society's saving is. `per_head`: what the program itself costs for
    a person, a pair, a completed case, and by the return of a returned one. `break_even`: `key, unit, at, now, says`, from
    which value on the state loses nothing. `averted_reconvictions`, where they are counted: `averted, net_cost_cents,
    cents_per_averted, verdict, net_monetary_benefit_cents`; there is no price where the program *dominates*. They are
    taken at the value of each number; `limits` holds a lower and an upper one where an input is uncertain.
- `amends money claims`: `records` of `id, claim, stated, unit, formula, source, year, verdicts`; `verdicts` of
  `reading, verdict, value, condition`. `stated` and `value` are in the claim's `unit`, `cents` or `share`. A verdict is
  *holds*, *holds only if* (what, says `condition`), *does not hold* or *cannot be checked* (why, says `condition`).
- `amends money simulate --draws N --seed S`: `reading, accounting, payer, drawn, seed, not_known, mean, se, quantiles,
  probability_saves, shares, swings, convergence`. `mean`, `se` and `quantiles` go by payer, then by `saving_cents`,
  `net_present_value_cents`, `saving_share`; quantiles then by the share of draws below. `drawn` is 16 times the smallest
  power of two that is not below N / 16. `shares` are of the variance of `payer`'s saving: `inputs` (one, or those that are
  correlated), `first_order`, `total`, each with its error; `swings` move one input at a time from its 2.5th to its 97.5th
  percentile, all others at their values.
- `amends money explain KEY`: `key, reading, accounting, says, formula, unit, value, inputs, sources`. KEY is a number of
  the scenario (below), a claim's id, or a result: {figures}.
"""

SCENARIOS = """\
## What a scenario says

A TOML file. `amends/money/model/scenarios/published.toml` and `examples/scenario.toml` are two that can be copied.

- `[scenario]`: `title`, `dated`, `source`; `prices`, the year in whose prices all amounts are reckoned, or
  `"as printed"`; `flow`, `"steady"` (as many leave as enter, from the first year on) or `"from empty"`, with
  `enrolling_years` in which people enter, `"through the year"` or `"at the start of the year"` (`entering`);
  `horizon_years`; `timing` of each year's money, `"start"`, `"middle"` or `"end"`.
- `[discount]`: `rate`, and its `kind`: `"real"` with the prices of one year, `"nominal"` with amounts as printed.
- `[people]`: `counted`, whether `parties` are there `"at a time"` or enter `"a year"`; the one follows from the other by
  the length of the process and by who leaves it.
- Each number has `value` and `source`, and may have a `note`. Instead of a value, or beside it, it says how sure it is:
  `pert = [least, mode, most]`, `lognormal = [lower 95 % limit, median, upper 95 % limit]`, `counts = [found, of]` (a
  share, by the prior of Jeffreys), `empirical = [...]`, or `between = [lower, upper]` where nothing else is known, with
  `value = "not known"` if nothing can stand for it.
- `[program.ITEM]`, `[present.ITEM]`, or `[both.ITEM]` for a cost that both sides have: `usd` and its `year` (`2025`, or a
  fiscal year `"2021-22"`), `per` what, `payer` ({payers}; or a table of shares), `source`; perhaps `marginal_share`,
  `kind = "transfer"` with its `receiver`, and `counts_for` ({perspectives}). An indirect cost has `rate` and `base`, a
  list of items, instead of an amount.
- `per`: {per}. On the program's side, {court} are those of returned cases; {process} are the program's alone.
- `[prison.components]`: what a year in prison was made of in one published year, and the share of each part that one
  person fewer saves. The components may differ from their total by a dollar each.
- `[[correlation]]`: `inputs`, and the correlation of their `ranks` as a matrix, which must be positive definite.
- `[readings.NAME]`: `about`, `source`, and whatever this reading says anew of all the above.

Prices: {prices}.
"""


def money_page() -> str:
    """Return the page as Markdown, ending with a line break. Raises BadScenario, BrokenClaim."""
    scenario = published_scenario()
    series = price_series()
    answers = ANSWERS.format(
        row=words(Row.__annotations__), total=words(Total.__annotations__), figures=words(FIGURES)
    )
    scenarios = SCENARIOS.format(
        payers=words(PAYERS),
        perspectives=words(PERSPECTIVES),
        per=words(PER),
        court=words(COURT_ROAD),
        process=words(PROCESS),
        prices=f"{series.name} ({series.id}), {min(series.index)} to {max(series.index)}; {series.source}",
    )
    parts = [OPENING, *published_part(scenario), *claims_part(scenario), answers, scenarios, *lists_part()]
    return "\n".join(parts) + "\n"


def published_part(scenario: Scenario) -> Iterator[str]:
    """Yield the published case: what it comes to under each reading, and what to know about it."""
    yield f"## {scenario.title}\n"
    yield f"{scenario.source}. In USD, of the state's money; a range in brackets is what is not known.\n"
    for reading in scenario.readings.values():
        yield f"- **{reading.key}**: {reading.about}"
    yield ""
    yield from table_head(
        "Reading", "Program", "Present", *(f"Saves, {one}" for one in ACCOUNTINGS), "Of the present cost"
    )
    for key in scenario.readings:
        of_state = [one for one in table(scenario, reading=key).totals if one.payer == "state"]
        average = of_state[0]
        yield table_row(
            f"`{key}`",
            dollars(average.program_cents),
            dollars(average.present_cents),
            *map(saved, of_state),
            f"{average.saving_share:.2%}",
        )
    yield "\n*average*: a year in prison costs what it costs on average. *marginal*: what one person fewer saves."
    yield "*step*: whole prisons that close because of this program's people.\n"
    yield from table_head("Reading", "A pair, in all", *SAID_OF_BREAK_EVEN.values())
    for key, reading in scenario.readings.items():
        found = {one.key: one.at for one in break_even(reading, "average")}
        cells = (f"{found[one]:.2f}" if found[one] is not None else "" for one in SAID_OF_BREAK_EVEN)
        yield table_row(f"`{key}`", dollars(per_head(reading).pair_cents), *cells)
    yield "\nNothing is saved and nothing lost, at prison's average cost, with the last three.\n"
    said: dict[str, list[str]] = {}
    for key, reading in scenario.readings.items():
        for one in remarks_on(reading):
            said.setdefault(f"- {one.key}: {one.says}", []).append(key)
    for sentence, keys in said.items():
        yield sentence if len(keys) == len(scenario.readings) else f"{sentence} ({', '.join(keys)})"
    yield ""


SAID_OF_BREAK_EVEN = {
    "prison_years_per_pair": "Years in prison avoided for each pair",
    "people_not_imprisoned": "People fewer in prison at a time",
    "imprisoned_share": "Share of those charged who would go to prison",
}


def claims_part(scenario: Scenario) -> Iterator[str]:
    """Yield each public claim with its verdict under each reading."""
    yield "## What is said for the program, and what of it holds\n"
    yield from table_head("Claim", "Source", *scenario.readings, "Only if, or why not")
    for one in judge_claims(scenario):
        conditions = list(dict.fromkeys(verdict.condition for verdict in one.verdicts if verdict.condition))
        yield table_row(
            one.claim.claim,
            f"{one.claim.source} ({one.claim.year})",
            *(told(verdict.verdict, verdict.value, one.claim.unit) for verdict in one.verdicts),
            ". ".join(conditions),
        )
    yield ""


def lists_part() -> Iterator[str]:
    """Yield the numbers that a scenario may give, and the costs that both sides carry."""
    yield "## Numbers\n"
    yield from table_head("Number", "What", "Unit", "When absent")
    for one in wanted_numbers():
        absent = (
            "refused" if one.needed else f"as `{one.section}.{one.otherwise}`" if one.otherwise else "nothing"
        )
        yield table_row(
            f"`{one.key}`", one.says, f"{one.unit.name}, {one.unit.least:,} to {one.unit.most:,}", absent
        )
    yield "\n## Costs\n"
    yield from table_head("Item", "What")
    for item in items().values():
        yield table_row(f"`{item.key}`", item.says)


def saved(one: Total) -> str:
    """Return a saving, with its limits where something is not known."""
    if one.lower_cents is None or one.upper_cents is None:
        return dollars(one.saving_cents)
    return f"{dollars(one.saving_cents)} [{dollars(one.lower_cents)} to {dollars(one.upper_cents)}]"


def told(verdict: str, value: Decimal | None, unit: str) -> str:
    """Return a verdict with the value that it rests on."""
    if value is None:
        return verdict
    return f"{verdict} ({f'{value:.2%}' if unit == 'share' else f'{dollars(whole_cents(value))} USD'})"


def dollars(cents: int | None) -> str:
    """Return an amount in whole dollars."""
    return "not known" if cents is None else f"{whole_cents(Decimal(cents) / 100):,}"


def words(several: Iterable[str]) -> str:
    """Return names as code, one after the other."""
    return ", ".join(f"`{one}`" for one in several)
