"""One road compared with another, from a file to an answer that refuses what its design does not support."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.answers import Answer, answer
from amends.evidence.effects import balance
from amends.evidence.effects.balance import GROUPS
from amends.evidence.effects.comparing import Means
from amends.evidence.effects.events import counts, exact
from amends.evidence.effects.figures import (
    COMPLETERS,
    compare,
    figures,
    hazard_ratio,
    nothing,
    refuse_without_error,
)
from amends.evidence.effects.loss import lost_before
from amends.evidence.effects.question import Question, checked
from amends.evidence.effects.refusing import Refused, Thresholds, tightened
from amends.evidence.effects.sample import Sample, completed_of, read_rows, sample_of, trimmed


def effect(path: Path, asked: Question) -> Answer:
    """Return the difference that a treatment makes to an outcome, or why no estimate is given.

    Differences are treated minus control; risks are shares from 0 to 1. `se` takes weights as known, `se_full`,
    on which the interval and p rest, counts that they were estimated. Nothing is written.
    Raises BadInput for a file or a question that cannot be used.
    """
    terms = checked(asked)
    limits = tightened(asked.limits)
    reading = read_rows(path, asked, terms)
    missing = dict(reading.missing)
    sample = sample_of(reading, asked, terms)
    warnings: list[str] = []
    told: dict[str, Any] = {"thresholds": limits.as_answer()}
    refused: str | None = None
    try:
        if asked.trim is not None:
            everybody = sample.n
            reading, sample = trimmed(reading, sample, asked, terms, asked.trim)
            told["trimmed"] = everybody - sample.n
            warnings.append(
                f"The population changed: {told['trimmed']} rows with a propensity below {asked.trim:g} or above "
                f"{1 - asked.trim:g} were left out."
            )
        if asked.at is not None:
            told["lost"] = _lost(sample, asked.at)
        if asked.completed is not None:
            completed, missing[asked.completed] = completed_of(path, asked, reading)
            sample = replace(sample, completed=completed)
        found = compare(sample, asked)
        weights = found.weighting.weights
        told |= _design(sample, asked, found)
        warnings += [*balance.remarks(told["balance"], sample.treated, weights, limits)]
        warnings += [*_remarks(sample, asked, limits), *_remarks_on_loss(sample, asked, limits)]
        refuse_without_error(sample, found)
        # Nothing was weighted where groups are taken as they were offered, but for loss, which makes nobody alike.
        if asked.method != "itt" or sample.loss_names:
            table = [] if asked.method == "itt" else told["balance"]
            balance.refuse(table, sample.treated, weights, limits)
        # Before the figures, none of which may stand beside a refusal.
        last = {} if asked.at is None else {"hazard_ratio": hazard_ratio(sample, asked, found)}
        told = figures(path, sample, asked, terms, found) | told | last
        warnings += _remarks_on_shares(found, sample)
    except Refused as no:
        refused = str(no)
        told = nothing(asked) | {"exact": exact(sample, asked.at), "balance": _before(sample, asked)} | told
    if asked.completed is not None:
        warnings.append(COMPLETERS)
    return answer(
        n=sample.n,
        events=sample.events,
        missing=missing,
        warnings=warnings,
        refused=refused,
        **told,
    )


def _design(sample: Sample, asked: Question, found: Means) -> dict[str, Any]:
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
            f"There are {clusters} clusters, fewer than {limits.warned_clusters:g}. Limits and p are those of a t, with "
            "degrees of freedom by how many clusters of one size each group amounts to."
        )
    if sample.smaller_group < limits.effective_rows:
        yield (
            f"The smaller group has {sample.smaller_group} rows; a normal interval describes fewer than "
            f"{limits.effective_rows:g} poorly."
        )


def _lost(sample: Sample, at: float) -> list[dict[str, Any]]:
    """Return how many of each group were lost before the horizon without the event."""
    lost = lost_before(sample.clock, at)
    told = []
    for name, group in GROUPS.items():
        member = sample.treated == group
        told.append({"group": name, "n": int(member.sum()), "lost": int(lost[member].sum())})
    return told


def _remarks_on_loss(sample: Sample, asked: Question, limits: Thresholds) -> Iterator[str]:
    """Yield what an estimate takes for granted of those who were lost before the horizon."""
    if asked.at is None:
        return
    lost = _lost(sample, asked.at)
    if not any(group["lost"] for group in lost):
        return
    counted = " and ".join(f"{group['lost']} of {group['n']} {group['group']}" for group in lost)
    if not sample.loss_names:
        yield (
            f"Lost before the horizon: {counted} rows. They are taken to be like those of their group who stayed; "
            "--censoring-covariates lets those who stayed stand for those like them."
        )
        return
    yield (
        f"Lost before the horizon: {counted} rows. Those who stayed stand for those like them in the covariates of "
        "loss; what else loss goes with is not put right."
    )
    coefficients, wanted = len(sample.loss_names), limits.warned_events_per_coefficient
    for group in lost:
        if 0 < group["lost"] < wanted * coefficients:
            yield (
                f"The model of loss of the {group['group']} group has {coefficients} coefficients and "
                f"{group['lost']} losses, fewer than {wanted:g} for each."
            )


def _remarks_on_shares(found: Means, sample: Sample) -> Iterator[str]:
    """Yield a remark where a straight line leads a share out of what shares can be."""
    if sample.binary and not ((found.values >= 0) & (found.values <= 1)).all():
        yield "The regression leads a group's share below 0 or above 1: it reaches beyond where that group has rows."
