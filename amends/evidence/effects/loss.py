"""Who is lost before the horizon, and how those like them who stay are counted for them too.

Whoever was still seen when their fate was settled counts by one over the probability of that (Robins and
Finkelstein 2000, Biometrics 56:779; in this form Satten and Datta 2001, Am Stat 55:207). The probability is that of
Cox's model of loss with Breslow's hazard, in each group by itself, so that covariates may work otherwise in one group
than in the other. It puts right what depends on those covariates, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from amends.evidence.effects import models
from amends.evidence.effects.balance import GROUPS
from amends.evidence.effects.refusing import Refused
from amends.evidence.effects.times import Clock
from amends.evidence.effects.weighting import Carried, Loss
from amends.evidence.maximizing import NoEstimate
from amends.evidence.survival.hazards import PartialLikelihood
from amends.evidence.survival.rows import rows_of


def lost_before(clock: Clock, at: float) -> np.ndarray:
    """Return which rows ended before the horizon without the event."""
    return (clock.events == 0) & (clock.times < at)


def loss_by(clock: Clock, at: float, matrix: np.ndarray, names: Sequence[str]) -> Loss:
    """Return the weights of those who stayed, from a model of loss on covariates.

    matrix  covariates of loss, without a constant
    Raises Refused where the model of a group has no estimate.
    """
    lost = lost_before(clock, at)
    weights = np.where(lost, 0.0, 1.0)
    parts: list[tuple[np.ndarray, Carried]] = []
    for name, group in GROUPS.items():
        member = clock.treated == group
        if not lost[member].any():
            continue
        where = f"The model of loss of the {name} group"
        one = Clock(np.minimum(clock.times, at)[member], clock.events[member], clock.treated[member])
        stayed, carried = _of_group(one, lost[member], matrix[member], names, where)
        weights[member] *= stayed
        parts.append((member, carried))

    def carry(influence: np.ndarray) -> np.ndarray:
        added = np.zeros_like(influence)
        for member, carried in parts:
            added[member] = carried(influence[member])
        return added

    return Loss(lost, weights, carry)


def _of_group(
    clock: Clock, lost: np.ndarray, matrix: np.ndarray, names: Sequence[str], where: str
) -> tuple[np.ndarray, Carried]:
    columns = models.with_constant(matrix)
    models.refuse_dependent(columns, names, where)
    _, order = np.unique(clock.times, return_inverse=True)
    # Of the same time, events come first: whoever has one can no longer be lost.
    ranks = 2.0 * order + (clock.events == 0)
    likelihood = PartialLikelihood(rows_of(ranks, lost), columns[:, 1:], "breslow")
    try:
        fitted = likelihood.fit(list(names))
    except NoEstimate as none:
        raise Refused(f"{where} has no estimate. {none}") from none
    moment = likelihood.at(fitted.coefficients)
    ends, x, risk = likelihood.ends, likelihood.design, moment.risk
    places = len(likelihood.times)
    # The hazard's steps, and what they are of, once for each time at which somebody is lost.
    jumps = np.bincount(likelihood.place, moment.pace, places)
    level = np.bincount(likelihood.place, minlength=places) / jumps
    mean = np.zeros((places, x.shape[1]))
    mean[likelihood.place] = moment.mean
    hazard = np.append(0, np.cumsum(jumps))[ends]
    mean_hazard = np.vstack([np.zeros(x.shape[1]), np.cumsum(mean * jumps[:, None], axis=0)])[ends]
    moved = likelihood.score_residuals(fitted.coefficients) @ fitted.variance

    def carried(influence: np.ndarray) -> np.ndarray:
        """Pass on what each row's weight moves to the rows that its probability was estimated from."""
        added = np.empty_like(influence)
        for column, own in enumerate(influence.T):
            pulled = own * risk
            beyond = np.cumsum(np.bincount(ends, pulled, places + 1)[::-1])[::-1][1:] / level
            slope = (pulled * hazard) @ x - pulled @ mean_hazard
            added[:, column] = (
                np.where(lost, beyond[ends - 1], 0)
                - risk * np.append(0, np.cumsum(beyond * jumps))[ends]
                + moved @ slope
            )
        return added

    return np.exp(risk * hazard), carried
