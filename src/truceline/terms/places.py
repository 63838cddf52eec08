# SPDX-License-Identifier: Apache-2.0
"""Areas: shapes from files and inline, and the forms that are made of them."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from truceline.terms import document
from truceline.terms.context import Context, did_you_mean, kind_of
from truceline.terms.model import (
    Area,
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Circle,
    Cite,
    Difference,
    Intersection,
    NamedArea,
    Nowhere,
    Option,
    Shape,
    Span,
    Union,
)
from truceline.terms.moments import Moments

_DISTANCE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>m|km)")
FORM_KEYS = (
    "file", "feature", "polygon", "line", "points", "circle", "buffer", "by", "width", "union", "intersection",
    "difference", "at least", "at most", "history", "one of", "area",
)  # fmt: skip


def geometry_fault(geometry: BaseGeometry) -> str | None:
    """What is wrong with a shape, in words, or None.

    Coordinates must be finite, longitudes within +-180, latitudes within +-90; rings must not touch or
    cross themselves.
    """
    xy = shapely.get_coordinates(geometry)
    if len(xy) == 0:
        return "the shape is empty"
    for lon, lat in xy.tolist():
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return f"the position {lon}, {lat} is not a number"
        if abs(lat) > 90 and abs(lon) <= 90:
            return f"latitude {lat} is beyond +-90; longitude comes first, are the two swapped?"
        if abs(lat) > 90:
            return f"latitude {lat} is beyond +-90"
        if abs(lon) > 180:
            return f"longitude {lon} is beyond +-180"
    if not shapely.is_valid(geometry):
        reason = str(shapely.is_valid_reason(geometry))
        match = re.fullmatch(r"(.*)\[(\S+) (\S+)\]", reason)
        words = {
            "Self-intersection": "the ring crosses itself",
            "Ring Self-intersection": "the ring touches itself",
        }
        if match:
            return f"{words.get(match[1], match[1].lower())} at {match[2]}, {match[3]}"
        return reason.lower()
    return None


def parse_distance_m(text: str) -> float:
    """A distance in metres.

    Raises:
        ValueError: with the units that are known.

    >>> parse_distance_m("1.5 km")
    1500.0
    """
    match = _DISTANCE.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is not a distance; write a number and m or km, such as 500 m')
    return float(match["number"]) * (1000 if match["unit"] == "km" else 1)


class Places:
    """Reads areas."""

    def __init__(self, context: Context, moments: Moments) -> None:
        self.context = context
        self.moments = moments
        self._features: dict[str, dict[str, Any] | None] = {}

    def read_areas(self, node: document.Node | None) -> dict[str, Area]:
        """Every area, with a problem for each that names itself."""
        found: dict[str, Area] = {}
        nodes = dict(self.context.entries(node, "areas"))
        for area_id, value in nodes.items():
            address = f"areas.{area_id}"
            name, note = "", ""
            cite: tuple[Cite, ...] = ()
            if isinstance(value, document.Mapping):
                plain = {k.text: v for k, v in value.entries}
                name = self._word(plain.get("name"), f"{address}.name")
                note = self._word(plain.get("note"), f"{address}.note")
                cite = self.context.cite(plain.get("cite"), f"{address}.cite")
            form = self.form(value, address, extra=("name", "cite", "note"))
            if form is not None:
                found[area_id] = Area(area_id, form, name, cite, note)
        for area_id in found:
            chain = _cycle(area_id, found)
            if chain:
                self.context.problem(
                    nodes[area_id],
                    f"areas.{area_id}",
                    f"the area is made of itself ({' -> '.join(chain)})",
                    "expected other areas",
                    "Take the name out of its own form.",
                )
        return found

    def _word(self, node: document.Node | None, address: str) -> str:
        return (self.context.text(node, address) or "") if node is not None else ""

    def form(self, node: document.Node, address: str, extra: tuple[str, ...] = ()) -> AreaForm | None:
        """An area: a name, ``none`` or a form."""
        if isinstance(node, document.Scalar):
            if node.text == "none":
                return Nowhere()
            name = self.context.known(node, address, "area", self.context.area_ids)
            return None if name is None else NamedArea(name)
        values = self.context.fields(node, address, (*FORM_KEYS, *extra))
        if values is None:
            return None
        kinds = [k for k in FORM_KEYS if k in values and k not in ("feature", "by", "width")]
        if set(kinds) == {"at least", "at most"}:
            return self._between(values, address)
        if len(kinds) != 1:
            found = " and ".join(kinds) or "none"
            self.context.problem(
                node,
                address,
                f"{found} of the forms of an area",
                "expected one form, or at least with at most",
                "An area is a file, polygon, line, points, circle, buffer, union, intersection, difference, history or one of.",
            )
            return None
        return self._of_kind(kinds[0], values, node, f"{address}.{kinds[0]}")

    def _of_kind(
        self, kind: str, values: dict[str, document.Node], node: document.Node, address: str
    ) -> AreaForm | None:
        value = values[kind]
        if kind == "file":
            return self._file(value, values.get("feature"), address)
        if kind in ("polygon", "line", "points"):
            return self._inline(kind, value, address)
        if kind == "circle":
            return self._circle(value, address)
        if kind == "area":
            return self.form(value, address)
        if kind == "buffer":
            of = self.form(value, address)
            by_m = self._reach_m(values, node, address)
            return None if of is None or by_m is None else Buffer(of, by_m)
        if kind == "history":
            return self._history(value, address)
        if kind == "one of":
            return self._one_of(value, address)
        if kind in ("at least", "at most"):
            other = "at most" if kind == "at least" else "at least"
            self.context.problem(
                node, address, f"{kind} alone", f"expected {other} beside it", "Write none if there is none."
            )
            return None
        parts = [self.form(item, f"{address}[{i}]") for i, item in enumerate(self.context.items(value))]
        whole = [part for part in parts if part is not None]
        if len(whole) < len(parts):
            return None
        if len(whole) < 2:
            self.context.problem(value, address, f"{len(whole)} part", f"a {kind} needs two or more")
            return None
        if kind == "union":
            return Union(tuple(whole))
        if kind == "intersection":
            return Intersection(tuple(whole))
        return Difference(whole[0], tuple(whole[1:]))

    def _between(self, values: dict[str, document.Node], address: str) -> AreaForm | None:
        inner = self.form(values["at least"], f"{address}.at least")
        outer = self.form(values["at most"], f"{address}.at most")
        return None if inner is None or outer is None else Between(inner, outer)

    def _history(self, node: document.Node, address: str) -> AreaForm | None:
        entries: list[tuple[Span, AreaForm]] = []
        for index, item in enumerate(self.context.items(node)):
            here = f"{address}[{index}]"
            if not isinstance(item, document.Mapping):
                self.context.problem(
                    item, here, f"a {kind_of(item)} stands here", "expected from, until and a form"
                )
                continue
            plain = {key.text: value for key, value in item.entries}
            form = self.form(item, here, extra=("from", "until", "cite"))
            span = self.moments.span({k: v for k, v in plain.items() if k in ("from", "until")}, here)
            self.context.cite(plain.get("cite"), f"{here}.cite")
            if form is not None:
                entries.append((span, form))
        return AreaHistory(tuple(entries)) if entries else None

    def _one_of(self, node: document.Node, address: str) -> AreaForm | None:
        forms, options = [], []
        for index, (value, cite, text) in enumerate(self.context.options_of(node, address)):
            form = self.form(value, f"{address}[{index}]")
            if form is not None:
                forms.append(form)
                options.append(Option(text, cite))
        return AreaOneOf(self.context.dispute(address, options), tuple(forms)) if len(forms) > 1 else None

    # Shapes

    def _reach_m(self, values: dict[str, document.Node], node: document.Node, address: str) -> float | None:
        """How far a buffer reaches: ``by``, or half of its ``width``."""
        if "by" in values and "width" in values:
            self.context.problem(
                node,
                address,
                "both by and width",
                "expected one of the two",
                "A width is twice the distance.",
            )
        if "width" not in values:
            return self._distance(values.get("by"), node, f"{address}.by")
        width_m = self._distance(values["width"], node, f"{address}.width")
        return None if width_m is None else width_m / 2

    def _distance(self, node: document.Node | None, parent: document.Node, address: str) -> float | None:
        if node is None:
            self.context.problem(parent, address, "no distance", "expected by: 500 m beside buffer")
            return None
        text = self.context.text(node, address, "expected a distance such as 500 m")
        try:
            return None if text is None else parse_distance_m(text)
        except ValueError as error:
            self.context.problem(node, address, str(error), "expected a distance")
            return None

    def _number(self, node: document.Node, address: str) -> float | None:
        text = self.context.text(node, address, "expected a number of degrees")
        try:
            number = None if text is None else float(text)
        except ValueError:
            self.context.problem(node, address, f'"{text}"', "expected a number of degrees")
            return None
        if number is not None and not math.isfinite(number):
            self.context.problem(
                node, address, f"{text} is not a number of degrees", "expected a finite number"
            )
            return None
        return number

    def _position(self, node: document.Node, address: str) -> tuple[float, float] | None:
        numbers = [self._number(item, address) for item in self.context.items(node)]
        if len(numbers) != 2:
            self.context.problem(node, address, f"{len(numbers)} numbers", "expected [longitude, latitude]")
            return None
        lon, lat = numbers
        return None if lon is None or lat is None else (lon, lat)

    def _circle(self, node: document.Node, address: str) -> AreaForm | None:
        values = self.context.fields(node, address, ("center", "radius"), required=("center", "radius"))
        if not values or len(values) < 2:
            return None
        center = self._position(values["center"], f"{address}.center")
        radius_m = self._distance(values["radius"], node, f"{address}.radius")
        if center is None or radius_m is None or not self._is_sound(shapely.Point(center), node, address):
            return None
        return Circle(*center, radius_m)

    def _inline(self, kind: str, node: document.Node, address: str) -> AreaForm | None:
        items = self.context.items(node)
        is_nested = kind == "polygon" and all(
            isinstance(item, document.Sequence)
            and item.items
            and isinstance(item.items[0], document.Sequence)
            for item in items
        )
        rings = items if is_nested and items else (node,)
        read = [[self._position(p, address) for p in self.context.items(ring)] for ring in rings]
        if any(position is None for ring in read for position in ring):
            return None
        whole = [[position for position in ring if position is not None] for ring in read]
        if kind == "polygon":
            for ring in whole:
                if len(ring) < 4 or ring[0] != ring[-1]:
                    self.context.problem(
                        node,
                        address,
                        f"a ring of {len(ring)} positions that is not closed",
                        "a ring has four or more, the last equal to the first",
                        "Repeat the first position at the end.",
                    )
                    return None
            shape: BaseGeometry = shapely.Polygon(whole[0], whole[1:])
        elif len(whole[0]) < (2 if kind == "line" else 1):
            self.context.problem(node, address, f"{len(whole[0])} positions", "a line has two or more")
            return None
        else:
            shape = shapely.LineString(whole[0]) if kind == "line" else shapely.MultiPoint(whole[0])
        return Shape(shape, address) if self._is_sound(shape, node, address) else None

    def _is_sound(self, shape: BaseGeometry, node: document.Node, address: str, feature: str = "") -> bool:
        fault = geometry_fault(shape)
        if fault:
            where = f"{feature}: {fault}" if feature else fault
            self.context.problem(
                node, address, where, "expected WGS84 degrees and simple rings", "Mend the shape."
            )
        return fault is None

    # Files

    def _file(self, node: document.Node, feature: document.Node | None, address: str) -> AreaForm | None:
        name = self.context.text(node, address, "expected the name of a file")
        if name is None:
            return None
        if name.lower().endswith(".csv"):
            return self._csv(node, address, name)
        if name not in self._features:
            self._features[name] = self._geojson(node, address, name)
        collection = self._features[name]
        if collection is None:
            return None
        wanted = self.context.text(feature, f"{address}.feature") if feature is not None else None
        shapes, known = [], []
        for order, item in enumerate(collection["features"]):
            names = _feature_names(item)
            known += names
            if wanted is None or wanted in names:
                shape = self._feature(
                    item, node, address, name, names[0] if names else f"feature {order + 1}"
                )
                if shape is None:
                    return None
                shapes.append(shape)
        if not shapes:
            self.context.problem(
                feature or node,
                address,
                f'"{wanted}"' if wanted else "no feature",
                f"the file {name} has no such feature",
                did_you_mean(str(wanted), known),
            )
            return None
        whole = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
        return Shape(whole, f"{name}, {wanted}" if wanted else name)

    def _geojson(self, node: document.Node, address: str, name: str) -> dict[str, Any] | None:
        data = self.context.read_file(node, address, name)
        if data is None:
            return None
        try:
            content = json.loads(data)
        except (ValueError, RecursionError) as error:
            self.context.problem(node, address, f"{name} is not JSON ({error})", "expected GeoJSON")
            return None
        if isinstance(content, dict) and content.get("type") == "Feature":
            content = {"features": [content]}
        if not isinstance(content, dict) or not isinstance(content.get("features"), list):
            self.context.problem(
                node, address, f"{name} has no features", "expected a GeoJSON FeatureCollection"
            )
            return None
        return content

    def _feature(
        self, item: Any, node: document.Node, address: str, name: str, feature: str
    ) -> BaseGeometry | None:
        geometry = item.get("geometry") if isinstance(item, dict) else None
        try:
            _require_closed(geometry)
            shape = shapely.from_geojson(json.dumps(geometry))
        except (shapely.errors.GEOSException, TypeError, ValueError) as error:
            self.context.problem(
                node, address, f"{name}, {feature}: {error}", "expected a GeoJSON geometry with closed rings"
            )
            return None
        if shape is None:
            self.context.problem(
                node, address, f"{name}, {feature}: no geometry", "expected a GeoJSON geometry"
            )
            return None
        return shape if self._is_sound(shape, node, address, f"{name}, {feature}") else None

    def _csv(self, node: document.Node, address: str, name: str) -> AreaForm | None:
        data = self.context.read_file(node, address, name)
        if data is None:
            return None
        try:
            rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
            points = [(float(row["lon"]), float(row["lat"])) for row in rows]
        except (KeyError, TypeError, ValueError) as error:
            self.context.problem(
                node, address, f"{name} cannot be read ({error})", "expected columns lon and lat in degrees"
            )
            return None
        shape = shapely.MultiPoint(points)
        return Shape(shape, name) if self._is_sound(shape, node, address, name) else None


def _require_closed(geometry: Any) -> None:
    """Refuses unclosed rings, which the parser would close without a word."""
    if isinstance(geometry, dict):
        polygons = {"Polygon": [geometry.get("coordinates")], "MultiPolygon": geometry.get("coordinates")}
        for polygon in polygons.get(str(geometry.get("type"))) or ():
            for ring in polygon or ():
                if not ring or ring[0] != ring[-1]:
                    raise ValueError(f"a ring that begins at {ring[0] if ring else 'nothing'} is not closed")
        for part in geometry.get("geometries") or ():
            _require_closed(part)


def _feature_names(item: Any) -> list[str]:
    """What a feature can be asked for by: its id, and its properties id, name, code."""
    if not isinstance(item, dict):
        return []
    properties = item.get("properties") or {}
    return [
        str(v)
        for v in (item.get("id"), *(properties.get(k) for k in ("id", "name", "code")))
        if v is not None
    ]


def _names_within(form: AreaForm) -> list[str]:
    if isinstance(form, NamedArea):
        return [form.id]
    return [name for part in form.parts for name in _names_within(part)]


def _cycle(area_id: str, areas: dict[str, Area]) -> list[str]:
    """The chain by which an area is made of itself; empty where it is not."""
    stack = [[area_id]]
    seen: set[str] = set()
    while stack:
        chain = stack.pop()
        for name in _names_within(areas[chain[-1]].form) if chain[-1] in areas else ():
            if name == area_id:
                return [*chain, name]
            if name not in seen:
                seen.add(name)
                stack.append([*chain, name])
    return []
