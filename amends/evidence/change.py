"""Scores of the same people before and after: how far they moved, for whom, and what those unseen could change."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from amends.evidence.answers import Answer, answer
from amends.evidence.faults import Fault
from amends.evidence.instruments.reading import ENDLESS, Instrument
from amends.evidence.rates import wilson_interval
from amends.evidence.reading import Column, Reading, read

# Beyond so many standard errors a person's change is called reliable (Jacobson and Truax 1991).
RELIABLE = 1.96
# Imputing fewer than this many lost people from fewer than this many pairs would invent more than it finds.
FEWEST_PAIRS = 4


class MeanChange(NamedTuple):
    """The mean of after minus before, in points of the instrument.

    sd, se     standard deviation of the changes, and standard error of their mean
    lower, upper, t, df, p   of the paired t test, two-sided
    effect     the mean in standard deviations of the scores before
    """

    n: int
    mean_before: float
    mean_after: float
    sd_before: float
    estimate: float
    sd: float
    se: float
    lower: float
    upper: float
    t: float
    df: int
    p: float
    effect: float


class Imputed(NamedTuple):
    """The mean change of everybody measured before, those not measured again included, by Rubin's rules."""

    estimate: float
    se: float
    df: float
    lower: float
    upper: float
    p: float


class Lost(NamedTuple):
    """How those who were not measured again scored before, against those who were.

    difference  of the means before, lost minus measured again, with the interval and p of Welch's test
    standardized_difference  in pooled standard deviations
    """

    n: int
    share: float
    mean_before: float
    mean_before_of_measured: float
    difference: float
    lower: float
    upper: float
    p: float
    standardized_difference: float


def mean_change(before: np.ndarray, after: np.ndarray, *, level: float = 0.95) -> MeanChange:
    """The mean change of pairs. Needs two pairs or more; otherwise ValueError.

    Assumes that pairs are independent, and that their mean change is near normal. Student's data on sleep:

    >>> first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    >>> second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    >>> change = mean_change(first, second)
    >>> round(change.t, 4), round(change.p, 6), round(change.lower, 4), round(change.upper, 4)
    (4.0621, 0.002833, 0.7001, 2.4599)

    Source: Student (1908), Biometrika 6:1; the figures are those that R's t.test prints for `sleep`.
    """
    if len(before) < 2 or len(before) != len(after):
        raise ValueError("A change needs two pairs or more.")
    changes = after - before
    n, df = len(changes), len(changes) - 1
    estimate, sd = float(changes.mean()), float(changes.std(ddof=1))
    sd_before = float(before.std(ddof=1))
    se = sd / math.sqrt(n)
    t = estimate / se if se else math.nan
    half = float(stats.t.isf((1 - level) / 2, df)) * se
    return MeanChange(
        n=n,
        mean_before=float(before.mean()),
        mean_after=float(after.mean()),
        sd_before=sd_before,
        estimate=estimate,
        sd=sd,
        se=se,
        lower=estimate - half,
        upper=estimate + half,
        t=t,
        df=df,
        p=float(2 * stats.t.sf(abs(t), df)),
        effect=estimate / sd_before if sd_before else math.nan,
    )


def error_of_difference(sd_before: float, correlation: float) -> float:
    """The standard error of the difference of two scores of a person who did not change.

    sd_before    standard deviation of the scores before
    correlation  of two answers of the same people, 0 to 1

    >>> round(error_of_difference(7.5, 0.80), 2)
    4.74

    Source: Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59:12.
    """
    return sd_before * math.sqrt(2 * (1 - correlation))


def reliable_change_index(
    before: np.ndarray, after: np.ndarray, *, sd_before: float, correlation: float
) -> np.ndarray:
    """Each person's change in standard errors of a difference; beyond 1.96 chance alone is unlikely.

    >>> reliable_change_index(np.array([47.5]), np.array([32.5]), sd_before=7.5, correlation=0.80).round(2)
    array([-3.16])

    Source: Jacobson and Truax (1991).
    """
    return (after - before) / error_of_difference(sd_before, correlation)


def not_measured_again(
    before_of_lost: np.ndarray, before_of_measured: np.ndarray, *, level: float = 0.95
) -> Lost:
    """How the lost scored before, against those measured again. Figures that need two people are not-a-number.

    A small p says that the two differ; a large one does not say that they are alike.

    Source: Welch (1947), Biometrika 34:28.
    """
    lost, kept = len(before_of_lost), len(before_of_measured)
    nan = math.nan
    difference = float(before_of_lost.mean() - before_of_measured.mean()) if lost and kept else nan
    lower = upper = p = standardized = nan
    if lost > 1 and kept > 1:
        one, other = float(before_of_lost.var(ddof=1)), float(before_of_measured.var(ddof=1))
        if one + other > 0:
            lower, upper, p = _welch(difference, (one / lost, lost), (other / kept, kept), level=level)
            standardized = difference / math.sqrt((one + other) / 2)
    return Lost(
        n=lost,
        share=lost / (lost + kept) if lost + kept else nan,
        mean_before=float(before_of_lost.mean()) if lost else nan,
        mean_before_of_measured=float(before_of_measured.mean()) if kept else nan,
        difference=difference,
        lower=lower,
        upper=upper,
        p=p,
        standardized_difference=standardized,
    )


def _welch(
    difference: float, one: tuple[float, int], other: tuple[float, int], *, level: float
) -> tuple[float, float, float]:
    """Return interval and p of a difference of two means; of each its squared error and how many people."""
    squared = one[0] + other[0]
    df = squared**2 / sum(error**2 / (people - 1) for error, people in (one, other))
    half = float(stats.t.isf((1 - level) / 2, df)) * math.sqrt(squared)
    p = 2 * stats.t.sf(abs(difference) / math.sqrt(squared), df)
    return difference - half, difference + half, float(p)


def imputed_change(
    before: np.ndarray,
    after: np.ndarray,
    before_of_lost: np.ndarray,
    *,
    delta: float = 0.0,
    imputations: int = 50,
    seed: int = 1,
    level: float = 0.95,
) -> Imputed:
    """The mean change if those not measured again had scored as like people did, and `delta` points more.

    before, after    of those measured twice, at least four
    before_of_lost   of those measured once
    delta            points added to every score that is imputed: 0 is missing at random
    seed             the same seed draws the same figures for every delta

    Scores after are drawn from a normal regression on scores before, its parameters drawn too, and put
    together by Rubin's rules with the degrees of freedom of Barnard and Rubin. Nothing is rounded, nor held
    within the instrument's range: that would bias the mean.

    Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin (1999), Biometrika
    86:948; the shift by delta: Carpenter and Kenward (2013), Multiple Imputation and its Application, chapter 10.
    """
    n, kept = len(before) + len(before_of_lost), len(before)
    if kept < FEWEST_PAIRS or float(np.ptp(before)) == 0:
        raise ValueError("Imputing needs four pairs or more, with different scores before.")
    if not len(before_of_lost):
        seen = mean_change(before, after, level=level)
        return Imputed(seen.estimate, seen.se, seen.df, seen.lower, seen.upper, seen.p)
    draws = np.random.default_rng(seed)
    design = np.column_stack([np.ones(kept), before])
    coefficients, *_ = np.linalg.lstsq(design, after, rcond=None)
    residual = float(((after - design @ coefficients) ** 2).sum())
    root = np.linalg.cholesky(np.linalg.inv(design.T @ design))
    of_lost = np.column_stack([np.ones(len(before_of_lost)), before_of_lost])
    means, variances = np.empty(imputations), np.empty(imputations)
    for place in range(imputations):
        sigma = math.sqrt(residual / draws.chisquare(kept - 2))
        drawn = coefficients + sigma * root @ draws.standard_normal(2)
        guessed = of_lost @ drawn + sigma * draws.standard_normal(len(of_lost)) + delta
        changes = np.concatenate([after - before, guessed - before_of_lost])
        means[place], variances[place] = changes.mean(), changes.var(ddof=1) / n
    return imputed_together(means, variances, complete_df=n - 1, level=level)


def imputed_together(
    means: np.ndarray, variances: np.ndarray, *, complete_df: float, level: float
) -> Imputed:
    """Put the estimates of several imputations together, and their squared errors.

    complete_df  degrees of freedom had nothing been missing

    Source: Rubin (1987); the degrees of freedom of Barnard and Rubin (1999).
    """
    m = len(means)
    estimate, within, between = float(means.mean()), float(variances.mean()), float(means.var(ddof=1))
    total = within + (1 + 1 / m) * between
    missing = (1 + 1 / m) * between / total
    observed_df = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - missing)
    df = 1 / (missing**2 / (m - 1) + 1 / observed_df)
    se = math.sqrt(total)
    half = float(stats.t.isf((1 - level) / 2, df)) * se
    return Imputed(
        estimate, se, df, estimate - half, estimate + half, float(2 * stats.t.sf(abs(estimate) / se, df))
    )


def tipping_point(
    before: np.ndarray,
    after: np.ndarray,
    before_of_lost: np.ndarray,
    *,
    furthest: float,
    imputations: int = 50,
    seed: int = 1,
) -> float | None:
    """How many points worse the lost would have to score for the interval to hold no change.

    furthest  the most points there can be; None when even they do not tip it, 0 when it holds no change already

    Worse is up where the mean change is a fall, and down where it is a rise.
    """
    at_random = imputed_change(before, after, before_of_lost, imputations=imputations, seed=seed)
    if at_random.lower <= 0 <= at_random.upper:
        return 0.0
    towards = -math.copysign(1.0, at_random.estimate)

    def holds_none(points: float) -> bool:
        shifted = imputed_change(
            before, after, before_of_lost, delta=towards * points, imputations=imputations, seed=seed
        )
        return shifted.lower <= 0 <= shifted.upper or shifted.estimate * at_random.estimate < 0

    low, high = 0.0, furthest
    if not holds_none(high):
        return None
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (low, middle) if holds_none(middle) else (middle, high)
    return round(high, 2)


def changes_in(
    path: Path,
    instrument: Instrument,
    *,
    id_column: str,
    before: str,
    after: str,
    imputations: int = 50,
    seed: int = 1,
) -> Answer:
    """Return how scores changed from `before` to `after`, one row a person: after minus before, in points.

    `change` is of those measured twice; `thresholds` counts, for every published size of change, who moved so
    far for the better or the worse; `reliable_change` does the same for the reliable change index, once for
    each published correlation; `ends` counts who came to a published end score; `not_measured_again` compares
    those without a second score; `imputed` and `tipping_point` say what they could change.

    Raises BadInput for a score outside the instrument's range and an id that repeats.
    """
    asked = [Column(id_column, "label", unique=True), Column(before, "number"), Column(after, "number")]
    reading = read(
        path, asked, also=lambda rows: _outside(rows, instrument, (before, after)), blanks_stay=True
    )
    known = np.array([label is not None for label in reading.labels(id_column)])
    first, second = reading.numbers(before)[known], reading.numbers(after)[known]
    paired = ~np.isnan(first) & ~np.isnan(second)
    lost = ~np.isnan(first) & np.isnan(second)
    pairs = int(paired.sum())
    missed = not_measured_again(first[lost], first[paired])
    if pairs < 2:
        return answer(
            n=pairs,
            events=None,
            missing=reading.missing,
            refused=f"{pairs} people were measured twice; a change needs two or more.",
            change=None,
            estimate=None,
            not_measured_again=missed._asdict(),
        )
    return answer(
        n=pairs,
        events=None,
        missing=reading.missing,
        warnings=_change_warnings(instrument, missed, pairs),
        instrument=instrument.id,
        better=instrument.better,
        **_of_pairs(first[paired], second[paired], instrument),
        not_measured_again=missed._asdict(),
        **_of_everybody(
            first[paired], second[paired], first[lost], instrument, imputations=imputations, seed=seed
        ),
    )


def _of_pairs(first: np.ndarray, second: np.ndarray, instrument: Instrument) -> dict[str, Any]:
    """Return the mean change, and who moved how far."""
    change = mean_change(first, second)
    towards = -1 if instrument.better == "lower" else 1
    moved = towards * (second - first)
    reliable = []
    for retest in instrument.retests:
        error = error_of_difference(change.sd_before, retest.correlation)
        reliable.append(
            {
                "correlation": retest.correlation,
                "points": RELIABLE * error,
                **_moved(moved > RELIABLE * error, moved < -RELIABLE * error),
                "source": retest.source,
                "source_seen": retest.source_seen,
            }
        )
    thresholds = [
        {
            "points": one.points,
            "holds": one.holds,
            **_moved(moved >= one.points, moved <= -one.points),
            "source": one.source,
            "source_seen": one.source_seen,
        }
        for one in instrument.changes
    ]
    ends = [
        {
            "at_most": one.at_most,
            "holds": one.holds,
            "above_before": int((first > one.at_most).sum()),
            "reached": int(((first > one.at_most) & (second <= one.at_most)).sum()),
            "above_again": int(((first <= one.at_most) & (second > one.at_most)).sum()),
            "source": one.source,
            "source_seen": one.source_seen,
        }
        for one in instrument.ends
    ]
    return {
        "change": change._asdict(),
        "estimate": change.estimate,
        "se": change.se,
        "lower": change.lower,
        "upper": change.upper,
        "p": change.p,
        "thresholds": thresholds,
        "reliable_change": reliable,
        "ends": ends,
    }


def _moved(better: np.ndarray, worse: np.ndarray) -> dict[str, Any]:
    n, improved = len(better), int(better.sum())
    interval = wilson_interval(improved, n)
    return {
        "better": improved,
        "worse": int(worse.sum()),
        "neither": n - improved - int(worse.sum()),
        "share_better": improved / n,
        "lower": interval.lower,
        "upper": interval.upper,
    }


def _of_everybody(
    first: np.ndarray,
    second: np.ndarray,
    before_of_lost: np.ndarray,
    instrument: Instrument,
    *,
    imputations: int,
    seed: int,
) -> dict[str, Any]:
    """Return the change of everybody measured before, and what it would take to undo it."""
    if len(first) < FEWEST_PAIRS or float(np.ptp(first)) == 0:
        return {"imputed": None, "tipping_point": None}
    imputed = imputed_change(first, second, before_of_lost, imputations=imputations, seed=seed)
    scores = np.concatenate([first, second, before_of_lost])
    published = instrument.highest_total < ENDLESS
    furthest = instrument.highest_total if published else float(np.ptp(scores))
    tips = None
    if len(before_of_lost):
        tips = tipping_point(
            first, second, before_of_lost, furthest=furthest, imputations=imputations, seed=seed
        )
    return {
        "imputed": {**imputed._asdict(), "imputations": imputations, "seed": seed},
        "tipping_point": tips,
    }


def _outside(reading: Reading, instrument: Instrument, columns: tuple[str, str]) -> Iterator[Fault]:
    # Goals are entered as a T score, which goes far below the ratings.
    low = 0 if instrument.kind == "items" else instrument.answers.lowest
    high = instrument.highest_total
    if instrument.kind == "goals":
        low = -high
    for column in columns:
        values = reading.numbers(column)
        outside = (values < low) | (values > high)
        says = f"expected a total of {instrument.id}, {low} to {high}."
        yield from (Fault(says, row=int(row), column=column) for row in reading.rows[outside])


def _change_warnings(instrument: Instrument, lost: Lost, pairs: int) -> Iterator[str]:
    yield (
        "A change from before to after has no comparison group: people get better and worse with time alone, and "
        "those who start high fall on average. It says nothing about what brought the change."
    )
    if lost.n:
        yield f"{lost.n} of {lost.n + pairs} people ({lost.share:.0%}) were not measured again; see what they could change."
    if lost.share > 0.2:
        yield "More than a fifth were not measured again: the change of the rest may not be that of all."
    if instrument.cuts:
        yield "Falling below a cut is not the end of a disorder; only an interview says so."
    if not instrument.changes:
        yield f"No size of change is published for {instrument.id}; none was made up."
    if pairs < 20:
        yield f"Only {pairs} pairs: the interval leans on the changes being near normal."
