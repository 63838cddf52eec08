# SPDX-License-Identifier: Apache-2.0
"""assess_1e7_incidents_memory: do ten million incidents stay below 1.5 GiB in all?

python benchmarks/memory.py --size small     seconds; part of `make test`
python benchmarks/memory.py --size full      ten million incidents
"""

from __future__ import annotations

import argparse
from pathlib import Path

from load import SIZES, write_load_apart
from measure import MIB, folder_of, peak_bytes, timed
from truceline.assess import assess
from truceline.records import read_incidents
from truceline.reports import write_findings
from truceline.terms import load_terms

LIMIT_MIB = 1536
INCIDENTS = {"small": 20_000, "full": SIZES["memory"].incidents}


def run(folder: Path, size: str) -> None:
    """Assesses a load in a stream and compares the peak of memory with the limit."""
    write_load_apart(folder, "small" if size == "small" else "memory", incidents=INCIDENTS[size])
    imports = peak_bytes()
    terms = load_terms(folder / "terms.yaml")
    assessment = assess(terms, read_incidents(folder / "incidents.parquet", terms))
    with timed() as time:
        write_findings(folder / "findings.parquet", assessment)
    peak = peak_bytes() / MIB
    read = assessment.summary.read
    print(
        f"memory: {read:,} incidents in {time.seconds:.1f} s, peak {peak:,.0f} MiB "
        f"(imports {imports / MIB:,.0f} MiB), limit {LIMIT_MIB:,} MiB"
    )
    if read != INCIDENTS[size]:
        raise SystemExit(f"only {read:,} incidents were read")
    if peak > LIMIT_MIB:
        raise SystemExit("too much memory")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the memory of an assessment.")
    parser.add_argument("--size", choices=INCIDENTS, default="small")
    parser.add_argument("--folder", type=Path, help="keep the load and the findings here")
    given = parser.parse_args()
    with folder_of(given.folder) as folder:
        run(folder, given.size)


if __name__ == "__main__":
    main()
