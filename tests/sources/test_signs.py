# SPDX-License-Identifier: Apache-2.0
"""Signs that nobody sees and letters printed as one split no word; places still lead to the bytes of the original."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sources.pages_of_tests import TEXT, column, mail, pdf
from truceline.sources import (
    Document,
    Span,
    dictionaries_in,
    find_origins,
    find_statements,
    read,
    read_document,
)

MARKED = (
    "Captain René Mil\u00adler to\u200bld re\u2060porters in the capital"
    " that his men had con\ufb01rmed no shel\u200dling since the morning."
)
SEEN = "Captain René Miller told reporters in the capital that his men had confirmed no shelling since the morning."
OTHER = (
    "The two sides of the valley said on Friday that the truce at the bridge was kept, and nobody was hurt."
)


def _saved(folder: Path, data: bytes) -> Path:
    path = folder / "document"
    path.write_bytes(data)
    return path


def _word(*paragraphs: str) -> bytes:
    data = io.BytesIO()
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{name}">{inner}</w:document>')
    return data.getvalue()


def _page(words: str) -> str:
    return f'<html lang="en"><body><article><p>{OTHER}</p><p>{words}</p></article></body></html>'


REFERENCES = {
    "\u00ad": "&shy;",
    "\u200b": "&#8203;",
    "\u200d": "&zwj;",
    "\u2060": "&#x2060;",
    "\ufb01": "&#xFB01;",
}


def _referred(words: str) -> str:
    for sign, reference in REFERENCES.items():
        words = words.replace(sign, reference)
    return words


FORMS: dict[str, Callable[[], bytes]] = {
    "text": lambda: f"{OTHER}\n\n{MARKED}\n".encode(),
    "UTF-16": lambda: f"{OTHER}\n\n{MARKED}\n".encode("utf-16"),
    "HTML": lambda: _page(MARKED).encode(),
    "HTML with references": lambda: _page(_referred(MARKED)).encode(),
    "e-mail": lambda: mail().replace(b"She said so.", b"She s=C2=ADaid so."),
    "Word": lambda: _word(OTHER, MARKED),
}


def _bytes_at(document: Document, span: Span, data: bytes) -> str:
    encoding = document.original.encoding or "utf-8"
    return "".join(data[place.start : place.end].decode(encoding) for place in document.locate(span))


@pytest.mark.parametrize("form", FORMS)
def test_words_are_whole_and_lead_to_their_bytes(form: str, tmp_path: Path) -> None:
    data = FORMS[form]()
    document = read_document(_saved(tmp_path, data))
    if form == "e-mail":
        assert "She said so." in document.text
        return
    start = document.text.index(SEEN)
    assert document.main[-1].span == Span(start, start + len(SEEN))
    (statement,) = [s for s in find_statements(document, dictionaries_in()) if s.span.start > start]
    assert statement.speaker is not None
    assert statement.speaker.name == "René Miller"
    if form == "Word":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("word/document.xml")
    for word in ("Miller", "told", "reporters", "shelling", "morning"):
        at = document.text.index(word)
        found = _bytes_at(document, Span(at, at + len(word)), data)
        assert found.replace("&zwj;", "") == word
    at = document.text.index("confirmed")
    assert _bytes_at(document, Span(at, at + 9), data) in ("con\ufb01rmed", "con&#xFB01;rmed")


def test_a_soft_hyphen_at_the_end_of_a_line_goes_with_the_end(tmp_path: Path) -> None:
    text = TEXT.replace("had heard", "had he\u00ad\r\n  ard")
    document = read_document(_saved(tmp_path, text.encode()))
    assert "his men had he\n" not in document.text
    lines = "The two sides of the valley said on Friday that they had con\u00ad\nfirmed the truce at the bridge.\n"
    document = read_document(_saved(tmp_path, lines.encode()))
    assert "had confirmed the truce" in document.text


def test_a_block_of_unseen_signs_is_none(tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, _page(f"{SEEN}</p><p>\u200b</p><p>\u200b {OTHER}").encode()))
    assert all(
        block.span.of(document.text).strip() == block.span.of(document.text) != ""
        for block in document.blocks
    )


@pytest.mark.parametrize("words", ["می\u200cشود", "👩\u200d🚒", "क्\u200dष"])
def test_a_joiner_that_means_something_stays(words: str, tmp_path: Path) -> None:
    document = read_document(_saved(tmp_path, f"{SEEN}\n\n{words} {OTHER}\n".encode()))
    assert words in document.text


def test_one_speaker_is_one_however_his_words_are_broken(tmp_path: Path) -> None:
    said = "“We will open the lower bridge for the harvest before the end of June,” Orlan Vesk told reporters on Friday."
    marked = said.replace("har", "har\u00ad").replace("bridge", "brid\u200bge").replace("Vesk", "Ve\u00adsk")
    readings = []
    for name, words in (("one.txt", said), ("two.txt", marked)):
        (tmp_path / name).write_text(f"{OTHER}\n\n{words}\n", encoding="utf-8")
        readings.append(read(tmp_path / name))
    named = [origin for origin in find_origins(readings).origins if origin.kind == "person"]
    assert [origin.speaker for origin in named] == ["Orlan Vesk"]
    assert len(named[0].outlets) == 2


def test_a_name_broken_at_the_end_of_a_line_is_that_name(tmp_path: Path) -> None:
    first = pdf(
        column(
            OTHER[:60],
            OTHER[61:],
            "",
            "The lower bridge will be open before the harvest, said Orlan Ves-",
            "kar, who has built it for the council of the valley.",
        )
    )
    words = "The lower bridge will be open before the harvest, said Orlan Veskar, who has built it for the council."
    other = f"The two sides met.\n\n{words}\n".encode()
    readings = []
    for name, data in (("one", first), ("two", other)):
        (tmp_path / name).write_bytes(data)
        readings.append(read(tmp_path / name))
    assert "Ves-kar" in readings[0].document.text
    named = [origin for origin in find_origins(readings).origins if origin.kind == "person"]
    assert len(named) == 1


def test_what_the_dictionaries_and_capitals_settle_of_a_broken_word(tmp_path: Path) -> None:
    lines = (
        "The two sides of the valley met on Friday at the bridge and pro-",
        "posed to open it, the council said; it met with the Anglo-",
        "Veldian envoy, who spoke of a well-",
        "kept road and of nobody else at all.",
    )
    document = read_document(_saved(tmp_path, pdf(column(*lines))))
    assert "and proposed to open it" in document.text
    assert "Anglo-Veldian envoy" in document.text
    assert "well-kept road" in document.text
    assert any(note.startswith("1 words broken at the end of a line keep") for note in document.notes)
