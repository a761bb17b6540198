"""One road compared with another, from a file to an answer that refuses what its design does not support."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.answers import Answer, answer
from amends.evidence.effects import balance
from amends.evidence.effects.comparing import Means
from amends.evidence.effects.events import counts, exact
from amends.evidence.effects.figures import COMPLETERS, compare, figures, hazard_ratio, nothing
from amends.evidence.effects.question import Question, checked
from amends.evidence.effects.refusing import Refused, Thresholds, tightened
from amends.evidence.effects.sample import Sample, read_rows, sample_of, trimmed


def effect(path: Path, asked: Question) -> Answer:
    """Return the difference that a treatment makes to an outcome, or why no estimate is given.

    Differences are treated minus control; risks are shares from 0 to 1. `se` takes weights as known, `se_full`,
    on which the interval and p rest, counts that they were estimated. Nothing is written.
    Raises BadInput for a file or a question that cannot be used.
    """
    terms = checked(asked)
    limits = tightened(asked.limits)
    reading = read_rows(path, asked, terms)
    sample = sample_of(reading, asked, terms)
    warnings: list[str] = []
    told: dict[str, Any] = {}
    refused: str | None = None
    try:
        if asked.trim is not None:
            everybody, sample = sample.n, trimmed(sample, asked.trim)
            told["trimmed"] = everybody - sample.n
            warnings.append(
                f"The population changed: {told['trimmed']} rows with a propensity below {asked.trim:g} or above "
                f"{1 - asked.trim:g} were left out."
            )
        found = compare(sample, asked)
        weights = found.weighting.weights
        told |= _design(sample, asked, found, limits)
        warnings += [*balance.remarks(told["balance"], sample.treated, weights, limits)]
        warnings += _remarks(sample, asked, limits)
        # Nothing was weighted where groups are taken as they were offered.
        if asked.method != "itt":
            balance.refuse(told["balance"], sample.treated, weights, limits)
        # Before the figures, none of which may stand beside a refusal.
        ratio = hazard_ratio(sample, asked, found)
        told = figures(path, sample, asked, terms, found) | told
        told["hazard_ratio"] = ratio
    except Refused as no:
        refused = str(no)
        told = nothing(asked) | {"exact": exact(sample, asked.at), "balance": _before(sample, asked)} | told
    if asked.completed is not None:
        warnings.append(COMPLETERS)
    return answer(
        n=sample.n,
        events=sample.events,
        missing=reading.missing,
        warnings=warnings,
        refused=refused,
        **{"thresholds": limits.as_answer()} | told,
    )


def _design(sample: Sample, asked: Question, found: Means, limits: Thresholds) -> dict[str, Any]:
    """Return how alike the groups were made, and by how much weight on whom."""
    weights = found.weighting.weights
    return {
        "balance": balance.records(
            sample.balance_names, sample.balance_matrix, sample.treated, weights, estimand=asked.estimand
        ),
        "effective_sample_size": balance.effective(sample.treated, weights),
        "largest_row_share": balance.row_share(sample.treated, weights),
        "weights": {"min": weights.min(), "mean": weights.mean(), "max": weights.max()},
        "overlap": _overlap(sample, found),
        "thresholds": limits.as_answer(),
    }


def _before(sample: Sample, asked: Question) -> list[dict[str, Any]]:
    """Return the balance table of groups that nothing could be done about."""
    equal = np.ones(sample.n)
    table = balance.records(
        sample.balance_names, sample.balance_matrix, sample.treated, equal, estimand=asked.estimand
    )
    return [record | {"after": None} for record in table]


def _overlap(sample: Sample, found: Means) -> list[dict[str, Any]]:
    """Return the spread of propensities, estimated for this where the method does without; none if it cannot be."""
    if not sample.names:
        return []
    try:
        known = found.weighting.propensity
        return balance.overlap(sample.treated, sample.propensity() if known is None else known)
    except Refused:
        return []


def _remarks(sample: Sample, asked: Question, limits: Thresholds) -> Iterator[str]:
    coefficients = 1 + len(sample.names)
    wanted = limits.warned_events_per_coefficient
    if asked.models_propensity and sample.smaller_group < wanted * coefficients:
        yield (
            f"The propensity model has {coefficients} coefficients and the smaller group {sample.smaller_group} "
            f"rows, fewer than {wanted:g} for each."
        )
    if asked.models_outcome and sample.binary:
        for name, count in counts(sample, asked.at).items():
            if count.rarer < wanted * coefficients:
                yield (
                    f"The outcome model of the {name} group has {coefficients} coefficients and {count.rarer} "
                    f"events, fewer than {wanted:g} for each."
                )
    if sample.clusters is not None and (clusters := int(sample.clusters.max()) + 1) < limits.warned_clusters:
        yield (
            f"There are {clusters} clusters; errors rest on many, and are too small with fewer than "
            f"{limits.warned_clusters:g}."
        )
    if sample.smaller_group < limits.effective_rows:
        yield (
            f"The smaller group has {sample.smaller_group} rows; a normal interval describes fewer than "
            f"{limits.effective_rows:g} poorly."
        )
