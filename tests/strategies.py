# SPDX-License-Identifier: Apache-2.0
"""Hypothesis strategies: small terms and incident rows that share their dates, places and parties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
import shapely.affinity
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from truceline.geo import (
    NOWHERE,
    Region,
    between_region,
    buffer_region,
    difference_region,
    intersection_region,
    shape_region,
    union_region,
)
from truceline.records import RecordedFact
from truceline.terms import (
    ALWAYS_MS,
    NEVER_MS,
    Answering,
    Area,
    AreaForm,
    AreaHistory,
    Between,
    Buffer,
    Calibre,
    Circle,
    Conditions,
    Difference,
    Dispute,
    Exemption,
    Extension,
    Fact,
    FactAsked,
    Intersection,
    Member,
    NamedArea,
    Nowhere,
    Option,
    Party,
    PartyChoice,
    PartySet,
    PartyStanding,
    Period,
    Provision,
    RivalText,
    Shape,
    Span,
    Standing,
    Terms,
    Time,
    Union,
    WeaponKind,
    shipped_taxonomy,
)

HOUR_MS = 3_600_000
FIRST_MS = 1_458_600_000_000
"""2016-03-21T22:40Z: the clock of Damascus jumps on the 25th, within the days used here."""
TICKS = [FIRST_MS + hours * HOUR_MS for hours in (0, 20, 48, 70, 73, 96, 120)]
DISPUTES = (
    Dispute("events.start.at", (Option("the one"), Option("the other"))),
    Dispute("events.end.at", (Option("early"), Option("late"), Option("latest"))),
    Dispute("provisions.one.rival texts", (Option("english"), Option("arabic"))),
)
SINGLES = ("army", "guards", "brigade", "shadow", "outsider")
ACTS = ("attack", "attack.air", "attack.air.drone", "fire", "movement.crossing")
WEAPONS = ("artillery", "artillery.mortar", "artillery.gun.d-30", "aircraft.drone")
CALIBRES = (Calibre(100.0), Calibre(100.0, False), Calibre(high_mm=100.0), Calibre(100.0, True, 122.0, False))
FACTS = {
    "notified": Fact("notified", "it was notified"),
    "truce-called": Fact("truce-called", "a pause had been called", about="period", presume=False),
    "trained": Fact("trained", "the party was told of the terms", about="party"),
    "cleared": Fact("cleared", "civilians had left", about="area", presume=True),
    "ordered": Fact("ordered", "it was ordered"),
    "attacked-first": Fact("attacked-first", "it answered an attack", presume=False),
    "called": Fact("called", "the centre was called", presume=True),
}

times = st.one_of(
    st.sampled_from(TICKS).map(lambda at: Time((at,))),
    st.tuples(st.sampled_from(TICKS), st.sampled_from(TICKS)).map(lambda at: Time(at, (0,), (2,))),
    st.tuples(*[st.sampled_from(TICKS)] * 3).map(lambda at: Time(at, (1,), (3,))),
)
spans = st.builds(Span, st.none() | times, st.none() | times)

SQUARE = shapely.box(36.0, 34.0, 37.0, 35.0)
HOLED = shapely.Polygon(SQUARE.exterior.coords, [[(36.4, 34.4), (36.6, 34.4), (36.6, 34.6), (36.4, 34.4)]])
FAR = shapely.Polygon([(36.8, 34.2), (37.6, 34.7), (37.0, 35.4), (36.8, 34.2)])
LINE = shapely.LineString([(35.8, 34.5), (36.5, 34.8), (37.3, 34.6)])
plain: st.SearchStrategy[AreaForm] = st.sampled_from(
    [
        Shape(SQUARE, "square"),
        Shape(HOLED, "holed"),
        Shape(FAR, "far"),
        Circle(36.5, 34.5, 20_000.0),
        Circle(37.0, 35.0, 5_000.0),
        Buffer(Shape(LINE, "line"), 8_000.0),
        Buffer(Shape(SQUARE, "square"), 15_000.0),
    ]
)
forms: st.SearchStrategy[AreaForm] = st.one_of(
    plain,
    st.just(NamedArea("named")),
    st.builds(lambda a, b: Union((a, b)), plain, plain),
    st.builds(lambda a, b: Intersection((a, b)), plain, plain),
    st.builds(lambda a, b: Difference(a, (b,)), plain, plain),
    st.builds(lambda b: Between(Nowhere(), b), plain),
    st.just(Between(Circle(36.5, 34.5, 10_000.0), Shape(SQUARE, "square"))),
    st.builds(lambda a, b, s, t: AreaHistory(((s, a), (t, b))), plain, plain, spans, spans),
)

borders = st.one_of(forms, st.just(Shape(LINE, "line")), st.just(Shape(LINE, "line")))
"""Areas and a line, for paths to cross."""


@st.composite
def stars(draw: st.DrawFn, most_corners: int = 40) -> shapely.Polygon | shapely.MultiPolygon:
    """A polygon with a rough edge anywhere on Earth, maybe with a hole, maybe cut at the antimeridian."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    corners = draw(st.integers(3, most_corners))
    lon = draw(st.sampled_from([36.5, -60.0, 0.0, 179.8, -179.9]))
    lat = draw(st.sampled_from([34.5, 0.0, -50.0, 70.0, 79.5, 84.0, -88.0]))
    size = draw(st.sampled_from([0.001, 0.05, 0.8, 1.9]))
    turn = np.sort(random.uniform(0, 2 * np.pi, corners))
    radius = size * random.uniform(0.3, 1, corners)
    ring = np.column_stack([lon + radius * np.cos(turn), np.clip(lat + radius * np.sin(turn), -90, 90)])
    shape = shapely.make_valid(shapely.Polygon(ring))
    if draw(st.booleans()):
        shape = shape.difference(shapely.Point(lon + size / 5, lat).buffer(size / 10, quad_segs=2))
    world = shapely.box(-180, -90, 180, 90)
    pieces = [shapely.affinity.translate(shape, turned).intersection(world) for turned in (-360, 0, 360)]
    found = [
        p for piece in pieces for p in shapely.get_parts(piece) if p.geom_type == "Polygon" and p.area > 0
    ]
    return shapely.union_all(found) if found else shapely.box(lon - 0.1, 0, lon - 0.05, 1)


@st.composite
def lines_and_points(draw: st.DrawFn) -> BaseGeometry:
    """The corners of a star as a line, or as points."""
    xy = shapely.get_coordinates(draw(stars()))
    return shapely.LineString(xy[:-1]) if draw(st.booleans()) else shapely.MultiPoint(xy[:-1])


_one_shape = st.one_of(stars(), stars(), lines_and_points()).map(shape_region)
_widths_m = st.sampled_from([0.0, 1.0, 500.0, 15_000.0, 200_000.0])
_wide = st.one_of(_one_shape, st.builds(buffer_region, _one_shape, _widths_m))
geo_regions: st.SearchStrategy[Region] = st.recursive(
    _wide,
    lambda inner: st.one_of(
        st.builds(buffer_region, inner, _widths_m),
        st.lists(inner, min_size=1, max_size=3).map(union_region),
        st.lists(inner, min_size=1, max_size=3).map(intersection_region),
        st.builds(difference_region, inner, st.lists(inner, min_size=1, max_size=2)),
        st.builds(between_region, inner, inner),
        st.builds(lambda outer: between_region(NOWHERE, outer), inner),
    ),
    max_leaves=4,
)
"""Regions of every kind, near the poles and the antimeridian too."""

groups = st.builds(
    lambda members, complete, outside: (tuple(members), complete, tuple(outside)),
    st.lists(st.builds(Member, st.sampled_from(SINGLES), spans), max_size=3),
    st.booleans(),
    st.lists(st.sampled_from(SINGLES), max_size=1),
)


@st.composite
def parties(draw: st.DrawFn) -> dict[str, Party]:
    """Five single parties, two groups of which one may hold the other, and a label."""
    found = {name: Party(name, name) for name in SINGLES}
    for name in ("coalition", "front"):
        members, complete, outside = draw(groups)
        if name == "front" and draw(st.booleans()):
            members = (*members, Member("coalition", draw(spans)))
        listed = {member.party for member in members}
        found[name] = Party(
            name,
            name,
            members=members,
            complete=complete,
            not_members=tuple(o for o in outside if o not in listed),
        )
    label = draw(
        st.lists(st.sampled_from([*SINGLES, "coalition", "front"]), min_size=1, max_size=3, unique=True)
    )
    found["rebels"] = Party("rebels", "rebels", could_be=tuple(label))
    return found


items = st.sampled_from(["bound", "excluded", "any", "army", "brigade", "coalition", "front"])
party_sets = st.builds(
    lambda any_of, none_of: PartySet(tuple(any_of), tuple(none_of)),
    st.lists(items, min_size=1, max_size=2),
    st.lists(st.sampled_from(["bound", "shadow", "coalition"]), max_size=1),
)
choices = st.one_of(
    party_sets.map(lambda s: PartyChoice((s,))),
    st.builds(lambda a, b: PartyChoice((a, b), 0), party_sets, party_sets),
)
periods = st.builds(
    Period,
    spans,
    st.lists(st.builds(Extension, times), max_size=1).map(tuple),
    st.sampled_from([(), ((600, 1200),), ((22 * 60, 6 * 60),)]),
    st.sampled_from([(), (0, 3, 4)]),
    st.just("Asia/Damascus"),
)


def _codes(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.none() | st.lists(st.sampled_from(codes), min_size=1, max_size=2).map(tuple)


weapon_kinds = st.builds(WeaponKind, st.sampled_from(WEAPONS), st.none() | st.sampled_from(CALIBRES))
facts_asked = st.builds(
    FactAsked, st.sampled_from(list(FACTS)), st.sampled_from([0, 0, HOUR_MS, 48 * HOUR_MS])
)
few_facts_asked = st.builds(
    FactAsked, st.sampled_from(["notified", "truce-called"]), st.sampled_from([0, HOUR_MS, 48 * HOUR_MS])
)


@st.composite
def recorded_facts(draw: st.DrawFn, ids: Sequence[str] = tuple(FACTS)) -> RecordedFact:
    """A row of a table of facts, about one of the first incidents, or as its fact asks."""
    fact = FACTS[draw(st.sampled_from(ids))]
    value = draw(st.sampled_from([True, True, False, False, None]))
    start, end = sorted([draw(st.sampled_from(TICKS)), draw(st.sampled_from(TICKS)) + HOUR_MS])
    if fact.about == "incident":
        since = draw(st.sampled_from([ALWAYS_MS, start]))
        by = draw(st.sampled_from([since, since + 24 * HOUR_MS]))
        return RecordedFact(fact.id, "", value, since, incident=draw(st.sampled_from("012")), by_ms=by)
    about = {"party": draw(st.sampled_from(SINGLES)), "area": "named", "period": ""}[fact.about]
    spans = [(start, end), (ALWAYS_MS, end), (start, NEVER_MS)]
    return RecordedFact(fact.id, about, value, *draw(st.sampled_from(spans)))


@st.composite
def conditions(draw: st.DrawFn, depth: int = 0) -> Conditions:
    """Conditions of a provision, with exceptions to exceptions."""
    unless: tuple[Exemption, ...] = ()
    if depth < 2:
        found = draw(st.lists(conditions(depth + 1), max_size=2 - depth))
        unless = tuple(Exemption(f"exception-{depth}-{n}", inner) for n, inner in enumerate(found))
    rare = st.integers(0, 2).map(lambda n: n == 0)
    return Conditions(
        acts=draw(_codes(ACTS)),
        weapons=tuple(draw(st.lists(weapon_kinds, min_size=1, max_size=2))) if draw(rare) else None,
        by=draw(st.none() | choices),
        against=draw(choices) if draw(rare) else None,
        area=draw(st.none() | forms),
        crosses=draw(borders) if draw(rare) else None,
        during=draw(periods) if draw(st.booleans()) else None,
        facts=tuple(draw(st.lists(facts_asked, max_size=1))),
        unless=unless,
    )


def _some_weapons() -> st.SearchStrategy[tuple[WeaponKind, ...]]:
    return st.lists(weapon_kinds, min_size=1, max_size=2).map(tuple)


only_weapons = st.builds(
    lambda asked, left_out: Conditions(
        weapons=asked, unless=(Exemption("small", Conditions(weapons=left_out)),) if left_out else ()
    ),
    _some_weapons(),
    st.none() | _some_weapons(),
)
only_facts = st.builds(
    lambda asked, excusing: Conditions(
        facts=tuple(asked), unless=(Exemption("excused", Conditions(facts=(excusing,))),) if excusing else ()
    ),
    st.lists(few_facts_asked, max_size=2),
    st.none() | few_facts_asked,
)
"""Conditions of one kind alone, so that nothing else hides what they do."""


@st.composite
def terms(draw: st.DrawFn, made: st.SearchStrategy[Conditions] | None = None) -> Terms:
    """Small terms with two disputes, one or two provisions, and everything else shared.

    Provisions with conditions of a strategy are in force at all times that records may have.
    """
    standings = st.lists(
        st.builds(Standing, st.sampled_from(["in force", "in force", "suspended", "proposed"]), times),
        min_size=1,
        max_size=2,
    )
    provisions = {}
    for name in ("one", "two")[: draw(st.integers(1, 2))]:
        entries = tuple(draw(standings))
        if draw(st.booleans()):
            entries = (Standing("in force", Time((TICKS[0] - HOUR_MS,))), *entries)
        if made is not None:
            entries = (Standing("in force", Time((TICKS[0] - 1_000 * HOUR_MS,))),)
        of = conditions() if made is None else made
        texts: tuple[RivalText, ...] = ()
        if draw(st.integers(0, 2)) == 0:
            texts = tuple(RivalText(language, draw(of)) for language in ("english", "arabic"))
        rules = st.builds(Answering, st.sampled_from(["army", "coalition"]), choices)
        provisions[name] = Provision(
            name,
            name,
            texts[0].conditions if texts else draw(of),
            entries,
            answering=tuple(draw(st.lists(rules, max_size=2))),
            texts=texts,
            text_dispute=2 if texts else None,
        )
    bound = st.lists(st.sampled_from(["army", "coalition", "front"]), min_size=1, max_size=2)
    return Terms(
        path="made",
        digest="made",
        id="made",
        title="Made",
        zone="Asia/Damascus",
        acts=shipped_taxonomy("acts"),
        weapons=shipped_taxonomy("weapons").extended(
            {"artillery.gun.d-30": "Howitzer of 122 mm."}, {"artillery.gun.d-30": 122.0}
        ),
        disputes=DISPUTES,
        parties=draw(parties()),
        standing=(
            PartyStanding(tuple(draw(bound)), "bound", draw(spans)),
            PartyStanding(("shadow",), "excluded", draw(spans)),
        ),
        areas={"named": Area("named", draw(plain), "Named")},
        provisions=provisions,
        facts=FACTS,
    )


CORNERS = [(lon, lat) for lon in (35.7, 36.2, 36.45, 36.9, 37.2) for lat in (34.2, 34.55, 34.9)]


names = st.sampled_from([*SINGLES, "coalition", "front", "rebels", "Nobody Knows"])
cells = st.one_of(
    st.none(),
    names,
    st.tuples(names, names).map("|".join),
    st.tuples(names, names).map(";".join),
)
instants = st.sampled_from([at + more for at in TICKS for more in (-1, 0, 1, HOUR_MS)])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """One row of the incident table, without its id."""
    start: int | None = draw(instants)
    end: int | None = draw(st.sampled_from([0, 1, HOUR_MS, 30 * HOUR_MS, 200 * HOUR_MS])) + (start or 0)
    if draw(st.integers(0, 9)) == 0:
        start = end = None
    place: dict[str, Any] = {"lon": None, "lat": None, "radius_m": None, "area": None, "geometry": None}
    kind = draw(
        st.sampled_from(
            ["point", "point", "point", "disc", "disc", "area", "polygon", "path", "path", "none"]
        )
    )
    if kind in ("point", "disc"):
        place["lon"] = draw(st.sampled_from([35.9, 36.0, 36.2, 36.5, 36.95, 37.0, 37.3]))
        place["lat"] = draw(st.sampled_from([33.9, 34.0, 34.5, 34.75, 35.0, 35.2]))
        place["radius_m"] = draw(st.sampled_from([500.0, 5_000.0, 25_000.0])) if kind == "disc" else None
    elif kind == "area":
        place["area"] = "named"
    elif kind == "polygon":
        place["geometry"] = shapely.to_wkb(
            shapely.box(36.1, 34.1, draw(st.sampled_from([36.3, 37.0, 37.2])), 34.3)
        )
    elif kind == "path":
        corners = draw(st.lists(st.sampled_from(CORNERS), min_size=2, max_size=4, unique=True))
        place["geometry"] = shapely.to_wkb(shapely.LineString(corners))
        place["radius_m"] = draw(st.sampled_from([None, 500.0, 8_000.0]))
    return {
        "start": start,
        "end": end,
        **place,
        "act": draw(st.none() | st.sampled_from(ACTS)),
        "weapon": draw(st.none() | st.sampled_from(WEAPONS)),
        "calibre_mm": draw(st.sampled_from([None, None, 82.0, 100.0, 122.0])),
        "by": draw(cells),
        "against": draw(cells),
        "roles": draw(st.sampled_from(["known", "known", "either"])),
    }
