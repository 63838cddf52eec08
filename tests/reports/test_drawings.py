# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import shapely

from reports.test_outlines import TERMS
from truceline.reports import map_svgs, time_line_svg
from truceline.terms import Area, AreaForm, AreaMap, Between, Circle, Nowhere, Shape, TimeLine, TimeLineRow

HOUR_MS = 3_600_000
SVG = "{http://www.w3.org/2000/svg}"


def _maps(*forms: AreaForm) -> list[ElementTree.Element]:
    areas = {f"a{n}": Area(f"a{n}", form, f"<Area> & {n}") for n, form in enumerate(forms)}
    return [ElementTree.fromstring(m) for m in map_svgs(AreaMap(tuple(areas)), replace(TERMS, areas=areas))]


def _map(*forms: AreaForm) -> ElementTree.Element:
    (drawn,) = _maps(*forms)
    return drawn


def _bars(svg: str) -> list[tuple[str, float, float]]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [
        (bar.attrib["class"], float(bar.attrib["x"][:-1]), float(bar.attrib["width"][:-1]))
        for bar in found
        if "x" in bar.attrib
    ]


def test_a_time_line_draws_each_stretch_at_its_share_of_the_width() -> None:
    row = TimeLineRow(
        "p",
        "A provision & <more>",
        ((0, 50 * HOUR_MS, "proposed"), (50 * HOUR_MS, None, "in force")),
        ((50 * HOUR_MS, 75 * HOUR_MS, False), (75 * HOUR_MS, 100 * HOUR_MS, True)),
    )
    # From 0 to 100 h, and 4 h more on each side: 108 h are the whole width, 50 h stand at 54 of them.
    bars = _bars(time_line_svg(TimeLine("UTC", (row,))))
    assert bars == [
        ("s-proposed", 3.704, 46.296),
        ("s-quiet", 50.0, 50.0),
        ("s-dispute", 50.0, 23.148),
        ("s-force", 73.148, 23.148),
    ]


def test_moments_on_the_axis_are_those_of_the_local_calendar() -> None:
    january, june = 1_451_606_400_000, 1_464_739_200_000  # 2016-01-01 and 2016-06-01, UTC
    row = TimeLineRow("p", "P", (), ((january, june, True),))
    svg = time_line_svg(TimeLine("Asia/Damascus", (row,)))
    assert re.findall(r">(\w+ 2016)<", svg) == ["Jan 2016", "Mar 2016", "May 2016"]


def test_a_time_line_without_a_moment_is_not_drawn() -> None:
    assert time_line_svg(TimeLine("UTC", (TimeLineRow("p", "P", (), ((None, None, True),)),))) == ""


def test_a_map_fills_what_is_sure_and_hatches_what_is_possible() -> None:
    drawn = _map(
        Between(Circle(36.5, 34.5, 1_000), Circle(36.5, 34.5, 5_000)),
        Between(Nowhere(), Circle(36.6, 34.5, 800)),
    )
    kinds = [path.attrib["class"] for path in drawn.iter(f"{SVG}path")]
    assert kinds == ["m-maybe", "m-sure", "m-maybe", "m-scale"]
    assert [title.text for title in drawn.iter(f"{SVG}title")] == ["<Area> & 0", "<Area> & 1"]


def test_the_scale_bar_has_the_length_that_it_says() -> None:
    drawn = _map(Circle(0.0, 0.0, 100_000))  # 628 px stand for 200 km
    bar = next(path for path in drawn.iter(f"{SVG}path") if path.attrib["class"] == "m-scale")
    match = re.search(r"h([\d.]+)", bar.attrib["d"])
    assert match
    assert [t.text for t in drawn.iter(f"{SVG}text")][-1] == "50 km"
    assert abs(float(match[1]) - 628 * 50 / 200) < 2


def test_numbers_never_lie_upon_each_other() -> None:
    drawn = _map(*[Circle(36.5 + n / 1000, 34.5, 1_000) for n in range(12)])
    spots = [
        shapely.Point(float(c.attrib["cx"]), float(c.attrib["cy"]))
        for c in drawn.iter(f"{SVG}circle")
        if c.attrib["class"] == "m-label"
    ]
    assert len(spots) == 12
    assert all(a.distance(b) >= 30 for n, a in enumerate(spots) for b in spots[:n])


def test_a_crowd_in_a_corner_gets_a_map_of_its_own() -> None:
    country = Shape(shapely.box(30, 45, 40, 50), "made")
    wide, close = _maps(country, *[Circle(38 + n / 10, 48.0, 2_000) for n in range(6)])
    numbers = [
        [t.text for t in drawn.iter(f"{SVG}text") if t.text and t.text.isdigit()] for drawn in (wide, close)
    ]
    assert numbers == [["1"], ["2", "3", "4", "5", "6", "7"]]
    assert [e.attrib["class"] for e in wide.iter(f"{SVG}rect")].count("m-frame") == 1
    # The six lie within 0.55 degrees of longitude: 37 km and a margin, so the bar is far shorter than 200 km.
    assert [t.text for t in close.iter(f"{SVG}text")][-1] == "10 km"


def test_areas_on_both_sides_of_the_antimeridian_lie_side_by_side() -> None:
    both = Shape(shapely.MultiPolygon([shapely.box(179, 0, 180, 1), shapely.box(-180, 0, -179, 1)]), "made")
    drawn = _map(both)
    corners = [float(n) for n in re.findall(r"[\d.]+", next(drawn.iter(f"{SVG}path")).attrib["d"])][::2]
    assert max(corners) - min(corners) > 500


def test_a_map_of_nothing_is_not_drawn() -> None:
    assert map_svgs(AreaMap(("a",)), replace(TERMS, areas={"a": Area("a", Nowhere())})) == ()
