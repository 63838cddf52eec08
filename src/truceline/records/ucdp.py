# SPDX-License-Identifier: Apache-2.0
"""The UCDP Georeferenced Event Dataset, in the layouts of its releases, as rows of incidents.

The precision codes become extents and intervals by one table, ``ucdp.csv``, which users can override.
The mapping is on the page docs/reference/ucdp.md.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truceline.errors import Problem, RecordsError
from truceline.records.cells import chosen, distinct, spread, texts
from truceline.records.incidents import Rows
from truceline.records.names import Names
from truceline.records.units import COLUMNS, Units

T = TypeVar("T")

_TABLES = ("where_prec", "type_of_violence", "date_prec")
_PLACES = ("radius", "adm_2", "adm_1", "country", "none")


@dataclass(frozen=True, slots=True)
class Code:
    """What one code of UCDP becomes."""

    place: str = ""
    """``radius``, ``none``, or the column that names an administrative area."""
    radius_m: float | None = None
    """Around the point, where no area has the name; None: no place is known then."""
    act: str = ""
    roles: str = ""
    days: int = 1
    """The most days that a date of this precision may span."""


def precision_table(override: Path | None = None) -> dict[tuple[str, str], Code]:
    """The table of codes that ships with the package, with the rows of another over it.

    Raises:
        RecordsError: the other file has a row that cannot be read.
    """
    text = (resources.files("truceline.records") / "ucdp.csv").read_text(encoding="utf-8")
    table = _parse_table(text, "ucdp.csv")
    if override is not None:
        try:
            table |= _parse_table(override.read_text(encoding="utf-8-sig"), str(override))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise RecordsError(
                [
                    Problem(
                        str(override), None, None, "", f"it cannot be read ({reason})", "expected a CSV table"
                    )
                ]
            ) from error
    return table


def _parse_table(text: str, file: str) -> dict[tuple[str, str], Code]:
    table: dict[tuple[str, str], Code] = {}
    problems = []
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        try:
            if cells.get("table") not in _TABLES:
                raise ValueError(f'table is "{cells.get("table")}", not one of {", ".join(_TABLES)}')
            if cells.get("place") and cells["place"] not in _PLACES:
                raise ValueError(f'place is "{cells["place"]}", not one of {", ".join(_PLACES)}')
            if cells.get("roles") and cells["roles"] not in ("either", "known"):
                raise ValueError(f'roles is "{cells["roles"]}", not either or known')
            radius = float(cells["radius_m"]) if cells.get("radius_m") else None
            if radius is not None and not 0 <= radius < 2.1e7:
                raise ValueError(f"radius_m is {radius:g}, not between 0 and 21,000,000")
            table[cells["table"], cells.get("code", "")] = Code(
                cells.get("place", ""),
                radius,
                cells.get("act", ""),
                cells.get("roles", ""),
                int(cells.get("days") or 1),
            )
        except ValueError as error:
            problems.append(
                Problem(
                    file,
                    line,
                    None,
                    "",
                    str(error),
                    "expected table, code, place, radius_m, act, roles, days",
                )
            )
    if problems:
        raise RecordsError(problems)
    return table


def is_ucdp(header: list[str]) -> bool:
    """Whether a header is one of UCDP GED."""
    return {"type_of_violence", "latitude", "longitude"} <= set(header)


USED = (
    "id", "type_of_violence", "side_a_new_id", "side_a", "side_b_new_id", "side_b", "where_prec",
    "where_coordinates", "latitude", "longitude", "adm_1", "adm_2", "country", "date_prec", "date",
    "date_start", "date_end", "low", "best", "high", "source_article", "source_headline",
)  # fmt: skip
"""The columns that are read; the others are left."""


@dataclass(frozen=True, slots=True)
class _Place:
    area: str | None = None
    radius_m: float | None = None
    has_point: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Days:
    first: date | None = None
    last: date | None = None
    note: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Deaths:
    low: str = ""
    best: str = ""
    high: str = ""
    note: str = ""


@dataclass
class Ucdp:
    """Turns rows of UCDP into rows of incidents; what is the same in many records is looked at once."""

    names: Names
    table: Mapping[tuple[str, str], Code]
    units: Units
    """Finds the areas that records name."""
    notes: Counter[str] = field(default_factory=Counter)
    """What was read otherwise than it stands, with the number of records."""

    def rows(self, rows: Rows) -> Rows:
        """The same records with the columns of incidents; HXL tag rows are left out."""
        cells = {name: texts(rows.cells(name)) for name in USED}
        is_tags = _are_tags(cells.values())
        if is_tags.any():
            self.notes["rows of HXL tags left out"] += int(is_tags.sum())
            kept = pa.array(~is_tags)
            cells = {name: column.filter(kept) for name, column in cells.items()}
        for name in ("id", "type_of_violence", "side_a_new_id", "side_b_new_id", "where_prec", "date_prec"):
            cells[name] = pc.replace_substring_regex(cells[name], _DECIMALS, "")
        out = Rows(rows.file, rows.lines[~is_tags], cells)
        made = {**self._kinds(out), **self._places(out), **self._times(out), **self._deaths(out)}
        for ours, theirs in (("by", "side_a"), ("against", "side_b")):
            made[ours] = _made(out, (f"{theirs}_new_id", theirs), self._side, pa.string())
        made["reports"] = _made(out, ("source_article",), _reports, pa.list_(pa.string()))
        made["text"] = _made(out, ("where_coordinates", "source_headline"), _text, pa.string())
        out.columns |= made
        return out

    def _kinds(self, rows: Rows) -> dict[str, pa.Array]:
        kinds, codes = _distinct(
            rows, ("type_of_violence",), lambda c: self.table.get(("type_of_violence", c))
        )
        faults = {index: "expected 1, 2 or 3" for index, kind in enumerate(kinds) if kind is None}
        for row, reason in spread(faults, codes):
            rows.reject(row, "type_of_violence", reason)
        known = [kind or Code() for kind in kinds]
        return {
            "act": chosen([kind.act or None for kind in known], codes, pa.string()),
            "roles": chosen([kind.roles or None for kind in known], codes, pa.string()),
        }

    def _side(self, code: str, cell: str) -> str | None:
        party = self.names.of_code("ucdp", code) or self.names.of_name(cell)
        if party is not None:
            return party
        names = [name.strip().replace(";", "/").replace("|", "/") for name in cell.split(", ")]
        return ";".join(name for name in names if name) or None

    def _places(self, rows: Rows) -> dict[str, pa.Array]:
        columns = ("where_prec", *COLUMNS, "longitude", "latitude")
        places, codes = _distinct(rows, columns, self._place)
        self._note((place.note for place in places), codes)
        has_point = pa.array(np.array([place.has_point for place in places], dtype=bool)[codes])
        blank = pa.scalar(None, pa.string())
        return {
            "area": chosen([place.area for place in places], codes, pa.string()),
            "radius_m": chosen([place.radius_m for place in places], codes, pa.float64()),
            "lon": pc.if_else(has_point, rows.cells("longitude"), blank),
            "lat": pc.if_else(has_point, rows.cells("latitude"), blank),
        }

    def _place(self, prec: str, country: str, adm_1: str, adm_2: str, lon: str, lat: str) -> _Place:
        code = self.table.get(("where_prec", prec))
        if code is None:
            return _Place(note="where_prec that the table does not know, no place taken")
        if code.place in COLUMNS:
            names = dict(zip(COLUMNS, (country, adm_1, adm_2), strict=True))
            # Where the district is not found, its governorate will do: it is larger.
            for column in ("adm_2", "adm_1") if code.place == "adm_2" else (code.place,):
                area = self.units.of(column, names[column], _degrees(lon), _degrees(lat))
                if area is not None:
                    return _Place(area)
        if code.place in ("", "none") or code.radius_m is None:
            return _Place()
        return _Place(radius_m=code.radius_m, has_point=True)

    def _times(self, rows: Rows) -> dict[str, pa.Array]:
        days, codes = _distinct(rows, ("date_start", "date", "date_end", "date_prec"), self._days)
        self._note((day.note for day in days), codes)
        for row, reason in spread({i: day.fault for i, day in enumerate(days) if day.fault}, codes):
            rows.reject(row, "date_start" if rows.cells("date_start")[row].is_valid else "date", reason)
        return {
            "start": chosen([day.first for day in days], codes, pa.date32()),
            "end": chosen([day.last for day in days], codes, pa.date32()),
        }

    def _days(self, start: str, alone: str, end: str, prec: str) -> _Days:
        code = self.table.get(("date_prec", prec)) or Code()
        try:
            first = _day(start or alone)
            last = _day(end) if end else first
            if last < first:
                return _Days(fault=f"date_end {last} is before date_start {first}")
            if last > first or code.days == 1:
                return _Days(first, last)
            more = timedelta(days=code.days - 1)
            note = "one day with a coarser date_prec, widened both ways"
            return _Days(first - more, last + more, note)
        except (ValueError, OverflowError) as error:
            return _Days(fault=str(error))

    def _deaths(self, rows: Rows) -> dict[str, pa.Array]:
        deaths, codes = _distinct(rows, ("low", "best", "high"), _deaths)
        self._note((death.note for death in deaths), codes)
        return {
            "fatalities_low": chosen([death.low or None for death in deaths], codes, pa.string()),
            "fatalities": chosen([death.best or None for death in deaths], codes, pa.string()),
            "fatalities_high": chosen([death.high or None for death in deaths], codes, pa.string()),
        }

    def _note(self, notes: Iterable[str], codes: NDArray[np.int64]) -> None:
        for note, count in zip(notes, np.bincount(codes).tolist(), strict=True):
            if note:
                self.notes[note] += count


def _are_tags(columns: Iterable[pa.Array]) -> NDArray[np.bool_]:
    """Which rows hold nothing but HXL tags, such as ``#date+year``."""
    can_be, has_any = [], []
    for column in columns:
        is_tag = pc.starts_with(column, "#")
        can_be.append(pc.fill_null(is_tag, True).to_numpy(zero_copy_only=False))
        has_any.append(pc.fill_null(is_tag, False).to_numpy(zero_copy_only=False))
    is_tags: NDArray[np.bool_] = np.all(can_be, axis=0) & np.any(has_any, axis=0)
    return is_tags


def _distinct(
    rows: Rows, columns: Sequence[str], make: Callable[..., T]
) -> tuple[list[T], NDArray[np.int64]]:
    """What is made of each combination of cells that occurs, and for each row which of them it has."""
    codes = np.zeros(len(rows), dtype=np.int64)
    for name in columns:
        words, own = distinct(rows.cells(name))
        codes = np.unique(codes * (len(words) + 1) + own, return_inverse=True)[1]
    first = pa.array(np.unique(codes, return_index=True)[1])
    cells = [rows.cells(name).take(first).fill_null("").to_pylist() for name in columns]
    return [make(*row) for row in zip(*cells, strict=True)], codes


def _made(rows: Rows, columns: Sequence[str], make: Callable[..., object], kind: pa.DataType) -> pa.Array:
    values, codes = _distinct(rows, columns, make)
    return chosen(values, codes, kind)


_DECIMALS = r"\.0+$"
"""What spreadsheets add to a whole number."""


def _degrees(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _deaths(*texts: str) -> _Deaths:
    low, best, high = (re.sub(_DECIMALS, "", text) for text in texts)
    try:
        numbers = [int(text) for text in (low, best, high) if text]
    except ValueError:
        return _Deaths(low, best, high)
    if numbers == sorted(numbers):
        return _Deaths(low, best, high)
    note = "estimates out of order, low and high set to the least and the greatest"
    return _Deaths(str(min(numbers)), best, str(max(numbers)), note)


def _text(where: str, headline: str) -> str | None:
    return ": ".join(part for part in (where, headline[:300]) if part) or None


_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")


def _day(text: str) -> date:
    """A day as the releases write it: ISO, or month first with slashes.

    >>> _day("05/02/2014 00:00")
    datetime.date(2014, 5, 2)
    """
    iso, slashed = _ISO_DAY.fullmatch(text.strip()), _US_DAY.fullmatch(text.strip())
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if slashed:
            return date(int(slashed[3]), int(slashed[1]), int(slashed[2]))
    except ValueError as error:
        raise ValueError(f'"{text}" is not a day of the calendar (month first)') from error
    raise ValueError(f'"{text}" is not a date like 2016-02-27 or 2/27/2016')


def _reports(article: str) -> list[str] | None:
    parts = [part.strip().strip('"') for part in re.split(r'"\s*;\s*"', article)]
    return [part for part in parts if part] or None
