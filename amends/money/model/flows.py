"""How many people, cases and person-years each side has in each year of a reading.

Everybody on one road is followed from entering: the process and, for a case that returns, the court; or the
court at once. What comes after a release begins at the release, so that no year in prison counts twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from amends.money.model.arithmetic import Arithmetic, Number
from amends.money.model.scenario import SIDES, Reading

Values = Mapping[str, Number]
# A number for each year of the horizon.
Years = list[Number]
# By side and by what one counts.
Quantities = dict[tuple[str, str], Years]

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
        return self._by_year(
            [self._stayed(year - start) - self._stayed(year - start - length) for year in self._ends]
        )

    def at(self, moment: Number) -> Years:
        """Return how many a year meet what happens `moment` years after entering."""
        if self.reading.flow == "steady":
            return [self._of(1)] * self.reading.horizon_years
        return self._by_year([self._passed(year - moment) for year in self._ends])

    def once(self) -> Years:
        """Return 1 in the first year and 0 later: what is paid at the start."""
        return [self._of(1), *[self._of(0)] * (self.reading.horizon_years - 1)]

    def each_year(self) -> Years:
        """Return 1 for each year in which somebody may be in the program."""
        return [self._of(1)] * self.reading.horizon_years

    @property
    def _ends(self) -> list[Number]:
        return [self._of(year) for year in range(self.reading.horizon_years + 1)]

    def _of(self, whole: int) -> Number:
        return self.arithmetic.of(Decimal(whole))

    def _by_year(self, of_one_year: Years) -> Years:
        # What everybody who entered in one year has spent by a year's end; those of all years, one behind the
        # other, add up to the difference between those ends.
        enrolling = self.reading.enrolling_years
        return [
            of_one_year[year] - of_one_year[max(year - enrolling, 0)]
            for year in range(1, self.reading.horizon_years + 1)
        ]

    def _passed(self, since: Number) -> Number:
        """Return the share of those who enter within a year who have done so `since` years after its start."""
        if self.reading.entering == "at the start of the year":
            return self.arithmetic.is_positive(since)
        return self.arithmetic.least(self.arithmetic.most(since, self._of(0)), self._of(1))

    def _stayed(self, since: Number) -> Number:
        """Return the years that they have stayed by then, on average, if nobody leaves."""
        if self.reading.entering == "at the start of the year":
            return self.arithmetic.most(since, self._of(0))
        within = self._passed(since)
        return within * within * self.arithmetic.of(HALF) + self.arithmetic.most(
            since - self._of(1), self._of(0)
        )


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
    one, begun = arithmetic.of(Decimal(1)), arithmetic.of(Decimal(0))
    entries = times(people.entering, flow.at(begun))
    support = flow.during(begun, values["process.support_years"])
    shared = {
        "start": flow.once(),
        "year": flow.each_year(),
        "case": entries,
        "party": entries,
        "survivor": times(values["people.survivors_per_party"], entries),
        "survivor year": times(people.entering * values["people.survivors_per_party"], support),
    }
    found = {(side, per): years for side in SIDES for per, years in shared.items()}
    completed = people.entering * people.completed_share
    returned = people.entering * people.returned_share
    return_after = values["process.returned_after_years"]
    length = values["process.accountability_years"]
    served = added(
        times(completed, flow.during(begun, length)),
        times(returned, flow.during(begun, returned_stay(values, arithmetic))),
    )
    found["program", "party year"] = served
    found["program", "process"] = times(one / length, served)
    found["program", "completed case"] = times(completed, flow.at(values["process.years"]))
    found["program", "returned case"] = times(returned, flow.at(return_after))
    present_again = values["recidivism.present_share"]
    program_again = arithmetic.least(
        arithmetic.most(present_again + values["recidivism.difference_share"], begun), one
    )
    at_court = {
        "present": court_road(
            flow, values, arithmetic, entering=people.entering, after=begun, again=present_again
        ),
        "program": court_road(
            flow, values, arithmetic, entering=returned, after=return_after, again=program_again
        ),
    }
    found |= {(side, per): years for side in SIDES for per, years in at_court[side].items()}
    # Whoever completes is free from the beginning.
    again, after = completed * program_again, values["recidivism.after_years"]
    for per, years in (
        ("re-conviction", flow.at(after)),
        ("re-conviction prison year", flow.during(after, values["recidivism.prison_years"])),
    ):
        found["program", per] = added(found["program", per], times(again, years))
    return found


def court_road(
    flow: Flow, values: Values, arithmetic: Arithmetic, *, entering: Number, after: Number, again: Number
) -> dict[str, Years]:
    """Return what `entering` people a year meet whose case goes to court `after` years after they entered.

    `again` is the share of them who are convicted anew, some time after being free.
    """
    verdict = after + values["otherwise.verdict_after_years"]
    convicted = entering * convicted_share(values, arithmetic)
    imprisoned = entering * imprisoned_share(values, arithmetic)
    jailed = (convicted - imprisoned) * values["otherwise.jail_share"]
    on_probation = (convicted - imprisoned - jailed) * values["otherwise.probation_share"]
    released = verdict + values["otherwise.prison_years"]
    # Whoever is in prison is at risk from the release on, so that no year of theirs counts twice.
    groups = ((entering - imprisoned, after), (imprisoned, released))
    anew = [(group * again, free + values["recidivism.after_years"]) for group, free in groups]
    return {
        "prosecuted case": times(entering, flow.at(after)),
        "pretrial jail year": times(entering, flow.during(after, values["otherwise.pretrial_jail_years"])),
        "prison year": times(imprisoned, flow.during(verdict, values["otherwise.prison_years"])),
        "jail year": times(jailed, flow.during(verdict, values["otherwise.jail_years"])),
        "probation year": times(on_probation, flow.during(verdict, values["otherwise.probation_years"])),
        "supervision year": times(imprisoned, flow.during(released, values["otherwise.supervision_years"])),
        "re-conviction": added(*(times(group, flow.at(moment)) for group, moment in anew)),
        "re-conviction prison year": added(
            *(times(group, flow.during(moment, values["recidivism.prison_years"])) for group, moment in anew)
        ),
    }


def times(factor: Number, years: Years) -> Years:
    """Return every year's number multiplied."""
    return [factor * one for one in years]


def added(*several: Years) -> Years:
    """Return the sums of each year."""
    return [sum(ones[1:], start=ones[0]) for ones in zip(*several, strict=True)]
