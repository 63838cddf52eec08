# SPDX-License-Identifier: Apache-2.0
"""The places of a batch of incidents, each distinct one once."""

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
from truceline.geo import Extents, crosses, in_region
from truceline.terms import AreaForm, NamedArea, Terms
from truceline.truth import YES, Truths


@dataclass
class Places:
    """Where the incidents of a batch happened, ready to be asked about areas."""

    terms: Terms
    regions: Regions
    batch: pa.RecordBatch
    shapes: Mapping[str, BaseGeometry | None]
    """The outline of each area that a record may name; None where nothing is known of its place."""
    _answers: dict[tuple[str, AreaForm], Truths] = field(default_factory=dict)

    @cached_property
    def _distinct(self) -> tuple[Extents, NDArray[np.intp], list[str | None]]:
        """The distinct extents, the position of each incident's among them, and the areas they name."""
        lon, lat, radius = (
            self.batch.column(name).to_numpy(zero_copy_only=False).astype(np.float64)
            for name in ("lon", "lat", "radius_m")
        )
        area = self.batch.column("area").dictionary_encode()
        geometry = self.batch.column("geometry").dictionary_encode()
        area_code = area.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        geometry_code = geometry.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        keys = np.empty(
            len(lon),
            dtype=[("lon", "i8"), ("lat", "i8"), ("radius", "i8"), ("area", "i4"), ("geometry", "i4")],
        )
        for name, values in (("lon", lon), ("lat", lat), ("radius", radius)):
            keys[name] = (values + 0.0).view(np.int64)
        keys["area"], keys["geometry"] = area_code, geometry_code
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        names = area.dictionary.to_pylist()
        wkb = geometry.dictionary.to_pylist()
        shapes: NDArray[Any] = np.full(len(first), None, dtype=object)
        named: list[str | None] = [None] * len(first)
        for order, row in enumerate(first):
            if area_code[row] >= 0:
                named[order] = names[area_code[row]]
                shapes[order] = self.shapes.get(str(named[order]))
            elif geometry_code[row] >= 0:
                shapes[order] = shapely.from_wkb(wkb[geometry_code[row]])
        return Extents(lon[first], lat[first], radius[first], shapes), inverse, named

    def answers(self, kind: str, form: AreaForm) -> Truths:
        """Whether each incident lies ``in`` (or ``crosses``) an area; asked once for each form.

        Returns:
            (n,) int8. An incident that names the very area which is asked about lies in it, however
            little is known of where that area ends.
        """
        key = (kind, form)
        if key not in self._answers:
            extents, inverse, named = self._distinct
            region = self.regions.of(form)
            found = in_region(extents, region) if kind == "in" else crosses(extents, region)
            if kind == "in" and isinstance(form, NamedArea):
                same = np.array([name == form.id for name in named], dtype=bool)
                found = np.where(same, YES, found)
            self._answers[key] = found[inverse]
        return self._answers[key]
