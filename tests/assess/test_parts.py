# SPDX-License-Identifier: Apache-2.0
"""An assessment in parts is the assessment of the whole."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from shared_data import ROOT
from truceline.assess import assess
from truceline.assess.parts import (
    Outcome,
    PartWorker,
    Place,
    Question,
    Row,
    bucket_count,
    error_of,
    ids_elsewhere,
    merged,
    unpacked,
)
from truceline.errors import RecordsError
from truceline.records import Piece, read_incidents
from truceline.terms import load_terms

EXAMPLE = ROOT / "examples" / "syria-2016"
TERMS = load_terms(EXAMPLE / "terms.yaml")


def _table() -> pa.Table:
    with (EXAMPLE / "incidents.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pa.table({name: [row[name] or None for row in rows] for name in rows[0]})


def _codes(rows: list[Row]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.concatenate([np.frombuffer(r.content, np.uint64) for r in rows if r.kind == "ids"])


@pytest.mark.parametrize("most", [1, 7, 100])
def test_the_parts_together_are_the_whole(most: int) -> None:
    table = pa.concat_tables([_table(), _table().slice(3, 2)])  # two ids come twice
    whole = assess(TERMS, read_incidents(table, TERMS))
    expected = pa.Table.from_batches(list(whole), whole.schema)

    worker = PartWorker(Question(TERMS, read_incidents([], TERMS), buckets=4))
    pieces = {
        Place(0, begin + 1): table.slice(begin, most).to_batches() for begin in range(0, table.num_rows, most)
    }
    rows = {
        place: list(worker.rows(place, Piece("table", place.first_row, batches)))
        for place, batches in pieces.items()
    }
    elsewhere = ids_elsewhere({place: _codes(made) for place, made in rows.items()})
    for place, codes in elsewhere.items():
        piece = Piece("table", place.first_row, pieces[place])
        rows[place] = list(worker.rows(place, piece, codes))

    outcomes: dict[Place, Outcome] = {}
    found: list[pa.Table] = []
    for place, made in rows.items():
        found += [unpacked(row.content) for row in made if row.kind == "findings"]
        (outcomes[place],) = (_outcome(row) for row in made if row.kind == "outcome")
    assert pa.concat_tables(found).equals(expected, check_metadata=True)
    together = merged(outcomes, Question(TERMS, read_incidents([], TERMS)))
    assert together.summary == whole.summary
    assert together.summary.rejected == 2
    assert [reject.line for reject in together.first_rejects] == [21, 22]
    assert bool(elsewhere) == (most < 20)


def _outcome(row: Row) -> Outcome:
    import pickle

    outcome = pickle.loads(row.content)
    assert isinstance(outcome, Outcome)
    return outcome


def test_an_error_travels_whole(tmp_path: Path) -> None:
    worker = PartWorker(Question(TERMS, read_incidents([], TERMS)))
    batches = pa.table({"Id": ["a"]}).to_batches()
    (row,) = worker.rows(Place(0, 1), Piece("some.parquet", 1, batches))
    error = error_of(row.content)
    assert isinstance(error, RecordsError)
    assert error.problems[0].file == "some.parquet"
    assert 'Rename "Id" to id' in str(error)


def test_the_first_piece_keeps_an_id_and_the_later_ones_lose_it() -> None:
    codes = [np.array(some, np.uint64) for some in ([1, 5, 9], [2, 5], [5, 9, 2**63])]
    places = [Place(0, 1), Place(0, 4), Place(1, 1)]
    found = ids_elsewhere(dict(zip(reversed(places), reversed(codes), strict=True)))
    assert {place: c.tolist() for place, c in found.items()} == {places[1]: [5], places[2]: [5, 9]}
    assert ids_elsewhere({places[0]: codes[0]}) == {}


def test_buckets_are_a_power_of_two_that_grows_with_the_records() -> None:
    assert [bucket_count(n) for n in (0, 10**6, 10**7, 10**9)] == [1, 1, 4, 256]
