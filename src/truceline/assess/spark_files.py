# SPDX-License-Identifier: Apache-2.0
"""The files of an input for Spark: found by path or pattern, and shared out among tasks."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.assess.parts import Place
from truceline.errors import Problem, RecordsError
from truceline.records import FilePiece

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def is_address(source: str) -> bool:
    """Whether a source is named by an address that Spark opens, rather than by a path.

    >>> is_address("s3a://bucket/incidents"), is_address("incidents/2016.parquet")
    (True, False)
    """
    return _ADDRESS.match(source) is not None


@dataclass(frozen=True)
class File:
    """A file of the input."""

    source: int
    """Position of the source that it belongs to."""
    path: str


def files_of(sources: Sequence[str]) -> list[File]:
    """The files of sources that are paths, in order; those of addresses are asked of Spark later."""
    files = []
    for number, source in enumerate(sources):
        if not is_address(source):
            files += [File(number, path) for path in _paths(source)]
    return files


def _paths(source: str) -> list[str]:
    """The files that a path or a pattern stands for.

    Raises:
        RecordsError: there are none, or one is no table that can be split among processes.
    """
    found = [source]
    if os.path.isdir(source):
        below = (os.path.join(folder, name) for folder, _, names in os.walk(source) for name in names)
        found = sorted(path for path in below if _is_data(os.path.relpath(path, source)))
    elif not os.path.exists(source) and glob.has_magic(source):
        found = sorted(path for path in glob.glob(source, recursive=True) if os.path.isfile(path))
    if not found:
        raise refused(source, "there is no Parquet file", "expected at least one", "Look at the path.")
    for path in found:
        _require_kind(path)
    return found


def _is_data(path: str) -> bool:
    """As Spark has it: a name that begins with a dot or an underscore is none of the data."""
    return path.endswith(".parquet") and not any(part.startswith((".", "_")) for part in Path(path).parts)


def _require_kind(path: str) -> None:
    name = path.lower().removesuffix(".gz")
    if name.endswith((".csv", ".tsv", ".txt")):
        raise refused(
            path,
            "the engine spark does not read CSV, whose lines can only be told from its start",
            "expected Parquet",
            "Write the table as Parquet, all columns as text (docs/how-to/spark.md says how), or use the engine local.",
        )


def refused(file: str, found: str, expected: str, remedy: str = "") -> RecordsError:
    """The error that a source is no table that can be read."""
    return RecordsError([Problem(file, None, None, "", found, expected, remedy)])


def lots_of(pieces: list[tuple[Place, FilePiece]], most_bytes: int) -> list[list[tuple[Place, FilePiece]]]:
    """Pieces that one task judges in turn: small files together, in order."""
    lots: list[list[tuple[Place, FilePiece]]] = []
    held = 0
    for place, piece in pieces:
        if not lots or held + piece.size > most_bytes:
            lots.append([])
            held = 0
        lots[-1].append((place, piece))
        held += piece.size
    return lots
