"""The share who have had the event of one cause by a time, where other causes may come first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

CENSORED = 0


class Incidence(NamedTuple):
    """The cumulative incidence of one cause, at each different time at which it happened, and its variance.

    last  the last time at which anybody was observed
    """

    times: np.ndarray
    estimate: np.ndarray
    variance: np.ndarray
    last: float


def cumulative_incidence(
    time: np.ndarray, cause: np.ndarray, of: int, *, count: np.ndarray | None = None
) -> Incidence:
    """Return the Aalen-Johansen estimate of the incidence of one cause.

    Of everybody in the rows, under the assumption that whoever is censored is like those who stay. Events come
    before what is censored at the same time.

    time   when observation ends
    cause  what ended it: CENSORED, or the number of a cause from 1
    of     the number of the cause that is asked for
    count  how many people each row stands for; one when nothing is said

    Source: Aalen (1978), Annals of Statistics 6:534, with the correction for tied events and the variance at the
    events of the cause itself, as in R's `cmprsk::cuminc`. Written here because lifelines moves tied times apart at
    random.
    """
    times, at_risk, own, other = _counts(time, cause, of, np.ones(len(time)) if count is None else count)
    happened = own + other
    after = np.cumprod(1 - happened / at_risk)
    before = np.concatenate([[1.0], after[:-1]])
    estimate = np.cumsum(before * own / at_risk)
    # Each time moves the estimate at t by what its events bring at once and by what they take from later.
    with np.errstate(divide="ignore"):
        left = np.where(after > 0, 1 / after, 0)
    spread_own = before**2 * _tied(own, at_risk) * own / at_risk**2
    # After the last of everybody nothing can be taken from later.
    spread_other = np.where(after > 0, before**2 * _tied(other, at_risk) * other / at_risk**2, 0)
    gained, lost = 1 + left * estimate, left * estimate
    first = np.cumsum(gained**2 * spread_own + lost**2 * spread_other)
    mixed = np.cumsum(left * (gained * spread_own + lost * spread_other))
    second = np.cumsum(left**2 * (spread_own + spread_other))
    # What should be nothing must not be less than nothing by rounding.
    variance = np.maximum(first + estimate**2 * second - 2 * estimate * mixed, 0)
    jumps = own > 0
    return Incidence(times[jumps], estimate[jumps], variance[jumps], float(time.max()))


def incidence_at(found: Incidence, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return incidence and variance just after each time; not-a-number after the last observation."""
    place = np.searchsorted(found.times, times, side="right")
    known = times <= found.last
    return tuple(
        np.where(known, np.concatenate([[0.0], values])[place], np.nan)
        for values in (found.estimate, found.variance)
    )  # type: ignore[return-value]


def _counts(time: np.ndarray, cause: np.ndarray, of: int, count: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the different times with any event; at risk, events of the cause and other events at each."""
    event = cause != CENSORED
    times = np.unique(time[event])
    order = np.argsort(time, kind="stable")
    gone = np.concatenate([[0.0], np.cumsum(count[order])])
    at_risk = gone[-1] - gone[np.searchsorted(time[order], times, side="left")]
    place = np.searchsorted(times, time)
    own, other = (
        np.bincount(place[which], count[which], minlength=len(times))
        for which in (cause == of, event & (cause != of))
    )
    return times, at_risk, own, other


def _tied(events: np.ndarray, at_risk: np.ndarray) -> np.ndarray:
    """Return by how much tied events spread less than if each were drawn alone."""
    return np.where(events > 1, 1 - (events - 1) / np.maximum(at_risk - 1, 1), 1.0)
