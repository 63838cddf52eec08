# SPDX-License-Identifier: Apache-2.0
"""Whether discs lie in a region: the condition of place for points known to a radius."""

from __future__ import annotations

import numpy as np

from truceline.geo.extents import Floats
from truceline.geo.regions import NowhereRegion, Region, decided
from truceline.truth import NO, TRUTH, UNKNOWN, Truths

MOST_REACH_M = 5_000_000.0
"""Discs beyond this are not measured: they lie in no region for certain, except the whole world."""


def discs_in(region: Region, lon: Floats, lat: Floats, radius_m: Floats) -> Truths:
    """Whether each disc lies in a region.

    Several threads may ask the same region.

    Args:
        region: a closed set.
        lon: (n,) degrees; not finite where the place is not known.
        lat: (n,) degrees; not finite where the place is not known.
        radius_m: (n,) geodesic metres; NaN or 0 where the point is exact.

    Returns:
        (n,) int8: yes where the whole disc lies in it, no where none of it does, else unknown; a
        missing place is unknown, except that nothing lies nowhere.
    """
    if isinstance(region, NowhereRegion):
        return np.full(len(lon), NO, dtype=TRUTH)
    answer = np.full(len(lon), UNKNOWN, dtype=TRUTH)
    rows = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if len(rows):
        answer[rows] = measured_discs_in(region, lon[rows], lat[rows], np.nan_to_num(radius_m[rows], nan=0.0))
    return answer


def measured_discs_in(region: Region, lon: Floats, lat: Floats, radius_m: Floats) -> Truths:
    """The same by measuring each disc, without an index: the reference. All values are finite."""
    low, high = region.signed_m(lon, lat, np.minimum(radius_m, MOST_REACH_M))
    return decided(low, high, radius_m)
