# SPDX-License-Identifier: Apache-2.0
"""Signs within words that nobody sees, and letters that are printed as one: no word is another for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from truceline.sources.documents.pages import Page, cannot
from truceline.sources.model import Run, Span

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_JOINED = r"[^\x00-\u058f\u1e00-\u206f]"
"""Signs beside which a joiner has a meaning: letters of Arabic, Persian and the scripts of India, pictures of emoji."""
_SIGNS = re.compile(
    r"\xad[ \t]*(?:\r\n|\r|\n)[ \t]*(?=[^\W\d_])|[\xad\u200b\u2060\ufeff]+"
    rf"|(?<!{_JOINED})[\u200c\u200d]+(?!{_JOINED})|[{''.join(_LIGATURES)}]"
)
"""A soft hyphen with the end of its line; spaces of no width and soft hyphens; joiners where they mean nothing; ligatures."""

_MOST_SIGNS = 500_000
"""Each is kept with its place, which takes memory; a text for people has fewer."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A stretch of the text, and what stands in its place."""

    start: int
    end: int
    letters: str
    before: int
    """By how much the changes before it move a place in the text."""

    @property
    def after(self) -> int:
        """The same, this change included."""
        return self.before + len(self.letters) - (self.end - self.start)


def without_signs(path: Path, page: Page) -> Page:
    """The page as it is seen: unseen signs are left out, ligatures taken apart; every letter keeps its place in the original.

    Raises:
        SourcesError: it has more such signs than ``_MOST_SIGNS``.
    """
    if sum(1 for _ in _SIGNS.finditer(page.text)) > _MOST_SIGNS:
        found = f"has signs that nobody sees, or letters printed as one, at more than {_MOST_SIGNS:,} places"
        raise cannot(path, found, "expected a document", "Save its text without soft hyphens.")
    moves = _Moves(list(_changes(page)))
    if not moves.changes:
        return page
    pieces, at = [], 0
    for change in moves.changes:
        pieces += [page.text[at : change.start], change.letters]
        at = change.end
    text = "".join((*pieces, page.text[at:]))
    told = {
        name: replace(each, value=as_seen(each.value), span=each.span and moves.span(each.span))
        for name, each in page.told.items()
    }
    blocks = [replace(block, span=_trimmed(text, moves.span(block.span))) for block in page.blocks]
    return replace(
        page,
        text=text,
        told=told,
        blocks=[block for block in blocks if block.span.start < block.span.end],
        runs=tuple(piece for run in page.runs for piece in moves.cut(run)),
    )


def as_seen(words: str) -> str:
    """Words without signs that nobody sees, ligatures taken apart.

    >>> as_seen("of\u00adﬁ\u200bcer")
    'officer'
    """
    return _SIGNS.sub(lambda found: _LIGATURES.get(found[0], ""), words)


def _changes(page: Page) -> Iterator[_Change]:
    ends = {block.span.end for block in page.blocks}
    moved = 0
    for found in _SIGNS.finditer(page.text):
        start, end = found.span()
        if start + 1 in ends:  # the line that ends here is a block of its own
            end = start + 1
        change = _Change(start, end, _LIGATURES.get(found[0], ""), moved)
        moved = change.after
        yield change


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start, end = span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip())
    return Span(start, max(start, end))


class _Moves:
    """Where places of a text are after changes."""

    def __init__(self, changes: Sequence[_Change]) -> None:
        self.changes = changes
        self._starts = [change.start for change in changes]

    def span(self, span: Span) -> Span:
        return Span(self._place(span.start), self._place(span.end))

    def _place(self, at: int) -> int:
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return at
        change = self.changes[number]
        return at + change.after if at >= change.end else change.start + change.before

    def cut(self, run: Run) -> Iterator[Run]:
        """The pieces of a run between signs that are left out."""
        first = at = run.start
        last = run.start + len(run)
        held: list[int] = []
        for change in self.changes[max(bisect_right(self._starts, run.start) - 1, 0) :]:
            if change.start >= last:
                break
            if change.end <= run.start:
                continue
            start, end = max(change.start, run.start), min(change.end, last)
            held += run.offsets[at - run.start : start - run.start]
            at = end
            if change.letters:
                begins, ends = run.offsets[start - run.start], run.offsets[end - run.start]
                held += [begins, *[ends] * (len(change.letters) - 1)]
            else:
                if held:
                    yield Run(self._place(first), run.part, [*held, run.offsets[start - run.start]])
                held, first = [], end
        held += run.offsets[at - run.start : last - run.start]
        if held:
            yield Run(self._place(first), run.part, [*held, run.offsets[last - run.start]])
