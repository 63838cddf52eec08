# SPDX-License-Identifier: Apache-2.0
"""skip_ten_years: what does it save not to read row groups that no provision can touch?

python benchmarks/skipping.py --size small     seconds; part of `make test`
python benchmarks/skipping.py --size full      a million incidents

The load of the other benchmarks with its incidents spread over ten years and sorted by time, in 50 row groups; its
terms hold for one of these years. Both ways must write the same bytes.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from load import DAY_MS, SEED, SIZES, incident_batches, write_load
from measure import timed
from truceline.assess import Summary, assess
from truceline.records import read_incidents
from truceline.reports import write_findings
from truceline.terms import load_terms

GROUPS = 50
YEARS = 10
ROUNDS = {"small": 1, "full": 3}


def write_years(folder: Path, size: str) -> None:
    """Writes the load, and its incidents over ten years as ``years.parquet``."""
    write_load(folder, SIZES[size])
    table = pa.Table.from_batches(list(incident_batches(SIZES[size])))
    random = np.random.default_rng(SEED + 3)
    moved = (random.integers(0, YEARS, len(table)) - 4) * 365 * DAY_MS
    for name in ("start", "end"):
        column = table.column(name)
        at = pa.array(column.cast(pa.int64()).to_numpy() + moved).cast(column.type)
        table = table.set_column(table.schema.get_field_index(name), name, at)
    rows = -(-len(table) // GROUPS)
    pq.write_table(table.sort_by("start"), folder / "years.parquet", row_group_size=rows)


def once(folder: Path, *, skip_untouched: bool) -> tuple[float, Summary, bytes]:
    """Seconds of the whole job, what it came to, and the findings."""
    terms = load_terms(folder / "terms.yaml")
    out = folder / "findings.parquet"
    records = read_incidents(folder / "years.parquet", terms)
    assessment = assess(terms, records, skip_untouched=skip_untouched)
    with timed() as time:
        write_findings(out, assessment)
    return time.seconds, assessment.summary, out.read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what skipping row groups saves.")
    parser.add_argument("--size", choices=ROUNDS, default="small")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_years(folder, size)
        seconds: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(ROUNDS[size]):
            found = {}
            for skip_untouched in (False, True):
                spent, summary, found[skip_untouched] = once(folder, skip_untouched=skip_untouched)
                seconds[skip_untouched].append(spent)
            if found[True] != found[False]:
                raise SystemExit("the findings differ")
    whole, part = (statistics.median(seconds[way]) for way in (False, True))
    print(
        f"skipping: {summary.read + summary.left_out:,} incidents, {summary.left_out:,} of them in "
        f"{summary.left_out_groups} row groups not read: {whole:.2f} s, {part:.2f} s with the option, "
        f"ratio {whole / part:.1f}; the same bytes"
    )
    if not summary.left_out:
        raise SystemExit("nothing was left out")


if __name__ == "__main__":
    main()
