"""What the commands answer is what R answers, of files that nobody here made.

The figures are R's own (`by_r.json` names the versions); `by_r.R` made them and says how.
"""

import json
from pathlib import Path

import lifelines.datasets
import numpy as np
import pandas as pd
import pytest

from tests.figures.shared_data import ask

SAYS = json.loads(Path(__file__).with_name("by_r.json").read_text())["asked"]
# Estimates equal to 1e-5 of themselves and errors to 1e-4; curves to 1e-6.
RELATIVE = {
    "estimate": 1e-5,
    "se": 1e-4,
    "robust_se": 1e-4,
    "variance": 1e-4,
    "statistic": 1e-4,
    "df": 0,
    "p": 1e-4,
}
WHERE = ("group", "cause", "time")


def tables() -> dict[str, pd.DataFrame]:
    """Data sets that the lifelines package ships, with columns that make ties, weights and late entries."""
    rossi = lifelines.datasets.load_rossi()
    number = np.arange(len(rossi))
    rossi["prio_group"] = np.minimum(rossi["prio"], 4) // 2
    rossi["weight"] = (1 + number % 7) / 4
    rossi["count"] = 1 + number % 3
    rossi["late"] = rossi["week"] * (number % 5) // 6
    lymph = lifelines.datasets.load_lymph_node()
    dead = (lymph["rectime"] == lymph["survtime"]) & (lymph["censdead"] == 1)
    lymph["cause"] = np.where(dead, 2, lymph["censrec"])
    # Many ties of all kinds, some at time zero.
    lymph["month"] = lymph["rectime"] // 91 * 3
    return {
        "rossi": rossi,
        "lymph": lymph[["age", "hormone", "grade", "nodes", "rectime", "month", "cause"]],
        "lung": lifelines.datasets.load_lung(),
        "heart": lifelines.datasets.load_stanford_heart_transplants(),
        "recur": lifelines.datasets.load_recur(),
        "gbsg2": lifelines.datasets.load_gbsg2(),
    }


def write_tables(folder: str | Path) -> None:
    """Write the tables as CSV files, blanks as NA."""
    for name, table in tables().items():
        table.to_csv(Path(folder) / f"{name}.csv", index=False, na_rep="NA")


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """A folder with the tables."""
    folder = tmp_path_factory.mktemp("tables")
    write_tables(folder)
    return folder


def same(part: str, found: dict, printed: dict) -> None:
    """One record says what R says in it; what R leaves out is nobody's matter."""
    for key, value in printed.items():
        if key in WHERE or (key == "robust_se" and value is None):
            continue
        if value is None:
            assert found[key] is None, (part, key)
        elif part in {"survival", "incidence"} and key != "variance":
            assert found[key] == pytest.approx(value, abs=1e-6), (part, key)
        else:
            assert found[key] == pytest.approx(value, rel=RELATIVE[key], abs=1e-9), (part, key)


def records(columns: dict) -> list[dict]:
    """Columns, one value or a list each, as records."""
    lists = {key: value if isinstance(value, list) else [value] for key, value in columns.items()}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


@pytest.mark.parametrize("said", SAYS, ids=lambda said: said["words"].replace(" --", "-"))
def test_the_answer_is_rs_to_the_digits_that_are_promised(said, written):
    command, table, *options = said["words"].split()
    answered = ask(command, written / f"{table}.csv", *options)
    assert answered["refused"] is None
    for part, printed in said["says"].items():
        if part == "loglik":
            assert list(answered[part].values()) == pytest.approx(printed, rel=1e-8)
        elif part in {"concordance", "aft_loglik"}:
            assert answered[part] == pytest.approx(printed, rel=1e-6)
        elif part == "logrank":
            same(part, answered[part], printed)
        else:
            wanted = records(printed)
            located = [key for key in WHERE if key in wanted[0]]
            found = answered[part]
            if located:
                at = {tuple(str(record[key]) for key in located): record for record in found}
                found = [at[tuple(_told(record[key]) for key in located)] for record in wanted]
            for one, other in zip(found, wanted, strict=True):
                same(part, one, other)


def _told(value: str | float) -> str:
    return str(float(value)) if isinstance(value, int | float) else str(value)
