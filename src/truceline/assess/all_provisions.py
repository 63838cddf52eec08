# SPDX-License-Identifier: Apache-2.0
"""All provisions of some terms put to a batch of incidents at once.

Three steps. *Words*: for 64 provisions at a time, look-ups by act, weapon, parties and time leave those
that may still be findings. *Lazy space*: an area is asked only for incidents for which a provision that
needs it is still open. *Kinds*: what is left falls into few kinds, all of whose members leave the same
open; the judge is asked once for each kind, ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.assess.bits import Words, members, packed, rows_of_each, rows_with, take_out
from truceline.assess.coded import CodedBatch, Codes32, Vocabularies
from truceline.assess.codes import Codes
from truceline.assess.compiled import Compiled
from truceline.assess.extents import Places
from truceline.assess.facts import FactBook
from truceline.assess.findings import RESULTS, Judged, Tables
from truceline.assess.judge import Combination, Judge, RoleCell, Scene, Shared, weapon_kinds
from truceline.assess.sides import Parties, Sides, make_room
from truceline.assess.timeline import Timeline
from truceline.errors import TrucelineError
from truceline.terms import AreaForm, FactAsked, Terms
from truceline.truth import NO, TRUTH, Truths

_ROOM_MS = 366 * 86_400_000
_LATEST_MS = 253_000_000_000_000
_NOT_ASKED = TRUTH(3)
_SET_BITS = 24
_CODE_BITS = 10
"""Bits of the number of a set of states, and of a class of acts, weapons or calibres; 16 are left for a provision."""
_MOST_KINDS = 1 << 20
_MOST_ENTRIES = 1 << 24
"""Entries of a table by provision, above which it is better to begin anew."""
_WIDEST = 57
"""Bits of a code of facts and places, before it is numbered anew."""
_SCREENED_ROWS = 2_048
"""In smaller batches the parties are left to the judge: working out what every cell may answer costs more."""


class Provision:
    """One provision, with what it tells apart numbered."""

    def __init__(self, compiled: Compiled, sides: Sides, shared: Shared) -> None:
        self.compiled = compiled
        self.judge = Judge(compiled, sides, shared)
        self.sets: list[frozenset[int]] = []
        """Sets of states at which an incident may have happened."""
        self.among: tuple[Parties, ...] = ()
        """Who belongs to whom, in every state of ``sets``."""
        self.places: list[tuple[int, AreaForm]] = []
        """The atoms of place and their forms, as they come up; a later one does not matter to an earlier set."""
        self._set_numbers: dict[frozenset[int], int] = {}
        self._states: set[int] = set()
        self._classes: dict[object, int] = {}
        self._next_class = 0

    def set_number(self, states: frozenset[int]) -> tuple[int, bool]:
        """The number of a set of states, and whether one of its states is a new one."""
        new = states - self._states
        if states not in self._set_numbers:
            for state in sorted(new):
                self._learn(state)
            self.sets.append(states)
            self._set_numbers[states] = len(self.sets) - 1
        return self._set_numbers[states], bool(new)

    def _learn(self, state: int) -> None:
        self._states.add(state)
        self._classes.clear()  # numbers of classes are never used again
        views = self.compiled.states[state].views
        self.among = tuple(dict.fromkeys([*self.among, *map(self.judge.parties_of, views)]))
        for view in views:
            for order, form in enumerate(view.places):
                if form not in self.judge.place_forms[order]:
                    self.judge.place_forms[order].append(form)
                    self.places.append((order, form))

    def all_states(self) -> frozenset[int]:
        """The states of all time, for an incident without one."""
        return frozenset(map(self.compiled.state_id, self.compiled.samples()))

    def class_of(self, cell: str | None, *, is_doing: bool) -> int:
        """The class of a cell on one side; cells of a class answer everything there alike."""
        answers = self.judge.doing if is_doing else self.judge.suffering
        key = is_doing, tuple(answers(cell, parties) for parties in self.among)
        if key not in self._classes:
            self._classes[key] = self._next_class
            self._next_class += 1
        return self._classes[key]

    def may(self, kind: str, masks: Iterable[int]) -> bool:
        """Whether the provision may hold as far as atoms of one kind go, whose answers are one of ``masks``."""
        return any(
            all(mask >> atom & 1 for atom in clause.atoms if self.compiled.atoms[atom].kind == kind)
            for clause in self.compiled.clauses
            for mask in masks
        )


@dataclass(frozen=True)
class _Layout:
    """Which provision asks which question about places and facts."""

    places: NDArray[np.int32]
    """(p, m) for each provision its questions about places, in the order of ``Provision.places``; -1: none."""
    facts: NDArray[np.int32]
    """(p, m) likewise for recorded facts."""
    alone: list[tuple[int, Words]]
    """Questions on whose *no* a provision is no finding, with those provisions."""
    together: list[tuple[int, tuple[int, ...]]]
    """Provisions that are no finding where several questions are all answered *no*."""
    besides: list[tuple[int, Words]]
    """Other questions, with the provisions that ask them besides."""
    questions: int
    """How many questions there are."""


@dataclass
class _Ranges:
    """The states of each provision over stretches of a timeline."""

    timeline: Timeline
    sets: NDArray[np.int32]
    """(p, g) for each provision and stretch the number of the set of states; -1 where not yet known."""
    several: Codes = field(default_factory=Codes)
    """Stretches of several pieces, by the first and the last."""
    bounds: list[tuple[int, int]] = field(default_factory=list)

    @property
    def pieces(self) -> int:
        """How many pieces there are; as a stretch it stands for no known time."""
        return self.timeline.states.shape[1]


class AllProvisions:
    """The provisions of an assessment, and all that is remembered of what was judged before.

    Every number that is given here (of cells, classes, kinds) means the same as long as the object lives. It may be
    used by several threads at once.
    """

    def __init__(
        self, compiled: Sequence[Compiled], sides: Sides, facts: FactBook, schema: pa.Schema
    ) -> None:
        shared: dict[object, Shared] = {}
        _require_room(sides.terms, compiled)
        self.provisions = [Provision(one, sides, shared.setdefault(one.shape, Shared())) for one in compiled]
        self.vocabularies = Vocabularies(sides.terms)
        self.tables = Tables([one.provision.id for one in compiled], sides, schema)
        self._sides = sides
        self._facts = facts
        self._lock = RLock()
        self._ranges: _Ranges | None = None
        self._questions: list[tuple[str, AreaForm]] = []
        self._asked_facts: list[FactAsked] = []
        self._known_layout: _Layout | None = None
        self._knows_all_states = False
        self._whos = Codes()
        self._folds = Codes()
        self._kinds = Codes()
        self._records = np.zeros((256, 4), dtype=np.int32)
        """By kind: its outcome, its result, who is in breach by the one cell and by the other."""
        self._scenes: dict[tuple[int, int], Scene] = {}
        self._scene_of: list[Scene] = []
        """By kind."""
        self._overlaps: dict[tuple[int, int, int], tuple[int, int]] = {}
        count = len(self.provisions)
        self._doing = np.full((count, 64), -1, dtype=np.int32)
        self._suffering = np.full((count, 64), -1, dtype=np.int32)
        self._act_classes = np.zeros((count, 0), dtype=np.int32)
        self._weapon_classes = np.zeros((count, 0), dtype=np.int32)
        self._may_acts = self._may_weapons = packed(np.ones((count, 0), dtype=bool))
        self._may_parties: tuple[int, Words, Words] = (
            -1,
            packed(np.ones((count, 0), dtype=bool)),
            packed(np.ones((count, 0), dtype=bool)),
        )
        self._candidates = np.zeros((0, 1), dtype=np.uint64)
        self._every = packed(np.ones((count, 1), dtype=bool))[0]

    @property
    def is_full(self) -> bool:
        """Whether so much is remembered that it is better to begin anew."""
        return (
            len(self._kinds) > _MOST_KINDS
            or len(self.vocabularies.cells) * len(self.provisions) > _MOST_ENTRIES
            or (self._ranges is not None and self._ranges.sets.size > _MOST_ENTRIES)
        )

    # Time

    def _stretches(self, batch: CodedBatch) -> tuple[_Ranges, NDArray[np.int32], NDArray[np.int32]]:
        """The pieces of time in which each incident begins and ends; 0 where no time is known."""
        timed = batch.is_timed
        start, last = batch.start_ms, batch.last_ms
        if not timed.all():
            start, last = start[timed], last[timed]
        low, high = (int(start.min()), int(last.max()) + 1) if len(start) else (0, 1)
        with self._lock:
            if self._ranges is None or not self._ranges.timeline.covers(low, high):
                if (
                    self._ranges is not None
                ):  # look ahead, so that a file in order does not cut anew each time
                    known = self._ranges.timeline
                    if high > known.high_ms:
                        room = min(_ROOM_MS, known.high_ms - known.low_ms)
                        high = min(high + room, max(_LATEST_MS, high))
                    low, high = min(low, known.low_ms), max(high, known.high_ms)
                timeline = Timeline([one.compiled for one in self.provisions], low, high)
                sets = np.full((len(self.provisions), timeline.states.shape[1] + 64), -1, dtype=np.int32)
                self._ranges = _Ranges(timeline, sets)
            ranges = self._ranges
        first = np.zeros(len(batch), dtype=np.int32)
        final = np.zeros(len(batch), dtype=np.int32)
        first[timed], final[timed] = ranges.timeline.piece(start), ranges.timeline.piece(last)
        return ranges, first, final

    def _set_numbers(
        self,
        ranges: _Ranges,
        batch: CodedBatch,
        first: NDArray[np.int32],
        final: NDArray[np.int32],
        row: NDArray[np.int64],
        provision: NDArray[np.int32],
    ) -> NDArray[np.int32]:
        """For each pair of a row and a provision the number of the set of states."""
        stretch = first.astype(np.int64)
        several = np.flatnonzero(first != final)
        if len(several):
            a, b = first[several].astype(np.int64), final[several].astype(np.int64)

            def make(key: tuple[int, int, int], _: int) -> int:
                with self._lock:
                    number = ranges.several.get(key)
                    if number < 0:
                        ranges.bounds.append(key[:2])
                        number = ranges.several.add(key)
                    return number

            known = ranges.several.numbered(a, b, np.zeros_like(a), make)
            stretch[several] = ranges.pieces + 1 + known
        stretch[~batch.is_timed] = ranges.pieces
        of_pair = stretch[row]
        most = int(of_pair.max(initial=0))
        if most >= ranges.sets.shape[1]:
            with self._lock:
                if most >= ranges.sets.shape[1]:
                    more = np.full((len(self.provisions), most + 1), -1, dtype=np.int32)
                    ranges.sets = np.hstack([ranges.sets, more])
        found = ranges.sets[provision, of_pair]
        missing = np.flatnonzero(found < 0)
        if len(missing):
            with self._lock:
                pairs = np.unique(provision[missing] * np.int64(1 << 40) + of_pair[missing])
                for pair in pairs.tolist():
                    self._learn_set(ranges, pair >> 40, pair & ((1 << 40) - 1))
            found[missing] = ranges.sets[provision[missing], of_pair[missing]]
        return found

    def _learn_set(self, ranges: _Ranges, which: int, stretch: int) -> None:
        provision = self.provisions[which]
        if stretch == ranges.pieces:
            states = provision.all_states()
        else:
            first, last = (
                (stretch, stretch) if stretch < ranges.pieces else ranges.bounds[stretch - ranges.pieces - 1]
            )
            states = frozenset(ranges.timeline.states[which, first : last + 1].tolist())
        number, is_new = provision.set_number(states)
        if is_new:
            self._known_layout = None
            self._doing[which] = -1
            self._suffering[which] = -1
        ranges.sets[which, stretch] = number

    # What may be a finding

    def _open(
        self, batch: CodedBatch, ranges: _Ranges, first: NDArray[np.int32], final: NDArray[np.int32]
    ) -> Words:
        """(n, w) the provisions under which each incident may be a finding, as far as look-ups tell."""
        self._learn_codes(batch)
        if not batch.is_timed.all():
            self._learn_all_states()
        words = ranges.timeline.may_be_in_force(first, final)
        words[~batch.is_timed] = self._every
        words &= self._may_acts[batch.act]
        if len(self._may_weapons) > 1:
            words &= self._may_weapons[batch.weapon]
        if len(batch) >= _SCREENED_ROWS:
            doing, suffering = self._may_cells(batch)
            known = doing[batch.by] & suffering[batch.against]
            either = np.flatnonzero(batch.is_either)
            known[either] |= doing[batch.against[either]] & suffering[batch.by[either]]
            words &= known
        return words

    def _learn_all_states(self) -> None:
        """Makes the states of all time known: who belongs to whom in any of them may matter."""
        with self._lock:
            if not self._knows_all_states:
                for provision in self.provisions:
                    provision.all_states()
                self._knows_all_states = True

    def _learn_codes(self, batch: CodedBatch) -> None:
        """Works out what new codes of acts and weapons answer."""
        acts, weapons = batch.act, batch.weapon
        vocabularies = self.vocabularies
        if len(self._may_acts) >= len(vocabularies.acts) and len(self._may_weapons) >= len(
            vocabularies.weapons
        ):
            return
        del acts, weapons
        with self._lock:
            for kind, vocabulary in (("acts", vocabularies.acts), ("weapons", vocabularies.weapons)):
                classes = np.zeros((len(self.provisions), len(vocabulary)), dtype=np.int32)
                may = np.ones(classes.shape, dtype=bool)
                for order, provision in enumerate(self.provisions):
                    judge, numbers = provision.judge, dict[object, int]()
                    if not provision.compiled.atoms_of(kind):
                        continue
                    for code, text in enumerate(vocabulary.texts[: classes.shape[1]]):
                        if kind == "acts":
                            masks: object = judge.act_masks(text)
                            union = judge.act_masks(text)
                        else:
                            by_calibre = [judge.weapon_masks(text, mm) for mm in (*judge.calibres_mm, None)]
                            masks, union = tuple(by_calibre), frozenset[int]().union(*by_calibre)
                        classes[order, code] = numbers.setdefault(masks, len(numbers))
                        may[order, code] = provision.may(kind, union)
                if kind == "acts":
                    self._act_classes, self._may_acts = classes, packed(may)
                else:
                    self._weapon_classes, self._may_weapons = classes, packed(may)

    def _may_cells(self, batch: CodedBatch) -> tuple[Words, Words]:
        """For each cell the provisions that one who did it, and one who suffered it, may come under."""
        cells = int(max(batch.by.max(initial=0), batch.against.max(initial=0))) + 1
        states = sum(len(one.compiled.states) for one in self.provisions)
        known_states, doing, suffering = self._may_parties
        if known_states != states or len(doing) < cells:
            with self._lock:
                texts = self.vocabularies.cells.texts[: len(self.vocabularies.cells)]
                may = np.ones((2, len(self.provisions), len(texts)), dtype=bool)
                answers: dict[tuple[object, ...], list[tuple[object, ...]]] = {}
                for order, provision in enumerate(self.provisions):
                    judge = provision.judge
                    views = (view for state in provision.compiled.states for view in state.views)
                    among = tuple(dict.fromkeys(map(judge.parties_of, views)))
                    for side, of in enumerate((judge.doing, judge.suffering)):
                        # Provisions that ask the same share the answers of the cells.
                        key = side, among, tuple(judge.asked(choice)[side] for _, choice in among)
                        if key not in answers:
                            answers[key] = [tuple(of(text, p) for p in among) for text in texts]
                        known = {one: self._may(provision, side, one) for one in set(answers[key])}
                        may[side, order] = [known[one] for one in answers[key]]
                doing, suffering = packed(may[0]), packed(may[1])
                self._may_parties = states, doing, suffering
        return doing, suffering

    def _may(self, provision: Provision, side: int, answers: tuple[Any, ...]) -> bool:
        """Whether a provision may hold, as far as the answers of a cell on one side go."""
        if side == 0:
            masks = frozenset[int]().union(*(self._sides.doings[number].masks for number in answers))
            return provision.may("by", masks)
        return provision.may("against", frozenset[int]().union(*answers))

    # Places and facts

    def _layout(self) -> _Layout:
        """Which provision asks what, as far as its states are known."""
        layout = self._known_layout
        if layout is None:
            with self._lock:
                layout = self._known_layout = self._lay_out()
        return layout

    def _lay_out(self) -> _Layout:
        places: list[list[int]] = []
        facts: list[list[int]] = []
        alone: dict[int, list[int]] = {}
        together: list[tuple[int, tuple[int, ...]]] = []
        for order, provision in enumerate(self.provisions):
            compiled, judge = provision.compiled, provision.judge
            kinds = [compiled.atoms[atom_index].kind for atom_index in compiled.place_atoms]
            places.append([self._question(kinds[atom], form) for atom, form in provision.places])
            for atom, atom_index in enumerate(compiled.place_atoms):
                asked = [q for q, (of, _) in zip(places[-1], provision.places, strict=True) if of == atom]
                if atom_index in compiled.always_asked and asked:
                    if len(asked) == 1:
                        alone.setdefault(asked[0], []).append(order)
                    else:
                        together.append((order, tuple(asked)))
            facts.append([self._fact(asked) for asked in judge.facts_asked if self._facts.has(asked)])
        besides: dict[int, list[int]] = {}
        for order, asked in enumerate(places):
            for question in asked:
                if order not in alone.get(question, ()):
                    besides.setdefault(question, []).append(order)
        return _Layout(
            _table(places),
            _table(facts),
            [(question, self._set_of(orders)) for question, orders in sorted(alone.items())],
            together,
            [(question, self._set_of(orders)) for question, orders in sorted(besides.items())],
            len(self._questions),
        )

    def _set_of(self, orders: Sequence[int]) -> Words:
        holds = np.zeros((len(self.provisions), 1), dtype=bool)
        holds[list(orders)] = True
        words: Words = packed(holds)[0]
        return words

    def _question(self, kind: str, form: AreaForm) -> int:
        if (kind, form) not in self._questions:
            self._questions.append((kind, form))
        return self._questions.index((kind, form))

    def _fact(self, asked: FactAsked) -> int:
        if asked not in self._asked_facts:
            self._asked_facts.append(asked)
        return self._asked_facts.index(asked)

    def _ask(self, places: Places, answers: Truths, question: int, rows: NDArray[np.int64]) -> None:
        """Asks a question for the rows of a batch for which it was not asked yet."""
        rows = rows[answers[question, rows] == _NOT_ASKED]
        if len(rows):
            answers[question, rows] = places.answers(*self._questions[question], rows)

    def _ask_places(self, batch: CodedBatch, layout: _Layout, words: Words, *, is_final: bool) -> Truths:
        """(q, n) answers to questions about places, asked where a provision is still open; closes others."""
        answers = np.full((layout.questions, len(batch)), _NOT_ASKED, dtype=TRUTH)
        if layout.alone:
            every = rows_of_each(words, np.stack([provisions for _, provisions in layout.alone]))
            for (question, provisions), rows in zip(layout.alone, every, strict=True):
                truths = batch.places.answers(*self._questions[question], rows)
                answers[question, rows] = truths
                if not is_final:
                    take_out(words, rows, truths == NO, provisions)
        for order, questions in layout.together:
            rows = rows_with(words, self._set_of([order]))
            for question in questions:
                self._ask(batch.places, answers, question, rows)
            if not is_final:
                is_out = (answers[np.array(questions)][:, rows] == NO).all(axis=0)
                words[rows[is_out]] &= ~self._set_of([order])
        if layout.besides:
            every = rows_of_each(words, np.stack([provisions for _, provisions in layout.besides]))
            for (question, _), rows in zip(layout.besides, every, strict=True):
                self._ask(batch.places, answers, question, rows)
        return answers

    # Kinds

    def judged(self, batch: CodedBatch, *, all_rows: bool = False) -> Judged:
        """The findings of a batch.

        Args:
            batch: coded with ``vocabularies`` of this object.
            all_rows: also give pairs with nothing to say.
        """
        ranges, first, final = self._stretches(batch)
        if all_rows:
            self._learn_codes(batch)
            words = np.tile(self._every, (len(batch), 1))
        else:
            words = self._open(batch, ranges, first, final)
        row, provision = members(words)
        set_number = self._set_numbers(ranges, batch, first, final, row, provision)
        layout = self._layout()
        answers = self._ask_places(batch, layout, words, is_final=all_rows)
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

    def _classes_of(self, table: str, cell: Codes32, provision: NDArray[np.int32]) -> NDArray[np.int64]:
        """The class of each cell under each provision."""
        is_doing = table == "_doing"
        most = int(cell.max(initial=0))
        if most >= getattr(self, table).shape[1]:
            with self._lock:
                known = getattr(self, table)
                if most >= known.shape[1]:
                    more = np.full((len(self.provisions), most + 1), -1, dtype=np.int32)
                    setattr(self, table, np.hstack([known, more]))
        found = getattr(self, table)[provision, cell]
        missing = np.flatnonzero(found < 0)
        if len(missing):
            with self._lock:
                known = getattr(self, table)
                texts = self.vocabularies.cells.texts
                pairs = np.unique(provision[missing] * np.int64(1 << 40) + cell[missing])
                for pair in pairs.tolist():
                    which, code = pair >> 40, pair & ((1 << 40) - 1)
                    known[which, code] = self.provisions[which].class_of(texts[code], is_doing=is_doing)
                found[missing] = known[provision[missing], cell[missing]]
        return np.asarray(found, dtype=np.int64)

    def _keys(
        self,
        batch: CodedBatch,
        layout: _Layout,
        answers: Truths,
        row: NDArray[np.int64],
        provision: NDArray[np.int32],
        set_number: NDArray[np.int32],
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """What each pair leaves open, as three numbers: who did it to whom; time, act and weapon; places and facts."""
        by, against = batch.by[row], batch.against[row]
        doing = self._classes_of("_doing", by, provision)
        suffering = self._classes_of("_suffering", against, provision)
        who, turned = doing << 32 | suffering, np.full(len(row), -1, dtype=np.int64)
        either = np.flatnonzero(batch.is_either[row])
        if len(either):
            doing = self._classes_of("_doing", against[either], provision[either])
            suffering = self._classes_of("_suffering", by[either], provision[either])
            turned[either] = doing << 32 | suffering
        who = self._whos.intern(who, turned, np.zeros_like(who)).astype(np.int64)
        what = provision.astype(np.int64) << _SET_BITS | set_number
        what = what << _CODE_BITS | self._act_classes[provision, batch.act[row]]
        what = what << _CODE_BITS | self._weapon_classes[provision, batch.weapon[row]]
        # Facts first: which are asked never changes, while further places may come up, above all that is there.
        where, bits = self._calibre_kinds(batch, row, provision), _CODE_BITS
        for step in range(layout.facts.shape[1]):
            fact = layout.facts[provision, step]
            for number in np.unique(fact[fact >= 0]).tolist():
                asked = np.flatnonzero(fact == number)
                recorded = self._recorded(self._asked_facts[number], batch)[row[asked]]
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
            if one.judge.calibre_bounds:
                pairs = np.flatnonzero(provision == order)
                found[pairs] = one.judge.calibre_kinds(batch.calibre_mm[row[pairs]])
        return found

    @staticmethod
    def _truths(layout: _Layout, answers: Truths, row: int, order: int) -> list[int]:
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
            judge.calibre_at(int(judge.calibre_kinds(batch.calibre_mm[row : row + 1])[0]))
            if judge.calibre_bounds
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
            for asked in judge.facts_asked
        ]

    def _kind(
        self,
        key: tuple[int, int, int],
        batch: CodedBatch,
        layout: _Layout,
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
            breaches = judge.breaches_of(left_open, twins, is_certain=outcome.result == "violation")
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
                    breaches = judge.breaches(left_open, role, is_certain=outcome.result == "violation")
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
        ranges, first, final = self._stretches(batch)
        provision = np.full(len(rows), order, dtype=np.int32)
        set_number = self._set_numbers(ranges, batch, first, final, rows, provision)
        questions = [q for q in self._layout().places[order].tolist() if q >= 0]
        truths = []
        for question in questions:
            kind, form = self._questions[question]
            truths.append(batch.places.answers(kind, form, rows))
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


def _table(lists: Sequence[Sequence[int]]) -> NDArray[np.int32]:
    """Lists of different lengths as one table, -1 where a list has ended."""
    table = np.full((len(lists), max(map(len, lists), default=0)), -1, dtype=np.int32)
    for row, items in enumerate(lists):
        table[row, : len(items)] = items
    return table
