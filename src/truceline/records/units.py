# SPDX-License-Identifier: Apache-2.0
"""Administrative units: areas that a record names by the country, governorate or district it lies in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from truceline.errors import Problem, RecordsError
from truceline.terms import Terms, geometry_fault

COLUMNS = ("country", "adm_1", "adm_2")
"""The columns of UCDP that name a unit; a unit of ``adm_level`` *n* is named in the *n*-th, from 0."""
_KINDS = {
    "country": frozenset[str](),
    "adm_1": frozenset({"governorate", "muhafazat", "muhafazah", "oblast", "province", "region"}),
    "adm_2": frozenset({"district", "mintaqat", "raion"}),
}
"""Words that say no more than the column does. A city or a municipality is another kind of unit than
the governorate or the district of its name, so these words are not among them."""
_ALL_KINDS = frozenset().union(*_KINDS.values(), {"city", "municipality", "republic", "state", "county"})
_NEAR_DEG = 0.25
"""Boundaries differ from file to file; a point farther than this from a unit is not in it."""


def plain_name(name: str) -> str:
    """A name without marks and case, to compare spellings by; no word is left out.

    >>> plain_name("Hamāh  Governorate")
    'hamah governorate'
    """
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", text).strip()


def _bare(plain: str, column: str) -> str:
    return " ".join(word for word in plain.split() if word not in _KINDS[column])


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative area of a file, or several that share a name."""

    name: str
    shape: BaseGeometry
    levels: frozenset[int]
    """0 country, 1 governorate, 2 district; empty where the file does not say."""
    spellings: frozenset[str]


class Units:
    """Finds the area for the name of an administrative unit.

    An area of the terms is one only if its whole name (its id, where it has no name) is the same, with
    the word for its kind: the governorate of Aleppo is not an area "Aleppo city", nor an area "Aleppo".
    Where two areas have a name, neither is taken.
    """

    def __init__(self, terms: Terms, units: Iterable[Unit] = ()) -> None:
        self._shapes: dict[str, BaseGeometry] = {}
        self._of_terms: dict[str, set[str]] = defaultdict(set)
        self._whole: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._bare: dict[tuple[str, str], set[str]] = defaultdict(set)
        for area in terms.areas.values():
            self._of_terms[plain_name(area.name or area.id)].add(area.id)
        for unit in units:
            self._add(unit)

    def _add(self, unit: Unit) -> None:
        self._shapes[unit.name] = unit.shape
        for level, column in enumerate(COLUMNS):
            for plain in map(plain_name, unit.spellings):
                if not unit.levels or level in unit.levels:
                    self._whole[column, plain].add(unit.name)
                if level in unit.levels:
                    self._bare[column, _bare(plain, column)].add(unit.name)

    def of(self, column: str, name: str, lon: float | None, lat: float | None) -> str | None:
        """The area that a cell of one of ``COLUMNS`` names; the point of the record has to be near it."""
        plain = plain_name(name)
        bare = _bare(plain, column)
        says_kind = column == "country" or not _ALL_KINDS.isdisjoint(plain.split())
        for found in (
            self._of_terms.get(plain) if says_kind else None,
            self._whole.get((column, plain)) if says_kind else None,
            self._bare.get((column, bare)),
        ):
            if found and bare:
                area = next(iter(found)) if len(found) == 1 else None
                return area if area is None or self._is_near(area, lon, lat) else None
        return None

    def _is_near(self, area: str, lon: float | None, lat: float | None) -> bool:
        shape = self._shapes.get(area)
        if shape is None or lon is None or lat is None:
            return True
        return bool(shapely.dwithin(shape, shapely.Point(lon, lat), _NEAR_DEG))


def read_units(path: Path, terms: Terms) -> tuple[dict[str, Unit], list[Problem]]:
    """The features of a GeoJSON file by name, and a warning for each that is not used as it stands.

    Raises:
        RecordsError: the file is no FeatureCollection.
    """
    try:
        features = json.loads(path.read_bytes())["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = getattr(error, "strerror", None) or error
        expected = "expected a GeoJSON FeatureCollection"
        raise RecordsError(
            [Problem(str(path), None, None, "", f"it cannot be read ({reason})", expected)]
        ) from error
    units: dict[str, Unit] = {}
    warnings: list[Problem] = []

    def warn(name: str, found: str, expected: str, remedy: str) -> None:
        warnings.append(Problem(str(path), None, None, name, found, expected, remedy, "warning"))

    for feature in features:
        unit, fault = _unit(feature)
        fault = fault or ("the terms have an area of this name" if unit.name in terms.areas else "")
        if fault:
            found = f"a feature that is left out: {fault}"
            warn(unit.name, found, "records that name it get a radius", "Mend it to use it.")
        elif unit.name in units:
            units[unit.name] = _joined(units[unit.name], unit)
            expected = "records that name it may lie in any of them"
            warn(unit.name, "several features have this name", expected, "Give each its own name.")
        else:
            units[unit.name] = unit
    without = [name for name, unit in units.items() if not unit.levels]
    if without:
        found = f"{len(without)} features without adm_level, such as {without[0]}"
        expected = "a record of UCDP finds them only by a whole name with its kind, such as Homs Governorate"
        warn("", found, expected, "Add the property adm_level: 0 country, 1 governorate, 2 district.")
    return units, warnings


def _unit(feature: Mapping[str, Any]) -> tuple[Unit, str]:
    """One feature, and what is wrong with it."""
    properties = feature.get("properties") or {}
    name = str(properties.get("name") or feature.get("id") or "")
    shape: Any = None
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
        fault = "no geometry" if shape is None else geometry_fault(shape)
    except shapely.errors.GEOSException as error:
        fault = " ".join(str(error).split())
    level = str(properties.get("adm_level", ""))
    spellings = frozenset(text for text in (name, *_variants(properties)) if plain_name(text))
    unit = Unit(name, shape, frozenset({int(level)}) if level in ("0", "1", "2") else frozenset(), spellings)
    return unit, fault or ("" if name else "no name")


def _variants(properties: Mapping[str, Any]) -> Sequence[str]:
    variants = properties.get("name_variants") or []
    spelled = variants if isinstance(variants, list) else str(variants).replace("|", ";").split(";")
    return [str(text) for text in spelled]


def _joined(one: Unit, other: Unit) -> Unit:
    """Units that share a name as one that holds them all; of no known level if one of them is of none."""
    levels = one.levels | other.levels if one.levels and other.levels else frozenset[int]()
    return replace(
        one,
        shape=shapely.union(one.shape, other.shape),
        levels=levels,
        spellings=one.spellings | other.spellings,
    )
