# SPDX-License-Identifier: Apache-2.0
"""What a record must be like for any provision to say something of it.

Wider than what provisions ask, never narrower: hours of the day, parties, weapons, facts and exceptions
are left aside, areas are boxes. A record out of this reach has no finding in any world.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from truceline.assess.compiled import Clause, Compiled
from truceline.records import Near, Reach, Way
from truceline.terms import (
    ALWAYS_MS,
    NEVER_MS,
    AreaForm,
    AreaOneOf,
    Between,
    Buffer,
    Choice,
    Circle,
    Difference,
    Intersection,
    NamedArea,
    Period,
    Shape,
    Terms,
    Union,
)


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
            yield Way(stretches, _acts(compiled, clause), _near(compiled, clause))


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


def _near(compiled: Compiled, clause: Clause) -> tuple[Near, ...]:
    """Where each place lies that the clause asks for, as far as it can be told."""
    asked = (compiled.atoms[index].asked for index in clause.atoms)
    found = (_around(form, compiled.terms) for form in asked if isinstance(form, AreaForm))
    return tuple(near for near in found if near is not None)


def _around(form: AreaForm, terms: Terms) -> Near | None:
    """A box and a distance such that no point of the area is farther from the box; None: it may lie anywhere.

    Where an area changes, it lies anywhere at times of which nobody says where it is.
    """
    if isinstance(form, NamedArea):
        return _around(terms.areas[form.id].form, terms)
    if isinstance(form, Shape):
        west, south, east, north = map(float, form.geometry.bounds)
        return Near((west, south, east, north), 0.0)
    if isinstance(form, Circle):
        return Near((form.lon, form.lat, form.lon, form.lat), form.radius_m)
    if isinstance(form, Between):
        return _around(form.at_most, terms)
    if isinstance(form, Buffer | Difference):
        inner = _around(form.of, terms)
        more = form.by_m if isinstance(form, Buffer) else 0.0
        return None if inner is None else Near(inner.box, inner.within_m + more)
    if isinstance(form, Intersection):
        return next(filter(None, (_around(part, terms) for part in form.of)), None)
    if isinstance(form, Union | AreaOneOf):
        parts = form.of if isinstance(form, Union) else form.options
        found = [_around(part, terms) for part in parts]
        known = [near for near in found if near is not None]
        return _hull(known) if len(known) == len(found) else None
    return None


def _hull(found: list[Near]) -> Near | None:
    """One box around all."""
    if not found:
        return None
    west, south = (min(near.box[side] for near in found) for side in (0, 1))
    east, north = (max(near.box[side] for near in found) for side in (2, 3))
    return Near((west, south, east, north), max(near.within_m for near in found))
