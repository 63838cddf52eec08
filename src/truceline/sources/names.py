# SPDX-License-Identifier: Apache-2.0
"""Names in running text: the longest that stands at a place, whole words, capitals where the name has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truceline.sources.model import Mention, Span

_WORD = re.compile(r"[^\W_]+")


Word = tuple[int, int, str]
"""Where a word begins and ends, and the word in small letters without marks over them."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of something."""

    words: tuple[str, ...]
    """As they are written."""
    id: str


class NameIndex:
    """Finds names: one look at a dictionary for each word of a text."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Takes pairs of a name and the id of what it names; hyphens, marks over letters and apostrophes do not matter."""
        self._by_words: dict[tuple[str, ...], list[Name]] = {}
        self._longest: dict[str, int] = {}
        for text, owner in names:
            words = tuple(_WORD.findall(text))
            if not words:
                continue
            key = tuple(map(folded, words))
            self._by_words.setdefault(key, []).append(Name(words, owner))
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def find(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """The names in a stretch, in order, without overlap; one of several things has no id."""
        return self.among(text, words_of(text, start, end))

    def among(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        """The names among the words of a text."""
        longest, free = self._longest, 0
        for at, word in enumerate(words):
            most = longest.get(word[2])
            if most is None or at < free:
                continue
            for length in range(min(most, len(words) - at), 0, -1):
                group = words[at : at + length]
                start, end = group[0][0], group[-1][1]
                ids = self._ids(text, group, start, end)
                if ids:
                    span = Span(start, end)
                    is_one = len(ids) == 1
                    yield Mention(span, text[start:end], ids[0] if is_one else "", () if is_one else ids)
                    free = at + length
                    break

    def _ids(self, text: str, words: Sequence[Word], start: int, end: int) -> tuple[str, ...]:
        named = self._by_words.get(tuple(word[2] for word in words), ())
        if not named or _is_part(text, start, end) or _has_gap(text[start:end]):
            return ()
        fitting = {
            name.id
            for name in named
            if all(map(_has_capitals, name.words, (text[word[0] : word[1]] for word in words)))
        }
        return tuple(sorted(fitting))


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of a stretch."""
    return [(word.start(), word.end(), folded(word[0])) for word in _WORD.finditer(text, start, end)]


def folded(word: str) -> str:
    """A word in small letters, without marks over them."""
    if word.isascii():
        return word.lower()
    return "".join(
        one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one)
    ).casefold()


def _has_capitals(name: str, word: str) -> bool:
    """Whether a word of a text has the capitals of a name: ``IS`` is not "is"."""
    if len(name) > 1 and name.isupper():
        return word.isupper()
    return not name[0].isupper() or word[0].isupper()


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a hyphen joins the words to others before them: ``al-Bab`` is not ``Bab``."""
    return start >= 2 and text[start - 1] in "-‑" and text[start - 2].isalnum()


def _has_gap(words: str) -> bool:
    """Whether the words belong to two sentences or two items of a list."""
    return bool(re.search(r"[,;:!?()\n\"“”]|\w{2}\. ", words))
