"""Scores pairs on Apache Spark, with a model that DuckDB estimated, for files that one machine cannot hold.

Nothing else here needs Spark. The tables go to it, and the scored pairs come back, as Parquet in a folder of the run,
which every worker has to see under the same path; `TMPDIR` says where.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from amends.evidence.faults import BadInput
from amends.evidence.linkage.model import Model, quiet
from amends.evidence.spilling import spill_folder

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ON_THIS_MACHINE = "local[*]"
NOT_INSTALLED = "Spark is not installed. Run `make spark`, or use the engine duckdb."


def score_on_spark(
    connection: duckdb.DuckDBPyConnection, model: Model, *, within: bool, master: str | None, least: float
) -> None:
    """Make the table [scored] of a connection from its tables of records, as DuckDB itself would.

    master  where Spark runs (spark://host:7077); on this machine when nothing is said
    least   pairs less probable are left out
    Raises BadInput when Spark is not installed.
    """
    try:
        from splink import Linker, SparkAPI  # noqa: PLC0415 - Spark is an extra
    except ImportError as absent:
        raise BadInput([NOT_INSTALLED]) from absent
    sides = ("left",) if within else ("left", "right")
    with spill_folder() as folder, spark_session(master or ON_THIS_MACHINE, folder) as session, quiet():
        engine = SparkAPI(spark_session=session, break_lineage_method="persist")
        tables = []
        for side in sides:
            file = folder / f"{side}.parquet"
            connection.execute(f"COPY {side}_records TO '{file}' (FORMAT parquet)")
            records = session.read.parquet(str(file))
            tables.append(engine.register(records, table_name=side, dataset_display_name=side))
        linker = Linker(tables, _in_words_of_spark(model.with_levels), log_level=None)
        scored = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
        levels = [f"gamma_{comparison.column}" for comparison in model.comparisons]
        columns = ("unique_id_l", "unique_id_r", "match_weight", "match_probability", *levels)
        scored.as_spark_dataframe().select(*columns).write.parquet(str(folder / "scored"))
        connection.execute(
            f"CREATE TABLE scored AS SELECT {model.scores} FROM read_parquet('{folder}/scored/*.parquet')"
        )


def _in_words_of_spark(told: Any) -> Any:
    """Return a model with its conditions in Spark's SQL: other quotes, and another name of one function."""
    if isinstance(told, dict):
        return {key: _in_words_of_spark(part) for key, part in told.items() if key != "sql_dialect"}
    if isinstance(told, list):
        return [_in_words_of_spark(part) for part in told]
    if isinstance(told, str):
        return told.replace('"', "`").replace("jaro_winkler_similarity", "jaro_winkler")
    return told


@contextmanager
def spark_session(master: str, folder: Path) -> Iterator[SparkSession]:
    """Yield a session of Spark that spills into a folder and logs nothing. Raises BadInput when it is not installed."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - Spark is an extra
    except ImportError as absent:
        raise BadInput([NOT_INSTALLED]) from absent
    from splink.internals.spark.jar_location import similarity_jar_location  # noqa: PLC0415 - the same

    session = (
        SparkSession.builder.master(master)
        .appName("amends evidence")
        .config("spark.jars", similarity_jar_location())
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.driver.extraJavaOptions", f"-Djava.io.tmpdir={folder}")
        .config("spark.driver.bindAddress", "127.0.0.1" if master.startswith("local") else "0.0.0.0")  # noqa: S104 - workers call back
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        session.stop()
