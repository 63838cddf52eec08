# SPDX-License-Identifier: Apache-2.0
"""Incidents from files or tables, batch by batch, with everything counted."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from truceline.errors import OutputError, Problem, RecordsError
from truceline.records import tables
from truceline.records.incidents import INCIDENTS, Reading, Reject, Rows, incidents_of
from truceline.records.names import Names
from truceline.records.ucdp import Ucdp, is_ucdp, plain_name, precision_table
from truceline.terms import Terms, geometry_fault

Source: TypeAlias = "str | Path | pa.Table | pa.RecordBatch"

_REJECT_COLUMNS = ("file", "line", "id", "column", "found", "reason")


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
        areas: Mapping[str, BaseGeometry] | None = None,
        area_names: Mapping[str, str] | None = None,
        precision: Path | None = None,
        rejects: Path | None = None,
        batch_rows: int = 65_536,
        warnings: Sequence[Problem] = (),
    ) -> None:
        self.terms = terms
        self.areas: Mapping[str, BaseGeometry] = areas or {}
        """Areas beside those of the terms that records may name."""
        self.warnings: list[Problem] = list(warnings)
        self.read = 0
        self.rejected = 0
        self.unmapped: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self._sources = list(sources)
        self._layout = layout
        self._table = precision_table(precision)
        self._rejects = rejects
        self._batch_rows = batch_rows
        plain = {plain_name(area.name or area.id): area.id for area in terms.areas.values()}
        plain |= {plain_name(area_id): area_id for area_id in terms.areas}
        self._plain_areas = {**(area_names or {}), **plain}
        self._first_warnings = len(self.warnings)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The incidents as batches of ``INCIDENTS``, in the order of the sources.

        Raises:
            RecordsError: a source is no table.
            OutputError: the rejects cannot be written.
        """
        self.read = self.rejected = 0
        self.unmapped, self.notes = Counter(), Counter()
        del self.warnings[self._first_warnings :]
        reading = Reading(
            self.terms,
            frozenset(self.terms.areas) | frozenset(self.areas),
            Names(self.terms),
            unmapped=self.unmapped,
        )
        with _RejectsFile(self._rejects) as rejects_file:
            for source in self._sources:
                for rows, early in self._rows_of(source, reading):
                    batch = incidents_of(rows, reading)
                    rejected = [*early, *(rows.rejects[row] for row in sorted(rows.rejects))]
                    self.read += len(rows) + len(early)
                    self.rejected += len(rejected)
                    rejects_file.write(rejected)
                    if batch.num_rows:
                        yield batch
            rejects_file.keep(self.rejected)

    def _rows_of(self, source: Source, reading: Reading) -> Iterator[tuple[Rows, list[Reject]]]:
        ucdp = Ucdp(reading.names, self._table, self._plain_areas, self.notes)
        if isinstance(source, str | Path) and tables.is_text_table(Path(source)):
            is_first = True
            for header, rows, rejects in tables.csv_rows(Path(source), self._batch_rows):
                is_theirs = self._is_ucdp(header, str(source), warn=is_first)
                is_first = False
                yield (ucdp.rows(rows) if is_theirs else rows), rejects
            return
        batches: Iterable[pa.RecordBatch]
        if isinstance(source, str | Path):
            name, batches = str(source), tables.arrow_batches(Path(source), self._batch_rows)
        else:
            name = "table"
            batches = source.to_batches() if isinstance(source, pa.Table) else [source]
        first = 1
        for batch in tables.sliced(batches, self._batch_rows):
            is_theirs = self._is_ucdp(batch.schema.names, name, warn=first == 1)
            rows = tables.rows_of(name, batch, first)
            first += batch.num_rows
            yield (ucdp.rows(rows) if is_theirs else rows), []

    def _is_ucdp(self, header: list[str], file: str, *, warn: bool) -> bool:
        if self._layout == "ucdp" or (self._layout == "auto" and is_ucdp(header)):
            if not is_ucdp(header):
                raise _refuse(
                    file, "no columns type_of_violence, latitude, longitude", "expected a table of UCDP GED"
                )
            return True
        if "id" not in header:
            import difflib

            lower = {name.lower(): name for name in header}
            near = difflib.get_close_matches("id", lower, n=1, cutoff=0.5)
            remedy = (
                f'Rename "{lower[near[0]]}" to id.'
                if near
                else "The columns are in docs/reference/incidents.md."
            )
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


class _RejectsFile:
    """The rejects as CSV, written beside and put in place at the end; no file where there are none."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._temporary: Path | None = None
        self._file: Any = None

    def __enter__(self) -> _RejectsFile:
        return self

    def write(self, rejects: Sequence[Reject]) -> None:
        """Adds rejects."""
        if self.path is None or not rejects:
            return
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(
                    prefix=f".{self.path.name}.", suffix=".part", dir=self.path.parent
                )
                self._temporary = Path(name)
                self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
                csv.writer(self._file, lineterminator="\n").writerow(_REJECT_COLUMNS)
            writer = csv.writer(self._file, lineterminator="\n")
            for reject in rejects:
                writer.writerow([_safe(getattr(reject, name)) for name in _REJECT_COLUMNS])
        except OSError as error:
            raise OutputError(f"{self.path} cannot be written: {error.strerror}") from error

    def keep(self, count: int) -> None:
        """Puts the file in place; an older one is taken away where there are no rejects now."""
        if self.path is None:
            return
        try:
            if self._file is not None and self._temporary is not None:
                self._file.close()
                self._temporary.replace(self.path)
                self._temporary = None
            elif count == 0:
                self.path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{self.path} cannot be written: {error.strerror}") from error

    def __exit__(self, *exception: object) -> None:
        if self._file is not None:
            self._file.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


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
    shapes, names, warnings = ({}, {}, []) if areas is None else _read_areas(Path(areas))
    return Incidents(
        listed,
        terms,
        layout=layout,
        areas=shapes,
        area_names=names,
        precision=None if precision is None else Path(precision),
        rejects=None if rejects is None else Path(rejects),
        batch_rows=batch_rows,
        warnings=warnings,
    )


def _read_areas(path: Path) -> tuple[dict[str, BaseGeometry], dict[str, str], list[Problem]]:
    """Areas by name from a GeoJSON file, their plain names, and the features left out."""
    try:
        content = json.loads(path.read_bytes())
        features = content["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refuse(
            str(path), f"it cannot be read ({error})", "expected a GeoJSON FeatureCollection"
        ) from error
    shapes: dict[str, BaseGeometry] = {}
    names: dict[str, str] = {}
    warnings = []
    for feature in features:
        properties = feature.get("properties") or {}
        name = str(properties.get("name") or feature.get("id") or "")
        try:
            shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
            fault = "no geometry" if shape is None else geometry_fault(shape)
        except shapely.errors.GEOSException as error:
            fault = " ".join(str(error).split())
        if not name or fault or name in shapes:
            fault = fault or ("no name" if not name else "another feature has this name")
            warnings.append(
                Problem(
                    str(path),
                    None,
                    None,
                    name,
                    f"a feature that is left out: {fault}",
                    "records that name it get a radius",
                    "Mend it to use it.",
                    "warning",
                )
            )
            continue
        shapes[name] = shape
        variants = properties.get("name_variants") or []
        spelled = variants if isinstance(variants, list) else str(variants).replace("|", ";").split(";")
        for text in [name, *map(str, spelled)]:
            plain = plain_name(text)
            if plain:
                names.setdefault(plain, name)
    return shapes, names, warnings
