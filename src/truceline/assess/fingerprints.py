# SPDX-License-Identifier: Apache-2.0
"""Digests of all that findings depend on, so that equal digests mean equal findings.

They are finer than meaning (``truceline diff``): an order that changes no meaning may change the order of
names in a finding, so it counts here. What never reaches a finding does not count: words, titles, readings,
sources, lines. Whatever is not known to be without effect counts.
"""

from __future__ import annotations

import hashlib
import sys
import zoneinfo
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable
from typing import Any

import shapely

from truceline.records import RecordedFact
from truceline.terms import (
    FactAsked,
    NamedArea,
    Provision,
    Shape,
    Taxonomy,
    Terms,
    Time,
)
from truceline.version import VERSION

__all__ = ["Fingerprint", "areas_digest", "fingerprints", "machinery", "reading_digest"]

_IN_WORDS = frozenset({"cite", "language", "line", "note", "reading", "source", "text", "title", "words"})
"""Fields that reach no finding."""
_ROOMS = ("assess", "geo", "records", "terms")
_FILES = ("kernels.py", "truth.py", "version.py")
_LIBRARIES = ("numba", "numpy", "pyarrow", "pyproj", "shapely")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the findings under one provision depend on, apart from the incidents."""

    terms: str
    """Digest of the provision and of all that it, and how incidents stand to it, depends on in the terms."""
    facts: str
    """Digest of the recorded facts that it asks for."""


@cache
def machinery() -> str:
    """A digest of what turns terms and incidents into findings: this program and the libraries below it."""
    made = hashlib.sha256()
    package = resources.files("truceline")
    for name in _FILES:
        made.update(_content(package / name))
    for room in _ROOMS:
        _add_folder(made, package / room)
    names = [f"{name} {_version(name)}" for name in _LIBRARIES]
    told = (VERSION, sys.version, names, shapely.geos_version_string)
    made.update(repr(told).encode())
    return made.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _add_folder(made: Any, folder: Traversable) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and not entry.name.startswith("__"):
            _add_folder(made, entry)
        elif entry.is_file() and entry.name.endswith((".py", ".txt", ".csv", ".json", ".yaml")):
            made.update(_content(entry))


def _content(entry: Traversable) -> bytes:
    held = entry.read_bytes()
    return f"{entry.name} {len(held)}\n".encode() + held


@cache
def _zone_digest(name: str) -> str:
    """The rules of a time zone change with decrees, and with the data of the machine."""
    for folder in zoneinfo.TZPATH:
        try:
            with open(f"{folder}/{name}", "rb") as file:
                return _digest(file.read())
        except OSError:
            continue
    return _digest(version("tzdata"))


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


class _Walk:
    """Goes through a part of the terms with all that it names."""

    def __init__(self, terms: Terms, as_of_ms: int | None) -> None:
        self.terms = terms
        self.as_of_ms = as_of_ms
        self.disputes: set[int] = set()
        self.facts: dict[str, None] = {}
        """Ids of the facts that are asked for."""
        self._rank: dict[int, int] = {}

    def rank_disputes(self) -> None:
        """Numbers the disputes that were met by their order, so that others do not count."""
        self._rank = {dispute: rank for rank, dispute in enumerate(sorted(self.disputes))}

    def _dispute(self, index: int) -> tuple[str, int, int]:
        self.disputes.add(index)
        return "dispute", self._rank.get(index, -1), len(self.terms.disputes[index].options)

    def of(self, value: object, field: str = "") -> object:
        """A value of plain tuples that is equal where the parts are."""
        if field == "announced_ms" and isinstance(value, int):
            return "known" if self.as_of_ms is None or value <= self.as_of_ms else "not yet known"
        if field == "announced_ms":
            return "known"
        if field == "zone":
            return value, _zone_digest(str(value))
        if field in ("dispute", "text_dispute"):
            return self._dispute(value) if isinstance(value, int) else None
        if value is None or isinstance(value, str | bytes | bool | int | float):
            return value
        if isinstance(value, Time):
            return "Time", value.at_ms, tuple(map(self._dispute, value.disputes))
        if isinstance(value, tuple):
            return tuple(self.of(part) for part in value)
        if isinstance(value, Mapping):
            return tuple((name, self.of(part)) for name, part in value.items())
        if isinstance(value, Shape):
            return "Shape", hashlib.sha256(shapely.to_wkb(value.geometry)).hexdigest()
        if isinstance(value, NamedArea):
            # The name counts beside the place: an incident that names the area lies in it.
            return "NamedArea", value.id, self.of(self.terms.areas[value.id].form)
        if isinstance(value, FactAsked):
            self.facts[value.id] = None
            fact = self.terms.facts[value.id]
            return "FactAsked", value.id, value.before_ms, fact.about, fact.presume
        if not is_dataclass(value):
            raise TypeError(f"nothing is known of what depends on {type(value).__name__}")
        return type(value).__name__, tuple(
            (part.name, self.of(getattr(value, part.name), part.name))
            for part in fields(value)
            if part.name not in _IN_WORDS
        )


def _taxonomy(taxonomy: Taxonomy) -> object:
    return tuple(taxonomy.definitions), tuple(taxonomy.calibres_mm.items())


def fingerprints(
    terms: Terms,
    *,
    facts: Sequence[RecordedFact] = (),
    assume: Collection[str] = (),
    as_of_ms: int | None = None,
) -> dict[str, Fingerprint]:
    """The fingerprint of each provision, in the order of the terms.

    Args:
        terms: checked terms.
        facts: what was recorded.
        assume: ids of provisions that are taken as in force.
        as_of_ms: what was announced later is not known.
    """
    return {
        provision.id: _fingerprint(terms, provision, facts, provision.id in assume, as_of_ms)
        for provision in terms.provisions.values()
    }


def _fingerprint(
    terms: Terms, provision: Provision, facts: Sequence[RecordedFact], is_assumed: bool, as_of_ms: int | None
) -> Fingerprint:
    walk = _Walk(terms, as_of_ms)

    def told() -> object:
        # Who belongs to whom counts always: who is in breach is told by name.
        parties = [
            (party.id, walk.of(party.members), party.complete, party.not_members, party.could_be)
            for party in terms.parties.values()
        ]
        recorded = [row for row in facts if row.fact in walk.facts]
        about = sorted({row.about for row in recorded if row.about in terms.areas})
        return (
            walk.of(provision),
            parties,
            walk.of(terms.standing),
            walk.of(terms.zone, "zone"),
            _taxonomy(terms.acts),
            _taxonomy(terms.weapons),
            [walk.of(NamedArea(area)) for area in about],
            is_assumed,
        )

    told()  # to meet the disputes
    walk.rank_disputes()
    return Fingerprint(
        _digest(told()),
        _digest([walk.of(row) for row in facts if row.fact in walk.facts]),
    )


def reading_digest(terms: Terms, options: Sequence[object]) -> str:
    """A digest of all that the reading of records depends on, apart from the records.

    Args:
        terms: whose parties, areas and codes the records use.
        options: the other things that decide it.
    """
    walk = _Walk(terms, None)
    parties = [
        (party.id, party.name, party.aliases, walk.of(party.codes), party.could_be)
        for party in terms.parties.values()
    ]
    areas = [(area.id, area.name) for area in terms.areas.values()]
    codes = _taxonomy(terms.acts), _taxonomy(terms.weapons)
    return _digest((parties, areas, codes, walk.of(terms.zone, "zone"), list(options)))


def areas_digest(terms: Terms) -> str:
    """A digest of where the areas of the terms are, which records may name."""
    walk = _Walk(terms, None)
    return _digest([walk.of(NamedArea(area)) for area in terms.areas])
