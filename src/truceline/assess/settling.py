# SPDX-License-Identifier: Apache-2.0
"""What would settle an unknown: the smallest sets of answers that decide a finding."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from truceline.assess.combination import Combination
from truceline.assess.compiled import Atom, Compiled
from truceline.assess.engine import Assessment
from truceline.assess.judge import Judge
from truceline.assess.words import area_text, fact_text, party_text, period_text
from truceline.assess.worlds import worlds_of
from truceline.terms import AreaForm, FactAsked, PartyChoice, Period, Terms

_MOST_COMBINED = 4096
"""Combinations of answers that are gone through to find settling sets."""


@dataclass(frozen=True, slots=True)
class Settling:
    """A smallest set of answers that would settle an unknown."""

    answers: tuple[tuple[str, str], ...]
    """Question and answer, in words. Left out any one of them, the finding stays unknown."""
    gives: str
    """What the finding would be: ``violation`` or ``none``."""

    @property
    def text(self) -> str:
        """The answers in one line."""
        return "; ".join(f"{question}: {answer}" for question, answer in self.answers)

    def __str__(self) -> str:
        return f"{self.text} -> {'a violation' if self.gives == 'violation' else 'no violation'}"


@dataclass
class Settler:
    """What would settle one combination under one provision."""

    judge: Judge
    combination: Combination

    @property
    def compiled(self) -> Compiled:
        """The provision."""
        return self.judge.compiled

    @property
    def terms(self) -> Terms:
        """Its terms."""
        return self.compiled.terms

    def settling(self) -> tuple[tuple[Settling, ...], bool]:
        """The smallest sets of answers that would settle the finding, and whether all were looked for."""
        worlds = list(itertools.islice(self.answered_worlds(), _MOST_COMBINED + 1))
        if len(worlds) > _MOST_COMBINED:
            return (), False
        return smallest_settling(*self._left_to_ask(worlds)), True

    def _left_to_ask(
        self, worlds: list[tuple[tuple[str, ...], bool]]
    ) -> tuple[list[str], list[tuple[tuple[str, ...], bool]]]:
        """The questions and worlds without what the choice of a reading answers by itself."""
        asked = self.asked()
        first_reading = len(self.compiled.asked_atoms)
        answers: list[dict[tuple[str, ...], set[str]]] = [{} for _ in range(first_reading)]
        for world, _ in worlds:
            for by_reading, answer in zip(answers, world[:first_reading], strict=True):
                by_reading.setdefault(world[first_reading:], set()).add(answer)
        is_open = [any(len(found) > 1 for found in by_reading.values()) for by_reading in answers]
        kept = [k for k in range(len(asked)) if k >= first_reading or is_open[k]]
        return [asked[k] for k in kept], [(tuple(world[k] for k in kept), holds) for world, holds in worlds]

    def asked(self) -> list[str]:
        """Everything that may be open, in words: the atoms of the provision, then the rival readings."""
        return [
            *(self._atom_words(self.compiled.atoms[atom]) for atom in self.compiled.asked_atoms),
            *(f"the reading that binds in {self.terms.disputes[d].address}" for d in self.compiled.disputes),
        ]

    def answered_worlds(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Each world as its answers to all that is asked, with whether the provision holds in it."""
        for view, questions in self.judge.opened(self.combination):
            readings = tuple(
                self._reading(dispute, view.choice[dispute]) for dispute in self.compiled.disputes
            )
            holds = self.compiled.clauses[self.compiled.text_of(view)].holds
            for mask in worlds_of(view.bits, questions):
                answers = ("yes" if mask >> atom & 1 else "no" for atom in self.compiled.asked_atoms)
                yield (*answers, *readings), holds(mask)

    def _reading(self, dispute: int, chosen: int) -> str:
        option = self.terms.disputes[dispute].options[chosen]
        return f"{option.text} ({'; '.join(map(str, option.cite))})" if option.cite else option.text

    def _atom_words(self, atom: Atom) -> str:
        match atom.kind, atom.asked:
            case "by", PartyChoice() as asked:
                return f"done by {party_text(asked, self.terms)}"
            case "against", PartyChoice() as asked:
                return f"done against {party_text(asked, self.terms)}"
            case "acts", tuple() as codes:
                return f"it was {' or '.join(codes)}"
            case "weapons", tuple() as kinds:
                return f"the weapon was {' or '.join(map(str, kinds))}"
            case "in" | "crosses", AreaForm() as form:
                return f"it {'crossed' if atom.kind == 'crosses' else 'was in'} {area_text(form, self.terms)}"
            case "during", Period() as period:
                is_only = len(self.compiled.atoms_of("during")) == 1
                return f"within the period{'' if is_only else f' ({period_text(self.compiled, period)})'}"
            case "standing", _:
                return "the provision was in force then"
            case _, FactAsked() as fact:
                return fact_text(fact, self.terms)
            case _:
                raise AssertionError(f"no words for {atom}")


def smallest_settling(
    asked: Sequence[str], worlds: Sequence[tuple[tuple[str, ...], bool]]
) -> tuple[Settling, ...]:
    """The smallest sets of answers that decide a result.

    Args:
        asked: (n,) questions.
        worlds: for each world its (n,) answers, and the result in it.

    Returns:
        Sets of answers such that every world that agrees with all of them has one result, while for
        each proper subset both results remain; smallest sets first.
    """
    distinct: dict[tuple[str, ...], set[bool]] = {}
    for answers, holds in worlds:
        distinct.setdefault(answers, set()).add(holds)
    options: list[dict[str, int]] = [{} for _ in asked]
    codes = np.array(
        [
            [kinds.setdefault(text, len(kinds)) for kinds, text in zip(options, row, strict=True)]
            for row in distinct
        ]
    )
    result = np.array([sum(1 << holds for holds in seen) for seen in distinct.values()])
    found: dict[frozenset[tuple[int, str]], bool] = {}
    hitting: dict[tuple[int, ...], list[int]] = {}  # many worlds differ from the others in the same ways
    for (answers, seen), row in zip(distinct.items(), codes, strict=True):
        if len(seen) > 1:
            continue
        (holds,) = seen
        # Of all that tells this world from one with the other result, something must be known.
        others = codes[result != 1 << holds]
        differences = tuple(np.unique((others != row) @ (1 << np.arange(len(asked)))).tolist())
        if differences not in hitting:
            hitting[differences] = _smallest_hitting(differences)
        for chosen in hitting[differences]:
            found[frozenset((k, answers[k]) for k in range(len(asked)) if chosen >> k & 1)] = holds
    ordered = sorted(found.items(), key=lambda item: (len(item[0]), sorted(item[0])))
    return tuple(
        Settling(tuple((asked[k], answer) for k, answer in sorted(answers)), "violation" if holds else "none")
        for answers, holds in ordered
    )


def _smallest_hitting(sets: Iterable[int]) -> list[int]:
    """The minimal sets that share a member with each of some sets; all are bit masks.

    The sets are taken one by one: whatever misses the next one is widened by each of its members, and
    what holds another is dropped (C. Berge, Hypergraphs, 1989, chapter 2).
    """
    hitting = [0]
    for members in sorted(sets, key=lambda mask: (mask.bit_count(), mask)):
        kept = [mask for mask in hitting if mask & members]
        wider = {
            mask | 1 << k
            for mask in hitting
            if not mask & members
            for k in range(members.bit_length())
            if members >> k & 1
        }
        for mask in sorted(wider, key=lambda mask: (mask.bit_count(), mask)):
            if not any(smaller & mask == smaller for smaller in kept):
                kept.append(mask)
        hitting = kept
    return hitting


class Settlings:
    """The settling sets of the findings of an assessment, worked out once for each kind of record."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._known: dict[tuple[str, Combination], tuple[tuple[Settling, ...], bool]] = {}

    def of(self, incidents: pa.RecordBatch, provision_id: str) -> list[tuple[tuple[Settling, ...], bool]]:
        """For each incident the smallest settling sets under a provision, and whether all were looked for.

        The incidents are some that are possible findings under it.
        """
        judge = self._assessment.provision(provision_id).judge
        found = []
        for combination in self._assessment.combinations(self._assessment.coded(incidents), provision_id):
            key = provision_id, combination
            if key not in self._known:
                self._known[key] = Settler(judge, combination).settling()
            found.append(self._known[key])
        return found
