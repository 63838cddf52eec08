# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from shared_data import shared
from truceline.errors import SourcesError
from truceline.sources import (
    Dictionaries,
    GazetteerColumns,
    Reading,
    document_of_text,
    find_claims,
    incidents_of,
    read_gazetteer,
)

TABLE = """id,name,name_variants,lon,lat,is_current
1,Asmet,Asmat|Umm Asmet,36.5,33.5,1
2,Sarne,,36.6,33.6,
3,Sarne,,36.7,33.7,
4,Old Sarne,,36.7,33.7,0
5,Ab,,36.7,33.7,
"""


def test_places_are_found_by_any_of_their_names(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(TABLE, encoding="utf-8")
    gazetteer = read_gazetteer(path)
    text = "in Umm Asmet, Asmat and Ab"
    assert [(one.words, one.id) for one in gazetteer.find(text, 0, len(text))] == [
        ("Umm Asmet", "1"),
        ("Asmat", "1"),
    ]
    assert (gazetteer.places["1"].lon, gazetteer.places["1"].lat) == (36.5, 33.5)
    assert "4" not in gazetteer.places


def test_a_name_of_two_places_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "places.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode()))
    (found,) = read_gazetteer(path).find("Sarne", 0, 5)
    assert (found.id, found.may_be) == ("", ("2", "3"))


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("code,label,x,y\nA,Asmet,36.5,33.5\n", encoding="utf-8")
    columns = GazetteerColumns(id=("code",), lon=("x",), lat=("y",), names=("label",))
    assert read_gazetteer(path, columns).places["A"].name == "Asmet"


def test_a_table_without_the_columns_says_which_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("code,label\nA,Asmet\n", encoding="utf-8")
    with pytest.raises(
        SourcesError,
        match=r"id, lon, lat, name; there are code, label.*lat: lat, latitude; name: name, name_en.*GazetteerColumns",
    ):
        read_gazetteer(path)


def test_every_row_without_a_place_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,name,lon,lat\n1,Asmet,,\n,Sarne,1,2\n3,Umm,200,2\n", encoding="utf-8")
    with pytest.raises(SourcesError) as error:
        read_gazetteer(path)
    assert [one.line for one in error.value.problems] == [2, 3, 4]


def test_a_name_is_a_place_only_where_a_word_says_so(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(TABLE, encoding="utf-8")
    document = document_of_text("Colonel Asmet shelled the villages in Umm Asmet and Sarne.")
    (found,) = find_claims(document, (), (), Dictionaries(), gazetteer=read_gazetteer(path))
    assert [(one.words, one.id) for one in found.places] == [("Umm Asmet", "1"), ("Sarne", "")]


def test_the_gazetteer_of_syria_can_be_read() -> None:
    places = read_gazetteer(shared("gazetteer-syria", "sy_places.csv.gz"))
    cities = read_gazetteer(shared("gazetteer-syria", "sy_cities500_geonames.csv.gz"))
    assert (len(places.places), len(cities.places)) == (10_344, 308)
    assert [one.words for one in cities.find("in Idlib and Ḩamāh", 0, 18)] == ["Idlib", "Ḩamāh"]


@pytest.mark.parametrize(
    "words",
    [
        *("near {}", "outside the city of {}", "20 km from {}", "within 5 km of {}", "on the road to {}"),
        *("north of {}", "between {} and the ford", "in {} countryside"),
    ],
)
def test_what_happened_beside_a_place_is_never_said_to_have_been_there(tmp_path: Path, words: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text("id,name,lon,lat\n102,Kafran,37.1,36.2\n", encoding="utf-8")
    gazetteer = read_gazetteer(path)
    for where, known in ((words, ""), ("in {}", "102")):
        document = document_of_text(f"Gunners shelled a farm {where.format('Kafran')}.")
        (found,) = find_claims(document, (), (), Dictionaries(), gazetteer=gazetteer)
        assert [(one.words, one.id) for one in found.places] == [("Kafran", known)]
        assert known or found.places[0].may_be == ("102",)
        reading = Reading(document, (), (), (replace(found, review="accepted", reviewer="N"),))
        (row,) = incidents_of(reading.claims, [reading])
        assert (row["area"], row["lon"], row["lat"]) == ("", "", "")


def test_a_list_behind_near_is_near_too(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("id,name,lon,lat\n102,Kafran,37.1,36.2\n103,Sorvo,37,36\n", encoding="utf-8")
    for text, ids in (
        ("Gunners shelled farms near Kafran and Sorvo.", ["", ""]),
        ("Gunners shelled the road from Kafran to Sorvo.", ["", ""]),
        ("Gunners shelled farms in Kafran and near Sorvo.", ["102", ""]),
        ("Gunners shelled farms in Kafran and Sorvo.", ["102", "103"]),
    ):
        (found,) = find_claims(document_of_text(text), (), (), Dictionaries(), gazetteer=read_gazetteer(path))
        assert [one.id for one in found.places] == ids
