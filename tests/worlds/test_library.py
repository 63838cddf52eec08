# SPDX-License-Identifier: Apache-2.0
"""The library's expert examples, world by world: certain ones hold in each, open ones have both kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from shared_data import ROOT
from truceline.records import INCIDENTS, RecordedFact, facts_of, read_incidents
from truceline.terms import Case, Terms, load_terms, read_cases
from worlds.reference import holds
from worlds.sampler import Sampler

FOLDERS = sorted(path.parent for path in (ROOT / "examples").glob("*/cases.yaml"))
WORLDS_EACH = 250


def records(cases: list[Case], terms: Terms) -> list[dict[str, Any]]:
    """The incidents of the examples, with their times as integers."""
    rows = [{**case.incidents[0], "id": str(order)} for order, case in enumerate(cases)]
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in INCIDENTS.names}
    found: list[dict[str, Any]] = []
    for batch in read_incidents(pa.table(columns), terms).batches():
        start, end = (batch.column(name).cast(pa.int64()).to_pylist() for name in ("start", "end"))
        for row, a, b in zip(batch.to_pylist(), start, end, strict=True):
            found.append({**row, "start_ms": a, "end_ms": b})
    return found


def facts(case: Case, order: int, terms: Terms) -> tuple[RecordedFact, ...]:
    """What an example records."""
    own = (RecordedFact(name, "", value, incident=str(order)) for name, value in case.facts.items())
    return (*own, *facts_of(case.recorded, terms))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_expert_examples_are_true_in_sampled_worlds(folder: Path) -> None:
    terms = load_terms(folder / "terms.yaml")
    read = read_cases(folder / "cases.yaml", terms, INCIDENTS.names)
    cases = [case for case in read if case.expected and not case.assume]
    wrong, loose = [], []
    for order, (case, row) in enumerate(zip(cases, records(cases, terms), strict=True)):
        worlds = list(Sampler(terms, order, facts(case, order, terms)).worlds(row, WORLDS_EACH))
        for provision, expected in case.expected.items():
            seen = {holds(terms.provisions[provision], world, terms, case.as_of_ms) for world in worlds}
            if expected.result == "possible" and len(seen) < 2:
                loose.append((case.title, provision))
            elif expected.result != "possible" and seen != {expected.result == "violation"}:
                wrong.append((case.title, provision, expected.result))
    assert not wrong
    assert not loose
