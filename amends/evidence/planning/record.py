"""The record of plans: when each was locked and run, and when which file was read. Lines are only ever added.

Each line holds the hash of the line before, so that one that was altered, taken out or moved is found. Against
somebody who writes the whole file anew there are two things. A kept record can only be added to, by the kernel's
own rule, even by root until root takes the rule off again. And each lock has a mark: told to somebody else, such
as the board, it has to be found in the record ever after.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from amends.evidence.faults import BadInput
from amends.evidence.planning.plan import Plan

What = Literal["lock", "run", "result", "reading"]
NOTHING = "0" * 64
MARK = 16

# Where the program's record stands when nobody says otherwise.
PROGRAMS_OWN = Path("/var/lib/amends/plans.record")

# Linux's own numbers for reading and setting what a file may be used for.
GET_FLAGS, SET_FLAGS, ONLY_ADDED = 0x80086601, 0x40086602, 0x00000020


class NotLocked(BadInput):
    """This plan, to the letter, is in no line of the record. No outcome was read."""


class RecordIsBroken(BadInput):
    """The record is not what was written into it. Nothing was added and no outcome was read."""


@dataclass(frozen=True)
class Line:
    """One line of the record.

    what      lock, run, result, or reading
    plan      the plan's id, and `digest` the SHA-256 of its bytes; both empty of a reading under no plan
    details   of a lock the whole text, the versions, and the hashes of the inputs that were there; of a run the
              inputs' hashes; of a result that of its file; of a reading the word that read, and the files' hashes
    """

    number: int
    at: str
    what: What
    plan: str
    digest: str
    details: dict[str, Any]
    previous: str
    hash: str

    @property
    def mark(self) -> str:
        """The beginning of the hash, short enough to be read out and written down."""
        return self.hash[:MARK]


def read_record(path: Path, *, mark: str | None = None) -> list[Line]:
    """Return the lines of a record; none where there is no file.

    Raises RecordIsBroken, naming the first wrong line, and when a mark that somebody noted down is in none.
    """
    lines = _lines(path)
    if mark is not None and (
        len(mark) < MARK or not any(line.hash.startswith(mark.lower()) for line in lines)
    ):
        raise RecordIsBroken(
            [f"The mark [{mark}] is in no line: the record was written anew, or the mark misread."],
            name=path.name,
        )
    return lines


def _lines(path: Path) -> list[Line]:
    try:
        with path.open("rb") as file:
            # Whoever adds a line is waited for: half of one is no damage.
            fcntl.flock(file, fcntl.LOCK_SH)
            return _parsed(file.read(), path.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RecordIsBroken(["It cannot be read."], name=path.name) from error


def _parsed(content: bytes, name: str) -> list[Line]:
    """Return the lines that a record's bytes hold. Raises RecordIsBroken, naming the first wrong one."""
    lines: list[Line] = []
    for number, raw in enumerate(content.splitlines(), start=1):
        try:
            line = Line(**json.loads(raw))
        except (ValueError, TypeError) as error:
            raise RecordIsBroken([f"Line {number} is no line of a record."], name=name) from error
        before = lines[-1].hash if lines else NOTHING
        if (line.number, line.previous, line.hash) != (number, before, _hash(line)):
            raise RecordIsBroken(
                [f"Line {number} was altered, taken out or moved after it was written."], name=name
            )
        lines.append(line)
    if content and not content.endswith(b"\n"):
        raise RecordIsBroken([f"Line {len(lines)} was cut off."], name=name)
    return lines


def usual_record() -> Path:
    """Return where the record stands: what AMENDS_PLAN_RECORD says, the program's own, or one of this account's.

    The program's own is for root, who begins it, and for everybody as soon as it is there.
    """
    said = os.environ.get("AMENDS_PLAN_RECORD")
    if said:
        return Path(said)
    if os.geteuid() == 0 or PROGRAMS_OWN.exists():
        return PROGRAMS_OWN
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "amends" / PROGRAMS_OWN.name


def keep_record(record: Path) -> bool:
    """Begin a record if there is none, ask the kernel that it is only ever added to, and say whether it is.

    Needs root and a file system that knows the rule. Anybody may then add a line, and nobody change one.
    Raises BadInput when the file cannot be written, and RecordIsBroken when what is there is no record.
    """
    read_record(record)
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.touch()
        if os.geteuid() == 0:
            _let_lines_only_be_added(record)
    except OSError as error:
        raise BadInput(
            [f"The record cannot be written: {error.strerror or error}."], name=record.name
        ) from error
    return not can_be_rewritten(record)


def lock_plan(
    plan: Plan,
    record: Path,
    *,
    versions: Mapping[str, str],
    there: Mapping[str, str] | None = None,
    now: Callable[[], datetime] | None = None,
) -> Line:
    """Write a plan's hash and the time down, and return the line; the same plan locked again keeps its first time.

    there  the hashes of those inputs that were there already

    Raises RecordIsBroken, and BadInput when the record cannot be written.
    """
    for line in read_record(record):
        if line.what == "lock" and line.digest == plan.digest:
            return line
    details = {"title": plan.title, "text": plan.text, "versions": dict(versions), "there": dict(there or {})}
    return _add(record, "lock", plan, details, now=now)


def record_run(
    plan: Plan, record: Path, *, inputs: Mapping[str, str], now: Callable[[], datetime] | None = None
) -> Line:
    """Write down that outcomes are about to be read for this plan. Raises as `lock_plan` does."""
    return _add(record, "run", plan, {"inputs": dict(inputs)}, now=now)


def record_reading(
    plan: Plan | None,
    record: Path,
    *,
    by: str,
    inputs: Mapping[str, str],
    now: Callable[[], datetime] | None = None,
) -> Line:
    """Write down that a word is about to read files of these hashes, under a plan or none. Raises as `lock_plan`."""
    return _add(record, "reading", plan, {"by": by, "inputs": dict(inputs)}, now=now)


def record_result(
    plan: Plan, record: Path, *, content: bytes, now: Callable[[], datetime] | None = None
) -> Line:
    """Write down what a run of this plan found, by the hash of its file. Raises as `lock_plan` does."""
    return _add(record, "result", plan, {"sha256": hashlib.sha256(content).hexdigest()}, now=now)


def read_before(lines: Sequence[Line], lock: Line, inputs: Mapping[str, str]) -> list[dict[str, str]]:
    """Return when an input's very bytes were read before a plan's lock: `at`, `by` which word, for which `plan`.

    inputs  the inputs' hashes by their names
    """
    return [
        {"at": line.at, "by": line.details.get("by", "run"), "plan": line.plan, "input": name}
        for line in lines[: lock.number - 1]
        if line.what in ("run", "reading")
        for name, digest in sorted(inputs.items())
        if digest in line.details["inputs"].values()
    ]


def holds_result(record: Path, content: bytes) -> bool:
    """Return whether a record holds this result, of a plan that was locked before. Raises RecordIsBroken."""
    lines, digest = read_record(record), hashlib.sha256(content).hexdigest()
    locked: set[str] = set()
    for line in lines:
        if line.what == "lock":
            locked.add(line.digest)
        if line.what == "result" and line.digest in locked and line.details.get("sha256") == digest:
            return True
    return False


def find_lock(plan: Plan, record: Path, *, mark: str | None = None) -> Line:
    """Return the line that locked this plan. Raises NotLocked, or RecordIsBroken when a mark is not in it."""
    lines = read_record(record, mark=mark)
    for line in lines:
        if line.what == "lock" and line.digest == plan.digest:
            return line
    known = [line for line in lines if line.what == "lock" and line.plan == plan.id]
    says = (
        f"The plan [{plan.id}] is not what was locked on {known[-1].at}: it was changed since. "
        "Undo the change, or lock it as it is now; the report will list what changed."
        if known
        else f"The plan [{plan.id}] was never locked: run `amends evidence plan lock` first."
    )
    raise NotLocked([says, "No outcome was read."], name=record.name)


def can_be_rewritten(record: Path) -> bool:
    """Whether whoever asks could change lines that are there. False where the kernel only lets lines be added."""
    return not _flags(record) & ONLY_ADDED


def _add(record: Path, what: What, plan: Plan | None, details: dict[str, Any], *, now: Any) -> Line:
    at = (now or (lambda: datetime.now(UTC)))().astimezone(UTC).isoformat(timespec="seconds")
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        with record.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Only now can nobody else add a line.
            file.seek(0)
            lines = _parsed(file.read(), record.name)
            line = Line(
                len(lines) + 1,
                at,
                what,
                plan.id if plan else "",
                plan.digest if plan else "",
                details,
                lines[-1].hash if lines else NOTHING,
                "",
            )
            line = Line(**{**vars(line), "hash": _hash(line)})
            file.write((json.dumps(vars(line), ensure_ascii=False, sort_keys=True) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(
            [f"The record cannot be written: {error.strerror or error}."], name=record.name
        ) from error
    return line


def _hash(line: Line) -> str:
    said = {key: value for key, value in vars(line).items() if key != "hash"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _flags(record: Path) -> int:
    try:
        with record.open("rb") as file:
            return int(struct.unpack("l", fcntl.ioctl(file, GET_FLAGS, struct.pack("l", 0)))[0])
    except OSError:
        return 0


def _let_lines_only_be_added(record: Path) -> None:
    """Set the kernel's rule; where the file system does not know it, nothing changes."""
    if _flags(record) & ONLY_ADDED:
        return
    # Whoever evaluates has to be able to add a line, and cannot do more.
    record.chmod(0o666)
    try:
        with record.open("rb") as file:
            fcntl.ioctl(file, SET_FLAGS, struct.pack("l", _flags(record) | ONLY_ADDED))
    except OSError:
        record.chmod(0o644)
