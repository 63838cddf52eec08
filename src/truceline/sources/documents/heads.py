# SPDX-License-Identifier: Apache-2.0
"""What the head of a page of HTML tells: meta tags, JSON-LD, the language, times in the head of the article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from truceline.sources.documents.dates import iso_date
from truceline.sources.documents.markup import Head
from truceline.sources.documents.pages import Page
from truceline.sources.model import Block, Span, Told

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title", "headline"),
    "author": ("author", "article:author", "dc.creator", "citation_author", "parsely-author", "byl"),
    "published": (
        *("article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dcterms.issued"),
        *("citation_publication_date", "parsely-pub-date", "pubdate", "publishdate", "publish-date"),
    ),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "citation_journal_title"),
}
"""Names of meta tags, the most telling first."""

_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "Report", "AnalysisNewsArticle")


_LONG = 60
"""So many characters of a block of the article are its text, and no line above it."""


def tell(page: Page, head: Head, headings: list[Span]) -> None:
    """Adds what the head tells; what JSON-LD says stands behind meta tags, and a difference of days is noted.

    The title is, if none of these tell it, the one heading of the first order, else that of the window.
    """
    for name, keys in _META.items():
        for key in keys:
            values = [content for held, content in head.meta if held == key and _is_good(name, content)]
            if values:
                _add(page, name, _value(name, values[0]), f"meta {key}")
                break
    for text in head.linked_data:
        for item in _items(text):
            _tell_item(page, item)
    if len(headings) == 1 and "title" not in page.told:
        page.told["title"] = Told(" ".join(headings[0].of(page.text).split()), "heading h1", headings[0])
    if head.title and "title" not in page.told:
        page.told["title"] = Told(head.title, "title of the page")
    if head.language[:2].isalpha():
        page.told["language"] = Told(head.language[:2].lower(), "html lang")


def tell_times(page: Page, head: Head) -> None:
    """Takes the time element in the head of the article, or the one that is marked, where there is one day alone."""
    begin = next(
        (b.span.start for b in page.blocks if b.role == "main" and len(b.span.of(page.text)) >= _LONG), 0
    )
    times = [(iso_date(words), is_marked, _words(page, span)) for words, is_marked, span in head.times]
    for number, block in enumerate(page.blocks):
        if block.role == "main" and block.span.start < begin and _is_time_alone(page, block, times):
            page.blocks[number] = replace(block, role="about", why="time element")
    chosen = [item for item in times if item[1]] or [item for item in times if item[2].start < begin]
    dated = [(value, span) for value, _, span in chosen if value]
    days = {value[:10] for value, _ in dated}
    if len(days) == 1:
        value, span = max(dated, key=lambda item: len(item[0]))
        _add(page, "published", value, "time element", span)
    elif len(days) > 1 and "published" not in page.told:
        page.notes.append(f"published: {' and '.join(sorted(days))} stand in time elements; none was taken")


def _words(page: Page, span: Span) -> Span:
    """A span without the white space at its ends."""
    words = span.of(page.text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _is_time_alone(page: Page, block: Block, times: list[tuple[str, bool, Span]]) -> bool:
    """Whether nothing but time elements is in a block."""
    words = block.span.of(page.text)
    for _, _, span in times:
        if block.span.holds(span):
            words = words.replace(span.of(page.text), "")
    return not any(character.isalnum() for character in words)


def _add(page: Page, name: str, value: str, how: str, span: Span | None = None) -> None:
    held = page.told.get(name)
    if held is None:
        page.told[name] = Told(value, how, span)
    elif name == "published" and held.value[:10] != value[:10]:
        page.notes.append(f"published: {held.how} says {held.value}, {how} says {value}")


def _is_good(name: str, content: str) -> bool:
    if name == "published":
        return bool(iso_date(content))
    return not content.startswith(("http://", "https://"))  # article:author is often the page of a person


def _value(name: str, content: str) -> str:
    return iso_date(content) if name == "published" else content


def _items(text: str) -> Iterator[dict[str, Any]]:
    """The articles in a piece of JSON-LD; nothing where it is no JSON, as on many pages."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            kinds = value.get("@type")
            if set(_ARTICLES) & set(kinds if isinstance(kinds, list) else [str(kinds)]):
                yield value
            waiting.append(value.get("@graph"))


def _tell_item(page: Page, item: dict[str, Any]) -> None:
    named = {
        "title": item.get("headline"),
        "author": _name(item.get("author")),
        "outlet": _name(item.get("publisher")),
    }
    for name, value in named.items():
        if isinstance(value, str) and value.strip():
            _add(page, name, " ".join(value.split()), "JSON-LD")
    published = item.get("datePublished")
    if isinstance(published, str) and iso_date(published):
        _add(page, "published", iso_date(published), "JSON-LD datePublished")


def _name(value: Any) -> str:
    """Of a person or a body, or of several."""
    if isinstance(value, list):
        return " and ".join(filter(None, map(_name, value)))
    found = value.get("name") if isinstance(value, dict) else value
    return found if isinstance(found, str) and _is_good("author", found) else ""
