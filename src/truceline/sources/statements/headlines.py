# SPDX-License-Identifier: Apache-2.0
"""Headlines, above a text and within it: which lines they are, and whose words stand in marks there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.sources.model import KEY_POINT, Document, Span, Speaker
from truceline.sources.statements.made import Made
from truceline.sources.statements.tokens import FULL

_ABOVE = "between the title and the text"
_MOST = 12
"""So many lines above a text may be headlines."""
_FEWEST = 3
"""So many words in marks are taken from within a longer quotation; fewer must be all of it."""
_LONGEST = 8
"""So many words a line in marks has at most that stands over a part of a text."""
_WORD = re.compile(r"\w+")


def headlines_of(document: Document) -> list[Span]:
    """The title, the lines between it and the text, and the key points."""
    title = document.title.span if document.title is not None else None
    found = []
    for block in document.blocks:
        words = block.span.of(document.text).strip()
        is_title = title is not None and block.span.holds(title) and words == title.of(document.text).strip()
        is_above = block.role == "about" and block.why == _ABOVE
        if block.role == "title" or is_title or is_above or block.why == KEY_POINT:
            found.append(block.span)
    return found[:_MOST]


@dataclass(frozen=True)
class Echoes:
    """The quotations of a text, to find again what a headline quotes of them."""

    quoted: tuple[tuple[str, Speaker], ...]
    """The words in small letters without marks, a blank on either side."""

    @classmethod
    def of(cls, text: str, made: Sequence[Made]) -> Echoes:
        """Of the statements made so far."""
        return cls(
            tuple(
                (_plain(one.span.of(text)), one.speaker)
                for one in made
                if one.form == "quoted" and one.speaker is not None and one.speaker.name
            )
        )

    def find(self, words: str) -> Speaker | None:
        """Who says the same words in the text; None where nobody does, or two do."""
        plain = _plain(words)
        if not plain.strip():
            return None
        is_long = len(plain.split()) >= _FEWEST
        found = {
            speaker.name: speaker
            for said, speaker in self.quoted
            if said == plain or (is_long and plain in said)
        }
        return next(iter(found.values())) if len(found) == 1 else None


def echo_crossheads(text: str, paragraphs: Sequence[Span], made: Sequence[Made]) -> None:
    """Gives the words of a line in marks within a text to the one who says them there, else to nobody."""
    alone = {paragraph.start: paragraph for paragraph in paragraphs}
    for one in made:
        line = alone.get(one.span.start - 1)
        if (
            one.form != "quoted"
            or line is None
            or line.of(text).rstrip() != text[line.start : one.span.end + 1]
        ):
            continue
        if text[one.span.end] in FULL or text[one.span.end].isalnum():
            continue  # a paragraph of a longer quotation, which is not closed
        if len(one.span.of(text).split()) <= _LONGEST:
            others = [other for other in made if other is not one]
            one.speaker, one.verb, one.continues = Echoes.of(text, others).find(one.span.of(text)), None, None


def _plain(words: str) -> str:
    return f" {' '.join(_WORD.findall(words.casefold()))} "
