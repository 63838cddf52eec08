# SPDX-License-Identifier: Apache-2.0
"""What the executors of Spark do: functions over batches of Arrow, which ``spark`` sends them.

Each process keeps its tables and indexes from piece to piece. Nothing else is kept: a piece that is judged again,
anywhere, gives the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import numpy as np
import pyarrow as pa

from truceline.assess.parts import Codes, PartWorker, Place, Row, error_row, ids_elsewhere
from truceline.errors import TrucelineError
from truceline.records import FilePiece, Piece
from truceline.version import VERSION

ROWS = "file int, first_row long, kind string, number int, size long, content binary"
"""What comes of pieces, as Spark has it: a ``Row`` each."""
ROW_COLUMN, FILE_COLUMN = "__truceline_row", "__truceline_file"
"""The number of a row in its file, from 0, and the address of the file."""

_worker: tuple[str, PartWorker] | None = None


def _worker_of(job: Job) -> PartWorker:
    """The worker of this process, which keeps its tables and indexes from piece to piece."""
    global _worker
    if _worker is None or _worker[0] != job.id:
        from pyspark import cloudpickle

        version, content = job.question.value
        if version != VERSION:
            raise TrucelineError(
                f"the executors have Truceline {VERSION} and this machine {version}; install the same everywhere"
            )
        pa.set_cpu_count(1)  # Spark runs as many tasks as there are cores
        _worker = job.id, PartWorker(cloudpickle.loads(content))
    return _worker[1]


@dataclass(frozen=True)
class Job:
    """What the executors share; both values are broadcasts of Spark."""

    id: str
    question: Any
    elsewhere: Any
    """For each piece the codes of ids that earlier pieces have; None where that is not known yet."""

    def rows(self, place: Place, piece: Piece | FilePiece) -> Iterator[pa.RecordBatch]:
        """What comes of a piece; nothing where it needs not be judged again."""
        elsewhere: dict[Place, Codes] | None = self.elsewhere and self.elsewhere.value
        if elsewhere is not None and place not in elsewhere:
            return
        try:
            worker = _worker_of(self)
        except TrucelineError as error:
            yield _travelling(error_row(place, error))
            return
        for row in worker.rows(place, piece, None if elsewhere is None else elsewhere[place]):
            yield _travelling(row)


def _travelling(row: Row) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(
        [
            pa.array([row.place.file], pa.int32()),
            pa.array([row.place.first_row], pa.int64()),
            pa.array([row.kind]),
            pa.array([row.number], pa.int32()),
            pa.array([row.size], pa.int64()),
            pa.array([row.content], pa.binary()),
        ],
        names=["file", "first_row", "kind", "number", "size", "content"],
    )


@dataclass(frozen=True)
class OfPaths:
    """Judges pieces of files that this executor opens by itself; a batch names the lots of pieces."""

    job: Job
    lots: Any
    """Broadcast: for each number the places and pieces."""

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What comes of the pieces of the lots that the batches name."""
        for batch in batches:
            for number in batch.column(0).to_pylist():
                for place, piece in self.lots.value[number]:
                    yield from self.job.rows(place, piece)


@dataclass(frozen=True)
class OfRows:
    """Judges pieces whose rows Spark has read, with the file and the number of each."""

    job: Job
    files: Any
    """Broadcast: the number of each file by its address."""

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What comes of the pieces that the batches are made of."""
        runs = _Runs(batches)
        while (head := runs.next_head()) is not None:
            address, row = head
            place = Place(self.files.value[key_of(address)], row + 1)
            piece = Piece(unquote(address), row + 1, runs.rest())
            yield from self.job.rows(place, piece)
            for _ in runs.rest():
                pass  # a piece that stopped early, or was not wanted


def key_of(address: str) -> str:
    """An address as it can be compared: Spark writes file:/ and file:/// for the same."""
    return re.sub(r"^([^/:]+:)/+", r"\1/", address)


class _Runs:
    """Batches cut where the file changes or its rows do not follow one another."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._slices = _slices(batches)
        self._next = next(self._slices, None)
        self._end: tuple[str, int] | None = None

    def next_head(self) -> tuple[str, int] | None:
        """The file and the first row of the next run; None where there is none."""
        if self._next is None:
            return None
        address, row, _ = self._next
        self._end = address, row
        return self._end

    def rest(self) -> Iterator[pa.RecordBatch]:
        """What is left of the run that has begun."""
        while self._next is not None and self._next[:2] == self._end:
            address, row, batch = self._next
            self._end = address, row + batch.num_rows
            self._next = next(self._slices, None)
            yield batch


def _slices(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, int, pa.RecordBatch]]:
    for batch in batches:
        if not batch.num_rows:
            continue
        rows = batch.column(ROW_COLUMN).to_numpy(zero_copy_only=False)
        files = batch.column(FILE_COLUMN).dictionary_encode()
        codes = files.indices.to_numpy(zero_copy_only=False)
        cuts = np.flatnonzero((np.diff(codes) != 0) | (np.diff(rows) != 1)) + 1
        table = batch.select([name for name in batch.schema.names if name not in (ROW_COLUMN, FILE_COLUMN)])
        for begin, end in zip([0, *cuts.tolist()], [*cuts.tolist(), len(rows)], strict=True):
            yield files.dictionary[codes[begin]].as_py(), int(rows[begin]), table.slice(begin, end - begin)


def shared_ids(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """From the ids of some buckets, those that more than one piece has, by the pieces that come later."""
    pieces: dict[Place, list[Codes]] = {}
    for batch in batches:
        for file, first_row, content in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            pieces.setdefault(Place(file, first_row), []).append(np.frombuffer(content, np.uint64))
    for place, codes in ids_elsewhere({p: np.concatenate(c) for p, c in pieces.items()}).items():
        yield _travelling(Row(place, "elsewhere", 0, len(codes), codes.tobytes()))
