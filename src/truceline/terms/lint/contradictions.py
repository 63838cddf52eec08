# SPDX-License-Identifier: Apache-2.0
"""Provisions that answer one act differently: what an exception of one lets pass, another prohibits."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import shapely
from shapely.geometry.base import BaseGeometry

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, list_of, parts_of, plain_shape
from truceline.terms.lint.reach import overlap_surely
from truceline.terms.model import (
    ALWAYS_MS,
    NEVER_MS,
    AreaForm,
    AreaOneOf,
    Between,
    Buffer,
    Choice,
    Circle,
    Conditions,
    Difference,
    Exemption,
    Intersection,
    NamedArea,
    Nowhere,
    Period,
    Provision,
    Shape,
    Terms,
    Time,
    Union,
    WeaponKind,
)
from truceline.terms.taxonomy import Taxonomy
from truceline.terms.times import DAY_MS

_Surely = Callable[[AreaForm], BaseGeometry | None]
"""``sure_shape`` of the terms at hand, each form worked out once."""
_MOST_CHOICES = 512
"""Readings that are gone through for two provisions; with more, nothing is said to be certain."""
_M_A_DEGREE = 112_000
"""More metres than any degree has, so that a reach drawn in degrees falls short."""


def check_answers(written: Written) -> Iterator[Problem]:
    """Exceptions that let an act pass which other provisions surely prohibit at the same place and time."""
    terms = written.terms

    @cache
    def surely(form: AreaForm) -> BaseGeometry | None:
        return sure_shape(form, terms)

    plain = [provision for provision in terms.provisions.values() if not provision.texts]
    for lenient in plain:
        for exception in lenient.conditions.unless:
            strict = [
                provision
                for provision in plain
                if provision.id != lenient.id
                and not _is_said(lenient, provision)
                and _is_contradicted(lenient, exception, provision, terms, surely)
            ]
            if strict:
                address = f"provisions.{lenient.id}.unless.{exception.id}"
                names = list_of(provision.id for provision in strict)
                prohibit = "prohibits" if len(strict) == 1 else "prohibit"
                yield written.problem(
                    "answers-differ",
                    address,
                    f"what this exception lets pass, {names} {prohibit} without such an exception",
                    f"one act would be exempt under {lenient.id} and a violation beside it",
                    "Give both the exception; or if the stricter is meant, name the other provision in its `reading`.",
                )


def _is_said(first: Provision, second: Provision) -> bool:
    """Whether the reading of one of two provisions speaks of the other."""
    return any(
        re.search(rf"(?<![\w-]){re.escape(named.id)}(?![\w-])", reading.reading)
        for reading, named in ((first, second), (second, first))
    )


def _is_contradicted(
    lenient: Provision, exception: Exemption, strict: Provision, terms: Terms, surely: _Surely
) -> bool:
    """Whether all acts that an exception lets pass are prohibited by another provision, for certain.

    A provision about fewer acts than the exception is about is a rule of its own, which it is usual to write.
    """
    three = (lenient.conditions, exception.conditions, strict.conditions)
    passing = exception.conditions.acts or lenient.conditions.acts or ()
    if not passing or not all(
        any(terms.acts.is_within(a, b) for b in strict.conditions.acts or ()) for a in passing
    ):
        return False
    if not _weapons_meet([c.weapons for c in three if c.weapons is not None], terms.weapons):
        return False
    required = {asked.id for asked in strict.conditions.facts}
    if any({asked.id for asked in e.conditions.facts} <= required for e in exception.conditions.unless):
        return False
    # The same with no common time asks no more than the periods themselves, and is far quicker.
    if any(_is_implied(e.conditions, lenient, exception, strict, ()) for e in strict.conditions.unless):
        return False
    stretches = _common_stretches(lenient, exception, strict, terms)
    if not stretches or any(
        _is_implied(e.conditions, lenient, exception, strict, stretches) for e in strict.conditions.unless
    ):
        return False
    return (
        overlap_surely([c.by for c in three], terms)
        and overlap_surely([c.against for c in three], terms)
        and len({c.crosses for c in three if c.crosses is not None}) < 2
        and _places_meet([surely(c.area) for c in three if c.area is not None])
    )


Stretches = Sequence[tuple[Choice, int, int]]
"""(a reading, start, end): time that is common under that reading."""


def _is_implied(
    mine: Conditions, lenient: Provision, exception: Exemption, strict: Provision, stretches: Stretches
) -> bool:
    """Whether an exception of the stricter provision holds wherever the other exception does."""
    theirs, outer = exception.conditions, lenient.conditions
    known = (*theirs.facts, *outer.facts, *strict.conditions.facts)
    return (
        all(any(f.id == k.id and f.before_ms <= k.before_ms for k in known) for f in mine.facts)
        and mine.acts in (None, theirs.acts or outer.acts)
        and mine.weapons in (None, theirs.weapons or outer.weapons)
        and mine.by in (None, theirs.by, outer.by)
        and mine.against in (None, theirs.against, outer.against)
        and mine.area in (None, theirs.area, outer.area)
        and mine.crosses in (None, theirs.crosses, outer.crosses)
        and (mine.during in (None, theirs.during, outer.during) or _covers(mine.during, stretches))
        and mine.unless in ((), theirs.unless)
    )


def _covers(period: Period | None, stretches: Stretches) -> bool:
    """Whether a period runs at all of some stretches of time, of which there must be one."""
    if not stretches or period is None or period.daily or period.weekdays:
        return False
    bounds = [(period.bounds(choice), start, end) for choice, start, end in stretches]
    return all(first <= start and end <= last for (first, last), start, end in bounds)


def _is_chain(codes: Sequence[str], taxonomy: Taxonomy) -> bool:
    """Whether one code is the same as or below all others, so that it belongs to each."""
    return all(
        taxonomy.is_within(a, b) or taxonomy.is_within(b, a) for a, b in itertools.combinations(codes, 2)
    )


def _weapons_meet(sets: Sequence[tuple[WeaponKind, ...]], taxonomy: Taxonomy) -> bool:
    for kinds in itertools.product(*sets):
        bounds = [kind.calibre for kind in kinds if kind.calibre]
        is_open = max((b.low_mm for b in bounds), default=0) < min(
            (b.high_mm for b in bounds), default=math.inf
        )
        if is_open and _is_chain([kind.code for kind in kinds], taxonomy):
            return True
    return False


# Time


def _common_stretches(lenient: Provision, exception: Exemption, strict: Provision, terms: Terms) -> Stretches:
    """When both are in force and all periods run; empty unless some such time is sure under every reading."""
    conditions = (lenient.conditions, exception.conditions, strict.conditions)
    periods = [c.during for c in conditions if c.during is not None]
    windows = {(p.daily, p.weekdays) for p in periods if p.daily or p.weekdays}
    times = [*parts_of(periods, Time), *parts_of(lenient.standing, Time), *parts_of(strict.standing, Time)]
    disputes = {d: s for time in times for d, s in zip(time.disputes, time.sizes, strict=True)}
    if len(windows) > 1 or math.prod(disputes.values()) > _MOST_CHOICES:
        return ()
    least_ms = 8 * DAY_MS if windows else 1
    found: list[tuple[Choice, int, int]] = []
    for choice in terms.choices(sorted(disputes)):
        common = [s for s in _common(lenient, strict, periods, choice) if s[1] - s[0] >= least_ms]
        if not common:
            return ()
        found += [(choice, start, end) for start, end in common]
    return found


def _common(
    first: Provision, second: Provision, periods: Sequence[Period], choice: Choice
) -> Iterator[tuple[int, int]]:
    start = max((p.bounds(choice)[0] for p in periods), default=ALWAYS_MS)
    end = min((p.bounds(choice)[1] for p in periods), default=NEVER_MS)
    for a in _in_force(first, choice):
        for b in _in_force(second, choice):
            yield max(a[0], b[0], start), min(a[1], b[1], end)


def _in_force(provision: Provision, choice: Choice) -> list[tuple[int, int]]:
    """The stretches of time in which a provision is in force under one reading."""
    starts = sorted({entry.start.at(choice) for entry in provision.standing})
    return [
        (start, end)
        for start, end in itertools.pairwise([*starts, NEVER_MS])
        if provision.is_in_force(start, choice)
    ]


# Place


def _places_meet(shapes: Sequence[BaseGeometry | None]) -> bool:
    """Whether some place is in all the areas, given what surely lies in each, and not only on a common edge."""
    if not shapes:
        return True
    sure = [shape for shape in shapes if shape is not None]
    if len(sure) < len(shapes):
        return False
    common = sure[0]
    for shape in sure[1:]:
        common = common.intersection(shape)
    has_interior = all(shapely.get_dimensions(shape) == 2 for shape in sure)
    return bool(common.area > 0) if has_interior else not common.is_empty


def sure_shape(form: AreaForm, terms: Terms) -> BaseGeometry | None:
    """A shape that surely lies in an area, whichever reading is meant; None where none is plain to see."""
    if isinstance(form, NamedArea):
        return sure_shape(terms.areas[form.id].form, terms)
    if isinstance(form, Nowhere):
        return shapely.Polygon()
    if isinstance(form, Shape):
        return form.geometry
    if isinstance(form, Circle):
        return shapely.Point(form.lon, form.lat).buffer(form.radius_m / _M_A_DEGREE)
    if isinstance(form, Buffer):
        inner = sure_shape(form.of, terms)
        return None if inner is None else inner.buffer(form.by_m / _M_A_DEGREE)
    if isinstance(form, Between):
        return sure_shape(form.at_least, terms)
    if isinstance(form, Difference):
        return _sure_difference(form, terms)
    if isinstance(form, Union):
        parts = [shape for part in form.of if (shape := sure_shape(part, terms)) is not None]
        return shapely.union_all(parts)
    if isinstance(form, Intersection | AreaOneOf):
        parts = [
            shape
            for part in (form.of if isinstance(form, Intersection) else form.options)
            if (shape := sure_shape(part, terms)) is not None
        ]
        count = len(form.of if isinstance(form, Intersection) else form.options)
        return shapely.intersection_all(parts) if len(parts) == count else None
    return None


def _sure_difference(form: Difference, terms: Terms) -> BaseGeometry | None:
    shape = sure_shape(form.of, terms)
    for part in form.without:
        outer = plain_shape(part, terms)
        if shape is None or outer is None:
            return None
        shape = shape.difference(outer)
    return shape
