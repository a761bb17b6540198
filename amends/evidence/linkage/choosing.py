"""Which of the scored pairs become links: sure enough by the estimated error, and one to one where that is asked.

Weights are compared to a millionth of a bit, so that two engines that add them up in another order choose alike;
what is left equal is decided by the ids.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

# Below even odds a pair is never a link, whatever the estimated error allows.
LEAST_PROBABILITY = 0.5
SAME = "same"
DECISIONS = (SAME, "different")


@dataclass(frozen=True)
class Choice:
    """The threshold and what it is expected to cost.

    threshold      the least probability of a link
    pairs          how many links there are
    false_links    of these, how many are expected to be false
    missed_links   how many true pairs are expected among the compared pairs that are no links
    """

    threshold: float
    pairs: int
    false_links: float
    missed_links: float


def choose(
    connection: duckdb.DuckDBPyConnection,
    *,
    one_to_one: bool,
    within: bool,
    false_share: float,
    probability: float | None,
) -> Choice:
    """Add to the table [scored] the column `linked`; returns the threshold and the expected errors.

    one_to_one   each record in at most one link: the heaviest pairs first, then those with the lowest ids
    within       both ids are of one file, so that a record is taken on whichever side it stands
    false_share  of the links, the largest share that may be false, as estimated from their probabilities
    probability  the threshold itself, when the settings name one
    """
    connection.execute(
        "CREATE OR REPLACE TABLE ordered AS SELECT *, row_number() OVER (ORDER BY coalesce(decision, '') = 'same' DESC, "
        "round(match_weight, 6) DESC, unique_id_l, unique_id_r) - 1 AS place FROM scored"
    )
    columns = connection.execute(
        "SELECT dense_rank() OVER (ORDER BY unique_id_l), dense_rank() OVER (ORDER BY unique_id_r), "
        "match_probability, round(match_weight, 6), decision FROM ordered ORDER BY place"
        if not within
        else """
        WITH ids AS (
            SELECT id, row_number() OVER (ORDER BY id) AS code
            FROM (SELECT unique_id_l AS id FROM ordered UNION SELECT unique_id_r FROM ordered)
        )
        SELECT l.code, r.code, match_probability, round(match_weight, 6), decision
        FROM ordered JOIN ids AS l ON l.id = unique_id_l JOIN ids AS r ON r.id = unique_id_r ORDER BY place
        """
    ).fetchnumpy()
    left, right, probabilities, weights = (np.ma.getdata(values) for values in list(columns.values())[:4])
    decisions: np.ndarray = np.ma.filled(np.ma.asarray(list(columns.values())[4], dtype=object), None)
    decided = decisions == SAME
    possible = (decided | (probabilities >= LEAST_PROBABILITY)) & (decisions != "different")
    if one_to_one:
        possible &= _first_of_each(left, right, possible, within=within)
    threshold = (
        probability
        if probability is not None
        else _threshold(probabilities, weights, possible & ~decided, false_share)
    )
    linked = possible & (decided | (probabilities >= threshold))
    unsettled = ~linked & (decisions != "different")
    connection.register("chosen", {"place": np.arange(len(linked)), "linked": linked})
    connection.execute(
        "CREATE OR REPLACE TABLE scored AS SELECT * EXCLUDE (place) FROM ordered JOIN chosen USING (place) ORDER BY place"
    )
    connection.unregister("chosen")
    connection.execute("DROP TABLE ordered")
    return Choice(
        threshold=float(threshold),
        pairs=int(linked.sum()),
        false_links=float((1 - probabilities[linked & ~decided]).sum()),
        missed_links=float(probabilities[unsettled].sum()),
    )


def _first_of_each(left: np.ndarray, right: np.ndarray, possible: np.ndarray, *, within: bool) -> np.ndarray:
    """Tell for each pair, in order, whether neither of its records is in a pair before it that was taken."""
    size = int(max(left.max(initial=0), right.max(initial=0))) + 1
    taken_left = bytearray(size)
    taken_right = taken_left if within else bytearray(size)
    taken = np.zeros(len(left), dtype=bool)
    for place in np.flatnonzero(possible).tolist():
        one, other = left[place], right[place]
        if not taken_left[one] and not taken_right[other]:
            taken_left[one] = taken_right[other] = 1
            taken[place] = True
    return taken


def _threshold(
    probabilities: np.ndarray, weights: np.ndarray, possible: np.ndarray, false_share: float
) -> float:
    """Return the least probability at which no more than this share of the links is expected to be false.

    1 when even the surest pair is less sure than that, and when there is none.
    """
    sure, heavy = probabilities[possible], weights[possible]
    order = np.argsort(-heavy, kind="stable")
    sure, heavy = sure[order], heavy[order]
    expected = np.cumsum(1 - sure) / np.arange(1, len(sure) + 1)
    # Pairs of one weight are links together or not at all.
    last_of_weight = np.append(heavy[1:] != heavy[:-1], True) if len(heavy) else np.zeros(0, dtype=bool)
    good = np.flatnonzero((expected <= false_share) & last_of_weight)
    return float(sure[good[-1]]) if len(good) else 1.0
