# SPDX-License-Identifier: Apache-2.0
"""Offices that one person holds at a time: which one some words name, and whether two may be one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Office:
    """What an office is called, and of which state or body it is."""

    title: frozenset[str]
    of: frozenset[str]
    """Empty where the words do not say."""
    ranks: frozenset[str] = frozenset()
    """Words of the title that make it another one, such as *vice*."""

    def fits(self, other: Office) -> bool:
        """Whether both may be one: the same title, and no other state where both name one."""
        return self.title == other.title and (not self.of or not other.of or self.of == other.of)

    def may_be(self, other: Office) -> bool:
        """Whether one person may have both names for his office: one title is a part of the other, of no other state."""
        if self.ranks != other.ranks:
            return False
        is_part = self.title <= other.title or other.title <= self.title
        return is_part and (not self.of or not other.of or not self.of.isdisjoint(other.of))


class Offices:
    """Reads offices in one language; keeps those it has met."""

    def __init__(self, dictionaries: Dictionaries, meaning: Meaning, folding: Folding) -> None:
        self._dictionaries = dictionaries
        self._meaning = meaning
        self._folding = folding
        self._known: dict[str, Office | None] = {}

    @cached_property
    def _single(self) -> frozenset[str]:
        return frozenset(self._dictionaries["occasions"]["offices"]["words"])

    @cached_property
    def _titles(self) -> frozenset[str]:
        roles = self._dictionaries["speakers"]["roles"]
        return frozenset(self._folding.word(word) for word in (*roles["words"], *roles["subjects"]))

    @cached_property
    def _ranks(self) -> frozenset[str]:
        return frozenset(self._dictionaries["occasions"]["offices"]["ranks"])

    @cached_property
    def _links(self) -> frozenset[str]:
        return frozenset(self._dictionaries["occasions"]["offices"]["links"])

    def of(self, words: str) -> Office | None:
        """The office that words name; None where they name none, or one that many may hold.

        >>> from truceline.sources.dictionaries import Dictionaries
        >>> folding = Folding(Dictionaries())
        >>> offices = Offices(Dictionaries(), Meaning(Dictionaries(), folding), folding)
        >>> one, other = offices.of("the defence minister of Velin"), offices.of("Velin's Defense Minister")
        >>> one == other, offices.of("a minister of Velin"), offices.of("the former defence minister")
        (True, None, None)
        """
        if words not in self._known:
            self._known[words] = self._of(words)
        return self._known[words]

    def _of(self, words: str) -> Office | None:
        folded = self._folding.words(words)
        if not folded or self._folding.is_indefinite(folded[0]):
            return None
        head = next((at for at, word in enumerate(folded) if word in self._links), len(folded)) - 1
        if head < 0 or folded[head] not in self._single:
            return None
        title, of = set(), []
        for word, (start, _) in zip(folded, self._folding.places(words), strict=True):
            sense = self._meaning.word(word)
            if word in self._titles or word in self._ranks:
                title.add(sense.content or word)
            elif sense.content and not words[start].isupper():
                return None  # a former one, a deputy, the next one
            elif sense.content:
                of.append(word)
        senses = (sense.value or sense.content for _, _, sense in self._meaning.senses(of))
        return Office(frozenset(title), frozenset(senses), self._ranks.intersection(folded))
