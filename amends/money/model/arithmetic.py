"""The two kinds of number that the formulas run on: one exact value, or many draws side by side.

A formula uses + - * / and what stands here, and so is written once for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any, Protocol

# A number that formulas run on: a Decimal, a float, or an array of floats with one place a draw.
Number = Any

# Twelve digits more than any total may have, so that what is lost inside stays far below a cent.
PRECISION = Context(prec=40, rounding=ROUND_HALF_UP)


class Arithmetic(Protocol):
    """What differs between one exact value and many draws."""

    def of(self, value: Decimal) -> Number:
        """Return a given value as a number of this kind."""

    def least(self, one: Number, other: Number) -> Number:
        """Return the smaller of two, for each draw."""

    def most(self, one: Number, other: Number) -> Number:
        """Return the larger of two, for each draw."""

    def whole(self, value: Number) -> Number:
        """Return the largest whole number that is not above a value, for each draw."""

    def is_positive(self, value: Number) -> Number:
        """Return 1 where a value is above zero, else 0, for each draw."""


class Exact:
    """Decimals: no binary fractions, and nothing rounded before it is shown."""

    def of(self, value: Decimal) -> Decimal:
        """Return the value itself."""
        return value

    def least(self, one: Decimal, other: Decimal) -> Decimal:
        """Return the smaller of two."""
        return min(one, other)

    def most(self, one: Decimal, other: Decimal) -> Decimal:
        """Return the larger of two."""
        return max(one, other)

    def whole(self, value: Decimal) -> Decimal:
        """Return the largest whole number that is not above a value."""
        return value.to_integral_value(rounding="ROUND_FLOOR")

    def is_positive(self, value: Decimal) -> Decimal:
        """Return 1 when a value is above zero, else 0."""
        return Decimal(int(value > 0))


EXACT = Exact()


@contextmanager
def exactly() -> Iterator[None]:
    """Reckon with decimals as this model does, whatever the process is set to otherwise."""
    with localcontext(PRECISION):
        yield


def whole_cents(amount: Decimal) -> int:
    """Return an amount in cents as it is shown: rounded once, a half away from zero.

    >>> whole_cents(Decimal("0.5")), whole_cents(Decimal("-2.5"))
    (1, -3)
    """
    return int(amount.to_integral_value(rounding=ROUND_HALF_UP))
