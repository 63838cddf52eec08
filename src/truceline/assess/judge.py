# SPDX-License-Identifier: Apache-2.0
"""One distinct combination of what records leave open, judged over all of its alternatives.

Many incidents share one combination: the same role cells, the same states of time, the same act,
the same answers about places. The engine finds the distinct combinations of a batch and asks the
judge once for each.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from truceline.assess.compiled import CONDITIONS, Clause, Compiled, View
from truceline.assess.membership import Masks, Moment, parse_role, together
from truceline.terms import AreaForm, Choice, FactAsked, PartyChoice, PartySet, Taxonomy, WeaponKind
from truceline.truth import NO, UNKNOWN, YES

_MOST_REMEMBERED = 1024
"""Judgements, and role cells, that a provision remembers from one batch to the next."""

_MOST_AUTHORS = 4096
_MOST_SIDES = 16_384
"""Cells of one side, with what they answer, that a provision remembers."""

_MOST_WORLDS = 4096
"""Combinations worked out one by one; beyond, the conditions are joined by Kleene logic, which is sound."""

NOTHING, ONLY_NO, ONLY_YES, EITHER, NOTHING_OR_NO, NOTHING_OR_YES = range(6)
"""What is recorded of a fact for one incident: nothing, or the values that it may have. ``EITHER`` stands
for rival records too; the last two for one of which nobody knows whether it is about the incident."""


@dataclass(frozen=True, slots=True)
class RoleCell:
    """What a record says of who did it to whom."""

    by: str | None
    against: str | None
    is_either: bool


@dataclass(frozen=True, slots=True)
class Combination:
    """What a record settles and leaves open for one provision."""

    role: RoleCell
    states: frozenset[int]
    """Positions in ``Compiled.states`` of the kinds of instant at which it may have happened."""
    act: str | None
    weapon: str | None
    calibre_mm: float | None
    """One of ``Judge.calibres_mm``; None where none is recorded, or the provision asks for none."""
    places: tuple[tuple[int, ...], ...]
    """For each place atom, the truth of each of its forms, in the order of ``Judge.place_forms``."""
    facts: tuple[int, ...] = ()
    """For each fact atom what is recorded of it: a code of ``truceline.assess.facts``."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The finding of one combination."""

    result: str
    conditions: tuple[int | None, ...]
    """The truth of each of ``CONDITIONS``; None where the provision does not state it."""
    parties: tuple[str, ...]
    parties_possible: tuple[str, ...]
    presumed: tuple[str, ...]
    exceptions: tuple[str, ...]
    answering: tuple[str, ...] = ()
    """Parties that answer for it besides who did it, in every world in which it is a violation."""
    answering_possible: tuple[str, ...] = ()
    by_text: tuple[str, ...] = ()
    """The result under each rival text; empty where there is one text."""


@dataclass
class _Tally:
    """Whether something was true, and whether it was false, in the worlds seen so far."""

    is_ever: bool = False
    is_ever_not: bool = False

    def add(self, value: bool) -> None:
        if value:
            self.is_ever = True
        else:
            self.is_ever_not = True

    @property
    def truth(self) -> int:
        if not self.is_ever:
            return int(NO)
        return int(UNKNOWN) if self.is_ever_not else int(YES)


Parties = tuple[int, Choice]
"""An instant and a choice of readings, which between them say who belongs to whom."""


@dataclass(frozen=True, eq=False, slots=True)
class _Asked:
    """What a combination leaves open apart from who did it to whom."""

    views: tuple[tuple[Parties, int, tuple[Masks, ...]], ...]
    """Each distinct view: its parties, the bits that it settles, and the masks of every other question."""
    among: tuple[Parties, ...]
    """The parties of the views, each once."""


_Open = tuple[int, int, tuple[Masks, ...]]
"""What a view leaves open: the rival text that binds, the bits that are settled, and for each open
question its possible masks."""


@dataclass
class _Seen:
    """What the worlds gone through have shown: in all, or under one rival text."""

    core: _Tally = field(default_factory=_Tally)
    exempt: _Tally = field(default_factory=_Tally)
    holds: _Tally = field(default_factory=_Tally)

    def add(self, core: bool, exempt: bool) -> None:
        self.core.add(core)
        self.exempt.add(exempt)
        self.holds.add(core and not exempt)

    def add_truths(self, core: int, exempt: int) -> None:
        """Takes what may be, where worlds are too many to go through."""
        holds = min(core, 2 - exempt)
        for tally, truth in ((self.core, core), (self.exempt, exempt), (self.holds, holds)):
            tally.is_ever |= truth != NO
            tally.is_ever_not |= truth != YES

    @property
    def result(self) -> str:
        if self.holds.truth == YES:
            return "violation"
        if self.holds.truth == UNKNOWN:
            return "possible"
        return "exempt" if self.core.truth == YES and self.exempt.truth == YES else "none"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a judgement says apart from who did it: the same for all records that leave the same open."""

    result: str
    conditions: tuple[int | None, ...]
    presumed: tuple[str, ...]
    exceptions: tuple[str, ...]
    answering: tuple[str, ...]
    answering_possible: tuple[str, ...]
    by_text: tuple[str, ...]


@dataclass
class Judge:
    """Judges combinations for one provision and remembers what it found."""

    compiled: Compiled
    _moments: dict[Parties, Moment] = field(default_factory=dict)
    _roles: dict[object, Masks] = field(default_factory=dict)
    _sides: dict[object, list[Masks]] = field(default_factory=dict)
    _acts: dict[str | None, Masks] = field(default_factory=dict)
    _weapons: dict[tuple[str | None, float | None], Masks] = field(default_factory=dict)
    _outcomes_of: dict[Combination, tuple[_Outcome, _Asked]] = field(default_factory=dict)
    _authors_of: dict[object, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    """Who is in breach, by what is asked and by the cell that says who did it; those attacked alike share an entry."""
    _outcomes: dict[tuple[frozenset[_Open], tuple[int, ...]], _Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        atoms = self.compiled.atoms
        self.by_atoms = self.compiled.atoms_of("by")
        self.against_atoms = self.compiled.atoms_of("against")
        self.fact_atoms = self.compiled.atoms_of("fact")
        self.root_by = [
            next((i for i in self.by_atoms if i in clause.atoms), None) for clause in self.compiled.clauses
        ]
        """For each rival text the atom that asks who did it."""
        self._by_truth: list[tuple[Masks, Masks, Masks]] = [
            (frozenset([0]), frozenset([0, 1 << atom]), frozenset([1 << atom])) for atom in range(len(atoms))
        ]
        """For each atom the masks that it may have where its answer is no, unknown and yes."""
        self.facts_asked = [asked for i in self.fact_atoms if isinstance(asked := atoms[i].asked, FactAsked)]
        self.presumptions = {
            asked.id: self.compiled.terms.facts[asked.id].presume for asked in self.facts_asked
        }
        self.calibre_bounds, self.calibres_mm = _calibres(
            kind for i in self.compiled.atoms_of("weapons") for kind in weapon_kinds(atoms[i].asked)
        )

    @cached_property
    def place_forms(self) -> list[list[object]]:
        """For each place atom the distinct forms that it has in the states known so far."""
        return [[] for _ in self.compiled.place_atoms]

    # The possible masks of one kind of open question

    def moment(self, parties: Parties) -> Moment:
        """The parties as a view has them."""
        if parties not in self._moments:
            self._moments[parties] = Moment(self.compiled.terms, *parties)
        return self._moments[parties]

    def _sets(self, atoms: list[int], choice: Choice) -> list[PartySet]:
        asked = (self.compiled.atoms[index].asked for index in atoms)
        return [sets.under(choice) for sets in asked if isinstance(sets, PartyChoice)]

    def _side(self, cell: str | None, atoms: list[int], parties: Parties) -> list[Masks]:
        """For each alternative of a cell, the possible masks over the provision's atoms."""
        key = (cell, atoms is self.by_atoms, parties)
        if key not in self._sides:
            _make_room(self._sides, _MOST_SIDES)
            moment, sets = self.moment(parties), self._sets(atoms, parties[1])
            self._sides[key] = [
                frozenset(
                    _spread(mask, atoms) for mask in together(moment.of_name(name, sets) for name in names)
                )
                for names in parse_role(cell)
            ]
        return self._sides[key]

    def role_masks(self, role: RoleCell, parties: Parties) -> Masks:
        """The possible answers to every ``by`` and ``against`` of the provision, as joint masks."""
        key = (role, parties)
        if key not in self._roles:
            _make_room(self._roles)
            orders = [(role.by, role.against)]
            if role.is_either:
                orders.append((role.against, role.by))
            self._roles[key] = frozenset(
                doing | suffering
                for by, against in orders
                for side in self._side(by, self.by_atoms, parties)
                for doing in side
                for other in self._side(against, self.against_atoms, parties)
                for suffering in other
            )
        return self._roles[key]

    def act_masks(self, act: str | None) -> Masks:
        """The possible answers to every ``acts`` of the provision for one code."""
        if act not in self._acts:
            taxonomy = self.compiled.terms.acts
            atoms = self.compiled.atoms_of("acts")
            self._acts[act] = frozenset(
                sum(
                    1 << atom for atom in atoms if _is_one_of(leaf, self.compiled.atoms[atom].asked, taxonomy)
                )
                for leaf in _leaves(act, taxonomy)
            )
        return self._acts[act]

    def weapon_masks(self, weapon: str | None, calibre_mm: float | None) -> Masks:
        """The possible answers to every ``weapons`` of the provision for one code and calibre."""
        key = weapon, calibre_mm
        if key not in self._weapons:
            taxonomy = self.compiled.terms.weapons
            atoms = self.compiled.atoms_of("weapons")
            self._weapons[key] = frozenset(
                sum(
                    1 << atom
                    for atom in atoms
                    if any(
                        leaf is not None
                        and taxonomy.is_within(leaf, kind.code)
                        and (kind.calibre is None or kind.calibre.holds(calibre))
                        for kind in weapon_kinds(self.compiled.atoms[atom].asked)
                    )
                )
                for leaf in _leaves(weapon, taxonomy)
                for calibre in self._calibres_of(leaf, calibre_mm)
            )
        return self._weapons[key]

    def _calibres_of(self, leaf: str | None, recorded_mm: float | None) -> tuple[float, ...]:
        """The calibres that a weapon may have: as recorded, as all of its kind, or any."""
        if recorded_mm is not None:
            return (recorded_mm,)
        stated = None if leaf is None else self.compiled.terms.weapons.calibre_mm(leaf)
        return self.calibres_mm if stated is None else (stated,)

    def fact_masks(self, fact_atom: int, recorded: int, *, presume: bool = True) -> Masks:
        """The possible answers about a fact of which something, or nothing, is recorded."""
        no, yes = frozenset([0]), frozenset([1 << fact_atom])
        asked = self.facts_asked[self.fact_atoms.index(fact_atom)]
        presumed = self.presumptions[asked.id]
        unrecorded = no | yes if presumed is None or not presume else yes if presumed else no
        return {
            NOTHING: unrecorded,
            ONLY_NO: no,
            ONLY_YES: yes,
            EITHER: no | yes,
            NOTHING_OR_NO: unrecorded | no,
            NOTHING_OR_YES: unrecorded | yes,
        }[recorded]

    def place_masks(self, combination: Combination, places: Sequence[AreaForm]) -> list[Masks]:
        """The possible answers about each place, in the form that each has."""
        found = []
        for order, atom in enumerate(self.compiled.place_atoms):
            truth = combination.places[order][self.place_forms[order].index(places[order])]
            found.append(self._by_truth[atom][truth])
        return found

    def opened(self, combination: Combination) -> list[tuple[View, tuple[Masks, ...]]]:
        """Every view of a combination, with the masks that the answers to each question may have.

        The questions are who did it to whom, the act, the weapon, the places and the facts, in this
        order. Only the first and the places depend on the view.
        """
        codes = (
            self.act_masks(combination.act),
            self.weapon_masks(combination.weapon, combination.calibre_mm),
        )
        facts = tuple(map(self.fact_masks, self.fact_atoms, combination.facts))
        rests: dict[tuple[AreaForm, ...], tuple[Masks, ...]] = {}
        found = []
        for view in self.views(combination):
            if view.places not in rests:
                rests[view.places] = (*codes, *self.place_masks(combination, view.places), *facts)
            found.append((view, (self.role_masks(combination.role, parties_of(view)), *rests[view.places])))
        return found

    # Judging

    def judge(self, combination: Combination) -> Judgement:
        """The finding of a combination."""
        return self.finding(combination, combination.role)

    def finding(self, combination: Combination, role: RoleCell) -> Judgement:
        """The finding of a combination whose role has been replaced by one of the same class."""
        outcome, asked = self._known(combination)
        parties: tuple[str, ...] = ()
        parties_possible: tuple[str, ...] = ()
        if outcome.result in ("violation", "possible"):
            attacked = (
                role.against if role.is_either else self.side_masks(role.against, asked.among, is_doing=False)
            )
            cells = asked, role.by, attacked, role.is_either
            if cells not in self._authors_of:
                _make_room(self._authors_of, _MOST_AUTHORS)
                is_certain = outcome.result == "violation"
                self._authors_of[cells] = self._authors(role, asked, is_certain=is_certain)
            parties, parties_possible = self._authors_of[cells]
        return Judgement(
            outcome.result,
            outcome.conditions,
            parties,
            parties_possible,
            outcome.presumed,
            outcome.exceptions,
            outcome.answering,
            outcome.answering_possible,
            outcome.by_text,
        )

    def result(self, combination: Combination) -> str:
        """The result alone, which is the same for every role of a class."""
        return self._known(combination)[0].result

    def views(self, combination: Combination) -> Iterator[View]:
        """Every state at which it may have happened, under every choice."""
        for state in sorted(combination.states):
            yield from self.compiled.states[state].views

    def _known(self, combination: Combination) -> tuple[_Outcome, _Asked]:
        """The outcome of a combination, and what is left open apart from who did it; worked out once."""
        if combination not in self._outcomes_of:
            _make_room(self._outcomes_of)
            opened = self.opened(combination)
            left_open = frozenset(
                (self.compiled.text_of(view), view.bits, questions) for view, questions in opened
            )
            key = left_open, combination.facts
            if key not in self._outcomes:
                _make_room(self._outcomes)
                self._outcomes[key] = self._outcome(*key)
            # Views that differ in nothing that matters for who did it are gone through once.
            views = tuple(
                dict.fromkeys((parties_of(view), view.bits, questions[1:]) for view, questions in opened)
            )
            among = tuple(dict.fromkeys(parties for parties, _, _ in views))
            self._outcomes_of[combination] = self._outcomes[key], _Asked(views, among)
        return self._outcomes_of[combination]

    # Classes of cells that answer everything alike

    def side_masks(self, cell: str | None, among: Sequence[Parties], *, is_doing: bool) -> tuple[Masks, ...]:
        """What a cell answers on one side; two cells with the same masks answer everything there alike."""
        atoms = self.by_atoms if is_doing else self.against_atoms
        return tuple(frozenset[int]().union(*self._side(cell, atoms, parties)) for parties in among)

    def _outcome(self, left_open: frozenset[_Open], facts: tuple[int, ...]) -> _Outcome:
        clauses = self.compiled.clauses
        seen, by_text = _Seen(), [_Seen() for _ in clauses]
        atom_truths = [[_Tally() for _ in self.compiled.atoms] for _ in clauses]
        exceptions = {name: _Tally() for clause in clauses for name, _ in clause.unless}
        answering = {party: _Tally() for party in self.compiled.answering}
        for text, bits, questions in left_open:
            clause, both = clauses[text], (seen, by_text[text])
            self._tally_atoms(bits, questions, atom_truths[text])
            if _size(questions) > _MOST_WORLDS:
                self._tally_by_kleene(clause, bits, questions, both, exceptions, answering)
                continue
            for mask in worlds_of(bits, questions):
                core, exempt = clause.core(mask), clause.exempt(mask)
                for one in both:
                    one.add(core, exempt)
                for name, exception in clause.unless:
                    exceptions[name].add(exception.holds(mask))
                if core and not exempt:
                    for party, atoms in self.compiled.answering.items():
                        answering[party].add(any(mask >> atom & 1 for atom in atoms))
        result = seen.result
        columns = [
            self._columns(clause, truths, of_text.exempt)
            for clause, truths, of_text in zip(clauses, atom_truths, by_text, strict=True)
        ]
        surely = [p for p, tally in answering.items() if tally.truth == YES and result == "violation"]
        maybe = [p for p, tally in answering.items() if tally.truth != NO and p not in surely]
        return _Outcome(
            result,
            _either(columns),
            self._presumed(left_open, facts, seen.holds.truth) if result != "none" else (),
            tuple(name for name, tally in exceptions.items() if tally.is_ever) if result != "none" else (),
            tuple(surely),
            tuple(maybe),
            tuple(
                f"{text.id}: {of_text.result}"
                for text, of_text in zip(self.compiled.provision.texts, by_text, strict=False)
            ),
        )

    def _tally_atoms(self, bits: int, questions: Sequence[Masks], tallies: list[_Tally]) -> None:
        for index, atom in enumerate(self.compiled.atoms):
            if atom.kind in ("during", "standing"):
                tallies[index].add(bool(bits >> index & 1))
        for index, tally in enumerate(tallies):
            for masks in questions:
                if any(mask >> index & 1 for mask in masks):
                    tally.is_ever = True
                    if any(not mask >> index & 1 for mask in masks):
                        tally.is_ever_not = True
                    break
            else:
                if self.compiled.atoms[index].kind not in ("during", "standing"):
                    tally.is_ever_not = True

    def _tally_by_kleene(
        self,
        clause: Clause,
        bits: int,
        questions: Sequence[Masks],
        both: tuple[_Seen, _Seen],
        exceptions: dict[str, _Tally],
        answering: dict[str, _Tally],
    ) -> None:
        """Sound bounds without going through the worlds: the conditions joined by Kleene logic."""
        tallies = [_Tally() for _ in self.compiled.atoms]
        self._tally_atoms(bits, questions, tallies)
        values = [tally.truth for tally in tallies]

        def core(of: Clause) -> int:
            return min((values[atom] for atom in of.atoms), default=int(YES))

        def exempt(of: Clause) -> int:
            return max((min(core(inner), 2 - exempt(inner)) for _, inner in of.unless), default=int(NO))

        for seen in both:
            seen.add_truths(core(clause), exempt(clause))
        for name, inner in clause.unless:
            truth = min(core(inner), 2 - exempt(inner))
            exceptions[name].is_ever |= truth != NO
            exceptions[name].is_ever_not |= truth != YES
        if min(core(clause), 2 - exempt(clause)) == NO:
            return
        for party, atoms in self.compiled.answering.items():
            truth = max(values[atom] for atom in atoms)
            answering[party].is_ever |= truth != NO
            answering[party].is_ever_not |= truth != YES

    def _columns(self, clause: Clause, atom_truths: list[_Tally], exempt: _Tally) -> tuple[int | None, ...]:
        truths: dict[str, int] = {}
        for atom in clause.atoms:
            kind = self.compiled.atoms[atom].kind
            column = "facts" if kind == "fact" else kind
            truths[column] = min(truths.get(column, int(YES)), atom_truths[atom].truth)
        if clause.unless:
            truths["unless"] = exempt.truth
        return tuple(truths.get(column) for column in CONDITIONS)

    def _presumed(self, left_open: frozenset[_Open], facts: tuple[int, ...], truth: int) -> tuple[str, ...]:
        """Facts whose presumption the finding rests on: without it the answer would be another."""
        rests_on: list[str] = []
        first = len(self.compiled.place_atoms) + 3  # the facts come after roles, acts, weapons and places
        for order, (atom, asked) in enumerate(zip(self.fact_atoms, self.facts_asked, strict=True), first):
            if self.presumptions[asked.id] is None or asked.id in rests_on:
                continue
            tally = _Tally()
            for text, bits, masks in left_open:
                questions = [
                    *masks[:order],
                    self.fact_masks(atom, facts[order - first], presume=False),
                    *masks[order + 1 :],
                ]
                if _size(questions) > _MOST_WORLDS:
                    tally = _Tally(is_ever=True, is_ever_not=True)
                    break
                for mask in worlds_of(bits, questions):
                    tally.add(self.compiled.clauses[text].holds(mask))
            if tally.truth != truth:
                rests_on.append(asked.id)
        return tuple(rests_on)

    # Who is in breach

    def _authors(
        self, role: RoleCell, asked: _Asked, *, is_certain: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The parties that did it in every world, and those that did in some, of the ones prohibited."""
        certain: list[str] = []
        possible: list[str] = []
        for name in self._candidates(role):
            worlds = _Tally()
            by_author: dict[Parties, tuple[Masks, Masks]] = {}
            for parties, bits, rest in asked.views:
                text = self.compiled.provision.text_under(parties[1])
                if parties not in by_author:
                    by_author[parties] = self._role_masks_by_author(role, parties, name)
                with_name, without_name = by_author[parties]
                if without_name:
                    worlds.is_ever_not = True
                if not with_name or worlds.is_ever:
                    continue
                questions = (with_name, *rest)
                worlds.is_ever = _size(questions) > _MOST_WORLDS or any(
                    self.compiled.clauses[text].holds(mask) for mask in worlds_of(bits, questions)
                )
            if worlds.truth == YES and is_certain:
                certain.append(name)
            elif worlds.is_ever:
                possible.append(name)
        return tuple(certain), tuple(possible)

    def _candidates(self, role: RoleCell) -> list[str]:
        """Single parties and groups that the record names, a vague label by the parties it may stand for."""
        cells = [role.by, role.against] if role.is_either else [role.by]
        parties = self.compiled.terms.parties
        found: dict[str, None] = {}

        def add(name: str) -> None:
            if name in parties:
                for part in parties[name].could_be:
                    add(part)
                if not parties[name].could_be:
                    found[name] = None

        for cell in cells:
            for names in parse_role(cell):
                for name in names:
                    add(name)
        return list(found)

    def _role_masks_by_author(self, role: RoleCell, parties: Parties, author: str) -> tuple[Masks, Masks]:
        """The role masks of worlds in which ``author`` did it and is prohibited to, and of the others."""
        moment, sets = self.moment(parties), self._sets(self.by_atoms, parties[1])
        own = moment.of_name(author, sets)
        asked = self.root_by[self.compiled.provision.text_under(parties[1])]
        root = None if asked is None else self.by_atoms.index(asked)
        own_in = frozenset(m for m in own if root is None or m >> root & 1)
        with_author: set[int] = set()
        is_ever_without = False
        orders = [(role.by, role.against)] + ([(role.against, role.by)] if role.is_either else [])
        for by, against in orders:
            others = [m for side in self._side(against, self.against_atoms, parties) for m in side]
            for names in parse_role(by):
                is_named = author in names
                may_be = is_named or any(
                    author in self._label_parts(name) for name in names if name in self.compiled.terms.parties
                )
                if not is_named or own_in != own:
                    is_ever_without = True
                if may_be:
                    doing = {
                        _spread(mask | more, self.by_atoms)
                        for mask in own_in
                        for more in together(moment.of_name(name, sets) for name in names) | {0}
                    }
                    with_author |= {a | b for a in doing for b in others}
        return frozenset(with_author), frozenset([0]) if is_ever_without else frozenset()

    def _label_parts(self, name: str) -> tuple[str, ...]:
        party = self.compiled.terms.parties[name]
        return tuple(p for part in party.could_be for p in (part, *self._label_parts(part)))


def parties_of(view: View) -> Parties:
    """What a view says about who belongs to whom."""
    return view.parties_at_ms, view.choice


def _make_room(memory: dict[Any, Any], most: int = _MOST_REMEMBERED) -> None:
    """Forgets everything when there is too much, so that memory does not grow with the input."""
    if len(memory) >= most:
        memory.clear()


def _either(columns: Sequence[tuple[int | None, ...]]) -> tuple[int | None, ...]:
    """Columns under rival texts as one: what they agree on.

    A condition that one of them does not state holds there; no exception does.
    """
    if len(columns) == 1:
        return columns[0]
    found: list[int | None] = []
    for name, truths in zip(CONDITIONS, zip(*columns, strict=True), strict=True):
        unstated = int(NO if name == "unless" else YES)
        stated = {unstated if truth is None else truth for truth in truths}
        is_stated = any(truth is not None for truth in truths)
        found.append((stated.pop() if len(stated) == 1 else int(UNKNOWN)) if is_stated else None)
    return tuple(found)


def _spread(mask: int, atoms: list[int]) -> int:
    """A mask over the positions in ``atoms`` as one over all atoms."""
    return sum(1 << atom for bit, atom in enumerate(atoms) if mask >> bit & 1)


def _leaves(code: str | None, taxonomy: Taxonomy) -> tuple[str | None, ...]:
    """What a code may stand for: itself, of a kind that no code names, or any code below it."""
    if code is None:
        return (None, *taxonomy.definitions)
    return (code, *taxonomy.below(code))


def weapon_kinds(asked: object) -> tuple[WeaponKind, ...]:
    """What a ``weapons`` atom asks for."""
    return asked if isinstance(asked, tuple) else ()


def _calibres(kinds: Iterable[WeaponKind]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The bounds on calibres, and one calibre for each bound and each stretch between, below and above.

    Calibres on the same side of every bound answer everything alike, so that one stands for all.
    """
    calibres = [kind.calibre for kind in kinds if kind.calibre]
    found = {bound for calibre in calibres for bound in (calibre.low_mm, calibre.high_mm)}
    bounds = sorted(found - {0.0, math.inf})
    if not bounds:
        return (), (0.0,)
    between = [(low + high) / 2 for low, high in itertools.pairwise([0.0, *bounds, 2 * bounds[-1]])]
    return tuple(bounds), tuple(sorted([*bounds, *between]))


def _is_one_of(leaf: str | None, codes: object, taxonomy: Taxonomy) -> bool:
    if leaf is None or not isinstance(codes, tuple):
        return False
    return any(taxonomy.is_within(leaf, code) for code in codes)


def _size(questions: Sequence[Masks]) -> int:
    size = 1
    for masks in questions:
        size *= len(masks)
    return size


def worlds_of(bits: int, questions: Sequence[Masks]) -> Iterator[int]:
    """Every mask that a world may have."""
    for masks in itertools.product(*questions):
        mask = bits
        for part in masks:
            mask |= part
        yield mask
