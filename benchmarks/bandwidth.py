# SPDX-License-Identifier: Apache-2.0
"""memory_bandwidth: how fast can this machine move memory, and how near to that is an assessment?

python benchmarks/bandwidth.py --size small     seconds; part of `make test`
python benchmarks/bandwidth.py --size full

Copy and triad move arrays far larger than the caches, on as many threads as there are cores, as the STREAM
benchmark does. An assessment has to read the columns it asks and to write its findings once: the bytes of both
over its time, as a share of what the machine can do, say how far it is from a limit that nothing passes.

Source:
    McCalpin (1995), Memory bandwidth and machine balance in current high performance computers.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from load import SIZES, write_load_apart
from measure import machine, spread, timed
from truceline.terms import load_terms
from truceline_ import VARIANTS, Truceline, read_batches

ASKED = ("id", "start", "end", "lon", "lat", "radius_m", "act", "by", "against", "roles")
"""The columns of incidents that the load fills."""
ARRAY_MIB = {"small": 4, "full": 256, "memory": 256}
_BLOCK = 16_384
"""Values that the triad does at once, few enough for the caches, so that each array is read or written once."""

Floats = NDArray[np.float64]


def _copy(a: Floats, b: Floats, c: Floats) -> None:
    np.copyto(a, b)


def _triad(a: Floats, b: Floats, c: Floats) -> None:
    for first in range(0, len(a), _BLOCK):
        part = slice(first, first + _BLOCK)
        np.multiply(c[part], 3.0, out=a[part])
        np.add(a[part], b[part], out=a[part])


def seconds(loop: Callable[[Floats, Floats, Floats], None], arrays: Sequence[Floats], threads: int) -> float:
    """Time of one pass over the arrays, a share of them for each thread."""
    shares = list(zip(*(np.array_split(array, threads) for array in arrays), strict=True))
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda share: None, shares))  # the threads are there
        with timed() as time:
            list(pool.map(lambda share: loop(*share), shares))
    return time.seconds


def nbytes(batches: Sequence[pa.RecordBatch], columns: Sequence[str] | None = None) -> int:
    """Bytes of some columns of batches, or of all."""
    return sum(batch.column(name).nbytes for batch in batches for name in columns or batch.schema.names)


def run(folder: Path, name: str, given: argparse.Namespace) -> None:
    """Measures one size."""
    size = write_load_apart(folder, name, incidents=given.incidents)
    terms = load_terms(folder / "terms.yaml")
    batches = read_batches(folder, terms)
    ours = Truceline(size, folder, VARIANTS[0])
    ours.take(batches)
    moved = nbytes(batches, ASKED) + nbytes(ours.judge())
    threads = os.cpu_count() or 1
    arrays = [np.full(ARRAY_MIB[name] * 131_072, value) for value in (0.0, 1.0, 2.0)]
    one = arrays[0].nbytes
    rates: dict[str, list[float]] = {"copy": [], "triad": [], VARIANTS[0].name: []}
    for _ in range(given.rounds):
        rates["copy"].append(2 * one / seconds(_copy, arrays, threads))
        rates["triad"].append(3 * one / seconds(_triad, arrays, threads))
        with timed() as time:
            ours.judge()
        rates[VARIANTS[0].name].append(moved / time.seconds)
    most = max(statistics.median(rates[kind]) for kind in ("copy", "triad"))
    print(f"memory_bandwidth, {size.incidents:,} incidents of {moved / size.incidents:.0f} bytes in and out")
    print(f"{machine()}; medians (least to most) of {given.rounds} rounds in turns\n")
    print("| what | MB a second | share of the most |\n| --- | --- | --- |")
    for kind, found in rates.items():
        print(
            f"| {kind} | {spread([rate / 1e6 for rate in found])} | {statistics.median(found) / most:.2%} |"
        )
    print(f"\nAt {most / 1e9:.1f} GB a second these bytes take {moved / most * 1000:,.1f} ms.")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure memory bandwidth, and an assessment beside it.")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--incidents", type=int, help="another number of incidents")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), given.size, given)


if __name__ == "__main__":
    main()
