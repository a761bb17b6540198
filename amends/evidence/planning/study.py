"""A plan at work: the files that it makes, and each figure that it asks for, those not seen counted in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amends.evidence.answers import Answer
from amends.evidence.effects.refusing import limits
from amends.evidence.faults import BadInput
from amends.evidence.planning.missing import Estimate, bounds, imputed_scores
from amends.evidence.planning.plan import CLOCKS, Described, Outcome, Plan, covariates_of, question

# What of a question is typed after `effect`.
ASKED = (
    "treatment",
    "outcome",
    "method",
    "estimand",
    "covariates",
    "time",
    "at",
    "cluster",
    "completed",
    "draw",
)


@dataclass
class Study:
    """A plan at work: its files, and the figures that it asks for."""

    plan: Plan
    estimate: Estimate
    folder: Path
    files: dict[str, Path]

    def make(self) -> list[dict[str, Any]]:
        """Make the files that the plan makes of its inputs, in its order, and return what their words answered.

        Raises BadInput when one is not made.
        """
        told = []
        for one in self.plan.made:
            path = self.folder / f"{one.name}.parquet"
            answer = self.estimate(one.by, {**self._with_files(one), "out": path})
            if answer["refused"] is not None:
                raise BadInput([f"[{one.name}] was not made: {answer['refused']}"])
            # Candidates, say, stand beside the links that were chosen of them.
            beside = {file.stem: file for file in self.folder.glob(f"{one.name}.*.parquet")}
            self.files |= {one.name: path, **beside}
            told.append({"name": one.name, "by": one.by, "answer": answer})
        return told

    def describe(self, one: Described) -> dict[str, Any]:
        """Return a figure beside the comparison."""
        return {
            "name": one.name,
            "by": one.by,
            "answer": self.estimate(one.by, self._with_files(one)),
        }

    def compare(self, outcome: Outcome) -> dict[str, Any]:
        """Return one outcome by group as offered, as planned, and what those who were not seen could change.

        `as_planned` counts them in as the plan says; `complete_cases` is the same without them, where they differ.
        """
        as_offered = self._effect(outcome, "itt")
        complete = as_offered if outcome.method == "itt" else self._effect(outcome, outcome.method)
        planned, missing = self._with_unseen(outcome, complete)
        return {
            "name": outcome.name,
            "kind": outcome.kind,
            "better": outcome.better,
            "clock": CLOCKS[outcome.clock],
            "horizon_days": outcome.horizon_days,
            "smallest_difference": outcome.smallest_difference,
            "as_offered": as_offered,
            "as_planned": planned,
            "complete_cases": None if planned is complete else complete,
            "missing": missing,
        }

    def _with_unseen(self, outcome: Outcome, complete: Answer) -> tuple[Answer, dict[str, Any]]:
        """Return the answer that counts in whoever was not seen, and what is told of them besides."""
        options = self._options(outcome, outcome.method)
        if outcome.kind == "event":
            planned = self._standing_for_lost(outcome, complete)
            weighted = None if planned is complete else _loss_of(planned)
            told = bounds(self.files[outcome.input], options, self.estimate, folder=self.folder)
            return planned, {"bounds": told, "weighted_for_loss": weighted}
        found = imputed_scores(
            self.files[outcome.input],
            options,
            self.estimate,
            covariates=covariates_of(self.plan, outcome),
            imputations=self.plan.missing.imputations,
            deltas=self.plan.missing.deltas,
            worse=1 if outcome.better == "lower" else -1,
            seed=self.plan.seed,
            folder=self.folder,
        )
        if found is None:
            return complete, {"imputed": None}
        everybody, by_delta = found
        return everybody, {"imputed": by_delta}

    def _standing_for_lost(self, outcome: Outcome, complete: Answer) -> Answer:
        """Return the answer in which those who stayed until the horizon stand for those like them who were lost.

        The same answer where nobody was lost, or nothing is known by which somebody would be like them.
        """
        covariates = covariates_of(self.plan, outcome)
        if not covariates or not any(group["lost"] for group in complete.get("lost") or ()):
            return complete
        options = self._options(outcome, outcome.method) | {"censoring_covariates": covariates}
        return self.estimate("effect", options) | {"by": "censoring weights"}

    def _effect(self, outcome: Outcome, method: str) -> Answer:
        return self.estimate("effect", self._options(outcome, method))

    def _options(self, outcome: Outcome, method: str) -> dict[str, Any]:
        """Return what is typed after `effect`: what the plan asks, and its limits by the names of their options."""
        asked = vars(question(self.plan, outcome, method)) | {"draw": outcome.draw}
        options = {name: asked[name] for name in ASKED if asked[name]}
        tighter = {limits()[name].option: limit for name, limit in self.plan.thresholds.items()}
        return {"input": self.files[outcome.input], **options, **tighter}

    def _with_files(self, one: Described) -> dict[str, Any]:
        """Return a word's options, each that names an input or a made file turned into its path."""
        return {
            name: self.files.get(value, value) if isinstance(value, str) else value
            for name, value in one.options.items()
        }


def _loss_of(planned: Answer) -> dict[str, Any]:
    """Return how many were lost, and the difference with those who stayed standing for them."""
    lost = {group["group"]: group["lost"] for group in planned["lost"]}
    figures = {name: planned[name] for name in ("estimate", "lower", "upper", "refused")}
    return {"lost": {"offered": lost["treated"], "others": lost["control"]}, **figures}
