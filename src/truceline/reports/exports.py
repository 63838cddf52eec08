# SPDX-License-Identifier: Apache-2.0
"""Findings as files: Parquet, CSV or JSON Lines by the ending of the name, whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from truceline.errors import OutputError
from truceline.reports.lines import csv_header, csv_lines, json_lines

ROW_GROUP_ROWS = 65_536
"""Rows of a Parquet row group, whatever the batches were, so that the bytes depend on the rows alone."""

_DISTINCT = ("incident",)
"""Columns of which nearly every cell is another: a dictionary of them takes time and room for nothing."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path`` that becomes ``path`` when all went well, and vanishes when not.

    Raises:
        OutputError: the folder cannot be written to, the disk is full, or ``path`` is no file.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder; give the name of a file in it")
    if path.exists() and not path.is_file():
        raise OutputError(
            f"{path} is a device or a pipe, which a file cannot take the place of; give another name"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {_reason(error)}") from error
    temporary = Path(name)
    try:
        yield temporary
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {_reason(error)}; nothing half-written is left, "
            "and what stood there before still stands"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


class Findings(Protocol):
    """Batches of findings with their schema, such as an ``Assessment``."""

    schema: pa.Schema

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """The batches in order."""
        ...


def _parquet(path: Path | io.BytesIO, findings: Findings) -> None:
    schema = findings.schema
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=[_leaf(field) for field in schema if field.name not in _DISTINCT],
        write_statistics=[field.name for field in schema if pa.types.is_string(field.type)],
    ) as writer:
        waiting: list[pa.RecordBatch] = []
        rows = 0
        for batch in findings:
            waiting.append(batch)
            rows += batch.num_rows
            while rows >= ROW_GROUP_ROWS:
                table = pa.Table.from_batches(waiting, schema)
                # In one piece: Parquet begins its pages where the pieces begin, which would show in the bytes.
                group = table.slice(0, ROW_GROUP_ROWS).combine_chunks()
                writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
                waiting = table.slice(ROW_GROUP_ROWS).to_batches()
                rows -= ROW_GROUP_ROWS
        if rows:
            writer.write_table(pa.Table.from_batches(waiting, schema).combine_chunks())


def _leaf(field: pa.Field) -> str:
    """The path of a column in Parquet."""
    return f"{field.name}.list.element" if pa.types.is_list(field.type) else str(field.name)


def _csv(path: Path, findings: Findings) -> None:
    with path.open("wb") as file:
        file.write(csv_header(findings.schema))
        for batch in findings:
            file.write(csv_lines(batch))


def _json_lines(path: Path, findings: Findings) -> None:
    with path.open("wb") as file:
        for batch in findings:
            file.write(json_lines(batch))


def parquet_bytes(findings: pa.Table) -> bytes:
    """Findings as a Parquet file, as ``write_findings`` writes it."""

    class _Table:
        schema = findings.schema

        def __iter__(self) -> Iterator[pa.RecordBatch]:
            return iter(findings.to_batches())

    file = io.BytesIO()
    _parquet(file, _Table())
    return file.getvalue()


PART_NAME = "part-{:05}.parquet"
"""The files of a folder of findings; their names are in the order of the input."""


def is_parts_folder(names: Iterable[str]) -> bool:
    """Whether a folder with these files is one of findings, or empty, so that it may give way to another."""
    return all(name.startswith("part-") and name.endswith(".parquet") for name in names)


def write_parts(folder: Path, schema: pa.Schema, parts: Iterable[bytes]) -> None:
    """Writes a folder of Parquet files, one for each part of the findings; never half a folder.

    Args:
        folder: is made, or takes the place of an earlier folder of findings.
        schema: of the findings, for a file without rows where there are no parts.
        parts: Parquet files in the order of the input, as ``parquet_bytes`` makes them.

    Raises:
        OutputError: the folder holds something else, or cannot be written.
    """
    if folder.exists() and not (folder.is_dir() and is_parts_folder(path.name for path in folder.iterdir())):
        raise OutputError(f"{folder} is there and is no folder of findings; name another")
    temporary = old = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        number = -1
        for number, part in enumerate(parts):
            (temporary / PART_NAME.format(number)).write_bytes(part)
        if number < 0:
            (temporary / PART_NAME.format(0)).write_bytes(parquet_bytes(schema.empty_table()))
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o777 & ~umask)
        if folder.exists():
            old = folder.rename(temporary.with_suffix(".old"))
        temporary.rename(folder)
    except OSError as error:
        if old is not None and not folder.exists():
            old.rename(folder)
        raise OutputError(
            f"{folder} cannot be written: {_reason(error)}; nothing half-written is left, "
            "and what stood there before still stands"
        ) from error
    finally:
        for path in filter(None, (temporary, old)):
            shutil.rmtree(path, ignore_errors=True)


_WRITERS: dict[str, Callable[[Path, Findings], None]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}


def is_format(path: Path) -> bool:
    """Whether the ending of a name stands for a format of findings."""
    return path.suffix.lower() in _WRITERS


def require_format(path: Path) -> None:
    """Refuses a name whose ending stands for no format of findings.

    Raises:
        OutputError: with the endings that are known.
    """
    if not is_format(path):
        raise OutputError(f"{path} has no known ending; use one of {', '.join(_WRITERS)}")


def write_findings(path: Path, findings: Findings, see: Callable[[Path], None] | None = None) -> None:
    """Writes findings to a file whose ending says the format; never half a file.

    Args:
        path: ends in ``.parquet``, ``.csv``, ``.jsonl`` or ``.ndjson``. In CSV, lists are joined by
            ``;`` and a cell that a spreadsheet would take for a formula gets an apostrophe before it.
        findings: iterated once.
        see: is shown the complete file before it is put in place.

    Raises:
        OutputError: the ending is not known or the file cannot be written.
    """
    require_format(path)
    with whole_file(path) as temporary:
        _WRITERS[path.suffix.lower()](temporary, findings)
        if see is not None:
            see(temporary)


def tee(findings: Findings, see: Callable[[pa.RecordBatch], None]) -> Findings:
    """The same findings, each batch shown to ``see`` on its way."""

    class _Tee:
        schema = findings.schema

        def __iter__(self) -> Iterator[pa.RecordBatch]:
            for batch in findings:
                see(batch)
                yield batch

    return _Tee()
