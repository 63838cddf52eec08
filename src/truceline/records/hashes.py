# SPDX-License-Identifier: Apache-2.0
"""64-bit hashes of columns of texts: XXH64, by a compiled loop or by NumPy, with equal values.

Source:
    The algorithm and its constants: xxHash, doc/xxhash_spec.md, "XXH64 Algorithm Description".
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.kernels import is_compiled, loop

Words: TypeAlias = "NDArray[np.uint64]"
_Word: TypeAlias = Any
"""One ``uint64``, or an array of them: the steps below serve the loop and NumPy alike."""

_P1 = np.uint64(0x9E3779B185EBCA87)
_P2 = np.uint64(0xC2B2AE3D27D4EB4F)
_P3 = np.uint64(0x165667B19E3779F9)
_P4 = np.uint64(0x85EBCA77C2B2AE63)
_P5 = np.uint64(0x27D4EB2F165667C5)
_P1_P2, _MINUS_P1 = np.uint64(0x60EA27EEADC0B5D6), np.uint64(0x61C8864E7A143579)
_HALF, _BYTE = np.uint64(0xFFFFFFFF), np.uint64(0xFF)
_1, _7, _11, _12, _18, _23, _27, _29, _31 = map(np.uint64, (1, 7, 11, 12, 18, 23, 27, 29, 31))
_32, _33, _37, _41, _46, _52, _53, _57, _63 = map(np.uint64, (32, 33, 37, 41, 46, 52, 53, 57, 63))
_WORD = np.dtype("<u8")
_PADDING = bytes(_WORD.itemsize)
_STRIPE = 32
"""Bytes; a longer text is first taken by stripes, in four lanes."""


def hashes(column: pa.Array) -> Words:
    """XXH64, with the seed 0, of each text as UTF-8; a null counts as an empty text.

    >>> hex(hashes(pa.array(["abc"]))[0])
    '0x44bc2cf5ad770999'
    """
    n = len(column)
    _, offsets, data = column.buffers()
    if not n or offsets is None:
        return np.zeros(n, dtype=np.uint64)
    bounds = np.frombuffer(offsets, np.int32, n + 1, 4 * column.offset).astype(np.int64)
    first, last = int(bounds[0]), int(bounds[-1])
    padded = (b"" if data is None else memoryview(data)[first:last].tobytes()) + _PADDING
    # The word that begins at each byte; what a text does not have of it is cut off below.
    words = np.ndarray((last - first + 1,), _WORD, padded, strides=(1,))
    begin, length = bounds[:-1] - first, np.diff(bounds)
    if not is_compiled(n):
        return _by_numpy(words, begin, length)
    made = np.empty(n, dtype=np.uint64)
    _by_loop(words, begin, length, made)
    return made


# Each step is written out, so that its plain function serves NumPy and its compiled one the loop.


@loop
def _round(lane: _Word, word: _Word) -> _Word:
    lane = lane + word * _P2
    return (lane << _31 | lane >> _33) * _P1


@loop
def _with_lane(made: _Word, lane: _Word) -> _Word:
    lane = lane * _P2
    return (made ^ (lane << _31 | lane >> _33) * _P1) * _P1 + _P4


@loop
def _with_word(made: _Word, word: _Word) -> _Word:
    word = word * _P2
    made = made ^ (word << _31 | word >> _33) * _P1
    return (made << _27 | made >> _37) * _P1 + _P4


@loop
def _with_half(made: _Word, word: _Word) -> _Word:
    made = made ^ (word & _HALF) * _P1
    return (made << _23 | made >> _41) * _P2 + _P3


@loop
def _with_byte(made: _Word, word: _Word) -> _Word:
    made = made ^ (word & _BYTE) * _P5
    return (made << _11 | made >> _53) * _P1


@loop
def _finished(made: _Word) -> _Word:
    made = (made ^ made >> _33) * _P2
    made = (made ^ made >> _29) * _P3
    return made ^ made >> _32


@loop
def _joined(a: _Word, b: _Word, c: _Word, d: _Word) -> _Word:
    one, two = a << _1 | a >> _63, b << _7 | b >> _57
    return one + two + (c << _12 | c >> _52) + (d << _18 | d >> _46)


@loop
def _by_loop(words: Words, begin: NDArray[np.int64], length: NDArray[np.int64], made: Words) -> None:
    for row in range(len(begin)):
        at, left = begin[row], length[row]
        code = _P5
        if left >= 32:
            a, b, c, d = _P1_P2, _P2, np.uint64(0), _MINUS_P1
            while left >= 32:
                a, b = _round(a, words[at]), _round(b, words[at + 8])
                c, d = _round(c, words[at + 16]), _round(d, words[at + 24])
                at, left = at + 32, left - 32
            code = _with_lane(_with_lane(_joined(a, b, c, d), a), b)
            code = _with_lane(_with_lane(code, c), d)
        code += np.uint64(length[row])
        while left >= 8:
            code = _with_word(code, words[at])
            at, left = at + 8, left - 8
        if left >= 4:
            code = _with_half(code, words[at])
            at, left = at + 4, left - 4
        while left > 0:
            code = _with_byte(code, words[at])
            at, left = at + 1, left - 1
        made[row] = _finished(code)


def _by_numpy(words: Words, begin: NDArray[np.int64], length: NDArray[np.int64]) -> Words:
    at, made = begin.copy(), np.full(len(begin), _P5)
    rows = np.flatnonzero(length >= _STRIPE)
    if len(rows):
        made[rows] = _lanes_by_numpy(words, begin[rows], length[rows] // _STRIPE)
        at += length // _STRIPE * _STRIPE
    made += length.astype(np.uint64)
    rest = length % _STRIPE
    for step, size, count in (
        (_with_word, 8, rest // 8),
        (_with_half, 4, rest % 8 // 4),
        (_with_byte, 1, rest % 4),
    ):
        for done in range(int(count.max(initial=0))):
            rows = _rows(count > done)
            made[rows] = step.function(made[rows], words[at[rows]])
            at[rows] += size
    return np.asarray(_finished.function(made), dtype=np.uint64)


def _lanes_by_numpy(words: Words, at: NDArray[np.int64], stripes: NDArray[np.int64]) -> Words:
    lanes = np.repeat(np.array([[_P1_P2], [_P2], [0], [_MINUS_P1]], dtype=np.uint64), len(at), axis=1)
    for done in range(int(stripes.max())):
        rows = _rows(stripes > done)
        for order, lane in enumerate(lanes):
            lane[rows] = _round.function(lane[rows], words[at[rows] + (_STRIPE * done + 8 * order)])
    made = _joined.function(*lanes)
    for lane in lanes:
        made = _with_lane.function(made, lane)
    return np.asarray(made, dtype=np.uint64)


def _rows(is_one: NDArray[np.bool_]) -> Any:
    """An index of the rows that are meant; of all of them one that copies nothing."""
    return slice(None) if is_one.all() else np.flatnonzero(is_one)
