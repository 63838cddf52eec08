# SPDX-License-Identifier: Apache-2.0
"""Administrative names find areas of their own kind, or none."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from shared_data import ROOT, shared
from truceline.errors import RecordsError
from truceline.records import read_incidents
from truceline.records.areas import COUNTRY, DISTRICT, PROVINCE, AreaNames, areas_of
from truceline.terms import Terms, load_terms


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")


def test_a_governorate_is_never_taken_for_a_city() -> None:
    names = AreaNames()
    names.add("aleppo", ["Aleppo city"], None)
    names.add("Kyiv", ["Kyiv City"], PROVINCE)
    assert names.find("Aleppo Governorate", PROVINCE) is None
    assert names.find("Aleppo", PROVINCE) is None
    assert names.find("Aleppo City", PROVINCE) == "aleppo"
    assert names.find("Kyiv Oblast", PROVINCE) is None


def test_a_name_finds_only_its_own_level() -> None:
    names = AreaNames()
    names.add("Homs", ["Homs", "Ḥimṣ"], DISTRICT)
    assert names.find("Homs district", DISTRICT) == "Homs"
    assert names.find("Hims District", DISTRICT) == "Homs"
    assert names.find("Homs Governorate", PROVINCE) is None
    assert names.find("Homs", COUNTRY) is None


def test_a_name_of_two_areas_finds_neither() -> None:
    names = AreaNames()
    names.add("east", ["Qusayr"], DISTRICT)
    names.add("west", ["Qusayr district"], DISTRICT)
    assert names.find("Al Qusayr", DISTRICT) is None
    assert names.find("Qusayr raion", DISTRICT) is None


def _collection(tmp_path: Path, *features: tuple[str, object, object]) -> Path:
    path = tmp_path / "areas.geojson"
    made = [
        {"type": "Feature", "properties": {"name": name, "adm_level": level}, "geometry": geometry}
        for name, level, geometry in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    return path


SQUARE = {"type": "Polygon", "coordinates": [[[36, 34], [37, 34], [37, 35], [36, 34]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[36, 34], [37, 35], [37, 34], [36, 35], [36, 34]]]}


def test_features_that_cannot_be_used_are_left_out_with_a_reason(terms: Terms, tmp_path: Path) -> None:
    path = _collection(
        tmp_path, ("Homs", 1, SQUARE), ("Homs", 2, SQUARE), ("Homs", 2, SQUARE), ("Tie", 1, BOW_TIE), ("", 1, SQUARE),
        ("Point", 1, {"type": "Point", "coordinates": [36, 34]}), ("None", 1, None),
    )  # fmt: skip
    areas = areas_of(terms, path)
    assert list(areas.shapes) == ["Homs", "Homs, level 2"]
    said = [str(warning) for warning in areas.warnings]
    for words, line in zip(
        ["another feature has this name", "crosses itself", "no name", "expected a polygon", "no geometry"],
        said,
        strict=True,
    ):
        assert words in line


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"features": [1]}', "[" * 100_000])
def test_a_file_that_is_no_collection_is_an_error(terms: Terms, tmp_path: Path, content: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(content)
    with pytest.raises(RecordsError, match="expected a GeoJSON FeatureCollection"):
        areas_of(terms, path)


def _place(terms: Terms, areas: Path | None, **cells: str) -> dict[str, object]:
    row = {
        "id": "1", "type_of_violence": "1", "latitude": "36.2", "longitude": "37.1", "date_start": "2016-05-01",
        "country": "Syria", **cells,
    }  # fmt: skip
    incidents = read_incidents(pa.table({name: [value] for name, value in row.items()}), terms, areas=areas)
    (found,) = [r for batch in incidents.batches() for r in batch.to_pylist()]
    return {name: found[name] for name in ("area", "lon", "radius_m")}


def test_precision_codes_become_areas_or_radii(terms: Terms) -> None:
    aleppo = {"adm_1": "Aleppo Governorate", "adm_2": "Jebel Saman district"}
    outlines = shared("boundaries-syria", "sy_adm1_wof.geojson")
    assert _place(terms, None, where_prec="1") == {"area": None, "lon": 37.1, "radius_m": 10_000}
    assert _place(terms, None, where_prec="4", **aleppo) == {"area": None, "lon": 37.1, "radius_m": 350_000}
    inside = _place(terms, outlines, where_prec="4", **aleppo)
    assert inside["area"] is not None
    assert inside == _place(terms, outlines, where_prec="3", **aleppo)
    assert _place(terms, outlines, where_prec="5", **aleppo)["area"] == "syria"
    assert _place(terms, None, where_prec="6")["area"] == "syria"
    assert _place(terms, None, where_prec="7") == {"area": None, "lon": None, "radius_m": None}


def test_the_governorates_of_the_real_file_are_found_in_the_outlines(terms: Terms) -> None:
    incidents = read_incidents(
        shared("ucdp-ged-syria", "ged_syria_2016_2018.csv.gz"),
        terms,
        areas=shared("boundaries-syria", "sy_adm1_wof.geojson"),
    )
    named = {area for batch in incidents.batches() for area in batch.column("area").to_pylist()}
    assert len(named - {None, "syria"}) >= 10
