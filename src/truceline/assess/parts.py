# SPDX-License-Identifier: Apache-2.0
"""An assessment in parts: each piece of the input judged alone, then put together as if it had been one.

Pure of any cluster: ``PartWorker`` is what an executor does with a piece, ``ids_elsewhere`` finds the ids that
stand in more than one, ``merged`` adds the outcomes up. Whatever comes of a piece travels as rows, so that a
piece that is judged twice, because an executor was lost, counts once.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.assess.engine import Assessment, Summary
from truceline.errors import Problem, TrucelineError
from truceline.records import (
    REJECTS_HEADER,
    FilePiece,
    Incidents,
    Piece,
    PieceIds,
    RecordedFact,
    Reject,
    swap_warning,
)
from truceline.terms import Terms

PART_ROWS = 262_144
"""Findings that travel together; about 40 MB before they are packed."""
_REJECT_BYTES = 8 << 20
_CODE_BITS = 64

Codes = NDArray[np.uint64]


class Place(NamedTuple):
    """Where a piece stands in the order of the input."""

    file: int
    """Position of its file among all files."""
    first_row: int
    """Counted from 1."""


class Row(NamedTuple):
    """Something that came of a piece, as it travels."""

    place: Place
    kind: str
    """``findings``, ``rejects``, ``ids``, ``outcome`` or ``error``."""
    number: int
    """The order among those of a kind; of ids, the bucket."""
    size: int
    """Findings, or ids, in it."""
    content: bytes


@dataclass
class Outcome:
    """What is told of a piece beside its findings."""

    summary: Summary
    """Of the piece alone; its ``facts_about_nothing`` says little."""
    found: frozenset[str] = frozenset()
    """Ids of incidents that facts are about and the piece has."""
    notes: Counter[str] = field(default_factory=Counter)
    warnings: list[Problem] = field(default_factory=list)
    """Of the header of its file."""
    swapped: Counter[str] = field(default_factory=Counter)
    """Points that seem to have lon and lat swapped, by file."""
    first_rejects: list[Reject] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """All that a process must know to judge pieces."""

    terms: Terms
    reading: Incidents
    """How records are read: the layout, the areas, the tables of codes."""
    facts: Sequence[RecordedFact] = ()
    assume: Sequence[str] = ()
    as_of_ms: int | None = None
    all_rows: bool = False
    buckets: int = 0
    """Parts into which ids are sorted to be held against those of other pieces; 0: they need not be."""
    pack: Callable[[pa.Table], bytes] = field(default=lambda table: packed(table))
    """Findings as bytes, such as those of a Parquet file."""

    def assessment(self) -> Assessment:
        """The assessment of no incidents, whose tables and indexes serve any piece."""
        return Assessment(
            self.terms,
            self.reading,
            facts=self.facts,
            assume=self.assume,
            as_of_ms=self.as_of_ms,
            all_rows=self.all_rows,
            threads=1,  # as many processes run as there are cores
        )


class PartWorker:
    """Judges pieces one after another, and keeps what it has built for the next."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._assessment = question.assessment()
        self._about = frozenset(row.incident for row in question.facts if row.incident)

    def rows(self, place: Place, piece: Piece | FilePiece, elsewhere: Codes | None = None) -> Iterator[Row]:
        """What comes of a piece.

        Args:
            place: of the piece.
            piece: is read once.
            elsewhere: (k,) the codes of ids that earlier pieces have: records with them are rejected.

        Yields:
            The findings in order, the rejects, the ids, the outcome; or, last, the error that a run over all of
            it would end with.
        """
        ids = PieceIds(elsewhere)
        with tempfile.TemporaryDirectory(prefix="truceline-") as folder:
            rejects = Path(folder) / "rejects.csv"
            incidents = self._question.reading.of_piece(piece, ids, rejects)
            self._assessment.incidents = incidents
            try:
                for number, table in enumerate(_tables(self._assessment, PART_ROWS)):
                    yield Row(place, "findings", number, table.num_rows, self._question.pack(table))
                yield from _reject_rows(place, rejects)
            except TrucelineError as error:
                yield error_row(place, error)
                return
        yield from _id_rows(place, ids.codes(), self._question.buckets)
        summary = self._assessment.summary
        outcome = Outcome(
            summary,
            self._about - set(summary.facts_about_nothing),
            incidents.notes,
            [w for w in incidents.warnings if w not in swap_warnings(incidents.swapped)],
            incidents.swapped,
            incidents.first_rejects,
        )
        yield Row(place, "outcome", 0, 1, pickle.dumps(outcome))


def error_row(place: Place, error: TrucelineError) -> Row:
    """An error as it travels."""
    return Row(place, "error", 0, 0, pickle.dumps((type(error), getattr(error, "problems", str(error)))))


def error_of(content: bytes) -> TrucelineError:
    """The error that travelled."""
    kind, said = pickle.loads(content)
    error: TrucelineError = kind(said)
    return error


def swap_warnings(swapped: Mapping[str, int]) -> list[Problem]:
    """The warnings of points that seem to have lon and lat swapped."""
    return [swap_warning(file, count) for file, count in swapped.items()]


def _tables(findings: Assessment, most: int) -> Iterator[pa.Table]:
    """The findings in tables of about so many rows."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in findings:
        for begin in range(0, batch.num_rows, most):
            piece = batch.slice(begin, most)
            waiting.append(piece)
            rows += piece.num_rows
            if rows >= most:
                yield pa.Table.from_batches(waiting)
                waiting, rows = [], 0
    if rows:
        yield pa.Table.from_batches(waiting)


def _reject_rows(place: Place, path: Path) -> Iterator[Row]:
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(len(REJECTS_HEADER))
        number = 0
        while lines := b"".join(file.readlines(_REJECT_BYTES)):
            yield Row(place, "rejects", number, 0, lines)
            number += 1


def _id_rows(place: Place, codes: Codes, buckets: int) -> Iterator[Row]:
    """Sorted codes cut into buckets by their first bits, the same for every piece."""
    if not buckets or not len(codes):
        return
    shift = _CODE_BITS - max(buckets - 1, 0).bit_length()
    bounds = np.array([number << shift for number in range(1, buckets)], dtype=np.uint64)
    for bucket, some in enumerate(np.split(codes, np.searchsorted(codes, bounds))):
        if len(some):
            yield Row(place, "ids", bucket, len(some), some.tobytes())


def bucket_count(records: int) -> int:
    """Buckets, a power of two, so that those of one kind in all pieces hold about four million ids."""
    return int(1 << max(0, (records // (4 << 20)).bit_length()))


def ids_elsewhere(pieces: Mapping[Place, Codes]) -> dict[Place, Codes]:
    """For each piece the codes of its ids that an earlier piece has.

    Args:
        pieces: the codes of each, each once and in order.
    """
    if len(pieces) < 2:
        return {}
    every = np.concatenate(list(pieces.values()))
    every.sort()
    shared = np.unique(every[1:][every[1:] == every[:-1]])
    found: dict[Place, Codes] = {}
    is_taken = np.zeros(len(shared), dtype=bool)
    for place in sorted(pieces) if len(shared) else ():
        has = np.isin(shared, pieces[place])
        if (has & is_taken).any():
            found[place] = shared[has & is_taken]
        is_taken |= has
    return found


def packed(table: pa.Table) -> bytes:
    """Findings as a stream of Arrow, to be unpacked where they are wanted."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def unpacked(content: bytes) -> pa.Table:
    """The findings that were packed."""
    return pa.ipc.open_stream(content).read_all()


def merged(outcomes: Mapping[Place, Outcome], question: Question) -> Outcome:
    """The outcome of all pieces as if they had been one."""
    terms = question.terms
    whole = Outcome(Summary.of_nothing(list(terms.provisions)))
    total, found = whole.summary, set[str]()
    headers: dict[int, list[Problem]] = {}
    swapped: dict[int, Counter[str]] = {}
    for place, outcome in sorted(outcomes.items()):
        total.add(outcome.summary)
        found |= outcome.found
        whole.notes.update(outcome.notes)
        whole.first_rejects += outcome.first_rejects[: 20 - len(whole.first_rejects)]
        headers.setdefault(place.file, outcome.warnings)  # each piece of a file has the same header
        swapped.setdefault(place.file, Counter()).update(outcome.swapped)
    for file, warnings in headers.items():
        whole.warnings += [*warnings, *swap_warnings(swapped[file])]
    about = {row.incident for row in question.facts if row.incident}
    total.facts_about_nothing = tuple(sorted(about - found))
    total.sort(terms)
    return whole
