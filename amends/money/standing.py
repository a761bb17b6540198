"""How the books stand: each fund, the budget against what was spent, month by month, and what each case has cost.

Everything here is read as whoever asks; the books show their rows to a director alone. All amounts are cents.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from amends.money.booking import terms_now
from amends.money.models import SPENT, BudgetLine, Fund, FundTerms, Transfer

MONTHS = 12


@dataclass(frozen=True)
class FundStands:
    """One fund with the terms in force: what was given is what was spent, is committed, and is left."""

    fund_id: UUID
    funder: str
    name: str
    terms: FundTerms
    given_cents: int
    spent_cents: int
    committed_cents: int
    left_cents: int
    days_left: int

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.days_left < 0


@dataclass(frozen=True)
class LineStands:
    """One purpose of one side of a fund in a year: what was planned, spent and committed."""

    fund_id: UUID
    funder: str
    fund: str
    year: int
    purpose: str
    side: str
    planned_cents: int
    spent_cents: int
    committed_cents: int

    @property
    def left_cents(self) -> int:
        """What of the plan is neither spent nor committed; below nothing when more was spent than planned."""
        return self.planned_cents - self.spent_cents - self.committed_cents


@dataclass(frozen=True)
class MonthStands:
    """What is left of a year's budget at the end of a month: spent evenly, and as it was; None for months to come."""

    month: int
    evenly_cents: int
    left_cents: int | None


def funds_now(today: date) -> list[FundStands]:
    """Return every fund as it stands, by funder and name."""
    terms = terms_now()
    moved = _moved("fund_id")
    found = []
    for fund in Fund.objects.order_by("funder", "name"):
        ends = moved.get((fund.pk,), {})
        found.append(
            FundStands(
                fund.pk,
                fund.funder,
                fund.name,
                terms[fund.pk],
                given_cents=-ends.get("funder", 0),
                spent_cents=_spent(ends),
                committed_cents=ends.get("committed", 0),
                left_cents=ends.get("fund", 0),
                days_left=(terms[fund.pk].until_on - today).days,
            )
        )
    return found


def years_of_the_books() -> list[int]:
    """Return the years in which something was planned or moved, the newest first."""
    planned = set(BudgetLine.objects.values_list("year", flat=True))
    moved = set(Transfer.objects.annotate(year=ExtractYear("on_day")).values_list("year", flat=True))
    return sorted(planned | moved, reverse=True)


def budget_against_actual(year: int) -> list[LineStands]:
    """Return each line of a year, planned or not, by funder, fund, side and purpose."""
    planned: dict[tuple[Any, ...], int] = defaultdict(int)
    for plan in BudgetLine.objects.filter(year=year):
        planned[plan.fund_id, plan.purpose, plan.side] += _counted(plan)
    moved = _moved("fund_id", "purpose", "side", purpose__isnull=False, on_day__year=year)
    funds = {fund.pk: fund for fund in Fund.objects.all()}
    lines = []
    for fund_id, purpose, side in {*planned, *moved}:
        ends, fund = moved.get((fund_id, purpose, side), {}), funds[fund_id]
        line = LineStands(
            fund_id,
            fund.funder,
            fund.name,
            year,
            purpose,
            side,
            planned[fund_id, purpose, side],
            _spent(ends),
            ends.get("committed", 0),
        )
        if line.planned_cents or line.spent_cents or line.committed_cents:
            lines.append(line)
    return sorted(lines, key=lambda line: (line.funder, line.fund, line.side, line.purpose))


def burn_down(year: int, *, today: date, fund_id: UUID | None = None) -> list[MonthStands]:
    """Return what is left of a year's budget at its start and after each month, of one fund or of all.

    A month counts once it has begun; its amount is then what is left so far.
    """
    of_fund = {"fund_id": fund_id} if fund_id else {}
    budget = sum(_counted(plan) for plan in BudgetLine.objects.filter(year=year, **of_fund))
    moved = _moved("month", purpose__isnull=False, on_day__year=year, **of_fund)
    left, found = budget, [MonthStands(0, budget, budget)]
    for month in range(1, MONTHS + 1):
        left -= _spent(moved.get((month,), {}))
        begun = (year, month) <= (today.year, today.month)
        found.append(MonthStands(month, budget * (MONTHS - month) // MONTHS, left if begun else None))
    return found


def cost_by_case() -> dict[UUID, dict[str, int]]:
    """Return what each case has cost so far by side, for a director; empty for everybody else."""
    found: dict[UUID, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, side, cents FROM access.cost_by_case()")
        for case_id, side, cents in cursor.fetchall():
            found.setdefault(case_id, {})[side] = cents
    return found


def held_for_everybody() -> int | None:
    """Return what is held for all survivors together, for a director; None for everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access.held_for_everybody()")
        return cursor.fetchone()[0]


def last_day_with_means(today: date) -> date | None:
    """Return the last day of the fund that ends first among those that still pay; None when there is none."""
    days = [one.until_on for one in terms_now().values() if one.until_on >= today]
    return min(days, default=None)


def ends_soon(stands: FundStands, *, within: timedelta) -> bool:
    """Return whether a fund that still holds money ends within a time."""
    return 0 <= stands.days_left <= within.days and stands.left_cents > 0


def _moved(*by: str, **only: Any) -> dict[tuple[Any, ...], dict[str, int]]:
    """Return, for each group of transfers, by how much each place has gained."""
    rows = (
        Transfer.objects.filter(**only)
        .annotate(month=ExtractMonth("on_day"))
        .values_list(*by, "giver", "taker")
        .annotate(cents=Sum("cents"))
        .order_by()
    )
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for *group, giver, taker, cents in rows:
        ends = found.setdefault(tuple(group), {})
        ends[giver] = ends.get(giver, 0) - int(cents)
        ends[taker] = ends.get(taker, 0) + int(cents)
    return found


def _counted(plan: BudgetLine) -> int:
    return plan.cents if plan.puts_right_id is None else -plan.cents


def _spent(ends: dict[str, int]) -> int:
    return sum(ends.get(place, 0) for place in SPENT)
