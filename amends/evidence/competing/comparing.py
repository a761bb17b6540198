"""Is the incidence of one cause the same in all groups? Gray's test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from amends.evidence.competing.incidence import CENSORED

# Numbers in the matrices that are held at once: some 30 MB.
CELLS = 4_000_000


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
    happened = cause != CENSORED
    times = np.unique(time[happened])
    if not len(times):
        return np.zeros(count), np.zeros((count, count))
    place = np.searchsorted(times, time, side="right") - 1
    shape = (len(times), count)

    def counted(which: np.ndarray) -> np.ndarray:
        both = np.ravel_multi_index((place[which], groups[which]), shape)
        return np.bincount(both, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

    # Whoever is censored before the first event of any cause is at risk at none.
    at_risk = np.cumsum(counted(place >= 0)[::-1], axis=0)[::-1]
    events, others = counted(cause == of), counted((cause != of) & happened)
    there = at_risk > 0
    safe = np.where(there, at_risk, 1)
    after = np.cumprod(np.where(there, (at_risk - events - others) / safe, 1), axis=0)
    free = _before(after, 1.0)
    own = _before(np.cumsum(np.where(there, free * events / safe, 0), axis=0), 0.0)
    level = np.where(there, at_risk / np.where(free > 0, free, 1), 0)
    pooled, total = level.sum(axis=1), events.sum(axis=1)
    next_share = np.cumsum(total / pooled)
    room = pooled * (1 - _before(next_share, 0.0))
    # What cannot be known any more from some time on stays unknown.
    pace = np.where(total > 0, np.divide(total, room, out=np.full(len(total), np.nan), where=room > 0), 0)
    expected = level * (1 - own)
    score = np.where(there, events - (total / expected.sum(axis=1))[:, None] * expected, 0).sum(axis=0)
    still = np.where(after > 0, (1 - next_share)[:, None] / np.where(after > 0, after, 1), 0)
    # Of a group with nobody left nothing is asked, and there may be nothing to divide by.
    rest = np.where(there & (total > 1)[:, None], pooled[:, None] * free - 1, 1)
    tied = 1 - np.maximum(total - 1, 0)[:, None] / rest
    by_own = np.where(there, tied * free * total[:, None] / (pooled[:, None] * safe), 0)
    tied = 1 - np.maximum(others - 1, 0) / np.maximum(at_risk - 1, 1)
    by_other = np.where(after > 0, tied * free**2 * others / safe**2, 0)
    turn = 1 - still
    spread = (turn**2 * by_own + still**2 * by_other).sum(axis=0)
    drift, mixed, variance = (np.zeros((count, count)) for _ in range(3))
    # Matrices for as many times together as stay small.
    for few in np.array_split(np.arange(len(times)), min(len(times), 1 + len(times) * count**2 // CELLS)):
        whole = level[few, :, None]
        slope = whole * np.eye(count) - whole * level[few, None, :] / pooled[few, None, None]
        drifts = drift + np.cumsum(slope * pace[few, None, None], axis=0)
        drift = drifts[-1]
        for each, sign, moved in (
            (by_own[few], turn[few], slope - turn[few, None, :] * drifts),
            (by_other[few], -still[few], still[few, None, :] * drifts),
        ):
            mixed += np.einsum("tij,tj->ij", moved, sign * each)
            variance += np.einsum("tij,tkj->ik", moved * each[:, None, :], moved, optimize=True)
    cross = drift @ mixed.T
    return score, variance + (drift * spread) @ drift.T + cross + cross.T


def _before(values: np.ndarray, start: float) -> np.ndarray:
    """Return what a step function was just before each of its steps."""
    return np.concatenate([np.full((1, *values.shape[1:]), start), values[:-1]])
