"""Judging how safe she is: checks with a level and a reason, and what two people find to be coercion."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from amends.journey.recording import add
from amends.safety.models import CheckReason, CoercionFinding, SafetyCheck


def judge(case_id: UUID, *, kind: str, level: str, checked_on: date, reason: str) -> SafetyCheck:
    """Store one structured professional judgement with what it rests on, both or neither, and return it.

    The rater is whoever is signed in. A level is not a finding, and ends nothing (P7).
    Raises what add raises; then nothing has been written.
    """
    with transaction.atomic():
        check = add(SafetyCheck(case_id=case_id, kind=kind, level=level, checked_on=checked_on))
        add(CheckReason(case_id=case_id, check_made=check, reason=reason))
    return check


def find_coercion(
    case_id: UUID, *, pressure_from: str, told_her_on: date, safety_plan_made_on: date, her_view: str
) -> CoercionFinding:
    """Store that coercion was found, after she was told and made a safety plan, and return the finding.

    It counts once a second person has confirmed it, and ends the case only by the move for it (P7).
    Raises what add raises; then nothing has been written.
    """
    return add(
        CoercionFinding(
            case_id=case_id,
            pressure_from=pressure_from,
            told_her_on=told_her_on,
            safety_plan_made_on=safety_plan_made_on,
            her_view=her_view,
        )
    )
