# SPDX-License-Identifier: Apache-2.0
"""Entries of a page under dates of their own, and posts of others: they were not written on the day of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.times_of_tests import times
from truceline.sources import Dictionaries, find_times, read_document

WEDNESDAY = "2031-06-04"
FIRST = (
    "The army shelled the mill this afternoon, Mayor Roe said. She spoke at the gates of the burning mill."
)
SECOND = (
    "The truce holds today, the minister said on his arrival. He added that nothing had happened yesterday."
)
LIVE = (
    '<html><head><title>Live</title><meta property="article:published_time" content="2031-06-01T08:00:00+02:00">'
    "</head><body><article><h1>Live: Marsh Road</h1><p><b>4 June 19:30</b></p><p>{}</p><p><b>3 June 18:00</b></p><p>{}</p>"
    "</article></body></html>"
)


def starts(text: str) -> dict[str, str]:
    return {one.words: one.start for one in times(text, WEDNESDAY)}


def test_an_entry_of_a_live_page_is_not_of_the_day_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "live.html"
    path.write_text(LIVE.format(FIRST, SECOND), encoding="utf-8")
    document = read_document(path)
    assert document.published is not None
    found = {one.words: one for one in find_times(document, Dictionaries())}
    for words in ("this afternoon", "today", "yesterday"):
        assert (found[words].start, found[words].earliest_ms) == ("", None)


@pytest.mark.parametrize(
    "text",
    [
        f"{SECOND}\n\n2 June 2031\n\n{FIRST}",
        f"{SECOND}\n\nTuesday, 3 June, 7 p.m.\n\n{FIRST}",
        f"{SECOND}\n\nUpdated at 19:30 on 4 June\n\n{FIRST}",
        f"{SECOND}\n\n{FIRST}\n\n— Ana Roe (@ana_roe) May 3, 2019",
        f"{SECOND}\n\n{FIRST} — Ana Roe (@ana_roe) May 3, 2019",
        f"{SECOND}\n\nFrom 2019: {FIRST}",
        f"{SECOND}\n\nFrom our archive: {FIRST}",
    ],
)
def test_what_has_a_day_of_its_own_is_not_counted_from_that_of_the_page(text: str) -> None:
    assert starts(text)["this afternoon"] == ""


@pytest.mark.parametrize(
    "text",
    [
        f"{SECOND}\n\n{FIRST}",
        f"{SECOND}\n\nThe truce of 3 June\n\n{FIRST}",
        f"Mr Roe (@roe) wrote it down.\n\n{SECOND}\n\n{FIRST}",
        f"{SECOND}\n\nFrom 2019 on it was quiet. {FIRST}",
        f"{SECOND}\n\n{FIRST}\n\n2 June 2031",
    ],
)
def test_what_has_none_is(text: str) -> None:
    assert starts(text)["this afternoon"] == WEDNESDAY
