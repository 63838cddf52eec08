# SPDX-License-Identifier: Apache-2.0
"""What people say about documents: a table that stands above what is found in them."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from truceline.errors import Problem, SourcesError
from truceline.sources.documents.dates import iso_date
from truceline.sources.documents.pages import cannot
from truceline.sources.model import Original, Told
from truceline.sources.separators import separator_of

ABOUT_COLUMNS = ("document", "outlet", "author", "published", "zone", "language", "reliability")
"""``document`` is the name of a file or its SHA-256; an empty cell says nothing."""

_SHOWN = 3
"""Names of rows about other documents that a warning shows."""

_OF_BYTES = ("author", "published", "zone", "language")
"""What holds for the same bytes by whatever name; several outlets may have printed them, each with its reliability."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class About:
    """What people say about documents."""

    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each name or digest the cells that are not empty."""
    file: str = ""
    """The table, as the user named it."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """On which each row ends."""

    def told(self, original: Original) -> dict[str, Told]:
        """What is said of a document; a row with its digest stands above one with its name."""
        by_name = self.rows.get(Path(original.name).name, {})
        cells = {**by_name, **self.rows.get(original.digest, {})}
        return {column: Told(cell, "given") for column, cell in cells.items()}

    def unused(self, names: Iterable[str], digests: Iterable[str]) -> tuple[Problem, ...]:
        """Warnings of rows that say something of none of the documents.

        One for each row whose name is near that of a document without a row; one for all others, since a table may be
        about more documents than are read.

        Args:
            names: of the files, with or without their folders.
            digests: of those that could be read.
        """
        files = {Path(name).name for name in names}
        left = [document for document in self.rows if document not in {*files, *digests}]
        without = sorted(files - set(self.rows))
        near = {name: found for name in left for found in difflib.get_close_matches(name, without, 1)}
        expected = "no document that was given has this name or SHA-256, so that the row says nothing"
        problems = [
            self._warning(name, f'"{name}"', expected, f'Did you mean "{found}"?')
            for name, found in near.items()
        ]
        others = [name for name in left if name not in near]
        if others:
            rows = "1 row is" if len(others) == 1 else f"{len(others):,} rows are"
            first = ", ".join(others[:_SHOWN]) + (", ..." if len(others) > _SHOWN else "")
            problems.append(
                self._warning(
                    others[0], first, f"{rows} about no document that was given, the first on this line"
                )
            )
        return tuple(problems)

    def _warning(self, document: str, found: str, expected: str, remedy: str = "") -> Problem:
        line = self.lines.get(document)
        return Problem(self.file, line, None, "document", found, expected, remedy, severity="warning")

    def of_bytes(
        self, digest: str, names: Iterable[str]
    ) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """What is said of a document that has several names, and in what the rows of these contradict each other.

        The row with its digest stands above those with its names.
        """
        of_digest = self.rows.get(digest, {})
        by_name = [self.rows.get(Path(name).name, {}) for name in names]
        told = {
            column: {
                cells[column]
                for cells in ([of_digest] if column in of_digest else by_name)
                if column in cells
            }
            for column in _OF_BYTES
        }
        one = {column: next(iter(values)) for column, values in told.items() if len(values) == 1}
        return one, {column: tuple(sorted(values)) for column, values in told.items() if len(values) > 1}

    def with_row(self, digest: str, cells: Mapping[str, str]) -> About:
        """With more in the row of a digest."""
        return replace(self, rows={**self.rows, digest: {**self.rows.get(digest, {}), **cells}})


def read_about(path: str | Path) -> About:
    """The table of what people say about documents: CSV in UTF-8 with columns of ``ABOUT_COLUMNS``.

    Raises:
        SourcesError: it cannot be read, or rows are wrong; carries all problems, each with its line.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise cannot(path, f"cannot be read: {error.strerror}", "expected a table") from error
    except UnicodeDecodeError as error:
        raise cannot(
            path, f"byte {error.start} is not UTF-8", "expected CSV in UTF-8", "Save it as such."
        ) from error
    sign = separator_of(text, ABOUT_COLUMNS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    problems: list[Problem] = []
    rows: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    try:
        header = [name.strip() for name in next(reader, [])]
        if "document" not in header or set(header) - set(ABOUT_COLUMNS) or len(set(header)) < len(header):
            found = f"the columns {', '.join(header)}" if header else "nothing"
            raise SourcesError(
                [_problem(path, 1, "", found, f"expected document and any of {', '.join(ABOUT_COLUMNS[1:])}")]
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                document = _add(path, reader.line_num, header, cells, rows, problems)
                lines.setdefault(document, reader.line_num)
    except csv.Error as error:
        problems.append(_problem(path, reader.line_num, "", str(error), "expected CSV"))
    if problems:
        raise SourcesError(problems)
    return About(rows, str(path), lines)


def _add(
    path: Path,
    line: int,
    header: list[str],
    cells: list[str],
    rows: dict[str, dict[str, str]],
    problems: list[Problem],
) -> str:
    """Adds a row, or what is wrong with it; gives the document that it is about."""
    if len(cells) != len(header):
        problems.append(_problem(path, line, "", f"{len(cells)} cells", f"expected {len(header)}"))
        return ""
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
    document = row.pop("document", "")
    if _DIGEST.fullmatch(document.lower()):
        document = document.lower()
    if not document:
        problems.append(
            _problem(path, line, "document", "nothing", "expected the name of a file or its SHA-256")
        )
    elif document in rows:
        problems.append(_problem(path, line, "document", f'"{document}"', "has a row already; expected one"))
    elif "/" in document or "\\" in document:
        problems.append(
            _problem(path, line, "document", f'"{document}"', "expected the name without its folder")
        )
    for column, cell in row.items():
        expected = _fault(column, cell)
        if expected:
            problems.append(_problem(path, line, column, f'"{cell}"', expected))
    if "published" in row and iso_date(row["published"]):
        row["published"] = iso_date(row["published"])
    rows[document] = row
    return document


def _fault(column: str, cell: str) -> str:
    """What was expected in a cell; empty where it is right."""
    if column == "reliability" and cell not in ("A", "B", "C", "D", "E", "F"):
        return "expected a letter from A to F, by the Admiralty code"
    if column == "published" and not iso_date(cell):
        return "expected a date such as 2016-05-20, or 2016-05-20T10:15+03:00"
    if column == "language" and not re.fullmatch("[a-z]{2}", cell):
        return "expected two letters of ISO 639-1, such as en"
    if column == "zone":
        try:
            ZoneInfo(cell)
        except (OSError, ValueError, KeyError):
            return "expected a time zone of the tz database, such as Asia/Damascus"
    return ""


def _problem(path: Path, line: int, address: str, found: str, expected: str) -> Problem:
    return Problem(str(path), line, None, address, found, expected)
