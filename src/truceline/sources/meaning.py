# SPDX-License-Identifier: Apache-2.0
"""The content of words: synonyms and word classes from ``points.toml``, with endings cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding

_CLASSES = ("agreement", "negation", "exclusion", "parties", "numbers", "places")
_KINDS = {"parties": "party", "numbers": "number", "places": "place"}
"""The kind of a difference, where the table of the dictionary has another name."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word, or some in a row, stand for."""

    content: str
    """What is compared when points are told apart; empty of a word without content."""
    kind: str = ""
    """One of ``DIFFERENCES`` where it matters which word it is."""
    value: str = ""
    """Which one it is."""


_NOTHING = Sense("")


class Meaning:
    """The senses of words of one language; keeps each word it has met."""

    def __init__(self, dictionaries: Dictionaries, folding: Folding) -> None:
        table = dictionaries["points"]
        self._endings: list[str] = table["words"]["endings"]
        self._senses: dict[str, Sense] = dict.fromkeys(table["words"]["stop"], _NOTHING)
        self._phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
        for words in table["synonyms"]["sets"]:
            for word in words:
                self._add(folding.words(word), Sense(words[0]))
        for word in table["times"]["words"]:
            self._add([word], Sense("@time", "time", word))
        self._beside_day = frozenset((*table["times"]["words"], *table["times"]["with_day"]))
        self._with_day = frozenset(table["times"]["with_day"])
        for name in _CLASSES:
            kind = _KINDS.get(name, name)
            for value, words in table[name].items():
                for word in (value, *words):
                    parts = folding.words(word)
                    known = self._senses.get(parts[0], _NOTHING).content if len(parts) == 1 else ""
                    self._add(parts, Sense(self._content(name, value, known), kind, value))

        self.contraries: dict[str, str] = {}
        for pair in table["contraries"]["pairs"]:
            one, other = (self.word(word).content for word in pair)
            self.contraries |= {one: other, other: one}

    def _content(self, name: str, value: str, known: str) -> str:
        if name in ("agreement", "numbers"):
            return f"@{name}"
        if name == "negation":
            return ""
        if name == "parties":
            return known or self._stem(value)
        return value

    def _add(self, words: Sequence[str], sense: Sense) -> None:
        if len(words) == 1:
            self._senses[words[0]] = sense
        elif words:
            self._phrases.setdefault(words[0], []).append((tuple(words), sense))
            self._phrases[words[0]].sort(key=lambda entry: -len(entry[0]))

    def _stem(self, word: str) -> str:
        for ending in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                return word[: -len(ending)]
        return word

    def word(self, word: str) -> Sense:
        """The sense of one folded word."""
        sense = self._senses.get(word)
        if sense is None:
            if any(character.isdigit() for character in word):
                sense = Sense("@numbers", "number", word)
            else:
                sense = Sense(self._stem(word))
            self._senses[word] = sense
        return sense

    def senses(self, words: Sequence[str]) -> list[tuple[int, int, Sense]]:
        """What folded words stand for, as (first, after the last, sense); words without content are left out.

        >>> from truceline.sources.dictionaries import Dictionaries
        >>> meaning = Meaning(Dictionaries(), Folding(Dictionaries()))
        >>> [sense.content for _, _, sense in meaning.senses("the cessation of hostilities began".split())]
        ['truce', 'begin']
        """
        found = []
        at = 0
        while at < len(words):
            word = words[at]
            after, sense = at + 1, None
            if word in self._phrases:
                for phrase, meant in self._phrases[word]:
                    if tuple(words[at : at + len(phrase)]) == phrase:
                        after, sense = at + len(phrase), meant
                        break
            if (word[0].isdigit() or word in self._with_day) and self._is_of_date(words, at):
                sense = Sense("@time", "time", word)
            sense = sense or self.word(word)
            if sense.content or sense.kind:
                found.append((at, after, sense))
            at = after
        return found

    def _is_of_date(self, words: Sequence[str], at: int) -> bool:
        """Whether a word is the number of a day beside its month, or a month that is one only there."""
        word = words[at]
        beside = words[max(at - 1, 0) : at + 2]
        if word.isdigit():
            return not self._beside_day.isdisjoint(beside)
        return word in self._with_day and any(other.isdigit() for other in beside)

    def contradict(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether the content of two clauses has a meaning each that cannot both be so."""
        return any(
            meaning in one and contrary in other and contrary not in one and meaning not in other
            for meaning, contrary in self.contraries.items()
        )

    def content(self, words: Sequence[str]) -> frozenset[str]:
        """What folded words stand for, without order."""
        return frozenset(sense.content for _, _, sense in self.senses(words) if sense.content)
