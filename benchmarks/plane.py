# SPDX-License-Identifier: Apache-2.0
"""The load's box on a plane, for peers that measure in metres on a plane.

A Lambert conformal conic projection with two parallels keeps the scale within ``SCALE_ERROR`` over the box. Edges
are straight in longitude and latitude and therefore bent on the plane: they are cut into pieces first.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from load import Size, areas

Floats = NDArray[np.float64]

_PROJECTED = pyproj.Proj("+proj=lcc +lat_1=32.5 +lat_2=36.5 +lat_0=34.5 +lon_0=39 +ellps=WGS84")
SCALE_ERROR = 1.2e-3
"""No metre on the ground between 31.2 and 37.8 degrees north is off by a larger share on the plane."""
_PIECE_DEG = 0.02
"""A piece this long is bent by less than a decimetre."""


def to_plane(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Metres east and north on the plane."""
    x, y = _PROJECTED(lon, lat)
    return np.asarray(x), np.asarray(y)


def to_degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude of points on the plane."""
    lon, lat = _PROJECTED(x, y, inverse=True)
    return np.asarray(lon), np.asarray(lat)


@cache
def plane_areas(size: Size) -> list[shapely.Polygon]:
    """The drawn areas on the plane."""
    made = []
    for ring in areas(size):
        cut = shapely.segmentize(shapely.Polygon(ring), _PIECE_DEG)
        made.append(shapely.transform(cut, lambda xy: np.column_stack(to_plane(*xy.T))))
    return made


def boundary_pieces(area: shapely.Polygon, points: int) -> NDArray[Any]:
    """The boundary of an area as lines of at most so many points, for peers that index them."""
    xy = shapely.get_coordinates(area.boundary)
    starts = range(0, len(xy) - 1, points - 1)
    return np.array([shapely.LineString(xy[start : start + points]) for start in starts], dtype=object)


def tiles(area: shapely.Polygon, points: int) -> list[shapely.Polygon]:
    """An area cut into tiles of at most about so many points, for peers that index them."""
    if shapely.get_num_coordinates(area) <= points:
        return [area]
    west, south, east, north = area.bounds
    if east - west > north - south:
        middle = (west + east) / 2
        halves = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    else:
        middle = (south + north) / 2
        halves = shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)
    parts = [part for half in halves for part in shapely.get_parts(area.intersection(half))]
    return [tile for part in parts if shapely.get_dimensions(part) == 2 for tile in tiles(part, points)]
