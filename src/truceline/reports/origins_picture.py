# SPDX-License-Identifier: Apache-2.0
"""The picture of origins: outlets on the left, what was said in the middle, who said it first on the right."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from truceline.reports.citations import cited_by
from truceline.sources import Origin, Origins, Place, Point

__all__ = ["MOST_DRAWN", "origins_svg", "table_order"]

MOST_DRAWN = 40
"""Origins in the picture: those that most outlets tell. The lists below it hold all of them."""

_WIDTH, _LEFT, _MIDDLE, _RIGHT = 1080, 300, 540, 720
_STEP, _GAP, _TOP, _LEAST = 13.0, 12.0, 34.0, 34.0
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Row:
    """An origin with what was said, from the top down."""

    origin: Origin
    points: tuple[Point, ...]
    """In the order of the table below."""
    top: float

    @property
    def height(self) -> float:
        return max(_STEP * len(self.points), _LEAST)

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def drawn_origins(found: Origins) -> tuple[Origin, ...]:
    """The origins that the picture shows, those of most outlets first; equal ones in their order."""
    told = {point.origin for point in found.points}
    ranked = sorted((o for o in found.origins if o.id in told), key=lambda origin: -len(origin.outlets))
    return tuple(ranked[:MOST_DRAWN])


def origins_svg(found: Origins, denied: Callable[[Place], str]) -> str:
    """The picture as SVG; empty where there is nothing to draw.

    Args:
        found: what is drawn.
        denied: what stands before the words of a place.
    """
    rows = list(_rows(found))
    if not rows:
        return ""
    dots = {
        point.id: row.middle + _STEP * (order - (len(row.points) - 1) / 2)
        for row in rows
        for order, point in enumerate(row.points)
    }
    tells = [(name, point) for row in rows for point in row.points for name in _documents_of(point)]
    heights = defaultdict(list)
    for name, point in tells:
        heights[name].append(dots[point.id])
    height = max(rows[-1].top + rows[-1].height, _TOP + 44 * len(heights)) + 16
    documents = _spread({name: sum(ys) / len(ys) for name, ys in heights.items()}, height)
    parts = [
        f'<text class="dim" x="{_LEFT}" y="18" text-anchor="end">outlets</text>',
        f'<text class="dim" x="{_MIDDLE}" y="18" text-anchor="middle">what was said</text>',
        f'<text class="dim" x="{_RIGHT}" y="18">origins</text>',
    ]
    for name, point in tells:
        parts.append(_curve(_LEFT + 12, documents[name], _MIDDLE - 6, dots[point.id], _kind(point)))
    for row in rows:
        for point in row.points:
            parts.append(_curve(_MIDDLE + 6, dots[point.id], _RIGHT - 14, row.middle, _kind(point)))
    for row in rows:
        for point in row.points:
            first = point.variants[0]
            parts.append(
                f'<circle class="{_kind(point)}" cx="{_MIDDLE}" cy="{dots[point.id]:.1f}" r="4.5">'
                f"<title>{html.escape(denied(first.places[0]) + first.words)}</title></circle>"
            )
        parts.append(_origin(row))
    cited = cited_by(found)
    for name, y in documents.items():
        parts.append(_document(", ".join(found.outlets.get(name, (name,))), cited.get(name, ()), y))
    outlets, origins = len(documents), len(rows)
    label = (
        f"{outlets} documents on the left, {origins} origins on the right, {len(dots)} points between them"
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{label}">'
        + "".join(parts)
        + "</svg>"
    )


def table_order(points: Sequence[Point]) -> list[Point]:
    """Points as the table has them: those of most outlets first."""
    return sorted(points, key=lambda point: -len(point.outlets))


def _documents_of(point: Point) -> list[str]:
    return sorted({place.document for variant in point.variants for place in variant.places})


def _kind(point: Point) -> str:
    return "o-shared" if len(point.outlets) > 1 else "o-single"


def _rows(found: Origins) -> list[_Row]:
    of: Mapping[str, list[Point]] = defaultdict(list)
    for point in found.points:
        of[point.origin].append(point)
    rows, top = [], _TOP
    for origin in drawn_origins(found):
        row = _Row(origin, tuple(table_order(of[origin.id])), top)
        rows.append(row)
        top += row.height + _GAP
    return rows


def _spread(wanted: Mapping[str, float], height: float) -> dict[str, float]:
    """Heights as near to those wanted as may be, far enough apart, all within the picture."""
    names = sorted(wanted, key=lambda name: (wanted[name], name))
    gap = min(44.0, (height - _TOP - 16) / max(len(names), 1))
    found = [max(wanted[name], _TOP + 12) for name in names]
    for order in range(1, len(found)):
        found[order] = max(found[order], found[order - 1] + gap)
    over = height - 22
    for order in reversed(range(len(found))):
        found[order] = over = min(found[order], over)
        over -= gap
    assert all(a < b for a, b in pairwise(found))
    return dict(zip(names, found, strict=True))


def _curve(x: float, y: float, to_x: float, to_y: float, kind: str) -> str:
    bend = (to_x - x) / 2
    return f'<path class="{kind}" d="M{x:.1f} {y:.1f}c{bend:.1f} 0 {bend:.1f} {to_y - y:.1f} {to_x - x:.1f} {to_y - y:.1f}"/>'


def _origin(row: _Row) -> str:
    origin, y = row.origin, row.middle
    unnamed = ' class="o-unnamed"' if origin.kind in ("unnamed", "unknown") else ' class="o-named"'
    role = origin.roles[0] if origin.roles else {"unnamed": "unnamed"}.get(origin.kind, "")
    second = f'<text class="dim" x="{_RIGHT + 4}" y="{y + 15:.1f}">{_short(role)}</text>' if role else ""
    return (
        f'<circle{unnamed} cx="{_RIGHT - 8}" cy="{y:.1f}" r="6"/>'
        f'<a href="#{html.escape(origin.id)}"><text x="{_RIGHT + 4}" y="{y + (0 if second else 5):.1f}">'
        f"{_short(origin.speaker or 'speaker not told')}</text></a>{second}"
    )


def _document(name: str, cited: Sequence[str], y: float) -> str:
    second = (
        f'<text class="dim" x="{_LEFT - 6}" y="{y + 15:.1f}" text-anchor="end">{_short("citing " + ", ".join(cited))}</text>'
        if cited
        else ""
    )
    return (
        f'<rect class="o-outlet" x="{_LEFT + 2}" y="{y - 7:.1f}" width="10" height="14" rx="2"/>'
        f'<text x="{_LEFT - 6}" y="{y + (0 if second else 5):.1f}" text-anchor="end">{_short(name)}</text>{second}'
    )


def _short(text: str) -> str:
    kept = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    return html.escape(kept)


def left_out_of_picture(found: Origins, drawn: Sequence[Origin]) -> int:
    """How many origins the picture does not show."""
    return len(found.origins) - len(drawn)
