"""What a case costs, on each side, as the worker of that side writes it down; and her emergency fund.

Each act raises what add raises; then nothing has been written, in the case or in the books.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from amends.journey.recording import Refused, add
from amends.money.models import (
    GRANTED_BECAUSE,
    EmergencyAnswer,
    EmergencyRequest,
    Fund,
    HeldIn,
    HeldOut,
    HerCost,
    HisCost,
)

Undone = TypeVar("Undone", HerCost, HisCost, HeldIn, HeldOut)


def spend_on_her(
    case_id: UUID, *, fund_id: UUID, purpose: str, spent_on: str, cents: int, on_day: date
) -> HerCost:
    """Write down what was spent on her side, and enter it in the books without the case."""
    return add(
        HerCost(
            case_id=case_id, fund_id=fund_id, purpose=purpose, spent_on=spent_on, cents=cents, on_day=on_day
        )
    )


def spend_on_him(
    case_id: UUID, *, fund_id: UUID, purpose: str, spent_on: str, cents: int, on_day: date
) -> HisCost:
    """Write down what was spent on his side, and enter it in the books without the case."""
    return add(
        HisCost(
            case_id=case_id, fund_id=fund_id, purpose=purpose, spent_on=spent_on, cents=cents, on_day=on_day
        )
    )


def ask_emergency_fund(case_id: UUID, *, need: str, cents: int) -> EmergencyRequest:
    """Ask the director for something that she needs today."""
    return add(EmergencyRequest(case_id=case_id, need=need, cents=cents))


def grant(request: EmergencyRequest, *, fund: Fund) -> EmergencyAnswer:
    """Grant a request, and set its amount aside in a fund. Raises Refused when the fund does not allow it."""
    return add(
        EmergencyAnswer(
            case_id=request.case_id, request=request, outcome="granted", reason=GRANTED_BECAUSE, fund=fund
        )
    )


def decline(request: EmergencyRequest, *, reason: str) -> EmergencyAnswer:
    """Decline a request with a reason from the list."""
    return add(EmergencyAnswer(case_id=request.case_id, request=request, outcome="declined", reason=reason))


def spend_what_was_granted(request: EmergencyRequest, *, spent_on: str, cents: int, on_day: date) -> HerCost:
    """Write down what was spent of what a request was granted.

    Raises Refused above what is left of it, and when it was not granted.
    """
    fund_id = request.answer.fund_id
    if fund_id is None:
        raise Refused("emergency_request_was_granted")
    return add(
        HerCost(
            case_id=request.case_id,
            request=request,
            fund_id=fund_id,
            purpose="emergency",
            spent_on=spent_on,
            cents=cents,
            on_day=on_day,
        )
    )


def hold_for_her(
    case_id: UUID, *, cents: int, on_day: date, through: str, item_id: UUID | None = None
) -> HeldIn:
    """Write down what came in for her, under an item of her plan if one is named."""
    return add(HeldIn(case_id=case_id, cents=cents, on_day=on_day, through=through, item_id=item_id))


def pay_out_to_her(case_id: UUID, *, cents: int, on_day: date, paid_by: str) -> HeldOut:
    """Write down what went out to her of what is held. Raises Refused above what is held."""
    return add(HeldOut(case_id=case_id, cents=cents, on_day=on_day, paid_by=paid_by))


def undo_in_case(record: Undone) -> Undone:
    """Put a record of money right by another that undoes the whole of it, in the case and in the books."""
    kept = ("id", "added_by", "added_at", "puts_right")
    same = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.name not in kept
    }
    return add(type(record)(puts_right=record, **same))


def not_undone(records: type[Undone], case_id: UUID) -> list[Undone]:
    """Return the records of money of a case that stand: neither undone, nor undoing another; the newest day first."""
    found = records.objects.filter(case_id=case_id, puts_right__isnull=True, put_right_by__isnull=True)
    return list(found.order_by("-on_day", "-added_at"))


def requests_of(case_id: UUID) -> list[EmergencyRequest]:
    """Return the requests to the emergency fund in a case, each with its answer if there is one, newest first."""
    found = EmergencyRequest.objects.filter(case_id=case_id).select_related("answer")
    return list(found.order_by("-added_at"))


def outcome_of(request: EmergencyRequest) -> str:
    """Return what was answered: `granted`, `declined`, or an empty text for nothing yet."""
    return request.answer.outcome if hasattr(request, "answer") else ""


def left_of_grant(request: EmergencyRequest) -> int:
    """Return how much of what was granted is not spent yet, in cents; nothing when nothing was granted."""
    if outcome_of(request) != "granted":
        return 0
    return request.cents - _sum(request.costs.values_list("cents", "puts_right"))


def held_now(case_id: UUID) -> int:
    """Return what is held for her now, in cents, as whoever reads both ways of it."""
    came = _sum(HeldIn.objects.filter(case_id=case_id).values_list("cents", "puts_right"))
    return came - _sum(HeldOut.objects.filter(case_id=case_id).values_list("cents", "puts_right"))


def spent_on_her(case_id: UUID) -> int:
    """Return what was spent on her side so far, in cents, as whoever reads it."""
    return _sum(HerCost.objects.filter(case_id=case_id).values_list("cents", "puts_right"))


def _sum(rows: Iterable[tuple[int, UUID | None]]) -> int:
    return sum(cents if undoes is None else -cents for cents, undoes in rows)
