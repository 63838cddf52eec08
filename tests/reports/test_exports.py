# SPDX-License-Identifier: Apache-2.0
"""Findings as CSV and JSON Lines are what the modules csv and json write; as Parquet the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.assess import FINDINGS
from truceline.errors import OutputError
from truceline.reports import whole_file, write_findings

SCHEMA = pa.schema(
    [
        ("incident", pa.string()),
        ("in", pa.int8()),
        ("parties", pa.list_(pa.string())),
        ("due", pa.timestamp("ms", "UTC")),
        ("is_late", pa.bool_()),
        ("share", pa.float64()),
        ("result", pa.string()),
    ]
)


@dataclass
class Batches:
    """Batches as findings."""

    batches: Sequence[pa.RecordBatch]
    schema: pa.Schema = SCHEMA

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return iter(self.batches)


def plain(value: object) -> object:
    return f"{value:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z" if isinstance(value, datetime) else value


def cell(value: object) -> object:
    value = plain(value)
    if isinstance(value, list):
        value = ";".join(map(str, value))
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def as_csv(batches: Sequence[pa.RecordBatch]) -> str:
    """One row after the other, by the module csv."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(SCHEMA.names)
    for batch in batches:
        for row in batch.to_pylist():
            writer.writerow([cell(row[name]) for name in SCHEMA.names])
    return file.getvalue()


def as_json(batches: Sequence[pa.RecordBatch]) -> str:
    """One row after the other, by the module json."""
    lines = []
    for batch in batches:
        for row in batch.to_pylist():
            values = {name: plain(value) for name, value in row.items()}
            lines.append(json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n")
    return "".join(lines)


texts = st.none() | st.text(max_size=4) | st.text("ab=,\"'\\;\n\r\t+-@\x00\x7f\u2028", max_size=6)
rows = st.fixed_dictionaries(
    {
        "incident": texts,
        "in": st.none() | st.integers(-128, 127),
        "parties": st.none() | st.lists(texts, max_size=3),
        "due": st.none() | st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)),
        "is_late": st.none() | st.booleans(),
        "share": st.none() | st.floats(),
        "result": st.none() | st.sampled_from(["possible", "violation"]),
    }
)


@given(st.lists(st.lists(rows, max_size=6), max_size=3), st.integers(0, 2))
def test_every_table_is_written_as_csv_and_json_write_it(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[dict[str, object]]], begin: int
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    for row in (row for table in tables for row in table):
        if isinstance(row["due"], datetime):
            row["due"] = row["due"].replace(microsecond=row["due"].microsecond // 1000 * 1000)
    batches = [pa.RecordBatch.from_pylist(table, SCHEMA).slice(begin) for table in tables]
    for name, expected in (("f.csv", as_csv(batches)), ("f.jsonl", as_json(batches))):
        write_findings(folder / name, Batches(batches))
        assert (folder / name).read_bytes().decode("utf-8", "surrogatepass") == expected


def test_the_bytes_of_parquet_depend_on_the_rows_alone(tmp_path: Path) -> None:
    many = [{"incident": f"i{number}", "in": number % 3, "parties": ["a", "b"]} for number in range(70_000)]
    table = pa.Table.from_pylist(many, SCHEMA)
    made = []
    for size in (70_000, 999, 30_000):
        write_findings(tmp_path / "f.parquet", Batches(table.to_batches(size)))
        made.append((tmp_path / "f.parquet").read_bytes())
    assert made[0] == made[1] == made[2]
    file = pq.ParquetFile(tmp_path / "f.parquet")
    assert file.read().equals(table)
    columns = {file.metadata.row_group(0).column(index).path_in_schema: index for index in range(7)}
    for path, has in (("incident", False), ("result", True), ("parties.list.element", True)):
        assert file.metadata.row_group(0).column(columns[path]).has_dictionary_page == has


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


def test_what_is_no_file_is_never_written_over(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    told = "pipe is a device or a pipe, which a file cannot take the place of"
    with pytest.raises(OutputError, match=told), whole_file(pipe) as temporary:
        temporary.write_text("x", encoding="utf-8")
    assert pipe.is_fifo()
    assert [file.name for file in tmp_path.iterdir()] == ["pipe"]
