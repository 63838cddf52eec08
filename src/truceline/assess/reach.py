# SPDX-License-Identifier: Apache-2.0
"""What a record must be like for any provision to say something of it.

Wider than what provisions ask, never narrower: hours of the day, parties, weapons, facts and exceptions
are left aside, areas are boxes. A record out of this reach has no finding in any world.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from truceline.assess.compiled import Clause, Compiled
from truceline.assess.regions import forms_within, outline
from truceline.records import Reach, Way
from truceline.terms import ALWAYS_MS, NEVER_MS, AreaForm, AreaHistory, Choice, Period, Terms


def reach_of(provisions: Iterable[Compiled], named: Iterable[str] = ()) -> Reach:
    """What records must be like to have a finding under some of the provisions.

    Args:
        provisions: all that will be asked, as they will be asked.
        named: ids of records that facts are about.
    """
    ways = (way for compiled in provisions for way in _ways(compiled))
    return Reach(tuple(dict.fromkeys(ways)), frozenset(named))


def _ways(compiled: Compiled) -> Iterator[Way]:
    """One for each rival text that is ever in force."""
    for text, clause in enumerate(compiled.clauses):
        choices = [choice for choice in compiled.choices if compiled.provision.text_under(choice) == text]
        stretches = _stretches(compiled, clause, choices)
        if stretches:
            yield Way(stretches, _acts(compiled, clause), _boxes(compiled, clause))


def _stretches(compiled: Compiled, clause: Clause, choices: list[Choice]) -> tuple[tuple[int, int], ...]:
    """When the clause may hold under any choice: it is in force and within its periods."""
    asked = (compiled.atoms[index].asked for index in clause.atoms)
    periods = [period for period in asked if isinstance(period, Period)]

    def may_hold(at_ms: int, choice: Choice) -> bool:
        bounds = (period.bounds(choice, compiled.as_of_ms) for period in periods)
        return all(start <= at_ms < end for start, end in bounds) and (
            compiled.is_assumed or compiled.provision.is_in_force(at_ms, choice, compiled.as_of_ms)
        )

    found: list[tuple[int, int]] = []
    for start, end in itertools.pairwise([ALWAYS_MS, *compiled.changes, NEVER_MS]):
        if any(may_hold(start, choice) for choice in choices):
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
    return tuple(found)


def _acts(compiled: Compiled, clause: Clause) -> frozenset[str] | None:
    """Codes of records that may be what the clause asks for: within it, or above it."""
    asked = [compiled.atoms[index].asked for index in clause.atoms if compiled.atoms[index].kind == "acts"]
    taxonomy = compiled.terms.acts
    codes = [codes for codes in asked if isinstance(codes, tuple)]
    if not codes:
        return None
    return frozenset(
        code
        for code in taxonomy.definitions
        if all(
            any(taxonomy.is_within(code, one) or taxonomy.is_within(one, code) for one in of) for of in codes
        )
    )


def _boxes(compiled: Compiled, clause: Clause) -> tuple[tuple[float, float, float, float], ...]:
    """A box around each place that the clause asks for, where one can be drawn."""
    asked = (compiled.atoms[index].asked for index in clause.atoms)
    boxes = (_box(form, compiled.terms) for form in asked if isinstance(form, AreaForm))
    return tuple(box for box in boxes if box is not None)


def _box(form: AreaForm, terms: Terms) -> tuple[float, float, float, float] | None:
    # Where an area changes, it lies anywhere at times of which nobody says where it is.
    if any(isinstance(part, AreaHistory) for part in forms_within(form, terms)):
        return None
    shape = outline(form, terms)
    if shape is None or shape.is_empty:
        return None
    west, south, east, north = map(float, shape.bounds)
    return west, south, east, north
