# SPDX-License-Identifier: Apache-2.0
"""The lines above the text of plain pages, in many styles: title, date, outlet, author."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from truceline.sources import Document, read_document

TITLE = "Velin wants Lowland troops on the Marsh Road"
BODY = (
    "The council said that the truce on the river was kept for all of the week.\n\nNobody was hurt in Karsk."
)
NAMES = ("title", "published", "outlet", "author")


Read = Callable[[str], Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(page: str) -> Document:
        path = tmp_path / "page.txt"
        path.write_text(page.replace("TITLE", TITLE).replace("BODY", BODY) + "\n", encoding="utf-8")
        return read_document(path)

    return of


DATE_LINES = {
    "4 March 2031": "2031-03-04",
    "March 4th, 2031": "2031-03-04",
    "TUESDAY, MARCH 4, 2031": "2031-03-04",
    "Tue 4 Mar 2031 09.20 GMT": "2031-03-04T09:20Z",
    "Published: 4 March 2031": "2031-03-04",
    "Posted on March 4, 2031 at 5 p.m.": "2031-03-04T17:00",
    "Published 9:20 AM EST, Tue March 4, 2031": "2031-03-04T09:20-05:00",
    "First published on Tue 4 Mar 2031 09.20 BST": "2031-03-04T09:20",
    "2031-03-04T09:20Z": "2031-03-04T09:20:00+00:00",
    "Date: 2031-03-04": "2031-03-04",
    "March 4, 2031 | 3 min read": "2031-03-04",
    "4 March 2031 09:20 (CET) · 12 comments": "2031-03-04T09:20+01:00",
    "Karsk, 4 March 2031": "2031-03-04",
    "KARSK, Lowland | 4 March 2031, 23:10 local time": "2031-03-04T23:10",
    "The Harbour Gazette, Tuesday, March 4, 2031": "2031-03-04",
    "Local news  |  24.03.2031  |  Read: 1204 times": "2031-03-24",
    "Published 4 March 2031, updated 5 March 2031": "2031-03-04",
    "Updated 10:02 AM, March 5, 2031; Published March 4, 2031": "2031-03-04",
    "March 4, 2031 (Updated March 5, 2031)": "2031-03-04",
    "Published\n4 March 2031": "2031-03-04",
    "4 March 2031\nLast modified: 6 March 2031": "2031-03-04",
    "Published 4 March 2031\nKarsk, 3 March 2031": "2031-03-04",
    "By Ann Weaver | March 4, 2031": "2031-03-04",
    "4 March 2031\n4 March 2031 09:20 GMT": "2031-03-04T09:20Z",
    "Published on 4 March 2031 at 06h15, updated at 11h40": "2031-03-04T06:15",
    "Posted on March 4th, 2031 by Rory Pike": "2031-03-04",
    "Posted on 04 Mar 2031, 09:20 in World": "2031-03-04T09:20",
    "Posted in World on March 4, 2031 by admin": "2031-03-04",
    "Posted 4 March 2031 - 09:20 | 1.204 views | 3 comments | 12 shares": "2031-03-04T09:20",
    "This story was published on 4 March 2031 at 09:20.": "2031-03-04T09:20",
    "Tuesday, 4 March 2031 | Views: 1 204 | Comments: 3": "2031-03-04",
    "Tuesday, 4 March 2031 | 09:20 | Views: 310": "2031-03-04T09:20",
    "4 March 2031 — Reading time: 3 minutes — Share": "2031-03-04",
    "4 March 2031 / World / Comments 0": "2031-03-04",
    "4 March 2031 | Comments (3) | Views (1204)": "2031-03-04",
    "24 March 2031 Comments: 0 Views: 1 204": "2031-03-24",
    "4 March 2031, 09:20 (updated 10:02 GMT)": "2031-03-04T09:20",
    "Date: 4 March 2031 Time: 09:20": "2031-03-04T09:20",
    "March 4, 2031 by Ann Weaver": "2031-03-04",
    "World | 4 March 2031 | by Ann Weaver | 5 min read": "2031-03-04",
    "Mar 4, 2031 / 09:20 AM EST / Harbour News": "2031-03-04T09:20-05:00",
    "Last updated 5 March 2031 10:02, first published 4 March 2031": "2031-03-04",
    "First published: 4 March 2031 | Last updated: 5 March 2031": "2031-03-04",
    "Published: 20:10, 4 March 2031 Updated: 22:10, 5 March 2031": "2031-03-04T20:10",
    "Published on: 4 March 2031 | Category: World | Author: Ann Weaver": "2031-03-04",
    "Ann Weaver, Tuesday 4 March 2031 09.20 GMT": "2031-03-04T09:20Z",
    "Ann Weaver in Karsk, Tuesday 4 March 2031 09.20 GMT": "2031-03-04T09:20Z",
    "Ann Weaver, Staff Writer | March 4, 2031": "2031-03-04",
    "Ann Weaver, Harbour Gazette Published 9:20 a.m. ET March 4, 2031": "2031-03-04T09:20",
    "By Ann Weaver - March 4, 2031 - 09:20 - Views: 1,204": "2031-03-04T09:20",
    "By Ann Weaver (Karsk, special correspondent)\nPublished 4 March 2031": "2031-03-04",
    "4 minute read\n4 March 2031\nViews: 1 204": "2031-03-04",
    "4 March 2031\nTags: River, Truce": "2031-03-04",
}


@pytest.mark.parametrize("line", DATE_LINES)
@pytest.mark.parametrize(
    "page", ["TITLE\n{}\n\nBODY", "TITLE\n\n{}\nOFFICE OF THE RIVER COUNCIL\n\nBODY", "{} \n\nTITLE\n\nBODY"]
)
def test_a_date_line_beneath_the_title_is_the_published_date(read: Read, page: str, line: str) -> None:
    is_above = page.startswith("{")
    document = read(page.format(line))
    if is_above:
        assert document.published is None
        assert any(note.startswith("published: ") for note in document.notes)
        return
    assert document.published is not None, document.notes
    assert document.published.value == DATE_LINES[line]
    assert document.title is not None
    assert document.title.value == TITLE
    assert [note for note in document.notes if "not taken" in note] == []


NOT_TAKEN = {
    "Updated 5 March 2031": 'published: "5 March 2031" says when it was changed; it was not taken',
    "Last modified: 5 March 2031, 10:00": 'published: "5 March 2031, 10:00" says when it was changed; it was not taken',
    "4 March 2031\n6 March 2031": "published: 2031-03-04 and 2031-03-06 stand near the title; none was taken",
    "Published 4 March 2031\nPosted on 6 March 2031": "published: 2031-03-04 and 2031-03-06 stand near the title; none was taken",
    "05-06-2031": 'published: "05-06-2031" does not settle the day; none was taken',
    "Senior Member\nMar 18, 2021": None,
    "Joined\nMar 18, 2021": None,
    "Updated\n5 March 2031": None,
    "Retrieved on 5 March 2031": None,
    "Last update: 5 March 2031": 'published: "5 March 2031" says when it was changed; it was not taken',
    "Embargoed until 5 March 2031, 10:00 GMT": None,
    "English Archive 2025-2031": None,
    "Today is Tuesday, 4 March 2031 | 12 visitors online": None,
    "Last visited 4 March 2031 | Views: 3": None,
    "Updated 5 March 2031 | Views: 3": 'published: "5 March 2031" says when it was changed; it was not taken',
    "Updated March 5, 2031 by Ann Weaver": 'published: "March 5, 2031" says when it was changed; it was not taken',
    "Page last updated at 09:20 GMT, Tuesday, 4 March 2031": None,
    "Updated at 11h40": None,
    "Event date: 4 March 2031 | Views: 3": None,
    "Next update: 4 March 2031 | Views: 3": None,
    "Member since 4 March 2031 | Posts: 310": None,
    "Tuesday, 4 March 2031 | Karsk 12°C | Search": None,
    "4 March 2031 in the hall of Karsk": None,
}


@pytest.mark.parametrize("line", NOT_TAKEN)
def test_other_dates_are_not_taken(read: Read, line: str) -> None:
    document = read(f"TITLE\n\n{line}\n\nBODY")
    assert document.published is None
    if NOT_TAKEN[line]:
        assert NOT_TAKEN[line] in document.notes


HEADS = {
    # kickers, releases, several heading lines
    "RIVER\nTITLE\n\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "WORLD NEWS\n\nTITLE\n\nBy Ann Weaver in Karsk\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, "Ann Weaver"),
    "UN OFFICE FOR THE RIVER\nPRESS RELEASE\nFor immediate release\n\nTITLE\n\nKARSK, 30 November 2031 - BODY": (
        TITLE, "2031-11-30", None, None),
    "THE RIVER COUNCIL\nOffice of the Press Secretary\n\nFor Immediate Release\nMarch 4, 2031\n\nTITLE\n\nBODY": (
        TITLE, "2031-03-04", None, None),
    "FOR IMMEDIATE RELEASE\nTuesday, March 4, 2031\n\nTITLE\n\nBODY": (TITLE, "2031-03-04", None, None),
    "Press Release No. 12/2031\nTITLE\n\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "SC/12345\nPress release, 4 March 2031\nTITLE\n\nBODY": (TITLE, "2031-03-04", None, None),
    "TITLE\nTITLE\n4 March 2031\nOFFICE OF THE RIVER COUNCIL\n\nBODY": (TITLE, "2031-03-04", None, None),
    "TITLE\n4 March 2031\nState Dining Room of the Castle\n\nBODY": (TITLE, "2031-03-04", None, None),
    "Velin and the road\nVelin and the road: what the minister said\n\nMarch 4, 2031\n\nBODY": (
        "Velin and the road: what the minister said", "2031-03-04", None, None),
    "TRUCE ON THE RIVER HOLDS\nBoth sides keep to it, says council\n\nMarch 4, 2031\n\nBODY": (None, "2031-03-04", None, None),
    "Truce on the River Holds\nBoth sides keep to it, says council\n\nMarch 4, 2031\n\nBODY": (None, "2031-03-04", None, None),
    # bylines
    "TITLE\n\nBy ANN WEAVER and Tom Keel, Diplomatic Correspondents\n4 March 2031\n\nBODY": (
        TITLE, "2031-03-04", None, "ANN WEAVER and Tom Keel"),
    "TITLE\n\nFrom our own correspondent in Karsk\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "TITLE\n\nFrom Ann Weaver in Karsk\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, "Ann Weaver"),
    "TITLE\n\nBy Ann Weaver, The Harbour Gazette\nTue 4 Mar 2031 18.05 BST\n\nBODY": (
        TITLE, "2031-03-04T18:05", None, "Ann Weaver"),
    "TITLE\n\nAnn Weaver in Port Ammel\nSun 9 Oct 2022 18.05 BST\n\nBODY": (None, "2022-10-09T18:05", None, None),
    # a sentence between title and byline
    "TITLE\n\nBoth sides say that they will come to the talks.\n\nBy Ann Weaver\n4 March 2031\n\nBODY": (
        TITLE, "2031-03-04", None, "Ann Weaver"),
    "Velin wants troops on the road.\n4 March 2031\n\nBODY": ("Velin wants troops on the road.", "2031-03-04", None, None),
    "Days of the truce\n\nThis is what happened on the river.\n\n4 March 2031\n\nBODY\n\n5 March 2031\n\nBODY": (
        "Days of the truce", None, None, None),
    "TITLE\n\nPosted by admin on March 4, 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "TITLE\n\nAnn Weaver | The Harbour Gazette | 4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "BREAKING\nTITLE\n6 minutes ago\n\nBODY": (TITLE, None, None, None),
    # datelines
    "TITLE\n\n(Karsk, 4 March 2031) – BODY": (TITLE, "2031-03-04", None, None),
    "TITLE\n\nKARSK, March 4, 2031 /North Wire/ -- BODY": (TITLE, "2031-03-04", "North Wire", None),
    "TITLE\n\nKARSK, 4 March 2031 (North Wire) -- BODY": (TITLE, "2031-03-04", "North Wire", None),
    "TITLE\n\nLONDON, Tuesday 4 March 2031: BODY": (TITLE, "2031-03-04", None, None),
    "TITLE\n\nUpdated 5 March 2031\n\nKARSK, 4 March (Reuters) -- BODY": (TITLE, "2031-03-04", "Reuters", None),
    "Saturday, November 22, 2031\n\nTITLE\n\nKarsk, March 4 - BODY": (TITLE, None, None, None),
    "Thursday, January 1, 2032\n\nTITLE\n\nKARSK, Dec. 31 - BODY": (TITLE, "2031-12-31", None, None),
    "TITLE\n\n4 March 2031\n\nKARSK (Lowland) — BODY": (TITLE, "2031-03-04", None, None),
    "TITLE\n\nKarsk, March 4 - BODY": (TITLE, None, None, None),
    "TITLE\n\nThe talks of May 22, 2031 - the third round - came to nothing, the council said.\n\nBODY": (
        TITLE, None, None, None),
    # outlets
    "The Harbour Gazette\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", "The Harbour Gazette", None),
    "TITLE\n\nHARBOUR GAZETTE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", "HARBOUR GAZETTE", None),
    "Radio Lissel\n2031-03-04\n\nTITLE\n\nBODY": (TITLE, "2031-03-04", "Radio Lissel", None),
    "Radio Lissel\nTuesday, 4 March 2031\n\nTITLE\n\nBODY": (TITLE, None, "Radio Lissel", None),
    "HARBOUR BUGLE\nFree news for all\nVELIN WANTS MORE TROOPS ON THE ROAD\nPosted on 4 March 2031 by Ann Weaver\n\nBODY": (
        None, "2031-03-04", None, "Ann Weaver"),
    "Tuesday, 4 March 2031 | 09:20 | Views: 310\n\nTITLE\n\nBODY": (TITLE, None, None, None),
    "TITLE\n\nBoth sides say that they will come.\n\nBy Ann Weaver (Karsk, reporter)\nPublished on 4 March 2031\n\nBODY": (
        TITLE, "2031-03-04", None, "Ann Weaver"),
    "Lands of the South\nTuesday, 4 March 2031\n\nTITLE\n\nBODY": (None, None, None, None),
    "World News\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "Middle East\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "Border Post\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "Lissel News\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "Lissel News\n\nTITLE\n4 March 2031\n\nBODY\n\nA ferryman told Lissel News that he was afraid.": (
        TITLE, "2031-03-04", "Lissel News", None),
    "Lissel News\n\nTITLE\n4 March 2031\n\nBODY\n\nA ferryman told this newspaper that he was afraid.": (
        TITLE, "2031-03-04", None, None),
    "Arden Valley\n\nTITLE\n4 March 2031\n\nBODY\n\n© 2031 Arden Valley. All rights reserved.": (
        TITLE, "2031-03-04", "Arden Valley", None),
    "Arden Valley\n\nTITLE\n4 March 2031\n\nBODY\n\nAbout Arden Valley\n\nWe write of the river.": (
        TITLE, "2031-03-04", "Arden Valley", None),
    "Arden Valley\n\nTITLE\n4 March 2031\n\nBODY\n\nArden Valley moderates all comments.": (
        TITLE, "2031-03-04", "Arden Valley", None),
    "TITLE | Arden Today\nHome\nWorld\n\nTITLE\nArden Today\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", "Arden Today", None),
    "Radio Lissel\nTuesday, 4 March 2031\nTruce holds\n\nBODY": (None, None, "Radio Lissel", None),
    "Ceasefire Monitor\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "TITLE\n4 March 2031\n\nVelin, March 4-6 - BODY": (TITLE, "2031-03-04", None, None),
    "Embargo on arms from Velin holds\n4 March 2031\n\nBODY": ("Embargo on arms from Velin holds", "2031-03-04", None, None),
    "TITLE\n\nHarbour Gazette\n09:20 GMT\n\nBODY": (TITLE, None, "Harbour Gazette", None),
    "Daily Life\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
    "TITLE - The Harbour Gazette\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", "The Harbour Gazette", None),
    "TITLE\n4 March 2031\n\nBODY\n\n© 2031 The Harbour Gazette": (TITLE, "2031-03-04", "The Harbour Gazette", None),
    "Radio Lissel\nOmbra Post\n\nTITLE\n4 March 2031\n\nBODY": (TITLE, "2031-03-04", None, None),
}  # fmt: skip


HOW = {
    "The Harbour Gazette\n\nTITLE\n4 March 2031\n\nBODY": ("outlet", "line with a word of outlets"),
    "Arden Valley\n\nTITLE\n\nBODY\n\n© 2031 Arden Valley": ("outlet", "name of the outlet"),
    "Radio Lissel\n2031-03-04\n\nTITLE\n\nBODY": ("published", "date line beneath the name of the outlet"),
    "TITLE\n\nUpdated 5 March 2031\n\nKARSK, 4 March -- BODY": (
        "published",
        "dateline, with the year of a date on the page",
    ),
    "TITLE\n\nPublished 4 March 2031\n\nBODY": ("published", "date of publication"),
    "RIVER COUNCIL OFFICE\nTITLE\n\nBODY": ("title", "line above the text, not in capitals"),
    "TITLE\n4 March 2031\nState Dining Room\n\nBODY": ("title", "line above the text, above the date"),
}


@pytest.mark.parametrize("page", HOW)
def test_what_is_told_says_by_which_rule(read: Read, page: str) -> None:
    name, how = HOW[page]
    assert getattr(read(page), name).how == how


def test_the_four_outlets_of_the_example_tell_their_names_themselves() -> None:
    folder = Path(__file__).parents[2] / "examples" / "four-outlets"
    documents = [read_document(path) for path in sorted(folder.glob("*.txt"))]
    told = [(one.outlet and one.outlet.value, one.published and one.published.value) for one in documents]
    assert told == [
        ("The Harbour Gazette", "2031-06-04"),
        ("North Wire", "2031-06-03"),
        ("Ombra Post", "2031-06-05"),
        ("Radio Lissel", "2031-06-04"),
    ]
    assert all(one.title and not one.notes for one in documents)


def test_a_heading_about_something_does_not_end_the_article(read: Read) -> None:
    document = read("TITLE\n\nBODY\n\nAbout The Talks\n\nThe talks went on for a year.")
    assert document.main[-1].span.of(document.text) == "The talks went on for a year."


@pytest.mark.parametrize("page", HEADS)
def test_a_head_tells_what_it_says_and_no_more(read: Read, page: str) -> None:
    document = read(page)
    told = tuple(getattr(document, name) and getattr(document, name).value for name in NAMES)
    assert told == HEADS[page], document.notes
    for name in NAMES:
        one = getattr(document, name)
        if one and name != "published":
            assert one.span.of(document.text) == one.value
