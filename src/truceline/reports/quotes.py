# SPDX-License-Identifier: Apache-2.0
"""The words behind reports: a statement with the paragraph that it stands in, as pages show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from truceline.reports.data import ReportStatement
from truceline.sources import REVIEWS, Document, Origin, Origins, Reading, Span, Speaker, Statement

__all__ = [
    "day_text",
    "narrator_text",
    "occasion_text",
    "origin_text",
    "origin_title",
    "quoted",
    "speaker_text",
]

_, _ACCEPTED, _REFUSED = REVIEWS


def quoted(readings: Sequence[Reading], reports: Iterable[str]) -> Mapping[str, ReportStatement]:
    """The statements and claims among some reports, by id, and those by which accepted claims deny them.

    Reports that are neither in the readings are left out.
    """
    denials = _denials(readings)
    wanted = set(reports)
    wanted |= {denial for report in wanted for _, denial in denials.get(report, ())}
    found: dict[str, ReportStatement] = {}
    for reading in readings:
        said = {statement.id: statement for statement in reading.statements}
        for statement in said.values():
            if statement.id in wanted:
                found[statement.id] = _quote(reading.document, statement.span, statement, denials)
        for claim in reading.claims:
            if claim.id in wanted:
                found[claim.id] = _quote(
                    reading.document, claim.span, said.get(claim.statement), denials, claim.id
                )
    return found


def _denials(readings: Sequence[Reading]) -> Mapping[str, list[tuple[str, str]]]:
    """Of each report, the words in it that an accepted claim denies, and the report that has the denial."""
    claims = {claim.id: (claim, reading.document) for reading in readings for claim in reading.claims}
    found: dict[str, list[tuple[str, str]]] = {}
    for denying, _ in claims.values():
        if denying.review != _ACCEPTED or denying.denies not in claims:
            continue
        denied, document = claims[denying.denies]
        if denied.review != _REFUSED:
            told = " ".join(denied.span.of(document.text).split()), denying.statement or denying.id
            for report in filter(None, (denied.id, denied.statement)):
                found.setdefault(report, []).append(told)
    return found


def _quote(
    document: Document,
    said: Span,
    statement: Statement | None,
    denials: Mapping[str, Sequence[tuple[str, str]]],
    report: str = "",
) -> ReportStatement:
    """Words in their paragraph; the narrator's own where no statement holds them."""
    spans = (block.span for block in document.blocks)
    block = next((span for span in spans if span.start <= said.start < span.end), said)
    title, outlet, published = document.title, document.outlet, document.published
    return ReportStatement(
        before=Span(block.start, said.start).of(document.text),
        words=said.of(document.text),
        after=Span(said.end, max(block.end, said.end)).of(document.text),
        speaker=speaker_text(statement.speaker)
        if statement
        else narrator_text([outlet.value] if outlet else []),
        verb=statement.verb.words if statement and statement.verb else "",
        via=tuple(map(speaker_text, statement.via)) if statement else (),
        title=title.value if title else "",
        outlet=outlet.value if outlet else "",
        published=published.value if published else "",
        file=document.original.name,
        digest=document.original.digest,
        start=said.start,
        end=said.end,
        denials=tuple(dict.fromkeys(denials.get(report or (statement.id if statement else ""), ()))),
    )


def speaker_text(speaker: Speaker | None) -> str:
    """Who says it, in a few words.

    >>> speaker_text(Speaker("he", None, "person", "Ana Reyes", "harbour master"))
    'Ana Reyes, harbour master'
    >>> speaker_text(None)
    'speaker not told'
    """
    if speaker is None:
        return "speaker not told"
    told = ", ".join(part for part in (speaker.name or speaker.words, speaker.role) if part)
    return f"{told} (unnamed)" if speaker.kind == "unnamed" else told


def narrator_text(outlets: Sequence[str]) -> str:
    """Who says what a document tells in its own words.

    >>> narrator_text(["Radio Veld", "The Post"])
    'the narrator of Radio Veld and The Post, in its own words'
    >>> narrator_text([])
    'the narrator, in its own words'
    """
    if not outlets:
        return "the narrator, in its own words"
    *others, last = outlets
    names = f"{', '.join(others)} and {last}" if others else last
    return f"the narrator of {names}, in its own words"


def origin_text(origin: Origin) -> str:
    """The name of an origin: its speaker, or whose narrator it is."""
    if origin.kind == "narrator":
        return narrator_text(origin.outlets)
    return origin.speaker or "speaker not told"


def origin_title(origin: Origin) -> str:
    """The same at the beginning of a line."""
    name = origin_text(origin)
    return origin.speaker or name[0].upper() + name[1:]


def origins_count(found: Origins) -> str:
    """How many origins there are, with how many of them are narrators."""
    narrators = sum(origin.kind == "narrator" for origin in found.origins)
    told = f"{len(found.origins):,} origin{'' if len(found.origins) == 1 else 's'}"
    return f"{told}, {narrators:,} of them what a narrator says" if narrators else told


def occasion_text(origin: Origin) -> str:
    """When it was said, as far as the documents tell: a day, or a stretch of them, half-open; empty where none tells.

    >>> occasion_text(Origin("o", "person", "Ana Reyes", (), (), (), occasion=("2031-03-03/2031-03-10",)))
    'said within 2031-03-03 to 2031-03-10'
    """
    told = " or ".join(
        f"{'within' if '/' in each else 'on'} {each.replace('/', ' to ')}" for each in origin.occasion
    )
    return f"said {told}" if told else ""


_DAY = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")


def day_text(value: str) -> str:
    """A stretch of time that is one day as that day; anything else as it is.

    >>> day_text("2016-05-25/2016-05-26")
    '2016-05-25'
    >>> day_text("2016-05-01/2016-06-01")
    '2016-05-01/2016-06-01'
    """
    found = _DAY.fullmatch(value)
    if found is None:
        return value
    first, last = map(date.fromisoformat, found.groups())
    return found[1] if last - first == timedelta(days=1) else value


def side_text(kind: str, values: Sequence[str]) -> str:
    """What some tellings say where others differ: of a word that the others do not have, that it is not there.

    >>> side_text("number", ["72 hour"]), side_text("number", []), side_text("negation", [])
    ('72 hour', 'not told', 'no such word')
    """
    silent = "no such word" if kind in _WORDS_ALONE else "not told"
    return ", ".join(map(day_text, values)) or silent


_WORDS_ALONE = ("negation", "exclusion")
"""Differences of which there is nothing to tell but that the word is there."""
