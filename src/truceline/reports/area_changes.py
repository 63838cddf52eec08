# SPDX-License-Identifier: Apache-2.0
"""By how much an area changed, and where: square kilometres on the ellipsoid.

Circles and buffers are measured by their drawn outlines, which are about a tenth of a per cent
short. So the numbers are told as "about"; that there is a change is decided by meaning, not here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from truceline.reports.outlines import area_outlines
from truceline.terms import Change, Comparison

__all__ = ["AreaChange", "Measured", "measured"]

_GEOD = pyproj.Geod(ellps="WGS84")
_LONGEST_EDGE_DEG = 0.1
"""Edges are straight in longitude and latitude; between corners this close, a geodesic is as good."""
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True, slots=True)
class Measured:
    """How one shape differs from another."""

    was: float
    """Square kilometres; kilometres of a line; the number of points."""
    now: float
    added: float
    """What belongs to it that did not."""
    removed: float
    unit: str
    """``km²``, ``km`` or ``points``."""
    added_where: str = ""
    """The side and the extent of what was added, in words; empty where nothing was."""
    removed_where: str = ""

    def __str__(self) -> str:
        parts = [f"from about {_number(self.was)} to about {_number(self.now)} {self.unit}"]
        if self.added:
            parts.append(f"about {_number(self.added)} {self.unit} added {self.added_where}")
        if self.removed:
            parts.append(f"about {_number(self.removed)} {self.unit} taken away {self.removed_where}")
        return (
            "; ".join(parts)
            if len(parts) > 1
            else f"the same outline to the eye, about {_number(self.now)} {self.unit}"
        )


@dataclass(frozen=True, slots=True)
class AreaChange:
    """How an area differs, what surely belongs to it and what may belong to it apart."""

    sure: Measured
    possible: Measured

    def __str__(self) -> str:
        if self.sure == self.possible:
            return f"{_verb(self.sure)}: {self.sure}"
        parts = []
        for which, one in (("surely", self.sure), ("possibly", self.possible)):
            if one.added or one.removed:
                parts.append(f"what {which} belongs to it is {_verb(one)}: {one}")
        return ". ".join(parts) or f"the same outline to the eye: {self.possible}"


def measured(change: Change, comparison: Comparison) -> AreaChange | None:
    """The size of a change of an area; None for a change of anything else."""
    if change.forms is None:
        return None
    old_inner, old_outer = area_outlines(change.forms[0], comparison.old)
    new_inner, new_outer = area_outlines(change.forms[1], comparison.new)
    return AreaChange(_measure(old_inner, new_inner), _measure(old_outer, new_outer))


def _measure(old: BaseGeometry, new: BaseGeometry) -> Measured:
    dimension = max(shapely.get_dimensions(old), shapely.get_dimensions(new), 0)
    added, removed = shapely.difference(new, old), shapely.difference(old, new)
    return Measured(
        _size(old, dimension),
        _size(new, dimension),
        _size(added, dimension),
        _size(removed, dimension),
        ("points", "km", "km²")[dimension],
        _where(added, old, dimension),
        _where(removed, old, dimension),
    )


def _parts(shape: BaseGeometry, dimension: int) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if shapely.get_num_geometries(part) > 1 or part.geom_type == "GeometryCollection":
            yield from _parts(part, dimension)
        elif not part.is_empty and shapely.get_dimensions(part) == dimension:
            yield part


def _size(shape: BaseGeometry, dimension: int) -> float:
    total = 0.0
    for part in _parts(shape, dimension):
        if dimension == 0:
            total += 1
        elif dimension == 1:
            total += _GEOD.geometry_length(shapely.segmentize(part, _LONGEST_EDGE_DEG)) / 1000
        else:
            ring = shapely.orient_polygons(shapely.segmentize(part, _LONGEST_EDGE_DEG))
            total += abs(_GEOD.geometry_area_perimeter(ring)[0]) / 1_000_000
    return total if total > 1e-6 else 0.0


def _where(part: BaseGeometry, old: BaseGeometry, dimension: int) -> str:
    """On which side of the old shape a part lies, and its extent."""
    kept = list(_parts(part, dimension))
    if not kept or not _size(part, dimension):
        return ""
    west, south, east, north = shapely.total_bounds(kept)
    extent = f"{_degrees(south, north, 'N', 'S')}, {_degrees(west, east, 'E', 'W')}"
    side = "" if old.is_empty else _side(shapely.union_all(kept), old)
    return f"{side} ({extent})".strip()


def _side(part: BaseGeometry, old: BaseGeometry) -> str:
    """The wind of the middle of a part as seen from the middle of the old shape."""
    middle, there = shapely.centroid(old), shapely.centroid(part)
    north = there.y - middle.y
    east = (there.x - middle.x) * math.cos(math.radians(middle.y))
    west_old, south_old, east_old, north_old = old.bounds
    reach = max(north_old - south_old, (east_old - west_old) * math.cos(math.radians(middle.y)))
    if math.hypot(north, east) < reach / 20:
        return "on all sides" if shapely.covers(shapely.convex_hull(part), middle) else "in the middle"
    return f"in the {_WINDS[round(math.degrees(math.atan2(east, north)) / 45) % 8]}"


def _degrees(low: float, high: float, plus: str, minus: str) -> str:
    def one(value: float) -> str:
        return f"{abs(value):.2f}° {plus if value >= 0 else minus}"

    return one(low) if f"{low:.2f}" == f"{high:.2f}" else f"{one(low)} to {one(high)}"


def _number(value: float) -> str:
    """Three figures that count, four of a large number."""
    if value == 0 or value >= 1000:
        return f"{float(f'{value:.4g}'):,.0f}"
    digits = max(0, 2 - math.floor(math.log10(value)))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _verb(one: Measured) -> str:
    if one.added and one.removed:
        return "moved"
    return "wider" if one.added else "narrower" if one.removed else "drawn otherwise"
