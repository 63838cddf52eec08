# SPDX-License-Identifier: Apache-2.0
"""Incidents in, findings out, batch by batch."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truceline.assess.all_provisions import AllProvisions
from truceline.assess.coded import CodedBatch
from truceline.assess.combination import Combination
from truceline.assess.compiled import Compiled
from truceline.assess.extents import Places
from truceline.assess.facts import FactBook
from truceline.assess.findings import FINDINGS, Judged, Summary
from truceline.assess.provision import Provision
from truceline.assess.reach import reach_of
from truceline.assess.regions import NamedShapes, Regions
from truceline.assess.sides import Sides
from truceline.errors import TrucelineError
from truceline.records import Incidents, RecordedFact, ahead
from truceline.terms import Terms
from truceline.version import VERSION

__all__ = ["FINDINGS", "Assessment", "Summary", "assess"]

_MOST_PAIRS = 1 << 20
"""Pairs of an incident and a provision that are held at once, where all are asked for."""


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def require_provisions(terms: Terms, names: Sequence[str]) -> None:
    """Refuses ids that no provision has.

    Raises:
        TrucelineError: with the ids that the terms have.
    """
    unknown = [name for name in names if name not in terms.provisions]
    if unknown:
        raise TrucelineError(
            f"no provision is called {', '.join(unknown)}; the terms have {', '.join(terms.provisions)}"
        )


class Assessment:
    """An assessment under way: iterate over it for batches of findings, then read ``summary``.

    Findings come in the order of the incidents, then of the provisions. Iterating again assesses
    again.
    """

    def __init__(
        self,
        terms: Terms,
        incidents: Incidents,
        *,
        facts: Sequence[RecordedFact] = (),
        assume: Sequence[str] = (),
        as_of_ms: int | None = None,
        all_rows: bool = False,
        skip_untouched: bool = False,
        only: Collection[str] | None = None,
        threads: int | None = None,
    ) -> None:
        if all_rows and skip_untouched:
            raise TrucelineError("rows with nothing to say cannot be given of records that are not read")
        require_provisions(terms, assume)
        self.terms = terms
        self.incidents = incidents
        self.assumed = frozenset(assume)
        """Ids of provisions that are taken as in force at all times."""
        self._ids = [name for name in terms.provisions if only is None or name in only]
        """The provisions that are assessed; with ``only``, those of them."""
        self._all_rows = all_rows
        self._regions = Regions(terms)
        self._shapes = NamedShapes(terms, incidents.areas)
        self.facts = FactBook(terms, facts)
        self.summary = Summary()
        self.schema = FINDINGS.with_metadata(
            {
                "truceline.engine": VERSION,
                "truceline.terms": f"{terms.id} sha256:{terms.digest}",
                "truceline.assumed_in_force": " ".join(assume),
                "truceline.as_of_ms": "" if as_of_ms is None else str(as_of_ms),
            }
        )
        self._as_of_ms = as_of_ms
        self._threads = threads or _cores()
        self._all = self._anew()
        compiled = (provision.compiled for provision in self._all.provisions)
        self._reach = reach_of(compiled, self._named()) if skip_untouched else None

    def _anew(self) -> AllProvisions:
        """The provisions with nothing remembered."""
        compiled = [
            Compiled(self.terms, self.terms.provisions[name], self._as_of_ms, name in self.assumed)
            for name in self._ids
        ]
        return AllProvisions(compiled, Sides(self.terms), self.facts, self.schema)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for _, findings in self.pairs():
            yield findings

    def pairs(self) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        """Each batch of incidents with its findings."""
        self.summary = Summary.of_nothing(list(self.terms.provisions))
        missing = self._named()
        with closing(self.assessed(self.incidents.batches(self._reach, coded=True))) as assessed:
            for batch, findings, counts in assessed:
                if missing:
                    wanted = pa.array(sorted(missing), pa.string())
                    missing -= set(pc.filter(wanted, pc.is_in(wanted, batch.column("id"))).to_pylist())
                self.summary.add(counts)
                yield batch, findings
        self.summary.read = self.incidents.read
        self.summary.rejected = self.incidents.rejected
        self.summary.left_out = self.incidents.left_out
        self.summary.left_out_groups = self.incidents.left_out_groups
        self.summary.unmapped = Counter(self.incidents.unmapped)
        self.summary.facts_about_nothing = tuple(sorted(missing))
        self.summary.sort(self.terms)

    def assessed(
        self, incidents: Iterable[pa.RecordBatch]
    ) -> Generator[tuple[pa.RecordBatch, pa.RecordBatch, Summary]]:
        """Each batch of incidents with its findings and their numbers, in order; ``summary`` is left as it is.

        The batches are made in a thread of their own, and several are assessed at once. Close it if it is not
        gone through to the end.
        """
        waiting: deque[tuple[pa.RecordBatch, Future[tuple[pa.RecordBatch, Summary]]]] = deque()
        pool = ThreadPoolExecutor(self._threads, "assess")
        batches = ahead(incidents)
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(self._findings_of, batch, self._not_full())))
                while len(waiting) > self._threads or (waiting and waiting[0][1].done()):
                    first, future = waiting.popleft()
                    yield first, *future.result()
            for first, future in waiting:
                yield first, *future.result()
        finally:
            batches.close()
            pool.shutdown(cancel_futures=True)

    def _named(self) -> set[str]:
        """The ids of records that facts are about."""
        return {row.incident for row in self.facts.rows if row.incident}

    def provision(self, provision_id: str) -> Provision:
        """One provision as it is judged."""
        return self._all.provisions[self._ids.index(provision_id)]

    def coded(self, incidents: pa.RecordBatch) -> CodedBatch:
        """A batch with its columns as numbers."""
        return self._coded(incidents, self._all)

    def _coded(self, incidents: pa.RecordBatch, everything: AllProvisions) -> CodedBatch:
        return CodedBatch(incidents, everything.vocabularies, Places(self._regions, incidents, self._shapes))

    def combinations(
        self, coded: CodedBatch, provision_id: str, rows: Sequence[int] | None = None
    ) -> list[Combination]:
        """What each incident of a batch, or some, leave open for one provision."""
        wanted = np.arange(len(coded)) if rows is None else np.array(rows, dtype=np.int64)
        return self._all.combinations(coded, self._ids.index(provision_id), wanted)

    def findings_of(self, incidents: pa.RecordBatch) -> pa.RecordBatch:
        """The findings of one batch of incidents; nothing is counted."""
        return self._findings_of(incidents, self._not_full())[0]

    def _not_full(self) -> AllProvisions:
        """The provisions with what is remembered, or with nothing where it has become too much."""
        if self._all.is_full:
            self._all = self._anew()
        return self._all

    def results_of(self, incidents: pa.RecordBatch) -> Judged:
        """The findings of one batch of incidents as numbers, for who wants to count: results without reasons."""
        everything = self._not_full()
        return everything.judged(self._coded(incidents, everything), all_rows=self._all_rows)

    def _findings_of(
        self, incidents: pa.RecordBatch, everything: AllProvisions
    ) -> tuple[pa.RecordBatch, Summary]:
        most = incidents.num_rows
        if self._all_rows:
            most = max(1, _MOST_PAIRS // max(1, len(self._ids)))
        found = []
        counts = Summary.of_nothing(list(self.terms.provisions))
        for first in range(0, max(incidents.num_rows, 1), max(most, 1)):
            coded = self._coded(incidents.slice(first, most), everything)
            judged = everything.judged(coded, all_rows=self._all_rows)
            counts.add(everything.tables.counts(judged))
            found.append(everything.tables.batch(judged, coded))
        if len(found) == 1:
            return found[0], counts
        (whole,) = pa.Table.from_batches(found, self.schema).combine_chunks().to_batches()
        return whole, counts


def assess(
    terms: Terms,
    incidents: Incidents,
    *,
    facts: Sequence[RecordedFact] = (),
    assume: Sequence[str] = (),
    as_of_ms: int | None = None,
    all_rows: bool = False,
    skip_untouched: bool = False,
    threads: int | None = None,
) -> Assessment:
    """Findings of incidents under every provision of some terms.

    Args:
        terms: checked terms.
        incidents: as ``read_incidents`` gives them.
        facts: what was recorded of the facts of the terms, as ``read_facts`` gives it.
        assume: ids of provisions to be taken as in force at all times: what would be if they were.
        as_of_ms: leave out what the terms say was announced later than this instant.
        all_rows: also give the pairs of incident and provision with nothing to say (result ``none``).
        skip_untouched: do not read row groups of Parquet of which their statistics say that no provision
            can touch a record. The findings are the same; what is wrong in those groups is not told.
        threads: how many batches are assessed at once; as many as there are cores if left out. The
            findings are the same.

    Returns:
        An ``Assessment``: iterate over it for record batches of ``FINDINGS``. Memory does not grow
        with the number of incidents.

    Raises:
        TrucelineError: ``assume`` names a provision that the terms do not have, or ``all_rows`` asks for
            rows of records that would not be read.
    """
    return Assessment(
        terms,
        incidents,
        facts=facts,
        assume=assume,
        as_of_ms=as_of_ms,
        all_rows=all_rows,
        skip_untouched=skip_untouched,
        threads=threads,
    )
