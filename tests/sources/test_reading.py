# SPDX-License-Identifier: Apache-2.0
"""Reading documents: each format gives the same article, and every character has its place in the original."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pypdfium2
import pytest

from sources.pages_of_tests import HTML, PARAGRAPHS, TEXT, TITLE, column, mail, pdf, word
from truceline.sources import About, Document, Span, read_document

LINES = (
    *(
        "The two sides of the valley said on Friday that the",
        "truce at the bridge was kept, and nobody was hurt.",
    ),
    *("", "Captain Miller told reporters that his men had", "heard no shelling since the morning."),
)


def _saved(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _main(document: Document) -> list[str]:
    return [" ".join(block.span.of(document.text).split()) for block in document.main]


FORMATS: dict[str, Callable[[], str | bytes]] = {
    "text": lambda: TEXT,
    "text with a mark": lambda: codecs.BOM_UTF8 + TEXT.encode(),
    "text in UTF-16": lambda: TEXT.encode("utf-16"),
    "HTML": lambda: HTML,
    "mail": mail,
    "mail in base64": lambda: mail(transfer="base64"),
    "mail in HTML": lambda: mail(html=True),
    "Word": word,
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_the_same_article(name: str, tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, "document", FORMATS[name]()))
    assert _main(document) == list(PARAGRAPHS)
    assert document.title is not None
    assert document.title.value == TITLE
    assert document.language is not None
    assert document.language.value == "en"


def _parts(document: Document, data: bytes) -> dict[str, bytes]:
    """The bytes that offsets count in, by part, found without our reader."""
    import email.policy

    parts = {"": data}
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    elif document.original.media_type == "message/rfc822":
        message = email.message_from_bytes(data, policy=email.policy.default)
        for preference, number in (("plain", "body 1.1"), ("html", "body 1")):
            body = message.get_body((preference,))
            if body is not None:
                parts[number] = bytes(body.get_payload(decode=True))
    return parts


@pytest.mark.parametrize("name", FORMATS)
def test_the_bytes_at_the_place_are_the_words(name: str, tmp_path: Path) -> None:
    data = FORMATS[name]()
    path = _saved(tmp_path, "document", data)
    document = read_document(path)
    parts = _parts(document, path.read_bytes())
    encoding = document.original.encoding or "utf-8"
    for block in document.blocks:
        words = document.text[block.span.start : block.span.end].split()
        at = block.span.start
        for word_ in words:
            at = document.text.index(word_, at)
            places = document.locate(Span(at, at + len(word_)))
            raw = "".join(parts[place.part][place.start : place.end].decode(encoding) for place in places)
            assert unescape(raw) == word_
            at += len(word_)
        whole = " ".join(
            unescape(parts[place.part][place.start : place.end].decode(encoding))
            for place in document.locate(block.span)
        )
        assert "".join(whole.split()) == "".join(words)


def test_characters_of_a_pdf_are_those_of_its_page(tmp_path: Path) -> None:
    path = _saved(
        tmp_path,
        "document",
        pdf(column(TITLE, "", *LINES), column("Both were still there on the", "Saturday after.")),
    )
    document = read_document(path)
    opened = pypdfium2.PdfDocument(path)
    pages = {f"page {number}": opened[number - 1].get_textpage().get_text_range() for number in (1, 2)}
    for block in document.blocks:
        found = " ".join(pages[place.part][place.start : place.end] for place in document.locate(block.span))
        assert found.split() == block.span.of(document.text).split()
    opened.close()


def test_lines_of_a_pdf_become_paragraphs(tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, "document", pdf(column(TITLE, "", *LINES))))
    assert _main(document) == [f"{LINES[0]} {LINES[1]}", f"{LINES[3]} {LINES[4]}"]
    assert document.published is None, "the date on which a file was made is not that of publication"
    assert document.title is not None
    assert document.title.value == TITLE


def test_a_paragraph_goes_on_over_the_page_and_its_head_and_number_are_trimmings(tmp_path: Path) -> None:
    def page(number: int, *lines: str) -> list[tuple[float, float, str]]:
        head, foot = (72.0, 760.0, "Report of the commission"), (300.0, 30.0, f"Page {number} of 2")
        return [head, *column(*lines), foot]

    first = page(
        1, "The two sides of the valley said on Friday that the", "truce at the bridge was kept, and that it"
    )
    second = page(
        2, "would be kept by both of them until Sunday.", "", "Nobody was hurt in the villages on the river."
    )
    document = read_document(_saved(tmp_path, "document", pdf(first, second)))
    assert len(_main(document)) == 2
    assert _main(document)[0].endswith("kept, and that it would be kept by both of them until Sunday.")
    assert [(b.why, b.span.of(document.text)) for b in document.blocks if b.role == "trimming"] == [
        *(("running head", "Report of the commission"), ("page number", "Page 1 of 2")),
        *(("running head", "Report of the commission"), ("page number", "Page 2 of 2")),
    ]


def test_a_hyphen_at_the_end_of_a_line_goes_only_where_the_document_settles_it(tmp_path: Path) -> None:
    lines = (
        *(
            "The two sides of the valley said that the agree-",
            "ment at the bridge is kept and that the cease-",
        ),
        *(
            "fire is a cease-fire in both villages, and that lan-",
            "terns show the agreement as well as they can.",
        ),
    )
    document = read_document(_saved(tmp_path, "document", pdf(column(*lines))))
    (words,) = _main(document)
    assert "the agreement at the bridge" in words
    assert "the cease-fire is a cease-fire" in words
    assert "lan-terns" in words
    assert any("1 words broken at the end of a line keep their hyphen" in note for note in document.notes)


def test_a_page_tells_of_itself_in_its_head(tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, "document", HTML))
    told = {name: getattr(document, name) for name in ("outlet", "author", "published", "language")}
    assert {name: (value.value, value.how) for name, value in told.items()} == {
        "outlet": ("Valley Post", "meta og:site_name"),
        "author": ("Ann Weaver", "JSON-LD"),
        "published": ("2016-05-20T10:00:00+03:00", "meta article:published_time"),
        "language": ("en", "html lang"),
    }
    roles = {block.span.of(document.text): (block.role, block.why) for block in document.blocks}
    assert roles["A second bridge"] == ("heading", "<h2>")
    assert roles["The bridge in spring"] == ("caption", "<figcaption>")
    assert roles["Home"] == ("trimming", "within <nav>")
    assert roles[TITLE][0] == "title"
    assert not any(words in document.text for words in ("Nobody sees", "Nor this", "nor this", "margin"))


def test_an_e_mail_tells_of_itself_in_its_header(tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, "document", mail()))
    assert document.author is not None
    assert document.published is not None
    assert document.outlet is not None
    assert (document.author.value, document.author.how) == ("Ann Weaver", "e-mail header From")
    assert document.published.value == "2016-05-20T10:00:00+03:00"
    assert document.outlet.value == "Valley Post"
    assert "attachments are not read: bridge.png" in document.notes
    assert document.locate(document.main[0].span)[0].part == "body 1.1"


def test_an_e_mail_without_a_zone_is_in_utc(tmp_path: Path) -> None:
    data = mail(transfer="base64").replace(b"+0300", b"-0000")
    document = read_document(_saved(tmp_path, "document", data))
    assert document.published is not None
    assert document.published.value == "2016-05-20T10:00:00+00:00"


def test_the_words_of_an_earlier_mail_are_trimmings(tmp_path: Path) -> None:
    body = "The truce held on Friday.\n\nOn Thu, May 19, 2016, Ben <b@example.org> wrote:\n> The truce was broken.\n"
    head = "From: a@example.org\nSubject: Truce\nDate: Fri, 20 May 2016 10:00:00 +0000\n\n"
    document = read_document(_saved(tmp_path, "document", head + body))
    assert [(block.role, block.why) for block in document.blocks] == [
        *(("main", ""), ("trimming", "head of an earlier mail"), ("trimming", "words of an earlier mail")),
    ]


def test_deleted_text_of_word_is_left_out_and_footnotes_are_noted(tmp_path: Path) -> None:
    whole = io.BytesIO(word())
    edited = io.BytesIO()
    deleted = (
        "<w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:del><w:r><w:t>never</w:t></w:r></w:del>"
    )
    added = f'{deleted}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>never</w:t></w:r></w:p>'
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(edited, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace(b"</w:p>", added.encode()) if name == "word/document.xml" else data
            )
    document = read_document(_saved(tmp_path, "document", edited.getvalue()))
    assert "never" not in document.text
    assert _main(document) == list(PARAGRAPHS)
    assert any("footnotes or endnotes are not read" in note for note in document.notes)
    assert any("deletions that were tracked are left out" in note for note in document.notes)


def test_the_one_heading_of_the_first_order_that_begins_a_word_file_is_its_title(tmp_path: Path) -> None:
    def read(data: bytes) -> Document:
        return read_document(_saved(tmp_path, "a.docx", data))

    document = read(word("Heading 1", beneath="20 May 2016"))
    assert document.title is not None
    assert (document.title.value, document.title.how) == (TITLE, "style Heading1")
    assert document.published is not None
    assert (document.published.value, document.published.how) == ("2016-05-20", "date line")
    assert not [note for note in document.notes if "not taken" in note]
    several = read(word("Heading 1", beneath="20 May 2016", heading="Background"))
    assert several.title is None
    titled = read(word("Title", beneath="20 May 2016", heading="Background"))
    assert titled.title is not None
    assert titled.title.how == "style Title"


def test_what_people_tell_needs_no_note_that_it_was_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word("Heading 1", beneath="20 May 2016", heading="Background"))
    assert any(note.startswith("published:") for note in read_document(path).notes)
    about = About({"a.docx": {"published": "2016-05-20"}})
    assert not any(note.startswith("published:") for note in read_document(path, about=about).notes)


def test_word_in_its_strict_form_is_read(tmp_path: Path) -> None:
    whole, strict = io.BytesIO(word()), io.BytesIO()
    usual, other = (
        *(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(usual, other))
    assert _main(read_document(_saved(tmp_path, "document", strict.getvalue()))) == list(PARAGRAPHS)


def test_a_language_that_nothing_tells_is_noted(tmp_path: Path) -> None:
    document = read_document(
        _saved(tmp_path, "document", "Silta pysyi auki koko viikon, sanoi kylän vanhin.")
    )
    assert document.language is None
    assert "language: nothing tells it; trimmings are told by the rules for en" in document.notes


TIMES = """<html lang="en"><body><article><h1>Truce holds in the Arden valley</h1>{head}
<p>The two sides of the valley said that the truce at the bridge was kept, word by word, and that nobody was hurt.</p>
<p>The council asked both of them to open the second bridge, so that the market can be held again as before.</p>
<time datetime="2020-01-01">a comment</time></article></body></html>"""


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<time datetime="2016-05-20T10:00Z">20 May 2016</time>', "2016-05-20T10:00:00+00:00"),
        ('<time datetime="2016-05-20">May 20</time> <time datetime="2016-05-22">May 22</time>', None),
        ("", None),
    ],
)
def test_a_time_element_counts_only_in_the_head_of_the_article(
    head: str, published: str | None, tmp_path: Path
) -> None:
    document = read_document(_saved(tmp_path, "document", TIMES.format(head=head)))
    assert (document.published and document.published.value) == published
    if published and document.published and document.published.span:
        assert document.published.span.of(document.text) == "20 May 2016"


def test_lines_broken_to_a_width_are_one_paragraph(tmp_path: Path) -> None:
    import textwrap

    text = TITLE + "\n\n" + "\n\n".join(textwrap.fill(words, 60) for words in PARAGRAPHS)
    document = read_document(_saved(tmp_path, "document", text))
    assert _main(document) == list(PARAGRAPHS)


def test_the_working_text_of_plain_text_is_the_text(tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, "document", TEXT))
    assert document.text == TEXT
    assert [(block.role, block.why) for block in document.blocks[:5]] == [
        *(("trimming", "menu"), ("trimming", "menu"), ("title", "stands above the text")),
        *(("about", "byline"), ("about", "date line")),
    ]
    assert (document.blocks[-1].role, document.blocks[-1].why) == ("trimming", "comments")


def test_a_date_whose_order_is_open_is_not_taken(tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, "document", TEXT.replace("20 May 2016", "05-06-2016")))
    assert document.published is None
    assert 'published: "05-06-2016" does not settle the day; none was taken' in document.notes
    other = read_document(_saved(tmp_path, "document", TEXT.replace("20 May 2016", "20-05-2016")))
    assert other.published is not None
    assert other.published.value == "2016-05-20"


def test_two_dates_by_the_title_are_none(tmp_path: Path) -> None:
    document = read_document(
        _saved(tmp_path, "document", TEXT.replace("20 May 2016", "20 May 2016\n21 May 2016"))
    )
    assert document.published is None
    assert "published: 2016-05-20 and 2016-05-21 stand near the title; none was taken" in document.notes


def test_two_lines_that_may_be_the_title_are_none(tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, "document", TEXT.replace("World", "Daily Post of the Valley")))
    assert document.title is None
    assert any(note.startswith("title: 2 lines may be it") for note in document.notes)


def test_people_stand_above_what_is_found(tmp_path: Path) -> None:
    about = About(
        {
            "document": {
                "outlet": "River Press",
                "published": "2016-05-21",
                "reliability": "B",
                "zone": "Asia/Damascus",
            }
        }
    )
    document = read_document(_saved(tmp_path, "document", HTML), about=about)
    found = (document.outlet, document.published, document.reliability, document.zone)
    assert [(told.value, told.how) for told in found if told] == [
        *(("River Press", "given"), ("2016-05-21", "given"), ("B", "given"), ("Asia/Damascus", "given")),
    ]
    assert document.author is not None
