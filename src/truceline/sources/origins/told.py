# SPDX-License-Identifier: Apache-2.0
"""All tellings of all documents, and what joins them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from truceline.sources.folding import Folding, agree
from truceline.sources.meaning import Meaning
from truceline.sources.model import Reading
from truceline.sources.origins.linking import (
    LEAST_CONTENT,
    Link,
    Paragraph,
    link_paragraphs,
    link_sentences,
    paragraphs_of,
    relation_by,
)
from truceline.sources.origins.model import Place
from truceline.sources.origins.occasions import OneNews
from truceline.sources.origins.offices import Office, Offices
from truceline.sources.origins.tellings import UNNAMED, Citation, Sentence, Telling, Tellings

LONG_WORDS = 12
"""Of a sentence in quotation marks that hardly two people say."""
MOST_COMPARED = 64
"""Sentences of an origin that a body's words are compared with."""


class Told:
    """All tellings of all documents, and what joins them."""

    def __init__(
        self,
        readings: Sequence[Reading],
        outlets: Mapping[str, tuple[str, ...]],
        tellings: Tellings,
        folding: Folding,
    ) -> None:
        self.readings = readings
        self.tellings: list[Telling] = []
        self.citations: list[Citation] = []
        self.sentences: list[Sentence] = []
        self.paragraphs: list[Paragraph] = []
        self.speaking: list[tuple[Sentence, Sentence, str]] = []
        self.in_office: list[tuple[Sentence, Sentence, str]] = []
        for number, reading in enumerate(readings):
            made, citations = tellings.of(number, reading)
            for telling in made:
                at = len(self.tellings)
                self.sentences += tellings.sentences(at, telling, reading.document.text)
                self.tellings.append(telling)
            self.citations += citations
            self.paragraphs += paragraphs_of(number, reading, folding)
        self._outlets = [outlets[reading.document.id] for reading in readings]
        self._bare = {
            number
            for number, telling in enumerate(self.tellings)
            if telling.kind == "body" and " " not in telling.name.last and not tellings.is_party(telling)
        }

    def id_of(self, telling: Telling) -> str:
        """The document of a telling."""
        return self.readings[telling.document].document.id

    def place(self, sentence: Sentence) -> Place:
        """Where a sentence stands."""
        return Place(self.id_of(self.tellings[sentence.telling]), sentence.span)

    def join(self, meaning: Meaning, one_news: OneNews) -> None:
        """Joins tellings of the same words, and those of unnamed sources that were copied with the text around them."""
        self.links, self.groups = link_sentences(self.sentences, self.tellings, meaning, one_news)
        self.copies = link_paragraphs(self.paragraphs, self._outlets)
        unnamed: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            if self.tellings[sentence.telling].kind in UNNAMED:
                unnamed[self.tellings[sentence.telling].document].append(sentence)
        for copy in self.copies:
            left, right = self.paragraphs[copy.left], self.paragraphs[copy.right]
            for a in unnamed.get(left.document, ()):
                for b in unnamed.get(right.document, ()):
                    within = left.span.holds(a.span) and right.span.holds(b.span)
                    if within and a.words == b.words:
                        self.groups.join(a.telling, b.telling)

    def name_by_last(self, meaning: Meaning, folding: Folding, one_news: OneNews) -> None:
        """Joins tellings of one word, of which a document does not tell what it is, with the one person whose last name it is.

        A long quotation of his must be the same. Where two have this last name, nothing is joined.
        """
        quoted: dict[int, list[int]] = defaultdict(list)
        for number, sentence in enumerate(self.sentences):
            if sentence.statement.form != "indirect" and len(sentence.words) >= LONG_WORDS:
                quoted[sentence.telling].append(number)
        persons: dict[str, list[int]] = defaultdict(list)
        for number, telling in enumerate(self.tellings):
            if telling.kind == "person":
                persons[telling.name.last].append(number)
        relation = relation_by(meaning)
        for bare in sorted(self._bare):
            found = persons[folding.letters(self.tellings[bare].name.last)]
            names = {self.tellings[number].name for number in found}
            if not all(agree(one, other) for one in names for other in names):
                continue
            around = self.tellings[bare].around
            near = [number for number in found if one_news.holds(around, self.tellings[number].around)]
            pairs = [(own, his) for own in quoted[bare] for number in near for his in quoted[number]]
            for own, his in pairs:
                kind, how = relation(own, self.sentences[own], self.sentences[his])
                if kind == "same words":
                    self.links.append(Link(min(own, his), max(own, his), kind, how))
                    self.groups.join(self.sentences[his].telling, bare)

    def speak_for(
        self, meaning: Meaning, seats: Mapping[str, str], folding: Folding, one_news: OneNews
    ) -> None:
        """Gives the words of a body to the person who speaks for it in the same document, where they retell his."""
        relation = relation_by(meaning)
        of_body: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            if self.tellings[sentence.telling].kind == "body":
                of_body[self.tellings[sentence.telling].document].append(sentence)
        persons: dict[int, list[int]] = defaultdict(list)
        for number, telling in enumerate(self.tellings):
            if telling.kind == "person" and telling.roles and telling.document in of_body:
                persons[telling.document].append(number)
        said = self._said({number for numbers in persons.values() for number in numbers}, meaning)
        for document, numbers in sorted(persons.items()):
            for sentence in of_body[document]:
                content = meaning.content(sentence.words)
                sides = _sides(meaning, seats, folding, [self.tellings[sentence.telling].name.last])
                of = self.tellings[sentence.telling]
                for number in numbers:
                    if not one_news.holds(of.around, self.tellings[number].around):
                        continue
                    if not sides & _sides(meaning, seats, folding, self.tellings[number].roles):
                        continue
                    if self.groups.of(sentence.telling) == self.groups.of(number):
                        break
                    for other, theirs in said[self.groups.of(number)]:
                        if len(content & theirs) < LEAST_CONTENT:
                            continue
                        kind, how = relation(0, sentence, other)
                        if kind:
                            self.speaking.append((sentence, other, how))
                            self._move(sentence, number, of_body[document])
                            break

    def name_by_office(self, meaning: Meaning, offices: Offices, one_news: OneNews) -> None:
        """Joins tellings of somebody who has an office and no name with the one person whom other documents name with it.

        The words must retell his. Where documents name several who may hold the office, nothing is joined.
        """
        holders: dict[frozenset[str], list[tuple[int, Office]]] = defaultdict(list)
        described: list[tuple[int, Office]] = []
        for number, telling in enumerate(self.tellings):
            if telling.kind == "person":
                held = (office for role in sorted(telling.roles) if (office := offices.of(role)))
                for office in held:
                    holders[office.title].append((number, office))
            elif telling.kind == "unnamed" and telling.speaker is not None:
                office = offices.of(telling.speaker.name)
                if office is not None:
                    described.append((number, office))
        if not described:
            return
        relation = relation_by(meaning)
        persons: dict[int, dict[int, int]] = {}
        for number, office in described:
            one_person = self._holders_of(office, holders[office.title], self.tellings[number].document)
            persons[number] = {self.groups.of(one): one for one in one_person}
        said = self._said({group for groups in persons.values() for group in groups}, meaning)
        words: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            words[sentence.telling].append(sentence)
        for number, groups in persons.items():
            self._join_retold(number, words[number], groups, said, relation, meaning, one_news)

    def _holders_of(self, office: Office, holders: Sequence[tuple[int, Office]], document: int) -> list[int]:
        """Tellings of the one person who may hold an office; none where there are several, or no other document names one."""
        contradicting = {self.groups.of(number) for number, held in holders if not held.fits(office)}
        found = [n for n, held in holders if held.fits(office) and self.groups.of(n) not in contradicting]
        names = {self.tellings[number].name for number in found}
        is_one = all(agree(one, other) for one in names for other in names)
        is_named = any(self.tellings[number].document != document for number in found)
        return found if is_one and is_named else []

    def _join_retold(
        self,
        number: int,
        sentences: Sequence[Sentence],
        persons: Mapping[int, int],
        said: Mapping[int, Sequence[tuple[Sentence, frozenset[str]]]],
        relation: Callable[[int, Sentence, Sentence], tuple[str, str]],
        meaning: Meaning,
        one_news: OneNews,
    ) -> None:
        """Joins a telling with the first of some groups whose words one of its sentences retells."""
        for sentence in sentences:
            content = meaning.content(sentence.words)
            for group in sorted(persons):
                for other, theirs in said.get(group, ()):
                    if len(content & theirs) < LEAST_CONTENT:
                        continue
                    days = self.tellings[number].around, self.tellings[other.telling].around
                    if not one_news.holds(*days):
                        continue
                    kind, how = relation(0, sentence, other)
                    if kind:
                        self.in_office.append((sentence, other, how))
                        self.groups.join(number, persons[group])
                        return

    def _said(self, numbers: set[int], meaning: Meaning) -> dict[int, list[tuple[Sentence, frozenset[str]]]]:
        """What is said in the groups of these tellings, the first sentences of each in other words, with their content."""
        groups = {self.groups.of(number) for number in numbers}
        said: dict[int, list[tuple[Sentence, frozenset[str]]]] = defaultdict(list)
        known: dict[int, set[frozenset[str]]] = defaultdict(set)
        for sentence in self.sentences:
            group = self.groups.of(sentence.telling)
            if group in groups and len(said[group]) < MOST_COMPARED:
                content = meaning.content(sentence.words)
                if content not in known[group]:
                    known[group].add(content)
                    said[group].append((sentence, content))
        return said

    def _move(self, sentence: Sentence, number: int, of_body: Sequence[Sentence]) -> None:
        """Moves the statement of a sentence, with those told in it, to another telling."""
        statement = sentence.statement
        old, new = self.tellings[sentence.telling], self.tellings[number]
        moved = [each for each in old.statements if statement.span.holds(each.span)]
        old.statements = [each for each in old.statements if each not in moved]
        new.statements += moved
        old.told.remove(statement)
        new.told.append(statement)
        for other in of_body:
            if other.statement is statement:
                other.telling = number


def _sides(
    meaning: Meaning, seats: Mapping[str, str], folding: Folding, names: Collection[str]
) -> frozenset[str]:
    """The states that names or offices speak of."""
    found = set()
    for name in names:
        for _, _, sense in meaning.senses(folding.words(name)):
            if sense.kind == "place" or sense.content in seats:
                found.add(seats.get(sense.value or sense.content, sense.value))
    return frozenset(found - {""})
