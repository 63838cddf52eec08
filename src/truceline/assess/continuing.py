# SPDX-License-Identifier: Apache-2.0
"""An assessment that takes over from earlier findings what cannot be another now.

What findings were made from is their *basis*. A file of incidents whose bytes are the same, after files
whose ids do not meet its own, gives the same records; a provision with the same fingerprint gives the
same findings on the same records. Only that is taken over. Everything else is assessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truceline.assess.engine import Assessment, Summary
from truceline.assess.fingerprints import (
    Fingerprint,
    areas_digest,
    fingerprints,
    machinery,
    reading_digest,
)
from truceline.errors import TrucelineError
from truceline.records import Combined, FileReading, Incidents, RecordedFact, Seal, Tally, id_codes
from truceline.terms import Terms

__all__ = ["Basis", "Continuation", "Earlier", "FileBasis"]

_TALLIES = {"violation": "certain", "possible": "possible", "exempt": "exempt"}


@dataclass
class FileBasis:
    """One file of incidents, and what it came to."""

    path: str
    """As it was given, for the rejects name it."""
    digest: str
    tally: Tally
    rows: int = 0
    """Findings on its incidents."""
    results: Counter[tuple[str, str]] = field(default_factory=Counter)
    """The number of findings, by provision and result."""
    by_text: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Likewise, by provision and what is told of a rival text."""


@dataclass
class Basis:
    """What findings were made from."""

    machinery: str
    reading: str
    areas: str
    all_rows: bool
    provisions: dict[str, Fingerprint]
    """In the order of the terms."""
    files: list[FileBasis] = field(default_factory=list)


class Earlier(Protocol):
    """Earlier findings that are known to be as they were written."""

    name: str
    """What to call them."""
    basis: Basis

    def rows(self, start: int, stop: int) -> Iterator[pa.RecordBatch]:
        """Some of the findings, in order."""


@dataclass
class _Told:
    """What was taken over, and what was not and why."""

    taken: int = 0
    """Files whose findings were taken over."""
    is_read: bool = False
    """Whether these were read all the same, as for provisions that are assessed."""
    files: list[str] = field(default_factory=list)
    """A line for each file that was assessed whole."""
    provisions: list[str] = field(default_factory=list)
    """A line for each provision that was assessed on every file."""


class Continuation:
    """An assessment that takes over what it can; iterate over it once for batches of findings.

    Its findings, its ``summary``, the counts of the incidents and their rejects are those of an
    assessment of everything.
    """

    def __init__(
        self,
        terms: Terms,
        incidents: Incidents,
        *,
        earlier: Earlier | None,
        facts: Sequence[RecordedFact] = (),
        assume: Sequence[str] = (),
        as_of_ms: int | None = None,
        all_rows: bool = False,
        options: Sequence[object] = (),
    ) -> None:
        """Decides what can be taken over.

        Args:
            terms: checked terms.
            incidents: files alone, no tables in memory.
            earlier: the earlier findings; None: everything is assessed.
            facts: as for ``assess``.
            assume: as for ``assess``.
            as_of_ms: as for ``assess``.
            all_rows: as for ``assess``.
            options: what decides how records are read beside the terms: the layout, digests of files.

        Raises:
            TrucelineError: ``assume`` names a provision that the terms do not have.
        """
        self.terms = terms
        self.incidents = incidents
        self.assessment = Assessment(
            terms, incidents, facts=facts, assume=assume, as_of_ms=as_of_ms, all_rows=all_rows
        )
        """Everything, as it would be assessed by itself; its ``summary`` is set at the end."""
        self.schema = self.assessment.schema
        self.basis = Basis(
            machinery(),
            reading_digest(terms, options),
            areas_digest(terms),
            all_rows,
            fingerprints(terms, facts=facts, assume=assume, as_of_ms=as_of_ms),
        )
        """What the findings are made from; complete when they have been iterated over."""
        self._ids = list(terms.provisions)
        self._told = _Told()
        self.refused = "" if earlier is None else _refusal(earlier.basis, self.basis)
        """Why nothing of the earlier findings can be taken over; empty where something can."""
        self._earlier = None if self.refused else earlier
        self._kept = self._kept_provisions()
        changed = [name for name in self._ids if name not in self._kept]
        self._rest = (
            Assessment(
                terms,
                incidents,
                facts=facts,
                assume=assume,
                as_of_ms=as_of_ms,
                all_rows=all_rows,
                only=changed,
            )
            if self._earlier is not None and changed
            else None
        )
        """What assesses the other provisions on files whose findings are taken over."""

    def _kept_provisions(self) -> list[str]:
        """The provisions whose findings can be taken over, in the order of the terms."""
        if self._earlier is None:
            return []
        kept = []
        for name, now in self.basis.provisions.items():
            then = self._earlier.basis.provisions.get(name)
            if then == now:
                kept.append(name)
            elif then is None:
                self._told.provisions.append(f"{name} is assessed on all records: it is new")
            elif then.terms == now.terms:
                self._told.provisions.append(
                    f"{name} is assessed on all records: the facts recorded for it have changed"
                )
            else:
                self._told.provisions.append(
                    f"{name} is assessed on all records: the terms have changed for it"
                )
        return kept

    @property
    def _is_reordered(self) -> bool:
        assert self._earlier is not None
        return [name for name in self._earlier.basis.provisions if name in self._kept] != self._kept

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for _, findings in self._run(must_read=False):
            yield findings

    def pairs(self) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        """Each batch of incidents with its findings; every file is read for it."""
        for incidents, findings in self._run(must_read=True):
            if incidents is not None:
                yield incidents, findings

    def told(self) -> tuple[str, ...]:
        """What was taken over and what was assessed, in lines; to be asked when the work is done."""
        told, total = self._told, len(self.basis.files)
        if self._earlier is None:
            return (f"everything is assessed: {self.refused}",) if self.refused else ()
        files = _counted(told.taken, total, "file")
        provisions = _counted(len(self._kept), len(self._ids), "provision")
        lines = [f"compared with {self._earlier.name}: {files}; {provisions}"]
        if told.taken and told.is_read:
            lines.append("the files that are as before are read again too")
        lines += [*told.files, *told.provisions]
        given = {file.path for file in self.basis.files}
        gone = [file.path for file in self._earlier.basis.files if file.path not in given]
        if gone:
            lines.append(f"no longer given, so their findings are left out: {', '.join(gone)}")
        return tuple(lines)

    def _run(self, *, must_read: bool) -> Iterator[tuple[pa.RecordBatch | None, pa.RecordBatch]]:
        self.basis.files = []
        if self._earlier is not None:
            are_elsewhere = self._earlier.basis.areas != self.basis.areas
            must_read = must_read or self._rest is not None or self._is_reordered or are_elsewhere
        self._told.is_read = must_read
        starts = self._starts()
        with Combined(self.incidents) as combined:
            for source in self.incidents.sources:
                assert isinstance(source, str | Path)
                seal = Seal.of(Path(source))
                then, why = self._then(str(source), seal, combined)
                now = FileBasis(str(source), seal.digest, Tally())
                self.basis.files.append(now)
                if then is not None and not must_read:
                    now.tally = then.tally
                    for findings in self._taken(then, starts[id(then)], now):
                        yield None, findings
                else:
                    reading = FileReading(combined, Path(source))
                    old = None if then is None else _Rows(self._old_rows(then, starts[id(then)]), self.schema)
                    for incidents, findings in self._assessed(reading, old):
                        _count(findings, now)
                        yield incidents, findings
                    if old is not None:
                        old.require_empty()
                    now.tally = reading.tally
                    seal.require_unbroken()
                self._told.taken += then is not None
                if then is None:
                    self._told.files.append(f"{source} is assessed: {why}")
                combined.add(now.tally)
            self._sum_up(combined)
            combined.keep()

    def _starts(self) -> Mapping[int, int]:
        """Where the findings of each earlier file begin, by the identity of its basis."""
        starts, at = {}, 0
        for file in self._earlier.basis.files if self._earlier is not None else ():
            starts[id(file)] = at
            at += file.rows
        return starts

    def _then(self, path: str, seal: Seal, combined: Combined) -> tuple[FileBasis | None, str]:
        """The same file as it was earlier, or why it cannot be taken over."""
        if self._earlier is None:
            return None, "there are no earlier findings"
        basis = self._earlier.basis
        named = [file for file in basis.files if file.path == path]
        same = [file for file in named if file.digest == seal.digest]
        if not same:
            return None, "it has changed" if named else "it is new"
        fits = [file for file in same if file.tally.is_as_after(combined.seen)]
        if not fits:
            return None, "one of its ids is, or was, in a file before it too"
        if fits[0].tally.names_areas and basis.areas != self.basis.areas:
            return None, "its records name areas, and an area of the terms has changed"
        return fits[0], ""

    def _old_rows(self, then: FileBasis, start: int) -> Iterator[pa.RecordBatch]:
        assert self._earlier is not None
        for batch in self._earlier.rows(start, start + then.rows):
            if len(self._kept) < len(self._earlier.basis.provisions):
                batch = batch.filter(pc.is_in(batch.column("provision"), pa.array(self._kept, pa.string())))
            yield pa.RecordBatch.from_arrays(batch.columns, schema=self.schema)

    def _taken(self, then: FileBasis, start: int, now: FileBasis) -> Iterator[pa.RecordBatch]:
        """The earlier findings of a file, as they stand."""
        for batch in self._old_rows(then, start):
            now.rows += batch.num_rows
            yield batch
        now.results = Counter({key: n for key, n in then.results.items() if key[0] in self._kept})
        now.by_text = Counter({key: n for key, n in then.by_text.items() if key[0] in self._kept})

    def _assessed(
        self, reading: FileReading, old: _Rows | None
    ) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        """Each batch of a file with its findings, those of ``old`` among them."""
        assessment = self.assessment if old is None else self._rest
        if assessment is None:
            for incidents in reading.batches():
                yield incidents, self._findings(incidents, old, ())
            return
        with closing(assessment.assessed(reading.batches())) as assessed:
            for incidents, findings, _ in assessed:
                yield incidents, findings if old is None else self._findings(incidents, old, [findings])

    def _findings(
        self, incidents: pa.RecordBatch, old: _Rows | None, new: Sequence[pa.RecordBatch]
    ) -> pa.RecordBatch:
        """Earlier and new findings on some incidents, in order."""
        parts = [*new, *([] if old is None else [old.of(incidents.column("id"))])]
        table = pa.Table.from_batches(parts, self.schema)
        row = _positions(table.column("incident"), incidents.column("id"))
        provision = _positions(table.column("provision"), pa.array(self._ids, pa.string()))
        order = np.lexsort((provision, row))
        if (np.diff(order) != 1).any():
            table = table.take(pa.array(order))
        batches: list[pa.RecordBatch] = table.combine_chunks().to_batches()
        return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=self.schema)

    def _sum_up(self, combined: Combined) -> None:
        summary = Summary.of_nothing(self._ids)
        for file in self.basis.files:
            for (provision, result), count in file.results.items():
                if result in _TALLIES:
                    getattr(summary, _TALLIES[result])[provision] += count
            for (provision, told), count in file.by_text.items():
                text, _, result = told.partition(": ")
                summary.by_text.setdefault((provision, text), Counter())[result] += count
        summary.read, summary.rejected = self.incidents.read, self.incidents.rejected
        summary.unmapped = Counter(self.incidents.unmapped)
        wanted = sorted({row.incident for row in self.assessment.facts.rows if row.incident})
        found = combined.seen.hold(id_codes(pa.array(wanted, pa.string())))
        summary.facts_about_nothing = tuple(
            name for name, is_there in zip(wanted, found.tolist(), strict=True) if not is_there
        )
        summary.sort(self.terms)
        self.assessment.summary = summary

    @property
    def summary(self) -> Summary:
        """What it came to."""
        return self.assessment.summary


class _Rows:
    """The earlier findings of a file, given out by the incidents that they are on."""

    def __init__(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
        self._batches = batches
        self._schema = schema
        self._waiting: pa.RecordBatch | None = None

    def of(self, ids: pa.Array) -> pa.RecordBatch:
        """The findings on some incidents, which are the next in order."""
        found: list[pa.RecordBatch] = []
        while True:
            if self._waiting is None:
                self._waiting = next(self._batches, None)
                if self._waiting is None:
                    break
            is_here = pc.is_in(self._waiting.column("incident"), ids).to_numpy(zero_copy_only=False)
            count = len(is_here) if is_here.all() else int(np.argmin(is_here))
            found.append(self._waiting.slice(0, count))
            if count < len(is_here):
                self._waiting = self._waiting.slice(count)
                break
            self._waiting = None
        return _joined(found, self._schema)

    def require_empty(self) -> None:
        """Refuses to go on where a finding is left whose incident did not come.

        Raises:
            TrucelineError: one is; the earlier findings are not what their basis says.
        """
        rest = [self._waiting, *self._batches] if self._waiting is not None else list(self._batches)
        if any(batch.num_rows for batch in rest if batch is not None):
            raise TrucelineError(
                "the earlier findings do not fit the incidents that they were made from; run without --earlier"
            )


def _joined(batches: list[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    if not batches:
        return pa.RecordBatch.from_pylist([], schema=schema)
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches)


def _positions(values: pa.ChunkedArray, among: pa.Array) -> NDArray[np.int64]:
    found: NDArray[np.int64] = pc.index_in(values, among).to_numpy()
    return found


def _counted(kept: int, total: int, noun: str) -> str:
    """How many are as before, and how many are assessed; what is none is left out.

    >>> _counted(1, 3, "file"), _counted(8, 8, "provision")
    ('1 file is as before, 2 files are assessed', '8 provisions are as before')
    """
    parts = ((kept, "as before"), (total - kept, "assessed"))
    return ", ".join(
        f"{count} {noun} is {what}" if count == 1 else f"{count} {noun}s are {what}"
        for count, what in parts
        if count
    )


def _refusal(then: Basis, now: Basis) -> str:
    """Why nothing that was made from one basis holds for the other."""
    if then.machinery != now.machinery:
        return "the earlier findings were made by another version of Truceline, or of a library that it uses"
    if then.all_rows != now.all_rows:
        return f"the earlier findings were made {'without' if now.all_rows else 'with'} --all"
    if then.reading != now.reading:
        return (
            "records may be understood differently now, as the parties, the names of areas, the codes,"
            " the time zone or the options have changed"
        )
    return ""


def _count(findings: pa.RecordBatch, file: FileBasis) -> None:
    """Counts findings by provision and result, and by what they tell of rival texts."""
    file.rows += findings.num_rows
    provision, result = (findings.column(name).dictionary_encode() for name in ("provision", "result"))
    provisions, results = provision.dictionary.to_pylist(), result.dictionary.to_pylist()
    code = provision.indices.to_numpy().astype(np.int64) * max(len(results), 1) + result.indices.to_numpy()
    for at, count in enumerate(np.bincount(code).tolist() if len(code) else []):
        if count:
            file.results[provisions[at // len(results)], results[at % len(results)]] += count
    told = findings.column("by_text")
    texts = pc.list_flatten(told)
    if len(texts):
        owner = findings.column("provision").take(pc.list_parent_indices(told))
        pairs = (
            pa.table({"provision": owner, "text": texts})
            .group_by(["provision", "text"])
            .aggregate([([], "count_all")])
        )
        for row in pairs.to_pylist():
            file.by_text[row["provision"], row["text"]] += row["count_all"]
