# SPDX-License-Identifier: Apache-2.0
"""Stretches of the calendar, counted from a day: what "last week" or "May 25" may mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from truceline.sources.times.tense import FUTURE, PAST

_DAY = timedelta(days=1)
_SIGNS = {PAST: -1, FUTURE: 1}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A local stretch of time, ``[start, end)``."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words may mean: one stretch, several of which nobody tells which, or nothing that can be told."""

    may_be: tuple[Stretch, ...]
    how: str
    around: Stretch | None = None
    """Where the instant surely is, if that is more than the stretches themselves: a week may begin on a Sunday."""

    @property
    def stretch(self) -> Stretch | None:
        """The only one that may be meant."""
        return self.may_be[0] if len(self.may_be) == 1 else None

    @property
    def hull(self) -> Stretch | None:
        """From the first instant that may be meant to the last."""
        every = [*self.may_be, *([self.around] if self.around else [])]
        if not every:
            return None
        return Stretch(min(one.start for one in every), max(one.end for one in every))


def of_days(first: date, end: date) -> Stretch:
    """From midnight to midnight."""
    return Stretch(datetime.combine(first, time()), datetime.combine(end, time()))


def of_day(day: date) -> Stretch:
    """One day."""
    return of_days(day, day + _DAY)


def day_of(year: int, month: int, day: int) -> date | None:
    """A day of the calendar; None where the month has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> Stretch:
    """A month; ``month`` may be any whole number, 0 is the December before."""
    first = year * 12 + month - 1
    return of_days(date(first // 12, first % 12 + 1, 1), date((first + 1) // 12, (first + 1) % 12 + 1, 1))


def year_of(year: int) -> Stretch:
    """A year."""
    return of_days(date(year, 1, 1), date(year + 1, 1, 1))


def nth_before(day: date, number: int) -> Stretch | None:
    """The last day of a month with a number that is before a day; None where the month before has none, or it is that day."""
    month = day.month if number < day.day else day.month - 1
    of_month = month_of(day.year, month).start
    found = day_of(of_month.year, of_month.month, number)
    return of_day(found) if found and number != day.day else None


def week_of(day: date, weeks: int, starts: Sequence[int]) -> Meaning:
    """The week so many weeks after that of a day; bounds hold those of every weekday with which weeks may begin."""
    found = []
    for start in starts:
        first = day - timedelta(days=(day.isoweekday() - start) % 7) + timedelta(weeks=weeks)
        found.append(of_days(first, first + timedelta(weeks=1)))
    around = Stretch(min(one.start for one in found), max(one.end for one in found))
    return Meaning((found[0],), "week", around)


def weekend_of(day: date, weeks: int) -> Meaning:
    """The Saturday and Sunday so many weeks after those of a day's week; bounds hold the days beside them."""
    first = day + timedelta(days=6 - day.isoweekday(), weeks=weeks)
    return Meaning((of_days(first, first + 2 * _DAY),), "weekend", of_days(first - _DAY, first + 3 * _DAY))


def weekday(day: date, number: int, tense: str) -> Meaning:
    """A day of the week, by the tense of the verb that it belongs to."""
    back = day - timedelta(days=(day.isoweekday() - number) % 7)
    ahead = day + timedelta(days=(number - day.isoweekday() - 1) % 7 + 1)
    if tense == PAST:
        return Meaning((of_day(back),), "weekday, past tense: the last one on or before")
    if tense == FUTURE and back != day:
        return Meaning((of_day(ahead),), "weekday, future tense: the first one after")
    return Meaning((of_day(back), of_day(ahead)), "weekday, tense not plain: before or after")


def which_weekday(day: date, number: int, which: int) -> Meaning:
    """*Last*, *this* or *next* and a day of the week: the nearest, or that of the week; a value where both are one."""
    of_week = day + timedelta(days=number - day.isoweekday(), weeks=which)
    nearest = {
        -1: day - timedelta(days=(day.isoweekday() - number - 1) % 7 + 1),
        0: day + timedelta(days=(number - day.isoweekday()) % 7),
        1: day + timedelta(days=(number - day.isoweekday() - 1) % 7 + 1),
    }[which]
    both = sorted({of_week, nearest})
    told = "" if len(both) == 1 else ", the nearest or that of the week"
    word = ("last", "this", "next")[which + 1]
    return Meaning(tuple(map(of_day, both)), f"{word} weekday{told}, counted from")


def without_year(day: date, every: Iterable[Stretch], tense: str, near_days: int) -> Meaning:
    """One of the stretches of the years around: the nearest if it is near, else by tense."""
    from_day = sorted(every, key=lambda one: abs(distance_days(day, one)))
    near = [one for one in from_day if abs(distance_days(day, one)) <= near_days]
    if len(near) == 1 and distance_days(day, near[0]) * _SIGNS.get(tense, 0) >= 0:
        return Meaning((near[0],), "no year: the nearest to")
    if tense in (PAST, FUTURE) and not near:
        there = [one for one in from_day if distance_days(day, one) * _SIGNS[tense] >= 0]
        if there:
            told = "past tense: the last before" if tense == PAST else "future tense: the first after"
            return Meaning((there[0],), f"no year, {told}")
    return Meaning(
        (),
        f"no year, {'the tense contradicts the nearest' if near else 'none is near, tense not plain'}: counted from",
    )


def distance_days(day: date, stretch: Stretch) -> int:
    """Days from a day to a stretch, negative if the stretch is before it, 0 if it holds it."""
    if day < stretch.start.date():
        return (stretch.start.date() - day).days
    last = (stretch.end - timedelta(milliseconds=1)).date()
    return min((last - day).days, 0)


def back(day: date, count: int, unit: str) -> Meaning:
    """The last so many units, the day itself with them; bounds reach one unit further back."""
    end = day + _DAY
    how = f"the last {count} {unit}, up to"
    return Meaning(
        (of_days(_moved(end, -count, unit), end),), how, of_days(_moved(end, -count - 1, unit) - _DAY, end)
    )


def ahead(day: date, count: int, unit: str) -> Meaning:
    """The next so many units, the day itself with them; bounds reach one unit further."""
    how = f"the next {count} {unit}, from"
    return Meaning(
        (of_days(day, _moved(day, count, unit)),), how, of_days(day, _moved(day, count + 1, unit) + _DAY)
    )


def _moved(day: date, count: int, unit: str) -> date:
    """A day so many units later; hours count as the days that they begin."""
    if unit in ("month", "year"):
        return _months_later(day, count * (12 if unit == "year" else 1))
    hours = {"day": 24, "week": 168, "weekend": 168, "hour": 1}[unit] * abs(count)
    return day + timedelta(days=-(-hours // 24)) * (1 if count > 0 else -1)


def _months_later(day: date, months: int) -> date:
    first = month_of(day.year, day.month + months).start.date()
    last = month_of(day.year, day.month + months + 1).start.date() - _DAY
    return min(first + timedelta(days=day.day - 1), last)
