# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_data import shared
from truceline.sources import Dictionaries, TimeSaid, Told, document_of_text, find_times

DICTIONARIES = Dictionaries()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
_CLOCKS = st.times()
_ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def _ms(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def times(text: str, published: str = "2016-05-20", zone: str = "") -> list[TimeSaid]:
    document = replace(
        document_of_text(text),
        published=Told(published, "given") if published else None,
        zone=Told(zone, "given") if zone else None,
    )
    found = find_times(document, DICTIONARIES)
    assert all(one.span.of(text) == one.words for one in found)
    return list(found)


def values(text: str, published: str = "2016-05-20", zone: str = "") -> list[tuple[str, str, str]]:
    return [(one.words, one.start, one.end) for one in times(text, published, zone)]


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("It began on 25 May 2016.", "25 May 2016", "2016-05-25", "2016-05-26"),
        ("It began on Wednesday, May 25, 2016.", "Wednesday, May 25, 2016", "2016-05-25", "2016-05-26"),
        ("It begins on the 25th of May.", "the 25th of May", "2016-05-25", "2016-05-26"),
        ("It began on 20-05-2016.", "20-05-2016", "2016-05-20", "2016-05-21"),
        ("It began on 2016-05-20.", "2016-05-20", "2016-05-20", "2016-05-21"),
        ("It holds since Feb. 27.", "Feb. 27", "2016-02-27", "2016-02-28"),
        ("They met May 19-20 in Tolvia.", "May 19-20", "2016-05-19", "2016-05-21"),
        ("A deal in 2013 failed.", "2013", "2013-01-01", "2014-01-01"),
        ("They met in April 2014.", "April 2014", "2014-04-01", "2014-05-01"),
        ("They met in February.", "February", "2016-02-01", "2016-03-01"),
        ("They left yesterday.", "yesterday", "2016-05-19", "2016-05-20"),
        ("They left late on Thursday night.", "Thursday night", "2016-05-19", "2016-05-20"),
        ("They left last week.", "last week", "2016-05-09", "2016-05-16"),
        ("They left this month.", "this month", "2016-05-01", "2016-06-01"),
        ("They left last year.", "last year", "2015-01-01", "2016-01-01"),
        ("They left two days ago.", "two days ago", "2016-05-18", "2016-05-19"),
        ("They left over the past five days.", "the past five days", "2016-05-16", "2016-05-21"),
        ("It will hold for the next 60 days.", "the next 60 days", "2016-05-20", "2016-07-19"),
        ("They left over the past eight months.", "the past eight months", "2015-09-21", "2016-05-21"),
        ("They left in the early hours of Thursday.", "the early hours of Thursday", "2016-05-19", "2016-05-20"),
        ("It expires at 4 a.m. local time tomorrow.", "4 a.m. local time tomorrow", "2016-05-21T04:00", "2016-05-21T04:01"),
        ("It begins at 00:00 of May 21.", "00:00 of May 21", "2016-05-21T00:00", "2016-05-21T00:01"),
        ("It begins at 05:30 GMT on May 21.", "05:30 GMT on May 21", "2016-05-21T05:30", "2016-05-21T05:31"),
        ("It will resume next Wednesday.", "next Wednesday", "2016-05-25", "2016-05-26"),
        ("They met on Wednesday.", "Wednesday", "2016-05-18", "2016-05-19"),
        ("They will meet on Wednesday.", "Wednesday", "2016-05-25", "2016-05-26"),
        ("They left on the night of 19 to 20 May.", "the night of 19 to 20 May", "2016-05-19", "2016-05-21"),
        ("They left in the night between May 18 and 19.", "the night between May 18 and 19", "2016-05-18", "2016-05-20"),
        ("It begins at midnight between 4 and 5 June.", "midnight between 4 and 5 June", "2016-06-05T00:00", "2016-06-05T00:01"),
        ("They will withdraw between 5 and 9 June.", "5 and 9 June", "2016-06-05", "2016-06-10"),
        ("They will withdraw between June 5 and 9, 2016.", "June 5 and 9, 2016", "2016-06-05", "2016-06-10"),
        ("They left on the 24th of last month.", "the 24th of last month", "2016-04-24", "2016-04-25"),
        ("They will leave on the 5th.", "the 5th", "", ""),
        ("They left in May of last year.", "May of last year", "2015-05-01", "2015-06-01"),
        ("They left on 5 June last year.", "5 June last year", "2015-06-05", "2015-06-06"),
        ("They left on June 5 of last year.", "June 5 of last year", "2015-06-05", "2015-06-06"),
        ("They left last May.", "last May", "2015-05-01", "2015-06-01"),
        ("They left last March.", "last March", "", ""),
        ("They left last October.", "last October", "2015-10-01", "2015-11-01"),
        ("They will leave next March.", "next March", "2017-03-01", "2017-04-01"),
        ("They will leave next August.", "next August", "", ""),
        ("They left on Tuesday last week.", "Tuesday last week", "2016-05-10", "2016-05-11"),
        ("They left on Friday of last week.", "Friday of last week", "2016-05-13", "2016-05-14"),
        ("They left on Sunday of last week.", "Sunday of last week", "", ""),
        ("They left a week ago Friday.", "a week ago Friday", "", ""),
        ("They left a year ago today.", "a year ago today", "", ""),
        ("They left in the last week.", "the last week", "2016-05-14", "2016-05-21"),
        ("They left on the Monday.", "the Monday", "", ""),
        ("It would open by the end of June.", "the end of June", "2016-06-30", "2016-07-01"),
        ("It will open by the end of the week.", "the end of the week", "2016-05-22", "2016-05-23"),
        ("It would open by the end of the week.", "the end of the week", "", ""),
        ("It opens by the end of next month.", "the end of next month", "2016-06-30", "2016-07-01"),
        ("It opens at the end of this month.", "the end of this month", "", ""),
        ("The holes are of the year 2008.", "the year 2008", "2008-01-01", "2009-01-01"),
        ("They sat as late as April.", "April", "2016-04-01", "2016-05-01"),
        ("It began at 06h15 on May 19.", "06h15 on May 19", "2016-05-19T06:15", "2016-05-19T06:16"),
        ("It began at 4 o'clock on May 19.", "4 o'clock on May 19", "", ""),
        ("They shot between 10:00 and 14:00 on May 19.", "10:00 and 14:00 on May 19", "2016-05-19T10:00", "2016-05-19T14:00"),
        ("They shot between 22:00 and 06:00 on May 18.", "22:00 and 06:00 on May 18", "2016-05-18T22:00", "2016-05-19T06:00"),
        ("They shot between 9 and 11.30 p.m. on May 18.", "9 and 11.30 p.m. on May 18", "", ""),
        ("It fell between 9 p.m. and 11 p.m. yesterday.", "9 p.m. and 11 p.m. yesterday", "2016-05-19T21:00", "2016-05-19T23:00"),
        ("They shot between 10:00 and 11:00 on May 19.", "10:00 and 11:00 on May 19", "", ""),
        ("The talks, planned for 20 June, failed.", "20 June", "2016-06-20", "2016-06-21"),
    ],
)  # fmt: skip
def test_words_for_a_time_mean_a_stretch(text: str, words: str, start: str, end: str) -> None:
    assert values(text) == [(words, start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "A truce for 60 days, a 72-hour truce, for years, recently, in the coming days, in recent weeks, now.",
        "Each day, every Friday-style rally aside, some 2,500 people in 138 armed units may march.",
        "It may hold. They march on. The next day it broke down.",
        "ERBIL, May 20 (Agency) – The army left.",
        "NILPUR, Tuesday: The army left.",
        "They left in the last week of the war.",
        "NILPUR (Agency), Tuesday – The army left.",
        "The Movement of 8 March and the 8 March Brigade met the portal Left Bank Today at 8 March Square.",
        "At the end of the day the 5th Corps won the 3rd prize in the 21st century.",
    ],
)
def test_lengths_and_vague_words_are_no_times(text: str) -> None:
    assert [one for one in values(text) if one[0] != "Friday"] == []


@pytest.mark.parametrize(
    "words",
    ["May 25", "yesterday", "on Friday", "next Wednesday", "last week", "in February", "the past 24 hours"],
)
def test_without_a_published_date_whatever_needs_one_is_empty(words: str) -> None:
    (found,) = times(f"They met {words}.", published="")
    assert (found.start, found.end, found.earliest_ms, found.latest_ms) == ("", "", None, None)
    assert "no date" in found.how


def test_a_date_of_which_day_or_month_may_come_first_is_empty_and_says_so() -> None:
    (found,) = times("They met on 05/06/2016.")
    assert (found.start, found.how) == ("", "day or month first, which is not told")
    assert found.earliest_ms == _ms(datetime(2016, 5, 6, tzinfo=timezone(timedelta(hours=14))))
    assert found.latest_ms == _ms(datetime(2016, 6, 6, tzinfo=timezone(timedelta(hours=-12))))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The army withdrew on Monday.", "2016-05-16"),
        ("On Monday the army withdrew.", "2016-05-16"),
        ("The army will be withdrawn on Monday.", "2016-05-23"),
        ("On Monday, the army will withdraw, he said.", "2016-05-23"),
        ("Talks had begun on Monday, he added.", "2016-05-16"),
        ("He told the committee that on Monday the army would withdraw.", ""),
        ("He said the army leaves on Monday.", ""),
        ("He said that the army leaves on Monday.", ""),
        ("The envoy, who arrived last week, is leaving on Monday.", ""),
        ("The parties agreed to withdraw on Monday.", ""),
        ("They extended the truce until Monday.", ""),
        ("They called for talks on Monday.", ""),
        ("They announced talks on Monday.", ""),
        ("They promised an answer by Monday.", ""),
        ("They had pulled back their tanks by Monday, as agreed.", "2016-05-16"),
        ("It has been calm since Monday.", "2016-05-16"),
        ("The envoy leaves on Monday.", "2016-05-23"),
        ("The talks were postponed to Monday.", ""),
        ("They made progress ahead of Monday.", ""),
        ("They announced Monday talks.", ""),
        ("They set a Monday deadline.", ""),
        ("The army will be gone by Monday.", "2016-05-23"),
        ("The bridge will stay closed until Monday.", "2016-05-23"),
        ("The school will work from Monday.", "2016-05-23"),
        ("The court will see footage from Monday.", ""),
        ("The court will hear of the dead of Monday.", ""),
        ("The court will look into the attack on Monday.", ""),
        ("They kept to it “in spirit” by noon on Monday, although he cautioned that it might not last.", ""),
        ("The march “of peace” on Monday, although he cautioned against it.", ""),
        ("They had extended the truce until 4 a.m. on Monday.", ""),
        ("On Monday, although he was ill, the envoy will be here.", ""),
        ("The army would be gone by noon on Monday, he said.", ""),
        ("The army will be gone by noon on Monday.", "2016-05-23T12:00"),
        ("A spokesman said Monday the army was there.", "2016-05-16"),
        ("No talks before Monday.", ""),
        ("A spokesman told a news agency Monday that it was calm.", "2016-05-16"),
    ],
)
def test_a_day_of_the_week_goes_by_the_tense_of_its_verb(text: str, start: str) -> None:
    assert [one.start for one in times(text) if "onday" in one.words] == [start]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Maro said on Monday that the army would withdraw on Friday.", "2016-05-20"),
        ("Maro said on Monday that the army would be gone by noon on Thursday.", "2016-05-19T12:00"),
        ("On Monday, Maro said that the army would withdraw from the ridge on Friday.", "2016-05-20"),
        ("Maro told reporters on Monday that the army will withdraw on Sunday.", "2016-05-22"),
        ("Maro said on Monday that the army will withdraw on Wednesday.", ""),
        ("Maro said on Monday that it would stay until Saturday.", "2016-05-21"),
        ("Maro said on Monday that the army would have withdrawn on Friday.", ""),
        ("Maro said on Monday that it would see footage from Friday.", ""),
        ("Maro said on Monday that it would sign what was agreed on Friday.", ""),
        ("Maro said on Monday that it would release prisoners captured on Friday.", ""),
        ("Maro said on Monday that it would look into the attack on Friday.", ""),
        ("Maro said on Monday that talks would be resumed on Sunday.", "2016-05-22"),
        ("Maro said on Monday that Kost had promised that they would leave on Friday.", ""),
        ("Maro said that the army would withdraw on Sunday.", ""),
        ("The army met on Monday and would withdraw on Sunday.", ""),
        ("Maro said on Monday that the army could withdraw on Sunday.", ""),
    ],
)
def test_a_weekday_in_reported_speech_counts_from_the_day_of_saying(text: str, start: str) -> None:
    found = times(text)[-1]
    assert found.start == start
    assert found.earliest_ms is not None
    assert found.latest_ms is not None


@given(_DAYS, st.integers(0, 10), st.integers(0, 7), st.sampled_from(["would", "will"]), _CLOCKS, _ZONES)
def test_every_world_of_a_weekday_in_reported_speech_is_held(
    published: date, before: int, days: int, verb: str, clock: time, zone: timezone
) -> None:
    said = published - timedelta(days=min(before, 6))
    day = said + timedelta(days=max(days, 1))
    text = f"Maro said on {_NAMES[said.weekday()]} that it {verb} end on {_NAMES[day.weekday()]}."
    found = times(text, published.isoformat())[-1]
    instant = _ms(datetime.combine(day, clock, zone))
    assert found.earliest_ms is not None
    assert found.latest_ms is not None
    if verb == "would" or day > published:
        assert found.earliest_ms <= instant < found.latest_ms, found
    if found.start and day > published:
        assert found.start == day.isoformat()


def test_on_the_day_of_publication_a_weekday_in_the_past_is_that_day() -> None:
    assert values("He spoke on state television on Friday.") == [("Friday", "2016-05-20", "2016-05-21")]


def test_next_is_empty_where_the_nearest_is_not_that_of_the_next_week() -> None:
    (found,) = times("It will begin next Wednesday.", published="2016-05-16")
    assert found.start == ""
    assert found.earliest_ms is not None
    assert found.latest_ms is not None
    assert (found.latest_ms - found.earliest_ms) == (8 * 24 + 26) * 3_600_000


def test_a_far_date_without_a_year_needs_a_plain_tense() -> None:
    assert [one.start for one in times("The war began on October 7.")] == ["2015-10-07"]
    assert [one.start for one in times("The terror of October 7 lives on.")] == [""]


def test_a_day_that_is_said_for_an_event_is_that_or_the_nearest() -> None:
    for published in ("2024-11-26", "2025-06-01"):
        (found,) = times("It has been so since October 7th.", published)
        assert found.start == ""
        assert found.earliest_ms == _ms(datetime(2023, 10, 7, tzinfo=timezone(timedelta(hours=14))))
        assert found.latest_ms == _ms(datetime(2024, 10, 8, tzinfo=timezone(timedelta(hours=-12))))
    assert [one.start for one in times("It has been so since October 7th.", "2023-12-01")] == ["2023-10-07"]
    assert [one.start for one in times("It has been so since October 7th.", "2016-12-01")] == ["2016-10-07"]
    assert [one.start for one in times("It was on October 7, 2024.", "2024-11-26")] == ["2024-10-07"]


def test_a_day_behind_a_label_of_a_turn_is_a_time() -> None:
    assert [one.words for one in times("THE PRESIDENT: Tuesday – we met on Tuesday.")] == [
        "Tuesday",
        "Tuesday",
    ]


def test_a_weekday_that_contradicts_its_date_leaves_it_empty() -> None:
    (found,) = times("They met on Monday, 25 May 2016.")
    assert (found.start, found.how) == ("", "the day of the week contradicts the date")


def test_a_weekday_is_held_to_for_the_year() -> None:
    assert [one.start for one in times("They meet on Thursday, May 25.")] == [""]
    assert [one.start for one in times("They meet on Wednesday, May 25.")] == ["2016-05-25"]


class TestQuotations:
    """A quotation is spoken before it is published; its yesterday is not the day before publication."""

    def test_a_quotation_of_an_unknown_day_leaves_its_words_empty(self) -> None:
        (found,) = times("“They left yesterday,” the mayor said.")
        assert (found.start, found.earliest_ms) == ("", None)
        assert "in a quotation of which nobody tells the day" in found.how

    def test_a_day_beside_the_verb_of_saying_is_what_it_is_counted_from(self) -> None:
        found = times("“They left yesterday,” the mayor said on Wednesday.")
        assert [one.start for one in found] == ["2016-05-17", "2016-05-18"]
        assert found[0].how == "counted from 2016-05-18, when it was said"

    def test_a_day_that_opens_the_sentence_is_that_of_its_verb_of_saying(self) -> None:
        assert values("On Wednesday, Maro said: “They left yesterday.”")[1][1] == "2016-05-17"
        assert values("On Wednesday the army left, Maro said: “They left yesterday.”")[1][1] == ""

    def test_the_day_goes_on_to_quotations_that_stand_alone_behind_it(self) -> None:
        text = (
            "The mayor made public on May 18 this plan:\n\n“We wait.”\n\nMaro said.\n\n“Yesterday they left.”"
        )
        assert values(text)[1] == ("Yesterday", "2016-05-17", "2016-05-18")

    def test_the_day_does_not_go_on_to_another_speaker(self) -> None:
        text = "“We wait,” Maro said on Wednesday. “Yesterday they left,” Kost added."
        assert ("Yesterday", "", "") in values(text)

    def test_when_it_was_broadcast_is_not_when_it_was_said(self) -> None:
        text = "“They left yesterday,” Maro said in an interview that was broadcast on Wednesday."
        assert values(text)[0] == ("yesterday", "", "")

    def test_a_date_without_a_year_is_held_to_the_day_of_publication(self) -> None:
        assert values("“We begin on May 25,” he said.") == [("May 25", "2016-05-25", "2016-05-26")]

    def test_a_statement_that_is_all_quoted_was_made_on_its_day(self) -> None:
        assert values("“They left yesterday. It holds.\n\nWe wait.”")[0][1] == "2016-05-19"


@pytest.mark.parametrize(
    ("words", "zone", "utc"),
    [
        ("1:28 P.M. EDT today", "UTC-04:00", "2016-05-20T17:28"),
        ("10:30 a.m. Damascus time today", "Asia/Damascus", "2016-05-20T07:30"),
        ("noon Central Africa Standard Time (GMT+2) today", "UTC+02:00", "2016-05-20T10:00"),
        ("4 p.m. (Israel time) today", "Asia/Jerusalem", "2016-05-20T13:00"),
        ("0300 GMT today", "UTC+00:00", "2016-05-20T03:00"),
    ],
)
def test_a_zone_in_the_words_makes_the_instant_exact(words: str, zone: str, utc: str) -> None:
    (found,) = times(f"It began at {words}.")
    assert found.zone == zone
    assert found.earliest_ms == _ms(datetime.fromisoformat(utc).replace(tzinfo=UTC))
    assert found.latest_ms == found.earliest_ms + 60_000


def test_an_abbreviation_of_several_zones_holds_all_of_them() -> None:
    (found,) = times("It began at 4 p.m. IST today.")
    assert found.zone == ""
    assert found.how.endswith("; the zone is one of several")
    assert found.earliest_ms == _ms(datetime(2016, 5, 20, 10, 30, tzinfo=UTC))
    assert found.latest_ms == _ms(datetime(2016, 5, 20, 15, 1, tzinfo=UTC))


def test_the_zone_of_the_document_is_that_of_times_without_one() -> None:
    (found,) = times("It begins on May 25.", zone="Asia/Damascus")
    assert (found.zone, found.earliest_ms) == ("Asia/Damascus", _ms(datetime(2016, 5, 24, 21, tzinfo=UTC)))
    assert found.latest_ms == _ms(datetime(2016, 5, 25, 21, tzinfo=UTC))


def test_the_day_of_publication_is_that_of_the_clocks_of_its_zone() -> None:
    assert values("They left today.", "2016-05-20T22:30:00Z", "Asia/Damascus")[0][1] == "2016-05-21"
    assert values("They left today.", "2016-05-20T22:30:00+03:00")[0][1] == "2016-05-20"
    assert values("They left today.", "2016-05-20T22:30", "Asia/Damascus")[0][1] == "2016-05-20"


def test_local_time_is_of_a_place_that_nobody_tells() -> None:
    (found,) = times("It begins at 4 a.m. local time on May 25.", zone="America/New_York")
    assert found.zone == ""
    assert found.latest_ms is not None
    assert found.earliest_ms is not None
    assert found.latest_ms - found.earliest_ms == 26 * 3_600_000 + 60_000


def test_the_date_of_the_page_is_no_time_that_is_told() -> None:
    text = "May 20, 2016 – The army left on May 18."
    assert values(text) == [("May 18", "2016-05-18", "2016-05-19")]


def test_a_line_with_nothing_but_a_clock_time_is_of_the_day_of_the_document() -> None:
    (found,) = times("1:28 P.M. EDT\n\nTHE PRESIDENT: Hello.")
    assert (found.start, found.how) == (
        "2016-05-20T13:28",
        "clock time; a line of its own, published 2016-05-20",
    )
    document = replace(document_of_text("1:28 P.M.\n\nHello."), published=Told("2016-05-20", "given"))
    blocks = (replace(document.blocks[0], role="about"), document.blocks[1])
    assert [one.words for one in find_times(replace(document, blocks=blocks), DICTIONARIES)] == ["1:28 P.M."]


# --- the law: in every world that the words allow, the instant lies within the bounds -------------------------------


def _holds(text: str, published: date, day: date, clock: time, zone: timezone) -> None:
    """The instant of a world is within the bounds of the only time in a text, if it has any."""
    (found,) = times(text, published.isoformat())
    instant = _ms(datetime.combine(day, clock, zone))
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
    instant = _ms(datetime.combine(start + timedelta(days=days), clock, zone))
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
        found.earliest_ms <= _ms(now - length * share if is_past else now + length * share) < found.latest_ms
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
        assert found.earliest_ms <= _ms(start.replace(tzinfo=zone))
        assert _ms(end.replace(tzinfo=zone)) <= found.latest_ms
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


_PIECES = (
    "on", "next", "last", "this", "the", "past", "9999", "24:00", "0", "31", "February", "30", "2016", "May", "Friday",
    "night", "midnight", "years", "days", "hours", "ago", "weekend", "tomorrow", "at", "a.m.", "GMT", "GMT+2", "local",
    "time", "05/06/2016", "said",
    "between", "and", "end", "month", "5th", "year", "o'clock", "06h15", "10:00", "p.m.", "by", "week",
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
        assert (one.earliest_ms is None) == (one.latest_ms is None)
        assert one.earliest_ms is None or one.latest_ms is None or one.earliest_ms < one.latest_ms
        assert one.how
        assert not one.start or one.earliest_ms is not None


# --- the articles of May 2016 ---------------------------------------------------------------------------------------


def article(number: str, published: str = "") -> list[tuple[str, str]]:
    (path,) = shared("articles-may-2016").glob(f"{number}_*.txt")
    text = path.read_text(encoding="utf-8")
    return [(words, start) for words, start, _ in values(text, published)]


def test_the_article_of_22_may_counts_yesterday_from_the_day_of_the_speech() -> None:
    found = article("000", "2016-05-22")
    assert found == [
        ("May 20", "2016-05-20"), ("May 25", "2016-05-25"), ("Yesterday", "2016-05-19"), ("May 25", "2016-05-25"),
        ("Sunday morning", "2016-05-22"),
    ]  # fmt: skip


def test_an_article_without_a_date_leaves_all_open() -> None:
    assert article("001") == [("Yesterday", ""), ("May 25", ""), ("next Wednesday", ""), ("May 25", "")]
    assert article("003") == [("Friday", ""), ("May 25", ""), ("Thursday", ""), ("Feb. 27", "")]


def test_a_date_that_somebody_gives_settles_all_but_what_the_quotation_leaves_open() -> None:
    assert article("001", "2016-05-20") == [
        ("Yesterday", ""), ("May 25", "2016-05-25"), ("next Wednesday", "2016-05-25"), ("May 25", "2016-05-25"),
    ]  # fmt: skip
    found = article("003", "2016-05-21")
    assert found == [
        ("Friday", "2016-05-20"), ("May 25", "2016-05-25"), ("Thursday", "2016-05-19"), ("Feb. 27", "2016-02-27"),
    ]  # fmt: skip


def test_the_article_of_20_may_has_the_year_of_its_date() -> None:
    found = article("002", "2016-05-20")[1:]
    assert found == [("May 25", "2016-05-25"), ("Friday", "2016-05-20"), ("May 25", "2016-05-25")]
