# SPDX-License-Identifier: Apache-2.0
"""The time line and the map of areas as SVG, without a script.

A drawing is whole in itself: its colours stand in attributes, which the style sheet of a page may
overrule by class. Drawn for the eye: no finding is ever read from it.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from truceline.assess import DutyResult
from truceline.reports.outlines import area_outlines
from truceline.terms import ALWAYS_MS, NEVER_MS, AreaMap, Terms, TimeLine, TimeLineRow, shown_ms

__all__ = ["duties_svg", "map_svgs", "time_line_svg"]

_INK, _SOFT, _LINE, _ACCENT, _AREA, _SEA, _PAPER = (
    "#17212b", "#4c5967", "#ccd4dc", "#0b4f8a", "#3c5a52", "#eef3f6", "#ffffff",
)  # fmt: skip
_FONT = 'font-family="system-ui, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif"'
_HATCH = (
    '<pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="{name}" width="1.6" height="6" fill="{fill}"/></pattern>'
)

# The time line

_LABEL_PX, _BAR_PX, _GAP_PX, _AXIS_PX = 17, 14, 12, 26
_MOST_LETTERS = 44
_MOST_TICKS = 5
_DRAWN = {
    "in force": ("s-quiet", f'fill="{_ACCENT}" fill-opacity=".28"'),
    "proposed": ("s-proposed", f'fill="none" stroke="{_SOFT}" stroke-dasharray="4 3"'),
    "suspended": ("s-suspended", f'fill="none" stroke="{_ACCENT}"'),
    "ended": ("s-ended", f'fill="{_SOFT}" fill-opacity=".35"'),
    "rejected": ("s-ended", f'fill="{_SOFT}" fill-opacity=".35"'),
}
_RIVAL = ("s-dispute", f'fill="url(#hatch-accent)" stroke="{_ACCENT}"')
_FORCE = ("s-force", f'fill="{_ACCENT}" stroke="{_ACCENT}"')
LEGEND = (
    ("applies", _FORCE),
    ("may apply, or stand so: the sources differ", _RIVAL),
    ("in force, outside its period", _DRAWN["in force"]),
    ("proposed", _DRAWN["proposed"]),
    ("suspended", _DRAWN["suspended"]),
    ("ended or rejected", _DRAWN["ended"]),
)
"""The signs of the time line: what each means, with its class and its colours."""


def time_line_svg(line: TimeLine) -> str:
    """What is in force when. Places are shares of the width, so that it fits a wide and a narrow page."""
    instants = [
        at for row in line.rows for p in (*row.standing, *row.in_force) for at in p[:2] if at is not None
    ]
    if not instants:
        return ""
    zone = ZoneInfo(line.zone)
    first, last = min(instants), max(instants)
    margin = max((last - first) // 25, 3_600_000)
    low, high = shown_ms(first - margin), shown_ms(last + margin)

    def share(at_ms: float) -> float:
        return round(100 * (min(max(at_ms, low), high) - low) / (high - low), 3)

    parts, y = [], _AXIS_PX + 8
    for row in line.rows:
        labels = textwrap.wrap(row.title, _MOST_LETTERS)
        for label in labels:
            parts.append(f'<text x="0" y="{y + 12}" font-size="14" fill="{_INK}">{html.escape(label)}</text>')
            y += _LABEL_PX
        parts += _bars(row, y + 2, share)
        y += _BAR_PX + _GAP_PX
    axis = list(_axis(low, high, zone, share, y))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{y}" role="img" {_FONT}'
        ' aria-label="Time line; the table below it holds every change">'
        f"<defs>{_HATCH.format(id='hatch-accent', name='hatch-accent', fill=_ACCENT)}</defs>{''.join(axis)}{''.join(parts)}</svg>"
    )


_DUE = {
    "met": _FORCE,
    "late": ("s-late", f'fill="none" stroke="{_ACCENT}" stroke-width="3"'),
    "unmet": ("s-unmet", f'fill="none" stroke="{_INK}" stroke-width="3"'),
    "unknown": _RIVAL,
    "not yet due": ("s-proposed", f'fill="none" stroke="{_SOFT}" stroke-dasharray="4 3"'),
    "not in force": ("s-ended", f'fill="{_SOFT}" fill-opacity=".35"'),
}


def duties_svg(duties: Sequence[DutyResult], titles: Mapping[str, str], zone: str, as_of_ms: int) -> str:
    """When each duty was due, what became of it, and when it was done: a bar and a mark for each."""
    instants = [as_of_ms]
    for duty in duties:
        instants += [at for at in (duty.due_from_ms, *duty.due_by_ms, *(duty.done_ms or ())) if _is_time(at)]
    margin = max((max(instants) - min(instants)) // 25, 3_600_000)
    low, high = shown_ms(min(instants) - margin), shown_ms(max(instants) + margin)

    def share(at_ms: float) -> float:
        return round(100 * (min(max(at_ms, low), high) - low) / (high - low), 3)

    parts, y = [], _AXIS_PX + 8
    for duty in duties:
        number = "" if duty.number is None else f", no. {duty.number}"
        who = titles.get(duty.party, duty.party)
        words = f"{titles.get(duty.duty, duty.duty)}: {who}{number}: {duty.result}"
        for label in textwrap.wrap(words, _MOST_LETTERS):
            parts.append(f'<text x="0" y="{y + 12}" font-size="14" fill="{_INK}">{html.escape(label)}</text>')
            y += _LABEL_PX
        start = duty.due_from_ms if _is_time(duty.due_from_ms) else None
        first, last = duty.due_by_ms[0], duty.due_by_ms[-1]
        parts.append(
            _bar(start, first if _is_time(first) else None, y + 2, _BAR_PX, share, _DUE[duty.result], words)
        )
        if first != last:
            rival = "the sources differ on when it is due"
            parts.append(
                _bar(first, last if _is_time(last) else None, y + 5, _BAR_PX - 6, share, _RIVAL, rival)
            )
        if duty.done_ms:
            x = share(duty.done_ms[1])
            parts.append(
                f'<line class="done" x1="{x}%" x2="{x}%" y1="{y}" y2="{y + _BAR_PX + 4}" stroke="{_INK}"'
                ' stroke-width="3"><title>surely done by then</title></line>'
            )
        y += _BAR_PX + _GAP_PX
    axis = list(_axis(low, high, ZoneInfo(zone), share, y))
    x = share(as_of_ms)
    axis.append(
        f'<line class="as-of" x1="{x}%" x2="{x}%" y1="{_AXIS_PX}" y2="{y}" stroke="{_ACCENT}" stroke-width="2"'
        ' stroke-dasharray="2 3"><title>as of then</title></line>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{y}" role="img" {_FONT}'
        ' aria-label="Time line of duties; the table below it says the same in words">'
        f"<defs>{_HATCH.format(id='hatch-accent', name='hatch-accent', fill=_ACCENT)}</defs>{''.join(axis)}{''.join(parts)}</svg>"
    )


def _is_time(at_ms: int) -> bool:
    return ALWAYS_MS < at_ms < NEVER_MS


def _axis(low: int, high: int, zone: ZoneInfo, share: Callable[[float], float], bottom: int) -> Iterator[str]:
    """Lines and words for some moments of the local calendar."""
    for at, label in _ticks(low, high, zone):
        x = share(at)
        yield f'<line class="axis" x1="{x}%" x2="{x}%" y1="{_AXIS_PX}" y2="{bottom}" stroke="{_LINE}"/>'
        anchor = "start" if x < 6 else "end" if x > 94 else "middle"
        yield (
            f'<text class="dim" x="{x}%" y="16" font-size="12" text-anchor="{anchor}" fill="{_SOFT}">{label}</text>'
        )


def legend_svg(drawn: tuple[str, str]) -> str:
    """One sign of the time line."""
    name, colours = drawn
    return (
        f'<svg width="26" height="14" aria-hidden="true"><rect class="{name}" x="1" y="1" width="24" height="12"'
        f' {colours}/></svg>'
    )  # fmt: skip


def _bars(row: TimeLineRow, y: int, share: Callable[[float], float]) -> Iterator[str]:
    for start, end, standing in row.standing:
        drawn = _RIVAL if " or " in standing else _DRAWN[standing]
        yield _bar(start, end, y + 3, _BAR_PX - 6, share, drawn, standing)
    for start, end, certain in row.in_force:
        words = "applies" if certain else "may apply, the sources differ"
        yield _bar(start, end, y, _BAR_PX, share, _FORCE if certain else _RIVAL, words)


def _bar(
    start: int | None,
    end: int | None,
    y: int,
    height: int,
    share: Callable[[float], float],
    drawn: tuple[str, str],
    words: str,
) -> str:
    left = 0.0 if start is None else share(start)
    right = 100.0 if end is None else share(end)
    name, colours = drawn
    return (
        f'<rect class="{name}" x="{left}%" y="{y}" width="{max(right - left, 0.2):.3f}%" height="{height}" {colours}>'
        f"<title>{html.escape(words)}</title></rect>"
    )


_STEPS_H = (1, 3, 6, 12, 24, 48, 24 * 7, 24 * 14)
_STEPS_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)


def _ticks(low: int, high: int, zone: ZoneInfo) -> Iterator[tuple[int, str]]:
    """At most five moments of the local calendar, with words for them."""
    first = datetime.fromtimestamp(low / 1000, UTC).astimezone(zone).replace(tzinfo=None)
    for hours in _STEPS_H:
        if (high - low) / 3_600_000 / hours <= _MOST_TICKS:
            day = datetime(first.year, first.month, first.day)
            steps = (timedelta(hours=hours * n) for n in range(400))
            moments: Iterator[datetime] = (day + step for step in steps if step <= datetime.max - day)
            style = "%-d %b %H:%M" if hours < 24 else "%-d %b %Y"
            break
    else:
        months = next(m for m in _STEPS_MONTHS if (high - low) / 2_630_000_000 / m <= _MOST_TICKS or m == 240)
        start = first.year * 12 - (first.year * 12) % months
        counts = (start + months * n for n in range(200))
        moments = (datetime(n // 12, n % 12 + 1, 1) for n in counts if 24 <= n < 12 * 9_999)
        style = "%Y" if months >= 12 else "%b %Y"
    for moment in moments:
        at = int(moment.replace(tzinfo=zone).timestamp() * 1000)
        if at >= high:
            return
        if at >= low:
            yield at, f"{moment:{style}}"


# The map

_MAP_PX, _LOWEST_PX, _HIGHEST_PX, _EDGE_PX = 720, 260, 760, 46
_LABEL_RADIUS_PX = 15
_FEWEST_IN_A_CROWD = 6
_M_PER_DEGREE = 111_195.0


def map_svgs(areas: AreaMap, terms: Terms) -> tuple[str, ...]:
    """The areas with their numbers; sure parts are filled, what is only possible is hatched.

    Where many areas crowd into a corner of the map, a second map shows them closer, and only that
    one numbers them; a frame on the first shows where it is. There is no map of nothing.
    """
    pairs = [area_outlines(terms.areas[area_id].form, terms) for area_id in areas.areas]
    shapes = [
        _Drawn(number, terms.areas[area_id].name or area_id, _one_side(inner, pairs), _one_side(outer, pairs))
        for number, (area_id, (inner, outer)) in enumerate(zip(areas.areas, pairs, strict=True), 1)
        if not outer.is_empty
    ]
    if not shapes:
        return ()
    whole = shapely.total_bounds(np.array([shape.outer for shape in shapes]))
    crowd = _crowd(shapes, whole)
    if crowd is None:
        return (_map(shapes, whole, [shape.number for shape in shapes]),)
    close = shapely.total_bounds(np.array([shape.outer for shape in shapes if shape.number in crowd]))
    others = [shape.number for shape in shapes if shape.number not in crowd]
    return _map(shapes, whole, others, frame=close), _map(shapes, close, crowd, hatch="hatch-close")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An area as it is drawn, in degrees."""

    number: int
    name: str
    inner: BaseGeometry
    outer: BaseGeometry

    @property
    def side(self) -> float:
        """The longer side of its extent."""
        west, south, east, north = self.outer.bounds
        return float(max(east - west, north - south))


def _crowd(shapes: Sequence[_Drawn], whole: NDArray[np.float64]) -> list[int] | None:
    """The numbers of the small areas, where there are many and they lie close together."""
    side = float(max(whole[2] - whole[0], whole[3] - whole[1]))
    small = [shape for shape in shapes if shape.side <= side / 4]
    if len(small) < _FEWEST_IN_A_CROWD:
        return None
    close = shapely.total_bounds(np.array([shape.outer for shape in small]))
    is_close = max(close[2] - close[0], close[3] - close[1]) <= side * 0.4
    return [shape.number for shape in small] if is_close else None


def _map(
    shapes: Sequence[_Drawn],
    bounds: NDArray[np.float64],
    numbered: Sequence[int],
    frame: NDArray[np.float64] | None = None,
    hatch: str = "hatch-area",
) -> str:
    """One map of an extent, with the numbers of some of the areas."""
    west, south, east, north = map(float, bounds)
    squeeze = max(0.05, math.cos(math.radians((south + north) / 2)))
    width, height = max((east - west) * squeeze, 1e-4), max(north - south, 1e-4)
    scale = min((_MAP_PX - 2 * _EDGE_PX) / width, (_HIGHEST_PX - 2 * _EDGE_PX) / height)
    tall = max(_LOWEST_PX, height * scale + 2 * _EDGE_PX)
    left, top = (_MAP_PX - width * scale) / 2, (tall - height * scale) / 2
    sheet = shapely.box(-20, -20, _MAP_PX + 20, tall + 20)

    def flat(shape: BaseGeometry) -> BaseGeometry:
        moved = shapely.transform(
            shape, lambda xy: np.column_stack([left + (xy[:, 0] - west) * squeeze * scale,
                                               top + (north - xy[:, 1]) * scale])
        )  # fmt: skip
        thin = shapely.simplify(moved, 0.4)
        return shapely.intersection(moved if thin.is_empty else thin, sheet)

    placed = [(shape, flat(shape.inner), flat(shape.outer)) for shape in shapes]
    placed.sort(key=lambda one: -one[2].envelope.area)
    parts = [_area(shape.name, inner, outer, hatch) for shape, inner, outer in placed if not outer.is_empty]
    if frame is not None:
        box = flat(shapely.box(*frame)).bounds
        parts.append(
            f'<rect class="m-frame" x="{box[0] - 3:.1f}" y="{box[1] - 3:.1f}" width="{box[2] - box[0] + 6:.1f}"'
            f' height="{box[3] - box[1] + 6:.1f}" fill="none" stroke="{_INK}" stroke-width="2"/>'
        )
    spots = {shape.number: outer for shape, _, outer in placed if shape.number in numbered}
    parts += _labels([(number, spots[number]) for number in sorted(spots)])
    parts.append(_scale_bar(scale, tall))
    corners = f'<text class="dim" x="10" y="22" font-size="15" fill="{_SOFT}">{_degrees(north, south, east, west)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_MAP_PX} {tall:.0f}" width="{_MAP_PX}"'
        f' height="{tall:.0f}" role="img" {_FONT} aria-label="Map of the areas; the table below it names them">'
        f"<defs>{_HATCH.format(id=hatch, name='hatch-area', fill=_AREA)}</defs>"
        f'<rect class="m-sea" width="{_MAP_PX}" height="{tall:.0f}" fill="{_SEA}"/>{corners}{"".join(parts)}</svg>'
    )


def _one_side(shape: BaseGeometry, shapes: Sequence[tuple[BaseGeometry, BaseGeometry]]) -> BaseGeometry:
    """A shape with its parts west of the antimeridian moved east, where the areas lie on both its sides."""
    bounds = shapely.total_bounds(np.array([outer for _, outer in shapes if not outer.is_empty] or [shape]))
    if shape.is_empty or bounds[2] - bounds[0] <= 180:
        return shape
    parts = [
        shapely.transform(part, lambda xy: np.add(xy, [360.0, 0.0])) if part.bounds[2] <= 0 else part
        for part in shapely.get_parts(shape)
    ]
    return shapely.union_all(parts)


def _area(name: str, inner: BaseGeometry, outer: BaseGeometry, hatch: str) -> str:
    title = f"<title>{html.escape(name)}</title>"
    more = shapely.difference(outer, inner) if not outer.equals(inner) else shapely.Point()
    parts = []
    if not more.is_empty:
        parts.append(
            f'<path class="m-maybe" d="{_path(outer)}" fill="url(#{hatch})" fill-opacity=".35"'
            f' stroke="{_AREA}" stroke-dasharray="5 4" fill-rule="evenodd"/>'
        )
    if not inner.is_empty:
        is_line = inner.area == 0
        fill = 'fill="none" stroke-width="3"' if is_line else 'fill-opacity=".16"'
        parts.append(
            f'<path class="{"m-line" if is_line else "m-sure"}" d="{_path(inner)}"'
            f' fill="{_AREA}" stroke="{_AREA}" {fill} fill-rule="evenodd"/>'.replace(
                f'fill="{_AREA}" stroke="{_AREA}" fill="none"', f'stroke="{_AREA}" fill="none"'
            )
        )
    return f"<g>{title}{''.join(parts)}</g>"


def _path(shape: BaseGeometry) -> str:
    parts = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Point":
            parts.append(f"M{part.x - 3:.1f} {part.y:.1f}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z")
            continue
        is_area = part.geom_type == "Polygon"
        for line in shapely.get_rings(part) if is_area else [part]:
            corners = " ".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line))
            parts.append(f"M{corners}{'Z' if is_area else ''}")
    return "".join(parts)


def _labels(shapes: Sequence[tuple[int, BaseGeometry]]) -> Iterator[str]:
    """The numbers, each in or near its area and none upon another; the lines to them lie below."""
    taken: list[tuple[float, float]] = []
    numbers = []
    for number, shape in shapes:
        if shape.is_empty:
            continue
        spot = shapely.point_on_surface(shape)
        x, y = _free(spot.x, spot.y, taken)
        taken.append((x, y))
        if (x, y) != (spot.x, spot.y):
            yield (
                f'<line class="m-leader" x1="{spot.x:.1f}" y1="{spot.y:.1f}" x2="{x:.1f}" y2="{y:.1f}"'
                f' stroke="{_INK}"/><circle class="m-spot" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="2.5" fill="{_INK}"/>'
            )
        numbers.append(
            f'<circle class="m-label" cx="{x:.1f}" cy="{y:.1f}" r="{_LABEL_RADIUS_PX}" fill="{_PAPER}" stroke="{_INK}"/>'
            f'<text class="m-number" x="{x:.1f}" y="{y + 6:.1f}" font-size="17" text-anchor="middle" fill="{_INK}">'
            f"{number}</text>"
        )
    yield from numbers


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The nearest place for a number that keeps clear of the others."""
    for ring in range(12):
        for step in range(max(1, 8 * ring)):
            angle = 2 * math.pi * step / max(1, 8 * ring)
            here = (x + 20 * ring * math.cos(angle), y - 20 * ring * math.sin(angle))
            inside = 16 <= here[0] <= _MAP_PX - 16 and here[1] >= 40
            if (ring == 0 or inside) and all(
                math.dist(here, there) > 2.1 * _LABEL_RADIUS_PX for there in taken
            ):
                return here
    return x, y


def _scale_bar(scale: float, tall: float) -> str:
    """A bar of a round length."""
    most_m = _MAP_PX / 4 / scale * _M_PER_DEGREE
    power = 10 ** math.floor(math.log10(most_m))
    length_m = next(factor * power for factor in (5, 2, 1) if factor * power <= most_m)
    words = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    end = 12 + length_m / _M_PER_DEGREE * scale
    return (
        f'<path class="m-scale" d="M12 {tall - 20:.1f}v6h{end - 12:.1f}v-6" fill="none" stroke="{_INK}" stroke-width="2"/>'
        f'<text class="m-number" x="{end + 8:.1f}" y="{tall - 12:.1f}" font-size="15" fill="{_INK}">{words}</text>'
    )


def _degrees(north: float, south: float, east: float, west: float) -> str:
    def lon(value: float) -> str:
        value = (value + 180) % 360 - 180
        return f"{abs(value):.1f}° {'E' if value >= 0 else 'W'}"

    def lat(value: float) -> str:
        return f"{abs(value):.1f}° {'N' if value >= 0 else 'S'}"

    return f"{lat(south)} to {lat(north)}, {lon(west)} to {lon(east)}"
