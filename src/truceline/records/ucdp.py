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
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from truceline.errors import Problem, RecordsError
from truceline.records.areas import COUNTRY, DISTRICT, PROVINCE, AreaNames
from truceline.records.cells import texts
from truceline.records.incidents import Rows
from truceline.records.names import Names

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
            raise RecordsError(
                [
                    Problem(
                        str(override), None, None, "", f"it cannot be read ({error})", "expected a CSV table"
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


@dataclass
class Ucdp:
    """Turns rows of UCDP into rows of incidents."""

    names: Names
    table: Mapping[tuple[str, str], Code]
    areas: AreaNames
    notes: Counter[str] = field(default_factory=Counter)
    """What was read otherwise than it stands, with the number of records."""

    def rows(self, rows: Rows) -> Rows:
        """The same records with the columns of incidents; HXL tag rows are left out."""
        cells = {name: texts(rows.columns[name]).to_pylist() for name in _THEIRS if name in rows.columns}
        records = [
            {name: value or "" for name, value in zip(cells, values, strict=True)}
            for values in zip(*cells.values(), strict=True)
        ]
        kept = [row for row, record in enumerate(records) if not _is_tags(record)]
        if len(kept) < len(records):
            self.notes["rows of HXL tags left out"] += len(records) - len(kept)
        made: list[dict[str, Any]] = []
        faults: list[tuple[int, str, str]] = []
        for order, row in enumerate(kept):
            made.append(self._record(records[row], order, faults))
        out = Rows(rows.file, rows.lines[kept], {})
        for name in _OURS:
            values = [record.get(name) for record in made]
            is_number, is_list = name == "radius_m", name == "reports"
            kind = pa.float64() if is_number else pa.list_(pa.string()) if is_list else pa.string()
            out.columns[name] = pa.array(values, kind)
        for name in ("type_of_violence", "date_start"):
            out.columns[name] = pa.array([records[row].get(name) or None for row in kept], pa.string())
        for order, column, reason in faults:
            out.reject(order, column, reason)
        return out

    def _record(
        self, record: dict[str, str], order: int, faults: list[tuple[int, str, str]]
    ) -> dict[str, Any]:
        made: dict[str, Any] = {"id": _whole(record.get("id", ""))}
        kind = self.table.get(("type_of_violence", _whole(record.get("type_of_violence", ""))))
        if kind is None:
            faults.append((order, "type_of_violence", "expected 1, 2 or 3"))
            kind = Code()
        made["act"], made["roles"] = kind.act, kind.roles
        made["by"] = self._side(record, "side_a")
        made["against"] = self._side(record, "side_b")
        made |= self._place(record)
        try:
            made |= self._time(record)
        except ValueError as error:
            faults.append((order, "date_start", str(error)))
        made |= self._deaths(record)
        made["reports"] = _reports(record)
        where, headline = record.get("where_coordinates", ""), record.get("source_headline", "")
        made["text"] = ": ".join(part for part in (where, headline[:300]) if part) or None
        return made

    def _side(self, record: Mapping[str, str], side: str) -> str | None:
        party = self.names.of_code("ucdp", _whole(record.get(f"{side}_new_id", "")))
        if party is not None:
            return party
        cell = record.get(side, "")
        whole = self.names.of_name(cell)
        if whole is not None:
            return whole
        names = [name.strip().replace(";", "/").replace("|", "/") for name in cell.split(", ")]
        return ";".join(name for name in names if name) or None

    def _place(self, record: Mapping[str, str]) -> dict[str, Any]:
        code = self.table.get(("where_prec", _whole(record.get("where_prec", ""))))
        if code is None:
            self.notes["where_prec that the table does not know, no place taken"] += 1
            return {}
        point: dict[str, Any] = {"lon": record.get("longitude"), "lat": record.get("latitude")}
        if code.place in ("adm_1", "adm_2", "country"):
            area = self._area(record, code.place)
            if area is not None:
                return {"area": area}
        if code.place in ("", "none") or code.radius_m is None:
            return {}
        return {**point, "radius_m": code.radius_m}

    def _area(self, record: Mapping[str, str], column: str) -> str | None:
        """The area that the column names, else, for a district, the one of its governorate: a larger one."""
        for name in ("adm_2", "adm_1") if column == "adm_2" else (column,):
            area = self.areas.find(record[name], _LEVELS[name]) if record.get(name) else None
            if area is not None:
                return area
        return None

    def _time(self, record: Mapping[str, str]) -> dict[str, Any]:
        first = _day(record.get("date_start") or record.get("date") or "")
        last = _day(record["date_end"]) if record.get("date_end") else first
        code = self.table.get(("date_prec", _whole(record.get("date_prec", "")))) or Code()
        if last < first:
            raise ValueError(f"date_end {last} is before date_start {first}")
        if last == first and code.days > 1:
            self.notes["one day with a coarser date_prec, widened both ways"] += 1
            first, last = first - timedelta(days=code.days - 1), first + timedelta(days=code.days - 1)
        return {"start": first.isoformat(), "end": last.isoformat()}

    def _deaths(self, record: Mapping[str, str]) -> dict[str, Any]:
        names = {"fatalities_low": "low", "fatalities": "best", "fatalities_high": "high"}
        values = {ours: _whole(record.get(theirs, "")) or None for ours, theirs in names.items()}
        try:
            numbers = {name: int(value) for name, value in values.items() if value is not None}
        except ValueError:
            return dict(values)
        if numbers and list(numbers.values()) != sorted(numbers.values()):
            self.notes["estimates out of order, low and high set to the least and the greatest"] += 1
            values["fatalities_low"] = str(min(numbers.values()))
            values["fatalities_high"] = str(max(numbers.values()))
        return dict(values)


_LEVELS = {"country": COUNTRY, "adm_1": PROVINCE, "adm_2": DISTRICT}
_THEIRS = (
    "id", "type_of_violence", "side_a_new_id", "side_a", "side_b_new_id", "side_b", "where_prec",
    "where_coordinates", "adm_1", "adm_2", "country", "latitude", "longitude", "date_prec", "date_start",
    "date_end", "date", "low", "best", "high", "source_article", "source_headline",
)  # fmt: skip
_OURS = (
    "id", "start", "end", "lon", "lat", "radius_m", "area", "act", "by", "against", "roles",
    "fatalities_low", "fatalities", "fatalities_high", "reports", "text",
)  # fmt: skip


def _is_tags(record: Mapping[str, str]) -> bool:
    """Whether a row holds HXL hashtags."""
    return any(record.values()) and all(text.startswith("#") for text in record.values() if text)


def _whole(text: str) -> str:
    """A whole number as text, without the decimal point that spreadsheets add."""
    return re.sub(r"\.0+$", "", text.strip())


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


def _reports(record: Mapping[str, str]) -> list[str] | None:
    article = record.get("source_article", "")
    parts = [part.strip().strip('"') for part in re.split(r'"\s*;\s*"', article)]
    return [part for part in parts if part] or None
