# SPDX-License-Identifier: Apache-2.0
"""When the incidents of a batch happened, as stretches of a timeline, and the states of provisions in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from truceline.assess.bits import Words
from truceline.assess.coded import CodedBatch
from truceline.assess.codes import Codes
from truceline.assess.provision import Provision
from truceline.assess.timeline import Timeline

_ROOM_MS = 366 * 86_400_000
_LATEST_MS = 253_000_000_000_000


class _Sets:
    """The sets of states of each provision over stretches of one timeline.

    Args:
        provisions: in order.
        timeline: of these.
        lock: of all that is remembered of the provisions.
        learned: is told the position of a provision that has come to know of further states.
    """

    def __init__(
        self,
        provisions: Sequence[Provision],
        timeline: Timeline,
        lock: RLock,
        learned: Callable[[int], None],
    ) -> None:
        self.timeline = timeline
        self._provisions = provisions
        self._lock = lock
        self._learned = learned
        self._pieces = timeline.states.shape[1]
        """How many pieces there are; as a stretch it stands for no known time."""
        self.numbers = np.full((len(provisions), self._pieces + 64), -1, dtype=np.int32)
        """(p, g) for each provision and stretch the number of the set of states; -1 where not yet known."""
        self._several = Codes()
        """Stretches of several pieces, by the first and the last."""
        self._bounds: list[tuple[int, int]] = []

    def stretch(
        self, first: NDArray[np.int32], last: NDArray[np.int32], is_timed: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """(n,) the stretch from one piece to another."""
        stretch = first.astype(np.int64)
        several = np.flatnonzero(first != last)
        if len(several):
            a, b = first[several].astype(np.int64), last[several].astype(np.int64)
            known = self._several.numbered(a, b, np.zeros_like(a), self._several_number)
            stretch[several] = self._pieces + 1 + known
        stretch[~is_timed] = self._pieces
        return stretch

    def _several_number(self, key: tuple[int, int, int], _: int) -> int:
        with self._lock:
            number = self._several.get(key)
            if number < 0:
                self._bounds.append(key[:2])
                number = self._several.add(key)
            return number

    def of_pairs(self, provision: NDArray[np.int32], stretch: NDArray[np.int64]) -> NDArray[np.int32]:
        """For each pair of a provision and a stretch the number of the set of states."""
        most = int(stretch.max(initial=0))
        if most >= self.numbers.shape[1]:
            with self._lock:
                if most >= self.numbers.shape[1]:
                    more = np.full((len(self._provisions), most + 1), -1, dtype=np.int32)
                    self.numbers = np.hstack([self.numbers, more])
        found = self.numbers[provision, stretch]
        missing = np.flatnonzero(found < 0)
        if len(missing):
            with self._lock:
                pairs = np.unique(provision[missing] * np.int64(1 << 40) + stretch[missing])
                for pair in pairs.tolist():
                    self._learn(pair >> 40, pair & ((1 << 40) - 1))
            found[missing] = self.numbers[provision[missing], stretch[missing]]
        return found

    def _learn(self, which: int, stretch: int) -> None:
        provision = self._provisions[which]
        if stretch == self._pieces:
            states = provision.all_states()
        else:
            first, last = (
                (stretch, stretch) if stretch < self._pieces else self._bounds[stretch - self._pieces - 1]
            )
            states = frozenset(self.timeline.states[which, first : last + 1].tolist())
        number, is_new = provision.set_number(states)
        if is_new:
            self._learned(which)
        self.numbers[which, stretch] = number


@dataclass(frozen=True)
class Stretches:
    """The stretch of time in which each incident of a batch may have happened."""

    sets: _Sets
    first: NDArray[np.int32]
    """(n,) the piece of the timeline in which each begins; 0 where no time is known."""
    last: NDArray[np.int32]
    """(n,) the piece in which it ends."""
    is_timed: NDArray[np.bool_]

    def may_be_in_force(self) -> Words:
        """(n, w) the provisions that may be in force then; where no time is known, it says nothing."""
        return self.sets.timeline.may_be_in_force(self.first, self.last)

    def set_numbers(self, row: NDArray[np.int64], provision: NDArray[np.int32]) -> NDArray[np.int32]:
        """For each pair of a row and a provision the number of the set of states."""
        stretch = self.sets.stretch(self.first, self.last, self.is_timed)
        return self.sets.of_pairs(provision, stretch[row])


class Times:
    """The timeline of some provisions, grown as incidents are seen.

    Args:
        provisions: in order.
        lock: of all that is remembered of the provisions.
        learned: is told the position of a provision that has come to know of further states.
    """

    def __init__(self, provisions: Sequence[Provision], lock: RLock, learned: Callable[[int], None]) -> None:
        self._provisions = provisions
        self._lock = lock
        self._learned = learned
        self._sets: _Sets | None = None

    @property
    def entries(self) -> int:
        """How much is remembered."""
        return 0 if self._sets is None else self._sets.numbers.size

    def stretches(self, batch: CodedBatch) -> Stretches:
        """The stretch of time of each incident."""
        timed = batch.is_timed
        start, last = batch.start_ms, batch.last_ms
        if not timed.all():
            start, last = start[timed], last[timed]
        low, high = (int(start.min()), int(last.max()) + 1) if len(start) else (0, 1)
        sets = self._covering(low, high)
        begins = np.zeros(len(batch), dtype=np.int32)
        ends = np.zeros(len(batch), dtype=np.int32)
        begins[timed], ends[timed] = sets.timeline.piece(start), sets.timeline.piece(last)
        return Stretches(sets, begins, ends, timed)

    def _covering(self, low_ms: int, high_ms: int) -> _Sets:
        """What is known of a timeline that covers some time, which is made where there is none."""
        with self._lock:
            if self._sets is not None:
                known = self._sets.timeline
                if known.covers(low_ms, high_ms):
                    return self._sets
                if high_ms > known.high_ms:  # look ahead, so that a file in order does not cut anew each time
                    room = min(_ROOM_MS, known.high_ms - known.low_ms)
                    high_ms = min(high_ms + room, max(_LATEST_MS, high_ms))
                low_ms, high_ms = min(low_ms, known.low_ms), max(high_ms, known.high_ms)
            timeline = Timeline([one.compiled for one in self._provisions], low_ms, high_ms)
            self._sets = _Sets(self._provisions, timeline, self._lock, self._learned)
            return self._sets
