# SPDX-License-Identifier: Apache-2.0
"""Look-ups that leave, for 64 provisions at a time, those under which an incident may be a finding."""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock
from typing import Any

import numpy as np

from truceline.assess.bits import Words, packed
from truceline.assess.classes import CodeClasses, answers_of_act, answers_of_weapon
from truceline.assess.coded import CodedBatch, Vocabularies
from truceline.assess.provision import Provision
from truceline.assess.sides import Sides
from truceline.assess.stretches import Stretches

_SCREENED_ROWS = 2_048
"""In smaller batches the parties are left to the judge: working out what every cell may answer costs more."""


class Screen:
    """What may be a finding, by act, weapon, parties and time.

    Args:
        provisions: in order.
        sides: of their terms.
        vocabularies: of the batches.
        lock: of all that is remembered of the provisions.
    """

    def __init__(
        self, provisions: Sequence[Provision], sides: Sides, vocabularies: Vocabularies, lock: RLock
    ) -> None:
        self._provisions = provisions
        self._sides = sides
        self._cells = vocabularies.cells
        self._lock = lock
        self.acts = CodeClasses(provisions, "acts", vocabularies.acts, lock, answers_of_act)
        self.weapons = CodeClasses(provisions, "weapons", vocabularies.weapons, lock, answers_of_weapon)
        no_cells = packed(np.ones((len(provisions), 0), dtype=bool))
        self._may_parties: tuple[int, Words, Words] = (-1, no_cells, no_cells)
        """How many states were known, and for each cell the provisions that it may come under on either side."""
        self._knows_all_states = False
        self.every: Words = packed(np.ones((len(provisions), 1), dtype=bool))[0]
        """(w,) all provisions."""

    def learn_codes(self, batch: CodedBatch) -> None:
        """Works out what codes of acts and weapons answer that are new in a batch."""
        self.acts.learn(batch.act)
        self.weapons.learn(batch.weapon)

    def open(self, batch: CodedBatch, stretches: Stretches) -> Words:
        """(n, w) the provisions under which each incident may be a finding, as far as look-ups tell."""
        self.learn_codes(batch)
        if not batch.is_timed.all():
            self._learn_all_states()
        words = stretches.may_be_in_force()
        words[~batch.is_timed] = self.every
        words &= self.acts.may[batch.act]
        if len(self.weapons.may) > 1:
            words &= self.weapons.may[batch.weapon]
        if len(batch) >= _SCREENED_ROWS:
            doing, suffering = self._may_cells(batch)
            known = doing[batch.by] & suffering[batch.against]
            either = np.flatnonzero(batch.is_either)
            known[either] |= doing[batch.against[either]] & suffering[batch.by[either]]
            words &= known
        return words

    def _learn_all_states(self) -> None:
        """Makes the states of all time known: who belongs to whom in any of them may matter."""
        with self._lock:
            if not self._knows_all_states:
                for provision in self._provisions:
                    provision.all_states()
                self._knows_all_states = True

    def _may_cells(self, batch: CodedBatch) -> tuple[Words, Words]:
        """For each cell the provisions that one who did it, and one who suffered it, may come under."""
        cells = int(max(batch.by.max(initial=0), batch.against.max(initial=0))) + 1
        states = sum(len(one.compiled.states) for one in self._provisions)
        known_states, doing, suffering = self._may_parties
        if known_states != states or len(doing) < cells:
            with self._lock:
                texts = self._cells.texts[: len(self._cells)]
                may = np.ones((2, len(self._provisions), len(texts)), dtype=bool)
                answers: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
                for order, provision in enumerate(self._provisions):
                    judge = provision.judge
                    views = (view for state in provision.compiled.states for view in state.views)
                    among = tuple(dict.fromkeys(map(judge.parties_of, views)))
                    for side, of in enumerate((judge.doing, judge.suffering)):
                        # Provisions that ask the same share the answers of the cells.
                        key = side, among, tuple(judge.asked(choice)[side] for _, choice in among)
                        if key not in answers:
                            answers[key] = [tuple(of(text, p) for p in among) for text in texts]
                        known = {one: self._may(provision, side, one) for one in set(answers[key])}
                        may[side, order] = [known[one] for one in answers[key]]
                doing, suffering = packed(may[0]), packed(may[1])
                self._may_parties = states, doing, suffering
        return doing, suffering

    def _may(self, provision: Provision, side: int, answers: tuple[Any, ...]) -> bool:
        """Whether a provision may hold, as far as the answers of a cell on one side go."""
        if side == 0:
            masks = frozenset[int]().union(*(self._sides.doings[number].masks for number in answers))
            return provision.may("by", masks)
        return provision.may("against", frozenset[int]().union(*answers))
