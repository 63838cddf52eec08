# SPDX-License-Identifier: Apache-2.0
"""cost_against_size: how does an assessment's time grow with incidents, provisions and vertices?

python benchmarks/cost.py --size small                                seconds; part of `make test`
python benchmarks/cost.py --size full --picture docs/images/cost.svg  long; needs 2 GB of disk

Each size is measured in a process of its own: the time from incidents in memory to findings, and the peak of memory of
a whole job from file to file. Sizes take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from chart import Line, picture
from load import SIZES, write_load_apart
from measure import MIB, machine, peak_bytes, spread, timed
from truceline.assess import assess
from truceline.kernels import VARIABLE
from truceline.records import read_incidents
from truceline.reports import write_findings
from truceline.terms import load_terms
from truceline_ import VARIANTS, Truceline, read_batches

AXES: dict[str, dict[str, tuple[int, ...]]] = {
    "full": {
        "incidents": (10_000, 100_000, 1_000_000, 10_000_000),
        "provisions": (10, 20, 50, 100, 200, 500),
        "vertices": (100, 1_000, 5_000, 20_000),
    },
    "small": {"incidents": (1_000, 2_000), "provisions": (10,), "vertices": (100,)},
}
USUAL = {"small": 1_000, "full": 1_000_000}
"""Incidents where another number is changed."""


@dataclass
class Point:
    """One size of the load, and what it took."""

    axis: str
    value: int
    folder: Path
    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    """The first assessment of a process."""
    peaks_mib: list[float] = field(default_factory=list)


def alone(folder: Path, name: str) -> dict[str, float]:
    """Seconds of an assessment from memory, in this process: the first, and the one after."""
    terms = load_terms(folder / "terms.yaml")
    batches: list[pa.RecordBatch] = read_batches(folder, terms)
    ours = Truceline(SIZES[name], folder, VARIANTS[0])
    ours.take(batches)
    with timed() as first:
        ours.judge()
    with timed() as again:
        ours.judge()
    return {"first": first.seconds, "seconds": again.seconds}


def whole(folder: Path) -> dict[str, float]:
    """Peak of memory of this process, which does the whole job."""
    os.environ[VARIABLE] = VARIANTS[0].kernels
    terms = load_terms(folder / "terms.yaml")
    write_findings(
        folder / "findings.parquet", assess(terms, read_incidents(folder / "incidents.parquet", terms))
    )
    return {"peak_mib": peak_bytes() / MIB}


def apart(folder: Path, name: str, part: str) -> dict[str, float]:
    """What a process of its own measures."""
    command = [
        sys.executable,
        "-W",
        "error",
        __file__,
        "--size",
        name,
        "--part",
        part,
        "--folder",
        str(folder),
    ]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(told)
    return found


def points(folder: Path, name: str, usual: int) -> list[Point]:
    """Every size, its load written."""
    made = []
    for axis, values in AXES[name].items():
        for value in values:
            place = folder / f"{axis}-{value}"
            numbers: dict[str, int | None] = {"incidents": usual, axis: value}
            write_load_apart(place, name, **numbers)
            made.append(Point(axis, value, place))
    return made


def report(found: Sequence[Point], rounds: int, usual: int) -> None:
    """Prints a table of what each size took."""
    print(f"cost_against_size: {VARIANTS[0].name}; {usual:,} incidents where another number is changed")
    print(f"{machine()}; medians (least to most) of {rounds} rounds in turns\n")
    print("| changed | to | s | first in its process, s | peak memory of the whole job, MiB |")
    print("| --- | --- | --- | --- | --- |")
    for point in found:
        peak = f"{max(point.peaks_mib):,.0f}" if point.peaks_mib else ""
        print(
            f"| {point.axis} | {point.value:,} | {spread(point.seconds)} | {spread(point.first)} | {peak} |"
        )


def run(folder: Path, name: str, given: argparse.Namespace) -> None:
    """Measures every size."""
    usual = given.incidents or USUAL[name]
    found = points(folder, name, usual)
    for turn in range(given.rounds):
        for point in found:
            took = apart(point.folder, name, "alone")
            point.seconds.append(took["seconds"])
            point.first.append(took["first"])
            if point.axis == "incidents" and turn == 0:
                point.peaks_mib.append(apart(point.folder, name, "whole")["peak_mib"])
    report(found, given.rounds, usual)
    lines = [
        Line(axis, [(p.value, statistics.median(p.seconds)) for p in found if p.axis == axis])
        for axis in AXES[name]
    ]
    drawn = picture(lines, "seconds")
    if given.picture:
        given.picture.write_text(drawn, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the cost of an assessment against its size.")
    parser.add_argument("--size", choices=AXES, default="small")
    parser.add_argument("--incidents", type=int, help="where another number is changed")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--picture", type=Path, help="draw it here, as SVG")
    parser.add_argument("--part", choices=("alone", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        took = alone(given.folder, given.size) if given.part == "alone" else whole(given.folder)
        print(json.dumps(took))
        return
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), given.size, given)


if __name__ == "__main__":
    main()
