"""What an estimate and its standard error say when the estimate is nearly normal."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

# How many standard errors a limit of a 95 % interval is away.
LIMIT = float(norm.ppf(0.975))


def two_sided_p(estimate: float, error: float) -> float:
    """Return how likely an estimate as far from 0 would be if the truth were 0; not-a-number without an error."""
    return float(2 * norm.sf(abs(estimate) / error)) if error > 0 else float("nan")


def ratio_of_hazards(estimate: float, error: float) -> dict[str, float]:
    """Return the ratio of which this is the logarithm, its 95 % limits, and the p of no difference.

    Infinite where the ratio is too large for a number.
    """
    with np.errstate(over="ignore"):
        return {
            "hazard_ratio": float(np.exp(estimate)),
            "lower": float(np.exp(estimate - LIMIT * error)),
            "upper": float(np.exp(estimate + LIMIT * error)),
            "p": two_sided_p(estimate, error),
        }
