"""How sure a number is: the forms in which a scenario may say so. Pure; drawing.py draws from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from amends.money.model.reading import Keys, Reader

# The 97.5th percentile of the standard normal: 95 % limits lie this many standard deviations from the median.
NORMAL_97_5 = Decimal("1.959963984540054")
# Limits are published rounded; a median further than this from the middle of their logarithms is another shape.
LEAST_FIT, MOST_FIT = Decimal("0.97"), Decimal("1.03")


@dataclass(frozen=True)
class Pert:
    """A beta distribution between two limits with a most likely value, which weighs four times (Malcolm 1959)."""

    least: Decimal
    mode: Decimal
    most: Decimal

    @property
    def lowest(self) -> Decimal:
        """Return the value that no draw lies below."""
        return self.least

    @property
    def mean(self) -> Decimal:
        """Return (least + 4 mode + most) / 6."""
        return (self.least + 4 * self.mode + self.most) / 6

    def scaled(self, factor: Decimal) -> Pert:
        """Return the distribution of a multiple."""
        return Pert(self.least * factor, self.mode * factor, self.most * factor)

    def __str__(self) -> str:
        return f"PERT from {self.least} over {self.mode} to {self.most}"


@dataclass(frozen=True)
class Lognormal:
    """A distribution whose logarithm is normal, by its median and the limits between which 95 % of it lie."""

    lower: Decimal
    median: Decimal
    upper: Decimal

    @property
    def sigma(self) -> Decimal:
        """Return the standard deviation of the logarithm."""
        return (self.upper / self.lower).ln() / (2 * NORMAL_97_5)

    @property
    def lowest(self) -> Decimal:
        """Return the value that no draw lies below."""
        return Decimal(0)

    @property
    def mean(self) -> Decimal:
        """Return median x exp(sigma squared / 2)."""
        return self.median * (self.sigma**2 / 2).exp()

    def scaled(self, factor: Decimal) -> Lognormal:
        """Return the distribution of a multiple."""
        return Lognormal(self.lower * factor, self.median * factor, self.upper * factor)

    def __str__(self) -> str:
        return f"lognormal, median {self.median}, 95 % from {self.lower} to {self.upper}"


@dataclass(frozen=True)
class Counts:
    """A share of which `found` of `of` were counted: a beta distribution from the prior of Jeffreys."""

    found: Decimal
    of: Decimal

    @property
    def lowest(self) -> Decimal:
        """Return the value that no draw lies below."""
        return Decimal(0)

    @property
    def mean(self) -> Decimal:
        """Return (found + 1/2) / (of + 1)."""
        return (self.found + Decimal("0.5")) / (self.of + 1)

    def scaled(self, factor: Decimal) -> Counts:
        """Return the share itself: it has no unit that could be another."""
        return self

    def __str__(self) -> str:
        return f"beta from {self.found} of {self.of} (Jeffreys)"


@dataclass(frozen=True)
class Empirical:
    """The values that were seen, each as likely as the others."""

    seen: tuple[Decimal, ...]

    @property
    def lowest(self) -> Decimal:
        """Return the value that no draw lies below."""
        return min(self.seen)

    @property
    def mean(self) -> Decimal:
        """Return the mean of the values seen."""
        return sum(self.seen, Decimal(0)) / len(self.seen)

    def scaled(self, factor: Decimal) -> Empirical:
        """Return the distribution of a multiple."""
        return Empirical(tuple(one * factor for one in self.seen))

    def __str__(self) -> str:
        return f"{len(self.seen)} values seen, from {min(self.seen)} to {max(self.seen)}"


Distribution = Pert | Lognormal | Counts | Empirical


def read_pert(reader: Reader, keys: Keys, told: object, least: Decimal, most: Decimal) -> Pert | None:
    """Return what `pert = [least, mode, most]` says; None, and a fault remembered, when they do not rise."""
    values = reader.numbers(keys, told, least, most, count=3)
    if values and list(values) != sorted(values):
        reader.fault(keys, f"is {said(values)}; expected least <= mode <= most.")
        return None
    return Pert(*values) if values else None


def read_lognormal(
    reader: Reader, keys: Keys, told: object, least: Decimal, most: Decimal
) -> Lognormal | None:
    """Return what `lognormal = [lower, median, upper]` says; None, and a fault, when no lognormal has them."""
    values = reader.numbers(keys, told, least, most, count=3)
    if not values:
        return None
    lower, median, upper = values
    if not 0 < lower < median < upper:
        reader.fault(keys, f"is {said(values)}; expected 0 < lower limit < median < upper limit.")
        return None
    if not LEAST_FIT <= median**2 / (lower * upper) <= MOST_FIT:
        fits = (lower * upper).sqrt().quantize(Decimal("0.0001"))
        reader.fault(keys, f"is {said(values)}; with these limits expected a median of about {fits}.")
        return None
    return Lognormal(lower, median, upper)


def read_counts(reader: Reader, keys: Keys, told: object, least: Decimal, most: Decimal) -> Counts | None:
    """Return what `counts = [found, of]` says; None, and a fault, when they are no counts of a share."""
    if least != 0 or most != 1:
        reader.fault(keys, "is only for shares; expected pert, lognormal or empirical here.")
        return None
    values = reader.numbers(keys, told, Decimal(0), Decimal(10**9), count=2)
    if values and not (all(one == one.to_integral_value() for one in values) and values[0] <= values[1] > 0):
        reader.fault(keys, f"is {said(values)}; expected whole numbers, found <= of.")
        return None
    return Counts(*values) if values else None


def read_empirical(
    reader: Reader, keys: Keys, told: object, least: Decimal, most: Decimal
) -> Empirical | None:
    """Return what `empirical = [...]` says: the values seen, in rising order."""
    values = reader.numbers(keys, told, least, most)
    return Empirical(tuple(sorted(values))) if values else None


FORMS: Mapping[str, Callable[[Reader, Keys, object, Decimal, Decimal], Distribution | None]] = {
    "pert": read_pert,
    "lognormal": read_lognormal,
    "counts": read_counts,
    "empirical": read_empirical,
}


def said(values: tuple[Decimal, ...]) -> str:
    """Return a list of numbers for a message."""
    return f"[{', '.join(map(str, values))}]"
