# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any

import pytest
import shapely
from geographiclib.geodesic import Geodesic

from truceline.reports import area_outline
from truceline.reports.outlines import area_outlines
from truceline.terms import Area as TermsArea
from truceline.terms import (
    AreaForm,
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
    shipped_taxonomy,
)

SMALL = Shape(shapely.box(36.0, 34.0, 37.0, 35.0), "small")
LARGE = Shape(shapely.box(35.0, 33.0, 38.0, 36.0), "large")
TERMS = Terms(
    path="t.yaml",
    digest="",
    id="t",
    title="T",
    zone="UTC",
    acts=shipped_taxonomy("acts"),
    weapons=shipped_taxonomy("weapons"),
    areas={"vague": TermsArea("vague", Between(SMALL, LARGE))},
)
VAGUE = NamedArea("vague")


def _areas(form: AreaForm) -> tuple[float, float]:
    inner, outer = area_outlines(form, TERMS)
    return round(inner.area, 3), round(outer.area, 3)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (SMALL, (1, 1)),
        (VAGUE, (1, 9)),
        (Nowhere(), (0, 0)),
        (Between(Nowhere(), LARGE), (0, 9)),
        (Union((VAGUE, SMALL)), (1, 9)),
        (Intersection((VAGUE, LARGE)), (1, 9)),
        (Difference(LARGE, (VAGUE,)), (0, 8)),
        (Difference(VAGUE, (SMALL,)), (0, 8)),
        (AreaOneOf(0, (SMALL, LARGE)), (1, 9)),
    ],
    ids=["shape", "between", "nowhere", "unknown", "union", "intersection", "without", "hole", "rivals"],
)
def test_an_outline_has_what_surely_belongs_and_what_may(
    form: AreaForm, expected: tuple[float, float]
) -> None:
    assert _areas(form) == expected


@pytest.mark.parametrize(("lon", "lat"), [(36.3, 33.5), (179.9, -17.0), (0.0, 75.0)])
def test_a_circle_is_drawn_at_its_radius(lon: float, lat: float) -> None:
    drawn = area_outlines(Circle(lon, lat, 50_000), TERMS)[1]
    for x, y in shapely.get_coordinates(drawn):
        found = Geodesic.WGS84.Inverse(lat, lon, y, x)["s12"]
        assert found == pytest.approx(50_000, abs=1)


def test_a_circle_around_a_pole_is_a_cap() -> None:
    assert area_outlines(Circle(10, 89.9, 100_000), TERMS)[1].bounds[2:] == (180, 90)


def test_a_buffer_is_about_as_wide_as_it_says() -> None:
    drawn = area_outlines(Buffer(Shape(shapely.LineString([(36, 34), (37, 34)]), "line"), 10_000), TERMS)[1]
    _, south, _, north = drawn.bounds
    assert (north - south) * 111_195 / 2 == pytest.approx(10_000, rel=0.01)


def test_geojson_of_an_area_is_rounded_and_closed() -> None:
    found: Any = area_outline(Circle(36.3, 33.5, 5_000), TERMS)
    ring = found["coordinates"][0]
    assert found["type"] == "Polygon"
    assert ring[0] == ring[-1]
    assert all(round(value, 5) == value for point in ring for value in point)
    assert area_outline(Nowhere(), TERMS) is None
