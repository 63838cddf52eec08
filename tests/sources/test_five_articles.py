# SPDX-License-Identifier: Apache-2.0
"""The five articles of May 2016: four outlets, one speech. What of their discrepancies D1 to D10 is found, and what is not."""

from __future__ import annotations

from functools import cache

import pytest

from five_articles import FILES, five_articles
from truceline.sources import Origin, Origins, Point, find_origins

EIR, VOICE, RUDAW, ASHARQ, BLOOMBERG = (row[1] for row in FILES.values())


@cache
def found() -> Origins:
    return find_origins(list(five_articles().values()))


def origin_of(speaker: str, outlet: str) -> Origin:
    (origin,) = [each for each in found().origins if each.speaker == speaker and outlet in each.outlets]
    return origin


def point_with(words: str, origin: Origin) -> Point:
    (point,) = [
        point
        for point in found().points
        if point.origin == origin.id and any(words in variant.words for variant in point.variants)
    ]
    return point


def sides(point: Point, kind: str) -> dict[tuple[str, ...], set[str]]:
    """What the point says of a kind, and which outlets say it."""
    return {
        side.values: {name for document in side.documents for name in found().outlets[document]}
        for difference in point.differences
        if difference.kind == kind
        for side in difference.sides
    }


def test_the_proposal_has_one_origin_in_four_outlets() -> None:
    origin = origin_of("Sergei Shoigu", EIR)
    assert origin.outlets == tuple(sorted([EIR, VOICE, RUDAW, ASHARQ]))
    assert origin.names == ("Sergei Shoigu", "Sergey Shoigu")


@pytest.mark.parametrize(
    ("speaker", "outlet"),
    [
        ("Jeff Davis", EIR),
        ("John Kirby", ASHARQ),
        ("Eric Schultz", ASHARQ),
        ("another U.S. official", ASHARQ),
        ("a western official from the coalition", ASHARQ),
        ("A source", EIR),
        ("Richard Black", VOICE),
        ("Sergei Lavrov", VOICE),
        ("Sergei Lavrov", BLOOMBERG),
        ("Jeff Rathke", BLOOMBERG),
    ],
)
def test_each_other_speaker_is_an_origin_in_one_outlet(speaker: str, outlet: str) -> None:
    assert origin_of(speaker, outlet).outlets == (outlet,)


def test_the_interview_of_2015_is_apart_from_what_the_minister_said_a_year_later() -> None:
    assert origin_of("Sergei Lavrov", VOICE).id != origin_of("Sergei Lavrov", BLOOMBERG).id


def test_the_source_about_latakia_is_unnamed_and_passed_on_by_one_outlet() -> None:
    assert origin_of("A source", EIR).kind == "unnamed"
    cited = {(edge.end, found().outlets[edge.start]) for edge in found().edges if edge.kind == "cites"}
    assert cited == {("Al Masdar News service", (EIR,)), ("RT", (VOICE,))}


def test_the_same_speech_comes_in_two_translations() -> None:
    origin = origin_of("Sergei Shoigu", EIR)
    translated = [each for each in found().utterances if each.origin == origin.id and each.is_translation]
    outlets = {
        frozenset(name for v in each.variants for p in v.places for name in found().outlets[p.document])
        for each in translated
    }
    assert frozenset({EIR, VOICE, RUDAW}) in outlets


def test_d1_the_second_place_is_oman_or_jordan() -> None:
    """The gloss of one narrator, that a capital is meant, is out of reach: it is nobody's statement."""
    point = point_with("colleagues in Oman", origin_of("Sergei Shoigu", EIR))
    assert sides(point, "place") == {
        ("geneva", "oman"): {EIR, VOICE},
        ("geneva", "jordan", "united states"): {ASHARQ},
    }
    assert point.left_out == (RUDAW,)


def test_d2_coordinated_with_syria_or_agreed() -> None:
    point = point_with("have been agreed", origin_of("Sergei Shoigu", EIR))
    assert sides(point, "agreement") == {("agree",): {VOICE}, ("coordinate",): {EIR, RUDAW, ASHARQ}}


def test_d3_began_to_coordinate_negotiate_or_discuss_and_denied_by_another() -> None:
    point = point_with("colleagues in Oman", origin_of("Sergei Shoigu", EIR))
    assert sides(point, "agreement") == {
        ("coordinate",): {EIR},
        ("negotiate",): {VOICE},
        ("discuss",): {ASHARQ},
    }
    assert point_with("do not collaborate", origin_of("Jeff Davis", EIR)).outlets == (EIR,)


def test_d3_yesterday_is_the_day_that_one_document_settles() -> None:
    point = point_with("colleagues in Oman", origin_of("Sergei Shoigu", EIR))
    assert sides(point, "time") == {("2016-05-19/2016-05-19T24:00",): {EIR, VOICE}, ("thursday",): {ASHARQ}}


def test_d4_one_outlet_adds_fighters_and_one_speaks_of_rebels() -> None:
    origin = origin_of("Sergei Shoigu", EIR)
    convoys = point_with("convoys of arms", origin)
    assert set(convoys.outlets) == {EIR, VOICE, RUDAW, ASHARQ}
    assert sides(convoys, "party")[("fighters",)] == {VOICE}
    assert point_with("Syrian rebels", origin).outlets == (ASHARQ,)


def test_d5_the_exclusion_of_civilian_facilities_is_attested_once() -> None:
    origin = origin_of("Sergei Shoigu", EIR)
    point = point_with("civilian facilities", origin)
    assert point.outlets == (EIR,)
    assert point.left_out == tuple(sorted([ASHARQ, RUDAW, VOICE]))
    assert point_with("inadvertently", origin).id != point.id


def test_d6_whom_the_reservation_covers_differs_and_what_the_date_belongs_to_is_out_of_reach() -> None:
    """That in one outlet the date may go with joining or with striking is grammar that is not parsed here."""
    point = point_with("unilaterally conduct", origin_of("Sergei Shoigu", EIR))
    assert set(point.outlets) == {EIR, VOICE, RUDAW, ASHARQ}
    assert sides(point, "party")[("militants", "terrorists")] == {VOICE}
    assert sides(point, "party")[()] == {ASHARQ}


def test_d7_the_replies_are_four_origins() -> None:
    """That flat refusal and flight safety leave a channel open is a matter of reading them."""
    replies = [
        origin_of("Jeff Davis", EIR),
        origin_of("John Kirby", ASHARQ),
        origin_of("Eric Schultz", ASHARQ),
        origin_of("another U.S. official", ASHARQ),
    ]
    assert len({origin.id for origin in replies}) == 4


def test_d8_how_the_truce_stands_is_out_of_reach_but_for_whose_words_it_is() -> None:
    """The narrators of two outlets and a spokesman speak of it; as points of different origins they are not compared."""
    point = point_with("Feb. 27", origin_of("John Kirby", ASHARQ))
    assert point.outlets == (ASHARQ,)


def test_d9_who_violates_most_is_attributed_in_one_outlet_and_narrated_in_another() -> None:
    """That the two contradict each other is out of reach: no words are shared, and one has no speaker."""
    point = point_with("most of the violations", origin_of("John Kirby", ASHARQ))
    assert point.outlets == (ASHARQ,)


def test_d10_the_number_of_units_stands_in_one_outlet() -> None:
    """The other numbers are in none of the five documents."""
    point = point_with("138", origin_of("Sergei Shoigu", EIR))
    assert point.outlets == (RUDAW,)
    assert len(point.left_out) == 3
