# SPDX-License-Identifier: Apache-2.0
"""The engine on Apache Spark: many processes judge pieces of the input, and one puts them together.

Needs the extra ``spark`` and Java. Files on a path are read by the executors, each opening its own pieces;
what stands under an address (``s3a://``, ``hdfs://``, ...) is read by Spark. The pieces and their order are fixed
before, the rows that come of them carry their place, and a piece that is judged again gives the same rows; so an
executor may be lost at any time. docs/how-to/spark.md says how to run it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa

from truceline.assess.executors import (
    FILE_COLUMN,
    ROW_COLUMN,
    ROWS,
    Job,
    OfPaths,
    OfRows,
    key_of,
    shared_ids,
)
from truceline.assess.parts import (
    Codes,
    Outcome,
    Place,
    Question,
    bucket_count,
    error_of,
    merged,
    packed,
    unpacked,
)
from truceline.assess.spark_files import File, files_of, is_address, lots_of, refused
from truceline.assess.spark_session import session_of, told
from truceline.errors import OutputError, TrucelineError
from truceline.records import (
    FilePiece,
    Incidents,
    RecordedFact,
    RejectsFile,
    file_pieces,
    used_columns,
)
from truceline.terms import Terms
from truceline.version import VERSION

__all__ = ["SparkAssessment", "assess_on_spark"]

_BATCH_ROWS = 65_536
_PIECE_BYTES = (4 << 20, 64 << 20)
"""Of the smallest and the largest piece of a file on disk, where it can be split."""
_PIECES_PER_CORE = 6
"""Enough that no core waits long for the last."""
_RECORD_BYTES = 8
"""A record is hardly ever smaller on disk; bounds the number of ids."""
_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH_ROWS),
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    # Spark 4.2 and 4.3 hand on columns of Arrow as they are, which gave wrong results; 4.4 does not by default.
    "spark.sql.execution.arrow.pythonUDF.columnarInput.enabled": "false",
    # Each split of a file is a partition of its own, the same each time it is read.
    "spark.sql.files.maxPartitionBytes": str(_PIECE_BYTES[1]),
    "spark.sql.files.openCostInBytes": str(_PIECE_BYTES[1]),
}


class SparkAssessment:
    """What came of an assessment on Spark: iterate over it for batches of findings, in the order of the input.

    Everything has been judged when it is made. It holds files on the executors until ``close``; use it in a
    ``with`` statement.
    """

    def __init__(self, run: _Run) -> None:
        self._run = run
        outcome = run.judge()
        self.schema: pa.Schema = run.question.assessment().schema
        self.summary = outcome.summary
        self.notes = outcome.notes
        self.warnings = [*run.question.reading.warnings, *outcome.warnings]
        self.first_rejects = outcome.first_rejects

    def __enter__(self) -> SparkAssessment:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for content in self.parts():
            yield from unpacked(content).to_batches()

    def parts(self) -> Iterator[bytes]:
        """The findings in order, in parts, as ``pack`` makes them."""
        return self._run.contents("findings")

    def write_rejects(self, path: Path) -> None:
        """Writes the file of rejects, the same that a run on one machine writes.

        Raises:
            OutputError: it cannot be written.
        """
        with RejectsFile(path) as file:
            for lines in self._run.contents("rejects"):
                file.write_lines(lines)
            file.keep()

    def publish(self, folder: Path, address: str, *, may_replace: Callable[[Iterable[str]], bool]) -> None:
        """Copies a folder to an address that Spark can write to, under another name first.

        Args:
            folder: a folder of files on this machine.
            address: becomes a folder with these files.
            may_replace: whether a folder with files of these names may give way.

        Raises:
            OutputError: something else is there, or it cannot be written.
        """
        self._run.publish(folder, address, may_replace)

    def close(self) -> None:
        """Lets go of what the executors hold, and of the session where it was made for this."""
        self._run.close()


def assess_on_spark(
    terms: Terms,
    sources: Sequence[str],
    reading: Incidents,
    *,
    master: str | None = None,
    session: Any = None,
    facts: Sequence[RecordedFact] = (),
    assume: Sequence[str] = (),
    as_of_ms: int | None = None,
    all_rows: bool = False,
    pack: Callable[[pa.Table], bytes] = packed,
) -> SparkAssessment:
    """Findings of incidents under every provision of some terms, judged by the executors of Spark.

    Args:
        terms: checked terms.
        sources: tables in Parquet, each a file, a folder, a pattern such as ``2016-*.parquet``, or an address of
            these that Spark can read. Files of a folder or a pattern are read in the order of their names.
        reading: ``read_incidents`` of no sources, which says how records are read.
        master: where Spark runs, such as ``local[4]`` or ``spark://host:7077``.
        session: instead of ``master``, a ``SparkSession`` that runs already.
        facts: as for ``assess``.
        assume: as for ``assess``.
        as_of_ms: as for ``assess``.
        all_rows: as for ``assess``.
        pack: what makes bytes of the findings of a part; it must be importable on the executors.

    Raises:
        TrucelineError: PySpark or Java is not there, Spark failed, or ``assume`` names no provision.
        RecordsError: a source is no table.
    """
    question = Question(terms, reading, facts, assume, as_of_ms, all_rows, pack=pack)
    question.assessment()  # says what is wrong before Spark is started
    files = files_of(sources)
    with told():
        reads_here = not any(map(is_address, sources))
        started, is_own = (
            (session, False) if session is not None else session_of(master, reads_here=reads_here)
        )
        run = _Run(started, question, sources, files, is_own=is_own)
    try:
        with told():
            return SparkAssessment(run)
    except BaseException:
        run.close()
        raise


class _Run:
    """One assessment in one session: its pieces, the frame of what came of them, what is to be let go."""

    def __init__(
        self, session: Any, question: Question, sources: Sequence[str], files: list[File], *, is_own: bool
    ) -> None:
        self._own = session if is_own else None
        self._spark = session.newSession()
        self._context = session.sparkContext
        for name, value in _SETTINGS.items():
            self._spark.conf.set(name, value)
        self._sources = list(sources)
        self._held: list[Any] = []
        self._frames: list[Any] = []
        """What came of pieces, first of all of them, then of those that were judged again."""
        self._again: frozenset[Place] = frozenset()
        self._files = self._with_addresses(files)
        self._pieces = self._split()
        self.question = replace(question, buckets=self._buckets())

    def _with_addresses(self, files: list[File]) -> list[File]:
        """All files, those that stand under addresses too, in the order of the sources, then of their names."""
        every = list(files)
        for number, source in enumerate(self._sources):
            if is_address(source):
                found = sorted(self._frame_of(source).inputFiles())
                if not found:
                    raise refused(
                        source, "there is no Parquet file", "expected at least one", "Look at the path."
                    )
                every += [File(number, address) for address in found]
        return sorted(every, key=lambda file: file.source)  # stable: the names stay in order

    def _frame_of(self, address: str) -> Any:
        reader = self._spark.read.option("mergeSchema", "true").option("recursiveFileLookup", "true")
        return reader.parquet(address)

    def _split(self) -> list[tuple[Place, FilePiece]]:
        """The pieces of files that are opened by path."""
        paths = [(n, file.path) for n, file in enumerate(self._files) if not self._is_read_by_spark(file)]
        total = sum(os.path.getsize(path) for _, path in paths if os.path.isfile(path))
        wanted = total // (_PIECES_PER_CORE * max(1, self._context.defaultParallelism))
        self._piece_bytes = min(max(wanted, _PIECE_BYTES[0]), _PIECE_BYTES[1])
        return [
            (Place(number, piece.first_row), piece)
            for number, path in paths
            for piece in file_pieces(path, self._piece_bytes)
        ]

    def _is_read_by_spark(self, file: File) -> bool:
        return is_address(self._sources[file.source])

    @cached_property
    def _read_by_spark(self) -> dict[int, list[int]]:
        """The numbers of files that Spark reads, by source."""
        found: dict[int, list[int]] = {}
        for number, file in enumerate(self._files):
            if self._is_read_by_spark(file):
                found.setdefault(file.source, []).append(number)
        return found

    def _buckets(self) -> int:
        """How finely ids are sorted: more finely than needed where the number of records is not known yet."""
        if self._read_by_spark:
            return 256
        on_disk = sum(piece.size for _, piece in self._pieces)
        return bucket_count(on_disk // _RECORD_BYTES) if len(self._pieces) > 1 else 0

    def judge(self) -> Outcome:
        """Judges every piece, those with ids that earlier ones have twice.

        Raises:
            TrucelineError: what a run on one machine would end with too.
        """
        from pyspark import cloudpickle

        id_ = uuid4().hex
        job = Job(id_, self._broadcast((VERSION, cloudpickle.dumps(self.question))), None)
        outcomes = self._outcomes(self._frame(job))
        elsewhere = self._elsewhere(outcomes)
        if elsewhere:
            again = self._frame(replace(job, elsewhere=self._broadcast(elsewhere)), frozenset(elsewhere))
            self._again = frozenset(elsewhere)
            redone = self._outcomes(again)
            if set(redone) != set(elsewhere):
                raise TrucelineError("the input changed while it was read; run again")
            outcomes |= redone
        self._require_whole(outcomes)
        return merged(outcomes, self.question)

    def _broadcast(self, value: Any) -> Any:
        broadcast = self._context.broadcast(value)
        self._held.append(broadcast)
        return broadcast

    def _frame(self, job: Job, only: frozenset[Place] | None = None) -> Any:
        """What comes of the pieces, kept on the disks of the executors."""
        frames = []
        pieces = [(place, piece) for place, piece in self._pieces if only is None or place in only]
        if pieces:
            lots = lots_of(pieces, self._piece_bytes)
            numbers = self._spark.range(0, len(lots), 1, len(lots))
            frames.append(numbers.mapInArrow(OfPaths(job, self._broadcast(lots)), ROWS))
        for files in self._read_by_spark.values():
            wanted = [n for n in files if only is None or any(place.file == n for place in only)]
            if wanted:
                frames.append(self._rows_read_by_spark(job, files, wanted))
        whole = frames[0]
        for frame in frames[1:]:
            whole = whole.union(frame)
        from pyspark import StorageLevel

        whole = whole.persist(StorageLevel.DISK_ONLY)
        self._held.append(whole)
        self._frames.append(whole)
        return whole

    def _rows_read_by_spark(self, job: Job, files: Sequence[int], wanted: Sequence[int]) -> Any:
        from pyspark.sql import functions as f

        frame = self._frame_of(self._sources[self._files[files[0]].source])
        if len(wanted) < len(files):
            # Spark opens no other files then. It writes file:/ here, and file:/// where it lists them.
            addresses = {self._files[n].path for n in wanted}
            addresses |= {key_of(address) for address in addresses}
            frame = frame.filter(f.col("_metadata.file_path").isin(*sorted(addresses)))
        columns = [f.col(f"`{name}`") for name in used_columns(frame.columns)]
        extra = [
            f.col("_metadata.row_index").alias(ROW_COLUMN),
            f.col("_metadata.file_path").alias(FILE_COLUMN),
        ]
        numbers = self._broadcast({key_of(self._files[n].path): n for n in wanted})
        return frame.select(*columns, *extra).mapInArrow(OfRows(job, numbers), ROWS)

    def _outcomes(self, frame: Any) -> dict[Place, Outcome]:
        """Judges, and takes in what is told beside findings, rejects and ids."""
        import pickle

        from pyspark.sql import functions as f

        told = frame.filter(f.col("kind").isin("outcome", "error"))
        outcomes: dict[Place, Outcome] = {}
        errors: dict[Place, bytes] = {}
        for row in told.select("file", "first_row", "kind", "content").collect():
            place = Place(row.file, row.first_row)
            if row.kind == "error":
                errors[place] = bytes(row.content)
            else:
                outcomes[place] = pickle.loads(row.content)
        for _, content in sorted(errors.items()):
            raise error_of(content)
        return outcomes

    def _elsewhere(self, outcomes: dict[Place, Outcome]) -> dict[Place, Codes]:
        """For each piece the codes of its ids that an earlier piece has."""
        if not self.question.buckets or len(outcomes) < 2:
            return {}
        parts = bucket_count(sum(outcome.summary.read for outcome in outcomes.values()))
        ids = self._frames[0].filter("kind = 'ids'").repartition(parts, "number")
        found: dict[Place, list[Codes]] = {}
        for row in ids.select("file", "first_row", "content").mapInArrow(shared_ids, ROWS).collect():
            codes = np.frombuffer(bytes(row.content), np.uint64)
            found.setdefault(Place(row.file, row.first_row), []).append(codes)
        return {place: np.concatenate(codes) for place, codes in found.items()}

    def _require_whole(self, outcomes: dict[Place, Outcome]) -> None:
        """Every row of every file was judged once: the pieces follow one another without gap or overlap."""
        next_row: dict[int, int] = {}
        for place, outcome in sorted(outcomes.items()):
            if place.first_row != next_row.get(place.file, 1):
                raise TrucelineError(
                    f"{self._files[place.file].path}: the pieces do not fit at row {place.first_row}; "
                    "did the file change while it was read?"
                )
            next_row[place.file] = place.first_row + outcome.summary.read

    def contents(self, kind: str) -> Iterator[bytes]:
        """The contents of rows of a kind, in the order of the input."""
        from pyspark.sql import functions as f

        with told():
            frames = [
                frame.filter(f.col("kind") == kind).withColumn("round", f.lit(number))
                for number, frame in enumerate(self._frames)
            ]
            whole = frames[0] if len(frames) == 1 else frames[0].union(frames[1])
            if self._again or self._read_by_spark:
                whole = whole.orderBy("file", "first_row", "number")
            for row in whole.select("file", "first_row", "round", "content").toLocalIterator(
                prefetchPartitions=True
            ):
                if row.round == 1 or Place(row.file, row.first_row) not in self._again:
                    yield bytes(row.content)

    def publish(self, folder: Path, address: str, may_replace: Callable[[Iterable[str]], bool]) -> None:
        """Copies a folder to an address, under another name first."""
        path_of = self._context._jvm.org.apache.hadoop.fs.Path
        place = path_of(address.rstrip("/"))
        with told():
            system = place.getFileSystem(self._context._jsc.hadoopConfiguration())
            if system.exists(place):
                names = [status.getPath().getName() for status in system.listStatus(place)]
                if not system.getFileStatus(place).isDirectory() or not may_replace(names):
                    raise OutputError(f"{address} is there and is no folder of findings; name another")
            beside = path_of(place.getParent(), f".{place.getName()}.{uuid4().hex}.part")
            try:
                system.copyFromLocalFile(False, True, path_of(folder.resolve().as_uri()), beside)
                system.delete(place, True)
                if not system.rename(beside, place):
                    raise OutputError(f"{address} cannot be written; nothing half-written is left")
            finally:
                system.delete(beside, True)

    def close(self) -> None:
        """Lets go of everything that is held."""
        for held in self._held:
            with suppress(Exception):  # Spark may be gone, and with it what it held
                held.unpersist()
        self._held = []
        if self._own is not None:
            self._own.stop()
            self._own = None
