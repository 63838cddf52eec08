# SPDX-License-Identifier: Apache-2.0
"""Words, marks and sentences, as one voice tells them: each quotation in it counts as one word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from truceline.sources.model import Span
from truceline.sources.statements.quotations import Quotation

QUOTED = "“”"
"""Stands for a whole quotation among the words."""
BREAK = "¶"
"""Stands for the end of a paragraph."""

DASHES = frozenset("-—–")
ENDS = frozenset({".", "?", "!", ";", BREAK})
"""Where a clause ends for certain."""

FULL = frozenset(".?!…")
"""How a sentence ends."""
_APOSTROPHE = re.compile("[’']")
_LONGEST = 300
"""No sentence has more words; what goes on longer is a table, or no prose at all."""
_PADDING = 3
"""So many ends of paragraphs stand behind the last word, so that looking ahead never leaves the text."""


class Words(dict[str, frozenset[str]]):
    """The small words of a language, by what they do: each table of ``clauses.toml`` under its name."""

    def __init__(self, content: dict[str, Any]) -> None:
        """From ``clauses.toml``."""
        tables = content["words"] | content["auxiliaries"]
        super().__init__({name: frozenset(words) for name, words in tables.items()})
        self["auxiliaries"] = _joined(content["auxiliaries"].values())
        self["clause openers"] = self["openers"] - self["prepositions"]
        self["not in names"] = self["pronouns"] | self["auxiliaries"] - self["capitals"]
        self["pronoun subjects"] = self["subjects"] - self["determiners"]
        self["whose"] = self["relatives"] - self["that"] | self["of whom"]
        self["not nouns"] = self["openers"] | self["prepositions"] | self["adverbs"]
        self["not heads"] = self["prepositions"] | self["openers"] - self["determiners"]
        self["adjective marks"] = self["determiners"] - self["others"] - self["subjects"] - self["plurals"]
        small = ("determiners", "prepositions", "openers", "adverbs", "conjunctions", "pronouns")
        self["small"] = _joined(self[name] for name in small)
        self.endings: dict[str, str] = dict(content["endings"])
        self.pattern = self._pattern()
        self.lowered = _Lowered(self["capitals"])

    def _pattern(self) -> re.Pattern[str]:
        """One word, number or mark; "Roe's" is two words."""
        short = "|".join(map(re.escape, sorted(self["abbreviations"], key=len, reverse=True)))
        clitics = "|".join(map(re.escape, sorted(self["clitics"])))
        return re.compile(
            rf"(?:{short})\.(?=\s)"  # Mr.
            r"|(?:[^\W\d_]\.){2,}"  # U.S.
            r"|[A-Z]\.(?=\s?[^\W\d_])"  # an initial
            rf"|[^\W\d_]+(?:[-‑][^\W_]+|[’'](?!(?:{clitics})\b)[^\W\d_]+)*"
            r"|\d+(?:[.,:]\d+)*(?:[-‑][^\W_]+)*[^\W\d_]*"
            rf"|[’'](?:{clitics})\b"
            r"|\.{3}|\S"
        )


class _Lowered(dict[str, str]):
    """Each word that was met, in small letters with straight apostrophes; capitals stay where they tell one word from another."""

    def __init__(self, capitals: frozenset[str]) -> None:
        super().__init__((word, word) for word in capitals)

    def __missing__(self, word: str) -> str:
        low = self[word] = word.lower().replace("’", "'")
        return low


def _joined(sets: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(word for words in sets for word in words)


def by_last(phrases: Sequence[str]) -> dict[str, list[list[str]]]:
    """Phrases as lists of words, under the last word of each."""
    found: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        words = phrase.split()
        found.setdefault(words[-1], []).append(words)
    return found


def stands_before(low: Sequence[str], place: int, phrases: dict[str, list[list[str]]]) -> bool:
    """Whether one of some phrases, each under its last word, ends before a place."""
    return place > 0 and any(
        list(low[max(place - len(words), 0) : place]) == words for words in phrases.get(low[place - 1], ())
    )


@dataclass(eq=False)
class Telling:
    """A stretch of text as one voice tells it."""

    text: str
    words: Words
    said: list[str] = field(default_factory=list)
    """As they stand; ``QUOTED`` for a quotation, ``BREAK`` between paragraphs."""
    low: list[str] = field(default_factory=list)
    """In small letters, with straight apostrophes."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    quotes: dict[int, Quotation] = field(default_factory=dict)
    """By the place of their ``QUOTED``."""
    nouns: set[int] = field(default_factory=set)
    """Where words stand that may be verbs of saying or nouns."""
    marked: dict[int, str] = field(default_factory=dict)
    """Where verbs of saying stand that say something, and in which form."""

    def __len__(self) -> int:
        return len(self.low)

    def is_name(self, index: int) -> bool:
        """Whether a word begins with a capital."""
        word = self.said[index]
        return word[:1].isupper() or ("-" in word and word.partition("-")[2][:1].isupper())

    def is_word(self, index: int) -> bool:
        """Whether it is a word, not a mark and not a number."""
        return self.said[index][:1].isalpha()

    def is_headline(self, index: int) -> bool:
        """Whether most words of the sentence have capitals, so that a capital tells nothing."""
        first, end = self.sentence(index)
        if index == first:
            return False
        words = [at for at in range(first, end) if self.is_word(at) and len(self.said[at]) > 3]
        return len(words) > 2 and sum(map(self.is_name, words)) * 5 >= len(words) * 4

    def is_sentence(self, index: int) -> bool:
        """Whether a quotation begins like a sentence."""
        quote = self.quotes[index]
        return next((sign.isupper() for sign in self.text[quote.start : quote.end] if sign.isalpha()), False)

    def is_adverb(self, index: int) -> bool:
        """Whether a word only says when or how, by the list or by its ending."""
        word, words = self.low[index], self.words
        return word in words["adverbs"] or (
            word.endswith(words.endings["adverb"]) and len(word) > 4 and not self.is_name(index)
        )

    def ends_as(self, index: int, *kinds: str) -> bool:
        """Whether a word ends like a past, a gerund, a plural ..."""
        word, endings = self.low[index], self.words.endings
        if not word.endswith(tuple(endings[kind] for kind in kinds)):
            return False
        if word in self.words["no-pasts"]:
            return False
        return "plural" not in kinds or not word.endswith(endings["not-plural"])

    def has_words(self, first: int, end: int) -> bool:
        """Whether there is a word or a quotation in a stretch."""
        return any(self.is_word(at) or self.low[at] == QUOTED for at in range(first, end))

    def span(self, first: int, end: int) -> Span:
        """From the first word to the one before ``end``."""
        return Span(self.starts[first], self.ends[end - 1])

    @cached_property
    def sentences(self) -> list[int]:
        """Where each sentence begins, and the number of words as the last."""
        firsts = [0]
        for index in range(len(self.low) - 1):
            if index - firsts[-1] >= _LONGEST or self._ends_sentence(index):
                firsts.append(index + 1)
        firsts.append(len(self.low))
        return firsts

    def sentence(self, index: int) -> tuple[int, int]:
        """First word and end of the sentence in which a word stands."""
        at = bisect_right(self.sentences, index) - 1
        return self.sentences[at], self.sentences[at + 1]

    def _ends_sentence(self, index: int) -> bool:
        word, following = self.low[index], self.said[index + 1]
        if word == BREAK:
            return self._breaks(index)
        if following == BREAK:
            return False
        if word in FULL:
            while self.said[index + 1] in ")]" and index + 2 < len(self.low):
                index += 1
            following = self.said[index + 1]
            return (
                following == QUOTED
                or following[:1].isupper()
                or following[:1].isdigit()
                or following in "([-—–"
            )
        if word in ")]" and index and self.low[index - 1] in FULL:
            return True
        if word == QUOTED:
            last = self.last_sign(index)
            if last in FULL and last not in "?!":
                return following == QUOTED or following[:1].isupper() or following[:1].isdigit()
            if last in "?!":  # "'Who fired?' He shrugged", but "'Who fired?' Roe asked"
                low = self.low[index + 1]
                is_new = (
                    following[:1].isupper() and low in self.words["small"] and low not in self.words["we"]
                )
                return following == QUOTED or is_new
            return False
        if word.endswith(".") and len(word) > 2 and word.count(".") > 1:
            low = self.low[index + 1]
            return following[:1].isupper() and low in self.words["starters"]
        return False

    def last_sign(self, index: int) -> str:
        """The last mark or letter of a quotation."""
        quote = self.quotes[index]
        at = quote.end - 1
        while at > quote.start and (self.text[at].isspace() or self.text[at] in "”’\"'»"):
            at -= 1
        return self.text[at]

    def _breaks(self, index: int) -> bool:
        """Whether a sentence ends with its paragraph: not after a comma, a colon, or a quotation that one of them closes."""
        before = self.low[index - 1] if index else BREAK
        if before == QUOTED:
            quote = self.quotes[index - 1]
            return not (quote.is_closed and self.last_sign(index - 1) == ",")
        if self.low[index + 1] == QUOTED:
            return before not in (",", ":")
        return before != ","


def telling_of(text: str, words: Words, stretches: Sequence[Span], quotes: Sequence[Quotation]) -> Telling:
    """The words of some paragraphs, one after the other, with the quotations in them as one word each."""
    made = Telling(text, words)
    waiting = sorted(quotes, key=lambda quote: quote.outer_start)
    next_one = 0
    for number, stretch in enumerate(stretches):
        if number:
            _append(made, BREAK, BREAK, stretch.start, stretch.start)
        at = stretch.start
        while next_one < len(waiting) and waiting[next_one].outer_start < stretch.end:
            quote = waiting[next_one]
            _append_words(made, at, quote.outer_start)
            if is_name_like(text, quote, words):
                _append_words(made, quote.start, quote.end)
                made.ends[-1] = quote.outer_end
                at = quote.outer_end
                next_one += 1
                continue
            made.quotes[len(made.low)] = quote
            _append(made, QUOTED, QUOTED, quote.outer_start, quote.outer_end)
            at = quote.outer_end
            next_one += 1
        _append_words(made, at, stretch.end)
    for _ in range(_PADDING):
        _append(made, BREAK, BREAK, stretches[-1].end, stretches[-1].end)
    return made


def is_name_like(text: str, quote: Quotation, words: Words) -> bool:
    """Whether only a name stands in the marks, and no speech: "Army of the Mountain"."""
    inside = text[quote.start : quote.end]
    parts = inside.split()
    if not 1 < len(parts) < 6 or inside[-1:] in ",.?!…" or quote.inner or not quote.is_closed:
        return False
    if any(_APOSTROPHE.split(part.lower(), maxsplit=1)[0] in words["not in names"] for part in parts):
        return False
    long = [part for part in parts if part.lower() not in words["small"]]
    return (
        bool(long) and parts[0][:1].isupper() and all(part[:1].isupper() for part in long) and len(long) > 1
    )


def _append(made: Telling, said: str, low: str, start: int, end: int) -> None:
    made.said.append(said)
    made.low.append(low)
    made.starts.append(start)
    made.ends.append(end)


def _append_words(made: Telling, start: int, end: int) -> None:
    said, low, starts, ends = made.said, made.low, made.starts, made.ends
    lowered = made.words.lowered
    for found in made.words.pattern.finditer(made.text, start, end):
        word = found.group()
        said.append(word)
        low.append(lowered[word])
        starts.append(found.start())
        ends.append(found.end())
