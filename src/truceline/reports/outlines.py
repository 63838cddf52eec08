# SPDX-License-Identifier: Apache-2.0
"""Areas as shapes to look at.

For the eye only: circles and buffers are polygons with a limited number of corners, outlines are
thinned, and what crosses the antimeridian may run past 180 degrees. The engine decides by distances
on the ellipsoid and never sees these shapes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from truceline.reports.data import GeoJson
from truceline.terms import (
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Circle,
    Difference,
    Intersection,
    NamedArea,
    Nowhere,
    Shape,
    Terms,
    Union,
)

__all__ = ["area_outline", "area_outlines", "geojson"]

_GEOD = pyproj.Geod(ellps="WGS84")
_CORNERS = 96
_FINEST_SHARE = 1 / 4000
"""Corners nearer to the line than this share of a shape's extent are left out."""
_M_PER_DEGREE = 111_195.0
_EMPTY: BaseGeometry = shapely.GeometryCollection()


def area_outline(form: AreaForm, terms: Terms) -> GeoJson | None:
    """The largest extent that an area may have, as GeoJSON to draw; None where it holds no point."""
    return geojson(area_outlines(form, terms)[1])


def area_outlines(form: AreaForm, terms: Terms) -> tuple[BaseGeometry, BaseGeometry]:
    """What surely belongs to an area, and what may: at some instant, under some reading.

    The two are equal where the area has one line. Either may be empty.
    """
    if isinstance(form, NamedArea):
        return area_outlines(terms.areas[form.id].form, terms)
    if isinstance(form, Shape):
        return form.geometry, form.geometry
    if isinstance(form, Circle):
        drawn = _disc(form.lon, form.lat, form.radius_m)
        return drawn, drawn
    if isinstance(form, Buffer):
        inner, outer = area_outlines(form.of, terms)
        grown = _grown(outer, form.by_m)
        return (grown, grown) if inner is outer else (_grown(inner, form.by_m), grown)
    if isinstance(form, Difference):
        inner, outer = area_outlines(form.of, terms)
        without = [area_outlines(part, terms) for part in form.without]
        return (
            shapely.difference(inner, shapely.union_all([other for _, other in without])),
            shapely.difference(outer, shapely.union_all([other for other, _ in without])),
        )
    if isinstance(form, Between):
        return area_outlines(form.at_least, terms)[0], area_outlines(form.at_most, terms)[1]
    if isinstance(form, Nowhere):
        return _EMPTY, _EMPTY
    return _combined(form, terms)


def _combined(form: AreaForm, terms: Terms) -> tuple[BaseGeometry, BaseGeometry]:
    """The bounds of an area that is made of several."""
    if isinstance(form, Union):
        parts = [area_outlines(part, terms) for part in form.of]
        return shapely.union_all([i for i, _ in parts]), shapely.union_all([o for _, o in parts])
    if isinstance(form, Intersection):
        parts = [area_outlines(part, terms) for part in form.of]
        return _common([i for i, _ in parts]), _common([o for _, o in parts])
    if isinstance(form, AreaHistory):
        parts = [area_outlines(entry, terms) for _, entry in form.entries]
    elif isinstance(form, AreaOneOf):
        parts = [area_outlines(option, terms) for option in form.options]
    else:
        raise TypeError(f"no outline can be drawn of {type(form).__name__}")
    return _common([i for i, _ in parts]), shapely.union_all([o for _, o in parts])


def _common(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    common = shapes[0] if shapes else _EMPTY
    for shape in shapes[1:]:
        common = shapely.intersection(common, shape)
    return common


def _disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """A circle of the ellipsoid as a polygon with corners on it; a cap where it holds a pole."""
    azimuths = np.linspace(0.0, 360.0, _CORNERS, endpoint=False)
    count = len(azimuths)
    lons, lats, _ = _GEOD.fwd(np.full(count, lon), np.full(count, lat), azimuths, np.full(count, radius_m))
    lons = lon + (lons - lon + 540.0) % 360.0 - 180.0
    if (90.0 - abs(lat)) * _M_PER_DEGREE <= radius_m:
        edge = float(np.min(lats) if lat > 0 else np.max(lats))
        return shapely.box(-180.0, min(edge, np.copysign(90, lat)), 180.0, max(edge, np.copysign(90, lat)))
    return shapely.Polygon(np.column_stack([lons, lats]))


def _grown(shape: BaseGeometry, by_m: float) -> BaseGeometry:
    """A shape with a margin, each part on a plane with the scale of its middle."""
    grown = []
    for part in shapely.get_parts(shape):
        if part.is_empty:
            continue
        if part.geom_type == "Point":
            grown.append(_disc(part.x, part.y, by_m))
            continue
        _, south, _, north = part.bounds
        stretch = 1 / max(0.05, float(np.cos(np.radians((south + north) / 2))))
        flat = shapely.transform(part, lambda xy, s=stretch: xy / [s, 1.0])
        drawn = shapely.buffer(flat, by_m / _M_PER_DEGREE, quad_segs=16)
        grown.append(shapely.transform(drawn, lambda xy, s=stretch: xy * [s, 1.0]))
    return shapely.union_all(grown) if grown else _EMPTY


def geojson(shape: BaseGeometry) -> GeoJson | None:
    """A shape as GeoJSON, thinned and rounded to what a page can show; None where it is empty."""
    if shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    extent = max(east - west, north - south)
    thin = shapely.simplify(shape, extent * _FINEST_SHARE, preserve_topology=True)
    digits = 5 if extent < 5 else 4
    return _mapping(shape if thin.is_empty else thin, digits)


def _mapping(shape: BaseGeometry, digits: int) -> GeoJson:
    kind = shape.geom_type
    if kind == "GeometryCollection":
        parts = [_mapping(part, digits) for part in shapely.get_parts(shape) if not part.is_empty]
        return {"type": kind, "geometries": parts}
    if kind == "LinearRing":
        return {"type": "LineString", "coordinates": _line(shape, digits)}
    if kind == "Polygon":
        return {"type": kind, "coordinates": _rings(shape, digits)}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [_rings(part, digits) for part in shapely.get_parts(shape)]}
    if kind == "MultiLineString":
        return {"type": kind, "coordinates": [_line(part, digits) for part in shapely.get_parts(shape)]}
    points = _line(shape, digits)
    return {"type": kind, "coordinates": points[0] if kind == "Point" else points}


def _line(shape: BaseGeometry, digits: int) -> list[list[float]]:
    rounded: list[list[float]] = np.round(shapely.get_coordinates(shape), digits).tolist()
    return rounded


def _rings(polygon: BaseGeometry, digits: int) -> list[list[list[float]]]:
    return [_line(ring, digits) for ring in shapely.get_rings(polygon)]
