# SPDX-License-Identifier: Apache-2.0
"""A page on its way to a document: text put together from pieces, each with its place in the original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from truceline.errors import Problem, SourcesError
from truceline.sources.extra import INSTALL_EXTRA
from truceline.sources.model import Block, Run, Span, Told

MOST_BYTES = 50_000_000
"""A longer file is not read."""

MOST_CHARACTERS = 5_000_000
"""A longer working text is refused: some 800,000 words."""


@dataclass(slots=True)
class Page:
    """What a format tells of a document, before rules give roles to its blocks."""

    media_type: str
    text: str
    blocks: list[Block]
    runs: tuple[Run, ...]
    encoding: str = ""
    is_settled: bool = False
    """Whether the format has decided which blocks are the article; layout has no say then."""
    told: dict[str, Told] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Composer:
    """Puts the working text together; pieces that follow each other in the original become one run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._texts: list[str] = []
        self._runs: list[tuple[int, str, list[int]]] = []
        self._inside = 0
        self.length = 0
        self.blocks: list[Block] = []

    def add(self, text: str, part: str, offsets: Sequence[int]) -> None:
        """Adds characters; ``offsets`` has where each begins, and where the last one ends."""
        require_short(self._path, self.length + len(text))
        if self._runs:
            start, last_part, last = self._runs[-1]
            if last_part == part and last[-1] == offsets[0] and start + len(last) - 1 == self.length:
                last.extend(offsets[1:])
                self._put(text)
                return
        self._runs.append((self.length, part, list(offsets)))
        self._put(text)

    def _put(self, text: str) -> None:
        self._texts.append(text)
        self.length += len(text)

    def drop(self) -> None:
        """Takes the last character away again."""
        self._texts[-1] = self._texts[-1][:-1]
        self.length -= 1
        self._runs[-1][2].pop()

    def begin(self) -> None:
        """Begins a block, with a blank line before it."""
        if self.length:
            self._put("\n\n")
        self._inside = self.length

    def end(self, role: str = "main", why: str = "") -> None:
        """Ends the block that was begun; an empty one is none."""
        if self.length > self._inside:
            self.blocks.append(Block(Span(self._inside, self.length), role, why))

    def page(self, media_type: str, encoding: str = "") -> Page:
        """All that was added."""
        runs = tuple(Run(start, part, offsets) for start, part, offsets in self._runs)
        return Page(media_type, "".join(self._texts), self.blocks, runs, encoding)


def require_short(path: Path, length: int) -> None:
    """Refuses a working text that is too long.

    Raises:
        SourcesError: it has more than ``MOST_CHARACTERS`` characters.
    """
    if length > MOST_CHARACTERS:
        raise cannot(
            path,
            f"holds more than {MOST_CHARACTERS:,} characters of text",
            "expected one document",
            "Split it into the documents that it is made of.",
        )


def cannot(path: Path, found: str, expected: str, remedy: str = "", address: str = "") -> SourcesError:
    """The error that says why a file cannot be read, and what to do."""
    return SourcesError([Problem(str(path), None, None, address, found, expected, remedy)])


def missing(path: Path, library: str) -> SourcesError:
    """The error that says which library is needed."""
    found = f"needs the library {library}, which is not installed"
    return cannot(path, found, "expected the extra that reads documents", INSTALL_EXTRA)
