# SPDX-License-Identifier: Apache-2.0
"""What the parts of a time mean, by one rule for each kind of form; where it cannot be told, the rule says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from truceline.sources.times.stretches import (
    Meaning,
    Stretch,
    ahead,
    back,
    day_of,
    month_of,
    nth_before,
    of_day,
    of_days,
    week_of,
    weekday,
    weekend_of,
    which_weekday,
    without_year,
    year_of,
)
from truceline.sources.times.tense import FUTURE, PAST

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_TABLES = ("days", "which", "units", "numbers")
_MINUTES_OF_DAY = 24 * 60
_MOST_MONTHS = 240
"""Of a stretch up to now, or from now on; and years: longer ones are history and no stretch of the calendar."""
NO_MONTH = "day of a month that is told elsewhere, if at all"
NO_DATE = "the document has no date"


@dataclass(frozen=True)
class Anchor:
    """The day that relative words are counted from."""

    day: date | None
    how: str
    """Which day it is, or why there is none."""
    near: date | None = None
    """The day of publication: words that need no more than the year are held to it where ``day`` is not known."""


Parts = Mapping[str, str]


class Meanings:
    """The rules; words and numbers are those of the dictionary ``times``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._months: Mapping[str, int] = data["months"]
        self._weekdays: Mapping[str, int] = data["weekdays"] | data["short_weekdays"]
        self._lower = {name: {folded(word): value for word, value in data[name].items()} for name in _TABLES}
        self._halves: tuple[str, str] = (data["clock"]["am"][0], data["clock"]["pm"][0])
        self._pm = frozenset(map(folded, data["clock"]["pm"]))
        self._ordinals: Mapping[str, int] = data["ordinals"]
        self._hours, self._minutes = data["clock"]["hours"], data["clock"]["minutes"]
        self._hours_of_part = {folded(part): hours for part, hours in data["clock"]["parts"].items()}
        self._clock_words = {folded(word): told for word, told in data["clock"]["words"].items()}
        self._numbers: Mapping[str, Any] = data["rules"]
        self._known_days = tuple(date.fromisoformat(row["day"]) for row in data["known_days"])
        self._present = next(word for word, weeks in data["which"].items() if weeks == 0)
        self._rules: Mapping[str, Callable[[Parts, Anchor, str], Meaning | None]] = {
            "date": self._date,
            "numeric": self._numeric,
            "days": self._days,
            "midnight": self._midnight,
            "end": self._end,
            "nth": self._nth,
            "the_weekday": self._the_weekday,
            "of_which_year": self._of_which_year,
            "weekday_of_week": self._weekday_of_week,
            "no_time": lambda parts, anchor, tense: None,
            "month": self._month,
            "year": self._year,
            "years": self._years,
            "weekday": self._weekday,
            "weekday_week": self._weekday_week,
            "beside": lambda parts, anchor, tense: Meaning((), "beside a stretch that is told elsewhere"),
            "deictic": self._deictic,
            "calendar": self._calendar,
            "ago": self._ago,
            "past": self._past,
            "ahead": self._ahead,
        }

    def of(self, name: str, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        """The meaning of a form by the rule of its name; None where the words are no time after all."""
        return self._rules[name](parts, anchor, tense)

    def clock(self, parts: Parts) -> tuple[tuple[int, int], ...]:
        """Hours and minutes that a clock time may mean; midnight may begin a day or end it."""
        if "clock_word" in parts:
            hour, minute = map(int, self._clock_words[folded(parts["clock_word"])].split(":"))
            return ((hour, minute), (24, 0)) if (hour, minute) == (0, 0) else ((hour, minute),)
        if "hour_in_words" in parts:
            return self._clock_in_words(parts)
        hour, minute = int(parts["hour"]), int(parts.get("minute", 0))
        if "half" in parts:
            return ((hour % 12 + (12 if folded(parts["half"]) in self._pm else 0), minute),)
        if "half_in_words" in parts:
            return self.in_part(((hour % 24, minute), ((hour + 12) % 24, minute)), parts["half_in_words"])
        if len(parts["hour"]) == 2 and (hour > 12 or parts["hour"][0] == "0"):
            return ((hour, minute),)
        return ((hour, minute), ((hour + 12) % 24, minute))

    def _clock_in_words(self, parts: Parts) -> tuple[tuple[int, int], ...]:
        words = parts.get("minute_in_words")
        minutes = self._minutes[folded(words)] if words else 0
        past = (
            self._hours[folded(parts["hour_in_words"])] * 60 + (-1 if "before_hour" in parts else 1) * minutes
        )
        both = tuple(divmod(at % _MINUTES_OF_DAY, 60) for at in (past, past + _MINUTES_OF_DAY // 2))
        return self.in_part(both, parts.get("half_in_words", ""))

    def in_part(self, clock: tuple[tuple[int, int], ...], part: str) -> tuple[tuple[int, int], ...]:
        """That of several clock times which lies in a part of the day: the evening of Monday.

        Twelve in the morning may be noon or midnight, by how people speak; then nothing is left out.
        """
        first, end = self._hours_of_part.get(folded(part), (0, 0))
        told = tuple(one for one in clock if first <= one[0] < end)
        return told if len(told) == 1 and told[0][0] else clock

    def clocks(self, parts: Parts) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
        """Hours and minutes from which and until which a stretch of clock times may last.

        One of a clock of 24 hours is not told from one of 12 by itself, but by the other as well.
        """
        last = {
            name.removeprefix("last_"): words for name, words in parts.items() if name.startswith("last_")
        }
        if "half" in last and "half" not in parts:
            firsts = tuple(one for half in self._halves for one in self.clock({**parts, "half": half}))
        else:
            firsts = self.clock(parts)
        lasts = self.clock(last)
        if "half" not in last and 1 in (len(firsts), len(lasts)):
            firsts, lasts = firsts[:1], lasts[:1]
        return tuple((first, end) for first in firsts for end in lasts)

    def _date(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        month = int(parts["month_number"]) if "month_number" in parts else self._month_number(parts)
        number = self._day_number(parts)
        weekday_number = self._weekday_number(parts)
        if "year" not in parts:
            told = self._without_year(lambda year: _a_day(year, month, number, weekday_number), anchor, tense)
            return self._or_known(told, (month, number, weekday_number), anchor)
        day = day_of(int(parts["year"]), month, number)
        if day is None:
            return Meaning((), "no such day")
        if weekday_number and day.isoweekday() != weekday_number:
            return Meaning((), "the day of the week contradicts the date")
        return Meaning((of_day(day),), "exact date")

    def _without_year(self, in_year: Callable[[int], Stretch | None], anchor: Anchor, tense: str) -> Meaning:
        """A day or a month of some year, near the day of the anchor.

        A quotation is spoken before it is published, and seldom long before: without a day of its own it is held to the
        day of publication, but its tense, which counts from the day of speaking, tells nothing.
        """
        base = anchor.day or anchor.near
        if base is None:
            return Meaning((), f"no year, {NO_DATE}")
        every = filter(None, map(in_year, range(base.year - 1, base.year + 2)))
        meaning = without_year(base, every, tense if anchor.day else "", self._numbers["near_days"])
        return replace(meaning, how=f"{meaning.how} {anchor.how if anchor.day else f'published {base}'}")

    def _or_known(self, told: Meaning, day: tuple[int, int, int], anchor: Anchor) -> Meaning:
        """A day without a year, which may be that of an event long ago that is called by its day."""
        base = anchor.day or anchor.near
        month, number, weekday_number = day
        for known in self._known_days:
            event = of_day(known)
            is_event = (known.month, known.day) == (month, number) and weekday_number in (
                0,
                known.isoweekday(),
            )
            if base and known <= base and is_event and told.stretch not in (None, event):
                return Meaning((event, *told.may_be), f"{told.how}, or the event of {known}")
        return told

    def _numeric(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        first, second, year = int(parts["first"]), int(parts["second"]), int(parts["year"])
        both = {day for day in (day_of(year, second, first), day_of(year, first, second)) if day}
        if parts["sep"] != parts["again"] or not both:
            return None
        how = "exact date" if len(both) == 1 else "day or month first, which is not told"
        return Meaning(tuple(map(of_day, sorted(both))), how)

    def _days(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        month, first, last = self._month_number(parts), _number(parts["day"]), _number(parts["last"])
        if "year" not in parts:
            return self._without_year(lambda year: _some_days(year, month, first, last), anchor, tense)
        days = _some_days(int(parts["year"]), month, first, last)
        return Meaning((days,), "exact dates") if days else Meaning((), "no such days")

    def _midnight(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        days = self._days(parts, anchor, tense)
        if days is None or days.stretch is None:
            return days
        end = days.stretch.end - _DAY
        if end - days.stretch.start != _DAY:
            return Meaning((), "the days are not two in a row")
        return replace(days, may_be=(Stretch(end, end + _MINUTE),))

    def _end(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        """The last day of a stretch; bounds hold all of it, since the words are loose."""
        if "month" in parts:
            whole = self._month(parts, anchor, tense)
        elif "year" in parts:
            whole = self._year(parts, anchor, tense)
        elif "which" in parts or tense == FUTURE:
            whole = self._calendar({"which": self._present, **parts}, anchor, tense)
        else:
            unit = self._lower["units"][folded(parts["unit"])]
            is_time = unit in ("week", "weekend", "month", "year")
            return Meaning((), f"the {unit}, which one is not told") if is_time else None
        if whole is None or whole.stretch is None:
            return whole
        end = whole.stretch.end
        return Meaning((Stretch(end - _DAY, end),), f"the last day; {whole.how}", whole.hull)

    def _nth(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        if "which" not in parts:
            told = nth_before(anchor.day, self._day_number(parts)) if anchor.day and tense == PAST else None
            if told is None:
                return Meaning((), NO_MONTH)
            return Meaning((told,), f"day of a month, past tense: the last one before {anchor.how}")
        if anchor.day is None:
            return Meaning((), f"day of a month, {anchor.how}")
        which = self._lower["which"][folded(parts["which"])]
        month = month_of(anchor.day.year, anchor.day.month + which).start
        day = day_of(month.year, month.month, self._day_number(parts))
        if day is None:
            return Meaning((), "no such day")
        return Meaning((of_day(day),), f"day of a month, counted from {anchor.how}")

    def _the_weekday(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        return Meaning((), "weekday of a week that is told elsewhere")

    def _month(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        month = self._month_number(parts)
        if "year" in parts:
            return Meaning((month_of(int(parts["year"]), month),), "exact month")
        return self._without_year(lambda year: month_of(year, month), anchor, tense)

    def _of_which_year(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        if "unit" in parts and self._lower["units"][folded(parts["unit"])] != "year":
            return Meaning((), "a month and a stretch that is no year")
        if anchor.day is None:
            return Meaning((), f"month of a year, {anchor.how}")
        which, month = self._lower["which"][folded(parts["which"])], self._month_number(parts)
        years = {anchor.day.year + which}
        if "unit" not in parts:  # last May may be the May before this month
            is_over = (month - anchor.day.month) * which > 0
            years |= {anchor.day.year} if is_over else set()
        if "day" not in parts:
            every = [month_of(year, month) for year in sorted(years)]
        else:
            days = [day_of(year, month, _number(parts["day"])) for year in sorted(years)]
            every = [of_day(day) for day in days if day]
        told = f"counted from {anchor.how}" if every else "no such day"
        return Meaning(tuple(every), f"{'one of several, ' if len(every) > 1 else ''}{told}")

    def _weekday_of_week(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        if self._lower["units"][folded(parts["unit"])] != "week":
            return Meaning((), "a weekday and a stretch that is no week")
        if anchor.day is None:
            return Meaning((), f"weekday, {anchor.how}")
        number, which = self._weekday_number(parts), self._lower["which"][folded(parts["which"])]
        every = set()
        for start in self._numbers["week_starts"]:
            first = anchor.day + timedelta(days=-((anchor.day.isoweekday() - start) % 7), weeks=which)
            every.add(first + timedelta(days=(number - start) % 7))
        return Meaning(tuple(map(of_day, sorted(every))), f"weekday of a week, counted from {anchor.how}")

    def _year(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        return Meaning((year_of(int(parts["year"])),), "exact year")

    def _years(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        first, last = int(parts["year"]), int(parts["last"])
        if not first < last:
            return None
        return Meaning((Stretch(year_of(first).start, year_of(last).end),), "exact years")

    def _day_number(self, parts: Parts) -> int:
        if "in_words" in parts:
            return self._ordinals[folded(parts["in_words"])]
        return _number(parts.get("day") or parts.get("ordinal") or parts["number"])

    def _month_number(self, parts: Parts) -> int:
        return _as_listed(parts["month"], self._months)

    def _weekday_number(self, parts: Parts) -> int:
        name = parts.get("weekday") or parts.get("day_name")
        return _as_listed(name, self._weekdays) if name else 0

    def _weekday(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        if anchor.day is None:
            return Meaning((), f"weekday, {anchor.how}")
        number = self._weekday_number(parts)
        if "which" in parts:
            meaning = which_weekday(anchor.day, number, self._lower["which"][folded(parts["which"])])
        else:
            meaning = weekday(anchor.day, number, tense)
        return replace(meaning, how=f"{meaning.how} {anchor.how}")

    def _weekday_week(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        """A week after the next day of that name; on such a day itself it may be a week from now."""
        if anchor.day is None:
            return Meaning((), f"weekday, {anchor.how}")
        days = (self._weekday_number(parts) - anchor.day.isoweekday()) % 7
        every = [anchor.day + timedelta(days=days, weeks=weeks) for weeks in ((1,) if days else (1, 2))]
        return Meaning(
            tuple(map(of_day, every)), f"a week after the weekday that is next, counted from {anchor.how}"
        )

    def _deictic(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        if anchor.day is None:
            return Meaning((), f"counted from the day on which it is said: {anchor.how}")
        day = anchor.day + self._lower["days"][folded(parts["deictic"])] * _DAY
        return Meaning((of_day(day),), f"counted from {anchor.how}")

    def _calendar(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        which, unit = (
            self._lower["which"][folded(parts["which"])],
            self._lower["units"][folded(parts["unit"])],
        )
        if unit not in ("week", "weekend", "month", "year"):
            return None
        if anchor.day is None:
            return Meaning((), f"{unit}, {anchor.how}")
        if unit == "week":
            meaning = week_of(anchor.day, which, self._numbers["week_starts"])
        elif unit == "weekend":
            meaning = weekend_of(anchor.day, which)
        elif unit == "month":
            meaning = Meaning((month_of(anchor.day.year, anchor.day.month + which),), "month")
        else:
            meaning = Meaning((year_of(anchor.day.year + which),), "year")
        return replace(meaning, how=f"{meaning.how}, counted from {anchor.how}")

    def _amount(self, parts: Parts) -> int:
        words = folded(parts.get("amount", "1"))
        amount: int = int(words) if words.isdigit() else self._lower["numbers"][words]
        return amount

    def _ago(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        unit, count = self._lower["units"][folded(parts["unit"])], self._amount(parts)
        if anchor.day is None:
            return Meaning((), f"{count} {unit} ago, {anchor.how}")
        if unit == "day" and not parts.keys() & {"deictic", "weekday"}:
            return Meaning((of_day(anchor.day - count * _DAY),), f"counted from {anchor.how}")
        return Meaning((), f"{count} {unit} ago: about so long before {anchor.how}")

    def _past(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        unit, count = self._lower["units"][folded(parts["unit"])], self._amount(parts)
        if unit == "minute" or (unit in ("month", "year") and count > _MOST_MONTHS):
            return None
        if anchor.day is None:
            return Meaning((), f"the last {count} {unit}, {anchor.how}")
        meaning = back(anchor.day, count, unit)
        return replace(meaning, how=f"{meaning.how} {anchor.how}")

    def _ahead(self, parts: Parts, anchor: Anchor, tense: str) -> Meaning | None:
        unit, count = self._lower["units"][folded(parts["unit"])], self._amount(parts)
        if unit == "minute" or (unit in ("month", "year") and count > _MOST_MONTHS):
            return None
        if anchor.day is None:
            return Meaning((), f"the next {count} {unit}, {anchor.how}")
        meaning = ahead(anchor.day, count, unit)
        return replace(meaning, how=f"{meaning.how} {anchor.how}")


def _number(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def _a_day(year: int, month: int, number: int, weekday_number: int) -> Stretch | None:
    """A day, if it is one of its weekday; 0 is any."""
    day = day_of(year, month, number)
    return of_day(day) if day and weekday_number in (0, day.isoweekday()) else None


def _some_days(year: int, month: int, first: int, last: int) -> Stretch | None:
    """Days of a month, the last one included."""
    start, end = day_of(year, month, first), day_of(year, month, last)
    return of_days(start, end + _DAY) if start and end and start < end else None


def folded(words: str) -> str:
    """Words in small letters, with single spaces."""
    return " ".join(words.split()).casefold()


def _as_listed(name: str, table: Mapping[str, int]) -> int:
    """The number of a name, which may stand in capitals."""
    return table[name] if name in table else next(table[one] for one in table if one.upper() == name)
