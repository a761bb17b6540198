"""Read a file of policy so strictly that a slip stops the start instead of changing the program."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

PROJECT = Path(__file__).resolve().parents[2]


class BadPolicy(ValueError):
    """A file of rules or conditions cannot be used. Says the file, the line and what was expected there."""


@dataclass(frozen=True)
class PolicyFile:
    """One TOML file, with its text kept so that a refusal can point to the line."""

    path: Path
    text: str
    content: dict[str, Any]

    def refuse(self, *keys: str, expected: str) -> NoReturn:
        """Raise BadPolicy at the line of these nested keys; `expected` says what should have stood there."""
        refuse_file(self.path, line_of(self.text, *keys), f"{say_keys(keys)}{expected}")

    def table(self, *keys: str, of: dict[str, Any]) -> dict[str, Any]:
        """Return the table under the last of these keys of `of`. Raises BadPolicy if it is none, or empty."""
        found = of[keys[-1]]
        if not isinstance(found, dict) or not found:
            self.refuse(*keys, expected="is no table, or an empty one; expected keys with values.")
        return found

    def words(self, *keys: str, of: dict[str, Any]) -> str:
        """Return the text under the last of these keys of `of`. Raises BadPolicy when it is none."""
        found = of[keys[-1]]
        if not isinstance(found, str) or not found.strip():
            self.refuse(*keys, expected="is no text, or an empty one; expected words in quotation marks.")
        return found

    def only(
        self, *keys: str, of: dict[str, Any], needed: tuple[str, ...], allowed: tuple[str, ...] = ()
    ) -> None:
        """Raise BadPolicy when a table lacks a key that is needed, or has one that nobody would ever read."""
        for key in of:
            if key not in needed + allowed:
                self.refuse(*keys, key, expected=f"is not known here; expected {any_of(needed + allowed)}.")
        for key in needed:
            if key not in of:
                self.refuse(*keys, expected=f"has no [{key}]; expected {any_of(needed)}.")


def read_policy(path: Path) -> PolicyFile:
    """Return one file, read as TOML. Raises BadPolicy when it cannot be read, is not UTF-8 or not TOML."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadPolicy(f"{shown(path)}: expected a file that can be read.") from error
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadPolicy(f"{shown(path)}, line {line}: expected text in UTF-8.") from error
    try:
        return PolicyFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        # tomllib says the line only within its sentence, and nothing at all when the text ends too early.
        said = re.search(r"at line (\d+)", str(error))
        line = int(said.group(1)) if said else text.count("\n") + 1
        raise BadPolicy(f"{shown(path)}, line {line}: expected TOML; {error}.") from error


def refuse_file(path: Path, line: int, message: str) -> NoReturn:
    """Raise BadPolicy for a line of a file."""
    raise BadPolicy(f"{shown(path)}, line {line}: {message}")


def line_of(text: str, *keys: str) -> int:
    r"""Return the line of the last of these nested keys, or of the deepest one that the text shows.

    TOML readers give up the lines, so they are found again: each key is looked for after the one it is in.

    >>> line_of("[quiet]\nunit = 'days'\nvalues = {2026-01-01 = 3}", "quiet", "values", "2026-01-01")
    3
    """
    # A remark that looks like a key must not be taken for one; the lines themselves have to stay.
    text = re.sub(r"(?m)^\s*#.*$", "", text)
    at = 0
    for key in keys:
        found = re.compile(rf"(?m)(?:^|[\s{{,.\[\"']){re.escape(key)}[\"']?\s*[=.\]]").search(text, at)
        if found is None:
            break
        at = found.end() - 1
    return text.count("\n", 0, at) + 1


def shown(path: Path) -> str:
    """Return a path as a reader of the project knows it."""
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else path.name


def any_of(words: tuple[str, ...]) -> str:
    """Return a closed list for a message."""
    return ", ".join(words)


def say_keys(keys: tuple[str, ...]) -> str:
    """Return nested keys in brackets, as messages name them, with a space after; empty for none."""
    return f"[{'.'.join(keys)}] " if keys else ""
