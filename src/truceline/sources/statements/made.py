# SPDX-License-Identifier: Apache-2.0
"""Statements as they are made, before they know their numbers and in which other one they stand."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.sources.model import Document, Phrase, Span, Speaker, Statement, Verb


@dataclass(eq=False, slots=True)
class Made:
    """A statement before it has its number."""

    form: str
    span: Span
    speaker: Speaker | None = None
    verb: Verb | None = None
    addressee: Phrase | None = None
    continues: Made | None = None
    via: tuple[Speaker, ...] = ()
    manner: str = ""


def alike(one: Made, span: Span, continues: Made | None) -> Made:
    """A quotation with the speaker and the verb of another statement."""
    return Made("quoted", span, one.speaker, one.verb, one.addressee, continues, manner=one.manner)


def numbered(document: Document, made: list[Made]) -> tuple[Statement, ...]:
    """With ids, each knowing the narrowest one that it stands in."""
    order = sorted(
        made, key=lambda one: (one.span.start, -one.span.end, one.form != "document", one.form != "turn")
    )
    ids = {one: f"{document.id}-s{number}" for number, one in enumerate(order, start=1)}
    open_ones: list[Made] = []
    found = []
    for one in order:
        while open_ones and open_ones[-1].span.end <= one.span.start:
            open_ones.pop()
        inside = next((ids[outer] for outer in reversed(open_ones) if outer.span.holds(one.span)), "")
        open_ones.append(one)
        continues = ids[one.continues] if one.continues is not None else ""
        found.append(
            Statement(
                ids[one], one.form, one.span, one.speaker, one.verb, one.addressee, inside, continues, one.via
            )
        )
    return tuple(found)
