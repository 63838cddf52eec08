# SPDX-License-Identifier: Apache-2.0
"""Instants, lengths and time expressions."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY_MS = 86_400_000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHEN = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,9}))?)?"
    r"\s?(?P<offset>Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]+)")
_UNITS_MS = {"min": 60_000, "h": 3_600_000}


class TimeError(ValueError):
    """A time that no calendar or clock shows, or that one shows twice."""

    def __init__(self, said: str, *, rule: str) -> None:
        super().__init__(said)
        self.rule = rule
        """The section of docs/reference/check.md that explains it."""


def parse_when(text: str, zone: ZoneInfo) -> tuple[int, int]:
    """The stretch of time that an ISO 8601 text stands for.

    Args:
        text: a date, or a date and a time of day to the minute, second or a part of it, with or
            without an offset. 24:00 is the end of the day.
        zone: of a text without an offset.

    Returns:
        ``(start, end)`` in milliseconds: a date alone is its whole local day, half open; an instant
        has both the same; a local time that the clock shows twice has its first and its second
        instant. Parts of a second beyond the millisecond are cut off.

    Raises:
        ValueError: with a sentence that says what is wrong and what to write.

    >>> parse_when("2016-02-27T00:00", ZoneInfo("Asia/Damascus"))
    (1456524000000, 1456524000000)
    """
    match = _WHEN.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is not a date or time like 2016-02-27 or 2016-02-27T00:00')
    day = _day(match["date"])
    if match["hour"] is None:
        return local_day_ms(day, zone)
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    milli = int((match["fraction"] or "0").ljust(3, "0")[:3])
    if hour == 24 and minute == second == milli == 0:
        if day == date.max:
            raise ValueError(f'"{text}" is after the last day of the calendar')
        day, hour = day + timedelta(days=1), 0
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(
            f'"{text}" has an impossible time of day; hours go from 00 to 24:00, minutes and seconds to 59'
        )
    local = datetime(day.year, day.month, day.day, hour, minute, second, milli * 1000)
    if match["offset"]:
        at = _ms(local.replace(tzinfo=_offset(match["offset"], text)))
        return at, at
    return local_ms(local, zone, text)


_FIRST_SHOWN_MS = -62_135_510_400_000
_LAST_SHOWN_MS = 253_402_214_399_999
"""A day within the calendar's ends, so that every zone can show it."""


def shown_ms(at_ms: int) -> int:
    """The nearest instant that the calendar can show in every zone.

    >>> format_utc(shown_ms(10**18))
    '9999-12-30T23:59Z'
    """
    return min(max(at_ms, _FIRST_SHOWN_MS), _LAST_SHOWN_MS)


def format_utc(at_ms: int) -> str:
    """An instant to the minute.

    >>> format_utc(1456524000000)
    '2016-02-26T22:00Z'
    """
    return (datetime(1970, 1, 1) + timedelta(milliseconds=at_ms)).isoformat(timespec="minutes") + "Z"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise TimeError(
            f'"{text}" is not a day of the calendar{_month_length(text)}', rule="date-impossible"
        ) from error


def _month_length(text: str) -> str:
    """How long the month of an impossible day is, as the end of a sentence; empty if there is no such month."""
    year, month = int(text[:4]), int(text[5:7])
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return ""
    return f", {month_name[month]} {year} has {monthrange(year, month)[1]} days"


def _offset(text: str, whole: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14) or int(digits[2:]) > 59:
        raise ValueError(f'"{whole}" has an impossible offset; they go from -12:00 to +14:00')
    return timezone(-offset if text[0] == "-" else offset)


def _ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware datetime, without rounding through a float."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def local_ms(local: datetime, zone: tzinfo, text: str = "") -> tuple[int, int]:
    """The instants at which a clock shows a local time: one, given twice, or two.

    Raises:
        TimeError: the clock jumps over it.
        ValueError: it lies at the edge of the calendar.
    """
    text = text or local.isoformat(timespec="minutes")
    try:
        first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != local:
            readings = " or ".join(at.isoformat(timespec="minutes") for at in (first, second))
            raise TimeError(
                f'"{text}" does not exist in {zone}: the clock jumps over it; write {readings}',
                rule="hour-skipped",
            )
        return _ms(first), _ms(second)
    except OverflowError as error:
        raise ValueError(f'"{text}" is at the edge of the calendar') from error


def twice_words(text: str, at_ms: tuple[int, int], zone: ZoneInfo) -> str:
    """Says that a clock shows a local time twice, with both readings."""
    first, second = (
        datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).isoformat(timespec="minutes") for at in at_ms
    )
    return f'"{text}" exists twice in {zone.key}, as {first} and as {second}'


def local_day_ms(day: date, zone: tzinfo) -> tuple[int, int]:
    """The local day ``[start, end)``; where midnight does not exist it starts with the first instant after."""
    try:
        return _day_start_ms(day, zone), _day_start_ms(day + timedelta(days=1), zone)
    except OverflowError as error:
        raise ValueError(f"{day.isoformat()} is at the edge of the calendar") from error


def _day_start_ms(day: date, zone: tzinfo) -> int:
    midnight = datetime(day.year, day.month, day.day)
    at = midnight.replace(tzinfo=zone)
    if midnights(day, zone):
        return _ms(at)
    low, high = _ms(at.replace(fold=1)), _ms(at.replace(fold=0))
    low, high = min(low, high), max(low, high)
    while high - low > 1:
        middle = (low + high) // 2
        local = datetime.fromtimestamp(middle / 1000, UTC).astimezone(zone)
        if local.date() >= day:
            high = middle
        else:
            low = middle
    return high


def midnights(day: date, zone: tzinfo) -> int:
    """How often the clock of ``zone`` shows 00:00 on ``day``: once, but for changes of the clock."""
    midnight = datetime(day.year, day.month, day.day)
    back = midnight.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None, fold=0) != midnight:
        return 0
    return 1 if midnight.replace(tzinfo=zone, fold=1).utcoffset() == back.utcoffset() else 2


class Length(NamedTuple):
    """A length of time: months and days of the calendar, then elapsed milliseconds."""

    months: int = 0
    days: int = 0
    ms: int = 0

    def times(self, number: int) -> Length:
        """So many of it; a negative number goes back in time."""
        return Length(self.months * number, self.days * number, self.ms * number)


_CALENDAR = {
    "day": Length(days=1),
    "week": Length(days=7),
    "month": Length(months=1),
    "year": Length(months=12),
}


def parse_length(text: str) -> Length:
    """A length: days, weeks, months and years of the calendar, ``h`` and ``min`` of elapsed time.

    Raises:
        ValueError: with the units that are known.

    >>> parse_length("24 h"), parse_length("2 weeks")
    (Length(months=0, days=0, ms=86400000), Length(months=0, days=14, ms=0))
    """
    match = _LENGTH.fullmatch(text.strip())
    unit = match["unit"].removesuffix("s") if match else ""
    if not match or (match["unit"] not in _UNITS_MS and unit not in _CALENDAR):
        raise ValueError(
            f'"{text}" is not a length; write a number and min, h, days, weeks, months or years, such as 24 h or 2 days'
        )
    if match["unit"] in _UNITS_MS:
        return Length(ms=round(float(match["number"]) * _UNITS_MS[match["unit"]]))
    if "." in match["number"]:
        raise ValueError(f'"{text}" is not a whole number of {unit}s of the calendar; write hours instead')
    return _CALENDAR[unit].times(int(match["number"]))


def format_length(ms: int) -> str:
    """A length as it has passed; a day is 24 hours here.

    >>> format_length(169_200_000), format_length(1_206_000_000)
    ('47 h', '13 days 23 h')
    """
    minutes = round(ms / 60_000)
    days, hours = (minutes // 1440, minutes % 1440 // 60) if minutes >= 4 * 1440 else (0, minutes // 60)
    parts = ((days, "days"), (hours, "h"), (minutes % 60, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min"


def shifted_ms(at_ms: int, length: Length, zone: ZoneInfo) -> int:
    """An instant moved by months and days on the local clock, then by elapsed time.

    A day that the other month does not have is its last day: a month after 31 January is 28 or 29
    February.

    Raises:
        ValueError: the local time on the other day does not exist, or exists twice.
    """
    if length.months or length.days:
        local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone).replace(tzinfo=None, fold=0)
        moved = months_later(local, length.months) + timedelta(days=length.days)
        text = moved.isoformat(timespec="minutes")
        first, second = local_ms(moved, zone, text)
        if first != second:
            raise TimeError(
                f"{twice_words(text, (first, second), zone)}; count in hours instead of days",
                rule="hour-twice",
            )
        at_ms = first
    return at_ms + length.ms


def months_later(local: datetime, months: int) -> datetime:
    """The same day and time some months later, or the last day of a month that is shorter."""
    if not months:
        return local
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))
