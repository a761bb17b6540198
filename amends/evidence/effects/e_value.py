"""How strong an unmeasured cause of both treatment and outcome would have to be to explain an effect away.

The E-value is on the scale of the risk ratio (VanderWeele and Ding 2017, Ann Intern Med 167:268); other
measures are brought there by published approximations (the same, table 2; VanderWeele 2017, Biometrics 73:1397).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from amends.evidence.normal import LIMIT

# An outcome in fewer than this share by the end of follow-up is rare: odds and hazards are nearly risks.
RARE = 0.15


def e_value(risk_ratio: float) -> float:
    """Return the E-value of a risk ratio, of either direction.

    >>> round(e_value(0.7), 5), round(e_value(0.9), 5), round(e_value(10.73), 3)
    (2.21103, 1.46248, 20.948)
    """
    if not 0 < risk_ratio < np.inf:
        return float("nan")
    ratio = max(risk_ratio, 1 / risk_ratio)
    return float(ratio + np.sqrt(ratio * (ratio - 1)))


def from_odds_ratio(odds_ratio: float, *, rare: bool) -> float:
    """Return about which risk ratio an odds ratio means: itself for a rare outcome, else its square root.

    >>> from_odds_ratio(4.0, rare=False)
    2.0
    """
    return float(odds_ratio) if rare else float(np.sqrt(odds_ratio))


def from_hazard_ratio(ratio: float, *, rare: bool) -> float:
    """Return about which risk ratio a hazard ratio means: itself for a rare outcome.

    >>> round(from_hazard_ratio(0.56, rare=False), 4)
    0.6701
    """
    if rare:
        return float(ratio)
    if not 0 < ratio < np.inf:
        return float("nan")
    return float((1 - 0.5 ** np.sqrt(ratio)) / (1 - 0.5 ** np.sqrt(1 / ratio)))


def of_hazard_ratio(estimate: float, error: float, *, rare: bool) -> dict[str, float]:
    """Return the E-values of the hazard ratio of which this is the logarithm, and of its limit nearest to 1.

    The limit's is not-a-number where the error is.

    >>> of_hazard_ratio(0.0, 0.1, rare=True)
    {'e_value': 1.0, 'e_value_limit': 1.0}
    """
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        ratio, lower, upper = (
            from_hazard_ratio(np.exp(estimate + way * LIMIT * error), rare=rare) for way in (0, -1, 1)
        )
        said = of_ratio(ratio, lower, upper, measure="hazard ratio")
    return {"e_value": said["estimate"], "e_value_limit": said["limit"]}


def from_mean_difference(difference: float, se: float, spread: float) -> tuple[float, float, float]:
    """Return about which risk ratio, with its limits, a difference of means amounts to.

    spread  the outcome's standard deviation within the groups
    """
    standardized, error = difference / spread, se / spread
    with np.errstate(over="ignore"):
        return tuple(  # type: ignore[return-value]
            float(np.exp(0.91 * standardized + way * 1.78 * error)) for way in (0, -1, 1)
        )


def of_ratio(ratio: float, lower: float, upper: float, *, measure: str) -> dict[str, Any]:
    """Return what an answer says of E-values: for the estimate, and for the limit nearest to no effect.

    The latter is 1, no confounding being needed, where the interval holds no effect, and not a number where there is
    no interval.

    >>> said = of_ratio(10.73, 8.02, 14.36, measure="risk ratio")
    >>> round(said["limit"], 3)
    15.523
    """
    nearest = lower if ratio > 1 else upper
    no_effect = nearest <= 1 if ratio > 1 else nearest >= 1
    return {
        "estimate": e_value(ratio),
        "limit": 1.0 if no_effect else e_value(nearest),
        "risk_ratio": ratio,
        "lower": lower,
        "upper": upper,
        "measure": measure,
    }
