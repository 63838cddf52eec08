# SPDX-License-Identifier: Apache-2.0
"""The graph of outlets, utterances and origins, put together from tellings and what joins them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from truceline.sources.folding import Folding, Name, agree
from truceline.sources.model import Reading, Span
from truceline.sources.origins.joining import Groups
from truceline.sources.origins.model import Edge, Origin, Place, Point, Utterance
from truceline.sources.origins.occasions import OneNews, narrowest
from truceline.sources.origins.points import Points
from truceline.sources.origins.tellings import UNNAMED, Telling
from truceline.sources.origins.told import Told

_NAMESAKE = (
    "another origin has this name too, or a part of it: it may be he on another occasion, or the words that both tell are too "
    "few to show that it is the same one; where independent origins are counted, both count once"
)

_FAR = "the days on which it was told lie far apart: it may be another occasion, though the words are nearly the same"


class Graph:
    """Origins, utterances, points and edges, in an order of their own."""

    def __init__(
        self, told: Told, outlets: Mapping[str, tuple[str, ...]], folding: Folding, one_news: OneNews
    ) -> None:
        self._told = told
        self._one_news = one_news
        self._folding = folding
        self._outlets = outlets
        self._members: dict[int, list[Telling]] = defaultdict(list)
        for number, telling in enumerate(told.tellings):
            if telling.told:
                self._members[told.groups.of(number)].append(telling)
        self._ids = {group: f"o-{members[0].told[0].id}" for group, members in self._members.items()}
        self._sentences: dict[int, list[int]] = defaultdict(list)
        for number, sentence in enumerate(told.sentences):
            self._sentences[told.groups.of(sentence.telling)].append(number)

    def origins(self) -> Iterator[Origin]:
        """One for each group of tellings that were joined."""
        made = list(self._origins())
        names = {origin.id: self._names(origin) for origin in made}
        by_last: dict[str, Counter[Name]] = defaultdict(Counter)
        for own in names.values():
            for name in own:
                by_last[name.last][name] += 1
        for origin in made:
            own = names[origin.id]
            if any(
                count > (other in own) and agree(name, other)
                for name in own
                for other, count in by_last[name.last].items()
            ):
                yield replace(origin, how="; ".join(filter(None, (origin.how, _NAMESAKE))))
            else:
                yield origin

    def _names(self, origin: Origin) -> set[Name]:
        """How a person is named; nobody knows whether a last name alone is that of another one."""
        return {self._folding.name(words) for words in origin.names} if origin.kind == "person" else set()

    def _origins(self) -> Iterator[Origin]:
        for group, members in self._members.items():
            documents = sorted({self._told.id_of(telling) for telling in members})
            kind = _kind(members)
            speakers = [each.speaker for each in members if each.speaker is not None and each.kind == kind]
            names = sorted({each.name for each in speakers if each.name}, key=lambda name: (-len(name), name))
            yield Origin(
                id=self._ids[group],
                kind=kind,
                speaker=names[0] if names else "",
                statements=tuple(each.id for telling in members for each in telling.statements),
                documents=tuple(documents),
                outlets=self._outlets_of(documents),
                names=tuple(sorted(names)),
                roles=tuple(sorted({role for telling in members for role in telling.roles} - set(names))),
                occasion=tuple(map(str, narrowest(day for telling in members for day in telling.dates))),
                how="; ".join(filter(None, (_how(members), self._far(members)))),
            )

    def _far(self, members: Sequence[Telling]) -> str:
        return "" if self._one_news.holds(*(telling.around for telling in members)) else _FAR

    def _outlets_of(self, documents: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted({name for document in documents for name in self._outlets[document]}))

    @cached_property
    def _utterances(self) -> dict[int, list[int]]:
        """Sentences by the first one that they are linked with."""
        groups = Groups(len(self._told.sentences))
        for link in self._told.links:
            if link.kind != "retold":
                groups.join(link.left, link.right)
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._told.sentences)):
            found[groups.of(number)].append(number)
        return found

    def utterances(self, points: Points) -> Iterator[Utterance]:
        """One for each group of sentences that go back to the same words."""
        translated = {link.left for link in self._told.links if link.kind == "translation"}
        count: Counter[str] = Counter()
        for numbers in self._utterances.values():
            sentences = [self._told.sentences[number] for number in numbers]
            origin = self._ids[self._told.groups.of(sentences[0].telling)]
            count[origin] += 1
            yield Utterance(
                id=f"{origin}-u{count[origin]}",
                origin=origin,
                statements=tuple(dict.fromkeys(sentence.statement.id for sentence in sentences)),
                variants=points.variants(
                    [(sentence.words, self._told.place(sentence)) for sentence in sentences]
                ),
                is_translation=not translated.isdisjoint(numbers),
            )

    def points(self, points: Points) -> Iterator[Point]:
        """What each origin says, point by point."""
        utterance = {
            number: f"{numbers[0]}" if len(numbers) > 1 else ""
            for numbers in self._utterances.values()
            for number in numbers
        }
        for group, members in self._members.items():
            clauses = []
            for number in self._sentences[group]:
                sentence = self._told.sentences[number]
                place, is_denied = self._told.place(sentence), sentence.statement.is_denied
                clauses += points.clauses(place.document, place.span, utterance[number], is_denied=is_denied)
            documents = sorted({self._told.id_of(telling) for telling in members})
            yield from points.of(self._ids[group], clauses, {name: self._outlets[name] for name in documents})

    def edges(self, utterances: Sequence[Utterance]) -> Iterator[Edge]:
        """All relations, each with the words that show it."""
        told = self._told
        for utterance in utterances:
            by_document: dict[str, list[Place]] = defaultdict(list)
            for variant in utterance.variants:
                for place in variant.places:
                    by_document[place.document].append(place)
            first = utterance.variants[0].places[0]
            yield Edge("starts", utterance.origin, utterance.id, (first,))
            for document, told_at in sorted(by_document.items()):
                yield Edge("tells", document, utterance.id, tuple(sorted(told_at)))
        for link in told.links:
            left, right = told.sentences[link.left], told.sentences[link.right]
            places = (told.place(left), told.place(right))
            yield Edge(link.kind, left.statement.id, right.statement.id, places, link.how)
        for body, person, how in told.speaking:
            places = (told.place(body), told.place(person))
            yield Edge("speaks for", person.statement.id, body.statement.id, places, how)
        for described, person, how in told.in_office:
            places = (told.place(described), told.place(person))
            yield Edge("in office", person.statement.id, described.statement.id, places, how)
        for copy in told.copies:
            left_text, right_text = told.paragraphs[copy.left], told.paragraphs[copy.right]
            one, other = (told.readings[each.document].document.id for each in (left_text, right_text))
            places = (Place(one, left_text.span), Place(other, right_text.span))
            yield Edge("copies", one, other, places, copy.how)
        for citation in sorted(told.citations, key=lambda each: (each.document, each.span, each.outlet)):
            document = self._id(citation.document)
            own = {self._folding.outlet(name): name for name in self._outlets[document]}
            cited = own.get(self._folding.outlet(citation.outlet), citation.outlet)
            if self._outlets[document] != (cited,):  # its own reporter was told it
                yield Edge("cites", document, cited, (Place(document, citation.span),))

    def narrators(self, readings: Sequence[Reading]) -> list[Origin]:
        """What outlets say in their own words: one for each document that does, and one for each copied paragraph."""
        documents: dict[str, set[str]] = defaultdict(set)
        claims: dict[str, list[str]] = defaultdict(list)
        for reading in readings:
            for claim in reading.claims:
                if not claim.statement:
                    name = self._narrator(reading.document.id, claim.span)
                    claims[name].append(claim.id)
                    documents[name] |= self._sharing.get(name, {reading.document.id})
        return [
            Origin(
                name,
                "narrator",
                "",
                (),
                tuple(sorted(of)),
                self._outlets_of(sorted(of)),
                claims=tuple(claims[name]),
            )
            for name, of in sorted(documents.items())
        ]

    @cached_property
    def _copied(self) -> dict[str, list[tuple[Span, str]]]:
        """Of each document the paragraphs that others share, with the id of the narrator who has them."""
        groups = Groups(len(self._told.paragraphs))
        for copy in self._told.copies:
            groups.join(copy.left, copy.right)
        found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for number in sorted({each for copy in self._told.copies for each in (copy.left, copy.right)}):
            paragraph, first = self._told.paragraphs[number], self._told.paragraphs[groups.of(number)]
            name = f"o-{self._id(first.document)}-n{first.span.start}"
            found[self._id(paragraph.document)].append((paragraph.span, name))
        return found

    @cached_property
    def _sharing(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for document, paragraphs in self._copied.items():
            for _, name in paragraphs:
                found[name].add(document)
        return found

    def _id(self, document: int) -> str:
        return self._told.readings[document].document.id

    def _narrator(self, document: str, span: Span) -> str:
        for paragraph, name in self._copied.get(document, ()):
            if paragraph.holds(span):
                return name
        return f"o-{document}-n"

    def origin_of_claims(self, readings: Sequence[Reading]) -> dict[str, str]:
        """The origin of each claim: that of its statement, else the narrator."""
        of_statement = {
            statement.id: self._ids[group]
            for group, members in self._members.items()
            for telling in members
            for statement in telling.statements
        }
        return {
            claim.id: of_statement.get(claim.statement) or self._narrator(reading.document.id, claim.span)
            for reading in readings
            for claim in reading.claims
        }


def _kind(members: Sequence[Telling]) -> str:
    """Who is described in one document may be named in another."""
    kinds = [telling.kind for telling in members]
    return "person" if "person" in kinds else kinds[0]


def _how(members: Sequence[Telling]) -> str:
    if _kind(members) in UNNAMED:
        return "an unnamed source: nobody can know whether others mean the same one"
    if len({telling.document for telling in members}) > 1:
        return "the same words in several documents"
    return ""
