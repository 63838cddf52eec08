# SPDX-License-Identifier: Apache-2.0
"""What words beside a time make of it: what is told was by then, from then on, or about then."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from truceline.sources.forms import one_of
from truceline.sources.model import TIME_RELATIONS, Span
from truceline.sources.statements.passages import Passage

UNTIL, FROM, ABOUT, OPEN = TIME_RELATIONS
_NEAR = 60
"""Characters before a time in which such words stand."""
_HOW = {
    UNTIL: "; then at the latest",
    FROM: "; then at the earliest",
    ABOUT: "; about so",
    OPEN: "; it is open on which side of it",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One of ``TIME_RELATIONS``, or none."""

    name: str = ""
    is_negated: bool = False
    """What was *not before Friday* may be after it: nothing bounds it."""

    @property
    def is_bounded_below(self) -> bool:
        """Whether what is told is not before the time."""
        return self.name in ("", FROM) and not self.is_negated

    @property
    def is_bounded_above(self) -> bool:
        """Whether what is told is not after the time."""
        return self.name in ("", UNTIL) and not self.is_negated

    @property
    def how(self) -> str:
        """In words, behind those on the time itself."""
        return _HOW.get(self.name, "") + ("; negated" if self.is_negated else "")


class Relations:
    """Finds them by the table ``relations`` of the dictionary ``times``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        skipped = rf"(?:(?:{one_of(data['skipped'])})\s+)*"
        self._before = {
            name: _pattern(rf"(?<![\w’'-])(?:{one_of(words)})\s+{skipped}$")
            for name, words in {**data["before"], FROM: [*data["before"][FROM], *data["opening"]]}.items()
        }
        self._behind = {
            name: _pattern(rf",?\s+(?:{one_of(words)})(?!\w)") for name, words in data["behind"].items()
        }
        self._opening = _pattern(rf"(?<![\w’'-])(?:{one_of(data['opening'])})\s+{skipped}$")
        self._and = _pattern(rf"\s+(?:{one_of(data['and'])})\s+{skipped}")
        self._to = _pattern(rf"\s+(?:{one_of(data['to'])})\s+{skipped}|\s?[-–—]\s?")
        self._negation = _pattern(rf"(?<!\w)(?:{one_of(data['negation'])})(?!\w)|n['’]t(?!\w)")

    def of(
        self, passage: Passage, spans: Sequence[Span], with_ends: Container[Span] = ()
    ) -> Iterator[Relation]:
        """The relation of each time of a passage, in order.

        Args:
            passage: in which they stand.
            spans: of the times.
            with_ends: those whose own words tell where a stretch begins and where it ends.
        """
        text = passage.text
        for number, span in enumerate(spans):
            sentence = passage.sentence(span.start)
            names, at = self._names(text, sentence, span, has_ends=span in with_ends)
            if number and self._are_ends(text, spans[number - 1], span):
                names.add(UNTIL)
            if number + 1 < len(spans) and self._are_ends(text, span, spans[number + 1]):
                names.add(FROM)
            is_negated = bool(names) and (
                self._has_negation(text, sentence.start, at)
                or self._has_negation(text, span.end, sentence.end)
            )
            name = OPEN if len(names) > 1 else names.pop() if names else ""
            yield Relation(name, is_negated)

    def _has_negation(self, text: str, start: int, end: int) -> bool:
        return bool(self._negation.search(text, start, end))

    def _names(self, text: str, sentence: Span, span: Span, *, has_ends: bool) -> tuple[set[str], int]:
        """By the words right before a time, as many as stand in a row, and by those right behind it; and where they begin."""
        names = {name for name, words in self._behind.items() if words.match(text, span.end)}
        first = max(sentence.start, span.start - _NEAR)
        before = text[first : span.start]
        if has_ends and self._opening.search(before):
            return names, span.start
        while found := self._last(before):
            at, name = found
            names.add(name)
            before = before[:at]
        return names, first + len(before)

    def _last(self, before: str) -> tuple[int, str] | None:
        """Where the longest of such words at the end of a text begins, and what it makes of the time."""
        found = [
            (match.start(), name) for name, words in self._before.items() if (match := words.search(before))
        ]
        return min(found, default=None)

    def _are_ends(self, text: str, first: Span, last: Span) -> bool:
        """Whether two times are the ends of one stretch: Monday to Wednesday, between Monday and Wednesday."""
        if self._to.fullmatch(text, first.end, last.start):
            return True
        opens = self._opening.search(text, max(0, first.start - _NEAR), first.start)
        return bool(opens and self._and.fullmatch(text, first.end, last.start))


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
