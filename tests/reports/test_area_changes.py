# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import math
from dataclasses import replace

import pytest
import shapely
from pyproj import Geod

from reports.test_outlines import TERMS
from truceline.reports import AreaChange, measured
from truceline.terms import Area, AreaForm, Between, Change, Circle, Comparison, Nowhere, Shape, diff_terms


def _box(west: float, south: float, east: float, north: float) -> Shape:
    return Shape(shapely.box(west, south, east, north), "made")


def _measured(old: AreaForm, new: AreaForm) -> AreaChange:
    terms = [replace(TERMS, areas={"a": Area("a", form)}) for form in (old, new)]
    comparison: Comparison = diff_terms(*terms)
    (change,) = comparison.changes
    found = measured(change, comparison)
    assert found is not None
    return found


def _zone_km2(west: float, south: float, east: float, north: float) -> float:
    """The area between two parallels and two meridians on WGS84, by the closed formula.

    Source: Snyder, Map Projections: A Working Manual (1987), equation 3-12.
    """
    a_km, e = 6378.137, math.sqrt(0.00669437999014)

    def q(latitude: float) -> float:
        s = math.sin(math.radians(latitude))
        return (1 - e * e) * (s / (1 - e * e * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return math.radians(east - west) * a_km**2 * (q(north) - q(south)) / 2


def test_square_kilometres_are_those_of_the_ellipsoid() -> None:
    found = _measured(_box(36, 34, 37, 35), _box(36, 34, 38, 36))
    assert found.sure == found.possible
    assert found.sure.was == pytest.approx(_zone_km2(36, 34, 37, 35), rel=1e-4)
    assert found.sure.now == pytest.approx(_zone_km2(36, 34, 38, 36), rel=1e-4)
    assert found.sure.added == pytest.approx(_zone_km2(36, 34, 38, 36) - _zone_km2(36, 34, 37, 35), rel=1e-4)
    assert found.sure.removed == 0


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (_box(36, 34, 37, 35.5), "added in the north (35.00° N to 35.50° N, 36.00° E to 37.00° E)"),
        (_box(36, 34, 38, 35), "added in the east (34.00° N to 35.00° N, 37.00° E to 38.00° E)"),
        (_box(35.5, 34, 37, 35), "added in the west (34.00° N to 35.00° N, 35.50° E to 36.00° E)"),
        (_box(35, 33, 38, 36), "added on all sides (33.00° N to 36.00° N, 35.00° E to 38.00° E)"),
        (_box(36, 34, 37, 34.5), "taken away in the north (34.50° N to 35.00° N, 36.00° E to 37.00° E)"),
    ],
)
def test_the_side_and_the_extent_of_a_change_are_told(new: Shape, words: str) -> None:
    assert words in str(_measured(_box(36, 34, 37, 35), new))


def test_a_circle_is_measured_within_a_tenth_of_a_per_cent() -> None:
    found = _measured(Circle(36.5, 34.5, 5_000), Circle(36.5, 34.5, 6_000))
    assert found.sure.was == pytest.approx(math.pi * 25, rel=1e-3)
    assert found.sure.added == pytest.approx(math.pi * 11, rel=2e-3)
    assert str(found).startswith("wider: from about 78.5 to about 113 km²; about 34.5 km² added on all sides")


def test_what_is_sure_and_what_is_possible_are_told_apart() -> None:
    old = Between(Nowhere(), Circle(36.5, 34.5, 5_000))
    found = _measured(old, replace(old, at_least=Circle(36.5, 34.5, 1_000)))
    assert found.possible.added == found.possible.removed == 0
    assert str(found).startswith("what surely belongs to it is wider: from about 0 to about 3.14 km²")


def test_a_line_is_measured_in_kilometres() -> None:
    line, longer = (Shape(shapely.LineString([(36, 34), (36, north)]), "made") for north in (35, 36))
    found = _measured(line, longer)
    metres = Geod(ellps="WGS84").inv(36, 34, 36, 35)[2]
    assert found.sure.unit == "km"
    assert found.sure.was == pytest.approx(metres / 1000, rel=1e-4)
    assert "added in the north" in str(found)


def test_nothing_but_an_area_is_measured() -> None:
    change = Change("provisions.p.by", "changed", "now anybody")
    assert measured(change, Comparison(TERMS, TERMS, (change,), {})) is None
