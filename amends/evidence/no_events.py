"""What may still be true where nothing was seen to happen: exact limits from above."""

from __future__ import annotations

import numpy as np

# Outside a two-sided interval of 95 %, on the one side that there is.
TAIL = 0.025


def highest_share(people: int) -> float:
    """Return the upper limit of a share of which nobody of so many people was an example; 1 for no people.

    >>> f"{highest_share(30):.3f}"
    '0.116'

    Source: Clopper and Pearson (1934), Biometrika 26:404, at no success.
    """
    return float(1 - TAIL ** (1 / people)) if people else 1.0


def highest_rate(observed: float) -> float:
    """Return the upper limit of a rate without an event in so much time observed, in events per unit of time.

    >>> f"{highest_rate(1):.3f}"
    '3.689'

    Source: Garwood (1936), Biometrika 28:437, at no event.
    """
    return float(-np.log(TAIL) / observed) if observed > 0 else float("nan")
