# SPDX-License-Identifier: Apache-2.0
"""Names in running text: the longest that stands at a place, whole words, capitals where the name has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from truceline.sources.model import Mention, Span

_WORD = re.compile(r"[^\W_]+")


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
        words = list(_WORD.finditer(text, start, end))
        at = 0
        while at < len(words):
            longest = self._longest.get(folded(words[at].group()), 0)
            step = 1
            for length in range(min(longest, len(words) - at), 0, -1):
                group = words[at : at + length]
                ids = self._ids(text, [word.group() for word in group], group[0].start(), group[-1].end())
                if ids:
                    span = Span(group[0].start(), group[-1].end())
                    yield Mention(
                        span, span.of(text), ids[0] if len(ids) == 1 else "", ids if len(ids) > 1 else ()
                    )
                    step = length
                    break
            at += step

    def _ids(self, text: str, words: list[str], start: int, end: int) -> tuple[str, ...]:
        named = self._by_words.get(tuple(map(folded, words)), ())
        if not named or _is_part(text, start, end) or _has_gap(text[start:end]):
            return ()
        fitting = {name.id for name in named if all(map(_has_capitals, name.words, words))}
        return tuple(sorted(fitting))


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
