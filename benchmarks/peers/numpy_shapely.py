# SPDX-License-Identifier: Apache-2.0
"""What one would write by hand with NumPy and prepared shapely geometry.

Each distinct condition once for all provisions, bounding boxes before predicates, prepared geometry. A disc is
compared with a boundary on a plane whose scale is known within a bound; only where that does not decide is the
nearest point of the boundary measured on the ellipsoid.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from answers import EXEMPT, NONE, POSSIBLE, VIOLATION, Answers
from conditions import ACT_TRUTHS, cell_truths
from load import BUFFER_M, PROHIBITED, SIDES, SITES_AREA, Rule, Size, areas, rules, sites
from plane import SCALE_ERROR, plane_areas, to_degrees, to_plane

Truths = NDArray[np.int8]
Floats = NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")


class Places:
    """Where the incidents of a batch are, ready to be asked about areas."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.lon, self.lat, radius = (
            batch.column(name).to_numpy(zero_copy_only=False) for name in ("lon", "lat", "radius_m")
        )
        self.is_known = np.isfinite(self.lon)
        self.radius_m = np.nan_to_num(radius, nan=0.0)
        self.x, self.y = to_plane(self.lon, self.lat)
        self.points = shapely.points(self.x, self.y)


class NumpyShapely:
    """Every area is asked about every incident, each once."""

    name = "NumPy with prepared shapely"
    untimed = "geometry prepared, boundaries on the plane"
    is_lazy = False

    def __init__(self, size: Size) -> None:
        self._rules = rules(size)
        self._areas = [shapely.Polygon(ring) for ring in areas(size)]
        self._edges = [area.boundary for area in plane_areas(size)]
        shapely.prepare(self._areas)
        shapely.prepare(self._edges)
        self._sites = sites(size)
        self._site_tree = shapely.STRtree(shapely.points(*to_plane(*self._sites.T)))
        self._batches: Sequence[pa.RecordBatch] = []

    def take(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Keeps the batches as they are."""
        self._batches = batches

    def judge(self) -> Answers:
        """Codes for each incident and provision."""
        return np.concatenate([self._judged(batch) for batch in self._batches])

    def answers(self, judged: Any) -> Answers:
        """They are codes already."""
        return np.asarray(judged)

    def close(self) -> None:
        """Nothing was started."""

    def _judged(self, batch: pa.RecordBatch) -> Answers:
        open_ = self._open(batch)
        in_area = self._all_in(batch, open_)
        made = np.zeros((batch.num_rows, len(self._rules)), dtype=np.int8)
        for column, rule in enumerate(self._rules):
            made[:, column] = _result(rule, open_[column], in_area)
        return made

    def _all_in(self, batch: pa.RecordBatch, open_: list[Truths]) -> list[Truths]:
        """For each area, whether each incident lies in it."""
        places = Places(batch)
        return [self._in_area(order, places, open_) for order in range(SITES_AREA + 1)]

    def _open(self, batch: pa.RecordBatch) -> list[Truths]:
        """For each provision, all conditions but those of place."""
        roles, acts, times = _roles(batch), _acts(batch), _Times(batch)
        return [
            np.minimum(
                np.minimum(roles[rule.by, rule.against], acts[PROHIBITED.index(rule.acts)]),
                times.during(rule),
            )
            for rule in self._rules
        ]

    def _asked(self, order: int, places: Places, open_: list[Truths]) -> NDArray[np.intp]:
        """Incidents with a place that an area has to be asked about."""
        if not self.is_lazy:
            return np.flatnonzero(places.is_known)
        asking = [
            found
            for rule, found in zip(self._rules, open_, strict=True)
            if rule.area == order or (rule.exception == "area" and rule.exception_area == order)
        ]
        wanted = places.is_known & (np.max(asking, axis=0) > 0) if asking else np.zeros(0, dtype=bool)
        return np.flatnonzero(wanted)

    def _in_area(self, order: int, places: Places, open_: list[Truths]) -> Truths:
        truth = np.where(places.is_known, 0, 1).astype(np.int8)
        rows = self._asked(order, places, open_)
        if order == SITES_AREA:
            truth[rows] = self._near_sites(places, rows)
            return truth
        west, south, east, north = self._areas[order].bounds
        lon, lat = places.lon[rows], places.lat[rows]
        boxed = rows[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]
        inside = shapely.intersects_xy(self._areas[order], places.lon[boxed], places.lat[boxed])
        truth[boxed[inside]] = 2
        west, south, east, north = self._edges[order].bounds
        x, y, reach = places.x[rows], places.y[rows], places.radius_m[rows] * (1 + SCALE_ERROR)
        is_boxed = (x >= west - reach) & (x <= east + reach) & (y >= south - reach) & (y <= north + reach)
        discs = rows[(reach > 0) & is_boxed]
        truth[discs[self._touches(order, places, discs)]] = 1
        return truth

    def _touches(self, order: int, places: Places, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether the boundary of an area is within the discs."""
        edge, points, radius = self._edges[order], places.points[rows], places.radius_m[rows]
        touched = np.asarray(shapely.dwithin(edge, points, radius * (1 + SCALE_ERROR)), dtype=bool)
        may = np.flatnonzero(touched)
        close = may[~shapely.dwithin(edge, points[may], radius[may] * (1 - SCALE_ERROR))]
        if len(close):
            nearest = shapely.get_coordinates(shapely.shortest_line(edge, points[close]))[::2]
            lon, lat = to_degrees(*nearest.T)
            away = _GEOD.inv(places.lon[rows[close]], places.lat[rows[close]], lon, lat)[2]
            touched[close] = np.asarray(away) <= radius[close]
        return touched

    def _near_sites(self, places: Places, rows: NDArray[np.intp]) -> Truths:
        site = self._site_tree.nearest(places.points[rows])
        near = self._sites[site]
        away = np.asarray(_GEOD.inv(places.lon[rows], places.lat[rows], near[:, 0], near[:, 1])[2])
        radius = places.radius_m[rows]
        return np.where(away + radius <= BUFFER_M, 2, np.where(away - radius > BUFFER_M, 0, 1)).astype(
            np.int8
        )


class NumpyLazy(NumpyShapely):
    """An area is asked only about incidents for which a provision that names it is still open."""

    name = "NumPy with prepared shapely, places asked last"
    is_lazy = True


def _coded(batch: pa.RecordBatch, name: str) -> tuple[list[str | None], NDArray[np.intp]]:
    column = batch.column(name)
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    values = [*encoded.dictionary.to_pylist(), None]
    return values, encoded.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)


def _roles(batch: pa.RecordBatch) -> dict[tuple[str, str], Truths]:
    """Who did it to whom, for each pair of kinds of parties."""
    sides = []
    for name in ("by", "against"):
        cells, codes = _coded(batch, name)
        truths = np.array([cell_truths(cell) for cell in cells], dtype=np.int8)
        sides.append([column[codes] for column in truths.T])
    by, against = sides
    roles, codes = _coded(batch, "roles")
    is_either = np.array([role == "either" for role in roles])[codes]
    made = {}
    for (i, doing), (j, suffering) in product(enumerate(SIDES), repeat=2):
        known = np.minimum(by[i], against[j])
        turned = np.minimum(against[i], by[j])
        made[doing, suffering] = np.where(is_either & (known != turned), 1, known).astype(np.int8)
    return made


def _acts(batch: pa.RecordBatch) -> list[Truths]:
    acts, codes = _coded(batch, "act")
    truths = np.array([ACT_TRUTHS[act] for act in acts], dtype=np.int8)
    return [column[codes] for column in truths.T]


class _Times:
    """When the incidents of a batch were."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._start, end = (
            batch.column(name).cast(pa.int64()).to_numpy(zero_copy_only=False) for name in ("start", "end")
        )
        self._last = np.maximum(self._start, end - 1)

    def during(self, rule: Rule) -> Truths:
        """Whether each was in a provision's period."""
        is_ever = (self._start < rule.end_ms) & (self._last >= min(rule.starts_ms))
        is_all = (self._start >= max(rule.starts_ms)) & (self._last < rule.end_ms)
        return np.asarray(is_ever.astype(np.int8) + (is_ever & is_all))


def _result(rule: Rule, open_: Truths, in_area: list[Truths]) -> Truths:
    core = np.minimum(open_, in_area[rule.area])
    if rule.exception == "facts":
        return np.where(core > 0, POSSIBLE, NONE).astype(np.int8)
    if not rule.exception:
        return np.array([NONE, POSSIBLE, VIOLATION], dtype=np.int8)[core]
    table = np.array([[NONE] * 3, [POSSIBLE, POSSIBLE, NONE], [VIOLATION, POSSIBLE, EXEMPT]], dtype=np.int8)
    return np.asarray(table[core, in_area[rule.exception_area]])
