# SPDX-License-Identifier: Apache-2.0
"""Areas as closed sets on the ellipsoid, by bounds on the signed distance to their boundary.

Every region answers one question: between which bounds lies the signed distance from a point to
the region (negative inside)? A disc lies in the region for certain where ``high <= -radius`` and
outside for certain where ``low > radius``. The bounds of a composed region follow from those of its
parts and err towards *unknown*.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from truceline.geo import kept
from truceline.geo.cells import Cells, build
from truceline.geo.ellipsoid import GEOD, MARGIN_M, Edges, boundary_segments
from truceline.geo.extents import Floats
from truceline.kernels import is_compiled
from truceline.truth import NO, TRUTH, UNKNOWN, YES, Truths, not_

Bounds = tuple[Floats, Floats]
ShapeBounds = Callable[["ShapeRegion", Floats, Floats, Floats], Bounds]
"""Shape, lon, lat and reach to bounds on the signed distance."""
TINY_M = 1e-9
"""Stands for "more than nothing" where an exact predicate says outside."""
ON_LINE_M = MARGIN_M
"""A point that an exact predicate puts on a line is no farther from it."""
_SMALLEST_DEGREE_M = 110_574.0
"""No degree of latitude is shorter, nor one of longitude at the equator."""


WORTH_DISCS = 20_000.0
"""An index pays once so many discs were asked for: about as long as it takes to build."""
WORTH_LOOKING = 1_000.0
"""So many, and it is looked whether an earlier run has kept one."""
_WORTH_KEEPING = 300
"""Corners; the index of fewer is built in less time than it takes to read it."""
_USUAL_RADIUS_M = 40_000.0
"""Larger discs near the boundary are measured one by one."""


@dataclass(eq=False)
class _Asked:
    """What a shape has been asked so far, and the index that this was worth."""

    lock: Lock = field(default_factory=Lock)
    """Held while the index is built."""
    geos: Lock = field(default_factory=Lock)
    """Held while GEOS may build parts of a prepared geometry, which it does at first need and for one thread."""
    is_ready: bool = False
    """Whether GEOS has built what it looks points up in."""
    discs: float = 0.0
    """Roughly: threads may count at once."""
    beyond_m: float = -1.0
    """For how far the index was built, -1 where it was not."""
    looked_m: float = -1.0
    """For how far around an index was looked for on disk, -1 where it was not."""
    cells: Cells | None = None


class Region:
    """A closed set of points; the subclasses say how it is made."""

    is_line = False
    """Whether it is made of lines or points alone, without an inside."""

    def signed_m(self, lon: Floats, lat: Floats, reach_m: Floats) -> Bounds:
        """Bounds on the signed distance; exact only as far as ``reach_m`` needs."""
        return self.composed_m(lon, lat, reach_m, ShapeRegion.measured_m)

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """The same from any bounds of the shapes that it is made of.

        Wider bounds of the shapes give wider ones here, narrower ones narrower, to the last bit: each step is
        monotone, and so is its rounding.
        """
        raise TypeError(f"{type(self).__name__} does not say")

    def shapes_within(self, more_m: float = 0.0) -> dict[ShapeRegion, float]:
        """The shapes it is made of, each with how much farther than a disc's radius it is looked at."""
        return {}

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """Whether polygons lie in the region: wholly, not at all, or neither for certain."""
        lon, lat, radius = zip(*map(_round_disc, shapes), strict=True) if len(shapes) else ((), (), ())
        x, y, r = (np.array(values, dtype=np.float64) for values in (lon, lat, radius))
        return decided(*self.signed_m(x, y, r), r)


def decided(low: Floats, high: Floats, radius_m: Floats) -> Truths:
    """Whether discs lie in a region, from the bounds on the signed distance of their centres."""
    answer = np.where(high <= -radius_m, YES, np.where(low > radius_m, NO, UNKNOWN))
    return answer.astype(TRUTH)


def looked_at_m(reach_m: Floats) -> Floats:
    """How far edges are looked for, a little farther than is asked."""
    return reach_m * 1.001 + 1.0


def _round_disc(shape: BaseGeometry) -> tuple[float, float, float]:
    """Centre and radius of a disc that holds a shape."""
    west, south, east, north = shape.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    xy = shapely.get_coordinates(shapely.segmentize(shape, 0.05))
    far = GEOD.inv(np.full(len(xy), lon), np.full(len(xy), lat), xy[:, 0], xy[:, 1])[2]
    # Between two vertices at most 0.05 degrees apart no point is farther than the farther one by more
    # than half a piece, 4 km.
    return lon, lat, float(np.max(far)) + 4_000.0


@dataclass(frozen=True, eq=False)
class ShapeRegion(Region):
    """A geometry as given."""

    geometry: BaseGeometry
    _asked: _Asked = field(default_factory=_Asked, init=False, repr=False)

    def __post_init__(self) -> None:
        shapely.prepare(self.geometry)

    @property
    def is_line(self) -> bool:  # type: ignore[override]
        """Whether there is no polygon in it."""
        return bool(shapely.get_dimensions(self.geometry) < 2)

    @cached_property
    def edges(self) -> Edges:
        """The boundary, or the lines and points themselves."""
        return Edges(boundary_segments(self.geometry))

    def _kept(self, beyond_m: float) -> Cells | None:
        """An index that an earlier run has kept on disk."""
        if shapely.get_num_coordinates(self.geometry) < _WORTH_KEEPING:
            return None
        return kept.read(kept.name_of(shapely.to_wkb(self.geometry), beyond_m))

    def _built(self, beyond_m: float, is_fast: bool) -> Cells | None:
        """An index made now, and kept for the next run."""
        segments = self.edges.segments
        found = build(segments, self.is_line, self.holds_points, beyond_m, is_fast)
        if found is not None and shapely.get_num_coordinates(self.geometry) >= _WORTH_KEEPING:
            kept.write(kept.name_of(shapely.to_wkb(self.geometry), beyond_m), found)
        return found

    @cached_property
    def _points(self) -> NDArray[np.complex128]:
        """Of a set of points: longitude and latitude in order, the last of them twice."""
        points = shapely.get_coordinates(self.geometry)
        ordered = np.sort(points[:, 0] + 1j * points[:, 1])
        return np.append(ordered, ordered[-1:])

    @property
    def asked_discs(self) -> float:
        """How many discs it was asked so far, roughly."""
        return self._asked.discs

    def cells(self, discs: float, more_m: float) -> Cells | None:
        """The index of the boundary, once enough discs were asked for; several threads may ask.

        Args:
            discs: how many are asked for now; an exact point is a fraction of one.
            more_m: how much farther than a disc's radius it is looked at.
        """
        asked, beyond_m = self._asked, _USUAL_RADIUS_M + more_m
        asked.discs += discs
        if asked.discs < WORTH_LOOKING:
            return None
        if asked.beyond_m < beyond_m:
            with asked.lock:
                if asked.beyond_m < beyond_m and asked.looked_m < beyond_m:
                    asked.looked_m = beyond_m
                    kept_cells = self._kept(beyond_m)
                    if kept_cells is not None:
                        asked.cells, asked.beyond_m = kept_cells, beyond_m
                if asked.beyond_m < beyond_m and asked.discs >= WORTH_DISCS:
                    asked.cells = self._built(beyond_m, is_compiled(int(asked.discs)))
                    asked.beyond_m = beyond_m
        return asked.cells if asked.beyond_m >= beyond_m else None

    def holds_points(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Whether exact points lie in the shape, its boundary included."""
        held = self._holds(lon, lat)
        for here, there in ((-180.0, 180.0), (180.0, -180.0)):
            on_seam = lon == here
            if on_seam.any():
                held[on_seam] |= self._holds(np.full(on_seam.sum(), there), lat[on_seam])
        on_pole = np.abs(lat) == 90
        for row in np.flatnonzero(on_pole):
            line = shapely.LineString([(-180, lat[row]), (180, lat[row])])
            with self._asked.geos:
                held[row] = bool(self.geometry.intersects(line))
        return np.asarray(held, dtype=bool)

    def _holds(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        if shapely.get_dimensions(self.geometry) == 0:
            # Thousands of points are looked up at once; GEOS would go through them for each.
            asked = lon + 1j * lat
            return np.asarray(self._points[np.searchsorted(self._points[:-1], asked)] == asked, dtype=bool)
        self._make_ready()
        return np.asarray(shapely.intersects_xy(self.geometry, lon, lat), dtype=bool)

    def _make_ready(self) -> None:
        """Lets GEOS build what it looks points up in, at first need and alone: it does so for one thread only.

        A prepared polygon goes through its edges for the first point that it is asked about, makes an index when it is
        asked the second time, and fills it when that is asked. So it is asked about a corner of its own, some times over.
        """
        if not self._asked.is_ready:
            corner = np.repeat(shapely.get_coordinates(self.geometry)[:1], 8, axis=0)
            with self._asked.geos:
                shapely.intersects_xy(self.geometry, corner[:, 0], corner[:, 1])
                self._asked.is_ready = True

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """Itself."""
        return of_shape(self, lon, lat, reach_m)

    def shapes_within(self, more_m: float = 0.0) -> dict[ShapeRegion, float]:
        """Itself."""
        return {self: more_m}

    def measured_m(self, lon: Floats, lat: Floats, reach_m: Floats) -> Bounds:
        """Exact predicates decide the side, measured distances how far."""
        is_in = self.holds_points(lon, lat)
        if self.is_line and not np.any(reach_m > 0):
            return np.where(is_in, 0.0, TINY_M), np.where(is_in, 0.0, np.inf)
        near, far = np.zeros(len(lon)), np.full(len(lon), np.inf)
        measured = reach_m > 0
        near[measured], far[measured] = self.edges.distance_m(
            lon[measured], lat[measured], looked_at_m(reach_m[measured])
        )
        if self.is_line:
            on_it = np.where(measured, ON_LINE_M, 0.0)
            return np.where(is_in, 0.0, np.maximum(near, TINY_M)), np.where(is_in, on_it, far)
        return np.where(is_in, -far, np.maximum(near, TINY_M)), np.where(is_in, -near, far)

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """By exact predicates in longitude and latitude, in which edges are straight."""
        with self._asked.geos:
            covers = shapely.covers(self.geometry, shapes)
            apart = shapely.disjoint(self.geometry, shapes)
        seam = _touches_seam(shapes) & _touches_seam(np.array([self.geometry], dtype=object))
        return np.where(covers, YES, np.where(apart & ~seam, NO, UNKNOWN)).astype(TRUTH)

    def least_distance_m(self, shapes: NDArray[Any]) -> Floats:
        """A lower bound on the distance from shapes to this one; 0 where none is known."""
        with self._asked.geos:
            degrees = shapely.distance(self.geometry, shapes)
        bounds = np.vstack([shapely.bounds(shapes), np.atleast_2d(shapely.bounds(self.geometry))])
        widest = np.max(np.abs(bounds[:, [1, 3]]))
        scale = _SMALLEST_DEGREE_M * np.cos(np.radians(min(widest, 90.0))) * 0.99
        # Across the antimeridian the way may be shorter than the degrees between them say.
        around = 360.0 - (np.max(bounds[:, 2]) - np.min(bounds[:, 0]))
        return np.asarray(np.minimum(degrees, max(around, 0.0)) * scale, dtype=np.float64)


def _touches_seam(shapes: NDArray[Any]) -> NDArray[np.bool_]:
    bounds = shapely.bounds(shapes)
    return np.asarray((bounds[:, 0] <= -180) | (bounds[:, 2] >= 180), dtype=bool)


@dataclass(frozen=True, eq=False)
class BufferRegion(Region):
    """Every point within some metres of another region."""

    of: Region
    by_m: float

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """Outside it is the distance less the width; inside only an upper bound is known."""
        low, high = self.of.composed_m(lon, lat, reach_m + self.by_m, of_shape)
        is_outside = low > self.by_m
        return np.where(is_outside, low - self.by_m, -np.inf), high - self.by_m

    def shapes_within(self, more_m: float = 0.0) -> dict[ShapeRegion, float]:
        """Those of its parts."""
        return self.of.shapes_within(more_m + self.by_m)

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """Yes where the inner region holds them, no where they are farther than the width."""
        answer = super().holds_shapes(shapes)
        inner = self.of.holds_shapes(shapes)
        answer = np.where(inner == YES, YES, answer).astype(TRUTH)
        if isinstance(self.of, ShapeRegion):
            is_far = self.of.least_distance_m(shapes) > self.by_m
            answer = np.where((answer == UNKNOWN) & is_far, NO, answer).astype(TRUTH)
        return answer


def _within(parts: Sequence[Region], more_m: float) -> dict[ShapeRegion, float]:
    found: dict[ShapeRegion, float] = {}
    for part in parts:
        for shape, more in part.shapes_within(more_m).items():
            found[shape] = max(found.get(shape, 0.0), more)
    return found


@dataclass(frozen=True, eq=False)
class UnionRegion(Region):
    """Every point of any part."""

    parts: tuple[Region, ...]

    @cached_property
    def whole(self) -> ShapeRegion | None:
        """The parts as one shape, where all are plain: it knows discs across an inner border."""
        plain = [part.geometry for part in self.parts if isinstance(part, ShapeRegion) and not part.is_line]
        return ShapeRegion(shapely.union_all(plain)) if len(plain) == len(self.parts) else None

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """As near as the nearest part."""
        bounds = [part.composed_m(lon, lat, reach_m, of_shape) for part in self.parts]
        low = np.min([b[0] for b in bounds], axis=0)
        high = np.min([b[1] for b in bounds], axis=0)
        if self.whole is not None:
            # The overlay moves a boundary by less than a micrometre; a metre is far more.
            inside = self.whole.composed_m(lon, lat, reach_m, of_shape)[1] + 1.0
            high = np.where((reach_m > 0) & (inside < 0), np.minimum(high, inside), high)
        return low, high

    def shapes_within(self, more_m: float = 0.0) -> dict[ShapeRegion, float]:
        """Those of its parts."""
        whole = () if self.whole is None else (self.whole,)
        return _within((*self.parts, *whole), more_m)

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """Yes where one part holds them, no where none touches them."""
        return np.asarray(np.max([part.holds_shapes(shapes) for part in self.parts], axis=0), dtype=TRUTH)


@dataclass(frozen=True, eq=False)
class IntersectionRegion(Region):
    """Every point common to all parts."""

    parts: tuple[Region, ...]

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """As far as the farthest part."""
        bounds = [part.composed_m(lon, lat, reach_m, of_shape) for part in self.parts]
        return np.max([b[0] for b in bounds], axis=0), np.max([b[1] for b in bounds], axis=0)

    def shapes_within(self, more_m: float = 0.0) -> dict[ShapeRegion, float]:
        """Those of its parts."""
        return _within(self.parts, more_m)

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """Yes where all parts hold them, no where one does not touch them."""
        return np.asarray(np.min([part.holds_shapes(shapes) for part in self.parts], axis=0), dtype=TRUTH)


@dataclass(frozen=True, eq=False)
class OutsideRegion(Region):
    """Every point that is not strictly inside another region."""

    of: Region

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """The other region's, turned round. Its boundary stays in, so look at least a metre around."""
        low, high = self.of.composed_m(lon, lat, np.maximum(reach_m, 1.0), of_shape)
        return -high, -low

    def shapes_within(self, more_m: float = 0.0) -> dict[ShapeRegion, float]:
        """Those of its parts."""
        return self.of.shapes_within(more_m)

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """Yes where the other does not touch them; a shape wholly inside it is out, its edge apart."""
        inner = self.of.holds_shapes(shapes)
        return np.where(inner == YES, UNKNOWN, not_(inner)).astype(TRUTH)


@dataclass(frozen=True, eq=False)
class BetweenRegion(Region):
    """A region that is only known to hold one region and to lie in another."""

    at_least: Region
    at_most: Region

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """In where the inner one is, out where the outer one is not."""
        low, _ = self.at_most.composed_m(lon, lat, reach_m, of_shape)
        _, high = self.at_least.composed_m(lon, lat, reach_m, of_shape)
        return low, high

    def shapes_within(self, more_m: float = 0.0) -> dict[ShapeRegion, float]:
        """Those of its parts."""
        return _within((self.at_least, self.at_most), more_m)

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """Yes by the inner one, no by the outer one."""
        inner, outer = self.at_least.holds_shapes(shapes), self.at_most.holds_shapes(shapes)
        return np.where(inner == YES, YES, np.where(outer == NO, NO, UNKNOWN)).astype(TRUTH)


@dataclass(frozen=True, eq=False)
class NowhereRegion(Region):
    """The region without a point."""

    def composed_m(self, lon: Floats, lat: Floats, reach_m: Floats, of_shape: ShapeBounds) -> Bounds:
        """Endlessly far."""
        far = np.full(len(lon), np.inf)
        return far, far

    def holds_shapes(self, shapes: NDArray[Any]) -> Truths:
        """Never."""
        return np.full(len(shapes), NO, dtype=TRUTH)


NOWHERE = NowhereRegion()


def shape_region(geometry: BaseGeometry) -> Region:
    """The region of a geometry: polygons with their boundary, lines or points."""
    return ShapeRegion(geometry)


def circle_region(lon: float, lat: float, radius_m: float) -> Region:
    """Every point within ``radius_m`` geodesic metres of a centre."""
    return BufferRegion(ShapeRegion(shapely.Point(lon, lat)), radius_m)


def buffer_region(of: Region, by_m: float) -> Region:
    """Every point within ``by_m`` geodesic metres of a region."""
    return BufferRegion(of, by_m)


def union_region(parts: Sequence[Region]) -> Region:
    """Every point of any part."""
    return UnionRegion(tuple(parts))


def intersection_region(parts: Sequence[Region]) -> Region:
    """Every point common to all parts."""
    return IntersectionRegion(tuple(parts))


def difference_region(of: Region, without: Sequence[Region]) -> Region:
    """Every point of one region that is not strictly inside any of the others."""
    return IntersectionRegion((of, *(OutsideRegion(part) for part in without)))


def between_region(at_least: Region, at_most: Region) -> Region:
    """A region known only to hold ``at_least`` and to lie in ``at_most``."""
    return BetweenRegion(at_least, at_most)
