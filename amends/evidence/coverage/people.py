"""People invented for one study, of whom every chance is known: what an estimate assumes is so, or is not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from scipy.special import expit

PEOPLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("people.toml").read_text(encoding="utf-8"))
# At which month curves and means are asked for; everybody is watched for some of them longer.
LOOKED_AT, HORIZON = 24.0, 36.0
# Of so many people truths are averaged: they are right to a thousandth of what one study leaves open.
TRUE_OF = 1_000_000


class Traits(NamedTuple):
    """What people are like, an array each."""

    age: np.ndarray
    employed: np.ndarray
    unmeasured: np.ndarray

    @classmethod
    def drawn(cls, draws: np.random.Generator, people: int, *, unmeasured: bool) -> Traits:
        """Draw people; what is unmeasured is nothing where it has no part."""
        even = np.sqrt(3)
        return cls(
            draws.uniform(-even, even, people),
            draws.integers(0, 2, people).astype(float),
            draws.uniform(-even, even, people) if unmeasured else np.zeros(people),
        )

    def sum(self, of: Mapping[str, float], offered: np.ndarray | float = 0.0) -> np.ndarray:
        """What one table of people.toml comes to for each of them."""
        traits = sum(of[name] * values for name, values in self._asdict().items())
        offer = of.get("offered", 0.0) + of.get("offered_age", 0.0) * self.age
        return np.asarray(of["usual"] + traits + offered * offer)

    def chance_of_offer(self) -> np.ndarray:
        """How likely each is to be offered the program, where that is not by lot."""
        return np.asarray(expit(self.sum(PEOPLE["offer"])))

    def expected(self, offered: np.ndarray | float) -> dict[str, np.ndarray]:
        """What is true of each of them with the offer (1) and without (0), under the names of the truths."""
        returned = self.sum(PEOPLE["returned"], offered)
        hazard = np.exp(self.sum(PEOPLE["hazard"], offered))
        in_all = PEOPLE["returned"]["months"]
        return {
            "score": self.sum(PEOPLE["score"], offered),
            "arrested": expit(self.sum(PEOPLE["arrested"], offered)),
            "returned": returned,
            "returned by then": returned * LOOKED_AT / in_all,
            "months until then": LOOKED_AT - returned * LOOKED_AT**2 / (2 * in_all),
            "without": np.exp(-hazard * LOOKED_AT),
            "months without": -np.expm1(-hazard * HORIZON) / hazard,
        }


@cache
def truths(seed: int, *, unmeasured: bool) -> dict[str, float]:
    """What is true of all such people: each road's means, and by estimand their difference, offered minus not.

    "score, att" is the effect on the score of those like the offered; "without, offered" a mean on one road.
    """
    traits = Traits.drawn(np.random.default_rng(seed), TRUE_OF, unmeasured=unmeasured)
    chance = traits.chance_of_offer()
    averaged_over = {"ate": np.ones(TRUE_OF), "att": chance, "ato": chance * (1 - chance)}
    offered, others = traits.expected(1.0), traits.expected(0.0)
    told = {"hazard ratio": float(np.exp(PEOPLE["hazard"]["offered"]))}
    for name in offered:
        told[f"{name}, offered"], told[f"{name}, not offered"] = (
            float(offered[name].mean()),
            float(others[name].mean()),
        )
        for estimand, weights in averaged_over.items():
            told[f"{name}, {estimand}"] = float(np.average(offered[name] - others[name], weights=weights))
    return told | {name: PEOPLE["counted"][name] for name in ("reached", "rare", "a_year")}


def invented(draws: np.random.Generator, people: int, *, by_lot: bool, unmeasured: bool) -> pa.Table:
    """One study: a row a person, with everything that may be asked of it.

    offered           by lot, or by chances that follow from the traits
    score, arrested   a number, and 0 or 1 by log odds that are straight in the traits
    returned          0 or 1 by a share that is straight in the traits
    months, back      how long until then, as far as somebody was watched
    waited, came      the same of an event whose hazard never changes
    left, last_seen   the same where some of those not offered leave just before it
    reached, rare     0 or 1, one person at a time
    times             how often something hardly ever happening happened, one person at a time
    ..._together      the same where people come in pairs of whom both have what one has
    """
    traits = Traits.drawn(draws, people, unmeasured=unmeasured)
    offered = (draws.random(people) < (0.5 if by_lot else traits.chance_of_offer())).astype(float)
    said = traits.expected(offered)
    watched = draws.uniform(PEOPLE["watched"]["first"], PEOPLE["watched"]["last"], people)
    lot = draws.random(people)
    returned = lot < said["returned"]
    in_all = PEOPLE["returned"]["months"]
    until_back = np.where(
        returned, in_all * lot / said["returned"], in_all + draws.exponential(in_all, people)
    )
    until_came = draws.exponential(1 / np.exp(traits.sum(PEOPLE["hazard"], offered)))
    leaves = (offered == 0) & (draws.random(people) < PEOPLE["leaving"]["share"]) & (until_came <= watched)
    until_left = np.where(leaves, until_came * (1 - PEOPLE["leaving"]["how_long_before"]), watched)
    columns = {
        "age": traits.age,
        "employed": traits.employed,
        "offered": offered,
        "score": said["score"] + draws.normal(0, PEOPLE["score"]["sd"], people),
        "arrested": draws.random(people) < said["arrested"],
        "returned": returned,
        "months": np.minimum(until_back, watched),
        "back": until_back <= watched,
        "waited": np.minimum(until_came, watched),
        "came": until_came <= watched,
        "left": np.minimum(until_came, until_left),
        "last_seen": until_came <= until_left,
        **_counted(draws, people),
        **{
            f"{name}_together": np.repeat(values, 2)[:people]
            for name, values in _counted(draws, (people + 1) // 2).items()
        },
    }
    return pa.table({name: np.asarray(values, dtype=float) for name, values in columns.items()})


def _counted(draws: np.random.Generator, people: int) -> dict[str, np.ndarray]:
    said = PEOPLE["counted"]
    return {
        "reached": draws.random(people) < said["reached"],
        "rare": draws.random(people) < said["rare"],
        "times": draws.poisson(said["a_year"] * said["years"], people),
    }
