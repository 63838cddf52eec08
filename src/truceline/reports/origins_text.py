# SPDX-License-Identifier: Apache-2.0
"""Readings and origins as text for a terminal."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from truceline.reports.citations import denied_by, told_by
from truceline.reports.origins_short import shared_lines, without_outlet
from truceline.reports.quotes import (
    occasion_text,
    origin_text,
    origin_title,
    origins_count,
    side_text,
    speaker_text,
)
from truceline.reports.weighed import (
    ADMIRALTY_CODE,
    claim_wordings,
    decided_text,
    independent_text,
    joined_text,
    open_texts,
    shown_weighings,
    uncounted_texts,
)
from truceline.sources import (
    Claim,
    Document,
    Origin,
    Origins,
    Place,
    Point,
    Reading,
    Span,
    Statement,
    Weighing,
)

__all__ = ["origins_text", "reading_text"]

_WIDTH = 100
_LONGEST = 200
"""Characters of a quotation; ``--json`` gives all."""
_AROUND = 40
"""Characters that stay on either side of words in which long wordings differ."""


def reading_text(reading: Reading) -> str:
    """A document with its statements and claims."""
    return "\n".join(_reading_lines(reading)) + "\n"


def _reading_lines(reading: Reading) -> Iterator[str]:
    document = reading.document
    yield document.original.name
    for name in ("title", "outlet", "author", "published", "zone", "language", "reliability"):
        told = getattr(document, name)
        yield f"  {name}: {told.value} ({told.how})" if told else f"  {name}: not told"
    for note in document.notes:
        yield f"  note: {note}"
    yield f"  {_count(len(reading.statements), 'statement')}"
    for statement in reading.statements:
        yield from _statement_lines(statement, document)
    yield f"  {_count(len(reading.times), 'time')}"
    for time in reading.times:
        meant = f"{time.start} to {time.end}" if time.start else "open"
        yield f"    {time.words}: {meant} ({time.how})"
    yield f"  {_count(len(reading.claims), 'claim')}, nothing until a person accepts them"
    for claim in reading.claims:
        yield from _claim_lines(claim, document)


def _statement_lines(statement: Statement, document: Document) -> Iterator[str]:
    told = [statement.form, speaker_text(statement.speaker)]
    if statement.speaker is not None and statement.speaker.how:
        told.append(f"({statement.speaker.how})")
    if statement.verb is not None:
        told.append(statement.verb.words)
    if statement.addressee is not None:
        told.append(statement.addressee.words)
    told += [f"via {speaker_text(speaker)}" for speaker in statement.via]
    told += [f"in {_number(statement.inside)}"] if statement.inside else []
    told += [f"goes on with {_number(statement.continues)}"] if statement.continues else []
    place = f"[{statement.span.start}:{statement.span.end}]"
    yield f"    {_number(statement.id)} {', '.join(told)} {place}"
    yield _quote(statement.span.of(document.text), 8)


def _claim_lines(claim: Claim, document: Document) -> Iterator[str]:
    told = [claim.kind, *claim.modality]
    if claim.count is not None:
        told.append(f"{claim.count:g} {claim.unit}".strip())
    told += [f"{m.role or 'party'}: {m.id or m.words}" for m in claim.parties]
    told += [f"place: {m.id or m.words}" for m in claim.places]
    told += [f"time: {time.relation} {time.words}".replace("  ", " ") for time in claim.times]
    told.append(f"from {_number(claim.statement)}" if claim.statement else "the narrator's")
    told += [claim.review] if claim.review else []
    yield f"    {_number(claim.id)} {', '.join(told)}"
    yield _quote(claim.span.of(document.text), 8)


def _number(name: str) -> str:
    return name.rpartition("-")[2]


def _quote(words: str, indent: int) -> str:
    return _paragraph(_shortened(words), indent)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def _paragraph(words: str, indent: int) -> str:
    space = " " * indent
    return textwrap.fill(words, _WIDTH, initial_indent=space, subsequent_indent=space, break_on_hyphens=False)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def origins_text(readings: Sequence[Reading], found: Origins, *, is_brief: bool = False) -> str:
    """Who said what first, in how many outlets, and what each outlet left out.

    Args:
        readings: the documents.
        found: their origins.
        is_brief: whether each origin with its wordings is left out.
    """
    return "\n".join(_origins_lines(readings, found, is_brief=is_brief)) + "\n"


def _origins_lines(readings: Sequence[Reading], found: Origins, *, is_brief: bool) -> Iterator[str]:
    documents = {reading.document.id: reading.document for reading in readings}
    points: Mapping[str, list[Point]] = defaultdict(list)
    for point in found.points:
        points[point.origin].append(point)
    outlets = {outlet for names in found.outlets.values() for outlet in names}
    yield f"{_count(len(documents), 'document')}, {_count(len(outlets), 'outlet')}, {origins_count(found)}"
    if untold := without_outlet(readings):
        yield _paragraph(untold, 0)
    yield ""
    yield from shared_lines(found)
    ranked = [] if is_brief else sorted(found.origins, key=lambda origin: -len(origin.outlets))
    told, denied = told_by(readings, found), denied_by(readings)
    claims = {claim.id: (claim, reading.document) for reading in readings for claim in reading.claims}
    for origin in ranked:
        yield ""
        yield from _origin_lines(origin, told[origin.id], points[origin.id], found, documents, denied)
        for name in origin.claims:
            claim, document = claims[name]
            yield _quote(f"“{claim.span.of(document.text)}”", 6)
    if found.weighings:
        yield ""
        yield "Claims that were weighed, each with its letter and number of the Admiralty code:"
        yield textwrap.fill(ADMIRALTY_CODE, _WIDTH, initial_indent="  ", subsequent_indent="  ")
        names = {origin.id: origin_text(origin) for origin in found.origins}
        shown, others = shown_weighings(found.weighings, claims)
        for weighing in shown:
            yield from _weighing_lines(weighing, claims, names, found.outlets)
        if others:
            yield _quote(others, 2)
    if found.notes:
        yield ""
        yield from (f"note: {note}" for note in found.notes)


def _origin_lines(
    origin: Origin,
    told_by: str,
    points: Sequence[Point],
    found: Origins,
    documents: Mapping[str, Document],
    denied: Callable[[Place], str],
) -> Iterator[str]:
    kinds = {"unnamed": "unnamed", "unknown": "nobody is named"}
    told = origin.roles[0] if origin.roles else kinds.get(origin.kind, "")
    said = f", {occasion_text(origin)}" if origin.occasion else ""
    name = f"{origin_title(origin)}{f' ({told})' if told else ''}"
    yield f"{name}: {_count(len(origin.outlets), 'outlet')}, 1 origin{said}"
    yield _quote(told_by, 2)
    if origin.kind == "person" and origin.how:
        yield _paragraph(origin.how, 2)
    for point in sorted(points, key=lambda point: -len(point.outlets)):
        if len(origin.outlets) > 1:
            left = f"; left out by {', '.join(point.left_out)}" if point.left_out else ""
            yield _quote(f"- {len(point.outlets)} of {len(origin.outlets)} outlets{left}", 2)
        for variant, words in zip(point.variants, _wordings(point, documents), strict=True):
            of = ", ".join(_outlets([place.document for place in variant.places], found))
            whose = f"{of}: " if len(origin.outlets) > 1 else ""
            yield _paragraph(" ".join(f"{whose}{denied(variant.places[0])}“{words}”".split()), 6)
        for difference in point.differences:
            sides = (
                f"{side_text(difference.kind, side.values)} ({', '.join(_outlets(side.documents, found))})"
                for side in difference.sides
            )
            yield textwrap.fill(
                f"{difference.kind} differs: {' / '.join(sides)}",
                _WIDTH,
                initial_indent=" " * 6,
                subsequent_indent=" " * 8,
            )


def _weighing_lines(
    weighing: Weighing,
    claims: Mapping[str, tuple[Claim, Document]],
    names: Mapping[str, str],
    outlets: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    claim, _ = claims[weighing.claims[0]]
    letters = ", ".join(weighing.letters) or "no letter set"
    origins = f"{_count(len(weighing.outlets), 'outlet')}, {_count(len(weighing.origins), 'origin')}"
    yield f"  {claim.kind}: {origins}, {independent_text(weighing)}; {letters}; {weighing.number}"
    for words, of in claim_wordings(weighing, claims, outlets):
        yield _quote(f"{of}: “{words}”" if len(weighing.claims) > 1 else words, 6)
    differing = joined_text(weighing, claims, outlets)
    if differing:
        yield _paragraph(differing, 6)
    yield _quote(f"said by {'; '.join(names[name] for name in weighing.origins)}", 6)
    if weighing.denied_by:
        yield _quote(f"denied by {'; '.join(names[name] for name in weighing.denied_by)}", 6)
    for told in (*uncounted_texts(weighing, names), *open_texts(weighing, claims)):
        yield _paragraph(told, 6)
    yield _quote(decided_text(weighing, claims), 6)


def _wordings(point: Point, documents: Mapping[str, Document]) -> list[str]:
    """The words of each variant; of long ones, what they have in common with the first is cut."""
    aligned = [variant.alignment for variant in point.variants if variant.alignment is not None]
    made = []
    for variant in point.variants:
        place = variant.places[0]
        text = documents[place.document].text
        words = place.span.of(text)
        if len(words) > _LONGEST and aligned:
            if variant.alignment is not None:
                pairs = [(stretch.kind, stretch.right) for stretch in variant.alignment.stretches]
            else:
                pairs = [(stretch.kind, stretch.left) for stretch in aligned[0].stretches]
            words = _cut(
                text, place.span, [span for kind, span in pairs if kind != "same" and span is not None]
            )
        elif len(words) > _LONGEST:
            words = _shortened(words)
        made.append(words)
    return made


def _cut(text: str, span: Span, differing: Sequence[Span]) -> str:
    """A stretch of a text, whose beginning stays and what is near the words that differ; whole words, with dots between."""
    kept = [(span.start, min(span.start + _AROUND, span.end))]
    for each in differing:
        start, end = max(each.start - _AROUND, span.start), min(each.end + _AROUND, span.end)
        if start <= kept[-1][1] + len(" … "):
            kept[-1] = kept[-1][0], max(end, kept[-1][1])
        else:
            kept.append((start, end))
    parts = []
    for start, end in kept:
        while start > span.start and not text[start - 1].isspace():
            start -= 1
        while end < span.end and not text[end].isspace():
            end += 1
        parts.append(text[start:end])
    return " … ".join(parts) + (" …" if kept[-1][1] < span.end else "")


def _words(place: Place, documents: Mapping[str, Document]) -> str:
    span: Span = place.span
    return span.of(documents[place.document].text)


def _outlets(names: Sequence[str], found: Origins) -> list[str]:
    return sorted({outlet for name in names for outlet in found.outlets[name]})
