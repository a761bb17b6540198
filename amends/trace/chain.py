"""The chain of looks, and the anchors outside the database that show when somebody changed it afterwards.

The rows of a case are numbered and chained by hash, which shows a row that was altered, taken out or moved.
It does not show a tail that was cut off, nor a chain that was computed anew by somebody who holds the
database. Hence the anchors: the last number and hash of every case, written to a file elsewhere, under a key
that the database never sees.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from amends.database import embedded
from amends.database.addresses import connect_as, database_name, program_secret

# What can be wrong with rows: the word for it, and how it is told of one row and of several.
SENTENCES = {
    "altered": ("was altered, or put there by hand", "were altered, or put there by hand"),
    "missing": ("is missing", "are missing"),
    "out of place": ("stands where none can stand", "stand where none can stand"),
    "not in order": (
        "does not begin the chain: what came before it is gone",
        "do not follow one another: one was moved or written anew",
    ),
    "cut off": ("was anchored and is missing from the end", "were anchored and are missing from the end"),
    "not as anchored": ("is not the one that was anchored: what leads to it was written anew", ""),
}

ROWS_AT_A_TIME = 5000
Told = Callable[[int], None]


class AnchorsAreBroken(Exception):
    """The anchors themselves cannot be trusted. No new one was written over them."""


class NoPlaceForAnchors(ValueError):
    """The folder for the anchors does not exist or may not be written. Nothing was written."""


class Link(NamedTuple):
    """One row of the chain, without names. `intact`: its hash is right for what the row says."""

    case_id: UUID
    number: int
    previous_hash: bytes
    hash: bytes
    intact: bool


class Head(NamedTuple):
    """The last row of a case: its number, which is also how many there are, and its hash in hex."""

    number: int
    hash: str


Heads = dict[UUID, Head]


@dataclass(frozen=True)
class Damage:
    """Something wrong with the looks of one case, from one row to another, both included."""

    case_id: UUID
    first: int
    last: int
    what: str

    @property
    def sentence(self) -> str:
        """The damage as a person reads it."""
        of_one, of_several = SENTENCES[self.what]
        if self.first == self.last:
            return f"Case {self.case_id}: row {self.first} {of_one}."
        return f"Case {self.case_id}: rows {self.first} to {self.last} {of_several}."


class CaseExamined(NamedTuple):
    """What the rows of one case say: the last of them, how many, how many after the anchor, what is wrong."""

    case_id: UUID
    head: Head
    rows: int
    younger: int
    damages: list[Damage]


@dataclass(frozen=True)
class Anchor:
    """What was known of the whole trace at one moment.

    `heads` is the SHA-256 of the heads of all cases in the order of their ids. `damaged` counts cases that
    were not sound then: they keep the head that they were last anchored with. `previous` is the seal of the
    anchor before.
    """

    number: int
    database: str
    anchored_at: str
    cases: int
    rows: int
    damaged: int
    heads: str
    previous: str
    seal: str

    @property
    def mark(self) -> str:
        """The short sign by which a person can know this anchor again."""
        return self.seal[:16]


class Anchors(NamedTuple):
    """The anchors of a database as they are found: the newest, its heads, and what is wrong with them."""

    newest: Anchor | None
    heads: Heads
    marks: frozenset[str]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What there is to say about the whole trace.

    Rows that are younger than the anchor are held by the chain alone.
    """

    anchor: Anchor | None
    faults: tuple[str, ...]
    damages: tuple[Damage, ...]
    cases: int
    rows: int
    younger_rows: int
    younger_cases: int
    heads: Heads

    @property
    def intact(self) -> bool:
        """Whether nothing was found, neither in the rows nor in the anchors."""
        return not self.faults and not self.damages


def verify(database: str | None = None, *, mark: str | None = None, told: Told | None = None) -> Verdict:
    """Examine every row of the trace, and the anchors, and return what was found. Nothing is written.

    mark  an anchor that somebody has noted down elsewhere and that must therefore be among those found
    told  called with the number of rows examined so far, for long ones
    """
    database = database or database_name()
    with _anchors_locked(database, fcntl.LOCK_SH) as place:
        anchors = _read_anchors(database, place)
    faults = list(anchors.faults)
    if mark and mark not in anchors.marks:
        faults.append(
            f"The anchor with the mark [{mark}] is not among these: the newest one here is an older one."
        )
    return _examine(_chain(database, told), anchors._replace(faults=tuple(faults)))


def anchor(database: str | None = None, *, told: Told | None = None) -> tuple[Anchor, Verdict]:
    """Examine the trace, append one anchor to the file outside the database, and return both.

    A case in which damage is found keeps the head it was last anchored with, so that no anchor ever covers
    damage up. Two at once wait for each other. Raises AnchorsAreBroken when the anchors that are there cannot
    be trusted, and NoPlaceForAnchors when there is nowhere to write; then nothing was written.
    """
    database = database or database_name()
    with _anchors_locked(database, fcntl.LOCK_EX) as place:
        anchors = _read_anchors(database, place)
        if anchors.faults:
            raise AnchorsAreBroken(
                " ".join(anchors.faults)
                + " No anchor was written. Keep this file, and move it away to begin anew."
            )
        verdict = _examine(_chain(database, told), anchors)
        damaged = {damage.case_id for damage in verdict.damages}
        heads = {case: head for case, head in verdict.heads.items() if case not in damaged}
        heads |= {case: anchors.heads[case] for case in damaged & anchors.heads.keys()}
        return _append_anchor(place, anchors.newest, database, heads, len(damaged)), verdict


def place_of_anchors() -> Path:
    """Return the folder in which anchors are kept: AMENDS_ANCHORS, or `var/anchors` of the checkout.

    Live, it belongs on another machine than the database: whoever can change both can change the trace.
    """
    return Path(os.environ.get("AMENDS_ANCHORS") or embedded.checkout() / "var" / "anchors")


def expected_rows(database: str | None = None) -> int:
    """Return about how many rows there are to examine, for a progress bar; 0 when nobody knows."""
    with connect_as("amends_owner", database or database_name()) as owner:
        found = owner.execute("SELECT reltuples FROM pg_class WHERE oid = 'amends.look'::regclass").fetchone()
    return max(int(found[0]) if found else 0, 0)


def _chain(database: str, told: Told | None) -> Iterator[Link]:
    """Yield every row of the trace by case and number, all as of one moment."""
    with connect_as("amends_owner", database) as owner, owner.cursor(name="chain") as cursor:
        cursor.itersize = ROWS_AT_A_TIME
        cursor.execute("SELECT case_id, number, previous_hash, hash, intact FROM access.chain()")
        for examined, row in enumerate(cursor, 1):
            yield Link(*row)
            if told and examined % ROWS_AT_A_TIME == 0:
                told(examined)


def _examine(chain: Iterable[Link], anchors: Anchors) -> Verdict:
    of_cases = [
        _examine_case(list(links), anchors.heads.get(case_id))
        for case_id, links in groupby(chain, key=lambda link: link.case_id)
    ]
    heads = {one.case_id: one.head for one in of_cases}
    gone = [
        Damage(case_id, 1, head.number, "cut off")
        for case_id, head in anchors.heads.items()
        if case_id not in heads
    ]
    return Verdict(
        anchor=anchors.newest,
        faults=anchors.faults,
        damages=(*(damage for one in of_cases for damage in one.damages), *gone),
        cases=len(of_cases),
        rows=sum(one.rows for one in of_cases),
        younger_rows=sum(one.younger for one in of_cases),
        younger_cases=sum(one.younger > 0 for one in of_cases),
        heads=heads,
    )


def _examine_case(links: list[Link], anchored: Head | None) -> CaseExamined:
    """Return what there is to say about the rows of one case, which are in the order of their numbers."""
    damages = []
    held = anchored.number if anchored else 0
    last, last_hash, was_intact = 0, b"", True
    for link in links:
        case_id, number = link.case_id, link.number
        if number <= last:
            damages.append(Damage(case_id, number, number, "out of place"))
        elif number > last + 1:
            damages.append(Damage(case_id, last + 1, number - 1, "missing"))
        elif link.previous_hash != last_hash and link.intact and was_intact:
            damages.append(Damage(case_id, max(last, 1), number, "not in order"))
        if not link.intact:
            damages.append(Damage(case_id, number, number, "altered"))
        elif anchored and number == held and link.hash.hex() != anchored.hash:
            damages.append(Damage(case_id, number, number, "not as anchored"))
        last, last_hash, was_intact = max(last, number), link.hash, link.intact
    end = links[-1]
    if last < held:
        damages.append(Damage(end.case_id, last + 1, held, "cut off"))
    younger = sum(link.number > held for link in links)
    return CaseExamined(end.case_id, Head(end.number, end.hash.hex()), len(links), younger, damages)


@contextmanager
def _anchors_locked(database: str, how: int) -> Iterator[Path]:
    """Hold the anchors of a database, alone or with other readers, and yield the path of their file."""
    folder = place_of_anchors()
    try:
        if not os.environ.get("AMENDS_ANCHORS"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        turn = os.open(folder / f"{database}.turn", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NoPlaceForAnchors(
            f"The anchors cannot be kept in [{folder}] ({error.strerror}): expected a folder that "
            "exists and that this account may write to. Nothing was written."
        ) from error
    try:
        fcntl.flock(turn, how)
        yield folder / f"{database}.jsonl"
    finally:
        os.close(turn)


def _read_anchors(database: str, place: Path) -> Anchors:
    """Return the newest anchor with its heads, and every reason not to trust what is there."""
    if not place.exists():
        return Anchors(None, {}, frozenset(), ())
    faults: list[str] = []
    newest: Anchor | None = None
    marks: set[str] = set()
    for line_number, line in enumerate(place.read_text(encoding="utf-8").splitlines(), 1):
        try:
            one = Anchor(**json.loads(line))
            sound = hmac.compare_digest(one.seal, _seal(one))
        except (ValueError, TypeError):
            faults.append(f"{place.name}, line {line_number}: this is no anchor.")
            continue
        if not sound or one.database != database:
            faults.append(f"{place.name}, line {line_number}: this anchor was changed, or has another key.")
            continue
        if (one.number, one.previous) != ((newest.number + 1, newest.seal) if newest else (1, "")):
            faults.append(f"{place.name}, line {line_number}: the anchor before this one is missing.")
        newest = one
        marks.add(one.mark)
    if newest is None:
        return Anchors(None, {}, frozenset(), tuple(faults))
    heads = next(
        (told for told in map(_read_heads, _heads_beside(place)) if _hash_of(told) == newest.heads), None
    )
    if heads is None:
        faults.append(
            f"The heads beside {place.name} belong to another anchor than its last line: they were changed, "
            "or later anchors were taken away, and that line is not the newest."
        )
    return Anchors(newest, _heads_in(heads or ""), frozenset(marks), tuple(faults))


def _append_anchor(place: Path, before: Anchor | None, database: str, heads: Heads, damaged: int) -> Anchor:
    told = "".join(f"{case} {head.number} {head.hash}\n" for case, head in sorted(heads.items()))
    unsealed = Anchor(
        number=before.number + 1 if before else 1,
        database=database,
        anchored_at=datetime.now(UTC).isoformat(timespec="seconds"),
        cases=len(heads),
        rows=sum(head.number for head in heads.values()),
        damaged=damaged,
        heads=_hash_of(told),
        previous=before.seal if before else "",
        seal="",
    )
    one = Anchor(**{**asdict(unsealed), "seal": _seal(unsealed)})
    newer, current = _heads_beside(place)
    # The heads first, under a name of their own: whenever the power goes, one of the two files fits the last
    # line.
    _write(newer, told, os.O_TRUNC)
    _write(place, json.dumps(asdict(one)) + "\n", os.O_APPEND)
    newer.replace(current)
    return one


def _heads_beside(place: Path) -> tuple[Path, Path]:
    return place.with_suffix(".heads.new"), place.with_suffix(".heads")


def _read_heads(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _heads_in(told: str) -> Heads:
    return {UUID(case): Head(int(number), hash_) for case, number, hash_ in map(str.split, told.splitlines())}


def _hash_of(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()


def _seal(one: Anchor) -> str:
    said = json.dumps({**asdict(one), "seal": ""}, sort_keys=True)
    return hmac.new(program_secret("anchor"), said.encode(), "sha256").hexdigest()


def _write(file: Path, text: str, how: int) -> None:
    """Write or append a text as one piece that is on the disk on return, for this account only."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600)
    try:
        before = os.fstat(handle).st_size
        try:
            with os.fdopen(os.dup(handle), "w", encoding="utf-8") as out:
                out.write(text)
            os.fsync(handle)
        except OSError:
            # A disk that is full must not leave half a line, which nobody could tell from a change.
            os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)
