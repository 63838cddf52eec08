# SPDX-License-Identifier: Apache-2.0
"""Which language a text is in: sure, or not told."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from itertools import islice
from typing import Any

from truceline.sources.dictionaries import languages_bytes

_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 1000
"""The first words of a text, which are enough."""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(languages_bytes().decode())


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """For each small word the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, words in _table()["words"].items():
        for word in words:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def language_of(text: str) -> str:
    """The language of a text by its small words, in two letters of ISO 639-1; empty where they do not settle it.

    >>> language_of("The truce of the two sides was kept in the valley, and it is hoped that it holds for a week.")
    'en'
    >>> language_of("Truce!")
    ''
    """
    words = Counter(found.group().lower() for found in islice(_WORD.finditer(text), _LOOKED_AT))
    sure, languages_of, seen = _table()["sure"], _languages_of(), words.total()
    hits: Counter[str] = Counter()
    for word, count in words.items():
        for language in languages_of.get(word, ()):
            hits[language] += count
    (best, most), (_, second) = (*hits.most_common(2), ("", 0), ("", 0))[:2]
    is_sure = seen >= sure["least_words"] and 100 * most >= sure["least_hits"] * seen
    return best if is_sure and 100 * second <= sure["most_rival"] * most else ""
