"""What goes with the incidence of one cause: the proportional subdistribution hazards of Fine and Gray."""

from __future__ import annotations

import numpy as np

from amends.evidence.competing.incidence import CENSORED
from amends.evidence.survival.hazards import Hazards, PartialLikelihood
from amends.evidence.survival.rows import rows_of


class SubdistributionLikelihood(PartialLikelihood):
    """The partial likelihood in which whoever had another cause's event stays at risk.

    They stay with the weight G(t-)/G(T-) at a time t after their own T, G being the Kaplan-Meier estimate of the
    share not yet censored, pooled over all rows; somebody with an event at a time is at risk of being censored then.
    Tied events as Breslow's.

    Source: Fine and Gray (1999), Journal of the American Statistical Association 94:496, as R's `cmprsk::crr`.
    """

    def __init__(self, time: np.ndarray, cause: np.ndarray, of: int, design: np.ndarray):
        super().__init__(rows_of(time, cause == of), design, "breslow")
        time = self.rows.time
        self.lost = cause == CENSORED
        self.others = (cause != of) & ~self.lost
        self.lost_at, number = np.unique(time[self.lost], return_counts=True)
        self.watched = len(time) - np.searchsorted(np.sort(time), self.lost_at, side="left")
        kept = np.concatenate([[1.0], np.cumprod(1 - number / self.watched)])
        # Just before a time: what is lost at the time itself does not count yet.
        self.kept_at = kept[np.searchsorted(self.lost_at, self.times, side="left")]
        self.kept_own = kept[np.searchsorted(self.lost_at, time, side="left")]

    def _sums(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add to those at risk whoever had another event before."""
        at_risk, deaths = super()._sums(values)
        # A row's own event comes before the first `ends` times are over: it joins at the time after its own.
        staying = np.bincount(
            self.ends[self.others], values[self.others] / self.kept_own[self.others], len(self.times) + 1
        )
        return at_risk + self.kept_at * np.cumsum(staying)[:-1], deaths

    def robust_variance(self, fitted: Hazards) -> np.ndarray:
        """Return the variance of the coefficients, the estimated censoring distribution's part included.

        Source: Fine and Gray (1999), the estimate of the variance in section 3 (eta and psi), summed as in
        `cmprsk::crr`.
        """
        moment, x, time = self.at(fitted.coefficients), self.design, self.rows.time
        event, others = self.rows.event, self.others
        paced = np.zeros((len(self.times), x.shape[1] + 1))
        np.add.at(paced, self.place, np.column_stack([moment.pace, moment.pace[:, None] * moment.mean]))
        zero = np.zeros((1, paced.shape[1]))
        until = np.concatenate([zero, np.cumsum(paced, axis=0)])
        # Later times count by the share that is then not yet lost.
        kept = paced * self.kept_at[:, None]
        later = np.concatenate([np.cumsum(kept[::-1], axis=0)[::-1], zero])
        over = until[self.ends]
        over[others] += later[self.ends[others]] / self.kept_own[others, None]
        eta = -moment.risk[:, None] * (x * over[:, :1] - over[:, 1:])
        means = np.zeros((len(self.times), x.shape[1]))
        means[self.place] = moment.mean
        eta[event] += x[event] - means[self.ends[event] - 1]
        return self._spread(fitted, eta + self._from_censoring(moment.risk, later, time))

    def _from_censoring(self, risk: np.ndarray, later: np.ndarray, time: np.ndarray) -> np.ndarray:
        """Return what estimating the censoring adds to each row (psi)."""
        others, x = self.others, self.design
        weight = risk[others] / self.kept_own[others]
        order = np.argsort(time[others], kind="stable")
        stacked = np.column_stack([weight, weight[:, None] * x[others]])[order]
        stacked = np.concatenate([np.zeros((1, x.shape[1] + 1)), np.cumsum(stacked, axis=0)])
        # For each time at which somebody is lost: who had another event before, and what is still to come.
        had = stacked[np.searchsorted(time[others][order], self.lost_at, side="left")]
        ahead = later[np.searchsorted(self.times, self.lost_at, side="left")]
        q = had[:, 1:] * ahead[:, :1] - had[:, :1] * ahead[:, 1:]
        number = np.searchsorted(np.sort(time[self.lost]), self.lost_at, side="right") - np.searchsorted(
            np.sort(time[self.lost]), self.lost_at, side="left"
        )
        summed = np.cumsum(q * (number / self.watched**2)[:, None], axis=0)
        summed = np.concatenate([np.zeros((1, x.shape[1])), summed])
        psi = -summed[np.searchsorted(self.lost_at, time, side="right")]
        here = np.searchsorted(self.lost_at, time[self.lost])
        psi[self.lost] += q[here] / self.watched[here, None]
        return psi

    @staticmethod
    def _spread(fitted: Hazards, parts: np.ndarray) -> np.ndarray:
        moved = parts @ fitted.variance
        return moved.T @ moved
