# SPDX-License-Identifier: Apache-2.0
"""What is said within one origin: clauses of all tellings that say the same, and in which words that matter they differ."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.model import Reading, Span
from truceline.sources.origins.alignment import align
from truceline.sources.origins.cutting import LEAST_CLAUSE, Cutting
from truceline.sources.origins.joining import Groups
from truceline.sources.origins.marking import Mark, Marking, by_subject
from truceline.sources.origins.model import DIFFERENCES, Difference, Place, Point, Side, Variant
from truceline.sources.origins.unlisted import differing_names, places_of, wording

SHARE_OF_LESSER = 0.6
"""Of the weight of the lesser clause's content, for two clauses to say the same."""
SHARE_OF_BOTH = 0.4
"""Of the weight of both."""
SHARE_TO_JOIN = 0.5
"""Of the weight of both, for a clause to make one of two groups that it fits."""
SHARE_OF_PART = 0.66
"""Of the weight of the lesser clause's content, for it to be a part of a longer one, whatever else that says."""
LEAST_MEANINGS = 4
"""In common; of clauses with four, three; of clauses with fewer, all."""
MOST_COMPARED = 8
"""Tellings of a point that another clause is compared with."""

_NUMBERS = "@numbers"
"""What tells of a number is no part of what tells of none."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence that says one thing."""

    place: Place
    words: tuple[str, ...]
    content: frozenset[str]
    utterance: str = ""
    """The utterance that it tells, where it is the whole of the sentence."""
    is_denied: bool = False
    """Whether it is what its speaker denies."""


class Points:
    """Finds the points of origins; knows the documents that they are told in."""

    def __init__(
        self,
        readings: Mapping[str, Reading],
        meaning: Meaning,
        folding: Folding,
        cutting: Cutting,
        marking: Marking,
    ) -> None:
        self._readings = readings
        self._meaning = meaning
        self._folding = folding
        self._cutting = cutting
        self._marking = marking

    def clauses(
        self, document: str, sentence: Span, utterance: str, *, is_denied: bool = False
    ) -> list[Clause]:
        """The clauses of a sentence.

        Args:
            document: its id.
            sentence: where it stands.
            utterance: what it is a telling of.
            is_denied: whether it is what its speaker denies.
        """
        said = sentence.of(self._readings[document].document.text)
        cut = self._cutting.of(said)
        whole = utterance if len(cut) == 1 else ""
        return [
            Clause(
                Place(document, Span(sentence.start + start, sentence.start + end)),
                words,
                content,
                whole,
                is_denied,
            )
            for start, end, words, content in cut
        ]

    def of(
        self, origin: str, clauses: Sequence[Clause], outlets: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Point]:
        """The points of one origin, in the order of the places where they stand first.

        Args:
            origin: its id.
            clauses: all that its tellings say.
            outlets: of each document of the origin.
        """
        everybody = sorted({name for names in outlets.values() for name in names})
        groups = sorted(self._grouped(clauses), key=lambda group: group[0].place)
        for number, members in enumerate(groups, 1):
            have = {name for clause in members for name in outlets[clause.place.document]}
            yield Point(
                id=f"{origin}-p{number}",
                origin=origin,
                variants=self.variants([(clause.words, clause.place) for clause in members]),
                outlets=tuple(sorted(have)),
                left_out=tuple(name for name in everybody if name not in have),
                differences=tuple(self._differences(members)),
            )

    def _grouped(self, clauses: Sequence[Clause]) -> list[list[Clause]]:
        """Clauses that say the same: each joins the group whose tellings share most with it, the fullest clauses first."""
        same: dict[tuple[str, ...], list[Clause]] = defaultdict(list)
        for clause in clauses:
            same[clause.words].append(clause)
        contents = {words: members[0].content for words, members in same.items()}
        weights = _weights(contents.values())
        full = {words: sum(map(weights.__getitem__, content)) for words, content in contents.items()}
        groups: list[list[tuple[str, ...]]] = []
        joined: list[tuple[int, int]] = []
        heads: list[tuple[int, float, frozenset[str]]] = []
        with_content: dict[str, list[int]] = defaultdict(list)
        for words in sorted(same, key=lambda key: (-len(contents[key]), key)):
            shared: dict[int, float] = defaultdict(float)
            count: dict[int, int] = defaultdict(int)
            for meaning in sorted(contents[words]):
                for head in with_content[meaning]:
                    shared[head] += weights[meaning]
                    count[head] += 1
            near: dict[int, float] = {}
            for head, weight in shared.items():
                group, other, theirs = heads[head]
                of_lesser = weight / min(full[words], other)
                of_both = 2 * weight / (full[words] + other)
                size = min(len(contents[words]), len(theirs))
                if count[head] < min(LEAST_MEANINGS, max(size - 1, min(size, LEAST_CLAUSE))):
                    continue
                is_part = of_lesser >= SHARE_OF_PART and count[head] >= LEAST_MEANINGS
                is_part = is_part and (_NUMBERS in contents[words]) <= (_NUMBERS in theirs)
                if self._meaning.contradict(contents[words], theirs):
                    continue
                if is_part or (of_lesser >= SHARE_OF_LESSER and of_both >= SHARE_OF_BOTH):
                    near[group] = max(near.get(group, 0.0), of_both)
            if not near:
                near[len(groups)] = 1.0
                groups.append([])
            best = min(near, key=lambda group: (-near[group], group))
            for group in near:
                if near[group] >= SHARE_TO_JOIN:
                    joined.append((best, group))
            groups[best].append(words)
            if len(groups[best]) <= MOST_COMPARED:
                for meaning in contents[words]:
                    with_content[meaning].append(len(heads))
                heads.append((best, full[words], contents[words]))
        return _joined([[clause for words in group for clause in same[words]] for group in groups], joined)

    def variants(self, told: Sequence[tuple[Sequence[str], Place]]) -> tuple[Variant, ...]:
        """Different wordings side by side, those that stand first in front, each aligned with the first."""
        same: dict[tuple[str, ...], list[Place]] = {}
        for words, place in sorted(told, key=lambda each: each[1]):
            same.setdefault(tuple(words), []).append(place)
        made: list[Variant] = []
        for places in same.values():
            text = self._text(places[0])
            aligned = None
            if made:
                first = made[0].places[0]
                aligned = align(first, self._text(first), places[0], text, self._folding)
            made.append(Variant(places[0].span.of(text), tuple(places), aligned))
        return tuple(made)

    def _text(self, place: Place) -> str:
        return self._readings[place.document].document.text

    def _differences(self, members: Sequence[Clause]) -> Iterator[Difference]:
        if len({(clause.words, clause.is_denied) for clause in members}) < 2:
            return
        found = [self._marked(clause) for clause in members]
        self._mark_names(members, found)
        settled = _settled(found)
        for kind in DIFFERENCES:
            for marks in by_subject(kind, found):
                sides = _sides(kind, members, marks, settled)
                if len(sides) > 1:
                    ordered = sorted(sides.items(), key=lambda side: (not side[0], min(side[1])))
                    yield Difference(
                        kind, tuple(Side(values, tuple(sorted(set(where)))) for values, where in ordered)
                    )

    def _marked(self, clause: Clause) -> dict[str, list[Mark]]:
        """By kind the words of a clause that matter."""
        found = self._marking.of(self._readings[clause.place.document], clause.place.span, clause.words)
        if clause.is_denied:
            found["negation"].append(Mark("denied", clause.place))
        return found

    def _mark_names(self, members: Sequence[Clause], found: Sequence[dict[str, list[Mark]]]) -> None:
        """Adds the names that no list knows and that make a difference."""
        told = []
        for clause, marked in zip(members, found, strict=True):
            known = [mark.where.span for marks in marked.values() for mark in marks]
            told.append(wording(self._text(clause.place), clause.place.span, known, self._folding))
        names = differing_names(told, self._meaning, self._folding)
        for clause, marked, each in zip(members, found, told, strict=True):
            for first, after in places_of(names, each) if names else ():
                start = clause.place.span.start
                places = self._folding.places(clause.place.span.of(self._text(clause.place)))
                where = Span(start + places[first][0], start + places[after - 1][1])
                value = " ".join(each.words[first:after])
                marked["name"].append(Mark(value, Place(clause.place.document, where)))


def _joined(groups: Sequence[Sequence[Clause]], near: Iterable[tuple[int, int]]) -> list[list[Clause]]:
    """Groups put together that are near, or of which whole sentences tell one utterance; each in order."""
    joined = Groups(len(groups))
    for one, other in near:
        joined.join(one, other)
    first: dict[str, int] = {}
    for number, group in enumerate(groups):
        for clause in group:
            if clause.utterance:
                joined.join(first.setdefault(clause.utterance, number), number)
    found: dict[int, list[Clause]] = defaultdict(list)
    for number, group in enumerate(groups):
        found[joined.of(number)] += group
    return [sorted(group, key=lambda clause: clause.place) for group in found.values()]


def _weights(contents: Iterable[frozenset[str]]) -> dict[str, float]:
    """What is said in every clause of an origin tells little about any of them."""
    known = list(contents)
    count = Counter(meaning for content in known for meaning in content)
    return {meaning: math.log(1 + len(known) / often) for meaning, often in count.items()}


def _sides(
    kind: str,
    members: Sequence[Clause],
    marks: Sequence[Sequence[Mark]],
    settled: Mapping[tuple[str, str], str],
) -> dict[tuple[str, ...], list[Place]]:
    """What the clauses say, and where; a document that says it elsewhere in the point is not silent."""
    sides: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for clause, row in zip(members, marks, strict=True):
        values = {settled.get((kind, mark.value), mark.value) for mark in row}
        sides[tuple(sorted(values))] += [mark.where for mark in row] or [clause.place]
    telling = {place.document for values, where in sides.items() if values for place in where}
    silent = [place for place in sides.pop((), []) if place.document not in telling]
    if silent:
        sides[()] = silent
    return sides


def _settled(found: Sequence[Mapping[str, Sequence[Mark]]]) -> dict[tuple[str, str], str]:
    """What the same words mean in the tellings that settle it, where all of these agree."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for marked in found:
        for kind, marks in marked.items():
            for mark in marks:
                if mark.settled:
                    known[kind, mark.value].add(mark.settled)
    return {key: next(iter(values)) for key, values in known.items() if len(values) == 1}
