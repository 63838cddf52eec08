# SPDX-License-Identifier: Apache-2.0
"""Who belongs to whom at an instant, and what a name in a record may stand for.

Everything is asked *at* an instant and under one choice of the disputes. What open lists leave to
the world comes out as several possible answers, each a bit mask over the party sets that were
asked about, so that answers which hang together (bound and not bound) are never mixed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from truceline.terms import Choice, PartySet, Span, Terms

Masks = frozenset[int]
"""The possible answers: each a bit mask with bit *k* set where the *k*-th set holds the actor."""

UNLISTED = "unlisted:"
"""Prefix of an actor that is in an open group without being named by the terms."""
STRANGER = "stranger"
"""An actor that the terms do not name at all; not a party id, which never stands alone here."""

_MOST_OPEN = 6
"""Open memberships of one actor that are worked out together; beyond, set by set, which is sound."""


def _covers(span: Span, at_ms: int, choice: Choice) -> bool:
    start, end = span.bounds(choice)
    return start <= at_ms < end


@dataclass(frozen=True)
class Moment:
    """The parties of some terms at one instant under one choice of the disputes."""

    terms: Terms
    at_ms: int
    choice: Choice
    _found: dict[tuple[str, tuple[PartySet, ...]], Masks] = field(default_factory=dict, compare=False)

    def _members(self, group: str) -> list[str]:
        members = self.terms.parties[group].members or ()
        return [m.party for m in members if _covers(m.span, self.at_ms, self.choice)]

    @cached_property
    def _within(self) -> dict[str, frozenset[str]]:
        """Each group to everything certainly below it: groups and single parties, itself included."""
        within: dict[str, frozenset[str]] = {}

        def below(group: str) -> frozenset[str]:
            if group not in within:
                found = {group}
                if self.terms.parties[group].members is not None:
                    for member in self._members(group):
                        found |= below(member)
                within[group] = frozenset(found)
            return within[group]

        for party in self.terms.parties:
            below(party)
        return within

    @cached_property
    def _open(self) -> frozenset[str]:
        """Groups whose own list is open."""
        return frozenset(
            party.id
            for party in self.terms.parties.values()
            if party.members is not None and not party.complete
        )

    def _is_in(self, actor: str, group: str, also: frozenset[str]) -> bool:
        """Whether an actor is in a group when the world puts it into the open groups ``also``."""
        within = self._within[group]
        return actor in within or not within.isdisjoint(also)

    def _open_for(self, actor: str) -> list[str]:
        """Open groups that the actor may be in although nothing says so."""
        return [
            group
            for group in self.terms.parties
            if group in self._open
            and actor not in self._within[group]
            and actor not in self.terms.parties[group].not_members
        ]

    def _surely_covered(self, actor: str, standing: str, also: frozenset[str]) -> bool:
        return any(
            self._is_in(actor, party, also)
            for entry in self.terms.standing
            if entry.standing == standing and _covers(entry.span, self.at_ms, self.choice)
            for party in entry.parties
        )

    def _has_standing(self, actor: str, standing: str, sure: frozenset[str], also: frozenset[str]) -> bool:
        """Whether an actor is bound (or excluded) when the world puts it into ``also``.

        Who is certainly the one and not certainly the other is not the other.
        """
        other = "excluded" if standing == "bound" else "bound"
        if self._surely_covered(actor, other, sure) and not self._surely_covered(actor, standing, sure):
            return False
        return self._surely_covered(actor, standing, also)

    def _holds(self, actor: str, item: str, sure: frozenset[str], also: frozenset[str]) -> bool:
        if item == "any":
            return True
        if item in ("bound", "excluded"):
            return self._has_standing(actor, item, sure, also)
        return self._is_in(actor, item, also)

    def _mask(self, actor: str, sets: Sequence[PartySet], sure: frozenset[str], also: frozenset[str]) -> int:
        mask = 0
        for bit, party_set in enumerate(sets):
            if any(self._holds(actor, item, sure, also) for item in party_set.any_of) and not any(
                self._holds(actor, item, sure, also) for item in party_set.none_of
            ):
                mask |= 1 << bit
        return mask

    def masks(self, actor: str, sets: Sequence[PartySet]) -> Masks:
        """The possible answers to "which of ``sets`` hold this actor?" for a single actor.

        Args:
            actor: a single party, ``unlisted:GROUP`` or ``STRANGER``.
            sets: the sets asked about; bit *k* of an answer belongs to ``sets[k]``.
        """
        key = (actor, tuple(sets))
        if key not in self._found:
            self._found[key] = self._masks(actor, sets)
        return self._found[key]

    def _masks(self, actor: str, sets: Sequence[PartySet]) -> Masks:
        sure: frozenset[str] = frozenset()
        if actor.startswith(UNLISTED):
            sure = frozenset([actor.removeprefix(UNLISTED)])
        may_be_in = set(self._open_for(actor)) - sure
        names = [name for name in self._relevant_groups(sets) if name in may_be_in]
        if len(names) > _MOST_OPEN:
            return self._masks_set_by_set(actor, sets, sure, names)
        return frozenset(
            self._mask(actor, sets, sure, sure | frozenset(chosen))
            for size in range(len(names) + 1)
            for chosen in itertools.combinations(names, size)
        )

    def _masks_set_by_set(
        self, actor: str, sets: Sequence[PartySet], sure: frozenset[str], names: list[str]
    ) -> Masks:
        """A superset of the possible answers: each set is asked for itself, each item at its extremes."""
        low, high = sure, sure | frozenset(names)
        options: list[tuple[int, ...]] = []
        for bit, party_set in enumerate(sets):
            answers = set()
            for any_also, none_also in itertools.product((low, high), repeat=2):
                yes = any(self._holds(actor, item, sure, any_also) for item in party_set.any_of)
                no = any(self._holds(actor, item, sure, none_also) for item in party_set.none_of)
                answers.add((1 << bit) if yes and not no else 0)
            options.append(tuple(answers))
        return frozenset(sum(parts) for parts in itertools.product(*options))

    def _relevant_groups(self, sets: Sequence[PartySet]) -> list[str]:
        """Groups whose open list can change an answer, in the order of the terms."""
        items: set[str] = set()
        for party_set in sets:
            for item in (*party_set.any_of, *party_set.none_of):
                if item in ("bound", "excluded"):
                    for entry in self.terms.standing:
                        items.update(entry.parties)
                elif item != "any":
                    items.add(item)
        reach = frozenset().union(*(self._within[item] for item in items)) if items else frozenset()
        return [group for group in self.terms.parties if group in reach and group in self._open]

    def actors(self, name: str) -> list[str]:
        """The single actors that a party id in a record may stand for, at least one of whom acted."""
        party = self.terms.parties[name]
        if party.could_be:
            return list(dict.fromkeys(a for part in party.could_be for a in self.actors(part)))
        if party.members is None:
            return [name]
        below = self._within[name]
        single = [p for p in self.terms.parties if p in below and self._is_single(p)]
        unlisted = [UNLISTED + g for g in self.terms.parties if g in below and g in self._open]
        return single + unlisted or [UNLISTED + name]

    def _is_single(self, party: str) -> bool:
        return self.terms.parties[party].members is None and not self.terms.parties[party].could_be

    def anybody(self) -> list[str]:
        """Every actor there may be: for a name that nobody mapped, or none given."""
        single = [p for p in self.terms.parties if self._is_single(p)]
        return [*single, *(UNLISTED + g for g in self.terms.parties if g in self._open), STRANGER]

    def some_of(self, actors: Iterable[str], sets: Sequence[PartySet]) -> Masks:
        """The possible answers when one or more of ``actors`` acted: an answer is the OR of theirs."""
        seen: set[int] = set()
        for actor in actors:
            masks = self.masks(actor, sets)
            seen |= {old | mask for old in seen for mask in masks} | masks
        return frozenset(seen)

    def of_name(self, name: str, sets: Sequence[PartySet]) -> Masks:
        """The possible answers for one name of a record; a name the terms do not know is anybody."""
        if name in self.terms.parties:
            return self.some_of(self.actors(name), sets)
        return self.some_of(self.anybody(), sets)


def parse_role(cell: str | None) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a ``by`` or ``against`` cell, each the names that acted together.

    An empty cell is one alternative with one name that nobody knows: ``""``.

    >>> parse_role("a;b|c")
    (('a', 'b'), ('c',))
    >>> parse_role(None)
    (('',),)
    """
    if not cell:
        return (("",),)
    return tuple(tuple(name.strip() for name in part.split(";")) for part in cell.split("|"))


def together(parts: Iterable[Masks]) -> Masks:
    """The possible answers when all of some names acted together."""
    seen: Masks = frozenset([0])
    for masks in parts:
        seen = frozenset(a | b for a in seen for b in masks)
    return seen
