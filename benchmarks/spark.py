# SPDX-License-Identifier: Apache-2.0
"""assess_1e7_incidents_spark: what does Spark on this machine cost beside one process?

python benchmarks/spark.py --size small     seconds; part of `make spark`
python benchmarks/spark.py --size full      ten million incidents

Both read the same Parquet file and write findings to disk; the starting of Java and a first small job are left out.
They take turns. ``--transport`` also measures what Spark's own reader takes to hand all rows to Python.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from load import SIZES
from measure import MIB, folder_of, timed
from truceline.assess import assess, assess_on_spark
from truceline.assess.spark_session import session_of
from truceline.records import read_incidents
from truceline.reports import parquet_bytes, write_findings, write_parts
from truceline.terms import Terms, load_terms

INCIDENTS = {"small": 20_000, "full": SIZES["memory"].incidents}
LIMIT = 1.6
"""Times the seconds of one process, with ten million incidents."""


def in_process(folder: Path, terms: Terms) -> float:
    with timed() as time:
        incidents = read_incidents(folder / "incidents.parquet", terms)
        write_findings(folder / "findings.parquet", assess(terms, incidents))
    return time.seconds


def on_spark(spark: Any, folder: Path, terms: Terms, source: str, *, one_file: bool = False) -> float:
    with timed() as time:
        reading = read_incidents([], terms)
        if one_file:
            with assess_on_spark(terms, [source], reading, session=spark) as assessment:
                write_findings(folder / "spark.parquet", assessment)
        else:
            with assess_on_spark(terms, [source], reading, session=spark, pack=parquet_bytes) as assessment:
                write_parts(folder / "spark", assessment.schema, assessment.parts())
    return time.seconds


def _nothing(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield pa.RecordBatch.from_pydict({"n": [sum(batch.num_rows for batch in batches)]})


def transport(spark: Any, folder: Path) -> tuple[float, float]:
    """Seconds in which Spark's reader hands all rows to Python, and in which pyarrow reads them."""
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "65536")
    with timed() as through_spark:
        spark.read.parquet(str(folder / "incidents.parquet")).mapInArrow(_nothing, "n long").collect()
    with timed() as by_arrow, pq.ParquetFile(folder / "incidents.parquet") as file:
        for _ in file.iter_batches(batch_size=65_536, use_threads=False):
            pass
    return through_spark.seconds, by_arrow.seconds


def same(folder: Path) -> bool:
    """Whether the folder that Spark wrote is the table that one process wrote, with its metadata."""
    parts = [pq.read_table(path) for path in sorted((folder / "spark").glob("part-*.parquet"))]
    whole = pq.read_table(folder / "findings.parquet")
    return bool(pa.concat_tables(parts).equals(whole, check_metadata=True))


def run(folder: Path, size: str, cores: int, rounds: int, *, with_transport: bool) -> None:
    script = Path(__file__).with_name("load.py")
    kind = "small" if size == "small" else "memory"
    if not (folder / "incidents.parquet").exists():
        command = [sys.executable, str(script), str(folder), "--size", kind]
        subprocess.run([*command, "--incidents", str(INCIDENTS[size])], check=True)
    source = str(folder / "incidents.parquet")
    records = pq.read_metadata(source).num_rows
    terms = load_terms(folder / "terms.yaml")
    with timed() as start:
        spark, _ = session_of(f"local[{cores}]", reads_here=not with_transport)
        some = next(pq.ParquetFile(source).iter_batches(20_000))
        pq.write_table(pa.Table.from_batches([some]), folder / "start.parquet", row_group_size=2_000)
        on_spark(spark, folder, terms, str(folder / "start.parquet"))  # starts the processes of Python, too
    here, there = [], []
    for _ in range(rounds):
        here.append(in_process(folder, terms))
        there.append(on_spark(spark, folder, terms, source))
        print(f"spark: one process {here[-1]:.1f} s, local[{cores}] {there[-1]:.1f} s", flush=True)
    if not same(folder):
        raise SystemExit("Spark gives other findings than one process")
    one, many = statistics.median(here), statistics.median(there)
    on_disk = sum(path.stat().st_size for path in (folder / "spark").iterdir()) / MIB
    print(
        f"spark: {records:,} incidents, medians of {rounds}: one process {one:.1f} s, local[{cores}] {many:.1f} s "
        f"({many / one:.2f} times; {records / many / cores:,.0f} a second and core); start {start.seconds:.1f} s; "
        f"in {Path(source).stat().st_size / records:.1f} bytes a record, findings {on_disk * MIB / records:.1f}"
    )
    if with_transport:
        through, direct = transport(spark, folder)
        print(
            f"spark: all rows from Spark's reader to Python {through:.1f} s, by pyarrow alone {direct:.1f} s"
        )
    spark.stop()
    if size == "full" and many > LIMIT * one:
        raise SystemExit(f"more than {LIMIT} times one process")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure Spark beside one process.")
    parser.add_argument("--size", choices=INCIDENTS, default="small")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--transport", action="store_true")
    parser.add_argument("--folder", type=Path, help="keep the load and the findings here")
    given = parser.parse_args()
    if shutil.which("java") is None:
        print("spark: no Java here, nothing was measured")
        return
    with folder_of(given.folder) as folder:
        run(
            folder,
            given.size,
            given.cores,
            given.rounds,
            with_transport=given.transport,
        )


if __name__ == "__main__":
    main()
