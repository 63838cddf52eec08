# SPDX-License-Identifier: Apache-2.0
"""All provisions of some terms put to a batch of incidents at once.

Three steps. *Words*: for 64 provisions at a time, look-ups by act, weapon, parties and time leave those
that may still be findings. *Lazy space*: an area is asked only for incidents for which a provision that
needs it is still open. *Kinds*: what is left falls into few kinds, all of whose members leave the same
open; the judge is asked once for each kind, ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.assess.bits import members, packed
from truceline.assess.calibres import weapon_kinds
from truceline.assess.classes import CellClasses
from truceline.assess.coded import CodedBatch, Vocabularies
from truceline.assess.codes import Codes
from truceline.assess.combination import Combination, RoleCell
from truceline.assess.compiled import Compiled
from truceline.assess.facts import FactBook
from truceline.assess.findings import RESULTS, Judged, Tables
from truceline.assess.judge import Judge, Shared
from truceline.assess.layout import Layout, Questions
from truceline.assess.provision import Provision
from truceline.assess.scenes import Scene
from truceline.assess.screen import Screen
from truceline.assess.sides import Sides, make_room
from truceline.assess.stretches import Times
from truceline.errors import TrucelineError
from truceline.terms import FactAsked, Terms
from truceline.truth import Truths

_SET_BITS = 24
_CODE_BITS = 10
"""Bits of the number of a set of states, and of a class of acts, weapons or calibres; 16 are left for a provision."""
_MOST_KINDS = 1 << 20
_MOST_ENTRIES = 1 << 24
"""Entries of a table by provision, above which it is better to begin anew."""
_WIDEST = 57
"""Bits of a code of facts and places, before it is numbered anew."""


class AllProvisions:
    """The provisions of an assessment, and all that is remembered of what was judged before.

    Every number that is given here (of cells, classes, kinds) means the same as long as the object lives. It may be
    used by several threads at once.
    """

    def __init__(
        self, compiled: Sequence[Compiled], sides: Sides, facts: FactBook, schema: pa.Schema
    ) -> None:
        _require_room(sides.terms, compiled)
        shared: dict[object, Shared] = {}
        for one in compiled:
            if one.shape not in shared:
                shared[one.shape] = Shared(one, sides)
        self.provisions = [Provision(one, sides, shared[one.shape]) for one in compiled]
        self.vocabularies = Vocabularies(sides.terms)
        self.tables = Tables([one.provision.id for one in compiled], sides, schema)
        self._sides = sides
        self._facts = facts
        self._lock = RLock()
        cells = self.vocabularies.cells
        doing = self._doing = CellClasses(self.provisions, cells, self._lock, is_doing=True)
        suffering = self._suffering = CellClasses(self.provisions, cells, self._lock, is_doing=False)
        questions = self._questions = Questions(self.provisions, facts, self._lock)

        def tells_more_apart(
            which: int,
        ) -> None:  # holds no reference to ``self``, so that memory is let go at once
            questions.forget()
            doing.forget(which)
            suffering.forget(which)

        self._times = Times(self.provisions, self._lock, tells_more_apart)
        self._screen = Screen(self.provisions, sides, self.vocabularies, self._lock)
        self._whos = Codes()
        self._folds = Codes()
        self._kinds = Codes()
        self._records = np.zeros((256, 4), dtype=np.int32)
        """By kind: its outcome, its result, who is in breach by the one cell and by the other."""
        self._scenes: dict[tuple[int, int], Scene] = {}
        self._scene_of: list[Scene] = []
        """By kind."""
        self._overlaps: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._candidates = np.zeros((0, 1), dtype=np.uint64)

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that it is better to begin anew."""
        return (
            len(self._kinds) > _MOST_KINDS
            or len(self.vocabularies.cells) * len(self.provisions) > _MOST_ENTRIES
            or self._times.entries > _MOST_ENTRIES
        )

    # Kinds

    def judged(self, batch: CodedBatch, *, all_rows: bool = False) -> Judged:
        """The findings of a batch.

        Args:
            batch: coded with ``vocabularies`` of this object.
            all_rows: also give pairs with nothing to say.
        """
        stretches = self._times.stretches(batch)
        if all_rows:
            self._screen.learn_codes(batch)
            words = np.tile(self._screen.every, (len(batch), 1))
        else:
            words = self._screen.open(batch, stretches)
        row, provision = members(words)
        set_number = stretches.set_numbers(row, provision)
        layout = self._questions.layout()
        answers = self._questions.ask(batch, layout, words, is_final=all_rows)
        if not all_rows:
            word, bit = provision >> 6, (provision & 63).astype(np.uint64)
            is_open = np.flatnonzero(words[row, word] >> bit & np.uint64(1))
            row, provision, set_number = row[is_open], provision[is_open], set_number[is_open]
        key = self._keys(batch, layout, answers, row, provision, set_number)

        def make(one: tuple[int, int, int], at: int) -> int:
            with self._lock:
                return self._kind(one, batch, layout, answers, int(row[at]), int(provision[at]))

        kind = self._kinds.numbered(*key, make)
        record = self._records[kind]
        judged = Judged(row, provision, record[:, 1], record[:, 0], record[:, 2], record[:, 3])
        if not all_rows:
            speaks = np.flatnonzero(judged.result)
            judged, kind = judged.take(speaks), kind[speaks]
        self._judge_overlaps(batch, judged, kind)
        return judged

    def _keys(
        self,
        batch: CodedBatch,
        layout: Layout,
        answers: Truths,
        row: NDArray[np.int64],
        provision: NDArray[np.int32],
        set_number: NDArray[np.int32],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """What each pair leaves open, as three numbers: who did it to whom; time, act and weapon; places and facts."""
        by, against = batch.by[row], batch.against[row]
        doing = self._doing.of(by, provision)
        suffering = self._suffering.of(against, provision)
        who, turned = doing << 32 | suffering, np.full(len(row), -1, dtype=np.int64)
        either = np.flatnonzero(batch.is_either[row])
        if len(either):
            doing = self._doing.of(against[either], provision[either])
            suffering = self._suffering.of(by[either], provision[either])
            turned[either] = doing << 32 | suffering
        who = self._whos.intern(who, turned, np.zeros_like(who)).astype(np.int64)
        what = provision.astype(np.int64) << _SET_BITS | set_number
        what = what << _CODE_BITS | self._screen.acts.of[provision, batch.act[row]]
        what = what << _CODE_BITS | self._screen.weapons.of[provision, batch.weapon[row]]
        # Facts first: which are asked never changes, while further places may come up, above all that is there.
        where, bits = self._calibre_kinds(batch, row, provision), _CODE_BITS
        for step in range(layout.facts.shape[1]):
            fact = layout.facts[provision, step]
            for number in np.unique(fact[fact >= 0]).tolist():
                asked = np.flatnonzero(fact == number)
                recorded = self._recorded(self._questions.facts[number], batch)[row[asked]]
                where[asked] |= recorded.astype(np.int64) << bits
            where, bits = self._folded(where, bits + 3)
        flat = answers.reshape(-1)
        for step in range(layout.places.shape[1]):
            question = layout.places[provision, step]
            asked = np.flatnonzero(question >= 0)
            answer = flat[question[asked] * np.int64(len(batch)) + row[asked]]
            where[asked] |= answer.astype(np.int64) << bits
            where, bits = self._folded(where, bits + 2)
        return who, what, where

    def _folded(self, codes: NDArray[np.int64], bits: int) -> tuple[NDArray[np.int64], int]:
        """The codes, numbered anew once they are about to become too wide; those numbers bear a mark of their own."""
        if bits <= _WIDEST:
            return codes, bits
        none = np.zeros(len(codes), dtype=np.int64)
        return self._folds.intern(codes, none, none) | np.int64(1 << 61), 32

    def _calibre_kinds(
        self, batch: CodedBatch, row: NDArray[np.int64], provision: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        """For each pair the kind of calibre, of those that the provision tells apart."""
        found = np.zeros(len(row), dtype=np.int64)
        for order, one in enumerate(self.provisions):
            if one.judge.calibres.bounds:
                pairs = np.flatnonzero(provision == order)
                found[pairs] = one.judge.calibres.kinds(batch.calibre_mm[row[pairs]])
        return found

    @staticmethod
    def _truths(layout: Layout, answers: Truths, row: int, order: int) -> list[int]:
        """The answers of one incident to all that a provision asks about places."""
        return [int(answers[question, row]) for question in layout.places[order].tolist() if question >= 0]

    def _combination(
        self, batch: CodedBatch, row: int, order: int, set_number: int, truths: Sequence[int]
    ) -> Combination:
        """What one incident leaves open for one provision."""
        provision = self.provisions[order]
        judge = provision.judge
        places = [
            tuple(truth for truth, (of, _) in zip(truths, provision.places, strict=False) if of == atom)
            for atom in range(len(judge.place_forms))
        ]
        calibre = (
            judge.calibres.at(int(judge.calibres.kinds(batch.calibre_mm[row : row + 1])[0]))
            if judge.calibres.bounds
            else None
        )
        return Combination(
            batch.role(row),
            provision.sets[set_number],
            self.vocabularies.acts.texts[batch.act[row]],
            self.vocabularies.weapons.texts[batch.weapon[row]],
            calibre,
            tuple(places),
            tuple(self._facts_of(batch, row, order)),
        )

    def _recorded(self, asked: FactAsked, batch: CodedBatch) -> NDArray[np.int8]:
        """What is recorded of a fact for each incident, worked out once for a batch."""
        if asked not in batch.recorded:
            batch.recorded[asked] = self._facts.recorded(asked, batch)
        return batch.recorded[asked]

    def _facts_of(self, batch: CodedBatch, row: int, order: int) -> list[int]:
        judge = self.provisions[order].judge
        return [
            int(self._recorded(asked, batch)[row]) if self._facts.has(asked) else 0
            for asked in judge.facts.asked
        ]

    def _kind(
        self,
        key: tuple[int, int, int],
        batch: CodedBatch,
        layout: Layout,
        answers: Truths,
        row: int,
        order: int,
    ) -> int:
        """The number of the kind of a pair, judged now if it is the first of its kind."""
        known = self._kinds.get(key)
        if known >= 0:
            return known
        judge, role = self.provisions[order].judge, batch.role(row)
        if key[1:] not in self._scenes:
            make_room(self._scenes)
            set_number = key[1] >> 2 * _CODE_BITS & ((1 << _SET_BITS) - 1)
            truths = self._truths(layout, answers, row, order)
            self._scenes[key[1:]] = judge.scene(self._combination(batch, row, order, set_number, truths))
        scene = self._scenes[key[1:]]
        roles = judge.roles_in(scene, role)
        record = judge.shared.records.get((scene, roles))
        if record is None:
            make_room(judge.shared.records)
            record = judge.shared.records[scene, roles] = self._record(judge, scene, roles, role)
        number = len(self._kinds)
        if number >= len(self._records):
            self._records = np.concatenate([self._records, np.zeros_like(self._records)])
        self._records[number] = record
        self._scene_of.append(scene)
        return self._kinds.add(key)

    def _record(
        self, judge: Judge, scene: Scene, roles: tuple[int, ...], role: RoleCell
    ) -> tuple[int, int, int, int]:
        """The outcome of a scene and who did it to whom, its result, and who is in breach by either cell."""
        outcome, left_open = judge.outcome_under(scene, roles)
        by = against = -1
        if outcome.result in ("violation", "possible"):
            twins = (-1,) * len(self._sides.candidates(role.against)) if role.is_either else ()
            breaches = judge.shared.breaches.of_candidates(
                left_open, twins, is_certain=outcome.result == "violation"
            )
            by = self.tables.breach(breaches[0])
            against = self.tables.breach(breaches[1]) if role.is_either else -1
        return self.tables.outcome(outcome), RESULTS.index(outcome.result), by, against

    # Who is in breach, where both cells name a party

    def _judge_overlaps(self, batch: CodedBatch, judged: Judged, kind: NDArray[np.int32]) -> None:
        """Judges anew who is in breach where the two cells may be the other way round and share a party."""
        either = np.flatnonzero((judged.against >= 0) & batch.is_either[judged.row])
        if not len(either):
            return
        bits = self._candidate_bits()
        rows = judged.row[either]
        shared = (bits[batch.by[rows]] & bits[batch.against[rows]]).any(axis=1)
        for at in either[shared].tolist():
            row, order = int(judged.row[at]), int(judged.provision[at])
            key = int(kind[at]), int(batch.by[row]), int(batch.against[row])
            with self._lock:
                if key not in self._overlaps:
                    make_room(self._overlaps)
                    judge, role = self.provisions[order].judge, batch.role(row)
                    scene = self._scene_of[key[0]]
                    outcome, left_open = judge.outcome_under(scene, judge.roles_in(scene, role))
                    breaches = judge.shared.breaches.of(
                        left_open, role, is_certain=outcome.result == "violation"
                    )
                    self._overlaps[key] = (self.tables.breach(breaches[0]), self.tables.breach(breaches[1]))
                judged.by[at], judged.against[at] = self._overlaps[key]

    def _candidate_bits(self) -> NDArray[np.uint64]:
        """(c, w) for each cell the parties that it names, or that its labels may stand for, as bits."""
        bits, texts = self._candidates, self.vocabularies.cells.texts
        if len(bits) < len(texts):
            with self._lock:
                place = {name: order for order, name in enumerate(self._sides.terms.parties)}
                names = np.zeros((max(len(place), 1), len(texts)), dtype=bool)
                for code in range(names.shape[1]):
                    names[[place[name] for name in self._sides.candidates(texts[code])], code] = True
                bits = self._candidates = packed(names)
        return bits

    # One provision

    def combinations(self, batch: CodedBatch, order: int, rows: NDArray[np.int64]) -> list[Combination]:
        """What some incidents of a batch leave open for the provision at a position."""
        stretches = self._times.stretches(batch)
        provision = np.full(len(rows), order, dtype=np.int32)
        set_number = stretches.set_numbers(rows, provision)
        questions = [q for q in self._questions.layout().places[order].tolist() if q >= 0]
        truths = []
        for question in questions:
            truths.append(self._questions.answers(question, batch.places, rows))
        return [
            self._combination(batch, row, order, int(set_number[at]), [int(truth[at]) for truth in truths])
            for at, row in enumerate(rows.tolist())
        ]


def _require_room(terms: Terms, compiled: Sequence[Compiled]) -> None:
    """Refuses terms whose codes do not fit into the numbers by which kinds are told apart."""
    most = 1 << _CODE_BITS
    calibres = (
        kind.calibre
        for one in compiled
        for i in one.atoms_of("weapons")
        for kind in weapon_kinds(one.atoms[i].asked)
    )
    bounds = {bound for calibre in calibres if calibre for bound in (calibre.low_mm, calibre.high_mm)}
    for count, what in (
        (len(terms.acts.definitions), "acts"),
        (len(terms.weapons.definitions), "weapons"),
        (2 * len(bounds) + 2, "bounds on calibres"),
        (len(compiled) >> 6, "provisions"),
    ):
        if count >= most - 1:
            raise TrucelineError(f"the terms have more {what} than can be assessed; split them")
