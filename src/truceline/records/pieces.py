# SPDX-License-Identifier: Apache-2.0
"""Pieces of tables: rows that follow one another, which one process reads while others read the rest."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from truceline.records.tables import is_text_table


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a table that follow one another, under the name and the numbers that they have in it."""

    path: str
    """The file, as the user gave it."""
    first_row: int
    """Counted from 1."""
    batches: Iterable[pa.RecordBatch]


@dataclass(frozen=True, slots=True)
class FilePiece:
    """A file, or some of the row groups of a Parquet file, to be read later and elsewhere."""

    path: str
    """As the user gave it."""
    whole_path: str
    """From the root: whoever reads it may work in another folder."""
    first_row: int = 1
    """Counted from 1."""
    row_groups: tuple[int, ...] = ()
    """None: the whole file."""
    size: int = 0
    """Bytes on disk."""


def file_pieces(path: str, most_bytes: int) -> list[FilePiece]:
    """A file as pieces of about so many bytes, in order; a row group is never cut.

    A file that cannot be split is one piece; so is one that cannot be read: whoever opens it says why.
    """
    file = Path(path)
    size = file.stat().st_size if file.is_file() else 0
    from_root = os.path.abspath(path)
    whole = [FilePiece(path, from_root, size=size)]
    if size <= most_bytes or is_text_table(file):
        return whole
    try:
        footer = pq.read_metadata(file)
    except (pa.ArrowInvalid, OSError):
        return whole
    pieces: list[FilePiece] = []
    groups: list[int] = []
    first = row = 1
    held = 0
    for index in range(footer.num_row_groups):
        group = footer.row_group(index)
        on_disk = sum(group.column(i).total_compressed_size for i in range(group.num_columns))
        if groups and held + on_disk > most_bytes:
            pieces.append(FilePiece(path, from_root, first, tuple(groups), held))
            groups, held, first = [], 0, row
        groups.append(index)
        held += on_disk
        row += group.num_rows
    return [*pieces, FilePiece(path, from_root, first, tuple(groups), held)] if groups else whole
