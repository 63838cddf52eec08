# SPDX-License-Identifier: Apache-2.0
"""Reads a document: its format, its text, what of it is the article, and what it tells of itself."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from truceline.sources.dictionaries import Dictionaries, dictionaries_in, words_of
from truceline.sources.documents.about import About
from truceline.sources.documents.decoding import Decoded, decode
from truceline.sources.documents.files import bytes_of
from truceline.sources.documents.formats import format_of
from truceline.sources.documents.forwarded import tell_earlier
from truceline.sources.documents.languages import language_of
from truceline.sources.documents.pages import Page, cannot
from truceline.sources.documents.plain import plain_page
from truceline.sources.documents.roles import judge
from truceline.sources.documents.rules import rules_of
from truceline.sources.documents.signs import without_signs
from truceline.sources.model import Document, Original, Told

_HEAD = 2048
"""So many characters of a page of HTML are looked at before it is read."""

_OUR_MARK = '<meta name="generator" content="Truceline">'
"""Stands in the head of every page that ``truceline.reports`` writes."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)


def read_document(
    path: str | Path,
    *,
    about: About | None = None,
    dictionaries: Dictionaries | None = None,
    encoding: str | None = None,
) -> Document:
    """A document with its working text, the roles of its blocks, and what it tells of itself.

    Args:
        path: a file of plain text, HTML, PDF with text, e-mail or Word; told by its content, not by its name.
        about: what people say of documents, which stands above what is found in them.
        dictionaries: the rules of a language; those for English where none are given.
        encoding: of text and HTML, where a person knows it.

    Raises:
        SourcesError: the document cannot be read, or no article is in it; says what to do.
    """
    path, dictionaries = Path(path), dictionaries or dictionaries_in()
    data = bytes_of(path)
    kind = format_of(path, data)
    page = without_signs(path, _page(path, data, kind, dictionaries, encoding))
    if not page.blocks:
        remedy = "If it shows some, type them off, or have a program read it (OCR)."
        raise cannot(path, "holds no words", "expected a document with text", remedy)
    original = Original(
        str(path), hashlib.sha256(data).hexdigest(), len(data), page.media_type, page.encoding
    )
    given = about.told(original) if about else {}
    _tell_language(page, given)
    language = page.told["language"].value if "language" in page.told else ""
    if not language:
        page.notes.append(
            f"language: nothing tells it; trimmings are told by the rules for {dictionaries.language}"
        )
    if language in ("", dictionaries.language):
        if not judge(page, rules_of(dictionaries)):
            raise cannot(
                path,
                "holds no article: no block of it looks like a sentence",
                "expected a document, not a menu or a list",
                "If there is one, save its text alone.",
            )
    else:
        page.notes.append(
            f"language: there are no rules for {language}; trimmings are not told from the text,"
            " and no statement is looked for"
        )
    if kind == "mail":
        rules = rules_of(dictionaries)
        tell_earlier(page, rules.mail, rules.dates)
    told = {**page.told, **given}
    settled = given.keys() - {"language"}  # whose notes say what is not done for it
    notes = tuple(note for note in page.notes if note.partition(":")[0] not in settled)
    return Document(original, page.text, tuple(page.blocks), page.runs, **told, notes=notes)


def _page(path: Path, data: bytes, kind: str, dictionaries: Dictionaries, encoding: str | None) -> Page:
    if kind == "pdf":
        from truceline.sources.documents.pdf import pdf_page

        return pdf_page(path, data, dictionaries.made(words_of))
    if kind == "word":
        from truceline.sources.documents.word import word_page

        return word_page(path, data)
    if kind == "mail":
        from truceline.sources.documents.mail import mail_page

        return mail_page(path, data, encoding, text_page, markup_page)
    return (markup_page if kind == "html" else text_page)(path, data, "", encoding, "")


def text_page(path: Path, data: bytes, part: str, encoding: str | None, declared: str) -> Page:
    """The page of plain text in bytes."""
    decoded = decode(path, data, encoding, declared, is_plain=True)
    return _noted(plain_page(decoded, part), decoded)


def markup_page(path: Path, data: bytes, part: str, encoding: str | None, declared: str) -> Page:
    """The page of HTML in bytes; which blocks are the article is decided by trafilatura."""
    from truceline.sources.documents import heads
    from truceline.sources.documents.main_text import mark_main
    from truceline.sources.documents.markup import html_page

    in_head = _CHARSET.search(data[:_HEAD])
    decoded = decode(path, data, encoding, declared or (in_head[1].decode() if in_head else ""))
    if _OUR_MARK in decoded.text[:_HEAD]:
        raise cannot(
            path,
            "is a page that Truceline wrote",
            "expected a document of somebody else",
            "Give the articles that the page was made of.",
        )
    page, head, parents = html_page(path, decoded, part)
    if not page.blocks:
        raise cannot(
            path,
            "shows no words",
            "expected a page with an article",
            "Does it need a browser? Save what that shows.",
        )
    headings = [block.span for block in page.blocks if block.why == "<h1>"]
    mark_main(path, decoded.text, page, parents)
    if not any(block.role == "main" for block in page.blocks):
        raise cannot(
            path, "holds no article", "expected a page with one", "If there is one, save its text alone."
        )
    heads.tell(page, head, headings)
    heads.tell_times(page, head)
    return _noted(page, decoded)


def _noted(page: Page, decoded: Decoded) -> Page:
    if decoded.note:
        page.notes.append(decoded.note)
    return page


def _tell_language(page: Page, given: dict[str, Told]) -> None:
    """The language that people give, else that of the words, else that which the page says."""
    if "language" in given:
        page.told["language"] = given["language"]
        return
    main = " ".join(block.span.of(page.text) for block in page.blocks if block.role == "main")
    found, held = language_of(main), page.told.get("language")
    if found and held and found != held.value:
        page.notes.append(f"language: {held.how} says {held.value}, the words of the text are {found}")
    if found and (held is None or held.value != found):
        page.told["language"] = Told(found, "small words of the text")
