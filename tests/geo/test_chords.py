# SPDX-License-Identifier: Apache-2.0
"""The bounds on which the cells rest."""

from __future__ import annotations

import numpy as np

from truceline.geo.cells import build
from truceline.geo.chords import chords, geodesic_m, in_space, straight
from truceline.geo.ellipsoid import GEOD, MARGIN_M, MARGIN_SHARE, Edges

RANDOM = np.random.default_rng(8)


def test_every_geodesic_lies_between_the_bounds_of_its_chord() -> None:
    n = 20_000
    lon, lat = RANDOM.uniform(-180, 180, (2, n)), RANDOM.uniform(-90, 90, (2, n))
    near = RANDOM.random(n) < 0.7
    lon[1] = np.where(near, lon[0] + RANDOM.normal(0, 1, n), lon[1])
    lat[1] = np.where(near, np.clip(lat[0] + RANDOM.normal(0, 1, n), -90, 90), lat[1])
    a, b = in_space(lon[0], lat[0]), in_space(lon[1], lat[1])
    chord = np.sqrt(sum((p - q) ** 2 for p, q in zip(a, b, strict=True)))
    distance = np.asarray(GEOD.inv(lon[0], lat[0], lon[1], lat[1])[2])
    assert np.all(chord <= distance + 1e-6)
    assert np.all(distance <= geodesic_m(chord) + 1e-6)


def test_every_edge_stays_within_its_sag_of_its_line() -> None:
    segments = np.column_stack([RANDOM.uniform(-180, 180, 2_000), RANDOM.uniform(-89, 89, 2_000)])
    segments = np.hstack([segments, segments + RANDOM.uniform(-0.9, 0.9, (2_000, 2))])
    lines, sag_m = straight(segments)
    for t in np.linspace(0, 1, 9):
        x, y = segments[:, :2].T + t * (segments[:, 2:] - segments[:, :2]).T
        point = np.column_stack(in_space(x, y))
        off = np.linalg.norm(point - (lines[:, :3] + t * lines[:, 3:6]), axis=1)
        assert np.all(off <= sag_m + 1e-6)
    assert chords(segments)[1] < 0.5


def test_the_exact_way_measures_far_better_than_its_margin() -> None:
    """The cells take it to be off by a margin at most; the search comes within a tenth of that."""
    for lat in (0, 35, -65, 79):
        ends = np.clip(lat + RANDOM.uniform(-2, 2, (6, 2)), -80, 80)
        segments = np.column_stack([RANDOM.uniform(0, 4, 6), ends[:, 0], RANDOM.uniform(0, 4, 6), ends[:, 1]])
        x, y = RANDOM.uniform(-1, 5, 40), np.clip(lat + RANDOM.uniform(-3, 3, 40), -89, 89)
        _, high = Edges(segments).distance_m(x, y, np.full(40, 150_000.0))
        found = np.flatnonzero(high < 149_000)
        measured = np.where(high > 1_000 + MARGIN_M, high / (1 + MARGIN_SHARE), high - MARGIN_M)
        t = np.linspace(0, 1, 20_001)[:, None]
        lon = (segments[:, 0] + t * (segments[:, 2] - segments[:, 0])).ravel()
        tall = (segments[:, 1] + t * (segments[:, 3] - segments[:, 1])).ravel()
        for row in found:
            near = np.flatnonzero(np.abs(tall - y[row]) < 1.5)
            brute = GEOD.inv(np.full(len(near), x[row]), np.full(len(near), y[row]), lon[near], tall[near])[2]
            least = float(np.min(brute))
            assert measured[row] <= least + 0.1 * max(MARGIN_M, MARGIN_SHARE * least)


def test_a_boundary_near_a_pole_has_no_cells() -> None:
    def nothing(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        return np.zeros(len(lon), dtype=bool)

    assert build(np.array([[0, 81.0, 1, 81]]), True, nothing, 40_000, False) is None
    assert build(np.array([[0, 79.0, 1, 79]]), True, nothing, 40_000, False) is not None
    assert build(np.zeros((0, 4)), True, nothing, 40_000, False) is None
