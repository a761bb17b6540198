"""`python -m benchmarks.money`: how quick and how sure the money model's draws are, against plain random ones.

The plain way is what anybody would write with scipy: independent random numbers, put through the inverse
distribution of each input, and the same formulas over them. Both run here, one after the other.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from pathlib import Path

import numpy as np
import scipy.stats

from amends.money.model.distributions import Counts, Distribution, Empirical, Lognormal
from amends.money.model.loading import load_scenario
from amends.money.model.reckoning import reckon
from amends.money.model.simulating import CHUNK, DRAWS, groups_of, simulate
from amends.money.model.tracing import inputs_of_reading

EXAMPLE = Path(__file__).parents[1] / "examples" / "scenario.toml"
VIEW = "state"
# What the model is held to, on two cores, without the interpreter's start: checked, and printed beside what it took.
LONGEST_SECONDS = {10_000: 1.0, 1_000_000: 10.0}
MOST_MEGABYTES = 1000


def frozen(one: Distribution) -> scipy.stats.rv_frozen:
    """Return scipy's own form of a distribution."""
    if isinstance(one, Lognormal):
        return scipy.stats.lognorm(s=float(one.sigma), scale=float(one.median))
    if isinstance(one, Counts):
        return scipy.stats.beta(float(one.found) + 0.5, float(one.of - one.found) + 0.5)
    if isinstance(one, Empirical):
        seen = np.array([float(value) for value in one.seen])
        return scipy.stats.rv_histogram(np.histogram(seen, bins=len(seen)), density=False)
    least, mode, most = map(float, (one.least, one.mode, one.most))
    span = most - least
    return scipy.stats.beta(
        1 + 4 * (mode - least) / span, 1 + 4 * (most - mode) / span, loc=least, scale=span
    )


def plain(count: int, seed: int) -> tuple[float, float, float]:
    """Draw the plain way, the correlated inputs too: returns seconds, mean and standard error of the saving."""
    reading = load_scenario(EXAMPLE).reading("followed_for_ten")
    inputs = [
        one
        for group in groups_of(reading, inputs_of_reading(reading, "average", (VIEW,)))
        for one in group.inputs
    ]
    began, rng, parts = time.perf_counter(), np.random.default_rng(seed), []
    forms = {one.key: frozen(one.distribution) for one in inputs}
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        values = {key: float(value) for key, value in reading.values().items()}
        values |= {key: form.ppf(rng.random(size)) for key, form in forms.items()}
        parts.append(reckon(reading, values, DRAWS, "average").saving(VIEW))
    saving = np.concatenate(parts)
    return time.perf_counter() - began, float(saving.mean()), float(saving.std(ddof=1) / math.sqrt(count))


def main() -> int:
    """Measure, print each bar and one line of JSON; return 1 when a bar was missed."""
    reading = load_scenario(EXAMPLE).reading("followed_for_ten")
    simulate(reading, accounting="average", draws=16, seed=0)
    measured: dict[str, float] = {}
    bars: list[tuple[str, float, float]] = []
    for draws, longest in LONGEST_SECONDS.items():
        began, worked = time.perf_counter(), time.process_time()
        found = simulate(reading, accounting="average", draws=draws, seed=1, view=VIEW)
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
        bars.append((f"{draws:,} draws asked, {found.drawn:,} made: seconds", seconds, longest))
        measured[f"seconds_{draws}"], measured[f"processor_seconds_{draws}"] = seconds, worked
        measured[f"se_{draws}"] = found.se[VIEW]["saving_cents"]
        if draws == min(LONGEST_SECONDS):
            plain_seconds, _, plain_error = plain(found.drawn, seed=1)
            began = time.perf_counter()
            simulate(reading, accounting="average", draws=draws, seed=1, view=VIEW, detailed=False)
            ours = time.perf_counter() - began
            measured["error_plain_to_ours"] = plain_error / found.se[VIEW]["saving_cents"]
            measured["seconds_plain_to_ours"] = plain_seconds / ours
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bars.append(("largest memory, MB", megabytes, MOST_MEGABYTES))
    for name, value, bar in bars:
        print(f"{'kept  ' if value <= bar else 'MISSED'}  {name:<55}{value:>9.2f}  <= {bar}")
    print(
        f"        error of plain draws to ours, at as many draws        {measured['error_plain_to_ours']:>9.1f}"
    )
    print(
        f"        time of plain draws to ours, at as many draws         {measured['seconds_plain_to_ours']:>9.1f}"
    )
    print(json.dumps({**measured, "megabytes": megabytes}))
    return 0 if all(value <= bar for _, value, bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
