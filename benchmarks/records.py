# SPDX-License-Identifier: Apache-2.0
"""read_1e6_incidents, write_3e5_findings: how much do reading and writing cost beside merely doing it?

python benchmarks/records.py --size small     seconds; part of `make test`
python benchmarks/records.py --size full      a million incidents

The peer is pyarrow, which reads the same file, or writes the same table to the same format, and checks nothing:
a lower bound and no rival. Both read on one thread and take turns; the figures are medians.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from load import SIZES, write_load
from truceline.assess import FINDINGS
from truceline.records import read_incidents
from truceline.reports import write_findings
from truceline.terms import Terms, load_terms

ROUNDS = {"small": 1, "full": 7}
INCIDENTS = {"small": 20_000, "full": 1_000_000}
SEED = 20


class Findings:
    """Made-up findings, as many as ``assess_1e6_incidents_50_provisions`` gives for the incidents."""

    schema = FINDINGS

    def __init__(self, incidents: int) -> None:
        random = np.random.default_rng(SEED)
        n = incidents * 3 // 10
        parties = [[f"party-{number:02}"] for number in range(30)] + [["party-01", "party-02"], []]

        def some(values: list[object], kind: pa.DataType) -> pa.Array:
            return pa.array(values, kind).take(pa.array(random.integers(0, len(values), n)))

        columns = []
        for field in FINDINGS:
            if field.name == "incident":
                rows = np.sort(random.integers(0, incidents, n))
                columns.append(pa.array([f"i{row}" for row in rows.tolist()]))
            elif field.name in ("provision", "result"):
                many = 50 if field.name == "provision" else 3
                columns.append(some([f"{field.name}-{number}" for number in range(many)], field.type))
            elif pa.types.is_list(field.type):
                columns.append(some([*parties] if "parties" in field.name else [[]], field.type))
            else:
                columns.append(some([0, 1, 2, None], field.type))
        self.table = pa.Table.from_arrays(columns, schema=FINDINGS)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """The findings in batches as of incidents."""
        yield from self.table.to_batches(20_000)


def _reading(path: Path, terms: Terms) -> int:
    return sum(batch.num_rows for batch in read_incidents(path, terms).batches())


def _merely_reading_parquet(path: Path) -> int:
    with pq.ParquetFile(path) as file:
        return sum(batch.num_rows for batch in file.iter_batches(use_threads=False))


def _merely_reading_csv(path: Path) -> int:
    texts = dict.fromkeys(pq.read_schema(path.with_suffix(".parquet")).names, pa.string())
    options = pa_csv.ConvertOptions(column_types=texts)
    return int(pa_csv.read_csv(path, pa_csv.ReadOptions(use_threads=False), convert_options=options).num_rows)


def _merely_writing_parquet(path: Path, findings: Findings) -> int:
    pq.write_table(findings.table, path, compression="zstd", row_group_size=65_536)
    return int(findings.table.num_rows)


def _merely_writing_csv(path: Path, findings: Findings) -> int:
    lists = {
        f.name: pc.binary_join(findings.table[f.name], ";") for f in FINDINGS if pa.types.is_list(f.type)
    }
    columns = [lists.get(name, findings.table[name]) for name in FINDINGS.names]
    pa_csv.write_csv(pa.table(columns, FINDINGS.names), path)
    return int(findings.table.num_rows)


def _writing(path: Path, findings: Findings) -> int:
    write_findings(path, findings)
    return int(findings.table.num_rows)


def _as_csv(path: Path) -> None:
    """The incidents of a Parquet file as CSV, with instants in ISO 8601."""
    table = pq.read_table(path)
    for index, name in enumerate(table.schema.names):
        if pa.types.is_timestamp(table.schema.field(name).type):
            table = table.set_column(index, name, pc.strftime(table[name], format="%Y-%m-%dT%H:%MZ"))
    pa_csv.write_csv(table, path.with_suffix(".csv"))


def _median_s(calls: tuple[Callable[[], int], Callable[[], int]], rounds: int) -> list[float]:
    """The median seconds of each call, taking turns after one round that is not counted."""
    seconds: list[list[float]] = [[], []]
    for order in range(rounds + 1):
        counts = []
        for call, times in zip(calls, seconds, strict=True):
            begin = perf_counter()
            counts.append(call())
            if order or rounds == 1:
                times.append(perf_counter() - begin)
        if counts[0] != counts[1]:
            raise SystemExit(f"{counts[0]:,} rows on one side, {counts[1]:,} on the other")
    return [statistics.median(times) for times in seconds]


def run(folder: Path, size: str) -> None:
    """Reads a load and writes findings, beside the peer."""
    threads = pa.cpu_count()
    pa.set_cpu_count(1)
    incidents = INCIDENTS[size]
    given = SIZES["small"]
    write_load(folder, type(given)(incidents, given.vertices, given.sites))
    parquet, findings = folder / "incidents.parquet", Findings(incidents)
    _as_csv(parquet)
    terms = load_terms(folder / "terms.yaml")
    written = folder / "written"
    written.mkdir(exist_ok=True)
    pairs: dict[str, tuple[Callable[[], int], Callable[[], int]]] = {
        "read Parquet": (lambda: _reading(parquet, terms), lambda: _merely_reading_parquet(parquet)),
        "read CSV": (
            lambda: _reading(parquet.with_suffix(".csv"), terms),
            lambda: _merely_reading_csv(parquet.with_suffix(".csv")),
        ),
        "write Parquet": (
            lambda: _writing(written / "f.parquet", findings),
            lambda: _merely_writing_parquet(written / "peer.parquet", findings),
        ),
        "write CSV": (
            lambda: _writing(written / "f.csv", findings),
            lambda: _merely_writing_csv(written / "peer.csv", findings),
        ),
    }
    print(
        f"{incidents:,} incidents, {findings.table.num_rows:,} findings; medians of {ROUNDS[size]}, in turns"
    )
    print(f"{'':14} {'Truceline, s':>12} {'pyarrow alone, s':>17} {'ratio':>6}")
    for name, calls in pairs.items():
        ours, peer = _median_s(calls, ROUNDS[size])
        print(f"{name:14} {ours:12.3f} {peer:17.3f} {ours / peer:6.1f}")
    pa.set_cpu_count(threads)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading and writing.")
    parser.add_argument("--size", choices=INCIDENTS, default="small")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), given.size)


if __name__ == "__main__":
    main()
