# SPDX-License-Identifier: Apache-2.0
"""Calibres told apart as far as a provision does."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from truceline.terms import WeaponKind


class Calibres:
    """The kinds of calibre that some weapons tell apart: each bound is one, and each stretch between, below and above.

    Calibres on the same side of every bound answer everything alike, so that one stands for all.
    """

    def __init__(self, weapons: Iterable[WeaponKind]) -> None:
        calibres = [kind.calibre for kind in weapons if kind.calibre]
        found = {bound for calibre in calibres for bound in (calibre.low_mm, calibre.high_mm)}
        bounds = sorted(found - {0.0, math.inf})
        between = (
            [(low + high) / 2 for low, high in itertools.pairwise([0.0, *bounds, 2 * bounds[-1]])]
            if bounds
            else [0.0]
        )
        self.bounds = tuple(bounds)
        """Where there are none, calibres do not matter."""
        self.all_mm = tuple(sorted([*bounds, *between]))
        """One calibre for each kind."""

    def kinds(self, calibre_mm: NDArray[np.float64]) -> NDArray[np.int64]:
        """For each calibre, NaN where none is recorded, its kind."""
        below, above = (np.searchsorted(self.bounds, calibre_mm, side=s) for s in ("left", "right"))
        return np.asarray(np.where(np.isnan(calibre_mm), len(self.all_mm), below + above), dtype=np.int64)

    def at(self, kind: int) -> float | None:
        """The calibre that stands for all of its kind; None where none is recorded."""
        return self.all_mm[kind] if kind < len(self.all_mm) else None


def weapon_kinds(asked: object) -> tuple[WeaponKind, ...]:
    """What a ``weapons`` atom asks for."""
    return asked if isinstance(asked, tuple) else ()
