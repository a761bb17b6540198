"""What goes with the incidence of one cause: the proportional subdistribution hazards of Fine and Gray."""

from __future__ import annotations

import numpy as np

from amends.evidence.competing.incidence import CENSORED
from amends.evidence.maximizing import NoEstimate
from amends.evidence.survival.hazards import MOVES_NOTHING, Hazards, PartialLikelihood
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

        def kept_before(times: np.ndarray) -> np.ndarray:
            # What is lost at the time itself does not count yet; but at zero, before which is nothing, it does.
            sooner = np.searchsorted(self.lost_at, times, side="left")
            return kept[np.where(times == 0, np.searchsorted(self.lost_at, times, side="right"), sooner)]

        self.kept_at, self.kept_own = kept_before(self.times), kept_before(time)

    def _sums(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add to those at risk whoever had another event before."""
        at_risk, deaths = super()._sums(values)
        # A row's own event comes before the first `ends` times are over: it joins at the time after its own.
        staying = np.bincount(
            self.ends[self.others], values[self.others] / self.kept_own[self.others], len(self.times) + 1
        )
        return at_risk + self.kept_at * np.cumsum(staying)[:-1], deaths

    def over_events(self, values: np.ndarray) -> np.ndarray:
        """Add the events after another event of the row's own."""
        over = super().over_events(values)
        over[self.others] += (self._later(values)[self.ends[self.others]].T / self.kept_own[self.others]).T
        return over

    def _later(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of the events' values after each time, each by the share that is then not yet lost."""
        kept = (self._by_time(values).T * self.kept_at).T
        return np.concatenate([np.cumsum(kept[::-1], axis=0)[::-1], np.zeros((1, *kept.shape[1:]))])

    def robust_variance(self, fitted: Hazards) -> np.ndarray:
        """Return the variance of the coefficients, the estimated censoring distribution's part included.

        Source: Fine and Gray (1999), the estimate of the variance in section 3 (eta and psi), summed as in
        `cmprsk::crr`.

        Raises NoEstimate where the rows move the coefficients in fewer ways than there are coefficients.
        """
        moment = self.at(fitted.coefficients)
        later = self._later(np.column_stack([moment.pace, moment.pace[:, None] * moment.mean]))
        parts = self.score_residuals(fitted.coefficients) + self._from_censoring(moment.risk, later)
        moved = parts @ fitted.variance
        alike = moved / np.sqrt(np.diag(fitted.variance))
        if np.linalg.matrix_rank(alike, tol=MOVES_NOTHING) < moved.shape[1]:
            raise NoEstimate(f"{len(moved)} rows cannot show how {moved.shape[1]} coefficients vary.")
        return moved.T @ moved

    def _from_censoring(self, risk: np.ndarray, later: np.ndarray) -> np.ndarray:
        """Return what estimating the censoring adds to each row (psi)."""
        others, x, time = self.others, self.design, self.rows.time
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
