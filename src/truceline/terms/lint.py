# SPDX-License-Identifier: Apache-2.0
"""Gaps in terms that can be read: what is named and never used, what can never hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from truceline.errors import Problem
from truceline.terms.model import (
    AreaForm,
    AreaHistory,
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
    PartyChoice,
    Period,
    Shape,
    Span,
    Terms,
    Union,
)

__all__ = ["lint"]


def lint(terms: Terms) -> tuple[Problem, ...]:
    """Warnings for gaps, and errors for contradictions, in terms that were read without error."""
    found: list[Problem] = []
    for check in (_unused, _periods, _exceptions, _areas, _standings):
        found.extend(check(terms))
    return tuple(found)


def _problem(
    terms: Terms,
    address: str,
    found: str,
    expected: str,
    remedy: str = "",
    *,
    severity: str = "warning",
    line: int | None = None,
) -> Problem:
    return Problem(terms.path, line, None, address, found, expected, remedy, severity)


def _conditions(terms: Terms) -> Iterator[tuple[str, Conditions, int]]:
    """Every set of conditions with its address and line."""

    def walk(address: str, conditions: Conditions, line: int) -> Iterator[tuple[str, Conditions, int]]:
        yield address, conditions, line
        for exception in conditions.unless:
            yield from walk(f"{address}.unless.{exception.id}", exception.conditions, line)

    for provision in terms.provisions.values():
        yield from walk(f"provisions.{provision.id}", provision.conditions, provision.line)


def _named_parties(conditions: Conditions) -> Iterator[str]:
    for choice in (conditions.by, conditions.against):
        if isinstance(choice, PartyChoice):
            for option in choice.options:
                yield from (*option.any_of, *option.none_of)


def _forms(form: AreaForm | None) -> Iterator[AreaForm]:
    if form is None:
        return
    yield form
    parts: tuple[AreaForm, ...] = ()
    if isinstance(form, Buffer):
        parts = (form.of,)
    elif isinstance(form, Union | Intersection):
        parts = form.of
    elif isinstance(form, Difference):
        parts = (form.of, *form.without)
    elif isinstance(form, Between):
        parts = (form.at_least, form.at_most)
    elif isinstance(form, AreaHistory):
        parts = tuple(entry for _, entry in form.entries)
    elif isinstance(form, AreaOneOf):
        parts = form.options
    for part in parts:
        yield from _forms(part)


def _unused(terms: Terms) -> Iterator[Problem]:
    parties: set[str] = set()
    facts: set[str] = set()
    for _, conditions, _ in _conditions(terms):
        parties.update(_named_parties(conditions))
        facts.update(asked.id for asked in conditions.facts)
    for entry in terms.standing:
        parties.update(entry.parties)
    for party in terms.parties.values():
        parties.update((*(m.party for m in party.members or ()), *party.not_members, *party.could_be))
    for provision in terms.provisions.values():
        parties.update(entry.by for entry in provision.standing)
    for party in terms.parties.values():
        is_mapped = party.codes or party.aliases or party.could_be
        if party.id not in parties and not is_mapped:
            yield _problem(
                terms,
                f"parties.{party.id}",
                "nobody names this party",
                "expected it in a condition, a group or a standing",
                "Take it out, or say what it is bound to.",
            )
    for fact_id in sorted(terms.facts.keys() - facts):
        yield _problem(
            terms, f"facts.{fact_id}", "no provision depends on this fact", "expected it under facts"
        )
    yield from _unused_citations(terms)


def _unused_citations(terms: Terms) -> Iterator[Problem]:
    cited: set[str] = set()
    holders: list[Any] = [
        *terms.events.values(),
        *terms.parties.values(),
        *terms.standing,
        *terms.areas.values(),
    ]
    holders += [*terms.facts.values(), *terms.not_assessed]
    for holder in holders:
        cited.update(cite.citation for cite in holder.cite)
    for dispute in terms.disputes:
        cited.update(cite.citation for option in dispute.options for cite in option.cite)
    for party in terms.parties.values():
        cited.update(cite.citation for member in party.members or () for cite in member.cite)
    for provision in terms.provisions.values():
        cited.update(cite.citation for cite in provision.cite)
        cited.update(cite.citation for entry in provision.standing for cite in entry.cite)
    for _, conditions, _ in _conditions(terms):
        cited.update(cite.citation for exception in conditions.unless for cite in exception.cite)
        if conditions.during:
            cited.update(cite.citation for extension in conditions.during.extended for cite in extension.cite)
    for citation_id in terms.citations:
        if citation_id not in cited:
            yield _problem(
                terms,
                f"citations.{citation_id}",
                "nothing cites this source",
                "expected a cite",
                "Take it out or cite it.",
            )


def _choices(terms: Terms, *spans: Span | Period) -> Iterator[Choice]:
    """Every combination of the disputes that some spans depend on."""
    disputes: set[int] = set()
    for span in spans:
        times = [span.start, span.end] if isinstance(span, Span) else [span.span.start, span.span.end]
        times += [] if isinstance(span, Span) else [extension.end for extension in span.extended]
        disputes.update(dispute for time in times if time for dispute in time.disputes)
    return terms.choices(sorted(disputes))


def _is_ever_empty(period: Period, terms: Terms) -> tuple[bool, bool]:
    """Whether a period is empty under some, and under all, choices of what is disputed."""
    empty = [start >= end for start, end in map(period.bounds, _choices(terms, period))]
    return any(empty), all(empty)


def _periods(terms: Terms) -> Iterator[Problem]:
    for address, conditions, line in _conditions(terms):
        if conditions.during:
            some, every = _is_ever_empty(conditions.during, terms)
            if some:
                which = "whatever binds" if every else "under some of the disputed times"
                yield _problem(
                    terms,
                    f"{address}.during",
                    f"the period is empty {which}",
                    "it would never hold then",
                    line=line,
                )
    for provision in terms.provisions.values():
        states = [entry.standing for entry in provision.standing]
        if "in force" not in states and not {"proposed", "rejected"} & set(states):
            yield _problem(
                terms,
                f"provisions.{provision.id}.standing",
                "the provision is never in force",
                "nothing will be found under it",
                line=provision.line,
            )


def _exceptions(terms: Terms) -> Iterator[Problem]:
    for address, conditions, line in _conditions(terms):
        for exception in conditions.unless:
            reason = _never(conditions, exception, terms)
            if reason:
                yield _problem(
                    terms,
                    f"{address}.unless.{exception.id}",
                    f"the exception can never hold: {reason}",
                    "expected one that can",
                    "Mend its conditions, or take it out.",
                    line=line,
                )


def _never(outer: Conditions, exception: Exemption, terms: Terms) -> str:
    inner = exception.conditions
    for name, taxonomy, mine, theirs in (
        ("acts", terms.acts, inner.acts, outer.acts),
        ("weapons", terms.weapons, _weapon_codes(inner), _weapon_codes(outer)),
    ):
        if (
            mine
            and theirs
            and not any(taxonomy.is_within(a, b) or taxonomy.is_within(b, a) for a in mine for b in theirs)
        ):
            return f"its {name} are none of those prohibited"
    if inner.during and _is_ever_empty(inner.during, terms)[1]:
        return "its period is empty"
    if inner.during and outer.during and not (inner.during.extended or outer.during.extended):
        both = (inner.during, outer.during)
        bounds = [tuple(period.bounds(choice) for period in both) for choice in _choices(terms, *both)]
        if all(a[1] <= b[0] or b[1] <= a[0] for a, b in bounds):
            return "its period lies outside the provision's"
    mine_shape, their_shape = _plain(inner.area, terms), _plain(outer.area, terms)
    if mine_shape is not None and their_shape is not None and mine_shape.disjoint(their_shape):
        return "its area lies outside the provision's"
    return ""


def _weapon_codes(conditions: Conditions) -> tuple[str, ...]:
    return tuple(kind.code for kind in conditions.weapons or ())


def _plain(form: AreaForm | None, terms: Terms) -> BaseGeometry | None:
    """A shape that holds the area, where one is plain to see (a rough one for circles and buffers)."""
    if isinstance(form, NamedArea):
        return _plain(terms.areas[form.id].form, terms)
    if isinstance(form, Shape):
        return form.geometry
    if isinstance(form, Circle):
        return shapely.Point(form.lon, form.lat).buffer(form.radius_m / 50_000)
    if isinstance(form, Buffer):
        inner = _plain(form.of, terms)
        return None if inner is None else inner.buffer(form.by_m / 50_000)
    if isinstance(form, Between):
        return _plain(form.at_most, terms)
    if isinstance(form, Difference):
        return _plain(form.of, terms)
    return None


def _areas(terms: Terms) -> Iterator[Problem]:
    for area in terms.areas.values():
        for form in _forms(area.form):
            if isinstance(form, Between) and not isinstance(form.at_least, Nowhere):
                inner, outer = _plain(form.at_least, terms), _plain(form.at_most, terms)
                exact = all(isinstance(_target(f, terms), Shape) for f in (form.at_least, form.at_most))
                if inner is None or outer is None:
                    continue
                if inner.disjoint(outer):
                    yield _problem(
                        terms,
                        f"areas.{area.id}",
                        "what it is at least lies outside what it is at most",
                        "expected the first inside the second",
                        severity="error",
                    )
                elif exact and not outer.covers(inner):
                    yield _problem(
                        terms,
                        f"areas.{area.id}",
                        "a part of what it is at least lies outside what it is at most",
                        "expected the first inside the second",
                    )
            if isinstance(form, AreaHistory):
                yield from _gaps(area.id, form, terms)


def _target(form: AreaForm, terms: Terms) -> AreaForm:
    return _target(terms.areas[form.id].form, terms) if isinstance(form, NamedArea) else form


def _gaps(area_id: str, history: AreaHistory, terms: Terms) -> Iterator[Problem]:
    for choice in _choices(terms, *(span for span, _ in history.entries)):
        bounds = sorted(span.bounds(choice) for span, _ in history.entries)
        if any(after[0] > before[1] for before, after in itertools.pairwise(bounds)):
            yield _problem(
                terms,
                f"areas.{area_id}.history",
                "no entry covers some time between the first and the last",
                "the place is unknown then",
            )
            return


def _standings(terms: Terms) -> Iterator[Problem]:
    for first_index, first in enumerate(terms.standing):
        for second_index, second in enumerate(terms.standing[first_index + 1 :], first_index + 1):
            both = set(first.parties) & set(second.parties)
            if first.standing == second.standing or not both:
                continue
            for choice in _choices(terms, first.span, second.span):
                (a, b), (c, d) = first.span.bounds(choice), second.span.bounds(choice)
                if a < d and c < b:
                    yield _problem(
                        terms,
                        f"standing[{second_index}]",
                        f"{', '.join(sorted(both))} would be bound and excluded at once",
                        f"standing[{first_index}] says otherwise",
                        "Give the two spans that do not overlap.",
                        severity="error",
                    )
                    break
