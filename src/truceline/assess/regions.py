# SPDX-License-Identifier: Apache-2.0
"""Area forms of the terms compiled to regions of ``geo``, and extents of incidents."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import RLock

import shapely
from shapely.geometry.base import BaseGeometry

from truceline.geo import (
    NOWHERE,
    Region,
    between_region,
    buffer_region,
    circle_region,
    difference_region,
    intersection_region,
    shape_region,
    union_region,
)
from truceline.terms import (
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Choice,
    Circle,
    Difference,
    Intersection,
    NamedArea,
    Nowhere,
    Shape,
    Terms,
    Union,
)

EVERYWHERE = shapely.box(-180.0, -90.0, 180.0, 90.0)


def forms_within(form: AreaForm, terms: Terms) -> list[AreaForm]:
    """The form and everything it is made of, names followed."""
    parts = (terms.areas[form.id].form,) if isinstance(form, NamedArea) else form.parts
    return [form, *(inner for part in parts for inner in forms_within(part, terms))]


def settled(form: AreaForm, terms: Terms, at_ms: int, choice: Choice) -> AreaForm:
    """The form at an instant under one choice: no history and no rival is left in it.

    A name whose area holds neither stays a name, so that an incident that gives the same name is
    known to lie in it.
    """
    if not any(isinstance(part, AreaHistory | AreaOneOf) for part in forms_within(form, terms)):
        return form

    def of(part: AreaForm) -> AreaForm:
        return settled(part, terms, at_ms, choice)

    if isinstance(form, NamedArea):
        return of(terms.areas[form.id].form)
    if isinstance(form, AreaOneOf):
        return of(form.options[choice[form.dispute]])
    if isinstance(form, AreaHistory):
        for span, entry in form.entries:
            start, end = span.bounds(choice)
            if start <= at_ms < end:
                return of(entry)
        return Between(Nowhere(), Shape(EVERYWHERE, f"nobody says where at the time: {form!r}"))
    if isinstance(form, Buffer):
        return Buffer(of(form.of), form.by_m)
    if isinstance(form, Union):
        return Union(tuple(map(of, form.of)))
    if isinstance(form, Intersection):
        return Intersection(tuple(map(of, form.of)))
    if isinstance(form, Difference):
        return Difference(of(form.of), tuple(map(of, form.without)))
    if isinstance(form, Between):
        return Between(of(form.at_least), of(form.at_most))
    return form


@dataclass
class Regions:
    """Compiles each form once."""

    terms: Terms
    _regions: dict[AreaForm, Region] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def of(self, form: AreaForm) -> Region:
        """The region of a form without history or rivals; the same for all threads."""
        with self._lock:
            if form not in self._regions:
                self._regions[form] = self._compile(form)
            return self._regions[form]

    def _compile(self, form: AreaForm) -> Region:
        if isinstance(form, NamedArea):
            return self.of(self.terms.areas[form.id].form)
        if isinstance(form, Shape):
            return shape_region(form.geometry)
        if isinstance(form, Circle):
            return circle_region(form.lon, form.lat, form.radius_m)
        if isinstance(form, Buffer):
            return buffer_region(self.of(form.of), form.by_m)
        if isinstance(form, Union):
            return union_region([self.of(part) for part in form.of])
        if isinstance(form, Intersection):
            return intersection_region([self.of(part) for part in form.of])
        if isinstance(form, Difference):
            return difference_region(self.of(form.of), [self.of(part) for part in form.without])
        if isinstance(form, Between):
            return between_region(self.of(form.at_least), self.of(form.at_most))
        if isinstance(form, Nowhere):
            return NOWHERE
        raise TypeError(f"no region can be made of {type(form).__name__}")


def outline(form: AreaForm, terms: Terms) -> BaseGeometry | None:
    """A shape that surely holds the area at every instant and under every choice; None: no place known.

    It may be larger than the area, never smaller: an incident "somewhere in" the area is given this
    extent. Buffers and circles are drawn from outside, a little too large.
    """
    if isinstance(form, NamedArea):
        return outline(terms.areas[form.id].form, terms)
    if isinstance(form, Shape):
        return form.geometry
    if isinstance(form, Circle):
        return _grown(shapely.Point(form.lon, form.lat), form.radius_m)
    if isinstance(form, Buffer):
        inner = outline(form.of, terms)
        return None if inner is None else _grown(inner, form.by_m)
    if isinstance(form, Between):
        return outline(form.at_most, terms)
    if isinstance(form, Difference):
        return outline(form.of, terms)
    if isinstance(form, Intersection):
        shapes = [s for s in (outline(part, terms) for part in form.of) if s is not None]
        return min(shapes, key=lambda s: float(shapely.area(s))) if shapes else None
    parts: tuple[AreaForm, ...] = ()
    if isinstance(form, Union | AreaOneOf):
        parts = form.of if isinstance(form, Union) else form.options
    elif isinstance(form, AreaHistory):
        parts = tuple(entry for _, entry in form.entries)
    outlines = [outline(part, terms) for part in parts]
    if not outlines or any(shape is None for shape in outlines):
        return None
    return shapely.union_all([shape for shape in outlines if shape is not None])


def _grown(shape: BaseGeometry, by_m: float) -> BaseGeometry | None:
    """A shape that holds every point within ``by_m`` of ``shape``, by a box around each part.

    A degree of latitude is at least 110,574 m, one of longitude at least 111,320 m times the cosine
    of the latitude; 1 % is added. Near a pole or the antimeridian no shape is given.
    """
    west, south, east, north = shape.bounds
    margin_lat = by_m / 110_574 * 1.01
    if max(abs(south), abs(north)) + margin_lat >= 89:
        return None
    cosine = math.cos(math.radians(max(abs(south), abs(north)) + margin_lat))
    margin_lon = by_m / (111_319 * cosine) * 1.01
    if west - margin_lon <= -180 or east + margin_lon >= 180:
        return None
    if shape.geom_type in ("Point", "MultiPoint"):
        x, y = shapely.get_coordinates(shape).T
        return shapely.union_all(shapely.box(x - margin_lon, y - margin_lat, x + margin_lon, y + margin_lat))
    stretch = margin_lon / margin_lat
    flat = shapely.transform(shape, lambda xy: xy / [stretch, 1.0])
    # An octagon around each vertex, grown by 1 / cos(pi / 16) so that it holds the circle.
    drawn = flat.buffer(margin_lat / math.cos(math.pi / 32) * 1.001, quad_segs=8)
    return shapely.transform(drawn, lambda xy: xy * [stretch, 1.0])


class NamedShapes(Mapping[str, BaseGeometry | None]):
    """The outline of every area that the ``area`` cell of a record may name, drawn when it is first asked for.

    A buffer of thousands of sites takes a second to draw, and few records name it.
    """

    def __init__(self, terms: Terms, more: Mapping[str, BaseGeometry]) -> None:
        self._terms = terms
        self._more = more
        self._names = tuple(dict.fromkeys([*more, *terms.areas]))
        self._drawn: dict[str, BaseGeometry | None] = {}
        self._lock = RLock()

    def __getitem__(self, name: str) -> BaseGeometry | None:
        """The outline of an area; the same for all threads."""
        if name not in self._terms.areas:
            return self._more[name]
        with self._lock:
            if name not in self._drawn:
                self._drawn[name] = outline(self._terms.areas[name].form, self._terms)
            return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
