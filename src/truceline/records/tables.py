# SPDX-License-Identifier: Apache-2.0
"""Tables from files, a batch of rows at a time: CSV, Parquet, Arrow."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from truceline.errors import Problem, RecordsError
from truceline.records.cells import plain
from truceline.records.incidents import Rows
from truceline.records.lines import Lines
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


def encoding_of(path: Path) -> str:
    """UTF-8, or Windows-1252 where the bytes are not UTF-8.

    Reads the file once in pieces. Windows-1252 is what spreadsheets write; bytes that it does not
    define make the file no text at all.
    """
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as packed, _unpacked(path, packed) as file:
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


def _unpacked(path: Path, packed: Any) -> Any:
    return gzip.GzipFile(fileobj=packed) if path.name.lower().endswith(".gz") else packed


def csv_rows(path: Path, batch_rows: int) -> Iterator[tuple[list[str], Rows, list[Reject], float]]:
    """The rows of a CSV file, so many at a time, with the rows that cannot be told into cells.

    Yields:
        The header, the rows, the rejects, and the share of the file that is read; at least once, also where there
        is only a header.

    Raises:
        RecordsError: the file is no CSV table.
    """
    require_file(path)
    encoding = encoding_of(path)
    with (
        path.open("rb") as packed,
        _unpacked(path, packed) as raw,
    ):
        lines = Lines(path, raw, encoding, MOST_CELL_CHARACTERS)
        csv.field_size_limit(MOST_CELL_CHARACTERS)
        # Without `strict`, a quote that is never closed would make a cell of the rest of the file.
        is_tabbed = path.name.lower().removesuffix(".gz").endswith(".tsv")
        delimiter = "\t" if is_tabbed else ","
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            _require_header(path, header)
            for rows, rejects in _csv_batches(path, header, lines, reader, delimiter, batch_rows):
                yield header, rows, rejects, packed.tell() / path.stat().st_size
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


def _require_header(path: Path, header: list[str]) -> None:
    if not any(header):
        raise _refuse(path, "the first line is blank", "expected a header", line=1)
    _require_once(path, header)


def _require_once(path: Path, header: list[str]) -> None:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise _refuse(path, f"the column {', '.join(twice)} stands twice", "expected each once", line=1)


def _csv_batches(
    path: Path, header: list[str], lines: Lines, reader: Iterator[list[str]], delimiter: str, batch_rows: int
) -> Iterator[tuple[Rows, list[Reject]]]:
    """The records, so many at a time, each with the line on which it begins; blank lines are none."""
    id_index, width = header.index("id") if "id" in header else 0, len(header)
    # One flat list: 65,536 lists at a time would keep the garbage collector busy for a third of the time.
    flat: list[str] = []
    numbers: list[int] = []
    rejects: list[Reject] = []
    is_at_end = False
    while not is_at_end:
        next_line = lines.line + 1
        if lines.is_between_blocks and (table := lines.plain_rows(width, delimiter)) is not None:
            if numbers or rejects:
                yield _rows(path, header, flat, numbers), rejects
                flat, numbers, rejects = [], [], []
            for rows in _plain_batches(path, header, table, next_line, batch_rows):
                yield rows, []
            continue
        try:
            for cells in reader:
                line, next_line = next_line, lines.line + 1
                if len(cells) == width:
                    flat += cells
                    numbers.append(line)
                elif cells:
                    record_id = cells[id_index][:200] if id_index < len(cells) else ""
                    reason = f"the header has {width} columns"
                    rejects.append(Reject(str(path), line, record_id, "", f"{len(cells)} cells", reason))
                if len(numbers) + len(rejects) >= batch_rows:
                    yield _rows(path, header, flat, numbers), rejects
                    flat, numbers, rejects = [], [], []
                if lines.is_between_blocks:
                    break
            else:
                is_at_end = True
        except csv.Error as error:
            if "limit" in str(error):
                raise  # a cell beyond all measure: what follows is no table either
            line = next_line
            reason = f"a quote out of place ({error}); double a quote within a cell"
            rejects.append(Reject(str(path), line, "", "", f"lines {line} to {lines.line}", reason))
    yield _rows(path, header, flat, numbers), rejects


def _plain_batches(
    path: Path, header: list[str], table: pa.Table, first_line: int, batch_rows: int
) -> Iterator[Rows]:
    """Rows in batches of about the same size, each row a line."""
    columns = {name: table.column(index).combine_chunks() for index, name in enumerate(header)}
    n = table.num_rows
    size = -(-n // -(-n // batch_rows))
    for begin in range(0, n, size):
        part = {name: column.slice(begin, size) for name, column in columns.items()}
        numbers = np.arange(first_line + begin, first_line + min(begin + size, n), dtype=np.int64)
        yield Rows(str(path), numbers, part)


def _rows(path: Path, header: list[str], flat: list[str], numbers: list[int]) -> Rows:
    width = len(header)
    return Rows(
        str(path),
        np.array(numbers, dtype=np.int64),
        {name: pa.array(flat[index::width], pa.string()) for index, name in enumerate(header)},
    )


def is_parquet(path: Path) -> bool:
    """Whether a file is read as Parquet: by its name it is nothing else."""
    return not is_text_table(path) and path.suffix.lower() not in (".arrow", ".feather", ".ipc")


@dataclass(frozen=True, slots=True)
class Parquet:
    """A Parquet file, open."""

    path: Path
    file: pq.ParquetFile
    header: list[str]
    """The names of all its columns."""
    coded: frozenset[str]
    """Those whose texts are read as dictionaries."""
    zoneless: frozenset[str]
    """Those of instants in the old type INT96, of which each program has its own idea of the zone."""

    def batches(
        self, batch_rows: int, needed: Collection[str] | None = None, groups: Sequence[int] | None = None
    ) -> Iterator[tuple[list[str], pa.RecordBatch]]:
        """Its batches, each with the header.

        Args:
            batch_rows: rows of a batch, at most.
            needed: names of columns; the others are not read. All, where it is None.
            groups: the row groups that are read. All, where it is None.
        """
        columns = [name for name in self.header if needed is None or name in needed]
        for name in self.zoneless.intersection(columns):
            raise _refuse(
                self.path,
                f'times of the Parquet type INT96 in the column "{name}", which do not say in which zone they are',
                "expected timestamps in UTC, or text",
                "With Spark, write it anew with spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS.",
            )
        for batch in self.file.iter_batches(batch_size=batch_rows, row_groups=groups, columns=columns):
            yield self.header, _with_plain_faults(batch, self.coded)


@contextmanager
def open_parquet(path: Path, batch_rows: int, repeating: Collection[str] = ()) -> Iterator[Parquet]:
    """A Parquet file, open.

    Args:
        path: the file.
        batch_rows: rows of the batches that are going to be read.
        repeating: names of columns with few distinct texts; they are read as dictionaries where that is worth it.

    Raises:
        RecordsError: it is none, or turns out to be broken while it is read.
    """
    try:
        with pq.ParquetFile(path) as plain_file:
            metadata, schema = plain_file.metadata, plain_file.schema_arrow
        # A batch ends where a dictionary does: with the row group.
        is_worth_it = metadata.num_rows >= metadata.num_row_groups * min(batch_rows, metadata.num_rows) // 2
        coded = {f.name for f in schema if is_worth_it and f.name in repeating and pa.types.is_string(f.type)}
        # Read ahead, Arrow would keep the whole file in memory; without a buffer, a whole row group.
        with pq.ParquetFile(
            path, metadata=metadata, pre_buffer=False, buffer_size=1 << 20, read_dictionary=sorted(coded)
        ) as file:
            zoneless = {
                c.name for c in map(file.schema.column, range(len(file.schema))) if c.physical_type == "INT96"
            }
            yield Parquet(path, file, schema.names, frozenset(coded), frozenset(zoneless))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise _no_table(path, error) from error


def _with_plain_faults(batch: pa.RecordBatch, coded: Collection[str]) -> pa.RecordBatch:
    """The batch, with a dictionary that holds what is no text as a plain column, as the file has it."""
    for index, name in enumerate(batch.schema.names):
        if name in coded:
            try:
                batch.column(index).validate(full=True)
            except pa.ArrowInvalid:
                batch = batch.set_column(index, name, batch.column(index).dictionary_decode())
    return batch


def _no_table(path: Path, error: Exception) -> RecordsError:
    first = (str(error).splitlines() or [""])[0]
    return _refuse(path, f"this is no table ({first})", "expected CSV, Parquet or Arrow")


def arrow_batches(
    path: Path,
    batch_rows: int,
    needed: Collection[str] | None = None,
    repeating: Collection[str] = (),
    row_groups: Sequence[int] | None = None,
) -> Iterator[tuple[list[str], pa.RecordBatch]]:
    """The batches of a Parquet or Arrow file, each with the names of all columns that the file has.

    Args:
        path: the file.
        batch_rows: rows of a batch, at most.
        needed: names of columns; of Parquet the others are not read. All, where it is None.
        repeating: names of columns with few distinct texts; of Parquet they are read as dictionaries.
        row_groups: positions of row groups of Parquet; the others are not read. All, where it is None.

    Raises:
        RecordsError: it is neither.
    """
    require_file(path)
    if is_parquet(path):
        with open_parquet(path, batch_rows, repeating) as parquet:
            yield from parquet.batches(batch_rows, needed, row_groups)
        return
    try:
        with pa.memory_map(str(path)) as source:
            try:
                reader = pa.ipc.open_file(source)
            except pa.ArrowInvalid:
                source.seek(0)
                for batch in pa.ipc.open_stream(source):
                    yield batch.schema.names, batch
                return
            for index in range(reader.num_record_batches):
                batch = reader.get_batch(index)
                yield batch.schema.names, batch
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise _no_table(path, error) from error


def parquet_rows(path: Path) -> int | None:
    """The number of rows that a Parquet file says it has; None of anything else."""
    if not is_parquet(path):
        return None
    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowInvalid, OSError):
        return None


def rows_of(
    source: str, header: list[str], batch: pa.RecordBatch, first_row: int, needed: Collection[str]
) -> Rows:
    """The needed columns of a batch of an Arrow table, whose header may name others, as rows.

    Raises:
        RecordsError: a column stands twice, has a type that no cell of CSV could stand for, or holds
            text that is not UTF-8.
    """
    path = Path(source)
    _require_once(path, header)
    columns = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if name not in needed:
            continue
        try:
            column.validate(full=True)
            columns[name] = plain(column, bytes_too=name == "geometry", lists_too=name == "reports")
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            first = (str(error).splitlines() or [""])[0]
            raise _refuse(
                path,
                f"the column {name} of type {column.type} cannot be read ({first})",
                "expected text, numbers, dates or timestamps",
            ) from error
    lines = np.arange(first_row, first_row + batch.num_rows, dtype=np.int64)
    return Rows(source, lines, columns)


def sliced(
    batches: Iterable[tuple[list[str], pa.RecordBatch]], batch_rows: int
) -> Iterator[tuple[list[str], pa.RecordBatch]]:
    """The same rows in batches of at most so many."""
    for header, batch in batches:
        for begin in range(0, batch.num_rows, batch_rows):
            yield header, batch.slice(begin, batch_rows)
