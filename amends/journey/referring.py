"""Referring a case: what the prosecutor's office tells the program, and what of it is never kept."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import connection

from amends.database.addresses import program_secret
from amends.journey.moving import refer
from amends.policy.rules import RULES


def likeness(name: str, born_on: date) -> str:
    """Return the hex of a keyed hash of a name and a birth date, by which records of one person are found.

    Capitals, accents, points and spaces make no difference. Whoever has the database but not the program's
    secret cannot try names against it. Nothing is written; the birth date itself is kept nowhere.

    >>> likeness("José  Pérez-Rey", date(1990, 1, 2)) == likeness("jose perez rey", date(1990, 1, 2))
    True
    """
    apart = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each if each.isalnum() else " " for each in apart if not unicodedata.combining(each))
    plain = f"{' '.join(letters.split())}|{born_on.isoformat()}"
    return hmac.new(program_secret("likeness"), plain.encode(), "sha256").hexdigest()


def age_years(born_on: date, on_day: date) -> int:
    """Return the age in whole years on a day.

    >>> age_years(date(2008, 3, 2), date(2026, 3, 1)), age_years(date(2008, 3, 2), date(2026, 3, 2))
    (17, 18)
    """
    return on_day.year - born_on.year - ((on_day.month, on_day.day) < (born_on.month, born_on.day))


def refer_case(told: Mapping[str, Any], *, today: date) -> UUID:
    """Open a case for a person who has been charged, and return its id; the liaison has a seat in it.

    `told` is what access.refer (gate/5_seating.sql) takes, with the days `her_born_on` and `his_born_on` in
    place of the two likenesses. A birth date that makes her younger than the least age counts against
    `says_adult`. Raises NotNow with what is missing (P1), and NoSuchCase when the person is no liaison: then
    nothing is written. Of what is said about her, the office can read nothing afterwards.
    """
    kept: dict[str, Any] = {
        key: value.strip() if isinstance(value, str) else value for key, value in told.items()
    }
    her_born_on, his_born_on = kept.pop("her_born_on"), kept.pop("his_born_on")
    least_age_years = cast("int", RULES["entry.least_age_years"].on(today))
    of_age = age_years(her_born_on, today) >= least_age_years
    return refer(
        {
            **{key: value for key, value in kept.items() if value is not None},
            "court_number": court_number_as_kept(kept["court_number"]),
            "her_likeness": likeness(kept["her_called"], her_born_on),
            "his_likeness": likeness(kept["his_called"], his_born_on),
            "says_adult": kept["says_adult"] and of_age,
        }
    )


def court_number_as_kept(typed: str) -> str:
    """Return a court number in the one spelling in which it is kept and searched for.

    >>> court_number_as_kept("  cr-26  0147 ")
    'CR-26 0147'
    """
    return " ".join(typed.split()).upper()


def counsel_to_choose_from() -> list[tuple[UUID, str]]:
    """Return the counsel who work with the program, by id and name, for a liaison; none for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, called FROM access.counsel_of_the_county()")
        return cursor.fetchall()
