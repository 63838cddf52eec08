# SPDX-License-Identifier: Apache-2.0
"""Points, areas and paths in one world, by slow and obvious maths.

A ray is cast through every edge, with fractions where floats cannot tell; distances are measured on
the ellipsoid by GeographicLib at many points of every edge. Areas are *settled*: no names, no bounds,
no history and no disputes in them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction

import shapely
from geographiclib.geodesic import Geodesic
from shapely.geometry.base import BaseGeometry

from truceline.terms import AreaForm, Buffer, Circle, Difference, Intersection, Nowhere, Shape, Union

Point = tuple[float, float]
EVERYWHERE = Shape(shapely.box(-180.0, -90.0, 180.0, 90.0), "everywhere")
INSIDE, ON_THE_EDGE, OUTSIDE = 1, 0, -1


def side(point: Point, form: AreaForm) -> int:
    """Inside, on the edge or outside of a settled area."""
    if isinstance(form, Shape):
        return side_of_geometry(point, form.geometry)
    if isinstance(form, Circle | Buffer):
        reach = form.radius_m if isinstance(form, Circle) else form.by_m
        centre = Shape(shapely.Point(form.lon, form.lat), "") if isinstance(form, Circle) else form.of
        away = distance_m(point, centre)
        return INSIDE if away < reach else ON_THE_EDGE if away == reach else OUTSIDE
    if isinstance(form, Union):
        return max((side(point, part) for part in form.of), default=OUTSIDE)
    if isinstance(form, Intersection):
        return min((side(point, part) for part in form.of), default=OUTSIDE)
    if isinstance(form, Difference):
        return min(side(point, form.of), *(-side(point, part) for part in form.without))
    if isinstance(form, Nowhere):
        return OUTSIDE
    raise AssertionError(f"{form} is not settled")


def side_of_geometry(point: Point, geometry: BaseGeometry) -> int:
    """Inside, on the edge or outside of polygons, by casting a ray; on or off lines and points."""
    lon, lat = point
    if abs(lat) == 90.0:  # a pole has every longitude
        return ON_THE_EDGE if any(y == lat for part in rings(geometry) for _, y in part) else OUTSIDE
    if abs(lon) == 180.0:
        return max(_side_of_geometry((180.0, lat), geometry), _side_of_geometry((-180.0, lat), geometry))
    return _side_of_geometry(point, geometry)


def _side_of_geometry(point: Point, geometry: BaseGeometry) -> int:
    is_inside = False
    for ring in rings(geometry):
        if len(ring) == 1 and ring[0] == point:
            return ON_THE_EDGE
        for a, b in itertools.pairwise(ring):
            if min(a[1], b[1]) <= point[1] <= max(a[1], b[1]):
                turn = left_of(a, b, point)
                if turn == 0 and min(a[0], b[0]) <= point[0] <= max(a[0], b[0]):
                    return ON_THE_EDGE
                if (a[1] > point[1]) != (b[1] > point[1]) and (turn > 0) == (b[1] > a[1]):
                    is_inside = not is_inside
    return INSIDE if is_inside and "Polygon" in geometry.geom_type else OUTSIDE


def left_of(a: Point, b: Point, p: Point) -> int:
    """1 where ``p`` lies left of the line from ``a`` to ``b``, 0 on it, -1 right of it, exactly."""
    along, across = (b[0] - a[0]) * (p[1] - a[1]), (b[1] - a[1]) * (p[0] - a[0])
    if abs(along - across) <= 1e-12 * (abs(along) + abs(across)) + 1e-280:
        (ax, ay), (bx, by), (px, py) = ((Fraction(x), Fraction(y)) for x, y in (a, b, p))
        exact = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
        return (exact > 0) - (exact < 0)
    return 1 if along > across else -1


def rings(geometry: BaseGeometry) -> Iterator[tuple[Point, ...]]:
    """The rings of polygons, the lines of lines, each point of points."""
    for part in getattr(geometry, "geoms", [geometry]):
        if part.geom_type == "Polygon":
            yield from (tuple(ring.coords) for ring in (part.exterior, *part.interiors))
        elif part.geom_type.startswith("Multi") or part.geom_type == "GeometryCollection":
            yield from rings(part)
        elif not part.is_empty:
            yield tuple(part.coords)


def distance_m(point: Point, form: AreaForm) -> float:
    """Geodesic metres from a point to the nearest point of a settled area."""
    if isinstance(form, Circle):
        return max(0.0, geodesic_m(point, (form.lon, form.lat)) - form.radius_m)
    if isinstance(form, Buffer):
        return max(0.0, distance_m(point, form.of) - form.by_m)
    if isinstance(form, Union):
        return min((distance_m(point, part) for part in form.of), default=math.inf)
    if isinstance(form, Nowhere):
        return math.inf
    if isinstance(form, Shape):
        return 0.0 if side(point, form) != OUTSIDE else distance_to_edges_m(point, form.geometry)
    raise NotImplementedError("the distance to an intersection or a difference")


def distance_to_edges_m(point: Point, geometry: BaseGeometry) -> float:
    """Geodesic metres to the nearest point of any edge, found by looking at many points of each."""
    nearest = math.inf
    for ring in rings(geometry):
        for a, b in zip(ring, ring[1:] or ring, strict=False):
            half_m = 56_000 * math.hypot(b[0] - a[0], b[1] - a[1])  # no shorter than half the edge
            if geodesic_m(point, between(a, b, 0.5)) - half_m < nearest:
                nearest = min(nearest, distance_to_edge_m(point, a, b))
    return nearest


def distance_to_edge_m(point: Point, a: Point, b: Point) -> float:
    """Twenty looks along the edge, then ever closer around the best of them."""
    low, high, best = 0.0, 1.0, math.inf
    while high - low > 1e-7:
        step = (high - low) / 20
        looks = [low + i * step for i in range(21)]
        away, at = min((geodesic_m(point, between(a, b, look)), look) for look in looks)
        best, low, high = min(best, away), max(low, at - step), min(high, at + step)
        if a == b:
            break
    return best


def between(a: Point, b: Point, share: float) -> Point:
    """The point that lies a share of the way along a straight edge."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def geodesic_m(a: Point, b: Point) -> float:
    """Metres along the shortest way on the WGS84 ellipsoid."""
    metres: float = Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0], Geodesic.DISTANCE)["s12"]
    return metres


def edges(lines: tuple[tuple[Point, ...], ...]) -> list[tuple[Point, Point]]:
    """The straight pieces of lines."""
    return [pair for line in lines for pair in itertools.pairwise(line)]


def meets(a: Point, b: Point, c: Point, d: Point) -> int:
    """Inside: two pieces go across each other; on the edge: they touch; outside: they do not meet."""
    turns = (left_of(a, b, c), left_of(a, b, d), left_of(c, d, a), left_of(c, d, b))
    if 0 not in turns:
        return INSIDE if turns[0] != turns[1] and turns[2] != turns[3] else OUTSIDE
    apart = any(max(a[i], b[i]) < min(c[i], d[i]) or max(c[i], d[i]) < min(a[i], b[i]) for i in (0, 1))
    is_past = turns[0] == turns[1] != 0 or turns[2] == turns[3] != 0
    return OUTSIDE if apart or is_past else ON_THE_EDGE


def stops(path: tuple[tuple[Point, ...], ...], area: AreaForm) -> Iterator[Point]:
    """Points of a path at which to look: even steps, and between its meetings with drawn edges."""
    for a, b in edges(path):
        shares = {i / 64 for i in range(65)}
        for c, d in edges(tuple(drawn(area))):
            across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
            if across and meets(a, b, c, d) != OUTSIDE:
                share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across
                shares.add(min(max(share, 0.0), 1.0))
        ordered = sorted(shares)
        halves = [(x + y) / 2 for x, y in itertools.pairwise(ordered)]
        yield from (a, b, *(between(a, b, share) for share in (*ordered[1:-1], *halves)))


def drawn(area: AreaForm) -> Iterator[tuple[Point, ...]]:
    """The rings and lines of the shapes that a settled area is made of."""
    if isinstance(area, Shape):
        yield from rings(area.geometry)
    elif isinstance(area, Union | Intersection):
        for part in area.of:
            yield from drawn(part)
    elif isinstance(area, Difference):
        for part in (area.of, *area.without):
            yield from drawn(part)
