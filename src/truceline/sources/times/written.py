# SPDX-License-Identifier: Apache-2.0
"""On which days a document may have been written, where its head does not settle one.

What a time means on each of them alike is known; all else stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from truceline.sources.forms import Forms, one_of
from truceline.sources.model import Block, Document, TimeSaid
from truceline.sources.times.meanings import Anchor, Meanings
from truceline.sources.times.tense import OPEN

_DAY = timedelta(days=1)
_ABOUT = ("about", "title", "heading")
_ABOVE = "between the title and the text"
"""Why a line is one of those that may be the title."""
_LONGEST_LINE = 200
_DATES = ("numeric", "date")
_ONE_OF = "published {early} or {late}"


@dataclass(frozen=True)
class Days:
    """The first and the last day on which a document may have been written."""

    anchors: tuple[Anchor, Anchor]
    is_one_of: bool
    """Whether it was one of the two for certain; else some day between them, or shortly after."""


class Written:
    """Finds the days by the table ``written`` of the dictionary ``times``."""

    def __init__(self, data: Mapping[str, Any], forms: Forms, meanings: Meanings, to: str) -> None:
        self._forms, self._meanings = forms, meanings
        self._dated = frozenset(data["dated"])
        self._period = re.compile(rf"(?<!\w)(?:{one_of(data['period'])})(?!\w)", re.IGNORECASE)
        self._report = re.compile(rf"(?<!\w)(?:{one_of(data['reports'])})(?!\w)", re.IGNORECASE)
        self._to = re.compile(to)
        self._within = int(data["within"])
        self._of_issues, self._ahead = frozenset(data["issues"]), int(data["ahead"])

    def days(self, document: Document) -> Days | None:
        """The days, by a date whose order is open, the period that a bulletin is about or the date of an issue.

        None where none of them tells, or several do.
        """
        first = next(iter(document.main), None)
        head = [block for block in document.blocks if first is None or block.span.start < first.span.start]
        title = max((block.span.end for block in head if self._may_be_title(document, block)), default=None)
        every = set[tuple[date, date, str]]()
        for block in head:
            span = block.span
            if block.role not in _ABOUT or span.end - span.start > _LONGEST_LINE:
                continue
            if block.why in self._dated and title is not None and title <= span.start:
                every |= self._either(document.text, span.start, span.end)
            elif block.why in self._of_issues:
                every |= self._before_issue(document.text, span.start, span.end)
            else:
                every |= self._after_period(document.text, span.start, span.end)
        if len(every) != 1:
            return None
        ((early, late, how),) = every
        if early == late:
            return None
        told = how.format(early=early, late=late)
        return Days((Anchor(early, told, early), Anchor(late, told, late)), how == _ONE_OF)

    def _may_be_title(self, document: Document, block: Block) -> bool:
        """Whether a line is the title, or one that may be it where that is open."""
        told = document.title
        if told is None:
            return block.why == _ABOVE
        return told.span is not None and block.span.holds(told.span)

    def _either(self, text: str, start: int, end: int) -> set[tuple[date, date, str]]:
        """The two days that a date in digits may be, and any other date beside it."""
        made = set()
        for one in self._forms.find(text, start, end):
            is_date = one.name in _DATES and (one.name == "numeric" or "year" in one.parts)
            meaning = self._meanings.of(one.name, one.parts, _NO_ANCHOR, OPEN) if is_date else None
            if meaning and meaning.may_be:
                days = [stretch.start.date() for stretch in meaning.may_be]
                made.add((days[0], days[-1], _ONE_OF))
        return made

    def _after_period(self, text: str, start: int, end: int) -> set[tuple[date, date, str]]:
        """From the last day of the period of a report, which is the last date in its line, for some weeks."""
        period = self._period.search(text, start, end) or self._report.search(text, start, end)
        found = list(self._forms.find(text, period.end(), end)) if period else []
        if not found or found[-1].name not in ("date", "days") or "year" not in found[-1].parts:
            return set()
        is_stretch = found[-1].name == "days" or (
            len(found) > 1 and self._to.fullmatch(text, found[-2].end, found[-1].start)
        )
        meaning = self._meanings.of(found[-1].name, found[-1].parts, _NO_ANCHOR, OPEN)
        if meaning is None or meaning.stretch is None or not is_stretch:
            return set()
        last = meaning.stretch.end.date() - _DAY
        return {(last, last + self._within * _DAY, "the weeks after its period, which ended on {early}")}

    def _before_issue(self, text: str, start: int, end: int) -> set[tuple[date, date, str]]:
        """From some weeks before the date of an issue to its last day: issues are dated ahead."""
        made = set()
        for one in self._forms.find(text, start, end):
            is_dated = one.name in ("date", "month") and "year" in one.parts
            meaning = self._meanings.of(one.name, one.parts, _NO_ANCHOR, OPEN) if is_dated else None
            if meaning and meaning.stretch:
                first, last = meaning.stretch.start.date(), meaning.stretch.end.date() - _DAY
                made.add((first - self._ahead * _DAY, last, "the weeks before its issue of {late}"))
        return made


_NO_ANCHOR = Anchor(None, "")


def alike(every: Sequence[Sequence[TimeSaid]], is_one_of: bool) -> tuple[TimeSaid, ...]:
    """The times of one document, read once for each day on which it may have been written.

    A value is kept where all have it. Bounds hold all readings, where one of them is right for certain.
    """
    made = list[TimeSaid]()
    for readings in zip(*every, strict=True):
        one = readings[0]
        if len({(reading.start, reading.end) for reading in readings}) > 1:
            one = replace(one, start="", end="", how=f"one of several, {one.how}")
        bounds = [(reading.earliest_ms, reading.latest_ms) for reading in readings]
        early = [bound for bound, _ in bounds if bound is not None]
        late = [bound for _, bound in bounds if bound is not None]
        can_hold = is_one_of or len(set(bounds)) == 1
        made.append(
            replace(
                one,
                earliest_ms=min(early) if can_hold and len(early) == len(readings) else None,
                latest_ms=max(late) if can_hold and len(late) == len(readings) else None,
            )
        )
    return tuple(made)
