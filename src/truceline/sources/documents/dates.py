# SPDX-License-Identifier: Apache-2.0
"""The date of a page, as it stands on it: taken only where its words settle it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*\Z"
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?\Z")


@dataclass(frozen=True)
class PageDates:
    """How dates are written in a language, by the table ``dates`` of its trimmings."""

    months: Sequence[Sequence[str]]
    weekdays: Sequence[str]
    ordinals: Sequence[str]
    clock: str = r"\d{1,2}:\d{2}"
    between: str = ",? "
    """A regular expression for what stands between a date and a clock."""
    afternoon: Sequence[str] = ()
    """How the words begin that make a clock one of the afternoon, in small letters; ``morning`` as well."""
    morning: Sequence[str] = ()
    zones: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The offsets from UTC that a name may stand for."""

    @classmethod
    def of(cls, table: Mapping[str, Any], zones: Mapping[str, Any]) -> PageDates:
        """From the table, and the table ``zones`` of the dictionary ``times``."""
        keys = ("months", "weekdays", "ordinals", "clock", "between", "afternoon", "morning")
        offsets = {name: told for name, told in zones.items() if isinstance(told, list)}
        return cls(**{key: table[key] for key in keys}, zones=offsets)

    @cached_property
    def _month(self) -> str:
        return f"(?i:{self._any([name for names in self.months for name in names])})" + r"\.?"

    @cached_property
    def _day(self) -> str:
        return rf"\d{{1,2}}(?:{self._any(self.ordinals)})?"

    @cached_property
    def _weekday(self) -> str:
        return rf"(?:(?i:{self._any(self.weekdays)})\.?,? )"

    @cached_property
    def pattern(self) -> str:
        """A regular expression for a date, without groups that count."""
        month, day = self._month, self._day
        digits = r"\d{4}-\d{2}-\d{2}|\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{4}"
        words = rf"{month} {day},? \d{{4}}|{day}(?: of)? {month},? \d{{4}}|{day}-{month}-\d{{4}}"
        return rf"(?:{self._weekday}?(?:{words}|{digits})(?!\d))"

    @cached_property
    def day_pattern(self) -> str:
        """A regular expression for a day without its year."""
        return rf"(?:{self._weekday}?(?:{self._month} {self._day}|{self._day} {self._month}))"

    @cached_property
    def month_pattern(self) -> str:
        """A regular expression for a month and its year."""
        return rf"(?:{self._month},? \d{{4}})"

    @cached_property
    def clock_pattern(self) -> str:
        """A regular expression for a clock, and the zone that may stand behind it."""
        names = self._any(list(self.zones)) if self.zones else "UTC"
        zone = rf"(?:(?:GMT|UTC) ?[+-]\d{{1,2}}(?::?\d\d)?|[+-]\d\d:?\d\d|{names}|[A-Z]{{2,4}}T)\b"
        return rf"(?:(?:{self.clock}|\d{{4}}(?= ?{zone}))(?: ?\(?{zone}\)?)?)"

    @cached_property
    def moment_pattern(self) -> str:
        """A regular expression for a date with or without its clock."""
        clock, between = self.clock_pattern, f"(?:{self.between})"
        iso = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?"
        return rf"(?:{iso}|{clock}{between}{self.pattern}|{self.pattern}(?:{between}{clock})?)"

    @staticmethod
    def _any(words: Sequence[str]) -> str:
        longest_first = sorted(words, key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, longest_first))})"

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name.lower(): at + 1 for at, names in enumerate(self.months) for name in names}

    @cached_property
    def _date(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\d){self.pattern}")

    @cached_property
    def _any_weekday(self) -> re.Pattern[str]:
        return re.compile(rf"\b{self._any(self.weekdays)}\b", re.IGNORECASE)

    @cached_property
    def _zone(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:(?:GMT|UTC) ?)?[+-]\d{{1,2}}(?::?\d\d)?\)?\Z|{self._any(list(self.zones))}\)?\Z"
        )

    def has_weekday(self, words: str) -> bool:
        """Whether words name a day of the week."""
        return bool(self._any_weekday.search(words))

    def moment_of(self, words: str) -> str:
        """The date that words in the form of ``moment_pattern`` mean, with the clock where there is one.

        The offset from UTC is told where the zone is one of a kind; else the clock is that of the place.

        >>> en = PageDates([["January"], ["February", "Feb"]], ["Friday"], ["th"], zones={"GMT": ["+00:00"]})
        >>> en.moment_of("Friday, Feb 5, 2016, 10:15 GMT"), en.moment_of("5 Feb 2016 10:15")
        ('2016-02-05T10:15Z', '2016-02-05T10:15')
        """
        if "T" in words and (told := iso_date(words)):
            return told
        found = self._date.search(words)
        day = self.date_of(found.group()) if found else ""
        if not found or not day:
            return ""
        rest = " ".join((words[: found.start()] + " " + words[found.end() :]).split())
        clock = self._clock_of(rest)
        return day + clock

    def _clock_of(self, words: str) -> str:
        found = re.search(r"\d{1,2}[:.h]\d\d|\d{4}|\d{1,2}", words)
        if not found:
            return ""
        digits = re.sub(r"\D", "", found.group())
        hour, minute = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        half = words[found.end() :].lstrip(":.0123456789 ").replace(".", "").lower()
        if any(half.startswith(word) for word in self.afternoon):
            hour = hour % 12 + 12
        elif any(half.startswith(word) for word in self.morning):
            hour %= 12
        if hour > 23 or minute > 59:
            return ""
        return f"T{hour:02}:{minute:02}{self._offset_of(words[found.end() :])}"

    def _offset_of(self, words: str) -> str:
        found = self._zone.search(words.rstrip(",;|·•/–— "))
        if not found:
            return ""
        zone = found.group().rstrip(")")
        offsets = self.zones.get(zone, () if zone[-1].isalpha() else (zone,))
        told = _OFFSET.search(offsets[0]) if len(offsets) == 1 else None
        if told is None:
            return ""
        offset = f"{told[1]}{int(told[2]):02}:{told[3] or '00'}"
        return "Z" if offset[1:] == "00:00" else offset

    def date_of(self, words: str) -> str:
        """The date that words in the form of ``pattern`` mean, as ISO 8601; empty where they do not settle it.

        >>> en = PageDates([["January"], ["February", "Feb"]], ["Friday"], ["th"])
        >>> en.date_of("Friday, Feb 5, 2016"), en.date_of("20-02-2016"), en.date_of("05-02-2016")
        ('2016-02-05', '2016-02-20', '')
        """
        month = self._month_of(words)
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
        return _iso(year, month, day)

    def _month_of(self, words: str) -> int:
        return next(
            (self._numbers[w] for w in re.findall(r"[^\W\d_]+", words.lower()) if w in self._numbers), 0
        )

    def with_year(self, words: str, days: Sequence[str], within: int) -> str:
        """A day without its year as the date at most so many days before one of the dates; empty if there is none or several.

        >>> en = PageDates([*[["?"]] * 11, ["December"]], ["Friday"], ["th"])
        >>> en.with_year("31 December", ["2032-01-01"], 7), en.with_year("31 December", ["2032-06-01"], 7)
        ('2031-12-31', '')
        """
        month = self._month_of(words)
        (day,) = map(int, re.findall(r"\d+", words))
        found = set()
        for told in days:
            known = date.fromisoformat(told[:10])
            for year in (known.year, known.year - 1):
                value = _iso(year, month, day)
                if value and timedelta() <= known - date.fromisoformat(value) <= timedelta(days=within):
                    found.add(value)
        return found.pop() if len(found) == 1 else ""


def _iso(year: int, month: int, day: int) -> str:
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
