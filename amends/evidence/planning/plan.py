"""Reads a plan of analysis, and refuses one that leaves open what has to be settled before anybody looks."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from amends.evidence.faults import BadInput
from amends.evidence.terms import parse_terms

# Both are days that come to both groups; consent and completion come to one only.
CLOCKS = {"offer": "the offer, or the matching day of those not offered", "charge": "the charge"}
DESIGNS = ("randomized", "comparison")
Part = TypeVar("Part")


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


@dataclass(frozen=True, kw_only=True)
class Described:
    """A figure beside the comparison: a word of `amends evidence` with its options."""

    name: str
    by: str
    options: Mapping[str, Any]


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
    on: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan. `digest` is the SHA-256 of its bytes, `text` the whole of it."""

    id: str
    title: str
    asks: str
    seed: int
    design: Design
    inputs: Mapping[str, str]
    made: tuple[Described, ...]
    measured_before: tuple[str, ...]
    measured_after: tuple[str, ...]
    covariates: str
    primary: Outcome
    secondary: tuple[Outcome, ...]
    exploratory: tuple[Outcome, ...]
    described: tuple[Described, ...]
    missing: Missing
    deviations: tuple[Deviation, ...] = ()
    text: str = field(repr=False)
    digest: str

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes, the primary one first."""
        return (self.primary, *self.secondary, *self.exploratory)


def read_plan(path: Path) -> Plan:
    """Return the plan that a file holds. Raises BadInput with everything in it that is missing or wrong."""
    try:
        raw = path.read_bytes()
        given = tomllib.loads(raw.decode("utf-8"))
    except OSError as error:
        raise BadInput([f"It cannot be read: {error.strerror or error}."], name=path.name) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput([f"It is no TOML: {error}."], name=path.name) from error
    plan, faults = _plan(given, raw)
    if plan is not None:
        faults += list(_faults(plan))
    if faults or plan is None:
        raise BadInput(faults, name=path.name)
    return plan


def _plan(given: dict[str, Any], raw: bytes) -> tuple[Plan | None, list[str]]:
    """Return the plan and what is wrong with its form; no plan where something needed is missing."""
    faults: list[str] = []
    covariates = given.pop("covariates", None)
    columns = given.pop("columns", {})

    def part(kind: type[Part], said: Any, where: str) -> Part | None:
        if not isinstance(said, dict):
            faults.append(f"[{where}] is missing.")
            return None
        known = kind.__dataclass_fields__  # type: ignore[attr-defined]
        faults.extend(f"[{where}] holds [{key}], which nothing reads." for key in said if key not in known)
        made = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
        try:
            return kind(**{key: value for key, value in made.items() if key in known})
        except TypeError as error:
            faults.append(f"[{where}]: {str(error).partition('__init__() ')[2] or error}.")
            return None

    def parts(kind: type[Part], name: str) -> tuple[Part, ...]:
        listed = given.pop(name, [])
        if not isinstance(listed, list):
            faults.append(f"[{name}] is written [[{name}]], once for each.")
            return ()
        found = [part(kind, said, f"{name} {place}") for place, said in enumerate(listed, start=1)]
        return tuple(one for one in found if one is not None)

    primary = given.pop("primary", None)
    if isinstance(primary, list):
        faults.append("There is one primary outcome: write [primary] once.")
        primary = None
    said = {
        "design": part(Design, given.pop("design", None), "design"),
        "primary": part(Outcome, primary, "primary"),
        "missing": part(Missing, given.pop("missing", None), "missing"),
        "inputs": given.pop("inputs", {}),
        "made": parts(Described, "made"),
        "secondary": parts(Outcome, "secondary"),
        "exploratory": parts(Outcome, "exploratory"),
        "described": parts(Described, "described"),
        "deviations": parts(Deviation, "deviations"),
        "covariates": covariates,
        "measured_before": tuple(columns.pop("before_time_zero", ())),
        "measured_after": tuple(columns.pop("after_time_zero", ())),
    }
    faults += [f"[columns] holds [{key}], which nothing reads." for key in columns]
    for key in ("id", "title", "asks", "seed"):
        said[key] = given.pop(key, None)
        if said[key] is None:
            faults.append(f"[{key}] is missing.")
    faults += [f"[{key}] is in it, which nothing reads." for key in given]
    if faults:
        return None, faults
    return Plan(**said, text=raw.decode("utf-8"), digest=hashlib.sha256(raw).hexdigest()), []


def _faults(plan: Plan) -> Iterator[str]:
    """Yield what a plan of the right form leaves open, or settles wrongly."""
    if plan.design.kind not in DESIGNS:
        yield f"[design] kind is [{plan.design.kind}]; expected {' or '.join(DESIGNS)}."
    if len(plan.design.people) != 2 or min(plan.design.people) < 1:
        yield "[design] people says how many in each group: [offered, others]."
    if plan.design.base is not None and not 0 < plan.design.base < 1:
        yield f"[design] base is [{plan.design.base}]; expected a share between 0 and 1."
    files = {*plan.inputs, *(one.name for one in plan.made)}
    for outcome in plan.outcomes:
        yield from (f"[{outcome.name}] {fault}" for fault in _outcome_faults(outcome, files))
    names = [outcome.name for outcome in plan.outcomes]
    yield from (f"[{name}] is the name of two outcomes." for name in set(names) if names.count(name) > 1)
    yield from _time_faults(plan)
    yield from _rule_faults(plan.missing)


def _outcome_faults(outcome: Outcome, files: Iterable[str]) -> Iterator[str]:
    if outcome.input not in files:
        yield f"is read from [{outcome.input}], which is no input and nothing made."
    if outcome.kind not in ("event", "score"):
        yield f"is of the kind [{outcome.kind}]; expected event or score."
    if outcome.better not in ("lower", "higher"):
        yield f"is better [{outcome.better}]; expected lower or higher."
    if outcome.clock not in CLOCKS:
        yield (
            f"runs on the clock [{outcome.clock}]; expected {' or '.join(CLOCKS)}: a dated event in both groups, "
            "and never consent, completion or the first free day."
        )
    if not isinstance(outcome.horizon_days, int) or outcome.horizon_days < 1:
        yield "has no horizon of one day or more."
    if not outcome.smallest_difference > 0:
        yield "names no smallest difference that matters, above zero."
    if outcome.kind == "score" and outcome.time is not None:
        yield "is a score, and has no time until it."


def _time_faults(plan: Plan) -> Iterator[str]:
    """Yield every column that is adjusted for, or divides people, without being measured before time zero."""
    after = set(plan.measured_after)
    yield from (
        f"[{name}] is both before and after time zero." for name in plan.measured_before if name in after
    )
    asked = [("covariates", plan.covariates or "")]
    asked += [(one.name, one.covariates) for one in plan.outcomes if one.covariates is not None]
    for where, formula in asked:
        if not formula:
            continue
        for term in parse_terms(formula):
            if term.column not in plan.measured_before:
                yield (
                    f"[{where}] adjusts for [{term.column}], which [columns] does not list under "
                    "before_time_zero: what comes after the offer may be its work."
                )
    for one in plan.described:
        for option in ("by", "strata"):
            if one.options.get(option) in after:
                yield f"[{one.name}] divides people by [{one.options[option]}], which was measured after time zero."
    if not plan.covariates and plan.design.kind == "comparison":
        yield "[covariates] is missing: groups that no lot drew are made alike by something, or not compared."


def _rule_faults(missing: Missing) -> Iterator[str]:
    expected = {"outcome": "bounds", "loss": "censoring weights", "scores": "multiple imputation"}
    for name, rule in expected.items():
        if getattr(missing, name) != rule:
            yield f"[missing] {name} is [{getattr(missing, name)}]; expected [{rule}]."
    if missing.imputations < 2:
        yield "[missing] imputations: expected 2 or more."
    if not missing.deltas or min(missing.deltas) < 0:
        yield "[missing] deltas: expected points of the score, none below zero."
