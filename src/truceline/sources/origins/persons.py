# SPDX-License-Identifier: Apache-2.0
"""Persons as documents name them: whether two may be one, and of how many a short name may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.sources.folding import Folding, Name, agree
from truceline.sources.model import Speaker
from truceline.sources.origins.offices import Office, Offices


@dataclass(frozen=True, slots=True)
class Person:
    """What a document tells of somebody with a name."""

    name: Name
    offices: frozenset[Office] = frozenset()
    sexes: frozenset[str] = frozenset()
    not_named: frozenset[Name] = frozenset()
    """Names that his document gives to somebody else, who has the same last name and another office."""

    @property
    def is_full(self) -> bool:
        """Whether there is a first name, and not its first letter alone."""
        return any(len(part) > 1 for part in self.name.first)

    def with_all_of(self, other: Person) -> Person:
        """One of whom both tell."""
        name = max(self.name, other.name, key=lambda each: (len("".join(each.first)), each.first))
        return Person(
            name, self.offices | other.offices, self.sexes | other.sexes, self.not_named | other.not_named
        )

    def is_told_from(self, other: Person) -> bool:
        """Whether his document gives the other's name to somebody else."""
        return other.is_full and any(agree(name, other.name) for name in self.not_named)

    def may_be(self, other: Person) -> bool:
        """Whether nothing contradicts that both are one: their names, their offices, a Mr. and a Mrs."""
        if not agree(self.name, other.name) or self.is_told_from(other) or other.is_told_from(self):
            return False
        if self.sexes and other.sexes and self.sexes.isdisjoint(other.sexes):
            return False
        return (
            not self.offices
            or not other.offices
            or any(one.may_be(two) for one in self.offices for two in other.offices)
        )


NOBODY = Person(Name(""))


def person_of(speaker: Speaker, name: Name, offices: Offices, folding: Folding) -> Person:
    """What a statement tells of its speaker.

    Args:
        speaker: as the document has it.
        name: the folded name, the full one where the document settles which.
        offices: reads the office, which may stand in the role or before the name.
        folding: of the words.
    """
    words = speaker.name.split()
    told = [speaker.role, *(" ".join(words[:end]) for end in range(len(words) - 1, 0, -1))]
    held = next((office for each in told if each and (office := offices.of(each))), None)
    sexes = folding.sexes(f"{speaker.role} {speaker.name} {speaker.words}")
    return Person(name, frozenset() if held is None else frozenset({held}), frozenset(sexes))


def as_written(speaker: Speaker, folding: Folding) -> str:
    """The name of a speaker without what stands elsewhere in the document: his last name, where the words have only that.

    >>> from truceline.sources.dictionaries import Dictionaries
    >>> folding = Folding(Dictionaries())
    >>> as_written(Speaker("Minister Orlan", None, "person", "Ana Orlan"), folding)
    'Orlan'
    >>> as_written(Speaker("she", None, "person", "Ana Orlan"), folding)
    'Ana Orlan'
    """
    parts, words = speaker.name.split(), folding.words(speaker.words)
    there = [part for part in parts if set(folding.words(part)) & set(words)]
    return parts[-1] if there == parts[-1:] else speaker.name


class Persons:
    """All persons of a collection; tells of whom a short name may be."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._full: dict[str, set[Person]] = defaultdict(set)
        for person in persons:
            if person.is_full:
                self._full[person.name.last].add(person)
        self._known: dict[Person, bool] = {}

    def is_of_several(self, person: Person) -> bool:
        """Whether a last name, or one with an initial, is that of several who have full names.

        >>> john, jane = (Person(Name("smith", (first,))) for first in ("john", "jane"))
        >>> persons = Persons([john, jane])
        >>> [persons.is_of_several(each) for each in (Person(Name("smith", ("j",))), jane)]
        [True, False]
        """
        if person.is_full:
            return False
        if person not in self._known:
            names = {full.name for full in self._full.get(person.name.last, ()) if full.may_be(person)}
            self._known[person] = any(not agree(one, other) for one in names for other in names)
        return self._known[person]
