# SPDX-License-Identifier: Apache-2.0
"""Findings as tables: their columns, and what an assessment came to in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import RLock

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.assess.breaches import NOBODY, SURELY, Breach
from truceline.assess.coded import CodedBatch
from truceline.assess.codes import Codes
from truceline.assess.compiled import CONDITIONS
from truceline.assess.outcomes import Outcome
from truceline.assess.sides import Sides
from truceline.terms import Terms

__all__ = ["FINDINGS", "Judged", "Summary", "Tables"]

_STRINGS = pa.list_(pa.string())
_LISTS = (
    "parties", "parties_possible", "presumed", "exceptions", "answering", "answering_possible", "by_text",
)  # fmt: skip
FINDINGS = pa.schema(
    [
        pa.field("incident", pa.string(), nullable=False),
        pa.field("provision", pa.string(), nullable=False),
        pa.field("result", pa.string(), nullable=False),
        *(pa.field(name, pa.int8()) for name in CONDITIONS),
        *(pa.field(name, _STRINGS) for name in _LISTS),
    ]
)
"""The columns of findings; truth values are 0 no, 1 unknown, 2 yes, null where not stated."""

RESULTS = ("none", "possible", "violation", "exempt")


@dataclass
class Summary:
    """What an assessment came to. Counts of results are by provision, in the order of the terms."""

    read: int = 0
    """Records read, rejects included."""
    rejected: int = 0
    left_out: int = 0
    """Records that were not read, since no provision can touch them."""
    left_out_groups: int = 0
    """The row groups that they are in."""
    unmapped: Counter[str] = field(default_factory=Counter)
    """Names that no party of the terms has, with the number of records that give them."""
    certain: dict[str, int] = field(default_factory=dict)
    possible: dict[str, int] = field(default_factory=dict)
    """Possible violations; the second of the pair is ``certain + possible``."""
    exempt: dict[str, int] = field(default_factory=dict)
    facts_about_nothing: tuple[str, ...] = ()
    """Ids of incidents that facts are about and no record has."""
    by_text: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    """The results under each rival text, by provision and text."""

    @property
    def left_out_text(self) -> str:
        """How many records were not read, in words; empty where all were."""
        if not self.left_out:
            return ""
        records = f"{self.left_out:,} record{'s' * (self.left_out != 1)}"
        groups = f"{self.left_out_groups:,} row group{'s' * (self.left_out_groups != 1)}"
        return f"not read, since no provision can touch them: {records} in {groups}"

    def pair(self, provision_id: str) -> tuple[int, int]:
        """(certain, certain + possible) of one provision."""
        certain = self.certain[provision_id]
        return certain, certain + self.possible[provision_id]

    @classmethod
    def of_nothing(cls, provision_ids: Sequence[str]) -> Summary:
        """The summary of no records."""
        return cls(
            certain=dict.fromkeys(provision_ids, 0),
            possible=dict.fromkeys(provision_ids, 0),
            exempt=dict.fromkeys(provision_ids, 0),
        )

    def add(self, other: Summary) -> None:
        """Adds the numbers of records and of results of other records under the same terms."""
        self.read += other.read
        self.rejected += other.rejected
        self.left_out += other.left_out
        self.left_out_groups += other.left_out_groups
        self.unmapped.update(other.unmapped)
        for mine, theirs in (
            (self.certain, other.certain),
            (self.possible, other.possible),
            (self.exempt, other.exempt),
        ):
            for provision_id, count in theirs.items():
                mine[provision_id] += count
        for key, counts in other.by_text.items():
            self.by_text.setdefault(key, Counter()).update(counts)

    def sort(self, terms: Terms) -> None:
        """Puts the numbers by text into the order of the terms."""
        texts = [
            (provision.id, text.id) for provision in terms.provisions.values() for text in provision.texts
        ]
        self.by_text = {key: self.by_text[key] for key in texts if key in self.by_text}


@dataclass(frozen=True)
class Judged:
    """k findings of a batch as numbers, by row, then by provision."""

    row: NDArray[np.int64]
    """(k,) positions of the incidents in their batch."""
    provision: NDArray[np.int32]
    """(k,) positions of the provisions in the terms."""
    result: NDArray[np.int32]
    """(k,) positions in ``RESULTS``."""
    outcome: NDArray[np.int32]
    """(k,) numbers of ``Tables.outcome``."""
    by: NDArray[np.int32]
    """(k,) numbers of ``Tables.breach``: who is in breach of those that the cell ``by`` names."""
    against: NDArray[np.int32]
    """(k,) likewise of the cell ``against``; -1 where nobody of it can be."""

    def take(self, which: NDArray[np.intp]) -> Judged:
        """Some of the findings."""
        return Judged(*(getattr(self, name)[which] for name in Judged.__dataclass_fields__))


class Tables:
    """Outcomes, and names of parties in breach, each kept once and referred to by number."""

    def __init__(self, provisions: Sequence[str], sides: Sides, schema: pa.Schema) -> None:
        self._provisions = pa.array(provisions, pa.string())
        self._sides = sides
        self._schema = schema
        self._lock = RLock()
        self._outcomes: list[Outcome] = []
        self._number: dict[Outcome, int] = {}
        self._columns: tuple[int, list[pa.Array]] = (-1, [])
        self._breaches: list[Breach] = []
        self._breach_number: dict[Breach, int] = {}
        self._parties = list(sides.terms.parties)
        self._party_at = {name: order for order, name in enumerate(self._parties)}
        self._party_names = pa.array(self._parties, pa.string())
        self._stretches = Codes()
        self._bounds = np.zeros((256, 4), dtype=np.int64)
        """By stretch: where the certain names begin in ``_named`` and how many they are, likewise the possible."""
        self._named = np.zeros(256, dtype=np.int32)
        self._named_count = 0

    def outcome(self, outcome: Outcome) -> int:
        """The number of an outcome."""
        with self._lock:
            if outcome not in self._number:
                self._outcomes.append(outcome)
                self._number[outcome] = len(self._outcomes) - 1
            return self._number[outcome]

    def breach(self, breach: Breach) -> int:
        """The number of an answer to who is in breach."""
        with self._lock:
            if breach not in self._breach_number:
                self._breaches.append(breach)
                self._breach_number[breach] = len(self._breaches) - 1
            return self._breach_number[breach]

    def counts(self, judged: Judged) -> Summary:
        """The numbers of results among findings."""
        ids = self._provisions.to_pylist()
        counted = np.bincount(
            judged.provision * len(RESULTS) + judged.result, minlength=len(ids) * len(RESULTS)
        )
        by_result = counted.reshape(len(ids), len(RESULTS)).T.tolist()
        of = {result: dict(zip(ids, by_result[order], strict=True)) for order, result in enumerate(RESULTS)}
        summary = Summary(certain=of["violation"], possible=of["possible"], exempt=of["exempt"])
        for number, outcome in enumerate(list(self._outcomes)):
            if not outcome.by_text:
                continue
            orders, counts = np.unique(judged.provision[judged.outcome == number], return_counts=True)
            for order, count in zip(orders.tolist(), counts.tolist(), strict=True):
                for told in outcome.by_text:
                    text, _, result = told.partition(": ")
                    summary.by_text.setdefault((ids[order], text), Counter())[result] += count
        return summary

    def batch(self, judged: Judged, coded: CodedBatch) -> pa.RecordBatch:
        """Findings as a record batch of ``FINDINGS``."""
        outcome = pa.array(judged.outcome)
        result, *others = (column.take(outcome) for column in self._outcome_columns())
        conditions, lists = others[: len(CONDITIONS)], others[len(CONDITIONS) :]
        columns = [
            coded.ids.take(pa.array(judged.row)),
            self._provisions.take(pa.array(judged.provision)),
            result,
            *conditions,
            *self._names(judged, coded),
            *lists,
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

    def _outcome_columns(self) -> list[pa.Array]:
        """Every outcome as columns: the result, the conditions, the lists that do not name who did it."""
        count, columns = self._columns
        if count != len(self._outcomes):
            with self._lock:
                known = list(self._outcomes)
            columns = [pa.array([o.result for o in known], pa.string())]
            for order in range(len(CONDITIONS)):
                columns.append(pa.array([o.conditions[order] for o in known], pa.int8()))
            columns += [pa.array([getattr(o, name) for o in known], _STRINGS) for name in _LISTS[2:]]
            self._columns = len(known), columns
        return columns

    def _names(self, judged: Judged, coded: CodedBatch) -> tuple[pa.Array, pa.Array]:
        """The columns ``parties`` and ``parties_possible``."""
        bounds = np.zeros((len(judged.row), 2, 4), dtype=np.int64)
        sides = ((judged.by, coded.by), (judged.against, coded.against))
        for side, (breach, cells) in enumerate(sides):
            some = np.flatnonzero(breach >= 0)
            if len(some):
                stretch = self._stretch(
                    breach[some].astype(np.int64), cells[judged.row[some]].astype(np.int64), coded
                )
                bounds[some, side] = self._bounds[stretch]
        return self._list(bounds[:, :, :2]), self._list(bounds[:, :, 2:])

    def _stretch(
        self, breach: NDArray[np.int64], cell: NDArray[np.int64], coded: CodedBatch
    ) -> NDArray[np.int32]:
        none = np.zeros(len(breach), dtype=np.int64)

        def make(key: tuple[int, int, int], _: int) -> int:
            with self._lock:
                if self._stretches.get(key) < 0:
                    self._write(len(self._stretches), key, coded)
                return self._stretches.add(key)

        return self._stretches.numbered(breach, cell, none, make)

    def _write(self, number: int, key: tuple[int, int, int], coded: CodedBatch) -> None:
        names = self._sides.candidates(coded.vocabularies.cells.texts[key[1]])
        breach = self._breaches[key[0]]
        certain = [self._party_at[n] for n, whether in zip(names, breach, strict=True) if whether == SURELY]
        possible = [
            self._party_at[n]
            for n, whether in zip(names, breach, strict=True)
            if whether not in (NOBODY, SURELY)
        ]
        start = self._named_count
        self._named_count += len(certain) + len(possible)
        while self._named_count > len(self._named):
            self._named = np.concatenate([self._named, np.zeros_like(self._named)])
        self._named[start : self._named_count] = certain + possible
        if number >= len(self._bounds):
            self._bounds = np.concatenate([self._bounds, np.zeros_like(self._bounds)])
        self._bounds[number] = start, len(certain), start + len(certain), len(possible)

    def _list(self, bounds: NDArray[np.int64]) -> pa.Array:
        """Lists of names, each made of two stretches of ``_named``, given as (k, 2, 2) start and length."""
        starts, lengths = bounds[:, :, 0].reshape(-1), bounds[:, :, 1].reshape(-1)
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        at = np.repeat(starts - (ends - lengths), lengths) + np.arange(total)
        offsets = np.concatenate([[0], ends[1::2]]).astype(np.int32)
        names = self._party_names.take(pa.array(self._named[at]))
        return pa.ListArray.from_arrays(pa.array(offsets), names)
