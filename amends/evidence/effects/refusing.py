"""When a comparison is refused, and when it is only warned of: `thresholds.toml`, which may be tightened."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from amends.evidence.faults import BadInput, Fault

FILE = Path(__file__).with_name("thresholds.toml")


class Refused(Exception):
    """The design does not support an estimate. Says which measure failed; there is no figure to go with it."""


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


# Limits that may only go up; the others may only go down.
FLOORS = ("effective_share", "effective_rows")


def thresholds() -> Thresholds:
    """Return the limits as they stand in the file."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    warned = {f"warned_{key}": float(limit["limit"]) for key, limit in content["warn"].items()}
    return Thresholds(**{key: float(limit["limit"]) for key, limit in content["refuse"].items()}, **warned)


def tightened(limits: Thresholds, asked: Mapping[str, float | None]) -> Thresholds:
    """Return the limits of refusal with those that somebody asked for. Raises BadInput for each that is looser.

    >>> tightened(thresholds(), {"difference": 0.25}).difference
    0.25
    """
    wanted = {name: limit for name, limit in asked.items() if limit is not None}
    faults = []
    for name, limit in wanted.items():
        now = getattr(limits, name)
        if (limit < now) if name in FLOORS else (limit > now):
            faults.append(
                Fault(f"{limit:g} is looser than {now:g}; a limit may only be tightened.", column=name)
            )
    if faults:
        raise BadInput(faults)
    return replace(limits, **wanted)
