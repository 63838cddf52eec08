# SPDX-License-Identifier: Apache-2.0
"""Findings as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from truceline.assess import FINDINGS
from truceline.reports import write_findings

_ROWS = 30_000


class _Pieces:
    """The same rows of findings, in pieces of so many."""

    schema = FINDINGS

    def __init__(self, rows: int) -> None:
        self._rows = rows
        random = np.random.default_rng(4)
        columns = []
        for field in FINDINGS:
            if field.name == "incident":
                columns.append(pa.array([f"incident-{row}-{'x' * (row % 40)}" for row in range(_ROWS)]))
            elif field.type == pa.int8():
                columns.append(pa.array(random.integers(0, 3, _ROWS).astype(np.int8)))
            elif field.type == pa.string():
                columns.append(pa.array([f"v{value}" for value in random.integers(0, 50, _ROWS)]))
            else:
                lists = [[f"p{value}"] * (value % 3) for value in random.integers(0, 300, _ROWS).tolist()]
                columns.append(pa.array(lists, field.type))
        self._table = pa.Table.from_arrays(columns, schema=FINDINGS)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return iter(self._table.to_batches(max_chunksize=self._rows))


@pytest.mark.parametrize("rows", [777, 10_000])
def test_the_bytes_of_a_parquet_file_do_not_depend_on_the_batches(tmp_path: Path, rows: int) -> None:
    write_findings(tmp_path / "whole.parquet", _Pieces(_ROWS))
    write_findings(tmp_path / "pieces.parquet", _Pieces(rows))
    assert (tmp_path / "whole.parquet").read_bytes() == (tmp_path / "pieces.parquet").read_bytes()
