# SPDX-License-Identifier: Apache-2.0
"""The table of claims as a file: its encoding, its columns, its rows."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from truceline.errors import Problem, SourcesError
from truceline.sources.separators import separator_of

REVIEW_COLUMNS = (
    *("id", "kind", "words", "speaker", "statement", "document", "parties", "places", "times", "modality"),
    *("act", "count", "unit", "review", "reviewer", "same as", "denies", "independent of", "note"),
)
"""Of the table. A person may change ``kind``, ``parties``, ``places``, ``times``, ``act``, ``count`` and ``unit``, and fills
in those from ``review`` on; the others tell which claim it is."""

MAY_BE_MISSING = frozenset({"denies", "independent of"})
"""Columns that tables of earlier versions do not have."""

_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks, the longer ones first: one begins with another."""
_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab"}
_NEAR = 0.7


def read_table(path: Path) -> Sequence[tuple[int, Mapping[str, str]]]:
    """The rows in which anything stands, each with its line.

    Raises:
        SourcesError: it cannot be read, is in another encoding than UTF-8 without a mark that tells which, or is no such table.
    """
    text = _text(path)
    sign = separator_of(text, REVIEW_COLUMNS)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        header = rows.fieldnames or ()
        lines = [(rows.line_num, cells) for cells in rows if _is_filled(cells)]
    except csv.Error as error:
        raise SourcesError([_problem(path, rows.line_num + 1, str(error))]) from error
    problems = list(_wrong_columns(path, header))
    many = "more cells than the table has columns"
    name = _SIGNS[sign]
    remedy = f"Put a cell with a {name} in it in double quotation marks."
    problems += [_problem(path, line, many, remedy) for line, cells in lines if _has_more(cells)]
    if problems:
        raise SourcesError(problems)
    return lines


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourcesError([_problem(path, None, str(error))]) from error
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8-sig")
    remedy = "Save the table as CSV in UTF-8."
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        found = f"byte {error.start:,} is not {name}"
        raise SourcesError([_problem(path, None, found, remedy)]) from error
    if "\0" in text:
        raise SourcesError(
            [_problem(path, None, "a character of value 0, as in UTF-16 without its mark", remedy)]
        )
    return text


def _wrong_columns(path: Path, header: Sequence[str]) -> list[Problem]:
    missing = [name for name in REVIEW_COLUMNS if name not in header]
    others = [name for name in header if name not in REVIEW_COLUMNS]
    near = {name: found for name in missing for found in _nearest(name, others)}
    problems = [
        _problem(path, 1, f"the column “{found}”", f"Did you mean “{name}”? Write it so, in small letters.")
        for name, found in near.items()
    ]
    left = [name for name in missing if name not in near and name not in MAY_BE_MISSING]
    if left:
        expected = f"expected the columns {', '.join(left)} too"
        remedy = "Leave all columns in, and save the table as CSV with commas between them."
        problems.append(Problem(str(path), 1, None, "", f"columns {', '.join(header)}", expected, remedy))
    twice = sorted({name for name in header if name in REVIEW_COLUMNS and header.count(name) > 1})
    problems += [
        _problem(path, 1, f"the column “{name}” twice", "Keep the one that is right.") for name in twice
    ]
    return problems


def _nearest(name: str, others: Sequence[str]) -> list[str]:
    """The one that is written most alike, if there is one."""
    plain = {" ".join(other.casefold().replace("_", " ").split()): other for other in others}
    return [plain[found] for found in difflib.get_close_matches(name, plain, n=1, cutoff=_NEAR)]


def _is_filled(cells: Mapping[str | None, object]) -> bool:
    """Whether anything stands in a row: spreadsheets leave empty ones."""
    return any(cell.strip() for cell in cells.values() if isinstance(cell, str)) or _has_more(cells)


def _has_more(cells: Mapping[str | None, object]) -> bool:
    more = cells.get(None)
    return isinstance(more, list) and any(map(str.strip, more))


def _problem(path: Path, line: int | None, found: str, remedy: str = "") -> Problem:
    return Problem(str(path), line, None, "", found, "expected a table of claims", remedy)
