# SPDX-License-Identifier: Apache-2.0
"""Which provision asks what about places and facts, and the places asked, each only where it still matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import RLock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from truceline.assess.bits import Words, packed, rows_of_each, rows_with, take_out
from truceline.assess.coded import CodedBatch
from truceline.assess.extents import Places
from truceline.assess.facts import FactBook
from truceline.assess.provision import Provision
from truceline.terms import AreaForm, FactAsked
from truceline.truth import NO, TRUTH, Truths

_NOT_ASKED = TRUTH(3)

Asked = TypeVar("Asked")


@dataclass(frozen=True)
class Layout:
    """Which provision asks which question about places and facts."""

    places: NDArray[np.int32]
    """(p, m) for each provision its questions about places, in the order of ``Provision.places``; -1: none."""
    facts: NDArray[np.int32]
    """(p, m) likewise for recorded facts."""
    alone: list[tuple[int, Words]]
    """Questions on whose *no* a provision is no finding, with those provisions."""
    together: list[tuple[int, tuple[int, ...]]]
    """Provisions that are no finding where several questions are all answered *no*."""
    besides: list[tuple[int, Words]]
    """Other questions, with the provisions that ask them besides."""
    questions: int
    """How many questions there are."""


class Questions:
    """The questions of some provisions about places and facts.

    Args:
        provisions: in order.
        facts: what is recorded; a fact of which nothing is, is not asked for.
        lock: of all that is remembered of the provisions.
    """

    def __init__(self, provisions: Sequence[Provision], facts: FactBook, lock: RLock) -> None:
        self._provisions = provisions
        self._facts = facts
        self._lock = lock
        self._known: Layout | None = None
        self._places: list[tuple[str, AreaForm]] = []
        self.facts: list[FactAsked] = []
        """The facts that are asked for, by number."""

    def forget(self) -> None:
        """Lets the layout be made anew: a provision has come to know of further states."""
        self._known = None

    def answers(self, question: int, places: Places, rows: NDArray[np.int64]) -> Truths:
        """(k,) the answers of the places of some rows to a question."""
        return places.answers(*self._places[question], rows)

    def layout(self) -> Layout:
        """Which provision asks what, as far as its states are known."""
        layout = self._known
        if layout is None:
            with self._lock:
                layout = self._known = self._lay_out()
        return layout

    def _lay_out(self) -> Layout:
        places: list[list[int]] = []
        facts: list[list[int]] = []
        alone: dict[int, list[int]] = {}
        together: list[tuple[int, tuple[int, ...]]] = []
        for order, provision in enumerate(self._provisions):
            compiled, judge = provision.compiled, provision.judge
            kinds = [compiled.atoms[atom_index].kind for atom_index in compiled.place_atoms]
            places.append(
                [self._number(self._places, (kinds[atom], form)) for atom, form in provision.places]
            )
            for atom, atom_index in enumerate(compiled.place_atoms):
                asked = [q for q, (of, _) in zip(places[-1], provision.places, strict=True) if of == atom]
                if atom_index in compiled.always_asked and asked:
                    if len(asked) == 1:
                        alone.setdefault(asked[0], []).append(order)
                    else:
                        together.append((order, tuple(asked)))
            facts.append(
                [self._number(self.facts, asked) for asked in judge.facts.asked if self._facts.has(asked)]
            )
        besides: dict[int, list[int]] = {}
        for order, asked in enumerate(places):
            for question in asked:
                if order not in alone.get(question, ()):
                    besides.setdefault(question, []).append(order)
        return Layout(
            _table(places),
            _table(facts),
            [(question, self._set_of(orders)) for question, orders in sorted(alone.items())],
            together,
            [(question, self._set_of(orders)) for question, orders in sorted(besides.items())],
            len(self._places),
        )

    def _set_of(self, orders: Sequence[int]) -> Words:
        holds = np.zeros((len(self._provisions), 1), dtype=bool)
        holds[list(orders)] = True
        words: Words = packed(holds)[0]
        return words

    @staticmethod
    def _number(known: list[Asked], asked: Asked) -> int:
        if asked not in known:
            known.append(asked)
        return known.index(asked)

    def _ask(self, places: Places, answers: Truths, question: int, rows: NDArray[np.int64]) -> None:
        """Asks a question for the rows of a batch for which it was not asked yet."""
        rows = rows[answers[question, rows] == _NOT_ASKED]
        if len(rows):
            answers[question, rows] = places.answers(*self._places[question], rows)

    def ask(self, batch: CodedBatch, layout: Layout, words: Words, *, is_final: bool) -> Truths:
        """(q, n) answers to questions about places, asked where a provision is still open; closes others."""
        answers = np.full((layout.questions, len(batch)), _NOT_ASKED, dtype=TRUTH)
        if layout.alone:
            every = rows_of_each(words, np.stack([provisions for _, provisions in layout.alone]))
            for (question, provisions), rows in zip(layout.alone, every, strict=True):
                truths = batch.places.answers(*self._places[question], rows)
                answers[question, rows] = truths
                if not is_final:
                    take_out(words, rows, truths == NO, provisions)
        for order, questions in layout.together:
            rows = rows_with(words, self._set_of([order]))
            for question in questions:
                self._ask(batch.places, answers, question, rows)
            if not is_final:
                is_out = (answers[np.array(questions)][:, rows] == NO).all(axis=0)
                words[rows[is_out]] &= ~self._set_of([order])
        if layout.besides:
            every = rows_of_each(words, np.stack([provisions for _, provisions in layout.besides]))
            for (question, _), rows in zip(layout.besides, every, strict=True):
                self._ask(batch.places, answers, question, rows)
        return answers


def _table(lists: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Lists of different lengths as one table, -1 where a list has ended."""
    table = np.full((len(lists), max(map(len, lists), default=0)), -1, dtype=np.int32)
    for row, items in enumerate(lists):
        table[row, : len(items)] = items
    return table
