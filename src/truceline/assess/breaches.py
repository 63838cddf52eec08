# SPDX-License-Identifier: Apache-2.0
"""Who is in breach: which of the parties that a record names did it in every world, or in some."""

from __future__ import annotations

from truceline.assess.combination import RoleCell
from truceline.assess.compiled import Compiled
from truceline.assess.membership import Masks, together
from truceline.assess.scenes import MOST_REMEMBERED, Open, Scenes
from truceline.assess.sides import Doing, Sides, make_room
from truceline.assess.tallies import Tally
from truceline.assess.worlds import are_too_many, worlds_of
from truceline.truth import YES

NOBODY, MAYBE, SURELY = range(3)
"""Whether a party that a record names is in breach."""
Breach = tuple[int, ...]
"""For each candidate of a cell, in the order of ``Sides.candidates``, whether it is in breach."""
Twins = tuple[int, ...]
"""For each candidate of the cell ``against`` its position among those of ``by``; -1 where it is none of them."""


class Breaches:
    """Who is in breach of provisions of one shape, each answer worked out once."""

    def __init__(self, compiled: Compiled, sides: Sides, scenes: Scenes) -> None:
        self._clauses = compiled.clauses
        by_atoms = compiled.atoms_of("by")
        self._root_by = [next((i for i in by_atoms if i in clause.atoms), None) for clause in self._clauses]
        """For each rival text the atom that asks who did it."""
        self._sides = sides
        self._rests = scenes.rests
        self._breaches: dict[tuple[frozenset[Open], Twins, bool], tuple[Breach, Breach]] = {}
        self._doing_it: dict[tuple[int, int | None, int, int], tuple[Masks, bool]] = {}
        self._may_hold: dict[tuple[int, int, Masks, int], bool] = {}

    def of(self, left_open: frozenset[Open], role: RoleCell, *, is_certain: bool) -> tuple[Breach, Breach]:
        """Which candidates of the cell ``by``, and where roles are open of ``against``, are in breach.

        A party that both cells name is answered for under ``by``, and is nobody under ``against``.
        """
        twins: Twins = ()
        if role.is_either:
            places = {name: place for place, name in enumerate(self._sides.candidates(role.by))}
            twins = tuple(places.get(name, -1) for name in self._sides.candidates(role.against))
        return self.of_candidates(left_open, twins, is_certain=is_certain)

    def of_candidates(
        self, left_open: frozenset[Open], twins: Twins, *, is_certain: bool
    ) -> tuple[Breach, Breach]:
        """As ``of``, of all records that leave the same open, whoever they name."""
        key = left_open, twins, is_certain
        if key not in self._breaches:
            make_room(self._breaches, MOST_REMEMBERED)
            by = self._sides.roles[next(iter(left_open)).roles][0].by
            self._breaches[key] = (
                tuple(
                    self._breach(left_open, place, twins.index(place) if place in twins else -1, is_certain)
                    for place in range(len(self._sides.doings[by].candidates))
                ),
                tuple(
                    self._breach(left_open, -1, place, is_certain) if twin < 0 else NOBODY
                    for place, twin in enumerate(twins)
                ),
            )
        return self._breaches[key]

    def _breach(self, left_open: frozenset[Open], in_by: int, in_against: int, is_certain: bool) -> int:
        """Whether a party did it in every world, in some, or in none, of the ones in which that is prohibited.

        Args:
            left_open: the worlds.
            in_by: its position among the candidates of the cell ``by``; -1 if it is none of them.
            in_against: likewise of the cell ``against``.
            is_certain: whether the finding is.
        """
        worlds = Tally()
        for view in left_open:
            with_it, is_without = self._worlds_with(view, in_by, in_against)
            worlds.is_ever_not |= is_without
            if with_it and not worlds.is_ever:
                worlds.is_ever = self._holds_somewhere(view.text, view.bits, with_it, view.rest)
        if worlds.truth == YES and is_certain:
            return SURELY
        return MAYBE if worlds.is_ever else NOBODY

    def _holds_somewhere(self, text: int, bits: int, roles: Masks, rest: int) -> bool:
        """Whether the provision holds in some world; where there are too many to go through, yes."""
        key = text, bits, roles, rest
        if key not in self._may_hold:
            make_room(self._may_hold, MOST_REMEMBERED)
            questions = (roles, *self._rests[rest])
            self._may_hold[key] = are_too_many(questions) or any(
                self._clauses[text].holds(mask) for mask in worlds_of(bits, questions)
            )
        return self._may_hold[key]

    def _worlds_with(self, view: Open, in_by: int, in_against: int) -> tuple[Masks, bool]:
        """The role masks of worlds in which a party did it and is prohibited to; whether there are others."""
        key = view.roles, self._root_by[view.text], in_by, in_against
        if key not in self._doing_it:
            make_room(self._doing_it, MOST_REMEMBERED)
            self._doing_it[key] = self._worlds_by(*key)
        return self._doing_it[key]

    def _worlds_by(
        self, roles_number: int, root: int | None, in_by: int, in_against: int
    ) -> tuple[Masks, bool]:
        roles, _ = self._sides.roles[roles_number]
        orders: list[tuple[Doing, Masks, int]] = [(self._sides.doings[roles.by], roles.against, in_by)]
        if roles.turned:
            number, against = roles.turned
            orders.append((self._sides.doings[number], against, in_against))
        own = next(doing.candidates[place] for doing, _, place in orders if place >= 0)
        own_in = own if root is None else frozenset(mask for mask in own if mask >> root & 1)
        found: set[int] = set()
        is_without = False
        for doing, others, place in orders:
            for names in doing.alternatives:
                is_named = place >= 0 and any(named.candidate == place for named in names)
                if not is_named or own_in != own:
                    is_without = True
                if is_named or any(place in named.parts for named in names):
                    more = together(named.masks for named in names) | {0}
                    found |= {a | b | c for a in own_in for b in more for c in others}
        return frozenset(found), is_without
