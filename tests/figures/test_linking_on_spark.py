"""Spark scores pairs and follows people as DuckDB does: on a cluster of two workers on this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import time
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from amends.evidence.linkage.linking import Files, link
from amends.evidence.outcomes import slicing
from amends.evidence.outcomes.finding import Asked, find_outcomes
from amends.evidence.synthetic.options import Options
from amends.evidence.synthetic.writing import synthesize
from benchmarks.evidence import invent_records

FEBRL = Path(__file__).resolve().parents[2] / "examples" / "febrl.toml"


def java_version() -> int | None:
    """The main version of the Java that is found first, or None."""
    if (java := shutil.which("java")) is None:
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else None


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="Spark is not installed: make spark"
    ),
    pytest.mark.skipif(java_version() != 17, reason="Spark runs on Java 17, which is not here"),
    # Spark's own client leaves sockets to be collected.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def cluster(tmp_path):
    """Starts a standalone master and two workers on loopback, yields its address, and ends them."""
    import pyspark  # noqa: PLC0415 - an extra

    home = Path(pyspark.__file__).parent
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_HOME": str(home),
        "SPARK_NO_DAEMONIZE": "1",
    }
    run = [str(home / "bin" / "spark-class")]
    master = [*run, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port)]
    processes = [subprocess.Popen([*master, "--webui-port", "0"], env=environment, **quiet)]
    try:
        _wait_for(port)
        for number in range(2):
            worker = [*run, "org.apache.spark.deploy.worker.Worker", "--cores", "1", "--memory", "1g"]
            folder = [
                "--work-dir",
                str(tmp_path / f"worker-{number}"),
                "--webui-port",
                "0",
                "--host",
                "127.0.0.1",
            ]
            processes.append(subprocess.Popen([*worker, *folder, address], env=environment, **quiet))
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(timeout=60)


def _wait_for(port: int) -> None:
    for _ in range(240):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise TimeoutError("Spark's master does not answer.")


def test_two_engines_give_the_same_weights_and_the_same_links(tmp_path, cluster, monkeypatch):
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    left, right = invent_records(tmp_path, 2000)
    model = tmp_path / "model.json"
    files = {engine: Files(tmp_path / f"{engine}.parquet") for engine in ("duckdb", "spark")}
    told = {}
    for engine, master in (("duckdb", None), ("spark", cluster)):
        told[engine] = link(
            left,
            right,
            files[engine].links,
            settings=FEBRL,
            truth="person",
            one_to_one=True,
            model=model,
            engine=engine,
            master=master,
        )
    assert told["duckdb"]["model_sha256"] == told["spark"]["model_sha256"]
    assert told["spark"]["pairs"] == told["duckdb"]["pairs"] > 900
    same, apart = duckdb.sql(
        f"""
        SELECT count(*), max(abs(one.match_weight - other.match_weight))
        FROM '{files["duckdb"].candidates}' AS one
        FULL JOIN '{files["spark"].candidates}' AS other USING (unique_id_l, unique_id_r)
        """
    ).fetchall()[0]
    assert same == told["duckdb"]["candidates"] == told["spark"]["candidates"]
    assert apart < 1e-6
    query = "SELECT unique_id_l, unique_id_r FROM '{}' ORDER BY ALL"
    links = [duckdb.sql(query.format(one.links)).fetchall() for one in files.values()]
    assert links[0] == links[1]


def test_two_engines_find_the_same_outcomes_in_the_same_order(tmp_path, cluster, monkeypatch):
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    # Three slices for two workers, of which the last is not full.
    monkeypatch.setattr(slicing, "SLICE", 1000)
    synthesize(Options(people=2500, seed=4, missed_match=0.1), tmp_path / "told")
    files = [tmp_path / "told" / f"{name}.parquet" for name in ("people", "events", "custody")]
    told, rows = {}, {}
    for engine, master in (("duckdb", None), ("spark", cluster)):
        out = tmp_path / f"{engine}.parquet"
        asked = Asked(date(2032, 1, 31), "bscc", by="offered", keep=("county",), engine=engine, master=master)
        told[engine] = find_outcomes(*files, out, asked)
        rows[engine] = pq.read_table(out)
    assert told["spark"] == told["duckdb"]
    assert told["spark"]["n"] > 2000
    assert rows["spark"].equals(rows["duckdb"])
