"""What may be asked of a comparison, and what makes no sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from amends.evidence.effects.comparing import METHODS
from amends.evidence.faults import BadInput
from amends.evidence.terms import Term, parse_terms


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a file, one row a person.

    treatment   the column that is 1 for the road that is studied, 0 for the other, as it was offered
    outcome     a number, or 0 and 1; the event where `time` is given
    covariates  terms, all measured before time zero
    time, at    how long each row was watched, and the horizon in the same unit
    cluster     rows of one label are not independent
    trim        rows with a propensity below it, or above 1 minus it, are left out
    completed   who, of the treated, completed: 0 or 1
    censoring_covariates  terms that loss before the horizon depends on: who stays stands for those like them who left
    match       the probability that the event which was found is this person's
    limits      thresholds of refusal to tighten
    missed      missed-match rates of the sensitivity table; None for those of `linkage_errors.toml`
    false       false-match rates of the same
    seed        of the draws of links
    """

    treatment: str
    outcome: str
    method: str
    estimand: str = "ate"
    covariates: str = ""
    time: str | None = None
    at: float | None = None
    cluster: str | None = None
    trim: float | None = None
    completed: str | None = None
    censoring_covariates: str = ""
    match: str | None = None
    limits: Mapping[str, float | None] = field(default_factory=dict)
    missed: Sequence[float] | None = None
    false: Sequence[float] | None = None
    seed: int = 1

    @property
    def models_outcome(self) -> bool:
        """Whether the method regresses the outcome on covariates."""
        return self.method in ("aipw", "regression")

    @property
    def models_propensity(self) -> bool:
        """Whether the method regresses the treatment on covariates."""
        return self.method in ("aipw", "ipw")


class Terms(NamedTuple):
    """The terms by which groups are made alike, and those that loss depends on."""

    covariates: tuple[Term, ...]
    loss: tuple[Term, ...]

    @property
    def all(self) -> tuple[Term, ...]:
        """Both."""
        return (*self.covariates, *self.loss)


def checked(asked: Question) -> Terms:
    """Return the terms of a question. Raises BadInput with everything that makes no sense in it."""
    faults = [*_of_method(asked), *_of_numbers(asked)]
    parsed: list[tuple[Term, ...]] = []
    for text in (asked.covariates, asked.censoring_covariates):
        try:
            parsed.append(parse_terms(text) if text.strip() else ())
        except BadInput as bad:
            parsed.append(())
            faults += [str(fault) for fault in bad.faults]
    terms = Terms(*parsed)
    faults += _of_columns(asked, terms.all)
    if faults:
        raise BadInput(list(dict.fromkeys(faults)))
    return terms


def _of_method(asked: Question) -> Iterator[str]:
    if asked.method not in METHODS:
        yield f"[{asked.method}] is no method: expected {', '.join(METHODS)}."
    elif asked.estimand not in METHODS[asked.method]:
        yield (
            f"[{asked.method}] does not estimate [{asked.estimand}]: expected {', '.join(METHODS[asked.method])}."
        )
    if asked.method != "itt" and not asked.covariates.strip():
        yield f"[{asked.method}] needs covariates by which it makes the groups alike."
    if asked.method == "itt" and asked.trim is not None:
        yield "[itt] keeps everybody as offered: nothing is trimmed."


def _of_numbers(asked: Question) -> Iterator[str]:
    if (asked.time is None) != (asked.at is None):
        yield "An event in time needs both the column of times and the horizon."
    if asked.at is not None and not 0 < asked.at < inf:
        yield f"The horizon is {asked.at:g}; expected a number above 0."
    if asked.censoring_covariates.strip() and asked.time is None:
        yield "Covariates of loss need --time: without it nobody is lost before a horizon."
    if asked.trim is not None and not 0 < asked.trim < 0.5:
        yield f"Trimming at {asked.trim:g}; expected more than 0 and less than 0.5."
    for name, rates in (("missed", asked.missed), ("false", asked.false)):
        if rates is not None and not all(0 <= rate < 0.5 for rate in rates):
            yield f"The {name}-match rates: expected shares of 0 or more and less than 0.5."
    if asked.seed < 0:
        yield f"The seed is {asked.seed}; expected 0 or more."


def _of_columns(asked: Question, terms: Sequence[Term]) -> Iterator[str]:
    roles = [asked.treatment, asked.outcome, *filter(None, (asked.time, asked.completed, asked.match))]
    for name in dict.fromkeys(roles):
        if roles.count(name) > 1:
            yield f"[{name}] is named for two things."
    for name in dict.fromkeys(term.column for term in terms):
        if name in roles:
            yield f"[{name}] is no covariate: it is named for something else."
