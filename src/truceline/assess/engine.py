# SPDX-License-Identifier: Apache-2.0
"""Incidents in, findings out, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truceline.assess.all_provisions import AllProvisions, Provision
from truceline.assess.coded import CodedBatch
from truceline.assess.compiled import Compiled
from truceline.assess.extents import Places
from truceline.assess.facts import FactBook
from truceline.assess.findings import FINDINGS, RESULTS, Judged, Summary
from truceline.assess.judge import Combination
from truceline.assess.regions import Regions, named_shapes
from truceline.assess.sides import Sides
from truceline.errors import TrucelineError
from truceline.records import Incidents, RecordedFact
from truceline.terms import Terms
from truceline.version import VERSION

__all__ = ["FINDINGS", "Assessment", "Summary", "assess"]

_MOST_PAIRS = 1 << 20
"""Pairs of an incident and a provision that are held at once, where all are asked for."""


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
    ) -> None:
        unknown = [name for name in assume if name not in terms.provisions]
        if unknown:
            raise TrucelineError(
                f"no provision is called {', '.join(unknown)}; the terms have {', '.join(terms.provisions)}"
            )
        self.terms = terms
        self.incidents = incidents
        self.assumed = frozenset(assume)
        """Ids of provisions that are taken as in force at all times."""
        self._all_rows = all_rows
        self._regions = Regions(terms)
        self._shapes = named_shapes(terms, incidents.areas)
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
        compiled = [
            Compiled(terms, provision, as_of_ms, provision.id in assume)
            for provision in terms.provisions.values()
        ]
        self._all = AllProvisions(compiled, Sides(terms), self.facts, self.schema)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for _, findings in self.pairs():
            yield findings

    def pairs(self) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        """Each batch of incidents with its findings."""
        ids = list(self.terms.provisions)
        self.summary = Summary(
            certain=dict.fromkeys(ids, 0), possible=dict.fromkeys(ids, 0), exempt=dict.fromkeys(ids, 0)
        )
        missing = {row.incident for row in self.facts.rows if row.incident}
        for batch in self.incidents.batches():
            if missing:
                wanted = pa.array(sorted(missing), pa.string())
                missing -= set(pc.filter(wanted, pc.is_in(wanted, batch.column("id"))).to_pylist())
            findings, judged = self._findings_of(batch)
            for part in judged:
                self._count(part)
            yield batch, findings
            self._count_records()
        self._count_records()
        self.summary.facts_about_nothing = tuple(sorted(missing))

    def _count_records(self) -> None:
        self.summary.read = self.incidents.read
        self.summary.rejected = self.incidents.rejected
        self.summary.unmapped = Counter(self.incidents.unmapped)

    def provision(self, provision_id: str) -> Provision:
        """One provision as it is judged."""
        return self._all.provisions[list(self.terms.provisions).index(provision_id)]

    def coded(self, incidents: pa.RecordBatch) -> CodedBatch:
        """A batch with its columns as numbers."""
        return CodedBatch(incidents, self._all.vocabularies, Places(self._regions, incidents, self._shapes))

    def combinations(
        self, coded: CodedBatch, provision_id: str, rows: Sequence[int] | None = None
    ) -> list[Combination]:
        """What each incident of a batch, or some, leave open for one provision."""
        wanted = np.arange(len(coded)) if rows is None else np.array(rows, dtype=np.int64)
        return self._all.combinations(coded, list(self.terms.provisions).index(provision_id), wanted)

    def findings_of(self, incidents: pa.RecordBatch) -> pa.RecordBatch:
        """The findings of one batch of incidents; nothing is counted."""
        return self._findings_of(incidents)[0]

    def _findings_of(self, incidents: pa.RecordBatch) -> tuple[pa.RecordBatch, list[Judged]]:
        most = incidents.num_rows
        if self._all_rows:
            most = max(1, _MOST_PAIRS // max(1, len(self.terms.provisions)))
        found, judged = [], []
        for first in range(0, max(incidents.num_rows, 1), max(most, 1)):
            coded = self.coded(incidents.slice(first, most))
            judged.append(self._all.judged(coded, all_rows=self._all_rows))
            found.append(self._all.tables.batch(judged[-1], coded))
        if len(found) == 1:
            return found[0], judged
        (whole,) = pa.Table.from_batches(found, self.schema).combine_chunks().to_batches()
        return whole, judged

    def _count(self, judged: Judged) -> None:
        ids = list(self.terms.provisions)
        counts = np.bincount(
            judged.provision * len(RESULTS) + judged.result, minlength=len(ids) * len(RESULTS)
        )
        tallies = {
            "violation": self.summary.certain,
            "possible": self.summary.possible,
            "exempt": self.summary.exempt,
        }
        for result, tally in tallies.items():
            for provision_id, count in zip(
                ids, counts[RESULTS.index(result) :: len(RESULTS)].tolist(), strict=True
            ):
                tally[provision_id] += count
        for order, provision in enumerate(self.terms.provisions.values()):
            if not provision.texts:
                continue
            outcomes, numbers = np.unique(judged.outcome[judged.provision == order], return_counts=True)
            for outcome, count in zip(outcomes.tolist(), numbers.tolist(), strict=True):
                for told in self._all.tables.by_text(outcome):
                    text, _, result = told.partition(": ")
                    self.summary.by_text.setdefault((provision.id, text), Counter())[result] += count


def assess(
    terms: Terms,
    incidents: Incidents,
    *,
    facts: Sequence[RecordedFact] = (),
    assume: Sequence[str] = (),
    as_of_ms: int | None = None,
    all_rows: bool = False,
) -> Assessment:
    """Findings of incidents under every provision of some terms.

    Args:
        terms: checked terms.
        incidents: as ``read_incidents`` gives them.
        facts: what was recorded of the facts of the terms, as ``read_facts`` gives it.
        assume: ids of provisions to be taken as in force at all times: what would be if they were.
        as_of_ms: leave out what the terms say was announced later than this instant.
        all_rows: also give the pairs of incident and provision with nothing to say (result ``none``).

    Returns:
        An ``Assessment``: iterate over it for record batches of ``FINDINGS``. Memory does not grow
        with the number of incidents.

    Raises:
        TrucelineError: ``assume`` names a provision that the terms do not have.
    """
    return Assessment(terms, incidents, facts=facts, assume=assume, as_of_ms=as_of_ms, all_rows=all_rows)
