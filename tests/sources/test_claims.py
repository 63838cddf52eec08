# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared_data import ROOT, shared
from truceline.sources import (
    CLAIM_KINDS,
    Claim,
    Dictionaries,
    Document,
    Reading,
    Span,
    Statement,
    Told,
    document_of_text,
    find_claims,
    find_statements,
    find_times,
    incidents_of,
)
from truceline.sources.names import NameIndex
from truceline.terms import Terms, load_terms, shipped_taxonomy

DICTIONARIES = Dictionaries()


@cache
def load() -> Terms:
    return load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load()


def claims_of(document: Document, terms: Terms | None = None) -> tuple[Claim, ...]:
    statements = find_statements(document, DICTIONARIES)
    return find_claims(document, statements, find_times(document, DICTIONARIES), DICTIONARIES, terms=terms)


def claims(text: str, terms: Terms | None = None) -> tuple[Claim, ...]:
    return claims_of(replace(document_of_text(text), published=Told("2016-05-20", "given")), terms)


@pytest.mark.parametrize(
    ("text", "kind", "cue"),
    [
        ("The Front proposed to meet.", "proposal", "proposed"),
        ("The Front accepted the map.", "acceptance", "accepted the"),
        ("Forty groups joined the truce.", "acceptance", "joined the truce"),
        ("“We do not cooperate with them,” he said.", "refusal", "do not cooperate"),
        ("“We don’t see it happening,” he said.", "refusal", "don’t see it happening"),
        ("There is no agreement to fly together.", "refusal", "no agreement to"),
        ("The Front denied responsibility for the blast.", "denial", "denied responsibility"),
        ("The Front rejected these accusations.", "denial", "rejected these accusations"),
        ("The army accused the Front of using mortars.", "accusation", "accused the Front of"),
        (
            "The army is responsible for most of the violations.",
            "accusation",
            "is responsible for most of the violations",
        ),
        ("The army shelled Asmet.", "incident", "shelled"),
        ("We reserve the right to answer.", "reservation", "reserve the right"),
        ("They lead efforts for a renewed ceasefire.", "state", "renewed ceasefire"),
        ("They met after the truce, which began on May 4.", "state", "truce, which began"),
    ],
)
def test_a_claim_is_found_by_its_cue(text: str, kind: str, cue: str) -> None:
    found = claims(text)
    assert [(one.kind, one.cue.words if one.cue else "") for one in found] == [(kind, cue)]
    assert kind in CLAIM_KINDS


@pytest.mark.parametrize(
    "text",
    [
        "The parties met. Nobody spoke of the ceasefire.",
        "Did they reject the plan? Has the army shelled Asmet?",
        "The proposed truce is in its first week.",
        "The army will not have shelled Asmet, it could have attacked nobody, and if it attacked, it would say so.",
        "Groups that have not joined the truce may be struck.",
    ],
)
def test_without_a_cue_there_is_no_claim(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Keel denied on Wednesday that the Front shelled the mill.",
        "Mayor Keel rejected claims that the Front shelled the mill.",
        "“It was quiet,” he said. Mayor Keel denied the Front shelled the mill, or bombed the bridge.",
    ],
)
def test_what_somebody_denies_is_no_incident_that_he_tells_of(text: str) -> None:
    assert not [claim for claim in claims(text) if claim.kind == "incident"]


def test_only_the_words_that_are_denied_are() -> None:
    text = "“The Front shelled the mill,” Keel said. He denied that 30 tanks had left."
    assert [(claim.kind, claim.modality) for claim in claims(text)] == [
        ("incident", ()),
        ("denial", ()),
        ("count", ("negated",)),
    ]


def test_every_act_of_a_cue_is_one_of_the_taxonomy() -> None:
    acts = shipped_taxonomy("acts")
    cues = DICTIONARIES["claims"]["cues"]
    assert {cue["kind"] for cue in cues} == set(CLAIM_KINDS)
    assert [cue["act"] for cue in cues if "act" in cue and cue["act"] not in acts] == []


@pytest.mark.parametrize(
    ("text", "count", "unit", "modality"),
    [
        ("138 various armed units are there.", 138, "armed units", ()),
        ("At least 1,800 trucks are there.", 1800, "trucks", ("at least",)),
        ("Nine soldiers are there.", 9, "soldiers", ()),
        ("Up to twelve aid workers are there.", 12, "aid workers", ("at most",)),
    ],
)
def test_a_count_has_its_number_and_its_unit(
    text: str, count: float, unit: str, modality: tuple[str, ...]
) -> None:
    (found,) = claims(text)
    assert (found.kind, found.count, found.unit, found.modality) == ("count", count, unit, modality)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The Front would, however, reserve the right to answer.", ("would", "reserved")),
        ("The army allegedly shelled Asmet.", ("alleged",)),
        ("The army will propose a truce.", ("will",)),
        ("If they agree, the Front may propose a truce.", ("may",)),
        ("It will rain, and the Front proposed a truce.", ()),
    ],
)
def test_modality_is_that_of_the_clause(text: str, modality: tuple[str, ...]) -> None:
    found = [one for one in claims(text) if one.kind in ("reservation", "incident", "proposal")]
    assert [one.modality for one in found] == [modality]


def test_a_claim_belongs_to_the_innermost_statement_or_to_the_narrator() -> None:
    text = "“They shelled us,” Maro said. The army shelled Asmet."
    document = document_of_text(text)
    statement = Statement("s1", "quoted", Span(1, 16))
    inner = Statement("s2", "indirect", Span(6, 16))
    found = find_claims(document, [statement, inner], (), DICTIONARIES)
    assert [(one.statement, one.span.of(text)) for one in found] == [
        ("s2", "shelled us"),
        ("", "The army shelled Asmet."),
    ]
    assert [one.id for one in found] == [f"{document.id}-c1", f"{document.id}-c2"]


def test_what_the_narrator_claims_ends_where_a_quotation_begins() -> None:
    text = "Maro told of heavy fighting there: “We wait for the rain.” It was late."
    (found,) = find_claims(document_of_text(text), (), (), DICTIONARIES)
    assert found.span.of(text) == "Maro told of heavy fighting there"


def test_a_verb_of_proposing_shows_what_is_proposed() -> None:
    text = "The Front proposed that both sides withdraw."
    (found,) = claims(text)
    assert found.statement.endswith("-s1")
    assert found.span.of(text) == "both sides withdraw"


class TestMentions:
    """Parties by their names in the terms; a role only where the grammar is plain."""

    def roles(self, text: str, terms: Terms) -> dict[str, str]:
        (found,) = claims(text, terms)
        return {party.id: party.role for party in found.parties}

    def test_roles_follow_the_cue(self, terms: Terms) -> None:
        assert self.roles("Turkey shelled the Syrian army.", terms) == {
            "turkey": "by",
            "syria-government": "against",
        }
        assert self.roles("Turkey was shelled by Israel.", terms) == {"turkey": "", "israel": "by"}
        assert self.roles("Turkey shelled a town held by Israel.", terms) == {"turkey": "by", "israel": ""}

    def test_an_aside_between_commas_is_passed_over(self, terms: Terms) -> None:
        assert self.roles("Turkey would, however, reserve the right to answer.", terms) == {"turkey": "by"}
        assert self.roles("Turkey, shelled by Israel, is calm.", terms) == {"turkey": "", "israel": "by"}

    def test_the_accused_did_it_and_the_accuser_did_not(self, terms: Terms) -> None:
        assert self.roles("Turkey accused Israel of it.", terms) == {"turkey": "", "israel": "by"}
        assert self.roles("Turkey was accused by Israel of it.", terms) == {"turkey": "", "israel": ""}
        assert self.roles("Turkey’s army is responsible for most of the violations.", terms) == {
            "turkey": "by"
        }

    def test_against_goes_on_over_a_list(self, terms: Terms) -> None:
        text = "Turkey proposed strikes against ISIL, Hezbollah and the PKK near Iran."
        assert self.roles(text, terms) == {
            "turkey": "by",
            "isil": "against",
            "hezbollah": "against",
            "pkk": "against",
            "iran": "",
        }

    def test_areas_of_the_terms_are_places(self, terms: Terms) -> None:
        (found,) = claims("Heavy fighting went on in eastern Ghouta.", terms)
        assert [(one.words, one.id) for one in found.places] == [("eastern Ghouta", "eastern-ghouta")]

    @pytest.mark.parametrize("words", ["near", "outside the", "20 km from", "north of", "on the road to"])
    def test_what_is_beside_an_area_may_lie_in_it_or_not(self, words: str, terms: Terms) -> None:
        text = f"Israel shelled a farm {words} eastern Ghouta on May 18."
        (found,) = claims(text, terms)
        assert [(one.id, one.may_be) for one in found.places] == [("", ("eastern-ghouta",))]
        reading = Reading(document_of_text(text))
        (row,) = incidents_of([replace(found, review="accepted")], [reading], terms=terms)
        assert (row["area"], row["start"][:7]) == ("", "2016-05")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Islamic State’s men", [("Islamic State", "isil")]),
        ("it is so, IS says", [("IS", "isil")]),
        ("al-IS", []),
        ("Islamic. State", []),
        ("the ISLAMIC STATE", [("ISLAMIC STATE", "isil")]),
        ("Dar’a and Dara", [("Dar’a", "a"), ("Dara", "")]),
    ],
)
def test_names_are_whole_words_with_their_capitals(text: str, found: list[tuple[str, str]]) -> None:
    index = NameIndex(
        [("Islamic State", "isil"), ("IS", "isil"), ("Dar'a", "a"), ("Dara", "b"), ("Dārā", "c")]
    )
    assert [(one.words, one.id) for one in index.find(text, 0, len(text))] == found


def test_a_name_of_several_is_left_open_with_all_that_it_may_be() -> None:
    (one,) = NameIndex([("Dara", "b"), ("Dārā", "c")]).find("in Dara", 0, 7)
    assert (one.id, one.may_be) == ("", ("b", "c"))


_PIECES = (
    "Turkey", "ISIL", "the", "truce", "138", "fighters", "shelled", "proposed", "reserve", "right", "“", "”", ",", ".",
    "?", "¶", "by", "against", "would", "not", "accused", "of", "said", "that", "no", "agreement", "to", "Idlib", "in",
    "and", "It",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_every_claim_has_its_cue_its_place_and_its_own_id(pieces: list[str]) -> None:
    text = " ".join(pieces).replace("¶", "\n\n")
    assume(text.strip())
    found = claims(text, load())
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert one.kind in CLAIM_KINDS
        assert one.cue is not None
        assert one.cue.span.of(text) == one.cue.words
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert all(mention.span.of(text) == mention.words for mention in (*one.parties, *one.places))


# --- the articles of May 2016 ---------------------------------------------------------------------------------------


def article(number: str, terms: Terms | None = None) -> list[tuple[Claim, str]]:
    """The claims of an article, each with the name of who says it."""
    (path,) = shared("articles-may-2016").glob(f"{number}_*.txt")
    document = document_of_text(path.read_text(encoding="utf-8"))
    statements = {one.id: one for one in find_statements(document, DICTIONARIES)}
    speakers = {name: one.speaker.name if one.speaker else "" for name, one in statements.items()}
    return [(one, speakers.get(one.statement, "")) for one in claims_of(document, terms)]


def test_the_138_armed_units_are_counted_once() -> None:
    every = [one for number in ("000", "001", "002", "003") for one, _ in article(number)]
    assert [(one.count, one.unit) for one in every if one.kind == "count"] == [(138, "armed units")]


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_four_articles_have_the_reservation_and_the_proposal(number: str) -> None:
    found = article(number)
    assert len([one for one, _ in found if one.kind == "reservation"]) == 1
    assert [one for one, _ in found if one.kind == "proposal"]
    assert all("reserved" in one.modality for one, _ in found if one.kind == "reservation")


def test_the_refusals_have_three_speakers() -> None:
    assert "Jeff Davis" in {who for one, who in article("000") if one.kind == "refusal"}
    who = {who for one, who in article("003") if one.kind == "refusal"}
    assert {"John Kirby", "another U.S. official"} <= who


def test_the_accusation_is_kirbys() -> None:
    (found,) = [one for one, who in article("003") if one.kind == "accusation" and who == "John Kirby"]
    assert [time.words for time in found.times] == ["Feb. 27"]
    assert "state" in {one.kind for one, who in article("003") if who == "John Kirby"}


def test_the_second_hand_incident_has_its_act_its_place_and_no_name(terms: Terms) -> None:
    (found, who) = next((one, who) for one, who in article("000", terms) if one.act == "movement.air-base")
    assert who == "A source"
    assert [place.words for place in found.places] == ["Latakia"]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The army shelled the mill and ambushed a convoy.", ["attack.shelling", "attack.ground.ambush"]),
        ("The army shelled the mill, and two men were killed.", ["attack.shelling"]),
        ("The army shelled the mill and shelled the bridge.", ["attack.shelling"]),
    ],
)
def test_two_acts_of_one_sentence_are_two_claims_unless_one_may_be_the_other(
    text: str, acts: list[str]
) -> None:
    assert [one.act for one in claims(text)] == acts
