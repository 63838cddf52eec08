# SPDX-License-Identifier: Apache-2.0
"""Times as real sources state them. The right values are computed by hand from the offsets of the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms import check_terms
from truceline.terms.context import Context
from truceline.terms.document import Scalar
from truceline.terms.stated import check_stated
from truceline.terms.times import midnights, parse_when, twice_words

SYRIA = ("Asia/Damascus", "2016-02-27T00:00")
"""UTC+2 in winter: 22:00 GMT the day before, a Friday."""
HODEIDAH = ("Asia/Aden", "2018-12-18T03:00")
"""UTC+3 all year: 00:00 GMT."""
GAZA = ("Asia/Gaza", "2025-10-10T12:00")
"""Summer time, UTC+3: 09:00 GMT."""
KARABAKH = ("Asia/Baku", "2020-11-10T00:00+03:00")
"""00:00 in Moscow (UTC+3): 21:00 GMT the day before, 01:00 in Baku and Yerevan (UTC+4)."""


def said(place: tuple[str, str], text: str) -> list[tuple[str, str]]:
    """(rule, message) for each problem with a statement."""
    context = Context(Path("terms.yaml"), ZoneInfo(place[0]))
    at_ms, _ = parse_when(place[1], context.zone)
    check_stated(context, Scalar(1, 1, text), "at", text, [at_ms])
    return [(problem.rule, str(problem)) for problem in context.problems]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (SYRIA, "Friday 22:00 GMT"),
        (SYRIA, "Friday 2016-02-26T22:00Z"),
        (SYRIA, "Friday 26 February 2016, 22:00 GMT"),
        (SYRIA, "Fri, Feb 26 at 10 p.m. UTC"),
        (SYRIA, "2200 GMT"),
        (SYRIA, "2200Z"),
        (SYRIA, "22.00 GMT on the 26th of February"),
        (SYRIA, "midnight on Friday"),
        (SYRIA, "midnight, Saturday 27 February"),
        (SYRIA, "24:00 on 26 February 2016"),
        (SYRIA, "0:00 local time (2200 GMT)"),
        (SYRIA, "01:00 Moscow time"),
        (SYRIA, "01:00 MSK"),
        (SYRIA, "00:00 +02:00"),
        (SYRIA, "00:00 GMT+2"),
        (SYRIA, "00:00 EET"),
        (SYRIA, "5 p.m. America/New_York, Friday"),
        (SYRIA, "27.02.2016"),
        (SYRIA, "22:00 (GMT) on Friday"),
        (SYRIA, "22:00 GMT (Friday)"),
        (SYRIA, "00:00 (UTC+02:00)"),
        (SYRIA, "midnight (Damascus time)"),
        (SYRIA, "01:00 (Moscow time) on 27 February (22:00 GMT)"),
        (SYRIA, "Saturday"),
        (HODEIDAH, "3 a.m. (0000 GMT)"),
        (GAZA, "noon"),
        (GAZA, "12:00 EEST"),
        (GAZA, "12 noon local time"),
        (KARABAKH, "2020-11-10T00:00 Europe/Moscow"),
        (KARABAKH, "midnight Moscow time, 10 November"),
        (KARABAKH, "2020-11-09T21:00Z"),
        (KARABAKH, "01:00 Asia/Baku"),
        (KARABAKH, "1 a.m. Yerevan time on Tuesday"),
    ],
)
def test_a_right_statement_is_taken_in_silence(place: tuple[str, str], text: str) -> None:
    assert said(place, text) == []


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        (SYRIA, "Thursday 22:00 GMT", "is 2016-02-25T22:00Z; the time itself is Friday 2016-02-26 22:00 GMT."),
        (SYRIA, "2016-02-27T00:00Z", "the time itself is Friday 2016-02-26 22:00 GMT"),
        (SYRIA, "noon", "is 2016-02-27T10:00Z; the time itself is Saturday 2016-02-27 00:00 Asia/Damascus."),
        (SYRIA, "17-09-1016", "is Tuesday 1016-09-17"),
        (SYRIA, "Friday", "is Friday 2016-02-26; the time itself is Saturday 2016-02-27"),
        (SYRIA, "12:00 IST", "the time itself is 2016-02-26T22:00Z."),
        (HODEIDAH, "3 a.m. (1200 GMT)", '"1200 GMT" is 2018-12-18T12:00Z; the time itself is Tuesday 2018-12-18 00:00 GMT.'),
        (KARABAKH, "00:00 Asia/Baku", "is 2020-11-09T20:00Z; the time itself is Tuesday 2020-11-10 01:00 Asia/Baku."),
        (GAZA, "12:00 +02:00", "is 2025-10-10T10:00Z; the time itself is Friday 2025-10-10 11:00 +02:00."),
    ],
)  # fmt: skip
def test_a_wrong_conversion_is_told_the_right_value(place: tuple[str, str], text: str, words: str) -> None:
    [(rule, message)] = said(place, text)
    assert rule == "conversion-wrong"
    assert words in message


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        (GAZA, "12:00 EET", "2025-10-10T10:00Z (EET, +02:00) or 2025-10-10T09:00Z (EEST, +03:00, the clock of that day)"),
        (GAZA, "11:00 EET", "2025-10-10T09:00Z (EET, +02:00) or 2025-10-10T08:00Z (EEST, +03:00, the clock of that day)"),
        (SYRIA, "00:00 EEST", "2016-02-26T21:00Z (EEST, +03:00) or 2016-02-26T22:00Z (EET, +02:00, the clock of that day)"),
        (SYRIA, "03:30 IST", "2016-02-26T22:00Z (India, +05:30) or 2016-02-27T01:30Z (Israel, +02:00)"),
        (SYRIA, "06:00 CST", "2016-02-26T22:00Z (China, +08:00)"),
    ],
)  # fmt: skip
def test_a_name_with_several_meanings_is_asked_about(place: tuple[str, str], text: str, words: str) -> None:
    [(rule, message)] = said(place, text)
    assert rule == "conversion-doubtful"
    assert words in message
    assert "Ask which is meant" in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("22:00 at sea", '"sea" in "22:00 at sea" is no part of a time'),
        ("22:00 Atlantis time", 'no time zone is known as "Atlantis"'),
        ("30 February 2016", '"30 February 2016" is not a day of the calendar'),
        ("29 February, 2 p.m. on the 3rd of nowhere", "is no part of a time"),
        ("13 pm", "is no hour of a clock of twelve"),
        ("25:00", "is an impossible time of day"),
        ("GMT", "names no day and no hour"),
        ("22:00 +15", "is an impossible offset"),
    ],
)
def test_a_statement_that_cannot_be_read_says_which_part(text: str, words: str) -> None:
    [(_, message)] = said(SYRIA, text)
    assert words in message


def test_a_statement_may_agree_with_any_of_the_alternatives(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(
        "truceline: 1\nid: made\ntitle: Made\ntimezone: Asia/Damascus\ncitations: {a: {title: A, date: 2016}}\n"
        "events: {start: {at: {one of: [{2016-04-30T00:01: a}, {2016-04-30T01:00: a}]},"
        ' stated as: ["2201 GMT on 29 April", "2200 GMT"]}}\nprovisions: {}\n',
        encoding="utf-8",
    )
    found = [str(problem) for problem in check_terms(path)[1] if problem.severity == "error"]
    assert len(found) == 1
    assert '"2201 GMT on 29 April" is 2016-04-29T22:01Z' in found[0]
    assert "the time itself is Friday 2016-04-29 21:01 GMT or Friday 2016-04-29 22:00 GMT" in found[0]


def test_a_time_of_a_period_may_be_held_to_statements(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(
        "truceline: 1\nid: made\ntitle: Made\ntimezone: Asia/Damascus\ncitations: {a: {title: A, date: 2016}}\n"
        "parties: {army: {name: Army}}\nprovisions:\n  one:\n    prohibit: [attack]\n    by: army\n"
        '    during: {from: {at: 2016-05-10T01:00, stated as: "22:00 GMT"}, until: {at: 2016-05-11, stated as: "21:00 GMT"}}\n'
        "    standing: [{is: in force, from: 2016-05-10}]\n    cite: a\n",
        encoding="utf-8",
    )
    terms, found = check_terms(path)
    assert found == ()
    assert terms is not None
    during = terms.provisions["one"].conditions.during
    assert during is not None
    assert during.bounds(()) == (1462831200000, 1463000400000)


def test_an_hour_that_exists_twice_is_shown_with_both_offsets() -> None:
    zone = ZoneInfo("Asia/Damascus")
    both = parse_when("2016-10-27T23:30", zone)
    assert twice_words("23:30", both, zone) == (
        '"23:30" exists twice in Asia/Damascus, as 2016-10-27T23:30+03:00 and as 2016-10-27T23:30+02:00'
    )


@pytest.mark.parametrize(
    ("zone", "day", "times"),
    [("Asia/Damascus", "2016-03-25", 0), ("Asia/Damascus", "2016-03-26", 1), ("Asia/Amman", "2021-10-29", 2)],
)  # Amman put its clock back at 01:00 on 29 October 2021 to 00:00.
def test_a_midnight_may_be_shown_twice_or_never(zone: str, day: str, times: int) -> None:
    assert midnights(date.fromisoformat(day), ZoneInfo(zone)) == times


def test_a_day_of_leap_years_is_told_from_the_years_about_the_time() -> None:
    assert said(("UTC", "2016-02-29T12:00"), "29 February, noon") == []
    [(rule, message)] = said(("UTC", "2018-02-28T12:00"), "29 February, noon")
    assert rule == "date-impossible"
    assert "a day of leap years only" in message


ZONES = ("UTC", "Asia/Damascus", "Europe/Kyiv", "Asia/Gaza", "Asia/Baku", "America/Bogota", "Asia/Kathmandu")
FORMS = (
    "{weekday} {day} {month} {year}, {hour:02}:{minute:02} {zone}",
    "{year}-{number:02}-{day:02}T{hour:02}:{minute:02} {zone}",
    "{month} {day}, {year} at {twelve}:{minute:02} {half} {zone}",
    "{weekday} {hour:02}:{minute:02} {zone}",
    "{hour:02}{minute:02} on {day} {month} {zone}",
)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.sampled_from(FORMS),
)
def test_every_instant_written_in_any_zone_is_taken_in_silence(
    moment: datetime, home: str, zone: str, form: str
) -> None:
    at = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    local = at.astimezone(ZoneInfo(zone))
    text = form.format(
        weekday=f"{local:%A}", day=local.day, month=f"{local:%B}", number=local.month, year=local.year,
        hour=local.hour, minute=local.minute, twelve=local.hour % 12 or 12, half="am" if local.hour < 12 else "p.m.",
        zone="GMT" if zone == "UTC" else zone,
    )  # fmt: skip
    assert said((home, f"{at:%Y-%m-%dT%H:%MZ}"), text) == []


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)),
    st.sampled_from(ZONES),
    st.integers(1, 12 * 60 - 1),
    st.sampled_from((-1, 1)),
)
def test_every_instant_told_wrongly_is_told_the_right_one(
    moment: datetime, zone: str, minutes: int, sign: int
) -> None:
    at = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    wrong = at + sign * timedelta(minutes=minutes)
    [(rule, message)] = said((zone, f"{at:%Y-%m-%dT%H:%MZ}"), f"{wrong:%d %B %Y, %H:%M} GMT")
    assert rule == "conversion-wrong"
    assert f"the time itself is {at:%A %Y-%m-%d %H:%M} GMT." in message
