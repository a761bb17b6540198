"""Amounts of money as people write them, and as whole cents, in which everything here is kept."""

from __future__ import annotations

import re

# Dollars with or without thousands set apart, and two digits of cents or none.
WRITTEN = re.compile(r"\$?\s?(?P<dollars>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<cents>\d{2}))?")
MOST_CENTS = 10**13


class NoAmount(ValueError):
    """What was written is no amount of money above nothing that can be kept."""


def cents_of(text: str) -> int:
    """Return an amount in cents, from 1 to MOST_CENTS. Raises NoAmount for everything else, a half cent included.

    >>> cents_of("$1,234.50"), cents_of("7")
    (123450, 700)
    """
    found = WRITTEN.fullmatch(text.strip())
    cents = int(found["dollars"].replace(",", "")) * 100 + int(found["cents"] or 0) if found else 0
    if not 0 < cents <= MOST_CENTS:
        raise NoAmount
    return cents


def dollars(cents: int) -> str:
    """Return an amount as a page writes it, in both languages.

    >>> dollars(123450), dollars(-5)
    ('$1,234.50', '-$0.05')
    """
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02}"


def plain_dollars(cents: int) -> str:
    """Return an amount as a sheet holds it: no sign of the currency, nothing set apart.

    >>> plain_dollars(123450)
    '1234.50'
    """
    return dollars(cents).replace("$", "").replace(",", "")
