# SPDX-License-Identifier: Apache-2.0
"""Duties: met, late, unmet, not yet due or unknown, for each party that owes them, as of a stated time.

What shows a duty done is assessed like a provision of its own, so that the same law holds: an incident
that shows it for certain does so in every world. From these incidents and from recorded facts follow
bounds on when it was done, and from the bounds every result that may be.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.assess.engine import Assessment
from truceline.assess.words import moment_text
from truceline.errors import TrucelineError
from truceline.records import INSTANT, Incidents, RecordedFact
from truceline.terms import (
    ALWAYS_MS,
    DUTY_RESULTS,
    NEVER_MS,
    Choice,
    Conditions,
    Duty,
    Length,
    PartyChoice,
    PartySet,
    Provision,
    Standing,
    Terms,
    Time,
    months_later,
)
from truceline.truth import NO, UNKNOWN, YES

__all__ = ["DUTIES", "DutyResult", "assess_duties", "due_text", "duty_table"]

_MOST_STRETCHES = 10_000
_MOST_NAMED = 20
"""Incidents that a result names."""

_STRINGS = pa.list_(pa.string())
DUTIES = pa.schema(
    [
        pa.field("duty", pa.string(), nullable=False),
        pa.field("party", pa.string(), nullable=False),
        pa.field("number", pa.int32()),
        pa.field("result", pa.string(), nullable=False),
        pa.field("due_from", INSTANT),
        pa.field("due_by", INSTANT),
        pa.field("due_by_latest", INSTANT),
        pa.field("done_from", INSTANT),
        pa.field("done_by", INSTANT),
        pa.field("presumed", pa.bool_(), nullable=False),
        pa.field("shown_by", _STRINGS),
        pa.field("perhaps_shown_by", _STRINGS),
        pa.field("open", _STRINGS),
    ]
)
"""The columns of a table of duties, in the order of the terms, then of parties, then of stretches."""


@dataclass(frozen=True, slots=True)
class DutyResult:
    """What became of one duty of one party."""

    duty: str
    party: str
    number: int | None
    """Which stretch of a duty that comes again, from 1."""
    result: str
    """One of ``truceline.terms.DUTY_RESULTS``."""
    due_from_ms: int
    """The earliest reading; ``ALWAYS_MS`` where any time before will do."""
    due_by_ms: tuple[int, ...]
    """The deadline under each reading, in order; one where nobody disputes it."""
    presumed: bool
    """Whether it rests on what the terms presume: of a fact, or that what nobody recorded is undone."""
    shown_by: tuple[str, ...]
    """Ids of incidents that show it done for certain, the first few."""
    perhaps_shown_by: tuple[str, ...]
    open: tuple[str, ...]
    """What would settle an unknown, in words."""
    done_ms: tuple[int, int] | None = None
    """The first and the last instant at which it may have been first done, where it surely was."""


@dataclass
class _Windows:
    """Bounds on when something was first done in each of some windows of time."""

    start_ms: NDArray[np.int64]
    """(n,) what is done earlier does not count."""
    end_ms: NDArray[np.int64]
    """(n,) the deadline: what is done at it, or after it, is late."""
    as_of_ms: int
    has_late: bool
    """False where what is done after the deadline belongs to the next window."""
    certain_ms: NDArray[np.int64] = field(init=False)
    """(n,) it was done by this instant, in every world; ``NEVER_MS`` where that is not sure."""
    earliest_ms: NDArray[np.int64] = field(init=False)
    """(n,) it was not done before this instant, in any world."""
    may_be_late: NDArray[np.bool_] = field(init=False)
    """(n,) whether something may have been done at the deadline or after it."""

    def __post_init__(self) -> None:
        self.certain_ms = np.full(len(self.start_ms), NEVER_MS)
        self.earliest_ms = np.full(len(self.start_ms), NEVER_MS)
        self.may_be_late = np.zeros(len(self.start_ms), dtype=bool)

    def add(self, first_ms: int, last_ms: int, *, is_certain: bool) -> NDArray[np.bool_]:
        """Something done at an instant of ``[first, last]``; gives for which windows it may count."""
        counts = (self.start_ms <= last_ms) & (first_ms <= self.as_of_ms)
        if not self.has_late:
            counts &= first_ms < self.end_ms
        if is_certain and last_ms <= self.as_of_ms:
            surely = counts & (self.start_ms <= first_ms) & (self.has_late | (last_ms < self.end_ms))
            self.certain_ms[surely] = np.minimum(self.certain_ms[surely], last_ms)
        begin = np.maximum(self.start_ms, first_ms)
        self.earliest_ms[counts] = np.minimum(self.earliest_ms[counts], begin[counts])
        if self.has_late:
            self.may_be_late |= counts & (min(last_ms, self.as_of_ms) >= self.end_ms)
        return counts & (first_ms < self.end_ms)

    def results(self, window: int) -> set[str]:
        """Every result that some world gives in a window."""
        certain, end = int(self.certain_ms[window]), int(self.end_ms[window])
        if certain < end:
            return {"met"}
        if self.as_of_ms < end - 1:
            return {"not yet due"}
        found = set()
        if self.earliest_ms[window] < end:
            found.add("met")
        if self.may_be_late[window]:
            found.add("late")
        if certain > self.as_of_ms:
            found.add("unmet")
        return found


@dataclass
class _Owed:
    """One duty of one party, while incidents stream by."""

    duty: Duty
    party: str
    choices: list[Choice]
    stretches: int
    recorded: _Windows
    """What is recorded: one window for each stretch and choice, the choices varying fastest."""
    possible: _Windows
    """The same with what may have been done though nobody recorded it."""
    presumes: bool
    """Whether what nobody recorded counts as not done: the terms say so, and records were looked at."""
    shown: dict[int, list[str]] = field(default_factory=dict)
    perhaps: dict[int, list[str]] = field(default_factory=dict)

    def again(self) -> _Owed:
        """The same with nothing added to it: for what is so without what the terms presume of facts."""
        return replace(
            self, recorded=deepcopy(self.recorded), possible=deepcopy(self.possible), shown={}, perhaps={}
        )

    def add(self, incident: str, first_ms: int, last_ms: int, *, is_certain: bool) -> None:
        counts = self.recorded.add(first_ms, last_ms, is_certain=is_certain)
        self.possible.add(first_ms, last_ms, is_certain=is_certain)
        named = self.shown if is_certain else self.perhaps
        for stretch in np.flatnonzero(counts.reshape(self.stretches, -1).any(axis=1)).tolist():
            ids = named.setdefault(stretch, [])
            if incident and incident not in ids and len(ids) < _MOST_NAMED:
                ids.append(incident)


def assess_duties(
    terms: Terms,
    incidents: Incidents | None,
    as_of_ms: int,
    *,
    facts: Sequence[RecordedFact] = (),
) -> tuple[DutyResult, ...]:
    """What became of every duty, as of a stated time.

    Args:
        terms: checked terms.
        incidents: as ``read_incidents`` gives them; None: facts alone.
        as_of_ms: the last instant that counts; announcements after it are left out.
        facts: as ``read_facts`` gives them.

    Returns:
        A result for each duty, party that owes it, and stretch that has begun by then.

    Raises:
        TrucelineError: a duty comes again more often than can be told.
    """
    owed = [
        owing
        for duty in terms.duties.values()
        for party in duty.of
        if (owing := _owed(terms, duty, party, as_of_ms, has_records=incidents is not None)) is not None
    ]
    bare = [owing.again() for owing in owed]
    bare_terms = replace(
        terms, facts={name: replace(fact, presume=None) for name, fact in terms.facts.items()}
    )
    if incidents is not None:
        _add_incidents(terms, incidents, owed, bare, facts, as_of_ms)
    results = []
    for owing, without in zip(owed, bare, strict=True):
        for conditions in owing.duty.shown_by:
            if conditions.acts is None:
                _add_facts(terms, owing, conditions, facts)
                _add_facts(bare_terms, without, conditions, facts)
        for stretch in range(owing.stretches):
            result = _result(terms, owing, stretch, as_of_ms)
            rests = result.result not in ("unknown", _result(bare_terms, without, stretch, as_of_ms).result)
            results.append(replace(result, presumed=result.presumed or rests))
    return tuple(results)


# When it is due


def _disputes(duty: Duty) -> tuple[int, ...]:
    times = [*duty.due.times, *(entry.start for entry in duty.standing)]
    return tuple(sorted({dispute for time in times for dispute in time.disputes}))


def _owed(terms: Terms, duty: Duty, party: str, as_of_ms: int, *, has_records: bool) -> _Owed | None:
    choices = list(terms.choices(_disputes(duty)))
    starts, ends = [], []
    for stretch in itertools.count():
        if stretch > _MOST_STRETCHES:
            raise TrucelineError(
                f"duties.{duty.id}: more than {_MOST_STRETCHES:,} stretches have begun by then; "
                "give the duty an `until`, or an earlier --as-of"
            )
        bounds = [_stretch(duty, stretch, choice, ZoneInfo(terms.zone)) for choice in choices]
        if duty.due.every is not None and not any(
            _has_begun(duty, b[0], c, as_of_ms) for b, c in zip(bounds, choices, strict=True)
        ):
            break
        starts += [start for start, _ in bounds]
        ends += [end for _, end in bounds]
        if duty.due.every is None:
            break
    if not starts:
        return None
    recorded, possible = (
        _Windows(
            np.array(starts, dtype=np.int64),
            np.array(ends, dtype=np.int64),
            as_of_ms,
            has_late=duty.due.every is None,
        )
        for _ in range(2)
    )
    if any(conditions.acts is not None for conditions in duty.shown_by):
        possible.add(ALWAYS_MS, NEVER_MS, is_certain=False)  # an act that no record tells of
    has_acts = any(conditions.acts is not None for conditions in duty.shown_by)
    presumes = duty.presume_undone and (has_records or not has_acts)
    return _Owed(duty, party, choices, len(starts) // len(choices), recorded, possible, presumes)


def _has_begun(duty: Duty, start_ms: int, choice: Choice, as_of_ms: int) -> bool:
    until = duty.due.until
    return start_ms <= as_of_ms and (until is None or start_ms < until.at(choice))


def _stretch(duty: Duty, number: int, choice: Choice, zone: ZoneInfo) -> tuple[int, int]:
    """``[start, end)`` of one stretch under one choice."""
    start = _at(duty.due.start, choice, ALWAYS_MS)
    if duty.due.every is None:
        return start, _at(duty.due.by, choice, NEVER_MS)
    first, after = (_later(start, duty.due.every.times(n), zone) for n in (number, number + 1))
    return first, after


def _at(time: Time | None, choice: Choice, missing: int) -> int:
    return missing if time is None else time.at(choice)


def _later(at_ms: int, length: Length, zone: ZoneInfo) -> int:
    """Some time later; an hour that the clock skips counts as the one after. No calendar: no end."""
    try:
        if length.months or length.days:
            local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone).replace(tzinfo=None)
            moved = months_later(local, length.months) + timedelta(days=length.days)
            at_ms = round(moved.replace(tzinfo=zone).timestamp() * 1000)
        later = at_ms + length.ms
        datetime.fromtimestamp(later / 1000, UTC).astimezone(zone)
    except (OverflowError, ValueError):
        return NEVER_MS
    return later


# What shows it done


def _add_incidents(
    terms: Terms,
    incidents: Incidents,
    owed: list[_Owed],
    bare: list[_Owed],
    facts: Sequence[RecordedFact],
    as_of_ms: int,
) -> None:
    """Assesses everything that would show a duty done as a provision of its own."""
    shows: dict[str, tuple[_Owed, _Owed]] = {}
    provisions: dict[str, Provision] = {}
    always = (Standing("in force", Time((ALWAYS_MS,))),)
    for number, owing in enumerate(owed):
        for order, conditions in enumerate(owing.duty.shown_by):
            if conditions.acts is None:
                continue
            name = f"{number}/{order}"
            by = conditions.by or PartyChoice((PartySet((owing.party,)),))
            shows[name] = owing, bare[number]
            provisions[name] = Provision(name, name, replace(conditions, by=by), always, line=owing.duty.line)
    if not shows:
        return
    assessment = Assessment(replace(terms, provisions=provisions), incidents, facts=facts, as_of_ms=as_of_ms)
    for batch, findings in assessment.pairs():
        if not findings.num_rows:
            continue
        row_of = {name: row for row, name in enumerate(batch.column("id").to_pylist())}
        starts = batch.column("start").cast(pa.int64()).to_pylist()
        ends = batch.column("end").cast(pa.int64()).to_pylist()
        names = ("incident", "provision", "result", "presumed")
        columns = (findings.column(name).to_pylist() for name in names)
        for incident, name, result, presumed in zip(*columns, strict=True):
            start, end = starts[row_of[incident]], ends[row_of[incident]]
            first, last = (ALWAYS_MS, NEVER_MS) if start is None else (start, max(start, end - 1))
            is_certain = result == "violation" and start is not None
            owing, without = shows[name]
            owing.add(incident, first, last, is_certain=is_certain)
            without.add(incident, first, last, is_certain=is_certain and not presumed)


def _add_facts(terms: Terms, owing: _Owed, conditions: Conditions, facts: Sequence[RecordedFact]) -> None:
    """Takes a duty for done as soon as all the facts that show it hold."""
    bounds = {ALWAYS_MS, NEVER_MS}
    asked = [terms.facts[fact.id] for fact in conditions.facts]
    rows = {
        fact.id: [
            row
            for row in facts
            if row.fact == fact.id and not row.incident and row.about in ("", owing.party)
        ]
        for fact in asked
    }
    # What is said of a member, or of the group, leaves open what holds of the one that owes it.
    kin = {
        fact.id: [
            replace(row, value=None)
            for row in facts
            if row.fact == fact.id and row.about != owing.party and _are_kin(row.about, owing.party, terms)
        ]
        for fact in asked
    }
    for row in itertools.chain.from_iterable([*rows.values(), *kin.values()]):
        bounds |= {row.start_ms, min(max(row.start_ms, row.by_ms), row.end_ms), row.end_ms}
    for first, after in itertools.pairwise(sorted(bounds)):
        found = []
        for fact in asked:
            own = _told(rows[fact.id], first, None)
            held = own if own[1] else _told(kin[fact.id], first, fact.presume)
            found.append(held)
        told = [values for values, _ in found]
        truth = min(YES if told_of == {True} else NO if told_of == {False} else UNKNOWN for told_of in told)
        if truth == NO:
            continue
        if truth == YES:
            # It holds throughout, so that it is done at the first instant of the stretch that counts.
            for start in {first, *(int(s) for s in owing.recorded.start_ms if first < s < after)}:
                owing.add("", start, start, is_certain=True)
        is_told = all(is_recorded for _, is_recorded in found)
        for windows in (owing.recorded, owing.possible) if is_told else (owing.possible,):
            windows.add(first, after - 1, is_certain=False)


def _are_kin(one: str, other: str, terms: Terms) -> bool:
    """Whether one party is listed within the other, at whatever time."""
    return other in _within(one, terms) or one in _within(other, terms)


def _within(party: str, terms: Terms) -> set[str]:
    found: set[str] = set()
    waiting = [party]
    while waiting:
        held = terms.parties.get(waiting.pop())
        parts = {*(m.party for m in held.members or ()), *held.could_be} - found if held else set()
        found |= parts
        waiting += parts
    return found


def _told(rows: Sequence[RecordedFact], at_ms: int, presume: bool | None) -> tuple[set[bool | None], bool]:
    """The values that rows, or the presumption, give a fact at an instant; and whether any of them does.

    Where a row gives the day alone on which it became so, on that day it may be so or not yet. What is
    not so is not so on the whole of its first day.
    """
    sure: set[bool | None] = set()
    maybe: set[bool | None] = set()
    for row in rows:
        if row.start_ms <= at_ms < row.end_ms:
            (maybe if row.value is not False and at_ms < row.by_ms else sure).add(row.value)
    is_recorded = bool(sure or maybe or presume is not None)
    return (sure | {None} if maybe - sure else sure or {presume}), is_recorded


# What came of it


def _result(terms: Terms, owing: _Owed, stretch: int, as_of_ms: int) -> DutyResult:
    duty, choices = owing.duty, owing.choices
    indexes = range(stretch * len(choices), (stretch + 1) * len(choices))

    def outcomes(windows: _Windows) -> list[set[str]]:
        found = []
        for index, choice in zip(indexes, choices, strict=True):
            is_owed = duty.is_in_force(min(int(windows.end_ms[index]) - 1, as_of_ms), choice, as_of_ms)
            is_owed |= _is_done_in_force(duty, windows, owing.recorded, index, choice, as_of_ms)
            if duty.due.every is not None:
                is_owed = is_owed and _has_begun(duty, int(windows.start_ms[index]), choice, as_of_ms)
            found.append(windows.results(index) if is_owed else {"not in force"})
        return found

    possible = outcomes(owing.possible)
    by_choice = outcomes(owing.recorded) if owing.presumes else possible
    results = set[str]().union(*by_choice)
    result = results.pop() if len(results) == 1 else "unknown"
    ends = tuple(sorted({int(owing.recorded.end_ms[index]) for index in indexes}))
    return DutyResult(
        duty.id,
        owing.party,
        stretch + 1 if duty.due.every is not None else None,
        result,
        min(int(owing.recorded.start_ms[index]) for index in indexes),
        ends,
        result != "unknown" and by_choice != possible,
        tuple(owing.shown.get(stretch, ())),
        tuple(owing.perhaps.get(stretch, ())),
        tuple(_open(terms, owing, stretch, by_choice)) if result == "unknown" else (),
        _done(owing.recorded, indexes),
    )


def _done(recorded: _Windows, indexes: range) -> tuple[int, int] | None:
    """When it was surely first done, under whatever reading."""
    last = max(int(recorded.certain_ms[index]) for index in indexes)
    if last >= NEVER_MS:
        return None
    return min(int(recorded.earliest_ms[index]) for index in indexes), last


def _is_done_in_force(
    duty: Duty, windows: _Windows, recorded: _Windows, index: int, choice: Choice, as_of_ms: int
) -> bool:
    """Whether it was surely done in time, at an instant at which it surely was in force."""
    first, last = int(recorded.earliest_ms[index]), int(windows.certain_ms[index])
    if last >= windows.end_ms[index]:
        return False
    changes = (entry.start.at(choice) for entry in duty.standing)
    instants = [first, last, *(at for at in changes if first < at <= last)]
    return all(duty.is_in_force(at, choice, as_of_ms) for at in instants)


def _open(terms: Terms, owing: _Owed, stretch: int, by_choice: list[set[str]]) -> Iterator[str]:
    """What an unknown hangs on: the readings of the sources, incidents, what nobody recorded."""
    for dispute in _disputes(owing.duty):
        options = terms.disputes[dispute].options
        results = [
            set[str]().union(
                *(r for r, c in zip(by_choice, owing.choices, strict=True) if c[dispute] == option)
            )
            for option in range(len(options))
        ]
        if any(found != results[0] for found in results):
            readings = []
            for option, found in zip(options, results, strict=True):
                cited = f" ({'; '.join(map(str, option.cite))})" if option.cite else ""
                readings.append(
                    f"{' or '.join(sorted(found, key=DUTY_RESULTS.index))} if {option.text}{cited}"
                )
            yield f"which reading binds in {terms.disputes[dispute].address}: {'; '.join(readings)}"
    if any(len(found) > 1 for found in by_choice):
        perhaps = owing.perhaps.get(stretch, ())
        if perhaps:
            yield f"whether {' or '.join(perhaps)} shows it done, and when"
        elif not owing.presumes:
            yield "nothing recorded says that it was done, or that it was not"


def duty_table(results: Sequence[DutyResult]) -> pa.Table:
    """Results as a table of ``DUTIES``."""

    def instant(at_ms: int) -> int | None:
        return at_ms if ALWAYS_MS < at_ms < NEVER_MS else None

    rows = [
        {
            "duty": result.duty,
            "party": result.party,
            "number": result.number,
            "result": result.result,
            "due_from": instant(result.due_from_ms),
            "due_by": instant(result.due_by_ms[0]),
            "due_by_latest": instant(result.due_by_ms[-1]),
            "done_from": instant(result.done_ms[0]) if result.done_ms else None,
            "done_by": instant(result.done_ms[1]) if result.done_ms else None,
            "presumed": result.presumed,
            "shown_by": list(result.shown_by),
            "perhaps_shown_by": list(result.perhaps_shown_by),
            "open": list(result.open),
        }
        for result in results
    ]
    return pa.Table.from_pylist(rows, DUTIES)


def due_text(result: DutyResult, zone: str) -> str:
    """When it is due, on the local clock, with every reading."""
    by = " or ".join(moment_text(at, zone) for at in result.due_by_ms)
    start = "" if result.due_from_ms <= ALWAYS_MS else f"from {moment_text(result.due_from_ms, zone)} "
    return f"{start}by {by}"
