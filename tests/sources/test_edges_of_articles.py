# SPDX-License-Identifier: Apache-2.0
"""First and last lines of an article: what a reader would call the article, and trimmings that look alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.pages_of_tests import PARAGRAPHS
from truceline.sources import Document, read_document

HEAD = "Truce holds in the Arden valley\n\nBy Ann Weaver\nMarch 4, 2031"


def read(folder: Path, text: str) -> Document:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def roles(document: Document) -> dict[str, str]:
    return {block.span.of(document.text): block.role for block in document.blocks}


@pytest.mark.parametrize(
    "line",
    [
        "It is reported from Karsk that at 17:00 today the observers left for the pass. (STAV)",
        "The observers left at 17:00 today. /STAV/",
        "“They left at 17:00,” the mayor said. — STAV",
        "The observers left at 17:00 today. [Arden News Agency]",
        "The observers left at 17:00 today. (The Arden Gazette)",
        "Sir Ludo Marrow-Hask, born July 14 1946, died January 21 2034",
        "• Ludo Marrow, soldier, born 14 July 1946; died 21 January 2034",
        "Ludo Marrow: born Karsk 14 July 1946, married 1970 Ann Weaver, died Ombra 21 January 2034",
    ],
)
def test_the_last_line_of_an_article_belongs_to_it(tmp_path: Path, line: str) -> None:
    document = read(tmp_path, "\n\n".join((HEAD, *PARAGRAPHS, line)))
    assert document.main[-1].span.of(document.text) == line


@pytest.mark.parametrize(
    "line",
    [
        "More from the valley (STAV)",
        "Arden Gazette (AG)",
        "Ann Weaver, born 1970, correspondent in Karsk",
        "Read next: the miller who died in 2034",
        "The bridge in spring (Arden News Agency)",
        "Ann Weaver — Arden Gazette",
    ],
)
def test_a_line_behind_an_article_that_is_no_sentence_does_not(tmp_path: Path, line: str) -> None:
    document = read(tmp_path, "\n\n".join((HEAD, *PARAGRAPHS, line)))
    assert roles(document)[line] != "main"


@pytest.mark.parametrize(
    "heading",
    ["Key points", "KEY DEVELOPMENTS:", "What we know so far", "At a glance", "Highlights", "Summary"],
)
@pytest.mark.parametrize("sign", ["•", "-", "1."])
def test_an_article_begins_with_its_key_points(tmp_path: Path, heading: str, sign: str) -> None:
    points = [f"{sign} 22 carts stopped since this morning", f"{sign} Envoy: “We are going in spirals”"]
    lines = "\n".join((heading, *points))
    document = read(tmp_path, "\n\n".join((HEAD, lines, "19:12", *PARAGRAPHS)))
    found = roles(document)
    assert [found[heading], *(found[point] for point in points)] == ["heading", "main", "main"]
    assert document.title is not None
    assert document.title.value == "Truce holds in the Arden valley"
    assert document.published is not None


@pytest.mark.parametrize(
    "lines",
    [
        "Contents\n• The truce\n• The bridge",
        "Top stories\n• The truce of the two mills\n• The bridge at the old ford",
        "Key points\nThe truce of the two mills\nThe bridge at the old ford",
        "Highlights\n• The truce of the two mills",
    ],
)
def test_other_lists_above_an_article_are_no_part_of_it(tmp_path: Path, lines: str) -> None:
    document = read(tmp_path, "\n\n".join((HEAD, lines, *PARAGRAPHS)))
    assert [block.span.of(document.text) for block in document.main] == list(PARAGRAPHS)
