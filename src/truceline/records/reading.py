# SPDX-License-Identifier: Apache-2.0
"""Incidents from files or tables, batch by batch, with everything counted."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
from shapely.geometry.base import BaseGeometry

from truceline.errors import Problem, RecordsError
from truceline.records import tables
from truceline.records.cells import texts
from truceline.records.groups import Reach, SeenIdsToo, Unread, runs
from truceline.records.ids import SeenIds
from truceline.records.incidents import CODED_INCIDENTS, INCIDENTS, REPEATING, Reading, Rows, incidents_of
from truceline.records.names import Names
from truceline.records.pieces import FilePiece, Piece
from truceline.records.rejects import REJECTS_COLUMNS, Reject, RejectsFile
from truceline.records.ucdp import USED, Ucdp, is_ucdp, precision_table
from truceline.records.units import Unit, Units, read_units
from truceline.terms import Terms

Source: TypeAlias = "str | Path | pa.Table | pa.RecordBatch | Piece | FilePiece"

_OWN = {
    ("incident", "provision", "result"): ("findings", "Name the table that these findings were made from."),
    REJECTS_COLUMNS: ("rejects", "Name the table that these rejects were made from."),
    ("id", "kind", "words", "statement", "review", "reviewer"): (
        "claims",
        "Make incidents of those that people accepted: truceline read DOCUMENT... --reviewed THIS --incidents FILE.csv",
    ),
}
"""Columns that tell the tables which Truceline writes, what they hold, and what to do with them."""


class Incidents:
    """Incidents that are read anew, batch by batch, each time they are asked for.

    After ``batches()`` has run through, ``read`` is the number of records, ``rejected`` those with a
    fault (``read`` is rejected plus given), ``unmapped`` the names that no party has with their
    numbers of records, ``notes`` what was read otherwise than it stands.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        terms: Terms,
        *,
        layout: str = "auto",
        units: Mapping[str, Unit] | None = None,
        precision: Path | None = None,
        rejects: Path | None = None,
        batch_rows: int = 131_072,
        warnings: Sequence[Problem] = (),
    ) -> None:
        self.terms = terms
        self.areas: Mapping[str, BaseGeometry] = {name: unit.shape for name, unit in (units or {}).items()}
        """Areas beside those of the terms that records may name."""
        self.warnings: list[Problem] = list(warnings)
        self.read = 0
        self.rejected = 0
        self.share = 0.0
        """The share of the input that is done, from 0 to 1: by rows where a table says how many, else by bytes."""
        self.left_out = self.left_out_groups = 0
        """Records that were not read, and the row groups that they are in."""
        self.first_rejects: list[Reject] = []
        """The first of the rejects, at most 20; all of them are in the file of rejects."""
        self.unmapped: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self._sources = list(sources)
        self._layout = layout
        self._table = precision_table(precision)
        self._rejects = rejects
        self._batch_rows = batch_rows
        self._units = Units(terms, (units or {}).values())
        self._first_warnings = len(self.warnings)
        self._ids: SeenIds | None = None
        self.swapped: Counter[str] = Counter()
        """Points that seem to have lon and lat swapped, by file."""

    def of_piece(self, piece: Source, ids: SeenIds, rejects: Path | None) -> Incidents:
        """The incidents of a piece, read as these are; once only.

        Args:
            piece: of a table that other processes read too, or one of ``sources``.
            ids: what is known of ids; it has those of the piece afterwards.
            rejects: where the records of the piece that have a fault go.
        """
        other = copy(self)
        other.warnings, other._first_warnings = [], 0
        other._sources, other._ids, other._rejects = [piece], ids, rejects
        return other

    @property
    def rejects(self) -> Path | None:
        """Where records with a fault go."""
        return self._rejects

    @property
    def sources(self) -> tuple[Source, ...]:
        """What is read, in turn."""
        return tuple(self._sources)

    def batches(self, reach: Reach | None = None, *, coded: bool = False) -> Iterator[pa.RecordBatch]:
        """The incidents as batches, in the order of the sources.

        Args:
            reach: what records must be like to be of use. Row groups of Parquet without such a record
                are not read: what is wrong in them is not told, and their records are ``left_out``.
            coded: batches of ``CODED_INCIDENTS``, which are made and worked on faster, rather than of ``INCIDENTS``.

        Raises:
            RecordsError: a source is no table.
            OutputError: the rejects cannot be written.
        """
        self.start()
        rows_of = [_rows_in(source) for source in self._sources]
        weights = self.weights()
        reading = self._reading()
        reading.unmapped = self.unmapped
        too = SeenIdsToo(self._ids_of, self._kept_of)
        if reach is not None:
            reading.seen = too
        elif self._ids is not None:
            reading.seen = self._ids
        else:
            reading.seen = SeenIds(sum(filter(None, rows_of)))
        with RejectsFile(self._rejects) as rejects_file:
            for order, source in enumerate(self._sources):
                swapped = reading.swaps.count
                for rows, early, share in self._rows_of(source, rows_of[order], reading, reach, too):
                    self.share = sum(weights[:order]) + weights[order] * share
                    batch = incidents_of(rows, reading, CODED_INCIDENTS if coded else INCIDENTS)
                    rejected = sorted([*early, *rows.rejects.values()], key=lambda reject: reject.line)
                    self.count(len(rows) + len(early), len(rejected), rejected)
                    rejects_file.write(rejected)
                    if batch.num_rows:
                        yield batch
                if reading.swaps.count > swapped:
                    self.swapped[_name(source)] += reading.swaps.count - swapped
                    self.warnings.append(swap_warning(_name(source), reading.swaps.count - swapped))
            self.share = 1.0
            rejects_file.keep()

    def start(self) -> None:
        """Counts from nothing again."""
        self.read = self.rejected = self.left_out = self.left_out_groups = 0
        self.share = 0.0
        self.first_rejects = []
        self.unmapped, self.notes, self.swapped = Counter(), Counter(), Counter()
        del self.warnings[self._first_warnings :]

    def count(self, read: int, rejected: int, rejects: Sequence[Reject]) -> None:
        """Counts records that were read; ``rejects`` are those rejected, or the first of them."""
        self.read += read
        self.rejected += rejected
        self.first_rejects += rejects[: 20 - len(self.first_rejects)]

    def weights(self) -> list[float]:
        """The share of each source in the size of all."""
        sizes = [_size(source) for source in self._sources]
        return [size / (sum(sizes) or 1) for size in sizes]

    def _reading(self) -> Reading:
        return Reading(self.terms, frozenset(self.terms.areas) | frozenset(self.areas), Names(self.terms))

    def _rows_of(
        self, source: Source, total: int | None, reading: Reading, reach: Reach | None, too: SeenIdsToo
    ) -> Iterator[tuple[Rows, list[Reject], float]]:
        """The rows of a source with its rejects so far and the share of it that is done; 0 where nobody knows."""
        ucdp = Ucdp(reading.names, self._table, self._units, self.notes)
        is_first = True
        if isinstance(source, str | Path) and tables.is_text_table(Path(source)):
            for header, rows, rejects, share in tables.csv_rows(Path(source), self._batch_rows):
                is_theirs = self._is_ucdp(header, str(source), warn=is_first)
                is_first = False
                yield (ucdp.rows(rows) if is_theirs else rows), rejects, share
            return
        first = source.first_row if isinstance(source, Piece | FilePiece) else 1
        for part in self._arrow_parts(source, reach):
            if isinstance(part, Unread):
                too.leave_out(part)
                self.left_out += part.rows
                self.left_out_groups += len(part.groups)
                first += part.rows
                continue
            header, batch = part
            is_theirs = self._is_ucdp(header, _name(source), warn=is_first)
            is_first = False
            needed = USED if is_theirs else INCIDENTS.names
            rows = tables.rows_of(_name(source), header, batch, first, needed)
            first += batch.num_rows
            yield (ucdp.rows(rows) if is_theirs else rows), [], (first - 1) / total if total else 0.0

    def _arrow_parts(
        self, source: Source, reach: Reach | None
    ) -> Iterator[tuple[list[str], pa.RecordBatch] | Unread]:
        """The batches of a source with its header; of Parquet those without use are left out."""
        if reach is None or not isinstance(source, str | Path) or not tables.is_parquet(Path(source)):
            yield from tables.sliced(self._arrow_batches(source), self._batch_rows)
            return
        path = Path(source)
        tables.require_file(path)
        with tables.open_parquet(path, self._batch_rows, REPEATING) as parquet:
            if self._is_ucdp(parquet.header, str(path), warn=False):
                yield from parquet.batches(self._batch_rows, USED)
                return
            # What is wrong with the table as a whole is told, whatever is read of it.
            schema = parquet.file.schema_arrow
            empty = [pa.nulls(0, column.type) for column in schema]
            yield parquet.header, pa.RecordBatch.from_arrays(empty, schema=schema)
            for run in runs(parquet.file, path, reach, lambda group: self._has_named(group, reach)):
                if isinstance(run, Unread):
                    yield run
                else:
                    yield from parquet.batches(self._batch_rows, INCIDENTS.names, run)

    def _has_named(self, unread: Unread, reach: Reach) -> bool:
        """Whether facts are about a record of a row group."""
        named = pa.array(sorted(reach.named), pa.string())
        return len(named) > 0 and any(pc.any(pc.is_in(ids, named)).as_py() for ids in self._ids_of(unread))

    def _ids_of(self, unread: Unread) -> Iterator[pa.Array]:
        """The ids of records that were not read, those of rejects among them."""
        for rows in self._again(unread, ["id"]):
            yield texts(rows.cells("id")).drop_null()

    def _kept_of(self, unread: Unread) -> Iterator[pa.Array]:
        """The ids of records that were not read, without those of rejects."""
        reading = self._reading()
        for rows in self._again(unread, INCIDENTS.names):
            yield incidents_of(rows, reading).column("id")

    def _again(self, unread: Unread, names: list[str]) -> Iterator[Rows]:
        with tables.open_parquet(unread.path, self._batch_rows, REPEATING) as parquet:
            for header, batch in parquet.batches(self._batch_rows, names, unread.groups):
                yield tables.rows_of(str(unread.path), header, batch, 1, names)

    def _arrow_batches(self, source: Source) -> Iterable[tuple[list[str], pa.RecordBatch]]:
        if isinstance(source, str | Path | FilePiece):
            path, groups = (
                (source.whole_path, source.row_groups) if isinstance(source, FilePiece) else (source, ())
            )
            needed = {*INCIDENTS.names, *USED}
            return tables.arrow_batches(Path(path), self._batch_rows, needed, REPEATING, groups or None)
        batches: Iterable[pa.RecordBatch]
        if isinstance(source, Piece):
            batches = source.batches
        else:
            batches = source.to_batches() if isinstance(source, pa.Table) else [source]
        return ((batch.schema.names, batch) for batch in batches)

    def _is_ucdp(self, header: list[str], file: str, *, warn: bool) -> bool:
        if self._layout == "ucdp" or (self._layout == "auto" and is_ucdp(header)):
            if not is_ucdp(header):
                raise _refuse(
                    file, "no columns type_of_violence, latitude, longitude", "expected a table of UCDP GED"
                )
            return True
        _require_incidents(header, file)
        if warn:
            for name in header:
                if name not in INCIDENTS.names:
                    self.warnings.append(
                        Problem(
                            file,
                            1,
                            None,
                            name,
                            "a column that incidents do not have",
                            "its cells are not used",
                            severity="warning",
                        )
                    )
        return False


def swap_warning(file: str, count: int) -> Problem:
    """The warning of points that seem to have lon and lat swapped."""
    found = f"points far from all areas of the terms, but near them with lon and lat swapped: {count:,}"
    problem = Problem(file, None, None, "lon", found, "they are taken as they stand")
    return replace(problem, remedy="Are the columns swapped?", severity="warning")


def used_columns(header: Sequence[str]) -> list[str]:
    """The columns of a table that are read, whichever layout it has."""
    return [name for name in header if name in INCIDENTS.names or name in USED]


def _rows_in(source: Source) -> int | None:
    """The number of rows of a table, where it says so."""
    if isinstance(source, Piece | FilePiece):
        return None
    return tables.parquet_rows(Path(source)) if isinstance(source, str | Path) else int(source.num_rows)


def _size(source: Source) -> int:
    """The size of a source in bytes; pieces count alike."""
    if isinstance(source, str | Path):
        return Path(source).stat().st_size if Path(source).is_file() else 0
    return 1 if isinstance(source, Piece | FilePiece) else int(source.nbytes)


def _name(source: Source) -> str:
    if isinstance(source, Piece | FilePiece):
        return source.path
    return str(source) if isinstance(source, str | Path) else "table"


def _require_incidents(header: list[str], file: str) -> None:
    """Refuses a table that cannot be one of incidents, with the likely reason.

    Raises:
        RecordsError: it has no ids, or Truceline wrote it.
    """
    for columns, (kind, remedy) in _OWN.items():
        if set(columns) <= set(header):
            raise _refuse(file, f"a file of {kind}", "expected a table of incidents", remedy)
    if "id" in header:
        return
    remedy = "The columns are in docs/reference/incidents.md."
    lower = {name.lower(): name for name in header}
    # Below 0.55 any name of two letters that has an i or a d would be near.
    near = difflib.get_close_matches("id", lower, n=1, cutoff=0.55)
    if len(header) == 1 and re.search("[;\t|]", header[0]):
        remedy = "Save the table with commas between its cells."
    elif near:
        remedy = f'Rename "{lower[near[0]]}" to id.'
    raise _refuse(file, f"the columns {', '.join(header[:12])}", "expected a column id", remedy)


def _refuse(file: str, found: str, expected: str, remedy: str = "") -> RecordsError:
    return RecordsError([Problem(file, None, None, "", found, expected, remedy)])


def read_incidents(
    sources: Source | Sequence[Source],
    terms: Terms,
    *,
    layout: str = "auto",
    areas: str | Path | None = None,
    precision: str | Path | None = None,
    rejects: str | Path | None = None,
    batch_rows: int = 131_072,
) -> Incidents:
    """Incidents from tables: CSV (also packed by gzip), Parquet, Arrow, or Arrow tables in memory.

    Args:
        sources: one table or several, read in turn.
        terms: whose parties, areas and taxonomies the records use.
        layout: ``incidents``, ``ucdp``, or ``auto`` to tell by the header.
        areas: GeoJSON of administrative areas that records may name.
        precision: rows that replace those of the table of UCDP codes.
        rejects: where records with a fault go, as CSV; no file is written where there are none.
        batch_rows: rows held in memory at once.

    Returns:
        Nothing is read before ``batches()`` is called.

    Raises:
        RecordsError: ``areas`` or ``precision`` cannot be read, or the layout is not known.
    """
    if layout not in ("auto", "incidents", "ucdp"):
        raise _refuse("", f'the layout "{layout}"', "expected auto, incidents or ucdp")
    listed: list[Any] = list(sources) if isinstance(sources, list | tuple) else [sources]
    units, warnings = ({}, []) if areas is None else read_units(Path(areas), terms)
    return Incidents(
        listed,
        terms,
        layout=layout,
        units=units,
        precision=None if precision is None else Path(precision),
        rejects=None if rejects is None else Path(rejects),
        batch_rows=batch_rows,
        warnings=warnings,
    )
