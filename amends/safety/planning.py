"""The safety plan: what she and her advocate agreed to do when something happens."""

from __future__ import annotations

from uuid import UUID

from amends.journey.recording import add
from amends.safety.models import SafetyPlan


def write_safety_plan(case_id: UUID, *, steps: str) -> None:
    """Store a safety plan in place of the one before, which is kept. The newest counts."""
    add(SafetyPlan(case_id=case_id, steps=steps.strip()))
