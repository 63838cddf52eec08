# SPDX-License-Identifier: Apache-2.0
"""What recorded facts say of each incident: the values that a fact may have there.

Whether a row of the table of facts is about an incident may itself be unknown: who did it, where, or
when is open. A fact is certain only where every way of filling that in gives the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from truceline.assess.coded import CodedBatch
from truceline.assess.combination import RoleCell
from truceline.assess.fact_masks import (
    EITHER,
    NOTHING,
    NOTHING_OR_NO,
    NOTHING_OR_YES,
    ONLY_NO,
    ONLY_YES,
)
from truceline.assess.membership import parse_role
from truceline.assess.regions import forms_within
from truceline.assess.words import fact_text, facts_asked
from truceline.records import RecordedFact
from truceline.terms import ALWAYS_MS, AreaHistory, AreaOneOf, FactAsked, NamedArea, Provision, Terms
from truceline.truth import NO, TRUTH, UNKNOWN, YES, Truths


@dataclass
class FactBook:
    """The recorded facts of some terms, ready to be asked about batches."""

    terms: Terms
    rows: Sequence[RecordedFact] = ()
    _by_fact: dict[str, list[RecordedFact]] = field(init=False)
    _held: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_fact = {}
        for row in self.rows:
            self._by_fact.setdefault(row.fact, []).append(row)

    def has(self, asked: FactAsked) -> bool:
        """Whether anything at all is recorded of a fact."""
        return asked.id in self._by_fact

    def recorded(self, asked: FactAsked, batch: CodedBatch) -> NDArray[np.int8]:
        """(n,) what is recorded of a fact for each incident of a batch."""
        sure = np.zeros((2, len(batch)), dtype=bool)
        maybe = np.zeros((2, len(batch)), dtype=bool)
        for row, at, applies in self._applying(asked, batch):
            for value in (0, 1):
                if row.value is None or row.value == bool(value):
                    maybe[value, at] |= applies == UNKNOWN
                    sure[value, at] |= applies == YES
        found = np.full(len(batch), NOTHING, dtype=np.int8)
        found[maybe[0]] = NOTHING_OR_NO
        found[maybe[1]] = NOTHING_OR_YES
        found[maybe[0] & maybe[1]] = EITHER
        found[sure[0]] = ONLY_NO
        found[sure[1]] = ONLY_YES
        either = (sure[0] & (sure[1] | maybe[1])) | (sure[1] & maybe[0])
        found[either] = EITHER
        return found

    def told(self, asked: FactAsked, batch: CodedBatch) -> str:
        """What is recorded of a fact for a batch of one incident, in words."""
        said = []
        for row, _, applies in self._applying(asked, batch):
            if applies[0] == NO:
                continue
            value = {True: "yes", False: "no", None: "unknown"}[row.value]
            whether = "" if applies[0] == YES else ", if it is about this incident"
            said.append(f"{value}{f' ({row.cite})' if row.cite else ''}{whether}")
        return f"{fact_text(asked, self.terms)}: {', and '.join(said) or 'nothing is recorded'}"

    def all_told(self, provision: Provision, batch: CodedBatch) -> dict[str, tuple[str, ...]]:
        """What is recorded of each fact that a provision asks for, by the column that it decides."""
        return {
            column: tuple(self.told(fact, batch) for fact in asked)
            for column, asked in facts_asked(provision).items()
            if asked
        }

    def _applying(self, asked: FactAsked, batch: CodedBatch) -> Iterator[tuple[RecordedFact, slice, Truths]]:
        """Each row of a fact, some incidents of a batch, and whether it is about them."""
        rows = self._by_fact.get(asked.id, [])
        if any(row.incident for row in rows):
            wanted = {row.incident for row in rows}
            found = {name: at for at, name in enumerate(batch.ids.to_pylist()) if name in wanted}
            for row in rows:
                if row.incident and row.incident in found:
                    at = slice(found[row.incident], found[row.incident] + 1)
                    for told, applies in self._of_incident(row, asked, batch, at):
                        yield told, at, applies
        kind = self.terms.facts[asked.id].about
        for row in rows:
            if row.incident:
                continue
            applies = self._in_time(row, batch, asked.before_ms)
            if kind == "party":
                by_role = np.array([self._is_by(role, row.about) for role in batch.roles], dtype=TRUTH)
                applies = np.minimum(applies, by_role[batch.role_code])
            elif kind == "area":
                applies = np.minimum(applies, self._in_area(row.about, batch))
            yield row, slice(None), applies

    def _of_incident(
        self, row: RecordedFact, asked: FactAsked, batch: CodedBatch, at: slice
    ) -> Iterator[tuple[RecordedFact, Truths]]:
        """What a row about one incident says: so since its start, and before it not so."""
        has_start = row.start_ms > ALWAYS_MS
        if has_start and row.value is not None:
            since = self._since(row, batch, asked.before_ms)[at]
            yield row, since
            yield replace(row, value=not row.value), (YES + NO - since).astype(TRUTH)
        else:
            # When it became so nobody recorded; what never was so was not so in time either.
            is_open = asked.before_ms and row.value is not False
            yield (replace(row, value=None) if is_open else row), np.full(1, YES, dtype=TRUTH)

    @staticmethod
    def _since(row: RecordedFact, batch: CodedBatch, before_ms: int) -> Truths:
        start, last = batch.start_ms - before_ms, batch.last_ms - before_ms
        sure = start >= max(row.start_ms, row.by_ms)
        known = np.where(sure, YES, np.where(last < row.start_ms, NO, UNKNOWN))
        return np.where(batch.is_timed, known, UNKNOWN).astype(TRUTH)

    @staticmethod
    def _in_time(row: RecordedFact, batch: CodedBatch, before_ms: int) -> Truths:
        start, last = batch.start_ms - before_ms, batch.last_ms - before_ms
        within = (row.start_ms <= start) & (last < row.end_ms)
        apart = (last < row.start_ms) | (start >= row.end_ms)
        known = np.where(within, YES, np.where(apart, NO, UNKNOWN))
        return np.where(batch.is_timed, known, UNKNOWN).astype(TRUTH)

    def _in_area(self, area: str, batch: CodedBatch) -> Truths:
        form = NamedArea(area)
        if any(isinstance(part, AreaHistory | AreaOneOf) for part in forms_within(form, self.terms)):
            return np.full(len(batch), UNKNOWN, dtype=TRUTH)
        return batch.in_area(form)

    def _is_by(self, role: RoleCell, party: str) -> int:
        """Whether the party that a fact is about is the one that did it."""
        cells = [role.by, role.against] if role.is_either else [role.by]
        alternatives = [names for cell in cells for names in parse_role(cell)]
        is_label = bool(self.terms.parties[party].could_be)  # it may stand for one here, for another there
        if not is_label and all(names == (party,) for names in alternatives):
            return int(YES)
        if any(self._may_be(name, party) for names in alternatives for name in names):
            return int(UNKNOWN)
        return int(NO)

    def _may_be(self, name: str, party: str) -> bool:
        parties = self.terms.parties
        if name not in parties or name == party:
            return True
        return party in self._below(name) or name in self._below(party)

    def _below(self, party: str) -> frozenset[str]:
        """Everything that a party may stand for or hold; all parties where its list is open."""
        if party not in self._held:
            found: set[str] = set()
            waiting = [party]
            while waiting:
                one = self.terms.parties[waiting.pop()]
                if one.members is not None and not one.complete:
                    found.update(self.terms.parties)
                    break
                parts = {*(member.party for member in one.members or ()), *one.could_be} - found
                found |= parts
                waiting += parts
            self._held[party] = frozenset(found)
        return self._held[party]
