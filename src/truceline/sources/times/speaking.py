# SPDX-License-Identifier: Apache-2.0
"""The day on which a quotation was said, where the document tells it beside the quotation.

A quotation is spoken before it is published: its *yesterday* is not the day before publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from truceline.sources.forms import one_of
from truceline.sources.model import Span
from truceline.sources.statements.passages import Passage
from truceline.sources.times.frames import Frames
from truceline.sources.times.meanings import Anchor
from truceline.sources.times.stretches import Meaning
from truceline.sources.times.tense import Tenses

_DAY = timedelta(days=1)
_FRAME_WORDS = 6
"""Words at most between two quotations that were said together: ``the minister said``."""
_LONGEST_FRAME = 120
"""Characters before a day in which the verb of saying stands beside it."""
UNKNOWN = "in a quotation of which nobody tells the day"


class Speaking:
    """Finds the days by the table ``said`` of the dictionary ``times``."""

    def __init__(self, data: Mapping[str, Any], tenses: Tenses) -> None:
        verbs = one_of(data["words"])
        self._frames = Frames(data, tenses)
        on = rf"(?:\s+(?:{one_of(data['on'])})){{0,2}}"
        self._before = re.compile(rf"(?<!\w)(?:{verbs}){on}\s*$", re.IGNORECASE)
        opening = rf"\s*,?((?:\s+[\w.'’-]+){{0,{data['within_opening']}}}?)\s+(?:{verbs})(?!\w)"
        self._after = re.compile(opening, re.IGNORECASE)
        self._tenses = tenses
        self._any_verb = re.compile(
            rf"(?<!\w)(?:{one_of([*data['words'], *data['giving']])})(?!\w)", re.IGNORECASE
        )
        self._beside = re.compile(
            rf"(?<!\w)(?P<opener>{one_of([*data['beside'], *data['joining']])})(?!\w)(?P<rest>[^,;:–—()“”\"»«]*)$",
            re.IGNORECASE,
        )
        self._auxiliary = re.compile(rf"(?<!\w)(?:{one_of(data['auxiliaries'])})(?!\w)", re.IGNORECASE)
        self._joining = frozenset(data["joining"])
        self._hearing = frozenset(data["hearing"])
        self._verb = re.compile(rf"(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE)

    def anchors(
        self,
        passages: Sequence[Passage],
        days: Sequence[Sequence[tuple[tuple[int, int], Meaning]]],
        published: Anchor,
    ) -> dict[Span, Anchor]:
        """The anchor of each quotation.

        Args:
            passages: of the document, in order.
            days: of each passage the times that stand outside of quotations, each with where it begins and ends.
            published: the anchor of what the document says itself.
        """
        every = [(span, passage) for passage in passages for span in passage.quotations]
        found: dict[Span, set[date]] = {}
        for order, passage in enumerate(passages):
            following = passages[order + 1] if order + 1 < len(passages) else None
            for sentence, place, day in self._told(passage, days[order]):
                for span in _framed(passage, sentence, following):
                    if not self._is_other(passage.text, days[order], place, span):
                        found.setdefault(span, set()).add(day)
        told = {
            span: Anchor(day, f"{day}, when it was said", published.day)
            for span, (day, *others) in found.items()
            if not others
        }
        self._pass_on(every, told)
        unknown = Anchor(None, UNKNOWN, published.day)
        return {span: told.get(span, unknown) for span, _ in every}

    def _told(
        self, passage: Passage, days: Sequence[tuple[tuple[int, int], Meaning]]
    ) -> Iterator[tuple[Span, Span, date]]:
        """Sentences that tell by a verb of saying and a day beside it when something was said, and where they do."""
        for (start, end), meaning in days:
            sentence, stretch = passage.sentence(start), meaning.stretch
            is_day = stretch is not None and stretch.end - stretch.start == _DAY
            begin = self.end_of_saying(passage.text, sentence, start, end) if is_day else None
            if stretch and begin:
                yield sentence, Span(start, begin), stretch.start.date()

    def _is_other(
        self, text: str, days: Sequence[tuple[tuple[int, int], Meaning]], place: Span, quotation: Span
    ) -> bool:
        """Whether another day stands between a quotation and the day of a saying, with a verb of saying of its own."""
        first, last = min(quotation.end, place.end), max(quotation.start, place.start)
        return any(first < start < last for (start, _), _ in days) and bool(
            self._verb.search(text, first, last)
        )

    def end_of_saying(self, text: str, sentence: Span, start: int, end: int) -> int | None:
        """Where a verb of saying and its day end; None where the day is that of no such verb.

        The verb stands before the day, or behind one that opens its sentence, with no verb between.
        """
        before = text[max(sentence.start, start - _LONGEST_FRAME) : start]
        if self._before.search(before) or self._frames.around(before, text[end : sentence.end]):
            return end if self._is_of_frame(before) else None
        after = self._after.match(text, end, sentence.end)
        is_opening = len(text[sentence.start : start].split(maxsplit=2)) <= 1 or (
            start - sentence.start <= _LONGEST_FRAME and self._frames.opens(before)
        )
        return after.end() if is_opening and after and not self._tenses.has_verb(after[1]) else None

    def _is_of_frame(self, before: str) -> bool:
        """Whether the last verb of saying before a day is not that of a clause beside: said Lund, who had been told on."""
        verbs = list(self._any_verb.finditer(before))
        if not verbs:
            return True
        verb = verbs[-1]
        opener = self._beside.search(before, 0, verb.start())
        is_beside = opener and (len(verbs) > 1 or opener["opener"].casefold() not in self._joining)
        if opener and is_beside and not self._tenses.has_verb(self._auxiliary.sub("", opener["rest"])):
            return False
        is_heard = self._before.search(before) and verb.group().casefold() in self._hearing
        return not (is_heard and len(verbs) > 1)

    def is_of_saying(self, before: str, after: str) -> bool:
        """Whether a day between two stretches of its clause is that of a verb of saying in the past."""
        before = before[-_LONGEST_FRAME:]
        return self._frames.around(before, after) and self._tenses.ends_past(before)

    def _pass_on(self, every: Sequence[tuple[Span, Passage]], told: dict[Span, Anchor]) -> None:
        """A quotation that has no frame of its own, and goes on after nothing but a frame, was said on the same day."""
        for (before, _), (span, passage) in pairwise(every):
            text = passage.text
            if before not in told or span in told or re.search(r"\w", text[span.end : passage.span.end]):
                continue
            between = text[before.end : span.start]
            if not re.search(r"\w", between) or (
                len(between.split()) <= _FRAME_WORDS and self._verb.search(between)
            ):
                told[span] = told[before]


def _framed(passage: Passage, sentence: Span, following: Passage | None) -> list[Span]:
    """The quotations of a sentence, and that of the next passage which it announces by its last mark."""
    found = [span for span in passage.quotations if sentence.start <= span.start <= sentence.end]
    if following and sentence.end == passage.span.end and passage.text[sentence.end - 1] in ":,":
        found += [span for span in following.quotations[:1] if span.start == following.span.start + 1]
    return found
