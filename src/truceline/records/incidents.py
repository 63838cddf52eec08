# SPDX-License-Identifier: Apache-2.0
"""The incident table: its columns, and how rows of cells become rows of it or rejects."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truceline.records.cells import STRINGS, Coded, coded, lists, numbers, spread, texts
from truceline.records.ids import SeenIds
from truceline.records.instants import Clock, intervals
from truceline.records.names import Names
from truceline.records.positions import SwapWatch, read_places
from truceline.records.rejects import Reject
from truceline.terms import Taxonomy, Terms

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

REPEATING = ("area", "act", "weapon", "unit", "by", "against", "roles")
"""Columns that say the same few things again and again."""
CODED_INCIDENTS = pa.schema(
    [column.with_type(STRINGS) if column.name in REPEATING else column for column in INCIDENTS]
)
"""The same columns as ``INCIDENTS``, those of ``REPEATING`` as dictionaries."""

FLOATS = ("lon", "lat", "radius_m", "calibre_mm", "count")
INTS = ("fatalities_low", "fatalities", "fatalities_high")
_LONGEST_CODE = 40
_TOO_MANY = 10**12
"""More deaths, or a greater count, than this is a slip of the keyboard."""


@dataclass
class Rows:
    """Rows of cells on their way to incidents; a row with a fault is rejected once, with its first fault."""

    file: str
    lines: NDArray[np.int64]
    columns: dict[str, pa.Array]
    """Column name to cells, of whatever type the source has."""
    rejects: dict[int, Reject] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def cells(self, name: str) -> pa.Array:
        """The cells of a column; a column that is not there is empty."""
        found = self.columns.get(name)
        return pa.nulls(len(self)) if found is None else found

    def reject(self, row: int, column: str, reason: str) -> None:
        """Notes the first fault of a row; ``column`` is empty where no single cell is to blame."""
        if row not in self.rejects:
            cell, found = self.cells("id")[row].as_py(), self.cells(column)[row].as_py() if column else None
            self.rejects[row] = Reject(
                self.file,
                int(self.lines[row]),
                "" if cell is None else str(cell)[:200],
                column,
                "" if found is None else str(found)[:200],
                reason,
            )


@dataclass
class Reading:
    """What rows are read against, and what is counted on the way."""

    terms: Terms
    area_names: frozenset[str]
    names: Names
    seen: SeenIds = field(default_factory=SeenIds)
    unmapped: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.clock = Clock(ZoneInfo(self.terms.zone))
        self.swaps = SwapWatch(self.terms)


def incidents_of(rows: Rows, reading: Reading, schema: pa.Schema = INCIDENTS) -> pa.RecordBatch:
    """The rows without a fault as incidents, in order; the others are in ``rows.rejects``.

    Args:
        rows: cells of any type.
        reading: what they are read against.
        schema: ``INCIDENTS``, or ``CODED_INCIDENTS``.
    """
    ids = texts(rows.cells("id"))
    if ids.null_count:
        for nameless in np.flatnonzero(ids.is_null().to_numpy(zero_copy_only=False)):
            rows.reject(int(nameless), "id", "the record has no id")
    columns: dict[str, pa.Array | Coded] = {"id": ids, **_times(rows, reading)}
    amounts = {name: _numbers(rows, name) for name in (*FLOATS, *INTS)}
    place = read_places(rows.cells("area"), rows.cells("geometry"), amounts, reading.area_names)
    for row, column, reason in place.faults:
        rows.reject(row, column, reason)
    columns |= {"area": place.area, "geometry": place.geometry}
    columns |= {name: _codes(rows, name, taxonomy) for name, taxonomy in _taxonomies(reading.terms)}
    columns["roles"] = _roles(rows)
    _check_amounts(rows, amounts)
    columns |= {name: _floats(rows.cells(name), amounts[name]) for name in FLOATS}
    columns |= {name: _whole(amounts[name]) for name in INTS}
    columns |= {"unit": coded(rows.cells("unit")), "text": _texts(rows.cells("text"))}
    columns["reports"] = lists(rows.cells("reports"))
    kept = _kept(rows, ids, reading)
    for name in ("by", "against"):
        columns[name] = _parties(rows.cells(name), kept, reading)
    reading.swaps.look(amounts["lon"], amounts["lat"], kept)
    batch = pa.RecordBatch.from_arrays([_made(columns[f.name], f.type) for f in schema], schema=schema)
    return batch if kept.all() else batch.filter(pa.array(kept))


def _made(column: pa.Array | Coded, kind: pa.DataType) -> pa.Array:
    if not isinstance(column, Coded):
        return column
    return column.dictionary() if kind == STRINGS else column.texts()


def _texts(cells: pa.Array) -> pa.Array:
    return pa.nulls(len(cells), pa.string()) if cells.null_count == len(cells) else texts(cells)


def _floats(cells: pa.Array, values: NDArray[np.float64]) -> pa.Array:
    """Numbers as a column; one that came as such goes through as it is."""
    if cells.null_count == len(cells):
        return pa.nulls(len(cells), pa.float64())
    if pa.types.is_float64(cells.type) and not pc.any(pc.is_nan(cells)).as_py():
        return cells
    return pa.array(values, pa.float64(), from_pandas=True)


def _taxonomies(terms: Terms) -> tuple[tuple[str, Taxonomy], ...]:
    return ("act", terms.acts), ("weapon", terms.weapons)


def _kept(rows: Rows, ids: pa.Array, reading: Reading) -> NDArray[np.bool_]:
    """Which rows are without a fault; one whose id another has already is rejected here."""
    kept = np.ones(len(rows), dtype=bool)
    kept[list(rows.rejects)] = False
    at = np.flatnonzero(kept)
    twice = at[reading.seen.add(ids if kept.all() else ids.filter(pa.array(kept)))]
    kept[twice] = False
    for row in twice:
        rows.reject(int(row), "id", "another record has this id; ids are unique in their source")
    return kept


def _times(rows: Rows, reading: Reading) -> dict[str, pa.Array]:
    made = intervals(reading.clock.read(rows.cells("start")), reading.clock.read(rows.cells("end")))
    for row, column, reason in made.faults:
        rows.reject(row, column, reason)
    unknown = ~made.is_known
    return {
        name: pa.array(ms, pa.int64(), mask=unknown).cast(INSTANT)
        for name, ms in (("start", made.start), ("end", made.end))
    }


def _numbers(rows: Rows, name: str) -> NDArray[np.float64]:
    values, faults = numbers(rows.cells(name))
    for row, reason in faults.items():
        rows.reject(row, name, reason)
    return values


def _check_amounts(rows: Rows, amounts: Mapping[str, NDArray[np.float64]]) -> None:
    for name in INTS:
        values = amounts[name]
        for row in np.flatnonzero(np.isfinite(values) & (values != np.floor(values))):
            rows.reject(int(row), name, "expected a whole number")
    for name in ("radius_m", "calibre_mm", "count", *INTS):
        for row in np.flatnonzero(amounts[name] < 0):
            rows.reject(int(row), name, "expected a number that is not negative")
        for row in np.flatnonzero(amounts[name] > _TOO_MANY):
            rows.reject(int(row), name, "expected a number of a size that can be")
    for row in np.flatnonzero(amounts["calibre_mm"] == 0):
        rows.reject(
            int(row), "calibre_mm", "no weapon has the calibre 0; leave it empty where it is not known"
        )
    low, best, high = (amounts[name] for name in INTS)
    for lesser, greater, words in (
        (low, high, "the low estimate is above the high one"),
        (low, best, "the low estimate is above the best one"),
        (best, high, "the best estimate is above the high one"),
    ):
        for row in np.flatnonzero(lesser > greater):
            column = "fatalities" if lesser is best else "fatalities_low"
            rows.reject(int(row), column, words)


def _whole(values: NDArray[np.float64]) -> pa.Array:
    is_null = ~np.isfinite(values) | (np.abs(values) > _TOO_MANY)
    if is_null.all():
        return pa.nulls(len(values), pa.int64())
    return pa.array(np.where(is_null, 0, values).astype(np.int64), mask=is_null)


def _codes(rows: Rows, name: str, taxonomy: Taxonomy) -> Coded:
    cells = coded(rows.cells(name))
    faults = {
        index: f"no {name} has this code{_nearest(word, taxonomy)}"
        for index, word in enumerate(cells.words.to_pylist())
        if word not in taxonomy
    }
    for row, reason in spread(faults, cells.codes):
        rows.reject(row, name, reason)
    return cells


def _nearest(word: str, taxonomy: Taxonomy) -> str:
    """`` ; did you mean ...`` where a code is near: spelled alike, its last part, or the start of it."""
    if len(word) > _LONGEST_CODE:
        return ""  # a sentence in the wrong column; to compare a million of them would take minutes
    known = list(taxonomy.definitions)
    near = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.7)
    near = near or [code for code in known if code.endswith(f".{word.casefold()}")]
    parts = word.casefold().split(".")
    near = near or [code for n in range(len(parts) - 1, 0, -1) if (code := ".".join(parts[:n])) in taxonomy]
    return f"; did you mean {near[0]}?" if near else ""


def _roles(rows: Rows) -> Coded:
    cells = coded(rows.cells("roles"))
    words = cells.words.to_pylist()
    faults = {
        i: "expected known or either" for i, word in enumerate(words) if word not in ("known", "either")
    }
    for row, reason in spread(faults, cells.codes):
        rows.reject(row, "roles", reason)
    return cells.mapped(words, "known")


def _parties(column: pa.Array, kept: NDArray[np.bool_], reading: Reading) -> Coded:
    """A column of names with party ids; names that nobody mapped are counted once a record that is kept."""
    cells = coded(column)
    found = [reading.names.cell(word) for word in cells.words.to_pylist()]
    if any(unmapped for _, unmapped in found):
        records = np.bincount(cells.codes[kept & (cells.codes >= 0)], minlength=len(found)).tolist()
        for (_, unmapped), count in zip(found, records, strict=True):
            if count and unmapped:
                reading.unmapped.update(dict.fromkeys(unmapped, count))
    return cells.mapped([cell for cell, _ in found])
