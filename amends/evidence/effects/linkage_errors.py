"""What wrong links do to a difference of shares: corrected for given rates, and repeated over uncertain links."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.change import imputed_together
from amends.evidence.effects.comparing import LEVEL, Inference, Means
from amends.evidence.effects.refusing import Refused

POOLED = ("estimate", "se_full", "lower", "upper")
FILE = Path(__file__).with_name("linkage_errors.toml")


def rates() -> dict[str, Any]:
    """Return the rates over which effects are repeated, as they stand in the file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def corrected(
    shares: Means, *, missed: Sequence[float], false: Sequence[float], clusters: np.ndarray | None
) -> Inference:
    """Return the difference of true shares behind two observed ones (Rogan and Gladen 1978).

    Estimating prevalence from the results of a screening test, Am J Epidemiol 107:71.

    missed  the share of those with the event whose record is not found: treated, control
    false   the share of those without it who are given somebody else's: treated, control
    """
    lost, wrong = np.array(missed), np.array(false)
    return shares.of(lambda values: -np.diff((values - wrong) / (1 - lost - wrong))[0], clusters)


def sensitivity(
    shares: Means, clusters: np.ndarray | None, *, missed: Sequence[float], false: Sequence[float]
) -> list[dict[str, float]]:
    """Return the difference at each pair of rates by group: of missed matches first, then of false ones.

    A rate at which a share would leave 0 to 1 cannot be, and is left out.
    """
    pairs = [
        *((lost, (0.0, 0.0)) for lost in itertools.product(missed, repeat=2)),
        *(((0.0, 0.0), wrong) for wrong in itertools.product(false, repeat=2) if any(wrong)),
    ]
    told = []
    for lost, wrong in pairs:
        values = (shares.values - np.array(wrong)) / (1 - np.array(lost) - np.array(wrong))
        if not ((values >= 0) & (values <= 1)).all():
            continue
        found = corrected(shares, missed=lost, false=wrong, clusters=clusters)
        lower, upper = found.limits
        told.append(
            {
                "missed_treated": lost[0],
                "missed_control": lost[1],
                "false_treated": wrong[0],
                "false_control": wrong[1],
                "estimate": found.estimate,
                "lower": lower,
                "upper": upper,
            }
        )
    return told


def tipping(shares: Means) -> dict[str, Any] | None:
    """Return how many more records must be missed in the group with the smaller share to explain it away.

    None where there is no difference, or where the smaller share is zero.
    """
    treated, control = (float(value) for value in shares.values)
    if treated == control or min(treated, control) <= 0:
        return None
    return {
        "group": "treated" if treated < control else "control",
        "missed": 1 - min(treated, control) / max(treated, control),
    }


def over_links(
    estimate: Callable[[np.ndarray], Inference],
    events: np.ndarray,
    probabilities: np.ndarray,
    *,
    imputations: int,
    seed: int,
) -> dict[str, Any]:
    """Return an estimate over draws of which events are this person's own, pooled by Rubin's rules.

    estimate       events of 0 and 1 to a figure with its error
    probabilities  of each row that its event, where it has one, belongs to this person

    `refused` says why there is none where a draw has no estimate, as when it leaves nobody an event.
    """
    told: dict[str, Any] = {"imputations": imputations, "seed": seed, "refused": None}
    draw = np.random.default_rng(seed)
    found = []
    try:
        for _ in range(imputations):
            found.append(estimate(np.where(draw.random(len(events)) < probabilities, events, 0)))  # noqa: PERF401 - may be refused midway
    except Refused as no:
        return told | dict.fromkeys(POOLED) | {"refused": f"With links drawn: {no}"}
    pooled = imputed_together(
        np.array([one.estimate for one in found]),
        np.array([one.se_full**2 for one in found]),
        complete_df=len(events) - 2,
        level=LEVEL,
    )
    return {
        "estimate": pooled.estimate,
        "se_full": pooled.se,
        "lower": pooled.lower,
        "upper": pooled.upper,
    } | told
