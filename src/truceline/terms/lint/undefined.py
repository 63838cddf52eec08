# SPDX-License-Identifier: Apache-2.0
"""Terms that the text names and nobody defines, and what stays unknown because of them."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, conditions_of, forms_behind, list_of
from truceline.terms.lint.reach import is_undefined, members_of, standing_as
from truceline.terms.model import (
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Conditions,
    Difference,
    Intersection,
    NamedArea,
    Nowhere,
    PartyChoice,
    Terms,
    Union,
)


def check_undefined(written: Written) -> Iterator[Problem]:
    """Notes on groups without members and on areas without a sure part, where a provision or a duty depends on them."""
    terms = written.terms
    groups: dict[str, list[str]] = {}
    places: dict[str, list[str]] = {}
    for address, conditions in conditions_of(terms):
        dependent = address.split(".")[1]
        for party_id in _undefined_parties(conditions, terms):
            _add(groups, f"parties.{party_id}.members", dependent)
        for where in _unsure_areas(address, conditions, terms):
            _add(places, where, dependent)
    for duty in terms.duties.values():
        reached = {below for name in duty.of for below in members_of(name, terms, surely=False)}
        for party_id in _without_members(reached, terms):
            _add(groups, f"parties.{party_id}.members", duty.id)
    for where, names in groups.items():
        yield written.problem(
            "members-undefined",
            where,
            "nothing says who belongs",
            f"{_ask(names)} whether somebody does: unknown, unless `not members` rules it out",
            severity="note",
        )
    for where, names in places.items():
        yield written.problem(
            "area-undefined",
            where,
            "no place is surely in it",
            f"{_ask(names)} whether a place is, and the answer is never a certain yes",
            severity="note",
        )


def _ask(dependents: list[str]) -> str:
    return f"{list_of(dependents)} {'asks' if len(dependents) == 1 else 'ask'}"


def _add(holders: dict[str, list[str]], where: str, dependent: str) -> None:
    found = holders.setdefault(where, [])
    if dependent not in found:
        found.append(dependent)


def _undefined_parties(conditions: Conditions, terms: Terms) -> Iterator[str]:
    named: set[str] = set()
    for choice in (conditions.by, conditions.against):
        for option in choice.options if isinstance(choice, PartyChoice) else ():
            for item in (*option.any_of, *option.none_of):
                if item in ("bound", "excluded"):
                    named |= standing_as(item, terms)
                elif item != "any":
                    named.add(item)
    reached = {below for name in named for below in members_of(name, terms, surely=False)}
    yield from _without_members(reached, terms)


def _without_members(reached: set[str], terms: Terms) -> Iterator[str]:
    yield from (party.id for party in terms.parties.values() if party.id in reached and is_undefined(party))


def _unsure_areas(address: str, conditions: Conditions, terms: Terms) -> Iterator[str]:
    for key, form in (("in", conditions.area), ("crosses", conditions.crosses)):
        for area_id, part in forms_behind(form, terms):
            if isinstance(part, Between) and isinstance(part.at_least, Nowhere):
                whole = terms.areas[area_id].form if area_id else form
                if whole is not None and not _has_sure_part(whole, terms):
                    yield f"areas.{area_id}" if area_id else f"{address}.{key}"


def _has_sure_part(form: AreaForm, terms: Terms) -> bool:
    """Whether some place may surely lie in an area, at some time and in some reading."""

    def has(part: AreaForm) -> bool:
        return _has_sure_part(part, terms)

    match form:
        case Nowhere():
            return False
        case NamedArea(id=area_id):
            return has(terms.areas[area_id].form)
        case Between(at_least=inner):
            return has(inner)
        case Buffer(of=inner) | Difference(of=inner):
            return has(inner)
        case Union(of=parts) | AreaOneOf(options=parts):
            return any(map(has, parts))
        case Intersection(of=parts):
            return all(map(has, parts))
        case AreaHistory(entries=entries):
            return any(has(entry) for _, entry in entries)
        case _:
            return True
