# SPDX-License-Identifier: Apache-2.0
"""Word (.docx): paragraphs of ``word/document.xml``, each character with its place in that part."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from truceline.sources.documents.pages import MOST_BYTES, Composer, Page, cannot
from truceline.sources.model import Block, Told

PART = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
"""The other name of the same elements, in files saved as Strict Open XML."""
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_MC}Fallback"}
"""Deleted text, where moved text came from, codes of fields, the second telling of a box."""
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
"""Elements that stand for a character."""
_FIRST_ORDER = re.compile("style heading ?1", re.IGNORECASE)
"""Why a block is a heading of the first order."""


class _Reader:
    def __init__(self, path: Path, data: bytes) -> None:
        self.path, self.data = path, data
        self.composer = Composer(path)
        self.left_out = 0
        self.dropped = 0
        self.notes = 0
        self.depth_text = 0
        self.style = ""
        self.is_hidden = False
        self.pending: list[tuple[str, int, int]] = []
        self.is_begun = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.entity

    def read(self) -> None:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise cannot(
                self.path,
                f"is a broken Word file: {error}",
                "expected one that Word opens",
                "Save it anew.",
                PART,
            ) from error

    def entity(self, *_: object) -> None:
        raise cannot(
            self.path,
            "declares entities, which no Word file does",
            "expected one from Word",
            "Save it anew with Word.",
            PART,
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.replace(_STRICT, _W)
        if self.left_out or name in _LEFT_OUT:
            self.left_out += 1
            self.dropped += name in (f"{_W}del", f"{_W}moveFrom")
            return
        if name == f"{_W}p":
            self.close()
            self.style = ""
        elif name == f"{_W}pStyle":
            self.style = _value(attributes)
        elif name == f"{_W}r":
            self.is_hidden = False
        elif name == f"{_W}vanish":
            self.is_hidden = _value(attributes) not in ("0", "false", "off")
        elif name == f"{_W}t":
            self.depth_text += 1
        elif name in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            self.notes += 1
        elif name in _SIGNS and not self.is_hidden:
            at = self.parser.CurrentByteIndex
            self.put(_SIGNS[name], at, self.data.find(b">", at) + 1)

    def end(self, name: str) -> None:
        name = name.replace(_STRICT, _W)
        if self.left_out:
            self.left_out -= 1
        elif name == f"{_W}t":
            self.depth_text -= 1
        elif name == f"{_W}p":
            self.close()

    def text(self, words: str) -> None:
        if self.left_out or not self.depth_text or self.is_hidden:
            return
        at = self.parser.CurrentByteIndex
        raw = words.encode()
        if self.data[at : at + len(raw)] == raw:
            for character in words:
                width = len(character.encode())
                self.put(character, at, at + width)
                at += width
        else:
            end = (
                self.data.find(b";", at) + 1 if self.data[at : at + 1] == b"&" else at + 2
            )  # a reference; CR LF
            for character in words:
                self.put(character, at, end)

    def put(self, character: str, start: int, end: int) -> None:
        """Adds a character; white space waits until a word follows."""
        if character.isspace():
            if self.is_begun:
                self.pending.append((character, start, end))
            return
        if not self.is_begun:
            self.composer.begin()
            self.is_begun = True
        for space in self.pending:
            self.composer.add(space[0], PART, space[1:])
        self.pending.clear()
        self.composer.add(character, PART, (start, end))

    def close(self) -> None:
        """Ends the paragraph."""
        self.pending.clear()
        if not self.is_begun:
            return
        self.is_begun = False
        style = self.style.lower()
        if style == "title":
            self.composer.end("title", "style Title")
        elif style.startswith(("heading", "subtitle")):
            self.composer.end("heading", f"style {self.style}")
        elif style == "caption":
            self.composer.end("caption", "style Caption")
        else:
            self.composer.end()


def _value(attributes: dict[str, str]) -> str:
    return attributes.get(f"{_W}val", attributes.get(f"{_STRICT}val", ""))


def word_page(path: Path, data: bytes) -> Page:
    """The paragraphs of a Word file; deleted text is left out, footnotes are noted.

    Raises:
        SourcesError: the zip is no Word file, is broken, locked, or larger than a document is.
    """
    xml = _part(path, data)
    reader = _Reader(path, xml)
    reader.read()
    page = reader.composer.page("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    titles = [block for block in page.blocks if block.role == "title"] or _first_heading(page)
    if len(titles) == 1:
        page.told["title"] = Told(titles[0].span.of(page.text), titles[0].why, titles[0].span)
    if reader.dropped:
        page.notes.append(f"{reader.dropped} deletions that were tracked are left out")
    if reader.notes:
        page.notes.append(f"{reader.notes} footnotes or endnotes are not read")
    return page


def _first_heading(page: Page) -> list[Block]:
    """The first paragraph, if it is the one heading of the first order."""
    first_order = [block for block in page.blocks if _FIRST_ORDER.fullmatch(block.why)]
    return first_order if first_order == page.blocks[:1] else []


def _part(path: Path, data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if PART not in archive.namelist():
                text = "expected a document of Word, which holds word/document.xml"
                raise cannot(
                    path, "is a zip file and no document of Word", text, "Unpack it, and read what is in it."
                )
            with archive.open(PART) as file:
                xml = file.read(MOST_BYTES + 1)
    # in turn: no zip, packed in a way nobody knows, locked, cut off, unreadable, packed wrongly
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        text = "expected a document of Word"
        raise cannot(path, f"is a broken or locked zip file: {error}", text, "Save it anew.") from error
    if len(xml) > MOST_BYTES:
        found, remedy = f"unpacks to more than {MOST_BYTES:,} bytes", "Save its text alone."
        raise cannot(path, found, "expected one document", remedy, PART)
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise cannot(
            path, "is in UTF-16", "expected UTF-8, as Word writes it", "Save it anew with Word.", PART
        )
    return xml
