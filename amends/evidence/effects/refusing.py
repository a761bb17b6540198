"""When a comparison is refused, and when it is only warned of: `thresholds.toml`, which may be tightened."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from amends.evidence.faults import BadInput, Fault

FILE = Path(__file__).with_name("thresholds.toml")


class Refused(Exception):
    """The design does not support an estimate. Says which measure failed; there is no figure to go with it."""


class Limit(NamedTuple):
    """One limit of `thresholds.toml`.

    bound   least: a measure must reach it, and it may be raised; most: must not pass it, and it may be lowered
    option  the option of `amends evidence effect` that tightens it, without the dashes
    """

    limit: float
    bound: str
    option: str
    says: str
    source: str

    def looser(self, other: float) -> bool:
        """Whether another limit would let through what this one does not."""
        return other < self.limit if self.bound == "least" else other > self.limit


@dataclass(frozen=True)
class Thresholds:
    """The limits of `thresholds.toml`; there stands what each is, and whence it comes."""

    effective_share: float
    effective_rows: float
    row_share: float
    difference: float
    warned_effective_share: float
    warned_difference: float
    warned_events_per_coefficient: float
    warned_clusters: float

    def as_answer(self) -> dict[str, float]:
        """Return the limits as the answer shows them."""
        return asdict(self)


@cache
def limits() -> dict[str, Limit]:
    """Return what the file says of each limit, by the name that it has in the answer."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    warned = {f"warned_{name}": said for name, said in content["warn"].items()}
    return {name: Limit(**said) for name, said in {**content["refuse"], **warned}.items()}


def thresholds() -> Thresholds:
    """Return the limits as they stand in the file."""
    return Thresholds(**{name: float(limit.limit) for name, limit in limits().items()})


def tightened(asked: Mapping[str, Any]) -> Thresholds:
    """Return all limits, with those that an option or a plan asks for in place of the file's.

    asked  limits by the names that they have in the answer; None leaves the file's. This is what a plan of
           analysis calls with its own table of limits; the options of `limits()` carry them to the command.

    Raises BadInput naming each that is looser than the file's, no finite number from 0 up, or no limit at all.

    >>> tightened({"difference": 0.25, "row_share": None}).difference
    0.25
    >>> tightened({"difference": 0.75})
    Traceback (most recent call last):
    amends.evidence.faults.BadInput: [difference]: 0.75 is looser than 0.5; a limit may only be tightened.
    """
    known = limits()
    wanted = {name: limit for name, limit in asked.items() if limit is not None}
    faults = []
    for name, limit in wanted.items():
        if name not in known:
            faults.append(Fault(f"is no limit; there are {', '.join(known)}.", column=name))
        elif (
            isinstance(limit, bool) or not isinstance(limit, int | float) or not isfinite(limit) or limit < 0
        ):
            faults.append(Fault("expected a finite number of 0 or more.", column=name))
        elif known[name].looser(limit):
            now = known[name].limit
            faults.append(
                Fault(f"{limit:g} is looser than {now:g}; a limit may only be tightened.", column=name)
            )
    if faults:
        raise BadInput(faults)
    return replace(thresholds(), **{name: float(limit) for name, limit in wanted.items()})
