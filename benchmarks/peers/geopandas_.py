# SPDX-License-Identifier: Apache-2.0
"""GeoPandas, by spatial joins, in two formulations.

Areas are cut into tiles and boundaries into short lines, as for the databases. What GeoPandas has no word for, the
conditions that are not of place, is judged with NumPy, as in the peer of that name, and first, so that only
incidents for which something is still open are joined.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from answers import Answers
from load import BUFFER_M, SITES_AREA, Size
from peers import tables
from peers.numpy_shapely import NumpyShapely, Places, Truths

_SEGMENTS = 16
"""Edges of a drawn quarter of a circle: it is short of the true one by up to 0.12 %."""


class _Joins(NumpyShapely, ABC):
    """Places by joins, all else as in the peer with NumPy."""

    untimed = "tiles and boundary pieces"
    piece_points = tables.PIECE_POINTS

    def __init__(self, size: Size) -> None:
        super().__init__(size)
        self._tiles, self._pieces, self._points = (
            _frame(shapely.from_wkb(table["wkb"].to_numpy()), table["area"].to_numpy())
            for table in (
                tables.tile_table(size),
                tables.piece_table(size, self.piece_points),
                tables.site_table(size),
            )
        )

    def _all_in(self, batch: pa.RecordBatch, open_: list[Truths]) -> list[Truths]:
        places = Places(batch)
        truths = np.full((batch.num_rows, SITES_AREA + 1), 1, dtype=np.int8)
        rows = np.flatnonzero(places.is_known & (np.max(open_, axis=0) > 0))
        truths[rows] = 0
        spots = gpd.GeoDataFrame(
            {"radius_m": places.radius_m[rows]}, geometry=places.points[rows], index=rows
        )
        _mark(truths, gpd.sjoin(spots, self._tiles), 2)
        discs = spots[spots["radius_m"] > 0]
        self._join(spots, discs, truths)
        return list(truths.T)

    @abstractmethod
    def _join(self, spots: gpd.GeoDataFrame, discs: gpd.GeoDataFrame, truths: NDArray[np.int8]) -> None:
        """Marks where discs touch boundaries, and where they lie near a site."""


class Within(_Joins):
    """Joins by distance."""

    name = "GeoPandas, joins by distance"

    def _join(self, spots: gpd.GeoDataFrame, discs: gpd.GeoDataFrame, truths: NDArray[np.int8]) -> None:
        def near(some: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, distance: Any) -> gpd.GeoDataFrame:
            return gpd.sjoin(some, shapes, predicate="dwithin", distance=distance.to_numpy())

        _mark(truths, near(discs, self._pieces, discs["radius_m"]), 1)
        _mark(truths, near(spots, self._points, BUFFER_M + spots["radius_m"]), 1)
        small = spots[spots["radius_m"] <= BUFFER_M]
        _mark(truths, near(small, self._points, BUFFER_M - small["radius_m"]), 2)


class Buffers(_Joins):
    """Joins with buffers that are drawn for each distinct radius."""

    name = "GeoPandas, joins with buffers"
    piece_points = 8  # longer ones take longer to draw around than they save
    _drawn: dict[tuple[str, float], gpd.GeoDataFrame]

    def judge(self) -> Answers:
        """Codes for each incident and provision; each distinct radius is drawn once."""
        self._drawn = {}
        return super().judge()

    def _grown(self, kind: str, by_m: float) -> gpd.GeoDataFrame:
        if (kind, by_m) not in self._drawn:
            shapes = self._pieces if kind == "pieces" else self._points
            grown = shapes.geometry.buffer(by_m, quad_segs=_SEGMENTS)
            self._drawn[kind, by_m] = shapes.set_geometry(grown)
        return self._drawn[kind, by_m]

    def _join(self, spots: gpd.GeoDataFrame, discs: gpd.GeoDataFrame, truths: NDArray[np.int8]) -> None:
        for radius, some in spots.groupby("radius_m"):
            if radius > 0:
                _mark(truths, gpd.sjoin(some, self._grown("pieces", radius)), 1)
            _mark(truths, gpd.sjoin(some, self._grown("sites", BUFFER_M + radius)), 1)
            if radius < BUFFER_M:
                _mark(truths, gpd.sjoin(some, self._grown("sites", BUFFER_M - radius)), 2)


def _mark(truths: NDArray[np.int8], found: gpd.GeoDataFrame, truth: int) -> None:
    """Writes a truth for each pair of incident and area that a join found."""
    truths[found.index.to_numpy(), found["area"].to_numpy()] = truth


def _frame(shapes: NDArray[Any], area: NDArray[np.integer]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"area": area}, geometry=shapes)
