"""What those who were not seen could change: bounds, and scores drawn from people like them with a tipping point."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.stats import norm

from amends.evidence.answers import Answer, answer
from amends.evidence.change import imputed_together
from amends.evidence.effects import e_value
from amends.evidence.effects.comparing import LEVEL
from amends.evidence.reading import Column, Reading, read
from amends.evidence.terms import columns_of, design, parse_terms

Estimate = Callable[[str, Mapping[str, Any]], Answer]

# Beyond as many as there are coefficients; fewer would leave nothing to tell scores' spread from.
FEWEST_SEEN = 3
FIGURES = ("estimate", "se", "se_full", "df", "lower", "upper", "p")
OF_ONE_DRAW = ("groups", "regression_adjusted", "outcome_model", "completers_only", "unknown_outcome")


@dataclass(frozen=True)
class Rows:
    """The rows of a comparison that have everything but, perhaps, the outcome.

    outcome  not-a-number where it is blank
    table    the columns that `effect` will ask for, outcome and time left out
    missing  for each column that was looked at, in how many rows of the file it is blank
    draws    how many draws of the links there are, each with rows for everybody
    """

    treated: np.ndarray
    outcome: np.ndarray
    time: np.ndarray | None
    matrix: np.ndarray
    table: dict[str, Any]
    missing: Mapping[str, int]
    draws: int = 1

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
        """Return how many people of each group these rows are; over draws of the links, on average."""
        offered, others = ((these & (self.treated == group)).sum() / self.draws for group in (1, 0))
        return {"offered": round(offered), "others": round(others)}


def rows_of(path: Path, options: Mapping[str, Any]) -> Rows:
    """Return the rows of a file for the options of `effect`. Raises BadInput as `read` does."""
    terms = parse_terms(options["covariates"]) if options.get("covariates") else ()
    group, outcome, time = options["treatment"], options["outcome"], options.get("time")
    needed = [Column(group, "yes or no"), *columns_of(terms)]
    needed += [Column(options[name], "label") for name in ("cluster", "draw") if options.get(name)]
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
        everything.missing,
        len(complete.levels(options["draw"]).labels) if options.get("draw") else 1,
    )


def bounds(
    path: Path, options: Mapping[str, Any], estimate: Estimate, *, folder: Path
) -> dict[str, Any] | None:
    """Between what the difference lies whatever became of those whose outcome is not known; None if all is known.

    Not known is an outcome that is blank, and, at a horizon, that of whoever was watched without the event for less.
    `lowest`: none of them among the offered had the event and all of them among the others; `highest` the reverse.
    `if_none` and `if_all`: none, or all, of them in both groups. `lower` and `upper` are the limits beyond both, and
    `holds_no_difference` whether zero lies between these.

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
    lower, upper = told["lowest"]["lower"], told["highest"]["upper"]
    known = lower is not None and upper is not None
    return told | {
        "lower": lower,
        "upper": upper,
        "holds_no_difference": bool(lower <= 0 <= upper) if known else None,
    }


def imputed_scores(
    path: Path,
    options: Mapping[str, Any],
    estimate: Estimate,
    *,
    covariates: str,
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
    drawn too, whether or not the estimate adjusts for them, and estimates put together by Rubin's rules.

    Source: Rubin (1987); Carpenter and Kenward (2013), chapter 10.
    """
    rows = rows_of(path, {**options, "covariates": covariates})
    if not rows.blank.any():
        return None
    seen = rows.by_group(~rows.blank)
    if min(seen.values()) < rows.matrix.shape[1] + FEWEST_SEEN:
        return _too_few(rows, seen), []
    # Who completed is told of complete cases.
    asked = {name: value for name, value in options.items() if name != "completed"}
    drawn = _draws(rows, imputations, seed)
    everybody: Answer = {}
    told: list[dict[str, Any]] = []
    for delta in deltas:
        shift = np.where(rows.blank & (rows.treated == 1), worse * delta, 0.0)
        answers = []
        for scores in drawn:
            file = _file(rows, scores + shift, options, folder)
            answers.append(estimate("effect", {**asked, "input": file}))
            if answers[-1]["estimate"] is None:
                break
        together = _together(answers, rows)
        if not everybody:
            # What is of one draw alone is left out.
            kept = {name: value for name, value in answers[0].items() if name not in OF_ONE_DRAW}
            everybody = kept | together | {"e_value": _e_value(together, drawn, rows)}
        told.append({"delta": delta, **together})
    first = next((one for one in told if one["refused"] is None and one["lower"] <= 0 <= one["upper"]), None)
    everybody |= {"missing": rows.missing, "by": "multiple imputation", "imputations": imputations}
    return everybody, [record | {"tips": record is first} for record in told]


def _too_few(rows: Rows, seen: Mapping[str, int]) -> Answer:
    return answer(
        n=len(rows.treated),
        events=None,
        missing=rows.missing,
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
    # Of few clusters, as in `Inference` of effects.
    df, widened = answers[-1].get("df", math.inf), answers[-1].get("widened", 1.0)
    together = imputed_together(
        np.array([one["estimate"] for one in answers]),
        (widened * np.array([one["se_full"] for one in answers])) ** 2,
        complete_df=min(df, len(rows.treated) - 2),
        level=LEVEL,
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
    # The error with which a normal interval would be as wide.
    error = (together["upper"] - together["lower"]) / (2 * float(norm.ppf((1 + LEVEL) / 2)))
    ratios = e_value.from_mean_difference(together["estimate"], error, spread)
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
