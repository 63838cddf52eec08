# SPDX-License-Identifier: Apache-2.0
"""A provision made ready for the engine: its atoms, its formula, and its moments of change.

An *atom* is a question that is plainly true or false in a world, one bit of a mask. The formula says
which masks make the provision hold. Only the atoms about time, parties and the choice of disputes
depend on one another; they are worked out together for each *state*, a stretch of time during
which none of them changes.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from truceline.assess.regions import forms_within, settled
from truceline.errors import Problem, TermsError
from truceline.terms import (
    ALWAYS_MS,
    MOST_CHOICES,
    NEVER_MS,
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Choice,
    Conditions,
    FactAsked,
    PartyChoice,
    Period,
    Provision,
    Span,
    Terms,
)

DAY_MINUTES = 24 * 60
DAY_MS = 86_400_000
_REPEATING_MS = 15 * DAY_MS
_FIRST_MS = -62_000_000_000_000
_LAST_MS = 253_000_000_000_000
"""Instants that a calendar can still show: years 5 to 9987."""
CONDITIONS = ("by", "against", "acts", "weapons", "in", "crosses", "during", "facts", "standing", "unless")
"""The columns of a finding, in the order of the design."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One question of a provision."""

    kind: str
    """A column of ``CONDITIONS``, or ``fact`` for one fact."""
    asked: object
    """What is asked: a PartyChoice, codes, an AreaForm, a Period or the id of a fact; None for standing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """AND of some atoms, and NOT any of the exceptions."""

    atoms: tuple[int, ...]
    unless: tuple[tuple[str, Clause], ...]

    def core(self, mask: int) -> bool:
        """Whether every atom holds."""
        return all(mask >> atom & 1 for atom in self.atoms)

    def exempt(self, mask: int) -> bool:
        """Whether some exception holds."""
        return any(clause.holds(mask) for _, clause in self.unless)

    def holds(self, mask: int) -> bool:
        """Whether the clause holds in a world with this mask."""
        return self.core(mask) and not self.exempt(mask)


@dataclass(frozen=True, slots=True)
class View:
    """What is settled by a state under one choice: the bits that are set, the forms that places have."""

    choice: Choice
    bits: int
    """The atoms of time that hold."""
    places: tuple[AreaForm, ...]
    """The form of each place atom, in the order of ``Compiled.place_atoms``."""
    parties_at_ms: int
    """An instant with the same memberships and standings of parties."""


@dataclass(frozen=True, slots=True)
class State:
    """A kind of instant: what every choice of the disputes makes of it."""

    views: tuple[View, ...]


@dataclass
class Compiled:
    """A provision ready for the engine."""

    terms: Terms
    provision: Provision
    as_of_ms: int | None = None
    is_assumed: bool = False
    """True where the caller asks what would be if the provision were in force at all times."""
    atoms: list[Atom] = field(default_factory=list)
    _state_ids: dict[State, int] = field(default_factory=dict)
    _known_states: dict[tuple[int, tuple[bool, ...]], int] = field(default_factory=dict)
    states: list[State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clauses = [
            self._clause(conditions, is_root=True) for conditions in self.provision.all_conditions()
        ]
        """One for each rival text; a provision with one text has one."""
        self.asked_atoms = list(range(len(self.atoms)))
        """Positions of the atoms that decide whether the provision holds."""
        self.answering: dict[str, list[int]] = {}
        """For each party that answers for others, the atoms that ask for whom; one that holds is enough."""
        for rule in self.provision.answering:
            self.answering.setdefault(rule.party, []).append(self._atom("by", rule.acting))
        ways = math.prod(len(self.terms.disputes[dispute].options) for dispute in self.disputes)
        if ways > MOST_CHOICES:
            where = [self.terms.disputes[dispute].address for dispute in self.disputes]
            raise TermsError(
                [
                    Problem(
                        self.terms.path,
                        self.provision.line,
                        None,
                        f"provisions.{self.provision.id}",
                        f"it depends on {len(where)} disputes, which combine in {ways:,} ways: {', '.join(where)}",
                        f"expected at most {MOST_CHOICES:,}",
                        "Count times from one disputed event, so that they share its dispute.",
                    )
                ]
            )

    def _atom(self, kind: str, asked: object) -> int:
        atom = Atom(kind, asked)
        if atom not in self.atoms:
            self.atoms.append(atom)
        return self.atoms.index(atom)

    def _clause(self, conditions: Conditions, *, is_root: bool = False) -> Clause:
        asked: list[tuple[str, object]] = [
            ("by", conditions.by),
            ("against", conditions.against),
            ("acts", conditions.acts),
            ("weapons", conditions.weapons),
            ("in", conditions.area),
            ("crosses", conditions.crosses),
            ("during", conditions.during),
            *(("fact", fact) for fact in conditions.facts),
        ]
        atoms = [self._atom(kind, what) for kind, what in asked if what is not None]
        if is_root:
            atoms.append(self._atom("standing", None))
        unless = tuple((e.id, self._clause(e.conditions)) for e in conditions.unless)
        return Clause(tuple(atoms), unless)

    @cached_property
    def shape(self) -> tuple[object, ...]:
        """What decides a result besides the answers: provisions of one shape come to the same from the same."""
        asked = (atom.asked for atom in self.atoms)
        return (
            tuple(self.clauses),
            tuple(atom.kind for atom in self.atoms),
            tuple((party, tuple(atoms)) for party, atoms in self.answering.items()),
            tuple(text.id for text in self.provision.texts),
            tuple(
                (fact.id, self.terms.facts[fact.id].presume) for fact in asked if isinstance(fact, FactAsked)
            ),
        )

    def text_of(self, view: View) -> int:
        """The rival text that binds under a view."""
        return self.provision.text_under(view.choice)

    @cached_property
    def always_asked(self) -> frozenset[int]:
        """Positions of the atoms that every rival text asks for outright."""
        return frozenset.intersection(*(frozenset(clause.atoms) for clause in self.clauses))

    def atoms_of(self, *kinds: str) -> list[int]:
        """Positions of the atoms of some kinds."""
        return [index for index, atom in enumerate(self.atoms) if atom.kind in kinds]

    @cached_property
    def place_atoms(self) -> list[int]:
        """Positions of the atoms that ask for a place."""
        return self.atoms_of("in", "crosses")

    @cached_property
    def disputes(self) -> list[int]:
        """Disputes that this provision depends on, itself or through parties, events and areas."""
        found: set[int] = set()
        if self.provision.text_dispute is not None:
            found.add(self.provision.text_dispute)
        for span in self._spans():
            for bound in (span.start, span.end):
                found.update(bound.disputes if bound else ())
        for atom in self.atoms:
            if isinstance(atom.asked, PartyChoice) and atom.asked.dispute is not None:
                found.add(atom.asked.dispute)
            if isinstance(atom.asked, AreaForm):
                for form in forms_within(atom.asked, self.terms):
                    if isinstance(form, AreaOneOf):
                        found.add(form.dispute)
        return sorted(found)

    @cached_property
    def party_disputes(self) -> frozenset[int]:
        """Disputes on which it depends who is in the sets of parties that are asked about."""
        bounds = (bound for span in self._party_spans() for bound in (span.start, span.end) if bound)
        asked = (atom.asked for atom in self.atoms)
        sets = (one.dispute for one in asked if isinstance(one, PartyChoice) and one.dispute is not None)
        return frozenset([*sets, *(dispute for bound in bounds for dispute in bound.disputes)])

    @cached_property
    def choices(self) -> list[Choice]:
        """Every combination of options of ``disputes``."""
        return list(self.terms.choices(self.disputes))

    @cached_property
    def _asks_parties(self) -> bool:
        return bool(self.atoms_of("by", "against"))

    def _party_spans(self) -> Iterator[Span]:
        if self._asks_parties:
            for party in self.terms.parties.values():
                yield from (member.span for member in party.members or ())
            yield from (entry.span for entry in self.terms.standing)

    def _spans(self) -> Iterator[Span]:
        """Everything with a beginning or an end that may change an answer."""
        yield from self._party_spans()
        if not self.is_assumed:
            yield from (Span(start=entry.start) for entry in self.provision.standing)
        for atom in self.atoms:
            if isinstance(atom.asked, Period):
                yield atom.asked.span
                yield from (Span(end=extension.end) for extension in atom.asked.extended)
            if isinstance(atom.asked, AreaForm):
                for form in forms_within(atom.asked, self.terms):
                    if isinstance(form, AreaHistory):
                        yield from (span for span, _ in form.entries)

    @staticmethod
    def _changes(spans: Iterator[Span], choices: list[Choice]) -> list[int]:
        found = {bound for span in spans for choice in choices for bound in span.bounds(choice)}
        return sorted(found - {ALWAYS_MS, NEVER_MS})

    @cached_property
    def changes(self) -> list[int]:
        """Instants at which an answer may change, hours of the day left out."""
        return self._changes(self._spans(), self.choices)

    @cached_property
    def _party_changes(self) -> list[int]:
        return [ALWAYS_MS, *self._changes(self._party_spans(), self.choices)]

    @cached_property
    def periods(self) -> list[Period]:
        """Periods that hold only on some hours or days."""
        asked = (atom.asked for atom in self.atoms)
        return [
            period for period in asked if isinstance(period, Period) and (period.daily or period.weekdays)
        ]

    def breaks(self, start_ms: int, end_ms: int) -> list[int]:
        """Every instant in (start, end) at which an answer may change, in order."""
        found = {change for change in self.changes if start_ms < change < end_ms}
        for period in self.periods:
            # Before and after a period the clock changes nothing.
            bounds = [period.bounds(choice, self.as_of_ms) for choice in self.choices]
            low = max(start_ms, min(start for start, _ in bounds))
            high = min(end_ms, max(end for _, end in bounds))
            if low < high:
                found.update(b for b in clock_breaks(period, low, high) if low < b < high)
        return sorted(found)

    def samples(self) -> list[int]:
        """Instants that among them show every state: before, between and after all changes.

        Hours of the day and weekdays come again every week, so that of a long stretch between two changes
        its first days show all of it: fifteen hold a week without a change of the clock.
        """
        inner = [change for change in self.changes if _FIRST_MS < change < _LAST_MS]
        low = min(inner, default=0) - _REPEATING_MS
        high = max(inner, default=0) + _REPEATING_MS
        found = [low]
        for start, end in itertools.pairwise([low, *inner, high]):
            found += self.breaks(start, min(end, start + _REPEATING_MS))
        return sorted({*found, *inner})

    def state_id(self, at_ms: int) -> int:
        """The state at an instant, as a position in ``states``.

        Between two changes it depends on the clock alone, so that each stretch and each answer of the clock is
        worked out once.
        """
        stretch = bisect_right(self.changes, at_ms)
        key = stretch, tuple(is_on_clock(period, at_ms) for period in self.periods)
        if key not in self._known_states:
            state = State(tuple(self._view(at_ms, choice) for choice in self.choices))
            if state not in self._state_ids:
                self._state_ids[state] = len(self.states)
                self.states.append(state)
            self._known_states[key] = self._state_ids[state]
        return self._known_states[key]

    def _view(self, at_ms: int, choice: Choice) -> View:
        bits = 0
        for index, atom in enumerate(self.atoms):
            if isinstance(atom.asked, Period):
                holds = is_during(atom.asked, at_ms, choice, self.as_of_ms)
            elif atom.kind == "standing":
                holds = self.is_assumed or self.provision.is_in_force(at_ms, choice, self.as_of_ms)
            else:
                holds = False
            bits |= holds << index
        places = tuple(
            settled(form, self.terms, at_ms, choice)
            for form in (self.atoms[index].asked for index in self.place_atoms)
            if isinstance(form, AreaForm)
        )
        parties_at = max(change for change in self._party_changes if change <= max(at_ms, ALWAYS_MS))
        return View(choice, bits, places, parties_at)


def is_during(period: Period, at_ms: int, choice: Choice, as_of_ms: int | None) -> bool:
    """Whether an instant lies in a period under one choice."""
    start, end = period.bounds(choice, as_of_ms)
    return start <= at_ms < end and is_on_clock(period, at_ms)


def is_on_clock(period: Period, at_ms: int) -> bool:
    """Whether the local clock is in one of the daily windows of a period, on one of its days."""
    if not period.daily and not period.weekdays:
        return True
    zone = ZoneInfo(period.zone)
    local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)
    minute = local.hour * 60 + local.minute
    day, day_before = local.weekday(), (local.weekday() - 1) % 7
    for lower, upper in period.daily or ((0, DAY_MINUTES),):
        is_past_midnight = upper <= lower
        if lower <= minute and (is_past_midnight or minute < upper) and _is_on(period, day):
            return True
        if is_past_midnight and minute < upper and _is_on(period, day_before):
            return True
    return False


def _is_on(period: Period, weekday: int) -> bool:
    return not period.weekdays or weekday in period.weekdays


def clock_breaks(period: Period, start_ms: int, end_ms: int) -> Iterator[int]:
    """Instants around ``[start, end)`` at which the local clock may enter or leave a daily window.

    They are the bounds of the windows and the days, read as the first and as the second of an hour
    that exists twice, and the changes of the clock themselves. Some of them change nothing.
    """
    zone = ZoneInfo(period.zone)
    day = datetime.fromtimestamp(start_ms / 1000, UTC).astimezone(zone).date() - timedelta(days=1)
    last = datetime.fromtimestamp(end_ms / 1000, UTC).astimezone(zone).date() + timedelta(days=1)
    minutes = {bound % DAY_MINUTES for window in period.daily for bound in window}
    if period.weekdays:
        minutes.add(0)
    offset = None
    while day <= last:
        midnight = datetime.combine(day, time(), zone)
        if offset is not None and midnight.utcoffset() != offset:
            yield _clock_change(midnight - timedelta(days=1), midnight)
        offset = midnight.utcoffset()
        for minute in minutes:
            for fold in (0, 1):
                local = datetime.combine(day, time(minute // 60, minute % 60, fold=fold), zone)
                yield round(local.timestamp() * 1000)
        day += timedelta(days=1)


def _clock_change(low: datetime, high: datetime) -> int:
    """The first instant after ``low`` with the offset of ``high``, in milliseconds."""
    zone, offset = high.tzinfo, high.utcoffset()
    low_ms, high_ms = round(low.timestamp() * 1000), round(high.timestamp() * 1000)
    while high_ms - low_ms > 1:
        middle = (low_ms + high_ms) // 2
        if datetime.fromtimestamp(middle / 1000, UTC).astimezone(zone).utcoffset() == offset:
            high_ms = middle
        else:
            low_ms = middle
    return high_ms
