# SPDX-License-Identifier: Apache-2.0
"""The places of a batch of incidents: points known to a radius, named areas, shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from truceline.assess.regions import Regions
from truceline.geo import Extents, Region, crosses, discs_in, in_region
from truceline.terms import AreaForm, NamedArea
from truceline.truth import TRUTH, YES, Truths

_Rows = NDArray[np.int64]


@dataclass
class Places:
    """Where the n incidents of a batch happened, ready to be asked about areas."""

    regions: Regions
    batch: pa.RecordBatch
    shapes: Mapping[str, BaseGeometry | None]
    """The outline of each area that a record may name; None where nothing is known of its place."""
    _of_shapes: dict[tuple[str, AreaForm], dict[int, int]] = field(default_factory=dict)

    def _floats(self, name: str) -> NDArray[np.float64]:
        values = self.batch.column(name).to_numpy(zero_copy_only=False)
        return np.ascontiguousarray(values, dtype=np.float64)

    @cached_property
    def _points(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        return self._floats("lon"), self._floats("lat"), self._floats("radius_m")

    @cached_property
    def _shaped(self) -> tuple[NDArray[np.int64], list[str | None], Extents]:
        """For each incident the position of its extent among the distinct ones, -1 where it has a point or none.

        Returns:
            The positions; the area that each distinct extent names; the extents.
        """
        area, geometry = (self.batch.column(name) for name in ("area", "geometry"))
        position = np.full(self.batch.num_rows, -1, dtype=np.int64)
        none = np.zeros(0)
        if area.null_count == len(area) and geometry.null_count == len(geometry):
            return position, [], Extents(none, none, none, np.zeros(0, dtype=object))
        coded = [
            column.dictionary_encode() if not pa.types.is_dictionary(column.type) else column
            for column in (area, geometry)
        ]
        area_code, wkb_code = (c.indices.fill_null(-1).to_numpy(zero_copy_only=False) for c in coded)
        names, wkb = (c.dictionary.to_pylist() for c in coded)
        rows = np.flatnonzero((area_code >= 0) | (wkb_code >= 0))
        lon, lat, radius = (values[rows] for values in self._points)
        keys = np.empty(len(rows), dtype=[(name, "i8") for name in ("area", "wkb", "lon", "lat", "radius")])
        keys["area"], keys["wkb"] = area_code[rows], wkb_code[rows]
        for name, values in (("lon", lon), ("lat", lat), ("radius", radius)):
            keys[name] = (values + 0.0).view(np.int64)
        distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        position[rows] = inverse
        named: list[str | None] = [names[code] if code >= 0 else None for code in distinct["area"]]
        shapes: NDArray[Any] = np.full(len(distinct), None, dtype=object)
        for order, (area_name, code) in enumerate(zip(named, distinct["wkb"], strict=True)):
            shapes[order] = shapely.from_wkb(wkb[code]) if area_name is None else self.shapes.get(area_name)
        return position, named, Extents(lon[first], lat[first], radius[first], shapes)

    def answers(self, kind: str, form: AreaForm, rows: _Rows | None = None) -> Truths:
        """Whether incidents lie ``in`` (or ``cross``) an area.

        Args:
            kind: ``in`` or ``crosses``.
            form: without history or rivals.
            rows: (k,) positions of the incidents; all of them if left out.

        Returns:
            (k,) int8. An incident that names the very area which is asked about lies in it, however
            little is known of where that area ends.
        """
        region = self.regions.of(form)
        position, named, extents = self._shaped
        if not len(extents):
            return self._points_answer(kind, region, rows)
        wanted = np.arange(self.batch.num_rows) if rows is None else rows
        at = position[wanted]
        points, shaped = np.flatnonzero(at < 0), np.flatnonzero(at >= 0)
        found = np.empty(len(wanted), dtype=TRUTH)
        found[points] = self._points_answer(kind, region, wanted[points])
        distinct, inverse = np.unique(at[shaped], return_inverse=True)
        answers = (in_region if kind == "in" else crosses)(extents.take(distinct), region)
        if kind == "in" and isinstance(form, NamedArea):
            same = np.array([named[order] == form.id for order in distinct.tolist()], dtype=bool)
            answers = np.where(same, YES, answers).astype(TRUTH)
        found[shaped] = answers[inverse]
        return found

    def _points_answer(self, kind: str, region: Region, rows: _Rows | None) -> Truths:
        lon, lat, radius = (values if rows is None else values[rows] for values in self._points)
        if kind == "in":
            return discs_in(region, lon, lat, radius)
        return crosses(Extents(lon, lat, radius, np.full(len(lon), None, dtype=object)), region)
