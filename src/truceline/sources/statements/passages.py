# SPDX-License-Identifier: Apache-2.0
"""Sentences, and what stands between quotation marks, of one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.forms import one_of
from truceline.sources.model import Document, Span
from truceline.sources.statements.quotations import Marks, quotations

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\Wa-z_])|[:;](?=\s*$)")
_LONGEST_SHORT = 12
"""Characters of the longest abbreviation, with its full stop."""


@dataclass(frozen=True)
class Passage:
    """A paragraph of a text."""

    text: str
    """The whole working text."""
    span: Span
    sentences: tuple[Span, ...]
    """In order, without overlap; a full stop within a quotation ends one too."""
    quotations: tuple[Span, ...]
    """What is between marks, without them, the outermost only."""

    def sentence(self, at: int) -> Span:
        """The sentence that a place lies in, or the last one before it."""
        return self.sentences[max(bisect_right(self.sentences, at, key=_start) - 1, 0)]

    def quotation(self, at: int) -> Span | None:
        """The quotation that a place lies in."""
        place = bisect_right(self.quotations, at, key=_start) - 1
        return self.quotations[place] if place >= 0 and at < self.quotations[place].end else None

    def between_quotations(self, at: int) -> tuple[int, int]:
        """Where the stretch without a quotation begins and ends in which a place lies."""
        place = bisect_right(self.quotations, at, key=_start)
        before = self.quotations[place - 1].end + 1 if place else self.span.start
        after = self.quotations[place].start - 1 if place < len(self.quotations) else self.span.end
        return before, after


def _start(span: Span) -> int:
    return span.start


class Passages:
    """Cuts paragraphs by the dictionaries ``clauses`` and ``quotations`` of a language."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        short = one_of(dictionaries["clauses"]["words"]["abbreviations"])
        self._short = re.compile(rf"(?:(?<!\w)(?:{short})|(?<![\w.])[A-Z]|\b[A-Za-z]\.[A-Za-z])\.$")
        self._last: tuple[Document, Sequence[Passage]] | None = None
        self._marks = Marks.of(dictionaries["quotations"])

    def of(self, document: Document) -> Sequence[Passage]:
        """The passages of the article itself, in order; those of the last document are kept for who asks next."""
        last = self._last
        if last is None or last[0] is not document:
            last = self._last = (document, self._cut(document))
        return last[1]

    def _cut(self, document: Document) -> Sequence[Passage]:
        text, spans = document.text, [block.span for block in document.main]
        every = quotations(text, spans, self._marks)
        made, at = list[Passage](), 0
        for span in spans:
            first = at
            while at < len(every) and every[at].start <= span.end:
                at += 1
            inside = tuple(Span(one.start, one.end) for one in every[first:at])
            made.append(Passage(text, span, tuple(self._sentences(text, span)), inside))
        return made

    def _sentences(self, text: str, span: Span) -> Iterable[Span]:
        start = span.start
        for found in _END.finditer(text, span.start, span.end):
            stop = found.start() + 1
            if text[found.start()] == "." and self._short.search(
                text, max(start, stop - _LONGEST_SHORT), stop
            ):
                continue
            yield Span(start, found.end())
            start = found.end()
            while start < span.end and text[start].isspace():
                start += 1
        if start < span.end:
            yield Span(start, span.end)
