# SPDX-License-Identifier: Apache-2.0
"""Transcripts and statements: turns behind their labels, and texts that are somebody's statement as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from truceline.sources.model import Document, Span


@dataclass(frozen=True)
class Layout:
    """How transcripts and statements look in a language."""

    content: dict[str, Any]
    """``transcripts.toml``."""

    @cached_property
    def label(self) -> re.Pattern[str]:
        """The label at the head of a paragraph: in capitals with a colon, or a bare letter."""
        bare = "|".join(map(re.escape, self.content["labels"]["bare"]))
        mixed = "|".join(map(re.escape, self.content["labels"]["mixed"]))
        capitals = r"(?:[^\W\d_a-z][^\Wa-z]*[.’'\-]*|[A-Z]c[A-Z]+|\(|\)|,|/|&)"
        return re.compile(
            rf"(?P<label>{capitals}(?:[ \t]*{capitals}){{0,7}}(?:[ \t]*\([^)\n]{{1,40}}\))?|{mixed}):(?=\s)[^\S\n]*"
            rf"|(?P<bare>{bare})(?:[:.]?[^\S\n]{{2,}}|[:.][^\S\n]|\t)"
        )

    @cached_property
    def titles(self) -> tuple[re.Pattern[str], ...]:
        """Of documents that are statements; the group ``who`` is the one who makes it."""
        ends = "|".join(map(re.escape, self.content["titles"]["ends"]))
        found = []
        for pattern in self.content["titles"]["document"]:
            before, _, behind = pattern.partition("SPEAKER")
            words = re.escape(before).replace(r"\ ", r"\s+"), re.escape(behind).replace(r"\ ", r"\s+")
            close = (
                rf"(?=\s+(?i:{ends})\b|\s*[:—–]|\s*$)"
                if not behind
                else rf"(?=(?:\s+(?i:{ends})\b|\s*$|\s*:))"
            )
            who = r"(?P<who>\S.*?)"
            found.append(re.compile(rf"(?i:{words[0]}){who}(?i:{words[1]}){close}"))
        return tuple(found)

    def speaker_of(self, title: str, start: int = 0, *, is_signed: bool = False) -> Span | None:
        """Who makes the statement of which this is the title, as a stretch of it; whether the document has an author."""
        titles = self.content["titles"]
        if title.startswith(tuple(titles["none"])):
            return None
        if is_signed and title.lower().startswith(tuple(word.lower() for word in titles["unsigned"])):
            return None
        for pattern in self.titles:
            found = pattern.match(title)
            if found:
                return Span(start + found.start("who"), start + found.end("who"))
        return None

    def is_trimming(self, line: str) -> bool:
        """Whether a line ends a body without being part of it."""
        return line.strip() in self.content["titles"]["trimmings"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says after a label."""

    label: Span
    paragraphs: tuple[Span, ...]
    """Without the label."""

    @property
    def span(self) -> Span:
        """From the first word to the last."""
        return Span(self.paragraphs[0].start, self.paragraphs[-1].end)


_NAMED = re.compile(r"(?P<label>[A-Z][\w.’'-]*(?:[^\S\n]+[A-Z][\w.’'-]*){0,3}):(?=\s)[^\S\n]*(?P<bare>)")
_RULES = " –—-*_=#"
"""What lines are drawn with."""
_FEWEST = 4
"""So many labels make a transcript of a text where names in small letters are labels."""
_NOTE = re.compile(r"\s*(?:\([^()\n]*\)|\[[^\[\]\n]*\])\s*")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?\s?[Mm]\.?)?\s*[A-Z]{0,4}\.?|(?:\(?END\)?|#|\*|—|–|-|\s)+"
)


def turns(text: str, paragraphs: Sequence[Span], layout: Layout) -> tuple[Turn, ...]:
    """The turns of a transcript, in order; none where fewer than two paragraphs have labels and none begins with one."""
    heads = _heads(text, paragraphs, layout)
    if not heads or (len(heads) == 1 and (len(paragraphs) - heads[0][0]) * 2 < len(paragraphs)):
        return ()
    made = []
    for place, (index, found) in enumerate(heads):
        last = heads[place + 1][0] if place + 1 < len(heads) else len(paragraphs)
        parts = [Span(found.end(), paragraphs[index].end), *paragraphs[index + 1 : last]]
        kept = _without_trimmings(text, parts, layout)
        if kept:
            group = "label" if found.group("label") else "bare"
            made.append(Turn(Span(found.start(group), found.end(group)), tuple(kept)))
    return tuple(made)


def _heads(text: str, paragraphs: Sequence[Span], layout: Layout) -> list[tuple[int, re.Match[str]]]:
    """The paragraphs that begin with a label. A name in small letters is one if it comes back, as in an interview."""
    sure: list[tuple[int, re.Match[str]]] = []
    named: list[tuple[int, re.Match[str]]] = []
    for index, paragraph in enumerate(paragraphs):
        if found := layout.label.match(text, paragraph.start, paragraph.end):
            sure.append((index, found))
        elif found := _NAMED.match(text, paragraph.start, paragraph.end):
            named.append((index, found))
    sure = _speaking(sure, layout)
    often = Counter(found.group("label") for _, found in named)
    named = [(index, found) for index, found in named if often[found.group("label")] > 1]
    if len(sure) + len(named) < _FEWEST or len(sure) + len(named) < len(paragraphs) / 4:
        return sure
    return sorted(sure + named, key=lambda head: head[0])


def _speaking(heads: list[tuple[int, re.Match[str]]], layout: Layout) -> list[tuple[int, re.Match[str]]]:
    """Labels of speakers: where none comes back, those that hold an office or a form of address."""
    labels = Counter(found.group("label") or found.group("bare") for _, found in heads)
    if any(times > 1 for times in labels.values()):
        return heads
    offices = set(layout.content["labels"]["offices"])
    return [
        (index, found)
        for index, found in heads
        if not found.group("label")
        or offices & {word.strip(".,").upper() for word in found.group("label").split()}
    ]


def _without_trimmings(text: str, parts: list[Span], layout: Layout) -> list[Span]:
    """Leaves out stage notes before the first word and behind the last, and the clock at the end."""
    parts = [part for part in parts if part.of(text).strip()]
    while parts:
        words = parts[-1].of(text)
        if _CLOCK.fullmatch(words.strip()) or layout.is_trimming(words) or _NOTE.fullmatch(words):
            parts.pop()
        else:
            break
    while parts and _NOTE.fullmatch(parts[0].of(text)):
        parts.pop(0)
    if not parts:
        return []
    start, end = parts[0].start, parts[0].end
    while (note := _NOTE.match(text, start, end)) and note.end() > start:
        start = note.end()
    while text[start].isspace():
        start += 1
    parts[0] = Span(start, end)
    start, end = parts[-1].start, parts[-1].end
    while found := re.search(r"\s*(?:\([^()\n]*\)|\[[^\[\]\n]*\])\s*$", text[start:end]):
        if found.start() == 0:
            break
        end = start + found.start()
    while text[end - 1].isspace():
        end -= 1
    parts[-1] = Span(start, end)
    return parts


def title_of(document: Document) -> Span | None:
    """Where the title stands: as it was told, else the first line of the first paragraph."""
    if document.title is not None:
        return document.title.span
    for block in document.blocks:
        if block.role in ("title", "main", "heading"):
            line = document.text.find("\n", block.span.start, block.span.end)
            return Span(block.span.start, line if line >= 0 else block.span.end)
    return None


def body_of(document: Document, title: Span, layout: Layout) -> list[Span]:
    """The paragraphs of a statement, without title, date, dateline and trimmings."""
    text = document.text
    parts: list[Span] = []
    for block in document.main:
        start, end = max(block.span.start, title.end), block.span.end
        while start < end and text[start].isspace():
            start += 1
        line_end = text.find("\n", start, end)
        first = text[start : line_end if line_end >= 0 else end]
        if block.span.start <= title.start and re.fullmatch(r"\s*[\d\-./ ]*\s*", first):
            start = end if line_end < 0 else line_end + 1
        if start < end:
            parts.append(Span(start, end))
    closings = tuple(layout.content["titles"]["closings"])
    parts = parts[
        : next(
            (at for at, part in enumerate(parts) if part.of(text).lstrip(_RULES).startswith(closings)), None
        )
    ]
    while parts and (layout.is_trimming(parts[-1].of(text)) or _CLOCK.fullmatch(parts[-1].of(text).strip())):
        parts.pop()
    while parts and not re.search(r"[.!?:…,;][”’\"')]*\s*$", parts[0].of(text)):
        parts.pop(0)  # a place, an hour, a form of address without a mark
    if parts and text[parts[0].start] in '“"«„' and text[parts[-1].end - 1] in '”"»“':
        parts[0] = Span(parts[0].start + 1, parts[0].end)
        parts[-1] = Span(parts[-1].start, parts[-1].end - 1)
    return parts
