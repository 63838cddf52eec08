# SPDX-License-Identifier: Apache-2.0
"""What parts of terms mean, as plain values: two parts mean the same where their values are equal.

The value of a part is the set of all that it can be, one for each choice of what the sources
dispute. Names of areas are replaced by what they stand for, the order of lists that have none is
dropped, and words (titles, readings, sources) do not count. A new kind of part needs nothing here
as long as it is a frozen dataclass; ``_IN_WORDS`` and ``_ORDERED`` say what is special.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass

import shapely

from truceline.terms.model import (
    ALWAYS_MS,
    NEVER_MS,
    Area,
    AreaHistory,
    AreaOneOf,
    Choice,
    Citation,
    Duty,
    Event,
    Exemption,
    Fact,
    Intersection,
    NamedArea,
    Party,
    PartyChoice,
    Period,
    Provision,
    Shape,
    Standing,
    Terms,
    Time,
    Union,
)

__all__ = ["IN_WORDS", "Meanings"]

IN_WORDS = frozenset({"cite", "language", "line", "note", "reading", "source", "text", "title", "words"})
"""Fields on which no finding can depend."""
_NAMED = (Area, Citation, Duty, Event, Exemption, Fact, Party, Provision)
"""What has an id that is only its name."""
_ORDERED = frozenset({"extended"})
"""Lists whose order means something; in any other list it does not."""
_PLAIN = frozenset({"about", "acts", "aliases", "code", "codes", "name", "standing", "zone"})
"""Fields of text that is no reference to a party or a fact."""


class Meanings:
    """What parts of some terms mean."""

    def __init__(self, terms: Terms, names: Mapping[str, str] | None = None) -> None:
        self.terms = terms
        self.names = names or {}
        """Other ids for parties and facts, to compare with terms that call them so."""
        self._shapes: dict[int, bytes] = {}
        self._areas: dict[tuple[str, Choice], Hashable] = {}

    def of(self, value: object) -> Hashable:
        """All that a part can be, one for each choice of what it leaves disputed."""
        disputes = sorted(set(self.disputes(value)))
        return frozenset(self.under(value, choice) for choice in self.terms.choices(disputes))

    def disputes(self, value: object) -> Iterator[int]:
        """The disputes that a part depends on."""
        if isinstance(value, Time):
            yield from value.disputes
        elif isinstance(value, NamedArea):
            yield from self.disputes(self.terms.areas[value.id].form)
        elif isinstance(value, str | bytes):
            return
        elif isinstance(value, Mapping):
            yield from self.disputes(tuple(value.values()))
        elif isinstance(value, tuple):
            for part in value:
                yield from self.disputes(part)
        elif is_dataclass(value) and not isinstance(value, Shape):
            dispute = getattr(value, "dispute", None)
            if isinstance(dispute, int):
                yield dispute
            for field in fields(value):
                yield from self.disputes(getattr(value, field.name))

    def under(self, value: object, choice: Choice, field: str = "") -> Hashable:
        """What a part is under one choice; ``field`` is where it stands."""
        if isinstance(value, str):
            return value if field in _PLAIN else self.names.get(value, value)
        if value is None or isinstance(value, int | float):
            return value
        if isinstance(value, Time):
            return value.at(choice)
        if isinstance(value, Mapping):
            return frozenset((name, self.under(part, choice, field)) for name, part in value.items())
        if isinstance(value, tuple):
            return self._list(value, choice, field)
        return self._part(value, choice)

    def _list(self, value: tuple[object, ...], choice: Choice, field: str) -> Hashable:
        if value and all(isinstance(entry, Standing) for entry in value):
            # Of entries that begin together the later one in the terms decides, so a stable sort keeps it.
            entries = sorted(value, key=lambda entry: entry.start.at(choice))  # type: ignore[attr-defined]
            return tuple(self._part(entry, choice) for entry in entries)
        parts = (self.under(part, choice, field) for part in value)
        return tuple(parts) if field in _ORDERED else frozenset(parts)

    def _part(self, value: object, choice: Choice) -> Hashable:
        if isinstance(value, PartyChoice):
            return self._part(value.under(choice), choice)
        if isinstance(value, NamedArea):
            key = (value.id, choice)
            if key not in self._areas:
                self._areas[key] = self.under(self.terms.areas[value.id].form, choice)
            return self._areas[key]
        if isinstance(value, AreaOneOf):
            return self.under(value.options[choice[value.dispute]], choice)
        if isinstance(value, Shape):
            if id(value) not in self._shapes:
                self._shapes[id(value)] = shapely.to_wkb(shapely.normalize(value.geometry))
            return self._shapes[id(value)]
        if isinstance(value, Union | Intersection):
            return type(value).__name__, frozenset(self.under(part, choice) for part in value.of)
        if isinstance(value, AreaHistory):
            return self._history(value, choice)
        if isinstance(value, Period):
            return self._period(value, choice)
        if not is_dataclass(value):
            raise TypeError(f"nothing is known of the meaning of {type(value).__name__}")
        skipped = {"id"} if isinstance(value, _NAMED) else set()
        skipped |= {"name"} if isinstance(value, Area) else set()
        return type(value).__name__, tuple(
            (field.name, self.under(getattr(value, field.name), choice, field.name))
            for field in fields(value)
            if field.name not in IN_WORDS | skipped
        )

    def _history(self, value: AreaHistory, choice: Choice) -> Hashable:
        """The entries by time where they do not overlap; else in their order."""
        entries = [(span.bounds(choice), self.under(form, choice)) for span, form in value.entries]
        ordered = sorted(entries, key=lambda entry: entry[0])
        overlaps = any(a[0][1] > b[0][0] for a, b in itertools.pairwise(ordered))
        return "AreaHistory", tuple(entries if overlaps else ordered)

    def _period(self, value: Period, choice: Choice) -> Hashable:
        start, end = value.span.bounds(choice)
        zone = value.zone if value.daily or value.weekdays else ""
        daily = frozenset(value.daily) - {(0, 1440)}
        rest = {"span", "extended", "daily", "weekdays", "zone"}
        return (
            max(start, ALWAYS_MS),
            min(end, NEVER_MS),
            tuple((extension.end.at(choice), extension.announced_ms) for extension in value.extended),
            daily,
            frozenset(value.weekdays),
            zone,
            tuple(
                (field.name, self.under(getattr(value, field.name), choice, field.name))
                for field in fields(value)
                if field.name not in rest | IN_WORDS
            ),
        )
