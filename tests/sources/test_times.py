# SPDX-License-Identifier: Apache-2.0
"""What words for a time mean."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from sources.times_of_tests import ms, times, values


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
    assert found.earliest_ms == ms(datetime(2016, 5, 6, tzinfo=timezone(timedelta(hours=14))))
    assert found.latest_ms == ms(datetime(2016, 6, 6, tzinfo=timezone(timedelta(hours=-12))))


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
        (found,) = times("So it was on October 7th.", published)
        assert found.start == ""
        assert found.earliest_ms == ms(datetime(2023, 10, 7, tzinfo=timezone(timedelta(hours=14))))
        assert found.latest_ms == ms(datetime(2024, 10, 8, tzinfo=timezone(timedelta(hours=-12))))
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
