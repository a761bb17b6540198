"""Time until an event in two groups that were made alike: survival, risk and time without the event.

Weighted Kaplan-Meier curves (Cole and Hernan 2004, Comput Methods Programs Biomed 75:45). Leaving for a reason
that has to do with the event is not put right by them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from amends.evidence.effects.comparing import BOTH, LEVEL, Inference, Means, weighted
from amends.evidence.effects.refusing import Refused
from amends.evidence.effects.weighting import Weighting
from amends.evidence.maximizing import NoEstimate
from amends.evidence.survival.hazards import PartialLikelihood, robust_variance
from amends.evidence.survival.rows import rows_of


@dataclass(frozen=True)
class Clock:
    """When each row ended, and whether by the event (1) or by the end of being watched (0)."""

    times: np.ndarray
    events: np.ndarray
    treated: np.ndarray

    def seen_without_event(self, at: float) -> np.ndarray:
        """Return which rows are known to be without the event at a time."""
        return (self.times > at) | ((self.times == at) & (self.events == 0))

    def last(self, group: int) -> float:
        """Return until when a group's survival is known: for ever if its last row ended by the event."""
        times = self.times[self.treated == group]
        events = self.events[self.treated == group]
        at_last = times == times.max()
        return float("inf") if events[at_last].all() else float(times.max())


@dataclass(frozen=True)
class _Curve:
    """A group's weighted steps: where they are, events and rows at risk there, and the survival after each."""

    steps: np.ndarray
    events: np.ndarray
    at_risk: np.ndarray
    survival: np.ndarray


def _curve(clock: Clock, weights: np.ndarray, group: int, until: float) -> _Curve:
    member = clock.treated == group
    times, events, weights = clock.times[member], clock.events[member], weights[member]
    steps = np.unique(times[(events == 1) & (times <= until)])
    ended_by_event = np.zeros(len(steps), dtype=weights.dtype)
    np.add.at(
        ended_by_event,
        np.searchsorted(steps, times[(events == 1) & (times <= until)]),
        weights[(events == 1) & (times <= until)],
    )
    order = np.argsort(times, kind="stable")
    # Summed from the last row, so that nobody is taken away who had been added.
    from_here = np.append(np.cumsum(weights[order][::-1])[::-1], 0)
    at_risk = from_here[np.searchsorted(times[order], steps)]
    left = at_risk - ended_by_event
    # Nobody left is zero, and not what rounding leaves of a difference.
    left = np.where(np.abs(left) < 1e-12 * np.abs(at_risk), 0, left)
    return _Curve(steps, ended_by_event, at_risk, np.cumprod(left / at_risk))


def _areas(curve: _Curve, until: float) -> np.ndarray:
    """Return the area under the curve from each step until the horizon."""
    widths = np.diff(np.append(curve.steps, until))
    return np.cumsum((curve.survival * widths)[::-1])[::-1]


def survival_at(clock: Clock, weights: np.ndarray, group: int, until: float) -> float:
    """Return the share of a group without the event at a time."""
    curve = _curve(clock, weights, group, until)
    return float(curve.survival[-1]) if len(curve.steps) else 1.0


def mean_time(clock: Clock, weights: np.ndarray, group: int, until: float) -> float:
    """Return a group's mean time without the event until a horizon."""
    curve = _curve(clock, weights, group, until)
    return float(curve.steps[0] + _areas(curve, until)[0]) if len(curve.steps) else until


def _direct(clock: Clock, weights: np.ndarray, group: int, until: float, *, area: bool) -> np.ndarray:
    """Return each row's influence on survival at a time, or on the mean time until it, at given weights.

    The derivative of the product limit by how often the row is there; the sum of its squares is Greenwood's
    variance when weights are equal.
    """
    curve = _curve(clock, weights, group, until)
    rows = np.zeros(len(weights))
    if not len(curve.steps):
        return rows
    reach = _areas(curve, until) if area else np.full(len(curve.steps), curve.survival[-1])
    left = curve.at_risk - curve.events
    known = np.abs(left) > 1e-12 * curve.at_risk
    per_event = np.divide(reach, left, out=np.zeros_like(reach), where=known)
    passed = np.append(0, np.cumsum(curve.events / curve.at_risk * per_event))
    member = clock.treated == group
    times = clock.times[member]
    steps_passed = np.searchsorted(curve.steps, times, side="right")
    own = (clock.events[member] == 1) & (times <= until)
    at_own = np.where(own, per_event[np.maximum(steps_passed - 1, 0)], 0)
    rows[member] = -weights[member] * (at_own - passed[steps_passed])
    return rows * len(weights)


def survivals(clock: Clock, of: Weighting, until: float) -> Means:
    """Return both groups' weighted survival at a time."""
    return weighted(
        of,
        lambda weights, group: survival_at(clock, weights, group, until),
        lambda weights, group: _direct(clock, weights, group, until, area=False),
    )


def mean_times(clock: Clock, of: Weighting, until: float) -> Means:
    """Return both groups' weighted mean time without the event until a horizon."""
    return weighted(
        of,
        lambda weights, group: mean_time(clock, weights, group, until),
        lambda weights, group: _direct(clock, weights, group, until, area=True),
    )


def pseudo_values(clock: Clock, until: float, *, area: bool) -> np.ndarray:
    """Return for each row what stands for its survival at a time, or its mean time, if nobody left early.

    A group's figure plus the row's influence on it; regressed like any outcome (Andersen, Klein and Rosthoj
    2003, Biometrika 90:15; Parner, Andersen and Overgaard 2023 for the derivative in place of the jackknife).
    """
    ones = np.ones(len(clock.times))
    values = np.empty(len(ones))
    for group in BOTH:
        member = clock.treated == group
        figure = (mean_time if area else survival_at)(clock, ones, group, until)
        values[member] = figure + _direct(clock, ones, group, until, area=area)[member] * member.mean()
    return values


def log_log_limits(survival: float, se: float) -> tuple[float, float]:
    """Return the 95 % limits of a survival on the scale of log(-log S), which never leaves 0 to 1."""
    if not 0 < survival < 1:
        return float("nan"), float("nan")
    width = norm.ppf((1 + LEVEL) / 2) * se / abs(survival * np.log(survival))
    turned = np.log(-np.log(survival))
    return float(np.exp(-np.exp(turned + width))), float(np.exp(-np.exp(turned - width)))


def hazard_ratio(clock: Clock, of: Weighting, clusters: np.ndarray | None) -> dict[str, float]:
    """Return the weighted hazard ratio of treated to control, with the robust error of its logarithm.

    A Cox model with the treatment alone and Efron's ties, weights taken as known. It averages over the whole
    follow-up and says least of what happens when, so it is told last (Hernan 2010, Epidemiology 21:13).
    Raises Refused where the likelihood has no highest value.
    """
    likelihood = PartialLikelihood(
        rows_of(clock.times, clock.events, weight=of.weights), clock.treated[:, None]
    )
    try:
        fitted = likelihood.fit(["treated"])
    except NoEstimate as none:
        raise Refused(f"The hazard ratio has no estimate. {none}") from none
    se = float(np.sqrt(robust_variance(likelihood, fitted, clusters)[0, 0]))
    logarithm = Inference(float(fitted.coefficients[0]), se, se)
    lower, upper = logarithm.limits
    return {
        "estimate": float(np.exp(logarithm.estimate)),
        "se": se,
        "lower": float(np.exp(lower)),
        "upper": float(np.exp(upper)),
        "p": logarithm.p,
    }
