"""Clones, their artificial censoring, and the weights that make up for it.

Whoever is compared by what they did later must have lived long enough without the event to do it: a time in which only
one group could have an event. Here nobody is put into a group by what came later. On time zero everybody is copied into
both strategies, *begin within the window* and *do not*; a copy leaves when its person parts from its strategy, and those
like them who stay count for it.

Sources: Cain et al. (2010), The International Journal of Biostatistics 6:18, on windows; Hernan (2018), BMJ 360:k182;
Maringe et al. (2020), International Journal of Epidemiology 49:1719, whose worked copies are what the tests check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from scipy.special import expit

from amends.evidence.effects.models import fit_logistic, refuse_dependent, with_constant
from amends.evidence.effects.refusing import Refused
from amends.evidence.maximizing import NoEstimate
from amends.evidence.survival.curves import Curve, at_risk_and_events
from amends.evidence.survival.hazards import PartialLikelihood
from amends.evidence.survival.rows import Rows

Strategy = Literal["begin", "do not"]
STRATEGIES: tuple[Strategy, Strategy] = ("begin", "do not")


@dataclass(frozen=True)
class People:
    """A row a person, all times counted from time zero.

    time, event  when observation ended, and whether by the event
    begun        when somebody began; infinite for whoever never did
    matrix       what was measured before time zero, rows by columns; `names` are of the columns
    """

    time: np.ndarray
    event: np.ndarray
    begun: np.ndarray
    matrix: np.ndarray
    names: tuple[str, ...]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.time)

    def of(self, places: np.ndarray) -> People:
        """Return some of the people, any of them any number of times."""
        return People(
            self.time[places], self.event[places], self.begun[places], self.matrix[places], self.names
        )


class Clones(NamedTuple):
    """One strategy's copies, a row a person in their order.

    time, event  when the copy ended, and whether by the event
    parted       whether it ended because its person parted from the strategy
    """

    time: np.ndarray
    event: np.ndarray
    parted: np.ndarray


def clones(people: People, strategy: Strategy, window: float) -> Clones:
    """Return everybody's copy in a strategy.

    A copy that should begin parts at the end of the window, if its person has not begun by then. One that should not
    parts when its person begins within the window; who begins after it does nothing against the strategy. What happens
    at the same time comes before the parting.
    """
    began = people.begun <= window
    if strategy == "begin":
        parted = ~began & (people.time > window)
        until = np.where(parted, window, people.time)
    else:
        before = np.where(people.event, people.begun < people.time, people.begun <= people.time)
        parted = began & before
        until = np.where(parted, people.begun, people.time)
    return Clones(until, people.event & ~parted, parted)


def curve(people: People, strategy: Strategy, window: float) -> tuple[Curve, np.ndarray]:
    """Return the share without the event if everybody followed a strategy, and each copy's weight after the window.

    A weighted product limit. The weight is 0 for a copy that has parted by then. Raises Refused when the model of the
    parting has no answer.
    """
    copies = clones(people, strategy, window)
    times = np.unique(copies.time[copies.event])
    early = times[times <= window]
    if strategy == "begin":
        # Nobody parts before the end of the window.
        first = _sums(copies, early, np.ones(len(people)))
        late = _standing_for_the_late(people, window)
    else:
        staying = _Staying(people, window)
        each = [_sums(copies, early[[place]], staying.weights(time)) for place, time in enumerate(early)]
        first = np.concatenate([np.empty((2, 0)), *each], axis=1)
        late = staying.weights(np.inf)
    late = np.where(copies.parted | (people.time <= window), 0.0, late)
    at_risk, events = np.concatenate([first, _sums(copies, times[len(early) :], late)], axis=1)
    hazard = np.minimum(events / at_risk, 1.0)
    found = Curve(times, at_risk, events, np.cumprod(1 - hazard), np.cumsum(hazard), float(copies.time.max()))
    return found, late


def _sums(copies: Clones, times: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return at each of these times the weight at risk and the weight of the events, two rows."""
    if not len(times):
        return np.empty((2, 0))
    rows = Rows(copies.time, copies.event, np.full(len(weights), -np.inf), weights)
    there = rows.of(copies.time >= times[0])
    now = there.event & (there.time <= times[-1])
    return np.array(at_risk_and_events(Rows(there.time, now, there.entry, there.weight), times))


def _standing_for_the_late(people: People, window: float) -> np.ndarray:
    """Return what each person who began within the window counts for after it.

    One over the probability of having begun, among those observed and without the event beyond the window, by a
    logistic regression on what was known at time zero. Raises Refused where it has no answer, or nobody began.
    """
    there = people.time > window
    began = people.begun <= window
    weights = np.zeros(len(people))
    if not (began & there).any():
        raise Refused("Nobody is known to have begun within the window and to be without the event after it.")
    if (began | ~there).all():
        weights[there] = 1.0
        return weights
    columns = with_constant(people.matrix[there])
    where = "The model of who begins within the window"
    refuse_dependent(columns, people.names, where)
    coefficients = fit_logistic(began[there].astype(float), columns, people.names, where)
    weights[there] = 1 / expit(columns @ coefficients)
    return weights


class _Staying:
    """The probability of not having begun, by Cox's model of the time until somebody begins within the window."""

    def __init__(self, people: People, window: float):
        # An event comes before a beginning on the same day.
        until = np.where(people.event, np.nextafter(people.time, -np.inf), people.time)
        begins = (people.begun <= np.minimum(until, window)) & np.isfinite(people.begun)
        ends = np.minimum(np.where(begins, people.begun, until), window)
        rows = Rows(ends, begins, np.full(len(people), -np.inf), np.ones(len(people)))
        self.relative = np.ones(len(people))
        if not begins.any():
            raise Refused("Nobody began within the window: there is no second strategy to compare.")
        if people.matrix.shape[1]:
            likelihood = PartialLikelihood(rows, people.matrix, "breslow")
            try:
                fitted = likelihood.fit(list(people.names))
            except NoEstimate as none:
                raise Refused(f"The model of when people begin has no estimate. {none}") from none
            self.relative = np.exp(likelihood.design @ fitted.coefficients)
        self.times = np.unique(ends[begins])
        at_risk, begun = at_risk_and_events(rows.weighted(self.relative), self.times)
        # Breslow's steps: how many began, over the sum of risks of those who could have.
        begun = np.bincount(np.searchsorted(self.times, ends[begins]), minlength=len(self.times))
        self.steps = np.concatenate([[0.0], np.cumsum(begun / at_risk)])

    def weights(self, time: float) -> np.ndarray:
        """Return for each person one over the probability of not having begun before a time."""
        passed = np.searchsorted(self.times, time, side="left")
        return np.exp(self.steps[passed] * self.relative)
