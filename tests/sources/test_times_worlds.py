# SPDX-License-Identifier: Apache-2.0
"""The law: in every world that the words allow, the instant lies within the bounds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from sources.times_of_tests import DICTIONARIES, ms, times

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
_CLOCKS = st.times()
_ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def _holds(text: str, published: date, day: date, clock: time, zone: timezone) -> None:
    """The instant of a world is within the bounds of the only time in a text, if it has any."""
    (found,) = times(text, published.isoformat())
    instant = ms(datetime.combine(day, clock, zone))
    if found.earliest_ms is not None and found.latest_ms is not None:
        assert found.earliest_ms <= instant < found.latest_ms, found
    if found.start:
        assert found.start <= datetime.combine(day, clock).isoformat() < found.end, found


@given(_DAYS, st.integers(-2, 2), _CLOCKS, _ZONES)
def test_every_world_of_a_word_for_a_day_is_held(
    published: date, after: int, clock: time, zone: timezone
) -> None:
    words = ("the day before yesterday", "yesterday", "today", "tomorrow", "the day after tomorrow")[
        after + 2
    ]
    _holds(f"It ended {words}.", published, published + timedelta(days=after), clock, zone)


@given(_DAYS, st.integers(0, 6), _CLOCKS, _ZONES)
def test_every_world_of_a_weekday_in_the_past_is_held(
    published: date, days: int, clock: time, zone: timezone
) -> None:
    day = published - timedelta(days=days)
    _holds(f"It ended on {_NAMES[day.weekday()]}.", published, day, clock, zone)


@given(_DAYS, st.integers(0, 6), _CLOCKS, _ZONES)
def test_every_world_of_a_weekday_to_come_is_held(
    published: date, days: int, clock: time, zone: timezone
) -> None:
    day = published + timedelta(days=days)
    _holds(f"It will end on {_NAMES[day.weekday()]}.", published, day, clock, zone)


@given(_DAYS, st.integers(-6, 6), _CLOCKS, _ZONES)
def test_every_world_of_a_weekday_without_a_tense_is_held(
    published: date, days: int, clock: time, zone: timezone
) -> None:
    day = published + timedelta(days=days)
    _holds(f"The end: {_NAMES[day.weekday()]}.", published, day, clock, zone)


@given(_DAYS, st.integers(1, 14), st.sampled_from(["last", "next"]), _CLOCKS, _ZONES)
def test_every_world_of_last_and_next_is_held(
    published: date, days: int, which: str, clock: time, zone: timezone
) -> None:
    day = published + timedelta(days=days if which == "next" else -days)
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=1 if which == "next" else -1)
    if days <= 7 or monday <= day < monday + timedelta(weeks=1):
        _holds(f"It was {which} {_NAMES[day.weekday()]}.", published, day, clock, zone)


@given(_DAYS, st.integers(0, 6), st.integers(0, 6), st.sampled_from([-1, 0, 1]), _CLOCKS, _ZONES)
def test_every_world_of_a_week_is_held_with_whatever_day_it_begins(
    published: date, begins: int, days: int, which: int, clock: time, zone: timezone
) -> None:
    starts = DICTIONARIES["times"]["rules"]["week_starts"]
    first = starts[begins % len(starts)] - 1
    start = published - timedelta(days=(published.weekday() - first) % 7) + timedelta(weeks=which)
    (found,) = times(f"It was {('last', 'this', 'next')[which + 1]} week.", published.isoformat())
    instant = ms(datetime.combine(start + timedelta(days=days), clock, zone))
    assert found.earliest_ms is not None
    assert found.latest_ms is not None
    assert found.earliest_ms <= instant < found.latest_ms


@given(
    _DAYS,
    st.integers(1, 40),
    st.sampled_from(["hour", "day", "week", "month"]),
    st.floats(0, 1),
    st.booleans(),
    _ZONES,
)
def test_every_world_of_the_past_and_the_next_is_held(
    published: date, count: int, unit: str, share: float, is_past: bool, zone: timezone
) -> None:
    now = datetime.combine(published, time(12), zone)
    length = timedelta(
        **{"hours": count} if unit == "hour" else {"days": count * {"day": 1, "week": 7, "month": 28}[unit]}
    )
    (found,) = times(
        f"It held over the {'past' if is_past else 'next'} {count} {unit}s.", published.isoformat()
    )
    assert found.earliest_ms is not None
    assert found.latest_ms is not None
    assert (
        found.earliest_ms <= ms(now - length * share if is_past else now + length * share) < found.latest_ms
    )


@given(_DAYS, st.integers(-100, 100), _CLOCKS, _ZONES)
def test_every_world_of_a_near_day_without_a_year_is_held(
    published: date, days: int, clock: time, zone: timezone
) -> None:
    day = published + timedelta(days=days)
    _holds(f"The end: {day:%B} {day.day}.", published, day, clock, zone)


@given(_DAYS, st.integers(0, 364), _CLOCKS, _ZONES)
def test_every_world_of_a_past_day_without_a_year_is_held(
    published: date, days: int, clock: time, zone: timezone
) -> None:
    day = published - timedelta(days=days)
    _holds(f"It ended on {day.day} {day:%B}.", published, day, clock, zone)


@given(
    _DAYS,
    _DAYS,
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%b. %d, %Y"]),
    _CLOCKS,
    _ZONES,
)
def test_every_world_of_a_whole_date_is_held(
    published: date, day: date, form: str, clock: time, zone: timezone
) -> None:
    _holds(f"It ended on {day.strftime(form).replace('May.', 'May')}.", published, day, clock, zone)


@given(_DAYS, st.integers(0, 23), st.integers(0, 59), st.booleans(), _ZONES)
def test_every_world_of_a_clock_time_is_held(
    published: date, hour: int, minute: int, is_half: bool, zone: timezone
) -> None:
    written = (
        f"{hour % 12 or 12}:{minute:02} {'p.m.' if hour > 11 else 'a.m.'}"
        if is_half
        else f"{hour % 12 or 12}:{minute:02}"
    )
    _holds(
        f"It ended at {written} yesterday.",
        published,
        published - timedelta(days=1),
        time(hour, minute),
        zone,
    )


@given(_DAYS, st.integers(0, 23), st.integers(1, 23), st.integers(0, 59), st.integers(0, 2))
def test_every_world_of_a_stretch_of_clock_times_is_held(
    published: date, first: int, hours: int, minute: int, form: int
) -> None:
    day = published - timedelta(days=1)
    start = datetime.combine(day, time(first, minute))
    end = start + timedelta(hours=hours)
    written = [
        (f"{one.hour:02}:{one.minute:02}", f"{one.hour % 12 or 12}:{one.minute:02}", f"{one:%I:%M %p}")[form]
        for one in (start, end)
    ]
    if form == 2:
        written = [one.replace("AM", "a.m.").replace("PM", "p.m.") for one in written]
    (found,) = times(f"It was heard between {written[0]} and {written[1]} yesterday.", published.isoformat())
    assert found.earliest_ms is not None
    assert found.latest_ms is not None
    for zone in (timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))):
        assert found.earliest_ms <= ms(start.replace(tzinfo=zone))
        assert ms(end.replace(tzinfo=zone)) <= found.latest_ms
    if found.start:
        assert (found.start, found.end) == (f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}")


@given(_DAYS, st.integers(1, 28), st.sampled_from(["last", "this", "next"]), _CLOCKS, _ZONES)
def test_every_world_of_a_numbered_day_is_held(
    published: date, number: int, which: str, clock: time, zone: timezone
) -> None:
    months = published.year * 12 + published.month - 1 + ("last", "this", "next").index(which) - 1
    day = date(months // 12, months % 12 + 1, number)
    _holds(f"It was on the {number}th of {which} month.", published, day, clock, zone)


@given(_DAYS, st.integers(1, 700), st.sampled_from(["last", "next"]), _CLOCKS, _ZONES)
def test_every_world_of_the_last_and_the_next_month_of_a_name_is_held(
    published: date, days: int, which: str, clock: time, zone: timezone
) -> None:
    day = published + timedelta(days=days if which == "next" else -days)
    of_year = day.year - published.year == (1 if which == "next" else -1)
    is_nearest = days <= 330 and day.month != published.month
    if of_year or is_nearest:
        _holds(f"It was {which} {day:%B}.", published, day, clock, zone)
    if of_year:
        _holds(f"It was in {day:%B} of {which} year.", published, day, clock, zone)
        _holds(f"It was on {day.day} {day:%B} {which} year.", published, day, clock, zone)


@given(_DAYS, st.integers(0, 6), st.integers(0, 2), st.sampled_from([-1, 0, 1]), _CLOCKS, _ZONES)
def test_every_world_of_a_weekday_of_a_week_is_held(
    published: date, days: int, begins: int, which: int, clock: time, zone: timezone
) -> None:
    first = DICTIONARIES["times"]["rules"]["week_starts"][begins] - 1
    start = published - timedelta(days=(published.weekday() - first) % 7) + timedelta(weeks=which)
    day = start + timedelta(days=days)
    _holds(
        f"It was on {_NAMES[day.weekday()]} of {('last', 'this', 'next')[which + 1]} week.",
        published,
        day,
        clock,
        zone,
    )


@given(_DAYS, st.integers(-100, 60), _CLOCKS, _ZONES)
def test_every_world_of_the_end_of_a_month_is_held(
    published: date, days: int, clock: time, zone: timezone
) -> None:
    day = published + timedelta(days=days)
    last = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    _holds(f"The end: by the end of {day:%B}.", published, last, clock, zone)


@given(_DAYS, st.integers(0, 10), st.integers(0, 7), st.sampled_from(["would", "will"]), _CLOCKS, _ZONES)
def test_every_world_of_a_weekday_in_reported_speech_is_held(
    published: date, before: int, days: int, verb: str, clock: time, zone: timezone
) -> None:
    said = published - timedelta(days=min(before, 6))
    day = said + timedelta(days=max(days, 1))
    text = f"Maro said on {_NAMES[said.weekday()]} that it {verb} end on {_NAMES[day.weekday()]}."
    found = times(text, published.isoformat())[-1]
    instant = ms(datetime.combine(day, clock, zone))
    assert found.earliest_ms is not None
    assert found.latest_ms is not None
    if verb == "would" or day > published:
        assert found.earliest_ms <= instant < found.latest_ms, found
    if found.start and day > published:
        assert found.start == day.isoformat()


_PIECES = (
    "on", "next", "last", "this", "the", "past", "9999", "24:00", "0", "31", "February", "30", "2016", "May", "Friday",
    "night", "midnight", "years", "days", "hours", "ago", "weekend", "tomorrow", "at", "a.m.", "GMT", "GMT+2", "local",
    "time", "05/06/2016", "said",
    "between", "and", "to", "until", "about", "at least", "before", "or later", "not",
    "end", "month", "5th", "year", "o'clock", "06h15", "10:00", "p.m.", "by", "week",
    "“", "”", "‘", "’", "-", ",", ".", ":", "¶", "since", "of", "two", "IST", "29", "(",
    ")", "will", "was", "99.99.2016", "2016-02-30",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(_PIECES), max_size=30),
    st.sampled_from(["", "2016-02-29", "0001-01-01", "9999-12-31", "2016-05-20T23:59Z"]),
)
def test_every_text_is_read_without_a_fault(pieces: list[str], published: str) -> None:
    for one in times(" ".join(pieces).replace("¶", "\n\n"), published):
        assert bool(one.start) == bool(one.end)
        assert one.relation or (one.earliest_ms is None) == (one.latest_ms is None)
        assert one.earliest_ms is None or one.latest_ms is None or one.earliest_ms < one.latest_ms
        assert one.how
        assert not one.start or one.relation or one.earliest_ms is not None
