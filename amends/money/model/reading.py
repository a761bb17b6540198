"""Read a scenario's file so that every fault in it is found at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from amends.policy.reading import shown

Keys = tuple[str, ...]
STRINGS_AND_REMARKS = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')


class Fault(NamedTuple):
    """One thing that a file says wrongly: where, and what was expected there."""

    line: int
    says: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.says}"


class BadScenario(ValueError):
    """A scenario cannot be used. Holds every fault that was found; nothing was reckoned."""

    def __init__(self, path: Path, faults: Iterable[Fault]):
        self.path = path
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(f"{shown(path)}, {fault}" for fault in self.faults))


@dataclass
class Reader:
    """Reads tables of one file and remembers each fault; `reading` names the reading whose own lines come first."""

    lines: Mapping[Keys, int]
    faults: list[Fault] = field(default_factory=list)
    reading: str = ""

    def fault(self, keys: Keys, says: str) -> None:
        """Remember that what stands under these nested keys is wrong, and go on."""
        self.faults.append(Fault(self.line(keys), f"[{'.'.join(keys)}] {says}" if keys else says))

    def line(self, keys: Keys) -> int:
        """Return the line of the last of these keys, or of the deepest one that the file shows."""
        for length in range(len(keys), 0, -1):
            for found in (("readings", self.reading, *keys[:length]), keys[:length]):
                if found in self.lines:
                    return self.lines[found]
        return self.lines.get(("readings", self.reading), 1)

    def table(
        self, keys: Keys, told: object, *, needed: Iterable[str], allowed: Iterable[str] = ()
    ) -> Mapping[str, Any]:
        """Return a table; remembers a key that is missing and one that nobody would read. Empty when it is none."""
        needed, known = tuple(needed), (*needed, *allowed)
        if not isinstance(told, dict):
            self.fault(keys, f"is no table; expected one with {any_of(known)}.")
            return {}
        for key in told:
            if key not in known:
                self.fault((*keys, key), f"is not known here; expected {any_of(known)}.")
        for key in needed:
            if key not in told:
                self.fault(keys, f"has no [{key}]; expected {any_of(needed)}.")
        return told

    def words(self, keys: Keys, told: object) -> str:
        """Return a text. Remembers a fault when it is none, and returns an empty one."""
        if isinstance(told, str) and told.strip():
            return told
        self.fault(keys, f"is [{told}]; expected words in quotation marks.")
        return ""

    def one_of(self, keys: Keys, told: object, choices: Iterable[str]) -> str:
        """Return one word of a closed list. Remembers a fault when it is another, and returns the first."""
        choices = tuple(choices)
        if told in choices:
            return str(told)
        self.fault(keys, f"is [{told}]; expected {any_of(choices)}.")
        return choices[0]

    def number(self, keys: Keys, told: object, least: Decimal, most: Decimal) -> Decimal:
        """Return a number within its limits. Remembers a fault when it is none or outside, and returns the least."""
        if isinstance(told, int | Decimal) and not isinstance(told, bool):
            value = Decimal(told)
            if value.is_finite() and least <= value <= most:
                return value
        self.fault(keys, f"is [{told}]; expected a number from {least:,} to {most:,}.")
        return least

    def numbers(
        self, keys: Keys, told: object, least: Decimal, most: Decimal, *, count: int = 0
    ) -> tuple[Decimal, ...]:
        """Return a list of numbers within their limits, `count` of them if one is given; empty when it is none."""
        if not isinstance(told, list) or not told or (count and len(told) != count):
            wanted = f"{count} numbers" if count else "a number or more"
            self.fault(keys, f"is [{told}]; expected a list of {wanted}.")
            return ()
        return tuple(self.number(keys, one, least, most) for one in told)


def read_toml(path: Path) -> tuple[dict[str, Any], Mapping[Keys, int]]:
    """Return what a file says, its fractions as decimals, and the line of each key. Raises BadScenario."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadScenario(path, [Fault(1, "expected a file that can be read.")]) from error
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadScenario(path, [Fault(line, "expected text in UTF-8.")]) from error
    try:
        return tomllib.loads(text, parse_float=Decimal), lines_of_keys(text)
    except tomllib.TOMLDecodeError as error:
        # tomllib says the line only within its sentence, and nothing at all when the text ends too early.
        said = re.search(r"at line (\d+)", str(error))
        line = int(said[1]) if said else text.count("\n") + 1
        raise BadScenario(path, [Fault(line, f"expected TOML; {error}.")]) from error


def lines_of_keys(text: str) -> dict[Keys, int]:
    r"""Return the line of every table and key of a text in TOML, which its readers give up.

    A key within an inline table has the line of that table; a list of tables is numbered from 0.

    >>> lines_of_keys("[a]\nb = 1\n[[c.d]]\ne = { f = 2 }")
    {('a',): 1, ('a', 'b'): 2, ('c', 'd'): 3, ('c', 'd', '0'): 3, ('c', 'd', '0', 'e'): 4}
    """
    lines: dict[Keys, int] = {}
    table: Keys = ()
    depth = 0
    # The contents of long texts must not be taken for keys; the lines themselves have to stay.
    text = re.sub(r'(?s)""".*?"""|\'\'\'.*?\'\'\'', lambda long: '""' + "\n" * long[0].count("\n"), text)
    for number, line in enumerate(text.splitlines(), 1):
        bare = STRINGS_AND_REMARKS.sub(
            lambda found: "" if found[0].startswith("#") else found[0], line
        ).strip()
        outside = STRINGS_AND_REMARKS.sub("", bare)
        if depth == 0 and bare.startswith("["):
            table = keys_of(bare.strip("[]"))
            if bare.startswith("[["):
                lines.setdefault(table, number)
                table = (*table, str(sum(keys[:-1] == table and keys[-1].isdigit() for keys in lines)))
            lines.setdefault(table, number)
            continue
        if depth == 0 and "=" in outside:
            lines.setdefault((*table, *keys_of(bare.split("=", 1)[0])), number)
        depth += sum(outside.count(sign) for sign in "[{") - sum(outside.count(sign) for sign in "]}")
    return lines


def keys_of(written: str) -> Keys:
    """Return the keys of one dotted key as TOML writes it."""
    quoted = re.findall(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)", written)
    return tuple(next(filter(None, found), "") for found in quoted)


def any_of(words: Iterable[str]) -> str:
    """Return a closed list for a message."""
    return ", ".join(words)
