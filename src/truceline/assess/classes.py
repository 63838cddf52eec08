# SPDX-License-Identifier: Apache-2.0
"""Cells and codes that answer everything alike under a provision, as classes with a number each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from truceline.assess.bits import packed
from truceline.assess.coded import Codes32, Vocabulary
from truceline.assess.judge import Judge
from truceline.assess.membership import Masks
from truceline.assess.provision import Provision


class CellClasses:
    """The classes of cells on one side, each worked out when it is first asked for.

    Args:
        provisions: in order.
        cells: the texts of the cells.
        lock: of all that is remembered of the provisions.
        is_doing: whether the cells say who did it, or to whom.
    """

    def __init__(
        self, provisions: Sequence[Provision], cells: Vocabulary, lock: RLock, *, is_doing: bool
    ) -> None:
        self._provisions = provisions
        self._cells = cells
        self._lock = lock
        self._is_doing = is_doing
        self._known = np.full((len(provisions), 64), -1, dtype=np.int32)
        """(p, c) by provision and cell; -1 where not yet known."""

    def forget(self, which: int) -> None:
        """Forgets the classes under the provision at a position, which tells more apart now."""
        self._known[which] = -1

    def of(self, cell: Codes32, provision: NDArray[np.int32]) -> NDArray[np.int64]:
        """The class of each cell under each provision."""
        most = int(cell.max(initial=0))
        if most >= self._known.shape[1]:
            with self._lock:
                if most >= self._known.shape[1]:
                    more = np.full((len(self._provisions), most + 1), -1, dtype=np.int32)
                    self._known = np.hstack([self._known, more])
        found = self._known[provision, cell]
        missing = np.flatnonzero(found < 0)
        if len(missing):
            with self._lock:
                texts = self._cells.texts
                pairs = np.unique(provision[missing] * np.int64(1 << 40) + cell[missing])
                for pair in pairs.tolist():
                    which, code = pair >> 40, pair & ((1 << 40) - 1)
                    one = self._provisions[which]
                    self._known[which, code] = one.class_of(texts[code], is_doing=self._is_doing)
                found[missing] = self._known[provision[missing], cell[missing]]
        return np.asarray(found, dtype=np.int64)


class CodeClasses:
    """The classes of acts, or of weapons, and the provisions that may hold for each.

    Args:
        provisions: in order.
        kind: of the atoms that ask for them.
        codes: the texts of the codes.
        lock: of all that is remembered of the provisions.
        answers: what a code answers under a judge: one answer for each case that is told apart besides.
    """

    def __init__(
        self,
        provisions: Sequence[Provision],
        kind: str,
        codes: Vocabulary,
        lock: RLock,
        answers: Callable[[Judge, str | None], Sequence[Masks]],
    ) -> None:
        self._provisions = provisions
        self._kind = kind
        self._codes = codes
        self._lock = lock
        self._answers = answers
        self.of = np.zeros((len(provisions), 0), dtype=np.int32)
        """(p, c) the class of each code under each provision."""
        self.may = packed(np.ones(self.of.shape, dtype=bool))
        """(c, w) for each code the provisions that may hold as far as it goes."""

    def learn(self, codes: Codes32) -> None:
        """Works out what codes answer, and all others that have come up, where one of them is new."""
        if int(codes.max(initial=0)) < len(self.may):
            return
        with self._lock:
            texts = self._codes.texts[: len(self._codes)]
            classes = np.zeros((len(self._provisions), len(texts)), dtype=np.int32)
            may = np.ones(classes.shape, dtype=bool)
            for order, provision in enumerate(self._provisions):
                if not provision.compiled.atoms_of(self._kind):
                    continue
                numbers: dict[tuple[Masks, ...], int] = {}
                for code, text in enumerate(texts):
                    masks = tuple(self._answers(provision.judge, text))
                    classes[order, code] = numbers.setdefault(masks, len(numbers))
                    may[order, code] = provision.may(self._kind, frozenset[int]().union(*masks))
            self.of, self.may = classes, packed(may)


def answers_of_act(judge: Judge, act: str | None) -> list[Masks]:
    """What an act answers."""
    return [judge.act_masks(act)]


def answers_of_weapon(judge: Judge, weapon: str | None) -> list[Masks]:
    """What a weapon answers, by the kind of its calibre."""
    return [judge.weapon_masks(weapon, calibre_mm) for calibre_mm in (*judge.calibres.all_mm, None)]
