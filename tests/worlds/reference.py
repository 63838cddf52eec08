# SPDX-License-Identifier: Apache-2.0
"""The reference: one incident under one provision in one world, in plain booleans.

It reads like the design and is slow. Nothing here comes from the engine; both rest on the model of
the terms alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pyproj import Geod

from truceline.records import RecordedFact
from truceline.terms import (
    ALWAYS_MS,
    Answering,
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Circle,
    Conditions,
    Difference,
    FactAsked,
    Intersection,
    NamedArea,
    Nowhere,
    PartySet,
    Period,
    Provision,
    Shape,
    Terms,
    Union,
)

EARTH = Geod(ellps="WGS84")
UNLISTED = "unlisted:"
Point = tuple[float, float]


@dataclass(frozen=True)
class World:
    """Every gap of a record and of the text filled in."""

    point: Point | None
    at_ms: int
    by: frozenset[str]
    against: frozenset[str]
    """Single parties, ``unlisted:GROUP`` for somebody in an open group, ``stranger:`` for anybody else."""
    act: str | None
    weapon: str | None
    calibre_mm: float
    choice: tuple[int, ...]
    joins: Callable[[str, str], bool]
    """Whether the world puts an actor on the open list of a group."""
    draws: Callable[[AreaForm], bool]
    """Whether a place that is between the bounds of an area, or undrawn at the time, is in it."""
    facts: dict[str, bool] = field(default_factory=dict)
    path: tuple[Point, ...] = ()
    """The way that was taken, in straight pieces; the point lies on it."""
    incident: str = ""
    recorded: tuple[RecordedFact, ...] = ()
    """The whole table of facts, whatever its rows are about."""


# Parties


def is_member(actor: str, group: str, world: World, terms: Terms) -> bool:
    """Whether an actor belongs to a group at the instant of the world."""
    if actor == group or actor == UNLISTED + group:
        return True
    party = terms.parties.get(group)
    if party is None or party.members is None:
        return False
    for member in party.members:
        start, end = member.span.bounds(world.choice)
        if start <= world.at_ms < end and is_member(actor, member.party, world, terms):
            return True
    if party.complete or actor in party.not_members:
        return False
    return world.joins(actor, group)


def is_certainly_member(actor: str, group: str, world: World, terms: Terms) -> bool:
    """The same without what the world adds to open lists."""
    sober = World(**{**world.__dict__, "joins": lambda *_: False})
    return is_member(actor, group, sober, terms)


def has_standing(actor: str, standing: str, world: World, terms: Terms) -> bool:
    """Whether an actor is bound, or excluded, at the instant of the world."""

    def covered(which: str, member: Callable[[str, str, World, Terms], bool]) -> bool:
        for entry in terms.standing:
            start, end = entry.span.bounds(world.choice)
            is_on = entry.standing == which and start <= world.at_ms < end
            if is_on and any(member(actor, party, world, terms) for party in entry.parties):
                return True
        return False

    other = "excluded" if standing == "bound" else "bound"
    if covered(other, is_certainly_member) and not covered(standing, is_certainly_member):
        return False
    return covered(standing, is_member)


def is_in_set(actor: str, party_set: PartySet, world: World, terms: Terms) -> bool:
    """Whether an actor is in any of the items and in none of those left out."""

    def holds(item: str) -> bool:
        if item == "any":
            return True
        if item in ("bound", "excluded"):
            return has_standing(actor, item, world, terms)
        return is_member(actor, item, world, terms)

    return any(map(holds, party_set.any_of)) and not any(map(holds, party_set.none_of))


# Places


def is_on_segment(p: Point, a: Point, b: Point) -> bool:
    """Whether a point lies exactly on a straight edge."""
    cross = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    inside = min(a[0], b[0]) <= p[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])
    return cross == 0 and inside


def is_in_ring(p: Point, ring: list[Point]) -> bool:
    """Whether a point lies strictly inside a ring, by counting the edges to its east."""
    inside = False
    for a, b in itertools.pairwise(ring):
        if (a[1] > p[1]) != (b[1] > p[1]) and p[0] < a[0] + (p[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]):
            inside = not inside
    return inside


def edges(shape: object) -> Iterable[tuple[Point, Point]]:
    """The edges of a geometry; a point is an edge without length."""
    for part in getattr(shape, "geoms", [shape]):
        lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for line in lines:
            xy = [(float(x), float(y)) for x, y in line.coords]
            yield from itertools.pairwise(xy) if len(xy) > 1 else [(xy[0], xy[0])]


def is_in_shape(p: Point, shape: object, *, strictly: bool = False) -> bool:
    """Whether a point lies in a geometry, its edge included unless ``strictly``."""
    if any(is_on_segment(p, a, b) for a, b in edges(shape)):
        return not strictly
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == "Polygon":
            rings = [
                [(float(x), float(y)) for x, y in ring.coords] for ring in (part.exterior, *part.interiors)
            ]
            if is_in_ring(p, rings[0]) and not any(is_in_ring(p, hole) for hole in rings[1:]):
                return True
    return False


def distance_m(p: Point, a: Point, b: Point) -> float:
    """The distance from a point to a straight edge, by narrowing down where it is least."""

    def at(t: float) -> float:
        x, y = a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])
        return float(EARTH.inv(p[0], p[1], x, y)[2])

    low, high = 0.0, 1.0
    for _ in range(30):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, right) if at(left) < at(right) else (left, high)
    return min(at(low), at(0.0), at(1.0))


def is_far(p: Point, a: Point, b: Point, by_m: float) -> bool:
    """Whether an edge is too far off to be worth measuring: a degree is more than 100 km, 50 km below 60 degrees."""
    south, north, west, east = min(a[1], b[1]), max(a[1], b[1]), min(a[0], b[0]), max(a[0], b[0])
    if max(south - p[1], p[1] - north) > by_m / 100_000:
        return True
    is_low = max(abs(south), abs(north), abs(p[1])) < 60
    return (
        is_low
        and max(west - p[0], p[0] - east) > by_m / 50_000
        and max(abs(west), abs(east), abs(p[0])) < 170
    )


def is_within(p: Point, form: AreaForm, by_m: float, world: World, terms: Terms) -> bool:
    """Whether a point is within some metres of an area made of shapes."""
    if is_in_area(p, form, world, terms):
        return True
    if isinstance(form, NamedArea):
        return is_within(p, terms.areas[form.id].form, by_m, world, terms)
    if isinstance(form, Shape):
        return any(not is_far(p, a, b, by_m) and distance_m(p, a, b) <= by_m for a, b in edges(form.geometry))
    if isinstance(form, Circle):
        return distance_m(p, (form.lon, form.lat), (form.lon, form.lat)) <= by_m + form.radius_m
    if isinstance(form, Union):
        return any(is_within(p, part, by_m, world, terms) for part in form.of)
    raise NotImplementedError(f"the reference does not buffer a {type(form).__name__}")


def is_in_area(p: Point, form: AreaForm, world: World, terms: Terms, *, strictly: bool = False) -> bool:
    """Whether a point lies in an area in this world."""

    def holds(part: AreaForm) -> bool:
        return is_in_area(p, part, world, terms, strictly=strictly)

    if isinstance(form, Nowhere):
        return False
    if isinstance(form, NamedArea):
        return holds(terms.areas[form.id].form)
    if isinstance(form, Shape):
        return is_in_shape(p, form.geometry, strictly=strictly)
    if isinstance(form, Circle):
        return distance_m(p, (form.lon, form.lat), (form.lon, form.lat)) <= form.radius_m
    if isinstance(form, Buffer):
        return is_within(p, form.of, form.by_m, world, terms)
    if isinstance(form, Union):
        return any(map(holds, form.of))
    if isinstance(form, Intersection):
        return all(map(holds, form.of))
    if isinstance(form, Difference):
        return holds(form.of) and not any(is_in_area(p, b, world, terms, strictly=True) for b in form.without)
    if isinstance(form, Between):
        return holds(form.at_least) or (holds(form.at_most) and world.draws(form))
    if isinstance(form, AreaOneOf):
        return holds(form.options[world.choice[form.dispute]])
    assert isinstance(form, AreaHistory)
    for span, entry in form.entries:
        start, end = span.bounds(world.choice)
        if start <= world.at_ms < end:
            return holds(entry)
    return world.draws(form)


def does_cross(world: World, form: AreaForm, terms: Terms) -> bool:
    """Whether the way goes to the other side of a line, or is partly in an area and partly out of it."""
    if isinstance(form, NamedArea):
        return does_cross(world, terms.areas[form.id].form, terms)
    if isinstance(form, Shape) and "LineString" in form.geometry.geom_type:
        pairs = itertools.product(itertools.pairwise(world.path), edges(form.geometry))
        return any(do_meet(a, b, c, d) for (a, b), (c, d) in pairs)
    stops = {
        (a[0] + k / 32 * (b[0] - a[0]), a[1] + k / 32 * (b[1] - a[1]))
        for a, b in itertools.pairwise(world.path)
        for k in range(33)
    }
    return len({is_in_area(p, form, world, terms) for p in stops}) == 2


def do_meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two straight pieces cross each other; one that only touches the other does not."""

    def left(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return left(a, b, c) * left(a, b, d) < 0 and left(c, d, a) * left(c, d, b) < 0


# Time


def is_during(period: Period, world: World, as_of_ms: int | None) -> bool:
    """Whether the instant of the world lies in a period."""
    start, end = period.bounds(world.choice, as_of_ms)
    if not start <= world.at_ms < end:
        return False
    local = datetime.fromtimestamp(world.at_ms / 1000, UTC).astimezone(ZoneInfo(period.zone))
    minute, today, yesterday = local.hour * 60 + local.minute, local.weekday(), (local.weekday() - 1) % 7
    for lower, upper in period.daily or ((0, 1440),):
        days = period.weekdays or range(7)
        if upper > lower and lower <= minute < upper and today in days:
            return True
        if upper <= lower and ((minute >= lower and today in days) or (minute < upper and yesterday in days)):
            return True
    return False


# The finding


def core_holds(conditions: Conditions, world: World, terms: Terms, as_of_ms: int | None = None) -> bool:
    """Whether every condition but the exceptions holds."""
    for choice, actors in ((conditions.by, world.by), (conditions.against, world.against)):
        if choice is not None:
            party_set = choice.under(world.choice)
            if not any(is_in_set(actor, party_set, world, terms) for actor in actors):
                return False
    if conditions.acts is not None and not any(
        world.act and terms.acts.is_within(world.act, code) for code in conditions.acts
    ):
        return False
    if conditions.weapons is not None and not any(
        world.weapon
        and terms.weapons.is_within(world.weapon, kind.code)
        and (kind.calibre is None or kind.calibre.holds(world.calibre_mm))
        for kind in conditions.weapons
    ):
        return False
    if conditions.area is not None and (
        world.point is None or not is_in_area(world.point, conditions.area, world, terms)
    ):
        return False
    if conditions.crosses is not None and not does_cross(world, conditions.crosses, terms):
        return False
    if conditions.during is not None and not is_during(conditions.during, world, as_of_ms):
        return False
    return all(fact_holds(asked, world, terms) for asked in conditions.facts)


def fact_holds(asked: FactAsked, world: World, terms: Terms) -> bool:
    """Whether a fact held so long before the act, as the records and what is presumed have it.

    Where the records contradict one another, or say that nobody could tell, the world decides.
    """
    told = {value for row in world.recorded for value in told_by(row, asked, world, terms)}
    if len(told) == 1:
        return told.pop()
    presumed = terms.facts[asked.id].presume
    return world.facts[asked.id] if told or presumed is None else presumed


def told_by(row: RecordedFact, asked: FactAsked, world: World, terms: Terms) -> set[bool]:
    """The values that a row leaves to a fact; none where it is not about the incident."""
    if row.fact != asked.id:
        return set()
    at_ms = world.at_ms - asked.before_ms
    said = {True, False} if row.value is None else {row.value}
    about = terms.facts[asked.id].about
    if about == "incident" or row.incident:
        if row.incident != world.incident:
            return set()
        if row.start_ms == ALWAYS_MS:
            return {True, False} if asked.before_ms and row.value is not False else said
        if row.start_ms <= at_ms < row.by_ms:
            return {True, False}
        return said if at_ms >= row.start_ms else {not value for value in said}
    is_about = {
        "party": world.by == {row.about},
        "area": about == "area"
        and world.point is not None
        and is_in_area(world.point, NamedArea(row.about), world, terms),
        "period": True,
    }[about]
    return said if is_about and row.start_ms <= at_ms < row.end_ms else set()


def is_exempt(conditions: Conditions, world: World, terms: Terms, as_of_ms: int | None = None) -> bool:
    """Whether some exception holds, and none of its own."""
    return any(
        core_holds(exception.conditions, world, terms, as_of_ms)
        and not is_exempt(exception.conditions, world, terms, as_of_ms)
        for exception in conditions.unless
    )


def answers(rule: Answering, world: World, terms: Terms) -> bool:
    """Whether a party answers for what was done."""
    return any(is_in_set(actor, rule.acting.under(world.choice), world, terms) for actor in world.by)


def holds(provision: Provision, world: World, terms: Terms, as_of_ms: int | None = None) -> bool:
    """Whether a provision is violated in a world."""
    if not provision.is_in_force(world.at_ms, world.choice, as_of_ms):
        return False
    conditions = provision.all_conditions()[provision.text_under(world.choice)]
    return core_holds(conditions, world, terms, as_of_ms) and not is_exempt(
        conditions, world, terms, as_of_ms
    )
