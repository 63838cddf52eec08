# SPDX-License-Identifier: Apache-2.0
"""Places by their names, from a table of the user's."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from truceline.errors import Problem, SourcesError
from truceline.sources.model import Mention
from truceline.sources.names import NameIndex, Word

_SHORTEST = 3
"""Letters of a name at least; shorter ones are words of some language."""


@dataclass(frozen=True)
class GazetteerColumns:
    """Which columns of the table are meant: of each the first that is there."""

    id: tuple[str, ...] = ("id", "wof_id", "geonameid")
    lon: tuple[str, ...] = ("lon", "longitude")
    lat: tuple[str, ...] = ("lat", "latitude")
    names: tuple[str, ...] = ("name", "name_en", "name_variants", "alternatenames")
    """All of these that are there; a cell may hold several names, with a vertical bar between them."""
    left_out: Mapping[str, str] = field(default_factory=lambda: {"is_current": "0"})
    """Rows in which a column has this value are left out: places that are no more."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of the gazetteer."""

    id: str
    name: str
    lon: float
    lat: float


class Gazetteer:
    """Finds places in a text; a name that several have is left open."""

    def __init__(self, places: Mapping[str, NamedPlace], names: Iterator[tuple[str, str]]) -> None:
        self.places = places
        """By their ids."""
        self._names = NameIndex((name, owner) for name, owner in names if len(name) >= _SHORTEST)

    def find(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """The places that are named in a stretch of a text, in order."""
        return self._names.find(text, start, end)

    def among(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        """The places that are named among the words of a text, in order."""
        return self._names.among(text, words)


def read_gazetteer(path: str | Path, columns: GazetteerColumns | None = None) -> Gazetteer:
    """A gazetteer from a CSV file, packed by gzip if its name ends with ``.gz``.

    Raises:
        SourcesError: a column is missing, or rows have no id or no place; all of them at once.
    """
    path, columns = Path(path), columns or GazetteerColumns()
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourcesError([_problem(path, None, str(error), "expected a table as CSV in UTF-8")]) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    header = list(rows.fieldnames or ())
    chosen = {name: _chosen(header, getattr(columns, name)) for name in ("id", "lon", "lat")}
    names = [name for name in columns.names if name in header]
    missing = [name for name, column in chosen.items() if not column] + ([] if names else ["name"])
    if missing:
        expected = f"expected a column for {', '.join(missing)}; there are {', '.join(header)}"
        known = {"id": columns.id, "lon": columns.lon, "lat": columns.lat, "name": columns.names}
        names_known = "; ".join(f"{name}: {', '.join(known[name])}" for name in missing)
        remedy = f"Give them names that are known ({names_known}); in Python, GazetteerColumns takes others."
        raise SourcesError([_problem(path, 1, "no such column", expected, remedy)])
    places: dict[str, NamedPlace] = {}
    named: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for row in rows:
        if any(row.get(column) == value for column, value in columns.left_out.items()):
            continue
        place = _place(row, chosen, names, path, rows.line_num, problems)
        if place is not None:
            places[place.id] = place
            every = {one.strip() for name in names for one in (row[name] or "").split("|")}
            named += [(name, place.id) for name in sorted(every) if name]
    if problems:
        raise SourcesError(problems)
    return Gazetteer(places, iter(named))


def _chosen(header: list[str], columns: tuple[str, ...]) -> str:
    return next((column for column in columns if column in header), "")


def _place(
    row: Mapping[str, str],
    chosen: Mapping[str, str],
    names: list[str],
    path: Path,
    line: int,
    problems: list[Problem],
) -> NamedPlace | None:
    owner = row[chosen["id"]]
    if not owner:
        problems.append(_problem(path, line, "a place without an id", "each place has an id"))
        return None
    try:
        lon, lat = float(row[chosen["lon"]]), float(row[chosen["lat"]])
    except (TypeError, ValueError):
        problems.append(
            _problem(path, line, f"{owner} has no longitude and latitude", "expected degrees of WGS84")
        )
        return None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        problems.append(_problem(path, line, f"{owner} lies at {lon}, {lat}", "expected degrees of WGS84"))
        return None
    return NamedPlace(owner, row[names[0]] or "", lon, lat)


def _problem(path: Path, line: int | None, found: str, expected: str, remedy: str = "") -> Problem:
    return Problem(str(path), line, None, "", found, expected, remedy)
