# SPDX-License-Identifier: Apache-2.0
"""Row groups of Parquet that no provision can touch, told by their statistics without reading them.

Statistics are bounds and nothing more: a text may be cut short, a bound be missing, a cell be blank.
A group is left out only where every record in it that is no reject has a time, an act or a place out
of reach. Its ids count all the same: where another record has one of them, the group is read after all.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from truceline.records.ids import SeenIds, id_codes

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees, west at most east."""

_DAY_MS = 86_400_000
_LOCAL_MS = 3 * _DAY_MS
"""A local day or clock, in whatever zone, lies within so much of the same in UTC."""
_PER_MS = {"milliseconds": (1, 1), "microseconds": (1, 1_000), "nanoseconds": (1, 1_000_000)}
_BLANKS = tuple(
    chr(code)
    for code in (
        *range(0x09, 0x0E),
        *range(0x1C, 0x21),
        *(0x85, 0xA0, 0x1680),
        *range(0x2000, 0x200B),
        *(0x2028, 0x2029, 0x202F, 0x205F, 0x3000),
    )
)
"""What is trimmed from cells; the last is the greatest."""
_SPHERE_M = 6_371_009 * 0.99
"""No geodesic is shorter than the same way on a sphere of this radius."""
_MARGIN_M = 10_000.0
_WIDEST_M = 1_000_000.0
"""Of records known to less than this nothing is told by their place."""


@dataclass(frozen=True, slots=True)
class Near:
    """Where a place lies: no point of it is farther from a box than so many metres."""

    box: Box
    within_m: float


@dataclass(frozen=True, slots=True)
class Way:
    """One way for a record to have a finding: all of these must be possible for it."""

    stretches: tuple[tuple[int, int], ...]
    """``[start, end)`` in milliseconds during which a provision may hold, in order."""
    acts: frozenset[str] | None
    """The codes that it may ask for, those above and below included; None: any act, or none."""
    places: tuple[Near, ...]
    """Where each place lies that it asks for, as far as it can be told."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What records must be like to have any finding."""

    ways: tuple[Way, ...]
    named: frozenset[str] = frozenset()
    """Ids of records that facts are about; their groups are read."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Row groups of a file, next to one another, that were not read."""

    path: Path
    groups: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What the statistics of a column say of its cells."""

    low: Any
    high: Any
    has_blank: bool
    """Whether there may be an empty cell; true where nobody counted."""


class GroupStatistics:
    """The statistics of the row groups of one file, column by column."""

    def __init__(self, file: pq.ParquetFile) -> None:
        self._meta = file.metadata
        self._schema = file.schema
        self._arrow = file.schema_arrow
        names = [self._schema.column(order).path for order in range(len(self._schema))]
        self._order = {name: order for order, name in enumerate(names) if names.count(name) == 1}

    def rows(self, group: int) -> int:
        """How many records a group has."""
        return int(self._meta.row_group(group).num_rows)

    def may_touch(self, group: int, reach: Reach) -> bool:
        """Whether some record of a group may have a finding."""
        if not self.rows(group):
            return False
        span, acts, place = self._span(group), self._acts(group), self._place(group)
        return any(
            _meets(span, way.stretches)
            and (acts is None or way.acts is None or any(map(acts, way.acts)))
            and (
                place is None
                or all(least_m(place[0], near.box) <= place[1] + near.within_m * 1.01 for near in way.places)
            )
            for way in reach.ways
        )

    def _bounds(self, group: int, name: str, *physical: str) -> _Bounds | None:
        """The raw bounds of a column of one of some physical types; None where there are none to go by."""
        if name not in self._order:
            return None
        chunk = self._meta.row_group(group).column(self._order[name])
        statistics = chunk.statistics
        if statistics is None or statistics.physical_type not in physical or not statistics.has_min_max:
            return None
        has_blank = not statistics.has_null_count or statistics.null_count > 0
        low, high = statistics.min_raw, statistics.max_raw
        return _Bounds(low, high, has_blank) if low <= high else None  # NaN is neither

    def _is_blank(self, group: int, name: str) -> bool:
        """Whether every cell of a column is empty for certain."""
        if name not in self._arrow.names:
            return True
        if name not in self._order:
            return False
        statistics = self._meta.row_group(group).column(self._order[name]).statistics
        is_counted = statistics is not None and statistics.has_null_count
        return is_counted and statistics.null_count == self.rows(group)

    def _span(self, group: int) -> tuple[int, int] | None:
        """The first and the last millisecond at which a record of a group may have happened."""
        start = self._instants(group, "start")
        if start is None or start.has_blank:
            return None  # without a time it may have happened at any
        first, last = start.low, start.high
        if not self._is_blank(group, "end"):
            end = self._instants(group, "end")
            if end is None:
                return None
            last = max(last, end.high)
        return first, last

    def _instants(self, group: int, name: str) -> _Bounds | None:
        """Bounds of a column of times in milliseconds, those that local clocks may add included."""
        found = self._bounds(group, name, "INT64", "INT32")
        if found is None:
            return None
        logical = json.loads(self._schema.column(self._order[name]).logical_type.to_json())
        kind = self._arrow.field(name).type
        if logical.get("Type") == "Date":
            low, high = found.low * _DAY_MS, found.high * _DAY_MS
        elif logical.get("Type") == "Timestamp" and logical.get("timeUnit") in _PER_MS:
            times, per = _PER_MS[logical["timeUnit"]]
            low, high = found.low * times // per, -(-found.high * times // per)
        else:
            return None
        is_utc = pa.types.is_timestamp(kind) and kind.tz is not None and logical.get("isAdjustedToUTC")
        more = 1 if is_utc else _LOCAL_MS
        return _Bounds(low - more, high + more, found.has_blank)

    def _acts(self, group: int) -> Callable[[str], bool] | None:
        """Says of a code whether a record of the group may have it; None: some may have any."""
        found = self._bounds(group, "act", "BYTE_ARRAY")
        if (
            found is None
            or found.has_blank
            or self._schema.column(self._order["act"]).logical_type.type != "STRING"
        ):
            return None
        low, high = bytes(found.low), bytes(found.high)
        # A cell of blanks alone is empty; with a blank before it, a code would be sorted elsewhere.
        if not low or any(low < _after(blank) and blank.encode() <= high for blank in _BLANKS):
            return None
        return lambda code: code.encode() <= high and low < code.encode() + _after(_BLANKS[-1])

    def _place(self, group: int) -> tuple[Box, float] | None:
        """A box with all points of a group, and how far from it something may be that a record touches."""
        lon, lat = (self._bounds(group, name, "DOUBLE", "FLOAT") for name in ("lon", "lat"))
        # A record with a point has no other place, else it is a reject; so is one whose numbers are none.
        if lon is None or lat is None or lon.has_blank or lat.has_blank:
            return None
        widest = 0.0
        if not self._is_blank(group, "radius_m"):
            radius = self._bounds(group, "radius_m", "DOUBLE", "FLOAT")
            if radius is None or not radius.high < _WIDEST_M:
                return None
            widest = max(float(radius.high), 0.0)
        return (lon.low, lat.low, lon.high, lat.high), widest * 1.01 + _MARGIN_M


def _after(blank: str) -> bytes:
    """The least text above all those that begin with a character."""
    return chr(ord(blank) + 1).encode()


def _meets(span: tuple[int, int] | None, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether some instant from the first to the last of ``span`` lies in a stretch; None: any instant."""
    if span is None:
        return bool(stretches)
    return any(start <= span[1] and span[0] < end for start, end in stretches)


def least_m(one: Box, other: Box) -> float:
    """No point of one box is nearer to a point of the other, along a geodesic."""
    apart = max(one[1] - other[3], other[1] - one[3], 0.0)
    direct = max(one[0] - other[2], other[0] - one[2], 0.0)
    around = max(360.0 - (max(one[2], other[2]) - min(one[0], other[0])), 0.0)
    turn = min(direct, around, 180.0)
    highest = min(max(map(abs, (one[1], one[3], other[1], other[3]))), 90.0)
    # sin^2(d / 2) >= cos(lat 1) cos(lat 2) sin^2(turn / 2): the haversine of the central angle.
    across = 2 * math.asin(math.cos(math.radians(highest)) * math.sin(math.radians(turn) / 2))
    return _SPHERE_M * max(math.radians(apart), across)


class SeenIdsToo(SeenIds):
    """Ids read so far, beside those of row groups that were left out.

    Which records of such a group are rejects nobody knows. So where another record has an id of one,
    the groups left out so far are read, to know whether that id is taken.
    """

    def __init__(
        self,
        ids_of: Callable[[Unread], Iterable[pa.Array]],
        kept_of: Callable[[Unread], Iterable[pa.Array]],
    ) -> None:
        super().__init__()
        self._ids_of, self._kept_of = ids_of, kept_of
        self._waiting: list[Unread] = []
        self._left_out: list[Unread] = []
        self._elsewhere = SeenIds()

    def leave_out(self, unread: Unread) -> None:
        """Notes records that were not read; their ids are read when more records come."""
        self._waiting.append(unread)

    def add(self, ids: pa.Array) -> NDArray[np.bool_]:
        """Adds ids, and says for each whether it would have been there before with all groups read."""
        if len(ids):
            for unread in self._waiting:
                for some in self._ids_of(unread):
                    self._elsewhere.add(some)
            self._left_out += self._waiting
            self._waiting = []
        if self._left_out and self._elsewhere.hold(id_codes(ids)).any():
            for unread in self._left_out:
                for some in self._kept_of(unread):
                    super().add(some)
            self._left_out, self._elsewhere = [], SeenIds()
        return super().add(ids)


def runs(
    file: pq.ParquetFile, path: Path, reach: Reach, has_named: Callable[[Unread], bool]
) -> Iterator[Unread | list[int]]:
    """The row groups of a file in order: runs that are left out, and the numbers of those to be read.

    Args:
        file: the file, open.
        path: where it is.
        reach: what records must be like to have a finding.
        has_named: says of a group whether facts are about one of its records.
    """
    statistics = GroupStatistics(file)

    def is_left_out(group: int) -> bool:
        rows = statistics.rows(group)
        return not statistics.may_touch(group, reach) and not has_named(Unread(path, (group,), rows))

    groups = range(file.metadata.num_row_groups)
    for left_out, run in itertools.groupby(groups, is_left_out):
        found = list(run)
        yield Unread(path, tuple(found), sum(map(statistics.rows, found))) if left_out else found
