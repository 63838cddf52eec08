# SPDX-License-Identifier: Apache-2.0
"""Batches of findings as lines of CSV and of JSON, column by column.

The texts are those of the modules ``csv`` and ``json``, which are asked themselves about all cells that are
not plain: with marks to escape, or of a type that findings seldom have.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that starts so for a formula; it is written with an apostrophe before it."""
_ODD_IN_CSV = r'[\x00-\x1f",]|^[=+@-]'
_ODD_IN_JSON = r'[\x00-\x1f"\\]'
_NOTHING, _END = pa.scalar(""), pa.scalar("\n")
_QUOTE, _COMMA, _SEMICOLON = pa.scalar('"'), pa.scalar(","), pa.scalar(";")
_NONE = pa.scalar(None, pa.string())
_OPEN, _CLOSE = pa.scalar("["), pa.scalar("]")


def csv_header(schema: pa.Schema) -> bytes:
    """The first line of a CSV table."""
    return _csv_line(schema.names).encode()


def csv_lines(batch: pa.RecordBatch) -> bytes:
    """The rows as lines of CSV: lists joined by ``;``, instants in ISO 8601, nothing where nothing is stated."""
    cells = [_csv_cells(column) for column in batch.columns]
    joined = pc.binary_join_element_wise(*cells, _COMMA, null_handling="replace", null_replacement="")
    return _bytes(pc.binary_join_element_wise(joined, _END, _NOTHING))


def json_lines(batch: pa.RecordBatch) -> bytes:
    """The rows as lines, each a JSON object with all columns."""
    parts: list[pa.Array | pa.Scalar] = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        parts += [pa.scalar(("," if parts else "{") + _json_cell(name) + ":"), _json_cells(column)]
    joined = pc.binary_join_element_wise(
        *parts, pa.scalar("}\n"), _NOTHING, null_handling="replace", null_replacement="null"
    )
    return _bytes(joined)


def _bytes(lines: pa.Array) -> bytes:
    """The texts of an array, one after the other."""
    if isinstance(lines, pa.ChunkedArray):
        return b"".join(map(_bytes, lines.chunks))
    _, offsets, data = lines.buffers()
    if not len(lines) or data is None:
        return b""
    bounds = memoryview(offsets).cast("i")[lines.offset : lines.offset + len(lines) + 1]
    return bytes(memoryview(data)[bounds[0] : bounds[-1]])


def _csv_cells(column: pa.Array) -> pa.Array:
    kind = column.type
    if _is_list_of_texts(column):
        column = pc.binary_join(column, _SEMICOLON)
    elif pa.types.is_integer(kind):
        return column.cast(pa.string())
    elif not pa.types.is_string(kind):
        return pa.array([_csv_cell(value) for value in column.to_pylist()], pa.string())
    return _mended(column, _ODD_IN_CSV, _csv_cell, column)


def _json_cells(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_integer(kind):
        return column.cast(pa.string())
    if pa.types.is_string(kind):
        return _json_texts(column)
    if _is_list_of_texts(column):
        ends = pc.cumulative_sum(pc.fill_null(pc.list_value_length(column), 0))
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
        joined = pc.binary_join(pa.ListArray.from_arrays(offsets, _json_texts(column.flatten())), _COMMA)
        listed = pc.binary_join_element_wise(_OPEN, joined, _CLOSE, _NOTHING)
        return pc.if_else(column.is_valid(), listed, _NONE)
    return pa.array([_json_cell(value) for value in column.to_pylist()], pa.string())


def _is_list_of_texts(column: pa.Array) -> bool:
    kind = column.type
    return pa.types.is_list(kind) and pa.types.is_string(kind.value_type) and not column.flatten().null_count


def _json_texts(column: pa.Array) -> pa.Array:
    quoted = pc.binary_join_element_wise(_QUOTE, column, _QUOTE, _NOTHING)
    return _mended(column, _ODD_IN_JSON, _json_cell, quoted)


def _mended(column: pa.Array, odd: str, mend: Callable[[object], str], plain: pa.Array) -> pa.Array:
    """The plain texts, those that are odd in the column mended one by one."""
    is_odd = pc.match_substring_regex(column, odd)
    if not pc.any(is_odd).as_py():
        return plain
    mended = [mend(text) for text in column.filter(is_odd).to_pylist()]
    return pc.replace_with_mask(plain, pc.fill_null(is_odd, False), pa.array(mended, pa.string()))


def _plain(value: object) -> object:
    """An instant as ISO 8601; anything else as it is."""
    return f"{value:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z" if isinstance(value, datetime) else value


def _csv_cell(value: object) -> str:
    value = _plain(value)
    if isinstance(value, list):
        value = ";".join(map(str, value))
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        value = "'" + value
    return _csv_line([value, None])[: -len(",\n")]


def _csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _json_cell(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
