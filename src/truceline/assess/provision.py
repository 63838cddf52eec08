# SPDX-License-Identifier: Apache-2.0
"""One provision with its judge, and numbers for what it tells apart."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.assess.compiled import Compiled
from truceline.assess.judge import Judge, Shared
from truceline.assess.sides import Parties, Sides
from truceline.terms import AreaForm


class Provision:
    """One provision, with what it tells apart numbered."""

    def __init__(self, compiled: Compiled, sides: Sides, shared: Shared) -> None:
        self.compiled = compiled
        self.judge = Judge(compiled, sides, shared)
        self.sets: list[frozenset[int]] = []
        """Sets of states at which an incident may have happened."""
        self.among: tuple[Parties, ...] = ()
        """Who belongs to whom, in every state of ``sets``."""
        self.places: list[tuple[int, AreaForm]] = []
        """The atoms of place and their forms, as they come up; a later one does not matter to an earlier set."""
        self._set_numbers: dict[frozenset[int], int] = {}
        self._states: set[int] = set()
        self._classes: dict[object, int] = {}
        self._next_class = 0

    def set_number(self, states: frozenset[int]) -> tuple[int, bool]:
        """The number of a set of states, and whether one of its states is a new one."""
        new = states - self._states
        if states not in self._set_numbers:
            for state in sorted(new):
                self._learn(state)
            self.sets.append(states)
            self._set_numbers[states] = len(self.sets) - 1
        return self._set_numbers[states], bool(new)

    def _learn(self, state: int) -> None:
        self._states.add(state)
        self._classes.clear()  # numbers of classes are never used again
        views = self.compiled.states[state].views
        self.among = tuple(dict.fromkeys([*self.among, *map(self.judge.parties_of, views)]))
        for view in views:
            for order, form in enumerate(view.places):
                if form not in self.judge.place_forms[order]:
                    self.judge.place_forms[order].append(form)
                    self.places.append((order, form))

    def all_states(self) -> frozenset[int]:
        """The states of all time, for an incident without one."""
        return frozenset(map(self.compiled.state_id, self.compiled.samples()))

    def class_of(self, cell: str | None, *, is_doing: bool) -> int:
        """The class of a cell on one side; cells of a class answer everything there alike."""
        answers = self.judge.doing if is_doing else self.judge.suffering
        key = is_doing, tuple(answers(cell, parties) for parties in self.among)
        if key not in self._classes:
            self._classes[key] = self._next_class
            self._next_class += 1
        return self._classes[key]

    def may(self, kind: str, masks: Iterable[int]) -> bool:
        """Whether the provision may hold as far as atoms of one kind go, whose answers are one of ``masks``."""
        return any(
            all(mask >> atom & 1 for atom in clause.atoms if self.compiled.atoms[atom].kind == kind)
            for clause in self.compiled.clauses
            for mask in masks
        )
