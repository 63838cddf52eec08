# SPDX-License-Identifier: Apache-2.0
"""places: how many discs a second are put against an area, by kind of area and number of vertices?

python benchmarks/places.py --size small|full

Half of the discs are exact points; the rest have radii of 500 m, 5 km and 25 km, around towns of the made-up
load. Four ways take turns: Truceline compiled (where numba is installed), Truceline with NumPy, Truceline without
an index (on a part), and a peer: prepared shapely for the side, and ``dwithin`` to the boundary in a projection of
its own around the area. The peer's projection is off by up to some parts in a thousand, so its answers are
compared where they stay the same with radii 1 % and 5 m larger and smaller. All others must be equal.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from load import EAST, NORTH, SEED, SIZES, SOUTH, WEST, sites
from measure import MIB, busy
from truceline.geo import (
    Region,
    buffer_region,
    difference_region,
    discs_in,
    regions,
    shape_region,
    union_region,
)
from truceline.geo.discs import measured_discs_in
from truceline.kernels import VARIABLE

Floats = NDArray[np.float64]
ROUNDS = 3
RADII_M = [0.0, 500.0, 5_000.0, 25_000.0]
SHARES = [0.5, 0.2, 0.2, 0.1]
COUNTS = {"small": 2_000, "full": 1_000_000}
VERTICES = {"small": (100, 1_000), "full": (300, 1_000, 3_000, 10_000, 20_000)}
MEASURED = {"small": 200, "full": 2_000}
"""How many discs go without an index; the next: to the peer."""
PEERED = {"small": 2_000, "full": 20_000}


def star(vertices: int, seed: int, lon: float = 39.0, lat: float = 34.5) -> shapely.Polygon:
    """A polygon of about 300 km with a rough edge."""
    random = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    waves = sum(random.uniform(0, 0.3 / k) * np.sin(k * turn + random.uniform(0, 6)) for k in range(1, 9))
    radius = 1.2 * (1 + waves) * random.uniform(0.98, 1.02, vertices)
    return shapely.Polygon(np.column_stack((lon + radius * np.cos(turn), lat + 0.8 * radius * np.sin(turn))))


@dataclass(frozen=True)
class Area:
    """An area as both sides take it."""

    name: str
    region: Region
    shape: BaseGeometry | None
    """None: the peer is not asked."""
    by_m: float = 0.0


def areas(size: str) -> list[Area]:
    """Of each kind, and polygons of each number of vertices."""
    made = []
    for count in VERTICES[size]:
        shape = star(count, SEED)
        made.append(Area(f"polygon, {count} vertices", shape_region(shape), shape))
    most = VERTICES[size][-2]
    one, other = star(most, SEED), star(most, SEED + 1, 39.8, 34.9)
    points = shapely.MultiPoint(sites(SIZES[size]))
    line = shapely.LineString(shapely.get_coordinates(one)[: most // 2])
    made.append(
        Area(f"{len(points.geoms)} sites by 500 m", buffer_region(shape_region(points), 500), points, 500)
    )
    for by_m in (15_000, 30_000):
        made.append(
            Area(
                f"line, {most // 2} vertices by {by_m // 1000} km",
                buffer_region(shape_region(line), by_m),
                line,
                by_m,
            )
        )
    made.append(Area("polygon by 5 km", buffer_region(shape_region(one), 5_000), one, 5_000))
    made.append(Area("difference of two", difference_region(shape_region(one), [shape_region(other)]), None))
    made.append(Area("union of two", union_region([shape_region(one), shape_region(other)]), None))
    return made


def discs(count: int) -> tuple[Floats, Floats, Floats]:
    """Around towns and anywhere."""
    random = np.random.default_rng(SEED + 2)
    towns = random.uniform((WEST, SOUTH), (EAST, NORTH), (500, 2))
    place = towns[random.integers(0, len(towns), count)] + random.normal(0, 0.15, (count, 2))
    return place[:, 0].copy(), place[:, 1].copy(), random.choice(RADII_M, count, p=SHARES)


class Peer:
    """What one would write by hand."""

    def __init__(self, area: Area) -> None:
        assert area.shape is not None
        self.shape, self.by_m = area.shape, area.by_m
        middle = shapely.centroid(shapely.envelope(area.shape))
        self._to_plane = Transformer.from_crs(
            "EPSG:4326", f"+proj=aeqd +lon_0={middle.x} +lat_0={middle.y}", always_xy=True
        )
        is_polygon = shapely.get_dimensions(area.shape) == 2
        edge = shapely.segmentize(area.shape.boundary if is_polygon else area.shape, 0.01)
        self.edge = shapely.transform(
            edge, lambda xy: np.column_stack(self._to_plane.transform(xy[:, 0], xy[:, 1]))
        )
        self.is_polygon = is_polygon
        shapely.prepare([self.shape, self.edge])

    def discs_in(self, lon: Floats, lat: Floats, radius: Floats) -> NDArray[np.int8]:
        """The same answers, as near as the projection lets it."""
        inside = (
            shapely.intersects_xy(self.shape, lon, lat) if self.is_polygon else np.zeros(len(lon), dtype=bool)
        )
        is_disc = (radius > 0) | (self.by_m > 0)
        points = shapely.points(*self._to_plane.transform(lon[is_disc], lat[is_disc]))
        within, touched = inside.copy(), inside.copy()
        r = radius[is_disc]
        if self.by_m:
            touched[is_disc] |= shapely.dwithin(self.edge, points, self.by_m + r)
            deep = shapely.dwithin(self.edge, points, np.maximum(self.by_m - r, 0)) & (r <= self.by_m)
            rest = shapely.dwithin(self.edge, points, np.maximum(r - self.by_m, 0))
            within[is_disc] = deep | (inside[is_disc] & ((r <= self.by_m) | ~rest))
        else:
            near = shapely.dwithin(self.edge, points, r)
            within[is_disc] &= ~near
            touched[is_disc] |= near
        return np.where(within, 2, np.where(touched, 1, 0)).astype(np.int8)


def compared(
    area: Area, peer: Peer, lon: Floats, lat: Floats, radius: Floats, found: NDArray[np.int8]
) -> int:
    """How many answers were compared with the peer's; all must be equal."""
    larger, smaller = radius * 1.01 + 5, np.maximum(radius * 0.99 - 5, 0)
    if area.by_m:
        larger, smaller = larger + area.by_m * 0.01, np.maximum(smaller - area.by_m * 0.01, 0)
    else:
        larger, smaller = np.where(radius > 0, larger, 0), np.where(radius > 0, smaller, 0)
    answers = [peer.discs_in(lon, lat, r) for r in (larger, radius, smaller)]
    same = (answers[0] == answers[1]) & (answers[1] == answers[2])
    if area.by_m:
        same &= radius > area.by_m * 0.02 + 6  # else there is no smaller radius to tell by
    assert np.array_equal(found[same], answers[1][same]), f"{area.name}: the peer differs"
    return int(same.sum())


def indexed(area: Area) -> tuple[float, int]:
    """Seconds to build the indexes, and their bytes."""
    with busy() as time:
        made = [shape.cells(1.0, more_m) for shape, more_m in area.region.shapes_within().items()]
    return time.seconds, sum(cells.nbytes for cells in made if cells is not None)


def main() -> None:
    parser = argparse.ArgumentParser(description="How many discs a second are put against an area?")
    parser.add_argument("--size", choices=COUNTS, default="small")
    parser.add_argument("--count", type=int, help="another number of discs")
    given = parser.parse_args()
    os.environ["TRUCELINE_CACHE"] = ""
    regions.WORTH_LOOKING = regions.WORTH_DISCS = 0.0
    kinds = ["numba", "numpy"] if find_spec("numba") else ["numpy"]
    lon, lat, radius = discs(given.count or COUNTS[given.size])
    part, few = slice(0, MEASURED[given.size]), slice(0, PEERED[given.size])
    print(
        f"{len(lon)} discs, nanoseconds of one processor for each, medians of {ROUNDS} in turns; index: seconds and MiB"
    )
    heads = "".join(f"{kind:>8}{'build':>8}{'MiB':>6}" for kind in kinds)
    print(f"{'area':32}{heads}{'no index':>10}{'peer':>8}{'peer of numba':>15}{'compared':>10}")
    discs_in(shape_region(star(300, SEED)), lon[:10], lat[:10], radius[:10])  # loads what is compiled
    for kind in kinds:
        os.environ[VARIABLE] = kind
        for warm in areas("small"):
            discs_in(warm.region, lon[:10], lat[:10], radius[:10])
    made = {kind: areas(given.size) for kind in kinds}
    for order in range(len(made["numpy"])):
        cells = ""
        ways: dict[str, Callable[[], NDArray[np.int8]]] = {}
        builds = {}
        for kind in kinds:
            area = made[kind][order]
            os.environ[VARIABLE] = kind
            builds[kind] = indexed(area)
            ways[kind] = lambda area=area: discs_in(area.region, lon, lat, radius)  # type: ignore[misc]
        ways["none"] = lambda area=area: measured_discs_in(area.region, lon[part], lat[part], radius[part])  # type: ignore[misc]
        peer = Peer(area) if area.shape is not None else None
        if peer is not None:
            ways["peer"] = lambda peer=peer: peer.discs_in(lon[few], lat[few], radius[few])  # type: ignore[misc]
        times: dict[str, list[float]] = {way: [] for way in ways}
        answers = {}
        for _ in range(ROUNDS):
            for way, ask in ways.items():
                os.environ[VARIABLE] = way if way in kinds else "numpy"
                with busy() as time:
                    answers[way] = ask()
                times[way].append(time.seconds / len(answers[way]) * 1e9)
        for kind in kinds:
            assert np.array_equal(answers[kind], answers[kinds[0]]), f"{area.name}: the ways differ"
            assert np.array_equal(answers[kind][part], answers["none"]), f"{area.name}: the index differs"
        median = {way: statistics.median(values) for way, values in times.items()}
        cells = "".join(f"{median[k]:8.1f}{builds[k][0]:8.2f}{builds[k][1] / MIB:6.1f}" for k in kinds)
        count = (
            compared(area, peer, lon[few], lat[few], radius[few], answers["numpy"][few])
            if peer is not None
            else 0
        )
        shown = (
            f"{median['peer']:8.0f}{median['peer'] / median[kinds[0]]:14.0f}x{count:10}"
            if peer is not None
            else ""
        )
        print(f"{area.name:32}{cells}{median['none']:10.0f}{shown}")


if __name__ == "__main__":
    main()
