# SPDX-License-Identifier: Apache-2.0
"""assess_1e6_incidents_50_provisions: assessment alone, beside what a user would pick instead.

python benchmarks/assess.py --size small     seconds; part of `make test`
python benchmarks/assess.py --size full      one million incidents

From incidents in memory to a result for each incident and provision. All answers are compared first, one by one.
Then all ways take turns; a way that would take long is given fewer incidents, and rates are compared.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from answers import Answers, Comparison, compare, too_near
from load import SIZES, Size, write_load_apart
from measure import folder_of, machine, spread, timed
from peers import PEERS, NotHereError, Peer, made
from truceline.terms import load_terms
from truceline_ import VARIANTS, Truceline, read_batches


@dataclass
class Way:
    """One of those that judge the load."""

    peer: Peer
    incidents: int = 0
    """So many of the load's it is given."""
    comparison: Comparison | None = None
    seconds: list[float] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        """Incidents a second, round by round."""
        return [self.incidents / seconds for seconds in self.seconds]


def head(batches: Sequence[pa.RecordBatch], incidents: int) -> list[pa.RecordBatch]:
    """The first incidents."""
    taken: list[pa.RecordBatch] = []
    for batch in batches:
        left = incidents - sum(b.num_rows for b in taken)
        if left > 0:
            taken.append(batch.slice(0, left))
    return taken


def rows(batches: Sequence[pa.RecordBatch]) -> int:
    """The number of incidents."""
    return sum(batch.num_rows for batch in batches)


def ways(size: Size, folder: Path, keys: Sequence[str]) -> Iterator[Way]:
    """Truceline in its variants and each peer that can run here; says why another cannot."""
    for variant in VARIANTS:
        yield Way(Truceline(size, folder, variant))
    for key in keys:
        try:
            yield Way(made(key, size))
        except NotHereError as reason:
            print(f"left out: {key}: {reason}", file=sys.stderr)


def share_out(way: Way, batches: Sequence[pa.RecordBatch], most_s: float) -> None:
    """Gives a way as many incidents as take it so many seconds or a little more, found by trying few."""
    total = rows(batches)
    given = min(total, 20_000)
    while True:
        way.peer.take(head(batches, given))
        way.peer.judge()  # the first time compiles, plans and fills caches
        with timed() as time:
            way.peer.judge()
        if given == total or time.seconds > most_s:
            break
        given = min(total, 4 * given)
    way.incidents = given
    print(f"{way.peer.name}: {given:,} incidents in {time.seconds:.1f} s", file=sys.stderr)


def check(way: Way, ours: Answers, near: NDArray[np.bool_], ids: pa.Array) -> None:
    """Compares the answers of a way with Truceline's, one by one."""
    answers = way.peer.answers(way.peer.judge())
    n = len(answers)
    way.comparison = compare(way.peer.name, ours[:n], answers, near[:n], ids)


def measure(all_ways: Sequence[Way], rounds: int) -> None:
    """Times all ways in turns."""
    for _ in range(rounds):
        for way in all_ways:
            with timed() as time:
                judged = way.peer.judge()
            way.seconds.append(time.seconds)
            del judged


def report(all_ways: Sequence[Way], size: Size) -> None:
    """Prints a table of rates and ratios."""
    print(f"assess_{size.incidents:.0e}_incidents_{size.provisions}_provisions".replace("e+0", "e"))
    print(f"{machine()}; medians (least to most) of {len(all_ways[0].seconds)} rounds in turns\n")
    print(
        "| way | incidents | thousands a second | first row's, second row's rate over its | answers left out | of them unlike |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    ours = [statistics.median(way.rates) for way in all_ways[:2]]
    for way in all_ways:
        ratios = ", ".join(f"{rate / statistics.median(way.rates):.3g}" for rate in ours)
        compared = way.comparison
        left = f"{compared.left_out:,} | {compared.differ_near:,}" if compared else " | "
        thousands = spread([rate / 1000 for rate in way.rates])
        print(f"| {way.peer.name} | {way.incidents:,} | {thousands} | {ratios} | {left} |")
    print("\nNot timed:")
    for untimed in dict.fromkeys(way.peer.untimed for way in all_ways):
        names = ", ".join(way.peer.name for way in all_ways if way.peer.untimed == untimed)
        print(f"- {names}: {untimed}")


def run(folder: Path, name: str, given: argparse.Namespace) -> None:
    """Compares and measures one size."""
    size = write_load_apart(folder, name, incidents=given.incidents)
    terms = load_terms(folder / "terms.yaml")
    batches = read_batches(folder, terms)
    if rows(batches) != size.incidents:
        raise SystemExit(f"only {rows(batches):,} of {size.incidents:,} incidents were read")
    ids = pa.concat_arrays([batch.column("id") for batch in batches])
    all_ways = list(ways(size, folder, given.peers))
    try:
        near = too_near(batches, size)
        ours = all_ways[0].peer
        ours.take(batches)
        answers = ours.answers(ours.judge())
        for way in all_ways:
            share_out(way, batches, given.seconds)
            check(way, answers, near, ids)
        del answers, near
        measure(all_ways, given.rounds)
    finally:
        for way in all_ways:
            way.peer.close()
    report(all_ways, size)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure assessment alone, beside peers.")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--incidents", type=int, help="another number of incidents")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="more incidents are given until a round takes this"
    )
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--folder", type=Path, help="keep the load here")
    given = parser.parse_args()
    with folder_of(given.folder) as folder:
        run(folder, given.size, given)


if __name__ == "__main__":
    main()
