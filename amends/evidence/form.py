"""Turns TOML into records, and says of whatever does not fit on which line it stands and what was expected."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, Literal, NamedTuple, NewType, TypeVar, cast, get_args, get_origin, get_type_hints

Part = TypeVar("Part")

# A day, written as one or as a text, and kept as a text. An option is whatever may be typed after a word.
Day = NewType("Day", str)
Option = NewType("Option", object)

HEAD = re.compile(r"\[(?P<listed>\[?)\s*(?P<name>[\w-]+(?:\s*\.\s*[\w-]+)*)\s*\]")
KEY = re.compile(r"""(?P<key>[\w-]+|"[^"]*"|'[^']*')\s*=""")
LONG_TEXTS = ('"""', "'''")


class Unfit(ValueError):
    """A value is not of the kind that was expected."""


class Leaf(NamedTuple):
    """A kind of value without parts: what it is called, and how it is taken. Taking raises Unfit."""

    says: str
    take: Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise Unfit
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unfit
    return value


def _day(value: Any) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise Unfit from error
    if isinstance(day, datetime) or not isinstance(day, date):
        raise Unfit
    return day.isoformat()


def _option(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return tuple(_number(one) for one in value)
    takers: tuple[Callable[[Any], Any], ...] = (_number, _day, _text)
    for take in takers:
        try:
            return take(value)
        except Unfit:
            continue
    raise Unfit


LEAVES: dict[Any, Leaf] = {
    str: Leaf("a text", _text),
    int: Leaf("a whole number", _whole),
    float: Leaf("a number", _number),
    Day: Leaf("a day, such as 2026-07-01", _day),
    Option: Leaf("a text, a number, a day, true or false, or a list of numbers", _option),
}


def expected(kind: Any) -> str:
    """Return what a kind is called in a sentence.

    >>> expected(tuple[int, int])
    'a list of 2, each a whole number'
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return expected(inner[0])
    if origin is Literal:
        return " or ".join(map(str, inner))
    if origin is tuple:
        return f"a list{'' if inner[-1] is Ellipsis else f' of {len(inner)}'}, each {expected(inner[0])}"
    if is_dataclass(kind):
        return "a table"
    return LEAVES[kind].says if kind in LEAVES else f"a table, each value {expected(inner[1])}"


def lines_of(text: str) -> dict[str, int]:
    r"""Return on which line of a TOML text each table and each key stands, by its path.

    The second `[[secondary]]` is `secondary 2`, its name `secondary 2.name`.

    >>> lines_of('id = "a"\n[[made]]\nby = "link"')
    {'id': 1, 'made 1': 2, 'made 1.by': 3}
    """
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    here, until = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if until:
            until = "" if until in line else until
            continue
        if head := HEAD.match(line.strip()):
            first, *rest = re.split(r"\s*\.\s*", head["name"])
            counts[first] += bool(head["listed"] and not rest)
            here = ".".join([f"{first} {counts[first]}" if counts[first] else first, *rest])
            found.setdefault(here, number)
        elif key := KEY.match(line.strip()):
            name = key["key"].strip("\"'")
            found.setdefault(f"{here}.{name}" if here else name, number)
        until = next((mark for mark in LONG_TEXTS if line.count(mark) % 2), "")
    return found


class Form:
    """A TOML text on its way to records, with everything that was found wrong in it.

    Raises tomllib.TOMLDecodeError, or another ValueError, for what is no TOML.
    """

    def __init__(self, text: str):
        try:
            self.given = tomllib.loads(text)
        except RecursionError as error:
            raise ValueError("lists stand too deep in each other") from error
        self._lines = lines_of(text)
        self._faults: list[tuple[float, str]] = []

    @property
    def faults(self) -> list[str]:
        """What is wrong, in the order of the lines; what stands on none comes last."""
        return [says for _, says in sorted(self._faults, key=lambda fault: fault[0])]

    def fault(self, path: str, says: str) -> None:
        """Note what is wrong with what stands at a path."""
        table, _, key = path.rpartition(".")
        where = f"[{table}] {key}" if table else f"[{key}]"
        line = self._lines.get(path) or self._lines.get(table)
        self._faults.append((line or math.inf, f"{f'line {line}, ' if line else ''}{where}: {says}"))

    def record(self, kind: type[Part], given: Any, path: str) -> Part | None:
        """Return a table as a record of a dataclass; None, with faults noted, where it does not fit."""
        if not isinstance(given, dict):
            self.fault(path, f"expected one table, written [{path}] once.")
            return None
        before = len(self._faults)
        wanted = {one.name: one for one in fields(cast(Any, kind)) if one.metadata.get("written", True)}
        kinds = get_type_hints(kind)
        for key in given:
            if key not in wanted:
                self.fault(_below(path, key), f"nothing reads it; expected one of {', '.join(wanted)}.")
        made = {}
        for name, one in wanted.items():
            if name in given:
                made[name] = self._fit(given[name], kinds[name], _below(path, name))
            elif _is_needed(one):
                self.fault(_below(path, name), f"missing; expected {expected(kinds[name])}.")
        return kind(**made) if len(self._faults) == before else None

    def _fit(self, value: Any, kind: Any, path: str) -> Any:
        """Return a value as one of a kind; None, with a fault noted, where it is none."""
        if get_origin(kind) is UnionType:
            kind = get_args(kind)[0]
        origin, inner = get_origin(kind), get_args(kind)
        if is_dataclass(kind):
            return self.record(cast(type[Any], kind), value, path)
        if origin is tuple and is_dataclass(inner[0]):
            if not isinstance(value, list):
                self.fault(path, f"expected [[{path}]], once for each.")
                return None
            rows = enumerate(value, start=1)
            return tuple(
                self.record(cast(type[Any], inner[0]), one, f"{path} {place}") for place, one in rows
            )
        if origin is Mapping and is_dataclass(inner[1]) and isinstance(value, dict):
            parts = value.items()
            return {key: self.record(cast(type[Any], inner[1]), one, f"{path}.{key}") for key, one in parts}
        try:
            return _taken(value, kind)
        except Unfit:
            self.fault(path, f"expected {expected(kind)}.")
            return None


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _is_needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _taken(value: Any, kind: Any) -> Any:
    """Return a value without tables of their own as one of a kind. Raises Unfit."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        if value not in inner:
            raise Unfit
        return value
    if origin is tuple:
        if not isinstance(value, list) or (inner[-1] is not Ellipsis and len(value) != len(inner)):
            raise Unfit
        return tuple(_taken(one, inner[0]) for one in value)
    if origin is Mapping:
        if not isinstance(value, dict):
            raise Unfit
        return {key: _taken(one, inner[1]) for key, one in value.items()}
    return LEAVES[kind].take(value)
