# SPDX-License-Identifier: Apache-2.0
"""When: cells of dates and times as instants in UTC, by the rules of ``parse_when``.

``parse_when`` is the law; the common forms take a faster way that gives the same, which a test holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truceline.records.cells import coded, spread
from truceline.terms import parse_when

DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1)
_FIRST_DAY, _LAST_DAY = (date.min - _EPOCH).days, (date.max - _EPOCH).days
_FIRST_MS, _LAST_MS = (
    (date(year, 1, 1) - _EPOCH).days * DAY_MS + room * DAY_MS for year, room in ((1800, -1), (2201, 1))
)
"""Records lie in the years 1800 to 2200, in whichever zone: any other year is a slip of a digit, and hours
of the day would be worked out for all the years up to it."""
_FEW = 64
"""With fewer distinct texts the slow way is the faster one."""

_DATE = r"^[12]\d{3}-\d{2}-\d{2}"
_CLOCK = r"[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?"
_OFFSET = r"(Z|[+-](0\d|1[0-3]):[0-5]\d)"
_LOCAL, _UTC = f"{_DATE}{_CLOCK}$", f"{_DATE}{_CLOCK}{_OFFSET}$"
_UNITS_NS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}


@dataclass(frozen=True, slots=True)
class Instants:
    """What cells of time stand for, each as ``[start, end)``, or an instant where both are the same."""

    start: NDArray[np.int64]
    """(n,) milliseconds, UTC; 0 where nothing is given."""
    end: NDArray[np.int64]
    is_day: NDArray[np.bool_]
    """(n,) the cell is a date without a time of day."""
    is_given: NDArray[np.bool_]
    faults: dict[int, str] = field(default_factory=dict)
    """By row, a sentence; such a row counts as given."""

    @classmethod
    def blank(cls, n: int) -> Instants:
        """Of cells none of which is given."""
        return cls(np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, bool), np.zeros(n, bool))

    @classmethod
    def given(cls, n: int) -> Instants:
        """Of cells all of which are given, to be filled in."""
        return cls(np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, bool), np.ones(n, bool))

    def take(self, codes: NDArray[np.int64]) -> Instants:
        """The instants at positions; -1 is a cell that is not given."""
        if not len(self.start):
            return Instants.blank(len(codes))
        is_given = (codes >= 0) & self.is_given[codes]
        faults = dict(spread(self.faults, codes))
        return Instants(self.start[codes], self.end[codes], self.is_day[codes] & is_given, is_given, faults)


class Clock:
    """Reads columns of dates and times in one zone, and remembers its days."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._days: dict[int, tuple[int, int] | str] = {}

    def read(self, column: pa.Array) -> Instants:
        """The cells of a column of texts, timestamps (local where they have no zone) or dates."""
        kind = column.type
        if pa.types.is_null(kind):
            return Instants.blank(len(column))
        is_given = column.is_valid().to_numpy(zero_copy_only=False)
        if pa.types.is_timestamp(kind):
            ticks = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
            per_ms = 10**6 // _UNITS_NS[kind.unit]
            ms = ticks // per_ms if per_ms else np.clip(ticks, -(2**50), 2**50) * 1000
            return self._of_ms(ms, is_given) if kind.tz else self._of_local_ms(ms, is_given)
        if pa.types.is_date(kind):
            days = (
                column.cast(pa.date32(), safe=False)
                .cast(pa.int32())
                .fill_null(0)
                .to_numpy(zero_copy_only=False)
            )
            return self._of_days(days.astype(np.int64), is_given)
        if not (pa.types.is_string(kind) or pa.types.is_dictionary(kind)):
            made = Instants.blank(len(column))
            reason = f"expected a date or a time as text, date or timestamp, and the column holds {kind}"
            return Instants(
                made.start,
                made.end,
                made.is_day,
                is_given,
                {int(row): reason for row in np.flatnonzero(is_given)},
            )
        cells = coded(column)
        return self._of_words(cells.words).take(cells.codes)

    def _of_words(self, words: pa.Array) -> Instants:
        n = len(words)
        made = Instants.given(n)
        is_left = np.ones(n, dtype=bool)
        if n > _FEW:
            for pattern, target in (
                (f"{_DATE}$", pa.date32()),
                (_LOCAL, pa.timestamp("ms")),
                (_UTC, pa.timestamp("ms", "UTC")),
            ):
                is_form = pc.match_substring_regex(words, pattern).to_numpy(zero_copy_only=False)
                rows = np.flatnonzero(is_form)
                try:
                    cells = words.take(pa.array(rows)).cast(target)
                except pa.ArrowInvalid:
                    continue  # a day that no calendar has is among them: the slow way says which
                some = self.read(cells)
                made.start[rows], made.end[rows], made.is_day[rows] = some.start, some.end, some.is_day
                is_left[rows] = False
                is_left[rows[list(some.faults)]] = True  # the slow way names the text as it stands
        for row in np.flatnonzero(is_left):
            self._put_text(made, int(row), str(words[row].as_py()))
        return made

    def _put_text(self, made: Instants, row: int, text: str) -> None:
        try:
            made.start[row], made.end[row] = parse_when(text, self.zone)
            made.is_day[row] = len(text) == len("2016-02-27")
        except (ValueError, OverflowError) as error:
            made.faults[row] = str(error)

    def _of_ms(self, ms: NDArray[np.int64], is_given: NDArray[np.bool_]) -> Instants:
        is_out = is_given & ((ms < _FIRST_DAY * DAY_MS) | (ms >= (_LAST_DAY + 1) * DAY_MS))
        faults = {int(row): "expected a time in the years 1 to 9999" for row in np.flatnonzero(is_out)}
        return Instants(ms, ms.copy(), np.zeros(len(ms), bool), is_given, faults)

    def _of_days(self, days: NDArray[np.int64], is_given: NDArray[np.bool_]) -> Instants:
        distinct_days, codes = np.unique(days, return_inverse=True)
        n = len(distinct_days)
        made = Instants.given(n)
        made.is_day[:] = True
        for index, number in enumerate(distinct_days.tolist()):
            day = self._day(number)
            if isinstance(day, str):
                made.faults[index] = day
            else:
                made.start[index], made.end[index] = day
        return made.take(np.where(is_given, codes, -1))

    def _of_local_ms(self, ms: NDArray[np.int64], is_given: NDArray[np.bool_]) -> Instants:
        """Instants of local times; on days of a clock change each is worked out by itself."""
        number, codes = np.unique(ms // DAY_MS, return_inverse=True)
        offsets = np.array([self._offset(int(day)) for day in number], dtype=np.int64)
        utc = ms - np.where(offsets == _CHANGES, 0, offsets)[codes] if len(number) else ms
        made = Instants(utc, utc.copy(), np.zeros(len(ms), bool), is_given, {})
        hard = is_given & (offsets == _CHANGES)[codes] if len(number) else is_given
        for row in np.flatnonzero(hard):
            try:
                local = datetime(1970, 1, 1) + timedelta(milliseconds=int(ms[row]))
            except OverflowError:
                made.faults[int(row)] = "expected a time in the years 1 to 9999"
                continue
            self._put_text(made, int(row), local.isoformat(timespec="milliseconds"))
        return made

    def _offset(self, number: int) -> int:
        """Milliseconds by which the clock is ahead of UTC all day; ``_CHANGES`` where that changes."""
        offsets = set()
        for near in (number - 1, number, number + 1):  # a change near midnight reaches into the next day
            day = self._day(near)
            if isinstance(day, str):
                return _CHANGES
            offsets |= {near * DAY_MS - day[0], (near + 1) * DAY_MS - day[1]}
        return offsets.pop() if len(offsets) == 1 else _CHANGES

    def _day(self, number: int) -> tuple[int, int] | str:
        """``[start, end)`` of the local day so many days after 1 January 1970, or what is wrong with it."""
        if number not in self._days:
            if len(self._days) > 100_000:
                self._days.clear()
            if not _FIRST_DAY <= number <= _LAST_DAY:
                return "expected a day in the years 1 to 9999"
            text = (_EPOCH + timedelta(days=number)).isoformat()
            try:
                self._days[number] = parse_when(text, self.zone)
            except (ValueError, OverflowError) as error:
                self._days[number] = str(error)
        return self._days[number]


_CHANGES = 2**62


@dataclass(frozen=True, slots=True)
class Intervals:
    """``[start, end)`` of records; an instant where both are the same."""

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    is_known: NDArray[np.bool_]
    faults: list[tuple[int, str, str]]
    """Row, column and reason."""


def intervals(first: Instants, last: Instants) -> Intervals:
    """The intervals of records from their cells ``start`` and ``end``.

    A local time that exists twice covers both of its instants. ``end`` as a date is the end of that
    day; left out, it is the end of a start that is a date, and else the start.
    """
    is_twice = ~first.is_day & (first.end > first.start)
    end = np.where(last.is_given, last.end, first.end)
    end = end + (is_twice & (end == first.end))  # the second of the two instants is itself possible
    faults = [(row, "start", reason) for row, reason in first.faults.items()]
    faults += [(row, "end", reason) for row, reason in last.faults.items()]
    is_sound = np.ones(len(end), dtype=bool)
    is_sound[[row for row, _, _ in faults]] = False
    for column, at, is_given in (("start", first.start, first.is_given), ("end", end, last.is_given)):
        for row in np.flatnonzero(is_sound & is_given & ((at < _FIRST_MS) | (at > _LAST_MS))):
            faults.append((int(row), column, "expected a time in the years 1800 to 2200; is a digit wrong?"))
            is_sound[row] = False
    for row in np.flatnonzero(is_sound & last.is_given & ~first.is_given):
        faults.append((int(row), "end", "an end without a start; give both or neither"))
    is_before = (end < first.start) | (last.is_day & (end == first.start))
    for row in np.flatnonzero(is_sound & last.is_given & first.is_given & is_before):
        faults.append((int(row), "end", "it ends before it starts; are start and end swapped?"))
    return Intervals(first.start, end, first.is_given, faults)
