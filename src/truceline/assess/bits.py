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


def rows_of_each(words: Words, wanted: Words) -> list[Rows]:
    """For each of q sets of provisions the rows of (n, w) words that share one with it.

    Args:
        words: (n, w).
        wanted: (q, w).
    """
    if not is_compiled(len(words)) or len(wanted) > 64:
        return [rows_with(words, one) for one in wanted]
    bits = np.arange(64 * words.shape[1], dtype=np.uint64)
    has = wanted[:, bits >> np.uint64(6)] >> (bits & np.uint64(63)) & np.uint64(1)
    sets_of = (has << np.arange(len(wanted), dtype=np.uint64)[:, None]).sum(axis=0, dtype=np.uint64)
    of_row = np.empty(len(words), dtype=np.uint64)
    starts = np.zeros(len(wanted) + 1, dtype=np.int64)
    _sets_of_rows(words, _PLACE, sets_of, of_row, starts)
    starts = np.cumsum(starts)
    rows = np.empty(int(starts[-1]), dtype=np.int64)
    _rows_of_sets(of_row, _PLACE, starts.copy(), rows)
    return [rows[a:b] for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)]


def take_out(words: Words, rows: Rows, is_out: NDArray[np.bool_], provisions: Words) -> None:
    """Takes (w,) provisions out of the words of (k,) rows, where ``is_out``."""
    if is_compiled(len(words)):
        _take_out(words, rows, is_out, provisions)
    else:
        words[rows[is_out]] &= ~provisions


def members(words: Words) -> tuple[Rows, NDArray[np.int32]]:
    """Every pair of a row and a provision in its set, by row, then by provision."""
    if is_compiled(len(words)):
        rows = np.empty(_count(words), dtype=np.int64)
        provisions = np.empty(len(rows), dtype=np.int32)
        _members(words, _PLACE, rows, provisions)
        return rows, provisions
    some = rows_with(words, np.full(words.shape[1], ~np.uint64(0)))
    octets = np.ascontiguousarray(words[some]).astype("<u8").view(np.uint8)
    at, octet = np.nonzero(octets)
    bits = np.unpackbits(octets[at, octet][:, None], axis=1, bitorder="little")
    which, bit = np.nonzero(bits)
    return some[at[which]], (octet[which] * 8 + bit).astype(np.int32)


_FACTOR = 0x03F79D71B4CB0A89
_PLACE = np.zeros(64, dtype=np.int64)
_PLACE[[((1 << bit) * _FACTOR & ((1 << 64) - 1)) >> 58 for bit in range(64)]] = np.arange(64)
"""Where the one bit of a word stands, by the upper six bits of its product with ``_FACTOR``, a de Bruijn sequence.

Source:
    C. E. Leiserson, H. Prokop, K. H. Randall, Using de Bruijn sequences to index a 1 in a computer word (1998).
"""


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
def _members(words: Words, place: NDArray[np.int64], rows: Rows, provisions: NDArray[np.int32]) -> None:
    count = 0
    for row in range(words.shape[0]):
        for w in range(words.shape[1]):
            rest = words[row, w]
            while rest:
                low = rest & (~rest + np.uint64(1))
                rows[count] = row
                provisions[count] = 64 * w + place[(low * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58)]
                count += 1
                rest ^= low


@loop
def _sets_of_rows(
    words: Words, place: NDArray[np.int64], sets_of: Words, of_row: Words, counts: NDArray[np.int64]
) -> None:
    """For each row, as bits, the sets that it shares a provision with; counts[q + 1] of these rows for set q."""
    for row in range(words.shape[0]):
        found = np.uint64(0)
        for w in range(words.shape[1]):
            rest = words[row, w]
            while rest:
                low = rest & (~rest + np.uint64(1))
                found |= sets_of[64 * w + place[(low * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58)]]
                rest ^= low
        of_row[row] = found
        while found:
            low = found & (~found + np.uint64(1))
            counts[1 + place[(low * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58)]] += 1
            found ^= low


@loop
def _rows_of_sets(of_row: Words, place: NDArray[np.int64], ends: NDArray[np.int64], rows: Rows) -> None:
    for row in range(len(of_row)):
        found = of_row[row]
        while found:
            low = found & (~found + np.uint64(1))
            which = place[(low * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58)]
            rows[ends[which]] = row
            ends[which] += 1
            found ^= low


@loop
def _take_out(words: Words, rows: Rows, is_out: NDArray[np.bool_], provisions: Words) -> None:
    for at in range(len(rows)):
        if is_out[at]:
            for w in range(len(provisions)):
                words[rows[at], w] &= ~provisions[w]
