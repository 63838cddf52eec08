# SPDX-License-Identifier: Apache-2.0
"""Who said it first, as one HTML page, which holds everything and runs no script."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from truceline.reports.citations import denied_by, told_by
from truceline.reports.exports import whole_file
from truceline.reports.markup import page_of
from truceline.reports.origins_picture import drawn_origins, origins_svg, table_order
from truceline.reports.origins_short import without_outlet
from truceline.reports.quotes import occasion_text, origin_text, origin_title, origins_count, side_text
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
    Alignment,
    Claim,
    Difference,
    Document,
    Edge,
    Origin,
    Origins,
    Place,
    Point,
    Reading,
    Span,
    Variant,
    Weighing,
)

__all__ = ["origins_html", "write_origins_page"]

_EVIDENCE = {
    "same words": "the same words",
    "translation": "the same words, translated apart from each other",
    "retold": "one retells the other",
    "speaks for": "a body's words are those of the person who speaks for it",
    "in office": "an office stands for the one person whom others name with it, and the words retell his",
    "copies": "the narrators share their words; who copied whom nobody can tell from it",
    "cites": "a document cites an outlet",
}
_CONTEXT = 160

_Denied = Callable[[Place], str]


def write_origins_page(path: Path, readings: Sequence[Reading], found: Origins) -> None:
    """Writes the page, whole or not at all; the same readings give the same bytes.

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    with whole_file(path) as temporary:
        temporary.write_text(origins_html(readings, found), encoding="utf-8", newline="\n")


def origins_html(readings: Sequence[Reading], found: Origins) -> str:
    """The page as text."""
    documents = {reading.document.id: reading.document for reading in readings}
    outlets = {outlet for names in found.outlets.values() for outlet in names}
    title = f"{_count(len(outlets), 'outlet')}, {origins_count(found)}"
    said = f"{_count(len(found.points), 'point')} in {_count(len(found.utterances), 'utterance')}"
    facts = ". ".join(
        filter(None, (f"{_count(len(documents), 'document')}, {said}", without_outlet(readings)))
    )
    drawn = drawn_origins(found)
    left = len({point.origin for point in found.points}) - len(drawn)
    picture = (
        '<p class="hint sideways">The picture is wider than the window: scroll it sideways to the origins.</p>'
        '<div class="picture" tabindex="0" role="group" aria-labelledby="picture-h">'
        f"{origins_svg(found, denied_by(readings))}</div>"
        if drawn
        else "<p>Nobody is said to have said anything.</p>"
    )
    hint = (
        "A dot is a point: one thing that one speaker said, and a row of his table below. A filled dot stands in several "
        "outlets, and all its lines lead to one origin: they confirm nothing of each other. An origin with a broken rim is a "
        "source without a name. A sentence that documents have in the same words is an utterance; it may have several points, "
        "and a point several utterances, where one retells the other."
    )
    more = (
        f" {_count(left, 'origin')} of fewest outlets {'is' if left == 1 else 'are'} in the list below only."
        if left
        else ""
    )
    return page_of(
        "origins",
        title,
        "who said it first",
        {
            "facts": html.escape(facts),
            "picture": f'{picture}<p class="hint">{html.escape(hint + more)}</p>' if drawn else picture,
            "weighings": _weighings(found, readings),
            "origins": "".join(_origin_cards(readings, found, documents)),
            "evidence": _evidence(found, readings, documents),
            "documents": _documents(readings, found),
            "made_by": html.escape("; ".join(sorted({reading.made_by for reading in readings}))),
        },
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _words(place: Place, documents: Mapping[str, Document]) -> str:
    return html.escape(place.span.of(documents[place.document].text))


def _told(place: Place, documents: Mapping[str, Document], denied: _Denied) -> str:
    """The words of a place, in quotation marks behind the verb where somebody denies them."""
    verb = html.escape(denied(place))
    return f"{verb}“{_words(place, documents)}”" if verb else _words(place, documents)


def _in_context(place: Place, documents: Mapping[str, Document]) -> str:
    """The words of a place with some of their paragraph."""
    document = documents[place.document]
    spans = (block.span for block in document.blocks)
    block = next((s for s in spans if s.start <= place.span.start < s.end), place.span)
    first, last = max(block.start, place.span.start - _CONTEXT), min(block.end, place.span.end + _CONTEXT)
    before = ("…" if first > block.start else "") + Span(first, place.span.start).of(document.text)
    after = Span(place.span.end, max(last, place.span.end)).of(document.text) + (
        "…" if last < block.end else ""
    )
    return (
        f'<blockquote dir="auto"><span class="soft">{html.escape(before)}</span><mark>{_words(place, documents)}</mark>'
        f'<span class="soft">{html.escape(after)}</span></blockquote>'
        f'<p class="soft">{html.escape(document.original.name)}, characters {place.span.start:,} to {place.span.end:,}</p>'
    )


# Origins


def _origin_cards(
    readings: Sequence[Reading], found: Origins, documents: Mapping[str, Document]
) -> Iterable[str]:
    points: Mapping[str, list[Point]] = defaultdict(list)
    for point in found.points:
        points[point.origin].append(point)
    ranked = sorted(found.origins, key=lambda origin: -len(origin.outlets))
    told, denied = told_by(readings, found), denied_by(readings)
    claims = {claim.id: (claim, reading.document) for reading in readings for claim in reading.claims}
    for origin in ranked:
        own = [claims[name] for name in origin.claims]
        yield _origin_card(origin, told[origin.id], points[origin.id], found, documents, denied, own)


def _origin_card(
    origin: Origin,
    told_by: str,
    points: Sequence[Point],
    found: Origins,
    documents: Mapping[str, Document],
    denied: _Denied,
    own: Sequence[tuple[Claim, Document]],
) -> str:
    kinds = {
        "unnamed": "a source without a name",
        "unknown": "nobody is named",
    }
    told = "; ".join(origin.roles) or kinds.get(origin.kind, "")
    names = [name for name in origin.names if name != origin.speaker]
    lines = [
        told,
        f"also written {', '.join(names)}" if names else "",
        occasion_text(origin),
        told_by,
        origin.how,
    ]
    body = (
        _claim_list(own, documents)
        if own
        else _point_table(origin, points, found, documents, denied)
        if len(origin.outlets) > 1
        else _point_list(points, documents, denied)
    )
    return (
        f'<article class="origin" id="{html.escape(origin.id)}"><h3 dir="auto">{html.escape(origin_title(origin))}</h3>'
        + "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
        + body
        + "</article>"
    )


def _claim_list(own: Sequence[tuple[Claim, Document]], documents: Mapping[str, Document]) -> str:
    """What a narrator claims, in context."""
    items = []
    for claim, document in own:
        place = Place(document.id, claim.span)
        summary = f'<summary dir="auto">{html.escape(claim.kind)}: {_words(place, documents)}</summary>'
        items.append(f'<li><details class="context">{summary}{_in_context(place, documents)}</details></li>')
    return f'<ul class="single">{"".join(items)}</ul>'


def _point_list(points: Sequence[Point], documents: Mapping[str, Document], denied: _Denied) -> str:
    items = []
    for point in table_order(points):
        for variant in point.variants:
            contexts = "".join(_in_context(place, documents) for place in variant.places)
            first = variant.places[0]
            summary = f'<summary dir="auto">{_told(first, documents, denied)}</summary>'
            items.append(f'<li><details class="context">{summary}{contexts}</details></li>')
    return f'<ul class="single">{"".join(items)}</ul>' if items else ""


def _point_table(
    origin: Origin,
    points: Sequence[Point],
    found: Origins,
    documents: Mapping[str, Document],
    denied: _Denied,
) -> str:
    outlets = origin.outlets
    head = "".join(f'<th scope="col" class="outlet">{html.escape(outlet)}</th>' for outlet in outlets)
    rows = []
    for point in table_order(points):
        has = "".join(
            f'<td class="{kind}" data-outlet="{html.escape(outlet)}: ">{told}</td>'
            for outlet in outlets
            for kind, told in [("has", "has it") if outlet in point.outlets else ("not", "left out")]
        )
        rows.append(f'<tr><td class="point">{_point(point, found, documents, denied)}</td>{has}</tr>')
    return (
        f'<div class="scroll"><table class="points"><thead><tr><th scope="col">What was said</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _point(point: Point, found: Origins, documents: Mapping[str, Document], denied: _Denied) -> str:
    first = point.variants[0]
    differs = "".join(_difference(difference, found) for difference in point.differences)
    variants = "".join(_variant(variant, found, documents, denied) for variant in point.variants)
    many = len(point.variants)
    title = "One wording, in context" if many == 1 else f"{many} wordings side by side, in context"
    return (
        f'<p dir="auto">{_told(first.places[0], documents, denied)}</p>{differs}'
        f'<details class="context"><summary>{title}</summary>{variants}</details>'
    )


def _difference(difference: Difference, found: Origins) -> str:
    sides = []
    for side in difference.sides:
        outlets = ", ".join(sorted({o for name in side.documents for o in found.outlets[name]}))
        sides.append(f"{html.escape(side_text(difference.kind, side.values))} ({html.escape(outlets)})")
    return f'<p><span class="differs">{html.escape(difference.kind)} differs:</span> {" / ".join(sides)}</p>'


def _variant(variant: Variant, found: Origins, documents: Mapping[str, Document], denied: _Denied) -> str:
    outlets = sorted({o for place in variant.places for o in found.outlets[place.document]})
    shown = _compared(variant.alignment, documents) if variant.alignment else ""
    contexts = "".join(
        (f"<p>{_told(place, documents, denied)}</p>" if denied(place) else "") + _in_context(place, documents)
        for place in variant.places
    )
    return f'<div class="variant"><p><b>{html.escape(", ".join(outlets))}</b></p>{shown}{contexts}</div>'


def _compared(alignment: Alignment, documents: Mapping[str, Document]) -> str:
    """The words of a variant that the first one does not have, marked."""
    text = documents[alignment.right.document].text
    at, parts = alignment.right.span.start, []
    for stretch in alignment.stretches:
        if stretch.right is None:
            continue
        parts.append(html.escape(text[at : stretch.right.start]))
        words = html.escape(stretch.right.of(text))
        parts.append(words if stretch.kind == "same" else f"<ins>{words}</ins>")
        at = stretch.right.end
    parts.append(html.escape(text[at : alignment.right.span.end]))
    return f'<p dir="auto" class="soft">what differs from the first wording is marked: {"".join(parts)}</p>'


# Claims, evidence, documents


def _weighings(found: Origins, readings: Sequence[Reading]) -> str:
    if not found.weighings:
        return ""
    claims = {claim.id: (claim, reading.document) for reading in readings for claim in reading.claims}
    names = {origin.id: origin_text(origin) for origin in found.origins}
    shown, others = shown_weighings(found.weighings, claims)
    rows = "".join(_weighing(weighing, claims, names, found.outlets) for weighing in shown)
    heads = (
        "Claim",
        "Kind",
        "Outlets",
        "Origins",
        "Independent",
        "Denied by",
        "Decided",
        "Admiralty code",
    )
    table = f'<div class="scroll"><table><thead><tr>{_heads(heads)}</tr></thead><tbody>{rows}</tbody></table></div>'
    return (
        '<section aria-labelledby="claims-h"><h2 id="claims-h">Claims that were weighed</h2>'
        f"{table if shown else ''}{f'<p>{html.escape(others)}</p>' if others else ''}"
        f'<p class="hint">{ADMIRALTY_CODE}</p></section>'
    )


def _heads(names: Iterable[str]) -> str:
    return "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names)


def _weighing(
    weighing: Weighing,
    claims: Mapping[str, tuple[Claim, Document]],
    names: Mapping[str, str],
    all_outlets: Mapping[str, Sequence[str]],
) -> str:
    claim, _ = claims[weighing.claims[0]]
    many = len(weighing.claims) > 1
    wordings = "".join(
        f"<p>{f'<b>{html.escape(of)}</b>: ' if many else ''}{html.escape(words)}</p>"
        for words, of in claim_wordings(weighing, claims, all_outlets)
    )
    differing = html.escape(joined_text(weighing, claims, all_outlets))
    origins = ", ".join(names[name] for name in weighing.origins)
    denied = ", ".join(names[name] for name in weighing.denied_by) or "nobody"
    letters = ", ".join(weighing.letters) or "no letter set"
    independent = [
        independent_text(weighing),
        *uncounted_texts(weighing, names),
        *open_texts(weighing, claims),
    ]
    cells = (
        wordings + (f'<p class="differs">{differing}</p>' if differing else ""),
        html.escape(claim.kind),
        f"{len(weighing.outlets):,}",
        html.escape(origins),
        "".join(f"<p>{html.escape(told)}</p>" for told in independent),
        html.escape(denied),
        html.escape(decided_text(weighing, claims)),
        html.escape(f"{letters}; {weighing.number}"),
    )
    return "<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in cells) + "</tr>"


def _evidence(found: Origins, readings: Sequence[Reading], documents: Mapping[str, Document]) -> str:
    said = {s.id: (s.span, r.document) for r in readings for s in r.statements}
    groups: Mapping[str, list[str]] = defaultdict(list)
    for edge in found.edges:
        if edge.kind in _EVIDENCE:
            groups[edge.kind].append(_edge(edge, said, documents))
    if not groups:
        return "<p>No two documents share anything.</p>"
    return "".join(
        f"<details><summary>{len(groups[kind]):,} × {html.escape(words)}</summary>{''.join(groups[kind])}</details>"
        for kind, words in _EVIDENCE.items()
        if groups.get(kind)
    )


def _edge(edge: Edge, said: Mapping[str, tuple[Span, Document]], documents: Mapping[str, Document]) -> str:
    names = [
        documents[name].original.name
        if name in documents
        else said[name][1].original.name
        if name in said
        else name
        for name in (edge.start, edge.end)
    ]
    title = f"{names[0]} → {names[1]}" + (f": {edge.how}" if edge.how else "")
    contexts = "".join(_in_context(place, documents) for place in edge.places)
    return f'<div class="variant"><p><b>{html.escape(title)}</b></p>{contexts}</div>'


def _documents(readings: Sequence[Reading], found: Origins) -> str:
    rows = []
    for reading in readings:
        document = reading.document
        cells = [document.original.name, ", ".join(found.outlets.get(document.id, ()))]
        cells += [
            f"{told.value} ({told.how})" if told else "not told"
            for told in (document.title, document.author, document.published)
        ]
        notes = "; ".join(document.notes)
        rows.append(
            "<tr>"
            + "".join(f'<td dir="auto">{html.escape(cell)}</td>' for cell in (*cells, notes))
            + f'<td class="id">{document.original.digest}</td></tr>'
        )
    heads = ("File", "Outlet", "Title", "Author", "Published", "Notes", "SHA-256")
    return f'<div class="scroll"><table><thead><tr>{_heads(heads)}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
