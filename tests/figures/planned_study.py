"""A study of 180 invented people with its plan, and how its commands are typed."""

from pathlib import Path

import numpy as np
from click.testing import CliRunner, Result

from amends.command.evidence import command

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "plan.toml"
# The example without what stands beside the comparison: curves, money, and words in another language.
PLAIN = EXAMPLE.read_text().partition("\n# Figures beside the comparison")[0]
HEADS = "offered,days,rearrested,age,prior_arrests,employed,housed,organization,before,after,completed,consented_on"


def write_study(folder: Path) -> Path:
    """Write the example's plain plan and its file of people, some of them lost, some scores blank; return the plan."""
    draws = np.random.default_rng(7)
    rows = []
    for place in range(180):
        offered, prior, employed = place % 2, int(draws.poisson(2)), int(draws.random() < 0.5)
        wait = draws.exponential(1800 if offered else 1000)
        seen_for = draws.uniform(300, 1100)
        before = int(np.clip(draws.normal(44, 12), 0, 80))
        after = (
            ""
            if draws.random() < 0.15
            else int(np.clip(before - 4 - 8 * offered + draws.normal(0, 9), 0, 80))
        )
        age, housed = int(draws.integers(20, 60)), int(draws.random() < 0.7)
        row = [offered, round(min(wait, seen_for)), int(wait <= seen_for), age, prior, employed, housed]
        rows.append([*row, f"o{place % 12}", before, after, 0, ""])
    (folder / "people.csv").write_text("\n".join([HEADS, *(",".join(map(str, row)) for row in rows)]) + "\n")
    plan = folder / "plan.toml"
    plan.write_text(PLAIN.replace("imputations = 20", "imputations = 3"))
    return plan


def typed(folder: Path, *words: object) -> Result:
    """Return what came of a command, the record of plans being the folder's own."""
    return CliRunner().invoke(command, [*map(str, words), "--record", str(folder / "plans.record")])
