# SPDX-License-Identifier: Apache-2.0
"""The words behind reports: a statement with the paragraph that it stands in, as pages show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from truceline.reports.data import ReportStatement
from truceline.sources import Reading, Span, Speaker, Statement

__all__ = ["ADMIRALTY_CODE", "day_text", "quoted", "speaker_text"]

ADMIRALTY_CODE = (
    "Letters are set by people. The number is counted: 1, two or more independent origins say it and none denies it; "
    "3, some say it and some deny it; 5, two or more deny it and fewer say it; 6, one says it and nobody else. "
    "2 and 4 weigh what is plausible, which no program does."
)
"""What the letters and numbers beside a claim mean."""


def quoted(readings: Sequence[Reading], reports: Iterable[str]) -> Mapping[str, ReportStatement]:
    """The statements among some reports, by id; reports that are no statement of the readings are left out."""
    wanted = set(reports)
    return {
        statement.id: _quote(reading, statement)
        for reading in readings
        for statement in reading.statements
        if statement.id in wanted
    }


def _quote(reading: Reading, statement: Statement) -> ReportStatement:
    document = reading.document
    spans = (block.span for block in document.blocks)
    block = next((span for span in spans if span.start <= statement.span.start < span.end), statement.span)
    title, outlet, published = document.title, document.outlet, document.published
    return ReportStatement(
        before=Span(block.start, statement.span.start).of(document.text),
        words=statement.span.of(document.text),
        after=Span(statement.span.end, max(block.end, statement.span.end)).of(document.text),
        speaker=speaker_text(statement.speaker),
        verb=statement.verb.words if statement.verb else "",
        via=tuple(map(speaker_text, statement.via)),
        title=title.value if title else "",
        outlet=outlet.value if outlet else "",
        published=published.value if published else "",
        file=document.original.name,
        digest=document.original.digest,
        start=statement.span.start,
        end=statement.span.end,
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
