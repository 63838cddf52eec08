# SPDX-License-Identifier: Apache-2.0
"""Parts of a page that were written on a day of their own: entries under a date, posts of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from truceline.sources.forms import Forms
from truceline.sources.model import Block, Document
from truceline.sources.statements.passages import Passage
from truceline.sources.times.meanings import Anchor

_LONGEST_STAMP = 60
"""Characters of a line that is a date."""
_ENTRY = "under a date of its own, on a page published {day}"
_ARCHIVE = "in words from an archive"
_POST = "in a post of somebody, who wrote it on a day of his own"


class Entries:
    """Finds them by the table ``entries`` of the dictionary ``times``."""

    def __init__(self, data: Mapping[str, Any], forms: Forms) -> None:
        self._forms = forms
        self._names, self._dates = frozenset(data["stamps"]), frozenset(data["dates"])
        self._beside = re.compile(data["beside"], re.IGNORECASE)
        self._archive = re.compile(data["archive"], re.IGNORECASE)
        self._post = re.compile(data["post"])

    def anchors(self, document: Document, passages: Iterable[Passage], published: Anchor) -> Sequence[Anchor]:
        """The anchor of what each passage says itself: none in a post, and none in an entry under a date.

        A date that heads an entry may as well be that of what it tells, or stand beneath the entry before; so it is open.
        """
        text = document.text
        told = document.published.span if document.published else None
        lines = [
            block.span.start
            for block in document.blocks
            if block.role != "trimming"
            and not (told and block.span.holds(told))
            and self._is_stamp(text, block)
        ]
        first = next((block.span.start for block in document.main if block.span.start not in lines), 0)
        has_entries = any(line > first for line in lines)
        made = list[Anchor]()
        for here in passages:
            is_under = has_entries and any(line <= here.span.start for line in lines)
            entry = Anchor(None, _ENTRY.format(day=published.day), published.day)
            made.append(entry if is_under and published.day else published)
            if self._archive.match(text, here.span.start, here.span.end):
                made[-1] = Anchor(None, _ARCHIVE)
            if self._post.search(text, here.span.start, here.span.end):
                made[-2:] = [Anchor(None, _POST)] * len(made[-2:])
        return made

    def _is_stamp(self, text: str, block: Block) -> bool:
        """Whether a line is a date, with a clock time or without."""
        span = block.span
        if span.end - span.start > _LONGEST_STAMP:
            return False
        found = list(self._forms.find(text, span.start, span.end))
        names = {one.name for one in found}
        if not names & self._dates or names - self._names:
            return False
        gaps = zip(
            [span.start, *(one.end for one in found)], [*(one.start for one in found), span.end], strict=True
        )
        return all(self._beside.fullmatch(text, start, end) for start, end in gaps)
