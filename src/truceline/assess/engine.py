# SPDX-License-Identifier: Apache-2.0
"""Incidents in, findings out, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truceline.assess.compiled import CONDITIONS, Compiled
from truceline.assess.extents import Places
from truceline.assess.facts import FactBook
from truceline.assess.judge import Combination, Judge, Judgement, RoleCell, parties_of
from truceline.assess.regions import Regions, named_shapes
from truceline.errors import TrucelineError
from truceline.records import Incidents, RecordedFact
from truceline.terms import AreaForm, NamedArea, Terms
from truceline.truth import NO, Truths
from truceline.version import VERSION

__all__ = ["FINDINGS", "Assessment", "Summary", "assess"]

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


@dataclass
class Summary:
    """What an assessment came to. Counts of results are by provision, in the order of the terms."""

    read: int = 0
    """Records read, rejects included."""
    rejected: int = 0
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

    def pair(self, provision_id: str) -> tuple[int, int]:
        """(certain, certain + possible) of one provision."""
        certain = self.certain[provision_id]
        return certain, certain + self.possible[provision_id]


class _Keys:
    """Packs columns of small codes into one integer a row, and finds the distinct rows."""

    def __init__(self, n: int) -> None:
        self._packed = np.zeros(n, dtype=np.int64)
        self._size = 1

    def add(self, codes: NDArray[np.integer], size: int) -> None:
        if self._size > 2**62 // max(size, 1):
            _, inverse = np.unique(self._packed, return_inverse=True)
            self._packed, self._size = inverse.astype(np.int64), int(inverse.max(initial=0)) + 1
        self._packed = self._packed * size + codes
        self._size *= size

    def distinct(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Positions of the first row of each kind, and each row's kind."""
        _, first, inverse = np.unique(self._packed, return_index=True, return_inverse=True)
        return first, inverse


@dataclass
class _Batch:
    """One batch of incidents with its columns as codes."""

    ids: pa.Array
    start_ms: NDArray[np.int64]
    last_ms: NDArray[np.int64]
    """The last millisecond at which it may have happened."""
    is_timed: NDArray[np.bool_]
    role_code: NDArray[np.int64]
    roles: list[RoleCell]
    sides: tuple[tuple[NDArray[np.int64], list[str | None]], tuple[NDArray[np.int64], list[str | None]]]
    """The cells ``by`` and ``against`` as codes."""
    is_either: NDArray[np.bool_]
    act_code: NDArray[np.int64]
    acts: list[str | None]
    weapon_code: NDArray[np.int64]
    weapons: list[str | None]
    calibre_mm: NDArray[np.float64]
    """NaN where none is recorded."""
    places: Places

    def __len__(self) -> int:
        return len(self.start_ms)

    def in_area(self, form: NamedArea) -> Truths:
        """Whether each incident lies in an area."""
        return self.places.answers("in", form)


def _codes(column: pa.Array) -> tuple[NDArray[np.int64], list[str | None]]:
    encoded = column.dictionary_encode()
    values: list[str | None] = [*encoded.dictionary.to_pylist(), None]
    codes = encoded.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, [value or None for value in values]


def _batch(batch: pa.RecordBatch, places: Places) -> _Batch:
    start = batch.column("start").cast(pa.int64())
    end = batch.column("end").cast(pa.int64())
    is_timed = start.is_valid().to_numpy(zero_copy_only=False)
    start_ms = start.fill_null(0).to_numpy(zero_copy_only=False)
    end_ms = np.where(end.is_valid().to_numpy(zero_copy_only=False), end.fill_null(0), start_ms)
    by_code, by = _codes(batch.column("by"))
    against_code, against = _codes(batch.column("against"))
    is_either = batch.column("roles").fill_null("known").to_numpy(zero_copy_only=False) == "either"
    triple = (by_code * len(against) + against_code) * 2 + is_either
    triples, role_code = np.unique(triple, return_inverse=True)
    roles = [
        RoleCell(by[int(t) // 2 // len(against)], against[int(t) // 2 % len(against)], bool(t % 2))
        for t in triples
    ]
    act_code, acts = _codes(batch.column("act"))
    weapon_code, weapons = _codes(batch.column("weapon"))
    return _Batch(
        batch.column("id"),
        start_ms,
        np.maximum(start_ms, end_ms - 1),
        is_timed,
        role_code.astype(np.int64),
        roles,
        ((by_code, by), (against_code, against)),
        is_either,
        act_code,
        acts,
        weapon_code,
        weapons,
        batch.column("calibre_mm").to_numpy(zero_copy_only=False),
        places,
    )


class ProvisionEngine:
    """Assesses batches against one provision."""

    def __init__(
        self, terms: Terms, index: int, facts: FactBook, as_of_ms: int | None, is_assumed: bool
    ) -> None:
        provision = list(terms.provisions.values())[index]
        self._facts = facts
        self.index = index
        self.compiled = Compiled(terms, provision, as_of_ms, is_assumed)
        self.judge = Judge(self.compiled)
        self._state_at: dict[int, int] = {}
        self._state_sets: dict[frozenset[int], int] = {}

    def _state(self, at_ms: int) -> int:
        if at_ms not in self._state_at:
            state = self.compiled.state_id(at_ms)
            self._state_at[at_ms] = state
            for view in self.compiled.states[state].views:
                for order, form in enumerate(view.places):
                    if form not in self.judge.place_forms[order]:
                        self.judge.place_forms[order].append(form)
        return self._state_at[at_ms]

    def _set_code(self, states: frozenset[int]) -> int:
        return self._state_sets.setdefault(states, len(self._state_sets))

    def _all_states(self) -> frozenset[int]:
        """The states of all time, for an incident without one."""
        return frozenset(map(self._state, self.compiled.samples()))

    def state_sets(self, batch: _Batch) -> tuple[NDArray[np.int64], list[frozenset[int]]]:
        """The states at which each incident may have happened, as a code and the sets by code."""
        codes = np.zeros(len(batch), dtype=np.int64)
        timed = batch.is_timed
        if not timed.all():
            codes[~timed] = self._set_code(self._all_states())
        if timed.any():
            start, last = batch.start_ms[timed], batch.last_ms[timed]
            low = int(start.min())
            breaks = np.array(self.compiled.breaks(low, int(last.max()) + 1), dtype=np.int64)
            begins = [low, *breaks.tolist()]
            first = np.searchsorted(breaks, start, side="right")
            final = np.searchsorted(breaks, last, side="right")
            pairs, inverse = np.unique(first * len(begins) + final, return_inverse=True)
            pair_codes = np.empty(len(pairs), dtype=np.int64)
            for order, pair in enumerate(pairs.tolist()):
                i, j = divmod(pair, len(begins))
                pair_codes[order] = self._set_code(frozenset(map(self._state, begins[i : j + 1])))
            codes[timed] = pair_codes[inverse]
        return codes, list(self._state_sets)

    def _may_be_in_force(self, states: frozenset[int]) -> bool:
        timed = [
            [i for i in clause.atoms if self.compiled.atoms[i].kind in ("during", "standing")]
            for clause in self.compiled.clauses
        ]
        return any(
            all(view.bits >> index & 1 for index in timed[self.compiled.text_of(view)])
            for state in states
            for view in self.compiled.states[state].views
        )

    def assess(
        self, batch: _Batch, *, all_rows: bool
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], list[Judgement]]:
        """Findings of a batch.

        Returns:
            The rows that have something to say, in order; for each the position of its judgement; the
            judgements.
        """
        # First by what the parties of a record answer, whoever they are; then by who they are.
        rows, kinds, combinations = self._distinct(batch, all_rows=all_rows, by_class=True)
        if not all_rows:
            results = [self.judge.result(combination) for combination in combinations]
            speaks = np.array([result != "none" for result in results], dtype=bool)
            kept = speaks[kinds] if len(results) else np.zeros(0, dtype=bool)
            rows, kinds = rows[kept], kinds[kept]
        _, first, inverse = np.unique(
            kinds * len(batch.roles) + batch.role_code[rows], return_index=True, return_inverse=True
        )
        judgements = [
            self.judge.finding(combinations[kinds[at]], batch.roles[batch.role_code[rows[at]]])
            for at in first
        ]
        return rows, inverse, judgements

    def combinations(self, batch: _Batch) -> list[Combination]:
        """The combination of each incident of a batch."""
        _, inverse, combinations = self._distinct(batch, all_rows=True, by_class=False)
        return [combinations[kind] for kind in inverse]

    def _distinct(
        self, batch: _Batch, *, all_rows: bool, by_class: bool
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], list[Combination]]:
        """The rows that may have something to say, the kind of each, and the combination of each kind.

        With ``by_class``, incidents whose parties and act answer everything alike are of one kind; its
        combination has the role and the act of one of them.
        """
        set_code, sets = self.state_sets(batch)
        rows = np.arange(len(batch))
        if not all_rows:
            may_time = np.array([self._may_be_in_force(states) for states in sets], dtype=bool)
            rows = rows[may_time[set_code]]
            rows = rows[self._may_act(batch)[batch.act_code[rows]]]
        keys = _Keys(len(rows))
        answers: list[list[NDArray[np.int8]]] = []
        if len(rows):
            for order, atom_index in enumerate(self.compiled.place_atoms):
                atom = self.compiled.atoms[atom_index]
                forms = self.judge.place_forms[order]
                answers.append(
                    [batch.places.answers(atom.kind, form) for form in forms if isinstance(form, AreaForm)]
                )
            if not all_rows:
                for order, atom_index in enumerate(self.compiled.place_atoms):
                    if atom_index in self.compiled.always_asked:
                        may = np.max([answer[rows] for answer in answers[order]], axis=0) != NO
                        rows = rows[may]
                keys = _Keys(len(rows))
        if by_class:
            self._add_role_classes(keys, batch, rows, sets)
            acts, act_code = self._act_classes(batch)
        else:
            keys.add(batch.role_code[rows], len(batch.roles))
            acts, act_code = len(batch.acts), batch.act_code
        keys.add(set_code[rows], len(sets))
        keys.add(act_code[rows], acts)
        keys.add(batch.weapon_code[rows], len(batch.weapons))
        calibres, calibre_code = self._calibres(batch)
        keys.add(calibre_code[rows], len(calibres))
        for place in answers:
            for answer in place:
                keys.add(answer[rows], 3)
        recorded = [self._facts.recorded(asked, batch) for asked in self.judge.facts_asked]
        for codes in recorded:
            keys.add(codes[rows], 6)
        first, inverse = keys.distinct()
        combinations = []
        for row in rows[first].tolist():
            combinations.append(
                Combination(
                    batch.roles[batch.role_code[row]],
                    sets[set_code[row]],
                    batch.acts[batch.act_code[row]],
                    batch.weapons[batch.weapon_code[row]],
                    calibres[calibre_code[row]],
                    tuple(tuple(int(answer[row]) for answer in place) for place in answers),
                    tuple(int(codes[row]) for codes in recorded),
                )
            )
        return rows, inverse, combinations

    def _add_role_classes(
        self, keys: _Keys, batch: _Batch, rows: NDArray[np.intp], sets: list[frozenset[int]]
    ) -> None:
        """Tells rows apart by what their parties answer on either side, and on the other where roles are open."""
        states = (self.compiled.states[state] for state in frozenset().union(*sets))
        among = tuple(dict.fromkeys(parties_of(view) for state in states for view in state.views))
        either = batch.is_either[rows]
        keys.add(either.astype(np.int64), 2)
        for is_doing in (True, False):
            own, other = batch.sides if is_doing else batch.sides[::-1]
            for (codes, cells), matters in ((own, True), (other, either)):
                classes: dict[object, int] = {}
                numbers = np.zeros(len(cells), dtype=np.int64)
                for code in np.unique(codes[rows] if matters is True else codes[rows[either]]).tolist():
                    masks = self.judge.side_masks(cells[code], among, is_doing=is_doing)
                    numbers[code] = classes.setdefault(masks, len(classes))
                keys.add(np.where(matters, numbers[codes[rows]], 0), len(classes) + 1)

    def _act_classes(self, batch: _Batch) -> tuple[int, NDArray[np.int64]]:
        """Tells incidents apart by what their acts answer."""
        classes: dict[object, int] = {}
        numbers = [classes.setdefault(self.judge.act_masks(act), len(classes)) for act in batch.acts]
        return len(classes), np.array(numbers, dtype=np.int64)[batch.act_code]

    def _calibres(self, batch: _Batch) -> tuple[list[float | None], NDArray[np.intp]]:
        """One calibre for each kind of calibre that the provision tells apart, and the kind of each incident."""
        bounds = np.array(self.judge.calibre_bounds)
        if not len(bounds):
            return [None], np.zeros(len(batch), dtype=np.intp)
        below, above = (np.searchsorted(bounds, batch.calibre_mm, side=side) for side in ("left", "right"))
        kind = below + above  # each bound is a kind of its own, and so is each stretch beside one
        kinds: list[float | None] = [*self.judge.calibres_mm, None]
        return kinds, np.where(np.isnan(batch.calibre_mm), len(kinds) - 1, kind)

    def _may_act(self, batch: _Batch) -> NDArray[np.bool_]:
        """For each act code of the batch, whether the provision may prohibit it."""
        atoms = [i for i in self.compiled.atoms_of("acts") if i in self.compiled.always_asked]
        return np.array(
            [
                all(any(mask >> i & 1 for mask in self.judge.act_masks(act)) for i in atoms)
                for act in batch.acts
            ],
            dtype=bool,
        )


class Assessment:
    """An assessment under way: iterate over it for batches of findings, then read ``summary``.

    Findings come in the order of the incidents, then of the provisions. Iterating again assesses
    again.
    """

    def __init__(
        self,
        terms: Terms,
        incidents: Incidents,
        *,
        facts: Sequence[RecordedFact] = (),
        assume: Sequence[str] = (),
        as_of_ms: int | None = None,
        all_rows: bool = False,
        only: Collection[str] | None = None,
    ) -> None:
        unknown = [name for name in assume if name not in terms.provisions]
        if unknown:
            raise TrucelineError(
                f"no provision is called {', '.join(unknown)}; the terms have {', '.join(terms.provisions)}"
            )
        self.terms = terms
        self.incidents = incidents
        self.assumed = frozenset(assume)
        """Ids of provisions that are taken as in force at all times."""
        self._all_rows = all_rows
        self._regions = Regions(terms)
        self._shapes = named_shapes(terms, incidents.areas)
        self.facts = FactBook(terms, facts)
        self.engines = [
            ProvisionEngine(terms, index, self.facts, as_of_ms, provision_id in assume)
            for index, provision_id in enumerate(terms.provisions)
            if only is None or provision_id in only
        ]
        """One for each provision; with ``only``, for each of those."""
        self.summary = Summary()
        self.schema = FINDINGS.with_metadata(
            {
                "truceline.engine": VERSION,
                "truceline.terms": f"{terms.id} sha256:{terms.digest}",
                "truceline.assumed_in_force": " ".join(assume),
                "truceline.as_of_ms": "" if as_of_ms is None else str(as_of_ms),
            }
        )

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for _, findings in self.pairs():
            yield findings

    def pairs(self) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        """Each batch of incidents with its findings."""
        ids = list(self.terms.provisions)
        self.summary = Summary(
            certain=dict.fromkeys(ids, 0), possible=dict.fromkeys(ids, 0), exempt=dict.fromkeys(ids, 0)
        )
        missing = {row.incident for row in self.facts.rows if row.incident}
        for batch in self.incidents.batches():
            if missing:
                wanted = pa.array(sorted(missing), pa.string())
                missing -= set(pc.filter(wanted, pc.is_in(wanted, batch.column("id"))).to_pylist())
            yield batch, self._assess(batch)
            self._count_records()
        self._count_records()
        self.summary.facts_about_nothing = tuple(sorted(missing))

    def _count_records(self) -> None:
        self.summary.read = self.incidents.read
        self.summary.rejected = self.incidents.rejected
        self.summary.unmapped = Counter(self.incidents.unmapped)

    def engine(self, provision_id: str) -> ProvisionEngine:
        """What assesses one provision."""
        index = list(self.terms.provisions).index(provision_id)
        return next(engine for engine in self.engines if engine.index == index)

    def findings_of(self, incidents: pa.RecordBatch) -> pa.RecordBatch:
        """The findings of one batch of incidents; ``summary`` does not count them."""
        return self._assess(incidents, count=False)

    def coded(self, incidents: pa.RecordBatch) -> _Batch:
        """A batch with its columns as codes, as the engines of the provisions take it."""
        return _batch(incidents, Places(self.terms, self._regions, incidents, self._shapes))

    def _assess(self, incidents: pa.RecordBatch, *, count: bool = True) -> pa.RecordBatch:
        batch = self.coded(incidents)
        rows: list[NDArray[np.intp]] = []
        provisions: list[NDArray[np.intp]] = []
        judged: list[NDArray[np.intp]] = []
        judgements: list[Judgement] = []
        for engine in self.engines:
            found, which, made = engine.assess(batch, all_rows=self._all_rows)
            rows.append(found)
            provisions.append(np.full(len(found), engine.index))
            judged.append(which + len(judgements))
            judgements.extend(made)
            if count:
                self._count(list(self.terms.provisions)[engine.index], which, made)
        row, provision, judgement = (
            np.concatenate(parts) if parts else np.zeros(0, dtype=np.intp)
            for parts in (rows, provisions, judged)
        )
        order = np.lexsort((provision, row))
        return self._findings(batch.ids, row[order], provision[order], judgement[order], judgements)

    def _count(self, provision_id: str, which: NDArray[np.intp], judgements: list[Judgement]) -> None:
        counts = np.bincount(which, minlength=len(judgements))
        for judgement, count in zip(judgements, counts.tolist(), strict=True):
            for result, tally in (
                ("violation", self.summary.certain),
                ("possible", self.summary.possible),
                ("exempt", self.summary.exempt),
            ):
                if judgement.result == result:
                    tally[provision_id] += count
            for told in judgement.by_text:
                text, _, result = told.partition(": ")
                self.summary.by_text.setdefault((provision_id, text), Counter())[result] += count

    def _findings(
        self,
        ids: pa.Array,
        row: NDArray[np.intp],
        provision: NDArray[np.intp],
        judgement: NDArray[np.intp],
        judgements: list[Judgement],
    ) -> pa.RecordBatch:
        taken = pa.array(judgement)
        columns = [
            ids.take(pa.array(row)),
            pa.array(list(self.terms.provisions), pa.string()).take(pa.array(provision)),
            pa.array([j.result for j in judgements], pa.string()).take(taken),
        ]
        for order in range(len(CONDITIONS)):
            columns.append(pa.array([j.conditions[order] for j in judgements], pa.int8()).take(taken))
        for name in _LISTS:
            columns.append(pa.array([getattr(j, name) for j in judgements], _STRINGS).take(taken))
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)


def assess(
    terms: Terms,
    incidents: Incidents,
    *,
    facts: Sequence[RecordedFact] = (),
    assume: Sequence[str] = (),
    as_of_ms: int | None = None,
    all_rows: bool = False,
) -> Assessment:
    """Findings of incidents under every provision of some terms.

    Args:
        terms: checked terms.
        incidents: as ``read_incidents`` gives them.
        facts: what was recorded of the facts of the terms, as ``read_facts`` gives it.
        assume: ids of provisions to be taken as in force at all times: what would be if they were.
        as_of_ms: leave out what the terms say was announced later than this instant.
        all_rows: also give the pairs of incident and provision with nothing to say (result ``none``).

    Returns:
        An ``Assessment``: iterate over it for record batches of ``FINDINGS``. Memory does not grow
        with the number of incidents.

    Raises:
        TrucelineError: ``assume`` names a provision that the terms do not have.
    """
    return Assessment(terms, incidents, facts=facts, assume=assume, as_of_ms=as_of_ms, all_rows=all_rows)
