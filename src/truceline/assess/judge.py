# SPDX-License-Identifier: Apache-2.0
"""One distinct combination of what records leave open, judged over all of its alternatives.

Many incidents share one combination: the same role cells, the same states of time, the same act,
the same answers about places. The engine finds the distinct combinations of a batch and asks the
judge once for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from truceline.assess.breaches import NOBODY, SURELY, Breaches
from truceline.assess.calibres import Calibres, weapon_kinds
from truceline.assess.combination import Combination, RoleCell
from truceline.assess.compiled import Compiled, View
from truceline.assess.fact_masks import FactMasks
from truceline.assess.membership import Masks
from truceline.assess.outcomes import Outcome, Outcomes
from truceline.assess.scenes import MOST_REMEMBERED, Open, Scene, Scenes
from truceline.assess.sides import Asked, Parties, Roles, Sides, make_room
from truceline.terms import AreaForm, Choice, PartyChoice, Taxonomy


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


class Shared:
    """What judges of provisions of one shape remember together."""

    def __init__(self, compiled: Compiled, sides: Sides) -> None:
        self.scenes = Scenes()
        self.outcomes = Outcomes(compiled, self.scenes)
        self.breaches = Breaches(compiled, sides, self.scenes)
        self.records: dict[tuple[Scene, tuple[int, ...]], tuple[int, ...]] = {}
        """What the engine makes of a scene and of who did it to whom."""


@dataclass
class Judge:
    """Judges combinations for one provision and remembers what it found."""

    compiled: Compiled
    sides: Sides
    shared: Shared
    _acts: dict[str | None, Masks] = field(default_factory=dict)
    _weapons: dict[tuple[str | None, float | None], Masks] = field(default_factory=dict)
    _parties: dict[tuple[int, Choice], Parties] = field(default_factory=dict)
    _asked_of: dict[Choice, tuple[Asked, Asked]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        atoms = self.compiled.atoms
        self.by_atoms = self.compiled.atoms_of("by")
        self.against_atoms = self.compiled.atoms_of("against")
        self.act_atoms = self.compiled.atoms_of("acts")
        self.facts = FactMasks(self.compiled)
        self.calibres = Calibres(
            kind for i in self.compiled.atoms_of("weapons") for kind in weapon_kinds(atoms[i].asked)
        )
        self._by_truth: list[tuple[Masks, Masks, Masks]] = [
            (frozenset([0]), frozenset([0, 1 << atom]), frozenset([1 << atom])) for atom in range(len(atoms))
        ]
        """For each atom the masks that it may have where its answer is no, unknown and yes."""
        self._views_of: dict[frozenset[int], tuple[tuple[int, int, Parties, tuple[AreaForm, ...]], ...]] = {}

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
        return self.calibres.all_mm if stated is None else (stated,)

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
            *map(self.facts.masks, self.facts.atoms, combination.facts),
        )

    def _views(self, states: frozenset[int]) -> tuple[tuple[int, int, Parties, tuple[AreaForm, ...]], ...]:
        """The views of some states, those that differ in nothing that matters here taken as one."""
        if states not in self._views_of:
            make_room(self._views_of, MOST_REMEMBERED)
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
            breaches = self.shared.breaches.of(left_open, role, is_certain=outcome.result == "violation")
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

    def outcome(self, combination: Combination) -> tuple[Outcome, frozenset[Open]]:
        """What a combination comes to, apart from who is in breach; and what it leaves open."""
        return self.outcome_of(self.scene(combination), combination.role)

    def scene(self, combination: Combination) -> Scene:
        """A combination without its role."""
        rests: dict[tuple[AreaForm, ...], int] = {}
        views = []
        for text, bits, parties, places in self._views(combination.states):
            if places not in rests:
                rests[places] = self.shared.scenes.rest(self._rest(combination, places))
            views.append((text, bits, parties, rests[places]))
        among = tuple(dict.fromkeys(parties for _, _, parties, _ in views))
        return self.shared.scenes.scene(tuple(dict.fromkeys(views)), among, combination.facts)

    def outcome_of(self, scene: Scene, role: RoleCell) -> tuple[Outcome, frozenset[Open]]:
        """As ``outcome``, of a scene and a role."""
        return self.outcome_under(scene, self.roles_in(scene, role))

    def roles_in(self, scene: Scene, role: RoleCell) -> tuple[int, ...]:
        """Who did it to whom under each of the parties of a scene, as positions in ``Sides.roles``."""
        return tuple(self.roles(role, parties) for parties in scene.among)

    def outcome_under(self, scene: Scene, roles: tuple[int, ...]) -> tuple[Outcome, frozenset[Open]]:
        """As ``outcome``, of a scene and what ``roles_in`` gives."""
        of = dict(zip(scene.among, roles, strict=True))
        left_open = frozenset(Open(text, bits, of[p], rest) for text, bits, p, rest in scene.views)
        known = self.sides.roles
        masks = frozenset((o.text, o.bits, known[o.roles][1], o.rest) for o in left_open)
        return self.shared.outcomes.of(masks, scene.facts), left_open


def _leaves(code: str | None, taxonomy: Taxonomy) -> tuple[str | None, ...]:
    """What a code may stand for: itself, of a kind that no code names, or any code below it."""
    if code is None:
        return (None, *taxonomy.definitions)
    return (code, *taxonomy.below(code))
