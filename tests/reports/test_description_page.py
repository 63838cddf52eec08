# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from shared_data import ROOT
from truceline.reports import describe_as, write_description
from truceline.terms import Terms, load_terms

TERMS = """\
truceline: 1
id: made
title: A <made> truce | & more
timezone: UTC
citations: {text: {title: "A *text* <b>", publisher: Somebody, clauses: [one]}}
parties: {army: {name: "The <army>"}}
areas: {town: {name: The town, circle: {center: [36.5, 34.5], radius: 5 km}}}
provisions:
  cease:
    title: No [attacks]
    prohibit: [attack]
    by: army
    in: town
    words: "<script>alert(1)</script>"
    language: fr
    during: {from: 2016-02-27}
    unless: {one: {by: army, unless: {two: {acts: [attack.air]}}}}
    standing: [{is: in force, from: 2016-02-27, cite: text}]
    cite: {text: one}
"""


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    return load_terms(path)


class _Page(HTMLParser):
    """Tags that were opened and not closed, anchors, links and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])] if "href" in found else []
        self.open += [] if tag == "meta" else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("example", ["", "syria-2016"])
def test_the_page_is_whole_and_every_link_in_it_leads_somewhere(terms: Terms, example: str) -> None:
    if example:
        terms = load_terms(ROOT / "examples" / example / "terms.yaml")
    page = _Page(describe_as(terms, "html"))
    assert page.open == []
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert not page.tags & {"script", "img", "link", "iframe"}


def test_the_page_takes_no_word_of_the_terms_for_markup(terms: Terms) -> None:
    text = describe_as(terms, "html")
    assert "default-src 'none'" in text
    page = _Page(text)
    assert "script" not in page.tags
    for words in ("A <made> truce | & more", "<script>alert(1)</script>", "the <army>", "A *text* <b>"):
        assert words in page.words
    assert '<blockquote dir="auto" lang="fr">' in text


def test_markdown_reads_back_as_the_words_that_were_meant(terms: Terms) -> None:
    text = describe_as(terms, "markdown")
    rendered = MarkdownIt("commonmark").enable("table").render(text)
    page = _Page(rendered)
    assert "script" not in page.tags
    assert "A <made> truce | & more" in page.words
    assert "A *text* <b>" in page.words
    assert "<h3>4.1 No [attacks] <code>cease</code></h3>" in rendered
    assert "<td>The &lt;army&gt;</td>" in rendered
    assert re.search(
        r"<li><strong>Exception, one:</strong>.*\n<ul>\n<li><strong>Exception to the exception", rendered
    )


def test_markdown_in_a_file_has_its_drawings_beside_it(terms: Terms, tmp_path: Path) -> None:
    written = write_description(tmp_path / "out" / "told.md", terms, "markdown")
    assert sorted(path.name for path in written) == ["told-map.svg", "told-time-line.svg", "told.md"]
    text = (tmp_path / "out" / "told.md").read_text(encoding="utf-8")
    assert "![Time line](told-time-line.svg)" in text
    assert "![Map of the areas](told-map.svg)" in text
    assert (tmp_path / "out" / "told-map.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_the_same_terms_give_the_same_bytes(terms: Terms) -> None:
    for form in ("text", "markdown", "html"):
        assert describe_as(terms, form) == describe_as(terms, form)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize(
    "during",
    [
        "{from: 9999-12-30}",
        "{from: 9999-12-31T10:00, until: 9999-12-31T21:00}",
        "{from: 0001-01-02}",
        "{from: 0001-01-01T10:00, until: 0001-01-01T11:00}",
        "{from: 0001-01-03, until: 9999-12-30}",
    ],
)
def test_the_ends_of_the_calendar_are_told_too(tmp_path: Path, during: str, form: str) -> None:
    path = tmp_path / "edge.yaml"
    path.write_text(TERMS.replace("{from: 2016-02-27}", during), encoding="utf-8")
    told = describe_as(load_terms(path), form)
    assert during[7:11].lstrip("0") in told
