"""Filling a database of its own with the invented program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.db import connections

from amends.command.demonstration.books import keep_books
from amends.command.demonstration.cast import A_MINUTE, CLOSES, OPENS, Calendar, Cast, people_told
from amends.command.demonstration.plots import PLOTS, Plot
from amends.command.demonstration.sign_ins import SIGN_INS
from amends.command.demonstration.tales import Parties, Tale
from amends.database.addresses import connect_as
from amends.entrance.accounts import make_account

# The same program each time: who they are and how it goes follow from this number; ids do not.
SEED = 20_260_105
SPANISH_SHARE = 0.3
# One case in ten is another survivor's case in the same matter as the case before it.
SAME_MATTER_EVERY = 10


class NotForDemonstrations(Exception):
    """These settings are not a demonstration's. Nothing was written."""


def fill(*, plots: Sequence[Plot] = PLOTS, told: Callable[[], None] = lambda: None) -> None:
    """Tell the invented program into the database of the settings, which is migrated and has nobody in it.

    told  called after each case, for a progress bar

    Commits as it goes. Afterwards the clock runs on from the program's present day, and the people of
    SIGN_INS can sign in. Raises NotForDemonstrations on a live site.
    """
    if settings.LIVE:
        raise NotForDemonstrations("A live site holds nobody who is invented. Nothing was written.")
    database = connections["default"].settings_dict["NAME"]
    with connect_as("amends_owner", database, autocommit=True) as owner:
        [(true_today,)] = owner.execute("SELECT access.today()").fetchall()
        cast = Cast(owner, Calendar(true_today))
        cast.moves_in()
        shown: dict[str, Tale] = {}
        tales: list[Tale] = []
        every = [plot for plot in plots for _ in range(plot.cases)]
        for number, (plot, parties) in enumerate(zip(every, invent_parties(len(every)), strict=True)):
            tale = tell(cast, plot, parties, number=number)
            shown.setdefault(plot.shown, tale)
            tales.append(tale)
            told()
        keep_books(cast, tales, seed=SEED)
        cast.at_present(true_today)
        for one in SIGN_INS:
            make_account(shown[one.case].people[one.part], one.secrets)


def tell(cast: Cast, plot: Plot, parties: Parties, *, number: int) -> Tale:
    """Tell one case, on working days that end before the program's present."""
    draw = Random(f"{SEED} {number}")  # noqa: S311 - it draws stories, and no secret
    acts = plot.acts(draw)
    turn = 0 if plot.shown else number // 4 * 2 + number % 2
    tale = Tale(cast, parties, county=county_of(number), turn=turn, draw=draw)
    days = cast.calendar.days
    place = len(days) - draw.randint(*plot.quiet) - sum(wait for wait, _ in acts)
    for wait, act in acts:
        cast.goes_by(days[place], days[place + wait])
        place += wait
        cast.at(days[place], draw.randint(OPENS, CLOSES), draw.randint(A_MINUTE, 59))
        act(tale)
    cast.goes_by(days[place], cast.calendar.present)
    return tale


def county_of(number: int) -> int:
    """Return in which county a case is: two follow one another in each, so that two can be in one matter."""
    return number // 2 % 2


def invent_parties(cases: int) -> list[Parties]:
    """Return the two people of each case, and its court number, each name once where there are enough."""
    draw = Random(SEED)  # noqa: S311 - it draws names, and no secret
    hers, his, called = (
        names_for(cases, people_told()["names"][kind].split(), draw)
        for kind in ("survivors", "accountable", "cases")
    )
    invented: list[Parties] = []
    for number in range(cases):
        charged = Parties(
            court_number=f"{'AJ'[county_of(number)]}-26-{draw.randint(1000, 9999)}",
            her_called=hers[number],
            her_language="es" if draw.random() < SPANISH_SHARE else "en",
            her_born_on=day_between(draw, 1975, 2005),
            his_called=f"{his[number]} Example",
            his_born_on=day_between(draw, 1970, 2000),
            case_called=called[number],
        )
        if number % SAME_MATTER_EVERY == SAME_MATTER_EVERY - 1:
            before = invented[-1]
            charged = replace(
                charged,
                court_number=before.court_number,
                his_called=before.his_called,
                his_born_on=before.his_born_on,
            )
        invented.append(charged)
    return invented


def names_for(count: int, names: list[str], draw: Random) -> list[str]:
    """Return so many names in a drawn order, beginning anew when they do not suffice."""
    drawn = draw.sample(names, len(names))
    return [drawn[number % len(drawn)] for number in range(count)]


def day_between(draw: Random, first_year: int, last_year: int) -> date:
    """Return some day of these years."""
    return date(first_year, 1, 1) + timedelta(days=draw.randrange(365 * (last_year - first_year)))
