"""What may be asked of the invented population; everything else about it stands in world.toml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Options:
    """What is true of the population, and what goes wrong before anybody sees it.

    hazard_ratio       of re-arrest, offered against not offered, all else equal
    score_difference   points of PCL-5 that the offer adds to everybody's change
    county_difference  what the program adds to a county's monthly rate, from the month in which it begins
    randomized         the offer is drawn by lot, and not by who somebody is
    confounding        log of what one standard deviation of something unmeasured does to odds and rate
    missing            share of covariates that is blank
    missing_scores     share of later scores that is blank; they miss more where scores are high by `informative_loss`
    informative_loss   log of what one standard deviation of the unmeasured does to loss from sight
    missed_match       share of people whose events the linkage misses, those not offered; `_offered` of the others
    false_match        share of people to whom somebody else's events are linked; `_offered` of the others
    misspelled         share of names and dates of birth that the second file writes otherwise
    """

    people: int
    seed: int
    hazard_ratio: float = 0.7
    score_difference: float = -4.0
    county_difference: float = -0.02
    randomized: bool = False
    confounding: float = 0.0
    missing: float = 0.0
    missing_scores: float = 0.1
    informative_loss: float = 0.0
    missed_match: float = 0.0
    missed_match_offered: float | None = None
    false_match: float = 0.0
    false_match_offered: float | None = None
    misspelled: float = 0.1
