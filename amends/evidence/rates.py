"""Shares and rates with intervals that hold in small groups."""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy import stats

from amends.evidence.answers import Answer, answer


class Interval(NamedTuple):
    """From where to where, both included."""

    lower: float
    upper: float


def wilson_interval(yes: int, asked: int, *, level: float = 0.95) -> Interval:
    """The score interval of Wilson for a share.

    yes    how many, 0 to `asked`
    asked  of how many, at least one
    level  how often, in repeated studies, the interval would hold the true share

    Unlike the interval of most textbooks it never promises certainty from a few. Raises ValueError otherwise.

    >>> lower, upper = wilson_interval(81, 263)
    >>> f"{lower:.4f} to {upper:.4f}"
    '0.2553 to 0.3662'

    Source: Newcombe (1998), Statistics in Medicine 17:857, method 3.
    """
    _check_share(yes, asked, level)
    z = float(stats.norm.isf((1 - level) / 2))
    share = yes / asked
    middle = (share + z**2 / (2 * asked)) / (1 + z**2 / asked)
    half = z / (1 + z**2 / asked) * math.sqrt(share * (1 - share) / asked + z**2 / (4 * asked**2))
    # At both ends the bound is exact; what is left there is only rounding.
    return Interval(0.0 if yes == 0 else middle - half, 1.0 if yes == asked else middle + half)


def exact_interval(yes: int, asked: int, *, level: float = 0.95) -> Interval:
    """The interval of Clopper and Pearson for a share: it holds the true share at least `level` of the time.

    Arguments and errors are those of `wilson_interval`.

    >>> lower, upper = exact_interval(81, 263)
    >>> f"{lower:.4f} to {upper:.4f}"
    '0.2527 to 0.3676'

    Source: Clopper and Pearson (1934), Biometrika 26:404; Newcombe (1998), method 5.
    """
    _check_share(yes, asked, level)
    tail = (1 - level) / 2
    lower = 0.0 if yes == 0 else float(stats.beta.ppf(tail, yes, asked - yes + 1))
    upper = 1.0 if yes == asked else float(stats.beta.isf(tail, yes + 1, asked - yes))
    return Interval(lower, upper)


def upper_limit_of_none(asked: int, *, level: float = 0.95) -> float:
    """The highest share that none of `asked` lets stand, on one side; near three in `asked` at 95 %.

    >>> f"{upper_limit_of_none(30):.4f}"
    '0.0950'

    Source: Hanley and Lippman-Hand (1983), Journal of the American Medical Association 249:1743.
    """
    _check_share(0, asked, level)
    return 1 - (1 - level) ** (1 / asked)


def poisson_interval(events: int, *, level: float = 0.95) -> Interval:
    """The exact interval for the expected number of events when so many were counted.

    Divide both ends by the person-years for a rate. Raises ValueError for less than none.

    >>> lower, upper = poisson_interval(10)
    >>> f"{lower:.3f} to {upper:.3f}"
    '4.795 to 18.390'

    Source: Garwood (1936), Biometrika 28:437; Ulm (1990), American Journal of Epidemiology 131:373.
    """
    if events < 0 or not 0 < level < 1:
        raise ValueError(f"[{events}] events at the level [{level}] cannot be.")
    tail = (1 - level) / 2
    lower = 0.0 if events == 0 else float(stats.chi2.ppf(tail, 2 * events)) / 2
    return Interval(lower, float(stats.chi2.isf(tail, 2 * events + 2)) / 2)


def _check_share(yes: int, asked: int, level: float) -> None:
    if asked < 1:
        raise ValueError("A share is of one or more.")
    if not 0 <= yes <= asked:
        raise ValueError(f"[{yes}] is not between 0 and [{asked}].")
    if not 0 < level < 1:
        raise ValueError(f"A level of [{level}] is not between 0 and 1.")


def share_of(events: int, of: int, *, level: float = 0.95) -> Answer:
    """The share of `of` people who had the event: `estimate`, with `wilson` and `exact` intervals.

    `lower` and `upper` are Wilson's. Raises ValueError as `wilson_interval` does.
    """
    wilson, exact = wilson_interval(events, of, level=level), exact_interval(events, of, level=level)
    warnings = []
    if events == 0:
        limit = upper_limit_of_none(of, level=level)
        warnings.append(
            f"Nobody had the event. That is no proof that there is none: up to {exact.upper:.1%} is compatible "
            f"with it ({limit:.1%} on one side)."
        )
    if events == of:
        warnings.append(f"Everybody had the event; as few as {exact.lower:.1%} is compatible with it.")
    return answer(
        n=of,
        events=events,
        missing={},
        warnings=warnings,
        estimate=events / of,
        lower=wilson.lower,
        upper=wilson.upper,
        level=level,
        wilson=wilson._asdict(),
        exact=exact._asdict(),
    )


def rate_per_person_year(events: int, person_years: float, *, level: float = 0.95) -> Answer:
    """Events per person-year: `estimate`, with the `exact` interval of Garwood, which is also `lower`, `upper`.

    Assumes that events come independently of one another at a steady rate. `n` is None: a rate has no people.
    Raises ValueError for no time, or less than no events.
    """
    if not 0 < person_years < math.inf:
        raise ValueError(f"[{person_years:g}] person-years is not above zero.")
    counts = poisson_interval(events, level=level)
    exact = Interval(counts.lower / person_years, counts.upper / person_years)
    assumed = (
        "Exact for events that come independently at a steady rate; people who have several, or a rate that "
        "changes with time, make the interval too narrow."
    )
    warnings = [assumed]
    if events == 0:
        warnings.append(
            f"There was no event; up to {exact.upper:.4g} per person-year is compatible with that."
        )
    return answer(
        n=None,
        events=events,
        missing={},
        warnings=warnings,
        person_years=person_years,
        estimate=events / person_years,
        lower=exact.lower,
        upper=exact.upper,
        level=level,
        exact=exact._asdict(),
    )
