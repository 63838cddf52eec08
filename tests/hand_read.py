# SPDX-License-Identifier: Apache-2.0
"""Readings made by hand: what somebody who reads carefully finds in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.sources import Block, Document, Reading, Span, Speaker, Statement, Told, document_of_text


@dataclass(frozen=True)
class Said:
    """Words of a text that somebody says; they must stand in it once."""

    words: str
    name: str = ""
    form: str = "quoted"
    kind: str = "person"
    role: str = ""


def read(text: str, said: Sequence[Said], *, outlet: str = "", letter: str = "") -> Reading:
    """A text with the statements in it, published by an outlet."""
    told = {}
    if outlet:
        told["outlet"] = Told(outlet, "given")
    if letter:
        told["reliability"] = Told(letter, "given")
    document = document_of_text(text, f"{outlet or 'text'}.txt", **told)
    spans = []
    for each in said:
        assert text.count(each.words) == 1, each.words
        start = text.index(each.words)
        spans.append((Span(start, start + len(each.words)), each))
    return reading_of(document, [(span, each) for span, each in sorted(spans, key=lambda pair: pair[0])])


def reading_of(document: Document, said: Sequence[tuple[Span, Said]]) -> Reading:
    """A document with statements at these places, in order."""
    statements = []
    for number, (span, each) in enumerate(said, 1):
        speaker = Speaker(each.name, None, each.kind, each.name, each.role) if each.name else None
        statements.append(Statement(f"{document.id}-s{number}", each.form, span, speaker))
    return Reading(document, tuple(statements))


def page(text: str, name: str, outlet: str, first: str, last: str) -> Document:
    """A page of which the article lies between the line that begins so and the one that begins so; both are part of it."""
    whole = document_of_text(text, name, outlet=Told(outlet, "given"))
    blocks, is_main = [], False
    at = 0
    for line in text.splitlines(keepends=True):
        is_main = is_main or line.startswith(first)
        kept = line.strip()
        if kept:
            start = at + line.index(kept)
            role = "main" if is_main else "trimming"
            blocks.append(Block(Span(start, start + len(kept)), role))
        if is_main and line.startswith(last):
            is_main, first = False, "\0"
        at += len(line)
    return Document(whole.original, whole.text, tuple(blocks), whole.runs, outlet=whole.outlet)
