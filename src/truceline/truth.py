# SPDX-License-Identifier: Apache-2.0
"""Three truth values in one byte, and Kleene's connectives over arrays of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["NO", "TRUTH", "UNKNOWN", "YES", "Truths", "all_of", "any_of", "not_", "truths"]

TRUTH = np.int8
"""The one dtype of truth values."""
Truths = NDArray[np.int8]

NO = np.int8(0)
UNKNOWN = np.int8(1)
YES = np.int8(2)


def truths(yes: NDArray[Any], may: NDArray[Any]) -> Truths:
    """YES where ``yes`` holds, else UNKNOWN where ``may`` holds, else NO.

    Args:
        yes: (...) bool, true in every world.
        may: (...) bool, true in some world; implied by ``yes``.

    Returns:
        (...) int8.
    """
    return np.where(yes, YES, np.where(may, UNKNOWN, NO)).astype(TRUTH)


def all_of(values: Truths) -> Truths:
    """AND along the last axis: the least of the values, by Kleene's strong logic.

    Args:
        values: (..., k) int8, each 0 no, 1 unknown, 2 yes. With k = 0 the answer is yes.

    Returns:
        (...) int8.

    Source:
        Kleene, Introduction to Metamathematics (1952), section 64.

    >>> all_of(np.array([[2, 1], [1, 0]], np.int8)).tolist()
    [1, 0]
    """
    return np.asarray(values.min(axis=-1, initial=YES), dtype=TRUTH)


def any_of(values: Truths) -> Truths:
    """OR along the last axis: the greatest of the values; with none of them the answer is no.

    >>> any_of(np.array([[2, 1], [1, 0]], np.int8)).tolist()
    [2, 1]
    """
    return np.asarray(values.max(axis=-1, initial=NO), dtype=TRUTH)


def not_(values: Truths) -> Truths:
    """NOT, value by value: yes becomes no, no becomes yes, unknown stays.

    >>> not_(np.array([0, 1, 2], np.int8)).tolist()
    [2, 1, 0]
    """
    return np.asarray(YES - values, dtype=TRUTH)
