"""What a reading comes to when its uncertain numbers are drawn: mean, error, limits, and which input matters.

The draws are 16 independent scramblings of Sobol's points (Owen 1998), so that the spread of the 16 means is an
honest standard error although the points of each are not independent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from amends.money.model.arithmetic import EXACT, Arithmetic, Number, exactly
from amends.money.model.drawing import Floats, Group, normal_scores, values_at
from amends.money.model.flows import Values
from amends.money.model.reckoning import IN_ALL, Reckoned, paying, reckon
from amends.money.model.scenario import Quantity, Reading
from amends.money.model.tracing import inputs_of, inputs_of_reading

SCRAMBLINGS = 16
# A chunk's arrays stay in the processor's cache.
CHUNK = 1 << 13
# For the shares of the variance, whose cost grows with the number of inputs.
MOST_FOR_SHARES = 1 << 9
QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
MOST_DRAWS = 10**8
NORMAL_97_5 = 1.959963984540054


class Draws:
    """The formulas' arithmetic over arrays of floats, a place for each draw."""

    def of(self, value: Decimal) -> float:
        """Return a given value as a float."""
        return float(value)

    def least(self, one: Number, other: Number) -> Number:
        """Return the smaller of two, for each draw."""
        return np.minimum(one, other)

    def most(self, one: Number, other: Number) -> Number:
        """Return the larger of two, for each draw."""
        return np.maximum(one, other)

    def whole(self, value: Number) -> Number:
        """Return the largest whole number that is not above a value, for each draw."""
        return np.floor(value)

    def is_positive(self, value: Number) -> Number:
        """Return 1 where a value is above zero, else 0, for each draw."""
        return np.where(np.greater(value, 0), 1.0, 0.0)


DRAWS = Draws()


class Figures(NamedTuple):
    """What draws of one view have: saving and net present value in cents, and the share of the present cost saved.

    Not a number where there is no present cost. One number stands for all draws where nothing varies.
    """

    saving_cents: Floats
    net_present_value_cents: Floats
    saving_share: Floats


class Convergence(NamedTuple):
    """The mean saving after so many draws, and the standard error of the means of the scramblings, in cents."""

    drawn: int
    mean: float
    se: float


class Share(NamedTuple):
    """How much of the variance of the saving comes from one input, or from inputs that are correlated.

    `first_order`: what of the variance would go if they were known; `total`: what would stay if all else were.
    """

    keys: tuple[str, ...]
    first_order: float
    first_order_se: float
    total: float
    total_se: float


class Swing(NamedTuple):
    """What is saved, in cents, with one input at its 2.5th and 97.5th percentile and all others at their values."""

    key: str
    low: float
    high: float
    at_low_cents: Decimal
    at_high_cents: Decimal


@dataclass(frozen=True)
class Simulated:
    """The answer of a simulation. Each mapping goes by view, then by the name of a figure.

    `not_known` are the numbers between limits that the figures rest on, which no draw changes.
    """

    reading: str
    accounting: str
    view: str
    drawn: int
    seed: int
    mean: Mapping[str, Mapping[str, float]]
    se: Mapping[str, Mapping[str, float]]
    quantiles: Mapping[str, Mapping[str, Mapping[float, float]]]
    probability_saves: Mapping[str, float]
    shares: tuple[Share, ...]
    swings: tuple[Swing, ...]
    convergence: tuple[Convergence, ...]
    not_known: tuple[str, ...]
    draws: Mapping[str, Figures]


AnyFigures = Callable[[Reading, Values, Arithmetic, str], Mapping[str, Number]]


class NotPossible(ValueError):
    """A number of draws or a seed cannot be used. Nothing was drawn."""


def simulate(
    reading: Reading, *, accounting: str, draws: int, seed: int, view: str = "state", detailed: bool = True
) -> Simulated:
    """Return what a reading comes to over at least so many draws; `drawn` says how many they were.

    Numbers that are between limits with nothing known about them stay at their value. Variance shares, swings
    and convergence are of the saving in `view`, and left out without `detailed`. Raises NotPossible.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise NotPossible(f"[{draws}] draws are not possible; expected a number from 1 to {MOST_DRAWS:,}.")
    if seed < 0:
        raise NotPossible(f"[{seed}] is no seed; expected a whole number from 0 up.")
    views = tuple(dict.fromkeys((*paying(reading), view)))
    count = points_of(draws)
    for_draws, for_shares = np.random.SeedSequence(seed).spawn(2)
    run = Run(reading, accounting, groups_of(reading, inputs_of_reading(reading, accounting, views)), views)
    # What is taken apart rests on fewer inputs than all views together.
    apart = Run(
        reading, accounting, groups_of(reading, inputs_of_reading(reading, accounting, (view,))), (view,)
    )
    figures = run.draw(count, for_draws)
    by_scrambling = {
        view_: {name: one.reshape(SCRAMBLINGS, count) for name, one in found._asdict().items()}
        for view_, found in figures.items()
    }
    means = {v: {name: one.mean(axis=1) for name, one in of.items()} for v, of in by_scrambling.items()}
    saving = by_scrambling[view]["saving_cents"]
    return Simulated(
        reading=reading.key,
        accounting=accounting,
        view=view,
        drawn=SCRAMBLINGS * count,
        seed=seed,
        mean={v: {name: float(one.mean()) for name, one in of.items()} for v, of in means.items()},
        se={v: {name: standard_error(one) for name, one in of.items()} for v, of in means.items()},
        quantiles={v: quantiles_of(found) for v, found in figures.items()},
        probability_saves={v: float((found.saving_cents > 0).mean()) for v, found in figures.items()},
        shares=apart.shares(min(count, MOST_FOR_SHARES), for_shares, view) if detailed else (),
        swings=tuple(apart.swings(view)) if detailed else (),
        convergence=tuple(converging(saving)) if detailed else (),
        not_known=tuple(
            one.key for one in inputs_of_reading(reading, accounting, views) if one.between is not None
        ),
        draws=figures,
    )


def draw_figures(
    reading: Reading,
    accounting: str,
    figures: AnyFigures,
    *,
    draws: int,
    seed: int,
) -> dict[str, tuple[float, float]]:
    """Return the 2.5th and 97.5th percentile of any figures that all draws have."""
    used = inputs_of(reading, lambda values: figures(reading, values, EXACT, accounting))
    run = Run(reading, accounting, groups_of(reading, used), ())
    parts: dict[str, list[Floats]] = {}
    for scores in run.batches(points_of(draws), np.random.SeedSequence(seed)):
        with np.errstate(divide="ignore", invalid="ignore"):
            found = figures(reading, run.values(scores), DRAWS, accounting)
        for name, one in found.items():
            parts.setdefault(name, []).append(np.broadcast_to(one, scores.shape[1]))
    drawn = {name: np.concatenate(several) for name, several in parts.items()}
    ends = {name: np.quantile(one, (0.025, 0.975)) for name, one in drawn.items() if np.isfinite(one).all()}
    return {name: (float(low), float(high)) for name, (low, high) in ends.items()}


def points_of(draws: int) -> int:
    """Return how many points each scrambling has: the smallest power of two that is not below its part of the draws."""
    return 1 << max(-(-draws // SCRAMBLINGS) - 1, 0).bit_length()


def groups_of(reading: Reading, inputs: Iterable[Quantity]) -> tuple[Group, ...]:
    """Return the uncertain ones of some inputs, those correlated with one of them along with it."""
    used = {one.key for one in inputs if one.distribution is not None}
    together = [one for one in reading.correlations if used & set(one.keys)]
    taken = {key for one in together for key in one.keys}
    groups = [Group([reading.quantities[key] for key in one.keys], one) for one in together]
    groups += [Group([one], None) for one in reading.uncertain if one.key in used - taken]
    return tuple(groups)


@dataclass(frozen=True)
class Run:
    """One reading under one way of accounting, ready to be reckoned for many draws."""

    reading: Reading
    accounting: str
    groups: tuple[Group, ...]
    views: tuple[str, ...]

    @property
    def dimensions(self) -> int:
        """Return how many inputs are drawn."""
        return sum(len(group.inputs) for group in self.groups)

    def draw(self, count: int, seed: np.random.SeedSequence) -> dict[str, Figures]:
        """Return the figures of each view for `count` points of each scrambling, one scrambling after another."""
        found = {view: Figures(*np.empty((3, SCRAMBLINGS * count))) for view in self.views}
        done = 0
        for scores in self.batches(count, seed):
            size = scores.shape[1]
            for view, figures in self.figures(scores).items():
                for whole, part in zip(found[view], figures, strict=True):
                    whole[done : done + size] = part
            done += size
        return found

    def batches(self, count: int, seed: np.random.SeedSequence) -> Iterator[Floats]:
        """Yield all scores in parts of one chunk: pieces of a large scrambling, or several small ones together."""
        together = max(CHUNK // count, 1)
        scramblings = seed.spawn(SCRAMBLINGS)
        for first in range(0, SCRAMBLINGS, together):
            several = [
                self.scores(count, one, self.dimensions) for one in scramblings[first : first + together]
            ]
            scores = np.concatenate(several, axis=1)
            for start in range(0, scores.shape[1], CHUNK):
                yield scores[:, start : start + CHUNK]

    def scores(self, count: int, seed: np.random.SeedSequence, dimensions: int) -> Floats:
        """Return one scrambling's points as normal scores, a row for each dimension."""
        if not dimensions:
            return np.empty((0, count))
        return normal_scores(dimensions, count, np.random.default_rng(seed))

    def values(self, scores: Floats) -> dict[str, Number]:
        """Return each number at these normal scores."""
        values: dict[str, Number] = {key: float(value) for key, value in self.reading.values().items()}
        row = 0
        for group in self.groups:
            values.update(group.draw(scores[row : row + len(group.inputs)]))
            row += len(group.inputs)
        return values

    def reckoned(self, scores: Floats) -> Reckoned:
        """Return the reading at these normal scores."""
        return reckon(self.reading, self.values(scores), DRAWS, self.accounting)

    def figures(self, scores: Floats) -> dict[str, Figures]:
        """Return the figures of each view at these normal scores."""
        reckoned, found = self.reckoned(scores), {}
        for view in self.views:
            sums = reckoned.sums(view, IN_ALL)
            saving, present = sums.saving[0], sums.present[0]
            has_cost = np.greater(present, 0)
            share = np.where(has_cost, saving / np.where(has_cost, present, 1), np.nan)
            found[view] = Figures(saving, reckoned.net_present_value(view), share)
        return found

    def saving(self, scores: Floats, view: str) -> Floats:
        """Return the saving of one view at these normal scores, in chunks."""
        count = scores.shape[1]
        parts = (scores[:, start : start + CHUNK] for start in range(0, count, CHUNK))
        return np.concatenate(
            [np.broadcast_to(self.reckoned(part).saving(view), part.shape[1]) for part in parts]
        )

    def shares(self, count: int, seed: np.random.SeedSequence, view: str) -> tuple[Share, ...]:
        """Return the variance shares of each group, the largest first; none where nothing varies.

        Two independent sets of points, and for each group a third: the first with that group's from the second.
        First-order shares by the estimator of Saltelli et al. (2010), total ones by that of Jansen (1999).
        """
        if not self.groups:
            return ()
        size = self.dimensions
        sets = [self.scores(count, one, 2 * size) for one in seed.spawn(SCRAMBLINGS)]
        both = np.concatenate(sets, axis=1)
        first, second = both[:size], both[size:]
        of_first, of_second = self.saving(first, view), self.saving(second, view)
        both_savings = np.concatenate([of_first, of_second])
        variance, around = float(both_savings.var()), of_second - both_savings.mean()
        if not variance:
            return ()
        found, row = [], 0
        for group in self.groups:
            mixed = first.copy()
            mixed[row : row + len(group.inputs)] = second[row : row + len(group.inputs)]
            row += len(group.inputs)
            of_mixed = self.saving(mixed, view)
            stays = ((of_first - of_mixed) ** 2).reshape(SCRAMBLINGS, count).mean(axis=1) / (2 * variance)
            goes = (around * (of_mixed - of_first)).reshape(SCRAMBLINGS, count).mean(axis=1) / variance
            shares = float(goes.mean()), standard_error(goes), float(stays.mean()), standard_error(stays)
            found.append(Share(group.keys, *shares))
        return tuple(sorted(found, key=lambda one: -one.total))

    def swings(self, view: str) -> Iterator[Swing]:
        """Yield each input's swing, in exact numbers, the widest first."""
        found = []
        for one in (one for group in self.groups for one in group.inputs):
            ends = values_at(one.distribution, np.array([-NORMAL_97_5, NORMAL_97_5]))  # type: ignore[arg-type]
            low, high = (float(end) for end in ends)
            at_low, at_high = (self.exactly_at(one.key, end, view) for end in (low, high))
            found.append(Swing(one.key, low, high, at_low, at_high))
        yield from sorted(found, key=lambda one: -abs(one.at_high_cents - one.at_low_cents))

    def exactly_at(self, key: str, value: float, view: str) -> Decimal:
        """Return the exact saving with one input changed."""
        with exactly():
            values = {**self.reading.values(), key: Decimal(value)}
            return reckon(self.reading, values, EXACT, self.accounting).saving(view)


def standard_error(means: Floats) -> float:
    """Return the standard error of the mean of independent means."""
    return float(means.std(ddof=1) / np.sqrt(len(means)))


def quantiles_of(figures: Figures) -> dict[str, dict[float, float]]:
    """Return each figure's quantiles; none of a share that some draws do not have."""
    found = {}
    for name, values in figures._asdict().items():
        if not np.isnan(values).any():
            found[name] = dict(zip(QUANTILES, map(float, np.quantile(values, QUANTILES)), strict=True))
    return found


def converging(saving: Floats) -> Iterator[Convergence]:
    """Yield the mean and its error after an eighth, a quarter, half and all of each scrambling's points."""
    scramblings, count = saving.shape
    for part in dict.fromkeys(max(count >> halvings, 1) for halvings in (3, 2, 1, 0)):
        means = saving[:, :part].mean(axis=1)
        yield Convergence(scramblings * part, float(means.mean()), standard_error(means))
