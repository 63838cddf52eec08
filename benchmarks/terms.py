# SPDX-License-Identifier: Apache-2.0
"""terms_library: how long until the terms of a real ceasefire are read, checked and compiled?

python benchmarks/terms.py      each terms file of examples/, beside the YAML library alone

The peer reads the same file into plain lists and dicts with ruamel.yaml and checks nothing, so it is a lower
bound and no rival. The number of entries under each key must be the same on both sides.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pyarrow as pa
from ruamel.yaml import YAML

from measure import timed
from truceline.assess import assess
from truceline.assess.compiled import Compiled
from truceline.records import INCIDENTS, read_incidents
from truceline.terms import Terms, load_terms

EXAMPLES = Path(__file__).parents[1] / "examples"
ROUNDS = 5
PARTS = ("citations", "events", "parties", "areas", "provisions", "duties", "facts")


def compiled(path: Path) -> Terms:
    """Terms read, checked and compiled, with every state of every provision."""
    terms = load_terms(path)
    for provision in terms.provisions.values():
        made = Compiled(terms, provision)
        for at_ms in made.samples():
            made.state_id(at_ms)
    return terms


def first(terms: Terms) -> None:
    """Findings of one incident of which nothing is known, which leaves the most to work out."""
    row = pa.Table.from_pylist([{"id": "1"}], pa.schema([INCIDENTS.field("id")]))
    for _ in assess(terms, read_incidents(row, terms)):
        pass


def main() -> None:
    print(f"medians of {ROUNDS}, in turns")
    print(f"{'terms':24} {'compiled, s':>12} {'YAML alone, s':>14} {'ratio':>6} {'first incident, s':>18}")
    for path in sorted(EXAMPLES.glob("*/terms.yaml")):
        ours, peer, more = [], [], []
        for _ in range(ROUNDS):
            with timed() as time:
                terms = compiled(path)
            ours.append(time.seconds)
            with timed() as time:
                first(terms)
            more.append(time.seconds)
            with timed() as time:
                plain = YAML(typ="safe", pure=True).load(path)
            peer.append(time.seconds)
        for part in PARTS:
            if len(getattr(terms, part)) != len(plain.get(part) or ()):
                raise SystemExit(f"{path}: other numbers of {part}")
        a, b, c = map(statistics.median, (ours, peer, more))
        print(f"{path.parent.name:24} {a:12.2f} {b:14.2f} {a / b:6.1f} {c:18.2f}")


if __name__ == "__main__":
    main()
