# SPDX-License-Identifier: Apache-2.0
"""Files read in pieces: nothing is read twice or left out, and ids are held against those of other pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shared_data import ROOT
from truceline.errors import RecordsError
from truceline.records import PieceIds, file_pieces, read_incidents, used_columns
from truceline.terms import load_terms

TERMS = load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")
TABLE = pa.table({"id": [f"i{number}" for number in range(100)], "text": ["long " * 40] * 100})


@pytest.mark.parametrize("most_bytes", [1, 300, 600, 10**9])
def test_the_pieces_of_a_file_are_its_rows_in_order(tmp_path: Path, most_bytes: int) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(TABLE, path, row_group_size=30)
    found, row = [], 1
    for piece in file_pieces(str(path), most_bytes):
        assert piece.first_row == row
        batches = list(read_incidents(piece, TERMS, batch_rows=7).batches())
        found += [id_ for batch in batches for id_ in batch.column("id").to_pylist()]
        row += sum(batch.num_rows for batch in batches)
    assert found == TABLE.column("id").to_pylist()


@pytest.mark.parametrize("content", [b"", b"no table at all" * 100])
def test_a_file_that_cannot_be_split_is_one_piece(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(content)
    (piece,) = file_pieces(str(path), 10)
    with pytest.raises(RecordsError):
        list(read_incidents(piece, TERMS).batches())


def test_a_record_is_rejected_where_an_earlier_piece_has_its_id(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(TABLE, path, row_group_size=50)
    reading = read_incidents([], TERMS)
    first, second = file_pieces(str(path), 1)
    ids = PieceIds()
    assert sum(b.num_rows for b in reading.of_piece(first, ids, None).batches()) == 50
    again = reading.of_piece(first, PieceIds(ids.codes()[:3]), tmp_path / "rejects.csv")
    assert sum(b.num_rows for b in again.batches()) == 47
    assert (again.read, again.rejected) == (50, 3)
    assert str(path) in (tmp_path / "rejects.csv").read_text()
    other = reading.of_piece(second, PieceIds(ids.codes()), None)
    assert sum(b.num_rows for b in other.batches()) == 50
    assert reading.read == 0, "what pieces count is theirs"


def test_the_codes_of_a_piece_are_sorted_and_distinct() -> None:
    ids = PieceIds()
    assert ids.add(pa.array(["b", "a", "b"])).tolist() == [False, False, True]
    assert ids.add(pa.array(["c", "a"])).tolist() == [False, True]
    assert len(ids.codes()) == 3
    assert (np.diff(ids.codes()) > 0).all()
    assert not len(PieceIds().codes())


def test_the_columns_of_either_layout_are_used() -> None:
    assert used_columns(["id", "latitude", "mood", "lat"]) == ["id", "latitude", "lat"]
