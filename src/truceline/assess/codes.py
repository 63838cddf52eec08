# SPDX-License-Identifier: Apache-2.0
"""Numbers for things that come again and again: words of cells, and combinations of numbers."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from truceline.kernels import is_compiled, loop

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

_FIRST_ROOM = 1 << 12
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
_WORD = (1 << 64) - 1


class Codes:
    """Gives each distinct triple of integers a number, counted from 0; the numbers of many are looked up at once.

    A hash table with open addresses and at least as much room again as it holds. Looking up takes no lock: an entry's
    key is written before its number, and a table that becomes too small is replaced by another, not changed.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._known: dict[tuple[int, int, int], int] = {}
        self._table = _empty(_FIRST_ROOM)

    def __len__(self) -> int:
        return len(self._known)

    def find(self, a: Int64s, b: Int64s, c: Int64s) -> Int32s:
        """The number of each triple; -1 for one that has none yet.

        Args:
            a: (n,) the first of each triple.
            b: (n,) the second.
            c: (n,) the third.

        Returns:
            (n,) int32.
        """
        if is_compiled(len(a)):
            found = np.empty(len(a), dtype=np.int32)
            _find(*self._table, a, b, c, found)
            return found
        return _find_numpy(*self._table, a, b, c)

    def get(self, key: tuple[int, int, int]) -> int:
        """The number of one triple; -1 if it has none yet."""
        return self._known.get(key, -1)

    def add(self, key: tuple[int, int, int]) -> int:
        """The number of one triple, given now if it has none yet."""
        with self._lock:
            if key not in self._known:
                if 2 * (len(self._known) + 1) > len(self._table[1]):
                    table = _empty(2 * len(self._table[1]))
                    for known, number in self._known.items():
                        _put(table, known, number)
                    self._table = table
                number = len(self._known)
                _put(self._table, key, number)
                self._known[key] = number
            return self._known[key]

    def intern(self, a: Int64s, b: Int64s, c: Int64s) -> Int32s:
        """The number of each triple, given now to those that have none yet."""
        return self.numbered(a, b, c, lambda key, _: self.add(key))

    def numbered(
        self, a: Int64s, b: Int64s, c: Int64s, make: Callable[[tuple[int, int, int], int], int]
    ) -> Int32s:
        """The number of each triple.

        Args:
            a: (n,) the first of each triple.
            b: (n,) the second.
            c: (n,) the third.
            make: asked for the number of a triple that has none yet, with a row that it stands in; once for each.
        """
        found = self.find(a, b, c)
        missing = np.flatnonzero(found < 0)
        if len(missing):
            first, inverse = _distinct(a[missing], b[missing], c[missing])
            rows = missing[first]
            keys = zip(a[rows].tolist(), b[rows].tolist(), c[rows].tolist(), strict=True)
            made = [make(key, row) for key, row in zip(keys, rows.tolist(), strict=True)]
            found[missing] = np.array(made, dtype=np.int32)[inverse]
        return found


_Table = tuple[NDArray[np.int64], NDArray[np.int32]]
"""(room, 3) keys and (room,) their numbers, -1 where free; the room is a power of two."""


def _distinct(a: Int64s, b: Int64s, c: Int64s) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The row in which each distinct triple comes first, in the order of these rows; and which each row has."""
    _, first, inverse = np.unique(_mixed(a, b, c), return_index=True, return_inverse=True)
    if any((part != part[first][inverse]).any() for part in (a, b, c)):  # two triples were mixed to one
        triples = np.column_stack([a, b, c])
        _, first, inverse = np.unique(triples, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[inverse.reshape(-1)]


def _empty(room: int) -> _Table:
    # No key is so small: a slot whose number is seen before its key is taken for no triple.
    least = np.iinfo(np.int64).min
    return np.full((room, 3), least, dtype=np.int64), np.full(room, -1, dtype=np.int32)


def _mixed(a: Int64s, b: Int64s, c: Int64s) -> NDArray[np.uint64]:
    x, y, z, last = map(np.uint64, _MIX)
    mixed = (a.view(np.uint64) * x) ^ (b.view(np.uint64) * y) ^ (c.view(np.uint64) * z)
    mixed = (mixed ^ (mixed >> np.uint64(32))) * last
    return np.asarray(mixed ^ (mixed >> np.uint64(32)))


def _place_of(a: Int64s, b: Int64s, c: Int64s, room: int) -> Int64s:
    """Where to look for triples first."""
    return (_mixed(a, b, c) & np.uint64(room - 1)).view(np.int64)


def _put(table: _Table, key: tuple[int, int, int], number: int) -> None:
    keys, numbers = table
    mixed = 0
    for part, factor in zip(key, _MIX, strict=False):
        mixed ^= part * factor & _WORD
    mixed = (mixed ^ (mixed >> 32)) * _MIX[3] & _WORD
    place = (mixed ^ (mixed >> 32)) & (len(numbers) - 1)
    while numbers[place] >= 0:
        place = (place + 1) & (len(numbers) - 1)
    keys[place] = key
    numbers[place] = number


def _find_numpy(keys: Int64s, numbers: Int32s, a: Int64s, b: Int64s, c: Int64s) -> Int32s:
    found = np.full(len(a), -1, dtype=np.int32)
    room = len(numbers)
    place = _place_of(a, b, c, room)
    rows = np.arange(len(a))
    while len(rows):
        number, key = numbers[place], keys[place]
        is_it = (key[:, 0] == a[rows]) & (key[:, 1] == b[rows]) & (key[:, 2] == c[rows]) & (number >= 0)
        found[rows[is_it]] = number[is_it]
        goes_on = ~is_it & (number >= 0)
        rows, place = rows[goes_on], (place[goes_on] + 1) & (room - 1)
    return found


@loop
def _find(keys: Int64s, numbers: Int32s, a: Int64s, b: Int64s, c: Int64s, found: Int32s) -> None:
    last = len(numbers) - 1
    for row in range(len(a)):
        mixed = (
            (np.uint64(a[row]) * np.uint64(0x9E3779B97F4A7C15))
            ^ (np.uint64(b[row]) * np.uint64(0xC2B2AE3D27D4EB4F))
            ^ (np.uint64(c[row]) * np.uint64(0x165667B19E3779F9))
        )
        mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
        place = np.int64((mixed ^ (mixed >> np.uint64(32))) & np.uint64(last))
        found[row] = -1
        while numbers[place] >= 0:
            if keys[place, 0] == a[row] and keys[place, 1] == b[row] and keys[place, 2] == c[row]:
                found[row] = numbers[place]
                break
            place = (place + 1) & last
