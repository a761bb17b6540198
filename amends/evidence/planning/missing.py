"""What those who were not seen could change: bounds, censoring weights, and scores imputed with a tipping point."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from lifelines import CoxPHFitter
from lifelines.exceptions import ConvergenceError, ConvergenceWarning

from amends.evidence.answers import Answer, answer
from amends.evidence.change import imputed_together
from amends.evidence.effects import e_value
from amends.evidence.reading import Column, Reading, read
from amends.evidence.terms import columns_of, design, parse_terms

Estimate = Callable[[str, Mapping[str, Any]], Answer]

# Resamples for an interval that counts everything estimated on the way, and from how many rows it takes too long.
RESAMPLES = 200
MOST_ROWS = 20_000
# Beyond as many as there are coefficients; fewer would leave nothing to tell scores' spread from.
FEWEST_SEEN = 3
FIGURES = ("estimate", "se", "se_full", "df", "lower", "upper", "p")
OF_ONE_DRAW = ("groups", "regression_adjusted", "outcome_model", "completers_only", "unknown_outcome")
# Weights above this are cut: one person would stand for more than so many.
LARGEST_WEIGHT = 20.0


@dataclass(frozen=True)
class Rows:
    """The rows of a comparison that have everything but, perhaps, the outcome.

    outcome  not-a-number where it is blank
    table    the columns that `effect` will ask for, outcome and time left out
    """

    treated: np.ndarray
    outcome: np.ndarray
    time: np.ndarray | None
    matrix: np.ndarray
    table: dict[str, Any]

    @property
    def blank(self) -> np.ndarray:
        """Which rows have no outcome."""
        return np.isnan(self.outcome)

    def lost(self, at: float) -> np.ndarray:
        """Which rows were watched without the event, and not until a horizon; none where there is no time."""
        if self.time is None:
            return np.zeros(len(self.treated), dtype=bool)
        return (self.outcome == 0) & (self.time < at)

    def had_event(self, at: float) -> np.ndarray:
        """Which rows are known to have had the event by a horizon; in any time where there is none."""
        return (self.outcome == 1) & (True if self.time is None else self.time <= at)

    def by_group(self, these: np.ndarray) -> dict[str, int]:
        """Return how many of these rows are in each group."""
        return {
            "offered": int((these & (self.treated == 1)).sum()),
            "others": int((these & (self.treated == 0)).sum()),
        }

    def only(self, places: np.ndarray) -> Rows:
        """Return some of the rows, any of them any number of times."""
        return Rows(
            self.treated[places],
            self.outcome[places],
            None if self.time is None else self.time[places],
            self.matrix[places],
            {},
        )


def rows_of(path: Path, options: Mapping[str, Any]) -> Rows:
    """Return the rows of a file for the options of `effect`. Raises BadInput as `read` does."""
    terms = parse_terms(options["covariates"]) if options.get("covariates") else ()
    group, outcome, time = options["treatment"], options["outcome"], options.get("time")
    needed = [Column(group, "yes or no"), *columns_of(terms)]
    if options.get("cluster"):
        needed.append(Column(options["cluster"], "label"))
    seen = [Column(outcome, "number"), *([Column(time, "number", at_least=0)] if time else [])]
    everything = read(path, [*needed, *seen], blanks_stay=True)
    complete = read(path, needed)
    kept = np.isin(everything.rows, complete.rows)

    def whole(column: Column, reading: Reading) -> np.ndarray:
        return reading.labels(column.name) if column.kind == "label" else reading.numbers(column.name)

    time_of = everything.numbers(time)[kept] if time else None
    outcomes = everything.numbers(outcome)[kept]
    if time_of is not None:
        outcomes = np.where(np.isnan(time_of), np.nan, outcomes)
    return Rows(
        complete.numbers(group),
        outcomes,
        time_of,
        design(terms, complete).matrix if terms else np.empty((complete.n, 0)),
        {column.name: whole(column, complete) for column in needed},
    )


def bounds(
    path: Path, options: Mapping[str, Any], estimate: Estimate, *, folder: Path
) -> dict[str, Any] | None:
    """Between what the difference lies whatever became of those whose outcome is not known; None if all is known.

    Not known is an outcome that is blank, and, at a horizon, that of whoever was watched without the event for less.
    `lowest`: none of them among the offered had the event and all of them among the others; `highest` the reverse.
    `if_none` and `if_all`: none, or all, of them in both groups. `lower` and `upper` are the limits beyond both.

    Source: Horowitz and Manski (2000), J Am Stat Assoc 95:77.
    """
    rows, at = rows_of(path, options), float(options.get("at", math.inf))
    blank, lost = rows.blank, rows.lost(at)
    unseen = blank | lost
    if not unseen.any():
        return None
    told: dict[str, Any] = {
        "unseen": rows.by_group(unseen),
        "blank": rows.by_group(blank),
        "lost": rows.by_group(lost),
    }
    # Once everybody's fate at the horizon is said, there is no time left to reckon with.
    asked = {name: value for name, value in options.items() if name not in ("time", "at", "completed")}
    cases = {"lowest": (0, 1), "highest": (1, 0), "if_none": (0, 0), "if_all": (1, 1)}
    for name, (offered, others) in cases.items():
        filled = np.where(unseen, np.where(rows.treated == 1, offered, others), rows.had_event(at))
        found = estimate("effect", {**asked, "input": _file(rows, filled, options, folder)})
        told[name] = {key: found.get(key) for key in ("estimate", "lower", "upper", "refused")}
    return told | {"lower": told["lowest"]["lower"], "upper": told["highest"]["upper"]}


def imputed_scores(
    path: Path,
    options: Mapping[str, Any],
    estimate: Estimate,
    *,
    imputations: int,
    deltas: tuple[float, ...],
    worse: int,
    seed: int,
    folder: Path,
) -> tuple[Answer, list[dict[str, Any]]] | None:
    """Return the difference among everybody, scores not seen drawn from those of people like them; None if all were seen.

    First the answer of `effect` of everybody, its figures put together over the draws. Then a record for each delta:
    so many points worse than people like them did those score who were offered the program and not seen again;
    `tips` marks the first delta at which the interval holds no difference. `worse` is 1 where a higher score is
    worse, else -1. Scores are drawn within each group from a normal regression on the covariates, its parameters
    drawn too, and estimates put together by Rubin's rules.

    Source: Rubin (1987); Carpenter and Kenward (2013), chapter 10.
    """
    rows = rows_of(path, options)
    if not rows.blank.any():
        return None
    seen = rows.by_group(~rows.blank)
    if min(seen.values()) < rows.matrix.shape[1] + FEWEST_SEEN:
        return _too_few(rows, seen), []
    drawn = _draws(rows, imputations, seed)
    everybody: Answer = {}
    told: list[dict[str, Any]] = []
    for delta in deltas:
        shift = np.where(rows.blank & (rows.treated == 1), worse * delta, 0.0)
        answers = []
        for scores in drawn:
            asked = {**options, "input": _file(rows, scores + shift, options, folder)}
            answers.append(estimate("effect", asked))
            if answers[-1]["estimate"] is None:
                break
        together = _together(answers, rows)
        if not everybody:
            # What is of one draw alone is left out.
            kept = {name: value for name, value in answers[0].items() if name not in OF_ONE_DRAW}
            everybody = kept | together | {"e_value": _e_value(together, drawn, rows)}
        told.append({"delta": delta, **together})
    first = next((one for one in told if one["refused"] is None and one["lower"] <= 0 <= one["upper"]), None)
    everybody |= {"by": "multiple imputation", "imputations": imputations}
    return everybody, [record | {"tips": record is first} for record in told]


def _too_few(rows: Rows, seen: Mapping[str, int]) -> Answer:
    return answer(
        n=len(rows.treated),
        events=None,
        missing={},
        refused=f"Scores were seen of {seen['offered']} of those offered and {seen['others']} of the others: too few "
        "to draw those from that were not.",
        balance=[],
    ) | dict.fromkeys(("e_value", *FIGURES))


def _draws(rows: Rows, imputations: int, seed: int) -> list[np.ndarray]:
    """Return all scores, those not seen drawn anew each time: the same for every delta, so that only it differs."""
    draws = np.random.default_rng(seed)
    found = []
    for _ in range(imputations):
        filled = rows.outcome.copy()
        for group in (1, 0):
            here = rows.treated == group
            seen, unseen = here & ~rows.blank, here & rows.blank
            if unseen.any():
                filled[unseen] = _drawn(rows.matrix[seen], rows.outcome[seen], rows.matrix[unseen], draws)
        found.append(filled)
    return found


def _together(answers: list[Answer], rows: Rows) -> dict[str, Any]:
    """Return the figures of several answers as one, or the refusal of the last."""
    if answers[-1]["estimate"] is None:
        return {"refused": answers[-1]["refused"]} | dict.fromkeys(FIGURES)
    together = imputed_together(
        np.array([one["estimate"] for one in answers]),
        np.array([one["se_full"] for one in answers]) ** 2,
        complete_df=len(rows.treated) - 2,
        level=0.95,
    )
    return {"refused": None, "se_full": together.se} | together._asdict()


def _e_value(together: Mapping[str, Any], drawn: list[np.ndarray], rows: Rows) -> dict[str, Any] | None:
    """Return the E-value of a difference that was put together, in standard deviations within the groups."""
    if together["estimate"] is None:
        return None
    variances = [scores[rows.treated == group].var(ddof=1) for scores in drawn for group in (1, 0)]
    spread = math.sqrt(float(np.mean(variances)))
    if spread == 0:
        return None
    ratios = e_value.from_mean_difference(together["estimate"], together["se_full"], spread)
    return e_value.of_ratio(*ratios, measure="mean difference")


def _drawn(
    known: np.ndarray, scores: np.ndarray, unknown: np.ndarray, draws: np.random.Generator
) -> np.ndarray:
    """Draw scores for unseen rows from a normal regression of the seen ones, its parameters drawn first."""
    design_known = np.column_stack([np.ones(len(known)), known])
    design_unknown = np.column_stack([np.ones(len(unknown)), unknown])
    coefficients, _, rank, _ = np.linalg.lstsq(design_known, scores, rcond=None)
    residual = float(((scores - design_known @ coefficients) ** 2).sum())
    df = max(len(scores) - int(rank), 1)
    sigma = math.sqrt(residual / draws.chisquare(df))
    # The pseudo-inverse leaves undetermined what the seen rows do not determine.
    spread = np.linalg.pinv(design_known.T @ design_known)
    drawn = draws.multivariate_normal(coefficients, sigma**2 * spread, method="eigh")
    return design_unknown @ drawn + sigma * draws.standard_normal(len(unknown))


def _file(rows: Rows, outcome: np.ndarray, options: Mapping[str, Any], folder: Path) -> Path:
    """Write the rows with another outcome, for `effect` to read; the folder is the run's own."""
    columns = {**rows.table, options["outcome"]: outcome}
    path = folder / "filled.parquet"
    pq.write_table(pa.table({name: pa.array(values) for name, values in columns.items()}), path)
    return path


def weighted_for_loss(path: Path, options: Mapping[str, Any], *, seed: int) -> dict[str, Any] | None:
    """The difference in risk at the horizon when whoever is still seen stands for those like them who are lost.

    None if nobody was lost before the horizon. Each person whose fate at the horizon is known counts by one
    over the probability of having been seen until then, by Cox's model for loss given group and covariates,
    times the propensity weight where there are covariates. The interval is of the bootstrap over all of it.
    Assumes that loss depends on nothing but what is in the model.

    Source: Robins and Finkelstein (2000), Biometrics 56:779.
    """
    rows = rows_of(path, options)
    rows = rows.only(np.flatnonzero(~rows.blank))
    at = float(options["at"])
    if rows.time is None:
        return None
    lost = (rows.outcome == 0) & (rows.time < at)
    if not lost.any():
        return None
    told: dict[str, Any] = {
        "lost": {
            "offered": int((lost & (rows.treated == 1)).sum()),
            "others": int((lost & (rows.treated == 0)).sum()),
        },
        "estimate": _difference(rows, at),
    }
    if len(rows.treated) > MOST_ROWS:
        return told | {"lower": None, "upper": None}
    draws = np.random.default_rng(seed)
    again = []
    for _ in range(RESAMPLES):
        sample = rows.only(draws.integers(0, len(rows.treated), len(rows.treated)))
        try:
            again.append(_difference(sample, at))
        except (ConvergenceError, np.linalg.LinAlgError, ValueError):
            continue
    if len(again) < RESAMPLES / 2:
        return told | {"lower": None, "upper": None}
    lower, upper = np.nanquantile(again, [0.025, 0.975])
    return told | {"lower": float(lower), "upper": float(upper), "resamples": len(again)}


def _difference(rows: Rows, at: float) -> float:
    time, happened = np.asarray(rows.time), (rows.outcome == 1) & (np.asarray(rows.time) <= at)
    known = happened | (time >= at)
    weights = known / _seen_until(rows, np.minimum(time, at), at)
    weights = np.minimum(weights, LARGEST_WEIGHT) * _propensity_weights(rows)
    offered, others = rows.treated == 1, rows.treated == 0
    return float(
        np.average(happened[offered], weights=weights[offered])
        - np.average(happened[others], weights=weights[others])
    )


def _seen_until(rows: Rows, until: np.ndarray, at: float) -> np.ndarray:
    """The probability of having been seen up to a moment, for each row, by Cox's model for loss."""
    lost = (rows.outcome == 0) & (np.asarray(rows.time) < at)
    if not lost.any():
        return np.ones(len(until))
    frame = pd.DataFrame(_standardized(np.column_stack([rows.treated, rows.matrix])))
    frame.columns = [f"x{place}" for place in range(frame.shape[1])]
    frame["until"], frame["lost"] = until, lost
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        # A little shrinking keeps the model in one piece where few are lost.
        model = CoxPHFitter(penalizer=0.01).fit(frame, "until", "lost")
    steps = model.baseline_cumulative_hazard_
    # Just before the moment: whoever is lost then was seen until then.
    place = np.searchsorted(steps.index.to_numpy(), until, side="left") - 1
    baseline = np.where(place >= 0, steps.iloc[:, 0].to_numpy()[place.clip(0)], 0.0)
    return np.exp(-baseline * model.predict_partial_hazard(frame).to_numpy())


def _propensity_weights(rows: Rows) -> np.ndarray:
    """One over the probability of the group that a row is in, by logistic regression; ones without covariates."""
    if not rows.matrix.shape[1]:
        return np.ones(len(rows.treated))
    matrix = np.column_stack([np.ones(len(rows.treated)), _standardized(rows.matrix)])
    coefficients = np.zeros(matrix.shape[1])
    for _ in range(50):
        fitted = 1 / (1 + np.exp(-np.clip(matrix @ coefficients, -30, 30)))
        step = np.linalg.lstsq(
            matrix.T @ (matrix * (fitted * (1 - fitted))[:, None]),
            matrix.T @ (rows.treated - fitted),
            rcond=None,
        )[0]
        coefficients += step
        if np.abs(step).max() < 1e-8:
            break
    fitted = np.clip(1 / (1 + np.exp(-np.clip(matrix @ coefficients, -30, 30))), 1 / LARGEST_WEIGHT, 1)
    return np.where(rows.treated == 1, 1 / fitted, 1 / np.clip(1 - fitted, 1 / LARGEST_WEIGHT, 1))


def _standardized(matrix: np.ndarray) -> np.ndarray:
    spread = matrix.std(axis=0)
    return (matrix - matrix.mean(axis=0)) / np.where(spread > 0, spread, 1.0)


def holm(p_values: list[float | None]) -> list[float | None]:
    """Adjust the p-values of a family, in their order; None, of what was refused, stays and counts.

    >>> holm([0.25, 0.125, None])
    [0.5, 0.375, None]

    Source: Holm (1979), Scandinavian Journal of Statistics 6:65; as in R's p.adjust.
    """
    known = [(1.0 if p is None else p, place) for place, p in enumerate(p_values)]
    adjusted: list[float | None] = [None] * len(known)
    largest = 0.0
    for rank, (p, place) in enumerate(sorted(known)):
        largest = min(1.0, max(largest, (len(known) - rank) * p))
        adjusted[place] = None if p_values[place] is None else largest
    return adjusted
