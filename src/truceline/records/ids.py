# SPDX-License-Identifier: Apache-2.0
"""Ids that were read before."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.kernels import is_compiled, loop
from truceline.records.hashes import Words, hashes

_FIRST_BITS = 12
_PIECE = 65_536
"""Codes that are put at once where nothing is compiled, and moved at once as the table grows."""


def id_codes(ids: pa.Array) -> Words:
    """The 64 bits that stand for each id when they are held against each other; never 0."""
    codes = hashes(ids)
    codes |= codes == 0  # 0 is a free place of the table
    return codes


class SeenIds:
    """The ids read so far, as 64 bits each in a table that is at most three quarters full.

    It takes 11 to 21 bytes an id, and half as much again while it grows because more come than were expected:
    134 MB for ten million.
    Two different ids among ten million are taken for one with a chance of one in 370,000.
    """

    def __init__(self, expected: int = 0, before: SeenIds | None = None) -> None:
        """An empty table.

        Args:
            expected: there is room for so many ids; with more it grows.
            before: ids of other files, which count as read.
        """
        self._before = before
        self._met: list[Words] = []
        self._table = np.zeros(_size(expected), dtype=np.uint64)
        self._most = 0
        """Codes that the table may hold: each was put in, or was there before."""

    def add(self, ids: pa.Array) -> NDArray[np.bool_]:
        """Adds ids, and says for each whether it was there before, or earlier in the column."""
        codes = id_codes(ids)
        if self._before is None:
            return self.add_codes(codes)
        is_twice = self._before.hold(codes)
        self._met.append(np.unique(codes[is_twice]))
        is_twice[~is_twice] = self.add_codes(codes[~is_twice])
        return is_twice

    def hold(self, codes: Words) -> NDArray[np.bool_]:
        """For each code whether an id with it was added."""
        return _found(self._table, codes)

    def codes(self) -> Words:
        """The codes of all ids added, each once, in order; those of ``before`` are not among them."""
        codes: Words = self._table[self._table != 0]
        codes.sort()
        return codes

    def met(self) -> Words:
        """The codes of ids that were added though they stand in ``before``, each once, in order."""
        return np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *self._met]))

    def add_codes(self, codes: Words) -> NDArray[np.bool_]:
        """Adds ids by their codes, and says for each whether it was there before, or earlier among them."""
        self._most += len(codes)
        size = _size(self._most)
        if size > len(self._table):
            earlier, self._table = self._table, np.zeros(size, dtype=np.uint64)
            for begin in range(0, len(earlier), _PIECE):
                piece = earlier[begin : begin + _PIECE]
                _put(self._table, piece[piece != 0])
        return _put(self._table, codes)


class PieceIds(SeenIds):
    """The ids of one piece of a whole that several processes read.

    An id that stands in an earlier piece too is rejected here, once it is known which those are.
    """

    def __init__(self, elsewhere: Words | None = None) -> None:
        """Args: elsewhere: (k,) the codes of ids that earlier pieces have."""
        super().__init__()
        self._elsewhere = np.zeros(0, dtype=np.uint64) if elsewhere is None else elsewhere

    def add_codes(self, codes: Words) -> NDArray[np.bool_]:
        """Says for each whether an earlier piece has it, it was there before, or earlier in the column."""
        is_twice = super().add_codes(codes)
        return is_twice | np.isin(codes, self._elsewhere) if len(self._elsewhere) else is_twice


def _size(most: int) -> int:
    """The places of a table that holds so many codes: a power of two, so that bits of a code name a place."""
    return 1 << max(_FIRST_BITS, (4 * most // 3).bit_length())


def _put(table: Words, codes: Words) -> NDArray[np.bool_]:
    """Puts codes into a table, each at the first free place from where its first bits point to.

    Returns:
        Whether each was there before, or earlier among the codes.
    """
    is_twice = np.zeros(len(codes), dtype=bool)
    shift = _shift(table)
    if is_compiled(len(codes)):
        _put_by_loop(table, shift, codes, is_twice)
        return is_twice
    for begin in range(0, len(codes), _PIECE):
        end = begin + _PIECE
        _put_by_numpy(table, shift, codes[begin:end], is_twice[begin:end])
    return is_twice


def _found(table: Words, codes: Words) -> NDArray[np.bool_]:
    """For each code whether it is in a table."""
    is_there = np.zeros(len(codes), dtype=bool)
    way = _find_by_loop if is_compiled(len(codes)) else _find_by_numpy
    way(table, _shift(table), codes, is_there)
    return is_there


def _shift(table: Words) -> np.uint64:
    """What leaves of a code the bits that name a place of a table."""
    return np.uint64(65 - len(table).bit_length())


@loop
def _place_of(table: Words, shift: np.uint64, code: np.uint64) -> np.int64:
    """Where a code stands in a table, or would."""
    place = np.int64(code >> shift)
    while table[place] != 0 and table[place] != code:
        place = np.int64((place + 1) & (len(table) - 1))
    return place


@loop
def _put_by_loop(table: Words, shift: np.uint64, codes: Words, is_twice: NDArray[np.bool_]) -> None:
    for row in range(len(codes)):
        place = _place_of(table, shift, codes[row])
        is_twice[row] = table[place] == codes[row]
        table[place] = codes[row]


def _put_by_numpy(table: Words, shift: np.uint64, codes: Words, is_twice: NDArray[np.bool_]) -> None:
    rows = np.argsort(codes)  # in order, so that the table is gone through once
    is_same = codes[rows[1:]] == codes[rows[:-1]]
    if is_same.any():
        rows = np.argsort(codes, kind="stable")  # of the same codes the first stays
        is_twice[rows[1:][is_same]] = True
        rows = rows[~is_twice[rows]]
    left = codes[rows]
    places = (left >> shift).astype(np.int64)
    while len(rows):
        found = table[places]
        is_free = found == 0
        table[places[is_free]] = left[is_free]  # where several want one place, the last gets it
        is_there = found == left
        is_twice[rows[is_there]] = True
        is_left = ~is_there & (table[places] != left)
        rows, left = rows[is_left], left[is_left]
        places = (places[is_left] + 1) & (len(table) - 1)


@loop
def _find_by_loop(table: Words, shift: np.uint64, codes: Words, is_there: NDArray[np.bool_]) -> None:
    for row in range(len(codes)):
        is_there[row] = table[_place_of(table, shift, codes[row])] == codes[row]


def _find_by_numpy(table: Words, shift: np.uint64, codes: Words, is_there: NDArray[np.bool_]) -> None:
    rows, left = np.arange(len(codes)), codes
    places = (left >> shift).astype(np.int64)
    while len(rows):
        found = table[places]
        is_there[rows[found == left]] = True
        is_left = (found != left) & (found != 0)
        rows, left = rows[is_left], left[is_left]
        places = (places[is_left] + 1) & (len(table) - 1)
