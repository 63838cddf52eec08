# SPDX-License-Identifier: Apache-2.0
"""What a user would pick instead of Truceline, each judging the load as well as it can.

A peer is built from the load (``Peer(size)``), takes its incidents (``take``, not timed: tables are loaded there),
and is timed while it judges them (``judge``). What it judged is asked for afterwards (``answers``).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol

import pyarrow as pa

from answers import Answers
from load import Size
from peers.errors import NotHereError

__all__ = ["PEERS", "NotHereError", "Peer", "made"]


class Peer(Protocol):
    """Another way to judge the load."""

    name: str
    untimed: str
    """What it prepares outside the timed part."""

    def take(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Takes incidents as ``Incidents.batches()`` gives them."""

    def judge(self) -> Any:
        """Judges the incidents it took: the timed part."""

    def answers(self, judged: Any) -> Answers:
        """What ``judge`` gave, as codes."""

    def close(self) -> None:
        """Ends what was started for it."""


PEERS = {
    "numpy": "numpy_shapely.NumpyShapely",
    "numpy-lazy": "numpy_shapely.NumpyLazy",
    "geopandas": "geopandas_.Within",
    "geopandas-buffers": "geopandas_.Buffers",
    "duckdb": "duckdb_.DuckDb",
    "sedonadb": "sedona_.SedonaDb",
    "postgis": "postgis_.PostGis",
}


def made(key: str, size: Size) -> Peer:
    """A peer by its key.

    Raises:
        NotHereError: its packages are not here.
    """
    module, _, name = PEERS[key].partition(".")
    try:
        found: Peer = getattr(import_module(f"peers.{module}"), name)(size)
    except ImportError as error:
        raise NotHereError(f"{error}; requirements/bench.txt has what it needs") from error
    return found
