"""The little language in which covariates are named: `x`, `x^2` and `C(x)`, and nothing else.

Nothing of it is handed on to another program's formulas, which run code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from amends.evidence.faults import BadInput, Fault
from amends.evidence.reading import Column, Reading

# A head may hold blanks, dots and hyphens; what is left out here belongs to formulas elsewhere.
NAME = r"[^\s,+^()*:~|/](?:[^,+^()*:~|/]*[^\s,+^()*:~|/])?"
TERM = re.compile(rf"(?P<square>{NAME})\s*\^\s*2|C\(\s*(?P<levels>{NAME})\s*\)|(?P<plain>{NAME})")


# The square of a smaller difference would be none.
SMALLEST = 1e-150
# As many numbers as make a matrix of 1.6 GB.
MOST_CELLS = 200_000_000


class Term(NamedTuple):
    """One term: a column as it is, its square, or one indicator for each level but the lowest."""

    name: str
    column: str
    kind: Literal["plain", "square", "levels"]


class Design(NamedTuple):
    """The terms as numbers.

    names   of the matrix's columns: `x`, `x^2`, `C(x)[level]`
    matrix  rows of the reading by columns; without a constant
    places  for each term, by its name, the columns of the matrix that it makes
    """

    names: list[str]
    matrix: np.ndarray
    places: dict[str, list[int]]


def parse_terms(text: str) -> tuple[Term, ...]:
    """Return the terms of a list with `,` or `+` between them. Raises BadInput naming each that is none.

    >>> [term.name for term in parse_terms("age + age^2, C(race)")]
    ['age', 'age^2', 'C(race)']
    """
    terms, faults = [], []
    for piece in re.split(r"[,+]", text):
        found = TERM.fullmatch(piece.strip())
        if found is None:
            faults.append(
                f"[{piece.strip()}] is no term: expected a column `x`, its square `x^2` or its levels `C(x)`, "
                "with `,` or `+` between; interactions are not offered."
            )
        elif found["square"]:
            terms.append(Term(f"{found['square']}^2", found["square"], "square"))
        elif found["levels"]:
            terms.append(Term(f"C({found['levels']})", found["levels"], "levels"))
        else:
            terms.append(Term(found["plain"], found["plain"], "plain"))
    faults += [f"[{term.name}] is named twice." for term in dict.fromkeys(terms) if terms.count(term) > 1]
    if faults:
        raise BadInput(faults)
    return tuple(terms)


def columns_of(terms: Sequence[Term]) -> list[Column]:
    """Return what to ask of a file for these terms."""
    return [Column(term.column, "label" if term.kind == "levels" else "number") for term in terms]


def design(terms: Sequence[Term], reading: Reading) -> Design:
    """Return the terms of a reading's rows as a matrix, in their order.

    Raises BadInput for a term that is the same in every row, which says nothing of anything, and for one with so
    many levels that no memory holds them.
    """
    names: list[str] = []
    parts: list[np.ndarray] = []
    places: dict[str, list[int]] = {}
    faults = []
    for term in terms:
        if (
            term.kind == "levels"
            and (count := len(reading.levels(term.column).labels)) * reading.n > MOST_CELLS
        ):
            says = f"has {count} levels in {reading.n} rows, too many to compute with; group them."
            faults.append(Fault(says, column=term.name))
            continue
        made = _columns(term, reading)
        if all(np.ptp(values) < SMALLEST for values in made.values()):
            faults.append(Fault("is the same in every row that is used.", column=term.name))
        places[term.name] = list(range(len(names), len(names) + len(made)))
        names += made
        parts += made.values()
    if faults:
        raise BadInput(faults)
    return Design(names, np.column_stack(parts) if parts else np.empty((reading.n, 0)), places)


def _columns(term: Term, reading: Reading) -> dict[str, np.ndarray]:
    if term.kind == "levels":
        labels, codes = reading.levels(term.column)
        return {
            f"{term.name}[{label}]": (codes == place).astype(float)
            for place, label in enumerate(labels)
            if place > 0
        }
    values = reading.numbers(term.column)
    return {term.name: values**2 if term.kind == "square" else values}
