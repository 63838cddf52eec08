# SPDX-License-Identifier: Apache-2.0
"""Writes ``areas.geojson``: two outlines from Natural Earth, and the hand sketches listed here.

The outlines come from the npm package ``world-atlas`` 2.0.2 (Natural Earth 1:10m, public domain), which
holds them as TopoJSON on a grid of 0.0036 degrees of longitude. To make the file again::

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python make_areas.py package/countries-10m.json

The sketches are drawn by hand from the general lie of the towns. They are fit to show and to try the
example with, and for nothing else; see NOTES.md.
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import shapely

Position = tuple[float, float]

SYRIA, TURKEY = "760", "792"
"""Country numbers of ISO 3166-1, which are the ids in world-atlas."""

ORIGIN = "Natural Earth 1:10m (public domain), by way of the npm package world-atlas 2.0.2"
SKETCH = "Sketched by hand for this example; display grade"

SKETCHES: dict[str, tuple[str, list[Position]]] = {
    "ghouta-core": (
        "Ground that every account counts to Eastern Ghouta",
        [(36.375, 33.52), (36.43, 33.505), (36.48, 33.53), (36.44, 33.572), (36.395, 33.572), (36.375, 33.55)],
    ),
    "ghouta-wide": (
        "Ground beyond which no account speaks of Eastern Ghouta",
        [(36.3, 33.44), (36.45, 33.38), (36.68, 33.42), (36.72, 33.6), (36.55, 33.68), (36.35, 33.66), (36.3, 33.56)],
    ),
    "latakia-wide": (
        "Ground beyond which no account speaks of Latakia province",
        [(35.55, 35.2), (36.05, 35.13), (36.34, 35.42), (36.34, 35.82), (36.15, 36.0), (35.6, 36.0), (35.5, 35.6)],
    ),
    "north-latakia-wide": (
        "Ground beyond which no account speaks of the north of Latakia province",
        [(35.5, 35.55), (36.34, 35.55), (36.34, 35.82), (36.15, 36.0), (35.6, 36.0)],
    ),
}  # fmt: skip


def _arcs_of(topology: dict[str, Any]) -> list[list[Position]]:
    """The arcs in degrees: each position is stored as steps on a grid from the one before."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        steps = itertools.accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        arcs.append([(round(left + x * scale_x, 5), round(bottom + y * scale_y, 5)) for x, y in steps])
    return arcs


def _line(indices: list[int], arcs: list[list[Position]]) -> list[Position]:
    """Arcs end to end; ``~i`` stands for arc ``i`` walked backwards."""
    line: list[Position] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        line += arc if not line else arc[1:]
    return line


def _feature(name: str, kind: str, coordinates: Any, title: str, origin: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": name,
        "properties": {"title": title, "origin": origin},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _outlines(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """The outline of Syria as an area and as a line, and the stretch of it shared with Turkey."""
    arcs = _arcs_of(topology)
    countries = {country.get("id"): country for country in topology["objects"]["countries"]["geometries"]}
    (ring,) = countries[SYRIA]["arcs"]
    polygons = countries[TURKEY]["arcs"]
    of_turkey = {index if index >= 0 else ~index for polygon in polygons for part in polygon for index in part}
    shared = [index for index in ring if (index if index >= 0 else ~index) in of_turkey]
    outline = _line(ring, arcs)
    return [
        _feature("SYR", "Polygon", [outline], "Syria", ORIGIN),
        _feature("SYR-boundary", "LineString", outline, "Outline of Syria as a line", ORIGIN),
        _feature("SYR-TUR", "LineString", _line(shared, arcs), "Border of Syria and Turkey", ORIGIN),
    ]


def features_of(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """Every feature of the example, each with its origin.

    Raises:
        ValueError: a ring is open or crosses itself; names the feature.
    """
    features = _outlines(topology)
    for name, (title, corners) in SKETCHES.items():
        features.append(_feature(name, "Polygon", [[*corners, corners[0]]], title, SKETCH))
    for feature in features:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        if not shapely.is_valid(shape) or not shapely.is_simple(shape):
            raise ValueError(f"{feature['id']}: {shapely.is_valid_reason(shape)}")
    return features


def main(source: str) -> None:
    """Writes the file beside this script, one feature a line."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features_of(topology))
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    Path(__file__).with_name("areas.geojson").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
