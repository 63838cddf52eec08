# SPDX-License-Identifier: Apache-2.0
"""Tables from files, a batch of rows at a time: CSV, Parquet, Arrow."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from truceline.errors import Problem, RecordsError
from truceline.records.incidents import INCIDENTS, Rows
from truceline.records.rejects import Reject

MOST_CELL_CHARACTERS = 16 * 1024 * 1024
"""A longer cell, or line, is taken for a file that is no table."""


def _refuse(path: Path, found: str, expected: str, remedy: str = "", line: int | None = None) -> RecordsError:
    return RecordsError([Problem(str(path), line, None, "", found, expected, remedy)])


def require_file(path: Path) -> None:
    """Refuses what is not a file that can be read.

    Raises:
        RecordsError: it is absent, a folder, empty or not readable.
    """
    if path.is_dir():
        raise _refuse(path, "this is a folder", "expected a table", "Name the files in it.")
    try:
        with path.open("rb") as file:
            first = file.read(1)
    except OSError as error:
        raise _refuse(path, f"it cannot be read ({error.strerror})", "expected a table") from error
    if not first:
        raise _refuse(path, "the file is empty", "expected a table with a header")


def is_text_table(path: Path) -> bool:
    """Whether a file is read as CSV: by its name."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((".csv", ".tsv", ".txt"))


class _Lines:
    """The lines of a text, none longer than allowed and none with a NUL."""

    def __init__(self, path: Path, file: io.TextIOBase) -> None:
        self.path, self.file, self.line = path, file, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.file.readline(MOST_CELL_CHARACTERS)
        if not line:
            raise StopIteration
        self.line += 1
        if len(line) >= MOST_CELL_CHARACTERS:
            raise _refuse(
                self.path,
                f"a line of more than {MOST_CELL_CHARACTERS:,} characters",
                "expected a CSV table",
                "Is a quote left open, or is the file no table?",
                self.line,
            )
        if "\0" in line:
            raise _refuse(
                self.path,
                "a byte 0",
                "expected a CSV table as text",
                "Is this another kind of file?",
                self.line,
            )
        return line


def encoding_of(path: Path) -> str:
    """UTF-8, or Windows-1252 where the bytes are not UTF-8.

    Reads the file once in pieces. Windows-1252 is what spreadsheets write; bytes that it does not
    define make the file no text at all.
    """
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with _open_bytes(path) as file:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except (OSError, EOFError, zlib.error) as error:
        raise _refuse(
            path, f"it cannot be unpacked ({error})", "expected a CSV table, or one packed by gzip"
        ) from error
    return "utf-8-sig"


def _open_bytes(path: Path) -> Any:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")


def csv_rows(path: Path, batch_rows: int) -> Iterator[tuple[list[str], Rows, list[Reject]]]:
    """The rows of a CSV file, so many at a time, with the rows that have another number of cells.

    Yields:
        The header, the rows, and the rejects; at least once, also where there is only a header.

    Raises:
        RecordsError: the file is no CSV table.
    """
    require_file(path)
    encoding = encoding_of(path)
    with _open_bytes(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as file:
        lines = _Lines(path, file)
        csv.field_size_limit(MOST_CELL_CHARACTERS)
        delimiter = "\t" if path.name.lower().removesuffix(".gz").endswith(".tsv") else ","
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            if not any(header):
                raise _refuse(path, "the first line is blank", "expected a header", line=1)
            twice = sorted({name for name in header if name and header.count(name) > 1})
            if twice:
                raise _refuse(
                    path, f"the column {', '.join(twice)} stands twice", "expected each once", line=1
                )
            yield from _csv_batches(path, header, reader, batch_rows)
        except csv.Error as error:
            raise _refuse(
                path, f"this is no CSV table ({error})", "expected text with a header", line=lines.line
            ) from error
        except UnicodeDecodeError as error:
            raise _refuse(
                path,
                f"the byte {error.object[error.start]:#04x}, which neither UTF-8 nor Windows-1252 has",
                "expected a CSV table as text",
                "Is this another kind of file?",
            ) from error


def _csv_batches(
    path: Path, header: list[str], reader: Any, batch_rows: int
) -> Iterator[tuple[list[str], Rows, list[Reject]]]:
    waiting: list[list[str]] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    is_first = True
    line = reader.line_num + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise _refuse(
                path,
                f"a record with its quotes out of order ({error})",
                "expected each quoted cell to end with a quote",
                "Is a quote left open, or one in a cell not doubled?",
                line,
            ) from error
        here, line = line, reader.line_num + 1
        if not cells:
            continue
        if len(cells) != len(header):
            found = f"{len(cells)} cells"
            rejects.append(
                Reject(str(path), here, cells[0][:200], "", found, f"the header has {len(header)} columns")
            )
        else:
            waiting.append(cells)
            numbers.append(here)
        if len(waiting) + len(rejects) >= batch_rows:
            yield header, _rows(path, header, waiting, numbers), rejects
            waiting, numbers, rejects, is_first = [], [], [], False
    if waiting or rejects or is_first:
        yield header, _rows(path, header, waiting, numbers), rejects


def _rows(path: Path, header: list[str], cells: list[list[str]], numbers: list[int]) -> Rows:
    columns = zip(*cells, strict=True) if cells else ((),) * len(header)
    texts = {name: pa.array(column, pa.string()) for name, column in zip(header, columns, strict=True)}
    return Rows(str(path), np.array(numbers, dtype=np.int64), texts)


def arrow_batches(path: Path, batch_rows: int) -> Iterator[pa.RecordBatch]:
    """The batches of a Parquet or Arrow file.

    Raises:
        RecordsError: it is neither.
    """
    require_file(path)
    try:
        if path.suffix.lower() in (".arrow", ".feather", ".ipc"):
            with pa.memory_map(str(path)) as source:
                try:
                    reader = pa.ipc.open_file(source)
                    for index in range(reader.num_record_batches):
                        yield reader.get_batch(index)
                except pa.ArrowInvalid:
                    source.seek(0)
                    yield from pa.ipc.open_stream(source)
            return
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=batch_rows)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        first = (str(error).splitlines() or [""])[0]
        raise _refuse(path, f"this is no table ({first})", "expected CSV, Parquet or Arrow") from error


def rows_of(source: str, batch: pa.RecordBatch, first_row: int) -> Rows:
    """A batch of an Arrow table as rows.

    Raises:
        RecordsError: a column of incidents holds what no cell of it can be.
    """
    lines = np.arange(first_row, first_row + batch.num_rows)
    columns = {}
    for name in batch.schema.names:
        column = _readable(batch.column(name), name)
        if column is not None:
            columns[name] = column
        elif name in INCIDENTS.names:
            expected = str(INCIDENTS.field(name).type)
            found = f"a column of {batch.column(name).type}"
            raise RecordsError([Problem(source, None, None, name, found, f"expected {expected}, or text")])
    return Rows(source, lines, columns)


def _readable(column: pa.Array, name: str) -> pa.Array | None:
    """A column as text, numbers, times, or bytes where it is a geometry; None where it is something else."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_nested(kind):
        is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
        return column if is_list and not pa.types.is_nested(kind.value_type) else None
    if (pa.types.is_binary(kind) or pa.types.is_large_binary(kind)) and name != "geometry":
        try:
            return column.cast(pa.string())
        except pa.ArrowInvalid:
            return None
    return column


def sliced(batches: Iterable[pa.RecordBatch], batch_rows: int) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of at most so many."""
    for batch in batches:
        for begin in range(0, batch.num_rows, batch_rows):
            yield batch.slice(begin, batch_rows)
