# SPDX-License-Identifier: Apache-2.0
"""Plain text: the working text is the text itself, character by character; lines and blank lines make its blocks."""

from __future__ import annotations

import re
from itertools import pairwise

from truceline.sources.documents.decoding import Decoded
from truceline.sources.documents.pages import Page
from truceline.sources.model import Block, Run, Span

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")

_WIDEST = 100
"""A text with longer lines is not one whose lines were broken to a width; nor is one with none as long as the next."""

_NARROWEST = 50


def plain_page(decoded: Decoded, part: str = "") -> Page:
    """The page of a plain text.

    A block is a line, or a paragraph whose lines were broken to a width.
    """
    text = decoded.text
    run = Run(0, part, decoded.offsets)
    return Page("text/plain", text, _blocks(text), (run,), decoded.encoding)


def _blocks(text: str) -> list[Block]:
    lines = [line for found in _LINE.finditer(text) if (line := _trimmed(text, found)) is not None]
    width = _width(text, lines)
    blocks: list[Block] = []
    first = 0
    for index, line in enumerate(lines):
        if index + 1 < len(lines) and width and _goes_on(text, line, lines[index + 1], width):
            continue
        blocks.append(Block(Span(lines[first].start, line.end)))
        first = index + 1
    return blocks


def _trimmed(text: str, found: re.Match[str]) -> Span | None:
    """A line without the white space around it; None where nothing else is in it."""
    words = found.group()
    kept = words.strip()
    if not kept:
        return None
    start = found.start() + words.index(kept[0])
    return Span(start, start + len(kept))


def _width(text: str, lines: list[Span]) -> int:
    """To how many characters the lines were broken; 0 where they were not."""
    widest = max((line.end - line.start for line in lines if " " in line.of(text)), default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return 0
    pairs = [(line, then) for line, then in pairwise(lines) if _is_next(text, line, then)]
    full = sum(_goes_on(text, line, then, widest) for line, then in pairs)
    return widest if 2 * full > len(pairs) else 0


def _goes_on(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line goes on with this one: its first word found no room here."""
    word = following.of(text).split(None, 1)[0]
    return _is_next(text, line, following) and line.end - line.start + 1 + len(word) > width


def _is_next(text: str, line: Span, following: Span) -> bool:
    """Whether no blank line stands between."""
    return text[line.end : following.start].replace("\r\n", "\n").replace("\r", "\n").count("\n") == 1
