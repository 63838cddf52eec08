# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from shapely.geometry.base import BaseGeometry

from truceline.geo import (
    NOWHERE,
    Extents,
    Region,
    between_region,
    buffer_region,
    circle_region,
    crosses,
    difference_region,
    in_region,
    intersection_region,
    shape_region,
    union_region,
)
from truceline.truth import NO, UNKNOWN, YES

EARTH = Geodesic.WGS84
SQUARE = shapely.box(36.0, 34.0, 38.0, 36.0)
HOLED = shapely.Polygon(
    [(36, 34), (38, 34), (38, 36), (36, 36), (36, 34)],
    [[(36.8, 34.8), (37.2, 34.8), (37.2, 35.2), (36.8, 34.8)]],
)
DATELINE = shapely.union_all([shapely.box(178, -20, 180, -15), shapely.box(-180, -20, -177, -15)])
ARCTIC = shapely.box(-180, 80, 180, 90)
WORLD = shapely.box(-180, -90, 180, 90)
SITES = shapely.MultiPoint([(36.5, 34.5), (36.52, 34.5), (37.5, 35.5)])
LINE = shapely.LineString([(36, 35), (38, 35.5)])


def points(*rows: tuple[float, float, float]) -> Extents:
    lon, lat, radius = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return Extents(lon, lat, radius, np.full(len(rows), None, dtype=object))


def shapes(*rows: BaseGeometry, radius_m: float = 0.0) -> Extents:
    missing = np.full(len(rows), np.nan)
    return Extents(missing, missing, np.full(len(rows), radius_m), np.array(rows, dtype=object))


@pytest.mark.parametrize(
    ("region", "row", "expected"),
    [
        (shape_region(SQUARE), (37.0, 35.0, 0.0), YES),
        (shape_region(SQUARE), (36.0, 35.0, 0.0), YES),  # a closed set: its edge belongs to it
        (shape_region(SQUARE), (35.9999999, 35.0, 0.0), NO),
        (shape_region(SQUARE), (37.0, 35.0, 50_000.0), YES),
        (shape_region(SQUARE), (37.0, 35.0, 120_000.0), UNKNOWN),
        (shape_region(SQUARE), (35.0, 35.0, 90_000.0), NO),
        (shape_region(SQUARE), (35.0, 35.0, 92_000.0), UNKNOWN),
        (shape_region(HOLED), (37.1, 34.9, 0.0), NO),
        (shape_region(HOLED), (37.1, 34.9, 30_000.0), UNKNOWN),
        (shape_region(DATELINE), (180.0, -17.0, 100_000.0), YES),  # the seam is no boundary
        (shape_region(DATELINE), (-180.0, -17.0, 0.0), YES),
        (shape_region(DATELINE), (-179.9, -17.0, 190_000.0), YES),
        (shape_region(DATELINE), (-179.9, -17.0, 250_000.0), UNKNOWN),
        (shape_region(ARCTIC), (12.0, 90.0, 500_000.0), YES),
        (shape_region(ARCTIC), (12.0, 89.0, 500_000.0), YES),
        (shape_region(ARCTIC), (12.0, 79.9, 500_000.0), UNKNOWN),
        (shape_region(WORLD), (12.0, -90.0, 1e6), YES),
        (circle_region(37, 35, 1000), (37.0, 35.0, 999.0), YES),
        (circle_region(37, 35, 1000), (37.0, 35.0, 1000.0), UNKNOWN),  # within the tolerance
        (buffer_region(shape_region(SITES), 500), (36.5, 34.5, 400.0), YES),
        (buffer_region(shape_region(SITES), 500), (36.5, 34.6, 400.0), NO),
        (difference_region(shape_region(SQUARE), [shape_region(HOLED)]), (36.1, 34.1, 0.0), NO),
        (difference_region(shape_region(SQUARE), [circle_region(37, 35, 1000)]), (37.0, 35.0, 900.0), NO),
        (difference_region(shape_region(SQUARE), [circle_region(37, 35, 1000)]), (37.2, 35.0, 900.0), YES),
        (intersection_region([shape_region(SQUARE), circle_region(36, 35, 5000)]), (36.01, 35.0, 500.0), YES),
        (between_region(NOWHERE, shape_region(SQUARE)), (37.0, 35.0, 0.0), UNKNOWN),
        (between_region(NOWHERE, shape_region(SQUARE)), (30.0, 35.0, 0.0), NO),
        (NOWHERE, (37.0, 35.0, 0.0), NO),
        (shape_region(SQUARE), (math.nan, math.nan, math.nan), UNKNOWN),
    ],
)
def test_a_disc_lies_in_a_region_or_not(
    region: Region, row: tuple[float, float, float], expected: int
) -> None:
    assert in_region(points(row), region).tolist() == [expected]


def test_a_disc_across_an_inner_border_lies_in_the_union() -> None:
    halves = union_region(
        [shape_region(shapely.box(36, 34, 37, 36)), shape_region(shapely.box(37, 34, 38, 36))]
    )
    assert in_region(points((37.0, 35.0, 10_000.0)), halves).tolist() == [YES]


def test_an_area_lies_in_itself() -> None:
    assert in_region(shapes(HOLED), shape_region(HOLED)).tolist() == [YES]


@pytest.mark.parametrize(
    ("path", "radius_m", "region", "expected"),
    [
        ([(37, 34.5), (37, 36)], 0.0, shape_region(LINE), YES),
        ([(37, 34.5), (37, 36)], 20_000.0, shape_region(LINE), YES),
        ([(37, 34.5), (37, 36)], 90_000.0, shape_region(LINE), UNKNOWN),  # it may go round the end
        ([(37, 34.5), (37, 35.0)], 0.0, shape_region(LINE), NO),
        ([(37, 34.5), (37, 35.0)], 50_000.0, shape_region(LINE), UNKNOWN),
        ([(37, 34.5), (37, 35.25)], 0.0, shape_region(LINE), UNKNOWN),  # it touches
        ([(35, 35), (37, 35)], 0.0, shape_region(SQUARE), YES),
        ([(36.5, 35), (37, 35)], 0.0, shape_region(SQUARE), NO),
    ],
)
def test_a_path_crosses_or_not(
    path: list[tuple[float, float]], radius_m: float, region: Region, expected: int
) -> None:
    assert crosses(shapes(shapely.LineString(path), radius_m=radius_m), region).tolist() == [expected]


def test_what_has_no_path_cannot_cross_a_boundary_that_it_does_not_touch() -> None:
    region = shape_region(SQUARE)
    extents = points((37, 35, 0), (37, 35, 500), (37.999, 35, 500), (40, 35, 500), (38, 35, 0))
    assert crosses(extents, region).tolist() == [NO, NO, UNKNOWN, NO, UNKNOWN]
    assert crosses(shapes(SQUARE), region).tolist() == [UNKNOWN]


REGIONS = [
    ("square", shape_region(SQUARE), lambda x, y: SQUARE.intersects(shapely.Point(x, y))),
    ("holed", shape_region(HOLED), lambda x, y: HOLED.intersects(shapely.Point(x, y))),
    (
        "sites",
        buffer_region(shape_region(SITES), 30_000),
        lambda x, y: any(EARTH.Inverse(p.y, p.x, y, x)["s12"] <= 30_000 for p in SITES.geoms),
    ),
    (
        "square without a circle",
        difference_region(shape_region(SQUARE), [circle_region(37, 35, 40_000)]),
        lambda x, y: SQUARE.intersects(shapely.Point(x, y)) and EARTH.Inverse(35, 37, y, x)["s12"] >= 40_000,
    ),
]


@pytest.mark.parametrize(("name", "region", "holds"), REGIONS, ids=[name for name, *_ in REGIONS])
def test_every_certain_answer_is_true_at_every_sampled_point(
    name: str, region: Region, holds: object
) -> None:
    assert callable(holds)
    rng = np.random.default_rng(5)
    n = 120
    lon, lat = rng.uniform(35.5, 38.5, n), rng.uniform(33.5, 36.5, n)
    radius = rng.choice([0.0, 500.0, 5_000.0, 25_000.0, 80_000.0], n)
    answers = in_region(Extents(lon, lat, radius, np.full(n, None, dtype=object)), region)
    loose = 0
    for x, y, r, answer in zip(lon, lat, radius, answers, strict=True):
        seen = set()
        for turn in np.linspace(0, 360, 36):
            for share in (1.0, 0.5, 0.0):
                there = EARTH.Direct(y, x, turn, r * share)
                seen.add(bool(holds(there["lon2"], there["lat2"])))
        if answer != UNKNOWN:
            assert seen == {answer == YES}, (x, y, r)
        else:
            loose += len(seen) == 1
    assert loose <= n * 0.05


def test_distances_agree_with_another_implementation() -> None:
    rng = np.random.default_rng(7)
    edges = shape_region(LINE)
    lon, lat = rng.uniform(35, 39, 60), rng.uniform(34, 37, 60)
    low, high = edges.signed_m(lon, lat, np.full(60, 500_000.0))
    for x, y, a, b in zip(lon, lat, low, high, strict=True):
        brute = min(EARTH.Inverse(y, x, 35 + 0.5 * t, 36 + 2 * t)["s12"] for t in np.linspace(0, 1, 4001))
        assert a <= brute <= b + 1.0
        assert b - a <= max(2.0, 0.001 * brute)
