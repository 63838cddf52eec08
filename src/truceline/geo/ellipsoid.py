# SPDX-License-Identifier: Apache-2.0
"""Distances on WGS84 from points to edges that are straight in longitude and latitude."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from truceline.geo.chords import ROUNDING_M, geodesic_m, in_space, straight
from truceline.geo.extents import Floats

GEOD = pyproj.Geod(ellps="WGS84")
MARGIN_M = 0.1
MARGIN_SHARE = 1e-4
"""Every distance is taken to be wrong by up to the larger of ``MARGIN_M`` and this share of it: a tenth
of what the design allows, and far above the error of the search for the nearest point of an edge."""

_A, _E2 = 6_378_137.0, 0.006_694_379_990_141_316
PIECE_DEG = 0.25
"""Edges are cut into pieces no longer than this, along the same straight line."""
_PAIRS_AT_ONCE = 500_000
_POLAR_DEG = 80.0
"""Nearer to a pole the flat estimate is not trusted: every candidate edge is measured."""


def metres_per_degree(lat: Floats) -> tuple[Floats, Floats]:
    """Metres of a degree of longitude and of latitude on the ellipsoid.

    Source:
        Radii of curvature: Karney (2013), J. Geodesy 87, 43-55; any textbook of geodesy.
    """
    sin = np.sin(np.radians(lat))
    w = 1 - _E2 * sin * sin
    prime_vertical = _A / np.sqrt(w)
    meridian = _A * (1 - _E2) / w**1.5
    degree = np.pi / 180
    return prime_vertical * np.cos(np.radians(lat)) * degree, meridian * degree


def pieces(segments: Floats) -> Floats:
    """Segments cut so that none spans more than ``PIECE_DEG`` degrees.

    Args:
        segments: (k, 4) lon, lat of one end and of the other.

    Returns:
        (m, 4), m >= k, along the same lines.
    """
    if len(segments) == 0:
        return segments
    span = np.maximum(np.abs(segments[:, 2] - segments[:, 0]), np.abs(segments[:, 3] - segments[:, 1]))
    counts = np.maximum(1, np.ceil(span / PIECE_DEG)).astype(np.int64)
    which = np.repeat(np.arange(len(segments)), counts)
    order = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    start = (order / counts[which])[:, None]
    end = ((order + 1) / counts[which])[:, None]
    a, b = segments[which, :2], segments[which, 2:]
    return np.hstack([a + (b - a) * start, np.where(end >= 1, b, a + (b - a) * end)])


class Edges:
    """Edges that are straight in longitude and latitude, ready to be measured to."""

    def __init__(self, segments: Floats) -> None:
        self.segments = pieces(np.asarray(segments, dtype=np.float64).reshape(-1, 4))
        s = self.segments
        self._tree = shapely.STRtree(
            shapely.box(
                np.minimum(s[:, 0], s[:, 2]),
                np.minimum(s[:, 1], s[:, 3]),
                np.maximum(s[:, 0], s[:, 2]),
                np.maximum(s[:, 1], s[:, 3]),
            )
        )

    def __len__(self) -> int:
        return len(self.segments)

    @cached_property
    def _chords(self) -> tuple[Floats, Floats]:
        return straight(self.segments)

    def distance_m(self, lon: Floats, lat: Floats, limit_m: Floats) -> tuple[Floats, Floats]:
        """Bounds on the distance from points to the nearest edge.

        Args:
            lon: (n,) degrees.
            lat: (n,) degrees.
            limit_m: (n,) how far to look. Beyond it the bounds are [limit, infinity).

        Returns:
            ``low`` and ``high``, each (n,) metres; the distance lies in [low, high].
        """
        low = np.array(limit_m, dtype=np.float64)
        high = np.full(len(lon), np.inf)
        if len(self) == 0:
            return np.full(len(lon), np.inf), high
        found = np.full(len(lon), np.inf)
        step = max(1, _PAIRS_AT_ONCE // max(64, min(len(self), 2000)))
        for begin in range(0, len(lon), step):
            part = slice(begin, begin + step)
            found[part] = self._nearest(lon[part], lat[part], limit_m[part])
        is_found = np.isfinite(found)
        measured = found[is_found]
        margin = np.maximum(MARGIN_M, measured * MARGIN_SHARE)
        low[is_found] = np.minimum(low[is_found], np.maximum(0.0, measured - margin))
        high[is_found] = measured + margin
        return low, high

    def _nearest(self, lon: Floats, lat: Floats, limit_m: Floats) -> Floats:
        """The distance to the nearest edge within the limit; infinity where there is none in reach."""
        nearest = np.full(len(lon), np.inf)
        reach_lat = np.minimum(limit_m / 110_000, 181.0)
        top = np.abs(lat) + reach_lat
        cosine = np.cos(np.radians(np.minimum(top, 89.9)))
        reach_lon = np.where(top >= 89.9, 360.0, np.minimum(limit_m / (110_000 * cosine), 360.0))
        for turn in (-360.0, 0.0, 360.0):
            x = lon + turn
            touches = (x + reach_lon >= -180.0) & (x - reach_lon <= 180.0)
            rows = np.flatnonzero(touches)
            if len(rows) == 0:
                continue
            boxes = shapely.box(
                x[rows] - reach_lon[rows],
                lat[rows] - reach_lat[rows],
                x[rows] + reach_lon[rows],
                lat[rows] + reach_lat[rows],
            )
            which, edge = self._tree.query(boxes)
            row = rows[which]
            keep = self._promising(x[row], lat[row], edge, row, len(lon))
            row, edge = row[keep], edge[keep]
            if len(row):
                measured = self._measure(x[row], lat[row], edge)
                np.minimum.at(nearest, row, measured)
        return nearest

    def _flat(self, lon: Floats, lat: Floats, edge: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Distance and nearest parameter on the plane that has the scale of each point."""
        s = self.segments[edge]
        kx, ky = metres_per_degree(lat)
        ax, ay = (s[:, 0] - lon) * kx, (s[:, 1] - lat) * ky
        dx, dy = (s[:, 2] - s[:, 0]) * kx, (s[:, 3] - s[:, 1]) * ky
        length2 = dx * dx + dy * dy
        with np.errstate(invalid="ignore", divide="ignore"):
            t = np.clip(np.where(length2 > 0, -(ax * dx + ay * dy) / length2, 0.0), 0.0, 1.0)
        return np.hypot(ax + t * dx, ay + t * dy), t

    def _promising(
        self, lon: Floats, lat: Floats, edge: NDArray[np.intp], row: NDArray[np.intp], n: int
    ) -> NDArray[np.bool_]:
        """Pairs that may hold the nearest edge: by bounds from straight lines in space, see ``chords``."""
        line, sag_m = np.take(self._chords[0], edge, axis=0), self._chords[1][edge]
        x, y, z = in_space(lon, lat)
        w = (x - line[:, 0], y - line[:, 1], z - line[:, 2])
        t = np.clip((w[0] * line[:, 3] + w[1] * line[:, 4] + w[2] * line[:, 5]) * line[:, 6], 0.0, 1.0)
        chord = np.sqrt(sum((w[axis] - t * line[:, 3 + axis]) ** 2 for axis in range(3)))
        best = np.full(n, np.inf)
        np.minimum.at(best, row, chord + sag_m)
        keep: NDArray[np.bool_] = chord - sag_m <= geodesic_m(best + ROUNDING_M)[row]
        return keep

    def _measure(self, lon: Floats, lat: Floats, edge: NDArray[np.intp]) -> Floats:
        """The geodesic distance from each point to one edge, by search along the edge."""
        s = self.segments[edge]

        def at(t: Floats) -> Floats:
            x, y = s[:, 0] + t * (s[:, 2] - s[:, 0]), s[:, 1] + t * (s[:, 3] - s[:, 1])
            distance = GEOD.inv(lon, lat, np.where(t >= 1, s[:, 2], x), np.where(t >= 1, s[:, 3], y))[2]
            return np.asarray(distance, dtype=np.float64)

        _, t = self._flat(lon, lat, edge)
        best = at(t)
        # Row by row, so that an answer does not hang on what else is asked.
        is_polar = np.abs(lat) > _POLAR_DEG - 5
        if np.any(is_polar):
            for start in np.linspace(0, 1, 17):
                tried = np.full(len(t), start)
                value = np.where(is_polar, at(tried), np.inf)
                t, best = np.where(value < best, tried, t), np.minimum(value, best)
        for h in (0.1, 0.02, 0.004):
            below, above = np.clip(t - h, 0, 1), np.clip(t + h, 0, 1)
            values = [best, at(below), at(above)]
            vertex = _vertex([t, below, above], [v * v for v in values])
            tried = np.clip(np.where(np.isfinite(vertex), vertex, t), 0, 1)
            for where, value in ((below, values[1]), (above, values[2]), (tried, at(tried))):
                t, best = np.where(value < best, where, t), np.minimum(value, best)
        return best


def _vertex(t: list[Floats], f: list[Floats]) -> Floats:
    """The lowest point of the parabola through three points; not finite where they lie on a line."""
    (a, b, c), (fa, fb, fc) = t, f
    with np.errstate(invalid="ignore", divide="ignore"):
        top = (a - b) ** 2 * (fa - fc) - (a - c) ** 2 * (fa - fb)
        bottom = (a - b) * (fa - fc) - (a - c) * (fa - fb)
        return np.asarray(a - 0.5 * top / bottom, dtype=np.float64)


def boundary_segments(shape: BaseGeometry) -> Floats:
    """The edges of a shape: rings of polygons, parts of lines, points as edges without length.

    The seam at +-180 degrees is an edge only where the shape ends there: where it goes on at the other
    side it is none. An edge along a pole is a point, which the edges beside it hold.

    Returns:
        (k, 4).
    """
    parts = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Point":
            x, y = part.x, part.y
            parts.append(np.array([[x, y, x, y]]))
        else:
            lines = part.boundary if part.geom_type == "Polygon" else part
            for line in shapely.get_parts(lines):
                xy = shapely.get_coordinates(line)
                parts.append(np.hstack([xy[:-1], xy[1:]]))
    if not parts:
        return np.zeros((0, 4))
    segments = np.vstack(parts)
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return segments
    is_pole = (np.abs(segments[:, 1]) == 90) & (segments[:, 1] == segments[:, 3])
    segments = segments[~is_pole]
    seams = {}
    for lon in (-180.0, 180.0):
        on_seam = (segments[:, 0] == lon) & (segments[:, 2] == lon)
        seams[lon] = shapely.union_all(
            [shapely.LineString([(0, a), (0, b)]) for _, a, _, b in segments[on_seam] if a != b]
        )
        segments = segments[~on_seam]
    for lon, other in ((-180.0, 180.0), (180.0, -180.0)):
        rest = seams[lon].difference(seams[other])
        for line in shapely.get_parts(rest):
            y = shapely.get_coordinates(line)[:, 1]
            if len(y) > 1:
                more = np.column_stack([np.full(len(y) - 1, lon), y[:-1], np.full(len(y) - 1, lon), y[1:]])
                segments = np.vstack([segments, more])
    return segments
