# SPDX-License-Identifier: Apache-2.0
"""What a scene comes to, gone through world by world: the result, its conditions and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.assess.compiled import CONDITIONS, Clause, Compiled
from truceline.assess.fact_masks import FactMasks
from truceline.assess.membership import Masks
from truceline.assess.scenes import MOST_REMEMBERED, Scenes
from truceline.assess.sides import make_room
from truceline.assess.tallies import Seen, Tally
from truceline.assess.worlds import are_too_many, worlds_of
from truceline.truth import NO, UNKNOWN, YES


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


LeftOpen = frozenset[tuple[int, int, Masks, int]]
"""For each view the text, the bits, the possible masks of who did it to whom, and a position in ``Scenes.rests``."""


_Questions = frozenset[tuple[int, int, tuple[Masks, ...]]]
"""For each view the text, the bits, and for each open question, who did it to whom first, the possible masks."""


class Outcomes:
    """What scenes come to under provisions of one shape, each worked out once."""

    def __init__(self, compiled: Compiled, scenes: Scenes) -> None:
        self._clauses = compiled.clauses
        self._atoms = compiled.atoms
        self._places = len(compiled.place_atoms)
        self._answering = compiled.answering
        self._texts = compiled.provision.texts
        self._facts = FactMasks(compiled)
        self._rests = scenes.rests
        self._known: dict[tuple[LeftOpen, tuple[int, ...]], Outcome] = {}

    def of(self, left_open: LeftOpen, facts: tuple[int, ...]) -> Outcome:
        """What is left open, and what is recorded of each fact, comes to."""
        key = left_open, facts
        if key not in self._known:
            make_room(self._known, MOST_REMEMBERED)
            questions = frozenset(
                (text, bits, (masks, *self._rests[rest])) for text, bits, masks, rest in left_open
            )
            self._known[key] = self._outcome(questions, facts)
        return self._known[key]

    def _outcome(self, left_open: _Questions, facts: tuple[int, ...]) -> Outcome:
        clauses = self._clauses
        seen, by_text = Seen(), [Seen() for _ in clauses]
        atom_truths = [[Tally() for _ in self._atoms] for _ in clauses]
        exceptions = {name: Tally() for clause in clauses for name, _ in clause.unless}
        answering = {party: Tally() for party in self._answering}
        for text, bits, questions in left_open:
            clause, both = clauses[text], (seen, by_text[text])
            self._tally_atoms(bits, questions, atom_truths[text])
            if are_too_many(questions):
                self._tally_by_kleene(clause, bits, questions, both, exceptions, answering)
                continue
            for mask in worlds_of(bits, questions):
                core, exempt = clause.core(mask), clause.exempt(mask)
                for one in both:
                    one.add(core, exempt)
                for name, exception in clause.unless:
                    exceptions[name].add(exception.holds(mask))
                if core and not exempt:
                    for party, atoms in self._answering.items():
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
                f"{text.id}: {of_text.result}" for text, of_text in zip(self._texts, by_text, strict=False)
            ),
        )

    def _tally_atoms(self, bits: int, questions: Sequence[Masks], tallies: list[Tally]) -> None:
        for index, atom in enumerate(self._atoms):
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
                if self._atoms[index].kind not in ("during", "standing"):
                    tally.is_ever_not = True

    def _tally_by_kleene(
        self,
        clause: Clause,
        bits: int,
        questions: Sequence[Masks],
        both: tuple[Seen, Seen],
        exceptions: dict[str, Tally],
        answering: dict[str, Tally],
    ) -> None:
        """Sound bounds without going through the worlds: the conditions joined by Kleene logic."""
        tallies = [Tally() for _ in self._atoms]
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
        for party, atoms in self._answering.items():
            truth = max(values[atom] for atom in atoms)
            answering[party].is_ever |= truth != NO
            answering[party].is_ever_not |= truth != YES

    def _columns(self, clause: Clause, atom_truths: list[Tally], exempt: Tally) -> tuple[int | None, ...]:
        truths: dict[str, int] = {}
        for atom in clause.atoms:
            kind = self._atoms[atom].kind
            column = "facts" if kind == "fact" else kind
            truths[column] = min(truths.get(column, int(YES)), atom_truths[atom].truth)
        if clause.unless:
            truths["unless"] = exempt.truth
        return tuple(truths.get(column) for column in CONDITIONS)

    def _presumed(self, left_open: _Questions, facts: tuple[int, ...], truth: int) -> tuple[str, ...]:
        """Facts whose presumption the finding rests on: without it the answer would be another."""
        rests_on: list[str] = []
        first = self._places + 3  # the facts come after roles, acts, weapons and places
        for order, (atom, asked) in enumerate(zip(self._facts.atoms, self._facts.asked, strict=True), first):
            if self._facts.presumptions[asked.id] is None or asked.id in rests_on:
                continue
            tally = Tally()
            for text, bits, masks in left_open:
                questions = [
                    *masks[:order],
                    self._facts.masks(atom, facts[order - first], presume=False),
                    *masks[order + 1 :],
                ]
                if are_too_many(questions):
                    tally = Tally(is_ever=True, is_ever_not=True)
                    break
                for mask in worlds_of(bits, questions):
                    tally.add(self._clauses[text].holds(mask))
            if tally.truth != truth:
                rests_on.append(asked.id)
        return tuple(rests_on)

    # Who is in breach


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
