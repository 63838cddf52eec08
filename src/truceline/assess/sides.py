# SPDX-License-Identifier: Apache-2.0
"""What the cells ``by`` and ``against`` of a record answer, apart from the names in them.

Many cells answer alike: every single party of one side does. What matters of a cell is which
alternatives it has, which of the sets that a provision asks about each name may be in, and which of the
names may themselves be in breach. Cells that agree in this are judged once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from truceline.assess.membership import Masks, Moment, parse_role, together
from truceline.terms import Choice, PartySet, Terms

Parties = tuple[int, Choice]
"""An instant and a choice of readings, which between them say who belongs to whom."""

_MOST_CELLS = 65_536
"""Cells with what they answer that are remembered from one batch to the next."""


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a cell."""

    masks: Masks
    """The possible answers to what is asked about whoever is named."""
    candidate: int
    """Its position among the candidates of the cell; -1 for a label, or a name that the terms do not know."""
    parts: tuple[int, ...]
    """Positions of the candidates that a label may stand for."""


@dataclass(frozen=True, slots=True)
class Doing:
    """A cell as the one who did it."""

    alternatives: tuple[tuple[Named, ...], ...]
    candidates: tuple[Masks, ...]
    """For each party that the cell names or that its labels may stand for, the possible answers about it."""
    masks: Masks = field(compare=False)
    """The possible answers of the cell as a whole."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Who did it to whom, the names left out."""

    by: int
    """A position in ``Sides.doings``."""
    against: Masks
    turned: tuple[int, Masks] | None
    """The same with the roles exchanged, where nobody knows which; else None."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What provisions ask about one side; ``Sides.asked`` gives one object for all that ask the same."""

    atoms: tuple[int, ...]
    """Positions of its atoms."""
    sets: tuple[PartySet, ...]


class Sides:
    """What cells answer under some terms, each thing worked out once for all provisions."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.doings: list[Doing] = []
        """What ``doing`` gives is a position in this list, so that it is compared and hashed at once."""
        self.roles: list[tuple[Roles, Masks]] = []
        """What ``number_of`` gives is a position in this list, each with its possible answers as joint masks."""
        self._acts_within: dict[tuple[str, ...], frozenset[str | None]] = {}
        self._role_numbers: dict[Roles, int] = {}
        self._numbers: dict[Doing, int] = {}
        self._asked: dict[tuple[tuple[int, ...], tuple[PartySet, ...]], Asked] = {}
        self._moments: dict[Parties, Moment] = {}
        self._of_cell: dict[tuple[object, ...], int] = {}
        self._suffering: dict[tuple[object, ...], Masks] = {}
        self._candidates: dict[str | None, tuple[str, ...]] = {}

    def moment(self, parties: Parties) -> Moment:
        """The parties at an instant under a choice."""
        if parties not in self._moments:
            self._moments[parties] = Moment(self.terms, *parties)
        return self._moments[parties]

    def asked(self, atoms: tuple[int, ...], sets: tuple[PartySet, ...]) -> Asked:
        """What is asked by atoms at some positions about some sets."""
        return self._asked.setdefault((atoms, sets), Asked(atoms, sets))

    def acts_within(self, codes: object) -> frozenset[str | None]:
        """The acts that are one of some codes or below it."""
        if not isinstance(codes, tuple):
            return frozenset()
        if codes not in self._acts_within:
            acts = self.terms.acts
            within = (leaf for leaf in acts.definitions if any(acts.is_within(leaf, code) for code in codes))
            self._acts_within[codes] = frozenset(within)
        return self._acts_within[codes]

    def number_of(self, roles: Roles) -> int:
        """Who did it to whom as a position in ``roles``."""
        number = self._role_numbers.setdefault(roles, len(self.roles))
        if number == len(self.roles):
            orders = [(roles.by, roles.against), *([roles.turned] if roles.turned else ())]
            masks = frozenset(
                doing | suffering
                for by, against in orders
                for doing in self.doings[by].masks
                for suffering in against
            )
            self.roles.append((roles, masks))
        return number

    def candidates(self, cell: str | None) -> tuple[str, ...]:
        """Single parties and groups that a cell names, a vague label by the parties it may stand for."""
        if cell not in self._candidates:
            make_room(self._candidates)
            parties = self.terms.parties
            found: dict[str, None] = {}

            def add(name: str) -> None:
                if name in parties:
                    for part in parties[name].could_be:
                        add(part)
                    if not parties[name].could_be:
                        found[name] = None

            for names in parse_role(cell):
                for name in names:
                    add(name)
            self._candidates[cell] = tuple(found)
        return self._candidates[cell]

    def _label_parts(self, name: str) -> tuple[str, ...]:
        if name not in self.terms.parties:
            return ()
        party = self.terms.parties[name]
        return tuple(p for part in party.could_be for p in (part, *self._label_parts(part)))

    def doing(self, cell: str | None, asked: Asked, parties: Parties) -> int:
        """A cell as the one who did it, as a position in ``doings``."""
        key = cell, asked, parties
        if key not in self._of_cell:
            make_room(self._of_cell)
            doing = self._doing(cell, asked, parties)
            number = self._numbers.setdefault(doing, len(self.doings))
            if number == len(self.doings):
                self.doings.append(doing)
            self._of_cell[key] = number
        return self._of_cell[key]

    def _doing(self, cell: str | None, asked: Asked, parties: Parties) -> Doing:
        masks_of = {
            name: _spread_all(self.moment(parties).of_name(name, asked.sets), asked.atoms)
            for names in parse_role(cell)
            for name in names
        }
        candidates = self.candidates(cell)
        places = {name: place for place, name in enumerate(candidates)}
        alternatives = tuple(
            tuple(
                Named(
                    masks_of[name],
                    places.get(name, -1),
                    tuple(sorted({places[part] for part in self._label_parts(name) if part in places})),
                )
                for name in names
            )
            for names in parse_role(cell)
        )
        own = tuple(
            _spread_all(self.moment(parties).of_name(name, asked.sets), asked.atoms) for name in candidates
        )
        return Doing(alternatives, own, _masks_of(alternatives))

    def suffering(self, cell: str | None, asked: Asked, parties: Parties) -> Masks:
        """The possible answers about a cell as the one to whom it was done."""
        key = cell, asked, parties
        if key not in self._suffering:
            make_room(self._suffering)
            moment = self.moment(parties)
            self._suffering[key] = frozenset[int]().union(
                *(
                    _spread_all(together(moment.of_name(name, asked.sets) for name in names), asked.atoms)
                    for names in parse_role(cell)
                )
            )
        return self._suffering[key]


def _masks_of(alternatives: tuple[tuple[Named, ...], ...]) -> Masks:
    return frozenset[int]().union(*(together(named.masks for named in names) for names in alternatives))


def _spread_all(masks: Masks, atoms: Sequence[int]) -> Masks:
    """Masks over the positions in ``atoms`` as masks over all atoms."""
    return frozenset(sum(1 << atom for bit, atom in enumerate(atoms) if mask >> bit & 1) for mask in masks)


def make_room(memory: dict[Any, Any], most: int = _MOST_CELLS) -> None:
    """Forgets everything when there is too much, so that memory does not grow with the input."""
    if len(memory) >= most:
        memory.clear()
