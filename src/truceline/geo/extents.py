# SPDX-License-Identifier: Apache-2.0
"""Where incidents happened: points known to a radius, areas, paths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Extents:
    """The extents of n incidents."""

    lon: Floats
    """(n,) degrees; NaN where there is no point."""
    lat: Floats
    """(n,) degrees; NaN where there is no point."""
    radius_m: Floats
    """(n,) geodesic metres; NaN or 0 where the point is exact."""
    shapes: NDArray[Any]
    """(n,) a polygon ("somewhere in it"), a line (a path), or None."""

    def __len__(self) -> int:
        return len(self.lon)

    @cached_property
    def has_shape(self) -> NDArray[np.bool_]:
        """(n,) whether there is a polygon or a line."""
        return np.asarray(~shapely.is_missing(self.shapes), dtype=bool)

    def take(self, index: NDArray[Any]) -> Extents:
        """The extents at some positions."""
        return Extents(self.lon[index], self.lat[index], self.radius_m[index], self.shapes[index])
