# SPDX-License-Identifier: Apache-2.0
"""Areas on the ellipsoid, and whether an extent lies in one or crosses one.

Distances are geodesic metres on WGS84; edges are straight in longitude and latitude. A *yes* or a
*no* holds for every point of the extent; what the bounds cannot tell is *unknown*. Start reading at
``regions``.
"""

from truceline.geo.conditions import crosses, distance_m, in_region
from truceline.geo.discs import discs_in
from truceline.geo.extents import Extents
from truceline.geo.regions import (
    NOWHERE,
    Region,
    between_region,
    buffer_region,
    circle_region,
    difference_region,
    intersection_region,
    shape_region,
    union_region,
)

__all__ = [
    "NOWHERE",
    "Extents",
    "Region",
    "between_region",
    "buffer_region",
    "circle_region",
    "crosses",
    "difference_region",
    "discs_in",
    "distance_m",
    "in_region",
    "intersection_region",
    "shape_region",
    "union_region",
]
