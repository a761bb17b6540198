"""Draws a slice of the population: who they are, what truly happens to them, and what records say of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.synthetic.options import Options

WORLD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("world.toml").read_text(encoding="utf-8"))
DAYS_A_YEAR = 365.25
NEVER = np.iinfo(np.int32).max


def day(on: date) -> int:
    """The number of a day, as Parquet counts them."""
    return (on - date(1970, 1, 1)).days


@dataclass(frozen=True)
class People:
    """A slice of accountable parties, an array each; days are counted as in Parquet, NEVER is never.

    `rate` is of re-arrest a year without the offer; `unmeasured` is what no file holds.
    """

    ids: np.ndarray
    county: np.ndarray
    organization: np.ndarray
    charge: np.ndarray
    age: np.ndarray
    prior_arrests: np.ndarray
    employed: np.ndarray
    housed: np.ndarray
    unmeasured: np.ndarray
    offered: np.ndarray
    time_zero: np.ndarray
    rate: np.ndarray
    rearrested: np.ndarray
    died: np.ndarray
    removed: np.ndarray
    lost: np.ndarray
    consented: np.ndarray
    completed: np.ndarray

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.ids)


def draws_for(seed: int, part: int) -> np.random.Generator:
    """The random numbers of one slice: the same for a seed however large the population is."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(part,))))


def draw_people(draws: np.random.Generator, first: int, n: int, options: Options) -> People:
    """Draw `n` people with ids from `first` on, and what truly becomes of each."""
    usual = WORLD["usual"]
    age = np.clip(draws.gamma(6.0, 5.5, n) + 18, 18, 80).astype(np.int16)
    prior = draws.poisson(2.0, n).astype(np.int16)
    employed, housed = draws.random(n) < 0.45, draws.random(n) < 0.7
    unmeasured = draws.standard_normal(n)
    known = {
        "age": age - 51.0,
        "prior_arrests": prior - 2.0,
        "employed": employed - 0.45,
        "housed": housed - 0.7,
    }
    odds = np.log(usual["offered_share"] / (1 - usual["offered_share"]))
    if not options.randomized:
        odds = odds + _weighed(known, WORLD["odds_of_offer"]) - options.confounding * unmeasured
    offered = draws.random(n) < 1 / (1 + np.exp(-odds))
    first_day, last_day = day(WORLD["first_time_zero"]), day(WORLD["last_time_zero"])
    time_zero = draws.integers(first_day, last_day, n, endpoint=True).astype(np.int32)
    rate = usual["rearrest_a_year"] * np.exp(
        _weighed(known, WORLD["rate_of_rearrest"]) + options.confounding * unmeasured
    )
    rearrested = _after(draws, time_zero, rate * np.where(offered, options.hazard_ratio, 1.0))
    consents = offered & (draws.random(n) < usual["consents_share"])
    # Whoever is steadier completes more often, which is why completers alone show nothing.
    steady = 1 / (1 + np.exp(-(np.log(1.5) - 0.2 * (prior - 2.0) - 0.5 * unmeasured)))
    completes = consents & (draws.random(n) < steady * usual["completes_share"] / 0.6)
    consented = np.where(consents, time_zero + draws.integers(20, 90, n), NEVER).astype(np.int32)
    completed = np.where(completes, consented.astype(np.int64) + draws.integers(400, 730, n), NEVER).astype(
        np.int32
    )
    # A new arrest before the end is the end.
    completed = np.where(rearrested < completed, NEVER, completed).astype(np.int32)
    loss = usual["loss_a_year"] * np.exp(options.informative_loss * unmeasured)
    counties = len(WORLD["counties"]["names"])
    county = draws.integers(0, counties, n).astype(np.int8)
    return People(
        ids=np.arange(first, first + n, dtype=np.int64),
        county=county,
        organization=(county * 2 + draws.integers(0, 2, n)).astype(np.int8),
        charge=draws.choice(3, n, p=[0.6, 0.3, 0.1]).astype(np.int8),
        age=age,
        prior_arrests=prior,
        employed=employed,
        housed=housed,
        unmeasured=unmeasured,
        offered=offered,
        time_zero=time_zero,
        rate=rate,
        rearrested=rearrested,
        died=_after(draws, time_zero, np.full(n, usual["death_a_year"])),
        removed=_after(draws, time_zero, np.full(n, usual["removal_a_year"])),
        lost=_after(draws, time_zero, loss),
        consented=consented,
        completed=completed,
    )


def _weighed(known: dict[str, Any], weights: dict[str, float]) -> Any:
    return sum(weight * known[name] for name, weight in weights.items())


def _after(draws: np.random.Generator, start: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """The day of something that comes at a steady yearly rate after a day; NEVER when beyond a century."""
    waited = np.ceil(draws.exponential(1.0, len(start)) * DAYS_A_YEAR / rate)
    return np.where(waited < 36_525, start + waited, NEVER).astype(np.int32)


@dataclass
class Truth:
    """What is true of everybody drawn so far, added up slice by slice.

    `risks[(offered, days)]` sums the probability of a first re-arrest, before death and removal, within so
    many days if everybody were (or were not) offered; `free_days` the days without one.
    """

    people: int
    risks: dict[tuple[bool, int], float]
    free_days: dict[tuple[bool, int], float]

    HORIZONS = (183, 365, 730, 1095)

    @classmethod
    def none_yet(cls) -> Truth:
        """Nobody, yet."""
        asked = [(offered, days) for offered in (False, True) for days in cls.HORIZONS]
        return cls(0, dict.fromkeys(asked, 0.0), dict.fromkeys(asked, 0.0))

    def add(self, people: People, options: Options) -> None:
        """Add a slice, by the closed form for steady rates that compete."""
        usual = WORLD["usual"]
        self.people += people.n
        for offered, days in self.risks:
            years = days / DAYS_A_YEAR
            event = people.rate * (options.hazard_ratio if offered else 1.0)
            every = event + usual["death_a_year"] + usual["removal_a_year"]
            within = -np.expm1(-every * years)
            self.risks[offered, days] += float((event / every * within).sum())
            # Until a re-arrest, those who died or were removed counted as censored.
            self.free_days[offered, days] += float((-np.expm1(-event * years) / event).sum()) * DAYS_A_YEAR

    def told(self, options: Options) -> dict[str, Any]:
        """The truth as it is written down: effects of the offer on everybody in the file."""
        n = max(self.people, 1)
        risk = {key: total / n for key, total in self.risks.items()}
        free = {key: total / n for key, total in self.free_days.items()}
        return {
            "hazard_ratio": options.hazard_ratio,
            "score_difference": options.score_difference,
            "county_difference": options.county_difference,
            "by_days": [
                {
                    "days": days,
                    "risk_not_offered": risk[False, days],
                    "risk_offered": risk[True, days],
                    "risk_difference": risk[True, days] - risk[False, days],
                    "restricted_mean_difference_days": free[True, days] - free[False, days],
                }
                for days in self.HORIZONS
            ],
        }
