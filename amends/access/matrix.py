"""The access matrix: which role may do what with which record, read from matrix.toml and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

FILE = Path(__file__).with_name("matrix.toml")
PROJECT = FILE.parents[2]
ROLES = ("survivor", "advocate", "facilitator", "coach", "accountable", "counsel", "liaison", "director")
HIS_SIDE = ("coach", "accountable", "counsel")
VERBS = ("read", "add", "change")
DOOR_VERBS = (*VERBS, "remove")
WORDS = ("own", "case", "seat", "all")
SECTIONS = ("words", "records", "open", "people", "books", "gate", "door")
GATE_WORDS = ("read", "write")
ABOUT = ("holds", "decided", "case", "during", "calm", "appears", "past", "whose")


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


@dataclass(frozen=True)
class _Text:
    """The matrix as it stands in its file, kept so that a refusal can point to the line."""

    file: Path
    text: str

    def refuse(self, *keys: str, expected: str) -> NoReturn:
        """Raise BrokenMatrix at the line of a key in its section, or of the section when it shows no such key."""
        said = f"{shown(self.file)}, line {self.line_of(*keys)}: [{'.'.join(keys)}] {expected}."
        raise BrokenMatrix(said)

    def line_of(self, *keys: str) -> int:
        """Return the line of the last of these keys, or of the deepest that can be found, counted from 1."""
        rows = self.text.splitlines()
        at = 0
        for depth, key in enumerate(keys):
            heads = (f"[{'.'.join(keys[: depth + 1])}]", f"{key} =")
            at = next((n for n, row in enumerate(rows[at:], at) if row.startswith(heads)), at)
        return at + 1

    def table(self, *keys: str, found: object) -> dict[str, Any]:
        """Return what was found under these keys, if it is a table that is not empty."""
        if not isinstance(found, dict) or not found:
            self.refuse(*keys, expected="is no table, or an empty one: expected keys with values")
        return found

    def words(self, *keys: str, found: object, known: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of words, each one of the known ones where there are such."""
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            self.refuse(*keys, expected='is no list of words: expected one like ["a", "b"]')
        for word in found:
            self.only(*keys, word=word, known=known or found)
        return tuple(found)

    def only(self, *keys: str, word: Any, known: Iterable[str]) -> None:
        """Refuse a word that is none of the known ones."""
        if word not in known:
            self.refuse(*keys, expected=f"is [{word}]: expected one of {', '.join(known)}")


def shown(file: Path) -> str:
    """Return the path of a file as a reader of the project knows it."""
    return str(file.relative_to(PROJECT)) if file.is_relative_to(PROJECT) else file.name


@cache
def load_matrix(file: Path = FILE) -> Matrix:
    """Return the matrix, or raise BrokenMatrix with file, line and what was expected. Nothing is written."""
    text = file.read_text(encoding="utf-8")
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenMatrix(f"{shown(file)}: expected TOML; {error}.") from error
    read = _Text(file, text)
    for section in told:
        if section not in SECTIONS:
            read.refuse(section, expected=f"is not known here: expected one of {', '.join(SECTIONS)}")
    sections = {name: read.table(name, found=told.get(name)) for name in SECTIONS}
    for word in sections["words"]:
        read.only("words", word, word=word, known=WORDS)
    for table, word in sections["gate"].items():
        read.only("gate", table, word=word, known=GATE_WORDS)
    door = {}
    for table, verbs in sections["door"].items():
        door[table] = read.words("door", table, found=verbs, known=DOOR_VERBS)
        if table in sections["records"] or table in sections["open"]:
            read.refuse(
                "door", table, expected="is read in a case or by everybody: expected a table of signing in"
            )
    records = {
        name: _record(name, read.table("records", name, found=lines), read)
        for name, lines in sections["records"].items()
    }
    books = {
        name: _book(name, read.table("books", name, found=lines), read)
        for name, lines in sections["books"].items()
    }
    return Matrix(
        sections["words"], records, sections["open"], sections["people"], books, sections["gate"], door
    )


def refuse(*keys: str, expected: str) -> NoReturn:
    """Raise BrokenMatrix at the line of these keys, for what shows only beside the program's tables."""
    _Text(FILE, FILE.read_text(encoding="utf-8")).refuse(*keys, expected=expected)


def _record(name: str, lines: dict[str, Any], read: _Text) -> Record:
    for key in ("holds", "decided"):
        if not isinstance(lines.get(key), str) or not lines[key].strip():
            read.refuse("records", name, expected=f"has no [{key}]: expected a line of words with it")
    cells = {}
    for role, verbs in lines.items():
        if role in ABOUT:
            continue
        if role not in ROLES:
            read.refuse(
                "records",
                name,
                role,
                expected=f"is not known here: expected one of {', '.join((*ROLES, *ABOUT))}",
            )
        for verb, word in read.table("records", name, role, found=verbs).items():
            read.only("records", name, role, word=verb, known=VERBS)
            read.only("records", name, role, word=word, known=WORDS)
            cells[role, verb] = word
    if not isinstance(lines.get("calm", False), bool):
        read.refuse("records", name, "calm", expected="is neither true nor false: expected one of them")
    if "whose" in lines:
        read.only("records", name, "whose", word=lines["whose"], known=ROLES)
    return Record(
        name,
        lines["holds"],
        lines["decided"],
        lines.get("case", "case_id"),
        read.words("records", name, "during", found=lines.get("during", [])),
        lines.get("calm", False),
        lines.get("appears"),
        read.words("records", name, "past", found=lines.get("past", [])),
        lines.get("whose"),
        cells,
    )


def _book(name: str, lines: dict[str, Any], read: _Text) -> Book:
    if set(lines) != {"holds", "read", "add"}:
        read.refuse("books", name, expected="is not whole: expected the lines holds, read and add")
    readers, adders = (read.words("books", name, found=lines[verb], known=ROLES) for verb in ("read", "add"))
    return Book(lines["holds"], readers, adders)
