"""Intervals of effects hold the truth as often as they say, where what the design assumes is so."""

from __future__ import annotations

import numpy as np
import pytest

from amends.evidence.effects.comparing import by_method

TRUTH, PEOPLE, REPETITIONS = 1.0, 180, 1_000


@pytest.mark.slow
@pytest.mark.parametrize("method", ["itt", "ipw", "entropy", "aipw", "regression"])
def test_95_percent_intervals_hold_the_truth_in_93_to_97_percent_of_studies_of_180_people(method: str):
    """Treatment is given by chance within covariates; by chance alone for groups compared as offered."""
    draw = np.random.default_rng(180)
    held = 0
    for _ in range(REPETITIONS):
        covariates = np.column_stack([draw.normal(size=PEOPLE), draw.integers(0, 2, PEOPLE)])
        leaning = 0.0 if method == "itt" else 0.5 * covariates[:, 0] + 0.4 * (covariates[:, 1] - 0.5)
        treated = (draw.random(PEOPLE) < 1 / (1 + np.exp(-leaning))).astype(float)
        outcome = TRUTH * treated + covariates @ [0.5, 0.5] + draw.normal(size=PEOPLE)
        found = by_method(
            method,
            "ate",
            outcome=outcome,
            treated=treated,
            matrix=covariates,
            names=["x", "z"],
            binary=False,
        ).difference()
        lower, upper = found.limits
        held += lower <= TRUTH <= upper
    assert 0.93 <= held / REPETITIONS <= 0.97
