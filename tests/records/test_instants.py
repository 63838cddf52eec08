# SPDX-License-Identifier: Apache-2.0
"""Columns of times are read as ``parse_when`` reads their cells one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from truceline.records.instants import Clock
from truceline.terms import parse_when

DAMASCUS = ZoneInfo("Asia/Damascus")
SPRING, AUTUMN = datetime(2016, 3, 24, 22), datetime(2016, 10, 27, 22)
"""A few hours before a local hour that does not exist, and before one that exists twice."""

days = st.one_of(
    st.dates(),
    st.dates(date(2016, 3, 23), date(2016, 3, 27)),
    st.dates(date(2016, 10, 26), date(2016, 10, 30)),
)
near_changes = st.builds(
    lambda base, minutes: base + timedelta(minutes=minutes),
    st.sampled_from([SPRING, AUTUMN]),
    st.integers(0, 400),
)
times = st.one_of(st.datetimes(), near_changes, near_changes)
forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT24:00"]
offsets = st.sampled_from(["", "", "Z", "+03:00", "-11:30", "+13:59"])


def _text(at: datetime, form: str, offset: str) -> str:
    text = f"{at.year:04}" + at.strftime(form.removeprefix("%Y"))
    return (text[:-3] if form.endswith("%f") else text) + offset


texts = st.one_of(
    days.map(date.isoformat),
    st.builds(_text, times, st.sampled_from(forms), offsets),
    st.sampled_from(
        ["", "  ", "yesterday", "2016-02-30", "2016-13-01", "2016-02-27T25:00", "0000-01-01", "27/02/2016"]
    ),
)


def _one_by_one(text: str) -> tuple[int, int, bool] | str | None:
    if not text.strip():
        return None
    try:
        start, end = parse_when(text, DAMASCUS)
    except (ValueError, OverflowError):
        return "a fault"
    return start, end, len(text.strip()) == 10


@given(st.lists(texts, max_size=20), st.booleans())
def test_texts_are_read_as_one_by_one(cells: list[str], with_many: bool) -> None:
    if with_many:  # enough distinct ones for the fast way
        cells = [*cells, *(f"2016-{month:02}-{day:02}" for month in (3, 4, 10) for day in range(1, 31))]
    found = Clock(DAMASCUS).read(pa.array(cells, pa.string()))
    for row, cell in enumerate(cells):
        expected = _one_by_one(cell)
        assert bool(found.is_given[row]) == (expected is not None)
        assert (row in found.faults) == (expected == "a fault")
        if isinstance(expected, tuple):
            assert (found.start[row], found.end[row], bool(found.is_day[row])) == expected, cell


@given(st.lists(times, max_size=20), st.sampled_from(["ms", "us"]))
def test_timestamps_are_local_unless_they_have_a_zone(cells: list[datetime], unit: str) -> None:
    local = Clock(DAMASCUS).read(pa.array(cells, pa.timestamp(unit)))
    utc = Clock(DAMASCUS).read(pa.array(cells, pa.timestamp(unit, "UTC")))
    for row, cell in enumerate(cells):
        text = cell.isoformat(timespec="milliseconds")
        expected = _one_by_one(text)
        assert (row in local.faults) == (expected == "a fault")
        if isinstance(expected, tuple):
            assert (local.start[row], local.end[row]) == expected[:2]
        ms = (cell.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
        assert utc.start[row] == utc.end[row] == ms


@given(st.lists(days, max_size=20))
def test_dates_are_local_days(cells: list[date]) -> None:
    found = Clock(DAMASCUS).read(pa.array(cells, pa.date32()))
    for row, cell in enumerate(cells):
        expected = _one_by_one(cell.isoformat())
        assert (row in found.faults) == (expected == "a fault")
        if isinstance(expected, tuple):
            assert (found.start[row], found.end[row], bool(found.is_day[row])) == expected
