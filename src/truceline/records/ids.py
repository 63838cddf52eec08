# SPDX-License-Identifier: Apache-2.0
"""Ids that were read before."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray


class SeenIds:
    """The ids read so far, as 64 bits each: 80 MB for ten million, twice that while they are merged.

    Two different ids among ten million are taken for one with a chance of one in 370,000.
    """

    def __init__(self) -> None:
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, ids: list[str]) -> NDArray[np.bool_]:
        """Adds ids, and says for each whether it was there before, or earlier in the list."""
        return self._add(_codes(ids))

    def has(self, ids: list[str]) -> NDArray[np.bool_]:
        """Says for each id whether it was added."""
        return self._has(_codes(ids))

    def _add(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        run, first = np.unique(codes, return_index=True)
        is_twice = self._has(codes)
        is_again = np.ones(len(codes), dtype=bool)
        is_again[first] = False
        if len(run):
            self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._runs[-2:] = [_merged(self._runs[-2], self._runs[-1])]
        return is_twice | is_again

    def _has(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        found = np.zeros(len(codes), dtype=bool)
        for earlier in self._runs:
            place = np.minimum(np.searchsorted(earlier, codes), len(earlier) - 1)
            found |= earlier[place] == codes
        return found


def _codes(ids: list[str]) -> NDArray[np.uint64]:
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in ids)
    return np.frombuffer(digests, dtype=np.uint64)


def _merged(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Two sorted runs as one: ``np.union1d`` would build a hash table of five times the size."""
    both = np.concatenate([first, second])
    both.sort(kind="stable")
    return both
