"""Follows the slices of the people on the workers of Apache Spark, for more of them than one machine gets through.

Every worker does to its slice what this machine would, by the same statements, so that both find the same rows. The slices
go there, and what was found comes back, as Parquet in a folder of the run, which every worker has to see under the same
path (`TMPDIR` says where) with the same Python and what `make evidence` installs. Nothing else here needs Spark.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from amends.evidence.outcomes.slicing import Steps
from amends.evidence.outcomes.telling import Told
from amends.evidence.spilling import opened, spill_folder

TABLES = ("people", "events", "custody")
# What one slice takes on a worker before it is put on the worker's disk.
MEMORY = "2GB"


def slices_on_spark(
    connection: duckdb.DuckDBPyConnection, rows: int, taken: Steps, counted: Told, *, master: str | None
) -> Iterator[pa.Table]:
    """Yield what is to be written, a slice of the people at a time in their order, and count each.

    rows    how many rows the file of people has
    master  where Spark runs (spark://host:7077); on this machine when nothing is said
    Raises BadInput when Spark is not installed.
    """
    # It brings Splink along, which only linkage needs.
    from amends.evidence.linkage.spark import ON_THIS_MACHINE, spark_session  # noqa: PLC0415

    firsts = list(range(0, max(rows, 1), taken.size))
    with spill_folder() as folder, spark_session(master or ON_THIS_MACHINE, folder) as session:
        heads = {name: _divide(connection, name, folder, size=taken.size) for name in TABLES}
        (folder / "found").mkdir()
        take = partial(_take, taken, heads, str(folder))
        context = session.sparkContext
        # Without a word to it Spark takes whichever Python it finds, which has none of this installed.
        context.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)
        for first, told in zip(
            firsts, context.parallelize(firsts, len(firsts)).map(take).collect(), strict=True
        ):
            counted.merge(told)
            yield pq.read_table(folder / "found" / f"{first}.parquet")


def _divide(connection: duckdb.DuckDBPyConnection, name: str, folder: Path, *, size: int) -> str:
    """Write a table into a folder for each slice of the people, and return its columns as they are declared."""
    people = "" if name == "people" else "JOIN (SELECT person_id, row AS place FROM people) USING (person_id)"
    place = "row" if name == "people" else "place"
    connection.execute(
        f"COPY (SELECT {name}.*, (({place} - 1) // {size} * {size})::BIGINT AS slice FROM {name} {people}) "
        f"TO '{folder / name}' (FORMAT parquet, PARTITION_BY (slice))"
    )
    columns = connection.execute(f"DESCRIBE {name}").fetchall()
    return ", ".join(f'"{column.replace(chr(34), chr(34) * 2)}" {kind}' for column, kind, *_ in columns)


def _take(taken: Steps, heads: dict[str, str], folder: str, first: int) -> Told:
    """Follow one slice where the worker is, write what was found, and return what it counts."""
    counted = Told()
    with opened(threads=1, memory=MEMORY) as connection:
        for name, columns in heads.items():
            connection.execute(f"CREATE TABLE {name} ({columns})")
            if (part := Path(folder, name, f"slice={first}")).is_dir():
                connection.execute(
                    f"INSERT INTO {name} BY NAME FROM read_parquet('{part}/*.parquet', hive_partitioning = false)"
                )
        table = taken.take(connection, first, counted)
    pq.write_table(table, Path(folder, "found", f"{first}.parquet"))
    return counted
