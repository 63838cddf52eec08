# SPDX-License-Identifier: Apache-2.0
"""The date of a page, as it stands on it: taken only where its words settle it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*\Z"
)


@dataclass(frozen=True)
class PageDates:
    """How dates are written in a language, by the table ``dates`` of its trimmings."""

    months: Sequence[Sequence[str]]
    weekdays: Sequence[str]
    ordinals: Sequence[str]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> PageDates:
        """From the table."""
        return cls(table["months"], table["weekdays"], table["ordinals"])

    @cached_property
    def pattern(self) -> str:
        """A regular expression for a date, without groups that count."""
        month = self._any([name for names in self.months for name in names]) + r"\.?"
        day = rf"\d{{1,2}}(?:{self._any(self.ordinals)})?"
        weekday = rf"(?:{self._any(self.weekdays)}\.?,? )?"
        digits = r"\d{4}-\d{2}-\d{2}|\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{4}"
        return rf"(?:{weekday}(?:(?i:{month}) {day},? \d{{4}}|{day} (?i:{month}),? \d{{4}}|{digits}))"

    @staticmethod
    def _any(words: Sequence[str]) -> str:
        longest_first = sorted(words, key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, longest_first))})"

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name.lower(): at + 1 for at, names in enumerate(self.months) for name in names}

    def date_of(self, words: str) -> str:
        """The date that words in the form of ``pattern`` mean, as ISO 8601; empty where they do not settle it.

        >>> en = PageDates([["January"], ["February", "Feb"]], ["Friday"], ["th"])
        >>> en.date_of("Friday, Feb 5, 2016"), en.date_of("20-02-2016"), en.date_of("05-02-2016")
        ('2016-02-05', '2016-02-20', '')
        """
        month = next(
            (self._numbers[w] for w in re.findall(r"[^\W\d]+", words.lower()) if w in self._numbers), 0
        )
        numbers = [int(number) for number in re.findall(r"\d+", words)]
        if month:
            day, year = numbers
        elif numbers[0] > 31:
            year, month, day = numbers
        else:
            first, second, year = numbers
            if min(first, second) > 12 or (max(first, second) <= 12 and first != second):
                return ""
            day, month = max(first, second), min(first, second)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return ""


def iso_date(words: str) -> str:
    """A date or an instant in ISO 8601, as it is told: with the hour and the offset only where they are given.

    >>> iso_date("2016-05-20T10:15:00+0300"), iso_date("2016-05-20"), iso_date("20 May 2016")
    ('2016-05-20T10:15:00+03:00', '2016-05-20', '')
    """
    found = _ISO.match(words.strip())
    if not found:
        return ""
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day)).isoformat()
        zone = "" if offset is None else "+00:00" if offset == "Z" else f"{offset[:3]}:{offset[-2:]}"
        return datetime.fromisoformat(
            f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
        ).isoformat()
    except ValueError:
        return ""
