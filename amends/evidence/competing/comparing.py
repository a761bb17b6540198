"""Is the incidence of one cause the same in all groups? Gray's test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from amends.evidence.competing.incidence import CENSORED


class GrayTest(NamedTuple):
    """A test of equal incidences. The statistic is not-a-number where the groups cannot be compared."""

    statistic: float
    df: int
    p: float


def compare_incidence(
    time: np.ndarray, cause: np.ndarray, groups: np.ndarray, of: int, strata: np.ndarray | None = None
) -> GrayTest:
    """Return Gray's test that the incidence of one cause is the same in all groups (numbered from 0).

    Within strata, if any are given (numbered from 0), and summed over them.

    Source: Gray (1988), Annals of Statistics 16:1141, with rho 0; ties as in R's `cmprsk::cuminc`, whose own
    tests are what ours check.
    """
    count = groups.max() + 1
    score, variance = np.zeros(count), np.zeros((count, count))
    layers = np.zeros(len(time), dtype=int) if strata is None else strata
    for layer in np.unique(layers):
        inside = layers == layer
        more, spread = _layer(time[inside], cause[inside], groups[inside], of, count)
        score += more
        variance += spread
    df = int(count - 1)
    reduced = variance[:df, :df]
    # Where one group's incidence has become 1 while another's may still grow, they cannot be compared any more.
    if not np.isfinite(reduced).all() or np.linalg.matrix_rank(reduced, hermitian=True) < df:
        return GrayTest(np.nan, df, np.nan)
    statistic = float(score[:df] @ np.linalg.solve(reduced, score[:df]))
    return GrayTest(statistic, df, float(chi2.sf(statistic, df)))


def _layer(
    time: np.ndarray, cause: np.ndarray, groups: np.ndarray, of: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the groups' scores and their variance in one stratum.

    In the paper's words: `free` is the share without any event in each group, `own` its incidence of the cause,
    `share` the pooled incidence; `level` is Y / S, the number at risk made up for those who had other events.
    """
    times = np.unique(time)
    place = np.searchsorted(times, time)
    shape = (len(times), count)

    def counted(which: np.ndarray) -> np.ndarray:
        both = np.ravel_multi_index((place[which], groups[which]), shape)
        return np.bincount(both, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

    at_risk_at = np.cumsum(counted(np.ones(len(time), dtype=bool))[::-1], axis=0)[::-1]
    own_at, other_at = counted(cause == of), counted((cause != of) & (cause != CENSORED))
    free, own, share = np.ones(count), np.zeros(count), 0.0
    score, variance = np.zeros(count), np.zeros((count, count))
    drift, mixed, spread = np.zeros((count, count)), np.zeros((count, count)), np.zeros(count)
    for at_risk, events, others in zip(at_risk_at, own_at, other_at, strict=True):
        total = events.sum()
        if total + others.sum() == 0:
            continue
        there = at_risk > 0
        safe = np.where(there, at_risk, 1)
        after = np.where(there, free * (at_risk - events - others) / safe, free)
        gained = np.where(there, own + free * events / safe, own)
        level = np.where(there, at_risk / np.where(free > 0, free, 1), 0)
        pooled = level.sum()
        expected = level * (1 - own)
        next_share = share + total / pooled
        slope = np.diag(level) - np.outer(level, level) / pooled
        if total > 0:
            room = pooled * (1 - share)
            drift = drift + (slope * total / room if room > 0 else np.nan)
        score += np.where(there, events - total * expected / expected.sum(), 0)
        still = np.where(after > 0, (1 - next_share) / np.where(after > 0, after, 1), 0)
        if total > 0:
            # Of a group with nobody left nothing is asked, and there may be nothing to divide by.
            tied = 1 - (total - 1) / np.where(there, pooled * free - 1, 1) if total > 1 else np.ones(count)
            each = np.where(there, tied * free * total / (pooled * safe), 0)
            turn = 1 - still
            moved = slope - turn * drift
            spread += turn**2 * each
            mixed += moved * turn * each
            variance += (moved * each) @ moved.T
        taken = (after > 0) & (others > 0)
        if taken.any():
            tied = np.where(others > 1, 1 - (others - 1) / np.maximum(at_risk - 1, 1), 1.0)
            each = np.where(taken, tied * free**2 * others / safe**2, 0)
            moved = still * drift
            spread += still**2 * each
            mixed -= moved * still * each
            variance += (moved * each) @ moved.T
        free, own, share = after, gained, next_share
    cross = drift @ mixed.T
    return score, variance + (drift * spread) @ drift.T + cross + cross.T
