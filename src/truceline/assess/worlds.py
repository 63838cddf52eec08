# SPDX-License-Identifier: Apache-2.0
"""The worlds of what is left open, one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from truceline.assess.membership import Masks

_MOST_WORLDS = 4096
"""Combinations worked out one by one; beyond, the conditions are joined by Kleene logic, which is sound."""


def are_too_many(questions: Sequence[Masks]) -> bool:
    """Whether so many worlds are open that they are not gone through one by one."""
    return math.prod(map(len, questions)) > _MOST_WORLDS


def worlds_of(bits: int, questions: Sequence[Masks]) -> Iterator[int]:
    """Every mask that a world may have."""
    for masks in itertools.product(*questions):
        mask = bits
        for part in masks:
            mask |= part
        yield mask
