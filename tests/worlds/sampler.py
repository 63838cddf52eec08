# SPDX-License-Identifier: Apache-2.0
"""Worlds of one record: every gap filled in at random, with a liking for edges."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import shapely

from truceline.records import RecordedFact
from truceline.terms import AreaForm, NamedArea, Span, Taxonomy, Terms
from worlds.reference import EARTH, UNLISTED, Point, World, is_in_area

BEFORE_MS = 48 * 3_600_000
LONG_AGO, FAR_AHEAD = -62_000_000_000_000, 253_000_000_000_000


def coin(seed: int, *parts: object) -> bool:
    """A coin that falls the same way each time it is asked the same."""
    return hashlib.blake2b(repr((seed, parts)).encode(), digest_size=1).digest()[0] % 2 == 1


def spans(terms: Terms) -> Iterator[Span]:
    """Every span of the terms."""
    for party in terms.parties.values():
        yield from (member.span for member in party.members or ())
    yield from (entry.span for entry in terms.standing)
    for provision in terms.provisions.values():
        yield from (Span(entry.start) for entry in provision.standing)
        stack = list(provision.all_conditions())
        while stack:
            conditions = stack.pop()
            stack.extend(exception.conditions for exception in conditions.unless)
            if conditions.during:
                yield conditions.during.span
                yield from (Span(None, extension.end) for extension in conditions.during.extended)


def changes(terms: Terms) -> list[int]:
    """Every instant at which something in the terms changes."""
    found: set[int] = set()
    for span in spans(terms):
        for time in (span.start, span.end):
            found.update(time.at_ms if time else ())
    return sorted(found)


class Sampler:
    """Samples worlds of rows of the incident table."""

    def __init__(self, terms: Terms, seed: int = 0, recorded: Sequence[RecordedFact] = ()) -> None:
        self.terms = terms
        self.recorded = tuple(recorded)
        self.rng = random.Random(seed)
        self.changes = sorted({*changes(terms), *self._fact_changes()})
        self.boxes = [bounds(NamedArea(name), terms) for name in terms.areas]
        """Where to look first: around an area of the terms, which may be small."""

    def worlds(self, row: dict[str, Any], n: int) -> Iterator[World]:
        """``n`` worlds of one row; ``start_ms`` and ``end_ms`` are integers or None."""
        for _ in range(n):
            yield self.world(row)

    def world(self, row: dict[str, Any]) -> World:
        """One world."""
        seed = self.rng.getrandbits(48)
        choice = tuple(self.rng.randrange(len(d.options)) for d in self.terms.disputes)
        at_ms = self.instant(row["start_ms"], row["end_ms"])
        doing, suffering = row["by"], row["against"]
        if row["roles"] == "either" and self.rng.random() < 0.5:
            doing, suffering = suffering, doing
        weapon = self.code(row["weapon"], self.terms.weapons)
        world = World(
            None, at_ms, self.actors(doing, at_ms, choice), self.actors(suffering, at_ms, choice),
            self.code(row["act"], self.terms.acts), weapon, self.calibre(weapon, row["calibre_mm"]), choice,
            lambda actor, group: coin(seed, actor, group), lambda form: coin(seed, "drawn", form),
            {name: self.rng.random() < 0.5 for name in self.terms.facts},
        )  # fmt: skip
        path = self.path(row, world)
        about = {"incident": row.get("id", ""), "recorded": self.recorded}
        return World(**{**world.__dict__, "path": path, "point": self.on(path, row), **about})

    def _fact_changes(self) -> Iterator[int]:
        """Every instant at which something that was recorded, or is asked for hours before, changes."""
        for row in self.recorded:
            for at in (row.start_ms, row.end_ms):
                if LONG_AGO < at < FAR_AHEAD:
                    yield from (at, at + BEFORE_MS)

    def calibre(self, weapon: str | None, recorded_mm: float | None) -> float:
        """As recorded, as all of its kind, or any, with a liking for bounds."""
        stated = None if weapon is None else self.terms.weapons.calibre_mm(weapon)
        known = stated if recorded_mm is None else recorded_mm
        return self.rng.choice([12.7, 99.9, 100.0, 100.1, 122.0, 300.0]) if known is None else known

    # Time

    def instant(self, start: int | None, end: int | None) -> int:
        """An instant of the interval, with a liking for its ends and for changes of the terms."""
        low = start if start is not None else (self.changes or [0])[0] - 10**9
        high = max(end if end is not None else (self.changes or [0])[-1] + 10**9, low + 1)
        inner = [c + d for c in self.changes for d in (-1, 0) if low <= c + d < high]
        if inner and self.rng.random() < 0.4:
            return self.rng.choice(inner)
        return self.rng.choice([low, high - 1, self.rng.randrange(low, high), self.rng.randrange(low, high)])

    # Parties

    def actors(self, cell: str | None, at_ms: int, choice: tuple[int, ...]) -> frozenset[str]:
        """Who acted: one alternative, and in it one or more for each name."""
        alternative = self.rng.choice((cell or "").split("|"))
        found: set[str] = set()
        for name in alternative.split(";"):
            found |= self.some(self.stands_for(name.strip(), at_ms, choice))
        return frozenset(found)

    def some(self, actors: Sequence[str]) -> set[str]:
        """One or more of some actors; mostly one."""
        chosen = {self.rng.choice(actors)}
        if self.rng.random() < 0.3:
            chosen |= {actor for actor in actors if self.rng.random() < 0.3}
        return chosen

    def stands_for(self, name: str, at_ms: int, choice: tuple[int, ...]) -> list[str]:
        """The single actors that a name may stand for."""
        parties = self.terms.parties
        groups = [p.id for p in parties.values() if p.members is not None and not p.complete]
        if name not in parties:
            singles = [p.id for p in parties.values() if p.members is None and not p.could_be]
            return [*singles, *(UNLISTED + group for group in groups), "stranger:"]
        party = parties[name]
        if party.could_be:
            return [actor for part in party.could_be for actor in self.stands_for(part, at_ms, choice)]
        if party.members is None:
            return [name]
        return self.belong_to(name, at_ms, choice) or [UNLISTED + name]

    def belong_to(self, name: str, at_ms: int, choice: tuple[int, ...]) -> list[str]:
        """Every actor in a party at an instant; nobody in a complete group that has no member then."""
        party = self.terms.parties[name]
        if party.members is None:
            return [name]
        found = [UNLISTED + name] if not party.complete else []
        for member in party.members:
            start, end = member.span.bounds(choice)
            if start <= at_ms < end:
                found += self.belong_to(member.party, at_ms, choice)
        return found

    def code(self, code: str | None, taxonomy: Taxonomy) -> str | None:
        """The code itself, of a kind that no code names, or one below it."""
        if code is None:
            return self.rng.choice([None, *taxonomy.definitions])
        return self.rng.choice([code, *(c for c in taxonomy.definitions if c.startswith(code + "."))])

    # Places

    def path(self, row: dict[str, Any], world: World) -> tuple[Point, ...]:
        """The way that was taken: the recorded one, each corner moved, or one between points of the extent."""
        shape = shapely.from_wkb(row["geometry"]) if row["geometry"] else None
        if shape is not None and shapely.get_dimensions(shape) == 1:
            return tuple(self.near((x, y), row["radius_m"] or 0.0) for x, y in shape.coords)
        a = self.point(row, world)
        if self.rng.random() < 0.8:
            return a, a
        b = self.point(row, world)
        return (a, b) if self.is_way_in(a, b, row, shape, world) else (a, a)

    def is_way_in(self, a: Point, b: Point, row: dict[str, Any], shape: Any, world: World) -> bool:
        """Whether the straight way between two points of the extent stays in it."""
        if row["area"]:
            stops = [(a[0] + k / 32 * (b[0] - a[0]), a[1] + k / 32 * (b[1] - a[1])) for k in range(33)]
            return all(is_in_area(p, NamedArea(row["area"]), world, self.terms) for p in stops)
        return shape is None or bool(shape.covers(shapely.LineString([a, b])))

    def on(self, path: tuple[Point, ...], row: dict[str, Any]) -> Point:
        """A point of the way; of a way between points of an extent, which may lead out of it, an end."""
        shape = shapely.from_wkb(row["geometry"]) if row["geometry"] else None
        if shape is None or shapely.get_dimensions(shape) == 2:
            return path[0]
        at = shapely.line_interpolate_point(shapely.LineString(path), self.rng.random(), normalized=True)
        return float(at.x), float(at.y)

    def near(self, p: Point, radius_m: float) -> Point:
        """A point within some metres of another, with a liking for the rim."""
        if not radius_m:
            return p
        share = self.rng.choice([1.0, 1.0, self.rng.random() ** 0.5, self.rng.random()]) * (1 - 1e-9)
        lon, lat, _ = EARTH.fwd(*p, self.rng.uniform(0, 360), radius_m * share)
        return float(lon), float(lat)

    def point(self, row: dict[str, Any], world: World) -> Point:
        """A point of the extent."""
        if row["area"]:
            return self.point_in_area(NamedArea(row["area"]), world)
        if row["geometry"]:
            return self.point_in_shape(shapely.from_wkb(row["geometry"]))
        if row["lon"] is None:
            return self.rng.uniform(-180, 180), self.rng.uniform(-90, 90)
        return self.near((row["lon"], row["lat"]), row["radius_m"] or 0.0)

    def point_in_shape(self, shape: Any) -> Point:
        """A point of a polygon."""
        west, south, east, north = shape.bounds
        while True:
            p = self.rng.uniform(west, east), self.rng.uniform(south, north)
            if shape.intersects(shapely.Point(p)):
                return p

    def point_in_area(self, form: AreaForm, world: World) -> Point:
        """A point that lies in the area in this world, by trial."""
        boxes = [bounds(form, self.terms)]
        if self.rng.random() < 0.5 and self.boxes:
            boxes.insert(0, self.rng.choice(self.boxes))
        for turn in range(2_000):
            west, south, east, north = boxes[0 if turn < 20 else -1]
            p = self.rng.uniform(west, east), self.rng.uniform(south, north)
            if is_in_area(p, form, world, self.terms):
                return p
        # The world draws the area as its inner bound, which holds no point: then nothing happened in
        # it, and this is no world of the record. Draw it as the outer one.
        return self.point_in_area(form, World(**{**world.__dict__, "draws": lambda _: True}))


def bounds(form: AreaForm, terms: Terms) -> tuple[float, float, float, float]:
    """A box that holds an area, with room for its buffers."""
    boxes = list(_boxes(form, terms))
    west, south, east, north = (f(box[i] for box in boxes) for i, f in enumerate((min, min, max, max)))
    return max(west - 0.7, -180), max(south - 0.7, -90), min(east + 0.7, 180), min(north + 0.7, 90)


def _boxes(form: Any, terms: Terms) -> Iterable[tuple[float, float, float, float]]:
    if isinstance(form, NamedArea):
        yield from _boxes(terms.areas[form.id].form, terms)
    geometry = getattr(form, "geometry", None)
    if geometry is not None:
        yield geometry.bounds
    if hasattr(form, "radius_m"):
        yield form.lon, form.lat, form.lon, form.lat
    for name in ("of", "without", "at_least", "at_most", "options", "entries"):
        parts = getattr(form, name, ())
        for part in parts if isinstance(parts, tuple) else (parts,):
            yield from _boxes(part[1] if isinstance(part, tuple) else part, terms)
