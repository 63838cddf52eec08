# SPDX-License-Identifier: Apache-2.0
"""The two conditions of place: in an area, and across a line or a boundary."""

from __future__ import annotations

import itertools

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from truceline.geo.discs import MOST_REACH_M, discs_in
from truceline.geo.ellipsoid import GEOD
from truceline.geo.extents import Extents, Floats
from truceline.geo.regions import NowhereRegion, OutsideRegion, Region, ShapeRegion
from truceline.truth import NO, TRUTH, UNKNOWN, YES, Truths

_MOST_SAMPLES = 4_000


def in_region(extents: Extents, region: Region) -> Truths:
    """Whether each extent lies in a region.

    Args:
        extents: n extents.
        region: a closed set.

    Returns:
        (n,) int8: yes where the whole extent lies in it, no where none of it does, else unknown; a
        missing place is unknown, except that nothing lies nowhere.
    """
    has_shape = extents.has_shape
    if not has_shape.any():
        return discs_in(region, extents.lon, extents.lat, extents.radius_m)
    answer = np.full(len(extents), UNKNOWN, dtype=TRUTH)
    if isinstance(region, NowhereRegion):
        answer[:] = NO
        return answer
    points = np.flatnonzero(~has_shape)
    answer[points] = discs_in(region, extents.lon[points], extents.lat[points], extents.radius_m[points])
    rows = np.flatnonzero(has_shape)
    first, inverse = _distinct(extents, rows)
    answer[rows] = _shapes_in(extents.take(first), region)[inverse]
    return answer


def _distinct(extents: Extents, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of rows with shapes: one of each shape (the same object) and radius, and which of these each row is."""
    keys = np.empty(len(rows), dtype=[("shape", "i8"), ("radius", "f8")])
    keys["shape"] = [id(shape) for shape in extents.shapes[rows]]
    keys["radius"] = np.nan_to_num(extents.radius_m[rows], nan=0.0)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return rows[first], inverse


def _shapes_in(extents: Extents, region: Region) -> Truths:
    """``in_region`` for extents that all have shapes."""
    answer = np.full(len(extents), UNKNOWN, dtype=TRUTH)
    is_path = shapely.get_dimensions(extents.shapes) == 1
    polygons = np.flatnonzero(~is_path)
    if len(polygons):
        answer[polygons] = region.holds_shapes(extents.shapes[polygons])
    radius = np.nan_to_num(extents.radius_m, nan=0.0)
    for row in np.flatnonzero(is_path):
        answer[row] = _path_in(extents.shapes[row], float(radius[row]), region)
    return answer


def _path_in(path: BaseGeometry, radius_m: float, region: Region) -> np.int8:
    """Whether a path, widened by its radius, lies in a region."""
    if radius_m == 0:
        exact = region.holds_shapes(np.array([path], dtype=object))[0]
        if exact != UNKNOWN or isinstance(region, ShapeRegion):
            return np.int8(exact)
    lon, lat, step_m = samples(path)
    every = discs_in(region, lon, lat, np.full(len(lon), radius_m + step_m))
    return np.int8(every[0]) if np.all(every == every[0]) else np.int8(UNKNOWN)


def samples(path: BaseGeometry) -> tuple[Floats, Floats, float]:
    """Points along a path such that every point of it is within the third value, metres, of one."""
    span = float(shapely.length(path))
    piece = max(span / _MOST_SAMPLES, 0.001)
    xy = shapely.get_coordinates(shapely.segmentize(path, piece))
    steps = GEOD.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])[2]
    return xy[:, 0].copy(), xy[:, 1].copy(), float(np.max(steps)) * 0.51 + 0.1


def crosses(extents: Extents, region: Region) -> Truths:
    """Whether each extent is a path that crosses a line, or the boundary of an area.

    A path crosses an area's boundary where it has one point in the area and one outside. It crosses a
    line where it goes from one side to the other; a path that only touches may or may not. Whatever
    else crosses a boundary does so somewhere on it: an extent that holds no point of it cannot.

    Args:
        extents: n extents; only paths can cross for certain.
        region: lines, or an area.

    Returns:
        (n,) int8: yes where the path crosses whatever its accuracy, no where it cannot, else unknown.
    """
    answer = np.full(len(extents), UNKNOWN, dtype=TRUTH)
    inside = in_region(extents, region)
    if region.is_line or isinstance(region, NowhereRegion):
        answer[inside == NO] = NO
    else:
        is_path = shapely.get_dimensions(extents.shapes) == 1
        strictly_inside = in_region(extents, OutsideRegion(region)) == NO
        answer[(inside == NO) | np.where(is_path, inside == YES, strictly_inside)] = NO
    paths = np.flatnonzero((answer == UNKNOWN) & (shapely.get_dimensions(extents.shapes) == 1))
    if len(paths):
        first, inverse = _distinct(extents, paths)
        radius = np.nan_to_num(extents.radius_m[first], nan=0.0)
        found = [
            _path_crosses(path, r, region)
            for path, r in zip(extents.shapes[first], radius.tolist(), strict=True)
        ]
        answer[paths] = np.array(found, dtype=TRUTH)[inverse]
    return answer


def _path_crosses(path: BaseGeometry, radius_m: float, region: Region) -> np.int8:
    if region.is_line:
        lines = region.geometry if isinstance(region, ShapeRegion) else None
        is_certain = lines is not None and any(
            _edge_crosses(a, b, line, radius_m)
            for part in shapely.get_parts(path)
            for a, b in _edges(part)
            for line in shapely.get_parts(lines)
            if line.geom_type == "LineString"
        )
        return np.int8(YES if is_certain else UNKNOWN)
    for part in shapely.get_parts(path):
        xy = shapely.get_coordinates(part)
        found = discs_in(region, xy[:, 0].copy(), xy[:, 1].copy(), np.full(len(xy), radius_m))
        if np.any(found == YES) and np.any(found == NO):
            return np.int8(YES)
    return np.int8(UNKNOWN)


def _edges(line: BaseGeometry) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    xy = [(float(x), float(y)) for x, y in shapely.get_coordinates(line)]
    return list(itertools.pairwise(xy))


def _side(a: tuple[float, float], b: tuple[float, float], p: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _edge_crosses(
    a: tuple[float, float], b: tuple[float, float], line: BaseGeometry, radius_m: float
) -> bool:
    """Whether one straight piece of a path crosses a line however its ends are moved within the radius.

    It does where it meets the line an odd number of times, its ends stay farther than the radius from
    the line and the line's ends farther than that from the piece: then no such move can take the one
    past the other. An end or a corner that is met exactly is not certain.
    """
    crossings = 0
    for c, d in _edges(line):
        sides = (_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b))
        if 0.0 in sides:
            segment = shapely.LineString([a, b])
            if segment.intersects(shapely.LineString([c, d])):
                return False
            continue
        crossings += (sides[0] > 0) != (sides[1] > 0) and (sides[2] > 0) != (sides[3] > 0)
    if crossings % 2 == 0:
        return False
    if radius_m == 0:
        return True
    ends = np.array([a, b])
    reach = np.full(2, radius_m)
    ends_low, _ = ShapeRegion(line).signed_m(ends[:, 0], ends[:, 1], reach)
    tips = shapely.get_coordinates(line)[[0, -1]]
    is_ring = bool(np.all(tips[0] == tips[1]))
    tips_low, _ = ShapeRegion(shapely.LineString([a, b])).signed_m(tips[:, 0], tips[:, 1], reach)
    return bool(np.all(ends_low > radius_m) and (is_ring or np.all(tips_low > radius_m)))


def distance_m(extents: Extents, region: Region) -> tuple[Floats, Floats]:
    """Bounds on the distance from point extents to a region.

    Returns:
        ``low`` and ``high``, each (n,) metres; 0 where inside; a missing place and a shape give
        [0, infinity].
    """
    low, high = np.zeros(len(extents)), np.full(len(extents), np.inf)
    rows = np.flatnonzero(np.isfinite(extents.lon) & np.isfinite(extents.lat))
    if len(rows):
        reach = np.full(len(rows), MOST_REACH_M)
        near, far = region.signed_m(extents.lon[rows], extents.lat[rows], reach)
        radius = np.nan_to_num(extents.radius_m[rows], nan=0.0)
        low[rows] = np.maximum(0.0, near - radius)
        high[rows] = np.maximum(0.0, far + radius)
    return low, high
