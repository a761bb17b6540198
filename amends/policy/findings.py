"""Findings: the answer to one condition, with the sentence that the person who asks may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from amends.policy.rules import Rule


class Met(Enum):
    """Three answers, because not knowing is not the same as no. The values are the database's words."""

    YES = "met"
    NO = "not met"
    NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Finding:
    """What one condition says about one act, for one reader.

    `condition`, `rule` and `promise` are None when this reader may not know the reason: a name left in a page
    or an address would give away what the sentence withholds.
    """

    condition: str | None
    met: Met
    sentence: str
    rule: Rule | None
    promise: str | None

    @property
    def answer(self) -> str:
        """The database's word for the answer."""
        return self.met.value


def may_go_ahead(findings: Iterable[Finding]) -> bool:
    """Return True only when every condition is met; an unknown stops us as surely as a no.

    An act that has no conditions has no findings, and may go ahead.

    >>> may_go_ahead([Finding(None, Met.NOT_KNOWN, "Not yet.", None, None)])
    False
    """
    return all(finding.met is Met.YES for finding in findings)
