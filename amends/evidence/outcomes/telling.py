"""What the outcomes of a file come to: shares by horizon, both kinds of incidence, person-years, and the bounds.

DuckDB counts, in tables of a few thousand rows however many people there are; the estimators of the survival and
competing chapters take it from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np

from amends.evidence.competing.incidence import cumulative_incidence, incidence_at
from amends.evidence.outcomes.definitions import CATEGORIES, HORIZONS, Measure
from amends.evidence.outcomes.following import DAYS_A_YEAR, day_column
from amends.evidence.rates import poisson_interval, wilson_interval
from amends.evidence.survival.curves import interval_of_survival, kaplan_meier, survival_at
from amends.evidence.survival.rows import rows_of

# The days at which incidence is told: the horizons on a clock of days.
DAYS = tuple(round(months * DAYS_A_YEAR / 12) for months in HORIZONS)


@dataclass
class Told:
    """Counts that add up over slices of a file. Groups are labels of the column asked for, or `all`.

    observed  by group and last horizon up to which people were observed
    shares    by measure and category: by group, horizon by which the event came, and last horizon observed
    """

    observed: Counter[tuple[str, int]] = field(default_factory=Counter)
    shares: dict[tuple[str, str], Counter[tuple[str, int, int]]] = field(default_factory=dict)
    times: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    causes: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    free_days: Counter[str] = field(default_factory=Counter)
    old_offenses: int = 0
    held_at_time_zero: int = 0
    pending: int = 0

    def add(
        self, connection: duckdb.DuckDBPyConnection, by: str | None, primary: Measure, told: Iterable[Measure]
    ) -> None:
        """Count the slice in the table [outcomes]."""
        group = "'all'" if by is None else by
        first = day_column(primary, "any")
        rows = connection.execute(
            f"SELECT {group}, observed, count(*) FROM outcomes WHERE found GROUP BY ALL"
        ).fetchall()
        self.observed.update({(label, observed): count for label, observed, count in rows})
        for measure in (primary, *told):
            for category in CATEGORIES:
                day = day_column(measure, category)
                counts = self.shares.setdefault((measure.name, category), Counter())
                reached = " ".join(f"WHEN {day} <= month_{months} THEN {months}" for months in HORIZONS)
                rows = connection.execute(
                    f"SELECT {group}, CASE {reached} END, observed, count(*) FROM outcomes "
                    f"WHERE found AND {day} <= month_{max(HORIZONS)} GROUP BY ALL"
                ).fetchall()
                counts.update({(label, event, observed): count for label, event, observed, count in rows})
        for counter, query in (
            (self.times, f"(stop_on - time_zero)::INTEGER, ({first} IS NOT NULL)::INTEGER"),
            (self.causes, "cause_time, cause"),
        ):
            rows = connection.execute(
                f"SELECT {group}, {query}, count(*) FROM outcomes WHERE found GROUP BY ALL"
            ).fetchall()
            counter.update({(label, time, how): count for label, time, how, count in rows})
        for label, known, unknown, days, free in connection.execute(
            f"SELECT {group}, count(*) FILTER (found), count(*) FILTER (NOT found), "
            "coalesce(sum(stop_on - time_zero) FILTER (found), 0)::BIGINT, "
            "coalesce(sum(stop_on - time_zero - held_before_event) FILTER (found), 0)::BIGINT FROM outcomes GROUP BY ALL"
        ).fetchall():
            self.known[label] += known
            self.unknown[label] += unknown
            self.days[label] += days
            self.free_days[label] += free
        held, pending = connection.execute(
            "SELECT count(*) FILTER (found AND held_at_time_zero), count(*) FILTER (found AND "
            f"charge_any_on IS NOT NULL AND {first} IS NULL) FROM outcomes"
        ).fetchall()[0]
        self.held_at_time_zero += held
        self.pending += pending
        self.old_offenses += connection.execute("SELECT count(*) FROM later WHERE old").fetchall()[0][0]

    def merge(self, other: Told) -> None:
        """Add what was counted elsewhere of other people."""
        for measure, counts in other.shares.items():
            self.shares.setdefault(measure, Counter()).update(counts)
        for name in ("observed", "times", "causes", "known", "unknown", "days", "free_days"):
            getattr(self, name).update(getattr(other, name))
        for name in ("old_offenses", "held_at_time_zero", "pending"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def groups(self) -> list[str]:
        """The groups, in the order of numbers where all are numbers."""
        labels = sorted({*self.known, *self.unknown})
        try:
            return sorted(labels, key=float)
        except ValueError:
            return labels

    def events(self, group: str) -> int:
        """How many had the event of the definition while they were observed."""
        return sum(count for (label, _, event), count in self.times.items() if label == group and event)

    def records(self) -> dict[str, list[dict[str, Any]]]:
        """Return the tables of the answer, each a list of records."""
        return {
            "shares": list(self._shares()),
            "incidence": list(self._incidence()),
            "person_years": list(self._person_years()),
            "unknown": [
                {"group": group, "known": self.known[group], "unknown": self.unknown[group]}
                for group in self.groups
            ],
            "bounds": list(self._bounds()),
        }

    def _within(self, measure: str, category: str, group: str, months: int) -> tuple[int, int]:
        """Return how many are known to have had an event within so many months or not, and how many had one."""
        known = sum(
            count for (label, seen), count in self.observed.items() if label == group and seen >= months
        )
        happened = 0
        for (label, event, seen), count in self.shares[measure, category].items():
            if label == group and event <= months:
                happened += count
                # Observed for less, but with the event already.
                known += count if seen < months else 0
        return known, happened

    def _shares(self) -> Iterator[dict[str, Any]]:
        for measure, category in self.shares:
            for group in self.groups:
                for months in HORIZONS:
                    known, events = self._within(measure, category, group, months)
                    lower, upper = wilson_interval(events, known) if known else (None, None)
                    yield {
                        "measure": measure,
                        "category": category,
                        "group": group,
                        "months": months,
                        "known": known,
                        "events": events,
                        "share": events / known if known else None,
                        "lower": lower,
                        "upper": upper,
                    }

    def _incidence(self) -> Iterator[dict[str, Any]]:
        """Yield what is left of a group event-free, and how many had the event first, at each horizon in days."""
        at = np.array(DAYS, dtype=float)
        for group in self.groups:
            if not self.known[group]:
                continue
            time, event, count = _of(self.times, group)
            found = survival_at(kaplan_meier(rows_of(time, event, weight=count)), at)
            lower, upper = interval_of_survival(found, "loglog")
            time, cause, count = _of(self.causes, group)
            first, variance = incidence_at(cumulative_incidence(time, cause, 1, count=count), at)
            for place, months in enumerate(HORIZONS):
                yield {
                    "group": group,
                    "months": months,
                    "days": DAYS[place],
                    "event_free": found.estimate[place],
                    "se": found.se[place],
                    "lower": lower[place],
                    "upper": upper[place],
                    "cumulative_incidence": first[place],
                    "variance": variance[place],
                }

    def _person_years(self) -> Iterator[dict[str, Any]]:
        for group in self.groups:
            events, years = self.events(group), self.days[group] / DAYS_A_YEAR
            lower, upper = poisson_interval(events)
            yield {
                "group": group,
                "events": events,
                "person_years": years,
                "free_person_years": self.free_days[group] / DAYS_A_YEAR,
                "rate": events / years if years else None,
                "lower": lower / years if years else None,
                "upper": upper / years if years else None,
            }

    def _bounds(self) -> Iterator[dict[str, Any]]:
        """Yield the share with an event if none of the unknown had one, and if all of them had."""
        for group in self.groups:
            for months in HORIZONS:
                known, events = self._within("new_offense", "any", group, months)
                unknown = self.unknown[group]
                everybody = known + unknown
                yield {
                    "group": group,
                    "months": months,
                    "if_none": events / everybody if everybody else None,
                    "if_all": (events + unknown) / everybody if everybody else None,
                }


def _of(counts: Counter[tuple[str, int, int]], group: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = sorted((time, how, count) for (label, time, how), count in counts.items() if label == group)
    time, how, count = (np.array(values) for values in zip(*rows, strict=True))
    return time.astype(float), how, count.astype(float)
