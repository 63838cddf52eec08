# SPDX-License-Identifier: Apache-2.0
"""A narrator who tells of a day long past may count the next day of the week from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from truceline.sources.forms import one_of
from truceline.sources.times.stretches import Meaning, Stretch

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NEAR = 20
"""Characters before a day in which the word stands that makes it the day of what is told."""


class Narrated:
    """The last day that a text told what happened on; days and weekdays are given in their order."""

    def __init__(self, words: Sequence[str]) -> None:
        self._on = re.compile(rf"(?<!\w)(?:{one_of(words)})\s+$", re.IGNORECASE)
        self._last: tuple[int, Stretch] | None = None

    def tell(self, number: int, before: str, meaning: Meaning) -> None:
        """Keeps a day of the paragraph with this number, if the words before it say that it is that of what is told."""
        day = meaning.stretch
        if day and day.end - day.start == _DAY and self._on.search(before[-_NEAR:]):
            self._last = number, day

    def weekday(self, number: int, meaning: Meaning) -> Meaning:
        """A day of the week: open, where this paragraph or the one before tells of a day more than a week before it."""
        if self._last is None or meaning.stretch is None:
            return meaning
        at, day = self._last
        if number - at > 1 or meaning.stretch.start - day.start <= _WEEK:
            return meaning
        how = f"{meaning.how}, or counted from {day.start.date()}, of which the text has told"
        return replace(meaning, may_be=(), how=how, around=Stretch(day.start, meaning.stretch.end))
