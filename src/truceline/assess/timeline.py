# SPDX-License-Identifier: Apache-2.0
"""Time cut where any answer of any provision may change, so that an instant is looked up once for all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from truceline.assess.bits import Words, packed
from truceline.assess.compiled import Compiled, State
from truceline.kernels import is_compiled, loop

Int64s = NDArray[np.int64]

_SLOTS_BITS = 16
_MOST_STEPS = 8


class Timeline:
    """A stretch of time with the states of some provisions in each of its pieces.

    Args:
        provisions: each compiled; their states are worked out here.
        low_ms: the first instant that is covered.
        high_ms: the first instant that is no longer covered.
    """

    def __init__(self, provisions: Sequence[Compiled], low_ms: int, high_ms: int) -> None:
        self.low_ms, self.high_ms = low_ms, high_ms
        own = [np.array(one.breaks(low_ms, high_ms), dtype=np.int64) for one in provisions]
        self.breaks: Int64s = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *own]))
        begins = np.concatenate([[low_ms], self.breaks])
        self.states = np.empty((len(provisions), len(begins)), dtype=np.int32)
        """For each provision its state in each piece, as a position in ``Compiled.states``."""
        may = np.empty(self.states.shape, dtype=bool)
        for order, (one, breaks) in enumerate(zip(provisions, own, strict=True)):
            states = np.array([one.state_id(at) for at in [low_ms, *breaks.tolist()]], dtype=np.int32)
            in_force = np.array([may_be_in_force(one, state) for state in one.states], dtype=bool)
            self.states[order] = states[np.searchsorted(breaks, begins, side="right")]
            may[order] = in_force[self.states[order]]
        self._levels = _levels(packed(may))
        lengths = np.arange(len(begins) + 1)
        self._level_of = (np.frexp(np.maximum(lengths, 1))[1] - 1).astype(np.int32)
        self._shift = max(0, (high_ms - low_ms).bit_length() - _SLOTS_BITS)
        slots = low_ms + (np.arange(((high_ms - low_ms) >> self._shift) + 2, dtype=np.int64) << self._shift)
        self._slots = np.searchsorted(self.breaks, slots, side="right").astype(np.int32)
        self._steps = int(np.diff(self._slots).max(initial=0))

    def covers(self, low_ms: int, high_ms: int) -> bool:
        """Whether a stretch lies within."""
        return self.low_ms <= low_ms and high_ms <= self.high_ms

    def piece(self, at_ms: Int64s) -> NDArray[np.int32]:
        """(n,) the piece in which each of n instants lies, all of them covered."""
        if is_compiled(len(at_ms)):
            found = np.empty(len(at_ms), dtype=np.int32)
            _piece(at_ms, self.low_ms, self._shift, self._slots, self.breaks, found)
            return found
        if self._steps > _MOST_STEPS:
            return np.asarray(np.searchsorted(self.breaks, at_ms, side="right"), dtype=np.int32)
        found = self._slots[(at_ms - self.low_ms) >> self._shift]
        ends = np.append(self.breaks, np.iinfo(np.int64).max)
        for _ in range(self._steps):
            found = found + (ends[found] <= at_ms)
        return np.asarray(found, dtype=np.int32)

    def may_be_in_force(self, first: NDArray[np.int32], last: NDArray[np.int32]) -> Words:
        """(n, w) the provisions that may be in force somewhere from one piece to another, both included."""
        level = self._level_of[last - first + 1]
        words: Words = self._levels[level, first] | self._levels[level, last - (1 << level) + 1]
        return words


def may_be_in_force(compiled: Compiled, state: State) -> bool:
    """Whether the period and the standing of a provision hold in a state under some choice."""
    for view in state.views:
        clause = compiled.clauses[compiled.text_of(view)]
        timed = (i for i in clause.atoms if compiled.atoms[i].kind in ("during", "standing"))
        if all(view.bits >> index & 1 for index in timed):
            return True
    return False


def _levels(words: Words) -> Words:
    """(l, k, w): in level *l* the OR of 2**l pieces from each on, so that two of them cover any stretch."""
    levels = [words]
    while 2 << (len(levels) - 1) <= len(words):
        half = 1 << (len(levels) - 1)
        before = levels[-1]
        after = np.zeros_like(before)
        after[:-half] = before[half:]
        levels.append(before | after)
    return np.stack(levels)


@loop
def _piece(
    at_ms: Int64s,
    low_ms: int,
    shift: int,
    slots: NDArray[np.int32],
    breaks: Int64s,
    found: NDArray[np.int32],
) -> None:
    for row in range(len(at_ms)):
        piece = slots[(at_ms[row] - low_ms) >> shift]
        while piece < len(breaks) and breaks[piece] <= at_ms[row]:
            piece += 1
        found[row] = piece
