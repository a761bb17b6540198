"""Reads a plan of analysis, and refuses one that leaves open what has to be settled before anybody looks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from amends.evidence.effects.question import Question, checked
from amends.evidence.effects.refusing import tightened
from amends.evidence.faults import BadInput
from amends.evidence.form import Day, Form, Option
from amends.evidence.terms import parse_terms

# Both are days that come to both groups; consent and completion come to one only.
CLOCKS = {"offer": "the offer, or the matching day of those not offered", "charge": "the charge"}
WORK_OF_THE_OFFER = "what comes after the offer may be its work"
# More draw nothing that anybody could read, and take a day.
MOST_IMPUTATIONS = 1000


@dataclass(frozen=True, kw_only=True)
class Design:
    """Who is compared with whom.

    kind           randomized: the offer was drawn by lot; comparison: it was not
    group          the column that is 1 for those offered, 0 for the others
    offered, others  what the two groups are called in sentences
    cluster        the column within whose values people are not independent, such as the organization
    people         how many in each group were planned, and `base` which share with the primary outcome
    """

    kind: Literal["randomized", "comparison"]
    says: str
    group: str
    offered: str
    others: str
    cluster: str
    people: tuple[int, int]
    base: float | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One outcome, and how the groups are compared in it.

    name      how sentences name it
    input     which of the inputs, or of the files made from them
    outcome   its column: 0 and 1, or a score; the event where `time` is given
    kind      event or score
    time      the column of days from the clock, with `horizon_days`
    better    whether less or more of it is hoped for
    draw      the column that says of which draw of the links a row is, where `outcomes` wrote every draw
    smallest_difference  the smallest difference that would matter, above zero, in the outcome's own unit
    """

    name: str
    input: str
    outcome: str
    kind: Literal["event", "score"]
    better: Literal["lower", "higher"]
    clock: str
    horizon_days: int
    estimand: str
    method: str
    smallest_difference: float
    time: str | None = None
    covariates: str | None = None
    completed: str | None = None
    draw: str | None = None


@dataclass(frozen=True, kw_only=True)
class Described:
    """A figure beside the comparison: a word of `amends evidence` with its options."""

    name: str
    by: str
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What is done about what is missing.

    outcome       bounds: nobody unseen had the event in one group and everybody in the other, and the reverse
    loss          censoring weights: whoever is still seen stands for those like them who are not
    scores        multiple imputation, then with each of `deltas` points worse for those offered
    complete cases stand beside these and never alone
    """

    outcome: Literal["bounds"]
    loss: Literal["censoring weights"]
    scores: Literal["multiple imputation"]
    imputations: int
    deltas: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """What was done otherwise than planned, as whoever did it says."""

    what: str
    why: str
    on: Day


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which columns were measured when. What comes after time zero may be the offer's own work."""

    before_time_zero: tuple[str, ...] = ()
    after_time_zero: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Money:
    """What the report may say of money, by the money model: named here, before anything is seen, or nowhere.

    payer, accounting, reading  as `amends money table` calls them
    scenario                    a file beside the plan; None for the published case
    """

    payer: str
    accounting: str
    reading: str
    scenario: str | None = None


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a plan's texts are in another language; outcomes and what is described by their names in the plan."""

    title: str
    asks: str
    says: str
    offered: str
    others: str
    outcomes: Mapping[str, str]
    described: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan. `digest` is the SHA-256 of its bytes, `text` the whole of it; neither is written in it.

    inputs      files by their names, each beside the plan or below it
    thresholds  limits of refusal that are tighter than the program's own, by their names there
    words       by another language
    """

    id: str
    title: str
    asks: str
    seed: int
    design: Design
    inputs: Mapping[str, str]
    made: tuple[Described, ...] = ()
    columns: Columns = Columns()
    covariates: str = ""
    primary: Outcome
    secondary: tuple[Outcome, ...] = ()
    exploratory: tuple[Outcome, ...] = ()
    described: tuple[Described, ...] = ()
    missing: Missing
    thresholds: Mapping[str, float] = field(default_factory=dict)
    deviations: tuple[Deviation, ...] = ()
    money: Money | None = None
    words: Mapping[str, Words] = field(default_factory=dict)
    text: str = field(default="", repr=False, metadata={"written": False})
    digest: str = field(default="", metadata={"written": False})

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, the primary one first."""
        return (self.primary, *self.secondary, *self.exploratory)


def read_plan(path: Path) -> Plan:
    """Return the plan that a file holds.

    Raises BadInput with everything in it that is missing or wrong, each with its line and what was expected.
    """
    try:
        raw = path.read_bytes()
        form = Form(raw.decode("utf-8"))
    except OSError as error:
        raise BadInput([f"It cannot be read: {error.strerror or error}."], name=path.name) from error
    except ValueError as error:
        raise BadInput([f"It is no TOML: {error}."], name=path.name) from error
    plan = form.record(Plan, form.given, "")
    if plan is not None:
        for where, says in _faults(plan):
            form.fault(where, says)
    if form.faults or plan is None:
        raise BadInput(form.faults, name=path.name)
    return replace(plan, text=raw.decode("utf-8"), digest=hashlib.sha256(raw).hexdigest())


def _faults(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield where a plan of the right form leaves something open or settles it wrongly, and what was expected."""
    files = {*plan.inputs, *(one.name for one in plan.made)}
    for where, outcome in _places(plan):
        yield from ((f"{where}.{key}", says) for key, says in _outcome_faults(plan, outcome, files))
    yield from _name_faults(plan)
    yield from _number_faults(plan)
    yield from _time_faults(plan)
    yield from _word_faults(plan)
    if not plan.covariates and plan.design.kind == "comparison":
        yield (
            "covariates",
            "is missing: groups that no lot drew are made alike by something, or not compared.",
        )
    try:
        tightened(plan.thresholds)
    except BadInput as bad:
        yield from ((f"thresholds.{fault.column}", fault.says) for fault in bad.faults)


def _places(plan: Plan) -> Iterator[tuple[str, Outcome]]:
    yield "primary", plan.primary
    yield from ((f"secondary {place}", one) for place, one in enumerate(plan.secondary, start=1))
    yield from ((f"exploratory {place}", one) for place, one in enumerate(plan.exploratory, start=1))


def _outcome_faults(plan: Plan, outcome: Outcome, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    if outcome.input not in files:
        yield "input", f"[{outcome.input}] is no input and nothing made."
    if outcome.clock not in CLOCKS:
        clocks = " or ".join(CLOCKS)
        yield "clock", f"expected {clocks}: a dated event in both groups, and never consent or completion."
    if outcome.horizon_days < 1:
        yield "horizon_days", "expected a horizon of one day or more."
    if outcome.smallest_difference <= 0:
        yield "smallest_difference", "expected the smallest difference that matters, above zero."
    if outcome.kind == "score" and outcome.time is not None:
        yield "time", "a score has no time until it."
    if outcome.kind == "score" and outcome.draw is not None:
        yield "draw", "a score is found by no link; expected events that were drawn."
    try:
        checked(question(plan, outcome, outcome.method))
    except BadInput as bad:
        yield from (("method", fault.says) for fault in bad.faults)


def covariates_of(plan: Plan, outcome: Outcome) -> str:
    """Return the terms that the groups are made alike in: an outcome's own, or the plan's."""
    return plan.covariates if outcome.covariates is None else outcome.covariates


def question(plan: Plan, outcome: Outcome, method: str) -> Question:
    """Return what is asked of `effect` for an outcome, by its own method or another; limits are the plan's."""
    as_offered = method == "itt"
    return Question(
        treatment=plan.design.group,
        outcome=outcome.outcome,
        method=method,
        cluster=plan.design.cluster,
        covariates="" if as_offered else covariates_of(plan, outcome),
        estimand="ate" if as_offered else outcome.estimand,
        time=outcome.time,
        at=None if outcome.time is None else outcome.horizon_days,
        completed=outcome.completed,
        limits=plan.thresholds,
    )


def _name_faults(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield each name that stands for two things."""
    places = {where: one.name for where, one in _places(plan)}
    files = dict.fromkeys(plan.inputs)
    made = {f"made {place}": one.name for place, one in enumerate(plan.made, start=1)}
    for where, name in places.items():
        if list(places.values()).count(name) > 1:
            yield f"{where}.name", f"[{name}] is the name of two outcomes."
    for where, name in made.items():
        if name in files or list(made.values()).count(name) > 1:
            yield f"{where}.name", f"[{name}] is the name of two files."
        if not re.fullmatch(r"[\w -]+", name):
            yield f"{where}.name", "expected letters, digits, blanks, - and _ alone: a file is named for it."
    if not plan.inputs:
        yield "inputs", "expected one file or more."


def _word_faults(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield every word in another language that names nothing of the plan, and every name that has none."""
    names = {
        "outcomes": {outcome.name for outcome in plan.outcomes},
        "described": {one.name for one in plan.described},
    }
    for language, words in plan.words.items():
        for part, known in names.items():
            said = getattr(words, part)
            for name in sorted(known - said.keys()):
                yield f"words.{language}.{part}", f"[{name}] is not said."
            for name in sorted(said.keys() - known):
                yield f"words.{language}.{part}", f"the plan names no [{name}]."


def _number_faults(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield each number that is out of its range."""
    if min(plan.design.people) < 1:
        yield "design.people", "expected how many people in each group: [offered, others]."
    if plan.design.base is not None and not 0 < plan.design.base < 1:
        yield "design.base", "expected a share between 0 and 1."
    if plan.seed < 0:
        yield "seed", "expected 0 or more."
    if not 2 <= plan.missing.imputations <= MOST_IMPUTATIONS:
        yield "missing.imputations", f"expected 2 to {MOST_IMPUTATIONS}."
    if not plan.missing.deltas or plan.missing.deltas[0] != 0 or min(plan.missing.deltas) < 0:
        yield "missing.deltas", "expected points of the score, 0 first and none below it."


def _time_faults(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield every column that is adjusted for, or divides people, without being measured before time zero."""
    before, after = set(plan.columns.before_time_zero), set(plan.columns.after_time_zero)
    yield from (
        ("columns.after_time_zero", f"[{name}] is both before and after time zero.")
        for name in sorted(before & after)
    )
    asked = [("covariates", plan.covariates)]
    asked += [
        (f"{where}.covariates", one.covariates) for where, one in _places(plan) if one.covariates is not None
    ]
    for where, formula in asked:
        for name in _columns_of(formula):
            if name not in before:
                yield where, f"[{name}] is not among [columns] before_time_zero: {WORK_OF_THE_OFFER}."
    if plan.design.group in after:
        yield "design.group", "expected who was offered the program, known at time zero."
    for kind, listed in (("made", plan.made), ("described", plan.described)):
        for place, one in enumerate(listed, start=1):
            yield from (
                (f"{kind} {place}.options", says) for says in divided_after_time_zero(plan, one.options)
            )


# The options of words by which people are divided or made alike; `cox` may hold what changes with time.
DIVIDING = ("by", "strata", "treatment", "covariates", "censoring_covariates", "finegray", "cox")


def divided_after_time_zero(plan: Plan, options: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each column by which a word divides people though it was measured after time zero.

    A hazard model with an entry time is let be: there completion is a covariate that changes with time.
    """
    after = set(plan.columns.after_time_zero)
    for option in DIVIDING:
        if not options.get(option) or (option == "cox" and options.get("entry")):
            continue
        for name in sorted(after & set(_columns_of(str(options[option])))):
            yield (
                f"--{option.replace('_', '-')} takes [{name}], which the plan marks as measured after time zero: whoever "
                "has it was free of the event until then. Divide by the offer, or look from a landmark on."
            )


def _columns_of(formula: str) -> list[str]:
    """Return the columns of a formula; none of what is no formula, which is told of elsewhere."""
    try:
        return [term.column for term in parse_terms(formula)] if formula else []
    except BadInput:
        return []
