# SPDX-License-Identifier: Apache-2.0
"""whole_job: Parquet in, findings Parquet out, beside reading and writing the same files, and beside peers.

python benchmarks/whole.py --size small     seconds; part of `make test`
python benchmarks/whole.py --size full      one million incidents

The peers write incident, provision and result; Truceline writes the truth of each condition, the parties and what
the finding rests on as well. ``assess.py`` compares the answers.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from answers import RESULTS
from load import SIZES, Size, rules, write_load_apart
from measure import folder_of, machine, spread, timed
from peers import PEERS, NotHereError, Peer, made
from truceline.assess import Assessment
from truceline.kernels import VARIABLE
from truceline.records import read_incidents
from truceline.reports import write_findings
from truceline.reports.exports import ROW_GROUP_ROWS
from truceline.terms import load_terms
from truceline_ import VARIANTS, Variant

FASTEST = ["numpy-lazy", "geopandas", "duckdb", "sedonadb"]
Job = Callable[[], None]


def truceline_job(folder: Path, variant: Variant) -> Job:
    """Terms and incidents from files, findings to a file."""

    def job() -> None:
        os.environ[VARIABLE] = variant.kernels
        try:
            terms = load_terms(folder / "terms.yaml")
            incidents = read_incidents(folder / "incidents.parquet", terms)
            write_findings(folder / "findings.parquet", Assessment(terms, incidents, threads=variant.threads))
        finally:
            del os.environ[VARIABLE]

    return job


def copy_job(folder: Path) -> Job:
    """Nothing but the reading and writing of the same tables, by pyarrow."""
    findings = pq.read_table(folder / "findings.parquet")

    def job() -> None:
        pq.read_table(folder / "incidents.parquet")
        pq.write_table(findings, folder / "again.parquet", row_group_size=ROW_GROUP_ROWS, compression="zstd")

    return job


def peer_job(folder: Path, peer: Peer, size: Size) -> Job:
    """Incidents from a file, what a peer found to a file; loading its tables is timed here."""
    names = pa.array([rule.id for rule in rules(size)])

    def job() -> None:
        table = pq.read_table(folder / "incidents.parquet")
        peer.take(table.to_batches())
        judged = peer.judge()
        if isinstance(judged, pa.Table):
            n, provision, code = (judged[name] for name in ("n", "provision", "code"))
        else:
            answers = peer.answers(judged)
            n, provision = (pa.array(index) for index in np.nonzero(answers))
            code = pa.array(answers[answers != 0])
        found = pa.table(
            {
                "incident": table["id"].take(n),
                "provision": names.take(provision),
                "result": pa.array(RESULTS).take(code),
            }
        )
        pq.write_table(found, folder / "peer.parquet", compression="zstd")

    return job


def run(folder: Path, name: str, given: argparse.Namespace) -> None:
    """Measures one size."""
    size = write_load_apart(folder, name, incidents=given.incidents)
    jobs = {variant.name: truceline_job(folder, variant) for variant in VARIANTS if not variant.knows_kinds}
    for job in jobs.values():
        job()  # the first time compiles and fills caches
    copying = "reading and writing alone, pyarrow"
    jobs[copying] = copy_job(folder)
    peers = []
    for key in given.peers:
        try:
            peers.append(made(key, size))
        except NotHereError as reason:
            print(f"left out: {key}: {reason}", file=sys.stderr)
    jobs |= {peer.name: peer_job(folder, peer, size) for peer in peers}
    seconds: dict[str, list[float]] = {way: [] for way in jobs}
    for _ in range(given.rounds):
        for way, job in jobs.items():
            with timed() as time:
                job()
            seconds[way].append(time.seconds)
    for peer in peers:
        peer.close()
    middle = {way: statistics.median(times) for way, times in seconds.items()}
    first = middle[VARIANTS[0].name]
    print(f"whole_job, {size.incidents:,} incidents, {size.provisions} provisions")
    print(f"{machine()}; medians (least to most) of {given.rounds} rounds in turns\n")
    print(
        "| way | s | thousand incidents a second | its time over the first's | over reading and writing alone |"
    )
    print("| --- | --- | --- | --- | --- |")
    for way, times in seconds.items():
        rate = size.incidents / middle[way] / 1000
        print(
            f"| {way} | {spread(times)} | {rate:,.0f} | {middle[way] / first:.2f} | {middle[way] / middle[copying]:.2f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the whole job, from file to file.")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--incidents", type=int, help="another number of incidents")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=FASTEST)
    parser.add_argument("--folder", type=Path, help="keep the load and the findings here")
    given = parser.parse_args()
    with folder_of(given.folder) as folder:
        run(folder, given.size, given)


if __name__ == "__main__":
    main()
