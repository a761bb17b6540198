"""Finds where a likelihood is highest, and refuses where it has no highest point."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.linalg import eigvalsh

STEPS = 60
HALVINGS = 30
# A step as small as this, in standard deviations of the covariates, is the last; the next would be its square.
SMALL = 1e-7
# Beyond this, terms are combinations of each other but for rounding.
CONDITION = 1e13
# Beyond this a matrix cannot be solved at all.
SINGULAR = 1e15
# When in some direction so little is left of the information at the start, that direction leads up for ever.
SPENT = 1e-9


class NoEstimate(Exception):
    """There is no estimate: the likelihood rises for ever, or two terms say the same. Says which and why."""


class Point(NamedTuple):
    """A likelihood at one place: its logarithm, its first derivatives, and minus its second ones."""

    loglik: float
    score: np.ndarray
    information: np.ndarray


def maximize(likelihood: Callable[[np.ndarray], Point], start: np.ndarray, names: list[str]) -> np.ndarray:
    """Return where a likelihood is highest, by Newton's steps, halved while they lead down.

    The parameters must be on scales on which a difference of 1 is ordinary.

    Raises NoEstimate when the information is singular from the start (terms that say the same), or when steps
    do not become small: then the likelihood rises for ever, as when nobody of a group has the event.
    """
    place, here = start, likelihood(start)
    if not np.linalg.cond(here.information) <= CONDITION:
        same = _heaviest(here.information, names) if np.isfinite(here.information).all() else ", ".join(names)
        raise NoEstimate(f"Terms say the same: {same}.")
    first, step = _convex(here.information), np.zeros_like(start)
    for _ in range(STEPS):
        if not np.isfinite(here.information).all():
            break
        curved = _convex(here.information)
        if eigvalsh(curved, first)[0] < SPENT or np.linalg.cond(curved) > SINGULAR:
            break
        step = np.linalg.solve(curved, here.score)
        there = likelihood(place + step)
        for _ in range(HALVINGS):
            # Of two heights that are the same but for rounding, either will do.
            if there.loglik >= here.loglik - 1e-12 * abs(here.loglik):
                break
            step = step / 2
            there = likelihood(place + step)
        place, here = place + step, there
        if np.abs(step).max() < SMALL:
            return place
    moving = [name for name, moved in zip(names, step, strict=True) if abs(moved) > 1e-3]
    raise NoEstimate(
        f"The likelihood rises for ever in {', '.join(f'[{name}]' for name in moving or names)}: "
        "somewhere along it everybody, or nobody, has the event."
    )


def _convex(information: np.ndarray) -> np.ndarray:
    """Return the information with every curvature turned downward, so that each step from it leads up."""
    values, vectors = np.linalg.eigh(information)
    return (vectors * np.maximum(np.abs(values), np.finfo(float).tiny)) @ vectors.T


def _heaviest(information: np.ndarray, names: list[str]) -> str:
    """Return the terms of which a combination carries no information."""
    _, vectors = np.linalg.eigh(information)
    heavy = np.abs(vectors[:, 0]) > 0.1
    return ", ".join(f"[{name}]" for name, there in zip(names, heavy, strict=True) if there)
