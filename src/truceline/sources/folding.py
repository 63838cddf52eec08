# SPDX-License-Identifier: Apache-2.0
"""Words and names without what is mere spelling, so that they can be compared.

The table is ``folding.toml`` of a language. Nothing here changes a text: every word keeps its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.model import Span

_WORD = r"[^\W_]+(?:[.'’][^\W_]+)*"
_HYPHEN = "[-‐‑]"
_HYPHENED = re.compile(r"\b([^\W\d_]+)-([^\W\d_]+)")
_STOP = re.compile(r"[.!?…]+[\"”’)\]]*\s+(?=[\"“‘(\[]*[^\W_a-zа-я])|(?<![,;:\s])\n\n+")

LEAST_GIVEN = 4
"""Letters of a given name; in a shorter one, each tells people apart."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, cut into what is compared."""

    last: str
    first: tuple[str, ...] = ()
    suffix: str = ""
    """What tells a father from his son."""


class Folding:
    """The folding of one language; keeps each word it has met."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        table = dictionaries["folding"]
        self._spelling: dict[str, str] = table["spelling"]
        begin = "|".join(re.escape(word).replace(r"\-", _HYPHEN) for word in table["hyphens"]["beginnings"])
        self._word = re.compile(rf"(?<![\w'’-])(?i:{begin})[^\W_]*(?:['’][^\W_]+)*|{_WORD}")
        self._capitals: dict[str, str] = table["capitals"]
        self._letters: list[tuple[str, str]] = [(old, new) for old, new in table["names"]["transliteration"]]
        self._given: list[tuple[str, str]] = [(old, new) for old, new in table["names"]["given"]]
        self._sexes = {word: sex for sex in ("men", "women") for word in table["names"][sex]}
        self._dropped = frozenset((*table["names"]["particles"], *table["names"]["titles"]))
        self._articles = frozenset(table["names"]["articles"])
        self._indefinite = frozenset(table["names"]["indefinite"])
        self._described = frozenset((*table["names"]["titles"], *table["names"]["descriptions"]))
        self._suffixes = frozenset(table["names"]["suffixes"])
        self._without_vowels = str.maketrans("", "", table["names"]["vowels"])
        self._names: dict[str, Name] = {}
        self._abbreviations = frozenset(table["sentences"]["abbreviations"])

    @cached_property
    def _kept(self) -> _Words:
        return _Words(self)

    def word(self, word: str) -> str:
        """One word in its folded form.

        >>> folding = Folding(Dictionaries())
        >>> folding.word("Defence’s"), folding.word("US"), folding.word("us")
        ('defense', 'u.s', 'us')
        """
        if word in self._capitals:
            return self._capitals[word]
        plain = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
        plain = "".join(character for character in plain if not unicodedata.combining(character))
        plain = re.sub(_HYPHEN, "", plain.removesuffix("'s") or plain)
        return self._spelling.get(plain, plain)

    def words(self, text: str) -> list[str]:
        """The folded words of a text, in order."""
        return list(map(self._kept.__getitem__, self._word.findall(text)))

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where these words stand: of each its start and its end."""
        return [found.span() for found in self._word.finditer(text)]

    def sentences(self, text: str, span: Span) -> Iterator[Span]:
        """The sentences within a stretch of a text, without white space around them."""
        start = span.start
        for found in _STOP.finditer(text, span.start, span.end):
            before = text[start : found.start()]
            last = before[max(before.rfind(" "), before.rfind("\n")) + 1 :].strip("“\"‘('’").casefold()
            is_short = len(last) == 1 and last.isalpha()
            if found.group()[0] == "." and (last in self._abbreviations or is_short):
                continue
            if found.start() > start:
                yield _without_space(text, start, found.end())
            start = found.end()
        if text[start : span.end].strip():
            yield _without_space(text, start, span.end)

    def is_office(self, words: str) -> bool:
        """Whether these words describe somebody and name nobody.

        >>> folding = Folding(Dictionaries())
        >>> folding.is_office("The Russian Minister"), folding.is_office("Mr. Orlan")
        (True, False)
        """
        parts = self.words(words)
        return self.is_anybody(words) or parts[0] in self._articles

    def outlet(self, words: str) -> tuple[str, ...]:
        """The name of an outlet, without the article that some write before it.

        >>> folding = Folding(Dictionaries())
        >>> folding.outlet("The Veld Times") == folding.outlet("Veld Times")
        True
        """
        parts = self.words(words)
        return tuple(parts[1:] if len(parts) > 1 and parts[0] in self._articles else parts)

    def is_indefinite(self, word: str) -> bool:
        """Whether a folded word begins the description of one among others."""
        return word in self._indefinite

    def is_anybody(self, words: str) -> bool:
        """Whether these words may mean one today and another tomorrow.

        >>> folding = Folding(Dictionaries())
        >>> folding.is_anybody("an official of the Union"), folding.is_anybody("the Union")
        (True, False)
        """
        parts = self.words(words)
        return not parts or parts[0] in self._indefinite or parts[-1] in self._described

    def name(self, words: str) -> Name:
        """A person's name; titles, particles and ways to write foreign letters are left out.

        >>> folding = Folding(Dictionaries())
        >>> folding.name("Bashar al-Assad").last == folding.name("Assad").last
        True
        >>> folding.name("Orlan Ves-kar") == folding.name("Orlan Veskar")
        True
        """
        if words not in self._names:
            self._names[words] = self._name(words)
        return self._names[words]

    def _name(self, words: str) -> Name:
        parts = self.words(_HYPHENED.sub(self._joined, words))
        kept = [part for part in parts if part not in self._dropped and part not in self._suffixes] or parts
        plain = [self.letters(part) for part in kept]
        suffix = parts[-1] if parts and parts[-1] in self._suffixes and kept != parts else ""
        return Name(plain[-1], tuple(map(self._given_letters, plain[:-1])), suffix) if plain else Name("")

    def _joined(self, found: re.Match[str]) -> str:
        """Two parts of a name as one: the hyphen may be that of the end of a line. Titles and particles stay apart."""
        is_part = found[2].islower() and self._dropped.isdisjoint(self.words(found[0]))
        return f"{found[1]}{found[2]}" if is_part else found[0]

    def sexes(self, words: str) -> set[str]:
        """The sexes that titles among some words tell.

        >>> Folding(Dictionaries()).sexes("Mrs. Orlan")
        {'women'}
        """
        return {self._sexes[word] for word in self.words(words) if word in self._sexes}

    def _given_letters(self, word: str) -> str:
        if len(word) >= LEAST_GIVEN:
            for old, new in self._given:
                word = word.replace(old, new)
        return word

    def consonants(self, words: str) -> str:
        """Those of a whole name, however it is cut into words.

        >>> folding = Folding(Dictionaries())
        >>> folding.consonants("Abu Orlan") == folding.consonants("Aborlan")
        True
        """
        return self.letters("".join(self.words(words))).translate(self._without_vowels)

    def letters(self, word: str) -> str:
        """A folded word as a part of a name: letters of other alphabets in one way."""
        for old, new in self._letters:
            word = word.replace(old, new)
        return word


class _Words(dict[str, str]):
    def __init__(self, folding: Folding) -> None:
        super().__init__()
        self._folding = folding

    def __missing__(self, word: str) -> str:
        folded = self[word] = self._folding.word(word)
        return folded


def _without_space(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def agree(one: Name, other: Name) -> bool:
    """Whether two names may be of one person: equal last names, and no first name that contradicts.

    A first name may be missing, or an initial. Where both have as many names, each must agree. *Jr.* may be missing. Letters that
    another alphabet changes were made equal before.

    >>> agree(Name("shoigu", ("serge",)), Name("shoigu", ("s",)))
    True
    >>> agree(Name("smith", ("maria",)), Name("smith", ("mario",)))
    False
    >>> agree(Name("khan", ("hassan", "ali")), Name("khan", ("hassan", "omar")))
    False
    """
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    return one.last == other.last and _firsts_agree(one.first, other.first)


def _firsts_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    if len(one) == len(other):
        return all(map(_first_agrees, one, other))
    return not one or not other or _first_agrees(one[0], other[0])


def _first_agrees(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))
