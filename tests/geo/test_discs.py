# SPDX-License-Identifier: Apache-2.0
"""Looking up in cells gives what measuring gives, for every region and every disc."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from shared_data import shared
from strategies import geo_regions
from truceline import kernels
from truceline.geo import (
    NOWHERE,
    Region,
    buffer_region,
    circle_region,
    difference_region,
    discs_in,
    intersection_region,
    regions,
    shape_region,
    union_region,
)
from truceline.geo.discs import measured_discs_in
from truceline.geo.extents import Floats
from truceline.truth import NO, UNKNOWN, YES, Truths

KERNELS = ["numpy", "numba"] if find_spec("numba") else ["numpy"]


@pytest.fixture(autouse=True)
def _index_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "WORTH_LOOKING", 0.0)
    monkeypatch.setattr(regions, "WORTH_DISCS", 0.0)


@pytest.fixture(params=KERNELS)
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(kernels.VARIABLE, request.param)
    return str(request.param)


def _around(region: Region, seed: int, n: int) -> tuple[Floats, Floats, Floats]:
    """Discs in and around a region, many of them as large as the distance to its boundary, or nearly."""
    random = np.random.default_rng(seed)
    shapes = [shape.geometry for shape in region.shapes_within()] or [shapely.Point(10, 10)]
    west, south, east, north = np.array([shapely.bounds(shape) for shape in shapes]).T
    wide = float(random.choice([0.01, 0.5, 3.0]))
    lon = random.uniform(west.min() - wide, east.max() + wide, n)
    lat = random.uniform(max(south.min() - wide, -90), min(north.max() + wide, 90), n)
    corners = shapely.get_coordinates(shapes)
    near = random.random(n) < 0.5
    spread = 10.0 ** random.uniform(-7, 0, n)
    corner = corners[random.integers(0, len(corners), n)] + random.normal(0, 1, (n, 2)) * spread[:, None]
    on_it = corners[random.integers(0, len(corners), n)]
    lon, lat = np.where(near, corner[:, 0], lon), np.where(near, corner[:, 1], lat)
    is_on = random.random(n) < 0.05
    lon, lat = np.where(is_on, on_it[:, 0], lon), np.where(is_on, on_it[:, 1], lat)
    lon, lat = (lon + 180) % 360 - 180, np.clip(lat, -90, 90)
    lon[random.random(n) < 0.02] = 180.0
    lat[random.random(n) < 0.02] = random.choice([-90.0, 90.0])
    low, high = region.signed_m(lon, lat, np.full(n, 300_000.0))
    ends = np.abs(np.where(random.random(n) < 0.5, low, high))
    off = random.choice([0, 1e-9, 1e-3, 0.009, 0.011, 0.05, 0.1, 0.2, 0.5, 5, 300], n) * random.choice(
        [-1, 1], n
    )
    fit = np.where(np.isfinite(ends), np.maximum(ends + off, 0.0), 1_000.0)
    drawn = random.choice([0.0, np.nan, 1e-6, 0.3, 500.0, 5_000, 25_000, 120_000, 6_000_000, np.inf], n)
    radius = np.where(random.random(n) < 0.5, fit, drawn)
    lon[random.random(n) < 0.02] = np.nan
    lat[random.random(n) < 0.02] = np.inf
    return lon, lat, radius


def _exactly(region: Region, lon: Floats, lat: Floats, radius_m: Floats) -> list[int]:
    is_place = np.isfinite(lon) & np.isfinite(lat)
    answer = np.where(is_place, NO, UNKNOWN)
    answer[is_place] = measured_discs_in(region, lon[is_place], lat[is_place], radius_m[is_place])
    return [int(value) for value in answer]


@settings(max_examples=25)
@given(region=geo_regions, seed=st.integers(0, 2**32 - 1))
def test_every_disc_is_decided_as_by_measuring(region: Region, seed: int) -> None:
    lon, lat, radius = _around(region, seed, 120)
    expected = _exactly(region, lon, lat, radius)
    for name in KERNELS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(kernels.VARIABLE, name)
            found = discs_in(region, lon, lat, radius).tolist()
        wrong = [
            (lon[i], lat[i], radius[i], a, b)
            for i, (a, b) in enumerate(zip(found, expected, strict=True))
            if a != b
        ]
        assert not wrong, f"{name}: {len(wrong)}, such as {wrong[:3]}"


def test_several_threads_may_ask_a_region_before_it_has_an_index(kernel: str) -> None:
    region = difference_region(shape_region(shapely.box(36, 34, 38, 36)), [circle_region(37, 35, 20_000)])
    lon, lat, radius = _around(region, 3, 400)
    expected = _exactly(region, lon, lat, radius)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: discs_in(region, lon, lat, radius).tolist(), range(8)))
    assert all(answer == expected for answer in answers)


def test_an_index_is_built_only_when_enough_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "WORTH_LOOKING", 100.0)
    monkeypatch.setattr(regions, "WORTH_DISCS", 100.0)
    region = regions.ShapeRegion(shapely.box(36, 34, 38, 36))
    lon, lat = np.full(60, 37.0), np.full(60, 35.0)
    assert discs_in(region, lon, lat, np.full(60, 500.0)).tolist() == [YES] * 60
    assert region.cells(0, 0) is None
    assert discs_in(region, lon, lat, np.full(60, 500.0)).tolist() == [YES] * 60
    assert region.cells(0, 0) is not None


def test_what_has_no_place_is_unknown_and_nothing_lies_nowhere(kernel: str) -> None:
    nothing = np.array([np.nan, 37.0])
    places = (nothing, nothing[::-1].copy(), np.zeros(2))
    assert discs_in(shape_region(shapely.box(36, 34, 38, 36)), *places).tolist() == [UNKNOWN, UNKNOWN]
    assert discs_in(NOWHERE, *places).tolist() == [NO, NO]
    assert discs_in(NOWHERE, *(values[:0] for values in places)).tolist() == []


def _features(*parts: str) -> list[BaseGeometry]:
    found = json.loads(Path(shared(*parts)).read_text(encoding="utf-8"))["features"]
    return [shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"]))) for feature in found]


@pytest.mark.parametrize("file", ["sy_adm0_wof.geojson", "syr_adm1_naturalearth.geojson"])
def test_real_areas_are_decided_as_by_measuring(kernel: str, file: str) -> None:
    shapes = [shape_region(shape) for shape in _features("boundaries-syria", file)[:5]]
    areas = [*shapes, buffer_region(shapes[0], 5_000), difference_region(shapes[0], shapes[1:2])]
    for region in [*areas, union_region(shapes), intersection_region(shapes[:2])]:
        lon, lat, radius = _around(region, 11, 100)
        assert discs_in(region, lon, lat, radius).tolist() == _exactly(region, lon, lat, radius)


def test_few_discs_are_left_to_measure(kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    turn = np.linspace(0, 2 * np.pi, 2_000, endpoint=False)
    radius = 1.2 + 0.2 * np.sin(5 * turn) + random.uniform(-0.02, 0.02, 2_000)
    region = shape_region(
        shapely.Polygon(np.column_stack([37 + radius * np.cos(turn), 35 + radius * np.sin(turn)]))
    )
    left: list[int] = []

    def measure(asked: Region, x: Floats, y: Floats, r: Floats) -> Truths:
        left.append(len(x))
        return measured_discs_in(asked, x, y, r)

    monkeypatch.setattr("truceline.geo.discs.measured_discs_in", measure)
    lon, lat = random.uniform(34, 40, 20_000), random.uniform(32, 38, 20_000)
    discs_in(region, lon, lat, random.choice([0.0, 500.0, 5_000.0, 25_000.0], 20_000))
    assert sum(left) <= 20


def test_arrays_that_are_not_as_compiled_loops_want_them_give_the_same(kernel: str) -> None:
    region = shape_region(shapely.box(36, 34, 38, 36))
    lon, lat, radius = _around(region, 4, 50)
    expected = discs_in(region, lon, lat, radius).tolist()
    wide = np.column_stack([lon, lat, radius])
    wide.flags.writeable = False
    assert discs_in(region, wide[:, 0], wide[:, 1], wide[:, 2]).tolist() == expected
