"""The share without the event over time, the hazard that adds up, and the mean time within a horizon."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from scipy.stats import norm

from amends.evidence.survival.rows import Rows

Interval = Literal["loglog", "plain"]

# How much of its number at risk rounding may add to or take from a sum of weights.
ROUNDING = 1e-12


class Curve(NamedTuple):
    """What happened at each different time with an event, in order, and the estimates from there on.

    at_risk, events  rows, or the sum of their weights
    survival         Kaplan-Meier: the share without the event just after each time
    hazard           Nelson-Aalen: the cumulative hazard
    last             the last time at which anybody was observed
    """

    times: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    survival: np.ndarray
    hazard: np.ndarray
    last: float

    @property
    def ended(self) -> bool:
        """Whether everybody had the event in the end, so that no later time is unknown."""
        return len(self.survival) > 0 and self.survival[-1] == 0


class Estimates(NamedTuple):
    """An estimate at each of several times, with its standard error; not-a-number where there is none."""

    estimate: np.ndarray
    se: np.ndarray


def at_risk_and_events(rows: Rows, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each of these sorted times, the weight at risk just before it and the weight of its events.

    A row is at risk after its entry until its time, that included: events come before what else ends then.
    """
    places = len(times) + 1
    ends = np.searchsorted(times, rows.time, side="right")
    begins = np.searchsorted(times, rows.entry, side="right")
    left = np.bincount(ends, rows.weight, places) - np.bincount(begins, rows.weight, places)
    at_risk = np.cumsum(left[::-1])[::-1][1:]
    events = np.bincount(ends[rows.event] - 1, rows.weight[rows.event], len(times)).astype(float)
    # Where everybody at risk has the event, nobody is left: rounding must not leave a crumb of one.
    everybody = np.abs(at_risk - events) <= ROUNDING * rows.weight.sum()
    return np.where(everybody, events, at_risk), events


def kaplan_meier(rows: Rows) -> Curve:
    """Return the product-limit estimate of survival and the Nelson-Aalen estimate of the hazard.

    Of everybody in `rows`, under the assumption that whoever leaves observation is like those who stay.

    Sources: Kaplan and Meier (1958), Journal of the American Statistical Association 53:457; Aalen (1978),
    Annals of Statistics 6:701. Delayed entry: Klein and Moeschberger (2003), Survival Analysis, 4.6.
    """
    times = np.unique(rows.time[rows.event])
    at_risk, events = at_risk_and_events(rows, times)
    return Curve(
        times, at_risk, events, np.cumprod(1 - events / at_risk), np.cumsum(events / at_risk), rows.time.max()
    )


def survival_at(curve: Curve, times: np.ndarray) -> Estimates:
    """Return survival just after each time, and Greenwood's standard error.

    Not-a-number for times after the last observation, unless nobody was left without the event before it, and
    for the error where nobody is left.

    Source: Greenwood (1926), Reports on Public Health and Medical Subjects 33.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(curve.events / (curve.at_risk * (curve.at_risk - curve.events)))
    survival = _step(curve, curve.survival, times, start=1.0)
    with np.errstate(invalid="ignore"):
        errors = survival * np.sqrt(_step(curve, spread, times, start=0.0))
    known = (times <= curve.last) | (survival == 0)
    return Estimates(np.where(known, survival, np.nan), np.where(known & (survival > 0), errors, np.nan))


def hazard_at(curve: Curve, times: np.ndarray) -> Estimates:
    """Return the cumulative hazard just after each time, and its standard error after Aalen (1978)."""
    variance = np.cumsum(curve.events / curve.at_risk**2)
    hazard, spread = (_step(curve, values, times, start=0.0) for values in (curve.hazard, variance))
    known = times <= curve.last
    return Estimates(np.where(known, hazard, np.nan), np.where(known, np.sqrt(spread), np.nan))


def interval_of_survival(
    found: Estimates, interval: Interval, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return the limits of survival, within 0 and 1.

    "loglog" is symmetric for log(-log S) and keeps its level in small samples; "plain" is symmetric for S. Both
    limits equal the estimate where that is 1, and are not-a-number where it is 0.

    Source: Borgan and Liestol (1990), Scandinavian Journal of Statistics 17:35.
    """
    far = norm.ppf(0.5 + level / 2)
    survival, error = found
    if interval == "plain":
        return np.maximum(survival - far * error, 0), np.minimum(survival + far * error, 1)
    inside = (survival > 0) & (survival < 1)
    share = np.where(inside, survival, 0.5)
    reach = far * error / (share * np.log(share))
    with np.errstate(over="ignore"):
        lower, upper = (share ** np.exp(sign * reach) for sign in (-1, 1))
    edge = np.where(survival == 1, survival, np.nan)
    return np.where(inside, lower, edge), np.where(inside, upper, edge)


def interval_of_hazard(found: Estimates, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return the limits of the cumulative hazard, symmetric for its logarithm; not-a-number where it is 0.

    Source: Klein and Moeschberger (2003), Survival Analysis, 4.3.
    """
    hazard, error = found
    some = hazard > 0
    reach = norm.ppf(0.5 + level / 2) * error / np.where(some, hazard, 1)
    lower, upper = (np.where(some, hazard * np.exp(way * reach), np.nan) for way in (-1, 1))
    return lower, upper


def restricted_mean(curve: Curve, horizon: float) -> tuple[float, float]:
    """Return the mean time without the event until a horizon, and its standard error, in the file's unit.

    Not-a-number when the horizon lies after the last observation and somebody was left without the event.

    Source: Klein and Moeschberger (2003), Survival Analysis, 4.5; the error is Greenwood's, as in R's survRM2.
    """
    if horizon > curve.last and not curve.ended:
        return np.nan, np.nan
    within = curve.times <= horizon
    times, survival = curve.times[within], curve.survival[within]
    edges = np.concatenate([[0.0], times, [horizon]])
    areas = np.diff(edges) * np.concatenate([[1.0], survival])
    after = np.cumsum(areas[::-1])[::-1][1:]
    events, at_risk = curve.events[within], curve.at_risk[within]
    some = at_risk > events
    terms = after[some] ** 2 * events[some] / (at_risk[some] * (at_risk[some] - events[some]))
    return float(areas.sum()), float(np.sqrt(terms.sum()))


def _step(curve: Curve, values: np.ndarray, times: np.ndarray, *, start: float) -> np.ndarray:
    """Return a step function that is read from the right: what happens at a time counts at that time."""
    return np.concatenate([[start], values])[np.searchsorted(curve.times, times, side="right")]
