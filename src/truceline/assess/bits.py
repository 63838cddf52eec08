# SPDX-License-Identifier: Apache-2.0
"""Sets of provisions as words of 64 bits, one row of words for each incident.

Bit *k* of word *w* stands for provision ``64 w + k``. What a provision needs is a set for each code of a
column; that an incident may be a finding under it is the AND of a few look-ups, for 64 provisions at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from truceline.kernels import is_compiled, loop

Words = NDArray[np.uint64]
"""(..., w) sets of provisions."""
Rows = NDArray[np.int64]


def packed(holds: NDArray[np.bool_]) -> Words:
    """(p, k) whether each of k things holds for each provision, as (k, w) words."""
    count = -(-holds.shape[0] // 64)
    padded = np.zeros((holds.shape[1], count * 64), dtype=bool)
    padded[:, : holds.shape[0]] = holds.T
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def rows_with(words: Words, wanted: Words) -> Rows:
    """Rows of (n, w) words that share a provision with the (w,) words ``wanted``."""
    if is_compiled(len(words)):
        found = np.empty(len(words), dtype=np.int64)
        return found[: _rows_with(words, wanted, found)]
    if words.shape[1] == 1:
        return np.flatnonzero(words[:, 0] & wanted[0])
    return np.flatnonzero((words & wanted).any(axis=1))


def members(words: Words) -> tuple[Rows, NDArray[np.int32]]:
    """Every pair of a row and a provision in its set, by row, then by provision."""
    if is_compiled(len(words)):
        rows = np.empty(_count(words), dtype=np.int64)
        provisions = np.empty(len(rows), dtype=np.int32)
        _members(words, _LOWEST, rows, provisions)
        return rows, provisions
    some = rows_with(words, np.full(words.shape[1], ~np.uint64(0)))
    octets = np.ascontiguousarray(words[some]).astype("<u8").view(np.uint8)
    at, octet = np.nonzero(octets)
    bits = np.unpackbits(octets[at, octet][:, None], axis=1, bitorder="little")
    which, bit = np.nonzero(bits)
    return some[at[which]], (octet[which] * 8 + bit).astype(np.int32)


_LOWEST = np.array([next((b for b in range(8) if octet >> b & 1), 8) for octet in range(256)], dtype=np.int32)
"""For each octet its lowest bit."""


@loop
def _rows_with(words: Words, wanted: Words, found: Rows) -> int:
    count = 0
    for row in range(words.shape[0]):
        for w in range(words.shape[1]):
            if words[row, w] & wanted[w]:
                found[count] = row
                count += 1
                break
    return count


@loop
def _count(words: Words) -> int:
    count = 0
    for row in range(words.shape[0]):
        for w in range(words.shape[1]):
            rest = words[row, w]
            while rest:
                rest &= rest - np.uint64(1)
                count += 1
    return count


@loop
def _members(words: Words, lowest: NDArray[np.int32], rows: Rows, provisions: NDArray[np.int32]) -> None:
    count = 0
    for row in range(words.shape[0]):
        for w in range(words.shape[1]):
            rest = words[row, w]
            first = 64 * w
            while rest:
                octet = rest & np.uint64(255)
                while octet:
                    rows[count] = row
                    provisions[count] = first + lowest[octet]
                    count += 1
                    octet &= octet - np.uint64(1)
                rest >>= np.uint64(8)
                first += 8
