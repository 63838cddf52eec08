# SPDX-License-Identifier: Apache-2.0
"""assess_1e6_incidents_50_provisions: incidents a second, peak memory, and a peer with the same answers.

python benchmarks/assess.py --size small     seconds; part of `make test`
python benchmarks/assess.py --size full      one million incidents
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from load import SIZES, Size, rules
from measure import MIB, Timer, peak_bytes, timed
from peer import RESULTS, Peer, plain_incidents
from truceline.assess import Assessment, assess
from truceline.records import read_incidents
from truceline.reports import write_findings
from truceline.terms import Terms, load_terms

PEER_ROWS = 100_000


def _matrix(assessment: Assessment, ids: list[str]) -> NDArray[np.int8]:
    """The results of an assessment, (incidents, provisions)."""
    table = pa.Table.from_batches(list(assessment), assessment.schema)
    made = np.zeros((len(ids), len(rules())), dtype=np.int8)
    rows = {incident: row for row, incident in enumerate(ids)}
    columns = {rule.id: column for column, rule in enumerate(rules())}
    for incident, provision, result in zip(
        *(table[name].to_pylist() for name in ("incident", "provision", "result")), strict=True
    ):
        made[rows[incident], columns[provision]] = RESULTS[result]
    return made


def _compare(terms: Terms, size: Size, table: pa.Table) -> tuple[int, Timer, Timer]:
    """Runs the peer and Truceline on the incidents without gaps, and demands the same answers."""
    plain = plain_incidents(table).slice(0, PEER_ROWS)
    peer = Peer(size)
    with timed() as peer_time:
        expected = peer.judge(plain)
    with timed() as our_time:
        found = assess(terms, read_incidents(plain.combine_chunks(), terms))
        for _ in found:
            pass
    differs = (_matrix(found, plain["id"].to_pylist()) != expected).any(axis=1) & ~peer.near_an_edge(plain)
    if differs.any():
        ids = plain["id"].take(pa.array(np.flatnonzero(differs)[:5])).to_pylist()
        raise SystemExit(f"{differs.sum()} incidents differ from the peer, such as {', '.join(ids)}")
    return plain.num_rows, peer_time, our_time


def _prepare(folder: Path, name: str) -> None:
    """Writes the load in another process, so that its memory is not counted here."""
    script = Path(__file__).with_name("load.py")
    subprocess.run([sys.executable, str(script), str(folder), "--size", name], check=True)


def run(folder: Path, name: str) -> None:
    """Measures one size and prints what came out, as a table."""
    size = SIZES[name]
    _prepare(folder, name)
    imports = peak_bytes()
    with timed() as load_time:
        terms = load_terms(folder / "terms.yaml")
    incidents = read_incidents(folder / "incidents.parquet", terms)
    with timed() as read_time:
        for _ in incidents.batches():
            pass
    assessment = assess(terms, incidents)
    with timed() as time:
        write_findings(folder / "findings.parquet", assessment)
    above = (peak_bytes() - imports) / MIB
    summary = assessment.summary
    certain, possible = sum(summary.certain.values()), sum(summary.possible.values())
    if summary.read != size.incidents or summary.rejected or not certain:
        raise SystemExit(f"the load was not read whole: {summary.read} read, {summary.rejected} rejected")
    table = pq.read_table(folder / "incidents.parquet")
    rows, peer_time, our_time = _compare(terms, size, table)
    only_s = max(time.seconds - read_time.seconds, 1e-9)
    lines = [
        ("incidents, provisions", f"{size.incidents:,}, {len(terms.provisions)}"),
        ("reading the terms", f"{load_time.seconds:.2f} s"),
        ("reading, assessing and writing", f"{time.seconds:.1f} s"),
        ("incidents a second, all of it", f"{size.incidents / time.seconds:,.0f}"),
        ("of it reading alone", f"{read_time.seconds:.1f} s"),
        ("incidents a second, without reading", f"{size.incidents / only_s:,.0f}"),
        ("findings: certain, certain + possible", f"{certain:,}, {certain + possible:,}"),
        ("peak memory above the imports", f"{above:,.0f} MiB (imports {imports / MIB:,.0f} MiB)"),
        ("incidents without gaps, for the peer", f"{rows:,}; all answers equal"),
        ("the peer on them", f"{peer_time.seconds:.2f} s, {rows / peer_time.seconds:,.0f} a second"),
        (
            "Truceline on them, reading included",
            f"{our_time.seconds:.2f} s, {rows / our_time.seconds:,.0f} a second",
        ),
    ]
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pyarrow", "shapely", "pyproj"))
    print(f"assess_{size.incidents:.0e}_incidents_50_provisions".replace("e+0", "e").replace("e+", "e"))
    print(f"{platform.machine()}, Python {platform.python_version()}, {packages}\n")
    print("| measure | value |\n| --- | --- |")
    for label, value in lines:
        print(f"| {label} | {value} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure an assessment beside a plain peer.")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--folder", type=Path, help="keep the load and the findings here")
    given = parser.parse_args()
    if given.folder:
        run(given.folder, given.size)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), given.size)


if __name__ == "__main__":
    main()
