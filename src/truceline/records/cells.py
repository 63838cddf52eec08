# SPDX-License-Identifier: Apache-2.0
"""Columns of cells, whatever their Arrow type, as texts and numbers; each distinct text is looked at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_PLAIN_NUMBER = r"^-?(\d+(\.\d+)?)([eE][+-]?\d+)?$"


def plain(column: pa.Array, *, bytes_too: bool = False, lists_too: bool = False) -> pa.Array:
    """The same cells in one of few types: text, number, truth value, time, date, null.

    Args:
        column: cells of any type of Arrow.
        bytes_too: leave bytes as they are, rather than to take them for UTF-8.
        lists_too: let lists be, as lists of texts.

    Raises:
        pa.ArrowInvalid: bytes that are no text.
        pa.ArrowNotImplementedError: cells of this type are no single value.
    """
    kind = column.type
    if isinstance(column, pa.ExtensionArray):
        return plain(column.storage, bytes_too=bytes_too, lists_too=lists_too)
    if pa.types.is_dictionary(kind):
        return plain(column.dictionary_decode(), bytes_too=bytes_too, lists_too=lists_too)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if "binary" in str(kind):  # of variable or fixed size, large, or a view
        return column.cast(pa.binary() if bytes_too else pa.string())
    if pa.types.is_nested(kind) and not (lists_too and "list" in str(kind)):
        raise pa.ArrowNotImplementedError("a cell holds one value")
    return column.cast(pa.list_(pa.string())) if pa.types.is_nested(kind) else column


def texts(column: pa.Array) -> pa.Array:
    """The cells as trimmed strings; a blank cell is null, and a whole number has no decimal point."""
    if pa.types.is_floating(column.type):
        known = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column).cast(pa.float64())
        is_whole = pc.and_(pc.equal(pc.round(known), known), pc.less(pc.abs(known), 2.0**53))
        whole = known.cast(pa.int64(), safe=False).cast(pa.string())
        return pc.if_else(is_whole, whole, known.cast(pa.string()))
    trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def distinct(column: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    """The distinct texts of a column, and for each cell its position among them; -1 where it is null."""
    encoded = column.dictionary_encode()
    codes = encoded.indices.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)
    return encoded.dictionary, codes


def numbers(column: pa.Array) -> tuple[NDArray[np.float64], dict[int, str]]:
    """The cells as float64, NaN where a cell is blank or has a fault, and the fault of each such row."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        values = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(np.float64)
        is_given = column.is_valid().to_numpy(zero_copy_only=False)
        return _finite(values, is_given)
    words, codes = distinct(texts(column))
    if not len(words):
        return np.full(len(column), np.nan), {}
    found, faults = _parsed(words)
    values = np.where(codes >= 0, found[codes], np.nan)
    return values, dict(spread(faults, codes))


def spread(faults: Mapping[int, str], codes: NDArray[np.int64]) -> list[tuple[int, str]]:
    """What is wrong with distinct texts, by their position, as rows that have such a text."""
    if not faults:
        return []
    rows = np.flatnonzero(np.isin(codes, np.array(list(faults))))
    return [(int(row), faults[int(codes[row])]) for row in rows]


def _parsed(words: pa.Array) -> tuple[NDArray[np.float64], dict[int, str]]:
    if pc.all(pc.match_substring_regex(words, _PLAIN_NUMBER)).as_py():
        try:
            values = words.cast(pa.float64()).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            pass  # one is too large for a number; which one is said below
        else:
            return _finite(values, np.ones(len(words), dtype=bool))
    is_number = pc.match_substring_regex(words, _NUMBER).to_numpy(zero_copy_only=False)
    values = np.full(len(words), np.nan)
    faults: dict[int, str] = {}
    for index, word in enumerate(words.to_pylist()):
        if is_number[index]:
            values[index] = float(word)
        else:
            faults[index] = _number_fault(word)
    values, not_finite = _finite(values, is_number)
    return values, faults | not_finite


def _finite(
    values: NDArray[np.float64], is_given: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], dict[int, str]]:
    is_faulty = is_given & ~np.isfinite(values)
    reason = "expected a finite number; leave the cell empty where it is not known"
    return np.where(is_faulty, np.nan, values), {int(row): reason for row in np.flatnonzero(is_faulty)}


def _number_fault(word: str) -> str:
    try:
        value = float(word)
    except ValueError:
        pass
    else:
        if not math.isfinite(value):
            return "expected a finite number; leave the cell empty where it is not known"
    if word.count(",") == 1 and word.replace(",", "").lstrip("+-").isdecimal():
        return f"expected a number with a decimal point, such as {word.replace(',', '.')}"
    return "expected a number"


def lists(column: pa.Array) -> pa.Array:
    """The cells as lists of texts; a text is split at ``;``, and a list without any part is null."""
    kind = pa.list_(pa.string())
    if pa.types.is_list(column.type):
        cells = column.to_pylist() if column.null_count < len(column) else []
        made = [[part.strip() for part in cell or () if part and part.strip()] or None for cell in cells]
        return pa.array(made, kind) if made else pa.nulls(len(column), kind)
    words, codes = distinct(texts(column))
    parts = [[part.strip() for part in word.split(";") if part.strip()] or None for word in words.to_pylist()]
    return chosen(parts, codes, kind)


def chosen(values: Sequence[object], codes: NDArray[np.int64], kind: pa.DataType) -> pa.Array:
    """For each code the value at that position; null for -1."""
    return pa.array([*values, None], kind).take(pa.array(np.where(codes >= 0, codes, len(values))))
