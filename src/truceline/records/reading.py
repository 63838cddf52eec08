# SPDX-License-Identifier: Apache-2.0
"""Incidents from files or tables, batch by batch, with everything counted."""

from __future__ import annotations

import copy
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from truceline.errors import Problem, RecordsError
from truceline.records import tables
from truceline.records.ids import SeenIds
from truceline.records.incidents import INCIDENTS, Reading, Rows, incidents_of
from truceline.records.names import Names
from truceline.records.rejects import Reject, RejectsFile
from truceline.records.ucdp import USED, Ucdp, is_ucdp, precision_table
from truceline.records.units import Unit, Units, read_units
from truceline.terms import Terms

Source: TypeAlias = "str | Path | pa.Table | pa.RecordBatch"


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
        batch_rows: int = 65_536,
        warnings: Sequence[Problem] = (),
    ) -> None:
        self.terms = terms
        self.areas: Mapping[str, BaseGeometry] = {name: unit.shape for name, unit in (units or {}).items()}
        """Areas beside those of the terms that records may name."""
        self.warnings: list[Problem] = list(warnings)
        self.read = 0
        self.rejected = 0
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
        self._before: SeenIds | None = None
        self._seen = SeenIds()

    @property
    def rejects(self) -> Path | None:
        """Where records with a fault go."""
        return self._rejects

    @property
    def sources(self) -> tuple[Source, ...]:
        """What is read, in turn."""
        return tuple(self._sources)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The incidents as batches of ``INCIDENTS``, in the order of the sources.

        Raises:
            RecordsError: a source is no table.
            OutputError: the rejects cannot be written.
        """
        self.start()
        reading = Reading(
            self.terms,
            frozenset(self.terms.areas) | frozenset(self.areas),
            Names(self.terms),
            seen=SeenIds(self._before),
            unmapped=self.unmapped,
        )
        self._seen = reading.seen
        with RejectsFile(self._rejects) as rejects_file:
            for source in self._sources:
                swapped = reading.swaps.count
                for rows, early in self._rows_of(source, reading):
                    batch = incidents_of(rows, reading)
                    rejected = sorted([*early, *rows.rejects.values()], key=lambda reject: reject.line)
                    self.count(len(rows) + len(early), len(rejected), rejected)
                    rejects_file.write(rejected)
                    if batch.num_rows:
                        yield batch
                self._warn_of_swaps(source, reading.swaps.count - swapped)
            rejects_file.keep()

    def start(self) -> None:
        """Counts from nothing again."""
        self.read = self.rejected = 0
        self.first_rejects = []
        self.unmapped, self.notes = Counter(), Counter()
        del self.warnings[self._first_warnings :]

    def count(self, read: int, rejected: int, rejects: Sequence[Reject]) -> None:
        """Counts records that were read; ``rejects`` are those rejected, or the first of them."""
        self.read += read
        self.rejected += rejected
        self.first_rejects += rejects[: 20 - len(self.first_rejects)]

    def codes(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The codes of the ids read, and of those that were in another source; for one ``alone``."""
        return self._seen.codes, self._seen.met

    def alone(self, source: Source, before: SeenIds, rejects: Path | None) -> Incidents:
        """One of the sources by itself, read as it would be among the others.

        Args:
            source: one of ``sources``.
            before: the ids of the sources before it.
            rejects: where its rejects go.
        """
        one = copy.copy(self)
        one._sources, one._before, one._rejects = [source], before, rejects
        one.warnings, one._first_warnings = [], 0
        return one

    def _warn_of_swaps(self, source: Source, count: int) -> None:
        if count:
            found = (
                f"points far from all areas of the terms, but near them with lon and lat swapped: {count:,}"
            )
            problem = Problem(_name(source), None, None, "lon", found, "they are taken as they stand")
            self.warnings.append(replace(problem, remedy="Are the columns swapped?", severity="warning"))

    def _rows_of(self, source: Source, reading: Reading) -> Iterator[tuple[Rows, list[Reject]]]:
        ucdp = Ucdp(reading.names, self._table, self._units, self.notes)
        is_first = True
        if isinstance(source, str | Path) and tables.is_text_table(Path(source)):
            for header, rows, rejects in tables.csv_rows(Path(source), self._batch_rows):
                is_theirs = self._is_ucdp(header, str(source), warn=is_first)
                is_first = False
                yield (ucdp.rows(rows) if is_theirs else rows), rejects
            return
        first = 1
        for batch in tables.sliced(self._arrow_batches(source), self._batch_rows):
            is_theirs = self._is_ucdp(batch.schema.names, _name(source), warn=is_first)
            is_first = False
            needed = USED if is_theirs else INCIDENTS.names
            rows = tables.rows_of(_name(source), batch, first, needed)
            first += batch.num_rows
            yield (ucdp.rows(rows) if is_theirs else rows), []

    def _arrow_batches(self, source: Source) -> Iterable[pa.RecordBatch]:
        if isinstance(source, str | Path):
            return tables.arrow_batches(Path(source), self._batch_rows)
        batches: list[pa.RecordBatch] = source.to_batches() if isinstance(source, pa.Table) else [source]
        return batches

    def _is_ucdp(self, header: list[str], file: str, *, warn: bool) -> bool:
        if self._layout == "ucdp" or (self._layout == "auto" and is_ucdp(header)):
            if not is_ucdp(header):
                raise _refuse(
                    file, "no columns type_of_violence, latitude, longitude", "expected a table of UCDP GED"
                )
            return True
        if "id" not in header:
            remedy = "The columns are in docs/reference/incidents.md."
            lower = {name.lower(): name for name in header}
            near = difflib.get_close_matches("id", lower, n=1, cutoff=0.5)
            if len(header) == 1 and re.search("[;\t|]", header[0]):
                remedy = "Save the table with commas between its cells."
            elif near:
                remedy = f'Rename "{lower[near[0]]}" to id.'
            raise _refuse(file, f"the columns {', '.join(header[:12])}", "expected a column id", remedy)
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


def _name(source: Source) -> str:
    return str(source) if isinstance(source, str | Path) else "table"


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
    batch_rows: int = 65_536,
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
