# SPDX-License-Identifier: Apache-2.0
"""The incident table: its columns, and how rows of text become rows of it or rejects."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from truceline.records.names import Names
from truceline.terms import Terms, geometry_fault, parse_when

INSTANT = pa.timestamp("ms", tz="UTC")
INCIDENTS = pa.schema(
    [
        ("id", pa.string()),
        ("start", INSTANT),
        ("end", INSTANT),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
        ("radius_m", pa.float64()),
        ("area", pa.string()),
        ("geometry", pa.binary()),
        ("act", pa.string()),
        ("weapon", pa.string()),
        ("calibre_mm", pa.float64()),
        ("count", pa.float64()),
        ("unit", pa.string()),
        ("by", pa.string()),
        ("against", pa.string()),
        ("roles", pa.string()),
        ("fatalities_low", pa.int64()),
        ("fatalities", pa.int64()),
        ("fatalities_high", pa.int64()),
        ("reports", pa.list_(pa.string())),
        ("text", pa.string()),
    ]
)
"""The columns of incidents. ``start`` and ``end`` bound ``[start, end)`` in UTC, equal for an instant,
both null where no time is known; ``geometry`` is WKB."""

_FLOATS = ("lon", "lat", "radius_m", "calibre_mm", "count")
_INTS = ("fatalities_low", "fatalities", "fatalities_high")


@dataclass(frozen=True, slots=True)
class Reject:
    """Why one record is not among the incidents."""

    file: str
    line: int | None
    """Line of a text file, or row of a table, counted from 1."""
    id: str
    column: str
    found: str
    reason: str


@dataclass
class Rows:
    """Rows of text on their way to incidents; a row with a fault is rejected once, with its first fault."""

    file: str
    lines: list[int]
    columns: dict[str, list[Any]]
    """Column name to cells; a cell is text, a number, a timestamp, bytes, a list or None."""
    rejects: dict[int, Reject] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def cells(self, name: str) -> list[Any]:
        """The cells of a column; a column that is not there is empty."""
        return self.columns.get(name) or [None] * len(self.lines)

    def reject(self, row: int, column: str, found: object, reason: str) -> None:
        """Notes the first fault of a row."""
        if row not in self.rejects:
            cell = self.cells("id")[row]
            self.rejects[row] = Reject(
                self.file,
                self.lines[row],
                "" if cell is None else str(cell),
                column,
                str(found)[:200],
                reason,
            )


class SeenIds:
    """The ids read so far, as 64 bits each: 80 MB for ten million.

    Two different ids among ten million are taken for one with a chance of one in 370,000.
    """

    def __init__(self) -> None:
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, ids: list[str]) -> NDArray[np.bool_]:
        """Adds ids, and says for each whether it was there before, or earlier in the list."""
        digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in ids)
        codes = np.frombuffer(digests, dtype=np.uint64)
        _, first = np.unique(codes, return_index=True)
        is_twice = np.ones(len(codes), dtype=bool)
        is_twice[first] = False
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, codes), len(run) - 1)
            is_twice |= run[place] == codes
        if len(codes):
            self._runs.append(np.unique(codes))
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._runs[-2:] = [np.union1d(self._runs[-2], self._runs[-1])]
        return is_twice


@dataclass
class Reading:
    """What rows are read against, and what is counted on the way."""

    terms: Terms
    area_names: frozenset[str]
    names: Names
    seen: SeenIds = field(default_factory=SeenIds)
    unmapped: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.terms.zone)
        self._when = lru_cache(maxsize=200_000)(self._parse_when)

    def _parse_when(self, text: str) -> tuple[int, int, bool]:
        start, end = parse_when(text, self.zone)
        return start, end, len(text.strip()) == 10

    def when(self, cell: Any) -> tuple[int, int, bool]:
        """``(start, end, is_day)`` of a cell: text, a timestamp or a date."""
        if isinstance(cell, str):
            return self._when(cell)
        if isinstance(cell, datetime):
            text = cell.isoformat(timespec="milliseconds")
            return self._when(text)
        if isinstance(cell, date):
            return self._when(cell.isoformat())
        raise ValueError(f"{cell!r} is not a date or a time")


def incidents_of(rows: Rows, reading: Reading) -> pa.RecordBatch:
    """The rows without a fault as incidents, in order; the others are in ``rows.rejects``."""
    n = len(rows)
    ids = _ids(rows, reading)
    start, end = _times(rows, reading)
    numbers = {name: _numbers(rows, name) for name in (*_FLOATS, *_INTS)}
    geometry = _places(rows, reading, numbers)
    codes = {name: _codes(rows, name, reading.terms) for name in ("act", "weapon")}
    roles = [_role(rows, row, cell) for row, cell in enumerate(rows.cells("roles"))]
    _amounts(rows, numbers)
    kept = np.array([row not in rows.rejects for row in range(n)], dtype=bool)
    for row in np.flatnonzero(kept)[reading.seen.add([ids[row] for row in np.flatnonzero(kept)])]:
        rows.reject(int(row), "id", ids[row], "another record has this id; ids are unique in their source")
        kept[row] = False
    sides = {
        name: reading.names.cells(rows.cells(name), kept, reading.unmapped) for name in ("by", "against")
    }
    columns: dict[str, pa.Array] = {
        "id": pa.array(ids, pa.string()),
        "start": pa.array(start, pa.int64()).cast(INSTANT),
        "end": pa.array(end, pa.int64()).cast(INSTANT),
        "geometry": pa.array(geometry, pa.binary()),
        "area": pa.array([_text(cell) for cell in rows.cells("area")], pa.string()),
        "unit": pa.array([_text(cell) for cell in rows.cells("unit")], pa.string()),
        "text": pa.array([_text(cell) for cell in rows.cells("text")], pa.string()),
        "roles": pa.array(roles, pa.string()),
        "reports": pa.array([_list(cell) for cell in rows.cells("reports")], pa.list_(pa.string())),
    }
    columns |= {name: pa.array(cells, pa.string()) for name, cells in codes.items()}
    columns |= {name: pa.array(cells, pa.string()) for name, cells in sides.items()}
    for name in _FLOATS:
        columns[name] = pa.array(numbers[name], pa.float64(), from_pandas=True)
    for name in _INTS:
        values = numbers[name]
        is_null = ~np.isfinite(values)
        columns[name] = pa.array(np.where(is_null, 0, values).astype(np.int64), mask=is_null)
    batch = pa.RecordBatch.from_arrays([columns[field.name] for field in INCIDENTS], schema=INCIDENTS)
    return batch if kept.all() else batch.filter(pa.array(kept))


def _text(cell: Any) -> str | None:
    if cell is None:
        return None
    text = str(cell).strip()
    return text or None


def _list(cell: Any) -> list[str] | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return [part.strip() for part in cell.split(";") if part.strip()]
    return [str(part) for part in cell]


def _ids(rows: Rows, reading: Reading) -> list[str]:
    ids = []
    for row, cell in enumerate(rows.cells("id")):
        text = _text(cell) or ""
        if not text:
            rows.reject(row, "id", "", "the record has no id")
        ids.append(text)
    return ids


def _times(rows: Rows, reading: Reading) -> tuple[list[int | None], list[int | None]]:
    starts: list[int | None] = []
    ends: list[int | None] = []
    for row, (first, last) in enumerate(zip(rows.cells("start"), rows.cells("end"), strict=True)):
        start, end = None, None
        try:
            start, end = _interval(_blank(first), _blank(last), reading)
        except (ValueError, OverflowError) as error:
            is_start = _blank(first) is not None and str(last or "?") not in str(error)
            rows.reject(row, "start" if is_start else "end", first if is_start else last, str(error))
        starts.append(start)
        ends.append(end)
    return starts, ends


def _blank(cell: Any) -> Any:
    return None if cell is None or (isinstance(cell, str) and not cell.strip()) else cell


def _interval(first: Any, last: Any, reading: Reading) -> tuple[int | None, int | None]:
    """``[start, end)`` of a record; a local time that exists twice widens it to cover both."""
    if first is None:
        if last is not None:
            raise ValueError("an end without a start; give both or neither")
        return None, None
    start, start_end, is_day = reading.when(first)
    if last is None:
        return start, start_end if is_day or start_end == start else start_end + 1
    end_start, end, end_is_day = reading.when(last)
    if not end_is_day:
        end = max(end_start, end)
    if end < start or (end_is_day and end == start):
        raise ValueError(f"it ends ({last}) before it starts ({first}); are start and end swapped?")
    return start, end


def _numbers(rows: Rows, name: str) -> NDArray[np.float64]:
    values = np.full(len(rows), np.nan)
    for row, cell in enumerate(rows.cells(name)):
        if cell is None or cell == "":
            continue
        try:
            value = float(cell)
        except (TypeError, ValueError):
            rows.reject(row, name, cell, "expected a number")
            continue
        if not math.isfinite(value):
            rows.reject(
                row, name, cell, "expected a finite number; leave the cell empty where it is not known"
            )
            continue
        if name in _INTS and (value != int(value) or abs(value) > 2**53):
            rows.reject(row, name, cell, "expected a whole number")
            continue
        values[row] = value
    return values


def _amounts(rows: Rows, numbers: Mapping[str, NDArray[np.float64]]) -> None:
    for name in ("radius_m", "calibre_mm", "count", *_INTS):
        for row in np.flatnonzero(numbers[name] < 0):
            rows.reject(int(row), name, rows.cells(name)[row], "expected a number that is not negative")
    low, high = numbers["fatalities_low"], numbers["fatalities_high"]
    for row in np.flatnonzero(low > high):
        rows.reject(
            int(row),
            "fatalities_low",
            rows.cells("fatalities_low")[row],
            "the low estimate is above the high one",
        )


def _places(rows: Rows, reading: Reading, numbers: Mapping[str, NDArray[np.float64]]) -> list[bytes | None]:
    lon, lat, radius = numbers["lon"], numbers["lat"], numbers["radius_m"]
    has_point = np.isfinite(lon) | np.isfinite(lat)
    for row in np.flatnonzero(np.isfinite(lon) != np.isfinite(lat)):
        rows.reject(int(row), "lat" if np.isfinite(lon[row]) else "lon", "", "a point has both lon and lat")
    for row in np.flatnonzero(np.abs(lat) > 90):
        swapped = " but would be one in lon: are the two swapped?" if abs(lon[row]) <= 90 else ""
        rows.reject(int(row), "lat", lat[row], f"latitude {lat[row]:g} is not within +-90{swapped}")
    for row in np.flatnonzero(np.abs(lon) > 180):
        rows.reject(int(row), "lon", lon[row], f"longitude {lon[row]:g} is not within +-180")
    shapes: list[bytes | None] = []
    areas, cells = rows.cells("area"), rows.cells("geometry")
    for index in range(len(rows)):
        area, cell = _text(areas[index]), cells[index]
        shape = None
        if cell is not None and cell != "":
            shape = _geometry(rows, index, cell)
        given = [
            name
            for name, is_there in (("lon", has_point[index]), ("area", area), ("geometry", shape))
            if is_there
        ]
        if len(given) > 1:
            rows.reject(
                index,
                given[1],
                rows.cells(given[1])[index],
                f"a record has one place, this one {' and '.join(given)}",
            )
        if area and area not in reading.area_names:
            rows.reject(index, "area", area, "no area of the terms, nor of --areas, has this name")
        if np.isfinite(radius[index]) and not has_point[index] and shape is None:
            rows.reject(index, "radius_m", radius[index], "a radius without a point or a path")
        shapes.append(shape)
    return shapes


def _geometry(rows: Rows, row: int, cell: Any) -> bytes | None:
    try:
        shape = shapely.from_wkb(cell) if isinstance(cell, bytes) else shapely.from_wkt(str(cell))
    except shapely.errors.GEOSException as error:
        rows.reject(row, "geometry", cell, f"not a shape as WKT or WKB: {' '.join(str(error).split())}")
        return None
    if shape.geom_type not in ("Polygon", "MultiPolygon", "LineString", "MultiLineString"):
        rows.reject(row, "geometry", cell, "expected a polygon or a path; a point goes into lon and lat")
        return None
    fault = geometry_fault(shape)
    if fault:
        rows.reject(row, "geometry", cell, fault)
        return None
    return bytes(shapely.to_wkb(shape))


def _codes(rows: Rows, name: str, terms: Terms) -> list[str | None]:
    taxonomy = terms.acts if name == "act" else terms.weapons
    found: list[str | None] = []
    for row, cell in enumerate(rows.cells(name)):
        code = _text(cell)
        if code is not None and code not in taxonomy:
            near = [
                c
                for c in taxonomy.definitions
                if c.endswith(f".{code}") or c.split(".")[0] == code.split(".")[0]
            ]
            hint = f"; did you mean {near[0]}?" if near else ""
            rows.reject(row, name, code, f"no {name} has this code{hint}")
        found.append(code)
    return found


def _role(rows: Rows, row: int, cell: Any) -> str:
    text = _text(cell) or "known"
    if text not in ("known", "either"):
        rows.reject(row, "roles", text, "expected known or either")
    return text
