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

    def __init__(self, before: SeenIds | None = None) -> None:
        self._runs: list[NDArray[np.uint64]] = []
        self._before = before
        """Ids of other files, which count as read."""
        self._met: list[NDArray[np.uint64]] = []

    def add(self, ids: list[str]) -> NDArray[np.bool_]:
        """Adds ids, and says for each whether it was there before, or earlier in the list."""
        codes = codes_of(ids)
        run, first = np.unique(codes, return_index=True)
        is_twice = np.ones(len(codes), dtype=bool)
        is_twice[first] = False
        is_twice |= self.hold(codes)
        if self._before is not None:
            is_before = self._before.hold(codes)
            is_twice |= is_before
            if is_before.any():
                self._met.append(np.unique(codes[is_before]))
                run = run[~self._before.hold(run)]
        self.take(run)
        return is_twice

    def hold(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """For each code whether it was added."""
        found = np.zeros(len(codes), dtype=bool)
        for earlier in self._runs:
            place = np.minimum(np.searchsorted(earlier, codes), len(earlier) - 1)
            found |= earlier[place] == codes
        return found

    @property
    def codes(self) -> NDArray[np.uint64]:
        """The codes of all ids added, in order; those of ``before`` are not among them."""
        return _one(self._runs)

    @property
    def met(self) -> NDArray[np.uint64]:
        """The codes of ids that were asked for and stand in ``before``, in order."""
        return _one(self._met)

    def take(self, run: NDArray[np.uint64]) -> None:
        """Adds codes that are in order, each once, and none of them added before."""
        if len(run):
            self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._runs[-2:] = [_merged(self._runs[-2], self._runs[-1])]


def codes_of(ids: list[str]) -> NDArray[np.uint64]:
    """64 bits for each id."""
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in ids)
    return np.frombuffer(digests, dtype=np.uint64)


def _one(runs: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    return np.unique(np.concatenate(runs)) if runs else np.zeros(0, dtype=np.uint64)


def _merged(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Two sorted runs as one: ``np.union1d`` would build a hash table of five times the size."""
    both = np.concatenate([first, second])
    both.sort(kind="stable")
    return both
