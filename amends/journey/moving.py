"""Moving a case along its journey. The database judges; here its answers become Python's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import psycopg
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable


class NoSuchCase(LookupError):
    """There is no such case for this person, or no part in which they could do this. Nothing was written."""


class NoSuchMove(ValueError):
    """The journey has no such step from where the case is now. Nothing was written."""


class SomebodyWasFirst(Exception):
    """Another step of this case was stored first. Nothing was written; look again."""


class NotNow(Exception):
    """Something that the step needs is missing. Nothing was written.

    `findings` are pairs of a condition's id and the database's answer, only those that this person may know.
    """

    def __init__(self, findings: list[tuple[str, str]]) -> None:
        """Keep the findings."""
        super().__init__(", ".join(condition for condition, _ in findings))
        self.findings = findings


class Refused(ValueError):
    """The database refused a record; `constraint` is the name of the promise that it would have broken."""

    def __init__(self, constraint: str) -> None:
        """Keep the constraint's name."""
        super().__init__(f"The record was refused: [{constraint}]. Nothing was written.")
        self.constraint = constraint


def take_move(case_id: UUID, event: str, *, how: str = "page", because: str | None = None) -> bool:
    """Take a case one step along its journey, as the person who is signed in.

    Returns True when the step is stored, False when a stop or pause is kept and will be stored by a job, because
    somebody's open transaction holds the case. Raises NoSuchCase, NoSuchMove, NotNow or SomebodyWasFirst: then
    nothing has been written.
    """
    return _judged(_call("SELECT access.take_move(%s, %s, %s, %s)", [case_id, event, how, because]))


def take_by_voice(case_number: str, event: str) -> bool:
    """Store a stop or a pause that the survivor gave by voice to anybody who works for the program (P4).

    Returns and raises as take_move.
    """
    return _judged(_call("SELECT access.take_by_voice(%s, %s)", [case_number, event]))


def refer(told: Mapping[str, Any]) -> UUID:
    """Open a case that the prosecutor's office refers, and return its id. `told` is described in gate/5_seating.sql.

    Raises NotNow with what is missing, NoSuchCase when the person is no liaison, and Refused when what was told lacks
    a name or an address: then nothing has been written.
    """
    try:
        answer = _call("SELECT access.refer(%s::jsonb)", [json.dumps(dict(told), default=str)])
    except IntegrityError as error:
        raise Refused(constraint_of(error)) from error
    _judged(answer)
    return UUID(answer["case"])


def findings(case_id: UUID, act: str, **detail: Any) -> list[tuple[str, str]]:
    """Return each condition of a step or an act with its answer: met, not met, or not known.

    Empty when the act needs nothing, and when this person could not do it. `detail` is what the act brings: how, form,
    on_day, item, reason. Nothing is written.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT condition, answer FROM access.findings(%s, %s, %s::jsonb)",
            [case_id, act, json.dumps(detail, default=str)],
        )
        return cursor.fetchall()


def _call(statement: str, values: list[Any]) -> dict[str, Any]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            answer = cursor.fetchone()[0]
    except OperationalError as error:
        if is_held_up(error):
            raise SomebodyWasFirst from error
        raise
    return json.loads(answer) if isinstance(answer, str) else answer


def _judged(answer: dict[str, Any]) -> bool:
    match answer["outcome"]:
        case "taken":
            return True
        case "kept":
            return False
        case "not now":
            raise NotNow([(found["condition"], found["answer"]) for found in answer["findings"]])
        case "somebody was first":
            raise SomebodyWasFirst
        case "no such move":
            raise NoSuchMove
        case _:
            raise NoSuchCase


def is_held_up(error: OperationalError) -> bool:
    """Return whether somebody else's unfinished step was in the way."""
    return isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected))


def constraint_of(error: IntegrityError) -> str:
    """Return the name of the constraint that refused, or an empty text when the database gave none."""
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, psycopg.Error) else ""
