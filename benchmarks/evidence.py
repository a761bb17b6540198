"""Measures the evidence on large invented files, each against its peer, in one run: `python -m benchmarks.evidence`.

Linkage against bare Splink with the same settings, outcomes and survival tables against lifelines on the same people, and
the published duplicates against recordlinkage where it is installed. Each measured part runs in a process of its own, so
that the memory of one is not that of another; beside the seconds stand those that the processors worked for it, which
say more on a machine that others use as well. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS = PROJECT / "examples" / "febrl.toml"
PUBLISHED = PROJECT.parent / "shared" / "data" / "linkage" / "febrl1.csv"
EXTRACT = "2032-01-31"

# What two cores are asked to keep.
LONGEST_LINKAGE_SECONDS, MOST_LINKAGE_GIGABYTES, MOST_OVER_SPLINK = 600, 12, 1.15
LONGEST_OUTCOMES_SECONDS, MOST_OUTCOMES_GIGABYTES = 60, 4


def invent_records(folder: Path, people: int, *, seed: int = 1) -> tuple[Path, Path]:
    """Write two files with the columns of Febrl's generator: half of the right one are people of the left, with slips."""
    chance = np.random.default_rng(seed)
    syllables = [first + vowel for first in "bcdfghjklmnprstvw" for vowel in "aeiou"]
    words = np.array([f"{a}{b}{c}" for a in syllables for b in syllables[::3] for c in syllables[::5]])
    chance.shuffle(words)

    def drawn(kinds: int, n: int) -> np.ndarray:
        weights = 1 / (np.arange(kinds) + 20.0)
        return words[chance.choice(kinds, n, p=weights / weights.sum())]

    def invented(n: int) -> dict[str, np.ndarray]:
        days = np.datetime64("1930-01-01") + chance.integers(0, 27_000, n)
        return {
            "given_name": drawn(5_000, n),
            "surname": drawn(40_000, n),
            "street_number": chance.integers(1, 400, n).astype(str),
            "address_1": np.char.add(drawn(30_000, n), " street"),
            "address_2": drawn(30_000, n),
            "suburb": drawn(3_000, n),
            "postcode": chance.integers(1_000, 9_000, n).astype(str),
            "state": np.array(["north", "south", "east", "west"])[chance.integers(0, 4, n)],
            "date_of_birth": np.char.replace(days.astype(str), "-", ""),
            "soc_sec_id": chance.integers(10**8, 10**9, n).astype(str),
        }

    left = invented(people)
    same = people // 2
    others = invented(people - same)
    right = {name: np.concatenate([left[name][:same], others[name]]) for name in left}
    for name, values in right.items():
        slipped = np.flatnonzero(chance.random(people) < 0.08)
        cut = np.array([value[1:] if len(value) > 3 else value for value in values[slipped]])
        values[slipped] = cut
        gone = chance.random(people) < 0.03
        right[name] = np.where(gone, "", values)
    numbers = {
        "left": np.arange(people),
        "right": np.concatenate([np.arange(same), people + np.arange(people - same)]),
    }
    paths = []
    for side, columns in (("left", left), ("right", right)):
        paths.append(folder / f"{side}.parquet")
        ids = pa.array([f"{side[0]}{number}" for number in range(people)])
        pq.write_table(pa.table({"rec_id": ids, "person": numbers[side]} | columns), paths[-1])
    return paths[0], paths[1]


def link_with_amends(left: str, right: str, out: str) -> dict[str, object]:
    """Link as the command does."""
    from amends.evidence.linkage.linking import link

    told = link(
        Path(left),
        Path(right),
        Path(out),
        settings=SETTINGS,
        truth="person",
        told=lambda step: print(step, file=sys.stderr),
    )
    return {key: told[key] for key in ("pairs", "precision", "recall")}


def link_with_splink(left: str, right: str, out: str) -> dict[str, object]:
    """Link with Splink alone: the same comparisons, rules, training and least probability, and no more."""
    import duckdb

    from amends.evidence.linkage import model as ours
    from amends.evidence.linkage.linking import LEAST_KEPT
    from amends.evidence.linkage.settings import read_settings

    settings = read_settings(SETTINGS)
    connection = duckdb.connect()
    for side, file in (("left", left), ("right", right)):
        columns = ", ".join(f"nullif({column.name}, '') AS {column.name}" for column in settings.columns)
        connection.execute(
            f"CREATE TABLE {side}_records AS SELECT rec_id AS unique_id, {columns} FROM '{file}'"
        )
    with ours.quiet():
        linker = ours.open_linker(connection, ours._creator(settings, within=False), within=False)
        training = linker.training
        certain = [ours.block_on(*rule) for rule in settings.certain]
        training.estimate_probability_two_random_records_match(certain, recall=settings.certain_recall)
        training.estimate_u_using_random_sampling(max_pairs=ours.STRANGERS, seed=1)
        for rule in settings.blocking[:2]:
            # Splink's own training, with the turns that it needs on these files not to fail.
            ours._learn_within(linker, rule, sampled=True)
        scored = linker.inference.predict(threshold_match_probability=LEAST_KEPT)
        connection.execute(f"COPY (FROM {scored.physical_name}) TO '{out}' (FORMAT parquet)")
        pairs = connection.execute(
            f"SELECT count(*) FROM {scored.physical_name} WHERE match_probability >= 0.5"
        ).fetchall()[0][0]
    return {"pairs": pairs}


def outcomes_with_amends(folder: str, out: str) -> dict[str, object]:
    """Find outcomes and survival tables as the command does."""
    from datetime import date

    from amends.evidence.outcomes.finding import Asked, find_outcomes

    files = (Path(folder) / f"{name}.parquet" for name in ("people", "events", "custody"))
    told = find_outcomes(
        *files,
        Path(out),
        Asked(date.fromisoformat(EXTRACT), "bjs", by="offered"),
        told=lambda done, of: print(f"{done:,} of {of:,}", file=sys.stderr),
    )
    at = {row["group"]: row["event_free"] for row in told["incidence"] if row["months"] == 36}
    return {"people": told["n"], "events": told["events"], "event_free": at}


def survival_with_amends(_folder: str, out: str) -> dict[str, object]:
    """Estimate survival by group from the outcomes that were written, as the command does."""
    from amends.evidence.survival.estimating import Asked, estimate_survival

    told = estimate_survival(Path(out), Asked(time="time", event="event", by="offered", at=(1096.0,)))
    at = {row["group"]: float(row["estimate"]) for row in told["survival"]}
    return {"people": told["n"], "event_free": at}


def survival_with_lifelines(_folder: str, out: str) -> dict[str, object]:
    """Estimate the same survival tables with lifelines alone, from outcomes that are there already."""
    from lifelines import KaplanMeierFitter

    table = pq.read_table(out, columns=["offered", "time", "event"]).to_pandas().dropna()
    at = {}
    for group, rows in table.groupby("offered"):
        fitted = KaplanMeierFitter().fit(rows["time"], rows["event"])
        at[str(group)] = float(fitted.predict(1096))
    return {"people": len(table), "event_free": at}


def published_with_amends() -> dict[str, object]:
    """Find the published duplicates within their file."""
    from amends.evidence.linkage.linking import link

    with tempfile.TemporaryDirectory() as folder:
        links = Path(folder) / "links.parquet"
        told = link(PUBLISHED, PUBLISHED, links, settings=SETTINGS, truth="rec_id")
    return {key: told[key] for key in ("pairs", "precision", "recall")}


def published_with_recordlinkage() -> dict[str, object]:
    """Find them with recordlinkage's own classifier by expectation and maximization, on the blocks of its manual."""
    import pandas as pd
    import recordlinkage

    records = pd.read_csv(PUBLISHED, skipinitialspace=True, dtype=str).set_index("rec_id")
    pairs = recordlinkage.Index().block("given_name").index(records)
    compared = recordlinkage.Compare()
    for name in ("given_name", "surname", "address_1"):
        compared.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    for name in ("date_of_birth", "suburb", "state"):
        compared.exact(name, name, label=name)
    found = recordlinkage.ECMClassifier(binarize=0.8).fit_predict(compared.compute(pairs, records))
    right = sum(a.split("-")[1] == b.split("-")[1] for a, b in found)
    return {"pairs": len(found), "precision": right / len(found), "recall": right / 500}


PARTS: dict[str, Callable[..., dict[str, object]]] = {
    part.__name__: part
    for part in (
        link_with_amends,
        link_with_splink,
        outcomes_with_amends,
        survival_with_amends,
        survival_with_lifelines,
        published_with_amends,
        published_with_recordlinkage,
    )
}


def measured(part: Callable[..., dict[str, object]], *words: object) -> dict[str, object]:
    """Run a part in a process of its own; returns what it found, seconds, processor seconds, and gigabytes at most."""
    began = time.monotonic()
    command = [sys.executable, "-m", "benchmarks.evidence", "--part", part.__name__, *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        unknown = dict.fromkeys(("seconds", "processor_seconds", "gigabytes"), float("nan"))
        return {"failed": done.returncode} | unknown
    return json.loads(done.stdout) | {"seconds": time.monotonic() - began}


def main() -> int:
    """Measure, print a table and one line of JSON; exit 1 when a bar was missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=10_000_000, help="whose outcomes are found")
    asked.add_argument(
        "--records", type=int, default=1_000_000, help="in each of the two files that are linked"
    )
    asked.add_argument("--folder", type=Path, help="where the invented files stand; made and kept")
    asked.add_argument("--only", choices=("linkage", "outcomes", "published"), help="measure this alone")
    asked.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.part:
        found = PARTS[told.part[0]](*told.part[1:])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        worked = sum(os.times()[:2])
        print(json.dumps(found | {"gigabytes": peak, "processor_seconds": worked}, default=str))
        return 0
    with tempfile.TemporaryDirectory() as own:
        folder = told.folder or Path(own)
        return _measure(folder, people=told.people, records=told.records, only=told.only)


def _measure(folder: Path, *, people: int, records: int, only: str | None) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    results, bars = {}, []
    if only in {None, "linkage"}:
        print(f"Inventing {records:,} records twice ...", flush=True)
        left, right = invent_records(folder, records)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        ours = measured(link_with_amends, left, right, folder / "links.parquet")
        bare = measured(link_with_splink, left, right, folder / "bare.parquet")
        results |= {"linkage": ours, "linkage, bare Splink": bare}
        bars += [
            ("linkage, seconds", ours["seconds"], LONGEST_LINKAGE_SECONDS),
            ("linkage, gigabytes", ours["gigabytes"], MOST_LINKAGE_GIGABYTES),
            *(
                (f"linkage, {words}, times bare Splink", ours[words] / bare[words], MOST_OVER_SPLINK)
                for words in ("seconds", "processor_seconds")
            ),
        ]
    if only in {None, "outcomes"}:
        population, found = folder / "population", folder / "outcomes.parquet"
        _invent_people(population, people)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        # Outcomes tell survival by group themselves; beside it the estimate by itself, of the file that they wrote.
        ours = measured(outcomes_with_amends, population, found)
        alone = measured(survival_with_amends, population, found)
        results |= {"outcomes": ours, "survival alone": alone}
        results["survival alone, lifelines"] = measured(survival_with_lifelines, population, found)
        bars += [
            ("outcomes, seconds", ours["seconds"], LONGEST_OUTCOMES_SECONDS),
            ("outcomes and survival, seconds", ours["seconds"] + alone["seconds"], LONGEST_OUTCOMES_SECONDS),
            ("outcomes, gigabytes", ours["gigabytes"], MOST_OUTCOMES_GIGABYTES),
        ]
    if only in {None, "published"}:
        results["published duplicates"] = measured(published_with_amends)
        results["published duplicates, recordlinkage"] = measured(published_with_recordlinkage)
    print(f"\n{'':<38}{'seconds':>9}{'worked':>9}{'GB':>7}  found")
    for name, one in results.items():
        figures = {"seconds", "processor_seconds", "gigabytes"}
        told = json.dumps({key: value for key, value in one.items() if key not in figures})
        print(
            f"{name:<38}{one['seconds']:>9.1f}{one['processor_seconds']:>9.1f}{one['gigabytes']:>7.2f}  {told}"
        )
    print()
    for name, value, bar in bars:
        print(f"{'kept  ' if value <= bar else 'MISSED'}  {name:<40}{value:>9.2f}  <= {bar}")
    print(json.dumps({"measured": results, "bars": {name: value for name, value, _ in bars}}))
    return 0 if all(value <= bar for _, value, bar in bars) else 1


def _invent_people(population: Path, people: int) -> None:
    from amends.evidence.synthetic.options import Options
    from amends.evidence.synthetic.writing import synthesize

    if not population.exists():
        print(f"Inventing {people:,} people ...", flush=True)
        synthesize(Options(people=people, seed=1), population)


if __name__ == "__main__":
    sys.exit(main())
