# SPDX-License-Identifier: Apache-2.0
"""Zones, and the times of the page itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sources.times_of_tests import DICTIONARIES, ms, times, values
from truceline.sources import Told, document_of_text, find_times


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
    assert found.earliest_ms == ms(datetime.fromisoformat(utc).replace(tzinfo=UTC))
    assert found.latest_ms == found.earliest_ms + 60_000


def test_an_abbreviation_of_several_zones_holds_all_of_them() -> None:
    (found,) = times("It began at 4 p.m. IST today.")
    assert found.zone == ""
    assert found.how.endswith("; the zone is one of several")
    assert found.earliest_ms == ms(datetime(2016, 5, 20, 10, 30, tzinfo=UTC))
    assert found.latest_ms == ms(datetime(2016, 5, 20, 15, 1, tzinfo=UTC))


def test_the_zone_of_the_document_is_that_of_times_without_one() -> None:
    (found,) = times("It begins on May 25.", zone="Asia/Damascus")
    assert (found.zone, found.earliest_ms) == ("Asia/Damascus", ms(datetime(2016, 5, 24, 21, tzinfo=UTC)))
    assert found.latest_ms == ms(datetime(2016, 5, 25, 21, tzinfo=UTC))


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
