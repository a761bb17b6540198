"""What a study of a given size can see, and what it would most likely miss."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scipy import optimize, stats

from amends.evidence.answers import Answer, answer


def power_of_two_shares(n1: int, n2: int, *, base: float, other: float, alpha: float = 0.05) -> float:
    """How likely a two-sided test of two shares finds the difference between `base` and `other`.

    n1, n2  people in the group with the share `base`, and in the other
    alpha   how often the test may find a difference where there is none

    The usual approximation by the normal distribution, the tail on the wrong side left out.

    >>> round(power_of_two_shares(50, 50, base=0.50, other=0.75), 3)
    0.74

    Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, chapter 4; the
    example is that of R's power.prop.test.
    """
    together = (n1 * base + n2 * other) / (n1 + n2)
    under_none = math.sqrt(together * (1 - together) * (1 / n1 + 1 / n2))
    under_this = math.sqrt(base * (1 - base) / n1 + other * (1 - other) / n2)
    reach = abs(base - other) - float(stats.norm.isf(alpha / 2)) * under_none
    if under_this == 0:
        return float(reach > 0)
    return float(stats.norm.cdf(reach / under_this))


def smallest_share_seen(
    n1: int, n2: int, *, base: float, alpha: float = 0.05, power: float = 0.8, rise: bool = False
) -> float | None:
    """The share nearest to `base`, below it or (`rise`) above, that such a study finds with this power.

    None where even nobody (or everybody) would not be found with it.

    >>> round(smallest_share_seen(50, 50, base=0.50, power=0.90, rise=True), 3)
    0.803

    Source: as for `power_of_two_shares`.
    """
    end = 1.0 if rise else 0.0

    def short_of(other: float) -> float:
        return power_of_two_shares(n1, n2, base=base, other=other, alpha=alpha) - power

    if short_of(end) < 0:
        return None
    return float(optimize.brentq(short_of, base, end))


def people_needed(*, base: float, other: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """How many people each of two equal groups needs to find this difference with this power.

    >>> people_needed(base=0.50, other=0.75, power=0.90)
    77

    Source: as for `power_of_two_shares`.
    """
    z_alpha, z_power = float(stats.norm.isf(alpha / 2)), float(stats.norm.ppf(power))
    together = (base + other) / 2
    under_none = math.sqrt(2 * together * (1 - together))
    under_this = math.sqrt(base * (1 - base) + other * (1 - other))
    return math.ceil(((z_alpha * under_none + z_power * under_this) / (base - other)) ** 2)


def power_of_pairs(pairs: int, *, effect: float, alpha: float = 0.05) -> float:
    """How likely a paired two-sided t test finds a mean change of `effect` standard deviations of the changes.

    >>> round(power_of_pairs(60, effect=0.2, alpha=0.10), 3)
    0.456

    Source: Cohen (1988), Statistical Power Analysis, chapter 2; the example is that of R's pwr.t.test.
    """
    df = pairs - 1
    shift = effect * math.sqrt(pairs)
    critical = float(stats.t.isf(alpha / 2, df))
    # The tail on the wrong side is not a number where it is too small to tell from none.
    wrong_side = float(stats.nct.cdf(-critical, df, shift))
    return float(stats.nct.sf(critical, df, shift)) + (0.0 if math.isnan(wrong_side) else wrong_side)


def smallest_change_seen(pairs: int, *, alpha: float = 0.05, power: float = 0.8) -> float:
    """The smallest mean change, in standard deviations of the changes, that so many pairs find with this power.

    >>> round(smallest_change_seen(90), 2)
    0.3

    Source: as for `power_of_pairs`.
    """

    def short_of(effect: float) -> float:
        return power_of_pairs(pairs, effect=effect, alpha=alpha) - power

    enough = 0.01
    while short_of(enough) < 0:
        enough *= 2
    return float(optimize.brentq(short_of, 0.0, enough))


def smallest_hazard_ratio_seen(
    events: float, *, share_of_first: float, alpha: float = 0.05, power: float = 0.8
) -> float:
    """The hazard ratio below one, nearest to it, that so many events in both groups find with this power.

    share_of_first  the first group's share of the people

    >>> round(smallest_hazard_ratio_seen(88, share_of_first=0.5, power=0.8), 2)
    0.55

    Source: Schoenfeld (1983), Biometrics 39:499.
    """
    z = float(stats.norm.isf(alpha / 2)) + float(stats.norm.ppf(power))
    return math.exp(-z / math.sqrt(share_of_first * (1 - share_of_first) * events))


# Falls that people hope for, in points of a hundred.
FALLS = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30)


def what_can_be_seen(
    n1: int, n2: int, *, base: float, alpha: float = 0.05, power: float = 0.8, sd: float | None = None
) -> Answer:
    """What a study of two groups can see and what it would miss, in figures and in sentences.

    base  the share with the event in the first group, above 0 and below 1
    sd    the standard deviation of the changes in a score, to say the smallest change in points too

    `smallest_fall` and `smallest_rise` are differences of shares; `falls` says for some sizes how likely each
    is found and how many people a group it takes; `paired` is for n1 pairs of scores; `hazard_ratio` expects
    the base share of events in the first group and the smallest fall in the second.
    """
    lower = smallest_share_seen(n1, n2, base=base, alpha=alpha, power=power)
    upper = smallest_share_seen(n1, n2, base=base, alpha=alpha, power=power, rise=True)
    fall = None if lower is None else base - lower
    falls = [
        {
            "fall": size,
            "power": power_of_two_shares(n1, n2, base=base, other=base - size, alpha=alpha),
            "people_needed_in_each_group": people_needed(
                base=base, other=base - size, alpha=alpha, power=power
            ),
        }
        for size in FALLS
        if size < base
    ]
    change = smallest_change_seen(n1, alpha=alpha, power=power) if n1 > 1 else None
    events = None if lower is None else n1 * base + n2 * lower
    return answer(
        n=n1 + n2,
        events=None,
        missing={},
        warnings=_sentences(n1, n2, base=base, fall=fall, falls=falls, power=power),
        n1=n1,
        n2=n2,
        base=base,
        alpha=alpha,
        power=power,
        smallest_fall=fall,
        smallest_rise=None if upper is None else upper - base,
        risk_ratio=None if lower is None else lower / base,
        falls=falls,
        paired={
            "pairs": n1,
            "smallest_effect": change,
            "smallest_change": None if sd is None or change is None else change * sd,
        },
        hazard_ratio=None
        if events is None
        else {
            "expected_events": events,
            "smallest": smallest_hazard_ratio_seen(
                events, share_of_first=n1 / (n1 + n2), alpha=alpha, power=power
            ),
        },
    )


def _sentences(
    n1: int, n2: int, *, base: float, fall: float | None, falls: list[dict[str, float]], power: float
) -> Iterator[str]:
    groups = f"{n1} against {n2} people with a base of {base:.0%}"
    if fall is None:
        yield f"{groups}: no fall, not even to nobody, would be found with a likelihood of {power:.0%}."
        return
    yield (
        f"{groups}: a fall of {100 * fall:.0f} points or more would be found with a likelihood of {power:.0%} "
        "or more."
    )
    missed = [one for one in falls if one["power"] < 0.5]
    if missed:
        largest = missed[-1]
        yield (
            f"A true fall of {100 * largest['fall']:.0f} points would be missed more often than found "
            f"(power {largest['power']:.0%}); to find it takes "
            f"{largest['people_needed_in_each_group']} people in each group."
        )
    yield "Finding no difference here is no evidence that there is none: read the interval."
