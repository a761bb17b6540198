"""What an estimate owes to links that may be wrong: repeated over the links, and corrected for rates of error by group.

Two ways, because they ask different questions. Drawing links anew from their probabilities (multiple imputation)
carries the doubt that the model itself admits into the interval. Rates of false and missed matches that somebody
assumes, group by group, ask what doubt the model does not admit could do to a comparison.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy import stats

from amends.evidence.faults import BadInput


class Pooled(NamedTuple):
    """One estimate out of several, each made with links of its own.

    se      of the whole: within the data sets and between them
    df      degrees of freedom of the interval; infinite where the links made no difference
    doubt   the share of the variance that is owed to the links
    """

    estimate: float
    se: float
    lower: float
    upper: float
    df: float
    doubt: float


class Rates(NamedTuple):
    """How often the linkage goes wrong in one group.

    false   of those without an event, the share to whom somebody else's is given
    missed  of those with an event, the share whose event is not found
    """

    false: float
    missed: float


def draw_links(candidates: Path, *, draws: int, seed: int, one_to_one: bool = True) -> Iterator[pa.Table]:
    """Yield `draws` tables of links, each pair in as often as it is probable, with `unique_id_l` and `unique_id_r`.

    candidates  what `link` wrote beside its links; what a reviewer decided stands in every draw
    one_to_one  a record is in one link at most; among the drawn pairs of a record the heaviest stays
    The same seed gives the same draws. Raises BadInput when the file is none of candidates.
    """
    try:
        table = pq.read_table(
            candidates,
            columns=["unique_id_l", "unique_id_r", "match_probability", "match_weight", "decision"],
        )
    except (OSError, pa.ArrowException) as error:
        raise BadInput(
            ["Expected the candidates that `amends evidence link` wrote."], name=candidates.name
        ) from error
    order = np.lexsort(
        (table["unique_id_r"], table["unique_id_l"], -np.round(table["match_weight"].to_numpy(), 6))
    )
    table = table.take(pa.array(order))
    decision = np.array(table["decision"].to_pylist(), dtype=object)
    probability = table["match_probability"].to_numpy()
    probability = np.where(decision == "same", 1.0, np.where(decision == "different", 0.0, probability))
    left, right = (table[name].to_pylist() for name in ("unique_id_l", "unique_id_r"))
    chance = np.random.default_rng(seed)
    for _ in range(draws):
        drawn = np.flatnonzero(chance.random(len(probability)) < probability).tolist()
        if one_to_one:
            drawn = _first_of_each(drawn, left, right)
        yield table.take(pa.array(drawn, pa.int64())).select(["unique_id_l", "unique_id_r"])


def pool(
    estimates: Sequence[float],
    variances: Sequence[float],
    *,
    level: float = 0.95,
    complete_df: float = math.inf,
) -> Pooled:
    """Return one estimate out of those of several imputed data sets, by Rubin's rules.

    estimates, variances  one of each data set, at least two, on a scale on which estimates are about normal
    complete_df           degrees of freedom that each has by itself; infinite where it is about normal
    Raises ValueError for fewer, or for a variance below zero.

    >>> pooled = pool([1.0, 2.0, 3.0], [0.5, 0.5, 0.5])
    >>> f"{pooled.estimate:.1f}, se {pooled.se:.4f} on {pooled.df:.3f}"
    '2.0, se 1.3540 on 3.781'

    Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 3.1; with degrees of freedom of their
    own Barnard and Rubin (1999), Biometrika 86:948.
    """
    made = len(estimates)
    if made < 2 or made != len(variances) or min(variances) < 0:
        raise ValueError(
            "Expected an estimate and a variance, not below zero, of each of two data sets or more."
        )
    within, between = float(np.mean(variances)), float(np.var(estimates, ddof=1))
    owed = (1 + 1 / made) * between
    total = within + owed
    share = owed / total if total else 0.0
    df = math.inf if owed == 0 else (made - 1) / share**2
    if not math.isinf(complete_df):
        df = 1 / (1 / df + 1 / ((complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)))
    far = float(stats.norm.isf((1 - level) / 2) if math.isinf(df) else stats.t.isf((1 - level) / 2, df))
    estimate, se = float(np.mean(estimates)), math.sqrt(total)
    return Pooled(estimate, se, estimate - far * se, estimate + far * se, df, share)


def over_links(
    candidates: Path,
    estimate: Callable[[pa.Table], tuple[float, float]],
    *,
    draws: int,
    seed: int,
    one_to_one: bool = True,
) -> Pooled:
    """Return an estimate repeated over drawn links and pooled.

    estimate  from a table of links to an estimate and its variance, as by `find_outcomes` and an estimator after it
    """
    made = [
        estimate(links) for links in draw_links(candidates, draws=draws, seed=seed, one_to_one=one_to_one)
    ]
    return pool([one for one, _ in made], [variance for _, variance in made])


def corrected_share(share: float, rates: Rates) -> float | None:
    """Return the true share with an event, when the linkage goes wrong at these rates; None when it cannot be so.

    With `false` and `missed` the linkage shows false (1 - p) + (1 - missed) p. A share that no true share between 0 and
    1 would show contradicts the rates.

    >>> f"{corrected_share(0.30, Rates(false=0.02, missed=0.10)):.6f}"
    '0.318182'

    Source: Rogan and Gladen (1978), American Journal of Epidemiology 107:71.
    """
    _check(share, *rates)
    told = 1 - rates.missed - rates.false
    if told <= 0:
        return None
    true = (share - rates.false) / told
    return true if 0 <= true <= 1 else None


def difference_by_rates(
    shares: tuple[float, float], numbers: tuple[int, int], rates: tuple[Rates, Rates]
) -> tuple[float, float] | None:
    """Return the difference of two shares, first less second, corrected for each group's own rates, and its error.

    shares   as observed, of the first and the second group
    numbers  how many people each is of
    rates    assumed for each group; rates that differ can make a difference, or hide one
    The error takes the rates as known. None when the shares contradict the rates.
    """
    true = [corrected_share(share, rate) for share, rate in zip(shares, rates, strict=True)]
    if true[0] is None or true[1] is None:
        return None
    variance = sum(
        share * (1 - share) / number / (1 - rate.missed - rate.false) ** 2
        for share, number, rate in zip(shares, numbers, rates, strict=True)
    )
    return true[0] - true[1], math.sqrt(variance)


def _first_of_each(drawn: list[int], left: list[str], right: list[str]) -> list[int]:
    taken_left: set[str] = set()
    taken_right: set[str] = set()
    kept = []
    for place in drawn:
        if left[place] not in taken_left and right[place] not in taken_right:
            taken_left.add(left[place])
            taken_right.add(right[place])
            kept.append(place)
    return kept


def _check(*shares: float) -> None:
    if not all(0 <= share <= 1 for share in shares):
        raise ValueError("Expected shares from 0 to 1.")
