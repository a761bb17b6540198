"""The dated definitions of a new offense, read from definitions.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from amends.evidence.faults import BadInput

FILE = Path(__file__).parent / "definitions.toml"
EVENTS = ("arrest", "charge", "conviction", "return to custody")
DAYS = ("event", "offense")
LEVELS = ("felony", "misdemeanor", "infraction")
CATEGORIES = ("any", "violent", "trafficking", "same_survivor")
HORIZONS = (6, 12, 24, 36)


@dataclass(frozen=True)
class Measure:
    """Which records are events of a measure, and by which day they are dated."""

    name: str
    event: str
    day: str
    technical: bool
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One body's definition as it held from a day on, with the horizon it is published at and its source."""

    name: str
    holds_from: date
    measure: Measure
    months: int
    source: str


def definition_on(name: str, day: date) -> Definition:
    """Return what a definition said on a day. Raises BadInput when it is not known, or said nothing yet."""
    definitions = _told()["definitions"]
    if name not in definitions:
        raise BadInput(
            [f"The definition [{name}] is not known; expected one of {', '.join(sorted(definitions))}."]
        )
    values = {date.fromisoformat(on): value for on, value in definitions[name]["values"].items()}
    held = [on for on in values if on <= day]
    if not held:
        raise BadInput([f"The definition [{name}] holds from {min(values)}; the extract is of {day}."])
    on = max(held)
    value = values[on]
    return Definition(name, on, _measure("new_offense", value), value["months"], value["source"])


def measures() -> tuple[Measure, ...]:
    """Return the four measures that are told beside any definition, each dated by its own record."""
    return tuple(_measure(name, value) for name, value in _told()["measures"].items())


def days_before_time_zero() -> int:
    """Return how many days before time zero an unmarked arrest or charge may lie to be the index case's."""
    return int(_told()["index_case"]["days_before"])


def _measure(name: str, value: Mapping[str, Any]) -> Measure:
    return Measure(
        name, value["event"], value.get("day", "event"), value["technical"], tuple(value.get("levels", ()))
    )


@cache
def _told() -> dict[str, Any]:
    told = tomllib.loads(FILE.read_text())
    for values in [
        *(one["values"].values() for one in told["definitions"].values()),
        told["measures"].values(),
    ]:
        for value in values:
            known = (
                value["event"] in EVENTS
                and value.get("day", "event") in DAYS
                and set(value.get("levels", ())) <= {*LEVELS}
            )
            if not known:
                raise BadInput([f"{FILE.name} has a definition that cannot be meant: {value}."])
    return told
