# SPDX-License-Identifier: Apache-2.0
"""The main text of pages as they were published, and what they tell of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared_data import shared
from truceline.errors import SourcesError
from truceline.sources import Dictionaries, Document, read_document

ARTICLES = "articles-may-2016"
STATEMENTS = "articles-us-government"


def _article(start: str) -> Document:
    folder = shared(ARTICLES)
    (path,) = folder.glob(f"{start}*.txt")
    return read_document(path)


def _words(document: Document, role: str) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.role == role]


@pytest.mark.parametrize(
    ("start", "count", "first", "last"),
    [
        ("000", 8, "May 22, 2016 (EIRNS)", "made advances on Jobar."),
        ("001", 14, "The Russian Defense Minister has proposed", "ceasefire agreement in Syria."),
        ("002", 10, "ERBIL, Kurdistan Region--", "joined the ceasefire so far."),
        ("003", 16, "Russia recently proposed", "official from the coalition said."),
        ("004", 13, "Russian Foreign Minister Sergei Lavrov", "India, Germany and Japan."),
    ],
)
def test_the_paragraphs_of_the_article_are_main_and_nothing_else(
    start: str, count: int, first: str, last: str
) -> None:
    document = _article(start)
    main = _words(document, "main")
    assert len(main) == count
    assert main[0].startswith(first)
    assert main[-1].endswith(last)
    numbers = [number for number, block in enumerate(document.blocks) if block.role in ("main", "heading")]
    assert numbers == list(range(numbers[0], numbers[-1] + 1)), "the article stands in one piece"
    assert all(block.why for block in document.blocks if block.role != "main")


TOLD = {
    "000": {"title": ("Russia to U.S.: Join Us", "line above the text"), "outlet": ("EIR", "subscription to the outlet"),
            "published": ("2016-05-22", "dateline")},
    "001": {"title": ("Moscow Suggests US-led", "line above the text"), "outlet": ("The People's Voice", "fact checked by"),
            "author": ("Niamh Harris", "author box")},
    "002": {"title": ("Russia proposes joint", "line above the text"), "outlet": ("Rudaw", "name of the outlet"),
            "published": ("2016-05-20", "date line")},
    "003": {"title": ("U.S. Disregards Russian", "line above the text"), "outlet": ("Asharq Al-awsat", "name of the site")},
    "004": {"title": ("Russia Urges U.S. to", "line above the text"), "author": ("Henry Meyer", "byline"),
            "published": ("2015-05-30", "date line")},
}  # fmt: skip


@pytest.mark.parametrize("start", TOLD)
def test_an_article_tells_what_stands_on_its_page_and_no_more(start: str) -> None:
    document = _article(start)
    for name in ("title", "outlet", "author", "published"):
        told, expected = getattr(document, name), TOLD[start].get(name)
        if expected is None:
            assert told is None, f"{name} is told nowhere"
            continue
        assert told.value.startswith(expected[0])
        assert told.how == expected[1]
        if name != "published":
            assert told.span.of(document.text) == told.value
    assert document.language is not None
    assert (document.language.value, document.language.how) == ("en", "small words of the text")
    assert document.notes == ()


def test_headings_captions_and_trimmings_have_the_name_of_their_rule() -> None:
    assert _words(_article("004"), "heading") == ["Building Bridges", "Blaming Kiev"]
    (caption,) = _words(_article("003"), "caption")
    assert caption.endswith("/ REUTERS")
    why = {
        block.span.of(document.text): block.why for document in [_article("004")] for block in document.blocks
    }
    assert why["Mar 18, 2011"] == "member of a forum"
    assert why["Latest Replies"] == "trimmings of a forum"
    why = {
        block.span.of(document.text): block.why for document in [_article("002")] for block in document.blocks
    }
    assert why["A+ A-"] == "size of letters"
    assert why["Post a comment"] == "comments"


HELD = (
    *(
        "2022-06-02",
        "2023-04-02",
        "2023-06-17",
        "2023-05-13",
        "2024-07-04",
        "2024-11-26-remarks",
        "2025-03-25",
    ),
    *("2021-05-19", "2024-09-25", "2023-11-27", "2024-03-02"),
)
"""For testing what is found in them, and looked at nowhere else."""


def test_statements_and_transcripts_have_a_title_a_date_and_whole_paragraphs() -> None:
    paths = [path for path in sorted(shared(STATEMENTS).glob("*.txt")) if not path.name.startswith(HELD)]
    assert len(paths) == 14
    for path in paths:
        document = read_document(path)
        title, date, *rest = path.read_text(encoding="utf-8").splitlines()
        assert document.title is not None
        assert document.published is not None
        assert (document.title.value, document.published.value) == (title, date)
        lines = [line.strip() for line in rest if line.strip()]
        others = [words for role in ("about", "trimming") for words in _words(document, role)]
        assert len(others) <= 5, others
        assert _words(document, "main") == [line for line in lines if line not in others]
        assert _words(document, "heading") == []
        clocks = [words for words in _words(document, "main") if words.endswith((".M. EST", ".M. EDT"))]
        assert clocks == []


def test_rules_of_the_users_own_stand_in_for_ours(tmp_path: Path) -> None:
    ours = Dictionaries()._bytes("trimmings").decode()
    rule = '\n[[rule]]\nname = "weather"\nrole = "trimming"\nmatch = "Sunny, .*"\n'
    (tmp_path / "trimmings.toml").write_text(ours + rule, encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text(
        "Truce holds in the valley\n\nThe truce held on Friday.\n\nSunny, 20 degrees in all the valley.\n"
    )
    document = read_document(page, dictionaries=Dictionaries(folder=tmp_path))
    assert [(block.role, block.why) for block in document.blocks[1:]] == [
        ("main", ""),
        ("trimming", "weather"),
    ]


def test_every_wrong_rule_is_told_at_once(tmp_path: Path) -> None:
    ours = Dictionaries()._bytes("trimmings").decode()
    rules = (
        '\n[[rule]]\nname = "a"\nrole = "verse"\nmatch = "x"\n'
        '\n[[rule]]\nname = "b"\nmatch = "(x"\n\n[[rule]]\nname = "c"\nmatch = "(?P<colour>x)"\nreach = "far"\n'
    )
    (tmp_path / "trimmings.toml").write_text(ours + rules, encoding="utf-8")
    page = tmp_path / "page.txt"
    page.write_text("The truce held on Friday.\n")
    with pytest.raises(SourcesError) as error:
        read_document(page, dictionaries=Dictionaries(folder=tmp_path))
    assert [problem.found.split(" at ")[0] for problem in error.value.problems] == [
        *('"verse"', "missing ), unterminated subpattern", '"far"', 'the group "colour"'),
    ]


MODERN = """<!doctype html><html lang="en"><head><title>Truce | Post</title></head><body><div><a href="/">Post</a></div>
<main><h1>Truce agreed for the river</h1><div>
<p>Both sides agreed on a truce for the river, the mediator said on Thursday after three days of talks in the capital.</p>
<blockquote><p>"We will not move our guns to the river during the truce," the commander of one side said.</p></blockquote>
<div><h3>Related articles</h3><ul><li><a href="x">Shelling in the north goes on for the third day</a></li></ul></div>
<p>The southern side said that it reserved the right to answer.</p><p>"No," he said.</p>
<p>Monitors counted 12 violations in the week before the talks, most of them near the second bridge and the mill.</p>
</div></main><section id="comments"><h2>Comments</h2><p>I do not believe a word of it.</p></section></body></html>"""

OLD = """<html><head><title>Bridge opened</title></head><body><table><tr><td><a href="a">Home</a><br><a href="b">News</a></td>
<td><font size=5>Bridge opened after truce</font><br><br>By Ann Weaver<br>May 20, 2016<br><br>
The two sides opened the bridge on Friday after a truce that had been agreed a week before in the capital.<br><br>
Captain Miller added that the road to the market would be cleared of mines within a month, and the council told.<br><br>
The council asked both sides to keep the truce in the other villages of the valley as well.</td></tr></table></body></html>"""


def test_links_within_an_article_do_not_end_it(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text(MODERN)
    document = read_document(page)
    main = _words(document, "main")
    assert len(main) == 5
    assert main[3] == '"No," he said.', "a short paragraph between two of the article is part of it"
    assert document.title is not None
    assert (document.title.value, document.title.how) == ("Truce agreed for the river", "heading h1")


def test_an_article_in_a_table_without_paragraphs_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text(OLD)
    document = read_document(page)
    assert [words.split()[0] for words in _words(document, "main")] == ["The", "Captain", "The"]
    assert document.author is not None
    assert document.published is not None
    assert (document.author.value, document.published.value) == ("Ann Weaver", "2016-05-20")


def test_titles_of_other_articles_do_not_end_a_text(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text(
        "Truce holds in the valley\n\nThe truce held on Friday.\n\nRelated articles\n\nShelling in the north\n\n"
        "The bridge was opened in the morning.\n"
    )
    document = read_document(page)
    assert _words(document, "main") == ["The truce held on Friday.", "The bridge was opened in the morning."]
    assert _words(document, "trimming") == ["Related articles", "Shelling in the north"]


def test_a_date_above_the_title_may_be_that_of_today_and_is_not_taken(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text("Saturday, November 21, 2026\n\nTruce holds in the valley\n\nThe truce held on Friday.\n")
    document = read_document(page)
    assert document.published is None
    assert (
        'published: "Saturday, November 21, 2026" stands above the title; it was not taken' in document.notes
    )


def test_items_of_a_list_belong_to_the_text_that_opens_it(tmp_path: Path) -> None:
    page = tmp_path / "page"
    items = ["1. An end to shelling", "2. The exchange of prisoners"]
    page.write_text("\n\n".join(["Truce holds in the valley", "The parties agreed on:", *items, "World"]))
    document = read_document(page)
    assert _words(document, "main") == ["The parties agreed on:", *items]
    assert _words(document, "heading") == []
