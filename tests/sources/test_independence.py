# SPDX-License-Identifier: Apache-2.0
"""Adversaries of the count of independent origins: who has it from whom, told in ways that are easily overlooked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from truceline.sources import (
    Dictionaries,
    Origins,
    Reading,
    Told,
    Weighing,
    bodies_of,
    document_of_text,
    find_claims,
    find_origins,
    find_statements,
    find_times,
)
from truceline.terms import load_terms

ORLAN = "Ana Orlan said that gunners shelled the mill on Monday"
REED = "Jon Reed told journalists that the army had shelled the flour mill by the ford"


def reading(text: str, name: str) -> Reading:
    dictionaries = Dictionaries()
    document = replace(
        document_of_text(text, f"{name}.txt"),
        outlet=Told(name, "given"),
        published=Told("2031-05-04", "given"),
    )
    statements, times = find_statements(document, dictionaries), find_times(document, dictionaries)
    claims = find_claims(document, statements, times, dictionaries)
    kept = tuple(replace(each, review="accepted", reviewer="x") for each in claims if each.kind == "incident")
    return Reading(document, statements, times, kept)


def found_in(texts: Sequence[str], **marked: object) -> Origins:
    readings = [reading(text, name) for text, name in zip(texts, ("Post", "Star", "Echo"), strict=False)]
    same = [[claim.id for each in readings for claim in each.claims]]
    marked = {"same": same, "apart": list(combinations(same[0], 2))} | marked
    return find_origins(readings, **marked)  # type: ignore[arg-type]


def weighed(*texts: str, **marked: object) -> Weighing:
    (weighing,) = found_in(texts, **marked).weighings
    return weighing


def test_two_people_who_tell_nobody_else_are_two_where_a_person_says_so() -> None:
    weighing = weighed(f"{ORLAN}.", f"{REED}.")
    assert (weighing.independent, weighing.number, weighing.uncounted) == (2, 1, ())
    weighing = weighed(f"{ORLAN}.", f"{REED}.", apart=())
    assert (weighing.untied, weighing.independent, weighing.number) == (2, 1, 6)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{ORLAN}, citing the Defence Ministry.", f"Defence Minister {REED}."),
        (f"{ORLAN}, citing the Defence Ministry.", f"{REED}, citing the same ministry."),
        (f"{ORLAN}, citing Peter Kerr.", f"{REED}, quoting Peter Kerr."),
        ("Ana Orlan, citing the Defence Ministry, said that gunners shelled the mill on Monday.", f"{REED}."),
        (
            "According to the Defence Ministry, gunners shelled the mill on Monday, Ana Orlan said.",
            f"{REED}.",
        ),
        (
            "Ana Orlan said that the ministry had reported that gunners shelled the mill on Monday.",
            f"{REED}.",
        ),
        (
            "Ana Orlan said that ministry data show that gunners shelled the mill on Monday.",
            f"{REED}.",
        ),
        ("Ana Orlan said she had heard from residents that gunners shelled the mill on Monday.", f"{REED}."),
        (f"{ORLAN}, as the Kremlin had announced.", f"Russian spokesman {REED}."),
        (f"{ORLAN} after Moscow's statement.", f"Russian spokesman {REED}."),
        (f"{ORLAN}, echoing the Defence Ministry.", f"{REED}."),
        (f"{ORLAN}, a claim first made by the health office.", f"{REED}."),
        ("Gunners shelled the mill on Monday, said Ana Orlan, whom the ministry had told so.", f"{REED}."),
        ("Ana Orlan said witnesses saw gunners who shelled the mill on Monday.", f"{REED}."),
        (
            "Ana Orlan said that gunners reportedly shelled the mill on Monday.",
            "Jon Reed told journalists that the army had allegedly shelled the flour mill by the ford.",
        ),
    ],
)
def test_who_has_it_from_somebody_else_counts_for_nothing_beside_another(one: str, other: str) -> None:
    weighing = weighed(one, other)
    assert (weighing.independent, weighing.number, len(weighing.origins)) == (1, 6, 2)
    assert all(each.why for each in weighing.uncounted)
    assert weighing.uncounted


@pytest.mark.parametrize(
    "told",
    [
        "The figures come from the Lowland health office.",
        "The Lowland health office supplied the figures.",
        "The count is that of the Lowland health office.",
        "Her source was the Lowland health office.",
        "The Lowland health office told Orlan that two men had died.",
        "Orlan had been briefed by the health office.",
        "Orlan relies on the health office for her numbers.",
        "She quoted a paper of the health office.",
        "“I have it from the ministry,” Orlan said.",
        "Source: Lowland health office",
        "Her office compiles its lists from papers of the police.",
        "She did not see it herself.",
        "Both spoke after a briefing by the council.",
    ],
)
def test_the_narrator_may_name_the_source_in_another_sentence(told: str) -> None:
    weighing = weighed(f"{ORLAN}.\n\nIt rained.\n\n{told}", f"{REED}.")
    assert (weighing.independent, weighing.number) == (1, 6)


@pytest.mark.parametrize(
    "other",
    [
        "Ana Orlan, who said she read it in the paper, told Echo that on Monday gunners had shelled the mill.",
        f"{ORLAN}. She learned of it on the radio.",
        f"{ORLAN}. A friend had texted her.",
        f"{ORLAN}. “My husband saw it,” she said.",
        f"{ORLAN}. “The whole village says so,” she said.",
        f"After reading reports in the Morning Star, {ORLAN}.",
        ORLAN.replace(" said", ", a reporter for the Morning Star, said") + ".",
        ORLAN.replace(" said", " agreed with the farmer") + ".",
        f"{ORLAN}. Her husband, Jon Reed, stood next to her.",
        f"{ORLAN}.\n\nMs Orlan writes as Jon Reed.",
        f"{ORLAN}. On Tuesday she said: “I take it back. It was thunder.”",
        f"{ORLAN}. She later retracted it.",
        f"{ORLAN}. Police say that she lied.",
        f"{ORLAN}. She got the news by telephone.",
        f"{ORLAN}. Her post linked to an article.",
    ],
)
def test_where_it_is_from_in_plain_words_is_a_tie_whatever_a_person_marks(other: str) -> None:
    readings = [reading(f"{REED}.", "Morning Star"), reading(other, "Echo")]
    names = [claim.id for each in readings for claim in each.claims]
    found = find_origins(readings, same=[names], apart=list(combinations(names, 2)))
    (weighing,) = found.weighings
    assert (weighing.untied, weighing.number, len(weighing.origins)) == (1, 6, 2)
    assert weighing.uncounted


@pytest.mark.parametrize(
    "more",
    [
        "The sides had agreed with each other to keep the road open.",
        "She spoke on television.",
        "The army withdrew its guns from the ridge.",
        "She was at her stall on Monday.",
        "The mayor, Ivo Kerr, stood next to her.",
    ],
)
def test_what_tells_of_no_source_leaves_two_apart(more: str) -> None:
    assert weighed(f"{ORLAN}. {more}", f"{REED}.").number == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rami Abdulorlan", "Rami Abdel Orlan"),
        ("Abdul Rahmin Orlan", "Abdurrahmin Orlen"),
        ("Abu Bakr", "Abubakr"),
        ("Nur al-Din", "Nureddin"),
        ("Nassim Abdel Karam", "Abdulkaram"),
    ],
)
def test_a_name_that_is_cut_into_words_otherwise_may_be_the_same(one: str, other: str) -> None:
    texts = (ORLAN.replace("Ana Orlan", one), REED.replace("Jon Reed", other))
    assert weighed(*(f"{each}." for each in texts)).number == 6


def test_whom_another_speaker_of_the_same_text_cites_is_no_source_of_the_first() -> None:
    weighing = weighed(
        f"{ORLAN}. Ivo Kerr said that bread was dear, citing the Lowland health office.", f"{REED}."
    )
    assert weighing.number == 1


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("Kremlin spokeswoman", "Russian Foreign Ministry spokesman", 6),
        ("Spokeswoman of the White House", "Pentagon spokesman", 6),
        ("Kabul's envoy", "Afghan Foreign Ministry spokesman", 6),
        ("Spokeswoman of the Aleppo garrison", "Syrian army spokesman", 6),
        ("Defence Ministry spokeswoman", "Foreign Ministry spokesman", 6),
        ("Turkish Defence Ministry spokeswoman", "Russian Foreign Ministry spokesman", 1),
        ("Russian nurse", "Russian Foreign Ministry spokesman", 1),
    ],
)
def test_two_who_speak_for_one_state_by_any_of_its_names_are_one_voice(
    one: str, other: str, number: int
) -> None:
    assert weighed(f"{one} {ORLAN}.", f"{other} {REED}.").number == number


def test_an_office_that_another_document_tells_counts_too() -> None:
    texts = (
        f"{ORLAN}.",
        f"Defence Ministry spokesman {REED}.",
        "Ana Orlan, spokeswoman of the Defence Ministry, said on Friday that bread was dear in the valley.",
    )
    assert weighed(*texts[:2]).number == 1
    assert weighed(*texts).number == 6


TERMS = """
truceline: 1
id: veld
title: Truce of Veld
timezone: UTC
as known at: 2031-05-01
citations: {text: {title: The truce, publisher: The sides, date: 2031-05-01}}
parties:
  north: {name: Northland, aliases: [Northern Command]}
  south: {name: Southland}
  allies: {name: the Allied Side, members: [north]}
provisions:
  stop: {prohibit: [attack], by: any, standing: [{is: in force, from: 2031-05-01}], cite: text}
"""


def bodies_in(folder: Path) -> dict[str, str]:
    path = folder / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    return bodies_of(load_terms(path))


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("minister of Southland", "minister of Northland", 1),
        ("envoy of Northland", "spokesman for the Northern Command", 6),
        ("envoy of the Allied Side", "spokesman for the Northern Command", 6),
        ("envoy of the Allied Side", "spokesman for Southland", 6),
    ],
)
def test_parties_of_the_terms_are_known_by_aliases_and_groups_are_of_nobody_knows_whom(
    one: str, other: str, number: int, tmp_path: Path
) -> None:
    bodies = bodies_in(tmp_path)
    orlan, reed = ORLAN.replace(" said", f", {one}, said"), REED.replace(" told", f", {other}, told")
    assert weighed(f"{orlan}.", f"{reed}.", bodies=bodies).number == number


def test_another_name_of_a_party_beside_the_words_of_its_enemy_is_its_name(tmp_path: Path) -> None:
    bodies = bodies_in(tmp_path)
    enemy = ORLAN.replace(" said", ", Minister of Southland, said")
    body = "The government of Northland said that its army had shelled the flour mill by the ford."
    assert weighed(f"{enemy}.", body, bodies=bodies).number == 1
    assert weighed(f"{enemy} after talks with the Northern Command.", body, bodies=bodies).number == 6


SILENT = "the guns on the northern ridge would be silent from the first of June"


@pytest.mark.parametrize("elsewhere", ["John Smith", "President John Smith"])
def test_a_last_name_with_another_office_than_that_of_the_full_name_beside_it_is_somebody_else(
    elsewhere: str,
) -> None:
    readings = [
        reading(
            "“We are glad of the new bridge at the ford,” President John Smith said.\n\n"
            f"Foreign Minister Smith said that {SILENT}.",
            "Post",
        ),
        reading(f"{elsewhere} said that {SILENT}.", "Star"),
    ]
    origins = find_origins(readings).origins
    assert all(len(each.outlets) == 1 for each in origins)
    (minister,) = [each for each in origins if "Foreign Minister" in each.roles]
    assert (minister.speaker, minister.names) == ("Smith", ("Smith",))
