# SPDX-License-Identifier: Apache-2.0
"""PDF with text: lines joined to paragraphs; places are characters of a page's text, as PDFium counts them.

CreationDate says when a file was made, not when its text was published, and is not looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from truceline.errors import SourcesError
from truceline.sources.documents.pages import Composer, Page, cannot, missing, require_short
from truceline.sources.documents.signs import as_seen

_PAGE_NUMBER = re.compile(r"(?:[^\W\d]{1,6}\.? )?[-–— ]*\d{1,4}[-–— ]*(?:(?:/|[^\W\d]{2,4}) ?\d{1,4})?")
_ENDS = re.compile(r"[.!?:…\"”’)\]]\Z")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAKS = "\ufffe\x02"
"""What PDFium gives for a hyphen at the end of a line, without the end of the line."""
_SOFT = "\u00ad"
_HYPHENS = f"-\u2010{_SOFT}{_BREAKS}"
_GAP = 1.45
"""Lines further apart than so many times the lower quartile of all distances are two paragraphs,"""
_FAR = 2.2
"""and so are lines further apart than so many heights of a letter."""
_INDENT = 1.0
"""A line that begins further to the right by so many heights of a letter begins a paragraph."""

_MEASURED = 8
"""From so many of its first letters the height of a line is taken."""


@dataclass(slots=True)
class _Line:
    page: int
    characters: list[tuple[str, int]]
    """Each with its place in the text of the page."""
    left: float
    bottom: float
    height: float
    kind: str = ""
    """Why it is a trimming."""

    @property
    def words(self) -> str:
        return "".join(character for character, _ in self.characters)


def pdf_page(path: Path, data: bytes, known: Collection[str]) -> Page:
    """The text of a PDF.

    Args:
        path: for messages.
        data: the bytes.
        known: words, in small letters, that are written as one.

    Raises:
        SourcesError: it is locked or broken, has no text, or pypdfium2 is not installed.
    """
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError as error:
        raise missing(path, "pypdfium2") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(path, error) from error
    try:
        pages: list[list[_Line]] = []
        read = 0
        for number in range(len(document)):
            pages.append(_lines(path, document, raw, number))
            read += sum(len(line.characters) for line in pages[-1])
            require_short(path, read)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(path, error) from error
    finally:
        document.close()
    empty = [str(number) for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise cannot(
            path,
            f"has {len(pages)} pages and no text: they are pictures",
            "expected a PDF with text",
            "Have a program read them first (OCR), such as ocrmypdf.",
        )
    _mark_trimmings(pages)
    page = _composed(path, [line for lines in pages for line in lines], known)
    lost = page.text.count("\ufffd")
    if lost > len(page.text) // 100:
        raise cannot(
            path,
            f"does not tell what {lost} of its letters are",
            "expected a PDF whose text can be copied",
            "Have a program read the pages (OCR), such as ocrmypdf.",
        )
    if lost:
        page.notes.append(f"{lost} signs of which the PDF does not tell what they are stand as U+FFFD")
    if empty:
        page.notes.append(f"pages without text: {', '.join(empty)}")
    return page


def _not_opened(path: Path, error: Exception) -> SourcesError:
    if "password" in str(error).lower():
        remedy = "Open it with its password and save a copy without."
        return cannot(path, "is locked with a password", "expected a PDF that opens", remedy)
    return cannot(
        path, f"is a broken PDF: {error}", "expected one that opens", "Get it anew, or print it to PDF."
    )


def _lines(path: Path, document: Any, raw: Any, number: int) -> list[_Line]:
    """The lines of a page, in the order of its text."""
    page = document[number]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        require_short(path, count)
        lines: list[_Line] = []
        held: list[tuple[str, int]] = []
        for index in range(count + 1):
            code = raw.FPDFText_GetUnicode(text, index) if index < count else 10
            if 0xDC00 <= code < 0xE000 and held:  # the second half of a character beyond U+FFFF
                first, at = held.pop()
                held.append((chr(0x10000 + ((ord(first) - 0xD800) << 10) + code - 0xDC00), at))
            elif code not in (10, 13):
                held.append((chr(code or 0xFFFD), index))
                if held[-1][0] in _BREAKS:
                    lines += _line(text, number + 1, held)
                    held = []
            elif held:
                lines += _line(text, number + 1, held)
                held = []
    finally:
        text.close()
        page.close()
    return lines


def _line(text: Any, page: int, characters: list[tuple[str, int]]) -> list[_Line]:
    """A line with its place on the page; none where it is white space."""
    while characters and characters[-1][0].isspace():
        characters.pop()
    while characters and characters[0][0].isspace():
        characters.pop(0)
    if not characters:
        return []
    boxes = [
        text.get_charbox(index, loose=True) for _, index in characters[:_MEASURED]
    ]  # one of a ligature is too small
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return [_Line(page, characters, boxes[0][0], bottom, top - bottom)]


def _mark_trimmings(pages: list[list[_Line]]) -> None:
    """Marks running heads, which come again on other pages, and page numbers; at the edges of a page alone."""
    edges = [(*lines[:2], *lines[-2:]) for lines in pages]
    counts = Counter(words for lines in edges for words in {_without_digits(line) for line in lines})
    for lines in edges:
        for line in lines:
            if _PAGE_NUMBER.fullmatch(line.words):
                line.kind = "page number"
            elif len(pages) > 1 and counts[_without_digits(line)] > max(1, len(pages) // 3):
                line.kind = "running head"


def _without_digits(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.words)


def _composed(path: Path, lines: list[_Line], known: Collection[str]) -> Page:
    """Paragraphs from lines; trimmings between the lines of a paragraph stand behind it."""
    composer = Composer(path)
    spoken = {word.lower() for line in lines for word in _WORD.findall(as_seen(line.words))}
    body = [line for line in lines if not line.kind]
    gaps = [a.bottom - b.bottom for a, b in pairwise(body) if a.page == b.page and a.bottom > b.bottom]
    usual = sorted(gaps)[len(gaps) // 4] if gaps else 0.0
    unsettled = 0
    waiting: list[_Line] = []
    last: _Line | None = None
    for line in lines:
        if line.kind:
            waiting.append(line)
            continue
        if last is not None and _goes_on(last, line, usual):
            unsettled += _join(composer, last, line, spoken, known)
        else:
            if last is not None:
                composer.end()
            _put_trimmings(composer, waiting)
            composer.begin()
            _put(composer, line, line.characters)
        last = line
    if last is not None:
        composer.end()
    _put_trimmings(composer, waiting)
    page = composer.page("application/pdf")
    if unsettled:
        page.notes.append(
            f"{unsettled} words broken at the end of a line keep their hyphen: nothing else tells how they are written"
        )
    return page


def _put_trimmings(composer: Composer, waiting: list[_Line]) -> None:
    for line in waiting:
        composer.begin()
        _put(composer, line, line.characters)
        composer.end("trimming", line.kind)
    waiting.clear()


def _goes_on(last: _Line, line: _Line, usual: float) -> bool:
    """Whether a line belongs to the paragraph of the one before it."""
    if last.page != line.page:
        return not _ENDS.search(last.words) and line.words[0].islower() and _is_alike(last, line)
    gap = last.bottom - line.bottom
    if not 0 <= gap <= min(_GAP * usual, _FAR * line.height) or not _is_alike(last, line):
        return False
    return line.left - last.left < _INDENT * line.height


def _is_alike(last: _Line, line: _Line) -> bool:
    """Whether letters have the same height, to a tenth."""
    return abs(last.height - line.height) <= 0.1 * max(last.height, line.height)


def _join(
    composer: Composer, last: _Line, line: _Line, spoken: Collection[str], known: Collection[str]
) -> bool:
    """Adds a line to a paragraph. Whether a hyphen was kept that nothing settles."""
    end = last.characters[-1][1] + 1
    is_broken = (
        last.words[-1] in _HYPHENS
        and len(last.words) > 1
        and last.words[-2].isalpha()
        and line.words[0].isalpha()
    )
    if not is_broken:
        same = last.page == line.page
        composer.add(" ", f"page {last.page}", (end, line.characters[0][1] if same else end))
        _put(composer, line, line.characters)
        return False
    before, after = _WORD.findall(as_seen(last.words[:-1]))[-1], _WORD.findall(as_seen(line.words))[0]
    whole, hyphened = f"{before}{after}".lower(), f"{before}-{after}".lower()
    is_soft = last.words[-1] == _SOFT
    is_name = after[0].isupper() and not before.isupper() and not is_soft
    is_settled = hyphened in spoken or is_name
    is_whole = not is_settled and (is_soft or whole in spoken or whole in known)
    if is_whole or is_soft:
        composer.drop()
    if is_soft and not is_whole:
        composer.add("-", f"page {last.page}", (end - 1, end))
    _put(composer, line, line.characters)
    return not is_settled and not is_whole


def _put(composer: Composer, line: _Line, characters: list[tuple[str, int]]) -> None:
    """Adds characters; what PDFium gives for a hyphen is written as one."""
    for character, index in characters:
        composer.add("-" if character in _BREAKS else character, f"page {line.page}", (index, index + 1))
