# SPDX-License-Identifier: Apache-2.0
"""Documents that cannot be read: a clear message that says what to do, in bounded time."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hand_read import Said
from hand_read import read as hand_read
from reports.synthetic import synthetic_report
from shared_data import ROOT
from sources.pages_of_tests import HTML, PARAGRAPHS, TEXT, column, mail, pdf, word
from truceline.errors import SourcesError
from truceline.reports import describe_as, origins_html, render_report
from truceline.sources import find_origins, read_document
from truceline.terms import load_terms


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    return data.getvalue()


def _bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 60_000_000)
    return data.getvalue()


def _word(xml: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return data.getvalue()


def _mail(kind: str, body: bytes) -> bytes:
    head = (
        f"From: a@example.org\nSubject: x\nDate: y\nMIME-Version: 1.0\nContent-Type: {kind}; boundary=b\n\n"
    )
    return head.encode() + body


MENU = (
    "<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav><footer>Contact</footer></body></html>"
)

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is empty; expected a document"),
    "white space": (lambda: b" \n\t\r\n", "holds only white space; expected a document"),
    "white space alone in other signs": (lambda: "\u00a0\u2003\n".encode(), "holds no words"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture (PNG)"),
    "control characters": (lambda: bytes(range(1, 32)) * 40, "is binary: it is full of control characters"),
    "NUL bytes": (lambda: b"The truce holds.\0\0", "byte 16 is NUL: the file is binary, or UTF-16 without"),
    "UTF-16 without a mark": (lambda: TEXT.encode("utf-16-le"), "--encoding utf-16-le"),
    "a wrong encoding": (
        lambda: "The envoy said “it holds” in Bangui.".encode("cp1252"),
        "byte 15 (0x93) is not UTF-8, and the bytes do not settle which encoding it is",
    ),
    "lost characters": (lambda: "The envoy said \ufffdit holds\ufffd.".encode(), "byte 15 is U+FFFD"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Save it as .docx."),
    "rich text": (lambda: b"{\\rtf1 The truce holds.}", "is rich text (RTF)"),
    "a feed": (
        lambda: b'<?xml version="1.0"?><rss><item>The truce holds.</item></rss>',
        "is XML and no page of HTML",
    ),
    "a zip file": (_zip, "is a zip file and no document of Word"),
    "a broken zip file": (lambda: b"PK\x03\x04" + b"x" * 100, "is a broken or locked zip file"),
    "a zip file that unpacks too far": (_bomb, "unpacks to more than 50,000,000 bytes"),
    "a broken Word file": (lambda: _word("<w:p"), "word/document.xml: is a broken Word file"),
    "a Word file with entities": (
        lambda: _word('<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
        "declares entities, which no Word file does",
    ),
    "a locked PDF": (lambda: pdf(column("The truce holds."), locked=True), "is locked with a password"),
    "a broken PDF": (lambda: b"%PDF-1.4\nnothing", "is a broken PDF"),
    "a PDF of scans": (lambda: pdf([], []), "has 2 pages and no text: they are pictures"),
    "an e-mail without text": (
        lambda: b"From: a@example.org\nSubject: x\nDate: y\n\n",
        "is an e-mail without text",
    ),
    "an e-mail with attachments alone": (
        lambda: _mail("multipart/mixed", b"--b\nContent-Type: application/pdf\n\n%PDF-1.4\n--b--\n"),
        "is an e-mail without text; expected a part of plain text or of HTML. Save its attachments",
    ),
    "an e-mail of very many parts": (
        lambda: _mail("multipart/mixed", b"--b\n\nThe truce holds.\n" * 100_000),
        "has more than 10,000 lines that may begin a part",
    ),
    "an e-mail nested deep": (
        lambda: _mail(
            "multipart/mixed",
            b"".join(
                b"--b%s\nContent-Type: multipart/mixed; boundary=b%d\n\n"
                % (str(n - 1).encode() if n else b"", n)
                for n in range(3_000)
            ),
        ),
        "nests its parts too deep",
    ),
    "a Word file that was cut off": (lambda: word()[:-400], "is a broken or locked zip file"),
    "a PDF that was cut off": (lambda: pdf(column("The truce holds."))[:-300], "is a broken PDF"),
    "a menu": (lambda: b"Home\nWorld\n\nSubscribe\nContact us\n", "holds no article"),
    "a list of titles": (
        lambda: b"Truce holds in the valley\n\nBridge is opened again\n\nMarket day on Sunday\n",
        "holds no article",
    ),
    "a page with a menu alone": (lambda: MENU.encode(), "holds no article"),
    "a page that a script makes": (
        lambda: b"<html><body><script>go()</script></body></html>",
        "shows no words",
    ),
    "markup 100,000 deep": (
        lambda: b"<div>" * 100_000 + b"<p>The truce holds in the valley.</p>" + b"</div>" * 100_000,
        "nests its markup more than 250 deep, at byte 1250",
    ),
    "a page of tags": (lambda: b"<p>a" * 600_000, "has more than 60,000 tags and references"),
    "long text": (lambda: b"The truce holds. " * 400_000, "holds more than 5,000,000 characters of text"),
    "soft hyphens everywhere": (
        lambda: "a\u00ad".encode() * 600_000,
        "has signs that nobody sees, or letters printed as one, at more than 500,000 places",
    ),
    "a file past the limit": (lambda: b"x" * 50_000_001, "has 50,000,001 bytes; expected at most 50,000,000"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why(name: str, tmp_path: Path) -> None:
    made, words = BAD[name]
    path = tmp_path / "document"
    path.write_bytes(made())
    with pytest.raises(SourcesError) as error:
        read_document(path)
    told = str(error.value)
    assert words in told
    assert told.startswith(f"{path}: error: ")
    assert "\n" not in told
    (problem,) = error.value.problems
    assert problem.remedy


def _origins() -> str:
    said = [Said("The bridge is open", "Ana Reyes")]
    readings = [hand_read("“The bridge is open,” Ana Reyes said.", said, outlet="Post")]
    return origins_html(readings, find_origins(readings))


OURS: dict[str, Callable[[], str]] = {
    "findings": lambda: render_report(synthetic_report(20)),
    "origins": _origins,
    "description": lambda: describe_as(load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml"), "html"),
}


@pytest.mark.parametrize("name", OURS)
def test_a_page_that_truceline_wrote_is_no_document_of_others(name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = OURS[name]()
    path.write_text(page, encoding="utf-8")
    with pytest.raises(SourcesError, match="is a page that Truceline wrote"):
        read_document(path)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    style = page.split("<style>", 1)[1].split("</style>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy is not None
    assert f"style-src 'sha256-{digest}'" in policy.group(1)


def test_an_article_that_names_the_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        HTML.replace("</p>", ' <code>&lt;meta name="generator" content="Truceline"&gt;</code></p>', 1)
    )
    assert read_document(path).main


NEEDED = {
    "charset-normalizer": ("charset_normalizer", "The envoy said “it holds” in Bangui.".encode("cp1252")),
    "trafilatura": ("trafilatura", HTML.encode()),
    "pypdfium2": ("pypdfium2", pdf(column("The truce holds."))),
}


@pytest.mark.parametrize("library", NEEDED)
def test_a_library_that_is_missing_is_named(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, data = NEEDED[library]
    path = tmp_path / "document"
    path.write_bytes(data)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SourcesError) as error:
        read_document(path)
    assert f"needs the library {library}, which is not installed" in str(error.value)
    assert "In the folder of the program: make setup, or pip install '.[read]'" in str(error.value)


def test_what_needs_no_library_is_read_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("charset_normalizer", "trafilatura", "pypdfium2"):
        monkeypatch.setitem(sys.modules, module, None)
    for data in (TEXT.encode(), mail(), word()):
        path = tmp_path / "document"
        path.write_bytes(data)
        assert len(read_document(path).main) == len(PARAGRAPHS)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="cannot be read: No such file or directory"):
        read_document(tmp_path / "none.txt")


FIFTY = 50_000_000
LARGE = {
    "deep": b"<div>",
    "tags without an end": b"<a ",
    "declarations without an end": b"<!",
    "quotes without an end": b"<a href=\"'",
    "comments without an end": b"<p><!--",
    "references": b"<p>&amp;",
    "signs": b"<p>&<&<",
    "attributes": b"<p a='b' c=d e>",
    "hidden": b"<b hidden>x</b>",
    "breaks": b"x<br>",
    "closing tags": b"<p></b>",
    "words": b"<p>x ",
}


@pytest.mark.parametrize("name", LARGE)
def test_fifty_megabytes_of_markup_end_in_seconds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "document"
    piece = LARGE[name]
    path.write_bytes((b"<html>" + piece * (FIFTY // len(piece)))[:FIFTY])
    begun = time.process_time()
    with pytest.raises(SourcesError):
        read_document(path)
    assert time.process_time() - begun < 20


MEASURE = """
import sys
from pathlib import Path
from truceline.errors import SourcesError
from truceline.sources import read_document
try:
    read_document(sys.argv[1])
except SourcesError as error:
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]) // 1024, error)
"""
"""Prints the most memory that a process of its own has held, in MiB; what the operating system counts for it with ``getrusage``
holds that of the process which began it."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of a process is not told here")
@pytest.mark.parametrize("begin", ["", "<html><body><p>"])
def test_fifty_megabytes_of_text_take_little_memory(begin: str, tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_text((begin + "the truce “holds” " * 3_000_000)[: FIFTY // 4 * 3], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    mebibytes, _, told = done.stdout.partition(" ")
    assert "holds more than 5,000,000 characters of text" in told
    assert int(mebibytes) < 500


def test_a_page_that_breaks_off_within_a_tag_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_text(HTML.partition("</article>")[0] + '<p class="x', encoding="utf-8")
    document = read_document(path)
    assert any("the page breaks off within a tag, at byte" in note for note in document.notes)
    assert len(document.main) == len(PARAGRAPHS)


ARABIC = (
    "قال القائد في المدينة إن وقف إطلاق النار بين الجانبين على الجسر كان ثابتا. "
    "وقال إن السوق في الوادي من بعد هذا اليوم مفتوح، كما كان في هذه المدينة من قبل."
)
HEBREW = (
    "המפקד אמר כי הפסקת האש בין שני הצדדים של הגשר נשמרה. "
    "הוא אמר גם כי השוק של העמק יהיה פתוח, אך לא אמר אם זה כל הזמן. את הדרך על הגשר יש לפתוח לאחר מכן."
)


@pytest.mark.parametrize(("text", "language"), [(ARABIC, "ar"), (HEBREW, "he")])
@pytest.mark.parametrize("form", ["{}", '<html dir="rtl"><body><article><p>{}</p></article></body></html>'])
def test_text_from_right_to_left_is_read_and_no_rules_are_tried(
    text: str, language: str, form: str, tmp_path: Path
) -> None:
    path = tmp_path / "document"
    path.write_text(form.format(text), encoding="utf-8")
    document = read_document(path)
    assert document.language is not None
    assert document.language.value == language
    assert [block.span.of(document.text) for block in document.main] == [text]
    assert (
        f"language: there are no rules for {language}; trimmings are not told from the text, and no statement is looked for"
        in document.notes
    )


def test_an_encoding_that_somebody_gives_is_taken_and_held_to(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(TEXT.encode("cp1252"))
    document = read_document(path, encoding="windows-1252")
    assert document.text == TEXT
    assert document.original.encoding == "cp1252"
    with pytest.raises(SourcesError, match=r"byte \d+ \(0x93\) is not utf-8"):
        read_document(path, encoding="utf-8")
    with pytest.raises(SourcesError, match='"klingon" is no encoding'):
        read_document(path, encoding="klingon")


def test_an_encoding_that_the_bytes_settle_is_worked_out_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(ARABIC.encode("cp1256"))
    document = read_document(path)
    assert document.text == ARABIC
    assert "the encoding cp1256 was worked out" in document.notes


def test_a_page_that_names_its_encoding_is_read_in_it(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(HTML.replace("utf-8", "windows-1252").encode("cp1252"))
    assert [" ".join(b.span.of(d.text).split()) for d in [read_document(path)] for b in d.main] == list(
        PARAGRAPHS
    )


def test_a_mail_with_broken_coding_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(mail(html=True, transfer="base64").replace(b"\n\nPCFE", b"\n\n!PCFE"))
    document = read_document(path)
    assert any(note.startswith("e-mail: ") for note in document.notes)
