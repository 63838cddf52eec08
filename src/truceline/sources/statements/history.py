# SPDX-License-Identifier: Apache-2.0
"""Who spoke or was the subject of a sentence, by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from truceline.sources.model import Span
from truceline.sources.statements.register import last_name

_DEEP = 16
"""So many stretches of reported speech may begin in a sentence."""


@dataclass(slots=True, eq=False)
class Known:
    """Somebody who spoke, or was the subject of a sentence."""

    kind: str
    name: str
    role: str = ""
    sex: str = ""
    is_plural: bool = False
    head: str = ""
    how: str = ""
    """Why a description is this one, where it is not plain."""


@dataclass(eq=False)
class History:
    """Those who spoke or were a subject, by their places."""

    places: list[int] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    heads: dict[str, list[tuple[int, Known]]] = field(default_factory=dict)
    """By the noun of their description."""
    last_names: dict[str, list[Known]] = field(default_factory=dict)
    nested: list[Span] = field(default_factory=list)
    """By their starts, what others are reported to say: who speaks there is not the one whom the narrator goes on about."""
    sexes: dict[str, str] = field(default_factory=dict)
    """By name, "m" or "f" of those for whom a pronoun plainly stood."""

    def add(self, where: int, known: Known) -> None:
        """Takes up somebody at a place."""
        at = bisect_right(self.places, where)
        self.places.insert(at, where)
        self.known.insert(at, known)
        if known.head:
            self.heads.setdefault(known.head, []).append((where, known))
        if known.kind == "person" and known.name:
            self.last_names.setdefault(last_name(known.name.split()[-1]), []).append(known)

    def sex(self, known: Known) -> str:
        """The sex that is told of somebody, or that a pronoun has told before."""
        return known.sex or self.sexes.get(known.name, "")

    def forget(self, low: int, high: int) -> None:
        """Leaves out those in a stretch: what follows does not go on about them."""
        first, end = bisect_left(self.places, low), bisect_left(self.places, high)
        del self.places[first:end], self.known[first:end]

    def between(self, low: int, high: int) -> Iterator[tuple[int, Known]]:
        """Those in a stretch, in order."""
        first, end = bisect_left(self.places, low), bisect_left(self.places, high)
        return zip(self.places[first:end], self.known[first:end], strict=True)

    def before(self, place: int, most: int) -> Iterator[tuple[int, Known]]:
        """Those before a place, the last one first, at most so many."""
        end = bisect_left(self.places, place)
        return ((self.places[at], self.known[at]) for at in range(end - 1, max(end - 1 - most, -1), -1))

    def behind(self, place: int, most: int) -> list[Known]:
        """Those behind a place, the first one first, at most so many."""
        first = bisect_right(self.places, place)
        return self.known[first : first + most]

    def of_head(self, head: str, before: int) -> Iterable[Known]:
        """Those before a place whom a noun describes; of two descriptions in one place the longer one."""
        found: dict[int, Known] = {}
        for where, known in self.heads.get(head, ()):
            if where < before and (where not in found or len(found[where].name) < len(known.name)):
                found[where] = known
        return found.values()

    def of_last_name(self, name: str) -> list[Known]:
        """People of a last name, in the order of reading."""
        return self.last_names.get(name, [])

    def is_nested(self, where: int, place: int) -> bool:
        """Whether a place is within what somebody is reported to say, and the other one is not."""
        last = bisect_right(self.nested, where, key=lambda span: span.start)
        return any(
            where < span.end and not span.start <= place < span.end
            for span in self.nested[max(last - _DEEP, 0) : last]
        )
