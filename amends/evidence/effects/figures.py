"""The figures of an answer: the effect, and with it what would have to be true for it to be none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.effects import comparing, e_value, linkage_errors, times
from amends.evidence.effects.balance import GROUPS
from amends.evidence.effects.comparing import Inference, Means
from amends.evidence.effects.events import refuse_without_events
from amends.evidence.effects.question import Question, Terms
from amends.evidence.effects.refusing import Refused
from amends.evidence.effects.sample import Sample, read_rows, sample_of
from amends.evidence.effects.weighting import Loss

INFERENCE = ("estimate", "se", "se_full", "lower", "upper", "p")
# What `outcomes` names the clock that custody is subtracted from.
FREE_CLOCK = ("free_days", "free_event", "free_person_years")
COMPLETERS = (
    "Completers are those for whom things went well: their figure shows what completing goes along with, not what "
    "the offer does. It stands only beside that of the groups as offered."
)


def compare(sample: Sample, asked: Question) -> Means:
    """Return both groups' means of the outcome, or their survival at the horizon.

    Raises Refused where the method has no answer, on the clock from the first free day, or where a group was not
    watched until the horizon.
    """
    return replace(_compared(sample, asked), treated=sample.treated)


def _compared(sample: Sample, asked: Question) -> Means:
    if {asked.time, asked.outcome} & set(FREE_CLOCK):
        raise Refused(
            "The clock from the first free day begins when groups already differ by their custody: it describes, and "
            "no effect is estimated on it. Take the clock from time zero."
        )
    if asked.at is not None:
        _refuse_unwatched(sample, asked.at)
    refuse_without_events(sample, asked.at)
    if asked.at is None:
        return _by_method(sample, asked, sample.outcome, binary=sample.binary)
    if sample.loss_names:
        stayed = sample.clock.seen_without_event(asked.at).astype(float)
        return _by_method(sample, asked, stayed, binary=True, loss=sample.loss(asked.at))
    if asked.models_outcome:
        survived = times.pseudo_values(sample.clock, asked.at, area=False)
        return _by_method(sample, asked, survived, binary=False)
    weights = _by_method(sample, asked, sample.outcome, binary=True).weighting
    return times.survivals(sample.clock, weights, asked.at)


def _refuse_unwatched(sample: Sample, at: float) -> None:
    """Raise Refused where nobody of a group was watched until the horizon: what came by then is not known."""
    for name, group in GROUPS.items():
        last = sample.clock.last(group)
        if last < at:
            raise Refused(
                f"The {name} group was watched until {last:g} at most, and not until the horizon, {at:g}."
            )


def refuse_without_error(sample: Sample, found: Means) -> None:
    """Raise Refused where computing came to no finite number, or nothing tells how far it might be off.

    Whatever lies in one row or in one cluster alone gives no idea how far another would have differed.
    """
    if not (np.isfinite(found.values).all() and np.isfinite(found.full).all()):
        raise Refused("The estimate or its error is no finite number.")
    units = np.arange(sample.n) if sample.clusters is None else sample.clusters
    for name, group in GROUPS.items():
        if len(np.unique(units[sample.treated == group])) == 1:
            unit = "row" if sample.clusters is None else "cluster"
            raise Refused(f"The {name} group is one {unit}: how far {unit}s differ cannot be told from one.")
    if found.difference(sample.clusters).se_full == 0:
        raise Refused(
            "Within each group the outcome does not vary, so that there is no error of the difference."
        )


def _by_method(
    sample: Sample, asked: Question, outcome: np.ndarray, *, binary: bool, loss: Loss | None = None
) -> Means:
    return comparing.by_method(
        asked.method,
        asked.estimand,
        outcome=outcome,
        treated=sample.treated,
        matrix=sample.matrix,
        names=sample.names,
        binary=binary,
        loss=loss,
    )


def nothing(asked: Question) -> dict[str, Any]:
    """Return the figures of an answer that gives none."""
    told: dict[str, Any] = dict.fromkeys(INFERENCE)
    told |= {"estimand": asked.estimand, "method": asked.method, "e_value": None}
    if asked.at is not None:
        told |= {"survival": [], "risk_difference": None, "rmst_difference": None, "hazard_ratio": None}
    return told


def inference(found: Inference) -> dict[str, Any]:
    """Return a figure with its errors, its interval and its p-value, as answers name them."""
    figures = (found.estimate, found.se, found.se_full, *found.limits, found.p)
    told: dict[str, Any] = dict(zip(INFERENCE, figures, strict=True))
    return told if found.few is None else told | found.few._asdict()


def figures(path: Path, sample: Sample, asked: Question, terms: Terms, found: Means) -> dict[str, Any]:
    """Return what an answer says of an effect that is not refused."""
    means = found if asked.at is None else found.complement()
    difference = means.difference(sample.clusters)
    told = inference(difference) | {"estimand": asked.estimand, "method": asked.method}
    if asked.at is None:
        told |= _of_outcome(sample, asked, found)
    else:
        told |= _in_time(sample, asked, found, asked.at)
    if sample.binary:
        ratios = ratios_of_shares(means, sample.clusters)
        told["e_value"] = None if ratios["risk_ratio"] is None else ratios["risk_ratio"]["e_value"]
        told |= ratios
        told |= _of_links(sample, asked, means)
    else:
        told["e_value"] = _e_value_of_numbers(sample, difference)
    if sample.binary and asked.at is None:
        told["unknown_outcome"] = _bounds(path, sample, asked, terms)
    if sample.completed is not None:
        told["completers_only"] = _completers(sample, asked)
    return told


def _of_outcome(sample: Sample, asked: Question, found: Means) -> dict[str, Any]:
    told: dict[str, Any] = {
        "groups": [
            {"group": name} | inference(found.group(place, sample.clusters))
            for place, name in enumerate(GROUPS)
        ]
    }
    for group in told["groups"]:
        # Whether a mean is zero is nobody's question.
        del group["p"]
    if asked.models_outcome:
        told["outcome_model"] = "logistic" if sample.binary else "linear"
    elif asked.method != "itt":
        told["regression_adjusted"] = comparing.regression_adjusted(
            sample.outcome, sample.treated, sample.matrix, found.weighting, sample.clusters
        )
    return told


def _in_time(sample: Sample, asked: Question, found: Means, at: float) -> dict[str, Any]:
    survival = []
    for place, name in enumerate(GROUPS):
        one = found.group(place, sample.clusters)
        lower, upper = times.log_log_limits(one.estimate, one.wide_error)
        survival.append(
            {"group": name, "time": at}
            | {"estimate": one.estimate, "se": one.se, "se_full": one.se_full, "lower": lower, "upper": upper}
        )
    clock = sample.clock
    if sample.loss_names:
        until = np.minimum(clock.times, at)
        mean_times = _by_method(sample, asked, until, binary=False, loss=sample.loss(at))
    elif asked.models_outcome:
        mean_times = _by_method(sample, asked, times.pseudo_values(clock, at, area=True), binary=False)
    else:
        mean_times = times.mean_times(clock, found.weighting, at)
    return {
        "survival": survival,
        "risk_difference": inference(found.complement().difference(sample.clusters)),
        "rmst_difference": inference(replace(mean_times, treated=sample.treated).difference(sample.clusters)),
    }


def hazard_ratio(sample: Sample, asked: Question, found: Means) -> dict[str, Any]:
    """Return the weighted hazard ratio with its E-value, or why there is none of this question."""
    without = None
    if sample.loss_names:
        without = "Weights for loss are those of one horizon; a hazard ratio takes in every time before it."
    elif asked.method == "regression":
        without = "Standardized risks have no one hazard ratio, and rows no weights to form it by."
    if without is not None:
        return dict.fromkeys(("estimate", "se", "lower", "upper", "p", "e_value")) | {"remark": without}
    ratio: dict[str, Any] = times.hazard_ratio(sample.clock, found.weighting, sample.clusters)
    rare = bool(sample.outcome.mean() < e_value.RARE)
    measure = f"hazard ratio of a {'rare' if rare else 'common'} outcome"
    brought = [e_value.from_hazard_ratio(ratio[key], rare=rare) for key in ("estimate", "lower", "upper")]
    remark = (
        "Formed with propensity weights alone, without the outcome model." if asked.models_outcome else None
    )
    return ratio | {"e_value": e_value.of_ratio(*brought, measure=measure), "remark": remark}


def ratios_of_shares(shares: Means, clusters: np.ndarray | None) -> dict[str, Any]:
    """Return the ratio of both groups' shares with the event, and of their odds, each with its E-value.

    None where a share is 0 or less, or 1 or more, as a regression on a straight line may have it.
    """
    if not ((shares.values > 0) & (shares.values < 1)).all():
        return {"risk_ratio": None, "odds_ratio": None}
    rare = bool(shares.values.max() < e_value.RARE)
    odds = f"odds ratio of a {'rare' if rare else 'common'} outcome"

    def ratio(
        of: Callable[[np.ndarray], np.ndarray], measure: str, risk_ratio: Callable[[float], float]
    ) -> dict[str, Any]:
        logarithm = shares.of(lambda values: np.log(of(values)[0] / of(values)[1]), clusters)
        figures = [float(np.exp(figure)) for figure in (logarithm.estimate, *logarithm.limits)]
        told: dict[str, Any] = dict(zip(("estimate", "lower", "upper"), figures, strict=True))
        return told | {"e_value": e_value.of_ratio(*map(risk_ratio, figures), measure=measure)}

    return {
        "risk_ratio": ratio(lambda values: values, "risk ratio", lambda found: found),
        "odds_ratio": ratio(
            lambda values: values / (1 - values),
            odds,
            lambda found: e_value.from_odds_ratio(found, rare=rare),
        ),
    }


def _e_value_of_numbers(sample: Sample, difference: Inference) -> dict[str, Any] | None:
    apart = [
        sample.outcome[sample.treated == group] - sample.outcome[sample.treated == group].mean()
        for group in GROUPS.values()
    ]
    spread = float(np.sqrt(sum(np.sum(one**2) for one in apart) / max(sample.n - 2, 1)))
    if spread == 0:
        return None
    ratios = e_value.from_mean_difference(difference.estimate, difference.wide_error, spread)
    return e_value.of_ratio(*ratios, measure="mean difference")


def _of_links(sample: Sample, asked: Question, means: Means) -> dict[str, Any]:
    rates = linkage_errors.rates()
    told: dict[str, Any] = {
        "linkage_sensitivity": linkage_errors.sensitivity(
            means,
            sample.clusters,
            missed=rates["missed"] if asked.missed is None else asked.missed,
            false=rates["false"] if asked.false is None else asked.false,
        ),
        "linkage_tipping": linkage_errors.tipping(means),
    }
    if sample.match is not None:

        def again(events: np.ndarray) -> Inference:
            found = compare(replace(sample, outcome=events), asked)
            return (found if asked.at is None else found.complement()).difference(sample.clusters)

        told["over_links"] = linkage_errors.over_links(
            again, sample.outcome, sample.match, imputations=rates["imputations"], seed=asked.seed
        )
    return told


def _bounds(path: Path, sample: Sample, asked: Question, terms: Terms) -> dict[str, Any] | None:
    """Return how many outcomes are unknown by group, and the estimate at both ends of what they may be.

    None where none is unknown. The lowest: every unknown control row had the event, and no treated one. `refused`
    says why there are no such ends, where there are none.
    """
    everybody = read_rows(path, asked, terms, without_outcome=True)
    known = read_rows(path, asked, terms)
    unknown = ~np.isin(everybody.rows, known.rows)
    if not unknown.any() or asked.trim is not None:
        return None
    outcome = np.zeros(everybody.n)
    outcome[~unknown] = known.numbers(asked.outcome)
    whole = sample_of(everybody, asked, terms, outcome)
    told: dict[str, Any] = {
        name: int((unknown & (whole.treated == group)).sum()) for name, group in GROUPS.items()
    }
    told |= {"lowest": None, "highest": None, "refused": None}
    try:
        for word, treated_had_it in (("lowest", 0), ("highest", 1)):
            had_it = np.where(whole.treated == 1, treated_had_it, 1 - treated_had_it)
            filled = np.where(unknown, had_it, outcome)
            told[word] = _by_method(whole, asked, filled, binary=True).difference().estimate
    except Refused as no:
        told |= {"lowest": None, "highest": None, "refused": str(no)}
    return told


def _completers(sample: Sample, asked: Question) -> dict[str, Any]:
    """Return the same comparison of the treated who completed, or why there is none."""
    kept = sample.only((sample.treated == 0) | np.asarray(sample.completed))
    completed = int(kept.treated.sum())
    told: dict[str, Any] = {"n": kept.n, "completed": completed, "warning": COMPLETERS, "refused": None}
    if not completed:
        return told | {"refused": "Nobody completed."} | dict.fromkeys(INFERENCE)
    try:
        found = compare(kept, asked)
    except Refused as no:
        return told | {"refused": str(no)} | dict.fromkeys(INFERENCE)
    means = found if asked.at is None else found.complement()
    return told | inference(means.difference(kept.clusters))
