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
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truceline.assess.compiled import CONDITIONS, Clause, Compiled, View
from truceline.assess.membership import Masks, together
from truceline.assess.sides import Asked, Doing, Parties, Roles, Sides, make_room
from truceline.terms import AreaForm, Choice, FactAsked, PartyChoice, Taxonomy, WeaponKind
from truceline.truth import NO, UNKNOWN, YES

_MOST_REMEMBERED = 16_384
"""Outcomes, and answers to who is in breach, that are remembered from one batch to the next."""

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


NOBODY, MAYBE, SURELY = range(3)
"""Whether a party that a record names is in breach."""
Breach = tuple[int, ...]
"""For each candidate of a cell, in the order of ``Sides.candidates``, whether it is in breach."""
Twins = tuple[int, ...]
"""For each candidate of the cell ``against`` its position among those of ``by``; -1 where it is none of them."""


class _Open(NamedTuple):
    """What a view leaves open."""

    text: int
    """The rival text that binds."""
    bits: int
    """The bits that are settled."""
    roles: int
    """Who did it to whom, as a position in ``Sides.roles``."""
    rest: int
    """For each other question the possible masks, as a position in ``Shared.rests``."""


_SceneView = tuple[int, int, Parties, int]
"""The text, the bits, the parties, and a position in ``Shared.rests``."""


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """What a combination leaves open apart from who did it to whom; ``Shared`` gives one for all equal ones."""

    views: tuple[_SceneView, ...]
    among: tuple[Parties, ...]
    """The parties of the views, each once."""
    facts: tuple[int, ...]
    """What is recorded of each fact."""


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
class Outcome:
    """What a judgement says apart from who did it; records that leave the same open share it."""

    result: str
    conditions: tuple[int | None, ...]
    presumed: tuple[str, ...]
    exceptions: tuple[str, ...]
    answering: tuple[str, ...]
    answering_possible: tuple[str, ...]
    by_text: tuple[str, ...]


_LeftOpen = frozenset[tuple[int, int, Masks, int]]
"""For each view the text, the bits, the possible masks of who did it to whom, and a position in ``Shared.rests``."""


_Questions = frozenset[tuple[int, int, tuple[Masks, ...]]]
"""For each view the text, the bits, and for each open question, who did it to whom first, the possible masks."""


@dataclass
class Shared:
    """What judges of provisions of one shape remember together."""

    outcomes: dict[tuple[_LeftOpen, tuple[int, ...]], Outcome] = field(default_factory=dict)
    breaches: dict[tuple[frozenset[_Open], Twins, bool], tuple[Breach, Breach]] = field(default_factory=dict)
    doing_it: dict[tuple[int, int | None, int, int], tuple[Masks, bool]] = field(default_factory=dict)
    may_hold: dict[tuple[int, int, Masks, int], bool] = field(default_factory=dict)
    records: dict[tuple[Scene, tuple[int, ...]], tuple[int, ...]] = field(default_factory=dict)
    """What the engine makes of a scene and of who did it to whom."""
    _scenes: dict[tuple[object, ...], Scene] = field(default_factory=dict)
    rests: list[tuple[Masks, ...]] = field(default_factory=list)
    """The possible masks of every question but who did it to whom."""
    _numbers: dict[tuple[Masks, ...], int] = field(default_factory=dict)

    def scene(
        self, views: tuple[_SceneView, ...], among: tuple[Parties, ...], facts: tuple[int, ...]
    ) -> Scene:
        """One object for all scenes that are equal."""
        make_room(self._scenes, _MOST_REMEMBERED)
        return self._scenes.setdefault((views, facts), Scene(views, among, facts))

    def rest(self, masks: tuple[Masks, ...]) -> int:
        """A position in ``rests``."""
        number = self._numbers.setdefault(masks, len(self.rests))
        if number == len(self.rests):
            self.rests.append(masks)
        return number


@dataclass
class Judge:
    """Judges combinations for one provision and remembers what it found."""

    compiled: Compiled
    sides: Sides
    shared: Shared = field(default_factory=lambda: Shared())
    _acts: dict[str | None, Masks] = field(default_factory=dict)
    _weapons: dict[tuple[str | None, float | None], Masks] = field(default_factory=dict)
    _parties: dict[tuple[int, Choice], Parties] = field(default_factory=dict)
    _asked_of: dict[Choice, tuple[Asked, Asked]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        atoms = self.compiled.atoms
        self.by_atoms = self.compiled.atoms_of("by")
        self.against_atoms = self.compiled.atoms_of("against")
        self.act_atoms = self.compiled.atoms_of("acts")
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
        self._views_of: dict[frozenset[int], tuple[tuple[int, int, Parties, tuple[AreaForm, ...]], ...]] = {}
        self.calibre_bounds, self.calibres_mm = _calibres(
            kind for i in self.compiled.atoms_of("weapons") for kind in weapon_kinds(atoms[i].asked)
        )

    @cached_property
    def place_forms(self) -> list[list[object]]:
        """For each place atom the distinct forms that it has in the states known so far."""
        return [[] for _ in self.compiled.place_atoms]

    # The possible masks of one kind of open question

    def parties_of(self, view: View) -> Parties:
        """Who belongs to whom under a view; choices that this does not depend on are left out."""
        key = view.parties_at_ms, view.choice
        if key not in self._parties:
            matters = self.compiled.party_disputes
            chosen = tuple(option if d in matters else 0 for d, option in enumerate(view.choice))
            self._parties[key] = view.parties_at_ms, chosen
        return self._parties[key]

    def asked(self, choice: Choice) -> tuple[Asked, Asked]:
        """What is asked under a choice about who did it, and about to whom it was done."""
        if choice not in self._asked_of:
            self._asked_of[choice] = (
                self._asked(self.by_atoms, choice),
                self._asked(self.against_atoms, choice),
            )
        return self._asked_of[choice]

    def _asked(self, atoms: list[int], choice: Choice) -> Asked:
        sets = (self.compiled.atoms[index].asked for index in atoms)
        under = tuple(one.under(choice) for one in sets if isinstance(one, PartyChoice))
        return self.sides.asked(tuple(atoms), under)

    def doing(self, cell: str | None, parties: Parties) -> int:
        """A cell as the one who did it, as a position in ``Sides.doings``."""
        return self.sides.doing(cell, self.asked(parties[1])[0], parties)

    def suffering(self, cell: str | None, parties: Parties) -> Masks:
        """The possible answers about a cell as the one to whom it was done."""
        return self.sides.suffering(cell, self.asked(parties[1])[1], parties)

    def roles(self, role: RoleCell, parties: Parties) -> int:
        """Who did it to whom, as a position in ``Sides.roles``."""
        turned = None
        if role.is_either:
            turned = self.doing(role.against, parties), self.suffering(role.by, parties)
        by, against = self.doing(role.by, parties), self.suffering(role.against, parties)
        return self.sides.number_of(Roles(by, against, turned))

    def calibre_kinds(self, calibre_mm: NDArray[np.float64]) -> NDArray[np.int64]:
        """For each calibre, NaN where none is recorded, its kind: each bound is one, and each stretch between."""
        below, above = (np.searchsorted(self.calibre_bounds, calibre_mm, side=s) for s in ("left", "right"))
        return np.asarray(
            np.where(np.isnan(calibre_mm), len(self.calibres_mm), below + above), dtype=np.int64
        )

    def calibre_at(self, kind: int) -> float | None:
        """The calibre that stands for all of its kind."""
        return self.calibres_mm[kind] if kind < len(self.calibres_mm) else None

    def act_masks(self, act: str | None) -> Masks:
        """The possible answers to every ``acts`` of the provision for one code."""
        if act not in self._acts:
            taxonomy = self.compiled.terms.acts
            asked = [(1 << i, self.sides.acts_within(self.compiled.atoms[i].asked)) for i in self.act_atoms]
            self._acts[act] = frozenset(
                sum(bit for bit, within in asked if leaf in within) for leaf in _leaves(act, taxonomy)
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

    def opened(self, combination: Combination) -> Iterator[tuple[View, tuple[Masks, ...]]]:
        """Every view of a combination, with the masks that the answers to each question may have.

        The questions are who did it to whom, the act, the weapon, the places and the facts, in this
        order. Only the first and the places depend on the view.
        """
        for state in sorted(combination.states):
            for view in self.compiled.states[state].views:
                roles = self.roles(combination.role, self.parties_of(view))
                yield view, (self.sides.roles[roles][1], *self._rest(combination, view.places))

    def _rest(self, combination: Combination, places: Sequence[AreaForm]) -> tuple[Masks, ...]:
        """The possible masks of every question but who did it to whom."""
        return (
            self.act_masks(combination.act),
            self.weapon_masks(combination.weapon, combination.calibre_mm),
            *self.place_masks(combination, places),
            *map(self.fact_masks, self.fact_atoms, combination.facts),
        )

    def _views(self, states: frozenset[int]) -> tuple[tuple[int, int, Parties, tuple[AreaForm, ...]], ...]:
        """The views of some states, those that differ in nothing that matters here taken as one."""
        if states not in self._views_of:
            make_room(self._views_of, _MOST_REMEMBERED)
            views = (view for state in sorted(states) for view in self.compiled.states[state].views)
            self._views_of[states] = tuple(
                dict.fromkeys((self.compiled.text_of(v), v.bits, self.parties_of(v), v.places) for v in views)
            )
        return self._views_of[states]

    # Judging

    def judge(self, combination: Combination) -> Judgement:
        """The finding of a combination."""
        outcome, left_open = self.outcome(combination)
        role = combination.role
        certain: dict[str, None] = {}
        possible: dict[str, None] = {}
        if outcome.result in ("violation", "possible"):
            cells = (role.by, role.against) if role.is_either else (role.by,)
            breaches = self.breaches(left_open, role, is_certain=outcome.result == "violation")
            for cell, breach in zip(cells, breaches, strict=False):
                for name, whether in zip(self.sides.candidates(cell), breach, strict=True):
                    if whether != NOBODY:
                        (certain if whether == SURELY else possible)[name] = None
        return Judgement(
            outcome.result,
            outcome.conditions,
            tuple(certain),
            tuple(possible),
            outcome.presumed,
            outcome.exceptions,
            outcome.answering,
            outcome.answering_possible,
            outcome.by_text,
        )

    def outcome(self, combination: Combination) -> tuple[Outcome, frozenset[_Open]]:
        """What a combination comes to, apart from who is in breach; and what it leaves open."""
        return self.outcome_of(self.scene(combination), combination.role)

    def scene(self, combination: Combination) -> Scene:
        """A combination without its role."""
        rests: dict[tuple[AreaForm, ...], int] = {}
        views = []
        for text, bits, parties, places in self._views(combination.states):
            if places not in rests:
                rests[places] = self.shared.rest(self._rest(combination, places))
            views.append((text, bits, parties, rests[places]))
        among = tuple(dict.fromkeys(parties for _, _, parties, _ in views))
        return self.shared.scene(tuple(dict.fromkeys(views)), among, combination.facts)

    def outcome_of(self, scene: Scene, role: RoleCell) -> tuple[Outcome, frozenset[_Open]]:
        """As ``outcome``, of a scene and a role."""
        return self.outcome_under(scene, self.roles_in(scene, role))

    def roles_in(self, scene: Scene, role: RoleCell) -> tuple[int, ...]:
        """Who did it to whom under each of the parties of a scene, as positions in ``Sides.roles``."""
        return tuple(self.roles(role, parties) for parties in scene.among)

    def outcome_under(self, scene: Scene, roles: tuple[int, ...]) -> tuple[Outcome, frozenset[_Open]]:
        """As ``outcome``, of a scene and what ``roles_in`` gives."""
        of = dict(zip(scene.among, roles, strict=True))
        left_open = frozenset(_Open(text, bits, of[p], rest) for text, bits, p, rest in scene.views)
        known = self.sides.roles
        key = frozenset((o.text, o.bits, known[o.roles][1], o.rest) for o in left_open), scene.facts
        if key not in self.shared.outcomes:
            make_room(self.shared.outcomes, _MOST_REMEMBERED)
            questions = frozenset(
                (text, bits, (masks, *self.shared.rests[rest])) for text, bits, masks, rest in key[0]
            )
            self.shared.outcomes[key] = self._outcome(questions, scene.facts)
        return self.shared.outcomes[key], left_open

    def _outcome(self, left_open: _Questions, facts: tuple[int, ...]) -> Outcome:
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
        return Outcome(
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

    def _presumed(self, left_open: _Questions, facts: tuple[int, ...], truth: int) -> tuple[str, ...]:
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

    def breaches(
        self, left_open: frozenset[_Open], role: RoleCell, *, is_certain: bool
    ) -> tuple[Breach, Breach]:
        """Which candidates of the cell ``by``, and where roles are open of ``against``, are in breach.

        A party that both cells name is answered for under ``by``, and is nobody under ``against``.
        """
        twins: Twins = ()
        if role.is_either:
            places = {name: place for place, name in enumerate(self.sides.candidates(role.by))}
            twins = tuple(places.get(name, -1) for name in self.sides.candidates(role.against))
        return self.breaches_of(left_open, twins, is_certain=is_certain)

    def breaches_of(
        self, left_open: frozenset[_Open], twins: Twins, *, is_certain: bool
    ) -> tuple[Breach, Breach]:
        """As ``breaches``, of all records that leave the same open, whoever they name."""
        key = left_open, twins, is_certain
        if key not in self.shared.breaches:
            make_room(self.shared.breaches, _MOST_REMEMBERED)
            by = self.sides.roles[next(iter(left_open)).roles][0].by
            self.shared.breaches[key] = (
                tuple(
                    self._breach(left_open, place, twins.index(place) if place in twins else -1, is_certain)
                    for place in range(len(self.sides.doings[by].candidates))
                ),
                tuple(
                    self._breach(left_open, -1, place, is_certain) if twin < 0 else NOBODY
                    for place, twin in enumerate(twins)
                ),
            )
        return self.shared.breaches[key]

    def _breach(self, left_open: frozenset[_Open], in_by: int, in_against: int, is_certain: bool) -> int:
        """Whether a party did it in every world, in some, or in none, of the ones in which that is prohibited.

        Args:
            left_open: the worlds.
            in_by: its position among the candidates of the cell ``by``; -1 if it is none of them.
            in_against: likewise of the cell ``against``.
            is_certain: whether the finding is.
        """
        worlds = _Tally()
        for view in left_open:
            with_it, is_without = self._doing_it(view, in_by, in_against)
            worlds.is_ever_not |= is_without
            if with_it and not worlds.is_ever:
                worlds.is_ever = self._may_hold(view.text, view.bits, with_it, view.rest)
        if worlds.truth == YES and is_certain:
            return SURELY
        return MAYBE if worlds.is_ever else NOBODY

    def _may_hold(self, text: int, bits: int, roles: Masks, rest: int) -> bool:
        """Whether the provision holds in some world; where there are too many to go through, yes."""
        key = text, bits, roles, rest
        if key not in self.shared.may_hold:
            make_room(self.shared.may_hold, _MOST_REMEMBERED)
            questions = (roles, *self.shared.rests[rest])
            self.shared.may_hold[key] = _size(questions) > _MOST_WORLDS or any(
                self.compiled.clauses[text].holds(mask) for mask in worlds_of(bits, questions)
            )
        return self.shared.may_hold[key]

    def _doing_it(self, view: _Open, in_by: int, in_against: int) -> tuple[Masks, bool]:
        """The role masks of worlds in which a party did it and is prohibited to; whether there are others."""
        key = view.roles, self.root_by[view.text], in_by, in_against
        if key not in self.shared.doing_it:
            make_room(self.shared.doing_it, _MOST_REMEMBERED)
            self.shared.doing_it[key] = self._worlds_by(*key)
        return self.shared.doing_it[key]

    def _worlds_by(
        self, roles_number: int, root: int | None, in_by: int, in_against: int
    ) -> tuple[Masks, bool]:
        roles, _ = self.sides.roles[roles_number]
        orders: list[tuple[Doing, Masks, int]] = [(self.sides.doings[roles.by], roles.against, in_by)]
        if roles.turned:
            number, against = roles.turned
            orders.append((self.sides.doings[number], against, in_against))
        own = next(doing.candidates[place] for doing, _, place in orders if place >= 0)
        own_in = own if root is None else frozenset(mask for mask in own if mask >> root & 1)
        found: set[int] = set()
        is_without = False
        for doing, others, place in orders:
            for names in doing.alternatives:
                is_named = place >= 0 and any(named.candidate == place for named in names)
                if not is_named or own_in != own:
                    is_without = True
                if is_named or any(place in named.parts for named in names):
                    more = together(named.masks for named in names) | {0}
                    found |= {a | b | c for a in own_in for b in more for c in others}
        return frozenset(found), is_without


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
