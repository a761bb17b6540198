"""The books of the invented program: who funds it, what is planned, and what its cases have cost so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from amends.command.demonstration.cast import Cast
from amends.command.demonstration.tales import Tale
from amends.journey.models import Case
from amends.money import booking, spending
from amends.money.models import Fund

HOUR, MINUTE = 9, 30
CENTS = 100
# What a thing costs in dollars, at least and at most.
FOR_HER = {"housing": (180, 950), "counseling": (90, 240), "legal": (150, 600), "health": (20, 160)}
FOR_HIM = {"accountability program": (120, 480)}
LIVING = ("preparing", "planning", "following", "completed")
FUNDS: tuple[dict[str, Any], ...] = (
    {
        "funder": "Example State Department of Justice",
        "name": "Pilot grant",
        "purposes": [
            "accountability program",
            "facilitation",
            "evaluation",
            "training",
            "running the program",
        ],
        "sides": ["his", "program"],
        "dollars": 640_000,
    },
    {
        "funder": "Example County",
        "name": "Survivors' services",
        "purposes": ["housing", "counseling", "legal", "health", "emergency"],
        "sides": ["hers"],
        "dollars": 520_000,
    },
)
PLANNED = {
    "Pilot grant": {
        ("accountability program", "his"): 260_000,
        ("facilitation", "program"): 180_000,
        ("evaluation", "program"): 60_000,
        ("running the program", "program"): 80_000,
    },
    "Survivors' services": {
        ("housing", "hers"): 240_000,
        ("counseling", "hers"): 120_000,
        ("legal", "hers"): 90_000,
        ("emergency", "hers"): 30_000,
    },
}
MONTHLY = {("facilitation", "staff time"): 13_400, ("running the program", "services"): 5_900}


def keep_books(cast: Cast, tales: Sequence[Tale], *, seed: int) -> None:
    """Let the director and the workers of each case write down, on the last working day, what the year has cost."""
    draw = Random(seed)  # noqa: S311 - it draws amounts, and no secret
    today = cast.calendar.days[-1]
    cast.at(today, HOUR, MINUTE)
    director = tales[0]
    with director.as_("director", at_case=False):
        opened = [open_fund(told, today) for told in FUNDS]
        funds = {fund.name: fund for fund in opened}
        months(funds["Pilot grant"], today, draw)
    for tale in tales:
        write_costs(tale, funds, today, draw)
    asks(tales, funds["Survivors' services"], today)


def open_fund(told: dict[str, Any], today: date) -> Fund:
    """Write down a fund with its money and its budget."""
    begins, ends = date(today.year, 1, 1), date(today.year, 12, 31)
    terms = {name: told[name] for name in ("funder", "name", "purposes", "sides")}
    fund = booking.open_fund(**terms, from_on=begins, until_on=ends)
    booking.receive(fund, cents=told["dollars"] * CENTS, on_day=begins)
    for (purpose, side), dollars in PLANNED[fund.name].items():
        booking.plan(fund, year=today.year, purpose=purpose, side=side, cents=dollars * CENTS)
    return fund


def months(fund: Fund, today: date, draw: Random) -> None:
    """Write down what each month until today has cost besides the cases."""
    for month in range(1, today.month + 1):
        on_day = min(date(today.year, month, 25), today)
        for (purpose, spent_on), dollars in MONTHLY.items():
            cents = round(dollars * CENTS * draw.uniform(0.85, 1.1))
            booking.spend(
                fund, purpose=purpose, side="program", spent_on=spent_on, cents=cents, on_day=on_day
            )


def write_costs(tale: Tale, funds: dict[str, Fund], today: date, draw: Random) -> None:
    """Let the advocate and the coach of a case write down what it has cost this year, where it has cost anything."""
    with tale.as_("director", at_case=False):
        stage, entered_on = Case.objects.filter(pk=tale.case_id).values_list("stage", "entered_on").get()
    if stage not in LIVING:
        return
    first = max(entered_on, date(today.year, 1, 1))
    for part, fund, kinds, write in (
        ("advocate", "Survivors' services", FOR_HER, spending.spend_on_her),
        ("coach", "Pilot grant", FOR_HIM, spending.spend_on_him),
    ):
        with tale.as_(part):
            for purpose, (least, most) in kinds.items():
                on_day = first + timedelta(days=draw.randint(0, max((today - first).days, 0)))
                cents = draw.randint(least * CENTS, most * CENTS)
                write(
                    tale.case_id,
                    fund_id=funds[fund].pk,
                    purpose=purpose,
                    spent_on="services",
                    cents=cents,
                    on_day=on_day,
                )


def asks(tales: Sequence[Tale], fund: Fund, today: date) -> None:
    """Let one request to the emergency fund be granted and spent, and another wait."""
    granted, waits = tales[0], tales[1]
    with granted.as_("advocate"):
        request = spending.ask_emergency_fund(granted.case_id, need="a safe night", cents=140 * CENTS)
    with granted.as_("director", at_case=False):
        spending.grant(request, fund=fund)
    with granted.as_("advocate"):
        again = spending.requests_of(granted.case_id)[0]
        spending.spend_what_was_granted(again, spent_on="services", cents=128 * CENTS, on_day=today)
    with waits.as_("advocate"):
        spending.ask_emergency_fund(waits.case_id, need="a phone", cents=60 * CENTS)
