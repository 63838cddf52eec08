# SPDX-License-Identifier: Apache-2.0
"""Which findings, and which results of duties, change when the terms do, and on what it turns.

Both assessments run side by side over the same records. Memory holds one batch of each, and what
changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.assess.compiled import CONDITIONS
from truceline.assess.duties import DutyResult, assess_duties
from truceline.assess.engine import Assessment
from truceline.records import Incidents, RecordedFact
from truceline.terms import Comparison

__all__ = ["DutyChange", "FindingChange", "FindingChanges", "duty_changes", "finding_changes"]

_ANSWERS = ("no", "unknown", "yes")
_NOT_ASKED = "not asked"
_Conditions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One incident under one provision, whose finding is another now."""

    incident: str
    provision: str
    """Its id in the new terms; in the old ones where the provision is gone."""
    before: str
    """``violation``, ``possible``, ``exempt`` or ``none``."""
    after: str
    condition: str
    """The first condition, in the order of the columns, whose answer is another now; ``provision`` where
    only one of the terms has the provision, ``record`` where only one of them takes the record,
    ``together`` where each answer is as before and what is open goes together otherwise, ``parties``
    where the result is as before and others are in breach."""
    was: str = ""
    """Its answer before: ``yes``, ``no``, ``unknown``, or ``not asked``."""
    now: str = ""
    parties: tuple[str, ...] = ()
    """Who is, or may be, in breach now."""

    def __str__(self) -> str:
        turned = f"{self.condition}: {self.was}, now {self.now}" if self.was else _BECAUSE[self.condition]
        return f"{self.incident} under {self.provision}: {_NAMES[self.before]}, now {_NAMES[self.after]} ({turned})"


_NAMES = {
    "violation": "violation",
    "possible": "possible violation",
    "exempt": "exempt",
    "none": "no finding",
}
_BECAUSE = {
    "provision": "only one of the terms has the provision",
    "record": "only one of the terms takes the record",
    "together": "what is open goes together otherwise",
    "parties": "others are in breach",
}


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """All findings that are other ones now."""

    changes: tuple[FindingChange, ...]
    """In the order of the incidents, then of the provisions."""
    incidents: int
    """Incidents that both assessments read, or one of them."""
    rejected: tuple[int, int]
    """Records that could not be read, under the old and under the new terms."""

    def counts(self) -> dict[tuple[str, str, str, str], int]:
        """How many changes there are, by provision, result before, result now and condition."""
        return dict(Counter((c.provision, c.before, c.after, c.condition) for c in self.changes))


@dataclass(frozen=True, slots=True)
class _Row:
    """The findings of one incident under every provision of some terms."""

    results: tuple[str, ...]
    conditions: tuple[_Conditions, ...]
    parties: tuple[tuple[str, ...], ...]


def finding_changes(
    comparison: Comparison,
    incidents: tuple[Incidents, Incidents],
    *,
    facts: tuple[Sequence[RecordedFact], Sequence[RecordedFact]] = ((), ()),
    as_of_ms: int | None = None,
) -> FindingChanges:
    """The findings that are other ones under the new terms.

    Args:
        comparison: as ``diff_terms`` gives it.
        incidents: the same records, read once against the old and once against the new terms.
        facts: the recorded facts, likewise.
        as_of_ms: leave out what the terms say was announced later than this instant.

    Returns:
        Every change with the first condition whose answer differs. A provision that was renamed is one
        and the same provision; a party that was renamed is one and the same party.
    """
    old = Assessment(comparison.old, incidents[0], facts=facts[0], as_of_ms=as_of_ms, all_rows=True)
    new = Assessment(comparison.new, incidents[1], facts=facts[1], as_of_ms=as_of_ms, all_rows=True)
    changes: list[FindingChange] = []
    count = 0
    for incident, before, after in _side_by_side(old, new):
        count += 1
        changes += _changes(incident, before, after, comparison)
    return FindingChanges(tuple(changes), count, (old.summary.rejected, new.summary.rejected))


def _side_by_side(old: Assessment, new: Assessment) -> Iterator[tuple[str, _Row | None, _Row | None]]:
    """Each incident with its findings under both terms; None where one of them rejects the record.

    The records come in the same order on both sides, so only those wait that one side has passed.
    """
    streams = (_rows(old), _rows(new))
    waiting: tuple[dict[str, _Row], dict[str, _Row]] = ({}, {})
    is_open = [True, True]
    while any(is_open):
        for side in (0, 1):
            batch = next(streams[side], None) if is_open[side] else None
            if batch is None:
                is_open[side] = False
                continue
            for incident, row in batch:
                other = waiting[1 - side].pop(incident, None)
                if other is None:
                    waiting[side][incident] = row
                else:
                    yield (incident, other, row) if side else (incident, row, other)
    for incident, row in waiting[0].items():
        yield incident, row, None
    for incident, row in waiting[1].items():
        yield incident, None, row


def _rows(assessment: Assessment) -> Iterator[list[tuple[str, _Row]]]:
    """The findings of each batch, an incident at a time."""
    provisions = len(assessment.terms.provisions)
    for incidents, findings in assessment.pairs():
        results = findings.column("result").to_pylist()
        conditions = np.column_stack([_answers(findings.column(name)) for name in CONDITIONS])
        certain, possible = (findings.column(n).to_pylist() for n in ("parties", "parties_possible"))
        rows = []
        for order, incident in enumerate(incidents.column("id").to_pylist()):
            here = slice(order * provisions, (order + 1) * provisions)
            rows.append(
                (
                    incident,
                    _Row(
                        tuple(results[here]),
                        tuple(map(tuple, conditions[here].tolist())),
                        tuple(tuple(a + b) for a, b in zip(certain[here], possible[here], strict=True)),
                    ),
                )
            )
        yield rows


def _answers(column: pa.Array) -> NDArray[np.int8]:
    answers: NDArray[np.int8] = column.fill_null(-1).to_numpy(zero_copy_only=False)
    return answers


def _changes(
    incident: str, before: _Row | None, after: _Row | None, comparison: Comparison
) -> Iterator[FindingChange]:
    """The findings of one incident that are other ones now."""
    names, parties = comparison.names["provisions"], comparison.names["parties"]
    old_index = {name: order for order, name in enumerate(comparison.old.provisions)}
    back = {new: old_index[old] for old, new in names.items()}
    pairs: list[tuple[str, int | None, int | None]] = [
        (name, back.get(name), order) for order, name in enumerate(comparison.new.provisions)
    ]
    pairs += [(name, order, None) for name, order in old_index.items() if name not in names]
    for name, old, new in pairs:
        was = before.results[old] if before is not None and old is not None else "none"
        now = after.results[new] if after is not None and new is not None else "none"
        breach = after.parties[new] if after is not None and new is not None else ()
        earlier = before.parties[old] if before is not None and old is not None else ()
        is_other = {parties.get(party, party) for party in earlier} != set(breach)
        if was == now and not (is_other and now in ("violation", "possible")):
            continue
        if old is None or new is None:
            yield FindingChange(incident, name, was, now, "provision", parties=breach)
        elif before is None or after is None:
            yield FindingChange(incident, name, was, now, "record", parties=breach)
        else:
            turned = _turned(before.conditions[old], after.conditions[new])
            if turned is None:
                turned = ("parties" if was == now else "together", "", "")
            yield FindingChange(incident, name, was, now, *turned, parties=breach)


def _turned(before: _Conditions, after: _Conditions) -> tuple[str, str, str] | None:
    """The first condition whose answer is another, with both answers."""
    for condition, was, now in zip(CONDITIONS, before, after, strict=True):
        if was != now:
            told = [_NOT_ASKED if answer < 0 else _ANSWERS[answer] for answer in (was, now)]
            return condition, told[0], told[1]
    return None


@dataclass(frozen=True, slots=True)
class DutyChange:
    """What became of one duty of one party, where that is another result now."""

    duty: str
    """Its id in the new terms; in the old ones where the duty is gone."""
    party: str
    number: int | None
    """Which stretch of a duty that comes again, from 1."""
    before: str
    """A result of duties, or ``none`` where nobody owed it."""
    after: str
    reason: str
    """``duty`` where only one of the terms has it of this party, ``due`` where it is due at another time,
    ``shown by`` where other incidents show it done, else ``terms``."""

    def __str__(self) -> str:
        number = "" if self.number is None else f", no. {self.number}"
        return f"{self.duty} of {self.party}{number}: {self.before}, now {self.after} ({self.reason})"


def duty_changes(
    comparison: Comparison,
    incidents: tuple[Incidents | None, Incidents | None],
    as_of_ms: int,
    *,
    facts: tuple[Sequence[RecordedFact], Sequence[RecordedFact]] = ((), ()),
) -> tuple[DutyChange, ...]:
    """The results of duties that are other ones under the new terms.

    Args:
        comparison: as ``diff_terms`` gives it.
        incidents: as for ``finding_changes``; None: facts alone.
        as_of_ms: the last instant that counts.
        facts: as for ``finding_changes``.
    """
    names = {part: comparison.names[part] for part in ("duties", "parties")}
    old = assess_duties(comparison.old, incidents[0], as_of_ms, facts=facts[0])
    new = assess_duties(comparison.new, incidents[1], as_of_ms, facts=facts[1])
    before = {
        (names["duties"].get(r.duty, r.duty), names["parties"].get(r.party, r.party), r.number): r
        for r in old
    }
    after = {(r.duty, r.party, r.number): r for r in new}
    changes = []
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        results = [one.result if one is not None else "none" for one in (was, now)]
        if results[0] != results[1]:
            changes.append(DutyChange(*key, results[0], results[1], _reason(was, now)))
    return tuple(changes)


def _reason(was: DutyResult | None, now: DutyResult | None) -> str:
    if was is None or now is None:
        return "duty"
    if (was.due_from_ms, was.due_by_ms) != (now.due_from_ms, now.due_by_ms):
        return "due"
    if (was.shown_by, was.perhaps_shown_by) != (now.shown_by, now.perhaps_shown_by):
        return "shown by"
    return "terms"
