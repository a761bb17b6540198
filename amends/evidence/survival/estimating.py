"""Answers `amends evidence survival`: from a file to curves, tests and models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.answers import Answer, answer
from amends.evidence.effects.e_value import RARE, of_hazard_ratio
from amends.evidence.faults import BadInput, Fault
from amends.evidence.maximizing import NoEstimate
from amends.evidence.no_events import highest_rate, highest_share
from amends.evidence.normal import LIMIT, ratio_of_hazards, two_sided_p
from amends.evidence.reading import Column, Reading, read
from amends.evidence.survival.accelerated import DISTRIBUTIONS, Distribution, fit_accelerated
from amends.evidence.survival.concordance import concordance
from amends.evidence.survival.curves import (
    Curve,
    Estimates,
    Interval,
    hazard_at,
    interval_of_hazard,
    interval_of_survival,
    kaplan_meier,
    restricted_mean,
    survival_at,
)
from amends.evidence.survival.hazards import (
    MOVES_NOTHING,
    PartialLikelihood,
    Ties,
    moved_coefficients,
    sum_by_cluster,
    test_proportionality,
)
from amends.evidence.survival.log_rank import Weighing, log_rank
from amends.evidence.survival.resampling import REPLICATIONS, SEED, Errors, bootstrap, spread
from amends.evidence.survival.rows import BLUR, Rows, faults_between, groups_of, rows_of
from amends.evidence.terms import Design, Term, columns_of, design, parse_terms

# Below as many events for each coefficient, estimates and their errors are unreliable.
EVENTS_PER_COEFFICIENT = 10
# As many people at risk as make one event move a curve by a tenth.
FEW_AT_RISK = 10
# By how much of a log-likelihood another distribution must be better to be worth a warning.
MUCH_LIKELIER = 5
# With fewer, errors between clusters come out too small: Cameron and Miller (2015), Journal of Human Resources 50:317.
FEW_CLUSTERS = 30


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a file about the time until an event. Names are heads of the file's columns.

    time, event  when observation ends, and whether the event came then
    entry        when it begins, where that is later than the clock; one person may have several rows
    person       who a row is of: joins rows and changes no error
    by           the groups that are compared
    terms        covariates of the models of the hazard and of the time
    robust       errors that hold when the model is wrong; `cluster` and weights go with it
    at           the times at which curves are told; none tells every time with an event
    horizon      of the restricted mean; none takes the largest of `at`, or the earliest last time of a group
    """

    time: str
    event: str
    entry: str | None = None
    person: str | None = None
    by: str | None = None
    terms: str | None = None
    ties: Ties = "efron"
    weights: str | None = None
    robust: bool = False
    cluster: str | None = None
    accelerated: Distribution | None = None
    at: tuple[float, ...] = ()
    horizon: float | None = None
    weighing: Weighing = "standard"
    interval: Interval = "loglog"

    def __post_init__(self) -> None:
        """Refuse times below zero. Raises BadInput."""
        faults = [
            f"[{time:g}] is below zero; expected times of the file's clock." for time in self.at if time < 0
        ]
        if self.horizon is not None and not 0 < self.horizon < np.inf:
            faults.append("The horizon of a restricted mean must be a number above zero.")
        if faults:
            raise BadInput(faults)


@dataclass(frozen=True)
class Group:
    """One of the groups that are compared: its label in the file, its rows, whose they are, and its curve."""

    label: str
    rows: Rows
    people: np.ndarray
    curve: Curve


def estimate_survival(path: Path, asked: Asked) -> Answer:
    """Return what a CSV or Parquet file shows about the time until an event.

    Curves by group, their comparison and restricted means are always estimated, models where terms are asked
    for. A model that has no estimate is refused with its reason, and the curves stand beside it.

    Raises BadInput with every fault of the file or of what was asked. Nothing is written.
    """
    terms = parse_terms(asked.terms) if asked.terms is not None else ()
    reading = read(path, _columns(asked, terms), also=lambda known: _faults(known, asked))
    rows = _rows(reading, asked)
    at_risk = rows.time > rows.entry
    reading, rows = reading.of(at_risk), rows.of(at_risk)
    if not len(rows):
        raise BadInput(["No row is at risk: each ends at its entry."], name=path.name)
    labels, codes = groups_of(reading, asked.by)
    people = _numbered(reading, asked.person)
    groups = [
        Group(label, part := rows.of(codes == place), people[codes == place], kaplan_meier(part))
        for place, label in enumerate(labels)
    ]
    horizon = _horizon(asked, groups)
    warnings = [
        *_warnings_of_curves(groups, asked),
        *_warnings_of_people(reading, rows, asked),
        *_warnings_of_clusters(reading, asked),
    ]
    if not at_risk.all():
        warnings.append(
            f"{(~at_risk).sum()} rows end at their entry: they were never at risk and are left out."
        )
    errors = None
    if asked.weights:
        units = _numbered(reading, asked.cluster or asked.person)
        if (count := len(np.unique(units))) < FEW_CLUSTERS:
            warnings.append(
                f"{count} {_unit(asked)}: with fewer than {FEW_CLUSTERS}, errors of weighted curves come out too "
                "small."
            )
        told = [_times(group, asked) for group in groups]
        errors = bootstrap(rows, codes, units, times=told, horizon=horizon)
    means = _restricted_means(groups, horizon, errors)
    models, refused = _models(reading, rows, asked, terms, warnings)
    return answer(
        n=reading.n,
        events=int(rows.event.sum()),
        missing=reading.missing,
        warnings=warnings,
        refused=refused,
        people=_people(reading, asked),
        survival=[
            record for place, group in enumerate(groups) for record in _curve(group, asked, errors, place)
        ],
        cumulative_hazard=[record for group in groups for record in _hazard(group, asked)],
        logrank=_comparison(rows, codes, labels, asked),
        rmst=means,
        rmst_horizon=horizon,
        **_differences(means, errors),
        limits_without_events=[record for group in groups for record in _limits(group, asked, horizon)],
        bootstrap={"replications": REPLICATIONS, "seed": SEED} if errors else None,
        **models,
    )


def _rows(reading: Reading, asked: Asked) -> Rows:
    return rows_of(
        reading.numbers(asked.time),
        reading.numbers(asked.event),
        entry=reading.numbers(asked.entry) if asked.entry else None,
        weight=reading.numbers(asked.weights) if asked.weights else None,
        asked=asked.at if asked.horizon is None else (*asked.at, asked.horizon),
    )


def _columns(asked: Asked, terms: Sequence[Term]) -> list[Column]:
    columns = [Column(asked.time, "number", at_least=0), Column(asked.event, "yes or no")]
    if asked.entry:
        columns.append(Column(asked.entry, "number", at_least=0))
    if asked.person:
        columns.append(Column(asked.person, "label", unique=asked.entry is None))
    if asked.weights:
        columns.append(Column(asked.weights, "number", above=0))
    columns += [Column(name, "label") for name in (asked.by, asked.cluster) if name]
    return [*columns, *columns_of(terms)]


def _faults(reading: Reading, asked: Asked) -> Iterator[Fault]:
    if asked.entry:
        yield from faults_between(reading, time=asked.time, entry=asked.entry, person=asked.person)
    if asked.accelerated is not None:
        for place in np.flatnonzero(reading.numbers(asked.time) == 0):
            says = "is zero; a model of the time needs times above it."
            yield Fault(says, row=int(reading.rows[place]), column=asked.time)


def _people(reading: Reading, asked: Asked) -> int:
    return len(reading.levels(asked.person).labels) if asked.person else reading.n


def _numbered(reading: Reading, name: str | None) -> np.ndarray:
    return reading.levels(name).codes if name else np.arange(reading.n)


def _times(group: Group, asked: Asked) -> np.ndarray:
    if asked.at:
        return np.array(asked.at, dtype=float)
    return group.curve.times if len(group.curve.times) else np.array([group.curve.last])


def _horizon(asked: Asked, groups: Sequence[Group]) -> float:
    if asked.horizon is not None:
        return asked.horizon
    return float(max(asked.at) if asked.at else min(group.curve.last for group in groups))


def _curve(
    group: Group, asked: Asked, errors: Sequence[Errors] | None, place: int
) -> Iterator[dict[str, Any]]:
    times = _times(group, asked)
    found = survival_at(group.curve, times)
    if errors:
        found = Estimates(
            found.estimate, np.where(np.isfinite(found.estimate), errors[place].survival, np.nan)
        )
    lowest, highest = interval_of_survival(found, asked.interval)
    if not group.rows.event.any() and not asked.weights:
        exact = [1 - highest_share(_followed(group, time)) for time in times]
        lowest = np.where(np.isfinite(found.estimate), exact, np.nan)
    for time, estimate, error, lower, upper in zip(times, *found, lowest, highest, strict=True):
        yield {
            "group": group.label,
            "time": time,
            "estimate": estimate,
            "se": error,
            "lower": lower,
            "upper": upper,
        }


def _hazard(group: Group, asked: Asked) -> Iterator[dict[str, Any]]:
    times = _times(group, asked)
    found = hazard_at(group.curve, times)
    if asked.weights:
        found = Estimates(found.estimate, np.full(len(times), np.nan))
    for time, estimate, error, lower, upper in zip(times, *found, *interval_of_hazard(found), strict=True):
        yield {
            "group": group.label,
            "time": time,
            "estimate": estimate,
            "se": error,
            "lower": lower,
            "upper": upper,
        }


def _comparison(rows: Rows, codes: np.ndarray, labels: Sequence[str], asked: Asked) -> dict[str, Any] | None:
    if len(labels) < 2 or not rows.event.any() or asked.weights:
        return None
    test = log_rank(rows, codes, asked.weighing)
    return {
        "statistic": test.statistic,
        "df": test.df,
        "p": test.p,
        "weights": asked.weighing,
        "observed": dict(zip(labels, test.observed, strict=True)),
        "expected": dict(zip(labels, test.expected, strict=True)),
    }


def _restricted_means(
    groups: Sequence[Group], horizon: float, errors: Sequence[Errors] | None
) -> list[dict[str, Any]]:
    records = []
    for place, group in enumerate(groups):
        mean, error = restricted_mean(group.curve, horizon)
        if errors and np.isfinite(mean):
            error = errors[place].mean
        limits = {"lower": mean - LIMIT * error, "upper": mean + LIMIT * error}
        records.append({"group": group.label, "estimate": mean, "se": error, **limits})
    return records


def _differences(means: Sequence[dict[str, Any]], errors: Sequence[Errors] | None) -> dict[str, Any]:
    """Return each group's restricted mean minus the first's; the plain number where there are two groups."""
    first, *others = means
    records = []
    for place, other in enumerate(others, start=1):
        difference = other["estimate"] - first["estimate"]
        # Drawn together, the groups' means may go together; their own errors would not know.
        error = (
            spread(errors[place].means - errors[0].means)
            if errors
            else float(np.hypot(other["se"], first["se"]))
        )
        records.append(
            {
                "group": other["group"],
                "minus": first["group"],
                "estimate": difference,
                "se": error,
                "lower": difference - LIMIT * error,
                "upper": difference + LIMIT * error,
                "p": two_sided_p(difference, error),
            }
        )
    return {
        "rmst_difference": records[0]["estimate"] if len(records) == 1 else None,
        "rmst_differences": records,
    }


def _limits(group: Group, asked: Asked, horizon: float) -> Iterator[dict[str, Any]]:
    """Yield, for a group without an event, what its rates and risks may still be: exact 95 % limits from above."""
    if group.rows.event.any():
        return
    observed = float((group.rows.time - np.maximum(group.rows.entry, 0)).sum())
    for time in asked.at or (horizon,):
        followed = _followed(group, time)
        yield {
            "group": group.label,
            "time": time,
            "followed": followed,
            "risk_upper": highest_share(followed),
            "observed_time": observed,
            "rate_upper": highest_rate(observed),
        }


def _followed(group: Group, time: float) -> int:
    """Return how many people were under observation from the beginning of the clock until a time."""
    rows = group.rows
    observed = np.maximum(np.minimum(rows.time, time) - np.maximum(rows.entry, 0), 0)
    throughout = np.bincount(group.people, observed) >= time * (1 - BLUR)
    return int((throughout & (np.bincount(group.people, rows.entry <= 0) > 0)).sum())


def _warnings_of_curves(groups: Sequence[Group], asked: Asked) -> Iterator[str]:
    for group in groups:
        name = f"Group [{group.label}]" if asked.by else "The file"
        if asked.horizon is not None and asked.horizon > group.curve.last and not group.curve.ended:
            yield f"{name} was observed until {group.curve.last:g} only: no mean until {asked.horizon:g} is known."
        if not group.rows.event.any():
            yield (
                f"{name} has no event: its curve stays at 1 without an error, with exact lower limits; "
                "`limits_without_events` says what may still be."
            )
        beyond = [time for time in asked.at if time > group.curve.last and not group.curve.ended]
        if beyond:
            told = ", ".join(f"{time:g}" for time in beyond)
            yield f"{name} was observed until {group.curve.last:g} only: nothing is said of {told}."
        first = group.curve.at_risk[:-1][group.curve.survival[:-1] == 0]
        if asked.entry and len(first) and first[0] > 0:
            yield (
                f"{name}: everybody then at risk had the event while others had not yet entered; its curve is 0 "
                "from there on and says nothing."
            )
        elif asked.entry and len(group.curve.at_risk) and group.curve.at_risk[0] < FEW_AT_RISK:
            yield f"{name}: few had entered before the first event, so its curve starts uncertain."
    if asked.weights and asked.by:
        yield "Rows are weighted, so groups are not compared by a log-rank test; --cox with --robust compares them."


def _warnings_of_clusters(reading: Reading, asked: Asked) -> Iterator[str]:
    if not asked.cluster:
        return
    clusters = len(reading.levels(asked.cluster).labels)
    if clusters < reading.n and not asked.weights:
        yield (
            "Rows of one cluster go together in the models' errors only: those of curves, restricted means and the "
            "log-rank test take each row by itself."
        )


def _warnings_of_people(reading: Reading, rows: Rows, asked: Asked) -> Iterator[str]:
    if not asked.person:
        return
    who = reading.levels(asked.person).codes
    order = np.lexsort((rows.time, who))
    again = (who[order][1:] == who[order][:-1]) & rows.event[order][:-1]
    if again.any():
        people = len(np.unique(who[order][:-1][again]))
        yield f"{people} people have rows after an event: they count as at risk again."


def _models(
    reading: Reading, rows: Rows, asked: Asked, terms: Sequence[Term], warnings: list[str]
) -> tuple[dict[str, Any], str | None]:
    """Return the models' part of the answer and why one was refused; adds warnings to the list."""
    parts: dict[str, Any] = {
        "cox": None,
        "proportionality": None,
        "loglik": None,
        "likelihood_ratio": None,
        "concordance": None,
        "aft": None,
        "scale": None,
        "aft_loglik": None,
        "aft_fits": None,
        "e_value_outcome": None,
    }
    if not terms and asked.accelerated is None:
        return parts, None
    if not rows.event.any():
        return (
            parts,
            "There is no event, so there is no model; `limits_without_events` says what may still be.",
        )
    made = design(terms, reading)
    events = int(rows.event.sum())
    if events < EVENTS_PER_COEFFICIENT * len(made.names):
        warnings.append(
            f"{events} events for {len(made.names)} coefficients: with fewer than {EVENTS_PER_COEFFICIENT} each, "
            "estimates and their errors are unreliable."
        )
    cluster = _clusters(reading, asked)
    if asked.weights and not _is_robust(asked):
        warnings.append(
            "Errors of the model take each weight as a number of people; ask for --robust otherwise."
        )
    units = None if cluster is None else len(np.unique(cluster))
    if units is not None and units < FEW_CLUSTERS:
        warnings.append(
            f"{units} {_unit(asked)}: with fewer than {FEW_CLUSTERS}, robust errors and p come out too small."
        )
    refusals = []
    if terms:
        try:
            parts |= _cox(
                rows, made, asked, people=_people(reading, asked), cluster=cluster, warnings=warnings
            )
            refusals += _without_errors("hazard", parts["cox"], f"{units} {_unit(asked)}")
        except NoEstimate as none:
            refusals.append(f"The model of the hazard has no estimate. {none}")
    if asked.accelerated is not None:
        try:
            parts |= _accelerated(
                rows,
                made,
                several=asked.person is not None and len(reading.levels(asked.person).labels) < reading.n,
                distribution=asked.accelerated,
                cluster=cluster,
                warnings=warnings,
            )
            refusals += _without_errors("time", parts["aft"], f"{units} {_unit(asked)}")
        except NoEstimate as none:
            refusals.append(f"The model of the time has no estimate. {none}")
    return parts, " ".join(refusals) or None


def _without_errors(model: str, records: Sequence[dict[str, Any]], units: str) -> list[str]:
    """Return why a model has no robust errors; nothing where it has them or none are asked for."""
    if records[0]["robust_se"] is None or np.isfinite(records[0]["robust_se"]):
        return []
    return [
        f"The {model} model has no robust errors: {units} cannot show how {len(records)} coefficients vary."
    ]


def _unit(asked: Asked) -> str:
    """Return the word for what varies by itself."""
    return "clusters" if asked.cluster else "people" if asked.person else "rows"


def _is_robust(asked: Asked) -> bool:
    return asked.robust or asked.cluster is not None


def _clusters(reading: Reading, asked: Asked) -> np.ndarray | None:
    """Return each row's cluster where errors are to be robust: as named, else a person, else the row itself."""
    return _numbered(reading, asked.cluster or asked.person) if _is_robust(asked) else None


def _robust_errors(moved: np.ndarray, error: np.ndarray, cluster: np.ndarray | None) -> np.ndarray | None:
    """Return errors from how far each row moves each coefficient; None where none are asked for.

    Not-a-number where clusters do not move the coefficients in as many ways as there are coefficients: always with
    as many coefficients as clusters, since together these move nothing.

    error  of each coefficient, by the model
    """
    if cluster is None:
        return None
    together = sum_by_cluster(moved, cluster)
    if np.linalg.matrix_rank(together / error, tol=MOVES_NOTHING) < len(error):
        return np.full(len(error), np.nan)
    return np.sqrt((together**2).sum(axis=0))


def _cox(
    rows: Rows, made: Design, asked: Asked, *, people: int, cluster: np.ndarray | None, warnings: list[str]
) -> dict[str, Any]:
    likelihood = PartialLikelihood(rows, made.matrix, asked.ties)
    fitted = likelihood.fit(made.names)
    error = np.sqrt(np.diag(fitted.variance))
    robust = _robust_errors(moved_coefficients(likelihood, fitted), error, cluster)
    used = error if robust is None else robust
    rare = bool(rows.event.sum() < RARE * people)
    tests = test_proportionality(likelihood, fitted, made.places)
    if tests[-1].p < 0.05:
        apart = [test.term for test in tests[:-1] if test.p < 0.05]
        warnings.append(
            "Hazards are not proportional (GLOBAL p below .05"
            + (f"; {', '.join(f'[{term}]' for term in apart)}" if apart else "")
            + "): a hazard ratio is an average over times in which the effect changes."
        )
    ratio = 2 * (fitted.loglik_model - fitted.loglik_null)
    return {
        "cox": [
            {
                "term": name,
                "estimate": estimate,
                "se": error[place],
                "robust_se": None if robust is None else robust[place],
                **ratio_of_hazards(estimate, used[place]),
                **of_hazard_ratio(estimate, used[place], rare=rare),
            }
            for place, (name, estimate) in enumerate(zip(made.names, fitted.coefficients, strict=True))
        ],
        "proportionality": [test._asdict() for test in tests],
        "loglik": {"null": fitted.loglik_null, "model": fitted.loglik_model},
        "likelihood_ratio": {"statistic": ratio, "df": len(made.names)},
        "concordance": concordance(rows, likelihood.design @ fitted.coefficients),
        "e_value_outcome": "rare" if rare else "common",
    }


def _accelerated(
    rows: Rows,
    made: Design,
    *,
    several: bool,
    distribution: Distribution,
    cluster: np.ndarray | None,
    warnings: list[str],
) -> dict[str, Any]:
    if several:
        raise NoEstimate("One person has several rows; it takes one row each.")
    fits = {distribution: (fitted := fit_accelerated(rows, made.matrix, made.names, distribution))}
    for other in set(DISTRIBUTIONS) - {distribution}:
        with suppress(NoEstimate):
            fits[other] = fit_accelerated(rows, made.matrix, made.names, other)
    best = max(fits, key=lambda one: fits[one].loglik)
    if fits[best].loglik - fitted.loglik > MUCH_LIKELIER:
        warnings.append(f"The times fit [{distribution}] much worse than [{best}]: see `aft_fits`.")
    error = np.sqrt(np.diag(fitted.variance))
    robust = _robust_errors(fitted.moved, error, cluster)
    used = error if robust is None else robust
    estimates = [*fitted.coefficients, np.log(fitted.scale)]
    records = [
        {
            "term": term,
            "estimate": estimate,
            "se": error[place],
            "robust_se": None if robust is None else robust[place],
            "lower": estimate - LIMIT * used[place],
            "upper": estimate + LIMIT * used[place],
            "p": two_sided_p(estimate, used[place]),
        }
        for place, (term, estimate) in enumerate(
            zip(["Intercept", *made.names, "log(scale)"], estimates, strict=True)
        )
    ]
    return {
        "aft": records,
        "scale": fitted.scale,
        "aft_loglik": fitted.loglik,
        "aft_fits": [
            {"distribution": one, "loglik": fits[one].loglik} for one in DISTRIBUTIONS if one in fits
        ],
    }
