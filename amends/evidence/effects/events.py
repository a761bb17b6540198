"""How many had an event in each group, and what can be said where none, or all, had it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.stats import binomtest

from amends.evidence.effects.balance import GROUPS
from amends.evidence.effects.comparing import LEVEL
from amends.evidence.effects.refusing import Refused
from amends.evidence.effects.sample import Sample


class Count(NamedTuple):
    """How many of a group had the event, of how many of whom it is known, of how many there are."""

    events: int
    known: int
    rows: int

    @property
    def rarer(self) -> int:
        """The smaller of those with the event and those without it: what a model has to learn from."""
        return min(self.events, self.known - self.events)


def counts(sample: Sample, at: float | None) -> dict[str, Count]:
    """Return each group's count; where there is a horizon, by the horizon and of those watched until then."""
    happened = sample.outcome == 1
    known = happened | (sample.outcome == 0)
    if at is not None and sample.times is not None:
        happened = happened & (sample.times <= at)
        known = happened | (sample.times >= at)
    everybody = np.ones(sample.n, dtype=bool)
    return {
        name: Count(*(int(part[sample.treated == group].sum()) for part in (happened, known, everybody)))
        for name, group in GROUPS.items()
    }


def refuse_without_events(sample: Sample, at: float | None) -> None:
    """Raise Refused where no model can say anything: nobody of a group, or everybody, had the event."""
    if not sample.binary:
        if len(set(sample.outcome.tolist())) == 1:
            raise Refused("The outcome is the same in every row: there is nothing to compare.")
        return
    for name, count in counts(sample, at).items():
        if count.events == 0:
            raise Refused(f"The {name} group has no event: an exact upper limit is given, and no model.")
        if count.rarer == 0:
            raise Refused(
                f"All of the {name} group had the event: an exact lower limit is given, and no model."
                if count.known == count.rows
                else f"Nobody of the {name} group is known to be without the event at the horizon; "
                f"{count.rows - count.known} were lost before it. No model is given."
            )


def exact(sample: Sample, at: float | None) -> list[dict[str, Any]]:
    """Return exact 95 % limits of each group's share with the event (Clopper and Pearson 1934); none of numbers.

    The lower limit is 0 where rows were lost before the horizon: those with the event are always among the known,
    so their share of the known is too large.
    """
    if not sample.binary:
        return []
    told = []
    for name, count in counts(sample, at).items():
        lower, upper = (0.0, 1.0)
        if count.known:
            lower, upper = binomtest(count.events, count.known).proportion_ci(LEVEL, method="exact")
            lower = lower if count.known == count.rows else 0.0
        told.append({"group": name, "events": count.events, "n": count.known, "lower": lower, "upper": upper})
    return told
