# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest

from hand_read import Said, read
from shared_data import ROOT
from truceline.errors import SourcesError
from truceline.sources import (
    Claim,
    Dictionaries,
    Mention,
    Origin,
    Place,
    Point,
    Reading,
    Span,
    Speaker,
    TimeSaid,
    Variant,
    Weighing,
    bodies_of,
    document_of_text,
    find_origins,
)
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.origins.credibility import credibility
from truceline.sources.origins.hearsay import Hearsay
from truceline.sources.origins.kin import Kin
from truceline.sources.origins.weighing import weigh
from truceline.terms import load_terms

WORDS = "The guns on the ridge of Veld fired at the mill on 3 May"
OTHER_WORDS = "On 3 May the mill was hit from the ridge"


def claiming(
    outlet: str,
    name: str = "Ilya Moss",
    words: str = WORDS,
    *,
    kind: str = "person",
    role: str = "",
    review: str = "accepted",
    modality: tuple[str, ...] = (),
    day: str = "2031-05-03",
    letter: str = "",
) -> Reading:
    """One outlet with one statement, and the claim in it that there was fire at a place on a day."""
    said = [Said(words, name, kind=kind, role=role)] if name else []
    reading = read(f"{words}, it is said in {outlet}, by {name}.", said, outlet=outlet, letter=letter)
    span = Span(0, len(words))
    claim = Claim(
        id=f"{reading.document.id}-c1",
        kind="incident",
        span=span,
        statement=reading.statements[0].id if name else "",
        parties=(Mention(span, "the guns", "side-a", role="by"),),
        places=(Mention(span, "the mill", "mill"),),
        times=(TimeSaid(span, "3 May", day, day),),
        modality=modality,
        review=review,
    )
    return replace(reading, claims=(claim,))


def weighing_of(reading: Reading, *others: Reading, **marked: object) -> Weighing:
    """That of the first one's claim; a person says of all that they are the same and independent, if nothing else is said."""
    names = {each.claims[0].id: "negated" in each.claims[0].modality for each in (reading, *others)}
    marked = {
        "same": [[name for name in names if names[name] == way] for way in (False, True)],
        "denies": [(one, other) for one in names for other in names if names[one] > names[other]],
        "apart": list(combinations(names, 2)),
    } | marked
    found = find_origins([reading, *others], **marked)  # type: ignore[arg-type]
    (weighing,) = [each for each in found.weighings if reading.claims[0].id in each.claims]
    return weighing


def test_a_hundred_outlets_of_one_origin_are_one() -> None:
    readings = [claiming(f"Outlet {number}") for number in range(100)]
    weighing = weighing_of(*readings)
    assert (len(weighing.claims), len(weighing.outlets), len(weighing.origins)) == (100, 100, 1)
    assert (weighing.independent, weighing.number) == (1, 6)


def test_two_people_who_say_the_same_in_their_own_words_confirm_it() -> None:
    weighing = weighing_of(claiming("Post"), claiming("Star", "Ana Orlan", OTHER_WORDS))
    assert (weighing.independent, weighing.number) == (2, 1)


def test_equal_cells_make_no_event_the_same() -> None:
    mill, school = claiming("Post"), claiming("Star", "Ana Orlan", "Guns hit the school of Veld on 3 May")
    weighing = weighing_of(mill, school, same=())
    assert (len(weighing.origins), weighing.number) == (1, 6)
    assert weighing.may_be == (school.claims[0].id,)
    assert weighing_of(mill, school).may_be == ()


def test_equal_cells_of_one_speaker_lend_no_confirmation_to_each_other() -> None:
    mill = claiming("Post")
    school = claiming("Echo", words="Guns hit the school of Veld on 3 May")
    other = claiming("Star", "Ana Orlan", OTHER_WORDS)
    same = [[mill.claims[0].id, other.claims[0].id]]
    assert weighing_of(mill, school, other, same=same).number == 1
    assert weighing_of(school, mill, other, same=same).number == 6


def test_what_may_be_denied_is_not_confirmed_and_a_denial_needs_a_person() -> None:
    one, two = claiming("Post"), claiming("Star", "Ana Orlan", OTHER_WORDS)
    deny = claiming("Echo", "Jon Reed", "No gun of ours was used at all in May", modality=("negated",))
    weighing = weighing_of(one, two, deny, denies=())
    assert (weighing.independent, weighing.number, weighing.denied_by) == (2, 6, ())
    assert weighing.may_be_denied_by == (deny.claims[0].id,)
    assert weighing_of(one, two, deny).number == 3


def test_only_a_person_knows_that_two_are_independent() -> None:
    one, two, three = (
        claiming("Post"),
        claiming("Star", "Ana Orlan", OTHER_WORDS),
        claiming("Echo", "Jon Reed", "We saw how shells fell on the wheel of the miller"),
    )
    ids = [each.claims[0].id for each in (one, two, three)]
    for pairs, independent, number in (
        ((), 1, 6),
        ([(ids[1], ids[0])], 2, 1),
        ([(ids[0], ids[1]), (ids[1], ids[2])], 2, 1),
        ([(ids[0], ids[1]), (ids[1], ids[2]), (ids[2], ids[0])], 3, 1),
    ):
        weighing = weighing_of(one, two, three, apart=pairs)
        assert (weighing.untied, weighing.independent, weighing.number) == (3, independent, number)
    unread = claiming("Star", "Ana Orlan", OTHER_WORDS, review="")
    assert weighing_of(one, unread).number == 6


def test_who_is_marked_independent_of_what_is_not_the_same_is_told() -> None:
    one, two = claiming("Post"), claiming("Star", "Ana Orlan", OTHER_WORDS)
    pair = (one.claims[0].id, two.claims[0].id)
    (note,) = find_origins([one, two], apart=[pair]).notes
    assert "counts for nothing" in note
    assert find_origins([one, two], apart=[pair], same=[pair]).notes == ()


def test_as_many_unnamed_ones_may_say_it_as_deny_it() -> None:
    saying = [claiming("Post"), claiming("Star", "an aide", OTHER_WORDS, kind="unnamed")]
    denying = [
        claiming("Echo", "Jon Reed", "No gun of ours was used at all in May", modality=("negated",)),
        claiming("Dawn", "Ida Kerr", "Everything was quiet there", modality=("negated",)),
    ]
    assert weighing_of(*saying, *denying).number == 3
    assert weighing_of(saying[0], *denying).number == 5


def test_a_claim_that_a_person_refused_counts_nowhere() -> None:
    readings = [claiming("Post"), claiming("Star", "Ana Orlan", OTHER_WORDS, review="refused")]
    same = [[reading.claims[0].id for reading in readings]]
    (weighing,) = find_origins(readings, same=same).weighings
    assert weighing.claims == (readings[0].claims[0].id,)
    assert (weighing.independent, weighing.number) == (1, 6)
    (weighing,) = find_origins(readings, denies=[(same[0][1], same[0][0])]).weighings
    assert (weighing.denied_by, weighing.number) == ((), 6)


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        ("Ana Orlan", WORDS, "person"),
        ("Ilia Mos", OTHER_WORDS, "person"),
        ("Moss", OTHER_WORDS, "person"),
        ("Bill Moss", OTHER_WORDS, "person"),
        ("The Veldish Defense Minister", OTHER_WORDS, "person"),
        ("an official", OTHER_WORDS, "unnamed"),
        ("the ministry", OTHER_WORDS, "body"),
        ("Echo", OTHER_WORDS, "outlet"),
        ("", OTHER_WORDS, "person"),
    ],
    ids=[
        "same words",
        "other alphabet",
        "last name",
        "nickname",
        "office",
        "unnamed",
        "body",
        "outlet",
        "narrator",
    ],
)
def test_who_may_be_the_same_or_have_it_from_him_confirms_nothing(name: str, words: str, kind: str) -> None:
    weighing = weighing_of(claiming("Post"), claiming("Star", name, words, kind=kind))
    assert len(weighing.origins) == 2
    assert (weighing.independent, weighing.number) == (1, 6)


def test_a_party_and_the_spokesman_of_another_confirm_it_and_their_own_does_not() -> None:
    bodies = {"Northland": "north", "Southland": "south"}
    spokesman = claiming("Post", role="spokesman of Northland")
    for body, number in (("Southland", 1), ("Northland", 6)):
        told = claiming("Star", body, OTHER_WORDS, kind="body")
        assert weighing_of(spokesman, told, bodies=bodies).number == number


def test_two_who_speak_for_one_party_are_one_voice() -> None:
    bodies = {"Northland": "north", "Southland": "south"}
    spokesman = claiming("Post", role="spokesman of Northland")
    for role, number in (("minister of Southland", 1), ("", 1), ("minister of Northland", 6)):
        told = claiming("Star", "Ana Orlan", OTHER_WORDS, role=role)
        assert weighing_of(spokesman, told, bodies=bodies).number == number


@pytest.mark.parametrize(
    ("frame", "number"),
    [
        ("said Ana Orlan, citing Ilya Moss", 6),
        ("as Mos had told her, said Ana Orlan", 6),
        ("said Ana Orlan", 1),
    ],
    ids=["citing", "told", "alone"],
)
def test_who_names_the_other_beside_it_may_have_it_from_him(frame: str, number: int) -> None:
    other = claiming("Star", "Ana Orlan", OTHER_WORDS)
    text = other.document.text.replace("by Ana Orlan", frame)
    there = replace(document_of_text(text, "star.txt"), outlet=other.document.outlet)
    assert weighing_of(claiming("Post"), replace(other, document=there)).number == number


def test_whom_a_statement_is_told_in_and_by_whom_it_was_passed_on_may_be_its_source() -> None:
    other = claiming("Star", "Ana Orlan", OTHER_WORDS)
    (said,) = other.statements
    moss = Speaker("he", None, "person", "Ilya Moss")
    inner = replace(said, id=f"{said.id}0", speaker=moss, inside=said.id)
    for statements in ((said, inner), (replace(said, via=(moss,)),)):
        assert weighing_of(claiming("Post"), replace(other, statements=statements)).number == 6


def test_who_names_the_other_elsewhere_in_what_he_says_may_have_it_from_him() -> None:
    other = claiming("Star", "Ana Orlan", OTHER_WORDS)
    text = (
        other.document.text + "\n\nIt rained. Bread was dear. Nobody came.\n\n“Ilya Moss told me,” she said."
    )
    there = replace(document_of_text(text, "star.txt"), outlet=other.document.outlet)
    (said,) = other.statements
    more = replace(said, id=f"{said.id}0", span=Span(text.index("Ilya"), text.index("Ilya") + 17))
    for statements, number in (((said,), 1), ((said, more), 6)):
        told = replace(other, document=there, statements=statements)
        assert weighing_of(claiming("Post"), told).number == number


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("Defence Ministry spokesman", "Defense Ministry spokesman", 6),
        ("Russian Defence Ministry spokesman", "head of the press service of the Ministry of Defence", 6),
        ("Russian Defence Ministry spokesman", "Turkish Defence Ministry spokesman", 1),
        ("Defence Ministry spokesman", "Foreign Ministry spokesman", 6),
        ("Russian Defence Ministry spokesman", "Turkish Foreign Ministry spokesman", 1),
        ("spokesman", "spokesman", 1),
        ("a lawyer", "a farmer", 1),
    ],
)
def test_two_who_speak_for_one_body_count_once(one: str, other: str, number: int) -> None:
    readings = [
        claiming("Post", role=one),
        claiming("Star", "Ana Orlan", OTHER_WORDS, role=other),
    ]
    assert weighing_of(*readings).number == number


def test_a_group_of_parties_is_not_known_to_be_apart_from_them() -> None:
    bodies = bodies_of(load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml"))
    assert "russia" in bodies.values()
    assert "government-side" not in bodies.values()
    assert bodies["Government side"] == ""


@pytest.mark.parametrize(
    "change",
    [{"review": ""}, {"day": ""}, {"day": "2031-05-04"}],
    ids=["not accepted", "no date", "other date"],
)
def test_claims_that_are_not_known_to_be_the_same_stay_apart(change: dict[str, str]) -> None:
    other = claiming("Star", "Ana Orlan", OTHER_WORDS, **change)  # type: ignore[arg-type]
    assert weighing_of(claiming("Post"), other, same=()).origins != ()
    assert weighing_of(claiming("Post"), other, same=()).number == 6
    assert weighing_of(claiming("Post"), other).number == (6 if change.get("review") == "" else 1)
    assert weighing_of(claiming("Post", review=""), other).number == 6


def test_one_that_is_denied_is_possible_and_what_two_deny_is_improbable() -> None:
    saying = claiming("Post")
    one = claiming("Star", "Ana Orlan", OTHER_WORDS, modality=("negated",))
    two = claiming("Echo", "Jon Reed", "No gun of ours was used at all in May", modality=("negated",))
    assert weighing_of(saying, one).number == 3
    assert weighing_of(saying, one, two).number == 5
    assert weighing_of(one, saying, two).number == 3
    assert len(weighing_of(saying, one, two).denied_by) == 2


def test_a_person_marks_which_claim_denies_which() -> None:
    saying, other = claiming("Post"), claiming("Star", "Ana Orlan", OTHER_WORDS, day="")
    ids = (other.claims[0].id, saying.claims[0].id)
    assert weighing_of(saying, other, same=(), denies=[ids]).number == 3
    assert weighing_of(saying, other, denies=[ids]).number == 3  # contradicting marks confirm nothing


def test_the_letters_are_those_that_people_gave() -> None:
    weighing = weighing_of(claiming("Post", letter="B"), claiming("Star", letter="D"), claiming("Echo"))
    assert weighing.letters == ("B", "D")


def test_a_marked_claim_that_is_nowhere_is_named() -> None:
    with pytest.raises(SourcesError, match="nowhere-c9"):
        find_origins([claiming("Post")], same=[["nowhere-c9"]])


def test_no_number_needs_a_judgement_of_what_is_plausible() -> None:
    numbers = {credibility(saying, denying) for saying, denying in product(range(1, 5), range(5))}
    assert numbers == {1, 3, 5, 6}


def test_a_claim_is_about_the_point_that_has_most_of_its_words_in_however_many_parts() -> None:
    one, longest, three = (
        "grain boats may pass",
        "uninterruptedly surveilled riverside fortifications",
        "a boat is free",
    )
    readings = [
        claiming("Post", words=f"{one}; {longest}; {three}", review=""),
        claiming("Star", words=one, review=""),
        claiming("Echo", words=longest, review=""),
    ]

    def point(name: str, *parts: str) -> Point:
        places = [
            Place(reading.document.id, Span(start, start + len(words)))
            for reading in readings
            for words in parts
            if (start := reading.document.text.find(words)) >= 0
        ]
        return Point(name, "o-1", (Variant(parts[0], tuple(places)),), (), ())

    folding = Folding(Dictionaries())
    claims = [reading.claims[0].id for reading in readings]
    found = weigh(
        readings,
        dict.fromkeys(claims, "o-1"),
        {"o-1": Origin("o-1", "person", "Ilya Moss", (), (), ())},
        lambda origin: frozenset(),
        folding,
        Kin(Dictionaries(), Meaning(Dictionaries(), folding), folding),
        Hearsay(Dictionaries(), folding),
        points=[point("p-1", longest), point("p-2", one, three)],
        same=(),
        denies=(),
        outlets={reading.document.id: (reading.document.original.name,) for reading in readings},
        letters={reading.document.id: () for reading in readings},
    )
    assert [each.claims for each in found] == [(claims[0], claims[1]), (claims[2],)]
