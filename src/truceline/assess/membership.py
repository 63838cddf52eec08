# SPDX-License-Identifier: Apache-2.0
"""Who belongs to whom at an instant, and what a name in a record may stand for.

Everything is asked *at* an instant and under one choice of the disputes. What open lists leave to
the world comes out as several possible answers, each a bit mask over the party sets that were
asked about, so that answers which hang together (bound and not bound) are never mixed.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from truceline.terms import Choice, PartySet, Span, Terms

Masks = frozenset[int]
"""The possible answers: each a bit mask with bit *k* set where the *k*-th set holds the actor."""

UNLISTED = "\0unlisted:"
"""Prefix of an actor that is in an open group without being named by the terms."""
STRANGER = "\0stranger"
"""An actor that the terms do not name at all. No party has such an id: YAML holds no byte 0."""

_MOST_OPEN = 6
"""Open memberships of one actor that are worked out together; beyond, set by set, which is sound."""


def _covers(span: Span, at_ms: int, choice: Choice) -> bool:
    start, end = span.bounds(choice)
    return start <= at_ms < end


@dataclass(frozen=True, slots=True)
class _Questions:
    """Some sets as bit words: bit *p* for the *p*-th party of the terms, then one for each of ``_WORDS``."""

    sets: tuple[tuple[int, int], ...]
    """For each set whom it names and whom it leaves out."""
    named: int
    """Every party that an answer can depend on."""
    open_groups: int
    """Groups whose open list can change an answer."""


_WORDS = ("any", "bound", "excluded")
"""Items of a set that are no party."""


def _bits(word: int) -> Iterator[int]:
    """The bits of a word, each alone, the lowest first."""
    while word:
        lowest = word & -word
        yield lowest
        word ^= lowest


@dataclass(frozen=True)
class Moment:
    """The parties of some terms at one instant under one choice of the disputes.

    Groups are bits of one word, so that actors of whom the same is certain, and the same open, are
    worked out once: of the eighty parties of real terms a few kinds are left.
    """

    terms: Terms
    at_ms: int
    choice: Choice
    _found: dict[object, Masks] = field(default_factory=dict, compare=False)
    _asked: dict[tuple[PartySet, ...], _Questions] = field(default_factory=dict, compare=False)

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

    @cached_property
    def _bit(self) -> dict[str, int]:
        """The bit of each party and of each of ``_WORDS``."""
        return {name: 1 << order for order, name in enumerate((*self.terms.parties, *_WORDS))}

    def _word(self, names: Iterable[str]) -> int:
        word = 0
        for name in names:
            word |= self._bit[name]
        return word

    @cached_property
    def _above(self) -> dict[str, int]:
        """Each party to the groups that certainly hold it, itself included."""
        above = dict.fromkeys(self.terms.parties, 0)
        for group, below in self._within.items():
            for party in below:
                above[party] |= self._bit[group]
        return above

    @cached_property
    def _above_bit(self) -> dict[int, int]:
        """The same, by the bit of the party."""
        return {self._bit[party]: above for party, above in self._above.items()}

    @cached_property
    def _open_word(self) -> int:
        return self._word(self._open)

    @cached_property
    def _kept_out(self) -> dict[str, int]:
        """Each party to the groups of which the terms say that it is no member."""
        kept_out: dict[str, int] = {}
        for group in self.terms.parties.values():
            for party in group.not_members:
                kept_out[party] = kept_out.get(party, 0) | self._bit[group.id]
        return kept_out

    @cached_property
    def _standings(self) -> tuple[int, int]:
        """Parties of which the terms say, at this instant, that they are bound; and excluded."""
        bound, excluded = (
            self._word(
                party
                for entry in self.terms.standing
                if entry.standing == standing and _covers(entry.span, self.at_ms, self.choice)
                for party in entry.parties
            )
            for standing in ("bound", "excluded")
        )
        return bound, excluded

    def _questions(self, sets: tuple[PartySet, ...]) -> _Questions:
        if sets not in self._asked:
            words = tuple((self._word(one.any_of), self._word(one.none_of)) for one in sets)
            named = 0
            for any_of, none_of in words:
                named |= any_of | none_of
            if named & self._word(("bound", "excluded")):
                named |= self._word(party for entry in self.terms.standing for party in entry.parties)
            named &= self._bit["any"] - 1
            reach = frozenset[str]().union(
                *(self._within[p] for p in self.terms.parties if self._bit[p] & named)
            )
            self._asked[sets] = _Questions(words, named, self._word(reach) & self._open_word)
        return self._asked[sets]

    def _held(self, sure: int, also: int) -> int:
        """The items that hold an actor: who is in the groups ``sure`` for certain and in ``also`` in some world.

        Who is certainly bound and not certainly excluded is not excluded, and the other way round.
        """
        bound, excluded = self._standings
        is_bound, is_excluded = bool(sure & bound), bool(sure & excluded)
        held = also | self._bit["any"]
        if also & bound and (is_bound or not is_excluded):
            held |= self._bit["bound"]
        if also & excluded and (is_excluded or not is_bound):
            held |= self._bit["excluded"]
        return held

    def masks(self, actor: str, sets: Sequence[PartySet]) -> Masks:
        """The possible answers to "which of ``sets`` hold this actor?" for a single actor.

        Args:
            actor: a single party, ``unlisted:GROUP`` or ``STRANGER``.
            sets: the sets asked about; bit *k* of an answer belongs to ``sets[k]``.
        """
        asked = tuple(sets)
        questions = self._questions(asked)
        group = actor.removeprefix(UNLISTED) if actor.startswith(UNLISTED) else None
        own = 0 if group is None else self._bit[group]
        above = self._above.get(actor, 0)
        may_be_in = questions.open_groups & ~(above | self._kept_out.get(actor, 0) | own)
        sure = (above if group is None else self._above[group]) & questions.named
        key = asked, sure, may_be_in
        if key not in self._found:
            self._found[key] = self._masks(questions, sure, may_be_in)
        return self._found[key]

    def _masks(self, questions: _Questions, sure: int, may_be_in: int) -> Masks:
        """The possible answers for whoever is in the groups ``sure``, and may be in the open ones."""
        # What an open group adds: everything that certainly holds the group.
        added = [self._above_bit[bit] & questions.named for bit in _bits(may_be_in)]
        if len(added) > _MOST_OPEN:
            return self._masks_set_by_set(questions, sure, added)
        reached = {sure}
        for more in added:
            reached |= {old | more for old in reached}
        found = set()
        for also in reached:
            held = self._held(sure, also)
            mask = 0
            for order, (any_of, none_of) in enumerate(questions.sets):
                if held & any_of and not held & none_of:
                    mask |= 1 << order
            found.add(mask)
        return frozenset(found)

    def _masks_set_by_set(self, questions: _Questions, sure: int, added: Iterable[int]) -> Masks:
        """A superset of the possible answers: each set is asked for itself, each item at its extremes."""
        most = sure
        for more in added:
            most |= more
        extremes = self._held(sure, sure), self._held(sure, most)
        options = [
            {
                1 << order if any_held & any_of and not none_held & none_of else 0
                for any_held, none_held in itertools.product(extremes, repeat=2)
            }
            for order, (any_of, none_of) in enumerate(questions.sets)
        ]
        return frozenset(sum(parts) for parts in itertools.product(*options))

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
        seen: frozenset[int] = frozenset()
        for masks, count in Counter(self.masks(actor, sets) for actor in actors).items():
            for _ in range(count):
                before = seen
                seen = seen | {old | mask for old in seen for mask in masks} | masks
                if seen == before:
                    break  # more actors with the same answers add nothing
        return seen

    def of_name(self, name: str, sets: Sequence[PartySet]) -> Masks:
        """The possible answers for one name of a record; a name the terms do not know is anybody."""
        known = name if name in self.terms.parties else None
        key = known, tuple(sets)
        if key not in self._found:
            self._found[key] = self.some_of(self.anybody() if known is None else self.actors(known), sets)
        return self._found[key]


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
