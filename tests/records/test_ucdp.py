# SPDX-License-Identifier: Apache-2.0
"""UCDP GED: names of administrative units are never stretched, and codes give enough room."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import shapely

from shared_data import ROOT, shared
from truceline.records import read_incidents
from truceline.records.ucdp import precision_table
from truceline.terms import Area, AreaForm, Shape, Terms, shipped_taxonomy

BOX = shapely.box(36.0, 35.0, 38.0, 37.0)
BASE = {
    "id": "1", "type_of_violence": "1", "side_a_new_id": "118", "side_a": "Government of Syria", "side_b_new_id": "9",
    "side_b": "A, B", "where_prec": "4", "where_coordinates": "somewhere", "latitude": "36.2", "longitude": "37.2",
    "adm_1": "Aleppo Governorate", "adm_2": "", "country": "Syria", "date_prec": "1",
    "date_start": "2016-05-01", "date_end": "2016-05-01", "low": "1", "best": "1", "high": "1",
    "source_article": '"One, 2016";"Two, 2016"', "source_headline": "headline",
}  # fmt: skip


def made_terms(**areas: str) -> Terms:
    form: AreaForm = Shape(BOX, "box")
    return Terms(
        path="made",
        digest="made",
        id="made",
        title="Made",
        zone="Asia/Damascus",
        acts=shipped_taxonomy("acts"),
        weapons=shipped_taxonomy("weapons"),
        areas={key: Area(key, form, name) for key, name in areas.items()},
    )


def feature(name: str, level: int | None, shape: Any = BOX, *variants: str) -> dict[str, Any]:
    properties = {"name": name, "adm_level": level, "name_variants": list(variants)}
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}


def read(terms: Terms, cells: dict[str, str], areas: Path | None = None) -> tuple[dict[str, Any], Any]:
    incidents = read_incidents(pa.table({k: [v] for k, v in (BASE | cells).items()}), terms, areas=areas)
    batches = list(incidents.batches())
    return (batches[0].to_pylist()[0] if batches else {}), incidents


def geojson(tmp_path: Path, *features: dict[str, Any]) -> Path:
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("areas", "cells", "area"),
    [
        ({"aleppo": "Aleppo city"}, {}, None),
        ({"aleppo": "Aleppo"}, {}, None),
        ({"aleppo": "Aleppo"}, {"adm_1": "Aleppo"}, None),
        ({"aleppo": "Aleppo district"}, {}, None),
        ({"north": "Aleppo Governorate"}, {}, "north"),
        ({"aleppo-governorate": ""}, {}, "aleppo-governorate"),
        ({"aleppo-governorate": "The north"}, {}, None),
        ({"north": "ALEPPO  governorate"}, {}, "north"),
        ({"one": "Aleppo Governorate", "two": "Aleppo governorate"}, {}, None),
        ({"damascus": "Damascus Governorate"}, {"adm_1": "Rural Damascus Governorate"}, None),
        ({"damascus": "Damascus Governorate"}, {"adm_1": "Rif Dimashq Governorate"}, None),
        ({"kiev": "Kiev oblast"}, {"adm_1": "Kiev Special Republican city"}, None),
        ({"syria": "Syria"}, {"where_prec": "6"}, "syria"),
        ({"syria": "Syria"}, {"where_prec": "5", "adm_1": ""}, "syria"),
        ({"syria": "Northern Syria"}, {"where_prec": "6"}, None),
        ({"d": "Azaz district"}, {"where_prec": "3", "adm_2": "Azaz district"}, "d"),
        ({"d": "Azaz town"}, {"where_prec": "3", "adm_2": "Azaz district"}, None),
        ({"a": "Aleppo Governorate"}, {"where_prec": "3", "adm_2": "Azaz district"}, "a"),
    ],
)
def test_an_area_of_the_terms_is_a_unit_only_by_its_whole_name(
    areas: dict[str, str], cells: dict[str, str], area: str | None
) -> None:
    row, _ = read(made_terms(**areas), cells)
    assert row["area"] == area
    assert (row["lon"] is None) == (area is not None or cells.get("where_prec") in ("5", "6"))


@pytest.mark.parametrize(
    ("features", "cells", "area"),
    [
        ([feature("Aleppo", 1)], {}, "Aleppo"),
        ([feature("Halab", 1, BOX, "Aleppo province")], {}, "Halab"),
        ([feature("Aleppo", 2)], {}, None),
        ([feature("Aleppo", None)], {}, None),
        ([feature("Aleppo Governorate", None)], {}, "Aleppo Governorate"),
        ([feature("Aleppo city", 1)], {}, None),
        ([feature("Aleppo city", 1), feature("Aleppo", 1)], {}, "Aleppo"),
        ([feature("Aleppo", 1, shapely.box(40, 33, 41, 34))], {}, None),
        ([feature("One", 1, BOX, "Aleppo"), feature("Two", 1, BOX, "Aleppo")], {}, None),
        ([feature("Aleppo", 1), feature("Azaz", 2)], {"where_prec": "3", "adm_2": "Azaz district"}, "Azaz"),
        ([feature("Aleppo", 1), feature("Azaz", 1)], {"where_prec": "3", "adm_2": "Azaz district"}, "Aleppo"),
        ([feature("Rural Damascus", 1)], {"adm_1": "Damascus Governorate"}, None),
        ([feature("Damascus", 1)], {"adm_1": "Rural Damascus Governorate"}, None),
        ([feature("Marinka", 2)], {"where_prec": "3", "adm_2": "Marinka City municipality"}, None),
        ([feature("Syria", 0)], {"where_prec": "6"}, "Syria"),
        ([feature("Syria", 1)], {"where_prec": "6"}, None),
        ([feature("Aleppo", 1), feature("Aleppo", 2, shapely.box(36, 36, 37.5, 36.5))], {}, "Aleppo"),
    ],
)
def test_a_feature_is_found_only_at_its_level_and_near_the_point(
    tmp_path: Path, features: list[dict[str, Any]], cells: dict[str, str], area: str | None
) -> None:
    row, _ = read(made_terms(), cells, geojson(tmp_path, *features))
    assert row["area"] == area


def test_features_that_share_a_name_are_one_area_that_holds_them_all(tmp_path: Path) -> None:
    parts = [shapely.box(36, 36, 37, 37), shapely.box(37.5, 36, 38, 37)]
    path = geojson(tmp_path, *(feature("Aleppo", 1, part) for part in parts))
    incidents = read_incidents(pa.table({"id": ["a"]}), made_terms(), areas=path)
    assert all(incidents.areas["Aleppo"].contains(part) for part in parts)
    (warning,) = incidents.warnings
    assert "several features have this name" in str(warning)


def test_a_feature_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    bow = shapely.Polygon([(36, 34), (37, 35), (37, 34), (36, 35)])
    path = geojson(
        tmp_path, feature("north", 1), feature("Bow", 1, bow), feature("", 1), feature("Homs", None)
    )
    incidents = read_incidents(pa.table({"id": ["a"]}), made_terms(north="The north"), areas=path)
    assert list(incidents.areas) == ["Homs"]
    words = ["the terms have an area of this name", "crosses itself", "no name", "without adm_level"]
    for problem, word in zip(incidents.warnings, words, strict=True):
        assert word in str(problem)


def test_records_become_incidents_column_by_column() -> None:
    cells = {"id": "7.0", "where_prec": "1", "low": "5", "best": "3", "high": "3", "date_prec": "2"}
    row, incidents = read(made_terms(), cells)
    assert (row["id"], row["act"], row["roles"], row["against"]) == ("7", "attack", "either", "A;B")
    assert (row["fatalities_low"], row["fatalities"], row["fatalities_high"]) == (3, 3, 5)
    assert (row["lon"], row["lat"], row["radius_m"]) == (37.2, 36.2, 10_000)
    assert (row["end"] - row["start"]).days == 11
    assert row["reports"] == ["One, 2016", "Two, 2016"]
    assert row["text"] == "somewhere: headline"
    assert incidents.notes == {
        "one day with a coarser date_prec, widened both ways": 1,
        "estimates out of order, low and high set to the least and the greatest": 1,
    }


def test_a_table_of_tags_alone_holds_no_records(tmp_path: Path) -> None:
    path = tmp_path / "ged.csv"
    for line in ("", ",".join(f"#{name}" for name in BASE) + "\n"):
        path.write_text(",".join(BASE) + "\n" + line, encoding="utf-8")
        incidents = read_incidents(path, made_terms())
        assert list(incidents.batches()) == []
        assert (incidents.read, incidents.notes.total()) == (0, bool(line))


@pytest.mark.parametrize(
    ("cells", "column", "found", "reason"),
    [
        ({"type_of_violence": "4"}, "type_of_violence", "4", "expected 1, 2 or 3"),
        ({"date_start": "2016-02-30"}, "date_start", "2016-02-30", "not a day of the calendar"),
        ({"date_start": "31/12/2016"}, "date_start", "31/12/2016", "not a day of the calendar"),
        ({"date_end": "2016-04-01"}, "date_start", "2016-05-01", "is before date_start"),
        (
            {"date_start": "0001-01-01", "date_end": "", "date_prec": "5"},
            "date_start",
            "0001-01-01",
            "out of",
        ),
        ({"latitude": "36,2", "where_prec": "1"}, "lat", "36,2", "decimal point, such as 36.2"),
        ({"best": "many"}, "fatalities", "many", "expected a number"),
    ],
)
def test_a_record_with_a_fault_is_a_reject(
    tmp_path: Path, cells: dict[str, str], column: str, found: str, reason: str
) -> None:
    import csv

    path = tmp_path / "rejects.csv"
    table = pa.table({key: [value] for key, value in (BASE | cells).items()})
    incidents = read_incidents(table, made_terms(), rejects=path)
    assert list(incidents.batches()) == []
    (reject,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert (reject["id"], reject["column"], reject["found"]) == ("1", column, found)
    assert reason in reject["reason"]


def test_the_page_says_what_the_table_of_codes_says() -> None:
    page = (ROOT / "docs" / "reference" / "ucdp.md").read_text(encoding="utf-8")
    table = precision_table()
    page = page.partition("## The table of codes")[2].partition("`type_of_violence` 1")[0]
    rows = dict(re.findall(r"^\| (?:`where_prec` )?([1-7]), [^|]*\| ([^|]+) \|$", page, re.MULTILINE))
    for code in "1234567":
        entry, words = table["where_prec", code], rows[code]
        named = re.findall(r"`(adm_1|adm_2|country)`", words)
        radius = re.search(r"within (\d+) km", words)
        assert named == {"adm_2": ["adm_2", "adm_1"], "adm_1": ["adm_1"], "country": ["country"]}.get(
            entry.place, []
        )
        assert (radius and int(radius[1]) * 1000.0) == entry.radius_m
        assert (radius is not None) or "unknown" in words


@pytest.mark.parametrize("country", ["syria/sy", "iraq/iq"])
@pytest.mark.parametrize("level", [1, 2])
def test_the_radius_reaches_from_any_point_of_a_unit_to_any_other(country: str, level: int) -> None:
    from pyproj import Geod

    folder, prefix = country.split("/")
    path = shared(f"boundaries-{folder}", f"{prefix}_adm{level}_wof.geojson")
    radius = precision_table()["where_prec", "4" if level == 1 else "3"].radius_m
    assert radius is not None
    for unit in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = shapely.from_geojson(json.dumps(unit["geometry"]))
        corners = shapely.get_coordinates(shapely.convex_hull(shape))
        for lon, lat in corners:
            n = len(corners)
            far = Geod(ellps="WGS84").inv([lon] * n, [lat] * n, corners[:, 0], corners[:, 1])[2]
            assert max(far) * 1.1 < radius, unit["properties"]["name"]
