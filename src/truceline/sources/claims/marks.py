# SPDX-License-Identifier: Apache-2.0
"""What people mark between claims: that one says the same as another, denies it, or is independent of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Marks = Mapping[str, str]
"""The claim that is marked, by the id of the one whose row has the mark."""

Tell = Callable[[str, str, str, str], None]
"""Takes the id of the claim, the column, what is wrong, and what is expected."""


def check_marks(
    same: Marks,
    denies: Marks,
    apart: Mapping[str, Sequence[str]],
    known: Mapping[str, object],
    problem: Tell,
) -> None:
    """Tells of each mark that leads to no other claim, or that contradicts others.

    Args:
        same: which claims say the same.
        denies: which claims deny which.
        apart: which claims are independent of which.
        known: all claims, by their ids.
        problem: is told what is wrong.
    """
    for column, marks in (("same as", same), ("denies", denies)):
        for name, other in marks.items():
            if other == name:
                problem(name, column, other, "this is the claim itself; expected the id of another claim")
            elif other not in known:
                problem(name, column, other, "no claim has this id; expected the id of another claim")
    for name, others in apart.items():
        for other in others:
            if other not in known or other == name:
                expected = "expected the id of another claim; several with ; between them"
                problem(name, "independent of", other, expected)
    denies = {name: other for name, other in denies.items() if other in known and other != name}
    group = _groups(same)
    for name, other in denies.items():
        if group(name) == group(other):
            expected = "it is marked to say the same, so it cannot deny it; keep one of the two"
            problem(name, "denies", other, expected)
    for name, other in denies.items():
        if _leads_back(name, denies):
            expected = "the claims deny each other in a circle; say of one of them that it denies the other"
            problem(name, "denies", other, expected)


def _groups(same: Marks) -> Callable[[str], str]:
    """A function that gives one id for all claims that are marked, one by one, to say the same."""
    first: dict[str, str] = {}

    def of(name: str) -> str:
        while first.get(name, name) != name:
            name = first[name]
        return name

    for name, other in same.items():
        first[of(name)] = of(other)
    return of


def _leads_back(name: str, denies: Marks) -> bool:
    at, seen = denies[name], {name}
    while at in denies and at not in seen:
        seen.add(at)
        at = denies[at]
    return at == name
