# SPDX-License-Identifier: Apache-2.0
"""What reading gives: documents, statements, claims; each part with its place in the text.

Places in a text are spans of characters of the working text, ``[start, end)``; ``Document.locate`` turns them into
places in the original, which is kept untouched.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

BLOCK_ROLES = ("main", "heading", "title", "about", "caption", "trimming")
"""Of a block: the article itself; a heading within it; its title; a line about it (author, date, outlet);
words beneath a picture; whatever else is on the page (menus, comment rules, author boxes, forum trimmings)."""

FORMS = ("quoted", "turn", "document", "indirect")
"""Of a statement: words between quotation marks; what one person says in a transcript; a text that is a statement as a
whole; what somebody is reported to have said, in the words of another."""

KEY_POINT = "item of key points"
"""Why a block above the text belongs to the article: it says in short what the text says, as a headline does."""

SPEAKER_KINDS = ("person", "body", "outlet", "unnamed", "unknown")

CLAIM_KINDS = (
    *("proposal", "acceptance", "refusal", "denial", "accusation"),
    *("incident", "count", "reservation", "state"),
)
"""What a claim says: somebody proposes, accepts, refuses, denies, accuses; something happened; so many of
something; a right is reserved; how a truce stands (began, broke down, was extended)."""

TIME_RELATIONS = ("until", "from", "about", "open")
"""Of what is told to a time: then or before, then or after, about then, one of these and nobody says which."""

REVIEWS = ("", "accepted", "refused")
"""What a person has decided about a claim; empty where nobody has looked at it yet."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the working text, ``[start, end)`` in characters."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether another stretch lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of the stretch."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in the original."""

    part: str
    """Empty: the file itself; else a part of it, such as ``page 3``, ``word/document.xml`` or ``body 1.2``."""
    start: int
    """In bytes of the file or of the unpacked part; of a page of a PDF in characters of its text."""
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the working text that stands in the original without a break."""

    start: int
    """In the working text."""
    part: str
    offsets: Sequence[int]
    """For each character where it begins in the part, and once more where the last one ends."""

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a line of a menu, a heading."""

    span: Span
    role: str = "main"
    """One of ``BLOCK_ROLES``."""
    why: str = ""
    """The rule that gave it its role; empty where no rule objects to its being main."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something about a document, and where it stands."""

    value: str
    """Dates as ISO 8601, with the hour and the offset from UTC only where they are told."""
    how: str
    """Where it was found, in a few words for people: ``dateline``, ``meta article:published_time``, ``given``."""
    span: Span | None = None
    """In the working text; None where it stands elsewhere, such as in the head of a page."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came; its bytes are never changed."""

    name: str
    """Its path as it was given."""
    digest: str
    """SHA-256, in hexadecimal."""
    size: int
    """In bytes."""
    media_type: str
    encoding: str = ""
    """Of text; empty where the format says it for each of its parts."""


@dataclass(frozen=True)
class Document:
    """A document as it was read."""

    original: Original
    text: str
    """The working text: all of the page, in reading order."""
    blocks: tuple[Block, ...]
    """In order, without overlap; what is between them is white space."""
    runs: tuple[Run, ...] = ()
    """In order; characters that are in none were added between blocks."""
    title: Told | None = None
    outlet: Told | None = None
    author: Told | None = None
    published: Told | None = None
    zone: Told | None = None
    """The time zone in which dates without one are meant, a name of the tz database."""
    language: Told | None = None
    """By the two letters of ISO 639-1."""
    reliability: Told | None = None
    """The letter, A to F, that somebody gave the source; none is ever guessed."""
    notes: tuple[str, ...] = ()
    """What could not be told or was left out, for people."""

    @property
    def id(self) -> str:
        """Twelve digits of the digest."""
        return self.original.digest[:12]

    @cached_property
    def main(self) -> tuple[Block, ...]:
        """The blocks of the article itself, headings left out."""
        return tuple(block for block in self.blocks if block.role == "main")

    @cached_property
    def _starts(self) -> list[int]:
        return [run.start for run in self.runs]

    def locate(self, span: Span) -> tuple[Locator, ...]:
        """Where a stretch of the working text stands in the original, in order; markup cuts it into several."""
        found: list[Locator] = []
        for run in self.runs[max(bisect_right(self._starts, span.start) - 1, 0) :]:
            if run.start >= span.end:
                break
            first, last = max(span.start - run.start, 0), min(span.end - run.start, len(run))
            if first < last:
                found.append(Locator(run.part, run.offsets[first], run.offsets[last]))
        return tuple(found)


def document_of_text(text: str, name: str = "text", **told: Told) -> Document:
    """A text in memory as a document, each paragraph a block of the article itself; for tests and for callers with no file.

    >>> document = document_of_text("One.\\n\\nTwo.")
    >>> [block.span.of(document.text) for block in document.main]
    ['One.', 'Two.']
    """
    data = text.encode()
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        kept = paragraph.strip()
        if kept:
            start = at + paragraph.index(kept)
            blocks.append(Block(Span(start, start + len(kept))))
        at += len(paragraph) + 2
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + len(character.encode()))
    original = Original(name, hashlib.sha256(data).hexdigest(), len(data), "text/plain", "utf-8")
    return Document(original, text, tuple(blocks), (Run(0, "", offsets),), notes=(), **told)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the document."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something, as far as the document tells."""

    words: str
    """As it stands beside the statement, such as ``he``."""
    span: Span | None
    kind: str
    """One of ``SPEAKER_KINDS``. An unnamed source stays one: nothing ever gives it a name."""
    name: str = ""
    """The fullest form of the name in the document; of an unnamed source the words by which it is described."""
    role: str = ""
    """Office or description, such as ``Pentagon spokesman Navy Capt.``"""
    how: str = ""
    """Why it is this one, where it is not plain: ``he: the last man named``."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying, or a phrase such as *according to*."""

    words: str
    span: Span
    lemma: str
    manner: str
    """The class that the dictionary gives it: say, warn, deny, propose ..."""
    is_hedged: bool = False
    """Whether it keeps its distance: reportedly, allegedly."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody says, or is said to have said."""

    id: str
    """The id of the document, ``-s`` and a number in the order of the text."""
    form: str
    """One of ``FORMS``."""
    span: Span
    speaker: Speaker | None = None
    """None where the document does not tell."""
    verb: Verb | None = None
    addressee: Phrase | None = None
    inside: str = ""
    """The statement in which this one is told, by its id."""
    continues: str = ""
    """The statement of the same speaker that this one goes on with: the quotation was broken."""
    via: tuple[Speaker, ...] = ()
    """Who passed it on, the last first: outlets and agencies that the document cites for it."""

    @property
    def is_denied(self) -> bool:
        """Whether its words are those that the speaker denies or refuses: *denied that the army fired*."""
        return self.form == "indirect" and self.verb is not None and self.verb.manner in ("deny", "refuse")


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """Words for a time, and what they mean."""

    span: Span
    words: str
    start: str = ""
    """Local, ISO 8601, a date or a date with the clock; empty where the words alone do not settle it."""
    end: str = ""
    """Where it ends; the stretch is half-open."""
    zone: str = ""
    """Of ``start`` and ``end``, as far as it is known."""
    how: str = ""
    """By which rule, against which date: ``weekday before published 2016-05-20``."""

    earliest_ms: int | None = None
    """The first instant at which what is told may have been, in UTC; where no zone is known, in any zone on Earth."""
    latest_ms: int | None = None
    """After the last such instant."""
    relation: str = ""
    """One of ``TIME_RELATIONS``: what is told was *by*, *since* or *about* that time; empty where it was then."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A party or a place in the text."""

    span: Span
    words: str
    id: str = ""
    """Of the party or the area in the terms, or of the place in the gazetteer; empty where nobody mapped it, or where the
    words are the name of several."""
    may_be: tuple[str, ...] = ()
    """The ids of all that have the name, where there are several."""
    role: str = ""
    """Of a party: ``by``, ``against``, ``of``; empty where the words do not say."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement, or the narrator, says that matters to a truce; nothing until a person has accepted it."""

    id: str
    """The id of the document, ``-c`` and a number."""
    kind: str
    """One of ``CLAIM_KINDS``."""
    span: Span
    statement: str = ""
    """By its id; empty where the narrator says it himself."""
    cue: Phrase | None = None
    """The words by which it was found."""
    parties: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    times: tuple[TimeSaid, ...] = ()
    modality: tuple[str, ...] = ()
    """``will``, ``may``, ``must``, ``would``, ``reserved``, ``alleged``, ``doubted``, ``negated`` ..."""
    count: float | None = None
    unit: str = ""
    act: str = ""
    """Of an incident, a code of the taxonomy of acts; empty where no word says it."""
    review: str = ""
    """One of ``REVIEWS``."""
    reviewer: str = ""
    same_as: str = ""
    """The id of another claim that a person says to be the same, of whatever origin."""
    denies: str = ""
    """The id of another claim of which a person says that this one denies it."""
    apart_from: tuple[str, ...] = ()
    """The ids of other claims of which a person says that neither they nor this one have it from each other."""
    note: str = ""
    """Of the reviewer, in any words."""


@dataclass(frozen=True)
class Reading:
    """A document with what was found in it."""

    document: Document
    statements: tuple[Statement, ...] = ()
    times: tuple[TimeSaid, ...] = ()
    claims: tuple[Claim, ...] = ()
    made_by: str = ""
    """The version of the program, the extractor, and the digest of its dictionaries."""


def each_once(readings: Iterable[Reading]) -> dict[str, Reading]:
    """By the id of each document its reading; of the same bytes under several names the one whose name is first."""
    found: dict[str, Reading] = {}
    for reading in readings:
        held = found.setdefault(reading.document.id, reading)
        if reading.document.original.name < held.document.original.name:
            found[reading.document.id] = reading
    return found
