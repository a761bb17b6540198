"""The rows of a file that are compared, as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from amends.evidence.effects import weighting
from amends.evidence.effects.loss import loss_by
from amends.evidence.effects.question import Question, Terms
from amends.evidence.effects.refusing import Refused
from amends.evidence.effects.times import Clock
from amends.evidence.effects.weighting import Loss
from amends.evidence.faults import BadInput, Fault
from amends.evidence.reading import Column, Reading, read
from amends.evidence.survival.rows import without_blur
from amends.evidence.terms import columns_of, design


@dataclass(frozen=True)
class Sample:
    """Rows with a treatment of 1 or 0 and an outcome, and what may go with them.

    binary     whether the outcome is an event, 0 or 1, and no number
    balance_*  the covariates' columns with, for levels, also the one that is the reference
    loss_*     the columns that loss before the horizon depends on
    clusters   for each row the number of its cluster, from 0
    completed  of each row, whether it is known to have completed
    """

    treated: np.ndarray
    outcome: np.ndarray
    binary: bool
    names: list[str]
    matrix: np.ndarray
    balance_names: list[str]
    balance_matrix: np.ndarray
    loss_names: list[str]
    loss_matrix: np.ndarray
    times: np.ndarray | None = None
    clusters: np.ndarray | None = None
    completed: np.ndarray | None = None
    match: np.ndarray | None = None

    @property
    def n(self) -> int:
        """How many rows there are."""
        return len(self.treated)

    @property
    def smaller_group(self) -> int:
        """How many rows the smaller group has."""
        treated = int(self.treated.sum())
        return min(treated, self.n - treated)

    @property
    def events(self) -> int | None:
        """How many rows have the event; None where the outcome is a number."""
        return int(self.outcome.sum()) if self.binary else None

    @property
    def clock(self) -> Clock:
        """The rows' times. Raises ValueError where the outcome is no event in time."""
        if self.times is None:
            raise ValueError("The outcome has no time.")
        return Clock(self.times, self.outcome, self.treated)

    def only(self, kept: np.ndarray) -> Sample:
        """Return the same of some rows."""
        parts: dict[str, Any] = {
            name: value[kept] for name, value in vars(self).items() if isinstance(value, np.ndarray)
        }
        if self.clusters is not None:
            parts["clusters"] = np.unique(parts["clusters"], return_inverse=True)[1]
        return replace(self, **parts)

    def propensity(self) -> np.ndarray:
        """Return each row's propensity of being treated. Raises Refused where there is none."""
        found = weighting.by_propensity(self.treated, self.matrix, self.names, estimand="ate")
        return np.asarray(found.propensity)

    def loss(self, at: float) -> Loss | None:
        """Return the weights for loss before a horizon; None where no covariates of it were named.

        Raises Refused where its model has no estimate.
        """
        return loss_by(self.clock, at, self.loss_matrix, self.loss_names) if self.loss_names else None


def read_rows(path: Path, asked: Question, terms: Terms, *, without_outcome: bool = False) -> Reading:
    """Return the rows of a file in which all that a question names is filled in, the outcome too unless not asked.

    Raises BadInput as `read` does, and where there is only one group.
    """
    columns = [Column(asked.treatment, "yes or no")]
    if not without_outcome:
        columns.append(Column(asked.outcome, "number" if asked.time is None else "yes or no"))
    columns += columns_of(terms.all)
    if asked.time is not None:
        columns.append(Column(asked.time, "number", at_least=0))
    if asked.cluster is not None:
        columns.append(Column(asked.cluster, "label"))
    if asked.match is not None:
        columns.append(Column(asked.match, "number", at_least=0))

    def also(reading: Reading) -> Iterator[Fault]:
        yield from _faults(reading, asked)
        if not without_outcome:
            yield from _faults_of_links(reading, asked)

    return _worded(path, columns, asked, lambda: read(path, columns, also=also))


def completed_of(path: Path, asked: Question, reading: Reading) -> tuple[np.ndarray, int]:
    """Return which of the rows of a reading are known to have completed, and of how many treated it is not known.

    Whoever was not treated completed nothing, so a blank says nothing there. Raises BadInput as `read` does.
    """
    column = Column(str(asked.completed), "yes or no")
    every = _worded(path, [column], asked, lambda: read(path, [column], blanks_stay=True))
    completed = every.numbers(column.name)[reading.rows - 1]
    unknown = np.isnan(completed) & (reading.numbers(asked.treatment) == 1)
    return completed == 1, int(unknown.sum())


def _worded(path: Path, columns: Sequence[Column], asked: Question, reads: Callable[[], Reading]) -> Reading:
    """Return what is read; of a column that holds words only there is one fault, and not one for each row."""
    try:
        return reads()
    except BadInput as bad:
        suspects = {column.name for column in columns if column.kind != "label"} & {
            fault.column for fault in bad.faults if fault.row is not None
        }
        worded = sorted(name for name in suspects if _holds_words_only(path, name))
        if not worded:
            raise
        others = [fault for fault in bad.faults if fault.column not in worded]
        raise BadInput([*(_words_in(name, asked) for name in worded), *others], name=path.name) from bad


def _holds_words_only(path: Path, name: str) -> bool:
    labels = read(path, [Column(name, "label")]).levels(name).labels
    return not any(re.match(r"[-+.]?\d", label) for label in labels)


def _words_in(name: str, asked: Question) -> Fault:
    if name == asked.treatment:
        return Fault("holds words: expected 1 for the treated and 0 for the control group.", column=name)
    if name in (asked.outcome, asked.completed):
        return Fault("holds words: expected numbers, 1 and 0 for yes and no.", column=name)
    if name in (asked.time, asked.match):
        return Fault("holds words: expected numbers.", column=name)
    return Fault(f"holds words: write C({name}) to compare its levels.", column=name)


def _faults(reading: Reading, asked: Question) -> Iterator[Fault]:
    if reading.n and np.ptp(reading.numbers(asked.treatment)) == 0:
        yield Fault(
            "is the same in every row that is used: expected 1 for the treated and 0 for the control group.",
            column=asked.treatment,
        )
    if asked.match is not None:
        for row in reading.rows[reading.numbers(asked.match) > 1]:
            yield Fault("expected a probability, from 0 to 1.", row=int(row), column=asked.match)


def _faults_of_links(reading: Reading, asked: Question) -> Iterator[Fault]:
    """Yield a fault where wrong links are asked about of an outcome that is no event."""
    given = [f"--{word}" for word in ("match", "missed", "false") if getattr(asked, word) is not None]
    if given and not np.isin(reading.numbers(asked.outcome), (0, 1)).all():
        says = f"holds other numbers than 0 and 1: only an event can be linked wrongly. Leave out {', '.join(given)}."
        yield Fault(says, column=asked.outcome)


def sample_of(reading: Reading, asked: Question, terms: Terms, outcome: np.ndarray | None = None) -> Sample:
    """Return what was read as numbers, with the outcome that was read or another. Raises BadInput as `design`."""
    made, loss = design(terms.covariates, reading), design(terms.loss, reading)
    names, columns = [], []
    for term in terms.covariates:
        places = made.places[term.name]
        if term.kind == "levels":
            names.append(f"{term.name}[{reading.levels(term.column).labels[0]}]")
            columns.append(1 - made.matrix[:, places].sum(axis=1))
        names += [made.names[place] for place in places]
        columns += [made.matrix[:, place] for place in places]
    outcome = reading.numbers(asked.outcome) if outcome is None else outcome
    times = None
    if asked.time is not None and asked.at is not None:
        times, _ = without_blur(reading.numbers(asked.time), np.full(reading.n, asked.at))
    return Sample(
        treated=reading.numbers(asked.treatment),
        outcome=outcome,
        binary=bool(np.isin(outcome, (0, 1)).all()),
        names=made.names,
        matrix=made.matrix,
        balance_names=names,
        balance_matrix=np.column_stack(columns) if columns else np.empty((reading.n, 0)),
        loss_names=loss.names,
        loss_matrix=loss.matrix,
        times=times,
        clusters=None if asked.cluster is None else reading.levels(asked.cluster).codes,
        match=None if asked.match is None else reading.numbers(asked.match),
    )


def trimmed(
    reading: Reading, sample: Sample, asked: Question, terms: Terms, at: float
) -> tuple[Reading, Sample]:
    """Return the rows whose propensity lies between a share and one minus it (Crump et al. 2009, Biometrika 96:187).

    Levels that nobody has any more are gone. Raises Refused where nobody is left in a group, or a term says
    nothing any more.
    """
    propensity = sample.propensity()
    kept = (propensity >= at) & (propensity <= 1 - at)
    if not kept.any() or np.ptp(sample.treated[kept]) == 0:
        raise Refused("Trimming leaves nobody in one of the groups.")
    left = reading.of(kept)
    try:
        return left, sample_of(left, asked, terms)
    except BadInput as bad:
        raise Refused(f"Trimming leaves a term nothing to say. {bad}") from bad
