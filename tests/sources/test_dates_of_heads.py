# SPDX-License-Identifier: Apache-2.0
"""Dates and outlets in the head of an article: which lines settle them, and which look alike and settle nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.pages_of_tests import PARAGRAPHS
from truceline.sources import Dictionaries, Document, find_times, read_document

TEXT = "\n\n".join((*PARAGRAPHS, PARAGRAPHS[0]))
OPEN = "VOICES FROM THE FORD\nThe Last Mill of Arden"
"""Two lines of which nobody tells which is the title."""


def read(folder: Path, head: str, text: str = TEXT) -> Document:
    path = folder / "a.txt"
    path.write_text(f"{head}\n\n{text}", encoding="utf-8")
    return read_document(path)


def published(document: Document) -> str:
    return document.published.value if document.published else ""


@pytest.mark.parametrize(
    "byline",
    [
        "By Ann Weaver\nMarch 4, 2031",
        "By Ann Weaver in Karsk\n4 March 2031",
        "By Ann Weaver and Bob Crane\nTuesday, 4 March 2031, 10:15",
        "By Ann Weaver | March 4, 2031",
        "By Ann Weaver    March 4, 2031",
        "By Ann Weaver in Karsk, March 4, 2031",
    ],
)
@pytest.mark.parametrize(
    "title", [OPEN, "PROFILES\nTHE LISTENER\nHow a miller got two armies to stop for a night."]
)
def test_a_date_at_a_byline_is_that_of_the_article_whatever_the_title(
    tmp_path: Path, byline: str, title: str
) -> None:
    assert published(read(tmp_path, f"{title}\n{byline}"))[:10] == "2031-03-04"


@pytest.mark.parametrize(
    "head",
    [
        f"PROFILES\nTHE LISTENER\nMarch 4, 2031\nBy Ann Weaver\n{PARAGRAPHS[2]}",
        "PROFILES\nMonday, March 4, 2031\nBy Ann Weaver\nThe mill of the two brothers\nThe Last Mill of Arden",
        "PROFILES\nBy Ann Weaver\nMarch 4, 2031\nThe mill of the two brothers\nThe Last Mill of Arden",
        "PROFILES\nTHE LISTENER\nBy Ann Weaver\nMember since\nMarch 4, 2031",
        "PROFILES\nBy Ann Weaver\nMarch 4, 2031\nBy Bob Crane\nMarch 5, 2031",
        "PROFILES\nBy Ann Weaver\nRetrieved March 4, 2031",
        f"{OPEN}\nBy Ann Weaver\nUpdated March 4, 2031",
    ],
)
def test_a_date_that_may_be_another_at_a_byline_stays_open(tmp_path: Path, head: str) -> None:
    assert published(read(tmp_path, head)) == ""


@pytest.mark.parametrize(
    "line",
    [
        "THE ARDEN LEDGER   MARCH 4 2031",
        "The Arden Gazette\tTuesday, March 4, 2031",
        "The Arden Gazette    4 March 2031    Page 3",
        "Arden Herald, Vol. 12, No. 4, March 4, 2031",
        "4 March 2031    The Arden Gazette",
        "March 4, 2031 | The Arden Gazette | p. 7",
    ],
)
def test_an_outlet_and_a_date_may_stand_at_the_ends_of_a_line(tmp_path: Path, line: str) -> None:
    document = read(tmp_path, f"Truce holds in the Arden valley\n{line}")
    assert published(document) == "2031-03-04"
    assert document.outlet is not None
    assert document.outlet.value in line
    assert document.outlet.value.split()[-1].casefold() in ("ledger", "gazette", "herald")


@pytest.mark.parametrize(
    "line",
    [
        "Deadline   MARCH 4 2031",
        "Next meeting of the committee    4 March 2031",
        "Joined    4 March 2031",
        "Retrieved    4 March 2031",
        "Arden Ledger Conference   4 March 2031",
        "THE ARDEN LEDGER   03/04 2031",
    ],
)
def test_other_words_and_a_date_at_the_ends_of_a_line_tell_nothing(tmp_path: Path, line: str) -> None:
    document = read(tmp_path, f"Truce holds in the Arden valley\n{line}")
    assert (published(document), document.outlet) == ("", None)


def test_the_date_beside_an_outlet_above_the_title_may_be_that_of_looking(tmp_path: Path) -> None:
    document = read(tmp_path, "THE ARDEN LEDGER   TUESDAY MARCH 4 2031\nTruce holds in the Arden valley")
    assert published(document) == ""


@pytest.mark.parametrize(
    "line",
    [
        "March 14, 2031 Issue",
        "The March 14, 2031, issue",
        "From the 14 March 2031 print edition",
        "Published in the print edition of the March 14, 2031, issue.",
        "Issue of 14 March 2031",
        "Print edition dated 14 March 2031",
    ],
)
def test_the_date_of_an_issue_is_one_before_which_it_was_published(tmp_path: Path, line: str) -> None:
    text = (
        f"{TEXT}\n\nThe mill burnt on January 20, the ford was closed on Monday, and it rained on March 13."
    )
    document = read(tmp_path, f"{OPEN}\nBy Ann Weaver\n{line}", text)
    assert published(document) == ""
    assert [(block.role, block.why) for block in document.blocks if "14" in block.span.of(document.text)] == [
        ("about", "date of an issue")
    ]
    found = {time.words: time.start for time in find_times(document, Dictionaries())}
    assert (found["January 20"], found["Monday"]) == ("2031-01-20", "")


@pytest.mark.parametrize(
    "line",
    ["Read the March 14, 2031 issue", "Previous issue: March 14, 2031", "The issue of March 14 in 2031"],
)
def test_lines_about_other_issues_tell_nothing(tmp_path: Path, line: str) -> None:
    document = read(tmp_path, f"{OPEN}\nBy Ann Weaver\n{line}")
    assert all(block.why != "date of an issue" for block in document.blocks)


@pytest.mark.parametrize(
    ("last", "start"), [("They signed on Saturday.", ""), ("On May 20 it rained.", "2031-05-20")]
)
def test_a_weekday_behind_a_day_long_past_may_be_counted_from_it(
    tmp_path: Path, last: str, start: str
) -> None:
    head = "Truce holds in the Arden valley\n\nBy Ann Weaver\nJune 4, 2031"
    document = read(tmp_path, head, f"{PARAGRAPHS[2]} On May 8 the two sides met at the mill.\n\n{last}")
    assert find_times(document, Dictionaries())[-1].start == start
