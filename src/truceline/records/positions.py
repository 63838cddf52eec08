# SPDX-License-Identifier: Apache-2.0
"""Where: points, names of areas and shapes of records, one of them each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from truceline.records.cells import Coded, chosen, coded, distinct, spread
from truceline.terms import (
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Circle,
    Difference,
    Intersection,
    Shape,
    Terms,
    Union,
    geometry_fault,
)

_KINDS = ("Polygon", "MultiPolygon", "LineString", "MultiLineString")
_FARTHEST_M = 2.1e7
"""No two places on earth are farther apart."""


@dataclass(frozen=True, slots=True)
class PlaceCells:
    """The columns of a place that are not numbers, and what is wrong with places."""

    area: Coded
    geometry: pa.Array
    """WKB."""
    faults: list[tuple[int, str, str]]
    """Row, column and reason."""


def read_places(
    area: pa.Array,
    geometry: pa.Array,
    amounts: Mapping[str, NDArray[np.float64]],
    area_names: frozenset[str],
) -> PlaceCells:
    """Places of rows, checked: a record has a point, an area or a shape, or none of them.

    Args:
        area: (n,) cells with names of areas.
        geometry: (n,) cells of WKT, or of WKB.
        amounts: (n,) ``lon``, ``lat`` and ``radius_m``, NaN where not given.
        area_names: the names that are known.
    """
    faults = list(_point_faults(amounts["lon"], amounts["lat"]))
    names = coded(area)
    reason = "no area of the terms, nor of --areas, has this name"
    unknown = {index: reason for index, word in enumerate(names.words.to_pylist()) if word not in area_names}
    faults += [(row, "area", reason) for row, reason in spread(unknown, names.codes)]
    shapes, shape_faults = _shapes(geometry)
    faults += shape_faults
    has_point = np.isfinite(amounts["lon"]) | np.isfinite(amounts["lat"])
    has_area = names.codes >= 0
    has_shape = shapes.is_valid().to_numpy(zero_copy_only=False)
    has = {"lon": has_point, "area": has_area, "geometry": has_shape}
    for row in np.flatnonzero(has_point.astype(int) + has_area + has_shape > 1):
        given = [name for name, is_given in has.items() if is_given[row]]
        faults.append((int(row), given[1], f"a record has one place, and this one has {' and '.join(given)}"))
    radius = amounts["radius_m"]
    for row in np.flatnonzero(np.isfinite(radius) & ~has_point & ~has_shape):
        faults.append((int(row), "radius_m", "a radius without a point or a path"))
    for row in np.flatnonzero(radius > _FARTHEST_M):
        faults.append((int(row), "radius_m", "a radius beyond the whole earth; it is in metres"))
    return PlaceCells(names, shapes, faults)


def _point_faults(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Iterator[tuple[int, str, str]]:
    has_lon, has_lat = np.isfinite(lon), np.isfinite(lat)
    for row in np.flatnonzero(has_lon != has_lat):
        yield int(row), "lat" if has_lon[row] else "lon", "a point has both lon and lat"
    for row in np.flatnonzero(np.abs(lat) > 90):
        swapped = (
            ", but lon would be: are the two swapped?" if abs(lon[row]) <= 90 and abs(lat[row]) <= 180 else ""
        )
        yield int(row), "lat", f"latitude {lat[row]:g} is not within +-90{swapped}"
    for row in np.flatnonzero(np.abs(lon) > 180):
        yield int(row), "lon", f"longitude {lon[row]:g} is not within +-180"


def _shapes(column: pa.Array) -> tuple[pa.Array, list[tuple[int, str, str]]]:
    if column.null_count == len(column):
        return pa.nulls(len(column), pa.binary()), []
    if pa.types.is_binary(column.type):
        words, codes = distinct(column)
    else:
        cells = coded(column)
        words, codes = cells.words, cells.codes
    found: list[bytes | None] = []
    broken: dict[int, str] = {}
    for index, word in enumerate(words.to_pylist()):
        shape, reason = _shape(word)
        found.append(shape)
        if reason:
            broken[index] = reason
    faults = [(row, "geometry", reason) for row, reason in spread(broken, codes)]
    return chosen(found, codes, pa.binary()), faults


def _shape(cell: str | bytes) -> tuple[bytes | None, str]:
    """A cell as WKB, and what is wrong with it."""
    if not cell:
        return None, ""
    try:
        shape = shapely.from_wkb(cell) if isinstance(cell, bytes) else shapely.from_wkt(cell)
    except (shapely.errors.GEOSException, UnicodeError) as error:
        return None, f"not a shape as WKT or WKB: {' '.join(str(error).split())}"
    if shape.geom_type not in _KINDS:
        return None, "expected a polygon or a path; a point goes into lon and lat"
    fault = geometry_fault(shape)
    return (None, fault) if fault else (bytes(shapely.to_wkb(shapely.force_2d(shape))), "")


class SwapWatch:
    """Watches for points that lie far from all areas of the terms, and near them with lon and lat swapped.

    Such a point may be right, so it is taken as it stands; only a warning can be given.
    """

    _NEAR_DEG = 1.0

    def __init__(self, terms: Terms) -> None:
        boxes = [box for area in terms.areas.values() for box in _boxes(area.form)]
        self.count = 0
        self._box = (
            None
            if not boxes
            else (
                min(box[0] for box in boxes) - self._NEAR_DEG,
                min(box[1] for box in boxes) - self._NEAR_DEG,
                max(box[2] for box in boxes) + self._NEAR_DEG,
                max(box[3] for box in boxes) + self._NEAR_DEG,
            )
        )

    def look(self, lon: NDArray[np.float64], lat: NDArray[np.float64], kept: NDArray[np.bool_]) -> None:
        """Counts the points of a batch that seem to be swapped."""
        if self._box is not None:
            self.count += int((kept & ~self._holds(lon, lat) & self._holds(lat, lon)).sum())

    def _holds(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        assert self._box is not None
        west, south, east, north = self._box
        return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _boxes(form: AreaForm) -> Iterator[tuple[float, float, float, float]]:
    """Boxes, in degrees, that together hold about all that a form may hold, a little narrow in the north."""
    match form:
        case Shape():
            west, south, east, north = form.geometry.bounds
            yield west, south, east, north
        case Circle():
            height = form.radius_m / 111_000
            yield form.lon - height, form.lat - height, form.lon + height, form.lat + height
        case Buffer():
            more = form.by_m / 111_000
            for west, south, east, north in _boxes(form.of):
                yield west - more, south - more, east + more, north + more
        case Union() | Intersection():
            for part in form.of:
                yield from _boxes(part)
        case Difference():
            yield from _boxes(form.of)
        case Between():
            yield from _boxes(form.at_most)
        case AreaHistory():
            for _, part in form.entries:
                yield from _boxes(part)
        case AreaOneOf():
            for part in form.options:
                yield from _boxes(part)
