"""What an amount of one year is in the prices of another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "prices.toml"
# `2021-22` is the fiscal year that begins in July 2021, `2021` the calendar year.
WRITTEN = re.compile(r"(\d{4})(?:-(\d\d))?")


class NoSuchYear(LookupError):
    """The series of prices does not reach this year. Nothing may be converted to it or from it."""


class Year(NamedTuple):
    """A calendar year, or the fiscal year of two halves that begins in it."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last % 100:02}"


def read_year(written: object) -> Year | None:
    """Return a calendar year (2025) or a fiscal year ("2021-22"); None for anything else.

    >>> str(read_year("2021-22"))
    '2021-22'
    >>> read_year("2021-23") is None
    True
    """
    found = WRITTEN.fullmatch(str(written)) if type(written) in (int, str) else None
    if found is None:
        return None
    first = int(found[1])
    last = first if found[2] is None else first + 1
    return Year(first, last) if found[2] is None or last % 100 == int(found[2]) else None


@dataclass(frozen=True)
class Series:
    """One index of prices: a number for each calendar year, and where it is from."""

    name: str
    id: str
    source: str
    index: Mapping[int, Decimal]

    def level(self, year: Year) -> Decimal:
        """Return the index of a year; a fiscal year is the mean of its two. Raises NoSuchYear."""
        for one in year:
            if one not in self.index:
                reach = f"from {min(self.index)} to {max(self.index)}"
                raise NoSuchYear(f"[{year}] is outside the series of prices, which goes {reach}.")
        return (self.index[year.first] + self.index[year.last]) / 2

    def factor(self, given: Year, wanted: Year) -> Decimal:
        """Return what an amount of `given` is multiplied by to be in the prices of `wanted`. Raises NoSuchYear.

        >>> round(price_series().factor(Year(2016, 2016), Year(2024, 2024)), 6)
        Decimal('1.306999')
        """
        return self.level(wanted) / self.level(given)


@cache
def price_series() -> Series:
    """Return the series that every scenario is converted by, read once."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    index = {int(year): Decimal(value) for year, value in told["index"].items()}
    return Series(**told["series"], index=index)
