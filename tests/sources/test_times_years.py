# SPDX-License-Identifier: Apache-2.0
"""Days and months without a year, where the text tells of another year beside them."""

from __future__ import annotations

import pytest

from sources.times_of_tests import times
from truceline.sources import TimeSaid

WEDNESDAY = "2031-06-04"


def told(text: str, words: str) -> TimeSaid:
    return next(one for one in reversed(times(text, WEDNESDAY)) if one.words == words)


@pytest.mark.parametrize(
    ("text", "words", "year"),
    [
        ("The war began in 2019. On May 3, the army shelled the mill.", "May 3", 2019),
        ("The war began in 2019.\n\nOn May 3, the army shelled the mill.", "May 3", 2019),
        ("In 1994, troops shelled the mill on May 3.", "May 3", 1994),
        ("Troops shelled the mill on May 3, in the spring of 1994.", "May 3", 1994),
        ("It was quiet in 2028. Then came the dry season. In May the army left.", "May", 2028),
        ("Last year the army came. On 12 May it left.", "12 May", 2030),
        ("The truce of 3 May 2029 was short. It was broken on 9-11 May.", "9-11 May", 2029),
    ],
)
def test_a_day_near_another_year_is_of_either(text: str, words: str, year: int) -> None:
    one = told(text, words)
    assert one.start == ""
    assert f"or of {year}" in one.how
    assert one.earliest_ms is not None
    assert one.latest_ms is not None
    of_other, of_this = (told(f"{words} {which}.", f"{words} {which}") for which in (year, 2031))
    assert of_other.earliest_ms
    assert of_this.latest_ms
    assert one.earliest_ms <= of_other.earliest_ms
    assert of_this.latest_ms <= one.latest_ms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The war began in 2030. On May 3 that year the army shelled the mill.", "May 3"),
        ("The army shelled the mill on May 12 of that year.", "May 12"),
        ("On 29 May 1453 the city fell.", "29 May"),
        ("The deal ended on 29 May 9999.", "29 May"),
        ("The city fell on 9 May 378 AD.", "9 May"),
        ("Three years later, on May 3, troops shelled the mill.", "May 3"),
        ("Two years ago the army came. On May 3 it shelled the mill.", "May 3"),
        ("In the 1990s the valley was poor. In May the mill closed.", "May"),
        ("The mill was built in 1453, and on May 3 it burned.", "May 3"),
        ("Lund, who was born on May 3, leads the council.", "May 3"),
        ("The mayor marked the anniversary of the battle of May 3.", "May 3"),
    ],
)
def test_nothing_bounds_a_day_of_a_year_that_is_not_read(text: str, words: str) -> None:
    one = told(text, words)
    assert (one.start, one.earliest_ms, one.latest_ms) == ("", None, None)


@pytest.mark.parametrize(
    ("text", "words", "start"),
    [
        ("On May 3 troops shelled the mill.", "May 3", "2031-05-03"),
        ("On May 3, 200 people fled.", "May 3", "2031-05-03"),
        ("Two years of war ended on May 3.", "May 3", "2031-05-03"),
        (
            "The war began in 2019. On 1 May 2031 a truce began. On May 3 it was broken.",
            "May 3",
            "2031-05-03",
        ),
        ("This year the army came. In May it left.", "May", "2031-05-01"),
        ("It left on May 3. The war had begun in 2019.", "May 3", "2031-05-03"),
        ("The war began in 2019. It was short.\n\nOn May 3 troops shelled the mill.", "May 3", "2031-05-03"),
        ("Some 1500 people fled on May 3.", "May 3", "2031-05-03"),
    ],
)
def test_a_day_of_the_news_is_of_this_year(text: str, words: str, start: str) -> None:
    assert told(text, words).start == start


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Heavy fighting from May to July killed 40 people.", ("May", "July")),
        ("Fighting lasted from 28 May to 30 June.", ("28 May", "30 June")),
        ("The guard slept there from 3 May until 5 July.", ("3 May", "5 July")),
    ],
)
def test_a_stretch_that_is_over_does_not_end_after_publication(text: str, ends: tuple[str, str]) -> None:
    for words in ends:
        one = told(text, words)
        assert one.start == ""
        assert "the year before" in one.how
    last = told(text, ends[1])
    assert last.earliest_ms is None
    assert last.latest_ms is not None


@pytest.mark.parametrize(
    ("text", "last", "start"),
    [
        ("The exercise runs from May 28 to June 10.", "June 10", "2031-06-10"),
        ("The exercise will last from May 28 to June 10.", "June 10", "2031-06-10"),
        ("It rained from April to May.", "May", "2031-05-01"),
    ],
)
def test_a_stretch_that_goes_on_ends_in_this_year(text: str, last: str, start: str) -> None:
    assert told(text, last).start == start
