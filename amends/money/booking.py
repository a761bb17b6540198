"""Writing the program's books: funds and their terms, the budget, and what is given, committed and spent.

Each act adds one row and changes none. All raise NoSuchCase for whoever may not write the books, and Refused with the
name of the rule that the row would have broken (see refusals.py); then nothing has been written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from amends.journey.recording import add
from amends.money.models import BudgetLine, Fund, FundTerms, Transfer


def open_fund(
    *, funder: str, name: str, purposes: Sequence[str], sides: Sequence[str], from_on: date, until_on: date
) -> Fund:
    """Write down a fund with its first terms, both or neither, and return it. It holds nothing yet."""
    with transaction.atomic():
        fund = add(Fund(funder=funder, name=name))
        set_terms(fund, purposes=purposes, sides=sides, from_on=from_on, until_on=until_on)
    return fund


def set_terms(
    fund: Fund, *, purposes: Sequence[str], sides: Sequence[str], from_on: date, until_on: date
) -> FundTerms:
    """Write down what a funder allows from now on. What was entered before stays as it is."""
    return add(
        FundTerms(fund=fund, purposes=list(purposes), sides=list(sides), from_on=from_on, until_on=until_on)
    )


def plan(fund: Fund, *, year: int, purpose: str, side: str, cents: int) -> BudgetLine:
    """Plan what is spent of a fund in a calendar year on one purpose of one side, once."""
    return add(BudgetLine(fund=fund, year=year, purpose=purpose, side=side, cents=cents))


def receive(fund: Fund, *, cents: int, on_day: date) -> Transfer:
    """Write down what a funder gave."""
    return add(Transfer(fund=fund, giver="funder", taker="fund", cents=cents, on_day=on_day))


def commit(
    fund: Fund, *, purpose: str, side: str, cents: int, on_day: date, voucher: str | None = None
) -> Transfer:
    """Set money aside that the program has bound itself to pay, such as by a contract."""
    return add(
        Transfer(
            fund=fund,
            giver="fund",
            taker="committed",
            purpose=purpose,
            side=side,
            cents=cents,
            on_day=on_day,
            voucher=voucher,
        )
    )


def spend(
    fund: Fund,
    *,
    purpose: str,
    side: str,
    spent_on: str,
    cents: int,
    on_day: date,
    voucher: str | None = None,
) -> Transfer:
    """Write down what was spent and belongs to no single case."""
    return add(
        Transfer(
            fund=fund,
            giver="fund",
            taker=spent_on,
            purpose=purpose,
            side=side,
            cents=cents,
            on_day=on_day,
            voucher=voucher,
        )
    )


def pay_committed(committed: Transfer, *, spent_on: str, cents: int, on_day: date) -> Transfer:
    """Write down what was paid of a commitment."""
    return _drawn(committed, taker=spent_on, cents=cents, on_day=on_day)


def release(committed: Transfer, *, cents: int, on_day: date) -> Transfer:
    """Give back to the fund what a commitment no longer needs."""
    return _drawn(committed, taker="fund", cents=cents, on_day=on_day)


def _drawn(committed: Transfer, *, taker: str, cents: int, on_day: date) -> Transfer:
    return add(
        Transfer(
            fund_id=committed.fund_id,
            giver="committed",
            taker=taker,
            purpose=committed.purpose,
            side=committed.side,
            cents=cents,
            on_day=on_day,
            commitment=committed,
        )
    )


def funds_that_pay(side: str, *, today: date, purpose: str | None = None) -> list[tuple[str, str]]:
    """Return the id and name of each fund whose terms allow this side, and this purpose, today, by name."""
    found = [
        (str(terms.fund_id), terms.fund.name)
        for terms in terms_now().values()
        if side in terms.sides
        and terms.from_on <= today <= terms.until_on
        and (purpose is None or purpose in terms.purposes)
    ]
    return sorted(found, key=lambda one: one[1])


def terms_now() -> dict[UUID, FundTerms]:
    """Return the terms in force of each fund, by fund: the newest."""
    return {one.fund_id: one for one in FundTerms.objects.select_related("fund").order_by("added_at", "-id")}


def undo(entry: Transfer) -> Transfer:
    """Put a transfer right by another that undoes the whole of it, dated as the first, and return the other."""
    return add(
        Transfer(
            puts_right=entry,
            fund_id=entry.fund_id,
            giver=entry.taker,
            taker=entry.giver,
            cents=entry.cents,
            on_day=entry.on_day,
            purpose=entry.purpose,
            side=entry.side,
        )
    )


def unplan(line: BudgetLine) -> BudgetLine:
    """Take a line of the budget back by another that undoes the whole of it, and return the other."""
    return add(
        BudgetLine(
            puts_right=line,
            fund_id=line.fund_id,
            year=line.year,
            purpose=line.purpose,
            side=line.side,
            cents=line.cents,
        )
    )
