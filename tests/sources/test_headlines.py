# SPDX-License-Identifier: Apache-2.0
"""Headlines: words in marks that the text beneath them quotes, and who is meant by an office without a name."""

from __future__ import annotations

import pytest

from truceline.sources import (
    Block,
    Dictionaries,
    Document,
    Statement,
    Told,
    document_of_text,
    find_statements,
)

DICTIONARIES = Dictionaries()
BODY = (
    "The truce was ‘hanging by a thread’, the harbour minister said on Monday.\n\n"
    "Otto Tarrant told the council that nobody would resign. ‘We are not leaving,’ he said.\n\n"
    "The harbour master, Anna Dacre, said the crew were ‘lucky to be alive’."
)


def _found(line: str, role: str = "title") -> list[Statement]:
    text = f"{line}\n\n{BODY}"
    document = document_of_text(text)
    first, *others = document.blocks
    why = "between the title and the text" if role == "about" else ""
    blocks = (Block(first.span, role, why), *(Block(block.span, "main") for block in others))
    kept = Document(document.original, text, blocks, document.runs)
    return [one for one in find_statements(kept, DICTIONARIES) if one.span.end <= len(line)]


def _told(line: str, role: str = "title") -> list[tuple[str, str, str]]:
    return [
        (one.form, one.span.of(f"{line}\n\n{BODY}"), one.speaker.name if one.speaker else "")
        for one in _found(line, role)
    ]


LINES = {
    "words of the text": ("Truce ‘hanging by a thread’", [("quoted", "hanging by a thread", "Otto Tarrant")]),
    "in capitals": ("“WE ARE NOT LEAVING”: MINISTER DEFIES COUNCIL", [("quoted", "WE ARE NOT LEAVING", "Otto Tarrant")]),
    "a part of them": ("Crew ‘lucky to be’ saved", [("quoted", "lucky to be", "Anna Dacre")]),
    "an office": ("Minister vows to keep port open", [("indirect", "to keep port open", "Otto Tarrant")]),
    "another office": (
        "Harbour master says crew ‘lucky to be alive’",
        [("indirect", "crew ‘lucky to be alive’", "Anna Dacre"), ("quoted", "lucky to be alive", "Anna Dacre")],
    ),
    "before a colon": ("‘We are tired of war’: islanders", [("quoted", "We are tired of war", "islanders")]),
    "before a colon, and somebody who acts": ("‘We are tired of war’: islanders leave", [("quoted", "We are tired of war", "")]),
    "words of nobody": ("The ‘quiet water’ rules", []),
    "no words": ("A quiet night in the harbour", []),
}  # fmt: skip


@pytest.mark.parametrize("role", ["title", "about"])
@pytest.mark.parametrize("name", LINES)
def test_a_headline_quotes_the_text_beneath_it(name: str, role: str) -> None:
    line, expected = LINES[name]
    assert _told(line, role) == expected


def test_a_title_that_was_told_is_a_headline() -> None:
    text = f"Truce ‘hanging by a thread’\n\n{BODY}"
    document = document_of_text(text)
    first = document.blocks[0].span
    title = Told(first.of(text), "heading", first)
    kept = Document(document.original, text, document.blocks, document.runs, title=title)
    [found] = [one for one in find_statements(kept, DICTIONARIES) if one.span.end <= first.end]
    assert found.speaker is not None
    assert (found.speaker.name, found.form) == ("Otto Tarrant", "quoted")


def test_a_line_about_the_article_is_no_headline() -> None:
    text = f"Council says road ‘open’\n\n{BODY}"
    document = document_of_text(text)
    first, *others = document.blocks
    kept = Document(document.original, text, (Block(first.span, "about", "byline"), *others), document.runs)
    assert all(one.span.start > first.span.end for one in find_statements(kept, DICTIONARIES))


@pytest.mark.parametrize("role", ["title", "about", "heading", "caption", "trimming"])
def test_a_document_without_text_is_read_without_a_fault(role: str) -> None:
    text = "Minister says road ‘open’"
    document = document_of_text(text)
    block = Block(document.blocks[0].span, role, "between the title and the text")
    for blocks in ((block,), ()):
        find_statements(Document(document.original, text, blocks, document.runs), DICTIONARIES)
