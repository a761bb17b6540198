"""How the cases of the invented program go: the acts in their order, and how many days lie between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from amends.command.demonstration.tales import Tale

# What happens, after at least and at most so many working days.
Act = tuple[int, int, Callable[[Tale], None]]

# The road, and what it takes to reach each stage of it. No wait leads past a longest stay, except where
# somebody is late on purpose.
# fmt: off
ROAD: dict[str, tuple[Act, ...]] = {
    "referred":  ((0, 0, Tale.is_referred),),
    "screening": ((1, 5, Tale.is_staffed), (1, 8, Tale.talks_for_the_first_time)),
    "choosing":  ((1, 6, Tale.makes_a_safety_plan), (1, 8, Tale.is_offered_the_choice)),
    "inviting":  ((2, 10, Tale.hears_both_roads), (1, 10, Tale.says_which_road), (4, 12, Tale.confirms)),
    "preparing": ((4, 15, Tale.consents),),
    "planning":  ((5, 12, Tale.prepares_on_both_sides), (4, 10, Tale.prepares_on_both_sides),
                  (1, 3, Tale.wants_and_goes_on)),
    "following": ((2, 10, Tale.writes_the_plan), (4, 10, Tale.agrees_to_all), (1, 5, Tale.agrees_the_plan)),
    "completed": ((30, 60, Tale.shows_what_was_done), (5, 20, Tale.plans_to_meet), (6, 6, Tale.meets),
                  (30, 70, Tale.is_reviewed), (20, 60, Tale.shows_what_was_done), (1, 10, Tale.is_reviewed),
                  (30, 90, Tale.shows_that_all_is_done), (2, 8, Tale.is_verified), (1, 5, Tale.is_asked),
                  (1, 6, Tale.completes)),
}


@dataclass(frozen=True)
class Plot:
    """How some cases go: along the road until a stage, then what is said, then so many quiet working days.

    `shown` names a case whose people a visitor can sign in as; it is given to the first workers.
    """

    cases: int
    until: str
    then: tuple[Act, ...] = ()
    quiet: tuple[int, int] = (1, 20)
    shown: str = ""

    def acts(self, draw: Random) -> list[tuple[int, Callable[[Tale], None]]]:
        """Return every act with the working days before it, drawn."""
        stages = list(ROAD)
        road = [act for stage in stages[: stages.index(self.until) + 1] for act in ROAD[stage]]
        return [(draw.randint(least, most), act) for least, most, act in (*road, *self.then)]


LONG_AGO = (10, 250)

PLOTS = (
    Plot(1, "choosing", ((2, 6, Tale.hears_both_roads),), (2, 4), shown="choosing"),
    Plot(1, "following", ((30, 50, Tale.shows_what_was_done),), (2, 4), shown="following"),
    Plot(4, "referred", quiet=(1, 24)),
    Plot(4, "screening", quiet=(1, 22)),
    Plot(3, "choosing", quiet=(1, 40)),
    Plot(1, "choosing", ((2, 8, Tale.hears_both_roads), (1, 5, Tale.says_which_road)), (1, 2)),
    Plot(1, "choosing", ((3, 10, Tale.pauses),)),
    Plot(2, "choosing", ((2, 9, Tale.hears_both_roads), (2, 15, Tale.chooses_another_road)), LONG_AGO),
    Plot(1, "screening", ((2, 9, Tale.is_found_not_eligible),), LONG_AGO),
    Plot(1, "screening", ((18, 20, Tale.cannot_be_reached),), LONG_AGO),
    Plot(4, "inviting"),
    Plot(1, "inviting", ((2, 6, Tale.pauses),), (1, 10)),
    Plot(2, "inviting", ((4, 15, Tale.declines),), LONG_AGO),
    Plot(1, "inviting", ((3, 8, Tale.stops), (1, 1, Tale.sends_the_word)), LONG_AGO),
    Plot(3, "preparing", ((5, 12, Tale.prepares_on_both_sides),), (1, 30)),
    Plot(1, "preparing", ((5, 10, Tale.does_not_want_to_go_on_yet),), (5, 40)),
    Plot(1, "preparing", ((5, 12, Tale.is_held),), (1, 15)),
    Plot(1, "preparing", ((5, 12, Tale.is_under_pressure),), LONG_AGO),
    Plot(1, "preparing", ((5, 20, Tale.is_not_safe_enough),), LONG_AGO),
    Plot(1, "preparing", ((10, 40, Tale.leaves),), LONG_AGO),
    Plot(3, "planning", quiet=(1, 40)),
    Plot(2, "planning", ((3, 12, Tale.writes_the_plan),), (1, 8)),
    Plot(1, "planning", ((4, 12, Tale.writes_the_plan), (2, 9, Tale.stops)), (1, 1)),
    Plot(1, "planning", ((4, 12, Tale.stops), (3, 3, Tale.hold_runs_out)), LONG_AGO),
    Plot(4, "following", ((30, 60, Tale.shows_what_was_done), (20, 60, Tale.is_reviewed)), (2, 40)),
    Plot(1, "following", ((5, 30, Tale.plans_to_meet), (6, 6, Tale.meets), (40, 60, Tale.is_reviewed))),
    Plot(1, "following", ((20, 60, Tale.pauses),), (3, 20)),
    Plot(1, "following", ((20, 60, Tale.pauses), (10, 30, Tale.resumes))),
    Plot(1, "following", ((20, 60, Tale.stops),), (1, 1)),
    Plot(1, "following", ((20, 60, Tale.stops), (1, 1, Tale.takes_it_back)), (5, 60)),
    Plot(1, "following", ((20, 80, Tale.is_contacted_against_the_terms),), LONG_AGO),
    Plot(1, "following", ((20, 80, Tale.office_ends_it),), LONG_AGO),
    Plot(1, "following", ((20, 80, Tale.leaves),), LONG_AGO),
    Plot(6, "completed", quiet=(5, 60)),
)
# fmt: on
