# SPDX-License-Identifier: Apache-2.0
"""Ids that were read before."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray


def id_codes(ids: list[str]) -> NDArray[np.uint64]:
    """The 64 bits that stand for each id when they are held against each other."""
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in ids)
    return np.frombuffer(digests, dtype=np.uint64)


class SeenIds:
    """The ids read so far, as 64 bits each: 80 MB for ten million, twice that while they are merged.

    Two different ids among ten million are taken for one with a chance of one in 370,000.
    """

    def __init__(self) -> None:
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, ids: list[str]) -> NDArray[np.bool_]:
        """Adds ids, and says for each whether it was there before, or earlier in the list."""
        return self.add_codes(id_codes(ids))

    def add_codes(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """The same with the codes of ids."""
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


class PieceIds(SeenIds):
    """The ids of one piece of a whole that several processes read.

    An id that stands in an earlier piece too is rejected here, once it is known which those are.
    """

    def __init__(self, elsewhere: NDArray[np.uint64] | None = None) -> None:
        """Args: elsewhere: (k,) the codes of ids that earlier pieces have."""
        super().__init__()
        self._elsewhere = np.zeros(0, dtype=np.uint64) if elsewhere is None else elsewhere

    def add_codes(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Says for each whether an earlier piece has it, it was there before, or earlier in the list."""
        is_twice = super().add_codes(codes)
        return is_twice | np.isin(codes, self._elsewhere) if len(self._elsewhere) else is_twice

    def codes(self) -> NDArray[np.uint64]:
        """The codes of all ids of the piece, each once, in order."""
        return np.unique(np.concatenate(self._runs)) if self._runs else np.zeros(0, dtype=np.uint64)


def _merged(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Two sorted runs as one: ``np.union1d`` would build a hash table of five times the size."""
    both = np.concatenate([first, second])
    both.sort(kind="stable")
    return both
