# SPDX-License-Identifier: Apache-2.0
"""Columns of cells, whatever their Arrow type, as texts and numbers; each distinct text is looked at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

STRINGS = pa.dictionary(pa.int32(), pa.string())
"""Texts as positions among the distinct ones."""
_BLANK = pa.scalar(
    "", pa.string()
)  # made once: from a Python value it takes as long as to compare 50,000 cells
_NONE = pa.scalar(None, pa.string())
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_PLAIN_NUMBER = r"^-?(\d+(\.\d+)?)([eE][+-]?\d+)?$"


def plain(column: pa.Array, *, bytes_too: bool = False, lists_too: bool = False) -> pa.Array:
    """The same cells in one of few types: text, number, truth value, time, date, null.

    A dictionary of texts stays one where it is shorter than the column, so that each text is looked at once.

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
        if pa.types.is_string(kind.value_type) and len(column.dictionary) <= len(column):
            return column
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
    if pa.types.is_dictionary(column.type):
        return coded(column).texts()
    trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()))
    is_blank = pc.equal(trimmed, _BLANK)
    return pc.if_else(is_blank, _NONE, trimmed) if pc.any(is_blank).as_py() else trimmed


def distinct(column: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    """The distinct texts of a column, and for each cell its position among them; -1 where it is null."""
    encoded = column.dictionary_encode()
    return encoded.dictionary, _positions(encoded.indices)


def _positions(indices: pa.Array) -> NDArray[np.int64]:
    filled = (
        pc.fill_null(indices.cast(pa.int64()), _NOWHERE) if indices.null_count else indices.cast(pa.int64())
    )
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


_NOWHERE = pa.scalar(-1, pa.int64())


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of trimmed texts, as their positions among few of them."""

    words: pa.Array
    """(k,) texts without a null; there may be some that no cell has, and one may come twice."""
    codes: NDArray[np.int64]
    """(n,) for each cell the position of its text; -1 where it is blank."""
    cells: pa.Array | None = None
    """(n,) the texts, where they are at hand."""

    def texts(self) -> pa.Array:
        """The cells as strings, null where blank."""
        return self.words.take(self._indices()) if self.cells is None else self.cells

    def dictionary(self) -> pa.Array:
        """The same as ``STRINGS``."""
        indices = pc.cast(self._indices(), pa.int32())
        return pa.DictionaryArray.from_arrays(indices, self.words)

    def mapped(self, values: Sequence[str | None], blank: str | None = None) -> Coded:
        """The column with another text, or none, for each of its texts, and one for its blank cells."""
        places: dict[str, int] = {}
        found = [-1 if v is None else places.setdefault(v, len(places)) for v in (*values, blank)]
        return Coded(pa.array(list(places), pa.string()), np.array(found, dtype=np.int64)[self.codes])

    def chosen(self, values: Sequence[object], kind: pa.DataType) -> pa.Array:
        """For each cell the value at the position of its text; null where it is blank."""
        return pa.array(values, kind).take(self._indices())

    def _indices(self) -> pa.Array:
        is_blank = self.codes < 0
        return pa.array(self.codes, mask=is_blank) if is_blank.any() else pa.array(self.codes)


def coded(column: pa.Array) -> Coded:
    """The cells as trimmed texts, each distinct one looked at once."""
    if column.null_count == len(column):
        return Coded(pa.array([], pa.string()), np.full(len(column), -1, dtype=np.int64))
    if not pa.types.is_dictionary(column.type):
        cells = texts(column)
        return Coded(*distinct(cells), cells)
    words, codes = texts(column.dictionary), _positions(column.indices)
    if words.null_count:
        is_blank = np.append(words.is_null().to_numpy(zero_copy_only=False), True)
        codes = np.where(is_blank[codes], -1, codes)
        words = pc.fill_null(words, _BLANK)
    return Coded(words, codes)


def numbers(column: pa.Array) -> tuple[NDArray[np.float64], dict[int, str]]:
    """The cells as float64, NaN where a cell is blank or has a fault, and the fault of each such row."""
    kind = column.type
    if column.null_count == len(column):
        return np.full(len(column), np.nan), {}
    if pa.types.is_float64(kind):
        values = column.to_numpy(zero_copy_only=False)
        if np.count_nonzero(np.isfinite(values)) == len(column) - column.null_count:
            return values, {}
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        values = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(np.float64)
        is_given = column.is_valid().to_numpy(zero_copy_only=False)
        return _finite(values, is_given)
    given = coded(column)
    if not len(given.words):
        return np.full(len(column), np.nan), {}
    found, faults = _parsed(given.words)
    values = np.where(given.codes >= 0, found[given.codes], np.nan)
    return values, dict(spread(faults, given.codes))


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
    if column.null_count == len(column):
        return pa.nulls(len(column), kind)
    if pa.types.is_list(column.type):
        made = [
            [part.strip() for part in cell or () if part and part.strip()] or None
            for cell in column.to_pylist()
        ]
        return pa.array(made, kind)
    given = coded(column)
    words = given.words.to_pylist()
    parts = [[part.strip() for part in word.split(";") if part.strip()] or None for word in words]
    return given.chosen(parts, kind)


def chosen(values: Sequence[object], codes: NDArray[np.int64], kind: pa.DataType) -> pa.Array:
    """For each code the value at that position; null for -1."""
    return pa.array([*values, None], kind).take(pa.array(np.where(codes >= 0, codes, len(values))))
