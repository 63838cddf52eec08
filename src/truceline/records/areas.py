# SPDX-License-Identifier: Apache-2.0
"""Administrative areas: from GeoJSON, and by the names that data sets give them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from truceline.errors import Problem, RecordsError
from truceline.terms import Terms, geometry_fault

COUNTRY, PROVINCE, DISTRICT = 0, 1, 2
"""Levels of administration: a country, its first division, the division of that."""

_KINDS = re.compile(
    r"\b(governorate|muhafazat|muhafazah|district|nahiyah|oblast|province|raion|region|mintaqat)\b"
)
_LEVEL = re.compile(r"(?:ADM)?([0-9])", re.IGNORECASE)


def plain_name(name: str) -> str:
    """A name without marks and case, to compare spellings by.

    >>> plain_name("Hamāh  Governorate")
    'hamah governorate'
    """
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9\u0400-\u04ff\u0600-\u06ff]+", " ", text).strip()


def bare_name(name: str) -> str:
    """A plain name without the word for the kind of area.

    "City" stays: a city and the province around it often share the rest of their names.

    >>> bare_name("Hamāh Governorate"), bare_name("Kyiv City")
    ('hamah', 'kyiv city')
    """
    return " ".join(_KINDS.sub(" ", plain_name(name)).split())


@dataclass
class AreaNames:
    """Finds areas by administrative names; a name that more than one area has finds none of them."""

    _plain: dict[tuple[int | None, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _bare: dict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, area: str, names: Iterable[str], level: int | None) -> None:
        """Adds the names of an area; without a level it is found only by the whole of a name."""
        for name in names:
            self._plain[level, plain_name(name)].add(area)
            if level is not None:
                self._bare[level, bare_name(name)].add(area)

    def find(self, name: str, level: int) -> str | None:
        """The area of a level with a name: with the word for its kind, else without it."""
        plain, bare = plain_name(name), bare_name(name)
        for found in (
            self._plain.get((None, plain)),
            self._plain.get((level, plain)),
            self._bare.get((level, bare)),
        ):
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


@dataclass
class Areas:
    """Areas that records may name beside those of the terms."""

    shapes: Mapping[str, BaseGeometry] = field(default_factory=dict)
    names: AreaNames = field(default_factory=AreaNames)
    warnings: tuple[Problem, ...] = ()
    """Features that were left out."""


def areas_of(terms: Terms, path: Path | None) -> Areas:
    """The areas of a GeoJSON file, and the names of those and of the areas of the terms.

    Args:
        terms: their areas are found by the whole of their names.
        path: a FeatureCollection; ``name`` and ``name_variants`` are names, ``adm_level`` or
            ``shapeType`` says the level (0, 1, 2, or ADM0, ADM1, ADM2).

    Raises:
        RecordsError: the file cannot be read.
    """
    names = AreaNames()
    for area in terms.areas.values():
        names.add(area.id, [area.name or area.id], None)
    if path is None:
        return Areas({}, names)
    shapes: dict[str, BaseGeometry] = {}
    warnings = []
    for properties, name, geometry in _features(path):
        level = _level(properties)
        key = f"{name}, level {level}" if name in shapes and level is not None else name
        fault, shape = _shape(geometry)
        fault = fault or ("no name" if not name else "another feature has this name" if key in shapes else "")
        if fault or shape is None:
            warnings.append(
                Problem(
                    str(path),
                    None,
                    None,
                    name,
                    f"a feature that is left out: {fault}",
                    "records that name it get a radius",
                    "Mend it to use it.",
                    "warning",
                )
            )
            continue
        shapes[key] = shape
        names.add(key, [name, *_variants(properties)], level)
    return Areas(shapes, names, tuple(warnings))


def _features(path: Path) -> Iterator[tuple[dict[str, Any], str, object]]:
    try:
        features = json.loads(path.read_bytes())["features"]
        found = [(f.get("properties") or {}, f.get("id"), f.get("geometry")) for f in features]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RecordsError(
            [
                Problem(
                    str(path),
                    None,
                    None,
                    "",
                    f"it cannot be read ({error})",
                    "expected a GeoJSON FeatureCollection",
                )
            ]
        ) from error
    for properties, feature_id, geometry in found:
        yield properties, str(properties.get("name") or feature_id or "").strip(), geometry


def _shape(geometry: object) -> tuple[str, BaseGeometry | None]:
    """What is wrong with a geometry, and the geometry."""
    if geometry is None:
        return "no geometry", None
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except shapely.errors.GEOSException as error:
        return " ".join(str(error).split()), None
    if shapely.get_dimensions(shape) != 2:
        return "expected a polygon", None
    return geometry_fault(shape) or "", shape


def _level(properties: Mapping[str, Any]) -> int | None:
    for name in ("adm_level", "shapeType"):
        found = _LEVEL.fullmatch(str(properties.get(name, "")))
        if found:
            return int(found[1])
    return None


def _variants(properties: Mapping[str, Any]) -> list[str]:
    variants = properties.get("name_variants") or []
    spelled = variants if isinstance(variants, list) else str(variants).replace("|", ";").split(";")
    return [str(text) for text in spelled if str(text).strip()]
