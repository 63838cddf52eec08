# SPDX-License-Identifier: Apache-2.0
"""HTML as blocks of visible text, each character with its place in the file; and what the head of the page says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from truceline.sources.documents.decoding import Decoded
from truceline.sources.documents.pages import Composer, Page, cannot, require_short
from truceline.sources.documents.tags import Token, tokens
from truceline.sources.model import Block, Span

_SHORT = 60
"""Lines of no more characters are blocks of their own."""

DEEPEST = 250
"""Markup nested deeper is refused; libxml2, with which trafilatura reads, drops what is deeper than 256."""

MOST_TOKENS = 60_000
"""A page with more tags and references is refused;
the time of trafilatura grows with the square of elements within a line, to some seconds for so many."""


def _tags(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _tags("area base br col embed hr img input link meta param source track wbr")
_HIDDEN = _tags(
    "script style noscript template svg math iframe object audio video canvas select datalist title head textarea map"
)
_BLOCKS = _tags(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul"
)
_ENDED_BY = {  # what an opening tag ends that was left open: HTML 13.1.2.4, optional tags
    **dict.fromkeys(("li",), ("li",)),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(("td", "th"), ("td", "th")),
    "tr": ("td", "th", "tr"),
    "option": ("option",),
}
_ENDS_P = _BLOCKS - {
    "button",
    "caption",
    "legend",
    "summary",
    "td",
    "th",
    "tr",
    "tbody",
    "thead",
    "tfoot",
    "html",
    "body",
}
_TRIMMINGS = {"nav", "footer", "aside", "form", "button", "menu", "dialog"}
_TRIMMING_ROLES = {
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "menu",
    "dialog",
    "alertdialog",
}
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_WORDS = re.compile(r"\S+(?: \S+)*+|\s+")
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """What a page says of itself outside its text."""

    meta: list[tuple[str, str]] = field(default_factory=list)
    """Names or properties in small letters, with their content, in order."""
    title: str = ""
    language: str = ""
    linked_data: list[str] = field(default_factory=list)
    """The text of each script of JSON-LD."""
    times: list[tuple[str, bool, Span]] = field(default_factory=list)
    """``datetime`` of time elements, whether it is marked as that of publication, and the words shown."""


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    is_hidden: bool
    trimming: str
    """Why its text is no part of the article; empty where nothing says so."""
    number: int


class _Reader:
    """Reads a page from front to back, without recursion."""

    def __init__(self, path: Path, decoded: Decoded, part: str) -> None:
        self.path, self.source, self.part = path, decoded.text, part
        self.places = decoded.offsets
        self.head = Head()
        self.composer = Composer(path)
        self.parents: list[int] = []
        """For each block the number of the element that it stands in, to tell which are neighbours."""
        self.notes: list[str] = []
        self._open: list[_Open] = []
        self._counts: dict[str, int] = {}
        self._read = 0
        self._pending: tuple[int, int] | None = None
        """White space that stands before the next word, as positions in the source."""
        self._breaks = 0
        self._is_begun = False
        self._script: list[str] | None = None
        self._time: tuple[str, bool, int] | None = None

    def read(self) -> None:
        """Reads all of it."""
        for token in tokens(self.source):
            self._read += 1
            if self._read > MOST_TOKENS:
                text = "expected a page with one article"
                found = f"has more than {MOST_TOKENS:,} tags and references"
                raise cannot(self.path, found, text, "Save the article alone.")
            if token.kind == "text":
                self._text(token.start, token.end)
            elif token.kind == "reference":
                self._reference(token)
            elif token.kind == "start":
                self._begin(token)
            elif token.kind == "end":
                self._end(token)
            else:
                self.notes.append(f"the page breaks off within a tag, at byte {self.places[token.start]}")
        self._end_block()

    def _begin(self, token: Token) -> None:
        tag, values = token.name, token.attributes
        if tag == "html" and not self.head.language:
            self.head.language = values.get("lang", values.get("xml:lang", ""))
        elif tag == "meta":
            self._meta(values)
        elif tag == "br":
            self._break(token)
        if tag in _BLOCKS:
            self._close_optional(tag)
            self._end_block()
        if tag not in _VOID and not (self._counts.get("svg") and self.source[token.end - 2] == "/"):
            self._push(token)

    def _end(self, token: Token) -> None:
        """An element ends, and with it those inside that were left open."""
        if token.name == "br":
            self._break(token)
        if self._counts.get(token.name):
            while self._pop() != token.name:
                pass

    # -- elements --------------------------------------------------------------------------------------------------

    def _push(self, token: Token) -> None:
        tag, values = token.name, token.attributes
        if len(self._open) >= DEEPEST:
            found = f"nests its markup more than {DEEPEST:,} deep, at byte {self.places[token.start]}"
            raise cannot(self.path, found, "expected a page as people write them", "Save its text alone.")
        above = self._open[-1] if self._open else None
        hidden = (
            bool(above and above.is_hidden and above.tag != "head")
            or tag in _HIDDEN
            or self._is_not_shown(values)
        )
        if tag == "body":
            hidden = False
        trimming = above.trimming if above else ""
        if not trimming:
            role = values.get("role", "").lower()
            if tag in _TRIMMINGS:
                trimming = f"within <{tag}>"
            elif role in _TRIMMING_ROLES:
                trimming = f"within role {role}"
        self._open.append(_Open(tag, hidden, trimming, self._read))
        self._counts[tag] = self._counts.get(tag, 0) + 1
        if tag == "script":
            is_data = values.get("type", "").strip().lower() == "application/ld+json"
            self._script = [] if is_data else None
        elif tag == "time" and values.get("datetime") and not hidden:
            is_published = "pubdate" in values or values.get("itemprop") == "datePublished"
            self._time = (values["datetime"], is_published, self.composer.length)

    @staticmethod
    def _is_not_shown(values: dict[str, str]) -> bool:
        return "hidden" in values or bool(_NOT_SHOWN.search(values.get("style", "")))

    def _pop(self) -> str:
        """Ends the element that began last; its tag."""
        element = self._open.pop()
        tag = element.tag
        self._counts[tag] -= 1
        if tag in _BLOCKS:
            self._end_block(tag, element.trimming)
        if tag == "script" and self._script is not None:
            self.head.linked_data.append("".join(self._script))
            self._script = None
        elif tag == "time" and self._time is not None:
            words, is_published, start = self._time
            if self.composer.length > start:
                self.head.times.append((words, is_published, Span(start, self.composer.length)))
            self._time = None
        return tag

    def _close_optional(self, tag: str) -> None:
        """Ends what was left open and cannot hold the element that begins."""
        ends = _ENDED_BY.get(tag, ())
        while self._open and ((self._open[-1].tag == "p" and tag in _ENDS_P) or self._open[-1].tag in ends):
            self._pop()

    def _is_hidden(self) -> bool:
        return bool(self._open) and self._open[-1].is_hidden

    def _meta(self, values: dict[str, str]) -> None:
        name = values.get("property") or values.get("name") or values.get("itemprop") or ""
        if name and values.get("content", "").strip():
            self.head.meta.append((name.lower(), " ".join(values["content"].split())))

    # -- text ------------------------------------------------------------------------------------------------------

    def _text(self, start: int, end: int) -> None:
        if self._script is not None:
            self._script.append(self.source[start:end])
        if self._is_hidden():
            return
        for found in _WORDS.finditer(self.source, start, end):
            first, last = found.span()
            if self.source[first].isspace():
                self._pending = (self._pending[0] if self._pending else first, last)
            else:
                require_short(self.path, self.composer.length + last - first)
                self._word(found.group(), self.places[first : last + 1])

    def _word(self, word: str, offsets: Sequence[int]) -> None:
        if not self._is_begun:
            self.composer.begin()
            self.parents.append(self._around())
            self._is_begun = True
        elif self._pending is not None:
            first, last = self._pending
            self.composer.add(
                "\n" if self._breaks else " ", self.part, (self.places[first], self.places[last])
            )
        self._pending, self._breaks = None, 0
        self.composer.add(word, self.part, offsets)

    def _around(self) -> int:
        """The number of the element around the innermost block that is open."""
        is_inside = False
        for element in reversed(self._open):
            if element.tag in _BLOCKS:
                if is_inside:
                    return element.number
                is_inside = True
        return 0

    def _reference(self, token: Token) -> None:
        if self._open and self._open[-1].tag == "title" and not self._counts.get("svg"):
            self.head.title = self.head.title or " ".join(token.value.split())
        if self._is_hidden():
            return
        if token.value.isspace():
            self._pending = (self._pending[0] if self._pending else token.start, token.end)
        else:
            end = self.places[token.end]
            self._word(token.value, [self.places[token.start], *[end] * len(token.value)])

    def _break(self, token: Token) -> None:
        if self._is_hidden() or not self._is_begun:
            return
        self._breaks += 1
        self._pending = (self._pending[0] if self._pending else token.start, token.end)
        if self._breaks > 1:
            self._end_block()

    def _end_block(self, tag: str = "", trimming: str = "") -> None:
        self._pending, self._breaks = None, 0
        if not self._is_begun:
            return
        self._is_begun = False
        role, why = self._role(tag, trimming)
        self.composer.end(role, why)
        if len(self.parents) > len(self.composer.blocks):
            self.parents.pop()

    def _role(self, tag: str, trimming: str) -> tuple[str, str]:
        """The role of a block by the elements around it; the one that closes is no longer among those that are open."""
        inner = [*(element.tag for element in self._open[-6:]), tag]
        trimming = trimming or (self._open[-1].trimming if self._open else "")
        if trimming:
            return "trimming", trimming
        for name in reversed(inner):
            if name in _HEADINGS:
                return "heading", f"<{name}>"
            if name in ("figcaption", "caption"):
                return "caption", f"<{name}>"
        return "main", ""


def html_page(path: Path, decoded: Decoded, part: str = "") -> tuple[Page, Head, list[int]]:
    """A page of HTML as blocks, with what its head says, and for each block the number of the element around it.

    Raises:
        SourcesError: it is nested too deep, has too many tags or too much text.
    """
    reader = _Reader(path, decoded, part)
    reader.read()
    page = reader.composer.page("text/html", decoded.encoding)
    page.notes += reader.notes
    cut = [_cut(page.text, block) for block in page.blocks]
    parents = [parent for parent, pieces in zip(reader.parents, cut, strict=True) for _ in pieces]
    page.blocks = [piece for pieces in cut for piece in pieces]
    return page, reader.head, parents


def _cut(text: str, block: Block) -> list[Block]:
    """A block as its lines, where all of them are short: a menu, or author and date above each other."""
    lines = block.span.of(text).split("\n")
    if len(lines) == 1 or max(map(len, lines)) > _SHORT:
        return [block]
    starts = accumulate((len(line) + 1 for line in lines), initial=block.span.start)
    spans = (Span(start, start + len(line)) for start, line in zip(starts, lines, strict=False) if line)
    return [replace(block, span=span) for span in spans]
