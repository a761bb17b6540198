"""How many people, cases and person-years each side has in each year of a reading.

Everybody on one road is followed from entering: the process and, for a case that returns, the court; or the
court at once. What comes after a release begins at the release, so that no year in prison counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from amends.money.model.arithmetic import Arithmetic, Number
from amends.money.model.scenario import SIDES, Reading

Values = Mapping[str, Number]
# A number for each year of the horizon.
Years = list[Number]


class Quantities(dict[tuple[str, str], Years]):
    """How much there is in each year, by side and by what one counts; each is reckoned when it is first asked for."""

    def __init__(self, ways: Mapping[tuple[str, str], Callable[[], Years]]):
        super().__init__()
        self.ways = ways

    def __missing__(self, key: tuple[str, str]) -> Years:
        self[key] = self.ways[key]()
        return self[key]


HALF = Decimal("0.5")


@dataclass(frozen=True)
class Flow:
    """How those who enter in all years together fill the years, for one who enters in a year."""

    reading: Reading
    values: Values
    arithmetic: Arithmetic

    def during(self, start: Number, length: Number) -> Years:
        """Return the person-years a year of a stay that begins `start` years after entering and lasts `length`.

        In a steady flow as many are in it each year as enter in a year, times its length.
        """
        if self.reading.flow == "steady":
            return [length] * self.reading.horizon_years
        return self._by_year(lambda end: self._stayed(end - start) - self._stayed(end - start - length))

    def at(self, moment: Number) -> Years:
        """Return how many a year meet what happens `moment` years after entering."""
        if self.reading.flow == "steady":
            return [self._one] * self.reading.horizon_years
        return self._by_year(lambda end: self._passed(end - moment))

    def once(self) -> Years:
        """Return 1 in the first year and 0 later: what is paid at the start."""
        return [self._one, *[self._nothing] * (self.reading.horizon_years - 1)]

    def each_year(self) -> Years:
        """Return 1 for each year in which somebody may be in the program."""
        return [self._one] * self.reading.horizon_years

    @cached_property
    def _ends(self) -> list[Number]:
        return [self.arithmetic.of(Decimal(year)) for year in range(1, self.reading.horizon_years + 1)]

    @cached_property
    def _nothing(self) -> Number:
        return self.arithmetic.of(Decimal(0))

    @cached_property
    def _half(self) -> Number:
        return self.arithmetic.of(HALF)

    @cached_property
    def _one(self) -> Number:
        return self.arithmetic.of(Decimal(1))

    def _by_year(self, of_one_year: Callable[[Number], Number]) -> Years:
        # What everybody who entered in one year has spent by a year's end; those of all years, one behind the
        # other, add up to the difference between those ends. By the start nobody has spent anything.
        enrolling = self.reading.enrolling_years
        by_end = [self._nothing, *(of_one_year(end) for end in self._ends)]
        return [
            by_end[year] - by_end[year - enrolling] if year > enrolling else by_end[year]
            for year in range(1, self.reading.horizon_years + 1)
        ]

    def _passed(self, since: Number) -> Number:
        """Return the share of those who enter within a year who have done so `since` years after its start."""
        if self.reading.entering == "at the start of the year":
            return self.arithmetic.is_positive(since)
        return self.arithmetic.least(self.arithmetic.most(since, self._nothing), self._one)

    def _stayed(self, since: Number) -> Number:
        """Return the years that they have stayed by then, on average, if nobody leaves.

        From entering evenly within a year: half the square of a time within it, and later the time less a half.
        """
        stayed = self.arithmetic.most(since, self._nothing)
        if self.reading.entering == "at the start of the year":
            return stayed
        within = self.arithmetic.least(stayed, self._one)
        return stayed + within * (within * self._half - self._one)


@dataclass(frozen=True)
class People:
    """Who enters a year and who is there at a time, in a steady flow; and the roads they would take."""

    entering: Number
    completed_share: Number
    returned_share: Number
    parties_at_a_time: Number
    survivors_at_a_time: Number
    imprisoned_share: Number


def people_of(values: Values, reading: Reading, arithmetic: Arithmetic) -> People:
    """Return how many enter, from how many there are at a time or the other way round.

    entering = parties at a time / mean time in the accountable party's part, which a return cuts short
    """
    completed = values["process.completed_share"]
    returned = arithmetic.of(Decimal(1)) - completed
    stay = completed * values["process.accountability_years"] + returned * returned_stay(values, arithmetic)
    parties = values["people.parties"]
    entering = parties / stay if reading.counted == "at a time" else parties
    return People(
        entering=entering,
        completed_share=completed,
        returned_share=returned,
        parties_at_a_time=entering * stay,
        survivors_at_a_time=entering * values["people.survivors_per_party"] * values["process.support_years"],
        imprisoned_share=imprisoned_share(values, arithmetic),
    )


def returned_stay(values: Values, arithmetic: Arithmetic) -> Number:
    """Return how long the accountable party's part lasts in a case that returns."""
    return arithmetic.least(values["process.returned_after_years"], values["process.accountability_years"])


def convicted_share(values: Values, arithmetic: Arithmetic) -> Number:
    """Return the share of those charged who would be convicted: (1 - dismissed) x convicted of the others."""
    return (arithmetic.of(Decimal(1)) - values["otherwise.dismissed_share"]) * values[
        "otherwise.convicted_share"
    ]


def imprisoned_share(values: Values, arithmetic: Arithmetic) -> Number:
    """Return the share of those charged who would be sent to prison: convicted x prison of those convicted."""
    return convicted_share(values, arithmetic) * values["otherwise.prison_share"]


def quantities_of(reading: Reading, values: Values, arithmetic: Arithmetic) -> Quantities:
    """Return how much there is in each year of everything that a cost may be for, on each side.

    The program's own process is on its side only. Survivors' support may be on both, for the same people.
    """
    flow = Flow(reading, values, arithmetic)
    people = people_of(values, reading, arithmetic)
    nothing = arithmetic.of(Decimal(0))
    ways: dict[tuple[str, str], Callable[[], Years]] = {}
    for side in SIDES:
        ways |= {(side, per): way for per, way in shared_ways(flow, people).items()}
    ways |= {("program", per): way for per, way in process_ways(flow, people).items()}
    present = Court(flow, entering=people.entering, after=nothing, again=values["recidivism.present_share"])
    program = Court(
        flow,
        entering=people.entering * people.returned_share,
        after=values["process.returned_after_years"],
        again=convicted_anew(values, arithmetic),
        completing=people.entering * people.completed_share,
    )
    for side, court in (("program", program), ("present", present)):
        ways |= {(side, per): way for per, way in court.ways().items()}
    return Quantities(ways)


def shared_ways(flow: Flow, people: People) -> dict[str, Callable[[], Years]]:
    """Return how that is reckoned which is the same on both sides: whoever enters, and survivors' support."""
    values, begun = flow.values, flow.arithmetic.of(Decimal(0))
    survivors = people.entering * values["people.survivors_per_party"]
    return {
        "start": flow.once,
        "year": flow.each_year,
        "case": lambda: times(people.entering, flow.at(begun)),
        "party": lambda: times(people.entering, flow.at(begun)),
        "survivor": lambda: times(survivors, flow.at(begun)),
        "survivor year": lambda: times(survivors, flow.during(begun, values["process.support_years"])),
    }


def process_ways(flow: Flow, people: People) -> dict[str, Callable[[], Years]]:
    """Return how that is reckoned which only the program has: its process, and what becomes of it."""
    values, arithmetic = flow.values, flow.arithmetic
    begun, length = arithmetic.of(Decimal(0)), values["process.accountability_years"]
    completed = people.entering * people.completed_share
    returned = people.entering * people.returned_share

    def served() -> Years:
        return added(
            times(completed, flow.during(begun, length)),
            times(returned, flow.during(begun, returned_stay(values, arithmetic))),
        )

    return {
        "party year": served,
        "process": lambda: times(arithmetic.of(Decimal(1)) / length, served()),
        "completed case": lambda: times(completed, flow.at(values["process.years"])),
        "returned case": lambda: times(returned, flow.at(values["process.returned_after_years"])),
    }


def convicted_anew(values: Values, arithmetic: Arithmetic) -> Number:
    """Return the share of those who begin the process who are convicted anew: the present one plus the difference."""
    share = values["recidivism.present_share"] + values["recidivism.difference_share"]
    return arithmetic.least(arithmetic.most(share, arithmetic.of(Decimal(0))), arithmetic.of(Decimal(1)))


@dataclass(frozen=True)
class Court:
    """What `entering` people a year meet whose case goes to court `after` years after they entered.

    `again` is the share of them who are convicted anew, some time after being free; the same share of
    `completing` people a year, who never go to court and are free from the beginning.
    """

    flow: Flow
    entering: Number
    after: Number
    again: Number
    completing: Number | None = None

    def ways(self) -> dict[str, Callable[[], Years]]:
        """Return how each part of the road is reckoned."""
        years = self._years
        return {
            "prosecuted case": lambda: times(self.entering, self.flow.at(self.after)),
            "pretrial jail year": lambda: years(self.entering, self.after, "otherwise.pretrial_jail_years"),
            "prison year": lambda: years(self._imprisoned, self._verdict, "otherwise.prison_years"),
            "jail year": lambda: years(self._jailed, self._verdict, "otherwise.jail_years"),
            "probation year": lambda: years(self._on_probation, self._verdict, "otherwise.probation_years"),
            "supervision year": lambda: years(
                self._imprisoned, self._released, "otherwise.supervision_years"
            ),
            "re-conviction": lambda: added(*(times(who, self.flow.at(when)) for who, when in self._anew())),
            "re-conviction prison year": lambda: added(
                *(years(who, when, "recidivism.prison_years") for who, when in self._anew())
            ),
        }

    def _years(self, people: Number, start: Number, length: str) -> Years:
        return times(people, self.flow.during(start, self.flow.values[length]))

    def _anew(self) -> Iterator[tuple[Number, Number]]:
        # Whoever is in prison is at risk from the release on, so that no year of theirs counts twice.
        lag = self.flow.values["recidivism.after_years"]
        yield (self.entering - self._imprisoned) * self.again, self.after + lag
        yield self._imprisoned * self.again, self._released + lag
        if self.completing is not None:
            yield self.completing * self.again, lag

    @property
    def _verdict(self) -> Number:
        return self.after + self.flow.values["otherwise.verdict_after_years"]

    @property
    def _released(self) -> Number:
        return self._verdict + self.flow.values["otherwise.prison_years"]

    @property
    def _imprisoned(self) -> Number:
        return self.entering * imprisoned_share(self.flow.values, self.flow.arithmetic)

    @property
    def _not_imprisoned(self) -> Number:
        return self.entering * convicted_share(self.flow.values, self.flow.arithmetic) - self._imprisoned

    @property
    def _jailed(self) -> Number:
        return self._not_imprisoned * self.flow.values["otherwise.jail_share"]

    @property
    def _on_probation(self) -> Number:
        return (self._not_imprisoned - self._jailed) * self.flow.values["otherwise.probation_share"]


def times(factor: Number, years: Years) -> Years:
    """Return every year's number multiplied."""
    return [factor * one for one in years]


def added(*several: Years) -> Years:
    """Return the sums of each year."""
    return [sum(ones[1:], start=ones[0]) for ones in zip(*several, strict=True)]
