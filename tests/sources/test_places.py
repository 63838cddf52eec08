# SPDX-License-Identifier: Apache-2.0
"""Laws of places: whatever the page, the characters of the working text stand in the original where it says."""

from __future__ import annotations

from html import unescape
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from truceline.sources.documents.decoding import decode
from truceline.sources.documents.markup import html_page
from truceline.sources.documents.pages import Page
from truceline.sources.documents.plain import plain_page
from truceline.sources.documents.tags import tokens
from truceline.sources.model import Document, Original, Span

PATH = Path("page")
PIECES = (
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<br>",
        "<br/>",
        "<li>",
        "<td>",
        "<h2>",
        "</h2>",
        "<nav>",
        "</nav>",
    ),
    *(
        "<script>",
        "</script>",
        "<style>x</style>",
        "<!-- x -->",
        "<!doctype html>",
        "<p hidden>",
        "<img alt='a>b'>",
        "<time datetime='2016'>",
    ),
    *(
        "&amp;",
        "&lt",
        "&notit;",
        "&#8221;",
        "&#x5d0;",
        "&nbsp;",
        "&#0;",
        "&",
        "<",
        "< p>",
        ">",
        '"',
        "'",
        "=",
    ),
    *(
        "truce",
        " holds ",
        "\n",
        "\t",
        "é",
        "𝕊",
        "وقف",
        "\u00a0",
        "<title>a &amp; b</title>",
        '<a href="',
        "</",
    ),
)
PAGES = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def _document(page: Page) -> Document:
    return Document(Original("page", "0" * 64, 0, page.media_type), page.text, tuple(page.blocks), page.runs)


@given(PAGES)
def test_every_character_of_a_page_stands_where_it_says(source: str) -> None:
    data = source.encode()
    page, _, parents = html_page(PATH, decode(PATH, data))
    document = _document(page)
    assert len(parents) == len(page.blocks)
    covered = 0
    for block in document.blocks:
        assert block.span.start >= covered
        assert document.text[covered : block.span.start].strip() == ""
        covered = block.span.end
        for at in range(block.span.start, block.span.end):
            character = document.text[at]
            (place,) = document.locate(Span(at, at + 1))
            if place.start == place.end:
                continue  # one of the further characters of a reference that stands for several
            raw = data[place.start : place.end].decode()
            assert character.isspace() or unescape(raw)[0] == character
    assert document.text[covered:].strip() == ""


@given(PAGES)
def test_every_page_is_cut_into_tokens_without_overlap(source: str) -> None:
    at = 0
    for token in tokens(source):
        assert at <= token.start < token.end <= len(source)
        at = token.end


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd\ufeff", min_codepoint=32), min_size=1),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030"]),
)
def test_every_character_of_a_text_stands_where_it_says(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    decoded = decode(PATH, data, encoding)
    assert decoded.text == text
    document = _document(plain_page(decoded))
    for at, character in enumerate(text):
        (place,) = document.locate(Span(at, at + 1))
        assert data[place.start : place.end].decode(encoding) == character
