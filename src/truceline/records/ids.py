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
        digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in ids)
        codes = np.frombuffer(digests, dtype=np.uint64)
        run, first = np.unique(codes, return_index=True)
        is_twice = np.ones(len(codes), dtype=bool)
        is_twice[first] = False
        for earlier in self._runs:
            place = np.minimum(np.searchsorted(earlier, codes), len(earlier) - 1)
            is_twice |= earlier[place] == codes
        if len(run):
            self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._runs[-2:] = [_merged(self._runs[-2], self._runs[-1])]
        return is_twice


def _merged(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Two sorted runs as one: ``np.union1d`` would build a hash table of five times the size."""
    both = np.concatenate([first, second])
    both.sort(kind="stable")
    return both
