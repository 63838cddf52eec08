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
    "damascus-wide": (
        "Ground beyond which no account speaks of Damascus and its suburbs",
        [(36.05, 33.4), (36.25, 33.33), (36.45, 33.36), (36.68, 33.4), (36.72, 33.6), (36.55, 33.68), (36.2, 33.67),
         (36.05, 33.58)],
    ),
    "jobar": (
        "Jobar, a quarter at the eastern edge of Damascus",
        [(36.325, 33.52), (36.345, 33.52), (36.345, 33.535), (36.325, 33.535)],
    ),
    "darayya-core": (
        "Ground that every account counts to Darayya",
        [(36.23, 33.452), (36.246, 33.452), (36.246, 33.465), (36.23, 33.465)],
    ),
    "darayya-wide": (
        "Ground beyond which no account speaks of Darayya",
        [(36.18, 33.42), (36.29, 33.42), (36.29, 33.495), (36.18, 33.495)],
    ),
    "aleppo-core": (
        "Ground that every account counts to the city of Aleppo",
        [(37.12, 36.185), (37.18, 36.185), (37.18, 36.225), (37.12, 36.225)],
    ),
    "aleppo-wide": (
        "Ground beyond which no account speaks of the city of Aleppo",
        [(37.0, 36.1), (37.3, 36.1), (37.3, 36.32), (37.0, 36.32)],
    ),
    "aleppo-surroundings-wide": (
        "Ground beyond which no account speaks of Aleppo and its surroundings",
        [(36.7, 35.9), (37.55, 35.9), (37.55, 36.55), (36.7, 36.55)],
    ),
    "latakia-wide": (
        "Ground beyond which no account speaks of Latakia province",
        [(35.55, 35.2), (36.05, 35.13), (36.34, 35.42), (36.34, 35.82), (36.15, 36.0), (35.6, 36.0), (35.5, 35.6)],
    ),
    "north-latakia-wide": (
        "Ground beyond which no account speaks of the north of Latakia province",
        [(35.5, 35.55), (36.34, 35.55), (36.34, 35.82), (36.15, 36.0), (35.6, 36.0)],
    ),
    "latakia-base": (
        "The coastal plain of Latakia province; the air base is meant, its place is not recorded",
        [(35.7, 35.15), (36.1, 35.15), (36.1, 35.6), (35.7, 35.6)],
    ),
    "idlib-wide": (
        "Ground beyond which no account speaks of Idlib province",
        [(36.1, 35.6), (36.4, 35.25), (37.2, 35.3), (37.2, 35.9), (36.9, 36.35), (36.3, 36.3)],
    ),
    "hama-wide": (
        "Ground beyond which no account speaks of Hama province",
        [(36.1, 34.85), (37.0, 34.7), (38.1, 34.9), (38.1, 35.5), (37.2, 35.65), (36.2, 35.8)],
    ),
    "palmyra": ("Palmyra", [(38.1, 34.4), (38.45, 34.4), (38.45, 34.7), (38.1, 34.7)]),
    "ramadi": ("Ramadi, in Iraq", [(43.1, 33.3), (43.5, 33.3), (43.5, 33.55), (43.1, 33.55)]),
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
    of_turkey = {
        index if index >= 0 else ~index for polygon in polygons for part in polygon for index in part
    }
    shared = [index for index in ring if (index if index >= 0 else ~index) in of_turkey]
    outline = _line(ring, arcs)
    return [
        _feature("SYR", "Polygon", [outline], "Syria", ORIGIN),
        _feature("SYR-EDGE", "LineString", outline, "Outline of Syria as a line", ORIGIN),
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
