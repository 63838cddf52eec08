# SPDX-License-Identifier: Apache-2.0
"""Sentences, and what stands between quotation marks, of one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.forms import one_of
from truceline.sources.model import Span

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\Wa-z_])|[:;](?=\s*$)")


@dataclass(frozen=True)
class Passage:
    """A paragraph of a text."""

    text: str
    """The whole working text."""
    span: Span
    sentences: tuple[Span, ...]
    """In order, without overlap; a full stop within a quotation ends one too."""
    quotations: tuple[Span, ...]
    """What is between marks, without them, the outermost only; one that is not closed goes on to the end."""

    def sentence(self, at: int) -> Span:
        """The sentence that a place lies in, or the last one before it."""
        held = self.sentences[0]
        for sentence in self.sentences:
            if sentence.start > at:
                break
            held = sentence
        return held

    def quotation(self, at: int) -> Span | None:
        """The quotation that a place lies in."""
        return next((span for span in self.quotations if span.start <= at < span.end), None)

    @property
    def opens_a_quotation(self) -> bool:
        """Whether it begins with a quotation that it does not close."""
        first = self.quotations[0] if self.quotations else None
        return first is not None and first.start == self.span.start + 1 and first.end == self.span.end

    @property
    def closes_a_quotation(self) -> bool:
        """Whether it ends with a mark that closes no quotation which was opened in it."""
        last = self.text[self.span.end - 1]
        return last in "”’»" and not any(one.end >= self.span.end - 1 for one in self.quotations)


class Passages:
    """Cuts paragraphs by the dictionary ``passages`` of a language."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        data = dictionaries["passages"]
        self._short = re.compile(
            rf"(?:(?<!\w)(?:{one_of(data['abbreviations'])})|(?<![\w.])[A-Z]|\b[A-Za-z]\.[A-Za-z])\.$"
        )
        self._pairs: dict[str, list[str]] = {}
        for opened, closed in data["marks"]:
            self._pairs.setdefault(opened, []).append(closed)
        self._opening = re.compile("|".join(map(re.escape, self._pairs)))

    def of(self, text: str, span: Span) -> Passage:
        """The passage of a stretch of a text."""
        return Passage(text, span, tuple(self._sentences(text, span)), tuple(self._quotations(text, span)))

    def _sentences(self, text: str, span: Span) -> Iterable[Span]:
        start = span.start
        for found in _END.finditer(text, span.start, span.end):
            stop = found.start() + 1
            if text[found.start()] == "." and self._short.search(text, max(start, stop - 12), stop):
                continue
            yield Span(start, found.end())
            start = (
                found.end() + len(text[found.end() : span.end]) - len(text[found.end() : span.end].lstrip())
            )
        if start < span.end:
            yield Span(start, span.end)

    def _quotations(self, text: str, span: Span) -> Iterable[Span]:
        at = span.start
        while opened := self._opening.search(text, at, span.end):
            begin, mark = opened.end(), opened.group()
            at = begin
            if begin - 2 >= span.start and text[begin - 2].isalnum():
                continue  # an apostrophe, or the sign of an inch
            if mark == "'" and not text[begin : begin + 1].isalpha():
                continue
            ends = [
                place
                for closed in self._pairs[mark]
                if (place := self._closed(text, begin, span.end, closed)) >= 0
            ]
            if not ends and mark == "'":
                continue
            end = min(ends, default=span.end)
            yield Span(begin, end)
            at = end + 1

    @staticmethod
    def _closed(text: str, begin: int, end: int, mark: str) -> int:
        """Where a quotation is closed; -1 where it is not."""
        at = text.find(mark, begin, end)
        while at >= 0 and mark in "'’" and text[at + 1 : at + 2].isalnum():
            at = text.find(mark, at + 1, end)
        return at
