# SPDX-License-Identifier: Apache-2.0
"""Sentences cut into clauses; lists of noun groups, and what stands between two commas, stay whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning

LEAST_CLAUSE = 3
"""Meanings; a lesser clause stays with the one before it."""

_BREAK = re.compile(r"[,;:–—]+[\"”’]?\s|\s[-–—]+\s")

_STRONG = frozenset(";:")

_Cut = tuple[int, int, tuple[str, ...], frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The words of a sentence."""

    words: Sequence[str]
    verbs: frozenset[int]
    """Which of them are verbs, as far as the dictionary tells, or come with one."""


class Cutting:
    """Cuts sentences of one language; keeps each sentence it has met."""

    def __init__(self, dictionaries: Dictionaries, meaning: Meaning, folding: Folding) -> None:
        self._meaning = meaning
        self._folding = folding
        table, grammar = dictionaries["points"]["clauses"], dictionaries["clauses"]
        self._openings: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in table["openings"]:
            opening = tuple(folding.words(words))
            self._openings[opening[0]].append(opening)
        self._continuing = frozenset(table["continuing"])
        self._relatives = frozenset(table["relatives"])
        auxiliaries = [word for words in grammar["auxiliaries"].values() for word in words]
        self._auxiliaries = frozenset(word for word in auxiliaries if word[0] != "'")
        self._joined = tuple(word for word in auxiliaries if word[0] == "'")
        self._verbs = frozenset((*grammar["words"]["finite"], *table["subjects"]))
        self._past: str = grammar["endings"]["past"]
        self._gerund: str = grammar["endings"]["gerund"]
        self._prepositions = frozenset(grammar["words"]["prepositions"])
        self._nominal = self._prepositions | frozenset(grammar["words"]["articles"])
        self._not_past = frozenset(dictionaries["times"]["tense"]["not_past"])
        self._passive = frozenset(table["passive"])
        self._cut: dict[str, list[_Cut]] = {}

    def of(self, said: str) -> list[_Cut]:
        """The clauses of a sentence: where each begins and ends, its words and its content.

        >>> from truceline.sources.dictionaries import Dictionaries
        >>> folding = Folding(Dictionaries())
        >>> cutting = Cutting(Dictionaries(), Meaning(Dictionaries(), folding), folding)
        >>> said = "The patrols spare schools, mills and the market, and the guns of both sides are silent"
        >>> [said[start:end] for start, end, _, _ in cutting.of(said)]
        ['The patrols spare schools, mills and the market', 'and the guns of both sides are silent']
        """
        if said not in self._cut:
            self._cut[said] = list(self._of(said))
        return self._cut[said]

    def _of(self, said: str) -> list[_Cut]:
        words, places = self._folding.words(said), self._folding.places(said)
        sentence = _Sentence(words, self._verbs_of(said, words, places))
        made: list[tuple[int, int, frozenset[str]]] = []
        start = 0
        cuts = self._cuts(said, sentence, places)
        for end in [*cuts, len(words)]:
            content = self._meaning.content(words[start:end])
            if len(content) < LEAST_CLAUSE and (made or end < len(words)):
                if not made:
                    continue
                start = made.pop()[0]
                content = self._meaning.content(words[start:end])
            if start < end:
                made.append((start, end, content))
            start = end
        return [
            (places[start][0], places[end - 1][1], tuple(words[start:end]), content)
            for start, end, content in made
        ]

    def _verbs_of(self, said: str, words: Sequence[str], places: Sequence[tuple[int, int]]) -> frozenset[int]:
        found = {
            at
            for at, word in enumerate(words)
            if (
                word in self._auxiliaries
                or word in self._verbs
                or word.endswith(self._joined)
                or self._is_past(words, at)
            )
            and said[places[at][0] - 1 : places[at][0]] != "-"
        }
        for first, after, sense in self._meaning.senses(words):
            if sense.kind == "time":  # a month is no auxiliary
                found.difference_update(range(first, after))
        return frozenset(found)

    def _is_past(self, words: Sequence[str], at: int) -> bool:
        word = words[at]
        if not word.endswith(self._past) or word in self._not_past or (at and words[at - 1] in self._nominal):
            return False
        return at + 1 == len(words) or words[at + 1] not in self._passive

    def _cuts(self, said: str, sentence: _Sentence, places: Sequence[tuple[int, int]]) -> list[int]:
        """Where clauses begin, but for the first."""
        words = sentence.words
        breaks = {}
        number = 0
        for found in _BREAK.finditer(said):
            while number < len(places) and places[number][0] <= found.start():
                number += 1
            breaks[number] = found.group()
        opened = {at for at in range(len(words)) if self._opens(words, at)}
        cuts: list[int] = []
        for piece, end in pairwise(sorted({*breaks, *opened, len(words)} - {0})):
            start = cuts[-1] if cuts else 0
            if piece in opened or (words[piece] not in self._continuing and set(breaks[piece]) & _STRONG):
                cuts.append(piece)
            elif words[piece] in self._auxiliaries and piece in sentence.verbs:
                if cuts and words[start] in self._relatives:  # what it is said of stands before the aside
                    cuts.pop()
            elif words[piece] not in self._continuing and self._says(sentence, piece, end, start):
                cuts.append(piece)
        return cuts

    def _opens(self, words: Sequence[str], at: int) -> bool:
        if at and words[at] in self._relatives and words[at - 1] in self._prepositions:
            return False  # "in which"
        return any(
            tuple(words[at : at + len(opening)]) == opening for opening in self._openings.get(words[at], ())
        )

    def _says(self, sentence: _Sentence, start: int, end: int, before: int) -> bool:
        """Whether words after a comma, and those before it, have a verb outside of what only tells more of a noun."""
        first = start
        while first < end and sentence.words[first] in self._relatives:
            first += 1
        own = next((at for at in range(first, end) if self._decides(sentence, at)), None)
        if own not in sentence.verbs or (own == first and sentence.words[first] not in self._verbs):
            return False
        last = next((at for at in reversed(range(before, start)) if self._decides(sentence, at)), None)
        if (
            last is None
        ):  # a verb that the dictionary does not know, unless what stands first only tells when or where
            opening = sentence.words[before]
            return opening not in self._prepositions and not opening.endswith(self._gerund)
        return last in sentence.verbs

    def _decides(self, sentence: _Sentence, at: int) -> bool:
        return at in sentence.verbs or sentence.words[at] in self._relatives
