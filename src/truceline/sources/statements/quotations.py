# SPDX-License-Identifier: Apache-2.0
"""Quotation marks: which belong together, which are apostrophes, which quotations go on in the next paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from truceline.sources.model import Span

_DIALOGUE = re.compile(r"(?:(?<=[,.?!…])\s+|(?<![^\n]))[—–]\s+")
_WORD = re.compile(r"[^\W\d_]+|\d")


@dataclass(eq=False, slots=True)
class Quotation:
    """What stands between two marks, in one paragraph."""

    start: int
    """After the opening mark."""
    end: int
    """Before the closing mark, or where the paragraph ends that it runs over."""
    outer_end: int
    """After the closing mark."""
    mark: str
    """The opening one."""
    is_closed: bool = True
    """False where it goes on in the next paragraph, which opens it anew."""
    goes_on_from: Quotation | None = None
    """The same quotation in the paragraph before."""
    inner: list[Quotation] = field(default_factory=list)
    """Quotations in it, in order."""

    @property
    def outer_start(self) -> int:
        """Where the opening mark stands."""
        return self.start - len(self.mark)


@dataclass(frozen=True)
class Marks:
    """The quotation marks of a language."""

    closing: dict[str, str]
    """For each opening mark those that close it."""
    apostrophes: str
    spaced: frozenset[str]
    """Opening marks that may have a blank behind them."""
    clipped: frozenset[str]
    """What may follow an apostrophe at the start of a word."""

    @classmethod
    def of(cls, content: dict[str, Any]) -> Marks:
        """From ``quotations.toml``."""
        closing = {pair["open"]: pair["close"] for pair in content["pairs"]}
        return cls(
            closing,
            content["marks"]["apostrophes"],
            frozenset(content["marks"]["spaced"]),
            frozenset(content["marks"]["clipped"]),
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Every mark, the longest first."""
        every = {*self.closing, *(mark for marks in self.closing.values() for mark in marks)}
        every |= {mark for mark in self.closing if len(mark) > 1}
        return re.compile("|".join(map(re.escape, sorted(every, key=len, reverse=True))))


def quotations(text: str, paragraphs: Sequence[Span], marks: Marks) -> list[Quotation]:
    """Quotations in order, those that stand in others within them; in paragraphs that follow one another.

    A quotation that is not closed in its paragraph counts only if the next paragraph opens it anew; it then ends with
    the paragraph. Where an opening mark is never answered nobody knows how far it goes, and there is no quotation.

    >>> marks = Marks({"“": "”"}, "’", frozenset(), frozenset())
    >>> [found.end for found in quotations("“We agree,” he said.", [Span(0, 20)], marks)]
    [10]
    """
    found: list[Quotation] = []
    carried: list[Quotation] = []
    for index, paragraph in enumerate(paragraphs):
        spoken = _dialogue(text, paragraph)
        if spoken:
            found += spoken
            carried = []
            continue
        if index and _is_set_off(text, paragraphs[index - 1], paragraph, found):
            inner, carried = _paragraph(text, paragraph, marks, [], ())
            made_before = found[-1] if found and not found[-1].mark else None
            block = Quotation(paragraph.start, paragraph.end, paragraph.end, "", inner=inner)
            if made_before is not None and made_before.end == paragraphs[index - 1].end:
                block.goes_on_from, made_before.is_closed = made_before, False
            found.append(block)
            continue
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        heads = _heads(text, following, marks) if following else ()
        made, carried = _paragraph(text, paragraph, marks, carried, heads)
        found += made
    return found


def _is_set_off(text: str, before: Span, paragraph: Span, found: Sequence[Quotation]) -> bool:
    """Whether a paragraph is indented, behind a colon that no indented one ends, or behind one that is set off itself."""
    if not _is_indented(text, paragraph):
        return False
    if _is_indented(text, before):
        return bool(found) and not found[-1].mark and found[-1].end == before.end
    return text[before.start : before.end].endswith(":")


def _is_indented(text: str, paragraph: Span) -> bool:
    lead = text[max(paragraph.start - 2, 0) : paragraph.start]
    return lead == "  " or lead[-1:] == "\t"


def _dialogue(text: str, paragraph: Span) -> list[Quotation]:
    """What is said behind dashes, as in "— It is a lie, — said Roe. — I saw it."; none without words of the narrator."""
    dashes = list(_DIALOGUE.finditer(text, paragraph.start, paragraph.end))
    if not dashes or dashes[0].start() != paragraph.start:
        return []
    ends = [*(dash.start() for dash in dashes[1:]), paragraph.end]
    spoken = [
        Quotation(dash.end(), end, end, dash.group())
        for dash, end in zip(dashes, ends, strict=True)
        if not text[dash.end() : end][:1].islower()
    ]
    return spoken if len(spoken) < len(dashes) else []


def _heads(text: str, paragraph: Span, marks: Marks) -> Sequence[str]:
    """The opening marks with which a paragraph begins."""
    heads, at = [], paragraph.start
    while at < paragraph.end and (found := marks.pattern.match(text, at, paragraph.end)):
        if found.group() not in marks.closing:
            break
        heads.append(found.group())
        at = found.end()
        while at < paragraph.end and text[at].isspace():
            at += 1
    return heads


def _paragraph(
    text: str, paragraph: Span, marks: Marks, carried: list[Quotation], heads: Sequence[str]
) -> tuple[list[Quotation], list[Quotation]]:
    """The quotations of a paragraph that stand in no other, and those that the next one goes on with."""
    found: list[Quotation] = []
    opened: list[Quotation] = []
    before = list(carried)
    signs = list(marks.pattern.finditer(text, paragraph.start, paragraph.end))
    for at, sign in enumerate(signs):
        mark = sign.group()
        depth = _closes(text, signs, at, opened, marks, paragraph)
        if depth is not None:
            del opened[depth + 1 :]  # those inside that nothing closed
            closed = opened.pop()
            closed.end, closed.outer_end = sign.start(), sign.end()
            (opened[-1].inner if opened else found).append(closed)
        elif _opens(text, sign, opened, marks, paragraph):
            new = Quotation(sign.end(), paragraph.end, paragraph.end, mark)
            if (
                before
                and before[0].mark == mark
                and not text[paragraph.start : sign.start()].strip(" \t" + mark)
            ):
                new.goes_on_from = before.pop(0)
            else:
                before = []
            opened.append(new)
    running: list[Quotation] = []
    for depth, left in enumerate(opened):
        if depth >= len(heads) or heads[depth] != left.mark:
            break
        left.is_closed = False
        running.append(left)
    for depth, left in enumerate(running):
        (running[depth - 1].inner if depth else found).append(left)
    if not running and opened:
        found += [inner for left in opened for inner in left.inner]
    return sorted(found, key=lambda one: one.start), running


def _opens(text: str, sign: re.Match[str], opened: list[Quotation], marks: Marks, paragraph: Span) -> bool:
    mark = sign.group()
    before = text[sign.start() - 1] if sign.start() > paragraph.start else " "
    after = text[sign.end()] if sign.end() < paragraph.end else " "
    if mark not in marks.closing or (after.isspace() and mark not in marks.spaced) or before.isalnum():
        return False
    if mark in marks.apostrophes:
        word = _WORD.match(text, sign.end(), paragraph.end)
        if word is not None and (word.group().lower() in marks.clipped or word.group().isdigit()):
            return mark == "‘" and not word.group().isdigit()
    return not (opened and opened[-1].mark == mark and marks.closing[mark] == mark)


def _closes(
    text: str,
    signs: Sequence[re.Match[str]],
    at: int,
    opened: list[Quotation],
    marks: Marks,
    paragraph: Span,
) -> int | None:
    """Which of the open quotations a mark closes, counted from the outside."""
    sign = signs[at]
    mark = sign.group()
    for depth in range(len(opened) - 1, -1, -1):
        closing = marks.closing[opened[depth].mark]
        if mark == closing or (len(mark) == 1 and mark in closing and closing != "''"):
            break
    else:
        return None
    before = text[sign.start() - 1] if sign.start() > paragraph.start else " "
    after = text[sign.end()] if sign.end() < paragraph.end else " "
    if mark not in marks.apostrophes:
        return depth
    if after.isalnum() or (before.isspace() and mark == opened[depth].mark):
        return None
    if before == "s" and after == " " and _closes_later(text, signs, at + 1, mark, opened[depth].mark):
        return None  # the possessive of a plural
    return depth


def _closes_later(text: str, signs: Sequence[re.Match[str]], first: int, mark: str, opening: str) -> bool:
    """Whether the same mark ends a word again before a quotation opens."""
    for at in range(first, len(signs)):
        sign = signs[at]
        after = text[sign.end() : sign.end() + 1]
        before = text[sign.start() - 1]
        if sign.group() == mark and not after.isalnum() and not before.isspace():
            return True
        if sign.group() == opening and not before.isalnum():
            return False
    return False


def trimmed(text: str, quote: Quotation) -> Span:
    """The words of a quotation without white space and a comma or a full stop of the frame at the end."""
    start, end = quote.start, quote.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if text[end - 1 : end] in (",", ".", ";") and text[end - 3 : end] != "...":
        end -= 1
    return Span(start, end)
