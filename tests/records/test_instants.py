# SPDX-License-Identifier: Apache-2.0
"""The quick way to read times gives what ``parse_when`` gives, for each form of text and of column."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.records import instants
from truceline.records.instants import Clock, intervals
from truceline.terms import parse_when

DAMASCUS = ZoneInfo("Asia/Damascus")
ZONES = [DAMASCUS, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")]
"""St John's moved its clock a minute past midnight; Apia left out 30 December 2011."""
DAYS = [
    "2016-03-24", "2016-03-25", "2016-03-26", "2016-10-27", "2016-10-28", "2016-10-29",
    "2006-10-28", "2006-10-29", "2006-10-30", "2006-04-02", "2011-12-29", "2011-12-30", "2011-12-31",
    "0001-01-01", "0001-01-02", "0000-01-01", "1000-01-01", "2999-12-31", "9999-12-30", "9999-12-31",
    "2016-02-29", "2015-02-29", "2016-13-01", "1969-12-31",
]  # fmt: skip
CLOCKS = [
    "", "T00:00", "T00:30", "T00:00:30", "T01:00", "T23:00", "T23:30:15", "T24:00", "T24:00:00", "T24:01",
    "T25:00", "T12:60", "T12:00:60", "T23:59:59.9", "T23:59:59.999", "T12:00:00.1234567", " 12:00", "T1:00",
]  # fmt: skip
OFFSETS = ["", "Z", "+03:00", "-11:30", "+14:00", "+15:00", "+0300", "+03", " Z", "z"]
days = st.sampled_from(DAYS) | st.dates(date(1960, 1, 1), date(2040, 1, 1)).map(date.isoformat)
clocks = st.sampled_from(CLOCKS) | st.times().map(lambda at: f"T{at.isoformat('milliseconds')}")
whens = st.tuples(days, clocks, st.sampled_from(OFFSETS)).map("".join) | st.text(max_size=12)
FILLING = [f"2016-06-01T{at // 60:02}:{at % 60:02}" for at in range(instants._FEW + 1)]
"""Enough distinct texts that the quick way is taken."""


def expected(text: str, zone: ZoneInfo) -> tuple[int, int] | str:
    try:
        return parse_when(text, zone)
    except (ValueError, OverflowError) as error:
        return str(error)


@given(st.sampled_from(ZONES), st.lists(whens, min_size=1, max_size=60))
def test_every_text_is_the_time_that_parse_when_says(zone: ZoneInfo, texts: list[str]) -> None:
    texts = [text for text in texts if text.strip()] + FILLING
    read = Clock(zone).read(pa.array(texts, pa.string()))
    for row, text in enumerate(texts):
        made = read.faults.get(row, (int(read.start[row]), int(read.end[row])))
        assert made == expected(text.strip(), zone), text
        assert row in read.faults or bool(read.is_day[row]) == (len(text.strip()) == 10)
    assert read.is_given.all()


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_each_half_hour_near_a_change_of_the_clock_is_the_time_that_parse_when_says(zone: ZoneInfo) -> None:
    begins = [date(2016, 3, 24), date(2016, 10, 27), date(2006, 10, 28), date(2006, 4, 1), date(2011, 12, 29)]
    texts = [
        (datetime(day.year, day.month, day.day) + timedelta(seconds=30 * step)).isoformat()
        for day in begins
        for step in range(4 * 24 * 120)
    ]
    read = Clock(zone).read(pa.array(texts, pa.string()))
    for row, text in enumerate(texts):
        made = read.faults.get(row, (int(read.start[row]), int(read.end[row])))
        assert made == expected(text, zone)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@given(
    st.lists(
        st.none()
        | st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1))
        | st.sampled_from([datetime(2016, 3, 25, 0, 30), datetime(2016, 10, 27, 23, 30)])
    )
)
def test_every_timestamp_is_the_time_of_its_text(unit: str, cells: list[datetime | None]) -> None:
    step = {"s": 1_000_000, "ms": 1_000}.get(unit, 1)
    cells = [cell and cell.replace(microsecond=cell.microsecond // step * step) for cell in cells]
    local = pa.array(cells, pa.timestamp("us")).cast(pa.timestamp(unit))
    for column, suffix in ((local, ""), (local.cast(pa.timestamp(unit, "UTC")), "Z")):
        read = Clock(DAMASCUS).read(column)
        for row, cell in enumerate(cells):
            assert bool(read.is_given[row]) == (cell is not None)
            if cell is None:
                continue
            shown = cell.isoformat(timespec="seconds" if unit == "s" else "milliseconds")
            made = read.faults.get(row, (int(read.start[row]), int(read.end[row])))
            if isinstance(made, str):
                assert "does not exist" in made
                assert "does not exist" in str(expected(shown + suffix, DAMASCUS))
            else:
                assert made == expected(shown + suffix, DAMASCUS)


@given(st.lists(st.none() | st.dates() | st.sampled_from([date.min, date.max]), max_size=80))
def test_every_date_is_the_day_of_its_text(cells: list[date | None]) -> None:
    for kind in (pa.date32(), pa.date64()):
        read = Clock(DAMASCUS).read(pa.array(cells, kind))
        for row, cell in enumerate(cells):
            assert bool(read.is_given[row]) == (cell is not None)
            if cell is not None:
                made = read.faults.get(row, (int(read.start[row]), int(read.end[row])))
                assert made == expected(cell.isoformat(), DAMASCUS)


@pytest.mark.parametrize("at", [-(2**63) + 1, 2**63 - 1, -(10**17), 10**17])
@pytest.mark.parametrize("zone", [None, "UTC"])
def test_a_timestamp_beyond_the_calendar_is_a_fault(at: int, zone: str | None) -> None:
    for unit in ("s", "ms"):
        read = Clock(DAMASCUS).read(pa.array([at], pa.int64()).cast(pa.timestamp(unit, zone)))
        assert list(read.faults) == [0], unit


def test_a_time_that_exists_twice_covers_both_of_its_instants() -> None:
    clock = Clock(DAMASCUS)
    twice = clock.read(pa.array(["2016-10-27T23:30"]))
    assert twice.end - twice.start == 3_600_000
    for last in (pa.array([None], pa.string()), pa.array(["2016-10-27T23:30"])):
        made = intervals(twice, clock.read(last))
        assert (made.start, made.end) == (twice.start, twice.end + 1)


def test_an_end_on_the_day_before_is_refused_even_at_midnight() -> None:
    clock = Clock(DAMASCUS)
    made = intervals(
        clock.read(pa.array(["2016-05-02T00:00"])), clock.read(pa.array([date(2016, 5, 1)], pa.date32()))
    )
    assert made.faults == [(0, "end", "it ends before it starts; are start and end swapped?")]
