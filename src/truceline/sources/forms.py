# SPDX-License-Identifier: Apache-2.0
"""Forms of words, as a linguist writes them in a dictionary, and where they stand in a text.

``{month} {day}[,] [{year}]`` is words and pieces by their names; what is in square brackets may be left out, ``(a|b)`` is
one of several, ``...`` up to six words, ``......`` up to eighteen without a stop or a comma between, a backslash takes the
next mark as it is, and a space is any white space. Small letters stand for capitals too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

_MARKS = re.compile(r"\{(\w+)(?::(\w+))?\}|\\.| ?(?:\.\.\.){1,2} ?|\s+|[\w'’]+|.", re.DOTALL)
_WRITTEN = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}
_SOME_WORDS = r"(?:\W{1,3}[\w'’-]+){0,6}?\W{1,3}"
_MANY_WORDS = r"(?:[^\w.,;:!?]{1,3}[\w'’-]+){0,18}?[^\w.,;:!?]{1,3}"
_WORD = re.compile(r"(?<![\w'’-])\w+")
_DIGIT = "0"
"""Stands for all words that begin with a digit."""


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first.

    >>> one_of(["Sep", "Sept."])
    'Sept\\\\.|Sep'
    """
    return "|".join(literal(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def literal(words: str) -> str:
    """A pattern for words as they are; any white space for a space, either apostrophe for one."""
    return re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’]")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a name in a form stands for: one of some words, or what a regular expression finds."""

    words: tuple[str, ...] = ()
    regex: str = ""
    """Finds what begins with a digit, as far as it can begin a form."""
    is_name: bool = False
    """Whether it stands as its capitals are, or all in capitals."""

    @property
    def pattern(self) -> str:
        """As a regular expression."""
        words = one_of([*self.words, *map(str.upper, self.words)]) if self.is_name else one_of(self.words)
        words = f"(?-i:{words})" if self.is_name else words
        return "|".join(filter(None, [self.regex, words]))

    @property
    def starts(self) -> set[str]:
        """The first words of what it may stand for; none for what only looks at the words beside it."""
        is_look = self.regex.startswith(("(?<", "(?=", "(?!", "(?:(?<"))
        return {*map(_first_word, self.words), *([_DIGIT] if self.regex and not is_look else [])}


@dataclass(frozen=True, slots=True)
class Found:
    """Where a form stands."""

    start: int
    end: int
    name: str
    """Of the rule that the form belongs to."""
    parts: Mapping[str, str]
    """The words of each piece that is there."""


class Forms:
    """Forms that are looked for together; where several begin at one place, the longest stands."""

    def __init__(self, forms: Iterable[tuple[str, str]], pieces: Mapping[str, Piece]) -> None:
        self._by_start: dict[str, list[tuple[int, str, re.Pattern[str]]]] = {}
        for order, (name, form) in enumerate(forms):
            made = re.compile(f"(?:{_pattern(form, pieces)})(?!\\w)", re.IGNORECASE)
            for start in _starts(form, pieces):
                self._by_start.setdefault(start, []).append((-order, name, made))

    def find(self, text: str, start: int, end: int) -> Iterator[Found]:
        """All that stand in a stretch, without overlap, in order."""
        stop, by_start = start, self._by_start
        for word in _WORD.finditer(text, start, end):
            first = word[0].lower()
            forms = by_start.get(_DIGIT if first[0].isdigit() else first)
            at = word.start()
            if forms is None or at < stop:
                continue
            matches = ((order, name, form.match(text, at, end)) for order, name, form in forms)
            found = [(match.end(), order, name, match) for order, name, match in matches if match]
            if found:
                stop, _, name, match = max(found, key=lambda one: one[:2])
                parts = {piece: words for piece, words in match.groupdict().items() if words is not None}
                yield Found(at, stop, name, parts)


def _pattern(form: str, pieces: Mapping[str, Piece]) -> str:
    """The regular expression of a form; ``{day}`` is a group ``day``, ``{day:last}`` a piece ``day`` as a group ``last``."""
    made: list[str] = []
    for found in _MARKS.finditer(form):
        text, piece, name = found.group(), found[1], found[2]
        if piece and piece not in pieces:
            raise ValueError(f"{form}: no piece is called {piece}")
        if piece:
            made.append(f"(?P<{name or piece}>{pieces[piece].pattern})")
        elif text.strip() in ("...", "......"):
            made.append(_SOME_WORDS if text.strip() == "..." else _MANY_WORDS)
        elif text.isspace():
            made.append(r"\s*" if made and made[-1] == ")?" else r"\s+")
        else:
            made.append(_WRITTEN.get(text) or literal(text.removeprefix("\\")))
    return "".join(made)


def _starts(form: str, pieces: Mapping[str, Piece]) -> set[str]:
    """The words with which a form may begin."""
    marks = iter([*((found.group(), found[1]) for found in _MARKS.finditer(form)), ("", "")])
    return _starts_until("", marks, pieces)[0]


def _starts_until(
    closing: str, marks: Iterator[tuple[str, str]], pieces: Mapping[str, Piece]
) -> tuple[set[str], bool]:
    """The first words of what comes before a mark, and whether all of it may be left out or has no word."""
    alternatives: list[tuple[set[str], bool]] = []
    starts, is_open = set[str](), True
    for text, piece in marks:
        if text in (closing, "|"):
            alternatives.append((starts, is_open))
            if text == closing:
                break
            starts, is_open = set(), True
            continue
        if text in ("[", "("):
            inner, is_empty = _starts_until("]" if text == "[" else ")", marks, pieces)
            is_empty = is_empty or text == "["
        elif piece:
            inner = pieces[piece].starts
            is_empty = not inner
        else:
            word = _first_word(text)
            inner, is_empty = ({word} if word else set()), not word
        if is_open:
            starts |= inner
            is_open = is_empty
    return set(chain.from_iterable(one for one, _ in alternatives)), any(empty for _, empty in alternatives)


def _first_word(words: str) -> str:
    found = re.search(r"\w+", words)
    word = found.group().lower() if found else ""
    return _DIGIT if word[:1].isdigit() else word
