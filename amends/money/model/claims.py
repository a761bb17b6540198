"""The public claims for the program: each tried under every reading, and with what the readings take for granted."""

from __future__ import annotations

import ast
import operator
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import cache
from pathlib import Path
from typing import NamedTuple

from amends.money.model.accounting import unit_cost
from amends.money.model.arithmetic import EXACT, exactly
from amends.money.model.flows import people_of
from amends.money.model.reckoning import reckon, total
from amends.money.model.results import imprisoning
from amends.money.model.scenario import Reading, Scenario

FILE = Path(__file__).parent / "claims.toml"
HOLDS = "holds"
ONLY_IF = "holds only if"
DOES_NOT_HOLD = "does not hold"
CANNOT_BE_CHECKED = "cannot be checked"
# The state pays for the program and the prisons that are compared.
VIEW = "state"
# Shares are tried to a hundredth of a percent.
FINEST_SHARE = Decimal("0.0001")


class BrokenClaim(ValueError):
    """A claim's formula or relation cannot be used. Says which."""


class NotInScenario(LookupError):
    """A claim speaks of a cost or a number that a scenario does not have, and cannot be tried on it. Says which."""


class Condition(NamedTuple):
    """A formula that is not below zero where the sentence is so, or another meaning of a claim; in each language."""

    formula: str
    says: str
    says_es: str


@dataclass(frozen=True)
class Claim:
    """One sentence said in public, with what it states and how it is tried. Amounts are in cents."""

    id: str
    claim: str
    claim_es: str
    source: str
    year: str
    stated: Decimal | tuple[Decimal, Decimal] | None = None
    unit: str = ""
    relation: str = ""
    to: Decimal | None = None
    formula: str = ""
    because: str = ""
    because_es: str = ""
    assumes: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()

    def is_met_by(self, value: Decimal | None) -> bool:
        """Tell whether a value is as the claim states it."""
        if value is None or self.stated is None:
            return False
        return RELATIONS[self.relation](value, self.stated, self.to)


def rounds_to(value: Decimal, stated: Decimal, to: Decimal | None) -> bool:
    """Tell whether a value becomes the stated one when rounded to a unit, a half upwards."""
    return stated - to / 2 <= value < stated + to / 2  # type: ignore[operator]


RELATIONS: Mapping[str, Callable[..., bool]] = {
    "is": lambda value, stated, _: value == stated,
    "rounds to": rounds_to,
    "at least": lambda value, stated, _: value >= stated,
    "between": lambda value, stated, _: stated[0] <= value <= stated[1],
}


class Verdict(NamedTuple):
    """Whether a claim holds under one reading. `value` is the formula's, in the claim's unit."""

    reading: str
    verdict: str
    value: Decimal | None
    condition: str | None
    condition_es: str | None


class Judged(NamedTuple):
    """A claim with its verdict under each reading."""

    claim: Claim
    verdicts: tuple[Verdict, ...]


@cache
def public_claims() -> Mapping[str, Claim]:
    """Return the register of claims, in its order, read once. Raises BrokenClaim."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    return {key: read_claim(key, one) for key, one in told.items()}


def read_claim(key: str, told: dict[str, object]) -> Claim:
    """Return one claim of the register. Raises BrokenClaim for a key, relation or formula that nobody would use."""
    told = dict(told)
    stated = told.pop("stated", None)
    if isinstance(stated, list):
        told["stated"] = tuple(Decimal(one) for one in stated)
    elif stated is not None:
        told["stated"] = Decimal(stated)  # type: ignore[arg-type]
    for name in ("assumes", "unless"):
        told[name] = tuple(Condition(**one) for one in told.get(name, ()))  # type: ignore[attr-defined]
    try:
        claim = Claim(id=key, **told)  # type: ignore[arg-type]
    except TypeError as error:
        raise BrokenClaim(f"Claim [{key}]: {error}.") from error
    if bool(claim.formula) == bool(claim.because):
        raise BrokenClaim(f"Claim [{key}]: expected a formula, or because of what it cannot be checked.")
    if claim.formula and claim.relation not in RELATIONS:
        raise BrokenClaim(
            f"Claim [{key}] has the relation [{claim.relation}]; expected {', '.join(RELATIONS)}."
        )
    return claim


def judge_claims(scenario: Scenario) -> tuple[Judged, ...]:
    """Return every public claim with its verdict under each reading of a scenario. Raises BrokenClaim."""
    return tuple(
        Judged(claim, tuple(judge(claim, reading) for reading in scenario.readings.values()))
        for claim in public_claims().values()
    )


def judge(claim: Claim, reading: Reading) -> Verdict:
    """Return whether a claim holds under a reading, and what it takes for granted there. Raises BrokenClaim."""
    if not claim.formula:
        return Verdict(reading.key, CANNOT_BE_CHECKED, None, claim.because, claim.because_es)
    try:
        return try_formula(claim, reading)
    except NotInScenario as missing:
        says, says_es = f"the scenario has no [{missing}]", f"el escenario no tiene [{missing}]"
        return Verdict(reading.key, CANNOT_BE_CHECKED, None, says, says_es)


def try_formula(claim: Claim, reading: Reading) -> Verdict:
    """Return the verdict on a claim that has a formula. Raises BrokenClaim, NotInScenario."""
    value = evaluate(claim.formula, reading)
    if claim.is_met_by(value):
        conditions = list(needs_of(claim, reading))
        verdict = ONLY_IF if conditions else HOLDS
    else:
        others = [one for one in claim.unless if claim.is_met_by(evaluate(one.formula, reading))]
        conditions = [(one.says, one.says_es) for one in others]
        verdict = ONLY_IF if conditions else DOES_NOT_HOLD
    if not conditions:
        return Verdict(reading.key, verdict, value, None, None)
    english, spanish = ("; ".join(ones) for ones in zip(*conditions, strict=True))
    return Verdict(reading.key, verdict, value, english, spanish)


def needs_of(claim: Claim, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield what a claim that holds takes for granted, in each language."""
    share = least_imprisoned_share(claim, reading)
    if share is not None:
        yield (
            f"at least {share:.2%} of those charged would otherwise be convicted and sent to prison",
            f"al menos el {share:.2%} de las personas acusadas sería condenado y enviado a prisión",
        )
    failing = [
        way
        for way in ("marginal", "step")
        if not claim.is_met_by(evaluate(claim.formula, reading, accounting=way))
    ]
    if failing:
        yield (
            "one person fewer in prison saves the whole average cost of a year there",
            "una persona menos en prisión ahorra todo el costo medio de un año allí",
        )
    for one in claim.assumes:
        met = evaluate(one.formula, reading)
        if met is None or met < 0:
            yield one.says, one.says_es


def least_imprisoned_share(claim: Claim, reading: Reading) -> Decimal | None:
    """Return the share of those charged who must otherwise be imprisoned for a claim to hold; None if it is no matter.

    Rounded up to the next hundredth of a percent: at that share the claim holds.
    """

    def holds_at(share: Decimal) -> bool:
        return claim.is_met_by(
            evaluate(claim.formula, reading, values={**reading.values(), **imprisoning(reading)(share)})
        )

    low, high = FINEST_SHARE, Decimal(1)
    if holds_at(low) or not holds_at(high):
        return None
    while high - low > FINEST_SHARE:
        middle = ((low + high) / 2).quantize(FINEST_SHARE)
        low, high = (low, middle) if holds_at(middle) else (middle, high)
    return high


def evaluate(
    formula: str,
    reading: Reading,
    *,
    accounting: str = "average",
    values: Mapping[str, Decimal] | None = None,
) -> Decimal | None:
    """Return what a formula comes to under a reading; None where it divides by nothing.

    Raises BrokenClaim, NotInScenario.
    """
    with exactly():
        names = Names(reading, accounting, reading.values() if values is None else values)
        try:
            return names.reckon(ast.parse(formula, mode="eval").body)
        except (DivisionByZero, InvalidOperation):
            return None
        except (SyntaxError, TypeError, KeyError) as error:
            raise BrokenClaim(f"The formula [{formula}] cannot be reckoned: {error}.") from error


OPERATORS: Mapping[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def annuity(rate: Decimal, years: Decimal) -> Decimal:
    """Return what one unit at the end of each of so many years is worth at the start.

    >>> round(annuity(Decimal("0.03"), Decimal(10)), 4)
    Decimal('8.5302')
    """
    return (1 - (1 + rate) ** -years) / rate


class Names:
    """What the words of a formula stand for under a reading, and its arithmetic: numbers, + - * / and annuity."""

    def __init__(self, reading: Reading, accounting: str, values: Mapping[str, Decimal]):
        self.values = values
        self.figures = figures_for_claims(reading, accounting, values)

    def reckon(self, node: ast.expr) -> Decimal:
        """Return what a part of a formula comes to. Raises TypeError for what is no arithmetic, KeyError for a name."""
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return Decimal(str(node.value))
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](self.reckon(node.left), self.reckon(node.right))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "annuity":
            return annuity(*(self.reckon(argument) for argument in node.args))
        if isinstance(node, ast.Name):
            return self.figures[node.id]()
        if isinstance(node, ast.Attribute):
            return self.number(ast.unparse(node))
        raise TypeError(ast.unparse(node))

    def number(self, key: str) -> Decimal:
        """Return a number of the scenario; a cost that both sides have is that of each. Raises NotInScenario."""
        for known in (key, f"both.{key.partition('.')[2]}"):
            if known in self.values:
                return self.values[known]
        raise NotInScenario(key)


def figures_for_claims(
    reading: Reading, accounting: str, values: Mapping[str, Decimal]
) -> Mapping[str, Callable[[], Decimal]]:
    """Return how each figure that a formula may name is reckoned, of the state's money over the horizon."""

    def sums(way: str) -> tuple[Decimal, Decimal]:
        view = reckon(reading, values, EXACT, way).views[VIEW]
        return total(view.program), total(view.present)

    def saving(way: str) -> Decimal:
        program, present = sums(way)
        return present - program

    def share() -> Decimal:
        program, present = sums(accounting)
        return (present - program) / present

    def accountability() -> Decimal:
        lines = reckon(reading, values, EXACT, accounting).lines
        return sum(
            (total(one.amounts) for one in lines if one.entry.item == "accountability_program"), Decimal(0)
        )

    def prison_year() -> Decimal:
        prison = next((one for one in reading.entries if one.per == "prison year"), None)
        if prison is None:
            raise NotInScenario("present.prison")
        return Decimal(0) if accounting == "step" else unit_cost(prison, reading, values, EXACT, accounting)

    return {
        "program_cents": lambda: sums(accounting)[0],
        "present_cents": lambda: sums(accounting)[1],
        "saving_cents": lambda: saving(accounting),
        "marginal_saving_cents": lambda: saving("marginal"),
        "saving_share": share,
        "accountability_cents": accountability,
        "prison_year_cents": prison_year,
        "imprisoned_share": lambda: people_of(values, reading, EXACT).imprisoned_share,
        "survivors_at_a_time": lambda: people_of(values, reading, EXACT).survivors_at_a_time,
        "parties_at_a_time": lambda: people_of(values, reading, EXACT).parties_at_a_time,
    }
