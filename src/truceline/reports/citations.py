# SPDX-License-Identifier: Apache-2.0
"""Outlets with those that they have it from, and words with the verb of who denies them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from truceline.sources import Origin, Origins, Place, Reading, Span

__all__ = ["cited_by", "denied_by", "told_by"]


def cited_by(found: Origins) -> dict[str, tuple[str, ...]]:
    """The outlets that each document cites, by its id."""
    cited: Mapping[str, set[str]] = defaultdict(set)
    for edge in found.edges:
        if edge.kind == "cites":
            cited[edge.start].add(edge.end)
    return {name: tuple(sorted(outlets)) for name, outlets in cited.items()}


def denied_by(readings: Sequence[Reading]) -> Callable[[Place], str]:
    """A function that tells what stands before the words of a place: ``denied: `` where they are denied there, else nothing."""
    denied: Mapping[str, list[tuple[Span, str]]] = defaultdict(list)
    for reading in readings:
        for statement in reading.statements:
            if statement.is_denied and statement.verb is not None:
                denied[reading.document.id].append((statement.span, f"{statement.verb.words}: "))

    def of(place: Place) -> str:
        return next((verb for span, verb in denied.get(place.document, ()) if span.holds(place.span)), "")

    return of


def told_by(readings: Sequence[Reading], found: Origins) -> dict[str, str]:
    """Of each origin, by its id: who told it, each outlet with those that it cites for something of this origin."""
    citations: Mapping[str, list[tuple[Place, str]]] = defaultdict(list)
    for edge in found.edges:
        if edge.kind == "cites":
            citations[edge.start] += [(place, edge.end) for place in edge.places]
    origin_of = {name: origin.id for origin in found.origins for name in origin.statements}
    cited: Mapping[tuple[str, str], set[str]] = defaultdict(set)
    for reading in readings:
        for statement in reading.statements:
            for place, outlet in citations[reading.document.id]:
                to = statement.addressee
                if place.span.holds(statement.span) or (to is not None and to.span == place.span):
                    for name in set(found.outlets[reading.document.id]) - {outlet}:
                        cited[origin_of.get(statement.id, ""), name].add(outlet)
    return {
        origin.id: _told(origin, {o: cited.get((origin.id, o), ()) for o in origin.outlets})
        for origin in found.origins
    }


def _told(origin: Origin, cited: Mapping[str, Collection[str]]) -> str:
    told = [
        f"{name}, citing {' and '.join(sorted(cited[name]))}" if cited[name] else name
        for name in origin.outlets
    ]
    return f"told by {('; ' if any(cited.values()) else ', ').join(told)}"
