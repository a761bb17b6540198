"""The access matrix: which role may do what with which record, read from matrix.toml and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

FILE = Path(__file__).with_name("matrix.toml")
ROLES = ("survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "liaison", "director")
HIS_SIDE = ("coach", "accountable", "counsel")
VERBS = ("read", "add", "change")
DOOR_VERBS = (*VERBS, "remove")
WORDS = ("own", "case", "seat", "all")
SECTIONS = ("words", "records", "open", "people", "books", "gate", "door")
GATE_WORDS = ("read", "write")
ABOUT = {"holds", "decided", "case", "during", "calm", "appears", "past", "whose"}


class BrokenMatrix(ValueError):
    """The matrix cannot be trusted as it stands. Nothing was made from it."""


@dataclass(frozen=True)
class Record:
    """One kind of record: what it holds, and a word for each role and verb that may reach it."""

    name: str
    holds: str
    decided: str
    case: str
    during: tuple[str, ...]
    calm: bool
    appears: str | None
    past: tuple[str, ...]
    whose: str | None
    cells: dict[tuple[str, str], str]

    def scope(self, role: str, verb: str) -> str | None:
        """Return the word of a cell, or None, which means no."""
        return self.cells.get((role, verb))

    def roles(self, verb: str, *words: str) -> tuple[str, ...]:
        """Return the roles that have this verb with one of these words, in the matrix's order of roles."""
        return tuple(role for role in ROLES if self.cells.get((role, verb)) in words)


@dataclass(frozen=True)
class Book:
    """One table of the program's books: what it holds, and which appointed roles read it and add to it."""

    holds: str
    read: tuple[str, ...]
    add: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """All records, open tables with their reasons, tables about workers, the books, and what gate and door may do."""

    words: dict[str, str]
    records: dict[str, Record]
    open: dict[str, str]
    people: dict[str, str]
    books: dict[str, Book]
    gate: dict[str, str]
    door: dict[str, tuple[str, ...]]


@cache
def load_matrix(file: Path = FILE) -> Matrix:
    """Return the matrix, or raise BrokenMatrix with file, line and what was expected. Nothing is written."""
    text = file.read_text(encoding="utf-8")
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenMatrix(f"{file.name}: {error}. Expected TOML.") from error

    def refuse(word: str, expected: str) -> NoReturn:
        line = next((n for n, row in enumerate(text.splitlines(), 1) if word in row), 1)
        raise BrokenMatrix(f"{file.name}, line {line}: [{word}] is not known here. Expected {expected}.")

    def only(said: Iterable[str], known: Iterable[str], written: str = "{}") -> None:
        for word in said:
            if word not in known:
                refuse(written.format(word), "one of " + ", ".join(known))

    only(told, SECTIONS)
    only(told["words"], WORDS)
    only(told["gate"].values(), GATE_WORDS, '"{}"')
    for table, verbs in told["door"].items():
        only(verbs, DOOR_VERBS, '"{}"')
        if table in told["records"] or table in told["open"]:
            refuse(f"{table} = [", "a table of signing in, and none that a case or everybody reads")
    for table, lines in told["books"].items():
        if set(lines) != {"holds", "read", "add"}:
            refuse(f"{table} = {{", "the lines `read`, `add` and `holds`")
        only((*lines["read"], *lines["add"]), ROLES, '"{}"')
    books = {
        table: Book(lines["holds"], tuple(lines["read"]), tuple(lines["add"]))
        for table, lines in told["books"].items()
    }
    records = {name: _record(name, lines, refuse) for name, lines in told["records"].items()}
    door = {table: tuple(verbs) for table, verbs in told["door"].items()}
    return Matrix(told["words"], records, told["open"], told["people"], books, told["gate"], door)


def _record(name: str, lines: dict[str, Any], refuse: Callable[[str, str], NoReturn]) -> Record:
    for key in ("holds", "decided"):
        if not lines.get(key):
            refuse(f"records.{name}", f"a line `{key}` in it")
    cells = {}
    for role, verbs in lines.items():
        if role in ABOUT:
            continue
        if role not in ROLES:
            refuse(role, "a role: one of " + ", ".join(ROLES))
        for verb, word in verbs.items():
            if verb not in VERBS:
                refuse(f"{verb} =", "a verb: one of " + ", ".join(VERBS))
            if word not in WORDS:
                refuse(f'"{word}"', "one of " + ", ".join(WORDS))
            cells[role, verb] = word
    return Record(
        name,
        lines["holds"],
        lines["decided"],
        lines.get("case", "case_id"),
        tuple(lines.get("during", ())),
        lines.get("calm", False),
        lines.get("appears"),
        tuple(lines.get("past", ())),
        lines.get("whose"),
        cells,
    )
