"""What would be if everybody followed one strategy or the other, with errors that count everything done on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from amends.evidence.cloning.strategies import STRATEGIES, People, curve
from amends.evidence.effects.refusing import Refused
from amends.evidence.survival.curves import restricted_mean, survival_at

# More of the draws than this without an answer, and the errors of the others say nothing.
MOST_WITHOUT = 0.1


class Compared(NamedTuple):
    """Both strategies at a horizon, *begin* first.

    survival  the share without the event at the horizon
    mean      the mean time without the event until then
    weights   what each person's copy counts for after the window; 0 where it had left
    """

    survival: np.ndarray
    mean: np.ndarray
    weights: tuple[np.ndarray, np.ndarray]


def compare(people: People, *, window: float, at: float) -> Compared:
    """Return both strategies at a horizon. Raises Refused when one cannot be told, or was not observed so long."""
    survival, mean, weights = [], [], []
    for strategy in STRATEGIES:
        found, late = curve(people, strategy, window)
        share = float(survival_at(found, np.array([at])).estimate[0])
        if np.isnan(share):
            raise Refused(f"Nobody who followed [{strategy}] was observed until {at:g}.")
        survival.append(share)
        mean.append(restricted_mean(found, at)[0])
        weights.append(late)
    return Compared(np.array(survival), np.array(mean), (weights[0], weights[1]))


def redraw(
    people: People,
    units: np.ndarray,
    *,
    window: float,
    at: float,
    draws: int,
    seed: int,
    told: Callable[[int, int], None],
) -> tuple[np.ndarray, np.ndarray, int]:
    """Return survival and mean time, draws by strategies, of people drawn again, and how many draws had no answer.

    Units (people or clusters, numbered from 0) are drawn with replacement, and copied, censored, modelled and weighted
    anew. Raises Refused when too many draws have no answer.

    told  is called with how many draws are done, and of how many

    Source: Efron (1981), Journal of the American Statistical Association 76:312.
    """
    chance = np.random.default_rng(seed)
    count = int(units.max()) + 1
    order = np.argsort(units, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(units, minlength=count))[:-1])
    survival, mean, without = [], [], 0
    for number in range(1, draws + 1):
        told(number, draws)
        drawn = np.concatenate([members[unit] for unit in chance.integers(count, size=count)])
        try:
            found = compare(people.of(drawn), window=window, at=at)
        except Refused:
            without += 1
            continue
        survival.append(found.survival)
        mean.append(found.mean)
    if without > MOST_WITHOUT * draws or len(survival) < 2:
        raise Refused(
            f"Of {draws} draws of the people {without} have no answer: there are too few to tell strategies apart."
        )
    return np.array(survival), np.array(mean), without
